import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import { matrix } from '../dockerfile/bake.ts';
import { type Base, baseOf, refuseImage } from '../dockerfile/bases.ts';
import type { Style } from '../dockerfile/style.ts';
import type { Recipe } from '../dockerfile.ts';
import { type Dockerfiles, makeDockerfiles, type Order } from '../dockerfiles.ts';
import { BadInput, CannotRead } from '../errors.ts';
import { choose, INPUTS, isOn, list, type RawInputs, RULE_INPUTS, text } from '../inputs.ts';
import { type Machine, thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import type { FailOn, Report } from '../report.ts';
import { FORMATS } from '../reports.ts';
import { selectRules } from '../rules.ts';
import { quote } from '../shell.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import type { Source } from '../sources.ts';
import { viewOf } from '../terminal.ts';
import { compare, writeAll } from './dockerfile-output.ts';
import { namedOrUsual, reportOf } from './lint.ts';
import { lockVerified, lossesOf } from './lock.ts';
import { withTools } from './opening.ts';

/** `conda-links dockerfile`: a Dockerfile for each environment file, and what belongs to it. */
export async function runDockerfile(
  words: readonly string[],
  raw: RawInputs,
  signal: AbortSignal,
): Promise<Outcome> {
  const view = viewOf(choose(INPUTS.color, raw['color']), false);
  const { made, report, failOn, aside } = await orderDockerfiles(words, raw, signal);
  const told = report.files.some((one) => one.verdict === 'unchecked' || one.findings.length > 0)
    ? FORMATS.text(report, view)
    : '';
  const lintCode = exitCode(report, failOn);
  const outcome = await finish(made, raw);
  const warning =
    report.verdict === 'broken'
      ? 'conda-links: the errors above will stop the build, or go into the image.\n'
      : '';
  return { ...outcome, aside: aside + told + warning, code: Math.max(outcome.code, lintCode) };
}

/** What was made, what the linter says of it, and what else is to be told. */
export interface Ordered {
  readonly made: Dockerfiles;
  readonly report: Report;
  readonly failOn: FailOn;
  readonly aside: string;
}

/**
 * Makes all that was asked for, and writes nothing.
 * @throws BadInput, NotFound, CannotRead
 */
export async function orderDockerfiles(
  words: readonly string[],
  raw: RawInputs,
  signal: AbortSignal,
): Promise<Ordered> {
  const machine = thisMachine();
  refuseMixture(words, raw);
  const failOn = choose(INPUTS.failOn, raw['failOn']) as FailOn;
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const recipe = await recipeOf(source, machine, raw, signal);
  const fromEnv = text(raw['fromEnv']);
  const locked = fromEnv === null ? null : await lockOf(fromEnv, raw, signal);
  const order: Order = {
    files: locked ? [lockPlace(raw, locked.name)] : namedOrUsual(source, machine, words),
    lock: locked?.text ?? null,
    name: text(raw['name']) ?? locked?.name ?? null,
    context: text(raw['context']),
    dockerfile: text(raw['output']),
    areTermsAccepted: isOn(INPUTS.acceptTos, raw['acceptTos']),
    isBaked: isOn(INPUTS.bake, raw['bake']),
    recipe,
    command: (files) => commandOf(fromEnv === null ? files : ['--from-env', fromEnv], raw),
    rules: selectRules([], list(RULE_INPUTS.skip, raw['skip'])),
  };
  const made = await makeDockerfiles(source, machine.cwd, order);
  refuseTemplate(made, machine, recipe);
  return { made, report: reportOf(made.files), failOn, aside: locked?.aside ?? '' };
}

/** @throws BadInput where the template would be written over */
function refuseTemplate({ outputs }: Dockerfiles, { cwd }: Machine, { template }: Recipe): void {
  if (template === null || outputs.every(({ path }) => path !== posix.resolve(cwd, template.named)))
    return;
  throw new BadInput(
    `template: ${template.named} is where the Dockerfile goes.`,
    'Call the template otherwise, or name another place with --output.',
  );
}

/** @throws BadInput for options that exclude each other */
function refuseMixture(words: readonly string[], raw: RawInputs): void {
  const given = (key: string) => !['', 'false', false, undefined].includes(raw[key] as string);
  const refuse = (what: string, advice: string) => {
    throw new BadInput(what, advice);
  };
  if (given('fromEnv') && words.length > 0) {
    refuse('from-env: an environment file is named as well.', 'Name one of the two.');
  }
  if (words.length > 1) {
    for (const key of ['name', 'output', 'stdout'].filter(given)) {
      refuse(`${key}: several files are named.`, 'It is of use for one of them only.');
    }
  }
  const modes = (['stdout', 'checkOnly', 'matrix'] as const).filter(given);
  if (modes.length > 1) {
    const names = modes.map((key) => `--${INPUTS[key].name}`).join(' and ');
    refuse(`${names} exclude each other.`, 'Choose one of them.');
  }
}

async function recipeOf(
  source: Source,
  machine: Machine,
  raw: RawInputs,
  signal: AbortSignal,
): Promise<Recipe> {
  const style = choose(INPUTS.style, raw['style']) as Style;
  const base = baseOf(text(raw['base']) ?? (style === 'article' ? 'miniconda' : 'miniforge'));
  if (
    isOn(INPUTS.acceptTos, raw['acceptTos']) &&
    ['miniforge', 'micromamba'].includes(text(raw['base']) ?? 'miniforge') &&
    style === 'standard'
  ) {
    throw new BadInput(
      'accept-tos: only Miniconda asks for it.',
      'Leave it out, or take --base miniconda.',
    );
  }
  const named = text(raw['runtime']) ?? INPUTS.runtime.default;
  if (named !== 'same') refuseImage('runtime', named, ['same']);
  const runtime = named === 'same' ? null : named;
  refuseForArticle(style, raw);
  const isPinned = isOn(INPUTS.pin, raw['pin']);
  const pinned = isPinned
    ? await pin(machine, { base, runtime: style === 'article' ? null : runtime }, signal)
    : { base, runtime };
  return {
    style,
    ...pinned,
    hasCacheMounts: isOn(INPUTS.cacheMounts, raw['cacheMounts']),
    cuda: cudaIn(text(raw['cuda'])),
    template: await templateOf(source, machine, text(raw['template'])),
  };
}

/** @throws BadInput for what the article's form has no place for */
function refuseForArticle(style: Style, raw: RawInputs): void {
  if (style !== 'article') return;
  for (const key of ['runtime', 'cacheMounts', 'template'] as const) {
    const value = raw[key];
    if (value === undefined || value === '' || value === false || value === 'false') continue;
    // The action always gives its defaults.
    if (value === INPUTS[key].default) continue;
    throw new BadInput(
      `${INPUTS[key].name}: the article’s form has no place for it.`,
      'Leave it out, or take --style standard.',
    );
  }
}

/** @throws BadInput when it is no version */
function cudaIn(version: string | null): string | null {
  if (version === null || /^\d{1,3}(?:\.\d{1,3}){0,2}$/.test(version)) return version;
  throw new BadInput(`cuda: “${version}” is no version.`, 'It is written like 12.4.');
}

/** Names each image with its digest, unless it has one. */
async function pin(
  machine: Machine,
  { base, runtime }: { base: Base; runtime: string | null },
  signal: AbortSignal,
): Promise<{ base: Base; runtime: string | null }> {
  const { Engine } = await import('../docker.ts');
  const engine = new Engine(machine);
  const withDigest = async (image: string) =>
    image.includes('@') ? image : `${image}@${await engine.digestOf(image, signal)}`;
  try {
    return {
      base: { ...base, image: await withDigest(base.image) },
      runtime: runtime === null ? null : await withDigest(runtime),
    };
  } finally {
    engine.close();
  }
}

/** A template of more than this is none, in bytes. */
const LARGEST = 1 << 20;

/** @throws CannotRead, BadInput when it is not there, too large, or no text */
async function templateOf(
  source: Source,
  { cwd }: Machine,
  named: string | null,
): Promise<Recipe['template']> {
  if (named === null) return null;
  const path = posix.resolve(cwd, named);
  const content = (await source.read([path], LARGEST + 1)).get(path);
  const another = 'Name another file with --template.';
  if (content?.kind !== 'ok') {
    const why = content?.kind === 'missing' ? 'is not there' : 'cannot be read';
    throw new CannotRead(`The template ${named} ${why}.`, another);
  }
  if (content.value.length > LARGEST) {
    throw new BadInput(`The template ${named} is larger than 1 MiB: no Dockerfile is.`, another);
  }
  if (!isUtf8(content.value) || content.value.includes(0)) {
    throw new BadInput(`The template ${named} is no text in UTF-8.`, another);
  }
  return { text: content.value.toString('utf8'), named };
}

/** Of a whole environment. */
async function lockOf(
  word: string,
  raw: RawInputs,
  signal: AbortSignal,
): Promise<{ name: string; text: string; aside: string }> {
  const options = { env: '', isJson: false, isProgressWanted: true, raw: {} };
  const { name, lock, report } = await withTools([word], options, signal, (tools) =>
    lockVerified(tools, word, '', signal),
  );
  if (lock) return { name, text: lock.text, aside: lossesOf(lock) };
  const view = viewOf(choose(INPUTS.color, raw['color']), false);
  process.stderr.write(FORMATS.text(report, view));
  throw new CannotRead(
    `${name} is broken: no image is made of it.`,
    `Mend it first; conda-links verify ${quote(word)} says how.`,
  );
}

function lockPlace(raw: RawInputs, name: string): string {
  return posix.join(text(raw['context']) ?? '.', `${text(raw['name']) ?? name}.lock`);
}

/** The words that make the same again: what decides the content, and not what is done with it. */
function commandOf(what: readonly string[], raw: RawInputs): string[] {
  const keys = [
    'name',
    'context',
    'style',
    'base',
    'runtime',
    'cacheMounts',
    'acceptTos',
    'cuda',
    'pin',
    'template',
    'bake',
  ] as const;
  const options = keys.flatMap((key) => {
    const { name, value, default: fallback } = INPUTS[key];
    if (value === '') return isOn(INPUTS[key], raw[key]) ? [`--${name}`] : [];
    const given = text(raw[key]);
    if (given === null || given === fallback) return [];
    return [`--${name}`, key === 'context' || key === 'template' ? posix.normalize(given) : given];
  });
  const output = text(raw['output']);
  const place = output === null ? [] : ['--output', posix.normalize(output)];
  return ['conda-links', 'dockerfile', ...what, ...options, ...place, '--force'];
}

/** Prints, compares or writes. */
async function finish(made: Dockerfiles, raw: RawInputs): Promise<Outcome> {
  if (isOn(INPUTS.stdout, raw['stdout']) || raw['output'] === '-') {
    const [first] = made.outputs;
    return { text: first?.text ?? '', file: '', code: 0 };
  }
  if (isOn(INPUTS.matrix, raw['matrix'])) {
    return { text: `${matrix(made.targets)}\n`, file: '', code: 0 };
  }
  if (isOn(INPUTS.checkOnly, raw['checkOnly'])) return compare(made);
  return writeAll(made, isOn(INPUTS.force, raw['force']));
}
