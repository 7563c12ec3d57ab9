import { r as __toESM } from "./rolldown-runtime.js";
import { once } from "node:events";
import { posix } from "node:path";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

// src/conda/condarc.ts
const LARGEST = 1 << 20;
async function environmentFolders(source, machine, roots) {
	const { env } = machine;
	const fromVariables = [env["CONDA_ENVS_DIRS"], env["CONDA_ENVS_PATH"]].flatMap((value) => value?.split(/[:,]/) ?? []);
	const files = configurationFiles(source, machine, roots).filter((file) => source.exists(file));
	const contents = await source.read(files, LARGEST);
	const texts = files.flatMap((file) => {
		const content = contents.get(file);
		return content?.kind === "ok" ? content.value.toString("utf8") : [];
	});
	const parse = texts.length > 0 ? (await import("./yaml.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).parse : () => null;
	const fromFiles = texts.flatMap((text) => foldersIn(parse, text));
	return [.../* @__PURE__ */ new Set([...fromVariables, ...fromFiles])].map((folder) => expand(folder.trim(), machine)).filter((folder) => folder.startsWith("/"));
}
function configurationFiles(source, machine, roots) {
	const { env, home } = machine;
	const config = env["XDG_CONFIG_HOME"] ?? `${home}/.config`;
	const named = [
		"/etc/conda",
		"/var/lib/conda",
		...roots,
		`${config}/conda`,
		`${home}/.conda`,
		env["CONDA_PREFIX"] ?? ""
	].filter((place) => place.startsWith("/")).flatMap((place) => [
		`${place}/.condarc`,
		`${place}/condarc`,
		...pieces(source, `${place}/condarc.d`)
	]);
	const own = [
		`${home}/.condarc`,
		`${home}/.mambarc`,
		env["CONDARC"] ?? "",
		env["MAMBARC"] ?? ""
	];
	return [.../* @__PURE__ */ new Set([...named, ...own])].filter((file) => file.startsWith("/"));
}
function pieces(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.map((item) => item.name).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => `${folder}/${name}`);
}
function foldersIn(parse, text) {
	try {
		if (isTooDeep(text)) return [];
		const config = parse(text, {
			maxAliasCount: 100,
			logLevel: "silent"
		});
		if (typeof config !== "object" || config === null) return [];
		const { envs_dirs, envs_path } = config;
		return [envs_dirs, envs_path].flat().filter((folder) => typeof folder === "string");
	} catch {
		return [];
	}
}
function isTooDeep(text) {
	return /(?:[[{]\s*){64}|(?:[-?:] +){64}|^ {512}/m.test(text);
}
function expand(folder, { env, home, cwd }) {
	const path = folder.replace(/^~(?=\/|$)/, home).replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => env[braced ?? bare] ?? whole);
	return path === "" ? "" : posix.resolve(cwd, path);
}

// src/sources/hashing-threads.ts
const BATCH = 128;
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
		const worker = new Worker(this.#script);
		worker.unref();
		this.#workers.push(worker);
	}
};
async function ask(worker, jobs, signal) {
	worker.ref();
	worker.postMessage(jobs);
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

export { environmentFolders as n, isTooDeep as r, HashingThreads as t };