import { posix } from 'node:path';
import type { Kind, Result, Source } from './sources.ts';

/** One thing in a file system, as a listing shows it. */
export type Entry =
  | { readonly kind: 'symlink'; readonly target: string }
  /** `stats` holds what is told of it, as the one at `at`, where that was asked (`stat.ts`). */
  | { readonly kind: 'file'; readonly stats?: Float64Array; readonly at?: number }
  | { readonly kind: Exclude<Kind, 'symlink' | 'file'> };

/** Where a path leads when every link on the way is followed; paths are absolute. */
export type End =
  | { readonly kind: 'found'; readonly path: string; readonly what: Kind; readonly hops: number }
  | { readonly kind: 'missing'; readonly path: string; readonly hops: number }
  | { readonly kind: 'loop'; readonly path: string }
  | { readonly kind: 'denied'; readonly path: string }
  | { readonly kind: 'failed'; readonly path: string; readonly code: string }
  /** Beyond the extent of the source: nobody knows. */
  | { readonly kind: 'outside'; readonly path: string };

/** As many links as Linux follows before it answers ELOOP (MAXSYMLINKS; the same on macOS but for 32). */
const MOST_HOPS = 40;

/**
 * Follows paths as the kernel does (path_resolution(7)): from left to right, each link when it is met,
 * `..` from where one really is, at most forty links.
 */
export class LinkResolver {
  readonly #look: (path: string) => Result<Entry>;
  /** Folders, and places that are not there: what many links have in common. */
  readonly #known = new Map<string, Reached>();

  /** @param look tells what is at an absolute path, not following it */
  constructor(look: (path: string) => Result<Entry>) {
    this.#look = look;
  }

  /** Where an absolute path leads; `hops` links have been followed before. */
  resolve(path: string, hops = 0): End {
    // From the nearest folder that is known already; only links lead deeper into the stack.
    let done = path.length;
    let end: End | null = null;
    while (end === null) {
      if (done <= 0) end = { kind: 'found', path: '/', what: 'directory', hops };
      else {
        const known = this.#known.get(path.slice(0, done));
        if (known) end = withHops(known, hops, path);
        else done = path.lastIndexOf('/', done - 1);
      }
    }
    while (end.kind === 'found' && done < path.length) {
      const slash = path.indexOf('/', done + 1);
      const next = slash < 0 ? path.length : slash;
      end = this.#step(end, path.slice(Math.max(done, 0) + 1, next));
      done = next;
      this.#remember(path.slice(0, done), end, hops);
    }
    return end;
  }

  #remember(path: string, end: End, hops: number): void {
    if (end.kind !== 'missing' && (end.kind !== 'found' || end.what !== 'directory')) return;
    this.#known.set(path, { ...end, hops: end.hops - hops });
  }

  /** One name further from a place that was reached. */
  #step(from: End & { kind: 'found' }, name: string): End {
    const { path: folder, hops } = from;
    if (from.what !== 'directory') return { kind: 'missing', path: `${folder}/${name}`, hops };
    if (name === '' || name === '.') return from;
    if (name === '..') return { ...from, path: posix.dirname(folder) };
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    const found = this.#look(path);
    if (found.kind === 'missing') return { ...found, path, hops };
    if (found.kind !== 'ok') return { ...found, path };
    if (found.value.kind !== 'symlink')
      return { kind: 'found', path, what: found.value.kind, hops };
    if (hops >= MOST_HOPS) return { kind: 'loop', path };
    const { target } = found.value;
    if (target === '') return { kind: 'missing', path, hops };
    return this.resolve(target.startsWith('/') ? target : `${folder}/${target}`, hops + 1);
  }
}

/** An end that says how many links were followed to it. */
type Reached = Extract<End, { readonly hops: number }>;

function withHops(end: Reached, hops: number, path: string): End {
  const total = end.hops + hops;
  return total > MOST_HOPS ? { kind: 'loop', path } : { ...end, hops: total };
}

/** What a source has at an absolute path, not following it in the last place. */
export function lookAt(source: Source, path: string): Result<Entry> {
  const stat = source.lstat(path);
  if (stat.kind !== 'ok') return stat;
  if (stat.value.kind !== 'symlink') return { kind: 'ok', value: { kind: stat.value.kind } };
  const target = source.readlink(path);
  return target.kind === 'ok'
    ? { kind: 'ok', value: { kind: 'symlink', target: target.value } }
    : target;
}

/** An absolute path with all links in it followed; as it is where it leads nowhere. */
export function realPath(source: Source, path: string): string {
  const end = new LinkResolver((place) => lookAt(source, place)).resolve(path);
  return end.kind === 'found' ? end.path : path;
}
