// The built command line as its users start it: a process of its own, with an environment of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNoOutput } from './schema.ts';

/** The built program. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

export interface RunOptions {
  /** Beside PATH, HOME (a folder that is not there) and LANG, which are all that is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** All that is on standard input; null where it never ends. */
  readonly input?: string | null;
  /** On a terminal, with standard output and error as one; needs `whyNoTerminal() === null`. */
  readonly tty?: boolean;
  /** Of that terminal; 0 where its size is not known. */
  readonly columns?: number;
  /** As a user who is not root; needs `whyNoOtherUser() === null` and a program that everybody may read. */
  readonly other?: boolean;
  /** The program, where it is not the one in dist. */
  readonly dist?: string;
  readonly node?: string;
  /** A descriptor that takes the place of standard output. */
  readonly stdout?: number;
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as it came. */
  readonly bytes: Buffer;
}

/** A program that is running, in a process group of its own. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has written to standard output so far. */
  soFar(): string;
  readonly outcome: Promise<Outcome>;
}

/** Runs the command line to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return start(args, options).outcome;
}

/** Starts the command line. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  const node = options.node ?? process.execPath;
  let words = [node, join(options.dist ?? DIST, 'cli.js'), ...args];
  if (options.other && isRoot()) words = [...OTHER_USER, ...words];
  if (options.tty) words = onTerminal(words, options.columns ?? 80);
  return startAny(words, options);
}

/** Starts any program with the same surroundings. */
export function startAny(words: readonly string[], options: RunOptions = {}): Running {
  const [command = '', ...args] = words;
  const child = spawn(command, args, {
    cwd: options.cwd ?? '/',
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: '/nonexistent',
      LANG: 'C.UTF-8',
      SHELL: '/bin/sh',
      ...options.env,
    },
    detached: true,
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  // A program that ends before it has read its input is none of our business.
  child.stdin?.on('error', () => {});
  // `script` takes the end of its input for an end of the terminal's.
  if (!options.tty && options.input !== null) child.stdin?.end(options.input ?? '');
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const bytes = Buffer.concat(out);
      const stderr = Buffer.concat(err).toString('utf8');
      const why = code === null ? null : whyNoOutput(args, bytes.toString('utf8'));
      if (why === null) {
        resolve({ code, signal, stdout: bytes.toString('utf8'), stderr, bytes });
      } else reject(new Error(why));
    });
  });
  const soFar = () => Buffer.concat(out).toString('utf8');
  return { child, pid: child.pid ?? 0, soFar, outcome };
}

/** Whether any process is left of the group that a program was started in. */
export function hasProcesses({ pid }: Running): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

function onTerminal(words: readonly string[], columns: number): string[] {
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const size = columns > 0 ? `stty cols ${columns} rows 24; ` : '';
  return ['script', '-qec', `${size}exec ${quoted}`, '/dev/null'];
}

/** Why nothing can be run on a terminal here: null when it can, else a sentence. */
export function whyNoTerminal(): string | null {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return stdout?.includes('util-linux') ? null : 'no script of util-linux on PATH';
}

const OTHER_USER = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Why nothing can be run as a user who is not root: null when it can, else a sentence. */
export function whyNoOtherUser(): string | null {
  if (!isRoot()) return null;
  const [command = '', ...args] = [...OTHER_USER, process.execPath, '--version'];
  const { status, error } = spawnSync(command, args, { cwd: '/', stdio: 'ignore' });
  if (error) return 'root has no setpriv (util-linux) to become another user with';
  return status === 0 ? null : 'another user cannot run this node';
}

/** What root alone may use. Without root: what nobody may. */
export function closed(): number {
  return isRoot() ? 0o700 : 0;
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A temporary folder that everybody may enter, and its removal, whatever was done to its permissions. */
export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'cl-cli-'));
  await chmod(path, 0o755);
  const remove = () => rm(path, { recursive: true, force: true });
  return { path, [Symbol.asyncDispose]: () => remove().catch(() => unlock(path).then(remove)) };
}

async function unlock(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name));
  }
}

/** Path → a file's text, or where a link leads. */
export type Contents = Readonly<Record<string, string | { readonly link: string }>>;

/** Puts a package into a prefix, without a cache, with a record as conda writes it; `more` overrides its fields. */
export async function install(
  prefix: string,
  dist: string,
  contents: Contents,
  more: object = {},
): Promise<void> {
  const paths: object[] = [];
  for (const [path, content] of Object.entries(contents)) {
    const place = join(prefix, path);
    await mkdir(dirname(place), { recursive: true });
    if (typeof content === 'string') {
      await writeFile(place, content, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
      paths.push(recordedFile(path, content));
    } else {
      await symlink(content.link, place);
      // As conda-build: the hash of what it leads to, or of nothing where that is no file.
      const target = contents[posix.join(posix.dirname(path), content.link)];
      const text = typeof target === 'string' ? target : '';
      paths.push({ _path: path, path_type: 'softlink', sha256: sha256(text) });
    }
  }
  await record(prefix, dist, { paths_data: { paths, paths_version: 1 }, ...more });
}

/** What a record says of a file with this text. */
export function recordedFile(path: string, text: string): object {
  return {
    _path: path,
    path_type: 'hardlink',
    sha256: sha256(text),
    sha256_in_prefix: sha256(text),
    size_in_bytes: Buffer.byteLength(text),
  };
}

/** Writes the record of a package, and nothing of what it claims. */
export async function record(prefix: string, dist: string, fields: object): Promise<void> {
  const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
  const head = { name, version, build, channel: 'conda-forge', subdir: 'noarch', depends: [] };
  await mkdir(join(prefix, 'conda-meta'), { recursive: true });
  const file = join(prefix, 'conda-meta', `${dist}.json`);
  await writeFile(file, JSON.stringify({ ...head, ...fields }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A small sound environment with a python and a pip that are no programs. */
export async function makeEnvironment(prefix: string): Promise<string> {
  await install(prefix, 'python-3.11.9-0_test', {
    'bin/python3.11': '#!/bin/sh\necho Python 3.11.9\n',
    'bin/python': { link: 'python3.11' },
    'lib/python3.11/os.py': '"""os"""\n',
    'lib/python3.11/re.py': '"""re"""\n',
  });
  await install(prefix, 'pip-23.0-py311_0', { 'bin/pip': '#!/bin/sh\necho pip 23.0\n' });
  await writeFile(join(prefix, 'conda-meta/history'), '');
  return prefix;
}
