import { once } from 'node:events';
import { extract } from 'tar-stream';
import { unlessAborted } from '../abort.ts';
import { fromBytes } from '../bytes.ts';
import { CannotRead, Damaged, ExpectedError } from '../errors.ts';
import { refuseBomb } from './decompress.ts';
import { type Pax, type Sparse, SparseSink, sparseOf } from './sparse.ts';
import type { Header, Place } from './tree.ts';

/** Where the bytes of an entry go as they flow by; a chunk may be reused afterwards. */
export interface Sink {
  update(chunk: Buffer): void;
  finish(): void;
}

export interface TarOptions {
  /** What to call it in a message, e.g. `/backup/ml.tar`. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Whether it may lack the zeros at its end; something else must prove then that it is complete. */
  readonly mayLackEnd: boolean;
}

const BLOCK = 512;

/**
 * Reads a tar stream to its end, entry by entry.
 * @param onEntry says where the bytes of an entry go; null for nowhere
 * @throws CannotRead when it is no tar archive, is cut anywhere, or holds what cannot be judged
 * @throws whatever `onEntry` and sinks throw, and what the stream itself fails with
 */
export async function readTar(
  stream: AsyncIterable<Buffer>,
  { name, signal, mayLackEnd }: TarOptions,
  onEntry: (header: Header, place: Place) => Sink | null,
): Promise<void> {
  const seen = new Seen();
  // One chunk at a time, so that `seen` is where the parser is.
  const parser = extract({
    filenameEncoding: 'latin1',
    allowUnknownFormat: true,
    highWaterMark: 1,
  } as object);
  keepBytes(parser);
  const isPastEnd = noticeEnd(parser);
  let count = 0;
  let end = 0;
  let holes = 0;
  const attempt = (step: () => void) => {
    try {
      step();
    } catch (error) {
      parser.destroy(error as Error);
    }
  };
  parser.on('entry', (header, content, next) => {
    const raw = header as unknown as RawHeader;
    // What ends the parser ends the entry too; an error that nobody listens to would end the process.
    content.on('error', () => {});
    attempt(() => {
      if (isPastEnd()) {
        throw new CannotRead(
          `${name} has another archive behind its end, which is unpacked only where zeros are ignored.`,
          'Join archives with tar --concatenate; or verify each for itself.',
        );
      }
      // tar-stream has no number for some sizes in base 256, and would wait for ever.
      if (!Number.isSafeInteger(raw.size)) throw new Error('Invalid header');
      // A hard link has no bytes of its own, whatever size it tells (GNU tar, read_header).
      if (raw.type === 'link') {
        Object.assign(raw, { size: 0 });
        Object.assign(parser, { _missing: 0 });
      }
      // Holes cost no more to store than zeros to compress.
      const sparse = sparseOf(raw.pax, raw.name);
      holes += Math.max(0, (sparse?.size ?? 0) - raw.size);
      refuseBomb(name, seen.total + raw.size, holes);
      end = raw.byteOffset + (raw.type === 'directory' ? 0 : Math.ceil(raw.size / BLOCK) * BLOCK);
      const flag = seen.byteAt(raw.byteOffset - BLOCK + TYPE_FLAG);
      const sink = sinkOf({ raw, flag, sparse, at: count }, onEntry);
      count += 1;
      if (sink) content.on('data', (chunk) => attempt(() => sink.update(chunk as Buffer)));
      content.on('end', () => {
        attempt(() => sink?.finish());
        next();
      });
      content.resume();
    });
  });
  try {
    // The stream may be one that never says anything more.
    await unlessAborted(
      pump(stream, parser, (chunk) => seen.add(chunk)),
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    throw explain(error, name, count);
  } finally {
    parser.destroy();
  }
  if (seen.total === 0) throw new CannotRead(`${name} is empty.`, AGAIN);
  const isEnded = seen.total - end >= BLOCK && seen.zeros >= seen.total - end;
  if (mayLackEnd || isEnded) return;
  throw new CannotRead(
    `${name} is cut: it has no end after its last entry.`,
    `What came behind it is lost. ${AGAIN}`,
  );
}

const AGAIN = 'Make or copy it again.';
const TYPE_FLAG = 156;

/** What tar-stream says of an entry; its own types leave some of it out. */
interface RawHeader {
  readonly name: string;
  readonly linkname: string | null;
  readonly type: string | null;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: Date;
  readonly byteOffset: number;
  readonly pax: Pax | null;
}

async function pump(
  stream: AsyncIterable<Buffer>,
  parser: ReturnType<typeof extract>,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  let failure: Error | null = null;
  const closed = new Promise<void>((resolve) => parser.on('close', () => resolve()));
  parser.on('error', (error: Error) => {
    failure = error;
  });
  try {
    for await (const chunk of stream) {
      onChunk(chunk);
      if (!parser.write(chunk)) await Promise.race([drained(parser), closed]);
      if (parser.destroyed) break;
    }
    (parser as unknown as { end(): void }).end();
  } catch (error) {
    parser.destroy(error as Error);
  }
  await closed;
  if (failure) throw failure;
}

async function drained(parser: ReturnType<typeof extract>): Promise<void> {
  await once(parser as unknown as NodeJS.EventEmitter, 'drain').catch(() => {});
}

function sinkOf(
  { raw, flag, sparse, at }: { raw: RawHeader; flag: string; sparse: Sparse | null; at: number },
  onEntry: (header: Header, place: Place) => Sink | null,
): Sink | null {
  const header = toHeader(raw, flag, sparse);
  if (!header) return null;
  const sink = onEntry(header, { at, offset: sparse ? -1 : raw.byteOffset });
  return sparse && sink ? new SparseSink(sparse, sink) : sink;
}

/** What tar-stream says of an entry, in our words; null for what is no part of the file system. */
function toHeader(raw: RawHeader, flag: string, sparse: Sparse | null): Header | null {
  const name = nameOf(sparse?.name ?? raw.name);
  const isFolderOfOld = raw.type === 'file' && flag === '\0' && name.endsWith('/');
  const kind = isFolderOfOld ? 'directory' : kindOf(raw.type, flag, name);
  if (kind === null) return null;
  return {
    name,
    kind,
    target: nameOf(raw.linkname ?? ''),
    size: kind === 'file' ? (sparse?.size ?? raw.size) : 0,
    mode: raw.mode,
    uid: Number(raw.pax?.['uid'] ?? raw.uid),
    gid: Number(raw.pax?.['gid'] ?? raw.gid),
    modified: raw.pax?.['mtime'] ? Number(raw.pax['mtime']) * 1000 : raw.mtime.getTime(),
  };
}

/** A name is bytes, which tar-stream was told to take for latin1. */
function nameOf(name: string): string {
  return fromBytes(Buffer.from(name, 'latin1'));
}

/** tar-stream takes extended headers for UTF-8, and loses the bytes of names that are none. */
function keepBytes(parser: ReturnType<typeof extract>): void {
  const own = parser as unknown as {
    readonly _header: { readonly type: string };
    _pax: Pax | null;
    _paxGlobal: Pax | null;
    _decodeLongHeader(bytes: Buffer): void;
  };
  const decode = own._decodeLongHeader.bind(parser);
  own._decodeLongHeader = (bytes) => {
    const { type } = own._header;
    if (type === 'pax-global-header') own._paxGlobal = decodePax(bytes);
    else if (type === 'pax-header') own._pax = { ...own._paxGlobal, ...decodePax(bytes) };
    else decode(bytes);
  };
}

/** Whether zeros came where an entry was due: there tar ends, and tar-stream goes on. */
function noticeEnd(parser: ReturnType<typeof extract>): () => boolean {
  const own = parser as unknown as { readonly _header: object | null; _consumeHeader(): boolean };
  const consume = own._consumeHeader.bind(parser);
  let isEnded = false;
  own._consumeHeader = () => {
    const isConsumed = consume();
    if (isConsumed && own._header === null) isEnded = true;
    return isConsumed;
  };
  return () => isEnded;
}

/** Records of the form “length keyword=value\n” (POSIX, “pax Extended Header”). */
function decodePax(bytes: Buffer): Pax {
  const fields: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('latin1', at, space));
    if (space < 0 || !(length > 0)) throw new Error('Invalid header');
    const record = bytes.toString('latin1', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    fields[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return fields;
}

const KINDS: Readonly<Record<string, Header['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'hardlink',
  symlink: 'symlink',
  directory: 'directory',
  fifo: 'fifo',
  'character-device': 'device',
  'block-device': 'device',
};

/** @throws CannotRead for kinds whose bytes cannot be understood */
function kindOf(type: string | null, flag: string, name: string): Header['kind'] | null {
  const kind = KINDS[type ?? ''];
  if (kind) return kind;
  // GNU's: a folder of an incremental backup, the label of a volume.
  if (flag === 'D') return 'directory';
  if (flag === 'V') return null;
  throw new CannotRead(
    flag === 'S'
      ? `“${name}” in it is a sparse file of GNU tar’s old format, which cannot be read.`
      : `“${name}” in it is of a kind that is not known (${JSON.stringify(flag)}).`,
    'Make the archive again with: tar --format=posix',
  );
}

/** Tells archives that are damaged from all else that can go wrong. */
function explain(error: unknown, name: string, count: number): unknown {
  if (error instanceof ExpectedError || !(error instanceof Error)) return error;
  const { message } = error;
  if (!/tar header|Invalid header|Unexpected end of data|exceeds max size/.test(message)) {
    return error;
  }
  const isCut = message.includes('end of data');
  const isNone = count === 0 ? `is no tar archive${isCut ? ', or is cut' : ''}` : null;
  const what = isNone ?? (isCut ? 'is cut' : 'is damaged');
  const where = count > 0 ? `, after ${count.toLocaleString('en-US')} entries` : '';
  return new Damaged(`${name} ${what}${where}.`, AGAIN, { cause: error });
}

/** As long as the longest chunks are. */
const ZEROS = Buffer.alloc(1 << 20);

/** What has flowed by: how much, how many zeros at its end, and the last of it. */
class Seen {
  total = 0;
  zeros = 0;
  #before: Buffer = Buffer.alloc(0);
  #chunk: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.#before = Buffer.concat([this.#before, this.#chunk.subarray(-BLOCK)]).subarray(-BLOCK);
    this.#chunk = chunk;
    this.total += chunk.length;
    if (chunk.length <= ZEROS.length && chunk.equals(ZEROS.subarray(0, chunk.length))) {
      this.zeros += chunk.length;
      return;
    }
    let zeros = 0;
    while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros += 1;
    this.zeros = zeros === chunk.length ? this.zeros + zeros : zeros;
  }

  /** The character at a place that flowed by just now; empty when that was longer ago. */
  byteAt(offset: number): string {
    const inChunk = offset - (this.total - this.#chunk.length);
    const byte = inChunk >= 0 ? this.#chunk[inChunk] : this.#before.at(inChunk);
    return byte === undefined ? '' : String.fromCharCode(byte);
  }
}
