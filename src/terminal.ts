import { dirname, join } from 'node:path';
import type { SingleBar } from 'cli-progress';
import { printable } from './bytes.ts';
import { CannotWrite, systemCode } from './errors.ts';
import type { ReadingProgress } from './progress.ts';
import type { View } from './reports/reporter.ts';

/** The widest that a report is made, in columns: longer lines are hard to read. */
const WIDEST = 100;

/** How a report is to be shown: `never` in a file, else as asked, by the usual variables, by the terminal. */
export function viewOf(when: string, isFile: boolean): View {
  const width = Math.max(40, Math.min(process.stdout.columns || 80, WIDEST));
  return { width, color: when === 'always' || (when === 'auto' && !isFile && wantsColor()) };
}

/** https://no-color.org, and FORCE_COLOR as Node has it. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

/**
 * Writes to standard output, or to a file in whole or not at all.
 * @throws CannotWrite
 */
export async function write(text: string, file: string): Promise<void> {
  try {
    if (file === '') await writeOut(text);
    else await writeFileWhole(text, file);
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    const place = file === '' ? 'Standard output' : file;
    throw new CannotWrite(`${place} cannot be written (${code}).`, ADVICE[code] ?? '', {
      cause: error,
    });
  }
}

/** Written beside its place and renamed, but for what is no file (`/dev/stderr`, a named pipe). */
async function writeFileWhole(text: string, file: string): Promise<void> {
  // Loaded here, for few reports go to a file.
  const { randomUUID } = await import('node:crypto');
  const { realpath, rename, stat, unlink, writeFile } = await import('node:fs/promises');
  const place = await realpath(file).catch(() => file);
  const isSpecial = await stat(place).then(
    (one) => !one.isFile(),
    () => false,
  );
  if (isSpecial) return writeFile(place, text);
  // A name that nobody can have laid a link at.
  const temporary = join(dirname(place), `.conda-links-${randomUUID()}`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, place);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'Its folder does not exist; make it first.',
  ENOTDIR: 'A part of the path is no folder.',
  EISDIR: 'It is a folder; name a file.',
  EACCES: 'Choose a place that you may write to.',
  EROFS: 'Choose a place that is not read-only.',
  ENOSPC: 'The disk is full; free some space.',
};

/** Standard output may be a pipe that somebody closed (`| head`): then there is nobody left to tell. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error | null) => {
      if (!error || systemCode(error) === 'EPIPE') resolve();
      else reject(error);
    };
    process.stdout.on('error', end);
    process.stdout.write(text, end);
  });
}

/** Shows on standard error which step has begun; what a step says goes into a log. */
export function steps(line: string, kind: 'step' | 'line'): void {
  if (kind === 'line') return;
  const width = (process.stderr.columns || 80) - 3;
  const [first = ''] = line.split('\n');
  const shown = printable(first.replace(/\s+/g, ' '));
  const cut = [...shown].length > width ? `${[...shown].slice(0, width - 1).join('')}…` : shown;
  process.stderr.write(`→ ${cut}\n`);
}

/** Nothing is shown to pipes, in CI, and when it does not take this long, in milliseconds. */
const PATIENCE = 1000;

/** A progress line on standard error, for a person who waits; and how to take it away again. */
export interface ProgressLine extends ReadingProgress {
  stop(): void;
}

export const noProgress: ProgressLine = { plan() {}, advance() {}, stop() {} };

/** Shows files, bytes and the time left, once it takes longer than a second. */
export function progressLine(isWanted: boolean): ProgressLine {
  if (!isWanted || process.stderr.isTTY !== true || process.env['CI']) return noProgress;
  let bar: SingleBar | null = null;
  let isDue = false;
  let isStopped = false;
  const done = { files: 0, bytes: 0 };
  const all = { files: 0, bytes: 0 };
  const figures = () => ({
    // How many files an archive holds is not known before its end.
    files:
      all.files > 0
        ? `${done.files.toLocaleString('en-US')} of ${all.files.toLocaleString('en-US')} files · `
        : '',
    bytes: `${(done.bytes / 1e9).toFixed(1)}/${(all.bytes / 1e9).toFixed(1)} GB`,
  });
  const start = async () => {
    isDue = true;
    // While the folders are still walked nobody knows how much it will be.
    if (all.bytes === 0 || bar) return;
    const { progressBar } = await import('./progress-bar.ts');
    if (isStopped || bar) return;
    bar = progressBar();
    bar.start(all.bytes, done.bytes, figures());
  };
  const timer = setTimeout(start, PATIENCE);
  return {
    plan(files, bytes) {
      all.files += files;
      all.bytes += bytes;
      bar?.setTotal(all.bytes);
      if (isDue) void start();
    },
    advance(files, bytes) {
      done.files += files;
      done.bytes += bytes;
      bar?.update(done.bytes, figures());
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
      bar = null;
    },
  };
}
