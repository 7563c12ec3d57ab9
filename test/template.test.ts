import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fill } from '../src/dockerfile/template.ts';
import { BadInput } from '../src/errors.ts';

const VALUES = { one: '1', lines: 'a\nb', nothing: '', mark: '{{ one }}' };
const filled = (template: string) => fill(template, VALUES, 'x');

describe('a template', () => {
  test.each([
    ['{{ one }}', '1\n'],
    ['{{one}}-{{  one\t}}', '1-1\n'],
    ['a{{ nothing }}b', 'ab\n'],
    ['a\n{{ nothing }}\nb', 'a\nb\n'],
    ['a\n\n{{ nothing }}\n\nb', 'a\n\nb\n'],
    ['a\n\n\n\nb', 'a\n\nb\n'],
    ['{{ lines }}\nc', 'a\nb\nc\n'],
    ['a\r\nb\r\n', 'a\nb\n'],
    ['{{ mark }}', '{{ one }}\n'],
    ['{ one } {{ one }', '{ one } {{ one }\n'],
    ['\ufeffFROM x', 'FROM x\n'],
  ])('%j becomes %j', (template, text) => expect(filled(template)).toBe(text));

  test.each([
    ['a\nb {{ noe }}', 'x:2: there is no placeholder {{ noe }}.', 'Did you mean {{ one }}?'],
    ['{{ wholly other }}', 'x:1: there is no placeholder {{ wholly other }}.', 'There are: one,'],
    ['{{ }}', 'x:1: there is no placeholder {{  }}.', ''],
    ['{{ a\u001b[1m }}', 'x:1: there is no placeholder {{ a\\x1b[1m }}.', ''],
    ['{{ constructor }}', 'x:1: there is no placeholder {{ constructor }}.', ''],
    [`{{ ${'x'.repeat(500_000)} }}`, `x:1: there is no placeholder {{ ${'x'.repeat(40)} }}.`, ''],
  ])('%.40j is refused', (template, message, advice) => {
    const act = () => filled(template);
    expect(act).toThrow(BadInput);
    expect(act).toThrow(expect.objectContaining({ message }));
    expect(act).toThrow(expect.objectContaining({ advice: expect.stringContaining(advice) }));
  });

  test('a line of nothing but braces is read once', () => {
    const braces = '{{ '.repeat(300_000);
    expect(filled(braces)).toBe(`${braces.trim()}\n`);
  });

  test('says of values nothing but the values', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = fill('a{{ x }}b', { x: `|${value}|` }, 'x');
        const lines = `a|${value}|b`.replace(/\n{3,}/g, '\n\n');
        expect(text).toBe(`${lines}\n`);
      }),
    );
  });

  test('the one that comes along is a Dockerfile itself', () => {
    const text = readFileSync(new URL('../Dockerfile.template', import.meta.url), 'utf8');
    expect(text).toMatch(/^\{\{ title \}\}\n\nFROM /);
    for (const line of text.split('\n')) {
      expect(line).toMatch(
        /^(?:$|#|\{\{ \w+ \}\}$|(?:FROM|SHELL|WORKDIR|RUN|ENV|USER|ENTRYPOINT|CMD) )/,
      );
    }
  });
});
