import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Cause, CheckedEnvironment, Diagnosis } from '../src/report.ts';
import {
  describeReal,
  type EnvironmentOptions,
  type Place,
  type RealEnvironment,
  realEnvironment,
  testChannel,
} from './support/environments.ts';
import { disasters, type Fault, faults } from './support/faults.ts';
import { verifyPrefix } from './support/verifying.ts';

/** The file of a record, edited as JSON. */
function edit(env: Place, name: string, change: (record: Record<string, unknown>) => void): void {
  const folder = join(env.prefix, 'conda-meta');
  for (const file of readdirSync(folder)) {
    if (!file.startsWith(`${name}-`) || !file.endsWith('.json')) continue;
    const record = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    change(record);
    rmSync(join(folder, file));
    writeFileSync(join(folder, file), JSON.stringify(record));
  }
}

async function examined(prefix: string): Promise<CheckedEnvironment> {
  const report = await verifyPrefix(prefix);
  if (report.verdict === 'unchecked') throw new Error(report.error);
  for (const { remedy, evidence, findings } of report.causes) {
    // What holds of every diagnosis, whatever happened.
    expect(remedy.commands.flat()).not.toContain('ln');
    expect(remedy.summary).toMatch(/^[A-Z].*\.$/);
    expect(remedy.summary).not.toMatch(/\b0 packages|, \./);
    expect(evidence).toMatch(/^\S.*\.$/);
    expect(evidence).not.toMatch(/undefined|null|\n/);
    expect(findings).toBeGreaterThan(0);
  }
  return report;
}

async function diagnosed(prefix: string, cause: Cause): Promise<Diagnosis> {
  const { causes } = await examined(prefix);
  const found = causes.find((one) => one.cause === cause);
  if (!found) throw new Error(`no ${cause}, but ${JSON.stringify(causes)}`);
  return found;
}

function injected(fault: Fault | undefined, env: RealEnvironment): Promise<Place> {
  if (!fault) throw new Error('no such fault');
  return Promise.resolve(fault.inject(env)).then((place) => place ?? env);
}

const named = (check: string, text: string) =>
  [...faults, ...disasters].find((one) => one.check === check && one.name.includes(text));

/** As `conda install --force-reinstall` is asked for. */
const install = (installer: string, prefix: string, ...specs: string[]) => [
  installer,
  'install',
  '--yes',
  '--prefix',
  prefix,
  '--force-reinstall',
  '--no-deps',
  ...specs,
];

/** Specs of the channel that the environments are made of. */
async function spec(exact: string): Promise<string> {
  return `file://${realpathSync(await testChannel())}::${exact}`;
}

const NUMPY = 'numpy=1.24.2=py311h0000000_0';
const PYTHON = 'python=3.11.2=h2755cc3_0_cpython';
const OPENSSL = 'openssl-3.0.8-h0000000_0';
const ZLIB = 'libzlib=1.2.13=h0000000_0';

describeReal('a remedy names packages with version, build and channel', () => {
  const table: {
    fault: Fault | undefined;
    cause: Cause;
    packages: string[];
    evidence: RegExp;
    options?: EnvironmentOptions;
    /** Whether what was put aside is removed after it. */
    isTidied?: boolean;
  }[] = [
    {
      fault: named('missing-file', 'deleted'),
      cause: 'modified-files',
      packages: [PYTHON],
      evidence: /lib\/python3\.11\/random\.py/,
    },
    {
      fault: named('altered-file', 'one bit flipped, the size kept'),
      cause: 'modified-files',
      packages: [PYTHON],
      evidence: /shutil\.py/,
    },
    {
      fault: named('dangling-link', 'of another package'),
      cause: 'modified-files',
      packages: [ZLIB],
      evidence: /libz\.so/,
    },
    {
      fault: named('link-loop', 'itself'),
      cause: 'modified-files',
      packages: [ZLIB],
      evidence: /lib\/libz\.so/,
    },
    {
      fault: named('not-executable', 'chmod 644'),
      cause: 'permissions',
      packages: [PYTHON],
      evidence: /python3\.11/,
    },
    {
      fault: named('missing-file', 'all files of a package'),
      cause: 'interrupted-update',
      packages: ['setuptools=67.4.0=pyhd8ed1ab_0'],
      evidence:
        /^All \d+ paths of setuptools-67\.4\.0-pyhd8ed1ab_0 are gone, but its record is there\.$/,
    },
    {
      fault: named('missing-file', 'killed half way'),
      cause: 'interrupted-update',
      packages: [NUMPY],
      evidence:
        /^\d+ of \d+ paths of numpy-1\.24\.2-py311h0000000_0 are gone, though recorded; 2 files were put aside/,
      isTidied: true,
    },
    {
      fault: named('missing-file', 'deleted'),
      cause: 'modified-files',
      packages: [PYTHON],
      evidence: /random/,
      options: { dialect: 'rattler' },
    },
  ];
  test.concurrent.each(table)('$fault.check: $fault.name → $cause', async (row) => {
    await using env = await realEnvironment(row.options ?? { dialect: 'conda' });
    const { prefix } = await injected(row.fault, env);
    const { evidence, remedy } = await diagnosed(prefix, row.cause);
    const specs = await Promise.all(row.packages.map(spec));
    const tidy = ['conda', 'clean', '--yes', '--tempfiles', prefix];
    expect(remedy.commands).toEqual([
      install('conda', prefix, ...specs),
      ...(row.isTidied ? [tidy] : []),
    ]);
    expect(evidence).toMatch(row.evidence);
    const [exact = ''] = row.packages;
    const dist = row.cause === 'interrupted-update' ? 'half done' : exact.replaceAll('=', '-');
    expect(remedy.summary).toContain(dist);
  });

  test('to micromamba where mamba made it', async () => {
    await using env = await realEnvironment({ dialect: 'mamba' });
    rmSync(join(env.prefix, 'lib/python3.11/random.py'));
    const { remedy } = await diagnosed(env.prefix, 'modified-files');
    expect(remedy.commands).toEqual([install('micromamba', env.prefix, await spec(PYTHON))]);
  });

  test('to pixi by name only', async () => {
    await using env = await realEnvironment();
    const prefix = join(dirname(env.root), 'work', '.pixi', 'envs', 'dev');
    mkdirSync(dirname(prefix), { recursive: true });
    symlinkSync(env.prefix, prefix);
    rmSync(join(env.prefix, 'lib/libz.so'));
    const { remedy } = await diagnosed(prefix, 'modified-files');
    const work = join(dirname(env.root), 'work');
    expect(remedy.commands).toEqual([
      ['pixi', 'reinstall', '--manifest-path', work, '--environment', 'dev', 'libzlib'],
    ]);
  });

  test('without the credentials of its channel', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    edit(env, 'libzlib', (record) => {
      record['channel'] = 'https://me:SECRET@host/t/SECRET/chan/linux-64';
      record['url'] = `${record['channel']}/x.conda?sig=SECRET`;
    });
    rmSync(join(env.prefix, 'lib/libz.so'));
    symlinkSync('https://me:SECRET@host/x', join(env.prefix, 'lib/libz.so'));
    const report = await examined(env.prefix);
    expect(JSON.stringify(report)).not.toContain('SECRET');
    expect(report.causes[0]?.remedy.commands).toEqual([install('conda', env.prefix, ZLIB)]);
  });
});

describeReal('what happened to the whole', () => {
  test('a moved root is told by its old place; conda is run as a module where it is in the root', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const place = await injected(named('stale-prefix', 'mv of'), env);
    const { evidence, remedy } = await diagnosed(place.prefix, 'filesystem-migration');
    expect(evidence).toMatch(/^\d+ files name /);
    expect(evidence).toContain(`name ${env.prefix}, which does not exist`);
    expect(evidence).toContain(`the environment is at ${place.prefix}`);
    const [first = []] = remedy.commands;
    expect(first.slice(0, 5)).toEqual(['conda', 'install', '--yes', '--prefix', place.prefix]);
    expect(first).toContain(await spec(PYTHON));

    mkdirSync(join(place.root, 'bin'));
    writeFileSync(join(place.root, 'bin', 'conda'), `#!${env.root}/bin/python\n`);
    const again = await diagnosed(place.prefix, 'filesystem-migration');
    const python = join(place.root, 'bin', 'python');
    expect(again.remedy.commands).toEqual([[python, '-m', 'conda', ...first.slice(1)]]);
  });

  test('a copy is told by a place that still exists', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const copy = `${env.prefix}-copy`;
    execFileSync('cp', ['-a', env.prefix, copy]);
    const { evidence } = await diagnosed(copy, 'filesystem-migration');
    expect(evidence).toContain(`${env.prefix}, which still exists; the environment is at ${copy}`);
  });

  test('an unpacked archive of conda-pack is finished by conda-unpack', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const copy = `${env.prefix}-copy`;
    renameSync(env.prefix, copy);
    // conda-pack takes the files from the package cache: they hold what the package was built with.
    copyFileSync(join(env.cache, OPENSSL, 'ssl/openssl.cnf'), join(copy, 'ssl/openssl.cnf'));
    writeFileSync(join(copy, 'bin/conda-unpack'), '#!/usr/bin/env python\n', { mode: 0o755 });
    const { remedy } = await diagnosed(copy, 'filesystem-migration');
    expect(remedy.commands).toEqual([[`${copy}/bin/python`, `${copy}/bin/conda-unpack`]]);
  });

  test('links that became text are counted', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('flattened-link', 'zip and unzip'), env);
    const { evidence, remedy } = await diagnosed(env.prefix, 'backup-restore');
    const [, all, flat] = /^(\d+) of (\d+) links are text files/.exec(evidence) ?? [];
    expect(flat).toBe(all);
    expect(evidence).toMatch(/programs? (?:is|are) not executable: an archive or artifact store/);
    expect(remedy.summary).toMatch(/tar, rsync -a, cp -a/);
    expect(remedy.commands).toHaveLength(1);
    expect(remedy.commands[0]).toContain(await spec(ZLIB));
  });

  test('a cleaned cache is named', async () => {
    await using env = await realEnvironment({ dialect: 'conda', links: 'soft' });
    await injected(named('dangling-link', 'rm -rf pkgs'), env);
    const { evidence, remedy } = await diagnosed(env.prefix, 'package-cache');
    expect(evidence).toContain(`${env.cache}/`);
    expect(evidence).toMatch(/and \d+ more do not exist; \d+ links lead there\.$/);
    expect(remedy.summary).toMatch(/^Reinstall \d+ packages/);
  });

  test('one package of it, too', async () => {
    await using env = await realEnvironment({ dialect: 'conda', links: 'soft' });
    const folder = join(env.cache, 'numpy-1.24.2-py311h0000000_0');
    rmSync(folder, { recursive: true });
    const { evidence, remedy } = await diagnosed(env.prefix, 'package-cache');
    expect(evidence).toMatch(new RegExp(`^${folder} does not exist; \\d+ links lead there\\.$`));
    expect(remedy.commands).toEqual([install('conda', env.prefix, await spec(NUMPY))]);
  });
});

describeReal('what stands in the way goes first', () => {
  test('a record that is none', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('unreadable-record', 'cut in half'), env);
    const { evidence, remedy } = await diagnosed(env.prefix, 'interrupted-update');
    expect(evidence).toMatch(/conda-meta\/libzlib-1\.2\.13-h0000000_0\.json is no JSON/);
    expect(remedy.commands).toEqual([
      ['rm', '--', `${env.prefix}/conda-meta/libzlib-1.2.13-h0000000_0.json`],
      install('conda', env.prefix, await spec(ZLIB)),
    ]);
  });

  test('the older of two records', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('duplicate-record', ''), env);
    rmSync(join(env.prefix, 'lib/libz.a'));
    const { remedy } = await diagnosed(env.prefix, 'interrupted-update');
    const removed = remedy.commands.filter(([program]) => program === 'rm');
    expect(removed).toHaveLength(1);
    expect(removed[0]?.at(-1)).toMatch(/conda-meta\/libzlib-1\.2\.1\d-h0000000_0\.json$/);
    expect(remedy.commands.at(-1)).toEqual(
      install(
        'conda',
        env.prefix,
        expect.stringMatching(/::libzlib=1\.2\.1\d=/) as unknown as string,
      ),
    );
  });

  test('what pip installed', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('replaced-by-pip', ''), env);
    const { remedy } = await diagnosed(env.prefix, 'modified-files');
    expect(remedy.commands).toEqual([
      ['conda', 'remove', '--yes', '--prefix', env.prefix, '--force', 'numpy'],
      [`${env.prefix}/bin/python`, '-m', 'pip', 'uninstall', '--yes', 'numpy'],
      install('conda', env.prefix, await spec(NUMPY)),
    ]);
  });

  test('a folder in place of a file, which is kept', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('wrong-type', 'a folder in its place'), env);
    const { remedy } = await diagnosed(env.prefix, 'modified-files');
    const path = `${env.prefix}/lib/python3.11/uuid.py`;
    expect(remedy.commands).toEqual([
      ['mv', '--', path, `${path}.aside`],
      install('conda', env.prefix, await spec(PYTHON)),
    ]);
  });
});

describeReal('what no package owns', () => {
  test.concurrent.each<[string, string, Cause]>([
    ['beside it', 'nothing', 'modified-files'],
    ['elsewhere', '/nowhere/at/all', 'modified-files'],
    ['in a package cache that is gone', '/nowhere/pkgs/zlib-1.2-h0/lib/x', 'package-cache'],
  ])('a stray link that leads to nothing %s', async (_, target, cause) => {
    await using env = await realEnvironment({ dialect: 'conda' });
    symlinkSync(target, join(env.prefix, 'share', '- stray link'));
    const { evidence, remedy } = await diagnosed(env.prefix, cause);
    expect(evidence).toContain('share/- stray link');
    const programs = remedy.commands.map(([program]) => program);
    expect(programs.filter((program) => program !== 'rm')).toEqual([]);
    if (programs.length > 0) {
      expect(remedy.commands).toEqual([['rm', '--', `${env.prefix}/share/- stray link`]]);
    }
  });

  test('a sound environment has nothing to be told', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    expect((await examined(env.prefix)).causes).toEqual([]);
  });
});

describeReal('a folder that may not be entered', () => {
  test('is given back by its owner', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const folder = join(env.prefix, 'lib/engines-3');
    for (let above = env.prefix; above !== dirname(env.root); above = dirname(above)) {
      chmodSync(above, 0o755);
    }
    chmodSync(dirname(env.root), 0o755);
    chmodSync(folder, 0);
    const isRoot = process.geteuid?.() === 0;
    // root is stopped by no permission, so be somebody else for a while.
    if (isRoot) process.seteuid?.(65534);
    try {
      const { evidence, remedy } = await diagnosed(env.prefix, 'permissions');
      expect(evidence).toContain('lib/engines-3');
      expect(remedy.commands).toEqual([['chmod', '-R', 'a+rX', folder]]);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o755);
    }
  });
});

describeReal('many things at once', () => {
  test('are told one after the other, the largest first', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    await injected(named('flattened-link', 'zip and unzip'), env);
    rmSync(join(env.prefix, 'lib/python3.11/random.py'));
    const { causes, findings } = await examined(env.prefix);
    expect(causes.map(({ cause }) => cause)).toEqual(['backup-restore', 'modified-files']);
    const above = findings.filter(({ severity }) => severity !== 'note');
    expect(causes.reduce((sum, one) => sum + one.findings, 0)).toBe(above.length);
  });
});
