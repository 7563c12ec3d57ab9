import { n as lookAt, r as realPath } from "./links.js";
import { dirname } from "node:path/posix";

// src/shebang.ts
function interpreterOf(head) {
	const text = head?.toString("utf8") ?? "";
	if (!text.startsWith("#!")) return null;
	return /^#!\/bin\/sh\n'''exec' "([^"\n]+)"/.exec(text)?.[1] ?? /^#![ \t]*(\/[^ \t\n]*)/.exec(text)?.[1] ?? null;
}
function prefixOfPython(interpreter) {
	return /^(\/.+)\/bin\/python[\d.]*$/.exec(interpreter ?? "")?.[1] ?? null;
}
function foreignPrefix(head, isOwn) {
	const prefix = prefixOfPython(interpreterOf(head));
	return prefix !== null && !isOwn(prefix) ? prefix : null;
}

// src/conda/package-cache.ts
var PackageCache = class {
	#source;
	#prefix;
	#folders = /* @__PURE__ */ new Map();
	#roots;
	#seen;
	constructor(source, prefix, manifest, seen) {
		this.#source = source;
		this.#prefix = prefix;
		this.#seen = seen;
		const recorded = manifest.records.flatMap(({ extracted }) => extracted ?? []);
		const roots = /* @__PURE__ */ new Set([`${rootOf(prefix)}/pkgs`, ...recorded.map((folder) => dirname(folder))]);
		this.#roots = new Set([...roots].flatMap((root) => [root, realPath(source, root)]));
	}
	state(record) {
		if (record.extracted === null) return "unknown";
		if (this.folder(record) !== null) return "present";
		return this.#source.lstat(record.extracted).kind === "outside" ? "unknown" : "gone";
	}
	stat(recorded) {
		const path = this.#path(recorded);
		const stat = path === null ? null : this.#source.lstat(path);
		return stat?.kind === "ok" ? stat.value : null;
	}
	linkText(recorded) {
		const path = this.#path(recorded);
		if (path === null) return null;
		const seen = this.#seen(path);
		const entry = seen ? {
			kind: "ok",
			value: seen
		} : lookAt(this.#source, path);
		return entry.kind === "ok" && entry.value.kind === "symlink" ? entry.value.target : null;
	}
	folderOf(path) {
		for (const root of this.#roots) {
			if (!path.startsWith(`${root}/`)) continue;
			const end = path.indexOf("/", root.length + 1);
			return end < 0 ? path : path.slice(0, end);
		}
		return null;
	}
	#path(recorded) {
		const folder = recorded.cached === null ? null : this.folder(recorded.package);
		return folder === null ? null : `${folder}/${recorded.cached}`;
	}
	folder(record) {
		let folder = this.#folders.get(record);
		if (folder === void 0) {
			const places = [record.extracted ?? "", `${rootOf(this.#prefix)}/pkgs/${record.dist}`];
			const isThere = (path) => path.startsWith("/") && this.#source.lstat(path).kind === "ok";
			folder = places.find(isThere) ?? null;
			this.#folders.set(record, folder);
		}
		return folder;
	}
};
function rootOf(prefix) {
	const parent = dirname(prefix);
	return parent.endsWith("/envs") ? dirname(parent) : prefix;
}

export { prefixOfPython as a, interpreterOf as i, rootOf as n, foreignPrefix as r, PackageCache as t };