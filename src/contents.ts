import type { PackageRecord, RecordedPath } from './conda/record.ts';
import type { Digest, DigestJob, Inode, Stamp } from './digest.ts';
import { type Elf, ElfPool } from './elf.ts';
import { groupBy } from './grouping.ts';
import type { Inventory } from './inventory.ts';
import type { FilePlace } from './notable.ts';
import type { Patch } from './patch.ts';
import type { ReadingProgress } from './progress.ts';

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
  readonly #sound: ReadonlySet<RecordedPath>;
  readonly #judged: ReadonlyMap<string, Content>;
  /** What was judged and is not the same: mostly little, so that to look here first costs nothing. */
  readonly unsound: ReadonlyMap<string, Content>;
  /** What ELF files say of themselves. */
  readonly elves: ReadonlyMap<string, Elf>;
  readonly bytesHashed: number;
  /** Of files whose hash is known from before. */
  readonly bytesRemembered: number;
  /** Prefixes that files are proved to have been installed for, and that are not this one. */
  readonly formerPrefixes: ReadonlySet<string>;

  /**
   * @param sound what is the same as it was recorded: nearly all, so nothing else is kept of it
   * @param judged all else, by path
   */
  constructor(
    { sound, judged }: Verdicts,
    elves: ReadonlyMap<string, Elf>,
    bytesHashed: number,
    bytesRemembered: number,
  ) {
    this.#sound = sound;
    this.#judged = judged;
    this.elves = elves;
    const unsound = new Map<string, Content>();
    for (const [path, one] of judged) if (one.kind !== 'same') unsound.set(path, one);
    this.unsound = unsound;
    this.formerPrefixes = new Set(
      [...unsound.values()].flatMap((one) => (one.kind === 'other-prefix' ? one.prefix : [])),
    );
    this.bytesHashed = bytesHashed;
    this.bytesRemembered = bytesRemembered;
  }

  /** Nothing was read. */
  static none(): Contents {
    return new Contents(new Verdicts(), new Map(), 0, 0);
  }

  /** @param recorded undefined for what nobody recorded */
  of(recorded: RecordedPath | undefined): Content {
    if (!recorded) return UNKNOWN;
    if (this.#sound.has(recorded)) return { kind: 'same', original: originalOf(recorded) };
    return this.#judged.get(recorded.path) ?? UNKNOWN;
  }

  isSame(recorded: RecordedPath): boolean {
    return this.#sound.has(recorded) || this.#judged.get(recorded.path)?.kind === 'same';
  }
}

/** What is known so far; the last word counts. */
class Verdicts {
  readonly sound = new Set<RecordedPath>();
  readonly judged = new Map<string, Content>();

  settle({ recorded, claims }: Question, content: Content): void {
    if (content.kind === 'same' && claims.length === 1 && claims[0] === recorded) {
      this.sound.add(recorded);
      this.judged.delete(recorded.path);
    } else {
      this.sound.delete(recorded);
      this.judged.set(recorded.path, content);
    }
  }
}

/** The hash of the file in the package, or the best that is recorded of it. */
function originalOf({ sha256, sha256InPrefix }: RecordedPath): string {
  return sha256 ?? sha256InPrefix ?? '';
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
  readonly recorded: RecordedPath;
  /** Absolute; for a link into the package cache what it leads to. */
  readonly place: string;
  readonly inode: Inode | null;
  /** In bytes, as far as it is known before it is read. */
  readonly size: number;
  /** From before it is read, where it was looked at before. */
  readonly stamp: Stamp | null;
  /** Where to keep what is told of the file when it is read; null where that is known. */
  readonly seat: FilePlace | null;
  /** Everyone who claims the path; it is sound when it is what one of them recorded. */
  readonly claims: readonly RecordedPath[];
  readonly placeholder: string | null;
}

/** All questions, large files first. They are made anew each time they are gone through. */
export interface Questions extends Iterable<Question> {
  /** How many there are, and of how many bytes. */
  plan(): { readonly files: number; readonly bytes: number };
}

/** A question that the bytes did not answer yet. */
interface Strange {
  readonly question: Question;
  /** Folders that its file names, and that may be the prefix it was installed for. */
  readonly others: readonly string[];
}

/** Files of so many bytes are read first, so that no thread is left alone with one at the end. */
export const LARGE = 1 << 23;

/**
 * Reads and judges files. Most are settled by their hash alone; of those that hold a prefix the patch is
 * undone as they stream by. Where the own prefix does not stand in such a file, the folders that do are
 * tried in further rounds, over these files only: the one that leads back to the package's hash is proved.
 * Where hashes are known already, to undo a patch would mean to read once more: then of each package whose
 * files are as they were installed one speaks for all, for they were patched together.
 */
export async function readContents(
  inventory: Inventory,
  questions: Questions,
  names: PrefixNames,
  signal: AbortSignal,
  progress: ReadingProgress,
): Promise<Contents> {
  const { source } = inventory;
  const verdicts = new Verdicts();
  const elves = new Map<string, Elf>();
  const pool = new ElfPool();
  const patched: Question[] = [];
  let bytesHashed = 0;
  let bytesRemembered = 0;
  const left = source.isInMemory ? [...unsettled()] : null;
  const installed = groupBy(patched, packageOf);
  const witnesses = new Set([...installed.values()].flatMap((some) => witnessAmong(some) ?? []));
  const { files, bytes } = left ? planOf(left) : questions.plan();
  progress.plan(files, bytes);

  let strange: Strange[] = [];
  for await (const answers of read(inOrder(), names.own)) {
    for (const [{ question }, digest] of answers) {
      const isWitness = witnesses.has(question);
      if (digest.kind === 'read' && digest.isRemembered) bytesRemembered += digest.size;
      else if (digest.kind === 'read' && !isWitness) bytesHashed += digest.size;
      verdicts.settle(question, judge(question, digest, null));
      keepStat(question, digest);
      keepElf(question, digest);
      if (!holdsNoPrefix(question, digest)) continue;
      strange.push({ question, others: othersIn(digest) });
      if (!isWitness) continue;
      for (const one of installed.get(packageOf(question)) ?? []) {
        if (one !== question) strange.push({ question: one, others: [] });
      }
    }
  }
  for (const { prefix, isOwn } of candidates(strange, names)) {
    const other = isOwn ? null : { prefix, isKnown: names.former.includes(prefix) };
    const open = new Set(strange.map(({ question }) => question));
    for await (const answers of read([...open], [prefix])) {
      for (const [{ question }, digest] of answers) {
        const content = judge(question, digest, other);
        const isFound = digest.kind === 'read' && (digest.undone?.found ?? 0) > 0;
        if (!isFound || (content.kind !== 'same' && content.kind !== 'other-prefix')) continue;
        verdicts.settle(question, content);
        open.delete(question);
      }
    }
    strange = strange.filter(({ question }) => open.has(question));
    if (strange.length === 0) break;
  }
  return new Contents(verdicts, elves, bytesHashed, bytesRemembered);

  function keepElf({ recorded }: Question, digest: Digest): void {
    const elf = digest.kind === 'read' && digest.elf ? pool.share(digest.elf) : null;
    if (elf) elves.set(recorded.path, elf);
  }

  /** Those that what is known from before does not settle. */
  function* unsettled(): Generator<Question> {
    for (const question of questions) {
      const known = source.hashOf(question.place);
      const content = known && judge(question, known, null);
      if (known) keepElf(question, known);
      if (known?.kind === 'read' && content && isSettled(question, known, content)) {
        verdicts.settle(question, content);
        bytesHashed += known.size;
        const isPatched = question.placeholder !== null && content.kind === 'same';
        if (isPatched && source.isPlaced) patched.push(question);
      } else yield question;
    }
  }

  function* inOrder(): Generator<Question> {
    yield* left ?? questions;
    yield* witnesses;
  }

  function read(some: Iterable<Question>, prefixes: readonly string[]) {
    return source.digest(jobsOf(some, prefixes), signal, progress.advance);
  }
}

function planOf(questions: readonly Question[]): { files: number; bytes: number } {
  return { files: questions.length, bytes: questions.reduce((sum, { size }) => sum + size, 0) };
}

function keepStat({ seat }: Question, digest: Digest): void {
  if (seat?.listed && digest.kind === 'read' && digest.stat) seat.listed.keep(seat.at, digest.stat);
}

/** Whether a hash that is known already says all: without a patch to undo, or as the package or the installer left it. */
function isSettled(
  question: Question,
  digest: Digest & { kind: 'read' },
  content: Content,
): boolean {
  if (question.placeholder === null || content.kind === 'other-prefix') return true;
  return question.claims.some((claim) => claim.sha256InPrefix === digest.sha256);
}

/** The smallest one; a script only where there is nothing else, for its first line may hold no prefix. */
function witnessAmong(questions: readonly Question[]): Question | undefined {
  const rank = ({ recorded, size }: Question) =>
    (recorded.path.startsWith('bin/') ? 1e15 : 0) + size;
  return questions.reduce((least, one) => (rank(one) < rank(least) ? one : least));
}

function packageOf({ claims }: Question): PackageRecord | null {
  return claims[0]?.package ?? null;
}

function othersIn(digest: Digest): readonly string[] {
  return digest.kind === 'read' ? (digest.undone?.others ?? []) : [];
}

/** A former prefix that is tried; `isKnown` when something else than the file itself tells of it. */
interface Other {
  readonly prefix: string;
  readonly isKnown: boolean;
}

/** A question on its way to whoever reads its file. */
interface Job extends DigestJob {
  readonly question: Question;
}

function* jobsOf(questions: Iterable<Question>, prefixes: readonly string[]): Generator<Job> {
  let last: Patch = { placeholder: '', mode: 'text', prefixes };
  for (const question of questions) {
    const { place: path, inode, size, stamp, placeholder, claims } = question;
    if (placeholder === null) {
      yield { path, inode, patch: null, size, stamp, question };
      continue;
    }
    const mode = claims.find((claim) => claim.placeholder === placeholder)?.mode ?? 'text';
    // The files of a package share one, and so need it to be sent and held but once.
    if (last.placeholder !== placeholder || last.mode !== mode) {
      last = { placeholder, mode, prefixes };
    }
    yield { path, inode: null, patch: last, size, stamp, question };
  }
}

/** A file whose `#!` line became `/usr/bin/env` holds no prefix either, but it can be undone: it is sound. */
function holdsNoPrefix(question: Question, digest: Digest): boolean {
  if (digest.kind !== 'read' || digest.undone?.found !== 0) return false;
  const { sha256 } = digest.undone;
  return !question.claims.some((claim) => claim.sha256 !== null && sha256.includes(claim.sha256));
}

/** Folders that may be the former prefix: what the files name most often first, four at most. */
function candidates(
  strange: readonly Strange[],
  names: PrefixNames,
): { prefix: string; isOwn: boolean }[] {
  const votes = new Map<string, number>(names.former.map((prefix) => [prefix, 1]));
  for (const { others } of strange) {
    for (const other of others) votes.set(other, (votes.get(other) ?? 0) + 1);
  }
  return [...votes]
    .filter(([prefix]) => !names.own.includes(prefix))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 4)
    .map(([prefix]) => ({ prefix, isOwn: names.isOwn(prefix) }));
}

/** Compares with every claim; the last one speaks when none of them fits. */
function judge(question: Question, digest: Digest, other: Other | null): Content {
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
  const found = digest.sha256;
  const isOriginal = found === sha256;
  if (isOriginal && placeholder !== null) {
    return { kind: 'other-prefix', prefix: placeholder, original: originalOf(claim) };
  }
  const isAsInstalled = isOriginal || found === sha256InPrefix;
  const isUndone = sha256 !== null && (digest.undone?.sha256.includes(sha256) ?? false);
  if (other && (isUndone || (isAsInstalled && other.isKnown))) {
    return { kind: 'other-prefix', prefix: other.prefix, original: originalOf(claim) };
  }
  if (isAsInstalled || isUndone) return { kind: 'same', original: originalOf(claim) };
  const original = digest.undone?.sha256[0] ?? found;
  if (!isProvable(claim)) return { kind: 'unprovable', original };
  return { kind: 'altered', sha256: found, expected, size: digest.size, original };
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
