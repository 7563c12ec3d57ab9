import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { forSystem, fromBytes } from '../bytes.ts';
import { CannotRead, ExpectedError } from '../errors.ts';
import type { Reading, ReadOptions } from './archive.ts';
import { fileBlob } from './blob.ts';
import { Expansion } from './decompress.ts';
import { Intake } from './intake.ts';
import type { Sink } from './tar.ts';
import { type Header, Tree } from './tree.ts';
import { refuseMissed } from './tree-source.ts';

/**
 * Reads a zip file. Its bytes are checked against the sizes that it declares, and inflated as they flow by.
 * @param name what the user called it
 * @throws NotFound, CannotRead
 */
export async function readZipFile(
  path: string,
  name: string,
  { isHashed, signal, progress }: ReadOptions,
): Promise<Reading> {
  const { size } = await fileBlob(path, name, null);
  progress.plan(0, size);
  const tree = new Tree('prefix');
  const take = new Intake(isHashed).into(tree);
  const expansion = new Expansion(name);
  expansion.packed(size);
  await eachEntry(path, name, signal, async (zip, entry, at) => {
    progress.advance(0, entry.compressedSize);
    const header = await headerOf(zip, entry, name);
    const sink = take(header, { at, offset: -1 });
    if (sink) await pour(zip, entry, sink, expansion);
  });
  return {
    tree,
    replay: async (wanted, again) => {
      const sinks = new Map(Array.from(wanted, ([node, { sink }]) => [node.at, { node, sink }]));
      let found = 0;
      await eachEntry(path, name, again, async (zip, entry, at) => {
        const one = sinks.get(at);
        if (one?.node.size !== entry.uncompressedSize) return;
        found += 1;
        await pour(zip, entry, one.sink, expansion);
      });
      refuseMissed(name, wanted.size, found);
    },
  };
}

async function eachEntry(
  path: string,
  name: string,
  signal: AbortSignal,
  onEntry: (zip: ZipFile, entry: Entry, at: number) => Promise<void>,
): Promise<void> {
  let zip: ZipFile | null = null;
  try {
    // Names stay bytes: yauzl would decode those of old tools as IBM's code page 437.
    zip = await openPromise(forSystem(path) as string, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
    });
    let at = 0;
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      await onEntry(zip, entry, at);
      at += 1;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, name);
  } finally {
    zip?.close();
  }
}

/** Hands on what an entry unpacks to. */
async function pour(zip: ZipFile, entry: Entry, sink: Sink, expansion: Expansion): Promise<void> {
  // Most of a thousand empty files would take longer than all others.
  if (entry.uncompressedSize === 0 && entry.crc32 === 0) {
    sink.finish();
    return;
  }
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let sum = 0;
  for await (const chunk of stream) {
    expansion.unpacked(chunk.length);
    sum = crc32(chunk, sum);
    sink.update(chunk);
  }
  if (sum !== entry.crc32) throw wrongChecksum();
  sink.finish();
}

function wrongChecksum(): Error {
  return new Error('a file in it has another checksum than recorded');
}

const UNIX = 3;
const MACOS = 19;
/** The longest text of a link, in bytes (PATH_MAX). */
const LONGEST_TARGET = 4096;

/** The mode of a Unix file stands in the upper half of its external attributes (Info-ZIP, `zip.h`). */
async function headerOf(zip: ZipFile, entry: Entry, name: string): Promise<Header> {
  const path = fromBytes(entry.fileName as unknown as Buffer);
  const isUnix = [UNIX, MACOS].includes(entry.versionMadeBy >> 8);
  const attributes = isUnix ? entry.externalFileAttributes >>> 16 : 0;
  const kind = kindOf(attributes & 0o170000, path);
  const mode = attributes & 0o7777 || (kind === 'directory' ? 0o755 : 0o644);
  if (entry.isEncrypted()) {
    throw new CannotRead(`${name} is encrypted.`, 'Decrypt it first, and verify the result.');
  }
  const modified = entry.getLastModDate().getTime() || 0;
  const header = { name: path, kind, target: '', size: 0, mode, uid: 0, gid: 0, modified };
  if (kind === 'file') return { ...header, size: entry.uncompressedSize };
  return kind === 'symlink' ? { ...header, target: await textOf(zip, entry, path) } : header;
}

function kindOf(type: number, path: string): Header['kind'] {
  if (path.endsWith('/')) return 'directory';
  if (type === 0o120000) return 'symlink';
  if (type === 0o040000) return 'directory';
  if (type === 0o010000) return 'fifo';
  return type === 0o060000 || type === 0o020000 ? 'device' : 'file';
}

async function textOf(zip: ZipFile, entry: Entry, path: string): Promise<string> {
  if (entry.uncompressedSize > LONGEST_TARGET) {
    throw new CannotRead(`“${path}” in it is a link of more than ${LONGEST_TARGET} bytes.`, '');
  }
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw wrongChecksum();
  return fromBytes(bytes);
}

/** What yauzl and zlib throw at a file that is no sound zip file has no code, or one of zlib. */
function explain(error: unknown, name: string): unknown {
  if (error instanceof ExpectedError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code !== '' && !code.startsWith('Z_')) return error;
  const isNone = /end of central directory/i.test(error.message);
  return new CannotRead(
    isNone ? `${name} is no zip file, or is cut.` : `${name} is damaged: ${error.message}.`,
    isNone
      ? 'A tar archive is named with tar: instead. Else make or copy it again.'
      : 'Make or copy it again.',
    { cause: error },
  );
}
