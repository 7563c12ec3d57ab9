// The action's bundle, run as the runner of GitHub runs it: its exit code, outputs, annotations and summary.
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printable } from '../src/bytes.ts';
import { CHECKS } from '../src/checks.ts';
import { makeDemo } from '../src/demo.ts';
import type { CheckedEnvironment, Report } from '../src/report.ts';
import { describeReal, realEnvironment } from './support/environments.ts';
import {
  type Command,
  commandsIn,
  decoded,
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

/** What a step ends with that did not come to verify anything; its outputs are set all the same. */
const NOTHING_DONE = [2, '', { verdict: 'unchecked', findings: '0', report: '' }];

function endOf({ code, stderr, outputs }: Step): unknown[] {
  return [code, stderr, outputs];
}

/** What a step ends with that has a report, but not on every environment. */
function expectUnchecked(step: Step): void {
  expect([step.code, step.stderr]).toEqual([2, '']);
  expect(step.outputs).toEqual({
    verdict: 'unchecked',
    findings: '0',
    report: expect.stringMatching(/\/report\.json$/),
  });
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
    expect(Object.keys(step.outputs)).toEqual(['verdict', 'findings', 'report']);
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
    expect(decoded(step.summary)).toContain(
      `\n| <code>sound</code> | ✅ whole | 0 | 0 | 0 | <code>${made.sound}</code> |\n`,
    );
    expectFaithful(step.summary, await reportOf(step));
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
    const told = decoded(step.summary);
    expect(told).toContain(
      `\n| <code>broken</code> | ❌ broken | 4 | 0 | 0 | <code>${made.broken}</code> |\n`,
    );
    expect(told).toContain('\n## <code>broken</code>\n');
    expect(told).toContain('\n**package-cache** (2 findings): ');
    expect(step.summary).toMatch(/^ {4}conda install .*--force-reinstall/m);
    expect(told).toMatch(
      /^\| error \| dangling-link \| <code>pip-23\.0-py311_0<\/code> \| <code>bin\/pip → .+, which does not exist<\/code> \|$/m,
    );
    expect(exposed(step.summary)).toEqual([]);
    expectFaithful(step.summary, await reportOf(step));
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

describe('an environment in an archive', () => {
  test('is named in the same input, beside one on the machine', async () => {
    await using made = await demo();
    const file = join(made.root, 'broken.tar.gz');
    execFileSync('tar', ['-C', dirname(made.broken), '-czf', file, 'broken']);
    await using step = await runStep({ inputs: { environments: `${made.sound}\ntar:${file}` } });
    expect([step.code, step.outputs['verdict']]).toEqual([1, 'broken']);
    const { environments } = await reportOf(step);
    expect(environments.map(({ name, source, reference }) => [name, source, reference])).toEqual([
      ['sound', 'directory', null],
      ['broken', 'tar', `tar:${file}`],
    ]);
    expect(decoded(step.summary)).toContain(`tar:${file}`);
  });

  test('is judged where the input prefix says that it is unpacked', async () => {
    await using made = await demo();
    const file = join(made.root, 'sound.tar');
    execFileSync('tar', ['-C', made.sound, '-cf', file, '.']);
    const inputs = { environments: `tar:${file}`, prefix: '/srv/elsewhere' };
    await using step = await runStep({ inputs });
    const [found] = (await reportOf(step)).environments;
    expect(found).toMatchObject({ name: 'elsewhere', prefix: '/srv/elsewhere' });
  });

  test('that cannot be read is not taken for a sound one', async () => {
    await using made = await demo();
    const inputs = { environments: `${made.sound}\ndocker-archive:${made.root}/none.tar` };
    await using step = await runStep({ inputs });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(step.commands.map(({ name }) => name)).toEqual(['error']);
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
    expectUnchecked(step);
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
    expectUnchecked(step);
    expect(complaintOf(step)).toMatch(/sund.*Did you mean sound\?/s);
    expect(step.summary).toContain('\n| <code>sund</code> | ⚠️ not checked | 0 | 0 | 0 |  |\n');
    expect(decoded(step.summary)).toContain('There is no environment “sund”. Did you mean sound?');
    expect(exposed(step.summary)).toEqual([]);
  });

  test('named twice, or by a root too, is verified once', async () => {
    await using made = await demo();
    const environments = [made.broken, made.broken, made.root].join('\n');
    await using step = await runStep({ inputs: { environments } });
    expect(await namesIn(step)).toEqual(['broken', 'sound']);
    expect(step.outputs['findings']).toBe('4');
    expect(titles(step.commands, 'error')).toHaveLength(2);
  });

  test('named by links too is verified once, as it was named first', async () => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const [alias, root] = [join(folder.path, 'alias'), join(folder.path, 'root')];
    await symlink(made.broken, alias);
    await symlink(made.root, root);
    for (const [environments, names] of [
      [
        [alias, made.broken, `${root}/envs/broken/`, root],
        ['alias', 'sound'],
      ],
      [
        [made.root, alias, root],
        ['broken', 'sound'],
      ],
      [[`${made.sound}/../broken`, 'broken'], ['broken']],
    ] as const) {
      await using step = await runStep({
        inputs: { environments: environments.join('\n') },
        env: { CONDA: root },
      });
      expect(await namesIn(step)).toEqual(names);
      expect(step.outputs['findings']).toBe('4');
    }
  });

  /** Where this user may mount: a folder with two paths of which neither is a link. */
  const BIND = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  const mounting = ['unshare', '--map-root-user', '--mount', 'sh', '-c', BIND, 'sh'] as const;
  const canMount =
    spawnSync('unshare', [...mounting.slice(1), '/tmp', '/tmp', 'true']).status === 0;

  test.runIf(canMount)('mounted at a second place is verified once', async () => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const second = join(folder.path, 'second');
    await mkdir(second);
    await using step = await runStep({
      inputs: { environments: `${made.broken}\n${second}` },
      through: [...mounting, made.broken, second],
    });
    expect([step.code, step.stderr, await namesIn(step)]).toEqual([1, '', ['broken']]);
    expect(step.outputs['findings']).toBe('4');
  });

  test('that are equal, but not the same, are both verified', async () => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const copy = join(folder.path, 'sound');
    await cp(made.sound, copy, { recursive: true, verbatimSymlinks: true });
    await using step = await runStep({ inputs: { environments: `${made.sound}\n${copy}` } });
    expect(await namesIn(step)).toEqual(['sound', 'sound']);
  });

  test('that are unknown are told once each', async () => {
    const environments = 'nobody\n/no/such/prefix\nnobody\n/no/such/prefix\nsomebody';
    await using step = await runStep({ inputs: { environments } });
    expectUnchecked(step);
    expect(await namesIn(step)).toEqual(['nobody', 'prefix', 'somebody']);
  });

  const UNUSUAL = ['with a space', 'with,a comma', 'with  two', 'ünï çødé', 'sound broken'];

  test.each(UNUSUAL)('on lines: a prefix “%s” is one', async (name) => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const prefix = join(folder.path, name);
    await cp(made.sound, prefix, { recursive: true, verbatimSymlinks: true });
    await using step = await runStep({
      inputs: { environments: `${prefix}\n${made.sound}` },
    });
    expect([step.code, await namesIn(step)]).toEqual([0, [name, 'sound']]);
  });

  test.each(UNUSUAL)('alone: a prefix “%s” that is there is one', async (name) => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const prefix = join(folder.path, name);
    await cp(made.sound, prefix, { recursive: true, verbatimSymlinks: true });
    for (const environments of [prefix, `  ${prefix}\n`]) {
      // Were it divided, `broken` would be found.
      await using step = await runStep({ inputs: { environments }, env: { CONDA: made.root } });
      expect([step.code, step.commands]).toEqual([0, []]);
      expect((await reportOf(step)).environments).toMatchObject([{ name, prefix }]);
    }
  });

  test.each(['./my env', 'my env'])('alone: “%s” in the workspace is one', async (environments) => {
    await using step = await runStep({
      inputs: { environments },
      files: { 'my env/conda-meta/history': '' },
    });
    expect([step.code, step.commands, await namesIn(step)]).toEqual([0, [], ['my env']]);
  });

  test('alone: words are divided where there is no such path', async () => {
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: 'sound  broken' },
      env: { CONDA: made.root },
      files: { 'sound broken/conda-meta/history': '' },
    });
    expect(await namesIn(step)).toEqual(['sound', 'broken']);
  });
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

  test('are those of two roots that are the same once', async () => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    await symlink(made.root, join(folder.path, 'root'));
    await using step = await inJob({
      CONDA: join(folder.path, 'root'),
      MAMBA_ROOT_PREFIX: made.root,
    });
    expect(await namesIn(step)).toEqual(['broken', 'sound']);
    expect(step.outputs['findings']).toBe('4');
  });

  test('are none where a runner has nothing but its base: exit 2, with what was tried', async () => {
    await using folder = await temporaryFolder();
    const base = await environment(join(folder.path, 'miniconda'), lacking('conda'));
    await using step = await inJob({ CONDA: base, MAMBA_ROOT_PREFIX: '/no/mamba' });
    expect(endOf(step)).toEqual(NOTHING_DONE);
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

  test.each([
    ['gone', {}, /nothing at/],
    ['a folder', { 'it/README': '' }, /no conda-meta/],
    ['a venv', { 'it/pyvenv.cfg': 'home = /usr/bin\n' }, /venv/],
    ['a file', { it: '' }, /no folder/],
  ])('are none but the active one, even where that is %s: exit 2', async (_, files, said) => {
    await using made = await demo();
    await using folder = await temporaryFolder();
    const prefix = join(folder.path, 'it');
    for (const [path, content] of Object.entries(files)) {
      await write(join(folder.path, path), content);
    }
    const others = { CONDA: made.root, MAMBA_ROOT_PREFIX: made.root };
    const pixi = { '.pixi/envs/test/conda-meta/history': '' };
    await using step = await inJob({ ...others, CONDA_PREFIX: prefix }, pixi);
    expectUnchecked(step);
    expect((await reportOf(step)).environments).toMatchObject([
      { name: 'it', prefix, verdict: 'unchecked', error: expect.stringMatching(said) },
    ]);
    expect(complaintOf(step)).toContain(prefix);
    expect(step.commands[0]?.properties).toEqual({ title: 'it could not be checked' });
    const row = `\n| <code>it</code> | ⚠️ not checked | 0 | 0 | 0 | <code>${prefix}</code> |\n`;
    expect(decoded(step.summary)).toContain(row);
  });

  test('are others where CONDA_PREFIX is empty', async () => {
    await using made = await demo();
    await using step = await inJob({ CONDA_PREFIX: '', CONDA: made.root });
    expect(await namesIn(step)).toEqual(['broken', 'sound']);
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
    expect(endOf(step)).toEqual(NOTHING_DONE);
    expect(step.summary).toBe('');
    const complaint = complaintOf(step);
    expect(complaint).toContain(`${name}: `);
    expect(complaint).toContain(`Did you mean ${meant}?`);
  });

  test('that is far from anything: every value is told', async () => {
    await using step = await runStep({ inputs: { 'fail-on': 'sometimes' } });
    expect(endOf(step)).toEqual(NOTHING_DONE);
    expect(complaintOf(step)).toContain('error, warning, note, never');
  });

  test('cannot speak to the runner', async () => {
    const level = 'x\n::error::forged\n::set-output name=verdict::whole\r##[warning]forged';
    await using step = await runStep({ inputs: { level } });
    expect(endOf(step)).toEqual(NOTHING_DONE);
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
    expectUnchecked(step);
    expect(complaintOf(step)).toMatch(said);
  });
});

// ---------------------------------------------------------------- a runner in trouble

describe('where the runner’s own places cannot be written', () => {
  test.each([
    ['is not there', '/no/such/folder'],
    ['is a file', import.meta.filename],
  ])('RUNNER_TEMP that %s: exit 2, and an annotation that says so', async (_, place) => {
    await using made = await demo();
    for (const environments of [made.sound, made.broken]) {
      await using step = await runStep({ inputs: { environments }, env: { RUNNER_TEMP: place } });
      expect(endOf(step)).toEqual(NOTHING_DONE);
      expect(complaintOf(step)).toContain(place);
      expect(complaintOf(step)).toContain('RUNNER_TEMP');
    }
  });

  test.each([
    ['sound', 0, 'whole', '0', []],
    ['broken', 1, 'broken', '4', ['error', 'error']],
  ] as const)('the summary of a %s one: a warning, nothing else changes', async (...row) => {
    const [name, code, verdict, findings, annotated] = row;
    await using made = await demo();
    await using step = await runStep({
      inputs: { environments: made[name] },
      env: { GITHUB_STEP_SUMMARY: '/no/such/file' },
    });
    expect([step.code, step.stderr]).toEqual([code, '']);
    expect(step.outputs).toMatchObject({ verdict, findings });
    expect(await namesIn(step)).toEqual([name]);
    expect(step.commands.map((one) => one.name)).toEqual([...annotated, 'warning']);
    expect(step.commands.at(-1)?.message).toMatch(/summary.*cannot be written.*\/no\/such\/file/);
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
    const more = step.commands.filter(({ properties }) => / more$/.test(properties['title'] ?? ''));
    expect(more).toEqual(
      [
        ['error', 4],
        ['warning', 2],
      ].map(([name, rest]) => ({
        name,
        properties: { title: `${rest} more` },
        message: `${rest} more like these; all of them are in the JSON report.`,
      })),
    );
    // They are, indeed.
    const [found] = (await reportOf(step)).environments as CheckedEnvironment[];
    expect(found?.findings).toHaveLength(24);
    expectFaithful(step.summary, await reportOf(step));
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
        files: { 'environment.yml': CONTENT },
      });
      expect(step.code).toBe(1);
      expect(titles(step.commands, 'error')).toHaveLength(4);
      for (const { properties } of step.commands) expect(properties).not.toHaveProperty('file');
    });

    test('but not in a file that a path out of the workspace leads to', async () => {
      await using folder = await temporaryFolder();
      await write(join(folder.path, 'environment.yml'), OTHER);
      await mkdir(join(folder.path, 'workspace'));
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': '../environment.yml' },
        env: { GITHUB_WORKSPACE: join(folder.path, 'workspace') },
      });
      expect(step.code).toBe(1);
      expect(titles(step.commands, 'error')).toHaveLength(4);
      for (const { properties } of step.commands) expect(properties).not.toHaveProperty('file');
    });

    test('of a file in the workspace whose name starts with dots', async () => {
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': '..dev.yml' },
        files: { '..dev.yml': OTHER },
      });
      expect(placesIn(step)).toEqual(at({ pip: 2, python: 3 }, '..dev.yml'));
    });

    test('of no file where the named one is absent: a warning, and nothing else changes', async () => {
      await using step = await annotate(PACKAGES, {
        inputs: { 'environment-file': 'envs/dev.yml' },
        files: { 'environment.yml': CONTENT },
      });
      expect([step.code, step.stderr]).toEqual([1, '']);
      expect(step.outputs).toMatchObject({ verdict: 'broken', findings: '4' });
      const [warning, ...others] = step.commands.filter(({ name }) => name === 'warning');
      expect(warning?.message).toMatch(/^environment-file: .*envs\/dev\.yml/);
      expect([warning?.properties, others]).toEqual([{}, []]);
      const errors = step.commands.filter(({ name }) => name === 'error');
      expect(errors.map(({ properties }) => properties)).toEqual(
        Object.keys(at({})).map((title) => ({ title })),
      );
    });

    test('of no file where the absent one speaks to the runner: one warning', async () => {
      await using made = await demo();
      const file = 'a\n::error::forged\r##[error]forged.yml';
      await using step = await runStep({
        inputs: { environments: made.sound, 'environment-file': file },
      });
      expect([step.code, step.stderr, step.outputs['verdict']]).toEqual([0, '', 'whole']);
      expect(step.commands.map(({ name }) => name)).toEqual(['warning']);
      expect(step.commands[0]?.message).not.toMatch(UNSPEAKABLE);
    });

    test('where none is named and none is there: no warning', async () => {
      await using step = await annotate(PACKAGES);
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
  ['an entity of a bar', '&#124; &#x7c; &vert; | &#96;'],
  ['mathematics', '$x$ $$y$$ $`z`$ \\(a\\) \\[b\\]'],
  ['an end of code', '<&#47;code> <code> <code'],
  ['who and what GitHub links', '@octocat a@b.example GH-1 octocat#1 www.evil.example :tada:'],
  ['a footnote, a picture, a task', '[^1] ![x][y] - [ ] x'],
  ['the start of a block', '- a + b 1. c 1) d > e === --- ***'],
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
    expectFaithful(step.summary, await reportOf(step));
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
    expectFaithful(step.summary, await reportOf(step));
  });

  test.each([
    '</code></td></table><h1>forged</h1>',
    '</code> | forged | `</code>` $</code>$ | **c**',
    'a\n</code>\n\n# forged $x$ $$y$$',
    '<!-- --></code><script>alert(1)</script>',
    '&#60;/code&#62; &lt;/code&gt;',
    '\\</code\\> \\| \\',
    'http://evil.example <https://evil.example> https://a:b@c/d',
  ])('the package and the path of a record: %j', async (hostile) => {
    await using folder = await temporaryFolder();
    const prefix = await environment(join(folder.path, 'ml'), {});
    const record = {
      name: hostile,
      version: hostile,
      build: hostile,
      channel: hostile,
      subdir: 'noarch',
      paths_data: { paths_version: 1, paths: [{ _path: `lib/${hostile}`, path_type: 'hardlink' }] },
    };
    await write(join(prefix, 'conda-meta/it-1.0-0.json'), JSON.stringify(record));
    await using step = await runStep({ inputs: { environments: prefix } });
    expect(step.stderr).toBe('');
    expect(exposed(step.summary)).toEqual([]);
    expect(step.summary).not.toMatch(UNSPEAKABLE);
    expectFaithful(step.summary, await reportOf(step));
    expect(step.commands.map(({ name }) => name)).toEqual(['error']);
    const { message = '', properties = {} } = step.commands[0] ?? {};
    expect(`${properties['title']} ${message}`).not.toMatch(UNSPEAKABLE);
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

/**
 * Whatever Markdown or GitHub give a meaning to, line breaks and controls too, stands as an entity. The
 * backslash and what it can escape are of https://daringfireball.net/projects/markdown/syntax#backslash;
 * tables, strikethrough, HTML and entities of https://github.github.com/gfm/; mentions (`@`), emoji and
 * addresses (`:`) and mathematics (`$`) are GitHub's own.
 */
const TEXT =
  '(?:[^\\p{C}\\p{Zl}\\p{Zp}\\\\`*_{}\\[\\]()#+.!|~<>&@:$-]|&#(?:3[3-9]|[4-9]\\d|1[01]\\d|12[0-6]);)';
const CODE = `<code>${TEXT}+</code>`;
const COUNT = '(?:0|[1-9]\\d*)';

/** All kinds of lines that a summary has; where two are given, what the line before it must be. */
const LINES: readonly { readonly line: RegExp; readonly after?: RegExp }[] = [
  { line: /^$/ },
  { line: /^# Conda environments$/, after: /^$/ },
  { line: /^\| Environment \| Verdict \| Errors \| Warnings \| Notes \| Prefix \|$/, after: /^$/ },
  { line: /^\|---\|---\|--:\|--:\|--:\|---\|$/, after: /^\| Environment / },
  {
    line: new RegExp(
      `^\\| ${CODE} \\| (?:✅ whole|❌ broken|⚠️ not checked) \\| ${COUNT} \\| ${COUNT} \\| ${COUNT} \\| (?:${CODE})? \\|$`,
      'u',
    ),
    after: /^\|---\|---\|--:\|--:\|--:\|---\|$|^\| <code>/,
  },
  { line: new RegExp(`^## ${CODE}$`, 'u'), after: /^$/ },
  {
    line: new RegExp(`^\\*\\*[a-z]+(?:-[a-z]+)*\\*\\* \\(${COUNT} findings?\\): ${TEXT}+$`, 'u'),
    after: /^$/,
  },
  { line: new RegExp(`^(?!\\s)${TEXT}+$`, 'u'), after: /^$/ },
  // Code, for it is indented: which it can be behind no paragraph.
  { line: /^ {4}\P{Cc}+$/u, after: /^$|^ {4}/ },
  { line: /^\| Severity \| Check \| Package \| Finding \|$/, after: /^$/ },
  { line: /^\|---\|---\|---\|---\|$/, after: /^\| Severity / },
  {
    line: new RegExp(
      `^\\| (?:error|warning|note) \\| [a-z]+(?:-[a-z]+)* \\| (?:${CODE})? \\| ${CODE} \\|$`,
      'u',
    ),
    after: /^\|---\|---\|---\|---\|$|^\| (?:error|warning|note) \|/,
  },
  { line: /^… and [1-9]\d* more in the JSON report\.$/, after: /^$/ },
  { line: /^_The rest does not fit into a summary; it is in the JSON report\._$/, after: /^$/ },
];

/** All lines of a summary that are not one of those, or not where they may be. */
function exposed(markdown: string): string[] {
  return markdown.split('\n').filter((line, at, lines) => {
    const before = lines[at - 1] ?? '';
    return !LINES.some((kind) => kind.line.test(line) && (kind.after?.test(before) ?? true));
  });
}

/** The rows of all tables, as a reader sees them: cells are split first, as cmark-gfm does, then decoded. */
function rowsIn(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => decoded(cell.slice(1, -1).replace(/^<code>(.*)<\/code>$/, '$1'))),
  );
}

/** Every name, prefix, package and message of a report is in its summary, and reads as it is. */
function expectFaithful(markdown: string, { environments }: Report): void {
  const MARK = { whole: '✅ whole', broken: '❌ broken', unchecked: '⚠️ not checked' };
  const findingsOf = (one: Report['environments'][number]) =>
    one.verdict === 'unchecked' ? [] : one.findings;
  const table = environments.map((one) => [
    printable(one.name),
    MARK[one.verdict],
    ...['error', 'warning', 'note'].map((severity) =>
      String(findingsOf(one).filter((finding) => finding.severity === severity).length),
    ),
    printable(one.prefix),
  ]);
  const tables = environments
    .map((one) => findingsOf(one).slice(0, 50))
    .filter((findings) => findings.length > 0)
    .map((findings) => [
      ['Severity', 'Check', 'Package', 'Finding'],
      ...findings.map(({ severity, check, package: owner, message }) => [
        severity,
        check,
        printable(owner ?? ''),
        printable(message),
      ]),
    ]);
  const head = ['Environment', 'Verdict', 'Errors', 'Warnings', 'Notes', 'Prefix'];
  expect(rowsIn(markdown)).toEqual([head, ...table, ...tables.flat()]);
}

describe('the reading of summaries', () => {
  const HEAD = '| Severity | Check | Package | Finding |\n|---|---|---|---|';
  const row = (message: string) => `${HEAD}\n| error | dangling-link |  | ${message} |`;

  test.each([
    row('<code>bin/tool → gone</code>'),
    row('<code>&#60;/code&#62; &#124; &#36;x&#36;</code>'),
    '## <code>ml</code>\n\nWords&#46;\n\n    conda install `x` $y\n    conda update\n\n',
  ])('nothing in %j', (markdown) => {
    expect(exposed(markdown)).toEqual([]);
  });

  const MARKS = Array.from('\\`*_{}[]()#+-.!|~<>&@:$');

  test.each([
    ...MARKS.map((mark) => row(`<code>a${mark}b</code>`)),
    ...MARKS.map((mark) => `Words with ${mark}`),
    ...MARKS.map((mark) => `## <code>${mark}</code>`),
    row('words'),
    row('<code></code></code>'),
    row('<code>a</code> <code>b</code>'),
    row('<code>a</code> | <code>b</code>'),
    row('<code>&#10;</code>'),
    row('<code>&#x7c;</code>'),
    row('<code>&lt;</code>'),
    row('<code>a\u2028b</code>'),
    row('<code>a\rb</code>'),
    '| error | dangling-link |  | <code>no head</code> |',
    'Words\n    not code',
    'Words\n| Severity | Check | Package | Finding |',
    ' words',
    '   ',
  ])('something in %j', (markdown) => {
    expect(exposed(markdown)).not.toEqual([]);
  });
});

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
    expect(exposed(step.summary)).toEqual([]);
    expectFaithful(step.summary, await reportOf(step));
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
    expect(step.commands.at(-1)).toEqual({
      name: 'error',
      properties: { title: '491 more' },
      message: '491 more like these; all of them are in the JSON report.',
    });
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
