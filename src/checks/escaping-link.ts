import { defineCheck } from '../check.ts';
import { NOTHING_SHA256 } from '../conda/record.ts';
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
        if (provenance(subject, recorded, target) === 'installed') continue;
        yield { path, package: recorded.package, target, end: end.path };
      } else {
        yield { path, package: null, target, end: end.path, severity: 'note' as const };
      }
    }
  },
  say: ({ path, end }) => `${path} leads out of the environment, to ${end}`,
});
