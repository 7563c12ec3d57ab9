import { at, defineRule } from '../rule.ts';

export const invalidEntry = defineRule({
  id: 'invalid-entry',
  severity: 'error',
  title: 'An entry that no installer can make sense of',
  explain: {
    what: 'An empty entry, a number, a date, a list or a mapping where a text should be; `dependencies` or `channels` that is no list; a text with a tag (`!!python/unicode`); a selector or a template; a second `pip:`; in an `@EXPLICIT` file a line that is no URL, or a hash that conda cannot read.',
    why: 'conda refuses the file (`EnvironmentFileInvalid`), or passes over what you meant; of a selector, which micromamba reads, it is a warning.',
    fix: 'Write it as a text in its own line, after a dash.',
  },
  *find({ file }) {
    const told = new Set<string>();
    for (const { what, advice, isPassedOver = false, ...place } of file.oddities) {
      const mild = isPassedOver ? { severity: 'warning' as const } : {};
      if (!told.has(what)) yield { ...at(place), what, advice, ...mild };
      told.add(what);
    }
  },
  say: ({ what }) => `There is ${what}`,
});
