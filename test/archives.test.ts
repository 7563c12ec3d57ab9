import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { fromBytes } from '../src/bytes.ts';
import { CannotRead, ExpectedError } from '../src/errors.ts';
import { takeInventory } from '../src/inventory.ts';
import { type Opened, openReference, parseReference } from '../src/references.ts';
import { type Reading, readTarFile } from '../src/sources/archive.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { readZipFile } from '../src/sources/zip.ts';
import type { Source } from '../src/sources.ts';
import {
  archive,
  type ByHand,
  EVERYTHING,
  entry,
  extended,
  hashesOfBytes,
  picture,
  readBytes,
  reading,
  sandbox,
  seal,
  sha256,
  sourceOf,
  tool,
  whyNo,
} from './support/archives.ts';
import { DIST, isRoot, makeEnvironment, run, startAny, whyNoOtherUser } from './support/cli.ts';
import { hasher } from './support/verifying.ts';

const machine = new DirectorySource(hasher);
const MIB = 1 << 20;

/** Bytes that no compressor makes smaller, the same in every run (xorshift, by George Marsaglia). */
function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 2_463_534_242;
  for (let at = 0; at < size; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 9;
  }
  return bytes;
}

/** What every test that lacks a tool says; those that CI installs are missed there. */
const IN_CI = ['GNU tar', 'python3', 'zip', 'unzip', 'xz', 'gzip'];
function toolTest(tools: readonly string[], name: string, body: () => Promise<void>): void {
  const missing = whyNo(...tools);
  test(name, async ({ skip }) => {
    const isPromised = process.env['CI'] === 'true' && tools.every((one) => IN_CI.includes(one));
    if (missing && isPromised) expect.fail(missing);
    if (missing) skip(missing);
    await body();
  });
}

/** The name of an archive, what it was made with, and the command. */
type Maker = readonly [name: string, tools: readonly string[], script: string];

/** Runs a line of a shell in a folder. */
const sh = (cwd: string, script: string) => tool(cwd, 'bash', '-euo', 'pipefail', '-c', script);

/** What an archive unpacks to. */
async function unpacked(cwd: string, file: string, by = 'tar -xpf') {
  const folder = join(cwd, `${file}.out`);
  mkdirSync(folder);
  sh(cwd, `${by} ${file} -C ${file}.out`);
  return picture(machine, folder);
}

const read = (path: string) => readTarFile(path, 'it', reading);

/** The picture of a tree, of which every byte is asked for once more, and is still the same. */
async function pictureOf(archive: Reading, view = EVERYTHING): Promise<Record<string, string>> {
  const source = sourceOf(archive);
  const lines = await picture(source, '', view);
  const files = Object.keys(lines).filter((path) => lines[path]?.startsWith('file'));
  for (const [path, hash] of Object.entries(await hashesOfBytes(source, files))) {
    expect(`${path}: ${lines[path]}`).toContain(hash);
  }
  return lines;
}

/** The error that something ends with. */
async function errorOf(attempt: Promise<unknown>): Promise<Error> {
  return attempt.then(
    () => expect.fail('it did not fail'),
    (error: Error) => error,
  );
}

/** Checks a refusal, in all its words. */
async function refused(attempt: Promise<unknown>, message: RegExp, advice = /./): Promise<void> {
  const error = await errorOf(attempt);
  expect(error).toBeInstanceOf(ExpectedError);
  expect(error.message).toMatch(message);
  expect((error as ExpectedError).advice).toMatch(advice);
}

function open(word: string, cwd = '/', prefix: string | null = null): Promise<Opened> {
  const reference = parseReference(word);
  if (!reference) throw new Error(`${word} is no reference`);
  const home = '/nonexistent';
  return openReference(reference, {
    ...reading,
    machine: { platform: process.platform, cwd, home, env: {} },
    prefix,
    platform: null,
  });
}

/** A folder with all that tar can hold, but for names that some formats cannot. */
function plant(root: string): void {
  const place = (path: string) => join(root, path);
  const long = 'a-folder-with-a-long-name/'.repeat(12);
  for (const folder of ['bin', 'empty', 'lib/deep', long]) {
    mkdirSync(place(folder), { recursive: true });
  }
  writeFileSync(place('bin/program'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(place('lib/nothing'), '');
  writeFileSync(place('lib/block'), noise(512));
  writeFileSync(place('lib/secret'), 'x'.repeat(300), { mode: 0o600 });
  writeFileSync(place('lib/large'), noise(MIB + 4321));
  writeFileSync(place('lib/d\u00e9j\u00e0 \u65e5\u672c\n\\ \u{1f600}'), 'names are bytes');
  writeFileSync(place(`lib/${'n'.repeat(120)}`), 'long name');
  writeFileSync(place(`${long}file`), 'long path');
  linkSync(place('lib/large'), place('lib/twin'));
  linkSync(place('lib/large'), place(`lib/deep/${'t'.repeat(110)}`));
  symlinkSync('../lib/large', place('bin/link'));
  linkSync(place('bin/link'), place('bin/twin-of-link'));
  symlinkSync('nowhere', place('bin/dangling'));
  symlinkSync(`../${'t'.repeat(200)}`, place('bin/long-link'));
  symlinkSync('deep', place('lib/link-to-folder'));
  execFileSync('mkfifo', [place('lib/fifo')]);
  chmodSync(place('empty'), 0o700);
  // Whole seconds, which all formats keep.
  execFileSync('find', [root, '-exec', 'touch', '-h', '-d', '@1600000000', '{}', '+']);
  utimesSync(place('lib/block'), 1_500_000_000, 1_500_000_000);
}

/** Whether Node itself undoes zstd, and not only the first of two frames, as 24.21 does. */
const HAS_ZSTD = (() => {
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (packed: Buffer) => Buffer };
  const frames = Buffer.from('28b52ffd00580900006128b52ffd005809000062', 'hex');
  return zstdDecompressSync?.(frames).length === 2;
})();

describe('an archive holds what it unpacks to', () => {
  let box: ReturnType<typeof sandbox>;
  beforeAll(() => {
    box = sandbox();
    plant(join(box.path, 'tree'));
    if (whyNo('GNU tar')) return;
    tool(box.path, 'tar', '-cf', 'plain.tar', 'tree');
    writeFileSync(join(box.path, 'half'), '');
  });
  afterAll(() => box[Symbol.dispose]());

  const python = (format: string) =>
    `python3 -c "import tarfile; t = tarfile.open('FILE', 'w', format=tarfile.${format}_FORMAT); t.add('tree'); t.close()"`;
  const gnu = (words: string): Maker => [`GNU tar ${words}`, [], `tar ${words} -cf FILE tree`];
  const bsd = (words: string): Maker => [
    `bsdtar ${words}`,
    ['bsdtar'],
    `bsdtar ${words} -cf FILE tree`,
  ];
  const packed = (tools: readonly string[], script: string): Maker => [script, tools, script];
  const MAKERS: readonly Maker[] = [
    gnu('--format=gnu'),
    gnu('--format=oldgnu'),
    gnu('--format=posix'),
    gnu('--format=posix --pax-option=delete=mtime,comment=global'),
    gnu('--format=gnu --label=a-label'),
    gnu('--format=posix --label=a-label'),
    gnu('--format=gnu --listed-incremental=snapshot'),
    gnu('--format=posix --listed-incremental=snapshot'),
    gnu('--format=gnu --sort=name --hard-dereference'),
    gnu('--format=gnu --blocking-factor=1'),
    ['GNU tar of .', [], 'tar -C tree -cf FILE .'],
    ['GNU tar with absolute names', [], 'tar -Pcf FILE "$PWD/tree"'],
    ['GNU tar, appended to', [], 'tar -cf FILE tree && tar -rf FILE tree/bin'],
    bsd('--format=pax'),
    bsd('--format=gnutar'),
    ['Python, PAX', ['python3'], python('PAX')],
    ['Python, GNU', ['python3'], python('GNU')],
    packed(['gzip'], 'gzip -c plain.tar > FILE'),
    packed(
      ['gzip'],
      '{ head -c 700000 plain.tar | gzip; tail -c +700001 plain.tar | gzip; } > FILE',
    ),
    // Blocks of a tape, or a dd that filled up its last one.
    packed(['gzip'], '{ gzip -c plain.tar; head -c 5000 /dev/zero; } > FILE'),
    packed(['pigz'], 'pigz -b 128 -c plain.tar > FILE'),
    packed(['bzip2'], 'bzip2 -c plain.tar > FILE'),
    packed(
      ['bzip2'],
      '{ head -c 700000 plain.tar | bzip2; tail -c +700001 plain.tar | bzip2; } > FILE',
    ),
    packed(['zstd'], 'zstd -qc plain.tar > FILE'),
    packed(['zstd'], 'zstd -qc19 --long=25 < plain.tar > FILE'),
    packed(['zstd'], 'zstd -qc --no-check plain.tar > FILE'),
    packed(
      ['zstd'],
      '{ head -c 700000 plain.tar | zstd -qc; tail -c +700001 plain.tar | zstd -qc; } > FILE',
    ),
    // Each of its frames has a skippable one before it (RFC 8878, 3.1.2).
    packed(['pzstd'], 'pzstd -qc -p 4 plain.tar > FILE'),
  ];

  for (const [at, [name, tools, script]] of MAKERS.entries()) {
    toolTest(['GNU tar', ...tools], name, async () => {
      const file = `${at}.tar`;
      rmSync(join(box.path, 'snapshot'), { force: true });
      sh(box.path, script.replaceAll('FILE', file));
      const ours = await pictureOf(await read(join(box.path, file)));
      expect(Object.keys(ours).length).toBeGreaterThan(30);
      const theirs = await unpacked(box.path, file, unpackerOf(name));
      // Folders that an archive does not list have no certain time: those above absolute names.
      const isListed = onlyBelow(theirs[box.path] ? `${box.path}/tree` : '');
      expect(isListed(ours)).toEqual(isListed(theirs));
      rmSync(join(box.path, `${file}.out`), { recursive: true });
    });
  }

  /** As its own kind does: bsdtar goes through folders in another order, which changes their times in GNU tar. */
  function unpackerOf(name: string): string {
    if (name.startsWith('bsdtar')) return 'bsdtar -xpf';
    // GNU tar does not tell what pzstd writes.
    return name.startsWith('pzstd') ? 'tar --zstd -xpf' : 'tar -xpf';
  }

  toolTest(['GNU tar'], 'in formats of old, which hold short names only', async () => {
    const folder = join(box.path, 'short/bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), 'x');
    symlinkSync('file', join(folder, 'link'));
    mkdirSync(join(folder, 'a-part-of-a-name/'.repeat(8)), { recursive: true });
    for (const format of ['v7', 'ustar']) {
      // Of v7 a path has 100 bytes at most.
      const what = format === 'v7' ? ['--exclude=a-part*', 'short'] : ['short'];
      tool(box.path, 'tar', `--format=${format}`, '-cf', `${format}.tar`, ...what);
      const ours = await pictureOf(await read(join(box.path, `${format}.tar`)));
      expect(ours['/short/bin/link']).toContain('-> "file"');
      expect(ours).toEqual(await unpacked(box.path, `${format}.tar`));
    }
  });

  toolTest(['GNU tar'], 'whatever pieces it comes in', async () => {
    sh(
      box.path,
      'rm -f snapshot; tar --format=gnu --label=label --listed-incremental=snapshot -cf pieces.tar --exclude=large --exclude=twin --exclude="tt*" tree',
    );
    const bytes = readFileSync(join(box.path, 'pieces.tar'));
    const whole = await picture(sourceOf(await readBytes(bytes)), '');
    expect(Object.keys(whole).length).toBeGreaterThan(25);
    for (const size of [1, 7, 156, 511, 512, 513, 1023, 10_240]) {
      expect(await picture(sourceOf(await readBytes(bytes, size)), '')).toEqual(whole);
    }
  });

  describe('names that are no UTF-8', () => {
    const names = ['\xff', '\xfe', '\xed\xa0\x80', `${'\xe9'.repeat(120)}`];
    const makers: readonly Maker[] = [
      gnu('--format=gnu'),
      gnu('--format=posix'),
      bsd('--format=gnutar'),
      bsd('--format=pax'),
      ['Python, PAX', ['python3'], python('PAX')],
    ];
    for (const [at, [name, tools, script]] of makers.entries()) {
      toolTest(['GNU tar', ...tools], name, async () => {
        const cwd = join(box.path, `bytes-${at}`);
        mkdirSync(join(cwd, 'tree'), { recursive: true });
        for (const name of names) {
          const place = Buffer.from(`${cwd}/tree/${name}`, 'latin1');
          writeFileSync(place, `what is in ${name}`);
          const link = Buffer.from(`${cwd}/tree/to ${name}`, 'latin1');
          symlinkSync(Buffer.from(name, 'latin1'), link);
        }
        // bsdtar tells of each name that it is none, and goes on.
        sh(cwd, `${script.replaceAll('FILE', 'a.tar')} || [ $? = 1 ]`);
        const ours = await pictureOf(await read(join(cwd, 'a.tar')));
        expect(Object.keys(ours)).toContain('/tree/\udcff');
        expect(ours).toEqual(await picture(machine, cwd).then(onlyBelow('/tree')));
      });
    }
  });

  describe('sparse files have their holes', () => {
    function makeSparse(): void {
      const folder = join(box.path, 'sparse');
      mkdirSync(folder, { recursive: true });
      const place = (name: string) => join(folder, name);
      for (const name of ['holes', 'only-a-hole', 'starts-with-one', 's'.repeat(110)]) {
        writeFileSync(place(name), '');
        truncateSync(place(name), 3 * MIB + 5);
      }
      const file = place('holes');
      writeFileSync(file, noise(5000));
      truncateSync(file, MIB);
      appendFileSync(file, noise(70_000));
      truncateSync(file, 9 * MIB);
      appendFileSync(file, 'end');
      appendFileSync(place('starts-with-one'), noise(4096));
      writeFileSync(place('before'), 'no holes here');
    }
    for (const version of ['0.1', '1.0']) {
      toolTest(['GNU tar'], `in format ${version}`, async () => {
        makeSparse();
        const file = join(box.path, `sparse-${version}.tar`);
        const how = ['--format=posix', '-S', `--sparse-version=${version}`];
        tool(box.path, 'tar', ...how, '-cf', file, 'sparse');
        expect(readFileSync(file).length).toBeLessThan(MIB);
        const theirs = await picture(machine, box.path).then(onlyBelow('/sparse'));
        expect(Object.keys(theirs)).toHaveLength(6);
        expect(await pictureOf(await read(file))).toEqual(theirs);
        // The same in pieces that part its map.
        const pieces = await readBytes(readFileSync(file), 509);
        expect(await picture(sourceOf(pieces), '')).toEqual(theirs);
      });
    }

    for (const [name, how] of [
      ['that of GNU tar of old', ['--format=gnu']],
      [
        'the same with a long name',
        ['--format=gnu', '--transform=s,$,-long,;s,long,'.concat('l'.repeat(120), ',')],
      ],
      ['0.0', ['--format=posix', '--sparse-version=0.0']],
    ] as const) {
      toolTest(['GNU tar'], `or are refused with a way out: ${name}`, async () => {
        makeSparse();
        const file = join(box.path, 'refused.tar');
        tool(box.path, 'tar', ...how, '-S', '-cf', file, 'sparse');
        await refused(read(file), /“sparse\/.*” in it is a sparse file/s, /Make the archive again/);
      });
    }

    const MAP = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'f' };
    test.for([
      ['is not there', 'x'.repeat(512)],
      ['has no numbers', 'a\nb\n'],
      ['has more than the file', '1\n0\n9999\n'],
      ['overlaps', '2\n0\n10\n5\n10\n'],
      ['goes back', '2\n50\n10\n5\n10\n'],
      ['is negative', '1\n-5\n10\n'],
      ['is endless', '99999999999\n'],
      ['promises more than comes', '1\n0\n90\n'],
      ['is cut', '3\n0\n'],
    ])('a map that %s is refused', async ([, map = '']) => {
      const fields = { ...MAP, 'GNU.sparse.realsize': '100' };
      const data = map.padEnd(512, '\0');
      await refused(
        readBytes(archive(extended(fields), entry({ data }))),
        /“f” in it is a sparse file that cannot be read/,
        /without --sparse/,
      );
    });

    it('is refused where it says to be larger than anything', async () => {
      for (const size of ['99999999999999', '-1', 'many']) {
        const fields = { ...MAP, 'GNU.sparse.realsize': size };
        const bytes = archive(extended(fields), entry({ data: '0\n'.padEnd(512, '\0') }));
        await refused(readBytes(bytes), /sparse file that cannot be read/);
      }
    });

    // Holes cost no more to store than zeros to compress.
    it('is refused where it expands as bombs do', async () => {
      const fields = { ...MAP, 'GNU.sparse.realsize': String(1.25 * 2 ** 30) };
      const bytes = archive(extended(fields), entry({ data: '0\n'.padEnd(512, '\0') }));
      await refused(readBytes(bytes), /expands to more than 200 times its size/);
    });
  });
});

/** Keeps a folder, and what is below it. */
function onlyBelow(folder: string) {
  return (lines: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(lines).filter(([path]) => path === folder || path.startsWith(`${folder}/`)),
    );
}

describe('what archives may hold beside that', () => {
  const pictured = async (...entries: Buffer[]) =>
    picture(sourceOf(await readBytes(archive(...entries))), '', { times: false, inodes: false });
  const hash = (data: string) => `${data.length} ${sha256(data)}`;

  test('the last of several entries of a name counts; another name keeps the first', async () => {
    expect(
      await pictured(
        entry({ name: 'f', data: 'first' }),
        entry({ name: 'other', flag: '1', target: 'f' }),
        entry({ name: 'f', data: 'second' }),
        entry({ name: './f', data: 'third' }),
        entry({ name: 'third', flag: '1', target: './f' }),
      ),
    ).toEqual({
      '/f': `file 644 ${hash('third')}`,
      '/other': `file 644 ${hash('first')}`,
      '/third': `file 644 ${hash('third')}`,
    });
  });

  test('one kind takes the place of another', async () => {
    expect(
      await pictured(
        entry({ name: 'a', data: 'x' }),
        entry({ name: 'a', flag: '2', target: 'b' }),
        entry({ name: 'b', flag: '2', target: 'a' }),
        entry({ name: 'b', data: 'y' }),
        entry({ name: 'c', flag: '2', target: 'd' }),
        entry({ name: 'c', flag: '5' }),
        entry({ name: 'c/e', data: 'z' }),
      ),
    ).toEqual({
      '/a': 'symlink -> "b"',
      '/b': `file 644 ${hash('y')}`,
      '/c': 'directory 755',
      '/c/e': `file 644 ${hash('z')}`,
    });
  });

  test('a folder that comes after what is in it keeps that', async () => {
    const lines = await pictured(
      entry({ name: 'd/f', data: 'x' }),
      entry({ name: 'd/', flag: '5' }),
      entry({ name: 'd', flag: '5' }),
    );
    expect(Object.keys(lines)).toEqual(['/d', '/d/f']);
  });

  test('names start at the root of the archive, however they are written', async () => {
    const names = ['a', './b', '/c', '//d', '././e', './/f/', 'g/./h', '/./i'];
    const lines = await pictured(
      ...names.map((name) => entry({ name, flag: name.endsWith('/') ? '5' : '0' })),
    );
    const files = Object.keys(lines).filter((path) => lines[path]?.startsWith('file'));
    expect(files).toEqual(['/a', '/b', '/c', '/d', '/e', '/i', '/g/h']);
    expect(lines['/f']).toBe('directory 755');
  });

  test('a hard link to a link is another name of the link, wherever that leads', async () => {
    const lines = await pictured(
      entry({ name: 'dangling', flag: '2', target: 'nowhere' }),
      entry({ name: 'of-dangling', flag: '1', target: '/dangling' }),
    );
    expect(lines).toEqual({
      '/dangling': 'symlink -> "nowhere"',
      '/of-dangling': 'symlink -> "nowhere"',
    });
  });

  // tar leaves them out and fails: what is lost may be a record, and nobody would miss it.
  test.for(['nowhere', '/etc/passwd', '../f', 'd', '', 'f/x', 'd/../f', 'link'])(
    'a hard link to “%s”, which is no file in the archive, is refused',
    async (target) => {
      const entries = [
        entry({ name: 'f', data: 'x' }),
        entry({ name: 'd', flag: '5' }),
        entry({ name: 'link', flag: '1', target }),
      ];
      await expect(pictured(...entries)).rejects.toThrow('which is not there');
    },
  );

  toolTest(['GNU tar'], 'GNU tar unpacks these entries to the same', async () => {
    using box = sandbox();
    const link = (name: string, target: string) => entry({ name, flag: '2', target });
    const entries = [
      entry({ name: 'f', data: 'first' }),
      entry({ name: 'kept', flag: '1', target: 'f' }),
      entry({ name: 'f', data: 'second' }),
      link('l', 'f'),
      link('twin', 'nowhere'),
      entry({ name: 'twin-of-link', flag: '1', target: 'l' }),
      entry({ name: 'l', data: 'no link' }),
      entry({ name: 'd', flag: '5' }),
      link('to-d', 'd'),
      entry({ name: 'to-d/in-d', data: 'through a link' }),
      entry({ name: '/absolute', data: 'x' }),
      link('up', '../../../..'),
      link('abs', '/etc/passwd'),
    ];
    writeFileSync(join(box.path, 'a.tar'), archive(...entries));
    mkdirSync(join(box.path, 'out'));
    sh(box.path, 'tar -xpf a.tar -C out');
    // What is unpacked through a link changes the time of the folder behind it.
    const view = { times: false, inodes: true };
    expect(await picture(sourceOf(await read(join(box.path, 'a.tar'))), '', view)).toEqual(
      await picture(machine, join(box.path, 'out'), view),
    );
  });

  test('fifos, devices and contiguous files', async () => {
    expect(
      await pictured(
        entry({ name: 'fifo', flag: '6' }),
        entry({ name: 'character', flag: '3' }),
        entry({ name: 'block', flag: '4' }),
        entry({ name: 'contiguous', flag: '7', data: 'x' }),
        entry({ name: 'old', flag: '\0', data: 'y' }),
      ),
    ).toMatchObject({
      '/fifo': 'fifo 644',
      '/character': 'device 644',
      '/block': 'device 644',
      '/contiguous': `file 644 ${hash('x')}`,
      '/old': `file 644 ${hash('y')}`,
    });
  });

  // As the tars before POSIX wrote them; GNU tar and bsdtar take them for folders.
  test('a folder that only the end of its name tells', async () => {
    const lines = await pictured(
      entry({ name: 'd/', flag: '\0' }),
      entry({ name: 'd/f', flag: '\0', data: 'x' }),
    );
    expect(Object.keys(lines)).toEqual(['/d', '/d/f']);
    expect(lines['/d']).toMatch(/^directory/);
  });

  test('fifos and devices are never read', async () => {
    const source = sourceOf(
      await readBytes(archive(entry({ flag: '6' }), entry({ name: 'd', flag: '3' }))),
    );
    for (const path of ['/f', '/d']) {
      expect((await source.read([path], 10)).get(path)).toEqual({
        kind: 'failed',
        code: 'ENOTSUP',
      });
    }
  });

  test('sizes in base 256, as those beyond 8 GiB are written', async () => {
    const size = Buffer.from('800000000000000000000005', 'hex');
    expect(await pictured(entry({ data: 'hello', size }), entry({ name: 'g', data: 'y' }))).toEqual(
      {
        '/f': `file 644 ${hash('hello')}`,
        '/g': `file 644 ${hash('y')}`,
      },
    );
  });

  test('a size in the extended header counts for more than that of the header', async () => {
    const header = entry({ data: 'hello', size: '00000000000\0' });
    expect(await pictured(extended({ size: '5' }), header, entry({ name: 'g' }))).toMatchObject({
      '/f': `file 644 ${hash('hello')}`,
      '/g': expect.stringMatching(/^file/),
    });
  });

  test('owners and times in the extended header count for more than those of the header', async () => {
    const fields = { uid: '3000000', gid: '4000000', mtime: '1234567890.25' };
    const source = sourceOf(await readBytes(archive(extended(fields), entry({}))));
    expect(source.lstat('/f')).toMatchObject({
      value: { uid: 3_000_000, gid: 4_000_000, modified: 1_234_567_890_250 },
    });
  });

  // As star and old tars write them; the file's bytes came with its first name, and do not come again.
  test('a hard link that tells the size of its file', async () => {
    expect(
      await pictured(
        entry({ name: 'f', data: 'x' }),
        entry({ name: 'twin', flag: '1', target: 'f', size: '00000000001\0' }),
        entry({ name: 'g', data: 'y' }),
      ),
    ).toMatchObject({ '/twin': `file 644 ${hash('x')}`, '/g': `file 644 ${hash('y')}` });
  });

  test('several hundred thousand entries', async () => {
    const COUNT = 200_000;
    const CHUNK = 2048;
    async function* stream() {
      const header = entry({});
      for (let at = 0; at < COUNT; at += CHUNK) {
        const count = Math.min(CHUNK, COUNT - at);
        const chunk = Buffer.alloc(count * 512);
        for (let n = 0; n < count; n += 1) {
          const one = chunk.subarray(n * 512, (n + 1) * 512);
          header.copy(one);
          one.write(`${String((at + n) % 1000)}/${String(at + n)}`, 0);
          seal(one);
        }
        yield chunk;
      }
      yield Buffer.alloc(1024);
    }
    const { readTarStream } = await import('../src/sources/archive.ts');
    const source = sourceOf(await readTarStream(stream(), 'it', reading));
    const folders = source.list('/');
    expect(folders.kind === 'ok' && folders.value).toHaveLength(1000);
    expect(source.lstat(`/999/${COUNT - 1}`)).toMatchObject({
      kind: 'ok',
      value: { kind: 'file' },
    });
  });
});

describe('links that lead out of an archive', () => {
  /** An environment with links in it, packed from beside it, so that the archive has more than the environment. */
  async function packedWith(links: Record<string, string>) {
    const box = sandbox();
    await makeEnvironment(join(box.path, 'envs/ml'));
    writeFileSync(join(box.path, 'envs/beside'), 'x');
    for (const [name, target] of Object.entries(links)) {
      symlinkSync(target, join(box.path, 'envs/ml/lib', name));
    }
    tool(box.path, 'tar', '-cf', 'a.tar', 'envs');
    return box;
  }

  const OUT = {
    up: '../../../../../../../../etc/passwd',
    absolute: '/etc/passwd',
    'proc-self': '/proc/self/fd/0',
    'a-folder': '/etc',
    'two-steps': 'a-folder/passwd',
  };

  toolTest(['GNU tar'], 'are neither followed on this machine nor called dangling', async () => {
    using box = await packedWith({ ...OUT, 'in-it': '../bin/pip', beside: '../../beside' });
    for (const prefix of [null, '/srv/ml']) {
      const { source, environments } = await open(`tar:${box.path}/a.tar`, box.path, prefix);
      const [{ prefix: place } = { prefix: '' }] = environments;
      const inventory = await takeInventory(source, place, reading.signal);
      for (const [name, target] of Object.entries(OUT)) {
        const path = `${place}/lib/${name}`;
        expect(source.readlink(path)).toEqual({ kind: 'ok', value: target });
        expect(source.exists(path)).toBe(false);
        expect(inventory.follow(`lib/${name}`)).toMatchObject({ kind: 'outside' });
        expect((await source.read([path], 99)).get(path)).toMatchObject({ kind: 'outside' });
      }
      expect(inventory.follow('lib/in-it')).toMatchObject({ kind: 'found' });
    }
  });

  toolTest(['GNU tar'], 'make no environment broken', async () => {
    using box = await packedWith(OUT);
    const { code, stdout } = await run(['verify', `tar:${box.path}/a.tar`]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('is whole')]);
  });
});

describe('a random folder', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e', '\u00e9', 'n'.repeat(120)];
  const name = fc.constantFrom(...NAMES);
  const folder = fc.array(name, { maxLength: 3 });
  const step = fc.oneof(
    { weight: 6, arbitrary: name },
    { weight: 2, arbitrary: fc.constantFrom('..', '.') },
  );
  const target = fc
    .tuple(
      fc.constantFrom('', '', '', '', '/ROOT/', '/'),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '', '', '/', '/.'),
    )
    .map(([start, steps, slash]) => start + steps.join('/') + slash);
  const thing = fc.record({
    folder,
    name,
    what: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('file' as const), size: fc.nat(1200) }),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'folder' as const }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('link' as const), target }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('twin' as const), folder, name }) },
    ),
  });
  type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

  /** A place in real folders, which are made; null where a link or a file is on the way: links lead out of here. */
  function placeIn(root: string, folders: readonly string[]): string | null {
    let place = root;
    for (const folder of folders) {
      place = join(place, folder);
      const stat = lstatSync(place, { throwIfNoEntry: false });
      if (!stat) mkdirSync(place);
      else if (!stat.isDirectory()) return null;
    }
    return place;
  }

  /** Builds what can be built; what stands in the way of something else was there first. */
  function build(root: string, things: readonly Thing[]): void {
    for (const { folder, name, what } of things) {
      const parent = placeIn(root, folder);
      const other = what.kind === 'twin' ? placeIn(root, what.folder) : null;
      if (parent === null) continue;
      const place = join(parent, name);
      if (lstatSync(place, { throwIfNoEntry: false })) continue;
      if (what.kind === 'file') writeFileSync(place, noise(what.size));
      if (what.kind === 'folder') mkdirSync(place);
      if (what.kind === 'link') symlinkSync(what.target.replace('/ROOT', root), place);
      if (what.kind !== 'twin' || other === null) continue;
      const first = lstatSync(join(other, what.name), { throwIfNoEntry: false });
      if (first && !first.isDirectory()) linkSync(join(other, what.name), place);
    }
  }

  const FORMATS = ['--format=gnu', '--format=posix'];

  toolTest(['GNU tar'], 'packed by GNU tar is told as the kernel tells it', async () => {
    using box = sandbox();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(thing, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...FORMATS),
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        async (things, format, questions) => {
          round += 1;
          const root = join(box.path, String(round), 'root');
          mkdirSync(root, { recursive: true });
          build(root, things);
          const file = join(box.path, String(round), 'a.tar');
          tool(root, 'tar', format, '-cf', file, '.');
          rmSync(root, { recursive: true });
          mkdirSync(root);
          tool(root, 'tar', '-xpf', file);
          const archive = await read(file);
          archive.tree.mount([{ from: '/', to: root }]);
          archive.tree.cover(root);
          const source = sourceOf(archive);
          const theirs = await picture(machine, root);
          expect(await picture(source, root)).toEqual(theirs);
          const asked = [
            ...Object.keys(theirs),
            ...questions.map((steps) => `/${steps.join('/')}`),
          ];
          const isOutside = (path: string) => archive.tree.follow(path).kind === 'outside';
          for (const path of asked.map((one) => root + one)) {
            if (isOutside(path) || isOutside(dirname(path))) {
              // Then the kernel has to leave the folder too.
              expect(machine.exists(path) && inside(root, path)).toBe(false);
              continue;
            }
            expect([path, source.exists(path)]).toEqual([path, machine.exists(path)]);
            expect([path, targetAt(source, path)]).toEqual([path, targetAt(machine, path)]);
            expect([path, source.lstat(path).kind]).toEqual([path, machine.lstat(path).kind]);
            // The kernel lists what a link leads to; nobody asks for that.
            if (machine.readlink(path).kind === 'ok') continue;
            expect([path, source.list(path).kind]).toEqual([path, machine.list(path).kind]);
          }
          rmSync(dirname(root), { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
  });

  /** The text of a link, or why there is none. */
  function targetAt(source: Source, path: string): string {
    const target = source.readlink(path);
    return target.kind === 'ok' ? `-> ${target.value}` : target.kind;
  }

  /** Whether the kernel ends in a folder. */
  function inside(root: string, path: string): boolean {
    const end = execFileSync('realpath', [path], { encoding: 'utf8' }).trimEnd();
    return end === root || end.startsWith(`${root}/`);
  }
});

describe('what is no sound archive is refused, in words that say what to do', () => {
  const ENTRIES: readonly Buffer[] = [
    entry({ name: 'd/', flag: '5' }),
    entry({ name: 'd/file', data: noise(700) }),
    entry({ name: '././@LongLink', flag: 'L', data: `d/${'n'.repeat(120)}\0` }),
    entry({ name: `d/${'n'.repeat(98)}`, data: noise(512) }),
    extended({ path: `d/${'p'.repeat(120)}`, mtime: '1700000000.25' }),
    entry({ name: 'd/p', data: '\0'.repeat(1500) }),
    entry({ name: 'd/link', flag: '2', target: 'file' }),
    entry({ name: 'd/twin', flag: '1', target: 'd/file' }),
  ];
  const sound = archive(...ENTRIES);
  /** Behind its last entry and the first block of zeros nothing is lost. */
  const needed = sound.length - 512;
  let whole: Record<string, string>;
  beforeAll(async () => {
    whole = await picture(sourceOf(await readBytes(sound)), '');
    expect(Object.keys(whole)).toHaveLength(6);
  });

  /** What becomes of bytes: all that was in them, or a refusal; anything else fails. */
  async function outcome(bytes: Buffer): Promise<'whole' | 'other' | CannotRead> {
    try {
      const lines = await picture(sourceOf(await readBytes(bytes)), '');
      return JSON.stringify(lines) === JSON.stringify(whole) ? 'whole' : 'other';
    } catch (error) {
      if (error instanceof CannotRead) return error;
      throw error;
    }
  }

  test('an archive that is cut anywhere', async () => {
    for (let size = 0; size < sound.length; size += 1) {
      // Each block, and odd places in it.
      if (![0, 1, 100, 257, 511].includes(size % 512)) continue;
      const end = await outcome(sound.subarray(0, size));
      if (end === 'whole') expect(size).toBeGreaterThanOrEqual(needed);
      else
        expect([size, String(end)]).toEqual([
          size,
          expect.stringMatching(/it is (cut|empty|no tar archive)/),
        ]);
    }
    expect(await outcome(sound)).toBe('whole');
  });

  test('an archive that is cut in a large file, which nothing is waiting for', async () => {
    const large = archive(entry({ data: noise(MIB) }));
    for (const size of [700, 65_536, MIB - 1, MIB + 511]) {
      await refused(readBytes(large.subarray(0, size), 4096), /^it is cut/);
    }
  });

  const PACKERS: readonly (readonly [string, number])[] = [
    ['gzip', 1],
    ['bzip2', 1],
    ['zstd', 1],
  ];
  const pack = (name: string, bytes: Buffer) =>
    execFileSync(name, ['-c'], {
      maxBuffer: 2 ** 26,
      input: bytes,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  const isUnchecked = (name: string) => name === 'zstd' && !HAS_ZSTD;

  for (const [name] of PACKERS) {
    toolTest([name], `${name} data that are cut anywhere`, async () => {
      const packed = pack(name, sound);
      let refusals = 0;
      for (let size = 1; size < packed.length; size += size < packed.length - 40 ? 13 : 1) {
        const end = await outcome(packed.subarray(0, size));
        // The last bytes are checksums: without them nothing is lost.
        expect([size, end]).not.toEqual([size, 'other']);
        if (end === 'whole') continue;
        refusals += 1;
        expect([size, String(end)]).toEqual([
          size,
          expect.stringMatching(/it is (cut|empty|no tar archive)/),
        ]);
      }
      expect(refusals).toBeGreaterThan(packed.length / 14);
    });

    toolTest([name], `${name} data of a large file that are cut`, async () => {
      const packed = pack(name, archive(entry({ data: noise(MIB) })));
      for (const part of [0.2, 0.5, 0.9, 0.999]) {
        const bytes = packed.subarray(0, Math.floor(packed.length * part));
        await refused(readBytes(bytes, 50_000), /^it is cut/);
      }
    });

    // Node 20 has no zstd of its own; what takes its place looks at no checksum.
    (isUnchecked(name) ? it.fails : it)(`${name} data with flipped bits`, async ({ skip }) => {
      const missing = whyNo(name);
      if (missing) skip(missing);
      const packed = pack(name, sound);
      let refusals = 0;
      for (let at = 0; at < packed.length; at += at < 32 ? 1 : 17) {
        const bytes = Buffer.from(packed);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        const end = await outcome(bytes);
        expect([at, end]).not.toEqual([at, 'other']);
        if (end !== 'whole') refusals += 1;
      }
      expect(refusals).toBeGreaterThan(packed.length / 25);
    });
  }

  test('whatever stands in a header: it is read or refused, and soon', async () => {
    const bytes = archive(
      extended({ path: 'long', size: '5' }),
      entry({ data: 'hello' }),
      entry({ name: 'g', flag: '2', target: 'f' }),
    );
    const fields = [
      0, 1, 100, 108, 116, 124, 125, 130, 135, 136, 148, 155, 156, 157, 257, 263, 345,
    ];
    for (const header of [0, 1024, 2048]) {
      for (const at of fields) {
        for (const byte of [0, 0x20, 0x2d, 0x37, 0x39, 0x53, 0x78, 0x80, 0x81, 0xc0, 0xff]) {
          const changed = Buffer.from(bytes);
          changed[header + at] = byte;
          if (at < 148 || at > 155) seal(changed.subarray(header, header + 512));
          const end = await Promise.race([
            readBytes(changed).then(
              () => 'read',
              (error: Error) => error.name,
            ),
            turns(2000),
          ]);
          expect([header, at, byte, end]).toEqual([
            header,
            at,
            byte,
            expect.stringMatching(/^read$|^CannotRead$|^Damaged$/),
          ]);
        }
      }
    }
  });

  test('another archive behind the end of one is not passed over, as tar would', async () => {
    const one = archive(entry({ name: 'f', data: 'x' }));
    const other = archive(entry({ name: 'g', data: 'y' }));
    await refused(readBytes(Buffer.concat([one, other])), /another archive behind its end/);
    const members = Buffer.concat([one, other].map((bytes) => zlib.gzipSync(bytes)));
    await refused(readBytes(members), /another archive behind its end/);
  });

  /** So often all that can go on has gone on: who is waiting now waits for ever. */
  async function turns(count: number): Promise<'waits for ever'> {
    for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
    return 'waits for ever';
  }

  test.for<[string, ByHand, RegExp]>([
    ['climbs', { name: 'a/../../b' }, /“a\/..\/..\/b” in it would lie outside/],
    ['is only ..', { name: '..' }, /would lie outside/],
    ['lies below a file', { name: 'file/x' }, /“file\/x” in it lies below what is no folder/],
    ['lies below a dangling link', { name: 'dangling/x' }, /lies below what is no folder/],
    ['lies below a loop', { name: 'loop/x' }, /lies below what is no folder/],
    ['lies below a link out of it', { name: 'out/x' }, /lies below what is no folder/],
    ['is of a kind nobody knows', { flag: 'Q' }, /is of a kind that is not known \("Q"\)/],
    ['goes on in another volume', { flag: 'M' }, /is of a kind that is not known \("M"\)/],
    [
      'has a size beyond all numbers',
      { size: Buffer.from('80ffffffffffffffffffffff', 'hex') },
      /^it is (cut|damaged)/,
    ],
    [
      'has less than nothing',
      { size: Buffer.from('fffffffffffffffffffffff0', 'hex') },
      /^it is damaged/,
    ],
    // GNU tar: “Archive contains … where numeric off_t value expected”.
    [
      'has a size of a kind that is none',
      { size: Buffer.from('810000000000000000000000', 'hex') },
      /^it is damaged/,
    ],
  ])('an entry that %s', async ([, one, message]) => {
    const bytes = archive(
      entry({ name: 'file', data: 'x' }),
      entry({ name: 'dangling', flag: '2', target: 'nowhere' }),
      entry({ name: 'loop', flag: '2', target: 'loop' }),
      entry({ name: 'out', flag: '2', target: '/etc' }),
      entry(one),
    );
    const end = await Promise.race([errorOf(readBytes(bytes)), turns(2000)]);
    expect(end).toBeInstanceOf(CannotRead);
    expect((end as CannotRead).message).toMatch(message);
    expect((end as CannotRead).advice).not.toBe('');
  });

  test('a name longer than any file system takes', async () => {
    const long = [extended({ path: 'x/'.repeat(3000) }), entry({})];
    await refused(readBytes(archive(...long)), /has a name of 6000 characters/);
  });

  test('a header that does not fit its checksum', async () => {
    const bytes = Buffer.from(sound);
    bytes[520] = (bytes[520] ?? 0) ^ 1;
    await refused(readBytes(bytes), /^it is damaged, after 1 entr/, /Make or copy it again/);
  });

  describe('as it is told', () => {
    let box: ReturnType<typeof sandbox>;
    beforeAll(() => {
      box = sandbox();
      const write = (name: string, data: Buffer | string) =>
        writeFileSync(join(box.path, name), data);
      write('sound.tar', sound);
      write('empty', '');
      write('text', 'This is no archive.\n');
      write('long-text', 'This is no archive, and a long one.\n'.repeat(900));
      write('noise', noise(40_000));
      write('zeros.tar', Buffer.alloc(10_240));
      write('7z', Buffer.from('377abcaf271c0004000000000000', 'hex'));
      write('cut.tar', sound.subarray(0, 1400));
      write('cut.tar.gz', zlib.gzipSync(sound).subarray(0, 900));
      mkdirSync(join(box.path, 'folder'));
      execFileSync('mkfifo', [join(box.path, 'fifo')]);
      symlinkSync('sound.tar', join(box.path, 'link'));
      symlinkSync('nowhere', join(box.path, 'dangling'));
      // The smallest zip file, with nothing in it.
      write('empty.zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]));
    });
    afterAll(() => box[Symbol.dispose]());

    const NOT_THERE = /^There is no file/;
    test.for<[string, RegExp, RegExp]>([
      ['tar:empty', /^empty is empty\.$/, /^Make or copy it again/],
      ['tar:long-text', /^long-text is no tar archive\.$/, /./],
      ['tar:noise', /^noise is no tar archive\.$/, /./],
      ['tar:zeros.tar', /^There is no conda environment in tar:zeros\.tar\.$/, /conda-meta/],
      ['tar:sound.tar', /^There is no conda environment in tar:sound\.tar\.$/, /conda-meta/],
      ['tar:link', /^There is no conda environment in tar:link\.$/, /conda-meta/],
      ['tar:cut.tar', /^cut\.tar is cut, after 2 entries\.$/, /^Make or copy it again/],
      [
        'tar:cut.tar.gz',
        /^cut\.tar\.gz is cut or damaged: its gzip data/,
        /^Make or copy it again/,
      ],
      ['tar:7z', /^7z is a 7-Zip file, which is not read\.$/, /^Unpack it/],
      ['tar:empty.zip', /^empty\.zip is a zip file\.$/, /^Name it with zip: instead/],
      ['tar:folder', /^folder is a folder\.$/, /a prefix/],
      ['tar:fifo', /^fifo is no regular file/, /tar:-/],
      ['tar:/dev/zero', /^\/dev\/zero is no regular file/, /tar:-/],
      ['tar:nowhere', NOT_THERE, /path/],
      ['tar:dangling', NOT_THERE, /path/],
      ['tar:sound.tar/below', NOT_THERE, /path/],
      ['tar:', /^tar: names nothing\.$/, /tar:ml\.tar\.gz/],
      ['zip:empty', /^empty is no zip file, or is cut\.$/, /./],
      ['zip:text', /^text is no zip file, or is cut\.$/, /tar:/],
      ['zip:sound.tar', /^sound\.tar is no zip file, or is cut\.$/, /named with tar: instead/],
      ['zip:empty.zip', /^There is no conda environment in zip:empty\.zip\.$/, /conda-meta/],
      ['zip:folder', /^folder is a folder\.$/, /a prefix/],
      ['zip:fifo', /^fifo is no regular file/, /./],
      ['zip:nowhere', NOT_THERE, /path/],
    ])('%s', async ([word, message, advice]) => {
      await refused(open(word, box.path), message, advice);
    });

    test('tar:text, which is shorter than any archive', async () => {
      await refused(open('tar:text', box.path), /^text is no tar archive/);
    });

    for (const [name, magic] of [
      ['xz', 'xz -c'],
      ['lz4', 'lz4 -qc'],
    ] as const) {
      toolTest([name], `${name}, with the pipe that reads it all the same`, async () => {
        await makeEnvironment(join(box.path, name, 'ml'));
        sh(box.path, `tar -c -C ${name} ml | ${magic} > ${name}.tar.${name}`);
        const file = `${name}.tar.${name}`;
        await refused(
          open(`tar:${file}`, box.path),
          new RegExp(
            `^${file.replaceAll('.', '\\.')} is compressed with ${name}, which is not read`,
          ),
          new RegExp(`^Undo it on the way: ${name} -dc \\S+ \\| conda-links verify tar:-$`),
        );
        const advised = `${name} -dc ${file} | "$0" "$1" verify tar:-`;
        const words = ['sh', '-c', advised, process.execPath, join(DIST, 'cli.js')];
        const { code, stdout } = await startAny(words, { cwd: box.path }).outcome;
        expect([code, stdout]).toEqual([0, expect.stringContaining('is whole')]);
      });
    }

    test('by the command line: one sentence, what to do, and the code of what cannot be looked at', async () => {
      const { code, stdout, stderr } = await run(['verify', 'tar:cut.tar'], { cwd: box.path });
      expect(code).toBe(2);
      expect(`${stdout}${stderr}`).toMatch(
        /cut\.tar is cut, after 2 entries\.\s+Make or copy it again\./,
      );
      expect(`${stdout}${stderr}`).not.toMatch(/ at .*\.js:/);
    });

    test('by the command line: where the stream breaks off in a file', async () => {
      const packed = zlib.gzipSync(archive(entry({ data: noise(3 * MIB) })));
      writeFileSync(join(box.path, 'broken-off.tar.gz'), packed.subarray(0, 2 * MIB));
      const { code, stdout, stderr } = await run(['verify', 'tar:broken-off.tar.gz'], {
        cwd: box.path,
      });
      expect(code).toBe(2);
      expect(`${stdout}${stderr}`).toMatch(/broken-off\.tar\.gz is cut or damaged/);
    });

    test('a file that may not be read', async ({ skip }) => {
      const missing = whyNoOtherUser();
      if (missing) skip(missing);
      chmodSync(box.path, 0o755);
      for (const kind of ['tar', 'zip']) {
        const path = join(box.path, `closed.${kind}`);
        copyFileSync(join(box.path, 'sound.tar'), path);
        chmodSync(path, isRoot() ? 0o600 : 0);
        const { code, stdout, stderr } = await run(['verify', `${kind}:${path}`], { other: true });
        expect(code).toBe(2);
        expect(`${stdout}${stderr}`).toMatch(
          /cannot be read \(EACCES\)\.\s+Read it as a user who may\./,
        );
      }
    });
  });
});

describe('an archive that changes between its first and its second reading', () => {
  const large = noise(20_000);
  const patch = { placeholder: '/_placehold', mode: 'text', prefixes: ['/opt/env'] } as const;
  const before = archive(entry({ name: 'a', data: 'x' }), entry({ name: 'f', data: large }));

  const FORMS: Record<string, (bytes: Buffer) => Buffer> = {
    plain: (bytes) => bytes,
    gzip: (bytes) => zlib.gzipSync(bytes),
  };
  const CHANGES: Record<string, Buffer> = {
    'is cut': before.subarray(0, 2000),
    'is emptied': Buffer.alloc(0),
    'has another file there': archive(entry({ name: 'a' }), entry({ name: 'f', data: 'short' })),
    'has nothing left': archive(),
  };
  for (const [form, packed] of Object.entries(FORMS)) {
    for (const [what, after] of Object.entries(CHANGES)) {
      test(`${form}: ${what}`, async () => {
        using box = sandbox();
        const path = join(box.path, 'a.tar');
        writeFileSync(path, packed(before));
        const source = sourceOf(await readTarFile(path, 'it', reading));
        writeFileSync(path, packed(after));
        const message = /^it (was changed while it was read|is cut|is empty|is damaged)/;
        await refused(source.read(['/f'], 1e6), message);
        const jobs = [{ path: '/f', inode: null, patch }];
        const digests = source.digest(jobs, reading.signal, () => {});
        const drain = async () => {
          for await (const _ of digests);
        };
        await refused(drain(), message);
        rmSync(path);
        await refused(source.read(['/f'], 1e6), /^There is no file it/);
      });
    }
  }

  toolTest(
    ['zstd'],
    'what zstd wrote with a far larger window is undone right, or refused',
    async () => {
      using box = sandbox();
      const content = noise(4 * MIB);
      writeFileSync(join(box.path, 'plain.tar'), archive(entry({ name: 'f', data: content })));
      sh(box.path, 'zstd -qc --long=27 < plain.tar > far.tar.zst');
      const reading = read(join(box.path, 'far.tar.zst'));
      if (HAS_ZSTD) {
        expect(await hashesOfBytes(sourceOf(await reading), ['/f'])).toEqual({
          '/f': sha256(content),
        });
      } else await refused(reading, /a window of \d+ MiB, which this version of Node cannot undo/);
    },
  );

  test('of a stream that comes once only what holds the prefix that was named is kept, if not too large', async () => {
    const prefix = '/opt/conda/envs/ml';
    const named = Buffer.concat([noise(MIB / 2), Buffer.from(`\n${prefix}/bin\n`)]);
    const bytes = archive(
      entry({ name: 'other', data: noise(MIB / 2) }),
      entry({ name: 'named', data: named }),
    );
    const { readTarStream } = await import('../src/sources/archive.ts');
    const once = { ...reading, prefix };
    const stream = Readable.from([bytes]) as AsyncIterable<Buffer>;
    const source = sourceOf(await readTarStream(stream, 'it', once));
    expect(await hashesOfBytes(source, ['/named'])).toEqual({ '/named': sha256(named) });
    await refused(source.read(['/other'], 2 * MIB), /looked at a second time/, /tar:FILE/);
  });

  test('a stream that comes once only has what was not kept no more', async () => {
    const bytes = archive(
      entry({ name: 'f', data: noise(2 * MIB) }),
      entry({ name: 'g', data: noise(10_000) }),
    );
    const source = sourceOf(await readBytes(bytes));
    expect(await hashesOfBytes(source, ['/g'])).toEqual({ '/g': sha256(noise(10_000)) });
    await refused(source.read(['/f'], 3 * MIB), /looked at a second time/, /tar:FILE/);
  });
});

describe('bombs are refused', () => {
  const ZEROS = 64 * MIB;

  test('in gzip', async () => {
    using box = sandbox();
    const size = Buffer.from('800000000000000100000000', 'hex');
    const head = entry({ name: 'f', size });
    const member = zlib.gzipSync(Buffer.alloc(ZEROS));
    const path = join(box.path, 'bomb.tar.gz');
    writeFileSync(path, Buffer.concat([zlib.gzipSync(head), ...Array(60).fill(member)]));
    await refused(
      readTarFile(path, 'it', { ...reading, isHashed: false }),
      /expands to more than 200 times its size/,
      /Unpack it, if you know what it is/,
    );
  });

  // As David Fifield made them: all entries share the same bytes.
  toolTest(['python3'], 'in zip', async () => {
    using box = sandbox();
    const script = `
import copy, zipfile
with zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED) as file:
    file.writestr('f0', bytes(${ZEROS}))
    for n in range(1, 60):
        twin = copy.copy(file.filelist[0])
        twin.filename = f'f{n}'
        file.filelist.append(twin)
`;
    tool(box.path, 'python3', '-c', script);
    await refused(
      open('zip:bomb.zip', box.path),
      /expands to more than 200 times its size|overlap/,
    );
  });
});

describe('memory does not grow with bytes', () => {
  const GIB = 2 ** 30;

  /** What the command line says of a stream, and how much memory it took at most, in MiB. */
  async function verified(stream: AsyncIterable<Buffer>) {
    // Said by the process itself, at its very end.
    const hook =
      'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS >> 10)))';
    const words = ['--max-old-space-size=64', '--import', `data:text/javascript,${hook}`];
    const command = [...words, join(DIST, 'cli.js'), 'verify', 'tar:-', '--level', 'metadata'];
    const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await pipeline(Readable.from(stream), child.stdin);
    return {
      code: await ended,
      said: String(Buffer.concat(out)),
      most: Number(Buffer.concat(err)),
    };
  }

  toolTest(['GNU tar'], 'of a stream of 2 GiB, with a file of 1.5 GiB in it', async () => {
    using box = sandbox();
    await makeEnvironment(join(box.path, 'ml'));
    const environment = tool(box.path, 'tar', '-c', '--blocking-factor=1', 'ml').subarray(0, -1024);
    const chunk = noise(MIB);
    async function* stream() {
      yield environment;
      for (const [name, mebibytes] of [
        ['ml/lib/large', 1536],
        ...Array.from({ length: 8 }, (_, n) => [`ml/lib/part${n}`, 64]),
      ] as [string, number][]) {
        yield entry({ name, size: `${(mebibytes * MIB).toString(8).padStart(11, '0')}\0` });
        for (let n = 0; n < mebibytes; n += 1) yield chunk;
      }
      yield Buffer.alloc(1024);
    }
    const { code, said, most } = await verified(stream());
    expect(said).toContain('is whole');
    expect(code).toBe(0);
    expect(most).toBeGreaterThan(0);
    expect(most * MIB).toBeLessThan(GIB / 4);
  });
});

describe('zip files', () => {
  const VIEW = { times: false, inodes: false };
  let box: ReturnType<typeof sandbox>;
  beforeAll(() => {
    box = sandbox();
    plant(join(box.path, 'tree'));
    // zip waits for whoever writes into a fifo, and has no hard links.
    for (const path of ['lib/fifo', 'bin/twin-of-link']) rmSync(join(box.path, 'tree', path));
  });
  afterAll(() => box[Symbol.dispose]());

  const readZip = (file: string) => readZipFile(join(box.path, file), 'it', reading);

  const MAKERS: readonly Maker[] = [
    ['zip -y', ['zip'], 'zip -qry FILE tree'],
    ['zip -y -0', ['zip'], 'zip -qry0 FILE tree'],
    // Sizes come behind the bytes, and in 64 bits.
    ['zip into a pipe', ['zip'], 'zip -qry - tree | cat > FILE'],
    ['zip from standard input, zip64', ['zip'], 'zip -qry -fz FILE tree'],
    ['bsdtar', ['bsdtar'], 'bsdtar --format=zip -cf FILE tree'],
  ];
  for (const [at, [name, tools, script]] of MAKERS.entries()) {
    toolTest([...tools], `of ${name}`, async () => {
      sh(box.path, script.replaceAll('FILE', `${at}.zip`));
      const ours = await pictureOf(await readZip(`${at}.zip`), VIEW);
      expect(ours['/tree/bin/link']).toBe('symlink -> "../lib/large"');
      expect(ours).toEqual(await picture(machine, box.path, VIEW).then(onlyBelow('/tree')));
    });
  }

  toolTest(['zip', 'unzip'], 'that followed links', async () => {
    sh(
      box.path,
      'rm -f tree/bin/dangling tree/bin/long-link; zip -qr followed.zip tree; unzip -q -^ followed.zip -d followed',
    );
    const ours = await pictureOf(await readZip('followed.zip'), VIEW);
    expect(ours['/tree/bin/link']).toMatch(/^file/);
    expect(ours).toEqual(await picture(machine, join(box.path, 'followed'), VIEW));
    symlinkSync('nowhere', join(box.path, 'tree/bin/dangling'));
    symlinkSync(`../${'t'.repeat(200)}`, join(box.path, 'tree/bin/long-link'));
  });

  const python = (lines: string) =>
    tool(box.path, 'python3', '-c', `import zipfile\n${lines.trim().replaceAll(/^ {6}/gm, '')}`);

  toolTest(['python3'], 'of 64 bits, and without modes of Unix', async () => {
    python(`
      with zipfile.ZipFile('64.zip', 'w') as file:
          with file.open('forced', 'w', force_zip64=True) as one: one.write(b'x' * 5000)
          info = zipfile.ZipInfo('windows')
          info.create_system = 0
          info.external_attr = 0o120777 << 16
          file.writestr(info, b'no link')
          folder = zipfile.ZipInfo('folder/')
          folder.create_system = 0
          file.writestr(folder, b'')
          file.writestr('f', b'first')
          file.writestr('/f', b'last')`);
    const lines = await pictureOf(await readZip('64.zip'), VIEW);
    expect(lines).toMatchObject({
      '/forced': expect.stringContaining(`5000 ${sha256('x'.repeat(5000))}`),
      '/windows': `file 644 7 ${sha256('no link')}`,
      '/folder': 'directory 755',
      '/f': expect.stringContaining(sha256('last')),
    });
  });

  toolTest(['python3'], 'of more entries than 16 bits count', async () => {
    python(`
      with zipfile.ZipFile('many.zip', 'w') as file:
          for n in range(66000): file.writestr(f'{n % 100}/{n}/', b'')`);
    const source = sourceOf(await readZip('many.zip'));
    const counts = Array.from({ length: 100 }, (_, n) => {
      const items = source.list(`/${n}`);
      return items.kind === 'ok' ? items.value.length : 0;
    });
    expect(counts).toEqual(Array(100).fill(660));
  });

  toolTest(['zip'], 'with names that are no UTF-8', async () => {
    mkdirSync(join(box.path, 'latin'));
    writeFileSync(Buffer.from(`${box.path}/latin/\xff`, 'latin1'), 'x');
    sh(box.path, 'cd latin && LC_ALL=C zip -qr ../latin.zip .');
    const lines = await picture(sourceOf(await readZip('latin.zip')), '', VIEW);
    expect(Object.keys(lines)).toEqual([`/${fromBytes(Buffer.from('ff', 'hex'))}`]);
  });

  toolTest(['zip'], 'that are encrypted are refused', async () => {
    sh(box.path, 'zip -qr -P secret encrypted.zip tree/lib/block');
    await refused(
      open('zip:encrypted.zip', box.path),
      /^encrypted\.zip is encrypted\.$/,
      /^Decrypt it/,
    );
  });

  toolTest(['python3'], 'with names that climb are refused', async () => {
    for (const [at, name] of ['../x', 'a/../../x', '..'].entries()) {
      python(`
      with zipfile.ZipFile('climbs${at}.zip', 'w') as file: file.writestr('${name}', b'x')`);
      await refused(readZip(`climbs${at}.zip`), /would lie outside/);
    }
  });

  /** A zip file of one stored file and one stored link. */
  const STORED = `
      with zipfile.ZipFile('stored.zip', 'w') as file:
          file.writestr('f', b'the bytes of a file')
          info = zipfile.ZipInfo('l')
          info.create_system = 3
          info.external_attr = 0o120777 << 16
          file.writestr(info, b'where it leads')`;

  for (const [what, text] of [
    ['a file', 'the bytes'],
    ['a link', 'where it'],
  ] as const) {
    const wrong = async () => {
      python(STORED);
      const bytes = readFileSync(join(box.path, 'stored.zip'));
      bytes.write('T', bytes.indexOf(text), 'latin1');
      writeFileSync(join(box.path, 'wrong.zip'), bytes);
      await refused(readZip('wrong.zip'), /damaged: a file in it has another checksum/, /again/);
    };
    toolTest(['python3'], `whose checksum of ${what} does not fit are refused`, wrong);
  }

  toolTest(['python3'], 'that are cut are refused, wherever', async () => {
    python(STORED);
    const bytes = readFileSync(join(box.path, 'stored.zip'));
    for (let size = 0; size < bytes.length; size += 1) {
      writeFileSync(join(box.path, 'cut.zip'), bytes.subarray(0, size));
      await refused(readZip('cut.zip'), /no zip file, or is cut|damaged/, /again/);
    }
  });

  toolTest(['python3'], 'with any byte changed are read or refused', async () => {
    python(STORED);
    const bytes = readFileSync(join(box.path, 'stored.zip'));
    let refusals = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      for (const byte of [0, 0xff, (bytes[at] ?? 0) ^ 1]) {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        writeFileSync(join(box.path, 'changed.zip'), changed);
        const end = await readZip('changed.zip').then(
          () => null,
          (error: Error) => error,
        );
        if (end === null) continue;
        refusals += 1;
        expect([at, byte, end.name, end.message]).toEqual([at, byte, 'CannotRead', end.message]);
      }
    }
    expect(refusals).toBeGreaterThan(bytes.length);
  });

  toolTest(['python3'], 'that change between two readings are refused', async () => {
    const write = (size: number) =>
      python(`
      with zipfile.ZipFile('changes.zip', 'w') as file: file.writestr('f', b'x' * ${size})`);
    write(20_000);
    const source = sourceOf(await readZip('changes.zip'));
    expect(await hashesOfBytes(source, ['/f'])).toEqual({ '/f': sha256('x'.repeat(20_000)) });
    write(19_000);
    await refused(source.read(['/f'], 1e6), /^it was changed while it was read/);
    writeFileSync(join(box.path, 'changes.zip'), '');
    await refused(source.read(['/f'], 1e6), /^it is no zip file, or is cut/);
  });
});
