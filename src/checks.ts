import type { Check } from './check.ts';
import { absoluteLink } from './checks/absolute-link.ts';
import { alteredFile } from './checks/altered-file.ts';
import { brokenShebang } from './checks/broken-shebang.ts';
import { cacheLink } from './checks/cache-link.ts';
import { clobberedFile } from './checks/clobbered-file.ts';
import { damagedCache } from './checks/damaged-cache.ts';
import { danglingLink } from './checks/dangling-link.ts';
import { duplicateRecord } from './checks/duplicate-record.ts';
import { escapingLink } from './checks/escaping-link.ts';
import { flattenedLink } from './checks/flattened-link.ts';
import { foreignOwner } from './checks/foreign-owner.ts';
import { hazardousFilesystem } from './checks/hazardous-filesystem.ts';
import { leftover } from './checks/leftover.ts';
import { linkBecameFile } from './checks/link-became-file.ts';
import { linkLoop } from './checks/link-loop.ts';
import { missingEntryPoint } from './checks/missing-entry-point.ts';
import { missingFile } from './checks/missing-file.ts';
import { missingLibrary } from './checks/missing-library.ts';
import { missingLink } from './checks/missing-link.ts';
import { missingLoader } from './checks/missing-loader.ts';
import { notExecutable } from './checks/not-executable.ts';
import { replacedByPip } from './checks/replaced-by-pip.ts';
import { retargetedLink } from './checks/retargeted-link.ts';
import { sharedDamage } from './checks/shared-damage.ts';
import { stalePrefix } from './checks/stale-prefix.ts';
import { truncatedFile } from './checks/truncated-file.ts';
import { unmetDependency } from './checks/unmet-dependency.ts';
import { unownedFiles } from './checks/unowned-files.ts';
import { unreadableFolder } from './checks/unreadable-folder.ts';
import { unreadableRecord } from './checks/unreadable-record.ts';
import { unreadableTarget } from './checks/unreadable-target.ts';
import { wrongType } from './checks/wrong-type.ts';

/** Every check there is, in the order in which docs and reports name them: links, files, records, pip. */
export const CHECKS: readonly Check[] = [
  danglingLink,
  linkLoop,
  missingLink,
  flattenedLink,
  linkBecameFile,
  retargetedLink,
  escapingLink,
  cacheLink,
  absoluteLink,
  missingFile,
  alteredFile,
  replacedByPip,
  truncatedFile,
  wrongType,
  notExecutable,
  unreadableTarget,
  unreadableFolder,
  foreignOwner,
  hazardousFilesystem,
  missingEntryPoint,
  stalePrefix,
  brokenShebang,
  missingLibrary,
  missingLoader,
  unreadableRecord,
  duplicateRecord,
  clobberedFile,
  unmetDependency,
  leftover,
  unownedFiles,
  damagedCache,
  sharedDamage,
] as readonly Check[];

/** Which checks run: those named, or all, less those to be skipped. */
export function selectChecks(only: readonly string[], skip: readonly string[]): readonly Check[] {
  return CHECKS.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}
