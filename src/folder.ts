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

const LETTERS: Readonly<Record<Kind, string>> = {
  file: 'f',
  symlink: 'l',
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
  const others: string[] = [];
  const targets: string[] = [];
  let kinds = '';
  let failure: Failure | null = null;
  for (const { name, kind } of items.value.sort(byName)) {
    if (kind === 'file') {
      files.push(name);
      continue;
    }
    if (kind === 'symlink') {
      const target = source.readlink(`${path}/${name}`);
      // A folder may be listed by who may not enter it. Else it is gone again: then it is not there.
      if (target.kind === 'denied') failure = target;
      if (target.kind !== 'ok') continue;
      targets.push(target.value);
    }
    others.push(name);
    kinds += LETTERS[kind];
  }
  return {
    files: files.join('/'),
    count: files.length,
    others: others.join('/'),
    kinds,
    targets,
    stats: isStated ? statsOf(source, path, files) : NOTHING.stats,
    failure,
  };
}

function byName(a: Item, b: Item): number {
  return a.name < b.name ? -1 : 1;
}

const NOTHING = {
  files: '',
  count: 0,
  others: '',
  kinds: '',
  targets: [],
  stats: new Float64Array(0),
};

/** So many numbers tell of one name. */
const NUMBERS = 9;

function statsOf(
  source: Pick<Source, 'lstat'>,
  folder: string,
  files: readonly string[],
): Float64Array {
  const stats = new Float64Array(files.length * NUMBERS).fill(Number.NaN);
  for (const [at, name] of files.entries()) {
    const stat = source.lstat(`${folder}/${name}`);
    if (stat.kind !== 'ok' || stat.value.kind !== 'file') continue;
    const { size, mode, uid, gid, links, modified, changed, identity } = stat.value;
    const [device, inode] = identity.split(':');
    const times = [modified, changed];
    const numbers = [size, mode, uid, gid, links, ...times, Number(device), Number(inode)];
    stats.set(numbers, at * NUMBERS);
  }
  return stats;
}

/** What `lstat` told of a file while its folder was listed; null where it was not asked, or did not answer. */
export function statIn(entry: Entry | null): Stat | null {
  if (entry?.kind !== 'file' || !entry.stats || entry.at === undefined) return null;
  return Number.isNaN(entry.stats[entry.at]) ? null : new PackedStat(entry.stats, entry.at);
}

/** Reads numbers only when they are asked for: most of a file is asked for once or never. */
class PackedStat implements Stat {
  readonly kind = 'file';
  readonly #stats: Float64Array;
  readonly #at: number;

  constructor(stats: Float64Array, at: number) {
    this.#stats = stats;
    this.#at = at;
  }

  get size(): number {
    return this.#number(0);
  }

  get mode(): number {
    return this.#number(1);
  }

  get uid(): number {
    return this.#number(2);
  }

  get gid(): number {
    return this.#number(3);
  }

  get links(): number {
    return this.#number(4);
  }

  get modified(): number {
    return this.#number(5);
  }

  get changed(): number {
    return this.#number(6);
  }

  get identity(): string {
    return `${this.#number(7)}:${this.#number(8)}`;
  }

  #number(which: number): number {
    return this.#stats[this.#at + which] ?? Number.NaN;
  }
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
  #names: ReadonlyMap<string, Entry> | null = null;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  /** The names of the regular files, sorted, divided by `/`. */
  get files(): string {
    return this.#folder.files;
  }

  /** How many there are of one kind. */
  count(kind: Kind): number {
    if (kind === 'file') return this.#folder.count;
    let count = 0;
    for (const letter of this.#folder.kinds) if (letter === LETTERS[kind]) count += 1;
    return count;
  }

  /** All entries by name. */
  get names(): ReadonlyMap<string, Entry> {
    this.#names ??= new Map([...this.#files(), ...this.#others()]);
    return this.#names;
  }

  /** The names of the folders in it. */
  get folders(): readonly string[] {
    const { kinds, others } = this.#folder;
    if (!kinds.includes(LETTERS.directory)) return [];
    return others.split('/').filter((_, at) => kinds[at] === LETTERS.directory);
  }

  *links(): Generator<readonly [name: string, target: string]> {
    const { kinds } = this.#folder;
    if (!kinds.includes(LETTERS.symlink)) return;
    for (const [name, entry] of this.#others()) {
      if (entry.kind === 'symlink') yield [name, entry.target];
    }
  }

  /** Whether there is nothing in it but regular files and folders. */
  get isPlain(): boolean {
    return /^d*$/.test(this.#folder.kinds);
  }

  /** What `lstat` told of a regular file, by its place among them; null where it was not asked, or did not answer. */
  statOf(at: number): Stat | null {
    return statIn(this.#entryOf(at));
  }

  *#files(): Generator<readonly [name: string, entry: Entry]> {
    const { files, count } = this.#folder;
    if (count === 0) return;
    for (const [at, name] of files.split('/').entries()) yield [name, this.#entryOf(at)];
  }

  *#others(): Generator<readonly [name: string, entry: Entry]> {
    const { kinds, others, targets } = this.#folder;
    if (kinds === '') return;
    let links = 0;
    for (const [at, name] of others.split('/').entries()) {
      const entry = ENTRIES.get(kinds[at] ?? '');
      yield [name, entry ?? { kind: 'symlink', target: targets[links++] ?? '' }];
    }
  }

  #entryOf(at: number): Entry {
    const { stats } = this.#folder;
    return stats.length > 0 ? { kind: 'file', stats, at: at * NUMBERS } : FILE;
  }
}
