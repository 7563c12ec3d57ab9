import { file, link } from '../support/memory.ts';
import { describeCheck, python, SITE, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a.py': 'a', 'lib/b.py': 'b', 'share/a.c~': 'shipped so' } };

describeCheck('leftover', {
  sound: {
    'nothing put aside': (by) => python(by),
    'recorded names that look like it': (by) => tree({ by, packages: A }),
    'the backups of an editor, of files that nobody recorded': (by) =>
      python(by).with({ 'src/main.c~': 'old', 'share/mine.partial': 'half', '.c~': '' }),
    'hidden files of others': (by) =>
      python(by).with({ '.nonadmin': '', '.messages.txt': '', '.gitignore': '*', '.trashed': '' }),
    'a link to a folder, which conda never removes': (by) =>
      python(by).with({ 'lib/terminfo.c~': link('../share/terminfo') }),
    'a folder for transactions with nothing in it': (by) =>
      python(by).with({ '.condatmp': { kind: 'directory', mode: 0o755 } }),
  },
  quiet: {
    'records that are put aside, of packages without another': [
      (by) => tree({ by, packages: A }).with({ 'conda-meta/b-1-0.json.c~': '{}' }),
    ],
  },
  loud: {
    'what conda put aside, package by package': [
      (by) =>
        python(by, { packages: A }).with({
          'lib/a.py.c~': 'a',
          'lib/b.py.c~': 'b',
          [`${SITE}/pip/__init__.py.c~`]: 'pip',
        }),
      ['warning lib/a.py.c~', { count: 2 }],
      [`warning ${SITE}/pip/__init__.py.c~`, { count: 1 }],
    ],
    'what conda could not remove': [
      tree({ packages: A }).with({
        'lib/a.py.conda_trash': 'a',
        'lib/b.py.conda_trash_1': 'b',
      }),
      ['warning lib/a.py.conda_trash', { count: 2 }],
    ],
    'what mamba could not remove, and what a download left': [
      tree({ packages: A }).with({
        'lib/a.py.mamba_trash': 'a',
        'lib/b.py.1.mamba_trash': 'b',
        'share/a.c~.partial': 'c',
      }),
      ['warning lib/a.py.mamba_trash', { count: 3 }],
    ],
    'the folders of transactions': [
      (by) =>
        python(by).with({
          '.condatmp/1/a': 'a',
          '.condatmp/1/b': 'b',
          '.trash/0123.trash': 'c',
          'conda-meta/.trash/x': 'd',
        }),
      ['warning .condatmp/1/a', { count: 2 }],
      ['warning .trash/0123.trash', { count: 1 }],
      ['warning conda-meta/.trash/x', { count: 1 }],
    ],
    'a record whose successor is there': [
      (by) => tree({ by, packages: A }).with({ 'conda-meta/a-1-0.json.c~': file('{}') }),
      'warning conda-meta/a-1-0.json.c~',
    ],
    'a record of an older version of what is recorded': [
      (by) => tree({ by, packages: A }).with({ 'conda-meta/a-0-0.json.c~': file('{}') }),
      'warning conda-meta/a-0-0.json.c~',
    ],
    'in an archive': [
      tree({ packages: A }).with({ 'lib/a.py.c~': 'a' }).archived(),
      'warning lib/a.py.c~',
    ],
  },
});
