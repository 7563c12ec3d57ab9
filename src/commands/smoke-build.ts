import { BuildLog } from '../build-log.ts';
import { printable } from '../bytes.ts';
import type { BuildEvent } from '../docker/build-events.ts';
import { CannotBuild } from '../docker/build-failure.ts';
import { buildWithBuildx } from '../docker/buildx.ts';
import { newLease } from '../docker/lease.ts';
import type { Engine } from '../docker.ts';
import { BadInput } from '../errors.ts';
import { choose, INPUTS, isOn, type RawInputs, text } from '../inputs.ts';
import { thisMachine } from '../machine.ts';
import { redact } from '../redact.ts';
import type { CheckedImage, ImageFinding, UncheckedImage } from '../report.ts';
import { buildArgsOf, isWanted, linesOf, type Plan } from './smoke-plan.ts';

/** Hears what happens: a new step, or a line that a step says. */
export type Tell = (line: string, kind: 'step' | 'line') => void;

/**
 * Builds what is to be proved, and keeps what the builder says.
 * @returns null where the image is there
 */
export async function buildPlan(
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

/** Nothing is said against an image that the engine had no disk, memory or network for. */
export function notBuilt(
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

/** What a failed build says against the image. */
export function failedBuild(
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
