import { defineCheck, type Fact } from '../check.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Subject } from '../subject.ts';

interface Leftover extends Fact {
  readonly count: number;
}

/**
 * What is added to the name of a file that is put aside: `.c~` and `.conda_trash` by conda
 * (`base/constants.py`, `gateways/disk/delete.py`), `.mamba_trash` by mamba (`core/util.cpp`).
 */
const PUT_ASIDE = /(?:\.c~|\.conda_trash(?:_\d+)?|\.\d*\.?mamba_trash|\.partial)$/;
/** One of these is in each such name. */
const MARKS = ['.c~', '.conda_trash', 'mamba_trash', '.partial'];

/** Where transactions keep what they put aside: conda (`core/link.py`) and rattler (`install/unlink.rs`). */
const FOLDERS = ['.condatmp', '.trash', 'conda-meta/.trash'];

export const leftover = defineCheck<Leftover>({
  id: 'leftover',
  severity: 'warning',
  level: 'links',
  extent: 'prefix',
  title: 'Leftovers of an unfinished update',
  explain: {
    what: 'Files that an installer put aside while it worked, and would have removed at its end: recorded names with `.c~`, `.conda_trash`, `.mamba_trash` or `.partial` behind them, and what lies in `.condatmp` or `.trash`. One finding a package or folder, with their number.',
    why: 'A transaction was cut off: some files may be of the old version, some of the new one.',
    how: 'The installer was killed, the machine went down, the disk was full, a job ran into its time limit.',
    fix: 'Reinstall what has other findings. Then remove the leftovers: `conda clean --tempfiles PREFIX`, or by hand.',
  },
  *find(subject) {
    const found = new Map<PackageRecord | string, { path: string; count: number }>();
    const add = (key: PackageRecord | string, path: string) => {
      const before = found.get(key);
      found.set(key, { path: before?.path ?? path, count: (before?.count ?? 0) + 1 });
    };
    const paths = suspects(subject).filter((path) => !isHabit(subject, path));
    for (const path of paths) {
      const folder = FOLDERS.find((one) => path.startsWith(`${one}/`));
      const owner = folder ?? ownerOf(subject, path);
      if (owner !== null) add(owner, path);
    }
    for (const [owner, fact] of found) {
      yield { ...fact, package: typeof owner === 'string' ? null : owner };
    }
  },
  say: ({ path, count }) =>
    count === 1
      ? `${path} was put aside by an update that did not end`
      : `${count} files were put aside by an update that did not end (${path}, …)`,
});

/** Names that tell of a transaction, and all that lies in its folders; sorted. */
function suspects({ inventory, intact }: Subject): string[] {
  const paths: string[] = [];
  for (const folder of ['', ...inventory.folders()]) {
    if (intact.has(folder)) continue;
    const isOfTransactions = FOLDERS.some((one) => folder === one || folder.startsWith(`${one}/`));
    // One look at all names of a folder: mostly there is nothing.
    if (!isOfTransactions && !inventory.listed(folder)?.mayHold(MARKS)) continue;
    for (const [name, { kind }] of inventory.names(folder)) {
      const isAside = isOfTransactions || PUT_ASIDE.test(name);
      if (isAside && kind !== 'directory') paths.push(folder === '' ? name : `${folder}/${name}`);
    }
  }
  return paths.sort();
}

/** conda never removes a link to a folder that it put aside: it asks `isdir`, which follows links (`gateways/disk/delete.py`). */
function isHabit({ inventory }: Subject, path: string): boolean {
  if (!path.endsWith('.c~') || inventory.at(path)?.kind !== 'symlink') return false;
  const end = inventory.follow(path);
  return end.kind === 'found' && end.what === 'directory';
}

/** The package whose file was put aside; null where the name is nobody's, or recorded itself. */
function ownerOf({ manifest }: Subject, path: string): PackageRecord | string | null {
  const aside = PUT_ASIDE.exec(path)?.[0];
  if (aside === undefined || manifest.paths.has(path)) return null;
  const name = path.slice(0, -aside.length);
  const recorded = manifest.paths.get(name);
  if (recorded) return recorded.package;
  // Of one that is not recorded any more the record itself is a finding: unreadable-record.
  const record = /^conda-meta\/(.+\.json)$/.exec(name)?.[1];
  if (record === undefined || manifest.unreadable.some(({ file }) => file === path.slice(11)))
    return null;
  return manifest.records.find(({ file }) => file === record) ?? path;
}
