import { printable } from '../bytes.ts';
import type { Severity } from '../check.ts';
import { groupBy } from '../grouping.ts';
import {
  counting,
  type EnvironmentReport,
  type FileFinding,
  type FileReport,
  type Finding,
  type ImageReport,
  type Report,
} from '../report.ts';

/** GitHub shows ten annotations of a level for a step. */
const MOST = 10;

/** A line of a file that asks for a package. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** Where it is known. */
  readonly column?: number;
}

/** A remark that GitHub shows beside the run, or beside a line. */
export interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly place: Place | null;
}

/**
 * One annotation for each package that has findings, at the line that asks for it; ten of a level at the
 * most, the last of which then says how many more there are. Notes and what is accepted are left to the report.
 */
export function annotations(report: Report, placeOf: (name: string) => Place | null): Annotation[] {
  const all = [
    ...report.environments.flatMap((environment) => annotate(environment, placeOf)),
    ...report.files.flatMap(annotateFile),
    ...report.images.flatMap(annotateImage),
  ];
  return (['error', 'warning'] as const).flatMap((severity) => {
    const some = all.filter((one) => one.severity === severity);
    if (some.length <= MOST) return some;
    const rest = some.length - MOST + 1;
    return [
      ...some.slice(0, MOST - 1),
      {
        severity,
        title: `${rest} more`,
        message: `${rest} more like these; all of them are in the JSON report.`,
        place: null,
      },
    ];
  });
}

/** One annotation for each finding, where it stands. */
function annotateFile(report: FileReport): Annotation[] {
  if (report.verdict === 'unchecked') {
    const message = printable(`${report.error} ${report.advice}`);
    const title = `${printable(report.file)} could not be read`;
    return [{ severity: 'error', title, message, place: null }];
  }
  return counting<FileFinding>(report.findings)
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, check, message, advice, path, line, column }) => ({
      severity,
      title: check,
      message: [message, advice].filter(Boolean).join('. '),
      place: { file: path, line, column },
    }));
}

function annotateImage(report: ImageReport): Annotation[] {
  const name = printable(report.image);
  if (report.verdict === 'unchecked') {
    const message = printable(`${report.error} ${report.advice}`);
    return [{ severity: 'error', title: `${name} could not be proved`, message, place: null }];
  }
  return report.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, check, message, advice }) => ({
      severity,
      title: `${name}: ${check}`,
      message: [message, advice].filter(Boolean).join('. '),
      place: null,
    }));
}

function annotate(
  environment: EnvironmentReport,
  placeOf: (name: string) => Place | null,
): Annotation[] {
  const name = printable(environment.name);
  if (environment.verdict === 'unchecked') {
    const message = printable(`${environment.error} ${environment.advice}`);
    return [{ severity: 'error', title: `${name} could not be checked`, message, place: null }];
  }
  const findings = counting<Finding>(environment.findings).filter(
    ({ severity }) => severity !== 'note',
  );
  const groups = groupBy(findings, (finding) => finding.package ?? '');
  return [...groups].map(([owner, findings]) => {
    const [first] = findings;
    const rest = findings.length - 1;
    const about = owner === '' ? 'files of no package' : printable(owner);
    return {
      // Findings are sorted: the first is the worst.
      severity: first?.severity ?? 'warning',
      title: `${name}: ${about}`,
      message: `${printable(first?.message ?? '')}${rest > 0 ? `, and ${rest} more` : ''}`,
      place: placeOf(owner.replace(/-[^-]*-[^-]*$/, '')),
    };
  });
}
