import type { Acceptances } from '../accepted.ts';
import { SEVERITIES } from '../check.ts';
import { CHECKS } from '../checks.ts';
import { compare as compareIdentities } from '../difference.ts';
import type { Engine, ImageFacts } from '../docker.ts';
import { NoEnvironment } from '../errors.ts';
import { type Identity, identify } from '../fingerprint.ts';
import { type RawInputs, text } from '../inputs.ts';
import type { CheckedImage, EnvironmentReport, ImageFinding } from '../report.ts';
import { lastLines } from '../smoke/judge.ts';
import { lookInto } from '../smoke/outside.ts';
import { type Limits, runOwn, smoke } from '../smoke.ts';
import { verify } from '../verify.ts';
import { VERSION } from '../version.ts';
import { pick, scopeOfOne, type Tools, withTools } from './opening.ts';
import type { Tell } from './smoke-build.ts';
import { linesOf, type Plan } from './smoke-plan.ts';

/** What speaks for an image, and against it. */
export interface Proof {
  readonly environments: readonly EnvironmentReport[];
  readonly runs: CheckedImage['runs'];
  readonly findings: readonly ImageFinding[];
  readonly fingerprint: string | null;
}

interface Surroundings {
  readonly raw: RawInputs;
  readonly limits: Limits;
  readonly label: Readonly<Record<string, string>>;
  /** What may be found. */
  readonly acceptances: Acceptances;
  readonly tell: Tell;
}

export function isBroken({ environments, findings }: Proof): boolean {
  const hasError = findings.some(({ severity }) => severity === 'error');
  return hasError || environments.some(({ verdict }) => verdict === 'broken');
}

/** From outside first: what the records say decides what is right inside. */
export async function proveImage(
  engine: Engine,
  image: ImageFacts,
  plan: Plan,
  { raw, limits, label, acceptances, tell }: Surroundings,
  signal: AbortSignal,
): Promise<Proof> {
  const reading = { env: text(raw['name']) ?? '', isJson: false, isProgressWanted: false, raw: {} };
  tell('Verifying the image from outside', 'step');
  const outside = await withTools([`docker:${image.id}`], reading, signal, (tools) =>
    outsideOf(tools, image, plan, reading.env, acceptances, signal),
  ).catch((error: unknown) => {
    if (error instanceof NoEnvironment) return null;
    throw error;
  });
  if (outside === null)
    return { environments: [], runs: [], findings: [NO_ENVIRONMENT], fingerprint: null };
  const smoked = await smoke(
    engine,
    { image, expected: outside.expected, packages: plan.packages, limits, label },
    (title) => tell(`Running it: ${title}`, 'step'),
    signal,
  );
  const typed = linesOf(raw['run']).map((run) => ({ run, code: 0, output: null }));
  const own = await runOwn(engine, { image, limits, label }, [...plan.own, ...typed], signal);
  const like = plan.like === null ? [] : await differencesFrom(plan.like, outside.identity, signal);
  return {
    environments: outside.environments,
    runs: [...smoked.runs, ...own.runs],
    findings: worstFirst([
      ...smoked.findings,
      ...own.findings,
      ...like,
      ...differencesFromLock(plan.locked, outside.expected.dists),
    ]),
    fingerprint: outside.identity.fingerprint,
  };
}

function worstFirst(findings: readonly ImageFinding[]): ImageFinding[] {
  return [...SEVERITIES]
    .reverse()
    .flatMap((wanted) => findings.filter(({ severity }) => severity === wanted));
}

const NO_ENVIRONMENT: ImageFinding = {
  check: 'no-environment',
  severity: 'error',
  message: 'There is no conda environment in the image',
  advice: 'It is found by its conda-meta: is the environment copied with all in it?',
  said: [],
};

async function outsideOf(
  { open, progress }: Tools,
  image: ImageFacts,
  plan: Plan,
  asked: string,
  { reasonFor }: Acceptances,
  signal: AbortSignal,
) {
  const opened = await open(`docker:${image.id}`);
  try {
    const word = `docker:${plan.named}`;
    const target = pick(opened, { asked, likely: likelyIn(image, opened.targets) }, word);
    const { source } = opened;
    const report = await verify([scopeOfOne(source, target, `docker:${plan.named}`)], {
      level: 'content',
      checks: CHECKS,
      version: VERSION,
      signal,
      progress,
      accept: reasonFor,
    });
    const identity = await identify(source, target.prefix, signal, progress);
    const expected = await lookInto(source, target.prefix, signal);
    return { environments: report.environments, identity, expected };
  } finally {
    await opened.close();
  }
}

/** Of several environments that whose programs are found first. */
function likelyIn(
  { env }: ImageFacts,
  targets: readonly { name: string; prefix: string }[],
): string {
  const path = env.find((one) => one.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  const first = path
    .split(':')
    .map((folder) => targets.find(({ prefix }) => folder === `${prefix}/bin`))
    .find(Boolean);
  return first?.name ?? '';
}

/** What the image has otherwise than the lock that it was made from. */
function differencesFromLock(
  locked: readonly string[],
  dists: ReadonlySet<string>,
): ImageFinding[] {
  if (locked.length === 0) return [];
  const wanted = new Set(locked);
  const missing = locked.filter((dist) => !dists.has(dist)).map((dist) => `not there: ${dist}`);
  const added = [...dists]
    .filter((dist) => !wanted.has(dist))
    .map((dist) => `not asked for: ${dist}`);
  const differing = [...missing, ...added].sort();
  if (differing.length === 0) return [];
  return [
    {
      check: 'differs-from-source',
      severity: 'error',
      message: `The image has not what the lock lists: ${differing.length} packages differ`,
      advice: 'Something installs beside the lock, or the image was built from another one.',
      said: lastLines(differing.slice(0, 10).join('\n')),
    },
  ];
}

/** What the image has otherwise than the environment that it was made for. */
async function differencesFrom(
  word: string,
  identity: Identity,
  signal: AbortSignal,
): Promise<ImageFinding[]> {
  const options = { env: '', isJson: false, isProgressWanted: false, raw: {} };
  const original = await withTools([word], options, signal, async ({ open, progress }) => {
    const opened = await open(word);
    try {
      const target = pick(opened, { asked: '', likely: '' }, word);
      return await identify(opened.source, target.prefix, signal, progress);
    } finally {
      await opened.close();
    }
  });
  if (original.fingerprint === identity.fingerprint) return [];
  const { packages, paths } = compareIdentities(original, identity);
  return [
    {
      check: 'differs-from-source',
      severity: 'error',
      message: `The image has not what ${word} has: ${packages.length} packages and ${paths.length} paths differ`,
      advice: `conda-links diff ${word} IMAGE names them.`,
      said: lastLines(
        paths
          .slice(0, 10)
          .map(({ path, how }) => `${path}: ${how}`)
          .join('\n'),
      ),
    },
  ];
}
