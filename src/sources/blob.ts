import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { forSystem } from '../bytes.ts';
import { CannotRead, NotFound, systemCode } from '../errors.ts';
import type { ReadingProgress } from '../progress.ts';
import { compressionOf } from './decompress.ts';

/** Bytes that lie in a file, or in a part of one, and can be read as often as is needed. */
export interface Blob {
  /** What to call it in a message. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The bytes from one place up to another, both counted from its start. */
  read(start?: number, end?: number): AsyncIterable<Buffer>;
}

/** As much as is read at once, in bytes. */
const CHUNK = 1 << 20;

/**
 * A file of this machine.
 * @param name what the user called it
 * @param progress told of every byte that is read; null for nobody
 * @throws NotFound, CannotRead
 */
export async function fileBlob(
  path: string,
  name: string,
  progress: ReadingProgress | null,
): Promise<Blob> {
  const size = await sizeOf(path, name);
  return {
    name,
    size,
    async *read(start = 0, end = size) {
      if (end <= start) return;
      progress?.plan(0, end - start);
      const options = { start, end: end - 1, highWaterMark: CHUNK };
      try {
        for await (const chunk of createReadStream(forSystem(path), options)) {
          progress?.advance(0, chunk.length);
          yield chunk;
        }
      } catch (error) {
        throw cannotRead(name, error);
      }
    },
  };
}

/** A part of another blob. */
export function partOf(blob: Blob, name: string, offset: number, size: number): Blob {
  return {
    name,
    size,
    read: (start = 0, end = size) => blob.read(offset + start, offset + Math.min(end, size)),
  };
}

/** All bytes of a small blob. @throws CannotRead when it is larger than that */
export async function readWhole(blob: Blob, limit: number): Promise<Buffer> {
  if (blob.size > limit) {
    throw new CannotRead(`${blob.name} is larger than ${limit >> 20} MiB.`, '');
  }
  return buffer(blob.read());
}

/** Whether its bytes are compressed, by the first of them. */
export async function isPacked(blob: Blob): Promise<boolean> {
  return compressionOf(await buffer(blob.read(0, 8))) !== 'none';
}

async function sizeOf(path: string, name: string): Promise<number> {
  try {
    // O_NONBLOCK: a fifo would wait for a writer for ever.
    const file = await open(forSystem(path), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (stats.isDirectory()) {
        throw new CannotRead(`${name} is a folder.`, 'Name a file; or, as it is, a prefix.');
      }
      if (stats.isFile()) return stats.size;
      throw new CannotRead(
        `${name} is no regular file, and would have to be read twice.`,
        'Save it to a file first; or pipe it into: conda-links verify tar:-',
      );
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotRead(name, error);
  }
}

function cannotRead(name: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new NotFound(`There is no file ${name}.`, 'See how its path is written.');
  }
  if (!code || !(error instanceof Error) || error instanceof CannotRead) return error;
  return new CannotRead(`${name} cannot be read (${code}).`, 'Read it as a user who may.', {
    cause: error,
  });
}
