import type { Level } from './choices.ts';
import type { PackageRecord } from './conda/record.ts';
import type { Subject } from './subject.ts';

/** How sure a finding is: `error` is proved, `note` may well be meant so. In rising order. */
export const SEVERITIES = ['note', 'warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a check found at one place; further fields are for its own message and for the report's `facts`. */
export interface Fact {
  /** Relative to the prefix. */
  readonly path: string;
  /** The package whose record claims the path. */
  readonly package: PackageRecord | null;
  /** Where this one case is less certain than the check in general. */
  readonly severity?: Severity;
}

/** One rule. */
export interface Check<F extends Fact = Fact> {
  /** Part of the interface: never changes its meaning. */
  readonly id: string;
  readonly severity: Severity;
  readonly level: Level;
  /** `machine` where it needs more than the prefix to be known. */
  readonly extent: 'machine' | 'prefix';
  /** `aftermath` where it looks at what is read only once something was found. */
  readonly stage?: 'aftermath';
  /** The checks below whose finding of the same path it stands; it is then no finding of its own. */
  readonly below?: readonly string[];
  /** What is wrong, in a few words. */
  readonly title: string;
  /** For docs/checks.md and `conda-links checks ID`; Markdown, a sentence or two each. */
  readonly explain: {
    readonly what: string;
    readonly why: string;
    readonly how: string;
    readonly fix: string;
  };
  find(subject: Subject): Iterable<F>;
  /** One line about a fact. Names need no escaping here: the report does it. */
  say(fact: F): string;
}

/** Defines a check; the type of its facts is inferred from `find`. */
export function defineCheck<F extends Fact>(check: Check<F>): Check<F> {
  return check;
}
