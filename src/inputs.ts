import {
  CHECK_IDS,
  FORMAT_NAMES,
  type FormatName,
  LEVELS,
  type Level,
  RULE_IDS,
} from './choices.ts';
import { closest } from './closest.ts';
import { RUNTIME } from './dockerfile/bases.ts';
import { STYLES } from './dockerfile/style.ts';
import { BadInput } from './errors.ts';
import type { FailOn } from './report.ts';

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
  /** Whether it may stand in `.conda-links.yml` too. */
  readonly inFile: boolean;
  /** The commands that have a use for it. */
  readonly of: readonly CommandName[];
}

/** The commands that take their options from this table. */
export const COMMANDS = ['verify', 'lint', 'dockerfile', 'smoke'] as const;
export type CommandName = (typeof COMMANDS)[number];

const ALL_IDS = [...CHECK_IDS, ...RULE_IDS];

/** What most of them are: a flag, or a text that may be anything; for both faces. */
const USUAL = {
  value: '',
  default: '',
  choices: [],
  isList: false,
  inFile: false,
  faces: ['cli', 'action'],
} as const;

/** Every option, in the order in which help and docs show them. */
export const INPUTS = {
  command: {
    ...USUAL,
    name: 'command',
    description:
      'What to do: verify environments, lint environment files, write a dockerfile for each, or smoke-test an image.',
    value: '<command>',
    default: 'verify',
    choices: COMMANDS,
    faces: ['action'],
    of: COMMANDS,
  },
  environments: {
    ...USUAL,
    name: 'environments',
    description:
      'Names, prefixes, roots, images (docker:NAME) or archives (tar:FILE) to verify, one a line; or separated by spaces, on one line. Default: CONDA_PREFIX, or else the environments below CONDA, MAMBA_ROOT_PREFIX and ./.pixi/envs.',
    value: '<name|path|reference>',
    isList: true,
    inFile: true,
    faces: ['action'],
    of: ['verify', 'smoke'],
  },
  environmentFile: {
    ...USUAL,
    name: 'environment-file',
    description:
      'The environment.yml whose lines annotations point at; those to lint, or to write Dockerfiles for, one a line. Default: environment.yml or environment.yaml of the workspace, where there is one.',
    value: '<file>',
    isList: true,
    faces: ['action'],
    of: COMMANDS,
  },
  failOn: {
    ...USUAL,
    name: 'fail-on',
    description: 'The least severity that makes it fail.',
    value: '<severity>',
    default: 'error',
    choices: ['error', 'warning', 'note', 'never'],
    inFile: true,
    of: COMMANDS,
  },
  level: {
    ...USUAL,
    name: 'level',
    description:
      'How deep to look: links and names; with metadata also sizes and modes; with content every byte.',
    value: '<level>',
    default: 'content',
    choices: LEVELS,
    inFile: true,
    of: ['verify'],
  },
  prefix: {
    ...USUAL,
    name: 'prefix',
    description:
      'Judge the environment of an archive (tar:, zip:) as if it were unpacked to this prefix; else where it is unpacked to is taken for open.',
    value: '<path>',
    inFile: true,
    of: ['verify'],
  },
  platform: {
    ...USUAL,
    name: 'platform',
    description:
      'Which image, where there are several: os/architecture, like linux/arm64. Default: that of the engine, or of this machine.',
    value: '<platform>',
    inFile: true,
    of: ['verify', 'smoke'],
  },
  asUser: {
    ...USUAL,
    name: 'as-user',
    description:
      'Judge permissions as this user: UID, UID:GID, a name, or openshift for a UID that nobody knows, of group 0. Default: who runs this, or for root the owner of the prefix; in an image its USER.',
    value: '<user>',
    inFile: true,
    of: ['verify'],
  },
  check: {
    ...USUAL,
    name: 'check',
    description: 'Run this check (of lint: rule) only; may be given several times.',
    value: '<id>',
    choices: ALL_IDS,
    isList: true,
    inFile: true,
    of: ['verify', 'lint'],
  },
  skip: {
    ...USUAL,
    name: 'skip',
    description: 'Leave this check (of lint: rule) out; may be given several times.',
    value: '<id>',
    choices: ALL_IDS,
    isList: true,
    inFile: true,
    of: COMMANDS,
  },
  config: {
    ...USUAL,
    name: 'config',
    description:
      'Read options and accepted findings from this file. Default: .conda-links.yml of the working folder, where there is one.',
    value: '<file>',
    of: ['verify', 'lint', 'smoke'],
  },
  writeBaseline: {
    ...USUAL,
    name: 'write-baseline',
    description:
      'Accept all that is found now, at or above --fail-on, for 90 days: write it into .conda-links.yml, or the file of --config.',
    faces: ['cli'],
    of: ['verify', 'lint'],
  },
  cache: {
    ...USUAL,
    name: 'cache',
    description:
      'Compare the package cache of every package too, and not only of those with findings.',
    inFile: true,
    of: ['verify'],
  },
  name: {
    ...USUAL,
    name: 'name',
    description: 'Call the environment so, whatever its file says.',
    value: '<name>',
    of: ['lint', 'dockerfile', 'smoke'],
  },
  context: {
    ...USUAL,
    name: 'context',
    description: 'The folder that an image is built from. Default: that of the environment file.',
    value: '<folder>',
    of: ['lint', 'dockerfile', 'smoke'],
  },
  fromEnv: {
    ...USUAL,
    name: 'from-env',
    description:
      'Write it for an installed environment instead: the very packages that it has, locked beside the Dockerfile. A name, a prefix, or docker:IMAGE.',
    value: '<name|path|reference>',
    of: ['dockerfile', 'smoke'],
  },
  style: {
    ...USUAL,
    name: 'style',
    description: 'Two stages and a slim runtime, or the five lines of the founding article.',
    value: '<style>',
    default: 'standard',
    choices: STYLES,
    of: ['dockerfile', 'smoke'],
  },
  base: {
    ...USUAL,
    name: 'base',
    description:
      'What makes the environment: miniforge, micromamba, miniconda, or an image with its tag. Default: miniforge; for the article miniconda.',
    value: '<name|image>',
    of: ['dockerfile', 'smoke'],
  },
  runtime: {
    ...USUAL,
    name: 'runtime',
    description: 'The image that the environment runs on; same keeps the base.',
    value: '<image|same>',
    default: RUNTIME,
    of: ['dockerfile', 'smoke'],
  },
  cacheMounts: {
    ...USUAL,
    name: 'cache-mounts',
    description: 'Keep packages between builds in a cache of BuildKit; the classic builder cannot.',
    of: ['dockerfile', 'smoke'],
  },
  acceptTos: {
    ...USUAL,
    name: 'accept-tos',
    description: 'Say that you accept the terms of service of Anaconda’s channels.',
    of: ['dockerfile', 'smoke'],
  },
  cuda: {
    ...USUAL,
    name: 'cuda',
    description: 'The version of CUDA to solve for, like 12.4. Default: what the packages ask for.',
    value: '<version>',
    of: ['dockerfile', 'smoke'],
  },
  pin: {
    ...USUAL,
    name: 'pin',
    description: 'Write the digests of the base images, which the engine knows or asks for.',
    of: ['dockerfile', 'smoke'],
  },
  template: {
    ...USUAL,
    name: 'template',
    description: 'Fill in this template instead of Dockerfile.template.',
    value: '<file>',
    of: ['dockerfile', 'smoke'],
  },
  dockerfile: {
    ...USUAL,
    name: 'output',
    description:
      'Where the Dockerfile goes. Default: Dockerfile in the context; for several environments NAME.Dockerfile.',
    value: '<file>',
    of: ['dockerfile'],
  },
  force: {
    ...USUAL,
    name: 'force',
    description:
      'Write over a Dockerfile that says something else, and complete its .dockerignore.',
    of: ['dockerfile'],
  },
  stdout: {
    ...USUAL,
    name: 'stdout',
    description: 'Print the Dockerfile, and write nothing.',
    faces: ['cli'],
    of: ['dockerfile'],
  },
  checkOnly: {
    ...USUAL,
    name: 'check',
    description:
      'Write nothing; fail, and show the difference, where the files on disk are out of date.',
    faces: ['cli'],
    of: ['dockerfile'],
  },
  checkOnlyInAction: {
    ...USUAL,
    name: 'check-only',
    description:
      'Write no Dockerfile; fail, and show the difference, where those on disk are out of date.',
    faces: ['action'],
    of: ['dockerfile'],
  },
  bake: {
    ...USUAL,
    name: 'bake',
    description: 'Write docker-bake.json too: a target for each environment, and one cache.',
    of: ['dockerfile'],
  },
  matrix: {
    ...USUAL,
    name: 'matrix',
    description: 'Print the environments as JSON for strategy.matrix, and write no Dockerfile.',
    faces: ['cli'],
    of: ['dockerfile'],
  },
  file: {
    ...USUAL,
    name: 'file',
    description:
      'Build from this Dockerfile, instead of one that is written for an environment file.',
    value: '<dockerfile>',
    of: ['smoke'],
  },
  tag: {
    ...USUAL,
    name: 'tag',
    description: 'Call the image so if it works, and keep it.',
    value: '<name>',
    of: ['smoke'],
  },
  buildArg: {
    ...USUAL,
    name: 'build-arg',
    description: 'An ARG for the build; may be given several times.',
    value: '<name=value>',
    isList: true,
    of: ['smoke'],
  },
  builder: {
    ...USUAL,
    name: 'builder',
    description:
      'What builds: auto is buildkit where the engine has it, else classic; buildx is the command line of that name.',
    value: '<builder>',
    default: 'auto',
    choices: ['auto', 'buildkit', 'classic', 'buildx'],
    of: ['smoke'],
  },
  buildxOption: {
    ...USUAL,
    name: 'buildx-option',
    description:
      'A word for docker buildx build: --secret=…, --ssh=…, --cache-to=…, --builder=…; may be given several times.',
    value: '<word>',
    isList: true,
    of: ['smoke'],
  },
  noCache: {
    ...USUAL,
    name: 'no-cache',
    description: 'Build every step anew.',
    of: ['smoke'],
  },
  pull: {
    ...USUAL,
    name: 'pull',
    description: 'Look base images up anew.',
    of: ['smoke'],
  },
  run: {
    ...USUAL,
    name: 'run',
    description:
      'Run this command in the image as well; may be given several times. .conda-links.yml may list more.',
    value: '<command>',
    isList: true,
    of: ['smoke'],
  },
  log: {
    ...USUAL,
    name: 'log',
    description:
      'Keep all that the builder says in this file. Default: in a temporary one, which stays when the build fails.',
    value: '<file>',
    of: ['smoke'],
  },
  timeout: {
    ...USUAL,
    name: 'timeout',
    description: 'How long each run may take, in seconds.',
    value: '<seconds>',
    default: '120',
    of: ['smoke'],
  },
  memory: {
    ...USUAL,
    name: 'memory',
    description: 'How much memory each run may take, like 512m or 4g.',
    value: '<size>',
    default: '2g',
    of: ['smoke'],
  },
  network: {
    ...USUAL,
    name: 'network',
    description: 'Let the runs reach the network.',
    of: ['smoke'],
  },
  keep: {
    ...USUAL,
    name: 'keep',
    description: 'Keep the image, though it has no name.',
    of: ['smoke'],
  },
  index: {
    ...USUAL,
    name: 'index',
    description:
      'Where to remember what files were hashed to, so that those are not read again that did not change. Default: conda-links/digests in the user’s cache folder.',
    value: '<file>',
    faces: ['cli'],
    of: ['verify'],
  },
  noIndex: {
    ...USUAL,
    name: 'no-index',
    description: 'Read every file, and remember nothing.',
    faces: ['cli'],
    of: ['verify'],
  },
  format: {
    ...USUAL,
    name: 'format',
    description: 'How to tell.',
    value: '<format>',
    default: 'text',
    choices: FORMAT_NAMES,
    faces: ['cli'],
    of: ['verify', 'lint', 'smoke'],
  },
  output: {
    ...USUAL,
    name: 'output',
    description: 'Write the report to this file instead of standard output.',
    value: '<file>',
    faces: ['cli'],
    of: ['verify', 'lint', 'smoke'],
  },
  color: {
    ...USUAL,
    name: 'color',
    description: 'Colour: auto follows the terminal, NO_COLOR and FORCE_COLOR.',
    value: '<when>',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    faces: ['cli'],
    of: COMMANDS,
  },
  noProgress: {
    ...USUAL,
    name: 'no-progress',
    description: 'Show no progress on a terminal.',
    faces: ['cli'],
    of: ['verify'],
  },
} as const satisfies Record<string, Input>;

/** The options that may stand in `.conda-links.yml`. */
export const SETTING_INPUTS: readonly Input[] = (Object.values(INPUTS) as Input[]).filter(
  ({ inFile }) => inFile,
);

/** Where only rules of lint can be meant. */
export const RULE_INPUTS = {
  check: { ...INPUTS.check, choices: RULE_IDS },
  skip: { ...INPUTS.skip, choices: RULE_IDS },
} as const satisfies Record<string, Input>;

/** What `verify` was asked for, complete. */
export interface VerifyInputs {
  readonly environments: readonly string[];
  readonly failOn: FailOn;
  readonly level: Level;
  /** Null where it was not given. */
  readonly prefix: string | null;
  readonly platform: string | null;
  readonly asUser: string | null;
  readonly check: readonly string[];
  readonly skip: readonly string[];
  readonly isCacheWanted: boolean;
}

/** What the face that reads options gives: texts, lists of texts, or nothing. */
export type RawInputs = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

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
    asUser: text(raw['asUser']),
    check: list(INPUTS.check, raw['check']),
    skip: list(INPUTS.skip, raw['skip']),
    isCacheWanted: isOn(INPUTS.cache, raw['cache']),
  };
}

/**
 * Whether a flag was given; in the action it is `true` or `false`.
 * @throws BadInput for anything else
 */
export function isOn({ name }: Input, raw: unknown): boolean {
  if (raw === undefined || raw === false || raw === '' || raw === 'false') return false;
  if (raw === true || raw === 'true') return true;
  throw new BadInput(`${name}: there is no “${String(raw)}”.`, 'It can be: true, false.');
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
export function list(input: Input, raw: RawInputs[string]): string[] {
  const values = typeof raw === 'string' ? raw.split(/[\s,]+/) : typeof raw === 'object' ? raw : [];
  const given = values.filter((value) => value !== '');
  for (const value of given) choose(input, value);
  return given;
}

/** Environments: one a line, for a prefix may hold blanks; blanks divide where there is one line only. */
function environmentList(raw: RawInputs[string]): readonly string[] {
  if (typeof raw !== 'string') return typeof raw === 'object' ? raw : [];
  const lines = raw
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : (lines[0]?.split(/\s+/) ?? []);
}

/** What is allowed; the closest value first where one is close. */
export function advise(choices: readonly string[], value: string): string {
  const close = closest(choices, value);
  return close ? `Did you mean ${close}?` : `It can be: ${choices.join(', ')}.`;
}
