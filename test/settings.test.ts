import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../src/errors.ts';
import { readSettings } from '../src/settings.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { temporaryFolder } from './support/runner.ts';
import { hasher } from './support/verifying.ts';

async function settingsOf(text: string) {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, '.conda-links.yml'), text);
  return await readSettings(new DirectorySource(hasher), folder.path);
}

describe('.conda-links.yml', () => {
  test.each([
    ['', []],
    ['smoke: []\n', []],
    ['smoke: [python -V]\n', [{ run: 'python -V', code: 0, output: null }]],
    [
      'smoke:\n  - run: ml --nope\n    code: 2\n  - run: gdalinfo --formats\n    output: GTiff\n',
      [
        { run: 'ml --nope', code: 2, output: null },
        { run: 'gdalinfo --formats', code: 0, output: 'GTiff' },
      ],
    ],
  ])('%j', async (text, smoke) => {
    expect(await settingsOf(text)).toEqual({ smoke });
  });

  test('that is not there', async () => {
    await using folder = await temporaryFolder();
    expect(await readSettings(new DirectorySource(hasher), folder.path)).toEqual({ smoke: [] });
  });

  test.each([
    ['smok: []\n', 'Did you mean smoke?'],
    ['smoke:\n  - run: x\n    outputs: y\n', 'Did you mean output?'],
    ['smoke: x\n', 'smoke, a list of commands'],
    ['smoke: [{code: 1}]\n', 'smoke, a list of commands'],
    ['smoke: [{run: x, code: 300}]\n', 'smoke, a list of commands'],
    ['smoke: [{run: "", code: 3}]\n', 'smoke, a list of commands'],
    ['- a\n', 'smoke, a list of commands'],
    ['smoke: [\n', 'It is written like'],
    [`smoke: ${'['.repeat(500)}`, 'It is written like'],
    ['a: &a [x, x]\nsmoke: [*a, *a]\n', ''],
  ])('refuses %j', async (text, advice) => {
    const error = await settingsOf(text).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(BadInput);
    expect((error as BadInput).advice).toContain(advice);
    expect((error as BadInput).message).toContain('.conda-links.yml');
  });
});
