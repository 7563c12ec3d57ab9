import type { Result, Source } from '../sources.ts';
import { type PackageRecord, parseRecord, type RecordedPath } from './record.ts';

/** A `conda-meta/*.json` that is no record. */
export interface UnreadableRecord {
  readonly file: string;
  readonly reason: string;
  /** Whether it is only the permission to read it that is missing. */
  readonly denied: boolean;
}

/** All records of one prefix: which path should be what. */
export interface Manifest {
  readonly records: readonly PackageRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  /** Path → what the last package that claims it says. */
  readonly paths: ReadonlyMap<string, RecordedPath>;
  /** All folders that hold a recorded path. */
  readonly folders: ReadonlySet<string>;
  /** Paths that several packages claim → all their claims. */
  readonly clobbered: ReadonlyMap<string, readonly RecordedPath[]>;
  /** Total size of the records in bytes. */
  readonly size: number;
}

/** So much is kept of a record that may have to be read twice, in bytes: they are small. */
const LARGEST_UNSIGNED = 1 << 20;

/** A record of more than this is not read: the largest real ones have some megabytes. */
export const LARGEST_RECORD = 64 << 20;

/** Reads all records of a prefix. Whatever is in `conda-meta`, this returns. */
export async function readManifest(
  source: Source,
  prefix: string,
  names: Iterable<string>,
): Promise<Manifest> {
  const all = [...names].sort();
  const files = all.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  const sitePackages = sitePackagesOf(files);
  const records: PackageRecord[] = [];
  const unreadable: UnreadableRecord[] = [];
  /** Records that do not show who wrote them, with what they were read from. */
  const unsigned: { at: number; file: string; bytes: Buffer }[] = [];
  let size = 0;
  for (const file of files) {
    const path = `${prefix}/conda-meta/${file}`;
    // One at a time: a hundred records of sixty megabytes do not fit into memory together.
    const bytes = (await source.read([path], LARGEST_RECORD + 1)).get(path);
    const problem = bytes ? cannotRead(bytes) : null;
    if (problem) unreadable.push({ file, ...problem });
    if (problem || bytes?.kind !== 'ok') continue;
    size += bytes.value.length;
    const record = parseRecord(file, bytes.value, sitePackages, null);
    if ('reason' in record) {
      unreadable.push({ file, reason: record.reason, denied: false });
      continue;
    }
    const isSmall = bytes.value.length < LARGEST_UNSIGNED;
    const isUnsigned = record.writer === null && record.paths.length > 0 && isSmall;
    if (isUnsigned) unsigned.push({ at: records.length, file, bytes: bytes.value });
    records.push(record);
  }
  // A package that is nothing but links does not show it, but its neighbours do.
  const writers = new Set(records.flatMap(({ writer }) => writer ?? []));
  const [writer = null] = writers.size === 1 ? writers : [];
  for (const { at, file, bytes } of unsigned) {
    const record = parseRecord(file, bytes, sitePackages, writer);
    if (!('reason' in record)) records[at] = record;
  }
  return { ...index(records), unreadable: [...unreadable, ...putAside(all, records)], size };
}

/**
 * Records that conda renamed to `NAME.json.c~` at the start of an update (`core/path_actions.py`), and never
 * replaced or put back: their packages are no longer recorded.
 */
function putAside(names: readonly string[], records: readonly PackageRecord[]): UnreadableRecord[] {
  const recorded = new Set(records.map(({ name }) => name));
  return names
    .filter((file) => {
      const name = /^(.+)-[^-]+-[^-]+\.json\.c~$/.exec(file)?.[1];
      return name !== undefined && !recorded.has(name);
    })
    .map((file) => ({
      file,
      reason: 'was put aside by an update that did not end, and nothing took its place',
      denied: false,
    }));
}

function cannotRead(bytes: Result<Buffer>): { reason: string; denied: boolean } | null {
  if (bytes.kind === 'denied') return { reason: 'may not be read by this user', denied: true };
  if (bytes.kind === 'failed') return { reason: `cannot be read (${bytes.code})`, denied: false };
  if (bytes.kind !== 'ok') return { reason: 'cannot be read: it leads nowhere', denied: false };
  if (bytes.value.length > LARGEST_RECORD) {
    return { reason: `is larger than ${LARGEST_RECORD >> 20} MiB`, denied: false };
  }
  return bytes.value.length === 0 ? { reason: 'is empty', denied: false } : null;
}

/** Which path is whose; the last record in the order of the folder wins, as the last writer did. */
function index(records: readonly PackageRecord[]): Omit<Manifest, 'unreadable' | 'size'> {
  const paths = new Map<string, RecordedPath>();
  const clobbered = new Map<string, RecordedPath[]>();
  const folders = new Set<string>();
  for (const record of records) {
    for (const recorded of record.paths) {
      const other = paths.get(recorded.path);
      // Two records of one package are a finding of their own.
      if (other && other.package.name !== record.name) {
        clobbered.set(recorded.path, [...(clobbered.get(recorded.path) ?? [other]), recorded]);
      }
      paths.set(recorded.path, recorded);
      addFolders(recorded.path, folders);
    }
  }
  return { records, paths, clobbered, folders };
}

function addFolders(path: string, folders: Set<string>): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) return;
    folders.add(folder);
  }
}

/** Whether a record owns what is at a path, or something below it. */
export function isOwned(manifest: Manifest, path: string): boolean {
  return manifest.paths.has(path) || manifest.folders.has(path);
}

/** `lib/pythonX.Y/site-packages` of the Python whose record lies there. */
function sitePackagesOf(files: readonly string[]): string | null {
  const version = files.map((file) => /^python-(\d+\.\d+)\./.exec(file)?.[1]).find(Boolean);
  return version ? `lib/python${version}/site-packages` : null;
}
