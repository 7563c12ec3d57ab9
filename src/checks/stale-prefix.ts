import { defineCheck, type Fact } from '../check.ts';
import { foreignPrefix } from '../shebang.ts';

interface Stale extends Fact {
  readonly prefix: string;
  /** It holds what the package was built with: it was never patched, or conda-pack took the prefix out. */
  readonly isPlaceholder: boolean;
  /** The project whose script it is, where pip made it. */
  readonly project: string | null;
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
  *find({ manifest, contents, heads, inventory, replacements, scripts }) {
    const isOwn = (prefix: string) => inventory.isOwnPrefix(prefix);
    const isPacked = inventory.at('bin/conda-unpack') !== null;
    for (const [path, recorded] of manifest.paths) {
      const owner = recorded.package;
      if (replacements.has(owner)) continue;
      const content = contents.of(path);
      if (content.kind === 'other-prefix') {
        const isPlaceholder = content.prefix === recorded.placeholder;
        yield {
          path,
          package: owner,
          prefix: content.prefix,
          isPlaceholder,
          project: null,
          // conda-pack leaves Python itself as it was built.
          ...(isPlaceholder && isPacked && /^bin\/python[\d.]*$/.test(path)
            ? { severity: 'note' }
            : {}),
        };
        continue;
      }
      if (recorded.kind !== 'entry-point') continue;
      const prefix = foreignPrefix(heads.get(path), isOwn);
      if (prefix !== null) {
        yield { path, package: owner, prefix, isPlaceholder: false, project: null };
      }
    }
    for (const [path, { project }] of scripts) {
      const prefix = foreignPrefix(heads.get(path), isOwn);
      if (prefix !== null) yield { path, package: null, prefix, isPlaceholder: false, project };
    }
  },
  say: ({ path, prefix, isPlaceholder }) =>
    isPlaceholder
      ? `${path} holds the prefix it was built with, and was never given this one`
      : `${path} was installed for ${prefix}`,
});
