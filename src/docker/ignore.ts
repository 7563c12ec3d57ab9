import { meansPath } from './ignore-pattern.ts';

/** The lines of a `.dockerignore` that count. */
export function ignoreLines(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Which of some paths a list keeps from the build: the last line that means one decides. */
export function excludedBy(list: readonly string[], paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const last = list.findLast((line) => meansPath(line.replace(/^!/, ''), path));
    return last !== undefined && !last.startsWith('!');
  });
}
