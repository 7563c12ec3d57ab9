import { BadInput } from '../errors.ts';
import { meaningOf } from './ignore-pattern.ts';

/** The lines of a `.dockerignore` that count. A comment has its sign in the first column. */
export function ignoreLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Which of some paths a list keeps from the build: the last line that means one decides. */
export function excludedBy(list: readonly string[], paths: readonly string[]): string[] {
  const meanings = list.map(lineOf);
  return paths.filter((path) => isExcluded(meanings, path));
}

/** What a `.dockerignore` keeps from the build. */
export interface IgnoreRules {
  readonly ignores: (path: string) => boolean;
  /** Whether something in a folder that is ignored may be wanted all the same. */
  readonly mayWantOf: (folder: string) => boolean;
}

/** @throws BadInput for what no engine takes either */
export function ignoreRules(text: string): IgnoreRules {
  const lines = ignoreLines(text).map(lineOf);
  for (const { means, isException, pattern } of lines) {
    if (means !== null && !(isException && pattern === '')) continue;
    throw new BadInput(
      `.dockerignore: “${isException ? '!' : ''}${pattern}” is no pattern.`,
      'A [ wants its ], and a ! something behind it.',
    );
  }
  const wanted = lines
    .filter(({ isException }) => isException)
    .map(({ pattern }) => whole(pattern));
  // As BuildKit has it (github.com/tonistiigi/fsutil, filter.go): where all exceptions are plain paths, only the
  // folders on their way are gone through.
  const isPlain = wanted.every((pattern) => !/[*?[\]^\\]/.test(pattern));
  return {
    ignores: (path) => isExcluded(lines, path),
    mayWantOf: (folder) =>
      wanted.some((pattern) => !isPlain || `${pattern}/`.startsWith(`${folder}/`)),
  };
}

interface Line {
  readonly isException: boolean;
  /** Without the `!` before it. */
  readonly pattern: string;
  /** Null where it is no pattern. */
  readonly means: ((path: string) => boolean) | null;
}

function lineOf(line: string): Line {
  const isException = line.startsWith('!');
  const pattern = isException ? line.slice(1).trim() : line;
  return { isException, pattern, means: meaningOf(pattern) };
}

function isExcluded(lines: readonly Line[], path: string): boolean {
  const last = lines.findLast(({ means }) => means?.(path));
  return last !== undefined && !last.isException;
}

/** Without what means everything in a folder, and written as paths are. */
function whole(pattern: string): string {
  return pattern
    .replace(/\/\*\*?$/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
