import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseExplicit } from '../src/conda/explicit-file.ts';
import { compare } from '../src/difference.ts';
import { CannotRead } from '../src/errors.ts';
import { identify } from '../src/fingerprint.ts';
import { lock } from '../src/lock.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { noProgress } from '../src/terminal.ts';
import { makeEnvironment, run, temporaryFolder } from './support/cli.ts';
import { whyNoConda } from './support/conda.ts';
import { describeEngine, engineHost, importImage } from './support/engine.ts';
import {
  type Dialect,
  describeReal,
  realEnvironment,
  testChannel,
} from './support/environments.ts';
import { file, folder, MemorySource, type Node } from './support/memory.ts';
import { hasher } from './support/verifying.ts';

const never = new AbortController().signal;
const PREFIX = '/opt/conda/envs/ml';
const SITE = `${PREFIX}/lib/python3.11/site-packages`;
const SHA256 = 'ab'.repeat(32);
const MD5 = 'cd'.repeat(16);
const COMMIT = 'ef'.repeat(20);

/** What a record says, but for what follows from the name of its file. */
type Recorded = Readonly<Record<string, unknown>>;

const urlOf = (dist: string) => `https://conda.anaconda.org/conda-forge/linux-64/${dist}.conda`;

/** A lock of packages that are nothing but records, and of what else there is. */
function lockOf(
  packages: Readonly<Record<string, Recorded>>,
  more: Readonly<Record<string, Node>> = {},
  name = 'ml',
) {
  const records = Object.entries(packages).map(([dist, fields]): [string, Node] => {
    const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
    const head = { name, version, build, subdir: 'linux-64', url: urlOf(dist), depends: [] };
    const text = JSON.stringify({ ...head, ...fields });
    return [`${PREFIX}/conda-meta/${dist}.json`, file(text)];
  });
  return lock(new MemorySource([...records, ...Object.entries(more)]), PREFIX, name, never);
}

/** A lock of an environment into which pip has installed these: `dist-info` → its `direct_url.json`. */
function lockOfPip(
  projects: Readonly<Record<string, string | object | Node | null>>,
  installer = 'pip\n',
) {
  const files = Object.entries(projects).flatMap(([name, direct]): [string, Node][] => {
    const place = name.startsWith('/') ? name : `${SITE}/${name}.dist-info`;
    const text = typeof direct === 'string' ? direct : JSON.stringify(direct);
    const node = direct !== null && typeof direct === 'object' && 'kind' in direct;
    return [
      [`${place}/METADATA`, file('')],
      ...(installer === '' ? [] : [[`${place}/INSTALLER`, file(installer)] as [string, Node]]),
      ...(direct === null
        ? []
        : [[`${place}/direct_url.json`, node ? direct : file(text)] as [string, Node]]),
    ];
  });
  return lockOf({ 'python-3.11.9-0': { sha256: SHA256 } }, Object.fromEntries(files));
}

/** The lines that packages come from. */
function packagesIn(text: string): string[] {
  const lines = text.split('\n');
  return lines.slice(lines.indexOf('@EXPLICIT') + 1).filter((line) => /^[^#]/.test(line));
}

function pipIn(text: string): string[] {
  return text.split('\n').flatMap((line) => /^# pip (.*)$/.exec(line)?.[1] ?? []);
}

describe('packages', () => {
  test('are named with the best hash that is known', async () => {
    const { text, packages, lost } = await lockOf({
      'a-1-0': { sha256: SHA256, md5: MD5 },
      'b-1-0': { md5: MD5.toUpperCase() },
      'c-1-0': { sha256: 'none', md5: 'none either' },
    });
    expect(packagesIn(text)).toEqual([
      `${urlOf('a-1-0')}#${SHA256}`,
      `${urlOf('b-1-0')}#${MD5}`,
      urlOf('c-1-0'),
    ]);
    expect({ packages, lost }).toEqual({ packages: 3, lost: [] });
    expect(text).not.toContain('credentials');
  });

  test('stand behind what they depend on, even in a circle', async () => {
    const { text } = await lockOf({
      'a-1-0': { depends: ['c >=1', 'z', 'not-there'] },
      'b-1-0': { depends: ['a', '__glibc >=2.17', 'a'] },
      'c-1-0': { depends: ['d[version=">=1"]'] },
      'd-1-0': { depends: ['c', ''] },
      'z-1-0': {},
    });
    const names = packagesIn(text).map((line) => line.replace(/^.*\/(\w+)-.*$/, '$1'));
    expect(names).toEqual(['d', 'c', 'z', 'a', 'b']);
  });

  test('are put in order in no time, however many depend on however many', async () => {
    const names = Array.from({ length: 400 }, (_, at) => `p${String(at).padStart(3, '0')}`);
    const packages = Object.fromEntries(
      names.map((name, at) => [`${name}-1-0`, { depends: names.slice(at + 1) }]),
    );
    // As many as fit into a record of some megabytes.
    const last = { depends: Array.from({ length: 300_000 }, () => 'p001') };
    const { text } = await lockOf({ ...packages, 'p400-1-0': last });
    const order = packagesIn(text).map((line) => line.replace(/^.*\/(\w+)-.*$/, '$1'));
    expect(order.slice(-2)).toEqual(['p000', 'p400']);
    expect(order).toHaveLength(401);
  });

  test('lose the credentials of their channels, and it is told', async () => {
    const { text } = await lockOf({
      'a-1-0': { url: 'https://me:hunter2@host.example/ch/linux-64/a-1-0.conda' },
      'b-1-0': { url: 'https://host.example/t/hunter2-token/ch/linux-64/b-1-0.tar.bz2' },
      'c-1-0': { url: 'https://host.example/ch/linux-64/c-1-0.conda?token=hunter2' },
    });
    expect(text).not.toContain('hunter2');
    expect(packagesIn(text)).toEqual([
      'https://host.example/ch/linux-64/a-1-0.conda',
      'https://host.example/ch/linux-64/b-1-0.tar.bz2',
      'https://host.example/ch/linux-64/c-1-0.conda',
    ]);
    expect(text).toMatch(/^# Some URLs want credentials/m);
  });

  test.each([
    ['nothing', ''],
    ['a folder', 'https://host.example/ch/linux-64/'],
    ['a file that is no package', 'https://host.example/a.zip'],
    ['a fragment', 'https://host.example/a-1-0.conda#a-1-0.conda'],
    ['a second line', 'https://host.example/x\n@EXPLICIT\nhttps://host.example/a-1-0.conda'],
    ['a blank', 'https://host.example/a b-1-0.conda'],
    ['what a terminal obeys', 'https://host.example/\x1b[2Ja-1-0.conda'],
    ['no URL', '../a-1-0.conda'],
  ])('cannot be locked where their record has %s for a URL', async (_, url) => {
    await expect(lockOf({ 'a-1-0': { url } })).rejects.toThrow(CannotRead);
    await expect(lockOf({ 'a-1-0': { url } })).rejects.toThrow(/a-1-0 does not say where/);
  });

  test('out of a folder are told of', async () => {
    const { text } = await lockOf({ 'a-1-0': { url: 'file:///srv/ch/linux-64/a-1-0.conda' } });
    expect(text).toMatch(/^# Some packages came from a folder/m);
  });

  test('a name cannot begin a line', async () => {
    const { text } = await lockOf(
      { 'a-1-0': {} },
      {},
      'x\n@EXPLICIT\nhttps://evil.example/e-1-0.conda',
    );
    expect(packagesIn(text)).toEqual([urlOf('a-1-0')]);
    expect(parseExplicit(text, 'x.lock').packages).toHaveLength(1);
  });
});

describe('what pip installed', () => {
  test.each<[string, string, string | object | null, string]>([
    ['an index', 'Ruamel.YAML-0.17.0', null, 'ruamel-yaml==0.17.0'],
    ['an index of its own', 'torch-1.11.0+cu113', null, 'torch==1.11.0+cu113'],
    [
      'an archive',
      'a-1.0',
      { url: 'https://x.example/a.zip', archive_info: { hashes: { sha256: SHA256 } } },
      `a @ https://x.example/a.zip#sha256=${SHA256}`,
    ],
    [
      'an archive, as pip before 23.1 has it',
      'a-1.0',
      { url: 'https://x.example/a.zip', archive_info: { hash: `sha256=${SHA256}` } },
      `a @ https://x.example/a.zip#sha256=${SHA256}`,
    ],
    [
      'a folder of an archive, no hash',
      'a-1.0',
      { url: 'https://x.example/a.zip', archive_info: {}, subdirectory: 'py/a' },
      'a @ https://x.example/a.zip#subdirectory=py/a',
    ],
    [
      'a repository',
      'a-1.0',
      {
        url: 'https://x.example/a.git',
        vcs_info: { vcs: 'git', requested_revision: 'main', commit_id: COMMIT },
        subdirectory: 'py',
      },
      `a @ git+https://x.example/a.git@${COMMIT}#subdirectory=py`,
    ],
    [
      'a repository by its key',
      'a-1.0',
      { url: 'ssh://git@x.example/a.git', vcs_info: { vcs: 'git', commit_id: COMMIT } },
      `a @ git+ssh://git@x.example/a.git@${COMMIT}`,
    ],
  ])('from %s', async (_, info, direct, line) => {
    const { text, requirements, lost } = await lockOfPip({ [info]: direct });
    expect(pipIn(text)).toEqual([line]);
    expect({ requirements, lost }).toEqual({ requirements: 1, lost: [] });
    // The lock is read back as what it is meant to be.
    const [read] = parseExplicit(text, 'ml.lock').pip ?? [];
    expect(read?.requirement.kind).not.toBe('bad');
  });

  test.each<[string, object]>([
    ['a token', { url: 'https://hunter2hunter2hunter2@x.example/a.zip', archive_info: {} }],
    ['a password', { url: 'https://me:hunter2@x.example/a.zip', archive_info: {} }],
    ['a query', { url: 'https://x.example/a.zip?token=hunter2', archive_info: {} }],
    [
      'a password of ssh',
      { url: 'ssh://git:hunter2@x.example/a.zip', vcs_info: { vcs: 'git', commit_id: COMMIT } },
    ],
  ])('loses %s, and it is told', async (_, direct) => {
    const { text } = await lockOfPip({ 'a-1.0': direct });
    expect(text).not.toContain('hunter2');
    expect(pipIn(text).join()).toContain('x.example/a.zip');
    expect(text).toMatch(/^# Some URLs want credentials/m);
  });

  const damaged = /damaged/;
  test.each<[string, string, string | object | Node | null, RegExp]>([
    ['a local folder', 'a-1', { url: 'file:///w/a', dir_info: {} }, /from a local path/],
    ['an editable one', 'a-1', { url: 'file:///w', dir_info: { editable: true } }, /as editable/],
    ['a local wheel', 'a-1', { url: 'FILE:///w/a.whl', archive_info: {} }, /from a local path/],
    ['a version with a line break', 'a-1\nhttps:', null, /name or version is none/],
    ['a version that is none', 'a-one two', null, /name or version is none/],
    ['a name that is none', '-c evil-1', null, /name or version is none/],
    ['damaged JSON', 'a-1', '{"url": "https://x.exam', damaged],
    ['JSON that is no object', 'a-1', '[]', damaged],
    ['no URL', 'a-1', { archive_info: {} }, damaged],
    ['nothing at all', 'a-1', '', damaged],
    ['a huge file', 'a-1', `{"url": "https://x.example/${'a'.repeat(1 << 20)}"}`, damaged],
    ['a folder in its place', 'a-1', folder(), damaged],
    ['what may not be read', 'a-1', file('{}', 0), damaged],
    ['a URL with a fragment', 'a-1', { url: 'https://x.example/a.zip#egg=b' }, damaged],
    ['a URL with a blank', 'a-1', { url: 'https://x.example/a.zip -r /etc/passwd' }, damaged],
    ['a URL with a second line', 'a-1', { url: 'https://x.example/a\n# pip evil' }, damaged],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pip would put in what it stands for
    ['a URL with a variable of pip', 'a-1', { url: 'https://x.example/${HOME}/a.zip' }, damaged],
    ['what a terminal obeys', 'a-1', { url: 'https://x.example/\x1b[2J/a.zip' }, damaged],
    [
      'a folder that is none',
      'a-1',
      { url: 'https://x.example/a.zip', subdirectory: 'a&sha256=0' },
      damaged,
    ],
    [
      'a commit that is none',
      'a-1',
      { url: 'https://x.example/a', vcs_info: { vcs: 'git', commit_id: 'main; rm' } },
      damaged,
    ],
    [
      'a tool that is none',
      'a-1',
      { url: 'https://x.example/a', vcs_info: { vcs: 'sh -c', commit_id: COMMIT } },
      damaged,
    ],
  ])('cannot be had again from %s', async (_, info, direct, why) => {
    const { text, requirements, lost } = await lockOfPip({ [info]: direct });
    expect(lost).toEqual([expect.objectContaining({ why: expect.stringMatching(why) })]);
    expect({ requirements, lines: pipIn(text) }).toEqual({ requirements: 0, lines: [] });
    expect(text).toMatch(/^# Not in here: /m);
    expect(packagesIn(text)).toEqual([`${urlOf('python-3.11.9-0')}#${SHA256}`]);
    expect(parseExplicit(text, 'ml.lock').oddities).toEqual([]);
  });

  test('or uv is kept; what others did is told', async () => {
    expect(pipIn((await lockOfPip({ 'a-1': null }, 'uv')).text)).toEqual(['a==1']);
    const { lost } = await lockOfPip({ 'a-1': null }, 'poetry 1.8.3');
    expect(lost).toEqual([{ name: 'a', why: 'installed by poetry 1.8.3' }]);
    const { lost: unknown } = await lockOfPip({ 'a-1': null }, '');
    expect(unknown).toEqual([{ name: 'a', why: 'nothing says how it came' }]);
  });

  test('is told where it cannot be: for another Python, twice; what pip has put aside is not', async () => {
    const { text, lost } = await lockOfPip({
      'b-2': null,
      'a-1': null,
      'twice-1': null,
      'twice-2': null,
      '~one-1': null,
      [`${PREFIX}/lib/python3.10/site-packages/old-1.dist-info`]: null,
    });
    expect(pipIn(text)).toEqual(['a==1', 'b==2']);
    expect(lost).toEqual([
      { name: 'old', why: 'in a folder of another Python' },
      { name: 'twice', why: 'it is there in several versions' },
    ]);
  });
});

describeReal('real environments', () => {
  test.for<Dialect>(['rattler', 'conda', 'mamba'])('%s', async (dialect) => {
    await using env = await realEnvironment({ dialect });
    const source = () => new DirectorySource(hasher);
    const { text, packages, lost } = await lock(source(), env.prefix, 'ml', never);
    expect(lost).toEqual([]);

    const known = await repodata();
    const lines = packagesIn(text).map((line) => line.split('#'));
    expect(lines).toHaveLength(packages);
    const done = new Set<string>();
    for (const [url = '', hash] of lines) {
      const entry = known.get(url) ?? expect.fail(url);
      expect(hash).toBe(entry.sha256);
      const needed = entry.depends.map((spec) => spec.split(' ')[0] ?? '');
      expect(needed.filter((name) => !done.has(name) && !name.startsWith('__'))).toEqual([]);
      done.add(entry.name);
    }

    // The same packages are the same lock, wherever they are and whoever installed them.
    expect((await lock(source(), env.prefix, 'ml', never)).text).toBe(text);
    await using other = await realEnvironment({ name: 'other' });
    expect((await lock(source(), other.prefix, 'ml', never)).text).toBe(text);
  });

  test('conda makes the very same of it', async ({ skip }) => {
    const missing = whyNoConda();
    if (missing) skip(missing);
    await using env = await realEnvironment();
    await using place = await temporaryFolder();
    const { text } = await lock(new DirectorySource(hasher), env.prefix, 'ml', never);
    const [file, prefix] = [join(place.path, 'ml.lock'), join(place.path, 'again')];
    await writeFile(file, text);
    const condarc = join(place.path, 'condarc');
    await writeFile(condarc, `pkgs_dirs: [${place.path}/pkgs]\nregister_envs: false\n`);
    const words = ['create', '--yes', '--offline', '--prefix', prefix, '--file', file];
    await promisify(execFile)('conda', words, {
      env: { ...process.env, CONDARC: condarc, HOME: place.path },
    });
    const identity = (prefix: string) =>
      identify(new DirectorySource(hasher), prefix, never, noProgress);
    const difference = compare(await identity(env.prefix), await identity(prefix));
    expect(difference).toEqual({ packages: [], paths: [] });
  });

  test('in an archive are locked as in their folder', async () => {
    await using env = await realEnvironment();
    const tar = join(env.root, 'ml.tar');
    await promisify(execFile)('tar', ['-C', env.root, '-cf', tar, 'envs/ml']);
    const folder = await run(['lock', env.prefix]);
    expect(folder).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['lock', `tar:${tar}`])).toMatchObject({ code: 0, stdout: folder.stdout });
  });

  describeEngine('in an image', () => {
    test('are locked as in their folder', async () => {
      await using env = await realEnvironment();
      const words = ['-C', '/', '-c', env.prefix.slice(1)];
      const { stdout } = await promisify(execFile)('tar', words, {
        encoding: 'buffer',
        maxBuffer: 1 << 28,
      });
      await using image = await importImage(stdout);
      const locked = await run(['lock', `docker:${image.name}`], {
        env: { DOCKER_HOST: engineHost() },
      });
      const { stdout: expected } = await run(['lock', env.prefix]);
      expect(locked).toMatchObject({ code: 0, stdout: expected });
    });
  });

  test('that are broken are not locked, and the report says why', async () => {
    await using env = await realEnvironment();
    await rm(join(env.prefix, 'lib/libz.so.1.2.13'));
    const { code, stdout, stderr } = await run(['lock', env.prefix]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('libz.so.1.2.13');
    expect(stderr).toContain('broken');
  });
});

describe('the command', () => {
  test('writes where it is told to, and says so when it cannot', async () => {
    await using place = await temporaryFolder();
    const prefix = await recorded(join(place.path, 'envs/ml'));
    const { stdout } = await run(['lock', prefix]);
    expect(packagesIn(stdout)).toHaveLength(2);
    const output = join(place.path, 'ml.lock');
    const wrote = await run(['lock', prefix, '--output', output]);
    expect(wrote).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(output, 'utf8')).toBe(stdout);
    const nowhere = await run(['lock', prefix, '--output', join(place.path, 'no/such.lock')]);
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('no/such.lock');
  });

  test('refuses what is not there, and what does not say where it came from', async () => {
    await using place = await temporaryFolder();
    expect(await run(['lock', 'no-such-environment'])).toMatchObject({ code: 2, stdout: '' });
    const prefix = await makeEnvironment(join(place.path, 'envs/ml'));
    const { code, stdout, stderr } = await run(['lock', prefix]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('does not say where the package came from');
  });
});

/** A small environment whose packages came from somewhere. */
async function recorded(prefix: string): Promise<string> {
  await makeEnvironment(prefix);
  for (const dist of ['python-3.11.9-0_test', 'pip-23.0-py311_0']) {
    const place = join(prefix, `conda-meta/${dist}.json`);
    const record = JSON.parse(await readFile(place, 'utf8'));
    await writeFile(place, JSON.stringify({ ...record, url: urlOf(dist), sha256: SHA256 }));
  }
  return prefix;
}

interface Known {
  readonly name: string;
  readonly sha256: string;
  readonly depends: readonly string[];
}

/** URL → what the channel says of the package. */
async function repodata(): Promise<Map<string, Known>> {
  const channel = await testChannel();
  const known = new Map<string, Known>();
  for (const subdir of ['linux-64', 'noarch']) {
    const text = await readFile(join(channel, subdir, 'repodata.json'), 'utf8');
    const { packages } = JSON.parse(text) as { packages: Record<string, Known> };
    for (const [name, one] of Object.entries(packages)) {
      known.set(`file://${channel}/${subdir}/${name}`, one);
    }
  }
  return known;
}
