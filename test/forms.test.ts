// One environment in every form that it can be kept in: what is wrong with it must not depend on that.
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { environmentsAt } from '../src/conda/environments.ts';
import type { CheckedEnvironment } from '../src/report.ts';
import { readTarStream } from '../src/sources/archive.ts';
import { mount } from '../src/sources/mount.ts';
import { TreeSource } from '../src/sources/tree-source.ts';
import { LEVELS, type Level } from '../src/subject.ts';
import {
  type Dialect,
  describeReal,
  type Links,
  type Place,
  type RealEnvironment,
  realEnvironment,
} from './support/environments.ts';
import { disasters, type Fault, faults, faultsFor } from './support/faults.ts';
import {
  linesOf,
  makeLayout,
  needTool,
  pathsOf,
  readOptions,
  Snapshot,
  tool,
  verifyOpened,
  verifyReference,
} from './support/forms.ts';
import { verifyPrefix } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];
const COMBINATIONS = DIALECTS.flatMap((dialect) => LINKS.map((links) => ({ dialect, links })));

/** Damage is done to these: the kinds of links differ by dialect only where they are soft. */
const DAMAGED = [
  ...DIALECTS.map((dialect) => ({ dialect, links: 'hard' as Links })),
  { dialect: 'conda', links: 'soft' },
  { dialect: 'mamba', links: 'soft' },
  { dialect: 'rattler', links: 'copy' },
] as const;

const OF_RECORDS = [
  ...['unreadable-record', 'duplicate-record', 'clobbered-file', 'replaced-by-pip'],
  ...['unowned-files', 'unmet-dependency', 'leftover'],
];

/** Checks that need the whole machine say nothing of an archive. */
const ofMachine = new Set(CHECKS.filter(({ extent }) => extent === 'machine').map(({ id }) => id));
const known = new Set(CHECKS.map(({ id }) => id));

// ---------------------------------------------------------------- one environment, and a place for its archives

/** Loader and C library, of either kind of machine that these tests run on. */
const LOADERS = [
  'lib64/ld-linux-x86-64.so.2',
  'lib/x86_64-linux-gnu/libc.so.6',
  'lib/ld-linux-aarch64.so.1',
  'lib/aarch64-linux-gnu/libc.so.6',
];
const SYSTEM = ['usr', 'bin', 'lib', 'lib64'];

/** A folder for archives, beside a few files that stand in for the machine around an environment. */
class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'cl-forms-'));
  readonly #made: string[] = [];
  #count = 0;

  constructor() {
    // What scripts start by name, and programs by their headers. Their bytes are nobody's business.
    for (const program of ['usr/bin/env', 'bin/sh', ...LOADERS]) {
      const place = join(this.folder, 'machine', program);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, '', { mode: 0o755 });
    }
  }

  /** A path that nothing has yet. */
  fresh(extension: string): string {
    this.#count += 1;
    const path = join(this.folder, `kept-${this.#count}${extension}`);
    this.#made.push(path);
    return path;
  }

  /** All that lies beside an installation, at its own place, with what a machine has beside that. */
  async whole({ root }: Place, ...options: string[]): Promise<string> {
    const file = this.fresh('.tar');
    const here = ['-C', join(this.folder, 'machine'), ...SYSTEM];
    await tool('tar', [...options, '-C', '/', '-cf', file, dirname(root).slice(1), ...here]);
    return file;
  }

  /** The environment and nothing else, at its own place. */
  async alone({ prefix }: Place): Promise<string> {
    const file = this.fresh('.tar');
    await tool('tar', ['-C', '/', '-cf', file, prefix.slice(1)]);
    return file;
  }

  /** An image of one layer; the archive is used up. */
  image(layer: string): string {
    return makeLayout(this.fresh(''), layer);
  }

  /** Removes all archives, before they are written to a disk. */
  clear(): void {
    for (const path of this.#made.splice(0)) rmSync(path, { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Archives of one form: how to make one, and what its environment is read as. */
interface Form {
  readonly name: string;
  /** What must be installed. */
  readonly needs: readonly string[];
  verify(place: Place, shop: Workshop): Promise<CheckedEnvironment>;
}

/** A form that one command makes; `kind` is what its reference starts with. */
function form(
  name: string,
  kind: string,
  extension: string,
  needs: readonly string[],
  commandOf: (place: Place, file: string) => readonly [cwd: string, ...words: string[]],
): Form {
  return {
    name,
    needs,
    async verify(place, shop) {
      const file = shop.fresh(extension);
      const [cwd, command = '', ...words] = commandOf(place, file);
      await tool(command, words, cwd);
      const report = await verifyReference(`${kind}:${file}`);
      rmSync(file);
      return report;
    },
  };
}

const envs = ({ prefix }: Place) => dirname(prefix);

const FORMS: readonly Form[] = [
  form('tar of its folder, by name', 'tar', '.tar', [], (place, file) => [
    envs(place),
    ...['tar', '-cf', file, basename(place.prefix)],
  ]),
  form('tar of its folder, as .', 'tar', '.tar', [], ({ prefix }, file) => [
    prefix,
    ...['tar', '-cf', file, '.'],
  ]),
  form('tar with absolute names', 'tar', '.tar', [], ({ prefix }, file) => [
    '/',
    ...['tar', '-P', '-cf', file, prefix],
  ]),
  form('tar with absolute names of the whole installation', 'tar', '.tar', [], ({ root }, file) => [
    '/',
    ...['tar', '-P', '-cf', file, root],
  ]),
  form('tar of the whole installation, by name', 'tar', '.tar', [], ({ root }, file) => [
    dirname(root),
    ...['tar', '-cf', file, basename(root)],
  ]),
  form('pax', 'tar', '.tar', [], (place, file) => [
    envs(place),
    ...['tar', '--format=pax', '-cf', file, basename(place.prefix)],
  ]),
  form('tar, gzip', 'tar', '.tar.gz', ['gzip'], (place, file) => [
    envs(place),
    ...['tar', '-czf', file, basename(place.prefix)],
  ]),
  form('tar, bzip2', 'tar', '.tar.bz2', ['bzip2'], (place, file) => [
    envs(place),
    ...['tar', '-cjf', file, basename(place.prefix)],
  ]),
  form('tar, zstd', 'tar', '.tar.zst', ['zstd'], (place, file) => [
    envs(place),
    ...['tar', '--zstd', '-cf', file, basename(place.prefix)],
  ]),
  form('bsdtar', 'tar', '.tar', ['bsdtar'], (place, file) => [
    envs(place),
    ...['bsdtar', '-cf', file, basename(place.prefix)],
  ]),
  {
    name: 'tar from standard input',
    needs: [],
    async verify(place, shop) {
      const file = await shop.alone(place);
      const report = await verifyStream(file);
      rmSync(file);
      return report;
    },
  },
  form('zip', 'zip', '.zip', ['zip'], (place, file) => [
    envs(place),
    ...['zip', '-qry', file, basename(place.prefix)],
  ]),
  form('zip without extra fields', 'zip', '.zip', ['zip'], (place, file) => [
    envs(place),
    ...['zip', '-qryX', file, basename(place.prefix)],
  ]),
  {
    name: 'OCI image layout',
    needs: [],
    async verify(place, shop) {
      const image = shop.image(await shop.whole(place));
      const report = await verifyReference(`oci-dir:${image}`);
      rmSync(image, { recursive: true });
      return report;
    },
  },
];

/** As `tar:-` reads it: a stream that comes once, the rest as `openReference` does it. */
async function verifyStream(file: string): Promise<CheckedEnvironment> {
  return verifyOpened('tar:-', 'tar', 'content', async () => {
    const { tree, replay } = await readTarStream(
      createReadStream(file),
      'Standard input',
      readOptions(),
    );
    const { prefixes, isPlaced, nameOf } = mount(tree, null, 'env');
    const source = new TreeSource(tree, {
      kind: 'tar',
      extent: 'prefix',
      isPlaced,
      nameOf,
      replay,
    });
    return { source, targets: environmentsAt(source, prefixes), close: async () => {} };
  });
}

async function checked(prefix: string, level: Level = 'content'): Promise<CheckedEnvironment> {
  const report = await verifyPrefix(prefix, level);
  if (report.verdict === 'unchecked') throw new Error(report.error);
  return report;
}

/** The lines of a report, less those of checks that do not run on archives. */
function withoutMachine(report: CheckedEnvironment): string[] {
  return linesOf({
    ...report,
    findings: report.findings.filter(({ check }) => !ofMachine.has(check)),
  });
}

// ---------------------------------------------------------------- sound

describeReal('a sound environment is whole in every form, with nothing above a note', () => {
  describe.each(COMBINATIONS)('$links links, records as $dialect writes them', (options) => {
    let env: RealEnvironment;
    let shop: Workshop;
    let folder: CheckedEnvironment;
    beforeAll(async () => {
      env = await realEnvironment(options);
      shop = new Workshop();
      folder = await checked(env.prefix);
    });
    afterAll(async () => {
      shop.remove();
      await env[Symbol.asyncDispose]();
    });

    it.for(FORMS)('$name', async ({ needs, verify }, { skip }) => {
      needTool(needs, skip);
      const report = await verify(env, shop);
      expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      expect(report.verdict).toBe('whole');
      // Nothing was left out: the same files, and each of them was read.
      const { bytesHashed, ...counts } = report.counts;
      expect(counts).toMatchObject({
        records: folder.counts.records,
        files: folder.counts.files,
        symlinks: folder.counts.symlinks,
        directories: folder.counts.directories,
      });
      // Of a soft link's target nothing is known where the cache is not in the archive.
      if (options.links !== 'soft') {
        expect(bytesHashed).toBe(folder.counts.bytesHashed);
        expect(counts.outside).toBe(0);
      } else if (bytesHashed < folder.counts.bytesHashed) {
        // Then the report says of how many files nothing is known.
        expect(counts.outside).toBeGreaterThan(0);
      }
    });

    it('with the cache in the archive, what soft links lead to is hashed there', async () => {
      const file = await shop.whole(env);
      const inTar = await verifyReference(`tar:${file}`, env.root);
      expect(inTar.counts.bytesHashed).toBe(folder.counts.bytesHashed);
      expect(inTar.programs).toEqual(folder.programs);
    });
  });

  it('each file counts once, also where it is read again to see for which prefix it was patched', async () => {
    await using env = await realEnvironment();
    const shop = new Workshop();
    try {
      const image = await verifyReference(`oci-dir:${shop.image(await shop.whole(env))}`);
      expect(image.counts.bytesHashed).toBe((await checked(env.prefix)).counts.bytesHashed);
    } finally {
      shop.remove();
    }
  });
});

// ---------------------------------------------------------------- broken

/** Where the check that a fault is named for has to keep silent, and why. A row that is no longer true fails. */
interface Silence {
  readonly form: 'placed' | 'alone';
  readonly check: string;
  /** The faults of that check: by a part of their name. */
  readonly faults?: string;
  readonly dialects?: readonly Dialect[];
  readonly links?: readonly Links[];
  readonly why: string;
}

const SILENCES: readonly Silence[] = [
  ...(['placed', 'alone'] as const).flatMap((form) => [
    { form, check: 'escaping-link', why: 'what lies outside of an archive is never a finding' },
    { form, check: 'cache-link', why: 'conda clean will not run in an archive' },
  ]),
  {
    form: 'alone',
    check: 'dangling-link',
    faults: 'a link by hand into a deleted build tree',
    why: 'it leads out of the archive',
  },
  {
    form: 'alone',
    check: 'dangling-link',
    faults: 'rm -rf pkgs',
    why: 'the cache is not in the archive',
  },
  {
    form: 'alone',
    check: 'dangling-link',
    faults: 'mv of a soft-linked installation',
    why: 'the cache is not in the archive',
  },
  {
    form: 'alone',
    check: 'altered-file',
    faults: 'written in place, through the soft link',
    why: 'the altered bytes are those of the cache',
  },
  {
    form: 'alone',
    check: 'altered-file',
    faults: 'a patched ',
    dialects: ['mamba'],
    why: 'mamba drops the placeholder: without the cache a patched file proves nothing',
  },
  {
    form: 'alone',
    check: 'retargeted-link',
    dialects: ['conda', 'mamba'],
    why: 'rattler records the text of a link, of the others only the cache knows it',
  },
  {
    form: 'alone',
    check: 'link-became-file',
    faults: 'lib/libz.so.1: a copy of its target',
    dialects: ['conda'],
    links: ['soft'],
    why: 'a file where conda and rattler record a soft link may be a copy of one out of the cache',
  },
  ...(['placed', 'alone'] as const).map((form) => ({
    form,
    check: 'missing-library',
    why: 'what else the loader would find is beyond the archive',
  })),
];

function silenceOf(
  { form, dialect, links }: { form: Silence['form']; dialect: Dialect; links: Links },
  { check, name }: Fault,
): string | null {
  const row = SILENCES.find(
    (one) =>
      one.form === form &&
      one.check === check &&
      name.includes(one.faults ?? '') &&
      (one.dialects ?? [dialect]).includes(dialect) &&
      (one.links ?? [links]).includes(links),
  );
  return row?.why ?? null;
}

/** Whether the check of a fault found it, where it is at one path at that path. */
function isFound({ findings }: CheckedEnvironment, { check, path }: Fault): boolean {
  // A file that is soft-linked is a link: conda and rattler record it so, and that is what is gone.
  const checks = check === 'missing-file' ? [check, 'missing-link'] : [check];
  return findings.some(
    (one) => checks.includes(one.check) && isLoud(one) && (!path || hasPath(one, path)),
  );
}

/** Packages ship dangling links: what is less certain than the check in general is no sign of a fault. */
function isLoud({ check, severity }: CheckedEnvironment['findings'][number]): boolean {
  return severity !== 'note' || CHECKS.find(({ id }) => id === check)?.severity === 'note';
}

/** One finding may speak for several files, and name one of them only. */
function hasPath({ path, facts }: CheckedEnvironment['findings'][number], wanted: string): boolean {
  return path === wanted || Number(facts['count'] ?? 1) > 1;
}

describeReal('what is wrong is the same in every form', () => {
  describe.each(DAMAGED)('$links links, records as $dialect writes them', (options) => {
    let env: RealEnvironment;
    let shop: Workshop;
    let snapshot: Snapshot;
    beforeAll(async () => {
      env = await realEnvironment(options);
      shop = new Workshop();
      snapshot = new Snapshot(dirname(env.root));
    });
    afterAll(async () => {
      shop.remove();
      await env[Symbol.asyncDispose]();
    });

    /** Does the damage, looks at it, and undoes it. */
    async function damaged(fault: Fault, look: (place: Place) => Promise<void>): Promise<void> {
      const place = (await fault.inject(env)) ?? env;
      try {
        await look(place);
      } finally {
        if (place !== env) renameSync(place.root, env.root);
        snapshot.restore();
        shop.clear();
      }
    }

    const { dialect, links } = options;
    // What befalls records is the same however files are linked.
    const all = faultsFor([...faults, ...disasters], dialect, links).filter(
      (fault) => links === 'hard' || !OF_RECORDS.includes(fault.check),
    );

    it.each(all)('$check: $name', async (fault) => {
      await damaged(fault, async (place) => {
        // Archives are made by other processes meanwhile.
        const [whole, file, folder] = await Promise.all([
          shop.whole(place),
          shop.alone(place),
          checked(place.prefix),
        ]);
        const placed = await verifyReference(`tar:${whole}`, place.root);
        const image = await verifyReference(`oci-dir:${shop.image(whole)}`);
        // The heart of it: the same findings on the same paths, as sure, and of the same cause.
        expect(linesOf(image)).toEqual(linesOf(folder));
        expect(linesOf(placed)).toEqual(withoutMachine(folder));
        expect(image.causes.map(({ cause }) => cause)).toEqual(
          folder.causes.map(({ cause }) => cause),
        );
        expect([image.installer, placed.installer]).toEqual([folder.installer, folder.installer]);

        // The environment alone: less can be known, but nothing else is said.
        const alone = await verifyReference(`tar:${file}`, place.prefix);
        const open = await verifyReference(`tar:${file}`);
        expect(pathsOf(folder)).toEqual(expect.arrayContaining(pathsOf(alone)));
        // It may still be unpacked where it was made: that it was moved is no fault of the archive.
        if (place === env) expect(linesOf(open)).toEqual(linesOf(alone));
        else expect(pathsOf(open)).toEqual([]);

        if (!known.has(fault.check)) return;
        expect(isFound(folder, fault)).toBe(true);
        const silences = (['placed', 'alone'] as const).map(
          (form) => silenceOf({ form, dialect, links }, fault) === null,
        );
        expect([isFound(placed, fault), isFound(alone, fault)]).toEqual(silences);
      });
    });

    it('the snapshot undoes all damage: the environment is sound at the end', async () => {
      const { findings } = await checked(env.prefix);
      expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    });
  });
});

/** One of each kind of damage. */
const SAMPLE = [
  'bin/python: re-pointed by hand',
  'leads to itself',
  'a text file that holds the target',
  'lib/terminfo: a copy of the folder',
  'one bit flipped, the size kept',
  'a patched binary, one bit flipped',
  'pip/__main__.py: cut in half',
  'bin/pip: chmod 644',
  'bin/pip: deleted',
  'uuid.py: a folder in its place',
  'libzlib-1.2.13-h0000000_0.json: cut in half',
  'pip install -U numpy',
  'zip and unzip without links',
  'an update of numpy, killed',
];

describeReal('whoever packs and compresses it, the same is found as in a plain tar archive', () => {
  const options = { dialect: 'conda', links: 'hard' } as const;
  const all = faultsFor([...faults, ...disasters], options.dialect, options.links);
  const sample = SAMPLE.map((name) => all.find((fault) => fault.name.includes(name)));
  const [plain, ...others] = FORMS.filter(({ name }) => !/image|installation/.test(name));
  let env: RealEnvironment;
  let shop: Workshop;
  let snapshot: Snapshot;
  beforeAll(async () => {
    env = await realEnvironment(options);
    shop = new Workshop();
    snapshot = new Snapshot(dirname(env.root));
  });
  afterAll(async () => {
    shop.remove();
    await env[Symbol.asyncDispose]();
  });

  it.for(sample.map((fault, at) => ({ fault, name: SAMPLE[at] })))(
    '$name',
    async ({ fault }, { skip }) => {
      if (!fault || !plain) throw new Error('there is no such fault');
      needTool(
        others.flatMap(({ needs }) => needs),
        skip,
      );
      await fault.inject(env);
      try {
        const expected = linesOf(await plain.verify(env, shop));
        expect(expected.some((line) => line.includes(` ${fault.check} `))).toBe(true);
        for (const { name, verify } of others) {
          expect(linesOf(await verify(env, shop)), name).toEqual(expected);
        }
      } finally {
        snapshot.restore();
      }
    },
  );

  // Without hashes much less is kept of an archive while it flows by.
  it.each(
    LEVELS.flatMap((level) =>
      faultsFor(disasters, options.dialect, options.links).map((fault) => ({ level, fault })),
    ),
  )('at level $level: $fault.name', async ({ level, fault }) => {
    const place = (await fault.inject(env)) ?? env;
    try {
      const folder = await checked(place.prefix, level);
      const whole = await shop.whole(place);
      const placed = await verifyReference(`tar:${whole}`, place.root, level);
      const image = await verifyReference(`oci-dir:${shop.image(whole)}`, null, level);
      expect(linesOf(image)).toEqual(linesOf(folder));
      expect(linesOf(placed)).toEqual(withoutMachine(folder));
    } finally {
      if (place !== env) renameSync(place.root, env.root);
      snapshot.restore();
    }
  });
});

describeReal('how an archive was made does not matter', () => {
  let env: RealEnvironment;
  let shop: Workshop;
  beforeAll(async () => {
    env = await realEnvironment({ dialect: 'conda', links: 'soft' });
    shop = new Workshop();
  });
  afterAll(async () => {
    shop.remove();
    await env[Symbol.asyncDispose]();
  });

  it('nor does the order of its members: a finding for many files names the same one', async () => {
    const sorted = await shop.whole(env, '--sort=name');
    const reports = [sorted, await backwards(sorted)].map((layer) =>
      verifyReference(`oci-dir:${shop.image(layer)}`),
    );
    const [one, other] = await Promise.all(reports);
    expect(other?.findings).toEqual(one?.findings);
  });

  /** The same members, the last one first: folders come after what is in them. */
  async function backwards(archive: string): Promise<string> {
    const folder = shop.fresh('');
    const list = shop.fresh('.txt');
    const file = shop.fresh('.tar');
    mkdirSync(folder);
    await tool('tar', ['-xpf', archive, '-C', folder]);
    await tool('sh', ['-c', `tar -tf ${archive} | sed 's#/$##' | tac > ${list}`]);
    await tool('tar', ['-C', folder, '--no-recursion', '-T', list, '-cf', file]);
    return file;
  }

  it('of the folder that holds the installation, as .: what is beside it is not known either', async () => {
    const file = shop.fresh('.tar');
    await tool('tar', ['-cf', file, '.'], dirname(env.root));
    const { findings } = await verifyReference(`tar:${file}`);
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});
