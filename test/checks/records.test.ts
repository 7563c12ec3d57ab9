// unreadable-record, duplicate-record and clobbered-file: what is wrong with the records themselves.
import { expect, test } from 'vitest';
import { file, folder, link } from '../support/memory.ts';
import { describeCheck, PIP_DIST, python, report, tree } from '../support/tree.ts';

const A = { 'a-1-0': { a: 'a' } };
const B = 'conda-meta/b-1-0.json';
const withRecord = (content: string) => tree({ packages: A }).with({ [B]: content });

describeCheck('unreadable-record', {
  sound: {
    records: (by) => python(by),
    'that their owner alone may read, as rattler’s': python('rattler').chmod(
      `conda-meta/${PIP_DIST}.json`,
      0o600,
    ),
    'what is no record': tree({ packages: A }).with({
      'conda-meta/history': '==> 2026-01-01 <==',
      'conda-meta/.a-1-0.json': '',
      'conda-meta/state': '{}',
      'conda-meta/pixi': '{',
      'conda-meta/a.json.c~/x': '',
    }),
    'with more in it than is known': tree({ packages: A }).record('a-1-0', (record) => {
      Object.assign(record, { depends: null, link: 'x', url: 5, new: { a: [] } });
      record.paths_data.paths.push(5, {}, { _path: '' });
    }),
  },
  loud: {
    empty: [withRecord(''), [`error ${B}`, { reason: 'is empty' }]],
    'cut off': [
      (by) =>
        python(by).edit(`conda-meta/${PIP_DIST}.json`, (text) => text.slice(0, text.length >> 1)),
      `error conda-meta/${PIP_DIST}.json`,
    ],
    'of NUL bytes': [
      withRecord('\0\0\0'),
      [`error ${B}`, { reason: 'is no JSON: it holds NUL bytes' }],
    ],
    'no JSON': [withRecord('<<<<<<< HEAD'), `error ${B}`],
    'no object': [withRecord('[]'), `error ${B}`],
    'without a name': [
      withRecord('{"version": "1"}'),
      [`error ${B}`, { reason: 'has no usable name' }],
    ],
    'with a name that is no name': [withRecord('{"name": "../b", "version": "1"}'), `error ${B}`],
    'without a version': [
      withRecord('{"name": "b"}'),
      [`error ${B}`, { reason: 'has no usable version' }],
    ],
    'with a path that leads out': [
      withRecord('{"name": "b", "version": "1", "files": ["../../etc/passwd"]}'),
      [`error ${B}`, { reason: 'claims a path outside of the prefix: ../../etc/passwd' }],
    ],
    'a link to nothing': [
      tree({ packages: A }).with({ [B]: link('gone') }),
      [`error ${B}`, { reason: 'cannot be read: it leads nowhere' }],
    ],
    'a folder': [tree({ packages: A }).with({ [B]: folder() }), `error ${B}`],
    'in an archive': [withRecord('').archived(), `error ${B}`],
  },
});

test('unreadable-record: the other records are still checked', async () => {
  const { findings } = await report(
    withRecord('')
      .without('a')
      .with({ b: file('b') }),
  );
  expect(findings.map(({ check, path }) => `${check} ${path}`)).toEqual([
    `unreadable-record ${B}`,
    'missing-file a',
  ]);
});

describeCheck('duplicate-record', {
  sound: {
    'names that start alike': (by) =>
      tree({
        by,
        packages: { 'python-3.9-0': {}, 'python-dateutil-2-0': {}, 'python_abi-3.9-0': {} },
      }),
  },
  quiet: {
    'a second one that cannot be read': tree({ packages: A }).with({ 'conda-meta/a-2-0.json': '' }),
  },
  loud: {
    'two versions': [
      (by) => tree({ by, packages: { ...A, 'a-2-0': { b: 'b' } } }),
      ['error conda-meta/a-2-0.json', { name: 'a', files: ['a-1-0.json', 'a-2-0.json'] }],
    ],
    'two builds, in an archive': [
      tree({ packages: { ...A, 'a-1-1': { b: 'b' } } }).archived(),
      'error conda-meta/a-1-1.json',
    ],
    'three of them': [
      tree({ packages: { ...A, 'a-2-0': {}, 'a-3-0': {} } }),
      ['error conda-meta/a-2-0.json', { files: ['a-1-0.json', 'a-2-0.json', 'a-3-0.json'] }],
    ],
  },
});

describeCheck('clobbered-file', {
  sound: {
    'one owner for each path': (by) => python(by),
    'a path that one record names twice': tree({ packages: A }).record(
      'a-1-0',
      ({ paths_data }) => {
        paths_data.paths.push(paths_data.paths[0]);
      },
    ),
    'folders that packages share': (by) =>
      tree({ by, packages: { 'a-1-0': { 'lib/a': 'a' }, 'b-1-0': { 'lib/b': 'b' } } }),
    'a file of two packages': [
      (by) => tree({ by, packages: { ...A, 'b-1-0': { a: 'of b' } } }),
      ['note a', { packages: ['a-1-0', 'b-1-0'] }],
    ],
  },
  loud: {
    'a link of two packages': [
      (by) => tree({ by, packages: { 'a-1-0': { a: link('b') }, 'b-1-0': { a: link('c') } } }),
      'note a',
    ],
    'a file of three packages, in an archive': [
      tree({ packages: { ...A, 'b-1-0': { a: 'b' }, 'c-1-0': { a: 'c' } } }).archived(),
      ['note a', { packages: ['a-1-0', 'b-1-0', 'c-1-0'] }],
    ],
    'even when nothing is there': [
      tree({ packages: { ...A, 'b-1-0': { a: 'b' } } }).without('a'),
      'note a',
    ],
  },
});
