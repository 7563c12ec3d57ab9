import type { Report } from './report.ts';
import { checkSymlinks } from './reports/check-symlinks.ts';
import { json } from './reports/json.ts';
import { text } from './reports/text.ts';

/** How a report is shown. */
export interface View {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
}

/** Turns a report into text that ends with a newline; knows nothing of files and terminals. */
export type Reporter = (report: Report, view: View) => string;

/** The formats of `--format`. */
export const FORMATS = {
  text,
  json,
  'check-symlinks': checkSymlinks,
} as const satisfies Record<string, Reporter>;

export type FormatName = keyof typeof FORMATS;
