import type { Check, Fact as CheckFact, Severity } from './check.ts';
import { type Installer, installerOf, reinstall } from './conda/installer.ts';
import { rootOf } from './conda/package-cache.ts';
import type { PackageRecord } from './conda/records.ts';
import type { Cause, Diagnosis, Remedy } from './report.ts';
import type { Subject } from './subject.ts';

/** A fact with the check that found it and how severe it is in this case. */
export interface Judged {
  readonly check: Check;
  readonly fact: CheckFact & Readonly<Record<string, unknown>>;
  readonly severity: Severity;
}

/** What a run found in one environment, and what all of it together means. */
export interface Conclusion {
  readonly causes: ReadonlyMap<Judged, Cause>;
  readonly diagnoses: readonly Diagnosis[];
}

/** So many findings of one kind are no accident. */
const MANY = 3;

/**
 * Looks at all findings of an environment together: which disaster explains each of them. What every
 * finding would suggest on its own gives way to what the whole shows, e.g. lost executable bits beside
 * flattened links are the work of the same archive.
 */
export function diagnose(subject: Subject, findings: readonly Judged[]): Conclusion {
  const signs = readSigns(subject, findings);
  const causes = new Map(findings.map((one) => [one, causeOf(subject, signs, one)]));
  const installer = installerOf(subject.inventory, subject.manifest);
  const diagnoses: Diagnosis[] = [];
  for (const cause of ORDER) {
    // A note needs no mending.
    const explained = findings.filter(
      (one) => causes.get(one) === cause && one.severity !== 'note',
    );
    if (explained.length === 0) continue;
    diagnoses.push({
      cause,
      findings: explained.length,
      evidence: evidenceOf(cause, subject, signs, explained),
      remedy: remedyOf(cause, subject, installer, explained),
    });
  }
  diagnoses.sort((a, b) => b.findings - a.findings);
  return { causes, diagnoses };
}

/** Equal numbers of findings are told in this order. */
const ORDER: readonly Cause[] = [
  'filesystem-migration',
  'backup-restore',
  'package-cache',
  'interrupted-update',
  'permissions',
  'modified-files',
  'unknown',
];

/** What the findings show when one looks at all of them. */
interface Signs {
  readonly of: (id: string) => readonly Judged[];
  /** Prefixes that files still name, and how many do. */
  readonly formerPrefixes: ReadonlyMap<string, number>;
  /** How many of the links that were recorded are links no more, or gone. */
  readonly lostLinks: number;
  readonly recordedLinks: number;
  /** Packages with a missing path, none of whose files is there. */
  readonly vanished: ReadonlySet<PackageRecord>;
  /** Packages with a finding whose entry in the package cache is gone. */
  readonly uncached: readonly PackageRecord[];
}

function readSigns(subject: Subject, findings: readonly Judged[]): Signs {
  const { manifest, cache, inventory } = subject;
  const of = (id: string) => findings.filter((one) => one.check.id === id);
  const formerPrefixes = new Map<string, number>();
  for (const { fact } of of('stale-prefix')) {
    const prefix = String(fact['prefix']);
    formerPrefixes.set(prefix, (formerPrefixes.get(prefix) ?? 0) + 1);
  }
  const lost = ['flattened-link', 'link-became-file', 'missing-link'].flatMap((id) => of(id));
  const owners = new Set(findings.flatMap((one) => one.fact.package ?? []));
  const missing = new Set(
    ['missing-file', 'missing-link', 'missing-entry-point'].flatMap((id) =>
      of(id).flatMap((one) => one.fact.package ?? []),
    ),
  );
  return {
    of,
    formerPrefixes,
    lostLinks: lost.length,
    recordedLinks: [...manifest.paths.values()].filter((one) => one.kind === 'symlink').length,
    vanished: new Set(
      [...missing].filter((owner) => owner.paths.every(({ path }) => inventory.at(path) === null)),
    ),
    uncached: [...owners].filter((owner) => cache.state(owner) === 'gone'),
  };
}

function causeOf(subject: Subject, signs: Signs, { check, fact }: Judged): Cause {
  const { cache } = subject;
  switch (check.id) {
    case 'stale-prefix':
      return 'filesystem-migration';
    case 'broken-shebang': {
      const interpreter = String(fact['interpreter']);
      const isFormer = !interpreter.startsWith(`${subject.inventory.prefix}/`);
      return isFormer || fact['isTooLong'] === true ? 'filesystem-migration' : 'modified-files';
    }
    case 'flattened-link':
    case 'link-became-file':
      return 'backup-restore';
    case 'dangling-link':
      return causeOfDangling(subject, signs, fact);
    case 'missing-link':
    case 'missing-entry-point':
    case 'missing-file':
      return causeOfMissing(signs, fact);
    case 'not-executable':
      // Archives that drop the bit do not keep links either.
      return signs.lostLinks > 0 ? 'backup-restore' : 'permissions';
    case 'unreadable-target':
    case 'unreadable-folder':
      return 'permissions';
    case 'truncated-file':
    case 'unreadable-record':
    case 'duplicate-record':
      return 'interrupted-update';
    case 'cache-link':
      return 'package-cache';
    case 'altered-file':
      return fact.package !== null &&
        cache.state(fact.package) === 'gone' &&
        isUnderCache(subject, fact)
        ? 'package-cache'
        : 'modified-files';
    case 'replaced-by-pip':
    case 'retargeted-link':
    case 'escaping-link':
    case 'wrong-type':
    case 'link-loop':
      return 'modified-files';
    default:
      return 'unknown';
  }
}

function causeOfDangling({ cache, inventory }: Subject, signs: Signs, fact: Judged['fact']): Cause {
  const missing = String(fact['missing']);
  const target = String(fact['target']);
  const isOld = [...signs.formerPrefixes.keys()].some((prefix) =>
    missing.startsWith(`${rootOf(prefix)}/`),
  );
  if (isOld && inventory.relative(missing) === null) return 'filesystem-migration';
  if (cache.folderOf(missing) !== null) return 'package-cache';
  for (const prefix of signs.formerPrefixes.keys()) {
    if (target.startsWith(`${prefix}/`)) return 'filesystem-migration';
  }
  // A package cache at a place where nobody knows of one: the old root's, or one that was cleaned away.
  if (/\/pkgs\/[^/]+-[^/]+-[^/]+\//.test(target)) return 'package-cache';
  if (typeof fact['follows'] === 'string') {
    const owner = signs.of('missing-file').find((one) => one.fact.path === fact['follows']);
    return owner ? causeOfMissing(signs, owner.fact) : 'modified-files';
  }
  if (target.startsWith('/') && inventory.relative(target) === null) return 'filesystem-migration';
  return 'modified-files';
}

function causeOfMissing(signs: Signs, fact: Judged['fact']): Cause {
  const { lostLinks, recordedLinks } = signs;
  const isLink = signs.of('missing-link').some((one) => one.fact === fact);
  if (isLink && lostLinks >= MANY && lostLinks * 2 >= recordedLinks) return 'backup-restore';
  const owner = fact.package;
  if (owner && signs.uncached.includes(owner) && signs.vanished.has(owner)) return 'package-cache';
  if (owner && signs.vanished.has(owner)) return 'interrupted-update';
  const losses = ['missing-file', 'missing-link', 'missing-entry-point'].flatMap((id) =>
    signs.of(id).filter((one) => one.fact.package === owner),
  );
  const share = owner ? losses.length / Math.max(1, owner.paths.length) : 0;
  return losses.length >= MANY && share >= 0.25 ? 'interrupted-update' : 'modified-files';
}

function isUnderCache({ inventory, cache }: Subject, fact: Judged['fact']): boolean {
  const end = inventory.follow(fact.path);
  return end.kind === 'found' && cache.folderOf(end.path) !== null;
}

/** Two lines at most, that let a reader judge for themselves. */
function evidenceOf(
  cause: Cause,
  subject: Subject,
  signs: Signs,
  explained: readonly Judged[],
): string {
  const { inventory } = subject;
  const first = explained[0]?.fact;
  switch (cause) {
    case 'filesystem-migration': {
      const [prefix, files] = [...signs.formerPrefixes].sort(([, a], [, b]) => b - a)[0] ?? [];
      if (prefix === undefined)
        return `${first?.path} leads to a place that is not on this machine.`;
      const state = inventory.resolve(prefix).kind === 'found' ? 'still exists' : 'does not exist';
      return `${amount(files ?? 0, 'file names', 'files name')} ${prefix}, which ${state}; the environment is at ${inventory.prefix}.`;
    }
    case 'backup-restore': {
      const flat = signs.of('flattened-link').length;
      const copies = signs.of('link-became-file').length;
      const bits = explained.filter((one) => one.check.id === 'not-executable').length;
      const parts = [
        flat > 0 ? `${amount(flat, 'link is a text file', 'links are text files')} now` : '',
        copies > 0 ? `${amount(copies, 'link is a copy', 'links are copies')} of its target` : '',
        signs.lostLinks > flat + copies
          ? `${amount(signs.lostLinks - flat - copies, 'link is', 'links are')} gone`
          : '',
        bits > 0 ? `${amount(bits, 'program', 'programs')} cannot be executed` : '',
      ].filter(Boolean);
      return `${parts.join(', ')} (${signs.recordedLinks} links were installed): the mark of an archive or copy that does not keep them.`;
    }
    case 'package-cache': {
      const folders = new Set(
        explained.flatMap(
          ({ fact }) => subject.cache.folderOf(String(fact['missing'] ?? '')) ?? [],
        ),
      );
      const [folder] = folders;
      if (folder === undefined)
        return `${first?.path} and the package cache of its package are both gone.`;
      const others = folders.size > 1 ? ` and ${folders.size - 1} more` : '';
      return `${folder}${others} no longer ${folders.size > 1 ? 'exist' : 'exists'}; ${amount(explained.length, 'link leads', 'links lead')} there.`;
    }
    case 'interrupted-update': {
      const [whole] = signs.vanished;
      if (whole)
        return `All ${whole.paths.length} paths of ${whole.dist} are gone, but its record is there.`;
      const record = explained.find((one) => one.check.id.endsWith('-record'));
      if (record) return `${record.check.say(record.fact)}.`;
      return `${amount(explained.length, 'file is', 'files are')} cut short or gone while ${explained.length === 1 ? 'its record is' : 'their records are'} in place (${first?.path}${explained.length > 1 ? ', …' : ''}).`;
    }
    case 'permissions':
      return `${explained[0]?.check.say(explained[0].fact)}${explained.length > 1 ? `, and ${explained.length - 1} more` : ''}.`;
    default:
      return `${explained[0]?.check.say(explained[0].fact)}${explained.length > 1 ? `, and ${explained.length - 1} more` : ''}.`;
  }
}

function amount(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What to type. Only the installer's own means, never a link made by hand. */
function remedyOf(
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
          commands: explained
            .slice(0, MANY)
            .map(({ fact }) => ['rm', '--', `${prefix}/${fact.path}`]),
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
