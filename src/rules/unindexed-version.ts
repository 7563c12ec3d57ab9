import { localVersion } from '../conda/requirement.ts';
import { at, defineRule } from '../rule.ts';

/** Options that name another place than PyPI. */
const INDEXES = ['--index-url', '--extra-index-url', '--find-links'];

export const unindexedVersion = defineRule({
  id: 'unindexed-version',
  severity: 'error',
  title: 'A version that PyPI does not have',
  explain: {
    what: 'A version with a local part (`torch==1.11.0+cu113`), and no `--extra-index-url`, `--index-url` or `--find-links` that leads to where it is.',
    why: 'PyPI takes no such versions, so pip ends with `No matching distribution found`.',
    fix: 'Add the index as a line of its own: `--extra-index-url https://download.pytorch.org/whl/cu113`.',
  },
  *find({ pip }) {
    const options = pip.lines.flatMap(({ requirement }) =>
      'options' in requirement ? requirement.options : [],
    );
    if (options.some(({ name }) => INDEXES.includes(name))) return;
    // What a file of requirements says that is not here to be read, nobody knows.
    const isOpen = pip.lines.some(
      ({ requirement }) => requirement.kind === 'file' && /:\/\//.test(requirement.path),
    );
    for (const { requirement, file, ...place } of pip.lines) {
      const version = localVersion(requirement);
      if (version === null || requirement.kind !== 'package') continue;
      const severity = isOpen ? { severity: 'warning' as const } : {};
      yield { ...at(place), file, package: requirement.name, version, ...severity };
    }
  },
  say: ({ package: name, version }) =>
    `PyPI has no ${name} ${version}, and no other index is named`,
});
