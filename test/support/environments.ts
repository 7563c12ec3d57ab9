// Real conda environments for tests: packages of a channel made on the spot (channel.py), installed
// by rattler (install.py), with the records of the installer in question (dialect.py).
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';

export type Dialect = 'rattler' | 'conda' | 'mamba';
export type Links = 'hard' | 'soft' | 'copy';

/** Where an environment lies: its installation, itself, the package cache. */
export interface Place {
  root: string;
  prefix: string;
  cache: string;
}

/** The root is a folder in a temporary folder of its own: what lies beside it is removed as well. */
export interface RealEnvironment extends Place, AsyncDisposable {
  dialect: Dialect;
  links: Links;
}

export interface EnvironmentOptions {
  links?: Links;
  dialect?: Dialect;
  name?: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const kept = fileURLToPath(new URL('../../.cache/', import.meta.url));
const MODES = { hard: [], soft: ['--softlink'], copy: ['--copy'] } as const;

let reason: string | null | undefined;

/** Why no environment can be made here: null when one can, else a sentence that says what to install. */
export function whyNoRattler(): string | null {
  if (reason === undefined) reason = lookForRattler();
  return reason;
}

function lookForRattler(): string | null {
  const { status, error } = spawnSync('python3', ['-c', 'import rattler'], { stdio: 'ignore' });
  if (error) return 'no python3 on PATH: install Python 3.10 or newer and py-rattler';
  return status === 0 ? null : 'python3 has no py-rattler: pip install py-rattler==0.28.0';
}

/** A fresh environment with a root and a package cache of its own, so that damage stays inside. */
export async function realEnvironment(options: EnvironmentOptions = {}): Promise<RealEnvironment> {
  const { links = 'hard', dialect = 'rattler', name = 'ml' } = options;
  const sandbox = await mkdtemp(join(await realpath(tmpdir()), 'cl-'));
  const root = join(sandbox, 'conda');
  try {
    const channel = await testChannel();
    await python('install.py', channel, root, name, ...MODES[links], '--dialect', dialect);
  } catch (error) {
    await removeAll(sandbox);
    throw error;
  }
  return {
    root,
    prefix: join(root, 'envs', name),
    cache: join(root, 'pkgs'),
    dialect,
    links,
    [Symbol.asyncDispose]: () => removeAll(sandbox),
  };
}

/** The channel, kept between runs under the hash of what makes it. */
export async function testChannel(): Promise<string> {
  const source = await readFile(join(here, 'channel.py'));
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 12);
  return keptFolder(`test-channel-${hash}`, (draft) => python('channel.py', draft));
}

/** A folder that is made once, and kept between runs. @param make fills an empty one */
export async function keptFolder(
  name: string,
  make: (draft: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(kept, name);
  if (existsSync(folder)) return folder;
  await mkdir(kept, { recursive: true });
  const draft = await mkdtemp(join(kept, 'draft-'));
  await make(draft);
  // vitest's workers come here at the same time: one of them wins, the others find it made
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

async function python(script: string, ...args: string[]): Promise<void> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  await promisify(execFile)('python3', [join(here, script), ...args], { env });
}

/** As rm -rf, also where a test took permissions away. */
async function removeAll(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove().catch(() => unlock(folder).then(remove));
}

async function unlock(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name));
  }
}

/** `describe` for tests that need a real environment: skipped aloud without rattler, but never in CI. */
export function describeReal(name: string, tests: () => void): void {
  const missing = whyNoRattler();
  if (missing === null) {
    describe(name, tests);
  } else if (isCI()) {
    describe(name, () => {
      it('needs rattler', () => expect.fail(missing));
    });
  } else {
    describe(name, () => {
      beforeEach(({ skip }) => skip(missing));
      tests();
    });
  }
}

function isCI(): boolean {
  return !['', '0', 'false'].includes(process.env['CI'] ?? '');
}
