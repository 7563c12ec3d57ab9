import { setImmediate } from 'node:timers/promises';
import type { Entry } from './links.ts';
import type { Failure, Source } from './sources.ts';

// One object for all of a kind: there may be a million of them.
const FILE: Entry = { kind: 'file' };
const FOLDER: Entry = { kind: 'directory' };

/** What a walk found. */
export interface Listing {
  readonly folders: ReadonlyMap<string, ReadonlyMap<string, Entry>>;
  readonly unlisted: ReadonlyMap<string, Failure>;
  /** Folders that belong to other environments or to the package cache, and were not entered. */
  readonly skipped: ReadonlySet<string>;
}

/**
 * Walks one prefix. Never follows a link, and never enters `envs/` and `pkgs/` of a root or an
 * environment that lies within this one.
 * @throws the signal's reason when it is aborted
 */
export async function walk(source: Source, place: string, signal: AbortSignal): Promise<Listing> {
  const folders = new Map<string, ReadonlyMap<string, Entry>>();
  const unlisted = new Map<string, Failure>();
  const skipped = new Set<string>();
  const todo = [''];
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    // So that a signal or a timer gets its turn on a tree that takes long.
    if (folders.size % 256 === 0) await setImmediate();
    signal.throwIfAborted();
    const items = source.list(folder === '' ? place : `${place}/${folder}`);
    if (items.kind !== 'ok') {
      unlisted.set(folder, items);
      continue;
    }
    const start = folder === '' ? '' : `${folder}/`;
    if (
      folder !== '' &&
      items.value.some((item) => item.name === 'conda-meta' && item.kind === 'directory')
    ) {
      skipped.add(folder);
      continue;
    }
    const names = new Map<string, Entry>();
    for (const { name, kind } of items.value) {
      if (kind === 'symlink') {
        const target = source.readlink(`${place}/${start}${name}`);
        // A folder may be listed by who may not enter it. Else it is gone again: then it is not there.
        if (target.kind === 'denied') unlisted.set(folder, target);
        if (target.kind === 'ok') names.set(name, { kind, target: target.value });
        continue;
      }
      names.set(name, kind === 'file' ? FILE : kind === 'directory' ? FOLDER : { kind });
      if (kind !== 'directory') continue;
      if (folder === '' && (name === 'envs' || name === 'pkgs')) skipped.add(name);
      else todo.push(start + name);
    }
    if (!unlisted.has(folder)) folders.set(folder, names);
  }
  return { folders, unlisted, skipped };
}
