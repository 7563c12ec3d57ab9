import { link, program } from '../support/memory.ts';
import {
  describeCheck,
  PLACEHOLDER,
  PREFIX,
  PYTHON,
  PYTHON_DIST,
  python,
  tree,
} from '../support/tree.ts';

const script = (interpreter: string) => ({ 'bin/mine': program(`#!${interpreter}\nimport sys\n`) });
const PERL = { 'bin/git-mail': program(`#!${PLACEHOLDER}/bin/perl\n`) };
const LONG = `/${'long/'.repeat(60)}ml`;

describeCheck('broken-shebang', {
  sound: {
    'scripts of the package, of the installer, of pip': (by) =>
      python(by).with(script(`${PREFIX}/bin/python`)),
    'in the form for long paths': (by) => python(by, { prefix: `/${'long/'.repeat(30)}ml` }),
    'in the form for paths with a space': python('rattler', { prefix: '/my home/ml' }),
    'through links': python('conda').with({
      '/home/me': link('/opt'),
      ...script('/home/me/conda/envs/ml/bin/python'),
    }),
    'with blanks and options': python('conda').with(script(' /bin/sh -e')),
    'options, however long': python('conda').with(script(`/bin/sh -c ${'x'.repeat(300)}`)),
    'no scripts': python('conda').with({
      'bin/a': '',
      'bin/b': '#',
      'bin/c': '#!',
      'bin/d': '#! \n',
    }),
    'programs elsewhere that are not installed': [
      python('conda').with({
        ...script('/usr/bin/perl'),
        'bin/tcl': program('#!/usr/local/bin/tclsh8.6\n'),
      }),
      ['note bin/mine', { interpreter: '/usr/bin/perl', isTooLong: false }],
      'note bin/tcl',
    ],
    'a Python of the system': [python('conda').with(script('/usr/bin/python')), 'note bin/mine'],
    'shipped so, with a line that nobody patched': [
      (by) =>
        python(by, {
          packages: { 'old-1-0': { 'bin/old': program('#!/opt/anaconda1/bin/python\n') } },
        }),
      'note bin/old',
    ],
    'the same, soft-linked': [
      python('conda', {
        packages: { 'old-1-0': { 'bin/old': program('#!/opt/anaconda1/bin/python\n') } },
        links: 'soft',
      }),
      'note bin/old',
    ],
    'for a program of the prefix that no package brings or asks for': [
      (by) => python(by, { packages: { 'git-1-0': PERL } }),
      'note bin/git-mail',
    ],
    'elsewhere, in an archive': python('conda').with(script('/usr/bin/perl')).archived(),
    'in another environment, in an archive': python('conda')
      .with(script('/old/envs/ml/bin/python'))
      .archived(),
  },
  quiet: {
    'scripts for another prefix, which are stale': (by) =>
      tree({
        by,
        packages: { [PYTHON_DIST]: PYTHON },
        prefix: '/new/envs/ml',
        installedAs: '/old/envs/ml',
      }),
    'scripts of the installer’s making for another prefix, which are stale': (by) =>
      python(by, { prefix: '/new/envs/ml', installedAs: '/old/envs/ml' }),
    'outside of bin': tree({ packages: { 'a-1-0': { 'share/a': program('#!/gone/python\n') } } }),
  },
  loud: {
    'Python itself is gone': [
      (by) => python(by).without('bin/python3.9'),
      ['error bin/2to3-3.9', { interpreter: `${PREFIX}/bin/python3.9`, isTooLong: false }],
      'error bin/pip',
    ],
    'Python itself is gone, in an archive': [
      (by) => python(by).without('bin/python3.9').archived(),
      'error bin/2to3-3.9',
      'error bin/pip',
    ],
    'pip made it for the place where the environment was': [
      (by) => python(by).with(script('/old/envs/ml/bin/python3.9')),
      ['error bin/mine', { interpreter: '/old/envs/ml/bin/python3.9' }],
    ],
    'in its own prefix, whatever it is': [
      (by) => python(by).with(script(`${PREFIX}/bin/perl`)),
      'error bin/mine',
    ],
    'for a program that its package depends on': [
      (by) =>
        python(by, { packages: { 'git-1-0': PERL } }).record('git-1-0', (record) => {
          record['depends'] = ['perl >=5.32,<6'];
        }),
      'error bin/git-mail',
    ],
    'in the form for long paths': [
      python('conda').with({
        'bin/mine': program(`#!/bin/sh\n'''exec' "${PREFIX}/bin/python2" "$0" "$@" #'''\n`),
      }),
      ['error bin/mine', { interpreter: `${PREFIX}/bin/python2` }],
    ],
    'a path that is longer than the kernel reads': [
      python('conda', { prefix: LONG }).with({ 'bin/mine': program(`#!${LONG}/bin/python3.9\n`) }),
      ['error bin/mine', { isTooLong: true }],
    ],
    'scripts of an interpreter that was never recorded there': [
      tree({ packages: { [PYTHON_DIST]: { 'bin/a': program(`#!${PREFIX}/bin/python\n`) } } }),
      'error bin/a',
    ],
  },
});
