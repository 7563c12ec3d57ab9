import { n as fromBytes } from "./bytes.js";
import { t as BadInput } from "./errors.js";
import { a as unpackRecord, n as readRecord } from "./record-file.js";
import { t as unlessAborted } from "./abort.js";
import { r as realPath } from "./links.js";
import { h as closest } from "./inputs.js";
import { posix } from "node:path";
import { setImmediate } from "node:timers/promises";

// src/entry-point.ts
const PATH = /"[^"$`\\]+"|'[^']+'|[-\w.,:@%+=/]+/.source;
const INTERPRETER = /^#!(?:\/\S*\/|\/usr\/bin\/env )(?:python|pypy)[\d.]*$/;
const THROUGH_SHELL = [[/^#!\/bin\/sh$/, new RegExp(`^'''exec' (?:${PATH}) "\\$0" "\\$@" #'''$`)], [
	/^#!\/bin\/sh$/,
	new RegExp(`^'''exec' (?:${PATH}) "\\$0" "\\$@"$`),
	/^' '''$/
]];
const HEADS = [[INTERPRETER], ...THROUGH_SHELL];
const BOILERPLATE = [
	/^$/,
	/^# -\*- coding: utf-8 -\*-$/,
	/^import (?:re|sys)$/,
	/^if __name__ == (['"])__main__\1:$/,
	/^\s+sys\.argv\[0\] = re\.sub\(r(['"])[-\w\\.?|()$]*\1, (['"])\2, sys\.argv\[0\]\)$/,
	/^\s+(?:el)?if sys\.argv\[0\]\.endswith\((['"])[-\w.]+\1\):$/,
	/^\s+sys\.argv\[0\] = sys\.argv\[0\](?:\[:-\d+\]|\.removesuffix\((['"])[-\w.]+\1\))$/
];
function entryPointOf(script) {
	if (script.includes("\r")) return null;
	const lines = script.split("\n");
	const head = HEADS.find((shapes) => shapes.every((shape, at) => shape.test(lines[at] ?? "")));
	if (!head) return null;
	let imported = null;
	let called = null;
	for (const line of lines.slice(head.length)) {
		const from = /^from ([\w.]+) import (\w+)$/.exec(line);
		const call = /^\s+sys\.exit\(([\w.]+)\(\)\)$/.exec(line);
		if (from && !imported) imported = {
			module: from[1] ?? "",
			name: from[2] ?? ""
		};
		else if (call && imported && called === null) called = call[1] ?? "";
		else if (!BOILERPLATE.some((shape) => shape.test(line))) return null;
	}
	if (!imported || called === null || called.split(".")[0] !== imported.name) return null;
	return `${imported.module}:${called}`;
}

// src/placement.ts
function placeOfBytes(inventory, cache, recorded) {
	if (recorded.kind === "directory") return null;
	const entry = inventory.at(recorded.path);
	if (entry?.kind === "file") return inventory.absolute(recorded.path);
	if (entry?.kind !== "symlink") return null;
	const end = recorded.kind === "symlink" && cache.folderOf(entry.target) === null ? null : inventory.follow(recorded.path);
	return end?.kind === "found" && end.what === "file" ? end.path : null;
}

// src/conda/claims.ts
var Claims = class {
	#claims = /* @__PURE__ */ new Map();
	#named = /* @__PURE__ */ new Map();
	constructor(records) {
		for (const paths of records) for (const [at, folder] of paths.folders.entries()) {
			const claims = this.#claims.get(folder);
			if (claims) claims.push({
				paths,
				at
			});
			else this.#claims.set(folder, [{
				paths,
				at
			}]);
		}
	}
	get folders() {
		return this.#claims;
	}
	get(path) {
		const slash = path.lastIndexOf("/");
		return this.in(path.slice(0, Math.max(slash, 0))).get(path.slice(slash + 1));
	}
	has(path) {
		return this.get(path) !== void 0;
	}
	in(folder) {
		let named = this.#named.get(folder);
		if (!named) {
			const all = (this.#claims.get(folder) ?? []).flatMap(({ paths, at }) => paths.in(at));
			named = new Map(all.map((one) => [one.path.slice(folder ? folder.length + 1 : 0), one]));
			if (all.length > 0) this.#named.set(folder, named);
		}
		return named;
	}
	*keys() {
		for (const { path } of this.values()) yield path;
	}
	*values() {
		for (const [folder, claims] of this.#claims) {
			const [only] = claims.length === 1 ? claims : [];
			if (only) yield* lastOfEach(only.paths.in(only.at));
			else yield* this.in(folder).values();
		}
	}
	*[Symbol.iterator]() {
		for (const one of this.values()) yield [one.path, one];
	}
	clobbered() {
		const clobbered = /* @__PURE__ */ new Map();
		for (const claims of this.#claims.values()) {
			if (claims.length === 1 || !hasTwins(claims)) continue;
			const paths = /* @__PURE__ */ new Map();
			for (const recorded of claims.flatMap((one) => one.paths.in(one.at))) {
				const { path } = recorded;
				const other = paths.get(path);
				if (other && other.package.name !== recorded.package.name) clobbered.set(path, [...clobbered.get(path) ?? [other], recorded]);
				paths.set(path, recorded);
			}
		}
		return clobbered;
	}
};
function* lastOfEach(sorted) {
	for (const [at, one] of sorted.entries()) if (sorted[at + 1]?.path !== one.path) yield one;
}
function hasTwins(claims) {
	const names = claims.flatMap(({ paths, at }) => paths.names(at).split("/"));
	return new Set(names).size < names.length;
}

// src/conda/records.ts
const MANY_BYTES = 8 << 20;
const BATCH = 4;
async function readRecords(source, prefix, signal, readers) {
	const place = realPath(source, prefix);
	const folder = `${place}/conda-meta`;
	const items = kindAt(source, folder) === "directory" ? source.list(folder) : null;
	return readManifest(source, place, items?.kind === "ok" ? items.value.map(({ name }) => name) : [], signal, readers);
}
function kindAt(source, path) {
	const stat = source.lstat(path);
	return stat.kind === "ok" ? stat.value.kind : null;
}
async function readManifest(source, prefix, names, signal, readers) {
	const all = [...names].sort();
	const files = all.filter((name) => name.endsWith(".json") && !name.startsWith("."));
	const read = await readFiles(source, `${prefix}/conda-meta`, files, signal, readers);
	const unreadable = [];
	const packed = [];
	let size = 0;
	for (const [at, file] of files.entries()) {
		const one = read[at];
		size += one.size;
		if (one.kind === "record") packed.push(one.record);
		else unreadable.push({
			file,
			reason: one.reason,
			denied: one.denied
		});
	}
	const writers = new Set(packed.flatMap(({ fields }) => fields.writer ?? []));
	const [writer = null] = writers.size === 1 ? writers : [];
	const unpacked = packed.map((one) => unpackRecord(one, one.table.count > 0 ? writer : null));
	const records = unpacked.map(({ record }) => record);
	const paths = new Claims(unpacked.map((one) => one.packed));
	return {
		records,
		paths,
		clobbered: paths.clobbered(),
		folders: foldersOf(paths),
		unreadable: [...unreadable, ...putAside(all, records)],
		size
	};
}
async function readFiles(source, folder, files, signal, readers) {
	const sitePackages = sitePackagesOf(files);
	if (readers?.isFree && isLarge(source, folder, files)) {
		const answers = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, at) => files.slice(at * BATCH, (at + 1) * BATCH)).map((some) => readers.ask({
			kind: "records",
			folder,
			files: some,
			sitePackages
		}));
		const all = Promise.all(answers);
		return (await (signal ? unlessAborted(all, signal) : all)).flat();
	}
	const read = [];
	for (const file of files) {
		await setImmediate();
		signal?.throwIfAborted();
		read.push(await readRecord(source, folder, file, sitePackages));
	}
	return read;
}
function isLarge(source, folder, files) {
	let size = 0;
	for (const file of files) {
		const stat = source.lstat(`${folder}/${file}`);
		if (stat.kind === "ok") size += stat.value.size;
	}
	return size >= MANY_BYTES;
}
function putAside(names, records) {
	const recorded = new Set(records.map(({ name }) => name));
	return names.filter((file) => {
		const name = /^(.+)-[^-]+-[^-]+\.json\.c~$/.exec(file)?.[1];
		return name !== void 0 && !recorded.has(name);
	}).map((file) => ({
		file,
		reason: "was put aside by an update that did not end, and nothing took its place",
		denied: false
	}));
}
function foldersOf(paths) {
	const folders = /* @__PURE__ */ new Set();
	for (const folder of paths.folders.keys()) addFolders(folder, folders);
	return folders;
}
function addFolders(folder, folders) {
	for (let end = folder.length; end > 0; end = folder.lastIndexOf("/", end - 1)) {
		const one = folder.slice(0, end);
		if (folders.has(one)) break;
		folders.add(one);
	}
}
function isOwned(manifest, path) {
	return manifest.paths.has(path) || manifest.folders.has(path);
}
function sitePackagesOf(files) {
	const version = files.map((file) => /^python-(\d+\.\d+)\./.exec(file)?.[1]).find(Boolean);
	return version ? `lib/python${version}/site-packages` : null;
}

// src/grouping.ts
function groupBy(values, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

// src/libraries.ts
const USUAL_FOLDERS = [
	"/lib",
	"/usr/lib",
	"/lib64",
	"/usr/lib64",
	"/usr/local/lib"
];
const DEEPEST_INCLUDE = 8;
const MOST_FILES = 256;
const MOST_FOLDERS = 256;
const LARGEST_FILE = 65536;
var Libraries = class {
	#inventory;
	#places = /* @__PURE__ */ new Map();
	constructor(inventory, folders) {
		this.#inventory = inventory;
		for (const folder of folders) for (const name of namesIn(inventory, folder)) {
			if (!name.includes(".so")) continue;
			const path = `${folder}/${name}`;
			const others = this.#places.get(name);
			if (others) others.push(path);
			else this.#places.set(name, [path]);
		}
	}
	offer(name) {
		return (this.#places.get(name) ?? []).some((place) => leadsSomewhere(this.#inventory, place));
	}
};
async function findLibraries(inventory) {
	const folders = new Set(USUAL_FOLDERS);
	for (const folder of [
		"/lib",
		"/usr/lib",
		"/usr/local/lib"
	]) for (const name of namesIn(inventory, folder)) if (/-linux-(?:gnu|musl)[a-z0-9_]*$/.test(name)) folders.add(`${folder}/${name}`);
	for (const folder of await configured(inventory)) if (folders.size < MOST_FOLDERS) folders.add(folder);
	return new Libraries(inventory, folders);
}
function leadsSomewhere(inventory, path) {
	const { kind } = inventory.resolve(path);
	return kind !== "missing" && kind !== "loop";
}
async function configured(inventory) {
	const folders = [];
	const seen = /* @__PURE__ */ new Set();
	let files = ["/etc/ld.so.conf", ...namesIn(inventory, "/etc").filter((name) => /^ld-musl-.*\.path$/.test(name)).map((name) => `/etc/${name}`)];
	for (let depth = 0; depth < DEEPEST_INCLUDE && files.length > 0; depth += 1) {
		const fresh = files.filter((file) => !seen.has(file)).slice(0, MOST_FILES - seen.size);
		for (const file of fresh) seen.add(file);
		const read = await inventory.source.read(fresh, LARGEST_FILE);
		const included = /* @__PURE__ */ new Set();
		for (const [file, bytes] of read) {
			const lines = bytes.kind === "ok" ? fromBytes(bytes.value).split("\n") : [];
			for (const line of lines) {
				const said = parseLine(line);
				folders.push(...said.folders.slice(0, MOST_FOLDERS));
				for (const pattern of said.patterns) for (const one of matching(inventory, posix.resolve(posix.dirname(file), pattern))) if (included.size < MOST_FILES) included.add(one);
			}
			if (folders.length > MOST_FOLDERS) break;
		}
		files = [...included];
	}
	return folders;
}
function parseLine(line) {
	const [text = ""] = line.split("#", 1);
	const [first = "", ...rest] = text.trim().split(/\s+/);
	if (first === "include") return {
		folders: [],
		patterns: rest
	};
	return {
		folders: text.split(/[\s,:]/).map((one) => one.split("=", 1)[0] ?? "").filter((one) => one.startsWith("/")).map((one) => posix.normalize(one)),
		patterns: []
	};
}
function matching(inventory, pattern) {
	let found = [""];
	for (const part of pattern.split("/").slice(1)) {
		const isPlain = !/[*?]/.test(part);
		found = found.flatMap((folder) => isPlain ? [`${folder}/${part}`] : namesIn(inventory, folder || "/").filter((name) => !name.startsWith(".") && matches(name, part)).sort().map((name) => `${folder}/${name}`));
		found = found.slice(0, MOST_FILES);
	}
	return found;
}
function matches(name, pattern) {
	let [at, star, mark] = [
		0,
		-1,
		0
	];
	let from = 0;
	while (from < name.length) if (pattern[at] === "*") {
		star = at;
		mark = from;
		at += 1;
	} else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[from])) {
		at += 1;
		from += 1;
	} else if (star >= 0) {
		mark += 1;
		from = mark;
		at = star + 1;
	} else return false;
	return /^\**$/.test(pattern.slice(at));
}
function namesIn(inventory, folder) {
	const end = inventory.resolve(folder);
	const items = end.kind === "found" ? inventory.source.list(end.path) : end;
	return items.kind === "ok" ? items.value.map(({ name }) => name) : [];
}

// src/user.ts
function nameOf({ name, uid }) {
	return name === null ? `UID ${uid}` : name;
}
const LARGEST = 4 << 20;
const LAST_ID = 2 ** 32 - 2;
const OPENSHIFT = {
	uid: 100066e4,
	gid: 0
};
const ADVICE = "It can be a name, a UID, UID:GID, or openshift (a UID that nobody knows, of group 0).";
function refuseNoUser(text) {
	const parts = text.split(":");
	if (parts.length > 2 || parts.some((part) => !isWord(part))) throw new BadInput(`as-user: “${text}” is no user.`, ADVICE);
	const large = parts.find((part) => idOf(part) === null && /^\d+$/.test(part));
	if (large === void 0) return;
	throw new BadInput(`as-user: there is no id ${large}.`, `The last one is ${LAST_ID}.`);
}
function isWord(text) {
	return /^[^\s\0:+-][^\s\0:]*$/.test(text);
}
async function askedViewer(source, text) {
	refuseNoUser(text);
	if (text === "openshift") return {
		...OPENSHIFT,
		groups: /* @__PURE__ */ new Set([OPENSHIFT.gid]),
		name: null,
		why: "asked"
	};
	const accounts = await readAccounts(source);
	const found = find(accounts, text, source.kind === "directory");
	if ("uid" in found) return {
		...found,
		why: "asked"
	};
	const { file, unknown } = found;
	const names = (file === "/etc/group" ? accounts.groups : accounts.users).map(({ name }) => name);
	const close = closest(["openshift", ...names], unknown);
	throw new BadInput(`as-user: there is no “${unknown}” in ${file}${source.kind === "directory" ? "" : " of the image"}.`, close ? `Did you mean ${close}?` : `${ADVICE} Who is not in that file is known by number only.`);
}
async function imageViewer(source, text) {
	if (/^0*(?::|$)/.test(text)) return {
		uid: 0,
		gid: 0,
		groups: /* @__PURE__ */ new Set([0]),
		name: "root",
		why: "image"
	};
	const found = find(await readAccounts(source), text, false);
	return "uid" in found ? {
		...found,
		why: "image"
	} : null;
}
async function knownViewer(source, { uid, gid }, why) {
	const accounts = await readAccounts(source);
	const user = accounts.users.find(({ id }) => id === uid);
	const primary = why === "owner" ? user?.gid ?? gid : gid;
	return {
		uid,
		gid: primary,
		groups: groupsOf(accounts, user?.name ?? null, primary),
		name: user?.name ?? null,
		why
	};
}
function find(accounts, text, isMachine) {
	const [who = "", group = null] = text.split(":");
	const number = idOf(who);
	const user = accounts.users.find(({ name, id }) => name === who || id === number);
	const uid = user?.id ?? number;
	if (uid === null) return {
		file: "/etc/passwd",
		unknown: who
	};
	const name = user?.name ?? null;
	if (group !== null) {
		const gid = accounts.groups.find((one) => one.name === group)?.id ?? idOf(group);
		if (gid === null) return {
			file: "/etc/group",
			unknown: group
		};
		return {
			uid,
			gid,
			groups: /* @__PURE__ */ new Set([gid]),
			name
		};
	}
	const gid = user?.gid ?? (isMachine ? uid : 0);
	return {
		uid,
		gid,
		groups: groupsOf(accounts, name, gid),
		name
	};
}
function groupsOf({ groups }, name, gid) {
	const more = name === null ? [] : groups.filter(({ members }) => members.includes(name));
	return /* @__PURE__ */ new Set([gid, ...more.map(({ id }) => id)]);
}
async function readAccounts(source) {
	const read = await source.read(["/etc/passwd", "/etc/group"], LARGEST);
	const linesOf = (path) => {
		const bytes = read.get(path);
		return (bytes?.kind === "ok" ? bytes.value.toString("utf8").split("\n") : []).map((line) => line.split(":"));
	};
	return {
		users: linesOf("/etc/passwd").flatMap(([name = "", , uid = "", primary = ""]) => {
			const [id, gid] = [idOf(uid), idOf(primary)];
			return name === "" || id === null || gid === null ? [] : [{
				name,
				id,
				gid
			}];
		}),
		groups: linesOf("/etc/group").flatMap(([name = "", , gid = "", members = ""]) => {
			const id = idOf(gid);
			return name === "" || id === null ? [] : [{
				name,
				id,
				members: members.trim().split(",")
			}];
		})
	};
}
function idOf(text) {
	if (!/^\d{1,20}$/.test(text)) return null;
	const id = Number(text);
	return id <= LAST_ID ? id : null;
}

export { refuseNoUser as a, leadsSomewhere as c, readManifest as d, readRecords as f, nameOf as i, groupBy as l, entryPointOf as m, imageViewer as n, Libraries as o, placeOfBytes as p, knownViewer as r, findLibraries as s, askedViewer as t, isOwned as u };