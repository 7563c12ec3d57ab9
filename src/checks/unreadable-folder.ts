import { EXECUTE, type ModeBits, ownershipOf, READ } from '../access.ts';
import { defineCheck, type Fact } from '../check.ts';
import type { Inventory } from '../inventory.ts';
import type { Subject } from '../subject.ts';
import { nameOf, type Viewer } from '../user.ts';

/** A folder that is closed to somebody. */
interface Closed extends Fact {
  readonly reason: string;
  /** Folders above the prefix that hold them up, from the root on: then it is these, and the path is the prefix. */
  readonly ways: readonly string[];
  /** Through whose eyes; null for those of who runs this. */
  readonly user: string | null;
  /** As `ls` would have it, where the bits are what was judged. */
  readonly mode: string | null;
  readonly owner: string | null;
}

export const unreadableFolder = defineCheck({
  id: 'unreadable-folder',
  severity: 'error',
  level: 'metadata',
  extent: 'machine',
  title: 'Folder may not be read',
  explain: {
    what: 'The user in question may not list or enter a folder of the environment, or enter a folder above it: who runs this, the image’s `USER`, whom `--as-user` names; for root the owner of the prefix. What lies in it is no finding of its own. A folder that no record owns is a note, and in `site-packages` a warning.',
    why: 'Nothing in it can be imported or run by this user.',
    how: 'An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter, a container that runs as another user than the one who installed.',
    fix: 'Give the permission back: `chmod -R a+rX` for a folder of the environment, `chmod a+x` for one above it.',
  },
  *find(subject): Generator<Closed> {
    const { level, access } = subject;
    if (level === 'links' || access === null) return;
    if (access.judge === 'kernel') yield* refused(subject);
    else yield* closed(subject, access.bits, access.viewer);
  },
  say: ({ path, reason, ways: [way], user, mode, owner }) => {
    const who = user === null ? '' : ` by ${user}`;
    const why = mode === null ? '' : ` (mode ${mode}, owner ${owner})`;
    if (way !== undefined) return `${way}, on the way to it, ${reason}${who}${why}`;
    return `${path === '' ? 'The prefix' : `${path}/`} ${reason}${who}${why}`;
  },
});

const UNJUDGED = { ways: [], user: null, mode: null, owner: null };

/** What the kernel said to who runs this. */
function* refused({ inventory, manifest }: Subject): Generator<Closed> {
  for (const [path, failure] of inventory.unlisted) {
    if (failure.kind === 'missing') continue;
    const reason = failure.kind === 'denied' ? 'may not be read' : 'cannot be read';
    yield { ...UNJUDGED, path, package: null, reason };
  }
  for (const path of manifest.folders) {
    // May be listed, but not entered: nothing that is in it can be used.
    if (isEntered(inventory, path) || inventory.stat(`${path}/.`).kind !== 'denied') continue;
    yield { ...UNJUDGED, path, package: null, reason: MAY_NOT_ENTER };
  }
}

/** Whether something in a folder was looked at, so that it can be entered; or there is nothing in it to be looked at. */
function isEntered(inventory: Inventory, path: string): boolean {
  const listed = inventory.listed(path);
  if (!listed || listed.isEmpty || listed.statOf(0) !== null) return true;
  return listed.folders.some((name) => inventory.listed(`${path}/${name}`) !== undefined);
}

/** What the bits of the modes say to somebody else. */
function* closed(subject: Subject, bits: ModeBits, viewer: Viewer): Generator<Closed> {
  const { inventory, manifest } = subject;
  const user = nameOf(viewer);
  const [way] = bits.ways;
  if (way !== undefined) {
    const ownership = ownershipOf(inventory.statAbsolute(way));
    yield { path: '', package: null, reason: MAY_NOT_ENTER, ways: bits.ways, user, ...ownership };
  }
  /** Folders that are closed, and all that lie in them: those come later. */
  const shut = new Set<string>();
  for (const path of ['', ...inventory.folders(), ...inventory.unlisted.keys()]) {
    const isBelow = path !== '' && shut.has(parentOf(path));
    // Who uses an environment needs no records; rattler makes them readable for their owner only.
    if (isBelow || path === 'conda-meta') {
      shut.add(path);
      continue;
    }
    const reason = reasonOf(subject, bits, path);
    if (reason === null) continue;
    if (reason !== MAY_NOT_LIST) shut.add(path);
    // What nobody owns may be meant so: the data of a service.
    const isOwned = path === '' || manifest.folders.has(path);
    const severity = isOwned ? 'error' : /(?:^|\/)site-packages\//.test(path) ? 'warning' : 'note';
    const ownership = ownershipOf(inventory.stat(path));
    yield { path, package: null, severity, reason, ways: [], user, ...ownership };
  }
}

const MAY_NOT_ENTER = 'may not be entered';
const MAY_NOT_LIST = 'may not be listed';

/** Why a folder is closed; null for one that is open. */
function reasonOf({ inventory }: Subject, bits: ModeBits, path: string): string | null {
  const stat = inventory.stat(path);
  if (stat.kind === 'ok' && !bits.allows(stat.value, EXECUTE)) return MAY_NOT_ENTER;
  if (stat.kind === 'ok' && !bits.allows(stat.value, READ)) return MAY_NOT_LIST;
  return inventory.unlisted.get(path)?.kind === 'failed' ? 'cannot be read' : null;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
