import { posix } from 'node:path';
import { BadInput, NotFound } from '../errors.ts';
import { choose, INPUTS, list, parseFormat, type RawInputs, RULE_INPUTS, text } from '../inputs.ts';
import { lintFile, type ReadOptions } from '../lint.ts';
import { type Machine, thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import { type FailOn, type FileReport, overall, type Report } from '../report.ts';
import { FORMATS } from '../reports.ts';
import type { Rule } from '../rule.ts';
import { selectRules } from '../rules.ts';
import { blaming, settled } from '../settings.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import type { Source } from '../sources.ts';
import { viewOf } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { Adoption, settingsFor, type Told } from './adoption.ts';

/** `conda-links lint`: what is wrong with environment files, all of it at once. */
export async function runLint(words: readonly string[], raw: RawInputs): Promise<Outcome> {
  const machine = thisMachine();
  const format = parseFormat(raw['format']);
  if (format === 'check-symlinks') {
    throw new BadInput('format: a file has no links to list.', 'It can be: text, json.');
  }
  const output = text(raw['output']) ?? '';
  const view = viewOf(choose(INPUTS.color, raw['color']), output !== '' && output !== '-');
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const { report, aside, code } = await lintSettled(source, machine, words, raw);
  return { text: FORMATS[format](report, view), file: output === '-' ? '' : output, code, aside };
}

/**
 * Lints by what was given, and by what the settings say beside it.
 * @throws BadInput, and what `lintFiles` and `Adoption` throw
 */
export async function lintSettled(
  source: Source,
  machine: Machine,
  words: readonly string[],
  raw: RawInputs,
): Promise<Told & { readonly code: number }> {
  const settings = await settingsFor(source, machine, raw);
  const all = settled('lint', raw, settings);
  try {
    const failOn = choose(INPUTS.failOn, all['failOn']) as FailOn;
    const adoption = await Adoption.of(settings, raw, failOn, new Date());
    const found = await lintFiles(source, machine, words, all, adoption.accept);
    const told = await adoption.end(found, rulesOf(all), { source, machine, raw });
    return { ...told, code: exitCode(told.report, failOn) };
  } catch (error) {
    throw blaming(error, raw, settings);
  }
}

/** Lints what was named, or the file of the working folder. */
export async function lintFiles(
  source: Source,
  machine: Machine,
  words: readonly string[],
  raw: RawInputs,
  accept: NonNullable<ReadOptions['accept']> = () => null,
): Promise<Report> {
  const rules = rulesOf(raw);
  const context = text(raw['context']);
  const options = {
    name: text(raw['name']),
    context: context === null ? null : posix.resolve(machine.cwd, context),
    build: null,
    accept,
  };
  const files: FileReport[] = [];
  for (const named of namedOrUsual(source, machine, words)) {
    const path = posix.resolve(machine.cwd, named);
    files.push(await lintFile(source, path, named, rules, options));
  }
  return reportOf(files);
}

/** @throws BadInput where there is no such rule */
function rulesOf(raw: RawInputs): readonly Rule[] {
  return selectRules(list(RULE_INPUTS.check, raw['check']), list(RULE_INPUTS.skip, raw['skip']));
}

/** A report of nothing but files. */
export function reportOf(files: readonly FileReport[]): Report {
  const tool = { name: 'conda-links', version: VERSION } as const;
  return { schema: 1, tool, verdict: overall(files), environments: [], files, images: [] };
}

/**
 * The environment files that were named, or the usual one of the working folder.
 * @throws NotFound when there is none
 */
export function namedOrUsual(
  source: Source,
  { cwd }: Machine,
  words: readonly string[],
): readonly string[] {
  if (words.length > 0) return words;
  const usual = ['environment.yml', 'environment.yaml'];
  const found = usual.find((name) => source.exists(posix.join(cwd, name)));
  if (found) return [found];
  throw new NotFound(
    `There is neither an environment.yml nor an environment.yaml in ${cwd}.`,
    'Name the file: conda-links lint path/to/environment.yml',
  );
}
