import { randomUUID } from 'node:crypto';
import { printable } from './bytes.ts';
import type { Engine, ImageFacts } from './docker.ts';
import { redact } from './redact.ts';
import type { ImageFinding, ImageRun } from './report.ts';
import type { OwnRun } from './settings.ts';
import { type Expected, judgeRun, lastLines } from './smoke/judge.ts';
import { type ProbeFacts, probeCommand, readProbe } from './smoke/probe.ts';
import { waysOf } from './smoke/ways.ts';

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

/** Runs the environment's Python in every way in which people run an image, and judges what comes of it. */
export async function smoke(
  engine: Engine,
  { image, expected, packages, limits, label }: SmokeOrder,
  onRun: (title: string) => void,
  signal: AbortSignal,
): Promise<Smoked> {
  const runs: ImageRun[] = [];
  const found: { way: string; finding: ImageFinding }[] = [];
  let facts: ProbeFacts | null = null;
  for (const way of waysOf(image)) {
    onRun(way.title);
    const mark = `conda-links-${randomUUID()}:`;
    const { isWhole } = way;
    const words = probeCommand({
      prefix: expected.prefix,
      mark,
      packages,
      limit: limits.seconds / 4,
      isWhole,
    });
    const [program = '', ...rest] = words;
    const result = await engine.run(
      {
        image: image.id,
        entrypoint: way.hasEntrypoint ? null : [program],
        command: way.hasEntrypoint ? words : rest,
        user: way.user,
        env: [],
        isReadOnly: way.isReadOnly,
        tmpfs: way.isReadOnly ? ['/tmp'] : [],
        hasNetwork: limits.hasNetwork,
        limit: limits.seconds,
        memory: limits.memory,
        processes: 256,
        label,
      },
      signal,
    );
    const said = readProbe(result.output, mark);
    facts ??= said;
    const findings = judgeRun(way, result, said, expected);
    const isFine = findings.every(({ severity }) => severity !== 'error');
    runs.push({
      way: way.id,
      title: way.title,
      isFine,
      code: result.code,
      seconds: result.seconds,
    });
    found.push(...findings.map((finding) => ({ way: way.title, finding })));
  }
  return { runs, findings: merged(found, runs.length), facts };
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
  { image, limits, label }: Pick<SmokeOrder, 'image' | 'limits' | 'label'>,
  commands: readonly OwnRun[],
  signal: AbortSignal,
): Promise<Pick<Smoked, 'runs' | 'findings'>> {
  const runs: ImageRun[] = [];
  const findings: ImageFinding[] = [];
  for (const own of commands) {
    const { run: command } = own;
    const result = await engine.run(
      {
        image: image.id,
        entrypoint: null,
        command: ['/bin/sh', '-c', command],
        user: null,
        env: [],
        isReadOnly: false,
        tmpfs: [],
        hasNetwork: limits.hasNetwork,
        limit: limits.seconds,
        memory: limits.memory,
        processes: 256,
        label,
      },
      signal,
    );
    const { code, output, problem, seconds } = result;
    const isMissing = own.output !== null && !output.includes(own.output);
    const isFine = code === own.code && problem === '' && !isMissing;
    const title = printable(redact(command));
    runs.push({ way: 'own', title, isFine, code, seconds });
    if (isFine) continue;
    const how =
      code === null
        ? 'did not end in time'
        : code !== own.code
          ? `ended with code ${code}`
          : `does not say “${printable(own.output ?? '')}”`;
    findings.push({
      check: 'own-command-failed',
      severity: 'error',
      message: `${title} ${how}`,
      advice: '',
      said: problem === '' ? lastLines(output) : [printable(problem)],
    });
  }
  return { runs, findings };
}
