import { channelOf, type Installer, reinstall } from '../conda/installer.ts';
import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Manifest } from '../conda/records.ts';
import type { Cause, Remedy } from '../report.ts';
import type { SourceKind } from '../sources.ts';
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
  // Without a package there is nothing to reinstall.
  const isStray = packages.length === 0 && ['package-cache', 'backup-restore'].includes(cause);
  const remedy = REMEDIES[isStray ? 'unknown' : cause]({
    subject,
    installer,
    explained,
    packages,
    names: packages.length === 1 ? (packages[0]?.dist ?? '') : `${packages.length} packages`,
    mend: packages.length > 0 ? [reinstall(installer, subject.inventory.shown, packages)] : [],
  });
  return {
    summary: remedy.summary + WHERE[subject.inventory.source.kind],
    commands: [...becomeEnvironment(subject, installer, remedy), ...remedy.commands],
  };
}

const IN_DOCKERFILE = ' For the image: as a RUN step of its Dockerfile; then build it again.';
const IN_ARCHIVE =
  ' For the archive: make it again from an environment that is whole; or unpack it, and do this there.';

/** Where the commands are to be run; nothing can be mended inside of an image or an archive. */
const WHERE: Readonly<Record<SourceKind, string>> = {
  directory: '',
  docker: IN_DOCKERFILE,
  'docker-archive': IN_DOCKERFILE,
  'oci-dir': IN_DOCKERFILE,
  'oci-archive': IN_DOCKERFILE,
  tar: IN_ARCHIVE,
  zip: IN_ARCHIVE,
};

/** conda refuses a prefix without `conda-meta/history` (DirectoryNotACondaEnvironmentError); rattler writes none. */
function becomeEnvironment(
  { inventory }: Subject,
  installer: Installer,
  { commands }: Remedy,
): string[][] {
  const isNeeded = installer === 'conda' && commands.some((words) => words.includes('--prefix'));
  if (!isNeeded || inventory.names('conda-meta').has('history')) return [];
  return [['touch', `${inventory.shown}/conda-meta/history`]];
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

function undoMove({ subject, installer, explained, names, mend }: Case): Remedy {
  const { inventory } = subject;
  const { shown: prefix } = inventory;
  const isUnpacked = explained.some(({ fact }) => fact['isPlaceholder'] === true);
  if (isUnpacked && inventory.at('bin/conda-unpack')) {
    return {
      summary: 'Finish the unpacking: conda-unpack writes the new prefix into the files.',
      commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]],
    };
  }
  const projects = explained.flatMap(({ fact }) => fact['project'] ?? []).map(String);
  const pip = [`${prefix}/bin/python`, '-m', 'pip', 'install', '--force-reinstall', '--no-deps'];
  const former = String(explained.find(({ fact }) => fact['prefix'])?.fact['prefix'] ?? '');
  const isGone = former !== '' && inventory.resolve(former).kind !== 'found';
  const what = mend.length > 0 ? names : 'what pip had installed';
  return {
    summary: `Reinstall ${what} here, which writes the new prefix${isGone ? `; or move the environment back to ${former}` : ''}.`,
    commands: [
      ...viaPython(subject, installer, mend),
      ...(projects.length > 0 ? [[...pip, ...new Set(projects)]] : []),
    ],
  };
}

/** The conda of a root that was moved as a whole does not start: its own first line names the old place. */
function viaPython(
  { inventory }: Subject,
  installer: Installer,
  commands: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const root = rootOf(inventory.prefix);
  if (installer !== 'conda' || !inventory.source.exists(`${root}/bin/conda`)) return commands;
  return commands.map((words) => [`${root}/bin/python`, '-m', 'conda', ...words.slice(1)]);
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
    ...unreadable.flatMap(({ fact }) => packageNamed(fact.path, manifest) ?? []),
  ];
  return {
    summary: `Finish the update: ${files.length > 0 ? 'remove the records that are in the way, and ' : ''}reinstall what it left half done.`,
    commands: [
      ...files.map((file) => ['rm', '--', `${inventory.shown}/${file}`]),
      ...dropDamaged(subject, explained),
      ...(again.length > 0 ? [reinstall(installer, inventory.shown, again)] : []),
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
    ...new Set([...(outside.length < unreadable.length ? [inventory.shown] : []), ...outside]),
  ];
  return {
    summary: 'Give the permission back, as the owner of the files.',
    commands: places.slice(0, 3).map((place) => ['chmod', '-R', 'a+rX', place]),
  };
}

function putBack({ subject, installer, explained, packages, names, mend }: Case): Remedy {
  const { inventory } = subject;
  if (mend.length === 0) {
    return {
      summary: 'No package owns it: remove it if nothing needs it.',
      commands: explained
        .slice(0, 3)
        .map(({ fact }) => ['rm', '--', `${inventory.shown}/${fact.path}`]),
    };
  }
  const inTheWay = explained
    .filter(({ check }) => check.id === 'wrong-type')
    .map(({ fact }) => `${inventory.shown}/${fact.path}`);
  return {
    summary: `Reinstall ${names}, which puts the recorded files back.`,
    commands: [
      ...removeReplaced(subject, installer, packages),
      ...inTheWay.map((path) => ['mv', '--', path, `${path}.aside`]),
      ...dropDamaged(subject, explained),
      ...mend,
    ],
  };
}

/**
 * conda's package goes first, else pip would take conda's own `dist-info` for its own, and the next reinstall
 * would bring the quarrel back. pip itself must stay until it has removed itself.
 */
function removeReplaced(
  { inventory, replacements }: Subject,
  installer: Installer,
  packages: readonly PackageRecord[],
): string[][] {
  const { shown: prefix } = inventory;
  const replaced = packages.filter((owner) => replacements.has(owner));
  const projects = replaced.flatMap((owner) => replacements.get(owner)?.by.project ?? []);
  if (projects.length === 0) return [];
  const names = replaced.map(({ name }) => name).filter((name) => name !== 'pip');
  const remove = [installer, 'remove', '--yes', '--prefix', prefix, '--force', ...names];
  return [
    ...(names.length > 0 && installer !== 'pixi' ? [remove] : []),
    [`${prefix}/bin/python`, '-m', 'pip', 'uninstall', '--yes', ...projects],
  ];
}

/** A hard link shares its damage with the package cache, from where the installer would bring it back. */
function dropDamaged(
  { inventory, cache, manifest }: Subject,
  explained: readonly Judged[],
): string[][] {
  const folders = new Set<string>();
  for (const { check, fact } of explained) {
    const recorded = manifest.paths.get(fact.path);
    if (!recorded || (check.id !== 'altered-file' && check.id !== 'truncated-file')) continue;
    const end = inventory.follow(fact.path);
    const stat = end.kind === 'found' ? inventory.statAbsolute(end.path) : null;
    const isShared = stat?.kind === 'ok' && cache.stat(recorded)?.identity === stat.value.identity;
    const folder = isShared || recorded.isDropped ? cache.folder(recorded.package) : null;
    if (folder !== null) folders.add(folder);
  }
  return [...folders].map((folder) => ['rm', '-rf', '--', folder]);
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

/**
 * What the name of a record's file says of its package, when the record itself says nothing. Its channel is
 * that of all the others, where they have but one.
 */
function packageNamed(file: string, { records }: Manifest): PackageRecord | null {
  const match =
    /^conda-meta\/([A-Za-z0-9_.-]+)-([A-Za-z0-9_.+!]+)-([A-Za-z0-9_.]+)\.json(?:\.c~)?$/.exec(file);
  const [, name, version, build] = match ?? [];
  if (!name || !version || !build) return null;
  const channels = new Set(records.map((record) => channelOf(record.channel, record.subdir)));
  const [channel = ''] = channels.size === 1 ? channels : [];
  return { ...UNKNOWN_PACKAGE, name, version, build, channel, dist: `${name}-${version}-${build}` };
}

const UNKNOWN_PACKAGE: PackageRecord = {
  file: '',
  name: '',
  version: '',
  build: '',
  dist: '',
  channel: '',
  subdir: '',
  url: '',
  md5: null,
  sha256: null,
  depends: [],
  noarch: '',
  writer: null,
  isSoftLinked: false,
  extracted: null,
  paths: [],
};
