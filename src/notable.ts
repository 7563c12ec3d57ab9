import type { RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Inventory } from './inventory.ts';
import type { Stat } from './sources.ts';

/** A regular file where a package recorded something, and what `lstat` tells of it. */
export interface SeenFile {
  readonly recorded: RecordedPath;
  readonly stat: Stat;
}

/** What one pass over the recorded paths shows. */
export interface Seen {
  /**
   * Those at which there is something else than a file where a file was recorded: nothing, a link, a folder.
   * Mostly few, and all that have to be looked at where names and kinds are judged.
   */
  readonly notable: readonly RecordedPath[];
  /** All regular files; none where they are not to be looked at with `lstat`. */
  readonly files: readonly SeenFile[];
}

/** @param isStated whether sizes, modes and owners are wanted */
export function findNotable(inventory: Inventory, { paths }: Manifest, isStated: boolean): Seen {
  const notable: RecordedPath[] = [];
  const files: SeenFile[] = [];
  for (const recorded of paths.values()) {
    const { kind, path } = recorded;
    const isFile = inventory.at(path)?.kind === 'file';
    if (!isFile || kind === 'symlink' || kind === 'directory') notable.push(recorded);
    const stat = isFile && isStated ? inventory.stat(path) : null;
    if (stat?.kind === 'ok') files.push({ recorded, stat: stat.value });
  }
  return { notable, files };
}
