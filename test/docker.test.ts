import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { complaint } from '../src/delivery.ts';
import { Engine } from '../src/docker.ts';
import { BadInput, CannotRead, ExpectedError, NotFound } from '../src/errors.ts';
import { identify } from '../src/fingerprint.ts';
import type { Machine } from '../src/machine.ts';
import { type Opened, type OpenOptions, openReference, parseReference } from '../src/references.ts';
import { scopeOf } from '../src/scopes.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import type { Source } from '../src/sources.ts';
import { noProgress } from '../src/terminal.ts';
import { type Target, verify } from '../src/verify.ts';
import { closed, type Folder, run, temporaryFolder, whyNoOtherUser } from './support/cli.ts';
import {
  type Answer,
  containersOf,
  describeEngine,
  engine,
  engineHost,
  exportedImage,
  type Image,
  importImage,
  loadImages,
  type StandIn,
  savedImage,
  standIn,
  uniqueName,
} from './support/engine.ts';
import { type RealEnvironment, realEnvironment, whyNoRattler } from './support/environments.ts';
import { type Fault, faults } from './support/faults.ts';
import { contentsOf, dockerFiles, type Entries, tarOf, tarOfFiles } from './support/layout.ts';
import { hasher } from './support/verifying.ts';

const never = new AbortController().signal;

function machineWith(env: Machine['env'], home = '/nonexistent'): Machine {
  return { platform: 'linux', cwd: '/', home, env };
}

/** Opens what a user names, on the engine of this test or on another one. */
function open(word: string, more: Partial<OpenOptions> = {}): Promise<Opened> {
  const reference = parseReference(word);
  if (!reference) throw new Error(`${word} names no image`);
  return openReference(reference, {
    ...{ machine: machineWith({ DOCKER_HOST: engineHost() }), isHashed: true, signal: never },
    ...{ progress: noProgress, prefix: null, platform: null },
    ...more,
  });
}

/** Why something is refused. */
async function refusalOf(attempt: Promise<unknown>): Promise<ExpectedError> {
  const outcome = await attempt.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof ExpectedError) return outcome;
  throw outcome;
}

const ENV: Entries = { 'opt/env/conda-meta/history': '', 'opt/env/x': 'text' };

// ---------------------------------------------------------------- images on a real engine

describeEngine('an image on an engine', () => {
  let image: Image;
  beforeAll(async () => {
    image = await importImage(tarOf({ ...ENV, 'opt/long': 'long '.repeat(1000) }));
  });
  afterAll(() => image?.[Symbol.asyncDispose]());

  test('is read although it has no command, as images from scratch have none', async () => {
    const { Config } = await engine().getImage(image.name).inspect();
    expect(Config?.Cmd ?? null).toBeNull();
    const { source, close } = await open(`docker:${image.name}`);
    const contents = await contentsOf(source, '/opt');
    await close();
    expect(contents).toMatchObject({ '/opt/env/x': 'text', '/opt/long': 'long '.repeat(1000) });
  });

  test('gives files that were not kept once more: a few each alone, many all together', async () => {
    const text = (at: number) => `file ${at} `.repeat(100);
    const paths = Array.from({ length: 600 }, (_, at) => `/opt/many/${at} ö?#%`);
    const entries = paths.map((path, at) => [path.slice(1), text(at)] as const);
    const link = { 'opt/link': '-> many', 'opt/many/name': `=> ${paths[7]?.slice(1)}` };
    await using large = await importImage(
      tarOf({ ...ENV, ...Object.fromEntries(entries), ...link }),
    );
    const { source, close } = await open(`docker:${large.name}`);
    const few = [`/opt/link/${paths[3]?.slice(10)}`, '/opt/many/name', paths[599] ?? ''];
    const read = [await source.read(few, 1 << 20), await source.read(paths, 1 << 20)];
    await close();
    const found = read.flatMap((one) => [...one.values()]);
    const texts = found.map((one) => (one.kind === 'ok' ? one.value.toString() : one.kind));
    expect(texts).toEqual([text(3), text(7), text(599), ...paths.map((_, at) => text(at))]);
  });

  test('is found by its id as well', async () => {
    const { Id } = await engine().getImage(image.name).inspect();
    for (const id of [Id, Id.slice('sha256:'.length, 20)]) {
      const { environments, close } = await open(`docker:${id}`);
      await close();
      expect(environments.map(({ prefix }) => prefix)).toEqual(['/opt/env']);
    }
  });

  test('has a container while it is read, and none after that', async () => {
    const { close } = await open(`docker:${image.name}`);
    expect(await containersOf(image.name)).toHaveLength(1);
    await close();
    expect(await containersOf(image.name)).toEqual([]);
  });

  test('has no container left when there is no environment in it', async () => {
    await using bare = await importImage(tarOf({ x: 'text' }));
    const refused = await refusalOf(open(`docker:${bare.name}`));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.message).toContain(`There is no conda environment in docker:${bare.name}`);
    expect(await containersOf(bare.name)).toEqual([]);
  });

  test('has no container left when the reading is stopped in the middle', async () => {
    const controller = new AbortController();
    const progress = { ...noProgress, advance: () => controller.abort() };
    const reading = open(`docker:${image.name}`, { signal: controller.signal, progress });
    await expect(reading).rejects.toThrow('aborted');
    expect(await containersOf(image.name)).toEqual([]);
  });

  test('that is not there is said to be so, with how to get it', async () => {
    // The second one's name is also what an engine says where a platform is missing.
    for (const name of [uniqueName(), uniqueName().replace('test', 'platform')]) {
      const refused = await refusalOf(open(`docker:${name}`));
      expect(refused).toBeInstanceOf(NotFound);
      expect(refused.message).toBe(`There is no image ${name} on the engine at ${engineHost()}.`);
      expect(refused.advice).toBe(`Get it with: docker pull ${name}`);
    }
  });

  test('of another platform than the one that is asked for is not taken', async () => {
    const own = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
    const other = own === 'linux/amd64' ? 'linux/arm64' : 'linux/amd64';
    const { close } = await open(`docker:${image.name}`, { platform: own });
    await close();
    const refused = await refusalOf(open(`docker:${image.name}`, { platform: other }));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.message).toBe(`The image ${image.name} is not there for ${other}.`);
    expect(refused.advice).toBe(`Get it with: docker pull --platform ${other} ${image.name}`);
    expect(await containersOf(image.name)).toEqual([]);
  });

  test('that is for another machine is read, for nothing of it is run', async () => {
    const tag = uniqueName();
    const platform = { architecture: 's390x' };
    const files = dockerFiles([{ tag, layers: [{ tar: tarOf(ENV) }], platform }]);
    const [foreign] = await loadImages(tarOfFiles(files), [tag]);
    await using _foreign = foreign;
    for (const platform of [null, 'linux/s390x']) {
      const { environments, close } = await open(`docker:${tag}`, { platform });
      await close();
      expect(environments.map(({ prefix }) => prefix)).toEqual(['/opt/env']);
    }
    expect(await refusalOf(open(`docker:${tag}`, { platform: 'linux/arm64' }))).toBeInstanceOf(
      NotFound,
    );
  });
});

test.for([
  '-it',
  '--privileged',
  'a b',
  'a?platform=x',
  'a&b',
  'a#b',
  'a%2e',
  '/etc',
  '../x',
  'a\n',
  'a\u001b[2J',
  'a`id`',
  'ümlaut',
])('“%s” is no name of an image, and no engine is asked for it', async (name) => {
  await using engine = await standIn((_, response) => response.writeHead(500).end());
  const machine = machineWith({ DOCKER_HOST: engine.host });
  const refused = await refusalOf(open(`docker:${name}`, { machine }));
  expect(refused).toBeInstanceOf(BadInput);
  expect(complaint(refused)).not.toContain('\u001b');
  expect(engine.asked).toEqual([]);
});

// ---------------------------------------------------------------- a real environment, stored in each way

/** What is said of an environment, without where it was read. */
async function saidOf(source: Source, target: Target): Promise<object> {
  const progress = noProgress;
  const options = { level: 'content', checks: CHECKS, version: '0', signal: never } as const;
  const report = await verify([scopeOf(source, [target])], { ...options, progress });
  const [found] = report.environments;
  if (!found || found.verdict === 'unchecked') throw new Error(found?.error);
  const { verdict, findings, causes } = found;
  const loud = findings.filter(({ severity }) => severity !== 'note');
  const { prefix } = found;
  const fingerprint = await identify(source, prefix, never, progress).then(
    (identity) => identity.fingerprint,
    (error: Error) => error.message,
  );
  return { prefix, verdict, loud, causes: causes.map(({ cause }) => cause), fingerprint };
}

/** Why a program cannot be used here: null when it can. */
function whyNo(program: string): string | null {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  if (!error) return null;
  // .ci/run installs it.
  if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) throw new Error(`no ${program}`);
  return `no ${program} on PATH`;
}

/** A fault whose finding depends on the bytes of a file, behind a hash that was taken in passing. */
function oneFault(): Fault {
  const fault = faults.find(({ check }) => check === 'altered-file');
  if (!fault) throw new Error('there is no fault of a file that was altered');
  return fault;
}

describeEngine(
  'an environment is the same as a folder, in an image, and in an archive of that',
  () => {
    const missing = whyNoRattler();
    let env: RealEnvironment;
    let image: Image;
    let folder: Folder;

    /** The environment with its package cache, at its own place. */
    async function asImage(): Promise<Image> {
      const tar = join(folder.path, 'root.tar');
      execFileSync('tar', ['-C', '/', '-cf', tar, env.root.slice(1)]);
      return importImage(createReadStream(tar));
    }

    const asFolder = () =>
      saidOf(new DirectorySource(hasher), { name: 'ml', prefix: env.prefix, problem: null });

    async function asReference(word: string): Promise<object> {
      const { source, environments, close } = await open(word);
      try {
        // Beside it is the base of the installation, of which there is nothing but its conda-meta.
        const [one] = environments.filter(({ prefix }) => prefix === env.prefix);
        return one ? await saidOf(source, one) : {};
      } finally {
        await close();
      }
    }

    beforeAll(async () => {
      if (missing) return;
      folder = await temporaryFolder();
      env = await realEnvironment({ dialect: 'conda' });
      image = await asImage();
    });
    afterAll(async () => {
      await image?.[Symbol.asyncDispose]();
      await env?.[Symbol.asyncDispose]();
      await folder?.[Symbol.asyncDispose]();
    });

    test('a sound one is whole, and has one fingerprint', async ({ skip }) => {
      if (missing) skip(missing);
      const expected = await asFolder();
      expect(expected).toMatchObject({ prefix: env.prefix, verdict: 'whole', loud: [] });
      expect(expected).toMatchObject({ fingerprint: expect.stringMatching(/^sha256:/) });
      expect(await asReference(`docker:${image.name}`)).toEqual(expected);
      const saved = join(folder.path, 'saved.tar');
      await writeFile(saved, await savedImage(image.name));
      expect(await asReference(`docker-archive:${saved}`)).toEqual(expected);
      const reason = whyNo('skopeo');
      if (reason) skip(reason);
      const copied = join(folder.path, 'copied.tar');
      const words = ['copy', '-q', '--insecure-policy', `docker-archive:${saved}`];
      execFileSync('skopeo', [...words, `oci-archive:${copied}`]);
      expect(await asReference(`oci-archive:${copied}`)).toEqual(expected);
    });

    test('one with a fault has the same finding everywhere', async ({ skip }) => {
      if (missing) skip(missing);
      const fault = oneFault();
      await fault.inject(env);
      const expected = await asFolder();
      expect(expected).toMatchObject({ verdict: 'broken' });
      expect(JSON.stringify(expected)).toContain(`"check":"${fault.check}"`);
      await using broken = await asImage();
      expect(await asReference(`docker:${broken.name}`)).toEqual(expected);
      const saved = join(folder.path, 'broken.tar');
      await writeFile(saved, await savedImage(broken.name));
      expect(await asReference(`docker-archive:${saved}`)).toEqual(expected);
      expect(await containersOf(broken.name)).toEqual([]);
    });
  },
);

// ---------------------------------------------------------------- random layers

const name = fc.constantFrom('a', 'b', 'c', 'd');
type Thing = { file: string } | { link: string } | { folder: [string, Thing][]; opaque: Opaque };
type Opaque = 'first' | 'last' | 'no';

/** What a layer brings: few names, so that layers meet. */
const { folder: randomFolder } = fc.letrec<{ thing: Thing; folder: Thing }>((tie) => ({
  thing: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: fc.record({ file: fc.constantFrom('', 'x', 'y'.repeat(300)) }) },
    { weight: 1, arbitrary: fc.record({ link: fc.constantFrom('a', '../b', '/data/c', '.') }) },
    { weight: 3, arbitrary: tie('folder') },
  ),
  folder: fc.record({
    folder: fc.uniqueArray(fc.tuple(name, tie('thing')), {
      selector: ([one]) => one,
      maxLength: 4,
    }),
    opaque: fc.constantFrom<Opaque>('no', 'no', 'no', 'first', 'last'),
  }),
}));
const randomLayer = fc.record({
  brings: randomFolder,
  /** Whiteouts: of names that the layer does not bring itself, for there engines differ. */
  hides: fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
});

/** The entries of a layer, parents first, as engines write them. */
function entriesOf({
  brings,
  hides,
}: typeof randomLayer extends fc.Arbitrary<infer T> ? T : never) {
  const entries: Record<string, string | null> = {};
  const files: string[] = [];
  const add = (path: string, thing: Thing): void => {
    if ('link' in thing) entries[path] = `-> ${thing.link}`;
    else if ('file' in thing) {
      // Every other file is another name of one that the layer has already.
      const other = files.length % 2 === 1 ? files.at(-1) : undefined;
      entries[path] = other ? `=> ${other}` : thing.file;
      files.push(path);
    } else {
      entries[path] = null;
      if (thing.opaque === 'first') entries[`${path}/.wh..wh..opq`] = '';
      for (const [child, what] of thing.folder) add(`${path}/${child}`, what);
      if (thing.opaque === 'last') entries[`${path}/.wh..wh..opq`] = '';
    }
  };
  add('data', brings);
  for (const parts of hides) {
    const parent = ['data', ...parts.slice(0, -1)].join('/');
    const path = `${parent}/${parts.at(-1)}`;
    if (entries[parent] === null && !(path in entries)) {
      entries[`${parent}/.wh.${parts.at(-1)}`] = '';
    }
  }
  return entries;
}

describeEngine('layers are laid as the engine lays them', () => {
  test('random layers, read in the archive, from the engine, and as GNU tar unpacks its export', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomLayer, { minLength: 2, maxLength: 4 }), async (random) => {
        await using folder = await temporaryFolder();
        const layers = [ENV, ...random.map(entriesOf)].map((entries) => ({ tar: tarOf(entries) }));
        const tag = uniqueName();
        const archive = tarOfFiles(dockerFiles([{ tag, layers }]));
        const path = join(folder.path, 'image.tar');
        await writeFile(path, archive);
        const [image] = await loadImages(archive, [tag]);
        await using _image = image;

        const unpacked = join(folder.path, 'unpacked');
        await mkdir(unpacked);
        const input = await exportedImage(tag);
        execFileSync('tar', ['-C', unpacked, '-xf', '-', 'data'], { input });
        const expected = await contentsOfFolder(unpacked, '/data');

        for (const word of [`docker:${tag}`, `docker-archive:${path}`]) {
          const { source, close } = await open(word);
          const contents = await contentsOf(source, '/data');
          await close();
          expect(contents, word).toEqual(expected);
        }
      }),
      { numRuns: 12 },
    );
  });
});

/** The same as `contentsOf`, of a folder of this machine. */
async function contentsOfFolder(root: string, folder: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const place = join(root, path);
    if (entry.isSymbolicLink()) found[path] = `-> ${await readlink(place)}`;
    else if (entry.isFile()) found[path] = await readFile(place, 'utf8');
    else if (entry.isDirectory()) found[path] = null;
    if (entry.isDirectory()) Object.assign(found, await contentsOfFolder(root, path));
  }
  return found;
}

// ---------------------------------------------------------------- engines that fail: stand-ins, for no real one does so on demand

const PING = 'GET /_ping';
const CREATE = 'POST /containers/create';
const EXPORT = 'GET /containers/held/export';
const REMOVE = 'DELETE /containers/held';

/** A stand-in that makes and removes a container as an engine does; how it exports it is the matter. */
const exporting = (give: (response: Parameters<Answer>[1], time: number) => void): Answer => {
  let time = 0;
  return (_, response, asked) => {
    if (asked === CREATE) response.writeHead(201).end('{"Id": "held", "Warnings": []}');
    else if (asked === EXPORT) {
      time += 1;
      give(response, time);
    } else if (asked === REMOVE) response.writeHead(204).end();
    else if (asked === PING) response.writeHead(200, { 'api-version': '1.41' }).end('OK');
    else response.writeHead(404).end('{"message": "page not found"}');
  };
};

describe('an engine that fails', () => {
  const openAt = (host: string, more: Partial<OpenOptions> = {}) =>
    open('docker:ml:latest', { machine: machineWith({ DOCKER_HOST: host }), ...more });
  const good = tarOf(ENV);

  test('the stand-in is read as an engine is, or the tests below would tell nothing', async () => {
    await using engine = await standIn(exporting((response) => response.end(good)));
    const { environments, close } = await openAt(engine.host);
    await close();
    expect(environments.map(({ prefix }) => prefix)).toEqual(['/opt/env']);
    expect(engine.asked.filter((one) => /containers/.test(one))).toEqual([CREATE, EXPORT, REMOVE]);
  });

  test('and never answers is given up', async () => {
    await using silent = await standIn(() => {});
    const engine = new Engine(machineWith({ DOCKER_HOST: silent.host }), 50);
    const refused = await refusalOf(engine.hold('ml', null, never));
    engine.close();
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain(`The Docker engine at ${silent.host} does not answer`);
    expect(refused.advice).toContain('DOCKER_HOST');
  });

  test('and falls silent in the middle of an export is given up', async () => {
    await using stuck = await standIn(exporting((response) => response.write(good)));
    const engine = new Engine(machineWith({ DOCKER_HOST: stuck.host }), 1000);
    const held = await engine.hold('ml', null, never);
    const chunks: Buffer[] = [];
    const reading = async () => {
      for await (const chunk of held.files()) chunks.push(chunk);
    };
    const refused = await refusalOf(reading());
    await held.remove();
    engine.close();
    expect(Buffer.concat(chunks).equals(good)).toBe(true);
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('does not answer');
    expect(stuck.asked).toContain(REMOVE);
  });

  test('and falls silent in the middle of an export can be left at once', async () => {
    const controller = new AbortController();
    await using stuck = await standIn(
      exporting((response) => {
        response.write(good);
      }),
    );
    const progress = {
      ...noProgress,
      // Once what was sent has been read, there is nothing that the reading could wake up for.
      advance: () => void setImmediate(() => controller.abort()),
    };
    const signal = controller.signal;
    await expect(openAt(stuck.host, { signal, progress })).rejects.toThrow('aborted');
    expect(stuck.asked).toContain(REMOVE);
  }, 10_000);

  test('and dies in the middle of an export is told from an archive that is cut', async () => {
    await using dying = await standIn(
      exporting((response) => {
        response.write(good.subarray(0, 1500), () => response.socket?.destroy());
      }),
    );
    const refused = await refusalOf(openAt(dying.host));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('does not answer (ECONNRESET)');
    expect(dying.asked).toContain(REMOVE);
  });

  test('and is stopped while it makes the container leaves none behind', async () => {
    const controller = new AbortController();
    await using slow = await standIn((_, response, asked) => {
      if (asked !== CREATE) return response.writeHead(204).end();
      // As an engine that is done with it just when the user has had enough.
      controller.abort();
      return response.writeHead(201).end('{"Id": "held", "Warnings": []}');
    });
    const signal = controller.signal;
    await expect(openAt(slow.host, { signal })).rejects.toThrow('aborted');
    expect(slow.asked.filter((one) => one.startsWith('DELETE /containers/'))).toHaveLength(1);
  });

  test('and sends a cut archive is refused', async () => {
    for (const length of [700, 1536, good.length - 1024]) {
      const engine = await standIn(exporting((response) => response.end(good.subarray(0, length))));
      await using _engine = engine;
      const refused = await refusalOf(openAt(engine.host));
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain('cut');
      expect(engine.asked).toContain(REMOVE);
    }
  });

  const damaged = Buffer.concat([good.subarray(0, 512), Buffer.alloc(512, 'x'), good]);

  test('and sends a damaged archive once is asked again, and believed then', async () => {
    await using engine = await standIn(
      exporting((response, time) => response.end(time === 1 ? damaged : good)),
    );
    const { environments, close } = await openAt(engine.host);
    await close();
    expect(environments).toHaveLength(1);
    expect(engine.asked.filter((one) => one === EXPORT)).toHaveLength(2);
    expect(engine.asked.filter((one) => one === REMOVE)).toHaveLength(1);
  });

  test('and sends a damaged archive twice is refused', async () => {
    await using engine = await standIn(exporting((response) => response.end(damaged)));
    const refused = await refusalOf(openAt(engine.host));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('damaged');
    expect(engine.asked.filter((one) => one === EXPORT)).toHaveLength(2);
    expect(engine.asked).toContain(REMOVE);
  });

  test('and refuses the export tells why, and the container goes', async () => {
    await using engine = await standIn(
      exporting((response) => response.writeHead(500).end('{"message": "no space left"}')),
    );
    const refused = await refusalOf(openAt(engine.host));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('no space left');
    expect(engine.asked).toContain(REMOVE);
  });

  const HTML = '<html><body>Sign in to continue</body></html>';

  test.for<[string, Answer]>([
    ['with a page and the right status', (_, response) => response.writeHead(201).end(HTML)],
    ['with a page of a proxy', (_, response) => response.writeHead(502).end(HTML)],
    ['with nothing', (_, response) => response.writeHead(201).end()],
    ['with JSON of another kind', (_, response) => response.writeHead(201).end('[1, null]')],
    ['in another protocol', ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['by hanging up', ({ socket }) => socket.destroy()],
  ])('and answers %s is refused', async ([, answer]) => {
    await using engine = await standIn(answer);
    const refused = await refusalOf(openAt(engine.host));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain(engine.host);
  });

  test('and answers all with a page, as a portal does, is told from an archive that is cut', async () => {
    await using engine = await standIn((_, response) => response.writeHead(200).end(HTML));
    const refused = await refusalOf(openAt(engine.host));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain(engine.host);
  });

  test('and sends elsewhere is refused, and not gone after', async () => {
    await using engine = await standIn((_, response) =>
      response.writeHead(302, { location: '/sign-in' }).end(),
    );
    // As a process of its own: one that goes after it ends in the middle of it.
    const { code, stdout, stderr } = await run(['verify', '--color', 'never', 'docker:ml'], {
      env: { DOCKER_HOST: engine.host },
    });
    expect(stderr).toBe('');
    expect(stdout).toContain(engine.host);
    expect(code).toBe(2);
  });

  test('and says what a terminal would obey has it made harmless', async () => {
    const message = 'no\u001b]0;title\u0007 \u001b[2Jspace\r\n::error::left';
    await using engine = await standIn((_, response) =>
      response.writeHead(500).end(JSON.stringify({ message })),
    );
    const refused = await refusalOf(openAt(engine.host));
    expect(refused.message).toContain('space');
    const printed = complaint(refused);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(printed.replaceAll('\n', '')).not.toMatch(/[\0-\x1f\x7f]/);
    expect(printed).not.toMatch(/^::/m);
  });
});

// ---------------------------------------------------------------- which engine is spoken to

describe('the engine is chosen as the docker command chooses', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder[Symbol.asyncDispose]());
  afterEach(() => vi.unstubAllEnvs());

  /** A stand-in for an engine that has no images. */
  const empty: Answer = (_, response, asked) => {
    if (asked === PING) response.writeHead(200, { 'api-version': '1.41' }).end('OK');
    else response.writeHead(404).end('{"message": "No such image"}');
  };
  const created = ({ asked }: StandIn) => asked.filter((one) => one === CREATE).length;

  /** What comes of asking an engine that is chosen so. */
  const ask = async (env: Machine['env'], home?: string) => {
    const attempt = async () => {
      const engine = new Engine(machineWith(env, home), 5000);
      try {
        await engine.hold('ml', null, never);
      } finally {
        engine.close();
      }
    };
    return refusalOf(attempt());
  };

  /** A configuration of the docker command with some contexts, and one of them chosen. */
  async function configWith(
    contexts: Readonly<Record<string, string>>,
    currentContext?: string,
  ): Promise<{ home: string; config: string }> {
    const home = join(
      folder.path,
      createHash('md5').update(Math.random().toString()).digest('hex'),
    );
    const config = join(home, '.docker');
    await mkdir(config, { recursive: true });
    await writeFile(join(config, 'config.json'), JSON.stringify({ currentContext }));
    for (const [Name, Host] of Object.entries(contexts)) {
      const id = createHash('sha256').update(Name).digest('hex');
      await mkdir(join(config, 'contexts/meta', id), { recursive: true });
      const meta = { Name, Metadata: {}, Endpoints: { docker: { Host, SkipTLSVerify: false } } };
      await writeFile(join(config, 'contexts/meta', id, 'meta.json'), JSON.stringify(meta));
    }
    return { home, config };
  }

  test('DOCKER_HOST names a socket', async () => {
    await using engine = await standIn(empty);
    expect((await ask({ DOCKER_HOST: engine.host })).message).toContain(engine.host);
    expect(created(engine)).toBe(1);
  });

  test('DOCKER_HOST names an address, with or without what comes before it', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.host ?? '');
      response.writeHead(404).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const hosts = ['tcp://', 'http://', ''].map((scheme) => `${scheme}127.0.0.1:${port}`);
    for (const host of hosts) {
      expect(await ask({ DOCKER_HOST: host })).toBeInstanceOf(NotFound);
    }
    server.close();
    expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${port}`]));
    expect(asked.length).toBeGreaterThanOrEqual(hosts.length);
  });

  test('DOCKER_HOST names an address of IPv6', async ({ skip }) => {
    const server = createServer((_, response) => response.writeHead(404).end('{}'));
    const hasIt = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(0, '::1', () => resolve(true));
    });
    if (!hasIt) skip('this machine has no IPv6');
    const { port } = server.address() as AddressInfo;
    const refused = await ask({ DOCKER_HOST: `tcp://[::1]:${port}` });
    server.close();
    expect(refused).toBeInstanceOf(NotFound);
  });

  test('DOCKER_CONTEXT names a context of the configuration, wherever that is', async () => {
    await using engine = await standIn(empty);
    const { home, config } = await configWith({ remote: engine.host, other: 'unix:///nowhere' });
    await ask({ DOCKER_CONTEXT: 'remote' }, home);
    await ask({ DOCKER_CONTEXT: 'remote', DOCKER_CONFIG: config });
    expect(created(engine)).toBe(2);
  });

  test('the current context is that of the configuration', async () => {
    await using engine = await standIn(empty);
    const { home } = await configWith({ remote: engine.host }, 'remote');
    await ask({}, home);
    expect(created(engine)).toBe(1);
  });

  test('DOCKER_HOST goes before DOCKER_CONTEXT, and that before the current context', async () => {
    await using engine = await standIn(empty);
    await using other = await standIn(empty);
    const { home } = await configWith({ one: other.host, two: engine.host }, 'one');
    await ask({ DOCKER_HOST: engine.host, DOCKER_CONTEXT: 'one' }, home);
    await ask({ DOCKER_CONTEXT: 'two' }, home);
    expect(created(engine)).toBe(2);
    expect(other.asked).toEqual([]);
  });

  test('a context that is not there, or says nothing of an engine, is named', async () => {
    const { home, config } = await configWith({ empty: '' }, 'gone');
    for (const [context, env] of [
      ['gone', {}],
      ['other', { DOCKER_CONTEXT: 'other' }],
      ['empty', { DOCKER_CONTEXT: 'empty' }],
      ['../../x', { DOCKER_CONTEXT: '../../x' }],
    ] as const) {
      const refused = await ask(env, home);
      expect(refused).toBeInstanceOf(BadInput);
      expect(refused.message).toContain(`“${context}”`);
      expect(refused.advice).toContain('docker context ls');
    }
    await writeFile(join(config, 'config.json'), 'no JSON');
    const refused = await ask({ DOCKER_CONTEXT: 'gone' }, home);
    expect(refused).toBeInstanceOf(BadInput);
  });

  test.for(['fd://', 'npipe:////./pipe/docker_engine', 'tcp://[', 'tcp://host:port'])(
    'DOCKER_HOST=%s makes no sense here',
    async (host) => {
      const refused = await ask({ DOCKER_HOST: host });
      expect(refused).toBeInstanceOf(BadInput);
      expect(refused.message).toContain(`“${host}” is no address`);
      expect(refused.advice).toContain('unix:///var/run/docker.sock');
    },
  );

  test('DOCKER_HOST=unix:// without a path makes no sense either', async () => {
    expect(await ask({ DOCKER_HOST: 'unix://' })).toBeInstanceOf(BadInput);
  });

  test('certificates that are asked for and not there are missed where they should be', async () => {
    const DOCKER_HOST = 'tcp://127.0.0.1:2376';
    const { home, config } = await configWith({});
    const certificates = join(folder.path, 'certificates');
    for (const [env, place] of [
      [{ DOCKER_TLS_VERIFY: '1' }, config],
      [{ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates }, certificates],
    ] as const) {
      const refused = await ask({ DOCKER_HOST, ...env }, home);
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain(place);
      expect(refused.advice).toContain('DOCKER_CERT_PATH');
    }
  });

  test('DOCKER_CERT_PATH alone asks for none', async () => {
    const server = createServer((_, response) => response.writeHead(404).end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = {
      DOCKER_HOST: `tcp://127.0.0.1:${port}`,
      DOCKER_CERT_PATH: join(folder.path, 'certificates'),
    };
    // dockerode looks at the variables of the process as well.
    for (const [variable, value] of Object.entries(env)) vi.stubEnv(variable, value);
    const refused = await ask(env).finally(() => server.close());
    expect(refused).toBeInstanceOf(NotFound);
  });

  test('a socket asks for no certificates', async () => {
    await using engine = await standIn(empty);
    await ask({ DOCKER_HOST: engine.host, DOCKER_TLS_VERIFY: '1' });
    expect(created(engine)).toBe(1);
  });

  test('where nothing listens, it is said where, and what to do without an engine', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const [host, code] of [
      [`unix://${folder.path}/none.sock`, 'ENOENT'],
      [`tcp://127.0.0.1:${port}`, 'ECONNREFUSED'],
    ] as const) {
      const refused = await ask({ DOCKER_HOST: host });
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toBe(`The Docker engine at ${host} does not answer (${code}).`);
      expect(refused.advice).toContain('docker save');
    }
  });

  test('a socket that this user may not use is told from none', async ({ skip }) => {
    const reason = whyNoOtherUser();
    if (reason) skip(reason);
    const locked = join(folder.path, 'locked');
    await mkdir(locked, { mode: closed() });
    const host = `unix://${locked}/docker.sock`;
    const words = ['verify', '--color', 'never', '--format', 'json', 'docker:ml'];
    const { stdout } = await run(words, { other: true, env: { DOCKER_HOST: host } });
    const [refused] = JSON.parse(stdout).environments;
    expect(refused.error).toBe(`The Docker engine at ${host} may not be spoken to by this user.`);
    expect(refused.advice).toContain('group docker');
  });
});
