// What the command line says of its index of digests. Files that were made this second are never remembered, so what
// is known from run to run is tested where the clock can be moved (digest-index.test.ts).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Folder, run, temporaryFolder } from './support/cli.ts';
import { installFiles } from './support/verifying.ts';

let home: Folder;
let prefix = '';
let index = '';

beforeEach(async () => {
  home = await temporaryFolder();
  prefix = join(home.path, 'env');
  index = join(home.path, 'cache/digests');
  mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
  mkdirSync(join(home.path, 'cache'));
  writeFileSync(join(prefix, 'conda-meta/history'), '');
});

afterEach(() => home[Symbol.asyncDispose]());

const install = () => installFiles(prefix, ['a']);
const verify = (...words: string[]) => run(['verify', prefix, ...words]);

describe('an index that is none', () => {
  beforeEach(() => writeFileSync(index, 'my notes\n', { mode: 0o600 }));

  test('is not used, which is said, and stays as it is', async () => {
    install();
    const told = await verify('--index', index);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stdout).toContain('It is whole.');
    expect(told.stderr).toContain(`conda-links: The index ${index} is not used`);
    expect(told.stderr).toContain('left as it is: every file was read.');
    expect(readFileSync(index, 'utf8')).toBe('my notes\n');
  });

  test.each([
    ['nothing is to be read', []],
    ['no bytes are asked for', ['--level', 'metadata']],
    ['it is not wanted', ['--no-index']],
  ])('is no matter where %s', async (_, words) => {
    if (words.length > 0) install();
    const told = await verify(
      ...(words[0] === '--no-index' ? words : ['--index', index, ...words]),
    );
    expect(told).toMatchObject({ code: 0, stderr: '' });
  });
});

test('an index is never written into an environment', async () => {
  install();
  const inside = join(prefix, 'digests');
  const told = await verify('--index', inside);
  expect(told.code).toBe(0);
  expect(existsSync(inside)).toBe(false);
});
