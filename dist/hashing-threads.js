import { t as unlessAborted } from "./abort.js";
import { n as packJobs, r as unpackDigests } from "./digest-batch.js";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

// src/sources/hashing-threads.ts
const MOST_FILES = 128;
const MOST_BYTES = 1 << 23;
const AHEAD = 2;
const LIMITS = { maxYoungGenerationSizeMb: 4 };
var HashingThreads = class HashingThreads {
	#script;
	#count;
	#threads = [];
	constructor(script, count) {
		this.#script = script;
		this.#count = count;
	}
	static ofThisMachine() {
		return new HashingThreads(new URL("./digest-worker.js", import.meta.url), availableParallelism());
	}
	async *run(jobs, signal, progress) {
		signal.throwIfAborted();
		const portions = portionsOf(jobs);
		const running = /* @__PURE__ */ new Set();
		const hand = (to) => {
			const { value: portion } = portions.next();
			if (!portion) return;
			const thread = to ?? this.#start();
			const answer = thread.ask(portion).then((answers) => {
				running.delete(answer);
				return {
					thread,
					answers
				};
			});
			answer.catch(() => {});
			running.add(answer);
		};
		for (let round = 0; round < AHEAD; round += 1) for (let at = 0; at < this.#count; at += 1) hand(this.#threads[at] ?? null);
		while (running.size > 0) {
			const { thread, answers } = await unlessAborted(Promise.race(running), signal);
			hand(thread);
			progress(answers.length, bytesOf(answers));
			yield answers;
		}
	}
	async close() {
		await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
	}
	#start() {
		const thread = new Thread(this.#script);
		this.#threads.push(thread);
		return thread;
	}
};
var Thread = class {
	#worker;
	#asked = [];
	constructor(script) {
		this.#worker = new Worker(script, { resourceLimits: LIMITS });
		this.#worker.unref();
		this.#worker.on("message", (digests) => {
			this.#asked.shift()?.resolve(digests);
			if (this.#asked.length === 0) this.#worker.unref();
		});
		this.#worker.on("error", (error) => {
			for (const { reject } of this.#asked.splice(0)) reject(error);
		});
	}
	async ask(jobs) {
		this.#worker.ref();
		this.#worker.postMessage(packJobs(jobs));
		const digests = unpackDigests(await new Promise((resolve, reject) => this.#asked.push({
			resolve,
			reject
		})));
		return Array.from(digests, (digest, at) => [jobs[at], digest]);
	}
	async end() {
		await this.#worker.terminate();
	}
};
function* portionsOf(jobs) {
	let portion = [];
	let bytes = 0;
	for (const job of jobs) {
		portion.push(job);
		bytes += job.stamp?.size ?? 0;
		if (portion.length < MOST_FILES && bytes < MOST_BYTES) continue;
		yield portion;
		portion = [];
		bytes = 0;
	}
	if (portion.length > 0) yield portion;
}
function bytesOf(answers) {
	return answers.reduce((sum, [, one]) => sum + (one.kind === "read" ? one.size : 0), 0);
}

export { HashingThreads as t };