import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  linkSync,
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

/** Bytes that no compressor makes smaller, the same in every run. */
function noise(size: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length: size }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state >> 16;
    }),
  );
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

/** What an archive unpacks to, by GNU tar. */
async function unpacked(cwd: string, file: string, ...words: string[]) {
  const folder = join(cwd, `${file}.out`);
  mkdirSync(folder);
  tool(cwd, 'tar', '-xpf', file, '-C', folder, ...words);
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
  utimesSync(place('lib/block'), 1_500_000_000, 1_500_000_000);
}

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
    gnu('--format=gnu --listed-incremental=/dev/null'),
    gnu('--format=posix --listed-incremental=/dev/null'),
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
    packed(['gzip'], '{ head -c 700000 plain.tar | gzip; tail -c +700001 plain.tar | gzip; } > FILE'),
    // Blocks of a tape, or a dd that filled up its last one.
    packed(['gzip'], '{ gzip -c plain.tar; head -c 5000 /dev/zero; } > FILE'),
    packed(['pigz'], 'pigz -b 128 -c plain.tar > FILE'),
    packed(['bzip2'], 'bzip2 -c plain.tar > FILE'),
    packed(
      ['bzip2'],
      '{ head -c 700000 plain.tar | bzip2; tail -c +700001 plain.tar | bzip2; } > FILE',
    ),
    packed(['zstd'], 'zstd -qc plain.tar > FILE'),
    packed(['zstd'], 'zstd -qc19 --long=27 < plain.tar > FILE'),
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
      sh(box.path, script.replaceAll('FILE', file));
      const ours = await pictureOf(await read(join(box.path, file)));
      expect(Object.keys(ours).length).toBeGreaterThan(30);
      expect(ours).toEqual(await unpacked(box.path, file));
      rmSync(join(box.path, `${file}.out`), { recursive: true });
    });
  }

  toolTest(['GNU tar'], 'in formats of old, which hold short names only', async () => {
    const folder = join(box.path, 'short/bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), 'x');
    symlinkSync('file', join(folder, 'link'));
    mkdirSync(join(folder, 'a-part-of-a-name/'.repeat(8)), { recursive: true });
    for (const format of ['v7', 'ustar']) {
      // Of v7 a path has 100 bytes at most.
      const what = format === 'v7' ? ['short/bin/file', 'short/bin/link'] : ['short'];
      tool(box.path, 'tar', `--format=${format}`, '-cf', `${format}.tar`, ...what);
      const ours = await pictureOf(await read(join(box.path, `${format}.tar`)));
      const theirs = await unpacked(box.path, `${format}.tar`);
      expect(ours['/short/bin/link']).toContain('-> "file"');
      // What is not listed in an archive has no certain mode and time.
      for (const path of format === 'v7' ? ['/short', '/short/bin'] : []) delete theirs[path];
      expect(ours).toMatchObject(theirs);
    }
  });

  toolTest(['GNU tar'], 'whatever pieces it comes in', async () => {
    sh(
      box.path,
      'tar --format=gnu --label=label --listed-incremental=/dev/null -cf pieces.tar --exclude=large --exclude=twin --exclude="tt*" tree',
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
      ['the same with a long name', ['--format=gnu', '--transform=s,$,-long,;s,long,'.concat('l'.repeat(120), ',')]],
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

  test('hard links to what is not in the archive are not there, as tar leaves them', async () => {
    const lines = await pictured(
      entry({ name: 'f', data: 'x' }),
      entry({ name: 'd', flag: '5' }),
      entry({ name: 'dangling', flag: '2', target: 'nowhere' }),
      ...['nowhere', '/etc/passwd', '../f', 'd', '', 'f/x', 'd/../f'].map((target, at) =>
        entry({ name: `link${at}`, flag: '1', target }),
      ),
      entry({ name: 'self', flag: '1', target: 'self' }),
      entry({ name: 'of-dangling', flag: '1', target: '/dangling' }),
    );
    expect(lines).toEqual({
      '/d': 'directory 755',
      '/dangling': 'symlink -> "nowhere"',
      '/f': `file 644 ${hash('x')}`,
      '/of-dangling': 'symlink -> "nowhere"',
    });
  });

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
      entry({ name: 'gone', flag: '1', target: 'nowhere' }),
      entry({ name: 'climbs', flag: '1', target: '../f' }),
      entry({ name: '/absolute', data: 'x' }),
      link('up', '../../../..'),
      link('abs', '/etc/passwd'),
    ];
    writeFileSync(join(box.path, 'a.tar'), archive(...entries));
    mkdirSync(join(box.path, 'out'));
    // It says 2 of the two names that it cannot make, and has made all others.
    sh(box.path, 'tar -xpf a.tar -C out 2> said || [ $? = 2 ]; grep -q "gone: Cannot hard link" said');
    expect(await picture(sourceOf(await read(join(box.path, 'a.tar'))), '')).toEqual(
      await picture(machine, join(box.path, 'out')),
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
        entry({ name: 'old-folder/', flag: '\0' }),
      ),
    ).toMatchObject({
      '/fifo': 'fifo 644',
      '/character': 'device 644',
      '/block': 'device 644',
      '/contiguous': `file 644 ${hash('x')}`,
      '/old': `file 644 ${hash('y')}`,
      '/old-folder': expect.stringMatching(/^directory/),
    });
  });

  test('fifos and devices are never read', async () => {
    const source = sourceOf(await readBytes(archive(entry({ flag: '6' }), entry({ name: 'd', flag: '3' }))));
    for (const path of ['/f', '/d']) {
      expect((await source.read([path], 10)).get(path)).toEqual({ kind: 'failed', code: 'ENOTSUP' });
    }
  });

  test('sizes in base 256, as those beyond 8 GiB are written', async () => {
    const size = Buffer.from('800000000000000000000005', 'hex');
    expect(await pictured(entry({ data: 'hello', size }), entry({ name: 'g', data: 'y' }))).toEqual({
      '/f': `file 644 ${hash('hello')}`,
      '/g': `file 644 ${hash('y')}`,
    });
  });

  test('a size in the extended header counts for more than that of the header', async () => {
    const header = entry({ data: 'hello', size: '00000000000\0' });
    expect(await pictured(extended({ size: '5' }), header, entry({ name: 'g' }))).toMatchObject({
      '/f': `file 644 ${hash('hello')}`,
      '/g': expect.stringMatching(/^file/),
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
    const COUNT = 250_000;
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
    expect(source.lstat(`/999/${COUNT - 1}`)).toMatchObject({ kind: 'ok', value: { kind: 'file' } });
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
    for (const prefix of [null, '/srv/ml', '/etc']) {
      const { source, environments } = await open(`tar:${box.path}/a.tar`, box.path, prefix);
      const [{ prefix: place } = { prefix: '' }] = environments;
      const inventory = await takeInventory(source, place, reading.signal);
      for (const [name, target] of Object.entries(OUT)) {
        const path = `${place}/lib/${name}`;
        expect(source.readlink(path)).toEqual({ kind: 'ok', value: target });
        expect(source.exists(path)).toBe(false);
        expect(inventory.follow(`lib/${name}`)).toMatchObject({ kind: 'outside' });
        expect((await source.read([path], 99)).get(path)).toEqual({ kind: 'outside' });
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
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('file' as const), size: fc.nat(1200) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'folder' as const }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('link' as const), target }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('twin' as const), folder, name }) },
    ),
  });
  type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

  /** Builds what can be built; what stands in the way of something else was there first. */
  function build(root: string, things: readonly Thing[]): void {
    for (const { folder, name, what } of things) {
      const place = join(root, ...folder, name);
      try {
        mkdirSync(dirname(place), { recursive: true });
        if (what.kind === 'file') writeFileSync(place, noise(what.size), { flag: 'wx' });
        if (what.kind === 'folder') mkdirSync(place);
        if (what.kind === 'link') symlinkSync(what.target.replace('/ROOT', root), place);
        if (what.kind === 'twin') linkSync(join(root, ...what.folder, what.name), place);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        const expected = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ELOOP', 'EPERM', 'EACCES'];
        // Through links it could leave the folder: `/` and `..` lead to places that are not ours.
        if (!expected.includes(code)) throw error;
      }
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
          build(
            root,
            // Only below real folders, for links lead out.
            things.filter(({ folder }) => folder.length < 3),
          );
          const file = join(box.path, String(round), 'a.tar');
          tool(root, 'tar', format, '-cf', file, '.');
          rmSync(root, { recursive: true });
          mkdirSync(root);
          tool(root, 'tar', '-xpf', file);
          const archive = await read(file);
          archive.tree.mount('/', root);
          archive.tree.cover(root);
          const source = sourceOf(archive);
          const theirs = await picture(machine, root);
          expect(await picture(source, root)).toEqual(theirs);
          const asked = [...Object.keys(theirs), ...questions.map((steps) => `/${steps.join('/')}`)];
          const isOutside = (path: string) => archive.tree.follow(path).kind === 'outside';
          for (const path of asked.map((one) => root + one)) {
            if (isOutside(path) || isOutside(dirname(path))) {
              // Then the kernel has to leave the folder too.
              expect(machine.exists(path) && inside(root, path)).toBe(false);
              continue;
            }
            expect([path, source.exists(path)]).toEqual([path, machine.exists(path)]);
            expect([path, source.readlink(path)]).toEqual([path, machine.readlink(path)]);
            expect([path, source.lstat(path).kind]).toEqual([path, machine.lstat(path).kind]);
            expect([path, source.list(path).kind]).toEqual([path, machine.list(path).kind]);
          }
          rmSync(dirname(root), { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  /** Whether the kernel ends in a folder. */
  function inside(root: string, path: string): boolean {
    const end = execFileSync('realpath', [path], { encoding: 'utf8' }).trimEnd();
    return end === root || end.startsWith(`${root}/`);
  }
});
