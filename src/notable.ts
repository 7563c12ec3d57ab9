import type { Claim } from './conda/claims.ts';
import type { PackageCache } from './conda/package-cache.ts';
import type { RecordedKind, RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Listed } from './folder.ts';
import type { Inventory } from './inventory.ts';
import type { Stat } from './sources.ts';

/** A regular file where a package recorded something, and what `lstat` tells of it. */
export interface SeenFile {
  readonly recorded: RecordedPath;
  readonly stat: Stat;
}

/** A folder in which every link leads to its namesake in one folder of the package cache. */
export interface CachedFolder {
  readonly folder: string;
  /** In the package cache, absolute. */
  readonly into: string;
  /** Of the links, sorted, divided by `/`. */
  readonly names: string;
}

/** What one pass over the recorded paths shows. */
export interface Seen {
  /**
   * Those at which there is something else than a file where a file was recorded: nothing, a link, a folder.
   * Mostly few, and all that have to be looked at where names and kinds are judged.
   */
  readonly notable: readonly RecordedPath[];
  /** Folders that hold the files that one package recorded for them, or links to them, and besides those only folders. */
  readonly intact: ReadonlySet<string>;
  /** Folders of a soft-linked package, all files of which are in the package cache, where its links lead. */
  readonly cached: readonly CachedFolder[];
  /** All recorded paths at which there is a regular file; none at level links, which knows no modes and owners. */
  readonly files: readonly SeenFile[];
}

/** @param isStated whether sizes, modes and owners are wanted */
export function findNotable(
  inventory: Inventory,
  { paths }: Manifest,
  cache: PackageCache,
  isStated: boolean,
): Seen {
  const cached: CachedFolder[] = [];
  const notable: RecordedPath[] = [];
  const files: SeenFile[] = [];
  const intact = new Set<string>();
  for (const [folder, claims] of paths.folders) {
    const listed = inventory.listed(folder);
    const [only] = claims.length === 1 ? claims : [];
    if (only && listed && isAsRecorded(only, listed)) {
      if (listed.linkNames === '' && listed.isPlain) intact.add(folder);
      if (isStated) for (const one of seenIn(only, listed, inventory)) files.push(one);
      continue;
    }
    if (only && listed && !isStated && isCached(only, listed, inventory, cache)) {
      cached.push({ folder, into: listed.into ?? '', names: listed.linkNames });
      if (listed.isPlain) intact.add(folder);
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
  return { notable, intact, cached, files };
}

/** Whether a folder holds the files that one package recorded for it, all of them and no others: nearly all do. */
function isAsRecorded({ paths, at }: Claim, listed: Listed): boolean {
  return paths.names(at) === listed.files && !paths.has(at, NO_FILES);
}

const NO_FILES: ReadonlySet<RecordedKind> = new Set(['symlink', 'directory']);
const FOLDERS: ReadonlySet<RecordedKind> = new Set(['directory']);

/** Whether all that is recorded is linked into the package cache, and there. */
function isCached(
  { paths, at }: Claim,
  listed: Listed,
  inventory: Inventory,
  cache: PackageCache,
): boolean {
  const { into, files, linkNames } = listed;
  if (into === null || files !== '' || !paths.owner.isSoftLinked) return false;
  // conda records what it linked so as a link; of those that rattler records the text is known.
  const isOther = paths.owner.writer === 'conda' ? FOLDERS : NO_FILES;
  if (paths.names(at) !== linkNames || paths.has(at, isOther)) return false;
  const there = cache.folderOf(into) === null ? undefined : inventory.listedBeside(into);
  if (there?.files === linkNames) return true;
  return linkNames.split('/').every((name) => there?.names.get(name)?.kind === 'file');
}

function* seenIn({ paths, at }: Claim, listed: Listed, inventory: Inventory): Generator<SeenFile> {
  for (const [place, recorded] of paths.in(at).entries()) {
    const known = listed.statOf(place);
    const stat = known ? ({ kind: 'ok', value: known } as const) : inventory.stat(recorded.path);
    if (stat.kind === 'ok') yield { recorded, stat: stat.value };
  }
}
