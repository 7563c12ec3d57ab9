import type { Cause } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Judged, Signs } from './signs.ts';

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
  permissions: firstOfThem,
  'modified-files': firstOfThem,
  unknown: firstOfThem,
};

function formerPlace({ subject, signs, explained }: Case): string {
  const { inventory } = subject;
  const [former] = [...signs.formerPrefixes].sort(([, a], [, b]) => b - a);
  if (!former) return firstOfThem({ subject, signs, explained });
  const [prefix, files] = former;
  const state = inventory.resolve(prefix).kind === 'found' ? 'still exists' : 'does not exist';
  return `${amount(files, 'file names', 'files name')} ${prefix}, which ${state}; the environment is at ${inventory.shown}.`;
}

function lostCache({ subject, signs, explained }: Case): string {
  const folders = new Set(
    explained.flatMap(
      ({ fact }) =>
        subject.cache.folderOf(String(fact['missing'] ?? '')) ??
        subject.cache.folderOf(String(fact['target'] ?? '')) ??
        [],
    ),
  );
  const [folder] = folders;
  if (folder === undefined) return firstOfThem({ subject, signs, explained });
  const gone = folders.size > 1 ? ` and ${folders.size - 1} more do not exist` : ' does not exist';
  return `${folder}${gone}; ${amount(explained.length, 'link leads', 'links lead')} there.`;
}

function lostLinks({ signs, explained }: Case): string {
  const flat = signs.of('flattened-link').length;
  const copies = signs.of('link-became-file').length;
  const gone = signs.lostLinks - flat - copies;
  const bits = explained.filter(({ check }) => check.id === 'not-executable').length;
  const parts = [
    flat > 0 ? amount(flat, 'link is a text file', 'links are text files') : '',
    copies > 0
      ? amount(copies, 'link is a copy of its target', 'links are copies of their targets')
      : '',
    gone > 0 ? amount(gone, 'link is gone', 'links are gone') : '',
    bits > 0 ? amount(bits, 'program cannot be executed', 'programs cannot be executed') : '',
  ].filter(Boolean);
  return `Of ${amount(signs.recordedLinks, 'link', 'links')} that were installed, ${parts.join(', ')}: the mark of an archive or copy that does not keep them.`;
}

function halfDone({ subject, signs, explained }: Case): string {
  const [whole] = signs.vanished;
  if (whole)
    return `${whole.paths.length === 1 ? 'The only path' : `All ${whole.paths.length} paths`} of ${whole.dist} ${whole.paths.length === 1 ? 'is' : 'are'} gone, but its record is there.`;
  const record = explained.find(({ check }) => check.id.endsWith('-record'));
  return firstOfThem({
    subject,
    signs,
    explained: record ? [record, ...explained.slice(1)] : explained,
  });
}

/** The findings themselves are all the evidence there is. */
function firstOfThem({ explained: [first, ...more] }: Case): string {
  if (!first) return '';
  return `${first.check.say(first.fact)}${more.length > 0 ? `, and ${more.length} more` : ''}.`;
}

function amount(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
