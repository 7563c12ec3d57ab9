import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** So many files has one package. */
const FILES_OF_PACKAGE = 500;

/**
 * Makes an environment of nothing but random bytes, with records that are true: to measure with, where there
 * is no real one.
 * @param files how many
 * @param bytes how many they have together
 */
export async function makeEnvironment(prefix: string, files: number, bytes: number): Promise<void> {
  await mkdir(join(prefix, 'conda-meta'), { recursive: true });
  await writeFile(join(prefix, 'conda-meta', 'history'), '');
  const noise = randomBytes(1 << 20);
  for (let made = 0, at = 0; made < files; made += FILES_OF_PACKAGE, at += 1) {
    const count = Math.min(FILES_OF_PACKAGE, files - made);
    await makePackage(prefix, `pkg${at}`, count, bytes / files, noise);
  }
}

async function makePackage(
  prefix: string,
  name: string,
  count: number,
  mean: number,
  noise: Buffer,
): Promise<void> {
  const paths = [];
  for (let at = 0; at < count; at += 1) {
    const path = `lib/${name}/part${at % 20}/module${at}.py`;
    // Most are small and a few are large, as in real ones: the mean is kept.
    const size = Math.round(mean * (at % 10 === 9 ? 7.3 : 0.3));
    const bytes = contentOf(size, `${name}/${at}`, noise);
    await mkdir(dirname(join(prefix, path)), { recursive: true });
    await writeFile(join(prefix, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    paths.push({
      _path: path,
      path_type: 'hardlink',
      sha256,
      sha256_in_prefix: sha256,
      size_in_bytes: bytes.length,
    });
  }
  const record = {
    name,
    version: '1.0',
    build: '0',
    build_number: 0,
    channel: 'bench',
    subdir: 'linux-64',
    depends: [],
    files: paths.map((path) => path._path),
    paths_data: { paths_version: 1, paths },
  };
  await writeFile(join(prefix, 'conda-meta', `${name}-1.0-0.json`), JSON.stringify(record));
}

/** No two alike, and not a call of the random generator for each. */
function contentOf(size: number, name: string, noise: Buffer): Buffer {
  const bytes = Buffer.alloc(Math.max(size, name.length));
  for (let at = 0; at < bytes.length; at += noise.length) noise.copy(bytes, at);
  bytes.write(name);
  return bytes;
}
