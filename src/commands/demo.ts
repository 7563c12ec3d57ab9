import { CHECKS } from '../checks.ts';
import { makeDemo } from '../demo.ts';
import { choose, INPUTS, type RawInputs } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import { FORMATS } from '../reports.ts';
import { scopeOf } from '../scopes.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { noProgress, viewOf } from '../terminal.ts';
import { verify } from '../verify.ts';
import { VERSION } from '../version.ts';

/** `conda-links demo`: the main job, on two environments made for it. Whatever happens, they are removed. */
export async function runDemo(raw: RawInputs, signal: AbortSignal): Promise<Outcome> {
  const view = viewOf(choose(INPUTS.color, raw['color']), false);
  const demo = await makeDemo();
  const threads = HashingThreads.ofThisMachine();
  try {
    const report = await verify([scopeOf(new DirectorySource(threads), demo.environments)], {
      level: 'content',
      checks: CHECKS,
      version: VERSION,
      signal,
      progress: noProgress,
    });
    const last = 'Both were made for this demonstration, and are removed again.';
    return { text: `${FORMATS.text(report, view)}${last}\n`, file: '', code: 0 };
  } finally {
    await threads.close();
    await demo.remove();
  }
}
