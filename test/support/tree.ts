// A stand-in for installers: environments in memory, linked and recorded as conda, mamba or rattler do it
// (measured on dialect.py and install.py, which do the same on disk), and the tables of the tests of checks.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS, selectChecks } from '../../src/checks.ts';
import type { CheckedEnvironment, EnvironmentReport, Finding } from '../../src/report.ts';
import { scopeOf } from '../../src/scopes.ts';
import { LEVELS, type Level } from '../../src/subject.ts';
import { noProgress } from '../../src/terminal.ts';
import { verify } from '../../src/verify.ts';
import type { Dialect, Links } from './environments.ts';
import { file, link, type MemoryOptions, MemorySource, type Node, program } from './memory.ts';
import { validEnvironment } from './schema.ts';

/** What conda-build pads its prefix to; where it stands in a file, the installer patches it. */
export const PLACEHOLDER = `/build/_h_env${'_placehold'.repeat(25)}`.slice(0, 255);
export const SITE = 'lib/python3.9/site-packages';
export const DIALECTS: readonly Dialect[] = ['conda', 'mamba', 'rattler'];
export const PREFIX = '/opt/conda/envs/ml';

/** Path → what is there; text is a file of it. */
export type Contents = Readonly<Record<string, Node | string>>;

export interface Package {
  readonly files: Contents;
  readonly noarch?: 'python' | 'generic';
  /** Console scripts that the installer makes. */
  readonly scripts?: readonly string[];
  readonly subdir?: string;
}

export interface Plan {
  /** `NAME-VERSION-BUILD` → what it holds; installed in this order. */
  readonly packages: Readonly<Record<string, Package | Contents>>;
  readonly by?: Dialect;
  readonly links?: Links;
  /** False: the package cache was cleaned since. */
  readonly cache?: boolean;
  readonly prefix?: string;
  /** The prefix under which it was installed, where that is another name or another place. */
  readonly installedAs?: string;
}

/** A Python as real ones are: links to the program, links to a library, patched text and binary. */
export const PYTHON: Contents = {
  'bin/python3.9': program(
    `\x7fELF\0${PLACEHOLDER}\0${PLACEHOLDER}/lib:${PLACEHOLDER}/lib64\0no prefix here\0`,
  ),
  'bin/python': link('python3.9'),
  'bin/python3': link('python3.9'),
  'bin/2to3-3.9': program(`#!${PLACEHOLDER}/bin/python3.9\nimport lib2to3\n`),
  'bin/2to3': link('2to3-3.9'),
  'lib/libpython3.9.so.1.0': 'the library',
  'lib/libpython3.9.so': link('libpython3.9.so.1.0'),
  'lib/terminfo': link('../share/terminfo'),
  'share/terminfo/x/xterm': 'xterm',
  'lib/python3.9/os.py': '"""The module os."""\n',
  'lib/python3.9/empty.py': '',
  'lib/python3.9/_sysconfigdata.py': `prefix = '${PLACEHOLDER}'\nLIB = '${PLACEHOLDER}/lib'\n`,
};
export const PIP: Package = {
  noarch: 'python',
  scripts: ['pip'],
  files: {
    'site-packages/pip/__init__.py': "__version__ = '23.0'\n",
    'site-packages/pip/__main__.py': 'from pip import main\n',
    'site-packages/pip-23.0.dist-info/INSTALLER': 'conda',
    'site-packages/pip-23.0.dist-info/METADATA': 'Name: pip\n',
  },
};
export const PYTHON_DIST = 'python-3.9.16-0';
export const PIP_DIST = 'pip-23.0-0';

/** Python and pip, and what else there is to be. */
export function python(by: Dialect, more: Partial<Plan> = {}): Tree {
  const packages = { [PYTHON_DIST]: PYTHON, [PIP_DIST]: PIP, ...more.packages };
  return tree({ by, ...more, packages });
}

/** An environment of this plan, sound. */
export function tree(plan: Plan): Tree {
  return new Tree(plan.prefix ?? PREFIX, new Installation(plan).nodes);
}

/** What lies on a machine; paths without a leading slash are relative to the prefix. Never changes. */
export class Tree {
  readonly prefix: string;
  readonly #place: string;
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #options: MemoryOptions;

  constructor(
    prefix: string,
    nodes: ReadonlyMap<string, Node>,
    options: MemoryOptions = {},
    named = prefix,
  ) {
    this.#place = prefix;
    this.prefix = named;
    this.#nodes = nodes;
    this.#options = options;
  }

  with(contents: Contents): Tree {
    const nodes = new Map(this.#nodes);
    for (const [path, node] of Object.entries(contents)) {
      nodes.set(this.#absolute(path), nodeOf(node));
    }
    return new Tree(this.#place, nodes, this.#options, this.prefix);
  }

  /** Without these, and whatever lies below them. */
  without(...paths: string[]): Tree {
    const gone = paths.map((path) => this.#absolute(path));
    const nodes = [...this.#nodes].filter(
      ([path]) => !gone.some((place) => path === place || path.startsWith(`${place}/`)),
    );
    return new Tree(this.#place, new Map(nodes), this.#options, this.prefix);
  }

  /** As `mv`, and a link that is left behind. */
  moveAndLink(from: string, to: string): Tree {
    const moved = [...this.#nodes].map(
      ([path, node]) =>
        [path.startsWith(`${from}/`) ? to + path.slice(from.length) : path, node] as const,
    );
    const nodes = new Map([...moved, [from, link(to)] as const]);
    return new Tree(this.#place, nodes, this.#options, this.prefix);
  }

  /** With another text in a file, and so with another inode. */
  edit(path: string, change: (text: string) => string): Tree {
    const node = this.#file(path);
    const bytes = Buffer.from(change(node.bytes.toString('latin1')), 'latin1');
    return this.with({ [path]: { ...node, bytes } });
  }

  chmod(path: string, mode: number): Tree {
    return this.with({ [path]: { ...this.#file(path), mode } });
  }

  /** With another record of a package. */
  // biome-ignore lint/suspicious/noExplicitAny: records are edited here as the JSON that they are
  record(dist: string, change: (record: any) => void): Tree {
    return this.edit(`conda-meta/${dist}.json`, (text) => {
      const record = JSON.parse(text);
      change(record);
      return JSON.stringify(record);
    });
  }

  /** The same, as somebody sees it who has nothing but the prefix: an archive. */
  archived(): Tree {
    const nodes = [...this.#nodes].filter(([path]) => path.startsWith(`${this.#place}/`));
    return new Tree(this.#place, new Map(nodes), { ...this.#options, extent: 'prefix' });
  }

  /** On a volume that folds case. */
  folding(): Tree {
    return new Tree(this.#place, this.#nodes, { ...this.#options, foldsCase: true }, this.prefix);
  }

  /** On these file systems: place → kind and options, each a device of its own. */
  mounted(
    fileSystems: Readonly<Record<string, readonly [type: string, ...options: string[]]>>,
  ): Tree {
    const mounts = Object.entries(fileSystems).map(([place, [type, ...options]]) => {
      return { type, place, device: place, options };
    });
    return new Tree(
      this.#place,
      this.#nodes,
      { ...this.#options, fileSystems: mounts },
      this.prefix,
    );
  }

  /** With a file that belongs to another user. */
  chown(path: string, uid: number): Tree {
    return this.with({ [path]: { ...this.#file(path), uid } });
  }

  /** The same, asked for by another name of the prefix. */
  named(prefix: string): Tree {
    return new Tree(this.#place, this.#nodes, this.#options, prefix);
  }

  source(): MemorySource {
    return new MemorySource(this.#nodes, this.#options);
  }

  #file(path: string): Node & { kind: 'file' } {
    const node = this.#nodes.get(this.#absolute(path));
    if (node?.kind !== 'file') throw new Error(`${path} is no file of this tree`);
    return node;
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.#place}/${path}`;
  }
}

interface Entry {
  _path: string;
  path_type: string;
  [field: string]: string | number;
}

/** Links packages from the cache into a prefix, and writes their records. */
class Installation {
  readonly nodes = new Map<string, Node>();
  readonly #by: Dialect;
  readonly #links: Links;
  readonly #place: string;
  readonly #prefix: string;
  readonly #root: string;

  constructor(plan: Plan) {
    this.#by = plan.by ?? 'conda';
    this.#links = plan.links ?? 'hard';
    this.#place = plan.prefix ?? PREFIX;
    this.#prefix = plan.installedAs ?? this.#place;
    const rootOf = (prefix: string) => prefix.replace(/\/envs\/[^/]+$/, '');
    this.#root = rootOf(this.#prefix);
    const cache = `${rootOf(this.#place)}/pkgs`;
    const packages = Object.entries(plan.packages).map(
      ([dist, one]) => [dist, isPackage(one) ? one : { files: one }] as const,
    );
    for (const tool of ['/bin/sh', '/usr/bin/env']) this.nodes.set(tool, program('a tool'));
    for (const [dist, one] of packages) this.#extract(`${cache}/${dist}`, one);
    for (const [dist, one] of packages) this.#install(dist, `${cache}/${dist}`, one);
    if (plan.cache === false) {
      for (const path of this.nodes.keys()) if (path.startsWith(cache)) this.nodes.delete(path);
    }
  }

  #extract(folder: string, { files }: Package): void {
    for (const [path, node] of Object.entries(files)) {
      this.nodes.set(`${folder}/${path}`, nodeOf(node));
    }
  }

  #install(dist: string, folder: string, one: Package): void {
    const { files, noarch, scripts = [], subdir = noarch ? 'noarch' : 'linux-64' } = one;
    const written: { entry: Entry; path: string }[] = [];
    for (const name of Object.keys(files)) {
      const node = this.nodes.get(`${folder}/${name}`);
      if (!node) continue;
      const path = noarch === 'python' ? placeOf(name) : name;
      const source = `${this.#root}/pkgs/${dist}/${name}`;
      const entry = this.#link(node, path, source, files, name);
      entry._path = this.#by === 'conda' ? name : path;
      written.push({ entry, path });
      const isCompiled = noarch === 'python' && name.endsWith('.py') && this.#by !== 'rattler';
      if (isCompiled) written.push(this.#compile(path));
    }
    for (const script of scripts) written.push(this.#script(script));
    const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
    const extracted = `${this.#root}/pkgs/${dist}`;
    const types = {
      hard: 1,
      soft: this.#by === 'mamba' ? 1 : 2,
      copy: this.#by === 'mamba' ? 1 : 3,
    };
    const record = {
      ...{ name, version, build, subdir, depends: [] },
      channel: `https://conda.anaconda.org/conda-forge/${subdir}`,
      ...(noarch ? { noarch } : {}),
      extracted_package_dir: extracted,
      files: written.map(({ path }) => path),
      paths_data: { paths_version: 1, paths: written.map(({ entry }) => entry) },
      link: { source: extracted, type: types[this.#links] },
    };
    this.#put(`conda-meta/${dist}.json`, file(JSON.stringify(record)));
  }

  #put(path: string, node: Node): void {
    this.nodes.set(`${this.#place}/${path}`, node);
  }

  /** Puts one thing of a package into the prefix, and says what the installer writes of it. */
  #link(node: Node, path: string, source: string, files: Contents, name: string): Entry {
    if (node.kind === 'symlink') return this.#linkLink(node.target, path, files, name);
    if (node.kind !== 'file') {
      this.#put(path, node);
      return { _path: path, path_type: 'directory' };
    }
    const entry = {
      _path: path,
      path_type: 'hardlink',
      sha256: sha256(node.bytes),
      size_in_bytes: node.bytes.length,
    };
    if (node.bytes.includes(PLACEHOLDER)) return this.#patch(node, path, entry);
    const mayBeLink = this.#by === 'mamba' || (node.mode & 0o111) === 0;
    if (this.#links === 'hard') this.#put(path, node);
    else if (this.#links === 'soft' && mayBeLink) this.#put(path, link(source));
    else this.#put(path, { ...node });
    // conda records even those so that it copied for being executable.
    if (this.#links === 'soft' && this.#by !== 'mamba') return { ...entry, path_type: 'softlink' };
    return this.#by === 'rattler' ? entry : { ...entry, sha256_in_prefix: entry.sha256 };
  }

  #linkLink(target: string, path: string, files: Contents, name: string): Entry {
    this.#put(path, link(target));
    // conda-build hashes what the link leads to in its own package, or nothing.
    const end = endOf(files, name);
    const bytes = end?.kind === 'file' ? end.bytes : '';
    const entry = {
      _path: path,
      path_type: 'softlink',
      sha256: sha256(bytes),
      size_in_bytes: bytes.length || 4096,
    };
    if (this.#by === 'conda') return entry;
    if (this.#by === 'rattler') return { ...entry, sha256_in_prefix: sha256(target) };
    const inPrefix = end?.kind === 'file' ? patched(end.bytes, this.#prefix, this.#by) : '';
    return { ...entry, sha256_in_prefix: sha256(inPrefix) };
  }

  #patch(node: Node & { kind: 'file' }, path: string, entry: Entry): Entry {
    const bytes = patched(node.bytes, this.#prefix, this.#by);
    this.#put(path, { ...node, bytes });
    const inPrefix = { ...entry, sha256_in_prefix: sha256(bytes) };
    if (this.#by === 'mamba') return inPrefix;
    return {
      ...inPrefix,
      size_in_bytes: this.#by === 'rattler' ? bytes.length : node.bytes.length,
      prefix_placeholder: PLACEHOLDER,
      file_mode: node.bytes.includes(0) ? 'binary' : 'text',
    };
  }

  #script(script: string): { entry: Entry; path: string } {
    const python = `${this.#prefix}/bin/python3.9`;
    const text = `${shebang(python, '', this.#by, true)}\nimport sys\nsys.exit()\n`;
    const path = `bin/${script}`;
    this.#put(path, file(text, 0o755));
    const entry = { _path: path, path_type: 'unix_python_entry_point' };
    if (this.#by === 'mamba') return { entry, path };
    const hash = this.#by === 'rattler' ? { sha256: sha256(text) } : {};
    return { entry: { ...entry, ...hash, size_in_bytes: text.length }, path };
  }

  #compile(source: string): { entry: Entry; path: string } {
    const path = source.replace(/([^/]+)\.py$/, '__pycache__/$1.cpython-39.pyc');
    this.#put(path, file(`compiled ${source}`));
    const size = this.#by === 'conda' ? { size_in_bytes: `compiled ${source}`.length } : {};
    return { entry: { _path: path, path_type: 'pyc_file', ...size }, path };
  }
}

function isPackage(one: Package | Contents): one is Package {
  return 'files' in one;
}

function nodeOf(node: Node | string): Node {
  return typeof node === 'string' ? file(node) : node;
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function placeOf(path: string): string {
  if (path.startsWith('python-scripts/')) return path.replace('python-scripts', 'bin');
  return path.replace(/^site-packages\//, `${SITE}/`);
}

function endOf(files: Contents, path: string): Node | null {
  let at = path;
  for (let hops = 0; hops < 40; hops += 1) {
    const node = files[at];
    if (typeof node === 'string') return file(node);
    if (node?.kind !== 'symlink') return node ?? null;
    at = posix.join(posix.dirname(at), node.target);
  }
  return null;
}

/** `#!` and the program: in another form where the kernel could not read it. */
function shebang(path: string, options: string, by: Dialect, isScript = false): string {
  const isPython = isScript || (by === 'rattler' && /\/python[\d.]*$/.test(path));
  const hasSpace = path.includes(' ') && (by !== 'mamba' || isScript);
  if (`#!${path}${options}`.length <= 127 && !hasSpace) return `#!${path}${options}`;
  if (isPython) return `#!/bin/sh\n'''exec' "${path}"${options} "$0" "$@" #'''`;
  return `#!/usr/bin/env ${posix.basename(path)}${options}`;
}

/** A file of a package as an installer leaves it in a prefix. */
export function patched(bytes: Buffer | string, prefix: string, by: Dialect = 'conda'): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes('\0')) {
    const line = new RegExp(`^#!(${PLACEHOLDER}\\S*)(.*)`).exec(text);
    const head = line
      ? shebang(line[1]?.replace(PLACEHOLDER, prefix) ?? '', line[2] ?? '', by)
      : '';
    const rest = text.slice(line?.[0].length ?? 0);
    return Buffer.from(head + rest.replaceAll(PLACEHOLDER, prefix), 'latin1');
  }
  const strings = text.split('\0').map((one) => {
    const short = one.replaceAll(PLACEHOLDER, prefix);
    return short.padEnd(one.length, '\0');
  });
  return Buffer.from(strings.join('\0'), 'latin1');
}

/** What is found at a place: `SEVERITY PATH`, alone or with some of its facts. */
export type Expected = string | readonly [string, Finding['facts']];
/** A tree and what is expected of it; a function makes the same tree as each installer would. */
export type Row = MadeBy | readonly [MadeBy, ...Expected[]];
type MadeBy = Tree | ((by: Dialect) => Tree);

export interface Table {
  /** Environments in order: no check has anything above a note, and this one nothing but what is named. */
  readonly sound?: Readonly<Record<string, Row>>;
  /** Not the business of this check: it has nothing but what is named. */
  readonly quiet?: Readonly<Record<string, Row>>;
  /** Exactly these findings. */
  readonly loud: Readonly<Record<string, readonly [MadeBy, Expected, ...Expected[]]>>;
}

/** The tests of one check. */
export function describeCheck(id: string, { sound = {}, quiet = {}, loud }: Table): void {
  const check = CHECKS.find((one) => one.id === id);
  if (!check) throw new Error(`there is no check ${id}`);
  describe(id, () => {
    for (const [title, rows] of Object.entries({ sound, quiet, loud })) {
      for (const [name, row] of Object.entries(rows)) {
        const [made, ...expected] = row instanceof Tree || !Array.isArray(row) ? [row] : row;
        for (const [suffix, one] of variants(made)) {
          test(`${title}: ${name}${suffix}`, async () => {
            await expectFindings(one, id, expected);
            if (title !== 'sound') return;
            const { findings } = await report(one);
            expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
          });
        }
      }
    }
    for (const level of LEVELS.slice(0, LEVELS.indexOf(check.level))) {
      for (const [name, [made]] of Object.entries(loud)) {
        for (const [suffix, one] of variants(made)) {
          test(`nothing at level ${level}: ${name}${suffix}`, async () => {
            const below = await verifyTree(one, id, level);
            expect('findings' in below ? below.findings : []).toEqual([]);
          });
        }
      }
    }
  });
}

function variants(made: MadeBy): (readonly [string, Tree])[] {
  if (made instanceof Tree) return [['', made]];
  return DIALECTS.map((by) => [` (${by})`, made(by)]);
}

async function expectFindings(one: Tree, id: string, expected: readonly Expected[]): Promise<void> {
  const { findings } = await report(one, id);
  const [lines, facts] = [[] as string[], new Map<string, Finding['facts']>()];
  for (const item of expected) {
    lines.push(typeof item === 'string' ? item : item[0]);
    if (typeof item !== 'string') facts.set(...item);
  }
  const found = new Map(findings.map((one) => [`${one.severity} ${one.path}`, one]));
  expect(findings.map((one) => `${one.severity} ${one.path}`).sort()).toEqual(lines.sort());
  for (const [line, some] of facts) expect(found.get(line)?.facts).toMatchObject(some);
}

/** What the product says of a tree, by one check or by all. */
export async function report(
  one: Tree,
  id: string | null = null,
  level: Level = 'content',
): Promise<CheckedEnvironment> {
  const environment = await verifyTree(one, id, level);
  if (environment.verdict === 'unchecked') throw new Error(environment.error);
  return environment;
}

async function verifyTree(one: Tree, id: string | null, level: Level): Promise<EnvironmentReport> {
  const { environments } = await verify(
    [scopeOf(one.source(), [{ name: 'ml', prefix: one.prefix, problem: null }])],
    {
      level,
      checks: selectChecks(id === null ? [] : [id], []),
      version: '0.0.0',
      signal: new AbortController().signal,
      progress: noProgress,
    },
  );
  const [environment] = environments;
  if (!environment) throw new Error('verify reported on nothing');
  return validEnvironment(environment);
}
