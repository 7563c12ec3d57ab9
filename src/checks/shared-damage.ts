import { defineCheck } from '../check.ts';

/** So many places are named in the message; the report's facts have all. */
const NAMED = 3;

export const sharedDamage = defineCheck({
  id: 'shared-damage',
  severity: 'note',
  level: 'content',
  extent: 'machine',
  stage: 'aftermath',
  below: ['altered-file', 'truncated-file'],
  title: 'The same damage has other names',
  explain: {
    what: 'Below a damaged file: which other environments of this installation, and which packages in the cache, hold the very same inode. It is no finding of its own.',
    why: 'They are all broken by one write, and all mended only when each of them is.',
    how: 'conda hard-links files out of the package cache: one file with many names (conda/conda#6861).',
    fix: 'Remove the package’s folder from the cache, then reinstall the package in every environment that is named.',
  },
  *find({ aftermath, manifest }) {
    for (const { path, places, others } of aftermath.shared) {
      const owner = manifest.paths.get(path)?.package ?? null;
      yield { path, package: owner, places, others };
    }
  },
  say: ({ places, others }) => {
    const more = places.length - NAMED + others;
    const names = places.slice(0, NAMED);
    if (names.length === 0)
      return `It has ${others} more ${others === 1 ? 'name' : 'names'} elsewhere`;
    const rest = Math.max(places.length > NAMED ? more : others, 0);
    return `The same file is ${names.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
  },
});
