import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

// src/sources/reading-threads.ts
const MOST = 3;
const AHEAD = 2;
var ReadingThreads = class ReadingThreads {
	#script;
	#count;
	#threads = [];
	constructor(script, count) {
		this.#script = script;
		this.#count = count;
	}
	static ofThisMachine() {
		const script = new URL("./reading-worker.js", import.meta.url);
		return new ReadingThreads(script, Math.min(availableParallelism() - 1, MOST));
	}
	get isFree() {
		return this.#threads.length < this.#count || this.#threads.some((one) => one.waiting < AHEAD);
	}
	ask(task) {
		if (this.#threads.every(({ waiting }) => waiting > 0) && this.#threads.length < this.#count) this.#threads.push(new Thread(this.#script));
		const [idlest] = this.#threads.toSorted((a, b) => a.waiting - b.waiting);
		if (!idlest) throw new Error("There is no thread that reads.");
		return idlest.ask(task);
	}
	async close() {
		await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
	}
};
var Thread = class {
	#worker;
	#asked = [];
	constructor(script) {
		this.#worker = new Worker(script);
		this.#worker.on("message", (answers) => this.#asked.shift()?.resolve(answers));
		this.#worker.on("error", (error) => {
			for (const { reject } of this.#asked.splice(0)) reject(error);
		});
	}
	get waiting() {
		return this.#asked.length;
	}
	ask(task) {
		this.#worker.postMessage(task);
		return new Promise((resolve, reject) => this.#asked.push({
			resolve,
			reject
		}));
	}
	async end() {
		await this.#worker.terminate();
	}
};

export { ReadingThreads as t };