import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fromBytes, printable, toBytes } from '../src/bytes.ts';
import { commandLine, quote } from '../src/shell.ts';

/** Lets a real shell take words apart again. */
function evaluated(words: readonly string[], locale: string): string[] {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['--norc', '-c', `printf '%s\\0' ${commandLine(words)}`],
    { env: { PATH: process.env['PATH'], LC_ALL: locale }, cwd: '/' },
  );
  expect([status, stderr.toString()]).toEqual([0, '']);
  const parts: string[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0, at);
    parts.push(fromBytes(stdout.subarray(at, end)));
    at = end + 1;
  }
  return parts;
}

const special = fc.constantFrom(
  ...' \'"\\$`!*?[]{}()<>|&;~#%^=:,./-\n\r\t\x01\x1b\x7f\x9b\udcff\u202e\ufeffé😀09afx@+',
);
const word = fc.oneof(
  fc.array(special, { maxLength: 12 }).map((all) => all.join('')),
  fc
    .uint8Array({ min: 1, max: 255, maxLength: 20 } as fc.IntArrayConstraints)
    .map((bytes) => fromBytes(Buffer.from(bytes))),
  fc.constantFrom(
    '',
    '-',
    '--',
    '-n',
    '##[error]',
    '::error::x',
    "'",
    "''",
    "\\'",
    '$(id)',
    '~',
    '{a,b}',
  ),
  fc.constantFrom(
    'conda-forge::numpy=1.24.2=py311h0',
    'numpy>=1.2',
    '/opt/my env',
    'a=b',
    '\x01f',
    '\ud800',
  ),
);

describe('a command line', () => {
  test.each(['C', 'C.UTF-8'])('is the same words again to bash (%s)', (locale) => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        fc.pre(!words.some((one) => one.includes('\0')));
        // A half character is no byte of any name: it comes as U+FFFD.
        const names = words.map((one) => fromBytes(toBytes(one)));
        expect(evaluated(words, locale)).toEqual(names);
      }),
      { numRuns: 150 },
    );
  });

  test('can be printed as it is, and is no command to a runner', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const line = commandLine(words);
        expect(printable(line)).toBe(line);
        expect(line).not.toMatch(/##\[|^::/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, string]>([
    ['conda-forge::numpy=1.24.2=py311h0', 'conda-forge::numpy=1.24.2=py311h0'],
    ['--prefix', '--prefix'],
    ['/opt/conda/envs/ml', '/opt/conda/envs/ml'],
    ['', "''"],
    ['a b', "'a b'"],
    ['it’s', "'it’s'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['>=1,<2', "'>=1,<2'"],
    ['::x', "'::x'"],
    ['a\nb', "$'a\\x0ab'"],
    ['\udcff', "$'\\xff'"],
    ['é\t', "$'\\xc3\\xa9\\x09'"],
  ])('%j is typed as %s', (any, typed) => {
    expect(quote(any)).toBe(typed);
  });
});
