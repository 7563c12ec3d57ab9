// src/digest-batch.ts
function packJobs(jobs) {
	const patches = /* @__PURE__ */ new Map();
	for (const [at, { patch }] of jobs.entries()) if (patch) patches.set(at, patch);
	return {
		paths: jobs.map(({ path }) => path).join("\0"),
		patches
	};
}
function unpackJobs({ paths, patches }) {
	return paths.split("\0").map((path, at) => ({
		path,
		patch: patches.get(at) ?? null
	}));
}
const LENGTH = 64;
function packDigests(digests) {
	const sizes = new Float64Array(digests.length);
	const others = /* @__PURE__ */ new Map();
	let hashes = "";
	for (const [at, digest] of digests.entries()) {
		const isPlain = digest.kind === "read" && !digest.undone && !digest.elf;
		if (!isPlain) others.set(at, digest);
		hashes += isPlain ? digest.sha256 : NO_HASH;
		sizes[at] = isPlain ? digest.size : 0;
	}
	return {
		hashes,
		sizes,
		others
	};
}
const NO_HASH = " ".repeat(LENGTH);
function* unpackDigests(packed) {
	for (let at = 0; at < packed.sizes.length; at += 1) yield packed.others.get(at) ?? new PackedDigest(packed, at);
}
var PackedDigest = class {
	#packed;
	#at;
	constructor(packed, at) {
		this.#packed = packed;
		this.#at = at;
	}
	get kind() {
		return "read";
	}
	get size() {
		return this.#packed.sizes[this.#at] ?? 0;
	}
	get sha256() {
		return this.#packed.hashes.slice(this.#at * LENGTH, (this.#at + 1) * LENGTH);
	}
	get undone() {
		return null;
	}
	get elf() {
		return null;
	}
};

export { unpackJobs as i, packJobs as n, unpackDigests as r, packDigests as t };