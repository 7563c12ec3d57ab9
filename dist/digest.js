import { createHash } from "node:crypto";

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

export { Digester as t };