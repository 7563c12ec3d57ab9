import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fromBytes, toBytes } from '../src/bytes.ts';
import { type Inventory, takeInventory } from '../src/inventory.ts';
import { type End, LinkResolver, lookAt, realPath } from '../src/links.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import type { Source } from '../src/sources.ts';
import { folder as emptyFolder, file, link as linkTo, MemorySource } from './support/memory.ts';
import { hasher } from './support/verifying.ts';

const never = new AbortController().signal;

/** A folder that is removed at the end. All paths here are bytes, written as Latin-1. */
function sandbox() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cl-links-')));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const bytes = (path: string) => Buffer.from(path, 'latin1');
const latin1 = (path: string) => toBytes(path).toString('latin1');

/** Name → contents; `null` a folder, `-> x` a link, `fifo`; folders are made as they are needed. */
function plantTree(root: string, tree: Record<string, string | null>): void {
  for (const [path, what] of Object.entries(tree)) {
    const place = `${root}/${path}`;
    mkdirSync(bytes(what === null ? place : dirname(place)), { recursive: true });
    if (what?.startsWith('-> ')) symlinkSync(bytes(what.slice(3)), bytes(place));
    else if (what === 'fifo') execFileSync('mkfifo', [place]);
    else if (what !== null) writeFileSync(bytes(place), what);
  }
}

function inventoryOf(prefix: string, source: Source = new DirectorySource(hasher)) {
  return takeInventory(source, prefix, never);
}

// ---------------------------------------------------------------- what the kernel says

type Answer = string;

/**
 * Asked again where it sees a loop: under load a kernel that gave up its quick walk (RCU) and began the thorough one
 * went on counting links, and saw 41 of them in a chain of 23.
 */
function kernel(path: string): Answer {
  const answers = Array.from({ length: 8 }, () => kernelOnce(path));
  return answers.find((answer) => answer !== 'loop') ?? 'loop';
}

function kernelOnce(path: string): Answer {
  try {
    const stats = statSync(bytes(path));
    return `${kindOf(stats)} ${realpathSync.native(bytes(path), 'buffer').toString('latin1')}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    if (code === 'ELOOP') return 'loop';
    return code === 'EACCES' ? 'denied' : `failed ${code}`;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isDirectory()) return 'directory';
  return stats.isFIFO() ? 'fifo' : 'file';
}

function ours(end: End): Answer {
  if (end.kind === 'found') return `${end.what} ${latin1(end.path)}`;
  return end.kind === 'failed' ? `failed ${end.code}` : end.kind;
}

/** What the kernel finds at a path, the last link not followed. */
function kernelAt(path: string): string | null {
  try {
    return kindOf(lstatSync(bytes(path)));
  } catch {
    return null;
  }
}

// ---------------------------------------------------------------- random trees

/** Few names, so that links lead somewhere: plain, accented, no UTF-8, U+FFFD itself, 255 bytes. */
const NAMES = [
  'a',
  'b',
  'c',
  'd',
  'é',
  '\xe9\xff',
  '\xed\xa0\x80',
  '\xef\xbf\xbd',
  'x'.repeat(255),
];
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES.slice(0, 4)) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES.slice(4)) },
);
const step = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 2, arbitrary: fc.constant('..') },
  { weight: 1, arbitrary: fc.constantFrom('.', '') },
);
const target = fc.record({
  from: fc.constantFrom('', '', '', '/PREFIX/', '/BESIDE/', '//PREFIX//', '/ALIAS/'),
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  slash: fc.constantFrom('', '', '', '/', '//', '/.'),
});
const folder = fc.array(name, { maxLength: 2 });
const thing = fc.record({
  where: fc.constantFrom('prefix', 'prefix', 'prefix', 'beside'),
  folder,
  name,
  what: fc.oneof(
    { weight: 1, arbitrary: fc.constant({ kind: 'file' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'folder' as const }) },
    { weight: 6, arbitrary: target.map((to) => ({ kind: 'link' as const, to })) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('chain' as const),
        to: target,
        length: fc.constantFrom(2, 36, 37, 38, 39, 40, 41),
      }),
    },
  ),
});

type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

/** Builds what can be built: what stands in the way of something else was there first. */
function plant(root: string, things: readonly Thing[]): void {
  const text = ({ from, steps, slash }: typeof target extends fc.Arbitrary<infer T> ? T : never) =>
    from.replace(/\w+/, (word) => `${root.slice(1)}/${word.toLowerCase()}`) +
    steps.join('/') +
    slash;
  for (const { where, folder, name, what } of things) {
    const at = [root, where, ...folder].join('/');
    try {
      mkdirSync(bytes(at), { recursive: true });
      const place = `${at}/${name}`;
      if (what.kind === 'file') writeFileSync(bytes(place), '', { flag: 'wx' });
      if (what.kind === 'folder') mkdirSync(bytes(place));
      if (what.kind === 'link') symlinkSync(bytes(text(what.to) || '.'), bytes(place));
      if (what.kind !== 'chain') continue;
      symlinkSync(`chain-${what.length}-1`, bytes(place));
      for (let n = 1; n < what.length; n++) {
        const next = n + 1 < what.length ? `chain-${what.length}-${n + 1}` : text(what.to) || '.';
        symlinkSync(bytes(next), bytes(`${at}/chain-${what.length}-${n}`));
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ELOOP'].includes(code ?? '')) throw error;
    }
  }
}

/** Asks in a given order, for what one answer leaves in memory must not change the next. */
function disagreements(inventory: Inventory, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const [we, they] = [ours(inventory.follow(path)), kernel(latin1(inventory.absolute(path)))];
    return we === they ? [] : [`${JSON.stringify(latin1(path))}: ${we}, kernel: ${they}`];
  });
}

describe('links lead where the kernel finds them', () => {
  test('in random trees, whatever was asked before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: 1, maxLength: 14 }),
        fc.array(fc.array(name, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (things, others, isReversed, isAlias) => {
          using root = sandbox();
          plantTree(root.path, { prefix: null, beside: null, alias: '-> prefix' });
          plant(root.path, things);
          const inventory = await inventoryOf(`${root.path}/${isAlias ? 'alias' : 'prefix'}`);
          expect(inventory.place).toBe(`${root.path}/prefix`);
          const links = [...inventory.symlinks()].map(({ path }) => path);
          const words = others.map((names) => fromBytes(bytes(names.join('/'))));
          const paths = [...links, ...words];
          expect(disagreements(inventory, isReversed ? paths.reverse() : paths)).toEqual([]);
          for (const path of words) {
            const there = kernelAt(latin1(inventory.absolute(path)));
            expect(inventory.at(path)?.kind ?? null, path).toBe(there);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('and each entry is told with its kind, each link with its text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(thing, { maxLength: 12 }), async (things) => {
        using root = sandbox();
        plantTree(root.path, { prefix: null, beside: null });
        plant(root.path, things);
        const inventory = await inventoryOf(`${root.path}/prefix`);
        const told = [
          ...[...inventory.folders()].map((path) => [latin1(path), 'd', '']),
          ...[...inventory.entries()].map(([path, entry]) => [
            latin1(path),
            entry.kind === 'symlink' ? 'l' : 'f',
            entry.kind === 'symlink' ? latin1(entry.target) : '',
          ]),
        ].map((row) => row.join('\n'));
        const found = execFileSync(
          'find',
          [`${root.path}/prefix`, '-mindepth', '1', '-printf', '%P\\n%y\\n%l\\0'],
          { encoding: 'latin1', env: { ...process.env, LC_ALL: 'C' } },
        );
        expect(told.sort()).toEqual(found.split('\0').slice(0, -1).sort());
      }),
      { numRuns: 40 },
    );
  });

  const long = 'n'.repeat(255);
  const table: {
    name: string;
    tree: Record<string, string | null>;
    follow: string;
    end: string;
  }[] = [
    { name: 'a file beside it', tree: { f: '', l: '-> f' }, follow: 'l', end: 'file /f' },
    { name: 'a folder above', tree: { 'd/l': '-> ..' }, follow: 'd/l', end: 'directory ' },
    {
      name: 'a file with a slash behind',
      tree: { f: '', l: '-> f/' },
      follow: 'l',
      end: 'missing',
    },
    { name: 'through a file', tree: { f: '', l: '-> f/../f' }, follow: 'l', end: 'missing' },
    {
      name: 'a folder and a dot',
      tree: { d: null, l: '-> d/.' },
      follow: 'l',
      end: 'directory /d',
    },
    {
      name: '.. from where one really is',
      tree: { 'x/y/f': '', 'x/f': 'right', f: 'wrong', d: '-> x/y', l: '-> d/../f' },
      follow: 'l',
      end: 'file /x/f',
    },
    {
      name: 'a name of 255 bytes',
      tree: { [`${long}/f`]: '', l: `-> ${long}/f` },
      follow: 'l',
      end: `file /${long}/f`,
    },
    { name: 'a fifo', tree: { p: 'fifo', l: '-> p' }, follow: 'l', end: 'fifo /p' },
    { name: 'itself', tree: { l: '-> l' }, follow: 'l', end: 'loop' },
    { name: 'itself, with more behind', tree: { l: '-> l/x' }, follow: 'l', end: 'loop' },
    { name: 'each other', tree: { l: '-> m', m: '-> ./l' }, follow: 'm', end: 'loop' },
    { name: 'a loop on the way', tree: { l: '-> m/x', m: '-> m' }, follow: 'l', end: 'loop' },
    { name: 'out of the root', tree: { l: `-> ${'../'.repeat(99)}` }, follow: 'l', end: 'ROOT' },
  ];
  it.each(table)('$name', async ({ tree, follow, end }) => {
    using root = sandbox();
    plantTree(root.path, tree);
    const inventory = await inventoryOf(root.path);
    const place = (answer: string) => (end === 'ROOT' ? 'directory /' : answer);
    const expected = place(end.replace(/^(\w+) (.*)$/, `$1 ${root.path}$2`));
    expect(ours(inventory.follow(follow))).toBe(expected);
    expect(kernel(`${root.path}/${follow}`)).toBe(expected);
  });

  it.each([39, 40, 41])('a chain of %i links, followed from either end', async (length) => {
    using root = sandbox();
    const links = Array.from({ length }, (_, n) => [`l${n}`, `-> ${n ? `l${n - 1}` : 'f'}`]);
    plantTree(root.path, { f: '', ...Object.fromEntries(links) });
    const names = links.map(([name]) => String(name));
    expect(disagreements(await inventoryOf(root.path), names)).toEqual([]);
    expect(disagreements(await inventoryOf(root.path), names.toReversed())).toEqual([]);
    expect(kernel(`${root.path}/l${length - 1}`)).toMatch(length > 40 ? /^loop/ : /^file/);
  });

  it.each([
    ['a folder', { 'real/f': '' }],
    ['nothing', {}],
  ])('a chain that ends below a link to %s, after that was followed', async (_, tree) => {
    using root = sandbox();
    const chain = Array.from({ length: 40 }, (_, n) => [`l${n}`, `-> ${n ? `l${n - 1}` : 'd/f'}`]);
    plantTree(root.path, { ...tree, d: '-> real', ...Object.fromEntries(chain) });
    const names = chain.map(([name]) => String(name));
    expect(kernel(`${root.path}/l39`)).toBe('loop');
    expect(disagreements(await inventoryOf(root.path), ['d', 'd/f', ...names])).toEqual([]);
    expect(disagreements(await inventoryOf(root.path), [...names, 'd'].reverse())).toEqual([]);
  });

  test('a name that no file system holds leads nowhere', async () => {
    using root = sandbox();
    plantTree(root.path, { l: `-> ${'n'.repeat(256)}`, m: `-> /${'n'.repeat(256)}` });
    const inventory = await inventoryOf(root.path);
    for (const path of ['l', 'm']) {
      expect(['missing', 'failed']).toContain(inventory.follow(path).kind);
    }
  });

  test('a resolver needs no inventory', () => {
    using root = sandbox();
    plantTree(root.path, { 'd/f': '', l: '-> d', m: '-> gone' });
    const source = new DirectorySource(hasher);
    const resolver = new LinkResolver((path) => lookAt(source, path));
    expect(resolver.resolve('/')).toMatchObject({ kind: 'found', path: '/' });
    expect(resolver.resolve(`${root.path}/l/f`)).toEqual({
      kind: 'found',
      path: `${root.path}/d/f`,
      what: 'file',
      hops: 1,
    });
    expect(resolver.resolve(`${root.path}/m`)).toEqual({
      kind: 'missing',
      path: `${root.path}/gone`,
      hops: 1,
    });
    expect(realPath(source, `${root.path}/l/f`)).toBe(`${root.path}/d/f`);
    expect(realPath(source, `${root.path}/m`)).toBe(`${root.path}/m`);
  });
});

// ---------------------------------------------------------------- the walk

describe('the walk', () => {
  test('ends in cycles of folders and follows no link', async () => {
    using root = sandbox();
    plantTree(root.path, {
      'a/b/up': '-> ..',
      'a/b/self': '-> .',
      'a/round': '-> ../c',
      'c/round': '-> ../a',
      'c/out': '-> /',
      top: `-> ${root.path}`,
    });
    const inventory = await inventoryOf(root.path);
    expect([...inventory.folders()].sort()).toEqual(['a', 'a/b', 'c']);
    expect([...inventory.symlinks()]).toHaveLength(6);
    expect(ours(inventory.follow('top/a/round/round/b/up/round/round/b'))).toBe(
      `directory ${root.path}/a/b`,
    );
  });

  test('enters no other environment and no package cache, but links lead there', async () => {
    using root = sandbox();
    plantTree(root.path, {
      'conda-meta/history': '',
      'envs/ml/conda-meta/history': '',
      'envs/ml/bin/python': '',
      'envs/ml/alias': '-> ../../lib/f',
      'pkgs/zlib/lib/f': '',
      'share/nested/conda-meta/history': '',
      'share/nested/f': '',
      'share/envs/f': '',
      'share/pkgs/f': '',
      'share/file/conda-meta': '',
      'share/link/conda-meta': '-> ../../conda-meta',
      'share/link/f': '',
      'lib/f': '',
      'lib/cached': '-> ../pkgs/zlib/lib/f',
      'lib/other': '-> ../envs/ml/alias',
      'lib/lost': '-> ../pkgs/zlib/lib/gone',
      'lib/nested': '-> ../share/nested/f',
    });
    const inventory = await inventoryOf(root.path);
    expect([...inventory.entries()].map(([path]) => path).sort()).toEqual([
      'conda-meta/history',
      'lib/cached',
      'lib/f',
      'lib/lost',
      'lib/nested',
      'lib/other',
      'share/envs/f',
      'share/file/conda-meta',
      'share/link/conda-meta',
      'share/link/f',
      'share/pkgs/f',
    ]);
    const links = [...inventory.symlinks()].map(({ path }) => path);
    expect(disagreements(inventory, [...links, 'envs', 'pkgs/zlib/lib', 'share/nested/f'])).toEqual(
      [],
    );
    expect(inventory.at('envs/ml/bin/python')?.kind).toBe('file');
    expect(inventory.at('share/nested/gone')).toBeNull();
  });

  test('is not held up by a fifo, nor is reading', async () => {
    using root = sandbox();
    plantTree(root.path, { 'bin/python': 'fifo', 'bin/pip': '-> python' });
    const inventory = await inventoryOf(root.path);
    expect(inventory.at('bin/python')).toEqual({ kind: 'fifo' });
    const paths = ['python', 'pip', 'gone'].map((one) => `${root.path}/bin/${one}`);
    const read = await inventory.source.read(paths, 10);
    expect(paths.map((path) => read.get(path)?.kind)).toEqual(['failed', 'failed', 'missing']);
  });

  test('keeps apart what is not there and what may not be seen', async () => {
    using root = sandbox();
    plantTree(root.path, { 'open/f': '', 'shut/f': '', 'open/l': '-> ../shut/f', l: '-> shut' });
    execFileSync('chmod', ['-R', 'a+rX', root.path]);
    execFileSync('chmod', ['0', join(root.path, 'shut')]);
    await asOrdinaryUser(async () => {
      const inventory = await inventoryOf(root.path);
      expect([...inventory.unlisted]).toEqual([['shut', { kind: 'denied' }]]);
      expect(disagreements(inventory, ['open/l', 'l', 'shut/f', 'shut', 'open/f'])).toEqual([]);
      const known = ['shut', 'shut/f', 'shutter', 'open/f'].map((path) => inventory.isKnown(path));
      expect(known).toEqual([false, false, true, true]);
    });
    execFileSync('chmod', ['700', join(root.path, 'shut')]);
  });

  test('stops when it is told to', async () => {
    using root = sandbox();
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const walk = takeInventory(new DirectorySource(hasher), root.path, controller.signal);
    await expect(walk).rejects.toThrow('enough');
  });
});

/** root is stopped by no permission, so be somebody else for a while. */
async function asOrdinaryUser(act: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

// ---------------------------------------------------------------- other worlds

/** The file system of this machine, seen as another kind of source. */
function seenAs(traits: Partial<Pick<Source, 'foldsCase'>>): Source {
  return Object.assign<Source, typeof traits>(new DirectorySource(hasher), traits);
}

describe('a source', () => {
  test('whose extent is the prefix knows nothing of what lies outside', async () => {
    const source = new MemorySource(
      [
        ['/prefix/conda-meta/history', file('')],
        ['/prefix/f', file('')],
        ['/prefix/in', linkTo('/prefix/f')],
        ['/prefix/gone', linkTo('/prefix/nothing')],
        ['/prefix/round', linkTo('../prefix/f')],
        ['/prefix/out', linkTo('../f')],
        ['/prefix/far', linkTo('/usr/lib/x')],
      ],
      { extent: 'prefix' },
    );
    const inventory = await inventoryOf('/prefix', source);
    const kinds = ['in', 'gone', 'round', 'out', 'far'].map((path) => inventory.follow(path).kind);
    expect(kinds).toEqual(['found', 'missing', 'found', 'outside', 'outside']);
  });

  test('a chain of links through very long paths ends, and not for want of stack', () => {
    const far = (next: string) => linkTo(`${next}${'/.'.repeat(2000)}`);
    const chain = Array.from({ length: 40 }, (_, at) => [`/l${at}`, far(`l${at + 1}`)] as const);
    const source = new MemorySource([...chain, ['/l40', emptyFolder()]]);
    const links = new LinkResolver((path) => lookAt(source, path));
    expect(links.resolve('/l0')).toEqual({
      kind: 'found',
      path: '/l40',
      what: 'directory',
      hops: 40,
    });
  });

  test('that folds case finds names in any spelling, of folders too', async () => {
    using root = sandbox();
    plantTree(root.path, { 'Lib/Foo/bar.py': '', l: '-> lib/foo/BAR.py', m: '-> LIB/Foo' });
    const inventory = await inventoryOf(root.path, seenAs({ foldsCase: () => true }));
    expect.soft(inventory.at('Lib/Foo/BAR.PY')?.kind, 'the last name').toBe('file');
    expect.soft(inventory.at('lib/foo/bar.py')?.kind, 'a folder').toBe('file');
    expect.soft(inventory.follow('m').kind, 'a link to a folder').toBe('found');
    expect.soft(inventory.follow('l').kind, 'a link').toBe('found');
    expect.soft(inventory.at('Lib/Foo/baz.py')).toBeNull();
  });

  test('tells names of one prefix apart from others', async () => {
    using root = sandbox();
    plantTree(root.path, { 'prefix/f': '', alias: '-> prefix', other: null });
    const inventory = await inventoryOf(`${root.path}/alias`);
    const names = ['alias', 'prefix', 'prefix/.', 'alias/../prefix', 'other', 'gone'];
    const own = names.map((one) => inventory.isOwnPrefix(`${root.path}/${one}`));
    expect(own).toEqual([true, true, true, true, false, false]);
    expect(inventory.isOwnPrefix('prefix')).toBe(false);
    expect(inventory.relative(`${root.path}/prefix/f`)).toBe('f');
    expect(inventory.relative(`${root.path}/prefixed/f`)).toBeNull();
    expect(readFileSync(inventory.absolute('f'), 'utf8')).toBe('');
  });
});
