import { at, defineRule } from '../rule.ts';

/** Names that are safe in a path, a tag and a shell. conda itself refuses `/`, blanks, `:` and `#`. */
export const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$/;

export const invalidName = defineRule({
  id: 'invalid-name',
  severity: 'error',
  title: 'A name that cannot be the name of a folder',
  explain: {
    what: 'The name is the folder of the environment. Here it holds a slash, a blank, or another character that paths, image tags or shells give a meaning to; or it is `base`, which every installation has already.',
    why: 'conda refuses `/`, blanks, `:` and `#`; other characters break scripts later.',
    fix: 'Letters, digits, `_`, `-` and `.`, or say another with `--name`.',
  },
  *find({ file, name }) {
    const own = file.name?.text ?? null;
    if (own === null || name !== own || (NAME.test(own) && own !== 'base')) return;
    yield { ...at(file.name ?? { line: 1, column: 1 }), name: own };
  },
  say: ({ name }) =>
    name === 'base'
      ? '“base” is the name of the installation itself'
      : `“${name}” cannot be the name of an environment`,
});
