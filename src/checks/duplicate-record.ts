import { defineCheck } from '../check.ts';
import { groupBy } from '../grouping.ts';

export const duplicateRecord = defineCheck({
  id: 'duplicate-record',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Two records of one package',
  explain: {
    what: '`conda-meta` holds two records of the same package name: two versions are said to be installed at once.',
    why: 'conda picks one of them at random to upgrade or remove; files of the other stay behind.',
    how: 'An update that was cut off between linking the new version and removing the old one, or two installers at the same time.',
    fix: 'Remove the record whose files are not there, then reinstall the package.',
  },
  *find({ manifest }) {
    for (const [name, records] of groupBy(manifest.records, (record) => record.name)) {
      const [first, second] = records;
      if (!first || !second) continue;
      const files = records.map((record) => record.file);
      yield { path: `conda-meta/${second.file}`, package: second, name, files };
    }
  },
  say: ({ name, files }) => `${name} has ${files.length} records: ${files.join(', ')}`,
});
