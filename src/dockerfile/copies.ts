import { posix } from 'node:path';
import type { Wishes } from '../rule.ts';
import { copy, refuseOddPath } from './quoting.ts';

/** Something of the context that a build needs, relative to it; `.` is all of it. */
export interface Copied {
  readonly path: string;
  readonly isFolder: boolean;
  /** Whether pip leaves it where it is: then the runtime needs it too. */
  readonly isEditable: boolean;
}

/**
 * The environment file, and all that pip opens because of it; nothing that lies in something else of it.
 * @param file the environment file, relative to the context
 * @throws BadInput for a name that a Dockerfile would misread
 */
export function copiesOf({ pip }: Wishes, file: string): Copied[] {
  const named = pip.paths.flatMap(({ path, kind, isEditable }) =>
    path === null || kind === 'missing' ? [] : { path, isFolder: kind === 'directory', isEditable },
  );
  const all = new Map<string, Copied>();
  for (const one of [{ path: file, isFolder: false, isEditable: false }, ...named]) {
    refuseOddPath(one.path);
    const isEditable = one.isEditable || all.get(one.path)?.isEditable === true;
    all.set(one.path, { ...one, isEditable });
  }
  return outermost([...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1)));
}

/** What of it pip leaves where it is. */
export function editableOf(copies: readonly Copied[]): Copied[] {
  return copies.filter(({ isEditable }) => isEditable);
}

function outermost(all: readonly Copied[]): Copied[] {
  const isIn = (path: string, folder: string) =>
    path !== folder && (folder === '.' || path.startsWith(`${folder}/`));
  return all
    .filter(({ path }) => !all.some((other) => isIn(path, other.path)))
    .map((one) => ({
      ...one,
      isEditable:
        one.isEditable || all.some(({ path, isEditable }) => isEditable && isIn(path, one.path)),
    }));
}

/**
 * The instructions that lay it out as it lies in the context. A folder has one for itself, for `COPY`
 * takes what is in a folder and not the folder.
 * @param file the environment file
 * @param placed what it is called from there on
 */
export function copyInstructions(
  copies: readonly Copied[],
  file: string,
  placed: string,
): string[] {
  const files = new Map<string, string[]>();
  for (const { path, isFolder } of copies) {
    const folder = isFolder ? `${path}/` : path.includes('/') ? path.replace(/[^/]*$/, '') : './';
    const target = path === file && placed !== file ? placed : folder;
    files.set(target, [...(files.get(target) ?? []), path]);
  }
  const isWithin = copies.every(({ path }) => path !== file);
  if (isWithin && placed !== file) files.set(placed, [file]);
  return [...files].map(([target, paths]) => copy(paths, target));
}

/**
 * What the environment file is called in the builder. conda and micromamba judge a file by its name before
 * its content, each in its own way; these are the names that both take for what it is.
 */
export function placedName({ file }: Wishes, copies: readonly Copied[], path: string): string {
  // Within a folder that is copied it keeps its own, unless that says something else than it is.
  const isMisleading =
    /(?:-lock\.ya?ml|\.json)$/.test(path) || (file.form === 'explicit' && /\.ya?ml$/.test(path));
  if (!(copies.some((one) => one.path === path) || isMisleading)) return path;
  const name = file.form === 'explicit' ? 'explicit.txt' : 'environment.yml';
  return posix.join(posix.dirname(path), name);
}
