// Archives made by the tools that people make them with, and what a source says of all that is in one.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reading, type ReadOptions, readTarStream } from '../../src/sources/archive.ts';
import { TreeSource } from '../../src/sources/tree-source.ts';
import type { Source } from '../../src/sources.ts';

export const reading: ReadOptions = {
  isHashed: true,
  prefix: null,
  signal: new AbortController().signal,
  progress: { plan: () => {}, advance: () => {} },
};

/** A folder that is removed at the end of a block. */
export function sandbox() {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cl-archives-')));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a tool, which must succeed. */
export function tool(cwd: string, command: string, ...words: string[]): Buffer {
  return execFileSync(command, words, {
    cwd,
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
}

const why = new Map<string, string | null>();

/** Why tools cannot be used here: null when all of them can, else a sentence. */
export function whyNo(...names: readonly string[]): string | null {
  for (const name of names) {
    if (!why.has(name)) why.set(name, lookFor(name));
    const reason = why.get(name);
    if (reason) return reason;
  }
  return null;
}

function lookFor(name: string): string | null {
  if (name === 'GNU tar') {
    const { stdout } = spawnSync('tar', ['--version'], { encoding: 'utf8' });
    return stdout?.includes('GNU tar') ? null : 'tar on PATH is not that of GNU';
  }
  const { error } = spawnSync(name, ['--version'], { stdio: 'ignore' });
  return error ? `no ${name} on PATH` : null;
}

/** A source of what was read, as it lies in the archive. */
export function sourceOf({ tree, replay }: Reading, extent: Source['extent'] = 'prefix'): Source {
  const nameOf = (path: string) => path;
  return new TreeSource(tree, { kind: 'tar', extent, isPlaced: true, nameOf, replay });
}

/** What a tar stream in memory holds. */
export async function readBytes(bytes: Buffer, chunk = bytes.length): Promise<Reading> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  return readTarStream(chunks(), 'it', reading);
}

export interface View {
  /** Whether the times are told, in whole seconds; zip files keep even ones in local time only. */
  readonly times: boolean;
  /** Whether owners and the number of names are. */
  readonly inodes: boolean;
}

export const EVERYTHING: View = { times: true, inodes: true };

/** All that a source says of what is below a folder: path → one line; names of one file are told to be that. */
export async function picture(
  source: Source,
  root: string,
  { times, inodes }: View = EVERYTHING,
): Promise<Record<string, string>> {
  const lines: Record<string, string> = {};
  const names = new Map<string, string>();
  const files: string[] = [];
  const folders = [''];
  for (const folder of folders) {
    const items = source.list(`${root}${folder}` || '/');
    if (items.kind !== 'ok') throw new Error(`${folder}: ${items.kind}`);
    for (const { name, kind } of items.value.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${name}`;
      const stat = source.lstat(root + path);
      if (stat.kind !== 'ok' || stat.value.kind !== kind) throw new Error(`${path}: ${stat.kind}`);
      const { mode, uid, gid, links, size, identity, modified } = stat.value;
      const first = names.get(identity) ?? path;
      names.set(identity, first);
      const words: string[] = [kind];
      // A link has no mode of its own.
      if (kind !== 'symlink') words.push((mode & 0o7777).toString(8));
      if (inodes) words.push(`${uid}:${gid}`);
      if (inodes && kind !== 'directory') words.push(`${links} names, ${first}`);
      if (times && kind !== 'symlink') words.push(String(Math.floor(modified / 1000)));
      if (kind === 'symlink') words.push(`-> ${text(source.readlink(root + path))}`);
      if (kind === 'file') words.push(String(size));
      if (kind === 'file') files.push(path);
      if (kind === 'directory') folders.push(path);
      lines[path] = words.join(' ');
    }
  }
  const jobs = files.map((path) => ({ path: root + path, inode: null, patch: null }));
  for await (const answers of source.digest(jobs, reading.signal, () => {})) {
    for (const [job, digest] of answers) {
      const path = job.path.slice(root.length);
      lines[path] += ` ${digest.kind === 'read' ? digest.sha256 : digest.code}`;
    }
  }
  return lines;
}

/** The hashes of files whose bytes are asked for: those that were not kept are read once more. */
export async function hashesOfBytes(
  source: Source,
  paths: readonly string[],
): Promise<Record<string, string>> {
  const read = await source.read(paths, 2 ** 26);
  const hashes = Array.from(read, ([path, result]) => [
    path,
    result.kind === 'ok' ? sha256(result.value) : result.kind,
  ]);
  return Object.fromEntries(hashes);
}

export function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function text(result: ReturnType<Source['readlink']>): string {
  return result.kind === 'ok' ? JSON.stringify(result.value) : result.kind;
}

// ---------------------------------------------------------------- by hand: what no tool would write

export interface ByHand {
  /** Latin-1, as all bytes here. */
  readonly name?: string;
  readonly flag?: string;
  readonly target?: string;
  readonly data?: Buffer | string;
  /** What stands in the field, where that is not the length of the data. */
  readonly size?: Buffer | string;
  readonly magic?: string;
}

const BLOCK = 512;

/** One entry of a tar archive, its header and its data (POSIX, “ustar Interchange Format”). */
export function entry({ name = 'f', flag = '0', target = '', data = '', ...more }: ByHand): Buffer {
  const bytes = Buffer.from(data as string, 'latin1');
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  const put = (at: number, value: Buffer | string) =>
    Buffer.from(value as string, 'latin1').copy(header, at);
  put(0, name.slice(0, 100));
  put(100, octal(flag === '5' ? 0o755 : 0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, more.size ?? octal(bytes.length, 11));
  put(136, octal(1_700_000_000, 11));
  put(156, flag);
  put(157, target);
  put(257, more.magic ?? 'ustar\x0000');
  seal(header);
  return Buffer.concat([header, padded(bytes)]);
}

/** Writes the checksum of a header. */
export function seal(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.subarray(0, BLOCK).reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** An extended header for the entry behind it. */
export function extended(fields: Readonly<Record<string, string>>): Buffer {
  const data = Object.entries(fields).map(([key, value]) => {
    const length = key.length + value.length + 3;
    let digits = 1;
    while (String(length + digits).length > digits) digits += 1;
    return `${length + digits} ${key}=${value}\n`;
  });
  return entry({ name: 'PaxHeaders/f', flag: 'x', data: data.join('') });
}

/** Entries, and the end behind them. */
export function archive(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc(-data.length & (BLOCK - 1))]);
}
