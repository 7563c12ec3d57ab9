import { file, link, program } from '../support/memory.ts';
import {
  type Contents,
  describeCheck,
  PLACEHOLDER,
  python,
  SITE,
  type Tree,
  tree,
} from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a.py': 'print("a")\n', 'lib/a.cpython-39.pyc': 'compiled' } };
const LONG = `/${'long/'.repeat(30)}ml`;
const TOOL = {
  'perl-1-0': {
    'bin/tool': program(`#!${PLACEHOLDER}/bin/perl -w\n${PLACEHOLDER}\n`),
    'lib/b': 'b',
  },
};
const CONFIG = { 'a-1-0': { 'etc/a.conf': `home = ${PLACEHOLDER}\n`, 'lib/b': 'b' } };
const MACHO = program(`\xcf\xfa\xed\xfe\0${PLACEHOLDER}\0signature`);
/** Enough of it to know who wrote the record. */
const CLOCK = {
  'clock-1-0': { 'etc/localtime': link('/etc/localtime'), 'lib/c': 'c', 'lib/d': link('c') },
};
/** One inode under two names. */
const SHARED = file('print("b")\n');
const flip = (text: string) => text.replace(/.$/s, (last) => (last === '!' ? '?' : '!'));
const longer = (text: string) => `${text}one more line\n`;

/** A package with one file, which was edited since. */
const edited = (
  by: 'conda' | 'mamba' | 'rattler',
  name: string,
  path: string,
  more: Contents = {},
) =>
  tree({ by, packages: { [`${name}-1-0`]: { [path]: 'as built', ...more } } }).edit(path, longer);

/** One path of two packages; the second one was installed last. */
const CLASH = { 'a-1-0': { both: 'of a' }, 'b-1-0': { both: 'of b, the last one' } };

const recordHash = (one: Tree, dist: string, path: string, sha256: string) =>
  one.record(dist, ({ paths_data }) => {
    for (const entry of paths_data.paths) if (entry._path === path) entry.sha256_in_prefix = sha256;
  });

describeCheck('altered-file', {
  sound: {
    'patched text and binaries': (by) => python(by),
    'copies, the cache being gone': (by) => python(by, { links: 'copy', cache: false }),
    'through soft links': (by) => python(by, { links: 'soft' }),
    'a long path, which makes `#!` lines into others': (by) =>
      python(by, { prefix: LONG, packages: TOOL }),
    'that which rattler makes of it': python('rattler', { prefix: '/my home/ml' }),
    'a prefix known by a path that is a link': (by) =>
      python(by, { prefix: '/data/conda/envs/ml', installedAs: '/home/me/conda/envs/ml' }).with({
        '/home/me/conda': link('/data/conda'),
      }),
    'a hash of conda’s that was wrong, where undoing proves the file': recordHash(
      python('conda'),
      'python-3.9.16-0',
      'lib/python3.9/_sysconfigdata.py',
      'f'.repeat(64),
    ),
    'the same, where a long path made another `#!` line': recordHash(
      tree({ packages: TOOL, prefix: LONG }),
      'perl-1-0',
      'bin/tool',
      'f'.repeat(64),
    ),
    'the same, in the form of rattler’s': recordHash(
      python('rattler', { prefix: LONG }),
      'python-3.9.16-0',
      'bin/2to3-3.9',
      'f'.repeat(64),
    ),
    'hashes of mamba’s that were wrong (mamba-org/mamba#3967)': [
      recordHash(
        python('mamba'),
        'python-3.9.16-0',
        'lib/python3.9/_sysconfigdata.py',
        'f'.repeat(64),
      ),
      'note lib/python3.9/_sysconfigdata.py',
    ],
    'the same, of a package without links': [
      recordHash(tree({ by: 'mamba', packages: CONFIG }), 'a-1-0', 'etc/a.conf', 'f'.repeat(64)),
      'note etc/a.conf',
    ],
    'binaries signed anew on macOS (conda/conda#16590)': [
      tree({
        packages: { 'a-1-0': { files: { 'bin/a': MACHO, 'lib/b': 'b' }, subdir: 'osx-arm64' } },
      }).edit('bin/a', flip),
      'note bin/a',
    ],
    'compiled Python': [
      (by) => tree({ by, packages: A }).edit('lib/a.cpython-39.pyc', flip),
      ['note lib/a.cpython-39.pyc', { count: 1, reason: 'compiled' }],
    ],
    'compiled Python of noarch packages': (by) =>
      python(by).with({
        [`${SITE}/pip/__pycache__/__main__.cpython-39.pyc`]: 'compiled by another',
      }),
    'what conda init writes': [
      (by) => edited(by, 'conda', 'etc/profile.d/conda.sh'),
      'note etc/profile.d/conda.sh',
    ],
    'conda’s own programs': [(by) => edited(by, 'conda', 'condabin/conda'), 'note condabin/conda'],
    'products of post-link scripts': [
      (by) => edited(by, 'glib', 'share/glib-2.0/schemas/gschemas.compiled'),
      'note share/glib-2.0/schemas/gschemas.compiled',
    ],
    'what R makes anew at each activation (conda-forge/r-base-feedstock#423)': [
      (by) => edited(by, 'r-base', 'lib/R/etc/Makeconf'),
      'note lib/R/etc/Makeconf',
    ],
    'what the installation of any Perl module adds to': [
      (by) => edited(by, 'perl', 'lib/perl5/5.32/core_perl/perllocal.pod'),
      'note lib/perl5/5.32/core_perl/perllocal.pod',
    ],
    'added certificates (ContinuumIO/anaconda-issues#11947)': [
      (by) => edited(by, 'certifi', `${SITE}/certifi/cacert.pem`),
      `note ${SITE}/certifi/cacert.pem`,
    ],
    'what conda makes of an absolute link of a package': tree({ by: 'conda', packages: CLOCK })
      .record('clock-1-0', ({ paths_data }) => {
        paths_data.paths[0].sha256 = 'a'.repeat(64);
      })
      .without('etc/localtime')
      .with({ 'etc/localtime': 'the time zone of this machine' }),
    'the same, the cache being gone': tree({ by: 'conda', packages: CLOCK, cache: false })
      .record('clock-1-0', ({ paths_data }) => {
        paths_data.paths[0].sha256 = 'a'.repeat(64);
      })
      .without('etc/localtime')
      .with({ 'etc/localtime': 'the time zone of this machine' }),
    'indexes that many packages write': [
      (by) => edited(by, 'texinfo', 'share/info/dir'),
      'note share/info/dir',
    ],
    'paths of two packages, as the last one has them': (by) => tree({ by, packages: CLASH }),
    'paths of two packages, as the first one has them': (by) =>
      tree({ by, packages: CLASH }).with({ both: 'of a' }),
    'names that differ in case, on a volume that folds it': (by) =>
      tree({
        by,
        packages: { 'headers-1-0': { 'include/xt_TCPMSS.h': 'one', 'include/xt_tcpmss.h': 'two' } },
        links: 'copy',
      }).folding(),
    'a file that its package ships with the name of an installer': (by) =>
      tree({
        by,
        packages: {
          'six-1-0': {
            [`${SITE}/six-1.dist-info/INSTALLER`]: 'pip\n',
            [`${SITE}/six-1.dist-info/METADATA`]: 'six',
          },
        },
      }),
    'conda’s entry points, which have a size only': python('conda').edit('bin/pip', (text) =>
      text.replace('import sys', 'import os '),
    ),
    'markers of nobody': (by) =>
      python(by).with({
        'conda-meta/history': 'x',
        'conda-meta/pixi': '{}',
        'CACHEDIR.TAG': 'x',
        'Menu/a.json': 'x',
      }),
  },
  quiet: {
    'cut files': (by) => tree({ by, packages: A }).edit('lib/a.py', (text) => text.slice(3)),
    'files for another prefix': (by) =>
      python(by, { prefix: '/new/envs/ml', installedAs: '/old/envs/ml' }),
    'flattened links': (by) => python(by).with({ 'bin/python': 'python3.9' }),
    'copies of a link’s target': (by) => python(by).with({ 'lib/libpython3.9.so': 'the library' }),
    'a copy of a link that led out of its package': (by) =>
      tree({ by, packages: { ...A, 'b-1-0': { 'lib/b.py': link('a.py') } } }).with({
        'lib/b.py': 'edited',
      }),
    'files of a package that pip replaced': (by) =>
      python(by)
        .edit(`${SITE}/pip/__init__.py`, longer)
        .with({ [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'R’s own programs': [(by) => edited(by, 'r-base', 'lib/R/bin/R'), 'error lib/R/bin/R'],
    'what only R may make anew': [
      (by) => edited(by, 'other', 'lib/R/etc/Makeconf'),
      'error lib/R/etc/Makeconf',
    ],
    'certificates with a flipped bit': [
      (by) =>
        tree({ by, packages: { 'certifi-1-0': { 'ssl/cacert.pem': 'as built' } } }).edit(
          'ssl/cacert.pem',
          flip,
        ),
      'error ssl/cacert.pem',
    ],
    'a flipped bit': [
      (by) => tree({ by, packages: A }).edit('lib/a.py', flip),
      ['error lib/a.py', { size: 11, count: 1, reason: '' }],
    ],
    'in an archive': [
      (by) => tree({ by, packages: A }).edit('lib/a.py', flip).archived(),
      'error lib/a.py',
    ],
    'longer than it was': [
      (by) => tree({ by, packages: A }).edit('lib/a.py', longer),
      'error lib/a.py',
    ],
    'written through a hard link into the cache': [
      (by) =>
        tree({ by, packages: A }).with({
          'lib/a.py': SHARED,
          '/opt/conda/pkgs/a-1-0/lib/a.py': SHARED,
        }),
      'error lib/a.py',
    ],
    'written through a soft link into the cache': [
      (by) => tree({ by, packages: A, links: 'soft' }).edit('/opt/conda/pkgs/a-1-0/lib/a.py', flip),
      'error lib/a.py',
    ],
    'replaced by a link to something else': [
      (by) =>
        tree({ by, packages: A }).with({
          'lib/a.py': link('/etc/a.py'),
          '/etc/a.py': 'another, and longer',
        }),
      'error lib/a.py',
    ],
    'a file of a noarch package': [
      (by) => python(by).edit(`${SITE}/pip/__main__.py`, flip),
      `error ${SITE}/pip/__main__.py`,
    ],
    'a copy in place of a link, edited': [
      (by) => python(by).with({ 'lib/libpython3.9.so': 'another library' }),
      'error lib/libpython3.9.so',
    ],
    'patched text of conda’s': [
      python('conda').edit('lib/python3.9/_sysconfigdata.py', longer),
      'error lib/python3.9/_sysconfigdata.py',
    ],
    'patched text of rattler’s': [
      python('rattler').edit('lib/python3.9/_sysconfigdata.py', longer),
      'error lib/python3.9/_sysconfigdata.py',
    ],
    'patched text of mamba’s, which cannot be proved': [
      python('mamba').edit('lib/python3.9/_sysconfigdata.py', longer),
      'note lib/python3.9/_sysconfigdata.py',
    ],
    'a patched binary': [
      python('conda').edit('bin/python3.9', (text) => text.replace('no prefix', 'a  prefix')),
      'error bin/python3.9',
    ],
    'plain files of macOS': [
      tree({ packages: { 'a-1-0': { files: A['a-1-0'], subdir: 'osx-arm64' } } }).edit(
        'lib/a.py',
        flip,
      ),
      'error lib/a.py',
    ],
    'a script of rattler’s making, which it hashed': [
      python('rattler').edit('bin/pip', (text) => text.replace('import sys', 'import os ')),
      'error bin/pip',
    ],
    'several compiled files': [
      tree({ packages: { 'a-1-0': { 'a.pyc': 'a', 'b.pyc': 'b' } } }).with({
        'a.pyc': 'c',
        'b.pyc': 'd',
      }),
      ['note a.pyc', { count: 2 }],
    ],
    'a file of a package with a post-link script': [
      (by) =>
        edited(by, 'font', 'share/font', { 'bin/.font-post-link.sh': program('#!/bin/sh\n') }),
      'warning share/font',
    ],
    'a file of another package than the one with the script': [
      tree({
        packages: { ...A, 'font-1-0': { 'bin/.font-post-link.sh': program('#!/bin/sh\n') } },
      }).edit('lib/a.py', flip),
      'error lib/a.py',
    ],
    'a file like those of conda, of another package': [
      (by) => edited(by, 'other', 'etc/profile.d/conda.sh'),
      'error etc/profile.d/conda.sh',
    ],
    'another file of conda': [(by) => edited(by, 'conda', 'lib/conda.py'), 'error lib/conda.py'],
    'a path of two packages, as neither has it': [
      (by) => tree({ by, packages: CLASH }).with({ both: 'of nobody, and longer' }),
      'error both',
    ],
  },
});
