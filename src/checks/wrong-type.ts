import { defineCheck, type Fact } from '../check.ts';
import type { Claims } from '../conda/claims.ts';
import type { PackageCache } from '../conda/package-cache.ts';
import { NOTHING_SHA256, type RecordedPath } from '../conda/record.ts';
import type { Entry } from '../links.ts';
import type { Kind } from '../sources.ts';

interface WrongType extends Fact {
  readonly is: Kind;
  readonly was: string;
}

export const wrongType = defineCheck<WrongType>({
  id: 'wrong-type',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'File or folder became something else',
  explain: {
    what: 'A folder where a file was recorded, a file where a folder was, or a device, fifo or socket in place of either.',
    why: 'What was installed there is gone; a fifo makes whoever reads it wait for ever.',
    how: 'A script made a folder or file of that name, or a container runtime mounted over it.',
    fix: 'Move aside what stands there, then reinstall the package.',
  },
  *find({ inventory, manifest, cache, notable }) {
    for (const recorded of notable) {
      const entry = inventory.at(recorded.path);
      // A link may stand for a file (soft links, a certificate of one's own), but not a link to a folder.
      const end = entry?.kind === 'symlink' ? inventory.follow(recorded.path) : null;
      const isSoft = isSoftLink(recorded, entry, cache);
      const isLink = recorded.kind === 'symlink' && !isSoft;
      const is = end?.kind === 'found' && !isLink ? end.what : entry?.kind;
      const was =
        is && (isSoft && end?.kind === 'found' ? mismatchOfFile(is) : mismatch(recorded, is));
      if (was) yield { path: recorded.path, package: recorded.package, is, was };
    }
    for (const path of manifest.folders) {
      if (inventory.listed(path)) continue;
      const entry = inventory.at(path);
      if (!entry || entry.kind === 'directory' || entry.kind === 'symlink') continue;
      if (manifest.paths.has(path)) continue;
      yield { path, package: ownerBelow(manifest.paths, path), is: entry.kind, was: 'folder' };
    }
  },
  say: ({ path, is, was }) => `${path} is a ${is === 'directory' ? 'folder' : is} and was a ${was}`,
});

/** Whether a link stands for a file of its package: conda and rattler record those as links. */
function isSoftLink(recorded: RecordedPath, entry: Entry | null, cache: PackageCache): boolean {
  if (!recorded.package.isSoftLinked || !isLinkToFile(recorded)) return false;
  return entry?.kind === 'symlink' && cache.folderOf(entry.target) !== null;
}

/** What should be there, when what is there cannot be it. Links and their copies have checks of their own. */
function mismatch(recorded: RecordedPath, is: Kind): string | null {
  if (is === 'fifo' || is === 'socket' || is === 'device') {
    if (recorded.kind === 'directory') return 'folder';
    return recorded.kind === 'symlink' ? 'symbolic link' : 'file';
  }
  if (recorded.kind === 'directory') return is === 'file' ? 'folder' : null;
  if (recorded.kind === 'any') return null;
  // Of a link to a folder conda-build records the hash of nothing; of others that of a file.
  if (recorded.kind === 'symlink')
    return is === 'directory' && isLinkToFile(recorded) ? 'symbolic link' : null;
  return is === 'directory' ? 'file' : null;
}

function mismatchOfFile(is: Kind): string | null {
  return is === 'file' ? null : 'file';
}

/** Whether the recorded hash of a link is that of a file with something in it. */
export function isLinkToFile({ sha256 }: RecordedPath): boolean {
  return sha256 !== null && sha256 !== NOTHING_SHA256;
}

function ownerBelow(paths: Claims, folder: string) {
  for (const [path, recorded] of paths) {
    if (path.startsWith(`${folder}/`)) return recorded.package;
  }
  return null;
}
