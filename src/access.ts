import { posix } from 'node:path';
import type { Manifest } from './conda/records.ts';
import { CannotRead } from './errors.ts';
import type { Inventory } from './inventory.ts';
import type { Result, Stat } from './sources.ts';
import { imageViewer, knownViewer, type Viewer } from './user.ts';

/** What may be wanted of a thing, as bits of a mode. */
export const READ = 4;
/** Of a folder: to enter it. */
export const EXECUTE = 1;

/** Who judges what somebody may do: the kernel, where that is who runs this; else the bits of the modes. */
export type Access =
  | { readonly judge: 'kernel'; readonly viewer: Viewer }
  | { readonly judge: 'bits'; readonly viewer: Viewer; readonly bits: ModeBits };

/** Where a path leads somebody who is held up by nothing, and which folders would hold them up. */
export interface Reach {
  /** The folders that may not be entered, from the root on. */
  readonly closed: readonly string[];
  /** Null where it leads nowhere: other checks say so. */
  readonly end: { readonly path: string; readonly stat: Stat } | null;
}

/**
 * Whether the bits of a mode let somebody do something. The owner has the bits of the owner only, whatever others may
 * (path_resolution(7)). Root may read everything, and execute what anybody may. ACLs are not seen: where there is
 * one, the bits of the group are the most that it gives to anybody but the owner and others.
 */
export function allows({ kind, mode, uid, gid }: Stat, viewer: Viewer, wanted: number): boolean {
  if (viewer.uid === 0) {
    return (wanted & EXECUTE) === 0 || kind === 'directory' || (mode & 0o111) !== 0;
  }
  // Of who was not asked for neither ACLs nor the groups of a directory service are known: what a group may, they may.
  const others = viewer.why === 'owner' ? mode | (mode >> 3) : mode;
  const bits = uid === viewer.uid ? mode >> 6 : viewer.groups.has(gid) ? mode >> 3 : others;
  return (bits & wanted) === wanted;
}

/** What the bits are, and whose they are, for who reads a finding. */
export function ownershipOf(stat: Result<Stat>): { mode: string | null; owner: string | null } {
  if (stat.kind !== 'ok') return { mode: null, owner: null };
  const { mode, uid, gid } = stat.value;
  return { mode: (mode & 0o7777).toString(8).padStart(4, '0'), owner: `${uid}:${gid}` };
}

/** As many links as Linux follows (MAXSYMLINKS). */
const MOST_HOPS = 40;
/** So many closed folders of one path are told: more are made by nobody but to do harm. */
const MOST_CLOSED = 20;

interface Walked extends Reach {
  readonly hops: number;
}

/** Follows paths as the kernel would for somebody else, by the bits of all folders that are passed through. */
export class ModeBits {
  readonly #inventory: Inventory;
  readonly #viewer: Viewer;
  /** Folders by the path under which they were come to; links count as followed since its start. */
  readonly #known = new Map<string, Walked>();
  readonly #root: Walked;
  /** The folders on the way to the prefix that may not be entered. */
  readonly ways: readonly string[];

  constructor(inventory: Inventory, viewer: Viewer) {
    this.#inventory = inventory;
    this.#viewer = viewer;
    const stat = inventory.statAbsolute('/');
    const end = stat.kind === 'ok' ? { path: '/', stat: stat.value } : null;
    this.#root = { closed: [], end, hops: 0 };
    this.ways = this.reach(inventory.place).closed;
  }

  /** Whether what `lstat` told of it lets them do it. */
  allows(stat: Stat, wanted: number): boolean {
    return allows(stat, this.#viewer, wanted);
  }

  /** Where an absolute path leads, with all links followed. */
  reach(path: string): Reach {
    return this.#walk(path, 0);
  }

  #walk(path: string, hops: number): Walked {
    let done = path.length;
    let known: Walked | undefined;
    while (done > 0 && !known) {
      known = this.#known.get(path.slice(0, done));
      if (!known) done = path.lastIndexOf('/', done - 1);
    }
    let at: Walked = known ? { ...known, hops: known.hops + hops } : { ...this.#root, hops };
    while (at.end && done < path.length) {
      const slash = path.indexOf('/', done + 1);
      const next = slash < 0 ? path.length : slash;
      at = this.#step(at, path.slice(Math.max(done, 0) + 1, next));
      done = next;
      if (at.end?.stat.kind === 'directory') {
        this.#known.set(path.slice(0, done), { ...at, hops: at.hops - hops });
      }
    }
    return at.hops > MOST_HOPS ? { ...at, end: null } : at;
  }

  /** One name further; only links lead deeper into the stack. */
  #step(from: Walked, name: string): Walked {
    const { end: here } = from;
    if (here?.stat.kind !== 'directory') return { ...from, end: null };
    if (name === '') return from;
    const isOpen = this.allows(here.stat, EXECUTE);
    const closed = isOpen ? from.closed : united(from.closed, [here.path]);
    if (name === '.') return { ...from, closed };
    const path = name === '..' ? posix.dirname(here.path) : posix.join(here.path, name);
    const stat = this.#inventory.statAbsolute(path);
    if (stat.kind !== 'ok') return { ...from, closed, end: null };
    const { value } = stat;
    if (value.kind !== 'symlink') return { ...from, closed, end: { path, stat: value } };
    const hops = from.hops + 1;
    const target = hops > MOST_HOPS ? null : this.#inventory.source.readlink(path);
    if (target?.kind !== 'ok' || target.value === '') return { closed, end: null, hops };
    const isAbsolute = target.value.startsWith('/');
    const led = this.#walk(isAbsolute ? target.value : `${here.path}/${target.value}`, hops);
    return { ...led, closed: united(closed, led.closed) };
  }
}

function united(some: readonly string[], others: readonly string[]): readonly string[] {
  if (some.length === 0) return others;
  if (others.length === 0) return some;
  return [...new Set([...some, ...others])].slice(0, MOST_CLOSED);
}

/**
 * Through whose eyes an environment is judged. Without somebody being asked for: in an image its `USER`; on a machine
 * who runs this. Root sees everything, which proves nothing: then it is the owner of the prefix, unless they cannot
 * even come to it, so that somebody else must be who uses it.
 * @param asked who was asked for; null for nobody
 * @returns null where nobody knows who it is
 * @throws CannotRead where who runs this may see less than who is asked about
 */
export async function accessOf(
  inventory: Inventory,
  manifest: Manifest,
  asked: Viewer | null,
): Promise<Access | null> {
  const { source } = inventory;
  const { user } = source;
  if (source.extent !== 'machine') return null;
  if (asked) {
    const isWhoRuns = user?.of === 'process' && user.uid === asked.uid && user.gid === asked.gid;
    if (isWhoRuns) return { judge: 'kernel', viewer: asked };
    return seen(inventory, manifest, byBits(inventory, asked));
  }
  if (user === null) return null;
  if (user.of === 'image') {
    const viewer = await imageViewer(source, user.text);
    return viewer && byBits(inventory, viewer);
  }
  const owner = user.uid === 0 ? inventory.stat('') : null;
  if (owner?.kind === 'ok' && owner.value.uid !== 0) {
    const access = byBits(inventory, await knownViewer(source, owner.value, 'owner'));
    if (access.bits.ways.length === 0) return seen(inventory, manifest, access);
  }
  return { judge: 'kernel', viewer: await knownViewer(source, user, 'process') };
}

function byBits(inventory: Inventory, viewer: Viewer): Access & { judge: 'bits' } {
  return { judge: 'bits', viewer, bits: new ModeBits(inventory, viewer) };
}

/** The same, where all that this user may see could be looked at. @throws CannotRead */
function seen<A extends Access & { judge: 'bits' }>(
  inventory: Inventory,
  manifest: Manifest,
  access: A,
): A {
  const denied = [...inventory.unlisted].filter(([, { kind }]) => kind === 'denied');
  const user = inventory.source.user;
  const isRoot = user?.of === 'process' && user.uid === 0;
  const folders = isRoot ? [] : [...manifest.folders];
  const unseen = [
    ...denied.map(([folder]) => folder),
    ...folders.filter((folder) => inventory.stat(`${folder}/.`).kind === 'denied'),
  ];
  for (const folder of unseen) {
    const { closed, end } = access.bits.reach(inventory.absolute(folder));
    const isClosed = end !== null && !access.bits.allows(end.stat, READ | EXECUTE);
    if (isClosed || closed.some((one) => inventory.relative(one) !== null)) continue;
    throw new CannotRead(
      `${inventory.absolute(folder)} may not be read by who runs this.`,
      'Run it as root, or as the user who is meant.',
    );
  }
  return access;
}
