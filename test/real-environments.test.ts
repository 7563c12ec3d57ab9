import { expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import {
  type Dialect,
  describeReal,
  type Links,
  type RealEnvironment,
  realEnvironment,
} from './support/environments.ts';
import { disasters, faults, faultsFor } from './support/faults.ts';
import { verifyPrefix } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];
const known = new Set(CHECKS.map(({ id }) => id));

async function findingsOf(prefix: string) {
  const report = await verifyPrefix(prefix);
  if (report.verdict === 'unchecked') throw new Error(report.error);
  return report;
}

describeReal('a sound environment has nothing above a note', () => {
  for (const dialect of DIALECTS) {
    for (const links of LINKS) {
      test(`${links} links, records as ${dialect} writes them`, async () => {
        await using env: RealEnvironment = await realEnvironment({ dialect, links });
        const { findings, verdict } = await findingsOf(env.prefix);
        expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
        expect(verdict).toBe('whole');
      });
    }
  }
});

describeReal('every fault is caught under its own id, with its cause', () => {
  for (const dialect of DIALECTS) {
    for (const fault of faultsFor(faults, dialect, 'hard')) {
      if (!known.has(fault.check)) continue;
      test(`${dialect}: ${fault.check}: ${fault.name}`, async () => {
        await using env = await realEnvironment({ dialect, links: 'hard' });
        const place = (await fault.inject(env)) ?? env;
        const { findings } = await findingsOf(place.prefix);
        const found = findings.filter(({ check }) => check === fault.check);
        expect(found.map(({ path }) => path)).toContain(
          fault.path ?? found[0]?.path ?? fault.check,
        );
        if (fault.cause) expect(found.map(({ cause }) => cause)).toContain(fault.cause);
      });
    }
  }
});

describeReal('a disaster is named first', () => {
  for (const disaster of disasters) {
    const dialect = disaster.dialects?.[0] ?? 'conda';
    const links = disaster.links?.[0] ?? 'hard';
    test(`${disaster.name} (${dialect}, ${links} links)`, async () => {
      await using env = await realEnvironment({ dialect, links });
      const place = (await disaster.inject(env)) ?? env;
      const { causes, verdict } = await findingsOf(place.prefix);
      expect(verdict).toBe('broken');
      expect(causes[0]?.cause).toBe(disaster.cause);
    });
  }
});
