import { defineCheck } from '../check.ts';
import { rootOf } from '../conda/package-cache.ts';
import { realPath } from '../links.ts';
import { isRemote } from '../sources/file-systems.ts';
import type { FileSystem } from '../sources.ts';

/** Kinds of file systems → what they do to an environment. */
const HAZARDS: readonly (readonly [types: RegExp, what: string])[] = [
  [/^(?:vfat|msdos|exfat)$/, 'cannot hold symbolic links, hard links or modes'],
  [/^(?:9p|drvfs|vboxsf|prl_fs|fuse\.vmhgfs-fuse)$/, 'is shared with another system'],
  [/^(?:ntfs\d?|fuseblk)$/, 'keeps links and modes in ways of its own'],
];

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['noexec', 'is mounted so that no program on it can be run (noexec)'],
  ['nosymfollow', 'is mounted so that no link on it is followed (nosymfollow)'],
]);

export const hazardousFilesystem = defineCheck({
  id: 'hazardous-filesystem',
  severity: 'note',
  level: 'links',
  extent: 'machine',
  title: 'File system that environments break on',
  explain: {
    what: 'The prefix or its package cache lies on a file system that cannot hold links and modes (FAT, exFAT), that is shared (NFS, SMB, 9p, drvfs), that is mounted `noexec` or `nosymfollow`; or the two lie on different file systems. One finding an environment.',
    why: 'Nothing need be broken, but installers cannot hard-link there: they copy, or make soft links that the next `conda clean` breaks. It is evidence for the diagnosis, too.',
    how: 'A home folder on a server, a memory stick, a folder of Windows seen from WSL, a volume of a container.',
    fix: 'Keep environment and package cache together on a local file system, like ext4, xfs or APFS.',
  },
  *find({ inventory }) {
    const { source, place } = inventory;
    const here = source.fileSystemOf(place);
    if (here === null) return;
    const pkgs = `${rootOf(place)}/pkgs`;
    const cache = source.exists(pkgs) ? source.fileSystemOf(realPath(source, pkgs)) : null;
    const hazard = hazardOf(here) ?? (cache && hazardOf(cache));
    const isApart = cache !== null && cache.device !== here.device;
    if (!hazard && !isApart) return;
    const { type, place: mounted } = hazardOf(here) || !cache ? here : cache;
    yield { path: '', package: null, type, mounted, hazard, cache: cache?.type ?? null, pkgs };
  },
  say: ({ type, mounted, hazard, cache, pkgs }) =>
    hazard
      ? `${mounted} (${type}) ${hazard}`
      : `The package cache ${pkgs} (${cache}) lies on another file system than the prefix (${type}): files are copies, or soft links`,
});

function hazardOf(fileSystem: FileSystem): string | null {
  const { type, options } = fileSystem;
  if (isRemote(fileSystem)) return 'is shared over the network';
  const kind = HAZARDS.find(([types]) => types.test(type))?.[1];
  return kind ?? options.map((option) => OPTIONS.get(option)).find(Boolean) ?? null;
}
