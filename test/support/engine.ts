// A real container engine for tests, spoken to over its API: where DOCKER_HOST says, else the usual socket.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './cli.ts';

const USUAL = 'unix:///var/run/docker.sock';

/** As `DOCKER_HOST` has it. */
export function engineHost(): string {
  return process.env['DOCKER_HOST'] || USUAL;
}

let reason: string | null | undefined;

/** Why nothing can be asked of an engine here: null when it answers, else a sentence. */
export function whyNoEngine(): string | null {
  if (reason === undefined) {
    // In a process of its own, for tests are declared before anything can be waited for.
    const { status } = spawnSync(process.execPath, ['-e', PING, JSON.stringify(address())]);
    reason = status === 0 ? null : `no container engine answers at ${engineHost()}`;
  }
  return reason;
}

const PING = `
const answer = (response) => process.exit(response.statusCode === 200 ? 0 : 1);
const options = { path: '/_ping', timeout: 5000, ...JSON.parse(process.argv[1]) };
const request = require('node:http').get(options, answer);
request.on('error', () => process.exit(1));
request.on('timeout', () => process.exit(1));
`;

function address(): { socketPath: string } | { host: string; port: string } {
  const host = engineHost();
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const { hostname, port } = new URL(host);
  return { host: hostname, port: port || '2375' };
}

/** `describe` for tests that need an engine: skipped aloud without one, but never in CI. */
export function describeEngine(name: string, tests: () => void): void {
  const missing = whyNoEngine();
  if (missing === null) {
    describe(name, tests);
  } else if (!['', '0', 'false'].includes(process.env['CI'] ?? '')) {
    describe(name, () => {
      it('needs a container engine', () => expect.fail(missing));
    });
  } else {
    describe(name, () => {
      beforeEach(({ skip }) => skip(missing));
      tests();
    });
  }
}

export function engine(): Docker {
  return new Docker(address());
}

/** An image of a name that nobody else has; it goes with all containers that were made of it. */
export interface Image extends AsyncDisposable {
  readonly name: string;
}

/** An image of one layer: `docker import`. */
export async function importImage(tar: Readable | Buffer, platform?: string): Promise<Image> {
  const name = uniqueName();
  const [repo, tag] = name.split(':');
  const options = { repo, tag, ...(platform ? { platform } : {}) };
  await said(await engine().importImage(tar as NodeJS.ReadableStream, options));
  return imageOf(name);
}

/** `docker load` of an archive that names its images so. */
export async function loadImages(archive: Buffer, names: readonly string[]): Promise<Image[]> {
  await said(await engine().loadImage(archive as unknown as NodeJS.ReadableStream));
  return names.map(imageOf);
}

export function uniqueName(): string {
  return `conda-links-test/${randomUUID()}:1`;
}

/** All that a stream of progress tells; an engine that fails says so in it. */
async function said(stream: NodeJS.ReadableStream): Promise<void> {
  const lines = await text(stream as Readable);
  if (/"errorDetail"|"error"/.test(lines)) throw new Error(`the engine said: ${lines}`);
}

function imageOf(name: string): Image {
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await engine().getImage(name).remove({ force: true });
    },
  };
}

/** The containers of an image, running or not: none may be left of those that were made to read it. */
export async function containersOf(image: string): Promise<string[]> {
  const label = ['io.github.conda-links'];
  const found = await engine().listContainers({ all: true, filters: { label } });
  return found.filter(({ Image: name }) => name === image).map(({ Id }) => Id);
}

/** `docker save`. */
export async function savedImage(image: string): Promise<Buffer> {
  return buffer((await engine().getImage(image).get()) as Readable);
}

/** `docker create` and `docker export`. */
export async function exportedImage(image: string): Promise<Buffer> {
  const container = await engine().createContainer({ Image: image, Cmd: ['none'] });
  try {
    return await buffer((await container.export()) as Readable);
  } finally {
    await container.remove();
  }
}

/** What a stand-in does when it is asked for something: `POST /containers/create`, without query or version. */
export type Answer = (request: IncomingMessage, response: ServerResponse, asked: string) => void;

export interface StandIn extends AsyncDisposable {
  readonly host: string;
  /** All that it was asked for, in order. */
  readonly asked: readonly string[];
  readonly server: Server;
}

/** A stand-in for an engine, that does on its socket what no real one does when it is asked to. */
export async function standIn(answer: Answer): Promise<StandIn> {
  const folder = await temporaryFolder();
  const socket = posix.join(folder.path, 'docker.sock');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/s, '').replace(/^\/v[\d.]+/, '');
    const line = `${request.method} ${path}`;
    asked.push(line);
    // Whoever asks has gone in the middle of it: some tests are about just that.
    request.on('error', () => {});
    response.on('error', () => {});
    answer(request, response, line);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    asked,
    server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}
