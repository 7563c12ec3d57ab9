// unreadable-target and unreadable-folder: what the one who looks may not see.
import { describe, expect, test } from 'vitest';
import { selectChecks } from '../../src/checks.ts';
import type { EnvironmentReport } from '../../src/report.ts';
import { text } from '../../src/reports/text.ts';
import { scopeOf } from '../../src/scopes.ts';
import type { SourceUser } from '../../src/sources.ts';
import type { Level } from '../../src/subject.ts';
import { noProgress } from '../../src/terminal.ts';
import { verify } from '../../src/verify.ts';
import { file, folder, link, program } from '../support/memory.ts';
import { DIALECTS, describeCheck, python, report, SITE, type Tree, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a': 'a', 'lib/sub/b': 'b', 'lib/c': link('a') } };
const secret = { '/secret/a': 'a', '/secret': folder(0o600) };

describeCheck('unreadable-target', {
  sound: {
    'what may be read': (by) => python(by),
    'an archive, which holds what it holds': (by) =>
      tree({ by, packages: A }).chmod('lib/a', 0).archived(),
  },
  quiet: {
    'links to nothing and to themselves': tree({ packages: A }).with({
      b: link('/no/a'),
      c: link('c'),
    }),
    'folders that may not be listed': (by) =>
      tree({ by, packages: A }).with({ 'lib/sub': folder(0) }),
  },
  loud: {
    'a link into a folder that may not be entered': [
      tree({ packages: A }).with({ ...secret, 'bin/a': link('/secret/a') }),
      ['error bin/a', { target: '/secret/a', place: '/secret/a' }],
    ],
    'a cache that may not be entered': [
      (by) => tree({ by, packages: A, links: 'soft' }).with({ '/opt/conda/pkgs': folder(0o600) }),
      ['error lib/a', { target: '/opt/conda/pkgs/a-1-0/lib/a' }],
      // A shipped link: it leads on to the one above.
      'error lib/c',
      'error lib/sub/b',
    ],
    'a recorded file': [
      (by) => tree({ by, packages: A }).chmod('lib/a', 0),
      ['error lib/a', { target: null, place: '/opt/conda/envs/ml/lib/a' }],
    ],
    'what a soft link leads to': [
      (by) =>
        tree({ by, packages: A, links: 'soft' }).with({
          '/opt/conda/pkgs/a-1-0/lib/a': file('a', 0),
        }),
      ['error lib/a', { target: '/opt/conda/pkgs/a-1-0/lib/a' }],
    ],
  },
});

describeCheck('unreadable-folder', {
  sound: {
    'what may be read': (by) => python(by),
    'a cache that is for somebody else': (by) =>
      tree({ by, packages: A }).with({ '/opt/conda/pkgs': folder(0) }),
    'another environment': (by) =>
      tree({ by, packages: A, prefix: '/opt/conda' }).with({
        '/opt/conda/envs/other/conda-meta/history': '',
        '/opt/conda/envs': folder(0o311),
      }),
  },
  quiet: {
    'in an archive': (by) =>
      tree({ by, packages: A })
        .with({ 'lib/sub': folder(0) })
        .archived(),
  },
  loud: {
    'that may be neither listed nor entered': [
      (by) => tree({ by, packages: A }).with({ 'lib/sub': folder(0) }),
      'error lib/sub',
    ],
    'that may be entered only': [
      (by) => tree({ by, packages: A }).with({ lib: folder(0o311) }),
      'error lib',
    ],
    'that may be listed only': [
      (by) => tree({ by, packages: A }).with({ 'lib/sub': folder(0o644) }),
      'error lib/sub',
    ],
    'of nobody': [tree({ packages: A }).with({ mine: folder(0) }), 'error mine'],
  },
});

test('a prefix, its records or one of them: nothing can be said then', async () => {
  const closed = [
    { '/opt/conda/envs/ml': folder(0) },
    { 'conda-meta': folder(0o311) },
    { 'conda-meta/b-1-0.json': file('{}', 0) },
  ];
  for (const one of closed) {
    await expect(report(tree({ packages: A }).with(one))).rejects.toThrow(/may not be read/);
  }
});

test('a folder, at level links, where it is no finding', async () => {
  const one = tree({ packages: A }).with({ 'lib/sub': folder(0) });
  await expect(report(one, null, 'links')).rejects.toThrow(/lib\/sub may not be listed/);
});

// ---------------------------------------------------------------- through the eyes of somebody else

const ROOT: SourceUser = { of: 'process', uid: 0, gid: 0 };
const OWNER: SourceUser = { of: 'process', uid: 1000, gid: 1000 };

/** Everything of these trees is of 1000:1000, unless it says otherwise. */
async function seenBy(
  one: Tree,
  asUser: string | null,
  user: SourceUser | null = OWNER,
  level: Level = 'content',
): Promise<EnvironmentReport> {
  const source = Object.assign(one.source(), { user });
  const target = { name: 'ml', prefix: one.prefix, problem: null };
  const { environments } = await verify([scopeOf(source, [target])], {
    level,
    checks: selectChecks([], []),
    asUser,
    version: '0.0.0',
    signal: new AbortController().signal,
    progress: noProgress,
  });
  const [environment] = environments;
  if (!environment) throw new Error('verify reported on nothing');
  return environment;
}

async function findingsOf(...words: Parameters<typeof seenBy>): Promise<string[]> {
  const environment = await seenBy(...words);
  if (environment.verdict === 'unchecked') throw new Error(environment.error);
  return environment.findings
    .filter(({ check }) => check !== 'foreign-owner')
    .map(({ severity, check, path, facts }) => {
      const count = Number(facts['count'] ?? 1);
      const access = facts['access'] ? ` ${facts['access']}` : '';
      return `${severity} ${check} ${path}${access}${count > 1 ? ` ×${count}` : ''}`;
    });
}

async function commandsOf(...words: Parameters<typeof seenBy>): Promise<string[]> {
  const environment = await seenBy(...words);
  if (environment.verdict === 'unchecked') throw new Error(environment.error);
  return environment.causes.flatMap(({ remedy }) => remedy.commands.map((one) => one.join(' ')));
}

const HOME = '/home/ada/envs/ml';
const atHome = () => tree({ packages: A, prefix: HOME });
const closed = (path: string, mode: number) => ({ [path]: folder(mode) });

describe('a sound environment', () => {
  test.for(DIALECTS)('of %s has nothing for anybody', async (by) => {
    for (const who of ['2000', '2000:1000', 'openshift', '0']) {
      for (const links of ['hard', 'soft', 'copy'] as const) {
        expect(await findingsOf(python(by, { packages: A, links }), who)).not.toContainEqual(
          expect.stringMatching(/unreadable|^(?:error|warning)/),
        );
      }
    }
  });

  test('with records for their owner only, as rattler makes them', async () => {
    const one = python('rattler')
      .with({ 'conda-meta': folder(0o700) })
      .chmod('conda-meta/pip-23.0-0.json', 0o600);
    expect(await findingsOf(one, '2000')).toEqual([]);
  });

  test('with a private folder that no record owns: a note', async () => {
    const one = tree({ packages: A }).with({ 'var/db/data': 'x', 'var/db': folder(0o700) });
    expect(await findingsOf(one, '2000')).toEqual(['note unreadable-folder var/db']);
    expect(await commandsOf(one, '2000')).toEqual([]);
    expect(await findingsOf(one, '1000')).toEqual([]);
  });
});

describe('who', () => {
  const one = tree({ packages: A }).chmod('lib/a', 0o640);
  test.for<[asUser: string | null, user: SourceUser | null, why: unknown, found: number]>([
    [null, OWNER, { uid: 1000, gid: 1000, name: null, why: 'process' }, 0],
    ['2000', OWNER, { uid: 2000, gid: 2000, name: null, why: 'asked' }, 1],
    ['2000:1000', OWNER, { uid: 2000, gid: 1000, name: null, why: 'asked' }, 0],
    ['openshift', OWNER, { uid: 1000660000, gid: 0, name: null, why: 'asked' }, 1],
    ['0', OWNER, { uid: 0, gid: 0, name: null, why: 'asked' }, 0],
    ['2000', ROOT, { uid: 2000, gid: 2000, name: null, why: 'asked' }, 1],
    [null, ROOT, { uid: 1000, gid: 1000, name: null, why: 'owner' }, 0],
    [null, { of: 'image', text: '' }, { uid: 0, gid: 0, name: 'root', why: 'image' }, 0],
    [null, { of: 'image', text: '2000' }, { uid: 2000, gid: 0, name: null, why: 'image' }, 1],
    ['1000', { of: 'image', text: '2000' }, { uid: 1000, gid: 1000, name: null, why: 'asked' }, 0],
    // No container of it starts; who it would be, nobody knows.
    [null, { of: 'image', text: 'nobody-there' }, null, 0],
    [null, null, null, 0],
  ])('asked for %s, read by %j', async ([asUser, user, who, found]) => {
    const environment = await seenBy(one, asUser, user);
    expect(environment).toMatchObject({ user: who });
    expect(await findingsOf(one, asUser, user)).toHaveLength(found);
    expect(await seenBy(one, asUser, user, 'links')).toMatchObject({ user: null, findings: [] });
  });

  test('the owner, from whom somebody took a file', async () => {
    const one = tree({ packages: A }).chmod('lib/a', 0o600).chown('lib/a', 2000);
    expect(await findingsOf(one, null, ROOT)).toEqual(['error unreadable-target lib/a read']);
    expect(await findingsOf(tree({ packages: A }).chmod('lib/a', 0o077), '1000:7')).toEqual([
      'error unreadable-target lib/a read',
    ]);
  });

  test('an archive: nobody, and nothing', async () => {
    const environment = await seenBy(one.archived(), '2000');
    expect(environment).toMatchObject({ user: null, findings: [] });
  });

  test('a name that is not there: said at once', async () => {
    await expect(seenBy(one, 'nobody-there')).rejects.toThrow(/“nobody-there”/);
  });

  test('who may see more than who runs this: unchecked', async () => {
    const one = tree({ packages: A }).with({ 'lib/sub': folder(0o055) });
    for (const level of ['metadata', 'content'] as const) {
      expect(await seenBy(one, '2000', OWNER, level)).toMatchObject({
        verdict: 'unchecked',
        error: '/opt/conda/envs/ml/lib/sub may not be read by who runs this.',
      });
    }
  });

  test('is told in the text, where it is not simply who runs this', async () => {
    const line = async (asUser: string | null, user: SourceUser) => {
      const environment = await seenBy(one, asUser, user);
      const whole = { schema: 1, tool: { name: 'conda-links', version: '0' }, verdict: 'whole' };
      const all = { ...whole, environments: [environment], files: [], images: [] } as const;
      return /permissions .*/.exec(text(all as never, { color: false, width: 100 }))?.[0];
    };
    expect(await line(null, OWNER)).toBeUndefined();
    expect(await line(null, { of: 'image', text: '' })).toBeUndefined();
    expect(await line(null, ROOT)).toBe(
      'permissions judged as the owner of the prefix (1000:1000)',
    );
    expect(await line('openshift', ROOT)).toBe('permissions judged as 1000660000:0');
    expect(await line(null, { of: 'image', text: '7:8' })).toBe(
      'permissions judged as the image’s USER (7:8)',
    );
  });
});

describe('one fact is one finding, and its command mends it', () => {
  test.for<[what: string, one: Tree, found: string[], commands: string[]]>([
    [
      'a home that others may not enter',
      atHome().with(closed('/home/ada', 0o700)),
      ['error unreadable-folder '],
      ['chmod a+x /home/ada'],
    ],
    [
      'two folders above, and the prefix itself',
      atHome().with({
        '/home/ada': folder(0o700),
        '/home/ada/envs': folder(0o700),
        [HOME]: folder(0o700),
      }),
      ['error unreadable-folder ', 'error unreadable-folder '],
      ['chmod a+x /home/ada /home/ada/envs', `chmod -R a+rX ${HOME}`],
    ],
    [
      'the prefix: nothing of what lies in it',
      atHome()
        .with({ [HOME]: folder(0o700), lib: folder(0o700) })
        .chmod('lib/a', 0o600),
      ['error unreadable-folder '],
      [`chmod -R a+rX ${HOME}`],
    ],
    [
      'a folder that may not be entered, and what lies in it',
      atHome()
        .with({ 'lib/sub': folder(0o700) })
        .chmod('lib/sub/b', 0o600),
      ['error unreadable-folder lib/sub'],
      [`chmod -R a+rX ${HOME}/lib/sub`],
    ],
    [
      'a folder that may be entered but not listed; a file in it that may not be read is one more',
      atHome()
        .with({ 'lib/sub': folder(0o711) })
        .chmod('lib/sub/b', 0o600),
      ['error unreadable-folder lib/sub', 'error unreadable-target lib/sub/b read'],
      [`chmod -R a+rX ${HOME}/lib/sub`],
    ],
    [
      'what pip installed with a strict umask',
      atHome().with({ [`${SITE}/own/x.py`]: 'x', [`${SITE}/own`]: folder(0o700) }),
      [`warning unreadable-folder ${SITE}/own`],
      [`chmod -R a+rX ${HOME}/${SITE}/own`],
    ],
    [
      'a program that only its owner may execute',
      tree({ packages: { 'a-1-0': { 'bin/a': program('#!/bin/sh\n') } } }).chmod('bin/a', 0o744),
      ['error unreadable-target bin/a execute'],
      ['chmod -R a+rX /opt/conda/envs/ml/bin/a'],
    ],
    [
      'a cache that may not be entered, of a soft-linked environment',
      tree({ packages: A, links: 'soft' }).with(closed('/opt/conda/pkgs', 0o700)),
      ['error unreadable-target lib/a enter ×3'],
      ['chmod -R a+rX /opt/conda/pkgs'],
    ],
    [
      'the same, of a base environment, in which the cache lies',
      tree({ packages: A, links: 'soft', prefix: '/opt/conda' }).with(
        closed('/opt/conda/pkgs', 0o700),
      ),
      ['error unreadable-target lib/a enter ×3'],
      ['chmod -R a+rX /opt/conda/pkgs'],
    ],
    [
      'a file in the cache, and the links to it',
      tree({ packages: A, links: 'soft' }).with({
        '/opt/conda/pkgs/a-1-0/lib/a': file('a', 0o600),
      }),
      ['error unreadable-target lib/a read ×2'],
      ['chmod -R a+rX /opt/conda/pkgs'],
    ],
    [
      'links into a private folder elsewhere',
      tree({ packages: A }).with({
        ...{ '/secret': folder(0o700), '/secret/a': 'a', '/secret/b': 'b' },
        ...{ 'share/a': link('/secret/a'), 'share/b': link('/secret/b') },
      }),
      ['warning unreadable-target share/a enter ×2'],
      ['chmod a+x /secret'],
    ],
    [
      'a link to a file of somebody else',
      tree({ packages: A }).with({
        '/etc/ca.pem': file('a', 0o600),
        'bin/ca': link('/etc/ca.pem'),
      }),
      ['error unreadable-target bin/ca read'],
      ['chmod a+rX /etc/ca.pem'],
    ],
    [
      'absolute links into the own prefix, behind the same closed home',
      atHome().with({ '/home/ada': folder(0o700), 'share/a': link(`${HOME}/lib/a`) }),
      ['note absolute-link share/a', 'error unreadable-folder '],
      ['chmod a+x /home/ada'],
    ],
  ])('%s', async ([, one, found, commands]) => {
    const unreadable = (await findingsOf(one, '2000')).filter((line) =>
      line.includes('unreadable'),
    );
    expect(unreadable.sort()).toEqual(found.filter((line) => line.includes('unreadable')).sort());
    expect(await commandsOf(one, '2000')).toEqual(commands);
  });

  test('more than a few places: the prefix', async () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`lib/${at}`, `${at}`]));
    let one = tree({ packages: { 'a-1-0': files } });
    for (const path of Object.keys(files)) one = one.chmod(path, 0o600);
    expect(await findingsOf(one, '2000')).toHaveLength(9);
    expect(await commandsOf(one, '2000')).toEqual(['chmod -R a+rX /opt/conda/envs/ml']);
  });

  test('the message shows who, what and whose', async () => {
    const one = atHome().with(closed('/home/ada', 0o700)).chmod('lib/a', 0o640);
    expect(await seenBy(one, '2000')).toMatchObject({
      findings: [
        {
          message:
            '/home/ada, on the way to it, may not be entered by UID 2000 (mode 0700, owner 1000:1000)',
        },
        { message: 'lib/a may not be read by UID 2000 (mode 0640, owner 1000:1000)' },
      ],
    });
  });
});

test('a program that who runs this may read and not execute', async () => {
  const one = tree({ packages: { 'a-1-0': { 'bin/a': program('#!/bin/sh\n') } } });
  // Its owner has the bits of the owner only.
  expect(await findingsOf(one.chmod('bin/a', 0o655), null)).toEqual([
    'error unreadable-target bin/a execute',
  ]);
  expect(await commandsOf(one.chmod('bin/a', 0o655), null)).toEqual([
    'chmod -R a+rX /opt/conda/envs/ml/bin/a',
  ]);
});
