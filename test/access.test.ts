// What the bits of modes let somebody do: by tables, and by the kernel itself, which is asked as other users.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allows, EXECUTE, ModeBits, READ } from '../src/access.ts';
import { runVerify } from '../src/commands/verify.ts';
import { BadInput } from '../src/errors.ts';
import type { RawInputs } from '../src/inputs.ts';
import { takeInventory } from '../src/inventory.ts';
import type { CheckedEnvironment, EnvironmentReport, Report } from '../src/report.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import type { Stat } from '../src/sources.ts';
import type { Viewer } from '../src/user.ts';
import { describeEngine, engine, savedImage, uniqueName } from './support/engine.ts';
import { OciLayout, sha256, writeFiles } from './support/layout.ts';

const { signal } = new AbortController();

function viewer(uid: number, gid: number, ...more: number[]): Viewer {
  return { uid, gid, groups: new Set([gid, ...more]), name: null, why: 'asked' };
}

function stat(mode: number, uid: number, gid: number, kind: Stat['kind'] = 'file'): Stat {
  return {
    ...{
      kind,
      mode,
      uid,
      gid,
      size: 0,
      links: 1,
      device: 1,
      inode: 1,
      identity: '1',
      modified: 0,
      changed: 0,
    },
  };
}

describe('the bits that count', () => {
  const [owner, member, extra, other, root] = [
    viewer(1000, 1000),
    viewer(1001, 100),
    viewer(1002, 1002, 100),
    viewer(1003, 1003),
    viewer(0, 0),
  ];
  test.for<[mode: number, owner: string, group: string, others: string, root: string]>([
    [0o644, 'r', 'r', 'r', 'r'],
    [0o640, 'r', 'r', '', 'r'],
    [0o600, 'r', '', '', 'r'],
    [0o755, 'rx', 'rx', 'rx', 'rx'],
    [0o700, 'rx', '', '', 'rx'],
    [0o711, 'rx', 'x', 'x', 'rx'],
    // The owner has the bits of the owner only, and a member those of the group.
    [0o077, '', 'rx', 'rx', 'rx'],
    [0o007, '', '', 'rx', 'rx'],
    [0o604, 'r', '', 'r', 'r'],
    [0o000, '', '', '', 'r'],
    [0o001, '', '', 'x', 'rx'],
    // Writing, and the bits above, let nobody read.
    [0o7222, '', '', '', 'r'],
  ])('of %o', ([mode, ...expected]) => {
    const may = (one: Viewer) =>
      (allows(stat(mode, 1000, 100), one, READ) ? 'r' : '') +
      (allows(stat(mode, 1000, 100), one, EXECUTE) ? 'x' : '');
    expect([owner, member, other, root].map(may)).toEqual(expected);
    expect(may(extra)).toBe(may(member));
  });

  test('root enters any folder, and executes what somebody may', () => {
    expect(allows(stat(0, 1000, 100, 'directory'), root, READ | EXECUTE)).toBe(true);
    expect(allows(stat(0o666, 0, 0), root, EXECUTE)).toBe(false);
    expect(allows(stat(0o010, 1000, 100), root, EXECUTE)).toBe(true);
  });
});

// ---------------------------------------------------------------- the kernel as the judge

const USERS = [
  viewer(61001, 61001),
  viewer(61002, 61009, 61001),
  viewer(61003, 61003),
  viewer(0, 0),
];

/** Asks as each user what may be read, entered, executed; as root no user can be told from another. */
const JUDGE = `
import json, os, sys
order = json.load(sys.stdin)
def ask(path):
    try:
        if os.path.isdir(path):
            os.listdir(path); os.stat(path + '/.')
            return 'ok'
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        return 'ok' if os.access(path, os.X_OK) else 'readable'
    except OSError as error:
        return 'denied' if error.errno == 13 else 'nowhere'
answers = []
for uid, gid, groups in order['users']:
    down, up = os.pipe()
    if os.fork() == 0:
        os.setgroups(groups); os.setresgid(gid, gid, gid); os.setresuid(uid, uid, uid)
        with os.fdopen(up, 'w') as out: json.dump([ask(path) for path in order['paths']], out)
        os._exit(0)
    os.close(up)
    with os.fdopen(down) as told: answers.append(json.load(told))
    os.wait()
json.dump(answers, sys.stdout)
`;

function kernel(paths: readonly string[]): string[][] {
  const users = USERS.map(({ uid, gid, groups }) => [uid, gid, [...groups]]);
  const input = JSON.stringify({ users, paths });
  const { stdout, stderr } = spawnSync('python3', ['-c', JUDGE], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function predicted(bits: ModeBits, path: string): string {
  const { closed, end } = bits.reach(path);
  if (closed.length > 0) return 'denied';
  if (!end) return 'nowhere';
  if (end.stat.kind === 'directory') {
    return bits.allows(end.stat, READ | EXECUTE) ? 'ok' : 'denied';
  }
  if (!bits.allows(end.stat, READ)) return 'denied';
  return bits.allows(end.stat, EXECUTE) ? 'ok' : 'readable';
}

interface Thing {
  readonly kind: 'file' | 'folder' | 'link';
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly target?: string;
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const folders = fc.array(name, { maxLength: 3 }).map((names) => names.join('/'));
const target = fc.oneof(
  fc
    .tuple(fc.constantFrom('', './', '../', '../../', 'ROOT/'), folders)
    .map((parts) => parts.join('')),
  fc.constantFrom('.', '..', 'a/../b', 'a/./b', 'ROOT', '/nowhere', 'a//b'),
);
const mode = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0o755, 0o644, 0o711, 0o744) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0o777 }) },
);
const ids = fc.constantFrom(0, 61001, 61002, 61003, 61009);
const thing: fc.Arbitrary<Thing> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('folder' as const), uid: ids, gid: ids, mode }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('file' as const), uid: ids, gid: ids, mode }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('link' as const), uid: ids, gid: ids, mode, target }),
  },
);
const tree = fc.array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), thing), {
  minLength: 4,
  maxLength: 60,
});

/** Makes what can be made of it, all open first; whatever stands in the way stays. */
function make(root: string, things: readonly (readonly [readonly string[], Thing])[]): string[] {
  const made: [string, Thing][] = [];
  for (const [names, one] of things.toSorted(([a], [b]) => a.length - b.length)) {
    const path = join(root, ...names);
    try {
      if (one.kind === 'folder') mkdirSync(path);
      else if (one.kind === 'file') writeFileSync(path, '', { flag: 'wx' });
      else symlinkSync((one.target ?? '').replace('ROOT', root), path);
      made.push([path, one]);
    } catch {}
  }
  for (const [path, { kind, uid, gid, mode: bits }] of made) {
    lchownSync(path, uid, gid);
    if (kind !== 'link') chmodSync(path, bits);
  }
  return made.map(([path]) => path);
}

describe('what the kernel says to other users', () => {
  const why =
    process.getuid?.() === 0
      ? spawnSync('python3', ['-c', '']).status === 0
        ? null
        : 'no python3'
      : 'only root can ask as somebody else';
  let folder = '';
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cl-access-')));
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = new DirectorySource({ async *run() {} });

  test('of any tree: the same as the bits', async ({ skip }) => {
    if (why) skip(why);
    let count = 0;
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tree, async (things) => {
        const root = join(folder, String(count++));
        mkdirSync(root);
        const made = make(root, things);
        // Each thing, by paths that go through others as well.
        const paths = [
          ...made,
          ...made
            .slice(0, 12)
            .flatMap((path) => [`${path}/a`, `${path}/..`, `${path}/../b`, `${path}/.`]),
        ];
        const inventory = await takeInventory(source, root, signal);
        const answers = kernel(paths);
        for (const [at, user] of USERS.entries()) {
          const bits = new ModeBits(inventory, user);
          const said = answers[at] ?? [];
          for (const one of said) told.add(one);
          expect(paths.map((path) => `${user.uid} ${path} ${predicted(bits, path)}`)).toEqual(
            paths.map((path, which) => `${user.uid} ${path} ${said[which]}`),
          );
        }
      }),
      { numRuns: 15 },
    );
    // The trees were such that every answer came.
    expect([...told].sort()).toEqual(['denied', 'nowhere', 'ok', 'readable']);
  });

  test('of forty links and of one more', async ({ skip }) => {
    if (why) skip(why);
    const root = join(folder, 'chain');
    mkdirSync(join(root, 'end'), { recursive: true });
    for (let at = 0; at < 42; at += 1)
      symlinkSync(at === 0 ? 'end' : `l${at - 1}`, join(root, `l${at}`));
    const paths = Array.from({ length: 42 }, (_, at) => join(root, `l${at}`));
    const bits = new ModeBits(await takeInventory(source, root, signal), viewer(61001, 61001));
    // A kernel that is disturbed on its way begins anew and counts the links twice (`total_link_count` in
    // `fs/namei.c`): of several answers the one counts that got there.
    const answers = Array.from({ length: 10 }, () => kernel(paths)[0] ?? []);
    const told = paths.map(
      (_, at) => (answers.find((one) => one[at] === 'ok') ?? answers[0])?.[at],
    );
    expect(told.slice(-3)).toEqual(['ok', 'nowhere', 'nowhere']);
    expect(paths.map((path) => predicted(bits, path))).toEqual(told);
    // Asked again, by what is remembered.
    expect(paths.toReversed().map((path) => predicted(bits, path))).toEqual(told.toReversed());
  });

  test('of a folder above the prefix: it is on the way', async ({ skip }) => {
    if (why) skip(why);
    const root = join(folder, 'home/ada/env');
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'file'), '');
    chmodSync(join(folder, 'home/ada'), 0o700);
    chmodSync(join(folder, 'home'), 0o750);
    const inventory = await takeInventory(source, root, signal);
    const bits = new ModeBits(inventory, viewer(61001, 61001));
    expect(bits.ways).toEqual([join(folder, 'home'), join(folder, 'home/ada')]);
    expect(kernel([join(root, 'file')])[0]).toEqual(['denied']);
    expect(new ModeBits(inventory, viewer(0, 0)).ways).toEqual([]);
  });
});

// ---------------------------------------------------------------- the command, on real files

/** A package of one program, one module and one piece of data, as conda records it. */
function install(prefix: string): void {
  const files: Record<string, string> = {
    'bin/tool': '#!/bin/sh\necho works\n',
    'lib/python3.11/site-packages/own/x.py': 'x = 1\n',
    'share/own/data': 'data\n',
  };
  const paths = Object.entries(files).map(([path, bytes]) => {
    mkdirSync(join(prefix, path, '..'), { recursive: true });
    writeFileSync(join(prefix, path), bytes, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
    const hash = createHash('sha256').update(bytes).digest('hex');
    const sizes = { sha256: hash, sha256_in_prefix: hash, size_in_bytes: bytes.length };
    return { _path: path, path_type: 'hardlink', ...sizes };
  });
  mkdirSync(join(prefix, 'conda-meta'));
  const record = {
    ...{ name: 'own', version: '1', build: '0', subdir: 'linux-64', depends: [] },
    ...{ channel: 'https://conda.anaconda.org/conda-forge/linux-64', files: Object.keys(files) },
    paths_data: { paths_version: 1, paths },
  };
  const file = join(prefix, 'conda-meta/own-1-0.json');
  writeFileSync(file, JSON.stringify(record), { mode: 0o600 });
  writeFileSync(join(prefix, 'conda-meta/history'), '');
}

/** `conda-links verify`, without the program around it. */
async function verified(words: readonly string[], raw: RawInputs = {}): Promise<EnvironmentReport> {
  // The threads that hash are there once it is built.
  const options = { ...raw, level: 'metadata', format: 'json' };
  const { text } = await runVerify(words, options, false, signal);
  const [environment] = (JSON.parse(text) as Report).environments;
  if (!environment) throw new Error(text);
  return environment;
}

function linesOf(environment: EnvironmentReport): string[] {
  if (environment.verdict === 'unchecked') throw new Error(environment.error);
  const loud = environment.findings.filter(({ severity }) => severity !== 'note');
  return loud.map(({ check, path }) => `${check} ${path}`);
}

describe('what is found for somebody else, and mended', () => {
  const why = process.getuid?.() === 0 ? null : 'only root can give files to somebody else';
  let folder = '';
  let prefix = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cl-eyes-')));
    chmodSync(folder, 0o755);
    prefix = join(folder, 'home/envs/own');
    install(prefix);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const as = (uid: number, ...words: string[]) =>
    spawnSync('setpriv', [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', ...words], {
      cwd: '/',
    }).status;
  const works = () =>
    as(61001, join(prefix, 'bin/tool')) === 0 &&
    as(61001, 'cat', join(prefix, 'share/own/data')) === 0 &&
    as(61001, 'ls', join(prefix, 'lib/python3.11/site-packages/own')) === 0;

  test.for<[disaster: string, damage: () => void, found: string[]]>([
    [
      'a home for its owner only',
      () => chmodSync(join(folder, 'home'), 0o700),
      ['unreadable-folder '],
    ],
    [
      'chmod -R go-rwx',
      () => void spawnSync('chmod', ['-R', 'go-rwx', prefix]),
      ['unreadable-folder '],
    ],
    [
      'chmod -R go-rwx, from further above',
      () => void spawnSync('chmod', ['-R', 'go-rwx', join(folder, 'home')]),
      ['unreadable-folder ', 'unreadable-folder '],
    ],
    [
      'a program and a file',
      () => {
        chmodSync(join(prefix, 'bin/tool'), 0o744);
        chmodSync(join(prefix, 'share/own/data'), 0o640);
      },
      ['unreadable-target bin/tool', 'unreadable-target share/own/data'],
    ],
  ])('%s', async ([, damage, found], { skip }) => {
    if (why) skip(why);
    expect(works()).toBe(true);
    expect(linesOf(await verified([prefix], { asUser: '61001' }))).toEqual([]);
    damage();
    expect(works()).toBe(false);
    const broken = await verified([prefix], { asUser: '61001' });
    expect(linesOf(broken)).toEqual(found);
    // Root, whose files these are, has nothing to complain of.
    expect(linesOf(await verified([prefix]))).toEqual([]);
    const { causes } = broken as CheckedEnvironment;
    expect(causes.map(({ cause }) => cause)).toEqual(['permissions']);
    for (const [command = '', ...words] of causes.flatMap(({ remedy }) => remedy.commands)) {
      expect(spawnSync(command, words).status).toBe(0);
    }
    expect(works()).toBe(true);
    expect(linesOf(await verified([prefix], { asUser: '61001' }))).toEqual([]);
  });

  test('as root: the owner of the prefix; or nobody else, where they cannot come to it', async ({
    skip,
  }) => {
    if (why) skip(why);
    spawnSync('chown', ['-R', '61001:61001', prefix]);
    writeFileSync(join(prefix, 'share/own/data'), 'data\n');
    lchownSync(join(prefix, 'share/own/data'), 0, 0);
    chmodSync(join(prefix, 'share/own/data'), 0o600);
    expect(works()).toBe(false);
    const found = await verified([prefix]);
    expect(found).toMatchObject({ user: { uid: 61001, gid: 61001, name: null, why: 'owner' } });
    expect(linesOf(found)).toEqual(['unreadable-target share/own/data']);
    chmodSync(join(folder, 'home'), 0o700);
    const other = await verified([prefix]);
    expect(other).toMatchObject({ user: { uid: 0, why: 'process' } });
    expect(linesOf(other)).toEqual([]);
  });

  describe('in an image', () => {
    /** As `tar` of a folder that stands for the root. */
    const layer = (passwd: string) => {
      const root = join(folder, 'root');
      mkdirSync(join(root, 'opt'), { recursive: true });
      mkdirSync(join(root, 'etc'));
      writeFileSync(join(root, 'etc/passwd'), passwd);
      writeFileSync(join(root, 'etc/group'), 'lab:x:500:app\n');
      install(join(root, 'opt/own'));
      chmodSync(join(root, 'opt/own/share/own/data'), 0o600);
      chmodSync(join(root, 'opt/own/bin'), 0o750);
      lchownSync(join(root, 'opt/own/bin'), 0, 500);
      const words = ['-C', root, '--numeric-owner', '-c', 'opt', 'etc'];
      return execFileSync('tar', words, { maxBuffer: 1 << 24 });
    };
    const PASSWD = 'root:x:0:0::/:/bin/sh\napp:x:1500:1500::/:/bin/sh\n';
    const BOTH = ['unreadable-folder bin', 'unreadable-target share/own/data'];

    test.for<[user: string | undefined, who: object | null, found: string[]]>([
      [undefined, { uid: 0, gid: 0, name: 'root', why: 'image' }, []],
      ['', { uid: 0, gid: 0, name: 'root', why: 'image' }, []],
      ['app', { uid: 1500, gid: 1500, name: 'app', why: 'image' }, BOTH.slice(1)],
      ['1500', { uid: 1500, gid: 1500, name: 'app', why: 'image' }, BOTH.slice(1)],
      ['1500:7', { uid: 1500, gid: 7, name: 'app', why: 'image' }, BOTH],
      ['7:lab', { uid: 7, gid: 500, name: null, why: 'image' }, BOTH.slice(1)],
      ['nobody-there', null, []],
    ])('USER %s', async ([user, who, found], { skip }) => {
      if (why) skip(why);
      const tar = layer(PASSWD);
      const layout = new OciLayout();
      const config = layout.json(
        {
          ...{
            os: 'linux',
            architecture: 'amd64',
            config: user === undefined ? null : { User: user },
          },
          rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(tar)}`] },
        },
        'application/vnd.oci.image.config.v1+json',
      );
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const stored = [layout.blob(tar, 'application/vnd.oci.image.layer.v1.tar')];
      const manifest = { schemaVersion: 2, mediaType: type, config, layers: stored };
      const place = join(folder, 'layout');
      await writeFiles(place, layout.holds(layout.json(manifest, type)));
      const image = await verified([`oci-dir:${place}`]);
      expect(image).toMatchObject({ user: who });
      expect(linesOf(image)).toEqual(found);
      // Whoever is asked for is looked up in the image, and not here.
      const asked = await verified([`oci-dir:${place}`], { asUser: 'app' });
      expect(asked).toMatchObject({ user: { uid: 1500, why: 'asked' } });
      expect(linesOf(asked)).toEqual(BOTH.slice(1));
      const outcome = verified([`oci-dir:${place}`], { asUser: 'apt' });
      await expect(outcome).rejects.toThrow('there is no “apt” in /etc/passwd of the image');
    });

    describeEngine('of an engine', () => {
      test('USER, in the engine and saved', async ({ skip }) => {
        if (why) skip(why);
        const name = uniqueName();
        const [repo = '', tag = ''] = name.split(':');
        const options = { repo, tag, changes: 'USER 1500:7' };
        const told = await engine().importImage(Readable.from([layer(PASSWD)]), options);
        for await (const _ of told as AsyncIterable<Buffer>);
        try {
          const archive = join(folder, 'saved.tar');
          writeFileSync(archive, await savedImage(name));
          for (const word of [`docker:${name}`, `docker-archive:${archive}`]) {
            const image = await verified([word]);
            expect(image).toMatchObject({ user: { uid: 1500, gid: 7, name: 'app', why: 'image' } });
            expect(linesOf(image)).toEqual(BOTH);
          }
        } finally {
          await engine().getImage(name).remove({ force: true });
        }
      });
    });
  });
});

describe('as-user is refused', () => {
  test.for<[words: string[], raw: RawInputs, message: RegExp]>([
    [['tar:env.tar'], { asUser: '1000' }, /^as-user: an archive does not tell/],
    [['tar:a.tar', 'zip:b.zip'], { asUser: '1000' }, /^as-user: an archive does not tell/],
    [['ml'], { asUser: '1000', level: 'links' }, /^as-user: permissions are not looked at/],
    [['ml'], { asUser: '-1' }, /^as-user: “-1” is no user/],
    [[], { asUser: '4294967295' }, /^as-user: there is no id 4294967295/],
    [['ml'], { asUser: 'a:b:c' }, /^as-user: “a:b:c” is no user/],
  ])('%s %j', async ([words, raw, message]) => {
    const refused = await runVerify(words, raw, false, signal).catch((error: unknown) => error);
    if (!(refused instanceof BadInput)) throw refused;
    expect(refused.message).toMatch(message);
    expect(refused.advice).not.toBe('');
  });
});
