import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exec } from '@actions/exec';
import { printable } from '../bytes.ts';
import { CannotRead, type ExpectedError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { redact } from '../redact.ts';
import { type BuildOrder, LABEL } from './build.ts';
import { type BuildEvent, BuildEvents } from './build-events.ts';
import { BuildFailure } from './build-failure.ts';

/** What is to be built, and what buildx shall do beside it. */
export interface BuildxOrder extends Omit<BuildOrder, 'isBuildKit'> {
  /** As the user gave them: `--secret`, `--ssh`, `--cache-from`, `--cache-to`, `--builder`, … */
  readonly words: readonly string[];
}

/**
 * Builds an image with `docker buildx build`, for what the engine's API cannot do.
 * @returns the image's id, once the engine has it
 * @throws CannotBuild as Engine.build does, CannotRead where there is no buildx or no builder
 */
export async function buildWithBuildx(
  order: BuildxOrder,
  machine: Machine,
  onEvent: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(machine.env['RUNNER_TEMP'] || tmpdir(), 'conda-links-'));
  try {
    const files = { dockerfile: join(folder, 'Dockerfile'), id: join(folder, 'id') };
    await writeFile(files.dockerfile, order.context.dockerfile);
    const words = wordsOf(order, files);
    const failure = new BuildFailure();
    let hasSteps = false;
    const { code, stray } = await run(words, machine, signal, (event) => {
      failure.hear(event);
      hasSteps ||= event.kind === 'step';
      onEvent(event);
    });
    if (code !== 0) throw problemOf(code, stray, hasSteps ? failure : null);
    const id = (await readFile(files.id, 'utf8').catch(() => '')).trim();
    if (/^sha256:[0-9a-f]{64}$/.test(id)) return id;
    throw new CannotRead(
      'docker buildx named no image.',
      'Does a word of yours send it elsewhere?',
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wordsOf(order: BuildxOrder, files: { dockerfile: string; id: string }): string[] {
  const args = Object.entries(order.buildArgs).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`,
  ]);
  return [
    ...['docker', 'buildx', 'build', '--load', '--progress', 'rawjson', ...order.words],
    ...['--iidfile', files.id, '--file', files.dockerfile, '--label', `${LABEL}=${order.label}`],
    ...args,
    ...(order.tag === null ? [] : ['--tag', order.tag]),
    ...(order.platform === null ? [] : ['--platform', order.platform]),
    ...(order.isNoCache ? ['--no-cache'] : []),
    ...(order.isPulled ? ['--pull'] : []),
    ...['--', order.context.folder],
  ];
}

/** Says which process it is, and becomes what it is told to run: @actions/exec tells nobody whom to stop. */
const INTRODUCED = 'echo $$; exec "$@"';

/** So long a builder may take to end after it was told to, in milliseconds. */
const GRACE = 10_000;

async function run(
  words: readonly string[],
  machine: Machine,
  signal: AbortSignal,
  hear: (event: BuildEvent) => void,
): Promise<{ readonly code: number; readonly stray: readonly string[] }> {
  const events = new BuildEvents();
  let pid = 0;
  let problem: unknown = null;
  const kill = (how: NodeJS.Signals) => pid > 0 && send(pid, how);
  let clock: NodeJS.Timeout | undefined;
  const stop = () => {
    kill('SIGTERM');
    clock = setTimeout(() => kill('SIGKILL'), GRACE);
  };
  const onStderr = (piece: Buffer) => {
    try {
      for (const event of events.read(piece)) hear(event);
    } catch (error) {
      // Whatever is thrown to @actions/exec nobody catches.
      problem ??= error;
    }
  };
  const onStdout = (piece: Buffer) => {
    if (pid !== 0) return;
    pid = Number.parseInt(piece.toString('latin1'), 10) || 0;
    if (signal.aborted) stop();
  };
  signal.addEventListener('abort', stop);
  try {
    const code = await exec('/bin/sh', ['-c', INTRODUCED, 'sh', ...words], {
      ...{ silent: true, ignoreReturnCode: true, env: variables(machine) },
      listeners: { stdout: onStdout, stderr: onStderr },
    });
    for (const event of events.end()) hear(event);
    signal.throwIfAborted();
    if (problem !== null) throw problem;
    return { code, stray: events.stray };
  } finally {
    pid = 0;
    clearTimeout(clock);
    signal.removeEventListener('abort', stop);
  }
}

function send(pid: number, how: NodeJS.Signals): void {
  try {
    process.kill(pid, how);
  } catch {
    // It has just ended.
  }
}

function variables({ env }: Machine): Record<string, string> {
  const set = Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined);
  return Object.fromEntries(set);
}

/** @param failure null where nothing was begun */
function problemOf(
  code: number,
  stray: readonly string[],
  failure: BuildFailure | null,
): ExpectedError {
  const said =
    stray.find((line) =>
      /^(?:error: |docker: )?.*(?:unknown (?:\w+ )?flag|is not a docker)/i.test(line),
    ) ??
    stray.findLast((line) => /^error: /i.test(line)) ??
    stray.at(-1) ??
    '';
  const message = printable(redact(said.replace(/^error: /i, '')));
  if (failure) {
    if (!failure.isKnown) failure.refuse(message);
    const problem = failure.problem();
    if (problem) return problem;
  }
  const get = 'Install docker and its plugin buildx (0.13 or later), or leave --builder out.';
  if (code === 127) return new CannotRead('There is no docker on PATH that could be run.', get);
  // The docker command itself takes the words for its own where there is no such plugin.
  const hasNone = stray.some((line) => /is not a docker command|^Run 'docker --help'/.test(line));
  if (hasNone) return new CannotRead('This docker has no buildx.', get);
  const isOld = /progress/.test(said);
  return new CannotRead(`docker buildx failed with code ${code}: ${message}.`, isOld ? get : '');
}
