import { posix } from "node:path";

// src/links.ts
const MOST_HOPS = 40;
var LinkResolver = class {
	#look;
	#known = /* @__PURE__ */ new Map();
	constructor(look) {
		this.#look = look;
	}
	resolve(path, hops = 0) {
		let done = path.length;
		let end = null;
		while (end === null) if (done <= 0) end = {
			kind: "found",
			path: "/",
			what: "directory",
			hops
		};
		else {
			const known = this.#known.get(path.slice(0, done));
			if (known) end = withHops(known, hops, path);
			else done = path.lastIndexOf("/", done - 1);
		}
		while (end.kind === "found" && done < path.length) {
			const slash = path.indexOf("/", done + 1);
			const next = slash < 0 ? path.length : slash;
			end = this.#step(end, path.slice(Math.max(done, 0) + 1, next));
			done = next;
			this.#remember(path.slice(0, done), end, hops);
		}
		return end;
	}
	#remember(path, end, hops) {
		if (end.kind !== "missing" && (end.kind !== "found" || end.what !== "directory")) return;
		this.#known.set(path, {
			...end,
			hops: end.hops - hops
		});
	}
	#step(from, name) {
		const { path: folder, hops } = from;
		if (from.what !== "directory") return {
			kind: "missing",
			path: `${folder}/${name}`,
			hops
		};
		if (name === "" || name === ".") return from;
		if (name === "..") return {
			...from,
			path: posix.dirname(folder)
		};
		const path = folder === "/" ? `/${name}` : `${folder}/${name}`;
		const found = this.#look(path);
		if (found.kind === "missing") return {
			...found,
			path,
			hops
		};
		if (found.kind !== "ok") return {
			...found,
			path
		};
		if (found.value.kind !== "symlink") return {
			kind: "found",
			path,
			what: found.value.kind,
			hops
		};
		if (hops >= MOST_HOPS) return {
			kind: "loop",
			path
		};
		const { target } = found.value;
		if (target === "") return {
			kind: "missing",
			path,
			hops
		};
		return this.resolve(target.startsWith("/") ? target : `${folder}/${target}`, hops + 1);
	}
};
function withHops(end, hops, path) {
	const total = end.hops + hops;
	return total > MOST_HOPS ? {
		kind: "loop",
		path
	} : {
		...end,
		hops: total
	};
}
function lookAt(source, path) {
	const stat = source.lstat(path);
	if (stat.kind !== "ok") return stat;
	if (stat.value.kind !== "symlink") return {
		kind: "ok",
		value: { kind: stat.value.kind }
	};
	const target = source.readlink(path);
	return target.kind === "ok" ? {
		kind: "ok",
		value: {
			kind: "symlink",
			target: target.value
		}
	} : target;
}
function realPath(source, path) {
	const end = new LinkResolver((place) => lookAt(source, place)).resolve(path);
	return end.kind === "found" ? end.path : path;
}

export { lookAt as n, realPath as r, LinkResolver as t };