import { O as toBytes, m as CannotRead } from "./start.js";
import { ct as placeOfBytes, lt as entryPointOf, o as readSubject } from "./verifying.js";
import { posix } from "node:path";
import { createHash } from "node:crypto";

// src/difference.ts
function compare(left, right) {
	const paths = [.../* @__PURE__ */ new Set([...left.paths.keys(), ...right.paths.keys()])].sort();
	return {
		packages: comparePackages(left.packages, right.packages),
		paths: paths.flatMap((path) => {
			const how = mannerOf(left.paths.get(path), right.paths.get(path));
			if (how === null) return [];
			return [{
				path,
				package: left.owners.get(path) ?? right.owners.get(path) ?? null,
				how
			}];
		})
	};
}
function comparePackages(left, right) {
	return [...new Set([...left, ...right].map(({ name }) => name))].sort().flatMap((name) => {
		const [before, after] = [buildsOf(left, name), buildsOf(right, name)];
		return before === after ? [] : [{
			name,
			left: shown(before),
			right: shown(after)
		}];
	});
}
function buildsOf(packages, name) {
	return packages.filter((one) => one.name === name).map(({ version, build }) => `${version}\0${build}`).sort().join(", ");
}
function shown(builds) {
	return builds === "" ? null : builds.replaceAll("\0", "-");
}
function mannerOf(left, right) {
	if (!left || !right) return left ? "only-left" : right ? "only-right" : null;
	if (left.kind === "link" && right.kind === "link") return left.target === right.target ? null : "target";
	if (left.kind === "special" && right.kind === "special") return left.what === right.what ? null : "type";
	const isFile = (item) => item.kind === "file" || item.kind === "script";
	if (!isFile(left) || !isFile(right)) return "type";
	if (bytesOf(left) !== bytesOf(right)) return "content";
	return isExecutable(left) === isExecutable(right) ? null : "executable";
}
function bytesOf(item) {
	return item.kind === "file" ? item.sha256 : item.kind === "script" ? item.entryPoint : "";
}
function isExecutable(item) {
	return "isExecutable" in item && item.isExecutable;
}

// src/fingerprint.ts
async function identify(source, prefix, signal, progress) {
	const subject = await readSubject(source, prefix, "content", signal, progress);
	const { inventory, manifest } = subject;
	refuseUnknown(subject);
	const files = /* @__PURE__ */ new Map();
	const paths = /* @__PURE__ */ new Map();
	for (const [path, entry] of inventory.entries()) {
		if (isLeftOut(path)) continue;
		const place = placeOfFile(subject, path, entry);
		if (place !== null) files.set(path, place);
		else paths.set(path, withoutBytes(subject, path, entry));
	}
	const scripts = await readScripts(subject, files);
	const hashes = await readHashes(subject, files, scripts, signal);
	for (const [path, place] of files) paths.set(path, withBytes(subject, path, place, scripts, hashes));
	const packages = manifest.records.map(({ name, version, build }) => ({
		name,
		version,
		build
	}));
	return {
		packages,
		paths,
		owners: new Map(Array.from(manifest.paths, ([path, recorded]) => [path, recorded.package.dist])),
		fingerprint: fingerprintOf(packages, paths)
	};
}
const MARKERS = ["CACHEDIR.TAG", ".nonadmin"];
function isLeftOut(path) {
	if (path.startsWith("conda-meta/") || /\.py[co]$/.test(path)) return true;
	if (MARKERS.includes(path)) return true;
	return /\.dist-info\/(?:INSTALLER|RECORD|REQUESTED|(?:direct_url|uv_cache|uv_build)\.json)$/.test(path);
}
function refuseUnknown({ inventory, manifest }) {
	const advice = "Without it nobody can say what the environment is.";
	const [folder] = inventory.unlisted.keys();
	if (folder !== void 0) throw new CannotRead(`${inventory.shown}/${folder} may not be listed.`, advice);
	const [record] = manifest.unreadable;
	if (record) throw new CannotRead(`conda-meta/${record.file} in ${inventory.shown} ${record.reason}.`, advice);
}
function placeOfFile(subject, path, entry) {
	const { inventory, manifest, cache } = subject;
	if (entry.kind === "file") return inventory.absolute(path);
	const recorded = manifest.paths.get(path);
	if (entry.kind !== "symlink" || !recorded || cache.folderOf(entry.target) === null) return null;
	if (cache.linkText(recorded) !== null) return null;
	if (inventory.follow(path).kind === "outside") throw new CannotRead(`${path} is a link to ${entry.target}, which is not in the archive.`, "Archive the package cache with the environment, or an environment of copies.");
	return placeOfBytes(inventory, cache, recorded);
}
function withoutBytes(subject, path, entry) {
	if (entry.kind !== "symlink") return {
		kind: "special",
		what: entry.kind
	};
	const { inventory, manifest, cache } = subject;
	const recorded = manifest.paths.get(path);
	const target = (recorded !== void 0 && cache.folderOf(entry.target) !== null ? cache.linkText(recorded) : null) ?? entry.target;
	const own = [inventory.prefix, inventory.place].find((prefix) => target === prefix || target.startsWith(`${prefix}/`));
	if (own === void 0) return {
		kind: "link",
		target
	};
	const folder = posix.dirname(`${own}/${path}`);
	return {
		kind: "link",
		target: posix.relative(folder, target) || "."
	};
}
const LARGEST_SCRIPT = 65536;
async function readScripts({ inventory, manifest, heads }, files) {
	const places = Array.from(files).filter(([path]) => {
		return (manifest.paths.get(path)?.kind ?? "entry-point") === "entry-point" && heads.get(path)?.toString("latin1", 0, 2) === "#!";
	});
	const read = await inventory.source.read(places.map(([, place]) => place), 65537);
	return new Map(places.flatMap(([path, place]) => {
		const bytes = read.get(place);
		return bytes?.kind === "ok" && bytes.value.length <= LARGEST_SCRIPT ? [[path, bytes.value.toString("latin1")]] : [];
	}));
}
async function readHashes({ inventory, manifest, contents }, files, scripts, signal) {
	const jobs = Array.from(files).flatMap(([path, place]) => {
		const isKnown = "original" in contents.of(manifest.paths.get(path)) || scripts.has(path);
		const stat = isKnown ? null : inventory.statAbsolute(place);
		const inode = stat?.kind === "ok" && stat.value.links > 1 ? stat.value : null;
		return isKnown ? [] : [{
			path: place,
			inode,
			patch: null
		}];
	});
	const hashes = /* @__PURE__ */ new Map();
	for await (const answers of inventory.source.digest(jobs, signal, () => {})) for (const [{ path }, digest] of answers) if (digest.kind === "read") hashes.set(path, digest.sha256);
	return hashes;
}
function withBytes({ inventory, manifest, contents }, path, place, scripts, hashes) {
	const stat = inventory.statAbsolute(place);
	const isExecutable = stat.kind === "ok" && (stat.value.mode & 64) !== 0;
	const script = scripts.get(path);
	const entryPoint = script === void 0 ? null : entryPointOf(script);
	if (entryPoint !== null) return {
		kind: "script",
		isExecutable,
		entryPoint
	};
	if (script !== void 0) return {
		kind: "file",
		isExecutable,
		sha256: sha256(withoutPrefix(script, inventory))
	};
	const content = contents.of(manifest.paths.get(path));
	const hash = "original" in content ? content.original : hashes.get(place);
	if (hash !== void 0) return {
		kind: "file",
		isExecutable,
		sha256: hash
	};
	throw new CannotRead(`${path} in ${inventory.shown} cannot be read.`, "Without it nobody can say what the environment is.");
}
function withoutPrefix(script, { prefix, place }) {
	const text = [prefix, place].map((name) => toBytes(name).toString("latin1")).sort((a, b) => b.length - a.length).reduce((rest, name) => rest.replaceAll(name, "\0"), script);
	return Buffer.from(text, "latin1");
}
function sha256(bytes) {
	return createHash("sha256").update(bytes).digest("hex");
}
const VERSION = "conda-links-fingerprint-1";
function fingerprintOf(packages, paths) {
	const lines = [...packages.map(({ name, version, build }) => [
		"package",
		name,
		version,
		build
	]), ...Array.from(paths, ([path, item]) => fieldsOf(path, item))].map((fields) => Buffer.concat(fields.map((field) => toBytes(`${field}\0`))));
	const hash = createHash("sha256").update(`${VERSION}\0`);
	for (const line of lines.sort(Buffer.compare)) hash.update(line);
	return `sha256:${hash.digest("hex")}`;
}
function fieldsOf(path, item) {
	switch (item.kind) {
		case "file": return [
			"file",
			path,
			item.isExecutable ? "x" : "-",
			item.sha256
		];
		case "script": return [
			"script",
			path,
			item.isExecutable ? "x" : "-",
			item.entryPoint
		];
		case "link": return [
			"link",
			path,
			item.target
		];
		default: return [
			"special",
			path,
			item.what
		];
	}
}

export { compare as n, identify as t };