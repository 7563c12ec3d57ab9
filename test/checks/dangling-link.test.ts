import { folder, link } from '../support/memory.ts';
import { describeCheck, PYTHON, PYTHON_DIST, python, tree } from '../support/tree.ts';

/** As libsanitizer: nobody has the target. */
const SANITIZER = { 'libsanitizer-12-0': { 'lib/libhwasan.so': link('libhwasan.so.0') } };
const SHIPPED = ['note lib/libhwasan.so', { isShipped: true }] as const;
const ALIAS = { 'gcc-12-0': { 'lib/libz-alias.so': link('libz.so.1') } };
const ZLIB = { 'libzlib-1.2-0': { 'lib/libz.so.1': 'the library' } };

describeCheck('dangling-link', {
  sound: {
    'shipped so: the record has the hash of nothing': [
      (by) => tree({ by, packages: SANITIZER, cache: false }),
      SHIPPED,
    ],
    'shipped so: the cached link is the same': [
      tree({ packages: SANITIZER }).record('libsanitizer-12-0', ({ paths_data }) => {
        paths_data.paths[0].sha256 = 'a'.repeat(64);
      }),
      SHIPPED,
    ],
    'to a static library that was deleted with all others': [
      (by) =>
        tree({
          by,
          packages: {
            'a-1-0': { 'lib/liba.a': 'a', 'lib/a.a': link('liba.a') },
            'b-1-0': { 'lib/libb.a': 'b' },
          },
        }).without('lib/liba.a', 'lib/libb.a'),
      ['note lib/a.a', { follows: 'lib/liba.a' }],
    ],
    'a link into another package': (by) => tree({ by, packages: { ...ALIAS, ...ZLIB } }),
    'a link to a folder': (by) => tree({ by, packages: { [PYTHON_DIST]: PYTHON } }),
    'a link to a parent folder': (by) =>
      tree({
        by,
        packages: { 'npm-9-0': { 'lib/npm/a.js': 'a', 'lib/npm/node_modules': link('..') } },
      }),
    'what dangles in the package cache': tree({
      packages: { ...ALIAS, ...ZLIB },
      prefix: '/opt/conda',
    }),
    'what dangles in other environments': tree({ packages: ZLIB, prefix: '/opt/conda' }).with({
      'envs/other/bin/python': link('python3.10'),
      'project/.pixi/envs/default/conda-meta/history': '',
      'project/.pixi/envs/default/bin/python': link('python3.10'),
    }),
    'a link in a folder that is reached by a link': tree({
      packages: { 'libx-1-0': { 'lib64/libx.so.1': 'x', 'lib64/libx.so': link('libx.so.1') } },
    })
      .without('lib64')
      .with({ lib64: link('lib'), 'lib/libx.so.1': 'x', 'lib/libx.so': link('libx.so.1') }),
    'a target that differs in case, on a volume that folds it': tree({
      packages: { 'libx-1-0': { 'lib/LibX.so.1': 'x', 'lib/libx.so': link('../LIB/libx.so.1') } },
    }).folding(),
    'from an archive, out of it': tree({ packages: ZLIB })
      .with({ 'bin/tool': link('/usr/bin/tool'), 'lib/up': link('../../../up') })
      .archived(),
    'from an archive, into the cache': (by) =>
      tree({ by, packages: ZLIB, links: 'soft', cache: false }).archived(),
  },
  quiet: {
    loops: tree({ packages: ZLIB }).with({ 'bin/a': link('a') }),
    'what may not be looked at': tree({ packages: ZLIB }).with({
      'bin/a': link('/secret/a'),
      '/secret': folder(0),
    }),
  },
  loud: {
    'the target, a file of the same package, is gone': [
      (by) => tree({ by, packages: { [PYTHON_DIST]: PYTHON } }).without('bin/python3.9'),
      [
        'error bin/python',
        { target: 'python3.9', missing: 'bin/python3.9', follows: 'bin/python3.9' },
      ],
      'error bin/python3',
    ],
    'the target, a folder, is gone': [
      (by) => tree({ by, packages: { [PYTHON_DIST]: PYTHON } }).without('share/terminfo'),
      ['error lib/terminfo', { follows: 'share', isShipped: false }],
    ],
    'the target, a file of another package, is gone': [
      (by) => tree({ by, packages: { ...ALIAS, ...ZLIB } }).without('lib/libz.so.1'),
      ['error lib/libz-alias.so', { follows: 'lib/libz.so.1', isShipped: false }],
    ],
    'the cache is gone under soft links, to an empty file too': [
      (by) =>
        tree({ by, packages: { 'a-1-0': { a: 'a', empty: '' } }, links: 'soft', cache: false }),
      ['error a', { missing: '/opt/conda/pkgs', isShipped: false }],
      'error empty',
    ],
    'one package is gone from the cache under soft links': [
      (by) =>
        tree({ by, packages: { ...ZLIB, 'a-1-0': { empty: '' } }, links: 'soft' }).without(
          '/opt/conda/pkgs/a-1-0',
        ),
      ['error empty', { missing: '/opt/conda/pkgs/a-1-0', isShipped: false }],
    ],
    're-pointed by hand to what is not there': [
      (by) => python(by).with({ 'bin/python': link('python3.10') }),
      ['error bin/python', { target: 'python3.10', missing: 'bin/python3.10', follows: null }],
    ],
    're-pointed by hand, a link that led to a folder': [
      (by) => python(by).with({ 'lib/terminfo': link('../share/info') }),
      ['error lib/terminfo', { isShipped: false }],
    ],
    'through a file as if it were a folder': [
      tree({ packages: ZLIB }).with({ 'bin/a': link('../lib/libz.so.1/a') }),
      'error bin/a',
    ],
    'a file replaced by a link to nothing': [
      (by) => tree({ by, packages: ZLIB }).with({ 'lib/libz.so.1': link('libz.so.1.2') }),
      'error lib/libz.so.1',
    ],
    'owned by nobody': [
      tree({ packages: ZLIB }).with({ 'bin/mine': link('/gone'), 'share/mine': link('/gone') }),
      'error bin/mine',
      'warning share/mine',
    ],
    'in an archive, within the prefix': [
      (by) => python(by).without('bin/2to3-3.9').archived(),
      'error bin/2to3',
    ],
  },
});
