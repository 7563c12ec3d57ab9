// What is quick must say the same as what is simple: one thread, one file after the other.
import { execFile } from 'node:child_process';
import { readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CHECKS } from '../src/checks.ts';
import { LEVELS, type Level } from '../src/choices.ts';
import { digestFile } from '../src/digest-worker.ts';
import type { Report } from '../src/report.ts';
import { DirectorySource, type Hasher } from '../src/sources/directory.ts';
import { verify } from '../src/verify.ts';

const HASHER: Hasher = {
  async *run(jobs) {
    for (const job of jobs) yield [[job, digestFile(job)]];
  },
};

async function slow(prefix: string, level: Level): Promise<Report> {
  const source = new DirectorySource(HASHER);
  const targets = [{ name: basename(prefix), prefix, problem: null }];
  const open = async () => ({ source, targets, close: async () => {} });
  return verify([{ reference: null, kind: 'directory', open }], {
    level,
    checks: CHECKS,
    version: '',
    signal: new AbortController().signal,
    progress: { plan: () => {}, advance: () => {} },
  });
}

async function quick(prefix: string, level: Level): Promise<Report> {
  const words = [
    resolve('dist/cli.js'),
    'verify',
    prefix,
    '--level',
    level,
    '--format',
    'json',
    '--no-index',
  ];
  const options = { maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...words, '--fail-on', 'never'],
    options,
  );
  return JSON.parse(stdout) as Report;
}

/** All that a report says but how long it took. */
function said({ verdict, environments }: Report): string {
  const lines = environments.map(({ seconds: _, ...one }) => one);
  return JSON.stringify({ verdict, environments: lines });
}

/** @throws Error where the two roads differ */
export async function compareRoads(prefixes: readonly string[]): Promise<void> {
  for (const prefix of prefixes) {
    for (const level of LEVELS) {
      const [one, other] = [said(await quick(prefix, level)), said(await slow(prefix, level))];
      if (one !== other) throw new Error(`${prefix} at level ${level}:\n${one}\n${other}`);
      process.stdout.write(`the same as the slow road: ${basename(prefix)}, ${level}\n`);
    }
  }
}

/**
 * Changes one byte of a file and neither its size nor its time, and looks whether that is found.
 * @throws Error where it is not
 */
export async function provokeFinding(prefix: string, path: string): Promise<void> {
  const place = `${prefix}/${path}`;
  const before = await stat(place);
  const bytes = await readFile(place);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  // A new file in its place: other environments share the old one.
  await writeFile(`${place}.new`, bytes);
  await utimes(`${place}.new`, before.atime, before.mtime);
  await rename(`${place}.new`, place);
  const { environments } = await quick(prefix, 'content');
  const [one] = environments;
  const found = one && 'findings' in one ? one.findings : [];
  if (!found.some(({ check, path: named }) => check === 'altered-file' && named === path)) {
    throw new Error(`${path} was changed, and nobody saw it.`);
  }
  process.stdout.write('a changed byte under the same size and time: found\n');
}
