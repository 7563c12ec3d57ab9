import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { unlessAborted } from '../abort.ts';

/** A program to be run, and what it may use. */
export interface RunOrder {
  /** By its id, so that nobody can put another one in its place. */
  readonly image: string;
  /** Null for that of the image. */
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[];
  /** As `docker run --user`; null for that of the image. */
  readonly user: string | null;
  readonly env: readonly string[];
  readonly isReadOnly: boolean;
  /** Folders that are in memory, and can be written. */
  readonly tmpfs: readonly string[];
  readonly hasNetwork: boolean;
  /** In seconds. */
  readonly limit: number;
  /** In bytes. */
  readonly memory: number;
  /** Processes and threads. */
  readonly processes: number;
  /** Whose container it is. */
  readonly label: Readonly<Record<string, string>>;
}

export interface RunResult {
  /** Null where it was still running when its time was up. */
  readonly code: number | null;
  /** What it wrote first, from both streams as they came. */
  readonly output: string;
  /** Whether it wrote more than is kept. */
  readonly isCut: boolean;
  readonly isOutOfMemory: boolean;
  /** Why it could not be started at all; empty where it was. */
  readonly problem: string;
  readonly seconds: number;
}

/** So much of what a program writes is kept, in bytes. */
const KEPT = 4 << 20;

/** As the engine's API takes it: no rights, no network unless asked for, nothing left on its disk. */
export function containerOf(order: RunOrder): object {
  return {
    Image: order.image,
    ...(order.entrypoint === null ? {} : { Entrypoint: [...order.entrypoint] }),
    Cmd: [...order.command],
    ...(order.user === null ? {} : { User: order.user }),
    Env: [...order.env],
    Labels: { ...order.label },
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: false,
    Tty: false,
    HostConfig: {
      NetworkMode: order.hasNetwork ? 'default' : 'none',
      ReadonlyRootfs: order.isReadOnly,
      Tmpfs: Object.fromEntries(order.tmpfs.map((path) => [path, 'rw,mode=1777,size=64m'])),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: order.memory,
      MemorySwap: order.memory,
      PidsLimit: order.processes,
      // What floods its output floods a disk otherwise.
      LogConfig: { Type: 'none' },
    },
  };
}

/** Starts a container, hears it out, and kills it when its time is up. */
export async function runToEnd(
  container: Docker.Container,
  { limit }: RunOrder,
  signal: AbortSignal,
): Promise<RunResult> {
  const start = performance.now();
  const out = new PassThrough();
  const heard = hear(out);
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  container.modem.demuxStream(stream, out, out);
  stream.once('end', () => out.end());
  stream.once('error', () => out.end());
  stream.once('close', () => out.end());
  const ended = container.wait() as Promise<{ StatusCode: number }>;
  ended.catch(() => {});
  try {
    await container.start();
  } catch (error) {
    out.end();
    const json =
      error instanceof Error && 'json' in error ? (error.json as { message?: string }) : null;
    if (!json?.message) throw error;
    const seconds = (performance.now() - start) / 1000;
    return {
      code: 127,
      output: '',
      isCut: false,
      isOutOfMemory: false,
      problem: json.message,
      seconds,
    };
  }
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), limit * 1000);
  let code: number | null = null;
  try {
    const { StatusCode } = await unlessAborted(ended, AbortSignal.any([signal, clock.signal]));
    code = StatusCode;
  } catch (error) {
    await container.kill().catch(() => {});
    signal.throwIfAborted();
    if (!clock.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  const seconds = (performance.now() - start) / 1000;
  const state = await container.inspect().then(
    ({ State }) => State,
    () => null,
  );
  // The stream ends with the container; what holds it open is not waited for.
  const closing = setTimeout(() => out.end(), GRACE);
  const { text, isCut } = await heard;
  clearTimeout(closing);
  return {
    code,
    output: text,
    isCut,
    isOutOfMemory: state?.OOMKilled === true,
    problem: '',
    seconds,
  };
}

/** So long the end of the output may come after that of the container, in milliseconds. */
const GRACE = 5000;

async function hear(out: PassThrough): Promise<{ text: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  for await (const chunk of out as AsyncIterable<Buffer>) {
    if (size < KEPT) chunks.push(chunk);
    size += chunk.length;
    isCut ||= size > KEPT;
  }
  return { text: Buffer.concat(chunks).subarray(0, KEPT).toString('utf8'), isCut };
}
