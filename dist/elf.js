import { n as fromBytes } from "./bytes.js";

// src/elf.ts
const MAGIC = 2135247942;
const EVERYTHING = [{
	start: 0,
	end: Number.MAX_SAFE_INTEGER
}];
const MOST_SEGMENTS = 65536;
const MOST_DYNAMIC = 65536;
const LONGEST_PATH = 4096;
const LONGEST_STRING = 16384;
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
		for (const length of [USUAL_STRING, LONGEST_STRING]) {
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

export { readElfBy as a, readElf as i, elfFacts as n, isElf as r, ElfPool as t };