import { posix } from 'node:path';
import { BadInput } from '../errors.ts';
import { interpreterOf, prefixOfPython } from '../shebang.ts';
import type { Move, Tree } from './tree.ts';

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
  const found = prefixesIn(tree);
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
  const moves =
    prefix === null ? movesOf(tree, found, outermost, stem) : [{ from: first, to: prefix }];
  tree.mount(moves);
  return {
    prefixes: found.map((path) => carried(path, moves, 'from', 'to') ?? path),
    isPlaced: prefix !== null,
    nameOf: (path) => {
      if (prefix !== null) return path;
      const inside = carried(path, moves, 'to', 'from');
      return inside === null ? path : inside.slice(1) || '.';
    },
  };
}

/** All places that may be environments: those with a `conda-meta`. */
export function prefixesIn(tree: Tree): string[] {
  return tree.foldersNamed('conda-meta').map((path) => posix.dirname(path));
}

/** Where a path is after the moves, or was before them; null when none of them concerns it. */
function carried(
  path: string,
  moves: readonly Move[],
  before: keyof Move,
  after: keyof Move,
): string | null {
  const move = moves.find((one) => isWithin(path, one[before]));
  return move ? posix.join(move[after], posix.relative(move[before], path)) : null;
}

/**
 * Which folders of the archive go where: all of it together where that fits, else each installation for itself.
 */
function movesOf(
  tree: Tree,
  found: readonly string[],
  outermost: readonly string[],
  stem: string,
): Move[] {
  const together = homeward(tree, [...outermost, ...found], found, []);
  if (together) return [together];
  // Its root is some folder that nobody knows, however much of that it holds.
  tree.imply();
  const single = outermost.map((root) => {
    const within = found.filter((path) => isWithin(path, root));
    return (
      homeward(
        tree,
        [root, ...within],
        within,
        outermost.filter((one) => one !== root),
      ) ?? {
        from: root,
        to: `/${root.slice(1) || stem}`,
      }
    );
  });
  // Two that came from one place, or one within another, cannot both lie there.
  const isFree = single.every(({ to }, at) =>
    single.every(
      (other, index) => index === at || (!isWithin(to, other.to) && !isWithin(other.to, to)),
    ),
  );
  return isFree ? single : [{ from: '/', to: outermost[0] === '/' ? `/${stem}` : '/' }];
}

/**
 * The move that takes some environments to where the scripts of one of them were made; what is above it of the
 * same names in both places comes along, so that links to what lies beside it lead there.
 * @param others environments that must not come along
 */
function homeward(
  tree: Tree,
  tellers: readonly string[],
  all: readonly string[],
  others: readonly string[],
): Move | null {
  for (const path of tellers) {
    const home = homeOf(tree, path);
    if (home === null) continue;
    let from = path;
    let to = home;
    while (from !== '/' && to !== '/' && posix.basename(from) === posix.basename(to)) {
      const above = posix.dirname(from);
      if (others.some((one) => isWithin(one, above))) break;
      from = above;
      to = posix.dirname(to);
    }
    // None may be left behind.
    if (all.every((one) => isWithin(one, from))) return { from, to };
  }
  return null;
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
    if (home === null || posix.normalize(home) !== home || isNoEnvironment(home)) continue;
    votes.set(home, (votes.get(home) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return winner?.[0] ?? null;
}

/** The Python of the system; or where a package was built, which conda-pack leaves in copies of links. */
function isNoEnvironment(home: string): boolean {
  return ['/usr', '/usr/local'].includes(home) || home.includes('_placehold_placehold');
}
