import { distance } from 'fastest-levenshtein';
import { CHECKS } from './checks.ts';
import { BadInput } from './errors.ts';
import type { FailOn } from './report.ts';
import { FORMATS, type FormatName } from './reports.ts';
import { LEVELS, type Level } from './subject.ts';

/** One option. The CLI, `action.yml` and the docs are all held to this table. */
export interface Input {
  /** `--NAME` of the CLI, and the name of the action's input. */
  readonly name: string;
  readonly description: string;
  /** What the CLI shows for the value, e.g. `<id>`; empty for a flag without one. */
  readonly value: string;
  /** The text that stands for leaving it out. */
  readonly default: string;
  /** All values that are allowed; empty where any is. */
  readonly choices: readonly string[];
  /** Whether it may be given several times, or in the action as a list. */
  readonly isList: boolean;
  readonly faces: readonly ('cli' | 'action')[];
}

const CHECK_IDS = CHECKS.map(({ id }) => id);

/** Every option of `verify`, in the order in which help and docs show them. */
export const INPUTS = {
  command: {
    name: 'command',
    description: 'What to do; verify is all there is so far.',
    value: '<command>',
    default: 'verify',
    choices: ['verify'],
    isList: false,
    faces: ['action'],
  },
  environments: {
    name: 'environments',
    description:
      'Names, prefixes, roots, images (docker:NAME) or archives (tar:FILE) to verify, one a line; or separated by spaces, on one line. Default: CONDA_PREFIX, or else the environments below CONDA, MAMBA_ROOT_PREFIX and ./.pixi/envs.',
    value: '<name|path|reference>',
    default: '',
    choices: [],
    isList: true,
    faces: ['action'],
  },
  environmentFile: {
    name: 'environment-file',
    description:
      'The environment.yml whose lines annotations point at. Default: environment.yml or environment.yaml of the workspace, where there is one.',
    value: '<file>',
    default: '',
    choices: [],
    isList: false,
    faces: ['action'],
  },
  failOn: {
    name: 'fail-on',
    description: 'The least severity that makes it fail.',
    value: '<severity>',
    default: 'error',
    choices: ['error', 'warning', 'note', 'never'],
    isList: false,
    faces: ['cli', 'action'],
  },
  level: {
    name: 'level',
    description:
      'How deep to look: links and names; with metadata also sizes and modes; with content every byte.',
    value: '<level>',
    default: 'content',
    choices: LEVELS,
    isList: false,
    faces: ['cli', 'action'],
  },
  prefix: {
    name: 'prefix',
    description:
      'Judge the environment of an archive (tar:, zip:) as if it were unpacked to this prefix; else where it is unpacked to is taken for open.',
    value: '<path>',
    default: '',
    choices: [],
    isList: false,
    faces: ['cli', 'action'],
  },
  platform: {
    name: 'platform',
    description:
      'Which image, where there are several: os/architecture, like linux/arm64. Default: that of the engine, or of this machine.',
    value: '<platform>',
    default: '',
    choices: [],
    isList: false,
    faces: ['cli', 'action'],
  },
  check: {
    name: 'check',
    description: 'Run this check only; may be given several times.',
    value: '<id>',
    default: '',
    choices: CHECK_IDS,
    isList: true,
    faces: ['cli', 'action'],
  },
  skip: {
    name: 'skip',
    description: 'Leave this check out; may be given several times.',
    value: '<id>',
    default: '',
    choices: CHECK_IDS,
    isList: true,
    faces: ['cli', 'action'],
  },
  format: {
    name: 'format',
    description: 'How to tell.',
    value: '<format>',
    default: 'text',
    choices: Object.keys(FORMATS),
    isList: false,
    faces: ['cli'],
  },
  output: {
    name: 'output',
    description: 'Write the report to this file instead of standard output.',
    value: '<file>',
    default: '',
    choices: [],
    isList: false,
    faces: ['cli'],
  },
  color: {
    name: 'color',
    description: 'Colour: auto follows the terminal, NO_COLOR and FORCE_COLOR.',
    value: '<when>',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    isList: false,
    faces: ['cli'],
  },
  noProgress: {
    name: 'no-progress',
    description: 'Show no progress on a terminal.',
    value: '',
    default: '',
    choices: [],
    isList: false,
    faces: ['cli'],
  },
} as const satisfies Record<string, Input>;

/** What `verify` was asked for, complete. */
export interface VerifyInputs {
  readonly environments: readonly string[];
  readonly failOn: FailOn;
  readonly level: Level;
  /** Null where it was not given. */
  readonly prefix: string | null;
  readonly platform: string | null;
  readonly check: readonly string[];
  readonly skip: readonly string[];
}

/** What the face that reads options gives: texts, lists of texts, or nothing. */
export type RawInputs = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Makes options out of what was typed.
 * @throws BadInput that names the option, what is allowed, and what may have been meant
 */
export function parseInputs(raw: RawInputs): VerifyInputs {
  return {
    environments: environmentList(raw['environments']),
    failOn: choose(INPUTS.failOn, raw['failOn']) as FailOn,
    level: choose(INPUTS.level, raw['level']) as Level,
    prefix: text(raw['prefix']),
    platform: text(raw['platform']),
    check: list(INPUTS.check, raw['check']),
    skip: list(INPUTS.skip, raw['skip']),
  };
}

/** A text that was given; null where none was. */
export function text(raw: RawInputs[string]): string | null {
  return typeof raw === 'string' && raw !== '' ? raw : null;
}

/** @throws BadInput when there is no such format */
export function parseFormat(raw: RawInputs[string]): FormatName {
  return choose(INPUTS.format, raw) as FormatName;
}

/** One value of an option that has a fixed choice. */
export function choose(input: Input, raw: RawInputs[string]): string {
  const value = typeof raw === 'string' && raw !== '' ? raw : input.default;
  if (input.choices.length === 0 || input.choices.includes(value)) return value;
  throw new BadInput(`${input.name}: there is no “${value}”.`, advise(input.choices, value));
}

/** Several values: given one by one, or in one text that commas or blanks divide. */
function list(input: Input, raw: RawInputs[string]): string[] {
  const values = typeof raw === 'string' ? raw.split(/[\s,]+/) : (raw ?? []);
  const given = values.filter((value) => value !== '');
  for (const value of given) choose(input, value);
  return given;
}

/** Environments: one a line, for a prefix may hold blanks; blanks divide where there is one line only. */
function environmentList(raw: RawInputs[string]): readonly string[] {
  if (typeof raw !== 'string') return raw ?? [];
  const lines = raw
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : (lines[0]?.split(/\s+/) ?? []);
}

/** What is allowed; the closest value first where one is close. */
export function advise(choices: readonly string[], value: string): string {
  const close = choices
    .map((choice) => ({ choice, far: distance(choice, value) }))
    .filter(({ choice, far }) => far <= Math.max(2, choice.length / 3))
    .sort((a, b) => a.far - b.far)[0];
  return close ? `Did you mean ${close.choice}?` : `It can be: ${choices.join(', ')}.`;
}
