import { a as unpackRecord, n as readRecord } from "./record-file.js";
import { t as unlessAborted } from "./abort.js";
import { r as realPath } from "./links.js";
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
	const records = packed.map((one) => unpackRecord(one, one.table.count > 0 ? writer : null));
	return {
		...index(records),
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
function index(records) {
	const paths = /* @__PURE__ */ new Map();
	const folders = /* @__PURE__ */ new Set();
	let last = "";
	let claims = 0;
	for (const record of records) {
		claims += record.paths.length;
		for (const recorded of record.paths) {
			paths.set(recorded.path, recorded);
			last = addFolders(recorded.path, last, folders);
		}
	}
	return {
		records,
		paths,
		clobbered: paths.size === claims ? /* @__PURE__ */ new Map() : findClobbered(records),
		folders
	};
}
function findClobbered(records) {
	const paths = /* @__PURE__ */ new Map();
	const clobbered = /* @__PURE__ */ new Map();
	for (const record of records) for (const recorded of record.paths) {
		const other = paths.get(recorded.path);
		if (other && other.package.name !== record.name) clobbered.set(recorded.path, [...clobbered.get(recorded.path) ?? [other], recorded]);
		paths.set(recorded.path, recorded);
	}
	return clobbered;
}
function addFolders(path, last, folders) {
	const slash = path.lastIndexOf("/");
	if (slash === last.length && path.startsWith(last)) return last;
	for (let end = slash; end > 0; end = path.lastIndexOf("/", end - 1)) {
		const folder = path.slice(0, end);
		if (folders.has(folder)) break;
		folders.add(folder);
	}
	return path.slice(0, Math.max(slash, 0));
}
function isOwned(manifest, path) {
	return manifest.paths.has(path) || manifest.folders.has(path);
}
function sitePackagesOf(files) {
	const version = files.map((file) => /^python-(\d+\.\d+)\./.exec(file)?.[1]).find(Boolean);
	return version ? `lib/python${version}/site-packages` : null;
}

export { entryPointOf as a, placeOfBytes as i, readManifest as n, readRecords as r, isOwned as t };