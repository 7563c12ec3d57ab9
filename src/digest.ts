import { createHash, type Hash } from 'node:crypto';
import type { Elf } from './elf.ts';
import { type Patch, PrefixUndo, type Undone } from './patch.ts';
import type { Stat } from './stat.ts';

/** Which file it is, whatever its name. */
export interface Inode {
  readonly device: number;
  readonly inode: number;
}

/** What tells whether a file is still the one that was read; times in milliseconds since the epoch. */
export interface Stamp extends Inode {
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
}

/** A file to be read and hashed. */
export interface DigestJob {
  readonly path: string;
  /** Which inode it is, where reading it once serves all names of it; else null. */
  readonly inode: Inode | null;
  readonly patch: Patch | null;
  /** In bytes, as far as it is known. */
  readonly size?: number;
  /** From before it is read, where what is read may be remembered; null where that is known only then. */
  readonly stamp?: Stamp | null;
}

/** What reading a file told. */
export type Digest =
  | {
      readonly kind: 'read';
      readonly size: number;
      /** SHA-256 of all bytes, as hex. */
      readonly sha256: string;
      readonly undone: Undone | null;
      /** What it says of itself where it is an ELF file, and that is known. */
      readonly elf: Elf | null;
      /** What is told of it as it was opened; absent where nobody asked. */
      readonly stat?: Stat;
      /** It was not read now, but is known from before. */
      readonly isRemembered?: boolean;
    }
  | { readonly kind: 'unreadable'; readonly code: string };

/** A file that was read, and what that told. */
export type Answer<Job extends DigestJob = DigestJob> = readonly [job: Job, digest: Digest];

/** Hashes one file from its chunks, and undoes its patch on the way. */
export class Digester {
  readonly #hash: Hash = createHash('sha256');
  readonly #undo: PrefixUndo | null;
  #size = 0;

  constructor({ patch }: Pick<DigestJob, 'patch'>) {
    this.#undo = patch && new PrefixUndo(patch);
  }

  /** Takes the next bytes; the chunk may be reused by the caller afterwards. */
  update(chunk: Buffer): void {
    this.#size += chunk.length;
    this.#hash.update(chunk);
    this.#undo?.update(chunk);
  }

  finish(elf: Elf | null): Digest & { kind: 'read' } {
    return {
      kind: 'read',
      size: this.#size,
      sha256: this.#hash.digest('hex'),
      undone: this.#undo?.finish() ?? null,
      elf,
    };
  }
}
