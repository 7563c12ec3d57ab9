import type { Entry } from './links.ts';
import {
  DENIED,
  type Failure,
  type Folder,
  type FolderTask,
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
  (['file', 'directory', 'fifo', 'socket', 'device'] as const).map((kind) => [
    LETTERS[kind],
    { kind },
  ]),
);

/** Reads one folder, and where the links in it lead; in this thread or in another. */
export function readFolder(
  source: Pick<Source, 'list' | 'readlink' | 'lstat'>,
  { path, isInside, isStated }: FolderTask,
): Folder {
  const obstacle = isInside ? null : obstacleTo(source, path);
  if (obstacle) return { ...NOTHING, failure: obstacle };
  const items = source.list(path);
  if (items.kind !== 'ok') return { ...NOTHING, failure: items };
  const names: string[] = [];
  const targets: string[] = [];
  let kinds = '';
  let failure: Failure | null = null;
  for (const { name, kind } of items.value) {
    if (kind === 'symlink') {
      const target = source.readlink(`${path}/${name}`);
      // A folder may be listed by who may not enter it. Else it is gone again: then it is not there.
      if (target.kind === 'denied') failure = target;
      if (target.kind !== 'ok') continue;
      targets.push(target.value);
    }
    names.push(name);
    kinds += LETTERS[kind];
  }
  const stats = isStated ? statsOf(source, path, names, kinds) : NOTHING.stats;
  return { names: names.join('/'), kinds, targets, stats, failure };
}

const NOTHING = { names: '', kinds: '', targets: [], stats: new Float64Array(0) };

/** So many numbers tell of one name. */
const NUMBERS = 9;

function statsOf(
  source: Pick<Source, 'lstat'>,
  folder: string,
  names: readonly string[],
  kinds: string,
): Float64Array {
  const stats = new Float64Array(names.length * NUMBERS).fill(Number.NaN);
  for (const [at, name] of names.entries()) {
    const stat = kinds[at] === LETTERS.file ? source.lstat(`${folder}/${name}`) : null;
    if (stat?.kind !== 'ok' || stat.value.kind !== 'file') continue;
    const { size, mode, uid, gid, links, modified, changed, device, inode } = stat.value;
    stats.set([size, mode, uid, gid, links, modified, changed, device, inode], at * NUMBERS);
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

  get device(): number {
    return this.#number(7);
  }

  get inode(): number {
    return this.#number(8);
  }

  get identity(): string {
    return `${this.device}:${this.inode}`;
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

/** The entries of a folder by name. */
export function entriesOf({ names, kinds, targets, stats }: Folder): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  if (kinds === '') return entries;
  let links = 0;
  for (const [at, name] of names.split('/').entries()) {
    const entry =
      stats.length > 0 && kinds[at] === LETTERS.file
        ? ({ kind: 'file', stats, at: at * NUMBERS } as const)
        : ENTRIES.get(kinds[at] ?? '');
    entries.set(name, entry ?? { kind: 'symlink', target: targets[links++] ?? '' });
  }
  return entries;
}
