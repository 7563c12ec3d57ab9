import { expect, test } from 'vitest';
import type { Finding } from '../../src/report.ts';
import type { Dialect } from '../support/environments.ts';
import { type Contents, describeCheck, report, SITE, type Tree, tree } from '../support/tree.ts';

/** Packages, and what the record of each asks for. */
type Needs = Readonly<Record<string, readonly string[]>>;

function env(needs: Needs, by: Dialect = 'conda', more: Contents = {}): Tree {
  const packages = Object.fromEntries(Object.keys(needs).map((dist) => [dist, {}]));
  return Object.entries(needs)
    .reduce((made, [dist, depends]) => set(made, dist, { depends }), tree({ by, packages }))
    .with(more);
}

/** With other fields in the record of a package. */
function set(made: Tree, dist: string, fields: object): Tree {
  return made.record(dist, (record) => Object.assign(record, fields));
}

/** As conda and mamba record what they were given as a list. */
function listed(needs: Needs): Tree {
  return Object.keys(needs).reduce((made, dist) => {
    const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
    return set(made, dist, {
      requested_spec: `conda-forge/linux-64::${name}==${version}=${build}`,
    });
  }, env(needs));
}

const pip = (project: string, installer = 'pip\n'): Contents => ({
  [`${SITE}/${project}.dist-info/INSTALLER`]: installer,
  [`${SITE}/${project}.dist-info/METADATA`]: `${project}\n`,
});
const A = 'conda-meta/a-1-0.json';
const note = (needs: Needs, facts: Finding['facts'] = {}) =>
  [(by: Dialect) => env(needs, by), [`note ${A}`, facts]] as const;
const loud = (needs: Needs, facts: Finding['facts'] = {}) =>
  [(by: Dialect) => env(needs, by), [`error ${A}`, facts]] as const;

describeCheck('unmet-dependency', {
  sound: {
    'what is asked for is there': (by) =>
      env(
        {
          'numpy-1.26.4-py311h64a7726_0': [
            'libblas >=3.9.0,<4.0a0',
            'libcblas 3.9.0 16_linux64_openblas',
            'libgcc-ng >=12',
            'python >=3.11,<3.12.0a0',
            'python_abi 3.11.* *_cp311',
            'blas * openblas',
          ],
          'libblas-3.9.0-16_linux64_openblas': ['_openmp_mutex >=4.5'],
          'libcblas-3.9.0-16_linux64_openblas': ['libblas 3.9.0 16_linux64_openblas'],
          'libgcc-ng-14.2.0-h69a702a_1': [
            '__glibc >=2.17,<3.0.a0',
            '_libgcc_mutex 0.1 conda_forge',
          ],
          '_libgcc_mutex-0.1-conda_forge': [],
          '_openmp_mutex-4.5-2_gnu': [],
          'python-3.11.8-hab00c5b_0_cpython': ['tzdata', 'openssl >=3.2.1,<4.0a0', 'pip'],
          'python_abi-3.11-4_cp311': [],
          'blas-1.1-openblas': [],
          'tzdata-2024a-h0c530f3_0': [],
          'openssl-3.2.1-hd590300_0': ['ca-certificates'],
          'ca-certificates-2024.2.2-hbcca054_0': [],
        },
        by,
      ),
    'virtual packages, whatever they are called': (by) =>
      env(
        { 'a-1-0': ['__unix', '__glibc >=99', '__cuda *', '__archspec 1 x86_64_v3', '__new'] },
        by,
      ),
    'names in other letters': (by) => env({ 'a-1-0': ['PyYAML >=5'], 'pyyaml-6.0-0': [] }, by),
    'what nobody can read': (by) =>
      env(
        { 'a-1-0': ['', ' ', '@', 'mkl@', '>=1', 'b >=1 <2', 'b ==', 'b ^1', '*', 'b*', '💥'] },
        by,
      ),
    'what holds under a condition only': (by) =>
      env({ 'a-1-0': ['b if python', "b[when='python >=3']", 'b; if osx', 'b(optional)'] }, by),
    'very long ones': (by) => env({ 'a-1-0': [`b ${'1.'.repeat(10_000)}1`, 'c'.repeat(2000)] }, by),
    'a build in other capitals, which rattler takes': (by) =>
      env({ 'a-1-0': ['b * CPU*'], 'b-1-cpu_0': [] }, by),
    'of a certain channel, which has many names': (by) =>
      env({ 'a-1-0': ['conda-forge::b >=1'], 'b-1-0': [] }, by),
    'two packages that need each other': (by) => env({ 'a-1-0': ['b'], 'b-1-0': ['a'] }, by),
    'pip, which conda itself adds to what python needs': (by) =>
      env({ 'python-3.9.16-0': ['pip'] }, by),
    'no list of dependencies': set(env({ 'a-1-0': [] }), 'a-1-0', { depends: null }),
    'a package that pip brought': [
      (by) => env({ 'a-1-0': ['typing_extensions >=4'] }, by, pip('typing.extensions-4.1')),
      [`note ${A}`, { installed: null, distribution: `${SITE}/typing.extensions-4.1.dist-info` }],
    ],
    'a package that pip brought, beside the record of an older one': [
      (by) => env({ 'a-1-0': ['six >=1.17'], 'six-1.16-0': [] }, by, pip('six-1.17', '')),
      [`note ${A}`, { installed: '1.16', distribution: `${SITE}/six-1.17.dist-info` }],
    ],
    'newer than was allowed once: channels loosen that, and records stay': note(
      { 'a-1-0': ['libcurl >=7.88,<8.0a0'], 'libcurl-8.4.0-0': [] },
      { dependency: 'libcurl >=7.88,<8.0a0', installed: '8.4.0' },
    ),
    'newer than 11.2.*': note({ 'a-1-0': ['cudatoolkit 11.2.*'], 'cudatoolkit-11.4.0-0': [] }),
    'newer than the one version': note({
      'a-1-0': ['aiobotocore 2.13.1'],
      'aiobotocore-2.16.1-0': [],
    }),
    'newer for a noarch package: python': [
      set(env({ 'a-1-0': ['python >=3.6,<3.12'], 'python-3.12.1-0': [] }), 'a-1-0', {
        noarch: 'python',
      }),
      `note ${A}`,
    ],
    'dropped by the channel, and installed from a list': [
      listed({ 'a-1-0': ['pyarrow-hotfix', 'b >=2'], 'b-1-0': [] }),
      [`note ${A}`, {}],
      [`note ${A}`, {}],
    ],
    'the same, needed by two of a list': [
      listed({ 'a-1-0': ['c'], 'b-1-0': ['c'] }),
      [`note ${A}`, { packages: ['a-1-0', 'b-1-0'] }],
    ],
  },
  quiet: {
    'one of two records fits': env({ 'a-1-0': ['b >=2'], 'b-1-0': [], 'b-2-0': [] }),
    'a record that cannot be read': env({ 'a-1-0': ['b >=2'] }).with({
      'conda-meta/b-2-0.json': '',
    }),
    'a second record that cannot be read': env({ 'a-1-0': ['b >=2'], 'b-1-0': [] }).with({
      'conda-meta/b-2-0.json': '{',
    }),
    'a record that an update put aside': env({ 'a-1-0': ['b-c >=2'] }).with({
      'conda-meta/b-c-2-0.json.c~': '{}',
    }),
    'more records of a name than can be': env({
      'a-1-0': ['b >=200'],
      ...Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`b-${at}-0`, []])),
    }),
    'pip replaced it, the record is there': env(
      { 'a-1-0': ['six >=1.16'], 'six-1.16-0': [] },
      'conda',
      pip('six-1.17'),
    ),
  },
  loud: {
    'is not there': loud(
      { 'a-1-0': ['b >=3.9.0,<4.0a0'] },
      { dependency: 'b >=3.9.0,<4.0a0', installed: null, packages: ['a-1-0'] },
    ),
    'is older': loud(
      { 'a-1-0': ['b >=3.9.0,<4.0a0'], 'b-3.8.0-0': [] },
      { dependency: 'b >=3.9.0,<4.0a0', installed: '3.8.0' },
    ),
    'is of another build': loud(
      { 'a-1-0': ['b 3.9.0 *openblas'], 'b-3.9.0-5_mkl': [] },
      { installed: '3.9.0', build: '5_mkl' },
    ),
    'is one that does not work': loud({ 'a-1-0': ['b !=1.5'], 'b-1.5-0': [] }),
    'neither of two fits': [
      env({ 'a-1-0': ['b >=3'], 'b-1-0': [], 'b-2-0': [] }),
      [`error ${A}`, { installed: '1' }],
    ],
    'of a certain channel, and not there': loud({ 'a-1-0': ['conda-forge::b'] }),
    'the python that it was built for': loud(
      { 'a-1-0': ['python >=3.9,<3.10.0a0'], 'python-3.10.2-0': [] },
      { installed: '3.10.2' },
    ),
    'one finding for all that need it': [
      (by) =>
        env({ 'a-1-0': ['z >=1'], 'b-1-0': ['z >=2,<3'], 'c-1-0': ['z'], 'd-1-0': ['y'] }, by),
      [`error ${A}`, { dependency: 'z >=1', packages: ['a-1-0', 'b-1-0', 'c-1-0'] }],
      ['error conda-meta/d-1-0.json', { dependency: 'y' }],
    ],
    'what is proved counts, and not what is in doubt': [
      env({ 'a-1-0': ['z <3'], 'b-1-0': ['z >=5'], 'z-4-0': [] }),
      ['error conda-meta/b-1-0.json', { dependency: 'z >=5', packages: ['a-1-0', 'b-1-0'] }],
    ],
    'installed from a list, and needed by many': [
      listed({ 'a-1-0': ['libffi'], 'b-1-0': ['libffi'], 'c-1-0': ['libffi'] }),
      [`error ${A}`, { packages: ['a-1-0', 'b-1-0', 'c-1-0'] }],
    ],
    'asked for by its version, from a channel': [
      set(env({ 'a-1-0': ['b'] }), 'a-1-0', { requested_spec: 'a==1' }),
      `error ${A}`,
    ],
    'conda itself left it behind, without a record': [
      env({ 'a-1-0': ['six'] }, 'conda', pip('six-1.16', 'conda\n')),
      `error ${A}`,
    ],
    'in an archive': [env({ 'a-1-0': ['b'] }).archived(), `error ${A}`],
  },
});

test.each<[string, Needs, string]>([
  [
    'what is not there',
    { 'numpy-1.26.4-py311_0': ['libblas >=3.9.0,<4.0a0'] },
    'numpy-1.26.4-py311_0 needs libblas >=3.9.0,<4.0a0, which is not installed',
  ],
  [
    'what several need',
    { 'a-1-0': ['z >=1'], 'b-1-0': ['z'], 'c-1-0': ['z'] },
    'a-1-0 needs z >=1, which is not installed; 2 more packages need z',
  ],
  [
    'another version',
    { 'a-1-0': ['z >=2'], 'b-1-0': ['z >=3'], 'z-1.8-0': [] },
    'a-1-0 needs z >=2, but 1.8 is installed; 1 more package needs another z',
  ],
  [
    'another build',
    { 'a-1-0': ['blas * openblas'], 'blas-1.0-mkl': [] },
    'a-1-0 needs blas * openblas, but 1.0 mkl is installed',
  ],
  [
    'an address with a password',
    { 'a-1-0': ['https://me:secret@conda.example/t/tk-123/c::z'] },
    'a-1-0 needs https://***@conda.example/t/***/c::z, which is not installed',
  ],
])('unmet-dependency: it says %s', async (_, needs, message) => {
  const { findings } = await report(env(needs), 'unmet-dependency');
  expect(findings.map((one) => one.message)).toEqual([message]);
  expect(JSON.stringify(findings)).not.toContain('secret');
});

test('unmet-dependency: it says what pip has', async () => {
  const made = env({ 'a-1-0': ['six'] }, 'conda', pip('six-1.17'));
  const { findings } = await report(made, 'unmet-dependency');
  expect(findings.map((one) => one.message)).toEqual([
    `a-1-0 needs six, which is not installed; ${SITE}/six-1.17.dist-info is there`,
  ]);
});

test('unmet-dependency: an update that was cut off', async () => {
  const { causes } = await report(env({ 'a-1-0': ['b'] }));
  expect(causes.map(({ cause }) => cause)).toEqual(['interrupted-update']);
});
