// The forms that environments are kept in, made by the tools that people make them with, and read as
// the product reads them; and a way to undo the damage of a fault, which is sooner than a new installation.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKS } from '../../src/checks.ts';
import type { Environment } from '../../src/conda/environments.ts';
import { groupBy } from '../../src/grouping.ts';
import type { Machine } from '../../src/machine.ts';
import { openReference, parseReference } from '../../src/references.ts';
import type { CheckedEnvironment, Finding } from '../../src/report.ts';
import type { ReadOptions } from '../../src/sources/archive.ts';
import type { Level } from '../../src/subject.ts';
import { noProgress } from '../../src/terminal.ts';
import { type OpenScope, verify } from '../../src/verify.ts';
import { validEnvironment } from './schema.ts';

const { signal } = new AbortController();

/** How a source is read for a level: telling nobody how far it is. */
export function readOptions(level: Level = 'content'): ReadOptions {
  return { isHashed: level === 'content', prefix: null, signal, progress: noProgress };
}

/** A machine on which nothing but the reference itself can be found. */
export const machine: Machine = { platform: 'linux', cwd: '/', home: '/nonexistent', env: {} };

/** Runs a tool to its end, and fails when it does. */
export async function tool(command: string, args: readonly string[], cwd = '/'): Promise<void> {
  await promisify(execFile)(command, args, { cwd });
}

/** Why some tools cannot be used: null when all can, else a sentence. */
export function whyNoTool(names: readonly string[]): string | null {
  const missing = names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error);
  return missing === undefined ? null : `no ${missing} on PATH`;
}

/** Skips the running test where a tool is not installed, and says so; in CI it fails. */
export function needTool(names: readonly string[], skip: (reason: string) => void): void {
  const reason = whyNoTool(names);
  if (reason === null) return;
  if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) throw new Error(reason);
  skip(reason);
}

/**
 * The report on the one environment in an archive or image that is not the base of an installation.
 * @param prefix where an archive is unpacked; null where that is open
 */
export async function verifyReference(
  text: string,
  prefix: string | null = null,
  level: Level = 'content',
): Promise<CheckedEnvironment> {
  const reference = parseReference(text);
  if (!reference) throw new Error(`${text} is no reference`);
  const options = { ...readOptions(level), machine, prefix, platform: null };
  const { kind } = reference;
  return verifyOpened(text, kind, level, async () => {
    const { source, environments, close } = await openReference(reference, options);
    return { source, targets: environments, close };
  });
}

/** The same for what was opened by other means. */
export async function verifyOpened(
  reference: string,
  kind: OpenScope['source']['kind'],
  level: Level,
  open: () => Promise<OpenScope>,
): Promise<CheckedEnvironment> {
  const scope = {
    reference,
    kind,
    open: async () => {
      const { source, targets, close } = await open();
      return { source, targets: targets.filter(isNoBase), close };
    },
  };
  const { environments } = await verify([scope], {
    level,
    checks: CHECKS,
    version: '0.0.0',
    signal,
    progress: noProgress,
  });
  return theOne(environments);
}

/** The root of a test's installation has an empty history and no records. */
function isNoBase({ name }: Pick<Environment, 'name'>): boolean {
  return name !== 'base';
}

function theOne(environments: readonly { readonly verdict: string }[]): CheckedEnvironment {
  const [one, ...others] = environments as CheckedEnvironment[];
  if (!one || others.length > 0) throw new Error(`${environments.length} environments, not one`);
  if (one.verdict !== 'whole' && one.verdict !== 'broken') throw new Error(JSON.stringify(one));
  return validEnvironment(one);
}

/**
 * What makes two findings the same one in two forms, as a line that sorts and reads well. One that speaks for
 * many files is told by their number.
 */
export function lineOf({ severity, check, path, cause, facts }: Finding): string {
  const count = Number(facts['count'] ?? 1);
  return `${severity} ${check} ${count > 1 ? `of ${count}` : path} (${cause})`;
}

/** All findings of a report, in an order of their own; but for libraries that are the machine's to bring. */
export function linesOf({ findings }: Pick<CheckedEnvironment, 'findings'>): string[] {
  return findings
    .filter(({ check, severity }) => check !== 'missing-library' || severity !== 'note')
    .map(lineOf)
    .sort();
}

/** The paths with findings above a note. */
export function pathsOf({ findings }: CheckedEnvironment): string[] {
  const loud = findings.filter(({ severity }) => severity !== 'note');
  return [...new Set(loud.map(({ path }) => path))].sort();
}

/** An OCI image layout of one layer, as `skopeo copy … oci:` makes it; the layer is moved into it. */
export function makeLayout(folder: string, layer: string): string {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const put = (mediaType: string, content: object) => {
    const bytes = Buffer.from(JSON.stringify(content));
    writeFileSync(join(blobs, digest(bytes)), bytes);
    return { mediaType, digest: `sha256:${digest(bytes)}`, size: bytes.length };
  };
  const hex = digest(readFileSync(layer));
  renameSync(layer, join(blobs, hex));
  const config = put('application/vnd.oci.image.config.v1+json', {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [`sha256:${hex}`] },
  });
  const manifest = put('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    config,
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: `sha256:${hex}`,
        size: statSync(join(blobs, hex)).size,
      },
    ],
  });
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
  );
  return folder;
}

// ---------------------------------------------------------------- undoing damage

interface Kept {
  readonly path: string;
  readonly what: Buffer | string | null;
  stats: Stats;
}

/** What lies in a folder, so that it can be put back: a new installation takes a second, this a few milliseconds. */
export class Snapshot {
  readonly #root: string;
  readonly #folders: readonly Kept[];
  /** All names of one inode together: what befalls one of them befalls all. */
  readonly #inodes: readonly (readonly Kept[])[];

  constructor(root: string) {
    this.#root = root;
    const all = [...walk(root)].map((path) => ({ path, what: read(path), stats: lstatSync(path) }));
    this.#folders = all.filter(({ stats }) => stats.isDirectory());
    const others = all.filter(({ stats }) => !stats.isDirectory());
    this.#inodes = [...groupBy(others, ({ stats }) => String(stats.ino)).values()];
  }

  /** Puts back whatever is gone, new, or was touched since. */
  restore(): void {
    const folders = new Set(this.#folders.map(({ path }) => path));
    const kept = new Set([...folders, ...this.#inodes.flat().map(({ path }) => path)]);
    for (const path of walk(this.#root)) {
      const isFolder = lstatSync(path).isDirectory();
      if (!kept.has(path) || isFolder !== folders.has(path)) rmSync(path, { recursive: true });
    }
    for (const { path, stats } of this.#folders) {
      mkdirSync(path, { recursive: true });
      chmodSync(path, stats.mode);
    }
    const touched = this.#inodes.filter((names) => names.some(isTouched));
    for (const { path } of touched.flat()) rmSync(path, { force: true });
    for (const names of touched) putBack(names);
  }
}

/** Times are those of the kernel, and of whoever put it back: damage has others. */
function isTouched({ path, stats }: Kept): boolean {
  const now = lstatSync(path, { throwIfNoEntry: false });
  const traits = ['ino', 'mode', 'size', 'mtimeMs', 'ctimeMs'] as const;
  return traits.some((trait) => now?.[trait] !== stats[trait]);
}

function putBack(names: readonly Kept[]): void {
  const [first, ...others] = names;
  if (!first) return;
  const { path, what, stats } = first;
  if (typeof what === 'string') symlinkSync(what, path);
  else writeFileSync(path, what ?? '');
  if (typeof what !== 'string') chmodSync(path, stats.mode);
  lutimesSync(path, stats.atime, stats.mtime);
  for (const other of others) linkSync(path, other.path);
  for (const one of names) one.stats = lstatSync(one.path);
}

function read(path: string): Buffer | string | null {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return readlinkSync(path);
  return stats.isFile() ? readFileSync(path) : null;
}

/** Everything below a folder, a folder before what is in it; links are not followed. */
function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    yield path;
    if (entry.isDirectory() && lstatSync(path, { throwIfNoEntry: false })) yield* walk(path);
  }
}
