// A folder that is as its package recorded it is settled by comparing two texts, and one of soft links with the
// folder of the package cache beside it. Whatever is wrong with it, level links has to see as much as level
// metadata does, which looks at every link.
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import type { Finding } from '../src/report.ts';
import { type Dialect, describeReal, realEnvironment } from './support/environments.ts';
import { verifyPrefix } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['conda', 'mamba', 'rattler'];

const OF_LINKS = new Set(CHECKS.filter(({ level }) => level === 'links').map(({ id }) => id));

/** Says of two paths, a link and what it leads to, what happened, and which check has to tell: a part of its id. */
interface Case {
  readonly name: string;
  readonly check: string | null;
  damage(link: string, target: string): void;
}

const CASES: readonly Case[] = [
  { name: 'nothing', check: null, damage: () => {} },
  { name: 'the file in the cache is gone', check: 'dangling-link', damage: (_, to) => rmSync(to) },
  {
    name: 'a folder in its place',
    check: 'wrong-type',
    damage(_, to) {
      rmSync(to);
      mkdirSync(to);
    },
  },
  {
    name: 'a named pipe in its place',
    check: 'wrong-type',
    damage(_, to) {
      rmSync(to);
      execFileSync('mkfifo', [to]);
    },
  },
  {
    name: 'a link to itself in its place',
    check: 'link-loop',
    damage(_, to) {
      rmSync(to);
      symlinkSync(to, to);
    },
  },
  { name: 'the link is gone', check: 'missing-', damage: (link) => rmSync(link) },
  {
    name: 'the link leads to a namesake elsewhere',
    check: 'escaping-link',
    damage(link) {
      const other = `${link.slice(0, link.indexOf('/envs/'))}/elsewhere`;
      mkdirSync(other, { recursive: true });
      rmSync(link);
      writeFileSync(join(other, nameOf(link)), '');
      symlinkSync(join(other, nameOf(link)), link);
    },
  },
  {
    name: 'all of the cached folder is gone',
    check: 'dangling-link',
    damage: (_, to) => rmSync(dirname(to), { recursive: true }),
  },
  {
    name: 'the cached folder is behind a link',
    check: null,
    damage(_, to) {
      renameSync(dirname(to), `${dirname(to)}.moved`);
      symlinkSync(`${dirname(to)}.moved`, dirname(to));
    },
  },
  {
    name: 'an update put something aside',
    check: 'leftover',
    damage: (link) => symlinkSync(readlinkSync(link), `${link}.c~`),
  },
];

describeReal('a folder of soft links', () => {
  for (const dialect of DIALECTS) {
    test.for(CASES)(`$name, ${dialect}`, async ({ check, damage }) => {
      await using env = await realEnvironment({ dialect, links: 'soft' });
      const link = linkIn(env.prefix);
      damage(link, readlinkSync(link));
      const links = await verifyPrefix(env.prefix, 'links');
      const metadata = await verifyPrefix(env.prefix, 'metadata');
      if (links.verdict === 'unchecked' || metadata.verdict === 'unchecked')
        throw new Error('unread');
      expect(told(links.findings)).toEqual(told(metadata.findings));
      if (check === null) expect(links.verdict).toBe('whole');
      else expect(told(links.findings).filter((one) => one.includes(check))).not.toEqual([]);
    });
  }
});

function told(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ check }) => OF_LINKS.has(check))
    .map(({ severity, check, path, message }) => `${severity} ${check} ${path} ${message}`);
}

/** A link in a folder that holds several, and nothing else but folders. */
function linkIn(prefix: string): string {
  const folders = readdirSync(prefix, { recursive: true, encoding: 'utf8' })
    .map((path) => join(prefix, path))
    .filter((path) => lstatSync(path).isDirectory())
    .sort();
  for (const folder of folders) {
    const entries = readdirSync(folder, { withFileTypes: true });
    const links = entries.filter((one) => one.isSymbolicLink());
    const isPlain = entries.every((one) => one.isSymbolicLink() || one.isDirectory());
    const [first] = links.map(({ name }) => join(folder, name)).sort();
    const isInCache = first !== undefined && readlinkSync(first).includes('/pkgs/');
    if (links.length >= 2 && isPlain && isInCache) return first;
  }
  throw new Error('No folder holds nothing but links into the package cache.');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
