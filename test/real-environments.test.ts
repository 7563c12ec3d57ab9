import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { elf } from './support/elf.ts';
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

/** What only a whole machine shows, or only who is somebody else. */
const OF_MACHINE: readonly {
  readonly check: string;
  readonly name: string;
  readonly path?: string;
  readonly asUser?: string;
  /** Why it cannot be had here; null where it was done. */
  damage(env: RealEnvironment): string | null;
}[] = [
  {
    check: 'unreadable-target',
    name: 'a file of mode 0600, to somebody else',
    path: 'lib/python3.11/os.py',
    asUser: '65534:65534',
    damage: ({ prefix }) => {
      chmodSync(dirname(dirname(dirname(prefix))), 0o755);
      chmodSync(join(prefix, 'lib/python3.11/os.py'), 0o600);
      return null;
    },
  },
  {
    check: 'unreadable-folder',
    name: 'a folder of mode 0700, to somebody else',
    path: 'lib/python3.11',
    asUser: '65534:65534',
    damage: ({ prefix }) => {
      chmodSync(dirname(dirname(dirname(prefix))), 0o755);
      chmodSync(join(prefix, 'lib/python3.11'), 0o700);
      return null;
    },
  },
  {
    check: 'foreign-owner',
    name: 'chown',
    path: 'lib/python3.11/os.py',
    damage: ({ prefix }) => {
      if (process.getuid?.() !== 0) return 'only root can give files away';
      chownSync(join(prefix, 'lib/python3.11/os.py'), 65534, 65534);
      return null;
    },
  },
  {
    check: 'hazardous-filesystem',
    name: 'mounted over itself, noexec',
    path: '',
    damage: ({ prefix }) => {
      const bind = spawnSync('mount', ['--bind', prefix, prefix]);
      if (bind.status !== 0) return 'nothing can be mounted here';
      return spawnSync('mount', ['-o', 'remount,bind,noexec', prefix]).status === 0
        ? null
        : 'nothing can be mounted again here';
    },
  },
  {
    check: 'missing-loader',
    name: 'a Python that was built for another C library',
    path: 'bin/python3.11',
    damage: ({ prefix }) => {
      const bytes = elf({ type: 2, interpreter: '/lib/ld-of-another-world.so.1' });
      const path = join(prefix, 'bin/python3.11');
      rmSync(path);
      writeFileSync(path, bytes, { mode: 0o755 });
      return null;
    },
  },
  ...['damaged-cache', 'shared-damage'].map((check) => ({
    check,
    name: 'written in place, through the hard link',
    damage: ({ prefix }: RealEnvironment) => {
      appendFileSync(join(prefix, 'lib/python3.11/os.py'), '# more');
      return null;
    },
  })),
];

describeReal('what only a whole machine shows', () => {
  for (const dialect of DIALECTS) {
    test.for(OF_MACHINE.map((one) => [one.check, one.name, one] as const))(
      `${dialect}: %s: %s`,
      async ([check, , { damage, path, asUser = null }], { skip }) => {
        await using env = await realEnvironment({ dialect, links: 'hard' });
        try {
          const reason = damage(env);
          if (reason) skip(reason);
          const report = await verifyPrefix(env.prefix, 'content', asUser);
          if (report.verdict === 'unchecked') throw new Error(report.error);
          const nested = report.findings.flatMap((one) => one.nested ?? []);
          const found = report.findings.filter((one) => one.check === check);
          expect([...found, ...nested].map((one) => one.check)).toContain(check);
          if (path !== undefined) expect(found.map((one) => one.path)).toEqual([path]);
        } finally {
          spawnSync('umount', [env.prefix]);
        }
      },
    );
  }
});

test('every check has a loud example on a real environment', () => {
  const shown = new Set([...faults, ...disasters, ...OF_MACHINE].map(({ check }) => check));
  expect(CHECKS.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
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
