import { n as fromBytes, t as forSystem } from "./bytes.js";
import { c as systemCode } from "./errors.js";
import { r as thisUser } from "./machine.js";
import { a as failureOf } from "./sources.js";
import { i as parseMounts, r as mountOf } from "./file-systems.js";
import { dirname } from "node:path/posix";
import { accessSync, closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from "node:fs";

// src/sources/directory.ts
var DirectorySource = class {
	kind = "directory";
	extent = "machine";
	isPlaced = true;
	isInMemory = false;
	user = {
		of: "process",
		...thisUser()
	};
	readers;
	#hasher;
	#shared = new ByInode();
	#mounts = null;
	constructor(hasher, readers) {
		this.#hasher = hasher;
		if (readers) this.readers = readers;
	}
	nameOf(path) {
		return path;
	}
	list(folder) {
		return attempt(() => {
			const path = forSystem(folder);
			const items = readdirSync(path, { withFileTypes: true });
			if (!items.some((item) => item.name.includes("�"))) return items.map((item) => ({
				name: item.name,
				kind: kindOf(item)
			}));
			return readdirSync(path, {
				encoding: "buffer",
				withFileTypes: true
			}).map((item) => ({
				name: fromBytes(item.name),
				kind: kindOf(item)
			}));
		});
	}
	lstat(path) {
		return attempt(() => {
			const stats = lstatSync(forSystem(path));
			return new KernelStat(stats);
		});
	}
	readlink(path) {
		return attempt(() => {
			const place = forSystem(path);
			const target = readlinkSync(place);
			return target.includes("�") ? fromBytes(readlinkSync(place, { encoding: "buffer" })) : target;
		});
	}
	exists(path) {
		return existsSync(forSystem(path));
	}
	mayRead(path) {
		return attempt(() => accessSync(forSystem(path), constants.R_OK)).kind !== "denied";
	}
	mayExecute(path) {
		return attempt(() => accessSync(forSystem(path), constants.X_OK)).kind !== "denied";
	}
	foldsCase(folder) {
		const name = folder.slice(dirname(folder).length);
		const swapped = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
		if (swapped === name) return false;
		const here = this.lstat(folder);
		const there = this.lstat(folder.slice(0, -name.length) + swapped);
		return here.kind === "ok" && there.kind === "ok" && here.value.identity === there.value.identity;
	}
	fileSystemOf(path) {
		this.#mounts ??= readMounts();
		return mountOf(this.#mounts, path);
	}
	hashOf() {
		return null;
	}
	async read(paths, limit) {
		return new Map(paths.map((path) => [path, attempt(() => readStart(path, limit))]));
	}
	async *digest(jobs, signal, progress) {
		const shared = this.#shared;
		const known = [];
		const twins = new ByInode();
		const again = [];
		for await (const answers of this.#hasher.run(fresh(), signal, progress)) {
			for (const [job, digest] of answers) {
				if (job.inode === null) continue;
				const others = twins.get(job.inode) ?? [];
				twins.delete(job.inode);
				if (digest.kind !== "read") again.push(...others);
				else {
					shared.set(job.inode, digest);
					for (const other of others) known.push([other, digest]);
				}
			}
			yield answers;
			if (known.length > 0) yield known.splice(0);
		}
		if (known.length > 0) yield known;
		yield* this.#hasher.run(again, signal, progress);
		function* fresh() {
			for (const job of jobs) {
				const { inode } = job;
				const digest = inode && shared.get(inode);
				const others = inode && twins.get(inode);
				if (digest) known.push([job, digest]);
				else if (others) others.push(job);
				else {
					if (inode) twins.set(inode, []);
					yield job;
				}
			}
		}
	}
};
var KernelStat = class {
	kind;
	size;
	mode;
	uid;
	gid;
	links;
	device;
	inode;
	modified;
	changed;
	constructor(stats) {
		this.kind = kindOf(stats);
		this.size = stats.size;
		this.mode = stats.mode;
		this.uid = stats.uid;
		this.gid = stats.gid;
		this.links = stats.nlink;
		this.device = stats.dev;
		this.inode = stats.ino;
		this.modified = stats.mtimeMs;
		this.changed = stats.ctimeMs;
	}
	get identity() {
		return `${this.device}:${this.inode}`;
	}
};
var ByInode = class {
	#devices = /* @__PURE__ */ new Map();
	get({ device, inode }) {
		return this.#devices.get(device)?.get(inode);
	}
	set({ device, inode }, value) {
		const files = this.#devices.get(device);
		if (files) files.set(inode, value);
		else this.#devices.set(device, /* @__PURE__ */ new Map([[inode, value]]));
	}
	delete({ device, inode }) {
		this.#devices.get(device)?.delete(inode);
	}
};
function kindOf(entry) {
	if (entry.isFile()) return "file";
	if (entry.isDirectory()) return "directory";
	if (entry.isSymbolicLink()) return "symlink";
	if (entry.isFIFO()) return "fifo";
	return entry.isSocket() ? "socket" : "device";
}
function attempt(call) {
	try {
		return {
			kind: "ok",
			value: call()
		};
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		return failureOf(code);
	}
}
function readMounts() {
	const text = attempt(() => readFileSync("/proc/self/mountinfo", "utf8"));
	return parseMounts(text.kind === "ok" ? text.value : "");
}
function readStart(path, limit) {
	const file = openFile(path);
	try {
		const buffer = Buffer.alloc(Math.min(limit, Math.max(file.size, 1)));
		let filled = 0;
		while (filled < buffer.length) {
			const read = readSync(file.descriptor, buffer, filled, buffer.length - filled, null);
			if (read === 0) break;
			filled += read;
		}
		return buffer.subarray(0, filled);
	} finally {
		closeSync(file.descriptor);
	}
}
function openFile(path) {
	const descriptor = openSync(forSystem(path), constants.O_RDONLY | constants.O_NONBLOCK);
	const stats = fstatSync(descriptor);
	if (stats.isFile()) return {
		descriptor,
		size: stats.size
	};
	closeSync(descriptor);
	throw Object.assign(/* @__PURE__ */ new Error(`${path} is not a regular file`), { code: "ENOTSUP" });
}

export { openFile as n, DirectorySource as t };