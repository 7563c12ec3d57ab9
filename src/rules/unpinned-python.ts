import { at, defineRule } from '../rule.ts';

export const unpinnedPython = defineRule({
  id: 'unpinned-python',
  severity: 'warning',
  title: 'The version of Python is left open',
  explain: {
    what: '`python` stands there without a version, or not at all while pip is to install packages.',
    why: 'The next build takes the newest Python, for which some package has no build yet.',
    fix: 'Write the minor version: `python=3.12`.',
  },
  *find({ file, pip }) {
    if (file.form === 'explicit') return;
    const python = file.dependencies.find(({ spec }) => 'name' in spec && spec.name === 'python');
    if (python) {
      if ('name' in python.spec && python.spec.version === null) {
        yield { ...at(python), package: 'python', isListed: true };
      }
      return;
    }
    const [first] = pip.lines;
    if (first) yield { ...at(first), file: first.file, package: 'python', isListed: false };
  },
  say: ({ isListed }) =>
    isListed
      ? 'python has no version'
      : 'pip installs packages, and no version of python is asked for',
});
