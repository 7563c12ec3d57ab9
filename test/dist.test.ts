import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OutputOptions, rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../rolldown.config.ts';

const committed = path.resolve(import.meta.dirname, '../dist');
let rebuilt: string;

beforeAll(async () => {
  rebuilt = await mkdtemp(path.join(tmpdir(), 'conda-links-dist-'));
  await build(rebuilt);
});

afterAll(() => rm(rebuilt, { recursive: true, force: true }));

test('dist is what a build of src gives, byte for byte', async () => {
  const stale = await differences(committed, rebuilt);
  expect(stale, 'dist is stale: run `npm run build` and commit the result').toEqual([]);
});

// What a group of rolldown.config.ts does not name lies in the file of the next one that needs it, and with all of that.
test.for([
  ['cli.js', 'cli.js'],
  ['reading-worker.js', 'reading-worker.js reading.js start.js'],
  ['digest-worker.js', 'digest-worker.js hashing.js reading.js start.js'],
  ['run.js', 'program.js rolldown-runtime.js run.js start.js'],
])('%s loads nothing but %s', async ([entry = '', files = '']) => {
  expect([...(await loadedBy(entry))].sort()).toEqual(files.split(' '));
});

test('verify loads nothing that only other commands and other sources need', async () => {
  const loaded = await loadedBy('commands-verify.js');
  const all = [...loaded].sort();
  expect(all).toEqual([
    'commands-verify.js',
    'hashing.js',
    'program.js',
    'reading.js',
    'rolldown-runtime.js',
    'start.js',
    'verifying.js',
  ]);
  const texts = await Promise.all(all.map((file) => readFile(path.join(committed, file), 'utf8')));
  const modules = texts.flatMap((text) => text.match(/^\/\/ (src|node_modules)\/.*/gm) ?? []);
  expect(modules).toContain('// src/verify.ts');
  for (const rare of ['src/rules.ts', 'src/sources/tar.ts', 'src/conda/requirement.ts', '/yaml/'])
    expect(modules.filter((module) => module.includes(rare))).toEqual([]);
});

/** The files of dist that are loaded with one of them, itself among them. */
async function loadedBy(entry: string, known = new Set<string>()): Promise<Set<string>> {
  known.add(entry);
  const text = await readFile(path.join(committed, entry), 'utf8');
  for (const [, file = ''] of text.matchAll(/^(?:import|export) .*from "\.\/(.+)";$/gm))
    if (!known.has(file)) await loadedBy(file, known);
  return known;
}

async function build(dir: string): Promise<void> {
  const bundle = await rolldown(config);
  await bundle.write({ ...(config.output as OutputOptions), dir });
  await bundle.close();
}

async function differences(left: string, right: string): Promise<string[]> {
  const [before, after] = await Promise.all([contents(left), contents(right)]);
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => {
    const old = before.get(file);
    const fresh = after.get(file);
    if (old === undefined) return [`dist/${file} is absent`];
    if (fresh === undefined) return [`dist/${file} is left over`];
    return old.equals(fresh) ? [] : [`dist/${file} differs`];
  });
}

async function contents(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const pairs = files.map(
    async (file) => [path.relative(folder, file), await readFile(file)] as const,
  );
  return new Map(await Promise.all(pairs));
}
