import type { PackageRecord, RecordedKind, RecordedPath } from './record.ts';

/** One path as it stands in a record or in `paths.json`: all but its name may be anything. */
export interface RawPath {
  readonly _path: string;
  readonly path_type?: unknown;
  readonly sha256?: unknown;
  readonly sha256_in_prefix?: unknown;
  readonly size_in_bytes?: unknown;
  readonly prefix_placeholder?: unknown;
  readonly file_mode?: unknown;
}

export function isRawPath(value: unknown): value is RawPath {
  if (typeof value !== 'object' || value === null || !('_path' in value)) return false;
  return typeof value._path === 'string' && value._path !== '';
}

/** `hardlink`, `softlink`, `directory`, or something of the installer's own. */
export function typeOf(path: RawPath): string {
  return textOf(path.path_type) ?? 'hardlink';
}

export function kindOf(path: RawPath): RecordedKind {
  return KIND_OF_TYPE.get(typeOf(path)) ?? 'any';
}

const KIND_OF_TYPE: ReadonlyMap<string, RecordedKind> = new Map([
  ['hardlink', 'file'],
  ['softlink', 'symlink'],
  ['directory', 'directory'],
  ['unix_python_entry_point', 'entry-point'],
  ['pyc_file', 'pyc'],
]);

/** A text that says something. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function sha256Of(value: unknown): string | null {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/i.test(value)) return null;
  return /[A-F]/.test(value) ? value.toLowerCase() : value;
}

function sizeOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : Number.NaN;
}

const KINDS: readonly RecordedKind[] = [
  'file',
  'symlink',
  'directory',
  'entry-point',
  'pyc',
  'any',
];

/** Characters of a hash, and what stands where there is none. */
const LENGTH = 64;
const NO_HASH = ' '.repeat(LENGTH);

/** Of a path that is named in the record, but not described. */
const NAMED = 255;

/**
 * What a record says of its paths, in a few long columns: there may be a million paths, and most of it is
 * asked for once or never. The paths of one folder stand together, sorted by name, so that a folder of files
 * can be compared in one go. Plain data, which goes from thread to thread.
 */
export interface PathTable {
  readonly count: number;
  /** Whether the record says more of its paths than their names; of some it may not. */
  readonly isDescribed: boolean;
  /** Divided by NUL. */
  readonly folders: string;
  /** The names in each folder, divided by `/`, and folder from folder by NUL. */
  readonly names: string;
  /** At which row each folder begins. */
  readonly starts: Uint32Array;
  /** Which row is the first in the record, which the second …; null where that is their own order. */
  readonly order: Uint32Array | null;
  /** Of each row, as in `KINDS`, or `NAMED`. */
  readonly kinds: Uint8Array;
  /** NaN where none is recorded. */
  readonly sizes: Float64Array;
  readonly hashes: string;
  /** Null where they are the same: of files that were not patched conda records one hash twice. */
  readonly hashesInPrefix: string | null;
  readonly placeholders: ReadonlyMap<number, string>;
  readonly binary: ReadonlySet<number>;
}

/** A path that does not stay in the prefix: absolute, with `..`, something empty, or a NUL. */
export interface Outside {
  readonly outside: string;
}

/**
 * Packs the paths of a record; the first one that lies outside of the prefix speaks against all of it.
 * @param places where each described path really is, in their order
 * @param named what is named only
 */
export function packPaths(
  described: readonly RawPath[],
  places: readonly string[],
  named: readonly string[],
): PathTable | Outside {
  const count = places.length + named.length;
  const grouped = byFolder(named.length === 0 ? places : [...places, ...named]);
  if ('outside' in grouped) return grouped;
  const { order, ...folders } = grouped;
  const kinds = new Uint8Array(count).fill(NAMED);
  const sizes = new Float64Array(count).fill(Number.NaN);
  const hashes = new Array<unknown>(count).fill(undefined);
  const hashesInPrefix = new Array<unknown>(count).fill(undefined);
  const placeholders = new Map<number, string>();
  const binary = new Set<number>();
  // One loop: with a hundred thousand paths each is felt.
  for (let at = 0; at < described.length; at += 1) {
    const one = described[at] as RawPath;
    const row = order ? (order[at] ?? at) : at;
    kinds[row] = KINDS.indexOf(kindOf(one));
    sizes[row] = sizeOf(one.size_in_bytes);
    hashes[row] = one.sha256;
    hashesInPrefix[row] = one.sha256_in_prefix;
    const placeholder = textOf(one.prefix_placeholder);
    if (placeholder !== null) placeholders.set(row, placeholder);
    if (one.file_mode === 'binary') binary.add(row);
  }
  const areTheSame = hashes.every((hash, row) => hash === hashesInPrefix[row]);
  return {
    count,
    isDescribed: described.length > 0,
    ...folders,
    order,
    kinds,
    sizes,
    hashes: joinHashes(hashes),
    hashesInPrefix: areTheSame ? null : joinHashes(hashesInPrefix),
    placeholders,
    binary,
  };
}

/** The paths of one folder: their names, and which of all paths they are. */
interface Group {
  readonly folder: string;
  readonly names: readonly string[];
  readonly rows: readonly number[];
}

/** Paths by folder, in the order in which the folders appear; those of one folder by name. */
function byFolder(
  paths: readonly string[],
): Pick<PathTable, 'folders' | 'names' | 'starts' | 'order'> | Outside {
  const groups = groupsOf(paths);
  if ('outside' in groups) return groups;
  const starts = new Uint32Array(groups.length);
  const order = new Uint32Array(paths.length);
  let isInOrder = true;
  let row = 0;
  for (let place = 0; place < groups.length; place += 1) {
    starts[place] = row;
    for (const at of groups[place]?.rows ?? []) {
      if (at !== row) isInOrder = false;
      order[at] = row;
      row += 1;
    }
  }
  return {
    folders: groups.map(({ folder }) => folder).join('\0'),
    names: groups.map(({ names }) => names.join('/')).join('\0'),
    starts,
    order: isInOrder ? null : order,
  };
}

function groupsOf(paths: readonly string[]): Group[] | Outside {
  const groups = new Map<string, { folder: string; names: string[]; rows: number[] }>();
  let group = { folder: '', names: [] as string[], rows: [] as number[] };
  for (let at = 0; at < paths.length; at += 1) {
    const path = paths[at] ?? '';
    const slash = path.lastIndexOf('/');
    // Mostly in the folder of the one before; what lies in the prefix itself is looked up.
    if (slash <= 0 || slash !== group.folder.length || !path.startsWith(group.folder)) {
      const folder = path.slice(0, Math.max(slash, 0));
      // Each folder is looked at once, and not for each of its files.
      if (slash === 0 || !isInside(folder)) return { outside: path };
      group = groups.get(folder) ?? { folder, names: [], rows: [] };
      groups.set(folder, group);
    }
    const name = path.slice(slash + 1);
    if (isNoName(name) || name.includes('\0')) return { outside: path };
    group.names.push(name);
    group.rows.push(at);
  }
  return Array.from(groups.values(), inOrder);
}

/** Whether a folder lies in the prefix, or is the prefix. */
function isInside(folder: string): boolean {
  return folder === '' || !(folder.includes('\0') || folder.split('/').some(isNoName));
}

function isNoName(part: string): boolean {
  return part === '' || part === '.' || part === '..';
}

/** By name; what is recorded twice stays in its order. */
function inOrder(group: Group): Group {
  const { folder, names, rows } = group;
  if (names.every((name, at) => at === 0 || name >= (names[at - 1] ?? ''))) return group;
  const places = rows.map((row, at) => ({ row, name: names[at] ?? '' }));
  places.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.row - b.row));
  return { folder, names: places.map(({ name }) => name), rows: places.map(({ row }) => row) };
}

/** Hashes as one text; where there is none, blanks; empty where there is none at all. */
function joinHashes(all: readonly unknown[]): string {
  let known = 0;
  let whole = 0;
  for (let row = 0; row < all.length; row += 1) {
    const one = all[row];
    if (one !== undefined) known += 1;
    if (typeof one === 'string' && one.length === LENGTH) whole += 1;
  }
  if (known === 0) return '';
  const joined = whole === all.length ? all.join('').toLowerCase() : '';
  // Mostly they are what they should be, all of them: what is no hexadecimal digit ends what is decoded.
  const isHex = joined !== '' && Buffer.from(joined, 'hex').length * 2 === joined.length;
  return isHex ? joined : all.map((one) => sha256Of(one) ?? NO_HASH).join('');
}

function hashInPrefixAt({ hashes, hashesInPrefix }: PathTable, at: number): string | null {
  return hashAt(hashesInPrefix ?? hashes, at);
}

function hashAt(hashes: string, at: number): string | null {
  const start = at * LENGTH;
  if (start >= hashes.length || hashes[start] === ' ') return null;
  return hashes.slice(start, start + LENGTH);
}

/** The paths of one record, each unpacked when it is asked for. */
export class PackedPaths {
  readonly owner: PackageRecord;
  readonly #table: PathTable;
  /** The folders that hold them. */
  readonly folders: readonly string[];
  readonly #names: readonly string[];
  readonly #unpacked: (readonly RecordedPath[] | undefined)[] = [];
  #all: readonly RecordedPath[] | null = null;

  constructor(owner: PackageRecord, table: PathTable) {
    this.owner = owner;
    this.#table = table;
    this.folders = table.count === 0 ? [] : table.folders.split('\0');
    this.#names = table.count === 0 ? [] : table.names.split('\0');
  }

  /** All, in the order of the record. */
  get all(): readonly RecordedPath[] {
    if (!this.#all) {
      const rows = this.folders.flatMap((_, at) => this.in(at));
      const { order } = this.#table;
      this.#all = order ? Array.from(order, (row) => rows[row] as RecordedPath) : rows;
    }
    return this.#all;
  }

  /** The names in one folder, sorted, divided by `/`. */
  names(at: number): string {
    return this.#names[at] ?? '';
  }

  /** What is recorded in one folder, sorted by name. */
  in(at: number): readonly RecordedPath[] {
    let rows = this.#unpacked[at];
    if (!rows) {
      const start = this.#table.starts[at] ?? 0;
      const folder = this.folders[at] ? `${this.folders[at]}/` : '';
      rows = this.names(at)
        .split('/')
        .map((name, row) => new PathInTable(folder + name, this.owner, this.#table, start + row));
      this.#unpacked[at] = rows;
    }
    return rows;
  }

  /** Whether something of one of some kinds is recorded in one folder. */
  has(at: number, some: ReadonlySet<RecordedKind>): boolean {
    const { kinds, starts, count } = this.#table;
    const end = starts[at + 1] ?? count;
    for (let row = starts[at] ?? 0; row < end; row += 1) {
      if (some.has(KINDS[kinds[row] ?? NAMED] ?? 'any')) return true;
    }
    return false;
  }
}

/** One row. What it means depends on who wrote the record. */
class PathInTable implements RecordedPath {
  readonly path: string;
  readonly package: PackageRecord;
  readonly #table: PathTable;
  readonly #at: number;

  constructor(path: string, owner: PackageRecord, table: PathTable, at: number) {
    this.path = path;
    this.package = owner;
    this.#table = table;
    this.#at = at;
  }

  get kind(): RecordedKind {
    return KINDS[this.#table.kinds[this.#at] ?? -1] ?? 'any';
  }

  get cached(): string | null {
    const { kind } = this;
    return kind === 'entry-point' || kind === 'pyc' ? null : cachedPath(this.path, this.package);
  }

  get sha256(): string | null {
    return hashAt(this.#table.hashes, this.#at);
  }

  get sha256InPrefix(): string | null {
    return isFile(this) ? hashInPrefixAt(this.#table, this.#at) : null;
  }

  get linkSha256(): string | null {
    const isKnown = this.kind === 'symlink' && this.package.writer === 'rattler';
    return isKnown ? hashInPrefixAt(this.#table, this.#at) : null;
  }

  get size(): number | null {
    const { placeholder, mode } = this;
    if (placeholder !== null && mode === 'text' && this.package.writer !== 'rattler') return null;
    // libmamba records no placeholder, and of a patched file the size in the package.
    if (placeholder === null && isOtherInPrefix(this.#table, this.#at)) return null;
    const size = this.#table.sizes[this.#at] ?? Number.NaN;
    return Number.isNaN(size) ? null : size;
  }

  get placeholder(): string | null {
    return this.#table.placeholders.get(this.#at) ?? null;
  }

  get mode(): 'text' | 'binary' {
    return this.#table.binary.has(this.#at) ? 'binary' : 'text';
  }

  get isDropped(): boolean {
    return this.#table.isDescribed && this.#table.kinds[this.#at] === NAMED;
  }

  get isPatched(): boolean {
    return isFile(this) && (this.placeholder !== null || isOtherInPrefix(this.#table, this.#at));
  }
}

/** Whether the hash of the file in the environment is recorded, and is not that of the one in the package. */
function isOtherInPrefix({ hashes, hashesInPrefix }: PathTable, at: number): boolean {
  const hash = hashesInPrefix === null ? null : hashAt(hashesInPrefix, at);
  return hash !== null && hash !== hashAt(hashes, at);
}

function isFile({ kind }: RecordedPath): boolean {
  return kind === 'file' || kind === 'entry-point' || kind === 'pyc';
}

/** Where a path of the environment lies in the package: a noarch one without `lib/pythonX.Y`. */
function cachedPath(real: string, record: PackageRecord): string {
  // rattler keeps a path that another package has taken below `__clobbers__/NAME/`, and records it there.
  const path = real.replace(/^__clobbers__\/[^/]+\//, '');
  if (record.noarch !== 'python') return path;
  if (path.startsWith('bin/')) return `python-scripts/${path.slice('bin/'.length)}`;
  const at = path.indexOf('site-packages/');
  return at < 0 ? path : path.slice(at);
}

/** The same path, with what else was found out about it. */
export function completed(recorded: RecordedPath, more: Partial<RecordedPath>): RecordedPath {
  const { path, package: owner, kind, cached, sha256, sha256InPrefix, linkSha256 } = recorded;
  const { size, placeholder, mode, isDropped, isPatched } = recorded;
  const all = { path, package: owner, kind, cached, sha256, sha256InPrefix, linkSha256 };
  return { ...all, size, placeholder, mode, isDropped, isPatched, ...more };
}
