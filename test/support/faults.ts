// What happens to environments in life, done to a real one. A fault names the check that has to say
// so first; others may speak as well (a re-pointed link may also leave the prefix).

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Dialect, Links, Place, RealEnvironment } from './environments.ts';

export interface Fault {
  name: string;
  /** The check that has to find it. */
  check: string;
  /** Where, relative to the prefix, if one path is at fault. */
  path?: string;
  /** What the diagnosis should say, where it is clear. */
  cause?: string;
  /** Where it can happen, if not in every dialect and with every kind of link. */
  dialects?: Dialect[];
  links?: Links[];
  /** Does the damage; tells the new place where everything was moved. */
  inject(env: RealEnvironment): Place | undefined | Promise<Place | undefined>;
}

const LIBRARY = 'lib/python3.11';
const SITE = `${LIBRARY}/site-packages`;
/** A file of a soft-linked environment is a link: what befalls a file itself happens elsewhere. */
const FILES: Links[] = ['hard', 'copy'];

// ---------------------------------------------------------------- tools

/** A fault whose damage leaves everything in its place. */
function fault(
  check: string,
  name: string,
  damage: (env: RealEnvironment) => void,
  more: Pick<Fault, 'path' | 'cause' | 'dialects' | 'links'> = {},
): Fault {
  return {
    name,
    check,
    ...more,
    inject(env) {
      damage(env);
      return undefined;
    },
  };
}

/** Write beside it and rename: hard links would carry the damage into the cache. */
function replace(path: string, data: Uint8Array | string, mode = lstatSync(path).mode): void {
  writeFileSync(`${path}.new`, data);
  chmodSync(`${path}.new`, mode & 0o777);
  renameSync(`${path}.new`, path);
}

function relink(path: string, target: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function flipped(path: string, at = lstatSync(path).size >> 1): Buffer {
  const data = readFileSync(path);
  data.writeUInt8(data.readUInt8(at) ^ 1, at);
  return data;
}

function recordOf(env: Place, name: string): string {
  const folder = join(env.prefix, 'conda-meta');
  const found = readdirSync(folder).find((file) =>
    new RegExp(`^${name}-[^-]+-[^-]+\\.json$`).test(file),
  );
  if (!found) throw new Error(`no record of ${name}`);
  return join(folder, found);
}

// biome-ignore lint/suspicious/noExplicitAny: records are edited here as the JSON that they are
function readRecord(path: string): any {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** All that a package has in the environment, relative to the prefix. */
export function filesOf(env: Place, name: string): string[] {
  return readRecord(recordOf(env, name)).files;
}

function remove(env: Place, paths: string[]): void {
  for (const path of paths) rmSync(join(env.prefix, path), { force: true });
}

/** Everything below a folder, links not followed. */
function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** As `mv ROOT ROOT-moved`. */
function moveRoot(env: RealEnvironment): Place {
  const root = `${env.root}-moved`;
  renameSync(env.root, root);
  return {
    root,
    prefix: env.prefix.replace(env.root, root),
    cache: env.cache.replace(env.root, root),
  };
}

// ---------------------------------------------------------------- links

const link = (
  check: string,
  name: string,
  path: string,
  damage: (path: string, env: RealEnvironment) => void,
  more: Pick<Fault, 'cause' | 'dialects' | 'links'> = {},
): Fault =>
  fault(check, `${path}: ${name}`, (env) => damage(join(env.prefix, path), env), { path, ...more });

const linkFaults: Fault[] = [
  link('dangling-link', 're-pointed by hand to a Python that is not there', 'bin/python', (path) =>
    relink(path, 'python3.10'),
  ),
  link('dangling-link', 'the folder that it leads to is gone', 'lib/terminfo', (_, env) =>
    rmSync(join(env.prefix, 'share/terminfo'), { recursive: true }),
  ),
  link('dangling-link', 'the target, of another package, is gone', 'lib/libz-alias.so', (_, env) =>
    remove(env, ['lib/libz.so.1']),
  ),
  link('dangling-link', 'a link by hand into a deleted build tree', 'bin/pip', (path, env) =>
    relink(path, join(env.root, 'build', 'pip')),
  ),
  link('link-loop', 'leads to itself', 'lib/libz.so', (path) => relink(path, 'libz.so')),
  link('link-loop', 'leads to a link that leads back', 'lib/libssl.so', (path) => {
    relink(path, 'libssl.so.4');
    relink(join(dirname(path), 'libssl.so.4'), 'libssl.so');
  }),
  link('missing-link', 'deleted', 'lib/libcrypto.so', (path) => rmSync(path)),
  link('missing-link', 'a link to a folder, deleted', 'lib/terminfo', (path) => rmSync(path)),
  link(
    'flattened-link',
    'a text file that holds the target',
    'lib/libpython3.11.so',
    (path) => flatten(path),
    { cause: 'backup-restore' },
  ),
  link('link-became-file', 'a copy of its target', 'lib/libz.so.1', (path) =>
    replace(path, readFileSync(path), 0o644),
  ),
  link(
    'link-became-file',
    'a copy of the folder that it led to',
    'lib/terminfo',
    (path) => {
      const folder = realpathSync(path);
      rmSync(path);
      cpSync(folder, path, { recursive: true, dereference: true });
    },
    { cause: 'backup-restore' },
  ),
  link('retargeted-link', 'leads to another library', 'lib/libz.so', (path) =>
    relink(path, 'libcrypto.so.3'),
  ),
  link('escaping-link', 're-pointed out of the prefix', 'ssl/cert.pem', (path, env) => {
    const corporate = join(dirname(env.root), 'corporate.pem');
    writeFileSync(corporate, 'a certificate\n');
    relink(path, corporate);
  }),
  link('absolute-link', 'made absolute', 'bin/python3', (path, env) =>
    relink(path, join(env.prefix, 'bin/python3.11')),
  ),
  fault('cache-link', 'a soft-linked environment as it is', () => {}, { links: ['soft'] }),
];

/** What zip without -y, git with core.symlinks=false and many an artifact store leave of a link. */
function flatten(path: string): void {
  const target = readlinkSync(path);
  rmSync(path);
  writeFileSync(path, target);
}

// ---------------------------------------------------------------- files

const fileFaults: Fault[] = [
  link('missing-file', 'deleted', `${LIBRARY}/random.py`, (path) => rmSync(path)),
  fault('missing-file', 'all files of a package', (env) => remove(env, filesOf(env, 'setuptools'))),
  link(
    'altered-file',
    'one bit flipped, the size kept',
    `${LIBRARY}/shutil.py`,
    (path) => replace(path, flipped(path)),
    { links: FILES, cause: 'modified-files' },
  ),
  link(
    'altered-file',
    'a patched text, edited',
    `${LIBRARY}/_sysconfigdata.py`,
    (path) => replace(path, readFileSync(path, 'utf8').replace('3.11', '3.12')),
    { cause: 'modified-files' },
  ),
  link(
    'altered-file',
    'a patched binary, one bit flipped',
    'bin/python3.11',
    (path) => replace(path, flipped(path)),
    { cause: 'modified-files' },
  ),
  link(
    'altered-file',
    'written in place, through the hard link into the cache',
    `${SITE}/numpy/version.py`,
    (path) => writeFileSync(path, flipped(path)),
    { links: ['hard'], cause: 'modified-files' },
  ),
  link(
    'altered-file',
    'written in place, through the soft link into the cache',
    `${SITE}/numpy/version.py`,
    (path) => writeFileSync(path, flipped(path)),
    { links: ['soft'], cause: 'modified-files' },
  ),
  link(
    'truncated-file',
    'cut in half',
    `${SITE}/pip/__main__.py`,
    (path) => replace(path, readFileSync(path).subarray(0, lstatSync(path).size >> 1)),
    { links: FILES },
  ),
  link('truncated-file', 'empty', 'ssl/cacert.pem', (path) => replace(path, ''), { links: FILES }),
  link('wrong-type', 'a folder in its place', `${LIBRARY}/uuid.py`, (path) => {
    rmSync(path);
    mkdirSync(path);
  }),
  link('wrong-type', 'a fifo in its place', `${LIBRARY}/socket.py`, (path) => {
    rmSync(path);
    execFileSync('mkfifo', [path]);
  }),
  link('wrong-type', 'a file in place of a folder', 'lib/engines-3', (path) => {
    rmSync(path, { recursive: true });
    writeFileSync(path, '');
  }),
  link('missing-entry-point', 'deleted', 'bin/python', (path) => rmSync(path)),
  link('missing-entry-point', 'deleted', 'bin/pip', (path) => rmSync(path)),
  link('missing-entry-point', 'deleted', 'bin/wheel', (path) => rmSync(path)),
  link('broken-shebang', 'its interpreter is gone', 'bin/pip3', (path, env) => {
    const text = readFileSync(path, 'utf8');
    replace(path, text.replace(/^#!.*/, `#!${env.prefix}/bin/python3.10`));
  }),
  link('not-executable', 'chmod 644', 'bin/python3.11', (path) => chmodSync(path, 0o644), {
    cause: 'permissions',
  }),
  link('not-executable', 'chmod 644', 'bin/pip', (path) => chmodSync(path, 0o644), {
    cause: 'permissions',
  }),
  fault('missing-library', 'lib/libcrypto.so.3: deleted', (env) =>
    remove(env, ['lib/libcrypto.so.3']),
  ),
  {
    name: 'the whole installation under another name',
    check: 'stale-prefix',
    cause: 'filesystem-migration',
    inject: moveRoot,
  },
];

// ---------------------------------------------------------------- records

const LIBZLIB = 'conda-meta/libzlib-1.2.13-h0000000_0.json';

const unreadable = (name: string, contents: (record: Buffer) => Uint8Array | string): Fault =>
  link('unreadable-record', name, LIBZLIB, (path) => replace(path, contents(readFileSync(path))));

const recordFaults: Fault[] = [
  unreadable('empty', () => ''),
  unreadable('cut in half', (record) => record.subarray(0, record.length >> 1)),
  unreadable('a list', () => '[]'),
  unreadable('binary', () => Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 167) % 256))),
  unreadable('without a name', (record) => {
    const { name: _, ...rest } = JSON.parse(record.toString());
    return JSON.stringify(rest);
  }),
  fault(
    'duplicate-record',
    'the record of an older libzlib left beside',
    (env) => {
      const path = recordOf(env, 'libzlib');
      const older = { ...readRecord(path), version: '1.2.11' };
      writeFileSync(path.replace('1.2.13', '1.2.11'), JSON.stringify(older));
    },
    { cause: 'interrupted-update' },
  ),
  fault(
    'clobbered-file',
    'another package claims a file, but did not write it last',
    (env) => {
      const path = recordOf(env, 'jslib');
      const record = readRecord(path);
      const size_in_bytes = 3;
      const sha256 = '0'.repeat(64);
      record.files.push('ssl/cacert.pem');
      record.paths_data.paths.push({
        _path: 'ssl/cacert.pem',
        path_type: 'hardlink',
        sha256,
        size_in_bytes,
      });
      replace(path, JSON.stringify(record));
    },
    { path: 'ssl/cacert.pem' },
  ),
  fault('replaced-by-pip', 'pip install -U numpy', upgradeByPip, { cause: 'modified-files' }),
  fault('unowned-files', 'the record of wheel is gone, its files are not', (env) =>
    rmSync(recordOf(env, 'wheel')),
  ),
  fault('unmet-dependency', 'conda remove --force libzlib', (env) => {
    remove(env, filesOf(env, 'libzlib'));
    rmSync(recordOf(env, 'libzlib'));
  }),
  fault(
    'leftover',
    'a record moved aside and never removed',
    (env) => appendFileSync(`${recordOf(env, 'pip')}.c~`, '{}'),
    { cause: 'interrupted-update' },
  ),
];

/** pip removes what the old RECORD names, and knows nothing of conda-meta. */
function upgradeByPip(env: RealEnvironment): void {
  const site = join(env.prefix, SITE);
  const old = readdirSync(site).find((name) => /^numpy-.*\.dist-info$/.test(name));
  if (!old) throw new Error('no numpy');
  const rows = readFileSync(join(site, old, 'RECORD'), 'utf8')
    .trim()
    .split('\n');
  const owned = rows.map((row) => row.split(',')[0] ?? '');
  const mended = owned.filter((path) => path.endsWith('.py'));
  remove(
    env,
    owned.map((path) => join(SITE, path)),
  );
  rmSync(join(site, old), { recursive: true, force: true });
  const info = join(site, 'numpy-9.9.dist-info');
  mkdirSync(info);
  writeFileSync(join(info, 'INSTALLER'), 'pip\n');
  writeFileSync(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: numpy\nVersion: 9.9\n');
  writeFileSync(join(info, 'RECORD'), mended.map((path) => `${path},,\n`).join(''));
  for (const path of mended) writeFileSync(join(site, path), `version = '9.9'  # ${path}\n`);
}

/** Each of these is one thing that went wrong in one place. */
export const faults: readonly Fault[] = [...linkFaults, ...fileFaults, ...recordFaults];

// ---------------------------------------------------------------- disasters

/** The article's causes, whole: much is wrong, and the diagnosis has to see the one reason. */
export const disasters: readonly Fault[] = [
  fault(
    'dangling-link',
    'rm -rf pkgs/* under a soft-linked environment',
    (env) => {
      for (const name of readdirSync(env.cache)) rmSync(join(env.cache, name), { recursive: true });
    },
    { cause: 'package-cache', links: ['soft'] },
  ),
  fault('flattened-link', 'zip and unzip without links', (env) => zipAndUnzip(env.prefix), {
    cause: 'backup-restore',
  }),
  {
    name: 'mv of a hard-linked installation',
    check: 'stale-prefix',
    cause: 'filesystem-migration',
    links: FILES,
    inject: moveRoot,
  },
  {
    name: 'mv of a soft-linked installation',
    check: 'dangling-link',
    cause: 'filesystem-migration',
    links: ['soft'],
    inject: moveRoot,
  },
  fault('missing-file', 'an update of numpy, killed half way', killUpdate, {
    cause: 'interrupted-update',
  }),
  fault(
    'not-executable',
    'a restore that lost every exec bit',
    (env) => {
      for (const path of walk(join(env.prefix, 'bin'))) {
        // through a new inode: the cache keeps its own mode
        if (!lstatSync(path).isSymbolicLink()) replace(path, readFileSync(path), 0o644);
      }
    },
    { cause: 'permissions' },
  ),
];

/** New inodes for all, links as text, no exec bits; folders and contents as they were. */
function zipAndUnzip(prefix: string): void {
  for (const path of [...walk(prefix)]) {
    if (lstatSync(path).isSymbolicLink()) flatten(path);
    else replace(path, readFileSync(path), 0o644);
  }
}

/** conda first renames what it removes to NAME.c~, then deletes it; rattler and mamba have a trash. */
function killUpdate(env: RealEnvironment): void {
  const paths = filesOf(env, 'numpy').filter((path) => existsSync(join(env.prefix, path)));
  const half = paths.filter((path) => path.includes('/numpy/')).slice(0, paths.length >> 1);
  const [first, second, ...rest] = half.map((path) => join(env.prefix, path));
  if (!first || !second) throw new Error('numpy has no files');
  renameSync(first, `${first}.c~`);
  renameSync(second, join(dirname(second), `${basename(second)}.conda_trash`));
  for (const path of rest) rmSync(path);
}

/** The faults that can befall an environment of this dialect and kind of link. */
export function faultsFor(table: readonly Fault[], dialect: Dialect, links: Links): Fault[] {
  return table.filter(
    (one) =>
      (one.dialects ?? [dialect]).includes(dialect) && (one.links ?? [links]).includes(links),
  );
}
