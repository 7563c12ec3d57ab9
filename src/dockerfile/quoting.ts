import { printable } from '../bytes.ts';
import { BadInput } from '../errors.ts';

/** The backslashes before a `"` or at the end, or one character that means something within quotes. */
const MEANINGFUL = /((?<!\\)\\+(?="|$))|[\\"$]/g;

/**
 * A value for `ENV`, `LABEL` and `ARG`. Within double quotes a Dockerfile gives a meaning to `"`, `$` and
 * the escape character alone (BuildKit's `frontend/dockerfile/shell/lex.go`). hadolint cannot read `\\\\"`
 * there, so backslashes before a quote stand outside of them.
 * @param text without control characters
 */
export function quoted(text: string): string {
  const escaped = text.replace(MEANINGFUL, (one: string, backslashes: string | undefined) =>
    backslashes === undefined ? `\\${one}` : `"${backslashes}${backslashes}"`,
  );
  return `"${escaped}"`;
}

/** One line of comment, whatever is said in it. */
export function comment(text: string): string {
  return `# ${printable(text)}`;
}

/** What neither `COPY` (globs, variables), nor a shell, nor `.dockerignore` gives a meaning to. */
const PATH = /^(?!-)[\p{L}\p{N}_.@+=,~/ -]+$/u;

/**
 * Whether a path can be written into a Dockerfile as it is.
 * @throws BadInput when it cannot
 */
export function refuseOddPath(path: string): void {
  if (PATH.test(path) && path === path.trim()) return;
  throw new BadInput(
    `“${path}” has a character in its name that means something in a Dockerfile.`,
    'Rename it: letters, digits, blanks and . _ - + = , @ ~ are safe.',
  );
}

/** `COPY` of some paths of the context to a folder, which ends with a slash. */
export function copy(paths: readonly string[], folder: string, flags = ''): string {
  const words = [...paths, folder];
  const isPlain = words.every((word) => !/\s/.test(word));
  return `COPY ${flags}${isPlain ? words.join(' ') : JSON.stringify(words)}`;
}

/** A form that no shell sees: `["python", "-V"]`. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
