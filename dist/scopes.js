import { P as require_fastest_levenshtein, R as interpreterOf, p as rootOf, r as advise, z as prefixOfPython } from "./inputs.js";
import { a as ExpectedError, i as Damaged, n as CannotRead, o as NotFound, t as BadInput } from "./errors.js";
import { C as regex, E as string, S as record, _ as nullable, d as fallback, f as getDotPath, k as unknown, l as array, r as realPath, w as safeParse, x as pipe, y as object } from "./links.js";
import { n as homes } from "./version.js";
import { t as environmentFolders } from "./condarc.js";
import { a as fileBlob, c as readWhole, d as refuseBomb, i as Tree, n as refuseMissed, o as isPacked, r as Intake, s as partOf, t as TreeSource, u as decompress } from "./tree-source.js";
import { n as require_tar_stream, t as unlessAborted } from "./abort.js";
import { n as fromBytes } from "./bytes.js";
import { r as SOURCE_KINDS } from "./sources.js";
import { once } from "node:events";
import { posix } from "node:path";
import { createHash } from "node:crypto";

// src/conda/environments.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
const USUAL_ROOTS = [
	"miniconda3",
	"miniconda",
	"miniforge3",
	"mambaforge",
	"anaconda3",
	"anaconda",
	"micromamba",
	"conda",
	".local/share/mamba",
	".conda"
];
async function findEnvironments(source, machine) {
	const { env, cwd } = machine;
	const users = await homes(source, machine);
	const listed = await registered(source, users);
	const prefixes = [...[env["CONDA_PREFIX"], ...Array.from({ length: 9 }, (_, n) => env[`CONDA_PREFIX_${n + 1}`])], ...listed.prefixes].filter((path) => path !== void 0 && path !== "");
	const executable = env["CONDA_EXE"] ?? "";
	const roots = [
		executable.startsWith("/") ? posix.dirname(posix.dirname(executable)) : "",
		env["CONDA"] ?? "",
		env["MAMBA_ROOT_PREFIX"] ?? "",
		...prefixes.map((prefix) => rootOf(posix.normalize(prefix))),
		...[
			...users,
			"/opt",
			"/usr/local",
			"/usr/share"
		].flatMap((place) => USUAL_ROOTS.map((name) => `${place}/${name}`))
	].filter((root) => root.startsWith("/"));
	const folders = [
		...await environmentFolders(source, machine, roots),
		...users.map((home) => `${home}/.conda/envs`),
		...ancestors(cwd).map((folder) => `${folder}/.pixi/envs`)
	];
	return {
		environments: environmentsAt(source, [
			...prefixes,
			...roots.flatMap((root) => [root, ...subfolders(source, `${root}/envs`)]),
			...folders.flatMap((folder) => subfolders(source, folder))
		]),
		tried: [
			"CONDA_PREFIX, CONDA_EXE, CONDA and MAMBA_ROOT_PREFIX",
			...listed.files,
			...new Set([...roots, ...folders].filter((place) => source.exists(place)))
		]
	};
}
function findForAction(source, machine) {
	const { env, cwd } = machine;
	const active = env["CONDA_PREFIX"] ?? "";
	const folders = [...[env["CONDA"], env["MAMBA_ROOT_PREFIX"]].filter((root) => root?.startsWith("/")).map((root) => `${root}/envs`), `${cwd}/.pixi/envs`];
	if (active !== "") return {
		environments: [environmentAt(source, posix.resolve(cwd, active))],
		tried: []
	};
	return {
		environments: environmentsAt(source, folders.flatMap((folder) => subfolders(source, folder))),
		tried: ["CONDA_PREFIX", ...folders]
	};
}
function environmentAt(source, prefix) {
	return {
		name: nameOf$1(source, prefix),
		prefix,
		problem: problemOf(source, prefix)
	};
}
function problemOf(source, path) {
	const place = realPath(source, path);
	const stat = source.lstat(place);
	if (stat.kind === "missing") return new NotFound(`There is nothing at ${path}.`, "Look for it with: conda-links list");
	if (stat.kind === "denied") return new CannotRead(`${path} may not be read.`, "Run it as a user who may, or as its owner.");
	if (stat.kind === "ok" && stat.value.kind === "symlink") return new NotFound(`${path} is a link that leads nowhere.`, "Name the prefix itself.");
	if (stat.kind !== "ok" || stat.value.kind !== "directory") return new CannotRead(`${path} is no folder.`, adviceForFile(path));
	if (source.lstat(`${place}/conda-meta`).kind === "denied") return new CannotRead(`${path} may not be entered.`, "Run it as a user who may, or as its owner.");
	if (source.exists(`${place}/python.exe`) || source.exists(`${place}/Scripts/conda.exe`)) return new CannotRead(`${path} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
	if (isEnvironment(source, place)) return null;
	if (source.exists(`${place}/pyvenv.cfg`)) return new CannotRead(`${path} is a virtual environment (venv, virtualenv or uv), not one of conda.`, "It has no records to compare it with.");
	return new CannotRead(`${path} is not a conda environment: it has no conda-meta with records.`, "Name the prefix of an environment; conda-links list shows those that are known.");
}
function adviceForFile(path) {
	if (/\.zip$/i.test(path)) return `An archive is named with its kind: zip:${path}`;
	if (/\.(?:tar(?:\.\w+)?|tgz|tbz2?|tzst)$/i.test(path)) return `An archive is named with its kind: tar:${path}`;
	return "Name the prefix of an environment.";
}
function isEnvironment(source, path) {
	const metadata = source.list(`${path}/conda-meta`);
	if (metadata.kind === "denied") return true;
	if (metadata.kind !== "ok") return false;
	return metadata.value.some(({ name }) => name === "history" || name.endsWith(".json"));
}
function subfolders(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.filter(({ kind, name }) => (kind === "directory" || kind === "symlink") && !name.startsWith(".")).map(({ name }) => `${folder}/${name}`).sort();
}
function distinct(source, environments) {
	const seen = /* @__PURE__ */ new Map();
	for (const environment of environments) {
		const { name, prefix } = environment;
		const place = prefix === "" ? `name ${name}` : realPath(source, prefix);
		const stat = source.lstat(place);
		const key = stat.kind === "ok" ? stat.value.identity : place;
		if (!seen.has(key)) seen.set(key, environment);
	}
	return [...seen.values()];
}
function environmentsAt(source, prefixes) {
	return distinct(source, prefixes.filter((prefix) => isEnvironment(source, prefix)).map((prefix) => environmentAt(source, posix.resolve(prefix))));
}
function nameOf$1(source, prefix) {
	return (subfolders(source, `${prefix}/envs`).some((one) => isEnvironment(source, one)) || source.exists(`${prefix}/condabin`)) && isEnvironment(source, prefix) ? "base" : posix.basename(prefix) || prefix;
}
async function registered(source, users) {
	const files = users.map((home) => `${home}/.conda/environments.txt`);
	const contents = await source.read(files, 1 << 20);
	const readable = files.filter((file) => contents.get(file)?.kind === "ok");
	return {
		prefixes: readable.flatMap((file) => {
			const content = contents.get(file);
			return (content?.kind === "ok" ? content.value.toString("utf8").split("\n") : []).map((line) => line.trim()).filter((line) => line.startsWith("/"));
		}),
		files: readable
	};
}
function ancestors(folder) {
	return folder === "/" ? [""] : [folder, ...ancestors(posix.dirname(folder))];
}

// src/conda/locate.ts
async function locate(source, machine, word, discover = () => findEnvironments(source, machine)) {
	if (word === "") throw new BadInput("The name of an environment is empty.", "Name one, or a prefix.");
	const path = asPath(machine, word);
	if (path !== null) return locatePath(source, path);
	const { environments } = await discover();
	const named = environments.filter(({ name }) => name === word);
	if (named.length > 0) return named;
	const beside = posix.join(machine.cwd, word);
	const here = locatePath(source, beside);
	const stat = source.lstat(beside);
	if (stat.kind === "ok" && stat.value.kind === "file" || here.some(({ problem }) => problem === null)) return here;
	return [{
		name: word,
		prefix: "",
		problem: new NotFound(`There is no environment “${word}”.`, nearest(word, environments))
	}];
}
async function locateAll(source, machine, words) {
	let discovery = null;
	const discover = () => {
		discovery ??= findEnvironments(source, machine);
		return discovery;
	};
	const found = [];
	for (const word of words) found.push(...await locate(source, machine, word, discover));
	return distinct(source, found);
}
function asPath({ cwd, home }, word) {
	if (word === "~" || word.startsWith("~/")) return posix.join(home, word.slice(1));
	return word.includes("/") || word === "." || word === ".." ? posix.resolve(cwd, word) : null;
}
function locatePath(source, path) {
	const within = subfolders(source, `${path}/envs`).filter((one) => isEnvironment(source, one));
	if (!(source.exists(`${path}/envs`) && (isEnvironment(source, path) || within.length > 0))) return [environmentAt(source, path)];
	return (isEnvironment(source, path) ? [path, ...within] : within).map((prefix) => environmentAt(source, prefix));
}
function nearest(word, environments) {
	const names = [...new Set(environments.map(({ name }) => name))];
	const close = names.map((name) => ({
		name,
		far: (0, import_fastest_levenshtein.distance)(word.toLowerCase(), name.toLowerCase())
	})).filter(({ name, far }) => far <= Math.max(2, name.length / 2)).sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1)).slice(0, 3).map(({ name }) => name);
	if (close.length > 0) return `Did you mean ${close.join(" or ")}?`;
	return names.length > 0 ? `Known here: ${names.slice(0, 8).join(", ")}. A prefix can be named too.` : "No environment is known on this machine; name its prefix.";
}

// src/sources/sparse.ts
var import_tar_stream = require_tar_stream();
const LARGEST = 16 * 2 ** 30;
const MOST_STRETCHES = 1e5;
function sparseOf(pax, name) {
	if (!pax || !Object.keys(pax).some((key) => key.startsWith("GNU.sparse."))) return null;
	const real = pax["GNU.sparse.name"] ?? name;
	const size = Number(pax["GNU.sparse.realsize"] ?? pax["GNU.sparse.size"]);
	const map = pax["GNU.sparse.map"]?.split(",").map(Number) ?? null;
	const isFirst = pax["GNU.sparse.major"] === "1" && pax["GNU.sparse.minor"] === "0";
	if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST || !isFirst && !map) throw damaged(real);
	if (map) checkMap(map, size, real);
	return {
		name: real,
		size,
		map
	};
}
var SparseSink = class {
	#file;
	#sink;
	#map;
	#head = Buffer.alloc(0);
	#stretch = 0;
	#written = 0;
	constructor(file, sink) {
		this.#file = file;
		this.#sink = sink;
		this.#map = file.map;
	}
	update(chunk) {
		if (this.#map) {
			this.#fill(chunk);
			return;
		}
		this.#head = Buffer.concat([this.#head, chunk]);
		const read = readMap(this.#head, this.#file);
		if (!read) return;
		this.#map = read.map;
		this.#fill(this.#head.subarray(read.end));
		this.#head = Buffer.alloc(0);
	}
	finish() {
		this.#fill(Buffer.alloc(0));
		if (!this.#map || this.#stretch < this.#map.length) throw damaged(this.#file.name);
		this.#skipTo(this.#file.size);
		this.#sink.finish();
	}
	#fill(chunk) {
		const map = this.#map ?? [];
		let rest = chunk;
		while (this.#stretch < map.length) {
			const offset = map[this.#stretch] ?? 0;
			const end = offset + (map[this.#stretch + 1] ?? 0);
			if (end > offset && rest.length === 0) return;
			this.#skipTo(offset);
			const data = rest.subarray(0, end - this.#written);
			this.#sink.update(data);
			this.#written += data.length;
			rest = rest.subarray(data.length);
			if (this.#written < end) return;
			this.#stretch += 2;
		}
		if (rest.length > 0) throw damaged(this.#file.name);
	}
	#skipTo(offset) {
		while (this.#written < offset) {
			const hole = ZEROS$1.subarray(0, Math.min(ZEROS$1.length, offset - this.#written));
			this.#sink.update(hole);
			this.#written += hole.length;
		}
	}
};
const ZEROS$1 = Buffer.alloc(65536);
const BLOCK$1 = 512;
function readMap(head, file) {
	const numbers = [];
	let at = 0;
	for (let wanted = 1; numbers.length < wanted;) {
		const line = head.indexOf(10, at);
		if (line < 0) {
			if (head.length - at > 32) throw damaged(file.name);
			return null;
		}
		numbers.push(Number(head.toString("latin1", at, line)));
		at = line + 1;
		const [count = 0] = numbers;
		if (!(count >= 0 && count <= MOST_STRETCHES)) throw damaged(file.name);
		wanted = 1 + 2 * count;
	}
	const end = Math.ceil(at / BLOCK$1) * BLOCK$1;
	if (head.length < end) return null;
	const map = numbers.slice(1);
	checkMap(map, file.size, file.name);
	return {
		map,
		end
	};
}
function checkMap(map, size, name) {
	let end = 0;
	for (let at = 0; at < map.length; at += 2) {
		const offset = map[at] ?? NaN;
		const length = map[at + 1] ?? NaN;
		if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length) && length >= 0) || offset < end || offset + length > size) throw damaged(name);
		end = offset + length;
	}
}
function damaged(name) {
	return new CannotRead(`“${name}” in it is a sparse file that cannot be read.`, "Make the archive again without --sparse.");
}

// src/sources/tar.ts
const BLOCK = 512;
async function readTar(stream, { name, signal, mayLackEnd }, onEntry) {
	const seen = new Seen();
	const parser = (0, import_tar_stream.extract)({
		filenameEncoding: "latin1",
		allowUnknownFormat: true,
		highWaterMark: 1
	});
	keepBytes(parser);
	const isPastEnd = noticeEnd(parser);
	let count = 0;
	let end = 0;
	let holes = 0;
	const attempt = (step) => {
		try {
			step();
		} catch (error) {
			parser.destroy(error);
		}
	};
	parser.on("entry", (header, content, next) => {
		const raw = header;
		content.on("error", () => {});
		attempt(() => {
			if (isPastEnd()) throw new CannotRead(`${name} has another archive behind its end, which is unpacked only where zeros are ignored.`, "Join archives with tar --concatenate; or verify each for itself.");
			if (!Number.isSafeInteger(raw.size)) throw new Error("Invalid header");
			if (raw.type === "link") {
				Object.assign(raw, { size: 0 });
				Object.assign(parser, { _missing: 0 });
			}
			const sparse = sparseOf(raw.pax, raw.name);
			holes += Math.max(0, (sparse?.size ?? 0) - raw.size);
			refuseBomb(name, seen.total + raw.size, holes);
			end = raw.byteOffset + (raw.type === "directory" ? 0 : Math.ceil(raw.size / BLOCK) * BLOCK);
			const flag = seen.byteAt(raw.byteOffset - BLOCK + TYPE_FLAG);
			const sink = sinkOf({
				raw,
				flag,
				sparse,
				at: count
			}, onEntry);
			count += 1;
			if (sink) content.on("data", (chunk) => attempt(() => sink.update(chunk)));
			content.on("end", () => {
				attempt(() => sink?.finish());
				next();
			});
			content.resume();
		});
	});
	try {
		await unlessAborted(pump(stream, parser, (chunk) => seen.add(chunk)), signal);
	} catch (error) {
		signal.throwIfAborted();
		throw explain(error, name, count);
	} finally {
		parser.destroy();
	}
	if (seen.total === 0) throw new CannotRead(`${name} is empty.`, AGAIN);
	const isEnded = seen.total - end >= BLOCK && seen.zeros >= seen.total - end;
	if (mayLackEnd || isEnded) return;
	throw new CannotRead(`${name} is cut: it has no end after its last entry.`, `What came behind it is lost. ${AGAIN}`);
}
const AGAIN = "Make or copy it again.";
const TYPE_FLAG = 156;
async function pump(stream, parser, onChunk) {
	let failure = null;
	const closed = new Promise((resolve) => parser.on("close", () => resolve()));
	parser.on("error", (error) => {
		failure = error;
	});
	try {
		for await (const chunk of stream) {
			onChunk(chunk);
			if (!parser.write(chunk)) await Promise.race([drained(parser), closed]);
			if (parser.destroyed) break;
		}
		parser.end();
	} catch (error) {
		parser.destroy(error);
	}
	await closed;
	if (failure) throw failure;
}
async function drained(parser) {
	await once(parser, "drain").catch(() => {});
}
function sinkOf({ raw, flag, sparse, at }, onEntry) {
	const header = toHeader(raw, flag, sparse);
	if (!header) return null;
	const sink = onEntry(header, {
		at,
		offset: sparse ? -1 : raw.byteOffset
	});
	return sparse && sink ? new SparseSink(sparse, sink) : sink;
}
function toHeader(raw, flag, sparse) {
	const name = nameOf(sparse?.name ?? raw.name);
	const kind = raw.type === "file" && flag === "\0" && name.endsWith("/") ? "directory" : kindOf(raw.type, flag, name);
	if (kind === null) return null;
	return {
		name,
		kind,
		target: nameOf(raw.linkname ?? ""),
		size: kind === "file" ? sparse?.size ?? raw.size : 0,
		mode: raw.mode,
		uid: Number(raw.pax?.["uid"] ?? raw.uid),
		gid: Number(raw.pax?.["gid"] ?? raw.gid),
		modified: raw.pax?.["mtime"] ? Number(raw.pax["mtime"]) * 1e3 : raw.mtime.getTime()
	};
}
function nameOf(name) {
	return fromBytes(Buffer.from(name, "latin1"));
}
function keepBytes(parser) {
	const own = parser;
	const decode = own._decodeLongHeader.bind(parser);
	own._decodeLongHeader = (bytes) => {
		const { type } = own._header;
		if (type === "pax-global-header") own._paxGlobal = decodePax(bytes);
		else if (type === "pax-header") own._pax = {
			...own._paxGlobal,
			...decodePax(bytes)
		};
		else decode(bytes);
	};
}
function noticeEnd(parser) {
	const own = parser;
	const consume = own._consumeHeader.bind(parser);
	let isEnded = false;
	own._consumeHeader = () => {
		const isConsumed = consume();
		if (isConsumed && own._header === null) isEnded = true;
		return isConsumed;
	};
	return () => isEnded;
}
function decodePax(bytes) {
	const fields = {};
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(" ", at);
		const length = Number(bytes.toString("latin1", at, space));
		if (space < 0 || !(length > 0)) throw new Error("Invalid header");
		const record = bytes.toString("latin1", space + 1, at + length - 1);
		const equals = record.indexOf("=");
		fields[record.slice(0, equals)] = record.slice(equals + 1);
		at += length;
	}
	return fields;
}
const KINDS = {
	file: "file",
	"contiguous-file": "file",
	link: "hardlink",
	symlink: "symlink",
	directory: "directory",
	fifo: "fifo",
	"character-device": "device",
	"block-device": "device"
};
function kindOf(type, flag, name) {
	const kind = KINDS[type ?? ""];
	if (kind) return kind;
	if (flag === "D") return "directory";
	if (flag === "V") return null;
	throw new CannotRead(flag === "S" ? `“${name}” in it is a sparse file of GNU tar’s old format, which cannot be read.` : `“${name}” in it is of a kind that is not known (${JSON.stringify(flag)}).`, "Make the archive again with: tar --format=posix");
}
function explain(error, name, count) {
	if (error instanceof ExpectedError || !(error instanceof Error)) return error;
	const { message } = error;
	if (!/tar header|Invalid header|Unexpected end of data|exceeds max size/.test(message)) return error;
	const isCut = message.includes("end of data");
	const what = (count === 0 ? `is no tar archive${isCut ? ", or is cut" : ""}` : null) ?? (isCut ? "is cut" : "is damaged");
	const where = count > 0 ? `, after ${count.toLocaleString("en-US")} entries` : "";
	return new Damaged(`${name} ${what}${where}.`, AGAIN, { cause: error });
}
const ZEROS = Buffer.alloc(1 << 20);
var Seen = class {
	total = 0;
	zeros = 0;
	#before = Buffer.alloc(0);
	#chunk = Buffer.alloc(0);
	add(chunk) {
		this.#before = Buffer.concat([this.#before, this.#chunk.subarray(-512)]).subarray(-512);
		this.#chunk = chunk;
		this.total += chunk.length;
		if (chunk.length <= ZEROS.length && chunk.equals(ZEROS.subarray(0, chunk.length))) {
			this.zeros += chunk.length;
			return;
		}
		let zeros = 0;
		while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros += 1;
		this.zeros = zeros === chunk.length ? this.zeros + zeros : zeros;
	}
	byteAt(offset) {
		const inChunk = offset - (this.total - this.#chunk.length);
		const byte = inChunk >= 0 ? this.#chunk[inChunk] : this.#before.at(inChunk);
		return byte === void 0 ? "" : String.fromCharCode(byte);
	}
};

// src/sources/archive.ts
async function readTarFile(path, name, options) {
	const blob = await fileBlob(path, name, options.progress);
	const tree = await readStream(blob.read(), name, false, options);
	const mustUnpack = await isPacked(blob);
	return {
		tree,
		replay: async (wanted, signal) => {
			if (mustUnpack) await replayStream(blob.read(), name, byPlace(wanted), signal);
			else await replayParts(blob, wanted, signal);
		}
	};
}
async function readTarStream(stream, name, options) {
	return {
		tree: await readStream(stream, name, true, options),
		replay: async (wanted) => {
			for (const [node, { sink }] of wanted) {
				if (node.kept?.length !== node.size) throw cannotRepeat(name);
				sink.update(node.kept.bytes);
				sink.finish();
			}
		}
	};
}
function cannotRepeat(name) {
	return new CannotRead(`Files in ${name} would have to be looked at a second time, and there were too many to keep them.`, "Save it to a file, and name that: conda-links verify tar:FILE");
}
async function readStream(stream, name, isOnce, { isHashed, prefix, signal }) {
	const tree = new Tree("prefix");
	const intake = new Intake(isHashed, isOnce, prefix);
	await readTar(decompress(stream, name), {
		name,
		signal,
		mayLackEnd: false
	}, intake.into(tree));
	return tree;
}
function byPlace(wanted) {
	return new Map(Array.from(wanted, ([{ at, size }, { sink }]) => [at, {
		size,
		sink
	}]));
}
async function replayStream(stream, name, again, signal) {
	let found = 0;
	const options = {
		name,
		signal,
		mayLackEnd: true
	};
	await readTar(decompress(stream, name), options, ({ size }, { at }) => {
		const one = again.get(at);
		if (one?.size !== size) return null;
		found += 1;
		return one.sink;
	});
	refuseMissed(name, again.size, found);
}
async function replayParts(blob, wanted, signal) {
	const folded = /* @__PURE__ */ new Map();
	const inOrder = [...wanted].sort(([a], [b]) => a.offset - b.offset);
	for (const [node, one] of inOrder) {
		signal.throwIfAborted();
		if (node.offset < 0) {
			folded.set(node, one);
			continue;
		}
		let read = 0;
		for await (const chunk of blob.read(node.offset, node.offset + node.size)) {
			read += chunk.length;
			one.sink.update(chunk);
		}
		refuseMissed(blob.name, node.size, read);
		one.sink.finish();
	}
	if (folded.size > 0) await replayStream(blob.read(), blob.name, byPlace(folded), signal);
}

// src/sources/image.ts
async function readLayers(layers, { isHashed, signal }) {
	const tree = new Tree("machine");
	const intake = new Intake(isHashed);
	for (const { blob, digest, diffId } of layers) {
		tree.nextLayer();
		const packed = verified(blob.read(), digest, blob.name);
		const stream = verified(decompress(packed, blob.name), diffId, blob.name);
		const mayLackEnd = digest !== null || diffId !== null;
		await readTar(stream, {
			name: blob.name,
			signal,
			mayLackEnd
		}, intake.into(tree));
	}
	return {
		tree,
		replay: async (wanted, again) => {
			for (const [at, { blob }] of layers.entries()) {
				const here = new Map([...wanted].filter(([node]) => node.layer === at + 1));
				if (here.size > 0) await replayStream(blob.read(), blob.name, byPlace(here), again);
			}
		}
	};
}
async function readExport(stream, name, { isHashed, signal }) {
	const tree = new Tree("machine");
	const intake = new Intake(isHashed);
	await readTar(stream, {
		name,
		signal,
		mayLackEnd: false
	}, intake.into(tree));
	return tree;
}
const ALGORITHMS = ["sha256", "sha512"];
async function* verified(stream, digest, name) {
	if (digest === null) {
		yield* stream;
		return;
	}
	const { hash, hex } = digestOf(digest, name);
	for await (const chunk of stream) {
		hash.update(chunk);
		yield chunk;
	}
	if (hash.digest("hex") !== hex) throw otherBytes(name);
}
function checkDigest(bytes, digest, name) {
	const { hash, hex } = digestOf(digest, name);
	if (hash.update(bytes).digest("hex") !== hex) throw otherBytes(name);
}
function digestOf(digest, name) {
	const [algorithm = "", hex = ""] = digest.split(":");
	if (ALGORITHMS.includes(algorithm)) return {
		hash: createHash(algorithm),
		hex
	};
	throw new CannotRead(`${name} has a digest of an unknown kind (${algorithm}).`, "");
}
function otherBytes(name) {
	return new CannotRead(`${name} is damaged: its bytes are not those of its digest.`, "Save or pull the image again.");
}

// src/sources/layout.ts
function folderLayout(folder, name, { progress }) {
	return {
		name,
		open: (path) => fileBlob(posix.join(folder, path), posix.join(name, path), progress)
	};
}
async function archiveLayout(path, name, { progress, signal }) {
	const file = await fileBlob(path, name, progress);
	const whole = await isPacked(file) ? unpacked(file) : file;
	const members = /* @__PURE__ */ new Map();
	const links = /* @__PURE__ */ new Map();
	await readTar(whole.read(), {
		name,
		signal,
		mayLackEnd: false
	}, (header, { offset }) => {
		const member = posix.join("/", header.name).slice(1);
		if (header.kind === "file" && offset >= 0) members.set(member, partOf(whole, `${posix.basename(name)}/${member}`, offset, header.size));
		else if (header.kind === "symlink" || header.kind === "hardlink") {
			const folder = header.kind === "symlink" ? posix.dirname(member) : "";
			links.set(member, posix.join("/", folder, header.target).slice(1));
		}
		return null;
	});
	return {
		name,
		open: async (member) => {
			const wanted = posix.join("/", member).slice(1);
			const blob = members.get(wanted) ?? members.get(links.get(wanted) ?? "");
			if (blob) return blob;
			throw new NotFound(`There is no ${member} in ${name}.`, "");
		}
	};
}
function unpacked(file) {
	return {
		name: file.name,
		size: Number.POSITIVE_INFINITY,
		async *read(start = 0, end = Number.POSITIVE_INFINITY) {
			let at = 0;
			for await (const chunk of decompress(file.read(), file.name)) {
				const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
				at += chunk.length;
				if (part.length > 0) yield part;
				if (at >= end) return;
			}
		}
	};
}
function parsePlatform(text) {
	const [os = "", architecture = "", variant = null, ...rest] = text.split("/");
	if (/^[a-z0-9]+$/.test(os) && /^[a-z0-9_]+$/.test(architecture) && rest.length === 0) return {
		os,
		architecture,
		variant
	};
	throw new BadInput(`platform: “${text}” is none.`, "It is written like linux/amd64 or linux/arm64/v8.");
}
function ownPlatform() {
	return {
		os: "linux",
		architecture: {
			x64: "amd64",
			ia32: "386"
		}[process.arch] ?? process.arch,
		variant: null
	};
}
const Text = fallback(string(), "");
const Descriptor = object({
	mediaType: Text,
	digest: pipe(string(), regex(/^[a-z0-9]+:[0-9a-f]{32,128}$/)),
	platform: fallback(nullable(object({
		os: Text,
		architecture: Text,
		variant: fallback(nullable(string()), null)
	})), null),
	annotations: fallback(record(string(), unknown()), {})
});
const Index = object({ manifests: array(Descriptor) });
const Manifest = object({
	config: Descriptor,
	layers: array(Descriptor)
});
const Config = object({
	os: Text,
	architecture: Text,
	variant: fallback(nullable(string()), null),
	rootfs: fallback(object({ diff_ids: array(string()) }), { diff_ids: [] })
});
const Saved = array(object({
	Config: string(),
	RepoTags: fallback(nullable(array(string())), null),
	Layers: array(string())
}));
const DEEPEST = 4;
const LARGEST_JSON = 16 << 20;
async function layersOfOci(layout, platform) {
	const manifest = await chooseManifest(layout, (await json(layout, "index.json", null, Index, "an OCI image layout")).manifests, platform, DEEPEST);
	const { config, layers } = await json(layout, ...blobOf(manifest), Manifest, "a manifest");
	if (platform && !manifest.platform) checkPlatform(layout, await json(layout, ...blobOf(config), Config, "a configuration"), platform);
	return Promise.all(layers.map(async ({ digest, mediaType }) => {
		if (mediaType.includes("encrypted")) throw new CannotRead(`Layer ${digest} of ${layout.name} is encrypted.`, "Decrypt it first.");
		return {
			blob: await openLayer(layout, pathOf(digest)),
			digest,
			diffId: null
		};
	}));
}
async function layersOfDocker(layout, platform) {
	const images = await json(layout, "manifest.json", null, Saved, "what docker save writes");
	const [image, ...others] = images;
	if (!image) throw new CannotRead(`There is no image in ${layout.name}.`, "");
	if (others.length > 0) {
		const names = images.map(({ RepoTags, Config: id }) => RepoTags?.[0] ?? id).join(", ");
		throw severalImages(layout.name, names, "docker save -o FILE IMAGE");
	}
	const config = await json(layout, image.Config, digestIn(image.Config), Config, "a configuration");
	if (platform) checkPlatform(layout, config, platform);
	const diffIds = config.rootfs.diff_ids;
	if (diffIds.length !== image.Layers.length) throw new CannotRead(`${layout.name} has ${image.Layers.length} layers, but its configuration tells of ${diffIds.length}.`, "Save the image again.");
	return Promise.all(image.Layers.map(async (path, at) => ({
		blob: await openLayer(layout, path),
		digest: null,
		diffId: diffIds[at] ?? null
	})));
}
async function openLayer(layout, path) {
	try {
		return await layout.open(path);
	} catch (error) {
		if (!(error instanceof NotFound)) throw error;
		throw new CannotRead(`A layer of the image is missing in ${layout.name}: ${path}`, "Save or copy the image again, with all of its layers.");
	}
}
async function chooseManifest(layout, manifests, platform, depth) {
	const images = manifests.filter((one) => one.platform?.os !== "unknown");
	const wanted = platform ?? ownPlatform();
	const fitting = images.filter((one) => !one.platform || fits(one.platform, wanted));
	const [only] = images.length === 1 && platform === null ? images : fitting;
	if (!only) {
		const known = images.map((one) => one.platform ? platformText(one.platform) : "?");
		throw new NotFound(`${layout.name} has no image for ${platformText(wanted)}.`, known.length > 0 ? `It has: ${known.join(", ")}.${platform ? "" : " Choose one with --platform."}` : "");
	}
	const alike = fitting.filter((one) => isAlike(one.platform, only.platform));
	if (new Set(alike.map((one) => one.digest)).size > 1) {
		const names = alike.map((one) => one.annotations["org.opencontainers.image.ref.name"] ?? one.digest);
		throw severalImages(layout.name, names.map(String).join(", "), "skopeo copy");
	}
	if (!/index|manifest\.list/.test(only.mediaType)) return only;
	if (depth === 0) throw new CannotRead(`${layout.name} has indexes within indexes.`, "");
	return chooseManifest(layout, (await json(layout, ...blobOf(only), Index, "an index")).manifests, platform, depth - 1);
}
function severalImages(name, names, how) {
	return new BadInput(`${name} holds several images: ${names}.`, `Save the one that is meant alone, with: ${how}`);
}
function checkPlatform({ name }, config, wanted) {
	if (fits(config, wanted)) return;
	throw new NotFound(`${name} has no image for ${platformText(wanted)}.`, `It has: ${platformText(config)}.`);
}
function fits(one, wanted) {
	return one.os === wanted.os && one.architecture === wanted.architecture && (!one.variant || !wanted.variant || one.variant === wanted.variant);
}
function isAlike(one, other) {
	return (one && platformText(one)) === (other && platformText(other));
}
function platformText({ os, architecture, variant }) {
	return [
		os,
		architecture,
		...variant ? [variant] : []
	].join("/");
}
function pathOf(digest) {
	return `blobs/${digest.replace(":", "/")}`;
}
function blobOf({ digest }) {
	return [pathOf(digest), digest];
}
function digestIn(path) {
	const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
	return hex ? `sha256:${hex}` : null;
}
async function json(layout, path, digest, schema, what) {
	const blob = await openPart(layout, path, what);
	const bytes = await readWhole(blob, LARGEST_JSON);
	if (digest !== null) checkDigest(bytes, digest, blob.name);
	let value;
	try {
		value = JSON.parse(bytes.toString("utf8"));
	} catch {
		throw new CannotRead(`${blob.name} is no JSON.`, "Save or copy the image again.");
	}
	const parsed = safeParse(schema, value);
	if (parsed.success) return parsed.output;
	const where = getDotPath(parsed.issues[0]);
	throw new CannotRead(`${blob.name} is not ${what}: it has no usable ${where ?? "content"}.`, "Save or copy the image again.");
}
async function openPart(layout, path, what) {
	try {
		return await layout.open(path);
	} catch (error) {
		if (!(error instanceof NotFound)) throw error;
		throw new CannotRead(`${layout.name} is not ${what}: there is no ${path} in it.`, "See that the word before the colon is the right one: docker-archive, oci-archive, oci-dir or tar.");
	}
}

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

// src/references.ts
const SCHEMES = SOURCE_KINDS.filter((kind) => kind !== "directory");
const IMAGES = [
	"docker",
	"docker-archive",
	"oci-dir",
	"oci-archive"
];
function parseReference(word) {
	const kind = SCHEMES.find((scheme) => word.startsWith(`${scheme}:`));
	return kind ? {
		kind,
		value: word.slice(kind.length + 1),
		text: word
	} : null;
}
function isImage({ kind }) {
	return IMAGES.includes(kind);
}
async function openReference(reference, options) {
	if (reference.value === "") throw new BadInput(`${reference.text} names nothing.`, `Write ${EXAMPLES[reference.kind]}.`);
	if (reference.kind === "docker") return openDocker(reference, options);
	const reading = await read(reference, options);
	return isImage(reference) ? openedImage(reference, reading) : openedArchive(reference, reading, options);
}
const EXAMPLES = {
	docker: "docker:ml:latest",
	"docker-archive": "docker-archive:ml.tar",
	"oci-dir": "oci-dir:ml",
	"oci-archive": "oci-archive:ml.tar",
	tar: "tar:ml.tar.gz, or tar:- for standard input",
	zip: "zip:ml.zip"
};
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
		case "oci-dir": return readLayers(await layersOfOci(folderLayout(path, value, options), platform), options);
		case "oci-archive": return readLayers(await layersOfOci(await archiveLayout(path, value, options), platform), options);
		default: return readLayers(await layersOfDocker(await archiveLayout(path, value, options), platform), options);
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
		replay
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
function openedImage({ kind, text }, { tree, replay }) {
	return opened(new TreeSource(tree, {
		kind,
		extent: "machine",
		isPlaced: true,
		nameOf: (path) => path,
		replay
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
	if (environments.length === 0) throw new NotFound(`There is no conda environment in ${text}.`, advice);
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

// src/scopes.ts
function scopeOf(source, targets) {
	return {
		reference: null,
		kind: source.kind,
		open: async () => ({
			source,
			targets,
			close: async () => {}
		})
	};
}
async function scopesOf(words, machineSource, options) {
	refuseUseless(words, options);
	const here = await locateNames(words.filter((word) => parseReference(word) === null), machineSource, options);
	return [...here.length > 0 ? [scopeOf(machineSource, here)] : [], ...words.flatMap((word) => parseReference(word) ?? []).map(({ text, kind }) => ({
		reference: text,
		kind,
		open: () => openWord(text, machineSource, options)
	}))];
}
async function openWord(word, machineSource, options) {
	const reference = parseReference(word);
	if (reference) {
		const { source, environments, close } = await openReference(reference, options);
		return {
			source,
			targets: environments,
			close
		};
	}
	return scopeOf(machineSource, await locateNames([word], machineSource, options)).open();
}
function locateNames(names, source, { machine }) {
	for (const name of names) refuseUnknownKind(name, source, machine);
	return locateAll(source, machine, names);
}
function refuseUnknownKind(word, source, { cwd }) {
	const kind = /^([a-z][a-z-]+):/.exec(word)?.[1];
	if (kind === void 0 || source.exists(posix.resolve(cwd, word))) return;
	throw new BadInput(`“${kind}:” is no kind of image or archive.`, advise(SCHEMES, kind));
}
function refuseUseless(words, { prefix, platform }) {
	const references = words.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	if (words.filter((word) => word === "tar:-").length > 1) throw new BadInput("Standard input is named twice.", "It can be read once only.");
	if (prefix !== null && !hasArchive) throw new BadInput("prefix: it says where an archive is unpacked, and none is named.", "Name one with tar: or zip:, or leave it out.");
	if (platform !== null && !hasImage) throw new BadInput("platform: it chooses among images, and none is named.", "Name one like docker:ml:latest, or leave it out.");
}

export { parseReference as a, scopesOf as i, refuseUseless as n, findEnvironments as o, scopeOf as r, findForAction as s, openWord as t };