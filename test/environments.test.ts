import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { findEnvironments, findForAction, isEnvironment } from '../src/conda/environments.ts';
import { locate } from '../src/conda/locate.ts';
import { BadInput, CannotRead, NotFound } from '../src/errors.ts';
import type { Machine } from '../src/machine.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { hasher } from './support/verifying.ts';

const source = new DirectorySource(hasher);

/** A machine of its own in a folder, but for `/etc` and `/opt`: more may be found than was made. */
function sandbox(env: Record<string, string> = {}, cwd = 'work') {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cl-envs-')));
  const here = (text: string) => text.replaceAll('$T', path);
  const variables = Object.entries(env).map(([name, value]) => [name, here(value)]);
  mkdirSync(join(path, 'home'));
  mkdirSync(join(path, cwd), { recursive: true });
  const machine: Machine = {
    platform: 'linux',
    cwd: join(path, cwd),
    home: join(path, 'home'),
    env: Object.fromEntries(variables),
  };
  const made = {
    path,
    machine,
    write(file: string, text = '') {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), here(text));
    },
    environments(...prefixes: string[]) {
      for (const prefix of prefixes) made.write(`${prefix}/conda-meta/history`);
    },
    link: (from: string, to: string) => symlinkSync(here(to), join(path, from)),
    /** What of this sandbox was found: `name prefix`, without the sandbox's own path. */
    async found() {
      const { environments } = await findEnvironments(source, machine);
      return inside(environments);
    },
    forAction: () => inside(findForAction(source, machine).environments),
    async located(word: string) {
      const all = await locate(source, machine, here(word));
      return all.map(({ name, prefix, problem }) => ({
        name,
        prefix: prefix.replace(`${path}/`, ''),
        problem,
      }));
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
  const inside = (all: readonly { name: string; prefix: string }[]) =>
    all
      .filter(({ prefix }) => prefix.startsWith(`${path}/`))
      .map(({ name, prefix }) => `${name} ${prefix.slice(path.length + 1)}`);
  return made;
}

// ---------------------------------------------------------------- all there are

describe('environments are found', () => {
  it.each<[string, Record<string, string>, string[], string[]]>([
    ['the active one', { CONDA_PREFIX: '$T/e' }, ['e'], ['e e']],
    [
      'those below it',
      { CONDA_PREFIX: '$T/a', CONDA_PREFIX_1: '$T/b' },
      ['a', 'b'],
      ['a a', 'b b'],
    ],
    [
      'the root of the active one, and all in it',
      { CONDA_PREFIX: '$T/r/envs/a' },
      ['r', 'r/envs/a', 'r/envs/b'],
      ['a r/envs/a', 'base r', 'b r/envs/b'],
    ],
    [
      'by the program',
      { CONDA_EXE: '$T/r/bin/conda' },
      ['r', 'r/envs/a'],
      ['base r', 'a r/envs/a'],
    ],
    ['by CONDA', { CONDA: '$T/r' }, ['r', 'r/envs/a'], ['base r', 'a r/envs/a']],
    [
      'of micromamba, whose root is none',
      { MAMBA_ROOT_PREFIX: '$T/m' },
      ['m/envs/a'],
      ['a m/envs/a'],
    ],
    [
      'in folders of a variable',
      { CONDA_ENVS_PATH: '$T/x:$T/y' },
      ['x/a', 'y/b'],
      ['a x/a', 'b y/b'],
    ],
    ['in folders of another', { CONDA_ENVS_DIRS: '$T/x,$T/y' }, ['x/a', 'y/b'], ['a x/a', 'b y/b']],
    [
      'in the usual places',
      {},
      ['home/miniforge3', 'home/miniforge3/envs/a'],
      ['base home/miniforge3', 'a home/miniforge3/envs/a'],
    ],
    ['in ~/.conda/envs', {}, ['home/.conda/envs/a'], ['a home/.conda/envs/a']],
    [
      'of micromamba in its usual place',
      {},
      ['home/.local/share/mamba/envs/a'],
      ['a home/.local/share/mamba/envs/a'],
    ],
    ['of pixi, here', {}, ['work/.pixi/envs/default'], ['default work/.pixi/envs/default']],
    [
      'once, though told thrice',
      { CONDA_PREFIX: '$T/r', CONDA: '$T/r/', CONDA_EXE: '$T/r/bin/conda' },
      ['r'],
      ['r r'],
    ],
    [
      'not where there are none',
      { CONDA_PREFIX: '$T/gone', CONDA: 'relative', CONDA_EXE: 'conda' },
      [],
      [],
    ],
    [
      'not by empty words',
      { CONDA_PREFIX: '', CONDA: '', CONDA_EXE: '', MAMBA_ROOT_PREFIX: '' },
      [],
      [],
    ],
  ])('%s', async (_, env, prefixes, expected) => {
    using box = sandbox(env);
    box.environments(...prefixes);
    expect(await box.found()).toEqual(expected);
  });

  test('of pixi, in a folder above', async () => {
    using box = sandbox({}, 'work/deep/er');
    box.environments('work/.pixi/envs/default', 'work/.pixi/envs/dev');
    expect(await box.found()).toEqual([
      'default work/.pixi/envs/default',
      'dev work/.pixi/envs/dev',
    ]);
  });

  test('by environments.txt, but for those that are gone', async () => {
    using box = sandbox();
    box.environments('a', 'b c', 'r/envs/x', 'r/envs/y');
    box.write('plain/readme');
    const lines = [
      '$T/a',
      '$T/gone',
      ' $T/b c \r',
      '',
      '# $T/x',
      'a',
      '$T/plain',
      '$T/r/envs/x',
      '$T/a/',
    ];
    box.write('home/.conda/environments.txt', lines.join('\n'));
    expect(await box.found()).toEqual(['a a', 'b c b c', 'x r/envs/x', 'y r/envs/y']);
    const { tried } = await findEnvironments(source, box.machine);
    expect(tried).toContain(`${box.path}/home/.conda/environments.txt`);
  });

  test('by configuration', async () => {
    using box = sandbox({ WORK: '$T/scratch' });
    box.environments('home/mine/a', 'scratch/envs/b', 'abs/c');
    box.write(
      'home/.condarc',
      'envs_dirs:\n  - ~/mine\n  - $WORK/envs\nenvs_path: ["$T/abs", 7]\n',
    );
    expect((await box.found()).sort()).toEqual(['a home/mine/a', 'b scratch/envs/b', 'c abs/c']);
  });

  test('once, though homes and environments are linked', async () => {
    using box = sandbox({ CONDA_PREFIX: '$T/data/me/miniconda3/envs/a' });
    box.environments('data/me/miniconda3', 'data/me/miniconda3/envs/a', 'data/big');
    rmSync(join(box.path, 'home'), { recursive: true });
    box.link('home', '$T/data/me');
    box.link('data/me/miniconda3/envs/linked', '$T/data/big');
    box.link('data/me/miniconda3/envs/again', 'a');
    box.link('data/me/miniconda3/envs/gone', '$T/nowhere');
    box.link('data/me/miniconda3/envs/loop', 'loop');
    box.write('data/me/.conda/environments.txt', '$T/home/miniconda3/envs/a\n$T/data/big/\n');
    const found = await box.found();
    expect(found.map((line) => line.split(' ')[0]).sort()).toEqual(['a', 'base', 'big']);
    expect(found[0]).toBe('a data/me/miniconda3/envs/a');
  });

  test('not in hidden folders, files, and folders without records', async () => {
    using box = sandbox({ CONDA: '$T/r' });
    box.environments('r/envs/a', 'r/envs/.hidden');
    box.write('r/envs/file');
    box.write('r/envs/plain/bin/python');
    box.write('r/envs/metadata/conda-meta');
    box.write('r/envs/emptied/conda-meta/state');
    box.write('r/envs/json/conda-meta/zlib-1-0.json');
    expect(await box.found()).toEqual(['a r/envs/a', 'json r/envs/json']);
    expect(isEnvironment(source, join(box.path, 'r/envs/metadata'))).toBe(false);
  });
});

describe('an action looks', () => {
  const root = [
    'r',
    'r/envs/a',
    'r/envs/b',
    'm',
    'm/envs/c',
    'work/.pixi/envs/default',
    'home/miniconda3',
  ];
  it.each<[string, Record<string, string>, string[]]>([
    ['at the active one only', { CONDA_PREFIX: '$T/r/envs/a', CONDA: '$T/r' }, ['a r/envs/a']],
    [
      'below CONDA, never at its base',
      { CONDA: '$T/r' },
      ['a r/envs/a', 'b r/envs/b', 'default work/.pixi/envs/default'],
    ],
    [
      'below micromamba’s root',
      { MAMBA_ROOT_PREFIX: '$T/m' },
      ['c m/envs/c', 'default work/.pixi/envs/default'],
    ],
    [
      'below both',
      { CONDA: '$T/r', MAMBA_ROOT_PREFIX: '$T/m' },
      ['a r/envs/a', 'b r/envs/b', 'c m/envs/c', 'default work/.pixi/envs/default'],
    ],
    ['at those of pixi', {}, ['default work/.pixi/envs/default']],
    ['at nothing relative', { CONDA: 'r' }, ['default work/.pixi/envs/default']],
    [
      'at the active one, though it is gone',
      { CONDA_PREFIX: '$T/gone', CONDA: '$T/r' },
      ['gone gone'],
    ],
  ])('%s', (_, env, expected) => {
    using box = sandbox(env);
    box.environments(...root);
    expect(box.forAction()).toEqual(expected);
    const { environments, tried } = findForAction(source, box.machine);
    const isGone = env['CONDA_PREFIX'] === '$T/gone';
    expect(environments.every(({ problem }) => (problem !== null) === isGone)).toBe(true);
    if (!env['CONDA_PREFIX']) expect(tried).toContain('CONDA_PREFIX');
  });
});

// ---------------------------------------------------------------- the one that is named

describe('a word stands for', () => {
  it.each<[string, string, string[]]>([
    ['a name', 'a', ['a r/envs/a']],
    ['base', 'base', ['base r', 'base home/miniconda3']],
    ['a name that two roots have', 'twin', ['twin r/envs/twin', 'twin home/miniconda3/envs/twin']],
    ['a prefix', '$T/r/envs/a', ['a r/envs/a']],
    ['a prefix with slashes behind', '$T/r/envs/a//', ['a r/envs/a']],
    ['a prefix with dots', '$T/r/./envs/../envs/a/.', ['a r/envs/a']],
    ['a relative path', '../r/envs/a', ['a r/envs/a']],
    ['a folder in the working folder', 'local', ['local work/local']],
    ['a folder here', './local/', ['local work/local']],
    ['a home', '~/e', ['e home/e']],
    ['a root, with all in it', '$T/r', ['base r', 'a r/envs/a', 'twin r/envs/twin']],
    ['a root with a slash', '$T/r/', ['base r', 'a r/envs/a', 'twin r/envs/twin']],
    ['a root that is no environment', '$T/m', ['x m/envs/x']],
    ['a link to a prefix', '$T/alias', ['alias alias']],
  ])('%s', async (_, word, expected) => {
    using box = sandbox({ CONDA: '$T/r' });
    box.environments('r', 'r/envs/a', 'r/envs/twin', 'm/envs/x', 'work/local', 'home/e');
    box.environments('home/miniconda3', 'home/miniconda3/envs/twin');
    box.write('r/envs/.conda_envs_dir_test');
    box.link('alias', '$T/r/envs/a');
    const located = await box.located(word);
    expect(located.map(({ name, prefix }) => `${name} ${prefix}`)).toEqual(expected);
    expect(located.every(({ problem }) => problem === null)).toBe(true);
  });

  it.each<[string, string, new (...args: never[]) => Error, RegExp]>([
    ['nothing', '$T/gone', NotFound, /There is nothing at/],
    ['nothing below a file', '$T/file/x', NotFound, /There is nothing at/],
    ['a dangling link', '$T/dangling', NotFound, /leads nowhere/],
    ['a file', '$T/file', CannotRead, /is no folder/],
    ['a plain folder', '$T/plain', CannotRead, /not a conda environment/],
    ['a folder of empty records', '$T/emptied', CannotRead, /not a conda environment/],
    ['a venv', '$T/venv', CannotRead, /virtual environment/],
    ['an environment of Windows', '$T/windows', CannotRead, /Windows/],
    ['a root of nothing', '$T/hollow', CannotRead, /not a conda environment/],
  ])('%s, which cannot be looked at', async (_, word, kind, message) => {
    using box = sandbox();
    box.write('file');
    box.write('plain/bin/python');
    box.write('emptied/conda-meta/state');
    box.write('venv/pyvenv.cfg');
    box.write('windows/python.exe');
    box.environments('windows');
    box.write('hollow/envs/x/readme');
    box.link('dangling', 'nowhere');
    const [one, ...more] = await box.located(word);
    expect(more).toEqual([]);
    expect(one?.problem).toBeInstanceOf(kind);
    expect(one?.problem?.message).toMatch(message);
    expect(one?.problem?.advice).not.toBe('');
    expect(one?.prefix).toBe(word.slice('$T/'.length));
  });

  it.each<[string, RegExp]>([
    ['pyton-dev', /^Did you mean python-dev\?$/],
    ['Python-Dev', /^Did you mean python-dev\?$/],
    ['notebok', /^Did you mean notebook/],
    ['zzzzzzzzzzzzzzzzzzzzzzzz', /^Known here: .*python-dev/],
  ])('%s, which is unknown but near', async (word, advice) => {
    using box = sandbox({ CONDA: '$T/r' });
    box.environments('r/envs/python-dev', 'r/envs/notebook', 'r/envs/notebooks');
    const [one] = await box.located(word);
    expect(one).toMatchObject({ name: word, problem: expect.any(NotFound) });
    expect(one?.problem?.advice).toMatch(advice);
  });

  test('nothing when it is empty', async () => {
    using box = sandbox();
    await expect(locate(source, box.machine, '')).rejects.toBeInstanceOf(BadInput);
  });
});
