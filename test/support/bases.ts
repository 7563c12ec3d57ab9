// Stand-ins for the images that Dockerfiles start from, made of this machine's own files (base_root.py), so
// that builds need no network: under their true names, on the engine at hand.
import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';
import { buildImage } from './builds.ts';
import { describeEngine, engine, whyNoEngine } from './engine.ts';
import { describeReal, keptFolder, whyNoRattler } from './environments.ts';

/**
 * `conda`: as condaforge/miniforge3, with conda and mamba; `miniconda`: as continuumio/miniconda3, whose conda wants
 * terms accepted; `micromamba`: as mambaorg/micromamba, whose user is not root; `runtime`: as debian:…-slim.
 */
export type BaseKind = 'conda' | 'miniconda' | 'micromamba' | 'runtime';

/** The names are there until this is disposed of by all that asked for them. */
export interface Bases extends AsyncDisposable {
  /** Names that this engine had a real image of: that is used, and never overwritten. */
  readonly real: readonly string[];
}

const LABEL = 'io.github.conda-links.base';
const REPOSITORY = 'conda-links-test/base';
const LEASE = 'conda-links-test/lease';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `describe` for builds on bases of these names: as describeEngine and describeReal, which it needs both. */
export function describeBuilds(
  name: string,
  wanted: Readonly<Record<string, BaseKind>>,
  tests: () => void,
): void {
  describeEngine(name, () => {
    describeReal('on stand-ins for base images', () => {
      let bases: Bases | undefined;
      beforeAll(async () => {
        // What is skipped still has its hooks run.
        if ((whyNoEngine() ?? whyNoRattler()) === null) bases = await baseImages(wanted);
      });
      afterAll(() => bases?.[Symbol.asyncDispose]());
      tests();
    });
  });
}

/** Sees to it that the engine has images of these names. */
export async function baseImages(wanted: Readonly<Record<string, BaseKind>>): Promise<Bases> {
  const real: string[] = [];
  const leases: string[] = [];
  const names: [name: string, image: string][] = [];
  for (const [name, kind] of Object.entries(wanted)) {
    const label = await labelOf(name);
    if (label === undefined) {
      real.push(name);
      continue;
    }
    const image = await baseOf(kind);
    names.push([name, image]);
    leases.push(await tag(image, `${leasesOf(name)}${Date.now()}-${randomUUID()}`));
    if (label !== image) await tag(image, name);
  }
  return { real, [Symbol.asyncDispose]: () => giveBack(leases, names) };
}

/** What the label of an image says: undefined for a real one, null where there is none of that name. */
async function labelOf(name: string): Promise<string | null | undefined> {
  try {
    return (await engine().getImage(name).inspect()).Config.Labels?.[LABEL];
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null;
    throw error;
  }
}

async function tag(image: string, name: string): Promise<string> {
  const at = name.lastIndexOf(':');
  const [repo, version] =
    at > name.lastIndexOf('/') ? [name.slice(0, at), name.slice(at + 1)] : [name];
  await engine()
    .getImage(image)
    .tag({ repo, tag: version ?? 'latest' });
  return name;
}

/** Whoever wants a name has a tag of its own on the image, which begins with this and goes on with the time. */
function leasesOf(name: string): string {
  return `${LEASE}:${createHash('sha256').update(name).digest('hex').slice(0, 16)}-`;
}

/** So long no test needs a name, in milliseconds; what is older was left by tests that were killed. */
const HOUR = 3_600_000;

/** Nobody shall find a stand-in under the name of a real image once the tests are over. */
async function giveBack(leases: readonly string[], names: readonly [string, string][]) {
  for (const lease of leases) await remove(lease);
  for (const [name, image] of names) {
    const { RepoTags: tags } = await engine().getImage(image).inspect();
    const others = (tags ?? []).filter((other) => other.startsWith(leasesOf(name)));
    const isOld = (lease: string) =>
      Number.parseInt(lease.slice(leasesOf(name).length), 10) < Date.now() - HOUR;
    if (others.every(isOld)) for (const gone of [name, ...others]) await remove(gone);
  }
}

async function remove(name: string): Promise<void> {
  await engine()
    .getImage(name)
    .remove()
    .catch(() => {});
}

/** What all kinds but the runtime are made of. */
let builder: Promise<string> | undefined;
const bases = new Map<BaseKind, Promise<string>>();

function baseOf(kind: BaseKind): Promise<string> {
  const made = bases.get(kind) ?? makeBase(kind);
  bases.set(kind, made);
  return made;
}

/** The name under which a base is kept on the engine, which tells what it was made of. */
async function makeBase(kind: BaseKind): Promise<string> {
  if (kind === 'runtime') return imported('runtime', []);
  builder ??= realChannel().then((channel) => imported('builder', [channel]));
  const from = await builder;
  const dockerfile = dockerfileOf(kind);
  const key = createHash('sha256').update(from).update(dockerfile).digest('hex').slice(0, 16);
  return once(kind, key, async (name) => {
    const context = { Dockerfile: `FROM ${from}\n${dockerfile}LABEL ${LABEL}=${name}\n` };
    const { error, log } = await buildImage({ context, buildkit: false, name });
    if (error !== null) throw new Error(`${error}\n${log}`);
  });
}

async function imported(kind: 'runtime' | 'builder', words: readonly string[]): Promise<string> {
  const key = (await python('base_root.py', '--key', kind)).trim();
  return once(kind, key, async (name) => {
    const script = spawn('python3', [join(here, 'base_root.py'), kind, ...words], {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, failure] = [text(script.stderr), new Promise((end) => script.once('close', end))];
    const [repo, version] = name.split(':');
    const changes = [`LABEL ${LABEL}=${name}`, `ENV PATH=${PATH}`, 'CMD ["/bin/bash"]'];
    const options = { repo, tag: version, changes };
    const stream = await engine().importImage(script.stdout, options);
    const progress = await text(stream);
    if ((await failure) !== 0) throw new Error(await said);
    if (/"errorDetail"|"error"/.test(progress)) throw new Error(`the engine said: ${progress}`);
  });
}

/** Makes it unless it is there, and forgets what an earlier version of it was. */
async function once(kind: string, key: string, make: (name: string) => Promise<void>) {
  const repository = `${REPOSITORY}-${kind}`;
  const name = `${repository}:${key}`;
  if ((await labelOf(name)) === name) return name;
  await make(name);
  const images = await engine().listImages({ filters: { reference: [repository] } });
  for (const old of images.flatMap(({ RepoTags }) => RepoTags ?? [])) {
    if (old !== name) await remove(old);
  }
  return name;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function dockerfileOf(kind: Exclude<BaseKind, 'runtime'>): string {
  const program = (name: string, place: string) => `cp /opt/stand-in/conda ${place}/${name}`;
  const conda = [
    `echo ${kind} >/opt/stand-in/kind`,
    'mkdir -p /opt/conda/bin /opt/conda/conda-meta /opt/conda/envs /opt/conda/pkgs',
    'touch /opt/conda/conda-meta/history',
    program('conda', '/opt/conda/bin'),
  ];
  const env = 'ENV LANG=C.UTF-8 LC_ALL=C.UTF-8';
  switch (kind) {
    case 'conda':
      return `RUN ${[...conda, program('mamba', '/opt/conda/bin'), script('/usr/bin/tini', TINI)].join(' && ')}
${env} CONDA_DIR=/opt/conda PATH=/opt/conda/bin:${PATH}
ENTRYPOINT ["tini", "--"]
CMD ["/bin/bash"]
`;
    case 'miniconda':
      return `RUN ${conda.join(' && ')}
${env} PATH=/opt/conda/bin:${PATH}
CMD ["/bin/bash"]
`;
    case 'micromamba':
      return `RUN ${[
        'echo micromamba >/opt/stand-in/kind',
        program('micromamba', '/bin'),
        'echo mambauser:x:57439:57439::/home/mambauser:/bin/bash >>/etc/passwd',
        'echo mambauser:x:57439: >>/etc/group',
        'mkdir -p /opt/conda/conda-meta /home/mambauser',
        'chmod -R a+rwx /opt/conda',
        'chown 57439:57439 /home/mambauser',
        script('/usr/local/bin/_dockerfile_shell.sh', 'exec bash -o pipefail -c "$@"'),
        script('/usr/local/bin/_entrypoint.sh', 'exec "$@"'),
      ].join(' && ')}
${env} MAMBA_ROOT_PREFIX=/opt/conda MAMBA_EXE=/bin/micromamba
ENV MAMBA_USER=mambauser MAMBA_USER_ID=57439 MAMBA_USER_GID=57439
USER mambauser
WORKDIR /tmp
SHELL ["/usr/local/bin/_dockerfile_shell.sh"]
ENTRYPOINT ["/usr/local/bin/_entrypoint.sh"]
CMD ["/bin/bash"]
`;
  }
}

const TINI = 'shift; exec "$@"';

/** A command that writes a shell script. */
function script(path: string, line: string): string {
  return `printf '%s\\n' '#!/bin/bash' '${line}' >${path} && chmod +x ${path}`;
}

/** The channel that the stand-ins install from, kept between runs under the hash of what makes it. */
export async function realChannel(): Promise<string> {
  const key = (await python('real_channel.py', '--key')).trim();
  return keptFolder(`real-channel-${key}`, (draft) => python('real_channel.py', draft));
}

/** An environment of that channel, in an installation of its own. */
export async function channelEnvironment(root: string, name: string, ...specs: string[]) {
  await python('real_channel.py', '--install', await realChannel(), root, name, ...specs);
  return join(root, 'envs', name);
}

async function python(name: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await promisify(execFile)('python3', [join(here, name), ...args], { env });
  return stdout;
}
