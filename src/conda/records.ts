import { setImmediate } from 'node:timers/promises';
import { unlessAborted } from '../abort.ts';
import { realPath } from '../links.ts';
import type { Kind, Readers, Source } from '../sources.ts';
import { Claims } from './claims.ts';
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
  /** Path → what the last package that claims it says: the last record in the order of the folder, as the last writer was. */
  readonly paths: Claims;
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
  const unpacked = packed.map((one) => unpackRecord(one, one.table.count > 0 ? writer : null));
  const records = unpacked.map(({ record }) => record);
  const paths = new Claims(unpacked.map((one) => one.packed));
  return {
    records,
    paths,
    clobbered: paths.clobbered(),
    folders: foldersOf(paths),
    unreadable: [...unreadable, ...putAside(all, records)],
    size,
  };
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

function foldersOf(paths: Claims): Set<string> {
  const folders = new Set<string>();
  for (const folder of paths.folders.keys()) addFolders(folder, folders);
  return folders;
}

/** A folder and all that it lies in. */
function addFolders(folder: string, folders: Set<string>): void {
  for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
    const one = folder.slice(0, end);
    if (folders.has(one)) break;
    folders.add(one);
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
