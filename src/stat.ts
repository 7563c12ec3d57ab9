/** What a thing in a file system is. */
export type Kind = 'file' | 'symlink' | 'directory' | 'fifo' | 'socket' | 'device';

/** What `lstat` tells of one thing; sizes in bytes, times in milliseconds since the epoch. */
export interface Stat {
  readonly kind: Kind;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** How many names the inode has. */
  readonly links: number;
  readonly device: number;
  readonly inode: number;
  /** Device and inode: the same for all names of one file, and for nothing else in this source. */
  readonly identity: string;
  readonly modified: number;
  /** When anything of the inode last changed (`ctime`): no program can set it back. */
  readonly changed: number;
}

/** So many numbers tell of one file. */
const NUMBERS = 9;

/** Room for what is told of some files; of each nothing is known yet. */
export function roomForStats(count: number): Float64Array {
  return new Float64Array(count * NUMBERS).fill(Number.NaN);
}

/** Writes what is told of a regular file, as the one at a place. */
export function packStat(stats: Float64Array, at: number, stat: Stat): void {
  const start = at * NUMBERS;
  stats[start] = stat.size;
  stats[start + 1] = stat.mode;
  stats[start + 2] = stat.uid;
  stats[start + 3] = stat.gid;
  stats[start + 4] = stat.links;
  stats[start + 5] = stat.modified;
  stats[start + 6] = stat.changed;
  stats[start + 7] = stat.device;
  stats[start + 8] = stat.inode;
}

/** What is told of the regular file at a place; null where nothing is known. */
export function unpackStat(stats: Float64Array, at: number): Stat | null {
  const start = at * NUMBERS;
  return Number.isNaN(stats[start] ?? Number.NaN) ? null : new PackedStat(stats, start);
}

/** Reads numbers only when they are asked for: most of a file is asked for once or never. */
class PackedStat implements Stat {
  readonly kind = 'file';
  readonly #stats: Float64Array;
  readonly #start: number;

  constructor(stats: Float64Array, start: number) {
    this.#stats = stats;
    this.#start = start;
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
    return this.#stats[this.#start + which] ?? Number.NaN;
  }
}
