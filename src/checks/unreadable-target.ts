import { posix } from 'node:path';
import { EXECUTE, type ModeBits, ownershipOf, READ, type Reach } from '../access.ts';
import { defineCheck, type Fact } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import { groupBy } from '../grouping.ts';
import type { Inventory } from '../inventory.ts';
import { placeOfBytes } from '../placement.ts';
import type { Stat } from '../sources.ts';
import type { Subject } from '../subject.ts';
import { nameOf, type Viewer } from '../user.ts';

/** What somebody may not do with a file, or with what a link leads to. */
interface Denied extends Fact {
  /** The text of the link; null where it is none. */
  readonly target: string | null;
  /** What may not be read, executed or entered; absolute. */
  readonly place: string;
  readonly access: 'read' | 'execute' | 'enter';
  /** Folders that may not be entered, where it is these: outside of the environment, and on no way to it. */
  readonly ways: readonly string[];
  /** How many paths lead there. */
  readonly count: number;
  /** Through whose eyes; null for those of who runs this. */
  readonly user: string | null;
  /** As `ls` would have it, where the bits are what was judged. */
  readonly mode: string | null;
  readonly owner: string | null;
}

export const unreadableTarget = defineCheck({
  id: 'unreadable-target',
  severity: 'error',
  level: 'metadata',
  extent: 'machine',
  title: 'File or link’s target may not be read',
  explain: {
    what: 'The user in question gets `Permission denied` on a recorded file, on a program in `bin/` that others may execute, or on what a link leads to: who runs this, the image’s `USER`, whom `--as-user` names; for root the owner of the prefix. For anybody but who runs this, it is a warning where it is about a link that no record owns and that is not in `bin/`.',
    why: 'The environment is whole for its owner and broken for everybody else.',
    how: 'An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter.',
    fix: 'Give the permission back: `chmod -R a+rX` by the owner of the files.',
  },
  *find(subject): Generator<Denied> {
    const { level, access } = subject;
    if (level === 'links' || access === null) return;
    yield* vanished(subject);
    if (access.judge === 'kernel') yield* refused(subject);
    else yield* denied(subject, access.bits, access.viewer);
  },
  say: ({ path, target, place, access, ways: [way], count, user, mode, owner }) => {
    const who = user === null ? '' : ` by ${user}`;
    const why = mode === null ? '' : ` (mode ${mode}, owner ${owner})`;
    const more = count > 1 ? `; ${count - 1} more lead there` : '';
    const what = `may not be ${{ read: 'read', execute: 'executed', enter: 'entered' }[access]}`;
    if (target === null && way === undefined) return `${path} ${what}${who}${why}`;
    const arrow = target === null ? path : `${path} → ${target}`;
    return user === null
      ? `${arrow}: ${place} may not be read or entered`
      : `${arrow}: ${way ?? place} ${what}${who}${why}${more}`;
  },
});

const UNJUDGED = { ways: [], count: 1, user: null, mode: null, owner: null };

/** What could not be read, and was gone when it was looked at again: nobody can say more of it. */
function* vanished({ inventory, manifest, contents }: Subject): Generator<Denied> {
  for (const [path, { kind }] of contents.unsound) {
    if (kind !== 'unreadable' || inventory.stat(path).kind === 'ok') continue;
    const owner = manifest.paths.get(path)?.package ?? null;
    const place = inventory.absolute(path);
    yield { ...UNJUDGED, path, package: owner, target: null, place, access: 'read' };
  }
}

/** What the kernel said to who runs this. */
function* refused(subject: Subject): Generator<Denied> {
  const { inventory, manifest, contents, cache, links, files, notable } = subject;
  for (const { path, target } of links) {
    const end = inventory.follow(path);
    if (end.kind !== 'denied') continue;
    const owner = manifest.paths.get(path)?.package ?? null;
    const ways = [posix.dirname(end.path)];
    yield { ...UNJUDGED, path, package: owner, target, place: end.path, access: 'enter', ways };
  }
  for (const { recorded, stat } of files) yield* judged(recorded, null, stat);
  for (const recorded of notable) {
    const entry = inventory.at(recorded.path);
    const place = entry?.kind === 'symlink' ? placeOfBytes(inventory, cache, recorded) : null;
    const stat = place === null ? null : inventory.statAbsolute(place);
    if (stat?.kind === 'ok') yield* judged(recorded, place, stat.value);
  }
  /** @param led where it leads, if it is a link */
  function* judged(recorded: RecordedPath, led: string | null, stat: Stat): Generator<Denied> {
    const { path, package: owner } = recorded;
    const entry = led === null ? null : inventory.at(path);
    const target = entry?.kind === 'symlink' ? entry.target : null;
    const isUnread = contents.unsound.get(path)?.kind === 'unreadable';
    const access = isUnread ? 'read' : forbidden(inventory, led ?? path, stat, isProgram(recorded));
    const place = led ?? inventory.absolute(path);
    if (access) yield { ...UNJUDGED, path, package: owner, target, place, access };
  }
}

/** What everybody may do need not be asked for. */
function forbidden(inventory: Inventory, path: string, { mode }: Stat, mayBeProgram: boolean) {
  if ((mode & 0o555) === 0o555) return null;
  const { source } = inventory;
  const place = path.startsWith('/') ? path : inventory.absolute(path);
  if ((mode & 0o444) !== 0o444 && !source.mayRead(place)) return 'read';
  const isShared = (mode & 0o111) === 0o111 || (mode & 0o111) === 0;
  return mayBeProgram && !isShared && !source.mayExecute(place) ? 'execute' : null;
}

function isProgram({ path }: RecordedPath): boolean {
  return path.startsWith('bin/');
}

/** What the bits of the modes say to somebody else: one finding for all that the same folder or file keeps from them. */
function* denied(subject: Subject, bits: ModeBits, viewer: Viewer): Generator<Denied> {
  const { manifest } = subject;
  const user = nameOf(viewer);
  const together = groupBy([...claims(subject, bits)], ({ fault }) => fault.key);
  for (const all of together.values()) {
    const [first] = all;
    if (!first) continue;
    const { path, target, fault } = first;
    const { key: _, ...rest } = fault;
    const isProved = all.some((one) => manifest.paths.has(one.path) || one.path.startsWith('bin/'));
    yield {
      ...{ path, package: manifest.paths.get(path)?.package ?? null, target, user },
      ...{ ...rest, count: all.length, severity: isProved ? 'error' : 'warning' },
    };
  }
}

/** A path that leads to what may not be used. */
interface Claim {
  readonly path: string;
  readonly target: string | null;
  readonly fault: Fault;
}

/** What may not be used, and why. */
interface Fault extends Pick<Denied, 'place' | 'access' | 'ways' | 'mode' | 'owner'> {
  /** The same for all that mending one of them mends. */
  readonly key: string;
}

function* claims(subject: Subject, bits: ModeBits): Generator<Claim> {
  const { inventory, manifest, contents, links } = subject;
  for (const { path, target } of links) {
    if (path.startsWith('conda-meta/')) continue;
    const reach = bits.reach(inventory.absolute(path));
    // What lies in the environment is judged under its own name.
    const isThere = reach.end !== null && isWalked(inventory, reach.end.path);
    const faults = [
      closedWay(inventory, bits, reach),
      isThere ? null : atEnd(subject, bits, reach, false, false),
    ];
    for (const fault of faults) if (fault) yield { path, target, fault };
  }
  for (const recorded of manifest.paths.values()) {
    const { path } = recorded;
    if (inventory.at(path)?.kind !== 'file') continue;
    const reach = bits.reach(inventory.absolute(path));
    const isUnread = contents.unsound.get(path)?.kind === 'unreadable';
    const faults = [
      closedWay(inventory, bits, reach),
      atEnd(subject, bits, reach, isProgram(recorded), isUnread),
    ];
    for (const fault of faults) if (fault) yield { path, target: null, fault };
  }
}

/** Folders that hold somebody up, and are no finding of their own: those that no walk of this environment came by. */
function closedWay(inventory: Inventory, bits: ModeBits, { closed }: Reach): Fault | null {
  const ways = closed.filter((way) => !bits.ways.includes(way) && !isWalked(inventory, `${way}/.`));
  const [way] = ways;
  if (way === undefined) return null;
  const ownership = ownershipOf(inventory.statAbsolute(way));
  return { place: way, access: 'enter', ways, ...ownership, key: ways.join('\0') };
}

/** Whether a place is in a folder of the environment itself. */
function isWalked(inventory: Inventory, place: string): boolean {
  const path = inventory.relative(place);
  if (path === null || path === '') return path === '';
  return inventory.isListed(path) || inventory.unlisted.has(posix.dirname(path));
}

/**
 * What may not be done with the end of a path, unless it lies in a folder that is to be opened with all that is in it.
 * @param isUnread whether it could not be read by who runs this either
 */
function atEnd(
  { inventory, cache }: Subject,
  bits: ModeBits,
  { closed, end }: Reach,
  mayBeProgram: boolean,
  isUnread: boolean,
): Fault | null {
  const isShut = (folder: string) =>
    isWalked(inventory, `${folder}/.`) || cache.folderOf(`${folder}/.`) !== null;
  if (end === null || closed.some(isShut)) return null;
  const { path, stat } = end;
  const access = isUnread ? 'read' : lackOf(bits, stat, mayBeProgram);
  const ownership = ownershipOf({ kind: 'ok', value: stat });
  return access && { place: path, access, ways: [], ...ownership, key: path };
}

function lackOf(bits: ModeBits, stat: Stat, mayBeProgram: boolean): Denied['access'] | null {
  if (stat.kind === 'directory') return bits.allows(stat, READ | EXECUTE) ? null : 'enter';
  if (stat.kind !== 'file') return null;
  if (!bits.allows(stat, READ)) return 'read';
  const isExecutable = mayBeProgram && (stat.mode & 0o111) !== 0;
  return isExecutable && !bits.allows(stat, EXECUTE) ? 'execute' : null;
}
