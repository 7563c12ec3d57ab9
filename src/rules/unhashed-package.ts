import { at, defineRule } from '../rule.ts';

export const unhashedPackage = defineRule({
  id: 'unhashed-package',
  severity: 'warning',
  title: 'Packages without a hash',
  explain: {
    what: 'URLs of an `@EXPLICIT` file without `#` and a hash behind them.',
    why: 'What comes from there is installed, whatever it is.',
    fix: 'Make it with `conda-links lock`, or `conda list --explicit --sha256`.',
  },
  *find({ file }) {
    const bare = file.packages.filter(({ hash }) => hash === null);
    const [first] = bare;
    if (first) yield { ...at(first), package: first.name, count: bare.length };
  },
  say: ({ package: name, count }) =>
    count === 1 ? `${name} has no hash` : `${name} and ${count - 1} more have no hash`,
});
