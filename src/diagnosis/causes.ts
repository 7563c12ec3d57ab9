import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Cause } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Judged, Signs } from './signs.ts';

/** So many findings of one kind are no accident. */
const MANY = 3;

/** Which disaster explains one finding, in the light of all of them. */
export function causeOf(subject: Subject, signs: Signs, { check, fact }: Judged): Cause {
  switch (check.id) {
    case 'stale-prefix':
      return 'filesystem-migration';
    case 'broken-shebang': {
      const interpreter = String(fact['interpreter']);
      const isFormer = !interpreter.startsWith(`${subject.inventory.prefix}/`);
      return isFormer || fact['isTooLong'] === true ? 'filesystem-migration' : 'modified-files';
    }
    case 'flattened-link':
    case 'link-became-file':
      return 'backup-restore';
    case 'dangling-link':
      return causeOfDangling(subject, signs, fact);
    case 'missing-link':
    case 'missing-entry-point':
    case 'missing-file':
      return causeOfMissing(subject, signs, fact);
    case 'not-executable':
      // Archives that drop the bit do not keep links either.
      return signs.lostLinks >= MANY ? 'backup-restore' : 'permissions';
    case 'unreadable-target':
    case 'unreadable-folder':
      return 'permissions';
    case 'truncated-file':
    case 'unreadable-record':
    case 'duplicate-record':
    case 'leftover':
      return 'interrupted-update';
    case 'foreign-owner':
      return 'permissions';
    case 'hazardous-filesystem':
      return 'filesystem-migration';
    case 'cache-link':
      return 'package-cache';
    case 'altered-file':
    case 'replaced-by-pip':
    case 'retargeted-link':
    case 'escaping-link':
    case 'wrong-type':
    case 'link-loop':
      return 'modified-files';
    default:
      return 'unknown';
  }
}

function causeOfDangling({ cache, inventory }: Subject, signs: Signs, fact: Judged['fact']): Cause {
  const missing = String(fact['missing']);
  const target = String(fact['target']);
  const isOld = [...signs.formerPrefixes.keys()].some(
    (prefix) =>
      rootOf(prefix) !== rootOf(inventory.place) && `${missing}/`.startsWith(`${rootOf(prefix)}/`),
  );
  if (isOld && inventory.relative(missing) === null) return 'filesystem-migration';
  if ((cache.folderOf(missing) ?? cache.folderOf(target)) !== null) return 'package-cache';
  for (const prefix of signs.formerPrefixes.keys()) {
    if (target.startsWith(`${prefix}/`)) return 'filesystem-migration';
  }
  // A package cache at a place where nobody knows of one: the old root's, or one that was cleaned away.
  if (/\/pkgs\/[^/]+-[^/]+-[^/]+\//.test(target)) return 'package-cache';
  if (typeof fact['follows'] === 'string') {
    const owner = signs.absent.get(fact['follows']);
    return owner ? causeOfLoss(signs, owner) : 'modified-files';
  }
  const isRecorded = fact.package !== null;
  if (isRecorded && target.startsWith('/') && inventory.relative(target) === null) {
    return 'filesystem-migration';
  }
  return 'modified-files';
}

function causeOfMissing({ manifest }: Subject, signs: Signs, fact: Judged['fact']): Cause {
  const { lostLinks, recordedLinks } = signs;
  const isLink = manifest.paths.get(fact.path)?.kind === 'symlink';
  if (isLink && lostLinks >= MANY && lostLinks * 2 >= recordedLinks) return 'backup-restore';
  return fact.package ? causeOfLoss(signs, fact.package) : 'modified-files';
}

/** Why a package lost files: by what else of it is gone, and what was left behind. */
function causeOfLoss(signs: Signs, owner: PackageRecord): Cause {
  const losses = signs.losses.get(owner) ?? 0;
  const isMuch = losses >= MANY && losses * 4 >= owner.paths.length;
  const isAll = signs.vanished.has(owner);
  if (signs.hasLeftovers && (isAll || isMuch)) return 'interrupted-update';
  if (isAll && signs.uncached.has(owner)) return 'package-cache';
  // pip leaves behind what it did not know of; an installer takes all of it.
  if (signs.uninstalled.has(owner) && !isAll) return 'modified-files';
  return isAll || isMuch ? 'interrupted-update' : 'modified-files';
}
