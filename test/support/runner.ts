// Runs the action's bundle as GitHub's runner does: with its variables and files, and with its eyes for
// commands in what is printed (Runner.Common/ActionCommand.cs of actions/runner).
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { valid } from './schema.ts';

/** A workflow command that the runner would obey. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What is left of a step, until it is disposed of: its files lie in a temporary folder. */
export interface Step extends AsyncDisposable {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From both streams, which the runner reads alike. */
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The `RUNNER_TEMP` of the step. */
  readonly temp: string;
  readonly workspace: string;
}

export interface StepOptions {
  /** As under `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Added to the runner's variables; `null` takes one away. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Files of the workspace: path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** What is put before the command, as `nice` would be. */
  readonly through?: readonly string[];
}

/** `action.yml`, as far as the runner reads it. */
export interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly branding: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The Node that stands for the runner's: 24 where the machine has one, else the one that runs the tests. */
export const runnersNode = process.env['CONDA_LINKS_NODE24'] || process.execPath;

export async function readMetadata(): Promise<Metadata> {
  return parse(await readFile(join(repository, 'action.yml'), 'utf8'));
}

/** A folder for the time of one test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'cl-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** One step that uses the action. */
export async function runStep({
  inputs = {},
  env = {},
  files = {},
  through = [],
}: StepOptions): Promise<Step> {
  const { path: sandbox, [Symbol.asyncDispose]: dispose } = await temporaryFolder();
  const workspace = join(sandbox, 'workspace');
  const temp = join(sandbox, 'temp');
  const fileCommands = join(sandbox, 'file-commands');
  for (const folder of [workspace, temp, fileCommands, join(sandbox, 'home')]) await mkdir(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(workspace, path, '..'), { recursive: true });
    await writeFile(join(workspace, path), content);
  }
  for (const name of FILE_COMMANDS) await writeFile(join(fileCommands, name), '');
  const { runs, inputs: known } = await readMetadata();
  const variables: Record<string, string | null> = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(sandbox, 'home'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_WORKSPACE: workspace,
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_TEMP: temp,
    ...Object.fromEntries(FILE_COMMANDS.map((name) => [name, join(fileCommands, name)])),
    ...inputVariables(known, inputs),
    ...env,
  };
  const [program = '', ...words] = [...through, runnersNode, join(repository, runs.main)];
  const child = spawn(program, words, {
    cwd: workspace,
    env: Object.fromEntries(Object.entries(variables).filter(isSet)),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Shorter than a test may take: nothing is left running.
    timeout: 50_000,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const fileOf = (name: string) => readFile(join(fileCommands, name), 'utf8');
  const outputs = outputsIn(await fileOf('GITHUB_OUTPUT'));
  if (outputs['report']) valid(JSON.parse(await readFile(outputs['report'], 'utf8')));
  return {
    code,
    stdout,
    stderr,
    commands: [stdout, stderr].flatMap(commandsIn),
    outputs,
    summary: await fileOf('GITHUB_STEP_SUMMARY'),
    temp,
    workspace,
    [Symbol.asyncDispose]: dispose,
  };
}

const FILE_COMMANDS = [
  'GITHUB_OUTPUT',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_STATE',
  'GITHUB_ENV',
  'GITHUB_PATH',
] as const;

function isSet(pair: [string, string | null]): pair is [string, string] {
  return pair[1] !== null;
}

/** Every input is set, by its default where nothing is given; only blanks of its name are replaced. */
function inputVariables(
  known: Metadata['inputs'],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const defaults = Object.entries(known).map(([name, input]) => [name, input.default ?? '']);
  const values: Record<string, string> = { ...Object.fromEntries(defaults), ...given };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

/** The commands that the runner knows; any other word is text to it. */
const REGISTERED = new Set([
  'set-env',
  'set-output',
  'save-state',
  'add-mask',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
]);

/** What the runner obeys of what a step prints; it breaks lines as .NET does, at a lone `\r` too. */
export function commandsIn(printed: string): Command[] {
  return printed.split(/\r\n|\r|\n/).flatMap((line) => {
    const command = modernCommand(line) ?? oldCommand(line);
    return command ? [command] : [];
  });
}

type Escapes = readonly (readonly [escaped: string, character: string])[];

const IN_MESSAGE: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const IN_PROPERTY: Escapes = [['%3A', ':'], ['%2C', ','], ...IN_MESSAGE];
const OF_OLD: Escapes = [['%3B', ';'], ['%5D', ']'], ...IN_MESSAGE];

/** `::name key=value,key=value::message`, behind any blanks. */
function modernCommand(line: string): Command | null {
  const trimmed = line.trimStart();
  const end = trimmed.startsWith('::') ? trimmed.indexOf('::', 2) : -1;
  if (end < 0) return null;
  const message = unescaped(trimmed.slice(end + 2), IN_MESSAGE);
  return toCommand(trimmed.slice(2, end), ',', IN_PROPERTY, message);
}

/** `##[name key=value;key=value]message`, anywhere in a line. */
function oldCommand(line: string): Command | null {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return null;
  return toCommand(line.slice(start + 3, end), ';', OF_OLD, unescaped(line.slice(end + 1), OF_OLD));
}

function toCommand(
  info: string,
  separator: string,
  escapes: Escapes,
  message: string,
): Command | null {
  const [name = ''] = info.split(' ', 1);
  if (!REGISTERED.has(name.toLowerCase())) return null;
  const pairs = info
    .slice(name.length + 1)
    .trim()
    .split(separator)
    .map((pair) => /^([^=]+)=(.+)$/s.exec(pair))
    .filter((match) => match !== null)
    .map(([, key = '', value = '']) => [key, unescaped(value, escapes)]);
  return { name, properties: Object.fromEntries(pairs), message };
}

function unescaped(value: string, escapes: Escapes): string {
  return escapes.reduce((done, [escaped, character]) => done.replaceAll(escaped, character), value);
}

/** `name=value`, or `name<<delimiter`, lines, `delimiter`. */
function outputsIn(file: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = file.split(/\r?\n/);
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    const [, name = '', mark = '', rest = ''] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? [];
    if (mark === '') continue;
    outputs[name] = mark === '=' ? rest : lines.splice(0, lines.indexOf(rest)).join('\n');
    if (mark === '<<') lines.shift();
  }
  return outputs;
}

/** What a reader sees of text in Markdown or HTML in which characters stand as numeric entities. */
export function decoded(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
