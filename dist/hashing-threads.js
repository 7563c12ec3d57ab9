import { availableParallelism } from "node:os";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

// src/sources/hashing-threads.ts
const BATCH = 128;
const LIMITS = { maxYoungGenerationSizeMb: 4 };
var HashingThreads = class HashingThreads {
	#script;
	#count;
	#workers = [];
	constructor(script, count) {
		this.#script = script;
		this.#count = count;
	}
	static ofThisMachine() {
		return new HashingThreads(new URL("./digest-worker.js", import.meta.url), availableParallelism());
	}
	async *run(jobs, signal, progress) {
		signal.throwIfAborted();
		if (jobs.length === 0) return;
		const queue = batches(jobs);
		while (this.#workers.length < Math.min(this.#count, queue.length)) this.#start();
		const running = /* @__PURE__ */ new Map();
		const next = (worker) => {
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
	async close() {
		await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
	}
	#start() {
		const worker = new Worker(this.#script, { resourceLimits: LIMITS });
		worker.unref();
		this.#workers.push(worker);
	}
};
async function ask(worker, jobs, signal) {
	worker.ref();
	worker.postMessage(jobs.map(({ path, identity, patch }) => ({
		path,
		identity,
		patch
	})));
	const [digests] = await once(worker, "message", { signal });
	worker.unref();
	return {
		worker,
		digests
	};
}
function batches(jobs) {
	const portions = [];
	for (let at = 0; at < jobs.length; at += BATCH) portions.push(jobs.slice(at, at + BATCH));
	return portions;
}
function bytesOf(digests) {
	return digests.reduce((sum, digest) => sum + (digest.kind === "read" ? digest.size : 0), 0);
}

export { HashingThreads as t };