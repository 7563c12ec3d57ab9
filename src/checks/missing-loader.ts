import { defineCheck, type Fact } from '../check.ts';
import type { Claims } from '../conda/claims.ts';
import { groupBy } from '../grouping.ts';
import type { Inventory } from '../inventory.ts';
import { mostCommon, ownElves } from './missing-library.ts';

interface Stranded extends Fact {
  readonly loader: string;
  /** The recorded path that it is, where it is one of the environment's own. */
  readonly follows: string | null;
  /** How many programs ask for it. */
  readonly count: number;
}

export const missingLoader = defineCheck<Stranded>({
  id: 'missing-loader',
  severity: 'error',
  level: 'content',
  extent: 'machine',
  title: 'Loader of programs does not exist',
  explain: {
    what: 'The programs of the environment name a loader (`ld-linux-x86-64.so.2` and the like) that this machine or image does not have. It is a note for programs that ask for another loader than the rest of the environment does, and in an image that holds no system at all.',
    why: 'No program starts, not even Python: the shell says `No such file or directory`, though the program is there.',
    how: 'The environment was copied to a system of another C library (Alpine with musl) or of other folders (NixOS), or into an image with no C library at all.',
    fix: 'Use a base image or machine with glibc, e.g. Debian instead of Alpine; reinstalling does not help.',
  },
  *find(subject) {
    const { contents, inventory, manifest } = subject;
    // Libraries that can be run as well have a soname: whether anybody runs them nobody knows.
    const programs = ownElves(subject).flatMap(([path, { interpreter, soname }]) =>
      interpreter?.startsWith('/') && soname === null ? [{ path, interpreter }] : [],
    );
    const python = inventory.follow('bin/python');
    const place = python.kind === 'found' ? inventory.relative(python.path) : null;
    const usual =
      contents.elves.get(place ?? '')?.interpreter ??
      mostCommon(programs.map(({ interpreter }) => interpreter));
    const hasSystem = SYSTEM.some((path) => inventory.resolve(path).kind === 'found');
    for (const [loader, some] of groupBy(programs, ({ interpreter }) => interpreter)) {
      if (inventory.resolve(loader).kind !== 'missing') continue;
      const path = some.map((one) => one.path).reduce((a, b) => (a < b ? a : b));
      const follows = recordedAt(inventory, loader, manifest.paths);
      yield {
        path,
        package: manifest.paths.get(path)?.package ?? null,
        loader,
        follows,
        count: some.length,
        ...((loader === usual && hasSystem) || follows !== null
          ? {}
          : { severity: 'note' as const }),
      };
    }
  },
  say: ({ path, loader, count }) =>
    count === 1
      ? `${path} needs the loader ${loader}, which does not exist`
      : `${path} and ${count - 1} more need the loader ${loader}, which does not exist`,
});

/** Where none of these is, there is no system to run it: an image that only carries an environment to another one. */
const SYSTEM = ['/lib', '/lib64', '/usr/lib', '/bin', '/usr/bin', '/etc/passwd', '/etc/os-release'];

function recordedAt(inventory: Inventory, loader: string, paths: Claims): string | null {
  const path = inventory.relative(loader);
  return path !== null && paths.has(path) ? path : null;
}
