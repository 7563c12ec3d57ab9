import { posix } from 'node:path';
import { fromBytes } from '../bytes.ts';
import { realPath } from '../links.ts';
import type { Source } from '../sources.ts';
import type { PipLine, Position } from './environment-file.ts';
import { parseRequirement, type Requirement, requirementLines } from './requirement.ts';

/** Larger files of requirements are not looked into, in bytes. */
const LARGEST = 1 << 20;
/** More of them are not looked into: nobody has as many, unless they name each other for ever. */
const MOST = 64;
/** With more lines than this, in all of them, the rest is not looked into. */
const MOST_LINES = 100_000;

/** A file or folder on this machine that pip is told to use. */
export interface LocalPath extends Position {
  /** The file that names it, as the user would name it. */
  readonly file: string;
  /** As it is written there. */
  readonly text: string;
  /** Relative to the build context, `.` for all of it; null where it lies outside. */
  readonly path: string | null;
  readonly kind: 'file' | 'directory' | 'missing';
  /** Whether pip leaves it where it is, so that it is needed as long as the environment is. */
  readonly isEditable: boolean;
}

/** What pip is told, here and in the files that it is referred to. */
export interface PipFiles {
  readonly lines: readonly PipLine[];
  readonly paths: readonly LocalPath[];
}

/**
 * Follows `-r`, `-c` and local paths. A path in a file of requirements counts from the folder in which pip
 * runs, which is that of the environment file (conda's `env/installers/pip.py`); a further `-r` from the
 * file that names it (pip's `req/req_file.py`).
 * @param lines of the `pip:` section
 * @param folder that of the environment file, absolute
 * @param context the folder that a build gets to see, absolute
 */
export async function followPip(
  source: Source,
  lines: readonly PipLine[],
  folder: string,
  context: string,
): Promise<PipFiles> {
  const all: PipLine[] = [];
  const paths: LocalPath[] = [];
  const seen = new Set<string>();
  const realContext = realPath(source, context);
  const kinds = new Map<string, LocalPath['kind']>();
  const follow = async (some: readonly PipLine[], base: string): Promise<void> => {
    for (const line of some) {
      if (line.file !== lines[0]?.file && all.length >= MOST_LINES) return;
      all.push(line);
      const { requirement } = line;
      const isFile = requirement.kind === 'file';
      const named = localIn(requirement);
      if (named === null) continue;
      const path = posix.resolve(isFile ? base : folder, named);
      const kind = kinds.get(path) ?? kindOf(source, path);
      kinds.set(path, kind);
      // A link may lead elsewhere than its name says: what a build does not get to see is not read either.
      const isInside = inside(realContext, realPath(source, path)) !== null;
      paths.push({
        ...placeOf(line),
        text: named,
        path: isInside ? inside(context, path) : null,
        kind,
        isEditable: requirement.kind === 'path' && requirement.isEditable,
      });
      if (!(isFile && isInside) || kind !== 'file' || seen.has(path) || seen.size >= MOST) continue;
      seen.add(path);
      const shown = posix.join(posix.dirname(line.file), posix.relative(base, path));
      await follow(await linesOf(source, path, shown), posix.dirname(path));
    }
  };
  await follow(lines, folder);
  return { lines: all, paths };
}

function placeOf({ file, line, column }: PipLine): Position & { file: string } {
  return { file, line, column };
}

/** What a line has pip look for on this machine; null where that is nothing. */
function localIn(requirement: Requirement): string | null {
  if (requirement.kind === 'file' || requirement.kind === 'path') {
    return isRemote(requirement.path) ? null : requirement.path;
  }
  const options = 'options' in requirement ? requirement.options : [];
  const links = options.find(({ name }) => name === '--find-links')?.value ?? '';
  return links === '' || isRemote(links) ? null : links;
}

function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** A path as seen from a folder; null when it is not in it. */
export function inside(folder: string, path: string): string | null {
  const relative = posix.relative(folder, path);
  return relative === '..' || relative.startsWith('../') ? null : relative || '.';
}

function kindOf(source: Source, path: string): LocalPath['kind'] {
  // No name of a file holds it, and the system does not even look.
  if (path.includes('\0')) return 'missing';
  if (source.list(path).kind === 'ok') return 'directory';
  return source.exists(path) ? 'file' : 'missing';
}

async function linesOf(source: Source, path: string, named: string): Promise<PipLine[]> {
  const content = (await source.read([path], LARGEST)).get(path);
  if (content?.kind !== 'ok') return [];
  return requirementLines(fromBytes(content.value)).map(({ text, line }) => ({
    file: named,
    line,
    column: 1,
    text,
    requirement: parseRequirement(text),
  }));
}
