import { defineCheck } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import { placeOfBytes } from '../placement.ts';
import type { Subject } from '../subject.ts';
import { isLiberty } from './liberties.ts';

export const truncatedFile = defineCheck({
  id: 'truncated-file',
  severity: 'error',
  level: 'metadata',
  extent: 'prefix',
  title: 'File is shorter than recorded',
  explain: {
    what: 'A file is shorter than its package recorded, where the sizes can be compared: conda records of a patched text file the size before the patch.',
    why: 'Part of it is lost. An empty `.py` file even imports without an error.',
    how: 'A full disk, a power cut, an update that was killed, a transfer that broke off.',
    fix: 'Look at the free space, then reinstall the package.',
  },
  *find(subject) {
    if (subject.level === 'links') return;
    for (const recorded of subject.doubtful) {
      const { path, package: owner } = recorded;
      const size = isShortened(subject, recorded);
      if (size === null || path.endsWith('.pyc') || subject.replacements.has(owner)) continue;
      const liberty = isLiberty(subject, recorded);
      yield {
        path,
        package: owner,
        size,
        expected: recorded.size,
        reason: liberty?.reason ?? '',
        ...(liberty ? { severity: liberty.severity } : {}),
      };
    }
  },
  say: ({ path, size, expected, reason }) => {
    const what =
      size === 0 ? `is empty and had ${expected} bytes` : `has ${size} of ${expected} bytes`;
    return `${path} ${what}${reason ? `: ${reason}` : ''}`;
  },
});

/** The size of a file that is shorter than everyone who claims it recorded; else null. */
export function isShortened(
  { inventory, manifest, cache, contents }: Subject,
  recorded: RecordedPath,
): number | null {
  const { path, kind } = recorded;
  // Of a link the size is that of its target, in the package; conda's soft links stand for files.
  const isLink = kind === 'symlink' && !recorded.package.isSoftLinked;
  if (recorded.size === null || isLink) return null;
  // Its bytes say more than its size: a first line without the prefix is shorter.
  if (['same', 'other-prefix'].includes(contents.of(recorded).kind)) return null;
  const place = placeOfBytes(inventory, cache, recorded);
  const stat = place === null ? null : inventory.statAbsolute(place);
  if (stat?.kind !== 'ok') return null;
  const { size } = stat.value;
  const claims = manifest.clobbered.get(path) ?? [recorded];
  return claims.every((claim) => claim.size !== null && size < claim.size) ? size : null;
}
