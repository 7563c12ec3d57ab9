// Environments made by the real conda, where there is one on PATH: the judge of the stand-ins.

import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Links, type RealEnvironment, testChannel, whyNoRattler } from './environments.ts';

const MODES: Readonly<Record<Links, string>> = {
  hard: '',
  soft: 'always_softlink: true\n',
  copy: 'always_copy: true\n',
};

/** Everything in the test channel. */
const PACKAGES =
  'python pip numpy wheel setuptools tzdata gcc-libs ca-certificates jslib nodejs-like';

/** Why conda makes no environments here: null when it does. */
export function whyNoConda(): string | null {
  const { status } = spawnSync('conda', ['--version'], { stdio: 'ignore' });
  return status === 0 ? whyNoRattler() : 'no conda on PATH';
}

/** A fresh environment that conda itself installed from the test channel, in a root of its own. */
export async function condaEnvironment(links: Links): Promise<RealEnvironment> {
  const sandbox = await mkdtemp(join(await realpath(tmpdir()), 'cl-conda-'));
  const remove = () => rm(sandbox, { recursive: true, force: true });
  const root = join(sandbox, 'conda');
  const prefix = join(root, 'envs/ml');
  const channel = `file://${await testChannel()}`;
  const condarc = join(sandbox, 'condarc');
  const config = [
    `pkgs_dirs: [${join(root, 'pkgs')}]`,
    `envs_dirs: [${join(root, 'envs')}]`,
    `channels: [${channel}]`,
    'default_channels: []',
    'register_envs: false',
    'notify_outdated_conda: false',
    'solver: classic',
  ];
  await writeFile(condarc, `${config.join('\n')}\n${MODES[links]}`);
  const words = ['create', '--yes', '--quiet', '--prefix', prefix, '--override-channels'];
  try {
    await promisify(execFile)('conda', [...words, '--channel', channel, ...PACKAGES.split(' ')], {
      env: { ...process.env, CONDARC: condarc, HOME: sandbox },
    });
  } catch (error) {
    await remove();
    throw error;
  }
  const cache = join(root, 'pkgs');
  return { root, prefix, cache, dialect: 'conda', links, [Symbol.asyncDispose]: remove };
}
