import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { unlessAborted } from '../abort.ts';
import type { Answer, DigestJob } from '../digest.ts';
import { type PackedDigests, packJobs, unpackDigests } from '../digest-batch.ts';
import type { Progress } from '../sources.ts';
import type { Hasher } from './directory.ts';

/** So many files go to a thread at once: enough that messages cost nothing, few enough to stop soon. */
const MOST_FILES = 128;
/** And so many bytes, so that no thread is left with much to do at the end. */
const MOST_BYTES = 1 << 23;
/** So many portions each thread has: one that it reads, and one that waits. */
const AHEAD = 2;

/** A thread that hashes makes little garbage: it need not wait until there is much of it. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

/** Hashes files in worker threads, which are started at the first use and live until `close`. */
export class HashingThreads implements Hasher {
  readonly #script: URL;
  readonly #count: number;
  #threads: Thread[] = [];

  /** @param script the built `digest-worker.js` */
  constructor(script: URL, count: number) {
    this.#script = script;
    this.#count = count;
  }

  /** One thread for each core: hashing is bound by the processor. */
  static ofThisMachine(): HashingThreads {
    return new HashingThreads(
      new URL('./digest-worker.js', import.meta.url),
      availableParallelism(),
    );
  }

  async *run<Job extends DigestJob>(
    jobs: Iterable<Job>,
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Answer<Job>[]> {
    signal.throwIfAborted();
    const portions = portionsOf(jobs);
    const running = new Set<Promise<Done<Job>>>();
    const hand = (to: Thread | null) => {
      const { value: portion } = portions.next();
      if (!portion) return;
      const thread = to ?? this.#start();
      const answer = thread.ask(portion).then((answers) => {
        running.delete(answer);
        return { thread, answers };
      });
      // Who waits hears of it; nobody does when the reading is given up.
      answer.catch(() => {});
      running.add(answer);
    };
    for (let round = 0; round < AHEAD; round += 1) {
      for (let at = 0; at < this.#count; at += 1) hand(this.#threads[at] ?? null);
    }
    while (running.size > 0) {
      const { thread, answers } = await unlessAborted(Promise.race(running), signal);
      hand(thread);
      progress(answers.length, bytesOf(answers));
      yield answers;
    }
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }

  #start(): Thread {
    const thread = new Thread(this.#script);
    this.#threads.push(thread);
    return thread;
  }
}

interface Done<Job extends DigestJob> {
  readonly thread: Thread;
  readonly answers: readonly Answer<Job>[];
}

interface Asked {
  resolve(digests: PackedDigests): void;
  reject(error: unknown): void;
}

/** One thread, which answers in the order in which it was asked. Dead, it rejects with its error. */
class Thread {
  readonly #worker: Worker;
  readonly #asked: Asked[] = [];

  constructor(script: URL) {
    this.#worker = new Worker(script, { resourceLimits: LIMITS });
    this.#worker.unref();
    this.#worker.on('message', (digests) => {
      this.#asked.shift()?.resolve(digests);
      if (this.#asked.length === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#asked.splice(0)) reject(error);
    });
  }

  async ask<Job extends DigestJob>(jobs: readonly Job[]): Promise<Answer<Job>[]> {
    this.#worker.ref();
    this.#worker.postMessage(packJobs(jobs));
    const digests = unpackDigests(
      await new Promise<PackedDigests>((resolve, reject) => this.#asked.push({ resolve, reject })),
    );
    return Array.from(digests, (digest, at) => [jobs[at] as Job, digest]);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The jobs in portions, as they are asked for. */
function* portionsOf<Job extends DigestJob>(jobs: Iterable<Job>): Generator<Job[], void> {
  let portion: Job[] = [];
  let bytes = 0;
  for (const job of jobs) {
    portion.push(job);
    bytes += job.size ?? 0;
    if (portion.length < MOST_FILES && bytes < MOST_BYTES) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}

function bytesOf(answers: readonly Answer[]): number {
  return answers.reduce((sum, [, one]) => sum + (one.kind === 'read' ? one.size : 0), 0);
}
