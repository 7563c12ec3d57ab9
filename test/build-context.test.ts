import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import {
  appendFile,
  chmod,
  link,
  mkdir,
  open,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBytes, toBytes } from '../src/bytes.ts';
import type { BuildEvent } from '../src/docker/build-events.ts';
import { sendContext } from '../src/docker/context.ts';
import { padding, type TarEntry, tarHeader } from '../src/docker/tar-header.ts';
import { Engine } from '../src/docker.ts';
import { BadInput, CannotRead } from '../src/errors.ts';
import { type Folder, isRoot, temporaryFolder } from './support/cli.ts';
import { describeEngine, engineHost, exportedImage } from './support/engine.ts';

const DOCKERFILE = 'FROM scratch\nCOPY . /\n';
const FOREIGN = '.conda-links.Dockerfile';
const never = new AbortController().signal;

let folder: Folder;
beforeEach(async () => {
  const made = await temporaryFolder();
  folder = made;
  return () => made[Symbol.asyncDispose]();
});

/** Writes files below the folder of the test. */
async function fill(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
}

interface Entry {
  readonly type: string;
  readonly mode: number;
  readonly target: string;
  readonly text: string;
}

async function entriesIn(stream: AsyncIterable<Buffer>): Promise<Map<string, Entry>> {
  const tar = extract();
  Readable.from(stream)
    .on('error', (error) => tar.destroy(error))
    .pipe(tar);
  const found = new Map<string, Entry>();
  for await (const entry of tar) {
    const { name, type, mode, linkname } = entry.header;
    const text = (await buffer(entry as AsyncIterable<Buffer>)).toString('utf8');
    expect(found.has(name)).toBe(false);
    found.set(name, { type: type ?? '', mode: (mode ?? 0) & 0o7777, target: linkname ?? '', text });
  }
  return found;
}

async function sent(
  dockerfile = DOCKERFILE,
  builder: 'buildkit' | 'classic' = 'buildkit',
): Promise<Map<string, Entry>> {
  const { stream } = await sendContext({ folder: folder.path, dockerfile }, builder);
  return entriesIn(stream as AsyncIterable<Buffer>);
}

async function namesSent(): Promise<string[]> {
  return [...(await sent()).keys()].filter((name) => name !== FOREIGN);
}

async function problemOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => null,
    (error: unknown) => error,
  );
}

// ---------------------------------------------------------------- what is ignored

const TREE = { a: '1', 'b.log': '2', 'd/a': '3', 'd/e/b.log': '4', 'd/e/keep': '5', 'x y/z': '6' };

describe('a .dockerignore', () => {
  test.each<[string, string[]]>([
    ['*', []],
    ['**', []],
    ['.', ['a', 'b.log', 'd/', 'd/a', 'd/e/', 'd/e/b.log', 'd/e/keep', 'x y/', 'x y/z']],
    ['*.log', ['a', 'd/', 'd/a', 'd/e/', 'd/e/b.log', 'd/e/keep', 'x y/', 'x y/z']],
    ['**/*.log', ['a', 'd/', 'd/a', 'd/e/', 'd/e/keep', 'x y/', 'x y/z']],
    ['/d\nx y', ['a', 'b.log']],
    ['d/', ['a', 'b.log', 'x y/', 'x y/z']],
    ['d\n!d/e/keep', ['a', 'b.log', 'd/', 'd/e/', 'd/e/keep', 'x y/', 'x y/z']],
    ['*\n!d/e', ['d/', 'd/e/', 'd/e/b.log', 'd/e/keep']],
    ['*\n!d\nd/e', ['d/', 'd/a']],
    ['*\n!**/keep', ['d/', 'd/e/', 'd/e/keep']],
    ['*\n! a', ['a']],
    ['\ufeff# *\r\nd\r\n', ['a', 'b.log', 'x y/', 'x y/z']],
    [' # *\nd', ['a', 'b.log', 'x y/', 'x y/z']],
  ])('of %j sends %j', async (text, expected) => {
    await fill({ ...TREE, '.dockerignore': text });
    expect((await namesSent()).filter((name) => name !== '.dockerignore')).toEqual(expected);
  });

  test.each(['[', 'a\\', '!', '*\n!'])('of %j is refused, as engines do', async (text) => {
    await fill({ '.dockerignore': text });
    expect(await problemOf(sent())).toBeInstanceOf(BadInput);
  });

  test('that cannot be read is said to be so', async () => {
    await mkdir(join(folder.path, '.dockerignore'));
    const problem = await problemOf(sent());
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain('.dockerignore cannot be read (EISDIR)');
  });
});

// ---------------------------------------------------------------- the Dockerfile

describe('the Dockerfile', () => {
  const nameOf = async () =>
    (await sendContext({ folder: folder.path, dockerfile: DOCKERFILE }, 'buildkit')).dockerfile;

  test('goes by its own name where it is the context’s own', async () => {
    await fill({ Dockerfile: DOCKERFILE });
    expect(await nameOf()).toBe('Dockerfile');
    expect([...(await sent()).keys()]).toEqual(['Dockerfile']);
  });

  test('does not take the place of another one in the context', async () => {
    await fill({ Dockerfile: 'FROM other\n' });
    expect(await nameOf()).toBe(FOREIGN);
    expect((await sent()).get('Dockerfile')?.text).toBe('FROM other\n');
    expect((await sent()).get(FOREIGN)?.text).toBe(DOCKERFILE);
  });

  test('is sent although it is ignored, and beside a file of the name that it goes by', async () => {
    await fill({ Dockerfile: DOCKERFILE, [FOREIGN]: 'mine', '.dockerignore': 'Dockerfile' });
    expect(await nameOf()).toBe(`${FOREIGN}-`);
    const found = await sent();
    expect(found.get(FOREIGN)?.text).toBe('mine');
    expect(found.get(`${FOREIGN}-`)?.text).toBe(DOCKERFILE);
    expect(found.has('Dockerfile')).toBe(false);
  });

  test.each([
    [null, '.dockerignore'],
    ['*', '.dockerignore'],
    ['# mine', '# mine'],
  ])('is kept from COPY by the classic builder, where the list says %j', async (text, first) => {
    if (text !== null) await fill({ '.dockerignore': text });
    const found = await sent(DOCKERFILE, 'classic');
    expect(found.get('.dockerignore')?.text).toBe(`${first}\n${FOREIGN}\n`);
  });
});

// ---------------------------------------------------------------- what there is

describe('a context', () => {
  test('keeps modes, links, empty folders and files, and what is in no other way a name', async () => {
    const long = `${'l'.repeat(200)}/${'m'.repeat(120)}`;
    await fill({ run: 'x', 'new\nline': 'n', 'é ☃': 'u', [long]: 'long', empty: '' });
    await chmod(join(folder.path, 'run'), 0o4755);
    await mkdir(join(folder.path, 'none'), { mode: 0o700 });
    await symlink('nowhere', join(folder.path, 'broken'));
    await symlink('loop', join(folder.path, 'loop'));
    await symlink('..', join(folder.path, 'none', 'up'));
    await symlink('t'.repeat(300), join(folder.path, 'far'));
    const found = await sent();
    expect(found.get('run')).toMatchObject({ type: 'file', mode: 0o4755, text: 'x' });
    expect(found.get('none/')).toMatchObject({ type: 'directory', mode: 0o700 });
    expect(found.get('broken')).toMatchObject({ type: 'symlink', target: 'nowhere' });
    expect(found.get('loop')).toMatchObject({ type: 'symlink', target: 'loop' });
    expect(found.get('none/up')).toMatchObject({ type: 'symlink', target: '..' });
    expect(found.get('far')?.target).toBe('t'.repeat(300));
    expect(found.get(long)?.text).toBe('long');
    expect(found.get('new\nline')?.text).toBe('n');
    expect(found.get('é ☃')?.text).toBe('u');
    expect(found.get('empty')).toMatchObject({ type: 'file', text: '' });
  });

  test('keeps the bytes of names that are no UTF-8', async () => {
    const name = Buffer.concat([Buffer.from(`${folder.path}/odd-`), Buffer.from([0xff, 0xfe])]);
    await writeFile(name, 'odd');
    const { stream } = await sendContext({ folder: folder.path, dockerfile: '' }, 'buildkit');
    const bytes = await buffer(stream);
    expect(bytes.includes(Buffer.from('path=odd-\xff\xfe\n', 'latin1'))).toBe(true);
  });

  test('sends a file with two names once', async () => {
    await fill({ 'a/one': 'same', 'b/.keep': '' });
    await link(join(folder.path, 'a/one'), join(folder.path, 'b/two'));
    const found = await sent();
    expect(found.get('a/one')?.text).toBe('same');
    expect(found.get('b/two')).toMatchObject({ type: 'link', target: 'a/one' });
  });

  test('passes over fifos and sockets', async () => {
    await fill({ a: '' });
    execFileSync('mkfifo', [join(folder.path, 'fifo')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(folder.path, 'socket'), done));
    expect(await namesSent()).toEqual(['a']);
    await new Promise((done) => server.close(done));
  });

  test('of ten thousand files is sent whole', async () => {
    await mkdir(join(folder.path, 'many'));
    const all = Array.from({ length: 10_000 }, (_, at) => `many/${String(at).padStart(5, '0')}`);
    for (const name of all) await writeFile(join(folder.path, name), '');
    await writeFile(join(folder.path, '.dockerignore'), '**/node_modules\n**/*.py[co]\nx/**/y\n');
    expect(await namesSent()).toEqual(['.dockerignore', 'many/', ...all]);
  }, 60_000);

  test('of 3 GB is sent without being held', async () => {
    const size = 3 * 2 ** 30;
    const file = await open(join(folder.path, 'sparse'), 'w');
    await file.truncate(size);
    await file.close();
    const before = process.memoryUsage().rss;
    const { stream } = await sendContext({ folder: folder.path, dockerfile: '' }, 'buildkit');
    let [length, most] = [0, 0];
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.length;
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect(length).toBeGreaterThan(size);
    expect(most - before).toBeLessThan(512 * 2 ** 20);
  }, 120_000);

  test('that nobody wants any more is let go, with the file that is open', async () => {
    await fill({ big: 'x'.repeat(4 << 20) });
    const big = join(folder.path, 'big');
    const isOpen = () =>
      readdirSync('/proc/self/fd').some((fd) => {
        const place = `/proc/self/fd/${fd}`;
        return existsSync(place) && readlinkSync(place) === big;
      });
    const { stream } = await sendContext({ folder: folder.path, dockerfile: '' }, 'buildkit');
    const pieces = stream[Symbol.asyncIterator]();
    for (let length = 0; length < 1 << 20; ) length += (await pieces.next()).value.length;
    expect(isOpen()).toBe(true);
    const closed = new Promise((done) => stream.once('close', done));
    stream.destroy();
    await closed;
    expect(isOpen()).toBe(false);
  });
});

// ---------------------------------------------------------------- what changes, or is closed

describe('while it is sent', () => {
  /** Reads a context whose first file is large, and does something once the first bytes have come. */
  async function sending(change: () => Promise<unknown>): Promise<Buffer> {
    await fill({ a: 'a'.repeat(4 << 20), b: 'b' });
    const { stream } = await sendContext({ folder: folder.path, dockerfile: '' }, 'buildkit');
    const pieces: Buffer[] = [];
    for await (const piece of stream as AsyncIterable<Buffer>) {
      // The header of the Dockerfile, that of the file, and some of its bytes.
      if (pieces.length === 3) await change();
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  test('a file that vanishes is named', async () => {
    const problem = await problemOf(sending(() => rm(join(folder.path, 'b'))));
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain(`${folder.path}/b cannot be read (ENOENT)`);
  });

  test('a file that becomes shorter is named', async () => {
    const problem = await problemOf(sending(() => truncate(join(folder.path, 'a'), 1000)));
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain(`${folder.path}/a cannot be read (it has become shorter)`);
  });

  test('a file that grows is sent as it was', async () => {
    const bytes = await sending(() => appendFile(join(folder.path, 'a'), 'more'));
    const found = await entriesIn(Readable.from([bytes]));
    expect(found.get('a')?.text).toBe('a'.repeat(4 << 20));
    expect(found.get('b')?.text).toBe('b');
  });

  test('a file that becomes a fifo is not waited for', async () => {
    const swap = async () => {
      await rm(join(folder.path, 'b'));
      execFileSync('mkfifo', [join(folder.path, 'b')]);
    };
    await sending(swap);
  });
});

/** Runs something as a user who may not read what is closed. */
async function asOther<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot()) return work();
  process.setegid?.(65534);
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

describe('what may not be read', () => {
  beforeEach(async () => {
    await chmod(folder.path, 0o755);
    await fill({ 'open/a': '1', 'closed/b': '2' });
    await chmod(join(folder.path, 'closed'), 0);
    return () => chmod(join(folder.path, 'closed'), 0o755);
  });

  test('is named, with what to do about it', async () => {
    const problem = await problemOf(asOther(() => sent()));
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain(`${folder.path}/closed cannot be read (EACCES)`);
    expect((problem as CannotRead).advice).toContain('.dockerignore');
  });

  test.each(['closed', '*\n!open', '*\n!**/a', '**/closed\n!**/b'])(
    'is no matter where %j ignores it',
    async (text) => {
      await writeFile(join(folder.path, '.dockerignore'), text);
      const found = await asOther(() => sent());
      expect(found.get('open/a')?.text).toBe('1');
      expect([...found.keys()].filter((name) => name.startsWith('closed'))).toEqual([]);
    },
  );
});

// ---------------------------------------------------------------- tar

test('a header of any name is read back', async () => {
  const part = fc.uint8Array({ minLength: 1, maxLength: 120 }).map((bytes) => {
    const clean = bytes.filter((byte) => byte !== 0 && byte !== 0x2f);
    return fromBytes(Buffer.concat([Buffer.from('n'), clean]));
  });
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const entry = fc.record({
    ...{ name, kind: fc.constantFrom('file' as const, 'symlink' as const, 'directory' as const) },
    mode: fc.integer({ min: 0, max: 0o7777 }),
    mtime: fc.double({ min: -1e9, max: 1e10, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(entry, name, async (given, target) => {
      const one: TarEntry = { ...given, size: 0, target: given.kind === 'symlink' ? target : '' };
      const bytes = Buffer.concat([tarHeader(one), Buffer.alloc(1024)]);
      expect(bytes.length % 512).toBe(0);
      const [[read, found] = ['', null]] = await entriesIn(Readable.from([bytes]));
      const decoded = (text: string) => toBytes(text).toString('utf8');
      expect(read.replace(/\/$/, '')).toBe(decoded(one.name));
      expect(found).toMatchObject({ type: one.kind, mode: one.mode, target: decoded(one.target) });
    }),
  );
});

test('a file of more than 8 GiB has its size beside the header', async () => {
  const size = 9 * 2 ** 30;
  const bytes = tarHeader({ kind: 'file', name: 'a', mode: 0o644, mtime: 0, size, target: '' });
  expect(bytes.toString('latin1')).toContain(` size=${size}\n`);
  expect(padding(513).length).toBe(511);
  expect(padding(1024).length).toBe(0);
});

// ---------------------------------------------------------------- as an engine takes it

describeEngine('an image of a context', () => {
  let engine: Engine;
  beforeAll(() => {
    const machine = { platform: 'linux', cwd: '/', home: '/', env: { DOCKER_HOST: engineHost() } };
    engine = new Engine(machine);
  });
  afterAll(() => engine.close());

  async function build(isBuildKit: boolean, hear: (event: BuildEvent) => void = () => {}) {
    return engine.build(
      {
        context: { folder: folder.path, dockerfile: DOCKERFILE },
        ...{ tag: null, buildArgs: {}, platform: null, isNoCache: false, isPulled: false },
        ...{ isBuildKit, label: 'test' },
      },
      hear,
      never,
    );
  }

  /** What the image has, without what an engine puts into every container. */
  async function contentsOf(image: string): Promise<string[]> {
    const found = await entriesIn(Readable.from([await exportedImage(image)]));
    const lines = [...found].map(([name, { type, mode, target, text }]) =>
      [name, type, type === 'symlink' ? '' : mode.toString(8), target, text].join(' '),
    );
    return lines.filter((line) => !/^(?:dev|proc|sys|etc|\.dockerenv)\b/.test(line)).sort();
  }

  test.each([
    ['the classic builder', false],
    ['BuildKit', true],
  ])(
    'has what is not ignored, as it was, on %s',
    async (_, isBuildKit) => {
      await fill({
        ...TREE,
        ...{ Dockerfile: DOCKERFILE, '.dockerignore': '*.log\nd\n!d/e/keep\n', 'new\nline': 'n' },
      });
      await chmod(join(folder.path, 'a'), 0o755);
      await mkdir(join(folder.path, 'none'), { mode: 0o700 });
      await symlink('nowhere', join(folder.path, 'broken'));
      await writeFile(Buffer.from(`${folder.path}/odd-\xff`, 'latin1'), 'o').catch(() => {});
      const image = await build(isBuildKit);
      try {
        expect(await contentsOf(image)).toEqual(
          [
            '.dockerignore file 644  *.log\nd\n!d/e/keep\n',
            `Dockerfile file 644  ${DOCKERFILE}`,
            'a file 755  1',
            'broken symlink  nowhere ',
            'd/ directory 755  ',
            'd/e/ directory 755  ',
            'd/e/keep file 644  5',
            'new\nline file 644  n',
            'none/ directory 700  ',
            'odd-\ufffd file 644  o',
            'x y/ directory 755  ',
            'x y/z file 644  6',
          ].sort(),
        );
      } finally {
        await engine.removeImage(image);
      }
    },
    60_000,
  );

  test('has no Dockerfile that is not its own, on the classic builder', async () => {
    await fill({ a: '1' });
    const image = await build(false);
    expect(await contentsOf(image)).toEqual(['a file 644  1']);
    await engine.removeImage(image);
  }, 60_000);

  test.each([
    ['the classic builder', false],
    ['BuildKit', true],
  ])(
    'is cached whatever the times of its files, on %s',
    async (_, isBuildKit) => {
      await fill({ a: `${Math.random()}`, 'd/e': '2', Dockerfile: DOCKERFILE });
      const first = await build(isBuildKit);
      await utimes(join(folder.path, 'a'), 1, 1);
      await writeFile(join(folder.path, 'd/e'), await readFile(join(folder.path, 'd/e')));
      expect(await build(isBuildKit)).toBe(first);
      await writeFile(join(folder.path, 'd/e'), '3');
      const other = await build(isBuildKit);
      expect(other).not.toBe(first);
      await engine.removeImage(first);
      await engine.removeImage(other);
    },
    60_000,
  );
});
