import { posix } from 'node:path';
import { defineCheck, type Fact } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import { isOwned } from '../conda/records.ts';
import type { Elf } from '../elf.ts';
import { leadsSomewhere } from '../libraries.ts';
import type { Subject } from '../subject.ts';
import { isShippedDangling } from './dangling-link.ts';

interface Lacking extends Fact {
  readonly library: string;
  /** The recorded path whose loss is felt here; that is a finding of its own. */
  readonly follows: string | null;
  /** The package that lost it. */
  readonly owner: string | null;
  /** How many files need it. */
  readonly neededBy: number;
}

export const missingLibrary = defineCheck<Lacking>({
  id: 'missing-library',
  severity: 'error',
  level: 'content',
  extent: 'machine',
  title: 'Library that programs need is gone',
  explain: {
    what: 'Programs or libraries need a shared library that is nowhere to be found, and a package recorded it. It is a note where no package of the environment has it: drivers, and what is optional.',
    why: 'The loader refuses to start them: `error while loading shared libraries`, or `ImportError` in Python.',
    how: 'A library was deleted, or the link with its soname was; the package cache was cleaned under soft links.',
    fix: 'Reinstall the package that owns the library. A driver comes with the machine, not with the environment.',
  },
  *find(subject) {
    const { contents, manifest } = subject;
    const needs = needsOf(subject);
    const search = new Search(subject, needs.keys());
    for (const [library, files] of needs) {
      if (search.isInPrefix(library)) continue;
      // That the machine may have one of that name mends nothing: it is not the one they were built with.
      const lost = search.lossOf(library);
      const lacking = files.filter((path) => {
        const elf = contents.elves.get(path);
        return lost !== null || (elf !== undefined && !search.finds(library, path, elf));
      });
      if (lacking.length === 0) continue;
      const path = lacking.reduce((least, one) => (one < least ? one : least));
      yield {
        path,
        package: manifest.paths.get(path)?.package ?? null,
        library,
        follows: lost?.path ?? null,
        owner: lost?.package.dist ?? null,
        neededBy: lacking.length,
        ...(lost ? {} : { severity: 'note' as const }),
      };
    }
  },
  say: ({ path, library, follows, owner, neededBy }) => {
    const who = neededBy === 1 ? `${path} needs` : `${path} and ${neededBy - 1} more need`;
    return follows === null
      ? `${who} ${library}, which is not here and which no package has; a driver, or optional`
      : `${who} ${library}, which is gone (${follows} of ${owner})`;
  },
});

/** What the loader itself is or brings along (vdso(7)). */
const BROUGHT = /^(?:ld-linux|ld-musl|ld-lsb|ld64\.so|ld\.so|linux-vdso|linux-gate)/;
/** Libraries of Alpine in an environment of another loader: wheels and tools bring both kinds, and take one. */
const OF_MUSL = /^libc\.(?:so$|musl-)/;

/** A large environment has some ten thousand; what files claim must not fill the memory. */
const MOST_NEEDS = 1_000_000;

/** Which library which recorded files of the environment's own kind need. */
function needsOf(subject: Subject): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  let left = MOST_NEEDS;
  for (const [path, elf] of ownElves(subject)) {
    left -= elf.needed.length;
    if (left < 0) break;
    if (elf.needed.some((library) => OF_MUSL.test(library))) continue;
    for (const library of new Set(elf.needed)) {
      if (library === '' || BROUGHT.test(nameIn(library))) continue;
      const files = needs.get(library);
      if (files) files.push(path);
      else needs.set(library, [path]);
    }
  }
  return needs;
}

/** Programs and libraries for the machine that the environment is for, less those meant for elsewhere. */
export function ownElves({
  contents,
  inventory,
  manifest,
  replacements,
}: Subject): (readonly [string, Elf])[] {
  const all = [...contents.elves].filter(([path, { type }]) => {
    const owner = manifest.paths.get(path)?.package;
    return (type === 2 || type === 3) && !isAside(path) && !(owner && replacements.has(owner));
  });
  const end = inventory.follow('bin/python');
  const python = end.kind === 'found' ? inventory.relative(end.path) : null;
  const ofPython = python === null ? undefined : contents.elves.get(python);
  const own = ofPython ? kindOf(ofPython) : mostCommon(all.map(([, elf]) => kindOf(elf)));
  return all.filter(([, elf]) => kindOf(elf) === own);
}

/** What is compiled against or for another machine, or has lost its code to where debuggers look for it. */
function isAside(path: string): boolean {
  return /(?:^|\/)(?:[^/]*-)?sysroot(?:-[^/]*)?\/|(?:^|\/)(?:stubs|\.?debug)\/|\.debug$/.test(path);
}

function kindOf({ bits, order, machine }: Elf): string {
  return `${bits} ${order} ${machine}`;
}

/** The first in the alphabet where several are as common. */
export function mostCommon(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}

/** Real files have a handful of folders; what a file claims must not keep anybody busy. */
const MOST_FOLDERS = 64;
const MOST_LOOKUPS = 100_000;

/** Looks for libraries where the loader would, and wherever else in the prefix they might be loaded from. */
class Search {
  readonly #subject: Subject;
  /** Names of the prefix that lead somewhere. */
  readonly #present = new Set<string>();
  readonly #offered = new Map<string, boolean>();
  readonly #lost = new Map<string, RecordedPath>();
  #lookups = 0;

  constructor(subject: Subject, libraries: Iterable<string>) {
    this.#subject = subject;
    const { inventory, notable } = subject;
    const wanted = new Set(Array.from(libraries, nameIn));
    for (const [path, entry] of inventory.named(wanted)) {
      if (isAside(path)) continue;
      const name = nameIn(path);
      const isLink = entry.kind === 'symlink';
      const isThere = !isLink || leadsSomewhere(inventory, inventory.absolute(path));
      if (isThere) this.#present.add(name);
    }
    // Where a file is that was recorded, nothing is lost, and the walk came by.
    for (const recorded of notable) {
      const name = nameIn(recorded.path);
      if (!wanted.has(name) || isAside(recorded.path)) continue;
      if (!inventory.isListed(recorded.path) && inventory.follow(recorded.path).kind === 'found') {
        this.#present.add(name);
      }
      const lost = lossAt(subject, recorded);
      const other = this.#lost.get(name);
      if (lost && !(other && other.path <= lost.path)) this.#lost.set(name, lost);
    }
  }

  /** Whether something in the prefix has that name. */
  isInPrefix(library: string): boolean {
    return this.#present.has(nameIn(library));
  }

  /** Whether a file that needs a library would get it from elsewhere, or nobody can know. */
  finds(library: string, path: string, elf: Elf): boolean {
    const { inventory, libraries } = this.#subject;
    const origin = posix.dirname(inventory.absolute(path));
    if (library.includes('/')) {
      return expand(library, origin).every((one) => !one.startsWith('/') || this.#isThere(one));
    }
    let isOffered = this.#offered.get(library);
    if (isOffered === undefined) {
      isOffered = libraries.offer(library);
      this.#offered.set(library, isOffered);
    }
    if (isOffered || this.#lookups > MOST_LOOKUPS) return true;
    const folders = [elf.rpath, elf.runpath].flatMap((list) => list?.split(':') ?? []);
    return folders
      .slice(0, MOST_FOLDERS)
      .flatMap((folder) => expand(folder, origin))
      .some((folder) => folder.startsWith('/') && this.#isThere(`${folder}/${library}`));
  }

  /** What a package recorded under the name of a library, and is not there. */
  lossOf(library: string): RecordedPath | null {
    return this.#lost.get(nameIn(library)) ?? null;
  }

  #isThere(path: string): boolean {
    this.#lookups += 1;
    return this.#lookups > MOST_LOOKUPS || leadsSomewhere(this.#subject.inventory, path);
  }
}

/** The recorded path that is gone, where this one is, or leads to it; null where it is there, or was never more. */
function lossAt(subject: Subject, recorded: RecordedPath): RecordedPath | null {
  const { inventory, manifest, replacements } = subject;
  if (replacements.has(recorded.package) || !inventory.isKnown(recorded.path)) return null;
  const entry = inventory.at(recorded.path);
  if (entry === null) return recorded;
  const end = entry.kind === 'symlink' ? inventory.follow(recorded.path) : null;
  if (entry.kind !== 'symlink' || (end?.kind !== 'missing' && end?.kind !== 'loop')) return null;
  const target = inventory.relative(end.path);
  if (target !== null && isOwned(manifest, target)) return manifest.paths.get(target) ?? recorded;
  return isShippedDangling(subject, recorded, entry.target, end) ? null : recorded;
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The values that the loader may put for what it replaces in names (ld.so(8), dynamic string tokens). */
const TOKENS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\$(?:\{LIB\}|LIB\b)/g, ['lib', 'lib64']],
  [/\$(?:\{PLATFORM\}|PLATFORM\b)/g, ['x86_64', 'haswell', 'aarch64', 'power8', 'power9', 's390x']],
];

function expand(text: string, origin: string): string[] {
  let all = [text.replaceAll(/\$(?:\{ORIGIN\}|ORIGIN\b)/g, () => origin)];
  for (const [token, values] of TOKENS) {
    all = all.flatMap((one) =>
      one.search(token) < 0 ? [one] : values.map((value) => one.replaceAll(token, value)),
    );
  }
  return all;
}
