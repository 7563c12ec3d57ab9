import { at, defineRule } from '../rule.ts';

export const unlistedPip = defineRule({
  id: 'unlisted-pip',
  severity: 'warning',
  title: 'pip is used and not asked for',
  explain: {
    what: 'There is a `pip:` section, but no `pip` among the dependencies.',
    why: 'conda adds it and nags; other installers fail, or take a pip that installs elsewhere.',
    fix: 'Add `- pip` before the section.',
  },
  *find({ file }) {
    const isListed =
      file.dependencies.some(({ spec }) => 'name' in spec && spec.name === 'pip') ||
      file.packages.some(({ name }) => name === 'pip');
    const [first] = file.pip ?? [];
    if (first && !isListed) yield { ...at(first), package: 'pip' };
  },
  say: () => 'pip installs packages here, and is not among the dependencies',
});
