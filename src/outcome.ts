import { SEVERITIES, type Severity } from './check.ts';
import { counting, type FailOn, type Report } from './report.ts';

/** What a command has to say, and how it ends. */
export interface Outcome {
  readonly text: string;
  /** The file it goes to; empty for standard output. */
  readonly file: string;
  readonly code: number;
  /** What goes to standard error beside it. */
  readonly aside?: string;
}

/**
 * The exit code: 1 when an environment or a file has findings at or above `failOn`; else 2 when one is unchecked or
 * there was none; else 0. What is accepted does not count.
 */
export function exitCode({ environments, files, images }: Report, failOn: FailOn): 0 | 1 | 2 {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
  const all = [...environments, ...files, ...images];
  const hasFailed = all.some(
    (one) =>
      one.verdict !== 'unchecked' &&
      counting<{ readonly severity: Severity }>(one.findings).some(({ severity }) =>
        failing.includes(severity),
      ),
  );
  if (hasFailed) return 1;
  const isUnchecked = all.some(({ verdict }) => verdict === 'unchecked');
  return isUnchecked || all.length === 0 ? 2 : 0;
}
