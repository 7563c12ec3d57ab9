// A stand-in for a file system: it lives in memory, and answers as Linux would to the owner of its files.
import { posix } from 'node:path';
import { type Answer, type Digest, Digester, type DigestJob } from '../../src/digest.ts';
import { readElf } from '../../src/elf.ts';
import { type Mounts, mountOf } from '../../src/sources/file-systems.ts';
import {
  DENIED,
  type FileSystem,
  failureOf,
  type Item,
  LOOP,
  MISSING,
  OUTSIDE,
  type Progress,
  type Result,
  type Source,
  type SourceUser,
  type Stat,
} from '../../src/sources.ts';

/** One inode; the same node under two paths is a hard link. */
export type Node =
  | {
      readonly kind: 'file';
      readonly bytes: Buffer;
      readonly mode: number;
      /** Like the owner of all the rest, where it is not said. */
      readonly uid?: number;
    }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'directory'; readonly mode: number }
  | { readonly kind: 'fifo' | 'socket' | 'device' };

export const file = (content: string | Buffer, mode = 0o644): Node => ({
  kind: 'file',
  bytes: Buffer.from(content),
  mode,
});
export const program = (content: string | Buffer): Node => file(content, 0o755);
export const link = (target: string): Node => ({ kind: 'symlink', target });
/** As `chmod`: without 4 it cannot be listed, without 1 not be entered. */
export const folder = (mode = 0o755): Node => ({ kind: 'directory', mode });
export const FIFO: Node = { kind: 'fifo' };
export const SOCKET: Node = { kind: 'socket' };
export const DEVICE: Node = { kind: 'device' };

export interface MemoryOptions {
  readonly extent?: Source['extent'];
  readonly isPlaced?: boolean;
  readonly foldsCase?: boolean;
  readonly fileSystems?: readonly FileSystem[];
}

const FOLDER: Node = folder();
/** Whose everything is. */
const OWNER = 1000;
const READ = 0o400;
const ENTER = 0o100;

/** All paths are absolute; folders on the way to a path need not be named. */
export class MemorySource implements Source {
  readonly kind = 'directory';
  readonly isPlaced: boolean;
  readonly isInMemory = false;
  readonly isRemembering = false;
  readonly user: SourceUser = { of: 'process', uid: OWNER, gid: OWNER };
  readonly extent: Source['extent'];
  readonly #folds: boolean;
  readonly #fileSystems: Mounts;
  readonly #nodes = new Map<string, Node>();
  readonly #names = new Map<string, Map<string, string>>();
  readonly #inodes = new Map<Node, { number: number; links: number }>();

  constructor(nodes: Iterable<readonly [string, Node]>, options: MemoryOptions = {}) {
    this.extent = options.extent ?? 'machine';
    this.isPlaced = options.isPlaced ?? true;
    this.#folds = options.foldsCase ?? false;
    this.#fileSystems = new Map((options.fileSystems ?? []).map((one) => [one.place, one]));
    this.#add('/', FOLDER);
    for (const [path, node] of nodes) this.#add(path, node);
  }

  nameOf(path: string): string {
    return path;
  }

  list(path: string): Result<Item[]> {
    const found = this.#find(path, false);
    if (found.kind !== 'ok') return found;
    const { node } = found.value;
    if (node.kind !== 'directory') return MISSING;
    if (!(node.mode & READ)) return DENIED;
    const names = [...(this.#names.get(this.#key(found.value.path)) ?? new Map()).values()];
    const kindOf = (name: string) => this.#nodes.get(this.#key(posix.join(path, name)))?.kind;
    return { kind: 'ok', value: names.map((name) => ({ name, kind: kindOf(name) ?? 'file' })) };
  }

  lstat(path: string): Result<Stat> {
    const found = this.#find(path, false);
    if (found.kind !== 'ok') return found;
    const { node } = found.value;
    const { number = 0, links = 1 } = this.#inodes.get(node) ?? {};
    const own = node.kind === 'directory' ? this.#key(found.value.path) : String(number);
    const uid = ('uid' in node && node.uid) || OWNER;
    const stat = {
      uid,
      gid: 1000,
      links,
      device: 1,
      inode: number,
      identity: `1:${own}`,
      modified: 0,
      changed: 0,
    };
    const size = node.kind === 'file' ? node.bytes.length : 0;
    const mode = 'mode' in node ? node.mode : 0o777;
    return { kind: 'ok', value: { ...stat, kind: node.kind, size, mode } };
  }

  readlink(path: string): Result<string> {
    const found = this.#find(path, false);
    if (found.kind !== 'ok') return found;
    const { node } = found.value;
    return node.kind === 'symlink' ? { kind: 'ok', value: node.target } : failureOf('EINVAL');
  }

  exists(path: string): boolean {
    return this.#find(path, true).kind === 'ok';
  }

  mayRead(path: string): boolean {
    return this.#read(path).kind !== 'denied';
  }

  mayExecute(path: string): boolean {
    const found = this.#find(path, true);
    const node = found.kind === 'ok' ? found.value.node : null;
    return found.kind !== 'denied' && (!node || !('mode' in node) || (node.mode & ENTER) !== 0);
  }

  foldsCase(): boolean {
    return this.#folds;
  }

  fileSystemOf(path: string): FileSystem | null {
    return mountOf(this.#fileSystems, path);
  }

  hashOf(): null {
    return null;
  }

  async read(paths: readonly string[], limit: number): Promise<Map<string, Result<Buffer>>> {
    return new Map(paths.map((path) => [path, this.#read(path, limit)]));
  }

  /** One at a time, the last one first: nobody may count on an order. */
  async *digest<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    for (const job of [...jobs].reverse()) {
      signal.throwIfAborted();
      const digest = this.#digest(job);
      progress(1, digest.kind === 'read' ? digest.size : 0);
      yield [[job, digest]];
    }
  }

  #digest(job: DigestJob): Digest {
    const { path } = job;
    const bytes = this.#read(path);
    if (bytes.kind === 'ok') {
      const digester = new Digester(job);
      digester.update(bytes.value);
      return digester.finish(readElf(bytes.value));
    }
    const codes = {
      missing: 'ENOENT',
      denied: 'EACCES',
      loop: 'ELOOP',
      outside: 'ENOENT',
      failed: 'ENOTSUP',
    } as const;
    return { kind: 'unreadable', code: codes[bytes.kind] };
  }

  #read(path: string, limit = Number.POSITIVE_INFINITY): Result<Buffer> {
    const found = this.#find(path, true);
    if (found.kind !== 'ok') return found;
    const { node } = found.value;
    if (node.kind !== 'file') return failureOf('ENOTSUP');
    return node.mode & READ ? { kind: 'ok', value: node.bytes.subarray(0, limit) } : DENIED;
  }

  /** Walks as the kernel does; what lies at the end, and its path without links. */
  #find(path: string, follow: boolean): Result<{ path: string; node: Node }> {
    const todo = path.split('/');
    let at = '/';
    let hops = 0;
    for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
      if (name === '') continue;
      const here = this.#nodes.get(this.#key(at));
      if (here?.kind !== 'directory') return MISSING;
      if (!(here.mode & ENTER)) return DENIED;
      const next = posix.join(at, name);
      const node = this.#nodes.get(this.#key(next));
      if (!node) return this.#isCovered(at) ? MISSING : OUTSIDE;
      if (node.kind === 'symlink' && (follow || todo.length > 0)) {
        hops += 1;
        if (hops > 40) return LOOP;
        if (node.target.startsWith('/')) at = '/';
        todo.unshift(...node.target.split('/'));
      } else at = next;
    }
    const node = this.#nodes.get(this.#key(at));
    return node ? { kind: 'ok', value: { path: at, node } } : MISSING;
  }

  /** Of an archive nothing is known but what is in its environments. */
  #isCovered(folder: string): boolean {
    if (this.extent === 'machine') return true;
    const above = folder === '/' ? '' : posix.dirname(folder);
    const isPrefix = this.#nodes.has(this.#key(posix.join(folder, 'conda-meta')));
    return isPrefix || (above !== '' && this.#isCovered(above));
  }

  #add(path: string, node: Node): void {
    const key = this.#key(path);
    this.#nodes.set(key, node);
    const inode = this.#inodes.get(node) ?? { number: this.#inodes.size, links: 0 };
    this.#inodes.set(node, { ...inode, links: inode.links + 1 });
    if (key === '/') return;
    const parent = posix.dirname(path);
    if (!this.#nodes.has(this.#key(parent))) this.#add(parent, FOLDER);
    const names = this.#names.get(this.#key(parent)) ?? new Map<string, string>();
    const name = posix.basename(path);
    // A volume that folds case keeps the spelling of whoever came first.
    const folded = this.#key(name);
    if (!names.has(folded)) names.set(folded, name);
    this.#names.set(this.#key(parent), names);
  }

  #key(path: string): string {
    return this.#folds ? path.toLowerCase() : path;
  }
}
