import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
// @ts-expect-error: it has no types of its own
import http from 'docker-modem/lib/http.js';
import Docker from 'dockerode';
import { unlessAborted } from './abort.ts';
import { BadInput, CannotRead, ExpectedError, NotFound, systemCode } from './errors.ts';
import type { Machine } from './machine.ts';

/** Where an engine listens, and what it wants to see. */
interface Endpoint {
  /** As the docker CLI writes it: `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…`. */
  readonly host: string;
  readonly tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } | null;
}

// No engine sends elsewhere; what is gone after fails where nobody hears of it.
http.maxRedirects = 0;

/** So long nothing may come from an engine before it is given up, in milliseconds. */
const PATIENCE = 60_000;

/** So long a request that is no longer wanted may take, in milliseconds. */
const GRACE = 10_000;

/** The things that are made are found by this label, whatever happened to who made them. */
const LABEL = 'io.github.conda-links';

/** A container engine that speaks Docker's API. */
export class Engine {
  readonly #docker: Docker;
  readonly #agent: HttpAgent;
  readonly #host: string;

  /** @throws BadInput when variables or configuration name an engine in a way that makes no sense */
  constructor(machine: Machine, patience = PATIENCE) {
    const { host, tls } = endpointOf(machine);
    this.#host = host;
    // A connection for each request: engines have mixed up the answers of one that is used again
    // (apocas/docker-modem#196).
    this.#agent = tls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
    const ssh = host.startsWith('ssh:');
    this.#docker = withoutCertPath(
      () =>
        new Docker({
          ...addressOf(host, tls !== null),
          ...(tls ?? {}),
          ...(ssh ? {} : { agent: this.#agent }),
          timeout: patience,
          headers: { Connection: 'close' },
        } as Docker.DockerOptions),
    );
  }

  /**
   * A container of an image, made and never started, so that its files can be had.
   * @param platform as the docker CLI takes it; null for that of the engine
   * @throws NotFound when there is no such image, CannotRead when the engine does not answer
   */
  async hold(image: string, platform: string | null, signal: AbortSignal): Promise<Held> {
    // Before the name becomes a part of a request.
    if (!/^[\w][\w.\-/:@]*$/.test(image)) {
      throw new BadInput(`“${image}” is no name of an image.`, 'Name it like docker:ml:latest.');
    }
    const making = this.#docker.createContainer({
      _query: platform === null ? {} : { platform },
      _body: {
        Image: image,
        // Never run; images from scratch have no command of their own, and without one none is made.
        Entrypoint: ['conda-links'],
        Cmd: [],
        Labels: { [LABEL]: 'reading' },
        NetworkDisabled: true,
        HostConfig: { NetworkMode: 'none' },
      },
    } as unknown as Docker.ContainerCreateOptions);
    try {
      const container = await unlessAborted(making, signal);
      if (typeof container.id !== 'string' || container.id === '') {
        throw new CannotRead(
          `What answers at ${this.#host} is no Docker engine.`,
          'Say where one is with DOCKER_HOST or docker context use.',
        );
      }
      const { Size: size = 0 } = await this.#docker
        .getImage(image)
        .inspect()
        .catch(() => ({ Size: 0 }));
      return new Held(container, size, (error) => this.#explain(error, image, platform));
    } catch (error) {
      if (signal.aborted) await removeOnceMade(making);
      signal.throwIfAborted();
      throw this.#explain(error, image, platform);
    }
  }

  /**
   * The digest of an image: that which the engine pulled, or else what its registry says.
   * @returns `sha256:…`
   * @throws NotFound when neither knows it, CannotRead when the engine does not answer
   */
  async digestOf(image: string, signal: AbortSignal): Promise<string> {
    const known = this.#docker.getImage(image);
    try {
      const { RepoDigests: digests } = await unlessAborted(known.inspect(), signal).catch(
        (error) => {
          signal.throwIfAborted();
          if (statusOf(error) === 404) return { RepoDigests: [] };
          throw error;
        },
      );
      const repository = image.replace(/:[^/]*$/, '');
      const pulled = (digests ?? []).find((one) => `/${one}`.includes(`/${repository}@`));
      const digest =
        pulled?.replace(/^.*@/, '') ??
        (await unlessAborted(known.distribution(), signal)).Descriptor.digest;
      if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
      throw new CannotRead(`The engine at ${this.#host} gave no digest for ${image}.`, '');
    } catch (error) {
      signal.throwIfAborted();
      const explained = this.#explain(error, image, null);
      if (!(explained instanceof ExpectedError) || statusOf(error) === null) throw explained;
      throw new NotFound(
        `Nobody knows the digest of ${image}: it was never pulled, and its registry does not answer.`,
        `Get it with docker pull ${image}, or name it with its digest: ${image}@sha256:…`,
        { cause: error },
      );
    }
  }

  /** Ends all that is still under way. */
  close(): void {
    this.#agent.destroy();
  }

  #explain(error: unknown, image: string, platform: string | null): unknown {
    if (error instanceof ExpectedError || !(error instanceof Error)) return error;
    const status = statusOf(error);
    const said = saidBy(error);
    if (
      status === 404 ||
      /does not match the specified platform|no match for platform/.test(said)
    ) {
      const isThere = /specified platform|match for platform/.test(said);
      return new NotFound(
        isThere
          ? `The image ${image} is not there for ${platform}.`
          : `There is no image ${image} on the engine at ${this.#host}.`,
        `Get it with: docker pull ${platform === null ? '' : `--platform ${platform} `}${image}`,
        { cause: error },
      );
    }
    if (status !== null) {
      return new CannotRead(`The engine at ${this.#host} refused: ${said}`, '', { cause: error });
    }
    return this.#unreachable(error);
  }

  #unreachable(error: Error): CannotRead {
    const code = systemCode(error);
    const isDenied = code === 'EACCES' || code === 'EPERM';
    const options = { cause: error };
    if (isDenied) {
      return new CannotRead(
        `The Docker engine at ${this.#host} may not be spoken to by this user.`,
        'Add the user to the group docker, or use sudo.',
        options,
      );
    }
    return new CannotRead(
      `The Docker engine at ${this.#host} does not answer${code ? ` (${code})` : ''}.`,
      'Start it, or say where it is with DOCKER_HOST or docker context use. Without an engine a saved image can be read: docker save -o FILE IMAGE there, and here docker-archive:FILE',
      options,
    );
  }
}

/** A container that is there to be read, and to be removed. */
export class Held {
  /** About as many bytes as its files have together; 0 when that is not known. */
  readonly size: number;
  readonly #container: Docker.Container;
  readonly #explain: (error: unknown) => unknown;

  constructor(container: Docker.Container, size: number, explain: (error: unknown) => unknown) {
    this.#container = container;
    this.size = size;
    this.#explain = explain;
  }

  /** All its files as one tar stream. */
  async *files(): AsyncGenerator<Buffer> {
    yield* this.#flow(() => this.#container.export());
  }

  /** One file of it as a tar stream of one entry. */
  async *file(path: string): AsyncGenerator<Buffer> {
    yield* this.#flow(() => this.#container.getArchive({ path }));
  }

  /** Removes it, with the volumes that came with it. It may be gone already. */
  async remove(): Promise<void> {
    await this.#container.remove({ force: true, v: true }).catch(() => {});
  }

  async *#flow(open: () => Promise<NodeJS.ReadableStream>): AsyncGenerator<Buffer> {
    try {
      yield* (await open()) as AsyncIterable<Buffer>;
    } catch (error) {
      throw this.#explain(error);
    }
  }
}

/** The status of an answer that was no good one; null where there was no answer. */
function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : null;
}

/** docker-modem reads the certificates that DOCKER_CERT_PATH names even where nobody asked for TLS, and fails. */
function withoutCertPath<T>(make: () => T): T {
  const path = process.env['DOCKER_CERT_PATH'];
  delete process.env['DOCKER_CERT_PATH'];
  try {
    return make();
  } finally {
    if (path !== undefined) process.env['DOCKER_CERT_PATH'] = path;
  }
}

/** An engine goes on making what nobody waits for any more: so that is waited for, if not for ever. */
async function removeOnceMade(making: Promise<Docker.Container>): Promise<void> {
  const removed = making.then((container) => container.remove({ force: true, v: true }));
  await Promise.race([removed.catch(() => {}), setTimeout(GRACE, null, { ref: false })]);
}

/** What an engine said, without what dockerode wraps it in. */
function saidBy(error: Error): string {
  const json = 'json' in error ? (error.json as { message?: unknown } | null) : null;
  return typeof json?.message === 'string' ? json.message : error.message;
}

/** As the docker CLI chooses: DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual socket. */
function endpointOf({ env, home }: Machine): Endpoint {
  const config = env['DOCKER_CONFIG'] || join(home, '.docker');
  const named = env['DOCKER_HOST'];
  if (named) {
    const isVerified = env['DOCKER_TLS_VERIFY'] || env['DOCKER_TLS'];
    const isRemote = /^(?:tcp|https):/.test(named);
    const tls = isVerified && isRemote ? tlsIn(env['DOCKER_CERT_PATH'] || config) : null;
    return { host: named, tls };
  }
  const context = env['DOCKER_CONTEXT'] || currentContext(config);
  if (context === '' || context === 'default') return { host: USUAL, tls: null };
  const id = createHash('sha256').update(context).digest('hex');
  const meta = json(join(config, 'contexts', 'meta', id, 'meta.json'));
  const host = meta?.['Endpoints']?.['docker']?.['Host'];
  if (typeof host !== 'string' || host === '') {
    throw new BadInput(
      `There is no docker context “${context}”.`,
      'See them with: docker context ls',
    );
  }
  const tls = /^(?:tcp|https):/.test(host)
    ? tlsIn(join(config, 'contexts', 'tls', id, 'docker'), true)
    : null;
  return { host, tls };
}

const USUAL = 'unix:///var/run/docker.sock';

function currentContext(config: string): string {
  const current = json(join(config, 'config.json'))?.['currentContext'];
  return typeof current === 'string' ? current : '';
}

/** biome-ignore lint/suspicious/noExplicitAny: a file of another program, of which every step is checked */
function json(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @throws CannotRead when there are no certificates where they should be */
function tlsIn(folder: string, mayBeNone = false): Endpoint['tls'] {
  try {
    const read = (name: string) => readFileSync(join(folder, name));
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (error) {
    if (mayBeNone) return null;
    throw new CannotRead(
      `The certificates for the Docker engine cannot be read in ${folder}.`,
      'Set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem, or unset DOCKER_TLS_VERIFY.',
      { cause: error },
    );
  }
}

/** What dockerode wants to know of an address; all of it, for else it fills in what variables say. */
function addressOf(host: string, hasTls: boolean): object {
  const none = { host: undefined, port: undefined, username: undefined, socketPath: undefined };
  if (host === 'unix://') throw noAddress(host);
  if (host.startsWith('unix://')) return { ...none, socketPath: host.slice('unix://'.length) };
  let url: URL;
  try {
    url = new URL(host.includes('://') ? host : `tcp://${host}`);
  } catch {
    throw noAddress(host);
  }
  const protocols: Readonly<Record<string, string>> = { 'ssh:': 'ssh', 'https:': 'https' };
  const protocol = protocols[url.protocol] ?? (hasTls ? 'https' : 'http');
  if (!['tcp:', 'http:', 'https:', 'ssh:'].includes(url.protocol)) {
    throw noAddress(host);
  }
  const port = url.port || (protocol === 'ssh' ? 22 : hasTls ? 2376 : 2375);
  const username = decodeURIComponent(url.username) || undefined;
  return { ...none, host: url.hostname, port, protocol, username };
}

function noAddress(host: string): BadInput {
  return new BadInput(`DOCKER_HOST: “${host}” is no address.`, `It is written like ${USUAL}.`);
}
