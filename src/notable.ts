import type { Claim } from './conda/claims.ts';
import type { PackageCache } from './conda/package-cache.ts';
import type { RecordedKind, RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Listed } from './folder.ts';
import type { Inventory } from './inventory.ts';
import type { Stat } from './sources.ts';

/** A regular file where a package recorded something, and where it is known what `lstat` tells of that. */
export interface FilePlace {
  readonly recorded: RecordedPath;
  /** The folder that it is in; null where the walk did not come by it. */
  readonly listed: Listed | null;
  /** Its place among the files in there. */
  readonly at: number;
}

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
  /** All recorded paths at which there is a regular file; made anew each time. */
  readonly places: Iterable<FilePlace>;
}

/** @param isLinks whether only links are judged, and those of whole folders may be taken together */
export function findNotable(
  inventory: Inventory,
  { paths }: Manifest,
  cache: PackageCache,
  isLinks: boolean,
): Seen {
  const cached: CachedFolder[] = [];
  const notable: RecordedPath[] = [];
  const places = new Places();
  const intact = new Set<string>();
  for (const [folder, claims] of paths.folders) {
    const listed = inventory.listed(folder);
    const [only] = claims.length === 1 ? claims : [];
    if (only && listed && isAsRecorded(only, listed)) {
      if (listed.linkNames === '' && listed.isPlain) intact.add(folder);
      places.addFolder(only, listed);
      continue;
    }
    if (only && listed && isLinks && isCached(only, listed, inventory, cache)) {
      cached.push({ folder, into: listed.into ?? '', names: listed.linkNames });
      if (listed.isPlain) intact.add(folder);
      continue;
    }
    for (const [name, recorded] of paths.in(folder)) {
      const { kind, path } = recorded;
      const isFile = inventory.at(path)?.kind === 'file';
      if (!isFile || kind === 'symlink' || kind === 'directory') notable.push(recorded);
      if (isFile) places.addFile(recorded, listed ?? null, name);
    }
  }
  return { notable, intact, cached, places };
}

/** All files of a folder that is as it was recorded. */
interface WholeFolder {
  readonly claim: Claim;
  readonly listed: Listed;
}

/** Recorded files, in the order in which they were met. */
class Places implements Iterable<FilePlace> {
  readonly #parts: (WholeFolder | FilePlace)[] = [];

  addFolder(claim: Claim, listed: Listed): void {
    this.#parts.push({ claim, listed });
  }

  addFile(recorded: RecordedPath, listed: Listed | null, name: string): void {
    const at = listed?.placeOf(name);
    this.#parts.push({ recorded, listed: at === undefined ? null : listed, at: at ?? 0 });
  }

  *[Symbol.iterator](): Generator<FilePlace> {
    for (const part of this.#parts) {
      if ('recorded' in part) yield part;
      else yield* filesIn(part);
    }
  }
}

function* filesIn({ claim, listed }: WholeFolder): Generator<FilePlace> {
  let at = 0;
  for (const recorded of claim.paths.in(claim.at)) {
    yield { recorded, listed, at };
    at += 1;
  }
}

/** What `lstat` tells of recorded files: asked now where it is not known. What is gone again is left out: where its bytes were asked for, that is known. */
export function statedFiles(places: Iterable<FilePlace>, inventory: Inventory): SeenFile[] {
  const files: SeenFile[] = [];
  for (const place of places) {
    const { recorded } = place;
    const known = knownOf(place);
    const stat = known ? ({ kind: 'ok', value: known } as const) : inventory.stat(recorded.path);
    if (stat.kind === 'ok') files.push({ recorded, stat: stat.value });
  }
  return files;
}

/** What is known of a file without asking. */
export function knownOf({ listed, at }: FilePlace): Stat | null {
  return listed?.statOf(at) ?? null;
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
