import { type Absent, sortAbsent } from './absent.ts';
import type { Access } from './access.ts';
import { type Aftermath, NO_AFTERMATH } from './aftermath.ts';
import type { Level } from './choices.ts';
import {
  type Distribution,
  findDistributions,
  findReplacements,
  findScripts,
  type Replacement,
} from './conda/distributions.ts';
import { PackageCache } from './conda/package-cache.ts';
import type { PackageRecord, RecordedPath } from './conda/record.ts';
import { type Manifest, readRecords } from './conda/records.ts';
import { Contents, readContents } from './contents.ts';
import { type Inventory, type Link, takeInventory } from './inventory.ts';
import { findLibraries, Libraries } from './libraries.ts';
import { findNotable, type Seen, type SeenFile, statedFiles } from './notable.ts';
import type { ReadingProgress } from './progress.ts';
import { namesOf, questionsOf } from './questions.ts';
import { refuseUnfit } from './refusals.ts';
import { foreignPrefix } from './shebang.ts';
import type { Source } from './sources.ts';
import type { Stated } from './walk.ts';

export { LEVELS, type Level } from './choices.ts';

/** One environment as the checks see it: everything read, nothing judged. */
export interface Subject extends Seen {
  readonly inventory: Inventory;
  readonly manifest: Manifest;
  readonly cache: PackageCache;
  readonly contents: Contents;
  /** What the machine's own loaders offer; nothing where it was not looked for. */
  readonly libraries: Libraries;
  /** The first bytes of the files in `bin/`, where a `#!` line would be; empty at level links. */
  readonly heads: ReadonlyMap<string, Buffer>;
  /** The whole text of small files that stand where a link was recorded. */
  readonly smallTexts: ReadonlyMap<string, string>;
  /** All recorded paths at which there is a regular file; none at level links, which knows no modes and owners. */
  readonly files: readonly SeenFile[];
  /** Recorded paths whose bytes are not proved to be what was recorded, and all console scripts. */
  readonly doubtful: readonly RecordedPath[];
  /** What is recorded and not there. */
  readonly absent: Absent;
  /** Every Python project that stands in `site-packages`. */
  readonly distributions: readonly Distribution[];
  readonly replacements: ReadonlyMap<PackageRecord, Replacement>;
  /** Scripts that pip made, and that start the Python of another prefix → the project they belong to. */
  readonly scripts: ReadonlyMap<string, Distribution>;
  /** All symbolic links but those of `cached`: those of the walk, and recorded ones that are reached through a link to a folder. */
  readonly links: readonly Link[];
  readonly level: Level;
  /** Who judges what may be read, and for whom; null where nobody does. */
  readonly access: Access | null;
  /** Empty until something was found. */
  readonly aftermath: Aftermath;
}

/** Longer than any path (PATH_MAX): a flattened link is a file of at most this size, in bytes. */
const LONGEST_TARGET = 4096;
/** As much of a file as is looked at for a `#!` line; the kernel reads 256 bytes. */
const HEAD = 1024;

/**
 * Reads one environment up to a level.
 * @throws CannotRead when only part of it could be judged
 * @throws the signal's reason when it is aborted
 */
export async function readSubject(
  source: Source,
  prefix: string,
  level: Level,
  signal: AbortSignal,
  progress: ReadingProgress,
): Promise<Subject> {
  const { inventory, manifest } = await readNames(source, prefix, level, signal);
  refuseUnfit(inventory, manifest, level !== 'links');
  signal.throwIfAborted();
  const cache = new PackageCache(source, inventory.place, manifest, (path) =>
    inventory.seenBeside(path),
  );
  const seen = findNotable(inventory, manifest, cache, level === 'links');
  const { notable, cached } = seen;
  const distributions = await findDistributions(inventory, manifest);
  const replacements = findReplacements(distributions, manifest);
  const heads = level === 'links' ? new Map<string, Buffer>() : await readHeads(inventory);
  const contents =
    level === 'content'
      ? await readAll({ inventory, manifest, cache, heads, seen }, signal, progress)
      : Contents.none();
  return {
    inventory,
    manifest,
    cache,
    contents,
    libraries: await librariesFor(inventory, contents),
    heads,
    ...seen,
    files: level === 'links' ? [] : statedFiles(seen.places, inventory),
    doubtful: level === 'links' ? [] : doubtfulOf(manifest, contents),
    absent: sortAbsent(inventory, manifest, notable),
    smallTexts: await readSmallTexts(inventory, notable),
    scripts: await findForeignScripts(inventory, manifest, heads, distributions),
    // In one order, whatever that of a folder or an archive is: some findings name the first of many.
    links: [
      ...inventory.symlinks(new Set(cached.map(({ folder }) => folder))),
      ...linksBehindLinks(inventory, notable),
    ].sort((a, b) => (a.path < b.path ? -1 : 1)),
    distributions,
    replacements: new Map(replacements.map((one) => [one.package, one])),
    level,
    access: null,
    aftermath: NO_AFTERMATH,
  };
}

function doubtfulOf({ paths }: Manifest, contents: Contents): RecordedPath[] {
  const doubtful: RecordedPath[] = [];
  for (const one of paths.values()) {
    if (!contents.isSame(one) || one.kind === 'entry-point') doubtful.push(one);
  }
  return doubtful;
}

/** What is there and what should be there, at the same time where there are threads for it. */
async function readNames(source: Source, prefix: string, level: Level, signal: AbortSignal) {
  const readers = source.readers?.();
  const stated = statedAt(level, source);
  try {
    // The records first: a thread that is started for them starts while the walk is under way.
    const [manifest, inventory] = await Promise.all([
      readRecords(source, prefix, signal, readers),
      takeInventory(source, prefix, signal, { readers, stated }),
    ]);
    return { inventory, manifest };
  } finally {
    // Nobody waits for their end, which takes as long as to give back their memory.
    void readers?.close();
  }
}

/** Where every file is read, what `lstat` tells of it is told then, and need not be asked for before. */
function statedAt(level: Level, { isInMemory, isRemembering }: Source): Stated {
  if (level === 'links' || isInMemory) return 'none';
  return level === 'content' && !isRemembering ? 'beside' : 'all';
}

function* linksBehindLinks(
  inventory: Inventory,
  notable: readonly RecordedPath[],
): Generator<Link> {
  for (const { path } of notable) {
    if (inventory.isListed(path)) continue;
    const entry = inventory.at(path);
    if (entry?.kind === 'symlink') yield { path, target: entry.target };
  }
}

/** Scripts without a record whose `#!` names another prefix: those that a `dist-info` here calls its own. */
async function findForeignScripts(
  inventory: Inventory,
  manifest: Manifest,
  heads: ReadonlyMap<string, Buffer>,
  distributions: readonly Distribution[],
): Promise<Map<string, Distribution>> {
  const isOwn = (prefix: string) => inventory.isOwnPrefix(prefix);
  const foreign = [...heads].filter(
    ([path, head]) => !manifest.paths.has(path) && foreignPrefix(head, isOwn) !== null,
  );
  if (foreign.length === 0) return new Map();
  const owners = await findScripts(
    inventory,
    distributions.filter(({ owner }) => owner === null),
  );
  return new Map(
    foreign.flatMap(([path]) => {
      const owner = owners.get(path);
      return owner ? [[path, owner] as const] : [];
    }),
  );
}

/** The start of every regular file of `bin/`, recorded or not: pip's scripts have `#!` lines too. */
async function readHeads(inventory: Inventory): Promise<Map<string, Buffer>> {
  const files = [...inventory.names('bin')].filter(([, entry]) => entry.kind === 'file');
  return readFiles(
    inventory,
    files.map(([name]) => `bin/${name}`),
    HEAD,
  );
}

async function readSmallTexts(
  inventory: Inventory,
  notable: readonly RecordedPath[],
): Promise<Map<string, string>> {
  const files: string[] = [];
  for (const recorded of notable) {
    if (recorded.kind !== 'symlink' || inventory.at(recorded.path)?.kind !== 'file') continue;
    const stat = inventory.stat(recorded.path);
    if (stat.kind === 'ok' && stat.value.size <= LONGEST_TARGET) files.push(recorded.path);
  }
  const bytes = await readFiles(inventory, files, LONGEST_TARGET);
  return new Map([...bytes].map(([path, buffer]) => [path, buffer.toString('utf8')]));
}

async function readFiles(
  inventory: Inventory,
  files: readonly string[],
  limit: number,
): Promise<Map<string, Buffer>> {
  const places = files.map((path) => inventory.absolute(path));
  const read = await inventory.source.read(places, limit);
  return new Map(
    files.flatMap((path, at) => {
      const bytes = read.get(places[at] ?? '');
      return bytes?.kind === 'ok' ? [[path, bytes.value] as const] : [];
    }),
  );
}

/** Whoever has no ELF files read needs none. */
async function librariesFor(inventory: Inventory, { elves }: Contents): Promise<Libraries> {
  const isWanted = elves.size > 0 && inventory.source.extent === 'machine';
  return isWanted ? findLibraries(inventory) : new Libraries(inventory, []);
}

async function readAll(
  {
    inventory,
    manifest,
    cache,
    heads,
    seen,
  }: Pick<Subject, 'inventory' | 'manifest' | 'cache' | 'heads'> & { readonly seen: Seen },
  signal: AbortSignal,
  progress: ReadingProgress,
): Promise<Contents> {
  const questions = await questionsOf(inventory, manifest, cache, seen);
  const names = namesOf(inventory, manifest, heads);
  return readContents(inventory, questions, names, signal, progress);
}
