import { isAscii } from 'node:buffer';
import * as v from 'valibot';
import { printable } from '../bytes.ts';
import {
  isRawPath,
  kindOf,
  PackedPaths,
  type PathTable,
  packPaths,
  type RawPath,
  sha256Of,
  textOf,
  typeOf,
} from './path-table.ts';

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
  /** In the order of the record; unpacked when they are asked for. */
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
});

type Head = v.InferOutput<typeof Head>;

/** Two lists in a record, looked at by hand: there may be a hundred thousand paths. */
interface Lists {
  readonly files: readonly string[];
  readonly paths: readonly unknown[];
}

function listsIn(json: object): Lists {
  const { files, paths_data } = json as Record<string, unknown>;
  const { paths } = (paths_data ?? {}) as Record<string, unknown>;
  const areNames = Array.isArray(files) && files.every((file) => typeof file === 'string');
  return { files: areNames ? files : [], paths: Array.isArray(paths) ? paths : [] };
}

/** One record as plain data, which goes from thread to thread. */
export interface PackedRecord {
  readonly fields: Omit<PackageRecord, 'paths'>;
  readonly table: PathTable;
}

/** Parses the bytes of one record; `reason` says in words why they are none. */
export function packRecord(
  file: string,
  bytes: Buffer,
  sitePackages: string | null,
): PackedRecord | { reason: string } {
  let json: unknown;
  try {
    // Most are ASCII, which needs no decoding.
    json = JSON.parse(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'));
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
  return pack(file, head.output, listsIn(json as object), sitePackages);
}

/** A record, and its paths as they were packed. */
export interface UnpackedRecord {
  readonly record: PackageRecord;
  readonly packed: PackedPaths;
}

/** @param likelyWriter who wrote it, where it does not show that itself */
export function unpackRecord(
  { fields, table }: PackedRecord,
  likelyWriter: Writer | null,
): UnpackedRecord {
  const record: PackageRecord = {
    ...fields,
    writer: fields.writer ?? likelyWriter,
    get paths() {
      return packed.all;
    },
  };
  const packed = new PackedPaths(record, table);
  return { record, packed };
}

/** Parses the bytes of one record; `reason` says in words why they are none. */
export function parseRecord(
  file: string,
  bytes: Buffer,
  sitePackages: string | null,
  likelyWriter: Writer | null,
): PackageRecord | { reason: string } {
  const packed = packRecord(file, bytes, sitePackages);
  return 'reason' in packed ? packed : unpackRecord(packed, likelyWriter).record;
}

function pack(
  file: string,
  head: Head,
  lists: Lists,
  sitePackages: string | null,
): PackedRecord | { reason: string } {
  const raw = lists.paths.filter(isRawPath);
  const realPlace = realPlaces(head, lists.files, raw.length, sitePackages);
  const places = raw.map((path, at) => realPlace(path._path, at));
  // Records of conda before 4.3 have no `paths_data`, and nothing but names. Later ones leave out of it what
  // conda found damaged in the package cache and linked all the same (`core/path_actions.py`, SafetyError).
  const named = unknownAmong(lists.files, places);
  const table = packPaths(raw, places, named);
  if ('outside' in table) {
    const path = [...table.outside].slice(0, 100).join('');
    return { reason: `claims a path outside of the prefix: ${printable(path)}` };
  }
  return { fields: fieldsOf(file, head, writerOf(raw)), table };
}

function fieldsOf(file: string, head: Head, writer: Writer | null): PackedRecord['fields'] {
  return {
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
  };
}

/** The files that are not among some paths; mostly both are the same, in the same order. */
function unknownAmong(files: readonly string[], paths: readonly string[]): readonly string[] {
  if (files.every((file, at) => file === paths[at])) return [];
  const known = new Set(paths);
  return files.filter((file) => !known.has(file));
}

const SITE_PACKAGES = /^lib\/python[^/]+\/site-packages(?=\/)/;

/**
 * Where the paths of a package really are. conda leaves noarch ones as they are in the package
 * (`site-packages/…`, `python-scripts/…`); `files`, in the same order, has the real ones.
 */
function realPlaces(
  { noarch }: Head,
  files: readonly string[],
  count: number,
  likely: string | null,
): (path: string, at: number) => string {
  if (noarch !== 'python') return (path) => path;
  const own = files.find((file) => SITE_PACKAGES.test(file));
  const sitePackages = SITE_PACKAGES.exec(own ?? '')?.[0] ?? likely;
  return (path, at) => {
    if (path.startsWith('python-scripts/')) return `bin/${path.slice('python-scripts/'.length)}`;
    if (!path.startsWith('site-packages/')) return path;
    const real = files.length === count ? files[at] : undefined;
    if (real?.endsWith(`/${path}`)) return real;
    return sitePackages ? `${sitePackages}${path.slice('site-packages'.length)}` : path;
  };
}

/**
 * Who wrote these paths. conda and mamba write `sha256_in_prefix` for every file that they did not soft-link,
 * rattler for patched files and links only; conda never for a link (`core/path_actions.py`), mamba always,
 * and it drops the placeholder (`core/link.cpp`).
 */
function writerOf(paths: readonly RawPath[]): Writer | null {
  const isInPrefix = (path: RawPath) => sha256Of(path.sha256_in_prefix) !== null;
  const file = paths.find(
    (path) =>
      typeOf(path) === 'hardlink' && !textOf(path.prefix_placeholder) && sha256Of(path.sha256),
  );
  if (file) {
    if (!isInPrefix(file)) return 'rattler';
    const link = paths.find((path) => typeOf(path) === 'softlink');
    if (link) return isInPrefix(link) ? 'mamba' : 'conda';
    if (paths.some((path) => textOf(path.prefix_placeholder))) return 'conda';
    return null;
  }
  let hasInPrefix = false;
  let hasOther = false;
  for (const path of paths) {
    if (typeOf(path) !== 'softlink') continue;
    if (isInPrefix(path)) hasInPrefix ||= sha256Of(path.sha256) !== null;
    else hasOther ||= sha256Of(path.sha256) !== null;
  }
  if (!hasOther) return null;
  return hasInPrefix ? 'rattler' : 'conda';
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
  const raw = paths.success ? paths.output.paths.filter(isRawPath) : [];
  return new Map(
    raw.map((one) => [
      one._path,
      {
        kind: kindOf(one),
        sha256: sha256Of(one.sha256),
        placeholder: textOf(one.prefix_placeholder),
        mode: one.file_mode === 'binary' ? 'binary' : 'text',
      },
    ]),
  );
}
