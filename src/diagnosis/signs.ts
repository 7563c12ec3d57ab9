import type { Check, Fact as CheckFact, Severity } from '../check.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Subject } from '../subject.ts';

/** A fact with the check that found it and how severe it is in this case. */
export interface Judged {
  readonly check: Check;
  readonly fact: CheckFact & Readonly<Record<string, unknown>>;
  readonly severity: Severity;
}

/** What the findings show when one looks at all of them. */
export interface Signs {
  readonly of: (id: string) => readonly Judged[];
  /** Prefixes that files still name, and how many do. */
  readonly formerPrefixes: ReadonlyMap<string, number>;
  /** How many of the links that were recorded are links no more, or gone. */
  readonly lostLinks: number;
  readonly recordedLinks: number;
  /** Packages with a missing path, none of whose files is there. */
  readonly vanished: ReadonlySet<PackageRecord>;
  /** Packages with a finding whose entry in the package cache is gone. */
  readonly uncached: readonly PackageRecord[];
}

/** Reads them off the findings, the records and the package cache. */
export function readSigns(subject: Subject, findings: readonly Judged[]): Signs {
  const { manifest, cache, inventory } = subject;
  const of = (id: string) => findings.filter((one) => one.check.id === id);
  const formerPrefixes = new Map<string, number>();
  for (const { fact } of of('stale-prefix')) {
    const prefix = String(fact['prefix']);
    formerPrefixes.set(prefix, (formerPrefixes.get(prefix) ?? 0) + 1);
  }
  const lost = ['flattened-link', 'link-became-file', 'missing-link'].flatMap((id) => of(id));
  const owners = new Set(findings.flatMap((one) => one.fact.package ?? []));
  const missing = new Set(
    ['missing-file', 'missing-link', 'missing-entry-point'].flatMap((id) =>
      of(id).flatMap((one) => one.fact.package ?? []),
    ),
  );
  return {
    of,
    formerPrefixes,
    lostLinks: lost.length,
    recordedLinks: [...manifest.paths.values()].filter((one) => one.kind === 'symlink').length,
    vanished: new Set(
      [...missing].filter((owner) => owner.paths.every(({ path }) => inventory.at(path) === null)),
    ),
    uncached: [...owners].filter((owner) => cache.state(owner) === 'gone'),
  };
}
