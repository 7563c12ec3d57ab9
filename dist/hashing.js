import { S as fromBytes } from "./start.js";
import { d as unpackStat, l as packStat, u as roomForStats } from "./reading.js";
import { createHash } from "node:crypto";

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
	const stats = roomForStats(digests.length);
	const others = [];
	let hashes = "";
	for (const [at, digest] of digests.entries()) {
		const isPlain = digest.kind === "read" && !digest.undone && !digest.elf;
		hashes += isPlain ? digest.sha256 : NO_HASH;
		sizes[at] = isPlain ? digest.size : 0;
		if (digest.kind === "read" && digest.stat) packStat(stats, at, digest.stat);
		if (!isPlain) others.push([at, withoutStat(digest)]);
	}
	return {
		hashes,
		sizes,
		stats,
		others: JSON.stringify(others)
	};
}
function withoutStat(digest) {
	if (digest.kind !== "read") return digest;
	const { stat: _told, ...rest } = digest;
	return rest;
}
const NO_HASH = " ".repeat(LENGTH);
function* unpackDigests(packed) {
	const others = new Map(JSON.parse(packed.others));
	for (let at = 0; at < packed.sizes.length; at += 1) {
		const other = others.get(at);
		const stat = other?.kind === "read" ? unpackStat(packed.stats, at) : null;
		if (!other) yield new PackedDigest(packed, at);
		else yield stat && other.kind === "read" ? {
			...other,
			stat
		} : other;
	}
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
	get stat() {
		return unpackStat(this.#packed.stats, this.#at);
	}
	get undone() {
		return null;
	}
	get elf() {
		return null;
	}
};

// src/elf.ts
const MAGIC = 2135247942;
const EVERYTHING = [{
	start: 0,
	end: Number.MAX_SAFE_INTEGER
}];
const MOST_SEGMENTS = 65536;
const MOST_DYNAMIC = 65536;
const LONGEST_PATH = 4096;
const LONGEST_STRING$1 = 16384;
const MOST_TEXT = 65536;
const MOST_NEEDED = 512;
const USUAL_STRING = 256;
const CORE = 4;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PF_X = 1;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_SONAME = 14;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
function isElf(start) {
	return start.length >= 4 && start.readUInt32BE(0) === MAGIC;
}
function readElf(bytes) {
	if (!isElf(bytes)) return null;
	return readElfBy(({ start, end }) => bytes.subarray(start, end));
}
function readElfBy(read) {
	const facts = elfFacts();
	let step = facts.next();
	while (!step.done) step = facts.next(read(step.value));
	return step.value;
}
function* elfFacts() {
	const head = readHead(yield {
		start: 0,
		end: 64,
		keep: EVERYTHING
	});
	if (!head) return null;
	const { start, end } = head.table;
	const segments = readSegments(head, yield {
		start,
		end,
		keep: EVERYTHING
	});
	if (!segments) return null;
	const { interp, dynamic } = segments;
	const keep = placesOfStrings(segments);
	const isInterpFirst = interp !== null && (dynamic === null || interp.start < dynamic.start);
	let interpreter = isInterpFirst ? textIn(yield {
		...interp,
		keep
	}) : null;
	const table = dynamic && readDynamic(head, segments, yield {
		...dynamic,
		keep
	});
	if (interp && !isInterpFirst && table && interp.start < table.strings.start) interpreter = textIn(yield {
		...interp,
		keep: [table.strings]
	});
	const texts = table && (yield* readStrings(table));
	if (interp && !isInterpFirst && interpreter === null) interpreter = textIn(yield {
		...interp,
		keep: []
	});
	const { bits, order, machine, type } = head;
	return {
		bits,
		order,
		machine,
		type,
		interpreter,
		...texts ?? NO_TEXTS
	};
}
function readHead(bytes) {
	if (!isElf(bytes) || bytes.length < 52) return null;
	const bits = [
		null,
		32,
		64
	][bytes[4] ?? 0];
	const order = [
		null,
		"little",
		"big"
	][bytes[5] ?? 0];
	if (!bits || !order || bits === 64 && bytes.length < 64) return null;
	const isLittle = order === "little";
	const half = (from, at) => isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at);
	const word = (from, at) => isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at);
	const long = (from, at) => {
		if (bits === 32) return word(from, at);
		const high = word(from, isLittle ? at + 4 : at);
		return high >= 1 << 20 ? BEYOND : high * 2 ** 32 + word(from, isLittle ? at : at + 4);
	};
	const offset = long(bytes, bits === 64 ? 32 : 28);
	const size = half(bytes, bits === 64 ? 54 : 42);
	const count = half(bytes, bits === 64 ? 56 : 44);
	const length = size * count;
	if (length > MOST_SEGMENTS || count > 0 && size !== SEGMENT[bits]) return null;
	const start = count > 0 ? offset : 0;
	const table = {
		start,
		end: start + length
	};
	const [type, machine] = [half(bytes, 16), half(bytes, 18)];
	return {
		bits,
		order,
		machine,
		type,
		table,
		half,
		word,
		long
	};
}
const SEGMENT = {
	32: 32,
	64: 56
};
const BEYOND = 2 ** 52;
function readSegments(head, bytes) {
	const { bits, type, table, word, long } = head;
	if (bytes.length < table.end - table.start) return null;
	const loads = [];
	let interp = null;
	let dynamic = null;
	if (type === CORE) return {
		loads,
		interp,
		dynamic
	};
	const [offsetAt, addressAt, sizeAt, flagsAt] = bits === 64 ? [
		8,
		16,
		32,
		4
	] : [
		4,
		8,
		16,
		24
	];
	for (let at = 0; at < bytes.length; at += SEGMENT[bits]) {
		const start = long(bytes, at + offsetAt);
		const size = long(bytes, at + sizeAt);
		if (size === 0) continue;
		const kind = word(bytes, at);
		if (kind === PT_LOAD) {
			const address = long(bytes, at + addressAt);
			const isCode = (word(bytes, at + flagsAt) & PF_X) !== 0;
			loads.push({
				start,
				end: start + size,
				address,
				isCode
			});
		} else if (kind === PT_INTERP && size <= LONGEST_PATH) interp ??= {
			start,
			end: start + size
		};
		else if (kind === PT_DYNAMIC) dynamic ??= {
			start,
			end: start + Math.min(size, MOST_DYNAMIC)
		};
	}
	return {
		loads,
		interp,
		dynamic
	};
}
function placesOfStrings({ loads, dynamic }) {
	if (!dynamic) return [];
	const [first, second] = [...loads].sort((a, b) => a.start - b.start);
	const around = loads.find(({ start, end }) => start <= dynamic.start && dynamic.start < end);
	return [
		first,
		second?.isCode ? void 0 : second,
		around
	].flatMap((one) => one ? [{
		start: one.start,
		end: one.end
	}] : []);
}
function readDynamic({ bits, long }, { loads }, bytes) {
	const needed = [];
	const first = /* @__PURE__ */ new Map();
	const width = bits / 8;
	for (let at = 0; at + 2 * width <= bytes.length; at += 2 * width) {
		const tag = long(bytes, at);
		const value = long(bytes, at + width);
		if (tag === DT_NULL) break;
		if (tag === DT_NEEDED) needed.push(value);
		else if (!first.has(tag)) first.set(tag, value);
	}
	const address = first.get(DT_STRTAB);
	const load = loads.find((one) => address !== void 0 && one.address <= address && address < one.address + one.end - one.start);
	if (address === void 0 || !load || needed.length > MOST_NEEDED) return null;
	const start = load.start + address - load.address;
	const strings = {
		start,
		end: Math.min(load.end, start + (first.get(DT_STRSZ) ?? BEYOND))
	};
	const placeOf = (tag) => {
		const value = first.get(tag);
		return value === void 0 ? null : start + value;
	};
	const table = {
		strings,
		needed: needed.map((value) => start + value),
		rpath: placeOf(DT_RPATH),
		runpath: placeOf(DT_RUNPATH),
		soname: placeOf(DT_SONAME)
	};
	const { rpath, runpath, soname } = table;
	return [
		...table.needed,
		rpath,
		runpath,
		soname
	].every((place) => place === null || place < strings.end) ? table : null;
}
const NO_TEXTS = {
	needed: [],
	rpath: null,
	runpath: null,
	soname: null
};
function* readStrings({ strings, needed, rpath, runpath, soname }) {
	const texts = /* @__PURE__ */ new Map();
	let left = MOST_TEXT;
	for (const start of [
		...needed,
		rpath,
		runpath,
		soname
	]) {
		if (start === null || texts.has(start)) continue;
		let text = null;
		for (const length of [USUAL_STRING, LONGEST_STRING$1]) {
			const end = Math.min(start + length, strings.end);
			text ??= textIn(yield {
				start,
				end,
				keep: [strings]
			});
		}
		left -= text?.length ?? left + 1;
		if (text === null || left < 0) return null;
		texts.set(start, text);
	}
	const textAt = (start) => start === null ? null : texts.get(start) ?? null;
	return {
		needed: needed.flatMap((start) => texts.get(start) ?? []),
		rpath: textAt(rpath),
		runpath: textAt(runpath),
		soname: textAt(soname)
	};
}
function textIn(bytes) {
	const end = bytes.indexOf(0);
	return end < 0 ? null : fromBytes(bytes.subarray(0, end));
}
const MOST_SHARED = 1 << 26;
var ElfPool = class {
	#texts = /* @__PURE__ */ new Map();
	#lists = /* @__PURE__ */ new Map();
	#left = MOST_SHARED;
	share(elf) {
		const shared = {
			...elf,
			interpreter: this.#text(elf.interpreter),
			needed: this.#list(elf.needed),
			rpath: this.#text(elf.rpath),
			runpath: this.#text(elf.runpath),
			soname: this.#text(elf.soname)
		};
		return this.#left >= 0 ? shared : null;
	}
	#text(text) {
		if (text === null) return text;
		const known = this.#texts.get(text);
		if (known !== void 0) return known;
		this.#left -= text.length;
		if (this.#left >= 0) this.#texts.set(text, text);
		return text;
	}
	#list(list) {
		const key = list.join("\0");
		const known = this.#lists.get(key);
		if (known) return known;
		this.#left -= key.length;
		const shared = list.map((text) => this.#text(text));
		if (this.#left >= 0) this.#lists.set(key, shared);
		return shared;
	}
};

// src/patch.ts
const LONGEST_STRING = 1 << 20;
const MOST_TRIES = 8;
const LONGEST_SHEBANG = 4096;
const SEARCHED = 4 << 20;
var PrefixUndo = class {
	#mode;
	#placeholder;
	#prefixes;
	#longest;
	#hash = createHash("sha256");
	#otherHash = null;
	#rest = Buffer.alloc(0);
	#firstLine;
	#found = 0;
	#start = [];
	#startSize = 0;
	constructor(patch) {
		this.#mode = patch.mode;
		this.#placeholder = Buffer.from(patch.placeholder);
		this.#prefixes = patch.prefixes.map((prefix) => Buffer.from(prefix)).filter((prefix) => prefix.length > 0).sort((a, b) => b.length - a.length);
		this.#longest = Math.max(0, ...this.#prefixes.map((prefix) => prefix.length));
		this.#firstLine = patch.mode === "text";
	}
	update(chunk) {
		if (this.#found === 0 && this.#startSize < SEARCHED) {
			this.#start.push(Buffer.from(chunk));
			this.#startSize += chunk.length;
		}
		const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
		this.#rest = Buffer.from(this.#take(data, false));
		if (this.#found > 0) this.#start.length = 0;
	}
	finish() {
		this.#take(this.#rest, true);
		return {
			sha256: [this.#hash, this.#otherHash].filter((hash) => hash !== null).map((hash) => hash.digest("hex")),
			found: this.#found,
			others: this.#found > 0 ? [] : prefixesIn(Buffer.concat(this.#start))
		};
	}
	#take(data, last) {
		let at = 0;
		if (this.#firstLine) {
			const newline = this.#endOfShebang(data);
			if (newline < 0 && !last && data.length < LONGEST_SHEBANG) return data;
			this.#firstLine = false;
			if (newline > 0 && newline < LONGEST_SHEBANG) at = this.#undoShebang(data, newline);
		}
		return this.#mode === "text" ? this.#text(data, at, last) : this.#binary(data, at, last);
	}
	#text(data, from, last) {
		let at = from;
		for (const match of this.#matches(data, from)) {
			if (match.start < at) continue;
			this.#emit(data.subarray(at, match.start));
			at = match.start;
			if (!last && this.#isCut(data, at)) return data.subarray(at);
			this.#emit(this.#placeholder);
			if (isWhole(data, match.end)) this.#found += 1;
			at = match.end;
		}
		return this.#keepTail(data, at, last);
	}
	#binary(data, from, last) {
		let at = from;
		let end = -1;
		let tries = 0;
		for (const match of this.#matches(data, from)) {
			if (match.start < at) continue;
			this.#emit(data.subarray(at, match.start));
			at = match.start;
			if (!last && this.#isCut(data, at)) return data.subarray(at);
			if (end <= at) {
				const zero = data.indexOf(0, at);
				end = zero < 0 ? data.length : zero;
				tries = 0;
			}
			const restored = tries < MOST_TRIES ? this.#restore(data.subarray(at, end)) : null;
			const after = end + (restored?.padding ?? 0);
			if ((end === data.length || after >= data.length) && !last && data.length - at <= LONGEST_STRING) return data.subarray(at);
			if (restored && after <= data.length && isZero(data.subarray(end, after + 1))) {
				this.#emit(restored.text);
				this.#found += restored.count;
				at = after;
			}
			tries += 1;
		}
		return this.#keepTail(data, at, last);
	}
	#isCut(data, start) {
		return start + this.#longest >= data.length;
	}
	#keepTail(data, at, last) {
		const keep = last ? 0 : Math.max(0, Math.min(data.length - at, this.#longest - 1));
		this.#emit(data.subarray(at, data.length - keep));
		return data.subarray(data.length - keep);
	}
	#restore(text) {
		const parts = [];
		let count = 0;
		let padding = 0;
		let at = 0;
		for (const match of this.#matches(text, 0)) {
			if (match.start < at) continue;
			parts.push(text.subarray(at, match.start), this.#placeholder);
			padding += this.#placeholder.length - (match.end - match.start);
			if (isWhole(text, match.end)) count += 1;
			at = match.end;
		}
		parts.push(text.subarray(at));
		return padding < 0 ? null : {
			text: Buffer.concat(parts),
			count,
			padding
		};
	}
	*#matches(data, from) {
		const next = this.#prefixes.map((prefix) => ({
			prefix,
			start: data.indexOf(prefix, from)
		}));
		for (;;) {
			let first = null;
			for (const place of next) if (place.start >= 0 && (!first || place.start < first.start)) first = place;
			if (!first) return;
			yield {
				start: first.start,
				end: first.start + first.prefix.length
			};
			first.start = data.indexOf(first.prefix, first.start + 1);
		}
	}
	#endOfShebang(data) {
		if (data.length >= 2 && data.toString("latin1", 0, 2) !== "#!") return 0;
		const first = data.indexOf(10);
		if (first < 0 || data.toString("latin1", 0, first) !== "#!/bin/sh") return first;
		const second = data.indexOf(10, first + 1);
		const exec = "'''exec' \"";
		const next = data.toString("latin1", first + 1, first + 1 + 10);
		if (next === exec) return second;
		return exec.startsWith(next) ? -1 : first;
	}
	#undoShebang(data, end) {
		const line = data.toString("latin1", 0, end);
		const placeholder = this.#placeholder.toString("latin1");
		const shell = /^#!\/bin\/sh\n'''exec' "(.*?)"(.*?) "\$0" "\$@" #'''$/s.exec(line);
		if (shell) {
			const path = this.#prefixes.map((prefix) => prefix.toString("latin1")).find((prefix) => shell[1]?.startsWith(prefix));
			if (path === void 0) return 0;
			const rest = shell[1]?.slice(path.length) ?? "";
			this.#otherHash = createHash("sha256");
			this.#otherHash.update(`#!${placeholder}${rest}${shell[2] ?? ""}`, "latin1");
			this.#hash.update(line.replaceAll(path, placeholder), "latin1");
			this.#found += 1;
			return end;
		}
		const env = /^#!\/usr\/bin\/env (\S+)(.*)$/s.exec(line);
		if (env) {
			this.#otherHash = createHash("sha256");
			this.#otherHash.update(`#!${placeholder}/bin/${env[1]}${env[2]}`, "latin1");
			this.#hash.update(data.subarray(0, end));
			return end;
		}
		return 0;
	}
	#emit(bytes) {
		this.#hash.update(bytes);
		this.#otherHash?.update(bytes);
	}
};
function isWhole(data, end) {
	return !/[A-Za-z0-9_.-]/.test(String.fromCharCode(data[end] ?? 0));
}
function isZero(bytes) {
	return bytes.every((byte) => byte === 0);
}
function prefixesIn(bytes) {
	const votes = /* @__PURE__ */ new Map();
	for (const [path] of bytes.toString("latin1").matchAll(/\/[^\0-\x20"'`:;,<>()|=]{2,1000}/g)) for (const { index } of path.matchAll(/\/(?:bin|etc|include|lib|libexec|share|ssl)(?=\/|$)/g)) {
		if (index === 0) continue;
		const prefix = Buffer.from(path.slice(0, index), "latin1").toString();
		votes.set(prefix, (votes.get(prefix) ?? 0) + 1);
		if (votes.size > 1e3) return [];
	}
	return [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 8).map(([prefix]) => prefix);
}

// src/digest.ts
var Digester = class {
	#hash = createHash("sha256");
	#undo;
	#size = 0;
	constructor({ patch }) {
		this.#undo = patch && new PrefixUndo(patch);
	}
	update(chunk) {
		this.#size += chunk.length;
		this.#hash.update(chunk);
		this.#undo?.update(chunk);
	}
	finish(elf) {
		return {
			kind: "read",
			size: this.#size,
			sha256: this.#hash.digest("hex"),
			undone: this.#undo?.finish() ?? null,
			elf
		};
	}
};

export { readElf as a, packJobs as c, isElf as i, unpackDigests as l, ElfPool as n, readElfBy as o, elfFacts as r, packDigests as s, Digester as t, unpackJobs as u };