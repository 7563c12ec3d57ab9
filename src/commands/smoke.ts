import { Acceptances } from '../accepted.ts';
import { LABEL } from '../docker/build.ts';
import { CannotBuild } from '../docker/build-failure.ts';
import { newLease } from '../docker/lease.ts';
import { Engine } from '../docker.ts';
import { BadInput } from '../errors.ts';
import { choose, INPUTS, isOn, type RawInputs, text } from '../inputs.ts';
import { thisMachine } from '../machine.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import {
  type CheckedImage,
  type EnvironmentReport,
  type FailOn,
  type ImageReport,
  overall,
  type Report,
} from '../report.ts';
import { FORMATS } from '../reports.ts';
import { viewOf } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { buildPlan, failedBuild, notBuilt, type Tell } from './smoke-build.ts';
import { limitsOf, planOf, refuseEarly } from './smoke-plan.ts';
import { isBroken, proveImage } from './smoke-proof.ts';

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
  const acceptances = new Acceptances(plan.accept, new Date());
  const environments: EnvironmentReport[] = [];
  let image: ImageReport;
  let built: (CheckedImage['built'] & { readonly id: string }) | null = null;
  try {
    await engine.removeLeftovers(signal);
    built = plan.context && (await buildPlan(engine, plan, raw, tell, signal));
    const facts = await engine.inspect(built?.id ?? plan.named, signal);
    const proof = await proveImage(
      engine,
      facts,
      plan,
      { raw, limits, label, acceptances, tell },
      signal,
    );
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
  const remarks = acceptances.remarks();
  return {
    schema: 1,
    tool: { name: 'conda-links', version: VERSION },
    verdict: overall([...environments, image, ...plan.files]),
    environments,
    files: plan.files,
    images: [image],
    ...(remarks.length > 0 ? { remarks } : {}),
  };
}
