import { file, program } from '../support/memory.ts';
import { describeCheck, python, SITE, tree } from '../support/tree.ts';

const SCRIPT = {
  'a-1-0': {
    'bin/script': program('#!/bin/sh\n'),
    'lib/plugin.so': program('plugin'),
    'lib/data': 'data',
  },
};
const chmodShared = (mode: number) => {
  const node = file('#!/bin/sh\n', mode);
  return { 'bin/script': node, '/opt/conda/pkgs/a-1-0/bin/script': node };
};

describeCheck('not-executable', {
  sound: {
    'programs and data': (by) => python(by, { packages: SCRIPT }),
    'those of soft-linked environments': (by) => python(by, { packages: SCRIPT, links: 'soft' }),
    'a script in bin that never was executable': (by) =>
      tree({ by, packages: { 'a-1-0': { 'bin/activate': '# to be sourced\n' } } }),
    'executable by somebody': tree({ packages: SCRIPT }).chmod('bin/script', 0o700),
    'a script without a cache, which nothing proves': tree({
      packages: SCRIPT,
      cache: false,
    }).chmod('bin/script', 0o644),
    'a script whose mode the cache shares': tree({ packages: SCRIPT }).with(chmodShared(0o644)),
  },
  quiet: {
    'programs that are gone': (by) => python(by).without('bin/python3.9', 'bin/pip'),
    'of a package that pip replaced': (by) =>
      python(by)
        .chmod('bin/pip', 0o644)
        .with({ [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'a program, whatever the cache says': [
      (by) => python(by, { cache: false }).chmod('bin/python3.9', 0o644),
      ['error bin/python3.9', { mode: '0644' }],
    ],
    'a script of the installer’s making': [
      (by) => python(by).chmod('bin/pip', 0o664),
      'error bin/pip',
    ],
    'in an archive': [
      (by) => python(by).chmod('bin/pip', 0o644).chmod('bin/python3.9', 0o600).archived(),
      'error bin/pip',
      ['error bin/python3.9', { mode: '0600' }],
    ],
    'a script that is executable in the cache': [
      (by) => tree({ by, packages: SCRIPT, links: 'copy' }).chmod('bin/script', 0o644),
      'error bin/script',
    ],
    'a patched script that is executable in the cache': [
      (by) => python(by).chmod('bin/2to3-3.9', 0o644),
      'error bin/2to3-3.9',
    ],
    'outside of bin': [
      (by) => tree({ by, packages: SCRIPT }).chmod('lib/plugin.so', 0o644),
      'error lib/plugin.so',
    ],
  },
});
