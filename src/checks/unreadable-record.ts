import { defineCheck } from '../check.ts';

export const unreadableRecord = defineCheck({
  id: 'unreadable-record',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Record of a package cannot be read',
  explain: {
    what: 'A `conda-meta/*.json` is empty, cut off, no JSON, or no record of a package. The other records are still checked; the files of this package are not.',
    why: 'conda stops with `CorruptedEnvironmentError` or forgets that the package is installed.',
    how: 'An update that was killed while it wrote the record, a full disk, an editor.',
    fix: 'Remove the record and install the package again, or make the environment anew.',
  },
  *find({ manifest }) {
    for (const { file, reason } of manifest.unreadable) {
      yield { path: `conda-meta/${file}`, package: null, reason };
    }
  },
  say: ({ path, reason }) => `${path} ${reason}`,
});
