import { at, defineRule, type Wishes } from '../rule.ts';
import { ELSEWHERE_IN_PIP, systemOf } from './foreign-packages.ts';

export const foreignPlatform = defineRule({
  id: 'foreign-platform',
  severity: 'warning',
  title: 'A package that Linux does not have',
  explain: {
    what: 'A package, or a build, of Windows or macOS: `vs2015_runtime`, `pywin32`, `defaults/win-64::…`. The file was exported there.',
    why: 'In a Linux image there is no such package, and the build fails with `PackagesNotFoundError`: an error where a Dockerfile is made.',
    fix: 'Export what was asked for, and not all that came with it: `conda env export --from-history`.',
  },
  *find(wishes) {
    // Whoever makes no image may mean it for the machine that it came from.
    const certain = wishes.build === null ? {} : { severity: 'error' as const };
    const found = [...foreign(wishes)];
    for (const platform of ['Windows', 'macOS']) {
      const [first, ...others] = found.filter((one) => one.platform === platform);
      if (first) yield { ...first, ...certain, others: others.map((one) => one.package) };
    }
  },
  say: ({ package: name, platform, others }) =>
    others.length === 0
      ? `${name} is for ${platform} only`
      : `${name} and ${others.length} more are for ${platform} only`,
});

function* foreign({ file, pip }: Wishes) {
  for (const { spec, comment, ...place } of file.dependencies) {
    if (!('name' in spec) || /^#?\s*\[(?:win|osx)/.test(comment)) continue;
    const subdir = spec.subdir ?? spec.brackets.get('subdir') ?? '';
    const platform = platformOf(subdir) ?? systemOf(spec.name) ?? builtFor(spec.build ?? '');
    if (platform !== null) yield { ...at(place), package: spec.name, platform };
  }
  for (const { name, subdir, ...place } of file.packages) {
    const platform = platformOf(subdir ?? '');
    if (platform !== null) yield { ...at(place), package: name, platform };
  }
  for (const { requirement, file: named, ...place } of pip.lines) {
    if (requirement.kind !== 'package' || requirement.marker !== null) continue;
    const platform = ELSEWHERE_IN_PIP.get(requirement.name);
    if (platform) yield { ...at(place), file: named, package: requirement.name, platform };
  }
}

/** Builds of `defaults` end with a hash of what they were built against, which is one for each platform. */
function builtFor(build: string): string | null {
  if (/(?:haa95532|h2bbff1b)_\d+$/.test(build)) return 'Windows';
  return /(?:hecd8cb5|hca03da5)_\d+$/.test(build) ? 'macOS' : null;
}

function platformOf(subdir: string): string | null {
  if (subdir.startsWith('win-')) return 'Windows';
  return subdir.startsWith('osx-') ? 'macOS' : null;
}
