import { Decompress } from 'fzstd';

/**
 * Undoes zstd where Node itself cannot; loaded only then. It compares no checksum: a flipped bit shows as an
 * altered file, or as a layer of another digest.
 */
export async function* unzstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  const stream = new Decompress((data) => {
    // A copy, for it reuses what it gives.
    if (data.length > 0) ready.push(Buffer.from(data));
  });
  for await (const chunk of packed) {
    stream.push(chunk);
    yield* ready.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* ready.splice(0);
}
