import type { PackedPaths } from './path-table.ts';
import type { RecordedPath } from './record.ts';

/** What one record says of one folder. */
export interface Claim {
  readonly paths: PackedPaths;
  /** Which of the folders in there. */
  readonly at: number;
}

/**
 * Path → what the last package that claims it says. Kept by folder, and unpacked only where it is asked for:
 * nearly all folders are those of one package, and as they were recorded.
 */
export class Claims {
  readonly #claims = new Map<string, Claim[]>();
  readonly #named = new Map<string, ReadonlyMap<string, RecordedPath>>();

  /** @param records the paths of each, in the order in which they wrote: the last one wins */
  constructor(records: readonly PackedPaths[]) {
    for (const paths of records) {
      for (const [at, folder] of paths.folders.entries()) {
        const claims = this.#claims.get(folder);
        if (claims) claims.push({ paths, at });
        else this.#claims.set(folder, [{ paths, at }]);
      }
    }
  }

  /** Folders that hold a recorded path → who says what of them. */
  get folders(): ReadonlyMap<string, readonly Claim[]> {
    return this.#claims;
  }

  get(path: string): RecordedPath | undefined {
    const slash = path.lastIndexOf('/');
    // An absolute path is none of theirs.
    if (slash === 0) return undefined;
    return this.in(path.slice(0, Math.max(slash, 0))).get(path.slice(slash + 1));
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  /** What is recorded in one folder, by name. */
  in(folder: string): ReadonlyMap<string, RecordedPath> {
    let named = this.#named.get(folder);
    if (!named) {
      const all = (this.#claims.get(folder) ?? []).flatMap(({ paths, at }) => paths.in(at));
      named = new Map(all.map((one) => [one.path.slice(folder ? folder.length + 1 : 0), one]));
      if (all.length > 0) this.#named.set(folder, named);
    }
    return named;
  }

  *keys(): Generator<string> {
    for (const { path } of this.values()) yield path;
  }

  *values(): Generator<RecordedPath> {
    for (const [folder, claims] of this.#claims) {
      const [only] = claims.length === 1 ? claims : [];
      if (only) yield* lastOfEach(only.paths.in(only.at));
      else yield* this.in(folder).values();
    }
  }

  *[Symbol.iterator](): Generator<readonly [path: string, recorded: RecordedPath]> {
    for (const one of this.values()) yield [one.path, one];
  }

  /** Paths that packages of several names claim → all their claims. Two records of one are a finding of their own. */
  clobbered(): Map<string, readonly RecordedPath[]> {
    const clobbered = new Map<string, readonly RecordedPath[]>();
    for (const claims of this.#claims.values()) {
      if (claims.length === 1 || !hasTwins(claims)) continue;
      const paths = new Map<string, RecordedPath>();
      for (const recorded of claims.flatMap((one) => one.paths.in(one.at))) {
        const { path } = recorded;
        const other = paths.get(path);
        if (other && other.package.name !== recorded.package.name) {
          clobbered.set(path, [...(clobbered.get(path) ?? [other]), recorded]);
        }
        paths.set(path, recorded);
      }
    }
    return clobbered;
  }
}

/** What a record names twice stands side by side. */
function* lastOfEach(sorted: readonly RecordedPath[]): Generator<RecordedPath> {
  for (const [at, one] of sorted.entries()) {
    if (sorted[at + 1]?.path !== one.path) yield one;
  }
}

/** Whether a name is claimed twice. */
function hasTwins(claims: readonly Claim[]): boolean {
  const names = claims.flatMap(({ paths, at }) => paths.names(at).split('/'));
  return new Set(names).size < names.length;
}
