import { expect, test } from 'vitest';
import { type ElfPlan, elf, GLIBC, LOADER } from '../support/elf.ts';
import type { Dialect, Links } from '../support/environments.ts';
import { folder, link, program } from '../support/memory.ts';
import { type Contents, describeCheck, report, SITE, type Tree, tree } from '../support/tree.ts';

const lib = (plan: ElfPlan = {}) => program(elf(plan));
const needs = (...needed: string[]) => lib({ needed: [...needed, 'libc.so.6'] });

const PYTHON: Contents = {
  'bin/python3.9': program(
    elf({ type: 2, interpreter: LOADER, needed: ['libc.so.6'], rpath: '$ORIGIN/../lib' }),
  ),
  'bin/python': link('python3.9'),
};
const ZLIB: Contents = {
  'lib/libz.so.1.2.13': lib({ soname: 'libz.so.1', needed: ['libc.so.6'] }),
  'lib/libz.so.1': link('libz.so.1.2.13'),
  'lib/libz.so': link('libz.so.1.2.13'),
};
const USER: Contents = {
  'lib/libpng.so.16': needs('libz.so.1'),
  'bin/pngfix': needs('libpng.so.16', 'libz.so.1'),
};

/** An environment on a machine with glibc. */
function machine(
  more: Readonly<Record<string, Contents>> = {},
  how: { by?: Dialect; links?: Links; cache?: boolean } = {},
): Tree {
  const packages = { 'python-3.9.16-0': PYTHON, 'zlib-1.2.13-0': ZLIB, 'png-1-0': USER, ...more };
  return tree({ packages, ...how }).with(GLIBC);
}

/** One library that a package of its own needs, and nobody has. */
const lonely = (path: string, plan: ElfPlan = {}) =>
  machine({ 'x-1-0': { [path]: lib({ needed: ['libcuda.so.1'], ...plan }) } });

const note = (library: string, neededBy = 1) =>
  ({ library, neededBy, follows: null, owner: null }) as const;

/** pip took the place of a package, and with it of a library. */
function replaced(more: Readonly<Record<string, Contents>>): Tree {
  return machine({
    ...more,
    'np-1-0': {
      [`${SITE}/np/core.so`]: needs('libnp.so'),
      [`${SITE}/np/libnp.so`]: lib(),
      [`${SITE}/np-1.dist-info/INSTALLER`]: 'conda',
      [`${SITE}/np-1.dist-info/METADATA`]: 'Name: np\nVersion: 1\n',
      [`${SITE}/np-1.dist-info/RECORD`]: '',
    },
  })
    .without(`${SITE}/np/libnp.so`, `${SITE}/np-1.dist-info`)
    .with({
      [`${SITE}/np-2.dist-info/INSTALLER`]: 'pip\n',
      [`${SITE}/np-2.dist-info/METADATA`]: 'Name: np\nVersion: 2\n',
      [`${SITE}/np-2.dist-info/RECORD`]: '',
    });
}

describeCheck('missing-library', {
  sound: {
    'all is there': (by) => machine({}, { by }),
    'soft links into the cache': (by) => machine({}, { by, links: 'soft' }),
    'a driver': [lonely('lib/libx.so'), ['note lib/libx.so', note('libcuda.so.1')]],
    'one note for each, whoever needs it': [
      machine({
        'x-1-0': { 'lib/libb.so': needs('libGL.so.1', 'libq'), 'lib/liba.so': needs('libGL.so.1') },
      }),
      ['note lib/liba.so', note('libGL.so.1', 2)],
      ['note lib/libb.so', note('libq')],
    ],
    'on the machine: a usual folder': lonely('lib/libx.so').with({ '/usr/lib64/libcuda.so.1': '' }),
    'on the machine: that of its kind': lonely('lib/libx.so').with({
      '/usr/lib/aarch64-linux-gnu/libcuda.so.1': '',
    }),
    'on the machine: by configuration, included': lonely('lib/libx.so').with({
      '/etc/ld.so.conf.d/nvidia.conf': '# the driver\n/opt/nvidia/lib64\n',
      '/opt/nvidia/lib64/libcuda.so.1': link('libcuda.so.535'),
      '/opt/nvidia/lib64/libcuda.so.535': '',
    }),
    'on the machine: by configuration of several levels, relative': lonely('lib/libx.so').with({
      '/etc/ld.so.conf': 'include more/*.c?nf other\n',
      '/etc/more/a.conf': 'include ../deep/*\n',
      '/etc/deep/b': '/opt/a, /opt/b:/opt/c=libc6 # and so on\n',
      '/opt/c/libcuda.so.1': '',
    }),
    'on the machine: configuration that includes itself': lonely('lib/libx.so').with({
      '/etc/ld.so.conf': 'include /etc/ld.so.conf\ninclude /etc/*.conf\n/opt/a\n',
      '/opt/a/libcuda.so.1': '',
    }),
    'on the machine: that of musl': lonely('lib/libx.so').with({
      '/etc/ld-musl-x86_64.path': '/opt/a:/opt/b\n',
      '/opt/b/libcuda.so.1': '',
    }),
    'by RPATH': lonely('lib/libx.so', { rpath: '/opt/a:$ORIGIN/../gone' }).with({
      '/opt/a/libcuda.so.1': '',
    }),
    'by RUNPATH from where it lies': lonely('lib/a/libx.so', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's own templates look like that
      runpath: '${ORIGIN}/../../../../drivers/$LIB',
    }).with({ '/opt/conda/drivers/lib64/libcuda.so.1': '' }),
    'by RUNPATH with the platform in it': lonely('lib/libx.so', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's own templates look like that
      runpath: '/opt/${PLATFORM}',
    }).with({ '/opt/x86_64/libcuda.so.1': '' }),
    'by a path': machine({ 'x-1-0': { 'lib/libx.so': needs('/opt/a/liba.so') } }).with({
      '/opt/a/liba.so': '',
    }),
    'by a path from where it lies': machine({
      'x-1-0': { 'lib/libx.so': needs('$ORIGIN/a/liba.so'), 'lib/a/liba.so': lib() },
    }),
    'by a path from where one is': machine({ 'x-1-0': { 'lib/libx.so': needs('a/libgone.so') } }),
    'where wheels have theirs': machine({
      'np-1-0': {
        [`${SITE}/np/core.so`]: needs('libopenblas-r0-f650aae0.so'),
        [`${SITE}/np.libs/libopenblas-r0-f650aae0.so`]: lib(),
      },
    }),
    'anywhere in the prefix, recorded or not': lonely('lib/libx.so').with({
      'opt/drivers/libcuda.so.1': '',
    }),
    'a stub for the linker only': machine({
      'cuda-1-0': { 'lib/stubs/libcuda.so': lib({ needed: ['libnowhere.so'] }) },
    }),
    'a sysroot': machine({
      'sysroot-1-0': {
        'x86_64-conda-linux-gnu/sysroot/lib64/liba.so': needs('libnowhere.so.1'),
      },
    }),
    'code for debuggers': machine({
      'dbg-1-0': {
        'lib/debug/libx.so': needs('libnowhere.so'),
        'lib/.debug/liby.so': needs('libnowhere.so'),
        'lib/libz.so.debug': needs('libnowhere.so'),
      },
    }),
    'another kind of machine': machine({
      'x-1-0': {
        'lib/arm.so': lib({ machine: 183, needed: ['libarm.so'] }),
        'lib32/x.so': lib({ bits: 32, machine: 3, needed: ['libx32.so'] }),
        'lib/big.so': lib({ order: 'big', needed: ['libbig.so'] }),
      },
    }),
    'object files, kernel modules, cores': machine({
      'x-1-0': {
        'lib/crti.o': lib({ type: 1, needed: ['libnowhere.so'] }),
        'lib/modules/a.ko': lib({ type: 1, needed: ['libnowhere.so'] }),
        'share/core': lib({ type: 4 }),
      },
    }),
    'static programs': machine({ 'x-1-0': { 'bin/go': program(elf({ type: 2 })) } }),
    'of Alpine': machine({
      'x-1-0': {
        'lib/node/musl.node': lib({ needed: ['libc.musl-x86_64.so.1', 'libnowhere.so'] }),
        'lib/node/musl2.node': lib({ needed: ['libc.so', 'libnowhere.so'] }),
      },
    }),
    'what the loader brings': machine({
      'x-1-0': {
        'lib/libx.so': needs('ld-linux-x86-64.so.2', 'ld-linux-aarch64.so.1', 'linux-vdso.so.1'),
      },
    }),
    'what is no ELF file, and what is half of one': machine({
      'x-1-0': {
        'lib/libx.so': 'INPUT(-lx)',
        'lib/liby.so': program(elf({ needed: ['libnowhere.so'] }).subarray(0, 90)),
      },
    }),
    'shipped dangling, and needed': [
      (by) =>
        machine(
          { 'x-1-0': { 'lib/libh.so': link('libh.so.0'), 'lib/libx.so': needs('libh.so') } },
          { by },
        ).without('/opt/conda/pkgs'),
      ['note lib/libx.so', note('libh.so')],
    ],
    'a copy of what lies out of reach': lonely('lib/libx.so', { rpath: '/secret' }).with({
      '/secret': folder(0),
    }),
  },
  quiet: {
    'no Python, and another kind of machine than most': machine({
      'x-1-0': Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((name) => [`lib/${name}.so`, lib({ machine: 183 })]),
      ),
      'python-3.9.16-0': { 'share/none': '' },
    }).without('lib/libz.so.1'),
    'what is gone, and nobody needs': machine().without('lib/libz.so'),
    'in an archive': machine().without('lib/libz.so.1').archived(),
    'of a package that pip replaced': replaced({}),
    'lost with what pip replaced': [
      replaced({ 'y-1-0': { 'lib/liby.so': needs('libnp.so') } }),
      ['note lib/liby.so', note('libnp.so')],
    ],
  },
  loud: {
    'the link with its soname is gone': [
      (by) => machine({}, { by }).without('lib/libz.so.1'),
      [
        'error bin/pngfix',
        { library: 'libz.so.1', follows: 'lib/libz.so.1', owner: 'zlib-1.2.13-0', neededBy: 2 },
      ],
    ],
    'gone, and the machine has one of that name': [
      machine().without('lib/libz.so.1', 'lib/libz.so.1.2.13').with({ '/usr/lib/libz.so.1': '' }),
      ['error bin/pngfix', { follows: 'lib/libz.so.1', neededBy: 2 }],
    ],
    'the file behind the link is gone': [
      (by) => machine({}, { by }).without('lib/libz.so.1.2.13'),
      ['error bin/pngfix', { library: 'libz.so.1', follows: 'lib/libz.so.1.2.13', neededBy: 2 }],
    ],
    'the cache is gone under soft links': [
      machine({ 'zlib-1.2.13-0': { 'lib/libz.so.1': 'no program' } }, { links: 'soft' }).without(
        '/opt/conda/pkgs/zlib-1.2.13-0',
      ),
      ['error bin/pngfix', { library: 'libz.so.1', follows: 'lib/libz.so.1' }],
    ],
    'a copy in a sysroot does not help': [
      machine({
        'sysroot-1-0': { 'x86_64-conda-linux-gnu/sysroot/lib64/libz.so.1': lib() },
      }).without('lib/libz.so.1'),
      'error bin/pngfix',
    ],
    'a link to itself in its place': [
      machine().with({ 'lib/libz.so.1': link('libz.so.1') }),
      ['error bin/pngfix', { follows: 'lib/libz.so.1' }],
    ],
    're-pointed by hand': [
      (by) => machine({}, { by }).with({ 'lib/libz.so.1': link('libz.so.1.2.14') }),
      ['error bin/pngfix', { follows: 'lib/libz.so.1' }],
    ],
    'several are gone': [
      machine().without('lib/libz.so.1', 'lib/libpng.so.16'),
      'error bin/pngfix',
      ['error bin/pngfix', { neededBy: 1 }],
    ],
    'no Python: what most are': [
      machine({ 'python-3.9.16-0': { 'share/none': '' } }).without('lib/libz.so.1'),
      'error bin/pngfix',
    ],
    'a path into the prefix': [
      machine({
        'x-1-0': { 'lib/libx.so': needs('/opt/conda/envs/ml/lib/y.so'), 'lib/y.so': lib() },
      }).without('lib/y.so'),
      ['error lib/libx.so', { follows: 'lib/y.so' }],
    ],
    'needed by many': [
      machine({
        'x-1-0': Object.fromEntries(
          Array.from({ length: 20 }, (_, n) => [`lib/x${n}.so`, needs('libz.so.1')]),
        ),
      }).without('lib/libz.so.1'),
      ['error bin/pngfix', { neededBy: 22 }],
    ],
  },
});

test('its cause is that of the loss: what the cache lost under soft links', async () => {
  const packages = { 'zlib-1.2.13-0': { 'lib/libz.so.1': 'no program' } };
  const { findings, causes } = await report(
    machine(packages, { links: 'soft' }).without('/opt/conda/pkgs/zlib-1.2.13-0'),
  );
  expect(findings.find(({ check }) => check === 'missing-library')?.cause).toBe('package-cache');
  expect(causes.map(({ cause }) => cause)).toEqual(['package-cache']);
});
