import { printable, startOfLine } from './bytes.ts';
import { ExpectedError } from './errors.ts';
import type { Outcome } from './outcome.ts';
import { write } from './terminal.ts';

/** Prints what a command has to say. From here on Ctrl-C simply ends the program, as nothing is left to do. */
export async function deliver({ text, file, code, aside }: Outcome): Promise<number> {
  try {
    if (aside) process.stderr.write(aside);
    if (text !== '') await write(text, file);
    return code;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    process.stderr.write(complaint(error));
    return 2;
  }
}

/** An expected failure for standard error: what, and what to do. */
export function complaint({ message, advice }: ExpectedError): string {
  return lines([`conda-links: ${message}`, advice].filter(Boolean));
}

/** Lines for standard error, each made safe: none of them speaks to a terminal or a runner. */
export function lines(texts: readonly string[]): string {
  return texts.map((text) => `${startOfLine(printable(text))}\n`).join('');
}
