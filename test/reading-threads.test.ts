import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecords } from '../src/conda/records.ts';
import { takeInventory } from '../src/inventory.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { ReadingThreads } from '../src/sources/reading-threads.ts';
import type { Result, Stat } from '../src/sources.ts';
import { temporaryFolder } from './support/cli.ts';
import { hasher } from './support/verifying.ts';

const never = new AbortController().signal;
const SCRIPT = new URL('../dist/reading-worker.js', import.meta.url);

/** As many folders as are worth a thread, with links among them and to a folder beside. */
function plant(root: string): { prefix: string; paths: string[] } {
  const prefix = join(root, 'env');
  const cache = join(root, 'pkgs/p-1-0/lib');
  mkdirSync(cache, { recursive: true });
  const paths: string[] = [];
  for (let at = 0; at < 600; at += 1) {
    const folder = `lib/d${at % 30}/e${at}`;
    mkdirSync(join(prefix, folder), { recursive: true });
    writeFileSync(join(prefix, folder, 'f'), `${at}`);
    writeFileSync(join(cache, `c${at}`), '');
    symlinkSync(join(cache, `c${at}`), join(prefix, `lib/l${at}`));
    symlinkSync('nowhere', join(prefix, folder, 'gone'));
    paths.push(`${folder}/f`, `lib/l${at}`, `${folder}/gone`);
  }
  writeFileSync(Buffer.concat([Buffer.from(`${prefix}/lib/`), Buffer.from([0xff])]), '');
  return { prefix, paths };
}

test('threads find what one thread finds, names that are no UTF-8 too', async () => {
  await using root = await temporaryFolder();
  const { prefix, paths } = plant(root.path);
  const source = new DirectorySource(hasher);
  const readers = new ReadingThreads(SCRIPT, 2);
  try {
    const alone = await takeInventory(source, prefix, never);
    const together = await takeInventory(source, prefix, never, { readers, stated: 'all' });
    for (const kind of ['file', 'symlink', 'directory'] as const)
      expect(together.count(kind)).toBe(alone.count(kind));
    expect([...together.names('lib').keys()].sort()).toEqual([...alone.names('lib').keys()].sort());
    for (const path of paths) {
      expect(together.at(path)?.kind, path).toBe(alone.at(path)?.kind);
      expect(together.follow(path), path).toEqual(alone.follow(path));
      expect(plain(together.stat(path)), path).toEqual(plain(alone.stat(path)));
    }
  } finally {
    await readers.close();
  }
});

test('threads read records as one thread does, and name those that are none', async () => {
  await using root = await temporaryFolder();
  mkdirSync(join(root.path, 'conda-meta'));
  for (let at = 0; at < 12; at += 1) {
    const paths = Array.from({ length: 3000 }, (_, n) => ({
      _path: `lib/p${at}/f${n}`,
      path_type: n % 9 ? 'hardlink' : 'softlink',
      sha256: `${n}`.padStart(64, 'a'),
      sha256_in_prefix: `${n}`.padStart(64, n % 7 ? 'a' : 'b'),
      size_in_bytes: n,
      ...(n % 7 ? {} : { prefix_placeholder: '/placehold', file_mode: 'binary' }),
      note: 'so that they are large: '.padEnd(100, '.'),
    }));
    const record = { name: `p${at}`, version: '1', build: '0', paths_data: { paths } };
    const text = JSON.stringify(at === 7 ? { ...record, name: '' } : record);
    writeFileSync(join(root.path, `conda-meta/p${at}-1-0.json`), text);
  }
  const source = new DirectorySource(hasher);
  const readers = new ReadingThreads(SCRIPT, 1);
  try {
    const alone = await readRecords(source, root.path, never);
    const together = await readRecords(source, root.path, never, readers);
    expect(alone.unreadable.map(({ file }) => file)).toEqual(['p7-1-0.json']);
    expect(together.unreadable).toEqual(alone.unreadable);
    expect(together.size).toBe(alone.size);
    expect([...together.paths.keys()]).toEqual([...alone.paths.keys()]);
    for (const [
      path,
      { kind, sha256, sha256InPrefix, size, placeholder, mode },
    ] of together.paths) {
      const one = { kind, sha256, sha256InPrefix, size, placeholder, mode };
      expect(alone.paths.get(path), path).toMatchObject(one);
    }
  } finally {
    await readers.close();
  }
});

test('a thread that cannot start is an error, and nothing waits for it', async () => {
  await using root = await temporaryFolder();
  const { prefix } = plant(root.path);
  const readers = new ReadingThreads(new URL('./nowhere.js', SCRIPT), 1);
  const walk = takeInventory(new DirectorySource(hasher), prefix, never, { readers });
  await expect(walk).rejects.toThrow('nowhere.js');
  await readers.close();
});

/** What is told of a file in either way: as an object, or by numbers in a row. */
function plain(stat: Result<Stat>) {
  if (stat.kind !== 'ok') return stat;
  const { kind, size, mode, uid, gid, links, identity, modified, changed } = stat.value;
  return { kind, size, mode, uid, gid, links, identity, modified, changed };
}
