import type { MatchSpec } from './match-spec.ts';
import type { Requirement } from './requirement.ts';

/** A place in a text, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A text, and where it stands. */
export interface Placed extends Position {
  readonly text: string;
}

/** An entry of `dependencies:`. */
export interface Dependency extends Placed {
  readonly spec: MatchSpec | { readonly reason: string };
  /** What stands behind it after a `#`; empty where nothing does. */
  readonly comment: string;
}

/** A line of a `pip:` section, or of a file of requirements that one names. */
export interface PipLine extends Placed {
  /** The file that it stands in, as it was named. */
  readonly file: string;
  readonly requirement: Requirement;
}

/** An entry of `variables:`. */
export interface Variable extends Position {
  readonly name: string;
  /** As conda exports it; null for what is no text, number or truth value. */
  readonly value: string | null;
}

/** Something in the file that no installer can make sense of, or that it passes over. */
export interface Oddity extends Position {
  /** In words: “an empty entry”. */
  readonly what: string;
  readonly advice: string;
  /** Whether conda goes on without it, so that it is only missing. */
  readonly isPassedOver?: boolean;
}

/** A package of an `@EXPLICIT` file. */
export interface ExplicitPackage extends Placed {
  readonly url: string;
  /** `md5` or `sha256` as hex; null where there is none. */
  readonly hash: string | null;
  /** `linux-64`, `noarch`; null where the URL does not tell. */
  readonly subdir: string | null;
  /** Of the package's file name; empty where it is none. */
  readonly name: string;
  readonly version: string;
}

/** What somebody wants to have installed, with the place of every wish. */
export interface EnvironmentFile {
  /** As it was named. */
  readonly path: string;
  readonly form: 'environment' | 'explicit';
  /** Why it is no YAML; empty where it is. */
  readonly syntax: readonly Placed[];
  /** The keys at the top, in their order, with doubles. */
  readonly keys: readonly Placed[];
  readonly name: Placed | null;
  readonly prefix: Placed | null;
  /** Null where there is no such key: the installer's own are used then. */
  readonly channels: readonly Placed[] | null;
  readonly dependencies: readonly Dependency[];
  /** Null where there is no such section. */
  readonly pip: readonly PipLine[] | null;
  readonly variables: readonly Variable[];
  readonly platforms: readonly Placed[];
  readonly packages: readonly ExplicitPackage[];
  readonly oddities: readonly Oddity[];
}

/** What to say to somebody who named something else. */
export const EXAMPLE =
  'It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]';

/** A file that asks for nothing at all. */
export const NOTHING = {
  syntax: [],
  keys: [],
  name: null,
  prefix: null,
  channels: null,
  dependencies: [],
  pip: null,
  variables: [],
  platforms: [],
  packages: [],
  oddities: [],
} as const;
