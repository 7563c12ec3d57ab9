import { defineCheck, type Fact } from '../check.ts';
import { foreignPrefix } from '../shebang.ts';
import { isPacked } from './liberties.ts';

interface Stale extends Fact {
  readonly prefix: string;
  /** It holds what the package was built with: it was never patched, or conda-pack took the prefix out. */
  readonly isPlaceholder: boolean;
  /** The project whose script it is, where pip made it. */
  readonly project: string | null;
  /** How many files it speaks for. */
  readonly count: number;
}

export const stalePrefix = defineCheck<Stale>({
  id: 'stale-prefix',
  severity: 'error',
  level: 'content',
  extent: 'prefix',
  title: 'File was installed for another prefix',
  explain: {
    what: 'A file that holds the path of its environment holds another one: undoing that one leads back to what the package recorded. Or a console script that an installer made starts the Python of another prefix.',
    why: 'The environment looks for its files, certificates and interpreter where it used to be: it fails there, or silently uses another environment.',
    how: 'The environment or the whole installation was moved, copied, mounted elsewhere, or restored to another place. Unpacking with conda-pack needs `conda-unpack` afterwards.',
    fix: 'Make the environment anew where it is needed, or reinstall these packages there: that writes the new prefix.',
  },
  *find({ doubtful, contents, heads, inventory, replacements, scripts }) {
    const isOwn = (prefix: string) => inventory.isOwnPrefix(prefix);
    // In an archive it is as it should be: it is unpacked first.
    const isInArchive = inventory.source.extent === 'prefix';
    const packed: Stale[] = [];
    for (const recorded of doubtful) {
      const { path, package: owner } = recorded;
      if (replacements.has(owner)) continue;
      const content = contents.unsound.get(path);
      if (content?.kind === 'other-prefix') {
        const isPlaceholder = content.prefix === recorded.placeholder;
        const fact = { path, package: owner, prefix: content.prefix, isPlaceholder, ...ALONE };
        const isFine = isPlaceholder && isPacked(inventory);
        if (isFine && isInArchive) packed.push(fact);
        // conda-pack leaves Python itself as it was built.
        else if (isFine && /^bin\/python[\d.]*$/.test(path)) yield { ...fact, severity: 'note' };
        else yield fact;
        continue;
      }
      if (recorded.kind !== 'entry-point') continue;
      const prefix = foreignPrefix(heads.get(path), isOwn);
      if (prefix !== null) {
        yield { path, package: owner, prefix, isPlaceholder: false, ...ALONE };
      }
    }
    for (const [path, { project }] of scripts) {
      const prefix = foreignPrefix(heads.get(path), isOwn);
      if (prefix === null) continue;
      yield { path, package: null, prefix, isPlaceholder: false, project, count: 1 };
    }
    const [first] = packed;
    if (first) yield { ...first, package: null, severity: 'note', count: packed.length };
  },
  say: ({ path, prefix, isPlaceholder, count }) => {
    if (!isPlaceholder) return `${path} was installed for ${prefix}`;
    return count === 1
      ? `${path} holds the prefix it was built with, and was never given this one`
      : `${count} files hold the prefix they were built with (${path}, …), as conda-pack leaves them: run bin/conda-unpack once it is unpacked`;
  },
});

const ALONE = { project: null, count: 1 };
