import { t as DENIED } from "./sources.js";

// src/folder.ts
const LETTERS = {
	file: "f",
	symlink: "l",
	directory: "d",
	fifo: "p",
	socket: "s",
	device: "b"
};
const ENTRIES = new Map([
	"file",
	"directory",
	"fifo",
	"socket",
	"device"
].map((kind) => [LETTERS[kind], { kind }]));
function readFolder(source, { path, isInside, isStated }) {
	const obstacle = isInside ? null : obstacleTo(source, path);
	if (obstacle) return {
		...NOTHING,
		failure: obstacle
	};
	const items = source.list(path);
	if (items.kind !== "ok") return {
		...NOTHING,
		failure: items
	};
	const names = [];
	const targets = [];
	let kinds = "";
	let failure = null;
	for (const { name, kind } of items.value) {
		if (kind === "symlink") {
			const target = source.readlink(`${path}/${name}`);
			if (target.kind === "denied") failure = target;
			if (target.kind !== "ok") continue;
			targets.push(target.value);
		}
		names.push(name);
		kinds += LETTERS[kind];
	}
	const stats = isStated ? statsOf(source, path, names, kinds) : NOTHING.stats;
	return {
		names: names.join("/"),
		kinds,
		targets,
		stats,
		failure
	};
}
const NOTHING = {
	names: "",
	kinds: "",
	targets: [],
	stats: /* @__PURE__ */ new Float64Array(0)
};
const NUMBERS = 9;
function statsOf(source, folder, names, kinds) {
	const stats = new Float64Array(names.length * NUMBERS).fill(NaN);
	for (const [at, name] of names.entries()) {
		const stat = kinds[at] === LETTERS.file ? source.lstat(`${folder}/${name}`) : null;
		if (stat?.kind !== "ok" || stat.value.kind !== "file") continue;
		const { size, mode, uid, gid, links, modified, changed, device, inode } = stat.value;
		stats.set([
			size,
			mode,
			uid,
			gid,
			links,
			modified,
			changed,
			device,
			inode
		], at * NUMBERS);
	}
	return stats;
}
function statIn(entry) {
	if (entry?.kind !== "file" || !entry.stats || entry.at === void 0) return null;
	return Number.isNaN(entry.stats[entry.at]) ? null : new PackedStat(entry.stats, entry.at);
}
var PackedStat = class {
	kind = "file";
	#stats;
	#at;
	constructor(stats, at) {
		this.#stats = stats;
		this.#at = at;
	}
	get size() {
		return this.#number(0);
	}
	get mode() {
		return this.#number(1);
	}
	get uid() {
		return this.#number(2);
	}
	get gid() {
		return this.#number(3);
	}
	get links() {
		return this.#number(4);
	}
	get modified() {
		return this.#number(5);
	}
	get changed() {
		return this.#number(6);
	}
	get device() {
		return this.#number(7);
	}
	get inode() {
		return this.#number(8);
	}
	get identity() {
		return `${this.device}:${this.inode}`;
	}
	#number(which) {
		return this.#stats[this.#at + which] ?? NaN;
	}
};
const LARGEST_BESIDE = 1 << 20;
function obstacleTo(source, path) {
	const self = source.lstat(`${path}/.`);
	if (self.kind !== "ok") return self;
	return self.value.size > LARGEST_BESIDE ? DENIED : null;
}
function entriesOf({ names, kinds, targets, stats }) {
	const entries = /* @__PURE__ */ new Map();
	if (kinds === "") return entries;
	let links = 0;
	for (const [at, name] of names.split("/").entries()) {
		const entry = stats.length > 0 && kinds[at] === LETTERS.file ? {
			kind: "file",
			stats,
			at: at * NUMBERS
		} : ENTRIES.get(kinds[at] ?? "");
		entries.set(name, entry ?? {
			kind: "symlink",
			target: targets[links++] ?? ""
		});
	}
	return entries;
}

export { readFolder as n, statIn as r, entriesOf as t };