import * as v from 'valibot';
import { printable } from '../bytes.ts';

/** What kind of thing a record says a path is; `any` where an old record has a bare list of files. */
export type RecordedKind = 'file' | 'symlink' | 'directory' | 'entry-point' | 'pyc' | 'any';

/** One path of a package, as it should be in the environment. Hashes are SHA-256 as hex. */
export interface RecordedPath {
  /** Relative to the prefix, where the installer really put it. */
  readonly path: string;
  readonly package: PackageRecord;
  readonly kind: RecordedKind;
  /** Where it lies in the extracted package; null for what the installer itself made. */
  readonly cached: string | null;
  /** Of the file in the package; of a link: of what it leads to, or of nothing. */
  readonly sha256: string | null;
  /** Of the file in the environment, where the installer patched it. Not of a link. */
  readonly sha256InPrefix: string | null;
  /** Of the text of a link (rattler records it, conda and mamba do not). */
  readonly linkSha256: string | null;
  /** In bytes; null where the record's size is not that of the file in the environment. */
  readonly size: number | null;
  /** The build-time prefix that the installer replaced. */
  readonly placeholder: string | null;
  readonly mode: 'text' | 'binary';
  /** Named in `files` alone: conda links a file that is damaged in the package cache, but does not describe it. */
  readonly isDropped: boolean;
  /** Whether the installer patched it, though the placeholder may not be recorded (mamba). */
  readonly isPatched: boolean;
}

/** Who wrote a record; each leaves other facts out. */
export type Writer = 'conda' | 'mamba' | 'rattler';

/** One `conda-meta/NAME-VERSION-BUILD.json`. */
export interface PackageRecord {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly build: string;
  /** Null where it is not recorded. */
  readonly buildNumber: number | null;
  /** `NAME-VERSION-BUILD`. */
  readonly dist: string;
  /** As recorded: a URL or a name; may hold credentials. */
  readonly channel: string;
  readonly subdir: string;
  /** Where the package came from; empty where that is not recorded. May hold credentials. */
  readonly url: string;
  /** Of the package's file, as hex. */
  readonly md5: string | null;
  readonly sha256: string | null;
  readonly depends: readonly string[];
  /** What somebody asked for when this was installed; empty for what only came along. May hold credentials. */
  readonly requested: string;
  readonly noarch: string;
  readonly writer: Writer | null;
  /** `link.type` 2: files are soft links into the package cache, but for those that had to be copied. */
  readonly isSoftLinked: boolean;
  /** The folder in the package cache that the files came from; null where it is not recorded. */
  readonly extracted: string | null;
  readonly paths: readonly RecordedPath[];
}

/** SHA-256 of nothing: what conda-build records for a link that leads to no file. */
export const NOTHING_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const Head = v.object({
  name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)),
  version: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.+!-]{1,128}$/)),
  build: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.+-]{0,128}$/)), ''),
  build_number: v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger())), null),
  channel: v.fallback(v.string(), ''),
  url: v.fallback(v.string(), ''),
  subdir: v.fallback(v.string(), ''),
  md5: v.fallback(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/i)), ''),
  sha256: v.fallback(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i)), ''),
  noarch: v.fallback(v.string(), ''),
  depends: v.fallback(v.array(v.string()), []),
  requested_spec: v.fallback(v.string(), ''),
  extracted_package_dir: v.fallback(v.string(), ''),
  link: v.fallback(
    v.object({ source: v.fallback(v.string(), ''), type: v.fallback(v.unknown(), null) }),
    { source: '', type: null },
  ),
  files: v.fallback(v.array(v.string()), []),
  paths_data: v.fallback(v.object({ paths: v.array(v.unknown()) }), { paths: [] }),
});

type Head = v.InferOutput<typeof Head>;

/** Parses the bytes of one record; `reason` says in words why they are none. */
export function parseRecord(
  file: string,
  bytes: Buffer,
  sitePackages: string | null,
  likelyWriter: Writer | null,
): PackageRecord | { reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const detail = error instanceof Error ? printable(error.message).slice(0, 120) : '';
    return {
      reason: bytes.includes(0) ? 'is no JSON: it holds NUL bytes' : `is no JSON: ${detail}`,
    };
  }
  const head = v.safeParse(Head, json);
  if (!head.success) {
    const where = v.getDotPath(head.issues[0]);
    return { reason: where ? `has no usable ${printable(where)}` : 'is no record of a package' };
  }
  return toRecord(file, head.output, sitePackages, likelyWriter);
}

function toRecord(
  file: string,
  head: Head,
  sitePackages: string | null,
  likelyWriter: Writer | null,
): PackageRecord | { reason: string } {
  const raw = head.paths_data.paths.map(toRawPath).filter((path) => path !== null);
  const writer = writerOf(raw) ?? likelyWriter;
  const paths: RecordedPath[] = [];
  const record: PackageRecord = {
    file,
    name: head.name,
    version: head.version,
    build: head.build,
    buildNumber: head.build_number,
    dist: `${head.name}-${head.version}-${head.build}`,
    channel: head.channel || head.url.replace(/\/[^/]*$/, ''),
    subdir: head.subdir,
    url: head.url,
    md5: head.md5.toLowerCase() || null,
    sha256: head.sha256.toLowerCase() || null,
    depends: head.depends,
    requested: head.requested_spec,
    noarch: head.noarch,
    writer,
    isSoftLinked: head.link.type === 2 || head.link.type === 'softlink',
    extracted: head.extracted_package_dir || head.link.source || null,
    paths,
  };
  const realPlace = realPlaces(head, raw.length, sitePackages);
  for (const [at, path] of raw.entries()) {
    paths.push(toRecordedPath(path, realPlace(path._path, at), record));
  }
  // Records of conda before 4.3 have no `paths_data`, and nothing but names. Later ones leave out of it what
  // conda found damaged in the package cache and linked all the same (`core/path_actions.py`, SafetyError).
  const known = new Set(paths.map(({ path }) => path));
  for (const path of head.files) {
    if (known.has(path)) continue;
    const isDropped = raw.length > 0;
    paths.push({
      ...toRecordedPath({ ...NO_PATH, _path: path }, path, record),
      kind: 'any',
      isDropped,
    });
  }
  const outside = paths.find(({ path }) => !isInside(path));
  if (!outside) return record;
  return {
    reason: `claims a path outside of the prefix: ${printable([...outside.path].slice(0, 100).join(''))}`,
  };
}

/**
 * Where the paths of a package really are. conda leaves noarch ones as they are in the package
 * (`site-packages/…`, `python-scripts/…`); `files`, in the same order, has the real ones.
 */
function realPlaces(head: Head, count: number, likely: string | null) {
  const own = head.files.map((file) => /^lib\/python[^/]+\/site-packages(?=\/)/.exec(file)?.[0]);
  const sitePackages = own.find(Boolean) ?? likely;
  return (path: string, at: number): string => {
    if (head.noarch !== 'python') return path;
    if (path.startsWith('python-scripts/')) return `bin/${path.slice('python-scripts/'.length)}`;
    if (!path.startsWith('site-packages/')) return path;
    const real = head.files.length === count ? head.files[at] : undefined;
    if (real?.endsWith(`/${path}`)) return real;
    return sitePackages ? `${sitePackages}${path.slice('site-packages'.length)}` : path;
  };
}

interface RawPath {
  readonly _path: string;
  readonly path_type: string;
  readonly sha256: string | null;
  readonly sha256_in_prefix: string | null;
  readonly size_in_bytes: number | null;
  readonly prefix_placeholder: string | null;
  readonly file_mode: string;
}

const NO_PATH: RawPath = {
  _path: '',
  path_type: '',
  sha256: null,
  sha256_in_prefix: null,
  size_in_bytes: null,
  prefix_placeholder: null,
  file_mode: 'text',
};

/** By hand, for there may be a hundred thousand of them. */
function toRawPath(value: unknown): RawPath | null {
  if (typeof value !== 'object' || value === null || !('_path' in value)) return null;
  const path = value as Record<string, unknown>;
  if (typeof path['_path'] !== 'string' || path['_path'] === '') return null;
  const size = path['size_in_bytes'];
  return {
    _path: path['_path'],
    path_type: text(path['path_type']) ?? 'hardlink',
    sha256: sha256(path['sha256']),
    sha256_in_prefix: sha256(path['sha256_in_prefix']),
    size_in_bytes:
      typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    prefix_placeholder: text(path['prefix_placeholder']),
    file_mode: text(path['file_mode']) ?? 'text',
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function sha256(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null;
}

/**
 * Who wrote these paths. conda and mamba write `sha256_in_prefix` for every file that they did not soft-link,
 * rattler for patched files and links only; conda never for a link (`core/path_actions.py`), mamba always,
 * and it drops the placeholder (`core/link.cpp`).
 */
function writerOf(paths: readonly RawPath[]): Writer | null {
  const file = paths.find(
    (path) => path.path_type === 'hardlink' && !path.prefix_placeholder && path.sha256,
  );
  if (file) {
    if (!file.sha256_in_prefix) return 'rattler';
    const link = paths.find((path) => path.path_type === 'softlink');
    if (link) return link.sha256_in_prefix ? 'mamba' : 'conda';
    if (paths.some((path) => path.prefix_placeholder)) return 'conda';
    return null;
  }
  const links = paths.filter((path) => path.path_type === 'softlink' && path.sha256);
  if (links.every((link) => link.sha256_in_prefix)) return null;
  return links.some((link) => link.sha256_in_prefix) ? 'rattler' : 'conda';
}

const KINDS: ReadonlyMap<string, RecordedKind> = new Map([
  ['hardlink', 'file'],
  ['softlink', 'symlink'],
  ['directory', 'directory'],
  ['unix_python_entry_point', 'entry-point'],
  ['pyc_file', 'pyc'],
]);

function toRecordedPath(raw: RawPath, real: string, record: PackageRecord): RecordedPath {
  const kind = KINDS.get(raw.path_type) ?? 'any';
  const patched = raw.sha256_in_prefix !== null && raw.sha256_in_prefix !== raw.sha256;
  const isFile = kind === 'file' || kind === 'entry-point' || kind === 'pyc';
  const isText = raw.prefix_placeholder !== null && raw.file_mode !== 'binary';
  const sizeIsOfPackage = isText && record.writer !== 'rattler';
  return {
    path: real,
    package: record,
    kind,
    cached: kind === 'entry-point' || kind === 'pyc' ? null : cachedPath(raw._path, record),
    sha256: raw.sha256,
    sha256InPrefix: isFile ? raw.sha256_in_prefix : null,
    linkSha256: kind === 'symlink' && record.writer === 'rattler' ? raw.sha256_in_prefix : null,
    // libmamba records no placeholder, and of a patched file the size in the package.
    size:
      sizeIsOfPackage || (patched && raw.prefix_placeholder === null) ? null : raw.size_in_bytes,
    placeholder: raw.prefix_placeholder,
    mode: raw.file_mode === 'binary' ? 'binary' : 'text',
    isDropped: false,
    isPatched: isFile && (raw.prefix_placeholder !== null || patched),
  };
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

/** Whether a recorded path stays in the prefix: relative, no `..`, nothing empty, no NUL. */
function isInside(path: string): boolean {
  if (path.startsWith('/') || path.includes('\0')) return false;
  return !path.split('/').some((part) => part === '..' || part === '.' || part === '');
}

/** What `info/paths.json` of a package says, by path in the package; empty when it is none. */
export function toPackagedPaths(
  bytes: Buffer,
): Map<string, Pick<RecordedPath, 'kind' | 'sha256' | 'placeholder' | 'mode'>> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return new Map();
  }
  const paths = v.safeParse(v.object({ paths: v.array(v.unknown()) }), json);
  const raw = paths.success ? paths.output.paths.map(toRawPath).filter((one) => one !== null) : [];
  return new Map(
    raw.map((one) => [
      one._path,
      {
        kind: KINDS.get(one.path_type) ?? 'any',
        sha256: one.sha256,
        placeholder: one.prefix_placeholder,
        mode: one.file_mode === 'binary' ? 'binary' : 'text',
      },
    ]),
  );
}
