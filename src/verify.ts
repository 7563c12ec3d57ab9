import { legible, printable, toBytes } from './bytes.ts';
import type { Check, Severity } from './check.ts';
import type { Level } from './choices.ts';
import { installerOf } from './conda/installer.ts';
import type { Judged } from './diagnosis/signs.ts';
import { type Conclusion, diagnose } from './diagnosis.ts';
import { BadInput, ExpectedError, NotFound } from './errors.ts';
import { lookAt } from './links.ts';
import type { ReadingProgress } from './progress.ts';
import { redact } from './redact.ts';
import {
  type CheckedEnvironment,
  type Counts,
  type EnvironmentReport,
  type Fact,
  type Finding,
  overall,
  type Program,
  type Report,
  type UncheckedEnvironment,
} from './report.ts';
import type { Source, SourceKind } from './sources.ts';
import { readSubject, type Subject } from './subject.ts';

/** An environment that is to be verified: where it is, or why it cannot be. */
export interface Target {
  readonly name: string;
  readonly prefix: string;
  /** What is known to stand in the way already. */
  readonly problem: ExpectedError | null;
}

export interface VerifyOptions {
  readonly level: Level;
  readonly checks: readonly Check[];
  readonly version: string;
  readonly signal: AbortSignal;
  readonly progress: ReadingProgress;
}

/** Some environments of one source. */
export interface Scope {
  /** The image or archive, as the user named it; null for this machine. */
  readonly reference: string | null;
  readonly kind: SourceKind;
  /** Reads what has to be read before its environments are known. */
  open(): Promise<OpenScope>;
}

export interface OpenScope {
  readonly source: Source;
  readonly targets: readonly Target[];
  close(): Promise<void>;
}

/** Reads each environment, lets every check look at it, and says what is wrong, why, and what to do. */
export async function verify(scopes: readonly Scope[], options: VerifyOptions): Promise<Report> {
  const environments: EnvironmentReport[] = [];
  for (const scope of scopes) environments.push(...(await verifyScope(scope, options)));
  return {
    schema: 1,
    tool: { name: 'conda-links', version: options.version },
    verdict: overall(environments),
    environments,
    files: [],
    images: [],
  };
}

async function verifyScope(scope: Scope, options: VerifyOptions): Promise<EnvironmentReport[]> {
  const start = performance.now();
  const { reference, kind } = scope;
  let opened: OpenScope;
  try {
    opened = await scope.open();
  } catch (error) {
    // What was asked for makes no sense: nothing else of the run can be trusted to be meant.
    if (error instanceof BadInput) throw error;
    const named = { name: reference ?? '', prefix: '', source: kind, reference, programs: [] };
    return [unchecked(named, error, start)];
  }
  try {
    const environments: EnvironmentReport[] = [];
    for (const target of opened.targets) {
      // The reading of an archive counts as part of its first environment.
      const since = environments.length === 0 ? start : performance.now();
      environments.push(await verifyOne(scope, opened.source, target, since, options));
    }
    return environments;
  } finally {
    await opened.close();
  }
}

async function verifyOne(
  { reference, kind }: Scope,
  source: Source,
  target: Target,
  start: number,
  options: VerifyOptions,
): Promise<EnvironmentReport> {
  const { name, prefix } = target;
  const programs = programsOf(source, prefix);
  const named = { name, prefix: source.nameOf(prefix), source: kind, reference, programs };
  try {
    if (target.problem) throw target.problem;
    const judged = await judge(source, prefix, options);
    return { ...named, ...judged, seconds: secondsSince(start) };
  } catch (error) {
    return unchecked(named, error, start);
  }
}

/** @throws what is no expected failure */
function unchecked(
  named: Pick<UncheckedEnvironment, 'name' | 'prefix' | 'source' | 'reference' | 'programs'>,
  error: unknown,
  start: number,
): UncheckedEnvironment {
  if (!(error instanceof ExpectedError)) throw error;
  return {
    ...named,
    verdict: 'unchecked',
    error: error.message,
    advice: error.advice,
    isMissing: error instanceof NotFound,
    seconds: secondsSince(start),
  };
}

type Judgement = Omit<
  CheckedEnvironment,
  'name' | 'prefix' | 'source' | 'reference' | 'programs' | 'seconds'
>;

async function judge(
  source: Source,
  prefix: string,
  { level, checks, signal, progress }: VerifyOptions,
): Promise<Judgement> {
  const subject = await readSubject(source, prefix, level, signal, progress);
  const facts = run(checks, subject);
  const installer = installerOf(subject.inventory, subject.manifest);
  const conclusion = diagnose(subject, installer, facts);
  const findings = facts.map((one) => toFinding(one, conclusion)).sort(byWeight);
  return {
    verdict: findings.some(({ severity }) => severity === 'error') ? 'broken' : 'whole',
    installer,
    counts: countsOf(subject),
    findings,
    causes: conclusion.diagnoses.map((one) => ({
      ...one,
      evidence: printable(redact(one.evidence)),
      remedy: { ...one.remedy, summary: printable(one.remedy.summary) },
    })),
  };
}

const RANK: Readonly<Record<Level, number>> = { links: 0, metadata: 1, content: 2 };

/** Every check that this level and this source allow. */
function run(checks: readonly Check[], subject: Subject): Judged[] {
  const { extent } = subject.inventory.source;
  return checks
    .filter((check) => RANK[check.level] <= RANK[subject.level])
    .filter((check) => check.extent === 'prefix' || extent === 'machine')
    .flatMap((check) =>
      Array.from(check.find(subject), (fact) => ({
        check,
        fact: { ...fact },
        severity: fact.severity ?? check.severity,
      })),
    );
}

function toFinding(judged: Judged, { causes }: Conclusion): Finding {
  const { check, fact, severity } = judged;
  const { path, package: owner, severity: _, ...rest } = fact;
  return {
    check: check.id,
    severity,
    path: legible(path),
    ...(path.isWellFormed() ? {} : { pathBytes: toBytes(path).toString('base64') }),
    package: owner?.dist ?? null,
    cause: causes.get(judged) ?? 'unknown',
    message: printable(redact(check.say(fact))),
    facts: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, factOf(value)])),
  };
}

function factOf(value: unknown): Fact {
  if (typeof value === 'string') return legible(redact(value));
  if (Array.isArray(value)) return value.map((one) => legible(redact(String(one))));
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Errors first, then by package, path and check: the same environment always gives the same list. */
function byWeight(a: Finding, b: Finding): number {
  return (
    WEIGHT[a.severity] - WEIGHT[b.severity] ||
    compare(a.package ?? '', b.package ?? '') ||
    compare(a.path, b.path) ||
    compare(a.check, b.check)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function countsOf({ inventory, manifest, contents, links }: Subject): Counts {
  const { file, symlink, directory } = inventory.count();
  return {
    records: manifest.records.length + manifest.unreadable.length,
    files: file,
    symlinks: symlink,
    directories: directory,
    bytesHashed: contents.bytesHashed,
    outside:
      inventory.source.extent === 'machine'
        ? 0
        : links.filter(({ path }) => standsForFile(path) && leadsOut(path)).length,
  };
  function standsForFile(path: string): boolean {
    const recorded = manifest.paths.get(path);
    return recorded !== undefined && (recorded.kind !== 'symlink' || recorded.package.isSoftLinked);
  }
  function leadsOut(path: string): boolean {
    return inventory.follow(path).kind === 'outside';
  }
}

/** What the founding article's script looks at, with the eyes of the kernel. */
function programsOf(source: Source, prefix: string): Program[] {
  if (prefix === '') return [];
  return (['python', 'pip'] as const).map((name) => {
    const path = `${prefix}/bin/${name}`;
    const entry = lookAt(source, path);
    if (entry.kind !== 'ok') return { name, kind: 'missing', target: null, resolves: false };
    if (entry.value.kind !== 'symlink') return { name, kind: 'file', target: null, resolves: true };
    const { target } = entry.value;
    return { name, kind: 'symlink', target, resolves: source.exists(path) };
  });
}

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}
