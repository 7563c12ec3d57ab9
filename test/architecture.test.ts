import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const page = readFileSync(`${root}docs/architecture.md`, 'utf8');

/** The rows of the house as docs/architecture.md shows them, from the top. */
const rows = (page.split('## The house')[1]?.split('```')[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s{2,}/));

function rowOf(file: string): number {
  return rows.findIndex((row) => row.includes(file) || row.includes(`${posix.dirname(file)}/*`));
}

test('a file imports only from its own row or from above', async () => {
  const wrong: string[] = [];
  for (const path of await readdir(`${root}src`, { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    const text = await readFile(`${root}src/${path}`, 'utf8');
    if (rowOf(path) < 0) wrong.push(`${path} is not on the page`);
    for (const [, target = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const imported = posix.join(posix.dirname(path), target);
      if (rowOf(imported) > rowOf(path)) wrong.push(`${path} imports ${imported} from below`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every package that is bundled has its line of why', () => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(`${root}package.json`, 'utf8'),
  ) as Record<string, Record<string, string>>;
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    if (name.startsWith('@types/')) continue;
    expect(page).toContain(name === '@biomejs/biome' ? '`biome`' : `\`${name}\``);
  }
});
