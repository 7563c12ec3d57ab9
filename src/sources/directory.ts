import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path/posix';
import { forSystem, fromBytes } from '../bytes.ts';
import type { Answer, Digest, DigestJob, Inode } from '../digest.ts';
import { systemCode } from '../errors.ts';
import { thisUser } from '../machine.ts';
import {
  type FileSystem,
  failureOf,
  type Item,
  type Kind,
  type Progress,
  type Readers,
  type Result,
  type Source,
  type SourceUser,
  type Stat,
} from '../sources.ts';
import { type Mounts, mountOf, parseMounts } from './file-systems.ts';

/** Who hashes for a directory: worker threads, or in tests the thread itself. */
export interface Hasher {
  /** Whether some hashes may be known by the stamps of files. */
  readonly isRemembering?: boolean;
  run<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncIterable<readonly Answer<Job>[]>;
}

/** The file system of this machine, read and never written. */
export class DirectorySource implements Source {
  readonly kind = 'directory';
  readonly extent = 'machine';
  readonly isPlaced = true;
  readonly isInMemory = false;
  readonly user: SourceUser = { of: 'process', ...thisUser() };
  readonly readers?: () => Readers;
  readonly #hasher: Hasher;
  /** What was read of files that have several names, so that each inode is read once for all environments. */
  readonly #shared = new ByInode<Known>();

  #mounts: Mounts | null = null;

  /** @param readers makes the threads that help with what is large */
  constructor(hasher: Hasher, readers?: () => Readers) {
    this.#hasher = hasher;
    if (readers) this.readers = readers;
  }

  get isRemembering(): boolean {
    return !this.#shared.isEmpty || this.#hasher.isRemembering === true;
  }

  nameOf(path: string): string {
    return path;
  }

  list(folder: string): Result<Item[]> {
    return attempt(() => {
      const path = forSystem(folder);
      const items: Item[] = [];
      let isKnown = true;
      for (const item of readdirSync(path, { withFileTypes: true })) {
        // U+FFFD stands for bytes that are no UTF-8, or for itself: only the bytes tell.
        if (item.name.includes('\uFFFD')) isKnown = false;
        items.push({ name: item.name, kind: kindOf(item) });
      }
      if (isKnown) return items;
      return readdirSync(path, { encoding: 'buffer', withFileTypes: true }).map((item) => ({
        name: fromBytes(item.name as unknown as Buffer),
        kind: kindOf(item),
      }));
    });
  }

  lstat(path: string): Result<Stat> {
    return attempt(() => {
      const stats = lstatSync(forSystem(path));
      return new KernelStat(stats);
    });
  }

  readlink(path: string): Result<string> {
    return attempt(() => {
      const place = forSystem(path);
      const target = readlinkSync(place);
      return target.includes('\uFFFD')
        ? fromBytes(readlinkSync(place, { encoding: 'buffer' }))
        : target;
    });
  }

  exists(path: string): boolean {
    return existsSync(forSystem(path));
  }

  mayRead(path: string): boolean {
    return attempt(() => accessSync(forSystem(path), constants.R_OK)).kind !== 'denied';
  }

  mayExecute(path: string): boolean {
    return attempt(() => accessSync(forSystem(path), constants.X_OK)).kind !== 'denied';
  }

  foldsCase(folder: string): boolean {
    const name = folder.slice(dirname(folder).length);
    const swapped = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
    if (swapped === name) return false;
    const here = this.lstat(folder);
    const there = this.lstat(folder.slice(0, -name.length) + swapped);
    return (
      here.kind === 'ok' && there.kind === 'ok' && here.value.identity === there.value.identity
    );
  }

  fileSystemOf(path: string): FileSystem | null {
    this.#mounts ??= readMounts();
    return mountOf(this.#mounts, path);
  }

  hashOf(): null {
    return null;
  }

  async read(paths: readonly string[], limit: number): Promise<Map<string, Result<Buffer>>> {
    return new Map(paths.map((path) => [path, attempt(() => readStart(path, limit))]));
  }

  async *digest<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    const shared = this.#shared;
    /** By inode: what was read, or that it is being read. */
    const here = new ByInode<Known>();
    /** Further names of what is being read: few, within one environment. */
    const twins = new ByInode<Job[]>();
    const known: Answer<Job>[] = [];
    const again: Job[] = [];
    for await (const answers of this.#hasher.run(fresh(), signal, progress)) {
      for (const [job, digest] of answers) {
        const inode = job.inode ?? inodeIn(digest, job);
        if (inode === null) continue;
        here.set(inode, digest);
        const others = twins.get(inode);
        if (!others) continue;
        twins.delete(inode);
        // One name may be gone or forbidden, and the others not.
        if (digest.kind === 'read') for (const other of others) known.push([other, digest]);
        else again.push(...others);
      }
      yield answers;
      if (known.length > 0) yield known.splice(0);
    }
    if (known.length > 0) yield known;
    yield* this.#hasher.run(again, signal, progress);
    shared.add(here);

    function* fresh(): Generator<Job> {
      for (const job of jobs) {
        const { inode } = job;
        const before = inode && (here.get(inode) ?? shared.get(inode));
        if (inode && before === 'reading') {
          const others = twins.get(inode);
          if (others) others.push(job);
          else twins.set(inode, [job]);
        } else if (before && before !== 'reading' && before.kind === 'read') {
          known.push([job, before]);
        } else {
          if (inode) here.set(inode, 'reading');
          yield job;
        }
      }
    }
  }
}

/** Which inode was read, where other names of it may be asked for and nobody knew that before. */
function inodeIn(digest: Digest, { patch, stamp }: DigestJob): Inode | null {
  if (patch !== null || stamp !== null || digest.kind !== 'read' || !digest.stat) return null;
  return digest.stat.links > 1 ? digest.stat : null;
}

/** What reading a file told, or that it is being read. */
type Known = Digest | 'reading';

class KernelStat implements Stat {
  readonly kind: Kind;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly device: number;
  readonly inode: number;
  readonly modified: number;
  readonly changed: number;

  constructor(stats: Stats) {
    this.kind = kindOf(stats);
    this.size = stats.size;
    this.mode = stats.mode;
    this.uid = stats.uid;
    this.gid = stats.gid;
    this.links = stats.nlink;
    this.device = stats.dev;
    this.inode = stats.ino;
    this.modified = stats.mtimeMs;
    this.changed = stats.ctimeMs;
  }

  /** A text is made of it only where one is asked for. */
  get identity(): string {
    return `${this.device}:${this.inode}`;
  }
}

/** What is known of files, by device and inode. */
class ByInode<T> {
  readonly #devices = new Map<number, Map<number, T>>();

  get isEmpty(): boolean {
    return this.#devices.size === 0;
  }

  get({ device, inode }: Inode): T | undefined {
    return this.#devices.get(device)?.get(inode);
  }

  set({ device, inode }: Inode, value: T): void {
    const files = this.#devices.get(device);
    if (files) files.set(inode, value);
    else this.#devices.set(device, new Map([[inode, value]]));
  }

  delete({ device, inode }: Inode): void {
    this.#devices.get(device)?.delete(inode);
  }

  /** Takes over all that another one knows; that is not to be used any more. */
  add(other: ByInode<T>): void {
    for (const [device, files] of other.#devices) {
      const known = this.#devices.get(device);
      if (!known) this.#devices.set(device, files);
      else for (const [inode, value] of files) known.set(inode, value);
    }
  }
}

/** What a directory entry or a stat says a thing is. */
function kindOf(
  entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>,
): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isFIFO()) return 'fifo';
  return entry.isSocket() ? 'socket' : 'device';
}

/** The outcome of a system call, a refusal of the kernel being an answer and no exception. */
function attempt<T>(call: () => T): Result<T> {
  try {
    return { kind: 'ok', value: call() };
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    return failureOf(code);
  }
}

/** Linux only: elsewhere nothing is known. */
function readMounts(): Mounts {
  const text = attempt(() => readFileSync('/proc/self/mountinfo', 'utf8'));
  return parseMounts(text.kind === 'ok' ? text.value : '');
}

function readStart(path: string, limit: number): Buffer {
  const { descriptor, stat } = openFile(path);
  try {
    const buffer = Buffer.alloc(Math.min(limit, Math.max(stat.size, 1)));
    let filled = 0;
    while (filled < buffer.length) {
      const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Opens a regular file for reading, following links. O_NONBLOCK: a fifo that took the place of a file
 * since the folder was listed would wait for a writer for ever.
 * @throws a system error; `ENOTSUP` when it is anything but a regular file
 */
export function openFile(path: string): { descriptor: number; stat: Stat } {
  const descriptor = openSync(forSystem(path), constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stat: new KernelStat(stats) };
  closeSync(descriptor);
  throw Object.assign(new Error(`${path} is not a regular file`), { code: 'ENOTSUP' });
}
