import type { FileSystem } from '../sources.ts';

/**
 * The mounted file systems that `/proc/self/mountinfo` lists (proc_pid_mountinfo(5)), each with its place.
 * Lines that make no sense are left out.
 */
export function parseMounts(text: string): Mounts {
  const mounts = new Map<string, FileSystem>();
  for (const line of text.split('\n')) {
    const [head = '', tail = ''] = line.split(' - ', 2);
    const [, , device, , place, options = ''] = head.split(' ');
    const [type, , more = ''] = tail.split(' ');
    if (!device || !place?.startsWith('/') || !type) continue;
    // What is mounted over another one hides it, and comes later.
    mounts.set(unescaped(place), {
      type,
      place: unescaped(place),
      device,
      options: [...new Set([...options.split(','), ...more.split(',')])],
    });
  }
  return mounts;
}

const REMOTE = /^(?:nfs\d?|cifs|smb\d?|smbfs|fuse\.sshfs|afs|ceph|lustre)$/;

/** Whether it is that of a server. */
export function isRemote({ type }: FileSystem): boolean {
  return REMOTE.test(type);
}

/** Those that note the time of every change of a file themselves. */
const LOCAL = /^(?:ext[234]|xfs|btrfs|f2fs|zfs|bcachefs|overlay|tmpfs|apfs|hfs)$/;
/** Major number of loop devices: the next image that is mounted gets the number of this one. */
const LOOP = '7:';

/**
 * Whether device, inode, size and times tell that a file is the same as before. Not on those of a server, whose clock
 * may be behind ours, not in images, and not on those that make up one of these.
 */
export function keepsChanges({ type, device }: FileSystem): boolean {
  return LOCAL.test(type) && !device.startsWith(LOOP);
}

/** Place → what is mounted there. */
export type Mounts = ReadonlyMap<string, FileSystem>;

/** The file system that a path lies on; the path is absolute, with no links in it. */
export function mountOf(mounts: Mounts, path: string): FileSystem | null {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const found = mounts.get(path.slice(0, end));
    if (found) return found;
  }
  return mounts.get('/') ?? null;
}

/** Blanks, tabs, line ends and backslashes stand as `\040` and the like. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
