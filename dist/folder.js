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
	"directory",
	"fifo",
	"socket",
	"device"
].map((kind) => [LETTERS[kind], { kind }]));
const FILE = { kind: "file" };
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
	const files = [];
	const others = [];
	const targets = [];
	let kinds = "";
	let failure = null;
	for (const { name, kind } of items.value.sort(byName)) {
		if (kind === "file") {
			files.push(name);
			continue;
		}
		if (kind === "symlink") {
			const target = source.readlink(`${path}/${name}`);
			if (target.kind === "denied") failure = target;
			if (target.kind !== "ok") continue;
			targets.push(target.value);
		}
		others.push(name);
		kinds += LETTERS[kind];
	}
	return {
		files: files.join("/"),
		count: files.length,
		others: others.join("/"),
		kinds,
		targets,
		stats: isStated ? statsOf(source, path, files) : NOTHING.stats,
		failure
	};
}
function byName(a, b) {
	return a.name < b.name ? -1 : 1;
}
const NOTHING = {
	files: "",
	count: 0,
	others: "",
	kinds: "",
	targets: [],
	stats: /* @__PURE__ */ new Float64Array(0)
};
const NUMBERS = 9;
function statsOf(source, folder, files) {
	const stats = new Float64Array(files.length * NUMBERS).fill(NaN);
	for (const [at, name] of files.entries()) {
		const stat = source.lstat(`${folder}/${name}`);
		if (stat.kind !== "ok" || stat.value.kind !== "file") continue;
		const { size, mode, uid, gid, links, modified, changed, identity } = stat.value;
		const [device, inode] = identity.split(":");
		const numbers = [
			size,
			mode,
			uid,
			gid,
			links,
			...[modified, changed],
			Number(device),
			Number(inode)
		];
		stats.set(numbers, at * NUMBERS);
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
	get identity() {
		return `${this.#number(7)}:${this.#number(8)}`;
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
var Listed = class {
	#folder;
	#names = null;
	constructor(folder) {
		this.#folder = folder;
	}
	get files() {
		return this.#folder.files;
	}
	count(kind) {
		if (kind === "file") return this.#folder.count;
		let count = 0;
		for (const letter of this.#folder.kinds) if (letter === LETTERS[kind]) count += 1;
		return count;
	}
	get names() {
		this.#names ??= new Map([...this.#files(), ...this.#others()]);
		return this.#names;
	}
	get folders() {
		const { kinds, others } = this.#folder;
		if (!kinds.includes(LETTERS.directory)) return [];
		return others.split("/").filter((_, at) => kinds[at] === LETTERS.directory);
	}
	*links() {
		const { kinds } = this.#folder;
		if (!kinds.includes(LETTERS.symlink)) return;
		for (const [name, entry] of this.#others()) if (entry.kind === "symlink") yield [name, entry.target];
	}
	get isPlain() {
		return /^d*$/.test(this.#folder.kinds);
	}
	statOf(at) {
		return statIn(this.#entryOf(at));
	}
	*#files() {
		const { files, count } = this.#folder;
		if (count === 0) return;
		for (const [at, name] of files.split("/").entries()) yield [name, this.#entryOf(at)];
	}
	*#others() {
		const { kinds, others, targets } = this.#folder;
		if (kinds === "") return;
		let links = 0;
		for (const [at, name] of others.split("/").entries()) yield [name, ENTRIES.get(kinds[at] ?? "") ?? {
			kind: "symlink",
			target: targets[links++] ?? ""
		}];
	}
	#entryOf(at) {
		const { stats } = this.#folder;
		return stats.length > 0 ? {
			kind: "file",
			stats,
			at: at * NUMBERS
		} : FILE;
	}
};

export { readFolder as n, statIn as r, Listed as t };