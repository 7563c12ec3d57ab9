import { link, program } from '../support/memory.ts';
import {
  describeCheck,
  type Expected,
  PIP_DIST,
  PLACEHOLDER,
  PREFIX,
  patched,
  python,
  SITE,
  tree,
} from '../support/tree.ts';

const OLD = '/old/conda/envs/ml';
const old = { prefix: OLD };
const moved = { prefix: '/new/conda/envs/ml', installedAs: OLD };
const TEXT = { 'a-1-0': { 'etc/a.conf': `home = ${PLACEHOLDER}/share\n`, 'lib/a': 'a' } };
/** What python() has installed for another prefix. */
const everyPatchedFile = (prefix: string): [Expected, ...Expected[]] => [
  ['error bin/2to3-3.9', { prefix }],
  ['error bin/pip', { prefix }],
  ['error bin/python3.9', { prefix }],
  ['error lib/python3.9/_sysconfigdata.py', { prefix }],
];

describeCheck('stale-prefix', {
  sound: {
    'its own prefix': (by) => python(by),
    'its own prefix, by a path that is a link': (by) =>
      python(by, moved).with({ '/old/conda': link('/new/conda') }),
    'asked for by a path that is a link': (by) =>
      python(by)
        .with({ '/home/me': link('/opt') })
        .named('/home/me/conda/envs/ml'),
    'a path so long that it does not stand in `#!` lines': (by) =>
      python(by, { prefix: `/${'long/'.repeat(30)}ml` }),
    'another prefix in what was never patched': (by) =>
      tree({ by, packages: { 'a-1-0': { 'etc/a.conf': `home = ${OLD}/share\n`, 'lib/a': 'a' } } }),
    'its own prefix and another one that its package names': (by) =>
      tree({
        by,
        packages: { 'a-1-0': { 'etc/a.conf': `${PLACEHOLDER}/lib:${OLD}/lib\n`, 'lib/a': 'a' } },
      }),
  },
  quiet: {
    'patched files that were edited': (by) =>
      tree({ by, packages: TEXT }).edit('etc/a.conf', () => 'home = elsewhere\n'),
    'another prefix that was written in since': tree({ packages: TEXT }).edit(
      'etc/a.conf',
      (text) => `${text.replaceAll(PREFIX, OLD)}and more\n`,
    ),
    'scripts that pip made': (by) =>
      python(by).with({ 'bin/mine': program(`#!${OLD}/bin/python\n`) }),
    'of a package that pip replaced': (by) =>
      python(by, {
        packages: {
          [PIP_DIST]: {
            [`${SITE}/pip-23.dist-info/METADATA`]: '',
            'bin/pip': program(`#!${PLACEHOLDER}/bin/python\n`),
          },
        },
      })
        .edit('bin/pip', (text) => text.replaceAll(PREFIX, OLD))
        .with({ [`${SITE}/pip-24.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'the whole installation has moved': [(by) => python(by, moved), ...everyPatchedFile(OLD)],
    'the environment has moved within its installation': [
      (by) => python(by, { prefix: '/old/conda/envs/ml2', installedAs: OLD }),
      ...everyPatchedFile(OLD),
    ],
    'the installation has moved from a place whose name starts alike': [
      (by) => python(by, { prefix: '/opt/miniconda', installedAs: '/opt/miniconda3' }),
      ...everyPatchedFile('/opt/miniconda3'),
    ],
    'a copy, while the old place is still there': [
      (by) => python(by, moved).with({ [`${OLD}/bin/python3.9`]: program('python') }),
      ...everyPatchedFile(OLD),
    ],
    'from a path so long that it does not stand in `#!` lines': [
      python('conda', { prefix: '/new/ml', installedAs: `/${'long/'.repeat(30)}ml` }),
      'error bin/pip',
      'error bin/python3.9',
      'error lib/python3.9/_sysconfigdata.py',
    ],
    'one file of another environment': [
      tree({ packages: TEXT }).with({
        'etc/a.conf': patched(`home = ${PLACEHOLDER}/share\n`, OLD).toString(),
      }),
      ['error etc/a.conf', old],
    ],
    'a file as it is in the package': [
      tree({ packages: TEXT }).with({ 'etc/a.conf': TEXT['a-1-0']['etc/a.conf'] }),
      ['error etc/a.conf', { prefix: PLACEHOLDER }],
    ],
    'a script of the installer’s making': [
      (by) => python(by).edit('bin/pip', (text) => text.replace(PREFIX, OLD)),
      ['error bin/pip', old],
    ],
  },
});
