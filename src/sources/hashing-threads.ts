import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Digest, DigestJob } from '../digest.ts';
import type { Progress } from '../sources.ts';
import type { Hasher } from './directory.ts';

/** So many files go to a thread at once: enough that messages cost nothing, few enough to stop soon. */
const BATCH = 128;

/** A thread that hashes makes little garbage: it need not wait until there is much of it. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

/** Hashes files in worker threads, which are started at the first use and live until `close`. */
export class HashingThreads implements Hasher {
  readonly #script: URL;
  readonly #count: number;
  #workers: Worker[] = [];

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

  async *run(
    jobs: readonly DigestJob[],
    signal: AbortSignal,
    progress: Progress,
  ): AsyncGenerator<readonly Digest[]> {
    signal.throwIfAborted();
    if (jobs.length === 0) return;
    const queue = batches(jobs);
    while (this.#workers.length < Math.min(this.#count, queue.length)) this.#start();
    const running = new Map<Worker, Promise<Answer>>();
    const next = (worker: Worker) => {
      const batch = queue.pop();
      if (batch) running.set(worker, ask(worker, batch, signal));
      else running.delete(worker);
    };
    this.#workers.forEach(next);
    while (running.size > 0) {
      const { worker, digests } = await Promise.race(running.values());
      next(worker);
      progress(digests.length, bytesOf(digests));
      yield digests;
    }
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #start(): void {
    const worker = new Worker(this.#script, { resourceLimits: LIMITS });
    worker.unref();
    this.#workers.push(worker);
  }
}

interface Answer {
  readonly worker: Worker;
  readonly digests: readonly Digest[];
}

/** Hands one batch to a thread. A thread that dies rejects with its error. */
async function ask(worker: Worker, jobs: DigestJob[], signal: AbortSignal): Promise<Answer> {
  worker.ref();
  worker.postMessage(jobs.map(({ path, identity, patch }) => ({ path, identity, patch })));
  const [digests] = (await once(worker, 'message', { signal })) as [Digest[]];
  worker.unref();
  return { worker, digests };
}

/** The jobs in portions, the last ones first to go; both ends of a long queue keep every thread busy. */
function batches(jobs: readonly DigestJob[]): DigestJob[][] {
  const portions: DigestJob[][] = [];
  for (let at = 0; at < jobs.length; at += BATCH) portions.push(jobs.slice(at, at + BATCH));
  return portions;
}

function bytesOf(digests: readonly Digest[]): number {
  return digests.reduce((sum, digest) => sum + (digest.kind === 'read' ? digest.size : 0), 0);
}
