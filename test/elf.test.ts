import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { digestFile } from '../src/digest-worker.ts';
import { type Elf, ElfPool, elfFacts, readElf } from '../src/elf.ts';
import { Desk, ElfStream } from '../src/elf-stream.ts';
import { type ElfPlan, elf } from './support/elf.ts';
import { needTool } from './support/forms.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cl-elf-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As an archive brings it, in chunks that are overwritten afterwards. */
function streamed(bytes: Buffer, size = 1 << 16, desk = new Desk()): Elf | null {
  const stream = new ElfStream(desk);
  const chunk = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(chunk, 0, at, at + size);
    stream.update(chunk.subarray(0, length));
    chunk.fill(0xff);
  }
  return stream.finish();
}

/** As a worker reads it from a folder. */
function onDisk(bytes: Buffer, isPatched = false): Elf | null {
  const path = join(folder, createHash('sha256').update(bytes).digest('hex'));
  writeFileSync(path, bytes);
  const patch = isPatched
    ? { placeholder: '/none', mode: 'binary' as const, prefixes: ['/no'] }
    : null;
  const digest = digestFile({ path, patch });
  rmSync(path);
  if (digest.kind !== 'read') throw new Error(digest.code);
  return digest.elf;
}

const FULL: ElfPlan = {
  type: 3,
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libz.so.1', 'libc.so.6'],
  soname: 'libfull.so.2',
  rpath: '$ORIGIN/../lib:/opt',
  runpath: '$ORIGIN',
};
const WHOLE = { bits: 64, order: 'little', machine: 62, ...FULL };

describe('what a file says of itself', () => {
  const plans: Record<string, ElfPlan> = {
    everything: FULL,
    'a static program': { type: 2 },
    'an object file': { type: 1 },
    'a program': { type: 2, interpreter: '/lib/ld.so', needed: ['libc.so.6'] },
    'strings behind the dynamic section': { ...FULL, areStringsLast: true },
    'far apart': { ...FULL, padding: 3 << 20 },
    'far apart, strings last': { ...FULL, padding: 3 << 20, areStringsLast: true },
    'a name that is no UTF-8': { needed: ['lib\u00e9.so'] },
    'a long name': { needed: [`lib${'x'.repeat(3000)}.so`, 'libz.so.1'] },
  };
  for (const [name, plan] of Object.entries(plans)) {
    for (const [bits, order] of [
      [64, 'little'],
      [64, 'big'],
      [32, 'little'],
      [32, 'big'],
    ] as const) {
      it(`${name}, of ${bits} bits, ${order} end first`, () => {
        const bytes = elf({ ...plan, bits, order });
        const { padding: _, areStringsLast: __, ...said } = plan;
        const nothing = { interpreter: null, needed: [], rpath: null, runpath: null, soname: null };
        const expected = { type: 3, ...nothing, ...said, bits, order, machine: 62 };
        expect(readElf(bytes)).toEqual(expected);
        expect(onDisk(bytes)).toEqual(expected);
        expect(onDisk(bytes, true)).toEqual(expected);
        for (const size of [7, 64, 65536]) {
          if (bytes.length / size < 1e5) expect(streamed(bytes, size)).toEqual(expected);
        }
      });
    }
  }
});

// ---------------------------------------------------------------- the judge

/** What `readelf` says of a file, in our words; null for what it takes for none. */
function judged(said: string): Partial<Elf> | null {
  const type = /^\s+Type:\s+(\S+)/m.exec(said)?.[1];
  if (type === undefined) return null;
  const all = (tag: string, words: string) =>
    Array.from(
      said.matchAll(new RegExp(`\\(${tag}\\)\\s+${words}: \\[(.*)\\]`, 'g')),
      ([, name]) => name,
    );
  return {
    bits: /Class:\s+ELF32/.test(said) ? 32 : 64,
    order: /Data:.*big endian/.test(said) ? 'big' : 'little',
    type: ['NONE', 'REL', 'EXEC', 'DYN', 'CORE'].indexOf(type),
    interpreter: /Requesting program interpreter: (.*)\]/.exec(said)?.[1] ?? null,
    needed: all('NEEDED', 'Shared library') as string[],
    rpath: all('RPATH', 'Library rpath')[0] ?? null,
    runpath: all('RUNPATH', 'Library runpath')[0] ?? null,
    soname: all('SONAME', 'Library soname')[0] ?? null,
  };
}

/** Judges a few files together: starting the judge costs more than judging. */
function readelf(paths: readonly string[]): Map<string, Partial<Elf> | null> {
  const { stdout } = spawnSync('readelf', ['-W', '-h', '-l', '-d', '/dev/null', ...paths], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 1 << 28,
  });
  const parts = stdout.split(/^File: (.*)$/m).slice(1);
  const said = new Map<string, Partial<Elf> | null>();
  for (let at = 0; at < parts.length; at += 2)
    said.set(parts[at] ?? '', judged(parts[at + 1] ?? ''));
  return said;
}

function* files(top: string): Generator<string> {
  for (const entry of readdirSync(top, { withFileTypes: true })) {
    const path = join(top, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

/** No larger than that, in bytes: some libraries of a machine are huge, and all are alike. */
const LARGEST = 24 << 20;

describe('readelf says the same', () => {
  it.for(['/usr/bin', '/usr/sbin', '/usr/lib', '/lib'])(
    'of all files in %s',
    { timeout: 240_000 },
    (top, { skip }) => {
      needTool(['readelf'], skip);
      const found = new Map<string, Elf | null>();
      const desk = new Desk();
      for (const path of files(top)) {
        if (!/\.so|\/s?bin\/|\.o$|\.ko$/.test(path)) continue;
        const { size } = lstatSync(path);
        const bytes = size < LARGEST ? readFileSync(path) : Buffer.alloc(0);
        if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x7f454c46) continue;
        const read = readElf(bytes);
        found.set(path, read);
        expect(streamed(bytes, 1 << 16, desk), path).toEqual(read);
      }
      const paths = [...found.keys()];
      expect(paths.length).toBeGreaterThan(top === '/usr/sbin' ? 0 : 50);
      for (let at = 0; at < paths.length; at += 200) {
        for (const [path, said] of readelf(paths.slice(at, at + 200))) {
          if (path === '/dev/null') continue;
          expect(found.get(path), path).toMatchObject(said ?? {});
        }
      }
    },
  );

  const kinds: Record<string, string[]> = {
    'the linker as it is': [],
    'one part for all': ['-Wl,-z,noseparate-code'],
    'old tags': ['-Wl,--disable-new-dtags'],
    gold: ['-fuse-ld=gold'],
    'no tables of sections': ['-s', '-Wl,--strip-all'],
    static: ['-static'],
  };
  it.for(Object.entries(kinds))('of what a compiler makes: %s', ([, options], { skip }) => {
    needTool(['readelf', 'gcc'], skip);
    const source = join(folder, 'a.c');
    const program = join(folder, 'a.out');
    writeFileSync(source, '#include <math.h>\nint main(int c, char **v) { return sin(c) > 0; }\n');
    const paths = ['-Wl,-rpath,$ORIGIN/../lib:/opt/lib'];
    const made = spawnSync('gcc', [source, '-o', program, ...paths, ...(options ?? []), '-lm']);
    if (made.status !== 0) return skip(`gcc cannot: ${made.stderr}`);
    const said = readelf([program]).get(program);
    expect(readElf(readFileSync(program))).toMatchObject(said ?? {});
    expect(streamed(readFileSync(program), 100)).toEqual(readElf(readFileSync(program)));
    expect(said?.interpreter === null).toBe(options?.includes('-static'));
  });

  it.for([
    ['--set-rpath', `/opt/${'long/'.repeat(200)}`],
    ['--set-interpreter', `/opt/${'long/'.repeat(100)}ld.so`],
    ['--add-needed', 'libcrypt.so.1'],
    ['--set-soname', 'liba.so.1'],
    ['--replace-needed', 'libc.so.6', `lib${'c'.repeat(200)}.so`],
    ['--set-rpath', '/opt', '--set-interpreter', '/opt/ld.so', '--add-needed', 'libx.so'],
  ])('of what patchelf made of it: %s', (words, { skip }) => {
    needTool(['readelf', 'gcc', 'patchelf'], skip);
    const source = join(folder, 'b.c');
    writeFileSync(source, 'int main(void) { return 0; }\n');
    for (const kind of [[], ['-shared', '-fPIC'], ['-no-pie']]) {
      if (kind[0] === '-shared' && words.includes('--set-interpreter')) continue;
      const made = join(folder, 'b.out');
      spawnSync('gcc', [source, '-o', made, ...kind]);
      expect(spawnSync('patchelf', [...words, made]).status).toBe(0);
      const bytes = readFileSync(made);
      const said = readelf([made]).get(made);
      expect(readElf(bytes)).toMatchObject(said ?? {});
      for (const size of [1, 1000, 1 << 20]) expect(streamed(bytes, size)).toEqual(readElf(bytes));
    }
  });
});

// ---------------------------------------------------------------- hostile

const EMPTY = { interpreter: null, needed: [], rpath: null, runpath: null, soname: null };

/** The bytes of a good file with some of them overwritten. */
function with_(changes: Readonly<Record<number, readonly number[]>>, plan: ElfPlan = FULL): Buffer {
  const bytes = elf(plan);
  for (const [at, values] of Object.entries(changes)) Buffer.from(values).copy(bytes, Number(at));
  return bytes;
}

const FAR = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
/** The places of the program headers of a full file: interp, load, dynamic. */
const [INTERP, LOAD, DYNAMIC] = [64, 64 + 56, 64 + 112] as const;

describe('what makes no sense', () => {
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('#!/bin/sh\n')],
    ['the magic alone', Buffer.from('\x7fELF')],
    ['half a header', elf(FULL).subarray(0, 40)],
    ['a class that is none', with_({ 4: [3] })],
    ['an order that is none', with_({ 5: [0] })],
    ['program headers beyond the end', with_({ 32: FAR })],
    ['program headers just beyond the end', elf(FULL).subarray(0, 100)],
    ['65535 program headers', with_({ 56: [0xff, 0xff] })],
    ['program headers of another size', with_({ 54: [57, 0] })],
    ['program headers of no size', with_({ 54: [0, 0] })],
  ])('%s is no ELF file', (_, bytes) => {
    for (const read of [readElf, streamed, onDisk]) expect(read(bytes)).toBeNull();
  });

  test.each<[string, Buffer, Partial<Elf>]>([
    ['an interpreter beyond the end', with_({ [INTERP + 8]: FAR }), { interpreter: null }],
    ['an interpreter without end', with_({ [INTERP + 32]: [4] }), { interpreter: null }],
    ['an interpreter of a gigabyte', with_({ [INTERP + 35]: [64] }), { interpreter: null }],
    ['a dynamic section beyond the end', with_({ [DYNAMIC + 8]: FAR }), EMPTY_STRINGS()],
    ['a dynamic section of no size', with_({ [DYNAMIC + 32]: [0, 0] }), EMPTY_STRINGS()],
    ['strings that are not mapped', with_({ [LOAD + 16]: FAR }), EMPTY_STRINGS()],
    ['nothing is mapped', with_({ [LOAD + 32]: [0, 0, 0, 0] }), EMPTY_STRINGS()],
    ['a name behind the table', elfWithTag(1, 1 << 20), EMPTY_STRINGS()],
    ['a table of no size', elfWithTag(10, 0), EMPTY_STRINGS()],
    ['a table that ends in a name', elfWithTag(10, 5), EMPTY_STRINGS()],
    ['a table of an endless size', elfWithTag(10, 2 ** 31), {}],
    [
      'a thousand libraries',
      elf({ ...FULL, needed: Array(1000).fill('liba.so') }),
      EMPTY_STRINGS(),
    ],
    ['too much text', elf({ ...FULL, needed: longNames() }), EMPTY_STRINGS()],
    ['a name without end', elf({ ...FULL, needed: ['x'.repeat(1 << 15)] }), EMPTY_STRINGS()],
  ])('%s', (_, bytes, expected) => {
    const read = readElf(bytes);
    expect(read).toEqual({ ...WHOLE, ...expected });
    expect(streamed(bytes)).toEqual(read);
    expect(onDisk(bytes)).toEqual(read);
  });

  test('cut anywhere, it says what it said, less, or nothing; a stream no more than a file', () => {
    const bytes = elf(FULL);
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      const read = readElf(cut);
      if (read) expect([WHOLE.interpreter, null]).toContain(read.interpreter);
      if (read) expect([WHOLE.needed, []]).toContainEqual(read.needed);
      expect(streamed(cut, 10)).toEqual(read);
    }
  });

  test('whatever is overwritten, it neither throws nor asks for much', () => {
    const plans = [
      FULL,
      { ...FULL, areStringsLast: true },
      { ...FULL, bits: 32, order: 'big' },
    ] as const;
    const change = fc.tuple(fc.nat(600), fc.constantFrom(0, 1, 2, 3, 0x7f, 0x80, 0xff));
    fc.assert(
      fc.property(
        fc.constantFrom(...plans),
        fc.array(change, { maxLength: 12 }),
        (plan, changes) => {
          const bytes = elf(plan);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const facts = elfFacts();
          let asked = 0;
          let asks = 0;
          let step = facts.next();
          while (!step.done) {
            const { start, end } = step.value;
            expect(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0).toBe(
              true,
            );
            asked = Math.max(asked, end - start);
            asks += 1;
            step = facts.next(bytes.subarray(start, end));
          }
          expect(asked).toBeLessThanOrEqual(1 << 16);
          expect(asks).toBeLessThan(1200);
          const read = step.value;
          expect(onDisk(bytes)).toEqual(read);
          const stream = streamed(bytes, 50);
          // A stream may know less, but nothing else.
          expect(stream === null).toBe(read === null);
          for (const [name, value] of Object.entries(stream ?? {})) {
            if (value !== null && value?.length !== 0) expect(read).toHaveProperty(name, value);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('any bytes behind the magic', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (some) => {
        const bytes = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), some]);
        expect(streamed(bytes, 33) === null).toBe(readElf(bytes) === null);
      }),
    );
  });

  test('a stream keeps no more than a bound of one file', () => {
    const desk = new Desk();
    const stream = new ElfStream(desk);
    const plan = { ...FULL, areStringsLast: true };
    // The program headers are said to be at the end: until they come, everything could matter.
    const head = with_({ 32: [0, 0, 0, 0x10, 0, 0, 0, 0] }, plan);
    stream.update(head.subarray(0, 64));
    for (let n = 0; n < 80; n += 1) stream.update(Buffer.alloc(1 << 20));
    expect(stream.finish()).toBeNull();
    expect(desk.take().length).toBeLessThanOrEqual(32 << 20);
  });
});

function EMPTY_STRINGS(): Partial<Elf> {
  const { interpreter: _, ...strings } = EMPTY;
  return strings;
}

/** A full file with one more entry before the others of its dynamic section: the first of a kind counts. */
function elfWithTag(tag: number, value: number): Buffer {
  const bytes = elf(FULL);
  const dynamic = Number(bytes.readBigUInt64LE(DYNAMIC + 8));
  // Of a name the first entry, of others the one that is there.
  for (let at = dynamic; ; at += 16) {
    if (Number(bytes.readBigUInt64LE(at)) !== tag) continue;
    bytes.writeBigUInt64LE(BigInt(value), at + 8);
    return bytes;
  }
}

function longNames(): string[] {
  return Array.from({ length: 30 }, (_, n) => `${n}${'x'.repeat(4000)}`);
}

// ---------------------------------------------------------------- sharing

describe('what many say alike is held once', () => {
  test('lists and strings', () => {
    const pool = new ElfPool();
    const [a, b] = [1, 2].map((n) => readElf(elf({ ...FULL, soname: `lib${n}.so` })));
    const [one, other] = [a, b].map((read) => read && pool.share(read));
    expect([one, other]).toEqual([a, b]);
    expect(one?.needed).toBe(other?.needed);
  });

  test('and of more than fits into memory nothing is known', () => {
    const pool = new ElfPool();
    const read = readElf(elf(FULL)) as Elf;
    const soname = 'x'.repeat(1 << 20);
    const shared = Array.from({ length: 80 }, (_, n) =>
      pool.share({ ...read, soname: `${n}${soname}` }),
    );
    expect(shared.filter((one) => one !== null).length).toBeLessThan(64);
    expect(shared[0]).not.toBeNull();
    expect(shared.at(-1)).toBeNull();
  });
});
