import { at, defineRule } from '../rule.ts';

export const ignoredSelector = defineRule({
  id: 'ignored-selector',
  severity: 'warning',
  title: 'A selector that is nothing but a comment',
  explain: {
    what: 'A line ends with `# [linux]` or the like, as in the recipes of conda-build.',
    why: 'In an environment file that is a comment: the line counts on every platform.',
    fix: 'Keep a file for each platform.',
  },
  *find({ file }) {
    for (const { comment, spec, text, ...place } of file.dependencies) {
      const selector = /^#?\s*(\[[^\]]{1,60}\])/.exec(comment)?.[1];
      if (selector === undefined || !SELECTOR.test(selector)) continue;
      yield { ...at(place), package: 'name' in spec ? spec.name : text, selector };
    }
  },
  say: ({ package: name, selector }) =>
    `${name} is installed everywhere: conda does not read ${selector}`,
});

/** The words of conda-build that tell platforms and Pythons apart. */
const SELECTOR =
  /\b(?:win(?:32|64)?|osx|linux(?:32|64)?|unix|py(?:[23]k|\d+)?|x86(?:_64)?|arm64|aarch64|ppc64le|s390x)\b/;
