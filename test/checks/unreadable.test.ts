// unreadable-target and unreadable-folder: what the one who looks may not see.
import { expect, test } from 'vitest';
import { file, folder, link } from '../support/memory.ts';
import { describeCheck, python, report, tree } from '../support/tree.ts';

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
