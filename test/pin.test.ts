// Digests of base images: what the engine pulled, what its registry says, and what is said when nobody knows.

import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { Engine } from '../src/docker.ts';
import { CannotRead, type ExpectedError, NotFound } from '../src/errors.ts';
import { thisMachine } from '../src/machine.ts';
import { run } from './support/cli.ts';
import {
  describeEngine,
  engineHost,
  importImage,
  type StandIn,
  standIn,
} from './support/engine.ts';
import { temporaryFolder } from './support/runner.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const OTHER = `sha256:${'b2'.repeat(32)}`;

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** A stand-in for an engine that has an image of these digests, and a registry that may know one. */
function engineWith(digests: readonly string[] | null, registry: unknown): Promise<StandIn> {
  return standIn((_, response, asked) => {
    if (asked.startsWith('GET /images/')) {
      if (digests === null) answer(response, 404, { message: 'No such image' });
      else answer(response, 200, { Id: OTHER, RepoDigests: digests });
    } else if (asked.startsWith('GET /distribution/') && registry !== null) {
      answer(response, 200, { Descriptor: { digest: registry } });
    } else {
      answer(response, 500, { message: 'dial tcp: lookup registry: no such host' });
    }
  });
}

async function digestOf(stand: StandIn, image: string): Promise<string> {
  const machine = { ...thisMachine(), env: { DOCKER_HOST: stand.host } };
  const engine = new Engine(machine);
  try {
    return await engine.digestOf(image, new AbortController().signal);
  } finally {
    engine.close();
  }
}

describe('the digest of an image', () => {
  test.each([
    ['debian:trixie-slim', [`debian@${DIGEST}`]],
    ['debian:trixie-slim', [`mirror/mydebian@${OTHER}`, `debian@${DIGEST}`]],
    ['condaforge/miniforge3:26.7.2-0', [`docker.io/condaforge/miniforge3@${DIGEST}`]],
    ['localhost:5000/a/b:1', [`localhost:5000/a/b@${DIGEST}`]],
  ])('of %s is that which was pulled, among %j', async (image, digests) => {
    await using stand = await engineWith(digests, OTHER);
    expect(await digestOf(stand, image)).toBe(DIGEST);
    expect(stand.asked.filter((line) => line.includes('/distribution/'))).toEqual([]);
  });

  test.each([
    ['never pulled', null],
    ['built here', []],
    ['of another repository', [`notdebian@${OTHER}`]],
  ])('is what the registry says of one that was %s', async (_, digests) => {
    await using stand = await engineWith(digests, DIGEST);
    expect(await digestOf(stand, 'debian:12')).toBe(DIGEST);
  });

  test('is known to nobody', async () => {
    await using stand = await engineWith(null, null);
    const error = await digestOf(stand, 'debian:12').catch((one: unknown) => one);
    expect(error).toBeInstanceOf(NotFound);
    expect((error as ExpectedError).advice).toContain('docker pull debian:12');
  });

  test.each(['', 'latest', `${DIGEST}\nRUN evil`, 7, null])('is not %j', async (odd) => {
    await using stand = await engineWith(null, odd ?? 'null');
    await expect(digestOf(stand, 'debian:12')).rejects.toBeInstanceOf(CannotRead);
  });
});

describeEngine('--pin', () => {
  test('asks the engine that is there', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'environment.yml');
    await writeFile(file, 'name: ml\nchannels: [conda-forge]\ndependencies: [python=3.12]\n');
    const tar = pack();
    tar.entry({ name: 'a' }, 'a');
    tar.finalize();
    await using image = await importImage(await buffer(tar));
    const { code, stdout, stderr } = await run(
      [
        'dockerfile',
        file,
        '--base',
        image.name,
        '--runtime',
        `debian:12@${DIGEST}`,
        '--pin',
        '--stdout',
      ],
      { env: { DOCKER_HOST: engineHost() } },
    );
    // An engine with containerd's store has a digest for everything, the others for what was pulled.
    if (code === 0)
      expect(stdout).toMatch(new RegExp(`^FROM ${image.name}@sha256:[0-9a-f]{64} AS builder`, 'm'));
    else expect([code, stderr]).toEqual([2, expect.stringContaining('Nobody knows the digest of')]);
  });
});
