import { CannotRead } from '../errors.ts';
import type { ReadingProgress } from '../progress.ts';
import { type Blob, fileBlob, isPacked } from './blob.ts';
import { decompress } from './decompress.ts';
import { Intake } from './intake.ts';
import { readTar, type Sink } from './tar.ts';
import { type Node, Tree } from './tree.ts';
import { type Replay, refuseMissed, type Wanted } from './tree-source.ts';

/** What reading a source of any kind is told. */
export interface ReadOptions {
  /** Whether the bytes of files are hashed while they flow by: at level content. */
  readonly isHashed: boolean;
  /** Where the environment of an archive is, or will be, unpacked; null where that is open. */
  readonly prefix: string | null;
  readonly signal: AbortSignal;
  readonly progress: ReadingProgress;
}

/** A file system that was read, and the way to read some of it again. */
export interface Reading {
  readonly tree: Tree;
  readonly replay: Replay;
}

/**
 * Reads a tar archive, plain or compressed with gzip, bzip2 or zstd.
 * @param name what the user called it
 * @throws NotFound, CannotRead
 */
export async function readTarFile(
  path: string,
  name: string,
  options: ReadOptions,
): Promise<Reading> {
  const blob = await fileBlob(path, name, options.progress);
  const tree = await readStream(blob.read(), name, false, options);
  const mustUnpack = await isPacked(blob);
  return {
    tree,
    replay: async (wanted, signal) => {
      if (mustUnpack) await replayStream(blob.read(), name, byPlace(wanted), signal);
      else await replayParts(blob, wanted, signal);
    },
  };
}

/**
 * Reads a tar archive from a stream that comes once only. What was not kept of it cannot be had again.
 * @throws CannotRead
 */
export async function readTarStream(
  stream: AsyncIterable<Buffer>,
  name: string,
  options: ReadOptions,
): Promise<Reading> {
  const tree = await readStream(stream, name, true, options);
  return {
    tree,
    replay: async (wanted) => {
      for (const [node, { sink }] of wanted) {
        if (node.kept?.length !== node.size) throw cannotRepeat(name);
        sink.update(node.kept.bytes);
        sink.finish();
      }
    },
  };
}

function cannotRepeat(name: string): CannotRead {
  return new CannotRead(
    `Files in ${name} would have to be looked at a second time, and there were too many to keep them.`,
    'Save it to a file, and name that: conda-links verify tar:FILE',
  );
}

async function readStream(
  stream: AsyncIterable<Buffer>,
  name: string,
  isOnce: boolean,
  { isHashed, prefix, signal }: ReadOptions,
): Promise<Tree> {
  const tree = new Tree('prefix');
  const intake = new Intake(isHashed, isOnce, prefix);
  await readTar(decompress(stream, name), { name, signal, mayLackEnd: false }, intake.into(tree));
  return tree;
}

/** What is wanted of a stream once more, by the how manieth entry it is. */
export type Again = ReadonlyMap<number, { readonly size: number; readonly sink: Sink }>;

export function byPlace(wanted: ReadonlyMap<Node, Wanted>): Again {
  return new Map(Array.from(wanted, ([{ at, size }, { sink }]) => [at, { size, sink }]));
}

/** Reads some entries of a tar stream again, all others only flow by. */
export async function replayStream(
  stream: AsyncIterable<Buffer>,
  name: string,
  again: Again,
  signal: AbortSignal,
): Promise<void> {
  let found = 0;
  const options = { name, signal, mayLackEnd: true };
  await readTar(decompress(stream, name), options, ({ size }, { at }) => {
    const one = again.get(at);
    if (one?.size !== size) return null;
    found += 1;
    return one.sink;
  });
  refuseMissed(name, again.size, found);
}

/** Reads some files of a tar archive that is not compressed: they stand in it as they are. */
async function replayParts(
  blob: Blob,
  wanted: ReadonlyMap<Node, Wanted>,
  signal: AbortSignal,
): Promise<void> {
  const folded = new Map<Node, Wanted>();
  const inOrder = [...wanted].sort(([a], [b]) => a.offset - b.offset);
  for (const [node, one] of inOrder) {
    signal.throwIfAborted();
    if (node.offset < 0) {
      folded.set(node, one);
      continue;
    }
    let read = 0;
    for await (const chunk of blob.read(node.offset, node.offset + node.size)) {
      read += chunk.length;
      one.sink.update(chunk);
    }
    refuseMissed(blob.name, node.size, read);
    one.sink.finish();
  }
  if (folded.size > 0) await replayStream(blob.read(), blob.name, byPlace(folded), signal);
}
