import type { Severity } from './check.ts';
import type { EnvironmentFile, Position } from './conda/environment-file.ts';
import type { PipFiles } from './conda/pip-files.ts';

/** What rules look at: one environment file, and what it leads to. */
export interface Wishes {
  readonly file: EnvironmentFile;
  /** The name of the environment: that of the file, or what the user said instead; null where neither did. */
  readonly name: string | null;
  readonly pip: PipFiles;
  /** Whether the image is made with Anaconda's own tools, and their terms accepted; null where none is going to be made. */
  readonly build: { readonly isAnacondas: boolean; readonly areTermsAccepted: boolean } | null;
}

/** What a rule found at one place; further fields are for its message and for the report's `facts`. */
export interface RuleFact extends Position {
  /** Where it is not the environment file itself. */
  readonly file?: string;
  /** The package that it is about. */
  readonly package?: string;
  /** Where this one case is less certain than the rule in general. */
  readonly severity?: Severity;
  /** What to do about this one; else what the rule says in general. */
  readonly advice?: string;
}

/** One rule for environment files. As a check, but what it looks at is text. */
export interface Rule<F extends RuleFact = RuleFact> {
  /** Part of the interface: never changes its meaning, and is no check's. */
  readonly id: string;
  /** `error`: the build fails, or gives away what it should not. */
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** For docs/checks.md and `conda-links checks ID`; Markdown, a sentence or two each. */
  readonly explain: { readonly what: string; readonly why: string; readonly fix: string };
  find(wishes: Wishes): Iterable<F>;
  /** One line about a fact. Names need no escaping here, and credentials no stars: the report does it. */
  say(fact: F): string;
}

/** Defines a rule; the type of its facts is inferred from `find`. */
export function defineRule<F extends RuleFact>(rule: Rule<F>): Rule<F> {
  return rule;
}

/** The place of something in the file. */
export function at({ line, column }: Position): Position {
  return { line, column };
}
