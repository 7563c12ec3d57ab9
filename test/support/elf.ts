// ELF files made by hand: as small as they can be, and as broken as they are wanted.

export interface ElfPlan {
  readonly bits?: 32 | 64;
  readonly order?: 'little' | 'big';
  /** `e_machine`; 62 is x86-64. */
  readonly machine?: number;
  /** `e_type`; 2 a program, 3 a library. */
  readonly type?: number;
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  readonly soname?: string;
  /** So many bytes stand before the dynamic section, and after all. */
  readonly padding?: number;
  /** As patchelf does: the strings behind the dynamic section, in a part of their own. */
  readonly areStringsLast?: boolean;
}

const PT = { load: 1, dynamic: 2, interp: 3 };
const DT = { null: 0, needed: 1, strtab: 5, strsz: 10, soname: 14, rpath: 15, runpath: 29 };
/** Where the first part is mapped; an address is not an offset. */
const BASE = 0x400000;

/** The bytes of an ELF file that says this of itself. */
export function elf(plan: ElfPlan = {}): Buffer {
  const { bits = 64, order = 'little', machine = 62, type = 3, padding = 0 } = plan;
  const wide = bits === 64;
  const number = (value: number, size: 2 | 4 | 8) => {
    const bytes = Buffer.alloc(size);
    const low = size === 2 ? value & 0xffff : value >>> 0;
    const high = Math.floor(value / 2 ** 32);
    if (size === 2) order === 'little' ? bytes.writeUInt16LE(low) : bytes.writeUInt16BE(low);
    else if (order === 'little') bytes.writeUInt32LE(low, 0);
    else bytes.writeUInt32BE(low, size - 4);
    if (size === 8 && order === 'little') bytes.writeUInt32LE(high, 4);
    else if (size === 8) bytes.writeUInt32BE(high, 0);
    return bytes;
  };
  const long = (value: number) => number(value, wide ? 8 : 4);

  let strings = '\0';
  const at = (text: string) => {
    const place = strings.length;
    strings += `${text}\0`;
    return place;
  };
  const { needed = [], soname, rpath, runpath, interpreter } = plan;
  const isDynamic = needed.length > 0 || [soname, rpath, runpath].some((one) => one !== undefined);
  const tags: [number, number][] = needed.map((name) => [DT.needed, at(name)]);
  if (soname !== undefined) tags.push([DT.soname, at(soname)]);
  if (rpath !== undefined) tags.push([DT.rpath, at(rpath)]);
  if (runpath !== undefined) tags.push([DT.runpath, at(runpath)]);
  const table = Buffer.from(strings);
  const interp = interpreter === undefined ? Buffer.alloc(0) : Buffer.from(`${interpreter}\0`);

  const [headSize, segmentSize] = wide ? [64, 56] : [52, 32];
  const count = (plan.areStringsLast ? 2 : 1) + (isDynamic ? 1 : 0) + (interp.length > 0 ? 1 : 0);
  const interpAt = headSize + segmentSize * count;
  const align = (value: number) => Math.ceil(value / 16) * 16;
  const dynamicSize = (tags.length + 3) * 2 * (wide ? 8 : 4);
  const firstTable = align(interpAt + interp.length);
  const dynamicAt = align(firstTable + (plan.areStringsLast ? 0 : table.length) + padding);
  const tableAt = plan.areStringsLast ? align(dynamicAt + dynamicSize + padding) : firstTable;
  const firstEnd = plan.areStringsLast
    ? dynamicAt + dynamicSize
    : dynamicAt + dynamicSize + padding;
  // The second part is mapped elsewhere than the first.
  const tableAddress = plan.areStringsLast ? 2 * BASE : BASE + tableAt;
  tags.push([DT.strtab, tableAddress], [DT.strsz, table.length], [DT.null, 0]);

  const segment = (kind: number, start: number, address: number, size: number) =>
    wide
      ? [number(kind, 4), number(4, 4), ...[start, address, address, size, size, 8].map(long)]
      : [number(kind, 4), ...[start, address, address, size, size, 4, 8].map(long)];
  const segments = [
    ...(interp.length > 0 ? segment(PT.interp, interpAt, BASE + interpAt, interp.length) : []),
    ...segment(PT.load, 0, BASE, firstEnd),
    ...(plan.areStringsLast ? segment(PT.load, tableAt, 2 * BASE, table.length) : []),
    ...(isDynamic ? segment(PT.dynamic, dynamicAt, BASE + dynamicAt, dynamicSize) : []),
  ];
  const head = [
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, order === 'little' ? 1 : 2, 1]),
    Buffer.alloc(9),
    ...[type, machine].map((value) => number(value, 2)),
    number(1, 4),
    ...[0, headSize, 0].map(long),
    number(0, 4),
    ...[headSize, segmentSize, count, 0, 0, 0].map((value) => number(value, 2)),
  ];
  const bytes = Buffer.alloc(Math.max(firstEnd, tableAt + table.length));
  Buffer.concat([...head, ...segments]).copy(bytes);
  interp.copy(bytes, interpAt);
  table.copy(bytes, tableAt);
  if (isDynamic) Buffer.concat(tags.flat().map(long)).copy(bytes, dynamicAt);
  return bytes;
}

/** The loader of most machines, in a tree of a test. */
export const LOADER = '/lib64/ld-linux-x86-64.so.2';
/** What a machine with glibc has of its own. */
export const GLIBC = {
  [LOADER]: 'the loader',
  '/lib/x86_64-linux-gnu/libc.so.6': 'the C library',
  '/etc/ld.so.conf': 'include /etc/ld.so.conf.d/*.conf\n',
};
