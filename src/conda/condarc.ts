import { posix } from 'node:path';
import type { Machine } from '../machine.ts';
import type { Source } from '../sources.ts';

/** Configuration of more than this is none. */
const LARGEST = 1 << 20;

/**
 * The folders in which named environments are kept beside those of the roots: `envs_dirs` and `envs_path`
 * of every configuration file that conda reads (`SEARCH_PATH` in `conda/base/constants.py`), and
 * `CONDA_ENVS_DIRS` and `CONDA_ENVS_PATH`. What cannot be read or parsed is left out: conda will tell.
 */
export async function environmentFolders(
  source: Source,
  machine: Machine,
  roots: readonly string[],
): Promise<string[]> {
  const { env } = machine;
  const variables = [env['CONDA_ENVS_DIRS'], env['CONDA_ENVS_PATH']];
  const fromVariables = variables.flatMap((value) => value?.split(/[:,]/) ?? []);
  const files = configurationFiles(source, machine, roots).filter((file) => source.exists(file));
  const contents = await source.read(files, LARGEST);
  const texts = files.flatMap((file) => {
    const content = contents.get(file);
    return content?.kind === 'ok' ? content.value.toString('utf8') : [];
  });
  // Few machines have such a file, and the parser takes a while to load.
  const parse = texts.length > 0 ? (await import('yaml')).parse : () => null;
  const fromFiles = texts.flatMap((text) => foldersIn(parse, text));
  return [...new Set([...fromVariables, ...fromFiles])]
    .map((folder) => expand(folder.trim(), machine))
    .filter((folder) => folder.startsWith('/'));
}

function configurationFiles(source: Source, machine: Machine, roots: readonly string[]): string[] {
  const { env, home } = machine;
  const config = env['XDG_CONFIG_HOME'] ?? `${home}/.config`;
  const places = [
    '/etc/conda',
    '/var/lib/conda',
    ...roots,
    `${config}/conda`,
    `${home}/.conda`,
    env['CONDA_PREFIX'] ?? '',
  ];
  const named = places
    .filter((place) => place.startsWith('/'))
    .flatMap((place) => [
      `${place}/.condarc`,
      `${place}/condarc`,
      ...pieces(source, `${place}/condarc.d`),
    ]);
  const own = [`${home}/.condarc`, `${home}/.mambarc`, env['CONDARC'] ?? '', env['MAMBARC'] ?? ''];
  return [...new Set([...named, ...own])].filter((file) => file.startsWith('/'));
}

function pieces(source: Source, folder: string): string[] {
  const items = source.list(folder);
  if (items.kind !== 'ok') return [];
  const names = items.value.map((item) => item.name).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => `${folder}/${name}`);
}

function foldersIn(parse: (text: string, options: object) => unknown, text: string): string[] {
  try {
    if (isTooDeep(text)) return [];
    const config: unknown = parse(text, { maxAliasCount: 100, logLevel: 'silent' });
    if (typeof config !== 'object' || config === null) return [];
    const { envs_dirs, envs_path } = config as { envs_dirs?: unknown; envs_path?: unknown };
    return [envs_dirs, envs_path].flat().filter((folder) => typeof folder === 'string');
  } catch {
    return [];
  }
}

/** YAML that is nested so deeply that its parser could run out of stack or memory; nobody writes that. */
export function isTooDeep(text: string): boolean {
  return /(?:[[{]\s*){64}|(?:[-?:] +){64}|^ {512}/m.test(text);
}

/** `~` and `$VARIABLE`, as conda expands them (`common/path.py`, expand). */
function expand(folder: string, { env, home, cwd }: Machine): string {
  const path = folder
    .replace(/^~(?=\/|$)/, home)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => env[braced ?? bare] ?? whole);
  return path === '' ? '' : posix.resolve(cwd, path);
}
