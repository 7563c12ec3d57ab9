import { file, folder, link } from '../support/memory.ts';
import { describeCheck, python, SITE, tree } from '../support/tree.ts';

const MODULE = {
  'a-1-0': {
    'lib/a.py': 'a',
    'lib/__pycache__/a.cpython-39.pyc': 'compiled',
    'lib/__pycache__/b.cpython-39.pyc': 'compiled, and no source',
  },
};
/** Of two packages, as images are often freed of. */
const FAT = {
  'a-1-0': { 'lib/liba.a': 'a', 'lib/liba.so': 'a', 'share/a/a.js': 'a', 'share/a/a.js.map': 'a' },
  'b-1-0': { 'lib/libb.a': 'b', 'share/b/b.css.map': 'b', 'share/b/c.js.map': 'c' },
};
const HEADERS = {
  'a-1-0': { 'include/a.h': 'a', 'include/c++/vector': 'a' },
  'b-1-0': { 'include/b.h': 'b', 'lib/b.h': 'b' },
};
const STATIC = {
  'a-1-0': { 'lib/liba.a': 'a', 'lib/a.a': link('liba.a') },
  'b-1-0': { 'lib/libb.a': 'b' },
};
const upgradedByPip = {
  [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n',
  [`${SITE}/pip-24.0.dist-info/METADATA`]: 'Name: pip\n',
};

describeCheck('missing-file', {
  sound: {
    'compiled modules, whose sources are there': [
      tree({ packages: MODULE }).without('lib/__pycache__/a.cpython-39.pyc'),
      ['note lib/__pycache__/a.cpython-39.pyc', { what: '*.pyc', count: 1 }],
    ],
    'the compiled modules of noarch packages': [
      python('conda').without(`${SITE}/pip/__pycache__`),
      [`note ${SITE}/pip/__pycache__/__init__.cpython-39.pyc`, { what: '*.pyc', count: 2 }],
    ],
    'those of Python 2, which lie beside their sources': [
      tree({ packages: MODULE }).record('a-1-0', ({ paths_data }) => {
        paths_data.paths.push({ _path: 'lib/a.pyc', path_type: 'pyc_file' });
      }),
      ['note lib/a.pyc', { what: '*.pyc', count: 1 }],
    ],
    'those of mamba': [
      python('mamba').without(`${SITE}/pip/__pycache__`),
      [`note ${SITE}/pip/__pycache__/__init__.cpython-39.pyc`, { count: 2 }],
    ],
    'static libraries and source maps gone from all packages': [
      (by) =>
        tree({ by, packages: FAT }).without(
          ...[
            'lib/liba.a',
            'lib/libb.a',
            'share/a/a.js.map',
            'share/b/b.css.map',
            'share/b/c.js.map',
          ],
        ),
      ['note lib/liba.a', { what: '*.a', count: 2 }],
      ['note share/a/a.js.map', { what: '*.js.map', count: 3 }],
    ],
    'source maps of scripts, while those of style sheets are left': [
      (by) => tree({ by, packages: FAT }).without('share/a/a.js.map', 'share/b/c.js.map'),
      ['note share/a/a.js.map', { what: '*.js.map', count: 2 }],
    ],
    'headers without an ending': [
      (by) => tree({ by, packages: HEADERS }).without('include'),
      ['note include/a.h', { what: 'include', count: 3 }],
    ],
    'static libraries, but for the links to them': [
      (by) => tree({ by, packages: STATIC }).without('lib/liba.a', 'lib/libb.a'),
      ['note lib/liba.a', { what: '*.a', count: 2 }],
    ],
    'what a post-link script makes': [
      (by) =>
        tree({ by, packages: { 'a-1-0': { 'share/info/dir': 'a' } } }).without('share/info/dir'),
      ['note share/info/dir', { what: 'product', count: 1 }],
    ],
    'folders that are links now': tree({ packages: { 'x-1-0': { 'lib64/x.so': 'x' } } })
      .without('lib64')
      .with({ lib64: link('lib'), 'lib/x.so': 'x' }),
    'names that differ in case, on a volume that folds it': tree({
      packages: { 'x-1-0': { 'share/README': 'x' } },
    })
      .without('share/README')
      .with({ 'share/readme': 'x' })
      .folding(),
    'folders that differ in case, on a volume that folds it': tree({
      packages: { 'x-1-0': { 'terminfo/E/Eterm': 'E', 'terminfo/e/emacs': 'e' } },
    }).folding(),
    'of a root, beside its envs and pkgs': (by) =>
      tree({ by, prefix: '/opt/conda', packages: MODULE }).with({
        'envs/ml/conda-meta/history': '',
        'condabin/conda': 'conda',
      }),
  },
  quiet: {
    'links and programs have checks of their own': (by) =>
      python(by).without('bin/python', 'bin/pip', 'lib/terminfo'),
    'below a folder that may not be listed': (by) =>
      python(by).with({ [`${SITE}/pip`]: folder(0o311), share: folder(0) }),
    'below a folder that may not be entered': (by) => python(by).with({ lib: folder(0o644) }),
    'below a file where a folder was': (by) =>
      python(by).without('share').with({ share: 'a file' }),
    'a file that is a link now, though it dangles': tree({ packages: MODULE }).with({
      'lib/a.py': link('b.py'),
    }),
    'of a package that pip replaced': (by) =>
      python(by).without(`${SITE}/pip`, `${SITE}/pip-23.0.dist-info`).with(upgradedByPip),
  },
  loud: {
    'a file': [
      (by) => python(by).without('lib/python3.9/os.py'),
      ['error lib/python3.9/os.py', { what: 'file', count: 1 }],
    ],
    'a file of a noarch package': [
      (by) => python(by).without(`${SITE}/pip/__main__.py`),
      `error ${SITE}/pip/__main__.py`,
    ],
    'a file of a soft-linked environment, which mamba records as a file': [
      python('mamba', { links: 'soft' }).without('lib/python3.9/os.py'),
      'error lib/python3.9/os.py',
    ],
    'in an archive': [
      (by) => python(by).without('lib/python3.9/os.py').archived(),
      'error lib/python3.9/os.py',
    ],
    'a compiled module without a source': [
      (by) => tree({ by, packages: MODULE }).without('lib/__pycache__'),
      'error lib/__pycache__/b.cpython-39.pyc',
      ['note lib/__pycache__/a.cpython-39.pyc', { count: 1 }],
    ],
    'a static library of one package': [
      (by) => tree({ by, packages: FAT }).without('lib/liba.a'),
      'error lib/liba.a',
    ],
    'the only static library': [
      tree({ packages: { 'a-1-0': FAT['a-1-0'] } }).without('lib/liba.a'),
      'error lib/liba.a',
    ],
    'a static library, while another one is left': [
      tree({ packages: { ...FAT, 'c-1-0': { 'lib/libc.a': 'c' } } }).without(
        'lib/liba.a',
        'lib/libb.a',
      ),
      'error lib/liba.a',
      'error lib/libb.a',
    ],
    'of a package that pip did not replace': [
      (by) => python(by).without('lib/python3.9/os.py').with(upgradedByPip),
      'error lib/python3.9/os.py',
    ],
    'while the folder above holds another file': [
      tree({ packages: MODULE })
        .without('lib/a.py')
        .with({ 'lib/A.py': file('a') }),
      'error lib/a.py',
    ],
  },
});
