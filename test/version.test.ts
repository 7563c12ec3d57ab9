import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../src/version.ts';
import { repository } from './support/runner.ts';

async function readJson(file: string) {
  return JSON.parse(await readFile(join(repository, file), 'utf8'));
}

test('the version is that of package.json', async () => {
  expect(VERSION).toBe((await readJson('package.json')).version);
});

test('the version is that of package-lock.json, in both of its places', async () => {
  const lock = await readJson('package-lock.json');
  expect([lock.version, lock.packages[''].version]).toEqual([VERSION, VERSION]);
});
