import { printable } from '../bytes.ts';
import type { EnvironmentReport, Program } from '../report.ts';
import type { Reporter } from './reporter.ts';

/**
 * The lines of the founding article's `check_symlinks.sh`, byte for byte, so that what reads them need not
 * change. The only difference: control characters in a link are escaped.
 */
export const checkSymlinks: Reporter = ({ environments }) =>
  environments
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('');

function linesOf(environment: EnvironmentReport): string[] {
  const name = printable(environment.name);
  if (environment.verdict === 'unchecked' && environment.isMissing) {
    return [`Error: Environment '${name}' does not exist.`];
  }
  return [`Checking symbolic links in environment: ${name}`, ...environment.programs.map(lineOf)];
}

function lineOf({ name, kind, target, resolves }: Program): string {
  const column = name.padEnd(30);
  if (kind === 'missing') return `${column} (Missing)`;
  if (kind === 'file') return `${column} (Regular file, not a symlink)`;
  return `${column} -> ${printable(target ?? '')} (${resolves ? 'OK' : 'BROKEN'})`;
}
