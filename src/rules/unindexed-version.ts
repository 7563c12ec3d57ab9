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
    // Behind a requirement pip passes over them (`req/req_file.py`, handle_requirement_line).
    const options = pip.lines.flatMap(({ requirement }) =>
      requirement.kind === 'option' ? requirement.options : [],
    );
    if (options.some(({ name }) => INDEXES.includes(name))) return;
    // What a file of requirements says that is not here to be read, nobody knows.
    const isOpen = pip.lines.some(
      ({ requirement }) => requirement.kind === 'file' && /:\/\//.test(requirement.path),
    );
    const unknown = pip.lines.flatMap((line) => {
      const version = localVersion(line.requirement);
      const isPackage = version !== null && line.requirement.kind === 'package';
      return isPackage ? { line, name: line.requirement.name, version } : [];
    });
    const [first, ...others] = unknown;
    if (!first) return;
    yield {
      ...at(first.line),
      file: first.line.file,
      package: first.name,
      version: first.version,
      others: others.map(({ name }) => name),
      ...(isOpen ? { severity: 'warning' as const } : {}),
    };
  },
  say: ({ package: name, version, others }) => {
    const more = others.length === 0 ? '' : ` (nor ${others.length} more of this kind)`;
    return `PyPI has no ${name} ${version}${more}, and no other index is named`;
  },
});
