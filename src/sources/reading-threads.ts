import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Readers, ReadingTask } from '../sources.ts';

/** With more threads than these folders are not listed any sooner. */
const MOST = 3;
/** So many tasks each has: one that it does, and one that waits. */
const AHEAD = 2;

/** Reads names and records in worker threads, which live as long as the reading of one environment. */
export class ReadingThreads implements Readers {
  readonly #script: URL;
  readonly #count: number;
  #threads: Thread[] = [];

  /**
   * @param script the built `reading-worker.js`
   * @param count none where there is no core for them
   */
  constructor(script: URL, count: number) {
    this.#script = script;
    this.#count = count;
  }

  /** One for each core but that of this thread, which reads too. */
  static ofThisMachine(): ReadingThreads {
    const script = new URL('./reading-worker.js', import.meta.url);
    return new ReadingThreads(script, Math.min(availableParallelism() - 1, MOST));
  }

  get isFree(): boolean {
    return this.#threads.length < this.#count || this.#threads.some((one) => one.waiting < AHEAD);
  }

  ask<T>(task: ReadingTask): Promise<readonly T[]> {
    const isBusy = this.#threads.every(({ waiting }) => waiting > 0);
    if (isBusy && this.#threads.length < this.#count) this.#threads.push(new Thread(this.#script));
    const [idlest] = this.#threads.toSorted((a, b) => a.waiting - b.waiting);
    if (!idlest) throw new Error('There is no thread that reads.');
    return idlest.ask(task) as Promise<readonly T[]>;
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }
}

interface Asked {
  resolve(answers: readonly unknown[]): void;
  reject(error: unknown): void;
}

/** One thread, which answers in the order in which it was asked. */
class Thread {
  readonly #worker: Worker;
  readonly #asked: Asked[] = [];

  constructor(script: URL) {
    this.#worker = new Worker(script);
    this.#worker.on('message', (answers) => this.#asked.shift()?.resolve(answers));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#asked.splice(0)) reject(error);
    });
  }

  get waiting(): number {
    return this.#asked.length;
  }

  ask(task: ReadingTask): Promise<readonly unknown[]> {
    this.#worker.postMessage(task);
    return new Promise((resolve, reject) => this.#asked.push({ resolve, reject }));
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
