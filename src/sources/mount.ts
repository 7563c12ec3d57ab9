import { posix } from 'node:path';
import { BadInput } from '../errors.ts';
import { interpreterOf, prefixOfPython } from '../shebang.ts';
import type { Tree } from './tree.ts';

/** Where the environments of an archive are taken to lie. */
export interface Mounting {
  /** Absolute, in the tree as it is now. */
  readonly prefixes: readonly string[];
  /** Whether that is known, and not only where they come from. */
  readonly isPlaced: boolean;
  /** What the user calls a place: as in the archive, unless it is known where that is unpacked. */
  readonly nameOf: (path: string) => string;
}

/**
 * Puts the tree of an archive where its environments live: where the user says that it is unpacked, or else
 * where they were made, which their own scripts tell, so that absolute links and those into the package
 * cache lead where they should. Where nothing tells, they stay as they lie in the archive.
 * @param prefix where the outermost environment is unpacked to; null when the user did not say
 * @param stem what to call an environment that is the whole archive
 * @throws BadInput when there is a prefix for several environments that lie beside each other
 */
export function mount(tree: Tree, prefix: string | null, stem: string): Mounting {
  const found = tree.foldersNamed('conda-meta').map((path) => posix.dirname(path));
  const outermost = found.filter(
    (path) => !found.some((other) => other !== path && isWithin(path, other)),
  );
  for (const path of outermost) tree.cover(path);
  const [first, ...others] = outermost;
  if (first === undefined) return { prefixes: [], isPlaced: false, nameOf: (path) => path };
  if (prefix !== null && others.length > 0) {
    throw new BadInput(
      `prefix: the archive holds several environments (${outermost.map((one) => one.slice(1)).join(', ')}), which cannot all lie at ${prefix}.`,
      'Leave it out, or name an archive of one environment.',
    );
  }
  const { from, to } = moveOf(tree, { found, outermost }, prefix, stem);
  tree.mount(from, to);
  const moved = (path: string) => posix.join(to, posix.relative(from, path));
  return {
    prefixes: found.map(moved),
    isPlaced: prefix !== null,
    nameOf: (path) => {
      if (prefix !== null) return path;
      if (!isWithin(path, to)) return path;
      return posix.join(from, posix.relative(to, path)).slice(1) || '.';
    },
  };
}

/**
 * Which folder of the archive goes where. Every environment may tell, also one within another; what is above
 * it of the same names in both places comes along, so that links to what lies beside it lead there.
 */
function moveOf(
  tree: Tree,
  { found, outermost }: { found: readonly string[]; outermost: readonly string[] },
  prefix: string | null,
  stem: string,
): { from: string; to: string } {
  const [first = '/'] = outermost;
  if (prefix !== null) return { from: first, to: prefix };
  for (const path of [...outermost, ...found]) {
    const home = homeOf(tree, path);
    if (home === null) continue;
    let from = path;
    let to = home;
    while (from !== '/' && to !== '/' && posix.basename(from) === posix.basename(to)) {
      from = posix.dirname(from);
      to = posix.dirname(to);
    }
    // None may be left behind.
    if (found.every((one) => isWithin(one, from))) return { from, to };
  }
  // Its root is some folder that nobody knows, however much of that it holds.
  tree.imply();
  return { from: '/', to: first === '/' ? `/${stem}` : '/' };
}

function isWithin(path: string, other: string): boolean {
  return path === other || other === '/' || path.startsWith(`${other}/`);
}

/** The prefix that most scripts of an environment start the Python of; null where there are none. */
function homeOf(tree: Tree, prefix: string): string | null {
  const bin = tree.find(posix.join(prefix, 'bin'));
  const votes = new Map<string, number>();
  for (const { kept } of (bin.kind === 'ok' ? bin.value.children?.values() : null) ?? []) {
    const home = prefixOfPython(interpreterOf(kept?.bytes));
    // Made clean: it comes from the archive.
    if (home === null || posix.normalize(home) !== home || home.startsWith('/usr')) continue;
    votes.set(home, (votes.get(home) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return winner?.[0] ?? null;
}
