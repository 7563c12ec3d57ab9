import { createHash } from 'node:crypto';
import { toBytes } from '../bytes.ts';
import { LARGEST_RECORD } from '../conda/record-file.ts';
import { ElfPool } from '../elf.ts';
import { Desk, ElfStream } from '../elf-stream.ts';
import { CannotRead } from '../errors.ts';
import type { Sink } from './tar.ts';
import { type Header, Kept, type Node, type Place, type Tree } from './tree.ts';

/** So many bytes of the start of a program or script are kept, in bytes: most scripts fit in whole. */
const HEAD = 4096;
/** Files of at most this size are kept whole, in bytes: a link that became a text, INSTALLER, and the like. */
const TINY = 256;
/** All records of an archive together may have this size, in bytes; a million files need a third of it. */
const MOST_RECORDS = 2 ** 30;
/** So many bytes of a stream that cannot be read again are kept in memory for a second look: half for small files. */
const SPOOL = 32 * 2 ** 20;
/** Files of at most this size are small, in bytes. */
const SMALL = 16 << 10;
/** Of larger ones none above this is kept, in bytes: a few large libraries would take all of it. */
const LARGEST_SPOOLED = 2 ** 20;

/**
 * What is done with the bytes of an archive while they flow by for the first time: they are hashed, and
 * so much is kept as every environment will be asked for. What was not kept costs another reading.
 */
export class Intake {
  readonly #isHashed: boolean;
  readonly #prefix: Buffer | null;
  /** What is left of the spool, for small files and for larger ones. */
  #small: number;
  #large: number;
  #records = MOST_RECORDS;
  readonly #desk = new Desk();
  readonly #elves = new ElfPool();

  /**
   * @param isHashed whether the bytes of all files are wanted, or those of records and scripts only
   * @param isOnlyChance whether the stream can never be read again
   * @param prefix where the user says that it is unpacked
   */
  constructor(isHashed: boolean, isOnlyChance = false, prefix: string | null = null) {
    this.#isHashed = isHashed;
    this.#small = isOnlyChance ? SPOOL / 2 : 0;
    this.#large = this.#small;
    this.#prefix = prefix === null ? null : toBytes(prefix);
  }

  /**
   * Where the bytes of a file go; null for nowhere.
   * @throws CannotRead for more records than any environment has
   */
  take(node: Node, { name, size }: Header): Sink | null {
    const kept = this.#keep(name, size);
    const mayBeKept = kept < size && size <= Math.min(this.#large, LARGEST_SPOOLED);
    if (!this.#isHashed && kept === 0 && !mayBeKept) return null;
    const reading = this.#isHashed
      ? new Reading(node, new ElfStream(this.#desk), this.#elves)
      : null;
    return mayBeKept
      ? new Taking(node, reading, size, (bytes) => this.#spool(bytes, kept))
      : new Taking(node, reading, kept, (bytes) => bytes);
  }

  /** Of a larger file all, where the user named a prefix and it holds that, or where none was named; else its start. */
  #spool(bytes: Buffer, kept: number): Buffer | null {
    if (this.#prefix && !bytes.includes(this.#prefix))
      // A copy: else all of it would be kept.
      return kept > 0 ? Buffer.from(bytes.subarray(0, kept)) : null;
    this.#large -= bytes.length;
    return bytes;
  }

  /** Adds an entry to a tree, and takes its bytes. */
  into(tree: Tree): (header: Header, place: Place) => Sink | null {
    return (header, place) => {
      const node = tree.add(header, place);
      return node && this.take(node, header);
    };
  }

  #keep(name: string, size: number): number {
    if (RECORD.test(name)) {
      const kept = Math.min(size, LARGEST_RECORD + 1);
      this.#records -= kept;
      if (this.#records >= 0) return kept;
      throw new CannotRead(
        `It has more than ${MOST_RECORDS / 2 ** 30} GiB of package records.`,
        'No environment is like that.',
      );
    }
    if (size <= TINY) return size;
    if (size <= this.#small && size <= SMALL) {
      this.#small -= size;
      return size;
    }
    return PROGRAM.test(name) ? Math.min(size, HEAD) : 0;
  }
}

/** Hashes a file, and looks what it says of itself. */
class Reading implements Sink {
  readonly #node: Node;
  readonly #hash = createHash('sha256');
  readonly #elf: ElfStream;
  readonly #elves: ElfPool;

  constructor(node: Node, elf: ElfStream, elves: ElfPool) {
    this.#node = node;
    this.#elf = elf;
    this.#elves = elves;
  }

  update(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#elf.update(chunk);
  }

  finish(): void {
    this.#node.sha256 = this.#hash.digest('hex');
    const elf = this.#elf.finish();
    this.#node.elf = elf && this.#elves.share(elf);
  }
}

const RECORD = /(?:^|\/)conda-meta\/[^/]+\.json$/;
/** Programs; what nearly every library has that names its prefix, and is small; where a loader looks for libraries. */
const PROGRAM =
  /(?:^|\/)(?:bin\/[^/]+|lib\/pkgconfig\/[^/]+\.pc|etc\/ld\.so\.conf(?:\.d\/[^/]+)?|etc\/ld-musl-[^/]+\.path)$/;

class Taking implements Sink {
  readonly #node: Node;
  readonly #reading: Reading | null;
  readonly #kept: Buffer | null;
  readonly #choose: (bytes: Buffer) => Buffer | null;
  #filled = 0;

  constructor(
    node: Node,
    reading: Reading | null,
    kept: number,
    choose: (bytes: Buffer) => Buffer | null,
  ) {
    this.#choose = choose;
    this.#node = node;
    this.#reading = reading;
    this.#kept = kept > 0 || node.size === 0 ? Buffer.allocUnsafe(kept) : null;
  }

  update(chunk: Buffer): void {
    this.#reading?.update(chunk);
    if (this.#kept) this.#filled += chunk.copy(this.#kept, this.#filled);
  }

  finish(): void {
    this.#reading?.finish();
    const kept = this.#kept && this.#choose(this.#kept.subarray(0, this.#filled));
    if (kept) this.#node.kept = new Kept(kept);
  }
}
