import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { packageLines } from '../src/conda/environment-reader.ts';
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
      { a: 1, __glibc: 1 },
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
      'dependencies: [constructor, __proto__]',
      { constructor: 1, ['__proto__']: 1 },
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
