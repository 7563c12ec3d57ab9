// What options can be, by name only: so that help and errors need none of the code behind the names. Tests hold
// these lists to it.

/** How much is read: names and links; and sizes, modes and owners; and every byte. */
export const LEVELS = ['links', 'metadata', 'content'] as const;
export type Level = (typeof LEVELS)[number];

/** The formats of `--format`. */
export const FORMAT_NAMES = ['text', 'json', 'check-symlinks'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** All checks, in the order of the registry (`checks.ts`). */
export const CHECK_IDS: readonly string[] = [
  'dangling-link',
  'link-loop',
  'missing-link',
  'flattened-link',
  'link-became-file',
  'retargeted-link',
  'escaping-link',
  'cache-link',
  'absolute-link',
  'missing-file',
  'altered-file',
  'replaced-by-pip',
  'truncated-file',
  'wrong-type',
  'not-executable',
  'unreadable-target',
  'unreadable-folder',
  'foreign-owner',
  'hazardous-filesystem',
  'missing-entry-point',
  'stale-prefix',
  'broken-shebang',
  'missing-library',
  'missing-loader',
  'unreadable-record',
  'duplicate-record',
  'clobbered-file',
  'unmet-dependency',
  'leftover',
  'unowned-files',
  'damaged-cache',
  'shared-damage',
];

/** All rules for environment files, in the order of theirs (`rules.ts`). */
export const RULE_IDS: readonly string[] = [
  'invalid-entry',
  'invalid-spec',
  'invalid-requirement',
  'unknown-key',
  'duplicate-key',
  'missing-name',
  'invalid-name',
  'duplicate-package',
  'unpinned-python',
  'platform-build',
  'foreign-platform',
  'default-channel',
  'mixed-channels',
  'terms-of-service',
  'ignored-selector',
  'unlisted-pip',
  'unpinned-pip',
  'unindexed-version',
  'outside-context',
  'missing-local-file',
  'leaked-secret',
  'leaked-prefix',
  'invalid-variable',
  'unhashed-package',
  'mixed-platforms',
];
