import type { Installer } from './conda/installer.ts';
import type { PackageRecord } from './conda/record.ts';
import { causeOf } from './diagnosis/causes.ts';
import { evidenceOf } from './diagnosis/evidence.ts';
import { remedyOf } from './diagnosis/remedies.ts';
import { type Judged, readSigns } from './diagnosis/signs.ts';
import { groupBy } from './grouping.ts';
import type { Cause, Diagnosis } from './report.ts';
import type { Subject } from './subject.ts';

/** What a run found in one environment, and what all of it together means. */
export interface Conclusion {
  readonly causes: ReadonlyMap<Judged, Cause>;
  readonly diagnoses: readonly Diagnosis[];
}

/**
 * Looks at all findings of an environment together: which disaster explains each of them. What every
 * finding would suggest on its own gives way to what the whole shows, e.g. lost executable bits beside
 * flattened links are the work of the same archive.
 */
export function diagnose(
  subject: Subject,
  installer: Installer,
  findings: readonly Judged[],
): Conclusion {
  const signs = readSigns(subject, findings);
  const causes = new Map(findings.map((one) => [one, causeOf(subject, signs, one)]));
  // A note needs no mending.
  const serious = findings.filter(({ severity }) => severity !== 'note');
  const explainedBy = groupBy(serious, (one) => causes.get(one) ?? 'unknown');
  const order = ORDER.filter((cause) => explainedBy.has(cause)).sort(
    (a, b) => (explainedBy.get(b)?.length ?? 0) - (explainedBy.get(a)?.length ?? 0),
  );
  const told = new Set<PackageRecord>();
  const diagnoses = order.map((cause): Diagnosis => {
    const explained = explainedBy.get(cause) ?? [];
    return {
      cause,
      findings: explained.length,
      evidence: evidenceOf(cause, subject, signs, explained),
      remedy: remedyOf(cause, subject, signs, installer, explained, told),
    };
  });
  return { causes, diagnoses };
}

/** What explains most is told first; equal numbers in this order. */
const ORDER: readonly Cause[] = [
  'filesystem-migration',
  'backup-restore',
  'package-cache',
  'interrupted-update',
  'permissions',
  'modified-files',
  'unknown',
];
