import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Dialect,
  describeReal,
  type Links,
  type Place,
  type RealEnvironment,
  realEnvironment,
} from './environments.ts';
import { disasters, type Fault, faults, faultsFor } from './faults.ts';

interface PathEntry {
  _path: string;
  path_type: string;
  sha256?: string;
  sha256_in_prefix?: string;
  size_in_bytes?: number;
  prefix_placeholder?: string;
  file_mode?: string;
}

interface CondaRecord {
  name: string;
  files: string[];
  noarch?: string;
  extracted_package_dir: string;
  link: { source: string; type: number };
  paths_data: { paths: PathEntry[] };
}

const EMPTY = sha256('');
const DIALECTS: Dialect[] = ['rattler', 'conda', 'mamba'];
const LINKS: Links[] = ['hard', 'soft', 'copy'];
const LINK_TYPES = { hard: 1, soft: 2, copy: 3 };

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function recordsOf(env: Place): CondaRecord[] {
  const folder = join(env.prefix, 'conda-meta');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Every path of every record with the place where it lies in the environment. */
function* entriesOf(env: Place): Generator<[CondaRecord, PathEntry, string]> {
  for (const record of recordsOf(env)) {
    for (const entry of record.paths_data.paths) {
      const place = entry._path.replace(/^site-packages\//, 'lib/python3.11/site-packages/');
      yield [record, entry, join(env.prefix, place)];
    }
  }
}

function shippedAsLink(record: CondaRecord, entry: PathEntry): boolean {
  const cached = join(record.extracted_package_dir, entry._path);
  return lstatSync(cached, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** What the record says of the place, and what is there. */
function contradictions(env: Place): string[] {
  const out: string[] = [];
  for (const [record, entry, place] of entriesOf(env)) {
    const link = shippedAsLink(record, entry);
    if (link !== (lstatSync(place).isSymbolicLink() && !readlinkSync(place).startsWith('/'))) {
      out.push(`${entry._path}: is a link or is none`);
    }
    if (link) continue;
    const data = readFileSync(place);
    const patched = !data.equals(cachedOf(record, entry) ?? data);
    const told = entry.sha256_in_prefix ?? (patched ? undefined : entry.sha256) ?? sha256(data);
    if (told !== sha256(data)) out.push(`${entry._path}: ${told}`);
  }
  return out;
}

function cachedOf(record: CondaRecord, entry: PathEntry): Buffer | undefined {
  const { extracted_package_dir: folder } = record;
  const inside = entry._path.slice(Math.max(0, entry._path.indexOf('site-packages/')));
  const found = [entry._path, inside].map((path) => join(folder, path)).find(existsSync);
  return found === undefined ? undefined : readFileSync(found);
}

/** By hand: Node's own `recursive` follows links to folders, and stumbles over those to themselves. */
function namesBelow(folder: string, start = ''): string[] {
  return readdirSync(join(folder, start), { withFileTypes: true }).flatMap((item) => {
    const name = join(start, item.name);
    return item.isDirectory() ? [name, ...namesBelow(folder, name)] : [name];
  });
}

/** All that is in a folder: type, mode, and the link's text or the hash. */
function snapshot(folder: string): string {
  const names = namesBelow(folder).sort();
  return names
    .map((name) => {
      const path = join(folder, name);
      const stat = lstatSync(path);
      const link = stat.isSymbolicLink() ? readlinkSync(path) : '';
      const hash = stat.isFile() ? sha256(readFileSync(path)) : '';
      return `${name} ${stat.mode.toString(8)} ${link}${hash}`;
    })
    .join('\n');
}

const all = DIALECTS.flatMap((dialect) => LINKS.map((links) => ({ dialect, links })));

describeReal('a real environment', () => {
  it.concurrent.each(all)('$dialect, $links links: the records hold', async (options) => {
    await using env = await realEnvironment(options);
    expect(recordsOf(env)).toHaveLength(13);
    expect([...entriesOf(env)].length).toBeGreaterThan(250);
    expect(contradictions(env)).toEqual([]);
    const types = new Set(recordsOf(env).map((record) => record.link.type));
    expect([...types]).toEqual([options.dialect === 'mamba' ? 1 : LINK_TYPES[options.links]]);
  });

  it.concurrent('is linked as asked', async () => {
    const file = 'lib/python3.11/shutil.py';
    const program = 'lib/python3.11/base64.py';
    const [hard, soft, copy, mamba] = await Promise.all([
      realEnvironment({ links: 'hard' }),
      realEnvironment({ links: 'soft', dialect: 'conda' }),
      realEnvironment({ links: 'copy' }),
      realEnvironment({ links: 'soft', dialect: 'mamba' }),
    ]);
    const stat = (env: RealEnvironment, path: string) => lstatSync(join(env.prefix, path));
    expect(stat(hard, file).nlink).toBe(2);
    expect(stat(copy, file).nlink).toBe(1);
    expect(readlinkSync(join(soft.prefix, file))).toMatch(`${soft.cache}/python-3.11.2`);
    expect(stat(soft, program).isFile()).toBe(true);
    expect(stat(mamba, program).isSymbolicLink()).toBe(true);
    for (const env of [hard, soft, copy, mamba]) await env[Symbol.asyncDispose]();
    expect(existsSync(hard.root)).toBe(false);
  });

  it.concurrent('has the prefix in place of the placeholder, twice in one string', async () => {
    await using env = await realEnvironment();
    const program = readFileSync(join(env.prefix, 'bin/python3.11'), 'latin1');
    expect(program).toContain(`\0${env.prefix}/lib:${env.prefix}/lib64\0`);
    expect(program).not.toContain('_placehold');
  });

  it.concurrent('of rattler: a link has the hash of its own text', async () => {
    await using env = await realEnvironment();
    for (const [record, entry, place] of entriesOf(env)) {
      if (!shippedAsLink(record, entry)) continue;
      expect(entry.sha256_in_prefix, place).toBe(sha256(readlinkSync(place)));
    }
    expect(
      statSync(join(env.prefix, 'conda-meta', 'pip-23.0.1-pyhd8ed1ab_0.json')).mode & 0o777,
    ).toBe(0o600);
  });

  it.concurrent('ships one link that dangles', async () => {
    await using env = await realEnvironment();
    const dangling = [...entriesOf(env)].filter(([, , place]) => !existsSync(place));
    expect(dangling.map(([, entry]) => [entry._path, entry.sha256])).toEqual([
      ['lib/libhwasan.so', EMPTY],
    ]);
  });
});

describeReal('the dialect of conda', () => {
  it('maps noarch paths in `files` only', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const pip = recordsOf(env).find((record) => record.name === 'pip');
    const paths = pip?.paths_data.paths.map((entry) => entry._path);
    expect(paths?.[0]).toBe('site-packages/pip-23.0.1.dist-info/INSTALLER');
    expect(pip?.files[0]).toBe('lib/python3.11/site-packages/pip-23.0.1.dist-info/INSTALLER');
    expect(pip?.files).toHaveLength(paths?.length ?? 0);
    for (const file of pip?.files ?? [])
      expect(existsSync(join(env.prefix, file)), file).toBe(true);
  });

  // the keys of every kind of entry, counted in environments that conda 26.9 made
  it.each<{ links: Links; kinds: string[] }>([
    {
      links: 'hard',
      kinds: [
        'hardlink _path file_mode path_type prefix_placeholder sha256 sha256_in_prefix size_in_bytes',
        'hardlink _path path_type sha256 sha256_in_prefix size_in_bytes',
        'pyc_file _path path_type size_in_bytes',
        'softlink _path path_type sha256 size_in_bytes',
        'unix_python_entry_point _path path_type size_in_bytes',
      ],
    },
    {
      links: 'soft',
      kinds: [
        'hardlink _path file_mode path_type prefix_placeholder sha256 sha256_in_prefix size_in_bytes',
        'pyc_file _path path_type size_in_bytes',
        'softlink _path path_type sha256 size_in_bytes',
        'unix_python_entry_point _path path_type size_in_bytes',
      ],
    },
  ])('has the entries that conda writes for $links links', async ({ links, kinds }) => {
    await using env = await realEnvironment({ dialect: 'conda', links });
    const found = [...entriesOf(env)].map(
      ([, entry]) => `${entry.path_type} ${Object.keys(entry).sort().join(' ')}`,
    );
    expect([...new Set(found)].sort()).toEqual(kinds);
  });

  it('keeps the size that a patched text has in the package', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const sizes = [...entriesOf(env)].filter(([, entry]) => entry.file_mode === 'text');
    for (const [record, entry, place] of sizes) {
      expect(entry.size_in_bytes).toBe(cachedOf(record, entry)?.length);
      expect(entry.size_in_bytes).toBeGreaterThan(statSync(place).size);
    }
    expect(sizes.length).toBeGreaterThan(4);
  });
});

describeReal('the dialect of mamba', () => {
  it('has no placeholders, and hashes what a link leads to', async () => {
    await using env = await realEnvironment({ dialect: 'mamba' });
    for (const [, entry, place] of entriesOf(env)) {
      expect(Object.keys(entry)).not.toContain('prefix_placeholder');
      expect(entry._path).not.toMatch(/^site-packages/);
      if (entry.path_type !== 'softlink') continue;
      const leads = statSync(place, { throwIfNoEntry: false })?.isFile();
      expect(entry.sha256_in_prefix).toBe(leads ? sha256(readFileSync(place)) : EMPTY);
    }
  });
});

/** The first kind of environment that a fault can befall. */
function victim(fault: Fault): { dialect: Dialect; links: Links } {
  const found = all.find(({ dialect, links }) => faultsFor([fault], dialect, links).length > 0);
  if (!found) throw new Error(`${fault.name} can befall nothing`);
  return found;
}

describeReal('every fault', () => {
  const table = [...faults, ...disasters];

  it.concurrent.each(table)('$check: $name', async (fault) => {
    await using env = await realEnvironment(victim(fault));
    const [prefix, cache] = [snapshot(env.prefix), snapshot(env.cache)];
    const place = (await fault.inject(env)) ?? env;
    const damaged = {
      prefix: snapshot(place.prefix) !== prefix,
      cache: snapshot(place.cache) !== cache,
    };
    expect(damaged).toEqual(expectedDamage(fault, env.links, place !== env));
  });
});

/** Only a fault that is about the cache may reach it; a move leaves both as they were. */
function expectedDamage(fault: Fault, links: Links, moved: boolean): Record<string, boolean> {
  const onCache = fault.cause === 'package-cache' || fault.name.includes('into the cache');
  const asMade = moved || fault.check === 'cache-link';
  return { prefix: !asMade && !(onCache && links === 'soft'), cache: onCache };
}

describe('the table of faults', () => {
  it('has no two of one name', () => {
    const names = [...faults, ...disasters].map((fault) => `${fault.check} ${fault.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
