import { Readable } from 'node:stream';
import unbzip2Stream from 'unbzip2-stream';

/** Undoes bzip2; loaded only where there is some. */
export async function* unbzip2(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = Readable.from(packed, { objectMode: false });
  const transform = unbzip2Stream();
  // It is a stream of the oldest kind, which must be wrapped to be waited for.
  const output = new Readable().wrap(transform as unknown as NodeJS.ReadableStream);
  transform.on('error', (error: Error) => output.destroy(error));
  input.on('error', (error) => output.destroy(error));
  input.pipe(transform as unknown as NodeJS.WritableStream);
  try {
    yield* output as AsyncIterable<Buffer>;
  } finally {
    input.destroy();
    output.destroy();
  }
}
