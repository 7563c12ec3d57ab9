import { defineCheck, type Fact } from '../check.ts';
import { isProduct } from './liberties.ts';

interface Missing extends Fact {
  readonly what: string;
  readonly count: number;
}

export const missingFile = defineCheck<Missing>({
  id: 'missing-file',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Recorded file is gone',
  explain: {
    what: 'A package recorded a file, and nothing is there. Compiled Python whose source is recorded, and kinds of files that were deleted from all packages to make an image smaller (`*.a`, `*.js.map`, man pages, …), are one note each.',
    why: 'The package is incomplete; `import` and programs fail, often much later.',
    how: 'An update that was cut off, a full disk, an overeager clean-up, another installer.',
    fix: 'Reinstall the package.',
  },
  *find({ absent, replacements }) {
    for (const { path, package: owner } of absent.files) {
      if (replacements.has(owner)) continue;
      const fact = { path, package: owner, what: 'file', count: 1 };
      yield isProduct(path) ? { ...fact, severity: 'note', what: 'product' } : fact;
    }
    const compiled = absent.compiled.filter((one) => !replacements.has(one.package));
    const kinds = [['*.pyc', compiled] as const, ...absent.slimmed];
    for (const [what, [first, ...more]] of kinds) {
      if (first)
        yield { path: first.path, package: null, severity: 'note', what, count: more.length + 1 };
    }
  },
  say: ({ path, what, count }) => {
    if (what === 'file') return `${path} is gone`;
    if (what === 'product') return `${path} is gone; a post-link script makes it anew`;
    return `${count} of the kind ${what} ${count === 1 ? 'is' : 'are'} not there (${path}${count > 1 ? ', …' : ''}); nothing needs ${count === 1 ? 'it' : 'them'} to run`;
  },
});
