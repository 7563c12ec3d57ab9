import { isUtf8 } from 'node:buffer';
import { BadInput, CannotRead, ExpectedError, NotFound } from '../errors.ts';
import type { Source } from '../sources.ts';
import { isTooDeep } from './condarc.ts';
import { type EnvironmentFile, EXAMPLE } from './environment-file.ts';
import { parseExplicit } from './explicit-file.ts';

/** A larger file is no `environment.yml`, in bytes. */
const LARGEST = 1 << 20;

/**
 * Reads an `environment.yml` or an `@EXPLICIT` file.
 * @param path absolute
 * @param named as the user named it, for messages and findings
 * @throws NotFound (naming others nearby), CannotRead, BadInput when it is empty, too large or no text
 */
export async function readEnvironmentFile(
  source: Source,
  path: string,
  named: string,
): Promise<EnvironmentFile> {
  const content = (await source.read([path], LARGEST + 1)).get(path);
  if (content === undefined || content.kind === 'missing') {
    throw new NotFound(`There is no ${named}.`, othersNearby(source, path));
  }
  if (content.kind !== 'ok') throw unreadable(source, path, named, content.kind);
  if (content.value.length > LARGEST) {
    throw new BadInput(
      `${named} is larger than 1 MiB: no environment file is.`,
      'Name the environment.yml, or an @EXPLICIT list of packages.',
    );
  }
  return parseEnvironmentFile(decode(content.value, named), named);
}

/** The words for a file that is there and cannot be had. */
function unreadable(source: Source, path: string, named: string, kind: string): ExpectedError {
  if (source.list(path).kind === 'ok') {
    return new BadInput(`${named} is a folder.`, othersNearby(source, `${path}/environment.yml`));
  }
  const advice = kind === 'denied' ? 'See that this user may read it.' : '';
  return new CannotRead(`${named} cannot be read.`, advice);
}

/** What may have been meant: the environment files in the same folder. */
function othersNearby(source: Source, path: string): string {
  const folder = path.replace(/\/[^/]*$/, '') || '/';
  const items = source.list(folder);
  const names = items.kind === 'ok' ? items.value.map(({ name }) => name) : [];
  const likely = names
    .filter((name) => /\.ya?ml$/i.test(name) && /env|conda/i.test(name))
    .concat(names.filter((name) => /(?:explicit|conda.*|spec-file.*)\.(?:txt|lock)$/i.test(name)))
    .sort()
    .slice(0, 5);
  return likely.length > 0
    ? `In that folder there is: ${likely.join(', ')}.`
    : 'Name the environment.yml: conda-links dockerfile path/to/environment.yml';
}

/** UTF-8, or the UTF-16 that PowerShell writes: conda reads both (`env/env.py`, load_file). */
function decode(bytes: Buffer, named: string): string {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  if (isLittle) return bytes.subarray(2, bytes.length & ~1).toString('utf16le');
  if (isBig) {
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new BadInput(`${named} is no text in UTF-8.`, 'Save it as UTF-8.');
  }
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/**
 * Parses the text of one.
 * @throws BadInput when it is something else altogether
 */
export async function parseEnvironmentFile(text: string, named: string): Promise<EnvironmentFile> {
  if (text.trim() === '') throw new BadInput(`${named} is empty.`, EXAMPLE);
  if (/^[ \t]*@EXPLICIT[ \t\r]*$/m.test(text)) return parseExplicit(text, named);
  if (isTooDeep(text)) {
    throw new BadInput(`${named} is nested too deeply to be an environment file.`, EXAMPLE);
  }
  const { parseYaml } = await import('./environment-yaml.ts');
  return parseYaml(text, named);
}

/**
 * Where an `environment.yml` asks for which conda package: name → line, counted from 1. Empty when there is
 * no such file, or it is none: it only serves to place remarks.
 */
export async function packageLines(source: Source, path: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  try {
    const file = await readEnvironmentFile(source, path, path);
    for (const { spec, line } of file.dependencies) {
      if ('name' in spec && !found.has(spec.name)) found.set(spec.name, line);
    }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
  }
  return found;
}
