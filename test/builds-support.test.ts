// The stand-ins for base images, and the builds on them: what the tests of generated Dockerfiles rest upon.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BaseKind, baseImages, describeBuilds, realChannel } from './support/bases.ts';
import { buildImage, runImage } from './support/builds.ts';
import { run } from './support/cli.ts';
import { engine, engineHost, importImage, uniqueName } from './support/engine.ts';
import { tarOf } from './support/layout.ts';

const MINIFORGE = 'condaforge/miniforge3:conda-links-test';
const MICROMAMBA = 'mambaorg/micromamba:conda-links-test';
const MINICONDA = 'continuumio/miniconda3:conda-links-test';
const SLIM = 'debian:conda-links-test-slim';

const PREFIX = '/opt/conda/envs/ml';
const ENVIRONMENT = `name: ml
channels: [conda-forge]
dependencies:
  - python
  - tool  # an entry point
  - conda-forge::dangling
  - libdemo-dev =1.0
  - activation
variables:
  GREETING: "two words"
`;

/** Without Python, for what is not about it: a build in a second or two. */
const SMALL = 'channels: [conda-forge]\ndependencies: [libdemo-dev]\n';

/** Links of an environment whose target is missing though a record owns it. */
const CHECK = `RUN find ${PREFIX} -type l -exec sh -c 'for link do \\
      target=$(readlink -m -- "$link"); path=\${target#${PREFIX}/}; \\
      if ! [ -e "$link" ] && grep -rqF "\\"$path\\"" ${PREFIX}/conda-meta; then \\
        echo "broken: $link" >&2; exit 1; \\
      fi; done' sh {} +`;

function dockerfile(base: string, create: string, more = ''): string {
  return `FROM ${base} AS builder
USER root
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV CONDA_ALWAYS_COPY=true MAMBA_ALWAYS_COPY=true
ARG CONDA_STAND_IN_BREAK
${more}WORKDIR /build
COPY environment.yml ./
RUN ${create} && chmod -R g=u ${PREFIX}
${CHECK}
FROM ${SLIM}
COPY --from=builder --chown=1000:0 ${PREFIX} ${PREFIX}
ENV PATH=${PREFIX}/bin:/usr/bin:/bin CONDA_PREFIX=${PREFIX}
USER 1000:0
CMD ["python"]
`;
}

const CONDA = `conda env create --prefix ${PREFIX} --file environment.yml \\
    && conda clean --all --force-pkgs-dirs --yes`;
const MAMBA = `micromamba create --yes --prefix ${PREFIX} --file environment.yml \\
    && micromamba clean --all --yes`;

const BASES: Readonly<Record<string, BaseKind>> = {
  [MINIFORGE]: 'conda',
  [MICROMAMBA]: 'micromamba',
  [MINICONDA]: 'miniconda',
  [SLIM]: 'runtime',
};

describeBuilds('builds', BASES, () => {
  describe.each([
    { builder: 'classic', buildkit: false },
    { builder: 'BuildKit', buildkit: true },
  ])('$builder', ({ buildkit }) => {
    const context = { 'environment.yml': SMALL };

    test.each([
      ['conda', MINIFORGE, CONDA],
      ['micromamba', MICROMAMBA, MAMBA],
    ])('%s makes an environment that is whole and runs', async (_, base, create) => {
      const files = { 'environment.yml': ENVIRONMENT };
      const text = dockerfile(base, create);
      await using image = await buildImage({ context: files, dockerfile: text, buildkit });
      expect(image.error, image.log).toBe(null);

      const cmd = ['python', '-c', 'import ssl, sys; print(sys.prefix)'];
      for (const user of ['1000:0', '12345:0']) {
        const said = await runImage(image.name, { cmd, user, readonly: true });
        expect(said).toEqual({ code: 0, output: `${PREFIX}\n` });
      }
      const tool = await runImage(image.name, { cmd: ['tool'] });
      expect(tool.output).toBe(`tool of ${PREFIX}\n`);

      const words = ['verify', `docker:${image.name}`, '--format', 'json'];
      const verified = await run(words, { env: { DOCKER_HOST: engineHost() } });
      const [environment] = JSON.parse(verified.stdout).environments;
      expect(environment.findings).toEqual([
        expect.objectContaining({
          check: 'dangling-link',
          severity: 'note',
          path: 'lib/libhwasan.so',
        }),
      ]);
      expect(environment).toMatchObject({ prefix: PREFIX, verdict: 'whole' });
      expect(verified.code).toBe(0);
    });

    test('what an installation left out fails the build, with what was said', async () => {
      const buildArgs = { CONDA_STAND_IN_BREAK: '1' };
      const text = dockerfile(MINIFORGE, CONDA);
      await using image = await buildImage({ context, dockerfile: text, buildkit, buildArgs });
      expect(image).toMatchObject({
        id: null,
        error: expect.stringMatching(/exit code: 1|code: 1/),
      });
      expect(image.log).toContain(`broken: ${PREFIX}/lib/libdemo.so`);
    });

    test('a list of packages is installed by its hashes, and refused where one does not fit', async () => {
      const lock = await lockOf('libdemo');
      const create = `conda create --yes --prefix ${PREFIX} --file environment.yml`;
      const text = dockerfile(MINIFORGE, create.replace('environment.yml', 'lock.txt'));
      const copied = text.replace('COPY environment.yml', 'COPY lock.txt');
      const build = (line: string) =>
        buildImage({
          context: { 'lock.txt': `@EXPLICIT\n${line}\n` },
          dockerfile: copied,
          buildkit,
        });
      await using sound = await build(lock);
      expect(sound.error, sound.log).toBe(null);
      await using wrong = await build(lock.replace(/#.{8}/, '#00000000'));
      expect(wrong.log).toContain('ChecksumMismatchError');
      expect(wrong.error).not.toBe(null);
    });

    test('what the machine lacks fails the build, unless it is said to be there', async () => {
      const wants = { 'environment.yml': 'dependencies:\n- cuda-tool\n' };
      const build = (more: string) =>
        buildImage({ context: wants, dockerfile: dockerfile(MINIFORGE, CONDA, more), buildkit });
      await using without = await build('');
      expect(without.log).toContain('__cuda >=11.8');
      expect(without.error).not.toBe(null);
      await using named = await build('ENV CONDA_OVERRIDE_CUDA=12.4\n');
      expect(named.error, named.log).toBe(null);
    });

    test('Miniconda wants terms accepted, as Anaconda has it', async () => {
      const accept = `conda tos accept --override-channels --channel defaults && ${CONDA}`;
      const build = (create: string) =>
        buildImage({ context, dockerfile: dockerfile(MINICONDA, create), buildkit });
      await using refused = await build(CONDA);
      expect(refused.log).toContain('CondaToSNonInteractiveError');
      expect(refused.error).not.toBe(null);
      await using accepted = await build(accept);
      expect(accepted.error, accepted.log).toBe(null);
    });

    test('mamba knows its own options', async () => {
      const create = `mamba env create --prefix ${PREFIX} --file environment.yml --always-copy`;
      await using image = await buildImage({
        context,
        dockerfile: dockerfile(MINIFORGE, create),
        buildkit,
      });
      expect(image.error, image.log).toBe(null);
    });

    test('an option that the tool does not know fails the build', async () => {
      const text = dockerfile(MINIFORGE, CONDA.replace('--file', '--copy --file'));
      await using image = await buildImage({ context, dockerfile: text, buildkit });
      expect(image.error).toMatch(/code: 2/);
      expect(image.log).toContain('unrecognized arguments: --copy');
    });
  });

  test('a container hears the stop signal', async () => {
    const loop = 'trap "exit 7" TERM; echo ready; while :; do sleep 0.1; done';
    const heard = await runImage(SLIM, { cmd: ['bash', '-c', loop], stopOn: 'ready' });
    expect(heard).toEqual({ code: 7, output: 'ready\n' });
  });

  test('a real image is used as it is, under the name that it has', async () => {
    await using real = await importImage(tarOf({ 'etc/real': 'yes' }));
    const { Id: before } = await engine().getImage(real.name).inspect();
    const bases = await baseImages({ [real.name]: 'runtime' });
    expect(bases.real).toEqual([real.name]);
    await bases[Symbol.asyncDispose]();
    expect((await engine().getImage(real.name).inspect()).Id).toBe(before);
  });

  test('a stand-in has its name until all who asked for it have done', async () => {
    const name = uniqueName();
    const first = await baseImages({ [name]: 'runtime' });
    const second = await baseImages({ [name]: 'runtime' });
    await first[Symbol.asyncDispose]();
    expect((await engine().getImage(name).inspect()).RepoTags).toContain(name);
    await second[Symbol.asyncDispose]();
    await expect(engine().getImage(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('a Dockerfile that cannot be read is an error as any other', async () => {
    await using image = await buildImage({ context: { Dockerfile: 'FORM x\n' }, buildkit: false });
    expect(image.error).toMatch(/FORM/i);
  });
});

/** A line of an explicit file, with the hash that the channel has for it. */
async function lockOf(name: string): Promise<string> {
  const channel = await realChannel();
  const { subdir, packages } = await repodata(channel);
  const [file, { md5 }] =
    Object.entries(packages).find(([, found]) => found.name === name) ?? expect.fail(name);
  return `https://conda.anaconda.org/conda-forge/${subdir}/${file}#${md5}`;
}

async function repodata(channel: string) {
  const subdir = (await readdir(channel)).find((name) => name.startsWith('linux-')) ?? '';
  const text = await readFile(join(channel, subdir, 'repodata.json'), 'utf8');
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { name: string; md5: string }>;
  };
  return { subdir, packages };
}
