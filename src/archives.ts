import { posix } from 'node:path';
import { type Environment, environmentsAt } from './conda/environments.ts';
import type { Held } from './docker.ts';
import { BadInput, Damaged, NoEnvironment } from './errors.ts';
import type { Opened, OpenOptions, Reference } from './references.ts';
import {
  byPlace,
  type Reading,
  type ReadOptions,
  readTarFile,
  readTarStream,
  replayStream,
} from './sources/archive.ts';
import { readExport, readLayers } from './sources/image.ts';
import {
  archiveLayout,
  folderLayout,
  type Parts,
  parsePlatform,
  partsOfDocker,
  partsOfOci,
} from './sources/layout.ts';
import { mount, prefixesIn } from './sources/mount.ts';
import { type Replay, TreeSource } from './sources/tree-source.ts';
import type { Source } from './sources.ts';

/** Reads the image or archive that a reference names, in whole. */
export async function openArchive(
  reference: Reference,
  isImage: boolean,
  options: OpenOptions,
): Promise<Opened> {
  if (reference.kind === 'docker') return openDocker(reference, options);
  const reading = await read(reference, options);
  return isImage ? openedImage(reference, reading) : openedArchive(reference, reading, options);
}

/** What was read, and the `USER` of an image; null where nobody knows it. */
interface Contents extends Reading {
  readonly user?: string | null;
}

async function readParts({ layers, user }: Parts, options: ReadOptions): Promise<Contents> {
  return { ...(await readLayers(layers, options)), user };
}

async function read(reference: Reference, options: OpenOptions): Promise<Contents> {
  const { kind, value } = reference;
  const { cwd, home } = options.machine;
  const path = value.startsWith('~/')
    ? posix.join(home, value.slice(2))
    : posix.resolve(cwd, value);
  const platform = options.platform === null ? null : parsePlatform(options.platform);
  switch (kind) {
    case 'tar':
      return value === '-' ? readStandardInput(options) : readTarFile(path, value, options);
    case 'zip': {
      const { readZipFile } = await import('./sources/zip.ts');
      return readZipFile(path, value, options);
    }
    case 'oci-dir':
      return readParts(await partsOfOci(folderLayout(path, value, options), platform), options);
    case 'oci-archive':
      return readParts(
        await partsOfOci(await archiveLayout(path, value, options), platform),
        options,
      );
    default:
      return readParts(
        await partsOfDocker(await archiveLayout(path, value, options), platform),
        options,
      );
  }
}

/** Whoever writes into it may never end: it is closed in any case. */
async function readStandardInput(options: ReadOptions): Promise<Reading> {
  if (process.stdin.isTTY) {
    throw new BadInput(
      'Standard input is a terminal.',
      'Pipe an archive: tar -c ENV | conda-links verify tar:-',
    );
  }
  try {
    return await readTarStream(process.stdin, 'Standard input', options);
  } finally {
    process.stdin.destroy();
  }
}

async function openDocker(reference: Reference, options: OpenOptions): Promise<Opened> {
  const { machine, platform, signal } = options;
  if (platform !== null) parsePlatform(platform);
  // Larger than all the rest, and only wanted here.
  const { Engine } = await import('./docker.ts');
  const engine = new Engine(machine);
  let held: Held | null = null;
  const close = async () => {
    await held?.remove();
    engine.close();
  };
  try {
    held = await engine.hold(reference.value, platform, signal);
    options.progress.plan(0, held.size);
    return { ...openedImage(reference, await readHeld(held, reference, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** So many single files are asked for at the same time. */
const AT_ONCE = 4;
/** More files than this are had sooner by reading all of the image again. */
const FEW = 500;

async function readHeld(held: Held, { text }: Reference, options: ReadOptions): Promise<Contents> {
  const replay: Replay = async (wanted, signal) => {
    if (wanted.size > FEW) return replayStream(held.files(), text, byPlace(wanted), signal);
    const left = [...wanted];
    const work = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const [{ size }, { path, sink }] = next;
        await replayStream(held.file(path), text, new Map([[0, { size, sink }]]), signal);
      }
    };
    // Each takes an engine some time in which it does nothing.
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };
  const attempt = async () => ({
    tree: await readExport(told(held.files(), options), text, options),
    replay,
    user: held.user,
  });
  try {
    return await attempt();
  } catch (error) {
    // Some engines now and then send a stream that is none (apocas/docker-modem#196).
    if (!(error instanceof Damaged)) throw error;
    return attempt();
  }
}

async function* told(
  stream: AsyncIterable<Buffer>,
  { progress }: ReadOptions,
): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    progress.advance(0, chunk.length);
    yield chunk;
  }
}

function openedImage({ kind, text }: Reference, { tree, replay, user = null }: Contents): Opened {
  const source = new TreeSource(tree, {
    kind,
    extent: 'machine',
    isPlaced: true,
    nameOf: (path) => path,
    replay,
    user: user === null ? null : { of: 'image', text: user },
  });
  return opened(source, prefixesIn(tree), text, 'No folder conda-meta with records is in it.');
}

function openedArchive(
  { kind, value, text }: Reference,
  { tree, replay }: Reading,
  { prefix, machine }: OpenOptions,
): Opened {
  const stem =
    posix.basename(value).replace(/\.(?:zip|tgz|tbz2?|tzst|tar(?:\.\w+)?)$/, '') || 'env';
  const place = prefix === null ? null : posix.resolve(machine.cwd, prefix);
  const isImageFile = ['manifest.json', 'oci-layout'].some(
    (name) => tree.find(`/${name}`).kind === 'ok',
  );
  const { prefixes, isPlaced, nameOf } = mount(tree, place, stem === '-' ? 'env' : stem);
  const source = new TreeSource(tree, { kind, extent: 'prefix', isPlaced, nameOf, replay });
  const advice = isImageFile
    ? `It is an image: name it docker-archive:${value}, or oci-archive:${value}`
    : 'No folder conda-meta with records is in it.';
  return opened(source, prefixes, text, advice);
}

function opened(source: Source, prefixes: readonly string[], text: string, advice: string): Opened {
  // A root that only holds environments has a history, and nothing to judge.
  const hasRecords = (prefix: string) => {
    const metadata = source.list(`${prefix === '/' ? '' : prefix}/conda-meta`);
    return metadata.kind === 'ok' && metadata.value.some(({ name }) => name.endsWith('.json'));
  };
  const recorded = prefixes.filter(hasRecords);
  const environments = environmentsAt(source, recorded.length > 0 ? recorded : prefixes);
  if (environments.length === 0) {
    throw new NoEnvironment(`There is no conda environment in ${text}.`, advice);
  }
  return { source, environments: environments.map(named), close: async () => {} };
  /** In an archive it is called what it is called there, wherever it was made. */
  function named(one: Environment): Environment {
    const inside = source.nameOf(one.prefix);
    const isKnown = one.name === 'base' || inside === '.' || inside === one.prefix;
    return isKnown ? one : { ...one, name: posix.basename(inside) };
  }
}
