import { type Installer, reinstall } from '../conda/installer.ts';
import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Cause, Remedy } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Judged } from './signs.ts';

/** What to type. Only the installer's own means, never a link made by hand. */
export function remedyOf(
  cause: Cause,
  subject: Subject,
  installer: Installer,
  explained: readonly Judged[],
): Remedy {
  const { inventory, manifest, replacements } = subject;
  const { prefix } = inventory;
  const packages = packagesOf(subject, explained);
  const mend = packages.length > 0 ? [reinstall(installer, prefix, packages)] : [];
  const names = packages.length === 1 ? packages[0]?.dist : `${packages.length} packages`;
  const [stray] = explained.filter(
    ({ fact }) => fact.package === null && fact['follows'] === undefined,
  );
  switch (cause) {
    case 'filesystem-migration': {
      const unpack = inventory.at('bin/conda-unpack');
      if (unpack) {
        return {
          summary: 'Finish the unpacking: conda-unpack writes the new prefix into the files.',
          commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]],
        };
      }
      return {
        summary: `Move the environment back, or reinstall ${names} here, which writes the new prefix. Scripts that pip made need \`pip install --force-reinstall --no-deps\` afterwards.`,
        commands: movedCommands(subject, installer, mend),
      };
    }
    case 'package-cache':
      return {
        summary: `Reinstall ${names}: what the cache lost is downloaded again.`,
        commands: mend,
      };
    case 'backup-restore':
      return {
        summary: `Reinstall ${names}, or restore again with a tool that keeps links and modes (tar, rsync -a, cp -a).`,
        commands: mend,
      };
    case 'interrupted-update': {
      const records = explained.filter(({ check }) => check.id === 'unreadable-record');
      const remove = records.map(({ fact }) => ['rm', '--', `${prefix}/${fact.path}`]);
      const again = records.flatMap(({ fact }) => distOf(fact.path) ?? []);
      return {
        summary: 'Finish the update: reinstall what it left half done.',
        commands: [
          ...remove,
          ...mend,
          ...(again.length > 0 ? [reinstall(installer, prefix, again)] : []),
        ],
      };
    }
    case 'permissions': {
      const isUnreadable = explained.some(({ check }) => check.id.startsWith('unreadable'));
      return {
        summary: isUnreadable
          ? 'Give the permission back, as the owner of the files.'
          : `Reinstall ${names}: that brings the modes back.`,
        commands: isUnreadable ? [['chmod', '-R', 'a+rX', prefix]] : mend,
      };
    }
    default: {
      const replaced = [...replacements.values()].filter(({ package: owner }) =>
        packages.includes(owner),
      );
      const uninstall = replaced.map(({ by }) => [
        `${prefix}/bin/python`,
        '-m',
        'pip',
        'uninstall',
        '--yes',
        by.project,
      ]);
      if (mend.length === 0 && stray) {
        return {
          summary: 'No package owns it: remove it if nothing needs it.',
          commands: explained.slice(0, 3).map(({ fact }) => ['rm', '--', `${prefix}/${fact.path}`]),
        };
      }
      const isSafe = manifest.records.length > 0 ? 'which puts the recorded files back' : '';
      return { summary: `Reinstall ${names}, ${isSafe}.`, commands: [...uninstall, ...mend] };
    }
  }
}

/** The `conda` of a root that was moved as a whole does not start: its own first line names the old place. */
function movedCommands(subject: Subject, installer: Installer, mend: string[][]): string[][] {
  const root = rootOf(subject.inventory.prefix);
  const isWholeRoot = subject.inventory.source.lstat(`${root}/bin/conda`).kind === 'ok';
  if (!isWholeRoot || installer !== 'conda') return mend;
  return mend.map(([, ...words]) => [`${root}/bin/python`, '-m', 'conda', ...words]);
}

/** The packages to reinstall: those that own what is broken, and what broke it. */
function packagesOf({ manifest }: Subject, explained: readonly Judged[]): PackageRecord[] {
  const packages = new Set<PackageRecord>();
  for (const { fact } of explained) {
    const follows = fact['follows'];
    const target = typeof follows === 'string' ? manifest.paths.get(follows)?.package : undefined;
    const owner = target ?? fact.package;
    if (owner) packages.add(owner);
  }
  return [...packages].sort((a, b) => (a.dist < b.dist ? -1 : 1));
}

/** What the name of a record's file says of its package, when the record itself says nothing. */
function distOf(file: string): PackageRecord | null {
  const match = /^conda-meta\/(.+)-([^-]+)-([^-]+)\.json$/.exec(file);
  const [, name, version, build] = match ?? [];
  if (!name || !version || !build) return null;
  return { ...EMPTY_RECORD, name, version, build, dist: `${name}-${version}-${build}` };
}

const EMPTY_RECORD: PackageRecord = {
  file: '',
  name: '',
  version: '',
  build: '',
  dist: '',
  channel: '',
  subdir: '',
  depends: [],
  noarch: '',
  writer: null,
  isSoftLinked: false,
  extracted: null,
  paths: [],
};
