import type { Installer } from './conda/installer.ts';
import { causeOf } from './diagnosis/causes.ts';
import { evidenceOf } from './diagnosis/evidence.ts';
import { remedyOf } from './diagnosis/remedies.ts';
import { type Judged, readSigns } from './diagnosis/signs.ts';
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
  const diagnoses: Diagnosis[] = [];
  for (const cause of ORDER) {
    // A note needs no mending.
    const explained = findings.filter(
      (one) => causes.get(one) === cause && one.severity !== 'note',
    );
    if (explained.length === 0) continue;
    diagnoses.push({
      cause,
      findings: explained.length,
      evidence: evidenceOf(cause, subject, signs, explained),
      remedy: remedyOf(cause, subject, installer, explained),
    });
  }
  diagnoses.sort((a, b) => b.findings - a.findings);
  return { causes, diagnoses };
}

/** Equal numbers of findings are told in this order. */
const ORDER: readonly Cause[] = [
  'filesystem-migration',
  'backup-restore',
  'package-cache',
  'interrupted-update',
  'permissions',
  'modified-files',
  'unknown',
];
