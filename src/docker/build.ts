import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { unlessAborted } from '../abort.ts';
import { CannotRead } from '../errors.ts';
import { type BuildEvent, BuildEvents } from './build-events.ts';
import { BuildFailure } from './build-failure.ts';
import { type Context, sendContext } from './context.ts';
import { openSession, type Session } from './session.ts';

/** The things that are made are found by this label, whatever happened to who made them. */
export const LABEL = 'io.github.conda-links';

/** What is to be built, and how. */
export interface BuildOrder {
  readonly context: Context;
  /** What the image is called; null for nothing. */
  readonly tag: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** As the docker CLI takes it; null for that of the engine. */
  readonly platform: string | null;
  readonly isNoCache: boolean;
  /** Whether base images are looked up anew. */
  readonly isPulled: boolean;
  readonly isBuildKit: boolean;
  /** Says whose it is, in the image's labels: a lease for what nobody shall keep. */
  readonly label: string;
}

/** An engine, as a build speaks to it. */
export interface Builder {
  /** For what is answered at once. */
  readonly docker: Docker;
  /** For what may be silent for long. */
  readonly patient: Docker;
  /** So long nothing may come of what is answered at once, in milliseconds. */
  readonly patience: number;
  /** What an error of a request means to a user. */
  readonly explain: (error: unknown) => unknown;
}

/** What came of a build: its image, or why there is none; and the images that the classic builder made on the way. */
export interface Built {
  readonly image: string;
  readonly layers: readonly Layer[];
  readonly problem: unknown;
}

/** An image of a step of the classic builder. */
export interface Layer {
  /** Its first digits. */
  readonly id: string;
  /** Whether this build made it. */
  readonly isNew: boolean;
}

/** Builds an image, and throws nothing: what is left has to be removed whatever happened. */
export async function buildOn(
  builder: Builder,
  order: BuildOrder,
  onEvent: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<Built> {
  const failure = new BuildFailure();
  const layers: Layer[] = [];
  let image = '';
  const hear = (event: BuildEvent) => {
    failure.hear(event);
    if (event.kind === 'image') image = event.id;
    if (event.kind === 'layer') layers.push(event);
    onEvent(event);
  };
  try {
    await request(builder, order, hear, signal);
    const problem = failure.problem() ?? (image === '' ? noImage() : null);
    return { image, layers, problem };
  } catch (error) {
    if (signal.aborted) return { image, layers, problem: signal.reason };
    const refusal = statusOf(error) === 400 ? saidBy(error) : null;
    // What is wrong with the Dockerfile itself is refused before there is a stream.
    if (refusal !== null) failure.refuse(refusal);
    return {
      image,
      layers,
      problem: refusal === null ? builder.explain(error) : failure.problem(),
    };
  }
}

function noImage(): CannotRead {
  return new CannotRead(
    'The engine ended the build without an image, and without saying why.',
    'Its own log tells more: journalctl -u docker',
  );
}

/** @throws what the engine, the connection or the context failed with */
async function request(
  builder: Builder,
  order: BuildOrder,
  hear: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  const end = (error: unknown) => ending.abort(error);
  watch(builder, either).catch(end);
  const context = await sendContext(order.context, order.isBuildKit ? 'buildkit' : 'classic');
  // What the request fails with afterwards is only that it was ended.
  context.stream.once('error', end);
  let session: Session | null = null;
  try {
    if (order.isBuildKit) session = await openSession(builder.docker, either);
    const stream = await builder.patient.buildImage(
      context.stream,
      queryOf(order, context.dockerfile, session, either) as unknown as Docker.ImageBuildOptions,
    );
    const events = new BuildEvents();
    for await (const piece of stream as AsyncIterable<Buffer>) {
      for (const event of events.read(piece)) hear(event);
      either.throwIfAborted();
    }
    for (const event of events.end()) hear(event);
  } catch (error) {
    either.throwIfAborted();
    throw error;
  } finally {
    end(null);
    context.stream.destroy();
    session?.close();
  }
}

/**
 * Asks an engine now and then whether it is there, for a build may be silent for long.
 * @throws what is wrong when it is not
 */
async function watch({ docker, patience }: Builder, signal: AbortSignal): Promise<never> {
  for (;;) {
    await setTimeout(patience, null, { signal, ref: false });
    await unlessAborted(docker.ping(), signal);
  }
}

function queryOf(
  order: BuildOrder,
  dockerfile: string,
  session: Session | null,
  signal: AbortSignal,
): object {
  return {
    ...(order.tag === null ? {} : { t: order.tag }),
    dockerfile,
    // As a number: of the text '2' dockerode makes a session of its own.
    version: order.isBuildKit ? 2 : 1,
    ...(session === null ? {} : { session: session.id }),
    buildargs: order.buildArgs,
    labels: { [LABEL]: order.label },
    ...(order.platform === null ? {} : { platform: order.platform }),
    ...(order.isNoCache ? { nocache: true } : {}),
    ...(order.isPulled ? { pull: 'true' } : {}),
    rm: true,
    forcerm: true,
    abortSignal: signal,
  };
}

/** The status of an answer that was no good one; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : null;
}

/** What an engine said, without what dockerode wraps it in. */
export function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json = 'json' in error ? (error.json as { message?: unknown } | null) : null;
  if (typeof json?.message === 'string') return json.message;
  return error.message.replace(/^\(HTTP code \d+\) [\w ]+ - /, '').trim();
}

/** So long is waited for an engine to let go of an image, in milliseconds. */
const GRACE = 10_000;

/**
 * Removes the images of steps that a build made and that nothing else uses. What stands on others that were told of
 * and has no name is the build's own for certain; the containers of its steps are removed by the engine.
 */
export async function removeLayers(docker: Docker, layers: readonly Layer[]): Promise<void> {
  const deadline = AbortSignal.timeout(GRACE);
  const known = new Set(layers.map(({ id }) => id));
  for (const { id, isNew } of [...layers].reverse()) {
    if (isNew && (await isOwn(docker, id, known))) await removeUnused(docker, id, deadline);
  }
}

async function isOwn(docker: Docker, id: string, known: ReadonlySet<string>): Promise<boolean> {
  try {
    const { RepoTags: tags, Parent: parent } = await docker.getImage(id).inspect();
    return (tags ?? []).length === 0 && (parent === '' || known.has(parent.slice(7, 19)));
  } catch {
    return false;
  }
}

async function removeUnused(docker: Docker, id: string, deadline: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return void (await docker.getImage(id).remove({ noprune: true }));
    } catch (error) {
      // The container of a step that was cancelled is about to go.
      const isUsed = statusOf(error) === 409 && /container/.test(saidBy(error));
      if (!isUsed || deadline.aborted) return;
    }
    await setTimeout(100);
  }
}
