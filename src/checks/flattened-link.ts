import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { defineCheck } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import type { Subject } from '../subject.ts';

export const flattenedLink = defineCheck({
  id: 'flattened-link',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Symbolic link became a text file',
  explain: {
    what: 'A package recorded a symbolic link; there is a small text file that holds the target of the link.',
    why: 'It looks like a file and is none: running it or loading it as a library fails. Its hash is even the one that rattler records for the link.',
    how: 'Zip archives without link support, file systems without links, or version control with `core.symlinks=false`.',
    fix: 'Reinstall the package. Back up with `tar`, never with tools that flatten links.',
  },
  *find(subject) {
    for (const [path, text] of subject.smallTexts) {
      const recorded = subject.manifest.paths.get(path);
      if (recorded && isFlattened(subject, recorded))
        yield { path, package: recorded.package, text };
    }
  },
  say: ({ path, text }) => `${path} is a text file that says “${text}” and was a symbolic link`,
});

/** Whether the text of a file is the target of the link that was recorded in its place. */
export function isFlattened(subject: Subject, recorded: RecordedPath): boolean {
  const text = subject.smallTexts.get(recorded.path);
  if (text === undefined || text.length === 0 || /[\0\n]/.test(text)) return false;
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (sha256 === recorded.linkSha256) return true;
  // A copy of a very small file is no flattened link.
  if (sha256 === recorded.sha256) return false;
  if (subject.cache.linkText(recorded) === text) return true;
  const { inventory } = subject;
  const folder = posix.dirname(inventory.absolute(recorded.path));
  const end = inventory.resolve(text.startsWith('/') ? text : `${folder}/${text}`);
  if (end.kind !== 'outside') return end.kind === 'found';
  // What it names is there, and itself leads out: into a package cache that the archive does not have.
  return (
    !text.startsWith('/') && inventory.at(posix.join(posix.dirname(recorded.path), text)) !== null
  );
}
