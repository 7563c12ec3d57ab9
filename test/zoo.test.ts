// Silence on all that is sound, however strange it looks: a verifier that cries wolf is switched off.
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { openReference, parseReference } from '../src/references.ts';
import type { CheckedEnvironment, Finding } from '../src/report.ts';
import { whyNoConda } from './support/conda.ts';
import { describeEngine, engineHost, importImage } from './support/engine.ts';
import {
  type Dialect,
  describeReal,
  type Links,
  type Place,
  type RealEnvironment,
} from './support/environments.ts';
import {
  machine,
  makeLayout,
  needTool,
  readOptions,
  Snapshot,
  tool,
  verifyOpened,
} from './support/forms.ts';
import { dockerFiles, tarOfFiles } from './support/layout.ts';
import { verifyPrefix } from './support/verifying.ts';
import {
  ANIMALS,
  type Animal,
  condaZoo,
  HABITATS,
  type Habitat,
  isThere,
  putMachine,
  QUIET_ROWS,
  release,
  uninstall,
  zoo,
} from './support/zoo.ts';

const DIALECTS: readonly Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];
const COMBINATIONS = DIALECTS.flatMap((dialect) => LINKS.map((links) => ({ dialect, links })));

async function checked(prefix: string): Promise<CheckedEnvironment> {
  const report = await verifyPrefix(prefix);
  if (report.verdict === 'unchecked') throw new Error(report.error);
  return report;
}

const isLoud = ({ severity }: Finding) => severity !== 'note';
const lineOf = ({ severity, check, path }: Finding) => `${severity} ${check} ${path}`;

/** What is said of an animal: findings at its paths. */
function of({ at }: Animal, { findings }: CheckedEnvironment): Finding[] {
  return findings.filter(({ path }) => at.test(path));
}

/** All that is said above a note, with its words, for the reader of a test that failed. */
function loudIn({ findings }: CheckedEnvironment): string[] {
  return findings.filter(isLoud).map((one) => `${lineOf(one)}: ${one.message}`);
}

// ---------------------------------------------------------------- who stands for what

describe('the rows of the catalogue', () => {
  const everybody = [...ANIMALS, ...HABITATS].map(({ name }) => name);
  const rows = Object.entries(QUIET_ROWS).flatMap(([check, some]) =>
    some.map(([row, who]) => ({ check, row, who })),
  );

  it.each(CHECKS.map(({ id }) => id))('%s has an animal that keeps it quiet', (id) => {
    expect(QUIET_ROWS[id] ?? []).not.toEqual([]);
  });

  it.each(rows)('$check, $row: $who', ({ who }) => {
    expect(everybody.filter((name) => name.startsWith(who))).toHaveLength(1);
  });

  it.each(everybody)('stands for a row: %s', (name) => {
    expect(rows.filter(({ who }) => name.startsWith(who))).not.toEqual([]);
  });
});

// ---------------------------------------------------------------- the zoo, in every form

/** A form that an environment is kept in. */
interface Form {
  readonly name: string;
  readonly needs: readonly string[];
  /** Which kinds of links are tried, where the others teach nothing new. */
  readonly links?: readonly Links[];
  read(place: Place, folder: string): Promise<CheckedEnvironment>;
}

const FORMS: readonly Form[] = [
  {
    name: 'tar',
    needs: ['tar'],
    async read({ prefix }, folder) {
      const file = join(folder, 'env.tar');
      await tool('tar', ['--format=posix', '-S', '-cf', file, basename(prefix)], dirname(prefix));
      return verifyArchive(`tar:${file}`);
    },
  },
  {
    name: 'tar of the whole installation, placed',
    links: ['hard'],
    needs: ['tar', 'gzip'],
    async read({ root }, folder) {
      const file = join(folder, 'root.tar.gz');
      await tool('tar', ['-czf', file, root.slice(1)], '/');
      return verifyArchive(`tar:${file}`, root);
    },
  },
  {
    name: 'zip',
    links: ['hard'],
    needs: ['zip'],
    async read({ prefix }, folder) {
      const file = join(folder, 'env.zip');
      await tool('zip', ['-qry', file, basename(prefix)], dirname(prefix));
      return verifyArchive(`zip:${file}`);
    },
  },
  {
    name: 'OCI image layout',
    needs: ['tar'],
    async read(place, folder) {
      const layout = makeLayout(join(folder, 'layout'), await layerOf(place, folder));
      return verifyArchive(`oci-dir:${layout}`);
    },
  },
  {
    name: 'docker-archive',
    links: ['hard'],
    needs: ['tar'],
    async read(place, folder) {
      const tar = readFileSync(await layerOf(place, folder));
      const file = join(folder, 'image.tar');
      await writeFile(file, tarOfFiles(dockerFiles([{ tag: 'zoo:1', layers: [{ tar }] }])));
      return verifyArchive(`docker-archive:${file}`);
    },
  },
];

/** The report on the zoo in an archive or image: not on the environments that lie within it, in ruins. */
async function verifyArchive(
  text: string,
  prefix: string | null = null,
): Promise<CheckedEnvironment> {
  const reference = parseReference(text);
  if (!reference) throw new Error(text);
  return verifyOpened(text, reference.kind, 'content', async () => {
    const { source, environments, close } = await openReference(reference, {
      ...readOptions(),
      machine: { ...machine, env: { DOCKER_HOST: engineHost() } },
      prefix,
      platform: null,
    });
    const targets = environments.filter((one) => one.prefix.endsWith('/ml'));
    return { source, targets: targets.map((one) => ({ ...one, name: 'ml' })), close };
  });
}

/** An installation with what an image has beside it: a loader, a C library, `env` and `sh`. */
async function layerOf({ root }: Place, folder: string): Promise<string> {
  const file = join(folder, 'layer.tar');
  const around = join(folder, 'machine');
  const names = putMachine(around);
  await tool('tar', ['-C', '/', '-cf', file, dirname(root).slice(1), '-C', around, ...names]);
  return file;
}

async function sandbox(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'cl-zoo-forms-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

describeReal('sound environments have nothing above a note', () => {
  describe.each(COMBINATIONS)('$links links, records as $dialect writes them', (options) => {
    let env: RealEnvironment;
    let asMade: Snapshot;
    beforeAll(async () => {
      env = await zoo(options.dialect, options.links);
      asMade = new Snapshot(dirname(env.root));
    });
    afterAll(() => env?.[Symbol.asyncDispose]());

    const some = HABITATS.filter(
      ({ isBase, links }) => !isBase && (links ?? LINKS).includes(options.links),
    );
    describe.each(some)('$name', (habitat) => {
      afterAll(() => asMade.restore());
      it('as a folder', () => expectSilence(habitat, env));
    });

    describe('the animals', () => {
      let report: CheckedEnvironment;
      beforeAll(async () => {
        release(env);
        report = await checked(env.prefix);
      });

      const here = ANIMALS.filter(({ isIn }) => isIn?.(options.dialect, options.links) ?? true);
      it.each(here)('$name', (animal) => {
        expect(animal.seen.filter((path) => !isThere(env, path))).toEqual([]);
        const said = of(animal, report);
        expect(said.filter(isLoud).map(lineOf)).toEqual([]);
        const notes = new Set(said.map(({ check }) => check));
        const isSaid = (checks: string) => checks.split('|').some((check) => notes.has(check));
        expect((animal.notes ?? []).filter((checks) => !isSaid(checks))).toEqual([]);
      });

      it('and nobody else', () => {
        expect(loudIn(report)).toEqual([]);
        expect(report.verdict).toBe('whole');
      });

      const forms = FORMS.filter(({ links }) => (links ?? LINKS).includes(options.links));
      it.for(forms)('as $name', async ({ needs, read }, { skip }) => {
        needTool(needs, skip);
        await using folder = await sandbox();
        const other = await read(env, folder.path);
        expect(loudIn(other)).toEqual([]);
        expect(other.counts).toMatchObject({
          records: report.counts.records,
          files: report.counts.files,
          symlinks: report.counts.symlinks,
          directories: report.counts.directories,
        });
      });
    });
  });

  const bases = HABITATS.filter(({ isBase }) => isBase);
  describe.each(bases)('$name', (habitat) => {
    it.each(DIALECTS)('records as %s writes them', async (dialect) => {
      await using env = await zoo(dialect, 'hard', true);
      await expectSilence(habitat, env);
    });
  });

  it.each(DIALECTS)(
    'what pip has uninstalled is missed, and nothing else (%s)',
    async (dialect) => {
      await using env = await zoo(dialect, 'hard');
      uninstall(env);
      const { findings } = await checked(env.prefix);
      const loud = findings.filter(isLoud);
      expect([...new Set(loud.map((one) => `${one.check} ${one.package}`))]).toEqual([
        'missing-file certifi-2023.7.22-pyhd8ed1ab_0',
      ]);
    },
  );
});

/** Lets it happen, and looks. */
async function expectSilence({ act, says = [], notes = [] }: Habitat, env: Place): Promise<void> {
  const { prefix } = act(env) ?? env;
  const report = await checked(prefix);
  expect(report.findings.filter(isLoud).map(lineOf).sort()).toEqual([...says]);
  const said = new Set(
    report.findings.map(({ check, facts }) => `${check} ${facts['what'] ?? ''}`),
  );
  expect(notes.filter((note) => !said.has(note))).toEqual([]);
}

describeEngine('in an image of an engine', () => {
  describeReal('the zoo has nothing above a note', () => {
    it.each(DIALECTS)('records as %s writes them', async (dialect) => {
      await using env = await zoo(dialect, 'hard');
      release(env);
      await using folder = await sandbox();
      const layer = await layerOf(env, folder.path);
      await using image = await importImage(readFileSync(layer));
      rmSync(layer);
      const report = await verifyArchive(`docker:${image.name}`);
      expect(loudIn(report)).toEqual([]);
    });
  });
});

// ---------------------------------------------------------------- by conda itself

describe('the zoo as conda itself installs it', () => {
  const missing = whyNoConda();
  it.for<Links>(['hard', 'soft'])('%s links', async (links, { skip }) => {
    if (missing) skip(missing);
    await using env = await condaZoo(links);
    expect(loudIn(await checked(env.prefix))).toEqual([]);
    release(env);
    expect(loudIn(await checked(env.prefix))).toEqual([]);
  });
});
