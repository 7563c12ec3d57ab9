import { printable } from './bytes.ts';
import { hasStars, patternOf } from './path-pattern.ts';

/** An entry of `accept:` in the settings: findings that somebody has looked at and lives with. */
export interface Acceptance {
  readonly check: string;
  /** A pattern for the path of the finding as it is printed; null for any path. */
  readonly path: string | null;
  /** The name of the package that owns it; null for any, or none. */
  readonly package: string | null;
  /** The name or the prefix of the environment; null for any. */
  readonly environment: string | null;
  /** One line; safe to print. */
  readonly reason: string;
  /** The last day, in UTC, as `YYYY-MM-DD`; null for ever. */
  readonly until: string | null;
  /** Where it stands: `FILE:LINE`. */
  readonly place: string;
}

/** What is known of a finding when it is accepted or not. */
export interface Candidate {
  readonly check: string;
  readonly path: string;
  /** A package by its name only; null for none. */
  readonly package: string | null;
  /** What its environment is called; empty for a finding about a file. */
  readonly environments: readonly string[];
}

/** The part of `NAME-VERSION-BUILD` that stays when the package is updated. */
export function nameOf(dist: string): string {
  return dist.replace(/-[^-]*-[^-]*$/, '');
}

/** The day, in UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** All entries, and what each of them came to in one run. */
export class Acceptances {
  readonly #today: string;
  readonly #all: readonly Acceptance[];
  readonly #exact = new Map<string, Acceptance[]>();
  readonly #others = new Map<string, { entry: Acceptance; isAt: (path: string) => boolean }[]>();
  readonly #used = new Set<Acceptance>();
  /** How many findings count again, by the entry that has expired. */
  readonly #again = new Map<Acceptance, number>();

  /** @param now the clock: an entry is good until the end of its day in UTC */
  constructor(all: readonly Acceptance[], now: Date) {
    this.#all = all;
    this.#today = dayOf(now);
    for (const entry of all) {
      const { check, path } = entry;
      if (path === null || hasStars(path)) {
        const isAt = path === null ? () => true : patternOf(path);
        push(this.#others, check, { entry, isAt });
      } else push(this.#exact, `${check} ${path.replaceAll('[*]', '*')}`, entry);
    }
  }

  /** Why a finding is accepted; null where it is not. */
  readonly reasonFor = (finding: Candidate): string | null => {
    let expired: Acceptance | null = null;
    for (const entry of this.#matching(finding)) {
      this.#used.add(entry);
      if (entry.until === null || entry.until >= this.#today) return entry.reason;
      expired ??= entry;
    }
    if (expired) this.#again.set(expired, (this.#again.get(expired) ?? 0) + 1);
    return null;
  };

  *#matching(finding: Candidate): Generator<Acceptance> {
    const path = printable(finding.path);
    const names = finding.environments.map(printable);
    const owner = finding.package === null ? null : printable(finding.package);
    const isMeant = (entry: Acceptance) =>
      (entry.package === null || entry.package === owner) &&
      (entry.environment === null || names.includes(entry.environment));
    for (const entry of this.#exact.get(`${finding.check} ${path}`) ?? []) {
      if (isMeant(entry)) yield entry;
    }
    for (const { entry, isAt } of this.#others.get(finding.check) ?? []) {
      if (isMeant(entry) && isAt(path)) yield entry;
    }
  }

  /** What a report has to say of entries that are over, in the order in which they stand. */
  remarks(): string[] {
    return this.#all.flatMap((entry) => {
      const again = this.#again.get(entry);
      if (again === undefined) return [];
      const what = again === 1 ? '1 finding counts' : `${again} findings count`;
      return `${entry.place}: accepted until ${entry.until}, which is over (${entry.reason}): ${what} again (${entry.check})`;
    });
  }

  /** The entries that matched nothing, of those that could have. */
  stale(
    ran: readonly { readonly id: string }[],
    environments: readonly (readonly string[])[],
  ): Acceptance[] {
    const ids = new Set(ran.map(({ id }) => id));
    const names = new Set(environments.flat().map(printable));
    return this.#all.filter(
      (entry) =>
        !this.#used.has(entry) &&
        ids.has(entry.check) &&
        (entry.environment === null || names.has(entry.environment)),
    );
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** So many entries are told by their line. */
const TOLD = 5;

/** A hint on entries that nobody needs any more; empty where there are none. */
export function hintOn(stale: readonly Acceptance[]): string {
  if (stale.length === 0) return '';
  const places = stale.slice(0, TOLD).map(({ place, check }) => `${place} (${check})`);
  const rest = stale.length > TOLD ? `, and ${stale.length - TOLD} more` : '';
  return `conda-links: accepted, and not found this time: ${places.join(', ')}${rest}. What is mended can be taken out.\n`;
}
