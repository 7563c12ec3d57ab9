import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { followPip, inside, type PipFiles } from '../src/conda/pip-files.ts';
import { parseRequirement } from '../src/conda/requirement.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { hasher } from './support/verifying.ts';

const root = mkdtempSync(join(tmpdir(), 'cl-pip-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;

/** Follows the lines of a section of `env/environment.yml`. */
function follow(
  lines: readonly string[],
  beside: Readonly<Record<string, string | Buffer>>,
  context = '.',
): Promise<PipFiles> {
  made += 1;
  const folder = join(root, `${made}`, 'env');
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(beside)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const placed = lines.map((text, at) => ({
    file: 'env/environment.yml',
    line: at + 1,
    column: 3,
    text,
    requirement: parseRequirement(text),
  }));
  return followPip(new DirectorySource(hasher), placed, folder, join(folder, context));
}

const shown = ({ lines }: PipFiles) =>
  lines.map(({ file, line, text }) => `${file}:${line} ${text}`);
const paths = (files: PipFiles) =>
  files.paths.map(({ file, line, path, kind, isEditable }) =>
    [`${file}:${line}`, path, kind, ...(isEditable ? ['editable'] : [])].join(' '),
  );

test('what a file of requirements says stands where it is named', async () => {
  const found = await follow(['a==1', '-r sub/r.txt', 'z==1'], {
    'sub/r.txt': '# first\nb==1\n-r deeper/s.txt\n-c c.txt\n',
    'sub/deeper/s.txt': 'd==1',
    'sub/c.txt': 'e<2\n',
  });
  expect(shown(found)).toEqual([
    'env/environment.yml:1 a==1',
    'env/environment.yml:2 -r sub/r.txt',
    'env/sub/r.txt:2 b==1',
    'env/sub/r.txt:3 -r deeper/s.txt',
    'env/sub/deeper/s.txt:1 d==1',
    'env/sub/r.txt:4 -c c.txt',
    'env/sub/c.txt:1 e<2',
    'env/environment.yml:3 z==1',
  ]);
});

test('a further -r counts from its own file, a folder from where pip runs', async () => {
  const beside = { 'sub/r.txt': '-r s.txt\n-e ./lib\n', 'sub/s.txt': '', 'lib/setup.py': '' };
  expect(paths(await follow(['-r sub/r.txt'], beside))).toEqual([
    'env/environment.yml:1 sub/r.txt file',
    'env/sub/r.txt:1 sub/s.txt file',
    'env/sub/r.txt:2 lib directory editable',
  ]);
});

test('paths are told as the build sees them', async () => {
  const beside = { 'x.whl': '', '../other/y.whl': '' };
  const lines = ['./x.whl', '../other/y.whl', '-e .', '/etc', 'file:./x.whl', '-r gone.txt'];
  expect(
    paths(await follow(lines, beside)).map((line) => line.split(' ').slice(1).join(' ')),
  ).toEqual([
    'x.whl file',
    ' file',
    '. directory editable',
    ' directory',
    'x.whl file',
    'gone.txt missing',
  ]);
  const wider = paths(await follow(lines.slice(0, 3), beside, '..'));
  expect(wider.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    'env/x.whl file',
    'other/y.whl file',
    'env directory editable',
  ]);
});

test('what is elsewhere is nobody’s path', async () => {
  const lines = ['-r https://x.example/r.txt', 'https://x.example/a.whl', 'git+file:///x'];
  expect((await follow(lines, {})).paths).toEqual([]);
});

test('files that name each other, or themselves, come to an end', async () => {
  const found = await follow(['-r a.txt', '-r a.txt'], {
    'a.txt': '-r b.txt\n-r a.txt\n',
    'b.txt': '-r ./a.txt\nx==1\n',
  });
  expect(shown(found)).toEqual([
    'env/environment.yml:1 -r a.txt',
    'env/a.txt:1 -r b.txt',
    'env/b.txt:1 -r ./a.txt',
    'env/b.txt:2 x==1',
    'env/a.txt:2 -r a.txt',
    'env/environment.yml:2 -r a.txt',
  ]);
});

test('a hundred files in a row are not all read', async () => {
  const chain = Array.from({ length: 100 }, (_, at) => [`r${at}.txt`, `-r r${at + 1}.txt\n`]);
  const { lines } = await follow(['-r r0.txt'], Object.fromEntries(chain));
  expect(lines).toHaveLength(65);
});

test('many lines are no trouble, and not all of them are kept', async () => {
  const { lines } = await follow(['-r r.txt', 'z'], { 'r.txt': 'a\n'.repeat(500_000) });
  expect(lines.length).toBeGreaterThan(50_000);
  expect(lines.length).toBeLessThan(200_000);
  expect(lines.at(-1)?.text).toBe('z');
});

test('names that no file can have, and files that are none, are missing or hold nothing', async () => {
  const found = await follow(['./a\0b', './\ud800', '-r .', '-r binary.txt'], {
    'binary.txt': Buffer.from([0xff, 0xfe, 0, 10, 0x61]),
  });
  expect(found.paths.map(({ kind }) => kind)).toEqual(['missing', 'missing', 'directory', 'file']);
});

test.each([
  ['/a', '/a/b', 'b'],
  ['/a', '/a', '.'],
  ['/a', '/ab', null],
  ['/a', '/a/..b', '..b'],
  ['/a', '/', null],
  ['/', '/x', 'x'],
])('inside(%s, %s)', (folder, path, expected) => {
  expect(inside(folder, path)).toBe(expected);
});
