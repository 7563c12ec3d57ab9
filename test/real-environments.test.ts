import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
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
    const links = disaster.links?.[0] ?? 'hard';
    for (const dialect of disaster.dialects ?? DIALECTS) {
      test(`${disaster.name} (${dialect}, ${links} links)`, async () => {
        await using env = await realEnvironment({ dialect, links });
        const place = (await disaster.inject(env)) ?? env;
        const { causes, verdict } = await findingsOf(place.prefix);
        expect(verdict).toBe('broken');
        expect(causes[0]?.cause).toBe(disaster.cause);
      });
    }
  }
});

describeReal('archives, made and unpacked again at the same place by their own tools', () => {
  const isThere = (tool: string) => spawnSync(tool, ['--version']).error === undefined;

  test.for<[string, string[][], string[]]>([
    [
      'tar keeps all',
      [
        ['tar', '-cf', '../a.tar', '.'],
        ['tar', '-xf', '../a.tar'],
      ],
      [],
    ],
    [
      'zip -y keeps all',
      [
        ['zip', '-qry', '../a.zip', '.'],
        ['unzip', '-q', '../a.zip'],
      ],
      [],
    ],
    [
      'zip follows links',
      [
        ['zip', '-qr', '../a.zip', '.'],
        ['unzip', '-q', '../a.zip'],
      ],
      ['link-became-file'],
    ],
    [
      'cp -L follows links',
      [
        ['cp', '-rL', '.', '../a'],
        ['cp', '-a', '../a/.', '.'],
      ],
      ['link-became-file'],
    ],
  ])('%s', async ([, [pack = [], unpack = []], expected], { skip }) => {
    const missing = [pack, unpack].map(([tool = '']) => tool).find((tool) => !isThere(tool));
    if (missing) skip(`no ${missing} on PATH`);
    for (const dialect of DIALECTS) {
      await using env = await realEnvironment({ dialect });
      const run = ([tool = '', ...words]: string[]) => {
        // zip says 18 of the links that packages ship dangling, and cp says 1: they go on.
        spawnSync(tool, words, { cwd: env.prefix });
      };
      run(pack);
      await rm(env.prefix, { recursive: true });
      await mkdir(env.prefix);
      run(unpack);
      const { findings, causes } = await findingsOf(env.prefix);
      const loud = findings.filter(
        ({ severity, check }) => severity !== 'note' && check !== 'missing-link',
      );
      expect([...new Set(loud.map(({ check }) => check))]).toEqual(expected);
      expect(causes.slice(0, 1).map(({ cause }) => cause)).toEqual(
        expected.length > 0 ? ['backup-restore'] : [],
      );
    }
  });
});
