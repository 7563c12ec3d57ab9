import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Acceptances, type Candidate, hintOn } from '../src/accepted.ts';
import { isPrintable } from '../src/bytes.ts';
import { ExpectedError } from '../src/errors.ts';
import { parseInputs } from '../src/inputs.ts';
import { hasStars, patternFor, patternOf } from '../src/path-pattern.ts';
import { blaming, readSettings, type Settings, settled, withoutUseless } from '../src/settings.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { temporaryFolder } from './support/runner.ts';
import { hasher } from './support/verifying.ts';

const source = new DirectorySource(hasher);

async function settingsOf(text: string | Buffer): Promise<Settings> {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, '.conda-links.yml'), text);
  return await readSettings(source, folder.path);
}

async function complaintOn(text: string | Buffer): Promise<string> {
  const error = await settingsOf(text).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ExpectedError);
  const { message, advice } = error as ExpectedError;
  return `${message} ${advice}`;
}

const NOTHING = { options: new Map(), accept: [], smoke: [] };

describe('what smoke runs', () => {
  test.each([
    ['', []],
    ['# nothing\n', []],
    ['smoke: []\n', []],
    ['smoke:\n', []],
    ['smoke: [python -V]\n', [{ run: 'python -V', code: 0, output: null }]],
    [
      'smoke:\n  - run: ml --nope\n    code: 2\n  - run: gdalinfo --formats\n    output: GTiff\n',
      [
        { run: 'ml --nope', code: 2, output: null },
        { run: 'gdalinfo --formats', code: 0, output: 'GTiff' },
      ],
    ],
  ])('%j', async (text, smoke) => {
    expect(await settingsOf(text)).toEqual({ ...NOTHING, smoke });
  });

  test('a file that is not there', async () => {
    await using folder = await temporaryFolder();
    expect(await readSettings(source, folder.path)).toEqual(NOTHING);
  });

  test.each([
    ['smok: []\n', '.conda-links.yml:1: there is no “smok” in the settings. Did you mean smoke?'],
    [
      'smoke:\n  - run: x\n    outputs: y\n',
      ':3: there is no “outputs” in an entry of smoke. Did you mean',
    ],
    ['smoke: x\n', ':1: smoke is no list. There are: smoke, a list of commands'],
    ['smoke:\n- code: 1\n', ':2: an entry of smoke has no run. There are'],
    ['smoke: [{run: x, code: 300}]\n', '“300” is no exit code. There are: 0 to 255.'],
    ['smoke: [{run: x, code: -1}]\n', '“-1” is no exit code'],
    ['smoke: [{run: "", code: 3}]\n', 'run has to be a text.'],
    ['smoke: [[x]]\n', 'smoke has to be a text.'],
    ['smoke:\n-\n', 'smoke has an empty entry.'],
  ])('refuses %j', async (text, words) => {
    expect(await complaintOn(text)).toContain(words);
  });
});

describe('options in the file', () => {
  const FILE = [
    'fail-on: warning',
    'level: links',
    'skip: [leftover, unpinned-pip]',
    'check: unpinned-python',
    'as-user: 1000',
    'environments:',
    '  - /srv/my env',
    '  - docker:ml:latest',
    'platform: linux/arm64',
    'cache: true',
  ].join('\n');

  test('stand below what is given, and above what is usual', async () => {
    const settings = await settingsOf(FILE);
    const of = (given: Parameters<typeof settled>[1]) =>
      parseInputs(settled('verify', given, settings));
    expect(of({})).toMatchObject({
      failOn: 'warning',
      level: 'links',
      skip: ['leftover'],
      asUser: '1000',
      environments: ['/srv/my env', 'docker:ml:latest'],
      platform: 'linux/arm64',
      isCacheWanted: true,
    });
    // As the command line gives it, and as the action gives it.
    expect(of({ level: 'content', environments: [] })).toMatchObject({
      failOn: 'warning',
      level: 'content',
      environments: ['/srv/my env', 'docker:ml:latest'],
    });
    expect(of({ failOn: '', level: 'metadata', environments: 'a b' })).toMatchObject({
      failOn: 'warning',
      level: 'metadata',
      environments: ['a', 'b'],
    });
  });

  test('check and skip are for checks in verify, and for rules in lint', async () => {
    const settings = await settingsOf(FILE);
    expect(settled('verify', {}, settings)).toMatchObject({ skip: ['leftover'], check: [] });
    expect(settled('lint', {}, settings)).toMatchObject({
      skip: ['unpinned-pip'],
      check: ['unpinned-python'],
    });
    expect(settled('lint', {}, settings)).not.toHaveProperty('level');
  });

  test('that a run has no use for are left out, where nobody gave them', async () => {
    const settings = await settingsOf('prefix: /srv\nplatform: linux/arm64\nas-user: 1000\n');
    const of = (given: Parameters<typeof settled>[1]) => {
      const { prefix, platform, asUser } = withoutUseless(
        parseInputs(settled('verify', given, settings)),
        given,
      );
      return { prefix, platform, asUser };
    };
    const none = { prefix: null, platform: null, asUser: null };
    expect(of({ environments: ['ml'] })).toEqual({ ...none, asUser: '1000' });
    expect(of({ environments: ['ml'], level: 'links' })).toEqual(none);
    expect(of({ environments: ['tar:a.tar'] })).toEqual({ ...none, prefix: '/srv' });
    expect(of({ environments: ['docker:a'] })).toEqual({
      ...none,
      platform: 'linux/arm64',
      asUser: '1000',
    });
    expect(of({ environments: ['ml'], platform: 'linux/amd64' })).toEqual({
      ...none,
      platform: 'linux/amd64',
      asUser: '1000',
    });
  });

  test('of which a later reader complains have their place', async () => {
    const settings = await settingsOf('\nplatform: nonsense\n');
    const { BadInput } = await import('../src/errors.ts');
    const error = new BadInput('platform: “nonsense” is none.', 'Like linux/arm64.');
    expect(blaming(error, {}, settings)).toMatchObject({
      message: '.conda-links.yml:2: platform: “nonsense” is none.',
      advice: 'Like linux/arm64.',
    });
    expect(blaming(error, { platform: 'nonsense' }, settings)).toBe(error);
  });

  test('a number is the text that it is written as', async () => {
    const { options } = await settingsOf('platform: 3.10\nas-user: 0x10\n');
    expect(options.get('platform')?.value).toBe('3.10');
    expect(options.get('as-user')).toEqual({ value: '0x10', place: '.conda-links.yml:2' });
  });

  test.each([
    ['failon: error\n', ':1: there is no “failon” in the settings. Did you mean fail-on?'],
    ['\n\nfail_on: error\n', ':3: there is no “fail_on” in the settings. Did you mean fail-on?'],
    ['fail-on: warnings\n', ':1: fail-on: there is no “warnings”. Did you mean warning?'],
    [
      'skip:\n  - leftover\n  - leftovr\n',
      ':3: skip: there is no “leftovr”. Did you mean leftover?',
    ],
    ['level: [links]\n', ':1: level has to be a text.'],
    ['level:\n', ':1: level has to be a text.'],
    ['cache: maybe\n', ':1: cache: there is no “maybe”. It can be: true, false.'],
    [
      'format: json\n',
      ':1: there is no “format” in the settings. It is for the command line only.',
    ],
    ['level: links\nlevel: content\n', ':2: “level” stands there twice. Make them one.'],
    ['__proto__: {}\n', ':1: there is no “__proto__” in the settings. There are:'],
    ['constructor: x\n', ':1: there is no “constructor” in the settings. There are:'],
    ['? [a]\n: b\n', ':1: what stands here is no key of the settings.'],
    ['<<: {level: links}\n', ':1: what stands here is no key of the settings.'],
    ['- a\n', ':1: the settings: this has to be a mapping. It has keys: environments,'],
    ['smoke: [\n', ':2: this is no YAML: '],
    ['level: links\n---\nlevel: links\n', ':2: this is no YAML: '],
    [`smoke: ${'['.repeat(500)}`, '.conda-links.yml is nested too deeply.'],
    [`${'- '.repeat(5000)}x`, '.conda-links.yml is nested too deeply.'],
    ['smoke: &a [*a]\n', ':1: an alias (*) is not followed here. Write out'],
    ['smoke: &a [x]\nskip: *a\n', ':2: an alias (*) is not followed here.'],
    ['level: "\\e[31m\\n::error::x"\n', ':1: level: there is no “\\x1b[31m\\x0a::error::x”.'],
    ['"\\e[31m": x\n', ':1: what stands here is no key of the settings.'],
  ])('refuses %j', async (text, words) => {
    const told = await complaintOn(text);
    expect(told).toContain(words);
  });

  test('a bomb of aliases, and many keys, are refused at once', async () => {
    const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [${'*a,'.repeat(9)}]`).join('\n')}`;
    expect(await complaintOn(bomb)).toContain(':1: there is no “a” in the settings.');
    const keys = Array.from({ length: 50_000 }, (_, at) => `k${at}: 1`).join('\n');
    expect(await complaintOn(`level: links\n${keys}\n`)).toContain(':2: there is no “k0” in');
  });

  test('what is no text file is refused', async () => {
    expect(await complaintOn(Buffer.alloc((512 << 10) + 1, ' '))).toContain(
      'is larger than 512 KiB',
    );
    expect(await complaintOn(Buffer.from([0xff, 0xfe, 0x00]))).toContain('.conda-links.yml:1: ');
    await using folder = await temporaryFolder();
    const refused = (name: string) => readSettings(source, folder.path, name);
    mkdirSync(join(folder.path, 'folder'));
    spawnSync('mkfifo', [join(folder.path, 'fifo')]);
    await expect(refused('folder')).rejects.toThrow('folder is a folder.');
    await expect(refused('fifo')).rejects.toThrow('fifo cannot be read.');
    await expect(refused('gone.yml')).rejects.toThrow('There is no gone.yml.');
  });
});

describe('accepted findings', () => {
  const FULL = [
    'accept:',
    '  - check: dangling-link',
    '    path: lib/old/**',
    '    package: old',
    '    environment: ml',
    '    reason: |',
    '      known since',
    '      ever',
    '    until: 2027-01-31',
  ].join('\n');
  const ONE: Candidate = {
    check: 'dangling-link',
    path: 'lib/old/x.so',
    package: 'old',
    environments: ['ml', '/opt/ml'],
  };
  const on = (day: string) => new Date(`${day}Z`);

  test('are read with their line', async () => {
    const { accept } = await settingsOf(FULL);
    expect(accept).toEqual([
      {
        check: 'dangling-link',
        path: 'lib/old/**',
        package: 'old',
        environment: 'ml',
        reason: 'known since ever',
        until: '2027-01-31',
        place: '.conda-links.yml:2',
      },
    ]);
  });

  test.each<[string, Partial<Candidate>, string | null]>([
    ['itself', {}, 'known since ever'],
    ['by the prefix no less than by the name', { environments: ['x', 'ml'] }, 'known since ever'],
    ['another check', { check: 'missing-file' }, null],
    ['another path', { path: 'lib/new/x.so' }, null],
    ['another package', { package: 'new' }, null],
    ['no package', { package: null }, null],
    ['another environment', { environments: ['web', '/opt/web'] }, null],
    ['a file of wishes', { environments: [] }, null],
  ])('%s', async (_, fields, reason) => {
    const { accept } = await settingsOf(FULL);
    const all = new Acceptances(accept, on('2026-06-01T00:00:00'));
    expect(all.reasonFor({ ...ONE, ...fields })).toBe(reason);
  });

  test('until the end of a day in UTC; then they count again, and the report says so', async () => {
    const { accept } = await settingsOf(FULL);
    const last = new Acceptances(accept, on('2027-01-31T23:59:59'));
    expect(last.reasonFor(ONE)).toBe('known since ever');
    expect(last.remarks()).toEqual([]);
    const over = new Acceptances(accept, on('2027-02-01T00:00:00'));
    expect(over.reasonFor(ONE)).toBeNull();
    expect(over.reasonFor({ ...ONE, path: 'lib/old/y' })).toBeNull();
    expect(over.remarks()).toEqual([
      '.conda-links.yml:2: accepted until 2027-01-31, which is over (known since ever): 2 findings count again (dangling-link)',
    ]);
  });

  test('an entry that is over takes nothing from one that is not', async () => {
    const { accept } = await settingsOf(
      'accept:\n- {check: leftover, reason: a, until: 2020-01-01}\n- {check: leftover, reason: b}\n',
    );
    const all = new Acceptances(accept, on('2026-01-01T00:00:00'));
    expect(all.reasonFor({ ...ONE, check: 'leftover' })).toBe('b');
    expect(all.remarks()).toEqual([]);
  });

  test('that match nothing are told, where they could have matched', async () => {
    const { accept } = await settingsOf(
      [
        'accept:',
        '- {check: leftover, reason: a}',
        '- {check: dangling-link, environment: ml, reason: b}',
        '- {check: dangling-link, environment: web, reason: c}',
        '- {check: missing-file, path: x, reason: d}',
      ].join('\n'),
    );
    const all = new Acceptances(accept, on('2026-01-01T00:00:00'));
    all.reasonFor({ ...ONE, check: 'leftover' });
    const stale = all.stale([{ id: 'leftover' }, { id: 'dangling-link' }], [['ml', '/opt/ml']]);
    expect(stale.map(({ reason }) => reason)).toEqual(['b']);
    expect(hintOn(stale)).toBe(
      'conda-links: accepted, and not found this time: .conda-links.yml:3 (dangling-link). What is mended can be taken out.\n',
    );
    expect(hintOn([])).toBe('');
  });

  test('a reason is one line that cannot speak to anybody', async () => {
    const { accept } = await settingsOf(
      'accept: [{check: leftover, reason: "\\e[31m\\n##[error]x https://u:p@h/t/T/c"}]\n',
    );
    const [{ reason } = { reason: '' }] = accept;
    expect(isPrintable(reason)).toBe(true);
    expect(reason).toBe('\\x1b[31m #\\x23[error]x https://***@h/t/***/c');
  });

  test.each([
    ['- check: leftover', ':2: an entry of accept has no reason. Say why'],
    ['- check: leftover\n  reason: "  "', ':2: an entry of accept has no reason.'],
    ['- check: leftover\n  reason:', ':3: reason has to be a text.'],
    ['- reason: x', ':2: an entry of accept has no check. An entry has: check and reason'],
    [
      '- check: leftovers\n  reason: x',
      ':2: check: there is no “leftovers”. Did you mean leftover?',
    ],
    [
      '- check: leftover\n  reason: x\n  until: 31.1.2027',
      ':4: until: “31.1.2027” is no day. It is',
    ],
    ['- check: leftover\n  reason: x\n  until: 2027-02-30', ':4: until: “2027-02-30” is no day.'],
    ['- check: leftover\n  reason: x\n  until: 2027-1-1', ':4: until: “2027-1-1” is no day.'],
    [
      '- check: leftover\n  reason: x\n  untill: 2027-01-01',
      'there is no “untill” in an entry of accept. Did you mean until?',
    ],
    ['- check: leftover\n  reason: x\n  path: [a]', ':4: path has to be a text.'],
    ['- leftover', ':2: an entry of accept: this has to be a mapping.'],
    [
      `- check: leftover\n  reason: ${'x'.repeat(501)}`,
      ':3: a reason is longer than 500 characters.',
    ],
    [`- check: leftover\n  reason: x\n  path: ${'x'.repeat(4097)}`, ':4: a path is longer than'],
  ])('refuses %j', async (entry, words) => {
    expect(await complaintOn(`accept:\n${entry}\n`)).toContain(words);
  });
});

describe('patterns of paths', () => {
  test.each<[string, string[], string[]]>([
    ['lib/a.so', ['lib/a.so'], ['lib/a.so.1', 'lib/a', 'xlib/a.so', 'lib/aXso', 'lib/a.so/x']],
    ['', [''], ['a']],
    ['lib/*.so', ['lib/a.so', 'lib/.so'], ['lib/a/b.so', 'lib/a.so.1', 'a.so']],
    ['*', ['a', ''], ['a/b']],
    ['**', ['a', 'a/b', ''], []],
    ['lib/**', ['lib/a', 'lib/a/b'], ['lib', 'libx/a']],
    ['lib/**/a', ['lib/a', 'lib/x/a', 'lib/x/y/a'], ['lib/xa', 'liba', 'lib/x/ab']],
    ['**/a', ['a', 'x/a', 'x/y/a'], ['xa', 'x/ya']],
    ['**/*.pyc', ['a.pyc', 'x/a.pyc'], ['x/a.py']],
    ['a**b', ['ab', 'a/b', 'axb'], ['a/c']],
    ['***', ['a/b'], []],
    ['bin/[', ['bin/['], ['bin/x']],
    ['bin/[ab]?', ['bin/[ab]?'], ['bin/a', 'bin/ax']],
    ['lib/\\xff*', ['lib/\\xff', 'lib/\\xffa'], ['lib/xff']],
    ['a[*]b', ['a*b'], ['a[*]b', 'axb']],
    ['a[*]*', ['a*', 'a*b'], ['ab']],
    ['[[*]]', ['[*]'], ['*', '[[*]]']],
    ['{a,b}', ['{a,b}'], ['a']],
    ['!a', ['!a'], ['b']],
    ['🐍*', ['🐍', '🐍x'], ['x']],
  ])('%s', (pattern, yes, no) => {
    const isAt = patternOf(pattern);
    expect(yes.filter((path) => !isAt(path))).toEqual([]);
    expect(no.filter(isAt)).toEqual([]);
  });

  const path = fc.string({ unit: fc.constantFrom('a', '/', '*', '[', ']', '\\', '?', '.') });

  test('the pattern of a path is of that path and no other', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(hasStars(patternFor(one))).toBe(false);
        expect(patternOf(patternFor(one))(one)).toBe(true);
        expect(patternOf(patternFor(one))(other)).toBe(one === other);
      }),
    );
  });

  test('are what a plain regular expression says of them', () => {
    const pattern = fc
      .array(fc.constantFrom('a', '/', 'b', '*', '**', '**/', '/**/', '.'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        const source = one.replace(/(?<![^/])\*\*\/|\*\*+|\*|\./g, (part) =>
          part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part === '.' ? '\\.' : '.*',
        );
        expect(patternOf(one)(other)).toBe(new RegExp(`^${source}$`).test(other));
      }),
      { numRuns: 2000 },
    );
  });

  test('that would never end elsewhere', () => {
    expect(patternOf(`${'*a'.repeat(500)}b`)('a'.repeat(2000))).toBe(false);
    expect(patternOf(`${'**/a'.repeat(500)}b`)('a/'.repeat(1000))).toBe(false);
    expect(patternOf('**/'.repeat(1300))('a/'.repeat(1000))).toBe(true);
  });
});
