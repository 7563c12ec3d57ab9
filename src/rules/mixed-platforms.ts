import { at, defineRule } from '../rule.ts';

export const mixedPlatforms = defineRule({
  id: 'mixed-platforms',
  severity: 'error',
  title: 'Packages of several platforms',
  explain: {
    what: 'An `@EXPLICIT` file with packages of more than one platform besides `noarch`.',
    why: 'They are installed without a question, and half of them cannot run.',
    fix: 'Make a file for each platform.',
  },
  *find({ file }) {
    const [first, ...others] = file.packages.filter(
      ({ subdir }) => subdir !== null && subdir !== 'noarch',
    );
    const other = others.find(({ subdir }) => subdir !== first?.subdir);
    if (first && other)
      yield {
        ...at(other),
        package: other.name,
        platforms: [first.subdir ?? '', other.subdir ?? ''],
      };
  },
  say: ({ package: name, platforms: [one, two] }) =>
    `${name} is for ${two}, and those before it for ${one}`,
});
