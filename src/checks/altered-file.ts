import { defineCheck, type Fact } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import type { Subject } from '../subject.ts';
import { isFlattened } from './flattened-link.ts';
import { isCopyByConda, isLiberty } from './liberties.ts';
import { isShortened } from './truncated-file.ts';

interface Altered extends Fact {
  readonly size: number;
  readonly sha256: string;
  readonly expected: string;
  readonly count: number;
  readonly reason: string;
}

export const alteredFile = defineCheck<Altered>({
  id: 'altered-file',
  severity: 'error',
  level: 'content',
  extent: 'prefix',
  title: 'File is not what its package recorded',
  explain: {
    what: 'The bytes differ from what the package recorded, after undoing the replacement of the prefix. Compiled Python, files that `conda init` rewrites and products of post-link scripts are notes; other files of packages with a post-link script are warnings.',
    why: 'The program is not the one that was built and tested. Files are hard links: the same change may stand in the package cache and in other environments.',
    how: 'pip, an editor or a script wrote into the file (through the hard link), or the disk lost bits.',
    fix: 'Reinstall the package. If the package cache holds the altered file too, its entry must be removed first.',
  },
  *find(subject) {
    const compiled: Altered[] = [];
    for (const recorded of subject.doubtful) {
      const { path } = recorded;
      const content = subject.contents.unsound.get(path);
      const owner = recorded.package;
      const grown = isGrown(subject, recorded);
      const isDifferent = content?.kind === 'altered' || content?.kind === 'unprovable';
      if ((!isDifferent && grown === null) || subject.replacements.has(owner)) continue;
      // Those have checks of their own.
      if (isShortened(subject, recorded) !== null || isFlattened(subject, recorded)) continue;
      if (isCopyByConda(subject, recorded)) continue;
      const { size, sha256, expected } =
        content?.kind === 'altered' ? content : { size: grown ?? 0, sha256: '', expected: '' };
      const fact = { path, package: owner, size, sha256, expected, count: 1 };
      if (content?.kind === 'unprovable') {
        yield { ...fact, severity: 'note', reason: 'unprovable' };
        continue;
      }
      const liberty = isLiberty(subject, recorded);
      if (path.endsWith('.pyc')) compiled.push({ ...fact, reason: 'compiled' });
      else if (liberty) yield { ...fact, ...liberty };
      else yield { ...fact, reason: '' };
    }
    const [first] = compiled;
    if (first) yield { ...first, severity: 'note', count: compiled.length };
  },
  say: ({ path, count, reason, size }) => {
    if (reason === 'compiled')
      return `${count} compiled Python ${count === 1 ? 'file differs' : 'files differ'} (${path}${count > 1 ? ', …' : ''}); Python makes them anew`;
    if (reason === 'unprovable')
      return `${path} differs, but its record does not hold enough to prove it wrong`;
    return `${path} is not what its package recorded (${size} bytes)${reason ? `: ${reason}` : ''}`;
  },
});

/** The size of a console script that is longer than the installer, who recorded no hash, made it. */
function isGrown({ inventory, level }: Subject, recorded: RecordedPath): number | null {
  if (level !== 'content' || recorded.kind !== 'entry-point' || recorded.sha256 !== null)
    return null;
  const stat = inventory.at(recorded.path)?.kind === 'file' ? inventory.stat(recorded.path) : null;
  if (stat?.kind !== 'ok' || recorded.size === null) return null;
  return stat.value.size > recorded.size ? stat.value.size : null;
}
