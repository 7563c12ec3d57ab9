// The order of versions: what conda's documentation says of it, and py-rattler as the judge of generated ones.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareVersions, parseVersion, startsWith, type Version } from '../src/conda/version.ts';
import { describeReal } from './support/environments.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
}

const order = (a: string, b: string) => Math.sign(compareVersions(version(a), version(b)));

/** Each line comes before the next; what stands in one line is one version. */
const RISING = [
  ['0.4', '0.4.0', '0.4.0.0', '00.04', '0!0.4', ' 0.4 '],
  ['0.4.1.rc', '0.4.1.RC', '0.4.1_rc', '0.4.1-rc', '0.4.1.0rc'],
  ['0.4.1'],
  ['0.5*'],
  ['0.5dev', '0.5DEV', '0.5dev0'],
  ['0.5dev1'],
  ['0.5_', '0.5-'],
  ['0.5a1', '0.5a01'],
  ['0.5alpha'],
  ['0.5b3'],
  ['0.5C1'],
  ['0.5+abc'],
  ['0.5'],
  ['0.5+1', '0.5+1.0', '0.5+1_0'],
  ['0.5+1.1'],
  ['0.5+1post'],
  ['0.9.6'],
  ['0.960923'],
  ['1.1dev1'],
  // openssl's letters come after the number, so its numbers end with an underscore
  ['1.1_'],
  ['1.1a1'],
  ['1.1.dev1', '1.1.0dev1'],
  ['1.1.a1'],
  ['1.1.rc', '1.1.0rc'],
  ['1.1', '1.1.0'],
  ['1.1.post1', '1.1.0post1'],
  ['1.1.1'],
  ['1.1post1'],
  ['9'],
  ['10'],
  ['1996.07.12'],
  ['18446744073709551615'],
  ['18446744073709551616'],
  [`1${'0'.repeat(5000)}`],
  ['1!0.4.1'],
  ['2!0.4.1'],
];

describe('the order of versions', () => {
  const ranked = RISING.flatMap((line, rank) => line.map((text) => ({ text, rank })));

  test.each(ranked.map(({ text, rank }) => [text.slice(0, 30), text, rank] as const))(
    '%s',
    (_, text, rank) => {
      for (const other of ranked) {
        const expected = Math.sign(rank - other.rank);
        expect([other.text, order(text, other.text)]).toEqual([other.text, expected]);
      }
    },
  );

  it.each<[string, string, boolean]>([
    ['1.1.2', '1.1', true],
    ['1.1a', '1.1', true],
    ['1.1', '1.1.0', true],
    ['1.1', '1.1.0.0', true],
    ['1.10', '1.1', false],
    ['1.1a.2', '1.1.2', false],
    ['1.1.1s', '1.1.1', true],
    ['1.2rc3', '1.2r', true],
    ['1.2', '1.2rc', false],
    ['1!1.2', '1.2', false],
    ['1.2+cu118', '1.2', true],
    ['1.2+cu118', '1.2+cu', true],
    ['1.2+cu118', '1.2+cu118', true],
    ['1.2.3+cu118', '1.2+cu118', false],
    ['1.2', '1.2+cu118', false],
    ['2', '2.0_', false],
  ])('whether %s begins with %s: %s', (text, start, expected) => {
    expect(startsWith(version(text), version(start))).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '1..2',
    '.1',
    '1.',
    '1!',
    '!1',
    'a!1',
    '1!2!3',
    '+1',
    '1+',
    '1+2+3',
    '1+a_',
    '_1',
    '1-2_3',
    '1 2',
    '1/2',
    '1,2',
    '1=2',
    '1@2',
    'é',
    '1.2\u0000',
    '٣',
  ])('%j is none', (text) => {
    expect(parseVersion(text)).toBeNull();
  });

  // At a cost that grew with the square of the length, these would not end in time.
  it.each(['1', 'a', '1.', 'a1', '1_', '*', '_', '!', '+', '-', '1+', 'post', ' ', '0'])(
    'much of %j',
    (unit) => {
      for (const end of ['', '1', '!', ' ']) {
        const parsed = parseVersion(unit.repeat(200_000) + end);
        if (!parsed) continue;
        expect(compareVersions(parsed, parsed)).toBe(0);
        expect(startsWith(parsed, parsed)).toBe(true);
      }
    },
  );
});

const word = fc.constantFrom('a', 'b', 'rc', 'dev', 'post', 'alpha', 'DEV', 'Post', 'RC');
const number = fc.oneof(fc.nat(3), fc.nat(99_999)).map(String);
const zeros = fc.constantFrom('', '', '', '0', '00');
const part = fc.oneof(
  fc.tuple(zeros, number).map((all) => all.join('')),
  fc.tuple(number, word, fc.oneof(fc.constant(''), number)).map((all) => all.join('')),
  fc.tuple(word, fc.oneof(fc.constant(''), number)).map((all) => all.join('')),
);
const parts = (separator: string) =>
  fc.array(part, { minLength: 1, maxLength: 4 }).map((all) => all.join(separator));
const some = fc
  .tuple(
    fc.constantFrom('', '', '', '0!', '1!', '2!'),
    fc.constantFrom('.', '.', '_').chain(parts),
    fc.oneof(
      { arbitrary: fc.constant(''), weight: 3 },
      parts('.').map((local) => `+${local}`),
    ),
  )
  .map((all) => all.join(''));
/** The same with one piece more, or less, so that long beginnings are compared. */
const pair = fc.oneof(
  fc.tuple(some, some),
  some.chain((text) =>
    fc.tuple(
      fc.constant(text),
      part.map((end) => `${text}.${end}`),
    ),
  ),
  some.map((text) => [text, text.replace(/[._][^._+!]+$/, '')] as [string, string]),
);

describe('whatever the versions', () => {
  test('they are in one order', () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        expect(order(a, b)).toBe(0 - order(b, a) || 0);
        const [x, y, z] = [a, b, c].sort(order) as [string, string, string];
        expect([order(x, y), order(y, z), order(x, z)].every((one) => one <= 0)).toBe(true);
        if (order(x, y) === 0) expect(order(x, z)).toBe(order(y, z));
      }),
      { numRuns: 2000 },
    );
  });

  test('each begins with itself, and with whatever is the same', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(startsWith(version(a), version(a))).toBe(true);
        if (order(a, b) === 0) expect(startsWith(version(a), version(b))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('what is no version is none, and nothing worse', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'019aZ._-+!* \n'.split(''), 'post', 'dev'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [parseVersion(a), parseVersion(b)];
        if (x && y) expect(Math.abs(compareVersions(x, y))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 5000 },
    );
  });
});

const JUDGE = `
import json, sys
from rattler import Version
judged = []
for a, b in json.load(sys.stdin):
    a, b = Version(a), Version(b)
    judged.append([(a > b) - (a < b), a.starts_with(b)])
json.dump(judged, sys.stdout)
`;

/** Of each pair: which comes first, and whether the one begins with the other. */
function judge(pairs: readonly (readonly [string, string])[]): [number, boolean][] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', JUDGE], {
    input: JSON.stringify(pairs),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describeReal('rattler', () => {
  it('has the same order', () => {
    const pairs = fc.sample(pair, 5000);
    const judged = judge(pairs);
    for (const [at, [a, b]] of pairs.entries()) {
      expect([a, b, order(a, b)]).toEqual([a, b, judged[at]?.[0]]);
    }
  });

  it('has the same idea of a beginning that is numbers', () => {
    const pairs = fc
      .sample(pair, 5000)
      .map(([a, b]) => [a, b.replace(/\+.*/, '').replace(/[a-z]+\d*/gi, '')] as const)
      .filter(([, b]) => /^(?:\d+!)?\d+(?:[._]\d+)*$/.test(b) && !/(?:^|[._!])0+$/.test(b));
    expect(pairs.length).toBeGreaterThan(500);
    const judged = judge(pairs);
    for (const [at, [a, b]] of pairs.entries()) {
      expect([a, b, startsWith(version(a), version(b))]).toEqual([a, b, judged[at]?.[1]]);
    }
  });

  // conda compares the text of what stands last; rattler takes the whole word (and we follow conda).
  it.each<[string, string, boolean, boolean]>([
    ['1.2rc3', '1.2r', true, false],
    ['1.0alpha', '1.0a', true, false],
    // What was cut off counts as zero for rattler, even behind a word.
    ['1.2a', '1.2.0', false, true],
    ['1.2.3+cu118', '1.2+cu118', false, true],
  ])('differs: %s begins with %s', (a, b, ours, theirs) => {
    expect(startsWith(version(a), version(b))).toBe(ours);
    expect(judge([[a, b]])[0]?.[1]).toBe(theirs);
  });
});
