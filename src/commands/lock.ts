import { printable } from '../bytes.ts';
import { CHECKS } from '../checks.ts';
import { CannotRead } from '../errors.ts';
import { choose, INPUTS, text } from '../inputs.ts';
import { type Lock, lock } from '../lock.ts';
import type { Outcome } from '../outcome.ts';
import type { Report } from '../report.ts';
import { FORMATS } from '../reports.ts';
import { viewOf } from '../terminal.ts';
import { verify } from '../verify.ts';
import { VERSION } from '../version.ts';
import { type OneEnvironment, pick, scopeOfOne, type Tools, withTools } from './opening.ts';

/** `conda-links lock ENV`: a file from which the very same environment can be made again. */
export async function runLock(
  word: string,
  options: OneEnvironment,
  signal: AbortSignal,
): Promise<Outcome> {
  const view = viewOf(choose(INPUTS.color, options.raw['color']), false);
  const output = text(options.raw['output']) ?? '';
  const file = output === '-' ? '' : output;
  return withTools([word], options, signal, async (tools) => {
    const locked = await lockVerified(tools, word, options.env, signal);
    if (locked.lock === null) {
      return { text: '', aside: FORMATS.text(locked.report, view), file: '', code: 1 };
    }
    return { text: locked.lock.text, aside: lossesOf(locked.lock), file, code: 0 };
  });
}

/** A lock; or null where the environment is broken, and what was found. */
export interface Locked {
  readonly name: string;
  readonly lock: Lock | null;
  readonly report: Report;
}

/**
 * Verifies an environment, and locks it if it is whole: of a broken one nobody knows what was meant.
 * @throws CannotRead when it could not be verified
 */
export async function lockVerified(
  { open, progress }: Tools,
  word: string,
  asked: string,
  signal: AbortSignal,
): Promise<Locked> {
  const opened = await open(word);
  try {
    const target = pick(opened, { asked, likely: '' }, word);
    const report = await verify([scopeOfOne(opened.source, target, null)], {
      level: 'content',
      checks: CHECKS,
      version: VERSION,
      signal,
      progress,
    });
    progress.stop();
    const [one] = report.environments;
    if (one?.verdict === 'unchecked') throw new CannotRead(one.error, one.advice);
    const { name, prefix } = target;
    const isWhole = report.verdict === 'whole';
    return { name, report, lock: isWhole ? await lock(opened.source, prefix, name, signal) : null };
  } finally {
    await opened.close();
  }
}

/** What is not in a lock, for whoever relies on it. */
export function lossesOf({ lost }: Lock): string {
  return lost
    .map(({ name, why }) => `conda-links: not in the lock: ${printable(`${name}, ${why}`)}\n`)
    .join('');
}
