import { selectChecks } from '../checks.ts';
import { findEnvironments } from '../conda/environments.ts';
import { NotFound } from '../errors.ts';
import { choose, INPUTS, parseFormat, parseInputs, type RawInputs } from '../inputs.ts';
import { thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import type { OpenOptions } from '../references.ts';
import type { Report } from '../report.ts';
import { FORMATS } from '../reports.ts';
import { scopeOf, scopesOf } from '../scopes.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { ReadingThreads } from '../sources/reading-threads.ts';
import { progressLine, viewOf } from '../terminal.ts';
import { type Scope, verify } from '../verify.ts';
import { VERSION } from '../version.ts';

/** `conda-links verify`: reads what was named, or all there is, and tells. */
export async function runVerify(
  environments: readonly string[],
  raw: RawInputs,
  isProgressWanted: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  const { failOn, level, ...inputs } = parseInputs({ ...raw, environments });
  const format = parseFormat(raw['format']);
  const output = String(raw['output'] ?? '');
  const view = viewOf(choose(INPUTS.color, raw['color']), output !== '' && output !== '-');
  const threads = HashingThreads.ofThisMachine();
  const progress = progressLine(isProgressWanted);
  let report: Report;
  try {
    const source = new DirectorySource(threads, ReadingThreads.ofThisMachine);
    const checks = selectChecks(inputs.check, inputs.skip);
    const scopes = await scopesToVerify(source, inputs.environments, {
      machine: thisMachine(),
      isHashed: level === 'content',
      prefix: inputs.prefix,
      platform: inputs.platform,
      signal,
      progress,
    });
    report = await verify(scopes, { level, checks, version: VERSION, signal, progress });
  } finally {
    progress.stop();
    await threads.close();
  }
  const isMissing = report.environments.some((one) => one.verdict === 'unchecked' && one.isMissing);
  // As the script does whose lines these are.
  const code = format === 'check-symlinks' && isMissing ? 1 : exitCode(report, failOn);
  return { text: FORMATS[format](report, view), file: output === '-' ? '' : output, code };
}

/** @throws NotFound when nothing was named and nothing is known */
async function scopesToVerify(
  source: DirectorySource,
  words: readonly string[],
  options: OpenOptions,
): Promise<Scope[]> {
  if (words.length > 0) return scopesOf(words, source, options);
  const { environments, tried } = await findEnvironments(source, options.machine);
  if (environments.length === 0) throw nothingFound(tried);
  return [scopeOf(source, environments)];
}

/** What to say on a machine on which no environment was found: the places that were tried. */
export function nothingFound(tried: readonly string[]): NotFound {
  return new NotFound(
    'No conda environment was found.',
    `Looked at ${tried.join(', ')}. Name an environment or its prefix: conda-links verify /path/to/env`,
  );
}
