import { posix } from 'node:path';
import type { Check } from '../check.ts';
import { selectChecks } from '../checks.ts';
import { LEVELS, type Level } from '../choices.ts';
import { findEnvironments } from '../conda/environments.ts';
import { lines } from '../delivery.ts';
import { BadInput, NotFound } from '../errors.ts';
import {
  choose,
  INPUTS,
  parseFormat,
  parseInputs,
  type RawInputs,
  type VerifyInputs,
} from '../inputs.ts';
import { compileLittle, thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import type { OpenOptions } from '../references.ts';
import type { FailOn } from '../report.ts';
import { FORMATS } from '../reports.ts';
import { refuseUselessUser, scopeOf, scopesOf } from '../scopes.ts';
import { blaming, type Settings, settled, UNSET, withoutUseless } from '../settings.ts';
import type { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { ReadingThreads } from '../sources/reading-threads.ts';
import { progressLine, viewOf } from '../terminal.ts';
import { type Scope, verify } from '../verify.ts';
import { VERSION } from '../version.ts';
import { Adoption, settingsFor, type Told } from './adoption.ts';
import { refuseWithin } from './bounds.ts';
import { Remembering } from './remembering.ts';

/** `conda-links verify`: reads what was named, or all there is, and tells. */
export async function runVerify(
  environments: readonly string[],
  raw: RawInputs,
  isProgressWanted: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  if (raw['asUser'] === '')
    throw new BadInput(
      'as-user: it names nobody.',
      'Write a name, 1000, 1000:100 or openshift, or leave it out.',
    );
  const format = parseFormat(raw['format']);
  const output = String(raw['output'] ?? '');
  const view = viewOf(choose(INPUTS.color, raw['color']), output !== '' && output !== '-');
  const threads = HashingThreads.ofThisMachine();
  const progress = progressLine(isProgressWanted);
  const machine = thisMachine();
  const remembering = new Remembering(raw, machine, threads, ReadingThreads.ofThisMachine);
  const { source } = remembering;
  const given = { ...raw, environments };
  let settings = UNSET;
  let told: Told;
  let failOn: FailOn;
  let remarks: string[];
  try {
    settings = await settingsFor(source, machine, raw);
    const { level, asUser, ...inputs } = verifyInputs(given, settings);
    refuseUselessUser(inputs.environments, { asUser, level });
    failOn = inputs.failOn;
    if (level === 'links') compileLittle();
    const adoption = await Adoption.of(settings, raw, failOn, new Date());
    const checks = selectChecks(inputs.check, inputs.skip);
    const scopes = await scopesToVerify(source, inputs.environments, {
      machine,
      isHashed: level === 'content',
      prefix: inputs.prefix,
      platform: inputs.platform,
      signal,
      progress,
    });
    const found = await verify(scopes, {
      level,
      checks,
      isCacheWanted: inputs.isCacheWanted,
      asUser,
      version: VERSION,
      signal,
      progress,
      accept: adoption.accept,
    });
    if (output !== '' && output !== '-')
      refuseWithin(source, posix.resolve(machine.cwd, output), found, output);
    remarks = remembering.end(found);
    told = await adoption.end(found, checksAt(level, checks), { source, machine, raw });
  } catch (error) {
    throw blaming(error, given, settings);
  } finally {
    progress.stop();
    void threads.close();
  }
  const { report } = told;
  const aside = told.aside + lines(remarks.map((remark) => `conda-links: ${remark}`));
  const isMissing = report.environments.some((one) => one.verdict === 'unchecked' && one.isMissing);
  // As the script does whose lines these are.
  const code = format === 'check-symlinks' && isMissing ? 1 : exitCode(report, failOn);
  return { text: FORMATS[format](report, view), file: output === '-' ? '' : output, code, aside };
}

/**
 * What was given, and what the settings say beside it.
 * @throws BadInput
 */
export function verifyInputs(given: RawInputs, settings: Settings): VerifyInputs {
  return withoutUseless(parseInputs(settled('verify', given, settings)), given);
}

/** The checks that run at a level. */
export function checksAt(level: Level, checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => LEVELS.indexOf(check.level) <= LEVELS.indexOf(level));
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
