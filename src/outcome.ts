import { SEVERITIES } from './check.ts';
import type { FailOn, Report } from './report.ts';

/** What a command has to say, and how it ends. */
export interface Outcome {
  readonly text: string;
  /** The file it goes to; empty for standard output. */
  readonly file: string;
  readonly code: number;
}

/**
 * The exit code: 1 when an environment has findings at or above `failOn`; else 2 when one is unchecked or
 * there was none; else 0.
 */
export function exitCode({ environments }: Report, failOn: FailOn): 0 | 1 | 2 {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
  const hasFailed = environments.some(
    (one) =>
      one.verdict !== 'unchecked' &&
      one.findings.some(({ severity }) => failing.includes(severity)),
  );
  if (hasFailed) return 1;
  const isUnchecked = environments.some(({ verdict }) => verdict === 'unchecked');
  return isUnchecked || environments.length === 0 ? 2 : 0;
}
