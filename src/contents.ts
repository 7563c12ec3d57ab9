import type { PackageRecord, RecordedPath } from './conda/record.ts';
import type { Digest, DigestJob } from './digest.ts';
import { groupBy } from './grouping.ts';
import type { Inventory } from './inventory.ts';
import type { Patch } from './patch.ts';
import type { Progress } from './sources.ts';

/** What the bytes of a recorded path say. `original` is their SHA-256 with the patch undone. */
export type Content =
  | { readonly kind: 'same'; readonly original: string }
  /** As its package made it, but patched for another prefix (or, with the placeholder, not at all). */
  | { readonly kind: 'other-prefix'; readonly prefix: string; readonly original: string }
  | {
      readonly kind: 'altered';
      readonly sha256: string;
      readonly expected: string;
      readonly size: number;
      readonly original: string;
    }
  /** It differs, but the record does not hold enough to prove that it should not. */
  | { readonly kind: 'unprovable'; readonly original: string }
  | { readonly kind: 'unreadable'; readonly code: string }
  /** Nothing to compare with, or not read at this level. */
  | { readonly kind: 'unknown' };

/** What was read of a prefix, by recorded path. */
export class Contents {
  readonly #judged: ReadonlyMap<string, Content>;
  readonly bytesHashed: number;
  /** Prefixes that files are proved to have been installed for, and that are not this one. */
  readonly formerPrefixes: ReadonlySet<string>;

  constructor(judged: ReadonlyMap<string, Content>, bytesHashed: number) {
    this.#judged = judged;
    this.formerPrefixes = new Set(
      [...judged.values()].flatMap((one) => (one.kind === 'other-prefix' ? one.prefix : [])),
    );
    this.bytesHashed = bytesHashed;
  }

  of(path: string): Content {
    return this.#judged.get(path) ?? UNKNOWN;
  }
}

const UNKNOWN: Content = { kind: 'unknown' };

/** What one prefix is called: the names under which files may know it. */
export interface PrefixNames {
  /** All names that lead to this very folder. */
  readonly own: readonly string[];
  /** Whether a folder by that name is this one. */
  isOwn(prefix: string): boolean;
  /** Other prefixes that the environment is known to have been installed for. */
  readonly former: readonly string[];
}

/** One recorded path whose bytes are to be judged, and where they are. */
export interface Question {
  readonly path: string;
  /** Absolute; for a link into the package cache what it leads to. */
  readonly place: string;
  readonly identity: string | null;
  /** Everyone who claims the path; it is sound when it is what one of them recorded. */
  readonly claims: readonly RecordedPath[];
  readonly placeholder: string | null;
}

/**
 * Reads and judges files. Most are settled by their hash alone; of those that hold a prefix the patch is
 * undone as they stream by (in archives: of as few as needed, for that means to read them again). Where the own prefix does not stand in such a file, the folders that do are
 * tried in a second round, over these files only: the one that leads back to the package's hash is proved.
 */
export async function readContents(
  inventory: Inventory,
  questions: readonly Question[],
  names: PrefixNames,
  signal: AbortSignal,
  progress: Progress,
): Promise<Contents> {
  const answers = new Map<string, Digest>();
  let bytesHashed = 0;
  const read = async (some: readonly Question[], prefixes: readonly string[]) => {
    const byPlace = groupBy(some, ({ place }) => place);
    const jobs = [...byPlace.values()].flatMap(([first]) => (first ? jobOf(first, prefixes) : []));
    for await (const digests of inventory.source.digest(jobs, signal, progress)) {
      for (const digest of digests) {
        if (digest.kind === 'read') bytesHashed += digest.size;
        for (const { path } of byPlace.get(digest.path) ?? []) answers.set(path, digest);
      }
    }
  };
  const { isHashed, isPlaced } = inventory.source;
  await read(isHashed ? questions.map(withoutPatch) : questions, names.own);
  const bytesOfAll = bytesHashed;
  if (isHashed) await read(toUndo(questions, answers, isPlaced), names.own);

  const judged = new Map<string, Content>();
  const strange: Question[] = [];
  const moved = new Set(
    questions.filter((one) => holdsNoPrefix(one, answers.get(one.path))).map(packageOf),
  );
  for (const question of questions) {
    const digest = answers.get(question.path);
    judged.set(question.path, judge(question, digest, null));
    const isWitnessed = moved.has(packageOf(question)) && isAsInstalled(question, digest);
    if (holdsNoPrefix(question, digest) || isWitnessed) strange.push(question);
  }
  for (const { prefix, isOwn } of candidates(strange, answers, names)) {
    const other = isOwn ? null : { prefix, isKnown: names.former.includes(prefix) };
    await read(strange, [prefix]);
    for (const question of strange.splice(0)) {
      const digest = answers.get(question.path);
      const content = judge(question, digest, other);
      const isFound = digest?.kind === 'read' && (digest.undone?.found ?? 0) > 0;
      if (isFound && (content.kind === 'same' || content.kind === 'other-prefix')) {
        judged.set(question.path, content);
      } else strange.push(question);
    }
    if (strange.length === 0) break;
  }
  return new Contents(judged, bytesOfAll);
}

/** A former prefix that is tried; `isKnown` when something else than the file itself tells of it. */
interface Other {
  readonly prefix: string;
  readonly isKnown: boolean;
}

function jobOf(question: Question, prefixes: readonly string[]): DigestJob {
  const { place, placeholder } = question;
  const mode = question.claims.find((claim) => claim.placeholder === placeholder)?.mode ?? 'text';
  const patch: Patch | null = placeholder === null ? null : { placeholder, mode, prefixes };
  return { path: place, identity: patch ? null : question.identity, patch };
}

function withoutPatch(question: Question): Question {
  return { ...question, placeholder: null };
}

/**
 * Of files that were hashed while they flowed by, those to be read once more to undo their patch: where no
 * hash fits; and of each package one that is as it was installed, to see for which prefix that was. All
 * files of a package were patched together, so it speaks for the others.
 * @param isPlaced whether it matters which prefix it was
 */
function toUndo(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Digest>,
  isPlaced: boolean,
): Question[] {
  const unsettled: Question[] = [];
  const witnesses = new Map<PackageRecord | null, { question: Question; rank: number }>();
  for (const question of questions) {
    const digest = answers.get(question.path);
    if (question.placeholder === null || digest?.kind !== 'read') continue;
    if (question.claims.some(({ sha256 }) => sha256 === digest.sha256)) continue;
    if (!isAsInstalled(question, digest)) {
      unsettled.push(question);
      continue;
    }
    // The smallest one; a script last, for its first line may have become one without a prefix.
    const rank = digest.size + (question.path.startsWith('bin/') ? Number.MAX_SAFE_INTEGER / 2 : 0);
    const owner = packageOf(question);
    if ((witnesses.get(owner)?.rank ?? Number.POSITIVE_INFINITY) > rank) {
      witnesses.set(owner, { question, rank });
    }
  }
  return isPlaced
    ? [...unsettled, ...[...witnesses.values()].map(({ question }) => question)]
    : unsettled;
}

function packageOf({ claims }: Question): PackageRecord | null {
  return claims[0]?.package ?? null;
}

/** Whether the bytes are those that the installer left, for whatever prefix it patched them. */
function isAsInstalled({ claims }: Question, digest: Digest | undefined): boolean {
  if (digest?.kind !== 'read') return false;
  return claims.some((claim) => claim.sha256InPrefix === digest.sha256);
}

/** A file whose `#!` line became `/usr/bin/env` holds no prefix either, but it can be undone: it is sound. */
function holdsNoPrefix(question: Question, digest: Digest | undefined): boolean {
  if (digest?.kind !== 'read' || digest.undone?.found !== 0) return false;
  const { sha256 } = digest.undone;
  return !question.claims.some((claim) => claim.sha256 !== null && sha256.includes(claim.sha256));
}

/** Folders that may be the former prefix: what the files name most often first, four at most. */
function candidates(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Digest>,
  names: PrefixNames,
): { prefix: string; isOwn: boolean }[] {
  const votes = new Map<string, number>(names.former.map((prefix) => [prefix, 1]));
  for (const { path } of questions) {
    const digest = answers.get(path);
    if (digest?.kind !== 'read') continue;
    for (const other of digest.undone?.others ?? []) votes.set(other, (votes.get(other) ?? 0) + 1);
  }
  return [...votes]
    .filter(([prefix]) => !names.own.includes(prefix))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 4)
    .map(([prefix]) => ({ prefix, isOwn: names.isOwn(prefix) }));
}

/** Compares with every claim; the last one speaks when none of them fits. */
function judge(question: Question, digest: Digest | undefined, other: Other | null): Content {
  if (!digest) return UNKNOWN;
  if (digest.kind === 'unreadable') return { kind: 'unreadable', code: digest.code };
  let verdict: Content = UNKNOWN;
  for (const claim of question.claims) {
    verdict = compare(claim, digest, other);
    if (verdict.kind === 'same' || verdict.kind === 'other-prefix') break;
  }
  return verdict;
}

function compare(
  claim: RecordedPath,
  digest: Digest & { kind: 'read' },
  other: Other | null,
): Content {
  const { sha256, sha256InPrefix, placeholder } = claim;
  const expected = sha256InPrefix ?? sha256;
  if (expected === null) return UNKNOWN;
  const isOriginal = digest.sha256 === sha256;
  const recorded = sha256 ?? expected;
  if (isOriginal && placeholder !== null) {
    return { kind: 'other-prefix', prefix: placeholder, original: recorded };
  }
  const isAsInstalled = isOriginal || digest.sha256 === sha256InPrefix;
  const isUndone = sha256 !== null && (digest.undone?.sha256.includes(sha256) ?? false);
  if (other && (isUndone || (isAsInstalled && other.isKnown))) {
    return { kind: 'other-prefix', prefix: other.prefix, original: recorded };
  }
  if (isAsInstalled || isUndone) return { kind: 'same', original: recorded };
  const original = digest.undone?.sha256[0] ?? digest.sha256;
  if (!isProvable(claim)) return { kind: 'unprovable', original };
  return { kind: 'altered', sha256: digest.sha256, expected, size: digest.size, original };
}

/**
 * Whether a hash that differs proves anything. libmamba recorded wrong hashes of patched files, and keeps no
 * placeholder to undo (mamba-org/mamba#3967); on macOS patched binaries are signed anew, by conda 26.7.0
 * after it took the hash (conda/conda#16590).
 */
function isProvable({
  isPatched,
  placeholder,
  sha256,
  package: owner,
  mode,
}: RecordedPath): boolean {
  if (!isPatched) return true;
  if (placeholder === null || sha256 === null) return false;
  return !(owner.subdir.startsWith('osx-') && mode === 'binary');
}
