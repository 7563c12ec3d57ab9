import { Decompress } from 'fzstd';
import { CannotRead } from '../errors.ts';

/** fzstd reads no more than 25 bits of an offset, and takes other bytes for those that lie further back. */
const LARGEST_WINDOW = 1 << 26;

/**
 * Undoes zstd where Node itself cannot; loaded only then. It compares no checksum: a flipped bit shows as an
 * altered file, or as a layer of another digest.
 */
export async function* unzstd(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  const stream = new Decompress((data) => {
    refuseFarOffsets(stream, name);
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

/** @throws CannotRead for a frame whose window fzstd would silently undo wrongly (`zstd --long`, `--ultra -22`) */
function refuseFarOffsets(stream: Decompress, name: string): void {
  // The state of the frame under way, where there is one; `e` is the size of its window.
  const { s } = stream as unknown as { readonly s?: { readonly e?: number } };
  const window = s?.e ?? 0;
  if (window < LARGEST_WINDOW) return;
  throw new CannotRead(
    `${name} was compressed with zstd and a window of ${window >> 20} MiB, which this version of Node cannot undo.`,
    'Use another version of Node, 22.15 or newer; or pipe it: zstd -dc --long=31 FILE | conda-links verify tar:-',
  );
}
