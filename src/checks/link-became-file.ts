import { defineCheck } from '../check.ts';
import { isFlattened } from './flattened-link.ts';
import { isCopyByConda } from './liberties.ts';
import { isLinkToFile } from './wrong-type.ts';

export const linkBecameFile = defineCheck({
  id: 'link-became-file',
  severity: 'warning',
  level: 'links',
  extent: 'prefix',
  title: 'Link became a copy of its target',
  explain: {
    what: 'A package recorded a symbolic link; there is a copy of what it led to, a file or a whole folder.',
    why: 'It works today, takes the space twice, and goes stale with the next update of the target.',
    how: '`cp -L`, `rsync -L`, archives that follow links, artifact stores.',
    fix: 'Reinstall the package, or copy again with links kept (`cp -a`, `tar`).',
  },
  *find(subject) {
    const { notable, inventory, cache, contents } = subject;
    for (const recorded of notable) {
      if (recorded.kind !== 'symlink') continue;
      const { path, package: owner } = recorded;
      const entry = inventory.at(path);
      if (entry?.kind !== 'file' && entry?.kind !== 'directory') continue;
      // conda copies what it should soft-link where the file is executable (`_do_softlink`).
      if (owner.isSoftLinked && entry.kind === 'file' && cache.linkText(recorded) === null)
        continue;
      if (entry.kind === 'directory' && isLinkToFile(recorded)) continue;
      if (isFlattened(subject, recorded)) continue;
      if (entry.kind === 'file' && isCopyByConda(subject, recorded)) continue;
      if (contents.of(recorded).kind === 'altered') continue;
      yield { path, package: owner, copy: entry.kind };
    }
  },
  say: ({ path, copy }) =>
    `${path} was installed as a symbolic link and is a ${copy === 'file' ? 'file' : 'folder'} now`,
});
