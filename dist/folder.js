import { t as DENIED } from "./sources.js";

// src/folder.ts
const LETTERS = {
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
	const links = [];
	const targets = [];
	const others = [];
	let kinds = "";
	let failure = null;
	for (const { name, kind } of items.value.sort(byName)) if (kind === "file") files.push(name);
	else if (kind === "symlink") {
		const target = source.readlink(`${path}/${name}`);
		if (target.kind === "denied") failure = target;
		if (target.kind !== "ok") continue;
		links.push(name);
		targets.push(target.value);
	} else {
		others.push(name);
		kinds += LETTERS[kind];
	}
	const into = commonFolder(links, targets);
	return {
		files: files.join("/"),
		count: files.length,
		links: links.join("/"),
		into,
		targets: into === null ? targets : [],
		others: others.join("/"),
		kinds,
		stats: isStated ? statsOf(source, path, files) : NOTHING.stats,
		failure
	};
}
function commonFolder(links, targets) {
	const [first = ""] = targets;
	const folder = first.slice(0, first.lastIndexOf("/"));
	return folder.startsWith("/") && links.every((name, at) => targets[at] === `${folder}/${name}`) ? folder : null;
}
function byName(a, b) {
	return a.name < b.name ? -1 : 1;
}
const NOTHING = {
	files: "",
	count: 0,
	links: "",
	into: null,
	targets: [],
	others: "",
	kinds: "",
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
	get linkNames() {
		return this.#folder.links;
	}
	get into() {
		return this.#folder.into;
	}
	count(kind) {
		const { count, links, kinds } = this.#folder;
		if (kind === "file") return count;
		if (kind === "symlink") return countIn(links);
		let others = 0;
		for (const letter of kinds) if (letter === LETTERS[kind]) others += 1;
		return others;
	}
	get names() {
		this.#names ??= new Map(this.#entries());
		return this.#names;
	}
	get folders() {
		const { kinds, others } = this.#folder;
		if (!kinds.includes(LETTERS.directory)) return [];
		return others.split("/").filter((_, at) => kinds[at] === LETTERS.directory);
	}
	*links() {
		const { links, into, targets } = this.#folder;
		if (links === "") return;
		for (const [at, name] of links.split("/").entries()) yield [name, into === null ? targets[at] ?? "" : `${into}/${name}`];
	}
	get isPlain() {
		return /^d*$/.test(this.#folder.kinds);
	}
	statOf(at) {
		return statIn(this.#entryOf(at));
	}
	*#entries() {
		const { files, count, others, kinds } = this.#folder;
		if (count > 0) for (const [at, name] of files.split("/").entries()) yield [name, this.#entryOf(at)];
		for (const [name, target] of this.links()) yield [name, {
			kind: "symlink",
			target
		}];
		if (kinds === "") return;
		for (const [at, name] of others.split("/").entries()) {
			const entry = ENTRIES.get(kinds[at] ?? "");
			if (entry) yield [name, entry];
		}
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
function countIn(names) {
	if (names === "") return 0;
	let count = 1;
	for (let at = names.indexOf("/"); at >= 0; at = names.indexOf("/", at + 1)) count += 1;
	return count;
}

export { statIn as i, countIn as n, readFolder as r, Listed as t };