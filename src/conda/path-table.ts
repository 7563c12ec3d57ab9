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

/**
 * What a record says of its paths, in a few long columns: there may be a million paths, and most of it is
 * asked for once or never. Plain data, which goes from thread to thread.
 */
export interface PathTable {
  /** How many paths there are; of those beyond the columns nothing is known but the name. */
  readonly count: number;
  /** Where each really is, divided by NUL. */
  readonly places: string;
  readonly kinds: Uint8Array;
  /** NaN where none is recorded. */
  readonly sizes: Float64Array;
  readonly hashes: string;
  readonly hashesInPrefix: string;
  readonly placeholders: ReadonlyMap<number, string>;
  readonly binary: ReadonlySet<number>;
}

/**
 * Packs the paths of a record.
 * @param places where each described path really is, in their order
 * @param named what is named only
 */
export function packPaths(
  described: readonly RawPath[],
  places: readonly string[],
  named: readonly string[],
): PathTable {
  const kinds = new Uint8Array(described.length);
  const sizes = new Float64Array(described.length);
  const placeholders = new Map<number, string>();
  const binary = new Set<number>();
  for (let at = 0; at < described.length; at += 1) {
    const one = described[at] as RawPath;
    kinds[at] = KINDS.indexOf(kindOf(one));
    sizes[at] = sizeOf(one.size_in_bytes);
    const placeholder = textOf(one.prefix_placeholder);
    if (placeholder !== null) placeholders.set(at, placeholder);
    if (one.file_mode === 'binary') binary.add(at);
  }
  const hashes = joinHashes(described.map((one) => one.sha256));
  // Of files that were not patched conda records the same hash twice: it is kept once.
  const isTwice = described.every((one) => one.sha256_in_prefix === one.sha256);
  return {
    count: places.length + named.length,
    places: [...places, ...named].join('\0'),
    kinds,
    sizes,
    hashes,
    hashesInPrefix: isTwice ? hashes : joinHashes(described.map((one) => one.sha256_in_prefix)),
    placeholders,
    binary,
  };
}

function joinHashes(all: readonly unknown[]): string {
  const isLong = all.every((one) => typeof one === 'string' && one.length === LENGTH);
  const joined = isLong ? all.join('') : '?';
  // Mostly they are what they should be, all of them.
  return /^[0-9a-f]*$/.test(joined) ? joined : all.map((one) => sha256Of(one) ?? NO_HASH).join('');
}

function hashAt(hashes: string, at: number): string | null {
  const start = at * LENGTH;
  if (start >= hashes.length || hashes[start] === ' ') return null;
  return hashes.slice(start, start + LENGTH);
}

/** The paths of a record, out of its table. */
export function unpackPaths(record: PackageRecord, table: PathTable): RecordedPath[] {
  if (table.count === 0) return [];
  return table.places.split('\0').map((path, at) => new PathInTable(path, record, table, at));
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
    return isFile(this) ? hashAt(this.#table.hashesInPrefix, this.#at) : null;
  }

  get linkSha256(): string | null {
    const isKnown = this.kind === 'symlink' && this.package.writer === 'rattler';
    return isKnown ? hashAt(this.#table.hashesInPrefix, this.#at) : null;
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
    const { length } = this.#table.kinds;
    return length > 0 && this.#at >= length;
  }

  get isPatched(): boolean {
    return isFile(this) && (this.placeholder !== null || isOtherInPrefix(this.#table, this.#at));
  }
}

/** Whether the hash of the file in the environment is recorded, and is not that of the one in the package. */
function isOtherInPrefix({ hashes, hashesInPrefix }: PathTable, at: number): boolean {
  const hash = hashes === hashesInPrefix ? null : hashAt(hashesInPrefix, at);
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
