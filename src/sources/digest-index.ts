import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { dirname } from 'node:path/posix';
import type { Answer, Digest, DigestJob, Stamp } from '../digest.ts';
import { systemCode } from '../errors.ts';
import type { Patch } from '../patch.ts';
import type { Progress } from '../sources.ts';
import { bytesOf, DigestTable, type Row } from './digest-table.ts';
import { type Hasher, openFile } from './directory.ts';

/** Files that changed so shortly before they are read are not remembered, in milliseconds: the next change might have the same time (git's racy rule). */
const RACY = 2000;
/** After so long a file is read again though nothing tells of a change, in milliseconds: a disk may have lost a bit. */
const LONGEST_TRUST = 7 * 24 * 3600 * 1000;
/** A larger index is none of ours, in bytes: six million files fit into it. */
const LARGEST = 1 << 29;

/** So many answers are handed on together. */
const AT_ONCE = 1024;

/**
 * What files were hashed to, kept between runs: inode, size and both times → hash. It never hides a change
 * that the file system knows of: another device, inode, size, mtime or ctime means reading again. What it
 * would hide is what only the disk knows; so it trusts nothing that is older than a week.
 */
export class DigestIndex {
  readonly #file: string;
  readonly #version: string;
  readonly #now: number;
  readonly #table: DigestTable;
  readonly #added: Row[] = [];
  /** Rows of the table that what was added stands for. */
  readonly #replaced = new Set<number>();
  readonly #patches: Map<string, number>;
  #lastPatch: { readonly patch: Patch; readonly number: number } | null = null;

  /** Whether it may be written: not over what somebody else put there. */
  readonly isOurs: boolean;

  private constructor(
    { file, version, now }: { file: string; version: string; now: number },
    table: DigestTable,
    isOurs: boolean,
  ) {
    this.#file = file;
    this.#version = version;
    this.#now = now;
    this.#table = table;
    this.#patches = new Map(table.patches.map((text, number) => [text, number]));
    this.isOurs = isOurs;
  }

  /**
   * Reads an index; an empty one where there is none, or none that can be used. What is no index of ours, or that
   * others may write, is neither believed nor written over.
   * @param file absolute
   * @param version of this program: what another one wrote may mean something else
   * @param now milliseconds since the epoch
   * @returns and why it starts anew, in words; null where it does not, or where there was none
   */
  static open(
    file: string,
    version: string,
    now: number,
  ): { index: DigestIndex; problem: string | null } {
    const made = { file, version, now };
    const read = readIndex(file, version);
    const table = read.kind === 'ours' ? read.table : DigestTable.empty();
    const problem = read.kind === 'none' ? null : read.problem;
    return { index: new DigestIndex(made, table, read.kind !== 'foreign'), problem };
  }

  /** Whether nothing is known from before. */
  get isEmpty(): boolean {
    return this.#table.count === 0;
  }

  /** What is known of a file that has this stamp now; null when it has to be read. */
  find(stamp: Stamp, { patch }: DigestJob): Digest | null {
    const table = this.#table;
    const row = table.find(stamp, this.#numberOf(patch));
    if (row < 0 || !table.isOf(row, stamp) || !isTrusted(table.at(row), this.#now)) return null;
    return { kind: 'read', size: stamp.size, ...table.facts(row), isRemembered: true };
  }

  /**
   * Remembers what was read, but of a file that may still be written to.
   * @param stamp from before it was read
   * @param since when the reading began, in milliseconds since the epoch
   */
  add(stamp: Stamp, job: DigestJob, digest: Digest, since: number): void {
    if (digest.kind !== 'read' || digest.size !== stamp.size) return;
    if (Math.max(stamp.modified, stamp.changed) > since - RACY) return;
    const patch = this.#numberOf(job.patch);
    const { sha256, undone, elf } = digest;
    this.#replaced.add(this.#table.find(stamp, patch));
    this.#added.push({ stamp, patch, at: since, sha256, undone, elf });
  }

  #numberOf(patch: Patch | null): number {
    if (patch === null) return -1;
    if (this.#lastPatch?.patch !== patch) {
      const text = JSON.stringify(patch);
      const number = this.#patches.get(text) ?? this.#patches.size;
      this.#patches.set(text, number);
      this.#lastPatch = { patch, number };
    }
    return this.#lastPatch.number;
  }

  /**
   * Writes it, if there is something new, in whole or not at all.
   * @returns why it could not be written, as a system error code; null when all is well
   */
  save(): string | null {
    if (this.#added.length === 0 || !this.isOurs) return null;
    const draft = `${this.#file}.${process.pid}`;
    try {
      makeFolder(dirname(dirname(this.#file)));
      makeFolder(dirname(this.#file));
      writeFileSync(draft, this.#bytes(), { flag: 'wx', mode: 0o600 });
      renameSync(draft, this.#file);
      return null;
    } catch (error) {
      const code = systemCode(error);
      if (!code) throw error;
      rmSync(draft, { force: true });
      return code;
    }
  }

  #bytes(): Buffer {
    const rows: Row[] = [];
    for (let row = 0; row < this.#table.count; row += 1) {
      const isKept = !this.#replaced.has(row) && isTrusted(this.#table.at(row), this.#now);
      if (isKept) rows.push(this.#table.row(row));
    }
    const body = bytesOf([...rows, ...this.#added], [...this.#patches.keys()]);
    return Buffer.concat([Buffer.from(`${headOf(this.#version, body)}\n`), body]);
  }
}

/** Asks the index first, and remembers what was read. Jobs without a stamp are none of its business. */
export class IndexedHasher implements Hasher {
  readonly #hasher: Hasher;
  readonly #open: () => DigestIndex;
  readonly #isLocal: (path: string) => boolean;
  /** Devices of which it is known. */
  readonly #local = new Map<number, boolean>();
  #wasAsked = false;

  /**
   * @param open the index, once something is to be read
   * @param isLocal whether a path lies on a file system that has this machine's clock
   */
  constructor(hasher: Hasher, open: () => DigestIndex, isLocal: (path: string) => boolean) {
    this.#hasher = hasher;
    this.#open = open;
    this.#isLocal = isLocal;
  }

  /** Whether anything was asked of it, so that it matters what became of the index. */
  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  get isRemembering(): boolean {
    return !this.#open().isEmpty;
  }

  async *run<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    // Where nothing is known, reading begins at once.
    const unread = this.isRemembering ? yield* this.#known(jobs) : jobs;
    const index = this.#open();
    const since = Date.now();
    for await (const answers of this.#hasher.run(unread, signal, progress)) {
      for (const [job, digest] of answers) {
        this.#wasAsked = true;
        const stamp = job.stamp === null && digest.kind === 'read' ? digest.stat : job.stamp;
        if (stamp && this.#isOnLocal(stamp, job.path)) index.add(stamp, job, digest, since);
      }
      yield answers;
    }
  }

  /** Answers what is known. @returns the other jobs */
  *#known<Job extends DigestJob>(jobs: Iterable<Job>): Generator<readonly Answer<Job>[], Job[]> {
    const index = this.#open();
    const unread: Job[] = [];
    let known: Answer<Job>[] = [];
    for (const job of jobs) {
      this.#wasAsked = true;
      const digest = job.stamp ? index.find(job.stamp, job) : null;
      if (!digest) unread.push(job);
      else if (known.push([job, digest]) === AT_ONCE) {
        yield known;
        known = [];
      }
    }
    if (known.length > 0) yield known;
    return unread;
  }

  #isOnLocal({ device }: Stamp, path: string): boolean {
    let isLocal = this.#local.get(device);
    if (isLocal === undefined) {
      isLocal = this.#isLocal(path);
      this.#local.set(device, isLocal);
    }
    return isLocal;
  }
}

/** Where it is there already, or cannot be made, the writing will tell. Not `recursive`: that never ends in /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!systemCode(error)) throw error;
  }
}

function isTrusted(at: number, now: number): boolean {
  return at <= now && now - at < LONGEST_TRUST;
}

/** How every index begins. */
const HEAD = 'conda-links digests ';

/** Numbers are written as this machine has them. */
const FORMAT = `2${endianness()}`;

/** One line: what it is, who wrote it, and a hash that tells whether it is whole. */
function headOf(version: string, body: Buffer): string {
  return `${HEAD}${FORMAT} ${version} ${createHash('sha256').update(body).digest('hex')}`;
}

/** `foreign` is what must not be written over. */
type Read =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly table: DigestTable; readonly problem: string | null }
  | { readonly kind: 'foreign'; readonly problem: string };

function readIndex(file: string, version: string): Read {
  try {
    const { descriptor, stat } = openFile(file);
    try {
      const { uid, mode, size } = stat;
      if (uid !== process.geteuid?.()) return foreign('it belongs to another user');
      if ((mode & OTHERS_WRITE) !== 0) return foreign('others may write it');
      if (size > LARGEST) return foreign('it is too large');
      return parse(readFileSync(descriptor), version);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    if (code === 'ENOENT') return { kind: 'none' };
    return foreign(code === 'ENOTSUP' ? 'it is no regular file' : code);
  }
}

/** The bits that let anybody but the owner write. */
const OTHERS_WRITE = 0o022;

function foreign(problem: string): Read {
  return { kind: 'foreign', problem };
}

function parse(bytes: Buffer, version: string): Read {
  const end = bytes.indexOf(10);
  const head = bytes.toString('latin1', 0, Math.min(Math.max(end, 0), 200));
  if (!head.startsWith(HEAD)) return foreign('it is no index of conda-links');
  const body = bytes.subarray(end + 1);
  const damaged = (problem: string): Read => ({
    kind: 'ours',
    table: DigestTable.empty(),
    problem,
  });
  if (head !== headOf(version, body)) {
    const isOther = !head.startsWith(`${HEAD}${FORMAT} ${version} `);
    return damaged(isOther ? 'another version of conda-links wrote it' : 'it is damaged');
  }
  try {
    return { kind: 'ours', table: DigestTable.parse(body), problem: null };
  } catch (error) {
    // Whoever wrote that, it was not this program.
    if (error instanceof SyntaxError || error instanceof TypeError) return damaged('it is damaged');
    throw error;
  }
}
