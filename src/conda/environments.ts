import { posix } from 'node:path';
import { CannotRead, type ExpectedError, NotFound } from '../errors.ts';
import { realPath } from '../links.ts';
import { homes, type Machine } from '../machine.ts';
import type { Source } from '../sources.ts';
import { environmentFolders } from './condarc.ts';
import { rootOf } from './package-cache.ts';

/** An environment, or a place that was named as one. */
export interface Environment {
  /** The name of its folder; `base` for the prefix of an installation. */
  readonly name: string;
  /** Absolute, as it was found. */
  readonly prefix: string;
  /** Why it cannot be looked at; null when it can. */
  readonly problem: ExpectedError | null;
}

/** What was found, and where it was looked for. */
export interface Discovery {
  readonly environments: readonly Environment[];
  readonly tried: readonly string[];
}

/** Folders that installers make by default, under a home or `/opt`. */
const USUAL_ROOTS = [
  'miniconda3',
  'miniconda',
  'miniforge3',
  'mambaforge',
  'anaconda3',
  'anaconda',
  'micromamba',
  'conda',
  '.local/share/mamba',
  '.conda',
];

/**
 * Finds every environment that the conda of this machine knows, and those of mamba, micromamba and pixi:
 * by variables, `environments.txt` of every user, configuration, and the usual places.
 */
export async function findEnvironments(source: Source, machine: Machine): Promise<Discovery> {
  const { env, cwd } = machine;
  const users = await homes(source, machine);
  const listed = await registered(source, users);
  const active = [
    env['CONDA_PREFIX'],
    ...Array.from({ length: 9 }, (_, n) => env[`CONDA_PREFIX_${n + 1}`]),
  ];
  const prefixes = [...active, ...listed.prefixes].filter(
    (path) => path !== undefined && path !== '',
  );
  const executable = env['CONDA_EXE'] ?? '';
  const roots = [
    executable.startsWith('/') ? posix.dirname(posix.dirname(executable)) : '',
    env['CONDA'] ?? '',
    env['MAMBA_ROOT_PREFIX'] ?? '',
    ...prefixes.map((prefix) => rootOf(posix.normalize(prefix as string))),
    ...[...users, '/opt', '/usr/local', '/usr/share'].flatMap((place) =>
      USUAL_ROOTS.map((name) => `${place}/${name}`),
    ),
  ].filter((root) => root.startsWith('/'));
  const folders = [
    ...(await environmentFolders(source, machine, roots)),
    ...users.map((home) => `${home}/.conda/envs`),
    ...ancestors(cwd).map((folder) => `${folder}/.pixi/envs`),
  ];
  const candidates = [
    ...(prefixes as string[]),
    ...roots.flatMap((root) => [root, ...subfolders(source, `${root}/envs`)]),
    ...folders.flatMap((folder) => subfolders(source, folder)),
  ];
  return {
    environments: environmentsAt(source, candidates),
    tried: [
      'CONDA_PREFIX, CONDA_EXE, CONDA and MAMBA_ROOT_PREFIX',
      ...listed.files,
      ...new Set([...roots, ...folders].filter((place) => source.exists(place))),
    ],
  };
}

/** What an action checks when nothing is named: never the base that the runner's image comes with. */
export function findForAction(source: Source, machine: Machine): Discovery {
  const { env, cwd } = machine;
  const active = env['CONDA_PREFIX'] ?? '';
  const roots = [env['CONDA'], env['MAMBA_ROOT_PREFIX']].filter((root) => root?.startsWith('/'));
  const folders = [...roots.map((root) => `${root}/envs`), `${cwd}/.pixi/envs`];
  // An active environment that is gone is told as such, and nothing else is looked for.
  if (active !== '') {
    return { environments: [environmentAt(source, posix.resolve(cwd, active))], tried: [] };
  }
  const found = folders.flatMap((folder) => subfolders(source, folder));
  return {
    environments: environmentsAt(source, found),
    tried: ['CONDA_PREFIX', ...folders],
  };
}

/** A prefix with its name and, where it cannot be looked at, the reason. */
export function environmentAt(source: Source, prefix: string): Environment {
  return { name: nameOf(source, prefix), prefix, problem: problemOf(source, prefix) };
}

/** Why a place is no environment that can be looked at. */
function problemOf(source: Source, path: string): ExpectedError | null {
  const place = realPath(source, path);
  const stat = source.lstat(place);
  if (stat.kind === 'missing') {
    return new NotFound(`There is nothing at ${path}.`, 'Look for it with: conda-links list');
  }
  if (stat.kind === 'denied') {
    return new CannotRead(`${path} may not be read.`, 'Run it as a user who may, or as its owner.');
  }
  if (stat.kind === 'ok' && stat.value.kind === 'symlink') {
    return new NotFound(`${path} is a link that leads nowhere.`, 'Name the prefix itself.');
  }
  if (stat.kind !== 'ok' || stat.value.kind !== 'directory') {
    return new CannotRead(`${path} is no folder.`, adviceForFile(path));
  }
  const metadata = source.lstat(`${place}/conda-meta`);
  if (metadata.kind === 'denied') {
    return new CannotRead(
      `${path} may not be entered.`,
      'Run it as a user who may, or as its owner.',
    );
  }
  if (source.exists(`${place}/python.exe`) || source.exists(`${place}/Scripts/conda.exe`)) {
    return new CannotRead(
      `${path} is an environment of Windows, whose junctions this program does not understand.`,
      'Linux and macOS environments can be verified.',
    );
  }
  if (isEnvironment(source, place)) return null;
  if (source.exists(`${place}/pyvenv.cfg`)) {
    return new CannotRead(
      `${path} is a virtual environment (venv, virtualenv or uv), not one of conda.`,
      'It has no records to compare it with.',
    );
  }
  return new CannotRead(
    `${path} is not a conda environment: it has no conda-meta with records.`,
    'Name the prefix of an environment; conda-links list shows those that are known.',
  );
}

/** Archives are told by their names here, for nobody has looked into them. */
function adviceForFile(path: string): string {
  if (/\.zip$/i.test(path)) return `An archive is named with its kind: zip:${path}`;
  if (/\.(?:tar(?:\.\w+)?|tgz|tbz2?|tzst)$/i.test(path)) {
    return `An archive is named with its kind: tar:${path}`;
  }
  return 'Name the prefix of an environment.';
}

/** conda takes a folder for an environment by `conda-meta/history` (`core/prefix_data.py`); others leave it out. */
export function isEnvironment(source: Source, path: string): boolean {
  const metadata = source.list(`${path}/conda-meta`);
  if (metadata.kind === 'denied') return true;
  if (metadata.kind !== 'ok') return false;
  return metadata.value.some(({ name }) => name === 'history' || name.endsWith('.json'));
}

/** The folders in a folder, by name; links to folders count, for a whole `envs/NAME` is often one. */
export function subfolders(source: Source, folder: string): string[] {
  const items = source.list(folder);
  if (items.kind !== 'ok') return [];
  return items.value
    .filter(
      ({ kind, name }) => (kind === 'directory' || kind === 'symlink') && !name.startsWith('.'),
    )
    .map(({ name }) => `${folder}/${name}`)
    .sort();
}

/** Each environment once, however many names lead to its folder; the first name wins. */
export function distinct(source: Source, environments: readonly Environment[]): Environment[] {
  const seen = new Map<string, Environment>();
  for (const environment of environments) {
    const { name, prefix } = environment;
    const place = prefix === '' ? `name ${name}` : realPath(source, prefix);
    const stat = source.lstat(place);
    const key = stat.kind === 'ok' ? stat.value.identity : place;
    if (!seen.has(key)) seen.set(key, environment);
  }
  return [...seen.values()];
}

/** The environments among some places. */
export function environmentsAt(source: Source, prefixes: readonly string[]): Environment[] {
  const found = prefixes.filter((prefix) => isEnvironment(source, prefix));
  return distinct(
    source,
    found.map((prefix) => environmentAt(source, posix.resolve(prefix))),
  );
}

function nameOf(source: Source, prefix: string): string {
  const hasOthers = subfolders(source, `${prefix}/envs`).some((one) => isEnvironment(source, one));
  const isRoot = hasOthers || source.exists(`${prefix}/condabin`);
  return isRoot && isEnvironment(source, prefix) ? 'base' : posix.basename(prefix) || prefix;
}

/** What conda wrote into `~/.conda/environments.txt` of every user whose file may be read. */
async function registered(
  source: Source,
  users: readonly string[],
): Promise<{ prefixes: string[]; files: string[] }> {
  const files = users.map((home) => `${home}/.conda/environments.txt`);
  const contents = await source.read(files, 1 << 20);
  const readable = files.filter((file) => contents.get(file)?.kind === 'ok');
  const prefixes = readable.flatMap((file) => {
    const content = contents.get(file);
    const lines = content?.kind === 'ok' ? content.value.toString('utf8').split('\n') : [];
    return lines.map((line) => line.trim()).filter((line) => line.startsWith('/'));
  });
  return { prefixes, files: readable };
}

function ancestors(folder: string): string[] {
  return folder === '/' ? [''] : [folder, ...ancestors(posix.dirname(folder))];
}
