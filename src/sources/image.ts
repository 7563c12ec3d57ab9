import { createHash, type Hash } from 'node:crypto';
import { CannotRead } from '../errors.ts';
import type { Reading, ReadOptions } from './archive.ts';
import { byPlace, replayStream } from './archive.ts';
import type { Blob } from './blob.ts';
import { decompress } from './decompress.ts';
import { Intake } from './intake.ts';
import { readTar } from './tar.ts';
import { Tree } from './tree.ts';

/** One layer of an image: a tar archive, compressed or not. */
export interface Layer {
  readonly blob: Blob;
  /** What its bytes hash to, as `sha256:…`; null where nothing tells. */
  readonly digest: string | null;
  /** What they hash to once they are no longer compressed; null where nothing tells, or `digest` is enough. */
  readonly diffId: string | null;
}

/**
 * Lays the layers of an image one upon the other, the first one lowest, as a container would see them.
 * @throws CannotRead when a layer is damaged, or not the one that the image names
 */
export async function readLayers(
  layers: readonly Layer[],
  { isHashed, signal }: ReadOptions,
): Promise<Reading> {
  const tree = new Tree('machine');
  const intake = new Intake(isHashed);
  for (const { blob, digest, diffId } of layers) {
    tree.nextLayer();
    const packed = verified(blob.read(), digest, blob.name);
    const stream = verified(decompress(packed, blob.name), diffId, blob.name);
    // Some builders leave the end out; that a layer is complete, its digest proves.
    const mayLackEnd = digest !== null || diffId !== null;
    await readTar(stream, { name: blob.name, signal, mayLackEnd }, intake.into(tree));
  }
  return {
    tree,
    replay: async (wanted, again) => {
      for (const [at, { blob }] of layers.entries()) {
        const here = new Map([...wanted].filter(([node]) => node.layer === at + 1));
        if (here.size > 0) await replayStream(blob.read(), blob.name, byPlace(here), again);
      }
    },
  };
}

/** Reads the one stream that an engine makes of all layers of an image. */
export async function readExport(
  stream: AsyncIterable<Buffer>,
  name: string,
  { isHashed, signal }: ReadOptions,
): Promise<Tree> {
  const tree = new Tree('machine');
  const intake = new Intake(isHashed);
  await readTar(stream, { name, signal, mayLackEnd: false }, intake.into(tree));
  return tree;
}

const ALGORITHMS = ['sha256', 'sha512'];

/** The same bytes; ends with an error where they are not those of a digest. */
async function* verified(
  stream: AsyncIterable<Buffer>,
  digest: string | null,
  name: string,
): AsyncGenerator<Buffer> {
  if (digest === null) {
    yield* stream;
    return;
  }
  const { hash, hex } = digestOf(digest, name);
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== hex) throw otherBytes(name);
}

/** @throws CannotRead when some bytes are not those of a digest */
export function checkDigest(bytes: Buffer, digest: string, name: string): void {
  const { hash, hex } = digestOf(digest, name);
  if (hash.update(bytes).digest('hex') !== hex) throw otherBytes(name);
}

/** @throws CannotRead for an algorithm that is not known */
function digestOf(digest: string, name: string): { hash: Hash; hex: string } {
  const [algorithm = '', hex = ''] = digest.split(':');
  if (ALGORITHMS.includes(algorithm)) return { hash: createHash(algorithm), hex };
  throw new CannotRead(`${name} has a digest of an unknown kind (${algorithm}).`, '');
}

function otherBytes(name: string): CannotRead {
  return new CannotRead(
    `${name} is damaged: its bytes are not those of its digest.`,
    'Save or pull the image again.',
  );
}
