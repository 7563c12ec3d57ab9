import { type PackageCache, rootOf } from './conda/package-cache.ts';
import { completePaths } from './conda/paths-json.ts';
import { NOTHING_SHA256, type RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import { LARGE, type PrefixNames, type Question, type Questions } from './contents.ts';
import type { Inventory } from './inventory.ts';
import { type FilePlace, knownOf, type Seen, type SeenFile } from './notable.ts';
import { placeOfBytes } from './placement.ts';
import { interpreterOf, prefixOfPython } from './shebang.ts';
import type { Stat } from './sources.ts';

/** As large most files are, in bytes: where nobody knows how large one is. */
const TYPICAL = 4096;

/** The files whose bytes are to be judged. They are made anew each time: a hundred thousand are not to be held. */
export async function questionsOf(
  inventory: Inventory,
  manifest: Manifest,
  cache: PackageCache,
  seen: Seen,
): Promise<Questions> {
  const complete = await completeRecords(inventory, manifest, cache);
  const linked = [...filesBehind(seen.notable, inventory, cache)];
  const { isInMemory, isRemembering } = inventory.source;
  // Else `lstat` was not asked about every file, and what it tells is told when the file is read.
  const isStated = isInMemory || isRemembering;
  return { plan, [Symbol.iterator]: ask };

  function* ask(): Generator<Question> {
    for (const isLargeWanted of [true, false]) {
      for (const seat of seen.places) {
        const { recorded } = seat;
        const stat = statOf(seat);
        const size = stat?.size ?? recorded.size ?? TYPICAL;
        if (size >= LARGE !== isLargeWanted || !isWanted(recorded)) continue;
        const place = inventory.absolute(recorded.path);
        yield { ...about(recorded, place, stat, size), seat: stat ? null : seat };
      }
      for (const { recorded, place, stat, isLinked } of linked) {
        if (stat.size >= LARGE !== isLargeWanted || !isWanted(recorded)) continue;
        const question = about(recorded, place, stat, stat.size);
        // Many links may lead to one file.
        yield isLinked ? { ...question, inode: stat } : question;
      }
    }
  }

  function plan(): { files: number; bytes: number } {
    let files = 0;
    let bytes = 0;
    const add = (size: number) => {
      files += 1;
      bytes += size;
    };
    for (const seat of seen.places) {
      const { recorded } = seat;
      if (isWanted(recorded)) add(statOf(seat)?.size ?? recorded.size ?? TYPICAL);
    }
    for (const { recorded, stat } of linked) if (isWanted(recorded)) add(stat.size);
    return { files, bytes };
  }

  /** What was known before anything was read: what is told meanwhile must not change what is asked. */
  function statOf(seat: FilePlace): Stat | null {
    if (!isStated) return null;
    const known = knownOf(seat);
    if (known) return known;
    const stat = inventory.stat(seat.recorded.path);
    return stat.kind === 'ok' ? stat.value : null;
  }

  function isWanted(recorded: RecordedPath): boolean {
    return recorded.kind !== 'directory' && isJudged(inventory, complete.get(recorded) ?? recorded);
  }

  function about(recorded: RecordedPath, place: string, stat: Stat | null, size: number): Question {
    let claims = claimsOf(inventory, manifest, recorded);
    if (complete.size > 0) claims = claims.map((claim) => complete.get(claim) ?? claim);
    const inode = stat && stat.links > 1 ? stat : null;
    const placeholder = placeholderOf(claims);
    return { recorded, place, inode, size, stamp: stat, seat: null, claims, placeholder };
  }
}

/** Where the bytes of a recorded path are, and what `lstat` tells of that. */
interface Place extends SeenFile {
  /** Absolute. */
  readonly place: string;
  readonly isLinked: boolean;
}

function* filesBehind(
  notable: readonly RecordedPath[],
  inventory: Inventory,
  cache: PackageCache,
): Generator<Place> {
  for (const recorded of notable) {
    const isLinked = inventory.at(recorded.path)?.kind === 'symlink';
    const place = isLinked ? placeOfBytes(inventory, cache, recorded) : null;
    const stat = place === null ? null : inventory.statAbsolute(place);
    if (place !== null && stat?.kind === 'ok') {
      yield { recorded, stat: stat.value, place, isLinked };
    }
  }
}

/** Fills in what records leave out, where the package cache has it. */
async function completeRecords(
  inventory: Inventory,
  manifest: Manifest,
  cache: PackageCache,
): Promise<Map<RecordedPath, RecordedPath>> {
  const complete = new Map<RecordedPath, RecordedPath>();
  for (const record of manifest.records) {
    const wanted = record.paths.filter(
      (one) => one.isDropped || (one.isPatched && one.placeholder === null),
    );
    const folder = wanted.length > 0 ? cache.folder(record) : null;
    if (folder === null) continue;
    for (const [before, after] of await completePaths(inventory.source, folder, wanted)) {
      complete.set(before, after);
    }
  }
  return complete;
}

/** Who says what the bytes of a path should be. A copy in place of a link may be any file of that hash. */
function claimsOf(
  inventory: Inventory,
  manifest: Manifest,
  recorded: RecordedPath,
): readonly RecordedPath[] {
  let claims: readonly RecordedPath[] = manifest.clobbered.get(recorded.path) ?? [recorded];
  if (inventory.foldsCase) {
    // Two names that differ in case only are one file there.
    const { path } = recorded;
    const twins = recorded.package.paths.filter(
      (one) => one.path !== path && one.path.toLowerCase() === path.toLowerCase(),
    );
    claims = [...claims, ...twins];
  }
  if (recorded.kind !== 'symlink' || inventory.at(recorded.path)?.kind !== 'file') return claims;
  const targets = recorded.package.paths.filter(
    ({ kind, sha256 }) => kind === 'file' && sha256 === recorded.sha256,
  );
  return [...claims, ...targets];
}

/** Whether the record says enough; of a copy in place of a link that led to no file it does not. */
function isJudged(inventory: Inventory, recorded: RecordedPath): boolean {
  if (recorded.sha256 === null && recorded.sha256InPrefix === null) return false;
  if (recorded.kind !== 'symlink' || recorded.sha256 !== NOTHING_SHA256) return true;
  return recorded.package.isSoftLinked && inventory.at(recorded.path)?.kind === 'symlink';
}

/** The placeholder to undo; libmamba drops it, then only the prefix itself is looked for (`''`). */
function placeholderOf(claims: readonly RecordedPath[]): string | null {
  const known = claims.find((claim) => claim.placeholder !== null)?.placeholder;
  return known ?? (claims.some((claim) => claim.isPatched) ? '' : null);
}

/** The names of this prefix, and those that installers left in scripts of their own making. */
export function namesOf(
  inventory: Inventory,
  manifest: Manifest,
  heads: ReadonlyMap<string, Buffer>,
): PrefixNames {
  const own = [...new Set([inventory.prefix, inventory.place])];
  const former = new Set<string>();
  for (const [path, head] of heads) {
    const prefix = prefixOfPython(interpreterOf(head));
    if (prefix !== null && manifest.paths.get(path)?.kind === 'entry-point') former.add(prefix);
  }
  const cached = manifest.records.find(({ extracted }) => extracted?.includes('/pkgs/'))?.extracted;
  const placeInRoot = inventory.place.slice(rootOf(inventory.place).length);
  if (cached) former.add(cached.slice(0, cached.lastIndexOf('/pkgs/')) + placeInRoot);
  return {
    own,
    isOwn: (prefix) => inventory.isOwnPrefix(prefix),
    former: [...former].filter((prefix) => !own.includes(prefix)),
  };
}
