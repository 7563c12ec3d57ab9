import type { PackageCache } from './conda/package-cache.ts';
import type { RecordedPath } from './conda/record.ts';
import type { Inventory } from './inventory.ts';

/**
 * Where the bytes of a recorded file are, as an absolute path: in the prefix, or where a link leads that
 * stands for the file (soft links into the package cache; files that somebody replaced by a link). Null
 * when there is no file to judge, or when the path is a link that its package ships: the target of that
 * one is judged under its own name.
 */
export function placeOfBytes(
  inventory: Inventory,
  cache: PackageCache,
  recorded: RecordedPath,
): string | null {
  if (recorded.kind === 'directory') return null;
  const entry = inventory.at(recorded.path);
  if (entry?.kind === 'file') return inventory.absolute(recorded.path);
  if (entry?.kind !== 'symlink') return null;
  const isShippedLink = recorded.kind === 'symlink' && cache.folderOf(entry.target) === null;
  const end = isShippedLink ? null : inventory.follow(recorded.path);
  return end?.kind === 'found' && end.what === 'file' ? end.path : null;
}
