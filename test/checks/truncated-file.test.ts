import { link, program } from '../support/memory.ts';
import { describeCheck, python, SITE, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a.py': 'print("a")\n', 'lib/a.pyc': 'compiled' } };
const half = (text: string) => text.slice(0, text.length >> 1);
const CLASH = { 'a-1-0': { both: 'short' }, 'b-1-0': { both: 'much longer' } };
const SYSCONFIG = 'lib/python3.9/_sysconfigdata.py';
const SCRIPT = { 'bin/.font-post-link.sh': program('#!/bin/sh\n') };

describeCheck('truncated-file', {
  sound: {
    'patched text, shorter than in the package': (by) => python(by),
    'through soft links': (by) => python(by, { links: 'soft' }),
    'links, whose size is that of a folder or target': (by) => python(by, { cache: false }),
    'what two packages bring, as either has it': (by) =>
      tree({ by, packages: CLASH }).with({ both: 'short' }),
    'compiled Python': [(by) => tree({ by, packages: A }).edit('lib/a.pyc', half)],
    'a record without sizes': tree({ packages: A }).record('a-1-0', (record) => {
      for (const entry of record.paths_data.paths) delete entry.size_in_bytes;
    }),
    'products of post-link scripts': [
      (by) =>
        tree({ by, packages: { 'font-1-0': { 'fonts.dir': 'as built' } } }).edit('fonts.dir', half),
      'note fonts.dir',
    ],
  },
  quiet: {
    'patched text of conda’s, whose size says nothing': python('conda').edit(SYSCONFIG, half),
    'files that are longer': (by) =>
      tree({ by, packages: A }).edit('lib/a.py', (text) => text + text),
    'files that are gone, or something else': (by) =>
      tree({ by, packages: A }).without('lib/a.py').with({ 'lib/a.py/b': '' }),
    'copies in place of links': (by) => python(by).with({ 'lib/libpython3.9.so': '' }),
    'files of a package that pip replaced': (by) =>
      python(by)
        .edit(`${SITE}/pip/__init__.py`, half)
        .with({ [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'cut in half': [
      (by) => tree({ by, packages: A }).edit('lib/a.py', half),
      ['error lib/a.py', { size: 5, expected: 11 }],
    ],
    'empty, in an archive': [
      (by) =>
        tree({ by, packages: A })
          .edit('lib/a.py', () => '')
          .archived(),
      ['error lib/a.py', { size: 0, expected: 11 }],
    ],
    'a file of a noarch package': [
      (by) => python(by).edit(`${SITE}/pip/__main__.py`, half),
      `error ${SITE}/pip/__main__.py`,
    ],
    'through a soft link into the cache': [
      (by) => tree({ by, packages: A, links: 'soft' }).edit('/opt/conda/pkgs/a-1-0/lib/a.py', half),
      'error lib/a.py',
    ],
    'replaced by a link to a shorter file': [
      (by) => tree({ by, packages: A }).with({ 'lib/a.py': link('b.py'), 'lib/b.py': '' }),
      'error lib/a.py',
    ],
    'a program that conda copied for its soft links': [
      python('conda', {
        links: 'soft',
        packages: { 'b-1-0': { 'bin/b': program('a program') } },
      }).edit('bin/b', half),
      'error bin/b',
    ],
    'a patched binary of conda’s': [
      python('conda').edit('bin/python3.9', half),
      'error bin/python3.9',
    ],
    'patched text of rattler’s': [python('rattler').edit(SYSCONFIG, half), `error ${SYSCONFIG}`],
    'a script of conda’s making': [python('conda').edit('bin/pip', half), 'error bin/pip'],
    'shorter than both packages have it': [
      (by) => tree({ by, packages: CLASH }).with({ both: '' }),
      'error both',
    ],
    'of a package with a post-link script': [
      (by) =>
        tree({ by, packages: { 'font-1-0': { 'share/font': 'as built', ...SCRIPT } } }).edit(
          'share/font',
          half,
        ),
      'warning share/font',
    ],
  },
});
