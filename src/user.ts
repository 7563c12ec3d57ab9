import { closest } from './closest.ts';
import { BadInput } from './errors.ts';
import type { Source } from './sources.ts';

/** Somebody through whose eyes permissions are judged. */
export interface Viewer {
  readonly uid: number;
  readonly gid: number;
  /** All groups, the one above included. */
  readonly groups: ReadonlySet<number>;
  /** Null where nobody knows it. */
  readonly name: string | null;
  /** Whether it was asked for, is who runs this, owns the prefix, or is the image's `USER`. */
  readonly why: 'asked' | 'process' | 'owner' | 'image';
}

/** What to call somebody in a sentence. */
export function nameOf({ name, uid }: Pick<Viewer, 'name' | 'uid'>): string {
  return name === null ? `UID ${uid}` : name;
}

/** Of `/etc/passwd` and of `/etc/group` so much is read, in bytes. */
const LARGEST = 4 << 20;

/** The last one; the next would be -1, which stands for no user (chown(2)). */
const LAST_ID = 2 ** 32 - 2;

/** OpenShift runs a container as a UID of its project's range, of which no image knows, and in group 0. */
const OPENSHIFT = { uid: 1_000_660_000, gid: 0 };

const ADVICE =
  'It can be a name, a UID, UID:GID, or openshift (a UID that nobody knows, of group 0).';

/**
 * Refuses what can be no user, whoever there is.
 * @param text `UID[:GID]`, `NAME[:GROUP]` or `openshift`
 * @throws BadInput
 */
export function refuseNoUser(text: string): void {
  const parts = text.split(':');
  if (parts.length > 2 || parts.some((part) => !isWord(part))) {
    throw new BadInput(`as-user: “${text}” is no user.`, ADVICE);
  }
  const large = parts.find((part) => idOf(part) === null && /^\d+$/.test(part));
  if (large === undefined) return;
  throw new BadInput(`as-user: there is no id ${large}.`, `The last one is ${LAST_ID}.`);
}

/** What a name may look like: anything that the files can hold, but no sign and no blank. */
function isWord(text: string): boolean {
  return /^[^\s\0:+-][^\s\0:]*$/.test(text);
}

/**
 * The user who was asked for, as the source knows them.
 * @throws BadInput for a name that `/etc/passwd` or `/etc/group` of the source does not have
 */
export async function askedViewer(source: Source, text: string): Promise<Viewer> {
  refuseNoUser(text);
  if (text === 'openshift') {
    return { ...OPENSHIFT, groups: new Set([OPENSHIFT.gid]), name: null, why: 'asked' };
  }
  const accounts = await readAccounts(source);
  const found = find(accounts, text, source.kind === 'directory');
  if ('uid' in found) return { ...found, why: 'asked' };
  const { file, unknown } = found;
  const names = (file === '/etc/group' ? accounts.groups : accounts.users).map(({ name }) => name);
  const close = closest(['openshift', ...names], unknown);
  throw new BadInput(
    `as-user: there is no “${unknown}” in ${file}${source.kind === 'directory' ? '' : ' of the image'}.`,
    close ? `Did you mean ${close}?` : `${ADVICE} Who is not in that file is known by number only.`,
  );
}

/**
 * The `USER` of an image.
 * @param text as its configuration has it; empty for root
 * @returns null for one that the image does not know: no container of it would start
 */
export async function imageViewer(source: Source, text: string): Promise<Viewer | null> {
  // Root needs to be looked up nowhere.
  if (/^0*(?::|$)/.test(text)) {
    return { uid: 0, gid: 0, groups: new Set([0]), name: 'root', why: 'image' };
  }
  const found = find(await readAccounts(source), text, false);
  return 'uid' in found ? { ...found, why: 'image' } : null;
}

/** Somebody who is known by number: who runs this, or who owns a prefix. */
export async function knownViewer(
  source: Source,
  { uid, gid }: { readonly uid: number; readonly gid: number },
  why: 'process' | 'owner',
): Promise<Viewer> {
  const accounts = await readAccounts(source);
  const user = accounts.users.find(({ id }) => id === uid);
  // Who owns a prefix need not be in its group.
  const primary = why === 'owner' ? (user?.gid ?? gid) : gid;
  return {
    uid,
    gid: primary,
    groups: groupsOf(accounts, user?.name ?? null, primary),
    name: user?.name ?? null,
    why,
  };
}

interface Account {
  readonly name: string;
  readonly id: number;
  readonly gid: number;
}

interface Group {
  readonly name: string;
  readonly id: number;
  readonly members: readonly string[];
}

interface Accounts {
  readonly users: readonly Account[];
  readonly groups: readonly Group[];
}

/**
 * Who is meant, by the rules of container engines (`GetExecUser` of moby/sys/user): a user who is known has the groups
 * that the files tell, unless a group is named; one who is not is taken by number.
 * @param isMachine a user of a machine who is not in the file has a group of the same number, as distributions make
 * them; in a container it is group 0
 */
function find(
  accounts: Accounts,
  text: string,
  isMachine: boolean,
): Omit<Viewer, 'why'> | { readonly file: string; readonly unknown: string } {
  const [who = '', group = null] = text.split(':');
  const number = idOf(who);
  const user = accounts.users.find(({ name, id }) => name === who || id === number);
  const uid = user?.id ?? number;
  if (uid === null) return { file: '/etc/passwd', unknown: who };
  const name = user?.name ?? null;
  if (group !== null) {
    const gid = accounts.groups.find((one) => one.name === group)?.id ?? idOf(group);
    if (gid === null) return { file: '/etc/group', unknown: group };
    return { uid, gid, groups: new Set([gid]), name };
  }
  const gid = user?.gid ?? (isMachine ? uid : 0);
  return { uid, gid, groups: groupsOf(accounts, name, gid), name };
}

function groupsOf({ groups }: Accounts, name: string | null, gid: number): Set<number> {
  const more = name === null ? [] : groups.filter(({ members }) => members.includes(name));
  return new Set([gid, ...more.map(({ id }) => id)]);
}

/** What is no account is passed over, as the C library does (passwd(5), group(5)). */
async function readAccounts(source: Source): Promise<Accounts> {
  const read = await source.read(['/etc/passwd', '/etc/group'], LARGEST);
  const linesOf = (path: string) => {
    const bytes = read.get(path);
    const lines = bytes?.kind === 'ok' ? bytes.value.toString('utf8').split('\n') : [];
    return lines.map((line) => line.split(':'));
  };
  return {
    users: linesOf('/etc/passwd').flatMap(([name = '', , uid = '', primary = '']) => {
      const [id, gid] = [idOf(uid), idOf(primary)];
      return name === '' || id === null || gid === null ? [] : [{ name, id, gid }];
    }),
    groups: linesOf('/etc/group').flatMap(([name = '', , gid = '', members = '']) => {
      const id = idOf(gid);
      return name === '' || id === null ? [] : [{ name, id, members: members.trim().split(',') }];
    }),
  };
}

/** The number that a text is; null where it is none, or none that anybody can have. */
function idOf(text: string): number | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const id = Number(text);
  return id <= LAST_ID ? id : null;
}
