import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Patch, PrefixUndo, prefixesIn, type Undone } from '../src/patch.ts';

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
/** One character is one byte here. */
const raw = (text: string) => Buffer.from(text, 'latin1');

/** Streams a file by in chunks of the given sizes, the last of which is used again and again. */
function undo(file: string, patch: Patch, sizes: readonly number[] = [1 << 20]): Undone {
  const data = raw(file);
  const undoer = new PrefixUndo(patch);
  for (let at = 0, n = 0; at < data.length; n++) {
    const size = Math.max(1, sizes[Math.min(n, sizes.length - 1)] ?? 1);
    // A reader uses its buffer again: what is kept of a chunk has to be a copy.
    const chunk = Buffer.from(data.subarray(at, at + size));
    undoer.update(chunk);
    chunk.fill(0x3f);
    at += size;
  }
  return undoer.finish();
}

// ---------------------------------------------------------------- what installers do, forwards

interface Installer {
  text(original: string, placeholder: string, prefix: string): string;
  binary(original: string, placeholder: string, prefix: string): string;
}

/** Linux hands so much of a first line to the interpreter. */
const KERNEL_LIMIT = 127;

/** Splits `#! /path/to/program -options`; null when the line is none. */
function shebangParts(line: string) {
  const match = /^#! *(?<path>\/(?:\\ |[^ \n\r\t])*)(?<options>.*)$/.exec(line);
  const { path = '', options = '' } = match?.groups ?? {};
  return match ? { path, program: path.slice(path.lastIndexOf('/') + 1), options } : null;
}

function throughEnv(line: string): string {
  const parts = shebangParts(line);
  return parts ? `#!/usr/bin/env ${parts.program}${parts.options}` : line;
}

function splitLine(text: string): [string, string] {
  const end = text.indexOf('\n');
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end)];
}

/** Fits the strings of a binary into their old room; `isClosed`: only those that a NUL ends. */
function fitStrings(original: string, placeholder: string, prefix: string, isClosed: boolean) {
  const strings = original.split('\0');
  return strings
    .map((text, at) => {
      if (isClosed && at === strings.length - 1) return text;
      return text.replaceAll(placeholder, prefix).padEnd(text.length, '\0');
    })
    .join('\0');
}

const conda: Installer = {
  text(original, placeholder, prefix) {
    let [line, rest] = splitLine(original);
    line = line.replaceAll(`#!${placeholder}`, `#!${prefix.replaceAll(' ', '\\ ')}`);
    line = line.replaceAll(placeholder, prefix);
    rest = rest.replaceAll(placeholder, prefix);
    const parts = shebangParts(line);
    const isBad = parts && (line.length > KERNEL_LIMIT || parts.path.includes('\\ '));
    return (isBad ? throughEnv(line) : line) + rest;
  },
  binary: (original, placeholder, prefix) => fitStrings(original, placeholder, prefix, true),
};

const mamba: Installer = {
  text(original, placeholder, prefix) {
    const [line, rest] = splitLine(original.replaceAll(placeholder, prefix));
    const isLong = line.startsWith('#!') && line.length > KERNEL_LIMIT;
    return (isLong ? throughEnv(line) : line) + rest;
  },
  binary: (original, placeholder, prefix) => fitStrings(original, placeholder, prefix, false),
};

const rattler: Installer = {
  text(original, placeholder, prefix) {
    if (!original.startsWith('#!')) return original.replaceAll(placeholder, prefix);
    const [line, rest] = splitLine(original);
    return rattlersLine(line, placeholder, prefix) + rest.replaceAll(placeholder, prefix);
  },
  binary: mamba.binary,
};

function rattlersLine(line: string, placeholder: string, prefix: string): string {
  if (prefix.includes(' ')) {
    return line.includes(placeholder) ? rattlersForm(line).replaceAll(placeholder, prefix) : line;
  }
  const replaced = line.replaceAll(placeholder, prefix);
  return replaced.length <= KERNEL_LIMIT ? replaced : rattlersForm(replaced);
}

function rattlersForm(line: string): string {
  const parts = shebangParts(line);
  if (!parts || !/^python(\d+(\.\d+)?)?$/.test(parts.program)) return throughEnv(line);
  return `#!/bin/sh\n'''exec' "${parts.path}"${parts.options} "$0" "$@" #'''`;
}

const INSTALLERS = { conda, mamba, rattler } as const;

// ---------------------------------------------------------------- random files

const part = fc.string({
  unit: fc.constantFrom('A', 'B', 'C', '0', '_'),
  minLength: 1,
  maxLength: 8,
});
const path = (most: number) =>
  fc.array(part, { minLength: 1, maxLength: most }).map((parts) => `/${parts.join('/')}`);
const padded = path(3).map((start) => `${start}/_placehold`.padEnd(255, '_placehold'));
const long = path(3).map((start) => start.padEnd(140, '/deep'));

/** Placeholder and prefix: far apart, alike, of one length, one the start or the end of the other. */
const pair = fc.oneof(
  fc.record({ placeholder: padded, prefix: path(4) }),
  fc.record({ placeholder: padded, prefix: long }),
  fc.record({ placeholder: path(3), prefix: path(3) }),
  fc.record({ placeholder: path(2), more: part }).map(({ placeholder, more }) => ({
    placeholder,
    prefix: `${placeholder}${more}`,
  })),
  fc.record({ prefix: path(2), more: part }).map(({ prefix, more }) => ({
    placeholder: `${prefix}/${more}`,
    prefix,
  })),
  fc.record({ prefix: path(2), more: path(1) }).map(({ prefix, more }) => ({
    placeholder: `${more}${prefix}`,
    prefix,
  })),
  path(3).map((prefix) => ({ prefix, placeholder: prefix.replaceAll(/[ABC]/g, 'D') })),
);

/** Pieces that no prefix is made of, so that one stands in a file only where it was put. */
const filler = fc.constantFrom(
  '',
  ':',
  '=x',
  ' -L',
  '"',
  '\xff\xfe',
  '/lib',
  '/ssl/x.pem',
  '\n',
  ' zz',
);
const PH = '\x01';
const text = fc
  .array(fc.oneof(filler, fc.constant(PH)), { maxLength: 12 })
  .map((pieces) => pieces.join(''));
const strings = fc
  .array(fc.tuple(text, fc.constantFrom('\0', '\0', '\0\0\0', '')), { maxLength: 6 })
  .map((pieces) => pieces.flat().join(''));
const shebang = fc.oneof(
  fc.constant(''),
  fc
    .tuple(
      fc.constantFrom('python', 'python3.11', 'perl', 'bash'),
      fc.constantFrom('', ' -u', ' -E -s', '\r'),
    )
    .map(([program, options]) => `#!${PH}/bin/${program}${options}\n`),
  fc.constantFrom('#!/bin/sh\n', '#!/bin/bash -e\n', '#!/usr/bin/env python\n', '#!/bin/sh\n\n'),
);
const sizes = fc.oneof(
  fc.constant([1 << 20]),
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }),
);
const installer = fc.constantFrom<keyof typeof INSTALLERS>('conda', 'mamba', 'rattler');
/** Other names of the same folder, which stand nowhere. */
const aliases = fc.array(fc.constantFrom('/qq', '/qq/rr', `/${'q'.repeat(400)}`), { maxLength: 2 });

function countOf(text: string, what: string): number {
  return text.split(what).length - 1;
}

/** No prefix stands in the file by itself: else nobody could tell it from one that was replaced. */
function isClear(original: string, prefix: string): boolean {
  return !original.replaceAll(PH, '\0').includes(prefix);
}

const RUNS = { numRuns: 1500 };

describe('a patch is undone', () => {
  test('in text, whoever made it, wherever chunks end', () => {
    fc.assert(
      fc.property(
        installer,
        pair,
        aliases,
        shebang,
        text,
        sizes,
        (who, two, more, line, rest, cut) => {
          const { placeholder, prefix } = two;
          fc.pre(isClear(line + rest, prefix));
          // conda replaces twice in a first line: a placeholder within the prefix is not left alone.
          fc.pre(who !== 'conda' || !line.includes(PH) || !prefix.includes(placeholder));
          const original = (line + rest).replaceAll(PH, placeholder);
          const file = INSTALLERS[who].text(original, placeholder, prefix);
          const undone = undo(
            file,
            { placeholder, mode: 'text', prefixes: [prefix, ...more] },
            cut,
          );
          expect(undone.sha256).toContain(sha256(raw(original)));
          const inLine = file.startsWith('#!/usr/bin/env') ? 0 : countOf(line, PH);
          expect(undone.found).toBe(inLine + countOf(rest, PH));
        },
      ),
      RUNS,
    );
  });

  test('in a binary, whoever made it, wherever chunks end', () => {
    fc.assert(
      fc.property(installer, pair, aliases, strings, sizes, (who, two, more, contents, cut) => {
        const { placeholder, prefix } = two;
        fc.pre(prefix.length <= placeholder.length);
        fc.pre(isClear(contents, prefix));
        const original = contents.replaceAll(PH, placeholder);
        const file = INSTALLERS[who].binary(original, placeholder, prefix);
        expect(file).toHaveLength(original.length);
        // conda leaves alone what no NUL ends; the prefix may stand there within the placeholder.
        const isLeft = who === 'conda' && !contents.endsWith('\0') && contents.includes(PH);
        fc.pre(!isLeft || !placeholder.includes(prefix));
        const undone = undo(
          file,
          { placeholder, mode: 'binary', prefixes: [prefix, ...more] },
          cut,
        );
        expect(undone.sha256).toContain(sha256(raw(original)));
        const end = who === 'conda' ? contents.lastIndexOf('\0') + 1 : contents.length;
        expect(undone.found).toBe(countOf(contents.slice(0, end), PH));
      }),
      RUNS,
    );
  });

  test('under either of two names of the prefix, one the start of the other', () => {
    const prefixes = ['/envs/ml', '/envs/ml-2024'];
    const placeholder = '/_placehold'.padEnd(80, '_placehold');
    const original = `a ${placeholder}/lib\n${placeholder}:${placeholder}\n`;
    const wrong: string[] = [];
    for (const prefix of prefixes) {
      for (const mode of ['text', 'binary'] as const) {
        const whole = mode === 'binary' ? `\0${original}\0` : original;
        const file = conda[mode](whole, placeholder, prefix);
        for (let first = 1; first <= file.length; first++) {
          const { sha256: hashes, found } = undo(file, { placeholder, mode, prefixes }, [
            first,
            999,
          ]);
          const isRight = hashes.includes(sha256(raw(whole))) && found === 3;
          if (!isRight) wrong.push(`${prefix}, ${mode}, cut at ${first}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('in a string that fills its room to the end of the file', () => {
    const [placeholder, prefix] = ['/ph/lib', '/env/ml'];
    const undone = undo(`\0${prefix}/x`, { placeholder, mode: 'binary', prefixes: [prefix] });
    expect(undone).toMatchObject({ sha256: [sha256(raw(`\0${placeholder}/x`))], found: 1 });
  });

  test('in a file with nothing to undo, and in an empty one', () => {
    for (const mode of ['text', 'binary'] as const) {
      for (const file of ['', '#', '#!', '\n', 'x', '/', '\0\0', '#!/bin/sh\n', '/env/m/lib\0\0']) {
        const undone = undo(file, { placeholder: '/ph', mode, prefixes: ['/env/ml', ''] }, [1]);
        expect(undone).toMatchObject({ sha256: [sha256(raw(file))], found: 0 });
      }
    }
  });
});

// ---------------------------------------------------------------- first lines

describe('a first line is undone', () => {
  const placeholder = '/home/build/_h_env_placehold_placehold';
  const deep = `/data/${'deep/'.repeat(30)}env`;
  const spaced = '/home/me/my envs/ml';
  const table: { original: string; prefix: string; by: (keyof typeof INSTALLERS)[]; is: RegExp }[] =
    [
      {
        original: `#!${placeholder}/bin/python`,
        prefix: '/e',
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/e\/bin\/python\n/,
      },
      {
        original: `#!${placeholder}/bin/python -E -s`,
        prefix: deep,
        by: ['conda', 'mamba'],
        is: /^#!\/usr\/bin\/env python -E -s\n/,
      },
      {
        original: `#!${placeholder}/bin/perl -w`,
        prefix: deep,
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/usr\/bin\/env perl -w\n/,
      },
      {
        original: `#!${placeholder}/bin/perl`,
        prefix: spaced,
        by: ['conda', 'rattler'],
        is: /^#!\/usr\/bin\/env perl\n/,
      },
      {
        original: `#!${placeholder}/bin/python3.11 -u`,
        prefix: deep,
        by: ['rattler'],
        is: /^#!\/bin\/sh\n'''exec' "\/data.*" -u "\$0"/,
      },
      {
        original: `#!${placeholder}/bin/python3.11`,
        prefix: spaced,
        by: ['rattler'],
        is: /^#!\/bin\/sh\n'''exec' "\/home\/me\/my envs/,
      },
      {
        original: `#!${placeholder}/bin/python3.11`,
        prefix: spaced,
        by: ['conda'],
        is: /^#!\/usr\/bin\/env python3.11\n/,
      },
      {
        original: '#!/usr/bin/env python',
        prefix: deep,
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/usr\/bin\/env python\n/,
      },
      {
        original: `#!/bin/sh\nexec ${placeholder}/bin/x`,
        prefix: '/e',
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/bin\/sh\nexec \/e\/bin\/x/,
      },
      // Built with setuptools, whose scripts run themselves through sh when their prefix is long.
      {
        original: `#!/bin/sh\n'''exec' ${placeholder}/bin/python "$0" "$@"\n' '''`,
        prefix: '/e',
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/bin\/sh\n'''exec' \/e\/bin/,
      },
      // What a builder leaves that installs entry points into its long prefix: this very form.
      {
        original: `#!/bin/sh\n'''exec' "${placeholder}/bin/python" "$0" "$@" #'''`,
        prefix: '/e',
        by: ['conda', 'mamba', 'rattler'],
        is: /^#!\/bin\/sh\n'''exec' "\/e\/bin/,
      },
    ];
  const cases = table.flatMap(({ by, ...rest }) => by.map((who) => ({ who, ...rest })));
  it.each(cases)('of $who: $original for $prefix', ({ who, original, prefix, is }) => {
    const whole = `${original}\nimport x  # ${placeholder}\n`;
    const file = INSTALLERS[who].text(whole, placeholder, prefix);
    expect(file).toMatch(is);
    for (const cut of [[1 << 20], [1], [9, 1], [10, 3], [40]]) {
      const undone = undo(file, { placeholder, mode: 'text', prefixes: [prefix] }, cut);
      expect(undone.sha256, String(cut)).toContain(sha256(raw(whole)));
      expect(undone.found).toBeGreaterThan(0);
    }
  });
});

// ---------------------------------------------------------------- what was never patched

describe('what no installer wrote is left as it is', () => {
  const patch: Patch = {
    placeholder: '/ph'.padEnd(60, '_'),
    mode: 'binary',
    prefixes: ['/env/ml'],
  };
  it.each([
    ['the own prefix with no room behind it', '\0/env/ml/lib\0next\0'],
    ['too little room', `\0/env/ml/lib${'\0'.repeat(52)}x`],
    ['no end', 'x/env/ml/lib'],
    ['no end, and much in front', `${'\0x'.repeat(500)}/env/ml:/env/ml`],
    ['a prefix cut off', '\0/env/m'],
  ])('%s', (_, file) => {
    for (const cut of [[1], [5], [1 << 20]]) {
      const undone = undo(file, patch, cut);
      expect(undone).toMatchObject({ sha256: [sha256(raw(file))], found: 0 });
    }
  });

  test('enough room is enough, to the byte', () => {
    const original = `\0${patch.placeholder}/lib\0x`;
    const file = conda.binary(original, patch.placeholder, '/env/ml');
    expect(undo(file, patch)).toMatchObject({ sha256: [sha256(raw(original))], found: 1 });
    expect(undo(file.replace('\0x', 'x'), patch).found).toBe(0);
  });

  test('an alias that is longer than the placeholder was put into no binary', () => {
    const file = '\0/a/very/long/alias/lib\0\0\0';
    const undone = undo(file, {
      placeholder: '/ph',
      mode: 'binary',
      prefixes: ['/a/very/long/alias'],
    });
    expect(undone).toMatchObject({ sha256: [sha256(raw(file))], found: 0 });
  });

  test('another prefix that begins with the own one', () => {
    const file = 'home=/opt/miniconda3/bin\n';
    const wrong: number[] = [];
    for (let cut = 1; cut <= file.length; cut++) {
      const prefixes = ['/opt/miniconda'];
      const { found, others } = undo(file, { placeholder: '/ph', mode: 'text', prefixes }, [
        cut,
        99,
      ]);
      if (found !== 0 || others[0] !== '/opt/miniconda3') wrong.push(cut);
    }
    expect(wrong).toEqual([]);
  });

  test('a string without end: three megabytes of text in a file that is called binary', () => {
    const file = `/env/ml/${'x'.repeat(3 << 20)}/env/ml/lib`;
    for (const cut of [[1 << 20], [65_537]]) {
      const undone = undo(file, patch, cut);
      expect(undone).toMatchObject({ sha256: [sha256(raw(file))], found: 0 });
    }
  });

  test('a first line that does not end', () => {
    const file = `#!${'x'.repeat(200_000)}/env/ml/lib`;
    const undone = undo(file, { ...patch, mode: 'text' }, [5000]);
    const original = file.replace('/env/ml', patch.placeholder);
    expect(undone).toMatchObject({ sha256: [sha256(raw(original))], found: 1 });
  });
});

// ---------------------------------------------------------------- guesses

describe('other prefixes are guessed', () => {
  it.each<[string, string, string[]]>([
    ['from text', 'prefix=/opt/old\nlib=/opt/old/lib\ninc=/opt/old/include\n', ['/opt/old']],
    ['most frequent first', '/a/x/lib:/b/y/bin /b/y/lib', ['/b/y', '/a/x']],
    ['from a binary', '\0\0/opt/old/ssl\0/opt/old/lib/engines\0', ['/opt/old']],
    ['at every name that may end one', '/usr/lib/conda/lib/x', ['/usr', '/usr/lib/conda']],
    ['not the root of all', '/bin/sh /lib/x', []],
    ['not from words', 'a/lib b\\lib', []],
    ['not for names that only begin so', '/opt/old/library /opt/old/binary', []],
    ['with accents', Buffer.from('/home/zoé/env/bin').toString('latin1'), ['/home/zoé/env']],
    ['with dots and dashes', '/opt/my-env.2_x/bin/python', ['/opt/my-env.2_x']],
  ])('%s', (_, file, prefixes) => {
    expect(prefixesIn(raw(file))).toEqual(prefixes);
    const undone = undo(file, { placeholder: '/ph', mode: 'binary', prefixes: ['/new'] }, [7]);
    expect(undone.others).toEqual(prefixes);
  });

  test('eight at most, none of a file that names a thousand, none where the own one was found', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => `/p/${n}/lib`).join('\n');
    expect(prefixesIn(raw(many(20)))).toHaveLength(8);
    expect(prefixesIn(raw(many(1200)))).toEqual([]);
    const patch: Patch = { placeholder: '/ph', mode: 'text', prefixes: ['/new'] };
    expect(undo('/old/lib /new/lib', patch).others).toEqual([]);
  });
});
