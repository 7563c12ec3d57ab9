import { type Candidate, nameOf } from './accepted.ts';
import { accessOf } from './access.ts';
import { type Aftermath, findShared, inspectCache, NO_AFTERMATH } from './aftermath.ts';
import { legible, printable, toBytes } from './bytes.ts';
import type { Check, Severity } from './check.ts';
import type { Level } from './choices.ts';
import { type Installer, installerOf } from './conda/installer.ts';
import { type Judged, lossBehind } from './diagnosis/signs.ts';
import { type Conclusion, diagnose } from './diagnosis.ts';
import { BadInput, ExpectedError, NotFound } from './errors.ts';
import { groupBy } from './grouping.ts';
import { lookAt } from './links.ts';
import type { ReadingProgress } from './progress.ts';
import { redact } from './redact.ts';
import {
  type CheckedEnvironment,
  type Counts,
  counting,
  type EnvironmentReport,
  type Fact,
  type Finding,
  overall,
  type Program,
  type Report,
  type UncheckedEnvironment,
  type User,
} from './report.ts';
import type { Source, SourceKind } from './sources.ts';
import { readSubject, type Subject } from './subject.ts';
import { askedViewer, type Viewer } from './user.ts';

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
  /** Whether the package cache is compared for all packages, and not only for those with findings. */
  readonly isCacheWanted?: boolean;
  /** Through whose eyes permissions are judged; null or left out for those of whom the source tells. */
  readonly asUser?: string | null;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly progress: ReadingProgress;
  /** Why a finding is accepted, null where it is not; absent where nothing is. */
  readonly accept?: (finding: Candidate, severity: Severity) => string | null;
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
    const { source } = opened;
    const { asUser = null } = options;
    const isJudged = asUser !== null && source.extent === 'machine';
    const asked = isJudged ? await askedViewer(source, asUser) : null;
    const environments: EnvironmentReport[] = [];
    for (const target of opened.targets) {
      // The reading of an archive counts as part of its first environment.
      const since = environments.length === 0 ? start : performance.now();
      environments.push(
        await verifyOne(scope, opened.source, target, since, { ...options, asked }),
      );
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
  options: JudgeOptions,
): Promise<EnvironmentReport> {
  const { name, prefix } = target;
  const programs = programsOf(source, prefix);
  const named = { name, prefix: source.nameOf(prefix), source: kind, reference, programs };
  try {
    if (target.problem) throw target.problem;
    const judged = await judge(source, prefix, namesOf(named), options);
    return { ...named, ...judged, seconds: secondsSince(start) };
  } catch (error) {
    return unchecked(named, error, start);
  }
}

/** What whoever accepts findings may call an environment. */
function namesOf({
  name,
  prefix,
  reference,
}: Pick<EnvironmentReport, 'name' | 'prefix' | 'reference'>) {
  return [name, prefix, ...(reference === null ? [] : [reference, `${prefix} in ${reference}`])];
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

/** What is asked of one environment. */
interface JudgeOptions extends VerifyOptions {
  /** Who was asked for, as the source knows them. */
  readonly asked: Viewer | null;
}

async function judge(
  source: Source,
  prefix: string,
  names: readonly string[],
  options: JudgeOptions,
): Promise<Judgement> {
  const { level, checks, signal, progress, asked } = options;
  const read = await readSubject(source, prefix, level, signal, progress);
  const access = level === 'links' ? null : await accessOf(read.inventory, read.manifest, asked);
  const before = { ...read, access };
  const first = run(
    checks.filter(({ stage }) => stage === undefined),
    before,
  );
  const subject = { ...before, aftermath: await readAftermath(before, first, options) };
  const second = run(
    checks.filter(({ stage }) => stage === 'aftermath'),
    subject,
  );
  const facts = [...first, ...second.filter(({ check }) => !check.below)];
  const below = groupBy(
    second.filter(({ check }) => check.below),
    ({ fact }) => fact.path,
  );
  const installer = installerOf(subject.inventory, subject.manifest);
  const accepted = acceptedOf(facts, names, options);
  const conclusion = conclude(subject, installer, facts, accepted);
  const findings = facts.map((one) => ({
    ...toFinding(one, conclusion),
    ...nestedOf(one, below),
    ...accepted.get(one),
  }));
  findings.sort(byWeight);
  return {
    verdict: counting<Finding>(findings).some(({ severity }) => severity === 'error')
      ? 'broken'
      : 'whole',
    installer,
    user: access && userOf(access.viewer),
    counts: countsOf(subject),
    findings,
    causes: conclusion.diagnoses.map((one) => ({
      ...one,
      evidence: printable(redact(one.evidence)),
      remedy: { ...one.remedy, summary: printable(one.remedy.summary) },
    })),
  };
}

/** What is accepted, and why. */
function acceptedOf(
  facts: readonly Judged[],
  environments: readonly string[],
  { accept }: VerifyOptions,
): Map<Judged, { readonly accepted: string }> {
  const accepted = new Map<Judged, { readonly accepted: string }>();
  if (!accept) return accepted;
  for (const judged of facts) {
    const { check, fact, severity } = judged;
    const owner = fact.package === null ? null : nameOf(fact.package.dist);
    const finding = { check: check.id, path: legible(fact.path), package: owner, environments };
    const reason = accept(finding, severity);
    if (reason !== null) accepted.set(judged, { accepted: reason });
  }
  return accepted;
}

/** What all findings mean together; what is accepted needs no mending, and keeps its cause only. */
function conclude(
  subject: Subject,
  installer: Installer,
  facts: readonly Judged[],
  accepted: ReadonlyMap<Judged, unknown>,
): Conclusion {
  const all = diagnose(subject, installer, facts);
  if (accepted.size === 0) return all;
  const rest = facts.filter((one) => !accepted.has(one));
  const { causes, diagnoses } = diagnose(subject, installer, rest);
  return { diagnoses, causes: new Map([...all.causes, ...causes]) };
}

function userOf({ uid, gid, name, why }: Viewer): User {
  return { uid, gid, name, why };
}

/** Looks further where something was found: whether the package cache would bring the damage back, and who shares it. */
async function readAftermath(
  subject: Subject,
  found: readonly Judged[],
  { level, checks, isCacheWanted = false, signal }: VerifyOptions,
): Promise<Aftermath> {
  const { inventory, manifest, cache } = subject;
  const isWanted = checks.some(({ stage }) => stage === 'aftermath');
  if (level !== 'content' || inventory.source.extent !== 'machine' || !isWanted)
    return NO_AFTERMATH;
  const proved = found.filter(({ severity }) => severity !== 'note');
  const suspects = new Set(
    proved.flatMap((one) => [one.fact.package, lossBehind(subject, one)?.package ?? null]),
  );
  // Who asks for nothing but the cache means all of it.
  const isAll = isCacheWanted || checks.every(({ stage }) => stage === 'aftermath');
  const records = manifest.records.filter((one) => isAll || suspects.has(one));
  const damaged = proved.flatMap(({ check, fact }) =>
    DAMAGES.includes(check.id) ? (manifest.paths.get(fact.path) ?? []) : [],
  );
  return {
    cached: await inspectCache(inventory, cache, records, signal),
    shared: findShared(inventory, cache, damaged),
  };
}

/** The checks that say that the bytes of a file are not those that were recorded. */
const DAMAGES = ['altered-file', 'truncated-file'];

/** What stands below a finding, out of all that stands below some, by its path. */
function nestedOf(
  { check, fact }: Judged,
  byPath: ReadonlyMap<string, readonly Judged[]>,
): Pick<Finding, 'nested'> {
  const below = (byPath.get(fact.path) ?? []).filter((one) => one.check.below?.includes(check.id));
  if (below.length === 0) return {};
  return {
    nested: below.map((one) => ({
      check: one.check.id,
      message: messageOf(one),
      facts: factsOf(one),
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
  const { path, package: owner } = fact;
  return {
    check: check.id,
    severity,
    path: legible(path),
    ...(path.isWellFormed() ? {} : { pathBytes: toBytes(path).toString('base64') }),
    package: owner?.dist ?? null,
    cause: causes.get(judged) ?? 'unknown',
    message: messageOf(judged),
    facts: factsOf(judged),
  };
}

function messageOf({ check, fact }: Judged): string {
  return printable(redact(check.say(fact)));
}

function factsOf({ fact }: Judged): Record<string, Fact> {
  const { path: _path, package: _owner, severity: _severity, ...rest } = fact;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, factOf(value)]));
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
  return {
    records: manifest.records.length + manifest.unreadable.length,
    files: inventory.count('file'),
    symlinks: inventory.count('symlink'),
    directories: inventory.count('directory'),
    bytesHashed: contents.bytesHashed,
    bytesRemembered: contents.bytesRemembered,
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
