// Images as others store them, made by hand so that every entry of a layer can be just what a test needs:
// layers as tar archives, in an OCI image layout or as `docker save` writes it.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Source } from '../../src/sources.ts';

/**
 * Name → what is there, in the order of the archive: `null` is a folder, `-> x` a link, `=> x` a hard link,
 * anything else the text of a file. A name that comes twice ends with a `/` the second time.
 */
export type Entries = Readonly<Record<string, string | null>>;

/** A tar archive with these entries. */
export function tarOf(entries: Entries): Buffer {
  const blocks = Object.entries(entries).flatMap(([path, what]) => {
    const name = path.replace(/\/$/, '');
    const target = /^[-=]> (.*)$/s.exec(what ?? '')?.[1];
    if (what === null) return [header(`${name}/`, '5', 0o755)];
    if (target === undefined) return fileBlocks(name, Buffer.from(what));
    return [header(name, what.startsWith('=') ? '1' : '2', 0o777, 0, target)];
  });
  return Buffer.concat([...blocks, END]);
}

const BLOCK = 512;
/** What an archive ends with (POSIX, pax). */
const END = Buffer.alloc(2 * BLOCK);

function fileBlocks(name: string, bytes: Buffer): Buffer[] {
  const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return [header(name, '0', 0o644, bytes.length), bytes, padding];
}

/** One header as POSIX has it (ustar). */
function header(name: string, type: string, mode: number, size = 0, target = ''): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for this writer`);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.write(name, 0);
  block.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  block.write(`${octal(size, 11)}\0${octal(0, 11)}\0        ${type}${target}`, 124);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

/** A tar archive without the zeros at its end, as some builders leave it. */
export function withoutEnd(tar: Buffer): Buffer {
  return tar.subarray(0, tar.length - END.length);
}

/** The files that an image is stored as: name → bytes, or `-> x` for a link. */
export type Files = Map<string, Buffer | string>;

/** The same as one archive. */
export function tarOfFiles(files: Files): Buffer {
  const blocks = Array.from(files, ([name, what]) =>
    Buffer.isBuffer(what) ? fileBlocks(name, what) : [header(name, '2', 0o777, 0, what.slice(3))],
  );
  return Buffer.concat([...blocks.flat(), END]);
}

/** The same as a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, bytes] of files) {
    const place = join(folder, name);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
  }
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A layer: its tar archive, and what is stored of it where that is compressed. */
export interface StoredLayer {
  readonly tar: Buffer;
  readonly stored?: Buffer;
  readonly mediaType?: string;
}

export interface PlatformOf {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  platform?: PlatformOf;
  annotations?: Readonly<Record<string, string>>;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** An OCI image layout in the making. */
export class OciLayout {
  readonly files: Files = new Map([
    ['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
    ['index.json', Buffer.from('')],
  ]);

  /** Stores one image; its manifest is not in the index yet. */
  image(layers: readonly StoredLayer[], platform: PlatformOf = {}): Descriptor {
    const config = this.json(configOf(layers, platform), CONFIG);
    const stored = layers.map(({ tar, stored: bytes = tar, mediaType = LAYER }) =>
      this.blob(bytes, mediaType),
    );
    return this.json({ schemaVersion: 2, mediaType: MANIFEST, config, layers: stored }, MANIFEST);
  }

  index(manifests: readonly Descriptor[]): Descriptor {
    return this.json({ schemaVersion: 2, mediaType: INDEX, manifests }, INDEX);
  }

  /** What stands in `index.json`. */
  holds(...manifests: readonly Descriptor[]): Files {
    const index = { schemaVersion: 2, mediaType: INDEX, manifests };
    this.files.set('index.json', Buffer.from(JSON.stringify(index)));
    return this.files;
  }

  json(value: object, mediaType: string): Descriptor {
    return this.blob(Buffer.from(JSON.stringify(value)), mediaType);
  }

  blob(bytes: Buffer, mediaType: string): Descriptor {
    const hex = sha256(bytes);
    this.files.set(`blobs/sha256/${hex}`, bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  }
}

function configOf(layers: readonly StoredLayer[], platform: PlatformOf): object {
  const diff_ids = layers.map(({ tar }) => `sha256:${sha256(tar)}`);
  return {
    ...{ os: 'linux', architecture: 'amd64', ...platform },
    config: {},
    rootfs: { type: 'layers', diff_ids },
  };
}

/** An image as `docker save` writes it up to engine 24: a folder for each layer, links for those that come twice. */
export function dockerFiles(
  images: readonly { tag: string; layers: readonly StoredLayer[]; platform?: PlatformOf }[],
): Files {
  const files: Files = new Map();
  const saved: object[] = [];
  const known = new Map<string, string>();
  for (const { tag, layers, platform = {} } of images) {
    const config = Buffer.from(JSON.stringify(configOf(layers, platform)));
    const name = `${sha256(config)}.json`;
    const paths = layers.map(({ tar, stored = tar }, at) => {
      const path = `${sha256(`${tag} ${at}`)}/layer.tar`;
      const same = known.get(sha256(tar));
      files.set(path, same ? `-> ../${same}` : stored);
      known.set(sha256(tar), same ?? path);
      return path;
    });
    files.set(name, config);
    saved.push({ Config: name, RepoTags: [tag], Layers: paths });
  }
  files.set('manifest.json', Buffer.from(JSON.stringify(saved)));
  return files;
}

/** Path → what is there, in the words of `Entries`: hard links are files like others. */
export async function contentsOf(source: Source, folder = '/'): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  const listing = source.list(folder);
  for (const { name, kind } of listing.kind === 'ok' ? listing.value : []) {
    const path = posix.join(folder, name);
    const link = kind === 'symlink' ? source.readlink(path) : null;
    if (link) found[path] = link.kind === 'ok' ? `-> ${link.value}` : link.kind;
    else if (kind === 'file') found[path] = await textOf(source, path);
    else found[path] = kind === 'directory' ? null : kind;
    if (kind === 'directory') Object.assign(found, await contentsOf(source, path));
  }
  return found;
}

/** The text of a file, all links followed; where there is none, the reason. */
export async function textOf(source: Source, path: string): Promise<string> {
  const read = (await source.read([path], 1 << 20)).get(path);
  return read?.kind === 'ok' ? read.value.toString('utf8') : (read?.kind ?? 'not answered');
}
