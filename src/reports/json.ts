import { legible, printableJson } from '../bytes.ts';
import type { Reporter } from './reporter.ts';

/** The report itself. */
export const json: Reporter = (report) => toJson(report);

/**
 * Any data as JSON that is safe to print. Bytes that are no UTF-8 stand as `\xNN`; `##[` is escaped, for in
 * the log of a workflow it would start a command.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_, one) => (typeof one === 'string' ? legible(one) : one), 2);
  return `${printableJson(text)}\n`;
}
