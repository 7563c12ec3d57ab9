import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as core from '@actions/core';
import { printable, startOfLine } from './bytes.ts';
import { selectChecks } from './checks.ts';
import { Adoption, settingsFor } from './commands/adoption.ts';
import { checksAt, verifyInputs } from './commands/verify.ts';
import { refuseWindows } from './commands.ts';
import { packageLines } from './conda/environment-reader.ts';
import { findForAction } from './conda/environments.ts';
import { complaint } from './delivery.ts';
import { CannotWrite, ExpectedError, NotFound, systemCode } from './errors.ts';
import {
  type CommandName,
  choose,
  INPUTS,
  type Input,
  isOn,
  type RawInputs,
  type VerifyInputs,
} from './inputs.ts';
import { type Machine, thisMachine } from './machine.ts';
import { exitCode } from './outcome.ts';
import { count, type Report } from './report.ts';
import { type Annotation, annotations, type Place } from './reports/annotations.ts';
import { summary } from './reports/summary.ts';
import { FORMATS } from './reports.ts';
import { refuseUselessUser, scopeOf, scopesOf } from './scopes.ts';
import { blaming, keyOf, type Settings } from './settings.ts';
import { DirectorySource } from './sources/directory.ts';
import { HashingThreads } from './sources/hashing-threads.ts';
import { ReadingThreads } from './sources/reading-threads.ts';
import type { Source } from './sources.ts';
import { noProgress } from './terminal.ts';
import { type Scope, verify } from './verify.ts';
import { VERSION } from './version.ts';

/**
 * The action: does what its command says, and tells in its outputs, in the log, in annotations and in the
 * job's summary.
 * @returns the exit code of the step
 */
export async function runAction(): Promise<number> {
  try {
    const machine = thisMachine();
    refuseWindows(machine.platform);
    const command = choose(INPUTS.command, core.getInput(INPUTS.command.name)) as CommandName;
    return await COMMANDS[command](machine);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    core.error(complaint(error).trim());
    if (!(error instanceof CannotTell)) setOutputs('unchecked', 0, '');
    return 2;
  }
}

/** What the action can do; each returns the exit code. */
const COMMANDS: Readonly<Record<CommandName, (machine: Machine) => Promise<number>>> = {
  verify: runVerify,
  lint: runLint,
  dockerfile: runDockerfile,
  smoke: runSmokeStep,
};

/** Nobody presses Ctrl-C here: the runner kills a job that is not wanted any more. */
const NEVER = new AbortController().signal;

async function runVerify(machine: Machine): Promise<number> {
  const threads = HashingThreads.ofThisMachine();
  try {
    const source = new DirectorySource(threads, ReadingThreads.ofThisMachine);
    const raw = verifyGiven(source, machine);
    const settings = await settingsFor(source, machine, raw);
    const { inputs, scopes } = await meaningOf(source, machine, raw, settings);
    const adoption = await Adoption.of(settings, raw, inputs.failOn, new Date());
    const checks = selectChecks(inputs.check, inputs.skip);
    const found = await verify(scopes, {
      level: inputs.level,
      checks,
      isCacheWanted: inputs.isCacheWanted,
      asUser: inputs.asUser,
      version: VERSION,
      signal: NEVER,
      progress: noProgress,
      accept: adoption.accept,
    }).catch((error: unknown) => {
      throw blaming(error, raw, settings);
    });
    const ran = checksAt(inputs.level, checks);
    const { report, aside } = await adoption.end(found, ran, { source, machine, raw });
    await tell(report, await placesIn(source, machine), aside);
    return exitCode(report, inputs.failOn);
  } finally {
    await threads.close();
  }
}

async function runLint(machine: Machine): Promise<number> {
  const raw = rawInputs('lint');
  const { lintSettled } = await import('./commands/lint.ts');
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const { report, aside, code } = await lintSettled(source, machine, environmentFiles(), raw);
  await tell(report, nowhere, aside);
  return code;
}

async function runDockerfile(): Promise<number> {
  const raw = rawInputs('dockerfile');
  const { orderDockerfiles } = await import('./commands/dockerfile.ts');
  const { compare, writeAll } = await import('./commands/dockerfile-output.ts');
  const { matrix } = await import('./dockerfile/bake.ts');
  const { made, report, failOn, aside } = await orderDockerfiles(environmentFiles(), raw, NEVER);
  const { text, code } = isOn(INPUTS.checkOnly, raw['checkOnly'])
    ? await compare(made)
    : await writeAll(made, isOn(INPUTS.force, raw['force']));
  const written = made.outputs.filter(({ kind }) => kind === 'dockerfile');
  setOutput('dockerfile', written.map(({ shown }) => shown).join('\n'));
  setOutput('matrix', matrix(made.targets));
  await tell(report, nowhere);
  core.info(`${aside}${text}`.trimEnd());
  return Math.max(code, exitCode(report, failOn));
}

async function runSmokeStep(): Promise<number> {
  const raw = rawInputs('smoke');
  const { runSmoke } = await import('./commands/smoke.ts');
  const words = core.getMultilineInput(INPUTS.environments.name);
  const files = environmentFiles();
  core.startGroup('Building and running the image');
  const { report, code } = await runSmoke(
    words.length > 0 ? words : files,
    { ...raw, format: 'text', color: 'never' },
    (line, kind) => core.info(startOfLine(printable(kind === 'step' ? line : `  ${line}`))),
    NEVER,
  ).finally(() => core.endGroup());
  // What is gone again has no name: steps that follow would look for it, or find another one.
  const isThere = words.length > 0 || raw['tag'] !== '' || isOn(INPUTS.keep, raw['keep']);
  for (const image of report.images) {
    if (image.verdict === 'unchecked') continue;
    const name = words.length > 0 || raw['tag'] !== '' ? image.image : image.id;
    setOutput('image', isThere && image.id !== '' ? name : '');
    setOutput('image-id', image.id);
    setOutput('size', image.size);
    setOutput('fingerprint', image.fingerprint ?? '');
  }
  await tell(report, nowhere);
  return code;
}

/** What the step gives to a command, by the names of the table in camel case. */
function rawInputs(command: CommandName): RawInputs {
  const ours = (Object.values(INPUTS) as Input[]).filter(
    ({ faces, of }) => faces.includes('action') && of.includes(command),
  );
  return Object.fromEntries(ours.map(({ name }) => [keyOf(name), core.getInput(name)]));
}

/** One a line. */
function environmentFiles(): string[] {
  return core.getMultilineInput(INPUTS.environmentFile.name);
}

/** What the step gives to `verify`. */
function verifyGiven(source: Source, machine: Machine): RawInputs {
  const raw = rawInputs('verify');
  const environments = core.getInput(INPUTS.environments.name);
  // A prefix with blanks in it, alone on its line, is one prefix.
  const isOnePath = environments !== '' && source.exists(resolve(machine.cwd, environments));
  return isOnePath ? { ...raw, environments: [environments] } : raw;
}

/**
 * What the step and the settings ask for.
 * @throws BadInput, with its place where it stands in the settings; NotFound
 */
async function meaningOf(
  source: Source,
  machine: Machine,
  raw: RawInputs,
  settings: Settings,
): Promise<{ inputs: VerifyInputs; scopes: Scope[] }> {
  try {
    const inputs = verifyInputs(raw, settings);
    refuseUselessUser(inputs.environments, inputs);
    return { inputs, scopes: await scopesToVerify(source, machine, inputs) };
  } catch (error) {
    throw blaming(error, raw, settings);
  }
}

/** What was named, or what the job's own environments are. */
async function scopesToVerify(
  source: Source,
  machine: Machine,
  { environments, level, prefix, platform }: VerifyInputs,
): Promise<Scope[]> {
  if (environments.length > 0) {
    return scopesOf(environments, source, {
      machine,
      isHashed: level === 'content',
      prefix,
      platform,
      signal: NEVER,
      progress: noProgress,
    });
  }
  const found = findForAction(source, machine);
  if (found.environments.length > 0) return [scopeOf(source, found.environments)];
  throw new NotFound(
    'No conda environment was found in this job.',
    `Looked at ${found.tried.join(', ')}. Name one in the input “environments”, or run this step after the environment was made.`,
  );
}

/** Outputs first: the steps that follow must know, whatever becomes of the rest. */
async function tell(
  report: Report,
  placeOf: (name: string) => Place | null,
  aside = '',
): Promise<void> {
  const file = await writeReport(report);
  const all = [...report.environments, ...report.files, ...report.images];
  const counted = all.reduce((sum, one) => sum + count(one, 'error') + count(one, 'warning'), 0);
  setOutputs(report.verdict, counted, file);
  core.info(FORMATS.text(report, { color: true, width: 100 }).trimEnd());
  if (aside !== '') core.info(aside.trimEnd());
  for (const remark of report.remarks ?? []) core.warning(remark, { title: 'accepted findings' });
  for (const annotation of annotations(report, placeOf)) annotate(annotation);
  await writeSummary(report);
}

/** @throws CannotTell */
function setOutputs(verdict: string, findings: number, report: string): void {
  setOutput('verdict', verdict);
  setOutput('findings', findings);
  setOutput('report', report);
}

/** @throws CannotTell */
function setOutput(name: string, value: string | number): void {
  try {
    core.setOutput(name, value);
  } catch (cause) {
    const message = `The outputs of the step cannot be written: ${String(cause)}`;
    throw new CannotTell(message, 'See that the file GITHUB_OUTPUT names is there.', { cause });
  }
}

/** The runner's own place for outputs is not there. */
class CannotTell extends ExpectedError {}

/** @throws CannotWrite */
async function writeReport(report: Report): Promise<string> {
  const place = process.env['RUNNER_TEMP'] || tmpdir();
  try {
    const file = join(await mkdtemp(join(place, 'conda-links-')), 'report.json');
    await writeFile(file, FORMATS.json(report, { color: false, width: 80 }));
    return file;
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    throw new CannotWrite(
      `The report cannot be written to ${place} (${code}).`,
      'It is the folder that RUNNER_TEMP names: see that it is there and has room.',
      { cause: error },
    );
  }
}

/** A summary that cannot be written changes nothing of the verdict. */
async function writeSummary(report: Report): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return;
  try {
    await core.summary.addRaw(summary(report)).write();
  } catch (error) {
    core.warning(`The summary of the job cannot be written: ${printable(String(error))}`);
  }
}

function annotate({ severity, title, message, place }: Annotation): void {
  const where = place && {
    file: place.file,
    startLine: place.line,
    ...(place.column === undefined ? {} : { startColumn: place.column }),
  };
  const properties = { title, ...where };
  if (severity === 'error') core.error(message, properties);
  else core.warning(message, properties);
}

/** The lines of `environment.yml` that ask for packages, as GitHub wants them: relative to the workspace. */
async function placesIn(
  source: Source,
  { cwd, env }: Machine,
): Promise<(name: string) => Place | null> {
  const workspace = env['GITHUB_WORKSPACE'] || cwd;
  const [named] = environmentFiles();
  if (named && !source.exists(resolve(workspace, named))) {
    core.warning(`environment-file: there is no ${printable(named)}; annotations have no lines.`);
  }
  for (const candidate of named ? [named] : ['environment.yml', 'environment.yaml']) {
    const path = resolve(workspace, candidate);
    const lines = await packageLines(source, path);
    if (lines.size === 0) continue;
    const file = relative(workspace, path);
    // GitHub shows no lines of what lies outside of the repository.
    if (file.startsWith('../')) continue;
    return (name) => {
      const line = lines.get(name);
      return line === undefined ? null : { file, line };
    };
  }
  return nowhere;
}

/** For reports whose findings have places of their own. */
function nowhere(): null {
  return null;
}
