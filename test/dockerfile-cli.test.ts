// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are none
// `conda-links dockerfile` as it is typed: what it writes, keeps, compares and refuses.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { runCommandLine } from '../src/commands.ts';
import { type Folder, run, temporaryFolder, whyNoOtherUser } from './support/cli.ts';

const SMALL = 'name: ml\nchannels: [conda-forge]\ndependencies: [python=3.12]\n';

/** A folder with some files in it. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder.path, name, '..'), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

/** Name → content, of all that lies in a folder. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

describe('what it writes', () => {
  test('a Dockerfile and a .dockerignore; what is there is kept, but for --force', async () => {
    await using folder = await folderOf({ 'environment.yml': SMALL });
    const cwd = folder.path;
    const first = await run(['dockerfile'], { cwd });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(
      'wrote Dockerfile\nwrote .dockerignore\n\nBuild it with:\n  docker build --tag ml .\n',
    );
    const written = contents(cwd);
    expect(Object.keys(written)).toEqual(['.dockerignore', 'Dockerfile', 'environment.yml']);
    expect(written['Dockerfile']).toContain('#   conda-links dockerfile environment.yml --force\n');

    const again = await run(['dockerfile', 'environment.yml'], { cwd });
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^kept {2}Dockerfile\nkept {2}\.dockerignore\n/);
    expect(contents(cwd)).toEqual(written);

    await writeFile(join(cwd, 'Dockerfile'), 'FROM scratch\n');
    await writeFile(join(cwd, '.dockerignore'), 'mine\n');
    const refused = await run(['dockerfile'], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toBe(
      'conda-links: Dockerfile is there already, and says something else.\n' +
        '--force writes over it, --check shows the difference, --stdout prints the new one.\n',
    );
    expect(contents(cwd)).toMatchObject({
      Dockerfile: 'FROM scratch\n',
      '.dockerignore': 'mine\n',
    });

    const forced = await run(['dockerfile', '--force'], { cwd });
    expect(forced.code).toBe(0);
    expect(forced.stdout).toMatch(/^wrote Dockerfile\nwrote \.dockerignore: \d+ lines before what/);
    const after = contents(cwd);
    expect(after['Dockerfile']).toBe(written['Dockerfile']);
    expect(after['.dockerignore']).toBe(`${written['.dockerignore']}\nmine\n`);
  });

  test('--stdout: the Dockerfile alone, and no file', async () => {
    await using folder = await folderOf({ 'environment.yml': SMALL });
    const { code, stdout } = await run(['dockerfile', '--stdout'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# The conda environment “ml”[\s\S]*\nCMD \["python"\]\n$/);
    expect(Object.keys(contents(folder.path))).toEqual(['environment.yml']);
  });

  test('--check: 0, or 1 and the difference', async () => {
    await using folder = await folderOf({ 'environment.yml': SMALL });
    const cwd = folder.path;
    const missing = await run(['dockerfile', '--check'], { cwd });
    expect(missing.code).toBe(1);
    expect(missing.stdout).toBe('Dockerfile is not there.\n');
    expect(Object.keys(contents(cwd))).toEqual(['environment.yml']);

    await run(['dockerfile'], { cwd });
    const same = await run(['dockerfile', '--check'], { cwd });
    expect(same).toMatchObject({ code: 0, stdout: 'Dockerfile is up to date.\n' });

    const file = join(cwd, 'Dockerfile');
    await writeFile(file, (await readFile(file, 'utf8')).replace('trixie', 'bookworm'));
    const before = contents(cwd);
    const other = await run(['dockerfile', '--check', '--force'], { cwd });
    expect(other.code).toBe(1);
    const changed = other.stdout.split('\n').filter((line) => /^[-+]/.test(line));
    expect(changed).toEqual([
      '--- Dockerfile  on disk',
      '+++ Dockerfile  as it would be',
      '-FROM debian:bookworm-slim AS runtime',
      '+FROM debian:trixie-slim AS runtime',
    ]);
    expect(contents(cwd)).toEqual(before);
  });

  test('for several environments: a Dockerfile each, docker-bake.json, a matrix', async () => {
    await using folder = await folderOf({
      'a/environment.yml': SMALL.replace('ml', 'First'),
      'b/gpu.yml': SMALL.replace('ml', 'gpu.v2'),
    });
    const cwd = folder.path;
    const files = ['a/environment.yml', 'b/gpu.yml'];
    const { code, stdout } = await run(['dockerfile', ...files, '--bake'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('\n  docker buildx bake\n');
    expect(Object.keys(contents(cwd))).toEqual([
      ...['a/.dockerignore', 'a/First.Dockerfile', 'a/environment.yml'],
      ...['b/.dockerignore', 'b/gpu.v2.Dockerfile', 'b/gpu.yml', 'docker-bake.json'],
    ]);
    const bake = JSON.parse(contents(cwd)['docker-bake.json'] ?? '');
    expect(bake.group.default.targets).toEqual(['First', 'gpu-v2']);
    expect(bake.target['gpu-v2']).toMatchObject({ context: 'b', dockerfile: 'gpu.v2.Dockerfile' });

    const matrix = await run(['dockerfile', ...files, '--matrix'], { cwd });
    expect(matrix).toMatchObject({ code: 0 });
    expect(matrix.stdout).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(matrix.stdout).include[1]).toEqual({
      name: 'gpu.v2',
      image: 'gpu.v2',
      target: 'gpu-v2',
      file: 'b/gpu.yml',
      context: 'b',
      dockerfile: 'b/gpu.v2.Dockerfile',
    });
  });

  const buildx = ['docker-buildx', 'buildx'].find(
    (name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0,
  );
  it.skipIf(buildx === undefined)('docker-bake.json is one to buildx', async () => {
    await using folder = await folderOf({
      'environment.yml': SMALL,
      'odd ${x}/environment.yml': SMALL.replace('ml', 'shared'),
    });
    // A folder that bake would take for a use of a variable is written as itself.
    const files = ['environment.yml', 'odd ${x}/environment.yml'];
    const options = ['--bake', '--fail-on', 'never'];
    const { code } = await run(['dockerfile', ...files, ...options], { cwd: folder.path });
    expect(code).toBe(0);
    const { status, stdout, stderr } = spawnSync(buildx ?? '', ['bake', '--print'], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      group: { default: { targets: ['env-shared', 'ml'] } },
      target: {
        ml: { context: '.', dockerfile: 'ml.Dockerfile', tags: ['ml:latest'] },
        'env-shared': { context: 'odd ${x}', tags: ['shared:latest'] },
      },
    });
  });

  test('tells what an own .dockerignore lacks, and what it keeps from the build', async () => {
    await using folder = await folderOf({
      'environment.yml': SMALL,
      '.dockerignore': '*\n!src\n',
    });
    const { code, stdout } = await run(['dockerfile'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^kept {2}\.dockerignore, which lacks:\n {8}\*\*\/\.git\n/m);
    expect(stdout).toContain(
      '.dockerignore keeps environment.yml from the build, which needs it: add !environment.yml\n',
    );
    expect(contents(folder.path)['.dockerignore']).toBe('*\n!src\n');
  });

  test('findings: told, 1 from --fail-on on; the Dockerfile is written all the same', async () => {
    const text = `${SMALL}variables: {API_TOKEN: hunter2hunter2}\n`;
    await using folder = await folderOf({ 'environment.yml': text });
    const found = await run(['dockerfile'], { cwd: folder.path });
    expect(found.code).toBe(1);
    expect(found.stderr).toMatch(/leaked-secret/);
    expect(found.stdout).toMatch(/^wrote Dockerfile\n/);
    expect(contents(folder.path)['Dockerfile'] + found.stderr).not.toContain('hunter2');
    const never = await run(['dockerfile', '--fail-on', 'never'], { cwd: folder.path });
    expect(never.code).toBe(0);
    expect(never.stderr).toMatch(/leaked-secret/);
  });
});

const noOther = whyNoOtherUser();
describe('where nothing can be written', () => {
  it.skipIf(noOther !== null)('nothing is: not even what could be', async () => {
    await using folder = await folderOf({ 'closed/environment.yml': SMALL, 'open/x': '' });
    await chmod(join(folder.path, 'closed'), 0o555);
    await chmod(join(folder.path, 'open'), 0o777);
    const before = contents(folder.path);
    for (const output of [[], ['--output', '../open/Dockerfile']]) {
      const cwd = join(folder.path, 'closed');
      const { code, stderr, stdout } = await run(['dockerfile', ...output], { cwd, other: true });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^conda-links: .*\/closed is not writable \(EACCES\)\.\nNothing was/);
      expect(contents(folder.path)).toEqual(before);
    }
  });
});

/** What is typed → the first words that are said, and what is advised. */
const REFUSED: readonly (readonly [words: string, message: RegExp, advice: RegExp])[] = [
  [
    'nope.yml',
    /There is no nope\.yml\./,
    /there is: conda\.yml, env\.other\.yaml, environment\.yml/,
  ],
  ['sub', /sub is a folder\./, /./],
  ['empty', /empty is empty\./, /It starts like/],
  ['not-yaml', /not-yaml:2:\d+: this is no YAML: /, /Usual reasons/],
  ['list', /list is a list, and no environment file\./, /It starts like/],
  ['tabs', /tabs:2:1: this is no YAML: .*tab/, /./],
  ['huge', /huge is larger than 1 MiB/, /./],
  ['binary', /binary is no text in UTF-8\./, /./],
  ['--style articel', /style: there is no “articel”\./, /Did you mean article\?/],
  ['--base minforge', /base: there is no “minforge”\./, /Did you mean miniforge\?/],
  ['--base example.org/house', /base: “example\.org\/house” has no tag/, /an image with its tag/],
  ['--base a\nRUN', /base: “a\\x0aRUN” is no name of an image\./, /miniforge, micromamba/],
  ['--runtime debian', /runtime: “debian” has no tag/, /same, or an image with its tag/],
  ['--name a/b', /“a\/b” cannot be the name of an environment/, /letters, digits/],
  ['--name a\nb', /“a\\x0ab” cannot be the name of an environment/, /letters, digits/],
  ['--name base', /“base” cannot be the name of an environment/, /letters, digits/],
  ['--cuda foo', /cuda: “foo” is no version\./, /12\.4/],
  ['--accept-tos', /accept-tos: only Miniconda asks for it\./, /--base miniconda/],
  ['--style article --cache-mounts', /cache-mounts: the article’s form has no place/, /standard/],
  [
    '--template unknown',
    /unknown:2: there is no placeholder \{\{ buidler \}\}\./,
    /\{\{ builder \}\}\?/,
  ],
  ['--template nope', /The template nope is not there\./, /--template/],
  ['--template sub', /The template sub cannot be read\./, /--template/],
  ['--template huge', /The template huge is larger than 1 MiB/, /--template/],
  ['--template binary', /The template binary is no text in UTF-8\./, /--template/],
  ['--template list --output list --force', /list is where the Dockerfile goes\./, /--output/],
  ['--output nope/Dockerfile', /nope is no folder \(ENOENT\)/, /Nothing was written/],
  ['--output list/Dockerfile', /list\/Dockerfile cannot be written/, /no folder/],
  ['--output sub', /sub is a folder\./, /--output/],
  ['--output environment.yml --force', /environment\.yml is where the Dockerfile would go/, /./],
  ['--context sub', /environment\.yml does not lie in the build context sub\./, /--context/],
  ['environment.yml conda.yml --name x', /name: several files/, /one of them/],
  ['environment.yml conda.yml --output x', /output: several files/, /one of them/],
  ['environment.yml conda.yml --stdout', /stdout: several files/, /one of them/],
  ['environment.yml conda.yml', /would both become the image ml/, /name of its own/],
  ['environment.yml environment.yml', /would both become the image ml/, /name of its own/],
  ['--stdout --check', /--stdout and --check exclude each other/, /one of them/],
  ['--matrix --check', /--check and --matrix exclude each other/, /one of them/],
  [
    'environment.yml --from-env ml',
    /from-env: an environment file is named as well/,
    /one of the two/,
  ],
  ['odd;name.yml', /“odd;name\.yml” has a character in its name/, /Rename it/],
];

describe('what it refuses', () => {
  const cwd = process.cwd();
  let folder: Folder;
  let before: Record<string, string>;
  beforeAll(async () => {
    folder = await folderOf({
      'environment.yml': SMALL,
      'conda.yml': SMALL,
      'env.other.yaml': SMALL,
      'odd;name.yml': SMALL,
      'sub/x': '',
      empty: ' \n',
      'not-yaml': 'a: [b\nc: {',
      list: '- python\n- numpy\n',
      tabs: 'name: ml\n\tdependencies:\n\t- python\n',
      huge: '#'.repeat(50_000_000),
      binary: 'FROM \u0000\n',
      unknown: 'FROM {{ builder }}\nRUN {{ buidler }}\n',
    });
    before = contents(folder.path);
    process.chdir(folder.path);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    process.chdir(cwd);
    await folder[Symbol.asyncDispose]();
  });

  test.each(REFUSED)('%j', async (typed, message, advice) => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const words = ['dockerfile', ...typed.split(' ')];
    const { code, text } = await runCommandLine(words, new AbortController().signal);
    const [first = '', ...rest] = said.join('').split('\n');
    expect(first).toMatch(/^conda-links: /);
    expect(first).toMatch(message);
    expect(rest.join('\n')).toMatch(advice);
    expect({ code, text }).toEqual({ code: 2, text: '' });
    expect(contents(folder.path)).toEqual(before);
  });

  test('also as a program: exit code 2, and nothing on standard output', async () => {
    const { code, stdout, stderr } = await run(['dockerfile', 'tabs'], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^conda-links: tabs:2:1: /);
  });
});
