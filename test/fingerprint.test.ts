import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare, type Difference, type Manner } from '../src/difference.ts';
import { CannotRead } from '../src/errors.ts';
import { type Identity, identify } from '../src/fingerprint.ts';
import { type OpenOptions, openReference, parseReference } from '../src/references.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import type { Source } from '../src/sources.ts';
import { noProgress } from '../src/terminal.ts';
import { install, makeEnvironment, run, temporaryFolder } from './support/cli.ts';
import {
  type Dialect,
  describeReal,
  type Links,
  type RealEnvironment,
  realEnvironment,
} from './support/environments.ts';
import { FIFO, file, link, MemorySource, type Node } from './support/memory.ts';
import { hasher } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];
const KINDS = DIALECTS.flatMap((dialect) => LINKS.map((links) => ({ dialect, links })));
const LIBRARY = 'lib/python3.11';
const SITE = `${LIBRARY}/site-packages`;
const never = new AbortController().signal;

function identityOf(prefix: string): Promise<Identity> {
  return identify(new DirectorySource(hasher), prefix, never, noProgress);
}

/** What is in an archive, which holds one environment. */
async function identityIn(word: string): Promise<Identity> {
  const reference = parseReference(word);
  if (!reference) throw new Error(`${word} is no reference`);
  const options: OpenOptions = {
    machine: { platform: 'linux', cwd: '/', home: '/nonexistent', env: {} },
    isHashed: true,
    prefix: null,
    platform: null,
    signal: never,
    progress: noProgress,
  };
  const opened = await openReference(reference, options);
  try {
    const [environment, ...others] = opened.environments.filter(({ name }) => name !== 'base');
    if (!environment || others.length > 0) throw new Error(`${word} holds not one environment`);
    return await identify(opened.source, environment.prefix, never, noProgress);
  } finally {
    await opened.close();
  }
}

/** The second implementation, in Python. */
async function fingerprintInPython(...prefixes: string[]): Promise<string[]> {
  const script = fileURLToPath(new URL('support/fingerprint.py', import.meta.url));
  const { stdout } = await promisify(execFile)('python3', [script, ...prefixes]);
  return stdout.trim().split('\n');
}

/** A file of its own in place of what is there: hard links would carry the change into the cache. */
function put(path: string, data: string | Uint8Array, mode = 0o644): void {
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
  chmodSync(path, mode);
}

function relink(path: string, target: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** Changes the text of a file, and nothing else of it. */
function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'latin1');
  const after = change(before);
  if (after === before) throw new Error(`nothing to change in ${path}`);
  put(path, Buffer.from(after, 'latin1'), lstatSync(path).mode & 0o777);
}

/** A path that is in the end what it is now. */
function restoring(path: string) {
  const before = lstatSync(path, { throwIfNoEntry: false });
  const target = before?.isSymbolicLink() ? readlinkSync(path) : null;
  const bytes = before && target === null ? readFileSync(path) : null;
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { force: true });
      if (target !== null) symlinkSync(target, path);
      else if (before && bytes) put(path, bytes, before.mode & 0o777);
    },
  };
}

const PYTHON = 'python-3.11.2-h2755cc3_0_cpython';
const LIBZLIB = 'libzlib-1.2.13-h0000000_0';

interface Change {
  readonly name: string;
  readonly path: string;
  readonly how: Manner;
  readonly package: string | null;
  readonly change: (place: string, prefix: string) => void;
}

/** Each at a path of its own, so that all of them can befall one environment. */
const CHANGES: readonly Change[] = [
  {
    name: 'a byte is another',
    path: `${SITE}/numpy/version.py`,
    how: 'content',
    package: 'numpy-1.24.2-py311h0000000_0',
    change: (place) => edit(place, (text) => `#${text.slice(1)}#`),
  },
  {
    name: 'a patched text is changed beside the prefix',
    path: `${LIBRARY}/_sysconfigdata.py`,
    how: 'content',
    package: PYTHON,
    change: (place) => edit(place, (text) => text.replace('3.11', '3.12')),
  },
  {
    name: 'a patched program is changed beside the prefix',
    path: 'bin/python3.11',
    how: 'content',
    package: PYTHON,
    change: (place) => edit(place, (text) => `${text.slice(0, -1)}\x7f`),
  },
  {
    name: 'a patched text is empty',
    path: 'ssl/openssl.cnf',
    how: 'content',
    package: 'openssl-3.0.8-h0000000_0',
    change: (place) => put(place, ''),
  },
  {
    name: 'the exec bit is lost',
    path: 'bin/2to3-3.11',
    how: 'executable',
    package: PYTHON,
    change: (place) => chmodSync(place, 0o655),
  },
  {
    name: 'the exec bit of a console script is lost',
    path: 'bin/wheel',
    how: 'executable',
    package: 'wheel-0.38.4-pyhd8ed1ab_0',
    change: (place) => chmodSync(place, 0o644),
  },
  {
    name: 'a link leads elsewhere',
    path: 'lib/libz.so',
    how: 'target',
    package: LIBZLIB,
    change: (place) => relink(place, 'libcrypto.so.3'),
  },
  {
    name: 'a link became the file that it led to',
    path: 'lib/libz.so.1',
    how: 'type',
    package: LIBZLIB,
    change: (place) => put(place, readFileSync(place)),
  },
  {
    name: 'a file became a link',
    path: 'include/zlib.h',
    how: 'type',
    package: LIBZLIB,
    change: (place) => relink(place, 'curses.h'),
  },
  {
    name: 'a file became a named pipe',
    path: `${LIBRARY}/socket.py`,
    how: 'type',
    package: PYTHON,
    change: (place) => {
      rmSync(place);
      execFileSync('mkfifo', [place]);
    },
  },
  {
    name: 'a file is missing',
    path: `${LIBRARY}/random.py`,
    how: 'only-left',
    package: PYTHON,
    change: (place) => rmSync(place),
  },
  {
    name: 'a file is new',
    path: `${SITE}/sitecustomize.py`,
    how: 'only-right',
    package: null,
    change: (place) => put(place, 'print(1)\n'),
  },
  {
    name: 'a link is new',
    path: 'bin/sh',
    how: 'only-right',
    package: null,
    change: (place) => relink(place, '/bin/sh'),
  },
  {
    name: 'a line of code is added to a console script',
    path: 'bin/pip',
    how: 'content',
    package: 'pip-23.0.1-pyhd8ed1ab_0',
    change: (place) => edit(place, (text) => text.replace('import sys', 'import sys, evil')),
  },
  {
    name: 'a console script calls another function',
    path: 'bin/pip3',
    how: 'content',
    package: 'pip-23.0.1-pyhd8ed1ab_0',
    change: (place) => edit(place, (text) => text.replaceAll('main', 'other')),
  },
  {
    name: 'a script that pip made is new',
    path: 'bin/tool',
    how: 'only-right',
    package: null,
    change: (place, prefix) => put(place, scriptIn(prefix), 0o755),
  },
];

/** A script as pip puts it into bin/ out of a wheel's `scripts`: its first line is its own. */
function scriptIn(prefix: string): string {
  return `#!${prefix}/bin/python3.11\nprint('${prefix}/share')\n`;
}

const ALL_CHANGES = CHANGES.map(({ path, how, package: owner }) => ({
  path,
  package: owner,
  how,
})).sort((a, b) => (a.path < b.path ? -1 : 1));

let ours: RealEnvironment;
let original: Identity;

describeReal('environments of one channel', () => {
  beforeAll(async () => {
    ours = await realEnvironment();
    original = await identityOf(ours.prefix);
  });
  afterAll(async () => {
    await ours?.[Symbol.asyncDispose]();
  });

  describe('have the same fingerprint, and a second implementation agrees', () => {
    test.for(KINDS)('$links links, $dialect: sound, and changed', async (options) => {
      await using env = await realEnvironment({ ...options, name: 'elsewhere' });
      const sound = await identityOf(env.prefix);
      expect(compare(original, sound)).toEqual({ packages: [], paths: [] });
      expect(sound.fingerprint).toBe(original.fingerprint);
      expect(await fingerprintInPython(env.prefix)).toEqual([sound.fingerprint]);

      for (const { path, change } of CHANGES) change(join(env.prefix, path), env.prefix);
      const changed = await identityOf(env.prefix);
      expect(compare(original, changed)).toEqual({ packages: [], paths: ALL_CHANGES });
      expect(changed.fingerprint).not.toBe(original.fingerprint);
      expect(await fingerprintInPython(env.prefix)).toEqual([changed.fingerprint]);
    });

    // Such a prefix does not fit into a `#!` line: the installers write other ones.
    test.for<[string, Dialect, string]>([
      ['a long prefix', 'rattler', 'long'.repeat(30)],
      ['a long prefix', 'conda', 'long'.repeat(30)],
      ['a prefix with a space', 'mamba', 'data science'],
    ])('%s, %s', async ([, dialect, name]) => {
      await using env = await realEnvironment({ dialect, name });
      const identity = await identityOf(env.prefix);
      expect(compare(original, identity).paths).toEqual([]);
      expect(identity.fingerprint).toBe(original.fingerprint);
      expect(await fingerprintInPython(env.prefix)).toEqual([identity.fingerprint]);
    });
  });

  describe('have the same fingerprint', () => {
    test('under another name of the same folder', async () => {
      const alias = `${ours.root}-alias`;
      relink(alias, ours.root);
      const { fingerprint } = await identityOf(ours.prefix.replace(ours.root, alias));
      expect(fingerprint).toBe(original.fingerprint);
      expect(await fingerprintInPython(ours.prefix.replace(ours.root, alias))).toEqual([
        fingerprint,
      ]);
    });

    test.for(DIALECTS)('after a move that nobody told them of (%s)', async (dialect) => {
      await using env = await realEnvironment({ dialect });
      renameSync(env.root, `${env.root}-moved`);
      const prefix = env.prefix.replace(env.root, `${env.root}-moved`);
      const identity = await identityOf(prefix);
      expect(compare(original, identity)).toEqual({ packages: [], paths: [] });
      expect(identity.fingerprint).toBe(original.fingerprint);
    });

    test.for<[string, (prefix: string) => void]>([
      [
        'other times, and modes of others',
        (prefix) => {
          for (const path of ['bin/pip', `${LIBRARY}/re/__init__.py`]) {
            utimesSync(join(prefix, path), 1, 1);
            chmodSync(join(prefix, path), lstatSync(join(prefix, path)).mode ^ 0o066);
          }
        },
      ],
      [
        'compiled by Python',
        (prefix) => {
          // The modules of this channel are none that every Python can compile.
          spawnSync('python3', ['-m', 'compileall', '-q', join(prefix, LIBRARY)]);
          put(join(prefix, LIBRARY, '__pycache__/more.cpython-312.pyc'), 'compiled');
        },
      ],
      [
        'what was compiled is gone',
        (prefix) => rmSync(join(prefix, SITE, 'numpy/__pycache__'), { recursive: true }),
      ],
      ['an empty folder', (prefix) => mkdirSync(join(prefix, 'var/empty'), { recursive: true })],
      [
        'other environments and packages within',
        (prefix) => {
          for (const place of [
            'envs/a/f',
            'pkgs/zlib/f',
            'opt/other/conda-meta/f',
            'opt/other/f',
          ]) {
            put(join(prefix, place), 'f');
          }
        },
      ],
      [
        'another history, and other marks of installers',
        (prefix) => {
          put(join(prefix, 'conda-meta/history'), '==> later <==\n');
          put(join(prefix, 'CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55\n');
          put(join(prefix, '.nonadmin'), '');
          put(join(prefix, SITE, 'numpy-1.24.2.dist-info/INSTALLER'), 'rattler');
        },
      ],
      [
        'a relative link made absolute',
        (prefix) => relink(join(prefix, 'bin/python3'), join(prefix, 'bin/python3.11')),
      ],
      [
        'console scripts made anew by pip',
        (prefix) => {
          const body = `import sys\nfrom wheel.cli import main\nif __name__ == '__main__':\n    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n    sys.exit(main())\n`;
          put(join(prefix, 'bin/wheel'), `#!${prefix}/bin/python\n${body}`, 0o755);
        },
      ],
    ])('%s', async ([, change]) => {
      await using env = await realEnvironment();
      change(env.prefix);
      const identity = await identityOf(env.prefix);
      expect(compare(original, identity)).toEqual({ packages: [], paths: [] });
      expect(identity.fingerprint).toBe(original.fingerprint);
      expect(await fingerprintInPython(env.prefix)).toEqual([identity.fingerprint]);
    });

    test('what no package brought, wherever it is', async () => {
      const identities: Identity[] = [];
      for (const name of ['ml', 'analysis']) {
        await using env = await realEnvironment({ name });
        put(join(env.prefix, 'bin/tool'), scriptIn(env.prefix), 0o755);
        relink(join(env.prefix, 'share/python'), join(env.prefix, 'bin/python'));
        identities.push(await identityOf(env.prefix));
      }
      const [left, right] = identities as [Identity, Identity];
      expect(compare(left, right).paths).toEqual([]);
      expect(left.fingerprint).toBe(right.fingerprint);
      expect(left.fingerprint).not.toBe(original.fingerprint);
    });

    test('a link to the prefix itself, wherever it is, and to the folder it lies in', async () => {
      const identities: Identity[] = [];
      for (const name of ['ml', 'analysis']) {
        await using env = await realEnvironment({ name });
        relink(join(env.prefix, 'share/prefix'), env.prefix);
        relink(join(env.prefix, 'share/here'), join(env.prefix, 'share'));
        relink(join(env.prefix, 'share/same'), '.');
        identities.push(await identityOf(env.prefix));
      }
      const [left, right] = identities as [Identity, Identity];
      expect(compare(left, right).paths).toEqual([]);
      expect(left.paths.get('share/prefix')).toEqual({ kind: 'link', target: '..' });
      expect(left.paths.get('share/here')).toEqual(left.paths.get('share/same'));
    });
  });

  describe('in an archive', () => {
    const whyNo = (tool: string) =>
      spawnSync(tool, ['--version']).error === undefined ? null : `no ${tool} on PATH`;
    const pack = (env: RealEnvironment, from: string, words: readonly string[]) => {
      const [command = '', ...rest] = words;
      execFileSync(command, rest, { cwd: from, stdio: ['ignore', 'ignore', 'inherit'] });
      return join(dirname(env.root), 'archive');
    };

    test.for(DIALECTS)('they are what they are as a folder (%s)', async (dialect, { skip }) => {
      const missing = whyNo('zip');
      if (missing) skip(missing);
      await using env = await realEnvironment({ dialect });
      for (const [kind, words] of [
        ['tar', ['tar', '-cf']],
        ['tar', ['tar', '-czf']],
        ['zip', ['zip', '-qry']],
      ] as const) {
        const archive = join(dirname(env.root), `${words.join('')}.${kind}`);
        pack(env, env.prefix, [...words, archive, '.']);
        const identity = await identityIn(`${kind}:${archive}`);
        expect([kind, compare(original, identity)]).toEqual([kind, { packages: [], paths: [] }]);
        expect(identity.fingerprint).toBe(original.fingerprint);
      }
    });

    test.for(DIALECTS)('after changes they are what they are as a folder (%s)', async (dialect) => {
      await using env = await realEnvironment({ dialect });
      for (const { path, change } of CHANGES) change(join(env.prefix, path), env.prefix);
      const folder = await identityOf(env.prefix);
      // With the package cache, for that alone knows the placeholders of mamba.
      const archive = pack(env, env.root, ['tar', '-cf', '../archive', 'envs', 'pkgs']);
      const identity = await identityIn(`tar:${archive}`);
      expect(compare(folder, identity)).toEqual({ packages: [], paths: [] });
      expect(identity.fingerprint).toBe(folder.fingerprint);
    });

    test('soft links need the package cache in it', async () => {
      await using env = await realEnvironment({ links: 'soft', dialect: 'conda' });
      const alone = pack(env, env.prefix, ['tar', '-cf', '../../../archive', '.']);
      const refusal = await identityIn(`tar:${alone}`).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(CannotRead);
      expect((refusal as CannotRead).message).toContain(`${env.cache}/`);
      expect((refusal as CannotRead).advice).toContain('package cache');
      const whole = pack(env, env.root, ['tar', '-cf', '../archive', 'envs', 'pkgs']);
      const identity = await identityIn(`tar:${whole}`);
      expect(compare(original, identity)).toEqual({ packages: [], paths: [] });
    });

    test('of conda-pack they have its own files besides', async ({ skip }) => {
      const missing = whyNo('conda-pack');
      if (missing) skip(missing);
      await using env = await realEnvironment({ dialect: 'conda' });
      const packed = join(dirname(env.root), 'packed.tar');
      execFileSync('conda-pack', ['-q', '-p', env.prefix, '-o', packed, '--ignore-missing-files']);
      const { packages, paths } = compare(original, await identityIn(`tar:${packed}`));
      expect(packages).toEqual([]);
      const added = paths.map(({ path }) => path);
      for (const name of ['activate', 'conda-unpack', 'deactivate']) {
        expect(added).toContain(`bin/${name}`);
      }
      // Each version brings some more.
      for (const { path, how, package: owner } of paths) {
        expect([path, how, owner]).toEqual([
          expect.stringMatching(/^bin\/(?:activate|deactivate|conda.unpack)/),
          'only-right',
          null,
        ]);
      }
    });
  });

  describe('differ, and it is told where', () => {
    test.for(CHANGES)('$name', async ({ path, how, package: owner, change }) => {
      using place = restoring(join(ours.prefix, path));
      change(place.path, ours.prefix);
      const identity = await identityOf(ours.prefix);
      expect(identity.fingerprint).not.toBe(original.fingerprint);
      expect(compare(original, identity)).toEqual({
        packages: [],
        paths: [{ path, package: owner, how }],
      });
    });

    test.for<[string, object, string]>([
      ['version', { version: '1.2.14' }, '1.2.14-h0000000_0'],
      ['build', { build: 'h1111111_0' }, '1.2.13-h1111111_0'],
    ])('the %s of a package is another', async ([, fields, right]) => {
      await using env = await realEnvironment();
      const place = join(env.prefix, 'conda-meta', `${LIBZLIB}.json`);
      edit(place, (text) => JSON.stringify({ ...JSON.parse(text), ...fields }));
      const identity = await identityOf(env.prefix);
      expect(identity.fingerprint).not.toBe(original.fingerprint);
      expect(compare(original, identity)).toEqual({
        packages: [{ name: 'libzlib', left: '1.2.13-h0000000_0', right }],
        paths: [],
      });
    });

    test('a package is gone, and its files are left', async () => {
      await using env = await realEnvironment();
      rmSync(join(env.prefix, 'conda-meta', `${LIBZLIB}.json`));
      expect(compare(original, await identityOf(env.prefix))).toEqual({
        packages: [{ name: 'libzlib', left: '1.2.13-h0000000_0', right: null }],
        paths: [],
      });
    });

    // Without the prefix both are the same text, and not the same program.
    test('a script of pip starts a program of the system and not of the environment', async () => {
      await using env = await realEnvironment();
      const identities: Identity[] = [];
      for (const program of ['/bin/python3.11', `${env.prefix}/bin/python3.11`]) {
        put(join(env.prefix, 'bin/tool'), `#!${program}\nprint(1)\n`, 0o755);
        identities.push(await identityOf(env.prefix));
      }
      const [left, right] = identities as [Identity, Identity];
      expect(compare(left, right).paths).toEqual([
        { path: 'bin/tool', package: null, how: 'content' },
      ]);
    });
  });

  test('what cannot be known is refused, and it is told why', async () => {
    await using env = await realEnvironment();
    put(join(env.prefix, 'conda-meta', `${LIBZLIB}.json`), '{');
    await expect(identityOf(env.prefix)).rejects.toThrow(CannotRead);
    await expect(identityOf(env.prefix)).rejects.toThrow(`conda-meta/${LIBZLIB}.json`);
  });
});

// ---------------------------------------------------------------- random environments

const PREFIX = '/opt/conda/envs/ml';

interface Plan {
  readonly packages: readonly (readonly [name: string, version: string, build: string])[];
  readonly paths: Readonly<Record<string, Node>>;
}

/** A memory that stands in for a disk, for there are thousands of them. */
function sourceOf({ packages, paths }: Plan): Source {
  const records = packages.map(([name, version, build], at) => {
    const text = JSON.stringify({ name, version, build, files: [], paths_data: { paths: [] } });
    return [`${PREFIX}/conda-meta/${at}.json`, file(text)] as const;
  });
  return new MemorySource([
    [`${PREFIX}/conda-meta/history`, file('')],
    ...records,
    ...Object.entries(paths).map(([path, node]) => [`${PREFIX}/${path}`, node] as const),
  ]);
}

const few = (...values: string[]) => fc.constantFrom(...values);
const node = fc.oneof(
  fc.record({ text: few('', 'a', 'b'), mode: fc.constantFrom(0o644, 0o755) }),
  few('a', 'b', `${PREFIX}/a`, '../a'),
  fc.constant(null),
);
const plan: fc.Arbitrary<Plan> = fc.record({
  packages: fc.array(fc.tuple(few('a', 'b'), few('1', '1.0', '2'), few('0', '1', '')), {
    maxLength: 3,
  }),
  paths: fc
    .dictionary(few('a', 'b', 'bin/a', 'bin/b', 'é', 'a\nb', 'z/a'), node, { maxKeys: 4 })
    .map((paths) =>
      Object.fromEntries(
        Object.entries(paths).map(([path, one]) => {
          const isFile = typeof one === 'object' && one !== null;
          const made = isFile ? file(one.text, one.mode) : one === null ? FIFO : link(one);
          return [path, made];
        }),
      ),
    ),
});

const MIRRORED: Readonly<Record<Manner, Manner>> = {
  'only-left': 'only-right',
  'only-right': 'only-left',
  type: 'type',
  content: 'content',
  target: 'target',
  executable: 'executable',
};

function mirrored({ packages, paths }: Difference): Difference {
  return {
    packages: packages.map(({ name, left, right }) => ({ name, left: right, right: left })),
    paths: paths.map((one) => ({ ...one, how: MIRRORED[one.how] })),
  };
}

describe('two environments, whatever they are', () => {
  const identifyPlan = (one: Plan) => identify(sourceOf(one), PREFIX, never, noProgress);

  test('have the same fingerprint if, and only if, nothing differs; from both sides alike', async () => {
    let same = 0;
    await fc.assert(
      fc.asyncProperty(plan, plan, fc.integer({ min: 0, max: 3 }), async (a, b, mix) => {
        // Independent ones are hardly ever the same: some have packages or paths in common.
        const other = {
          packages: mix & 1 ? [...a.packages].reverse() : b.packages,
          paths: mix & 2 ? Object.fromEntries(Object.entries(a.paths).reverse()) : b.paths,
        };
        const left = await identifyPlan(a).catch(() => null);
        const right = await identifyPlan(other).catch(() => null);
        fc.pre(left !== null && right !== null);
        const difference = compare(left, right);
        const isSame = difference.packages.length === 0 && difference.paths.length === 0;
        expect(isSame).toBe(left.fingerprint === right.fingerprint);
        expect(compare(right, left)).toEqual(mirrored(difference));
        expect(compare(left, left)).toEqual({ packages: [], paths: [] });
        same += isSame ? 1 : 0;
      }),
      { numRuns: 1000 },
    );
    expect(same).toBeGreaterThan(100);
  });

  test('differ where a version and a build are parted at another hyphen', async () => {
    const [left, right] = await Promise.all([
      identifyPlan({ packages: [['a', '1', '2-3']], paths: {} }),
      identifyPlan({ packages: [['a', '1-2', '3']], paths: {} }),
    ]);
    expect(left.fingerprint).not.toBe(right.fingerprint);
    expect(compare(left, right).packages).toHaveLength(1);
  });
});

// ---------------------------------------------------------------- the command line

describe('the command line', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let root: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    root = join(folder.path, 'conda');
    for (const name of ['ml', 'web']) await makeEnvironment(join(root, 'envs', name));
    await install(join(root, 'envs/web'), 'flask-3.0-0', { 'lib/flask.py': 'flask\n' });
    await makeEnvironment(join(folder.path, 'copy/ml'));
    mkdirSync(join(folder.path, 'broken'));
    await makeEnvironment(join(folder.path, 'broken/ml'));
    writeFileSync(join(folder.path, 'broken/ml/conda-meta/pip-23.0-py311_0.json'), '{');
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
  });
  const at = (path: string) => join(folder.path, path);

  test('fingerprint prints one line, the same for the same', async () => {
    const here = await run(['fingerprint', at('conda/envs/ml')]);
    expect([here.code, here.stderr]).toEqual([0, '']);
    expect(here.stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect((await run(['fingerprint', at('copy/ml')])).stdout).toBe(here.stdout);
    expect((await run(['fingerprint', at('conda/envs/web')])).stdout).not.toBe(here.stdout);
  });

  test('fingerprint --json says of what', async () => {
    const { stdout } = await run(['fingerprint', 'ml', '--json'], { cwd: at('copy') });
    const { stdout: line } = await run(['fingerprint', at('copy/ml')]);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      tool: { name: 'conda-links', version: expect.stringMatching(/^\d/) },
      source: 'ml',
      name: 'ml',
      prefix: at('copy/ml'),
      fingerprint: line.trim(),
      packages: 2,
      paths: 5,
    });
  });

  test('diff of the same ends with 0', async () => {
    const { code, stdout, stderr } = await run(['diff', 'conda/envs/ml', './copy/ml'], {
      cwd: folder.path,
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^= conda\/envs\/ml and \.\/copy\/ml are the same: 2 packages, 5\s+paths\.\n {2}sha256:\w{64}\n$/,
    );
  });

  test('diff of others ends with 1', async () => {
    const words = ['diff', 'conda/envs/ml', 'conda/envs/web'];
    const { code, stdout, stderr } = await run(words, { cwd: folder.path });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toBe(`≠ conda/envs/ml and conda/envs/web differ in 1 package and 1 path.

  + flask 3.0-0

  flask-3.0-0
    lib/flask.py is only in conda/envs/web
`);
    const { code: again, stdout: json } = await run([...words, '--json'], { cwd: folder.path });
    expect(again).toBe(1);
    const side = (name: string, packages: number, paths: number) => ({
      source: `conda/envs/${name}`,
      name,
      prefix: at(`conda/envs/${name}`),
      fingerprint: expect.stringMatching(/^sha256:\w{64}$/),
      packages,
      paths,
    });
    expect(JSON.parse(json)).toEqual({
      schema: 1,
      tool: { name: 'conda-links', version: expect.any(String) },
      verdict: 'different',
      left: side('ml', 2, 5),
      right: side('web', 3, 6),
      packages: [{ name: 'flask', left: null, right: '3.0-0' }],
      paths: [{ path: 'lib/flask.py', package: 'flask-3.0-0', how: 'only-right' }],
    });
  });

  test.for([
    ['nothing there', ['fingerprint', 'copy/nothing'], 'copy/nothing'],
    ['nothing on one side', ['diff', 'copy/ml', 'copy/nothing'], 'copy/nothing'],
    ['no archive', ['diff', 'tar:nothing.tar', 'copy/ml'], 'nothing.tar'],
    ['a record that is none', ['fingerprint', 'broken/ml'], 'conda-meta/pip-23.0-py311_0.json'],
    ['one on one side', ['diff', 'copy/ml', 'broken/ml'], 'conda-meta/pip-23.0-py311_0.json'],
    ['one side only', ['diff', 'copy/ml'], 'right'],
    ['no side', ['fingerprint'], 'source'],
  ] as const)('ends with 2, and says why: %s', async ([, words, says]) => {
    const { code, stdout, stderr } = await run(words, { cwd: folder.path });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^conda-links: /);
    expect(stderr).toContain(says);
  });

  test('several environments are named, and one of them can be chosen', async () => {
    for (const words of [
      ['fingerprint', root],
      ['fingerprint', root, '--env', 'nothing'],
      ['diff', root, root],
    ]) {
      const { code, stdout, stderr } = await run(words);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/ml \(.*\/envs\/ml\), web \(/);
      expect(stderr).toContain(words.includes('--env') ? '“nothing”' : '--env');
    }
    const only = await run(['fingerprint', at('conda/envs/web'), '--env', 'nothing']);
    expect([only.code, only.stdout]).toEqual([2, '']);
    const chosen = await run(['fingerprint', root, '--env', 'web']);
    expect(chosen.stdout).toBe((await run(['fingerprint', at('conda/envs/web')])).stdout);
    expect((await run(['diff', root, root, '--env', 'web'])).code).toBe(0);
  });

  test('the only environment of one side chooses that of the other', async () => {
    for (const words of [
      [at('copy/ml'), root],
      [root, at('copy/ml')],
    ]) {
      const { code, stdout } = await run(['diff', ...words, '--json']);
      expect(code).toBe(0);
      const { left, right } = JSON.parse(stdout);
      expect([left.name, right.name]).toEqual(['ml', 'ml']);
    }
  });

  test('a text is made for 80 columns, and does not tell of everything', async () => {
    const many = at('many/ml');
    await makeEnvironment(many);
    for (let n = 0; n < 30; n += 1) {
      const contents = Object.fromEntries(
        Array.from({ length: n === 0 ? 12 : 1 }, (_, k) => [`share/package${n}/file${k}.txt`, 'x']),
      );
      await install(many, `package${n}-1.0-0`, contents);
    }
    const { code, stdout } = await run(['diff', at('copy/ml'), './many/ml'], { cwd: folder.path });
    expect(code).toBe(1);
    const words = stdout.split('\n').filter((line) => line.length > 80);
    // Nothing but the name of a source is longer, and that cannot be broken.
    expect(words.filter((line) => !line.includes(at('copy/ml')))).toEqual([]);
    expect(stdout).toContain('… and 10 more packages');
    expect(stdout).toContain('… and 4 more paths');
    expect(stdout).toContain('paths of 10 more packages; all of them: --json');
    const { stdout: json } = await run(['diff', at('copy/ml'), many, '--json']);
    expect(JSON.parse(json).paths).toHaveLength(41);
  });

  test('names that speak to terminals and runners are made safe', async () => {
    const names = [
      'a\x1b[31mred',
      'b\nc',
      'd##[error]e',
      'f\u202eg',
      '::error::h',
      'i\u200bj',
      'k\r::l',
      'm\u009bn',
    ];
    const hostile = at('##[group]\x1b[2J\u202e');
    await makeEnvironment(join(hostile, 'ml'));
    for (const name of names) writeFileSync(join(hostile, 'ml', name), '');
    // No UTF-8 at all.
    writeFileSync(Buffer.concat([Buffer.from(`${hostile}/ml/`), Buffer.from([0x6f, 0xff])]), '');
    const words = ['diff', at('copy/ml'), join(hostile, 'ml')];
    for (const more of [[], ['--json'], ['--color', 'always']]) {
      const { code, stdout } = await run([...words, ...more]);
      expect(code).toBe(1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
      const plain = stdout.replaceAll(/\x1b\[\d+m/g, more.includes('always') ? '' : '$&');
      expect(plain).not.toMatch(/[^\n\P{Cc}]|[\u200b-\u200f\u202a-\u202e]|\ufffd/u);
      expect(plain).not.toContain('##[');
      expect(plain).not.toMatch(/^\s*::/m);
    }
    const { stdout } = await run([...words, '--json']);
    const { paths, right } = JSON.parse(stdout) as {
      paths: { path: string }[];
      right: { source: string };
    };
    expect(paths.map(({ path }) => path).sort()).toEqual([...names, 'o\\xff'].sort());
    expect(right.source).toBe(join(hostile, 'ml'));
    const failed = await run(['fingerprint', join(hostile, 'nothing')]);
    expect(failed.stderr).not.toMatch(/##\[|[^\n\P{Cc}]|\u202e/u);
  });
});
