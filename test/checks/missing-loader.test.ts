import { type ElfPlan, elf, GLIBC, LOADER } from '../support/elf.ts';
import { folder, link, program } from '../support/memory.ts';
import { type Contents, describeCheck, type Tree, tree } from '../support/tree.ts';

const MUSL = '/lib/ld-musl-x86_64.so.1';
const run = (plan: ElfPlan = {}) => program(elf({ type: 3, interpreter: LOADER, ...plan }));
const PYTHON: Contents = { 'bin/python3.9': run({ type: 2 }), 'bin/python': link('python3.9') };

function machine(more: Contents = {}): Tree {
  return tree({
    packages: { 'python-3.9.16-0': PYTHON, 'x-1-0': { 'bin/x': run(), ...more } },
  }).with(GLIBC);
}

describeCheck('missing-loader', {
  sound: {
    'it is there': machine(),
    'it is a link': machine().with({
      [LOADER]: link('../usr/lib/ld.so'),
      '/usr/lib/ld.so': 'the loader',
    }),
    'another loader than that of the rest': [
      machine({ 'bin/of-alpine': run({ interpreter: MUSL }) }),
      ['note bin/of-alpine', { loader: MUSL, count: 1 }],
    ],
    'static programs': machine({ 'bin/go': program(elf({ type: 2 })) }),
    'of another kind of machine': machine({
      'bin/arm': run({ machine: 183, interpreter: '/lib/ld-linux-aarch64.so.1' }),
      'bin/old': run({ bits: 32, machine: 3, interpreter: '/lib/ld-linux.so.2' }),
    }),
    'a library that can be run': machine({
      'lib/libQt5Core.so.5': run({ interpreter: '/lib/ld-lsb.so.3', soname: 'libQt5Core.so.5' }),
    }),
    'a sysroot': machine({
      'x86_64-conda-linux-gnu/sysroot/sbin/ldconfig': run({ interpreter: '/gone' }),
    }),
    'a loader by a path from where one is': machine({ 'bin/y': run({ interpreter: 'lib/ld.so' }) }),
    'in the prefix': machine({
      'bin/y': run({ interpreter: '/opt/conda/envs/ml/lib/ld.so' }),
      'lib/ld.so': 'the loader',
    }),
  },
  quiet: {
    'where nobody may look': machine().with({ '/lib64': folder(0) }),
    'in an archive': machine().without(LOADER).archived(),
  },
  loud: {
    'an environment on a machine with musl': [
      machine()
        .without(LOADER)
        .with({ [MUSL]: 'the loader' }),
      ['error bin/python3.9', { loader: LOADER, count: 2 }],
    ],
    'a link to nothing': [
      machine().with({ [LOADER]: link('/nix/store/gone') }),
      'error bin/python3.9',
    ],
    'no Python: that of most': [
      tree({
        packages: {
          'x-1-0': { 'bin/a': run({ interpreter: MUSL }), 'bin/b': run(), 'bin/c': run() },
        },
      }),
      ['error bin/b', { count: 2 }],
      ['note bin/a', { count: 1 }],
    ],
    'one of the environment’s own that is gone': [
      machine({
        'bin/y': run({ interpreter: '/opt/conda/envs/ml/lib/ld.so' }),
        'lib/ld.so': 'the loader',
      }).without('lib/ld.so'),
      ['error bin/y', { follows: 'lib/ld.so' }],
    ],
  },
});
