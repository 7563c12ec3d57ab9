import { isPinned } from '../conda/requirement.ts';
import { at, defineRule } from '../rule.ts';

export const unpinnedPip = defineRule({
  id: 'unpinned-pip',
  severity: 'warning',
  title: 'Requirements of pip without a version',
  explain: {
    what: 'Packages that pip takes in whatever version is the newest, or from whatever the branch of a repository holds.',
    why: 'Two builds of one file differ, and a release of today breaks the image of tomorrow.',
    fix: 'Write `name==1.2.3`, a commit behind the `@` of a repository; or pin an installed environment with `conda-links lock`.',
  },
  *find({ pip }) {
    const open = pip.lines.filter(
      ({ requirement }) =>
        (requirement.kind === 'package' || requirement.kind === 'vcs') && !isPinned(requirement),
    );
    const [first] = open;
    if (first) yield { ...at(first), file: first.file, package: called(first), count: open.length };
  },
  say: ({ package: name, count }) =>
    count === 1
      ? `${name} has no exact version`
      : `${name} and ${count - 1} more requirements of pip have no exact version`,
});

function called({ requirement, text }: { requirement: object; text: string }): string {
  return 'name' in requirement && typeof requirement.name === 'string' ? requirement.name : text;
}
