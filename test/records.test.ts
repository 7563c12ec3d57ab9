import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { printable } from '../src/bytes.ts';
import { NOTHING_SHA256, type PackageRecord, parseRecord } from '../src/conda/record.ts';
import { LARGEST_RECORD } from '../src/conda/record-file.ts';
import { isOwned, type Manifest, readManifest } from '../src/conda/records.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { type Dialect, describeReal, type Links, realEnvironment } from './support/environments.ts';
import { hasher } from './support/verifying.ts';

const FILE = 'zlib-1.2.13-h0.json';
const SITE = 'lib/python3.11/site-packages';
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

/** A record of one package with these paths, as JSON would have it. */
function recordOf(paths: unknown, more: object = {}): object {
  return { name: 'zlib', version: '1.2.13', build: 'h0', paths_data: { paths }, ...more };
}

function parse(json: unknown, sitePackages: string | null = SITE): PackageRecord {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const record = parseRecord(FILE, Buffer.from(text), sitePackages, null);
  if ('reason' in record) throw new Error(record.reason);
  return record;
}

/** The reason why it is none; fails when it is one. */
function refusal(json: unknown): string {
  const bytes = Buffer.isBuffer(json) ? json : Buffer.from(String(json));
  const record = parseRecord(FILE, bytes, SITE, null);
  expect(Object.keys(record)).toEqual(['reason']);
  return 'reason' in record ? record.reason : '';
}

function isOneLine(text: string): boolean {
  return text !== '' && text.length < 300 && text === printable(text);
}

// ---------------------------------------------------------------- the three hands

const PLACEHOLDER = '/_placehold'.padEnd(255, '_placehold');
const patched = { prefix_placeholder: PLACEHOLDER, file_mode: 'text' };
const HANDS = {
  conda: [
    { _path: 'lib/f', path_type: 'hardlink', sha256: A, sha256_in_prefix: A, size_in_bytes: 3 },
    { _path: 'lib/l', path_type: 'softlink', sha256: A, size_in_bytes: 3 },
    {
      _path: 'lib/t',
      path_type: 'hardlink',
      sha256: A,
      sha256_in_prefix: B,
      size_in_bytes: 9,
      ...patched,
    },
    {
      _path: 'lib/b',
      path_type: 'hardlink',
      sha256: A,
      sha256_in_prefix: B,
      size_in_bytes: 9,
      ...patched,
      file_mode: 'binary',
    },
  ],
  mamba: [
    { _path: 'lib/f', path_type: 'hardlink', sha256: A, sha256_in_prefix: A, size_in_bytes: 3 },
    { _path: 'lib/l', path_type: 'softlink', sha256: A, sha256_in_prefix: A, size_in_bytes: 3 },
    { _path: 'lib/t', path_type: 'hardlink', sha256: A, sha256_in_prefix: B, size_in_bytes: 9 },
    { _path: 'lib/b', path_type: 'hardlink', sha256: A, sha256_in_prefix: B, size_in_bytes: 9 },
  ],
  rattler: [
    { _path: 'lib/f', path_type: 'hardlink', sha256: A, size_in_bytes: 3, no_link: false },
    { _path: 'lib/l', path_type: 'softlink', sha256: A, sha256_in_prefix: B, size_in_bytes: 3 },
    {
      _path: 'lib/t',
      path_type: 'hardlink',
      sha256: A,
      sha256_in_prefix: B,
      size_in_bytes: 9,
      ...patched,
    },
    {
      _path: 'lib/b',
      path_type: 'hardlink',
      sha256: A,
      sha256_in_prefix: B,
      size_in_bytes: 9,
      ...patched,
      file_mode: 'binary',
    },
  ],
} as const;

describe('what each installer records', () => {
  // Per path: size that may be compared, hash in the prefix, hash of the link's text, patched or not.
  const meanings = {
    conda: {
      f: [3, A, null, false],
      l: [3, null, null, false],
      t: [null, B, null, true],
      b: [9, B, null, true],
    },
    mamba: {
      f: [3, A, null, false],
      l: [3, null, null, false],
      t: [null, B, null, true],
      b: [null, B, null, true],
    },
    rattler: {
      f: [3, null, null, false],
      l: [null, null, B, false],
      t: [9, B, null, true],
      b: [9, B, null, true],
    },
  };
  it.each(Object.keys(HANDS) as (keyof typeof HANDS)[])('%s', (hand) => {
    const record = parse(recordOf(HANDS[hand]));
    expect(record.writer).toBe(hand);
    const rows = record.paths.map(({ path, size, sha256InPrefix, linkSha256, isPatched }) => [
      path.slice('lib/'.length),
      [size, sha256InPrefix, linkSha256, isPatched],
    ]);
    expect(Object.fromEntries(rows)).toEqual(meanings[hand]);
    expect(record.paths.map(({ kind }) => kind)).toEqual(['file', 'symlink', 'file', 'file']);
    expect(record.paths.every((one) => one.sha256 === A && one.package === record)).toBe(true);
  });

  test('by the kind of path', () => {
    const types = [
      'hardlink',
      'softlink',
      'directory',
      'unix_python_entry_point',
      'pyc_file',
      'new',
      7,
    ];
    const paths = types.map((path_type, n) => ({ _path: `p${n}`, path_type }));
    const { paths: read } = parse(recordOf([...paths, { _path: 'p' }]));
    expect(read.map(({ kind, cached }) => [kind, cached])).toEqual([
      ['file', 'p0'],
      ['symlink', 'p1'],
      ['directory', 'p2'],
      ['entry-point', null],
      ['pyc', null],
      ['any', 'p5'],
      ['file', 'p6'],
      ['file', 'p'],
    ]);
  });

  it.each<[object, Partial<PackageRecord>]>([
    [
      {},
      { channel: '', subdir: '', noarch: '', depends: [], isSoftLinked: false, extracted: null },
    ],
    [{ link: { source: '/p/x', type: 1 } }, { isSoftLinked: false, extracted: '/p/x' }],
    [{ link: { source: '/p/x', type: 2 } }, { isSoftLinked: true }],
    [{ link: { type: 'softlink' } }, { isSoftLinked: true, extracted: null }],
    [{ link: { source: '/p/x' }, extracted_package_dir: '/q/x' }, { extracted: '/q/x' }],
    [
      { link: 7, extracted_package_dir: ['x'] },
      { isSoftLinked: false, extracted: null },
    ],
    [{ channel: 'https://c/n', url: 'https://c/n/linux-64/z.conda' }, { channel: 'https://c/n' }],
    [
      { depends: 'python', noarch: true, subdir: null },
      { depends: [], noarch: '', subdir: '' },
    ],
    [{ build: undefined }, { build: '' }],
  ])('%j', (more, expected) => {
    expect(parse(recordOf([], more))).toMatchObject(expected);
  });
});

describe('noarch paths are mapped to where they are', () => {
  const paths = ['site-packages/x/a.py', 'python-scripts/x', 'share/x', 'site-packages/y.py'];
  const raw = paths.map((_path) => ({ _path, path_type: 'hardlink', sha256: A }));
  const noarch = { noarch: 'python' };
  const free = 'lib/python3.13t/site-packages';
  it.each<[string, object, string | null, string[]]>([
    [
      'by the Python that is there',
      noarch,
      SITE,
      [`${SITE}/x/a.py`, 'bin/x', 'share/x', `${SITE}/y.py`],
    ],
    [
      'by `files`, which knows better',
      { ...noarch, files: [`${free}/x/a.py`, 'bin/x', 'share/x', `${free}/y.py`] },
      SITE,
      [`${free}/x/a.py`, 'bin/x', 'share/x', `${free}/y.py`],
    ],
    [
      'not by `files` of other things',
      { ...noarch, files: ['a', 'b', 'c', 'd'] },
      SITE,
      [`${SITE}/x/a.py`, 'bin/x', 'share/x', `${SITE}/y.py`],
    ],
    [
      'by the folder that `files` of another number name',
      { ...noarch, files: [`${free}/x/a.py`] },
      SITE,
      [`${free}/x/a.py`, 'bin/x', 'share/x', `${free}/y.py`],
    ],
    [
      'not at all without a Python',
      noarch,
      null,
      [paths[0] ?? '', 'bin/x', 'share/x', paths[3] ?? ''],
    ],
    ['not of generic packages', { noarch: 'generic' }, SITE, paths],
    ['not of others', {}, SITE, paths],
  ])('%s', (_, more, site, real) => {
    const described = parse(recordOf(raw, more), site).paths.filter((one) => !one.isDropped);
    expect(described.map(({ path }) => path)).toEqual(real);
    expect(described.map(({ cached }) => cached)).toEqual(paths);
  });

  test('back to where they lie in the package', () => {
    const real = [`${SITE}/x/a.py`, 'bin/x', 'share/x', 'lib/python3.9/site-packages/y.py'];
    const record = parse(
      recordOf(
        real.map((_path) => ({ _path })),
        noarch,
      ),
    );
    expect(record.paths.map(({ path }) => path)).toEqual(real);
    expect(record.paths.map(({ cached }) => cached)).toEqual(paths);
  });
});

test('a path that only `files` names was dropped, and moves no other one', () => {
  const free = 'lib/python3.13t/site-packages';
  const described = ['site-packages/a.py', 'site-packages/c.py'].map((_path) => ({ _path }));
  const files = ['a', 'b', 'c'].map((name) => `${free}/${name}.py`);
  const { paths } = parse(recordOf(described, { noarch: 'python', files }));
  expect(paths.map(({ path, isDropped }) => [path, isDropped]).sort()).toEqual([
    [`${free}/a.py`, false],
    [`${free}/b.py`, true],
    [`${free}/c.py`, false],
  ]);
});

test('an old record has names only', () => {
  const record = parse({ name: 'a', version: '1', build: '0', files: ['bin/a', 'lib/x'] });
  expect(record.paths).toMatchObject([
    { path: 'bin/a', kind: 'any', sha256: null, size: null, placeholder: null, isPatched: false },
    { path: 'lib/x', kind: 'any' },
  ]);
  expect(record.writer).toBeNull();
});

// ---------------------------------------------------------------- malformed

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const named = (name: unknown) => JSON.stringify({ ...recordOf([]), name });
const claiming = (path: string) => JSON.stringify(recordOf([{ _path: path }]));

describe('what is no record is refused in one line', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['cut', JSON.stringify(recordOf(HANDS.conda)).slice(0, 200), /^is no JSON: /],
    ['one bracket', '{', /^is no JSON: /],
    ['text of several lines', '\n\x1b[31mhello\nworld ##[error]', /^is no JSON: /],
    ['NUL bytes', Buffer.alloc(2000), /NUL bytes/],
    [
      'a record with NUL bytes at the end',
      Buffer.concat([Buffer.from(named('a')), Buffer.alloc(9)]),
      /NUL bytes/,
    ],
    ['UTF-16', Buffer.from(`\ufeff${named('a')}`, 'utf16le'), /NUL bytes/],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 167) % 255 || 1)),
      /no JSON/,
    ],
    ['a list', '[]', /^has no usable name$/],
    ['null', 'null', /^is no record of a package$/],
    ['a number', '7', /^is no record of a package$/],
    ['a string', '"zlib"', /^is no record of a package$/],
    ['a thousand lists in one another', nested(1000), /^has no usable name$/],
    ['a hundred thousand', nested(100_000), /./],
    ['a hundred thousand that do not end', '['.repeat(100_000), /./],
    ['nothing in it', '{}', /^has no usable name$/],
    ['no name', named(undefined), /^has no usable name$/],
    ['a number for a name', named(7), /^has no usable name$/],
    ['an empty name', named(''), /^has no usable name$/],
    ['a name with a slash', named('../x'), /^has no usable name$/],
    ['a name with a newline', named('zlib\n::error::x'), /^has no usable name$/],
    ['a name that is an option', named('--yes'), /^has no usable name$/],
    [
      'a version with blanks',
      JSON.stringify(recordOf([], { version: '1 2' })),
      /no usable version/,
    ],
    [
      'a version that is a number',
      JSON.stringify(recordOf([], { version: 1.2 })),
      /no usable version/,
    ],
    ['a build with a slash', JSON.stringify(recordOf([], { build: 'a/b' })), /no usable build/],
    ['an absolute path', claiming('/etc/passwd'), /outside of the prefix: \/etc\/passwd$/],
    ['a path that leaves', claiming('lib/../../x'), /outside of the prefix/],
    ['a path of dots', claiming('./x'), /outside of the prefix/],
    ['an empty part', claiming('lib//x'), /outside of the prefix/],
    ['a slash at the end', claiming('lib/'), /outside of the prefix/],
    ['NUL in a path', claiming('lib/\0x'), /outside of the prefix: lib\/\\x00x$/],
    [
      'newline in such a path',
      claiming('../\n::error::\x1b'),
      /outside of the prefix: \.\.\/\\x0a/,
    ],
    [
      'a long path, cut within a character',
      claiming(`../${'x'.repeat(96)}😀`),
      /outside of the prefix/,
    ],
    ['an absolute path of an old record', '{"name":"a","version":"1","files":["/x"]}', /outside/],
  ])('%s', (_, json, reason) => {
    const told = refusal(json);
    expect(told).toMatch(reason);
    expect(told, JSON.stringify(told)).toSatisfy(isOneLine);
  });

  test('one path among many that leaves, wherever it stands', () => {
    const part = fc.constantFrom('a', 'b.so', '...', '\n', '.a', '', '.', '..', '\0');
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const isOutside = (one: string) =>
      one.split('/').some((name) => ['', '.', '..'].includes(name) || name.includes('\0'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 8 }), fc.boolean(), (paths, isOld) => {
        const described = paths.filter((one) => one !== '').map((one) => ({ _path: one }));
        const json = isOld
          ? { name: 'a', version: '1', files: paths }
          : { name: 'a', version: '1', files: [], paths_data: { paths: described } };
        const first = (isOld ? paths : described.map((one) => one._path)).find(isOutside);
        const read = parseRecord('a.json', Buffer.from(JSON.stringify(json)), null, null);
        if (first === undefined) expect(read).toHaveProperty('paths');
        else expect(read).toEqual({ reason: expect.stringContaining('outside of the prefix') });
      }),
    );
  });

  test('whatever bytes there are', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => Buffer.from(`{"name":"${text}`)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(named(text))),
      fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(claiming(text))),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        const record = parseRecord(FILE, bytes, SITE, null);
        if ('reason' in record) expect(record.reason).toSatisfy(isOneLine);
        else expect(record.name).toMatch(/^\w[\w.-]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('and no field of a wrong type is more than left out', () => {
    const entry = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.record(
        {
          _path: fc.oneof(fc.constant('lib/x'), fc.anything({ maxDepth: 1 })),
          path_type: fc.anything({ maxDepth: 1 }),
          sha256: fc.oneof(fc.constant(A), fc.anything({ maxDepth: 1 })),
          sha256_in_prefix: fc.anything({ maxDepth: 1 }),
          size_in_bytes: fc.anything({ maxDepth: 1 }),
          prefix_placeholder: fc.anything({ maxDepth: 1 }),
          file_mode: fc.anything({ maxDepth: 1 }),
        },
        { requiredKeys: [] },
      ),
    );
    const fields = fc.dictionary(
      fc.constantFrom(
        'files',
        'link',
        'depends',
        'channel',
        'noarch',
        'url',
        'paths_data',
        '__proto__',
      ),
      fc.anything({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fields, (paths, more) => {
        const text = JSON.stringify(recordOf(paths, more), (_, value) =>
          typeof value === 'bigint' ? Number(value) : value,
        );
        const record = parseRecord(FILE, Buffer.from(text), SITE, null);
        if ('reason' in record) expect(record.reason).toMatch(/outside/);
        else expect(record.paths.every((one) => typeof one.path === 'string')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, unknown, unknown]>([
    ['size_in_bytes', -1, null],
    ['size_in_bytes', 1.5, null],
    ['size_in_bytes', 2 ** 53, null],
    ['size_in_bytes', '3', null],
    ['size_in_bytes', null, null],
    ['size_in_bytes', 0, 0],
    ['sha256', A.toUpperCase(), A],
    ['sha256', 'abc', null],
    ['sha256', `${A}a`, null],
    ['sha256', `${A}\n`, null],
    ['sha256', 7, null],
    ['prefix_placeholder', '', null],
    ['prefix_placeholder', 7, null],
  ])('%s: %j is taken for %j', (key, value, meaning) => {
    const [path] = parse(recordOf([{ _path: 'x', [key]: value }])).paths;
    const { size, sha256, placeholder } = path ?? {};
    const read = { size_in_bytes: size, sha256, prefix_placeholder: placeholder };
    expect(read[key as keyof typeof read]).toBe(meaning);
  });

  it.each<[unknown, number]>([
    ['x', 0],
    [{ 0: { _path: 'x' } }, 0],
    [null, 0],
    [[null, 7, 'x', [], {}, { _path: '' }, { _path: 7 }, { _path: 'x' }], 1],
  ])('paths of %j', (paths, count) => {
    expect(parse(recordOf(paths)).paths).toHaveLength(count);
  });
});

// ---------------------------------------------------------------- a folder of them

async function manifestOf(
  fill: (folder: string) => void,
): Promise<Manifest & { reasons: Record<string, string> }> {
  const prefix = mkdtempSync(join(tmpdir(), 'cl-records-'));
  try {
    const folder = join(prefix, 'conda-meta');
    mkdirSync(folder);
    fill(folder);
    const manifest = await readManifest(new DirectorySource(hasher), prefix, readdirSync(folder));
    const rows = manifest.unreadable.map(({ file, reason }) => [file, reason] as const);
    for (const [file, reason] of rows) expect(reason, file).toSatisfy(isOneLine);
    return { ...manifest, reasons: Object.fromEntries(rows) };
  } finally {
    rmSync(prefix, { recursive: true });
  }
}

const write = (folder: string, name: string, json: unknown) =>
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(json));

describe('all records of a prefix', () => {
  test('paths keep the order of their record, whatever folders and names they have', async () => {
    const paths = [
      'lib/b',
      'bin/z',
      'lib/a/x',
      'lib/a',
      'top',
      'bin/a',
      'lib/a/b',
      'bin/a',
      'lib/c',
    ];
    const recorded = paths.map((_path, at) => ({
      _path,
      path_type: 'hardlink',
      sha256: `${at}`.repeat(64),
      size_in_bytes: at,
    }));
    const manifest = await manifestOf((folder) => {
      write(folder, 'zlib-1.2.13-h0', { ...recordOf(recorded), files: [...paths, 'lib/named'] });
    });
    const all = manifest.records[0]?.paths ?? [];
    expect(all.map(({ path }) => path)).toEqual([...paths, 'lib/named']);
    expect(all.slice(0, paths.length).map(({ size }) => size)).toEqual(paths.map((_, at) => at));
    expect(all[4]?.sha256).toBe('4'.repeat(64));
    expect(all.map(({ isDropped }) => isDropped)).toEqual([...paths.map(() => false), true]);
    // What is recorded twice is what was said last; and each path is there once.
    expect(manifest.paths.get('bin/a')?.size).toBe(7);
    expect([...manifest.paths.keys()].sort()).toEqual([...new Set([...paths, 'lib/named'])].sort());
    expect(manifest.folders).toEqual(new Set(['lib', 'bin', 'lib/a']));
    for (const path of ['/top', '/bin/a', 'bin', '', 'lib/a/', 'bin/']) {
      expect(manifest.paths.has(path), path).toBe(false);
    }
  });

  test('the others are read beside what is none', async () => {
    const { records, reasons } = await manifestOf((folder) => {
      write(folder, 'zlib-1.2.13-h0', recordOf(HANDS.conda));
      writeFileSync(join(folder, 'empty-1-0.json'), '');
      writeFileSync(join(folder, 'large-1-0.json'), '');
      truncateSync(join(folder, 'large-1-0.json'), 70 << 20);
      mkdirSync(join(folder, 'folder-1-0.json'));
      symlinkSync('nowhere', join(folder, 'dangling-1-0.json'));
      symlinkSync('loop-1-0.json', join(folder, 'loop-1-0.json'));
      symlinkSync('/dev/zero', join(folder, 'device-1-0.json'));
      execFileSync('mkfifo', [join(folder, 'fifo-1-0.json')]);
      for (const name of ['history', 'state', '.json', '.hidden.json', 'x.json.c~', 'x.jsonl']) {
        writeFileSync(join(folder, name), '{}');
      }
    });
    expect(records.map(({ dist }) => dist)).toEqual(['zlib-1.2.13-h0']);
    expect(reasons).toEqual({
      'empty-1-0.json': 'is empty',
      'large-1-0.json': 'is larger than 64 MiB',
      'folder-1-0.json': expect.stringMatching(/cannot be read/),
      'dangling-1-0.json': expect.stringMatching(/leads nowhere/),
      'loop-1-0.json': expect.stringMatching(/leads nowhere/),
      'device-1-0.json': expect.stringMatching(/cannot be read/),
      'fifo-1-0.json': expect.stringMatching(/cannot be read/),
    });
  });

  test('the largest that is read', async () => {
    const padded = (size: number) => named('a').padEnd(size, ' ');
    const { records, reasons, size } = await manifestOf((folder) => {
      writeFileSync(join(folder, 'a-1-0.json'), padded(LARGEST_RECORD));
      writeFileSync(join(folder, 'b-1-0.json'), padded(LARGEST_RECORD + 1));
    });
    expect(records.map(({ file }) => file)).toEqual(['a-1-0.json']);
    expect(Object.keys(reasons)).toEqual(['b-1-0.json']);
    expect(size).toBe(LARGEST_RECORD);
  });

  test('who owns what', async () => {
    const manifest = await manifestOf((folder) => {
      const paths = ['lib/x', 'lib/x', 'lib/y/z'].map((_path) => ({ _path }));
      write(folder, 'a-1-0', { ...recordOf(paths), name: 'a' });
      write(folder, 'b-1-0', { ...recordOf([{ _path: 'lib/y/z', sha256: A }]), name: 'b' });
      write(folder, 'c-1-0', { ...recordOf([{ _path: 'lib/y/z', sha256: B }]), name: 'c' });
    });
    expect([...manifest.paths.keys()].sort()).toEqual(['lib/x', 'lib/y/z']);
    expect(manifest.paths.get('lib/y/z')?.package.name).toBe('c');
    const claims = [...manifest.clobbered].map(([path, all]) => [
      path,
      all.map((one) => one.package.name),
    ]);
    expect(claims).toEqual([['lib/y/z', ['a', 'b', 'c']]]);
    const places = ['lib', 'lib/y', 'lib/y/z', 'lib/x', 'li', 'lib/yy', 'bin'];
    expect(places.filter((path) => isOwned(manifest, path))).toEqual(places.slice(0, 4));
  });

  it.each([
    ['python-3.11.2-h0_cpython', SITE],
    ['python-3.9.18-0', 'lib/python3.9/site-packages'],
    ['pythonic-3.8.1-0', 'site-packages'],
    ['python-dateutil-2.8.2-0', 'site-packages'],
  ])('beside %s, noarch paths are in %s', async (python, site) => {
    const { paths } = await manifestOf((folder) => {
      write(folder, python, { name: python.replace(/-\d.*/, ''), version: '3', build: '0' });
      write(
        folder,
        'zlib-1.2.13-h0',
        recordOf([{ _path: 'site-packages/x.py' }], { noarch: 'python' }),
      );
    });
    expect([...paths.keys()]).toEqual([`${site}/x.py`]);
  });
});

// ---------------------------------------------------------------- real ones

const DIALECTS: readonly Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];
const all = DIALECTS.flatMap((dialect) => LINKS.map((links) => ({ dialect, links })));

describeReal('real records', () => {
  it.concurrent.for(all)('of $dialect, $links links', async ({ dialect, links }, { expect }) => {
    await using env = await realEnvironment({ dialect, links });
    const names = readdirSync(join(env.prefix, 'conda-meta'));
    const manifest = await readManifest(new DirectorySource(hasher), env.prefix, names);
    expect(manifest.unreadable).toEqual([]);
    expect(manifest.records).toHaveLength(13);
    expect([...manifest.clobbered.keys()]).toEqual([]);
    const { records } = manifest;
    const writers = records.map(({ writer }) => writer).filter((writer) => writer !== null);
    // A soft-linked record of rattler is told by links that its package ships: only these are hashed.
    if (dialect === 'rattler') {
      const link = manifest.paths.get('lib/libz.so');
      expect.soft(link?.linkSha256).not.toBeNull();
      expect.soft(link?.package.writer).toBe('rattler');
    } else {
      expect(new Set(writers)).toEqual(new Set([dialect]));
    }
    expect(records.some((one) => one.isSoftLinked)).toBe(links === 'soft' && dialect !== 'mamba');

    const lost: string[] = [];
    for (const { path, sha256, cached, package: owner } of manifest.paths.values()) {
      const isShippedSo = sha256 === NOTHING_SHA256;
      if (!existsSync(join(env.prefix, path)) && !isShippedSo) lost.push(path);
      if (cached === null || isShippedSo) continue;
      if (!existsSync(join(owner.extracted ?? '', cached))) lost.push(`${owner.dist}: ${cached}`);
    }
    expect(lost).toEqual([]);
    // The real places are those that every installer lists in `files`.
    for (const { file, paths } of records) {
      const json = JSON.parse(readFileSync(join(env.prefix, 'conda-meta', file), 'utf8'));
      expect(paths.map(({ path }) => path).sort()).toEqual(json.files.sort());
    }
  });
});
