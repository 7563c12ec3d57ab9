import { posix } from 'node:path';
import { BuildLog } from '../build-log.ts';
import { printable } from '../bytes.ts';
import { SEVERITIES } from '../check.ts';
import { CHECKS } from '../checks.ts';
import { compare as compareIdentities } from '../difference.ts';
import { LABEL } from '../docker/build.ts';
import type { BuildEvent } from '../docker/build-events.ts';
import { CannotBuild } from '../docker/build-failure.ts';
import { buildWithBuildx } from '../docker/buildx.ts';
import type { Context } from '../docker/context.ts';
import { newLease } from '../docker/lease.ts';
import { Engine, type ImageFacts } from '../docker.ts';
import { BadInput, CannotRead, NoEnvironment, NotFound } from '../errors.ts';
import { type Identity, identify } from '../fingerprint.ts';
import { choose, INPUTS, isOn, type RawInputs, text } from '../inputs.ts';
import { type Machine, thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import { redact } from '../redact.ts';
import { parseReference } from '../references.ts';
import {
  type CheckedImage,
  type EnvironmentReport,
  type FailOn,
  type FileReport,
  type ImageFinding,
  type ImageReport,
  overall,
  type Report,
  type UncheckedImage,
} from '../report.ts';
import { FORMATS } from '../reports.ts';
import { type OwnRun, readSettings } from '../settings.ts';
import { lastLines } from '../smoke/judge.ts';
import { lookInto } from '../smoke/outside.ts';
import { type Limits, runOwn, smoke } from '../smoke.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { parsePlatform } from '../sources/layout.ts';
import { viewOf } from '../terminal.ts';
import { verify } from '../verify.ts';
import { VERSION } from '../version.ts';
import { orderDockerfiles } from './dockerfile.ts';
import { pick, type Tools, withTools } from './opening.ts';

/** `conda-links smoke`: builds the image, runs its Python in every way, and verifies it from outside. */
export async function runSmoke(
  words: readonly string[],
  raw: RawInputs,
  tell: Tell,
  signal: AbortSignal,
): Promise<Outcome & { readonly report: Report }> {
  const failOn = choose(INPUTS.failOn, raw['failOn']) as FailOn;
  const format = choose(INPUTS.format, raw['format']);
  if (format !== 'text' && format !== 'json') {
    throw new BadInput('format: an image has no links to list.', 'It can be: text, json.');
  }
  const output = text(raw['output']) ?? '';
  const view = viewOf(choose(INPUTS.color, raw['color']), output !== '' && output !== '-');
  const report = await prove(words, raw, tell, signal);
  const code = exitCode(report, failOn);
  return { text: FORMATS[format](report, view), file: output === '-' ? '' : output, code, report };
}

/** Hears what happens: a new step, or a line that a step says. */
export type Tell = (line: string, kind: 'step' | 'line') => void;

/** What is to be built, or is there already. */
interface Plan {
  readonly named: string;
  /** Null where the image is there. */
  readonly context: Context | null;
  /** What the user asked for, in lower case: its modules are imported. */
  readonly packages: readonly string[];
  readonly files: readonly FileReport[];
  /** The environment that the image has to be the same as; null where there is none. */
  readonly like: string | null;
  /** What the user has run in it. */
  readonly own: readonly OwnRun[];
}

async function prove(
  words: readonly string[],
  raw: RawInputs,
  tell: Tell,
  signal: AbortSignal,
): Promise<Report> {
  const machine = thisMachine();
  const limits = limitsOf(raw);
  refuseEarly(raw);
  const plan = await planOf(words, raw, machine, signal);
  const engine = new Engine(machine);
  const label = { [LABEL]: newLease() };
  const environments: EnvironmentReport[] = [];
  let image: ImageReport;
  let built: (CheckedImage['built'] & { readonly id: string }) | null = null;
  try {
    await engine.removeLeftovers(signal);
    built = plan.context && (await buildPlan(engine, plan, raw, tell, signal));
    const facts = await engine.inspect(built?.id ?? plan.named, signal);
    const proof = await proveImage(engine, facts, plan, { raw, limits, label, tell }, signal);
    environments.push(...proof.environments);
    const { runs, findings, fingerprint } = proof;
    image = {
      image: plan.named,
      id: facts.id,
      size: facts.size,
      platform: facts.platform,
      verdict: isBroken(proof) ? 'broken' : 'whole',
      built: built && { seconds: built.seconds, builder: built.builder },
      runs,
      findings,
      fingerprint,
    };
    // Only what works gets the name: somebody may push whatever has it.
    const tag = text(raw['tag']);
    if (built && tag !== null && image.verdict === 'whole') await engine.tag(built.id, tag, signal);
  } catch (error) {
    if (!(error instanceof CannotBuild)) throw error;
    image = error.fault === 'engine' ? notBuilt(plan.named, error) : failedBuild(plan.named, error);
  } finally {
    if (built && !isOn(INPUTS.keep, raw['keep'])) await engine.removeImage(built.id);
    engine.close();
  }
  return {
    schema: 1,
    tool: { name: 'conda-links', version: VERSION },
    verdict: overall([...environments, image, ...plan.files]),
    environments,
    files: plan.files,
    images: [image],
  };
}

/** Whether the image stays when all is done. */
function isWanted(raw: RawInputs): boolean {
  return isOn(INPUTS.keep, raw['keep']) || text(raw['tag']) !== null;
}

/** @throws BadInput for what would else be found out when the image is built, or not at all */
function refuseEarly(raw: RawInputs): void {
  isWanted(raw);
  buildArgsOf(raw['buildArg']);
  const [tag, platform] = [text(raw['tag']), text(raw['platform'])];
  if (platform !== null) parsePlatform(platform);
  if (tag === null || TAG.test(tag)) return;
  throw new BadInput(
    `tag: “${tag}” is no name for an image.`,
    'It is written in small letters, like ml:1.0 or ghcr.io/me/ml:1.0.',
  );
}

/** As github.com/distribution/reference has it, without a digest. */
const TAG =
  /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;

/** @throws BadInput */
function limitsOf(raw: RawInputs): Limits {
  const seconds = Number(text(raw['timeout']) ?? INPUTS.timeout.default);
  if (!(seconds >= 1 && seconds <= 86_400)) {
    throw new BadInput('timeout: that is no number of seconds.', 'It is written like 120.');
  }
  const size = text(raw['memory']) ?? INPUTS.memory.default;
  const [, amount, unit = ''] = /^(\d{1,6})([kmg]?)b?$/i.exec(size) ?? [];
  const memory = Number(amount) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
  if (!(memory >= 16 * 1024 ** 2)) {
    throw new BadInput(
      `memory: “${size}” is no size, or too small.`,
      'It is written like 512m or 4g.',
    );
  }
  return { seconds, memory, hasNetwork: isOn(INPUTS.network, raw['network']) };
}

async function planOf(
  words: readonly string[],
  raw: RawInputs,
  { cwd }: Machine,
  signal: AbortSignal,
): Promise<Plan> {
  const [word, ...others] = words;
  if (others.length > 0) {
    throw new BadInput('smoke: one image at a time.', 'Run it once for each.');
  }
  const reference = word === undefined ? null : parseReference(word);
  const dockerfile = text(raw['file']);
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const { smoke: own } = await readSettings(source, cwd);
  const none = { packages: [], files: [], like: text(raw['fromEnv']), own };
  if (reference) {
    if (reference.kind !== 'docker' || dockerfile !== null) {
      throw new BadInput(
        `smoke: ${word} cannot be run.`,
        'Name an image of the engine, like docker:ml:latest; docker load brings an archive there.',
      );
    }
    refuseForImage(raw);
    return { named: reference.value, context: null, ...none };
  }
  if (dockerfile !== null) {
    if (word !== undefined) {
      throw new BadInput('file: an environment file is named as well.', 'Name one of the two.');
    }
    const path = posix.resolve(cwd, dockerfile);
    const folder = posix.resolve(cwd, text(raw['context']) ?? posix.dirname(path));
    const read = await readText(path, dockerfile);
    return {
      named: text(raw['tag']) ?? dockerfile,
      context: { folder, dockerfile: read },
      ...none,
    };
  }
  const ordered = await orderDockerfiles(words, { ...raw, output: '' }, signal);
  const [made] = ordered.made.outputs;
  const [target] = ordered.made.targets;
  if (!made || !target) throw new NotFound('There is nothing to build.', '');
  const folder = posix.resolve(cwd, target.context);
  // A lock is not written: it goes with the context all the same.
  const locks = ordered.made.outputs.filter(({ kind }) => kind === 'lock');
  const beside = new Map(locks.map((one) => [posix.relative(folder, one.path), one.text]));
  return {
    named: text(raw['tag']) ?? target.name,
    context: { folder, dockerfile: made.text, beside },
    packages: ordered.made.packages,
    files: ordered.report.files,
    like: text(raw['fromEnv']),
    own,
  };
}

/** @throws BadInput for options of a build, where nothing is built */
function refuseForImage(raw: RawInputs): void {
  const keys = [
    'tag',
    'buildArg',
    'base',
    'template',
    'noCache',
    'pull',
    'context',
    'log',
  ] as const;
  const given = keys.find((key) => ![undefined, '', false, 'false'].includes(raw[key] as string));
  if (given === undefined) return;
  const { name } = INPUTS[given];
  throw new BadInput(`${name}: the image is there already, nothing is built.`, 'Leave it out.');
}

const LARGEST = 1 << 20;

async function readText(path: string, named: string): Promise<string> {
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const content = (await source.read([path], LARGEST)).get(path);
  if (content?.kind === 'ok') return content.value.toString('utf8');
  throw new CannotRead(
    `There is no ${named} that can be read.`,
    'Name the Dockerfile with --file.',
  );
}

async function buildPlan(
  engine: Engine,
  { context }: Plan,
  raw: RawInputs,
  tell: Tell,
  signal: AbortSignal,
) {
  if (!context) return null;
  const wanted = choose(INPUTS.builder, raw['builder']);
  const words = linesOf(raw['buildxOption']);
  const isBuildx = wanted === 'buildx';
  if (!isBuildx && words.length > 0) {
    throw new BadInput('buildx-option: only buildx has a use for it.', 'Add --builder buildx.');
  }
  if (isBuildx && context.beside && context.beside.size > 0) {
    throw new BadInput(
      'builder: buildx builds from files, and the lock of this environment is none yet.',
      'Write it first with conda-links dockerfile --from-env, then name --file Dockerfile.',
    );
  }
  const isBuildKit =
    wanted === 'buildkit' || (wanted === 'auto' && (await engine.hasBuildKit(signal)));
  const start = performance.now();
  const log = await BuildLog.open(text(raw['log']));
  const hear = (event: BuildEvent) => {
    tellEvent(event, (line, kind) => {
      log.add(kind === 'step' ? `==> ${line}` : line);
      tell(line, kind);
    });
  };
  let isBuilt = false;
  try {
    const order = {
      context,
      tag: null,
      buildArgs: buildArgsOf(raw['buildArg']),
      platform: text(raw['platform']),
      isNoCache: isOn(INPUTS.noCache, raw['noCache']),
      isPulled: isOn(INPUTS.pull, raw['pull']),
      // Nobody's image but this run's: the same steps make the same image, which others may have given a name.
      label: isWanted(raw) ? 'built' : newLease(),
    };
    const id = isBuildx
      ? await buildWithBuildx({ ...order, words }, thisMachine(), hear, signal)
      : await engine.build({ ...order, isBuildKit }, hear, signal);
    isBuilt = true;
    const seconds = (performance.now() - start) / 1000;
    const builder = isBuildx ? 'buildx' : isBuildKit ? 'buildkit' : 'classic';
    return { id, seconds, builder } as const;
  } catch (error) {
    if (error instanceof CannotBuild) error.log = log.path;
    throw error;
  } finally {
    await log.close(!isBuilt && !signal.aborted);
  }
}

function tellEvent(event: BuildEvent, tell: Tell): void {
  if (event.kind === 'step') tell(redact(event.name), 'step');
  else if (event.kind === 'line') tell(redact(event.text), 'line');
}

/** @throws BadInput */
function buildArgsOf(raw: RawInputs[string]): Record<string, string> {
  return Object.fromEntries(
    linesOf(raw).map((line) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(line) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new BadInput(
        'build-arg: one of them is no NAME=value.',
        'It is written like VERSION=1.2.',
      );
    }),
  );
}

/** One a line, or each given by itself. */
function linesOf(raw: RawInputs[string]): readonly string[] {
  const all = typeof raw === 'string' ? raw.split('\n') : typeof raw === 'object' ? raw : [];
  return all.map((line) => line.trim()).filter((line) => line !== '');
}

interface Proof {
  readonly environments: readonly EnvironmentReport[];
  readonly runs: CheckedImage['runs'];
  readonly findings: readonly ImageFinding[];
  readonly fingerprint: string | null;
}

interface Surroundings {
  readonly raw: RawInputs;
  readonly limits: Limits;
  readonly label: Readonly<Record<string, string>>;
  readonly tell: Tell;
}

function isBroken({ environments, findings }: Proof): boolean {
  const hasError = findings.some(({ severity }) => severity === 'error');
  return hasError || environments.some(({ verdict }) => verdict === 'broken');
}

/** From outside first: what the records say decides what is right inside. */
async function proveImage(
  engine: Engine,
  image: ImageFacts,
  plan: Plan,
  { raw, limits, label, tell }: Surroundings,
  signal: AbortSignal,
): Promise<Proof> {
  const reading = { env: text(raw['name']) ?? '', isJson: false, isProgressWanted: false, raw: {} };
  tell('Verifying the image from outside', 'step');
  const outside = await withTools([`docker:${image.id}`], reading, signal, (tools) =>
    outsideOf(tools, image, plan, reading.env, signal),
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
    findings: worstFirst([...smoked.findings, ...own.findings, ...like]),
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
  signal: AbortSignal,
) {
  const opened = await open(`docker:${image.id}`);
  try {
    const word = `docker:${plan.named}`;
    const target = pick(opened, { asked, likely: likelyIn(image, opened.targets) }, word);
    const { source } = opened;
    const scope = { reference: `docker:${plan.named}`, kind: source.kind };
    const report = await verify(
      [{ ...scope, open: async () => ({ source, targets: [target], close: async () => {} }) }],
      { level: 'content', checks: CHECKS, version: VERSION, signal, progress },
    );
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

/** Nothing is said against an image that the engine had no disk, memory or network for. */
function notBuilt(
  named: string,
  { message, advice, step, lines, log }: CannotBuild,
): UncheckedImage {
  const last = lines.at(-1) ?? '';
  const where = log === '' ? '' : ` The whole log: ${printable(log)}`;
  return {
    image: named,
    verdict: 'unchecked',
    error: [
      message,
      step === '' ? '' : `The step: ${step.slice(0, 200)}.`,
      last && `It said: ${last}`,
    ]
      .filter(Boolean)
      .join(' '),
    advice: `${advice}${where}`,
  };
}

function failedBuild(
  named: string,
  { message, advice, step, lines, log }: CannotBuild,
): CheckedImage {
  const finding: ImageFinding = {
    check: 'build-failed',
    severity: 'error',
    message: step === '' ? message : `${message} (${step.slice(0, 200)})`,
    advice: log === '' ? advice : `${advice} The whole log: ${printable(log)}`,
    said: lines,
  };
  return {
    image: named,
    id: '',
    size: 0,
    platform: '',
    verdict: 'broken',
    built: null,
    runs: [],
    findings: [finding],
    fingerprint: null,
  };
}
