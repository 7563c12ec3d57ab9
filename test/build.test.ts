// What `conda-links dockerfile` writes, built and run for real: offline, on stand-ins for the base images.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import type { Recipe } from '../src/dockerfile.ts';
import { makeDockerfiles, type Order } from '../src/dockerfiles.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { type BaseKind, channelEnvironment, describeBuilds, realChannel } from './support/bases.ts';
import { type Build, buildImage, runImage } from './support/builds.ts';
import { type Folder, run, temporaryFolder } from './support/cli.ts';
import { engineHost } from './support/engine.ts';
import { hasher } from './support/verifying.ts';

// The classic builder of a busy machine needs most of a minute for one with Python.
vi.setConfig({ testTimeout: 180_000 });

const STAND_INS: Readonly<Record<string, BaseKind>> = {
  [BASES.miniforge.image]: 'conda',
  [BASES.micromamba.image]: 'micromamba',
  [BASES.miniconda.image]: 'miniconda',
  [RUNTIME]: 'runtime',
};

const STANDARD: Recipe = {
  style: 'standard',
  base: BASES.miniforge,
  runtime: RUNTIME,
  hasCacheMounts: false,
  cuda: null,
  template: null,
};

const PREFIX = '/opt/conda/envs/ml';

/** Name → value, as no shell and no Dockerfile may read it. */
const HOSTILE: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what it is about
  DOLLARS: '$HOME ${PATH} ${X:-y} $$ $1 \\$HOME',
  QUOTES: `it's "quoted", 'twice'`,
  BACKSLASHES: '\\ \\\\ \\n \\" C:\\dir\\',
  COMMANDS: '$(id) `id` ; id && id | id > /tmp/x',
  DOCKERFILE: '# escape=` <<EOF {{ name }} RUN id',
  BLANKS: '  two  blanks  ',
  UNICODE: 'Grüße 🐍 – “ok”',
  EQUALS: 'a=b=c ',
};

const EVERYTHING = `name: ml
channels: [conda-forge]
dependencies:
  - python
  - tool
  - conda-forge::libdemo-dev =1.0
  - activation
  - dangling
  - pip
  - pip:
      - -r requirements.txt
      - -c constraints.txt
      - ./wheels/waver-1.0-py3-none-any.whl
      - -e ./app
variables:
${Object.entries(HOSTILE)
  .map(([name, value]) => `  ${name}: '${value.replaceAll("'", "''")}'`)
  .join('\n')}
`;

/** Without Python, for what is not about it: a build in a second or two. */
const SMALL = 'name: ml\nchannels: [conda-forge]\ndependencies: [libdemo-dev]\n';

/** A project that pip can build without an index: its backend lies in it. */
const PROJECT: Readonly<Record<string, string>> = {
  'pyproject.toml': `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "app"
version = "0.1"
`,
  'backend.py': `import os
import zipfile

INFO = "app-0.1.dist-info"

def wheel(folder, files):
    files[INFO + "/METADATA"] = "Metadata-Version: 2.1\\nName: app\\nVersion: 0.1\\n"
    files[INFO + "/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files[INFO + "/RECORD"] = "".join(path + ",,\\n" for path in [*files, INFO + "/RECORD"])
    name = "app-0.1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name

def build_wheel(folder, config_settings=None, metadata_directory=None):
    return wheel(folder, {"app.py": open("src/app.py").read()})

def build_editable(folder, config_settings=None, metadata_directory=None):
    return wheel(folder, {"app.pth": os.path.abspath("src") + "\\n"})
`,
  'src/app.py': 'ANSWER = 42\n',
};

const project = (folder: string) =>
  Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`${folder}${path}`, text]));

/** What the image has to say of itself, as JSON. */
const ABOUT = `import getpass, json, os, sys, tempfile
import app, greeter
where = os.environ.get("WRITE_TO") or os.environ["HOME"]
with tempfile.NamedTemporaryFile(dir=where):
    pass
print(json.dumps({
    "prefix": sys.prefix, "pid": os.getpid(), "uid": os.getuid(), "gid": os.getgid(),
    "user": getpass.getuser(), "home": os.environ["HOME"],
    "activated": os.environ.get("ACTIVATION_HOME"), "app": app.ANSWER,
}))`;

const ABOUT_IT = {
  prefix: PREFIX,
  pid: 1,
  gid: 0,
  user: 'conda',
  home: '/home/conda',
  activated: `${PREFIX}/share/activation`,
  app: 42,
};

interface Wanted {
  readonly recipe?: Partial<Recipe>;
  readonly order?: Partial<Order>;
  readonly buildkit: boolean;
  /** Of the Dockerfile, before it is built. */
  readonly edit?: (text: string) => string;
}

/** Writes the Dockerfile of a context, and builds it. */
async function build(files: Readonly<Record<string, string>>, wanted: Wanted): Promise<Build> {
  await using context = await folderOf(files);
  return await buildIn(context.path, wanted);
}

async function buildIn(context: string, { recipe, order, buildkit, edit }: Wanted): Promise<Build> {
  const { outputs } = await makeDockerfiles(new DirectorySource(hasher), context, {
    files: ['environment.yml'],
    lock: null,
    name: null,
    context: '.',
    dockerfile: null,
    areTermsAccepted: false,
    isBaked: false,
    recipe: { ...STANDARD, ...recipe },
    command: (files) => ['conda-links', 'dockerfile', ...files],
    rules: [],
    ...order,
  });
  const text = outputs[0]?.text ?? '';
  const edited = edit ? edit(text) : text;
  if (edit) expect(edited).not.toBe(text);
  return buildImage({ context, dockerfile: edited, buildkit });
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }
  return folder;
}

/** More commands before the last look at the links. */
const withCommand = (command: string) => (text: string) =>
  text.replace('\nRUN find ', `\nRUN ${command}\nRUN find `);

async function verified(image: Build) {
  const words = ['verify', `docker:${image.name}`, '--format', 'json'];
  const { stdout, stderr, code } = await run(words, { env: { DOCKER_HOST: engineHost() } });
  expect(stderr).toBe('');
  return { code, environments: JSON.parse(stdout).environments };
}

const NOTHING_BROKEN = { code: 0, output: '' };

describeBuilds('builds of generated Dockerfiles', STAND_INS, () => {
  describe.each([
    { builder: 'classic', buildkit: false },
    { builder: 'BuildKit', buildkit: true },
  ])('$builder', ({ buildkit }) => {
    describe('an environment of conda and pip', () => {
      let made: Promise<Build> | undefined;
      const image = async () => {
        made ??= buildEverything(buildkit);
        return (await made).name;
      };
      afterAll(async () => (await made)?.[Symbol.asyncDispose]());

      test('is built, has its name and is whole', async () => {
        await image();
        const built = await made;
        expect(built?.error, built?.log).toBe(null);
        const { code, environments } = await verified(built as Build);
        expect(environments).toEqual([
          expect.objectContaining({
            name: 'ml',
            prefix: PREFIX,
            verdict: 'whole',
            findings: [
              expect.objectContaining({ check: 'dangling-link', path: 'lib/libhwasan.so' }),
            ],
          }),
        ]);
        expect(code).toBe(0);
      });

      test.each([
        ['its user', { user: undefined, readonly: false }, 1000],
        ['any other of group 0', { user: '12345:0', readonly: false }, 12345],
        ['any other, on a root that cannot be written', { user: '12345:0', readonly: true }, 12345],
      ])('runs as %s', async (_, { user, readonly }, uid) => {
        const { code, output } = await runImage(await image(), {
          cmd: ['python', '-c', ABOUT],
          ...(user ? { user } : {}),
          ...(readonly ? { readonly, tmpfs: { '/tmp': '' }, env: { WRITE_TO: '/tmp' } } : {}),
        });
        expect(code, output).toBe(0);
        expect(JSON.parse(output)).toEqual({ ...ABOUT_IT, uid });
      });

      test('runs without its entrypoint, but for what scripts activate', async () => {
        const { code, output } = await runImage(await image(), {
          entrypoint: ['python'],
          cmd: ['-c', ABOUT],
        });
        expect(code, output).toBe(0);
        expect(JSON.parse(output)).toEqual({ ...ABOUT_IT, uid: 1000, activated: null });
      });

      test('starts Python when nothing is said', async () => {
        expect(await runImage(await image())).toEqual(NOTHING_BROKEN);
      });

      test('the command gets the signal that stops the container', async () => {
        const loop =
          'import os, signal, sys\n' +
          'signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n' +
          'print("ready", os.getpid(), flush=True)\n' +
          'while True: signal.pause()';
        const cmd = ['python', '-c', loop];
        const heard = await runImage(await image(), { cmd, stopOn: 'ready' });
        expect(heard).toEqual({ code: 7, output: 'ready 1\n' });
      });

      test('pip has installed what was said, at the versions that were said', async () => {
        const cmd = ['bash', '-c', 'greeter && waver && tool'];
        const output = `greeter 1.0\nwaver 1.0\ntool of ${PREFIX}\n`;
        expect(await runImage(await image(), { cmd })).toEqual({ code: 0, output });
      });

      test.each([
        ['with', { cmd: ['env', '-0'] }],
        ['without', { entrypoint: ['env'], cmd: ['-0'] }],
      ])('variables arrive as they were written, %s the entrypoint', async (_, how) => {
        const { code, output } = await runImage(await image(), how);
        expect(code, output).toBe(0);
        const variables = new Map(
          output.split('\0').map((line): [string, string] => {
            const at = line.indexOf('=');
            return [line.slice(0, at), line.slice(at + 1)];
          }),
        );
        const found = Object.keys(HOSTILE).map((name) => [name, variables.get(name)]);
        expect(Object.fromEntries(found)).toEqual(HOSTILE);
      });

      test('holds the environment and nothing that made it, all of it for the user and his group', async () => {
        const find = (...words: string[]) => `find ${words.join(' ')} -printf '%p %U:%G %M\\n'`;
        const commands = [
          find('/opt/conda', '-mindepth 1', `-path ${PREFIX} -prune -o ! -path /opt/conda/envs`),
          find(PREFIX, '! \\( -uid 1000 -gid 0 \\)'),
          // What the user may do, and his group may not.
          ...['r', 'w', 'x'].map((may) =>
            find(PREFIX, `! -type l -perm -u=${may} ! -perm -g=${may}`),
          ),
          find(
            '/opt /root /tmp /src /home',
            "-name '*.whl' -o -name '*.conda' -o -name '*.tar.bz2'",
          ),
          'command -v conda mamba micromamba',
        ];
        const cmd = ['bash', '-c', `${commands.join('; ')}; true`];
        const { output } = await runImage(await image(), { cmd, user: '0:0' });
        expect(output.replace(/^find: .*No such file.*\n/gm, '')).toBe('');
      });
    });

    const bases: [string, Partial<Recipe>, Partial<Order>][] = [
      ['micromamba', { base: BASES.micromamba }, {}],
      ['Miniforge, as it is', { runtime: null }, {}],
      ['Miniconda, its terms accepted', { base: BASES.miniconda }, { areTermsAccepted: true }],
      ['micromamba, as it is', { base: BASES.micromamba, runtime: null }, {}],
    ];
    // The classic builder takes its time.
    test.each(buildkit ? bases : bases.slice(0, 3))('on %s', async (_, recipe, order) => {
      await using image = await build({ 'environment.yml': SMALL }, { recipe, order, buildkit });
      expect(image.error, image.log).toBe(null);
      const check = `test -e ${PREFIX}/lib/libdemo.so && touch "$HOME/x" && echo "$(id -u) $CONDA_PREFIX"`;
      for (const [user, uid] of [
        [undefined, 1000],
        ['12345:0', 12345],
      ] as const) {
        const cmd = ['bash', '-c', check];
        const said = await runImage(image.name, { cmd, ...(user ? { user } : {}) });
        expect(said).toEqual({ code: 0, output: `${uid} ${PREFIX}\n` });
      }
    });

    const articles: [string, Recipe['base'], boolean][] = [
      ['Miniconda', BASES.miniconda, true],
      ['micromamba', BASES.micromamba, false],
    ];
    test.each(buildkit ? articles : articles.slice(0, 1))(
      'the form of the article, on %s',
      async (_, base, areTermsAccepted) => {
        await using image = await build(
          { 'environment.yml': SMALL },
          { recipe: { style: 'article', base }, order: { areTermsAccepted }, buildkit },
        );
        expect(image.error, image.log).toBe(null);
        const cmd = ['bash', '-c', `readlink -e ${PREFIX}/lib/libdemo.so`];
        const output = `${PREFIX}/lib/libdemo.so.1.0.0\n`;
        expect(await runImage(image.name, { cmd })).toEqual({ code: 0, output });
      },
    );

    const damages = [
      ['a file that a package claims', `rm ${PREFIX}/lib/libdemo.so.1.0.0`, 'lib/libdemo.so'],
      ['a link of bin/ to nowhere', `ln -s nowhere ${PREFIX}/bin/loose`, 'bin/loose'],
      ['a link that leads back to itself', `ln -s loop ${PREFIX}/bin/loop`, 'bin/loop'],
    ] as const;
    test.each(buildkit ? damages : damages.slice(0, 1))(
      'it fails for %s, and names it',
      async (_, damage, path) => {
        await using image = await build(
          { 'environment.yml': SMALL },
          { buildkit, edit: withCommand(damage) },
        );
        expect(image.error).toMatch(/code: 1\b/);
        expect(image.log).toContain(`${PREFIX}/${path}`);
      },
    );

    test('a list of packages, in a folder of its own', async () => {
      const lines = [await lockLine('libdemo', 'sha256'), await lockLine('libdemo-dev', 'md5')];
      const files = { 'locks/ml.lock': `@EXPLICIT\n${lines.join('\n')}\n` };
      await using image = await build(files, { order: { files: ['locks/ml.lock'] }, buildkit });
      expect(image.error, image.log).toBe(null);
    });
  });

  // From here on what does not depend on the builder, on the faster one.

  test('on Miniconda it fails where its terms are not accepted', async () => {
    await using image = await build(
      { 'environment.yml': SMALL },
      { recipe: { base: BASES.miniconda }, buildkit: true },
    );
    expect(image.error).not.toBe(null);
    expect(image.log).toContain('CondaToSNonInteractiveError');
  });

  test('a list of packages, by SHA-256 and by MD5', async () => {
    const lines = [await lockLine('libdemo', 'sha256'), await lockLine('libdemo-dev', 'md5')];
    const files = { 'ml.lock': `@EXPLICIT\n${lines.join('\n')}\n` };
    for (const base of [BASES.miniforge, BASES.micromamba]) {
      await using image = await build(files, {
        recipe: { base },
        order: { files: ['ml.lock'], name: 'ml' },
        buildkit: true,
      });
      expect(image.error, image.log).toBe(null);
    }
    const wrong = files['ml.lock'].replace(/#.{8}/, '#00000000');
    await using image = await build(
      { 'ml.lock': wrong },
      { order: { files: ['ml.lock'], name: 'ml' }, buildkit: true },
    );
    expect(image.log).toContain('ChecksumMismatchError');
    expect(image.error).not.toBe(null);
  });

  test.each(['deps/ml-lock.yml', 'deps/dev environment.yaml', 'conda.json.yml'])(
    'an environment file that is called %s',
    async (file) => {
      for (const base of [BASES.miniforge, BASES.micromamba]) {
        await using image = await build(
          { [file]: SMALL },
          { recipe: { base }, order: { files: [file] }, buildkit: true },
        );
        expect(image.error, image.log).toBe(null);
      }
    },
  );

  test('what wants a driver is built where none is', async () => {
    const cuda = SMALL.replace('libdemo-dev', 'cuda-tool, __cuda >=12.4');
    const files = { 'environment.yml': cuda };
    await using image = await build(files, { buildkit: true });
    expect(image.error, image.log).toBe(null);
    // It is that line which does it.
    const edit = (text: string) => text.replace(/ \\\n +CONDA_OVERRIDE_CUDA=12\.4/, '');
    await using without = await build(files, { buildkit: true, edit });
    expect(without.error).not.toBe(null);
    expect(without.log).toContain('__cuda');
    // Of what a package wants by itself the user has to tell.
    const silent = { 'environment.yml': cuda.replace(', __cuda >=12.4', '') };
    await using told = await build(silent, { recipe: { cuda: '12.4' }, buildkit: true });
    expect(told.error, told.log).toBe(null);
  });

  test('links that lead nowhere where no package has anything are left alone', async () => {
    const files = { 'environment.yml': SMALL.replace('libdemo-dev', 'dangling') };
    const damage = `ln -s 'of * [nobody]' "${PREFIX}/lib/with blank"`;
    await using image = await build(files, { buildkit: true, edit: withCommand(damage) });
    expect(image.error, image.log).toBe(null);
  });

  test('caches that outlive a build: BuildKit takes them, the classic builder refuses', async () => {
    const wanted = { recipe: { hasCacheMounts: true } };
    const files = { 'environment.yml': SMALL };
    for (const base of [BASES.miniforge, BASES.micromamba]) {
      await using image = await build(files, {
        recipe: { ...wanted.recipe, base },
        buildkit: true,
      });
      expect(image.error, image.log).toBe(null);
      const cmd = ['bash', '-c', `readlink -e ${PREFIX}/lib/libdemo.so; ls /opt/conda`];
      const { output } = await runImage(image.name, { cmd });
      expect(output).toBe(`${PREFIX}/lib/libdemo.so.1.0.0\nenvs\n`);
    }
    await using refused = await build(files, { ...wanted, buildkit: false });
    expect(refused.error).toMatch(/--mount option requires BuildKit/);
  });

  test('a file in a folder of its own, and what pip wants of the one above', async () => {
    const pip = ['-e ..', '-r ../requirements.txt'].map((line) => `      - ${line}\n`).join('');
    const files = {
      'envs/dev.yml': `name: ml\ndependencies:\n  - python\n  - pip\n  - pip:\n${pip}`,
      'requirements.txt': 'greeter<2\n',
      ...project(''),
    };
    await using image = await build(files, {
      order: { files: ['envs/dev.yml'] },
      recipe: { base: BASES.micromamba },
      buildkit: true,
    });
    expect(image.error, image.log).toBe(null);
    const cmd = ['python', '-c', 'import app, greeter; print(app.__file__); greeter.main()'];
    const ran = await runImage(image.name, { cmd, user: '12345:0', readonly: true });
    expect(ran).toEqual({ code: 0, output: '/src/src/app.py\ngreeter 1.0\n' });
  });

  test('an image of an installed environment holds what that has', async () => {
    await using folder = await temporaryFolder();
    const prefix = await channelEnvironment(
      join(folder.path, 'conda'),
      'ml',
      ...['python', 'pip', 'tool', 'libdemo-dev', 'activation', 'dangling'],
    );
    const wheels = join(await realChannel(), 'wheels');
    const words = ['-m', 'pip', 'install', '--no-index', '--find-links', wheels, 'greeter==1.0'];
    await promisify(execFile)(join(prefix, 'bin/python'), words, {
      env: { HOME: folder.path, PIP_CONFIG_FILE: '/dev/null' },
    });

    const context = join(folder.path, 'context');
    await mkdir(context);
    const wrote = await run(['dockerfile', '--from-env', prefix], { cwd: context });
    expect(wrote).toMatchObject({ code: 0 });
    expect(await readFile(join(context, 'ml.lock'), 'utf8')).toMatch(/^# pip greeter==1\.0$/m);
    await using image = await buildImage({ context, buildkit: true });
    expect(image.error, image.log).toBe(null);

    const env = { DOCKER_HOST: engineHost() };
    const compared = await run(['diff', prefix, `docker:${image.name}`], { env });
    expect(compared).toMatchObject({ code: 0, stderr: '' });
    expect((await runImage(image.name, { cmd: ['greeter'] })).output).toBe('greeter 1.0\n');
    await writeFile(join(prefix, 'lib/python-is-not-here'), '');
    expect(await run(['diff', prefix, `docker:${image.name}`], { env })).toMatchObject({ code: 1 });
  });
});

async function buildEverything(buildkit: boolean): Promise<Build> {
  await using context = await folderOf({
    'environment.yml': EVERYTHING,
    'requirements.txt': 'greeter >=1\n',
    'constraints.txt': 'greeter <2\n',
    ...project('app/'),
  });
  const wheel = 'waver-1.0-py3-none-any.whl';
  await mkdir(join(context.path, 'wheels'));
  await copyFile(join(await realChannel(), 'wheels', wheel), join(context.path, 'wheels', wheel));
  return await buildIn(context.path, { buildkit });
}

/** A line of an explicit file, with the hash that the channel has for it. */
async function lockLine(name: string, hash: 'sha256' | 'md5'): Promise<string> {
  const channel = await realChannel();
  const subdir = `linux-${{ x64: '64', arm64: 'aarch64' }[process.arch as string] ?? process.arch}`;
  const text = await readFile(join(channel, subdir, 'repodata.json'), 'utf8');
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { name: string; md5: string; sha256: string }>;
  };
  const [file, found] =
    Object.entries(packages).find(([, one]) => one.name === name) ?? expect.fail(name);
  return `https://conda.anaconda.org/conda-forge/${subdir}/${file}#${found[hash]}`;
}
