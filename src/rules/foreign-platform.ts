import { at, defineRule } from '../rule.ts';
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
  *find({ file, pip, build }) {
    // Whoever makes no image may mean it for the machine that it came from.
    const certain = build === null ? {} : { severity: 'error' as const };
    for (const { spec, comment, ...place } of file.dependencies) {
      if (!('name' in spec) || /^#?\s*\[(?:win|osx)/.test(comment)) continue;
      const platform =
        platformOf(spec.subdir ?? spec.brackets.get('subdir') ?? '') ?? systemOf(spec.name);
      if (platform !== null) {
        yield {
          ...at(place),
          package: spec.name,
          platform,
          ...certain,
        };
      }
    }
    for (const { name, subdir, ...place } of file.packages) {
      const platform = platformOf(subdir ?? '');
      if (platform !== null) yield { ...at(place), package: name, platform, ...certain };
    }
    for (const { requirement, file: named, ...place } of pip.lines) {
      if (requirement.kind !== 'package' || requirement.marker !== null) continue;
      const platform = ELSEWHERE_IN_PIP.get(requirement.name);
      if (platform)
        yield { ...at(place), file: named, package: requirement.name, platform, ...certain };
    }
  },
  say: ({ package: name, platform }) => `${name} is for ${platform} only`,
});

function platformOf(subdir: string): string | null {
  if (subdir.startsWith('win-')) return 'Windows';
  return subdir.startsWith('osx-') ? 'macOS' : null;
}
