import { link } from '../support/memory.ts';
import { describeCheck, python, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a': 'a' } };

/** lib/0 → 1 → 2 → … → a: so many links in a row. */
function chain(length: number) {
  const names = Array.from({ length }, (_, n) => [
    `lib/${n}`,
    link(n === length - 1 ? 'a' : `${n + 1}`),
  ]);
  return Object.fromEntries(names);
}

describeCheck('link-loop', {
  sound: {
    'forty links in a row': (by) =>
      tree({ by, packages: { 'b-1-0': { 'lib/a': 'a', ...chain(40) } } }),
    'a cycle of folders': tree({ packages: A }).with({ 'lib/up/again': link('../..') }),
  },
  quiet: { 'links that lead nowhere': tree({ packages: A }).with({ 'lib/b': link('c') }) },
  loud: {
    'to itself': [
      (by) => python(by).with({ 'bin/python': link('python') }),
      ['error bin/python', { target: 'python' }],
    ],
    'to a link that leads back': [
      tree({ packages: A }).with({ 'lib/b': link('c'), 'lib/c': link('../lib/b') }),
      'error lib/b',
      'error lib/c',
    ],
    'a folder of its own': [tree({ packages: A }).with({ 'lib/b': link('b/c') }), 'error lib/b'],
    'more than forty links in a row': [tree({ packages: A }).with(chain(41)), 'error lib/0'],
    'in an archive': [
      tree({ packages: A })
        .with({ 'lib/b': link('b') })
        .archived(),
      'error lib/b',
    ],
  },
});
