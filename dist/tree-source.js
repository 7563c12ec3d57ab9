import { O as toBytes, _ as ExpectedError, b as systemCode, m as CannotRead, x as forSystem, y as NotFound } from "./start.js";
import { T as quote, at as LinkResolver } from "./verifying.js";
import { f as MISSING, h as failureOf, p as OUTSIDE } from "./reading.js";
import { i as isElf, n as ElfPool, r as elfFacts, t as Digester } from "./hashing.js";
import { constants, createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";

// src/sources/decompress.ts
const MAGIC = [
	["gzip", "1f8b"],
	["bzip2", "425a68"],
	["zstd", "28b52ffd"],
	["xz", "fd377a585a00"],
	["lz4", "04224d18"],
	["zip", "504b0304"],
	["zip", "504b0506"],
	["7z", "377abcaf271c"]
];
function compressionOf(start) {
	const hex = start.toString("hex", 0, 8);
	if (/^5.2a4d18/.test(hex)) return "zstd";
	return MAGIC.find(([, magic]) => hex.startsWith(magic))?.[0] ?? "none";
}
const UNSUSPICIOUS = 2 ** 30;
const LARGEST_RATIO = 200;
var Expansion = class {
	#packed = 0;
	#unpacked = 0;
	#name;
	constructor(name) {
		this.#name = name;
	}
	packed(bytes) {
		this.#packed += bytes;
	}
	unpacked(bytes) {
		this.#unpacked += bytes;
		refuseBomb(this.#name, this.#packed, this.#unpacked);
	}
};
function refuseBomb(name, packed, unpacked) {
	if (!(unpacked > UNSUSPICIOUS && unpacked > LARGEST_RATIO * Math.max(1, packed))) return;
	throw new CannotRead(`${name} expands to more than ${LARGEST_RATIO} times its size: it is not believed to hold an environment.`, "Unpack it, if you know what it is, and verify the folder.");
}
async function* decompress(stream, name) {
	const chunks = stream[Symbol.asyncIterator]();
	try {
		const start = await firstBytes(chunks);
		const compression = compressionOf(start);
		const all = rejoin(start, chunks);
		if (compression === "none") yield* all;
		else yield* expand(all, compression, name);
	} finally {
		await chunks.return?.();
	}
}
async function* expand(packed, compression, name) {
	const expansion = new Expansion(name);
	const input = new Counted(packed, expansion);
	try {
		for await (const chunk of await decompressor(input, compression, name)) {
			expansion.unpacked(chunk.length);
			yield chunk;
		}
	} catch (error) {
		if (input.failure) throw input.failure;
		if (error instanceof ExpectedError) throw error;
		throw new CannotRead(`${name} is cut or damaged: its ${compression} data end too early or make no sense.`, "Make or copy it again.", { cause: error });
	}
}
var Counted = class {
	failure = null;
	#stream;
	#expansion;
	constructor(stream, expansion) {
		this.#stream = stream;
		this.#expansion = expansion;
	}
	async *[Symbol.asyncIterator]() {
		try {
			for await (const chunk of this.#stream) {
				this.#expansion.packed(chunk.length);
				yield chunk;
			}
		} catch (error) {
			this.failure = error;
			throw error;
		}
	}
};
const TWO_FRAMES = Buffer.from("28b52ffd00580900006128b52ffd005809000062", "hex");
async function decompressor(packed, compression, name) {
	const options = { chunkSize: 1 << 18 };
	if (compression === "gzip") return through(packed, zlib.createGunzip(options));
	if (compression === "zstd") {
		const { createZstdDecompress, zstdDecompressSync, constants } = zlib;
		if (createZstdDecompress && zstdDecompressSync?.(TWO_FRAMES).length === 2) {
			const params = { [constants.ZSTD_d_windowLogMax]: 31 };
			return through(packed, createZstdDecompress({
				...options,
				params
			}));
		}
		const { unzstd } = await import("./zstd.js");
		return unzstd(packed, name);
	}
	if (compression === "bzip2") {
		const { unbzip2 } = await import("./bzip2.js");
		return unbzip2(packed);
	}
	throw new CannotRead(`${name} is ${NAMES[compression] ?? compression}.`, adviceFor(compression, name));
}
const NAMES = {
	xz: "compressed with xz, which is not read",
	lz4: "compressed with lz4, which is not read",
	zip: "a zip file",
	"7z": "a 7-Zip file, which is not read"
};
function adviceFor(compression, name) {
	if (compression === "zip") return "Name it with zip: instead.";
	if (compression === "7z") return "Unpack it, and verify the folder.";
	return `Undo it on the way: ${compression} -dc ${quote(name)} | conda-links verify tar:-`;
}
async function* through(packed, transform) {
	const input = Readable.from(packed, { objectMode: false });
	input.on("error", (error) => transform.destroy(error));
	input.pipe(transform);
	try {
		yield* transform;
	} finally {
		input.destroy();
		transform.destroy();
	}
}
async function firstBytes(chunks) {
	let start = Buffer.alloc(0);
	while (start.length < 8) {
		const { value, done } = await chunks.next();
		if (done) break;
		start = start.length === 0 ? value : Buffer.concat([start, value]);
	}
	return start;
}
async function* rejoin(start, rest) {
	if (start.length > 0) yield start;
	for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

// src/sources/blob.ts
const CHUNK = 1 << 20;
async function fileBlob(path, name, progress) {
	const size = await sizeOf(path, name);
	return {
		name,
		size,
		async *read(start = 0, end = size) {
			if (end <= start) return;
			progress?.plan(0, end - start);
			const options = {
				start,
				end: end - 1,
				highWaterMark: CHUNK
			};
			try {
				for await (const chunk of createReadStream(forSystem(path), options)) {
					progress?.advance(0, chunk.length);
					yield chunk;
				}
			} catch (error) {
				throw cannotRead(name, error);
			}
		}
	};
}
function partOf(blob, name, offset, size) {
	return {
		name,
		size,
		read: (start = 0, end = size) => blob.read(offset + start, offset + Math.min(end, size))
	};
}
async function readWhole(blob, limit) {
	if (blob.size > limit) throw new CannotRead(`${blob.name} is larger than ${limit >> 20} MiB.`, "");
	return buffer(blob.read());
}
async function isPacked(blob) {
	return compressionOf(await buffer(blob.read(0, 8))) !== "none";
}
async function sizeOf(path, name) {
	try {
		const file = await open(forSystem(path), constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const stats = await file.stat();
			if (stats.isDirectory()) throw new CannotRead(`${name} is a folder.`, "Name a file; or, as it is, a prefix.");
			if (stats.isFile()) return stats.size;
			throw new CannotRead(`${name} is no regular file, and would have to be read twice.`, "Save it to a file first; or pipe it into: conda-links verify tar:-");
		} finally {
			await file.close();
		}
	} catch (error) {
		throw cannotRead(name, error);
	}
}
function cannotRead(name, error) {
	const code = systemCode(error);
	if (code === "ENOENT" || code === "ENOTDIR") return new NotFound(`There is no file ${name}.`, "See how its path is written.");
	if (!code || !(error instanceof Error) || error instanceof CannotRead) return error;
	return new CannotRead(`${name} cannot be read (${code}).`, "Read it as a user who may.", { cause: error });
}

// src/elf-stream.ts
const MOST_KEPT = 32 << 20;
const NOTHING = Buffer.alloc(0);
var Desk = class {
	#free = null;
	take() {
		const buffer = this.#free ?? Buffer.allocUnsafe(65536);
		this.#free = null;
		return buffer;
	}
	giveBack(buffer) {
		this.#free = buffer;
	}
};
var ElfStream = class {
	#desk;
	#facts = null;
	#ask = null;
	#windows = [];
	#at = 0;
	#chunk = NOTHING;
	#elf = null;
	#isDone = false;
	constructor(desk) {
		this.#desk = desk;
	}
	update(chunk) {
		if (this.#isDone || chunk.length === 0) return;
		if (!this.#facts && !this.#start(chunk)) return;
		this.#chunk = chunk;
		for (const window of this.#windows) window.take(this.#at, chunk, this.#roomOf(window));
		this.#proceed(false);
		this.#at += chunk.length;
	}
	finish() {
		if (this.#facts && !this.#isDone) {
			this.#chunk = NOTHING;
			this.#proceed(true);
		}
		return this.#elf;
	}
	#start(chunk) {
		if (chunk.length >= 4 && !isElf(chunk)) {
			this.#isDone = true;
			return false;
		}
		this.#facts = elfFacts();
		this.#windows = [new Window(0, MOST_KEPT, this.#desk.take(), false)];
		this.#listen(this.#facts.next());
		return true;
	}
	#proceed(isEnd) {
		while (this.#ask && this.#facts) {
			const answer = this.#answer(this.#ask, isEnd);
			if (!answer) return;
			this.#listen(this.#facts.next(answer));
		}
	}
	#listen(step) {
		this.#ask = step.done ? null : step.value;
		if (step.done) {
			this.#isDone = true;
			this.#elf = step.value;
			const [first] = this.#windows.splice(0);
			if (first) this.#desk.giveBack(first.bytes);
			return;
		}
		const { keep } = step.value;
		this.#windows[0]?.narrow(keep);
		for (const range of keep) this.#open(range, false);
	}
	#answer(ask, isEnd) {
		if (ask.start >= ask.end) return NOTHING;
		const window = this.#windowFor(ask.start) ?? this.#open(ask, true);
		return window ? window.read(ask, isEnd) : NOTHING;
	}
	#windowFor(start) {
		return this.#windows.find((window) => window.start <= start && start < window.end);
	}
	#open({ start, end }, isAsked) {
		if (start < this.#at || this.#windowFor(start)) return null;
		const window = new Window(start, end, NOTHING, isAsked);
		window.take(this.#at, this.#chunk, this.#roomOf(window));
		this.#windows.push(window);
		return window;
	}
	#roomOf({ isAsked }) {
		if (isAsked) return MOST_KEPT;
		return MOST_KEPT - this.#windows.reduce((sum, { filled }) => sum + filled, 0);
	}
};
var Window = class {
	start;
	end;
	bytes;
	filled = 0;
	isAsked;
	constructor(start, end, bytes, isAsked) {
		this.isAsked = isAsked;
		this.start = start;
		this.end = end;
		this.bytes = bytes;
	}
	take(at, chunk, room) {
		const from = this.start + this.filled - at;
		if (from < 0 || from >= chunk.length) return;
		const wanted = Math.min(chunk.length - from, this.end - at - from);
		const length = Math.min(wanted, room);
		if (length > 0) {
			this.#grow(this.filled + length);
			this.filled += chunk.copy(this.bytes, this.filled, from, from + length);
		}
		if (length < wanted) this.end = this.start + this.filled;
	}
	narrow(keep) {
		const reached = this.start + this.filled;
		const ends = keep.flatMap(({ start, end }) => start <= reached ? end : []);
		this.end = Math.min(this.end, Math.max(reached, ...ends));
	}
	read({ start, end }, isEnd) {
		const last = Math.min(end, this.end) - this.start;
		if (this.filled < last && !isEnd) return null;
		return this.bytes.subarray(start - this.start, Math.min(last, this.filled));
	}
	#grow(size) {
		if (size <= this.bytes.length) return;
		const bytes = Buffer.allocUnsafe(Math.max(size, Math.min(2 * this.bytes.length, MOST_KEPT)));
		this.bytes.copy(bytes, 0, 0, this.filled);
		this.bytes = bytes;
	}
};

// src/sources/tree.ts
var Kept = class {
	length;
	#bytes;
	#isPacked;
	constructor(bytes) {
		this.length = bytes.length;
		this.#isPacked = bytes.length > WORTH_PACKING;
		this.#bytes = this.#isPacked ? deflateRawSync(bytes, { level: 1 }) : bytes;
	}
	get bytes() {
		return this.#isPacked ? inflateRawSync(this.#bytes) : this.#bytes;
	}
};
const WORTH_PACKING = 16384;
var Node = class {
	kind;
	target;
	size;
	number;
	children;
	mode;
	uid;
	gid;
	modified;
	links = 0;
	layer;
	at;
	offset;
	isImplied = false;
	sha256 = null;
	elf = null;
	kept = null;
	constructor(number, header, layer, place) {
		this.number = number;
		this.kind = header.kind === "hardlink" ? "file" : header.kind;
		this.target = header.target;
		this.size = header.size;
		this.mode = header.mode;
		this.uid = header.uid;
		this.gid = header.gid;
		this.modified = header.modified;
		this.layer = layer;
		this.at = place.at;
		this.offset = place.offset;
		this.children = this.kind === "directory" ? /* @__PURE__ */ new Map() : null;
	}
	get changed() {
		return this.modified;
	}
	get device() {
		return 0;
	}
	get inode() {
		return this.number;
	}
	get identity() {
		return String(this.number);
	}
};
const LONGEST_PATH = 4096;
const MOST_ENTRIES = 8e6;
const IMPLIED = {
	name: "",
	kind: "directory",
	target: "",
	size: 0,
	mode: 493,
	uid: 0,
	gid: 0,
	modified: 0
};
const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
var Tree = class {
	#root;
	#count = 0;
	#layer = 0;
	#isLayered = false;
	#linked = /* @__PURE__ */ new Map();
	#links = null;
	#beyond;
	constructor(extent) {
		this.#beyond = extent === "machine" ? MISSING : OUTSIDE;
		this.#root = this.#implied();
	}
	nextLayer() {
		this.#isLayered = true;
		this.#layer += 1;
		this.#linked.clear();
	}
	add(header, place) {
		const parts = partsOf(header.name);
		const name = parts.pop();
		if (name === void 0) return this.#describeRoot(header);
		const folder = this.#folderFor(parts, header.name);
		if (this.#isLayered && name.startsWith(WHITEOUT)) {
			this.#whiteOut(folder, name);
			return null;
		}
		const before = folder.children?.get(name);
		if (header.kind === "directory" && before?.kind === "directory") {
			this.#describe(before, header);
			return null;
		}
		if (header.kind === "hardlink") {
			this.#link(folder, name, this.#hardLinked(header));
			return null;
		}
		const node = this.#make(header, place);
		this.#put(folder, name, node);
		return node.kind === "file" ? node : null;
	}
	find(path) {
		const parts = path.split("/");
		let node = this.#root;
		for (let at = 0; at < parts.length; at += 1) {
			const name = parts[at];
			if (name === "" || name === void 0) continue;
			if (name === "." || name === ".." || node.kind === "symlink") return this.#findByLinks(path);
			if (!node.children) return MISSING;
			const child = node.children.get(name);
			if (!child) return node.isImplied ? this.#beyond : MISSING;
			node = child;
		}
		return {
			kind: "ok",
			value: node
		};
	}
	follow(path) {
		const end = this.#resolve(path);
		const found = end.kind === "found" ? this.find(end.path) : end;
		return found.kind === "ok" ? {
			kind: "ok",
			value: {
				path: end.path,
				node: found.value
			}
		} : found;
	}
	look(path) {
		const found = this.find(path);
		if (found.kind !== "ok") return found;
		const { kind, target } = found.value;
		return {
			kind: "ok",
			value: kind === "symlink" ? {
				kind,
				target
			} : { kind }
		};
	}
	foldersNamed(wanted) {
		const found = [];
		const todo = [{
			path: "",
			node: this.#root
		}];
		for (let next = todo.pop(); next; next = todo.pop()) for (const [name, node] of next.node.children ?? []) {
			if (node.kind !== "directory") continue;
			const path = `${next.path}/${name}`;
			if (name === wanted) found.push(path);
			todo.push({
				path,
				node
			});
		}
		return found.sort();
	}
	cover(path) {
		const found = this.find(path);
		const folders = found.kind === "ok" ? [found.value] : [];
		for (let folder = folders.pop(); folder; folder = folders.pop()) {
			folder.isImplied = false;
			for (const child of folder.children?.values() ?? []) if (child.children) folders.push(child);
		}
	}
	imply() {
		this.#root.isImplied = true;
	}
	mount(moves) {
		if (moves.every(({ from, to }) => from === to)) return;
		const moved = moves.flatMap(({ from, to }) => {
			const found = this.find(from);
			return found.kind === "ok" ? [{
				node: found.value,
				to
			}] : [];
		});
		const [only] = moved;
		this.#root = moved.length === 1 && only?.to === "/" ? only.node : this.#implied();
		for (const { node, to } of moved) {
			const parts = partsOf(to);
			const name = parts.pop();
			if (name !== void 0) this.#put(this.#folderFor(parts, to), name, node);
		}
		this.#links = null;
	}
	#make(header, place) {
		this.#count += 1;
		if (this.#count > MOST_ENTRIES) throw new CannotRead(`It has more than ${MOST_ENTRIES.toLocaleString("en-US")} entries, which is more than is held in memory.`, "No environment is like that: archive the environment alone.");
		return new Node(this.#count, header, this.#layer, place);
	}
	#implied() {
		const node = this.#make(IMPLIED, {
			at: -1,
			offset: -1
		});
		node.isImplied = true;
		return node;
	}
	#describeRoot(header) {
		if (header.kind === "directory") this.#describe(this.#root, header);
		return null;
	}
	#describe(node, { mode, uid, gid, modified }) {
		Object.assign(node, {
			mode,
			uid,
			gid,
			modified,
			layer: this.#layer,
			isImplied: false
		});
	}
	#put(folder, name, node) {
		const before = folder.children?.get(name);
		if (before === node) return;
		if (before) before.links -= 1;
		this.#links = null;
		folder.children?.set(detached(name), node);
		node.links += 1;
	}
	#folderFor(parts, name) {
		let node = this.#root;
		for (const [depth, part] of parts.entries()) {
			let child = node.children?.get(part);
			if (child?.kind === "symlink") {
				const end = this.follow(`/${parts.slice(0, depth + 1).join("/")}`);
				child = end.kind === "ok" ? end.value.node : child;
			}
			if (!child) {
				child = this.#implied();
				this.#put(node, part, child);
			}
			if (!child.children) throw new CannotRead(`“${name}” in it lies below what is no folder there.`, "It could not be unpacked either: make it anew.");
			node = child;
		}
		return node;
	}
	#hardLinked(header) {
		const parts = isClimbing(header.target) ? null : partsOf(header.target);
		const found = parts && this.find(`/${parts.join("/")}`);
		if (found?.kind === "ok" && !found.value.children) return found.value;
		throw new CannotRead(`“${header.name}” in it is another name of “${header.target}”, which is not there.`, "It cannot be unpacked as it is: make or copy it again.");
	}
	#link(folder, name, node) {
		this.#put(folder, name, node);
		if (node.layer === this.#layer) return;
		this.#linked.set(folder, (this.#linked.get(folder) ?? /* @__PURE__ */ new Set()).add(name));
	}
	#hide(folder, name, node) {
		folder.children?.delete(name);
		node.links -= 1;
	}
	#isBelow(folder, name, node) {
		return node.layer < this.#layer && this.#linked.get(folder)?.has(name) !== true;
	}
	#whiteOut(folder, name) {
		this.#links = null;
		if (name === OPAQUE) this.#prune(folder);
		if (name.startsWith(".wh..wh.")) return;
		const hidden = name.slice(4);
		const node = folder.children?.get(hidden);
		if (node && this.#pruneBelow(folder, hidden, node)) this.#hide(folder, hidden, node);
	}
	#prune(folder) {
		for (const [name, node] of folder.children ?? []) if (this.#pruneBelow(folder, name, node)) this.#hide(folder, name, node);
	}
	#pruneBelow(folder, called, top) {
		const folders = [top];
		for (let at = 0; at < folders.length; at += 1) for (const child of folders[at]?.children?.values() ?? []) if (child.children) folders.push(child);
		for (const node of folders.reverse()) for (const [name, child] of node.children ?? []) if ((!child.children || child.children.size === 0) && this.#isBelow(node, name, child)) this.#hide(node, name, child);
		return this.#isBelow(folder, called, top) && (!top.children || top.children.size === 0);
	}
	#findByLinks(path) {
		const slash = path.lastIndexOf("/");
		const name = path.slice(slash + 1);
		const folder = this.#resolve(path.slice(0, slash) || "/");
		if (folder.kind !== "found") return folder;
		if (name === "." || name === ".." || name === "") {
			const end = this.follow(path);
			return end.kind === "ok" ? {
				kind: "ok",
				value: end.value.node
			} : end;
		}
		return this.find(`${folder.path === "/" ? "" : folder.path}/${name}`);
	}
	#resolve(path) {
		this.#links ??= new LinkResolver((place) => this.look(place));
		return this.#links.resolve(path);
	}
};
function partsOf(name) {
	if (name.length > LONGEST_PATH || isClimbing(name)) throw new CannotRead(name.length > LONGEST_PATH ? `It has a name of ${name.length} characters, longer than any file system takes.` : `“${name}” in it would lie outside of where it is unpacked.`, "No tool would unpack it so: make it anew.");
	return name.split("/").filter((part) => part !== "" && part !== ".");
}
function detached(name) {
	return /^[\0-\x7f]*$/.test(name) ? Buffer.from(name, "latin1").toString("latin1") : name;
}
function isClimbing(name) {
	return name.includes("..") && name.split("/").includes("..");
}

// src/sources/intake.ts
const HEAD = 4096;
const TINY = 256;
const MOST_RECORDS = 2 ** 30;
const SPOOL = 32 * 2 ** 20;
const SMALL = 16384;
const LARGEST_SPOOLED = 2 ** 20;
var Intake = class {
	#isHashed;
	#prefix;
	#small;
	#large;
	#records = MOST_RECORDS;
	#desk = new Desk();
	#elves = new ElfPool();
	constructor(isHashed, isOnlyChance = false, prefix = null) {
		this.#isHashed = isHashed;
		this.#small = isOnlyChance ? SPOOL / 2 : 0;
		this.#large = this.#small;
		this.#prefix = prefix === null ? null : toBytes(prefix);
	}
	take(node, { name, size }) {
		const kept = this.#keep(name, size);
		const mayBeKept = kept < size && size <= Math.min(this.#large, LARGEST_SPOOLED);
		if (!this.#isHashed && kept === 0 && !mayBeKept) return null;
		const reading = this.#isHashed ? new Reading(node, new ElfStream(this.#desk), this.#elves) : null;
		return mayBeKept ? new Taking(node, reading, size, (bytes) => this.#spool(bytes, kept)) : new Taking(node, reading, kept, (bytes) => bytes);
	}
	#spool(bytes, kept) {
		if (this.#prefix && !bytes.includes(this.#prefix)) return kept > 0 ? Buffer.from(bytes.subarray(0, kept)) : null;
		this.#large -= bytes.length;
		return bytes;
	}
	into(tree) {
		return (header, place) => {
			const node = tree.add(header, place);
			return node && this.take(node, header);
		};
	}
	#keep(name, size) {
		if (RECORD.test(name)) {
			const kept = Math.min(size, 67108864 + 1);
			this.#records -= kept;
			if (this.#records >= 0) return kept;
			throw new CannotRead(`It has more than ${MOST_RECORDS / 2 ** 30} GiB of package records.`, "No environment is like that.");
		}
		if (size <= TINY) return size;
		if (size <= this.#small && size <= SMALL) {
			this.#small -= size;
			return size;
		}
		return PROGRAM.test(name) ? Math.min(size, HEAD) : 0;
	}
};
var Reading = class {
	#node;
	#hash = createHash("sha256");
	#elf;
	#elves;
	constructor(node, elf, elves) {
		this.#node = node;
		this.#elf = elf;
		this.#elves = elves;
	}
	update(chunk) {
		this.#hash.update(chunk);
		this.#elf.update(chunk);
	}
	finish() {
		this.#node.sha256 = this.#hash.digest("hex");
		const elf = this.#elf.finish();
		this.#node.elf = elf && this.#elves.share(elf);
	}
};
const RECORD = /(?:^|\/)conda-meta\/[^/]+\.json$/;
const PROGRAM = /(?:^|\/)(?:bin\/[^/]+|lib\/pkgconfig\/[^/]+\.pc|etc\/ld\.so\.conf(?:\.d\/[^/]+)?|etc\/ld-musl-[^/]+\.path)$/;
var Taking = class {
	#node;
	#reading;
	#kept;
	#choose;
	#filled = 0;
	constructor(node, reading, kept, choose) {
		this.#choose = choose;
		this.#node = node;
		this.#reading = reading;
		this.#kept = kept > 0 || node.size === 0 ? Buffer.allocUnsafe(kept) : null;
	}
	update(chunk) {
		this.#reading?.update(chunk);
		if (this.#kept) this.#filled += chunk.copy(this.#kept, this.#filled);
	}
	finish() {
		this.#reading?.finish();
		const kept = this.#kept && this.#choose(this.#kept.subarray(0, this.#filled));
		if (kept) this.#node.kept = new Kept(kept);
	}
};

// src/sources/tree-source.ts
var TreeSource = class {
	kind;
	extent;
	isPlaced;
	isInMemory = true;
	isRemembering = false;
	user;
	#tree;
	#nameOf;
	#replay;
	constructor(tree, options) {
		const { kind, extent, isPlaced, nameOf, replay, user = null } = options;
		this.#tree = tree;
		this.user = user;
		this.kind = kind;
		this.extent = extent;
		this.isPlaced = isPlaced;
		this.#nameOf = nameOf;
		this.#replay = replay;
	}
	nameOf(path) {
		return this.#nameOf(path);
	}
	list(folder) {
		const found = this.#tree.find(folder);
		if (found.kind !== "ok") return found;
		const { children } = found.value;
		if (!children) return MISSING;
		return {
			kind: "ok",
			value: Array.from(children, ([name, { kind }]) => ({
				name,
				kind
			}))
		};
	}
	lstat(path) {
		return this.#tree.find(path);
	}
	readlink(path) {
		const found = this.#tree.find(path);
		if (found.kind !== "ok") return found;
		const { kind, target } = found.value;
		return kind === "symlink" ? {
			kind: "ok",
			value: target
		} : failureOf("EINVAL");
	}
	exists(path) {
		return this.#tree.follow(path).kind === "ok";
	}
	mayRead() {
		return true;
	}
	mayExecute() {
		return true;
	}
	foldsCase() {
		return false;
	}
	fileSystemOf() {
		return null;
	}
	hashOf(path) {
		const file = this.#file(path);
		return file.kind === "ok" ? knownOf(file.value.node) : null;
	}
	async read(paths, limit) {
		const answers = /* @__PURE__ */ new Map();
		const again = /* @__PURE__ */ new Map();
		const waiting = [];
		for (const path of paths) {
			const file = this.#file(path);
			if (file.kind !== "ok") {
				answers.set(path, file);
				continue;
			}
			const { node, path: place } = file.value;
			const enough = Math.min(limit, node.size);
			const { kept } = node;
			if (kept && kept.length >= enough) {
				answers.set(path, {
					kind: "ok",
					value: kept.bytes.subarray(0, enough)
				});
				continue;
			}
			again.set(node, {
				path: place,
				sink: new Start(enough)
			});
			waiting.push([path, node]);
		}
		if (again.size > 0) await this.#replay(again, new AbortController().signal);
		for (const [path, node] of waiting) answers.set(path, {
			kind: "ok",
			value: again.get(node)?.sink.bytes() ?? Buffer.alloc(0)
		});
		return answers;
	}
	async *digest(jobs, signal, progress) {
		const again = /* @__PURE__ */ new Map();
		for (const job of jobs) {
			const file = this.#file(job.path);
			if (file.kind !== "ok") {
				yield [[job, {
					kind: "unreadable",
					code: CODES[file.kind]
				}]];
				continue;
			}
			const { node, path } = file.value;
			const known = job.patch ? null : knownOf(node);
			if (known) {
				progress(1, node.size);
				yield [[job, known]];
				continue;
			}
			const { kept } = node;
			if (kept?.length === node.size) {
				const digester = new Digester(job);
				digester.update(kept.bytes);
				yield [[job, digester.finish(node.elf)]];
				continue;
			}
			const one = again.get(node) ?? {
				path,
				sink: new Digesters(node.elf)
			};
			one.sink.add(job);
			again.set(node, one);
		}
		if (again.size === 0) return;
		await this.#replay(again, signal);
		yield [...again.values()].flatMap(({ sink }) => sink.done);
	}
	#file(path) {
		const found = this.#tree.follow(path);
		if (found.kind !== "ok" || found.value.node.kind === "file") return found;
		return failureOf("ENOTSUP");
	}
};
function knownOf({ size, sha256, elf }) {
	return sha256 === null ? null : {
		kind: "read",
		size,
		sha256,
		undone: null,
		elf
	};
}
const CODES = {
	missing: "ENOENT",
	denied: "EACCES",
	loop: "ELOOP",
	outside: "ENOENT",
	failed: "ENOTSUP"
};
var Start = class {
	#chunks = [];
	#left;
	constructor(limit) {
		this.#left = limit;
	}
	update(chunk) {
		if (this.#left === 0) return;
		const part = Buffer.from(chunk.subarray(0, this.#left));
		this.#chunks.push(part);
		this.#left -= part.length;
	}
	finish() {}
	bytes() {
		const [only] = this.#chunks;
		return only && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
	}
};
var Digesters = class {
	done = [];
	#digesters = [];
	#elf;
	constructor(elf) {
		this.#elf = elf;
	}
	add(job) {
		this.#digesters.push([job, new Digester(job)]);
	}
	update(chunk) {
		for (const [, digester] of this.#digesters) digester.update(chunk);
	}
	finish() {
		for (const [job, digester] of this.#digesters.splice(0)) this.done.push([job, digester.finish(this.#elf)]);
	}
};
function refuseMissed(name, wanted, found) {
	if (found === wanted) return;
	throw new CannotRead(`${name} was changed while it was read.`, "Verify it again once nobody writes to it.");
}

export { fileBlob as a, readWhole as c, refuseBomb as d, Tree as i, Expansion as l, refuseMissed as n, isPacked as o, Intake as r, partOf as s, TreeSource as t, decompress as u };