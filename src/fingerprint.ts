import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { toBytes } from './bytes.ts';
import { entryPointOf } from './entry-point.ts';
import { CannotRead } from './errors.ts';
import type { Inventory } from './inventory.ts';
import type { Entry } from './links.ts';
import { placeOfBytes } from './placement.ts';
import type { ReadingProgress } from './progress.ts';
import type { Source } from './sources.ts';
import { readSubject, type Subject } from './subject.ts';

/** What a path is, whatever the prefix, the installer, and the manner of linking. */
export type Item =
  | { readonly kind: 'file'; readonly isExecutable: boolean; readonly sha256: string }
  | { readonly kind: 'script'; readonly isExecutable: boolean; readonly entryPoint: string }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'special'; readonly what: string };

/** All that two environments must have in common to be the same. */
export interface Identity {
  readonly packages: readonly Package[];
  readonly paths: ReadonlyMap<string, Item>;
  /** Path → `NAME-VERSION-BUILD` of the package that owns it. */
  readonly owners: ReadonlyMap<string, string>;
  /** `sha256:…` over all packages and paths; docs/fingerprint.md defines it. */
  readonly fingerprint: string;
}

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly build: string;
}

/**
 * Reads one environment in whole and says what it is.
 * @throws CannotRead when any of it cannot be read, for then nobody can say
 */
export async function identify(
  source: Source,
  prefix: string,
  signal: AbortSignal,
  progress: ReadingProgress,
): Promise<Identity> {
  const subject = await readSubject(source, prefix, 'content', signal, progress);
  const { inventory, manifest } = subject;
  refuseUnknown(subject);
  const files = new Map<string, string>();
  const paths = new Map<string, Item>();
  for (const [path, entry] of inventory.entries()) {
    if (isLeftOut(path)) continue;
    const place = placeOfFile(subject, path, entry);
    if (place !== null) files.set(path, place);
    else paths.set(path, withoutBytes(subject, path, entry));
  }
  const scripts = await readScripts(subject, files);
  const hashes = await readHashes(subject, files, scripts, signal);
  for (const [path, place] of files) {
    paths.set(path, withBytes(subject, path, place, scripts, hashes));
  }
  const packages = manifest.records.map(({ name, version, build }) => ({ name, version, build }));
  const owners = new Map(
    Array.from(manifest.paths, ([path, recorded]) => [path, recorded.package.dist]),
  );
  return { packages, paths, owners, fingerprint: fingerprintOf(packages, paths) };
}

/** What installers leave beside their records: rattler tells backups to leave the folder out, old condas whose it is. */
const MARKERS = ['CACHEDIR.TAG', '.nonadmin'];

/** What is part of the metadata of an installation, or made anew by Python itself. */
function isLeftOut(path: string): boolean {
  if (path.startsWith('conda-meta/') || /\.py[co]$/.test(path)) return true;
  if (MARKERS.includes(path)) return true;
  return /\.dist-info\/(?:INSTALLER|RECORD|REQUESTED|(?:direct_url|uv_cache|uv_build)\.json)$/.test(
    path,
  );
}

/** @throws CannotRead when something is hidden from the user who looks, or from the source */
function refuseUnknown({ inventory, manifest }: Subject): void {
  const advice = 'Without it nobody can say what the environment is.';
  const [folder] = inventory.unlisted.keys();
  if (folder !== undefined) {
    throw new CannotRead(`${inventory.shown}/${folder} may not be listed.`, advice);
  }
  const [record] = manifest.unreadable;
  if (record) {
    throw new CannotRead(
      `conda-meta/${record.file} in ${inventory.shown} ${record.reason}.`,
      advice,
    );
  }
}

/** Where the bytes of a file are: in the prefix, or in the package cache that a soft link leads to; null for all else. */
function placeOfFile(subject: Subject, path: string, entry: Entry): string | null {
  const { inventory, manifest, cache } = subject;
  if (entry.kind === 'file') return inventory.absolute(path);
  const recorded = manifest.paths.get(path);
  // Soft-linked packages record every file as a link; what the cache has there tells them apart.
  if (entry.kind !== 'symlink' || !recorded || cache.folderOf(entry.target) === null) return null;
  if (cache.linkText(recorded) !== null) return null;
  if (inventory.follow(path).kind === 'outside') {
    throw new CannotRead(
      `${path} is a link to ${entry.target}, which is not in the archive.`,
      'Archive the package cache with the environment, or an environment of copies.',
    );
  }
  return placeOfBytes(inventory, cache, recorded);
}

function withoutBytes(subject: Subject, path: string, entry: Entry): Item {
  if (entry.kind !== 'symlink') return { kind: 'special', what: entry.kind };
  const { inventory, manifest, cache } = subject;
  const recorded = manifest.paths.get(path);
  // A soft link to a link in the package cache stands for that one.
  const isInCache = recorded !== undefined && cache.folderOf(entry.target) !== null;
  const target = (isInCache ? cache.linkText(recorded) : null) ?? entry.target;
  const names = [inventory.prefix, inventory.place];
  const own = names.find((prefix) => target === prefix || target.startsWith(`${prefix}/`));
  if (own === undefined) return { kind: 'link', target };
  const folder = posix.dirname(`${own}/${path}`);
  return { kind: 'link', target: posix.relative(folder, target) || '.' };
}

/** Larger ones are files like others, in bytes. */
const LARGEST_SCRIPT = 1 << 16;

/** Scripts of `bin/` that an installer or pip made, and no package brought: they name the prefix. */
async function readScripts(
  { inventory, manifest, heads }: Subject,
  files: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const places = Array.from(files).filter(([path]) => {
    const kind = manifest.paths.get(path)?.kind ?? 'entry-point';
    return kind === 'entry-point' && heads.get(path)?.toString('latin1', 0, 2) === '#!';
  });
  const read = await inventory.source.read(
    places.map(([, place]) => place),
    LARGEST_SCRIPT + 1,
  );
  return new Map(
    places.flatMap(([path, place]) => {
      const bytes = read.get(place);
      const isScript = bytes?.kind === 'ok' && bytes.value.length <= LARGEST_SCRIPT;
      return isScript ? [[path, bytes.value.toString('latin1')] as const] : [];
    }),
  );
}

/** Hashes what the records say nothing of. */
async function readHashes(
  { inventory, manifest, contents }: Subject,
  files: ReadonlyMap<string, string>,
  scripts: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const jobs = Array.from(files).flatMap(([path, place]) => {
    const isKnown = 'original' in contents.of(manifest.paths.get(path)) || scripts.has(path);
    const stat = isKnown ? null : inventory.statAbsolute(place);
    const inode = stat?.kind === 'ok' && stat.value.links > 1 ? stat.value : null;
    return isKnown ? [] : [{ path: place, inode, patch: null }];
  });
  const hashes = new Map<string, string>();
  for await (const answers of inventory.source.digest(jobs, signal, () => {})) {
    for (const [{ path }, digest] of answers)
      if (digest.kind === 'read') hashes.set(path, digest.sha256);
  }
  return hashes;
}

function withBytes(
  { inventory, manifest, contents }: Subject,
  path: string,
  place: string,
  scripts: ReadonlyMap<string, string>,
  hashes: ReadonlyMap<string, string>,
): Item {
  const stat = inventory.statAbsolute(place);
  const isExecutable = stat.kind === 'ok' && (stat.value.mode & 0o100) !== 0;
  const script = scripts.get(path);
  const entryPoint = script === undefined ? null : entryPointOf(script);
  if (entryPoint !== null) return { kind: 'script', isExecutable, entryPoint };
  if (script !== undefined) {
    return { kind: 'file', isExecutable, sha256: sha256(withoutPrefix(script, inventory)) };
  }
  const content = contents.of(manifest.paths.get(path));
  const hash = 'original' in content ? content.original : hashes.get(place);
  if (hash !== undefined) return { kind: 'file', isExecutable, sha256: hash };
  throw new CannotRead(
    `${path} in ${inventory.shown} cannot be read.`,
    'Without it nobody can say what the environment is.',
  );
}

function withoutPrefix(script: string, { prefix, place }: Inventory): Buffer {
  const names = [prefix, place].map((name) => toBytes(name).toString('latin1'));
  const longest = names.sort((a, b) => b.length - a.length);
  const text = longest.reduce((rest, name) => rest.replaceAll(name, '\0'), script);
  return Buffer.from(text, 'latin1');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The first field, so that another definition can never give the same fingerprint. */
const VERSION = 'conda-links-fingerprint-1';

/** SHA-256 over fields that each end with NUL: names cannot hold one. Lines are sorted by their bytes. */
function fingerprintOf(packages: readonly Package[], paths: ReadonlyMap<string, Item>): string {
  const lines = [
    ...packages.map(({ name, version, build }) => ['package', name, version, build]),
    ...Array.from(paths, ([path, item]) => fieldsOf(path, item)),
  ].map((fields) => Buffer.concat(fields.map((field) => toBytes(`${field}\0`))));
  const hash = createHash('sha256').update(`${VERSION}\0`);
  for (const line of lines.sort(Buffer.compare)) hash.update(line);
  return `sha256:${hash.digest('hex')}`;
}

function fieldsOf(path: string, item: Item): string[] {
  switch (item.kind) {
    case 'file':
      return ['file', path, item.isExecutable ? 'x' : '-', item.sha256];
    case 'script':
      return ['script', path, item.isExecutable ? 'x' : '-', item.entryPoint];
    case 'link':
      return ['link', path, item.target];
    default:
      return ['special', path, item.what];
  }
}
