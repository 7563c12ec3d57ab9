import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { CannotRead, ExpectedError } from '../errors.ts';
import { quote } from '../shell.ts';

/** What the first bytes of a stream say it is. */
export type Compression = 'none' | 'gzip' | 'bzip2' | 'zstd' | 'xz' | 'lz4' | 'zip' | '7z';

const MAGIC: readonly (readonly [Compression, string])[] = [
  ['gzip', '1f8b'],
  ['bzip2', '425a68'],
  ['zstd', '28b52ffd'],
  ['xz', 'fd377a585a00'],
  ['lz4', '04224d18'],
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['7z', '377abcaf271c'],
];

/** What a stream is compressed with, by its first bytes. */
export function compressionOf(start: Buffer): Compression {
  const hex = start.toString('hex', 0, 8);
  // A skippable frame may come first, as pzstd writes it (RFC 8878, 3.1.2).
  if (/^5.2a4d18/.test(hex)) return 'zstd';
  return MAGIC.find(([, magic]) => hex.startsWith(magic))?.[0] ?? 'none';
}

/** From here on, in bytes, it is looked at how far a stream expands. */
const UNSUSPICIOUS = 2 ** 30;
/** Environments shrink to a fifth; files of zeros to a thousandth, which is what bombs are made of. */
const LARGEST_RATIO = 200;

/** Counts what goes into a decompressor and what comes out, and stops what grows beyond belief. */
export class Expansion {
  #packed = 0;
  #unpacked = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  packed(bytes: number): void {
    this.#packed += bytes;
  }

  /** @throws CannotRead for a decompression bomb */
  unpacked(bytes: number): void {
    this.#unpacked += bytes;
    refuseBomb(this.#name, this.#packed, this.#unpacked);
  }
}

/** @throws CannotRead when so much of so little is beyond belief */
export function refuseBomb(name: string, packed: number, unpacked: number): void {
  const isBomb = unpacked > UNSUSPICIOUS && unpacked > LARGEST_RATIO * Math.max(1, packed);
  if (!isBomb) return;
  throw new CannotRead(
    `${name} expands to more than ${LARGEST_RATIO} times its size: it is not believed to hold an environment.`,
    'Unpack it, if you know what it is, and verify the folder.',
  );
}

/**
 * The bytes of a stream as they were before gzip, bzip2 or zstd, told by its first bytes.
 * @param name what to call it in a message
 * @throws CannotRead when it is damaged or cut, of a kind that is not read, or a bomb
 */
export async function* decompress(
  stream: AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  try {
    const start = await firstBytes(chunks);
    const compression = compressionOf(start);
    const all = rejoin(start, chunks);
    if (compression === 'none') yield* all;
    else yield* expand(all, compression, name);
  } finally {
    await chunks.return?.();
  }
}

async function* expand(
  packed: AsyncIterable<Buffer>,
  compression: Compression,
  name: string,
): AsyncGenerator<Buffer> {
  const expansion = new Expansion(name);
  const input = new Counted(packed, expansion);
  try {
    for await (const chunk of await decompressor(input, compression, name)) {
      expansion.unpacked(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (input.failure) throw input.failure;
    if (error instanceof ExpectedError) throw error;
    throw new CannotRead(
      `${name} is cut or damaged: its ${compression} data end too early or make no sense.`,
      'Make or copy it again.',
      { cause: error },
    );
  }
}

/** What is read, counted; and what the reading failed with, to tell it from what is no use to a decompressor. */
class Counted {
  failure: unknown = null;
  readonly #stream: AsyncIterable<Buffer>;
  readonly #expansion: Expansion;

  constructor(stream: AsyncIterable<Buffer>, expansion: Expansion) {
    this.#stream = stream;
    this.#expansion = expansion;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.#stream) {
        this.#expansion.packed(chunk.length);
        yield chunk;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** `a` and `b`, each in a frame of its own: that of Node 24.21 ends after the first one and says nothing. */
const TWO_FRAMES = Buffer.from('28b52ffd00580900006128b52ffd005809000062', 'hex');

/** What Node 20 does not have, and its types do not tell of. */
interface NewerZlib {
  readonly createZstdDecompress?: (options: object) => Transform;
  readonly zstdDecompressSync?: (packed: Buffer) => Buffer;
  readonly constants: { readonly ZSTD_d_windowLogMax: number };
}

async function decompressor(
  packed: AsyncIterable<Buffer>,
  compression: Compression,
  name: string,
): Promise<AsyncIterable<Buffer>> {
  const options = { chunkSize: 1 << 18 };
  if (compression === 'gzip') return through(packed, zlib.createGunzip(options));
  if (compression === 'zstd') {
    // Node 22.15 brings it; else there is one in JavaScript, several times slower.
    const { createZstdDecompress, zstdDecompressSync, constants } = zlib as unknown as NewerZlib;
    if (createZstdDecompress && zstdDecompressSync?.(TWO_FRAMES).length === 2) {
      // Windows of up to 2 GiB, as `zstd --long=31` makes them.
      const params = { [constants.ZSTD_d_windowLogMax]: 31 };
      return through(packed, createZstdDecompress({ ...options, params }));
    }
    const { unzstd } = await import('./zstd.ts');
    return unzstd(packed, name);
  }
  if (compression === 'bzip2') {
    const { unbzip2 } = await import('./bzip2.ts');
    return unbzip2(packed);
  }
  throw new CannotRead(
    `${name} is ${NAMES[compression] ?? compression}.`,
    adviceFor(compression, name),
  );
}

const NAMES: Partial<Record<Compression, string>> = {
  xz: 'compressed with xz, which is not read',
  lz4: 'compressed with lz4, which is not read',
  zip: 'a zip file',
  '7z': 'a 7-Zip file, which is not read',
};

function adviceFor(compression: Compression, name: string): string {
  if (compression === 'zip') return 'Name it with zip: instead.';
  if (compression === '7z') return 'Unpack it, and verify the folder.';
  return `Undo it on the way: ${compression} -dc ${quote(name)} | conda-links verify tar:-`;
}

async function* through(packed: AsyncIterable<Buffer>, transform: Transform) {
  const input = Readable.from(packed, { objectMode: false });
  // An error of the input is one of the output; pipe alone would leave the reader waiting.
  input.on('error', (error) => transform.destroy(error));
  input.pipe(transform);
  try {
    yield* transform as AsyncIterable<Buffer>;
  } finally {
    input.destroy();
    transform.destroy();
  }
}

/** Enough to tell what a stream is; less where there is no more. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < 8) {
    const { value, done } = await chunks.next();
    if (done) break;
    start = start.length === 0 ? value : Buffer.concat([start, value]);
  }
  return start;
}

async function* rejoin(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
