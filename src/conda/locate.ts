import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { BadInput, NotFound } from '../errors.ts';
import type { Machine } from '../machine.ts';
import type { Source } from '../sources.ts';
import {
  type Discovery,
  distinct,
  type Environment,
  environmentAt,
  findEnvironments,
  isEnvironment,
  subfolders,
} from './environments.ts';

/**
 * The environments that a word stands for: a name, a prefix, or a root with all its environments.
 * What is there but cannot be looked at comes with its problem.
 * @throws BadInput when the word is empty
 */
export async function locate(
  source: Source,
  machine: Machine,
  word: string,
  discover: () => Promise<Discovery> = () => findEnvironments(source, machine),
): Promise<Environment[]> {
  if (word === '') {
    throw new BadInput('The name of an environment is empty.', 'Name one, or a prefix.');
  }
  const path = asPath(machine, word);
  if (path !== null) return locatePath(source, path);
  const { environments } = await discover();
  const named = environments.filter(({ name }) => name === word);
  if (named.length > 0) return named;
  const beside = posix.join(machine.cwd, word);
  const here = locatePath(source, beside);
  const stat = source.lstat(beside);
  const isFile = stat.kind === 'ok' && stat.value.kind === 'file';
  if (isFile || here.some(({ problem }) => problem === null)) return here;
  const problem = new NotFound(`There is no environment “${word}”.`, nearest(word, environments));
  return [{ name: word, prefix: '', problem }];
}

/** All environments that some words stand for, each once, whatever it is named by. */
export async function locateAll(
  source: Source,
  machine: Machine,
  words: readonly string[],
): Promise<Environment[]> {
  // Several names need one look at the machine.
  let discovery: Promise<Discovery> | null = null;
  const discover = () => {
    discovery ??= findEnvironments(source, machine);
    return discovery;
  };
  const found: Environment[] = [];
  for (const word of words) found.push(...(await locate(source, machine, word, discover)));
  return distinct(source, found);
}

function asPath({ cwd, home }: Machine, word: string): string | null {
  if (word === '~' || word.startsWith('~/')) return posix.join(home, word.slice(1));
  return word.includes('/') || word === '.' || word === '..' ? posix.resolve(cwd, word) : null;
}

function locatePath(source: Source, path: string): Environment[] {
  const within = subfolders(source, `${path}/envs`).filter((one) => isEnvironment(source, one));
  const isRoot =
    source.exists(`${path}/envs`) && (isEnvironment(source, path) || within.length > 0);
  if (!isRoot) return [environmentAt(source, path)];
  const prefixes = isEnvironment(source, path) ? [path, ...within] : within;
  return prefixes.map((prefix) => environmentAt(source, prefix));
}

/** Names that the user may have meant, the closest first. */
function nearest(word: string, environments: readonly Environment[]): string {
  const names = [...new Set(environments.map(({ name }) => name))];
  const close = names
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, name.length / 2))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
  if (close.length > 0) return `Did you mean ${close.join(' or ')}?`;
  return names.length > 0
    ? `Known here: ${names.slice(0, 8).join(', ')}. A prefix can be named too.`
    : 'No environment is known on this machine; name its prefix.';
}
