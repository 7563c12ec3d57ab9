import type { Rule } from './rule.ts';
import { defaultChannel } from './rules/default-channel.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { duplicatePackage } from './rules/duplicate-package.ts';
import { foreignPlatform } from './rules/foreign-platform.ts';
import { ignoredSelector } from './rules/ignored-selector.ts';
import { invalidEntry } from './rules/invalid-entry.ts';
import { invalidName } from './rules/invalid-name.ts';
import { invalidRequirement } from './rules/invalid-requirement.ts';
import { invalidSpec } from './rules/invalid-spec.ts';
import { invalidVariable } from './rules/invalid-variable.ts';
import { leakedPrefix } from './rules/leaked-prefix.ts';
import { leakedSecret } from './rules/leaked-secret.ts';
import { missingLocalFile } from './rules/missing-local-file.ts';
import { missingName } from './rules/missing-name.ts';
import { mixedChannels } from './rules/mixed-channels.ts';
import { mixedPlatforms } from './rules/mixed-platforms.ts';
import { outsideContext } from './rules/outside-context.ts';
import { platformBuild } from './rules/platform-build.ts';
import { termsOfService } from './rules/terms-of-service.ts';
import { unhashedPackage } from './rules/unhashed-package.ts';
import { unindexedVersion } from './rules/unindexed-version.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unlistedPip } from './rules/unlisted-pip.ts';
import { unpinnedPip } from './rules/unpinned-pip.ts';
import { unpinnedPython } from './rules/unpinned-python.ts';

/** Every rule for environment files, in the order in which docs name them. */
export const RULES: readonly Rule[] = [
  invalidEntry,
  invalidSpec,
  invalidRequirement,
  unknownKey,
  duplicateKey,
  missingName,
  invalidName,
  duplicatePackage,
  unpinnedPython,
  platformBuild,
  foreignPlatform,
  defaultChannel,
  mixedChannels,
  termsOfService,
  ignoredSelector,
  unlistedPip,
  unpinnedPip,
  unindexedVersion,
  outsideContext,
  missingLocalFile,
  leakedSecret,
  leakedPrefix,
  invalidVariable,
  unhashedPackage,
  mixedPlatforms,
] as readonly Rule[];

/** Which rules count: those named, or all, less those to be skipped. */
export function selectRules(only: readonly string[], skip: readonly string[]): readonly Rule[] {
  return RULES.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}
