import type { Check, Fact as CheckFact, Severity } from '../check.ts';
import type { PackageRecord } from '../conda/record.ts';
import { groupBy } from '../grouping.ts';
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
  /** Absent recorded paths → the package that owns them. */
  readonly absent: ReadonlyMap<string, PackageRecord>;
  /** How many paths of a package are absent. */
  readonly losses: ReadonlyMap<PackageRecord, number>;
  /** Packages none of whose files is there. */
  readonly vanished: ReadonlySet<PackageRecord>;
  /** Packages whose `dist-info` is gone, as pip leaves them when it uninstalls. */
  readonly uninstalled: ReadonlySet<PackageRecord>;
  /** Packages with absent paths whose entry in the package cache is gone. */
  readonly uncached: ReadonlySet<PackageRecord>;
  /** Whether a transaction of conda left files behind that it had put aside. */
  readonly hasLeftovers: boolean;
}

const ABSENCES = ['missing-file', 'missing-link', 'missing-entry-point'];
const LINK_LOSSES = ['flattened-link', 'link-became-file', 'missing-link'];

/** Reads them off the findings, the records and the package cache. */
export function readSigns(subject: Subject, findings: readonly Judged[]): Signs {
  const { manifest, cache, inventory } = subject;
  const byCheck = groupBy(findings, ({ check }) => check.id);
  const of = (id: string) => byCheck.get(id) ?? [];
  const former = of('stale-prefix').filter(({ fact }) => fact['isPlaceholder'] !== true);
  const prefixes = groupBy(former, ({ fact }) => String(fact['prefix']));
  const absences = ABSENCES.flatMap(of).flatMap(({ fact }) =>
    fact.package ? [{ path: fact.path, owner: fact.package }] : [],
  );
  const losses = groupBy(absences, ({ owner }) => owner);
  const losers = [...losses.keys()];
  const lostPrograms = of('missing-entry-point').filter(
    ({ fact }) => manifest.paths.get(fact.path)?.kind === 'symlink',
  );
  const isGone = (path: string) => inventory.at(path) === null;
  return {
    of,
    formerPrefixes: new Map([...prefixes].map(([prefix, some]) => [prefix, some.length])),
    lostLinks: LINK_LOSSES.flatMap(of).length + lostPrograms.length,
    recordedLinks: [...manifest.paths.values()].filter((one) => one.kind === 'symlink').length,
    absent: new Map(absences.map(({ path, owner }) => [path, owner])),
    losses: new Map([...losses].map(([owner, some]) => [owner, some.length])),
    vanished: new Set(losers.filter(({ paths }) => paths.every(({ path }) => isGone(path)))),
    uninstalled: new Set(
      losers.filter(({ paths }) => {
        const metadata = paths.filter(({ path }) => /\.dist-info\/(?:METADATA|RECORD)$/.test(path));
        return metadata.length > 0 && metadata.every(({ path }) => isGone(path));
      }),
    ),
    uncached: new Set(losers.filter((owner) => cache.state(owner) === 'gone')),
    hasLeftovers: losers.length > 0 && hasLeftovers(subject),
  };
}

/** conda renames what it is about to remove or replace to `NAME.c~` (`gateways/disk/update.py`). */
function hasLeftovers({ inventory }: Subject): boolean {
  for (const [path] of inventory.entries()) {
    if (/\.c~$|\.conda_trash/.test(path)) return true;
  }
  return inventory.names('').has('.condatmp');
}
