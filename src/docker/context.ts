import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readFile, readlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { forSystem, fromBytes } from '../bytes.ts';
import { CannotRead, type ExpectedError, systemCode } from '../errors.ts';
import { type IgnoreRules, ignoreRules } from './ignore.ts';
import { END, padding, type TarEntry, tarHeader } from './tar-header.ts';

/** What a build gets to see. */
export interface Context {
  /** Absolute. */
  readonly folder: string;
  /** The Dockerfile's text, which may be on disk or not. */
  readonly dockerfile: string;
  /** Files that go with it without being on disk, by their paths in it. */
  readonly beside?: ReadonlyMap<string, string>;
}

/** A context on its way to an engine. */
export interface SentContext {
  /** A tar stream, which ends with a CannotRead where something of it cannot be read. */
  readonly stream: Readable;
  /** What the Dockerfile is called in it. */
  readonly dockerfile: string;
}

/** What a Dockerfile is called that is none of the context's own. */
const FOREIGN = '.conda-links.Dockerfile';
const IGNORE = '.dockerignore';

/**
 * A folder as the tar stream that an engine builds from, without what its `.dockerignore` keeps from it. Links
 * stay links, owners are left out, and whatever is neither file, folder nor link is passed over.
 *
 * A Dockerfile that is the context's own goes by its own name. Any other one goes beside the files: the classic builder
 * is told to ignore it, but BuildKit has no ear for that, and `COPY .` sees it.
 * @throws BadInput for a `.dockerignore` that no engine takes, CannotRead when it cannot be read
 */
export async function sendContext(
  { folder, dockerfile, beside = new Map() }: Context,
  builder: 'buildkit' | 'classic',
): Promise<SentContext> {
  const text = await ignoreTextIn(folder);
  const rules = ignoreRules(text ?? '');
  const isOwn =
    !rules.ignores('Dockerfile') && (await isTextOf(`${folder}/Dockerfile`, dockerfile));
  const name = isOwn ? 'Dockerfile' : await unusedIn(folder, FOREIGN);
  const own = new Map<string, string>(beside);
  if (!isOwn) {
    own.set(name, dockerfile);
    const kept = text === null || rules.ignores(IGNORE) ? IGNORE : text;
    if (builder === 'classic') own.set(IGNORE, `${kept}\n${name}\n`);
  }
  const stream = Readable.from(tarOf(folder, own, rules), { objectMode: false });
  return { stream, dockerfile: name };
}

/** Null where there is none. */
async function ignoreTextIn(folder: string): Promise<string | null> {
  const place = `${folder}/${IGNORE}`;
  try {
    return await readFile(place, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw cannotRead(place, systemCode(error), error);
  }
}

async function isTextOf(place: string, text: string): Promise<boolean> {
  try {
    const { size } = await lstat(place);
    return size === Buffer.byteLength(text) && (await readFile(place, 'utf8')) === text;
  } catch {
    return false;
  }
}

async function unusedIn(folder: string, name: string): Promise<string> {
  const isThere = await lstat(`${folder}/${name}`).then(
    () => true,
    () => false,
  );
  return isThere ? unusedIn(folder, `${name}-`) : name;
}

/** @param own texts that take the place of the folder's files of these names */
async function* tarOf(
  root: string,
  own: ReadonlyMap<string, string>,
  rules: IgnoreRules,
): AsyncGenerator<Buffer> {
  for (const [name, text] of own) {
    const bytes = Buffer.from(text);
    const { length: size } = bytes;
    yield tarHeader({ kind: 'file', name, mode: 0o644, mtime: 0, size, target: '' });
    yield Buffer.concat([bytes, padding(size)]);
  }
  const links = new Map<string, string>();
  for await (const found of walk(root, '', rules)) {
    if (!own.has(found.name)) yield* entryOf(root, found, links);
  }
  yield END;
}

type Stat = Awaited<ReturnType<typeof lstat>>;

interface Found {
  readonly name: string;
  readonly stat: Stat;
}

/** What is to be sent, folders before what is in them. */
async function* walk(root: string, folder: string, rules: IgnoreRules): AsyncGenerator<Found> {
  for (const child of await childrenOf(root, folder)) {
    const name = folder === '' ? child : `${folder}/${child}`;
    const stat = await looking(root, name, (place) => lstat(place));
    const isIgnored = rules.ignores(name);
    if (!isIgnored) yield { name, stat };
    if (!stat.isDirectory()) continue;
    if (!isIgnored) yield* walk(root, name, rules);
    else if (rules.mayWantOf(name)) yield* exceptionsIn(root, { name, stat }, rules);
  }
}

/** What is wanted of a folder that is ignored, after the folder itself; nothing of one that cannot be read. */
async function* exceptionsIn(root: string, folder: Found, rules: IgnoreRules) {
  let isSent = false;
  try {
    for await (const found of walk(root, folder.name, rules)) {
      if (!isSent) yield folder;
      isSent = true;
      yield found;
    }
  } catch (error) {
    const isClosed = error instanceof Error && /^E(?:ACCES|PERM)$/.test(systemCode(error.cause));
    if (isSent || !isClosed) throw error;
  }
}

async function childrenOf(root: string, folder: string): Promise<string[]> {
  const names = await looking(root, folder, (place) => readdir(place, { encoding: 'buffer' }));
  return names.sort(Buffer.compare).map(fromBytes);
}

/** @param links the files with several names that were sent already, each by its first name */
async function* entryOf(
  root: string,
  { name, stat }: Found,
  links: Map<string, string>,
): AsyncGenerator<Buffer> {
  const mtime = Number(stat.mtimeMs) / 1000;
  const entry = { name, mode: Number(stat.mode) & 0o7777, mtime, size: 0, target: '' };
  if (stat.isDirectory()) {
    yield tarHeader({ ...entry, kind: 'directory' });
  } else if (stat.isSymbolicLink()) {
    const bytes = await looking(root, name, (place) => readlink(place, { encoding: 'buffer' }));
    yield tarHeader({ ...entry, kind: 'symlink', mode: 0o777, target: fromBytes(bytes) });
  } else if (stat.isFile()) {
    const key = `${stat.dev} ${stat.ino}`;
    const first = stat.nlink > 1 ? links.get(key) : undefined;
    if (stat.nlink > 1 && first === undefined) links.set(key, name);
    if (first === undefined) yield* fileOf(root, { ...entry, kind: 'file' });
    else yield tarHeader({ ...entry, kind: 'hardlink', target: first });
  }
}

/** So much of a file is read at a time. */
const CHUNK = 1 << 18;

async function* fileOf(root: string, entry: TarEntry): AsyncGenerator<Buffer> {
  // What has become a link or a fifo meanwhile is neither followed nor waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await looking(root, entry.name, (place) => open(place, flags));
  try {
    const { size } = await handle.stat();
    yield tarHeader({ ...entry, size });
    // No more than was promised, should it grow meanwhile.
    for (let left = size; left > 0; ) {
      const chunk = await looking(root, entry.name, () => chunkOf(handle, Math.min(CHUNK, left)));
      left -= chunk.length;
      yield chunk;
    }
    yield padding(size);
  } finally {
    await handle.close();
  }
}

async function chunkOf(handle: FileHandle, size: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, null);
  if (bytesRead === 0) throw new Error('it has become shorter');
  return buffer.subarray(0, bytesRead);
}

/** @throws CannotRead with the name of what cannot be looked at */
async function looking<T>(
  root: string,
  name: string,
  look: (place: string | Buffer) => Promise<T>,
): Promise<T> {
  const place = name === '' ? root : `${root}/${name}`;
  try {
    return await look(forSystem(place));
  } catch (error) {
    throw cannotRead(place, systemCode(error) || said(error), error);
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function cannotRead(place: string, why: string, cause: unknown): ExpectedError {
  return new CannotRead(
    `${place} cannot be read (${why}), so it cannot be sent to the builder.`,
    'Name it in .dockerignore if the image does not need it.',
    { cause },
  );
}
