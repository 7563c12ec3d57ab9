import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path/posix';
import { CannotWrite, systemCode } from './errors.ts';

/** Two small environments in a temporary folder: one is sound, one is broken in four ways. */
export interface DemoRoot {
  readonly environments: readonly { name: string; prefix: string; problem: null }[];
  remove(): Promise<void>;
}

/** A file as a package brings it, or a link. */
type Content = { readonly file: string; readonly mode?: number } | { readonly link: string };

const PYTHON: Readonly<Record<string, Content>> = {
  'bin/python3.11': { file: '#!/bin/sh\necho "Python 3.11.9"\n', mode: 0o755 },
  'bin/python': { link: 'python3.11' },
  'bin/python3': { link: 'python3.11' },
  'lib/libpython3.11.so.1.0': { file: 'not a real library\n' },
  'lib/libpython3.11.so': { link: 'libpython3.11.so.1.0' },
  'lib/python3.11/os.py': { file: '"""Stands for the standard library."""\n' },
};

const PIP: Readonly<Record<string, Content>> = {
  'bin/pip': { file: '#!/bin/sh\necho "pip 23.0"\n', mode: 0o755 },
  'lib/python3.11/site-packages/pip/__init__.py': { file: '__version__ = "23.0"\n' },
};

/** Makes both. They are hand-made and cannot run Python, but their records are as conda writes them. */
export async function makeDemo(): Promise<DemoRoot> {
  const root = await makeFolder();
  const remove = () => rm(root, { recursive: true, force: true });
  const prefixes = [join(root, 'envs/sound'), join(root, 'envs/broken')];
  try {
    for (const prefix of prefixes) {
      await install(root, prefix, 'python-3.11.9-0_demo', PYTHON, false);
      await install(root, prefix, 'pip-23.0-py311_0', PIP, basename(prefix) === 'broken');
      await writeFile(join(prefix, 'conda-meta/history'), '');
    }
    await breakIt(root, join(root, 'envs/broken'));
  } catch (error) {
    await remove();
    throw cannotMake(error);
  }
  const environments = prefixes.map((prefix) => ({
    name: basename(prefix),
    prefix,
    problem: null,
  }));
  return { environments, remove };
}

async function makeFolder(): Promise<string> {
  try {
    return await realpath(await mkdtemp(join(tmpdir(), 'conda-links-demo-')));
  } catch (error) {
    throw cannotMake(error);
  }
}

function cannotMake(error: unknown): unknown {
  const code = systemCode(error);
  if (!code) return error;
  const message = `The demonstration cannot be made in ${tmpdir()} (${code}).`;
  return new CannotWrite(message, 'Set TMPDIR to a folder that you may write to.', {
    cause: error,
  });
}

/** The article's disasters: the package cache is cleaned, a link is flattened, a file is written into. */
async function breakIt(root: string, prefix: string): Promise<void> {
  await rm(join(root, 'pkgs/pip-23.0-py311_0'), { recursive: true });
  await unlink(join(prefix, 'lib/libpython3.11.so'));
  await writeFile(join(prefix, 'lib/libpython3.11.so'), 'libpython3.11.so.1.0');
  await unlink(join(prefix, 'lib/python3.11/os.py'));
  await writeFile(join(prefix, 'lib/python3.11/os.py'), '"""Stands for the standard library!"""\n');
}

/** Puts one package into the cache and into an environment, with its record. */
async function install(
  root: string,
  prefix: string,
  dist: string,
  contents: Readonly<Record<string, Content>>,
  isSoftLinked: boolean,
): Promise<void> {
  const cache = join(root, 'pkgs', dist);
  const paths: object[] = [];
  for (const [path, content] of Object.entries(contents)) {
    await put(join(cache, path), content);
    await put(join(prefix, path), isSoftLinked ? { link: join(cache, path) } : content);
    const isLink = 'link' in content || isSoftLinked;
    const sha256 = createHash('sha256').update(bytesOf(path, contents)).digest('hex');
    paths.push({
      _path: path,
      path_type: isLink ? 'softlink' : 'hardlink',
      sha256,
      ...(isLink ? {} : { sha256_in_prefix: sha256 }),
      ...('file' in content ? { size_in_bytes: Buffer.byteLength(content.file) } : {}),
    });
  }
  const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
  const record = {
    name,
    version,
    build,
    channel: 'conda-forge',
    subdir: 'noarch',
    depends: [],
    extracted_package_dir: cache,
    files: Object.keys(contents),
    link: { source: cache, type: isSoftLinked ? 2 : 1 },
    paths_data: { paths, paths_version: 1 },
  };
  await put(join(prefix, 'conda-meta', `${dist}.json`), { file: JSON.stringify(record, null, 2) });
}

/** What one reads at a path; conda-build records of a link the hash of what it leads to. */
function bytesOf(path: string, contents: Readonly<Record<string, Content>>): string {
  const content = contents[path];
  if (!content) return '';
  return 'file' in content ? content.file : bytesOf(join(dirname(path), content.link), contents);
}

async function put(path: string, content: Content): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if ('link' in content) await symlink(content.link, path).catch(ignoreExisting);
  else await writeFile(path, content.file, { mode: content.mode ?? 0o644 });
}

/** The cache is shared: the second environment finds the links of the first one's packages there. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
