import { posix } from 'node:path';
import { defineCheck } from '../check.ts';
import { NOTHING_SHA256, type RecordedPath } from '../conda/record.ts';
import { isOwned } from '../conda/records.ts';
import type { End } from '../links.ts';
import type { Subject } from '../subject.ts';
import { provenance } from './retargeted-link.ts';

export const danglingLink = defineCheck({
  id: 'dangling-link',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Symbolic link points at nothing',
  explain: {
    what: 'A symbolic link whose target does not exist. It is a warning when no record owns the link and it is not in `bin/`, and a note when the package shipped it so.',
    why: 'Whatever opens the link gets `No such file or directory`, though `ls` shows the name: `bin/python` is the usual victim.',
    how: 'The package cache was cleaned under a soft-linked environment, the prefix was moved or restored without what its links lead to, or a package was removed by hand.',
    fix: 'Reinstall the package that owns the link, or the one that owns its target. Never make the link by hand.',
  },
  *find(subject) {
    const { inventory, manifest, links, absent } = subject;
    const slimmed = new Set([...absent.slimmed.values()].flat().map(({ path }) => path));
    for (const { path, target } of links) {
      const end = inventory.follow(path);
      if (end.kind !== 'missing' && end.kind !== 'failed') continue;
      // No image has these, and every container does.
      if (inventory.source.kind !== 'directory' && /^\/(?:dev|proc|sys)\//.test(end.path)) continue;
      const recorded = manifest.paths.get(path);
      const inPrefix = inventory.relative(end.path);
      const isShipped = recorded !== undefined && isShippedDangling(subject, recorded, target, end);
      yield {
        path,
        package: recorded?.package ?? null,
        target,
        missing: inPrefix ?? end.path,
        /** The recorded file whose loss broke the link; that is a finding of its own. */
        follows: inPrefix !== null && isOwned(manifest, inPrefix) ? inPrefix : null,
        isShipped,
        ...(isShipped || slimmed.has(inPrefix ?? '') ? { severity: 'note' as const } : {}),
        ...(!recorded && !path.startsWith('bin/') ? { severity: 'warning' as const } : {}),
      };
    }
  },
  say: ({ path, target, missing, isShipped }) => {
    if (isShipped) return `${path} → ${target}, shipped dangling by its package`;
    const named = target.startsWith('/') ? target : posix.join(posix.dirname(path), target);
    const shown = named === missing || named.startsWith(`${missing}/`);
    return `${path} → ${target}, ${shown ? 'which does not exist' : `but there is no ${missing}`}`;
  },
});

/**
 * Whether the package itself has the link so, as far as can be known. Nothing that a record owns is missing
 * at its end, and either it has the text it was installed with; or, where nobody knows the text, conda-build found no file at its end either (it then records the
 * hash of nothing) and nobody owns the target. An empty file that was soft-linked has that hash too, but
 * leads into the package cache.
 */
export function isShippedDangling(
  subject: Subject,
  recorded: RecordedPath,
  target: string,
  end: End,
): boolean {
  const { manifest, cache, inventory } = subject;
  // The cache itself may be what is gone: then only the text of the link leads into it.
  if (recorded.kind !== 'symlink' || cache.folderOf(target) !== null) return false;
  if (cache.folderOf(end.path) !== null) return false;
  const origin = provenance(subject, recorded, target);
  if (origin === 'changed') return false;
  const inPrefix = inventory.relative(end.path);
  if (inPrefix !== null && isOwned(manifest, inPrefix)) return false;
  return recorded.sha256 === NOTHING_SHA256 || origin === 'installed';
}
