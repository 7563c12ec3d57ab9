import { createHash, type Hash } from 'node:crypto';
import { LARGEST_RECORD } from '../conda/records.ts';
import { CannotRead } from '../errors.ts';
import type { Sink } from './tar.ts';
import { type Header, Kept, type Node } from './tree.ts';

/** So many bytes of the start of a program or script are kept: whole scripts that start a Python function fit. */
const HEAD = 4096;
/** Files of at most this size are kept whole, in bytes: a link that became a text, INSTALLER, and the like. */
const TINY = 256;
/** All records of an archive together may have this size, in bytes; a million files need a third of it. */
const MOST_RECORDS = 2 ** 30;
/** So many bytes of a stream that cannot be read again are kept in memory for a second look. */
const SPOOL = 64 * 2 ** 20;
/** And no file of more than this, in bytes: a few large libraries would take all of it. */
const LARGEST_SPOOLED = 2 ** 20;

/**
 * What is done with the bytes of an archive while they flow by for the first time: they are hashed, and
 * so much is kept as every environment will be asked for. What was not kept costs another reading.
 */
export class Intake {
  readonly #isHashed: boolean;
  #spool: number;
  #records = MOST_RECORDS;

  /**
   * @param isHashed whether the bytes of all files are wanted, or those of records and scripts only
   * @param isOnlyChance whether the stream can never be read again
   */
  constructor(isHashed: boolean, isOnlyChance: boolean) {
    this.#isHashed = isHashed;
    this.#spool = isOnlyChance ? SPOOL : 0;
  }

  /**
   * Where the bytes of a file go; null for nowhere.
   * @throws CannotRead for more records than any environment has
   */
  take(node: Node, { name, size }: Header): Sink | null {
    const kept = this.#keep(name, size);
    if (!this.#isHashed && kept === 0) return null;
    return new Taking(node, this.#isHashed, kept);
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
    if (size <= this.#spool && size <= LARGEST_SPOOLED) {
      this.#spool -= size;
      return size;
    }
    return PROGRAM.test(name) ? Math.min(size, HEAD) : 0;
  }
}

const RECORD = /(?:^|\/)conda-meta\/[^/]+\.json$/;
const PROGRAM = /(?:^|\/)bin\/[^/]+$/;

class Taking implements Sink {
  readonly #node: Node;
  readonly #hash: Hash | null;
  readonly #kept: Buffer | null;
  #filled = 0;

  constructor(node: Node, isHashed: boolean, kept: number) {
    this.#node = node;
    this.#hash = isHashed ? createHash('sha256') : null;
    this.#kept = kept > 0 || node.size === 0 ? Buffer.allocUnsafe(kept) : null;
  }

  update(chunk: Buffer): void {
    this.#hash?.update(chunk);
    if (this.#kept) this.#filled += chunk.copy(this.#kept, this.#filled);
  }

  finish(): void {
    this.#node.sha256 = this.#hash?.digest('hex') ?? null;
    this.#node.kept = this.#kept && new Kept(this.#kept.subarray(0, this.#filled));
  }
}
