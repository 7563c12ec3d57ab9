import { CannotRead } from '../errors.ts';
import type { Sink } from './tar.ts';

/** The extended header of an entry, by keyword. */
export type Pax = Readonly<Record<string, string>>;

/** A file that was stored without its holes; GNU tar's manual, “Storing Sparse Files” (formats 0.1 and 1.0). */
export interface Sparse {
  readonly name: string;
  /** With its holes, in bytes. */
  readonly size: number;
  /** Offset and length of each stretch of data, in turn; null where that stands before the data. */
  readonly map: readonly number[] | null;
}

/** A hole costs nothing to store, and time to read: more than this is not believed, in bytes. */
const LARGEST = 16 * 2 ** 30;
/** As many stretches as are held in memory. */
const MOST_STRETCHES = 100_000;

/**
 * What the extended header says of a sparse file; null when it is none.
 * @throws CannotRead for the oldest format, whose parts cannot be told apart, and for sizes beyond belief
 */
export function sparseOf(pax: Pax | null, name: string): Sparse | null {
  if (!pax || !Object.keys(pax).some((key) => key.startsWith('GNU.sparse.'))) return null;
  const real = pax['GNU.sparse.name'] ?? name;
  const size = Number(pax['GNU.sparse.realsize'] ?? pax['GNU.sparse.size']);
  const map = pax['GNU.sparse.map']?.split(',').map(Number) ?? null;
  const isFirst = pax['GNU.sparse.major'] === '1' && pax['GNU.sparse.minor'] === '0';
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST || (!isFirst && !map)) {
    throw damaged(real);
  }
  if (map) checkMap(map, size, real);
  return { name: real, size, map };
}

/** Puts the holes back while the stored bytes of a sparse file flow by. */
export class SparseSink implements Sink {
  readonly #file: Sparse;
  readonly #sink: Sink;
  #map: readonly number[] | null;
  #head: Buffer = Buffer.alloc(0);
  #stretch = 0;
  #written = 0;

  constructor(file: Sparse, sink: Sink) {
    this.#file = file;
    this.#sink = sink;
    this.#map = file.map;
  }

  update(chunk: Buffer): void {
    if (this.#map) {
      this.#fill(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    const read = readMap(this.#head, this.#file);
    if (!read) return;
    this.#map = read.map;
    this.#fill(this.#head.subarray(read.end));
    this.#head = Buffer.alloc(0);
  }

  /** @throws CannotRead when there was less than the map promises */
  finish(): void {
    this.#fill(Buffer.alloc(0));
    if (!this.#map || this.#stretch < this.#map.length) throw damaged(this.#file.name);
    this.#skipTo(this.#file.size);
    this.#sink.finish();
  }

  #fill(chunk: Buffer): void {
    const map = this.#map ?? [];
    let rest = chunk;
    while (this.#stretch < map.length) {
      const offset = map[this.#stretch] ?? 0;
      const end = offset + (map[this.#stretch + 1] ?? 0);
      if (end > offset && rest.length === 0) return;
      this.#skipTo(offset);
      const data = rest.subarray(0, end - this.#written);
      this.#sink.update(data);
      this.#written += data.length;
      rest = rest.subarray(data.length);
      if (this.#written < end) return;
      this.#stretch += 2;
    }
    if (rest.length > 0) throw damaged(this.#file.name);
  }

  #skipTo(offset: number): void {
    while (this.#written < offset) {
      const hole = ZEROS.subarray(0, Math.min(ZEROS.length, offset - this.#written));
      this.#sink.update(hole);
      this.#written += hole.length;
    }
  }
}

const ZEROS = Buffer.alloc(1 << 16);
const BLOCK = 512;

/** The map of format 1.0: numbers on lines, filled up to a block; null while more of it is to come. */
function readMap(head: Buffer, file: Sparse): { map: number[]; end: number } | null {
  const numbers: number[] = [];
  let at = 0;
  for (let wanted = 1; numbers.length < wanted; ) {
    const line = head.indexOf(0x0a, at);
    if (line < 0) {
      if (head.length - at > 32) throw damaged(file.name);
      return null;
    }
    numbers.push(Number(head.toString('latin1', at, line)));
    at = line + 1;
    const [count = 0] = numbers;
    if (!(count >= 0 && count <= MOST_STRETCHES)) throw damaged(file.name);
    wanted = 1 + 2 * count;
  }
  const end = Math.ceil(at / BLOCK) * BLOCK;
  if (head.length < end) return null;
  const map = numbers.slice(1);
  checkMap(map, file.size, file.name);
  return { map, end };
}

function checkMap(map: readonly number[], size: number, name: string): void {
  let end = 0;
  for (let at = 0; at < map.length; at += 2) {
    const offset = map[at] ?? Number.NaN;
    const length = map[at + 1] ?? Number.NaN;
    const isSound = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && length >= 0;
    if (!isSound || offset < end || offset + length > size) throw damaged(name);
    end = offset + length;
  }
}

function damaged(name: string): CannotRead {
  return new CannotRead(
    `“${name}” in it is a sparse file that cannot be read.`,
    'Make the archive again without --sparse.',
  );
}
