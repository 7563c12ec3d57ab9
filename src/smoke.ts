import { randomUUID } from 'node:crypto';
import { printable } from './bytes.ts';
import type { RunOrder, RunResult } from './docker/container.ts';
import type { Engine, ImageFacts } from './docker.ts';
import { redact } from './redact.ts';
import type { ImageFinding, ImageRun } from './report.ts';
import type { OwnRun } from './settings.ts';
import { type Expected, HUNGRY, judgeRun, KILLED, lastLines } from './smoke/judge.ts';
import { type ProbeFacts, probeCommand, readProbe } from './smoke/probe.ts';
import { type Way, waysOf } from './smoke/ways.ts';

/** What a container may use. */
export interface Limits {
  /** For each run, in seconds. */
  readonly seconds: number;
  /** In bytes. */
  readonly memory: number;
  readonly hasNetwork: boolean;
}

/** What is to be run. */
export interface SmokeOrder {
  readonly image: ImageFacts;
  readonly expected: Expected;
  /** What the user asked for by name: its modules are imported. */
  readonly packages: readonly string[];
  readonly limits: Limits;
  readonly label: Readonly<Record<string, string>>;
}

export interface Smoked {
  readonly runs: readonly ImageRun[];
  readonly findings: readonly ImageFinding[];
  /** What Python said in the first way in which it spoke; null where it never did. */
  readonly facts: ProbeFacts | null;
}

/**
 * Runs the environment's Python in every way in which people run an image, and judges what comes of it. Where the
 * entrypoint is found to be in the way, that is said once, and the rest is run without it.
 */
export async function smoke(
  engine: Engine,
  order: SmokeOrder,
  onRun: (title: string) => void,
  signal: AbortSignal,
): Promise<Smoked> {
  const { image, expected, limits } = order;
  const runs: ImageRun[] = [];
  const found: { way: string; finding: ImageFinding }[] = [];
  let first: ProbeFacts | null = null;
  let isTalking = false;
  let isBlocked = false;
  let isWholeDue = false;
  for (const planned of waysOf(image)) {
    const way: Way = isBlocked && planned.hasEntrypoint ? withoutEntrypoint(planned) : planned;
    isWholeDue ||= way.isWhole;
    onRun(way.title);
    const mark = `conda-links-${randomUUID()}:`;
    const words = wordsFor(way, order, mark, isWholeDue);
    const ask = () => engine.run(runOf(order, words, way), signal);
    const isLost = ({ code, output }: RunResult) => code === 0 && readProbe(output, mark) === null;
    const result = await heardOut(ask, isLost);
    const facts = readProbe(result.output, mark);
    first ??= facts;
    isTalking ||= facts !== null && !way.hasEntrypoint;
    isBlocked ||= facts === null && way.hasEntrypoint && isTalking;
    isWholeDue &&= facts === null;
    const findings = judgeRun(way, result, facts, expected, { limit: limits.seconds, isTalking });
    const isFine = findings.every(({ severity }) => severity !== 'error');
    const { code, seconds } = result;
    runs.push({ way: way.id, title: way.title, isFine, code, seconds });
    found.push(...findings.map((finding) => ({ way: way.title, finding })));
  }
  return { runs, findings: merged(found, runs.length), facts: first };
}

/**
 * What a program says is asked for once more where it ended well and what it had to say is missing: two seconds after
 * a program has ended, an engine under load gives up on what is left of its output (moby, `daemon/monitor.go`).
 */
async function heardOut(
  run: () => Promise<RunResult>,
  isLost: (result: RunResult) => boolean,
): Promise<RunResult> {
  const result = await run();
  return isLost(result) ? await run() : result;
}

function withoutEntrypoint(way: Way): Way {
  return { ...way, hasEntrypoint: false, title: `${way.title}, without its entrypoint` };
}

/** What a container is told to run: before it, where the way has it so, comes the image's entrypoint. */
function wordsFor(
  { hasEntrypoint }: Way,
  { image, expected, packages, limits }: SmokeOrder,
  mark: string,
  isWhole: boolean,
): readonly string[] {
  const words = probeCommand({
    prefix: expected.prefix,
    mark,
    packages: packages.map((name) => [name, expected.modules.get(name) ?? []]),
    limit: limits.seconds / 4,
    isWhole,
  });
  if (!hasEntrypoint) return words;
  // Images that are a Python: `ENTRYPOINT ["conda", "run", "python"]`. What is given to them are its arguments.
  const isPython = /(?:^|\/)python[\d.]*$/.test(image.entrypoint.at(-1) ?? '');
  return isPython ? words.slice(1) : wordsAfter(image.entrypoint, words);
}

/** Images that are a shell take one word for a command: `ENTRYPOINT ["/bin/bash", "-c"]`. */
function wordsAfter(entrypoint: readonly string[], words: readonly string[]): readonly string[] {
  const [shell = '', ...options] = entrypoint;
  const isShell = /(?:^|\/)(?:ba|da|z)?sh$/.test(shell) && /^-[a-z]*c$/.test(options.at(-1) ?? '');
  return isShell ? [words.map(inQuotes).join(' ')] : words;
}

/** For any POSIX shell, and only for it: nobody is shown this. */
function inQuotes(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

type Running = Pick<SmokeOrder, 'image' | 'limits' | 'label'>;

function runOf(
  { image, limits, label }: Running,
  words: readonly string[],
  { user, hasEntrypoint, isReadOnly }: Pick<Way, 'user' | 'hasEntrypoint' | 'isReadOnly'>,
): RunOrder {
  return {
    image: image.id,
    entrypoint: hasEntrypoint ? null : words.slice(0, 1),
    command: hasEntrypoint ? words : words.slice(1),
    user,
    env: [],
    isReadOnly,
    tmpfs: isReadOnly ? ['/tmp'] : [],
    hasNetwork: limits.hasNetwork,
    limit: limits.seconds,
    memory: limits.memory,
    processes: 256,
    label,
  };
}

/** One finding for one fact, in however many ways it showed. */
function merged(
  found: readonly { way: string; finding: ImageFinding }[],
  all: number,
): ImageFinding[] {
  const byFact = new Map<string, { ways: string[]; finding: ImageFinding }>();
  for (const { way, finding } of found) {
    const key = `${finding.check} ${finding.message}`;
    const known = byFact.get(key);
    if (known) known.ways.push(way);
    else byFact.set(key, { ways: [way], finding });
  }
  return [...byFact.values()].map(({ ways, finding }) => {
    const where = ways.length === all ? '' : ` (${ways.join('; ')})`;
    return { ...finding, message: `${finding.message}${where}` };
  });
}

/** Runs the user's own commands as the image is. */
export async function runOwn(
  engine: Engine,
  order: Running,
  commands: readonly OwnRun[],
  signal: AbortSignal,
): Promise<Pick<Smoked, 'runs' | 'findings'>> {
  const runs: ImageRun[] = [];
  const findings: ImageFinding[] = [];
  for (const own of commands) {
    const mark = `conda-links-${randomUUID()}`;
    const announced = ['/bin/sh', '-c', ANNOUNCED, 'sh', mark, own.run];
    const words = wordsAfter(order.image.entrypoint, announced);
    const way = { user: null, hasEntrypoint: true, isReadOnly: false };
    const result = await heardOut(
      () => engine.run(runOf(order, words, way), signal),
      (one) => one.code === own.code && whatIsWrong(own, one, mark) !== '',
    );
    const title = printable(redact(own.run));
    const how = whatIsWrong(own, result, mark);
    const { code, seconds } = result;
    runs.push({ way: 'own', title, isFine: how === '', code, seconds });
    if (how === '') continue;
    findings.push({
      check: 'own-command-failed',
      severity: 'error',
      message: `${title} ${how}`,
      advice: '',
      said: lastLines(result.problem || afterMark(result.output, mark).output),
    });
  }
  return { runs, findings };
}

/** An entrypoint that never comes to a command may well end with 0: so the command says that it begins. */
const ANNOUNCED = 'printf "%s\\n" "$1"; exec /bin/sh -c "$2"';

function afterMark(output: string, mark: string): { hasBegun: boolean; output: string } {
  const at = output.indexOf(`${mark}\n`);
  if (at < 0) return { hasBegun: false, output };
  return { hasBegun: true, output: output.slice(at + mark.length + 1) };
}

/** How a command did not end as it has to; empty where it did. */
function whatIsWrong(own: OwnRun, result: RunResult, mark: string): string {
  const { code, problem } = result;
  const { hasBegun, output } = afterMark(result.output, mark);
  if (problem !== '') return 'could not be started';
  if (code === null) return 'did not end in time';
  if (!hasBegun) {
    return `was never begun: the entrypoint, or the image’s /bin/sh, ended with code ${code}`;
  }
  if (code !== own.code) {
    return code === KILLED ? HUNGRY : `ended with code ${code}`;
  }
  const isMissing = own.output !== null && !output.includes(own.output);
  return isMissing ? `does not say “${printable(own.output ?? '')}”` : '';
}
