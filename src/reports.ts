import type { FormatName } from './choices.ts';
import { checkSymlinks } from './reports/check-symlinks.ts';
import { json } from './reports/json.ts';
import type { Reporter } from './reports/reporter.ts';
import { text } from './reports/text.ts';

/** The reporters of `--format`. */
export const FORMATS = {
  text,
  json,
  'check-symlinks': checkSymlinks,
} as const satisfies Record<FormatName, Reporter>;
