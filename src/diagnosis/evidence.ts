import { rootOf } from '../conda/package-cache.ts';
import { placeOfBytes } from '../placement.ts';
import type { Cause } from '../report.ts';
import type { Subject } from '../subject.ts';
import { isEmptied, type Judged, type Signs } from './signs.ts';

/** What the evidence is taken from. */
interface Case {
  readonly subject: Subject;
  readonly signs: Signs;
  readonly explained: readonly Judged[];
}

/** Two lines at most, that let a reader judge for themselves. */
export function evidenceOf(
  cause: Cause,
  subject: Subject,
  signs: Signs,
  explained: readonly Judged[],
): string {
  return EVIDENCE[cause]({ subject, signs, explained });
}

const EVIDENCE: Readonly<Record<Cause, (one: Case) => string>> = {
  'filesystem-migration': formerPlace,
  'package-cache': lostCache,
  'backup-restore': lostLinks,
  'interrupted-update': halfDone,
  permissions: lostModes,
  'modified-files': writtenTo,
  unknown: firstOfThem,
};

function formerPlace({ subject, signs, explained }: Case): string {
  const { inventory } = subject;
  const [former] = [...signs.formerPrefixes].sort(([, a], [, b]) => b - a);
  if (!former)
    return neverUnpacked(subject, explained) ?? firstOfThem({ subject, signs, explained });
  const [prefix, files] = former;
  const links = explained.filter(({ check }) => check.id === 'dangling-link').length;
  const here = `the environment is at ${inventory.shown}${hazardIn(signs)}`;
  if (links > 0) {
    const both = `${amount(files, 'file', 'files')} and ${amount(links, 'link', 'links')}`;
    return `${both} name ${rootOf(prefix)}, which ${stateOf(rootOf(prefix))}; ${here}.`;
  }
  return `${amount(files, 'file names', 'files name')} ${prefix}, which ${stateOf(prefix)}; ${here}.`;
  function stateOf(place: string): string {
    return inventory.resolve(place).kind === 'found' ? 'still exists' : 'does not exist';
  }
}

/** What conda-pack packed holds the prefix of the build until conda-unpack has run. */
function neverUnpacked({ inventory }: Subject, explained: readonly Judged[]): string | null {
  const built = explained.filter(({ fact }) => fact['isPlaceholder'] === true).length;
  if (built === 0 || !inventory.at('bin/conda-unpack')) return null;
  return `${amount(built, 'file names', 'files name')} the prefix of the build; bin/conda-unpack is there, and was not run.`;
}

/** The kind of file system, where that alone does such things to environments. */
function hazardIn(signs: Signs): string {
  const [hazard] = signs.of('hazardous-filesystem');
  return hazard?.fact['hazard'] ? ` (${hazard.fact['type']})` : '';
}

function lostCache({ subject, signs, explained }: Case): string {
  const { cache, inventory } = subject;
  const folders = new Set(
    explained.flatMap(
      ({ fact }) =>
        cache.folderOf(String(fact['missing'] ?? '')) ??
        cache.folderOf(String(fact['target'] ?? '')) ??
        [],
    ),
  );
  const [folder] = folders;
  if (folder === undefined) return firstOfThem({ subject, signs, explained });
  const others = folders.size > 1 ? ` and ${folders.size - 1} more` : '';
  const isThere = inventory.source.exists(folder);
  const fates = isThere
    ? ['has lost files', 'have lost files']
    : ['does not exist', 'do not exist'];
  const fate = fates[others === '' ? 0 : 1];
  return `${folder}${others} ${fate}; ${amount(explained.length, 'link leads', 'links lead')} there.`;
}

/** What became of the links, and which tools do that to them. */
function lostLinks({ subject, signs, explained }: Case): string {
  const flat = signs.of('flattened-link').length;
  const copies = signs.of('link-became-file').length;
  const gone = signs.lostLinks - flat - copies;
  if (signs.lostLinks === 0) return firstOfThem({ subject, signs, explained });
  const bits = explained.filter(({ check }) => check.id === 'not-executable').length;
  const fates = [
    { count: flat, one: 'is a text file', many: 'are text files', by: FLATTENED },
    { count: copies, one: 'is a copy', many: 'are copies', by: FOLLOWED },
    { count: gone, one: 'is gone', many: 'are gone', by: DROPPED },
  ].filter(({ count }) => count > 0);
  const [most] = [...fates].sort((a, b) => b.count - a.count);
  const parts = [
    ...fates.map(({ count, one, many }, at) => {
      const of = at === 0 ? ` of ${amount(signs.recordedLinks, 'link', 'links')}` : '';
      return `${count}${of} ${count === 1 ? one : many}`;
    }),
    ...(bits > 0 ? [amount(bits, 'program is not executable', 'programs are not executable')] : []),
  ];
  return `${parts.join(', ')}: ${most?.by ?? ''}${hazardIn(signs)}.`;
}

const FLATTENED = 'an archive or artifact store without links wrote them out';
const FOLLOWED = 'a copy followed the links (cp -L, zip without -y, an artifact store)';
const DROPPED = 'a copy left them out, to FAT or without the option that keeps them';

function halfDone({ subject, signs, explained }: Case): string {
  const [leftover] = signs.of('leftover');
  const parts = [
    recordsIn(explained),
    lossesIn(signs, explained),
    ...(leftover ? [leftover.check.say(leftover.fact)] : []),
    cutsIn(explained),
  ].filter((part) => part !== '');
  const told = parts.slice(0, 2).join('; ');
  return told === '' ? firstOfThem({ subject, signs, explained }) : `${told}.`;
}

function recordsIn(explained: readonly Judged[]): string {
  const records = explained.filter(({ check }) => check.id.endsWith('-record'));
  const [first] = records;
  if (!first) return '';
  if (records.length === 1) return first.check.say(first.fact);
  const isTwice = records.every(({ check }) => check.id === 'duplicate-record');
  const file = first.fact.path.replace(/^conda-meta\//, '');
  return `${records.length} records ${isTwice ? 'are there twice' : 'cannot be read'} (${file}, …)`;
}

/** How much is gone of how many packages; of one that is gone as a whole, its name. */
function lossesIn(signs: Signs, explained: readonly Judged[]): string {
  const gone = explained.filter(({ check }) => check.id.startsWith('missing-'));
  const owners = [...new Set(gone.flatMap(({ fact }) => fact.package ?? []))];
  const [whole, second, ...rest] = owners.filter((owner) => signs.vanished.has(owner));
  const [first, another] = owners;
  if (!first) return '';
  if (another) {
    const more = rest.length > 0 ? ` and ${rest.length + 1} more` : second && ` and ${second.dist}`;
    const all = whole ? `, all of ${whole.dist}${more ?? ''}` : '';
    return `${amount(gone.length, 'file', 'files')} of ${owners.length} packages are gone${all}, though recorded`;
  }
  const { dist, paths } = first;
  if (!whole)
    return `${gone.length} of ${amount(paths.length, 'path', 'paths')} of ${dist} ${gone.length === 1 ? 'is' : 'are'} gone, though recorded`;
  const all = paths.length === 1 ? 'The only path' : `All ${paths.length} paths`;
  return `${all} of ${dist} ${paths.length === 1 ? 'is' : 'are'} gone, but its record is there`;
}

function cutsIn(explained: readonly Judged[]): string {
  const cut = explained.filter((one) => one.check.id === 'truncated-file' || isEmptied(one));
  if (cut.length < 2) return '';
  const empty = cut.filter(({ fact }) => fact['size'] === 0).length;
  const owners = new Set(cut.map(({ fact }) => fact.package)).size;
  const [first] = cut;
  const how = empty === cut.length ? 'are empty' : `are cut short, ${empty} of them empty`;
  return `${cut.length} files of ${amount(owners, 'package', 'packages')} ${how} (${first?.fact.path}, …): the disk was full, or the writer was stopped`;
}

function lostModes({ subject, signs, explained }: Case): string {
  const programs = explained.filter(({ check }) => check.id === 'not-executable');
  const [first, second] = programs;
  if (!first || programs.length < explained.length) {
    return firstOfThem({ subject, signs, explained });
  }
  const { path, mode } = first.fact;
  const [foreign] = signs.of('foreign-owner');
  const owners = foreign ? `; ${foreign.check.say(foreign.fact)}` : '';
  if (!second) return `${first.check.say(first.fact)}${owners}.`;
  const same = programs.every(({ fact }) => fact['mode'] === mode);
  const modes = same ? `all have mode ${mode} (${path}, …)` : `${path} has mode ${mode}, and so on`;
  return `${programs.length} programs lost their executable bits: ${modes}${owners}.`;
}

/** Which file, when, and through which other name of it. */
function writtenTo({ subject, explained }: Case): string {
  // What the damage did to the cache is told last.
  const [first, ...more] = [...explained].sort((a, b) => rank(a) - rank(b));
  if (!first) return '';
  const others = more.filter(({ check }) => check.id !== 'damaged-cache').length;
  const also = sharersOf(subject, first.fact.path);
  const told = others > 0 ? `, and ${others} more` : '';
  return `${first.check.say(first.fact)}${told}${also || writtenAt(subject, first)}.`;
}

/** Who has the very same file: then nobody replaced it, for that would have made another one. */
function sharersOf({ aftermath, cache }: Subject, path: string): string {
  const { places = [], others = 0 } = aftermath.shared.find((one) => one.path === path) ?? {};
  const cached = places.filter((place) => cache.folderOf(place) !== null).length;
  const rest = places.length - cached + others;
  const names = [
    ...(cached > 0 ? ['the package cache'] : []),
    ...(rest > 0 ? [amount(rest, 'other place', 'other places')] : []),
  ];
  if (names.length === 0) return '';
  const verb = rest > 1 || names.length > 1 ? 'share' : 'shares';
  return `; ${names.join(' and ')} ${verb} it, so it was written in place`;
}

function rank({ check }: Judged): number {
  return check.id === 'damaged-cache' ? 1 : 0;
}

/**
 * The time of the last write, where it tells something: later than the installation, and not as that of what
 * is sound, which a copy made new.
 */
function writtenAt({ inventory, manifest, cache }: Subject, { check, fact }: Judged): string {
  const recorded = manifest.paths.get(fact.path);
  if (check.id !== 'altered-file' || !recorded || inventory.source.kind !== 'directory') return '';
  const place = placeOfBytes(inventory, cache, recorded);
  const written = place === null ? null : timeOf(place);
  const { package: owner } = recorded;
  const installed = timeOf(inventory.absolute(`conda-meta/${owner.file}`));
  if (written === null || installed === null || written <= installed) return '';
  const later = owner.paths.filter(({ path, kind }) => {
    const time = kind === 'file' ? timeOf(inventory.absolute(path)) : null;
    return time !== null && time > installed;
  });
  if (later.length * 4 > owner.paths.length) return '';
  const [day, time = ''] = new Date(written).toISOString().split('T');
  return `; written on ${day} at ${time.slice(0, 5)} UTC, after the installation`;
  function timeOf(path: string): number | null {
    const stat = inventory.statAbsolute(path);
    return stat.kind === 'ok' ? stat.value.modified : null;
  }
}

/** The findings themselves are all the evidence there is. */
function firstOfThem({ explained: [first, ...more] }: Case): string {
  if (!first) return '';
  return `${first.check.say(first.fact)}${more.length > 0 ? `, and ${more.length} more` : ''}.`;
}

function amount(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
