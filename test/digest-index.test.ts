import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Digest, DigestJob, Stamp } from '../src/digest.ts';
import { digestFile } from '../src/digest-worker.ts';
import type { Patch } from '../src/patch.ts';
import { DigestIndex, IndexedHasher } from '../src/sources/digest-index.ts';
import { DirectorySource, type Hasher } from '../src/sources/directory.ts';
import { keepsChanges } from '../src/sources/file-systems.ts';
import { hasher } from './support/verifying.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;

let folder = '';
let file = '';
let indexFile = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cl-index-'));
  file = join(folder, 'a');
  indexFile = join(folder, 'cache', 'digests');
  writeFileSync(file, 'the library');
  // The clock is moved on: nothing can make a file of this moment an old one.
  vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** Reads some files as a whole run does; tells what was really read, and what was said of the index. */
async function run(
  paths: readonly string[] = [file],
  {
    patch = null,
    version = '1',
    isLocal = true,
  }: { patch?: Patch | null; version?: string; isLocal?: boolean } = {},
) {
  const read: string[] = [];
  const inner: Hasher = {
    async *run(jobs) {
      const all = [...jobs];
      read.push(...all.map(({ path }) => path));
      yield all.map((job) => [job, digestFile(job)] as const);
    },
  };
  const { index, problem } = DigestIndex.open(indexFile, version, Date.now());
  const jobs = paths.map((path): DigestJob => ({ path, inode: null, patch, stamp: stampOf(path) }));
  const digests: Digest[] = [];
  const hasher = new IndexedHasher(
    inner,
    () => index,
    () => isLocal,
  );
  for await (const answers of hasher.run(jobs, NEVER, () => {})) {
    digests.push(...answers.map(([, digest]) => digest));
  }
  return { read, digests, problem, trouble: index.save() };
}

function stampOf(path: string): Stamp {
  const stat = new DirectorySource({ async *run() {} }).lstat(path);
  if (stat.kind !== 'ok') throw new Error(stat.kind);
  return stat.value;
}

/** What an index knows of it: what lstat told is asked anew. */
function remembered(digest: Digest): Digest {
  if (digest.kind !== 'read') return digest;
  const { stat: _told, ...rest } = digest;
  return { ...rest, isRemembered: true };
}

const hashes = (digests: readonly Digest[]) =>
  digests.map((one) => (one.kind === 'read' ? one.sha256 : one.code));

describe('what did not change is not read again', () => {
  test('and all that is known of it is the same', async () => {
    writeFileSync(join(folder, 'b'), readFileSync('/bin/sh'));
    const paths = [file, join(folder, 'b')];
    const first = await run(paths);
    const second = await run(paths);
    expect(first.read).toEqual(paths);
    expect(second.read).toEqual([]);
    expect(second.digests).toEqual(first.digests.map(remembered));
  });

  test('nor where it was looked at only when it was read', async () => {
    const index = () => DigestIndex.open(indexFile, '1', Date.now()).index;
    const first = index();
    const indexed = new IndexedHasher(
      hasher,
      () => first,
      () => true,
    );
    expect(indexed.isRemembering).toBe(false);
    const job = { path: file, inode: null, patch: null, stamp: null };
    for await (const _ of indexed.run([job], NEVER, () => {}));
    expect(first.save()).toBeNull();
    expect(index().isEmpty).toBe(false);
    expect((await run()).read).toEqual([]);
  });

  test('nor where it has another name now', async () => {
    await run();
    const other = join(folder, 'b');
    const { ctimeMs } = lstatSync(file);
    renameSync(file, other);
    // A rename changes the inode's time, on most file systems.
    const isTold = lstatSync(other).ctimeMs !== ctimeMs;
    expect((await run([other])).read).toEqual(isTold ? [other] : []);
  });

  test('a patch is undone for each prefix by itself', async () => {
    const patch = { placeholder: '/build', mode: 'text', prefixes: ['/opt/a'] } as const;
    writeFileSync(file, 'prefix = /opt/a\n');
    const first = await run([file], { patch });
    const same = await run([file], { patch });
    const other = await run([file], { patch: { ...patch, prefixes: ['/opt/b'] } });
    expect(same.read).toEqual([]);
    expect(same.digests).toEqual(first.digests.map(remembered));
    expect(other.read).toEqual([file]);
  });

  test('another file that has the same number on another device is another one', async () => {
    await run();
    const { index } = DigestIndex.open(indexFile, '1', Date.now());
    const here = stampOf(file);
    const there = { ...here, device: here.device + 1 };
    const job = { path: file, inode: null, patch: null };
    index.add(there, job, { ...digestFile(job), sha256: 'ab'.repeat(32) } as Digest, Date.now());
    index.save();
    const again = DigestIndex.open(indexFile, '1', Date.now()).index;
    expect(again.find(here, job)).toEqual(remembered(digestFile(job)));
    expect(again.find(there, job)).toMatchObject({ sha256: 'ab'.repeat(32) });
  });

  test('what was read anew takes the place of what was known', async () => {
    await run();
    const { size } = statSync(indexFile);
    writeFileSync(file, 'the Library');
    vi.setSystemTime(Date.now() + MINUTE);
    await run();
    expect(statSync(indexFile).size).toBe(size);
    expect((await run()).read).toEqual([]);
  });

  test('whenever in the run it was read', async () => {
    const { index } = DigestIndex.open(indexFile, '1', Date.now());
    const job = { path: file, inode: null, patch: null };
    vi.setSystemTime(Date.now() + MINUTE);
    index.add(stampOf(file), job, digestFile(job), Date.now());
    index.save();
    expect((await run()).read).toEqual([]);
  });

  test('where there is nothing new it is not written', async () => {
    await run();
    const { ino } = statSync(indexFile);
    await run();
    expect(statSync(indexFile).ino).toBe(ino);
  });
});

describe('a change is never hidden', () => {
  test.each<[string, () => void]>([
    ['another size', () => appendFileSync(file, '!')],
    ['the same size', () => writeFileSync(file, 'the Library')],
    [
      'the same size, and the old mtime put back',
      () => {
        const { atime, mtime } = statSync(file);
        writeFileSync(file, 'the Library');
        utimesSync(file, atime, mtime);
      },
    ],
    [
      'another inode with the same times and size',
      () => {
        const { atime, mtime } = statSync(file);
        writeFileSync(`${file}.new`, 'the Library');
        utimesSync(`${file}.new`, atime, mtime);
        renameSync(`${file}.new`, file);
      },
    ],
    ['a mode that changed', () => chmodSync(file, 0o600)],
  ])('%s', async (_, change) => {
    await run();
    change();
    const { read, digests } = await run();
    expect(read).toEqual([file]);
    expect(hashes(digests)).toEqual(hashes([digestFile({ path: file, patch: null })]));
  });

  test('another device, size or time than the one remembered', async () => {
    await run();
    const { index } = DigestIndex.open(indexFile, '1', Date.now());
    const job = { path: file, inode: null, patch: null };
    const stamp = stampOf(file);
    expect(index.find(stamp, job)).not.toBeNull();
    const others: Partial<Stamp>[] = [
      { device: stamp.device + 1 },
      { inode: stamp.inode + 1 },
      { size: stamp.size + 1 },
      { modified: stamp.modified + 0.001 },
      { changed: stamp.changed + 0.001 },
    ];
    for (const other of others) expect(index.find({ ...stamp, ...other }, job)).toBeNull();
  });

  test('a file that is younger than two seconds is not remembered', async () => {
    vi.setSystemTime(lstatSync(file).ctimeMs + 1999);
    await run();
    expect(existsSync(indexFile)).toBe(false);
    vi.setSystemTime(lstatSync(file).ctimeMs + 2001);
    await run();
    expect((await run()).read).toEqual([]);
  });

  test('nor one that is of the future', async () => {
    const later = new Date(Date.now() + DAY);
    utimesSync(file, later, later);
    await run();
    expect((await run()).read).toEqual([file]);
  });

  test('nor one on a server, whose clock is its own', async () => {
    await run([file], { isLocal: false });
    expect(existsSync(indexFile)).toBe(false);
  });

  test('nor one that grew while it was read', async () => {
    const stamp = { ...stampOf(file), size: 3 };
    const { index } = DigestIndex.open(indexFile, '1', Date.now());
    const job = { path: file, inode: null, patch: null };
    index.add(stamp, job, digestFile(job), Date.now());
    expect(index.find(stamp, job)).toBeNull();
  });

  test('after a week everything is read again: only the disk may know of a change', async () => {
    await run();
    vi.setSystemTime(Date.now() + 6 * DAY);
    expect((await run()).read).toEqual([]);
    vi.setSystemTime(Date.now() + DAY);
    expect((await run()).read).toEqual([file]);
  });

  test('what was read in a future that is not yet is read again', async () => {
    vi.setSystemTime(Date.now() + DAY);
    await run();
    vi.setSystemTime(Date.now() - DAY);
    expect((await run()).read).toEqual([file]);
  });
});

describe('an index that cannot be used is ignored aloud', () => {
  test.each<[string, () => void, string]>([
    ['no index at all', () => writeFileSync(indexFile, 'a song'), 'it is no index of conda-links'],
    ['empty', () => writeFileSync(indexFile, ''), 'it is no index of conda-links'],
    ['cut off', () => cut(), 'it is damaged'],
    ['a flipped bit', () => flip(), 'it is damaged'],
    [
      'a folder',
      () => {
        rmSync(indexFile);
        mkdirSync(indexFile);
      },
      'it is no regular file',
    ],
  ])('%s', async (_, damage, said) => {
    await run();
    damage();
    const { read, problem } = await run();
    expect(problem).toBe(said);
    expect(read).toEqual([file]);
  });

  test('that of another version of this program', async () => {
    await run();
    const { problem, read } = await run([file], { version: '2' });
    expect(problem).toBe('another version of conda-links wrote it');
    expect(read).toEqual([file]);
  });

  test('one that cannot be written: the run is as it would be without', async () => {
    indexFile = '/proc/nowhere/digests';
    const { trouble, digests, read } = await run();
    expect(trouble).toMatch(/^E/);
    expect(read).toEqual([file]);
    expect(digests).toHaveLength(1);
  });

  test('nobody else may read or write it', async () => {
    await run();
    expect(statSync(indexFile).mode & 0o777).toBe(0o600);
  });

  test.each<[string, () => void, string]>([
    [
      'a file of the user’s own',
      () => writeFileSync(indexFile, 'name: ml\n'),
      'it is no index of conda-links',
    ],
    ['one that others may write', () => chmodSync(indexFile, 0o666), 'others may write it'],
    [
      'a named pipe',
      () => {
        rmSync(indexFile);
        execFileSync('mkfifo', [indexFile]);
      },
      'it is no regular file',
    ],
  ])('what is not ours to write over stays as it is: %s', async (_, damage, said) => {
    await run();
    damage();
    const { ino } = lstatSync(indexFile);
    const { problem, read } = await run();
    expect([problem, read]).toEqual([said, [file]]);
    expect(lstatSync(indexFile).ino).toBe(ino);
  });

  test.each([
    '',
    'null',
    'null\n',
    '{}\n',
    'xx\n',
    table({ count: 1 }),
    table({ count: -1 }),
    table({ count: '0' }),
    table({ patches: null }),
    table({ elves: [null] }),
    table({ elves: [{}] }),
    table({ undone: [[0, { x: 1 }]] }),
    table({ undone: [null] }),
    `${table({})}more than there are rows`,
  ])('a right hash around %s', async (body) => {
    await run();
    const sha256 = createHash('sha256').update(body).digest('hex');
    writeFileSync(indexFile, `conda-links digests 2${endianness()} 1 ${sha256}\n${body}`);
    const { problem, read } = await run();
    expect([problem, read]).toEqual(['it is damaged', [file]]);
  });

  test('but an empty table is one', async () => {
    const body = table({});
    const sha256 = createHash('sha256').update(body).digest('hex');
    mkdirSync(join(folder, 'cache'));
    writeFileSync(indexFile, `conda-links digests 2${endianness()} 1 ${sha256}\n${body}`);
    expect((await run()).problem).toBeNull();
  });

  function table(more: object): string {
    return `${JSON.stringify({ count: 0, patches: [], elves: [], undone: [], ...more })}\n`;
  }

  function cut(): void {
    const bytes = readFileSync(indexFile);
    writeFileSync(indexFile, bytes.subarray(0, bytes.length - 5));
  }

  function flip(): void {
    const bytes = readFileSync(indexFile);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    writeFileSync(indexFile, bytes);
  }
});

test.each([
  ['ext4', '8:1', true],
  ['xfs', '253:0', true],
  ['overlay', '0:42', true],
  ['ext4', '7:0', false],
  ['squashfs', '8:1', false],
  ['nfs4', '0:43', false],
  ['fuse.sshfs', '0:44', false],
  ['vfat', '8:2', false],
])('on %s of device %s files are remembered: %s', (type, device, isKept) => {
  expect(keepsChanges({ type, device, place: '/', options: [] })).toBe(isKept);
});
