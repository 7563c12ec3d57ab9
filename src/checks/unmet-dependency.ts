import { defineCheck } from '../check.ts';
import { type Distribution, normalize } from '../conda/distributions.ts';
import {
  type MatchSpec,
  matches,
  parseMatchSpec,
  withoutUpperBounds,
} from '../conda/match-spec.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Manifest } from '../conda/records.ts';
import { groupBy } from '../grouping.ts';
import type { Subject } from '../subject.ts';

export const unmetDependency = defineCheck({
  id: 'unmet-dependency',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Package needs one that is not there',
  explain: {
    what: 'The record of a package asks for another package that no record has, or has in another version or build. One finding for each package that is asked for. A note where that is no proof: when pip or the like installed a Python project of that name; when what is there is newer than asked for, as channels loosen such bounds after the fact; and when one or two packages ask that were installed from a list of exact packages, as their records do not know what their channel has mended since.',
    why: 'What the package was built against is not there: it fails to import or to load, or fails later in stranger ways. conda calls such an environment inconsistent.',
    how: 'An update that was cut off, `conda remove --force`, `conda install --no-deps` or `--force`, a record that was deleted.',
    fix: 'Install what is missing, without `--no-deps`, or install the package again that asks for it.',
  },
  *find(subject) {
    for (const [name, needs] of groupBy(unmetOf(subject), ({ spec }) => spec.name)) {
      const proved = needs.find(({ doubt }) => doubt === null);
      const first = proved ?? needs[0];
      if (!first) continue;
      const { record, dependency, spec, installed, distribution } = first;
      const listed = needs.filter(({ doubt }) => doubt === 'listed');
      const isProved = proved !== undefined || listed.length >= MANY;
      yield {
        path: `conda-meta/${record.file}`,
        package: record,
        severity: isProved ? ('error' as const) : ('note' as const),
        dependency,
        name,
        installed: installed?.version ?? null,
        build: spec.build === null ? null : (installed?.build ?? null),
        distribution: distribution?.path ?? null,
        packages: [...new Set(needs.map((one) => one.record.dist))],
      };
    }
  },
  say: ({ package: { dist }, dependency, name, installed, build, distribution, packages }) =>
    [
      `${dist} needs ${dependency}, ${stateOf(installed, build)}`,
      distribution === null ? '' : `; ${distribution} is there`,
      othersOf(packages.length - 1, installed === null ? name : `another ${name}`),
    ].join(''),
});

/** So many packages do not all ask for what they do not need. */
const MANY = 3;

/** What a record asks for in vain. */
interface Unmet {
  readonly record: PackageRecord;
  /** As it is recorded. */
  readonly dependency: string;
  readonly spec: MatchSpec;
  /** Why it may be sound all the same. */
  readonly doubt: 'pip' | 'newer' | 'listed' | null;
  /** The package of that name that does not fit. */
  readonly installed: PackageRecord | null;
  /** What pip or the like installed under that name. */
  readonly distribution: Distribution | null;
}

function stateOf(installed: string | null, build: string | null): string {
  if (installed === null) return 'which is not installed';
  return `but ${installed}${build ? ` ${build}` : ''} is installed`;
}

function othersOf(count: number, what: string): string {
  if (count === 0) return '';
  return `; ${count} more ${count === 1 ? 'package needs' : 'packages need'} ${what}`;
}

function* unmetOf(subject: Subject): Generator<Unmet> {
  const { manifest } = subject;
  const byName = groupBy(manifest.records, ({ name }) => name.toLowerCase());
  const unreadable = unreadableNames(manifest);
  const projects = groupBy(subject.distributions, ({ project }) => project);
  const specs = new Map<string, MatchSpec | null>();
  let asked = 0;
  for (const record of manifest.records) {
    for (const dependency of new Set(record.depends)) {
      asked += 1;
      if (asked > MOST_DEPENDS) return;
      // Many ask for the same Python.
      let spec = specs.get(dependency);
      if (spec === undefined) {
        spec = specOf(dependency);
        specs.set(dependency, spec);
      }
      if (spec === null || unreadable.has(spec.name) || isOwnAddition(record, spec)) continue;
      const candidates = byName.get(spec.name) ?? [];
      if (candidates.length > MOST_RECORDS || isMet(spec, candidates)) continue;
      const distribution =
        (projects.get(normalize(spec.name)) ?? []).find(
          (one) => one.installer !== 'conda' && !isItsOwn(subject, one, candidates),
        ) ?? null;
      const doubt = distribution ? 'pip' : doubtOf(record, spec, candidates);
      yield { record, dependency, spec, doubt, installed: candidates[0] ?? null, distribution };
    }
  }
}

/** No channel has longer ones. */
const LONGEST = 1000;
/** The largest environments ask for ten thousand. */
const MOST_DEPENDS = 100_000;
/** Two records of one name are a finding of another check; of more than this nothing is concluded. */
const MOST_RECORDS = 10;

/** Null for what is no package (`__glibc`), what holds under a condition only, and what nobody can read. */
function specOf(dependency: string): MatchSpec | null {
  if (dependency.length > LONGEST || /\sif\s|;/.test(dependency)) return null;
  const spec = parseMatchSpec(dependency);
  if ('reason' in spec || spec.name.startsWith('__') || spec.name.includes('*')) return null;
  return ['when', 'optional'].some((key) => spec.brackets.has(key)) ? null : spec;
}

/** conda and mamba write `pip` into the record of python, whatever the channel says (`add_pip_as_python_dependency`). */
function isOwnAddition(record: PackageRecord, { name }: MatchSpec): boolean {
  return record.name === 'python' && name === 'pip';
}

function isMet(spec: MatchSpec, candidates: readonly PackageRecord[]): boolean {
  return candidates.some((one) => matches(spec, one) !== 'no');
}

/**
 * Channels mend what packages depend on after the fact: they loosen bounds (`libcurl <8` became `<9`), and drop
 * and rename dependencies. Installers solve with that, but a record keeps what it was written with; and that of
 * a package from a list (`@EXPLICIT`, a lock) is written from the package alone, which knows nothing of it
 * (conda/conda#8083, mamba-org/mamba#4095).
 */
function doubtOf(
  record: PackageRecord,
  spec: MatchSpec,
  candidates: readonly PackageRecord[],
): Unmet['doubt'] {
  // The Python that a package was built for never changes.
  const isBound = spec.name === 'python' && record.noarch === '';
  if (!isBound && isMet(withoutUpperBounds(spec), candidates)) return 'newer';
  return isListed(record) ? 'listed' : null;
}

/** Asked for by its very version and build, as conda and mamba write it of all packages of a list. */
function isListed({ requested }: PackageRecord): boolean {
  const spec = parseMatchSpec(requested.slice(0, LONGEST));
  if ('reason' in spec) return false;
  const isExact = spec.version?.startsWith('==') === true && !/[,|]/.test(spec.version);
  return isExact && spec.build !== null && !spec.build.includes('*');
}

/** Whether it is nothing but the Python side of the package that does not fit. */
function isItsOwn(
  { replacements }: Subject,
  { owner }: Distribution,
  candidates: readonly PackageRecord[],
): boolean {
  return owner !== null && candidates.includes(owner) && !replacements.has(owner);
}

/** What the records are about that nobody could read, by their file names. */
function unreadableNames({ unreadable }: Manifest): Set<string> {
  return new Set(
    unreadable.map(({ file }) => {
      const stem = file.replace(/\.json(?:\.c~)?$/, '');
      return (/^(.+)-[^-]*-[^-]*$/.exec(stem)?.[1] ?? stem).toLowerCase();
    }),
  );
}
