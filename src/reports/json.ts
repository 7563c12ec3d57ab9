import type { Reporter } from './reporter.ts';

/**
 * The report itself. JSON escapes all control characters; `##[` is escaped as well, for in the log of a
 * workflow it would start a command.
 */
export const json: Reporter = (report) =>
  `${JSON.stringify(report, null, 2).replaceAll('##[', '\\u0023#[')}\n`;
