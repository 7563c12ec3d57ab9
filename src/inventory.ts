import { posix } from 'node:path';
import { type Listed, statIn } from './folder.ts';
import { type End, type Entry, LinkResolver, lookAt, realPath } from './links.ts';
import {
  type Failure,
  type Kind,
  MISSING,
  type Result,
  type Source,
  type Stat,
} from './sources.ts';
import { type Listing, type WalkOptions, walk } from './walk.ts';

/** A symbolic link; its path is relative to the prefix. */
export interface Link {
  readonly path: string;
  readonly target: string;
}

const FOLDER: Entry = { kind: 'directory' };

/**
 * Everything that lies in one prefix, and where its links lead. Paths are relative to the prefix, with
 * `/`; the prefix itself is `''`. What the listing told is never asked again.
 */
export class Inventory {
  readonly source: Source;
  /** The prefix as it was named, absolute. */
  readonly prefix: string;
  /** The prefix with all links followed. */
  readonly place: string;
  readonly #folders: ReadonlyMap<string, Listed>;
  /** Folders that could not be listed, and why. */
  readonly unlisted: ReadonlyMap<string, Failure>;
  readonly #skipped: ReadonlySet<string>;
  readonly #elsewhere: ReadonlyMap<string, Listed>;
  /** Whether names that differ in case only are the same file. */
  readonly foldsCase: boolean;
  readonly #stats = new Map<string, Result<Stat>>();
  readonly #ends = new Map<string, End>();
  readonly #links = new LinkResolver((path) => this.#look(path));
  #folderBeside: { readonly path: string; readonly end: End | null } = { path: '', end: null };
  #last: { readonly folder: string; readonly listed: Listed | undefined };
  #foldedFolders: ReadonlyMap<string, string> | null = null;
  readonly #folded = new Map<string, ReadonlyMap<string, string>>();

  constructor(source: Source, prefix: string, place: string, listing: Listing) {
    this.source = source;
    this.prefix = prefix;
    this.place = place;
    this.#folders = listing.folders;
    this.#last = { folder: '', listed: listing.folders.get('') };
    this.unlisted = listing.unlisted;
    this.#skipped = listing.skipped;
    this.#elsewhere = listing.beside ?? new Map();
    this.foldsCase = source.foldsCase(place);
  }

  /** The prefix as the user knows it: in an archive that may be unpacked anywhere, its path in there. */
  get shown(): string {
    return this.source.nameOf(this.prefix);
  }

  /** All folders but the prefix itself. */
  *folders(): Generator<string> {
    for (const folder of this.#folders.keys()) if (folder !== '') yield folder;
  }

  /** Everything but folders, in the order of the listing. */
  *entries(): Generator<readonly [path: string, entry: Entry]> {
    for (const [folder, { names }] of this.#folders) {
      const start = folder === '' ? '' : `${folder}/`;
      for (const [name, entry] of names) {
        if (entry.kind !== 'directory') yield [start + name, entry];
      }
    }
  }

  /** Everything of some names, but folders. */
  *named(wanted: ReadonlySet<string>): Generator<readonly [path: string, entry: Entry]> {
    for (const [folder, listed] of this.#folders) {
      for (const [name, entry] of listed.named(wanted)) {
        if (entry.kind !== 'directory') yield [folder === '' ? name : `${folder}/${name}`, entry];
      }
    }
  }

  /** All symbolic links. @param except those of these folders */
  *symlinks(except: ReadonlySet<string> = new Set()): Generator<Link> {
    for (const [folder, listed] of this.#folders) {
      if (except.has(folder) || listed.linkNames === '') continue;
      for (const [name, target] of listed.links()) {
        yield { path: folder === '' ? name : `${folder}/${name}`, target };
      }
    }
  }

  /** How many there are of a kind. */
  count(kind: Kind): number {
    if (kind === 'directory') return this.#folders.size - (this.#folders.has('') ? 1 : 0);
    let count = 0;
    for (const listed of this.#folders.values()) count += listed.count(kind);
    return count;
  }

  /** One folder as the walk saw it; undefined where it saw none of that very name. */
  listed(folder: string): Listed | undefined {
    return this.#folders.get(folder);
  }

  /** The names in one folder; none where there is no such folder or it cannot be listed. */
  names(folder: string): ReadonlyMap<string, Entry> {
    return this.#folders.get(folder)?.names ?? new Map();
  }

  /** What is at a path, not following it in the last place; null when nothing is. */
  at(path: string): Entry | null {
    const { folder, name } = split(path);
    const names = this.#listedIn(folder)?.names;
    return names ? this.#named(folder, name, names) : this.#beside(folder, name);
  }

  /** Whether the walk came by a path: not where its folder is a link, or belongs to somebody else. */
  isListed(path: string): boolean {
    return this.#folders.has(split(path).folder);
  }

  /** What `lstat` tells of a path; asked once. */
  stat(path: string): Result<Stat> {
    const known = statIn(this.#at(path));
    return known ? { kind: 'ok', value: known } : this.#ask(this.absolute(path));
  }

  /** What `lstat` tells of an absolute path, which may lie outside of the prefix; asked once. */
  statAbsolute(path: string): Result<Stat> {
    const inside = this.relative(path);
    const known = statIn(inside === null ? this.seenBeside(path) : this.#at(inside));
    return known ? { kind: 'ok', value: known } : this.#ask(path);
  }

  #ask(path: string): Result<Stat> {
    let stat = this.#stats.get(path);
    if (!stat) {
      stat = this.source.lstat(path);
      if (!this.source.isInMemory) this.#stats.set(path, stat);
    }
    return stat;
  }

  /** Where a path of the prefix leads in the end; worked out once. */
  follow(path: string): End {
    let end = this.#ends.get(path);
    if (!end) {
      end = this.#followBeside(path) ?? this.#links.resolve(this.absolute(path));
      this.#ends.set(path, end);
    }
    return end;
  }

  /** What the walk saw at an absolute path beside the prefix; null where it did not look. */
  seenBeside(path: string): Entry | null {
    const slash = path.lastIndexOf('/');
    return this.#elsewhere.get(path.slice(0, slash))?.names.get(path.slice(slash + 1)) ?? null;
  }

  /** A folder beside the prefix that the walk listed, and to which no link leads; undefined where there is none. */
  listedBeside(folder: string): Listed | undefined {
    const listed = this.#elsewhere.get(folder);
    return listed && this.#isStraight(folder) ? listed : undefined;
  }

  /** Where a link leads whose target is a file in a folder that the walk listed. */
  #followBeside(path: string): End | null {
    const entry = this.#elsewhere.size > 0 ? this.#at(path) : null;
    if (entry?.kind !== 'symlink' || this.seenBeside(entry.target)?.kind !== 'file') return null;
    const folder = entry.target.slice(0, entry.target.lastIndexOf('/'));
    // Where it is reached by links itself, others count how many.
    return this.#isStraight(folder)
      ? { kind: 'found', path: entry.target, what: 'file', hops: 1 }
      : null;
  }

  #isStraight(folder: string): boolean {
    // One of them is that of many links.
    if (folder !== this.#folderBeside.path) {
      this.#folderBeside = { path: folder, end: this.#links.resolve(folder) };
    }
    const { end } = this.#folderBeside;
    return end?.kind === 'found' && end.path === folder;
  }

  /** Whether the kernel would say what is at a path: not below a folder that may not be listed. */
  isKnown(path: string): boolean {
    if (this.unlisted.size === 0) return true;
    for (const folder of this.unlisted.keys()) {
      if (folder === '' || path === folder || path.startsWith(`${folder}/`)) return false;
    }
    return true;
  }

  /** The absolute path of a path in the prefix. */
  absolute(path: string): string {
    return path === '' ? this.place : `${this.place}/${path}`;
  }

  /** Whether a path is another name of this very prefix: through links, automounts, bind mounts. */
  isOwnPrefix(path: string): boolean {
    // Where an archive is unpacked to is open: it may be there.
    if (path === this.prefix || path === this.place || !this.source.isPlaced) return true;
    const end = path.startsWith('/') ? this.resolve(path) : null;
    if (end?.kind !== 'found') return false;
    const there = this.statAbsolute(end.path);
    const here = this.stat('');
    return (
      here.kind === 'ok' && there.kind === 'ok' && here.value.identity === there.value.identity
    );
  }

  /** The path in the prefix of an absolute one; null when it lies elsewhere. */
  relative(absolute: string): string | null {
    if (absolute === this.place) return '';
    return absolute.startsWith(`${this.place}/`) ? absolute.slice(this.place.length + 1) : null;
  }

  /** Where an absolute path leads in the end. */
  resolve(path: string): End {
    return this.#links.resolve(path);
  }

  /** What is at an absolute path, from the listing where it lies in it. */
  #look(path: string): Result<Entry> {
    const inside = this.relative(path);
    if (inside === '') return { kind: 'ok', value: FOLDER };
    if (inside !== null && !this.#isSkipped(inside)) {
      const entry = this.#at(inside);
      if (entry) return { kind: 'ok', value: entry };
      if (!this.unlisted.has(posix.dirname(inside))) return MISSING;
    }
    const beside = this.seenBeside(path);
    if (beside) return { kind: 'ok', value: beside };
    return lookAt(this.source, path);
  }

  #at(path: string): Entry | null {
    const { folder, name } = split(path);
    const names = this.#listedIn(folder)?.names;
    return names ? this.#named(folder, name, names) : null;
  }

  /** A path whose folder is not in the listing: reached by a link, or in a part that is not walked. */
  #beside(folder: string, name: string): Entry | null {
    const end = this.follow(folder);
    if (end.kind !== 'found') return null;
    const found = this.#look(`${end.path === '/' ? '' : end.path}/${name}`);
    return found.kind === 'ok' ? found.value : null;
  }

  #isSkipped(path: string): boolean {
    for (const folder of this.#skipped) {
      if (path.startsWith(`${folder}/`)) return true;
    }
    return false;
  }

  #listedIn(folder: string): Listed | undefined {
    // Most are asked for in the order of their folders.
    if (folder !== this.#last.folder) this.#last = { folder, listed: this.#folders.get(folder) };
    const exact = this.#last.listed;
    if (exact || !this.foldsCase) return exact;
    this.#foldedFolders ??= new Map(
      [...this.#folders.keys()].map((one) => [one.toLowerCase(), one]),
    );
    return this.#folders.get(this.#foldedFolders.get(folder.toLowerCase()) ?? folder);
  }

  /** The entry of that name in a listed folder; on a volume that folds case, in any case. */
  #named(folder: string, name: string, names: ReadonlyMap<string, Entry>): Entry | null {
    const exact = names.get(name);
    if (exact || !this.foldsCase) return exact ?? null;
    let folded = this.#folded.get(folder);
    if (!folded) {
      folded = new Map([...names.keys()].map((one) => [one.toLowerCase(), one]));
      this.#folded.set(folder, folded);
    }
    const other = folded.get(name.toLowerCase());
    return other === undefined ? null : (names.get(other) ?? null);
  }
}

/** The folder and the name of a path in the prefix. */
function split(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

/**
 * Walks one prefix.
 * @throws the signal's reason when it is aborted
 */
export async function takeInventory(
  source: Source,
  prefix: string,
  signal: AbortSignal,
  options: WalkOptions = {},
): Promise<Inventory> {
  const place = realPath(source, prefix);
  return new Inventory(source, prefix, place, await walk(source, place, signal, options));
}
