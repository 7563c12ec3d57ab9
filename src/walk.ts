import { setImmediate } from 'node:timers/promises';
import { unlessAborted } from './abort.ts';
import { countIn, Listed, readFolder } from './folder.ts';
import type { Failure, Folder, FolderTask, Readers, Source } from './sources.ts';

/** What a walk found. */
export interface Listing {
  readonly folders: ReadonlyMap<string, Listed>;
  readonly unlisted: ReadonlyMap<string, Failure>;
  /** Folders that belong to other environments or to the package cache, and were not entered. */
  readonly skipped: ReadonlySet<string>;
  /** Folders elsewhere that many links lead into, by absolute path. */
  readonly beside?: ReadonlyMap<string, Listed>;
}

/** So many folders are read before a signal, a timer or another thread gets its turn. */
const TURN = 32;
/** So many go to another thread at once; one is started where several times as many wait. */
const BATCH = 64;
const MANY = 4 * BATCH;
/** Where so many links of one folder lead into one other, to list that is cheaper than to ask for each. */
const FEW = 4;

/** `beside` means those that links lead to; those of the prefix are looked at when they are read. */
export type Stated = 'none' | 'beside' | 'all';

export interface WalkOptions {
  readonly readers?: Readers | undefined;
  /** Of which files sizes and modes will be asked for, so that `lstat` looks at them at once. */
  readonly stated?: Stated;
}

/**
 * Walks one prefix. Never follows a link, and never enters `envs/` and `pkgs/` of a root or an
 * environment that lies within this one. Large ones are shared with other threads, where there are some.
 * @throws the signal's reason when it is aborted
 */
export async function walk(
  source: Source,
  place: string,
  signal: AbortSignal,
  { readers, stated = 'none' }: WalkOptions = {},
): Promise<Listing> {
  const found = new Finds(place, !source.isInMemory, stated);
  const running = new Set<Promise<void>>();
  let isLarge = false;
  while (found.todo.length > 0 || running.size > 0) {
    signal.throwIfAborted();
    isLarge ||= found.todo.length >= MANY;
    while (readers?.isFree && isLarge && found.todo.length >= BATCH) {
      running.add(hand(readers, found.todo.splice(-BATCH)));
    }
    // The oldest first until there are many, then the newest, so that there are not too many.
    const mine = isLarge ? found.todo.splice(-TURN) : found.todo.splice(0, TURN);
    for (const task of mine) found.add(task, readFolder(source, task));
    const isWaiting = found.todo.length === 0 && running.size > 0;
    if (isWaiting) await unlessAborted(Promise.race(running), signal);
    else await setImmediate();
  }
  return found;

  function hand(readers: Readers, folders: readonly FolderTask[]): Promise<void> {
    const answered = readers.ask<Folder>({ kind: 'folders', folders }).then((answers) => {
      running.delete(answered);
      for (const [at, folder] of folders.entries()) found.add(folder, answers[at] as Folder);
    });
    // It is in `running`, where a failure is met in its turn.
    answered.catch(() => {});
    return answered;
  }
}

/** What was found so far, and the folders that are still to be read. */
class Finds implements Listing {
  readonly folders = new Map<string, Listed>();
  readonly unlisted = new Map<string, Failure>();
  readonly skipped = new Set<string>();
  readonly beside = new Map<string, Listed>();
  readonly todo: FolderTask[];
  readonly #place: string;
  readonly #looksBeside: boolean;
  readonly #asked = new Set<string>();

  readonly #stated: Stated;

  constructor(place: string, looksBeside: boolean, stated: Stated) {
    this.#place = place;
    this.#looksBeside = looksBeside;
    this.#stated = stated;
    this.todo = [this.#inside(place)];
  }

  add({ path, isInside }: FolderTask, read: Folder): void {
    const listed = new Listed(read);
    if (!isInside) {
      if (!read.failure) this.beside.set(path, listed);
      return;
    }
    const folder = path.slice(this.#place.length + 1);
    const { folders } = listed;
    if (folder !== '' && folders.includes('conda-meta')) {
      this.skipped.add(folder);
      return;
    }
    if (read.failure) this.unlisted.set(folder, read.failure);
    else this.folders.set(folder, listed);
    for (const name of folders) {
      if (folder === '' && (name === 'envs' || name === 'pkgs')) this.skipped.add(name);
      else this.todo.push(this.#inside(`${path}/${name}`));
    }
    if (this.#looksBeside) this.#lookBeside(read);
  }

  /** A soft-linked environment has as many links as files, and those of a folder lead into one other. */
  #lookBeside({ links, into, targets }: Folder): void {
    if (into !== null) this.#ask(into, countIn(links) >= FEW);
    let last = '';
    let count = 0;
    for (const target of targets) {
      if (!target.startsWith('/')) continue;
      const folder = target.slice(0, target.lastIndexOf('/'));
      count = folder === last ? count + 1 : 1;
      last = folder;
      if (count === FEW) this.#ask(folder, true);
    }
  }

  /** @param isOfMany whether so many lead there that `lstat` is asked about everything in it, too */
  #ask(folder: string, isOfMany: boolean): void {
    if (this.#asked.has(folder) || this.#isInside(folder)) return;
    this.#asked.add(folder);
    this.todo.push({
      path: folder,
      isInside: false,
      isStated: this.#stated !== 'none' && isOfMany,
    });
  }

  #inside(path: string): FolderTask {
    return { path, isInside: true, isStated: this.#stated === 'all' };
  }

  #isInside(folder: string): boolean {
    return folder === this.#place || folder.startsWith(`${this.#place}/`);
  }
}
