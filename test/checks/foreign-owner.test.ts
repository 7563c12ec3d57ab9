import { file } from '../support/memory.ts';
import { describeCheck, python, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a': 'a', 'lib/b': 'b', 'lib/c': 'c' } };

describeCheck('foreign-owner', {
  sound: {
    'all of one user': (by) => python(by),
    'what no package owns': (by) =>
      python(by).with({ 'var/log': { ...file('log'), uid: 0 } as never }),
    'some files of somebody else': [
      (by) => tree({ by, packages: A }).chown('lib/b', 33).chown('lib/c', 44),
      ['note lib/b', { other: 33, owner: 1000, count: 2 }],
    ],
  },
  loud: {
    'one file of another user': [
      (by) => tree({ by, packages: A }).chown('lib/c', 33),
      ['note lib/c', { other: 33, owner: 1000, count: 1 }],
    ],
    'in an archive': [(by) => tree({ by, packages: A }).chown('lib/a', 1).archived(), 'note lib/a'],
  },
});
