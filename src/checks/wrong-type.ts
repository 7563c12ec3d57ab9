import { defineCheck, type Fact } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
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
  title: 'Something else stands in place of a file or folder',
  explain: {
    what: 'A folder where a file was recorded, a file where a folder was, or a device, fifo or socket in place of either.',
    why: 'What was installed there is gone; a fifo makes whoever reads it wait for ever.',
    how: 'A script made a folder or file of that name, or a container runtime mounted over it.',
    fix: 'Move aside what stands there, then reinstall the package.',
  },
  *find({ inventory, manifest }) {
    for (const recorded of manifest.paths.values()) {
      const entry = inventory.at(recorded.path);
      const was = entry && mismatch(recorded, entry.kind);
      if (was) yield { path: recorded.path, package: recorded.package, is: entry.kind, was };
    }
    for (const path of manifest.folders) {
      const entry = inventory.at(path);
      if (!entry || entry.kind === 'directory' || entry.kind === 'symlink') continue;
      if (manifest.paths.has(path)) continue;
      yield { path, package: ownerBelow(manifest.paths, path), is: entry.kind, was: 'folder' };
    }
  },
  say: ({ path, is, was }) => `${path} is a ${is === 'directory' ? 'folder' : is} and was a ${was}`,
});

/** What should be there, when what is there cannot be it. Links and their copies have checks of their own. */
function mismatch(recorded: RecordedPath, is: Kind): string | null {
  if (is === 'fifo' || is === 'socket' || is === 'device') {
    return recorded.kind === 'symlink' ? 'symbolic link' : 'file';
  }
  if (recorded.kind === 'directory') return is === 'file' ? 'folder' : null;
  if (recorded.kind === 'symlink' || recorded.kind === 'any') return null;
  return is === 'directory' ? 'file' : null;
}

function ownerBelow(paths: ReadonlyMap<string, RecordedPath>, folder: string) {
  for (const [path, recorded] of paths) {
    if (path.startsWith(`${folder}/`)) return recorded.package;
  }
  return null;
}
