import { setImmediate } from 'node:timers/promises';
import { unlessAborted } from '../abort.ts';
import { realPath } from '../links.ts';
import type { Kind, Readers, Source } from '../sources.ts';
import {
  type PackageRecord,
  type PackedRecord,
  type RecordedPath,
  unpackRecord,
} from './record.ts';
import { type RecordFile, readRecord } from './record-file.ts';

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

/** Where records have together so many bytes, it is worth starting a thread for them. */
const MANY_BYTES = 8 << 20;
/** So many records go to a thread at once. */
const BATCH = 4;

/**
 * Reads all records of a prefix, while others may be walking it.
 * @throws the signal's reason when it is aborted
 */
export async function readRecords(
  source: Source,
  prefix: string,
  signal: AbortSignal,
  readers?: Readers,
): Promise<Manifest> {
  const place = realPath(source, prefix);
  const folder = `${place}/conda-meta`;
  const isFolder = kindAt(source, folder) === 'directory';
  const items = isFolder ? source.list(folder) : null;
  const names = items?.kind === 'ok' ? items.value.map(({ name }) => name) : [];
  return readManifest(source, place, names, signal, readers);
}

function kindAt(source: Source, path: string): Kind | null {
  const stat = source.lstat(path);
  return stat.kind === 'ok' ? stat.value.kind : null;
}

/** Reads some records of a prefix. Whatever is in `conda-meta`, this returns. */
export async function readManifest(
  source: Source,
  prefix: string,
  names: Iterable<string>,
  signal?: AbortSignal,
  readers?: Readers,
): Promise<Manifest> {
  const all = [...names].sort();
  const files = all.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  const folder = `${prefix}/conda-meta`;
  const read = await readFiles(source, folder, files, signal, readers);
  const unreadable: UnreadableRecord[] = [];
  const packed: PackedRecord[] = [];
  let size = 0;
  for (const [at, file] of files.entries()) {
    const one = read[at] as RecordFile;
    size += one.size;
    if (one.kind === 'record') packed.push(one.record);
    else unreadable.push({ file, reason: one.reason, denied: one.denied });
  }
  // A package that is nothing but links does not show who wrote its record, but its neighbours do.
  const writers = new Set(packed.flatMap(({ fields }) => fields.writer ?? []));
  const [writer = null] = writers.size === 1 ? writers : [];
  const records = packed.map((one) => unpackRecord(one, one.table.count > 0 ? writer : null));
  return { ...index(records), unreadable: [...unreadable, ...putAside(all, records)], size };
}

/** Reads records, in this thread or in others; the answers are in the order of the files. */
async function readFiles(
  source: Source,
  folder: string,
  files: readonly string[],
  signal?: AbortSignal,
  readers?: Readers,
): Promise<readonly RecordFile[]> {
  const sitePackages = sitePackagesOf(files);
  if (readers?.isFree && isLarge(source, folder, files)) {
    const batches = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) =>
      files.slice(at * BATCH, (at + 1) * BATCH),
    );
    const answers = batches.map((some) =>
      readers.ask<RecordFile>({ kind: 'records', folder, files: some, sitePackages }),
    );
    const all = Promise.all(answers);
    return (await (signal ? unlessAborted(all, signal) : all)).flat();
  }
  const read: RecordFile[] = [];
  for (const file of files) {
    // Others get their turn, and the signal is heard. One at a time: a hundred records of sixty megabytes do
    // not fit into memory together.
    await setImmediate();
    signal?.throwIfAborted();
    read.push(await readRecord(source, folder, file, sitePackages));
  }
  return read;
}

function isLarge(source: Source, folder: string, files: readonly string[]): boolean {
  let size = 0;
  for (const file of files) {
    const stat = source.lstat(`${folder}/${file}`);
    if (stat.kind === 'ok') size += stat.value.size;
  }
  return size >= MANY_BYTES;
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

/** Which path is whose; the last record in the order of the folder wins, as the last writer did. */
function index(records: readonly PackageRecord[]): Omit<Manifest, 'unreadable' | 'size'> {
  const paths = new Map<string, RecordedPath>();
  const folders = new Set<string>();
  let last = '';
  let claims = 0;
  for (const record of records) {
    claims += record.paths.length;
    for (const recorded of record.paths) {
      paths.set(recorded.path, recorded);
      last = addFolders(recorded.path, last, folders);
    }
  }
  const clobbered = paths.size === claims ? new Map() : findClobbered(records);
  return { records, paths, clobbered, folders };
}

function findClobbered(records: readonly PackageRecord[]): Map<string, RecordedPath[]> {
  const paths = new Map<string, RecordedPath>();
  const clobbered = new Map<string, RecordedPath[]>();
  for (const record of records) {
    for (const recorded of record.paths) {
      const other = paths.get(recorded.path);
      // Two records of one package are a finding of their own.
      if (other && other.package.name !== record.name) {
        clobbered.set(recorded.path, [...(clobbered.get(recorded.path) ?? [other]), recorded]);
      }
      paths.set(recorded.path, recorded);
    }
  }
  return clobbered;
}

/** @param last the folder of the path before, which most are in too */
function addFolders(path: string, last: string, folders: Set<string>): string {
  const slash = path.lastIndexOf('/');
  if (slash === last.length && path.startsWith(last)) return last;
  for (let end = slash; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) break;
    folders.add(folder);
  }
  return path.slice(0, Math.max(slash, 0));
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
