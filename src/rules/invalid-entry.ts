import { at, defineRule } from '../rule.ts';

export const invalidEntry = defineRule({
  id: 'invalid-entry',
  severity: 'error',
  title: 'An entry that no installer can make sense of',
  explain: {
    what: 'An empty entry, a number, a list or a mapping where a name should be; `dependencies` or `channels` that is no list; a tag of Python; a second `pip:`; in an `@EXPLICIT` file a line that is no URL.',
    why: 'conda refuses the file (`EnvironmentFileInvalid`), or passes over what you meant.',
    fix: 'Write it as a text in its own line, after a dash.',
  },
  *find({ file }) {
    const told = new Set<string>();
    for (const { what, advice, ...place } of file.oddities) {
      if (!told.has(what)) yield { ...at(place), what, advice };
      told.add(what);
    }
  },
  say: ({ what }) => `There is ${what}`,
});
