import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { printable } from './bytes.ts';
import { CannotWrite, systemCode } from './errors.ts';

/** Everything that a builder says, in a file: for the day on which its last lines are not enough. */
export class BuildLog {
  readonly path: string;
  readonly #stream: WriteStream;
  readonly #isOwn: boolean;
  #error: Error | null = null;

  private constructor(path: string, isOwn: boolean) {
    this.path = path;
    this.#isOwn = isOwn;
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => {
      this.#error = error;
    });
  }

  /**
   * @param path where the user wants it; null for a temporary folder (on a runner: its own)
   * @throws CannotWrite
   */
  static async open(path: string | null): Promise<BuildLog> {
    if (path !== null) return new BuildLog(path, false);
    const place = process.env['RUNNER_TEMP'] || tmpdir();
    try {
      const folder = await mkdtemp(join(place, 'conda-links-'));
      return new BuildLog(join(folder, 'build.log'), true);
    } catch (cause) {
      const message = `The log of the build cannot be written in ${place} (${systemCode(cause)}).`;
      throw new CannotWrite(message, 'Name a file with --log.', { cause });
    }
  }

  add(line: string): void {
    if (!this.#error) this.#stream.write(`${printable(line)}\n`);
  }

  /**
   * Ends it. One that nobody named is kept only when it is of use.
   * @returns its path; null where it is gone
   */
  async close(isOfUse: boolean): Promise<string | null> {
    await new Promise<void>((done) => {
      this.#stream.end(done);
      this.#stream.on('error', () => done());
    });
    if (this.#error && !this.#isOwn) {
      const message = `${this.path} cannot be written (${systemCode(this.#error)}).`;
      throw new CannotWrite(message, 'Name another file with --log.', { cause: this.#error });
    }
    if (isOfUse || !this.#isOwn) return this.path;
    await rm(dirname(this.path), { recursive: true, force: true });
    return null;
  }
}
