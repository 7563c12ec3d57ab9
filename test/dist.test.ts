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
