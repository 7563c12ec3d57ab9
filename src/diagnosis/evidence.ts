import type { Cause } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Judged, Signs } from './signs.ts';

/** Two lines at most, that let a reader judge for themselves. */
export function evidenceOf(
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
