import dockerignore from '@balena/dockerignore';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meaningOf } from '../src/docker/ignore-pattern.ts';
import { mergeIgnore } from '../src/dockerfile/ignore.ts';

function meansPath(pattern: string, path: string): boolean {
  return meaningOf(pattern)?.(path) ?? false;
}

const FILES = ['environment.yml'];
const NEW = mergeIgnore(null, FILES).text;

describe('.dockerignore', () => {
  test('a new one keeps histories, caches and secrets from the build', () => {
    const lines = NEW.trimEnd().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining(['**/.git', '**/.env', '**/.ssh', '**/__pycache__']),
    );
    expect(lines).not.toContain('');
    expect(mergeIgnore('', FILES).text).toBe(NEW);
    expect(mergeIgnore('\n \n', FILES).text).toBe(NEW);
  });

  test('what was there comes last, for the last line that matches counts', () => {
    const { text, added } = mergeIgnore('!**/.git\n**/.env\n', FILES);
    expect(text.endsWith('\n\n!**/.git\n**/.env\n')).toBe(true);
    expect(added).toContain('**/.git');
    expect(added).not.toContain('**/.env');
  });

  test.each([
    ['*\n', ['environment.yml']],
    ['**/*.yml\n', ['environment.yml']],
    ['*\n!*.yml\n', []],
    ['# *\n', []],
    ['\ufeff*\r\n', ['environment.yml']],
    ['docs\n', []],
  ])('%j keeps %j from the build', (existing, kept) => {
    expect(mergeIgnore(existing, FILES).kept).toEqual(kept);
  });

  test('what the build needs is let through, where a line of ours keeps it', () => {
    const { text, kept } = mergeIgnore(null, ['environment.yml', 'node_modules', '.env.yml']);
    expect(text).toMatch(/\n!node_modules\n!\.env\.yml\n$/);
    expect(kept).toEqual([]);
  });

  test('a second merge adds nothing, and nothing that was there is lost', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '*',
        '!src',
        '**/.git',
        '# x',
        '',
        ' ',
        '!',
        '/',
        '..',
        '[',
        '\\',
        '**/',
        '.env.yml',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const path = fc.constantFrom('environment.yml', '.env.yml', 'a b/c.txt', 'node_modules/x', '.');
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.join('\n')),
        fc.uniqueArray(path),
        (existing, copies) => {
          const once = mergeIgnore(existing, copies);
          if (existing.trim() !== '') expect(once.text.endsWith(existing)).toBe(true);
          const twice = mergeIgnore(once.text, copies);
          expect(twice.text).toBe(once.text);
          expect(twice.added).toEqual([]);
          expect(twice.kept).toEqual(once.kept);
        },
      ),
    );
  });
});

describe('a pattern', () => {
  test.each([
    ['*', 'a'],
    ['*', 'a/b'],
    ['/a', 'a'],
    ['./a/', 'a/b/c'],
    ['a/../b', 'b'],
    ['**/a', 'a'],
    ['**/a', 'x/y/a/z'],
    ['a/**', 'a/b'],
    ['a/**/b', 'a/b'],
    ['a/**/b', 'a/x/y/b'],
    ['*.y?l', 'a.yml'],
    ['[a-c]x', 'bx'],
    ['[^a-c]x', 'dx'],
    ['\\*', '*'],
    ['**', 'a/b'],
  ])('%j means %j', (pattern, path) => expect(meansPath(pattern, path)).toBe(true));

  test.each([
    ['a', 'b/a'],
    ['a', 'ab'],
    ['ab', 'a'],
    ['**/a', 'xa'],
    ['a/**/b', 'axb'],
    ['*/a', 'a'],
    ['a*', 'b/a'],
    ['[a-c]x', 'dx'],
    ['\\*', 'a'],
    ['[', '['],
    ['a\\', 'a'],
    ['', 'a'],
    ['.', 'a'],
    ['..', 'a'],
  ])('%j does not mean %j', (pattern, path) => expect(meansPath(pattern, path)).toBe(false));

  test('is read as another program reads it', () => {
    // Its types are those of an ES module, which it is not.
    const newList = dockerignore as unknown as typeof dockerignore.default;
    const part = fc.stringMatching(/^[ab*?.]{1,4}$/).filter((one) => !/^\.+$|\*\*/.test(one));
    const pattern = fc.array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 4 });
    const path = fc.array(fc.stringMatching(/^[ab][ab.]{0,3}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pattern, path, (parts, names) => {
        const [line, place] = [parts.join('/'), names.join('/')];
        const list = newList({ ignorecase: false }).add([line]);
        expect([line, place, meansPath(line, place)]).toEqual([line, place, list.ignores(place)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('of stars alone is no more work than any other', () => {
    expect(meansPath(`${'*a'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
    expect(meansPath(`${'**/'.repeat(300_000)}b`, 'a')).toBe(false);
    expect(meansPath(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(500))).toBe(false);
  });
});
