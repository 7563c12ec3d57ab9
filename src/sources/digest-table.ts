import type { Inode, Stamp } from '../digest.ts';
import type { Elf } from '../elf.ts';
import type { Undone } from '../patch.ts';

/** What was read of one file, in one way. */
export interface Row {
  readonly stamp: Stamp;
  /** The number of the patch that was undone meanwhile; negative for none. */
  readonly patch: number;
  /** When it was read, in milliseconds since the epoch. */
  readonly at: number;
  readonly sha256: string;
  readonly undone: Undone | null;
  readonly elf: Elf | null;
}

/** What few files have, and many of those in common. */
interface Extras {
  readonly count: number;
  readonly patches: readonly string[];
  readonly elves: readonly Elf[];
  readonly undone: readonly (readonly [row: number, undone: Undone])[];
}

/** So many numbers a row has: device, inode, size, modified, changed, at; and the numbers of patch and ELF facts. */
const WIDTH = 8;
/** Bytes of a hash. */
const HASH = 32;

/** Rows as they are written: in long columns, for there may be a million, and of most only the stamp is compared. */
export class DigestTable {
  /** What was undone, as text. */
  readonly patches: readonly string[];
  readonly count: number;
  readonly #numbers: Float64Array;
  readonly #hashes: string;
  readonly #elves: readonly Elf[];
  readonly #undone: ReadonlyMap<number, Undone>;
  /** The last row of an inode, and for each row the one before it that has the same. */
  readonly #last = new Map<number, number>();
  readonly #before: Int32Array;

  private constructor({ count, patches, elves, undone }: Extras, columns: Buffer) {
    this.count = count;
    this.patches = patches;
    this.#elves = elves;
    this.#undone = new Map(undone);
    this.#numbers = new Float64Array(count * WIDTH);
    const size = this.#numbers.byteLength;
    // A copy: numbers have to lie at multiples of their length.
    Buffer.from(this.#numbers.buffer).set(columns.subarray(0, size));
    this.#hashes = columns.toString('hex', size);
    this.#before = new Int32Array(count).fill(-1);
    for (let row = 0; row < count; row += 1) {
      const inode = this.#number(row, 1);
      this.#before[row] = this.#last.get(inode) ?? -1;
      this.#last.set(inode, row);
    }
  }

  static empty(): DigestTable {
    return new DigestTable({ count: 0, patches: [], elves: [], undone: [] }, Buffer.alloc(0));
  }

  /** @throws TypeError, SyntaxError for what `bytesOf` does not write */
  static parse(body: Buffer): DigestTable {
    const end = body.indexOf(10);
    const extras = JSON.parse(body.toString('utf8', 0, Math.max(end, 0))) as Extras;
    const columns = body.subarray(end + 1);
    const { count, patches, elves, undone } = extras;
    const isWhole = Number.isSafeInteger(count) && columns.length === count * (WIDTH * 8 + HASH);
    const isKnown = elves.every(({ needed }) => Array.isArray(needed));
    const isUndone = undone.every(([, { sha256 }]) => Array.isArray(sha256));
    if (!isWhole || !isKnown || !isUndone || !Array.isArray(patches))
      throw new TypeError('no table of ours');
    return new DigestTable(extras, columns);
  }

  /** The last row of a file that was read in that way; negative where there is none. */
  find({ device, inode }: Inode, patch: number): number {
    let row = this.#last.get(inode) ?? -1;
    while (row >= 0 && (this.#number(row, 0) !== device || this.#number(row, 6) !== patch)) {
      row = this.#before[row] ?? -1;
    }
    return row;
  }

  /** Whether size and times of a file are still those of a row. */
  isOf(row: number, { size, modified, changed }: Stamp): boolean {
    return (
      this.#number(row, 2) === size &&
      this.#number(row, 3) === modified &&
      this.#number(row, 4) === changed
    );
  }

  at(row: number): number {
    return this.#number(row, 5);
  }

  facts(row: number): Pick<Row, 'sha256' | 'undone' | 'elf'> {
    return {
      sha256: this.#hashes.slice(row * HASH * 2, (row + 1) * HASH * 2),
      undone: this.#undone.get(row) ?? null,
      elf: this.#elves[this.#number(row, 7)] ?? null,
    };
  }

  row(row: number): Row {
    const [device = 0, inode = 0, size = 0, modified = 0, changed = 0, at = 0, patch = -1] =
      this.#numbers.subarray(row * WIDTH);
    return { stamp: { device, inode, size, modified, changed }, at, patch, ...this.facts(row) };
  }

  #number(row: number, which: number): number {
    return this.#numbers[row * WIDTH + which] ?? Number.NaN;
  }
}

/**
 * A table as it is written: a line of JSON, then the columns.
 * @param patches by their numbers; those that no row has are left out
 */
export function bytesOf(rows: readonly Row[], patches: readonly string[]): Buffer {
  const numbers = new Float64Array(rows.length * WIDTH);
  const hashes = Buffer.alloc(rows.length * HASH);
  const elves = new Map<string, { number: number; elf: Elf }>();
  const used = new Map<string, number>();
  const allUndone: [number, Undone][] = [];
  for (const [row, { stamp, patch, at, sha256, undone, elf }] of rows.entries()) {
    const { device, inode, size, modified, changed } = stamp;
    const facts = elf ? numberOf(elf, elves) : -1;
    const way = patch < 0 ? -1 : numberOfText(patches[patch] ?? '', used);
    numbers.set([device, inode, size, modified, changed, at, way, facts], row * WIDTH);
    hashes.write(sha256, row * HASH, 'hex');
    if (undone) allUndone.push([row, undone]);
  }
  const extras: Extras = {
    count: rows.length,
    patches: [...used.keys()],
    elves: Array.from(elves.values(), ({ elf }) => elf),
    undone: allUndone,
  };
  const head = Buffer.from(`${JSON.stringify(extras)}\n`);
  return Buffer.concat([head, Buffer.from(numbers.buffer), hashes]);
}

function numberOf(elf: Elf, elves: Map<string, { number: number; elf: Elf }>): number {
  const key = JSON.stringify(elf);
  const known = elves.get(key);
  if (known) return known.number;
  elves.set(key, { number: elves.size, elf });
  return elves.size - 1;
}

function numberOfText(text: string, used: Map<string, number>): number {
  const number = used.get(text) ?? used.size;
  used.set(text, number);
  return number;
}
