import { defineCheck } from '../check.ts';
import type { Inventory } from '../inventory.ts';
import { placeOfBytes } from '../placement.ts';

export const unreadableTarget = defineCheck({
  id: 'unreadable-target',
  severity: 'error',
  level: 'metadata',
  extent: 'machine',
  title: 'File or link’s target may not be read',
  explain: {
    what: 'The user who runs this gets `Permission denied` on a recorded file, or on what a link leads to.',
    why: 'The environment is whole for its owner and broken for everybody else.',
    how: 'An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter.',
    fix: 'Give the permission back: `chmod -R a+rX` by the owner of the files.',
  },
  *find({ level, inventory, manifest, contents, cache, links }) {
    if (level === 'links') return;
    for (const { path, target } of links) {
      const end = inventory.follow(path);
      if (end.kind !== 'denied') continue;
      yield { path, package: manifest.paths.get(path)?.package ?? null, target, place: end.path };
    }
    for (const recorded of manifest.paths.values()) {
      const { path, package: owner } = recorded;
      const place = placeOfBytes(inventory, cache, recorded);
      if (place === null) continue;
      const entry = inventory.at(path);
      const target = entry?.kind === 'symlink' ? entry.target : null;
      const isUnread = contents.of(path).kind === 'unreadable';
      if (isUnread || isForbidden(inventory, place)) {
        yield { path, package: owner, target, place };
      }
    }
  },
  say: ({ path, target, place }) =>
    target === null
      ? `${path} may not be read`
      : `${path} → ${target}: ${place} may not be read or entered`,
});

/** What everybody may read need not be asked for. */
function isForbidden(inventory: Inventory, place: string): boolean {
  const stat = inventory.statAbsolute(place);
  if (stat.kind !== 'ok' || (stat.value.mode & 0o444) === 0o444) return false;
  return !inventory.source.mayRead(place);
}
