import { o as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { _ as toPackagedPaths, a as Listed, c as statIn, f as MISSING, g as readRecord, i as keepsChanges, m as SOURCE_KINDS, n as openFile, o as countIn, r as isRemote, s as readFolder, t as DirectorySource, v as unpackRecord, y as completed } from "./reading.js";
import { C as isPrintable, D as startOfLine, E as printableJson, O as toBytes, S as fromBytes, T as printable, _ as ExpectedError, b as systemCode, d as viewOf, f as write, h as CannotWrite, l as progressLine, m as CannotRead, n as homes, p as BadInput, r as thisMachine, s as lines, t as compileLittle, w as legible, y as NotFound } from "./start.js";
import { _ as LEVELS, a as SETTING_INPUTS, b as require_fastest_levenshtein, c as isOn, d as parseInputs, f as text$1, g as CHECK_IDS, o as advise, r as INPUTS, s as choose, u as parseFormat, v as RULE_IDS, y as closest } from "./program.js";
import { c as packJobs, l as unpackDigests, n as ElfPool } from "./hashing.js";
import { closeSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, endianness } from "node:os";
import { posix } from "node:path";
import { Worker } from "node:worker_threads";
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { dirname as dirname$1 } from "node:path/posix";

// src/check.ts
const SEVERITIES = [
	"note",
	"warning",
	"error"
];
function defineCheck(check) {
	return check;
}

// src/checks/absolute-link.ts
const absoluteLink = defineCheck({
	id: "absolute-link",
	severity: "note",
	level: "links",
	extent: "prefix",
	title: "Links hold the environment’s own path",
	explain: {
		what: "Symbolic links with an absolute target inside of their own prefix. One finding an environment, with their number.",
		why: "They break when the environment is moved, copied to another place, or seen under another mount point.",
		how: "Post-link scripts and tools such as npm make absolute links.",
		fix: "Nothing is broken. Do not move the environment; make it anew where it is needed."
	},
	*find({ inventory, links }) {
		const starts = [`${inventory.prefix}/`, `${inventory.place}/`];
		let count = 0;
		let first = null;
		for (const link of links) {
			if (!link.target.startsWith("/")) continue;
			const end = inventory.follow(link.path);
			if (!(end.kind === "found" && inventory.relative(end.path) !== null) && !starts.some((start) => link.target.startsWith(start))) continue;
			count += 1;
			first ??= link;
		}
		if (first) yield {
			...first,
			package: null,
			count
		};
	},
	say: ({ path, count }) => count === 1 ? `${path} has an absolute target in its own prefix` : `${count} links have an absolute target in their own prefix (${path}, …)`
});

// src/checks/flattened-link.ts
const flattenedLink = defineCheck({
	id: "flattened-link",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Symbolic link became a text file",
	explain: {
		what: "A package recorded a symbolic link; there is a small text file that holds the target of the link.",
		why: "It looks like a file and is none: running it or loading it as a library fails. Its hash is even the one that rattler records for the link.",
		how: "Zip archives without link support, file systems without links, or version control with `core.symlinks=false`.",
		fix: "Reinstall the package. Back up with `tar`, never with tools that flatten links."
	},
	*find(subject) {
		for (const [path, text] of subject.smallTexts) {
			const recorded = subject.manifest.paths.get(path);
			if (recorded && isFlattened(subject, recorded)) yield {
				path,
				package: recorded.package,
				text
			};
		}
	},
	say: ({ path, text }) => `${path} is a text file that says “${text}” and was a symbolic link`
});
function isFlattened(subject, recorded) {
	const text = subject.smallTexts.get(recorded.path);
	if (text === void 0 || text.length === 0 || /[\0\n]/.test(text)) return false;
	const sha256 = createHash("sha256").update(text).digest("hex");
	if (sha256 === recorded.linkSha256) return true;
	if (sha256 === recorded.sha256) return false;
	if (subject.cache.linkText(recorded) === text) return true;
	const { inventory } = subject;
	const folder = posix.dirname(inventory.absolute(recorded.path));
	const end = inventory.resolve(text.startsWith("/") ? text : `${folder}/${text}`);
	if (end.kind !== "outside") return end.kind === "found";
	return !text.startsWith("/") && inventory.at(posix.join(posix.dirname(recorded.path), text)) !== null;
}

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

// src/checks/liberties.ts
const PRODUCTS = /(?:^|\/)(?:gschemas\.compiled|loaders\.cache|immodules\.cache|giomodule\.cache|mime\.cache|icon-theme\.cache|easy-install\.pth|fonts\.(?:dir|scale)|mimeinfo\.cache)$|^share\/info\/dir$|^share\/mime\//;
const INITIALIZED = /^(?:bin\/(?:conda|activate|deactivate|conda-env)|condabin\/.*|etc\/profile\.d\/.*|etc\/fish\/conf\.d\/conda\.fish|shell\/.*|.*\/xontrib\/conda\.xsh)$/;
const REWRITTEN = [
	{
		owner: "r-base",
		paths: /^lib\/R\/etc\/(?:Makeconf|javaconf|ldpaths)$/,
		reason: "R CMD javareconf rewrites it"
	},
	{
		owner: "r-base",
		paths: /^lib\/R\/doc\/html\/packages\.html$/,
		reason: "R makes its index of packages anew"
	},
	{
		owner: null,
		paths: /(?:^|\/)perllocal\.pod$/,
		reason: "the installation of any Perl module adds to it"
	},
	{
		owner: null,
		paths: /^\.crates(?:\.toml|2\.json)$/,
		reason: "cargo install keeps its list in it"
	}
];
const CERTIFICATES = /(?:^|\/)(?:cacert\.pem|security\/cacerts)$/;
function isProduct(path) {
	return PRODUCTS.test(path);
}
function isOwnBundle({ inventory, cache }, recorded) {
	const { path, kind, size, package: owner } = recorded;
	if (kind === "symlink" && !(owner.isSoftLinked && cache.linkText(recorded) === null) || !CERTIFICATES.test(path)) return false;
	const end = inventory.follow(path);
	if (end.kind !== "found") return false;
	if (inventory.relative(end.path) === null && cache.folderOf(end.path) === null) return true;
	const stat = inventory.statAbsolute(end.path);
	return stat.kind === "ok" && size !== null && stat.value.size > size;
}
function isCopyByConda({ cache, manifest }, recorded) {
	const { kind, package: owner, sha256 } = recorded;
	if (kind !== "symlink" || owner.writer !== "conda") return false;
	if (cache.state(owner) === "present") return cache.linkText(recorded)?.startsWith("/") ?? false;
	return !owner.isSoftLinked && sha256 !== "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" && !isFileOf(manifest, sha256);
}
const FILES = /* @__PURE__ */ new WeakMap();
function isFileOf(manifest, sha256) {
	let files = FILES.get(manifest);
	if (!files) {
		const hashes = Array.from(manifest.paths.values(), (one) => one.kind === "symlink" ? null : one.sha256);
		files = new Set(hashes);
		FILES.set(manifest, files);
	}
	return sha256 !== null && files.has(sha256);
}
function isLiberty(subject, recorded) {
	const { manifest, heads, inventory } = subject;
	const { path, kind, package: owner } = recorded;
	if (isProduct(path)) return {
		severity: "note",
		reason: "a post-link script makes it anew"
	};
	const rewritten = REWRITTEN.find((one) => one.paths.test(path) && (one.owner === null || one.owner === owner.name));
	if (rewritten) return {
		severity: "note",
		reason: rewritten.reason
	};
	if (isOwnBundle(subject, recorded)) return {
		severity: "note",
		reason: "it holds certificates of somebody’s own"
	};
	if (owner.name === "conda" && INITIALIZED.test(path)) return {
		severity: "note",
		reason: "conda init rewrites it"
	};
	if ((kind === "entry-point" || isPacked(inventory) && path.startsWith("bin/")) && /^#!\/usr\/bin\/env python/.test(startOf(heads.get(path)))) return {
		severity: "note",
		reason: "its first line names no prefix, as conda-pack makes it"
	};
	if (kind === "entry-point" && entryPointOf(textOf(heads.get(path))) !== null) return {
		severity: "note",
		reason: "it is a whole console script, in other words than recorded"
	};
	if (!hasPostLink(manifest.paths, owner)) return null;
	return {
		severity: "warning",
		reason: "its package has a post-link script, which may have done it"
	};
}
function isPacked(inventory) {
	return inventory.at("bin/conda-unpack") !== null;
}
function hasPostLink(paths, owner) {
	return paths.has(`bin/.${owner.name}-post-link.sh`);
}
function textOf(head) {
	return head?.toString("latin1") ?? "";
}
function startOf(head) {
	return head?.toString("latin1", 0, 64) ?? "";
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

// src/checks/truncated-file.ts
const truncatedFile = defineCheck({
	id: "truncated-file",
	severity: "error",
	level: "metadata",
	extent: "prefix",
	title: "File is shorter than recorded",
	explain: {
		what: "A file is shorter than its package recorded, where the sizes can be compared: conda records of a patched text file the size before the patch.",
		why: "Part of it is lost. An empty `.py` file even imports without an error.",
		how: "A full disk, a power cut, an update that was killed, a transfer that broke off.",
		fix: "Look at the free space, then reinstall the package."
	},
	*find(subject) {
		if (subject.level === "links") return;
		for (const recorded of subject.doubtful) {
			const { path, package: owner } = recorded;
			const size = isShortened(subject, recorded);
			if (size === null || path.endsWith(".pyc") || subject.replacements.has(owner)) continue;
			const liberty = isLiberty(subject, recorded);
			yield {
				path,
				package: owner,
				size,
				expected: recorded.size,
				reason: liberty?.reason ?? "",
				...liberty ? { severity: liberty.severity } : {}
			};
		}
	},
	say: ({ path, size, expected, reason }) => {
		return `${path} ${size === 0 ? `is empty and had ${expected} bytes` : `has ${size} of ${expected} bytes`}${reason ? `: ${reason}` : ""}`;
	}
});
function isShortened({ inventory, manifest, cache, contents }, recorded) {
	const { path, kind } = recorded;
	const isLink = kind === "symlink" && !recorded.package.isSoftLinked;
	if (recorded.size === null || isLink) return null;
	if (["same", "other-prefix"].includes(contents.of(recorded).kind)) return null;
	const place = placeOfBytes(inventory, cache, recorded);
	const stat = place === null ? null : inventory.statAbsolute(place);
	if (stat?.kind !== "ok") return null;
	const { size } = stat.value;
	return (manifest.clobbered.get(path) ?? [recorded]).every((claim) => claim.size !== null && size < claim.size) ? size : null;
}

// src/checks/altered-file.ts
const alteredFile = defineCheck({
	id: "altered-file",
	severity: "error",
	level: "content",
	extent: "prefix",
	title: "File is not what its package recorded",
	explain: {
		what: "The bytes differ from what the package recorded, after undoing the replacement of the prefix. Compiled Python, files that `conda init` rewrites and products of post-link scripts are notes; other files of packages with a post-link script are warnings.",
		why: "The program is not the one that was built and tested. Files are hard links: the same change may stand in the package cache and in other environments.",
		how: "pip, an editor or a script wrote into the file (through the hard link), or the disk lost bits.",
		fix: "Reinstall the package. If the package cache holds the altered file too, its entry must be removed first."
	},
	*find(subject) {
		const compiled = [];
		for (const recorded of subject.doubtful) {
			const { path } = recorded;
			const content = subject.contents.unsound.get(path);
			const owner = recorded.package;
			const grown = isGrown(subject, recorded);
			if (!(content?.kind === "altered" || content?.kind === "unprovable") && grown === null || subject.replacements.has(owner)) continue;
			if (isShortened(subject, recorded) !== null || isFlattened(subject, recorded)) continue;
			if (isCopyByConda(subject, recorded)) continue;
			const { size, sha256, expected } = content?.kind === "altered" ? content : {
				size: grown ?? 0,
				sha256: "",
				expected: ""
			};
			const fact = {
				path,
				package: owner,
				size,
				sha256,
				expected,
				count: 1
			};
			if (content?.kind === "unprovable") {
				yield {
					...fact,
					severity: "note",
					reason: "unprovable"
				};
				continue;
			}
			const liberty = isLiberty(subject, recorded);
			if (path.endsWith(".pyc")) compiled.push({
				...fact,
				reason: "compiled"
			});
			else if (liberty) yield {
				...fact,
				...liberty
			};
			else yield {
				...fact,
				reason: ""
			};
		}
		const [first] = compiled;
		if (first) yield {
			...first,
			severity: "note",
			count: compiled.length
		};
	},
	say: ({ path, count, reason, size }) => {
		if (reason === "compiled") return `${count} compiled Python ${count === 1 ? "file differs" : "files differ"} (${path}${count > 1 ? ", …" : ""}); Python makes them anew`;
		if (reason === "unprovable") return `${path} differs, but its record does not hold enough to prove it wrong`;
		return `${path} is not what its package recorded (${size} bytes)${reason ? `: ${reason}` : ""}`;
	}
});
function isGrown({ inventory, level }, recorded) {
	if (level !== "content" || recorded.kind !== "entry-point" || recorded.sha256 !== null) return null;
	const stat = inventory.at(recorded.path)?.kind === "file" ? inventory.stat(recorded.path) : null;
	if (stat?.kind !== "ok" || recorded.size === null) return null;
	return stat.value.size > recorded.size ? stat.value.size : null;
}

// src/abort.ts
async function unlessAborted(promise, signal) {
	let stop = () => {};
	const aborted = new Promise((_, reject) => {
		const onAbort = () => reject(signal.reason);
		stop = () => signal.removeEventListener("abort", onAbort);
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort);
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		stop();
	}
}

// src/links.ts
const MOST_HOPS$1 = 40;
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
		if (hops >= MOST_HOPS$1) return {
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
	return total > MOST_HOPS$1 ? {
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
		if (slash === 0) return void 0;
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
const BATCH$1 = 4;
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
	const read = await readFiles$1(source, `${prefix}/conda-meta`, files, signal, readers);
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
async function readFiles$1(source, folder, files, signal, readers) {
	const sitePackages = sitePackagesOf(files);
	if (readers?.isFree && isLarge(source, folder, files)) {
		const answers = Array.from({ length: Math.ceil(files.length / BATCH$1) }, (_, at) => files.slice(at * BATCH$1, (at + 1) * BATCH$1)).map((some) => readers.ask({
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

// src/checks/broken-shebang.ts
const KERNEL_READS = 256;
const brokenShebang = defineCheck({
	id: "broken-shebang",
	severity: "error",
	level: "content",
	extent: "prefix",
	title: "Script’s interpreter is gone",
	explain: {
		what: "The first line of a script in `bin/` names an interpreter that lay in this prefix, or in the one the environment was installed for, and is gone; or it is longer than the kernel reads. A missing interpreter elsewhere (perl, tclsh) is a note.",
		why: "The shell says `bad interpreter: No such file or directory` and names the script, not the interpreter.",
		how: "The environment was moved: scripts that pip made keep the old path. Or Python itself is gone. Or the prefix is a very long path.",
		fix: "Reinstall the package, or with pip `pip install --force-reinstall --no-deps NAME` for what pip had installed."
	},
	*find(subject) {
		const { heads, inventory, manifest, contents, scripts } = subject;
		for (const [path, head] of heads) {
			const interpreter = interpreterOf(head);
			if (interpreter === null) continue;
			const recorded = manifest.paths.get(path);
			const owner = recorded?.package ?? null;
			const isStale = foreignPrefix(head, (prefix) => inventory.isOwnPrefix(prefix)) !== null;
			if (contents.unsound.get(path)?.kind === "other-prefix") continue;
			if (isStale && (recorded?.kind === "entry-point" || scripts.has(path))) continue;
			if (isTooLong(head)) {
				yield {
					path,
					package: owner,
					interpreter,
					isTooLong: true
				};
				continue;
			}
			if (inventory.resolve(interpreter).kind !== "missing") continue;
			const isShipped = recorded !== void 0 && isShippedBroken(subject, recorded, interpreter);
			yield {
				path,
				package: owner,
				interpreter,
				isTooLong: false,
				severity: isOurs(interpreter) && !isShipped ? "error" : "note"
			};
		}
		function isOurs(interpreter) {
			if ([
				inventory.prefix,
				inventory.place,
				...contents.formerPrefixes
			].some((prefix) => interpreter.startsWith(`${prefix}/`))) return true;
			const prefix = prefixOfPython(interpreter);
			return prefix !== null && !/^\/(?:usr|opt\/homebrew)(?:\/|$)/.test(prefix);
		}
	},
	say: ({ path, interpreter, isTooLong }) => isTooLong ? `${path}: its #! line is longer than the ${KERNEL_READS} bytes that the kernel reads` : `${path} starts ${interpreter}, which does not exist`
});
function isShippedBroken({ inventory, manifest, contents }, recorded, interpreter) {
	const { kind, isPatched, package: owner } = recorded;
	if (!(kind === "file" || kind === "symlink") || !contents.isSame(recorded)) return false;
	const start = [inventory.prefix, inventory.place].find((prefix) => interpreter.startsWith(`${prefix}/`));
	if (start === void 0) return !isPatched;
	if (isOwned(manifest, interpreter.slice(start.length + 1))) return false;
	const program = posix.basename(interpreter).replace(/[\d.]+$/, "");
	return ![owner.name, ...owner.depends.map((one) => one.split(/[ <>=!~[]/, 1)[0])].includes(program);
}
function isTooLong(head) {
	const end = head.subarray(2).findIndex((byte, at) => at > 0 && (byte === 10 || byte === 32 || byte === 9));
	return (end < 0 ? head.length : end + 2) >= KERNEL_READS;
}

// src/checks/cache-link.ts
const cacheLink = defineCheck({
	id: "cache-link",
	severity: "note",
	level: "links",
	extent: "machine",
	title: "Links lead into the package cache",
	explain: {
		what: "Files of the environment are symbolic links into the package cache (`always_softlink`). One finding an environment, with their number.",
		why: "The next `conda clean --packages`, or `rm -rf pkgs`, breaks all of them at once (conda/conda#16614).",
		how: "conda was told to soft-link, or could not hard-link because cache and environment lie on two file systems and `allow_softlinks` is on.",
		fix: "Nothing is broken. To be safe, set `allow_softlinks: false` and `always_softlink: false`, and make the environment anew."
	},
	*find(subject) {
		let count = 0;
		let first = null;
		for (const one of linksIntoCache(subject)) {
			count += one.count;
			if (first === null || one.path < first.path) first = one;
		}
		if (first) yield {
			...first,
			package: null,
			count
		};
	},
	say: ({ count, folder }) => `${count} ${count === 1 ? "link leads" : "links lead"} into the package cache (${folder}, …); conda clean would break ${count === 1 ? "it" : "them"}`
});
function* linksIntoCache({ inventory, cache, cached, links }) {
	for (const { folder, into, names } of cached) {
		const name = names.slice(0, `${names}/`.indexOf("/"));
		yield {
			path: folder === "" ? name : `${folder}/${name}`,
			folder: cache.folderOf(into) ?? into,
			count: countIn(names)
		};
	}
	for (const { path } of links) {
		const end = inventory.follow(path);
		const folder = end.kind === "found" ? cache.folderOf(end.path) : null;
		if (folder !== null) yield {
			path,
			folder,
			count: 1
		};
	}
}

// src/checks/clobbered-file.ts
const clobberedFile = defineCheck({
	id: "clobbered-file",
	severity: "note",
	level: "links",
	extent: "prefix",
	title: "Two packages brought the same path",
	explain: {
		what: "One path stands in the records of two packages; the last one that was installed owns what is there. Its content is judged by the record that it matches.",
		why: "Removing one of the packages takes the file from the other.",
		how: "Two packages that should not be installed together, or that were built with each other’s files.",
		fix: "Nothing is broken now. Report it to the packages’ maintainers."
	},
	*find({ manifest }) {
		for (const [path, claims] of manifest.clobbered) yield {
			path,
			package: manifest.paths.get(path)?.package ?? null,
			packages: claims.map((claim) => claim.package.dist)
		};
	},
	say: ({ path, packages }) => `${path} belongs to ${packages.join(" and ")}`
});

// src/checks/damaged-cache.ts
const damagedCache = defineCheck({
	id: "damaged-cache",
	severity: "error",
	level: "content",
	extent: "machine",
	stage: "aftermath",
	title: "Package cache is damaged as well",
	explain: {
		what: "The extracted package in the package cache lacks files, or has others than it was built with. Only packages that have a finding are looked up there; `--cache` looks at all of them.",
		why: "Installers compare sizes at most: a reinstall would bring the damage back (conda/conda#9187), and so would every new environment.",
		how: "Files are hard links: whatever wrote into the environment wrote into the cache. Or a clean-up of the cache was cut off.",
		fix: "Remove the package’s folder from the cache, then reinstall: it is extracted or downloaded again."
	},
	*find({ aftermath }) {
		for (const { record, folder, problems } of aftermath.cached) {
			const [first] = problems;
			if (!first) continue;
			yield {
				path: `conda-meta/${record.file}`,
				package: record,
				folder,
				first: first.path,
				what: first.kind,
				count: problems.length
			};
		}
	},
	say: ({ folder, first, what, count }) => `${folder} is damaged as well: ${first} is ${what === "missing" ? "gone" : "altered"}${count > 1 ? `, and ${count - 1} more` : ""}`
});

// src/checks/retargeted-link.ts
const retargetedLink = defineCheck({
	id: "retargeted-link",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Symbolic link is not the installed one",
	explain: {
		what: "A recorded symbolic link has another text than the one that rattler hashed, or than the link in the package cache. conda records no text: without the cache this check is silent there.",
		why: "Programs get another library or interpreter than the one they were built for.",
		how: "A link was “repaired” by hand with `ln -sf`, or a script swapped versions.",
		fix: "Reinstall the package that owns the link."
	},
	*find(subject) {
		const { inventory, manifest, links } = subject;
		for (const { path, target } of links) {
			const claims = claimsOf$1(subject, path);
			if (claims.length === 0 || claims.some((claim) => provenance(subject, claim, target) !== "changed")) continue;
			if (inventory.follow(path).kind !== "found") continue;
			const recorded = manifest.paths.get(path);
			const installed = recorded ? subject.cache.linkText(recorded) : null;
			yield {
				path,
				package: recorded?.package ?? null,
				target,
				installed
			};
		}
	},
	say: ({ path, target, installed }) => `${path} → ${target}, but was installed ${installed === null ? "with another target" : `as → ${installed}`}`
});
function claimsOf$1({ manifest }, path) {
	const recorded = manifest.paths.get(path);
	return manifest.clobbered.get(path) ?? (recorded ? [recorded] : []);
}
function provenance({ cache }, recorded, target) {
	if (recorded.linkSha256 !== null) {
		const text = toBytes(target).toString("utf8");
		return createHash("sha256").update(text).digest("hex") === recorded.linkSha256 ? "installed" : "changed";
	}
	const cached = recorded.kind === "symlink" ? cache.linkText(recorded) : null;
	if (cached === null) return "unknown";
	return cached === target ? "installed" : "changed";
}

// src/checks/dangling-link.ts
const danglingLink = defineCheck({
	id: "dangling-link",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Symbolic link points at nothing",
	explain: {
		what: "A symbolic link whose target does not exist. It is a warning when no record owns the link and it is not in `bin/`, and a note when the package shipped it so.",
		why: "Whatever opens the link gets `No such file or directory`, though `ls` shows the name: `bin/python` is the usual victim.",
		how: "The package cache was cleaned under a soft-linked environment, the prefix was moved or restored without what its links lead to, or a package was removed by hand.",
		fix: "Reinstall the package that owns the link, or the one that owns its target. Never make the link by hand."
	},
	*find(subject) {
		const { inventory, manifest, links, absent } = subject;
		const slimmed = new Set([...absent.slimmed.values()].flat().map(({ path }) => path));
		for (const { path, target } of links) {
			const end = inventory.follow(path);
			if (end.kind !== "missing" && end.kind !== "failed") continue;
			if (inventory.source.kind !== "directory" && /^\/(?:dev|proc|sys)\//.test(end.path)) continue;
			const recorded = manifest.paths.get(path);
			const inPrefix = inventory.relative(end.path);
			const isShipped = recorded !== void 0 && isShippedDangling(subject, recorded, target, end);
			yield {
				path,
				package: recorded?.package ?? null,
				target,
				missing: inPrefix ?? end.path,
				follows: inPrefix !== null && isOwned(manifest, inPrefix) ? inPrefix : null,
				isShipped,
				...isShipped || slimmed.has(inPrefix ?? "") ? { severity: "note" } : {},
				...!recorded && !path.startsWith("bin/") ? { severity: "warning" } : {}
			};
		}
	},
	say: ({ path, target, missing, isShipped }) => {
		if (isShipped) return `${path} → ${target}, shipped dangling by its package`;
		const named = target.startsWith("/") ? target : posix.join(posix.dirname(path), target);
		return `${path} → ${target}, ${named === missing || named.startsWith(`${missing}/`) ? "which does not exist" : `but there is no ${missing}`}`;
	}
});
function isShippedDangling(subject, recorded, target, end) {
	const { manifest, cache, inventory } = subject;
	if (recorded.kind !== "symlink" || cache.folderOf(target) !== null) return false;
	if (cache.folderOf(end.path) !== null) return false;
	const origin = provenance(subject, recorded, target);
	if (origin === "changed") return false;
	const inPrefix = inventory.relative(end.path);
	if (inPrefix !== null && isOwned(manifest, inPrefix)) return false;
	return recorded.sha256 === "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" || origin === "installed";
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

// src/checks/duplicate-record.ts
const duplicateRecord = defineCheck({
	id: "duplicate-record",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Two records of one package",
	explain: {
		what: "`conda-meta` holds two records of the same package name: two versions are said to be installed at once.",
		why: "conda picks one of them at random to upgrade or remove; files of the other stay behind.",
		how: "An update that was cut off between linking the new version and removing the old one, or two installers at the same time.",
		fix: "Remove the record whose files are not there, then reinstall the package."
	},
	*find({ manifest }) {
		for (const [name, records] of groupBy(manifest.records, (record) => record.name)) {
			const [first, second] = records;
			if (!first || !second) continue;
			const files = records.map((record) => record.file);
			yield {
				path: `conda-meta/${second.file}`,
				package: second,
				name,
				files
			};
		}
	},
	say: ({ name, files }) => `${name} has ${files.length} records: ${files.join(", ")}`
});

// src/checks/escaping-link.ts
const escapingLink = defineCheck({
	id: "escaping-link",
	severity: "warning",
	level: "links",
	extent: "machine",
	title: "Link leads out of the environment",
	explain: {
		what: "A recorded link resolves outside of the prefix and of the package cache, and its package did not make it so. A link that no record owns (an editable install, a corporate `cacert.pem`) is a note.",
		why: "The environment depends on something that no package manager looks after, and breaks when it is copied.",
		how: "Somebody pointed a link, or replaced a file by a link, to a place of their own.",
		fix: "Reinstall the package, or accept it if it is meant so."
	},
	*find(subject) {
		const { inventory, manifest, cache, links } = subject;
		for (const { path, target } of links) {
			const end = inventory.follow(path);
			if (end.kind !== "found") continue;
			if (inventory.relative(end.path) !== null || cache.folderOf(end.path) !== null) continue;
			const recorded = manifest.paths.get(path);
			if (recorded) {
				if (recorded.kind === "symlink" && recorded.sha256 === "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") continue;
				const origin = provenance(subject, recorded, target);
				if (origin === "installed") continue;
				const fact = {
					path,
					package: recorded.package,
					target,
					end: end.path
				};
				yield isOwnBundle(subject, recorded) || origin === "unknown" && !wasInside(recorded) ? {
					...fact,
					severity: "note"
				} : fact;
			} else yield {
				path,
				package: null,
				target,
				end: end.path,
				severity: "note"
			};
		}
		function wasInside({ kind, sha256 }) {
			return kind !== "symlink" || isFileOf(manifest, sha256);
		}
	},
	say: ({ path, end }) => `${path} leads out of the environment, to ${end}`
});

// src/checks/foreign-owner.ts
const foreignOwner = defineCheck({
	id: "foreign-owner",
	severity: "note",
	level: "metadata",
	extent: "prefix",
	title: "Parts belong to another user",
	explain: {
		what: "Recorded files belong to another user than the prefix. One finding an environment, with their number.",
		why: "The owner of the environment can neither update nor remove them: the next `conda update` stops half way with `Permission denied`.",
		how: "`sudo conda install`, `sudo pip install`, a container that wrote into a mounted folder as root, a backup restored by another user. Hard links share their owner with the package cache.",
		fix: "Nothing is broken for who only runs it. Give it back to one user: `sudo chown -R USER PREFIX`."
	},
	*find({ inventory, files }) {
		const owner = files.length > 0 ? inventory.stat("") : null;
		if (owner?.kind !== "ok") return;
		const { uid } = owner.value;
		let count = 0;
		let first = null;
		for (const { recorded, stat } of files) {
			if (stat.uid === uid) continue;
			count += 1;
			const { path } = recorded;
			if (first === null || path < first.path) first = {
				path,
				other: stat.uid
			};
		}
		if (first) yield {
			...first,
			package: null,
			owner: uid,
			count
		};
	},
	say: ({ path, other, owner, count }) => count === 1 ? `${path} belongs to user ${other}, the prefix to ${owner}` : `${count} files do not belong to user ${owner}, as the prefix does (${path} to ${other}, …)`
});

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
		const roots = /* @__PURE__ */ new Set([`${rootOf(prefix)}/pkgs`, ...recorded.map((folder) => dirname$1(folder))]);
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
	const parent = dirname$1(prefix);
	return parent.endsWith("/envs") ? dirname$1(parent) : prefix;
}

// src/checks/hazardous-filesystem.ts
const HAZARDS = [
	[/^(?:vfat|msdos|exfat)$/, "cannot hold symbolic links, hard links or modes"],
	[/^(?:9p|drvfs|vboxsf|prl_fs|fuse\.vmhgfs-fuse)$/, "is shared with another system"],
	[/^(?:ntfs\d?|fuseblk)$/, "keeps links and modes in ways of its own"]
];
const OPTIONS = /* @__PURE__ */ new Map([["noexec", "is mounted so that no program on it can be run (noexec)"], ["nosymfollow", "is mounted so that no link on it is followed (nosymfollow)"]]);
const hazardousFilesystem = defineCheck({
	id: "hazardous-filesystem",
	severity: "note",
	level: "links",
	extent: "machine",
	title: "File system that environments break on",
	explain: {
		what: "The prefix or its package cache lies on a file system that cannot hold links and modes (FAT, exFAT), that is shared (NFS, SMB, 9p, drvfs), that is mounted `noexec` or `nosymfollow`; or the two lie on different file systems. One finding an environment.",
		why: "Nothing need be broken, but installers cannot hard-link there: they copy, or make soft links that the next `conda clean` breaks. It is evidence for the diagnosis, too.",
		how: "A home folder on a server, a memory stick, a folder of Windows seen from WSL, a volume of a container.",
		fix: "Keep environment and package cache together on a local file system, like ext4, xfs or APFS."
	},
	*find({ inventory }) {
		const { source, place } = inventory;
		const here = source.fileSystemOf(place);
		if (here === null) return;
		const pkgs = `${rootOf(place)}/pkgs`;
		const cache = source.exists(pkgs) ? source.fileSystemOf(realPath(source, pkgs)) : null;
		const hazard = hazardOf(here) ?? (cache && hazardOf(cache));
		const isApart = cache !== null && cache.device !== here.device;
		if (!hazard && !isApart) return;
		const { type, place: mounted } = hazardOf(here) || !cache ? here : cache;
		yield {
			path: "",
			package: null,
			type,
			mounted,
			hazard,
			cache: cache?.type ?? null,
			pkgs
		};
	},
	say: ({ type, mounted, hazard, cache, pkgs }) => hazard ? `${mounted} (${type}) ${hazard}` : `The package cache ${pkgs} (${cache}) lies on another file system than the prefix (${type}): files are copies, or soft links`
});
function hazardOf(fileSystem) {
	const { type, options } = fileSystem;
	if (isRemote(fileSystem)) return "is shared over the network";
	return HAZARDS.find(([types]) => types.test(type))?.[1] ?? options.map((option) => OPTIONS.get(option)).find(Boolean) ?? null;
}

// src/checks/leftover.ts
const PUT_ASIDE = /(?:\.c~|\.conda_trash(?:_\d+)?|\.\d*\.?mamba_trash|\.partial)$/;
const MARKS = [
	".c~",
	".conda_trash",
	"mamba_trash",
	".partial"
];
const FOLDERS$1 = [
	".condatmp",
	".trash",
	"conda-meta/.trash"
];
const leftover = defineCheck({
	id: "leftover",
	severity: "warning",
	level: "links",
	extent: "prefix",
	title: "Leftovers of an unfinished update",
	explain: {
		what: "Files that an installer put aside while it worked, and would have removed at its end: recorded names with `.c~`, `.conda_trash`, `.mamba_trash` or `.partial` behind them, and what lies in `.condatmp` or `.trash`. One finding a package or folder, with their number.",
		why: "A transaction was cut off: some files may be of the old version, some of the new one.",
		how: "The installer was killed, the machine went down, the disk was full, a job ran into its time limit.",
		fix: "Reinstall what has other findings. Then remove the leftovers: `conda clean --tempfiles PREFIX`, or by hand."
	},
	*find(subject) {
		const found = /* @__PURE__ */ new Map();
		const add = (key, path) => {
			const before = found.get(key);
			found.set(key, {
				path: before?.path ?? path,
				count: (before?.count ?? 0) + 1
			});
		};
		const paths = suspects(subject).filter((path) => !isHabit(subject, path));
		for (const path of paths) {
			const owner = FOLDERS$1.find((one) => path.startsWith(`${one}/`)) ?? ownerOf(subject, path);
			if (owner !== null) add(owner, path);
		}
		for (const [owner, fact] of found) yield {
			...fact,
			package: typeof owner === "string" ? null : owner
		};
	},
	say: ({ path, count }) => count === 1 ? `${path} was put aside by an update that did not end` : `${count} files were put aside by an update that did not end (${path}, …)`
});
function suspects({ inventory, intact }) {
	const paths = [];
	for (const folder of ["", ...inventory.folders()]) {
		if (intact.has(folder)) continue;
		const isOfTransactions = FOLDERS$1.some((one) => folder === one || folder.startsWith(`${one}/`));
		if (!isOfTransactions && !inventory.listed(folder)?.mayHold(MARKS)) continue;
		for (const [name, { kind }] of inventory.names(folder)) if ((isOfTransactions || PUT_ASIDE.test(name)) && kind !== "directory") paths.push(folder === "" ? name : `${folder}/${name}`);
	}
	return paths.sort();
}
function isHabit({ inventory }, path) {
	if (!path.endsWith(".c~") || inventory.at(path)?.kind !== "symlink") return false;
	const end = inventory.follow(path);
	return end.kind === "found" && end.what === "directory";
}
function ownerOf({ manifest }, path) {
	const aside = PUT_ASIDE.exec(path)?.[0];
	if (aside === void 0 || manifest.paths.has(path)) return null;
	const name = path.slice(0, -aside.length);
	const recorded = manifest.paths.get(name);
	if (recorded) return recorded.package;
	const record = /^conda-meta\/(.+\.json)$/.exec(name)?.[1];
	if (record === void 0 || manifest.unreadable.some(({ file }) => file === path.slice(11))) return null;
	return manifest.records.find(({ file }) => file === record) ?? path;
}

// src/checks/wrong-type.ts
const wrongType = defineCheck({
	id: "wrong-type",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "File or folder became something else",
	explain: {
		what: "A folder where a file was recorded, a file where a folder was, or a device, fifo or socket in place of either.",
		why: "What was installed there is gone; a fifo makes whoever reads it wait for ever.",
		how: "A script made a folder or file of that name, or a container runtime mounted over it.",
		fix: "Move aside what stands there, then reinstall the package."
	},
	*find({ inventory, manifest, cache, notable }) {
		for (const recorded of notable) {
			const entry = inventory.at(recorded.path);
			const end = entry?.kind === "symlink" ? inventory.follow(recorded.path) : null;
			const isSoft = isSoftLink(recorded, entry, cache);
			const isLink = recorded.kind === "symlink" && !isSoft;
			const is = end?.kind === "found" && !isLink ? end.what : entry?.kind;
			const was = is && (isSoft && end?.kind === "found" ? mismatchOfFile(is) : mismatch(recorded, is));
			if (was) yield {
				path: recorded.path,
				package: recorded.package,
				is,
				was
			};
		}
		for (const path of manifest.folders) {
			if (inventory.listed(path)) continue;
			const entry = inventory.at(path);
			if (!entry || entry.kind === "directory" || entry.kind === "symlink") continue;
			if (manifest.paths.has(path)) continue;
			yield {
				path,
				package: ownerBelow(manifest.paths, path),
				is: entry.kind,
				was: "folder"
			};
		}
	},
	say: ({ path, is, was }) => `${path} is a ${is === "directory" ? "folder" : is} and was a ${was}`
});
function isSoftLink(recorded, entry, cache) {
	if (!recorded.package.isSoftLinked || !isLinkToFile(recorded)) return false;
	return entry?.kind === "symlink" && cache.folderOf(entry.target) !== null;
}
function mismatch(recorded, is) {
	if (is === "fifo" || is === "socket" || is === "device") {
		if (recorded.kind === "directory") return "folder";
		return recorded.kind === "symlink" ? "symbolic link" : "file";
	}
	if (recorded.kind === "directory") return is === "file" ? "folder" : null;
	if (recorded.kind === "any") return null;
	if (recorded.kind === "symlink") return is === "directory" && isLinkToFile(recorded) ? "symbolic link" : null;
	return is === "directory" ? "file" : null;
}
function mismatchOfFile(is) {
	return is === "file" ? null : "file";
}
function isLinkToFile({ sha256 }) {
	return sha256 !== null && sha256 !== "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
}
function ownerBelow(paths, folder) {
	for (const [path, recorded] of paths) if (path.startsWith(`${folder}/`)) return recorded.package;
	return null;
}

// src/checks/link-became-file.ts
const linkBecameFile = defineCheck({
	id: "link-became-file",
	severity: "warning",
	level: "links",
	extent: "prefix",
	title: "Link became a copy of its target",
	explain: {
		what: "A package recorded a symbolic link; there is a copy of what it led to, a file or a whole folder.",
		why: "It works today, takes the space twice, and goes stale with the next update of the target.",
		how: "`cp -L`, `rsync -L`, archives that follow links, artifact stores.",
		fix: "Reinstall the package, or copy again with links kept (`cp -a`, `tar`)."
	},
	*find(subject) {
		const { notable, inventory, cache, contents } = subject;
		for (const recorded of notable) {
			if (recorded.kind !== "symlink") continue;
			const { path, package: owner } = recorded;
			const entry = inventory.at(path);
			if (entry?.kind !== "file" && entry?.kind !== "directory") continue;
			if (owner.isSoftLinked && entry.kind === "file" && cache.linkText(recorded) === null) continue;
			if (entry.kind === "directory" && isLinkToFile(recorded)) continue;
			if (isFlattened(subject, recorded)) continue;
			if (entry.kind === "file" && isCopyByConda(subject, recorded)) continue;
			if (contents.of(recorded).kind === "altered") continue;
			yield {
				path,
				package: owner,
				copy: entry.kind
			};
		}
	},
	say: ({ path, copy }) => `${path} was installed as a symbolic link and is a ${copy === "file" ? "file" : "folder"} now`
});

// src/checks/link-loop.ts
const linkLoop = defineCheck({
	id: "link-loop",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Symbolic link leads back to itself",
	explain: {
		what: "A symbolic link that leads back to itself, or through more than 40 links.",
		why: "The kernel gives up with `Too many levels of symbolic links` (ELOOP). `find -xtype l` does not list such links.",
		how: "A link was made by hand, or a script “repaired” links and pointed one at its own name.",
		fix: "Reinstall the package that owns the link; remove links that no package owns."
	},
	*find({ inventory, manifest, links }) {
		for (const { path, target } of links) {
			if (inventory.follow(path).kind !== "loop") continue;
			yield {
				path,
				package: manifest.paths.get(path)?.package ?? null,
				target
			};
		}
	},
	say: ({ path, target }) => `${path} → ${target}, which never arrives (a loop, or over 40 links)`
});

// src/checks/missing-entry-point.ts
const missingEntryPoint = defineCheck({
	id: "missing-entry-point",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "A program of the environment is gone",
	explain: {
		what: "There is no `bin/python` though a python record exists, no `bin/pip` though a pip record does, or a console script that an installer made is gone.",
		why: "It is what people and scripts call: `bin/python: No such file or directory`.",
		how: "Copies without links, updates that were cut off, clean-ups by hand.",
		fix: "Reinstall the package that the program belongs to."
	},
	*find({ absent, inventory, manifest, replacements }) {
		const gone = /* @__PURE__ */ new Set();
		for (const { path, package: owner } of absent.entryPoints) {
			gone.add(path);
			if (!replacements.has(owner)) yield {
				path,
				package: owner
			};
		}
		for (const [name, path] of [["python", "bin/python"], ["pip", "bin/pip"]]) {
			const owner = manifest.records.find((record) => record.name === name);
			if (!owner || gone.has(path) || inventory.at(path) || !inventory.isKnown(path)) continue;
			if (!owner.paths.some((recorded) => recorded.path.startsWith(path))) continue;
			yield {
				path,
				package: owner
			};
		}
	},
	say: ({ path }) => `${path} is gone`
});

// src/checks/missing-file.ts
const missingFile = defineCheck({
	id: "missing-file",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Recorded file is gone",
	explain: {
		what: "A package recorded a file, and nothing is there. Compiled Python whose source is recorded, and kinds of files that were deleted from all packages to make an image smaller (`*.a`, `*.js.map`, man pages, …), are one note each.",
		why: "The package is incomplete; `import` and programs fail, often much later.",
		how: "An update that was cut off, a full disk, an overeager clean-up, another installer.",
		fix: "Reinstall the package."
	},
	*find({ absent, replacements }) {
		for (const { path, package: owner } of absent.files) {
			if (replacements.has(owner)) continue;
			const fact = {
				path,
				package: owner,
				what: "file",
				count: 1
			};
			yield isProduct(path) ? {
				...fact,
				severity: "note",
				what: "product"
			} : fact;
		}
		const kinds = [["*.pyc", absent.compiled.filter((one) => !replacements.has(one.package))], ...absent.slimmed];
		for (const [what, [first, ...more]] of kinds) if (first) yield {
			path: first.path,
			package: null,
			severity: "note",
			what,
			count: more.length + 1
		};
	},
	say: ({ path, what, count }) => {
		if (what === "file") return `${path} is gone`;
		if (what === "product") return `${path} is gone; a post-link script makes it anew`;
		return `${count} of the kind ${what} ${count === 1 ? "is" : "are"} not there (${path}${count > 1 ? ", …" : ""}); nothing needs ${count === 1 ? "it" : "them"} to run`;
	}
});

// src/libraries.ts
const USUAL_FOLDERS = [
	"/lib",
	"/usr/lib",
	"/lib64",
	"/usr/lib64",
	"/usr/local/lib"
];
const DEEPEST_INCLUDE = 8;
const MOST_FILES$1 = 256;
const MOST_FOLDERS$1 = 256;
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
	for (const folder of await configured(inventory)) if (folders.size < MOST_FOLDERS$1) folders.add(folder);
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
		const fresh = files.filter((file) => !seen.has(file)).slice(0, MOST_FILES$1 - seen.size);
		for (const file of fresh) seen.add(file);
		const read = await inventory.source.read(fresh, LARGEST_FILE);
		const included = /* @__PURE__ */ new Set();
		for (const [file, bytes] of read) {
			const lines = bytes.kind === "ok" ? fromBytes(bytes.value).split("\n") : [];
			for (const line of lines) {
				const said = parseLine(line);
				folders.push(...said.folders.slice(0, MOST_FOLDERS$1));
				for (const pattern of said.patterns) for (const one of matching(inventory, posix.resolve(posix.dirname(file), pattern))) if (included.size < MOST_FILES$1) included.add(one);
			}
			if (folders.length > MOST_FOLDERS$1) break;
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
		found = found.flatMap((folder) => isPlain ? [`${folder}/${part}`] : namesIn(inventory, folder || "/").filter((name) => !name.startsWith(".") && matches$1(name, part)).sort().map((name) => `${folder}/${name}`));
		found = found.slice(0, MOST_FILES$1);
	}
	return found;
}
function matches$1(name, pattern) {
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

// src/checks/missing-library.ts
const missingLibrary = defineCheck({
	id: "missing-library",
	severity: "error",
	level: "content",
	extent: "machine",
	title: "Library that programs need is gone",
	explain: {
		what: "Programs or libraries need a shared library that is nowhere to be found, and a package recorded it. It is a note where no package of the environment has it: drivers, and what is optional.",
		why: "The loader refuses to start them: `error while loading shared libraries`, or `ImportError` in Python.",
		how: "A library was deleted, or the link with its soname was; the package cache was cleaned under soft links.",
		fix: "Reinstall the package that owns the library. A driver comes with the machine, not with the environment."
	},
	*find(subject) {
		const { contents, manifest } = subject;
		const needs = needsOf(subject);
		const search = new Search(subject, needs.keys());
		for (const [library, files] of needs) {
			if (search.isInPrefix(library)) continue;
			const lost = search.lossOf(library);
			const lacking = files.filter((path) => {
				const elf = contents.elves.get(path);
				return lost !== null || elf !== void 0 && !search.finds(library, path, elf);
			});
			if (lacking.length === 0) continue;
			const path = lacking.reduce((least, one) => one < least ? one : least);
			yield {
				path,
				package: manifest.paths.get(path)?.package ?? null,
				library,
				follows: lost?.path ?? null,
				owner: lost?.package.dist ?? null,
				neededBy: lacking.length,
				...lost ? {} : { severity: "note" }
			};
		}
	},
	say: ({ path, library, follows, owner, neededBy }) => {
		const who = neededBy === 1 ? `${path} needs` : `${path} and ${neededBy - 1} more need`;
		return follows === null ? `${who} ${library}, which is not here and which no package has; a driver, or optional` : `${who} ${library}, which is gone (${follows} of ${owner})`;
	}
});
const BROUGHT = /^(?:ld-linux|ld-musl|ld-lsb|ld64\.so|ld\.so|linux-vdso|linux-gate)/;
const OF_MUSL = /^libc\.(?:so$|musl-)/;
const MOST_NEEDS = 1e6;
function needsOf(subject) {
	const needs = /* @__PURE__ */ new Map();
	let left = MOST_NEEDS;
	for (const [path, elf] of ownElves(subject)) {
		left -= elf.needed.length;
		if (left < 0) break;
		if (elf.needed.some((library) => OF_MUSL.test(library))) continue;
		for (const library of new Set(elf.needed)) {
			if (library === "" || BROUGHT.test(nameIn(library))) continue;
			const files = needs.get(library);
			if (files) files.push(path);
			else needs.set(library, [path]);
		}
	}
	return needs;
}
function ownElves({ contents, inventory, manifest, replacements }) {
	const all = [...contents.elves].filter(([path, { type }]) => {
		const owner = manifest.paths.get(path)?.package;
		return (type === 2 || type === 3) && !isAside(path) && !(owner && replacements.has(owner));
	});
	const end = inventory.follow("bin/python");
	const python = end.kind === "found" ? inventory.relative(end.path) : null;
	const ofPython = python === null ? void 0 : contents.elves.get(python);
	const own = ofPython ? kindOf(ofPython) : mostCommon(all.map(([, elf]) => kindOf(elf)));
	return all.filter(([, elf]) => kindOf(elf) === own);
}
function isAside(path) {
	return /(?:^|\/)(?:[^/]*-)?sysroot(?:-[^/]*)?\/|(?:^|\/)(?:stubs|\.?debug)\/|\.debug$/.test(path);
}
function kindOf({ bits, order, machine }) {
	return `${bits} ${order} ${machine}`;
}
function mostCommon(texts) {
	const counts = /* @__PURE__ */ new Map();
	for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
	const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return most?.[0] ?? null;
}
const MOST_FOLDERS = 64;
const MOST_LOOKUPS = 1e5;
var Search = class {
	#subject;
	#present = /* @__PURE__ */ new Set();
	#offered = /* @__PURE__ */ new Map();
	#lost = /* @__PURE__ */ new Map();
	#lookups = 0;
	constructor(subject, libraries) {
		this.#subject = subject;
		const { inventory, notable } = subject;
		const wanted = new Set(Array.from(libraries, nameIn));
		for (const [path, entry] of inventory.named(wanted)) {
			if (isAside(path)) continue;
			const name = nameIn(path);
			if (!(entry.kind === "symlink") || leadsSomewhere(inventory, inventory.absolute(path))) this.#present.add(name);
		}
		for (const recorded of notable) {
			const name = nameIn(recorded.path);
			if (!wanted.has(name) || isAside(recorded.path)) continue;
			if (!inventory.isListed(recorded.path) && inventory.follow(recorded.path).kind === "found") this.#present.add(name);
			const lost = lossAt(subject, recorded);
			const other = this.#lost.get(name);
			if (lost && !(other && other.path <= lost.path)) this.#lost.set(name, lost);
		}
	}
	isInPrefix(library) {
		return this.#present.has(nameIn(library));
	}
	finds(library, path, elf) {
		const { inventory, libraries } = this.#subject;
		const origin = posix.dirname(inventory.absolute(path));
		if (library.includes("/")) return expand$1(library, origin).every((one) => !one.startsWith("/") || this.#isThere(one));
		let isOffered = this.#offered.get(library);
		if (isOffered === void 0) {
			isOffered = libraries.offer(library);
			this.#offered.set(library, isOffered);
		}
		if (isOffered || this.#lookups > MOST_LOOKUPS) return true;
		return [elf.rpath, elf.runpath].flatMap((list) => list?.split(":") ?? []).slice(0, MOST_FOLDERS).flatMap((folder) => expand$1(folder, origin)).some((folder) => folder.startsWith("/") && this.#isThere(`${folder}/${library}`));
	}
	lossOf(library) {
		return this.#lost.get(nameIn(library)) ?? null;
	}
	#isThere(path) {
		this.#lookups += 1;
		return this.#lookups > MOST_LOOKUPS || leadsSomewhere(this.#subject.inventory, path);
	}
};
function lossAt(subject, recorded) {
	const { inventory, manifest, replacements } = subject;
	if (replacements.has(recorded.package) || !inventory.isKnown(recorded.path)) return null;
	const entry = inventory.at(recorded.path);
	if (entry === null) return recorded;
	const end = entry.kind === "symlink" ? inventory.follow(recorded.path) : null;
	if (entry.kind !== "symlink" || end?.kind !== "missing" && end?.kind !== "loop") return null;
	const target = inventory.relative(end.path);
	if (target !== null && isOwned(manifest, target)) return manifest.paths.get(target) ?? recorded;
	return isShippedDangling(subject, recorded, entry.target, end) ? null : recorded;
}
function nameIn(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
const TOKENS = [[/\$(?:\{LIB\}|LIB\b)/g, ["lib", "lib64"]], [/\$(?:\{PLATFORM\}|PLATFORM\b)/g, [
	"x86_64",
	"haswell",
	"aarch64",
	"power8",
	"power9",
	"s390x"
]]];
function expand$1(text, origin) {
	let all = [text.replaceAll(/\$(?:\{ORIGIN\}|ORIGIN\b)/g, () => origin)];
	for (const [token, values] of TOKENS) all = all.flatMap((one) => one.search(token) < 0 ? [one] : values.map((value) => one.replaceAll(token, value)));
	return all;
}

// src/checks/missing-link.ts
const missingLink = defineCheck({
	id: "missing-link",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Recorded symbolic link is gone",
	explain: {
		what: "A package recorded a symbolic link, and nothing is there.",
		why: "Libraries are found by such links (`libz.so.1` → `libz.so.1.2.13`); without them programs fail to start.",
		how: "A copy or a backup that leaves links out (FAT and exFAT cannot hold them; some tools skip them), or an update that was cut off.",
		fix: "Reinstall the package. Copy and back up with tools that keep links: `tar`, `rsync -a`, `cp -a`."
	},
	*find({ absent, replacements }) {
		for (const { path, package: owner } of absent.links) {
			if (replacements.has(owner)) continue;
			yield {
				path,
				package: owner,
				...isProduct(path) ? { severity: "note" } : {}
			};
		}
	},
	say: ({ path }) => `${path} was installed as a symbolic link and is gone`
});

// src/checks/missing-loader.ts
const missingLoader = defineCheck({
	id: "missing-loader",
	severity: "error",
	level: "content",
	extent: "machine",
	title: "Loader of programs does not exist",
	explain: {
		what: "The programs of the environment name a loader (`ld-linux-x86-64.so.2` and the like) that this machine or image does not have. It is a note for programs that ask for another loader than the rest of the environment does, and in an image that holds no system at all.",
		why: "No program starts, not even Python: the shell says `No such file or directory`, though the program is there.",
		how: "The environment was copied to a system of another C library (Alpine with musl) or of other folders (NixOS), or into an image with no C library at all.",
		fix: "Use a base image or machine with glibc, e.g. Debian instead of Alpine; reinstalling does not help."
	},
	*find(subject) {
		const { contents, inventory, manifest } = subject;
		const programs = ownElves(subject).flatMap(([path, { interpreter, soname }]) => interpreter?.startsWith("/") && soname === null ? [{
			path,
			interpreter
		}] : []);
		const python = inventory.follow("bin/python");
		const place = python.kind === "found" ? inventory.relative(python.path) : null;
		const usual = contents.elves.get(place ?? "")?.interpreter ?? mostCommon(programs.map(({ interpreter }) => interpreter));
		const hasSystem = SYSTEM.some((path) => inventory.resolve(path).kind === "found");
		for (const [loader, some] of groupBy(programs, ({ interpreter }) => interpreter)) {
			if (inventory.resolve(loader).kind !== "missing") continue;
			const path = some.map((one) => one.path).reduce((a, b) => a < b ? a : b);
			const follows = recordedAt(inventory, loader, manifest.paths);
			yield {
				path,
				package: manifest.paths.get(path)?.package ?? null,
				loader,
				follows,
				count: some.length,
				...loader === usual && hasSystem || follows !== null ? {} : { severity: "note" }
			};
		}
	},
	say: ({ path, loader, count }) => count === 1 ? `${path} needs the loader ${loader}, which does not exist` : `${path} and ${count - 1} more need the loader ${loader}, which does not exist`
});
const SYSTEM = [
	"/lib",
	"/lib64",
	"/usr/lib",
	"/bin",
	"/usr/bin",
	"/etc/passwd",
	"/etc/os-release"
];
function recordedAt(inventory, loader, paths) {
	const path = inventory.relative(loader);
	return path !== null && paths.has(path) ? path : null;
}

// src/checks/not-executable.ts
const EXECUTE$1 = 73;
const notExecutable = defineCheck({
	id: "not-executable",
	severity: "error",
	level: "metadata",
	extent: "prefix",
	title: "Program lost its executable bit",
	explain: {
		what: "A file is executable in the package cache and not in the environment. Without a cache: a program (ELF or Mach-O) or an installed console script in `bin/` that nobody may execute; records hold no mode.",
		why: "`Permission denied`, though the file is whole.",
		how: "Artifact stores and zip archives drop the bit; `chmod -R` takes it away.",
		fix: "Reinstall the package. Carry environments as a `tar` in an artifact, not file by file."
	},
	*find(subject) {
		for (const { recorded, stat } of subject.files) {
			if ((stat.mode & EXECUTE$1) !== 0 || subject.replacements.has(recorded.package)) continue;
			if (!wasExecutable(subject, recorded, stat.links)) continue;
			const mode = (stat.mode & 4095).toString(8).padStart(4, "0");
			yield {
				path: recorded.path,
				package: recorded.package,
				mode
			};
		}
	},
	say: ({ path, mode }) => `${path} cannot be executed (mode ${mode})`
});
function isProgram$1(head) {
	return [
		"7f454c46",
		"cffaedfe",
		"cafebabe"
	].includes(head?.toString("hex", 0, 4) ?? "");
}
function wasExecutable(subject, recorded, links) {
	const isInBin = recorded.path.startsWith("bin/");
	if (recorded.kind === "entry-point") return true;
	const cached = isInBin || links === 1 ? subject.cache.stat(recorded) : null;
	if (cached?.kind === "file" && (cached.mode & EXECUTE$1) !== 0) return true;
	return isInBin && isProgram$1(subject.heads.get(recorded.path));
}

// src/checks/replaced-by-pip.ts
const replacedByPip = defineCheck({
	id: "replaced-by-pip",
	severity: "warning",
	level: "links",
	extent: "prefix",
	title: "pip installed over a conda package",
	explain: {
		what: "A Python project that a conda package brought was installed again by pip or uv. One finding a package, in place of its missing and altered files.",
		why: "conda still believes that its own version is there: the next update mixes files of both.",
		how: "`pip install --upgrade` in the environment, or a `pip:` section that asks for what conda brings.",
		fix: "Uninstall it with pip and reinstall the conda package, or leave it to pip alone and remove it from conda’s part of `environment.yml`."
	},
	*find({ replacements }) {
		for (const { package: owner, by } of replacements.values()) yield {
			path: by.path,
			package: owner,
			installer: by.installer,
			project: by.project,
			version: by.version
		};
	},
	say: ({ installer, project, version, package: owner }) => `${installer} installed ${project} ${version} over ${owner.dist}`
});

// src/checks/shared-damage.ts
const NAMED = 3;
const sharedDamage = defineCheck({
	id: "shared-damage",
	severity: "note",
	level: "content",
	extent: "machine",
	stage: "aftermath",
	below: ["altered-file", "truncated-file"],
	title: "The same damage has other names",
	explain: {
		what: "Below a damaged file: which other environments of this installation, and which packages in the cache, hold the very same inode. It is no finding of its own.",
		why: "They are all broken by one write, and all mended only when each of them is.",
		how: "conda hard-links files out of the package cache: one file with many names (conda/conda#6861).",
		fix: "Remove the package’s folder from the cache, then reinstall the package in every environment that is named."
	},
	*find({ aftermath, manifest }) {
		for (const { path, places, others } of aftermath.shared) yield {
			path,
			package: manifest.paths.get(path)?.package ?? null,
			places,
			others
		};
	},
	say: ({ places, others }) => {
		const more = places.length - NAMED + others;
		const names = places.slice(0, NAMED);
		if (names.length === 0) return `It has ${others} more ${others === 1 ? "name" : "names"} elsewhere`;
		const rest = Math.max(places.length > NAMED ? more : others, 0);
		return `The same file is ${names.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
	}
});

// src/checks/stale-prefix.ts
const stalePrefix = defineCheck({
	id: "stale-prefix",
	severity: "error",
	level: "content",
	extent: "prefix",
	title: "File was installed for another prefix",
	explain: {
		what: "A file that holds the path of its environment holds another one: undoing that one leads back to what the package recorded. Or a console script that an installer made starts the Python of another prefix.",
		why: "The environment looks for its files, certificates and interpreter where it used to be: it fails there, or silently uses another environment.",
		how: "The environment or the whole installation was moved, copied, mounted elsewhere, or restored to another place. Unpacking with conda-pack needs `conda-unpack` afterwards.",
		fix: "Make the environment anew where it is needed, or reinstall these packages there: that writes the new prefix."
	},
	*find({ doubtful, contents, heads, inventory, replacements, scripts }) {
		const isOwn = (prefix) => inventory.isOwnPrefix(prefix);
		const isInArchive = inventory.source.extent === "prefix";
		const packed = [];
		for (const recorded of doubtful) {
			const { path, package: owner } = recorded;
			if (replacements.has(owner)) continue;
			const content = contents.unsound.get(path);
			if (content?.kind === "other-prefix") {
				const isPlaceholder = content.prefix === recorded.placeholder;
				const fact = {
					path,
					package: owner,
					prefix: content.prefix,
					isPlaceholder,
					...ALONE
				};
				const isFine = isPlaceholder && isPacked(inventory);
				if (isFine && isInArchive) packed.push(fact);
				else if (isFine && /^bin\/python[\d.]*$/.test(path)) yield {
					...fact,
					severity: "note"
				};
				else yield fact;
				continue;
			}
			if (recorded.kind !== "entry-point") continue;
			const prefix = foreignPrefix(heads.get(path), isOwn);
			if (prefix !== null) yield {
				path,
				package: owner,
				prefix,
				isPlaceholder: false,
				...ALONE
			};
		}
		for (const [path, { project }] of scripts) {
			const prefix = foreignPrefix(heads.get(path), isOwn);
			if (prefix === null) continue;
			yield {
				path,
				package: null,
				prefix,
				isPlaceholder: false,
				project,
				count: 1
			};
		}
		const [first] = packed;
		if (first) yield {
			...first,
			package: null,
			severity: "note",
			count: packed.length
		};
	},
	say: ({ path, prefix, isPlaceholder, count }) => {
		if (!isPlaceholder) return `${path} was installed for ${prefix}`;
		return count === 1 ? `${path} holds the prefix it was built with, and was never given this one` : `${count} files hold the prefix they were built with (${path}, …), as conda-pack leaves them: run bin/conda-unpack once it is unpacked`;
	}
});
const ALONE = {
	project: null,
	count: 1
};

// src/conda/distributions.ts
const METADATA = /^(.+?)-([^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;
async function findDistributions(inventory, manifest) {
	const found = [...inventory.folders()].flatMap((path) => {
		if (!path.endsWith("-info")) return [];
		const name = path.slice(path.lastIndexOf("/") + 1);
		const match = /\/(?:site|dist)-packages\/[^/]+$/.test(path) ? METADATA.exec(name) : null;
		return match ? [{
			path,
			project: normalize(match[1] ?? ""),
			version: match[2] ?? ""
		}] : [];
	});
	found.sort((a, b) => a.path < b.path ? -1 : 1);
	const places = new Map(found.map(({ path }) => [path, inventory.absolute(`${path}/INSTALLER`)]));
	const contents = await inventory.source.read([...places.values()], 64);
	return found.map((one) => {
		const installer = contents.get(places.get(one.path) ?? "");
		const owned = OWNED.map((file) => manifest.paths.get(`${one.path}/${file}`)).find(Boolean);
		return {
			...one,
			installer: installer?.kind === "ok" ? installer.value.toString("utf8").trim() : "",
			owner: owned?.package ?? null
		};
	});
}
const INSTALLERS = /^(?:pip|uv|uv-pixi|poetry|pdm)(?: |$)/i;
const OWNED = [
	"METADATA",
	"PKG-INFO",
	"RECORD",
	"INSTALLER"
];
function findReplacements(distributions, manifest) {
	const owners = /* @__PURE__ */ new Map();
	for (const folder of manifest.paths.folders.keys()) {
		if (!folder.endsWith("-info")) continue;
		const match = /\/(?:site|dist)-packages\/([^/]+)$/.exec(folder);
		const name = METADATA.exec(match?.[1] ?? "")?.[1];
		const named = name ? manifest.paths.in(folder) : null;
		const owner = (named?.get("METADATA") ?? named?.get("PKG-INFO"))?.package;
		if (name && owner) owners.set(normalize(name), owner);
	}
	return distributions.flatMap((by) => {
		const owner = owners.get(by.project);
		if (!owner || !INSTALLERS.test(by.installer)) return [];
		if (by.owner === null) return [{
			package: owner,
			by
		}];
		const recorded = manifest.paths.get(`${by.path}/INSTALLER`);
		const texts = [`${by.installer}\n`, by.installer];
		return recorded && texts.some((text) => text.length === recorded.size) ? [] : [{
			package: owner,
			by
		}];
	});
}
const LARGEST_RECORD = 16 << 20;
async function findScripts(inventory, distributions) {
	const scripts = /* @__PURE__ */ new Map();
	for (const distribution of distributions) {
		const place = inventory.absolute(`${distribution.path}/RECORD`);
		const bytes = (await inventory.source.read([place], LARGEST_RECORD)).get(place);
		if (bytes?.kind !== "ok") continue;
		for (const line of bytes.value.toString("utf8").split("\n")) {
			const file = /^(?:\.\.\/)+bin\/[^/,]+/.exec(line)?.[0];
			if (file) scripts.set(posix.join(posix.dirname(distribution.path), file), distribution);
		}
	}
	return scripts;
}
function normalize(project) {
	return project.toLowerCase().replace(/[-_.]+/g, "-");
}

// src/conda/version.ts
const FORM = /^(?:(?<epoch>\d+)!)?(?<main>(?:[*0-9a-z]+[._])*(?:[*0-9a-z]+_?|_))(?:\+(?<local>[*0-9a-z]+(?:[._][*0-9a-z]+)*))?$/;
function parseVersion(written) {
	const lower = written.trim().toLowerCase();
	const text = lower.includes("_") ? lower : lower.replaceAll("-", "_");
	const groups = FORM.exec(text)?.groups;
	if (!groups) return null;
	const { epoch = "0", main = "", local } = groups;
	const parts = main.replace(/_$/, "").split(/[._]/);
	const last = main.endsWith("_") ? `${parts.pop()}_` : parts.pop();
	return {
		text,
		parts: [
			epoch,
			...parts,
			last ?? ""
		].map(piecesOf),
		local: local === void 0 ? [] : local.split(/[._]/).map(piecesOf)
	};
}
const LETTERS = 0;
const NUMBER = 1;
const POST = 2;
const ZERO = {
	rank: NUMBER,
	text: ""
};
function piecesOf(part) {
	const pieces = (part.match(/\d+|\*+|[^\d*]+/g) ?? []).map(toPiece);
	return pieces[0]?.rank === NUMBER ? pieces : [ZERO, ...pieces];
}
function toPiece(text) {
	if (/^\d/.test(text)) return {
		rank: NUMBER,
		text: text.replace(/^0+/, "")
	};
	if (text === "post") return {
		rank: POST,
		text
	};
	return {
		rank: LETTERS,
		text: text === "dev" ? "DEV" : text
	};
}
function compareVersions(a, b) {
	return compareParts(a.parts, b.parts) || compareParts(a.local, b.local);
}
function compareParts(a, b) {
	for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
		const order = comparePieces(a[at] ?? [], b[at] ?? []);
		if (order !== 0) return order;
	}
	return 0;
}
function comparePieces(a, b) {
	for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
		const order = comparePiece(a[at] ?? ZERO, b[at] ?? ZERO);
		if (order !== 0) return order;
	}
	return 0;
}
function comparePiece(a, b) {
	if (a.rank !== b.rank) return a.rank - b.rank;
	if (a.rank === NUMBER && a.text.length !== b.text.length) return a.text.length - b.text.length;
	return a.text === b.text ? 0 : a.text < b.text ? -1 : 1;
}
function startsWith(version, start) {
	const isLocal = start.local.length > 0;
	if (isLocal && compareParts(version.parts, start.parts) !== 0) return false;
	const [parts, begun] = isLocal ? [version.local, start.local] : [version.parts, start.parts];
	const last = begun.length - 1;
	if (compareParts(parts.slice(0, last), begun.slice(0, last)) !== 0) return false;
	return beginsWith(parts[last] ?? [], begun[last] ?? []);
}
function beginsWith(pieces, begun) {
	const last = begun.length - 1;
	if (comparePieces(pieces.slice(0, last), begun.slice(0, last)) !== 0) return false;
	const [piece = ZERO, start = ZERO] = [pieces[last], begun[last]];
	if (start.rank !== LETTERS) return comparePiece(piece, start) === 0;
	return piece.rank === LETTERS && piece.text.startsWith(start.text);
}

// src/conda/match-spec.ts
function parseMatchSpec(text) {
	try {
		return read(text);
	} catch (error) {
		if (error instanceof Refused) return { reason: error.message };
		throw error;
	}
}
function matches(spec, record) {
	return every([
		glob(spec.name, record.name.toLowerCase()),
		spec.version === null ? "yes" : fits(treeOf(spec.version), record.version),
		spec.build === null ? "yes" : matchesBuild(spec.build, record.build),
		spec.channel === null ? "yes" : "unknown",
		spec.subdir === null || spec.subdir === record.subdir ? "yes" : "unknown",
		...[...spec.brackets].map(([key, value]) => matchesField(key, value, record))
	]);
}
function withoutUpperBounds(spec) {
	const { version } = spec;
	return {
		...spec,
		version: version === null ? null : render(treeOf(version), raised)
	};
}
var Refused = class extends Error {};
function read(text) {
	const line = before(before(text, "\n"), "\r");
	if (text.slice(line.length).trim() !== "") throw new Refused("more than one line");
	if (line.trim() === "") throw new Refused("it is empty");
	if (line.endsWith("@")) return readFeature(line.slice(0, -1));
	const spec = before(before(line, "#"), " if ");
	return PACKAGE_FILE.test(spec) ? readFile(spec) : readSpec(spec);
}
const ANY = {
	channel: null,
	subdir: null,
	name: "*",
	version: null,
	build: null
};
const PACKAGE_FILE = /\.(?:conda|tar\.bz2)$/i;
function readFeature(text) {
	return {
		...ANY,
		brackets: /* @__PURE__ */ new Map([["track_features", text.trim()]])
	};
}
function before(text, mark) {
	const at = text.indexOf(mark);
	return at < 0 ? text : text.slice(0, at);
}
function readFile(text) {
	const folder = text.slice(0, text.lastIndexOf("/") + 1);
	const file = decoded(text.slice(folder.length));
	const brackets = /* @__PURE__ */ new Map([["fn", file], ["url", text]]);
	const { channel, subdir } = splitChannel(`/${folder}`);
	if (subdir === null) return {
		...ANY,
		brackets
	};
	const parts = /^(.+)-([^-]+)-([^-]+)$/.exec(file.replace(PACKAGE_FILE, ""));
	const [, name = "", version = "", build = ""] = parts ?? [];
	if (!parts) throw new Refused("the file is not called NAME-VERSION-BUILD");
	return {
		channel: channel?.slice(1) || (text.startsWith("/") ? "/" : "."),
		subdir,
		name: checkedName(name),
		version: readVersion(version),
		build,
		brackets
	};
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
function readSpec(text) {
	const square = takeOut(text, "[", "]");
	const round = takeOut(square.rest, "(", ")");
	const { name, rest, channel, subdir } = readPlace(round.rest);
	if (rest.includes("[")) throw new Refused("more than one pair of brackets");
	const { version, build } = splitBuild(rest.trim());
	const brackets = readBrackets(square.inner);
	const said = brackets.get("version");
	const asked = said === void 0 ? spelled(version, build !== null) : spelled(said, false);
	const own = splitChannel(brackets.get("channel") ?? "");
	const wanted = brackets.get("build") ?? build;
	const others = [...brackets].filter(([key]) => !OWN.includes(key));
	return {
		channel: own.channel ?? channel,
		subdir: brackets.get("subdir") ?? own.subdir ?? subdir,
		name: checkedName(name),
		version: asked === "" ? null : readVersion(asked),
		build: wanted === "*" ? null : wanted,
		brackets: new Map([...readParentheses(round.inner), ...others])
	};
}
function takeOut(text, open, close) {
	const end = text.lastIndexOf(close);
	const start = end < 0 ? -1 : text.lastIndexOf(open, end);
	if (start < 0) return {
		rest: text,
		inner: ""
	};
	return {
		rest: text.slice(0, start) + text.slice(end + 1),
		inner: text.slice(start + 1, end)
	};
}
function readPlace(text) {
	const colon = text.lastIndexOf(":");
	const second = colon < 1 ? -1 : text.lastIndexOf(":", colon - 1);
	const spec = text.slice(colon + 1);
	const end = spec.search(/[ =<>!~]/);
	return {
		name: end < 0 ? spec : spec.slice(0, end),
		rest: end < 0 || end === spec.length - 1 ? "" : spec.slice(end),
		...splitChannel(text.slice(0, Math.max(second, 0)))
	};
}
const SUBDIR = /\/(noarch|emscripten-wasm32|wasi-wasm32|freebsd-64|linux-(?:32|64|aarch64|armv6l|armv7l|ppc64|ppc64le|riscv64|s390x)|osx-(?:64|arm64)|win-(?:32|64|arm64)|zos-z)(?=\/|$)/i;
function splitChannel(text) {
	const match = SUBDIR.exec(text);
	const whole = match ? text.replace(match[0], "") : text;
	let end = whole.length;
	while (whole[end - 1] === "/") end -= 1;
	const channel = whole.slice(0, end);
	return {
		channel: channel === "*" || channel === "" ? null : channel,
		subdir: match?.[1] ?? null
	};
}
function checkedName(written) {
	const name = written.toLowerCase();
	if (name === "") throw new Refused("it names no package");
	if (name.includes("*") || NAME.test(name)) return name;
	const isStrange = /[^a-z0-9._-]/.test(name);
	throw new Refused(isStrange ? "characters that no package name has" : "no name of a package");
}
const NAME = /^(?:__[a-z0-9]|[a-z0-9]|_(?!_))[._-]?(?:[a-z0-9]+[._-])*[a-z0-9]*$/;
function splitBuild(text) {
	let at = Math.max(text.search(/[-=,|<>~][^-=,|<>~]*$/), 1);
	const isBetween = () => " =".includes(text.charAt(at)) && !"=!|,<>~".includes(text.charAt(at - 1));
	while (at < text.length - 1 && !isBetween()) at += 1;
	const isWhole = at >= text.length - 1;
	return {
		version: (isWhole ? text : text.slice(0, at)).replaceAll(" ", ""),
		build: isWhole ? null : text.slice(at + 1).trim()
	};
}
const FIELDS = new Set(`channel subdir name version build build_number track_features features url md5 sha256 license
  license_family fn when extras flags optional target`.split(/\s+/));
const OWN = [
	"channel",
	"subdir",
	"name",
	"version",
	"build"
];
function readBrackets(inner) {
	const pairs = /* @__PURE__ */ new Map();
	for (const [key, value] of keyValues(inner)) {
		if (value === "") throw new Refused("a key without a value in brackets");
		if (!FIELDS.has(key)) throw new Refused("a key in brackets that conda does not know");
		pairs.set(key, value);
	}
	const number = pairs.get("build_number")?.trim() ?? "";
	if (/^[=<>!]/.test(number)) readTerm(number);
	return pairs;
}
function readParentheses(inner) {
	const target = new Map(keyValues(inner)).get("target");
	const kept = new Map(target ? [["target", target]] : []);
	return inner.includes("optional") ? kept.set("optional", "true") : kept;
}
function* keyValues(text) {
	const nextQuote = forward(text, /['"]/g);
	const nextDivider = forward(text, /[, ]/g);
	let start = 0;
	for (let at = text.indexOf("="); at >= 0; at = text.indexOf("=", Math.max(at + 1, start))) {
		let key = at;
		while (key > start && /[A-Za-z0-9_-]/.test(text.charAt(key - 1))) key -= 1;
		const quote = /['"]/.exec(text.charAt(at + 1))?.[0] ?? "";
		const from = at + 1 + quote.length;
		const end = quote === "" ? nextDivider(from) : nextQuote(from);
		const isClosed = quote === "" ? nextQuote(from) >= end : text[end] === quote;
		const after = text.charAt(end + quote.length);
		if (key === at || !isClosed || ![
			"",
			",",
			" "
		].includes(after)) continue;
		yield [text.slice(key, at), text.slice(from, end)];
		start = end + quote.length + 1;
	}
}
function forward(text, pattern) {
	let next = -1;
	return (from) => {
		if (next >= from) return next;
		pattern.lastIndex = from;
		next = pattern.exec(text)?.index ?? text.length;
		return next;
	};
}
function spelled(written, hasBuild) {
	const version = written.trim();
	let at = 0;
	while (version[at] === "=") at += 1;
	const bare = version.slice(at);
	if (at === 0 || bare === "" || /^[<>!~]/.test(bare)) return version;
	if (at > 1 && !hasBuild) return bare;
	if (/[=,|]/.test(bare)) return version;
	return hasBuild || bare.endsWith("*") ? bare : `${bare}*`;
}
function readVersion(text) {
	const version = render(treeOf(text.trim()), readTerm);
	return version === "*" ? null : version;
}
function treeOf(text) {
	const cursor = {
		tokens: [...tokensOf(text)],
		at: 0
	};
	const tree = readChoice(cursor, 0);
	if (cursor.at < cursor.tokens.length) throw new Refused("a , or a | is missing in the version");
	return tree;
}
function render(tree, term) {
	if (typeof tree === "string") return term(tree);
	const isChoice = (part) => typeof part !== "string" && part.of === "any";
	return tree.parts.map((part) => {
		const text = render(part, term);
		return tree.of === "all" && isChoice(part) ? `(${text})` : text;
	}).join(tree.of === "all" ? "," : "|");
}
function* tokensOf(text) {
	const regular = /\s*\^[^$]*\$/y;
	const other = /\s*[()|,]|[^()|,]+/y;
	const last = text.lastIndexOf("$");
	for (let at = 0; at < text.length;) {
		regular.lastIndex = at;
		other.lastIndex = at;
		const token = (at < last ? regular.exec(text) : null)?.[0] ?? other.exec(text)?.[0] ?? "";
		yield token.trim();
		at += token.length;
	}
}
function readChoice(cursor, depth) {
	const parts = [readAll$1(cursor, depth)];
	while (takes(cursor, "|")) parts.push(readAll$1(cursor, depth));
	return joined("any", parts);
}
function readAll$1(cursor, depth) {
	const parts = [readPart(cursor, depth)];
	while (takes(cursor, ",")) parts.push(readPart(cursor, depth));
	return joined("all", parts);
}
function joined(of, parts) {
	const [first] = parts;
	return parts.length === 1 && first !== void 0 ? first : {
		of,
		parts
	};
}
const DEEPEST = 50;
function readPart(cursor, depth) {
	if (!takes(cursor, "(")) {
		const token = cursor.tokens[cursor.at] ?? "";
		if ("()|,".includes(token)) throw new Refused("a version is missing");
		cursor.at += 1;
		return token;
	}
	if (depth === DEEPEST) throw new Refused("too many parentheses");
	const choice = readChoice(cursor, depth + 1);
	if (!takes(cursor, ")")) throw new Refused("a ) is missing in the version");
	return choice;
}
function takes(cursor, token) {
	if (cursor.tokens[cursor.at] !== token) return false;
	cursor.at += 1;
	return true;
}
const MISWRITTEN = {
	"=>": ">=",
	"=<": "<=",
	"=!": "!=",
	"=~": "~=",
	"<>": "!=",
	"><": "!="
};
function readTerm(term) {
	if (term.startsWith("^") || term.endsWith("$")) {
		if (term.length > 1 && term.startsWith("^") && term.endsWith("$")) return term;
		throw new Refused("^ without $ in the version, or $ without ^");
	}
	const operator = /^(?:==|!=|<=|>=|~=|=|<|>|!|~)/.exec(term)?.[0];
	return operator === void 0 ? readPlain(term) : readRelation(operator, term.slice(operator.length));
}
function readRelation(operator, written) {
	const better = MISWRITTEN[operator + written.charAt(0)];
	if (better) throw new Refused(`${operator}${written.charAt(0)} is no operator: write ${better}`);
	if (/^[=<>!~]/.test(written) || operator === "!" || operator === "~") throw new Refused("no operator of versions");
	if (written === "") throw new Refused(`${operator} without a version`);
	if (/^\s/.test(written)) throw new Refused(`a blank after ${operator} in the version`);
	const isOpen = written.endsWith(".*");
	const version = written.replace(/(?:\.\*)+$/, "").trimEnd();
	if (operator === "=") return readPlain(written.endsWith("*") ? written : `${written}.*`);
	if (isOpen && operator === "~=") throw new Refused("~= takes no .*: write =");
	checkVersion(version);
	return operator + (operator === "!=" ? written : version);
}
function readPlain(written) {
	const version = written.replace(/\*+/g, "*");
	if (version === "*") return version;
	if (version.slice(0, -1).includes("*")) {
		if (!/^[*.+!_0-9a-z-]+$/i.test(version)) throw new Refused(STRANGE);
		return version;
	}
	if (!version.endsWith("*")) {
		if (!version.includes("@")) checkVersion(version);
		return `==${version}`;
	}
	const stem = version.slice(0, version.endsWith(".*") ? -2 : -1);
	checkVersion(stem);
	return `${stem}.*`;
}
const STRANGE = "characters that no version has";
function checkVersion(text) {
	if (parseVersion(text)) return;
	const isStrange = /[^*.+!_0-9a-z-]/i.test(text) || text.includes("-") && text.includes("_");
	throw new Refused(isStrange ? STRANGE : "no version that can be compared");
}
function every(answers) {
	if (answers.includes("no")) return "no";
	return answers.includes("unknown") ? "unknown" : "yes";
}
function some(answers) {
	if (answers.includes("yes")) return "yes";
	return answers.includes("unknown") ? "unknown" : "no";
}
function either(holds) {
	return holds ? "yes" : "no";
}
function fits(tree, version) {
	if (typeof tree === "string") return fitsTerm(tree, version);
	const answers = tree.parts.map((part) => fits(part, version));
	return tree.of === "all" ? every(answers) : some(answers);
}
function fitsTerm(term, written) {
	if (term.startsWith("^")) return matchesPattern(term, written);
	const { operator, limit: bare } = divided(term);
	if (operator === "" && bare.includes("*")) return glob(bare, written);
	const [version, limit] = [parseVersion(written), parseVersion(bare)];
	if (!version || !limit || limit.text.includes("*")) return "unknown";
	return HOLDS[operator]?.(version, limit) ?? "unknown";
}
function divided(term) {
	const operator = /^[=<>!~]+/.exec(term)?.[0] ?? "";
	const limit = term.slice(operator.length);
	const stem = limit.endsWith(".*") ? limit.slice(0, -2) : limit;
	if (stem === limit || operator === "" && stem.includes("*")) return {
		operator,
		limit
	};
	return {
		operator: operator === "" ? "=" : `${operator}*`,
		limit: stem
	};
}
const HOLDS = {
	"==": (version, limit) => either(compareVersions(version, limit) === 0),
	"!=": (version, limit) => either(compareVersions(version, limit) !== 0),
	"<": (version, limit) => either(compareVersions(version, limit) < 0),
	"<=": (version, limit) => either(compareVersions(version, limit) <= 0),
	">": (version, limit) => either(compareVersions(version, limit) > 0),
	">=": (version, limit) => either(compareVersions(version, limit) >= 0),
	"=": (version, limit) => either(startsWith(version, limit)),
	"!=*": (version, limit) => either(!startsWith(version, limit)),
	"~=": isCompatible
};
function isCompatible(version, limit) {
	const stem = parseVersion(limit.text.split(".").slice(0, -1).join("."));
	if (!stem) return "unknown";
	return either(compareVersions(version, limit) >= 0 && startsWith(version, stem));
}
function raised(term) {
	const { operator, limit } = divided(term);
	if ([
		"=",
		"==",
		"~="
	].includes(operator)) return `>=${limit}`;
	return operator.startsWith("<") ? "*" : term;
}
function matchesBuild(wanted, build) {
	return wanted.startsWith("^") && wanted.endsWith("$") ? matchesPattern(wanted, build) : glob(wanted, build);
}
function matchesField(key, value, { buildNumber }) {
	if (key !== "build_number") return "unknown";
	const parts = /^(==|!=|<=|>=|=|<|>)?(\d{1,15})$/.exec(value.trim());
	if (!parts || buildNumber === null) return "unknown";
	const [, operator = "==", limit = ""] = parts;
	return fitsTerm((operator === "=" ? "==" : operator) + limit, String(buildNumber));
}
const LONGEST$1 = 1e3;
function glob(pattern, text) {
	if (text.length > LONGEST$1) return either(pattern === text);
	if (isLike(pattern, text)) return "yes";
	return isLike(pattern.toLowerCase(), text.toLowerCase()) ? "unknown" : "no";
}
function isLike(pattern, text) {
	const [first = "", ...pieces] = pattern.split("*");
	const last = pieces.pop();
	if (last === void 0) return pattern === text;
	let at = first.length;
	for (const piece of pieces) {
		const found = text.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return text.startsWith(first) && text.endsWith(last) && at + last.length <= text.length;
}
const ATOM = String.raw`(?:\w|\.|\\[.+d])`;
const CHOICE = String.raw`\((?:\?:)?(?:\w|\\?\.|\|)+\)`;
const PLAIN$1 = new RegExp(String.raw`^\^(?:${ATOM}[*+?]?|${CHOICE})*\$$`);
const MOST_CHOICES = 3;
function matchesPattern(pattern, text) {
	const choices = pattern.match(/[*+?|]/g) ?? [];
	if (!(pattern.length < LONGEST$1 && text.length < LONGEST$1 && PLAIN$1.test(pattern)) || choices.length > MOST_CHOICES) return "unknown";
	if (new RegExp(pattern).test(text)) return "yes";
	return new RegExp(pattern, "i").test(text) ? "unknown" : "no";
}

// src/checks/unmet-dependency.ts
const unmetDependency = defineCheck({
	id: "unmet-dependency",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Package needs one that is not there",
	explain: {
		what: "The record of a package asks for another package that no record has, or has in another version or build. One finding for each package that is asked for. A note where that is no proof: when pip or the like installed a Python project of that name; when what is there is newer than asked for, as channels loosen such bounds after the fact; and when one or two packages ask that were installed from a list of exact packages, as their records do not know what their channel has mended since.",
		why: "What the package was built against is not there: it fails to import or to load, or fails later in stranger ways. conda calls such an environment inconsistent.",
		how: "An update that was cut off, `conda remove --force`, `conda install --no-deps` or `--force`, a record that was deleted.",
		fix: "Install what is missing, without `--no-deps`, or install the package again that asks for it."
	},
	*find(subject) {
		for (const [name, needs] of groupBy(unmetOf(subject), ({ spec }) => spec.name)) {
			const proved = needs.find(({ doubt }) => doubt === null);
			const first = proved ?? needs[0];
			if (!first) continue;
			const { record, dependency, spec, installed, distribution } = first;
			const listed = needs.filter(({ doubt }) => doubt === "listed");
			const isProved = proved !== void 0 || listed.length >= MANY$2;
			yield {
				path: `conda-meta/${record.file}`,
				package: record,
				severity: isProved ? "error" : "note",
				dependency,
				name,
				installed: installed?.version ?? null,
				build: spec.build === null ? null : installed?.build ?? null,
				distribution: distribution?.path ?? null,
				packages: [...new Set(needs.map((one) => one.record.dist))]
			};
		}
	},
	say: ({ package: { dist }, dependency, name, installed, build, distribution, packages }) => [
		`${dist} needs ${dependency}, ${stateOf(installed, build)}`,
		distribution === null ? "" : `; ${distribution} is there`,
		othersOf(packages.length - 1, installed === null ? name : `another ${name}`)
	].join("")
});
const MANY$2 = 3;
function stateOf(installed, build) {
	if (installed === null) return "which is not installed";
	return `but ${installed}${build ? ` ${build}` : ""} is installed`;
}
function othersOf(count, what) {
	if (count === 0) return "";
	return `; ${count} more ${count === 1 ? "package needs" : "packages need"} ${what}`;
}
function* unmetOf(subject) {
	const { manifest } = subject;
	const byName = groupBy(manifest.records, ({ name }) => name.toLowerCase());
	const unreadable = unreadableNames(manifest);
	const projects = groupBy(subject.distributions, ({ project }) => project);
	const specs = /* @__PURE__ */ new Map();
	let asked = 0;
	for (const record of manifest.records) for (const dependency of new Set(record.depends)) {
		asked += 1;
		if (asked > MOST_DEPENDS) return;
		let spec = specs.get(dependency);
		if (spec === void 0) {
			spec = specOf$1(dependency);
			specs.set(dependency, spec);
		}
		if (spec === null || unreadable.has(spec.name) || isOwnAddition(record, spec)) continue;
		const candidates = byName.get(spec.name) ?? [];
		if (candidates.length > MOST_RECORDS || isMet(spec, candidates)) continue;
		const distribution = (projects.get(normalize(spec.name)) ?? []).find((one) => one.installer !== "conda" && !isItsOwn(subject, one, candidates)) ?? null;
		const doubt = distribution ? "pip" : doubtOf(record, spec, candidates);
		yield {
			record,
			dependency,
			spec,
			doubt,
			installed: candidates[0] ?? null,
			distribution
		};
	}
}
const LONGEST = 1e3;
const MOST_DEPENDS = 1e5;
const MOST_RECORDS = 10;
function specOf$1(dependency) {
	if (dependency.length > LONGEST || /\sif\s|;/.test(dependency)) return null;
	const spec = parseMatchSpec(dependency);
	if ("reason" in spec || spec.name.startsWith("__") || spec.name.includes("*")) return null;
	return ["when", "optional"].some((key) => spec.brackets.has(key)) ? null : spec;
}
function isOwnAddition(record, { name }) {
	return record.name === "python" && name === "pip";
}
function isMet(spec, candidates) {
	return candidates.some((one) => matches(spec, one) !== "no");
}
function doubtOf(record, spec, candidates) {
	if (!(spec.name === "python" && record.noarch === "") && isMet(withoutUpperBounds(spec), candidates)) return "newer";
	return isListed(record) ? "listed" : null;
}
function isListed({ requested }) {
	const spec = parseMatchSpec(requested.slice(0, LONGEST));
	if ("reason" in spec) return false;
	return spec.version?.startsWith("==") === true && !/[,|]/.test(spec.version) && spec.build !== null && !spec.build.includes("*");
}
function isItsOwn({ replacements }, { owner }, candidates) {
	return owner !== null && candidates.includes(owner) && !replacements.has(owner);
}
function unreadableNames({ unreadable }) {
	return new Set(unreadable.map(({ file }) => {
		const stem = file.replace(/\.json(?:\.c~)?$/, "");
		return (/^(.+)-[^-]*-[^-]*$/.exec(stem)?.[1] ?? stem).toLowerCase();
	}));
}

// src/checks/unowned-files.ts
const unownedFiles = defineCheck({
	id: "unowned-files",
	severity: "warning",
	level: "links",
	extent: "prefix",
	title: "Files of a package that has no record",
	explain: {
		what: "A `dist-info` says that conda installed the project (`INSTALLER`), and no record owns it.",
		why: "Python imports it, but conda does not know that it is there: it is never updated or removed, and another version may be installed over it.",
		how: "A record was deleted, a removal or an update was cut off, or folders were copied from another environment.",
		fix: "Install the package again, so that it has a record; or remove its files if nothing needs them."
	},
	*find({ distributions, manifest }) {
		const unreadable = manifest.unreadable.map(({ file }) => file.toLowerCase());
		for (const { path, project, version, installer, owner } of distributions) {
			if (installer !== "conda" || owner !== null || manifest.folders.has(path)) continue;
			const names = [
				project,
				project.replaceAll("-", "_"),
				`python-${project}`
			];
			if (unreadable.some((file) => names.some((name) => file.startsWith(`${name}-`)))) continue;
			yield {
				path,
				package: null,
				project,
				version
			};
		}
	},
	say: ({ path, project, version }) => `${path} was installed by conda, but no record has ${project} ${version}`
});

// src/user.ts
function nameOf$2({ name, uid }) {
	return name === null ? `UID ${uid}` : name;
}
const LARGEST$2 = 4 << 20;
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
	const read = await source.read(["/etc/passwd", "/etc/group"], LARGEST$2);
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

// src/access.ts
const EXECUTE = 1;
function allows({ kind, mode, uid, gid }, viewer, wanted) {
	if (viewer.uid === 0) return (wanted & 1) === 0 || kind === "directory" || (mode & 73) !== 0;
	const others = viewer.why === "owner" ? mode | mode >> 3 : mode;
	return ((uid === viewer.uid ? mode >> 6 : viewer.groups.has(gid) ? mode >> 3 : others) & wanted) === wanted;
}
function ownershipOf(stat) {
	if (stat.kind !== "ok") return {
		mode: null,
		owner: null
	};
	const { mode, uid, gid } = stat.value;
	return {
		mode: (mode & 4095).toString(8).padStart(4, "0"),
		owner: `${uid}:${gid}`
	};
}
const MOST_HOPS = 40;
const MOST_CLOSED = 20;
var ModeBits = class {
	#inventory;
	#viewer;
	#known = /* @__PURE__ */ new Map();
	#root;
	ways;
	constructor(inventory, viewer) {
		this.#inventory = inventory;
		this.#viewer = viewer;
		const stat = inventory.statAbsolute("/");
		const end = stat.kind === "ok" ? {
			path: "/",
			stat: stat.value
		} : null;
		this.#root = {
			closed: [],
			end,
			hops: 0
		};
		this.ways = this.reach(inventory.place).closed;
	}
	allows(stat, wanted) {
		return allows(stat, this.#viewer, wanted);
	}
	reach(path) {
		return this.#walk(path, 0);
	}
	#walk(path, hops) {
		let done = path.length;
		let known;
		while (done > 0 && !known) {
			known = this.#known.get(path.slice(0, done));
			if (!known) done = path.lastIndexOf("/", done - 1);
		}
		let at = known ? {
			...known,
			hops: known.hops + hops
		} : {
			...this.#root,
			hops
		};
		while (at.end && done < path.length) {
			const slash = path.indexOf("/", done + 1);
			const next = slash < 0 ? path.length : slash;
			at = this.#step(at, path.slice(Math.max(done, 0) + 1, next));
			done = next;
			if (at.end?.stat.kind === "directory") this.#known.set(path.slice(0, done), {
				...at,
				hops: at.hops - hops
			});
		}
		return at.hops > MOST_HOPS ? {
			...at,
			end: null
		} : at;
	}
	#step(from, name) {
		const { end: here } = from;
		if (here?.stat.kind !== "directory") return {
			...from,
			end: null
		};
		if (name === "") return from;
		const closed = this.allows(here.stat, 1) ? from.closed : united(from.closed, [here.path]);
		if (name === ".") return {
			...from,
			closed
		};
		const path = name === ".." ? posix.dirname(here.path) : posix.join(here.path, name);
		const stat = this.#inventory.statAbsolute(path);
		if (stat.kind !== "ok") return {
			...from,
			closed,
			end: null
		};
		const { value } = stat;
		if (value.kind !== "symlink") return {
			...from,
			closed,
			end: {
				path,
				stat: value
			}
		};
		const hops = from.hops + 1;
		const target = hops > MOST_HOPS ? null : this.#inventory.source.readlink(path);
		if (target?.kind !== "ok" || target.value === "") return {
			closed,
			end: null,
			hops
		};
		const isAbsolute = target.value.startsWith("/");
		const led = this.#walk(isAbsolute ? target.value : `${here.path}/${target.value}`, hops);
		return {
			...led,
			closed: united(closed, led.closed)
		};
	}
};
function united(some, others) {
	if (some.length === 0) return others;
	if (others.length === 0) return some;
	return [.../* @__PURE__ */ new Set([...some, ...others])].slice(0, MOST_CLOSED);
}
async function accessOf(inventory, manifest, asked) {
	const { source } = inventory;
	const { user } = source;
	if (source.extent !== "machine") return null;
	if (asked) {
		if (user?.of === "process" && user.uid === asked.uid && user.gid === asked.gid) return {
			judge: "kernel",
			viewer: asked
		};
		return seen(inventory, manifest, byBits(inventory, asked));
	}
	if (user === null) return null;
	if (user.of === "image") {
		const viewer = await imageViewer(source, user.text);
		return viewer && byBits(inventory, viewer);
	}
	const owner = user.uid === 0 ? inventory.stat("") : null;
	if (owner?.kind === "ok" && owner.value.uid !== 0) {
		const access = byBits(inventory, await knownViewer(source, owner.value, "owner"));
		if (access.bits.ways.length === 0) return seen(inventory, manifest, access);
	}
	return {
		judge: "kernel",
		viewer: await knownViewer(source, user, "process")
	};
}
function byBits(inventory, viewer) {
	return {
		judge: "bits",
		viewer,
		bits: new ModeBits(inventory, viewer)
	};
}
function seen(inventory, manifest, access) {
	const denied = [...inventory.unlisted].filter(([, { kind }]) => kind === "denied");
	const user = inventory.source.user;
	const folders = user?.of === "process" && user.uid === 0 ? [] : [...manifest.folders];
	const unseen = [...denied.map(([folder]) => folder), ...folders.filter((folder) => inventory.stat(`${folder}/.`).kind === "denied")];
	for (const folder of unseen) {
		const { closed, end } = access.bits.reach(inventory.absolute(folder));
		if (end !== null && !access.bits.allows(end.stat, 5) || closed.some((one) => inventory.relative(one) !== null)) continue;
		throw new CannotRead(`${inventory.absolute(folder)} may not be read by who runs this.`, "Run it as root, or as the user who is meant.");
	}
	return access;
}

// src/checks/unreadable-folder.ts
const unreadableFolder = defineCheck({
	id: "unreadable-folder",
	severity: "error",
	level: "metadata",
	extent: "machine",
	title: "Folder may not be read",
	explain: {
		what: "The user in question may not list or enter a folder of the environment, or enter a folder above it: who runs this, the image’s `USER`, whom `--as-user` names; for root the owner of the prefix. What lies in it is no finding of its own. A folder that no record owns is a note, and in `site-packages` a warning.",
		why: "Nothing in it can be imported or run by this user.",
		how: "An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter, a container that runs as another user than the one who installed.",
		fix: "Give the permission back: `chmod -R a+rX` for a folder of the environment, `chmod a+x` for one above it."
	},
	*find(subject) {
		const { level, access } = subject;
		if (level === "links" || access === null) return;
		if (access.judge === "kernel") yield* refused$1(subject);
		else yield* closed(subject, access.bits, access.viewer);
	},
	say: ({ path, reason, ways: [way], user, mode, owner }) => {
		const who = user === null ? "" : ` by ${user}`;
		const why = mode === null ? "" : ` (mode ${mode}, owner ${owner})`;
		if (way !== void 0) return `${way}, on the way to it, ${reason}${who}${why}`;
		return `${path === "" ? "The prefix" : `${path}/`} ${reason}${who}${why}`;
	}
});
const UNJUDGED$1 = {
	ways: [],
	user: null,
	mode: null,
	owner: null
};
function* refused$1({ inventory, manifest }) {
	for (const [path, failure] of inventory.unlisted) {
		if (failure.kind === "missing") continue;
		const reason = failure.kind === "denied" ? "may not be read" : "cannot be read";
		yield {
			...UNJUDGED$1,
			path,
			package: null,
			reason
		};
	}
	for (const path of manifest.folders) {
		if (isEntered(inventory, path) || inventory.stat(`${path}/.`).kind !== "denied") continue;
		yield {
			...UNJUDGED$1,
			path,
			package: null,
			reason: MAY_NOT_ENTER
		};
	}
}
function isEntered(inventory, path) {
	const listed = inventory.listed(path);
	if (!listed || listed.isEmpty || listed.statOf(0) !== null) return true;
	return listed.folders.some((name) => inventory.listed(`${path}/${name}`) !== void 0);
}
function* closed(subject, bits, viewer) {
	const { inventory, manifest } = subject;
	const user = nameOf$2(viewer);
	const [way] = bits.ways;
	if (way !== void 0) {
		const ownership = ownershipOf(inventory.statAbsolute(way));
		yield {
			path: "",
			package: null,
			reason: MAY_NOT_ENTER,
			ways: bits.ways,
			user,
			...ownership
		};
	}
	const shut = /* @__PURE__ */ new Set();
	for (const path of [
		"",
		...inventory.folders(),
		...inventory.unlisted.keys()
	]) {
		if (path !== "" && shut.has(parentOf(path)) || path === "conda-meta") {
			shut.add(path);
			continue;
		}
		const reason = reasonOf(subject, bits, path);
		if (reason === null) continue;
		if (reason !== MAY_NOT_LIST) shut.add(path);
		yield {
			path,
			package: null,
			severity: path === "" || manifest.folders.has(path) ? "error" : /(?:^|\/)site-packages\//.test(path) ? "warning" : "note",
			reason,
			ways: [],
			user,
			...ownershipOf(inventory.stat(path))
		};
	}
}
const MAY_NOT_ENTER = "may not be entered";
const MAY_NOT_LIST = "may not be listed";
function reasonOf({ inventory }, bits, path) {
	const stat = inventory.stat(path);
	if (stat.kind === "ok" && !bits.allows(stat.value, 1)) return MAY_NOT_ENTER;
	if (stat.kind === "ok" && !bits.allows(stat.value, 4)) return MAY_NOT_LIST;
	return inventory.unlisted.get(path)?.kind === "failed" ? "cannot be read" : null;
}
function parentOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

// src/checks/unreadable-record.ts
const unreadableRecord = defineCheck({
	id: "unreadable-record",
	severity: "error",
	level: "links",
	extent: "prefix",
	title: "Record of a package cannot be read",
	explain: {
		what: "A `conda-meta/*.json` is empty, cut off, no JSON, or no record of a package. The other records are still checked; the files of this package are not.",
		why: "conda stops with `CorruptedEnvironmentError` or forgets that the package is installed.",
		how: "An update that was killed while it wrote the record, a full disk, an editor.",
		fix: "Remove the record and install the package again, or make the environment anew."
	},
	*find({ manifest }) {
		for (const { file, reason } of manifest.unreadable) yield {
			path: `conda-meta/${file}`,
			package: null,
			reason
		};
	},
	say: ({ path, reason }) => `${path} ${reason}`
});

// src/checks/unreadable-target.ts
const unreadableTarget = defineCheck({
	id: "unreadable-target",
	severity: "error",
	level: "metadata",
	extent: "machine",
	title: "File or link’s target may not be read",
	explain: {
		what: "The user in question gets `Permission denied` on a recorded file, on a program in `bin/` that others may execute, or on what a link leads to: who runs this, the image’s `USER`, whom `--as-user` names; for root the owner of the prefix. For anybody but who runs this, it is a warning where it is about a link that no record owns and that is not in `bin/`.",
		why: "The environment is whole for its owner and broken for everybody else.",
		how: "An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter.",
		fix: "Give the permission back: `chmod -R a+rX` by the owner of the files."
	},
	*find(subject) {
		const { level, access } = subject;
		if (level === "links" || access === null) return;
		yield* vanished(subject);
		if (access.judge === "kernel") yield* refused(subject);
		else yield* denied(subject, access.bits, access.viewer);
	},
	say: ({ path, target, place, access, ways: [way], count, user, mode, owner }) => {
		const who = user === null ? "" : ` by ${user}`;
		const why = mode === null ? "" : ` (mode ${mode}, owner ${owner})`;
		const more = count > 1 ? `; ${count - 1} more lead there` : "";
		const what = `may not be ${{
			read: "read",
			execute: "executed",
			enter: "entered"
		}[access]}`;
		if (target === null && way === void 0) return `${path} ${what}${who}${why}`;
		const arrow = target === null ? path : `${path} → ${target}`;
		return user === null ? `${arrow}: ${place} may not be read or entered` : `${arrow}: ${way ?? place} ${what}${who}${why}${more}`;
	}
});
const UNJUDGED = {
	ways: [],
	count: 1,
	user: null,
	mode: null,
	owner: null
};
function* vanished({ inventory, manifest, contents }) {
	for (const [path, { kind }] of contents.unsound) {
		if (kind !== "unreadable" || inventory.stat(path).kind === "ok") continue;
		const owner = manifest.paths.get(path)?.package ?? null;
		const place = inventory.absolute(path);
		yield {
			...UNJUDGED,
			path,
			package: owner,
			target: null,
			place,
			access: "read"
		};
	}
}
function* refused(subject) {
	const { inventory, manifest, contents, cache, links, files, notable } = subject;
	for (const { path, target } of links) {
		const end = inventory.follow(path);
		if (end.kind !== "denied") continue;
		const owner = manifest.paths.get(path)?.package ?? null;
		const ways = [posix.dirname(end.path)];
		yield {
			...UNJUDGED,
			path,
			package: owner,
			target,
			place: end.path,
			access: "enter",
			ways
		};
	}
	for (const { recorded, stat } of files) yield* judged(recorded, null, stat);
	for (const recorded of notable) {
		const place = inventory.at(recorded.path)?.kind === "symlink" ? placeOfBytes(inventory, cache, recorded) : null;
		const stat = place === null ? null : inventory.statAbsolute(place);
		if (stat?.kind === "ok") yield* judged(recorded, place, stat.value);
	}
	function* judged(recorded, led, stat) {
		const { path, package: owner } = recorded;
		const entry = led === null ? null : inventory.at(path);
		const target = entry?.kind === "symlink" ? entry.target : null;
		const access = contents.unsound.get(path)?.kind === "unreadable" ? "read" : forbidden(inventory, led ?? path, stat, isProgram(recorded));
		const place = led ?? inventory.absolute(path);
		if (access) yield {
			...UNJUDGED,
			path,
			package: owner,
			target,
			place,
			access
		};
	}
}
function forbidden(inventory, path, { mode }, mayBeProgram) {
	if ((mode & 365) === 365) return null;
	const { source } = inventory;
	const place = path.startsWith("/") ? path : inventory.absolute(path);
	if ((mode & 292) !== 292 && !source.mayRead(place)) return "read";
	const isShared = (mode & 73) === 73 || (mode & 73) === 0;
	return mayBeProgram && !isShared && !source.mayExecute(place) ? "execute" : null;
}
function isProgram({ path }) {
	return path.startsWith("bin/");
}
function* denied(subject, bits, viewer) {
	const { manifest } = subject;
	const user = nameOf$2(viewer);
	const together = groupBy([...claims(subject, bits)], ({ fault }) => fault.key);
	for (const all of together.values()) {
		const [first] = all;
		if (!first) continue;
		const { path, target, fault } = first;
		const { key: _, ...rest } = fault;
		const isProved = all.some((one) => manifest.paths.has(one.path) || one.path.startsWith("bin/"));
		yield {
			path,
			package: manifest.paths.get(path)?.package ?? null,
			target,
			user,
			...rest,
			count: all.length,
			severity: isProved ? "error" : "warning"
		};
	}
}
function* claims(subject, bits) {
	const { inventory, manifest, contents, links } = subject;
	for (const { path, target } of links) {
		if (path.startsWith("conda-meta/")) continue;
		const reach = bits.reach(inventory.absolute(path));
		const isThere = reach.end !== null && isWalked(inventory, reach.end.path);
		const faults = [closedWay(inventory, bits, reach), isThere ? null : atEnd(subject, bits, reach, false, false)];
		for (const fault of faults) if (fault) yield {
			path,
			target,
			fault
		};
	}
	for (const recorded of manifest.paths.values()) {
		const { path } = recorded;
		if (inventory.at(path)?.kind !== "file") continue;
		const reach = bits.reach(inventory.absolute(path));
		const isUnread = contents.unsound.get(path)?.kind === "unreadable";
		const faults = [closedWay(inventory, bits, reach), atEnd(subject, bits, reach, isProgram(recorded), isUnread)];
		for (const fault of faults) if (fault) yield {
			path,
			target: null,
			fault
		};
	}
}
function closedWay(inventory, bits, { closed }) {
	const ways = closed.filter((way) => !bits.ways.includes(way) && !isWalked(inventory, `${way}/.`));
	const [way] = ways;
	if (way === void 0) return null;
	return {
		place: way,
		access: "enter",
		ways,
		...ownershipOf(inventory.statAbsolute(way)),
		key: ways.join("\0")
	};
}
function isWalked(inventory, place) {
	const path = inventory.relative(place);
	if (path === null || path === "") return path === "";
	return inventory.isListed(path) || inventory.unlisted.has(posix.dirname(path));
}
function atEnd({ inventory, cache }, bits, { closed, end }, mayBeProgram, isUnread) {
	const isShut = (folder) => isWalked(inventory, `${folder}/.`) || cache.folderOf(`${folder}/.`) !== null;
	if (end === null || closed.some(isShut)) return null;
	const { path, stat } = end;
	const access = isUnread ? "read" : lackOf(bits, stat, mayBeProgram);
	const ownership = ownershipOf({
		kind: "ok",
		value: stat
	});
	return access && {
		place: path,
		access,
		ways: [],
		...ownership,
		key: path
	};
}
function lackOf(bits, stat, mayBeProgram) {
	if (stat.kind === "directory") return bits.allows(stat, 4 | 1) ? null : "enter";
	if (stat.kind !== "file") return null;
	if (!bits.allows(stat, 4)) return "read";
	return mayBeProgram && (stat.mode & 73) !== 0 && !bits.allows(stat, 1) ? "execute" : null;
}

// src/checks.ts
const CHECKS = [
	danglingLink,
	linkLoop,
	missingLink,
	flattenedLink,
	linkBecameFile,
	retargetedLink,
	escapingLink,
	cacheLink,
	absoluteLink,
	missingFile,
	alteredFile,
	replacedByPip,
	truncatedFile,
	wrongType,
	notExecutable,
	unreadableTarget,
	unreadableFolder,
	foreignOwner,
	hazardousFilesystem,
	missingEntryPoint,
	stalePrefix,
	brokenShebang,
	missingLibrary,
	missingLoader,
	unreadableRecord,
	duplicateRecord,
	clobberedFile,
	unmetDependency,
	leftover,
	unownedFiles,
	damagedCache,
	sharedDamage
];
function selectChecks(only, skip) {
	return CHECKS.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

// src/path-pattern.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
const isAny = () => true;
const isSlash = (character) => character === "/";
const isNoSlash = (character) => character !== "/";
function patternOf(pattern) {
	if (!hasStars(pattern)) {
		const only = pattern.replaceAll("[*]", "*");
		return (path) => path === only;
	}
	const steps = stepsOf(pattern);
	const [start = ""] = pattern.split(/\*|\[\*\]/);
	return (path) => path.startsWith(start) && isLedTo(steps, path);
}
function hasStars(pattern) {
	return pattern.replaceAll("[*]", "").includes("*");
}
function patternFor(path) {
	return path.replaceAll("*", "[*]");
}
function stepsOf(pattern) {
	const steps = [];
	for (const [part] of pattern.matchAll(/(?<![^/])\*\*\/|\*\*+|\*|\[\*\]|./gsu)) if (part === "**/") {
		steps.push({
			takes: () => false,
			repeats: false,
			skips: [1, 3]
		});
		steps.push({
			takes: isAny,
			repeats: true,
			skips: [1]
		});
		steps.push({
			takes: isSlash,
			repeats: false,
			skips: []
		});
	} else if (part.startsWith("**")) steps.push({
		takes: isAny,
		repeats: true,
		skips: [1]
	});
	else if (part === "*") steps.push({
		takes: isNoSlash,
		repeats: true,
		skips: [1]
	});
	else {
		const literal = part === "[*]" ? "*" : part;
		steps.push({
			takes: (character) => character === literal,
			repeats: false,
			skips: []
		});
	}
	return steps;
}
function isLedTo(steps, path) {
	let at = /* @__PURE__ */ new Set();
	const enter = (places, place) => {
		if (places.has(place)) return;
		places.add(place);
		for (const far of steps[place]?.skips ?? []) enter(places, place + far);
	};
	enter(at, 0);
	for (const character of path) {
		const next = /* @__PURE__ */ new Set();
		for (const place of at) {
			const step = steps[place];
			if (step?.takes(character)) enter(next, place + (step.repeats ? 0 : 1));
		}
		if (next.size === 0) return false;
		at = next;
	}
	return at.has(steps.length);
}

// src/accepted.ts
function nameOf$1(dist) {
	return dist.replace(/-[^-]*-[^-]*$/, "");
}
function dayOf(time) {
	return time.toISOString().slice(0, 10);
}
var Acceptances = class {
	#today;
	#all;
	#exact = /* @__PURE__ */ new Map();
	#others = /* @__PURE__ */ new Map();
	#used = /* @__PURE__ */ new Set();
	#again = /* @__PURE__ */ new Map();
	constructor(all, now) {
		this.#all = all;
		this.#today = dayOf(now);
		for (const entry of all) {
			const { check, path } = entry;
			if (path === null || hasStars(path)) {
				const isAt = path === null ? () => true : patternOf(path);
				push(this.#others, check, {
					entry,
					isAt
				});
			} else push(this.#exact, `${check} ${path.replaceAll("[*]", "*")}`, entry);
		}
	}
	reasonFor = (finding) => {
		let expired = null;
		for (const entry of this.#matching(finding)) {
			this.#used.add(entry);
			if (entry.until === null || entry.until >= this.#today) return entry.reason;
			expired ??= entry;
		}
		if (expired) this.#again.set(expired, (this.#again.get(expired) ?? 0) + 1);
		return null;
	};
	*#matching(finding) {
		const path = printable(finding.path);
		const names = finding.environments.map(printable);
		const owner = finding.package === null ? null : printable(finding.package);
		const isMeant = (entry) => (entry.package === null || entry.package === owner) && (entry.environment === null || names.includes(entry.environment));
		for (const entry of this.#exact.get(`${finding.check} ${path}`) ?? []) if (isMeant(entry)) yield entry;
		for (const { entry, isAt } of this.#others.get(finding.check) ?? []) if (isMeant(entry) && isAt(path)) yield entry;
	}
	remarks() {
		return this.#all.flatMap((entry) => {
			const again = this.#again.get(entry);
			if (again === void 0) return [];
			const what = again === 1 ? "1 finding counts" : `${again} findings count`;
			return `${entry.place}: accepted until ${entry.until}, which is over (${entry.reason}): ${what} again (${entry.check})`;
		});
	}
	stale(ran, environments) {
		const ids = new Set(ran.map(({ id }) => id));
		const names = new Set(environments.flat().map(printable));
		return this.#all.filter((entry) => !this.#used.has(entry) && ids.has(entry.check) && (entry.environment === null || names.has(entry.environment)));
	}
};
function push(map, key, value) {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
const TOLD = 5;
function hintOn(stale) {
	if (stale.length === 0) return "";
	const places = stale.slice(0, TOLD).map(({ place, check }) => `${place} (${check})`);
	const rest = stale.length > TOLD ? `, and ${stale.length - TOLD} more` : "";
	return `conda-links: accepted, and not found this time: ${places.join(", ")}${rest}. What is mended can be taken out.\n`;
}

// src/references.ts
const SCHEMES = SOURCE_KINDS.filter((kind) => kind !== "directory");
const IMAGES = [
	"docker",
	"docker-archive",
	"oci-dir",
	"oci-archive"
];
function parseReference(word) {
	const kind = SCHEMES.find((scheme) => word.startsWith(`${scheme}:`));
	return kind ? {
		kind,
		value: word.slice(kind.length + 1),
		text: word
	} : null;
}
function isImage({ kind }) {
	return IMAGES.includes(kind);
}
async function openReference(reference, options) {
	if (reference.value === "") throw new BadInput(`${reference.text} names nothing.`, `Write ${EXAMPLES[reference.kind]}.`);
	const { openArchive } = await import("./archives.js");
	return openArchive(reference, isImage(reference), options);
}
const EXAMPLES = {
	docker: "docker:ml:latest",
	"docker-archive": "docker-archive:ml.tar",
	"oci-dir": "oci-dir:ml",
	"oci-archive": "oci-archive:ml.tar",
	tar: "tar:ml.tar.gz, or tar:- for standard input",
	zip: "zip:ml.zip"
};

// src/settings.ts
const UNSET = {
	options: /* @__PURE__ */ new Map(),
	accept: [],
	smoke: []
};
const SETTINGS_FILE = ".conda-links.yml";
const LARGEST_SETTINGS = 524288;
async function readSettings(source, folder, named = null) {
	const file = named ?? ".conda-links.yml";
	const text = await readText(source, folder, file);
	if (text === null && named !== null) throw new NotFound(`There is no ${named}.`, "It is what the option config names.");
	if (text === null || text.trim() === "") return UNSET;
	const { parseSettings } = await import("./settings-yaml.js");
	return parseSettings(text, file);
}
async function readText(source, folder, file) {
	const path = posix.resolve(folder, file);
	const content = (await source.read([path], 524289)).get(path);
	if (content === void 0 || content.kind === "missing") return null;
	if (content.kind !== "ok") {
		const why = source.list(path).kind === "ok" ? " is a folder" : " cannot be read";
		const advice = content.kind === "denied" ? "See that this user may read it." : "It has to be a file, like docs/settings.md shows one.";
		throw new CannotRead(`${file}${why}.`, advice);
	}
	if (content.value.length > 524288) throw new BadInput(`${file} is larger than 512 KiB.`, "Accept many findings with one pattern: path: \"lib/old/**\".");
	return content.value.toString("utf8");
}
function settled(command, given, { options }) {
	const ids = command === "lint" ? RULE_IDS : CHECK_IDS;
	const fromFile = SETTING_INPUTS.filter((input) => input.of.includes(command)).flatMap(({ name, choices }) => {
		const setting = options.get(name);
		const key = keyOf(name);
		if (!setting || isGiven(given[key])) return [];
		return [[key, (name === "check" || name === "skip") && choices.length > 0 ? [setting.value].flat().filter((id) => ids.includes(id)) : setting.value]];
	});
	return {
		...given,
		...Object.fromEntries(fromFile)
	};
}
function withoutUseless(inputs, given) {
	const references = inputs.environments.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	const { length } = inputs.environments;
	const areArchives = length > 0 && length === references.length && !hasImage;
	const isUserOfUse = inputs.level !== "links" && !areArchives;
	return {
		...inputs,
		prefix: hasArchive || isGiven(given["prefix"]) ? inputs.prefix : null,
		platform: hasImage || isGiven(given["platform"]) ? inputs.platform : null,
		asUser: isUserOfUse || isGiven(given["asUser"]) ? inputs.asUser : null
	};
}
function blaming(error, given, { options }) {
	if (!(error instanceof BadInput)) return error;
	const [, name = ""] = /^([a-z][a-z-]*): /.exec(error.message) ?? [];
	const setting = options.get(name);
	if (!setting || isGiven(given[keyOf(name)])) return error;
	return new BadInput(`${setting.place}: ${error.message}`, error.advice, { cause: error });
}
function keyOf(name) {
	return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
function isGiven(raw) {
	return raw !== void 0 && raw !== "" && !(Array.isArray(raw) && raw.length === 0);
}

// src/commands/bounds.ts
function whereIn(source, file, { environments }) {
	const folder = `${realPath(source, posix.dirname(file))}/`;
	for (const { reference, prefix } of environments) {
		if (reference !== null || prefix === "") continue;
		const place = realPath(source, prefix);
		const found = [place, realPath(source, `${rootOf(place)}/pkgs`)].find((one) => folder.startsWith(`${one}/`));
		if (found !== void 0) return found;
	}
	return null;
}
function refuseWithin(source, file, report, shown) {
	const place = whereIn(source, file, report);
	if (place === null) return;
	throw new CannotWrite(`${shown} would be written into ${place}.`, "Nothing is written into environments and package caches: name a file elsewhere.");
}

// src/commands/adoption.ts
async function settingsFor(source, { cwd }, raw) {
	const named = text$1(raw["config"]);
	if (named !== null && isOn(INPUTS.writeBaseline, raw["writeBaseline"]) && await readText(source, cwd, named) === null) return UNSET;
	return readSettings(source, cwd, named);
}
var Adoption = class Adoption {
	#acceptances;
	#baseline;
	constructor(acceptances, baseline) {
		this.#acceptances = acceptances;
		this.#baseline = baseline;
	}
	static async of({ accept }, raw, failOn, now) {
		const acceptances = new Acceptances(accept, now);
		if (!isOn(INPUTS.writeBaseline, raw["writeBaseline"])) return new Adoption(acceptances, null);
		const { Baseline } = await import("./baseline.js");
		return new Adoption(acceptances, new Baseline(failOn, now));
	}
	accept = (finding, severity) => this.#acceptances.reasonFor(finding) ?? this.#baseline?.accept(finding, severity) ?? null;
	async end(report, ran, { source, machine, raw }) {
		const remarks = this.#baseline ? [] : this.#acceptances.remarks();
		const environments = report.environments.filter(({ verdict }) => verdict !== "unchecked").map(({ name, prefix }) => [name, prefix]);
		const hint = hintOn(this.#acceptances.stale(ran, environments));
		const file = text$1(raw["config"]) ?? ".conda-links.yml";
		const written = this.#baseline ? await add(this.#baseline, file, report, source, machine) : "";
		return {
			report: remarks.length > 0 ? {
				...report,
				remarks
			} : report,
			aside: lines([hint, written].filter(Boolean).map((text) => text.trim()))
		};
	}
};
async function add(baseline, file, report, source, { cwd }) {
	if (baseline.size === 0) return `conda-links: nothing has to be accepted; ${file} is as it was.`;
	const place = posix.resolve(cwd, file);
	refuseWithin(source, place, report, file);
	const names = report.environments.map(({ name }) => name);
	const doubles = new Set(names.filter((name, at) => names.indexOf(name) !== at));
	const text = await readText(source, cwd, file) ?? "";
	await write(baseline.addTo(text, file, doubles), place);
	return `conda-links: ${baseline.size === 1 ? "1 finding" : `${baseline.size} findings`} accepted in ${file} until ${baseline.until}; after that day they count again.`;
}

// src/conda/condarc.ts
const LARGEST$1 = 1 << 20;
async function environmentFolders(source, machine, roots) {
	const { env } = machine;
	const fromVariables = [env["CONDA_ENVS_DIRS"], env["CONDA_ENVS_PATH"]].flatMap((value) => value?.split(/[:,]/) ?? []);
	const files = configurationFiles(source, machine, roots).filter((file) => source.exists(file));
	const contents = await source.read(files, LARGEST$1);
	const texts = files.flatMap((file) => {
		const content = contents.get(file);
		return content?.kind === "ok" ? content.value.toString("utf8") : [];
	});
	const parse = texts.length > 0 ? (await import("./yaml.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).parse : () => null;
	const fromFiles = texts.flatMap((text) => foldersIn(parse, text));
	return [.../* @__PURE__ */ new Set([...fromVariables, ...fromFiles])].map((folder) => expand(folder.trim(), machine)).filter((folder) => folder.startsWith("/"));
}
function configurationFiles(source, machine, roots) {
	const { env, home } = machine;
	const config = env["XDG_CONFIG_HOME"] ?? `${home}/.config`;
	const named = [
		"/etc/conda",
		"/var/lib/conda",
		...roots,
		`${config}/conda`,
		`${home}/.conda`,
		env["CONDA_PREFIX"] ?? ""
	].filter((place) => place.startsWith("/")).flatMap((place) => [
		`${place}/.condarc`,
		`${place}/condarc`,
		...pieces(source, `${place}/condarc.d`)
	]);
	const own = [
		`${home}/.condarc`,
		`${home}/.mambarc`,
		env["CONDARC"] ?? "",
		env["MAMBARC"] ?? ""
	];
	return [.../* @__PURE__ */ new Set([...named, ...own])].filter((file) => file.startsWith("/"));
}
function pieces(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.map((item) => item.name).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => `${folder}/${name}`);
}
function foldersIn(parse, text) {
	try {
		if (isTooDeep(text)) return [];
		const config = parse(text, {
			maxAliasCount: 100,
			logLevel: "silent"
		});
		if (typeof config !== "object" || config === null) return [];
		const { envs_dirs, envs_path } = config;
		return [envs_dirs, envs_path].flat().filter((folder) => typeof folder === "string");
	} catch {
		return [];
	}
}
function isTooDeep(text) {
	return /(?:[[{]\s*){64}|(?:[-?:] +){64}|^ {512}/m.test(text);
}
function expand(folder, { env, home, cwd }) {
	const path = folder.replace(/^~(?=\/|$)/, home).replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => env[braced ?? bare] ?? whole);
	return path === "" ? "" : posix.resolve(cwd, path);
}

// src/conda/environments.ts
const USUAL_ROOTS = [
	"miniconda3",
	"miniconda",
	"miniforge3",
	"mambaforge",
	"anaconda3",
	"anaconda",
	"micromamba",
	"conda",
	".local/share/mamba",
	".conda"
];
async function findEnvironments(source, machine) {
	const { env, cwd } = machine;
	const users = await homes(source, machine);
	const listed = await registered(source, users);
	const prefixes = [...[env["CONDA_PREFIX"], ...Array.from({ length: 9 }, (_, n) => env[`CONDA_PREFIX_${n + 1}`])], ...listed.prefixes].filter((path) => path !== void 0 && path !== "");
	const executable = env["CONDA_EXE"] ?? "";
	const roots = [
		executable.startsWith("/") ? posix.dirname(posix.dirname(executable)) : "",
		env["CONDA"] ?? "",
		env["MAMBA_ROOT_PREFIX"] ?? "",
		...prefixes.map((prefix) => rootOf(posix.normalize(prefix))),
		...[
			...users,
			"/opt",
			"/usr/local",
			"/usr/share"
		].flatMap((place) => USUAL_ROOTS.map((name) => `${place}/${name}`))
	].filter((root) => root.startsWith("/"));
	const folders = [
		...await environmentFolders(source, machine, roots),
		...users.map((home) => `${home}/.conda/envs`),
		...ancestors(cwd).map((folder) => `${folder}/.pixi/envs`)
	];
	return {
		environments: environmentsAt(source, [
			...prefixes,
			...roots.flatMap((root) => [root, ...subfolders(source, `${root}/envs`)]),
			...folders.flatMap((folder) => subfolders(source, folder))
		]),
		tried: [
			"CONDA_PREFIX, CONDA_EXE, CONDA and MAMBA_ROOT_PREFIX",
			...listed.files,
			...new Set([...roots, ...folders].filter((place) => source.exists(place)))
		]
	};
}
function findForAction(source, machine) {
	const { env, cwd } = machine;
	const active = env["CONDA_PREFIX"] ?? "";
	const folders = [...[env["CONDA"], env["MAMBA_ROOT_PREFIX"]].filter((root) => root?.startsWith("/")).map((root) => `${root}/envs`), `${cwd}/.pixi/envs`];
	if (active !== "") return {
		environments: [environmentAt(source, posix.resolve(cwd, active))],
		tried: []
	};
	return {
		environments: environmentsAt(source, folders.flatMap((folder) => subfolders(source, folder))),
		tried: ["CONDA_PREFIX", ...folders]
	};
}
function environmentAt(source, prefix) {
	return {
		name: nameOf(source, prefix),
		prefix,
		problem: problemOf(source, prefix)
	};
}
function problemOf(source, path) {
	const place = realPath(source, path);
	const stat = source.lstat(place);
	if (stat.kind === "missing") return new NotFound(`There is nothing at ${path}.`, "Look for it with: conda-links list");
	if (stat.kind === "denied") return new CannotRead(`${path} may not be read.`, "Run it as a user who may, or as its owner.");
	if (stat.kind === "ok" && stat.value.kind === "symlink") return new NotFound(`${path} is a link that leads nowhere.`, "Name the prefix itself.");
	if (stat.kind !== "ok" || stat.value.kind !== "directory") return new CannotRead(`${path} is no folder.`, adviceForFile(path));
	if (source.lstat(`${place}/conda-meta`).kind === "denied") return new CannotRead(`${path} may not be entered.`, "Run it as a user who may, or as its owner.");
	if (source.exists(`${place}/python.exe`) || source.exists(`${place}/Scripts/conda.exe`)) return new CannotRead(`${path} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
	if (isEnvironment(source, place)) return null;
	if (source.exists(`${place}/pyvenv.cfg`)) return new CannotRead(`${path} is a virtual environment (venv, virtualenv or uv), not one of conda.`, "It has no records to compare it with.");
	return new CannotRead(`${path} is not a conda environment: it has no conda-meta with records.`, "Name the prefix of an environment; conda-links list shows those that are known.");
}
function adviceForFile(path) {
	if (/\.zip$/i.test(path)) return `An archive is named with its kind: zip:${path}`;
	if (/\.(?:tar(?:\.\w+)?|tgz|tbz2?|tzst)$/i.test(path)) return `An archive is named with its kind: tar:${path}`;
	return "Name the prefix of an environment.";
}
function isEnvironment(source, path) {
	const metadata = source.list(`${path}/conda-meta`);
	if (metadata.kind === "denied") return true;
	if (metadata.kind !== "ok") return false;
	return metadata.value.some(({ name }) => name === "history" || name.endsWith(".json"));
}
function subfolders(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.filter(({ kind, name }) => (kind === "directory" || kind === "symlink") && !name.startsWith(".")).map(({ name }) => `${folder}/${name}`).sort();
}
function distinct(source, environments) {
	const seen = /* @__PURE__ */ new Map();
	for (const environment of environments) {
		const { name, prefix } = environment;
		const place = prefix === "" ? `name ${name}` : realPath(source, prefix);
		const stat = source.lstat(place);
		const key = stat.kind === "ok" ? stat.value.identity : place;
		if (!seen.has(key)) seen.set(key, environment);
	}
	return [...seen.values()];
}
function environmentsAt(source, prefixes) {
	return distinct(source, prefixes.filter((prefix) => isEnvironment(source, prefix)).map((prefix) => environmentAt(source, posix.resolve(prefix))));
}
function nameOf(source, prefix) {
	return (subfolders(source, `${prefix}/envs`).some((one) => isEnvironment(source, one)) || source.exists(`${prefix}/condabin`)) && isEnvironment(source, prefix) ? "base" : posix.basename(prefix) || prefix;
}
async function registered(source, users) {
	const files = users.map((home) => `${home}/.conda/environments.txt`);
	const contents = await source.read(files, 1 << 20);
	const readable = files.filter((file) => contents.get(file)?.kind === "ok");
	return {
		prefixes: readable.flatMap((file) => {
			const content = contents.get(file);
			return (content?.kind === "ok" ? content.value.toString("utf8").split("\n") : []).map((line) => line.trim()).filter((line) => line.startsWith("/"));
		}),
		files: readable
	};
}
function ancestors(folder) {
	return folder === "/" ? [""] : [folder, ...ancestors(posix.dirname(folder))];
}

// src/report.ts
function eyesOf({ uid, gid, name, why }) {
	if (why === "process" || why === "image" && uid === 0) return null;
	const who = `${name === null ? "" : `${name}, `}${uid}:${gid}`;
	return {
		asked: who,
		owner: `the owner of the prefix (${who})`,
		image: `the image’s USER (${who})`
	}[why];
}
function placeOf({ reference, prefix }) {
	return reference === null || prefix === "" ? prefix : `${prefix} in ${reference}`;
}
function overall(all) {
	if (all.some(({ verdict }) => verdict === "broken")) return "broken";
	return all.some(({ verdict }) => verdict === "unchecked") || all.length === 0 ? "unchecked" : "whole";
}
function counting(findings) {
	return findings.filter((one) => !("accepted" in one) || one.accepted === void 0);
}
function acceptedBy(findings) {
	const reasons = /* @__PURE__ */ new Map();
	for (const { accepted } of findings) if (accepted !== void 0) reasons.set(accepted, (reasons.get(accepted) ?? 0) + 1);
	return reasons;
}
function count(checked, severity) {
	if (checked.verdict === "unchecked") return 0;
	const findings = checked.findings;
	return counting(findings).filter((finding) => finding.severity === severity).length;
}

// src/outcome.ts
function exitCode({ environments, files, images }, failOn) {
	const failing = failOn === "never" ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
	const all = [
		...environments,
		...files,
		...images
	];
	if (all.some((one) => one.verdict !== "unchecked" && counting(one.findings).some(({ severity }) => failing.includes(severity)))) return 1;
	return all.some(({ verdict }) => verdict === "unchecked") || all.length === 0 ? 2 : 0;
}

// src/reports/check-symlinks.ts
const checkSymlinks = ({ environments }) => environments.flatMap(linesOf).map((line) => `${line}\n`).join("");
function linesOf(environment) {
	const name = printable(environment.name);
	if (environment.verdict === "unchecked" && environment.isMissing) return [`Error: Environment '${name}' does not exist.`];
	return [`Checking symbolic links in environment: ${name}`, ...environment.programs.map(lineOf)];
}
function lineOf({ name, kind, target, resolves }) {
	const column = name.padEnd(30);
	if (kind === "missing") return `${column} (Missing)`;
	if (kind === "file") return `${column} (Regular file, not a symlink)`;
	return `${column} -> ${printable(target ?? "")} (${resolves ? "OK" : "BROKEN"})`;
}

// src/reports/json.ts
const json = (report) => toJson(report);
function toJson(value) {
	const text = JSON.stringify(value, (_, one) => typeof one === "string" ? legible(one) : one, 2);
	return `${printableJson(text)}\n`;
}

// node_modules/picocolors/picocolors.js
var require_picocolors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let p = process || {};
	let argv = p.argv || [];
	let env = p.env || {};
	let isColorSupported = !(!!env.NO_COLOR || argv.includes("--no-color")) && (!!env.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env.TERM !== "dumb" || !!env.CI);
	let formatter = (open, close, replace = open) => (input) => {
		let string = "" + input, index = string.indexOf(close, open.length);
		return ~index ? open + replaceClose(string, close, replace, index) + close : open + string + close;
	};
	let replaceClose = (string, close, replace, index) => {
		let result = "", cursor = 0;
		do {
			result += string.substring(cursor, index) + replace;
			cursor = index + close.length;
			index = string.indexOf(close, cursor);
		} while (~index);
		return result + string.substring(cursor);
	};
	let createColors = (enabled = isColorSupported) => {
		let f = enabled ? formatter : () => String;
		return {
			isColorSupported: enabled,
			reset: f("\x1B[0m", "\x1B[0m"),
			bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
			dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
			italic: f("\x1B[3m", "\x1B[23m"),
			underline: f("\x1B[4m", "\x1B[24m"),
			inverse: f("\x1B[7m", "\x1B[27m"),
			hidden: f("\x1B[8m", "\x1B[28m"),
			strikethrough: f("\x1B[9m", "\x1B[29m"),
			black: f("\x1B[30m", "\x1B[39m"),
			red: f("\x1B[31m", "\x1B[39m"),
			green: f("\x1B[32m", "\x1B[39m"),
			yellow: f("\x1B[33m", "\x1B[39m"),
			blue: f("\x1B[34m", "\x1B[39m"),
			magenta: f("\x1B[35m", "\x1B[39m"),
			cyan: f("\x1B[36m", "\x1B[39m"),
			white: f("\x1B[37m", "\x1B[39m"),
			gray: f("\x1B[90m", "\x1B[39m"),
			bgBlack: f("\x1B[40m", "\x1B[49m"),
			bgRed: f("\x1B[41m", "\x1B[49m"),
			bgGreen: f("\x1B[42m", "\x1B[49m"),
			bgYellow: f("\x1B[43m", "\x1B[49m"),
			bgBlue: f("\x1B[44m", "\x1B[49m"),
			bgMagenta: f("\x1B[45m", "\x1B[49m"),
			bgCyan: f("\x1B[46m", "\x1B[49m"),
			bgWhite: f("\x1B[47m", "\x1B[49m"),
			blackBright: f("\x1B[90m", "\x1B[39m"),
			redBright: f("\x1B[91m", "\x1B[39m"),
			greenBright: f("\x1B[92m", "\x1B[39m"),
			yellowBright: f("\x1B[93m", "\x1B[39m"),
			blueBright: f("\x1B[94m", "\x1B[39m"),
			magentaBright: f("\x1B[95m", "\x1B[39m"),
			cyanBright: f("\x1B[96m", "\x1B[39m"),
			whiteBright: f("\x1B[97m", "\x1B[39m"),
			bgBlackBright: f("\x1B[100m", "\x1B[49m"),
			bgRedBright: f("\x1B[101m", "\x1B[49m"),
			bgGreenBright: f("\x1B[102m", "\x1B[49m"),
			bgYellowBright: f("\x1B[103m", "\x1B[49m"),
			bgBlueBright: f("\x1B[104m", "\x1B[49m"),
			bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
			bgCyanBright: f("\x1B[106m", "\x1B[49m"),
			bgWhiteBright: f("\x1B[107m", "\x1B[49m")
		};
	};
	module.exports = createColors();
	module.exports.createColors = createColors;
}));

// node_modules/ansi-regex/index.js
var import_picocolors = /* @__PURE__ */ __toESM(require_picocolors(), 1);
const ST = String.raw`(?:\u001B\u005C|\u009C)`;
const stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
const osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
const controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
const pattern = `${String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`}|${osc}|${controlString}|${String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`}|${String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`}`;
function ansiRegex({ onlyFirst = false } = {}) {
	return new RegExp(pattern, onlyFirst ? void 0 : "g");
}

// node_modules/strip-ansi/index.js
const regex = ansiRegex();
function stripAnsi(string) {
	if (typeof string !== "string") throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
	if (!string.includes("\x1B") && !string.includes("")) return string;
	return string.replace(regex, "");
}

// node_modules/eastasianwidth/eastasianwidth.js
var require_eastasianwidth = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var eaw = {};
	if ("undefined" == typeof module) window.eastasianwidth = eaw;
	else module.exports = eaw;
	eaw.eastAsianWidth = function(character) {
		var x = character.charCodeAt(0);
		var y = character.length == 2 ? character.charCodeAt(1) : 0;
		var codePoint = x;
		if (55296 <= x && x <= 56319 && 56320 <= y && y <= 57343) {
			x &= 1023;
			y &= 1023;
			codePoint = x << 10 | y;
			codePoint += 65536;
		}
		if (12288 == codePoint || 65281 <= codePoint && codePoint <= 65376 || 65504 <= codePoint && codePoint <= 65510) return "F";
		if (8361 == codePoint || 65377 <= codePoint && codePoint <= 65470 || 65474 <= codePoint && codePoint <= 65479 || 65482 <= codePoint && codePoint <= 65487 || 65490 <= codePoint && codePoint <= 65495 || 65498 <= codePoint && codePoint <= 65500 || 65512 <= codePoint && codePoint <= 65518) return "H";
		if (4352 <= codePoint && codePoint <= 4447 || 4515 <= codePoint && codePoint <= 4519 || 4602 <= codePoint && codePoint <= 4607 || 9001 <= codePoint && codePoint <= 9002 || 11904 <= codePoint && codePoint <= 11929 || 11931 <= codePoint && codePoint <= 12019 || 12032 <= codePoint && codePoint <= 12245 || 12272 <= codePoint && codePoint <= 12283 || 12289 <= codePoint && codePoint <= 12350 || 12353 <= codePoint && codePoint <= 12438 || 12441 <= codePoint && codePoint <= 12543 || 12549 <= codePoint && codePoint <= 12589 || 12593 <= codePoint && codePoint <= 12686 || 12688 <= codePoint && codePoint <= 12730 || 12736 <= codePoint && codePoint <= 12771 || 12784 <= codePoint && codePoint <= 12830 || 12832 <= codePoint && codePoint <= 12871 || 12880 <= codePoint && codePoint <= 13054 || 13056 <= codePoint && codePoint <= 19903 || 19968 <= codePoint && codePoint <= 42124 || 42128 <= codePoint && codePoint <= 42182 || 43360 <= codePoint && codePoint <= 43388 || 44032 <= codePoint && codePoint <= 55203 || 55216 <= codePoint && codePoint <= 55238 || 55243 <= codePoint && codePoint <= 55291 || 63744 <= codePoint && codePoint <= 64255 || 65040 <= codePoint && codePoint <= 65049 || 65072 <= codePoint && codePoint <= 65106 || 65108 <= codePoint && codePoint <= 65126 || 65128 <= codePoint && codePoint <= 65131 || 110592 <= codePoint && codePoint <= 110593 || 127488 <= codePoint && codePoint <= 127490 || 127504 <= codePoint && codePoint <= 127546 || 127552 <= codePoint && codePoint <= 127560 || 127568 <= codePoint && codePoint <= 127569 || 131072 <= codePoint && codePoint <= 194367 || 177984 <= codePoint && codePoint <= 196605 || 196608 <= codePoint && codePoint <= 262141) return "W";
		if (32 <= codePoint && codePoint <= 126 || 162 <= codePoint && codePoint <= 163 || 165 <= codePoint && codePoint <= 166 || 172 == codePoint || 175 == codePoint || 10214 <= codePoint && codePoint <= 10221 || 10629 <= codePoint && codePoint <= 10630) return "Na";
		if (161 == codePoint || 164 == codePoint || 167 <= codePoint && codePoint <= 168 || 170 == codePoint || 173 <= codePoint && codePoint <= 174 || 176 <= codePoint && codePoint <= 180 || 182 <= codePoint && codePoint <= 186 || 188 <= codePoint && codePoint <= 191 || 198 == codePoint || 208 == codePoint || 215 <= codePoint && codePoint <= 216 || 222 <= codePoint && codePoint <= 225 || 230 == codePoint || 232 <= codePoint && codePoint <= 234 || 236 <= codePoint && codePoint <= 237 || 240 == codePoint || 242 <= codePoint && codePoint <= 243 || 247 <= codePoint && codePoint <= 250 || 252 == codePoint || 254 == codePoint || 257 == codePoint || 273 == codePoint || 275 == codePoint || 283 == codePoint || 294 <= codePoint && codePoint <= 295 || 299 == codePoint || 305 <= codePoint && codePoint <= 307 || 312 == codePoint || 319 <= codePoint && codePoint <= 322 || 324 == codePoint || 328 <= codePoint && codePoint <= 331 || 333 == codePoint || 338 <= codePoint && codePoint <= 339 || 358 <= codePoint && codePoint <= 359 || 363 == codePoint || 462 == codePoint || 464 == codePoint || 466 == codePoint || 468 == codePoint || 470 == codePoint || 472 == codePoint || 474 == codePoint || 476 == codePoint || 593 == codePoint || 609 == codePoint || 708 == codePoint || 711 == codePoint || 713 <= codePoint && codePoint <= 715 || 717 == codePoint || 720 == codePoint || 728 <= codePoint && codePoint <= 731 || 733 == codePoint || 735 == codePoint || 768 <= codePoint && codePoint <= 879 || 913 <= codePoint && codePoint <= 929 || 931 <= codePoint && codePoint <= 937 || 945 <= codePoint && codePoint <= 961 || 963 <= codePoint && codePoint <= 969 || 1025 == codePoint || 1040 <= codePoint && codePoint <= 1103 || 1105 == codePoint || 8208 == codePoint || 8211 <= codePoint && codePoint <= 8214 || 8216 <= codePoint && codePoint <= 8217 || 8220 <= codePoint && codePoint <= 8221 || 8224 <= codePoint && codePoint <= 8226 || 8228 <= codePoint && codePoint <= 8231 || 8240 == codePoint || 8242 <= codePoint && codePoint <= 8243 || 8245 == codePoint || 8251 == codePoint || 8254 == codePoint || 8308 == codePoint || 8319 == codePoint || 8321 <= codePoint && codePoint <= 8324 || 8364 == codePoint || 8451 == codePoint || 8453 == codePoint || 8457 == codePoint || 8467 == codePoint || 8470 == codePoint || 8481 <= codePoint && codePoint <= 8482 || 8486 == codePoint || 8491 == codePoint || 8531 <= codePoint && codePoint <= 8532 || 8539 <= codePoint && codePoint <= 8542 || 8544 <= codePoint && codePoint <= 8555 || 8560 <= codePoint && codePoint <= 8569 || 8585 == codePoint || 8592 <= codePoint && codePoint <= 8601 || 8632 <= codePoint && codePoint <= 8633 || 8658 == codePoint || 8660 == codePoint || 8679 == codePoint || 8704 == codePoint || 8706 <= codePoint && codePoint <= 8707 || 8711 <= codePoint && codePoint <= 8712 || 8715 == codePoint || 8719 == codePoint || 8721 == codePoint || 8725 == codePoint || 8730 == codePoint || 8733 <= codePoint && codePoint <= 8736 || 8739 == codePoint || 8741 == codePoint || 8743 <= codePoint && codePoint <= 8748 || 8750 == codePoint || 8756 <= codePoint && codePoint <= 8759 || 8764 <= codePoint && codePoint <= 8765 || 8776 == codePoint || 8780 == codePoint || 8786 == codePoint || 8800 <= codePoint && codePoint <= 8801 || 8804 <= codePoint && codePoint <= 8807 || 8810 <= codePoint && codePoint <= 8811 || 8814 <= codePoint && codePoint <= 8815 || 8834 <= codePoint && codePoint <= 8835 || 8838 <= codePoint && codePoint <= 8839 || 8853 == codePoint || 8857 == codePoint || 8869 == codePoint || 8895 == codePoint || 8978 == codePoint || 9312 <= codePoint && codePoint <= 9449 || 9451 <= codePoint && codePoint <= 9547 || 9552 <= codePoint && codePoint <= 9587 || 9600 <= codePoint && codePoint <= 9615 || 9618 <= codePoint && codePoint <= 9621 || 9632 <= codePoint && codePoint <= 9633 || 9635 <= codePoint && codePoint <= 9641 || 9650 <= codePoint && codePoint <= 9651 || 9654 <= codePoint && codePoint <= 9655 || 9660 <= codePoint && codePoint <= 9661 || 9664 <= codePoint && codePoint <= 9665 || 9670 <= codePoint && codePoint <= 9672 || 9675 == codePoint || 9678 <= codePoint && codePoint <= 9681 || 9698 <= codePoint && codePoint <= 9701 || 9711 == codePoint || 9733 <= codePoint && codePoint <= 9734 || 9737 == codePoint || 9742 <= codePoint && codePoint <= 9743 || 9748 <= codePoint && codePoint <= 9749 || 9756 == codePoint || 9758 == codePoint || 9792 == codePoint || 9794 == codePoint || 9824 <= codePoint && codePoint <= 9825 || 9827 <= codePoint && codePoint <= 9829 || 9831 <= codePoint && codePoint <= 9834 || 9836 <= codePoint && codePoint <= 9837 || 9839 == codePoint || 9886 <= codePoint && codePoint <= 9887 || 9918 <= codePoint && codePoint <= 9919 || 9924 <= codePoint && codePoint <= 9933 || 9935 <= codePoint && codePoint <= 9953 || 9955 == codePoint || 9960 <= codePoint && codePoint <= 9983 || 10045 == codePoint || 10071 == codePoint || 10102 <= codePoint && codePoint <= 10111 || 11093 <= codePoint && codePoint <= 11097 || 12872 <= codePoint && codePoint <= 12879 || 57344 <= codePoint && codePoint <= 63743 || 65024 <= codePoint && codePoint <= 65039 || 65533 == codePoint || 127232 <= codePoint && codePoint <= 127242 || 127248 <= codePoint && codePoint <= 127277 || 127280 <= codePoint && codePoint <= 127337 || 127344 <= codePoint && codePoint <= 127386 || 917760 <= codePoint && codePoint <= 917999 || 983040 <= codePoint && codePoint <= 1048573 || 1048576 <= codePoint && codePoint <= 1114109) return "A";
		return "N";
	};
	eaw.characterLength = function(character) {
		var code = this.eastAsianWidth(character);
		if (code == "F" || code == "W" || code == "A") return 2;
		else return 1;
	};
	function stringToArray(string) {
		return string.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF]/g) || [];
	}
	eaw.length = function(string) {
		var characters = stringToArray(string);
		var len = 0;
		for (var i = 0; i < characters.length; i++) len = len + this.characterLength(characters[i]);
		return len;
	};
	eaw.slice = function(text, start, end) {
		textLen = eaw.length(text);
		start = start ? start : 0;
		end = end ? end : 1;
		if (start < 0) start = textLen + start;
		if (end < 0) end = textLen + end;
		var result = "";
		var eawLen = 0;
		var chars = stringToArray(text);
		for (var i = 0; i < chars.length; i++) {
			var char = chars[i];
			var charLen = eaw.length(char);
			if (eawLen >= start - (charLen == 2 ? 1 : 0)) {
				if (eawLen + charLen <= end) result += char;
				else break;
			}
			eawLen += charLen;
		}
		return result;
	};
}));

// node_modules/string-width/node_modules/emoji-regex/index.js
var require_emoji_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function() {
		return /\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62(?:\uDB40\uDC77\uDB40\uDC6C\uDB40\uDC73|\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74|\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67)\uDB40\uDC7F|(?:\uD83E\uDDD1\uD83C\uDFFF\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB-\uDFFE])|(?:\uD83E\uDDD1\uD83C\uDFFE\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB-\uDFFD\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFD\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB\uDFFC\uDFFE\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFC\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB\uDFFD-\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFB\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFB\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFC-\uDFFF])|\uD83D\uDC68(?:\uD83C\uDFFB(?:\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFF])|\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFF]))|\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFC-\uDFFF])|[\u2695\u2696\u2708]\uFE0F|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))?|(?:\uD83C[\uDFFC-\uDFFF])\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFF])|\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFF]))|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83D\uDC68|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFE])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD\uDFFF])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC\uDFFE\uDFFF])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFD-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])\uFE0F|\u200D(?:(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D[\uDC66\uDC67])|\uD83D[\uDC66\uDC67])|\uD83C\uDFFF|\uD83C\uDFFE|\uD83C\uDFFD|\uD83C\uDFFC)?|(?:\uD83D\uDC69(?:\uD83C\uDFFB\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69])|(?:\uD83C[\uDFFC-\uDFFF])\u200D\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69]))|\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1)(?:\uD83C[\uDFFB-\uDFFF])|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|\uD83D\uDC69(?:\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69])|\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFB\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))|\uD83E\uDDD1(?:\u200D(?:\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFB\u200D(?:\uD83C[\uDF3E\uDF73\uDF7C\uDF84\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))|\uD83D\uDC69\u200D\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D[\uDC66\uDC67])|\uD83D\uDC69\u200D\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8|\uD83E\uDDD1(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])|\uD83D\uDC69(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])|\uD83D\uDE36\u200D\uD83C\uDF2B|\uD83C\uDFF3\uFE0F\u200D\u26A7|\uD83D\uDC3B\u200D\u2744|(?:(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC70\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD35\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD4\uDDD6-\uDDDD])(?:\uD83C[\uDFFB-\uDFFF])|\uD83D\uDC6F|\uD83E[\uDD3C\uDDDE\uDDDF])\u200D[\u2640\u2642]|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uFE0F|\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|\uD83C\uDFF4\u200D\u2620|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC70\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD35\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD4\uDDD6-\uDDDD])\u200D[\u2640\u2642]|[\xA9\xAE\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u2328\u23CF\u23ED-\u23EF\u23F1\u23F2\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB\u25FC\u2600-\u2604\u260E\u2611\u2618\u2620\u2622\u2623\u2626\u262A\u262E\u262F\u2638-\u263A\u2640\u2642\u265F\u2660\u2663\u2665\u2666\u2668\u267B\u267E\u2692\u2694-\u2697\u2699\u269B\u269C\u26A0\u26A7\u26B0\u26B1\u26C8\u26CF\u26D1\u26D3\u26E9\u26F0\u26F1\u26F4\u26F7\u26F8\u2702\u2708\u2709\u270F\u2712\u2714\u2716\u271D\u2721\u2733\u2734\u2744\u2747\u2763\u27A1\u2934\u2935\u2B05-\u2B07\u3030\u303D\u3297\u3299]|\uD83C[\uDD70\uDD71\uDD7E\uDD7F\uDE02\uDE37\uDF21\uDF24-\uDF2C\uDF36\uDF7D\uDF96\uDF97\uDF99-\uDF9B\uDF9E\uDF9F\uDFCD\uDFCE\uDFD4-\uDFDF\uDFF5\uDFF7]|\uD83D[\uDC3F\uDCFD\uDD49\uDD4A\uDD6F\uDD70\uDD73\uDD76-\uDD79\uDD87\uDD8A-\uDD8D\uDDA5\uDDA8\uDDB1\uDDB2\uDDBC\uDDC2-\uDDC4\uDDD1-\uDDD3\uDDDC-\uDDDE\uDDE1\uDDE3\uDDE8\uDDEF\uDDF3\uDDFA\uDECB\uDECD-\uDECF\uDEE0-\uDEE5\uDEE9\uDEF0\uDEF3])\uFE0F|\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08|\uD83D\uDC69\u200D\uD83D\uDC67|\uD83D\uDC69\u200D\uD83D\uDC66|\uD83D\uDE35\u200D\uD83D\uDCAB|\uD83D\uDE2E\u200D\uD83D\uDCA8|\uD83D\uDC15\u200D\uD83E\uDDBA|\uD83E\uDDD1(?:\uD83C\uDFFF|\uD83C\uDFFE|\uD83C\uDFFD|\uD83C\uDFFC|\uD83C\uDFFB)?|\uD83D\uDC69(?:\uD83C\uDFFF|\uD83C\uDFFE|\uD83C\uDFFD|\uD83C\uDFFC|\uD83C\uDFFB)?|\uD83C\uDDFD\uD83C\uDDF0|\uD83C\uDDF6\uD83C\uDDE6|\uD83C\uDDF4\uD83C\uDDF2|\uD83D\uDC08\u200D\u2B1B|\u2764\uFE0F\u200D(?:\uD83D\uDD25|\uD83E\uDE79)|\uD83D\uDC41\uFE0F|\uD83C\uDFF3\uFE0F|\uD83C\uDDFF(?:\uD83C[\uDDE6\uDDF2\uDDFC])|\uD83C\uDDFE(?:\uD83C[\uDDEA\uDDF9])|\uD83C\uDDFC(?:\uD83C[\uDDEB\uDDF8])|\uD83C\uDDFB(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDEE\uDDF3\uDDFA])|\uD83C\uDDFA(?:\uD83C[\uDDE6\uDDEC\uDDF2\uDDF3\uDDF8\uDDFE\uDDFF])|\uD83C\uDDF9(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDED\uDDEF-\uDDF4\uDDF7\uDDF9\uDDFB\uDDFC\uDDFF])|\uD83C\uDDF8(?:\uD83C[\uDDE6-\uDDEA\uDDEC-\uDDF4\uDDF7-\uDDF9\uDDFB\uDDFD-\uDDFF])|\uD83C\uDDF7(?:\uD83C[\uDDEA\uDDF4\uDDF8\uDDFA\uDDFC])|\uD83C\uDDF5(?:\uD83C[\uDDE6\uDDEA-\uDDED\uDDF0-\uDDF3\uDDF7-\uDDF9\uDDFC\uDDFE])|\uD83C\uDDF3(?:\uD83C[\uDDE6\uDDE8\uDDEA-\uDDEC\uDDEE\uDDF1\uDDF4\uDDF5\uDDF7\uDDFA\uDDFF])|\uD83C\uDDF2(?:\uD83C[\uDDE6\uDDE8-\uDDED\uDDF0-\uDDFF])|\uD83C\uDDF1(?:\uD83C[\uDDE6-\uDDE8\uDDEE\uDDF0\uDDF7-\uDDFB\uDDFE])|\uD83C\uDDF0(?:\uD83C[\uDDEA\uDDEC-\uDDEE\uDDF2\uDDF3\uDDF5\uDDF7\uDDFC\uDDFE\uDDFF])|\uD83C\uDDEF(?:\uD83C[\uDDEA\uDDF2\uDDF4\uDDF5])|\uD83C\uDDEE(?:\uD83C[\uDDE8-\uDDEA\uDDF1-\uDDF4\uDDF6-\uDDF9])|\uD83C\uDDED(?:\uD83C[\uDDF0\uDDF2\uDDF3\uDDF7\uDDF9\uDDFA])|\uD83C\uDDEC(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEE\uDDF1-\uDDF3\uDDF5-\uDDFA\uDDFC\uDDFE])|\uD83C\uDDEB(?:\uD83C[\uDDEE-\uDDF0\uDDF2\uDDF4\uDDF7])|\uD83C\uDDEA(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDED\uDDF7-\uDDFA])|\uD83C\uDDE9(?:\uD83C[\uDDEA\uDDEC\uDDEF\uDDF0\uDDF2\uDDF4\uDDFF])|\uD83C\uDDE8(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDEE\uDDF0-\uDDF5\uDDF7\uDDFA-\uDDFF])|\uD83C\uDDE7(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEF\uDDF1-\uDDF4\uDDF6-\uDDF9\uDDFB\uDDFC\uDDFE\uDDFF])|\uD83C\uDDE6(?:\uD83C[\uDDE8-\uDDEC\uDDEE\uDDF1\uDDF2\uDDF4\uDDF6-\uDDFA\uDDFC\uDDFD\uDDFF])|[#\*0-9]\uFE0F\u20E3|\u2764\uFE0F|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC70\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD35\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD4\uDDD6-\uDDDD])(?:\uD83C[\uDFFB-\uDFFF])|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uFE0F|\uD83C[\uDFFB-\uDFFF])|\uD83C\uDFF4|(?:[\u270A\u270B]|\uD83C[\uDF85\uDFC2\uDFC7]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66\uDC67\uDC6B-\uDC6D\uDC72\uDC74-\uDC76\uDC78\uDC7C\uDC83\uDC85\uDC8F\uDC91\uDCAA\uDD7A\uDD95\uDD96\uDE4C\uDE4F\uDEC0\uDECC]|\uD83E[\uDD0C\uDD0F\uDD18-\uDD1C\uDD1E\uDD1F\uDD30-\uDD34\uDD36\uDD77\uDDB5\uDDB6\uDDBB\uDDD2\uDDD3\uDDD5])(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u261D\u270C\u270D]|\uD83D[\uDD74\uDD90])(?:\uFE0F|\uD83C[\uDFFB-\uDFFF])|[\u270A\u270B]|\uD83C[\uDF85\uDFC2\uDFC7]|\uD83D[\uDC08\uDC15\uDC3B\uDC42\uDC43\uDC46-\uDC50\uDC66\uDC67\uDC6B-\uDC6D\uDC72\uDC74-\uDC76\uDC78\uDC7C\uDC83\uDC85\uDC8F\uDC91\uDCAA\uDD7A\uDD95\uDD96\uDE2E\uDE35\uDE36\uDE4C\uDE4F\uDEC0\uDECC]|\uD83E[\uDD0C\uDD0F\uDD18-\uDD1C\uDD1E\uDD1F\uDD30-\uDD34\uDD36\uDD77\uDDB5\uDDB6\uDDBB\uDDD2\uDDD3\uDDD5]|\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC70\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD35\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD4\uDDD6-\uDDDD]|\uD83D\uDC6F|\uD83E[\uDD3C\uDDDE\uDDDF]|[\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55]|\uD83C[\uDC04\uDCCF\uDD8E\uDD91-\uDD9A\uDE01\uDE1A\uDE2F\uDE32-\uDE36\uDE38-\uDE3A\uDE50\uDE51\uDF00-\uDF20\uDF2D-\uDF35\uDF37-\uDF7C\uDF7E-\uDF84\uDF86-\uDF93\uDFA0-\uDFC1\uDFC5\uDFC6\uDFC8\uDFC9\uDFCF-\uDFD3\uDFE0-\uDFF0\uDFF8-\uDFFF]|\uD83D[\uDC00-\uDC07\uDC09-\uDC14\uDC16-\uDC3A\uDC3C-\uDC3E\uDC40\uDC44\uDC45\uDC51-\uDC65\uDC6A\uDC79-\uDC7B\uDC7D-\uDC80\uDC84\uDC88-\uDC8E\uDC90\uDC92-\uDCA9\uDCAB-\uDCFC\uDCFF-\uDD3D\uDD4B-\uDD4E\uDD50-\uDD67\uDDA4\uDDFB-\uDE2D\uDE2F-\uDE34\uDE37-\uDE44\uDE48-\uDE4A\uDE80-\uDEA2\uDEA4-\uDEB3\uDEB7-\uDEBF\uDEC1-\uDEC5\uDED0-\uDED2\uDED5-\uDED7\uDEEB\uDEEC\uDEF4-\uDEFC\uDFE0-\uDFEB]|\uD83E[\uDD0D\uDD0E\uDD10-\uDD17\uDD1D\uDD20-\uDD25\uDD27-\uDD2F\uDD3A\uDD3F-\uDD45\uDD47-\uDD76\uDD78\uDD7A-\uDDB4\uDDB7\uDDBA\uDDBC-\uDDCB\uDDD0\uDDE0-\uDDFF\uDE70-\uDE74\uDE78-\uDE7A\uDE80-\uDE86\uDE90-\uDEA8\uDEB0-\uDEB6\uDEC0-\uDEC2\uDED0-\uDED6]|(?:[\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55]|\uD83C[\uDC04\uDCCF\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE1A\uDE2F\uDE32-\uDE36\uDE38-\uDE3A\uDE50\uDE51\uDF00-\uDF20\uDF2D-\uDF35\uDF37-\uDF7C\uDF7E-\uDF93\uDFA0-\uDFCA\uDFCF-\uDFD3\uDFE0-\uDFF0\uDFF4\uDFF8-\uDFFF]|\uD83D[\uDC00-\uDC3E\uDC40\uDC42-\uDCFC\uDCFF-\uDD3D\uDD4B-\uDD4E\uDD50-\uDD67\uDD7A\uDD95\uDD96\uDDA4\uDDFB-\uDE4F\uDE80-\uDEC5\uDECC\uDED0-\uDED2\uDED5-\uDED7\uDEEB\uDEEC\uDEF4-\uDEFC\uDFE0-\uDFEB]|\uD83E[\uDD0C-\uDD3A\uDD3C-\uDD45\uDD47-\uDD78\uDD7A-\uDDCB\uDDCD-\uDDFF\uDE70-\uDE74\uDE78-\uDE7A\uDE80-\uDE86\uDE90-\uDEA8\uDEB0-\uDEB6\uDEC0-\uDEC2\uDED0-\uDED6])|(?:[#\*0-9\xA9\xAE\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u23CF\u23E9-\u23F3\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB-\u25FE\u2600-\u2604\u260E\u2611\u2614\u2615\u2618\u261D\u2620\u2622\u2623\u2626\u262A\u262E\u262F\u2638-\u263A\u2640\u2642\u2648-\u2653\u265F\u2660\u2663\u2665\u2666\u2668\u267B\u267E\u267F\u2692-\u2697\u2699\u269B\u269C\u26A0\u26A1\u26A7\u26AA\u26AB\u26B0\u26B1\u26BD\u26BE\u26C4\u26C5\u26C8\u26CE\u26CF\u26D1\u26D3\u26D4\u26E9\u26EA\u26F0-\u26F5\u26F7-\u26FA\u26FD\u2702\u2705\u2708-\u270D\u270F\u2712\u2714\u2716\u271D\u2721\u2728\u2733\u2734\u2744\u2747\u274C\u274E\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27A1\u27B0\u27BF\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3030\u303D\u3297\u3299]|\uD83C[\uDC04\uDCCF\uDD70\uDD71\uDD7E\uDD7F\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE02\uDE1A\uDE2F\uDE32-\uDE3A\uDE50\uDE51\uDF00-\uDF21\uDF24-\uDF93\uDF96\uDF97\uDF99-\uDF9B\uDF9E-\uDFF0\uDFF3-\uDFF5\uDFF7-\uDFFF]|\uD83D[\uDC00-\uDCFD\uDCFF-\uDD3D\uDD49-\uDD4E\uDD50-\uDD67\uDD6F\uDD70\uDD73-\uDD7A\uDD87\uDD8A-\uDD8D\uDD90\uDD95\uDD96\uDDA4\uDDA5\uDDA8\uDDB1\uDDB2\uDDBC\uDDC2-\uDDC4\uDDD1-\uDDD3\uDDDC-\uDDDE\uDDE1\uDDE3\uDDE8\uDDEF\uDDF3\uDDFA-\uDE4F\uDE80-\uDEC5\uDECB-\uDED2\uDED5-\uDED7\uDEE0-\uDEE5\uDEE9\uDEEB\uDEEC\uDEF0\uDEF3-\uDEFC\uDFE0-\uDFEB]|\uD83E[\uDD0C-\uDD3A\uDD3C-\uDD45\uDD47-\uDD78\uDD7A-\uDDCB\uDDCD-\uDDFF\uDE70-\uDE74\uDE78-\uDE7A\uDE80-\uDE86\uDE90-\uDEA8\uDEB0-\uDEB6\uDEC0-\uDEC2\uDED0-\uDED6])\uFE0F|(?:[\u261D\u26F9\u270A-\u270D]|\uD83C[\uDF85\uDFC2-\uDFC4\uDFC7\uDFCA-\uDFCC]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66-\uDC78\uDC7C\uDC81-\uDC83\uDC85-\uDC87\uDC8F\uDC91\uDCAA\uDD74\uDD75\uDD7A\uDD90\uDD95\uDD96\uDE45-\uDE47\uDE4B-\uDE4F\uDEA3\uDEB4-\uDEB6\uDEC0\uDECC]|\uD83E[\uDD0C\uDD0F\uDD18-\uDD1F\uDD26\uDD30-\uDD39\uDD3C-\uDD3E\uDD77\uDDB5\uDDB6\uDDB8\uDDB9\uDDBB\uDDCD-\uDDCF\uDDD1-\uDDDD])/g;
	};
}));

// node_modules/string-width/index.js
var import_eastasianwidth = /* @__PURE__ */ __toESM(require_eastasianwidth(), 1);
var import_emoji_regex = /* @__PURE__ */ __toESM(require_emoji_regex(), 1);
function stringWidth(string, options = {}) {
	if (typeof string !== "string" || string.length === 0) return 0;
	options = {
		ambiguousIsNarrow: true,
		...options
	};
	string = stripAnsi(string);
	if (string.length === 0) return 0;
	string = string.replace((0, import_emoji_regex.default)(), "  ");
	const ambiguousCharacterWidth = options.ambiguousIsNarrow ? 1 : 2;
	let width = 0;
	for (const character of string) {
		const codePoint = character.codePointAt(0);
		if (codePoint <= 31 || codePoint >= 127 && codePoint <= 159) continue;
		if (codePoint >= 768 && codePoint <= 879) continue;
		switch (import_eastasianwidth.default.eastAsianWidth(character)) {
			case "F":
			case "W":
				width += 2;
				break;
			case "A":
				width += ambiguousCharacterWidth;
				break;
			default: width += 1;
		}
	}
	return width;
}

// node_modules/ansi-styles/index.js
const ANSI_BACKGROUND_OFFSET = 10;
const wrapAnsi16 = (offset = 0) => (code) => `\u001B[${code + offset}m`;
const wrapAnsi256 = (offset = 0) => (code) => `\u001B[${38 + offset};5;${code}m`;
const wrapAnsi16m = (offset = 0) => (red, green, blue) => `\u001B[${38 + offset};2;${red};${green};${blue}m`;
const styles = {
	modifier: {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		overline: [53, 55],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29]
	},
	color: {
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		blackBright: [90, 39],
		gray: [90, 39],
		grey: [90, 39],
		redBright: [91, 39],
		greenBright: [92, 39],
		yellowBright: [93, 39],
		blueBright: [94, 39],
		magentaBright: [95, 39],
		cyanBright: [96, 39],
		whiteBright: [97, 39]
	},
	bgColor: {
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgBlackBright: [100, 49],
		bgGray: [100, 49],
		bgGrey: [100, 49],
		bgRedBright: [101, 49],
		bgGreenBright: [102, 49],
		bgYellowBright: [103, 49],
		bgBlueBright: [104, 49],
		bgMagentaBright: [105, 49],
		bgCyanBright: [106, 49],
		bgWhiteBright: [107, 49]
	}
};
const modifierNames = Object.keys(styles.modifier);
const foregroundColorNames = Object.keys(styles.color);
const backgroundColorNames = Object.keys(styles.bgColor);
const colorNames = [...foregroundColorNames, ...backgroundColorNames];
function assembleStyles() {
	const codes = /* @__PURE__ */ new Map();
	for (const [groupName, group] of Object.entries(styles)) {
		for (const [styleName, style] of Object.entries(group)) {
			styles[styleName] = {
				open: `\u001B[${style[0]}m`,
				close: `\u001B[${style[1]}m`
			};
			group[styleName] = styles[styleName];
			codes.set(style[0], style[1]);
		}
		Object.defineProperty(styles, groupName, {
			value: group,
			enumerable: false
		});
	}
	Object.defineProperty(styles, "codes", {
		value: codes,
		enumerable: false
	});
	styles.color.close = "\x1B[39m";
	styles.bgColor.close = "\x1B[49m";
	styles.color.ansi = wrapAnsi16();
	styles.color.ansi256 = wrapAnsi256();
	styles.color.ansi16m = wrapAnsi16m();
	styles.bgColor.ansi = wrapAnsi16(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi256 = wrapAnsi256(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi16m = wrapAnsi16m(ANSI_BACKGROUND_OFFSET);
	Object.defineProperties(styles, {
		rgbToAnsi256: {
			value(red, green, blue) {
				if (red === green && green === blue) {
					if (red < 8) return 16;
					if (red > 248) return 231;
					return Math.round((red - 8) / 247 * 24) + 232;
				}
				return 16 + 36 * Math.round(red / 255 * 5) + 6 * Math.round(green / 255 * 5) + Math.round(blue / 255 * 5);
			},
			enumerable: false
		},
		hexToRgb: {
			value(hex) {
				const matches = /[a-f\d]{6}|[a-f\d]{3}/i.exec(hex.toString(16));
				if (!matches) return [
					0,
					0,
					0
				];
				let [colorString] = matches;
				if (colorString.length === 3) colorString = [...colorString].map((character) => character + character).join("");
				const integer = Number.parseInt(colorString, 16);
				return [
					integer >> 16 & 255,
					integer >> 8 & 255,
					integer & 255
				];
			},
			enumerable: false
		},
		hexToAnsi256: {
			value: (hex) => styles.rgbToAnsi256(...styles.hexToRgb(hex)),
			enumerable: false
		},
		ansi256ToAnsi: {
			value(code) {
				if (code < 8) return 30 + code;
				if (code < 16) return 90 + (code - 8);
				let red;
				let green;
				let blue;
				if (code >= 232) {
					red = ((code - 232) * 10 + 8) / 255;
					green = red;
					blue = red;
				} else {
					code -= 16;
					const remainder = code % 36;
					red = Math.floor(code / 36) / 5;
					green = Math.floor(remainder / 6) / 5;
					blue = remainder % 6 / 5;
				}
				const value = Math.max(red, green, blue) * 2;
				if (value === 0) return 30;
				let result = 30 + (Math.round(blue) << 2 | Math.round(green) << 1 | Math.round(red));
				if (value === 2) result += 60;
				return result;
			},
			enumerable: false
		},
		rgbToAnsi: {
			value: (red, green, blue) => styles.ansi256ToAnsi(styles.rgbToAnsi256(red, green, blue)),
			enumerable: false
		},
		hexToAnsi: {
			value: (hex) => styles.ansi256ToAnsi(styles.hexToAnsi256(hex)),
			enumerable: false
		}
	});
	return styles;
}
const ansiStyles = assembleStyles();

// node_modules/wrap-ansi/index.js
const ESCAPES = /* @__PURE__ */ new Set(["\x1B", ""]);
const END_CODE = 39;
const ANSI_ESCAPE_BELL = "\x07";
const ANSI_CSI = "[";
const ANSI_OSC = "]";
const ANSI_SGR_TERMINATOR = "m";
const ANSI_ESCAPE_LINK = `${ANSI_OSC}8;;`;
const wrapAnsiCode = (code) => `${ESCAPES.values().next().value}${ANSI_CSI}${code}${ANSI_SGR_TERMINATOR}`;
const wrapAnsiHyperlink = (uri) => `${ESCAPES.values().next().value}${ANSI_ESCAPE_LINK}${uri}${ANSI_ESCAPE_BELL}`;
const wordLengths = (string) => string.split(" ").map((character) => stringWidth(character));
const wrapWord = (rows, word, columns) => {
	const characters = [...word];
	let isInsideEscape = false;
	let isInsideLinkEscape = false;
	let visible = stringWidth(stripAnsi(rows[rows.length - 1]));
	for (const [index, character] of characters.entries()) {
		const characterLength = stringWidth(character);
		if (visible + characterLength <= columns) rows[rows.length - 1] += character;
		else {
			rows.push(character);
			visible = 0;
		}
		if (ESCAPES.has(character)) {
			isInsideEscape = true;
			isInsideLinkEscape = characters.slice(index + 1).join("").startsWith(ANSI_ESCAPE_LINK);
		}
		if (isInsideEscape) {
			if (isInsideLinkEscape) {
				if (character === ANSI_ESCAPE_BELL) {
					isInsideEscape = false;
					isInsideLinkEscape = false;
				}
			} else if (character === ANSI_SGR_TERMINATOR) isInsideEscape = false;
			continue;
		}
		visible += characterLength;
		if (visible === columns && index < characters.length - 1) {
			rows.push("");
			visible = 0;
		}
	}
	if (!visible && rows[rows.length - 1].length > 0 && rows.length > 1) rows[rows.length - 2] += rows.pop();
};
const stringVisibleTrimSpacesRight = (string) => {
	const words = string.split(" ");
	let last = words.length;
	while (last > 0) {
		if (stringWidth(words[last - 1]) > 0) break;
		last--;
	}
	if (last === words.length) return string;
	return words.slice(0, last).join(" ") + words.slice(last).join("");
};
const exec = (string, columns, options = {}) => {
	if (options.trim !== false && string.trim() === "") return "";
	let returnValue = "";
	let escapeCode;
	let escapeUrl;
	const lengths = wordLengths(string);
	let rows = [""];
	for (const [index, word] of string.split(" ").entries()) {
		if (options.trim !== false) rows[rows.length - 1] = rows[rows.length - 1].trimStart();
		let rowLength = stringWidth(rows[rows.length - 1]);
		if (index !== 0) {
			if (rowLength >= columns && (options.wordWrap === false || options.trim === false)) {
				rows.push("");
				rowLength = 0;
			}
			if (rowLength > 0 || options.trim === false) {
				rows[rows.length - 1] += " ";
				rowLength++;
			}
		}
		if (options.hard && lengths[index] > columns) {
			const remainingColumns = columns - rowLength;
			const breaksStartingThisLine = 1 + Math.floor((lengths[index] - remainingColumns - 1) / columns);
			if (Math.floor((lengths[index] - 1) / columns) < breaksStartingThisLine) rows.push("");
			wrapWord(rows, word, columns);
			continue;
		}
		if (rowLength + lengths[index] > columns && rowLength > 0 && lengths[index] > 0) {
			if (options.wordWrap === false && rowLength < columns) {
				wrapWord(rows, word, columns);
				continue;
			}
			rows.push("");
		}
		if (rowLength + lengths[index] > columns && options.wordWrap === false) {
			wrapWord(rows, word, columns);
			continue;
		}
		rows[rows.length - 1] += word;
	}
	if (options.trim !== false) rows = rows.map((row) => stringVisibleTrimSpacesRight(row));
	const pre = [...rows.join("\n")];
	for (const [index, character] of pre.entries()) {
		returnValue += character;
		if (ESCAPES.has(character)) {
			const { groups } = new RegExp(`(?:\\${ANSI_CSI}(?<code>\\d+)m|\\${ANSI_ESCAPE_LINK}(?<uri>.*)${ANSI_ESCAPE_BELL})`).exec(pre.slice(index).join("")) || { groups: {} };
			if (groups.code !== void 0) {
				const code = Number.parseFloat(groups.code);
				escapeCode = code === END_CODE ? void 0 : code;
			} else if (groups.uri !== void 0) escapeUrl = groups.uri.length === 0 ? void 0 : groups.uri;
		}
		const code = ansiStyles.codes.get(Number(escapeCode));
		if (pre[index + 1] === "\n") {
			if (escapeUrl) returnValue += wrapAnsiHyperlink("");
			if (escapeCode && code) returnValue += wrapAnsiCode(code);
		} else if (character === "\n") {
			if (escapeCode && code) returnValue += wrapAnsiCode(escapeCode);
			if (escapeUrl) returnValue += wrapAnsiHyperlink(escapeUrl);
		}
	}
	return returnValue;
};
function wrapAnsi(string, columns, options) {
	return String(string).normalize().replace(/\r\n/g, "\n").split("\n").map((line) => exec(line, columns, options)).join("\n");
}

// src/shell.ts
const PLAIN = /^(?!::|=)[A-Za-z0-9_@%+=:,./-]+$/;
function commandLine(words) {
	return words.map(quote).join(" ");
}
function quote(word) {
	if (PLAIN.test(word)) return word;
	if (isPrintable(word.replaceAll("##[", ""))) return `'${word.replaceAll("'", `'\\''`).replaceAll("##[", "#''#[")}'`;
	return `$'${Array.from(toBytes(word), (byte) => byte >= 32 && byte < 127 && !"'\\#".includes(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`).join("")}'`;
}

// src/reports/listing.ts
function listing(environments) {
	return table([
		"NAME",
		"INSTALLER",
		"PACKAGES",
		"RECORDS",
		"CHANGED",
		"PREFIX"
	], environments.map((one) => [
		printable(one.name),
		one.installer,
		String(one.packages),
		`${(one.recordBytes / 1e6).toFixed(1)} MB`,
		one.lastChange?.slice(0, 10) ?? "",
		printable(one.prefix)
	]), [2, 3]);
}
function table(head, rows, right = []) {
	const all = [head, ...rows];
	const widths = head.map((_, at) => Math.max(...all.map((row) => stringWidth(row[at] ?? ""))));
	const line = (row) => row.map((cell, at) => pad(cell, widths[at] ?? 0, right.includes(at))).join("  ");
	return all.map((row) => `${startOfLine(line(row).trimEnd())}\n`).join("");
}
function pad(cell, width, isRight) {
	const room = " ".repeat(width - stringWidth(cell));
	return isRight ? room + cell : cell + room;
}

// src/reports/text.ts
const SHOWN_OF_PACKAGE = 5;
const SHOWN_OF_FILE = 100;
const SHOWN_PACKAGES = 12;
const SHOWN_REASONS = 3;
const CAUSES = {
	"filesystem-migration": "it was moved or copied from another place",
	"package-cache": "the package cache was cleaned or damaged",
	permissions: "permissions or owners were changed",
	"backup-restore": "a backup, archive or copy lost its links",
	"interrupted-update": "an installation, update or copy did not end",
	"modified-files": "something other than the installer wrote into it",
	unknown: "not known"
};
const text = (report, view) => {
	const colors = import_picocolors.default.createColors(view.color);
	return `${[...[
		...report.files.filter((file) => report.images.length === 0 || file.verdict === "unchecked" || file.findings.length > 0).map((file) => describeFile(file, colors, view)),
		...report.environments.map((environment) => describe(environment, colors, view)),
		...report.images.map((image) => describeImage(image, colors, view)),
		...remarks(report, colors, view)
	], summary(report, colors)].join("\n\n")}\n`;
};
function describe(environment, colors, view) {
	return environment.verdict === "unchecked" ? unchecked$1(environment, colors, view) : checked(environment, colors, view);
}
function unchecked$1(environment, colors, view) {
	const name = colors.bold(printable(environment.name));
	return [
		`${colors.yellow("?")} ${name} could not be checked`,
		...wrap(printable(environment.error), view, 2),
		...environment.advice ? wrap(printable(environment.advice), view, 2) : []
	].join("\n");
}
function checked(environment, colors, view) {
	const isWhole = environment.verdict === "whole";
	const mark = isWhole ? colors.green("✓") : colors.red("✗");
	const verdict = isWhole ? colors.green("whole") : colors.red("broken");
	return [
		`${mark} ${colors.bold(printable(environment.name))} is ${verdict}${tally(environment)}`,
		...wrap(printable(placeOf(environment)), view, 2, colors.dim),
		...wrap(figures(environment), view, 2, colors.dim),
		...eyes(environment, colors, view),
		...outside(environment, colors, view),
		...causes(environment, colors, view),
		...findings(environment, colors, view),
		...accepted(environment, colors, view)
	].join("\n");
}
function remarks({ remarks: all = [] }, colors, view) {
	const lines = all.flatMap((remark) => wrap(`! ${remark}`, view, 0, colors.yellow, 2));
	return lines.length > 0 ? [lines.join("\n")] : [];
}
function accepted({ findings }, colors, view) {
	const reasons = [...acceptedBy(findings)];
	if (reasons.length === 0) return [];
	const all = reasons.reduce((sum, [, number]) => sum + number, 0);
	const told = reasons.slice(0, SHOWN_REASONS).map(([reason]) => reason);
	const rest = reasons.length > SHOWN_REASONS ? `; and ${reasons.length - SHOWN_REASONS} more reasons` : "";
	return ["", ...wrap(`${amount$1(all, "finding")} accepted: ${told.join("; ")}${rest}`, view, 2, colors.dim)];
}
function tally(checked) {
	const parts = [
		"error",
		"warning",
		"note"
	].map((severity) => amount$1(count(checked, severity), severity)).filter((part) => !part.startsWith("0 "));
	return parts.length > 0 ? `: ${parts.join(", ")}` : "";
}
function describeFile(report, colors, view) {
	const name = colors.bold(printable(report.file));
	if (report.verdict === "unchecked") return [
		`${colors.yellow("?")} ${name} could not be read`,
		...wrap(printable(report.error), view, 2),
		...report.advice ? wrap(printable(report.advice), view, 2) : []
	].join("\n");
	return [
		`${report.verdict === "whole" ? colors.green("✓") : colors.red("✗")} ${name}${tally(report) || `: ${colors.green("nothing to complain of")}`}`,
		...fileFindings(report, colors, view),
		...accepted(report, colors, view)
	].join("\n");
}
function fileFindings({ file, findings: all }, colors, view) {
	const findings = counting(all);
	const told = /* @__PURE__ */ new Set();
	const rest = findings.length - SHOWN_OF_FILE;
	const more = `… and ${amount$1(rest, "more finding")}; all of them: --format json`;
	const shown = findings.slice(0, SHOWN_OF_FILE).flatMap(({ path, line, column, severity, check, message, advice }) => {
		const place = `${path === file ? "" : `${printable(path)}:`}${line}:${column}`;
		const [first = "", ...further] = wrap(`${severity} ${check}: ${message}`, view, 4, void 0, 6);
		const isTold = advice === "" || told.has(advice);
		told.add(advice);
		return [
			"",
			startOfLine(`  ${colors.bold(place)}`),
			first.replace(severity, colorOf(severity, colors)(severity)),
			...further,
			...isTold ? [] : wrap(advice, view, 6, colors.dim)
		];
	});
	return rest > 0 ? [
		...shown,
		"",
		...wrap(more, view, 2, colors.dim)
	] : shown;
}
function figures({ installer, counts, seconds }) {
	return [
		installer,
		amount$1(counts.records, "package"),
		amount$1(counts.files, "file"),
		amount$1(counts.symlinks, "link"),
		...counts.bytesHashed > 0 ? [`${bytes(counts.bytesHashed)} hashed`] : [],
		...counts.bytesRemembered > 0 ? [`${bytes(counts.bytesRemembered)} known by the index`] : [],
		`${seconds.toFixed(1)} s`
	].join(" · ");
}
function eyes({ user }, colors, view) {
	const line = user && eyesOf(user);
	return line ? wrap(`permissions judged as ${printable(line)}`, view, 2, colors.dim) : [];
}
function outside({ counts }, colors, view) {
	if (counts.outside === 0) return [];
	return wrap(`${amount$1(counts.outside, "file")} of it ${counts.outside === 1 ? "is a link" : "are links"} to what is not in the archive: nothing is known of them.`, view, 2, colors.yellow);
}
function causes(environment, colors, view) {
	const told = /* @__PURE__ */ new Set();
	return environment.causes.flatMap((diagnosis) => {
		const commands = diagnosis.remedy.commands.filter((words) => !told.has(commandLine(words)));
		for (const words of commands) told.add(commandLine(words));
		const isTold = commands.length === 0 && diagnosis.remedy.commands.length > 0;
		return [
			"",
			...why(diagnosis, colors, view),
			...isTold ? ["    (the command above)"] : [],
			...commands.flatMap((words) => command(words, colors, view))
		];
	});
}
function why({ cause, findings: explained, evidence, remedy }, colors, view) {
	return [
		...wrap(`${colors.bold("Cause:")} ${CAUSES[cause]} (${cause}, ${amount$1(explained, "finding")})`, view, 2),
		...wrap(evidence, view, 4),
		...wrap(`${colors.bold("To mend it:")} ${remedy.summary}`, view, 2)
	];
}
function command(words, colors, view) {
	const lines = [];
	let line = "";
	for (const word of words.map(quote)) if (line !== "" && line.length + word.length + 9 > view.width) {
		lines.push(`${line} \\`);
		line = `  ${word}`;
	} else line = line === "" ? word : `${line} ${word}`;
	return [...lines, line].map((one) => `    ${colors.cyan(one)}`);
}
function findings({ findings: all }, colors, view) {
	const groups = [...groupBy(counting(all), (finding) => finding.package ?? "")];
	const shown = groups.slice(0, SHOWN_PACKAGES);
	const hidden = groups.slice(SHOWN_PACKAGES);
	const more = `… and ${amount$1(hidden.reduce((sum, [, some]) => sum + some.length, 0), "finding")} in ${amount$1(hidden.length, "more package")}; all of them: --format json`;
	return [...shown.flatMap(([owner, some]) => ["", ...group(owner, some, colors, view)]), ...hidden.length > 0 ? ["", ...wrap(more, view, 2, colors.dim)] : []];
}
function group(owner, all, colors, view) {
	const rest = all.length - SHOWN_OF_PACKAGE;
	return [
		startOfLine(`  ${owner === "" ? "Of no package" : printable(owner)}`),
		...all.slice(0, SHOWN_OF_PACKAGE).flatMap((finding) => oneFinding(finding, colors, view)),
		...rest > 0 ? [`    ${colors.dim(`… and ${rest} more`)}`] : []
	];
}
function oneFinding(finding, colors, view) {
	const { severity, check, message, nested = [] } = finding;
	const [first = "", ...more] = wrap(`${severity} ${check}: ${message}`, view, 4, void 0, 6);
	return [
		first.replace(severity, colorOf(severity, colors)(severity)),
		...more,
		...nested.flatMap((one) => wrap(`${one.check}: ${one.message}`, view, 6, colors.dim, 8))
	];
}
function describeImage(report, colors, view) {
	const name = colors.bold(printable(report.image));
	if (report.verdict === "unchecked") return [
		`${colors.yellow("?")} the image ${name} could not be proved`,
		...wrap(printable(report.error), view, 2),
		...report.advice ? wrap(printable(report.advice), view, 2) : []
	].join("\n");
	const isWhole = report.verdict === "whole";
	const mark = isWhole ? colors.green("✓") : colors.red("✗");
	const runs = report.findings.every(({ severity }) => severity !== "error");
	const verdict = isWhole ? colors.green("works") : colors.red(runs ? "runs, and its environment is broken" : "does not work");
	const figures = [
		...report.built ? [`built in ${report.built.seconds.toFixed(1)} s (${report.built.builder})`] : [],
		...report.size > 0 ? [bytes(report.size)] : [],
		...report.platform ? [printable(report.platform)] : []
	].join(" · ");
	return [
		`${mark} the image ${name} ${verdict}${tally(report)}`,
		...report.id ? wrap(printable(report.id), view, 2, colors.dim) : [],
		...figures ? wrap(figures, view, 2, colors.dim) : [],
		...report.runs.length > 0 ? ["", ...runsTable(report, colors)] : [],
		...report.findings.flatMap((finding) => imageFinding(finding, colors, view))
	].join("\n");
}
function runsTable({ runs }, colors) {
	const rows = runs.map(({ title, isFine, code, seconds }) => [
		isFine ? "✓" : "✗",
		printable(title),
		code === null ? "killed" : `code ${code}`,
		`${seconds.toFixed(1)} s`
	]);
	return table([
		"",
		"RUN",
		"END",
		"TIME"
	], rows).trimEnd().split("\n").map((line) => `  ${line}`).map((line, at) => at === 0 ? colors.dim(line) : line.replace("✗", colors.red("✗")));
}
function imageFinding({ severity, check, message, advice, said }, colors, view) {
	const [first = "", ...more] = wrap(`${severity} ${check}: ${message}`, view, 2, void 0, 4);
	return [
		"",
		first.replace(severity, colorOf(severity, colors)(severity)),
		...more,
		...said.map((line) => startOfLine(`    ${colors.dim("│")} ${line}`)),
		...advice ? wrap(advice, view, 4) : []
	];
}
function colorOf(severity, colors) {
	return {
		error: colors.red,
		warning: colors.yellow,
		note: colors.dim
	}[severity];
}
function summary({ environments, files, images, verdict }, colors) {
	if (images.length > 0) return imageSummary(verdict, colors);
	const everything = [...environments, ...files];
	const of = (wanted) => everything.filter((one) => one.verdict === wanted).length;
	const all = amount$1(everything.length, files.length > 0 ? "file" : "environment");
	if (verdict === "whole") {
		if (files.length > 0) return colors.green(`${all} without an error.`);
		const accepted = environments.flatMap((one) => "findings" in one ? one.findings : []).filter((one) => one.accepted !== void 0).length;
		const but = accepted > 0 ? `, but for ${amount$1(accepted, "accepted finding")}` : "";
		const what = environments.length === 1 ? "It is whole" : `All ${all} are whole`;
		return colors.green(`${what}${but}.`);
	}
	return `${[of("broken") > 0 ? colors.red(`${of("broken")} of ${all} broken`) : "", of("unchecked") > 0 ? colors.yellow(`${of("unchecked")} of ${all} not checked`) : ""].filter(Boolean).join(", ")}.`;
}
function imageSummary(verdict, colors) {
	if (verdict === "whole") return colors.green("The image is proved.");
	return verdict === "broken" ? colors.red("Do not ship this image.") : colors.yellow("The image is not proved.");
}
function wrap(line, view, indent, paint = (same) => same, hanging = indent) {
	return wrapAnsi(line, view.width - hanging, { hard: false }).split("\n").map((one, at) => startOfLine(" ".repeat(at === 0 ? indent : hanging) + paint(one)));
}
function amount$1(number, one) {
	return `${String(number).replace(/\B(?=(?:\d{3})+$)/g, ",")} ${one}${number === 1 ? "" : "s"}`;
}
function bytes(size) {
	const units = [
		"",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	const power = size < 1e3 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
	if (power === 0) return amount$1(size, "byte");
	return `${(size / 1e3 ** power).toFixed(1)} ${units[power]}`;
}

// src/reports.ts
const FORMATS = {
	text,
	json,
	"check-symlinks": checkSymlinks
};

// src/conda/locate.ts
async function locate(source, machine, word, discover = () => findEnvironments(source, machine)) {
	if (word === "") throw new BadInput("The name of an environment is empty.", "Name one, or a prefix.");
	const path = asPath(machine, word);
	if (path !== null) return locatePath(source, path);
	const { environments } = await discover();
	const named = environments.filter(({ name }) => name === word);
	if (named.length > 0) return named;
	const beside = posix.join(machine.cwd, word);
	const here = locatePath(source, beside);
	const stat = source.lstat(beside);
	if (stat.kind === "ok" && stat.value.kind === "file" || here.some(({ problem }) => problem === null)) return here;
	return [{
		name: word,
		prefix: "",
		problem: new NotFound(`There is no environment “${word}”.`, nearest(word, environments))
	}];
}
async function locateAll(source, machine, words) {
	let discovery = null;
	const discover = () => {
		discovery ??= findEnvironments(source, machine);
		return discovery;
	};
	const found = [];
	for (const word of words) found.push(...await locate(source, machine, word, discover));
	return distinct(source, found);
}
function asPath({ cwd, home }, word) {
	if (word === "~" || word.startsWith("~/")) return posix.join(home, word.slice(1));
	return word.includes("/") || word === "." || word === ".." ? posix.resolve(cwd, word) : null;
}
function locatePath(source, path) {
	const within = subfolders(source, `${path}/envs`).filter((one) => isEnvironment(source, one));
	if (!(source.exists(`${path}/envs`) && (isEnvironment(source, path) || within.length > 0))) return [environmentAt(source, path)];
	return (isEnvironment(source, path) ? [path, ...within] : within).map((prefix) => environmentAt(source, prefix));
}
function nearest(word, environments) {
	const names = [...new Set(environments.map(({ name }) => name))];
	const close = names.map((name) => ({
		name,
		far: (0, import_fastest_levenshtein.distance)(word.toLowerCase(), name.toLowerCase())
	})).filter(({ name, far }) => far <= Math.max(2, name.length / 2)).sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1)).slice(0, 3).map(({ name }) => name);
	if (close.length > 0) return `Did you mean ${close.join(" or ")}?`;
	return names.length > 0 ? `Known here: ${names.slice(0, 8).join(", ")}. A prefix can be named too.` : "No environment is known on this machine; name its prefix.";
}

// src/scopes.ts
function scopeOf(source, targets) {
	return {
		reference: null,
		kind: source.kind,
		open: async () => ({
			source,
			targets,
			close: async () => {}
		})
	};
}
async function scopesOf(words, machineSource, options) {
	refuseUseless(words, options);
	const here = await locateNames(words.filter((word) => parseReference(word) === null), machineSource, options);
	return [...here.length > 0 ? [scopeOf(machineSource, here)] : [], ...words.flatMap((word) => parseReference(word) ?? []).map(({ text, kind }) => ({
		reference: text,
		kind,
		open: () => openWord(text, machineSource, options)
	}))];
}
async function openWord(word, machineSource, options) {
	const reference = parseReference(word);
	if (reference) {
		const { source, environments, close } = await openReference(reference, options);
		return {
			source,
			targets: environments,
			close
		};
	}
	return scopeOf(machineSource, await locateNames([word], machineSource, options)).open();
}
function locateNames(names, source, { machine }) {
	for (const name of names) refuseUnknownKind(name, source, machine);
	return locateAll(source, machine, names);
}
function refuseUnknownKind(word, source, { cwd }) {
	const kind = /^([a-z][a-z-]+):/.exec(word)?.[1];
	if (kind === void 0 || source.exists(posix.resolve(cwd, word))) return;
	throw new BadInput(`“${kind}:” is no kind of image or archive.`, advise(SCHEMES, kind));
}
function refuseUselessUser(words, { asUser, level }) {
	if (asUser === null) return;
	refuseNoUser(asUser);
	if (level === "links") throw new BadInput("as-user: permissions are not looked at with level links.", "Take level metadata or content, or leave it out.");
	const isArchive = (word) => {
		const reference = parseReference(word);
		return reference !== null && !isImage(reference);
	};
	if (words.length === 0 || !words.every(isArchive)) return;
	throw new BadInput("as-user: an archive does not tell who will own what is in it, and nothing else is named.", "Name an environment or an image, or leave it out.");
}
function refuseUseless(words, { prefix, platform }) {
	const references = words.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	if (words.filter((word) => word === "tar:-").length > 1) throw new BadInput("Standard input is named twice.", "It can be read once only.");
	if (prefix !== null && !hasArchive) throw new BadInput("prefix: it says where an archive is unpacked, and none is named.", "Name one with tar: or zip:, or leave it out.");
	if (platform !== null && !hasImage) throw new BadInput("platform: it chooses among images, and none is named.", "Name one like docker:ml:latest, or leave it out.");
}

// src/sources/hashing-threads.ts
const MOST_FILES = 128;
const MOST_BYTES = 1 << 23;
const AHEAD$1 = 2;
const LIMITS = { maxYoungGenerationSizeMb: 4 };
var HashingThreads = class HashingThreads {
	#script;
	#count;
	#threads = [];
	constructor(script, count) {
		this.#script = script;
		this.#count = count;
	}
	static ofThisMachine() {
		return new HashingThreads(new URL("./digest-worker.js", import.meta.url), availableParallelism());
	}
	async *run(jobs, signal, progress) {
		signal.throwIfAborted();
		const portions = portionsOf(jobs);
		const running = /* @__PURE__ */ new Set();
		const hand = (to) => {
			const { value: portion } = portions.next();
			if (!portion) return;
			const thread = to ?? this.#start();
			const answer = thread.ask(portion).then((answers) => {
				running.delete(answer);
				return {
					thread,
					answers
				};
			});
			answer.catch(() => {});
			running.add(answer);
		};
		for (let round = 0; round < AHEAD$1; round += 1) for (let at = 0; at < this.#count; at += 1) hand(this.#threads[at] ?? null);
		while (running.size > 0) {
			const { thread, answers } = await unlessAborted(Promise.race(running), signal);
			hand(thread);
			progress(answers.length, bytesOf$1(answers));
			yield answers;
		}
	}
	async close() {
		await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
	}
	#start() {
		const thread = new Thread$1(this.#script);
		this.#threads.push(thread);
		return thread;
	}
};
var Thread$1 = class {
	#worker;
	#asked = [];
	constructor(script) {
		this.#worker = new Worker(script, { resourceLimits: LIMITS });
		this.#worker.unref();
		this.#worker.on("message", (digests) => {
			this.#asked.shift()?.resolve(digests);
			if (this.#asked.length === 0) this.#worker.unref();
		});
		this.#worker.on("error", (error) => {
			for (const { reject } of this.#asked.splice(0)) reject(error);
		});
	}
	async ask(jobs) {
		this.#worker.ref();
		this.#worker.postMessage(packJobs(jobs));
		const digests = unpackDigests(await new Promise((resolve, reject) => this.#asked.push({
			resolve,
			reject
		})));
		return Array.from(digests, (digest, at) => [jobs[at], digest]);
	}
	async end() {
		await this.#worker.terminate();
	}
};
function* portionsOf(jobs) {
	let portion = [];
	let bytes = 0;
	for (const job of jobs) {
		portion.push(job);
		bytes += job.size ?? 0;
		if (portion.length < MOST_FILES && bytes < MOST_BYTES) continue;
		yield portion;
		portion = [];
		bytes = 0;
	}
	if (portion.length > 0) yield portion;
}
function bytesOf$1(answers) {
	return answers.reduce((sum, [, one]) => sum + (one.kind === "read" ? one.size : 0), 0);
}

// src/sources/reading-threads.ts
const MOST = 3;
const AHEAD = 2;
var ReadingThreads = class ReadingThreads {
	#script;
	#count;
	#threads = [];
	constructor(script, count) {
		this.#script = script;
		this.#count = count;
	}
	static ofThisMachine() {
		const script = new URL("./reading-worker.js", import.meta.url);
		return new ReadingThreads(script, Math.min(availableParallelism() - 1, MOST));
	}
	get isFree() {
		return this.#threads.length < this.#count || this.#threads.some((one) => one.waiting < AHEAD);
	}
	ask(task) {
		if (this.#threads.every(({ waiting }) => waiting > 0) && this.#threads.length < this.#count) this.#threads.push(new Thread(this.#script));
		const [idlest] = this.#threads.toSorted((a, b) => a.waiting - b.waiting);
		if (!idlest) throw new Error("There is no thread that reads.");
		return idlest.ask(task);
	}
	async close() {
		await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
	}
};
var Thread = class {
	#worker;
	#asked = [];
	constructor(script) {
		this.#worker = new Worker(script);
		this.#worker.on("message", (answers) => this.#asked.shift()?.resolve(answers));
		this.#worker.on("error", (error) => {
			for (const { reject } of this.#asked.splice(0)) reject(error);
		});
	}
	get waiting() {
		return this.#asked.length;
	}
	ask(task) {
		this.#worker.postMessage(task);
		return new Promise((resolve, reject) => this.#asked.push({
			resolve,
			reject
		}));
	}
	async end() {
		await this.#worker.terminate();
	}
};

// src/conda/paths-json.ts
async function completePaths(source, folder, paths) {
	const file = `${folder}/info/paths.json`;
	const bytes = (await source.read([file], 67108864)).get(file);
	const packaged = toPackagedPaths(bytes?.kind === "ok" ? bytes.value : Buffer.alloc(0));
	const complete = /* @__PURE__ */ new Map();
	for (const recorded of paths) {
		const known = packaged.get(recorded.cached ?? "");
		if (!known) continue;
		const { sha256, placeholder, mode } = known;
		const kind = recorded.isDropped ? known.kind : recorded.kind;
		const isPatched = recorded.isPatched || recorded.isDropped && placeholder !== null;
		complete.set(recorded, completed(recorded, {
			kind,
			sha256,
			placeholder,
			mode,
			isPatched
		}));
	}
	return complete;
}

// src/aftermath.ts
const NO_AFTERMATH = {
	cached: [],
	shared: []
};
async function inspectCache(inventory, cache, records, signal) {
	const cached = [];
	for (const record of records) {
		signal.throwIfAborted();
		const folder = cache.folder(record);
		if (folder !== null) cached.push(await inspect(inventory, record, folder, signal));
	}
	return cached;
}
async function inspect({ source }, record, folder, signal) {
	const unknown = record.paths.filter(({ sha256, isDropped }) => sha256 === null && isDropped);
	const complete = unknown.length > 0 ? await completePaths(source, folder, unknown) : /* @__PURE__ */ new Map();
	const problems = [];
	const jobs = [];
	for (const one of record.paths) {
		if (one.cached === null || one.kind === "directory") continue;
		const place = `${folder}/${one.cached}`;
		const stat = source.lstat(place);
		if (stat.kind === "missing") problems.push({
			path: one.cached,
			kind: "missing"
		});
		const recorded = complete.get(one) ?? one;
		if (stat.kind !== "ok" || stat.value.kind !== "file" || recorded.sha256 === null) continue;
		jobs.push({
			path: place,
			inode: stat.value.links > 1 ? stat.value : null,
			patch: null,
			recorded
		});
	}
	for await (const answers of source.digest(jobs, signal, () => {})) for (const [{ recorded }, digest] of answers) {
		if (digest.kind !== "read" || digest.sha256 === recorded.sha256) continue;
		problems.push({
			path: recorded.cached ?? "",
			kind: "altered"
		});
	}
	problems.sort((a, b) => a.path < b.path ? -1 : 1);
	return {
		record,
		folder,
		problems
	};
}
const MOST_SHARED = 1e3;
function findShared(inventory, cache, damaged) {
	const { source } = inventory;
	const root = rootOf(inventory.place);
	const siblings = [root, ...subfolders(source, `${root}/envs`)].filter((prefix) => prefix !== inventory.place);
	return damaged.slice(0, MOST_SHARED).flatMap((recorded) => {
		const place = placeOfBytes(inventory, cache, recorded);
		const stat = place === null ? null : inventory.statAbsolute(place);
		if (stat?.kind !== "ok" || stat.value.links < 2) return [];
		const folder = cache.folder(recorded.package);
		const places = [...folder !== null && recorded.cached !== null ? [`${folder}/${recorded.cached}`] : [], ...siblings.flatMap((prefix) => placesIn(inventory, prefix, recorded))].filter((name) => {
			const other = name === place ? null : source.lstat(name);
			return other?.kind === "ok" && other.value.identity === stat.value.identity;
		});
		const others = stat.value.links - 1 - places.length;
		return [{
			path: recorded.path,
			places,
			others: Math.max(0, others)
		}];
	});
}
function placesIn({ source }, prefix, { path, package: owner }) {
	const match = owner.noarch === "python" ? /^lib\/python[^/]+\/(.*)$/.exec(path) : null;
	if (!match) return [`${prefix}/${path}`];
	return subfolders(source, `${prefix}/lib`).filter((one) => /\/python[^/]+$/.test(one)).map((one) => `${one}/${match[1]}`);
}

// src/redact.ts
const URLS = /(?<![a-z0-9+.-])[a-z0-9+.-]*:\/\/\S*/gi;
const LOGINS = /(?<=^|[\s+])[\w.~-]{1,100}:[^\s/@:]{1,1000}@(?=[\w.-]+[:/])/g;
function withoutCredentials(url) {
	return url.replace(/^([^:]*:\/\/)[^/]*@/, "$1").replace(/\/t\/[^/]+/, "").replace(/\?[^#]*/, "");
}
function redact(text) {
	return text.replace(LOGINS, "***@").replace(URLS, (url) => url.replace(/^([^:]*:\/\/)[^/]*@/, "$1***@").replace(/\/t\/[^/]+/g, "/t/***").replace(/\?.*$/, "?***"));
}

// src/conda/installer.ts
function installerOf(inventory, manifest) {
	const { prefix, source } = inventory;
	if (/\/\.pixi\/envs\/[^/]+$/.test(prefix)) return "pixi";
	if (inventory.names("conda-meta").has("pixi")) return "pixi";
	const metadata = source.list(`${rootOf(inventory.place)}/conda-meta`);
	const names = metadata.kind === "ok" ? metadata.value.map((item) => item.name) : [];
	const has = (name) => names.some((file) => new RegExp(`^${name}-\\d`).test(file));
	if (manifest.records.some((record) => record.writer === "mamba")) return has("mamba") ? "mamba" : "micromamba";
	return names.length > 0 && !has("conda") && has("micromamba") ? "micromamba" : "conda";
}
function reinstall(installer, prefix, packages) {
	if (installer === "pixi") {
		const [, workspace = "", name = ""] = /^(.*)\/\.pixi\/envs\/([^/]+)$/.exec(prefix) ?? [];
		return [
			"pixi",
			"reinstall",
			...workspace ? ["--manifest-path", workspace] : [],
			...name ? ["--environment", name] : [],
			...packages.map((one) => one.name)
		];
	}
	return [
		installer,
		"install",
		"--yes",
		"--prefix",
		prefix,
		"--force-reinstall",
		"--no-deps",
		...packages.map(specOf)
	];
}
function specOf(record) {
	const exact = `${record.name}=${record.version}${record.build ? `=${record.build}` : ""}`;
	const channel = redact(record.channel) !== record.channel ? "" : channelOf(record.channel, record.subdir);
	return /^[A-Za-z0-9][^\s[\]=,;'"`$\\]*$/.test(channel) ? `${channel}::${exact}` : exact;
}
function channelOf(channel, subdir) {
	const base = redact(channel).replace(/\/+$/, "").replace(new RegExp(`/(?:${escapeRegExp(subdir)}|noarch)$`), "");
	return /^https?:\/\/(?:\*\*\*@)?(?:conda\.anaconda\.org|repo\.anaconda\.com)\/(.+)$/.exec(base)?.[1] ?? base;
}
function escapeRegExp(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") || "noarch";
}

// src/diagnosis/signs.ts
const MANY$1 = 3;
const SCATTERED = 5;
const ABSENCES = [
	"missing-file",
	"missing-link",
	"missing-entry-point"
];
const LINK_LOSSES = [
	"flattened-link",
	"link-became-file",
	"missing-link"
];
function readSigns(subject, findings) {
	const { manifest, cache, inventory } = subject;
	const byCheck = groupBy(findings, ({ check }) => check.id);
	const of = (id) => byCheck.get(id) ?? [];
	const byOwner = groupBy(findings, ({ fact }) => fact.package);
	const former = of("stale-prefix").filter(({ fact }) => fact["isPlaceholder"] !== true);
	const prefixes = groupBy(former, ({ fact }) => String(fact["prefix"]));
	const absences = ABSENCES.flatMap(of).flatMap(({ fact }) => fact.package ? [{
		path: fact.path,
		owner: fact.package
	}] : []);
	const losses = groupBy(absences, ({ owner }) => owner);
	const losers = [...losses.keys()];
	const lostPrograms = of("missing-entry-point").filter(({ fact }) => manifest.paths.get(fact.path)?.kind === "symlink");
	const isGone = (path) => inventory.at(path) === null;
	const vanished = new Set(losers.filter(({ paths }) => paths.every(({ path }) => isGone(path))));
	const decimated = new Set(losers.filter((owner) => {
		const lost = losses.get(owner)?.length ?? 0;
		return lost >= 3 && lost * 4 >= owner.paths.length;
	}));
	const uninstalled = new Set(losers.filter(({ paths }) => {
		const metadata = paths.filter(({ path }) => /\.dist-info\/(?:METADATA|RECORD)$/.test(path));
		const modules = paths.filter(({ path }) => /\/site-packages\/.*\.py$/.test(path));
		return metadata.length > 0 && [...metadata, ...modules].every(({ path }) => isGone(path));
	}));
	const lostLinks = LINK_LOSSES.flatMap(of).length + lostPrograms.length;
	const isLinkRecorded = ({ kind }) => kind === "symlink";
	const recordedLinks = lostLinks === 0 ? 0 : [...manifest.paths.values()].filter(isLinkRecorded).length;
	const hasLeftovers = of("leftover").length > 0;
	const uncached = new Set(losers.filter((owner) => cache.state(owner) === "gone"));
	const isWithoutLinks = lostLinks >= 3 && lostLinks * 2 >= recordedLinks;
	const torn = [.../* @__PURE__ */ new Set([...vanished, ...decimated])].filter((owner) => {
		const files = absences.filter((one) => one.owner === owner && !isLink(subject, one.path));
		return !(vanished.has(owner) ? uncached : uninstalled).has(owner) && (files.length > 0 || !isWithoutLinks);
	});
	return {
		of,
		about: (owner) => byOwner.get(owner) ?? [],
		formerPrefixes: new Map([...prefixes].map(([prefix, some]) => [prefix, some.length])),
		lostLinks,
		recordedLinks,
		cutFiles: of("truncated-file").length + of("altered-file").filter(isEmptied).length,
		absent: new Map(absences.map(({ path, owner }) => [path, owner])),
		losses: new Map([...losses].map(([owner, some]) => [owner, some.length])),
		vanished,
		decimated,
		uninstalled,
		uncached,
		hasLeftovers,
		putAside: new Set(of("leftover").flatMap(({ fact }) => fact.package ?? [])),
		isTorn: torn.length > 0 && (losers.length > 1 || hasLeftovers) || isScattered(absences.filter(({ owner, path }) => !uncached.has(owner) && !uninstalled.has(owner) && !(isWithoutLinks && isLink(subject, path)))) || losers.length > 0 && of("unmet-dependency").some(({ severity }) => severity !== "note")
	};
}
function isScattered(absences) {
	const owners = new Set(absences.map(({ owner }) => owner));
	const folders = new Set(absences.map(({ path }) => path.split("/", 1)[0]));
	return owners.size >= SCATTERED && folders.size >= 3;
}
function isLink({ manifest }, path) {
	return manifest.paths.get(path)?.kind === "symlink";
}
function isEmptied({ fact, severity }) {
	return fact["size"] === 0 && severity !== "note";
}
function lossBehind({ manifest, inventory }, { fact }) {
	const { follows, interpreter } = fact;
	if (typeof follows === "string") return manifest.paths.get(follows) ?? null;
	if (typeof interpreter !== "string" || !interpreter.startsWith(`${inventory.prefix}/`)) return null;
	const path = interpreter.slice(inventory.prefix.length + 1);
	return inventory.at(path) === null ? manifest.paths.get(path) ?? null : null;
}

// src/diagnosis/causes.ts
const AWKWARD = /[^\x20-\x7e]|[<>:"|?*\\]/;
function causeOf(subject, signs, judged) {
	const { check, fact } = judged;
	switch (check.id) {
		case "stale-prefix": return "filesystem-migration";
		case "broken-shebang": {
			const interpreter = String(fact["interpreter"]);
			const lost = lossBehind(subject, judged);
			if (lost) return causeOfMissing(subject, signs, lost);
			if (!interpreter.startsWith(`${subject.inventory.prefix}/`) || fact["isTooLong"] === true) return "filesystem-migration";
			return signs.isTorn ? "interrupted-update" : "modified-files";
		}
		case "flattened-link":
		case "link-became-file": return "backup-restore";
		case "dangling-link":
			if (fact.package === null && fact.path.endsWith(".c~")) return "interrupted-update";
			return causeOfDangling(subject, signs, fact);
		case "missing-library": return causeOfLibrary(subject, signs, fact);
		case "missing-loader": return "filesystem-migration";
		case "missing-link":
		case "missing-entry-point":
		case "missing-file": return causeOfMissing(subject, signs, fact);
		case "not-executable": return signs.lostLinks >= 3 ? "backup-restore" : "permissions";
		case "unreadable-target":
		case "unreadable-folder": return "permissions";
		case "truncated-file":
		case "unreadable-record":
		case "duplicate-record":
		case "unmet-dependency":
		case "leftover": return "interrupted-update";
		case "foreign-owner": return "permissions";
		case "hazardous-filesystem": return "filesystem-migration";
		case "cache-link": return "package-cache";
		case "damaged-cache": return causeOfDamage(subject, signs, fact);
		case "unowned-files": return "interrupted-update";
		case "altered-file": return isEmptied(judged) && signs.cutFiles >= 3 ? "interrupted-update" : "modified-files";
		case "replaced-by-pip":
		case "retargeted-link":
		case "escaping-link":
		case "wrong-type":
		case "link-loop": return "modified-files";
		default: return "unknown";
	}
}
function causeOfDangling(subject, signs, fact) {
	const { cache, inventory } = subject;
	const missing = String(fact["missing"]);
	const target = String(fact["target"]);
	if ([...signs.formerPrefixes.keys()].some((prefix) => rootOf(prefix) !== rootOf(inventory.place) && `${missing}/`.startsWith(`${rootOf(prefix)}/`)) && inventory.relative(missing) === null) return "filesystem-migration";
	if ((cache.folderOf(missing) ?? cache.folderOf(target)) !== null) return "package-cache";
	for (const prefix of signs.formerPrefixes.keys()) if (target.startsWith(`${prefix}/`)) return "filesystem-migration";
	if (/\/pkgs\/[^/]+-[^/]+-[^/]+\//.test(target)) return "package-cache";
	if (typeof fact["follows"] === "string") {
		const owner = signs.absent.get(fact["follows"]) ?? null;
		return causeOfMissing(subject, signs, {
			path: fact["follows"],
			package: owner
		});
	}
	if (fact.package !== null && target.startsWith("/") && inventory.relative(target) === null) return "filesystem-migration";
	return signs.isTorn ? "interrupted-update" : "modified-files";
}
function causeOfLibrary(subject, signs, { follows }) {
	if (typeof follows !== "string") return "unknown";
	const dangling = signs.of("dangling-link").find(({ fact }) => fact.path === follows);
	if (dangling) return causeOfDangling(subject, signs, dangling.fact);
	return causeOfMissing(subject, signs, {
		path: follows,
		package: signs.absent.get(follows) ?? null
	});
}
function causeOfDamage(subject, signs, { package: owner }) {
	const proved = (owner ? signs.about(owner).filter(({ check }) => check.id !== "damaged-cache") : []).find(({ severity }) => severity !== "note");
	return proved ? causeOf(subject, signs, proved) : "package-cache";
}
function causeOfMissing({ manifest }, signs, { path, package: owner }) {
	const { lostLinks, recordedLinks } = signs;
	const isFlat = lostLinks >= 3 && lostLinks * 2 >= recordedLinks && !signs.isTorn;
	const isLink = manifest.paths.get(path)?.kind === "symlink";
	if (isFlat && (isLink || AWKWARD.test(path))) return "backup-restore";
	return owner ? causeOfLoss(signs, owner) : "modified-files";
}
function causeOfLoss(signs, owner) {
	const isAll = signs.vanished.has(owner);
	const isMuch = signs.decimated.has(owner);
	const isCutOff = signs.putAside.has(owner) || signs.hasLeftovers && (isAll || isMuch);
	if (signs.isTorn || isCutOff) return "interrupted-update";
	if (isAll && signs.uncached.has(owner)) return "package-cache";
	if (signs.uninstalled.has(owner) && !isAll) return "modified-files";
	return isAll || isMuch ? "interrupted-update" : "modified-files";
}

// src/diagnosis/evidence.ts
function evidenceOf(cause, subject, signs, explained) {
	return EVIDENCE[cause]({
		subject,
		signs,
		explained
	});
}
const EVIDENCE = {
	"filesystem-migration": formerPlace,
	"package-cache": lostCache,
	"backup-restore": lostLinks,
	"interrupted-update": halfDone,
	permissions: lostModes,
	"modified-files": writtenTo,
	unknown: firstOfThem
};
function formerPlace({ subject, signs, explained }) {
	const { inventory } = subject;
	const [former] = [...signs.formerPrefixes].sort(([, a], [, b]) => b - a);
	if (!former) return neverUnpacked(subject, explained) ?? firstOfThem({
		subject,
		signs,
		explained
	});
	const [prefix, files] = former;
	const links = explained.filter(({ check }) => check.id === "dangling-link").length;
	const here = `the environment is at ${inventory.shown}${hazardIn(signs)}`;
	if (links > 0) return `${`${amount(files, "file", "files")} and ${amount(links, "link", "links")}`} name ${rootOf(prefix)}, which ${stateOf(rootOf(prefix))}; ${here}.`;
	return `${amount(files, "file names", "files name")} ${prefix}, which ${stateOf(prefix)}; ${here}.`;
	function stateOf(place) {
		return inventory.resolve(place).kind === "found" ? "still exists" : "does not exist";
	}
}
function neverUnpacked({ inventory }, explained) {
	const built = explained.filter(({ fact }) => fact["isPlaceholder"] === true).length;
	if (built === 0 || !inventory.at("bin/conda-unpack")) return null;
	return `${amount(built, "file names", "files name")} the prefix of the build; bin/conda-unpack is there, and was not run.`;
}
function hazardIn(signs) {
	const [hazard] = signs.of("hazardous-filesystem");
	return hazard?.fact["hazard"] ? ` (${hazard.fact["type"]})` : "";
}
function lostCache({ subject, signs, explained }) {
	const { cache, inventory } = subject;
	const folders = new Set(explained.flatMap(({ fact }) => cache.folderOf(String(fact["missing"] ?? "")) ?? cache.folderOf(String(fact["target"] ?? "")) ?? []));
	const [folder] = folders;
	if (folder === void 0) return firstOfThem({
		subject,
		signs,
		explained
	});
	const others = folders.size > 1 ? ` and ${folders.size - 1} more` : "";
	return `${folder}${others} ${(inventory.source.exists(folder) ? ["has lost files", "have lost files"] : ["does not exist", "do not exist"])[others === "" ? 0 : 1]}; ${amount(explained.length, "link leads", "links lead")} there.`;
}
function lostLinks({ subject, signs, explained }) {
	const flat = signs.of("flattened-link").length;
	const copies = signs.of("link-became-file").length;
	const gone = signs.lostLinks - flat - copies;
	if (signs.lostLinks === 0) return firstOfThem({
		subject,
		signs,
		explained
	});
	const bits = explained.filter(({ check }) => check.id === "not-executable").length;
	const fates = [
		{
			count: flat,
			one: "is a text file",
			many: "are text files",
			by: FLATTENED
		},
		{
			count: copies,
			one: "is a copy",
			many: "are copies",
			by: FOLLOWED
		},
		{
			count: gone,
			one: "is gone",
			many: "are gone",
			by: DROPPED
		}
	].filter(({ count }) => count > 0);
	const [most] = [...fates].sort((a, b) => b.count - a.count);
	return `${[...fates.map(({ count, one, many }, at) => {
		return `${count}${at === 0 ? ` of ${amount(signs.recordedLinks, "link", "links")}` : ""} ${count === 1 ? one : many}`;
	}), ...bits > 0 ? [amount(bits, "program is not executable", "programs are not executable")] : []].join(", ")}: ${most?.by ?? ""}${hazardIn(signs)}.`;
}
const FLATTENED = "an archive or artifact store without links wrote them out";
const FOLLOWED = "a copy followed the links (cp -L, zip without -y, an artifact store)";
const DROPPED = "a copy left them out, to FAT or without the option that keeps them";
function halfDone({ subject, signs, explained }) {
	const [leftover] = signs.of("leftover");
	const told = [
		recordsIn(explained),
		lossesIn(signs, explained),
		...leftover ? [leftover.check.say(leftover.fact)] : [],
		cutsIn(explained)
	].filter((part) => part !== "").slice(0, 2).join("; ");
	return told === "" ? firstOfThem({
		subject,
		signs,
		explained
	}) : `${told}.`;
}
function recordsIn(explained) {
	const records = explained.filter(({ check }) => check.id.endsWith("-record"));
	const [first] = records;
	if (!first) return "";
	if (records.length === 1) return first.check.say(first.fact);
	const isTwice = records.every(({ check }) => check.id === "duplicate-record");
	const file = first.fact.path.replace(/^conda-meta\//, "");
	return `${records.length} records ${isTwice ? "are there twice" : "cannot be read"} (${file}, …)`;
}
function lossesIn(signs, explained) {
	const gone = explained.filter(({ check }) => check.id.startsWith("missing-"));
	const owners = [...new Set(gone.flatMap(({ fact }) => fact.package ?? []))];
	const [whole, second, ...rest] = owners.filter((owner) => signs.vanished.has(owner));
	const [first, another] = owners;
	if (!first) return "";
	if (another) {
		const more = rest.length > 0 ? ` and ${rest.length + 1} more` : second && ` and ${second.dist}`;
		const all = whole ? `, all of ${whole.dist}${more ?? ""}` : "";
		return `${amount(gone.length, "file", "files")} of ${owners.length} packages are gone${all}, though recorded`;
	}
	const { dist, paths } = first;
	if (!whole) return `${gone.length} of ${amount(paths.length, "path", "paths")} of ${dist} ${gone.length === 1 ? "is" : "are"} gone, though recorded`;
	return `${paths.length === 1 ? "The only path" : `All ${paths.length} paths`} of ${dist} ${paths.length === 1 ? "is" : "are"} gone, but its record is there`;
}
function cutsIn(explained) {
	const cut = explained.filter((one) => one.check.id === "truncated-file" || isEmptied(one));
	if (cut.length < 2) return "";
	const empty = cut.filter(({ fact }) => fact["size"] === 0).length;
	const owners = new Set(cut.map(({ fact }) => fact.package)).size;
	const [first] = cut;
	const how = empty === cut.length ? "are empty" : `are cut short, ${empty} of them empty`;
	return `${cut.length} files of ${amount(owners, "package", "packages")} ${how} (${first?.fact.path}, …): the disk was full, or the writer was stopped`;
}
function lostModes({ subject, signs, explained }) {
	const programs = explained.filter(({ check }) => check.id === "not-executable");
	const [first, second] = programs;
	if (!first || programs.length < explained.length) return firstOfThem({
		subject,
		signs,
		explained
	});
	const { path, mode } = first.fact;
	const [foreign] = signs.of("foreign-owner");
	const owners = foreign ? `; ${foreign.check.say(foreign.fact)}` : "";
	if (!second) return `${first.check.say(first.fact)}${owners}.`;
	const modes = programs.every(({ fact }) => fact["mode"] === mode) ? `all have mode ${mode} (${path}, …)` : `${path} has mode ${mode}, and so on`;
	return `${programs.length} programs lost their executable bits: ${modes}${owners}.`;
}
function writtenTo({ subject, explained }) {
	const [first, ...more] = [...explained].sort((a, b) => rank(a) - rank(b));
	if (!first) return "";
	const others = more.filter(({ check }) => check.id !== "damaged-cache").length;
	const also = sharersOf(subject, first.fact.path);
	const told = others > 0 ? `, and ${others} more` : "";
	return `${first.check.say(first.fact)}${told}${also || writtenAt(subject, first)}.`;
}
function sharersOf({ aftermath, cache }, path) {
	const { places = [], others = 0 } = aftermath.shared.find((one) => one.path === path) ?? {};
	const cached = places.filter((place) => cache.folderOf(place) !== null).length;
	const rest = places.length - cached + others;
	const names = [...cached > 0 ? ["the package cache"] : [], ...rest > 0 ? [amount(rest, "other place", "other places")] : []];
	if (names.length === 0) return "";
	const verb = rest > 1 || names.length > 1 ? "share" : "shares";
	return `; ${names.join(" and ")} ${verb} it, so it was written in place`;
}
function rank({ check }) {
	return check.id === "damaged-cache" ? 1 : 0;
}
function writtenAt({ inventory, manifest, cache }, { check, fact }) {
	const recorded = manifest.paths.get(fact.path);
	if (check.id !== "altered-file" || !recorded || inventory.source.kind !== "directory") return "";
	const place = placeOfBytes(inventory, cache, recorded);
	const written = place === null ? null : timeOf(place);
	const { package: owner } = recorded;
	const installed = timeOf(inventory.absolute(`conda-meta/${owner.file}`));
	if (written === null || installed === null || written <= installed) return "";
	if (owner.paths.filter(({ path, kind }) => {
		const time = kind === "file" ? timeOf(inventory.absolute(path)) : null;
		return time !== null && time > installed;
	}).length * 4 > owner.paths.length) return "";
	const [day, time = ""] = new Date(written).toISOString().split("T");
	return `; written on ${day} at ${time.slice(0, 5)} UTC, after the installation`;
	function timeOf(path) {
		const stat = inventory.statAbsolute(path);
		return stat.kind === "ok" ? stat.value.modified : null;
	}
}
function firstOfThem({ explained: [first, ...more] }) {
	if (!first) return "";
	return `${first.check.say(first.fact)}${more.length > 0 ? `, and ${more.length} more` : ""}.`;
}
function amount(number, one, many) {
	return `${number} ${number === 1 ? one : many}`;
}

// src/diagnosis/remedies.ts
function remedyOf(cause, subject, signs, installer, explained, told) {
	const concerned = packagesOf(subject, explained);
	const packages = concerned.filter((one) => !told.has(one));
	const isStray = concerned.length === 0 && ["package-cache", "backup-restore"].includes(cause);
	const remedy = REMEDIES[isStray ? "unknown" : cause]({
		subject,
		signs,
		installer,
		explained,
		packages,
		names: namesOf$2(packages, concerned),
		mend: mendOf(subject, signs, installer, packages)
	});
	for (const one of packages) told.add(one);
	if (remedy.commands.length === 0 && concerned.length > 0) return {
		summary: "The commands above mend this as well.",
		commands: []
	};
	const commands = [...becomeEnvironment(subject, installer, remedy), ...remedy.commands];
	return {
		summary: remedy.summary + (commands.length > 0 ? WHERE[subject.inventory.source.kind] : ""),
		commands: viaPython(subject, signs, installer, commands)
	};
}
function namesOf$2(packages, concerned) {
	const [first, second] = packages;
	const isRest = packages.length < concerned.length;
	if (first && !second) return isRest ? `${first.dist}, too` : first.dist;
	return `${packages.length}${isRest ? " more" : ""} packages`;
}
function mendOf(subject, signs, installer, packages) {
	if (packages.length === 0) return [];
	const { shown } = subject.inventory;
	const findings = packages.flatMap((owner) => signs.about(owner));
	const inTheWay = findings.filter(({ check, fact }) => check.id === "wrong-type" || installer !== "conda" && isCopiedFolder(subject, check.id, fact.path)).map(({ fact }) => `${shown}/${fact.path}`);
	return [
		...removeReplaced(subject, installer, packages),
		...inTheWay.map((path) => [
			"mv",
			"--",
			path,
			`${path}.aside`
		]),
		...dropDamaged(subject, findings),
		reinstall(installer, shown, packages)
	];
}
function isCopiedFolder({ inventory }, check, path) {
	return check === "link-became-file" && inventory.at(path)?.kind === "directory";
}
const IN_DOCKERFILE = " For the image: as a RUN step of its Dockerfile; then build it again.";
const IN_ARCHIVE = " For the archive: make it again from an environment that is whole; or unpack it, and do this there.";
const WHERE = {
	directory: "",
	docker: IN_DOCKERFILE,
	"docker-archive": IN_DOCKERFILE,
	"oci-dir": IN_DOCKERFILE,
	"oci-archive": IN_DOCKERFILE,
	tar: IN_ARCHIVE,
	zip: IN_ARCHIVE
};
function becomeEnvironment({ inventory }, installer, { commands }) {
	if (!(installer === "conda" && commands.some((words) => words.includes("--prefix"))) || inventory.names("conda-meta").has("history")) return [];
	return [["touch", `${inventory.shown}/conda-meta/history`]];
}
const REMEDIES = {
	"filesystem-migration": undoMove,
	"package-cache": ({ subject, names, mend }) => ({
		summary: `Reinstall ${names}: what the cache lost is downloaded again.${stayingSoft(subject)}`,
		commands: mend
	}),
	"backup-restore": ({ names, mend }) => ({
		summary: `Reinstall ${names}, or restore again with a tool that keeps links and modes (tar, rsync -a, cp -a).`,
		commands: mend
	}),
	"interrupted-update": finishUpdate,
	permissions: givePermission,
	"modified-files": putBack,
	unknown: putBack
};
function stayingSoft({ manifest }) {
	if (!manifest.records.some(({ isSoftLinked }) => isSoftLinked)) return "";
	return " With always_softlink set, the next cleaning breaks it again.";
}
function undoMove({ subject, signs, explained, names, mend }) {
	const { inventory } = subject;
	const { shown: prefix } = inventory;
	if (explained.some(({ fact }) => fact["isPlaceholder"] === true) && inventory.at("bin/conda-unpack")) return {
		summary: "Finish the unpacking: conda-unpack writes the new prefix into the files.",
		commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]]
	};
	if (explained.every(isForeignSystem)) return {
		summary: "Take a machine or base image with the C library that the environment was made for (glibc: Debian and the like, not Alpine). Reinstalling does not help.",
		commands: []
	};
	const projects = explained.flatMap(({ fact }) => fact["project"] ?? []).map(String);
	const pip = [
		`${prefix}/bin/python`,
		"-m",
		"pip",
		"install",
		"--force-reinstall",
		"--no-deps"
	];
	return {
		summary: `Reinstall ${mend.length > 0 ? names : "what pip had installed"} here, which writes the new prefix${wayBack(subject, signs)}.`,
		commands: [...mend, ...projects.length > 0 ? [[...pip, ...new Set(projects)]] : []]
	};
}
function isForeignSystem({ check, fact }) {
	return check.id === "missing-loader" && fact["follows"] === null;
}
function wayBack({ inventory, manifest }, { formerPrefixes }) {
	const [former] = [...formerPrefixes].sort(([, a], [, b]) => b - a)[0] ?? [];
	if (former === void 0 || inventory.resolve(former).kind === "found") return "";
	if (!manifest.records.some(({ isSoftLinked }) => isSoftLinked)) return `; or move the environment back to ${former}`;
	const [was, is] = [rootOf(former), rootOf(inventory.place)];
	const isInPlace = former.slice(was.length) === inventory.place.slice(is.length);
	const isFree = inventory.resolve(was).kind !== "found";
	return isInPlace && isFree && inventory.source.exists(`${is}/pkgs`) ? `; or move ${is} back to ${was}` : "";
}
function viaPython({ inventory }, { formerPrefixes }, installer, commands) {
	const root = rootOf(inventory.prefix);
	const isMoved = formerPrefixes.size > 0 && inventory.source.exists(`${root}/bin/conda`);
	if (installer !== "conda" || !isMoved) return commands;
	return commands.map((words) => words[0] === "conda" ? [
		`${root}/bin/python`,
		"-m",
		"conda",
		...words.slice(1)
	] : words);
}
function finishUpdate({ subject, signs, installer, explained, packages }) {
	const { inventory, manifest } = subject;
	const unreadable = explained.filter(({ check }) => check.id === "unreadable-record");
	const surplus = explained.filter(({ check }) => check.id === "duplicate-record").flatMap(({ fact }) => {
		return manifest.records.filter(({ name }) => name === fact.package?.name).sort((a, b) => share(subject, b) - share(subject, a) || compareTexts(b.version, a.version)).slice(1);
	});
	const files = [...unreadable.map(({ fact }) => fact.path), ...surplus.map(({ file }) => `conda-meta/${file}`)];
	const again = [
		...packages.filter(({ name }) => !surplus.some((record) => record.name === name)),
		...surplus.flatMap(({ name }) => {
			return manifest.records.find((record) => record.name === name && !surplus.includes(record)) ?? [];
		}),
		...unreadable.flatMap(({ fact }) => packageNamed(fact.path, manifest) ?? []),
		...signs.isTorn ? ownersOfSlimmed(subject, packages) : []
	];
	const guessed = explained.flatMap((one) => packageWithoutRecord(one, manifest) ?? []);
	const lacking = installMissing(subject, installer, explained);
	const isBare = again.length === 0 && guessed.length === 0 && lacking.length === 0;
	const what = [
		...explained.some(({ check }) => check.id === "truncated-file") ? ["make room on the disk if it is full"] : [],
		...files.length > 0 ? ["remove the records that are in the way"] : [],
		...again.length > 0 ? ["reinstall what was left half done"] : [],
		...guessed.length > 0 ? ["give what has no record one, if its package is called so"] : [],
		...lacking.length > 0 ? ["install what is missing"] : [],
		...isBare ? ["remove what was put aside"] : []
	];
	return {
		summary: `Finish it: ${what.length > 1 ? `${what.slice(0, -1).join(", ")}, and ${what.at(-1)}` : what[0]}.${signs.isTorn ? " Then run again what was interrupted." : ""}`,
		commands: [
			...files.length > 0 ? [[
				"rm",
				"--",
				...files.map((file) => `${inventory.shown}/${file}`)
			]] : [],
			...mendOf(subject, signs, installer, again),
			...lacking,
			...guessed.slice(0, MOST_GUESSES).map((one) => reinstall(installer, inventory.shown, [one])),
			...tidyUp(subject, signs, installer)
		]
	};
}
const MOST_GUESSES = 5;
const MOST_ASKED = 100;
function installMissing({ inventory, manifest }, installer, explained) {
	const asked = explained.flatMap(({ check, fact }) => {
		const spec = check.id === "unmet-dependency" ? String(fact["dependency"]) : "";
		return /^[A-Za-z0-9_][A-Za-z0-9._-]*(?: [A-Za-z0-9.*+!<>=~|,_-]+){0,2}$/.test(spec) ? [spec] : [];
	});
	if (asked.length === 0) return [];
	if (installer === "pixi") return [pixiInstall(inventory.shown)];
	const channel = onlyChannelOf(manifest.records);
	const from = /^[A-Za-z0-9][^\s[\]=,;'"`$\\]*$/.test(channel) ? ["--channel", channel] : [];
	const specs = [...new Set(asked)].sort().slice(0, MOST_ASKED);
	return [[
		installer,
		"install",
		"--yes",
		"--prefix",
		inventory.shown,
		...from,
		...specs
	]];
}
function pixiInstall(prefix) {
	const [, workspace = "", name = ""] = /^(.*)\/\.pixi\/envs\/([^/]+)$/.exec(prefix) ?? [];
	return [
		"pixi",
		"install",
		...workspace ? ["--manifest-path", workspace] : [],
		...name ? ["--environment", name] : []
	];
}
function ownersOfSlimmed({ absent }, known) {
	const owners = [...absent.slimmed.values()].flat().map((recorded) => recorded.package);
	return [...new Set(owners)].filter((owner) => !known.includes(owner));
}
function tidyUp({ inventory }, signs, installer) {
	const paths = signs.of("leftover").map(({ fact }) => fact.path);
	if (paths.length === 0 || installer === "pixi") return [];
	if (installer !== "conda") return [[
		installer,
		"clean",
		"--yes",
		"--trash"
	]];
	if (!paths.some((path) => /\.(?:c~|trash)$/.test(path))) return [];
	return [[
		"conda",
		"clean",
		"--yes",
		"--tempfiles",
		inventory.shown
	]];
}
function compareTexts(a, b) {
	const [left, right] = [parseVersion(a), parseVersion(b)];
	return left && right ? compareVersions(left, right) : 0;
}
function share({ inventory }, { paths }) {
	return paths.filter(({ path }) => inventory.at(path) !== null).length / Math.max(1, paths.length);
}
function givePermission({ subject, explained, names, mend }) {
	const { inventory } = subject;
	const unreadable = explained.filter(({ check }) => check.id.startsWith("unreadable"));
	if (unreadable.length === 0) return {
		summary: `Reinstall ${names}: that brings the modes back.`,
		commands: mend
	};
	const lists = unreadable.map(({ fact }) => closedBy(subject, fact));
	const all = (which) => [...new Set(lists.flatMap((one) => one[which]))];
	const single = all("single");
	const whole = all("whole").filter((place, _, places) => !places.some((one) => place.startsWith(`${one}/`)));
	const inside = whole.filter((place) => !subject.cache.folderOf(`${place}/.`));
	const caches = whole.filter((place) => !inside.includes(place));
	return {
		summary: `Give the permission back, as the owner of the files.${all("ways").length > 0 ? " It lets everybody pass through the folder on the way; a group or an ACL lets in fewer." : ""}`,
		commands: [
			...all("ways").length > 0 ? [[
				"chmod",
				"a+x",
				...all("ways")
			]] : [],
			...single.length > 0 ? [[
				"chmod",
				"a+rX",
				...single.slice(0, MOST_WORDS)
			]] : [],
			...[...inside.length > MOST_PLACES ? [inventory.shown] : inside, ...caches].map((place) => [
				"chmod",
				"-R",
				"a+rX",
				place
			])
		]
	};
}
const MOST_PLACES = 3;
const MOST_WORDS = 100;
function closedBy({ inventory, cache }, fact) {
	const cacheOf = (place) => {
		const folder = cache.folderOf(`${place}/.`);
		return folder === null ? null : posix.dirname(folder);
	};
	const closed = Array.isArray(fact["ways"]) ? fact["ways"].map(String) : [];
	const cached = closed.flatMap((way) => cacheOf(way) ?? []);
	const ways = closed.filter((way) => cacheOf(way) === null);
	if (closed.length > 0) return {
		ways,
		single: [],
		whole: cached
	};
	const place = String(fact["place"] ?? "");
	if (place === "" || inventory.relative(place) !== null) return {
		ways,
		single: [],
		whole: [fact.path === "" ? inventory.shown : `${inventory.shown}/${fact.path}`]
	};
	const root = cacheOf(place);
	return root === null ? {
		ways,
		single: [place],
		whole: []
	} : {
		ways,
		single: [],
		whole: [root]
	};
}
function putBack({ subject, explained, names, packages, mend }) {
	const { inventory } = subject;
	const strays = explained.filter((one) => one.fact.package === null && !lossBehind(subject, one));
	if (packages.length === 0 && strays.length > 0 && strays.length === explained.length) return {
		summary: "No package owns it: remove it if nothing needs it.",
		commands: strays.filter(({ fact }) => inventory.at(fact.path)?.kind !== "directory").slice(0, 3).map(({ fact }) => [
			"rm",
			"--",
			`${inventory.shown}/${fact.path}`
		])
	};
	return {
		summary: `Reinstall ${names}, which puts the recorded files back.`,
		commands: mend
	};
}
function removeReplaced({ inventory, replacements }, installer, packages) {
	const { shown: prefix } = inventory;
	const replaced = packages.filter((owner) => replacements.has(owner));
	const projects = replaced.flatMap((owner) => replacements.get(owner)?.by.project ?? []);
	if (projects.length === 0) return [];
	const names = replaced.map(({ name }) => name).filter((name) => name !== "pip");
	const remove = [
		installer,
		"remove",
		"--yes",
		"--prefix",
		prefix,
		"--force",
		...names
	];
	return [...names.length > 0 && installer !== "pixi" ? [remove] : [], [
		`${prefix}/bin/python`,
		"-m",
		"pip",
		"uninstall",
		"--yes",
		...projects
	]];
}
function dropDamaged({ inventory, cache, manifest, aftermath }, findings) {
	const owners = /* @__PURE__ */ new Set();
	for (const { check, fact } of findings) {
		const recorded = manifest.paths.get(fact.path);
		if (check.id === "damaged-cache" && fact.package) owners.add(fact.package);
		if (!recorded || !SHARED.includes(check.id)) continue;
		const end = inventory.follow(fact.path);
		const stat = end.kind === "found" ? inventory.statAbsolute(end.path) : null;
		const cached = cache.stat(recorded);
		const isShared = stat?.kind === "ok" && cached?.identity === stat.value.identity;
		const isCompared = aftermath.cached.some(({ record }) => record === recorded.package);
		if (isShared || recorded.isDropped && !isCompared) owners.add(recorded.package);
	}
	return [...owners].flatMap((owner) => {
		const folder = cache.folder(owner);
		return folder !== null && isEntry(inventory, folder, owner) ? [[
			"rm",
			"-rf",
			"--",
			folder
		]] : [];
	});
}
const SHARED = [
	"altered-file",
	"truncated-file",
	"not-executable"
];
function isEntry({ source, place }, folder, { dist }) {
	return !`${place}/`.startsWith(`${folder}/`) && posix.normalize(folder) === folder && posix.basename(folder) === dist && source.exists(`${folder}/info/index.json`);
}
function packagesOf(subject, explained) {
	const packages = /* @__PURE__ */ new Set();
	for (const one of explained) {
		if (one.check.id === "unmet-dependency" || isForeignSystem(one)) continue;
		const owner = lossBehind(subject, one)?.package ?? one.fact.package;
		if (owner) packages.add(owner);
	}
	return [...packages].sort((a, b) => a.dist < b.dist ? -1 : 1);
}
function packageWithoutRecord({ check, fact }, { records }) {
	const { project, version } = fact;
	if (check.id !== "unowned-files" || typeof project !== "string") return null;
	if (!/^[a-z0-9][a-z0-9-]*$/.test(project) || !/^[A-Za-z0-9.+!]+$/.test(String(version))) return null;
	const known = {
		name: project,
		version: String(version),
		channel: onlyChannelOf(records)
	};
	return {
		...UNKNOWN_PACKAGE,
		...known,
		dist: `${project}-${version}`
	};
}
function onlyChannelOf(records) {
	const channels = new Set(records.map((record) => channelOf(record.channel, record.subdir)));
	const [channel = ""] = channels.size === 1 ? channels : [];
	return channel;
}
function packageNamed(file, { records }) {
	const [, name, version, build] = /^conda-meta\/([A-Za-z0-9_.-]+)-([A-Za-z0-9_.+!]+)-([A-Za-z0-9_.]+)\.json(?:\.c~)?$/.exec(file) ?? [];
	if (!name || !version || !build) return null;
	const channel = onlyChannelOf(records);
	return {
		...UNKNOWN_PACKAGE,
		name,
		version,
		build,
		channel,
		dist: `${name}-${version}-${build}`
	};
}
const UNKNOWN_PACKAGE = {
	file: "",
	name: "",
	version: "",
	build: "",
	buildNumber: null,
	dist: "",
	channel: "",
	subdir: "",
	url: "",
	md5: null,
	sha256: null,
	depends: [],
	requested: "",
	noarch: "",
	writer: null,
	isSoftLinked: false,
	extracted: null,
	paths: []
};

// src/diagnosis.ts
function diagnose(subject, installer, findings) {
	const signs = readSigns(subject, findings);
	const causes = new Map(findings.map((one) => [one, causeOf(subject, signs, one)]));
	const serious = findings.filter(({ severity }) => severity !== "note");
	const explainedBy = groupBy(serious, (one) => causes.get(one) ?? "unknown");
	const order = ORDER.filter((cause) => explainedBy.has(cause)).sort((a, b) => (explainedBy.get(b)?.length ?? 0) - (explainedBy.get(a)?.length ?? 0));
	const told = /* @__PURE__ */ new Set();
	return {
		causes,
		diagnoses: order.map((cause) => {
			const explained = explainedBy.get(cause) ?? [];
			return {
				cause,
				findings: explained.length,
				evidence: evidenceOf(cause, subject, signs, explained),
				remedy: remedyOf(cause, subject, signs, installer, explained, told)
			};
		})
	};
}
const ORDER = [
	"filesystem-migration",
	"backup-restore",
	"package-cache",
	"interrupted-update",
	"permissions",
	"modified-files",
	"unknown"
];

// src/absent.ts
const SLIMMABLE = [
	["*.a", (path) => path.endsWith(".a")],
	["*.la", (path) => path.endsWith(".la")],
	["*.js.map", (path) => /\.(?:js|css)\.map$/.test(path)],
	["*.js.map", (path) => path.endsWith(".js.map")],
	["*.pyx", (path) => /\.(?:pyx|pxd)$/.test(path)],
	["include", (path) => path.startsWith("include/")],
	["*.h", (path) => /\.(?:h|hh|hpp|hxx)$/.test(path)],
	["share/man", (path) => path.startsWith("share/man/") || path.startsWith("man/")],
	["share/doc", (path) => /^share\/(?:doc|gtk-doc|info)\//.test(path)],
	["share/locale", (path) => path.startsWith("share/locale/")],
	["tests", isTest]
];
function isTest(path) {
	const at = path.indexOf("/site-packages/");
	return at >= 0 && /\/tests?\//.test(path.slice(at));
}
const MANY_PACKAGES = 2;
function sortAbsent(inventory, manifest, notable) {
	const absent = notable.filter(({ path }) => inventory.at(path) === null && inventory.isKnown(path) && !isBelowFile(inventory, path));
	const slimmed = findSlimmed(inventory, manifest, absent);
	const isSlimmed = new Set([...slimmed.values()].flat());
	const sorted = {
		entryPoints: [],
		links: [],
		files: [],
		compiled: [],
		slimmed
	};
	for (const recorded of absent) {
		if (isSlimmed.has(recorded)) continue;
		if (isEntryPoint(recorded)) sorted.entryPoints.push(recorded);
		else if (isCompiled(recorded, manifest)) sorted.compiled.push(recorded);
		else if (recorded.kind === "symlink") sorted.links.push(recorded);
		else if (recorded.kind !== "directory") sorted.files.push(recorded);
	}
	return sorted;
}
function isEntryPoint({ kind, path, package: owner }) {
	if (kind === "entry-point") return true;
	return path === "bin/python" ? owner.name === "python" : path === "bin/pip" && owner.name === "pip";
}
function isBelowFile(inventory, path) {
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
		const entry = inventory.at(path.slice(0, end));
		if (entry) return entry.kind !== "directory" && entry.kind !== "symlink";
	}
	return false;
}
function findSlimmed(inventory, manifest, absent) {
	const found = /* @__PURE__ */ new Map();
	const isAbsent = new Set(absent.map(({ path }) => path));
	const isTold = /* @__PURE__ */ new Set();
	for (const [kind, isOne] of SLIMMABLE) {
		const gone = absent.filter((recorded) => isOne(recorded.path) && !isTold.has(recorded));
		if (new Set(gone.map((one) => one.package)).size < MANY_PACKAGES) continue;
		const isGone = (path) => isAbsent.has(path) || inventory.follow(path).kind === "missing";
		if (![...manifest.paths.keys()].filter(isOne).every(isGone)) continue;
		found.set(kind, gone);
		for (const one of gone) isTold.add(one);
	}
	return found;
}
function isCompiled({ path, kind }, manifest) {
	if (kind === "pyc") return true;
	const match = /^(.*\/)__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path);
	return match !== null && manifest.paths.has(`${match[1]}${match[2]}.py`);
}

// src/contents.ts
var Contents = class Contents {
	#sound;
	#judged;
	unsound;
	elves;
	bytesHashed;
	bytesRemembered;
	formerPrefixes;
	constructor({ sound, judged }, elves, bytesHashed, bytesRemembered) {
		this.#sound = sound;
		this.#judged = judged;
		this.elves = elves;
		const unsound = /* @__PURE__ */ new Map();
		for (const [path, one] of judged) if (one.kind !== "same") unsound.set(path, one);
		this.unsound = unsound;
		this.formerPrefixes = new Set([...unsound.values()].flatMap((one) => one.kind === "other-prefix" ? one.prefix : []));
		this.bytesHashed = bytesHashed;
		this.bytesRemembered = bytesRemembered;
	}
	static none() {
		return new Contents(new Verdicts(), /* @__PURE__ */ new Map(), 0, 0);
	}
	of(recorded) {
		if (!recorded) return UNKNOWN;
		if (this.#sound.has(recorded)) return {
			kind: "same",
			original: originalOf(recorded)
		};
		return this.#judged.get(recorded.path) ?? UNKNOWN;
	}
	isSame(recorded) {
		return this.#sound.has(recorded) || this.#judged.get(recorded.path)?.kind === "same";
	}
};
var Verdicts = class {
	sound = /* @__PURE__ */ new Set();
	judged = /* @__PURE__ */ new Map();
	settle({ recorded, claims }, content) {
		if (content.kind === "same" && claims.length === 1 && claims[0] === recorded) {
			this.sound.add(recorded);
			this.judged.delete(recorded.path);
		} else {
			this.sound.delete(recorded);
			this.judged.set(recorded.path, content);
		}
	}
};
function originalOf({ sha256, sha256InPrefix }) {
	return sha256 ?? sha256InPrefix ?? "";
}
const UNKNOWN = { kind: "unknown" };
async function readContents(inventory, questions, names, signal, progress) {
	const { source } = inventory;
	const verdicts = new Verdicts();
	const elves = /* @__PURE__ */ new Map();
	const pool = new ElfPool();
	const patched = [];
	let bytesHashed = 0;
	let bytesRemembered = 0;
	const left = source.isInMemory ? [...unsettled()] : null;
	const installed = groupBy(patched, packageOf);
	const witnesses = new Set([...installed.values()].flatMap((some) => witnessAmong(some) ?? []));
	const { files, bytes } = left ? planOf(left) : questions.plan();
	progress.plan(files, bytes);
	let strange = [];
	for await (const answers of read(inOrder(), names.own)) for (const [{ question }, digest] of answers) {
		const isWitness = witnesses.has(question);
		if (digest.kind === "read" && digest.isRemembered) bytesRemembered += digest.size;
		else if (digest.kind === "read" && !isWitness) bytesHashed += digest.size;
		verdicts.settle(question, judge$1(question, digest, null));
		keepStat(question, digest);
		keepElf(question, digest);
		if (!holdsNoPrefix(question, digest)) continue;
		strange.push({
			question,
			others: othersIn(digest)
		});
		if (!isWitness) continue;
		for (const one of installed.get(packageOf(question)) ?? []) if (one !== question) strange.push({
			question: one,
			others: []
		});
	}
	for (const { prefix, isOwn } of candidates(strange, names)) {
		const other = isOwn ? null : {
			prefix,
			isKnown: names.former.includes(prefix)
		};
		const open = new Set(strange.map(({ question }) => question));
		for await (const answers of read([...open], [prefix])) for (const [{ question }, digest] of answers) {
			const content = judge$1(question, digest, other);
			if (!(digest.kind === "read" && (digest.undone?.found ?? 0) > 0) || content.kind !== "same" && content.kind !== "other-prefix") continue;
			verdicts.settle(question, content);
			open.delete(question);
		}
		strange = strange.filter(({ question }) => open.has(question));
		if (strange.length === 0) break;
	}
	return new Contents(verdicts, elves, bytesHashed, bytesRemembered);
	function keepElf({ recorded }, digest) {
		const elf = digest.kind === "read" && digest.elf ? pool.share(digest.elf) : null;
		if (elf) elves.set(recorded.path, elf);
	}
	function* unsettled() {
		for (const question of questions) {
			const known = source.hashOf(question.place);
			const content = known && judge$1(question, known, null);
			if (known) keepElf(question, known);
			if (known?.kind === "read" && content && isSettled(question, known, content)) {
				verdicts.settle(question, content);
				bytesHashed += known.size;
				if (question.placeholder !== null && content.kind === "same" && source.isPlaced) patched.push(question);
			} else yield question;
		}
	}
	function* inOrder() {
		yield* left ?? questions;
		yield* witnesses;
	}
	function read(some, prefixes) {
		return source.digest(jobsOf(some, prefixes), signal, progress.advance);
	}
}
function planOf(questions) {
	return {
		files: questions.length,
		bytes: questions.reduce((sum, { size }) => sum + size, 0)
	};
}
function keepStat({ seat }, digest) {
	if (seat?.listed && digest.kind === "read" && digest.stat) seat.listed.keep(seat.at, digest.stat);
}
function isSettled(question, digest, content) {
	if (question.placeholder === null || content.kind === "other-prefix") return true;
	return question.claims.some((claim) => claim.sha256InPrefix === digest.sha256);
}
function witnessAmong(questions) {
	const rank = ({ recorded, size }) => (recorded.path.startsWith("bin/") ? 0x38d7ea4c68000 : 0) + size;
	return questions.reduce((least, one) => rank(one) < rank(least) ? one : least);
}
function packageOf({ claims }) {
	return claims[0]?.package ?? null;
}
function othersIn(digest) {
	return digest.kind === "read" ? digest.undone?.others ?? [] : [];
}
function* jobsOf(questions, prefixes) {
	let last = {
		placeholder: "",
		mode: "text",
		prefixes
	};
	for (const question of questions) {
		const { place: path, inode, size, stamp, placeholder, claims } = question;
		if (placeholder === null) {
			yield {
				path,
				inode,
				patch: null,
				size,
				stamp,
				question
			};
			continue;
		}
		const mode = claims.find((claim) => claim.placeholder === placeholder)?.mode ?? "text";
		if (last.placeholder !== placeholder || last.mode !== mode) last = {
			placeholder,
			mode,
			prefixes
		};
		yield {
			path,
			inode: null,
			patch: last,
			size,
			stamp,
			question
		};
	}
}
function holdsNoPrefix(question, digest) {
	if (digest.kind !== "read" || digest.undone?.found !== 0) return false;
	const { sha256 } = digest.undone;
	return !question.claims.some((claim) => claim.sha256 !== null && sha256.includes(claim.sha256));
}
function candidates(strange, names) {
	const votes = new Map(names.former.map((prefix) => [prefix, 1]));
	for (const { others } of strange) for (const other of others) votes.set(other, (votes.get(other) ?? 0) + 1);
	return [...votes].filter(([prefix]) => !names.own.includes(prefix)).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 4).map(([prefix]) => ({
		prefix,
		isOwn: names.isOwn(prefix)
	}));
}
function judge$1(question, digest, other) {
	if (digest.kind === "unreadable") return {
		kind: "unreadable",
		code: digest.code
	};
	let verdict = UNKNOWN;
	for (const claim of question.claims) {
		verdict = compare$1(claim, digest, other);
		if (verdict.kind === "same" || verdict.kind === "other-prefix") break;
	}
	return verdict;
}
function compare$1(claim, digest, other) {
	const { sha256, sha256InPrefix, placeholder } = claim;
	const expected = sha256InPrefix ?? sha256;
	if (expected === null) return UNKNOWN;
	const found = digest.sha256;
	const isOriginal = found === sha256;
	if (isOriginal && placeholder !== null) return {
		kind: "other-prefix",
		prefix: placeholder,
		original: originalOf(claim)
	};
	const isAsInstalled = isOriginal || found === sha256InPrefix;
	const isUndone = sha256 !== null && (digest.undone?.sha256.includes(sha256) ?? false);
	if (other && (isUndone || isAsInstalled && other.isKnown)) return {
		kind: "other-prefix",
		prefix: other.prefix,
		original: originalOf(claim)
	};
	if (isAsInstalled || isUndone) return {
		kind: "same",
		original: originalOf(claim)
	};
	const original = digest.undone?.sha256[0] ?? found;
	if (!isProvable(claim)) return {
		kind: "unprovable",
		original
	};
	return {
		kind: "altered",
		sha256: found,
		expected,
		size: digest.size,
		original
	};
}
function isProvable({ isPatched, placeholder, sha256, package: owner, mode }) {
	if (!isPatched) return true;
	if (placeholder === null || sha256 === null) return false;
	return !(owner.subdir.startsWith("osx-") && mode === "binary");
}

// src/walk.ts
const TURN = 32;
const BATCH = 64;
const MANY = 256;
const FEW = 4;
async function walk(source, place, signal, { readers, stated = "none" } = {}) {
	const found = new Finds(place, !source.isInMemory, stated);
	const running = /* @__PURE__ */ new Set();
	let isLarge = false;
	while (found.todo.length > 0 || running.size > 0) {
		signal.throwIfAborted();
		isLarge ||= found.todo.length >= MANY;
		while (readers?.isFree && isLarge && found.todo.length >= BATCH) running.add(hand(readers, found.todo.splice(-64)));
		const mine = isLarge ? found.todo.splice(-32) : found.todo.splice(0, TURN);
		for (const task of mine) found.add(task, readFolder(source, task));
		if (found.todo.length === 0 && running.size > 0) await unlessAborted(Promise.race(running), signal);
		else await setImmediate();
	}
	return found;
	function hand(readers, folders) {
		const answered = readers.ask({
			kind: "folders",
			folders
		}).then((answers) => {
			running.delete(answered);
			for (const [at, folder] of folders.entries()) found.add(folder, answers[at]);
		});
		answered.catch(() => {});
		return answered;
	}
}
var Finds = class {
	folders = /* @__PURE__ */ new Map();
	unlisted = /* @__PURE__ */ new Map();
	skipped = /* @__PURE__ */ new Set();
	beside = /* @__PURE__ */ new Map();
	todo;
	#place;
	#looksBeside;
	#asked = /* @__PURE__ */ new Set();
	#stated;
	constructor(place, looksBeside, stated) {
		this.#place = place;
		this.#looksBeside = looksBeside;
		this.#stated = stated;
		this.todo = [this.#inside(place)];
	}
	add({ path, isInside }, read) {
		const listed = new Listed(read);
		if (!isInside) {
			if (!read.failure) this.beside.set(path, listed);
			return;
		}
		const folder = path.slice(this.#place.length + 1);
		const { folders } = listed;
		if (folder !== "" && folders.includes("conda-meta")) {
			this.skipped.add(folder);
			return;
		}
		if (read.failure) this.unlisted.set(folder, read.failure);
		else this.folders.set(folder, listed);
		for (const name of folders) if (folder === "" && (name === "envs" || name === "pkgs")) this.skipped.add(name);
		else this.todo.push(this.#inside(`${path}/${name}`));
		if (this.#looksBeside) this.#lookBeside(read);
	}
	#lookBeside({ links, into, targets }) {
		if (into !== null) this.#ask(into, countIn(links) >= FEW);
		let last = "";
		let count = 0;
		for (const target of targets) {
			if (!target.startsWith("/")) continue;
			const folder = target.slice(0, target.lastIndexOf("/"));
			count = folder === last ? count + 1 : 1;
			last = folder;
			if (count === FEW) this.#ask(folder, true);
		}
	}
	#ask(folder, isOfMany) {
		if (this.#asked.has(folder) || this.#isInside(folder)) return;
		this.#asked.add(folder);
		this.todo.push({
			path: folder,
			isInside: false,
			isStated: this.#stated !== "none" && isOfMany
		});
	}
	#inside(path) {
		return {
			path,
			isInside: true,
			isStated: this.#stated === "all"
		};
	}
	#isInside(folder) {
		return folder === this.#place || folder.startsWith(`${this.#place}/`);
	}
};

// src/inventory.ts
const FOLDER = { kind: "directory" };
var Inventory = class {
	source;
	prefix;
	place;
	#folders;
	unlisted;
	#skipped;
	#elsewhere;
	foldsCase;
	#stats = /* @__PURE__ */ new Map();
	#ends = /* @__PURE__ */ new Map();
	#links = new LinkResolver((path) => this.#look(path));
	#folderBeside = {
		path: "",
		end: null
	};
	#last;
	#foldedFolders = null;
	#folded = /* @__PURE__ */ new Map();
	constructor(source, prefix, place, listing) {
		this.source = source;
		this.prefix = prefix;
		this.place = place;
		this.#folders = listing.folders;
		this.#last = {
			folder: "",
			listed: listing.folders.get("")
		};
		this.unlisted = listing.unlisted;
		this.#skipped = listing.skipped;
		this.#elsewhere = listing.beside ?? /* @__PURE__ */ new Map();
		this.foldsCase = source.foldsCase(place);
	}
	get shown() {
		return this.source.nameOf(this.prefix);
	}
	*folders() {
		for (const folder of this.#folders.keys()) if (folder !== "") yield folder;
	}
	*entries() {
		for (const [folder, { names }] of this.#folders) {
			const start = folder === "" ? "" : `${folder}/`;
			for (const [name, entry] of names) if (entry.kind !== "directory") yield [start + name, entry];
		}
	}
	*named(wanted) {
		for (const [folder, listed] of this.#folders) for (const [name, entry] of listed.named(wanted)) if (entry.kind !== "directory") yield [folder === "" ? name : `${folder}/${name}`, entry];
	}
	*symlinks(except = /* @__PURE__ */ new Set()) {
		for (const [folder, listed] of this.#folders) {
			if (except.has(folder) || listed.linkNames === "") continue;
			for (const [name, target] of listed.links()) yield {
				path: folder === "" ? name : `${folder}/${name}`,
				target
			};
		}
	}
	count(kind) {
		if (kind === "directory") return this.#folders.size - (this.#folders.has("") ? 1 : 0);
		let count = 0;
		for (const listed of this.#folders.values()) count += listed.count(kind);
		return count;
	}
	listed(folder) {
		return this.#folders.get(folder);
	}
	names(folder) {
		return this.#folders.get(folder)?.names ?? /* @__PURE__ */ new Map();
	}
	at(path) {
		const { folder, name } = split(path);
		const names = this.#listedIn(folder)?.names;
		return names ? this.#named(folder, name, names) : this.#beside(folder, name);
	}
	isListed(path) {
		return this.#folders.has(split(path).folder);
	}
	stat(path) {
		const known = statIn(this.#at(path));
		return known ? {
			kind: "ok",
			value: known
		} : this.#ask(this.absolute(path));
	}
	statAbsolute(path) {
		const inside = this.relative(path);
		const known = statIn(inside === null ? this.seenBeside(path) : this.#at(inside));
		return known ? {
			kind: "ok",
			value: known
		} : this.#ask(path);
	}
	#ask(path) {
		let stat = this.#stats.get(path);
		if (!stat) {
			stat = this.source.lstat(path);
			if (!this.source.isInMemory) this.#stats.set(path, stat);
		}
		return stat;
	}
	follow(path) {
		let end = this.#ends.get(path);
		if (!end) {
			end = this.#followBeside(path) ?? this.#links.resolve(this.absolute(path));
			this.#ends.set(path, end);
		}
		return end;
	}
	seenBeside(path) {
		const slash = path.lastIndexOf("/");
		return this.#elsewhere.get(path.slice(0, slash))?.names.get(path.slice(slash + 1)) ?? null;
	}
	listedBeside(folder) {
		const listed = this.#elsewhere.get(folder);
		return listed && this.#isStraight(folder) ? listed : void 0;
	}
	#followBeside(path) {
		const entry = this.#elsewhere.size > 0 ? this.#at(path) : null;
		if (entry?.kind !== "symlink" || this.seenBeside(entry.target)?.kind !== "file") return null;
		const folder = entry.target.slice(0, entry.target.lastIndexOf("/"));
		return this.#isStraight(folder) ? {
			kind: "found",
			path: entry.target,
			what: "file",
			hops: 1
		} : null;
	}
	#isStraight(folder) {
		if (folder !== this.#folderBeside.path) this.#folderBeside = {
			path: folder,
			end: this.#links.resolve(folder)
		};
		const { end } = this.#folderBeside;
		return end?.kind === "found" && end.path === folder;
	}
	isKnown(path) {
		if (this.unlisted.size === 0) return true;
		for (const folder of this.unlisted.keys()) if (folder === "" || path === folder || path.startsWith(`${folder}/`)) return false;
		return true;
	}
	absolute(path) {
		return path === "" ? this.place : `${this.place}/${path}`;
	}
	isOwnPrefix(path) {
		if (path === this.prefix || path === this.place || !this.source.isPlaced) return true;
		const end = path.startsWith("/") ? this.resolve(path) : null;
		if (end?.kind !== "found") return false;
		const there = this.statAbsolute(end.path);
		const here = this.stat("");
		return here.kind === "ok" && there.kind === "ok" && here.value.identity === there.value.identity;
	}
	relative(absolute) {
		if (absolute === this.place) return "";
		return absolute.startsWith(`${this.place}/`) ? absolute.slice(this.place.length + 1) : null;
	}
	resolve(path) {
		return this.#links.resolve(path);
	}
	#look(path) {
		const inside = this.relative(path);
		if (inside === "") return {
			kind: "ok",
			value: FOLDER
		};
		if (inside !== null && !this.#isSkipped(inside)) {
			const entry = this.#at(inside);
			if (entry) return {
				kind: "ok",
				value: entry
			};
			if (!this.unlisted.has(posix.dirname(inside))) return MISSING;
		}
		const beside = this.seenBeside(path);
		if (beside) return {
			kind: "ok",
			value: beside
		};
		return lookAt(this.source, path);
	}
	#at(path) {
		const { folder, name } = split(path);
		const names = this.#listedIn(folder)?.names;
		return names ? this.#named(folder, name, names) : null;
	}
	#beside(folder, name) {
		const end = this.follow(folder);
		if (end.kind !== "found") return null;
		const found = this.#look(`${end.path === "/" ? "" : end.path}/${name}`);
		return found.kind === "ok" ? found.value : null;
	}
	#isSkipped(path) {
		for (const folder of this.#skipped) if (path.startsWith(`${folder}/`)) return true;
		return false;
	}
	#listedIn(folder) {
		if (folder !== this.#last.folder) this.#last = {
			folder,
			listed: this.#folders.get(folder)
		};
		const exact = this.#last.listed;
		if (exact || !this.foldsCase) return exact;
		this.#foldedFolders ??= new Map([...this.#folders.keys()].map((one) => [one.toLowerCase(), one]));
		return this.#folders.get(this.#foldedFolders.get(folder.toLowerCase()) ?? folder);
	}
	#named(folder, name, names) {
		const exact = names.get(name);
		if (exact || !this.foldsCase) return exact ?? null;
		let folded = this.#folded.get(folder);
		if (!folded) {
			folded = new Map([...names.keys()].map((one) => [one.toLowerCase(), one]));
			this.#folded.set(folder, folded);
		}
		const other = folded.get(name.toLowerCase());
		return other === void 0 ? null : names.get(other) ?? null;
	}
};
function split(path) {
	const slash = path.lastIndexOf("/");
	return {
		folder: slash < 0 ? "" : path.slice(0, slash),
		name: path.slice(slash + 1)
	};
}
async function takeInventory(source, prefix, signal, options = {}) {
	const place = realPath(source, prefix);
	return new Inventory(source, prefix, place, await walk(source, place, signal, options));
}

// src/notable.ts
function findNotable(inventory, { paths }, cache, isLinks) {
	const cached = [];
	const notable = [];
	const places = new Places();
	const intact = /* @__PURE__ */ new Set();
	for (const [folder, claims] of paths.folders) {
		const listed = inventory.listed(folder);
		const [only] = claims.length === 1 ? claims : [];
		if (only && listed && isAsRecorded(only, listed)) {
			if (listed.linkNames === "" && listed.isPlain) intact.add(folder);
			places.addFolder(only, listed);
			continue;
		}
		if (only && listed && isLinks && isCached(only, listed, inventory, cache)) {
			cached.push({
				folder,
				into: listed.into ?? "",
				names: listed.linkNames
			});
			if (listed.isPlain) intact.add(folder);
			continue;
		}
		for (const [name, recorded] of paths.in(folder)) {
			const { kind, path } = recorded;
			const isFile = inventory.at(path)?.kind === "file";
			if (!isFile || kind === "symlink" || kind === "directory") notable.push(recorded);
			if (isFile) places.addFile(recorded, listed ?? null, name);
		}
	}
	return {
		notable,
		intact,
		cached,
		places
	};
}
var Places = class {
	#parts = [];
	addFolder(claim, listed) {
		this.#parts.push({
			claim,
			listed
		});
	}
	addFile(recorded, listed, name) {
		const at = listed?.placeOf(name);
		this.#parts.push({
			recorded,
			listed: at === void 0 ? null : listed,
			at: at ?? 0
		});
	}
	*[Symbol.iterator]() {
		for (const part of this.#parts) if ("recorded" in part) yield part;
		else yield* filesIn(part);
	}
};
function* filesIn({ claim, listed }) {
	let at = 0;
	for (const recorded of claim.paths.in(claim.at)) {
		yield {
			recorded,
			listed,
			at
		};
		at += 1;
	}
}
function statedFiles(places, inventory) {
	const files = [];
	for (const place of places) {
		const { recorded } = place;
		const known = knownOf(place);
		const stat = known ? {
			kind: "ok",
			value: known
		} : inventory.stat(recorded.path);
		if (stat.kind === "ok") files.push({
			recorded,
			stat: stat.value
		});
	}
	return files;
}
function knownOf({ listed, at }) {
	return listed?.statOf(at) ?? null;
}
function isAsRecorded({ paths, at }, listed) {
	return paths.names(at) === listed.files && !paths.has(at, NO_FILES);
}
const NO_FILES = /* @__PURE__ */ new Set(["symlink", "directory"]);
const FOLDERS = /* @__PURE__ */ new Set(["directory"]);
function isCached({ paths, at }, listed, inventory, cache) {
	const { into, files, linkNames } = listed;
	if (into === null || files !== "" || !paths.owner.isSoftLinked) return false;
	const isOther = paths.owner.writer === "conda" ? FOLDERS : NO_FILES;
	if (paths.names(at) !== linkNames || paths.has(at, isOther)) return false;
	const there = cache.folderOf(into) === null ? void 0 : inventory.listedBeside(into);
	if (there?.files === linkNames) return true;
	return linkNames.split("/").every((name) => there?.names.get(name)?.kind === "file");
}

// src/questions.ts
const TYPICAL = 4096;
async function questionsOf(inventory, manifest, cache, seen) {
	const complete = await completeRecords(inventory, manifest, cache);
	const linked = [...filesBehind(seen.notable, inventory, cache)];
	const { isInMemory, isRemembering } = inventory.source;
	const isStated = isInMemory || isRemembering;
	return {
		plan,
		[Symbol.iterator]: ask
	};
	function* ask() {
		for (const isLargeWanted of [true, false]) {
			for (const seat of seen.places) {
				const { recorded } = seat;
				const stat = statOf(seat);
				const size = stat?.size ?? recorded.size ?? TYPICAL;
				if (size >= 8388608 !== isLargeWanted || !isWanted(recorded)) continue;
				yield {
					...about(recorded, inventory.absolute(recorded.path), stat, size),
					seat: stat ? null : seat
				};
			}
			for (const { recorded, place, stat, isLinked } of linked) {
				if (stat.size >= 8388608 !== isLargeWanted || !isWanted(recorded)) continue;
				const question = about(recorded, place, stat, stat.size);
				yield isLinked ? {
					...question,
					inode: stat
				} : question;
			}
		}
	}
	function plan() {
		let files = 0;
		let bytes = 0;
		const add = (size) => {
			files += 1;
			bytes += size;
		};
		for (const seat of seen.places) {
			const { recorded } = seat;
			if (isWanted(recorded)) add(statOf(seat)?.size ?? recorded.size ?? TYPICAL);
		}
		for (const { recorded, stat } of linked) if (isWanted(recorded)) add(stat.size);
		return {
			files,
			bytes
		};
	}
	function statOf(seat) {
		if (!isStated) return null;
		const known = knownOf(seat);
		if (known) return known;
		const stat = inventory.stat(seat.recorded.path);
		return stat.kind === "ok" ? stat.value : null;
	}
	function isWanted(recorded) {
		return recorded.kind !== "directory" && isJudged(inventory, complete.get(recorded) ?? recorded);
	}
	function about(recorded, place, stat, size) {
		let claims = claimsOf(inventory, manifest, recorded);
		if (complete.size > 0) claims = claims.map((claim) => complete.get(claim) ?? claim);
		const inode = stat && stat.links > 1 ? stat : null;
		const placeholder = placeholderOf(claims);
		return {
			recorded,
			place,
			inode,
			size,
			stamp: stat,
			seat: null,
			claims,
			placeholder
		};
	}
}
function* filesBehind(notable, inventory, cache) {
	for (const recorded of notable) {
		const isLinked = inventory.at(recorded.path)?.kind === "symlink";
		const place = isLinked ? placeOfBytes(inventory, cache, recorded) : null;
		const stat = place === null ? null : inventory.statAbsolute(place);
		if (place !== null && stat?.kind === "ok") yield {
			recorded,
			stat: stat.value,
			place,
			isLinked
		};
	}
}
async function completeRecords(inventory, manifest, cache) {
	const complete = /* @__PURE__ */ new Map();
	for (const record of manifest.records) {
		const wanted = record.paths.filter((one) => one.isDropped || one.isPatched && one.placeholder === null);
		const folder = wanted.length > 0 ? cache.folder(record) : null;
		if (folder === null) continue;
		for (const [before, after] of await completePaths(inventory.source, folder, wanted)) complete.set(before, after);
	}
	return complete;
}
function claimsOf(inventory, manifest, recorded) {
	let claims = manifest.clobbered.get(recorded.path) ?? [recorded];
	if (inventory.foldsCase) {
		const { path } = recorded;
		const twins = recorded.package.paths.filter((one) => one.path !== path && one.path.toLowerCase() === path.toLowerCase());
		claims = [...claims, ...twins];
	}
	if (recorded.kind !== "symlink" || inventory.at(recorded.path)?.kind !== "file") return claims;
	const targets = recorded.package.paths.filter(({ kind, sha256 }) => kind === "file" && sha256 === recorded.sha256);
	return [...claims, ...targets];
}
function isJudged(inventory, recorded) {
	if (recorded.sha256 === null && recorded.sha256InPrefix === null) return false;
	if (recorded.kind !== "symlink" || recorded.sha256 !== "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") return true;
	return recorded.package.isSoftLinked && inventory.at(recorded.path)?.kind === "symlink";
}
function placeholderOf(claims) {
	return claims.find((claim) => claim.placeholder !== null)?.placeholder ?? (claims.some((claim) => claim.isPatched) ? "" : null);
}
function namesOf$1(inventory, manifest, heads) {
	const own = [.../* @__PURE__ */ new Set([inventory.prefix, inventory.place])];
	const former = /* @__PURE__ */ new Set();
	for (const [path, head] of heads) {
		const prefix = prefixOfPython(interpreterOf(head));
		if (prefix !== null && manifest.paths.get(path)?.kind === "entry-point") former.add(prefix);
	}
	const cached = manifest.records.find(({ extracted }) => extracted?.includes("/pkgs/"))?.extracted;
	const placeInRoot = inventory.place.slice(rootOf(inventory.place).length);
	if (cached) former.add(cached.slice(0, cached.lastIndexOf("/pkgs/")) + placeInRoot);
	return {
		own,
		isOwn: (prefix) => inventory.isOwnPrefix(prefix),
		former: [...former].filter((prefix) => !own.includes(prefix))
	};
}

// src/refusals.ts
function refuseUnfit(inventory, manifest, tellsFolders) {
	const { prefix, unlisted } = inventory;
	const advice = `Run it as a user who may read ${prefix}, or as its owner.`;
	const [folder] = unlisted.keys();
	if (unlisted.has("")) throw new CannotRead(`${prefix} may not be read.`, advice);
	if (unlisted.has("conda-meta")) throw new CannotRead(`${prefix}/conda-meta may not be read.`, advice);
	if (folder !== void 0 && !tellsFolders) throw new CannotRead(`${prefix}/${folder} may not be listed.`, advice);
	const denied = manifest.unreadable.filter((record) => record.denied).length;
	if (denied > 0) {
		const all = denied + manifest.records.length;
		throw new CannotRead(`${denied} of ${all} records in ${prefix}/conda-meta may not be read by this user.`, `${advice} Some installers make records readable for their owner only.`);
	}
	if (manifest.records.some(({ subdir }) => subdir.startsWith("win-"))) throw new CannotRead(`${prefix} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
}

// src/subject.ts
const LONGEST_TARGET = 4096;
const HEAD$1 = 1024;
async function readSubject(source, prefix, level, signal, progress) {
	const { inventory, manifest } = await readNames(source, prefix, level, signal);
	refuseUnfit(inventory, manifest, level !== "links");
	signal.throwIfAborted();
	const cache = new PackageCache(source, inventory.place, manifest, (path) => inventory.seenBeside(path));
	const seen = findNotable(inventory, manifest, cache, level === "links");
	const { notable, cached } = seen;
	const distributions = await findDistributions(inventory, manifest);
	const replacements = findReplacements(distributions, manifest);
	const heads = level === "links" ? /* @__PURE__ */ new Map() : await readHeads(inventory);
	const contents = level === "content" ? await readAll({
		inventory,
		manifest,
		cache,
		heads,
		seen
	}, signal, progress) : Contents.none();
	return {
		inventory,
		manifest,
		cache,
		contents,
		libraries: await librariesFor(inventory, contents),
		heads,
		...seen,
		files: level === "links" ? [] : statedFiles(seen.places, inventory),
		doubtful: level === "links" ? [] : doubtfulOf(manifest, contents),
		absent: sortAbsent(inventory, manifest, notable),
		smallTexts: await readSmallTexts(inventory, notable),
		scripts: await findForeignScripts(inventory, manifest, heads, distributions),
		links: [...inventory.symlinks(new Set(cached.map(({ folder }) => folder))), ...linksBehindLinks(inventory, notable)].sort((a, b) => a.path < b.path ? -1 : 1),
		distributions,
		replacements: new Map(replacements.map((one) => [one.package, one])),
		level,
		access: null,
		aftermath: NO_AFTERMATH
	};
}
function doubtfulOf({ paths }, contents) {
	const doubtful = [];
	for (const one of paths.values()) if (!contents.isSame(one) || one.kind === "entry-point") doubtful.push(one);
	return doubtful;
}
async function readNames(source, prefix, level, signal) {
	const readers = source.readers?.();
	const stated = statedAt(level, source);
	try {
		const [manifest, inventory] = await Promise.all([readRecords(source, prefix, signal, readers), takeInventory(source, prefix, signal, {
			readers,
			stated
		})]);
		return {
			inventory,
			manifest
		};
	} finally {
		readers?.close();
	}
}
function statedAt(level, { isInMemory, isRemembering }) {
	if (level === "links" || isInMemory) return "none";
	return level === "content" && !isRemembering ? "beside" : "all";
}
function* linksBehindLinks(inventory, notable) {
	for (const { path } of notable) {
		if (inventory.isListed(path)) continue;
		const entry = inventory.at(path);
		if (entry?.kind === "symlink") yield {
			path,
			target: entry.target
		};
	}
}
async function findForeignScripts(inventory, manifest, heads, distributions) {
	const isOwn = (prefix) => inventory.isOwnPrefix(prefix);
	const foreign = [...heads].filter(([path, head]) => !manifest.paths.has(path) && foreignPrefix(head, isOwn) !== null);
	if (foreign.length === 0) return /* @__PURE__ */ new Map();
	const owners = await findScripts(inventory, distributions.filter(({ owner }) => owner === null));
	return new Map(foreign.flatMap(([path]) => {
		const owner = owners.get(path);
		return owner ? [[path, owner]] : [];
	}));
}
async function readHeads(inventory) {
	return readFiles(inventory, [...inventory.names("bin")].filter(([, entry]) => entry.kind === "file").map(([name]) => `bin/${name}`), HEAD$1);
}
async function readSmallTexts(inventory, notable) {
	const files = [];
	for (const recorded of notable) {
		if (recorded.kind !== "symlink" || inventory.at(recorded.path)?.kind !== "file") continue;
		const stat = inventory.stat(recorded.path);
		if (stat.kind === "ok" && stat.value.size <= LONGEST_TARGET) files.push(recorded.path);
	}
	const bytes = await readFiles(inventory, files, LONGEST_TARGET);
	return new Map([...bytes].map(([path, buffer]) => [path, buffer.toString("utf8")]));
}
async function readFiles(inventory, files, limit) {
	const places = files.map((path) => inventory.absolute(path));
	const read = await inventory.source.read(places, limit);
	return new Map(files.flatMap((path, at) => {
		const bytes = read.get(places[at] ?? "");
		return bytes?.kind === "ok" ? [[path, bytes.value]] : [];
	}));
}
async function librariesFor(inventory, { elves }) {
	return elves.size > 0 && inventory.source.extent === "machine" ? findLibraries(inventory) : new Libraries(inventory, []);
}
async function readAll({ inventory, manifest, cache, heads, seen }, signal, progress) {
	const questions = await questionsOf(inventory, manifest, cache, seen);
	const names = namesOf$1(inventory, manifest, heads);
	return readContents(inventory, questions, names, signal, progress);
}

// src/verify.ts
async function verify(scopes, options) {
	const environments = [];
	for (const scope of scopes) environments.push(...await verifyScope(scope, options));
	return {
		schema: 1,
		tool: {
			name: "conda-links",
			version: options.version
		},
		verdict: overall(environments),
		environments,
		files: [],
		images: []
	};
}
async function verifyScope(scope, options) {
	const start = performance.now();
	const { reference, kind } = scope;
	let opened;
	try {
		opened = await scope.open();
	} catch (error) {
		if (error instanceof BadInput) throw error;
		return [unchecked({
			name: reference ?? "",
			prefix: "",
			source: kind,
			reference,
			programs: []
		}, error, start)];
	}
	try {
		const { source } = opened;
		const { asUser = null } = options;
		const asked = asUser !== null && source.extent === "machine" ? await askedViewer(source, asUser) : null;
		const environments = [];
		for (const target of opened.targets) {
			const since = environments.length === 0 ? start : performance.now();
			environments.push(await verifyOne(scope, opened.source, target, since, {
				...options,
				asked
			}));
		}
		return environments;
	} finally {
		await opened.close();
	}
}
async function verifyOne({ reference, kind }, source, target, start, options) {
	const { name, prefix } = target;
	const programs = programsOf(source, prefix);
	const named = {
		name,
		prefix: source.nameOf(prefix),
		source: kind,
		reference,
		programs
	};
	try {
		if (target.problem) throw target.problem;
		const judged = await judge(source, prefix, namesOf(named), options);
		return {
			...named,
			...judged,
			seconds: secondsSince(start)
		};
	} catch (error) {
		return unchecked(named, error, start);
	}
}
function namesOf({ name, prefix, reference }) {
	return [
		name,
		prefix,
		...reference === null ? [] : [reference, `${prefix} in ${reference}`]
	];
}
function unchecked(named, error, start) {
	if (!(error instanceof ExpectedError)) throw error;
	return {
		...named,
		verdict: "unchecked",
		error: error.message,
		advice: error.advice,
		isMissing: error instanceof NotFound,
		seconds: secondsSince(start)
	};
}
async function judge(source, prefix, names, options) {
	const { level, checks, signal, progress, asked } = options;
	const read = await readSubject(source, prefix, level, signal, progress);
	const access = level === "links" ? null : await accessOf(read.inventory, read.manifest, asked);
	const before = {
		...read,
		access
	};
	const first = run(checks.filter(({ stage }) => stage === void 0), before);
	const subject = {
		...before,
		aftermath: await readAftermath(before, first, options)
	};
	const second = run(checks.filter(({ stage }) => stage === "aftermath"), subject);
	const facts = [...first, ...second.filter(({ check }) => !check.below)];
	const below = groupBy(second.filter(({ check }) => check.below), ({ fact }) => fact.path);
	const installer = installerOf(subject.inventory, subject.manifest);
	const accepted = acceptedOf(facts, names, options);
	const conclusion = conclude(subject, installer, facts, accepted);
	const findings = facts.map((one) => ({
		...toFinding(one, conclusion),
		...nestedOf(one, below),
		...accepted.get(one)
	}));
	findings.sort(byWeight);
	return {
		verdict: counting(findings).some(({ severity }) => severity === "error") ? "broken" : "whole",
		installer,
		user: access && userOf(access.viewer),
		counts: countsOf(subject),
		findings,
		causes: conclusion.diagnoses.map((one) => ({
			...one,
			evidence: printable(redact(one.evidence)),
			remedy: {
				...one.remedy,
				summary: printable(one.remedy.summary)
			}
		}))
	};
}
function acceptedOf(facts, environments, { accept }) {
	const accepted = /* @__PURE__ */ new Map();
	if (!accept) return accepted;
	for (const judged of facts) {
		const { check, fact, severity } = judged;
		const owner = fact.package === null ? null : nameOf$1(fact.package.dist);
		const reason = accept({
			check: check.id,
			path: legible(fact.path),
			package: owner,
			environments
		}, severity);
		if (reason !== null) accepted.set(judged, { accepted: reason });
	}
	return accepted;
}
function conclude(subject, installer, facts, accepted) {
	const all = diagnose(subject, installer, facts);
	if (accepted.size === 0) return all;
	const rest = facts.filter((one) => !accepted.has(one));
	const { causes, diagnoses } = diagnose(subject, installer, rest);
	return {
		diagnoses,
		causes: new Map([...all.causes, ...causes])
	};
}
function userOf({ uid, gid, name, why }) {
	return {
		uid,
		gid,
		name,
		why
	};
}
async function readAftermath(subject, found, { level, checks, isCacheWanted = false, signal }) {
	const { inventory, manifest, cache } = subject;
	const isWanted = checks.some(({ stage }) => stage === "aftermath");
	if (level !== "content" || inventory.source.extent !== "machine" || !isWanted) return NO_AFTERMATH;
	const proved = found.filter(({ severity }) => severity !== "note");
	const suspects = new Set(proved.flatMap((one) => [one.fact.package, lossBehind(subject, one)?.package ?? null]));
	const isAll = isCacheWanted || checks.every(({ stage }) => stage === "aftermath");
	const records = manifest.records.filter((one) => isAll || suspects.has(one));
	const damaged = proved.flatMap(({ check, fact }) => DAMAGES.includes(check.id) ? manifest.paths.get(fact.path) ?? [] : []);
	return {
		cached: await inspectCache(inventory, cache, records, signal),
		shared: findShared(inventory, cache, damaged)
	};
}
const DAMAGES = ["altered-file", "truncated-file"];
function nestedOf({ check, fact }, byPath) {
	const below = (byPath.get(fact.path) ?? []).filter((one) => one.check.below?.includes(check.id));
	if (below.length === 0) return {};
	return { nested: below.map((one) => ({
		check: one.check.id,
		message: messageOf(one),
		facts: factsOf(one)
	})) };
}
const RANK = {
	links: 0,
	metadata: 1,
	content: 2
};
function run(checks, subject) {
	const { extent } = subject.inventory.source;
	return checks.filter((check) => RANK[check.level] <= RANK[subject.level]).filter((check) => check.extent === "prefix" || extent === "machine").flatMap((check) => Array.from(check.find(subject), (fact) => ({
		check,
		fact: { ...fact },
		severity: fact.severity ?? check.severity
	})));
}
function toFinding(judged, { causes }) {
	const { check, fact, severity } = judged;
	const { path, package: owner } = fact;
	return {
		check: check.id,
		severity,
		path: legible(path),
		...path.isWellFormed() ? {} : { pathBytes: toBytes(path).toString("base64") },
		package: owner?.dist ?? null,
		cause: causes.get(judged) ?? "unknown",
		message: messageOf(judged),
		facts: factsOf(judged)
	};
}
function messageOf({ check, fact }) {
	return printable(redact(check.say(fact)));
}
function factsOf({ fact }) {
	const { path: _path, package: _owner, severity: _severity, ...rest } = fact;
	return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, factOf(value)]));
}
function factOf(value) {
	if (typeof value === "string") return legible(redact(value));
	if (Array.isArray(value)) return value.map((one) => legible(redact(String(one))));
	return typeof value === "number" || typeof value === "boolean" ? value : null;
}
const WEIGHT = {
	error: 0,
	warning: 1,
	note: 2
};
function byWeight(a, b) {
	return WEIGHT[a.severity] - WEIGHT[b.severity] || compare(a.package ?? "", b.package ?? "") || compare(a.path, b.path) || compare(a.check, b.check);
}
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
function countsOf({ inventory, manifest, contents, links }) {
	return {
		records: manifest.records.length + manifest.unreadable.length,
		files: inventory.count("file"),
		symlinks: inventory.count("symlink"),
		directories: inventory.count("directory"),
		bytesHashed: contents.bytesHashed,
		bytesRemembered: contents.bytesRemembered,
		outside: inventory.source.extent === "machine" ? 0 : links.filter(({ path }) => standsForFile(path) && leadsOut(path)).length
	};
	function standsForFile(path) {
		const recorded = manifest.paths.get(path);
		return recorded !== void 0 && (recorded.kind !== "symlink" || recorded.package.isSoftLinked);
	}
	function leadsOut(path) {
		return inventory.follow(path).kind === "outside";
	}
}
function programsOf(source, prefix) {
	if (prefix === "") return [];
	return ["python", "pip"].map((name) => {
		const path = `${prefix}/bin/${name}`;
		const entry = lookAt(source, path);
		if (entry.kind !== "ok") return {
			name,
			kind: "missing",
			target: null,
			resolves: false
		};
		if (entry.value.kind !== "symlink") return {
			name,
			kind: "file",
			target: null,
			resolves: true
		};
		const { target } = entry.value;
		return {
			name,
			kind: "symlink",
			target,
			resolves: source.exists(path)
		};
	});
}
function secondsSince(start) {
	return Math.round(performance.now() - start) / 1e3;
}

// src/sources/digest-table.ts
const WIDTH = 8;
const HASH = 32;
var DigestTable = class DigestTable {
	patches;
	count;
	#numbers;
	#hashes;
	#elves;
	#undone;
	#last = /* @__PURE__ */ new Map();
	#before;
	constructor({ count, patches, elves, undone }, columns) {
		this.count = count;
		this.patches = patches;
		this.#elves = elves;
		this.#undone = new Map(undone);
		this.#numbers = new Float64Array(count * WIDTH);
		const size = this.#numbers.byteLength;
		Buffer.from(this.#numbers.buffer).set(columns.subarray(0, size));
		this.#hashes = columns.toString("hex", size);
		this.#before = new Int32Array(count).fill(-1);
		for (let row = 0; row < count; row += 1) {
			const inode = this.#number(row, 1);
			this.#before[row] = this.#last.get(inode) ?? -1;
			this.#last.set(inode, row);
		}
	}
	static empty() {
		return new DigestTable({
			count: 0,
			patches: [],
			elves: [],
			undone: []
		}, Buffer.alloc(0));
	}
	static parse(body) {
		const end = body.indexOf(10);
		const extras = JSON.parse(body.toString("utf8", 0, Math.max(end, 0)));
		const columns = body.subarray(end + 1);
		const { count, patches, elves, undone } = extras;
		const isWhole = Number.isSafeInteger(count) && columns.length === count * 96;
		const isKnown = elves.every(({ needed }) => Array.isArray(needed));
		const isUndone = undone.every(([, { sha256 }]) => Array.isArray(sha256));
		if (!isWhole || !isKnown || !isUndone || !Array.isArray(patches)) throw new TypeError("no table of ours");
		return new DigestTable(extras, columns);
	}
	find({ device, inode }, patch) {
		let row = this.#last.get(inode) ?? -1;
		while (row >= 0 && (this.#number(row, 0) !== device || this.#number(row, 6) !== patch)) row = this.#before[row] ?? -1;
		return row;
	}
	isOf(row, { size, modified, changed }) {
		return this.#number(row, 2) === size && this.#number(row, 3) === modified && this.#number(row, 4) === changed;
	}
	at(row) {
		return this.#number(row, 5);
	}
	facts(row) {
		return {
			sha256: this.#hashes.slice(row * HASH * 2, (row + 1) * HASH * 2),
			undone: this.#undone.get(row) ?? null,
			elf: this.#elves[this.#number(row, 7)] ?? null
		};
	}
	row(row) {
		const [device = 0, inode = 0, size = 0, modified = 0, changed = 0, at = 0, patch = -1] = this.#numbers.subarray(row * WIDTH);
		return {
			stamp: {
				device,
				inode,
				size,
				modified,
				changed
			},
			at,
			patch,
			...this.facts(row)
		};
	}
	#number(row, which) {
		return this.#numbers[row * WIDTH + which] ?? NaN;
	}
};
function bytesOf(rows, patches) {
	const numbers = new Float64Array(rows.length * WIDTH);
	const hashes = Buffer.alloc(rows.length * HASH);
	const elves = /* @__PURE__ */ new Map();
	const used = /* @__PURE__ */ new Map();
	const allUndone = [];
	for (const [row, { stamp, patch, at, sha256, undone, elf }] of rows.entries()) {
		const { device, inode, size, modified, changed } = stamp;
		const facts = elf ? numberOf(elf, elves) : -1;
		const way = patch < 0 ? -1 : numberOfText(patches[patch] ?? "", used);
		numbers.set([
			device,
			inode,
			size,
			modified,
			changed,
			at,
			way,
			facts
		], row * WIDTH);
		hashes.write(sha256, row * HASH, "hex");
		if (undone) allUndone.push([row, undone]);
	}
	const extras = {
		count: rows.length,
		patches: [...used.keys()],
		elves: Array.from(elves.values(), ({ elf }) => elf),
		undone: allUndone
	};
	const head = Buffer.from(`${JSON.stringify(extras)}\n`);
	return Buffer.concat([
		head,
		Buffer.from(numbers.buffer),
		hashes
	]);
}
function numberOf(elf, elves) {
	const key = JSON.stringify(elf);
	const known = elves.get(key);
	if (known) return known.number;
	elves.set(key, {
		number: elves.size,
		elf
	});
	return elves.size - 1;
}
function numberOfText(text, used) {
	const number = used.get(text) ?? used.size;
	used.set(text, number);
	return number;
}

// src/sources/digest-index.ts
const RACY = 2e3;
const LONGEST_TRUST = 6048e5;
const LARGEST = 1 << 29;
const AT_ONCE = 1024;
var DigestIndex = class DigestIndex {
	#file;
	#version;
	#now;
	#table;
	#added = [];
	#replaced = /* @__PURE__ */ new Set();
	#patches;
	#lastPatch = null;
	isOurs;
	constructor({ file, version, now }, table, isOurs) {
		this.#file = file;
		this.#version = version;
		this.#now = now;
		this.#table = table;
		this.#patches = new Map(table.patches.map((text, number) => [text, number]));
		this.isOurs = isOurs;
	}
	static open(file, version, now) {
		const made = {
			file,
			version,
			now
		};
		const read = readIndex(file, version);
		const table = read.kind === "ours" ? read.table : DigestTable.empty();
		const problem = read.kind === "none" ? null : read.problem;
		return {
			index: new DigestIndex(made, table, read.kind !== "foreign"),
			problem
		};
	}
	get isEmpty() {
		return this.#table.count === 0;
	}
	find(stamp, { patch }) {
		const table = this.#table;
		const row = table.find(stamp, this.#numberOf(patch));
		if (row < 0 || !table.isOf(row, stamp) || !isTrusted(table.at(row), this.#now)) return null;
		return {
			kind: "read",
			size: stamp.size,
			...table.facts(row),
			isRemembered: true
		};
	}
	add(stamp, job, digest, since) {
		if (digest.kind !== "read" || digest.size !== stamp.size) return;
		if (Math.max(stamp.modified, stamp.changed) > since - RACY) return;
		const patch = this.#numberOf(job.patch);
		const { sha256, undone, elf } = digest;
		this.#replaced.add(this.#table.find(stamp, patch));
		this.#added.push({
			stamp,
			patch,
			at: since,
			sha256,
			undone,
			elf
		});
	}
	#numberOf(patch) {
		if (patch === null) return -1;
		if (this.#lastPatch?.patch !== patch) {
			const text = JSON.stringify(patch);
			const number = this.#patches.get(text) ?? this.#patches.size;
			this.#patches.set(text, number);
			this.#lastPatch = {
				patch,
				number
			};
		}
		return this.#lastPatch.number;
	}
	save() {
		if (this.#added.length === 0 || !this.isOurs) return null;
		const draft = `${this.#file}.${process.pid}`;
		try {
			makeFolder(dirname$1(dirname$1(this.#file)));
			makeFolder(dirname$1(this.#file));
			writeFileSync(draft, this.#bytes(), {
				flag: "wx",
				mode: 384
			});
			renameSync(draft, this.#file);
			return null;
		} catch (error) {
			const code = systemCode(error);
			if (!code) throw error;
			rmSync(draft, { force: true });
			return code;
		}
	}
	#bytes() {
		const rows = [];
		for (let row = 0; row < this.#table.count; row += 1) if (!this.#replaced.has(row) && isTrusted(this.#table.at(row), this.#now)) rows.push(this.#table.row(row));
		const body = bytesOf([...rows, ...this.#added], [...this.#patches.keys()]);
		return Buffer.concat([Buffer.from(`${headOf(this.#version, body)}\n`), body]);
	}
};
var IndexedHasher = class {
	#hasher;
	#open;
	#isLocal;
	#local = /* @__PURE__ */ new Map();
	#wasAsked = false;
	constructor(hasher, open, isLocal) {
		this.#hasher = hasher;
		this.#open = open;
		this.#isLocal = isLocal;
	}
	get wasAsked() {
		return this.#wasAsked;
	}
	get isRemembering() {
		return !this.#open().isEmpty;
	}
	async *run(jobs, signal, progress) {
		const unread = this.isRemembering ? yield* this.#known(jobs) : jobs;
		const index = this.#open();
		const since = Date.now();
		for await (const answers of this.#hasher.run(unread, signal, progress)) {
			for (const [job, digest] of answers) {
				this.#wasAsked = true;
				const stamp = job.stamp === null && digest.kind === "read" ? digest.stat : job.stamp;
				if (stamp && this.#isOnLocal(stamp, job.path)) index.add(stamp, job, digest, since);
			}
			yield answers;
		}
	}
	*#known(jobs) {
		const index = this.#open();
		const unread = [];
		let known = [];
		for (const job of jobs) {
			this.#wasAsked = true;
			const digest = job.stamp ? index.find(job.stamp, job) : null;
			if (!digest) unread.push(job);
			else if (known.push([job, digest]) === AT_ONCE) {
				yield known;
				known = [];
			}
		}
		if (known.length > 0) yield known;
		return unread;
	}
	#isOnLocal({ device }, path) {
		let isLocal = this.#local.get(device);
		if (isLocal === void 0) {
			isLocal = this.#isLocal(path);
			this.#local.set(device, isLocal);
		}
		return isLocal;
	}
};
function makeFolder(path) {
	try {
		mkdirSync(path, { mode: 448 });
	} catch (error) {
		if (!systemCode(error)) throw error;
	}
}
function isTrusted(at, now) {
	return at <= now && now - at < LONGEST_TRUST;
}
const HEAD = "conda-links digests ";
const FORMAT = `2${endianness()}`;
function headOf(version, body) {
	return `${HEAD}${FORMAT} ${version} ${createHash("sha256").update(body).digest("hex")}`;
}
function readIndex(file, version) {
	try {
		const { descriptor, stat } = openFile(file);
		try {
			const { uid, mode, size } = stat;
			if (uid !== process.geteuid?.()) return foreign("it belongs to another user");
			if ((mode & OTHERS_WRITE) !== 0) return foreign("others may write it");
			if (size > LARGEST) return foreign("it is too large");
			return parse(readFileSync(descriptor), version);
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		if (code === "ENOENT") return { kind: "none" };
		return foreign(code === "ENOTSUP" ? "it is no regular file" : code);
	}
}
const OTHERS_WRITE = 18;
function foreign(problem) {
	return {
		kind: "foreign",
		problem
	};
}
function parse(bytes, version) {
	const end = bytes.indexOf(10);
	const head = bytes.toString("latin1", 0, Math.min(Math.max(end, 0), 200));
	if (!head.startsWith(HEAD)) return foreign("it is no index of conda-links");
	const body = bytes.subarray(end + 1);
	const damaged = (problem) => ({
		kind: "ours",
		table: DigestTable.empty(),
		problem
	});
	if (head !== headOf(version, body)) return damaged(!head.startsWith(`${HEAD}${FORMAT} ${version} `) ? "another version of conda-links wrote it" : "it is damaged");
	try {
		return {
			kind: "ours",
			table: DigestTable.parse(body),
			problem: null
		};
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) return damaged("it is damaged");
		throw error;
	}
}

// src/commands/remembering.ts
var Remembering = class {
	source;
	#file;
	#indexed;
	#index = null;
	#problem = null;
	constructor(raw, machine, hasher, readers) {
		const unindexed = new DirectorySource(hasher, readers);
		const named = text$1(raw["index"]) ?? usualPlace(machine, unindexed);
		this.#file = raw["noIndex"] === true || named === null ? null : posix.resolve(machine.cwd, named);
		this.#indexed = this.#file === null ? null : new IndexedHasher(hasher, () => this.#open(), (path) => this.#isLocal(path));
		this.source = this.#indexed ? new DirectorySource(this.#indexed, readers) : unindexed;
	}
	end(report) {
		const file = this.#file;
		if (file === null || this.#index === null || !this.#indexed?.wasAsked) return [];
		const isKept = this.#index.isOurs ? "" : ", and left as it is";
		const unused = `The index ${file} is not used (${this.#problem})${isKept}: every file was read.`;
		return [...this.#problem === null ? [] : [unused], ...this.#save(file, report)];
	}
	#save(file, report) {
		const place = whereIn(this.source, file, report);
		const trouble = place === null ? this.#index?.save() : `it would lie in ${place}`;
		return trouble ? [`The index ${file} cannot be written (${trouble}): the next run reads every file again.`] : [];
	}
	#open() {
		if (this.#index) return this.#index;
		const { index, problem } = DigestIndex.open(this.#file ?? "", "0.1.0", Date.now());
		this.#index = index;
		this.#problem = problem;
		return index;
	}
	#isLocal(path) {
		const found = this.source.fileSystemOf(path);
		return found === null || keepsChanges(found);
	}
};
function usualPlace({ home, env }, source) {
	const cache = env["XDG_CACHE_HOME"]?.startsWith("/") ? env["XDG_CACHE_HOME"] : null;
	const stat = source.lstat(realPath(source, cache ?? home));
	if (!(stat.kind === "ok" && source.user.of === "process" && stat.value.uid === source.user.uid)) return null;
	return `${cache ?? `${home}/.cache`}/conda-links/digests`;
}

// src/commands/verify.ts
async function runVerify(environments, raw, isProgressWanted, signal) {
	if (raw["asUser"] === "") throw new BadInput("as-user: it names nobody.", "Write a name, 1000, 1000:100 or openshift, or leave it out.");
	const format = parseFormat(raw["format"]);
	const output = String(raw["output"] ?? "");
	const view = viewOf(choose(INPUTS.color, raw["color"]), output !== "" && output !== "-");
	const threads = HashingThreads.ofThisMachine();
	const progress = progressLine(isProgressWanted);
	const machine = thisMachine();
	const remembering = new Remembering(raw, machine, threads, ReadingThreads.ofThisMachine);
	const { source } = remembering;
	const given = {
		...raw,
		environments
	};
	let settings = UNSET;
	let told;
	let failOn;
	let remarks;
	try {
		settings = await settingsFor(source, machine, raw);
		const { level, asUser, ...inputs } = verifyInputs(given, settings);
		refuseUselessUser(inputs.environments, {
			asUser,
			level
		});
		failOn = inputs.failOn;
		if (level === "links") compileLittle();
		const adoption = await Adoption.of(settings, raw, failOn, /* @__PURE__ */ new Date());
		const checks = selectChecks(inputs.check, inputs.skip);
		const scopes = await scopesToVerify(source, inputs.environments, {
			machine,
			isHashed: level === "content",
			prefix: inputs.prefix,
			platform: inputs.platform,
			signal,
			progress
		});
		const found = await verify(scopes, {
			level,
			checks,
			isCacheWanted: inputs.isCacheWanted,
			asUser,
			version: "0.1.0",
			signal,
			progress,
			accept: adoption.accept
		});
		if (output !== "" && output !== "-") refuseWithin(source, posix.resolve(machine.cwd, output), found, output);
		remarks = remembering.end(found);
		told = await adoption.end(found, checksAt(level, checks), {
			source,
			machine,
			raw
		});
	} catch (error) {
		throw blaming(error, given, settings);
	} finally {
		progress.stop();
		threads.close();
	}
	const { report } = told;
	const aside = told.aside + lines(remarks.map((remark) => `conda-links: ${remark}`));
	const isMissing = report.environments.some((one) => one.verdict === "unchecked" && one.isMissing);
	const code = format === "check-symlinks" && isMissing ? 1 : exitCode(report, failOn);
	return {
		text: FORMATS[format](report, view),
		file: output === "-" ? "" : output,
		code,
		aside
	};
}
function verifyInputs(given, settings) {
	return withoutUseless(parseInputs(settled("verify", given, settings)), given);
}
function checksAt(level, checks) {
	return checks.filter((check) => LEVELS.indexOf(check.level) <= LEVELS.indexOf(level));
}
async function scopesToVerify(source, words, options) {
	if (words.length > 0) return scopesOf(words, source, options);
	const { environments, tried } = await findEnvironments(source, options.machine);
	if (environments.length === 0) throw nothingFound(tried);
	return [scopeOf(source, environments)];
}
function nothingFound(tried) {
	return new NotFound("No conda environment was found.", `Looked at ${tried.join(", ")}. Name an environment or its prefix: conda-links verify /path/to/env`);
}

export { findDistributions as $, acceptedBy as A, Adoption as B, table as C, require_picocolors as D, wrapAnsi as E, placeOf as F, settled as G, blaming as H, environmentsAt as I, dayOf as J, parseReference as K, findEnvironments as L, counting as M, eyesOf as N, toJson as O, overall as P, parseMatchSpec as Q, findForAction as R, listing as S, quote as T, keyOf as U, settingsFor as V, readSettings as W, CHECKS as X, patternFor as Y, selectChecks as Z, scopeOf as _, verify as a, LinkResolver as at, amount$1 as b, takeInventory as c, placeOfBytes as ct, withoutCredentials as d, normalize as et, ReadingThreads as f, refuseUselessUser as g, refuseUseless as h, verifyInputs as i, readManifest as it, count as j, exitCode as k, installerOf as l, entryPointOf as lt, openWord as m, nothingFound as n, interpreterOf as nt, readSubject as o, realPath as ot, HashingThreads as p, Acceptances as q, runVerify as r, prefixOfPython as rt, Inventory as s, unlessAborted as st, checksAt as t, groupBy as tt, redact as u, SEVERITIES as ut, scopesOf as v, commandLine as w, wrap as x, FORMATS as y, isTooDeep as z };