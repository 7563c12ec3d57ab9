import { I as environmentsAt, nt as interpreterOf, rt as prefixOfPython } from "./verifying.js";
import { g as Damaged, p as BadInput, v as NoEnvironment } from "./start.js";
import { a as partsOfOci, c as byPlace, d as replayStream, i as partsOfDocker, l as readTarFile, n as folderLayout, o as readExport, r as parsePlatform, s as readLayers, t as archiveLayout, u as readTarStream } from "./layout.js";
import { t as TreeSource } from "./tree-source.js";
import { posix } from "node:path";

// src/sources/mount.ts
function mount(tree, prefix, stem) {
	const found = prefixesIn(tree);
	const outermost = found.filter((path) => !found.some((other) => other !== path && isWithin(path, other)));
	for (const path of outermost) tree.cover(path);
	const [first, ...others] = outermost;
	if (first === void 0) return {
		prefixes: [],
		isPlaced: false,
		nameOf: (path) => path
	};
	if (prefix !== null && others.length > 0) throw new BadInput(`prefix: the archive holds several environments (${outermost.map((one) => one.slice(1)).join(", ")}), which cannot all lie at ${prefix}.`, "Leave it out, or name an archive of one environment.");
	const moves = prefix === null ? movesOf(tree, found, outermost, stem) : [{
		from: first,
		to: prefix
	}];
	tree.mount(moves);
	return {
		prefixes: found.map((path) => carried(path, moves, "from", "to") ?? path),
		isPlaced: prefix !== null,
		nameOf: (path) => {
			if (prefix !== null) return path;
			const inside = carried(path, moves, "to", "from");
			return inside === null ? path : inside.slice(1) || ".";
		}
	};
}
function prefixesIn(tree) {
	return tree.foldersNamed("conda-meta").map((path) => posix.dirname(path));
}
function carried(path, moves, before, after) {
	const move = moves.find((one) => isWithin(path, one[before]));
	return move ? posix.join(move[after], posix.relative(move[before], path)) : null;
}
function movesOf(tree, found, outermost, stem) {
	const together = homeward(tree, [...outermost, ...found], found, []);
	if (together) return [together];
	tree.imply();
	const single = outermost.map((root) => {
		const within = found.filter((path) => isWithin(path, root));
		return homeward(tree, [root, ...within], within, outermost.filter((one) => one !== root)) ?? {
			from: root,
			to: `/${root.slice(1) || stem}`
		};
	});
	return single.every(({ to }, at) => single.every((other, index) => index === at || !isWithin(to, other.to) && !isWithin(other.to, to))) ? single : [{
		from: "/",
		to: outermost[0] === "/" ? `/${stem}` : "/"
	}];
}
function homeward(tree, tellers, all, others) {
	for (const path of tellers) {
		const home = homeOf(tree, path);
		if (home === null) continue;
		let from = path;
		let to = home;
		while (from !== "/" && to !== "/" && posix.basename(from) === posix.basename(to)) {
			const above = posix.dirname(from);
			if (others.some((one) => isWithin(one, above))) break;
			from = above;
			to = posix.dirname(to);
		}
		if (all.every((one) => isWithin(one, from))) return {
			from,
			to
		};
	}
	return null;
}
function isWithin(path, other) {
	return path === other || other === "/" || path.startsWith(`${other}/`);
}
function homeOf(tree, prefix) {
	const bin = tree.find(posix.join(prefix, "bin"));
	const votes = /* @__PURE__ */ new Map();
	for (const { kept } of (bin.kind === "ok" ? bin.value.children?.values() : null) ?? []) {
		const home = prefixOfPython(interpreterOf(kept?.bytes));
		if (home === null || posix.normalize(home) !== home || isNoEnvironment(home)) continue;
		votes.set(home, (votes.get(home) ?? 0) + 1);
	}
	const [winner] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return winner?.[0] ?? null;
}
function isNoEnvironment(home) {
	return ["/usr", "/usr/local"].includes(home) || home.includes("_placehold_placehold");
}

// src/archives.ts
async function openArchive(reference, isImage, options) {
	if (reference.kind === "docker") return openDocker(reference, options);
	const reading = await read(reference, options);
	return isImage ? openedImage(reference, reading) : openedArchive(reference, reading, options);
}
async function readParts({ layers, user }, options) {
	return {
		...await readLayers(layers, options),
		user
	};
}
async function read(reference, options) {
	const { kind, value } = reference;
	const { cwd, home } = options.machine;
	const path = value.startsWith("~/") ? posix.join(home, value.slice(2)) : posix.resolve(cwd, value);
	const platform = options.platform === null ? null : parsePlatform(options.platform);
	switch (kind) {
		case "tar": return value === "-" ? readStandardInput(options) : readTarFile(path, value, options);
		case "zip": {
			const { readZipFile } = await import("./zip.js");
			return readZipFile(path, value, options);
		}
		case "oci-dir": return readParts(await partsOfOci(folderLayout(path, value, options), platform), options);
		case "oci-archive": return readParts(await partsOfOci(await archiveLayout(path, value, options), platform), options);
		default: return readParts(await partsOfDocker(await archiveLayout(path, value, options), platform), options);
	}
}
async function readStandardInput(options) {
	if (process.stdin.isTTY) throw new BadInput("Standard input is a terminal.", "Pipe an archive: tar -c ENV | conda-links verify tar:-");
	try {
		return await readTarStream(process.stdin, "Standard input", options);
	} finally {
		process.stdin.destroy();
	}
}
async function openDocker(reference, options) {
	const { machine, platform, signal } = options;
	if (platform !== null) parsePlatform(platform);
	const { Engine } = await import("./docker2.js");
	const engine = new Engine(machine);
	let held = null;
	const close = async () => {
		await held?.remove();
		engine.close();
	};
	try {
		held = await engine.hold(reference.value, platform, signal);
		options.progress.plan(0, held.size);
		return {
			...openedImage(reference, await readHeld(held, reference, options)),
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}
const AT_ONCE = 4;
const FEW = 500;
async function readHeld(held, { text }, options) {
	const replay = async (wanted, signal) => {
		if (wanted.size > FEW) return replayStream(held.files(), text, byPlace(wanted), signal);
		const left = [...wanted];
		const work = async () => {
			for (let next = left.pop(); next; next = left.pop()) {
				const [{ size }, { path, sink }] = next;
				await replayStream(held.file(path), text, /* @__PURE__ */ new Map([[0, {
					size,
					sink
				}]]), signal);
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
	};
	const attempt = async () => ({
		tree: await readExport(told(held.files(), options), text, options),
		replay,
		user: held.user
	});
	try {
		return await attempt();
	} catch (error) {
		if (!(error instanceof Damaged)) throw error;
		return attempt();
	}
}
async function* told(stream, { progress }) {
	for await (const chunk of stream) {
		progress.advance(0, chunk.length);
		yield chunk;
	}
}
function openedImage({ kind, text }, { tree, replay, user = null }) {
	return opened(new TreeSource(tree, {
		kind,
		extent: "machine",
		isPlaced: true,
		nameOf: (path) => path,
		replay,
		user: user === null ? null : {
			of: "image",
			text: user
		}
	}), prefixesIn(tree), text, "No folder conda-meta with records is in it.");
}
function openedArchive({ kind, value, text }, { tree, replay }, { prefix, machine }) {
	const stem = posix.basename(value).replace(/\.(?:zip|tgz|tbz2?|tzst|tar(?:\.\w+)?)$/, "") || "env";
	const place = prefix === null ? null : posix.resolve(machine.cwd, prefix);
	const isImageFile = ["manifest.json", "oci-layout"].some((name) => tree.find(`/${name}`).kind === "ok");
	const { prefixes, isPlaced, nameOf } = mount(tree, place, stem === "-" ? "env" : stem);
	return opened(new TreeSource(tree, {
		kind,
		extent: "prefix",
		isPlaced,
		nameOf,
		replay
	}), prefixes, text, isImageFile ? `It is an image: name it docker-archive:${value}, or oci-archive:${value}` : "No folder conda-meta with records is in it.");
}
function opened(source, prefixes, text, advice) {
	const hasRecords = (prefix) => {
		const metadata = source.list(`${prefix === "/" ? "" : prefix}/conda-meta`);
		return metadata.kind === "ok" && metadata.value.some(({ name }) => name.endsWith(".json"));
	};
	const recorded = prefixes.filter(hasRecords);
	const environments = environmentsAt(source, recorded.length > 0 ? recorded : prefixes);
	if (environments.length === 0) throw new NoEnvironment(`There is no conda environment in ${text}.`, advice);
	return {
		source,
		environments: environments.map(named),
		close: async () => {}
	};
	function named(one) {
		const inside = source.nameOf(one.prefix);
		return one.name === "base" || inside === "." || inside === one.prefix ? one : {
			...one,
			name: posix.basename(inside)
		};
	}
}

export { openArchive };