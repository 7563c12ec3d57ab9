import { link } from '../support/memory.ts';
import { describeCheck, type Tree, tree } from '../support/tree.ts';

const LIBS = { 'libs-1-0': { 'lib/a.so': link('a.so.1'), 'lib/a.so.1': 'a', 'lib/b.so.1': 'b' } };
const toB = (one: Tree) => one.with({ 'lib/a.so': link('b.so.1') });
/** As libblas: nothing but a link into another package. */
const BLAS = { 'libblas-3-0': { 'lib/blas.so': link('a.so.1') } };
/** As `_openmp_mutex` and libgomp: two packages bring one link, each with another target. */
const OPENMP = {
  'libgomp-1-0': { 'lib/gomp.so': link('gomp.so.1'), 'lib/gomp.so.1': 'gomp', 'lib/omp.so': 'omp' },
  'openmp_mutex-4-llvm': { 'lib/gomp.so': link('omp.so') },
};

describeCheck('retargeted-link', {
  sound: {
    'links as they are': (by) => tree({ by, packages: LIBS }),
    'what two packages bring, as either has it': (by) => tree({ by, packages: OPENMP }),
    'what two packages bring, as the other has it': (by) =>
      tree({ by, packages: OPENMP }).with({ 'lib/gomp.so': link('gomp.so.1') }),
    'a target that is no UTF-8': (by) =>
      tree({ by, packages: { 'a-1-0': { caf: link('caf\udce9'), 'caf\udce9': 'a' } } }),
    'of the user’s own making': tree({ packages: LIBS }).with({ 'lib/mine.so': link('a.so.1') }),
    'soft links into the cache': (by) => tree({ by, packages: LIBS, links: 'soft' }),
    'without a hash or a cache nothing is known': toB(tree({ packages: LIBS, cache: false })),
    'nor of mamba’s': toB(tree({ by: 'mamba', packages: LIBS, cache: false })),
    'nor in an archive': toB(tree({ packages: LIBS })).archived(),
  },
  quiet: {
    'to nothing': (by) => tree({ by, packages: LIBS }).with({ 'lib/a.so': link('c.so') }),
    'to itself': (by) => tree({ by, packages: LIBS }).with({ 'lib/a.so': link('a.so') }),
  },
  loud: {
    'the cached link has another text': [
      (by) => toB(tree({ by, packages: LIBS })),
      ['error lib/a.so', { target: 'b.so.1', installed: 'a.so.1' }],
    ],
    'even when it leads to the same place': [
      (by) => tree({ by, packages: LIBS }).with({ 'lib/a.so': link('../lib/a.so.1') }),
      'error lib/a.so',
    ],
    'rattler hashed another text': [
      toB(tree({ by: 'rattler', packages: LIBS, cache: false })),
      ['error lib/a.so', { target: 'b.so.1', installed: null }],
    ],
    'in an archive of rattler’s': [
      toB(tree({ by: 'rattler', packages: LIBS })).archived(),
      'error lib/a.so',
    ],
    'of a package of nothing but links, installed by rattler as all others': [
      tree({ by: 'rattler', packages: { ...LIBS, ...BLAS }, cache: false }).with({
        'lib/blas.so': link('b.so.1'),
      }),
      'error lib/blas.so',
    ],
    'what two packages bring, as neither has it': [
      (by) => tree({ by, packages: OPENMP }).with({ 'lib/gomp.so': link('../lib/gomp.so.1') }),
      'error lib/gomp.so',
    ],
  },
});
