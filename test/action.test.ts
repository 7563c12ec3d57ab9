// The action's bundle, run as the runner of GitHub runs it: its exit code, outputs, annotations and summary.
import { cp, mkdir, readFile, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { makeDemo } from '../src/demo.ts';
import type { CheckedEnvironment, Report } from '../src/report.ts';
import { describeReal, realEnvironment } from './support/environments.ts';
import {
  type Command,
  commandsIn,
  readMetadata,
  runStep,
  type Step,
  type StepOptions,
  temporaryFolder,
} from './support/runner.ts';

// ---------------------------------------------------------------- what a step left

async function reportOf({ outputs }: Step): Promise<Report> {
  return JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'));
}

async function namesIn(step: Step): Promise<string[]> {
  return (await reportOf(step)).environments.map(({ name }) => name);
}

async function checksIn(step: Step): Promise<string[]> {
  const { environments } = await reportOf(step);
  const findings = environments.flatMap((one) => (one.verdict === 'unchecked' ? [] : one.findings));
  return [...new Set(findings.map(({ check }) => check))].sort();
}

/** Where annotations are, by their titles. */
function placesIn({ commands }: Step): Record<string, string | null> {
  return Object.fromEntries(
    commands.map(({ properties: { title = '', file, line } }) => [
      title,
      file === undefined ? null : `${file}:${line}`,
    ]),
  );
}

/** What the one annotation of a step says that could not do its work. */
function complaintOf({ commands }: Step): string {
  expect(commands.map(({ name }) => name)).toEqual(['error']);
  return commands[0]?.message ?? '';
}

function titles(commands: readonly Command[], name: string): (string | undefined)[] {
  return commands.filter((one) => one.name === name).map(({ properties }) => properties['title']);
}

// ---------------------------------------------------------------- environments

interface Demo extends AsyncDisposable {
  readonly root: string;
  readonly sound: string;
  readonly broken: string;
}

/** A root with two environments, `sound` and `broken`. */
async function demo(): Promise<Demo> {
  const { environments, remove } = await makeDemo();
  const [sound = '', broken = ''] = environments.map(({ prefix }) => prefix);
  return { root: dirname(dirname(sound)), sound, broken, [Symbol.asyncDispose]: remove };
}

/** Packages by name, each with the recorded paths that are missing, and links that became files. */
type Packages = Readonly<Record<string, { missing?: readonly string[]; copied?: string }>>;

/** Writes an environment in which just these packages have findings. */
async function environment(prefix: string, packages: Packages, channel = 'conda-forge') {
  await write(join(prefix, 'conda-meta/history'), '');
  for (const [name, { missing = [], copied }] of Object.entries(packages)) {
    const paths = missing.map((path) => ({ _path: path, path_type: 'hardlink' }));
    const link = { _path: copied, path_type: 'softlink' };
    const record = {
      name,
      version: '1.0',
      build: '0',
      channel,
      subdir: 'noarch',
      paths_data: { paths_version: 1, paths: copied ? [...paths, link] : paths },
    };
    await write(join(prefix, `conda-meta/${name}-1.0-0.json`), JSON.stringify(record));
    if (copied) await write(join(prefix, copied), 'what the link led to\n'.repeat(300));
  }
  return prefix;
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Names of packages that each lack a file. */
function lacking(...names: readonly string[]): Packages {
  return Object.fromEntries(names.map((name) => [name, { missing: [`lib/${name}/data.bin`] }]));
}

function numbered(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, at) => `${name}${String(at).padStart(2, '0')}`);
}

// ---------------------------------------------------------------- verdict, exit code, outputs

describe('a sound environment', () => {
  test('passes: exit 0, no annotation, every output', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.sound } });
    expect([step.code, step.stderr, step.commands]).toEqual([0, '', []]);
    expect(step.outputs).toMatchObject({ verdict: 'whole', findings: '0' });
    expect(Object.keys(step.outputs)).toEqual(Object.keys((await readMetadata()).outputs));
  });

  test('has its report in RUNNER_TEMP, and its summary', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.sound } });
    expect(step.outputs['report']).toMatch(new RegExp(`^${step.temp}/.+\\.json$`));
    expect(await reportOf(step)).toMatchObject({
      schema: 1,
      verdict: 'whole',
      environments: [{ name: 'sound', prefix: made.sound, findings: [] }],
    });
    expect(step.summary).toContain(`| \`sound\` | ✅ whole | 0 | 0 | 0 | \`${made.sound}\` |`);
  });

  test('passes where the runner takes no summary', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made.sound },
      env: { GITHUB_STEP_SUMMARY: null },
    });
    expect([step.code, step.stderr, step.outputs['verdict']]).toEqual([0, '', 'whole']);
  });
});

describe('a broken environment', () => {
  test('fails: exit 1, one annotation for each package, every output', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken } });
    expect([step.code, step.stderr]).toEqual([1, '']);
    expect(step.outputs).toMatchObject({ verdict: 'broken', findings: '4' });
    expect(titles(step.commands, 'error')).toEqual([
      'broken: pip-23.0-py311_0',
      'broken: python-3.11.9-0_demo',
    ]);
    expect(step.commands).toHaveLength(2);
    expect(step.commands[0]?.message).toMatch(/^bin\/pip → .+, which does not exist, and 1 more$/);
  });

  test('has its report, and its summary with cause and command', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken } });
    const [found] = (await reportOf(step)).environments as CheckedEnvironment[];
    expect(found?.findings.map(({ path }) => path)).toContain('bin/pip');
    expect(step.summary).toContain('| `broken` | ❌ broken | 4 | 0 | 0 |');
    expect(step.summary).toContain('**package-cache** (2 findings)');
    expect(step.summary).toMatch(/^ {4}conda install .*--force-reinstall/m);
    expect(step.summary).toContain('| error | dangling-link | `pip-23.0-py311_0` |');
  });

  test('is told in the log, for a person', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken } });
    expect(step.stdout).toContain('package-cache, 2 findings');
    expect(step.stdout).toContain('1 of 1 environment broken');
  });

  test('fails the step beside a sound one, and beside one that is not there', async () => {
    await using made = await demo();
    const environments = `${made.sound}\n${made.broken}\n/no/such/prefix`;
    await using step = await runStep({ inputs: { environments } });
    expect([step.code, step.outputs['verdict']]).toEqual([1, 'broken']);
    expect(await namesIn(step)).toEqual(['sound', 'broken', 'prefix']);
  });
});

describeReal('an environment that an installer made', () => {
  test.each(['rattler', 'conda', 'mamba'] as const)('by %s passes', async (dialect) => {
    await using env = await realEnvironment({ dialect });
    await using step = await runStep({ inputs: { environments: env.prefix } });
    expect([step.code, step.commands, step.outputs['verdict']]).toEqual([0, [], 'whole']);
    expect(step.outputs['findings']).toBe('0');
  });

  test('fails when its package cache was cleaned under its links', async () => {
    await using env = await realEnvironment({ dialect: 'conda', links: 'soft' });
    await rename(env.cache, `${env.cache}-cleaned`);
    await using step = await runStep({ inputs: { environments: env.prefix } });
    expect([step.code, step.outputs['verdict']]).toEqual([1, 'broken']);
    expect(Number(step.outputs['findings'])).toBeGreaterThan(10);
    expect(step.summary).toContain('**package-cache**');
  });

  test('points at the line that asks for the package', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await unlink(join(env.prefix, 'bin/python'));
    await using step = await runStep({
      inputs: { environments: env.prefix },
      files: { 'environment.yml': 'name: ml\ndependencies:\n  - pip\n  - python=3.11\n' },
    });
    expect(step.code).toBe(1);
    // Programs of a package that nobody asked for need bin/python too: they have no line.
    const places = Object.entries(placesIn(step));
    expect(places.filter(([, place]) => place)).toEqual([
      [expect.stringMatching(/^ml: python-3\./), 'environment.yml:4'],
    ]);
  });
});

// ---------------------------------------------------------------- fail-on, level, check, skip

describe('fail-on', () => {
  /** One warning, and no error: a link of nobody, outside of bin/, that dangles. */
  async function warning(): Promise<Demo> {
    const made = await demo();
    await symlink('gone', join(made.sound, 'lib/liblocal.so'));
    return made;
  }

  /** One note: a link of nobody that leads out of the prefix. */
  async function note(): Promise<Demo> {
    const made = await demo();
    await symlink('/etc/passwd', join(made.sound, 'lib/outside'));
    return made;
  }

  test.each([
    ['error', 0],
    ['warning', 1],
    ['note', 1],
    ['never', 0],
    ['', 0],
  ])('%s: a warning exits %i', async (failOn, code) => {
    await using made = await warning();
    await using step = await runStep({
      inputs: { environments: made.sound, 'fail-on': failOn },
    });
    expect(step.code).toBe(code);
    expect(step.outputs).toMatchObject({ verdict: 'whole', findings: '1' });
    expect(titles(step.commands, 'warning')).toEqual(['sound: files of no package']);
  });

  test.each([
    ['error', 0],
    ['warning', 0],
    ['note', 1],
    ['never', 0],
  ])('%s: a note exits %i, and is no annotation', async (failOn, code) => {
    await using made = await note();
    await using step = await runStep({
      inputs: { environments: made.sound, 'fail-on': failOn },
    });
    expect([step.code, step.commands]).toEqual([code, []]);
    expect(step.outputs).toMatchObject({ verdict: 'whole', findings: '0' });
    expect(step.summary).toContain('| 0 | 0 | 1 |');
  });

  test('never: a broken environment exits 0, and is reported all the same', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made.broken, 'fail-on': 'never' },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([0, 'broken']);
    expect(titles(step.commands, 'error')).toHaveLength(2);
  });

  test('never: what cannot be checked exits 2', async () => {
    await using step = await runStep({
      inputs: { environments: '/no/such/prefix', 'fail-on': 'never' },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
  });
});

describe('level', () => {
  test.each([
    ['links', false],
    ['metadata', false],
    ['content', true],
    ['', true],
  ])('%s: a changed byte is found: %s', async (level, isFound) => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken, level } });
    expect((await checksIn(step)).includes('altered-file')).toBe(isFound);
    expect(await checksIn(step)).toContain('dangling-link');
  });
});

describe('check and skip', () => {
  const LISTS = ['dangling-link\nflattened-link\n', 'dangling-link, flattened-link'];
  const MORE = ['dangling-link flattened-link', '\n  dangling-link,\n  flattened-link\n\n'];

  test.each([...LISTS, ...MORE])('check: %j', async (check) => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken, check } });
    expect(await checksIn(step)).toEqual(['dangling-link', 'flattened-link']);
  });

  test.each([...LISTS, ...MORE])('skip: %j', async (skip) => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.broken, skip } });
    expect(await checksIn(step)).toEqual(['altered-file']);
  });

  test('skip wins over check, and what is left decides', async () => {
    await using made = await demo();
    const inputs = { environments: made.broken, check: 'dangling-link', skip: 'dangling-link' };
    await using step = await runStep({ inputs });
    expect([step.code, step.outputs['verdict']]).toEqual([0, 'whole']);
  });
});

// ---------------------------------------------------------------- environments

describe('environments', () => {
  test('by prefix, several, one a line or separated by spaces', async () => {
    await using made = await demo();
    for (const environments of [
      `${made.sound}\n${made.broken}`,
      `  ${made.sound}\n\n  ${made.broken}/\n`,
      `${made.sound} ${made.broken}`,
    ]) {
      await using step = await runStep({ inputs: { environments } });
      expect(await namesIn(step)).toEqual(['sound', 'broken']);
    }
  });

  test('by a root: every environment in it', async () => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.root } });
    expect(await namesIn(step)).toEqual(['broken', 'sound']);
  });

  test('by name, in the installation of CONDA', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: 'sound' },
      env: { CONDA: made.root },
    });
    expect([step.code, await namesIn(step)]).toEqual([0, ['sound']]);
  });

  test('by a path in the workspace', async () => {
    await using step = await runStep({
      inputs: { environments: './made' },
      files: { 'made/conda-meta/history': '' },
    });
    expect([step.code, await namesIn(step)]).toEqual([0, ['made']]);
  });

  test('by a name that nobody has: exit 2, with the nearest one', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: 'sund' },
      env: { CONDA: made.root },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(complaintOf(step)).toMatch(/sund.*Did you mean sound\?/s);
    expect(step.summary).toContain('not checked');
  });

  test('named twice, or by a root too, is verified once', async () => {
    await using made = await demo();
    const environments = [made.broken, made.broken, made.root].join('\n');
    await using step = await runStep({ inputs: { environments } });
    expect((await namesIn(step)).toSorted()).toEqual(['broken', 'sound']);
    expect(step.outputs['findings']).toBe('4');
  });

  test.each(['with a space', 'with,a comma', 'with  two', 'ünï çødé'])(
    'on lines: a prefix “%s” is one',
    async (name) => {
      await using made = await demo();
      await using folder = await temporaryFolder();
      const prefix = join(folder.path, name);
      await cp(made.sound, prefix, { recursive: true, verbatimSymlinks: true });
      await using step = await runStep({
        inputs: { environments: `${prefix}\n${made.sound}` },
      });
      expect([step.code, await namesIn(step)]).toEqual([0, [name, 'sound']]);
    },
  );
});

describe('environments by default', () => {
  /** Runs it with these variables, where no environment is named. */
  const inJob = (env: NonNullable<StepOptions['env']>, files = {}) => runStep({ env, files });

  test('are the active one', async () => {
    await using made = await demo();
    await using step = await inJob({ CONDA_PREFIX: made.sound, CONDA: made.root });
    expect([step.code, await namesIn(step)]).toEqual([0, ['sound']]);
  });

  test('are those of the installation of CONDA, but never its base', async () => {
    await using made = await demo();
    await environment(made.root, lacking('conda'));
    await using step = await inJob({ CONDA: made.root });
    expect([step.code, await namesIn(step)]).toEqual([1, ['broken', 'sound']]);
  });

  test('are those of MAMBA_ROOT_PREFIX', async () => {
    await using made = await demo();
    await using step = await inJob({ MAMBA_ROOT_PREFIX: made.root });
    expect(await namesIn(step)).toEqual(['broken', 'sound']);
  });

  test('are those of pixi in the workspace', async () => {
    await using step = await inJob(
      {},
      { '.pixi/envs/default/conda-meta/pixi': '{}', '.pixi/envs/test/conda-meta/history': '' },
    );
    expect(await namesIn(step)).toContain('test');
  });

  test('are all of these together, each once', async () => {
    await using made = await demo();
    await using step = await inJob(
      { CONDA: made.root, MAMBA_ROOT_PREFIX: made.root },
      { '.pixi/envs/test/conda-meta/history': '' },
    );
    expect(await namesIn(step)).toEqual(['broken', 'sound', 'test']);
  });

  test('are none where a runner has nothing but its base: exit 2, with what was tried', async () => {
    await using folder = await temporaryFolder();
    const base = await environment(join(folder.path, 'miniconda'), lacking('conda'));
    await using step = await inJob({ CONDA: base, MAMBA_ROOT_PREFIX: '/no/mamba' });
    expect([step.code, step.outputs['verdict'], step.stderr]).toEqual([2, 'unchecked', '']);
    const complaint = complaintOf(step);
    for (const tried of [
      'CONDA_PREFIX',
      `${base}/envs`,
      '/no/mamba/envs',
      `${step.workspace}/.pixi/envs`,
    ]) {
      expect(complaint).toContain(tried);
    }
    expect(complaint).toContain('environments');
  });

  test('are none where the active one is gone: exit 2, which names it', async () => {
    await using step = await inJob({ CONDA_PREFIX: '/no/such/prefix' });
    expect(step.code).toBe(2);
    expect(complaintOf(step)).toContain('/no/such/prefix');
  });
});

// ---------------------------------------------------------------- bad input

describe('an input that makes no sense', () => {
  const CASES = [
    ['command', 'verfiy', 'verify'],
    ['fail-on', 'erorr', 'error'],
    ['level', 'contents', 'content'],
    ['check', 'dangling-links', 'dangling-link'],
    ['skip', 'altered-file, stale-prefixes', 'stale-prefix'],
  ] as const;

  test.each(CASES)('%s: %s: exit 2, with what was meant', async (name, value, meant) => {
    await using made = await demo();
    await using step = await runStep({ inputs: { environments: made.sound, [name]: value } });
    expect([step.code, step.stderr, step.outputs['verdict']]).toEqual([2, '', 'unchecked']);
    const complaint = complaintOf(step);
    expect(complaint).toContain(`${name}: `);
    expect(complaint).toContain(`Did you mean ${meant}?`);
  });

  test('that is far from anything: every value is told', async () => {
    await using step = await runStep({ inputs: { 'fail-on': 'sometimes' } });
    expect(complaintOf(step)).toContain('error, warning, note, never');
  });

  test('cannot speak to the runner', async () => {
    const level = 'x\n::error::forged\n::set-output name=verdict::whole\r##[warning]forged';
    await using step = await runStep({ inputs: { level } });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(complaintOf(step)).not.toMatch(/[\n\r]::/);
  });

  test('blanks around a value do not matter', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made.broken, 'fail-on': ' never\n', level: '\tlinks ' },
    });
    expect(step.code).toBe(0);
    expect(await checksIn(step)).not.toContain('altered-file');
  });

  test.each([
    ['a venv', { 'it/pyvenv.cfg': 'home = /usr/bin\n' }, /venv/],
    ['a folder', { 'it/README': '' }, /no conda-meta/],
    ['a file', { it: '' }, /no folder/],
    ['an environment of Windows', { 'it/python.exe': '', 'it/conda-meta/history': '' }, /Windows/],
  ])('%s is no environment: exit 2', async (_, files, said) => {
    await using step = await runStep({ inputs: { environments: './it' }, files });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(complaintOf(step)).toMatch(said);
  });
});

// ---------------------------------------------------------------- a runner in trouble

describe('where the runner’s own places cannot be written', () => {
  test('RUNNER_TEMP: exit 2, and an annotation that says so', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made.sound },
      env: { RUNNER_TEMP: '/no/such/folder' },
    });
    expect([step.code, step.stderr]).toEqual([2, '']);
    expect(complaintOf(step)).toContain('/no/such/folder');
  });

  test('the summary: the verdict and the outputs are what they were', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made.sound },
      env: { GITHUB_STEP_SUMMARY: '/no/such/file' },
    });
    expect([step.code, step.stderr, step.outputs['verdict']]).toEqual([0, '', 'whole']);
  });
});

// ---------------------------------------------------------------- annotations

describe('annotations', () => {
  async function annotate(packages: Packages, options: StepOptions = {}): Promise<Step> {
    await using folder = await temporaryFolder();
    const prefix = await environment(join(folder.path, 'ml'), packages);
    return await runStep({ ...options, inputs: { environments: prefix, ...options.inputs } });
  }

  test('are one for each package, however many findings it has', async () => {
    await using step = await annotate({
      numpy: { missing: ['lib/a.bin', 'lib/b.bin', 'lib/c.bin'] },
      scipy: { missing: ['lib/d.bin'], copied: 'lib/e.so' },
    });
    expect(
      step.commands.map(({ name, properties, message }) => [name, properties, message]),
    ).toEqual([
      ['error', { title: 'ml: numpy-1.0-0' }, 'lib/a.bin is gone, and 2 more'],
      ['error', { title: 'ml: scipy-1.0-0' }, 'lib/d.bin is gone, and 1 more'],
    ]);
  });

  test('are ten where ten packages have findings', async () => {
    const names = numbered(10, 'p');
    await using step = await annotate(lacking(...names));
    expect(titles(step.commands, 'error')).toEqual(names.map((name) => `ml: ${name}-1.0-0`));
  });

  test('are ten of a level at most; the last says how many more there are', async () => {
    const warnings = numbered(11, 'w').map((name) => [name, { copied: `lib/${name}.so` }]);
    await using step = await annotate({
      ...lacking(...numbered(13, 'e')),
      ...Object.fromEntries(warnings),
    });
    expect(titles(step.commands, 'error')).toHaveLength(10);
    expect(titles(step.commands, 'error').at(-1)).toBe('4 more');
    expect(titles(step.commands, 'warning')).toHaveLength(10);
    expect(titles(step.commands, 'warning').at(-1)).toBe('2 more');
  });

  test('name the environment', async () => {
    await using folder = await temporaryFolder();
    const a = await environment(join(folder.path, 'a'), lacking('numpy'));
    const b = await environment(join(folder.path, 'b'), lacking('numpy'));
    await using step = await runStep({ inputs: { environments: `${a}\n${b}` } });
    expect(titles(step.commands, 'error')).toEqual(['a: numpy-1.0-0', 'b: numpy-1.0-0']);
  });

  describe('stand on the line that asks for the package', () => {
    const PACKAGES = lacking('numpy', 'pip', 'python', 'ruamel.yaml');
    const at = (lines: Readonly<Record<string, number>>, file = 'environment.yml') =>
      Object.fromEntries(
        Object.keys(PACKAGES).map((name) => [
          `ml: ${name}-1.0-0`,
          name in lines ? `${file}:${lines[name]}` : null,
        ]),
      );

    const FILES: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
      [
        'names, versions, builds, comments',
        'name: ml\nchannels: [conda-forge]\n# what we need\ndependencies:\n  - python=3.11\n\n  - numpy >=1.26,<2  # fast\n  - ruamel.yaml=0.18=py311_0\n',
        { python: 5, numpy: 7, 'ruamel.yaml': 8 },
      ],
      [
        'channels',
        'dependencies:\n- conda-forge::python=3.11\n- conda-forge/linux-64::numpy\n- https://conda.anaconda.org/conda-forge::pip\n',
        { python: 2, numpy: 3, pip: 4 },
      ],
      [
        'brackets and quotes',
        "dependencies:\n  - \"python[version='>=3.11']\"\n  - 'numpy>=1'\n",
        { python: 2, numpy: 3 },
      ],
      [
        'the pip section asks for no conda package',
        'dependencies:\n  - pip\n  - pip:\n      - numpy==1.26\n      - -r requirements.txt\n  - python\n',
        { pip: 2, python: 6 },
      ],
      [
        'a list in one line',
        'dependencies: [python=3.11, numpy, pip]\n',
        {
          python: 1,
          numpy: 1,
          pip: 1,
        },
      ],
      [
        'lines of Windows',
        'name: ml\r\ndependencies:\r\n  - python\r\n  - numpy\r\n',
        {
          python: 3,
          numpy: 4,
        },
      ],
      ['capitals', 'dependencies:\n  - NumPy\n', { numpy: 2 }],
      ['the first of two lines', 'dependencies:\n  - numpy\n  - numpy>1\n', { numpy: 2 }],
      [
        'a name is not the start of another',
        'dependencies:\n  - python-dateutil\n  - numpy-base\n',
        {},
      ],
      ['nothing but a name', 'name: ml\n', {}],
      ['an empty file', '', {}],
      ['a list', '- python\n- numpy\n', {}],
      ['no YAML', '\t{[}: *\n\0', {}],
      ['no dependencies but a mapping', 'dependencies:\n  python: 3.11\n', {}],
    ];

    test.each(FILES)('%s', async (_, content, lines) => {
      await using step = await annotate(PACKAGES, { files: { 'environment.yml': content } });
      expect([step.code, step.stderr]).toEqual([1, '']);
      expect(placesIn(step)).toEqual(at(lines));
    });

    const CONTENT = 'dependencies:\n  - numpy\n';
    const OTHER = 'dependencies:\n  - pip\n  - python\n';

    test('of environment.yaml, where there is no environment.yml', async () => {
      await using step = await annotate(PACKAGES, { files: { 'environment.yaml': CONTENT } });
      expect(placesIn(step)).toEqual(at({ numpy: 2 }, 'environment.yaml'));
    });

    test('of the file that was named, not of the default one', async () => {
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': 'envs/dev env.yml' },
        files: { 'environment.yml': CONTENT, 'envs/dev env.yml': OTHER },
      });
      expect(placesIn(step)).toEqual(at({ pip: 2, python: 3 }, 'envs/dev env.yml'));
    });

    test('of a file that was named with ./', async () => {
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': './envs/../dev.yml' },
        files: { 'dev.yml': OTHER },
      });
      expect(placesIn(step)).toEqual(at({ pip: 2, python: 3 }, 'dev.yml'));
    });

    test('of a file that was named by its absolute path: relative to the workspace', async () => {
      await using folder = await temporaryFolder();
      await write(join(folder.path, 'dev/environment.yml'), OTHER);
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': join(folder.path, 'dev/environment.yml') },
        env: { GITHUB_WORKSPACE: folder.path },
      });
      expect(placesIn(step)).toEqual(at({ pip: 2, python: 3 }, 'dev/environment.yml'));
    });

    test('but not in a file outside of the workspace, which GitHub cannot show', async () => {
      await using folder = await temporaryFolder();
      await write(join(folder.path, 'environment.yml'), OTHER);
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': join(folder.path, 'environment.yml') },
      });
      expect(placesIn(step)).toEqual(at({}));
    });
  });
});

// ---------------------------------------------------------------- hostile names

const HOSTILE: readonly (readonly [string, string | Buffer])[] = [
  ['a command', '::error::forged'],
  ['a command behind blanks', '   ::error file=x,line=1::forged'],
  ['a command behind blanks of Unicode', '\u00a0\u3000::error::forged'],
  ['a command behind a newline', 'a\n::error::forged'],
  ['a command behind a carriage return', 'a\r::set-output name=verdict::whole'],
  ['a command behind a separator of lines', 'a\u2028::error::forged\u0085::error::forged'],
  ['a command that wrapping would set free', `${'long '.repeat(30)}::error::forged ::error::x`],
  ['an old command', '##[error]forged'],
  ['an old command in the middle', 'a ##[set-output name=verdict;]whole'],
  ['old commands in a row', '##[##[error]##[error]forged'],
  ['an end to commands', '::stop-commands::forever'],
  ['an escaped newline', 'a%0A::error::forged%0D%250A'],
  ['colours', '\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b1m'],
  ['colours before a command', '\u001b[0m::error::forged'],
  ['other directions', 'a\u202egnp.exe\u2066\u200b'],
  ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0x0a, 0xfe, 0xc3, 0x28])],
  ['HTML', '<img src=x onerror=alert(1)><!-- '],
  ['HTML that ends a cell', '<b><h1>forged<td><table>'],
  ['backticks', '`` ` ``` forged'],
  ['a backtick at each end', '`forged`'],
  ['a cell', 'a | forged | `b` | **c**'],
  ['escaped cells', 'a \\| forged \\\\| forged \\'],
  ['a link', '[forged](http:evil) ![x](y) <http:x>'],
  ['marks', '**bold** _it_ ~~gone~~ # heading @octocat #1'],
  ['a heading behind a newline', 'a\n# forged\n\n| a |\n|---|'],
  ['a fence', '```\n$$forged$$'],
  ['an entity', '&lt;b&gt; &#10;# forged'],
];

/** Three environments of one root, each with one dangling link: by its name, its target, or its place hostile. */
async function hostileRoot(root: string, hostile: string | Buffer): Promise<void> {
  const bytes = Buffer.from(hostile);
  for (const [name, link, target] of [
    [Buffer.from('named'), bytes, Buffer.from('gone')],
    [Buffer.from('targeted'), Buffer.from('tool'), bytes],
    [bytes, Buffer.from('tool'), Buffer.from('gone')],
  ] as const) {
    const prefix = Buffer.concat([Buffer.from(`${root}/envs/`), name]);
    const at = (path: string | Buffer) =>
      Buffer.concat([prefix, Buffer.from('/'), Buffer.from(path)]);
    await mkdir(at('conda-meta'), { recursive: true });
    await mkdir(at('bin'));
    await writeFile(at('conda-meta/history'), '');
    await symlink(target, Buffer.concat([at('bin/'), link]));
  }
}

describe('a name that speaks to the runner or to Markdown', () => {
  test.each(HOSTILE)('%s: exactly the annotations that were meant', async (_, hostile) => {
    await using folder = await temporaryFolder();
    await hostileRoot(folder.path, hostile);
    await using step = await runStep({ env: { CONDA: folder.path } });
    expect([step.code, step.stderr]).toEqual([1, '']);
    expect(step.outputs).toMatchObject({ verdict: 'broken', findings: '3' });
    expect(step.commands.map(({ name }) => name)).toEqual(['error', 'error', 'error']);
    for (const { properties, message } of step.commands) {
      expect(Object.keys(properties)).toEqual(['title']);
      expect(properties['title']).toMatch(/: files of no package$/);
      expect(message).toMatch(/^bin\/.* → .*, which does not exist$/);
      expect(`${properties['title']} ${message}`).not.toMatch(UNSPEAKABLE);
    }
    const known = ['named: files of no package', 'targeted: files of no package'];
    expect(titles(step.commands, 'error')).toEqual(expect.arrayContaining(known));
    expect(exposed(step.summary)).toEqual([]);
    expect(step.summary).not.toMatch(UNSPEAKABLE);
    // The table of environments, and one of findings for each.
    expect(rowsOf(step.summary)).toBe(2 + 3 + 3 * (2 + 1));
  });

  test('all of them together: one annotation', async () => {
    await using folder = await temporaryFolder();
    const prefix = await environment(join(folder.path, 'ml'), {});
    await mkdir(join(prefix, 'bin'));
    for (const [, name] of HOSTILE) {
      await symlink('gone', Buffer.concat([Buffer.from(`${prefix}/bin/`), Buffer.from(name)]));
    }
    await using step = await runStep({ inputs: { environments: prefix } });
    expect(step.outputs['findings']).toBe(String(HOSTILE.length));
    expect(step.commands.map(({ name }) => name)).toEqual(['error']);
    expect(step.commands[0]?.message).toMatch(new RegExp(`, and ${HOSTILE.length - 1} more$`));
    expect(exposed(step.summary)).toEqual([]);
  });

  test('the file of an environment: properties are not added to', async () => {
    await using folder = await temporaryFolder();
    const prefix = await environment(join(folder.path, 'ml'), lacking('numpy'));
    const file = 'a,line=1::forged%0A.yml';
    await using step = await runStep({
      inputs: { environments: prefix, 'environment-file': file },
      files: { [file]: 'dependencies:\n  - numpy\n' },
    });
    expect(placesIn(step)).toEqual({ 'ml: numpy-1.0-0': `${file}:2` });
  });

  test('a record that is none: its words are quoted safely', async () => {
    await using made = await demo();
    const name = '::error::x\n::error::<b>\u001b[31m##[error]';
    await write(
      join(made.sound, `conda-meta/${name.replaceAll('/', '')}-1-0.json`),
      `{"name": ${JSON.stringify(name)}, "version": "1", "build": "0"}`,
    );
    await write(join(made.sound, 'conda-meta/b-1-0.json'), '::error::x\n##[error]\u001b[31m');
    await using step = await runStep({ inputs: { environments: made.sound } });
    expect(step.commands.filter(({ name: command }) => command !== 'error')).toEqual([]);
    for (const { message, properties } of step.commands) {
      expect(`${properties['title']} ${message}`).not.toMatch(UNSPEAKABLE);
    }
    expect(exposed(step.summary)).toEqual([]);
  });

  test('credentials in a channel are in no place', async () => {
    await using folder = await temporaryFolder();
    const channel = 'https://user:secret1@example.com/t/tk-secret2/main?key=secret3';
    const prefix = await environment(join(folder.path, 'ml'), lacking('numpy'), channel);
    await using step = await runStep({ inputs: { environments: prefix } });
    const report = await readFile(step.outputs['report'] ?? '', 'utf8');
    for (const place of [step.stdout, step.summary, report]) expect(place).not.toMatch(/secret\d/);
  });
});

/** Controls, ends of lines, other directions, what cannot be seen: nothing of it may stand in a message. */
const UNSPEAKABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to look for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffd]/u;

function rowsOf(markdown: string): number {
  return markdown.split('\n').filter((line) => line.startsWith('|')).length;
}

/** A run of backticks, and the next run that is just as long: what stands between is code. */
const CODE = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;

/** All lines of a summary in which something is not code that Markdown or HTML would act upon. */
function exposed(markdown: string): string[] {
  let columns = 0;
  return markdown.split('\n').filter((line, at, lines) => {
    if (line.startsWith('    ')) return !/^( {4}|$)/.test(lines[at - 1] ?? '');
    if (!line.startsWith('|')) {
      columns = 0;
      const heading = line.replace(/^#{1,2} /, '').replace(CODE, '');
      return MARKS.test(
        heading.replace(/^\*\*[a-z-]+\*\* \(\d/, '').replace(/^_The rest .*_$/, ''),
      );
    }
    const cells = cellsOf(line);
    columns ||= cells.length;
    if (/^[|:-]+$/.test(line)) return false;
    return cells.length !== columns || cells.some((cell) => MARKS.test(cell.replace(CODE, '')));
  });
}

const MARKS = /[`*_~<>[\]|\\@$]|^\s*#|&(?!#\d+;)/;

/** As cmark-gfm splits a row: at every bar that has no backslash before it. */
function cellsOf(row: string): string[] {
  return row.replace(/^\||\|$/g, '').split(/(?<!\\)\|/);
}

// ---------------------------------------------------------------- size

describe('very many findings', () => {
  test('a hundred thousand: one annotation, a summary that fits, all of them in the report', async () => {
    await using folder = await temporaryFolder();
    const missing = Array.from({ length: 100_000 }, (_, at) => `share/big/${at % 100}/f${at}.bin`);
    const prefix = await environment(join(folder.path, 'ml'), { big: { missing } });
    await using step = await runStep({ inputs: { environments: prefix } });
    expect([step.code, step.stderr, step.outputs['findings']]).toEqual([1, '', '100000']);
    expect(step.commands).toHaveLength(1);
    expect(step.commands[0]?.message).toContain('and 99999 more');
    expect(Buffer.byteLength(step.summary)).toBeLessThanOrEqual(1 << 20);
    expect(step.summary).toContain('99950 more');
    const [found] = (await reportOf(step)).environments as CheckedEnvironment[];
    expect(found?.findings).toHaveLength(100_000);
  });

  test('many environments with very long names: the summary ends where it is full', async () => {
    await using folder = await temporaryFolder();
    const missing = Array.from({ length: 60 }, (_, at) => `${'ä'.repeat(120)}/`.repeat(8) + at);
    for (const name of numbered(30, 'env')) {
      await environment(join(folder.path, 'envs', name), { big: { missing } });
    }
    await using step = await runStep({ inputs: { environments: folder.path } });
    expect(step.outputs['findings']).toBe(String(30 * 60));
    expect(Buffer.byteLength(step.summary)).toBeGreaterThan(1 << 19);
    expect(Buffer.byteLength(step.summary)).toBeLessThanOrEqual(1 << 20);
    expect(step.summary).toMatch(/JSON report\._\n$/);
    expect(exposed(step.summary)).toEqual([]);
  });

  test('many packages: the remedy names what fits into a command', async () => {
    await using folder = await temporaryFolder();
    const prefix = await environment(join(folder.path, 'ml'), lacking(...numbered(500, 'package')));
    await using step = await runStep({ inputs: { environments: prefix } });
    expect(step.commands).toHaveLength(10);
    expect(step.commands.at(-1)?.properties['title']).toBe('491 more');
    expect(Buffer.byteLength(step.summary)).toBeLessThanOrEqual(1 << 20);
  });
});

// ---------------------------------------------------------------- the runner's stand-in

describe('the reading of commands', () => {
  test.each<[string, Command[]]>([
    [
      '  ::error file=a%2Cb,line=3::x%0Ay%25',
      [{ name: 'error', properties: { file: 'a,b', line: '3' }, message: 'x\ny%' }],
    ],
    ['text ##[warning file=a;]x', [{ name: 'warning', properties: { file: 'a' }, message: 'x' }]],
    ['a\r::notice::x', [{ name: 'notice', properties: {}, message: 'x' }]],
    ['conda-forge::python', []],
    ['::no-command::x', []],
    ['::error', []],
    ['##[no-command]x', []],
  ])('%j', (line, commands) => {
    expect(commandsIn(line)).toEqual(commands);
  });
});

test('every check can be named', async () => {
  await using made = await demo();
  const check = CHECKS.map(({ id }) => id).join('\n');
  await using step = await runStep({ inputs: { environments: made.broken, check } });
  expect([step.code, step.outputs['findings']]).toEqual([1, '4']);
  expect(basename(step.outputs['report'] ?? '')).toBe('report.json');
});
