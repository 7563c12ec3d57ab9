// What happens to whole environments in life, done with the tools that do it: copies without links, archives,
// a moved root, a killed installer, a full disk. Each tells what the report has to say first, and why.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cause } from '../../src/report.ts';
import {
  type Dialect,
  type Links,
  type Place,
  type RealEnvironment,
  testChannel,
} from './environments.ts';

export interface Disaster {
  readonly name: string;
  readonly links?: Links;
  readonly cause: Cause;
  readonly evidence: RegExp;
  /** Other causes that are named after it. */
  readonly also?: readonly Cause[];
  /** The first two words of the commands, one after the other. */
  readonly commands: readonly string[];
  /** Programs without which it cannot be done here. */
  readonly needs?: readonly string[];
  /** In whose records it shows, if not in all. */
  readonly dialects?: readonly Dialect[];
  readonly needsRoot?: boolean;
  /** Whether it is somebody else than the owner for whom it is one. */
  readonly isSeenByOthers?: boolean;
  /** Whether it leaves folders in the place of links, which only conda removes by itself. */
  readonly hasFolders?: boolean;
  /** Whose doing it is, where only one installer does it so. */
  readonly by?: 'conda' | 'rattler';
  /** Does it, and tells where the environment is now. */
  strike(env: RealEnvironment): Place | Promise<Place>;
}

/** Why a disaster cannot be made here; null when it can. */
export function whyNot({ needs = [], needsRoot = false }: Disaster): string | null {
  const missing = needs.filter((program) => !has(program));
  if (missing.length > 0) return `no ${missing.join(', no ')} on PATH`;
  return needsRoot && process.geteuid?.() !== 0 ? 'only root can do that' : null;
}

const SITE = 'lib/python3.11/site-packages';
const here = fileURLToPath(new URL('.', import.meta.url));

// ---------------------------------------------------------------- tools

/** Runs a program; what it says is shown only when it fails. */
function run(
  program: string,
  words: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): void {
  const { status, error, stderr } = spawnSync(program, words, { ...options, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${status}\n${stderr}`);
}

function has(program: string): boolean {
  return !spawnSync(program, ['--version'], { stdio: 'ignore' }).error;
}

/** Takes an environment away, and puts another folder in its place. */
function swap(env: RealEnvironment, folder: string): Place {
  rmSync(env.prefix, { recursive: true });
  renameSync(folder, env.prefix);
  return env;
}

/** A folder beside the root, removed with it. */
function beside(env: Place, name: string): string {
  return join(dirname(env.root), name);
}

// ---------------------------------------------------------------- disasters

export const disasters: readonly Disaster[] = [
  {
    name: 'a copy to a place without links, as FAT, and back',
    cause: 'backup-restore',
    evidence:
      /^31 of 31 links are gone: a copy left them out, to FAT or without the option that keeps them\.$/,
    commands: ['conda install'],
    strike(env) {
      const copy = beside(env, 'copy');
      copyWithoutLinks(env.prefix, copy);
      return swap(env, copy);
    },
  },
  {
    name: 'rm -rf pkgs/* under a soft-linked environment',
    links: 'soft',
    cause: 'package-cache',
    evidence: /\/pkgs\/[a-z-]+-[^/ ]+ and 12 more do not exist; \d+ links lead there\.$/,
    commands: ['conda install'],
    strike(env) {
      run('sh', ['-c', 'rm -rf "$1"/*', 'sh', env.cache]);
      return env;
    },
  },
  {
    name: 'one package of the cache removed under a soft-linked environment',
    links: 'soft',
    cause: 'package-cache',
    evidence: /\/pkgs\/numpy-1\.24\.2-py311h0000000_0 does not exist; \d+ links lead there\.$/,
    commands: ['conda install'],
    strike(env) {
      run('sh', ['-c', 'rm -rf "$1"/numpy-*', 'sh', env.cache]);
      return env;
    },
  },
  {
    name: 'chmod -R go-rwx, seen by another user',
    cause: 'permissions',
    evidence: /^The prefix may not be entered by .* \(mode 2?0?700, owner 0:0\)\.$/,
    commands: ['chmod -R'],
    needsRoot: true,
    isSeenByOthers: true,
    strike(env) {
      run('chmod', ['-R', 'go-rwx', env.prefix]);
      return env;
    },
  },
  {
    name: 'chmod -R a-x on the files, which hard links share with the cache',
    cause: 'permissions',
    evidence:
      /^\d+ programs lost their executable bits: (?:all have mode 0644|bin\/f2py has mode 0644)/,
    commands: ['conda install'],
    strike(env) {
      run('find', [env.prefix, '-type', 'f', '-exec', 'chmod', 'a-x', '{}', '+']);
      return env;
    },
  },
  {
    name: 'zip -r and unzip, which follow links',
    hasFolders: true,
    cause: 'backup-restore',
    evidence: /^29 of 31 links are copies, 2 are gone: a copy followed the links/,
    commands: ['conda install'],
    needs: ['zip', 'unzip'],
    strike(env) {
      const copy = beside(env, 'copy');
      const words = ['-qr', `${copy}.zip`, '.', '-x', '*/node_modules/npm/node_modules/*'];
      run('zip', words, { cwd: env.prefix });
      run('unzip', ['-q', `${copy}.zip`, '-d', copy]);
      return swap(env, copy);
    },
  },
  {
    name: 'zip -ry, and extractall of Python',
    cause: 'backup-restore',
    evidence: /^31 of 31 links are text files, \d+ programs are not executable: an archive/,
    commands: ['conda install'],
    needs: ['zip'],
    strike(env) {
      const copy = beside(env, 'copy');
      run('zip', ['-qry', `${copy}.zip`, '.'], { cwd: env.prefix });
      const line = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
      run('python3', ['-c', line, `${copy}.zip`, copy]);
      return swap(env, copy);
    },
  },
  {
    name: 'tar unpacked under umask 077, seen by another user',
    cause: 'permissions',
    evidence: /^The prefix may not be entered by .* \(mode 2?0?700, owner 0:0\)\.$/,
    commands: ['chmod -R'],
    needsRoot: true,
    isSeenByOthers: true,
    strike(env) {
      const copy = beside(env, 'copy');
      const pack = 'tar -C "$1" -cf - .';
      const unpack = 'umask 077; mkdir "$2"; tar -C "$2" --no-same-permissions -xf -';
      run('sh', ['-ec', `${pack} | (${unpack})`, 'sh', env.prefix, copy]);
      return swap(env, copy);
    },
  },
  {
    name: 'an update by rattler, killed half way',
    by: 'rattler',
    cause: 'interrupted-update',
    evidence: /^\d+ files of \d+ packages are gone(?:, all of .*)?, though recorded\.$/,
    commands: ['conda install'],
    async strike(env) {
      await killRattler(env);
      return env;
    },
  },
  {
    name: 'an update by conda, killed while it put files aside',
    by: 'conda',
    cause: 'interrupted-update',
    evidence:
      /^(?:\d+ records cannot be read.* \(.*\.c~, …\)|.*\.json\.c~ was put aside by .*|\d+ .* are gone.*); .*\.$/,
    commands: ['conda install', 'conda clean'],
    async strike(env) {
      await killConda(env);
      return env;
    },
  },
  {
    name: 'a library removed by force, its record with it',
    cause: 'interrupted-update',
    evidence:
      /needs libzlib.*, which is not installed; \d+ more packages need libzlib(?:, and \d+ more)?\.$/,
    commands: ['conda install'],
    strike(env) {
      const folder = join(env.prefix, 'conda-meta');
      const record = readdirSync(folder).find((file) => /^libzlib-.*\.json$/.test(file)) ?? '';
      const { files } = JSON.parse(readFileSync(join(folder, record), 'utf8'));
      for (const path of [...files, `conda-meta/${record}`]) rmSync(join(env.prefix, path));
      return env;
    },
  },
  {
    name: 'mv of the root',
    cause: 'filesystem-migration',
    evidence:
      /^11 files name .*\/conda\/envs\/ml, which does not exist; the environment is at .*-moved\/envs\/ml\.$/,
    commands: ['conda install'],
    strike(env) {
      return moved(env, `${env.root}-moved`);
    },
  },
  {
    name: 'mv of the root, soft-linked',
    links: 'soft',
    cause: 'filesystem-migration',
    evidence:
      /^11 files and \d+ links name .*\/conda, which does not exist; the environment is at .*-moved\/envs\/ml\.$/,
    commands: ['conda install'],
    strike(env) {
      return moved(env, `${env.root}-moved`);
    },
  },
  {
    name: 'a file written into in place, through its hard link',
    cause: 'modified-files',
    evidence:
      /numpy\/version\.py is not what its package recorded \(\d+ bytes\); the package cache shares it, so it was written in place\.$/,
    commands: ['rm -rf', 'conda install'],
    strike(env) {
      appendFileSync(join(env.prefix, `${SITE}/numpy/version.py`), '\n# patched\n');
      return env;
    },
  },
  {
    name: 'a bit flipped on disk',
    links: 'copy',
    cause: 'modified-files',
    evidence: /^lib\/libcrypto\.so\.3 is not what its package recorded \(\d+ bytes\)/,
    commands: ['conda install'],
    strike(env) {
      flipBit(join(env.prefix, 'lib/libcrypto.so.3'));
      return env;
    },
  },
  {
    name: 'an artifact store that follows links and drops modes',
    hasFolders: true,
    cause: 'backup-restore',
    evidence:
      /^29 of 31 links are copies, 2 are gone, \d+ programs are not executable: a copy followed the links/,
    commands: ['conda install'],
    strike(env) {
      const copy = beside(env, 'copy');
      // A link to a folder above it is a cycle: cp says so, leaves it out and fails.
      spawnSync('cp', ['-rL', env.prefix, copy]);
      run('find', [copy, '-type', 'f', '-exec', 'chmod', '0644', '{}', '+']);
      return swap(env, copy);
    },
  },
  {
    name: 'a copy onto a disk that was full',
    cause: 'interrupted-update',
    evidence:
      /^\d+ files of \d+ packages are (?:empty|cut short, \d+ of them empty) \(.*, …\): the disk was full, or the writer was stopped\.$/,
    commands: ['conda install'],
    needsRoot: true,
    strike(env) {
      const copy = beside(env, 'copy');
      copyOntoFullDisk(env.prefix, copy);
      return swap(env, copy);
    },
  },
  {
    name: 'a backup restored below another root',
    cause: 'filesystem-migration',
    evidence:
      /^11 files name .*\/conda\/envs\/ml, which does not exist; the environment is at .*\/new\/envs\/ml\.$/,
    commands: ['conda install'],
    strike(env) {
      const root = beside(env, 'new');
      mkdirSync(join(root, 'envs'), { recursive: true });
      run('sh', ['-ec', 'tar -C "$1" -cf - envs/ml | tar -C "$2" -xf -', 'sh', env.root, root]);
      rmSync(env.root, { recursive: true });
      return { root, prefix: join(root, 'envs/ml'), cache: join(root, 'pkgs') };
    },
  },
  {
    name: 'an archive of conda-pack, unpacked and left so',
    // mamba records no placeholder: what is as in the package is taken for sound.
    dialects: ['conda', 'rattler'],
    cause: 'filesystem-migration',
    evidence:
      /^5 files name the prefix of the build; bin\/conda-unpack is there, and was not run\.$/,
    commands: ['PREFIX/bin/python PREFIX/bin/conda-unpack'],
    needs: ['conda-pack'],
    strike(env) {
      const archive = beside(env, 'ml.tar');
      const prefix = beside(env, 'unpacked');
      mkdirSync(prefix);
      run('conda-pack', ['-q', '-p', env.prefix, '-o', archive, '--ignore-missing-files']);
      run('tar', ['-C', prefix, '-xf', archive]);
      return { ...env, prefix };
    },
  },
  {
    name: 'an installation by root under umask 077, seen by another user',
    cause: 'permissions',
    evidence:
      /^.*\/conda, on the way to it, may not be entered by .* \(mode 2?0?700, owner 0:0\), and 1 more\.$/,
    commands: ['chmod a+x', 'chmod -R'],
    needsRoot: true,
    isSeenByOthers: true,
    async strike(env) {
      rmSync(env.root, { recursive: true });
      const words = [join(here, 'install.py'), await testChannel(), env.root, 'ml'];
      const line = 'umask 077; exec python3 "$@"';
      run('sh', ['-ec', line, 'sh', ...words, '--dialect', env.dialect]);
      return env;
    },
  },
  {
    name: 'a copy without links to another place',
    cause: 'backup-restore',
    evidence: /^31 of 31 links are gone/,
    also: ['filesystem-migration'],
    commands: ['conda install', 'conda install'],
    strike(env) {
      const prefix = beside(env, 'usb');
      copyWithoutLinks(env.prefix, prefix);
      return { ...env, prefix };
    },
  },
  {
    name: 'links lost, and a file edited',
    cause: 'backup-restore',
    evidence: /^31 of 31 links are gone/,
    also: ['modified-files'],
    commands: ['conda install', 'rm -rf', 'conda install'],
    strike(env) {
      appendFileSync(join(env.prefix, `${SITE}/numpy/version.py`), '\n# patched\n');
      const copy = beside(env, 'copy');
      copyWithoutLinks(env.prefix, copy);
      return swap(env, copy);
    },
  },
];

/** By rsync, where there is one; else by tar, which is given everything but the links. */
function copyWithoutLinks(from: string, to: string): void {
  if (has('rsync')) {
    run('rsync', ['-rt', '--no-links', `${from}/`, to]);
    return;
  }
  mkdirSync(to);
  const line =
    'find . ! -type l -print0 | tar --null --no-recursion -cf - -T - | tar -C "$1" --no-same-permissions -xf -';
  run('sh', ['-ec', line, 'sh', to], { cwd: from });
}

function moved(env: RealEnvironment, root: string): Place {
  renameSync(env.root, root);
  return {
    root,
    prefix: join(root, relative(env.root, env.prefix)),
    cache: join(root, relative(env.root, env.cache)),
  };
}

function flipBit(path: string): void {
  const file = openSync(path, 'r+');
  const at = lstatSync(path).size >> 1;
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  writeSync(file, Buffer.of(byte.readUInt8() ^ 1), 0, 1, at);
  closeSync(file);
}

/** A small disk of memory; what did not fit is cut, and what comes after it is empty. */
function copyOntoFullDisk(from: string, to: string): void {
  mkdirSync(to);
  run('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'none', to]);
  try {
    run('cp', ['-a', join(from, 'conda-meta'), to]);
    spawnSync('cp', ['-a', `${from}/.`, to]);
    run('cp', ['-a', to, `${to}.kept`]);
  } finally {
    run('umount', [to]);
  }
  rmSync(to, { recursive: true });
  renameSync(`${to}.kept`, to);
}

/**
 * An update of all packages by py-rattler, which kills itself when two were removed or linked. It works on
 * several at once: where the blow hit too few of them, all is put back and it is done again.
 */
async function killRattler(env: Place): Promise<void> {
  const script = [join(here, 'reinstall.py'), 'micromamba', await testChannel()];
  const words = ['install', '--prefix', env.prefix, '--force-reinstall', ...names(env)];
  const variables = { ...process.env, KILLED_AFTER: '2' };
  const whole = beside(env, 'whole');
  run('cp', ['-a', env.prefix, whole]);
  await untilHalfDone(
    async () => {
      rmSync(env.prefix, { recursive: true });
      run('cp', ['-a', whole, env.prefix]);
      return spawnSync('python3', [...script, ...words], { env: variables }).signal;
    },
    () => {
      const hurt = records(env).map((files) => files.filter((path) => isMissed(env, path)));
      const folders = new Set(hurt.flat().map((path) => path.split('/', 1)[0]));
      return hurt.filter((gone) => gone.length > 0).length >= 5 && folders.size >= 3;
    },
  );
}

/** An update of all packages by conda, killed as soon as it puts files aside; again, until some are gone. */
async function killConda(env: Place): Promise<void> {
  const words = ['install', '--yes', '--prefix', env.prefix, '--force-reinstall', '--no-deps'];
  const specs = names(env);
  await untilHalfDone(
    async () => {
      // So that it does not get far before it is noticed.
      const slowly = ['-n', '19', 'conda', ...words, ...specs];
      const conda = spawn('nice', slowly, { env: configured(env), stdio: 'ignore' });
      const watcher = watch(join(env.prefix, 'lib/python3.11'), (_, name) => {
        if (name?.endsWith('.c~')) conda.kill('SIGKILL');
      });
      const [, signal] = await once(conda, 'exit');
      watcher.close();
      return signal;
    },
    () => records(env).some((files) => files.some((path) => isGone(env, path))),
  );
}

async function untilHalfDone(
  kill: () => Promise<NodeJS.Signals | null>,
  isHalfDone: () => boolean,
): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await kill()) === 'SIGKILL' && isHalfDone()) return;
  }
  throw new Error('tried twenty times, and never killed in mid transaction');
}

/** The files of every package. */
function records({ prefix }: Place): string[][] {
  const folder = join(prefix, 'conda-meta');
  const names = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return names.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).files);
}

/** Whether a file is gone that nobody leaves out on purpose, to make an image smaller. */
function isMissed(env: Place, path: string): boolean {
  return !/\.(?:a|h|js\.map|pyc)$/.test(path) && isGone(env, path);
}

function isGone({ prefix }: Place, path: string): boolean {
  return lstatSync(join(prefix, path), { throwIfNoEntry: false }) === undefined;
}

/** `NAME=VERSION=BUILD` of everything installed. */
function names({ prefix }: Place): string[] {
  const folder = join(prefix, 'conda-meta');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .map(({ name, version, build }) => `${name}=${version}=${build}`);
}

// ---------------------------------------------------------------- what is typed

/** Types the commands of a report, one after the other. */
export function mend(commands: readonly (readonly string[])[], tools: NodeJS.ProcessEnv): void {
  for (const [program = '', ...words] of commands) {
    // The Python of the test channel is none.
    const isPython = /\/bin\/python$/.test(program);
    run(isPython ? 'python3' : program, words, { env: tools });
  }
}

/** An environment of variables in which py-rattler stands in for the installers. */
export async function standIn(env: Place): Promise<NodeJS.ProcessEnv> {
  const channel = await testChannel();
  const bin = beside(env, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of ['conda', 'micromamba']) {
    const words = `'${join(here, 'reinstall.py')}' ${name} '${channel}'`;
    writeFileSync(join(bin, name), `#!/bin/sh\nexec python3 ${words} "$@"\n`, { mode: 0o755 });
  }
  return { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
}

/** An environment of variables in which conda has the configuration of an environment that it made. */
export function configured(env: Place): NodeJS.ProcessEnv {
  return { ...process.env, CONDARC: beside(env, 'condarc'), HOME: dirname(env.root) };
}
