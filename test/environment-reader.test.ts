import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { packageLines, parseEnvironmentFile } from '../src/conda/environment-reader.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { hasher } from './support/verifying.ts';

async function linesOf(text: string | Buffer): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'cl-yml-'));
  try {
    writeFileSync(join(folder, 'environment.yml'), text);
    const source = new DirectorySource(hasher);
    return Object.fromEntries(await packageLines(source, join(folder, 'environment.yml')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('an environment.yml', () => {
  test('asks for packages in lines', async () => {
    const text = `name: ml
# a comment
channels: [conda-forge]
dependencies:
  - python=3.11
  # another

  - conda-forge::NumPy >=1.2
  - "scipy[version='>=1',build=*]"
  - pkgs/main/linux-64::zlib
  - 'openssl==3.0.8=h0'
  - python_abi
  - libstdcxx-ng>=12
  - python  # again
  - pip
  - pip:
      - requests
      - -e .
  - 7
  - null
  - [a, list]
`;
    expect(await linesOf(text)).toEqual({
      python: 5,
      numpy: 8,
      scipy: 9,
      zlib: 10,
      openssl: 11,
      python_abi: 12,
      'libstdcxx-ng': 13,
      pip: 15,
    });
  });

  it.each<[string, string | Buffer, Record<string, number>]>([
    ['in one line', 'dependencies: [a, b]', { a: 1, b: 1 }],
    ['with lines of Windows', 'name: x\r\ndependencies:\r\n  - a\r\n  - b\r\n', { a: 3, b: 4 }],
    ['with a mark at the start', '\ufeffdependencies:\n  - a\n', { a: 2 }],
    ['that is not quite right', 'dependencies:\n  - a\nx: [\n', { a: 2 }],
    ['of two documents', 'dependencies: [a]\n---\ndependencies: [b]\n', { a: 1 }],
    ['of templates', 'dependencies:\n  - a\n  - {{ pin }}\n  - b # [linux]\n', { a: 2, b: 4 }],
    ['with anchors', 'dependencies:\n  - &x a\n  - *x\n  - b\n', { a: 2, b: 4 }],
    [
      'with specs of no name',
      'dependencies: ["", "::", "=1", "*", " a", "__glibc"]',
      { '*': 1, __glibc: 1 },
    ],
    ['without dependencies', 'name: ml\n', {}],
    ['with no list of them', 'dependencies: {a: 1}\n', {}],
    ['that is a list', '- a\n- b\n', {}],
    ['that is a word', 'dependencies', {}],
    ['empty', '', {}],
    ['of comments', '# nothing\n', {}],
    ['of bytes', Buffer.from([0, 1, 0xff, 0xfe, 10, 0x2d]), {}],
    ['of NUL', Buffer.alloc(1000), {}],
    ['of many brackets', `dependencies: ${'['.repeat(300)}`, {}],
    ['of many dashes', `dependencies:\n  ${'- '.repeat(300)}a\n`, {}],
    [
      'with a word that is everybody’s',
      'dependencies: [constructor, toString]',
      { constructor: 1, tostring: 1 },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
  });

  test('that is not there, or a folder', async () => {
    const source = new DirectorySource(hasher);
    expect(await packageLines(source, '/nowhere/environment.yml')).toEqual(new Map());
    expect(await packageLines(source, tmpdir())).toEqual(new Map());
  });
});

describe('what conda makes of it', () => {
  // What conda 26.9 puts into the variables of a process.
  test.each<[string, string | null]>([
    ['true', 'True'],
    ['False', 'False'],
    ['yes', 'yes'],
    ['~', ''],
    ['', ''],
    ['1', '1'],
    ["'1.10'", '1.10'],
    ['1.10', '1.1'],
    ['1.0', '1.0'],
    ['1e3', '1000.0'],
    ['1e16', '1e+16'],
    ['100000000000000000.0', '1e+17'],
    ['0.00001', '1e-05'],
    ['0.0001', '0.0001'],
    ['123456789.123456789', '123456789.12345679'],
    ['1.5e300', '1.5e+300'],
    ['-0.0', '-0.0'],
    ['.inf', 'inf'],
    ['-.inf', '-inf'],
    ['.nan', 'nan'],
    ['0x1F', '31'],
    ['0o17', '15'],
    ['0b11', '3'],
    ['012', '12'],
    ['+5', '5'],
    ['-0', '0'],
    ['1_000', '1000'],
    ['1:30', '1:30'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['2024-01-02', null],
    ['"2024-01-02"', '2024-01-02'],
    ['[1]', null],
    ['{a: b}', null],
  ])('of a variable %s', async (written, value) => {
    const { variables } = await parseEnvironmentFile(`variables:\n  A: ${written}\n`, 'e.yml');
    expect(variables).toEqual([{ line: 2, column: 3, name: 'A', value }]);
  });

  test('of anchors and merge keys: own keys count, then those of the first', async () => {
    const text = `a: &a {name: a, channels: [x]}
b: &b {name: b, prefix: /b}
<<: [*a, *b]
variables: &v {A: 1, B: 2}
dependencies:
  - &n numpy
  - *n
  - pip
  - &p
    pip: [q]
`;
    const file = await parseEnvironmentFile(text, 'e.yml');
    expect(file.name).toEqual({ line: 1, column: 14, text: 'a' });
    expect(file.prefix?.text).toBe('/b');
    expect(file.channels?.map((one) => one.text)).toEqual(['x']);
    expect(file.dependencies.map(({ text, line }) => [text, line])).toEqual([
      ['numpy', 6],
      ['numpy', 7],
      ['pip', 8],
    ]);
    expect(file.pip?.map(({ text, line, column }) => [text, line, column])).toEqual([
      ['q', 10, 11],
    ]);
    expect(file.oddities).toEqual([]);
  });

  test('of a mapping that merges itself', async () => {
    const text = 'x: &x {<<: *x, name: a}\n<<: *x\ndependencies: [a]\n';
    expect((await parseEnvironmentFile(text, 'e.yml')).name?.text).toBe('a');
  });
});
