import { defineCheck } from '../check.ts';
import { isProduct } from './liberties.ts';

export const missingLink = defineCheck({
  id: 'missing-link',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Recorded symbolic link is gone',
  explain: {
    what: 'A package recorded a symbolic link, and nothing is there.',
    why: 'Libraries are found by such links (`libz.so.1` → `libz.so.1.2.13`); without them programs fail to start.',
    how: 'A copy or a backup that leaves links out (FAT and exFAT cannot hold them; some tools skip them), or an update that was cut off.',
    fix: 'Reinstall the package. Copy and back up with tools that keep links: `tar`, `rsync -a`, `cp -a`.',
  },
  *find({ absent, replacements }) {
    for (const { path, package: owner } of absent.links) {
      if (replacements.has(owner)) continue;
      // Soft-linked environments record files as links.
      yield { path, package: owner, ...(isProduct(path) ? { severity: 'note' as const } : {}) };
    }
  },
  say: ({ path }) => `${path} was installed as a symbolic link and is gone`,
});
