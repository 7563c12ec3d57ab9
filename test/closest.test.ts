import { expect, it } from 'vitest';
import { closest } from '../src/closest.ts';

const KEYS = ['name', 'channels', 'dependencies', 'variables'];

it.each<[string, string | null]>([
  ['name', 'name'],
  ['nam', 'name'],
  ['chanels', 'channels'],
  ['dependecies', 'dependencies'],
  ['dependency', 'dependencies'],
  ['variabels', 'variables'],
  ['', null],
  ['deps', null],
  ['something-else', null],
])('what is meant by %j', (typed, meant) => {
  expect(closest(KEYS, typed)).toBe(meant);
});

it('knows nothing of no choices, and takes the nearest of several', () => {
  expect(closest([], 'name')).toBeNull();
  expect(closest(['verify', 'version'], 'verifi')).toBe('verify');
  expect(closest(KEYS, 'x'.repeat(1_000_000))).toBeNull();
});
