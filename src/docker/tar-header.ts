import { toBytes } from '../bytes.ts';

/** An entry of a tar stream. Names are as `fromBytes` makes them, so that they keep their bytes. */
export interface TarEntry {
  readonly kind: 'file' | 'hardlink' | 'symlink' | 'directory';
  readonly name: string;
  readonly mode: number;
  /** In seconds. */
  readonly mtime: number;
  /** Of a file; 0 for all others. */
  readonly size: number;
  /** Where a link leads; empty for all others. */
  readonly target: string;
}

const BLOCK = 512;
const TYPES = { file: '0', hardlink: '1', symlink: '2', directory: '5', extended: 'x' } as const;

/**
 * The blocks before an entry's bytes: ustar, and before it what ustar has no room for (POSIX.1-2008, pax). tar-stream
 * would turn names that are no UTF-8 into others.
 */
export function tarHeader(entry: TarEntry): Buffer {
  const name = toBytes(entry.kind === 'directory' ? `${entry.name}/` : entry.name);
  const target = toBytes(entry.target);
  const extended: Buffer[] = [];
  if (!fits(name)) extended.push(record('path', name));
  if (!fits(target)) extended.push(record('linkpath', target));
  if (entry.size > 0o77777777777) extended.push(record('size', Buffer.from(String(entry.size))));
  const own = block(name, target, TYPES[entry.kind], entry);
  if (extended.length === 0) return own;
  const records = Buffer.concat(extended);
  const before = { mode: 0o644, mtime: 0, size: records.length };
  const head = block(Buffer.from('pax'), Buffer.alloc(0), TYPES.extended, before);
  return Buffer.concat([head, records, padding(records.length), own]);
}

/** What fills the last block of so many bytes. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What comes after the last entry. */
export const END = Buffer.alloc(2 * BLOCK);

/** Whether a name can stand in a field of ustar: ASCII, and no longer than that. */
function fits(name: Buffer): boolean {
  return name.length <= 100 && name.every((byte) => byte < 0x80);
}

/** `LENGTH path=…\n`, where the length counts its own digits. */
function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function block(
  name: Buffer,
  target: Buffer,
  type: string,
  { mode, mtime, size }: Pick<TarEntry, 'mode' | 'mtime' | 'size'>,
): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  const octal = (at: number, width: number, value: number) =>
    bytes.write(
      `${value
        .toString(8)
        .padStart(width - 1, '0')
        .slice(1 - width)}\0`,
      at,
      'latin1',
    );
  name.copy(bytes, 0, 0, 100);
  octal(100, 8, mode & 0o7777);
  // Owners are root's, as `docker build` has them.
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, size > 0o77777777777 ? 0 : size);
  octal(136, 12, Math.min(Math.max(0, Math.floor(mtime)), 0o77777777777));
  bytes.write(type, 156, 'latin1');
  target.copy(bytes, 157, 0, 100);
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.fill(' ', 148, 156);
  octal(
    148,
    7,
    bytes.reduce((sum, byte) => sum + byte, 0),
  );
  return bytes;
}
