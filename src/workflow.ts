import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as core from '@actions/core';
import { printable } from './bytes.ts';
import { selectChecks } from './checks.ts';
import { complaint, refuseWindows } from './commands.ts';
import { packageLines } from './conda/environment-reader.ts';
import { findForAction } from './conda/environments.ts';
import { CannotWrite, ExpectedError, NotFound, systemCode } from './errors.ts';
import { choose, INPUTS, parseInputs, type VerifyInputs } from './inputs.ts';
import { type Machine, thisMachine } from './machine.ts';
import { exitCode } from './outcome.ts';
import type { Report } from './report.ts';
import { type Annotation, annotations, type Place } from './reports/annotations.ts';
import { summary } from './reports/summary.ts';
import { FORMATS } from './reports.ts';
import { scopeOf, scopesOf } from './scopes.ts';
import { DirectorySource } from './sources/directory.ts';
import { HashingThreads } from './sources/hashing-threads.ts';
import type { Source } from './sources.ts';
import { noProgress } from './terminal.ts';
import { type Scope, verify } from './verify.ts';
import { VERSION } from './version.ts';

/**
 * The action: verifies, and tells in its outputs, in the log, in annotations and in the job's summary.
 * @returns the exit code of the step
 */
export async function runAction(): Promise<number> {
  const threads = HashingThreads.ofThisMachine();
  try {
    const machine = thisMachine();
    refuseWindows(machine.platform);
    choose(INPUTS.command, core.getInput(INPUTS.command.name));
    const source = new DirectorySource(threads);
    const inputs = readInputs(source, machine);
    const report = await verify(await scopesToVerify(source, machine, inputs), {
      level: inputs.level,
      checks: selectChecks(inputs.check, inputs.skip),
      version: VERSION,
      signal: new AbortController().signal,
      progress: noProgress,
    });
    await tell(source, machine, report);
    return exitCode(report, inputs.failOn);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    core.error(complaint(error).trim());
    if (!(error instanceof CannotTell)) setOutputs('unchecked', 0, '');
    return 2;
  } finally {
    await threads.close();
  }
}

function readInputs(source: Source, machine: Machine): VerifyInputs {
  const get = ({ name }: { name: string }) => core.getInput(name);
  const environments = get(INPUTS.environments);
  // A prefix with blanks in it, alone on its line, is one prefix.
  const isOnePath = environments !== '' && source.exists(resolve(machine.cwd, environments));
  return parseInputs({
    environments: isOnePath ? [environments] : environments,
    failOn: get(INPUTS.failOn),
    level: get(INPUTS.level),
    prefix: get(INPUTS.prefix),
    platform: get(INPUTS.platform),
    check: get(INPUTS.check),
    skip: get(INPUTS.skip),
  });
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
      signal: new AbortController().signal,
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
async function tell(source: Source, machine: Machine, report: Report): Promise<void> {
  const file = await writeReport(report);
  const findings = report.environments.flatMap((one) =>
    one.verdict === 'unchecked' ? [] : one.findings,
  );
  const counted = findings.filter(({ severity }) => severity !== 'note').length;
  setOutputs(report.verdict, counted, file);
  core.info(FORMATS.text(report, { color: true, width: 100 }).trimEnd());
  const places = await placesIn(source, machine);
  for (const annotation of annotations(report, places)) annotate(annotation);
  await writeSummary(report);
}

/** @throws CannotTell */
function setOutputs(verdict: string, findings: number, report: string): void {
  try {
    core.setOutput('verdict', verdict);
    core.setOutput('findings', findings);
    core.setOutput('report', report);
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
  const properties = { title, ...(place ? { file: place.file, startLine: place.line } : {}) };
  if (severity === 'error') core.error(message, properties);
  else core.warning(message, properties);
}

/** The lines of `environment.yml` that ask for packages, as GitHub wants them: relative to the workspace. */
async function placesIn(
  source: Source,
  { cwd, env }: Machine,
): Promise<(name: string) => Place | null> {
  const workspace = env['GITHUB_WORKSPACE'] || cwd;
  const named = core.getInput(INPUTS.environmentFile.name);
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
  return () => null;
}
