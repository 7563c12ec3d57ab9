import { type Installer, reinstall } from '../conda/installer.ts';
import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Cause, Remedy } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Judged } from './signs.ts';

/** What a remedy is made of. */
interface Case {
  readonly subject: Subject;
  readonly installer: Installer;
  readonly explained: readonly Judged[];
  /** The packages to reinstall: those that own what is broken, or what broke it. */
  readonly packages: readonly PackageRecord[];
  /** What to call them in a sentence. */
  readonly names: string;
  /** The command that reinstalls them; none where no package is concerned. */
  readonly mend: readonly string[][];
}

/** What to type. Only the installer's own means, never a link made by hand. */
export function remedyOf(
  cause: Cause,
  subject: Subject,
  installer: Installer,
  explained: readonly Judged[],
): Remedy {
  const packages = packagesOf(subject, explained);
  return REMEDIES[cause]({
    subject,
    installer,
    explained,
    packages,
    names: packages.length === 1 ? (packages[0]?.dist ?? '') : `${packages.length} packages`,
    mend: packages.length > 0 ? [reinstall(installer, subject.inventory.prefix, packages)] : [],
  });
}

const REMEDIES: Readonly<Record<Cause, (one: Case) => Remedy>> = {
  'filesystem-migration': undoMove,
  'package-cache': ({ names, mend }) => ({
    summary: `Reinstall ${names}: what the cache lost is downloaded again.`,
    commands: mend,
  }),
  'backup-restore': ({ names, mend }) => ({
    summary: `Reinstall ${names}, or restore again with a tool that keeps links and modes (tar, rsync -a, cp -a).`,
    commands: mend,
  }),
  'interrupted-update': finishUpdate,
  permissions: givePermission,
  'modified-files': putBack,
  unknown: putBack,
};

function undoMove({ subject, installer, names, mend }: Case): Remedy {
  const { prefix } = subject.inventory;
  if (subject.inventory.at('bin/conda-unpack')) {
    return {
      summary: 'Finish the unpacking: conda-unpack writes the new prefix into the files.',
      commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]],
    };
  }
  if (mend.length === 0) {
    return {
      summary: 'Move the environment back, or let pip reinstall what it had installed.',
      commands: [],
    };
  }
  const root = rootOf(prefix);
  const hasOwnConda = subject.inventory.source.exists(`${root}/bin/conda`);
  // The conda of a root that was moved as a whole does not start: its first line names the old place.
  const viaPython = (words: string[]) => [`${root}/bin/python`, '-m', 'conda', ...words.slice(1)];
  return {
    summary: `Move the environment back, or reinstall ${names} here, which writes the new prefix. Scripts that pip made need pip install --force-reinstall --no-deps afterwards.`,
    commands: hasOwnConda && installer === 'conda' ? mend.map(viaPython) : mend,
  };
}

/** Records that are none, or one too many, stand in the installer's way: they go first. */
function finishUpdate({ subject, installer, explained, packages }: Case): Remedy {
  const { inventory, manifest } = subject;
  const unreadable = explained.filter(({ check }) => check.id === 'unreadable-record');
  const surplus = explained
    .filter(({ check }) => check.id === 'duplicate-record')
    .flatMap(({ fact }) => {
      const twins = manifest.records.filter(({ name }) => name === fact.package?.name);
      return twins.sort((a, b) => share(subject, b) - share(subject, a)).slice(1);
    });
  const files = [
    ...unreadable.map(({ fact }) => fact.path),
    ...surplus.map(({ file }) => `conda-meta/${file}`),
  ];
  const again = [
    ...packages.filter(({ name }) => !surplus.some((record) => record.name === name)),
    ...surplus.flatMap(({ name }) => {
      const kept = manifest.records.find(
        (record) => record.name === name && !surplus.includes(record),
      );
      return kept ?? [];
    }),
    ...unreadable.flatMap(({ fact }) => packageNamed(fact.path) ?? []),
  ];
  return {
    summary: `Finish the update: ${files.length > 0 ? 'remove the records that are in the way, and ' : ''}reinstall what it left half done.`,
    commands: [
      ...files.map((file) => ['rm', '--', `${inventory.prefix}/${file}`]),
      ...(again.length > 0 ? [reinstall(installer, inventory.prefix, again)] : []),
    ],
  };
}

/** How much of what a record claims is there. */
function share({ inventory }: Subject, { paths }: PackageRecord): number {
  return paths.filter(({ path }) => inventory.at(path) !== null).length / Math.max(1, paths.length);
}

function givePermission({ subject, explained, names, mend }: Case): Remedy {
  const { inventory } = subject;
  const unreadable = explained.filter(({ check }) => check.id.startsWith('unreadable'));
  if (unreadable.length === 0) {
    return { summary: `Reinstall ${names}: that brings the modes back.`, commands: mend };
  }
  const outside = unreadable
    .map(({ fact }) => String(fact['place'] ?? ''))
    .filter((place) => place !== '' && inventory.relative(place) === null);
  const places = [
    ...new Set([...(outside.length < unreadable.length ? [inventory.prefix] : []), ...outside]),
  ];
  return {
    summary: 'Give the permission back, as the owner of the files.',
    commands: places.slice(0, 3).map((place) => ['chmod', '-R', 'a+rX', place]),
  };
}

function putBack({ subject, explained, packages, names, mend }: Case): Remedy {
  const { inventory, replacements } = subject;
  if (mend.length === 0) {
    return {
      summary: 'No package owns it: remove it if nothing needs it.',
      commands: explained
        .slice(0, 3)
        .map(({ fact }) => ['rm', '--', `${inventory.prefix}/${fact.path}`]),
    };
  }
  const inTheWay = explained
    .filter(({ check }) => check.id === 'wrong-type')
    .map(({ fact }) => `${inventory.prefix}/${fact.path}`);
  const uninstall = packages.flatMap((owner) => replacements.get(owner)?.by.project ?? []);
  const pip = [`${inventory.prefix}/bin/python`, '-m', 'pip', 'uninstall', '--yes', ...uninstall];
  return {
    summary: `Reinstall ${names}, which puts the recorded files back.`,
    commands: [
      ...(uninstall.length > 0 ? [pip] : []),
      ...inTheWay.map((path) => ['mv', '--', path, `${path}.aside`]),
      ...mend,
    ],
  };
}

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
function packageNamed(file: string): PackageRecord | null {
  const match = /^conda-meta\/([A-Za-z0-9_.-]+)-([A-Za-z0-9_.+!]+)-([A-Za-z0-9_.]+)\.json$/.exec(
    file,
  );
  const [, name, version, build] = match ?? [];
  if (!name || !version || !build) return null;
  return { ...UNKNOWN_PACKAGE, name, version, build, dist: `${name}-${version}-${build}` };
}

const UNKNOWN_PACKAGE: PackageRecord = {
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
