import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as core from '@actions/core';
import { selectChecks } from './checks.ts';
import { complaint, refuseWindows } from './commands.ts';
import { packageLines } from './conda/environment-file.ts';
import { findForAction } from './conda/environments.ts';
import { locate } from './conda/locate.ts';
import { ExpectedError } from './errors.ts';
import { choose, INPUTS, parseInputs, type VerifyInputs } from './inputs.ts';
import { type Machine, thisMachine } from './machine.ts';
import { exitCode } from './outcome.ts';
import type { Report } from './report.ts';
import { type Annotation, annotations, type Place } from './reports/annotations.ts';
import { summary } from './reports/summary.ts';
import { FORMATS } from './reports.ts';
import { DirectorySource } from './sources/directory.ts';
import { HashingThreads } from './sources/hashing-threads.ts';
import type { Source } from './sources.ts';
import { noProgress } from './terminal.ts';
import { type Target, verify } from './verify.ts';
import { VERSION } from './version.ts';

/**
 * The action: verifies, and tells in the log, in annotations, in the job's summary, and in its outputs.
 * @returns the exit code of the step
 */
export async function runAction(): Promise<number> {
  const threads = HashingThreads.ofThisMachine();
  try {
    refuseWindows(process.platform);
    choose(INPUTS.command, core.getInput(INPUTS.command.name));
    const inputs = readInputs();
    const source = new DirectorySource(threads);
    const machine = thisMachine();
    const report = await verify(source, await targetsOf(source, machine, inputs), {
      level: inputs.level,
      checks: selectChecks(inputs.check, inputs.skip),
      version: VERSION,
      signal: new AbortController().signal,
      progress: noProgress,
    });
    const code = exitCode(report, inputs.failOn);
    await tell(source, machine, report, code);
    return code;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    core.setOutput('verdict', 'unchecked');
    core.error(complaint(error).trim());
    return 2;
  } finally {
    await threads.close();
  }
}

function readInputs(): VerifyInputs {
  const get = ({ name }: { name: string }) => core.getInput(name);
  return parseInputs({
    environments: get(INPUTS.environments),
    failOn: get(INPUTS.failOn),
    level: get(INPUTS.level),
    check: get(INPUTS.check),
    skip: get(INPUTS.skip),
  });
}

/** What was named, or what the job's own environments are. */
async function targetsOf(
  source: Source,
  machine: Machine,
  { environments }: VerifyInputs,
): Promise<Target[]> {
  if (environments.length === 0) {
    const found = findForAction(source, machine);
    if (found.environments.length === 0) throw nothingToVerify(found.tried);
    return [...found.environments];
  }
  const targets: Target[] = [];
  for (const word of environments) targets.push(...(await locate(source, machine, word)));
  return targets;
}

function nothingToVerify(tried: readonly string[]): ExpectedError {
  return new ExpectedError(
    'No conda environment was found in this job.',
    `Looked at ${tried.join(', ')}. Name one in the input “environments”, or run this step after the environment was made.`,
  );
}

async function tell(source: Source, machine: Machine, report: Report, code: number): Promise<void> {
  const folder = await mkdtemp(join(process.env['RUNNER_TEMP'] || tmpdir(), 'conda-links-'));
  const file = join(folder, 'report.json');
  await writeFile(file, FORMATS.json(report, { color: false, width: 80 }));
  core.info(FORMATS.text(report, { color: true, width: 100 }).trimEnd());
  const places = await placesIn(source, machine);
  for (const annotation of annotations(report, places)) annotate(annotation);
  if (process.env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(summary(report)).write();
  const findings = report.environments.flatMap((one) =>
    one.verdict === 'unchecked' ? [] : one.findings,
  );
  core.setOutput('verdict', report.verdict);
  core.setOutput('findings', findings.filter(({ severity }) => severity !== 'note').length);
  core.setOutput('report', file);
  if (code === 0) core.info('conda-links: nothing at or above the chosen severity.');
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
  for (const candidate of named ? [named] : ['environment.yml', 'environment.yaml']) {
    const path = resolve(workspace, candidate);
    const lines = await packageLines(source, path);
    if (lines.size === 0) continue;
    const file = relative(workspace, path);
    return (name) => {
      const line = lines.get(name);
      return line === undefined ? null : { file, line };
    };
  }
  return () => null;
}
