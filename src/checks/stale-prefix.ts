import { defineCheck, type Fact } from '../check.ts';
import { interpreterOf, prefixOfPython } from '../shebang.ts';

interface Stale extends Fact {
  readonly prefix: string;
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
  *find({ manifest, contents, heads, inventory, replacements }) {
    for (const [path, recorded] of manifest.paths) {
      const owner = recorded.package;
      if (replacements.has(owner)) continue;
      const content = contents.of(path);
      if (content.kind === 'other-prefix') {
        yield { path, package: owner, prefix: content.prefix };
        continue;
      }
      if (recorded.kind !== 'entry-point') continue;
      const prefix = prefixOfPython(interpreterOf(heads.get(path)));
      if (prefix !== null && !inventory.isOwnPrefix(prefix)) yield { path, package: owner, prefix };
    }
  },
  say: ({ path, prefix }) => `${path} was installed for ${prefix}`,
});
