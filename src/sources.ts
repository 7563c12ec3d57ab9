import type { Answer, Digest, DigestJob } from './digest.ts';
import type { Kind, Stat } from './stat.ts';

export type { Kind, Stat } from './stat.ts';

/** Why the kernel would not give an answer. `failed` is for all but ENOENT/ENOTDIR, EACCES/EPERM and ELOOP. */
export type Failure =
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'loop' }
  /** Beyond the extent of the source: nobody knows. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'failed'; readonly code: string };

/** A file system that is mounted somewhere. */
export interface FileSystem {
  /** As the kernel calls it: `ext4`, `nfs4`, `vfat`, `9p`. */
  readonly type: string;
  /** Where it is mounted, absolute. */
  readonly place: string;
  /** Which device it is: the same for all places at which it is mounted. */
  readonly device: string;
  readonly options: readonly string[];
}

/** Who runs programs in a source: the user of this process; or the `USER` of an image, as its configuration has it. */
export type SourceUser =
  | { readonly of: 'process'; readonly uid: number; readonly gid: number }
  | { readonly of: 'image'; readonly text: string };

/** One name in a folder. */
export interface Item {
  readonly name: string;
  readonly kind: Kind;
}

/** A folder that is to be read. */
export interface FolderTask {
  /** Absolute. */
  readonly path: string;
  /** Whether it lies in the prefix that is walked, and not beside it. */
  readonly isInside: boolean;
  /** Whether `lstat` is asked about each file in it. */
  readonly isStated: boolean;
}

/** What is in one folder, as texts: they go from thread to thread at little cost, objects do not. */
export interface Folder {
  /** The names of the regular files, sorted, divided by `/`, which is in no name. */
  readonly files: string;
  /** How many those are. */
  readonly count: number;
  /** The names of the links, likewise. */
  readonly links: string;
  /** The one folder in which every link has a namesake that it leads to; null where that is not so. */
  readonly into: string | null;
  /** Where the links lead, in their order; empty where `into` tells. */
  readonly targets: readonly string[];
  /** All other names, likewise. */
  readonly others: string;
  /** One letter for each of the others. */
  readonly kinds: string;
  /** What `lstat` tells of each file, in their order; empty where it was not asked. */
  readonly stats: Float64Array;
  /** Why it could not be read in whole; what is in it is then known in part, or not at all. */
  readonly failure: Failure | null;
}

/** What is asked of a thread that reads: some folders, or some records of a folder. */
export type ReadingTask =
  | { readonly kind: 'folders'; readonly folders: readonly FolderTask[] }
  | {
      readonly kind: 'records';
      readonly folder: string;
      readonly files: readonly string[];
      readonly sitePackages: string | null;
    };

/** Threads that read names and records while this one does other things. They start when first asked. */
export interface Readers {
  /** Whether one of them has nothing to do, or soon will. */
  readonly isFree: boolean;
  /** The answers are in the order of what was asked for. */
  ask<T>(task: ReadingTask): Promise<readonly T[]>;
  close(): Promise<void>;
}

export type Result<T> = { readonly kind: 'ok'; readonly value: T } | Failure;

/** Where environments can be read from; the names are those that references start with (as syft has them). */
export const SOURCE_KINDS = [
  'directory',
  'docker',
  'docker-archive',
  'oci-dir',
  'oci-archive',
  'tar',
  'zip',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Told now and then while many files are read. */
export type Progress = (files: number, bytes: number) => void;

/**
 * Where environments are read from. All paths are absolute and lie inside of the source: an absolute link
 * in an image leads to a place in that image. Metadata is answered at once, bytes in batches, so that an
 * archive needs one more pass for a batch and not one for each file. Nothing here ever writes.
 */
export interface Source {
  readonly kind: SourceKind;
  /** `machine`: the whole file system is there. `prefix`: what lies outside of the archive is unknown. */
  readonly extent: 'machine' | 'prefix';
  /** Whether paths are those under which it lives; an archive may be unpacked anywhere. */
  readonly isPlaced: boolean;
  /** Whether metadata is in memory already, so that nobody needs to remember it. */
  readonly isInMemory: boolean;
  /** Whether it may know the hash of a file by what `lstat` tells of it, so that it is worth to ask that first. */
  readonly isRemembering: boolean;
  /** Null where nobody knows: of archives. */
  readonly user: SourceUser | null;
  /** What the user calls a place that has this absolute path in here. */
  nameOf(path: string): string;
  /** The names in a folder; never follows a link in the last place. */
  list(folder: string): Result<Item[]>;
  lstat(path: string): Result<Stat>;
  /** Threads that help with what is large, where the source has some. */
  readers?(): Readers;
  readlink(path: string): Result<string>;
  /** Whether there is something at the end of a path, all links followed. */
  exists(path: string): boolean;
  /** Whether the user who looks may read a file, all links followed. */
  mayRead(path: string): boolean;
  /** Whether they may execute it. */
  mayExecute(path: string): boolean;
  /** Whether names in this folder that differ in case only are the same file. */
  foldsCase(folder: string): boolean;
  /** What a path lies on; null where nobody knows. The path has no links in it. */
  fileSystemOf(path: string): FileSystem | null;
  /** What is known of the bytes at the end of a path without reading them: of an archive, which was hashed as it flowed by. */
  hashOf(path: string): Digest | null;
  /** The first `limit` bytes of each of some files. Never blocks on a fifo or a device (`failed`). */
  read(paths: readonly string[], limit: number): Promise<Map<string, Result<Buffer>>>;
  /**
   * Reads and hashes files, and answers in no certain order. Jobs are taken as they are needed. Ends early, and
   * throws, when the signal is aborted.
   */
  digest<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncIterable<readonly Answer<Job>[]>;
}

export const MISSING: Failure = { kind: 'missing' };
export const DENIED: Failure = { kind: 'denied' };
export const LOOP: Failure = { kind: 'loop' };
export const OUTSIDE: Failure = { kind: 'outside' };

/** The failure that a system error code stands for. */
export function failureOf(code: string): Failure {
  if (code === 'ENOENT' || code === 'ENOTDIR') return MISSING;
  if (code === 'EACCES' || code === 'EPERM') return DENIED;
  if (code === 'ELOOP') return LOOP;
  return { kind: 'failed', code: code || 'unknown error' };
}
