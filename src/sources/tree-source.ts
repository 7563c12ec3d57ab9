import { type Answer, type Digest, Digester, type DigestJob } from '../digest.ts';
import type { Elf } from '../elf.ts';
import { CannotRead } from '../errors.ts';
import {
  failureOf,
  type Item,
  MISSING,
  type Progress,
  type Result,
  type Source,
  type SourceKind,
  type SourceUser,
  type Stat,
} from '../sources.ts';
import type { Sink } from './tar.ts';
import type { Node, Tree } from './tree.ts';

/** A file whose bytes are wanted once more. */
export interface Wanted {
  /** Absolute, with no links in it. */
  readonly path: string;
  readonly sink: Sink;
}

/** Lets the bytes of some files flow by once more, each to its sink. */
export type Replay = (wanted: ReadonlyMap<Node, Wanted>, signal: AbortSignal) => Promise<void>;

export interface TreeSourceOptions {
  readonly kind: SourceKind;
  readonly extent: Source['extent'];
  readonly isPlaced: boolean;
  /** What the user calls a place in it. */
  readonly nameOf: (path: string) => string;
  readonly replay: Replay;
  /** Left out where nobody knows who it would be. */
  readonly user?: SourceUser | null;
}

/** An archive or an image: the tree that was built while it was read, and its bytes for those who ask again. */
export class TreeSource implements Source {
  readonly kind: SourceKind;
  readonly extent: Source['extent'];
  readonly isPlaced: boolean;
  readonly isInMemory = true;
  readonly isRemembering = false;
  readonly user: SourceUser | null;
  readonly #tree: Tree;
  readonly #nameOf: (path: string) => string;
  readonly #replay: Replay;

  constructor(tree: Tree, options: TreeSourceOptions) {
    const { kind, extent, isPlaced, nameOf, replay, user = null } = options;
    this.#tree = tree;
    this.user = user;
    this.kind = kind;
    this.extent = extent;
    this.isPlaced = isPlaced;
    this.#nameOf = nameOf;
    this.#replay = replay;
  }

  nameOf(path: string): string {
    return this.#nameOf(path);
  }

  list(folder: string): Result<Item[]> {
    const found = this.#tree.find(folder);
    if (found.kind !== 'ok') return found;
    const { children } = found.value;
    if (!children) return MISSING;
    return { kind: 'ok', value: Array.from(children, ([name, { kind }]) => ({ name, kind })) };
  }

  lstat(path: string): Result<Stat> {
    return this.#tree.find(path);
  }

  readlink(path: string): Result<string> {
    const found = this.#tree.find(path);
    if (found.kind !== 'ok') return found;
    const { kind, target } = found.value;
    return kind === 'symlink' ? { kind: 'ok', value: target } : failureOf('EINVAL');
  }

  exists(path: string): boolean {
    return this.#tree.follow(path).kind === 'ok';
  }

  /** As root would see it; modes are judged by who knows the user. */
  mayRead(): boolean {
    return true;
  }

  mayExecute(): boolean {
    return true;
  }

  foldsCase(): boolean {
    return false;
  }

  fileSystemOf(): null {
    return null;
  }

  hashOf(path: string): Digest | null {
    const file = this.#file(path);
    return file.kind === 'ok' ? knownOf(file.value.node) : null;
  }

  async read(paths: readonly string[], limit: number): Promise<Map<string, Result<Buffer>>> {
    const answers = new Map<string, Result<Buffer>>();
    const again = new Map<Node, { path: string; sink: Start }>();
    const waiting: (readonly [path: string, node: Node])[] = [];
    for (const path of paths) {
      const file = this.#file(path);
      if (file.kind !== 'ok') {
        answers.set(path, file);
        continue;
      }
      const { node, path: place } = file.value;
      const enough = Math.min(limit, node.size);
      const { kept } = node;
      if (kept && kept.length >= enough) {
        answers.set(path, { kind: 'ok', value: kept.bytes.subarray(0, enough) });
        continue;
      }
      again.set(node, { path: place, sink: new Start(enough) });
      waiting.push([path, node]);
    }
    if (again.size > 0) await this.#replay(again, new AbortController().signal);
    for (const [path, node] of waiting) {
      answers.set(path, { kind: 'ok', value: again.get(node)?.sink.bytes() ?? Buffer.alloc(0) });
    }
    return answers;
  }

  async *digest<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    const again = new Map<Node, { path: string; sink: Digesters<Job> }>();
    for (const job of jobs) {
      const file = this.#file(job.path);
      if (file.kind !== 'ok') {
        yield [[job, { kind: 'unreadable', code: CODES[file.kind] }]];
        continue;
      }
      const { node, path } = file.value;
      const known = job.patch ? null : knownOf(node);
      if (known) {
        progress(1, node.size);
        yield [[job, known]];
        continue;
      }
      const { kept } = node;
      if (kept?.length === node.size) {
        const digester = new Digester(job);
        digester.update(kept.bytes);
        yield [[job, digester.finish(node.elf)]];
        continue;
      }
      const one = again.get(node) ?? { path, sink: new Digesters<Job>(node.elf) };
      one.sink.add(job);
      again.set(node, one);
    }
    if (again.size === 0) return;
    await this.#replay(again, signal);
    yield [...again.values()].flatMap(({ sink }) => sink.done);
  }

  /** The regular file at the end of a path. */
  #file(path: string): Result<{ path: string; node: Node }> {
    const found = this.#tree.follow(path);
    if (found.kind !== 'ok' || found.value.node.kind === 'file') return found;
    return failureOf('ENOTSUP');
  }
}

/** What was found out about a file while it flowed by; null when it was not hashed. */
function knownOf({ size, sha256, elf }: Node): Digest | null {
  return sha256 === null ? null : { kind: 'read', size, sha256, undone: null, elf };
}

const CODES = {
  missing: 'ENOENT',
  denied: 'EACCES',
  loop: 'ELOOP',
  outside: 'ENOENT',
  failed: 'ENOTSUP',
};

/** Keeps the start of a file. */
export class Start implements Sink {
  readonly #chunks: Buffer[] = [];
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  update(chunk: Buffer): void {
    if (this.#left === 0) return;
    // A copy: the chunk may be a small part of a large buffer, which would all be kept.
    const part = Buffer.from(chunk.subarray(0, this.#left));
    this.#chunks.push(part);
    this.#left -= part.length;
  }

  finish(): void {}

  bytes(): Buffer {
    const [only] = this.#chunks;
    return only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
  }
}

/** Hashes one file for everyone who asks for it under one of its names. */
class Digesters<Job extends DigestJob> implements Sink {
  readonly done: Answer<Job>[] = [];
  readonly #digesters: (readonly [job: Job, digester: Digester])[] = [];
  readonly #elf: Elf | null;

  constructor(elf: Elf | null) {
    this.#elf = elf;
  }

  add(job: Job): void {
    this.#digesters.push([job, new Digester(job)]);
  }

  update(chunk: Buffer): void {
    for (const [, digester] of this.#digesters) digester.update(chunk);
  }

  finish(): void {
    for (const [job, digester] of this.#digesters.splice(0)) {
      this.done.push([job, digester.finish(this.#elf)]);
    }
  }
}

/**
 * Checks that a second reading brought all that was asked for.
 * @throws CannotRead when it did not: the archive was changed in between
 */
export function refuseMissed(name: string, wanted: number, found: number): void {
  if (found === wanted) return;
  throw new CannotRead(
    `${name} was changed while it was read.`,
    'Verify it again once nobody writes to it.',
  );
}
