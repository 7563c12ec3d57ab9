import { dirname } from 'node:path/posix';
import { type Entry, lookAt, realPath } from '../links.ts';
import type { Source, Stat } from '../sources.ts';
import type { PackageRecord, RecordedPath } from './record.ts';
import type { Manifest } from './records.ts';

/** Whether what a package was installed from is still in the package cache. */
export type CacheState = 'present' | 'gone' | 'unknown';

/** The extracted packages (`pkgs/NAME-VERSION-BUILD/`) that the files of one prefix came from. */
export class PackageCache {
  readonly #source: Source;
  readonly #prefix: string;
  readonly #folders = new Map<PackageRecord, string | null>();
  readonly #roots: ReadonlySet<string>;
  readonly #seen: (path: string) => Entry | null;

  /** @param seen what is known to be at an absolute path; null where that has to be asked */
  constructor(
    source: Source,
    prefix: string,
    manifest: Manifest,
    seen: (path: string) => Entry | null,
  ) {
    this.#source = source;
    this.#prefix = prefix;
    this.#seen = seen;
    const recorded = manifest.records.flatMap(({ extracted }) => extracted ?? []);
    const roots = new Set([`${rootOf(prefix)}/pkgs`, ...recorded.map((folder) => dirname(folder))]);
    this.#roots = new Set([...roots].flatMap((root) => [root, realPath(source, root)]));
  }

  /** Unknown where the record names no folder or the cache lies beyond the extent of the source. */
  state(record: PackageRecord): CacheState {
    if (record.extracted === null) return 'unknown';
    if (this.folder(record) !== null) return 'present';
    return this.#source.lstat(record.extracted).kind === 'outside' ? 'unknown' : 'gone';
  }

  /** What `lstat` says of the file that this one was installed from; null where there is none. */
  stat(recorded: RecordedPath): Stat | null {
    const path = this.#path(recorded);
    const stat = path === null ? null : this.#source.lstat(path);
    return stat?.kind === 'ok' ? stat.value : null;
  }

  /** The text of the link that the package has here; null where it has none, or none can be seen. */
  linkText(recorded: RecordedPath): string | null {
    const path = this.#path(recorded);
    if (path === null) return null;
    const seen = this.#seen(path);
    const entry = seen ? { kind: 'ok' as const, value: seen } : lookAt(this.#source, path);
    return entry.kind === 'ok' && entry.value.kind === 'symlink' ? entry.value.target : null;
  }

  /** Whether an absolute path lies in a package cache; its package's folder, if so. */
  folderOf(path: string): string | null {
    for (const root of this.#roots) {
      if (!path.startsWith(`${root}/`)) continue;
      const end = path.indexOf('/', root.length + 1);
      return end < 0 ? path : path.slice(0, end);
    }
    return null;
  }

  #path(recorded: RecordedPath): string | null {
    const folder = recorded.cached === null ? null : this.folder(recorded.package);
    return folder === null ? null : `${folder}/${recorded.cached}`;
  }

  /** The extracted package: the recorded folder, or that of its name in the root the prefix belongs to now. */
  folder(record: PackageRecord): string | null {
    let folder = this.#folders.get(record);
    if (folder === undefined) {
      const places = [record.extracted ?? '', `${rootOf(this.#prefix)}/pkgs/${record.dist}`];
      const isThere = (path: string) =>
        path.startsWith('/') && this.#source.lstat(path).kind === 'ok';
      folder = places.find(isThere) ?? null;
      this.#folders.set(record, folder);
    }
    return folder;
  }
}

/** The installation that a prefix belongs to, by its place: what holds `envs/`, else the prefix itself. */
export function rootOf(prefix: string): string {
  const parent = dirname(prefix);
  return parent.endsWith('/envs') ? dirname(parent) : prefix;
}
