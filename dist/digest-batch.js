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
function* unpackDigests({ hashes, sizes, others }) {
	for (const [at, size] of sizes.entries()) {
		const sha256 = hashes.slice(at * LENGTH, (at + 1) * LENGTH);
		yield others.get(at) ?? {
			kind: "read",
			size,
			sha256,
			undone: null,
			elf: null
		};
	}
}

export { unpackJobs as i, packJobs as n, unpackDigests as r, packDigests as t };