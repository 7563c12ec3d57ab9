import type { Severity } from './check.ts';
import type { SourceKind } from './sources.ts';

/** Why environments break; the first five are those of the project's founding article. */
export const CAUSES = [
  'filesystem-migration',
  'package-cache',
  'permissions',
  'backup-restore',
  'interrupted-update',
  'modified-files',
  'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** `unchecked`: it could not be looked at. */
export type Verdict = 'whole' | 'broken' | 'unchecked';

export type Fact = string | number | boolean | null | readonly string[];

/** One thing that is wrong, or may be. */
export interface Finding {
  /** The id of the check. */
  readonly check: string;
  readonly severity: Severity;
  /** Relative to the prefix, with `/`; bytes that are no UTF-8 stand as `\xNN`. */
  readonly path: string;
  /** The bytes of the path as base64, where `path` cannot hold them. */
  readonly pathBytes?: string;
  /** `NAME-VERSION-BUILD` of the package that owns the path. */
  readonly package: string | null;
  readonly cause: Cause;
  /** One line; safe to print. */
  readonly message: string;
  readonly facts: Readonly<Record<string, Fact>>;
  /** What follows from it and is no finding of its own: who else has the same damaged file. */
  readonly nested?: readonly Nested[];
  /** Why it is accepted, where somebody said so: then it counts for nothing. */
  readonly accepted?: string;
}

/** What a check says below the finding that it belongs to. */
export interface Nested {
  readonly check: string;
  /** One line; safe to print. */
  readonly message: string;
  readonly facts: Readonly<Record<string, Fact>>;
}

/** Through whose eyes permissions were judged. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  /** Null where it has none, or nobody knows it. */
  readonly name: string | null;
  /** Whether it was asked for, is who runs this, owns the prefix (root may read everything), or is the image's `USER`. */
  readonly why: 'asked' | 'process' | 'owner' | 'image';
}

/** Whose eyes these are, as words; null for those of who runs this, and of root in an image. */
export function eyesOf({ uid, gid, name, why }: User): string | null {
  if (why === 'process' || (why === 'image' && uid === 0)) return null;
  const who = `${name === null ? '' : `${name}, `}${uid}:${gid}`;
  return {
    asked: who,
    owner: `the owner of the prefix (${who})`,
    image: `the image’s USER (${who})`,
  }[why];
}

/** What to do: a sentence, and the commands as lists of words. */
export interface Remedy {
  readonly summary: string;
  readonly commands: readonly (readonly string[])[];
}

/** Why findings came about, on what evidence, and what mends them. */
export interface Diagnosis {
  readonly cause: Cause;
  /** How many findings it explains. */
  readonly findings: number;
  readonly evidence: string;
  readonly remedy: Remedy;
}

/** `bin/python` and `bin/pip` as somebody sees them who asks for them by name. */
export interface Program {
  readonly name: 'python' | 'pip';
  readonly kind: 'symlink' | 'file' | 'missing';
  /** The text of the link; null when it is none. */
  readonly target: string | null;
  /** Whether there is something at its end. */
  readonly resolves: boolean;
}

export interface Counts {
  readonly records: number;
  readonly files: number;
  readonly symlinks: number;
  readonly directories: number;
  readonly bytesHashed: number;
  /** Of files that were not read, for the index knows them, and nothing tells of a change since. */
  readonly bytesRemembered: number;
  /** Recorded files that are links to what the archive does not have: nothing is known of them. */
  readonly outside: number;
}

interface Named {
  /** What the environment is called: its folder's name, or `base` for a root. */
  readonly name: string;
  /** As it was named; in an archive that may be unpacked anywhere, relative; empty where nothing is known of it. */
  readonly prefix: string;
  readonly source: SourceKind;
  /** The image or archive that it is in, as the user named it; null on this machine itself. */
  readonly reference: string | null;
  readonly programs: readonly Program[];
  readonly seconds: number;
}

/** An environment that was looked at. */
export interface CheckedEnvironment extends Named {
  readonly verdict: 'whole' | 'broken';
  readonly installer: string;
  /** Null where permissions were not judged: at level links, and in archives. */
  readonly user: User | null;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  readonly causes: readonly Diagnosis[];
}

/** An environment that could not be looked at, and why. */
export interface UncheckedEnvironment extends Named {
  readonly verdict: 'unchecked';
  /** A sentence, and what to do. */
  readonly error: string;
  readonly advice: string;
  /** Whether there is nothing at all at that place. */
  readonly isMissing: boolean;
}

export type EnvironmentReport = CheckedEnvironment | UncheckedEnvironment;

/** One thing about a file that says what is to be installed. */
export interface FileFinding {
  /** The id of the rule. */
  readonly check: string;
  readonly severity: Severity;
  /** The file that it stands in, as it was named: the one that was asked about, or one that it names. */
  readonly path: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The package that it is about, as it is written there; null where it is about none. */
  readonly package: string | null;
  /** One line; safe to print. */
  readonly message: string;
  /** What to do about this one; may be empty. */
  readonly advice: string;
  readonly facts: Readonly<Record<string, Fact>>;
  /** Why it is accepted, where somebody said so: then it counts for nothing. */
  readonly accepted?: string;
}

/** An environment file that was read. */
export interface CheckedFile {
  /** As it was named. */
  readonly file: string;
  /** `broken` where no build can come of it, or no good one. */
  readonly verdict: 'whole' | 'broken';
  /** In the order of their lines. */
  readonly findings: readonly FileFinding[];
}

/** One that could not be read, and why. */
export interface UncheckedFile {
  readonly file: string;
  readonly verdict: 'unchecked';
  readonly error: string;
  readonly advice: string;
}

export type FileReport = CheckedFile | UncheckedFile;

/** One thing about an image that was run. */
export interface ImageFinding {
  readonly check: string;
  readonly severity: Severity;
  /** One line; safe to print. */
  readonly message: string;
  /** What to do; may be empty. */
  readonly advice: string;
  /** What a program wrote last; safe to print, line by line. */
  readonly said: readonly string[];
}

/** One way in which it was run, and what came of it. */
export interface ImageRun {
  readonly way: string;
  readonly title: string;
  readonly isFine: boolean;
  /** Null where it was killed when its time was up. */
  readonly code: number | null;
  readonly seconds: number;
}

/** An image that was run. */
export interface CheckedImage {
  /** As it was named. */
  readonly image: string;
  readonly id: string;
  /** In bytes, as the engine counts. */
  readonly size: number;
  readonly platform: string;
  readonly verdict: 'whole' | 'broken';
  /** Null where it was there already. */
  readonly built: {
    readonly seconds: number;
    readonly builder: 'buildkit' | 'classic' | 'buildx';
  } | null;
  readonly runs: readonly ImageRun[];
  readonly findings: readonly ImageFinding[];
  /** Of its environment; null where it has none. */
  readonly fingerprint: string | null;
}

/** One that could not be built or run, and why. */
export interface UncheckedImage {
  readonly image: string;
  readonly verdict: 'unchecked';
  readonly error: string;
  readonly advice: string;
}

export type ImageReport = CheckedImage | UncheckedImage;

/** The prefix; with what it is in, where that is an image or an archive. */
export function placeOf({ reference, prefix }: EnvironmentReport): string {
  return reference === null || prefix === '' ? prefix : `${prefix} in ${reference}`;
}

/** All that a run has to say; docs describe it, others build on it. */
export interface Report {
  readonly schema: 1;
  readonly tool: { readonly name: 'conda-links'; readonly version: string };
  readonly verdict: Verdict;
  readonly environments: readonly EnvironmentReport[];
  /** The environment files that were looked at. */
  readonly files: readonly FileReport[];
  /** The images that were run. */
  readonly images: readonly ImageReport[];
  /** What has to be known beside it, a line each, safe to print: findings that were accepted until a day that is over. */
  readonly remarks?: readonly string[];
}

/** The verdict on several things: the worst, and `unchecked` when there was none to check. */
export function overall(all: readonly { readonly verdict: Verdict }[]): Verdict {
  if (all.some(({ verdict }) => verdict === 'broken')) return 'broken';
  const isUnchecked = all.some(({ verdict }) => verdict === 'unchecked');
  return isUnchecked || all.length === 0 ? 'unchecked' : 'whole';
}

/** At which severity a run fails; `never` leaves the exit code at 0. */
export type FailOn = Severity | 'never';

/** The findings that count: those that nobody has accepted. */
export function counting<F extends object>(findings: readonly F[]): F[] {
  return findings.filter((one) => !('accepted' in one) || one.accepted === undefined);
}

/** The findings that somebody has accepted: how many, by the reasons. */
export function acceptedBy(
  findings: readonly { readonly accepted?: string }[],
): Map<string, number> {
  const reasons = new Map<string, number>();
  for (const { accepted } of findings) {
    if (accepted !== undefined) reasons.set(accepted, (reasons.get(accepted) ?? 0) + 1);
  }
  return reasons;
}

/** How many findings of a severity, in one environment, file or image; accepted ones do not count. */
export function count(
  checked: EnvironmentReport | FileReport | ImageReport,
  severity: Severity,
): number {
  if (checked.verdict === 'unchecked') return 0;
  const findings: readonly { readonly severity: Severity }[] = checked.findings;
  return counting(findings).filter((finding) => finding.severity === severity).length;
}
