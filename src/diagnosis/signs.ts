import type { Check, Fact as CheckFact, Severity } from '../check.ts';
import type { PackageRecord, RecordedPath } from '../conda/record.ts';
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
  /** The findings about a package. */
  readonly about: (owner: PackageRecord) => readonly Judged[];
  /** Prefixes that files still name, and how many do. */
  readonly formerPrefixes: ReadonlyMap<string, number>;
  /** How many of the links that were recorded are links no more, or gone. */
  readonly lostLinks: number;
  readonly recordedLinks: number;
  /** How many files are shorter than recorded, or empty. */
  readonly cutFiles: number;
  /** Absent recorded paths → the package that owns them. */
  readonly absent: ReadonlyMap<string, PackageRecord>;
  /** How many paths of a package are absent. */
  readonly losses: ReadonlyMap<PackageRecord, number>;
  /** Packages none of whose files is there. */
  readonly vanished: ReadonlySet<PackageRecord>;
  /** Packages that lost much of what they had. */
  readonly decimated: ReadonlySet<PackageRecord>;
  /** Packages whose `dist-info` and modules are gone, as pip leaves them when it uninstalls. */
  readonly uninstalled: ReadonlySet<PackageRecord>;
  /** Packages with absent paths whose entry in the package cache is gone. */
  readonly uncached: ReadonlySet<PackageRecord>;
  /** Whether a transaction left files behind that it had put aside. */
  readonly hasLeftovers: boolean;
  /** The packages that those belong to. */
  readonly putAside: ReadonlySet<PackageRecord>;
  /** Whether packages are half there, as only an installer that was stopped leaves them. */
  readonly isTorn: boolean;
}

/** So many findings of one kind are no accident. */
export const MANY = 3;

/** Of so many packages nobody removes single files by hand. */
const SCATTERED = 5;

const ABSENCES = ['missing-file', 'missing-link', 'missing-entry-point'];
const LINK_LOSSES = ['flattened-link', 'link-became-file', 'missing-link'];

/** Reads them off the findings, the records and the package cache. */
export function readSigns(subject: Subject, findings: readonly Judged[]): Signs {
  const { manifest, cache, inventory } = subject;
  const byCheck = groupBy(findings, ({ check }) => check.id);
  const of = (id: string) => byCheck.get(id) ?? [];
  const byOwner = groupBy(findings, ({ fact }) => fact.package);
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
  const vanished = new Set(losers.filter(({ paths }) => paths.every(({ path }) => isGone(path))));
  const decimated = new Set(
    losers.filter((owner) => {
      const lost = losses.get(owner)?.length ?? 0;
      return lost >= MANY && lost * 4 >= owner.paths.length;
    }),
  );
  const uninstalled = new Set(
    losers.filter(({ paths }) => {
      const metadata = paths.filter(({ path }) => /\.dist-info\/(?:METADATA|RECORD)$/.test(path));
      const modules = paths.filter(({ path }) => /\/site-packages\/.*\.py$/.test(path));
      return metadata.length > 0 && [...metadata, ...modules].every(({ path }) => isGone(path));
    }),
  );
  const lostLinks = LINK_LOSSES.flatMap(of).length + lostPrograms.length;
  const isLinkRecorded = ({ kind }: RecordedPath) => kind === 'symlink';
  const recordedLinks =
    lostLinks === 0 ? 0 : [...manifest.paths.values()].filter(isLinkRecorded).length;
  const hasLeftovers = of('leftover').length > 0;
  const uncached = new Set(losers.filter((owner) => cache.state(owner) === 'gone'));
  // A copy that has no links may have next to nothing of a package of links; pip, too, removes most of one.
  const isWithoutLinks = lostLinks >= MANY && lostLinks * 2 >= recordedLinks;
  const torn = [...new Set([...vanished, ...decimated])].filter((owner) => {
    const files = absences.filter((one) => one.owner === owner && !isLink(subject, one.path));
    const isExplained = (vanished.has(owner) ? uncached : uninstalled).has(owner);
    return !isExplained && (files.length > 0 || !isWithoutLinks);
  });
  return {
    of,
    about: (owner) => byOwner.get(owner) ?? [],
    formerPrefixes: new Map([...prefixes].map(([prefix, some]) => [prefix, some.length])),
    lostLinks,
    recordedLinks,
    cutFiles: of('truncated-file').length + of('altered-file').filter(isEmptied).length,
    absent: new Map(absences.map(({ path, owner }) => [path, owner])),
    losses: new Map([...losses].map(([owner, some]) => [owner, some.length])),
    vanished,
    decimated,
    uninstalled,
    uncached,
    hasLeftovers,
    putAside: new Set(of('leftover').flatMap(({ fact }) => fact.package ?? [])),
    isTorn:
      (torn.length > 0 && (losers.length > 1 || hasLeftovers)) ||
      isScattered(
        absences.filter(
          ({ owner, path }) =>
            !uncached.has(owner) &&
            !uninstalled.has(owner) &&
            !(isWithoutLinks && isLink(subject, path)),
        ),
      ) ||
      // One package is gone with its record, and others have begun to go.
      (losers.length > 0 && of('unmet-dependency').some(({ severity }) => severity !== 'note')),
  };
}

/** Whether a little is gone of many packages, and not below one folder that somebody removed. */
function isScattered(
  absences: readonly { readonly path: string; readonly owner: PackageRecord }[],
): boolean {
  const owners = new Set(absences.map(({ owner }) => owner));
  const folders = new Set(absences.map(({ path }) => path.split('/', 1)[0]));
  return owners.size >= SCATTERED && folders.size >= MANY;
}

function isLink({ manifest }: Subject, path: string): boolean {
  return manifest.paths.get(path)?.kind === 'symlink';
}

/** Whether a file that was altered has no byte left: nobody edits a file to that. */
export function isEmptied({ fact, severity }: Judged): boolean {
  return fact['size'] === 0 && severity !== 'note';
}

/** The recorded path whose loss a finding follows from: what a link led to, what starts a script. */
export function lossBehind(
  { manifest, inventory }: Subject,
  { fact }: Judged,
): RecordedPath | null {
  const { follows, interpreter } = fact;
  if (typeof follows === 'string') return manifest.paths.get(follows) ?? null;
  if (typeof interpreter !== 'string' || !interpreter.startsWith(`${inventory.prefix}/`))
    return null;
  const path = interpreter.slice(inventory.prefix.length + 1);
  return inventory.at(path) === null ? (manifest.paths.get(path) ?? null) : null;
}
