import { closest } from '../closest.ts';
import { at, defineRule } from '../rule.ts';

const KNOWN = ['name', 'channels', 'dependencies', 'variables', 'prefix', 'platforms'];

/** What other tools keep in the same file, and conda passes over. */
const OTHERS = ['category', 'platform', 'pip-repositories', 'allow-pypi-requests', 'extras'];

export const unknownKey = defineRule({
  id: 'unknown-key',
  severity: 'warning',
  title: 'A key that conda passes over',
  explain: {
    what: 'conda knows `name`, `channels`, `dependencies`, `variables` and `prefix`; `platforms` is read by other tools. Everything else is ignored with one line of warning (`EnvironmentSectionNotValid`).',
    why: 'What stands below it is not installed. A `pip:` at the top, beside `dependencies:` instead of in it, is the usual case.',
    fix: 'Correct the spelling, or take the section out.',
  },
  *find({ file }) {
    for (const { text: key, ...place } of file.keys) {
      if (KNOWN.includes(key)) continue;
      const meant = closest(KNOWN, key.toLowerCase());
      yield {
        ...at(place),
        key,
        ...(OTHERS.includes(key) ? { severity: 'note' as const } : {}),
        advice:
          key === 'pip'
            ? 'Put it into dependencies, as an entry of its own: “- pip:”.'
            : meant === null || OTHERS.includes(key)
              ? 'Take it out, or read it with the tool that it is for.'
              : `Did you mean ${meant}?`,
      };
    }
  },
  say: ({ key }) => `conda does not know “${key}” and passes over it`,
});
