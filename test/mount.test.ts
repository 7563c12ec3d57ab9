import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadInput } from '../src/errors.ts';
import { Intake } from '../src/sources/intake.ts';
import { type Mounting, mount } from '../src/sources/mount.ts';
import { type Header, Tree } from '../src/sources/tree.ts';
import { describeReal, type RealEnvironment, realEnvironment } from './support/environments.ts';
import { tool, verifyReference, whyNoTool } from './support/forms.ts';
import { verifyPrefix } from './support/verifying.ts';

/** Name → what an archive has there: `null` a folder, `-> x` a link, else the text of a file. */
type Entries = Readonly<Record<string, string | null>>;

/** The tree that a reader makes of such an archive: small files and scripts are kept, as always. */
function treeOf(entries: Entries): Tree {
  const tree = new Tree('prefix');
  const intake = new Intake(false, false);
  for (const [at, [name, what]] of Object.entries(entries).entries()) {
    const target = what?.startsWith('-> ') ? what.slice(3) : '';
    const bytes = Buffer.from(what === null || target !== '' ? '' : what);
    const kind = what === null ? 'directory' : target === '' ? 'file' : 'symlink';
    const numbers = { size: bytes.length, mode: 0o755, uid: 0, gid: 0, modified: 0 };
    const header: Header = { name, kind, target, ...numbers };
    const node = tree.add(header, { at, offset: -1 });
    const sink = node && intake.take(node, header);
    sink?.update(bytes);
    sink?.finish();
  }
  return tree;
}

/** An environment whose scripts were made for a home; without one it has no scripts. */
function environment(folder: string, home: string | null, scripts = 2): Entries {
  const bin = Array.from({ length: home === null ? 0 : scripts }, (_, n) => [
    `${folder}bin/script-${n}`,
    `#!${home}/bin/python3.11\nimport sys\n`,
  ]);
  return {
    [`${folder}conda-meta/history`]: '',
    [`${folder}lib/libz.so`]: '',
    ...Object.fromEntries(bin),
  };
}

interface Mounted extends Mounting {
  readonly tree: Tree;
}

function mounted(entries: Entries, prefix: string | null = null): Mounted {
  const tree = treeOf(entries);
  return { tree, ...mount(tree, prefix, 'backup') };
}

/** What is at a path: its kind, or why nobody can say. */
function at({ tree }: Mounted, path: string): string {
  const found = tree.follow(path);
  return found.kind === 'ok' ? found.value.node.kind : found.kind;
}

describe('an archive is put where its environments were made, as their own scripts tell', () => {
  const home = '/home/me/miniconda3';
  it.for<{ name: string; entries: Entries; prefixes: string[]; names: string[] }>([
    {
      name: 'the environment is all of the archive, as conda-pack makes it',
      entries: environment('', `${home}/envs/ml`),
      prefixes: [`${home}/envs/ml`],
      names: ['.'],
    },
    {
      name: 'the same with a dot in front of each name, and listed itself',
      entries: { './': null, ...environment('./', `${home}/envs/ml`) },
      prefixes: [`${home}/envs/ml`],
      names: ['.'],
    },
    {
      name: 'a folder of the same name',
      entries: environment('ml/', `${home}/envs/ml`),
      prefixes: [`${home}/envs/ml`],
      names: ['ml'],
    },
    {
      name: 'a folder that was renamed',
      entries: environment('ml-2024/', `${home}/envs/ml`),
      prefixes: [`${home}/envs/ml`],
      names: ['ml-2024'],
    },
    {
      name: 'a folder that was renamed, deep in a backup',
      entries: environment('backup/monday/ml-2024/', `${home}/envs/ml`),
      prefixes: [`${home}/envs/ml`],
      names: ['backup/monday/ml-2024'],
    },
    {
      name: 'absolute names',
      entries: environment(`${home}/envs/ml/`, `${home}/envs/ml`),
      prefixes: [`${home}/envs/ml`],
      names: ['home/me/miniconda3/envs/ml'],
    },
    {
      name: 'an installation with environments in it',
      entries: {
        ...environment('miniconda3/', home),
        ...environment('miniconda3/envs/ml/', `${home}/envs/ml`),
        ...environment('miniconda3/envs/web/', `${home}/envs/web`),
      },
      prefixes: [home, `${home}/envs/ml`, `${home}/envs/web`],
      names: ['miniconda3', 'miniconda3/envs/ml', 'miniconda3/envs/web'],
    },
    {
      name: 'environments of one installation beside each other',
      entries: {
        ...environment('envs/ml/', `${home}/envs/ml`),
        ...environment('envs/web/', `${home}/envs/web`),
      },
      prefixes: [`${home}/envs/ml`, `${home}/envs/web`],
      names: ['envs/ml', 'envs/web'],
    },
    {
      name: 'one without scripts beside one that tells',
      entries: {
        ...environment('envs/libs/', null),
        ...environment('envs/ml/', `${home}/envs/ml`),
      },
      prefixes: [`${home}/envs/libs`, `${home}/envs/ml`],
      names: ['envs/libs', 'envs/ml'],
    },
    {
      name: 'no scripts: it stays where it lies in the archive',
      entries: environment('opt/libs/', null),
      prefixes: ['/opt/libs'],
      names: ['opt/libs'],
    },
    {
      name: 'no scripts, and all of the archive: it is called as that is',
      entries: environment('', null),
      prefixes: ['/backup'],
      names: ['.'],
    },
    {
      name: 'several that were renamed: each goes to where it was made',
      entries: {
        ...environment('a/', `${home}/envs/ml`),
        ...environment('b/', `${home}/envs/web`),
      },
      prefixes: [`${home}/envs/ml`, `${home}/envs/web`],
      names: ['a', 'b'],
    },
    {
      name: 'two installations of different places: each to its own',
      entries: {
        ...environment('a/mc/envs/ml/', '/usr/share/miniconda/envs/ml'),
        ...environment('b/other/envs/ml/', '/opt/miniconda/envs/ml'),
      },
      prefixes: ['/usr/share/miniconda/envs/ml', '/opt/miniconda/envs/ml'],
      names: ['a/mc/envs/ml', 'b/other/envs/ml'],
    },
    {
      name: 'two copies of one environment: they cannot both lie there, and stay',
      entries: {
        ...environment('monday/ml/', `${home}/envs/ml`),
        ...environment('tuesday/ml/', `${home}/envs/ml`),
      },
      prefixes: ['/monday/ml', '/tuesday/ml'],
      names: ['monday/ml', 'tuesday/ml'],
    },
    {
      name: 'under /usr, where runners of GitHub have theirs',
      entries: environment('ml/', '/usr/share/miniconda/envs/ml'),
      prefixes: ['/usr/share/miniconda/envs/ml'],
      names: ['ml'],
    },
    { name: 'no environment at all', entries: { 'etc/passwd': '' }, prefixes: [], names: [] },
  ])('$name', ({ entries, prefixes, names }) => {
    const result = mounted(entries);
    expect(result.prefixes).toEqual(prefixes);
    expect(result.isPlaced).toBe(false);
    expect(result.prefixes.map((prefix) => result.nameOf(prefix))).toEqual(names);
    // All that was in the archive is there, and what is not in an environment was never there.
    for (const prefix of prefixes) {
      expect(at(result, `${prefix}/lib/libz.so`)).toBe('file');
      expect(at(result, `${prefix}/lib/gone.so`)).toBe('missing');
    }
  });

  it('so that absolute links lead where they did, and into the package cache beside it', () => {
    const result = mounted({
      ...environment('miniconda3/envs/ml/', '/opt/miniconda3/envs/ml'),
      'miniconda3/envs/ml/bin/python': '-> /opt/miniconda3/envs/ml/bin/script-0',
      'miniconda3/envs/ml/lib/cached.so': '-> /opt/miniconda3/pkgs/zlib-1-0/lib/libz.so',
      'miniconda3/envs/ml/lib/elsewhere.so': '-> /usr/lib/libz.so',
      'miniconda3/pkgs/zlib-1-0/lib/libz.so': '',
    });
    const prefix = '/opt/miniconda3/envs/ml';
    expect(result.prefixes).toEqual([prefix]);
    expect(at(result, `${prefix}/bin/python`)).toBe('file');
    expect(at(result, `${prefix}/lib/cached.so`)).toBe('file');
    expect(at(result, `${prefix}/lib/elsewhere.so`)).toBe('outside');
  });

  // Each environment that the archive has is one to verify, or its faults are never told.
  it('none is lost: two of their own name, made in different folders', () => {
    const result = mounted({
      ...environment('a/ml/', '/x/ml'),
      ...environment('b/web/', '/y/web'),
    });
    expect(result.prefixes).toHaveLength(2);
    for (const prefix of result.prefixes)
      expect(at(result, `${prefix}/conda-meta`)).toBe('directory');
  });

  it('the scripts of an environment speak for an installation that has none', () => {
    const result = mounted({
      'micromamba/conda-meta/history': '',
      ...environment('micromamba/envs/ml/', '/home/me/micromamba/envs/ml'),
    });
    expect(result.prefixes).toEqual(['/home/me/micromamba', '/home/me/micromamba/envs/ml']);
  });

  it('of a listed folder that nothing places, what is beside it is not known', () => {
    const result = mounted({ './': null, ...environment('./libs/', null) });
    expect(at(result, '/home/me/miniconda3/pkgs/zlib-1-0/lib/libz.so')).toBe('outside');
  });
});

describe('scripts that tell nothing, or lie', () => {
  it.for<[string, string]>([
    ['a path out of the root', '#!/../../x/bin/python\n'],
    ['a path with .. in it', '#!/opt/../etc/bin/python\n'],
    ['a path with . in it', '#!/opt/./ml/bin/python\n'],
    ['a path with two slashes', '#!//opt//ml/bin/python\n'],
    ['the Python of the system', '#!/usr/bin/python\n'],
    ['another Python of the system', '#!/usr/local/bin/python3\n'],
    ['no prefix at all', '#!/bin/python\n'],
    ['env', '#!/usr/bin/env python\n'],
    ['a relative path', '#!bin/python\n'],
    ['a shell', '#!/bin/sh\n'],
    ['a very long path', `#!/${'x/'.repeat(4000)}bin/python\n`],
    ['a binary', '\x7fELF\0\0'],
    ['nothing', ''],
  ])('%s', ([, script]) => {
    const entries = { ...environment('ml/', null), 'ml/bin/script': script };
    const result = mounted(entries);
    expect(result.prefixes).toEqual(['/ml']);
    expect(result.nameOf('/ml/bin/script')).toBe('ml/bin/script');
    expect(at(result, '/ml/bin/script')).toBe('file');
  });

  it('most of them are believed, whatever the order; of two equal ones the same one always', () => {
    const most = environment('ml/', '/opt/ml', 3);
    const other = { 'ml/bin/a': '#!/elsewhere/ml/bin/python\n' };
    expect(mounted({ ...other, ...most }).prefixes).toEqual(['/opt/ml']);
    expect(mounted({ ...most, ...other }).prefixes).toEqual(['/opt/ml']);
    const one = environment('ml/', '/opt/ml', 1);
    expect(mounted({ ...other, ...one }).prefixes).toEqual(mounted({ ...one, ...other }).prefixes);
  });

  it('the form for long prefixes counts as well (a shell that starts the Python)', () => {
    const long = `/${'long-folder/'.repeat(20)}ml`;
    const script = `#!/bin/sh\n'''exec' "${long}/bin/python" "$0" "$@"\n' '''\n`;
    const result = mounted({ ...environment('ml/', null), 'ml/bin/script': script });
    expect(result.prefixes).toEqual([long]);
  });
});

describe('--prefix says where the outermost environment is unpacked', () => {
  it('which is then known, and so are its own names for what is in it', () => {
    const result = mounted(environment('ml/', '/opt/miniconda3/envs/ml'), '/srv/app');
    expect(result).toMatchObject({ prefixes: ['/srv/app'], isPlaced: true });
    expect(at(result, '/srv/app/lib/libz.so')).toBe('file');
    expect(at(result, '/opt/miniconda3/envs/ml/lib/libz.so')).toBe('outside');
    expect(result.nameOf('/srv/app/lib')).toBe('/srv/app/lib');
  });

  it('with all that is in it', () => {
    const entries = { ...environment('conda/', null), ...environment('conda/envs/ml/', null) };
    const result = mounted(entries, '/srv/conda');
    expect(result.prefixes).toEqual(['/srv/conda', '/srv/conda/envs/ml']);
    expect(at(result, '/srv/conda/envs/ml/lib/libz.so')).toBe('file');
  });

  it('may be the place that it has in the archive', () => {
    const result = mounted(environment('opt/ml/', '/opt/ml'), '/opt/ml');
    expect(result).toMatchObject({ prefixes: ['/opt/ml'], isPlaced: true });
    expect(at(result, '/opt/ml/lib/libz.so')).toBe('file');
  });

  it('cannot be that of several beside each other: they are named', () => {
    const entries = { ...environment('envs/ml/', null), ...environment('envs/web/', null) };
    expect(() => mounted(entries, '/srv/app')).toThrow(BadInput);
    expect(() => mounted(entries, '/srv/app')).toThrow('(envs/ml, envs/web)');
  });

  it('is no use where there is no environment, and harms nobody', () => {
    expect(mounted({ 'etc/passwd': '' }, '/srv/app').prefixes).toEqual([]);
  });
});

describe('what a place is called', () => {
  it('in an archive that may be unpacked anywhere: its name in there', () => {
    const { nameOf } = mounted(environment('backup/ml/', '/opt/envs/ml'));
    expect(nameOf('/opt/envs/ml')).toBe('backup/ml');
    expect(nameOf('/opt/envs/ml/lib/libz.so')).toBe('backup/ml/lib/libz.so');
  });

  it('beyond the archive: its own path', () => {
    const { nameOf } = mounted(environment('backup/ml/', '/opt/envs/ml'));
    expect(nameOf('/usr/lib/libz.so')).toBe('/usr/lib/libz.so');
    expect(nameOf('/opt')).toBe('/opt');
    expect(nameOf('/opt/envs-2/ml')).toBe('/opt/envs-2/ml');
  });

  it('a name that starts with two dots lies in its folder all the same', () => {
    const { nameOf } = mounted(environment('', '/opt/envs/ml'));
    expect(nameOf('/opt/envs/ml/..data')).toBe('..data');
  });
});

describeReal('what conda-pack makes', () => {
  let env: RealEnvironment;
  let folder: string;
  // It is no tool of CI: these tests may be skipped there too.
  const reason = whyNoTool(['conda-pack']);

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cl-mount-')));
    env = await realEnvironment({ dialect: 'conda' });
    if (reason !== null) return;
    const words = ['--prefix', env.prefix, '--ignore-missing-files', '--force', '--quiet'];
    await tool('conda-pack', [...words, '--output', join(folder, 'out.tar.gz')]);
    await tool('conda-pack', [...words, '--output', join(folder, 'out.zip'), '--zip-symlinks']);
    const placed = ['--dest-prefix', '/srv/app', '--output', join(folder, 'placed.tar.gz')];
    await tool('conda-pack', [...words, ...placed]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await env[Symbol.asyncDispose]();
  });

  it.for(['tar:out.tar.gz', 'zip:out.zip'])(
    '%s is whole, and a note says what to run once it is unpacked',
    async (word, { skip }) => {
      if (reason) skip(reason);
      const report = await verifyReference(word.replace(':', `:${folder}/`));
      expect(report.verdict).toBe('whole');
      expect(report.prefix).toBe('.');
      expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      const packed = report.findings.filter(({ check }) => check === 'stale-prefix');
      expect(packed.map(({ message }) => message)).toEqual([
        expect.stringContaining('bin/conda-unpack'),
      ]);
      expect(Number(packed[0]?.facts['count'])).toBeGreaterThan(1);
    },
  );

  it.for([null, '/srv/app'])(
    'packed for its place it needs no conda-unpack, and is whole there (%s)',
    async (prefix, { skip }) => {
      if (reason) skip(reason);
      const report = await verifyReference(`tar:${folder}/placed.tar.gz`, prefix ?? undefined);
      expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      expect(report.verdict).toBe('whole');
    },
  );

  it('packed for another place it is not', async ({ skip }) => {
    if (reason) skip(reason);
    const report = await verifyReference(`tar:${folder}/placed.tar.gz`, '/srv/elsewhere');
    expect(report.verdict).toBe('broken');
    expect(report.causes[0]?.cause).toBe('filesystem-migration');
  });

  it('so it is where the user says where it will be unpacked', async ({ skip }) => {
    if (reason) skip(reason);
    const report = await verifyReference(`tar:${folder}/out.tar.gz`, '/srv/app');
    expect(report.prefix).toBe('/srv/app');
    expect(report.verdict).toBe('whole');
    expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(report.findings.map(({ message }) => message).join('\n')).toContain('bin/conda-unpack');
  });

  it('unpacked, and conda-unpack never run: it is broken, and that is the remedy', async ({
    skip,
  }) => {
    if (reason) skip(reason);
    const prefix = join(folder, 'app');
    mkdirSync(prefix);
    await tool('tar', ['-xf', join(folder, 'out.tar.gz'), '-C', prefix]);
    const report = await verifyPrefix(prefix);
    if (report.verdict === 'unchecked') throw new Error(report.error);
    expect(report.verdict).toBe('broken');
    const [first] = report.causes;
    expect(first?.cause).toBe('filesystem-migration');
    expect(first?.remedy.commands).toEqual([
      [`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`],
    ]);
  });
});
