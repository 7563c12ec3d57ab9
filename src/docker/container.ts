import { PassThrough, type Readable } from 'node:stream';
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
  /** What it wrote first and last, from both streams as they came. */
  readonly output: string;
  /** Whether it wrote more than is kept. */
  readonly isCut: boolean;
  readonly isOutOfMemory: boolean;
  /** Why it could not be started at all; empty where it was. */
  readonly problem: string;
  readonly seconds: number;
}

/** So much of what a program writes first is kept, in bytes. */
const HEAD = 1 << 16;

/** So much of what it writes last is kept besides: what it was asked comes at the end. */
const TAIL = 4 << 20;

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
    // What an image does to see whether its service is well is not what is run here.
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: order.hasNetwork ? 'default' : 'none',
      ReadonlyRootfs: order.isReadOnly,
      Tmpfs: Object.fromEntries(order.tmpfs.map((path) => [path, 'rw,mode=1777,size=64m'])),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: order.memory,
      MemorySwap: order.memory,
      PidsLimit: order.processes,
      // A crash leaves nothing on the disk.
      Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
      // What floods its output floods a disk otherwise.
      LogConfig: { Type: 'none' },
    },
  };
}

/**
 * Starts a container, hears it out, and kills it when its time is up.
 * @throws what the engine says where that is not about the program
 */
export async function runToEnd(
  container: Docker.Container,
  { limit }: RunOrder,
  signal: AbortSignal,
): Promise<RunResult> {
  const out = new PassThrough();
  // What still comes once nobody listens is no error.
  out.on('error', () => {});
  const heard = hear(out);
  const stream = await unlessAborted(
    container.attach({ stream: true, stdout: true, stderr: true }),
    signal,
  );
  container.modem.demuxStream(stream, out, out);
  for (const end of ['end', 'error', 'close']) stream.once(end, () => out.end());
  const close = () => (stream as unknown as Readable).destroy();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  try {
    const problem = await started(container, signal);
    if (problem !== '') return { ...SILENT, code: 127, problem, seconds: seconds() };
    const code = await endOf(container, limit, signal);
    const ended = seconds();
    const { State: state } = await unlessAborted(container.inspect(), signal);
    // The stream ends with the container; what holds it open is not waited for.
    const closing = setTimeout(close, GRACE);
    const { text, isCut } = await heard;
    clearTimeout(closing);
    const isOutOfMemory = state.OOMKilled === true;
    return { code, output: text, isCut, isOutOfMemory, problem: '', seconds: ended };
  } finally {
    close();
  }
}

/** So long the end of the output may come after that of the container, in milliseconds. */
const GRACE = 5000;

const SILENT = { output: '', isCut: false, isOutOfMemory: false };

/**
 * @returns why the program could not be started; empty when it was
 * @throws what the engine says where that is about the engine
 */
async function started(container: Docker.Container, signal: AbortSignal): Promise<string> {
  try {
    await unlessAborted(container.start(), signal);
    return '';
  } catch (error) {
    signal.throwIfAborted();
    const json = error instanceof Error && 'json' in error ? error.json : null;
    const said = (json as { message?: unknown } | null)?.message;
    if (typeof said !== 'string' || said === '' || OF_THE_ENGINE.test(said)) throw error;
    return said;
  }
}

/** What keeps any program from being started, whatever the image is like. */
const OF_THE_ENGINE = /no space left on device|no such container|cannot allocate memory/i;

/**
 * The code that it ends with; null where it had to be killed, after so many seconds. Asked for once it was started:
 * an engine takes one that was not yet for one that has ended, with code 0.
 */
async function endOf(
  container: Docker.Container,
  limit: number,
  signal: AbortSignal,
): Promise<number | null> {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), limit * 1000);
  try {
    const ended = container.wait() as Promise<{ StatusCode: number }>;
    const both = AbortSignal.any([signal, clock.signal]);
    return (await unlessAborted(ended, both)).StatusCode;
  } catch (error) {
    await container.kill().catch(() => {});
    signal.throwIfAborted();
    if (clock.signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Hears a program out, in as much memory as is kept, however much it writes and in however small pieces. */
async function hear(out: PassThrough): Promise<{ text: string; isCut: boolean }> {
  const head = Buffer.alloc(HEAD);
  const tail = Buffer.alloc(TAIL);
  let size = 0;
  for await (const chunk of out as AsyncIterable<Buffer>) {
    if (size < HEAD) chunk.copy(head, size);
    let at = Math.max(0, HEAD - size);
    // What would be written over at once is passed by.
    at = Math.max(at, chunk.length - TAIL);
    while (at < chunk.length) at += chunk.copy(tail, (size + at - HEAD) % TAIL, at);
    size += chunk.length;
  }
  const first = head.subarray(0, size);
  const end = Math.max(0, size - HEAD);
  if (end <= TAIL) {
    return { text: Buffer.concat([first, tail.subarray(0, end)]).toString('utf8'), isCut: false };
  }
  const turn = end % TAIL;
  const last = Buffer.concat([tail.subarray(turn), tail.subarray(0, turn)]);
  return { text: `${first.toString('utf8')}\n…\n${last.toString('utf8')}`, isCut: true };
}
