import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { forSystem, fromBytes, printable, startOfLine, toBytes } from '../src/bytes.ts';

/** Bytes as they come in names: UTF-8, what is almost UTF-8, and anything. */
const almost = fc.constantFrom(
  [0x61],
  [0xc3, 0xa9],
  [0xe2, 0x82, 0xac],
  [0xf0, 0x9f, 0x98, 0x80],
  [0xef, 0xbf, 0xbd],
  [0xef, 0xbb, 0xbf],
  [0xed, 0xa0, 0x80],
  [0xed, 0xb2, 0x80],
  [0xc0, 0xaf],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0xf0, 0x9f],
  [0x80],
  [0xff],
  [0x0a],
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
  fc.array(almost, { maxLength: 12 }).map((parts) => Buffer.from(parts.flat())),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  bytes.map(fromBytes),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(fc.constantFrom('#', '[', '##[', ':', '\u200b', '\r', ' ', 'x'))
    .map((all) => all.join('')),
);

describe('names are bytes', () => {
  test('and come back as the same bytes', () => {
    fc.assert(
      fc.property(bytes, (name) => {
        expect(toBytes(fromBytes(name)).equals(name)).toBe(true);
        expect(Buffer.from(forSystem(fromBytes(name))).equals(name)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('what is UTF-8 is itself, and a string for the system', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        fc.pre(name.isWellFormed());
        expect(fromBytes(Buffer.from(name))).toBe(name);
        expect(forSystem(name)).toBe(name);
      }),
    );
  });

  test('two names are never one', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(fromBytes(a) === fromBytes(b)).toBe(a.equals(b));
      }),
    );
  });

  it.each<[number[], string]>([
    [[0xff], '\udcff'],
    [[0x61, 0x80, 0x62], 'a\udc80b'],
    [[0xef, 0xbf, 0xbd], '\ufffd'],
    [[0xef, 0xbf, 0xbd, 0xfe], '\ufffd\udcfe'],
    [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    [[0xed, 0xb2, 0x80], '\udced\udcb2\udc80'],
    [[0xc3], '\udcc3'],
    [[0xf0, 0x9f, 0x98], '\udcf0\udc9f\udc98'],
  ])('%j is as Python has it', (raw, name) => {
    expect(fromBytes(Buffer.from(raw))).toBe(name);
    expect(toBytes(name)).toEqual(Buffer.from(raw));
  });
});

/** C0, DEL, C1, line and paragraph separators, marks of direction, half characters. */
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

describe('what is printed', () => {
  test('speaks to no terminal and to no runner, and says all the same', () => {
    fc.assert(
      fc.property(text, (any) => {
        const line = printable(any);
        expect(line).not.toMatch(HARMFUL);
        expect(line).not.toContain('##[');
        expect(line.isWellFormed()).toBe(true);
        expect(printable(line)).toBe(line);
        expect(startOfLine(line)).not.toMatch(/^\s*::/);
      }),
      { numRuns: 3000 },
    );
  });

  it.each<[string, string]>([
    ['', ''],
    ['plain text, 100 %', 'plain text, 100 %'],
    ['zoé 😀 環境', 'zoé 😀 環境'],
    ['a\nb\r\tc', 'a\\x0ab\\x0d\\x09c'],
    ['\x1b[31m', '\\x1b[31m'],
    ['\x9b31m\x7f', '\\x9b31m\\x7f'],
    ['\udcff', '\\xff'],
    ['\ud800', '\\ud800'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\ufeff\u200b\u00ad', '\\ufeff\\u200b\\xad'],
    ['##[error]x', '#\\x23[error]x'],
    ['###[[', '##\\x23[['],
  ])('%j as %j', (any, line) => {
    expect(printable(any)).toBe(line);
  });

  it.each([
    ['a Mongolian vowel separator, as wide as nothing', '\u180e'],
    ['interlinear annotations', '\ufff9\ufffa\ufffb'],
    ['tags, with which text is hidden in text', '\u{e0041}\u{e007f}'],
  ])('not what cannot be seen: %s', (_, any) => {
    expect(printable(`a${any}b`)).toMatch(/^a[\x20-\x7e]+b$/);
  });

  it.each<[string, string]>([
    ['::error::x', '\\x3a:error::x'],
    ['  ::x', '  \\x3a:x'],
    ['a ::x', 'a ::x'],
    [':x', ':x'],
    ['::', '\\x3a:'],
  ])('%j begins as %j', (line, start) => {
    expect(startOfLine(line)).toBe(start);
  });
});
