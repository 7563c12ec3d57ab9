import { posix } from 'node:path';
import { CHECK_IDS, RULE_IDS } from './choices.ts';
import { BadInput, CannotRead, NotFound } from './errors.ts';
import { type RawInputs, SETTING_INPUTS, type VerifyInputs } from './inputs.ts';
import { isImage, parseReference } from './references.ts';
import type { OwnRun, Setting, Settings } from './settings-yaml.ts';
import type { Source } from './sources.ts';

export type { OwnRun, Setting, Settings };

/** Nothing is set. */
export const UNSET: Settings = { options: new Map(), accept: [], smoke: [] };

/** The file of a folder, unless `--config` names another. */
export const SETTINGS_FILE = '.conda-links.yml';

/** Of the file, in bytes: some thousands of accepted findings. The parser takes seconds for a megabyte. */
export const LARGEST_SETTINGS = 512 << 10;

/**
 * Reads `.conda-links.yml` of a folder; where there is none, nothing is set.
 * @param named another file, relative to the folder, which has to be there; null for the usual one
 * @throws BadInput that names the line that makes no sense, NotFound, CannotRead
 */
export async function readSettings(
  source: Source,
  folder: string,
  named: string | null = null,
): Promise<Settings> {
  const file = named ?? SETTINGS_FILE;
  const text = await readText(source, folder, file);
  if (text === null && named !== null) {
    throw new NotFound(`There is no ${named}.`, 'It is what the option config names.');
  }
  if (text === null || text.trim() === '') return UNSET;
  const { parseSettings } = await import('./settings-yaml.ts');
  return parseSettings(text, file);
}

/**
 * The text of the file; null where it is not there.
 * @throws CannotRead, BadInput
 */
export async function readText(
  source: Source,
  folder: string,
  file: string,
): Promise<string | null> {
  const path = posix.resolve(folder, file);
  const content = (await source.read([path], LARGEST_SETTINGS + 1)).get(path);
  if (content === undefined || content.kind === 'missing') return null;
  if (content.kind !== 'ok') {
    const why = source.list(path).kind === 'ok' ? ' is a folder' : ' cannot be read';
    const advice =
      content.kind === 'denied'
        ? 'See that this user may read it.'
        : 'It has to be a file, like docs/settings.md shows one.';
    throw new CannotRead(`${file}${why}.`, advice);
  }
  if (content.value.length > LARGEST_SETTINGS) {
    throw new BadInput(
      `${file} is larger than ${LARGEST_SETTINGS >> 10} KiB.`,
      'Accept many findings with one pattern: path: "lib/old/**".',
    );
  }
  return content.value.toString('utf8');
}

/** What was given; and for what was not, what the file says, as far as the command has a use for it. */
export function settled(
  command: 'verify' | 'lint',
  given: RawInputs,
  { options }: Settings,
): RawInputs {
  const ids = command === 'lint' ? RULE_IDS : CHECK_IDS;
  const ours = SETTING_INPUTS.filter((input) => input.of.includes(command));
  const fromFile = ours.flatMap(({ name, choices }) => {
    const setting = options.get(name);
    const key = keyOf(name);
    if (!setting || isGiven(given[key])) return [];
    // One list is for checks and for rules; each command takes its own.
    const isOfIds = name === 'check' || name === 'skip';
    const value =
      isOfIds && choices.length > 0
        ? [setting.value].flat().filter((id) => ids.includes(id))
        : setting.value;
    return [[key, value] as const];
  });
  return { ...given, ...Object.fromEntries(fromFile) };
}

/** Without what the file says, and this run has no use for: it is meant for others. */
export function withoutUseless(inputs: VerifyInputs, given: RawInputs): VerifyInputs {
  const references = inputs.environments.flatMap((word) => parseReference(word) ?? []);
  const hasImage = references.some(isImage);
  const hasArchive = references.some((one) => !isImage(one));
  const { length } = inputs.environments;
  const areArchives = length > 0 && length === references.length && !hasImage;
  const isUserOfUse = inputs.level !== 'links' && !areArchives;
  return {
    ...inputs,
    prefix: hasArchive || isGiven(given['prefix']) ? inputs.prefix : null,
    platform: hasImage || isGiven(given['platform']) ? inputs.platform : null,
    asUser: isUserOfUse || isGiven(given['asUser']) ? inputs.asUser : null,
  };
}

/** A complaint about an option that nobody gave but the file: with the place there. */
export function blaming(error: unknown, given: RawInputs, { options }: Settings): unknown {
  if (!(error instanceof BadInput)) return error;
  const [, name = ''] = /^([a-z][a-z-]*): /.exec(error.message) ?? [];
  const setting = options.get(name);
  if (!setting || isGiven(given[keyOf(name)])) return error;
  return new BadInput(`${setting.place}: ${error.message}`, error.advice, { cause: error });
}

/** What the faces call it in `RawInputs`. */
export function keyOf(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether the face that reads options was given it: an empty input of the action is not given. */
function isGiven(raw: RawInputs[string]): boolean {
  return raw !== undefined && raw !== '' && !(Array.isArray(raw) && raw.length === 0);
}
