import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { Answer, Digest, DigestJob } from '../src/digest.ts';
import { digestFile } from '../src/digest-worker.ts';
import type { Patch } from '../src/patch.ts';
import { DirectorySource, type Hasher, openFile } from '../src/sources/directory.ts';

/** What happens to a file in the moment before it is read once more. */
const meanwhile = vi.hoisted(() => ({ events: [] as (() => void)[] }));

vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  const readSync = ((...args: Parameters<typeof fs.readSync>) => {
    meanwhile.events.shift()?.();
    return fs.readSync(...args);
  }) as typeof fs.readSync;
  return { ...fs, readSync };
});

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
/** As much as is read at once. */
const CHUNK = 1 << 17;
const patch: Patch = { placeholder: '/_placehold', mode: 'text', prefixes: ['/opt/env'] };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cl-digest-'));
  meanwhile.events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, data: string): string {
  writeFileSync(join(folder, name), data);
  return join(folder, name);
}

const job = (path: string, more: Partial<DigestJob> = {}): DigestJob => ({
  path,
  inode: null,
  patch: null,
  ...more,
});

/** How many descriptors are open: none may be left behind. */
const descriptors = () => readdirSync('/proc/self/fd').length;

describe('a file is read and hashed', () => {
  it.each([
    ['empty', ''],
    ['small', 'x'],
    ['a buffer but one byte', 'x'.repeat(CHUNK - 1)],
    ['a buffer', 'x'.repeat(CHUNK)],
    ['a buffer and one byte', 'y'.repeat(CHUNK + 1)],
    ['several buffers', 'z'.repeat(3 * CHUNK + 7)],
  ])('%s', (_, data) => {
    const path = file('f', data);
    const read = { kind: 'read', size: data.length, sha256: sha256(data) };
    const { size, ino, nlink, mode } = lstatSync(path);
    const stat = { kind: 'file', size, inode: ino, links: nlink, mode };
    expect(digestFile(job(path))).toEqual({
      ...read,
      undone: null,
      elf: null,
      stat: expect.objectContaining(stat),
    });
    expect(digestFile(job(path, { patch }))).toMatchObject({
      ...read,
      undone: { sha256: [sha256(data)], found: 0 },
    });
  });

  test('and its patch undone, where buffers meet too', () => {
    for (const before of [0, CHUNK - 4, 2 * CHUNK - 1]) {
      const start = 'x'.repeat(before);
      const digest = digestFile(job(file('f', `${start}/opt/env/lib\n`), { patch }));
      expect(digest).toMatchObject({
        kind: 'read',
        sha256: sha256(`${start}/opt/env/lib\n`),
        undone: { sha256: [sha256(`${start}/_placehold/lib\n`)], found: 1 },
      });
    }
  });

  test('whose name is no UTF-8', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff])]), 'x');
    const path = `${folder}/a\udcff`;
    expect(digestFile(job(path))).toMatchObject({ kind: 'read', sha256: sha256('x') });
  });

  test('through a link', () => {
    const path = join(folder, 'l');
    symlinkSync(file('f', 'x'), path);
    expect(digestFile(job(path))).toMatchObject({ kind: 'read', sha256: sha256('x') });
  });
});

describe('what is no file is told, and holds nobody up', () => {
  it.each<[string, string, (path: string) => void]>([
    ['gone', 'ENOENT', () => {}],
    ['below a file', 'ENOTDIR', (path) => writeFileSync(join(path, '..'), '')],
    ['a loop', 'ELOOP', (path) => symlinkSync(path, path)],
    ['a dangling link', 'ENOENT', (path) => symlinkSync('nothing', path)],
    ['a folder', 'ENOTSUP', (path) => mkdirSync(path)],
    ['a fifo', 'ENOTSUP', (path) => execFileSync('mkfifo', [path])],
    ['a link to a device', 'ENOTSUP', (path) => symlinkSync('/dev/zero', path)],
  ])('%s', (name, code, make) => {
    const path = join(folder, name === 'below a file' ? 'f/x' : 'x');
    make(path);
    const before = descriptors();
    expect(digestFile(job(path))).toEqual({ kind: 'unreadable', code });
    expect(digestFile(job(path, { patch }))).toEqual({ kind: 'unreadable', code });
    expect(() => openFile(path)).toThrow(expect.objectContaining({ code }));
    expect(descriptors()).toBe(before);
  });
});

describe('a file that changes while it is read', () => {
  const data = 'x'.repeat(2 * CHUNK + 5);
  const kinds = [null, patch] as const;

  it.each(kinds)('is read to the length that it had, when it grows (patch: %j)', (how) => {
    for (const size of [5, data.length]) {
      const path = file('f', data.slice(0, size));
      const grow = () => appendFileSync(path, 'more');
      meanwhile.events = [grow, grow, grow, grow];
      const expected = { kind: 'read', size, sha256: sha256(data.slice(0, size)) };
      expect(digestFile(job(path, { patch: how }))).toMatchObject(expected);
    }
  });

  it.each(kinds)('is read to its new end, when it shrinks (patch: %j)', (how) => {
    for (const [from, to] of [
      [5, 2],
      [5, 0],
      [data.length, CHUNK + 3],
      [data.length, 10],
    ] as const) {
      const path = file('f', data.slice(0, from));
      meanwhile.events = [() => {}, () => truncateSync(path, to)];
      if (from === 5) meanwhile.events.shift();
      // What was read before it shrank was there.
      const size = Math.max(to, from > CHUNK ? CHUNK : 0);
      const expected = { kind: 'read', size, sha256: sha256(data.slice(0, size)) };
      expect(digestFile(job(path, { patch: how }))).toMatchObject(expected);
    }
  });

  test('is read on when its name goes', () => {
    const path = file('f', data);
    meanwhile.events = [() => rmSync(path)];
    expect(digestFile(job(path))).toMatchObject({ kind: 'read', sha256: sha256(data) });
  });

  test('leaves nothing open when reading fails', () => {
    const path = file('f', 'x');
    const before = descriptors();
    meanwhile.events = [
      () => {
        throw Object.assign(new Error('disk'), { code: 'EIO' });
      },
    ];
    expect(digestFile(job(path))).toEqual({ kind: 'unreadable', code: 'EIO' });
    expect(descriptors()).toBe(before);
  });

  test('but a defect of ours is none of the file', () => {
    const path = file('f', 'x');
    const before = descriptors();
    meanwhile.events = [
      () => {
        throw new TypeError('ours');
      },
    ];
    expect(() => digestFile(job(path))).toThrow('ours');
    expect(descriptors()).toBe(before);
  });
});

// ---------------------------------------------------------------- twins

/** Hashes in this thread, and remembers what it was asked. */
function counting() {
  const asked: string[] = [];
  const hasher: Hasher = {
    async *run(jobs) {
      for (const job of jobs) {
        asked.push(job.path);
        yield [[job, digestFile(job)]];
      }
    },
  };
  return { asked, source: new DirectorySource(hasher) };
}

type Named = Digest & { readonly path: string };

async function digests(source: DirectorySource, jobs: readonly DigestJob[]): Promise<Named[]> {
  const all: Answer[] = [];
  const signal = new AbortController().signal;
  for await (const some of source.digest(jobs, signal, () => {})) all.push(...some);
  const named = all.map(([{ path }, digest]) => ({ ...digest, path }));
  return named.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function twin(path: string): DigestJob {
  const { dev, ino } = lstatSync(path);
  return job(path, { inode: { device: dev, inode: ino } });
}

describe('each inode is read once', () => {
  test('for all its names, now and later', async () => {
    const names = ['a', 'b', 'c'].map((name) => join(folder, name));
    const [a = '', b = '', c = ''] = names;
    file('a', 'x');
    linkSync(a, b);
    linkSync(a, c);
    const alone = file('z', 'x');
    const { source, asked } = counting();
    const found = await digests(source, [twin(a), twin(b), twin(alone)]);
    expect(found.map(({ path }) => path)).toEqual([a, b, alone]);
    expect(found.every((one) => one.kind === 'read' && one.sha256 === sha256('x'))).toBe(true);
    expect(await digests(source, [twin(c), twin(b)])).toMatchObject([
      { path: b, sha256: sha256('x') },
      { path: c, sha256: sha256('x') },
    ]);
    expect(asked).toEqual([a, alone]);
  });

  test('but not where it has no inode or a patch is to be undone', async () => {
    const a = file('a', '/opt/env');
    linkSync(a, join(folder, 'b'));
    const { source, asked } = counting();
    const jobs = [a, join(folder, 'b')].map((path) => job(path, { patch }));
    const found = await digests(source, jobs);
    expect(asked).toHaveLength(2);
    expect(found).toMatchObject([{ undone: { found: 1 } }, { undone: { found: 1 } }]);
  });

  test('for all its names of later, where its inode was known only when it was read', async () => {
    const a = file('a', 'x');
    const [b, c] = [join(folder, 'b'), join(folder, 'c')];
    linkSync(a, b);
    linkSync(a, c);
    const { source, asked } = counting();
    expect(source.isRemembering).toBe(false);
    await digests(source, [job(a, { stamp: null }), job(b, { stamp: null, patch })]);
    expect(source.isRemembering).toBe(true);
    expect(await digests(source, [twin(c)])).toMatchObject([{ path: c, sha256: sha256('x') }]);
    expect(asked).toEqual([a, b]);
  });

  test('nothing to read, nothing said', async () => {
    const { source, asked } = counting();
    expect(await digests(source, [])).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a name that went away takes no other name with it', async () => {
    const a = file('a', 'x');
    const b = join(folder, 'b');
    linkSync(a, b);
    const [gone, there] = [twin(a), twin(b)];
    rmSync(a);
    const { source } = counting();
    expect.soft(await digests(source, [gone, there])).toMatchObject([
      { path: a, kind: 'unreadable', code: 'ENOENT' },
      { path: b, kind: 'read', sha256: sha256('x') },
    ]);
    // Nor later, in the next environment.
    expect.soft(await digests(source, [there])).toMatchObject([{ path: b, kind: 'read' }]);
  });
});
