import { describe, expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { condaEnvironment, whyNoConda } from './support/conda.ts';
import type { Links } from './support/environments.ts';
import { faults, faultsFor } from './support/faults.ts';
import { verifyPrefix } from './support/verifying.ts';

const missing = whyNoConda();
const known = new Set(CHECKS.map(({ id }) => id));

async function findingsOf(prefix: string) {
  const report = await verifyPrefix(prefix);
  if (report.verdict === 'unchecked') throw new Error(report.error);
  return report.findings;
}

describe('environments that conda itself made', () => {
  test.for<Links>(['hard', 'soft', 'copy'])('are sound: %s links', async (links, { skip }) => {
    if (missing) skip(missing);
    await using env = await condaEnvironment(links);
    const findings = await findingsOf(env.prefix);
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  const some = faultsFor(faults, 'conda', 'hard').filter(({ check }) => known.has(check));
  test.for(some.map((fault) => [fault.check, fault.name, fault] as const))(
    'show %s: %s',
    async ([check, , fault], { skip }) => {
      if (missing) skip(missing);
      await using env = await condaEnvironment('hard');
      const place = (await fault.inject(env)) ?? env;
      const found = (await findingsOf(place.prefix)).filter((one) => one.check === check);
      expect(found.map(({ path }) => path)).toContain(fault.path ?? found[0]?.path ?? check);
    },
  );
});
