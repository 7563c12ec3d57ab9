import { defineCheck } from '../check.ts';

export const damagedCache = defineCheck({
  id: 'damaged-cache',
  severity: 'error',
  level: 'content',
  extent: 'machine',
  stage: 'aftermath',
  title: 'Package cache is damaged as well',
  explain: {
    what: 'The extracted package in the package cache lacks files, or has others than it was built with. Only packages that have a finding are looked up there; `--cache` looks at all of them.',
    why: 'Installers compare sizes at most: a reinstall would bring the damage back (conda/conda#9187), and so would every new environment.',
    how: 'Files are hard links: whatever wrote into the environment wrote into the cache. Or a clean-up of the cache was cut off.',
    fix: 'Remove the package’s folder from the cache, then reinstall: it is extracted or downloaded again.',
  },
  *find({ aftermath }) {
    for (const { record, folder, problems } of aftermath.cached) {
      const [first] = problems;
      if (!first) continue;
      yield {
        path: `conda-meta/${record.file}`,
        package: record,
        folder,
        first: first.path,
        what: first.kind,
        count: problems.length,
      };
    }
  },
  say: ({ folder, first, what, count }) =>
    `${folder} is damaged as well: ${first} is ${what === 'missing' ? 'gone' : 'altered'}${count > 1 ? `, and ${count - 1} more` : ''}`,
});
