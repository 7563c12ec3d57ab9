import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BadInput, CannotRead, ExpectedError, NotFound } from '../src/errors.ts';
import { type OpenOptions, openReference, parseReference } from '../src/references.ts';
import { type ReadOptions, readTarFile } from '../src/sources/archive.ts';
import type { Blob } from '../src/sources/blob.ts';
import { readLayers } from '../src/sources/image.ts';
import { TreeSource } from '../src/sources/tree-source.ts';
import { noProgress } from '../src/terminal.ts';
import {
  contentsOf,
  type Descriptor,
  dockerFiles,
  type Entries,
  type Files,
  INDEX,
  OciLayout,
  type PlatformOf,
  type StoredLayer,
  sha256,
  tarOf,
  tarOfFiles,
  textOf,
  withoutEnd,
  writeFiles,
} from './support/layout.ts';

const OPTIONS: ReadOptions = {
  isHashed: true,
  prefix: null,
  signal: new AbortController().signal,
  progress: noProgress,
};

let folder: string;
let count = 0;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cl-images-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newPlace(): string {
  count += 1;
  return join(folder, String(count));
}

// ---------------------------------------------------------------- layers one upon the other

/** What lies in memory, read as what lies in a file is. */
function blobOf(bytes: Buffer, name = 'layer'): Blob {
  return {
    name,
    size: bytes.length,
    async *read(start = 0, end = bytes.length) {
      if (end > start) yield bytes.subarray(start, end);
    },
  };
}

async function sourceOf(...layers: Entries[]): Promise<TreeSource> {
  const blobs = layers.map((entries) => ({
    blob: blobOf(tarOf(entries)),
    digest: null,
    diffId: null,
  }));
  const { tree, replay } = await readLayers(blobs, OPTIONS);
  const nameOf = (path: string) => path;
  return new TreeSource(tree, {
    kind: 'oci-dir',
    extent: 'machine',
    isPlaced: true,
    nameOf,
    replay,
  });
}

describe('layers are laid one upon the other', () => {
  test.for<[says: string, layers: Entries[], seen: Entries]>([
    [
      'a file of a later layer replaces one of an earlier layer',
      [{ 'a/x': 'old', 'a/y': 'kept' }, { 'a/x': 'new' }, { 'a/z': 'last' }],
      { '/a': null, '/a/x': 'new', '/a/y': 'kept', '/a/z': 'last' },
    ],
    [
      'a whiteout hides a file, a folder with all that is in it, and a link but not what it leads to',
      [
        { a: null, 'a/f': 'file', 'a/d': null, 'a/d/in': 'in it', 'a/l': '-> end', 'a/end': 'end' },
        { 'a/.wh.f': '', 'a/.wh.d': '', 'a/.wh.l': '' },
      ],
      { '/a': null, '/a/end': 'end' },
    ],
    [
      'what was hidden may come back in a later layer, without what was in it',
      [{ 'a/x': 'one', 'a/y': 'two' }, { '.wh.a': '' }, { 'a/y': 'three' }],
      { '/a': null, '/a/y': 'three' },
    ],
    [
      'a whiteout hides nothing of its own layer, whichever of both comes first',
      [
        { 'a/x': 'low', 'b/x': 'low' },
        { 'a/.wh.x': '', 'a/x': 'high', 'b/x/': 'high', 'b/.wh.x': '' },
      ],
      { '/a': null, '/a/x': 'high', '/b': null, '/b/x': 'high' },
    ],
    [
      'a folder that a layer hides and makes anew has nothing of what was below',
      [
        { 'a/old': 'low', 'a/in/old': 'low', 'b/old': 'low', 'b/in/old': 'low' },
        {
          ...{ '.wh.a': '', a: null, 'a/new': 'high' },
          ...{ b: null, 'b/new': 'high', '.wh.b': '' },
        },
      ],
      { '/a': null, '/a/new': 'high', '/b': null, '/b/new': 'high' },
    ],
    [
      'a whiteout of what is not there hides nothing',
      [
        { '.wh.a': '', 'b/x': 'x' },
        { 'b/.wh.y': '', 'c/.wh.z': '' },
      ],
      { '/b': null, '/b/x': 'x', '/c': null },
    ],
    [
      'a folder marked as opaque before its entries has those of its own layer only',
      [
        { 'a/x': 'low', 'a/in/deep/x': 'low', 'a/both/x': 'low' },
        { 'a/.wh..wh..opq': '', 'a/new': 'high', 'a/both/new': 'high' },
      ],
      { '/a': null, '/a/new': 'high', '/a/both': null, '/a/both/new': 'high' },
    ],
    [
      'one that is marked after its entries is the same',
      [
        { 'a/x': 'low', 'a/in/deep/x': 'low', 'a/both/x': 'low', 'a/new': 'low' },
        { 'a/new': 'high', 'a/both/new': 'high', 'a/.wh..wh..opq': '' },
      ],
      { '/a': null, '/a/new': 'high', '/a/both': null, '/a/both/new': 'high' },
    ],
    [
      'the mark hides nothing outside of its folder, and nothing of later layers',
      [{ 'a/x': 'low', 'b/x': 'low' }, { 'a/.wh..wh..opq': '' }, { 'a/x': 'last' }],
      { '/a': null, '/a/x': 'last', '/b': null, '/b/x': 'low' },
    ],
    [
      'the root of the image may be opaque as well',
      [{ 'a/x': 'low' }, { b: 'high', '.wh..wh..opq': '' }],
      { '/b': 'high' },
    ],
    [
      'what aufs keeps for itself is no part of the image, and hides nothing',
      [
        { 'a/x': 'low', aufs: 'low' },
        { 'a/.wh..wh.plnk': null, '.wh..wh.aufs': '' },
      ],
      { '/a': null, '/a/x': 'low', '/aufs': 'low' },
    ],
    [
      'a folder takes the place of a link, and what the link led to stays',
      [
        { 'lib/x': 'low', lib64: '-> lib' },
        { lib64: null, 'lib64/y': 'high' },
      ],
      { '/lib': null, '/lib/x': 'low', '/lib64': null, '/lib64/y': 'high' },
    ],
    [
      'a link, and a file, take the place of a folder with all that is in it; a folder that of a file',
      [
        { 'a/x/y': 'low', 'b/x/y': 'low', c: 'low' },
        { a: '-> c', b: 'high', c: null, 'c/x': 'high' },
      ],
      { '/a': '-> c', '/b': 'high', '/c': null, '/c/x': 'high' },
    ],
    [
      'a folder that comes again keeps what is in it',
      [{ 'a/x': 'low' }, { a: null, 'a/y': 'high' }],
      { '/a': null, '/a/x': 'low', '/a/y': 'high' },
    ],
    [
      'a hard link leads to a file of a lower layer, also once that has another name only',
      [{ 'a/x': 'text' }, { 'a/y': '=> a/x' }, { 'a/.wh.x': '' }],
      { '/a': null, '/a/y': 'text' },
    ],
    [
      'a hard link to a link is one to the link itself',
      [{ 'a/x': '-> away' }, { 'a/y': '=> a/x' }],
      { '/a': null, '/a/x': '-> away', '/a/y': '-> away' },
    ],
    [
      'an entry below a link of a lower layer goes where that leads',
      [
        { 'usr/lib/x': 'low', lib: '-> usr/lib', 'opt/lib': '-> /usr/lib' },
        { 'lib/y': 'high', 'opt/lib/z': 'high' },
        { 'lib/.wh.x': '' },
      ],
      {
        ...{ '/usr': null, '/usr/lib': null, '/usr/lib/y': 'high', '/usr/lib/z': 'high' },
        ...{ '/lib': '-> usr/lib', '/opt': null, '/opt/lib': '-> /usr/lib' },
      },
    ],
    [
      'a link that climbs out of the root stays in it, as in a container',
      [{ 'etc/passwd': 'of the image', up: '-> ../../../etc' }, { 'up/group': 'of the image too' }],
      {
        ...{ '/etc': null, '/etc/passwd': 'of the image', '/etc/group': 'of the image too' },
        '/up': '-> ../../../etc',
      },
    ],
  ])('%s', async ([, layers, seen]) => {
    expect(await contentsOf(await sourceOf(...layers))).toEqual(seen);
  });

  test('a hard link to a file of a lower layer belongs to the layer that made it: its marks do not hide it', async () => {
    const low = { 'a/x': 'low', 'b/x': 'low' };
    const high = { 'a/y': '=> a/x', 'a/.wh..wh..opq': '', 'b/y': '=> b/x', 'b/.wh.y': '' };
    const seen = { '/a': null, '/a/y': 'low', '/b': null, '/b/x': 'low', '/b/y': 'low' };
    expect(await contentsOf(await sourceOf(low, high))).toEqual(seen);
  });

  test('hard links are names of one file, also across layers', async () => {
    const source = await sourceOf({ x: 'text', y: '=> x' }, { z: '=> x', w: 'text' });
    const stats = ['/x', '/y', '/z', '/w'].map((path) => source.lstat(path));
    const inodes = stats.map((one) => (one.kind === 'ok' ? one.value.identity : one.kind));
    const names = stats.map((one) => (one.kind === 'ok' ? one.value.links : one.kind));
    expect(new Set(inodes.slice(0, 3)).size).toBe(1);
    expect(inodes[3]).not.toBe(inodes[0]);
    expect(names).toEqual([3, 3, 3, 1]);
  });

  test('a name that was hidden no longer counts as one of its file', async () => {
    const low = { 'a/x': 'text', 'a/y': '=> a/x', 'b/z': '=> a/x' };
    const source = await sourceOf(low, { 'a/.wh.y': '', 'b/.wh..wh..opq': '' });
    const stat = source.lstat('/a/x');
    expect(stat.kind === 'ok' && stat.value.links).toBe(1);
  });

  test.for<[string, Entries[]]>([
    ['was never there', [{ x: 'text' }, { y: '=> z' }]],
    ['an earlier layer has hidden', [{ x: 'text' }, { '.wh.x': '' }, { y: '=> x' }]],
    ['is a folder', [{ 'x/in': 'text' }, { y: '=> x' }]],
    ['lies outside', [{ x: 'text' }, { y: '=> ../x' }]],
  ])('no engine unpacks a hard link to what %s', async ([, layers]) => {
    const refused = await refusalOf(sourceOf(...layers));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('“y”');
  });

  test('a name with .. in a layer is refused', async () => {
    const refused = await refusalOf(sourceOf({ 'a/../../etc/passwd': 'x' }));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('outside');
  });

  test('an entry below a file is refused', async () => {
    const refused = await refusalOf(sourceOf({ a: 'file' }, { 'a/b': 'in it' }));
    expect(refused).toBeInstanceOf(CannotRead);
  });

  test('links of the image are followed within it: what only this machine has is missing', async () => {
    const source = await sourceOf({
      ...{ 'opt/passwd': '-> /etc/passwd', 'opt/here': '-> /opt/file', 'opt/file': 'text' },
      ...{ 'opt/up': '-> ../../../../../../etc/passwd', 'opt/etc': '-> /etc' },
    });
    expect(source.exists('/opt/here')).toBe(true);
    expect(await textOf(source, '/opt/here')).toBe('text');
    for (const path of ['/opt/passwd', '/opt/up', '/opt/etc', '/opt/etc/passwd', '/etc/passwd']) {
      expect(source.exists(path), path).toBe(false);
      expect(await textOf(source, path), path).toBe('missing');
    }
  });

  test('files that were not kept are read again, each from the layer that it lies in', async () => {
    const text = (word: string) => word.repeat(5000);
    const source = await sourceOf(
      { 'a/one': text('1'), 'a/two': text('2'), 'a/three': text('3') },
      { 'a/two': text('second'), 'a/link': '=> a/one' },
      { 'a/.wh.three': '', 'a/three/': text('third') },
    );
    const paths = ['/a/one', '/a/two', '/a/three', '/a/link'];
    const read = await source.read(paths, 1 << 20);
    const found = paths.map((path) => {
      const one = read.get(path);
      return one?.kind === 'ok' ? one.value.toString() : one?.kind;
    });
    expect(found).toEqual([text('1'), text('second'), text('third'), text('1')]);
  });

  test('in an archive that is no image a name like that of a whiteout is a name like others', async () => {
    const path = newPlace();
    writeFileSync(path, tarOf({ 'a/x': 'kept', 'a/.wh.x': 'text', 'a/.wh..wh..opq': '' }));
    const { tree } = await readTarFile(path, path, OPTIONS);
    for (const name of ['x', '.wh.x', '.wh..wh..opq']) {
      expect(tree.find(`/a/${name}`).kind).toBe('ok');
    }
  });
});

// ---------------------------------------------------------------- how images are stored

/** A folder conda-meta: what holds no environment at all is refused. */
const ENV: Entries = { 'opt/env/conda-meta/history': '', 'opt/env/x': 'first' };
const MORE: Entries = { 'opt/env/y': 'second' };
const SEEN = { '/x': 'first', '/y': 'second' };

type Scheme = 'oci-dir' | 'oci-archive' | 'docker-archive';
type More = Partial<Pick<OpenOptions, 'platform' | 'signal'>>;

/** Opens something that is stored, as a user would name it. */
async function openPath(scheme: Scheme | 'tar', path: string, more: More = {}) {
  const reference = parseReference(`${scheme}:${path}`);
  if (!reference) throw new Error(`${scheme} is no scheme`);
  const machine = { platform: 'linux', cwd: '/', home: '/nonexistent', env: {} };
  return openReference(reference, {
    ...OPTIONS,
    ...{ prefix: null, platform: null, machine },
    ...more,
  });
}

async function store(scheme: Scheme, files: Files): Promise<string> {
  const path = newPlace();
  if (scheme === 'oci-dir') await writeFiles(path, files);
  else writeFileSync(path, tarOfFiles(files));
  return path;
}

async function openFiles(scheme: Scheme, files: Files, more: More = {}) {
  return openPath(scheme, await store(scheme, files), more);
}

/** The files of the environment in what was opened. */
async function filesIn(opening: ReturnType<typeof openPath>): Promise<Record<string, unknown>> {
  const { source } = await opening;
  const all = Object.entries(await contentsOf(source, '/opt/env'));
  const files = all.filter(([path]) => !path.includes('conda-meta'));
  return Object.fromEntries(files.map(([path, what]) => [path.slice('/opt/env'.length), what]));
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

const plain = (entries: Entries): StoredLayer => ({ tar: tarOf(entries) });

/** One image, stored so that a scheme can read it. */
function filesOf(scheme: Scheme, layers: readonly StoredLayer[], platform?: PlatformOf): Files {
  if (scheme === 'docker-archive') {
    return dockerFiles([{ tag: 'ml:latest', layers, ...(platform ? { platform } : {}) }]);
  }
  const layout = new OciLayout();
  return layout.holds(layout.image(layers, platform));
}

/** Why a program cannot be used here: null when it can. */
function whyNo(program: string): string | null {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  if (!error) return null;
  // .ci/run installs them all.
  if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) throw new Error(`no ${program}`);
  return `no ${program} on PATH`;
}

const zstd = (bytes: Buffer) => execFileSync('zstd', ['-qc'], { input: bytes });

describe.for<Scheme>(['oci-dir', 'oci-archive', 'docker-archive'])('%s', (scheme) => {
  test('all layers of an image are read, in their order', async () => {
    const files = filesOf(scheme, [plain(ENV), plain({ ...MORE, 'opt/env/x': 'third' })]);
    expect(await filesIn(openFiles(scheme, files))).toEqual({ '/x': 'third', '/y': 'second' });
  });

  test('an image may have the same layer twice', async () => {
    const files = filesOf(scheme, [
      ...[plain(ENV), plain(MORE)],
      ...[plain({ 'opt/env/.wh.y': '' }), plain(MORE), plain(MORE)],
    ]);
    expect(await filesIn(openFiles(scheme, files))).toEqual(SEEN);
  });

  test('layers are plain or gzip, and each may be of its own kind', async () => {
    const packed = { ...plain(MORE), stored: gzipSync(tarOf(MORE)) };
    expect(await filesIn(openFiles(scheme, filesOf(scheme, [plain(ENV), packed])))).toEqual(SEEN);
  });

  test('layers may be zstd', async ({ skip }) => {
    const reason = whyNo('zstd');
    if (reason) skip(reason);
    const packed = { ...plain(ENV), stored: zstd(tarOf(ENV)) };
    expect(await filesIn(openFiles(scheme, filesOf(scheme, [packed, plain(MORE)])))).toEqual(SEEN);
  });

  test('layers that lack the zeros at their end are whole where their digest says so', async () => {
    const short = [ENV, MORE].map((entries) => ({ tar: withoutEnd(tarOf(entries)) }));
    expect(await filesIn(openFiles(scheme, filesOf(scheme, short)))).toEqual(SEEN);
  });

  test('a layer in which one byte is another one is refused', async () => {
    const layer = plain(ENV);
    const files = filesOf(scheme, [layer]);
    for (const [name, bytes] of files) if (layer.tar.equals(Buffer.from(bytes))) flip(files, name);
    const refused = await refusalOf(openFiles(scheme, files));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('its bytes are not those of its digest');
  });

  test('a layer that was cut, and one that is missing, are refused', async () => {
    const layer = plain(ENV);
    for (const damage of [cut, (files: Files, name: string) => files.delete(name)]) {
      const files = filesOf(scheme, [plain(MORE), layer]);
      const name = [...files].find(([, bytes]) => layer.tar.equals(Buffer.from(bytes)))?.[0] ?? '';
      damage(files, name);
      expect(await refusalOf(openFiles(scheme, files))).toBeInstanceOf(CannotRead);
    }
  });

  test('a layer that is no tar archive is refused', async () => {
    const tar = Buffer.from('no archive at all '.repeat(100));
    const refused = await refusalOf(openFiles(scheme, filesOf(scheme, [plain(ENV), { tar }])));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('no tar archive');
  });

  test('a configuration that was changed is refused where it has to be read', async () => {
    const files = filesOf(scheme, [plain(ENV)]);
    replaceJson(files, isConfig, (config) => ({ ...config, architecture: 'arm64' }));
    const refused = await refusalOf(openFiles(scheme, files, { platform: 'linux/arm64' }));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('damaged');
  });

  test('an image without any environment says so', async () => {
    const refused = await refusalOf(openFiles(scheme, filesOf(scheme, [plain({ x: '' })])));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.message).toContain('There is no conda environment in');
  });

  test('an image for another platform is read, unless one is asked for that it is not for', async () => {
    const files = filesOf(scheme, [plain(ENV), plain(MORE)], { architecture: 's390x' });
    const path = await store(scheme, files);
    expect(await filesIn(openPath(scheme, path))).toEqual(SEEN);
    expect(await filesIn(openPath(scheme, path, { platform: 'linux/s390x' }))).toEqual(SEEN);
    const refused = await refusalOf(openPath(scheme, path, { platform: 'linux/arm64' }));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.message).toContain('no image for linux/arm64');
    expect(refused.advice).toContain('linux/s390x');
  });

  test('plain arm64 and arm64/v8 are the same, arm/v6 and arm/v7 are not', async () => {
    const open = async (of: PlatformOf, platform: string) =>
      openFiles(scheme, filesOf(scheme, [plain(ENV)], of), { platform });
    const old = { architecture: 'arm64', variant: 'v8' };
    expect(await open(old, 'linux/arm64')).toBeDefined();
    expect(await open({ architecture: 'arm64' }, 'linux/arm64/v8')).toBeDefined();
    const six = { architecture: 'arm', variant: 'v6' };
    expect(await refusalOf(open(six, 'linux/arm/v7'))).toBeInstanceOf(NotFound);
  });

  test.for(['linux', 'arm64', 'linux/', 'Linux/amd64', 'linux/arm64/v8/x', ''])(
    '“%s” is no platform',
    async (platform) => {
      const refused = await refusalOf(
        openFiles(scheme, filesOf(scheme, [plain(ENV)]), { platform }),
      );
      expect(refused).toBeInstanceOf(BadInput);
      expect(refused.advice).toContain('linux/amd64');
    },
  );
});

/** With one bit of a file of the image another one. */
function flip(files: Files, name: string): void {
  const bytes = Buffer.from(files.get(name) ?? '');
  // In the text of the last file, where nothing but a hash can tell.
  const at = bytes.lastIndexOf('first');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  files.set(name, bytes);
}

function cut(files: Files, name: string): void {
  const bytes = Buffer.from(files.get(name) ?? '');
  files.set(name, bytes.subarray(0, 700));
}

type Json = Record<string, unknown>;

const isConfig = (value: Json) => 'rootfs' in value;
const isManifest = (value: Json) => 'layers' in value;

/** Changes one file of JSON where it lies, under its old name. */
function replaceJson(
  files: Files,
  isIt: (value: Json) => boolean,
  change: (value: Json) => object,
): void {
  for (const [name, bytes] of files) {
    const value = jsonIn(bytes);
    if (value && isIt(value)) files.set(name, Buffer.from(JSON.stringify(change(value))));
  }
}

function jsonIn(bytes: Buffer | string): Json | null {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

describe('skopeo and docker agree with what is made here, and it is the same in each format', () => {
  test('skopeo copies the layout to every other format', async ({ skip }) => {
    const reason = whyNo('skopeo');
    if (reason) skip(reason);
    const layers = [plain(ENV), plain({ ...MORE, 'opt/env/.wh.x': '' })];
    const path = await store('oci-dir', filesOf('oci-dir', layers));
    const seen = await filesIn(openPath('oci-dir', path));
    expect(seen).toEqual({ '/y': 'second' });
    for (const scheme of ['oci-dir', 'oci-archive', 'docker-archive'] as const) {
      const target = newPlace();
      const transport = scheme === 'oci-dir' ? 'oci' : scheme;
      const args = ['copy', '-q', '--insecure-policy', `oci:${path}`, `${transport}:${target}`];
      execFileSync('skopeo', args, { stdio: 'pipe' });
      expect(await filesIn(openPath(scheme, target)), scheme).toEqual(seen);
    }
  });

  test('GNU tar packs the layout, with ./ before every name and folders between', async () => {
    const path = await store('oci-dir', filesOf('oci-dir', [plain(ENV), plain(MORE)]));
    const archive = newPlace();
    execFileSync('tar', ['-C', path, '-cf', archive, '.']);
    expect(await filesIn(openPath('oci-archive', archive))).toEqual(SEEN);
  });

  test.for<[string, (bytes: Buffer) => Buffer]>([
    ['gzip', (bytes) => gzipSync(bytes)],
    ['zstd', zstd],
  ])(
    'an archive that is compressed as a whole with %s is read, and can be read again',
    async ([tool, pack], { skip }) => {
      const reason = tool === 'zstd' ? whyNo('zstd') : null;
      if (reason) skip(reason);
      const long = 'long enough not to be kept '.repeat(1000);
      for (const scheme of ['oci-archive', 'docker-archive'] as const) {
        const path = newPlace();
        const layers = [plain({ ...ENV, 'opt/env/long': long }), plain(MORE)];
        writeFileSync(path, pack(tarOfFiles(filesOf(scheme, layers))));
        expect(await filesIn(openPath(scheme, path))).toEqual({ ...SEEN, '/long': long });
      }
    },
  );

  test('an archive that was cut is refused', async () => {
    for (const scheme of ['oci-archive', 'docker-archive'] as const) {
      const whole = tarOfFiles(filesOf(scheme, [plain(ENV)]));
      const path = newPlace();
      writeFileSync(path, whole.subarray(0, whole.length - 1024));
      const refused = await refusalOf(openPath(scheme, path));
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain('cut');
    }
  });

  test('an image that is named as an archive is told from one', async () => {
    const path = await store('docker-archive', filesOf('docker-archive', [plain(ENV)]));
    const refused = await refusalOf(openPath('tar', path));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.advice).toContain(`docker-archive:${path}`);
  });
});

// ---------------------------------------------------------------- OCI image layouts

describe('an index chooses among images', () => {
  /** A layout with one image for each platform, whose file x says which one it is. */
  function forPlatforms(...platforms: PlatformOf[]): { layout: OciLayout; images: Descriptor[] } {
    const layout = new OciLayout();
    const images = platforms.map((platform) => {
      const text = [platform.os, platform.architecture, platform.variant].join('/');
      const image = layout.image([plain(ENV), plain({ 'opt/env/x': text })], platform);
      return { ...image, platform };
    });
    return { layout, images };
  }

  const LINUX = (architecture: string, variant?: string): PlatformOf => ({
    os: 'linux',
    architecture,
    ...(variant ? { variant } : {}),
  });
  const ATTESTATION: PlatformOf = { os: 'unknown', architecture: 'unknown' };

  const chosen = async (files: Files, platform: string | null = null) =>
    (await filesIn(openFiles('oci-dir', files, { platform })))['/x'];

  test('the platform that is asked for is taken, else that of this machine', async () => {
    const own = process.arch === 'x64' ? 'amd64' : process.arch;
    const others = ['s390x', 'ppc64le', 'riscv64'].map((one) => LINUX(one));
    const { layout, images } = forPlatforms(...others, LINUX(own), {
      os: 'windows',
      architecture: own,
    });
    const files = layout.holds(...images);
    expect(await chosen(files)).toBe(`linux/${own}/`);
    expect(await chosen(files, 'linux/ppc64le')).toBe('linux/ppc64le/');
    expect(await chosen(files, `windows/${own}`)).toBe(`windows/${own}/`);
    const refused = await refusalOf(chosen(files, 'linux/loong64'));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.advice).toContain('linux/s390x, linux/ppc64le, linux/riscv64');
  });

  test('the only image is taken, whatever this machine is', async () => {
    const { layout, images } = forPlatforms(LINUX('s390x'));
    expect(await chosen(layout.holds(...images))).toBe('linux/s390x/');
  });

  test('none of several for other machines is taken unasked', async () => {
    const { layout, images } = forPlatforms(LINUX('s390x'), LINUX('ppc64le'));
    const refused = await refusalOf(chosen(layout.holds(...images)));
    expect(refused).toBeInstanceOf(NotFound);
    expect(refused.advice).toContain('--platform');
  });

  test('variants choose where both sides name one', async () => {
    const { layout, images } = forPlatforms(
      LINUX('arm', 'v6'),
      LINUX('arm', 'v7'),
      LINUX('arm64', 'v8'),
    );
    const files = layout.holds(...images);
    expect(await chosen(files, 'linux/arm/v6')).toBe('linux/arm/v6');
    expect(await chosen(files, 'linux/arm/v7')).toBe('linux/arm/v7');
    expect(await chosen(files, 'linux/arm64')).toBe('linux/arm64/v8');
    expect(await refusalOf(chosen(files, 'linux/arm/v5'))).toBeInstanceOf(NotFound);
  });

  test('an index within the index is followed, as buildx and multi-platform copies store it', async () => {
    const { layout, images } = forPlatforms(LINUX('amd64'), LINUX('arm64'));
    const files = layout.holds(layout.index(images));
    expect(await chosen(files, 'linux/arm64')).toBe('linux/arm64/');
    expect(await chosen(files, 'linux/amd64')).toBe('linux/amd64/');
    expect(await refusalOf(chosen(files, 'linux/s390x'))).toBeInstanceOf(NotFound);
  });

  test('attestations are no images: beside them an image is the only one', async () => {
    const { layout, images } = forPlatforms(LINUX('s390x'), ATTESTATION, ATTESTATION);
    expect(await chosen(layout.holds(layout.index(images)))).toBe('linux/s390x/');
    const { layout: bare, images: none } = forPlatforms(ATTESTATION);
    expect(await refusalOf(chosen(bare.holds(...none)))).toBeInstanceOf(NotFound);
  });

  test('indexes within indexes end somewhere', async () => {
    const { layout, images } = forPlatforms(LINUX('amd64'));
    let descriptor = layout.index(images);
    for (let depth = 0; depth < 20; depth += 1) descriptor = layout.index([descriptor]);
    expect(await refusalOf(chosen(layout.holds(descriptor)))).toBeInstanceOf(CannotRead);
  });

  test('several images are named, and none is taken', async () => {
    const layout = new OciLayout();
    const names = ['ml:1', 'ml:2'];
    const images = names.map((name) => ({
      ...layout.image([plain(ENV), plain({ 'opt/env/x': name })]),
      annotations: { 'org.opencontainers.image.ref.name': name },
    }));
    const refused = await refusalOf(chosen(layout.holds(...images)));
    expect(refused).toBeInstanceOf(BadInput);
    expect(refused.message).toContain('ml:1, ml:2');
  });

  test('several images for the same platform are named as well', async () => {
    const layout = new OciLayout();
    const images = ['ml:1', 'ml:2'].map((name) => ({
      ...layout.image([plain(ENV), plain({ 'opt/env/x': name })]),
      platform: LINUX('amd64'),
      annotations: { 'org.opencontainers.image.ref.name': name },
    }));
    const refused = await refusalOf(chosen(layout.holds(...images), 'linux/amd64'));
    expect(refused).toBeInstanceOf(BadInput);
    expect(refused.message).toContain('ml:1, ml:2');
  });

  test('one image under two names is one image', async () => {
    const layout = new OciLayout();
    const image = layout.image([plain(ENV)]);
    const named = ['ml:1', 'ml:2'].map((name) => ({
      ...image,
      annotations: { 'org.opencontainers.image.ref.name': name },
    }));
    expect(await chosen(layout.holds(...named))).toBe('first');
  });
});

describe('an OCI image layout that is not one', () => {
  const sound = () => filesOf('oci-dir', [plain(ENV)]);
  const withIndex = (index: string | object): Files => {
    const text = typeof index === 'string' ? index : JSON.stringify(index);
    return sound().set('index.json', Buffer.from(text));
  };
  const descriptor = (digest: string) => ({ mediaType: INDEX, digest, size: 1 });

  test.for<[string, () => Files, string]>([
    ['has no index.json', () => drop(sound(), 'index.json'), 'there is no index.json in it'],
    ['has one that is empty', () => withIndex(''), 'is no JSON'],
    ['has one that is cut', () => withIndex('{"manifests": ['), 'is no JSON'],
    ['has one that is a list', () => withIndex([]), 'is not an OCI image layout'],
    ['has one that is null', () => withIndex('null'), 'is not an OCI image layout'],
    ['has one with another thing for its images', () => withIndex({ manifests: 'x' }), 'manifests'],
    ['names an image by no digest', () => withIndex({ manifests: [{}] }), 'manifests.0.digest'],
    [
      'names an image by a path',
      () => withIndex({ manifests: [descriptor('sha256:../../../../etc/passwd')] }),
      'manifests.0.digest',
    ],
    [
      'names an image that is not stored',
      () => withIndex({ manifests: [descriptor(`sha256:${'0'.repeat(64)}`)] }),
      `there is no blobs/sha256/${'0'.repeat(64)} in it`,
    ],
  ])('one that %s is refused', async ([, files, says]) => {
    for (const scheme of ['oci-dir', 'oci-archive'] as const) {
      const refused = await refusalOf(openFiles(scheme, files()));
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain(says);
      expect(refused.advice).not.toBe('');
    }
  });

  test('an empty index has no image', async () => {
    expect(await refusalOf(openFiles('oci-dir', withIndex({ manifests: [] })))).toBeInstanceOf(
      NotFound,
    );
  });

  test('an index larger than any is not read at all', async () => {
    const path = await store('oci-dir', sound());
    truncateSync(join(path, 'index.json'), 2 ** 40);
    const refused = await refusalOf(openPath('oci-dir', path));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('larger than 16 MiB');
  });

  test('a manifest that was changed is refused', async () => {
    const files = sound();
    replaceJson(files, isManifest, (manifest) => ({ ...manifest, layers: [] }));
    const refused = await refusalOf(openFiles('oci-dir', files));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('damaged');
  });

  test('a manifest that is something else is refused', async () => {
    const layout = new OciLayout();
    const other = layout.json({ layers: 'none' }, 'application/vnd.oci.image.manifest.v1+json');
    const refused = await refusalOf(openFiles('oci-dir', layout.holds(other)));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('is not a manifest');
  });

  test('a digest of a kind that is not known is refused, and named', async () => {
    const hex = '0'.repeat(64);
    const layout = new OciLayout();
    const image = layout.image([plain(ENV)]);
    const manifest = jsonIn(layout.files.get(`blobs/${image.digest.replace(':', '/')}`) ?? '');
    const layers = [{ mediaType: 'x', digest: `blake3:${hex}`, size: 1 }];
    layout.files.set(`blobs/blake3/${hex}`, plain(ENV).tar);
    const files = layout.holds(layout.json({ ...manifest, layers }, image.mediaType));
    const refused = await refusalOf(openFiles('oci-dir', files));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('unknown kind (blake3)');

    const index = layout.holds(descriptor(`blake3:${hex}`));
    const other = await refusalOf(openFiles('oci-dir', index));
    expect(other).toBeInstanceOf(CannotRead);
    expect(other.message).toContain('unknown kind (blake3)');
  });

  test('an encrypted layer is refused as such', async () => {
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
    const layer = { tar: Buffer.from('secret'), mediaType };
    const refused = await refusalOf(openFiles('oci-dir', filesOf('oci-dir', [layer])));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('encrypted');
  });

  test('a file and a folder that are not there are told apart from what is no layout', async () => {
    const missing = join(folder, 'nowhere');
    expect((await refusalOf(openPath('oci-archive', missing))).message).toContain('no file');
    expect((await refusalOf(openPath('oci-dir', missing))).message).toContain('nowhere');
    mkdirSync(join(folder, 'empty'));
    const refused = await refusalOf(openPath('oci-archive', join(folder, 'empty')));
    expect(refused.message).toContain('is a folder');
  });
});

function drop(files: Files, name: string): Files {
  files.delete(name);
  return files;
}

// ---------------------------------------------------------------- what docker save writes

describe('an archive of docker save', () => {
  const sound = () => filesOf('docker-archive', [plain(ENV), plain(MORE)]);
  type Saved = { Config: string; RepoTags: string[] | null; Layers: string[] };

  function withManifest(change: (saved: Saved) => unknown, files = sound()): Files {
    const [saved] = JSON.parse(files.get('manifest.json')?.toString() ?? '');
    return files.set('manifest.json', Buffer.from(JSON.stringify([change(saved)])));
  }

  test('without a tag is an image as well', async () => {
    const files = withManifest((saved) => ({ ...saved, RepoTags: null }));
    expect(await filesIn(openFiles('docker-archive', files))).toEqual(SEEN);
  });

  test('with several images names them, and takes none', async () => {
    const files = dockerFiles([
      { tag: 'ml:1', layers: [plain(ENV)] },
      { tag: 'ml:2', layers: [plain(ENV), plain(MORE)] },
    ]);
    const refused = await refusalOf(openFiles('docker-archive', files));
    expect(refused).toBeInstanceOf(BadInput);
    expect(refused.message).toContain('ml:1, ml:2');
    expect(refused.advice).toContain('docker save');
  });

  test('with a layer that is a link to a link is refused, not read from elsewhere', async () => {
    const files = withManifest((saved) => ({ ...saved, Layers: ['one', saved.Layers[1]] }));
    files.set('one', '-> /etc/passwd').set('etc/passwd', '-> /etc/shadow');
    expect(await refusalOf(openFiles('docker-archive', files))).toBeInstanceOf(CannotRead);
  });

  test('names its layers in the archive: no path leads to the files of this machine', async () => {
    const path = newPlace();
    mkdirSync(path);
    const layer = tarOf(ENV);
    writeFileSync(join(path, 'secret.tar'), layer);
    const outside = ['../secret.tar', `../../..${path}/secret.tar`, `${path}/secret.tar`];
    for (const name of outside) {
      const files = filesOf('docker-archive', [{ tar: layer }]);
      const archive = join(path, 'image.tar');
      const tampered = withManifest((saved) => ({ ...saved, Layers: [name] }), files);
      writeFileSync(archive, tarOfFiles(tampered));
      const refused = await refusalOf(openPath('docker-archive', archive));
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain('A layer of the image is missing');
    }
    const link = withManifest((saved) => ({ ...saved, Layers: ['link'] }), sound());
    link.set('link', `-> ${path}/secret.tar`);
    expect(await refusalOf(openFiles('docker-archive', link))).toBeInstanceOf(CannotRead);
  });

  test('names its configuration in the archive as well', async () => {
    const path = newPlace();
    writeFileSync(path, '{"rootfs": {"diff_ids": []}}');
    for (const name of [path, `../../../../../../..${path}`]) {
      const files = withManifest((saved) => ({ ...saved, Config: name }));
      const refused = await refusalOf(openFiles('docker-archive', files));
      expect(refused).toBeInstanceOf(CannotRead);
      expect(refused.message).toContain('there is no');
    }
  });

  test('whose configuration tells of another layer is refused', async () => {
    const files = sound();
    const config = (diff_ids: string[]) => {
      const bytes = Buffer.from(JSON.stringify({ rootfs: { diff_ids } }));
      const name = `${sha256(bytes)}.json`;
      files.set(name, bytes);
      return withManifest((saved) => ({ ...saved, Config: name }), files);
    };
    const own = [ENV, MORE].map((entries) => `sha256:${sha256(tarOf(entries))}`);
    expect(await filesIn(openFiles('docker-archive', config(own)))).toEqual(SEEN);
    const swapped = await refusalOf(openFiles('docker-archive', config(own.reverse())));
    expect(swapped.message).toContain('its bytes are not those of its digest');
    const fewer = await refusalOf(openFiles('docker-archive', config(own.slice(1))));
    expect(fewer.message).toContain('has 2 layers, but its configuration tells of 1');
    const unknown = await refusalOf(openFiles('docker-archive', config(['md5:00', 'md5:00'])));
    expect(unknown.message).toContain('unknown kind (md5)');
    for (const refused of [swapped, fewer, unknown]) expect(refused).toBeInstanceOf(CannotRead);
  });

  test.for<[string, string, string]>([
    ['is no JSON', 'x', 'is no JSON'],
    ['is no list', '{}', 'is not what docker save writes'],
    ['is empty', '[]', 'There is no image in'],
    ['has no layers', '[{"Config": "x"}]', 'is not what docker save writes'],
    ['has layers that are none', '[{"Config": "x", "Layers": [1]}]', '0.Layers.0'],
  ])('whose manifest.json %s is refused', async ([, text, says]) => {
    const files = sound().set('manifest.json', Buffer.from(text));
    const refused = await refusalOf(openFiles('docker-archive', files));
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain(says);
  });

  test('without a manifest.json is refused, with the other names that it may go by', async () => {
    const refused = await refusalOf(
      openFiles('docker-archive', filesOf('oci-archive', [plain(ENV)])),
    );
    expect(refused).toBeInstanceOf(CannotRead);
    expect(refused.message).toContain('there is no manifest.json in it');
    expect(refused.advice).toContain('oci-archive');
  });
});
