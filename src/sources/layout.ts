import { posix } from 'node:path';
import * as v from 'valibot';
import { BadInput, CannotRead, ExpectedError, NotFound } from '../errors.ts';
import type { ReadOptions } from './archive.ts';
import { type Blob, fileBlob, isPacked, partOf, readWhole } from './blob.ts';
import { decompress } from './decompress.ts';
import { checkDigest, type Layer } from './image.ts';
import { readTar } from './tar.ts';

/** The files that an image is saved as, by their names in its folder or archive. */
export interface Layout {
  /** What the user called it. */
  readonly name: string;
  /** @throws NotFound when there is no such file */
  open(path: string): Promise<Blob>;
}

/** An image that is a folder (OCI image layout). */
export function folderLayout(folder: string, name: string, { progress }: ReadOptions): Layout {
  return {
    name,
    open: (path) => fileBlob(posix.join(folder, path), posix.join(name, path), progress),
  };
}

/**
 * An image that is a tar archive: its members are found once, and read where they lie.
 * @throws NotFound, CannotRead
 */
export async function archiveLayout(
  path: string,
  name: string,
  { progress, signal }: ReadOptions,
): Promise<Layout> {
  const file = await fileBlob(path, name, progress);
  const whole = (await isPacked(file)) ? unpacked(file) : file;
  const members = new Map<string, Blob>();
  const links = new Map<string, string>();
  await readTar(whole.read(), { name, signal, mayLackEnd: false }, (header, { offset }) => {
    const member = posix.join('/', header.name).slice(1);
    if (header.kind === 'file' && offset >= 0) {
      members.set(member, partOf(whole, `${posix.basename(name)}/${member}`, offset, header.size));
    } else if (header.kind === 'symlink' || header.kind === 'hardlink') {
      // Layers that an image has twice.
      const folder = header.kind === 'symlink' ? posix.dirname(member) : '';
      links.set(member, posix.join('/', folder, header.target).slice(1));
    }
    return null;
  });
  return {
    name,
    open: async (member) => {
      const wanted = posix.join('/', member).slice(1);
      const blob = members.get(wanted) ?? members.get(links.get(wanted) ?? '');
      if (blob) return blob;
      throw new NotFound(`There is no ${member} in ${name}.`, '');
    },
  };
}

/** What is compressed as a whole is undone anew for each part: slow, but nothing has to be stored. */
function unpacked(file: Blob): Blob {
  return {
    name: file.name,
    size: Number.POSITIVE_INFINITY,
    async *read(start = 0, end = Number.POSITIVE_INFINITY) {
      let at = 0;
      for await (const chunk of decompress(file.read(), file.name)) {
        const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
        at += chunk.length;
        if (part.length > 0) yield part;
        if (at >= end) return;
      }
    },
  };
}

/** `os/architecture[/variant]`, as `docker --platform` takes it. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

/** @throws BadInput */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant = null, ...rest] = text.split('/');
  if (/^[a-z0-9]+$/.test(os) && /^[a-z0-9_]+$/.test(architecture) && rest.length === 0) {
    return { os, architecture, variant };
  }
  throw new BadInput(
    `platform: “${text}” is none.`,
    'It is written like linux/amd64 or linux/arm64/v8.',
  );
}

/** The platform whose images this machine runs. */
export function ownPlatform(): Platform {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
  return { os: 'linux', architecture: names[process.arch] ?? process.arch, variant: null };
}

const Text = v.fallback(v.string(), '');
const Descriptor = v.object({
  mediaType: Text,
  digest: v.pipe(v.string(), v.regex(/^[a-z0-9]+:[0-9a-f]{32,128}$/)),
  platform: v.fallback(
    v.nullable(
      v.object({ os: Text, architecture: Text, variant: v.fallback(v.nullable(v.string()), null) }),
    ),
    null,
  ),
  annotations: v.fallback(v.record(v.string(), v.unknown()), {}),
});
type Descriptor = v.InferOutput<typeof Descriptor>;

const Index = v.object({ manifests: v.array(Descriptor) });
const Manifest = v.object({ config: Descriptor, layers: v.array(Descriptor) });
const Config = v.object({
  os: Text,
  architecture: Text,
  variant: v.fallback(v.nullable(v.string()), null),
  config: v.fallback(v.object({ User: Text }), { User: '' }),
  rootfs: v.fallback(v.object({ diff_ids: v.array(v.string()) }), { diff_ids: [] }),
});
const Saved = v.array(
  v.object({
    Config: v.string(),
    RepoTags: v.fallback(v.nullable(v.array(v.string())), null),
    Layers: v.array(v.string()),
  }),
);

/** An index of indexes is allowed; one of itself is not, and deeper ones are nobody's. */
const DEEPEST = 4;
/** Indexes, manifests and configurations are small, in bytes. */
const LARGEST_JSON = 16 << 20;

/** What an image is made of. */
export interface Parts {
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** The `USER` that its configuration has, empty for none; null where the configuration cannot be read. */
  readonly user: string | null;
}

/**
 * The image in an OCI image layout.
 * @param platform which one of several; null for that of this machine, or the only one
 * @throws NotFound, CannotRead, BadInput
 */
export async function partsOfOci(layout: Layout, platform: Platform | null): Promise<Parts> {
  const index = await json(layout, 'index.json', null, Index, 'an OCI image layout');
  const manifest = await chooseManifest(layout, index.manifests, platform, DEEPEST);
  const { config, layers } = await json(layout, ...blobOf(manifest), Manifest, 'a manifest');
  const told = await json(layout, ...blobOf(config), Config, 'a configuration').catch((error) => {
    // Its layers can be judged without it.
    if (!(error instanceof ExpectedError) || (platform && !manifest.platform)) throw error;
    return null;
  });
  // A platform that was asked for must be that of the image, where its index does not tell.
  if (told && platform && !manifest.platform) checkPlatform(layout, told, platform);
  const opened = await Promise.all(
    layers.map(async ({ digest, mediaType }) => {
      if (mediaType.includes('encrypted')) {
        throw new CannotRead(
          `Layer ${digest} of ${layout.name} is encrypted.`,
          'Decrypt it first.',
        );
      }
      return { blob: await openLayer(layout, pathOf(digest)), digest, diffId: null };
    }),
  );
  return { layers: opened, user: told?.config.User ?? null };
}

/**
 * The image that `docker save` wrote; old and new engines both write `manifest.json`.
 * @throws NotFound, CannotRead, BadInput
 */
export async function partsOfDocker(layout: Layout, platform: Platform | null): Promise<Parts> {
  const images = await json(layout, 'manifest.json', null, Saved, 'what docker save writes');
  const [image, ...others] = images;
  if (!image) throw new CannotRead(`There is no image in ${layout.name}.`, '');
  if (others.length > 0) {
    const names = images.map(({ RepoTags, Config: id }) => RepoTags?.[0] ?? id).join(', ');
    throw severalImages(layout.name, names, 'docker save -o FILE IMAGE');
  }
  const config = await json(
    layout,
    image.Config,
    digestIn(image.Config),
    Config,
    'a configuration',
  );
  if (platform) checkPlatform(layout, config, platform);
  const diffIds = config.rootfs.diff_ids;
  if (diffIds.length !== image.Layers.length) {
    throw new CannotRead(
      `${layout.name} has ${image.Layers.length} layers, but its configuration tells of ${diffIds.length}.`,
      'Save the image again.',
    );
  }
  const layers = await Promise.all(
    image.Layers.map(async (path, at) => ({
      blob: await openLayer(layout, path),
      digest: null,
      diffId: diffIds[at] ?? null,
    })),
  );
  return { layers, user: config.config.User };
}

async function openLayer(layout: Layout, path: string): Promise<Blob> {
  try {
    return await layout.open(path);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new CannotRead(
      `A layer of the image is missing in ${layout.name}: ${path}`,
      'Save or copy the image again, with all of its layers.',
    );
  }
}

async function chooseManifest(
  layout: Layout,
  manifests: readonly Descriptor[],
  platform: Platform | null,
  depth: number,
): Promise<Descriptor> {
  // Attestations are stored beside images, as manifests of an unknown platform (BuildKit).
  const images = manifests.filter((one) => one.platform?.os !== 'unknown');
  const wanted = platform ?? ownPlatform();
  const fitting = images.filter((one) => !one.platform || fits(one.platform, wanted));
  const [only] = images.length === 1 && platform === null ? images : fitting;
  if (!only) {
    const known = images.map((one) => (one.platform ? platformText(one.platform) : '?'));
    throw new NotFound(
      `${layout.name} has no image for ${platformText(wanted)}.`,
      known.length > 0
        ? `It has: ${known.join(', ')}.${platform ? '' : ' Choose one with --platform.'}`
        : '',
    );
  }
  // One image may stand there under several names.
  const alike = fitting.filter((one) => isAlike(one.platform, only.platform));
  if (new Set(alike.map((one) => one.digest)).size > 1) {
    const names = alike.map(
      (one) => one.annotations['org.opencontainers.image.ref.name'] ?? one.digest,
    );
    throw severalImages(layout.name, names.map(String).join(', '), 'skopeo copy');
  }
  if (!/index|manifest\.list/.test(only.mediaType)) return only;
  if (depth === 0) throw new CannotRead(`${layout.name} has indexes within indexes.`, '');
  const inner = await json(layout, ...blobOf(only), Index, 'an index');
  return chooseManifest(layout, inner.manifests, platform, depth - 1);
}

function severalImages(name: string, names: string, how: string): BadInput {
  return new BadInput(
    `${name} holds several images: ${names}.`,
    `Save the one that is meant alone, with: ${how}`,
  );
}

function checkPlatform({ name }: Layout, config: Platform, wanted: Platform): void {
  if (fits(config, wanted)) return;
  throw new NotFound(
    `${name} has no image for ${platformText(wanted)}.`,
    `It has: ${platformText(config)}.`,
  );
}

/** A variant counts only where both tell one: plain arm64 is arm64/v8. */
function fits(one: Platform, wanted: Platform): boolean {
  const isSame = one.os === wanted.os && one.architecture === wanted.architecture;
  return isSame && (!one.variant || !wanted.variant || one.variant === wanted.variant);
}

function isAlike(one: Platform | null, other: Platform | null): boolean {
  return (one && platformText(one)) === (other && platformText(other));
}

function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

function pathOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function blobOf({ digest }: Descriptor): [path: string, digest: string] {
  return [pathOf(digest), digest];
}

/** The digest that a path of the new layout, or of a configuration in the old one, is named by. */
function digestIn(path: string): string | null {
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  return hex ? `sha256:${hex}` : null;
}

/** Reads, verifies and checks one file of JSON. @throws CannotRead */
async function json<S extends v.GenericSchema>(
  layout: Layout,
  path: string,
  digest: string | null,
  schema: S,
  what: string,
): Promise<v.InferOutput<S>> {
  const blob = await openPart(layout, path, what);
  const bytes = await readWhole(blob, LARGEST_JSON);
  if (digest !== null) checkDigest(bytes, digest, blob.name);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new CannotRead(`${blob.name} is no JSON.`, 'Save or copy the image again.');
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const where = v.getDotPath(parsed.issues[0]);
  throw new CannotRead(
    `${blob.name} is not ${what}: it has no usable ${where ?? 'content'}.`,
    'Save or copy the image again.',
  );
}

async function openPart(layout: Layout, path: string, what: string): Promise<Blob> {
  try {
    return await layout.open(path);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new CannotRead(
      `${layout.name} is not ${what}: there is no ${path} in it.`,
      'See that the word before the colon is the right one: docker-archive, oci-archive, oci-dir or tar.',
    );
  }
}
