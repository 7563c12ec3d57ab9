import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout } from 'node:timers/promises';
// @ts-expect-error: it has no types of its own
import http from 'docker-modem/lib/http.js';
import Docker from 'dockerode';
import { unlessAborted } from './abort.ts';
import {
  type BuildOrder,
  buildOn,
  LABEL,
  type Layer,
  removeLayers,
  saidBy,
  statusOf,
} from './docker/build.ts';
import type { BuildEvent } from './docker/build-events.ts';
import { containerOf, type RunOrder, type RunResult, runToEnd } from './docker/container.ts';
import { addressOf, endpointOf } from './docker/endpoint.ts';
import { isOver, WEEK } from './docker/lease.ts';
import { BadInput, CannotRead, ExpectedError, NotFound, systemCode } from './errors.ts';
import type { Machine } from './machine.ts';

// No engine sends elsewhere; what is gone after fails where nobody hears of it.
http.maxRedirects = 0;

/** So long nothing may come from an engine before it is given up, in milliseconds. */
const PATIENCE = 60_000;

/** So long a builder may say nothing, in milliseconds. */
const LONG = 3_600_000;

/** So long a request that is no longer wanted may take, in milliseconds. */
const GRACE = 10_000;

/** What the label says of a container that is never run. */
const READING = 'reading';

/** What is known of an image without running it. */
export interface ImageFacts {
  readonly id: string;
  /** In bytes, as the engine counts. */
  readonly size: number;
  /** `linux/amd64`. */
  readonly platform: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly tags: readonly string[];
}

/** A container engine that speaks Docker's API. */
export class Engine {
  readonly #docker: Docker;
  /** For what may be silent for long: a solver, a program that runs. */
  readonly #patient: Docker;
  readonly #agent: HttpAgent;
  readonly #host: string;
  readonly #patience: number;
  /** What the classic builder made on the way to an image. */
  readonly #layers = new Map<string, readonly Layer[]>();

  /** @throws BadInput when variables or configuration name an engine in a way that makes no sense */
  constructor(machine: Machine, patience = PATIENCE) {
    const { host, tls } = endpointOf(machine);
    this.#host = host;
    this.#patience = patience;
    // A connection for each request: engines have mixed up the answers of one that is used again
    // (apocas/docker-modem#196).
    this.#agent = tls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
    const ssh = host.startsWith('ssh:');
    const connect = (timeout: number) =>
      withoutCertPath(
        () =>
          new Docker({
            ...addressOf(host, tls !== null),
            ...(tls ?? {}),
            ...(ssh ? {} : { agent: this.#agent }),
            timeout,
            headers: { Connection: 'close' },
          } as Docker.DockerOptions),
      );
    this.#docker = connect(patience);
    this.#patient = connect(Math.max(patience, LONG));
  }

  /**
   * A container of an image, made and never started, so that its files can be had.
   * @param platform as the docker CLI takes it; null for that of the engine
   * @throws NotFound when there is no such image, CannotRead when the engine does not answer
   */
  async hold(image: string, platform: string | null, signal: AbortSignal): Promise<Held> {
    refuseName(image);
    const making = this.#docker.createContainer({
      _query: platform === null ? {} : { platform },
      _body: {
        Image: image,
        // Never run; images from scratch have no command of their own, and without one none is made.
        Entrypoint: ['conda-links'],
        Cmd: [],
        Labels: { [LABEL]: READING },
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
      const ofImage = await this.#docker
        .getImage(image)
        .inspect()
        .catch(() => ({ Size: 0, Config: null }));
      // Of several images of that name, the engine tells of its own platform's.
      const { Config: config } =
        platform === null ? ofImage : await container.inspect().catch(() => ({ Config: null }));
      const told = { size: ofImage.Size ?? 0, user: config ? (config.User ?? '') : null };
      return new Held(container, told, (error) => this.#explain(error, image, platform));
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

  /** Whether it has BuildKit: Docker from 20.10 on, whatever its own command line builds with. */
  async hasBuildKit(signal: AbortSignal): Promise<boolean> {
    try {
      const found: Partial<Docker.DockerVersion> = await unlessAborted(
        this.#docker.version(),
        signal,
      );
      const [major = 0, minor = 0] = (found.ApiVersion ?? '').split('.').map(Number);
      // Podman answers as Docker does, and builds with something else.
      const isOther = (found.Components ?? []).some(({ Name: name }) => /podman/i.test(name));
      return found.Os === 'linux' && !isOther && (major > 1 || minor >= 41);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error, '', null);
    }
  }

  /**
   * Builds an image. Of a build that fails or is given up nothing is left.
   * @param onEvent hears of every step and line, in the engine's order
   * @returns its id
   * @throws CannotBuild with the step that failed and what it said last, CannotRead when the engine goes away or
   * something of the context cannot be read
   */
  async build(
    order: BuildOrder,
    onEvent: (event: BuildEvent) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const builder = {
      docker: this.#docker,
      patient: this.#patient,
      patience: this.#patience,
      explain: (error: unknown) => this.#refused(error),
    };
    const { image, layers, problem } = await buildOn(builder, order, onEvent, signal);
    if (problem === null) {
      this.#layers.set(image, layers);
      return image;
    }
    if (order.tag === null) await this.#removeLabelled((label) => label === order.label);
    await removeLayers(this.#docker, layers);
    throw problem;
  }

  /**
   * Removes what runs that were killed left: containers, and images without a name, whose lease is over. What belongs
   * to a run that is alive stays, and so does what somebody wanted to keep. It is no matter when it cannot be done.
   */
  async removeLeftovers(signal: AbortSignal): Promise<void> {
    try {
      const found = await unlessAborted(
        this.#docker.listContainers(labelled({ all: true })),
        signal,
      );
      for (const { Id: id, Labels: labels, Created: time } of found) {
        // What was only read has no lease, and no reading takes that long.
        const isDue = isOver(labels[LABEL] ?? '') ?? (labels[LABEL] === READING && isOld(time));
        if (isDue) await this.#docker.getContainer(id).remove({ force: true, v: true });
      }
      await unlessAborted(
        this.#removeLabelled((label) => isOver(label) === true),
        signal,
      );
    } catch {
      signal.throwIfAborted();
    }
  }

  /** Removes images without a name by what their label says. Those that are in use stay. */
  async #removeLabelled(isWanted: (label: string) => boolean): Promise<void> {
    const images = await this.#docker.listImages(labelled({})).catch(() => []);
    for (const { Id: id, RepoTags: tags, Labels: labels } of images) {
      const isNamed = (tags ?? []).some((tag) => tag !== '<none>:<none>');
      if (isNamed || !isWanted(labels?.[LABEL] ?? '')) continue;
      await this.#docker
        .getImage(id)
        .remove({ noprune: true })
        .catch(() => {});
    }
  }

  /**
   * Runs a program in a container of its own, which is gone afterwards whatever happens.
   * @throws NotFound when the image is gone, CannotRead when the engine goes away
   */
  async run(order: RunOrder, signal: AbortSignal): Promise<RunResult> {
    const making = this.#docker.createContainer(
      containerOf(order) as Docker.ContainerCreateOptions,
    );
    let container: Docker.Container;
    try {
      container = await unlessAborted(making, signal);
    } catch (error) {
      if (signal.aborted) await removeOnceMade(making);
      signal.throwIfAborted();
      throw this.#explain(error, order.image, null);
    }
    try {
      return await runToEnd(this.#patient.getContainer(container.id), order, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error, order.image, null);
    } finally {
      await container.remove({ force: true, v: true }).catch(() => {});
    }
  }

  /**
   * What an image is like.
   * @throws NotFound when it is gone
   */
  async inspect(image: string, signal: AbortSignal): Promise<ImageFacts> {
    refuseName(image);
    try {
      const found = await unlessAborted(this.#docker.getImage(image).inspect(), signal);
      return {
        id: found.Id,
        size: found.Size,
        platform: [found.Os, found.Architecture, found.Variant].filter(Boolean).join('/'),
        user: found.Config?.User ?? '',
        env: found.Config?.Env ?? [],
        entrypoint: wordsOf(found.Config?.Entrypoint),
        cmd: wordsOf(found.Config?.Cmd),
        tags: found.RepoTags ?? [],
      };
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error, image, null);
    }
  }

  /**
   * Gives an image a name, whoever had it before.
   * @throws NotFound when the image is gone
   */
  async tag(id: string, name: string, signal: AbortSignal): Promise<void> {
    const [, repo = name, tag = 'latest'] = /^(.+?)(?::([^:/]+))?$/.exec(name) ?? [];
    try {
      await unlessAborted(this.#docker.getImage(id).tag({ repo, tag }), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#explain(error, id, null);
    }
  }

  /**
   * Removes an image that has no name, and what it alone was made of: the same steps make the same image, and
   * somebody may have named it. It may be gone already.
   */
  async removeImage(id: string): Promise<void> {
    const image = this.#docker.getImage(id);
    const tags = await image.inspect().then(
      ({ RepoTags }) => RepoTags ?? [],
      () => [],
    );
    if (tags.some((tag) => tag !== '<none>:<none>')) return;
    await image.remove({ force: true, noprune: true }).catch(() => {});
    await removeLayers(this.#docker, this.#layers.get(id) ?? []);
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

  /** Of a build: no image is named, so none is missing. */
  #refused(error: unknown): unknown {
    if (statusOf(error) === null) return this.#explain(error, '', null);
    return new CannotRead(`The engine at ${this.#host} refused: ${saidBy(error)}`, '', {
      cause: error,
    });
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

/** What has our label, whatever that says. */
function labelled<T extends object>(options: T): T & { filters: { label: string[] } } {
  return { ...options, filters: { label: [LABEL] } };
}

/** @param time in seconds, by the engine's clock */
function isOld(time: number): boolean {
  return time * 1000 < Date.now() - WEEK;
}

/** A container that is there to be read, and to be removed. */
export class Held {
  /** About as many bytes as its files have together; 0 when that is not known. */
  readonly size: number;
  /** The `USER` of its image, empty for none; null when that is not known. */
  readonly user: string | null;
  readonly #container: Docker.Container;
  readonly #explain: (error: unknown) => unknown;

  constructor(
    container: Docker.Container,
    { size, user }: { readonly size: number; readonly user: string | null },
    explain: (error: unknown) => unknown,
  ) {
    this.#container = container;
    this.size = size;
    this.user = user;
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

/** @throws BadInput for what must not become a part of a request */
function refuseName(image: string): void {
  if (/^\w[\w.\-/:@]*$/.test(image)) return;
  throw new BadInput(`“${image}” is no name of an image.`, 'Name it like docker:ml:latest.');
}

/** Words of an image's configuration, which may be a text, or nothing. */
function wordsOf(words: string | readonly string[] | null | undefined): readonly string[] {
  return typeof words === 'string' ? [words] : (words ?? []);
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
