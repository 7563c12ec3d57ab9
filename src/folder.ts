import type { Entry } from './links.ts';
import {
  DENIED,
  type Failure,
  type Folder,
  type FolderTask,
  type Item,
  type Kind,
  type Source,
  type Stat,
} from './sources.ts';
import { packStat, roomForStats, unpackStat } from './stat.ts';

type OtherKind = Exclude<Kind, 'file' | 'symlink'>;

const LETTERS: Readonly<Record<OtherKind, string>> = {
  directory: 'd',
  fifo: 'p',
  socket: 's',
  device: 'b',
};

// One object for all of a kind: there may be a million of them.
const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  (['directory', 'fifo', 'socket', 'device'] as const).map((kind) => [LETTERS[kind], { kind }]),
);
const FILE: Entry = { kind: 'file' };

/** Reads one folder, and where the links in it lead; in this thread or in another. */
export function readFolder(
  source: Pick<Source, 'list' | 'readlink' | 'lstat'>,
  { path, isInside, isStated }: FolderTask,
): Folder {
  const obstacle = isInside ? null : obstacleTo(source, path);
  if (obstacle) return { ...NOTHING, failure: obstacle };
  const items = source.list(path);
  if (items.kind !== 'ok') return { ...NOTHING, failure: items };
  const files: string[] = [];
  const links: string[] = [];
  const targets: string[] = [];
  const others: string[] = [];
  let kinds = '';
  let failure: Failure | null = null;
  for (const { name, kind } of items.value.sort(byName)) {
    if (kind === 'file') files.push(name);
    else if (kind === 'symlink') {
      const target = source.readlink(`${path}/${name}`);
      // A folder may be listed by who may not enter it. Else it is gone again: then it is not there.
      if (target.kind === 'denied') failure = target;
      if (target.kind !== 'ok') continue;
      links.push(name);
      targets.push(target.value);
    } else {
      others.push(name);
      kinds += LETTERS[kind];
    }
  }
  const into = commonFolder(links, targets);
  return {
    files: files.join('/'),
    count: files.length,
    links: links.join('/'),
    into,
    targets: into === null ? targets : [],
    others: others.join('/'),
    kinds,
    stats: isStated ? statsOf(source, path, files) : NOTHING.stats,
    failure,
  };
}

/** Where all links lead to their namesakes in one folder, by its absolute path: that folder. */
function commonFolder(links: readonly string[], targets: readonly string[]): string | null {
  const [first = ''] = targets;
  const folder = first.slice(0, first.lastIndexOf('/'));
  const isAll =
    folder.startsWith('/') && links.every((name, at) => targets[at] === `${folder}/${name}`);
  return isAll ? folder : null;
}

function byName(a: Item, b: Item): number {
  return a.name < b.name ? -1 : 1;
}

const NOTHING = {
  files: '',
  count: 0,
  links: '',
  into: null,
  targets: [],
  others: '',
  kinds: '',
  stats: new Float64Array(0),
};

function statsOf(
  source: Pick<Source, 'lstat'>,
  folder: string,
  files: readonly string[],
): Float64Array {
  const stats = roomForStats(files.length);
  for (const [at, name] of files.entries()) {
    const stat = source.lstat(`${folder}/${name}`);
    if (stat.kind === 'ok' && stat.value.kind === 'file') packStat(stats, at, stat.value);
  }
  return stats;
}

/** What `lstat` told of a file while its folder was listed; null where it was not asked, or did not answer. */
export function statIn(entry: Entry | null): Stat | null {
  if (entry?.kind !== 'file' || !entry.stats || entry.at === undefined) return null;
  return unpackStat(entry.stats, entry.at);
}

/** A folder of which only some names are wanted is not listed when it is larger than this, in bytes. */
const LARGEST_BESIDE = 1 << 20;

/** Why a folder beside the prefix is not listed: what is at its names is known to those only who may enter it. */
function obstacleTo(source: Pick<Source, 'lstat'>, path: string): Failure | null {
  const self = source.lstat(`${path}/.`);
  if (self.kind !== 'ok') return self;
  return self.value.size > LARGEST_BESIDE ? DENIED : null;
}

/** One folder as it was read; what is in it is unpacked only where it is asked for. */
export class Listed {
  readonly #folder: Folder;
  #stats: Float64Array;
  #names: ReadonlyMap<string, Entry> | null = null;
  #places: ReadonlyMap<string, number> | null = null;

  constructor(folder: Folder) {
    this.#folder = folder;
    this.#stats = folder.stats;
  }

  /** The names of the regular files, sorted, divided by `/`. */
  get files(): string {
    return this.#folder.files;
  }

  /** The names of the links, likewise. */
  get linkNames(): string {
    return this.#folder.links;
  }

  /** The one folder in which every link has a namesake that it leads to; null where that is not so. */
  get into(): string | null {
    return this.#folder.into;
  }

  get isEmpty(): boolean {
    const { files, links, others } = this.#folder;
    return files === '' && links === '' && others === '';
  }

  /** How many there are of one kind. */
  count(kind: Kind): number {
    const { count, links, kinds } = this.#folder;
    if (kind === 'file') return count;
    if (kind === 'symlink') return countIn(links);
    let others = 0;
    for (const letter of kinds) if (letter === LETTERS[kind]) others += 1;
    return others;
  }

  /** All entries by name. */
  get names(): ReadonlyMap<string, Entry> {
    this.#names ??= new Map(this.#entries());
    return this.#names;
  }

  /** The names of the folders in it. */
  get folders(): readonly string[] {
    const { kinds, others } = this.#folder;
    if (!kinds.includes(LETTERS.directory)) return [];
    return others.split('/').filter((_, at) => kinds[at] === LETTERS.directory);
  }

  /** Where its links lead, by their names. */
  *links(): Generator<readonly [name: string, target: string]> {
    const { links, into, targets } = this.#folder;
    if (links === '') return;
    for (const [at, name] of links.split('/').entries()) {
      yield [name, into === null ? (targets[at] ?? '') : `${into}/${name}`];
    }
  }

  /** Whether there is nothing in it but regular files, links and folders. */
  get isPlain(): boolean {
    return /^d*$/.test(this.#folder.kinds);
  }

  /** The place of a regular file among them; undefined where there is none of that name. */
  placeOf(name: string): number | undefined {
    this.#places ??= new Map(
      this.#folder.count === 0 ? [] : this.#folder.files.split('/').map((one, at) => [one, at]),
    );
    return this.#places.get(name);
  }

  /** What is told of a regular file, by its place among them; null where nothing is known. */
  statOf(at: number): Stat | null {
    return unpackStat(this.#stats, at);
  }

  /** Keeps what was told of a regular file after the folder was listed: when its bytes were read. */
  keep(at: number, stat: Stat): void {
    if (this.#stats.length === 0) {
      this.#stats = roomForStats(this.#folder.count);
      // Entries that know nothing of it.
      this.#names = null;
    }
    packStat(this.#stats, at, stat);
  }

  /** Whether something in it may have one of some texts in its name. */
  mayHold(texts: readonly string[]): boolean {
    const { files, links, others } = this.#folder;
    return texts.some((text) => [files, links, others].some((names) => names.includes(text)));
  }

  /** The entries that have one of some names. */
  *named(wanted: ReadonlySet<string>): Generator<readonly [name: string, entry: Entry]> {
    const { files, others, links } = this.#folder;
    const isHere = [files, links, others].some((names) =>
      names.split('/').some((name) => wanted.has(name)),
    );
    if (!isHere) return;
    for (const one of this.names) if (wanted.has(one[0])) yield one;
  }

  *#entries(): Generator<readonly [name: string, entry: Entry]> {
    const { files, count, others, kinds } = this.#folder;
    if (count > 0) {
      for (const [at, name] of files.split('/').entries()) yield [name, this.#entryOf(at)];
    }
    for (const [name, target] of this.links()) yield [name, { kind: 'symlink', target }];
    if (kinds === '') return;
    for (const [at, name] of others.split('/').entries()) {
      const entry = ENTRIES.get(kinds[at] ?? '');
      if (entry) yield [name, entry];
    }
  }

  #entryOf(at: number): Entry {
    return this.#stats.length > 0 ? { kind: 'file', stats: this.#stats, at } : FILE;
  }
}

/** How many names stand in a text, divided by `/`. */
export function countIn(names: string): number {
  if (names === '') return 0;
  let count = 1;
  for (let at = names.indexOf('/'); at >= 0; at = names.indexOf('/', at + 1)) count += 1;
  return count;
}
