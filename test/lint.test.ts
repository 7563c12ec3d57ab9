import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/commands/lint.ts';
import { lintFile } from '../src/lint.ts';
import type { FileFinding, FileReport } from '../src/report.ts';
import { annotations } from '../src/reports/annotations.ts';
import { summary } from '../src/reports/summary.ts';
import { FORMATS } from '../src/reports.ts';
import type { Wishes } from '../src/rule.ts';
import { RULES, selectRules } from '../src/rules.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { validFile } from './support/schema.ts';
import { hasher } from './support/verifying.ts';

const root = mkdtempSync(join(tmpdir(), 'cl-lint-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Surroundings {
  /** The rules that look; all of them where none is named. */
  readonly only?: readonly string[];
  /** Other files beside it; a name that ends in `/` is a folder. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly build?: Wishes['build'];
  readonly name?: string;
}

let made = 0;

async function report(
  text: string | Buffer,
  { only = [], beside = {}, build = null, name }: Surroundings = {},
): Promise<FileReport> {
  made += 1;
  const folder = join(root, `${made}`, 'context');
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(beside)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
    else writeFileSync(join(folder, path), content);
  }
  const path = join(folder, 'environment.yml');
  writeFileSync(path, text);
  const source = new DirectorySource(hasher);
  const options = { name: name ?? null, context: null, build };
  return validFile(await lintFile(source, path, 'environment.yml', selectRules(only, []), options));
}

/** Each finding as one line: where, how bad, what. */
async function lines(text: string | Buffer, surroundings: Surroundings = {}): Promise<string[]> {
  const one = await report(text, surroundings);
  if (one.verdict === 'unchecked') return [`unchecked: ${one.error}`];
  return one.findings.map(lineOf);
}

function lineOf({ path, line, column, severity, message }: FileFinding): string {
  const file = path === 'environment.yml' ? '' : `${path}:`;
  return `${file}${line}:${column} ${severity} ${message}`;
}

const HEX = 'd41d8cd98f00b204e9800998ecf8427e';
const FORGE = 'https://conda.anaconda.org/conda-forge';
const explicit = (...urls: string[]) => `@EXPLICIT\n${urls.join('\n')}\n`;
const list = (...entries: string[]) =>
  `dependencies:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
const pip = (...entries: string[]) =>
  `${list('pip', 'pip:')}${entries.map((entry) => `      - ${entry}\n`).join('')}`;
const ANACONDAS = { isAnacondas: true, areTermsAccepted: false };

interface Shown {
  readonly text: string | Buffer;
  readonly found: readonly string[];
  readonly in?: Surroundings;
}

/** A file that a rule has something to say of. */
function loud(
  text: string | Buffer,
  found: string | readonly string[],
  rest?: Surroundings,
): Shown {
  return { text, found: [found].flat(), ...(rest ? { in: rest } : {}) };
}

/** Another one of which it says nothing, though it looks alike. */
function quiet(text: string | Buffer, rest?: Surroundings): Shown {
  return loud(text, [], rest);
}

const TABLE: Readonly<Record<string, readonly Shown[]>> = {
  'invalid-entry': [
    loud('name: ml\n', '1:1 error There is no “dependencies:”'),
    loud('dependencies:\n', '1:1 error There is a “dependencies:” that is no list'),
    loud('dependencies: numpy\n', '1:15 error There is a “dependencies:” that is no list'),
    loud(
      'dependencies: [a]\nchannels:\n',
      '2:1 error There is a “channels:” with nothing below it',
    ),
    loud('channels: x\ndependencies: [a]\n', '1:11 error There is a “channels:” that is no list'),
    loud(
      'channels: [1, x]\ndependencies: [a]\n',
      '1:12 error There is an entry of “channels:” that is no text',
    ),
    loud('dependencies: [a]\nvariables:\n', '2:1 error There is a “variables:” that is no mapping'),
    loud(
      'dependencies: [a]\nvariables: [A=1]\n',
      '2:12 error There is a “variables:” that is no mapping',
    ),
    loud('name: 12\ndependencies: [a]\n', '1:7 error There is a “name:” that is no text'),
    loud('name: 2024-01-02\ndependencies: [a]\n', '1:7 error There is a “name:” that is no text'),
    loud('name:\ndependencies: [a]\n', '1:1 error There is a “name:” that is no text'),
    loud('name: {{ name }}\ndependencies: [a]\n', '1:7 error There is a “name:” that is no text'),
    loud(
      "name: !!python/unicode 'ml'\ndependencies: [a]\n",
      '1:24 error There is a “name:” that is no text',
    ),
    loud(list('a', '', 'b'), '3:5 error There is an empty entry in “dependencies:”'),
    loud(list('a', '3.1', '~', 'null', '[b]'), [
      '3:5 error There is an entry that is no text in “dependencies:”',
      '4:5 error There is an empty entry in “dependencies:”',
    ]),
    loud(
      list("!!python/unicode 'a'"),
      '2:22 error There is an entry that is no text in “dependencies:”',
    ),
    loud(list('python: 3.12'), '2:5 error There is “python:” among the packages'),
    loud(list('sel(linux): gdb', 'sel(win): vc'), '2:5 warning There is a selector'),
    loud(list('{{ pin }}'), '2:6 error There is a template that was not filled in'),
    loud(
      list('pip', 'pip: [a]', 'pip: [b]'),
      '4:5 error There is a second “pip:”, for which conda forgets the first',
    ),
    loud(list('pip', 'pip: a'), '3:10 error There is a “pip:” that is no list'),
    loud(pip('7'), '4:9 error There is an entry of “pip:” that is no text'),
    loud(
      'dependencies: [a]\nvariables: {A: 1, A: 2}\n',
      '2:19 error There is the key “A” twice in one mapping',
    ),
    loud(explicit('zlib=1.3'), '2:1 error There is a line that is no URL of a package'),
    loud(
      explicit(`${FORGE}/noarch/a-1-0.conda # why`),
      '2:1 error There is a line that is no URL of a package',
    ),
    loud(
      explicit(`${FORGE}/noarch/a-1-0.conda#md5:${HEX}`),
      '2:1 error There is a hash that conda cannot read',
    ),
    loud(
      explicit(`${FORGE}/noarch/a-1-0.conda#${HEX.toUpperCase()}`),
      '2:1 error There is a hash that conda cannot read',
    ),
    quiet(list('a', 'pip', 'pip:')),
    quiet('dependencies: !!python/tuple [a]\n'),
    quiet('dependencies: []\nplatforms: linux-64\n'),
    quiet('base: &base {channels: [x]}\n<<: *base\ndependencies: [a]\n'),
    quiet("name: '12'\ndependencies: [a]\nchannels: []\n"),
    quiet(
      explicit(
        '# a comment',
        `${FORGE}/noarch/a-1-0.conda`,
        `${FORGE}/noarch/a-1-0.tar.bz2#${HEX}`,
        `${FORGE}/noarch/a-1-0.conda#${HEX}${HEX}`,
        `${FORGE}/noarch/a-1-0.conda#sha256:${HEX}${HEX}`,
        '/pkgs/a-1-0.conda',
        './a-1-0.conda',
        '',
      ),
    ),
  ],
  'invalid-spec': [
    loud(
      list('tensorflow=>1.2'),
      '2:5 error “tensorflow=>1.2” cannot be read: => is no operator: write >=',
    ),
    loud(
      list('a', '"b c~d!"'),
      /* of conda: */ '3:5 error “b c~d!” cannot be read: characters that no version has',
    ),
    loud(list('" "'), '2:5 error “ ” cannot be read: it is empty'),
    quiet(list('numpy >=1.2,<2|3', 'conda-forge::a=1.2=*cpu*', "a[version='>=1']", 'x-y_z.w')),
  ],
  'invalid-requirement': [
    loud(
      pip('requests=2.31'),
      '4:9 error “requests=2.31” cannot be read: = is no operator of pip: write ==',
    ),
    loud(
      pip('a', '-r more.txt'),
      'more.txt:2:1 error “b c” cannot be read: no operator after the name: write ==',
      {
        beside: { 'more.txt': 'a\nb c\n' },
      },
    ),
    quiet(
      pip('requests==2.31', 'a[b]>=1; python_version < "3.12"', '-e .', 'git+https://x.example/y'),
    ),
  ],
  'unknown-key': [
    loud(
      'dependecies: [a]\ndependencies: [a]\n',
      '1:1 warning conda does not know “dependecies” and passes over it',
    ),
    loud(
      'dependencies: [a]\npip: [b]\n',
      '2:1 warning conda does not know “pip” and passes over it',
    ),
    loud(
      'dependencies: [a]\ncategory: dev\n',
      '2:1 note conda does not know “category” and passes over it',
    ),
    quiet('name: x\nchannels: []\ndependencies: []\nvariables: {}\nprefix: /x\nplatforms: []\n'),
    quiet('base: &b {name: x}\n<<: *b\ndependencies: []\n'.replace('base: &b', 'variables: &b')),
  ],
  'duplicate-key': [
    loud(
      'dependencies: [a]\nname: x\ndependencies: [b]\n',
      '3:1 error “dependencies” stands in line 1 already',
    ),
    quiet('variables: &v {name: x}\n<<: *v\nname: y\ndependencies: [a]\n'),
  ],
  'missing-name': [
    loud('channels: [x]\ndependencies: [a]\n', '1:1 warning The environment has no name'),
    quiet('name: ml\ndependencies: [a]\n'),
    quiet('dependencies: [a]\n', { name: 'ml' }),
    // Told by another rule.
    quiet('name:\ndependencies: [a]\n'),
    quiet(explicit(`${FORGE}/noarch/a-1-0.conda`)),
  ],
  'invalid-name': [
    ...['a b', 'a/b', 'a:b', 'a#b', '/opt/envs/ml', 'C:\\ml', '..', '-x'].map((name) =>
      loud(`name: '${name}'\n`, `1:7 error “${name}” cannot be the name of an environment`),
    ),
    ...['base', 'root'].map((name) =>
      loud(`name: ${name}\n`, `1:7 error “${name}” is the name of the installation itself`),
    ),
    ...['é', '.hidden', 'a$b', 'x'.repeat(129)].map((name) =>
      loud(
        `name: ${name}\n`,
        `1:7 warning “${name.length > 120 ? `${'x'.repeat(119)}…` : name}” cannot be the name of an environment`,
      ),
    ),
    loud('name: é\n', '1:7 error “é” cannot be the name of an environment', { build: ANACONDAS }),
    quiet('name: ml-2.0_x\n'),
    quiet('name: Base\n'),
    quiet('name: a b\n', { name: 'ml' }),
  ],
  'duplicate-package': [
    loud(list('numpy=1', 'numpy=2'), '3:5 warning numpy is asked for in line 2 already'),
    loud(list('numpy', 'numpy'), '3:5 note numpy is asked for in line 2 already'),
    loud(
      `${list('numpy', 'pip', 'pip: [NumPy==1]')}`,
      '4:11 warning numpy is installed by pip here, and by conda in line 2',
    ),
    loud(
      list('pytorch', 'pip', 'pip: [torch==2]'),
      '4:11 warning torch is installed by pip here, and by conda in line 2 (there pytorch)',
    ),
    loud(
      pip('opencv-python==4', 'opencv-python-headless==4'),
      '5:9 warning opencv-python-headless brings the same files as opencv-python in line 4',
    ),
    loud(
      pip('a==1', '-r more.txt'),
      'more.txt:1:1 warning a is asked for in line 4 of environment.yml already',
      {
        beside: { 'more.txt': 'A==2\n' },
      },
    ),
    loud(
      explicit(`${FORGE}/noarch/a-1-0.conda`, `${FORGE}/noarch/a-2-0.conda`),
      '3:1 warning a is asked for in line 2 already',
    ),
    quiet(pip('a==1; python_version<"3.9"', 'a==2; python_version>="3.9"')),
    quiet(list('a # [linux]', 'a # [osx]')),
    quiet(list('opencv', 'libopencv', 'py-opencv', 'python-graphviz', 'graphviz')),
    quiet(list('graphviz', 'pip', 'pip: [graphviz==1]')),
  ],
  'unpinned-python': [
    loud(list('python', 'numpy'), '2:5 warning python has no version'),
    loud(pip('a==1'), '4:9 warning pip installs packages, and no version of python is asked for'),
    quiet(list('python=3.12')),
    quiet(list('python>=3.9')),
    quiet(list('numpy')),
    quiet(explicit(`${FORGE}/noarch/python-3.12.0-h_0.conda`)),
  ],
  'platform-build': [
    loud(
      list('numpy=1.26.4=py312heda63a1_0'),
      '2:5 warning numpy is pinned to a build of one platform',
    ),
    loud(
      list('a', 'b=1=h12_0', 'c=1=h13_0'),
      '3:5 warning b and 1 more are pinned to builds of one platform',
    ),
    quiet(list('a=1=*cuda*', 'b=1=pyhd8ed1ab_0', 'c=1=py_0', 'd=1=0', 'e=1', 'f=1=hd8ed1ab_1')),
    quiet(`platforms: [linux-64]\n${list('b=1=h12_0')}`),
  ],
  'foreign-platform': [
    loud(list('vs2015_runtime=14'), '2:5 warning vs2015_runtime is for Windows only'),
    loud(list('vc', 'ucrt', 'pyobjc-core'), [
      '2:5 warning vc and 1 more are for Windows only',
      '4:5 warning pyobjc-core is for macOS only',
    ]),
    loud(list('defaults/win-64::a'), '2:5 error a is for Windows only', { build: ANACONDAS }),
    loud(pip('pywin32==306'), '4:9 warning pywin32 is for Windows only'),
    loud(explicit(`${FORGE}/osx-arm64/a-1-0.conda`), '2:1 warning a is for macOS only'),
    quiet(list('pywin32', 'appnope', 'libcxx', 'vc # [win]', 'conda-forge/linux-64::a')),
    quiet(pip('pywin32==306; sys_platform == "win32"')),
  ],
  'default-channel': [
    loud(
      'channels: [x, defaults]\n',
      '1:15 warning “defaults” is a channel of Anaconda, with terms of service of its own',
    ),
    loud(
      'channels: [x]\ndependencies: [pkgs/main::a]\n',
      '2:16 warning “pkgs/main” is a channel of Anaconda, with terms of service of its own',
    ),
    loud(
      explicit('https://repo.anaconda.com/pkgs/main/linux-64/a-1-0.conda'),
      '2:1 warning “https://repo.anaconda.com/pkgs/main” is a channel of Anaconda, with terms of service of its own',
    ),
    loud(
      'name: x\ndependencies: [a]\n',
      '1:1 note No channel is named: which packages come depends on the installer',
    ),
    loud(
      'name: x\nchannels: []\n',
      '2:1 note No channel is named: which packages come depends on the installer',
    ),
    quiet('channels: [conda-forge, nodefaults]\n'),
    quiet('channels: [https://example.com/defaults, my-defaults]\n'),
    quiet(explicit(`${FORGE}/noarch/a-1-0.conda`)),
  ],
  'mixed-channels': [
    loud('channels: [defaults, conda-forge]\n', '1:22 warning defaults and conda-forge are mixed'),
    loud(
      `channels:\n  - ${FORGE}\n  - https://repo.anaconda.com/pkgs/main\n`,
      '3:5 warning defaults and conda-forge are mixed',
    ),
    loud(
      'channels:\n  - https://mirror.example/anaconda/pkgs/main/\n  - https://mirror.example/anaconda/cloud/conda-forge/\n',
      '3:5 warning defaults and conda-forge are mixed',
    ),
    quiet('channels: [conda-forge, nodefaults, bioconda]\n'),
    quiet('channels: [defaults, my-conda-forge-fork]\n'),
  ],
  'terms-of-service': [
    loud(
      'name: x\nchannels: [x]\n',
      '2:1 warning Nobody has accepted Anaconda’s terms of service: Miniconda may end with CondaToSNonInteractiveError',
      { build: ANACONDAS },
    ),
    quiet('channels: [defaults]\n'),
    quiet('channels: [defaults]\n', { build: { isAnacondas: true, areTermsAccepted: true } }),
    quiet('channels: [defaults]\n', { build: { isAnacondas: false, areTermsAccepted: false } }),
  ],
  'ignored-selector': [
    loud(list('a # [win]'), '2:5 warning a is installed everywhere: conda does not read [win]'),
    loud(
      list('a', 'b # [not osx and py>=36]'),
      '3:5 warning b is installed everywhere: conda does not read [not osx and py>=36]',
    ),
    quiet(list('a # for linux', 'b # [see the docs]', 'c # [python]', 'd # [1]')),
    quiet('dependencies:\n  - a\n  # [win]\n  - b\n  # [win]\n'),
  ],
  'unlisted-pip': [
    loud(
      list('pip: [a==1]'),
      '2:11 warning pip installs packages here, and is not among the dependencies',
    ),
    quiet(list('pip: [a==1]', 'pip=24')),
    quiet(list('a', 'pip:')),
    quiet(`${explicit(`${FORGE}/noarch/pip-1-0.conda`)}# pip a==1\n`),
    loud(
      `${explicit(`${FORGE}/noarch/a-1-0.conda`)}# pip a==1\n`,
      '3:1 warning pip installs packages here, and is not among the dependencies',
    ),
  ],
  'unpinned-pip': [
    loud(pip('a'), '4:9 warning a has no exact version'),
    loud(
      pip('a==1', 'b>=2', 'git+https://x.example/y@main'),
      '5:9 warning b and 1 more requirements of pip have no exact version',
    ),
    quiet(
      pip(
        'a==1',
        '-e .',
        './x.whl',
        'https://x.example/a-1-py3-none-any.whl',
        `git+https://x.example/y@${'0a'.repeat(20)}`,
      ),
    ),
  ],
  'unindexed-version': [
    loud(
      pip('torch==1.11.0+cu113', 'torchvision==0.12.0+cu113'),
      '4:9 error PyPI has no torch 1.11.0+cu113 (nor 1 more of this kind), and no other index is named',
    ),
    // pip does not look at options behind a requirement.
    loud(
      pip('torch==1.11.0+cu113 --extra-index-url https://x.example'),
      '4:9 error PyPI has no torch 1.11.0+cu113, and no other index is named',
    ),
    loud(
      pip('-r https://x.example/r.txt', 'torch==1.11.0+cu113'),
      '5:9 warning PyPI has no torch 1.11.0+cu113, and no other index is named',
    ),
    quiet(pip('--extra-index-url https://x.example', 'torch==1.11.0+cu113')),
    quiet(pip('-r more.txt', 'torch==1.11.0+cu113'), {
      beside: { 'more.txt': '-f https://x.example\n' },
    }),
    quiet(pip('torch==1.11.0')),
  ],
  'outside-context': [
    loud(pip('-e ../lib'), '4:9 error ../lib lies outside of the build context'),
    loud(
      pip('-r deep/r.txt'),
      'deep/r.txt:1:1 error ../../x.txt lies outside of the build context',
      {
        beside: { 'deep/r.txt': '-r ../../x.txt\n' },
      },
    ),
    quiet(pip('-e ./a/..', '-r ..x/y.txt', '-e .')),
  ],
  'missing-local-file': [
    loud(pip('-r gone.txt', './gone.whl'), [
      '4:9 error There is no gone.txt',
      '5:9 error There is no ./gone.whl',
    ]),
    loud(pip('"./a\\0b"'), '4:9 error There is no ./a\\x00b'),
    quiet(pip('-r r.txt', '-e .', './x'), { beside: { 'r.txt': '', 'x/': '' } }),
    quiet(pip('-r https://x.example/gone.txt')),
  ],
  'leaked-secret': [
    loud(
      'channels: ["https://me:hunter2secret@x.example/c"]\n',
      '1:12 error There is a secret in the URL of a channel',
    ),
    loud(
      'channels: [https://x.example/t/hunter2secret/c]\n',
      '1:12 error There is a secret in the URL of a channel',
    ),
    loud(
      list('https://me:hunter2secret@x.example/c::a'),
      '2:5 error There is a secret in the URL of a channel',
    ),
    loud(
      explicit('https://x.example/t/hunter2secret/c/noarch/a-1-0.conda'),
      '2:1 error There is a secret in the URL of a package',
    ),
    loud(
      pip('--index-url https://me:hunter2secret@x.example/simple'),
      '4:9 error There is a secret in a line for pip',
    ),
    loud(
      pip('git+https://hunter2secret1234@x.example/y'),
      '4:9 error There is a secret in a line for pip',
    ),
    loud('variables:\n  API_KEY: hunter2secret\n  X: ghp_0123456789abcdefABCDEF\n', [
      '2:3 error There is a secret in the variable API_KEY',
      '3:3 error There is a secret in the variable X',
    ]),
    quiet(
      pip(
        'git+ssh://git@x.example/y',
        `--index-url https://me:$${'{TOKEN}'}@x.example/`,
        '-e ./t/lib',
      ),
    ),
    quiet(
      'variables: {TOKENIZERS_PARALLELISM: "true", TOKEN: $TOKEN, SECRET_FILE: /run/secrets/x}\n',
    ),
  ],
  'leaked-prefix': [
    loud(
      'name: x\nprefix: /home/me/envs/x\n',
      '2:9 warning /home/me/envs/x is a path of the machine on which this was exported',
    ),
    quiet('name: prefix\ndependencies: [prefix]\n'),
  ],
  'invalid-variable': [
    loud(
      'variables:\n  a-b: x\n  PATH: /x\n  "": x\n  L: [1]\n  M: {a: b}\n  D: 2024-01-02\n  N: "a\\nb"\n',
      [
        '2:3 error “a-b” is no variable that can be set',
        '3:3 error “PATH” is no variable that can be set',
        '4:3 error “” is no variable that can be set',
        '5:3 error “L” is no variable that can be set',
        '6:3 error “M” is no variable that can be set',
        '7:3 error “D” is no variable that can be set',
        '8:3 error “N” is no variable that can be set',
      ],
    ),
    quiet('variables: {a: 1, B: true, C: , D: "2024-01-02", E_1: "", F: 1.5, PATHS: x}\n'),
  ],
  'unhashed-package': [
    loud(explicit(`${FORGE}/noarch/a-1-0.conda`), '2:1 warning a has no hash'),
    loud(
      explicit(`${FORGE}/noarch/a-1-0.conda#${HEX}`, `${FORGE}/noarch/b-1-0.conda`, '/x.conda'),
      '3:1 warning b and 1 more have no hash',
    ),
    quiet(explicit(`${FORGE}/noarch/a-1-0.conda#${HEX}`)),
    quiet(list('a')),
  ],
  'mixed-platforms': [
    loud(
      explicit(
        `${FORGE}/noarch/a-1-0.conda`,
        `${FORGE}/linux-64/b-1-0.conda`,
        `${FORGE}/osx-64/c-1-0.conda`,
      ),
      '4:1 error c is for osx-64, and those before it for linux-64',
    ),
    quiet(
      explicit(`${FORGE}/noarch/a-1-0.conda`, `${FORGE}/linux-64/b-1-0.conda`, '/x/c-1-0.conda'),
    ),
  ],
};

test('every rule has a loud file and a quiet one', () => {
  expect(Object.keys(TABLE).sort()).toEqual(RULES.map(({ id }) => id).sort());
  for (const [id, files] of Object.entries(TABLE)) {
    expect(
      files.some(({ found }) => found.length > 0),
      id,
    ).toBe(true);
    expect(
      files.some(({ found }) => found.length === 0),
      id,
    ).toBe(true);
  }
});

describe.each(Object.entries(TABLE))('%s', (id, files) => {
  test.each(files)('$text', async ({ text, found, in: surroundings }) => {
    expect(await lines(text, { ...surroundings, only: [id] })).toEqual(found);
  });
});

const SOUND = `# of a careful person
name: ml-2
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python=3.12
  - numpy >=1.26,<3
  - conda-forge::scipy=1.14
  - "libblas=*=*openblas"
  - pip
  - pip:
      - --extra-index-url https://download.pytorch.org/whl/cpu
      - torch==2.5.1+cpu
      - -r requirements.txt
      - ./lib
variables:
  OMP_NUM_THREADS: 4
  MODE: "fast"
`;
const BESIDE = { 'requirements.txt': 'requests==2.32.3  # pinned\n', 'lib/': '' };

describe('a sound file', () => {
  test.each<[string, string | Buffer]>([
    ['as it is', SOUND],
    ['with lines of Windows', SOUND.replaceAll('\n', '\r\n')],
    ['with a mark of UTF-8', `\ufeff${SOUND}`],
    ['as PowerShell writes it', utf16(SOUND.replaceAll('\n', '\r\n'))],
    ['in big-endian UTF-16', utf16(SOUND).swap16()],
    ['with the mark of a document', `---\n${SOUND}...\n`],
    ['with tabs in comments, quotes and brackets', `${SOUND}platforms: [a,\t"b\tc", '\t'] #\tx\n`],
    ['without its last line break', SOUND.trimEnd()],
  ])('%s has no finding at all', async (_, text) => {
    expect(await report(text, { beside: BESIDE })).toEqual({
      file: 'environment.yml',
      verdict: 'whole',
      findings: [],
    });
  });

  test('that is an @EXPLICIT list', async () => {
    const text = `# platform: linux-64\r\n  @EXPLICIT \r\n${FORGE}/noarch/pip-1-0.conda#${HEX}\r\n# pip b==1 --hash=sha256:${HEX}${HEX}\r\n`;
    expect(await lines(text)).toEqual([]);
  });
});

test('findings are in the order of their places, the file itself first', async () => {
  const beside = { 'a.txt': 'b c\n\nd e\n' };
  const text = `name: a b\n${pip('-r a.txt', 'x y', 'y z')}prefix: /x\n`;
  const only = ['leaked-prefix', 'invalid-requirement', 'invalid-name', 'unpinned-python'];
  const found = await lines(text, { beside, only });
  expect(found.map((line) => line.split(' ')[0])).toEqual([
    '1:7',
    '5:9',
    '6:9',
    '7:9',
    '8:9',
    'a.txt:1:1',
    'a.txt:3:1',
  ]);
});

describe('what has no verdict', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a dash without a blank', 'dependencies:\n  - a\n  -b\n  - c\n', /yml:3:1: this is no YAML: /],
    ['entries at different depths', 'dependencies:\n  - a\n - b\n', /yml:3:1: this is no YAML: /],
    [
      'a tab',
      'dependencies:\n\t- a\n',
      /yml:2:1: this is no YAML: a tab, where only blanks may stand\.$/,
    ],
    [
      'a tab that conda stumbles over, and not every parser',
      'name: x\t# y\ndependencies: [a]\n',
      /yml:1:8: this is no YAML: a tab/,
    ],
    [
      'a tab in an empty line',
      'dependencies:\n  - a\n\t\n  - b\n',
      /yml:3:1: this is no YAML: a tab/,
    ],
    [
      'the marks of a merge',
      'dependencies:\n<<<<<<< HEAD\n  - a\n=======\n  - b\n>>>>>>> x\n',
      /this is no YAML/,
    ],
    [
      'an alias of nothing',
      'dependencies:\n  - *hunter2\n',
      /yml:2:5: this is no YAML: an alias \(\*\) without an anchor \(&\) before it\.$/,
    ],
    ['two documents', 'dependencies: [a]\n---\ndependencies: [b]\n', /this is no YAML/],
    [
      'a list as conda list --export writes it',
      utf16('# platform: linux-64\r\na=1.0=py_0\r\nb=2=h_1\r\n'),
      /conda list --export/,
    ],
    ['a list', '- a\n', /is a list, and no environment file/],
    ['a word', 'hello\n', /is a single text/],
    ['nothing', ' \n', /is empty/],
    ['comments', '# a\n', /nothing but comments/],
    ['bytes', Buffer.from('name: \xff\n', 'latin1'), /no text in UTF-8/],
    ['NUL', 'name: a\0b\n', /no text in UTF-8/],
    ['lists in lists', `dependencies: ${'['.repeat(100_000)}`, /nested too deeply/],
    ['lists beside words in lists', `dependencies: ${'[a,'.repeat(100_000)}`, /nested too deeply/],
    ['mappings in mappings', `x: ${'{a: '.repeat(100_000)}`, /nested too deeply/],
    [
      'mappings that merge each other',
      `x0: &x0 {a: 1}\n${Array.from({ length: 15_000 }, (_, at) => `x${at + 1}: &x${at + 1} {<<: *x${at}}\n`).join('')}<<: *x15000\n`,
      /nested too deeply/,
    ],
    ['fifty megabytes', Buffer.alloc(50 << 20, '  - numpy\n'), /larger than 1 MiB/],
  ])('%s', async (_, text, words) => {
    const one = await report(text);
    expect(one).toMatchObject({ verdict: 'unchecked', error: expect.stringMatching(words) });
    // Whatever stands there may be a secret.
    expect(JSON.stringify(one)).not.toContain('hunter2');
  });
});

describe('files that are made to hurt', () => {
  test('laughs, by the billion', async () => {
    const levels = 'abcdefghi'.split('').map((name, at, all) => {
      const before = all[at - 1];
      const items = Array.from({ length: 9 }, () => (before ? `*${before}` : 'lol'));
      return `${name}: &${name} [${items.join(', ')}]\n`;
    });
    const maps = levels.map((line) =>
      line
        .replaceAll('lol', '{x: y}')
        .replace(/^(.): &. (.*)/, '$1m: &$1m {<<: $2}')
        .replaceAll(/\*(.)/g, '*$1m'),
    );
    const found = await lines(
      `${levels.join('')}${maps.join('')}<<: *im\ndependencies: *i\nchannels: *i\n`,
    );
    expect(found.join('\n')).toContain('an entry that is no text in “dependencies:”');
  });

  test('100,000 entries, aliases and keys', async () => {
    const entries = list('&a numpy', ...Array.from({ length: 100_000 }, () => '*a'));
    const found = await lines(entries, { only: ['duplicate-package', 'invalid-spec'] });
    expect(found).toHaveLength(20);
    expect(found.at(-1)).toMatch(
      / numpy is asked for in line 2 already; and 99980 more of this kind$/,
    );
    const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join('');
    const unknown = await lines(`${keys}dependencies: []\n`, { only: ['unknown-key'] });
    expect(unknown).toHaveLength(20);
    expect(unknown.at(-1)).toContain('; and 19980 more of this kind');
  });

  test('half a million lines in a file of requirements', async () => {
    const beside = { 'r.txt': '-e .\n'.repeat(200_000) };
    expect(await lines(pip('-r r.txt'), { beside, only: ['missing-local-file'] })).toEqual([]);
  });

  const MEGABYTE = 1_000_000;
  const repeated = (unit: string) => unit.repeat(Math.floor(MEGABYTE / unit.length));

  test.each(
    [
      'a',
      '[',
      '=',
      '-',
      'a-',
      'https',
      'a://',
      '.conda',
      '-----BEGIN ',
      '?token',
      '/t/',
      '@',
      "'",
      ' -',
      '\\u00a0',
      '\\0',
      '1.',
      '*',
      '&',
      '()',
      '\\ud800',
      '# [',
      'eyJ',
    ].map((unit) => [unit]),
  )('a line of a megabyte of %s', async (unit) => {
    const text = `"${repeated(unit).replaceAll('"', '')}"`;
    for (const file of [
      `dependencies: [a]\nname: ${text}\nprefix: ${text}\n`,
      list(text),
      pip(text),
      `channels: [${text}]\nvariables: {x: a}\n`,
      `variables:\n  A: ${text}\n`,
      `variables:\n  ${text}: a\n`,
      explicit(repeated(unit)),
      explicit(`https://x.example/${repeated(unit)}.conda#${HEX}`),
      list(`a # ${repeated(unit)}`),
    ]) {
      const one = await report(file);
      if (one.verdict === 'unchecked') continue;
      for (const { message, advice, facts } of one.findings) {
        expect(Math.max(message.length, advice.length)).toBeLessThanOrEqual(300);
        expect(JSON.stringify(facts).length).toBeLessThan(3000);
      }
    }
  });
});

describe('secrets', () => {
  const word = (from: string) =>
    fc
      .array(fc.constantFrom(...'abcdefghijkmnopqrstuvwxyzABCDEFGH0123456789'), {
        minLength: 20,
        maxLength: 40,
      })
      .map((characters) => from + characters.join(''));

  /** Everything that lint can say of a file. */
  const said = (one: FileReport) => {
    const all = reportOf([one]);
    const view = { color: false, width: 10_000 };
    return [
      FORMATS.text(all, view),
      FORMATS.json(all, view),
      summary(all),
      JSON.stringify(annotations(all, () => null)),
    ];
  };

  /** Places of a file in which a URL with a secret, or a secret itself, may stand. */
  const FILES: Readonly<Record<string, (url: string, secret: string) => string>> = {
    channels: (url) => `channels: ["${url}", defaults, conda-forge, "${url}"]\n${list('a', 'a')}`,
    'a spec': (url) =>
      list(`"${url}::a"`, `"${url}::a=1"`, `"${url}::a=>1"`, `"a[channel=${url}]"`),
    'a package': (url) =>
      explicit(`${url}/linux-64/a-1-0.conda`, `${url}/osx-64/a-1-0.conda#${'0'.repeat(7)}`, url),
    'lines for pip': (url) =>
      pip(
        `--index-url ${url}`,
        `a @ ${url}`,
        `git+${url}`,
        `-e git+${url}#egg=a`,
        `"b ${url}"`,
        url,
        `-f ${url}`,
        `b==1 --index-url ${url}`,
      ),
    requirements: (url) => pip(`"-r ${url}"`, `"-c ${url}"`, `"-e ${url}"`),
    variables: (url, secret) =>
      `dependencies: [a]\nvariables:\n  X: ${url}\n  TOKEN: ${secret}\n  PATH: ${secret}\n  a-b: ${secret}\n  MY_PASSWORD: [${secret}]\n`,
    'a name, a prefix, a key': (url) =>
      `name: ${url}\nprefix: ${url}\n"${url}": 1\nplatforms: ["${url}"]\ndependencies: [a, {"${url}": b}]\n`,
    'what is no YAML': (url, secret) => `variables:\n  TOKEN: "x" ${secret}\n  X: "${url}\n`,
    'an alias': (_, secret) => `variables:\n  TOKEN: *${secret}\n`,
    'a block': (_, secret) => `variables:\n  TOKEN: |${secret}\n`,
    'a tag': (_, secret) =>
      `dependencies: [a]\nname: !${secret} a\nvariables:\n  TOKEN: !!${secret}\n`,
    'a directive': (_, secret) => `%${secret}\ndependencies: [a]\n`,
  };

  const URLS: readonly ((secret: string) => string)[] = [
    (secret) => `https://me:${secret}@x.example/c`,
    (secret) => `https://${secret}@x.example/c`,
    (secret) => `https://x.example/t/${secret}/c`,
    (secret) => `https://x.example/c?token=${secret}`,
    (secret) => `https://x.example/c?a=b&X-Amz-Signature=${secret}`,
    (secret) => `HTTPS://me:a@${secret}@x.example/c`,
  ];

  test.each(Object.entries(FILES))('in %s are in nothing that is said', async (_, file) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(word(''), word('ghp_'), word('x')), async (secret) => {
        for (const url of URLS) {
          for (const build of [null, ANACONDAS]) {
            const one = await report(file(url(secret), secret), { build });
            for (const text of said(one)) expect(text).not.toContain(secret);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}
