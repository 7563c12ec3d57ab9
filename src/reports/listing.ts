import stringWidth from 'string-width';
import { printable, startOfLine } from '../bytes.ts';
import type { ListedEnvironment } from '../list.ts';

/** The environments of a machine as a table. */
export function listing(environments: readonly ListedEnvironment[]): string {
  const rows = environments.map((one) => [
    printable(one.name),
    one.installer,
    String(one.packages),
    `${(one.recordBytes / 1e6).toFixed(1)} MB`,
    one.lastChange?.slice(0, 10) ?? '',
    printable(one.prefix),
  ]);
  return table(['NAME', 'INSTALLER', 'PACKAGES', 'RECORDS', 'CHANGED', 'PREFIX'], rows, [2, 3]);
}

/** Rows under a head, in columns without lines; the columns numbered in `right` are numbers. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => stringWidth(row[at] ?? ''))));
  const line = (row: readonly string[]) =>
    row.map((cell, at) => pad(cell, widths[at] ?? 0, right.includes(at))).join('  ');
  return all.map((row) => `${startOfLine(line(row).trimEnd())}\n`).join('');
}

function pad(cell: string, width: number, isRight: boolean): string {
  const room = ' '.repeat(width - stringWidth(cell));
  return isRight ? room + cell : cell + room;
}
