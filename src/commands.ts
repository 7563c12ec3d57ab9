import { Command, CommanderError, Option } from 'commander';
import { printable, startOfLine } from './bytes.ts';
import { complaint } from './delivery.ts';
import { BadInput, CannotRead, ExpectedError } from './errors.ts';
import { advise, type CommandName, INPUTS, type Input, type RawInputs } from './inputs.ts';
import { thisMachine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { VERSION } from './version.ts';

/**
 * Runs the command line and says what is to be printed; prints nothing but complaints itself.
 * @param words what was typed behind the program's name
 * @param signal ends it early, with exit code 130
 * @throws only what is a defect of this program
 */
export async function runCommandLine(
  words: readonly string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const said: Outcome[] = [];
  const program = commandLine(signal, (outcome) => said.push(outcome));
  try {
    refuseWindows(thisMachine().platform);
    refuseUnknownHelp(program, words);
    await program.parseAsync(words, { from: 'user' });
    return all(said);
  } catch (error) {
    if (signal.aborted) return ended(130);
    if (error instanceof CommanderError) return error.exitCode === 0 ? all(said) : ended(2);
    if (!(error instanceof ExpectedError)) throw error;
    process.stderr.write(complaint(error));
    return ended(2);
  }
}

/** @throws BadInput for `help` of a command that there is not, of which commander says nothing */
function refuseUnknownHelp({ commands }: Command, [first, second]: readonly string[]): void {
  const names = commands.map((command) => command.name());
  if (first !== 'help' || second === undefined || [...names, 'help'].includes(second)) return;
  throw new BadInput(`There is no command “${second}”.`, advise(names, second));
}

/** What was said piece by piece, as commander says its help. */
function all(said: readonly Outcome[]): Outcome {
  return { ...ended(0), ...said.at(-1), text: said.map(({ text }) => text).join('') };
}

function ended(code: number): Outcome {
  return { text: '', file: '', code };
}

/** @throws CannotRead on Windows, whose junctions and DLLs this program knows nothing of */
export function refuseWindows(platform: string): void {
  if (platform !== 'win32') return;
  throw new CannotRead(
    'Windows and its environments are not supported.',
    'Run it on Linux or macOS, or in WSL 2 on the environments there.',
  );
}

function commandLine(signal: AbortSignal, end: (outcome: Outcome) => void): Command {
  const program = new Command('conda-links')
    .description(
      'Prove that conda environments are whole: every link resolves, and every file is what its package recorded.',
    )
    .version(VERSION, '-V, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show this help.')
    .helpCommand('help [command]', 'Show the help of a command.')
    .configureOutput({
      writeOut: (text) => end({ text, file: '', code: 0 }),
      outputError: (text, write) => write(usageError(text)),
    })
    .showSuggestionAfterError()
    .exitOverride();
  const add = (name: string, description: string, examples: readonly string[]) =>
    program
      .command(name)
      .description(description)
      .helpOption('-h, --help', 'Show this help.')
      .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
      .copyInheritedSettings(program);

  const withOptions = (name: CommandName, command: Command) => {
    for (const input of Object.values(INPUTS) as Input[]) {
      const isOurs = input.faces.includes('cli') && input.of.includes(name);
      if (isOurs) command.addOption(optionOf(input));
    }
    return command;
  };

  withOptions('verify', add('verify [environments...]', VERIFY, VERIFY_EXAMPLES)).action(
    async (environments: string[], options: Flags) => {
      const { progress, index, ...rest } = options;
      // commander turns `--no-index` into `index: false`.
      const raw = {
        ...rest,
        index: typeof index === 'string' ? index : '',
        noIndex: index === false,
      };
      const { runVerify } = await import('./commands/verify.ts');
      end(await runVerify(environments, raw, progress !== false, signal));
    },
  );
  const readingOne = (command: Command) =>
    command
      .option('--env <name>', 'Which environment, by name or prefix, where there are several.')
      .addOption(optionOf(INPUTS.platform))
      .addOption(optionOf(INPUTS.noProgress));
  const identifying = (command: Command) => readingOne(command).option('--json', 'As JSON.');
  withOptions('lint', add('lint [files...]', LINT, LINT_EXAMPLES)).action(
    async (files: string[], raw: CliOptions) => {
      const { runLint } = await import('./commands/lint.ts');
      end(await runLint(files, raw));
    },
  );
  withOptions('dockerfile', add('dockerfile [files...]', DOCKERFILE, DOCKERFILE_EXAMPLES)).action(
    async (files: string[], { check, ...raw }: Flags) => {
      const { runDockerfile } = await import('./commands/dockerfile.ts');
      end(await runDockerfile(files, { ...raw, checkOnly: check }, signal));
    },
  );
  withOptions('smoke', add('smoke [source]', SMOKE, SMOKE_EXAMPLES)).action(
    async (word: string | undefined, { cache, ...raw }: Flags) => {
      const { runSmoke } = await import('./commands/smoke.ts');
      const { steps } = await import('./terminal.ts');
      const words = word === undefined ? [] : [word];
      end(await runSmoke(words, { ...raw, noCache: cache === false }, steps, signal));
    },
  );
  readingOne(add('lock <environment>', LOCK, LOCK_EXAMPLES))
    .option('--output <file>', 'Write the lock to this file instead of standard output.')
    .addOption(optionOf(INPUTS.color))
    .action(async (environment: string, options: IdentifyFlags) => {
      const { runLock } = await import('./commands/lock.ts');
      end(await runLock(environment, toIdentifyOptions(options), signal));
    });
  identifying(add('fingerprint <source>', FINGERPRINT, FINGERPRINT_EXAMPLES)).action(
    async (source: string, options: IdentifyFlags) => {
      const { runFingerprint } = await import('./commands/identify.ts');
      end(await runFingerprint(source, toIdentifyOptions(options), signal));
    },
  );
  identifying(add('diff <left> <right>', DIFF, DIFF_EXAMPLES))
    .addOption(optionOf(INPUTS.color))
    .action(async (left: string, right: string, options: IdentifyFlags) => {
      const { runDiff } = await import('./commands/identify.ts');
      end(await runDiff([left, right], toIdentifyOptions(options), signal));
    });
  add('list', 'List the environments that are known on this machine.', LIST_EXAMPLES)
    .option('--json', 'As JSON.')
    .action(async ({ json }: { json?: boolean }) => {
      const { runList } = await import('./commands/list.ts');
      end(await runList(json === true, signal));
    });
  add('demo', 'Make a sound and a broken environment, verify both, and remove them.', DEMO_EXAMPLES)
    .addOption(optionOf(INPUTS.color))
    .action(async (raw: RawInputs) => {
      const { runDemo } = await import('./commands/demo.ts');
      end(await runDemo(raw, signal));
    });
  add('checks [id]', 'List all checks, or explain one.', CHECKS_EXAMPLES).action(
    async (id: string | undefined) => {
      const { runChecks } = await import('./commands/checks.ts');
      end(runChecks(id));
    },
  );
  return program.addHelpText(
    'after',
    `\nExamples:\n${PROGRAM_EXAMPLES.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** commander's own words, line by line made safe: they repeat what was typed. */
function usageError(text: string): string {
  const lines = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  return `conda-links: ${lines.map((line) => startOfLine(printable(line))).join('\n')}\n`;
}

/** commander turns `--no-progress` into `progress: false`. */
type CliOptions = { readonly progress?: boolean } & Record<string, string | readonly string[]>;

/** Flags are booleans. */
type Flags = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

interface IdentifyFlags extends RawInputs {
  readonly env?: string;
}

/** commander gives flags as booleans, and leaves out what was not typed. */
function toIdentifyOptions({ env = '', json, progress, ...raw }: Record<string, unknown>) {
  return {
    env: String(env),
    isJson: json === true,
    isProgressWanted: progress !== false,
    raw: raw as RawInputs,
  };
}

/** Values are checked by `parseInputs`, which has better words for it than commander. */
function optionOf(input: Input): Option {
  const flags = `--${input.name}${input.value ? ` ${input.value}` : ''}`;
  const few = input.choices.length > 0 && input.choices.length <= 4;
  const choices = few ? ` One of: ${input.choices.join(', ')}.` : '';
  const fallback = input.default ? ` Default: ${input.default}.` : '';
  const option = new Option(flags, `${input.description}${choices}${fallback}`);
  if (!input.isList) return option;
  return option.argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    // What has no fixed choice may hold commas.
    ...(input.choices.length > 0 ? value.split(',') : [value]),
  ]);
}

const VERIFY =
  'Verify environments, by name, prefix or root, in an image or an archive; all that are known on this machine when none is named. Images: docker:NAME, docker-archive:FILE, oci-dir:DIR, oci-archive:FILE. Archives: tar:FILE (tar:- for standard input), zip:FILE. Exit code: 0 whole, 1 findings at or above --fail-on, 2 not checked.';
const LINT =
  'Read environment files (environment.yml, or @EXPLICIT lists), and say everything that is wrong with them, with line and column. Default: environment.yml of this folder. Exit code: 0, 1 findings at or above --fail-on, 2 not readable.';
const DOCKERFILE =
  'Write a Dockerfile for an environment file: small, for any user, the same for the same file, and with a check of its links. A .dockerignore goes with it. Exit code: 0, 1 findings at or above --fail-on or out of date, 2 not written.';
const SMOKE =
  'Build the image of an environment file, of a Dockerfile (--file), or take one that is there (docker:IMAGE); run its Python in every way in which people run images, and verify it from outside. Exit code: 0, 1 findings at or above --fail-on, 2 when there is no engine or no such image.';
const LOCK =
  'Verify an environment, and write what makes the very same one again: an @EXPLICIT file with hashes, and in lines “# pip” what pip installed. Exit code: 0, 1 when it is broken, 2 when it could not be read.';
const FINGERPRINT =
  'Say in one line what an environment is, whatever its prefix and installer: the same packages and files give the same fingerprint. The source is a name, a prefix, an image or an archive, as for verify. Exit code: 0, or 2 where it could not be read.';
const DIFF =
  'Compare two environments, wherever each of them is: by packages, paths, links and contents, whatever their prefixes and installers. Exit code: 0 the same, 1 different, 2 could not be read.';

const PROGRAM_EXAMPLES = [
  'conda-links demo                        see what a report looks like',
  'conda-links verify                      all environments of this machine',
  'conda-links verify ml --level links     one environment, its links only',
  'conda-links smoke environment.yml       an image of it, built and proved',
  'conda-links checks dangling-link        what a finding means',
];

const VERIFY_EXAMPLES = [
  'conda-links verify',
  'conda-links verify ml /srv/conda/envs/web',
  'conda-links verify ~/miniconda3 --level links',
  'conda-links verify docker:ml:latest',
  'conda-links verify tar:backup.tar.gz --prefix /srv/conda',
  'conda-links verify ml --format json --output report.json',
  'conda-links verify ml --skip altered-file --fail-on warning',
  'conda-links verify ml --format check-symlinks || notify_admin',
];

const LINT_EXAMPLES = [
  'conda-links lint',
  'conda-links lint envs/*.yml --fail-on warning',
  'conda-links lint environment.yml --format json',
];
const DOCKERFILE_EXAMPLES = [
  'conda-links dockerfile environment.yml',
  'conda-links dockerfile environment.yml --stdout | less',
  'conda-links dockerfile environment.yml --base micromamba --cache-mounts',
  'conda-links dockerfile --from-env ml',
  'conda-links dockerfile environment.yml --check',
  'conda-links dockerfile envs/a.yml envs/b.yml --bake',
];
const SMOKE_EXAMPLES = [
  'conda-links smoke environment.yml',
  'conda-links smoke environment.yml --tag ml:1.0',
  'conda-links smoke --file Dockerfile --run "python -m ml --version"',
  'conda-links smoke docker:ml:latest',
];
const LOCK_EXAMPLES = [
  'conda-links lock ml --output ml.lock',
  'conda-links lock docker:ml:latest > ml.lock',
];
const FINGERPRINT_EXAMPLES = [
  'conda-links fingerprint ml',
  'conda-links fingerprint docker:ml:latest --env ml',
];
const DIFF_EXAMPLES = [
  'conda-links diff ml docker:ml:latest',
  'conda-links diff tar:monday.tar.gz tar:tuesday.tar.gz --json',
];
const LIST_EXAMPLES = ['conda-links list', "conda-links list --json | jq -r '.[].prefix'"];
const DEMO_EXAMPLES = ['conda-links demo', 'conda-links demo --color always | less -R'];
const CHECKS_EXAMPLES = ['conda-links checks', 'conda-links checks stale-prefix'];
