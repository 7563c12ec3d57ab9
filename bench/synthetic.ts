import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How the files of an environment are those of the package cache. */
export type Linking = 'hard' | 'soft';

/** Packages of nothing but random bytes: to measure with, where there is no real environment. */
export interface Packages {
  /** What holds `pkgs/` and `envs/`. */
  readonly root: string;
  readonly packages: readonly Package[];
}

interface Package {
  readonly name: string;
  readonly folder: string;
  readonly paths: readonly {
    readonly _path: string;
    readonly sha256: string;
    readonly size: number;
  }[];
}

/**
 * Makes the package cache of an installation.
 * @param files how many
 * @param bytes how many they have together
 * @param ofPackage how many files a package has
 */
export async function makePackages(
  root: string,
  files: number,
  bytes: number,
  ofPackage = 500,
): Promise<Packages> {
  const noise = randomBytes(1 << 20);
  const packages: Package[] = [];
  for (let made = 0; made < files; made += ofPackage) {
    const name = `pkg${packages.length}`;
    const folder = join(root, 'pkgs', `${name}-1.0-0`);
    const count = Math.min(ofPackage, files - made);
    packages.push({ name, folder, paths: await fill(folder, name, count, bytes / files, noise) });
  }
  return { root, packages };
}

async function fill(folder: string, name: string, count: number, mean: number, noise: Buffer) {
  const paths = [];
  for (let part = 0; part < 20; part += 1) {
    await mkdir(join(folder, 'lib', name, `part${part}`), { recursive: true });
  }
  for (let at = 0; at < count; at += 1) {
    const path = `lib/${name}/part${at % 20}/module${at}.py`;
    // Most are small and a few are large, as in real ones: the mean is kept.
    const size = Math.round(mean * (at % 10 === 9 ? 7.3 : 0.3));
    const bytes = contentOf(size, `${name}/${at}`, noise);
    await writeFile(join(folder, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    paths.push({ _path: path, sha256, size: bytes.length });
  }
  return paths;
}

/** Installs all packages into one environment, with records that are true, as conda writes them. */
export async function install(
  { root, packages }: Packages,
  name: string,
  linking: Linking = 'hard',
): Promise<string> {
  const prefix = join(root, 'envs', name);
  await mkdir(join(prefix, 'conda-meta'), { recursive: true });
  await writeFile(join(prefix, 'conda-meta', 'history'), '');
  for (const one of packages) {
    const folders = new Set(one.paths.map(({ _path }) => dirname(_path)));
    for (const folder of folders) await mkdir(join(prefix, folder), { recursive: true });
    for (const { _path } of one.paths) {
      const place = join(one.folder, _path);
      if (linking === 'hard') await link(place, join(prefix, _path));
      else await symlink(place, join(prefix, _path));
    }
    const record = recordOf(one, linking);
    await writeFile(join(prefix, 'conda-meta', `${one.name}-1.0-0.json`), JSON.stringify(record));
  }
  return prefix;
}

function recordOf({ name, folder, paths }: Package, linking: Linking): object {
  const described = paths.map(({ _path, sha256, size }) => ({
    _path,
    path_type: linking === 'hard' ? 'hardlink' : 'softlink',
    sha256,
    ...(linking === 'hard' ? { sha256_in_prefix: sha256 } : {}),
    size_in_bytes: size,
  }));
  return {
    name,
    version: '1.0',
    build: '0',
    build_number: 0,
    channel: 'bench',
    subdir: 'linux-64',
    depends: [],
    extracted_package_dir: folder,
    link: { source: folder, type: linking === 'hard' ? 1 : 2 },
    files: paths.map(({ _path }) => _path),
    paths_data: { paths_version: 1, paths: described },
  };
}

/** No two alike, and not a call of the random generator for each. */
function contentOf(size: number, name: string, noise: Buffer): Buffer {
  const bytes = Buffer.alloc(Math.max(size, name.length));
  for (let at = 0; at < bytes.length; at += noise.length) noise.copy(bytes, at);
  bytes.write(name);
  return bytes;
}
