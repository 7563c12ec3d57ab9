import { rootOf } from '../conda/package-cache.ts';
import type { PackageRecord } from '../conda/record.ts';
import type { Cause } from '../report.ts';
import type { Subject } from '../subject.ts';
import { isEmptied, type Judged, lossBehind, MANY, type Signs } from './signs.ts';

/** What FAT cannot hold in a name, and what archives spell in ways of their own. */
const AWKWARD = /[^\x20-\x7e]|[<>:"|?*\\]/;

/** Which disaster explains one finding, in the light of all of them. */
export function causeOf(subject: Subject, signs: Signs, judged: Judged): Cause {
  const { check, fact } = judged;
  switch (check.id) {
    case 'stale-prefix':
      return 'filesystem-migration';
    case 'broken-shebang': {
      const interpreter = String(fact['interpreter']);
      const lost = lossBehind(subject, judged);
      if (lost) return causeOfMissing(subject, signs, lost);
      const isFormer = !interpreter.startsWith(`${subject.inventory.prefix}/`);
      if (isFormer || fact['isTooLong'] === true) return 'filesystem-migration';
      return signs.isTorn ? 'interrupted-update' : 'modified-files';
    }
    case 'flattened-link':
    case 'link-became-file':
      return 'backup-restore';
    case 'dangling-link':
      // conda puts a file aside under this name: a link does not lead anywhere from there.
      if (fact.package === null && fact.path.endsWith('.c~')) return 'interrupted-update';
      return causeOfDangling(subject, signs, fact);
    case 'missing-library':
      return causeOfLibrary(subject, signs, fact);
    case 'missing-loader':
      return 'filesystem-migration';
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
    case 'unmet-dependency':
    case 'leftover':
      return 'interrupted-update';
    case 'foreign-owner':
      return 'permissions';
    case 'hazardous-filesystem':
      return 'filesystem-migration';
    case 'cache-link':
      return 'package-cache';
    case 'damaged-cache':
      return causeOfDamage(subject, signs, fact);
    case 'unowned-files':
      return 'interrupted-update';
    case 'altered-file':
      return isEmptied(judged) && signs.cutFiles >= MANY ? 'interrupted-update' : 'modified-files';
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

function causeOfDangling(subject: Subject, signs: Signs, fact: Judged['fact']): Cause {
  const { cache, inventory } = subject;
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
    const owner = signs.absent.get(fact['follows']) ?? null;
    return causeOfMissing(subject, signs, { path: fact['follows'], package: owner });
  }
  const isRecorded = fact.package !== null;
  if (isRecorded && target.startsWith('/') && inventory.relative(target) === null) {
    return 'filesystem-migration';
  }
  return signs.isTorn ? 'interrupted-update' : 'modified-files';
}

/** The cause is that of the loss which it follows: of a file or link that is gone, or of a link that leads nowhere. */
function causeOfLibrary(subject: Subject, signs: Signs, { follows }: Judged['fact']): Cause {
  if (typeof follows !== 'string') return 'unknown';
  const dangling = signs.of('dangling-link').find(({ fact }) => fact.path === follows);
  if (dangling) return causeOfDangling(subject, signs, dangling.fact);
  const owner = signs.absent.get(follows) ?? null;
  return causeOfMissing(subject, signs, { path: follows, package: owner });
}

/** What damaged the cache is what damaged the environment; of what has no other finding nobody knows. */
function causeOfDamage(subject: Subject, signs: Signs, { package: owner }: Judged['fact']): Cause {
  const others = owner
    ? signs.about(owner).filter(({ check }) => check.id !== 'damaged-cache')
    : [];
  const proved = others.find(({ severity }) => severity !== 'note');
  return proved ? causeOf(subject, signs, proved) : 'package-cache';
}

function causeOfMissing(
  { manifest }: Subject,
  signs: Signs,
  { path, package: owner }: Pick<Judged['fact'], 'path' | 'package'>,
): Cause {
  const { lostLinks, recordedLinks } = signs;
  const isFlat = lostLinks >= MANY && lostLinks * 2 >= recordedLinks && !signs.isTorn;
  const isLink = manifest.paths.get(path)?.kind === 'symlink';
  if (isFlat && (isLink || AWKWARD.test(path))) return 'backup-restore';
  return owner ? causeOfLoss(signs, owner) : 'modified-files';
}

/** Why a package lost files: by what else of it is gone, and what was left behind. */
function causeOfLoss(signs: Signs, owner: PackageRecord): Cause {
  const isAll = signs.vanished.has(owner);
  const isMuch = signs.decimated.has(owner);
  const isCutOff = signs.putAside.has(owner) || (signs.hasLeftovers && (isAll || isMuch));
  if (signs.isTorn || isCutOff) return 'interrupted-update';
  if (isAll && signs.uncached.has(owner)) return 'package-cache';
  // pip leaves behind what it did not know of; an installer takes all of it.
  if (signs.uninstalled.has(owner) && !isAll) return 'modified-files';
  return isAll || isMuch ? 'interrupted-update' : 'modified-files';
}
