import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path/posix';
import type { Answer, Digest, DigestJob, Stamp } from '../digest.ts';
import type { Elf } from '../elf.ts';
import { systemCode } from '../errors.ts';
import type { Undone } from '../patch.ts';
import type { Progress } from '../sources.ts';
import { type Hasher, openFile } from './directory.ts';

/** Files that changed so shortly before they are read are not remembered, in milliseconds: the next change might have the same time (git's racy rule). */
const RACY = 2000;
/** After so long a file is read again though nothing tells of a change, in milliseconds: a disk may have lost a bit. */
const LONGEST_TRUST = 7 * 24 * 3600 * 1000;
/** A larger index is none of ours, in bytes: a million files take a quarter of it. */
const LARGEST = 1 << 29;

/** What was read of one file. The same of all that were patched alike. */
interface Entry {
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  /** When it was read, in milliseconds since the epoch. */
  readonly at: number;
  readonly sha256: string;
  readonly undone: Undone | null;
  readonly elf: Elf | null;
}

/** So many answers are handed on together. */
const AT_ONCE = 1024;

/** An entry as it is written: with numbers for what many have in common. */
type Row = [
  identity: string,
  patch: number,
  size: number,
  modified: number,
  changed: number,
  at: number,
  sha256: string,
  undone: Undone | null,
  elf: number,
];

interface Written {
  readonly patches: readonly string[];
  readonly elves: readonly Elf[];
  readonly rows: readonly Row[];
}

/**
 * What files were hashed to, kept between runs: inode, size and both times → hash. It never hides a change
 * that the file system knows of: another device, inode, size, mtime or ctime means reading again. What it
 * would hide is what only the disk knows; so it trusts nothing that is older than a week.
 */
export class DigestIndex {
  readonly #file: string;
  readonly #version: string;
  readonly #now: number;
  readonly #entries: Map<string, Entry>;
  #added = 0;

  /** Whether it may be written: not over what somebody else put there. */
  readonly isOurs: boolean;

  private constructor(
    { file, version, now }: { file: string; version: string; now: number },
    entries: Map<string, Entry>,
    isOurs: boolean,
  ) {
    this.#file = file;
    this.#version = version;
    this.#now = now;
    this.#entries = entries;
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
    const read = readIndex(file, version, now);
    const entries = read.kind === 'ours' ? read.entries : new Map<string, Entry>();
    const problem = read.kind === 'none' ? null : read.problem;
    return { index: new DigestIndex(made, entries, read.kind !== 'foreign'), problem };
  }

  /** What is known of a file that has this stamp now; null when it has to be read. */
  find(stamp: Stamp, job: DigestJob): Digest | null {
    const entry = this.#entries.get(keyOf(stamp, job));
    if (!entry || entry.size !== stamp.size) return null;
    if (entry.modified !== stamp.modified || entry.changed !== stamp.changed) return null;
    const { size, sha256, undone, elf } = entry;
    return { kind: 'read', size, sha256, undone, elf, isRemembered: true };
  }

  /**
   * Remembers what was read, but of a file that may still be written to.
   * @param stamp from before it was read
   * @param since when the reading began, in milliseconds since the epoch
   */
  add(stamp: Stamp, job: DigestJob, digest: Digest, since: number): void {
    if (digest.kind !== 'read' || digest.size !== stamp.size) return;
    if (Math.max(stamp.modified, stamp.changed) > since - RACY) return;
    const { size, modified, changed } = stamp;
    const { sha256, undone, elf } = digest;
    this.#entries.set(keyOf(stamp, job), {
      size,
      modified,
      changed,
      at: since,
      sha256,
      undone,
      elf,
    });
    this.#added += 1;
  }

  /**
   * Writes it, if there is something new, in whole or not at all.
   * @returns why it could not be written, as a system error code; null when all is well
   */
  save(): string | null {
    if (this.#added === 0 || !this.isOurs) return null;
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
    const patches = new Map<string, number>();
    const elves = new Map<string, { at: number; elf: Elf }>();
    const rows: Row[] = [];
    for (const [key, entry] of this.#entries) {
      // What was read since it was opened is newer than that.
      if (this.#now - entry.at >= LONGEST_TRUST) continue;
      const { size, modified, changed, at, sha256, undone } = entry;
      const blank = key.indexOf(' ');
      const identity = blank < 0 ? key : key.slice(0, blank);
      const patch = blank < 0 ? -1 : numberOf(patches, key.slice(blank + 1));
      const elf = entry.elf ? numberOfElf(elves, entry.elf) : -1;
      rows.push([identity, patch, size, modified, changed, at, sha256, undone, elf]);
    }
    const written: Written = {
      patches: [...patches.keys()],
      elves: Array.from(elves.values(), ({ elf }) => elf),
      rows,
    };
    const body = Buffer.from(JSON.stringify(written));
    return Buffer.concat([Buffer.from(`${headOf(this.#version, body)}\n`), body]);
  }
}

/** Asks the index first, and remembers what was read. Jobs without a stamp are none of its business. */
export class IndexedHasher implements Hasher {
  readonly #hasher: Hasher;
  readonly #open: () => DigestIndex;
  readonly #isLocal: (path: string) => boolean;
  /** Devices of which it is known. */
  readonly #local = new Map<string, boolean>();

  /**
   * @param open the index, once something is to be read
   * @param isLocal whether a path lies on a file system that has this machine's clock
   */
  constructor(hasher: Hasher, open: () => DigestIndex, isLocal: (path: string) => boolean) {
    this.#hasher = hasher;
    this.#open = open;
    this.#isLocal = isLocal;
  }

  async *run<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    let index: DigestIndex | null = null;
    const unread: Job[] = [];
    let known: Answer<Job>[] = [];
    for (const job of jobs) {
      index ??= this.#open();
      const digest = job.stamp ? index.find(job.stamp, job) : null;
      if (!digest) unread.push(job);
      else if (known.push([job, digest]) === AT_ONCE) {
        yield known;
        known = [];
      }
    }
    if (known.length > 0) yield known;
    const since = Date.now();
    for await (const answers of this.#hasher.run(unread, signal, progress)) {
      for (const [job, digest] of answers) {
        if (job.stamp && this.#isOnLocal(job.stamp, job.path)) {
          index?.add(job.stamp, job, digest, since);
        }
      }
      yield answers;
    }
  }

  #isOnLocal({ identity }: Stamp, path: string): boolean {
    const device = identity.slice(0, identity.indexOf(':'));
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

/** Which inode, and what was undone while it was read. */
function keyOf({ identity }: Stamp, { patch }: DigestJob): string {
  return patch ? `${identity} ${JSON.stringify(patch)}` : identity;
}

function isTrusted(at: number, now: number): boolean {
  return at <= now && now - at < LONGEST_TRUST;
}

/** How every index begins. */
const HEAD = 'conda-links digests ';

/** One line: what it is, who wrote it, and a hash that tells whether it is whole. */
function headOf(version: string, body: Buffer): string {
  return `${HEAD}1 ${version} ${createHash('sha256').update(body).digest('hex')}`;
}

/** `foreign` is what must not be written over. */
type Read =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly entries: Map<string, Entry>; readonly problem: string | null }
  | { readonly kind: 'foreign'; readonly problem: string };

function readIndex(file: string, version: string, now: number): Read {
  try {
    const { descriptor, size } = openFile(file);
    try {
      const { uid, mode } = fstatSync(descriptor);
      if (uid !== process.geteuid?.()) return foreign('it belongs to another user');
      if ((mode & OTHERS_WRITE) !== 0) return foreign('others may write it');
      if (size > LARGEST) return foreign('it is too large');
      return parse(readFileSync(descriptor), version, now);
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

/** The entries that can still be trusted. */
function parse(bytes: Buffer, version: string, now: number): Read {
  const end = bytes.indexOf(10);
  const head = bytes.toString('latin1', 0, Math.min(Math.max(end, 0), 200));
  if (!head.startsWith(HEAD)) return foreign('it is no index of conda-links');
  const body = bytes.subarray(end + 1);
  const damaged = (problem: string): Read => ({ kind: 'ours', entries: new Map(), problem });
  if (head !== headOf(version, body)) {
    const isOther = !head.startsWith(`${HEAD}1 ${version} `);
    return damaged(isOther ? 'another version of conda-links wrote it' : 'it is damaged');
  }
  try {
    return { kind: 'ours', entries: entriesIn(body, now), problem: null };
  } catch (error) {
    // Whoever wrote that, it was not this program.
    if (error instanceof SyntaxError || error instanceof TypeError) return damaged('it is damaged');
    throw error;
  }
}

/** @throws TypeError, SyntaxError for what this program does not write */
function entriesIn(body: Buffer, now: number): Map<string, Entry> {
  const { patches, elves, rows } = JSON.parse(body.toString('utf8')) as Written;
  const entries = new Map<string, Entry>();
  for (const [identity, patch, size, modified, changed, at, sha256, undone, elf] of rows) {
    const isUndone = undone === null || Array.isArray(undone.sha256);
    const isElf = elf < 0 || Array.isArray(elves[elf]?.needed);
    if (typeof sha256 !== 'string' || !isUndone || !isElf) throw new TypeError('no row of ours');
    if (!isTrusted(at, now)) continue;
    const key = patch < 0 ? identity : `${identity} ${patches[patch]}`;
    const entry = { size, modified, changed, at, sha256, undone, elf: elves[elf] ?? null };
    entries.set(key, entry);
  }
  return entries;
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function numberOfElf(elves: Map<string, { at: number; elf: Elf }>, elf: Elf): number {
  const key = JSON.stringify(elf);
  const known = elves.get(key);
  if (known) return known.at;
  elves.set(key, { at: elves.size, elf });
  return elves.size - 1;
}
