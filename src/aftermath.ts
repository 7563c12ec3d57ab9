import { subfolders } from './conda/environments.ts';
import { type PackageCache, rootOf } from './conda/package-cache.ts';
import { completePaths } from './conda/paths-json.ts';
import type { PackageRecord, RecordedPath } from './conda/record.ts';
import type { DigestJob } from './digest.ts';
import type { Inventory } from './inventory.ts';
import { placeOfBytes } from './placement.ts';

/** What is wrong with one file of an extracted package; its path is relative to that folder. */
export interface CacheProblem {
  readonly path: string;
  readonly kind: 'missing' | 'altered';
}

/** An extracted package in the package cache, and what is wrong with it. */
export interface CachedPackage {
  readonly record: PackageRecord;
  /** Absolute. */
  readonly folder: string;
  readonly problems: readonly CacheProblem[];
}

/** Who else has the very inode of a damaged file. */
export interface SharedFile {
  /** Of the damaged file, relative to the prefix. */
  readonly path: string;
  /** Its other names that are known, absolute. */
  readonly places: readonly string[];
  /** How many more names it has. */
  readonly others: number;
}

/** What is looked at only once something was found. */
export interface Aftermath {
  readonly cached: readonly CachedPackage[];
  readonly shared: readonly SharedFile[];
}

export const NO_AFTERMATH: Aftermath = { cached: [], shared: [] };

/**
 * Compares extracted packages with what their records say that they were built with. Hard links to files of
 * the environment are not read again.
 * @param records those to look at; what is no longer in the cache is passed over
 * @throws the signal's reason when it is aborted
 */
export async function inspectCache(
  inventory: Inventory,
  cache: PackageCache,
  records: readonly PackageRecord[],
  signal: AbortSignal,
): Promise<CachedPackage[]> {
  const cached: CachedPackage[] = [];
  for (const record of records) {
    signal.throwIfAborted();
    const folder = cache.folder(record);
    if (folder !== null) cached.push(await inspect(inventory, record, folder, signal));
  }
  return cached;
}

async function inspect(
  { source }: Inventory,
  record: PackageRecord,
  folder: string,
  signal: AbortSignal,
): Promise<CachedPackage> {
  const unknown = record.paths.filter(({ sha256, isDropped }) => sha256 === null && isDropped);
  const complete = unknown.length > 0 ? await completePaths(source, folder, unknown) : new Map();
  const problems: CacheProblem[] = [];
  const jobs: (DigestJob & { readonly recorded: RecordedPath })[] = [];
  for (const one of record.paths) {
    if (one.cached === null || one.kind === 'directory') continue;
    const place = `${folder}/${one.cached}`;
    const stat = source.lstat(place);
    if (stat.kind === 'missing') problems.push({ path: one.cached, kind: 'missing' });
    const recorded = complete.get(one) ?? one;
    if (stat.kind !== 'ok' || stat.value.kind !== 'file' || recorded.sha256 === null) continue;
    jobs.push({
      path: place,
      inode: stat.value.links > 1 ? stat.value : null,
      patch: null,
      recorded,
    });
  }
  for await (const answers of source.digest(jobs, signal, () => {})) {
    for (const [{ recorded }, digest] of answers) {
      if (digest.kind !== 'read' || digest.sha256 === recorded.sha256) continue;
      problems.push({ path: recorded.cached ?? '', kind: 'altered' });
    }
  }
  problems.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { record, folder, problems };
}

/** So many damaged files are asked for their other names: by then everybody knows. */
const MOST_SHARED = 1000;

/** Finds the other names of damaged files: in the package cache, and in the environments of the same installation. */
export function findShared(
  inventory: Inventory,
  cache: PackageCache,
  damaged: readonly RecordedPath[],
): SharedFile[] {
  const { source } = inventory;
  const root = rootOf(inventory.place);
  const siblings = [root, ...subfolders(source, `${root}/envs`)].filter(
    (prefix) => prefix !== inventory.place,
  );
  return damaged.slice(0, MOST_SHARED).flatMap((recorded) => {
    const place = placeOfBytes(inventory, cache, recorded);
    const stat = place === null ? null : inventory.statAbsolute(place);
    if (stat?.kind !== 'ok' || stat.value.links < 2) return [];
    const folder = cache.folder(recorded.package);
    const names = [
      ...(folder !== null && recorded.cached !== null ? [`${folder}/${recorded.cached}`] : []),
      ...siblings.flatMap((prefix) => placesIn(inventory, prefix, recorded)),
    ];
    const places = names.filter((name) => {
      const other = name === place ? null : source.lstat(name);
      return other?.kind === 'ok' && other.value.identity === stat.value.identity;
    });
    const others = stat.value.links - 1 - places.length;
    return [{ path: recorded.path, places, others: Math.max(0, others) }];
  });
}

/** Where another environment would have the file: a noarch one below its own Python. */
function placesIn({ source }: Inventory, prefix: string, { path, package: owner }: RecordedPath) {
  const match = owner.noarch === 'python' ? /^lib\/python[^/]+\/(.*)$/.exec(path) : null;
  if (!match) return [`${prefix}/${path}`];
  const pythons = subfolders(source, `${prefix}/lib`).filter((one) => /\/python[^/]+$/.test(one));
  return pythons.map((one) => `${one}/${match[1]}`);
}
