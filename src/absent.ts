import type { RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Inventory } from './inventory.ts';

/** What is recorded and not there, sorted by what its absence means. */
export interface Absent {
  /** Programs that the environment is called by. */
  readonly entryPoints: readonly RecordedPath[];
  readonly links: readonly RecordedPath[];
  readonly files: readonly RecordedPath[];
  /** Compiled Python whose source is there: Python makes it anew. */
  readonly compiled: readonly RecordedPath[];
  /** What images are often freed of, where all of a kind is gone: pattern → the paths. */
  readonly slimmed: ReadonlyMap<string, readonly RecordedPath[]>;
}

/** What no program needs to run: those who make images smaller delete all of it. */
const SLIMMABLE: readonly (readonly [kind: string, isOne: (path: string) => boolean])[] = [
  ['*.a', (path) => path.endsWith('.a')],
  ['*.la', (path) => path.endsWith('.la')],
  ['*.js.map', (path) => /\.(?:js|css)\.map$/.test(path)],
  // Where those of the style sheets are left.
  ['*.js.map', (path) => path.endsWith('.js.map')],
  ['*.pyx', (path) => /\.(?:pyx|pxd)$/.test(path)],
  ['include', (path) => path.startsWith('include/')],
  ['*.h', (path) => /\.(?:h|hh|hpp|hxx)$/.test(path)],
  ['share/man', (path) => path.startsWith('share/man/') || path.startsWith('man/')],
  ['share/doc', (path) => /^share\/(?:doc|gtk-doc|info)\//.test(path)],
  ['share/locale', (path) => path.startsWith('share/locale/')],
  ['tests', isTest],
];

function isTest(path: string): boolean {
  const at = path.indexOf('/site-packages/');
  return at >= 0 && /\/tests?\//.test(path.slice(at));
}

/** All of a kind must be gone from so many packages; from one alone it may be an accident. */
const MANY_PACKAGES = 2;

/** Finds all recorded paths that are absent. What lies below a folder that may not be read is unknown. */
export function sortAbsent(
  inventory: Inventory,
  manifest: Manifest,
  notable: readonly RecordedPath[],
): Absent {
  const absent = notable.filter(
    ({ path }) =>
      inventory.at(path) === null && inventory.isKnown(path) && !isBelowFile(inventory, path),
  );
  const slimmed = findSlimmed(inventory, manifest, absent);
  const isSlimmed = new Set([...slimmed.values()].flat());
  const sorted = {
    entryPoints: [] as RecordedPath[],
    links: [] as RecordedPath[],
    files: [] as RecordedPath[],
    compiled: [] as RecordedPath[],
    slimmed,
  };
  for (const recorded of absent) {
    if (isSlimmed.has(recorded)) continue;
    if (isEntryPoint(recorded)) sorted.entryPoints.push(recorded);
    else if (isCompiled(recorded, manifest)) sorted.compiled.push(recorded);
    else if (recorded.kind === 'symlink') sorted.links.push(recorded);
    else if (recorded.kind !== 'directory') sorted.files.push(recorded);
  }
  return sorted;
}

/** `bin/python` of python, `bin/pip` of pip, and every console script that an installer made. */
export function isEntryPoint({ kind, path, package: owner }: RecordedPath): boolean {
  if (kind === 'entry-point') return true;
  return path === 'bin/python'
    ? owner.name === 'python'
    : path === 'bin/pip' && owner.name === 'pip';
}

/** Where a folder became a file, that is the finding, not each path that was below it. */
function isBelowFile(inventory: Inventory, path: string): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const entry = inventory.at(path.slice(0, end));
    if (entry) return entry.kind !== 'directory' && entry.kind !== 'symlink';
  }
  return false;
}

function findSlimmed(
  inventory: Inventory,
  manifest: Manifest,
  absent: readonly RecordedPath[],
): Map<string, readonly RecordedPath[]> {
  const found = new Map<string, readonly RecordedPath[]>();
  const isAbsent = new Set(absent.map(({ path }) => path));
  const isTold = new Set<RecordedPath>();
  for (const [kind, isOne] of SLIMMABLE) {
    const gone = absent.filter((recorded) => isOne(recorded.path) && !isTold.has(recorded));
    if (new Set(gone.map((one) => one.package)).size < MANY_PACKAGES) continue;
    // `find -type f` leaves the links to what it deletes, and they dangle.
    const isGone = (path: string) =>
      isAbsent.has(path) || inventory.follow(path).kind === 'missing';
    const recorded = [...manifest.paths.keys()].filter(isOne);
    if (!recorded.every(isGone)) continue;
    found.set(kind, gone);
    for (const one of gone) isTold.add(one);
  }
  return found;
}

function isCompiled({ path, kind }: RecordedPath, manifest: Manifest): boolean {
  if (kind === 'pyc') return true;
  const match = /^(.*\/)__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path);
  return match !== null && manifest.paths.has(`${match[1]}${match[2]}.py`);
}
