import { at, defineRule } from '../rule.ts';

export const platformBuild = defineRule({
  id: 'platform-build',
  severity: 'warning',
  title: 'Builds that other platforms do not have',
  explain: {
    what: 'Packages are pinned to one build (`numpy=1.26.4=py312heda63a1_0`), as `conda env export` writes them.',
    why: 'A build is of one platform: on another one, and after its channel has taken it away, the file fails with `ResolvePackageNotFound`.',
    fix: 'Export with `--no-builds` for people and platforms; for the very same packages again use an `@EXPLICIT` file (`conda-links lock`).',
  },
  *find({ file }) {
    if (file.platforms.length === 1) return;
    const pinned = file.dependencies.filter(
      ({ spec }) => 'name' in spec && isOneBuild(spec.build ?? ''),
    );
    const [first] = pinned;
    if (first) yield { ...at(first), package: nameIn(first.spec), count: pinned.length };
  },
  say: ({ package: name, count }) =>
    count === 1
      ? `${name} is pinned to a build of one platform`
      : `${name} and ${count - 1} more are pinned to builds of one platform`,
});

/** `py312heda63a1_0`, and not `*cuda*`; `0` and `py_0` are of packages for all platforms. */
function isOneBuild(build: string): boolean {
  return !/[*^$]/.test(build) && !/^(?:\d*|py_?\d*|pyhd?[0-9a-f]+_\d+|hd8ed1ab_\d+)$/.test(build);
}

function nameIn(spec: object): string {
  return 'name' in spec ? String(spec.name) : '';
}
