import { posix } from 'node:path';
import { channelOf, type Installer, reinstall } from '../conda/installer.ts';
import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Manifest } from '../conda/records.ts';
import { compareVersions, parseVersion } from '../conda/version.ts';
import type { Inventory } from '../inventory.ts';
import type { Cause, Remedy } from '../report.ts';
import type { SourceKind } from '../sources.ts';
import type { Subject } from '../subject.ts';
import { type Judged, lossBehind, type Signs } from './signs.ts';

/** What a remedy is made of. */
interface Case {
  readonly subject: Subject;
  readonly signs: Signs;
  readonly installer: Installer;
  readonly explained: readonly Judged[];
  /** The packages to reinstall: those that own what is broken, or what broke it; none that was told before. */
  readonly packages: readonly PackageRecord[];
  /** What to call them in a sentence. */
  readonly names: string;
  /** The commands that reinstall them, what stands in their way first; none where no package is concerned. */
  readonly mend: readonly string[][];
}

/**
 * What to type. Only the installer's own means, never a link made by hand.
 * @param told packages that a remedy before this one reinstalls; those of this one are added
 */
export function remedyOf(
  cause: Cause,
  subject: Subject,
  signs: Signs,
  installer: Installer,
  explained: readonly Judged[],
  told: Set<PackageRecord>,
): Remedy {
  const concerned = packagesOf(subject, explained);
  const packages = concerned.filter((one) => !told.has(one));
  // Without a package there is nothing to reinstall.
  const isStray = concerned.length === 0 && ['package-cache', 'backup-restore'].includes(cause);
  const remedy = REMEDIES[isStray ? 'unknown' : cause]({
    subject,
    signs,
    installer,
    explained,
    packages,
    names: namesOf(packages, concerned),
    mend: mendOf(subject, signs, installer, packages),
  });
  for (const one of packages) told.add(one);
  if (remedy.commands.length === 0 && concerned.length > 0) {
    return { summary: 'The commands above mend this as well.', commands: [] };
  }
  const commands = [...becomeEnvironment(subject, installer, remedy), ...remedy.commands];
  return {
    summary: remedy.summary + (commands.length > 0 ? WHERE[subject.inventory.source.kind] : ''),
    commands: viaPython(subject, signs, installer, commands),
  };
}

function namesOf(packages: readonly PackageRecord[], concerned: readonly PackageRecord[]): string {
  const [first, second] = packages;
  const isRest = packages.length < concerned.length;
  if (first && !second) return isRest ? `${first.dist}, too` : first.dist;
  return `${packages.length}${isRest ? ' more' : ''} packages`;
}

/** Reinstalls packages. What stands in the way of any finding of theirs is done first: they are told but once. */
function mendOf(
  subject: Subject,
  signs: Signs,
  installer: Installer,
  packages: readonly PackageRecord[],
): string[][] {
  if (packages.length === 0) return [];
  const { shown } = subject.inventory;
  const findings = packages.flatMap((owner) => signs.about(owner));
  const inTheWay = findings
    .filter(
      ({ check, fact }) =>
        check.id === 'wrong-type' ||
        // conda removes a folder where it made a link; rattler fails (`failed to delete file`).
        (installer !== 'conda' && isCopiedFolder(subject, check.id, fact.path)),
    )
    .map(({ fact }) => `${shown}/${fact.path}`);
  return [
    ...removeReplaced(subject, installer, packages),
    ...inTheWay.map((path) => ['mv', '--', path, `${path}.aside`]),
    ...dropDamaged(subject, findings),
    reinstall(installer, shown, packages),
  ];
}

/** Whether a link to a folder became a copy of it. */
function isCopiedFolder({ inventory }: Subject, check: string, path: string): boolean {
  return check === 'link-became-file' && inventory.at(path)?.kind === 'directory';
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
  'package-cache': ({ subject, names, mend }) => ({
    summary: `Reinstall ${names}: what the cache lost is downloaded again.${stayingSoft(subject)}`,
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

/** Soft links are made again as the configuration wants it, and break at the next cleaning. */
function stayingSoft({ manifest }: Subject): string {
  if (!manifest.records.some(({ isSoftLinked }) => isSoftLinked)) return '';
  return ' With always_softlink set, the next cleaning breaks it again.';
}

function undoMove({ subject, signs, explained, names, mend }: Case): Remedy {
  const { inventory } = subject;
  const { shown: prefix } = inventory;
  const isUnpacked = explained.some(({ fact }) => fact['isPlaceholder'] === true);
  if (isUnpacked && inventory.at('bin/conda-unpack')) {
    return {
      summary: 'Finish the unpacking: conda-unpack writes the new prefix into the files.',
      commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]],
    };
  }
  if (explained.every(isForeignSystem)) {
    return {
      summary:
        'Take a machine or base image with the C library that the environment was made for (glibc: Debian and the like, not Alpine). Reinstalling does not help.',
      commands: [],
    };
  }
  const projects = explained.flatMap(({ fact }) => fact['project'] ?? []).map(String);
  const pip = [`${prefix}/bin/python`, '-m', 'pip', 'install', '--force-reinstall', '--no-deps'];
  const what = mend.length > 0 ? names : 'what pip had installed';
  return {
    summary: `Reinstall ${what} here, which writes the new prefix${wayBack(subject, signs)}.`,
    commands: [...mend, ...(projects.length > 0 ? [[...pip, ...new Set(projects)]] : [])],
  };
}

/** Whether it is the machine that lacks something, and no package. */
function isForeignSystem({ check, fact }: Judged): boolean {
  return check.id === 'missing-loader' && fact['follows'] === null;
}

/**
 * A place that is free again can be moved back to. Soft links want the package cache to come along: where it
 * did before, all of the root was moved.
 */
function wayBack({ inventory, manifest }: Subject, { formerPrefixes }: Signs): string {
  const [former] = [...formerPrefixes].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (former === undefined || inventory.resolve(former).kind === 'found') return '';
  if (!manifest.records.some(({ isSoftLinked }) => isSoftLinked)) {
    return `; or move the environment back to ${former}`;
  }
  const [was, is] = [rootOf(former), rootOf(inventory.place)];
  const isInPlace = former.slice(was.length) === inventory.place.slice(is.length);
  const isFree = inventory.resolve(was).kind !== 'found';
  return isInPlace && isFree && inventory.source.exists(`${is}/pkgs`)
    ? `; or move ${is} back to ${was}`
    : '';
}

/** The conda of a root that was moved as a whole does not start: its own first line names the old place. */
function viaPython(
  { inventory }: Subject,
  { formerPrefixes }: Signs,
  installer: Installer,
  commands: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const root = rootOf(inventory.prefix);
  const isMoved = formerPrefixes.size > 0 && inventory.source.exists(`${root}/bin/conda`);
  if (installer !== 'conda' || !isMoved) return commands;
  return commands.map((words) =>
    words[0] === 'conda' ? [`${root}/bin/python`, '-m', 'conda', ...words.slice(1)] : words,
  );
}

/** Records that are none, or one too many, stand in the installer's way: they go first. */
function finishUpdate({ subject, signs, installer, explained, packages }: Case): Remedy {
  const { inventory, manifest } = subject;
  const unreadable = explained.filter(({ check }) => check.id === 'unreadable-record');
  const surplus = explained
    .filter(({ check }) => check.id === 'duplicate-record')
    .flatMap(({ fact }) => {
      const twins = manifest.records.filter(({ name }) => name === fact.package?.name);
      // Of two that are whole the update wanted the newer one.
      return twins
        .sort((a, b) => share(subject, b) - share(subject, a) || compareTexts(b.version, a.version))
        .slice(1);
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
    ...(signs.isTorn ? ownersOfSlimmed(subject, packages) : []),
  ];
  const guessed = explained.flatMap((one) => packageWithoutRecord(one, manifest) ?? []);
  const lacking = installMissing(subject, installer, explained);
  const isBare = again.length === 0 && guessed.length === 0 && lacking.length === 0;
  const isCut = explained.some(({ check }) => check.id === 'truncated-file');
  const what = [
    ...(isCut ? ['make room on the disk if it is full'] : []),
    ...(files.length > 0 ? ['remove the records that are in the way'] : []),
    ...(again.length > 0 ? ['reinstall what was left half done'] : []),
    ...(guessed.length > 0 ? ['give what has no record one, if its package is called so'] : []),
    ...(lacking.length > 0 ? ['install what is missing'] : []),
    ...(isBare ? ['remove what was put aside'] : []),
  ];
  const all = what.length > 1 ? `${what.slice(0, -1).join(', ')}, and ${what.at(-1)}` : what[0];
  const more = signs.isTorn ? ' Then run again what was interrupted.' : '';
  return {
    summary: `Finish it: ${all}.${more}`,
    commands: [
      ...(files.length > 0
        ? [['rm', '--', ...files.map((file) => `${inventory.shown}/${file}`)]]
        : []),
      ...mendOf(subject, signs, installer, again),
      ...lacking,
      // Each by itself: a package may be called otherwise than its Python project.
      ...guessed.slice(0, MOST_GUESSES).map((one) => reinstall(installer, inventory.shown, [one])),
      ...tidyUp(subject, signs, installer),
    ],
  };
}

/** More commands than this nobody types. */
const MOST_GUESSES = 5;
/** A command of more packages than this no shell need take. */
const MOST_ASKED = 100;

/** Packages that others ask for and that have no record: nothing tells which they were, so they are chosen anew. */
function installMissing(
  { inventory, manifest }: Subject,
  installer: Installer,
  explained: readonly Judged[],
): string[][] {
  const asked = explained.flatMap(({ check, fact }) => {
    const spec = check.id === 'unmet-dependency' ? String(fact['dependency']) : '';
    // Whatever else a record says could be taken for an option, or for a file.
    return /^[A-Za-z0-9_][A-Za-z0-9._-]*(?: [A-Za-z0-9.*+!<>=~|,_-]+){0,2}$/.test(spec)
      ? [spec]
      : [];
  });
  if (asked.length === 0) return [];
  if (installer === 'pixi') return [pixiInstall(inventory.shown)];
  const channel = onlyChannelOf(manifest.records);
  const from = /^[A-Za-z0-9][^\s[\]=,;'"`$\\]*$/.test(channel) ? ['--channel', channel] : [];
  const specs = [...new Set(asked)].sort().slice(0, MOST_ASKED);
  return [[installer, 'install', '--yes', '--prefix', inventory.shown, ...from, ...specs]];
}

/** pixi knows from its lock file what belongs there. */
function pixiInstall(prefix: string): string[] {
  const [, workspace = '', name = ''] = /^(.*)\/\.pixi\/envs\/([^/]+)$/.exec(prefix) ?? [];
  return [
    'pixi',
    'install',
    ...(workspace ? ['--manifest-path', workspace] : []),
    ...(name ? ['--environment', name] : []),
  ];
}

/** What looks like the work of somebody who makes images smaller, but the same blow may have taken it. */
function ownersOfSlimmed(
  { absent }: Subject,
  known: readonly PackageRecord[],
): readonly PackageRecord[] {
  const owners = [...absent.slimmed.values()].flat().map((recorded) => recorded.package);
  return [...new Set(owners)].filter((owner) => !known.includes(owner));
}

/** What an installer put aside is removed by the installer, once everything is in its place. */
function tidyUp({ inventory }: Subject, signs: Signs, installer: Installer): string[][] {
  const paths = signs.of('leftover').map(({ fact }) => fact.path);
  if (paths.length === 0 || installer === 'pixi') return [];
  if (installer !== 'conda') return [[installer, 'clean', '--yes', '--trash']];
  if (!paths.some((path) => /\.(?:c~|trash)$/.test(path))) return [];
  return [['conda', 'clean', '--yes', '--tempfiles', inventory.shown]];
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left && right ? compareVersions(left, right) : 0;
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
  const lists = unreadable.map(({ fact }) => closedBy(subject, fact));
  const all = (which: keyof Closed) => [...new Set(lists.flatMap((one) => one[which]))];
  const single = all('single');
  // What lies in one of them is opened with it.
  const whole = all('whole').filter(
    (place, _, places) => !places.some((one) => place.startsWith(`${one}/`)),
  );
  const inside = whole.filter((place) => !subject.cache.folderOf(`${place}/.`));
  const caches = whole.filter((place) => !inside.includes(place));
  return {
    // It opens a home to everybody on the machine: whoever types it should know.
    summary: `Give the permission back, as the owner of the files.${all('ways').length > 0 ? ' It lets everybody pass through the folder on the way; a group or an ACL lets in fewer.' : ''}`,
    commands: [
      ...(all('ways').length > 0 ? [['chmod', 'a+x', ...all('ways')]] : []),
      ...(single.length > 0 ? [['chmod', 'a+rX', ...single.slice(0, MOST_WORDS)]] : []),
      ...[...(inside.length > MOST_PLACES ? [inventory.shown] : inside), ...caches].map((place) => [
        'chmod',
        '-R',
        'a+rX',
        place,
      ]),
    ],
  };
}

/** In more places than this the whole environment is opened. */
const MOST_PLACES = 3;
/** So many places are named in one command. */
const MOST_WORDS = 100;

/** What is to be opened for somebody. */
interface Closed {
  /** Folders that have to be passed through, and no more: what lies in them is nobody else's business. */
  readonly ways: readonly string[];
  /** What is to be read, and nothing that lies in it. */
  readonly single: readonly string[];
  /** What is to be read with all that lies in it: of the environment, or a package cache. */
  readonly whole: readonly string[];
}

function closedBy({ inventory, cache }: Subject, fact: Judged['fact']): Closed {
  const cacheOf = (place: string) => {
    const folder = cache.folderOf(`${place}/.`);
    return folder === null ? null : posix.dirname(folder);
  };
  const closed = Array.isArray(fact['ways']) ? fact['ways'].map(String) : [];
  const cached = closed.flatMap((way) => cacheOf(way) ?? []);
  const ways = closed.filter((way) => cacheOf(way) === null);
  if (closed.length > 0) return { ways, single: [], whole: cached };
  const place = String(fact['place'] ?? '');
  if (place === '' || inventory.relative(place) !== null) {
    const path = fact.path === '' ? inventory.shown : `${inventory.shown}/${fact.path}`;
    return { ways, single: [], whole: [path] };
  }
  const root = cacheOf(place);
  return root === null ? { ways, single: [place], whole: [] } : { ways, single: [], whole: [root] };
}

function putBack({ subject, explained, names, packages, mend }: Case): Remedy {
  const { inventory } = subject;
  const strays = explained.filter((one) => one.fact.package === null && !lossBehind(subject, one));
  if (packages.length === 0 && strays.length > 0 && strays.length === explained.length) {
    return {
      summary: 'No package owns it: remove it if nothing needs it.',
      commands: strays
        .filter(({ fact }) => inventory.at(fact.path)?.kind !== 'directory')
        .slice(0, 3)
        .map(({ fact }) => ['rm', '--', `${inventory.shown}/${fact.path}`]),
    };
  }
  return { summary: `Reinstall ${names}, which puts the recorded files back.`, commands: mend };
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

/**
 * The entries of the package cache that are damaged as well, from where the installer would bring the damage
 * back: those that were compared, and those whose file is the very same inode, or lost its mode, too.
 */
function dropDamaged(
  { inventory, cache, manifest, aftermath }: Subject,
  findings: readonly Judged[],
): string[][] {
  const owners = new Set<PackageRecord>();
  for (const { check, fact } of findings) {
    const recorded = manifest.paths.get(fact.path);
    if (check.id === 'damaged-cache' && fact.package) owners.add(fact.package);
    if (!recorded || !SHARED.includes(check.id)) continue;
    const end = inventory.follow(fact.path);
    const stat = end.kind === 'found' ? inventory.statAbsolute(end.path) : null;
    const cached = cache.stat(recorded);
    const isShared = stat?.kind === 'ok' && cached?.identity === stat.value.identity;
    const isCompared = aftermath.cached.some(({ record }) => record === recorded.package);
    if (isShared || (recorded.isDropped && !isCompared)) owners.add(recorded.package);
  }
  return [...owners].flatMap((owner) => {
    const folder = cache.folder(owner);
    return folder !== null && isEntry(inventory, folder, owner)
      ? [['rm', '-rf', '--', folder]]
      : [];
  });
}

/** The checks whose findings a hard link shares with the package cache. */
const SHARED = ['altered-file', 'truncated-file', 'not-executable'];

/** Whether a folder that a record names is that package's in a package cache: nobody is told to remove another. */
function isEntry({ source, place }: Inventory, folder: string, { dist }: PackageRecord): boolean {
  const isOutside = !`${place}/`.startsWith(`${folder}/`);
  return (
    isOutside &&
    posix.normalize(folder) === folder &&
    posix.basename(folder) === dist &&
    source.exists(`${folder}/info/index.json`)
  );
}

function packagesOf(subject: Subject, explained: readonly Judged[]): PackageRecord[] {
  const packages = new Set<PackageRecord>();
  for (const one of explained) {
    // Nothing is wrong with the package that asks.
    if (one.check.id === 'unmet-dependency' || isForeignSystem(one)) continue;
    const owner = lossBehind(subject, one)?.package ?? one.fact.package;
    if (owner) packages.add(owner);
  }
  return [...packages].sort((a, b) => (a.dist < b.dist ? -1 : 1));
}

/** A Python project that an installer left there without a record; as a rule the package is called as it is. */
function packageWithoutRecord(
  { check, fact }: Judged,
  { records }: Manifest,
): PackageRecord | null {
  const { project, version } = fact;
  if (check.id !== 'unowned-files' || typeof project !== 'string') return null;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(project) || !/^[A-Za-z0-9.+!]+$/.test(String(version)))
    return null;
  const known = { name: project, version: String(version), channel: onlyChannelOf(records) };
  return { ...UNKNOWN_PACKAGE, ...known, dist: `${project}-${version}` };
}

/** The channel of all packages, where they have but one. */
function onlyChannelOf(records: readonly PackageRecord[]): string {
  const channels = new Set(records.map((record) => channelOf(record.channel, record.subdir)));
  const [channel = ''] = channels.size === 1 ? channels : [];
  return channel;
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
  const channel = onlyChannelOf(records);
  return { ...UNKNOWN_PACKAGE, name, version, build, channel, dist: `${name}-${version}-${build}` };
}

const UNKNOWN_PACKAGE: PackageRecord = {
  file: '',
  name: '',
  version: '',
  build: '',
  buildNumber: null,
  dist: '',
  channel: '',
  subdir: '',
  url: '',
  md5: null,
  sha256: null,
  depends: [],
  requested: '',
  noarch: '',
  writer: null,
  isSoftLinked: false,
  extracted: null,
  paths: [],
};
