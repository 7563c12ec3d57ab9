import { at, defineRule } from '../rule.ts';

/** Names that are safe in a path, a tag and a shell. conda itself refuses `/`, blanks, `:` and `#`. */
export const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$/;

/** conda calls its own installation so. */
export const RESERVED = ['base', 'root'];

export const invalidName = defineRule({
  id: 'invalid-name',
  severity: 'error',
  title: 'A name that cannot be the name of a folder',
  explain: {
    what: 'The name is the folder of the environment. Here it holds a slash, a blank, or another character that paths, image tags or shells give a meaning to; or it is `base` or `root`, which every installation has already.',
    why: 'conda refuses `/`, blanks, `:` and `#`; other characters break scripts later: a warning, and an error where a Dockerfile is made.',
    fix: 'Letters, digits, `_`, `-` and `.`, or say another with `--name`.',
  },
  *find({ file, name, build }) {
    const own = file.name?.text ?? null;
    if (own === null || name !== own || (NAME.test(own) && !RESERVED.includes(own))) return;
    const isRefused = RESERVED.includes(own) || /[/ :#\\]|^-|^\.{0,2}$/.test(own);
    // Whoever makes no image may call it what conda allows.
    const mild = build === null && !isRefused ? { severity: 'warning' as const } : {};
    yield { ...at(file.name ?? { line: 1, column: 1 }), name: own, ...mild };
  },
  say: ({ name }) =>
    RESERVED.includes(name)
      ? `“${name}” is the name of the installation itself`
      : `“${name}” cannot be the name of an environment`,
});
