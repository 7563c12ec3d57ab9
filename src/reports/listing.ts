import Table from 'cli-table3';
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
  const lines = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colAligns: head.map((_, at) => (right.includes(at) ? 'right' : 'left')),
  });
  lines.push([...head], ...rows.map((row) => [...row]));
  return lines
    .toString()
    .split('\n')
    .map((line) => `${startOfLine(line.trimEnd())}\n`)
    .join('');
}

const NO_LINES = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
    ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);
