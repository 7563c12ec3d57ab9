import { fromBytes } from './bytes.ts';

/** What an ELF file says of itself (elf(5), ld.so(8)), as far as it could be read. Names keep their bytes. */
export interface Elf {
  readonly bits: 32 | 64;
  readonly order: 'little' | 'big';
  /** `e_machine`, e.g. 62 for x86-64, 183 for AArch64. */
  readonly machine: number;
  /** `e_type`: 1 an object file, 2 a program, 3 a library or a program that may lie anywhere, 4 a core. */
  readonly type: number;
  /** The loader that a program asks for. */
  readonly interpreter: string | null;
  /** The libraries that it needs, in their order: sonames, or paths. */
  readonly needed: readonly string[];
  /** Folders to look for them in, with `:` between. */
  readonly rpath: string | null;
  readonly runpath: string | null;
  readonly soname: string | null;
}

/** Bytes of a file, from and up to. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Bytes that are to be looked at next. */
export interface Ask extends Range {
  /** Where later ones may lie: whoever sees the bytes only once keeps those of here, and no others. */
  readonly keep: readonly Range[];
}

const MAGIC = 0x7f454c46;
const EVERYTHING: readonly Range[] = [{ start: 0, end: Number.MAX_SAFE_INTEGER }];
/** The kernel takes no more program headers than this, in bytes (`load_elf_phdrs`). */
const MOST_SEGMENTS = 1 << 16;
/** As much of the dynamic section as is looked at, in bytes; real ones have a kilobyte. */
const MOST_DYNAMIC = 1 << 16;
/** PATH_MAX, in bytes. */
const LONGEST_PATH = 4096;
/** A list of folders may be longer than a path; in bytes. */
const LONGEST_STRING = 1 << 14;
/** All strings of one file together, in bytes: they may overlap, so that a small file could tell very much. */
const MOST_TEXT = 1 << 16;
const MOST_NEEDED = 512;
/** Names are rarely longer; in bytes. */
const USUAL_STRING = 256;

const CORE = 4;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PF_X = 1;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_SONAME = 14;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

/** Whether bytes start as those of an ELF file. */
export function isElf(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32BE(0) === MAGIC;
}

/** What the bytes of a whole file say; null when it is no ELF file, or makes no sense. Never throws. */
export function readElf(bytes: Buffer): Elf | null {
  if (!isElf(bytes)) return null;
  return readElfBy(({ start, end }) => bytes.subarray(start, end));
}

/**
 * The same for a file of which parts can be read.
 * @param read gives the bytes of a range, fewer where there are no more; they may be overwritten later
 * @throws what `read` throws
 */
export function readElfBy(read: (range: Range) => Buffer): Elf | null {
  const facts = elfFacts();
  let step = facts.next();
  while (!step.done) step = facts.next(read(step.value));
  return step.value;
}

/**
 * Asks for one range after the other, those that lie ahead in the order of the file, and ends with what they
 * said. Whatever a file claims, each range and their number are bounded. Fewer bytes than asked for mean
 * that there are no more, or that they are unknown.
 */
export function* elfFacts(): Generator<Ask, Elf | null, Buffer> {
  const head = readHead(yield { start: 0, end: 64, keep: EVERYTHING });
  if (!head) return null;
  const { start, end } = head.table;
  const segments = readSegments(head, yield { start, end, keep: EVERYTHING });
  if (!segments) return null;
  const { interp, dynamic } = segments;
  const keep = placesOfStrings(segments);
  const isInterpFirst = interp !== null && (dynamic === null || interp.start < dynamic.start);
  let interpreter = isInterpFirst ? textIn(yield { ...interp, keep }) : null;
  const table = dynamic && readDynamic(head, segments, yield { ...dynamic, keep });
  if (interp && !isInterpFirst && table && interp.start < table.strings.start) {
    interpreter = textIn(yield { ...interp, keep: [table.strings] });
  }
  const texts = table && (yield* readStrings(table));
  if (interp && !isInterpFirst && interpreter === null) {
    interpreter = textIn(yield { ...interp, keep: [] });
  }
  const { bits, order, machine, type } = head;
  return { bits, order, machine, type, interpreter, ...(texts ?? NO_TEXTS) };
}

/** The header of a file. */
interface Head extends Pick<Elf, 'bits' | 'order' | 'machine' | 'type'> {
  /** Where the program headers are. */
  readonly table: Range;
  half(bytes: Buffer, at: number): number;
  word(bytes: Buffer, at: number): number;
  /** An address, offset or size: of 32 or 64 bits. Too large a number is one beyond the end of any file. */
  long(bytes: Buffer, at: number): number;
}

function readHead(bytes: Buffer): Head | null {
  if (!isElf(bytes) || bytes.length < 52) return null;
  const bits = [null, 32, 64][bytes[4] ?? 0] as 32 | 64 | null | undefined;
  const order = [null, 'little', 'big'][bytes[5] ?? 0] as Elf['order'] | null | undefined;
  if (!bits || !order || (bits === 64 && bytes.length < 64)) return null;
  const isLittle = order === 'little';
  const half = (from: Buffer, at: number) =>
    isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at);
  const word = (from: Buffer, at: number) =>
    isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at);
  const long = (from: Buffer, at: number) => {
    if (bits === 32) return word(from, at);
    const high = word(from, isLittle ? at + 4 : at);
    return high >= 1 << 20 ? BEYOND : high * 2 ** 32 + word(from, isLittle ? at : at + 4);
  };
  const offset = long(bytes, bits === 64 ? 32 : 28);
  const size = half(bytes, bits === 64 ? 54 : 42);
  const count = half(bytes, bits === 64 ? 56 : 44);
  const length = size * count;
  if (length > MOST_SEGMENTS || (count > 0 && size !== SEGMENT[bits])) return null;
  const start = count > 0 ? offset : 0;
  const table = { start, end: start + length };
  const [type, machine] = [half(bytes, 16), half(bytes, 18)];
  return { bits, order, machine, type, table, half, word, long };
}

/** In bytes. */
const SEGMENT = { 32: 32, 64: 56 } as const;
const BEYOND = 2 ** 52;

/** A part of the file that is mapped to an address. */
interface Load extends Range {
  readonly address: number;
  /** Whether it is mapped to be executed. */
  readonly isCode: boolean;
}

interface Segments {
  readonly loads: readonly Load[];
  readonly interp: Range | null;
  readonly dynamic: Range | null;
}

/** Reads the program headers; null where the file ends before they do. A core has none that matter. */
function readSegments(head: Head, bytes: Buffer): Segments | null {
  const { bits, type, table, word, long } = head;
  if (bytes.length < table.end - table.start) return null;
  const loads: Load[] = [];
  let interp: Range | null = null;
  let dynamic: Range | null = null;
  if (type === CORE) return { loads, interp, dynamic };
  const [offsetAt, addressAt, sizeAt, flagsAt] = bits === 64 ? [8, 16, 32, 4] : [4, 8, 16, 24];
  for (let at = 0; at < bytes.length; at += SEGMENT[bits]) {
    const start = long(bytes, at + offsetAt);
    const size = long(bytes, at + sizeAt);
    if (size === 0) continue;
    const kind = word(bytes, at);
    if (kind === PT_LOAD) {
      const address = long(bytes, at + addressAt);
      const isCode = (word(bytes, at + flagsAt) & PF_X) !== 0;
      loads.push({ start, end: start + size, address, isCode });
    } else if (kind === PT_INTERP && size <= LONGEST_PATH) interp ??= { start, end: start + size };
    else if (kind === PT_DYNAMIC) {
      dynamic ??= { start, end: start + Math.min(size, MOST_DYNAMIC) };
    }
  }
  return { loads, interp, dynamic };
}

/**
 * Linkers put the strings into the first part of a file. Where patchelf puts a part before that, it is the
 * second; or it puts them into that of the dynamic section.
 */
function placesOfStrings({ loads, dynamic }: Segments): Range[] {
  if (!dynamic) return [];
  const [first, second] = [...loads].sort((a, b) => a.start - b.start);
  const around = loads.find(({ start, end }) => start <= dynamic.start && dynamic.start < end);
  const likely = [first, second?.isCode ? undefined : second, around];
  return likely.flatMap((one) => (one ? [{ start: one.start, end: one.end }] : []));
}

/** The dynamic section: where each string starts, from the start of the file. */
interface Table {
  readonly strings: Range;
  readonly needed: readonly number[];
  readonly rpath: number | null;
  readonly runpath: number | null;
  readonly soname: number | null;
}

/** Null where it has no strings, or names some that are not in its table. */
function readDynamic({ bits, long }: Head, { loads }: Segments, bytes: Buffer): Table | null {
  const needed: number[] = [];
  const first = new Map<number, number>();
  const width = bits / 8;
  for (let at = 0; at + 2 * width <= bytes.length; at += 2 * width) {
    const tag = long(bytes, at);
    const value = long(bytes, at + width);
    if (tag === DT_NULL) break;
    if (tag === DT_NEEDED) needed.push(value);
    else if (!first.has(tag)) first.set(tag, value);
  }
  const address = first.get(DT_STRTAB);
  const load = loads.find(
    (one) =>
      address !== undefined &&
      one.address <= address &&
      address < one.address + one.end - one.start,
  );
  if (address === undefined || !load || needed.length > MOST_NEEDED) return null;
  const start = load.start + address - load.address;
  const strings = { start, end: Math.min(load.end, start + (first.get(DT_STRSZ) ?? BEYOND)) };
  const placeOf = (tag: number) => {
    const value = first.get(tag);
    return value === undefined ? null : start + value;
  };
  const table = {
    strings,
    needed: needed.map((value) => start + value),
    rpath: placeOf(DT_RPATH),
    runpath: placeOf(DT_RUNPATH),
    soname: placeOf(DT_SONAME),
  };
  const { rpath, runpath, soname } = table;
  const all = [...table.needed, rpath, runpath, soname];
  return all.every((place) => place === null || place < strings.end) ? table : null;
}

type Texts = Pick<Elf, 'needed' | 'rpath' | 'runpath' | 'soname'>;

const NO_TEXTS: Texts = { needed: [], rpath: null, runpath: null, soname: null };

/** All or nothing: a table whose strings have no end is none, and half of a list would be a wrong one. */
function* readStrings({
  strings,
  needed,
  rpath,
  runpath,
  soname,
}: Table): Generator<Ask, Texts | null, Buffer> {
  const texts = new Map<number, string>();
  let left = MOST_TEXT;
  for (const start of [...needed, rpath, runpath, soname]) {
    if (start === null || texts.has(start)) continue;
    let text: string | null = null;
    for (const length of [USUAL_STRING, LONGEST_STRING]) {
      const end = Math.min(start + length, strings.end);
      text ??= textIn(yield { start, end, keep: [strings] });
    }
    left -= text?.length ?? left + 1;
    if (text === null || left < 0) return null;
    texts.set(start, text);
  }
  const textAt = (start: number | null) => (start === null ? null : (texts.get(start) ?? null));
  return {
    needed: needed.flatMap((start) => texts.get(start) ?? []),
    rpath: textAt(rpath),
    runpath: textAt(runpath),
    soname: textAt(soname),
  };
}

/** The string at the start of some bytes; null where it does not end in them. */
function textIn(bytes: Buffer): string | null {
  const end = bytes.indexOf(0);
  return end < 0 ? null : fromBytes(bytes.subarray(0, end));
}

/** In characters: more than a hundred thousand libraries have to say that is not the same. */
const MOST_SHARED = 1 << 26;

/** Holds equal strings and lists of many files once; of more than fits into memory nothing is known. */
export class ElfPool {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  #left = MOST_SHARED;

  /** The same facts, in memory that others share. */
  share(elf: Elf): Elf | null {
    const shared = {
      ...elf,
      interpreter: this.#text(elf.interpreter),
      needed: this.#list(elf.needed),
      rpath: this.#text(elf.rpath),
      runpath: this.#text(elf.runpath),
      soname: this.#text(elf.soname),
    };
    return this.#left >= 0 ? shared : null;
  }

  #text<T extends string | null>(text: T): T {
    if (text === null) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known as T;
    this.#left -= text.length;
    if (this.#left >= 0) this.#texts.set(text, text);
    return text;
  }

  #list(list: readonly string[]): readonly string[] {
    const key = list.join('\0');
    const known = this.#lists.get(key);
    if (known) return known;
    this.#left -= key.length;
    const shared = list.map((text) => this.#text(text));
    if (this.#left >= 0) this.#lists.set(key, shared);
    return shared;
  }
}
