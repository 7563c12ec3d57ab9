import type { Claim } from './conda/claims.ts';
import type { RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Listed } from './folder.ts';
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
  /** Folders that hold the files that one package recorded for them, and besides those only folders. */
  readonly intact: ReadonlySet<string>;
  /** All regular files; none where they are not to be looked at with `lstat`. */
  readonly files: readonly SeenFile[];
}

/** @param isStated whether sizes, modes and owners are wanted */
export function findNotable(inventory: Inventory, { paths }: Manifest, isStated: boolean): Seen {
  const notable: RecordedPath[] = [];
  const files: SeenFile[] = [];
  const intact = new Set<string>();
  for (const [folder, claims] of paths.folders) {
    const listed = inventory.listed(folder);
    const [only] = claims.length === 1 ? claims : [];
    if (only && listed && isAsRecorded(only, listed)) {
      if (listed.isPlain) intact.add(folder);
      if (isStated) files.push(...seenIn(only, listed, inventory));
      continue;
    }
    for (const recorded of paths.in(folder).values()) {
      const { kind, path } = recorded;
      const isFile = inventory.at(path)?.kind === 'file';
      if (!isFile || kind === 'symlink' || kind === 'directory') notable.push(recorded);
      const stat = isFile && isStated ? inventory.stat(path) : null;
      if (stat?.kind === 'ok') files.push({ recorded, stat: stat.value });
    }
  }
  return { notable, intact, files };
}

/** Whether a folder holds the files that one package recorded for it, all of them and no others: nearly all do. */
function isAsRecorded({ paths, at }: Claim, listed: Listed): boolean {
  return paths.names(at) === listed.files && paths.areFiles(at);
}

function* seenIn({ paths, at }: Claim, listed: Listed, inventory: Inventory): Generator<SeenFile> {
  for (const [place, recorded] of paths.in(at).entries()) {
    const known = listed.statOf(place);
    const stat = known ? ({ kind: 'ok', value: known } as const) : inventory.stat(recorded.path);
    if (stat.kind === 'ok') yield { recorded, stat: stat.value };
  }
}
