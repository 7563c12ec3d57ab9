import { defineCheck } from '../check.ts';
import { NOTHING_SHA256, type RecordedPath } from '../conda/record.ts';
import { isFileOf, isOwnBundle } from './liberties.ts';
import { provenance } from './retargeted-link.ts';

export const escapingLink = defineCheck({
  id: 'escaping-link',
  severity: 'warning',
  level: 'links',
  extent: 'machine',
  title: 'Link leads out of the environment',
  explain: {
    what: 'A recorded link resolves outside of the prefix and of the package cache, and its package did not make it so. A link that no record owns (an editable install, a corporate `cacert.pem`) is a note.',
    why: 'The environment depends on something that no package manager looks after, and breaks when it is copied.',
    how: 'Somebody pointed a link, or replaced a file by a link, to a place of their own.',
    fix: 'Reinstall the package, or accept it if it is meant so.',
  },
  *find(subject) {
    const { inventory, manifest, cache, links } = subject;
    for (const { path, target } of links) {
      const end = inventory.follow(path);
      if (end.kind !== 'found') continue;
      if (inventory.relative(end.path) !== null || cache.folderOf(end.path) !== null) continue;
      const recorded = manifest.paths.get(path);
      if (recorded) {
        if (recorded.kind === 'symlink' && recorded.sha256 === NOTHING_SHA256) continue;
        const origin = provenance(subject, recorded, target);
        if (origin === 'installed') continue;
        const fact = { path, package: recorded.package, target, end: end.path };
        const isMeant =
          isOwnBundle(subject, recorded) || (origin === 'unknown' && !wasInside(recorded));
        yield isMeant ? { ...fact, severity: 'note' as const } : fact;
      } else {
        yield { path, package: null, target, end: end.path, severity: 'note' as const };
      }
    }
    /** Whether the record proves that it was a file of its own, or led to one of the environment. */
    function wasInside({ kind, sha256 }: RecordedPath): boolean {
      return kind !== 'symlink' || isFileOf(manifest, sha256);
    }
  },
  say: ({ path, end }) => `${path} leads out of the environment, to ${end}`,
});
