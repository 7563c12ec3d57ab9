import { n as __require, r as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as isOwned, c as toPackagedPaths, i as LARGEST_RECORD$1, n as lookAt, o as readManifest, r as realPath, s as NOTHING_SHA256, t as LinkResolver } from "./links.js";
import { a as printable, c as toBytes, i as legible, n as fromBytes, o as printableJson, r as isPrintable, s as startOfLine } from "./bytes.js";
import { i as isRemote, t as homes } from "./machine.js";
import { a as matches$1, n as localVersion, o as parseMatchSpec, s as withoutUpperBounds, t as isPinned } from "./requirement.js";
import { n as CannotRead, s as NotFound, t as BadInput } from "./errors.js";
import { n as quote, t as commandLine } from "./shell.js";
import { n as require_is_fullwidth_code_point, t as require_emoji_regex } from "./emoji-regex.js";
import { t as ElfPool } from "./elf.js";
import { t as MISSING } from "./sources.js";
import { posix } from "node:path";
import { createHash } from "node:crypto";
import { dirname as dirname$1 } from "node:path/posix";
import { setImmediate } from "node:timers/promises";

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
		for (const recorded of subject.manifest.paths.values()) {
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
	if (["same", "other-prefix"].includes(contents.of(path).kind)) return null;
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
		for (const [path, recorded] of subject.manifest.paths) {
			const content = subject.contents.of(path);
			const owner = recorded.package;
			const grown = isGrown(subject, recorded);
			if (!(content.kind === "altered" || content.kind === "unprovable") && grown === null || subject.replacements.has(owner)) continue;
			if (isShortened(subject, recorded) !== null || isFlattened(subject, recorded)) continue;
			if (isCopyByConda(subject, recorded)) continue;
			const { size, sha256, expected } = content.kind === "altered" ? content : {
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
			if (content.kind === "unprovable") {
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
			if (contents.of(path).kind === "other-prefix") continue;
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
function isShippedBroken({ inventory, manifest, contents }, { path, kind, isPatched, package: owner }, interpreter) {
	if (!(kind === "file" || kind === "symlink") || contents.of(path).kind !== "same") return false;
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
	*find({ inventory, cache, links }) {
		let count = 0;
		let first = null;
		for (const { path } of links) {
			const end = inventory.follow(path);
			const folder = end.kind === "found" ? cache.folderOf(end.path) : null;
			if (folder === null) continue;
			count += 1;
			first ??= {
				path,
				folder
			};
		}
		if (first) yield {
			...first,
			package: null,
			count
		};
	},
	say: ({ count, folder }) => `${count} ${count === 1 ? "link leads" : "links lead"} into the package cache (${folder}, …); conda clean would break ${count === 1 ? "it" : "them"}`
});

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
		what: "Recorded files or folders belong to another user than the prefix. One finding an environment, with their number.",
		why: "The owner of the environment can neither update nor remove them: the next `conda update` stops half way with `Permission denied`.",
		how: "`sudo conda install`, `sudo pip install`, a container that wrote into a mounted folder as root, a backup restored by another user. Hard links share their owner with the package cache.",
		fix: "Nothing is broken for who only runs it. Give it back to one user: `sudo chown -R USER PREFIX`."
	},
	*find({ level, inventory, manifest }) {
		const owner = level === "links" ? null : inventory.stat("");
		if (owner?.kind !== "ok") return;
		const { uid } = owner.value;
		let count = 0;
		let first = null;
		for (const path of [...manifest.paths.keys(), ...manifest.folders]) {
			const stat = inventory.at(path) === null ? null : inventory.stat(path);
			if (stat?.kind !== "ok" || stat.value.uid === uid) continue;
			count += 1;
			if (first === null || path < first.path) first = {
				path,
				other: stat.value.uid
			};
		}
		if (first) yield {
			...first,
			package: null,
			owner: uid,
			count
		};
	},
	say: ({ path, other, owner, count }) => count === 1 ? `${path} belongs to user ${other}, the prefix to ${owner}` : `${count} files and folders do not belong to user ${owner}, as the prefix does (${path} to ${other}, …)`
});

// src/conda/package-cache.ts
var PackageCache = class {
	#source;
	#prefix;
	#folders = /* @__PURE__ */ new Map();
	#roots;
	constructor(source, prefix, manifest) {
		this.#source = source;
		this.#prefix = prefix;
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
		const entry = path === null ? null : lookAt(this.#source, path);
		return entry?.kind === "ok" && entry.value.kind === "symlink" ? entry.value.target : null;
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
const FOLDERS = [
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
		const { inventory } = subject;
		const found = /* @__PURE__ */ new Map();
		const add = (key, path) => {
			const before = found.get(key);
			found.set(key, {
				path: before?.path ?? path,
				count: (before?.count ?? 0) + 1
			});
		};
		const paths = Array.from(inventory.entries(), ([path]) => path).filter((path) => isSuspect(path) && !isHabit(subject, path)).sort();
		for (const path of paths) {
			const owner = FOLDERS.find((one) => path.startsWith(`${one}/`)) ?? ownerOf(subject, path);
			if (owner !== null) add(owner, path);
		}
		for (const [owner, fact] of found) yield {
			...fact,
			package: typeof owner === "string" ? null : owner
		};
	},
	say: ({ path, count }) => count === 1 ? `${path} was put aside by an update that did not end` : `${count} files were put aside by an update that did not end (${path}, …)`
});
function isSuspect(path) {
	return PUT_ASIDE.test(path) || path.startsWith(".") || path.startsWith("conda-meta/.trash/");
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
	*find({ inventory, manifest }) {
		for (const recorded of manifest.paths.values()) {
			const entry = inventory.at(recorded.path);
			const end = entry?.kind === "symlink" ? inventory.follow(recorded.path) : null;
			const is = end?.kind === "found" && recorded.kind !== "symlink" ? end.what : entry?.kind;
			const was = is && mismatch(recorded, is);
			if (was) yield {
				path: recorded.path,
				package: recorded.package,
				is,
				was
			};
		}
		for (const path of manifest.folders) {
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
		const { manifest, inventory, cache, contents } = subject;
		for (const recorded of manifest.paths.values()) {
			if (recorded.kind !== "symlink") continue;
			const { path, package: owner } = recorded;
			const entry = inventory.at(path);
			if (entry?.kind !== "file" && entry?.kind !== "directory") continue;
			if (owner.isSoftLinked && entry.kind === "file" && cache.linkText(recorded) === null) continue;
			if (entry.kind === "directory" && isLinkToFile(recorded)) continue;
			if (isFlattened(subject, recorded)) continue;
			if (entry.kind === "file" && isCopyByConda(subject, recorded)) continue;
			if (contents.of(path).kind === "altered") continue;
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
const MOST_FILES = 256;
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
		const fresh = files.filter((file) => !seen.has(file)).slice(0, MOST_FILES - seen.size);
		for (const file of fresh) seen.add(file);
		const read = await inventory.source.read(fresh, LARGEST_FILE);
		const included = /* @__PURE__ */ new Set();
		for (const [file, bytes] of read) {
			const lines = bytes.kind === "ok" ? fromBytes(bytes.value).split("\n") : [];
			for (const line of lines) {
				const said = parseLine(line);
				folders.push(...said.folders.slice(0, MOST_FOLDERS$1));
				for (const pattern of said.patterns) for (const one of matching(inventory, posix.resolve(posix.dirname(file), pattern))) if (included.size < MOST_FILES) included.add(one);
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
			if (library === "" || BROUGHT.test(nameIn$1(library))) continue;
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
		const { inventory, manifest } = subject;
		const wanted = new Set(Array.from(libraries, nameIn$1));
		for (const [path, entry] of inventory.entries()) {
			const name = nameIn$1(path);
			if (!wanted.has(name) || isAside(path)) continue;
			if (!(entry.kind === "symlink") || leadsSomewhere(inventory, inventory.absolute(path))) this.#present.add(name);
		}
		for (const recorded of manifest.paths.values()) {
			const name = nameIn$1(recorded.path);
			if (!wanted.has(name) || isAside(recorded.path)) continue;
			if (!inventory.isListed(recorded.path) && inventory.follow(recorded.path).kind === "found") this.#present.add(name);
			const lost = lossAt(subject, recorded);
			const other = this.#lost.get(name);
			if (lost && !(other && other.path <= lost.path)) this.#lost.set(name, lost);
		}
	}
	isInPrefix(library) {
		return this.#present.has(nameIn$1(library));
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
		return this.#lost.get(nameIn$1(library)) ?? null;
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
function nameIn$1(path) {
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
		const { level, manifest, inventory, replacements } = subject;
		if (level === "links") return;
		for (const recorded of manifest.paths.values()) {
			if (inventory.at(recorded.path)?.kind !== "file" || replacements.has(recorded.package)) continue;
			const stat = inventory.stat(recorded.path);
			if (stat.kind !== "ok" || (stat.value.mode & EXECUTE$1) !== 0) continue;
			if (!wasExecutable(subject, recorded, stat.value.links)) continue;
			const mode = (stat.value.mode & 4095).toString(8).padStart(4, "0");
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
	*find({ manifest, contents, heads, inventory, replacements, scripts }) {
		const isOwn = (prefix) => inventory.isOwnPrefix(prefix);
		const isInArchive = inventory.source.extent === "prefix";
		const packed = [];
		for (const [path, recorded] of manifest.paths) {
			const owner = recorded.package;
			if (replacements.has(owner)) continue;
			const content = contents.of(path);
			if (content.kind === "other-prefix") {
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
			const isProved = proved !== void 0 || listed.length >= MANY;
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
const MANY = 3;
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
	let asked = 0;
	for (const record of manifest.records) for (const dependency of new Set(record.depends)) {
		asked += 1;
		if (asked > MOST_DEPENDS) return;
		const spec = specOf(dependency);
		if (spec === null || unreadable.has(spec.name) || isOwnAddition(record, spec)) continue;
		const candidates = byName.get(spec.name) ?? [];
		if (candidates.length > MOST_RECORDS || isMet(spec, candidates)) continue;
		const distribution = (projects.get(normalized(spec.name)) ?? []).find((one) => one.installer !== "conda" && !isItsOwn(subject, one, candidates)) ?? null;
		yield {
			record,
			dependency,
			spec,
			doubt: distribution ? "pip" : doubtOf(record, spec, candidates),
			installed: candidates[0] ?? null,
			distribution
		};
	}
}
const LONGEST = 1e3;
const MOST_DEPENDS = 1e5;
const MOST_RECORDS = 10;
function specOf(dependency) {
	if (dependency.length > LONGEST || /\sif\s|;/.test(dependency)) return null;
	const spec = parseMatchSpec(dependency);
	if ("reason" in spec || spec.name.startsWith("__") || spec.name.includes("*")) return null;
	return ["when", "optional"].some((key) => spec.brackets.has(key)) ? null : spec;
}
function isOwnAddition(record, { name }) {
	return record.name === "python" && name === "pip";
}
function isMet(spec, candidates) {
	return candidates.some((one) => matches$1(spec, one) !== "no");
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
function normalized(name) {
	return name.replace(/[-_.]+/g, "-");
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

// node_modules/fastest-levenshtein/mod.js
var require_fastest_levenshtein = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.__esModule = true;
	exports.distance = exports.closest = void 0;
	var peq = /* @__PURE__ */ new Uint32Array(65536);
	var myers_32 = function(a, b) {
		var n = a.length;
		var m = b.length;
		var lst = 1 << n - 1;
		var pv = -1;
		var mv = 0;
		var sc = n;
		var i = n;
		while (i--) peq[a.charCodeAt(i)] |= 1 << i;
		for (i = 0; i < m; i++) {
			var eq = peq[b.charCodeAt(i)];
			var xv = eq | mv;
			eq |= (eq & pv) + pv ^ pv;
			mv |= ~(eq | pv);
			pv &= eq;
			if (mv & lst) sc++;
			if (pv & lst) sc--;
			mv = mv << 1 | 1;
			pv = pv << 1 | ~(xv | mv);
			mv &= xv;
		}
		i = n;
		while (i--) peq[a.charCodeAt(i)] = 0;
		return sc;
	};
	var myers_x = function(b, a) {
		var n = a.length;
		var m = b.length;
		var mhc = [];
		var phc = [];
		var hsize = Math.ceil(n / 32);
		var vsize = Math.ceil(m / 32);
		for (var i = 0; i < hsize; i++) {
			phc[i] = -1;
			mhc[i] = 0;
		}
		var j = 0;
		for (; j < vsize - 1; j++) {
			var mv_1 = 0;
			var pv_1 = -1;
			var start_1 = j * 32;
			var vlen_1 = Math.min(32, m) + start_1;
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] |= 1 << k;
			for (var i = 0; i < n; i++) {
				var eq = peq[a.charCodeAt(i)];
				var pb = phc[i / 32 | 0] >>> i & 1;
				var mb = mhc[i / 32 | 0] >>> i & 1;
				var xv = eq | mv_1;
				var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
				var ph = mv_1 | ~(xh | pv_1);
				var mh = pv_1 & xh;
				if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
				if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
				ph = ph << 1 | pb;
				mh = mh << 1 | mb;
				pv_1 = mh | ~(xv | ph);
				mv_1 = ph & xv;
			}
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] = 0;
		}
		var mv = 0;
		var pv = -1;
		var start = j * 32;
		var vlen = Math.min(32, m - start) + start;
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] |= 1 << k;
		var score = m;
		for (var i = 0; i < n; i++) {
			var eq = peq[a.charCodeAt(i)];
			var pb = phc[i / 32 | 0] >>> i & 1;
			var mb = mhc[i / 32 | 0] >>> i & 1;
			var xv = eq | mv;
			var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
			var ph = mv | ~(xh | pv);
			var mh = pv & xh;
			score += ph >>> m - 1 & 1;
			score -= mh >>> m - 1 & 1;
			if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
			if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
			ph = ph << 1 | pb;
			mh = mh << 1 | mb;
			pv = mh | ~(xv | ph);
			mv = ph & xv;
		}
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] = 0;
		return score;
	};
	var distance = function(a, b) {
		if (a.length < b.length) {
			var tmp = b;
			b = a;
			a = tmp;
		}
		if (b.length === 0) return a.length;
		if (a.length <= 32) return myers_32(a, b);
		return myers_x(a, b);
	};
	exports.distance = distance;
	var closest = function(str, arr) {
		var min_distance = Infinity;
		var min_index = 0;
		for (var i = 0; i < arr.length; i++) {
			var dist = distance(str, arr[i]);
			if (dist < min_distance) {
				min_distance = dist;
				min_index = i;
			}
		}
		return arr[min_index];
	};
	exports.closest = closest;
}));

// src/closest.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
function closest(choices, value) {
	const [best] = choices.map((choice) => ({
		choice,
		far: (0, import_fastest_levenshtein.distance)(choice, value)
	})).filter(({ choice, far }) => far <= Math.max(2, choice.length / 3)).sort((a, b) => a.far - b.far);
	return best?.choice ?? null;
}

// src/user.ts
function nameOf$1({ name, uid }) {
	return name === null ? `UID ${uid}` : name;
}
const LARGEST$1 = 4 << 20;
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
	const read = await source.read(["/etc/passwd", "/etc/group"], LARGEST$1);
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
	return ((uid === viewer.uid ? mode >> 6 : viewer.groups.has(gid) ? mode >> 3 : mode) & wanted) === wanted;
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
		if (inventory.names(path).size === 0 || inventory.stat(`${path}/.`).kind !== "denied") continue;
		yield {
			...UNJUDGED$1,
			path,
			package: null,
			reason: MAY_NOT_ENTER
		};
	}
}
function* closed(subject, bits, viewer) {
	const { inventory, manifest } = subject;
	const user = nameOf$1(viewer);
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
function* refused({ inventory, manifest, contents, cache, links }) {
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
	for (const recorded of manifest.paths.values()) {
		const { path, package: owner } = recorded;
		const place = placeOfBytes(inventory, cache, recorded);
		if (place === null) continue;
		const entry = inventory.at(path);
		const target = entry?.kind === "symlink" ? entry.target : null;
		const access = contents.of(path).kind === "unreadable" ? "read" : forbidden(inventory, place, isProgram(recorded));
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
function forbidden(inventory, place, mayBeProgram) {
	const stat = inventory.statAbsolute(place);
	if (stat.kind !== "ok") return null;
	const { mode } = stat.value;
	const { source } = inventory;
	if ((mode & 292) !== 292 && !source.mayRead(place)) return "read";
	const isShared = (mode & 73) === 73 || (mode & 73) === 0;
	return mayBeProgram && !isShared && !source.mayExecute(place) ? "execute" : null;
}
function isProgram({ path }) {
	return path.startsWith("bin/");
}
function* denied(subject, bits, viewer) {
	const { manifest } = subject;
	const user = nameOf$1(viewer);
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
		const isUnread = contents.of(path).kind === "unreadable";
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

// src/dockerfile/bases.ts
const BASES = {
	miniforge: {
		image: "condaforge/miniforge3:26.7.2-0",
		tool: "conda"
	},
	micromamba: {
		image: "mambaorg/micromamba:2.9.0-debian13-slim",
		tool: "micromamba"
	},
	miniconda: {
		image: "continuumio/miniconda3:26.7.1-1",
		tool: "conda"
	}
};
const RUNTIME = "debian:trixie-slim";
const IMAGE = /^(?:[\w.-]{1,200}(?::\d{1,5})?\/)?[a-z0-9][a-z0-9._/-]{0,200}(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
function baseOf(word) {
	if (Object.hasOwn(BASES, word)) return BASES[word];
	refuseImage("base", word, Object.keys(BASES));
	return {
		image: word,
		tool: /micromamba/.test(word) ? "micromamba" : /mamba/.test(word) ? "mamba" : "conda"
	};
}
function isAnacondas(image) {
	return /miniconda|anaconda/.test(image);
}
function refuseImage(option, word, known) {
	const meant = closest(known, word);
	if (!/[/:@]/.test(word) && meant !== null) throw new BadInput(`${option}: there is no “${word}”.`, `Did you mean ${meant}?`);
	if (!IMAGE.test(word)) throw new BadInput(`${option}: “${word}” is no name of an image.`, words(known));
	if (!/[:@][^/]*$/.test(word)) throw new BadInput(`${option}: “${word}” has no tag, so it is another image every month.`, words(known));
}
function words(known) {
	return `It can be: ${known.join(", ")}, or an image with its tag.`;
}

// src/dockerfile/style.ts
const STYLES = ["standard", "article"];

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

// node_modules/get-east-asian-width/lookup-data.js
const ambiguousMaximumCodePoint = 1114109;
const ambiguousRanges = [
	161,
	161,
	164,
	164,
	167,
	168,
	170,
	170,
	173,
	174,
	176,
	180,
	182,
	186,
	188,
	191,
	198,
	198,
	208,
	208,
	215,
	216,
	222,
	225,
	230,
	230,
	232,
	234,
	236,
	237,
	240,
	240,
	242,
	243,
	247,
	250,
	252,
	252,
	254,
	254,
	257,
	257,
	273,
	273,
	275,
	275,
	283,
	283,
	294,
	295,
	299,
	299,
	305,
	307,
	312,
	312,
	319,
	322,
	324,
	324,
	328,
	331,
	333,
	333,
	338,
	339,
	358,
	359,
	363,
	363,
	462,
	462,
	464,
	464,
	466,
	466,
	468,
	468,
	470,
	470,
	472,
	472,
	474,
	474,
	476,
	476,
	593,
	593,
	609,
	609,
	708,
	708,
	711,
	711,
	713,
	715,
	717,
	717,
	720,
	720,
	728,
	731,
	733,
	733,
	735,
	735,
	768,
	879,
	913,
	929,
	931,
	937,
	945,
	961,
	963,
	969,
	1025,
	1025,
	1040,
	1103,
	1105,
	1105,
	8208,
	8208,
	8211,
	8214,
	8216,
	8217,
	8220,
	8221,
	8224,
	8226,
	8228,
	8231,
	8240,
	8240,
	8242,
	8243,
	8245,
	8245,
	8251,
	8251,
	8254,
	8254,
	8308,
	8308,
	8319,
	8319,
	8321,
	8324,
	8364,
	8364,
	8451,
	8451,
	8453,
	8453,
	8457,
	8457,
	8467,
	8467,
	8470,
	8470,
	8481,
	8482,
	8486,
	8486,
	8491,
	8491,
	8531,
	8532,
	8539,
	8542,
	8544,
	8555,
	8560,
	8569,
	8585,
	8585,
	8592,
	8601,
	8632,
	8633,
	8658,
	8658,
	8660,
	8660,
	8679,
	8679,
	8704,
	8704,
	8706,
	8707,
	8711,
	8712,
	8715,
	8715,
	8719,
	8719,
	8721,
	8721,
	8725,
	8725,
	8730,
	8730,
	8733,
	8736,
	8739,
	8739,
	8741,
	8741,
	8743,
	8748,
	8750,
	8750,
	8756,
	8759,
	8764,
	8765,
	8776,
	8776,
	8780,
	8780,
	8786,
	8786,
	8800,
	8801,
	8804,
	8807,
	8810,
	8811,
	8814,
	8815,
	8834,
	8835,
	8838,
	8839,
	8853,
	8853,
	8857,
	8857,
	8869,
	8869,
	8895,
	8895,
	8978,
	8978,
	9312,
	9449,
	9451,
	9547,
	9552,
	9587,
	9600,
	9615,
	9618,
	9621,
	9632,
	9633,
	9635,
	9641,
	9650,
	9651,
	9654,
	9655,
	9660,
	9661,
	9664,
	9665,
	9670,
	9672,
	9675,
	9675,
	9678,
	9681,
	9698,
	9701,
	9711,
	9711,
	9733,
	9734,
	9737,
	9737,
	9742,
	9743,
	9756,
	9756,
	9758,
	9758,
	9792,
	9792,
	9794,
	9794,
	9824,
	9825,
	9827,
	9829,
	9831,
	9834,
	9836,
	9837,
	9839,
	9839,
	9886,
	9887,
	9919,
	9919,
	9926,
	9933,
	9935,
	9939,
	9941,
	9953,
	9955,
	9955,
	9960,
	9961,
	9963,
	9969,
	9972,
	9972,
	9974,
	9977,
	9979,
	9980,
	9982,
	9983,
	10045,
	10045,
	10102,
	10111,
	11094,
	11097,
	12872,
	12879,
	57344,
	63743,
	65024,
	65039,
	65533,
	65533,
	127232,
	127242,
	127248,
	127277,
	127280,
	127337,
	127344,
	127373,
	127375,
	127376,
	127387,
	127404,
	917760,
	917999,
	983040,
	1048573,
	1048576,
	1114109
];
const fullwidthMinimalCodePoint = 12288;
const fullwidthMaximumCodePoint = 65510;
const fullwidthRanges = [
	12288,
	12288,
	65281,
	65376,
	65504,
	65510
];
const wideMinimalCodePoint = 4352;
const wideMaximumCodePoint = 262141;
const wideRanges = [
	4352,
	4447,
	8986,
	8987,
	9001,
	9002,
	9193,
	9196,
	9200,
	9200,
	9203,
	9203,
	9725,
	9726,
	9748,
	9749,
	9776,
	9783,
	9800,
	9811,
	9855,
	9855,
	9866,
	9871,
	9875,
	9875,
	9889,
	9889,
	9898,
	9899,
	9917,
	9918,
	9924,
	9925,
	9934,
	9934,
	9940,
	9940,
	9962,
	9962,
	9970,
	9971,
	9973,
	9973,
	9978,
	9978,
	9981,
	9981,
	9989,
	9989,
	9994,
	9995,
	10024,
	10024,
	10060,
	10060,
	10062,
	10062,
	10067,
	10069,
	10071,
	10071,
	10133,
	10135,
	10160,
	10160,
	10175,
	10175,
	11035,
	11036,
	11088,
	11088,
	11093,
	11093,
	11904,
	11929,
	11931,
	12019,
	12032,
	12245,
	12272,
	12287,
	12289,
	12350,
	12353,
	12438,
	12441,
	12543,
	12549,
	12591,
	12593,
	12686,
	12688,
	12773,
	12783,
	12830,
	12832,
	12871,
	12880,
	42124,
	42128,
	42182,
	43360,
	43388,
	44032,
	55203,
	63744,
	64255,
	65040,
	65049,
	65072,
	65106,
	65108,
	65126,
	65128,
	65131,
	94176,
	94180,
	94192,
	94198,
	94208,
	101594,
	101631,
	101664,
	101760,
	101874,
	101888,
	102801,
	102816,
	102866,
	110576,
	110579,
	110581,
	110587,
	110589,
	110590,
	110592,
	110888,
	110898,
	110898,
	110928,
	110930,
	110933,
	110933,
	110948,
	110952,
	110960,
	111355,
	119552,
	119638,
	119648,
	119670,
	126980,
	126980,
	127183,
	127183,
	127374,
	127374,
	127377,
	127386,
	127406,
	127406,
	127488,
	127490,
	127504,
	127547,
	127552,
	127560,
	127568,
	127569,
	127584,
	127589,
	127744,
	127776,
	127789,
	127797,
	127799,
	127868,
	127870,
	127891,
	127904,
	127946,
	127951,
	127955,
	127968,
	127984,
	127988,
	127988,
	127992,
	128062,
	128064,
	128064,
	128066,
	128252,
	128255,
	128317,
	128331,
	128334,
	128336,
	128359,
	128378,
	128378,
	128405,
	128406,
	128420,
	128420,
	128507,
	128591,
	128640,
	128709,
	128716,
	128716,
	128720,
	128722,
	128725,
	128729,
	128732,
	128735,
	128747,
	128748,
	128756,
	128764,
	128986,
	128986,
	128992,
	129003,
	129008,
	129008,
	129292,
	129338,
	129340,
	129349,
	129351,
	129535,
	129648,
	129660,
	129664,
	129734,
	129736,
	129736,
	129740,
	129757,
	129759,
	129771,
	129775,
	129786,
	131072,
	196605,
	196608,
	262141
];

// node_modules/get-east-asian-width/utilities.js
const isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) high = mid - 1;
		else if (codePoint > ranges[i + 1]) low = mid + 1;
		else return true;
	}
	return false;
};

// node_modules/get-east-asian-width/lookup.js
const commonCjkCodePoint = 19968;
const [wideFastPathStart, wideFastPathEnd] = /* #__PURE__ */ findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];
	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];
		if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) return [start, end];
		if (end - start > fastPathEnd - fastPathStart) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}
	return [fastPathStart, fastPathEnd];
}
const isAmbiguous = (codePoint) => {
	if (codePoint < 161 || codePoint > 1114109) return false;
	return isInRange(ambiguousRanges, codePoint);
};
const isFullwidth = (codePoint) => {
	if (codePoint < 12288 || codePoint > 65510) return false;
	return isInRange(fullwidthRanges, codePoint);
};
const isWide = (codePoint) => {
	if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) return true;
	if (codePoint < 4352 || codePoint > 262141) return false;
	return isInRange(wideRanges, codePoint);
};

// node_modules/get-east-asian-width/index.js
function validate(codePoint) {
	if (!Number.isSafeInteger(codePoint)) throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
	validate(codePoint);
	if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) return 2;
	return 1;
}

// node_modules/string-width/index.js
const segmenter$1 = new Intl.Segmenter();
const visibleCharacterRegex = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex = /\p{Spacing_Mark}/v;
const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
const extendedPictographicRegex = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible(segment) {
	const index = segment.search(visibleCharacterRegex);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
	return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter$1.segment(string)) {
		const visibleSegment = baseVisible(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth(visibleSegment, eastAsianWidthOptions);
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
const ANSI_ESCAPE = "\x1B";
const ANSI_ESCAPE_BELL = "\x07";
const C1_CSI = "";
const ANSI_CSI = "[";
const ANSI_OSC = "]";
const ANSI_SGR_TERMINATOR = "m";
const ANSI_SGR_RESET = 0;
const ANSI_SGR_RESET_FOREGROUND = 39;
const ANSI_SGR_RESET_BACKGROUND = 49;
const ANSI_SGR_RESET_UNDERLINE_COLOR = 59;
const ANSI_SGR_FOREGROUND_EXTENDED = 38;
const ANSI_SGR_BACKGROUND_EXTENDED = 48;
const ANSI_SGR_UNDERLINE_COLOR_EXTENDED = 58;
const ANSI_SGR_COLOR_MODE_RGB = 2;
const ANSI_SGR_COLOR_MODE_256 = 5;
const ANSI_ESCAPE_LINK = `${ANSI_OSC}8;`;
const ESCAPES = /* @__PURE__ */ new Set([ANSI_ESCAPE, C1_CSI]);
const ESCAPE_CHARACTERS = [...ESCAPES].join("");
const CSI_INTRODUCER = `(?:${ANSI_ESCAPE}\\${ANSI_CSI}|${C1_CSI})`;
const CSI_PARAMETERS = "[0-?]*[ -/]*[@-~]";
const SGR_PARAMETERS = `(?<sgr>[0-9;:]*)${ANSI_SGR_TERMINATOR}`;
const OSC_STRING_TERMINATOR = `(?:${ANSI_ESCAPE_BELL}|${ANSI_ESCAPE}\\\\)`;
const OSC_STRING_PAYLOAD = String.raw`[^\u0000-\u001F\u007F-\u009F]*`;
const LINK_PARAMETERS = String.raw`8;(?<parameters>[^;\u0000-\u001F\u007F-\u009F]*);(?<uri>${OSC_STRING_PAYLOAD})${OSC_STRING_TERMINATOR}`;
const OSC_STRING = `${OSC_STRING_PAYLOAD}${OSC_STRING_TERMINATOR}`;
const ANSI_ESCAPE_REGEX = new RegExp(`${CSI_INTRODUCER}(?:${SGR_PARAMETERS}|${CSI_PARAMETERS})|${ANSI_ESCAPE}\\${ANSI_OSC}(?:${LINK_PARAMETERS}|${OSC_STRING})`, "y");
const ANSI_SGR_MODIFIER_CLOSE_CODES = new Set(ansiStyles.codes.values());
ANSI_SGR_MODIFIER_CLOSE_CODES.delete(ANSI_SGR_RESET);
const segmenter = new Intl.Segmenter();
const getStringWidth = (string) => stringWidth(string, { countAnsiEscapeCodes: true });
const TAB_SIZE = 8;
const ESCAPE_INTRODUCER_REGEX = new RegExp(`[${ESCAPE_CHARACTERS}]`, "g");
const ROW_BOUNDARY_REGEX = new RegExp(`[\\n${ESCAPE_CHARACTERS}]`, "g");
const ASCII_PRINTABLE_REGEX = /^[ -~]*$/;
const wrapAnsiCode = (code) => `${ANSI_ESCAPE}${ANSI_CSI}${code}${ANSI_SGR_TERMINATOR}`;
const wrapAnsiHyperlink = (url, parameters = "") => `${ANSI_ESCAPE}${ANSI_ESCAPE_LINK}${parameters};${url}${ANSI_ESCAPE_BELL}`;
const matchAnsiEscape = (string, index) => {
	if (!ESCAPES.has(string[index])) return;
	ANSI_ESCAPE_REGEX.lastIndex = index;
	return ANSI_ESCAPE_REGEX.exec(string) ?? void 0;
};
const forEachSegment = (string, onPlainText, onEscape = () => {}) => {
	let plainStart = 0;
	let index = 0;
	while (index < string.length) {
		ESCAPE_INTRODUCER_REGEX.lastIndex = index;
		const introducer = ESCAPE_INTRODUCER_REGEX.exec(string);
		if (!introducer) break;
		const escape = matchAnsiEscape(string, introducer.index);
		if (!escape) {
			index = introducer.index + 1;
			continue;
		}
		if (introducer.index > plainStart) onPlainText(string.slice(plainStart, introducer.index));
		onEscape(escape[0]);
		index = introducer.index + escape[0].length;
		plainStart = index;
	}
	if (plainStart < string.length) onPlainText(string.slice(plainStart));
};
const getWidth = (string) => {
	let plainText = "";
	forEachSegment(string, (part) => {
		plainText += part;
	});
	return getStringWidth(plainText);
};
const getTokens = (string) => {
	const tokens = [];
	forEachSegment(string, (plainText) => {
		if (ASCII_PRINTABLE_REGEX.test(plainText)) {
			for (const character of plainText) tokens.push({
				value: character,
				width: 1
			});
			return;
		}
		for (const { segment } of segmenter.segment(plainText)) tokens.push({
			value: segment,
			width: getStringWidth(segment)
		});
	}, (escape) => {
		tokens.push({
			value: escape,
			width: 0
		});
	});
	return tokens;
};
const splitWords = (string) => {
	let currentWord = {
		value: "",
		plainText: ""
	};
	const words = [currentWord];
	forEachSegment(string, (plainText) => {
		const parts = plainText.split(" ");
		currentWord.value += parts[0];
		currentWord.plainText += parts[0];
		for (let index = 1; index < parts.length; index++) {
			currentWord = {
				value: parts[index],
				plainText: parts[index]
			};
			words.push(currentWord);
		}
	}, (escape) => {
		currentWord.value += escape;
	});
	for (const word of words) word.width = getStringWidth(word.plainText);
	return words;
};
const getColonColorToken = (parameter) => {
	const parts = parameter.split(":");
	const code = Number.parseInt(parts[0], 10);
	const mode = Number.parseInt(parts[1], 10);
	if (![
		ANSI_SGR_FOREGROUND_EXTENDED,
		ANSI_SGR_BACKGROUND_EXTENDED,
		ANSI_SGR_UNDERLINE_COLOR_EXTENDED
	].includes(code)) return;
	if (mode === ANSI_SGR_COLOR_MODE_256 && parts.length === 3 && /^\d+$/.test(parts[2])) return {
		code,
		open: parameter,
		hasArguments: true
	};
	if (mode !== ANSI_SGR_COLOR_MODE_RGB) return;
	const components = parts.length === 6 ? parts.slice(3) : parts.slice(2);
	const colorSpace = parts.length === 6 ? parts[2] : void 0;
	if (components.length === 3 && components.every((component) => /^\d+$/.test(component)) && (colorSpace === void 0 || /^\d*$/.test(colorSpace))) return {
		code,
		open: parameter,
		hasArguments: true
	};
};
const getSgrTokens = (sgrParameters) => {
	const parameters = sgrParameters.split(";");
	const sgrTokens = [];
	for (let index = 0; index < parameters.length; index++) {
		const parameter = parameters[index];
		if (parameter.includes(":")) {
			const colonColorToken = getColonColorToken(parameter);
			if (colonColorToken) sgrTokens.push(colonColorToken);
			continue;
		}
		const code = parameter === "" ? ANSI_SGR_RESET : Number.parseInt(parameter, 10);
		if (!Number.isFinite(code)) continue;
		if (code === ANSI_SGR_FOREGROUND_EXTENDED || code === ANSI_SGR_BACKGROUND_EXTENDED || code === ANSI_SGR_UNDERLINE_COLOR_EXTENDED) {
			if (index + 1 >= parameters.length) break;
			const mode = Number.parseInt(parameters[index + 1], 10);
			const colorIndex = Number.parseInt(parameters[index + 2], 10);
			if (mode === ANSI_SGR_COLOR_MODE_256 && Number.isFinite(colorIndex)) {
				sgrTokens.push({
					code,
					open: [
						code,
						mode,
						colorIndex
					].join(";"),
					hasArguments: true
				});
				index += 2;
				continue;
			}
			const red = Number.parseInt(parameters[index + 2], 10);
			const green = Number.parseInt(parameters[index + 3], 10);
			const blue = Number.parseInt(parameters[index + 4], 10);
			if (mode === ANSI_SGR_COLOR_MODE_RGB && Number.isFinite(red) && Number.isFinite(green) && Number.isFinite(blue)) {
				sgrTokens.push({
					code,
					open: [
						code,
						mode,
						red,
						green,
						blue
					].join(";"),
					hasArguments: true
				});
				index += 4;
				continue;
			}
			break;
		}
		sgrTokens.push({
			code,
			open: String(code),
			hasArguments: false
		});
	}
	return sgrTokens;
};
const removeActiveStyle = (activeStyles, family) => {
	const activeStyleIndex = activeStyles.findIndex((activeStyle) => activeStyle.family === family);
	if (activeStyleIndex !== -1) activeStyles.splice(activeStyleIndex, 1);
};
const upsertActiveStyle = (activeStyles, nextActiveStyle) => {
	removeActiveStyle(activeStyles, nextActiveStyle.family);
	activeStyles.push(nextActiveStyle);
};
const removeModifierStylesByClose = (activeStyles, closeCode) => {
	for (let index = activeStyles.length - 1; index >= 0; index--) {
		const activeStyle = activeStyles[index];
		if (activeStyle.family.startsWith("modifier-") && activeStyle.close === closeCode) activeStyles.splice(index, 1);
	}
};
const getColorStyle = (sgrToken) => {
	const { code, open, hasArguments } = sgrToken;
	if (code >= 30 && code <= 37 || code >= 90 && code <= 97 || code === ANSI_SGR_FOREGROUND_EXTENDED && hasArguments) return {
		family: "foreground",
		open,
		close: ANSI_SGR_RESET_FOREGROUND
	};
	if (code >= 40 && code <= 47 || code >= 100 && code <= 107 || code === ANSI_SGR_BACKGROUND_EXTENDED && hasArguments) return {
		family: "background",
		open,
		close: ANSI_SGR_RESET_BACKGROUND
	};
	if (code === ANSI_SGR_UNDERLINE_COLOR_EXTENDED && hasArguments) return {
		family: "underlineColor",
		open,
		close: ANSI_SGR_RESET_UNDERLINE_COLOR
	};
};
const applySgrResetCode = (code, activeStyles) => {
	if (code === ANSI_SGR_RESET) {
		activeStyles.length = 0;
		return true;
	}
	if (code === ANSI_SGR_RESET_FOREGROUND) {
		removeActiveStyle(activeStyles, "foreground");
		return true;
	}
	if (code === ANSI_SGR_RESET_BACKGROUND) {
		removeActiveStyle(activeStyles, "background");
		return true;
	}
	if (code === ANSI_SGR_RESET_UNDERLINE_COLOR) {
		removeActiveStyle(activeStyles, "underlineColor");
		return true;
	}
	if (ANSI_SGR_MODIFIER_CLOSE_CODES.has(code)) {
		removeModifierStylesByClose(activeStyles, code);
		return true;
	}
	return false;
};
const applySgrToken = (sgrToken, activeStyles) => {
	const { code } = sgrToken;
	if (applySgrResetCode(code, activeStyles)) return;
	const colorStyle = getColorStyle(sgrToken);
	if (colorStyle) {
		upsertActiveStyle(activeStyles, colorStyle);
		return;
	}
	const close = ansiStyles.codes.get(code);
	if (close !== void 0 && close !== ANSI_SGR_RESET) upsertActiveStyle(activeStyles, {
		family: `modifier-${code}`,
		open: sgrToken.open,
		close
	});
};
const applySgrParameters = (sgrParameters, activeStyles) => {
	for (const sgrToken of getSgrTokens(sgrParameters)) applySgrToken(sgrToken, activeStyles);
};
const applySgrResets = (sgrParameters, activeStyles) => {
	for (const { code } of getSgrTokens(sgrParameters)) applySgrResetCode(code, activeStyles);
};
const applyLeadingSgrResets = (string, startIndex, activeStyles) => {
	let index = startIndex;
	while (index < string.length) {
		const match = matchAnsiEscape(string, index);
		if (!match) break;
		if (match.groups.sgr !== void 0) applySgrResets(match.groups.sgr, activeStyles);
		index += match[0].length;
	}
};
const getClosingSgrSequence = (activeStyles) => [...activeStyles].reverse().map((activeStyle) => wrapAnsiCode(activeStyle.close)).join("");
const getOpeningSgrSequence = (activeStyles) => activeStyles.map((activeStyle) => wrapAnsiCode(activeStyle.open)).join("");
const wrapWord = (rows, word, columns, rowWidth) => {
	const tokens = getTokens(word);
	let visible = rowWidth;
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		if (token.width > 0 && visible > 0 && visible + token.width > columns) {
			rows.push("");
			visible = 0;
		}
		rows[rows.length - 1] += token.value;
		visible += token.width;
		if (visible === columns && index < tokens.length - 1) {
			rows.push("");
			visible = 0;
		}
	}
	if (!visible && rows.at(-1).length > 0 && rows.length > 1) rows[rows.length - 2] += rows.pop();
	return getWidth(rows.at(-1));
};
const stringVisibleTrimSpacesRight = (string) => {
	if (!string.includes(" ")) return string;
	const segments = [];
	forEachSegment(string, (plainText) => {
		segments.push({
			value: plainText,
			isEscape: false
		});
	}, (escape) => {
		segments.push({
			value: escape,
			isEscape: true
		});
	});
	for (let index = segments.length - 1; index >= 0; index--) {
		const segment = segments[index];
		if (segment.isEscape) continue;
		let end = segment.value.length;
		while (end > 0 && segment.value[end - 1] === " ") end--;
		segment.value = segment.value.slice(0, end);
		if (getStringWidth(segment.value) > 0) break;
	}
	return segments.map((segment) => segment.value).join("");
};
const expandTabs = (line) => {
	if (!line.includes("	")) return line;
	let visible = 0;
	let expandedLine = "";
	let plainTextSinceTab = "";
	const expandPlainText = (plainText) => {
		const segments = plainText.split("	");
		for (const [index, segment] of segments.entries()) {
			expandedLine += segment;
			plainTextSinceTab += segment;
			if (index < segments.length - 1) {
				visible += getStringWidth(plainTextSinceTab);
				plainTextSinceTab = "";
				const spaces = TAB_SIZE - visible % TAB_SIZE;
				expandedLine += " ".repeat(spaces);
				visible += spaces;
			}
		}
	};
	forEachSegment(line, expandPlainText, (escape) => {
		expandedLine += escape;
	});
	return expandedLine;
};
const restoreStylesAcrossRows = (preString) => {
	let returnValue = "";
	let activeHyperlink;
	const activeStyles = [];
	let index = 0;
	let copiedIndex = 0;
	while (index < preString.length) {
		ROW_BOUNDARY_REGEX.lastIndex = index;
		const boundary = ROW_BOUNDARY_REGEX.exec(preString);
		if (!boundary) break;
		index = boundary.index;
		if (boundary[0] !== "\n") {
			const escape = matchAnsiEscape(preString, index);
			if (!escape) {
				index++;
				continue;
			}
			const { groups } = escape;
			if (groups.sgr !== void 0) applySgrParameters(groups.sgr, activeStyles);
			else if (groups.uri !== void 0) activeHyperlink = groups.uri.length === 0 ? void 0 : {
				parameters: groups.parameters,
				uri: groups.uri
			};
			index += escape[0].length;
			continue;
		}
		returnValue += preString.slice(copiedIndex, index);
		if (index > copiedIndex) {
			if (activeHyperlink) returnValue += wrapAnsiHyperlink("");
			returnValue += getClosingSgrSequence(activeStyles);
		}
		returnValue += "\n";
		index++;
		copiedIndex = index;
		if (index < preString.length && preString[index] !== "\n") {
			const openingStyles = [...activeStyles];
			applyLeadingSgrResets(preString, index, openingStyles);
			returnValue += getOpeningSgrSequence(openingStyles);
			if (activeHyperlink) returnValue += wrapAnsiHyperlink(activeHyperlink.uri, activeHyperlink.parameters);
		}
	}
	return returnValue + preString.slice(copiedIndex);
};
const exec = (string, columns, options = {}) => {
	if (options.trim !== false && string.trim() === "") return "";
	const words = splitWords(string);
	let rows = [""];
	let rowLength = 0;
	let trimmedRowIndex = -1;
	let isFirstWord = true;
	for (const word of words) {
		const rowIndex = rows.length - 1;
		if (options.trim !== false && trimmedRowIndex !== rowIndex) {
			const row = rows[rowIndex];
			const trimmedRow = row.trimStart();
			if (trimmedRow.length !== row.length) {
				rows[rowIndex] = trimmedRow;
				rowLength = getWidth(trimmedRow);
			}
			if (trimmedRow.length > 0) trimmedRowIndex = rowIndex;
		}
		if (isFirstWord) isFirstWord = false;
		else {
			if (rowLength >= columns && (options.wordWrap === false || options.trim === false)) {
				rows.push("");
				rowLength = 0;
			}
			if (rowLength > 0 || options.trim === false) {
				rows[rows.length - 1] += " ";
				rowLength++;
			}
		}
		if (options.hard && options.wordWrap !== false && word.width > columns) {
			const remainingColumns = columns - rowLength;
			const breaksStartingThisLine = 1 + Math.floor((word.width - remainingColumns - 1) / columns);
			if (Math.floor((word.width - 1) / columns) < breaksStartingThisLine) {
				rows.push("");
				rowLength = 0;
			}
			rowLength = wrapWord(rows, word.value, columns, rowLength);
			continue;
		}
		if (rowLength + word.width > columns && rowLength > 0 && word.width > 0) {
			if (options.wordWrap === false && rowLength < columns) {
				rowLength = wrapWord(rows, word.value, columns, rowLength);
				continue;
			}
			rows.push("");
			rowLength = 0;
		}
		if (rowLength + word.width > columns && options.wordWrap === false) {
			rowLength = wrapWord(rows, word.value, columns, rowLength);
			continue;
		}
		rows[rows.length - 1] += word.value;
		rowLength += word.width;
	}
	if (options.trim !== false) rows = rows.map((row) => stringVisibleTrimSpacesRight(row));
	return restoreStylesAcrossRows(rows.join("\n"));
};
const normalizeText = (string) => {
	let normalizedString = "";
	forEachSegment(string, (plainText) => {
		normalizedString += plainText.normalize();
	}, (escape) => {
		normalizedString += escape;
	});
	return normalizedString;
};
function wrapAnsi(string, columns, options) {
	return normalizeText(String(string)).replaceAll("\r\n", "\n").split("\n").map((line) => exec(expandTabs(line), columns, options)).join("\n");
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

// node_modules/cli-table3/src/debug.js
var require_debug = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let messages = [];
	let level = 0;
	const debug = (msg, min) => {
		if (level >= min) messages.push(msg);
	};
	debug.WARN = 1;
	debug.INFO = 2;
	debug.DEBUG = 3;
	debug.reset = () => {
		messages = [];
	};
	debug.setDebugLevel = (v) => {
		level = v;
	};
	debug.warn = (msg) => debug(msg, debug.WARN);
	debug.info = (msg) => debug(msg, debug.INFO);
	debug.debug = (msg) => debug(msg, debug.DEBUG);
	debug.debugMessages = () => messages;
	module.exports = debug;
}));

// node_modules/cli-table3/node_modules/ansi-regex/index.js
var require_ansi_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = ({ onlyFirst = false } = {}) => {
		const pattern = ["[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]*)*)?\\u0007)", "(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))"].join("|");
		return new RegExp(pattern, onlyFirst ? void 0 : "g");
	};
}));

// node_modules/cli-table3/node_modules/strip-ansi/index.js
var require_strip_ansi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ansiRegex = require_ansi_regex();
	module.exports = (string) => typeof string === "string" ? string.replace(ansiRegex(), "") : string;
}));

// node_modules/cli-table3/node_modules/string-width/index.js
var require_string_width = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stripAnsi = require_strip_ansi();
	const isFullwidthCodePoint = require_is_fullwidth_code_point();
	const emojiRegex = require_emoji_regex();
	const stringWidth = (string) => {
		if (typeof string !== "string" || string.length === 0) return 0;
		string = stripAnsi(string);
		if (string.length === 0) return 0;
		string = string.replace(emojiRegex(), "  ");
		let width = 0;
		for (let i = 0; i < string.length; i++) {
			const code = string.codePointAt(i);
			if (code <= 31 || code >= 127 && code <= 159) continue;
			if (code >= 768 && code <= 879) continue;
			if (code > 65535) i++;
			width += isFullwidthCodePoint(code) ? 2 : 1;
		}
		return width;
	};
	module.exports = stringWidth;
	module.exports.default = stringWidth;
}));

// node_modules/cli-table3/src/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stringWidth = require_string_width();
	function codeRegex(capture) {
		return capture ? /\u001b\[((?:\d*;){0,5}\d*)m/g : /\u001b\[(?:\d*;){0,5}\d*m/g;
	}
	function strlen(str) {
		let code = codeRegex();
		return ("" + str).replace(code, "").split("\n").reduce(function(memo, s) {
			return stringWidth(s) > memo ? stringWidth(s) : memo;
		}, 0);
	}
	function repeat(str, times) {
		return Array(times + 1).join(str);
	}
	function pad(str, len, pad, dir) {
		let length = strlen(str);
		if (len + 1 >= length) {
			let padlen = len - length;
			switch (dir) {
				case "right":
					str = repeat(pad, padlen) + str;
					break;
				case "center": {
					let right = Math.ceil(padlen / 2);
					str = repeat(pad, padlen - right) + str + repeat(pad, right);
					break;
				}
				default: str = str + repeat(pad, padlen);
			}
		}
		return str;
	}
	let codeCache = {};
	function addToCodeCache(name, on, off) {
		on = "\x1B[" + on + "m";
		off = "\x1B[" + off + "m";
		codeCache[on] = {
			set: name,
			to: true
		};
		codeCache[off] = {
			set: name,
			to: false
		};
		codeCache[name] = {
			on,
			off
		};
	}
	addToCodeCache("bold", 1, 22);
	addToCodeCache("italics", 3, 23);
	addToCodeCache("underline", 4, 24);
	addToCodeCache("inverse", 7, 27);
	addToCodeCache("strikethrough", 9, 29);
	function updateState(state, controlChars) {
		let controlCode = controlChars[1] ? parseInt(controlChars[1].split(";")[0]) : 0;
		if (controlCode >= 30 && controlCode <= 39 || controlCode >= 90 && controlCode <= 97) {
			state.lastForegroundAdded = controlChars[0];
			return;
		}
		if (controlCode >= 40 && controlCode <= 49 || controlCode >= 100 && controlCode <= 107) {
			state.lastBackgroundAdded = controlChars[0];
			return;
		}
		if (controlCode === 0) {
			for (let i in state)
 /* istanbul ignore else */
			if (Object.prototype.hasOwnProperty.call(state, i)) delete state[i];
			return;
		}
		let info = codeCache[controlChars[0]];
		if (info) state[info.set] = info.to;
	}
	function readState(line) {
		let code = codeRegex(true);
		let controlChars = code.exec(line);
		let state = {};
		while (controlChars !== null) {
			updateState(state, controlChars);
			controlChars = code.exec(line);
		}
		return state;
	}
	function unwindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret += codeCache[key].off;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret += "\x1B[49m";
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret += "\x1B[39m";
		return ret;
	}
	function rewindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret = codeCache[key].on + ret;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret = lastBackgroundAdded + ret;
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret = lastForegroundAdded + ret;
		return ret;
	}
	function truncateWidth(str, desiredLength) {
		if (str.length === strlen(str)) return str.substr(0, desiredLength);
		while (strlen(str) > desiredLength) str = str.slice(0, -1);
		return str;
	}
	function truncateWidthWithAnsi(str, desiredLength) {
		let code = codeRegex(true);
		let split = str.split(codeRegex());
		let splitIndex = 0;
		let retLen = 0;
		let ret = "";
		let myArray;
		let state = {};
		while (retLen < desiredLength) {
			myArray = code.exec(str);
			let toAdd = split[splitIndex];
			splitIndex++;
			if (retLen + strlen(toAdd) > desiredLength) toAdd = truncateWidth(toAdd, desiredLength - retLen);
			ret += toAdd;
			retLen += strlen(toAdd);
			if (retLen < desiredLength) {
				if (!myArray) break;
				ret += myArray[0];
				updateState(state, myArray);
			}
		}
		return unwindState(state, ret);
	}
	function truncate(str, desiredLength, truncateChar) {
		truncateChar = truncateChar || "…";
		if (strlen(str) <= desiredLength) return str;
		desiredLength -= strlen(truncateChar);
		let ret = truncateWidthWithAnsi(str, desiredLength);
		ret += truncateChar;
		const hrefTag = "\x1B]8;;\x07";
		if (str.includes(hrefTag) && !ret.includes(hrefTag)) ret += hrefTag;
		return ret;
	}
	function defaultOptions() {
		return {
			chars: {
				top: "─",
				"top-mid": "┬",
				"top-left": "┌",
				"top-right": "┐",
				bottom: "─",
				"bottom-mid": "┴",
				"bottom-left": "└",
				"bottom-right": "┘",
				left: "│",
				"left-mid": "├",
				mid: "─",
				"mid-mid": "┼",
				right: "│",
				"right-mid": "┤",
				middle: "│"
			},
			truncate: "…",
			colWidths: [],
			rowHeights: [],
			colAligns: [],
			rowAligns: [],
			style: {
				"padding-left": 1,
				"padding-right": 1,
				head: ["red"],
				border: ["grey"],
				compact: false
			},
			head: []
		};
	}
	function mergeOptions(options, defaults) {
		options = options || {};
		defaults = defaults || defaultOptions();
		let ret = Object.assign({}, defaults, options);
		ret.chars = Object.assign({}, defaults.chars, options.chars);
		ret.style = Object.assign({}, defaults.style, options.style);
		return ret;
	}
	function wordWrap(maxLength, input) {
		let lines = [];
		let split = input.split(/(\s+)/g);
		let line = [];
		let lineLength = 0;
		let whitespace;
		for (let i = 0; i < split.length; i += 2) {
			let word = split[i];
			let newLength = lineLength + strlen(word);
			if (lineLength > 0 && whitespace) newLength += whitespace.length;
			if (newLength > maxLength) {
				if (lineLength !== 0) lines.push(line.join(""));
				line = [word];
				lineLength = strlen(word);
			} else {
				line.push(whitespace || "", word);
				lineLength = newLength;
			}
			whitespace = split[i + 1];
		}
		if (lineLength) lines.push(line.join(""));
		return lines;
	}
	function textWrap(maxLength, input) {
		let lines = [];
		let line = "";
		function pushLine(str, ws) {
			if (line.length && ws) line += ws;
			line += str;
			while (line.length > maxLength) {
				lines.push(line.slice(0, maxLength));
				line = line.slice(maxLength);
			}
		}
		let split = input.split(/(\s+)/g);
		for (let i = 0; i < split.length; i += 2) pushLine(split[i], i && split[i - 1]);
		if (line.length) lines.push(line);
		return lines;
	}
	function multiLineWordWrap(maxLength, input, wrapOnWordBoundary = true) {
		let output = [];
		input = input.split("\n");
		const handler = wrapOnWordBoundary ? wordWrap : textWrap;
		for (let i = 0; i < input.length; i++) output.push.apply(output, handler(maxLength, input[i]));
		return output;
	}
	function colorizeLines(input) {
		let state = {};
		let output = [];
		for (let i = 0; i < input.length; i++) {
			let line = rewindState(state, input[i]);
			state = readState(line);
			let temp = Object.assign({}, state);
			output.push(unwindState(temp, line));
		}
		return output;
	}
	function hyperlink(url, text) {
		const OSC = "\x1B]";
		const BEL = "\x07";
		const SEP = ";";
		return [
			OSC,
			"8",
			SEP,
			SEP,
			url || text,
			BEL,
			text,
			OSC,
			"8",
			SEP,
			SEP,
			BEL
		].join("");
	}
	module.exports = {
		strlen,
		repeat,
		pad,
		truncate,
		mergeOptions,
		wordWrap: multiLineWordWrap,
		colorizeLines,
		hyperlink
	};
}));

// node_modules/@colors/colors/lib/styles.js
var require_styles = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var styles = {};
	module["exports"] = styles;
	var codes = {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29],
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		gray: [90, 39],
		grey: [90, 39],
		brightRed: [91, 39],
		brightGreen: [92, 39],
		brightYellow: [93, 39],
		brightBlue: [94, 39],
		brightMagenta: [95, 39],
		brightCyan: [96, 39],
		brightWhite: [97, 39],
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgGray: [100, 49],
		bgGrey: [100, 49],
		bgBrightRed: [101, 49],
		bgBrightGreen: [102, 49],
		bgBrightYellow: [103, 49],
		bgBrightBlue: [104, 49],
		bgBrightMagenta: [105, 49],
		bgBrightCyan: [106, 49],
		bgBrightWhite: [107, 49],
		blackBG: [40, 49],
		redBG: [41, 49],
		greenBG: [42, 49],
		yellowBG: [43, 49],
		blueBG: [44, 49],
		magentaBG: [45, 49],
		cyanBG: [46, 49],
		whiteBG: [47, 49]
	};
	Object.keys(codes).forEach(function(key) {
		var val = codes[key];
		var style = styles[key] = [];
		style.open = "\x1B[" + val[0] + "m";
		style.close = "\x1B[" + val[1] + "m";
	});
}));

// node_modules/@colors/colors/lib/system/has-flag.js
var require_has_flag = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(flag, argv) {
		argv = argv || process.argv;
		var terminatorPos = argv.indexOf("--");
		var prefix = /^-{1,2}/.test(flag) ? "" : "--";
		var pos = argv.indexOf(prefix + flag);
		return pos !== -1 && (terminatorPos === -1 ? true : pos < terminatorPos);
	};
}));

// node_modules/@colors/colors/lib/system/supports-colors.js
var require_supports_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var os = __require("os");
	var hasFlag = require_has_flag();
	var env = process.env;
	var forceColor = void 0;
	if (hasFlag("no-color") || hasFlag("no-colors") || hasFlag("color=false")) forceColor = false;
	else if (hasFlag("color") || hasFlag("colors") || hasFlag("color=true") || hasFlag("color=always")) forceColor = true;
	if ("FORCE_COLOR" in env) forceColor = env.FORCE_COLOR.length === 0 || parseInt(env.FORCE_COLOR, 10) !== 0;
	function translateLevel(level) {
		if (level === 0) return false;
		return {
			level,
			hasBasic: true,
			has256: level >= 2,
			has16m: level >= 3
		};
	}
	function supportsColor(stream) {
		if (forceColor === false) return 0;
		if (hasFlag("color=16m") || hasFlag("color=full") || hasFlag("color=truecolor")) return 3;
		if (hasFlag("color=256")) return 2;
		if (stream && !stream.isTTY && forceColor !== true) return 0;
		var min = forceColor ? 1 : 0;
		if (process.platform === "win32") {
			var osRelease = os.release().split(".");
			if (Number(process.versions.node.split(".")[0]) >= 8 && Number(osRelease[0]) >= 10 && Number(osRelease[2]) >= 10586) return Number(osRelease[2]) >= 14931 ? 3 : 2;
			return 1;
		}
		if ("CI" in env) {
			if ([
				"TRAVIS",
				"CIRCLECI",
				"APPVEYOR",
				"GITLAB_CI"
			].some(function(sign) {
				return sign in env;
			}) || env.CI_NAME === "codeship") return 1;
			return min;
		}
		if ("TEAMCITY_VERSION" in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 1 : 0;
		if ("TERM_PROGRAM" in env) {
			var version = parseInt((env.TERM_PROGRAM_VERSION || "").split(".")[0], 10);
			switch (env.TERM_PROGRAM) {
				case "iTerm.app": return version >= 3 ? 3 : 2;
				case "Hyper": return 3;
				case "Apple_Terminal": return 2;
			}
		}
		if (/-256(color)?$/i.test(env.TERM)) return 2;
		if (/^screen|^xterm|^vt100|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)) return 1;
		if ("COLORTERM" in env) return 1;
		if (env.TERM === "dumb") return min;
		return min;
	}
	function getSupportLevel(stream) {
		return translateLevel(supportsColor(stream));
	}
	module.exports = {
		supportsColor: getSupportLevel,
		stdout: getSupportLevel(process.stdout),
		stderr: getSupportLevel(process.stderr)
	};
}));

// node_modules/@colors/colors/lib/custom/trap.js
var require_trap = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function runTheTrap(text, options) {
		var result = "";
		text = text || "Run the trap, drop the bass";
		text = text.split("");
		var trap = {
			a: [
				"@",
				"Ą",
				"Ⱥ",
				"Ʌ",
				"Δ",
				"Λ",
				"Д"
			],
			b: [
				"ß",
				"Ɓ",
				"Ƀ",
				"ɮ",
				"β",
				"฿"
			],
			c: [
				"©",
				"Ȼ",
				"Ͼ"
			],
			d: [
				"Ð",
				"Ɗ",
				"Ԁ",
				"ԁ",
				"Ԃ",
				"ԃ"
			],
			e: [
				"Ë",
				"ĕ",
				"Ǝ",
				"ɘ",
				"Σ",
				"ξ",
				"Ҽ",
				"੬"
			],
			f: ["Ӻ"],
			g: ["ɢ"],
			h: [
				"Ħ",
				"ƕ",
				"Ң",
				"Һ",
				"Ӈ",
				"Ԋ"
			],
			i: ["༏"],
			j: ["Ĵ"],
			k: [
				"ĸ",
				"Ҡ",
				"Ӄ",
				"Ԟ"
			],
			l: ["Ĺ"],
			m: [
				"ʍ",
				"Ӎ",
				"ӎ",
				"Ԡ",
				"ԡ",
				"൩"
			],
			n: [
				"Ñ",
				"ŋ",
				"Ɲ",
				"Ͷ",
				"Π",
				"Ҋ"
			],
			o: [
				"Ø",
				"õ",
				"ø",
				"Ǿ",
				"ʘ",
				"Ѻ",
				"ם",
				"۝",
				"๏"
			],
			p: ["Ƿ", "Ҏ"],
			q: ["্"],
			r: [
				"®",
				"Ʀ",
				"Ȑ",
				"Ɍ",
				"ʀ",
				"Я"
			],
			s: [
				"§",
				"Ϟ",
				"ϟ",
				"Ϩ"
			],
			t: [
				"Ł",
				"Ŧ",
				"ͳ"
			],
			u: ["Ʊ", "Ս"],
			v: ["ט"],
			w: [
				"Ш",
				"Ѡ",
				"Ѽ",
				"൰"
			],
			x: [
				"Ҳ",
				"Ӿ",
				"Ӽ",
				"ӽ"
			],
			y: [
				"¥",
				"Ұ",
				"Ӌ"
			],
			z: ["Ƶ", "ɀ"]
		};
		text.forEach(function(c) {
			c = c.toLowerCase();
			var chars = trap[c] || [" "];
			var rand = Math.floor(Math.random() * chars.length);
			if (typeof trap[c] !== "undefined") result += trap[c][rand];
			else result += c;
		});
		return result;
	};
}));

// node_modules/@colors/colors/lib/custom/zalgo.js
var require_zalgo = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function zalgo(text, options) {
		text = text || "   he is here   ";
		var soul = {
			"up": [
				"̍",
				"̎",
				"̄",
				"̅",
				"̿",
				"̑",
				"̆",
				"̐",
				"͒",
				"͗",
				"͑",
				"̇",
				"̈",
				"̊",
				"͂",
				"̓",
				"̈",
				"͊",
				"͋",
				"͌",
				"̃",
				"̂",
				"̌",
				"͐",
				"̀",
				"́",
				"̋",
				"̏",
				"̒",
				"̓",
				"̔",
				"̽",
				"̉",
				"ͣ",
				"ͤ",
				"ͥ",
				"ͦ",
				"ͧ",
				"ͨ",
				"ͩ",
				"ͪ",
				"ͫ",
				"ͬ",
				"ͭ",
				"ͮ",
				"ͯ",
				"̾",
				"͛",
				"͆",
				"̚"
			],
			"down": [
				"̖",
				"̗",
				"̘",
				"̙",
				"̜",
				"̝",
				"̞",
				"̟",
				"̠",
				"̤",
				"̥",
				"̦",
				"̩",
				"̪",
				"̫",
				"̬",
				"̭",
				"̮",
				"̯",
				"̰",
				"̱",
				"̲",
				"̳",
				"̹",
				"̺",
				"̻",
				"̼",
				"ͅ",
				"͇",
				"͈",
				"͉",
				"͍",
				"͎",
				"͓",
				"͔",
				"͕",
				"͖",
				"͙",
				"͚",
				"̣"
			],
			"mid": [
				"̕",
				"̛",
				"̀",
				"́",
				"͘",
				"̡",
				"̢",
				"̧",
				"̨",
				"̴",
				"̵",
				"̶",
				"͜",
				"͝",
				"͞",
				"͟",
				"͠",
				"͢",
				"̸",
				"̷",
				"͡",
				" ҉"
			]
		};
		var all = [].concat(soul.up, soul.down, soul.mid);
		function randomNumber(range) {
			return Math.floor(Math.random() * range);
		}
		function isChar(character) {
			var bool = false;
			all.filter(function(i) {
				bool = i === character;
			});
			return bool;
		}
		function heComes(text, options) {
			var result = "";
			var counts;
			var l;
			options = options || {};
			options["up"] = typeof options["up"] !== "undefined" ? options["up"] : true;
			options["mid"] = typeof options["mid"] !== "undefined" ? options["mid"] : true;
			options["down"] = typeof options["down"] !== "undefined" ? options["down"] : true;
			options["size"] = typeof options["size"] !== "undefined" ? options["size"] : "maxi";
			text = text.split("");
			for (l in text) {
				if (isChar(l)) continue;
				result = result + text[l];
				counts = {
					"up": 0,
					"down": 0,
					"mid": 0
				};
				switch (options.size) {
					case "mini":
						counts.up = randomNumber(8);
						counts.mid = randomNumber(2);
						counts.down = randomNumber(8);
						break;
					case "maxi":
						counts.up = randomNumber(16) + 3;
						counts.mid = randomNumber(4) + 1;
						counts.down = randomNumber(64) + 3;
						break;
					default:
						counts.up = randomNumber(8) + 1;
						counts.mid = randomNumber(6) / 2;
						counts.down = randomNumber(8) + 1;
				}
				var arr = [
					"up",
					"mid",
					"down"
				];
				for (var d in arr) {
					var index = arr[d];
					for (var i = 0; i <= counts[index]; i++) if (options[index]) result = result + soul[index][randomNumber(soul[index].length)];
				}
			}
			return result;
		}
		return heComes(text, options);
	};
}));

// node_modules/@colors/colors/lib/maps/america.js
var require_america = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			switch (i % 3) {
				case 0: return colors.red(letter);
				case 1: return colors.white(letter);
				case 2: return colors.blue(letter);
			}
		};
	};
}));

// node_modules/@colors/colors/lib/maps/zebra.js
var require_zebra = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			return i % 2 === 0 ? letter : colors.inverse(letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/rainbow.js
var require_rainbow = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var rainbowColors = [
			"red",
			"yellow",
			"green",
			"blue",
			"magenta"
		];
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			else return colors[rainbowColors[i++ % rainbowColors.length]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/random.js
var require_random = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var available = [
			"underline",
			"inverse",
			"grey",
			"yellow",
			"red",
			"green",
			"blue",
			"white",
			"cyan",
			"magenta",
			"brightYellow",
			"brightRed",
			"brightGreen",
			"brightBlue",
			"brightWhite",
			"brightCyan",
			"brightMagenta"
		];
		return function(letter, i, exploded) {
			return letter === " " ? letter : colors[available[Math.round(Math.random() * (available.length - 2))]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/colors.js
var require_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = {};
	module["exports"] = colors;
	colors.themes = {};
	var util = __require("util");
	var ansiStyles = colors.styles = require_styles();
	var defineProps = Object.defineProperties;
	var newLineRegex = /* @__PURE__ */ new RegExp(/[\r\n]+/g);
	colors.supportsColor = require_supports_colors().supportsColor;
	if (typeof colors.enabled === "undefined") colors.enabled = colors.supportsColor() !== false;
	colors.enable = function() {
		colors.enabled = true;
	};
	colors.disable = function() {
		colors.enabled = false;
	};
	colors.stripColors = colors.strip = function(str) {
		return ("" + str).replace(/\x1B\[\d+m/g, "");
	};
	colors.stylize = function stylize(str, style) {
		if (!colors.enabled) return str + "";
		var styleMap = ansiStyles[style];
		if (!styleMap && style in colors) return colors[style](str);
		return styleMap.open + str + styleMap.close;
	};
	var matchOperatorsRe = /[|\\{}()[\]^$+*?.]/g;
	var escapeStringRegexp = function(str) {
		if (typeof str !== "string") throw new TypeError("Expected a string");
		return str.replace(matchOperatorsRe, "\\$&");
	};
	function build(_styles) {
		var builder = function builder() {
			return applyStyle.apply(builder, arguments);
		};
		builder._styles = _styles;
		builder.__proto__ = proto;
		return builder;
	}
	var styles = (function() {
		var ret = {};
		ansiStyles.grey = ansiStyles.gray;
		Object.keys(ansiStyles).forEach(function(key) {
			ansiStyles[key].closeRe = new RegExp(escapeStringRegexp(ansiStyles[key].close), "g");
			ret[key] = { get: function() {
				return build(this._styles.concat(key));
			} };
		});
		return ret;
	})();
	var proto = defineProps(function colors() {}, styles);
	function applyStyle() {
		var str = Array.prototype.slice.call(arguments).map(function(arg) {
			if (arg != null && arg.constructor === String) return arg;
			else return util.inspect(arg);
		}).join(" ");
		if (!colors.enabled || !str) return str;
		var newLinesPresent = str.indexOf("\n") != -1;
		var nestedStyles = this._styles;
		var i = nestedStyles.length;
		while (i--) {
			var code = ansiStyles[nestedStyles[i]];
			str = code.open + str.replace(code.closeRe, code.open) + code.close;
			if (newLinesPresent) str = str.replace(newLineRegex, function(match) {
				return code.close + match + code.open;
			});
		}
		return str;
	}
	colors.setTheme = function(theme) {
		if (typeof theme === "string") {
			console.log("colors.setTheme now only accepts an object, not a string.  If you are trying to set a theme from a file, it is now your (the caller's) responsibility to require the file.  The old syntax looked like colors.setTheme(__dirname + '/../themes/generic-logging.js'); The new syntax looks like colors.setTheme(require(__dirname + '/../themes/generic-logging.js'));");
			return;
		}
		for (var style in theme) (function(style) {
			colors[style] = function(str) {
				if (typeof theme[style] === "object") {
					var out = str;
					for (var i in theme[style]) out = colors[theme[style][i]](out);
					return out;
				}
				return colors[theme[style]](str);
			};
		})(style);
	};
	function init() {
		var ret = {};
		Object.keys(styles).forEach(function(name) {
			ret[name] = { get: function() {
				return build([name]);
			} };
		});
		return ret;
	}
	var sequencer = function sequencer(map, str) {
		var exploded = str.split("");
		exploded = exploded.map(map);
		return exploded.join("");
	};
	colors.trap = require_trap();
	colors.zalgo = require_zalgo();
	colors.maps = {};
	colors.maps.america = require_america()(colors);
	colors.maps.zebra = require_zebra()(colors);
	colors.maps.rainbow = require_rainbow()(colors);
	colors.maps.random = require_random()(colors);
	for (var map in colors.maps) (function(map) {
		colors[map] = function(str) {
			return sequencer(colors.maps[map], str);
		};
	})(map);
	defineProps(colors, init());
}));

// node_modules/@colors/colors/safe.js
var require_safe = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = require_colors();
	module["exports"] = colors;
}));

// node_modules/cli-table3/src/cell.js
var require_cell = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { info, debug } = require_debug();
	const utils = require_utils();
	var Cell = class Cell {
		constructor(options) {
			this.setOptions(options);
			this.x = null;
			this.y = null;
		}
		setOptions(options) {
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof options) !== -1) options = { content: "" + options };
			options = options || {};
			this.options = options;
			let content = options.content;
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof content) !== -1) this.content = String(content);
			else if (!content) this.content = this.options.href || "";
			else throw new Error("Content needs to be a primitive, got: " + typeof content);
			this.colSpan = options.colSpan || 1;
			this.rowSpan = options.rowSpan || 1;
			if (this.options.href) Object.defineProperty(this, "href", { get() {
				return this.options.href;
			} });
		}
		mergeTableOptions(tableOptions, cells) {
			this.cells = cells;
			let optionsChars = this.options.chars || {};
			let tableChars = tableOptions.chars;
			let chars = this.chars = {};
			CHAR_NAMES.forEach(function(name) {
				setOption(optionsChars, tableChars, name, chars);
			});
			this.truncate = this.options.truncate || tableOptions.truncate;
			let style = this.options.style = this.options.style || {};
			let tableStyle = tableOptions.style;
			setOption(style, tableStyle, "padding-left", this);
			setOption(style, tableStyle, "padding-right", this);
			this.head = style.head || tableStyle.head;
			this.border = style.border || tableStyle.border;
			this.fixedWidth = tableOptions.colWidths[this.x];
			this.lines = this.computeLines(tableOptions);
			this.desiredWidth = utils.strlen(this.content) + this.paddingLeft + this.paddingRight;
			this.desiredHeight = this.lines.length;
		}
		computeLines(tableOptions) {
			const tableWordWrap = tableOptions.wordWrap || tableOptions.textWrap;
			const { wordWrap = tableWordWrap } = this.options;
			if (this.fixedWidth && wordWrap) {
				this.fixedWidth -= this.paddingLeft + this.paddingRight;
				if (this.colSpan) {
					let i = 1;
					while (i < this.colSpan) {
						this.fixedWidth += tableOptions.colWidths[this.x + i];
						i++;
					}
				}
				const { wrapOnWordBoundary: tableWrapOnWordBoundary = true } = tableOptions;
				const { wrapOnWordBoundary = tableWrapOnWordBoundary } = this.options;
				return this.wrapLines(utils.wordWrap(this.fixedWidth, this.content, wrapOnWordBoundary));
			}
			return this.wrapLines(this.content.split("\n"));
		}
		wrapLines(computedLines) {
			const lines = utils.colorizeLines(computedLines);
			if (this.href) return lines.map((line) => utils.hyperlink(this.href, line));
			return lines;
		}
		init(tableOptions) {
			let x = this.x;
			let y = this.y;
			this.widths = tableOptions.colWidths.slice(x, x + this.colSpan);
			this.heights = tableOptions.rowHeights.slice(y, y + this.rowSpan);
			this.width = this.widths.reduce(sumPlusOne, -1);
			this.height = this.heights.reduce(sumPlusOne, -1);
			this.hAlign = this.options.hAlign || tableOptions.colAligns[x];
			this.vAlign = this.options.vAlign || tableOptions.rowAligns[y];
			this.drawRight = x + this.colSpan == tableOptions.colWidths.length;
		}
		draw(lineNum, spanningCell) {
			if (lineNum == "top") return this.drawTop(this.drawRight);
			if (lineNum == "bottom") return this.drawBottom(this.drawRight);
			let content = utils.truncate(this.content, 10, this.truncate);
			if (!lineNum) info(`${this.y}-${this.x}: ${this.rowSpan - lineNum}x${this.colSpan} Cell ${content}`);
			let padLen = Math.max(this.height - this.lines.length, 0);
			let padTop;
			switch (this.vAlign) {
				case "center":
					padTop = Math.ceil(padLen / 2);
					break;
				case "bottom":
					padTop = padLen;
					break;
				default: padTop = 0;
			}
			if (lineNum < padTop || lineNum >= padTop + this.lines.length) return this.drawEmpty(this.drawRight, spanningCell);
			let forceTruncation = this.lines.length > this.height && lineNum + 1 >= this.height;
			return this.drawLine(lineNum - padTop, this.drawRight, forceTruncation, spanningCell);
		}
		drawTop(drawRight) {
			let content = [];
			if (this.cells) this.widths.forEach(function(width, index) {
				content.push(this._topLeftChar(index));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], width));
			}, this);
			else {
				content.push(this._topLeftChar(0));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], this.width));
			}
			if (drawRight) content.push(this.chars[this.y == 0 ? "topRight" : "rightMid"]);
			return this.wrapWithStyleColors("border", content.join(""));
		}
		_topLeftChar(offset) {
			let x = this.x + offset;
			let leftChar;
			if (this.y == 0) leftChar = x == 0 ? "topLeft" : offset == 0 ? "topMid" : "top";
			else if (x == 0) leftChar = "leftMid";
			else {
				leftChar = offset == 0 ? "midMid" : "bottomMid";
				if (this.cells) {
					if (this.cells[this.y - 1][x] instanceof Cell.ColSpanCell) leftChar = offset == 0 ? "topMid" : "mid";
					if (offset == 0) {
						let i = 1;
						while (this.cells[this.y][x - i] instanceof Cell.ColSpanCell) i++;
						if (this.cells[this.y][x - i] instanceof Cell.RowSpanCell) leftChar = "leftMid";
					}
				}
			}
			return this.chars[leftChar];
		}
		wrapWithStyleColors(styleProperty, content) {
			if (this[styleProperty] && this[styleProperty].length) try {
				let colors = require_safe();
				for (let i = this[styleProperty].length - 1; i >= 0; i--) colors = colors[this[styleProperty][i]];
				return colors(content);
			} catch (e) {
				return content;
			}
			else return content;
		}
		drawLine(lineNum, drawRight, forceTruncationSymbol, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let leftPadding = utils.repeat(" ", this.paddingLeft);
			let right = drawRight ? this.chars["right"] : "";
			let rightPadding = utils.repeat(" ", this.paddingRight);
			let line = this.lines[lineNum];
			let len = this.width - (this.paddingLeft + this.paddingRight);
			if (forceTruncationSymbol) line += this.truncate || "…";
			let content = utils.truncate(line, len, this.truncate);
			content = utils.pad(content, len, " ", this.hAlign);
			content = leftPadding + content + rightPadding;
			return this.stylizeLine(left, content, right);
		}
		stylizeLine(left, content, right) {
			left = this.wrapWithStyleColors("border", left);
			right = this.wrapWithStyleColors("border", right);
			if (this.y === 0) content = this.wrapWithStyleColors("head", content);
			return left + content + right;
		}
		drawBottom(drawRight) {
			let left = this.chars[this.x == 0 ? "bottomLeft" : "bottomMid"];
			let content = utils.repeat(this.chars.bottom, this.width);
			let right = drawRight ? this.chars["bottomRight"] : "";
			return this.wrapWithStyleColors("border", left + content + right);
		}
		drawEmpty(drawRight, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let right = drawRight ? this.chars["right"] : "";
			let content = utils.repeat(" ", this.width);
			return this.stylizeLine(left, content, right);
		}
	};
	var ColSpanCell = class {
		constructor() {}
		draw(lineNum) {
			if (typeof lineNum === "number") debug(`${this.y}-${this.x}: 1x1 ColSpanCell`);
			return "";
		}
		init() {}
		mergeTableOptions() {}
	};
	var RowSpanCell = class {
		constructor(originalCell) {
			this.originalCell = originalCell;
		}
		init(tableOptions) {
			let y = this.y;
			let originalY = this.originalCell.y;
			this.cellOffset = y - originalY;
			this.offset = findDimension(tableOptions.rowHeights, originalY, this.cellOffset);
		}
		draw(lineNum) {
			if (lineNum == "top") return this.originalCell.draw(this.offset, this.cellOffset);
			if (lineNum == "bottom") return this.originalCell.draw("bottom");
			debug(`${this.y}-${this.x}: 1x${this.colSpan} RowSpanCell for ${this.originalCell.content}`);
			return this.originalCell.draw(this.offset + 1 + lineNum);
		}
		mergeTableOptions() {}
	};
	function firstDefined(...args) {
		return args.filter((v) => v !== void 0 && v !== null).shift();
	}
	function setOption(objA, objB, nameB, targetObj) {
		let nameA = nameB.split("-");
		if (nameA.length > 1) {
			nameA[1] = nameA[1].charAt(0).toUpperCase() + nameA[1].substr(1);
			nameA = nameA.join("");
			targetObj[nameA] = firstDefined(objA[nameA], objA[nameB], objB[nameA], objB[nameB]);
		} else targetObj[nameB] = firstDefined(objA[nameB], objB[nameB]);
	}
	function findDimension(dimensionTable, startingIndex, span) {
		let ret = dimensionTable[startingIndex];
		for (let i = 1; i < span; i++) ret += 1 + dimensionTable[startingIndex + i];
		return ret;
	}
	function sumPlusOne(a, b) {
		return a + b + 1;
	}
	let CHAR_NAMES = [
		"top",
		"top-mid",
		"top-left",
		"top-right",
		"bottom",
		"bottom-mid",
		"bottom-left",
		"bottom-right",
		"left",
		"left-mid",
		"mid",
		"mid-mid",
		"right",
		"right-mid",
		"middle"
	];
	module.exports = Cell;
	module.exports.ColSpanCell = ColSpanCell;
	module.exports.RowSpanCell = RowSpanCell;
}));

// node_modules/cli-table3/src/layout-manager.js
var require_layout_manager = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { warn, debug } = require_debug();
	const Cell = require_cell();
	const { ColSpanCell, RowSpanCell } = Cell;
	(function() {
		function next(alloc, col) {
			if (alloc[col] > 0) return next(alloc, col + 1);
			return col;
		}
		function layoutTable(table) {
			let alloc = {};
			table.forEach(function(row, rowIndex) {
				let col = 0;
				row.forEach(function(cell) {
					cell.y = rowIndex;
					cell.x = rowIndex ? next(alloc, col) : col;
					const rowSpan = cell.rowSpan || 1;
					const colSpan = cell.colSpan || 1;
					if (rowSpan > 1) for (let cs = 0; cs < colSpan; cs++) alloc[cell.x + cs] = rowSpan;
					col = cell.x + colSpan;
				});
				Object.keys(alloc).forEach((idx) => {
					alloc[idx]--;
					if (alloc[idx] < 1) delete alloc[idx];
				});
			});
		}
		function maxWidth(table) {
			let mw = 0;
			table.forEach(function(row) {
				row.forEach(function(cell) {
					mw = Math.max(mw, cell.x + (cell.colSpan || 1));
				});
			});
			return mw;
		}
		function maxHeight(table) {
			return table.length;
		}
		function cellsConflict(cell1, cell2) {
			let yMin1 = cell1.y;
			let yMax1 = cell1.y - 1 + (cell1.rowSpan || 1);
			let yMin2 = cell2.y;
			let yConflict = !(yMin1 > cell2.y - 1 + (cell2.rowSpan || 1) || yMin2 > yMax1);
			let xMin1 = cell1.x;
			let xMax1 = cell1.x - 1 + (cell1.colSpan || 1);
			let xMin2 = cell2.x;
			let xConflict = !(xMin1 > cell2.x - 1 + (cell2.colSpan || 1) || xMin2 > xMax1);
			return yConflict && xConflict;
		}
		function conflictExists(rows, x, y) {
			let i_max = Math.min(rows.length - 1, y);
			let cell = {
				x,
				y
			};
			for (let i = 0; i <= i_max; i++) {
				let row = rows[i];
				for (let j = 0; j < row.length; j++) if (cellsConflict(cell, row[j])) return true;
			}
			return false;
		}
		function allBlank(rows, y, xMin, xMax) {
			for (let x = xMin; x < xMax; x++) if (conflictExists(rows, x, y)) return false;
			return true;
		}
		function addRowSpanCells(table) {
			table.forEach(function(row, rowIndex) {
				row.forEach(function(cell) {
					for (let i = 1; i < cell.rowSpan; i++) {
						let rowSpanCell = new RowSpanCell(cell);
						rowSpanCell.x = cell.x;
						rowSpanCell.y = cell.y + i;
						rowSpanCell.colSpan = cell.colSpan;
						insertCell(rowSpanCell, table[rowIndex + i]);
					}
				});
			});
		}
		function addColSpanCells(cellRows) {
			for (let rowIndex = cellRows.length - 1; rowIndex >= 0; rowIndex--) {
				let cellColumns = cellRows[rowIndex];
				for (let columnIndex = 0; columnIndex < cellColumns.length; columnIndex++) {
					let cell = cellColumns[columnIndex];
					for (let k = 1; k < cell.colSpan; k++) {
						let colSpanCell = new ColSpanCell();
						colSpanCell.x = cell.x + k;
						colSpanCell.y = cell.y;
						cellColumns.splice(columnIndex + 1, 0, colSpanCell);
					}
				}
			}
		}
		function insertCell(cell, row) {
			let x = 0;
			while (x < row.length && row[x].x < cell.x) x++;
			row.splice(x, 0, cell);
		}
		function fillInTable(table) {
			let h_max = maxHeight(table);
			let w_max = maxWidth(table);
			debug(`Max rows: ${h_max}; Max cols: ${w_max}`);
			for (let y = 0; y < h_max; y++) for (let x = 0; x < w_max; x++) if (!conflictExists(table, x, y)) {
				let opts = {
					x,
					y,
					colSpan: 1,
					rowSpan: 1
				};
				x++;
				while (x < w_max && !conflictExists(table, x, y)) {
					opts.colSpan++;
					x++;
				}
				let y2 = y + 1;
				while (y2 < h_max && allBlank(table, y2, opts.x, opts.x + opts.colSpan)) {
					opts.rowSpan++;
					y2++;
				}
				let cell = new Cell(opts);
				cell.x = opts.x;
				cell.y = opts.y;
				warn(`Missing cell at ${cell.y}-${cell.x}.`);
				insertCell(cell, table[y]);
			}
		}
		function generateCells(rows) {
			return rows.map(function(row) {
				if (!Array.isArray(row)) {
					let key = Object.keys(row)[0];
					row = row[key];
					if (Array.isArray(row)) {
						row = row.slice();
						row.unshift(key);
					} else row = [key, row];
				}
				return row.map(function(cell) {
					return new Cell(cell);
				});
			});
		}
		function makeTableLayout(rows) {
			let cellRows = generateCells(rows);
			layoutTable(cellRows);
			fillInTable(cellRows);
			addRowSpanCells(cellRows);
			addColSpanCells(cellRows);
			return cellRows;
		}
		module.exports = {
			makeTableLayout,
			layoutTable,
			addRowSpanCells,
			maxWidth,
			fillInTable,
			computeWidths: makeComputeWidths("colSpan", "desiredWidth", "x", 1),
			computeHeights: makeComputeWidths("rowSpan", "desiredHeight", "y", 1)
		};
	})();
	function makeComputeWidths(colSpan, desiredWidth, x, forcedMin) {
		return function(vals, table) {
			let result = [];
			let spanners = [];
			let auto = {};
			table.forEach(function(row) {
				row.forEach(function(cell) {
					if ((cell[colSpan] || 1) > 1) spanners.push(cell);
					else result[cell[x]] = Math.max(result[cell[x]] || 0, cell[desiredWidth] || 0, forcedMin);
				});
			});
			vals.forEach(function(val, index) {
				if (typeof val === "number") result[index] = val;
			});
			for (let k = spanners.length - 1; k >= 0; k--) {
				let cell = spanners[k];
				let span = cell[colSpan];
				let col = cell[x];
				let existingWidth = result[col];
				let editableCols = typeof vals[col] === "number" ? 0 : 1;
				if (typeof existingWidth === "number") for (let i = 1; i < span; i++) {
					existingWidth += 1 + result[col + i];
					if (typeof vals[col + i] !== "number") editableCols++;
				}
				else {
					existingWidth = desiredWidth === "desiredWidth" ? cell.desiredWidth - 1 : 1;
					if (!auto[col] || auto[col] < existingWidth) auto[col] = existingWidth;
				}
				if (cell[desiredWidth] > existingWidth) {
					let i = 0;
					while (editableCols > 0 && cell[desiredWidth] > existingWidth) {
						if (typeof vals[col + i] !== "number") {
							let dif = Math.round((cell[desiredWidth] - existingWidth) / editableCols);
							existingWidth += dif;
							result[col + i] += dif;
							editableCols--;
						}
						i++;
					}
				}
			}
			Object.assign(vals, result, auto);
			for (let j = 0; j < vals.length; j++) vals[j] = Math.max(forcedMin, vals[j] || 0);
		};
	}
}));

// node_modules/cli-table3/src/table.js
var require_table = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = require_debug();
	const utils = require_utils();
	const tableLayout = require_layout_manager();
	var Table = class extends Array {
		constructor(opts) {
			super();
			const options = utils.mergeOptions(opts);
			Object.defineProperty(this, "options", {
				value: options,
				enumerable: options.debug
			});
			if (options.debug) {
				switch (typeof options.debug) {
					case "boolean":
						debug.setDebugLevel(debug.WARN);
						break;
					case "number":
						debug.setDebugLevel(options.debug);
						break;
					case "string":
						debug.setDebugLevel(parseInt(options.debug, 10));
						break;
					default:
						debug.setDebugLevel(debug.WARN);
						debug.warn(`Debug option is expected to be boolean, number, or string. Received a ${typeof options.debug}`);
				}
				Object.defineProperty(this, "messages", { get() {
					return debug.debugMessages();
				} });
			}
		}
		toString() {
			let array = this;
			let headersPresent = this.options.head && this.options.head.length;
			if (headersPresent) {
				array = [this.options.head];
				if (this.length) array.push.apply(array, this);
			} else this.options.style.head = [];
			let cells = tableLayout.makeTableLayout(array);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.mergeTableOptions(this.options, cells);
				}, this);
			}, this);
			tableLayout.computeWidths(this.options.colWidths, cells);
			tableLayout.computeHeights(this.options.rowHeights, cells);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.init(this.options);
				}, this);
			}, this);
			let result = [];
			for (let rowIndex = 0; rowIndex < cells.length; rowIndex++) {
				let row = cells[rowIndex];
				let heightOfRow = this.options.rowHeights[rowIndex];
				if (rowIndex === 0 || !this.options.style.compact || rowIndex == 1 && headersPresent) doDraw(row, "top", result);
				for (let lineNum = 0; lineNum < heightOfRow; lineNum++) doDraw(row, lineNum, result);
				if (rowIndex + 1 == cells.length) doDraw(row, "bottom", result);
			}
			return result.join("\n");
		}
		get width() {
			return this.toString().split("\n")[0].length;
		}
	};
	Table.reset = () => debug.reset();
	function doDraw(row, lineNum, result) {
		let line = [];
		row.forEach(function(cell) {
			line.push(cell.draw(lineNum));
		});
		let str = line.join("");
		if (str.length) result.push(str);
	}
	module.exports = Table;
}));

// node_modules/cli-table3/index.js
var require_cli_table3 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = require_table();
}));

// src/reports/listing.ts
var import_cli_table3 = /* @__PURE__ */ __toESM(require_cli_table3(), 1);
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
	const lines = new import_cli_table3.default({
		chars: NO_LINES,
		style: {
			"padding-left": 0,
			"padding-right": 2,
			head: [],
			border: []
		},
		colAligns: head.map((_, at) => right.includes(at) ? "right" : "left")
	});
	lines.push([...head], ...rows.map((row) => [...row]));
	return lines.toString().split("\n").map((line) => `${startOfLine(line.trimEnd())}\n`).join("");
}
const NO_LINES = Object.fromEntries([...[
	"top",
	"top-mid",
	"top-left",
	"top-right",
	"bottom",
	"bottom-mid",
	"bottom-left"
], ...[
	"bottom-right",
	"left",
	"left-mid",
	"mid",
	"mid-mid",
	"right",
	"right-mid",
	"middle"
]].map((part) => [part, ""]));

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
const text$1 = (report, view) => {
	const colors = import_picocolors.default.createColors(view.color);
	return `${[...[
		...report.files.filter((file) => report.images.length === 0 || file.verdict === "unchecked" || file.findings.length > 0).map((file) => describeFile(file, colors, view)),
		...report.environments.map((environment) => describe(environment, colors, view)),
		...report.images.map((image) => describeImage(image, colors, view)),
		...remarks(report, colors, view)
	], summary(report, colors)].join("\n\n")}\n`;
};
function describe(environment, colors, view) {
	return environment.verdict === "unchecked" ? unchecked(environment, colors, view) : checked(environment, colors, view);
}
function unchecked(environment, colors, view) {
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
	return ["", ...wrap(`${amount(all, "finding")} accepted: ${told.join("; ")}${rest}`, view, 2, colors.dim)];
}
function tally(checked) {
	const parts = [
		"error",
		"warning",
		"note"
	].map((severity) => amount(count(checked, severity), severity)).filter((part) => !part.startsWith("0 "));
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
	const more = `… and ${amount(rest, "more finding")}; all of them: --format json`;
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
		amount(counts.records, "package"),
		amount(counts.files, "file"),
		amount(counts.symlinks, "link"),
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
	return wrap(`${amount(counts.outside, "file")} of it ${counts.outside === 1 ? "is a link" : "are links"} to what is not in the archive: nothing is known of them.`, view, 2, colors.yellow);
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
		...wrap(`${colors.bold("Cause:")} ${CAUSES[cause]} (${cause}, ${amount(explained, "finding")})`, view, 2),
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
	const more = `… and ${amount(hidden.reduce((sum, [, some]) => sum + some.length, 0), "finding")} in ${amount(hidden.length, "more package")}; all of them: --format json`;
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
	const all = amount(everything.length, files.length > 0 ? "file" : "environment");
	if (verdict === "whole") {
		if (files.length > 0) return colors.green(`${all} without an error.`);
		return colors.green(environments.length === 1 ? "It is whole." : `All ${all} are whole.`);
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
function amount(number, one) {
	return `${number.toLocaleString("en-US")} ${one}${number === 1 ? "" : "s"}`;
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
	if (power === 0) return amount(size, "byte");
	return `${(size / 1e3 ** power).toFixed(1)} ${units[power]}`;
}

// src/reports.ts
const FORMATS = {
	text: text$1,
	json,
	"check-symlinks": checkSymlinks
};

// src/rule.ts
function defineRule(rule) {
	return rule;
}
function at({ line, column }) {
	return {
		line,
		column
	};
}

// src/rules/default-channel.ts
const defaultChannel = defineRule({
	id: "default-channel",
	severity: "warning",
	title: "Packages of Anaconda’s own channels",
	explain: {
		what: "`defaults` (`pkgs/main`, `pkgs/r`, `repo.anaconda.com`) is among the channels; or no channel is named, so that the installer takes its own, which for Miniconda is `defaults`.",
		why: "Its terms of service ask organisations of more than 200 people for a licence, and since 2025 Miniconda asks everybody to accept them before it installs anything.",
		fix: "Use `conda-forge` alone, with `nodefaults` behind it; or read the terms, and say `conda-links dockerfile --accept-tos`."
	},
	*find({ file }) {
		const [first] = anacondas(file);
		if (first) yield {
			...at(first),
			channel: first.text
		};
		else if (file.form === "environment" && isOpen(file)) {
			const place = file.keys.find(({ text }) => text === "channels") ?? {
				line: 1,
				column: 1
			};
			yield {
				...at(place),
				channel: "",
				severity: "note",
				advice: "Name them: “channels: [conda-forge, nodefaults]”."
			};
		}
	},
	say: ({ channel }) => channel === "" ? "No channel is named: which packages come depends on the installer" : `“${channel}” is a channel of Anaconda, with terms of service of its own`
});
const ANACONDAS = /^(?:defaults|pkgs\/(?:main|r|free|msys2|pro)|main|free|(?:https?:\/\/)?(?:repo\.anaconda\.com|repo\.continuum\.io)(?:\/.*)?)(?:\/(?:linux|osx|win)-[\w]+|\/noarch)?$/;
function anacondas({ channels, dependencies, packages }) {
	return [
		...channels ?? [],
		...dependencies.flatMap(({ spec, line, column }) => "name" in spec && spec.channel !== null ? [{
			line,
			column,
			text: spec.channel
		}] : []),
		...packages.flatMap(({ url, line, column }) => {
			const channel = /^https?:\/\/(?:repo\.anaconda\.com|repo\.continuum\.io)\/pkgs\/\w+/.exec(url);
			return channel ? [{
				line,
				column,
				text: channel[0]
			}] : [];
		})
	].filter(({ text }) => ANACONDAS.test(text));
}
function isOpen({ channels }) {
	return channels === null || channels.length === 0;
}

// src/rules/duplicate-key.ts
const duplicateKey = defineRule({
	id: "duplicate-key",
	severity: "error",
	title: "A key that stands there twice",
	explain: {
		what: "Two sections of one name.",
		why: "Some parsers refuse the file, others keep the last section and forget the first without a word.",
		fix: "Make one section of them."
	},
	*find({ file }) {
		const lines = /* @__PURE__ */ new Map();
		for (const { text: key, ...place } of file.keys) {
			const first = lines.get(key);
			if (first === void 0) lines.set(key, place.line);
			else yield {
				...at(place),
				key,
				first
			};
		}
	},
	say: ({ key, first }) => `“${key}” stands in line ${first} already`
});

// src/rules/same-packages.ts
const IN_CONDA = /* @__PURE__ */ new Map([
	["pytorch", "torch"],
	["py-opencv", "opencv-python"],
	["opencv", "opencv-python"],
	["matplotlib-base", "matplotlib"],
	["pytables", "tables"],
	["msgpack-python", "msgpack"],
	["libopencv", "opencv-python"],
	["tensorflow-base", "tensorflow"],
	["py-xgboost", "xgboost"],
	["brotli-python", "brotli"],
	["python-graphviz", "graphviz"],
	["graphviz", "graphviz (the program)"]
]);
const ONE_FILES = new Map([
	[
		"opencv-python",
		"opencv-python-headless",
		"opencv-contrib-python",
		"opencv-contrib-python-headless"
	],
	[
		"tensorflow",
		"tensorflow-cpu",
		"tensorflow-gpu",
		"tf-nightly"
	],
	[
		"onnxruntime",
		"onnxruntime-gpu",
		"onnxruntime-directml",
		"onnxruntime-openvino"
	],
	["psycopg2", "psycopg2-binary"],
	["pillow", "pillow-simd"],
	["pycrypto", "pycryptodome"],
	["jwt", "pyjwt"],
	[
		"python-magic",
		"filemagic",
		"file-magic",
		"python-magic-bin"
	],
	["dotenv", "python-dotenv"],
	["docx", "python-docx"],
	[
		"slugify",
		"python-slugify",
		"unicode-slugify"
	],
	["serial", "pyserial"],
	["fitz", "pymupdf"],
	["bson", "pymongo"],
	["websocket", "websocket-client"],
	["faiss-cpu", "faiss-gpu"],
	["tensorboard", "tb-nightly"]
].flatMap(([first = "", ...others]) => others.map((name) => [name, first])));

// src/rules/duplicate-package.ts
const duplicatePackage = defineRule({
	id: "duplicate-package",
	severity: "warning",
	title: "One package, asked for twice",
	explain: {
		what: "The same package twice among the dependencies; by conda and by pip; or two packages of pip that bring the same files, such as `opencv-python` and `opencv-python-headless`.",
		why: "pip writes over what conda installed, through hard links even in the package cache, and the environment is no longer what its records say. Of two packages with the same files the last one wins, and removing either breaks the other.",
		fix: "Keep one of them; best where most of what depends on it comes from."
	},
	*find(wishes) {
		const first = /* @__PURE__ */ new Map();
		for (const wish of all(wishes)) {
			const { looked, kept } = identities(wish);
			const other = first.get(looked);
			for (const key of kept) if (!first.has(key)) first.set(key, wish);
			if (other === void 0 || wish.isConditional && other.isConditional) continue;
			const isSame = wish.text === other.text && wish.by === other.by;
			yield {
				...at(wish),
				file: wish.file,
				package: wish.name,
				by: wish.by,
				other: other.name,
				otherBy: other.by,
				first: other.line,
				firstFile: other.file,
				...isSame ? {
					severity: "note",
					advice: "Take one of them out."
				} : {}
			};
		}
	},
	say: ({ package: name, by, other, otherBy, first, firstFile, file }) => {
		const where = `in line ${first}${firstFile === file ? "" : ` of ${firstFile}`}`;
		if (by !== otherBy) return `${name} is installed by ${by} here, and by ${otherBy} ${where}${other === name ? "" : ` (there ${other})`}`;
		if (other !== name) return `${name} brings the same files as ${other} ${where}`;
		return `${name} is asked for ${where} already`;
	}
});
function* all({ file, pip }) {
	for (const { spec, text, comment, ...place } of file.dependencies) {
		if (!("name" in spec) || spec.name === "*") continue;
		const isConditional = /^\[.+\]/.test(comment.replace(/^#\s*/, ""));
		yield {
			...at(place),
			file: file.path,
			name: spec.name,
			text,
			by: "conda",
			isConditional
		};
	}
	for (const { name, url, ...place } of file.packages) {
		if (name === "") continue;
		yield {
			...at(place),
			file: file.path,
			name,
			text: url,
			by: "conda",
			isConditional: false
		};
	}
	for (const { requirement, text, file: named, ...place } of pip.lines) {
		if (requirement.kind !== "package") continue;
		const isConditional = requirement.marker !== null;
		const { name } = requirement;
		yield {
			...at(place),
			file: named,
			name,
			text,
			by: "pip",
			isConditional
		};
	}
}
function identities({ name, by }) {
	const plain = name.replace(/[-_.]+/g, "-");
	const ofPip = by === "pip" ? plain : IN_CONDA.get(plain) ?? plain;
	const files = `files of ${ONE_FILES.get(ofPip) ?? ofPip}`;
	return by === "pip" ? {
		looked: files,
		kept: [files]
	} : {
		looked: `conda ${name}`,
		kept: [`conda ${name}`, files]
	};
}

// src/rules/foreign-packages.ts
const WINDOWS = [
	"console_shortcut",
	"msys2-conda-epoch",
	"pywinpty",
	"ucrt",
	"vc",
	"vc14_runtime",
	"vcomp14",
	"vs2013_runtime",
	"vs2015_runtime",
	"win_inet_pton",
	"wincertstore",
	"winpty"
];
function systemOf(name) {
	if (WINDOWS.includes(name) || name.startsWith("m2w64-") || name.startsWith("m2-")) return "Windows";
	return name.startsWith("pyobjc-framework-") || name === "pyobjc-core" ? "macOS" : null;
}
const ELSEWHERE_IN_PIP = /* @__PURE__ */ new Map([
	["pywin32", "Windows"],
	["pypiwin32", "Windows"],
	["pywinpty", "Windows"],
	["windows-curses", "Windows"],
	["tensorflow-intel", "Windows"],
	["tensorflow-macos", "macOS"],
	["tensorflow-metal", "macOS"],
	["pyobjc", "macOS"],
	["pyobjc-core", "macOS"]
]);

// src/rules/foreign-platform.ts
const foreignPlatform = defineRule({
	id: "foreign-platform",
	severity: "warning",
	title: "A package that Linux does not have",
	explain: {
		what: "A package, or a build, of Windows or macOS: `vs2015_runtime`, `pywin32`, `defaults/win-64::…`. The file was exported there.",
		why: "In a Linux image there is no such package, and the build fails with `PackagesNotFoundError`: an error where a Dockerfile is made.",
		fix: "Export what was asked for, and not all that came with it: `conda env export --from-history`."
	},
	*find(wishes) {
		const certain = wishes.build === null ? {} : { severity: "error" };
		const found = [...foreign(wishes)];
		for (const platform of ["Windows", "macOS"]) {
			const [first, ...others] = found.filter((one) => one.platform === platform);
			if (first) yield {
				...first,
				...certain,
				others: others.map((one) => one.package)
			};
		}
	},
	say: ({ package: name, platform, others }) => others.length === 0 ? `${name} is for ${platform} only` : `${name} and ${others.length} more are for ${platform} only`
});
function* foreign({ file, pip }) {
	for (const { spec, comment, ...place } of file.dependencies) {
		if (!("name" in spec) || /^#?\s*\[(?:win|osx)/.test(comment)) continue;
		const platform = platformOf(spec.subdir ?? spec.brackets.get("subdir") ?? "") ?? systemOf(spec.name) ?? builtFor(spec.build ?? "");
		if (platform !== null) yield {
			...at(place),
			package: spec.name,
			platform
		};
	}
	for (const { name, subdir, ...place } of file.packages) {
		const platform = platformOf(subdir ?? "");
		if (platform !== null) yield {
			...at(place),
			package: name,
			platform
		};
	}
	for (const { requirement, file: named, ...place } of pip.lines) {
		if (requirement.kind !== "package" || requirement.marker !== null) continue;
		const platform = ELSEWHERE_IN_PIP.get(requirement.name);
		if (platform) yield {
			...at(place),
			file: named,
			package: requirement.name,
			platform
		};
	}
}
function builtFor(build) {
	if (/(?:haa95532|h2bbff1b)_\d+$/.test(build)) return "Windows";
	return /(?:hecd8cb5|hca03da5)_\d+$/.test(build) ? "macOS" : null;
}
function platformOf(subdir) {
	if (subdir.startsWith("win-")) return "Windows";
	return subdir.startsWith("osx-") ? "macOS" : null;
}

// src/rules/ignored-selector.ts
const ignoredSelector = defineRule({
	id: "ignored-selector",
	severity: "warning",
	title: "A selector that is nothing but a comment",
	explain: {
		what: "A line ends with `# [linux]` or the like, as in the recipes of conda-build.",
		why: "In an environment file that is a comment: the line counts on every platform.",
		fix: "Keep a file for each platform."
	},
	*find({ file }) {
		for (const { comment, spec, text, ...place } of file.dependencies) {
			const selector = /^#?\s*(\[[^\]]{1,60}\])/.exec(comment)?.[1];
			if (selector === void 0 || !SELECTOR.test(selector)) continue;
			yield {
				...at(place),
				package: "name" in spec ? spec.name : text,
				selector
			};
		}
	},
	say: ({ package: name, selector }) => `${name} is installed everywhere: conda does not read ${selector}`
});
const SELECTOR = /\b(?:win(?:32|64)?|osx|linux(?:32|64)?|unix|py(?:[23]k|\d+)?|x86(?:_64)?|arm64|aarch64|ppc64le|s390x)\b/;

// src/rules/invalid-entry.ts
const invalidEntry = defineRule({
	id: "invalid-entry",
	severity: "error",
	title: "An entry that no installer can make sense of",
	explain: {
		what: "An empty entry, a number, a date, a list or a mapping where a text should be; `dependencies` or `channels` that is no list; a text with a tag (`!!python/unicode`); a selector or a template; a second `pip:`; in an `@EXPLICIT` file a line that is no URL, or a hash that conda cannot read.",
		why: "conda refuses the file (`EnvironmentFileInvalid`), or passes over what you meant; of a selector, which micromamba reads, it is a warning.",
		fix: "Write it as a text in its own line, after a dash."
	},
	*find({ file }) {
		const told = /* @__PURE__ */ new Set();
		for (const { what, advice, isPassedOver = false, ...place } of file.oddities) {
			const mild = isPassedOver ? { severity: "warning" } : {};
			if (!told.has(what)) yield {
				...at(place),
				what,
				advice,
				...mild
			};
			told.add(what);
		}
	},
	say: ({ what }) => `There is ${what}`
});

// src/rules/invalid-name.ts
const NAME$1 = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$/;
const RESERVED = ["base", "root"];
const invalidName = defineRule({
	id: "invalid-name",
	severity: "error",
	title: "A name that cannot be the name of a folder",
	explain: {
		what: "The name is the folder of the environment. Here it holds a slash, a blank, or another character that paths, image tags or shells give a meaning to; or it is `base` or `root`, which every installation has already.",
		why: "conda refuses `/`, blanks, `:` and `#`; other characters break scripts later: a warning, and an error where a Dockerfile is made.",
		fix: "Letters, digits, `_`, `-` and `.`, or say another with `--name`."
	},
	*find({ file, name, build }) {
		const own = file.name?.text ?? null;
		if (own === null || name !== own || NAME$1.test(own) && !RESERVED.includes(own)) return;
		const isRefused = RESERVED.includes(own) || /[/ :#\\]|^-|^\.{0,2}$/.test(own);
		const mild = build === null && !isRefused ? { severity: "warning" } : {};
		yield {
			...at(file.name ?? {
				line: 1,
				column: 1
			}),
			name: own,
			...mild
		};
	},
	say: ({ name }) => RESERVED.includes(name) ? `“${name}” is the name of the installation itself` : `“${name}” cannot be the name of an environment`
});

// src/rules/invalid-requirement.ts
const invalidRequirement = defineRule({
	id: "invalid-requirement",
	severity: "error",
	title: "pip cannot read what is asked for",
	explain: {
		what: "The line is neither a requirement (`name==1.2`, `name[extra]>=1; python_version < \"3.12\"`), nor an option, a path or a URL.",
		why: "pip ends with `Invalid requirement`, after conda has installed everything else.",
		fix: "Write it as in a requirements file; a single `=` is conda’s, pip wants `==`."
	},
	*find({ pip }) {
		for (const { requirement, text, file, ...place } of pip.lines) {
			if (requirement.kind !== "bad") continue;
			yield {
				...at(place),
				file,
				package: text,
				reason: requirement.reason
			};
		}
	},
	say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`
});

// src/rules/invalid-spec.ts
const invalidSpec = defineRule({
	id: "invalid-spec",
	severity: "error",
	title: "conda cannot read what is asked for",
	explain: {
		what: "The entry is no match spec: `name`, `name=1.2`, `name>=1.2,<2`, `channel::name=1.2=build`, `name[version=\">=1.2\"]`.",
		why: "conda ends with `InvalidMatchSpec` before it has done anything.",
		fix: "The operators are `=`, `==`, `>=`, `<=`, `>`, `<`, `!=` and `~=`, with a version behind each."
	},
	*find({ file }) {
		for (const { spec, text, ...place } of file.dependencies) if ("reason" in spec) yield {
			...at(place),
			package: text,
			reason: spec.reason
		};
	},
	say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`
});

// src/rules/invalid-variable.ts
const invalidVariable = defineRule({
	id: "invalid-variable",
	severity: "error",
	title: "A variable that no process can have",
	explain: {
		what: "The name is none that shells know (letters, digits and `_`), or is `PATH`, which conda keeps for itself; or the value is a list, a mapping or a date, or holds a line break or another control character.",
		why: "conda writes it down, and activation fails or sets something else.",
		fix: "Write `NAME: \"value\"`."
	},
	*find({ file }) {
		for (const { name, value, ...place } of file.variables) if (!isUsable(name, value)) yield {
			...at(place),
			name
		};
	},
	say: ({ name }) => `“${name}” is no variable that can be set`
});
function isUsable(name, value) {
	return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.toUpperCase() !== "PATH" && value !== null && isPrintable(value.replaceAll("##[", ""));
}

// src/rules/leaked-prefix.ts
const leakedPrefix = defineRule({
	id: "leaked-prefix",
	severity: "warning",
	title: "A path of somebody’s machine",
	explain: {
		what: "`conda env export` has written the `prefix:` that the environment had on the machine where it was made.",
		why: "It tells the name of a user to everybody, and nobody else has that path. conda itself goes by the name.",
		fix: "Take the line out; `conda env export | grep -v ^prefix:`."
	},
	*find({ file }) {
		if (file.prefix) yield {
			...at(file.prefix),
			prefix: file.prefix.text
		};
	},
	say: ({ prefix }) => `${prefix} is a path of the machine on which this was exported`
});

// src/secrets.ts
const USER_INFO = /(?<![a-z0-9+.-])([a-z0-9+.-]*):\/\/([^/@\s]+)@/gi;
const PATH_TOKEN = /\/t\/([^/\s]+)/g;
const QUERY = /[?&](?:[\w-]*token|[\w-]*key|secret|password|sig|signature|x-amz-signature)=([^&\s]+)/gi;
const NAME = /(?:^|_)(?:TOKEN|SECRET|SECRETS|[A-Z]*PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|AUTH|(?:ENCRYPTION|SIGNING|STORAGE|ACCOUNT|MASTER)_?KEY|API_?KEY|ACCESS_?KEY(?:_ID)?|PRIVATE_?KEY|CREDENTIALS?)(?:_|$)/i;
const VALUE = /(?:^|[\s=:'"])(?:gh[oprsu]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|sk-[\w-]{20}|AKIA[0-9A-Z]{16}|hf_\w{20}|pypi-\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,200}\.eyJ)/;
const STAND_IN = /^(?:\$\{?\w+\}?|%\(\w+\)s|<[^<>]*>|\*+|x+|)$/i;
function carriesSecret(text) {
	return text.split(/\s+/).filter((word) => word.includes("://")).some((word) => [
		...Array.from(word.matchAll(USER_INFO), ([, scheme, user]) => passwordIn(scheme, user)),
		...Array.from(word.matchAll(PATH_TOKEN), ([, token = ""]) => token),
		...Array.from(word.matchAll(QUERY), ([, value = ""]) => value)
	].some((part) => !STAND_IN.test(part)));
}
function passwordIn(scheme = "", userInfo = "") {
	const at = userInfo.indexOf(":");
	if (at >= 0) return userInfo.slice(at + 1);
	return userInfo.length < 16 || /(?:^|\+)ssh$/i.test(scheme) ? "" : userInfo;
}
function isSecret(name, value) {
	if (STAND_IN.test(value) || /^(?:true|false|[01])$/i.test(value)) return false;
	if (VALUE.test(value) || carriesSecret(value)) return true;
	return NAME.test(name) && !/^(?:\.{0,2}|~)\//.test(value);
}

// src/rules/leaked-secret.ts
const leakedSecret = defineRule({
	id: "leaked-secret",
	severity: "error",
	title: "A password or a token in the file",
	explain: {
		what: "Credentials in a URL (`https://user:password@…`, `/t/TOKEN/`, `?token=…`), or a variable that by its name or its value is a secret. It is shown as `***` here, and left out of what is generated.",
		why: "Whoever sees the repository has it; and everybody who has the image too: conda keeps variables in `conda-meta/state`, and URLs in its records.",
		fix: "Revoke it. Channels: `conda token`, `.netrc` or a build secret; pip: a variable in braces; variables: `docker run --env`."
	},
	*find(wishes) {
		for (const { name, value, ...place } of wishes.file.variables) if (value !== null && isSecret(name, value)) yield {
			...at(place),
			where: `the variable ${name}`
		};
		for (const { text, what, file, line, column } of urls(wishes)) if (carriesSecret(text)) yield {
			line,
			column,
			file,
			where: what
		};
	},
	say: ({ where }) => `There is a secret in ${where}`
});
function* urls({ file, pip }) {
	for (const one of file.channels ?? []) yield {
		...one,
		file: file.path,
		what: "the URL of a channel"
	};
	for (const { spec, ...place } of file.dependencies) {
		const text = "name" in spec ? [spec.channel ?? "", ...spec.brackets.values()].join(" ") : "";
		yield {
			...at(place),
			text,
			file: file.path,
			what: "the URL of a channel"
		};
	}
	for (const one of file.packages) yield {
		...one,
		text: one.url,
		file: file.path,
		what: "the URL of a package"
	};
	for (const one of pip.lines) yield {
		...one,
		what: "a line for pip"
	};
}

// src/rules/missing-local-file.ts
const missingLocalFile = defineRule({
	id: "missing-local-file",
	severity: "error",
	title: "A file that is not there",
	explain: {
		what: "pip is referred to a file or folder (`-r requirements.txt`, `-e .`, `./wheels/x.whl`) that does not exist. Such paths count from the folder of the environment file.",
		why: "pip ends with `No such file or directory`, after conda has installed everything else.",
		fix: "Correct the path, or commit the file."
	},
	*find({ pip }) {
		for (const { kind, path, text, file, ...place } of pip.paths) if (kind === "missing" && path !== null) yield {
			...at(place),
			file,
			path: text
		};
	},
	say: ({ path }) => `There is no ${path}`
});

// src/rules/missing-name.ts
const missingName = defineRule({
	id: "missing-name",
	severity: "warning",
	title: "The environment has no name",
	explain: {
		what: "There is no `name:` in the file.",
		why: "`conda env create` asks for one then, and everybody who makes it calls it something else.",
		fix: "Add `name: ml`, or say it with `--name`."
	},
	*find({ file, name }) {
		if (file.form === "explicit" || name !== null) return;
		if (file.keys.some(({ text }) => text === "name")) return;
		yield {
			line: 1,
			column: 1
		};
	},
	say: () => "The environment has no name"
});

// src/rules/mixed-channels.ts
const mixedChannels = defineRule({
	id: "mixed-channels",
	severity: "warning",
	title: "Channels that do not fit together",
	explain: {
		what: "`defaults` and `conda-forge` stand side by side.",
		why: "Both have most packages, built with other compilers against other libraries. What of which is installed changes with the day and with the priority of channels, and some combinations crash.",
		fix: "Keep one of them; `nodefaults` keeps the other from coming back."
	},
	*find({ file }) {
		const channels = file.channels ?? [];
		const forge = channels.find(({ text }) => /(?:^|\/)conda-forge(?:\/|$)/.test(text));
		const other = channels.find(({ text }) => /^defaults$|(?:^|\/)pkgs\/(?:main|free|r)(?:\/|$)|\/\/repo\.anaconda\.com/.test(text));
		if (forge && other) yield at(channels.indexOf(forge) > channels.indexOf(other) ? forge : other);
	},
	say: () => "defaults and conda-forge are mixed"
});

// src/rules/mixed-platforms.ts
const mixedPlatforms = defineRule({
	id: "mixed-platforms",
	severity: "error",
	title: "Packages of several platforms",
	explain: {
		what: "An `@EXPLICIT` file with packages of more than one platform besides `noarch`.",
		why: "They are installed without a question, and half of them cannot run.",
		fix: "Make a file for each platform."
	},
	*find({ file }) {
		const [first, ...others] = file.packages.filter(({ subdir }) => subdir !== null && subdir !== "noarch");
		const other = others.find(({ subdir }) => subdir !== first?.subdir);
		if (first && other) yield {
			...at(other),
			package: other.name,
			platforms: [first.subdir ?? "", other.subdir ?? ""]
		};
	},
	say: ({ package: name, platforms: [one, two] }) => `${name} is for ${two}, and those before it for ${one}`
});

// src/rules/outside-context.ts
const ABSOLUTE = "It is a path of one machine. Name the package and its version instead, or put the file beside this one.";
const outsideContext = defineRule({
	id: "outside-context",
	severity: "error",
	title: "A file that a build does not get to see",
	explain: {
		what: "pip is referred to a path that lies outside of the folder from which the image is built; in general that of the environment file.",
		why: "A build sees its context and nothing else, so the file cannot be copied.",
		fix: "Build from a folder that holds both: `--context ..`."
	},
	*find({ pip }) {
		for (const { path, text, file, ...place } of pip.paths) if (path === null) yield {
			...at(place),
			file,
			path: text,
			...text.startsWith("/") ? { advice: ABSOLUTE } : {}
		};
	},
	say: ({ path }) => `${path} lies outside of the build context`
});

// src/rules/platform-build.ts
const platformBuild = defineRule({
	id: "platform-build",
	severity: "warning",
	title: "Builds that other platforms do not have",
	explain: {
		what: "Packages are pinned to one build (`numpy=1.26.4=py312heda63a1_0`), as `conda env export` writes them.",
		why: "A build is of one platform: on another one, and after its channel has taken it away, the file fails with `ResolvePackageNotFound`.",
		fix: "Export with `--no-builds` for people and platforms; for the very same packages again use an `@EXPLICIT` file (`conda-links lock`)."
	},
	*find({ file }) {
		if (file.platforms.length === 1) return;
		const pinned = file.dependencies.filter(({ spec }) => "name" in spec && isOneBuild(spec.build ?? ""));
		const [first] = pinned;
		if (first) yield {
			...at(first),
			package: nameIn(first.spec),
			count: pinned.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} is pinned to a build of one platform` : `${name} and ${count - 1} more are pinned to builds of one platform`
});
function isOneBuild(build) {
	return !/[*^$]/.test(build) && !/^(?:\d*|py_?\d*|pyhd?[0-9a-f]+_\d+|hd8ed1ab_\d+)$/.test(build);
}
function nameIn(spec) {
	return "name" in spec ? String(spec.name) : "";
}

// src/rules/terms-of-service.ts
const termsOfService = defineRule({
	id: "terms-of-service",
	severity: "warning",
	title: "A build that stops at Anaconda’s terms of service",
	explain: {
		what: "The image is to be made with Miniconda, and nobody has accepted the terms. Only where a Dockerfile is made.",
		why: "Miniconda since July 2025 refuses to install anything without that, from whatever channel the file names (`CondaToSNonInteractiveError`). Its images since 25.11.1 accept them in the name of whoever uses them, and say nothing.",
		fix: "Read them at https://www.anaconda.com/legal, then say `conda-links dockerfile --accept-tos`; or use conda-forge and `--base miniforge`."
	},
	*find({ build, file }) {
		if (!build?.isAnacondas || build.areTermsAccepted) return;
		yield at(file.keys.find(({ text }) => text === "channels") ?? {
			line: 1,
			column: 1
		});
	},
	say: () => "Nobody has accepted Anaconda’s terms of service: Miniconda may end with CondaToSNonInteractiveError"
});

// src/rules/unhashed-package.ts
const unhashedPackage = defineRule({
	id: "unhashed-package",
	severity: "warning",
	title: "Packages without a hash",
	explain: {
		what: "URLs of an `@EXPLICIT` file without `#` and a hash behind them.",
		why: "What comes from there is installed, whatever it is.",
		fix: "Make it with `conda-links lock`, or `conda list --explicit --sha256`."
	},
	*find({ file }) {
		const bare = file.packages.filter(({ hash }) => hash === null);
		const [first] = bare;
		if (first) yield {
			...at(first),
			package: first.name,
			count: bare.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} has no hash` : `${name} and ${count - 1} more have no hash`
});

// src/rules/unindexed-version.ts
const INDEXES = [
	"--index-url",
	"--extra-index-url",
	"--find-links"
];
const unindexedVersion = defineRule({
	id: "unindexed-version",
	severity: "error",
	title: "A version that PyPI does not have",
	explain: {
		what: "A version with a local part (`torch==1.11.0+cu113`), and no `--extra-index-url`, `--index-url` or `--find-links` that leads to where it is.",
		why: "PyPI takes no such versions, so pip ends with `No matching distribution found`.",
		fix: "Add the index as a line of its own: `--extra-index-url https://download.pytorch.org/whl/cu113`."
	},
	*find({ pip }) {
		if (pip.lines.flatMap(({ requirement }) => requirement.kind === "option" ? requirement.options : []).some(({ name }) => INDEXES.includes(name))) return;
		const isOpen = pip.lines.some(({ requirement }) => requirement.kind === "file" && /:\/\//.test(requirement.path));
		const [first, ...others] = pip.lines.flatMap((line) => {
			const version = localVersion(line.requirement);
			return version !== null && line.requirement.kind === "package" ? {
				line,
				name: line.requirement.name,
				version
			} : [];
		});
		if (!first) return;
		yield {
			...at(first.line),
			file: first.line.file,
			package: first.name,
			version: first.version,
			others: others.map(({ name }) => name),
			...isOpen ? { severity: "warning" } : {}
		};
	},
	say: ({ package: name, version, others }) => {
		return `PyPI has no ${name} ${version}${others.length === 0 ? "" : ` (nor ${others.length} more of this kind)`}, and no other index is named`;
	}
});

// src/rules/unknown-key.ts
const KNOWN = [
	"name",
	"channels",
	"dependencies",
	"variables",
	"prefix",
	"platforms"
];
const OTHERS = [
	"category",
	"platform",
	"pip-repositories",
	"allow-pypi-requests",
	"extras"
];
const unknownKey = defineRule({
	id: "unknown-key",
	severity: "warning",
	title: "A key that conda passes over",
	explain: {
		what: "conda knows `name`, `channels`, `dependencies`, `variables` and `prefix`; `platforms` is read by other tools. Everything else is ignored with one line of warning (`EnvironmentSectionNotValid`).",
		why: "What stands below it is not installed. A `pip:` at the top, beside `dependencies:` instead of in it, is the usual case.",
		fix: "Correct the spelling, or take the section out."
	},
	*find({ file }) {
		for (const { text: key, ...place } of file.keys) {
			if (KNOWN.includes(key)) continue;
			const meant = closest(KNOWN, key.toLowerCase());
			yield {
				...at(place),
				key,
				...OTHERS.includes(key) ? { severity: "note" } : {},
				advice: key === "pip" ? "Put it into dependencies, as an entry of its own: “- pip:”." : meant === null || OTHERS.includes(key) ? "Take it out, or read it with the tool that it is for." : `Did you mean ${meant}?`
			};
		}
	},
	say: ({ key }) => `conda does not know “${key}” and passes over it`
});

// src/rules/unlisted-pip.ts
const unlistedPip = defineRule({
	id: "unlisted-pip",
	severity: "warning",
	title: "pip is used and not asked for",
	explain: {
		what: "There is a `pip:` section, but no `pip` among the dependencies.",
		why: "conda adds it and nags; other installers fail, or take a pip that installs elsewhere.",
		fix: "Add `- pip` before the section."
	},
	*find({ file }) {
		const isListed = file.dependencies.some(({ spec }) => "name" in spec && spec.name === "pip") || file.packages.some(({ name }) => name === "pip");
		const [first] = file.pip ?? [];
		if (first && !isListed) yield {
			...at(first),
			package: "pip"
		};
	},
	say: () => "pip installs packages here, and is not among the dependencies"
});

// src/rules/unpinned-pip.ts
const unpinnedPip = defineRule({
	id: "unpinned-pip",
	severity: "warning",
	title: "Requirements of pip without a version",
	explain: {
		what: "Packages that pip takes in whatever version is the newest, or from whatever the branch of a repository holds.",
		why: "Two builds of one file differ, and a release of today breaks the image of tomorrow.",
		fix: "Write `name==1.2.3`, a commit behind the `@` of a repository; or pin an installed environment with `conda-links lock`."
	},
	*find({ pip }) {
		const open = pip.lines.filter(({ requirement }) => (requirement.kind === "package" || requirement.kind === "vcs") && !isPinned(requirement));
		const [first] = open;
		if (first) yield {
			...at(first),
			file: first.file,
			package: called(first),
			count: open.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} has no exact version` : `${name} and ${count - 1} more requirements of pip have no exact version`
});
function called({ requirement, text }) {
	return "name" in requirement && typeof requirement.name === "string" ? requirement.name : text;
}

// src/rules/unpinned-python.ts
const unpinnedPython = defineRule({
	id: "unpinned-python",
	severity: "warning",
	title: "The version of Python is left open",
	explain: {
		what: "`python` stands there without a version, or not at all while pip is to install packages.",
		why: "The next build takes the newest Python, for which some package has no build yet.",
		fix: "Write the minor version: `python=3.12`."
	},
	*find({ file, pip }) {
		if (file.form === "explicit") return;
		const python = file.dependencies.find(({ spec }) => "name" in spec && spec.name === "python");
		if (python) {
			if ("name" in python.spec && python.spec.version === null) yield {
				...at(python),
				package: "python",
				isListed: true
			};
			return;
		}
		const [first] = pip.lines;
		if (first) yield {
			...at(first),
			file: first.file,
			package: "python",
			isListed: false
		};
	},
	say: ({ isListed }) => isListed ? "python has no version" : "pip installs packages, and no version of python is asked for"
});

// src/rules.ts
const RULES = [
	invalidEntry,
	invalidSpec,
	invalidRequirement,
	unknownKey,
	duplicateKey,
	missingName,
	invalidName,
	duplicatePackage,
	unpinnedPython,
	platformBuild,
	foreignPlatform,
	defaultChannel,
	mixedChannels,
	termsOfService,
	ignoredSelector,
	unlistedPip,
	unpinnedPip,
	unindexedVersion,
	outsideContext,
	missingLocalFile,
	leakedSecret,
	leakedPrefix,
	invalidVariable,
	unhashedPackage,
	mixedPlatforms
];
function selectRules(only, skip) {
	return RULES.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

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
function sortAbsent(inventory, manifest) {
	const absent = [...manifest.paths.values()].filter(({ path }) => inventory.at(path) === null && inventory.isKnown(path) && !isBelowFile(inventory, path));
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

// src/conda/condarc.ts
const LARGEST = 1 << 20;
async function environmentFolders(source, machine, roots) {
	const { env } = machine;
	const fromVariables = [env["CONDA_ENVS_DIRS"], env["CONDA_ENVS_PATH"]].flatMap((value) => value?.split(/[:,]/) ?? []);
	const files = configurationFiles(source, machine, roots).filter((file) => source.exists(file));
	const contents = await source.read(files, LARGEST);
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

// src/conda/paths-json.ts
async function completePaths(source, folder, paths) {
	const file = `${folder}/info/paths.json`;
	const bytes = (await source.read([file], LARGEST_RECORD$1)).get(file);
	const packaged = toPackagedPaths(bytes?.kind === "ok" ? bytes.value : Buffer.alloc(0));
	const complete = /* @__PURE__ */ new Map();
	for (const recorded of paths) {
		const known = packaged.get(recorded.cached ?? "");
		if (!known) continue;
		const { sha256, placeholder, mode } = known;
		const kind = recorded.isDropped ? known.kind : recorded.kind;
		const isPatched = recorded.isPatched || recorded.isDropped && placeholder !== null;
		complete.set(recorded, {
			...recorded,
			kind,
			sha256,
			placeholder,
			mode,
			isPatched
		});
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
	const expected = /* @__PURE__ */ new Map();
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
		expected.set(place, recorded);
		const { links, identity } = stat.value;
		jobs.push({
			path: place,
			identity: links > 1 ? identity : null,
			patch: null
		});
	}
	for await (const digests of source.digest(jobs, signal, () => {})) for (const digest of digests) {
		const recorded = expected.get(digest.path);
		if (digest.kind !== "read" || !recorded || digest.sha256 === recorded.sha256) continue;
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

// src/conda/distributions.ts
const METADATA = /^(.+?)-([^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;
async function findDistributions(inventory, manifest) {
	const found = [...inventory.folders()].flatMap((path) => {
		const name = path.slice(path.lastIndexOf("/") + 1);
		const match = /\/(?:site|dist)-packages\/[^/]+$/.test(path) ? METADATA.exec(name) : null;
		return match ? [{
			path,
			project: normalize(match[1] ?? ""),
			version: match[2] ?? ""
		}] : [];
	});
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
	for (const { path, package: owner } of manifest.paths.values()) {
		const match = /\/(?:site|dist)-packages\/([^/]+)\/(?:METADATA|PKG-INFO)$/.exec(path);
		const name = METADATA.exec(match?.[1] ?? "")?.[1];
		if (name) owners.set(normalize(name), owner);
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

// src/contents.ts
var Contents = class {
	#judged;
	elves;
	bytesHashed;
	bytesRemembered;
	formerPrefixes;
	constructor(judged, elves, bytesHashed, bytesRemembered) {
		this.#judged = judged;
		this.elves = elves;
		this.formerPrefixes = new Set([...judged.values()].flatMap((one) => one.kind === "other-prefix" ? one.prefix : []));
		this.bytesHashed = bytesHashed;
		this.bytesRemembered = bytesRemembered;
	}
	of(path) {
		return this.#judged.get(path) ?? UNKNOWN;
	}
};
const UNKNOWN = { kind: "unknown" };
async function readContents(inventory, questions, names, signal, progress) {
	const { source } = inventory;
	const judged = /* @__PURE__ */ new Map();
	const elves = /* @__PURE__ */ new Map();
	const pool = new ElfPool();
	const unread = [];
	const patched = [];
	let bytesHashed = 0;
	let bytesRemembered = 0;
	let bytesToRead = 0;
	for (const question of questions) {
		const known = source.hashOf(question.place);
		const content = known && judge(question, known, null);
		if (known) keepElf(question, known);
		if (known?.kind === "read" && content && isSettled(question, known, content)) {
			judged.set(question.path, content);
			bytesHashed += known.size;
			if (question.placeholder !== null && content.kind === "same" && source.isPlaced) patched.push(question);
		} else {
			unread.push(question);
			bytesToRead += question.size;
		}
	}
	const installed = groupBy(patched, packageOf);
	const witnesses = new Set([...installed.values()].flatMap((some) => witnessAmong(some) ?? []));
	progress.plan(unread.length, bytesToRead);
	let strange = [];
	const jobs = [...unread, ...witnesses];
	for await (const [question, digest] of read(jobs, names.own)) {
		const isWitness = witnesses.has(question);
		if (digest.kind === "read" && digest.isRemembered) bytesRemembered += digest.size;
		else if (digest.kind === "read" && !isWitness) bytesHashed += digest.size;
		judged.set(question.path, judge(question, digest, null));
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
		const left = new Set(strange.map(({ question }) => question));
		for await (const [question, digest] of read([...left], [prefix])) {
			const content = judge(question, digest, other);
			if (!(digest.kind === "read" && (digest.undone?.found ?? 0) > 0) || content.kind !== "same" && content.kind !== "other-prefix") continue;
			judged.set(question.path, content);
			left.delete(question);
		}
		strange = strange.filter(({ question }) => left.has(question));
		if (strange.length === 0) break;
	}
	return new Contents(judged, elves, bytesHashed, bytesRemembered);
	function keepElf({ path }, digest) {
		const elf = digest.kind === "read" && digest.elf ? pool.share(digest.elf) : null;
		if (elf) elves.set(path, elf);
	}
	async function* read(some, prefixes) {
		const asked = groupBy(some, ({ place }) => place);
		const wanted = Array.from(asked.values(), ([first]) => jobOf(first, prefixes));
		for await (const digests of source.digest(wanted, signal, progress.advance)) for (const digest of digests) for (const question of asked.get(digest.path) ?? []) yield [question, digest];
	}
}
function isSettled(question, digest, content) {
	if (question.placeholder === null || content.kind === "other-prefix") return true;
	return question.claims.some((claim) => claim.sha256InPrefix === digest.sha256);
}
function witnessAmong(questions) {
	const rank = ({ path, size }) => (path.startsWith("bin/") ? 0x38d7ea4c68000 : 0) + size;
	return questions.reduce((least, one) => rank(one) < rank(least) ? one : least);
}
function packageOf({ claims }) {
	return claims[0]?.package ?? null;
}
function othersIn(digest) {
	return digest.kind === "read" ? digest.undone?.others ?? [] : [];
}
function jobOf(question, prefixes) {
	const { place, placeholder, stamp } = question;
	const mode = question.claims.find((claim) => claim.placeholder === placeholder)?.mode ?? "text";
	const patch = placeholder === null ? null : {
		placeholder,
		mode,
		prefixes
	};
	return {
		path: place,
		identity: patch ? null : question.identity,
		patch,
		stamp
	};
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
function judge(question, digest, other) {
	if (digest.kind === "unreadable") return {
		kind: "unreadable",
		code: digest.code
	};
	let verdict = UNKNOWN;
	for (const claim of question.claims) {
		verdict = compare(claim, digest, other);
		if (verdict.kind === "same" || verdict.kind === "other-prefix") break;
	}
	return verdict;
}
function compare(claim, digest, other) {
	const { sha256, sha256InPrefix, placeholder } = claim;
	const expected = sha256InPrefix ?? sha256;
	if (expected === null) return UNKNOWN;
	const isOriginal = digest.sha256 === sha256;
	const recorded = sha256 ?? expected;
	if (isOriginal && placeholder !== null) return {
		kind: "other-prefix",
		prefix: placeholder,
		original: recorded
	};
	const isAsInstalled = isOriginal || digest.sha256 === sha256InPrefix;
	const isUndone = sha256 !== null && (digest.undone?.sha256.includes(sha256) ?? false);
	if (other && (isUndone || isAsInstalled && other.isKnown)) return {
		kind: "other-prefix",
		prefix: other.prefix,
		original: recorded
	};
	if (isAsInstalled || isUndone) return {
		kind: "same",
		original: recorded
	};
	const original = digest.undone?.sha256[0] ?? digest.sha256;
	if (!isProvable(claim)) return {
		kind: "unprovable",
		original
	};
	return {
		kind: "altered",
		sha256: digest.sha256,
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
const FILE = { kind: "file" };
const FOLDER$1 = { kind: "directory" };
async function walk(source, place, signal) {
	const folders = /* @__PURE__ */ new Map();
	const unlisted = /* @__PURE__ */ new Map();
	const skipped = /* @__PURE__ */ new Set();
	const todo = [""];
	for (let folder = todo.pop(); folder !== void 0; folder = todo.pop()) {
		if (folders.size % 256 === 0) await setImmediate();
		signal.throwIfAborted();
		const items = source.list(folder === "" ? place : `${place}/${folder}`);
		if (items.kind !== "ok") {
			unlisted.set(folder, items);
			continue;
		}
		const start = folder === "" ? "" : `${folder}/`;
		if (folder !== "" && items.value.some((item) => item.name === "conda-meta" && item.kind === "directory")) {
			skipped.add(folder);
			continue;
		}
		const names = /* @__PURE__ */ new Map();
		for (const { name, kind } of items.value) {
			if (kind === "symlink") {
				const target = source.readlink(`${place}/${start}${name}`);
				if (target.kind === "denied") unlisted.set(folder, target);
				if (target.kind === "ok") names.set(name, {
					kind,
					target: target.value
				});
				continue;
			}
			names.set(name, kind === "file" ? FILE : kind === "directory" ? FOLDER$1 : { kind });
			if (kind !== "directory") continue;
			if (folder === "" && (name === "envs" || name === "pkgs")) skipped.add(name);
			else todo.push(start + name);
		}
		if (!unlisted.has(folder)) folders.set(folder, names);
	}
	return {
		folders,
		unlisted,
		skipped
	};
}

// src/inventory.ts
const FOLDER = { kind: "directory" };
var Inventory = class {
	source;
	prefix;
	place;
	#folders;
	unlisted;
	#skipped;
	foldsCase;
	#stats = /* @__PURE__ */ new Map();
	#ends = /* @__PURE__ */ new Map();
	#links = new LinkResolver((path) => this.#look(path));
	#foldedFolders = null;
	#folded = /* @__PURE__ */ new Map();
	constructor(source, prefix, place, listing) {
		this.source = source;
		this.prefix = prefix;
		this.place = place;
		this.#folders = listing.folders;
		this.unlisted = listing.unlisted;
		this.#skipped = listing.skipped;
		this.foldsCase = source.foldsCase(place);
	}
	get shown() {
		return this.source.nameOf(this.prefix);
	}
	*folders() {
		for (const folder of this.#folders.keys()) if (folder !== "") yield folder;
	}
	*entries() {
		for (const [folder, names] of this.#folders) {
			const start = folder === "" ? "" : `${folder}/`;
			for (const [name, entry] of names) if (entry.kind !== "directory") yield [start + name, entry];
		}
	}
	*symlinks() {
		for (const [path, entry] of this.entries()) if (entry.kind === "symlink") yield {
			path,
			target: entry.target
		};
	}
	names(folder) {
		return this.#folders.get(folder) ?? /* @__PURE__ */ new Map();
	}
	at(path) {
		const { folder, name } = split(path);
		const names = this.#namesIn(folder);
		return names ? this.#named(folder, name, names) : this.#beside(folder, name);
	}
	isListed(path) {
		return this.#folders.has(split(path).folder);
	}
	stat(path) {
		return this.statAbsolute(this.absolute(path));
	}
	statAbsolute(path) {
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
			end = this.#links.resolve(this.absolute(path));
			this.#ends.set(path, end);
		}
		return end;
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
			const entry = this.#listed(inside);
			if (entry) return {
				kind: "ok",
				value: entry
			};
			if (!this.unlisted.has(posix.dirname(inside))) return MISSING;
		}
		return lookAt(this.source, path);
	}
	#listed(path) {
		const { folder, name } = split(path);
		const names = this.#namesIn(folder);
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
	#namesIn(folder) {
		const exact = this.#folders.get(folder);
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
async function takeInventory(source, prefix, signal) {
	const place = realPath(source, prefix);
	return new Inventory(source, prefix, place, await walk(source, place, signal));
}

// src/questions.ts
async function questionsOf(inventory, manifest, cache) {
	const complete = await completeRecords(inventory, manifest, cache);
	return ask();
	function* ask() {
		for (const one of manifest.paths.values()) {
			const recorded = complete.get(one) ?? one;
			const place = isJudged(inventory, recorded) ? placeOfBytes(inventory, cache, recorded) : null;
			const stat = place === null ? null : inventory.statAbsolute(place);
			if (place === null || stat?.kind !== "ok") continue;
			const { size, links, identity } = stat.value;
			const claims = claimsOf(inventory, manifest, one).map((claim) => complete.get(claim) ?? claim);
			yield {
				path: recorded.path,
				place,
				identity: links > 1 ? identity : null,
				size,
				stamp: stat.value,
				claims,
				placeholder: placeholderOf(claims)
			};
		}
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
	const claims = [...manifest.clobbered.get(recorded.path) ?? [recorded]];
	if (inventory.foldsCase) {
		const { path } = recorded;
		const twins = recorded.package.paths.filter((one) => one.path !== path && one.path.toLowerCase() === path.toLowerCase());
		claims.push(...twins);
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
function namesOf(inventory, manifest, heads) {
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
const LEVELS = [
	"links",
	"metadata",
	"content"
];
const LONGEST_TARGET = 4096;
const HEAD = 1024;
async function readSubject(source, prefix, level, signal, progress) {
	const inventory = await takeInventory(source, prefix, signal);
	const records = inventory.names("conda-meta").keys();
	const manifest = await readManifest(source, inventory.place, records);
	refuseUnfit(inventory, manifest, level !== "links");
	signal.throwIfAborted();
	const cache = new PackageCache(source, inventory.place, manifest);
	const distributions = await findDistributions(inventory, manifest);
	const replacements = findReplacements(distributions, manifest);
	const heads = level === "links" ? /* @__PURE__ */ new Map() : await readHeads(inventory);
	const contents = level === "content" ? await readAll(inventory, manifest, cache, heads, signal, progress) : new Contents(/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map(), 0, 0);
	return {
		inventory,
		manifest,
		cache,
		contents,
		libraries: await librariesFor(inventory, contents),
		heads,
		absent: sortAbsent(inventory, manifest),
		smallTexts: await readSmallTexts(inventory, manifest),
		scripts: await findForeignScripts(inventory, manifest, heads, distributions),
		links: [...inventory.symlinks(), ...linksBehindLinks(inventory, manifest)].sort((a, b) => a.path < b.path ? -1 : 1),
		distributions,
		replacements: new Map(replacements.map((one) => [one.package, one])),
		level,
		access: null,
		aftermath: NO_AFTERMATH
	};
}
function* linksBehindLinks(inventory, manifest) {
	for (const { path } of manifest.paths.values()) {
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
	return readFiles(inventory, [...inventory.names("bin")].filter(([, entry]) => entry.kind === "file").map(([name]) => `bin/${name}`), HEAD);
}
async function readSmallTexts(inventory, manifest) {
	const files = [];
	for (const recorded of manifest.paths.values()) {
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
async function readAll(inventory, manifest, cache, heads, signal, progress) {
	const questions = await questionsOf(inventory, manifest, cache);
	const names = namesOf(inventory, manifest, heads);
	return readContents(inventory, questions, names, signal, progress);
}

// src/inputs.ts
const COMMANDS = [
	"verify",
	"lint",
	"dockerfile",
	"smoke"
];
const CHECK_IDS = [...CHECKS, ...RULES].map(({ id }) => id);
const USUAL = {
	value: "",
	default: "",
	choices: [],
	isList: false,
	inFile: false,
	faces: ["cli", "action"]
};
const INPUTS = {
	command: {
		...USUAL,
		name: "command",
		description: "What to do: verify environments, lint environment files, write a dockerfile for each, or smoke-test an image.",
		value: "<command>",
		default: "verify",
		choices: COMMANDS,
		faces: ["action"],
		of: COMMANDS
	},
	environments: {
		...USUAL,
		name: "environments",
		description: "Names, prefixes, roots, images (docker:NAME) or archives (tar:FILE) to verify, one a line; or separated by spaces, on one line. Default: CONDA_PREFIX, or else the environments below CONDA, MAMBA_ROOT_PREFIX and ./.pixi/envs.",
		value: "<name|path|reference>",
		isList: true,
		inFile: true,
		faces: ["action"],
		of: ["verify", "smoke"]
	},
	environmentFile: {
		...USUAL,
		name: "environment-file",
		description: "The environment.yml whose lines annotations point at; those to lint, or to write Dockerfiles for, one a line. Default: environment.yml or environment.yaml of the workspace, where there is one.",
		value: "<file>",
		isList: true,
		faces: ["action"],
		of: COMMANDS
	},
	failOn: {
		...USUAL,
		name: "fail-on",
		description: "The least severity that makes it fail.",
		value: "<severity>",
		default: "error",
		choices: [
			"error",
			"warning",
			"note",
			"never"
		],
		inFile: true,
		of: COMMANDS
	},
	level: {
		...USUAL,
		name: "level",
		description: "How deep to look: links and names; with metadata also sizes and modes; with content every byte.",
		value: "<level>",
		default: "content",
		choices: LEVELS,
		inFile: true,
		of: ["verify"]
	},
	prefix: {
		...USUAL,
		name: "prefix",
		description: "Judge the environment of an archive (tar:, zip:) as if it were unpacked to this prefix; else where it is unpacked to is taken for open.",
		value: "<path>",
		inFile: true,
		of: ["verify"]
	},
	platform: {
		...USUAL,
		name: "platform",
		description: "Which image, where there are several: os/architecture, like linux/arm64. Default: that of the engine, or of this machine.",
		value: "<platform>",
		inFile: true,
		of: ["verify", "smoke"]
	},
	asUser: {
		...USUAL,
		name: "as-user",
		description: "Judge permissions as this user: UID, UID:GID, a name, or openshift for a UID that nobody knows, of group 0. Default: who runs this, or for root the owner of the prefix; in an image its USER.",
		value: "<user>",
		inFile: true,
		of: ["verify"]
	},
	check: {
		...USUAL,
		name: "check",
		description: "Run this check (of lint: rule) only; may be given several times.",
		value: "<id>",
		choices: CHECK_IDS,
		isList: true,
		inFile: true,
		of: ["verify", "lint"]
	},
	skip: {
		...USUAL,
		name: "skip",
		description: "Leave this check (of lint: rule) out; may be given several times.",
		value: "<id>",
		choices: CHECK_IDS,
		isList: true,
		inFile: true,
		of: COMMANDS
	},
	config: {
		...USUAL,
		name: "config",
		description: "Read options and accepted findings from this file. Default: .conda-links.yml of the working folder, where there is one.",
		value: "<file>",
		of: ["verify", "lint"]
	},
	writeBaseline: {
		...USUAL,
		name: "write-baseline",
		description: "Accept all that is found now, at or above --fail-on, for 90 days: write it into .conda-links.yml, or the file of --config.",
		faces: ["cli"],
		of: ["verify", "lint"]
	},
	cache: {
		...USUAL,
		name: "cache",
		description: "Compare the package cache of every package too, and not only of those with findings.",
		inFile: true,
		of: ["verify"]
	},
	name: {
		...USUAL,
		name: "name",
		description: "Call the environment so, whatever its file says.",
		value: "<name>",
		of: [
			"lint",
			"dockerfile",
			"smoke"
		]
	},
	context: {
		...USUAL,
		name: "context",
		description: "The folder that an image is built from. Default: that of the environment file.",
		value: "<folder>",
		of: [
			"lint",
			"dockerfile",
			"smoke"
		]
	},
	fromEnv: {
		...USUAL,
		name: "from-env",
		description: "Write it for an installed environment instead: the very packages that it has, locked beside the Dockerfile. A name, a prefix, or docker:IMAGE.",
		value: "<name|path|reference>",
		of: ["dockerfile", "smoke"]
	},
	style: {
		...USUAL,
		name: "style",
		description: "Two stages and a slim runtime, or the five lines of the founding article.",
		value: "<style>",
		default: "standard",
		choices: STYLES,
		of: ["dockerfile", "smoke"]
	},
	base: {
		...USUAL,
		name: "base",
		description: "What makes the environment: miniforge, micromamba, miniconda, or an image with its tag. Default: miniforge; for the article miniconda.",
		value: "<name|image>",
		of: ["dockerfile", "smoke"]
	},
	runtime: {
		...USUAL,
		name: "runtime",
		description: "The image that the environment runs on; same keeps the base.",
		value: "<image|same>",
		default: RUNTIME,
		of: ["dockerfile", "smoke"]
	},
	cacheMounts: {
		...USUAL,
		name: "cache-mounts",
		description: "Keep packages between builds in a cache of BuildKit; the classic builder cannot.",
		of: ["dockerfile", "smoke"]
	},
	acceptTos: {
		...USUAL,
		name: "accept-tos",
		description: "Say that you accept the terms of service of Anaconda’s channels.",
		of: ["dockerfile", "smoke"]
	},
	cuda: {
		...USUAL,
		name: "cuda",
		description: "The version of CUDA to solve for, like 12.4. Default: what the packages ask for.",
		value: "<version>",
		of: ["dockerfile", "smoke"]
	},
	pin: {
		...USUAL,
		name: "pin",
		description: "Write the digests of the base images, which the engine knows or asks for.",
		of: ["dockerfile", "smoke"]
	},
	template: {
		...USUAL,
		name: "template",
		description: "Fill in this template instead of Dockerfile.template.",
		value: "<file>",
		of: ["dockerfile", "smoke"]
	},
	dockerfile: {
		...USUAL,
		name: "output",
		description: "Where the Dockerfile goes. Default: Dockerfile in the context; for several environments NAME.Dockerfile.",
		value: "<file>",
		of: ["dockerfile"]
	},
	force: {
		...USUAL,
		name: "force",
		description: "Write over a Dockerfile that says something else, and complete its .dockerignore.",
		of: ["dockerfile"]
	},
	stdout: {
		...USUAL,
		name: "stdout",
		description: "Print the Dockerfile, and write nothing.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	checkOnly: {
		...USUAL,
		name: "check",
		description: "Write nothing; fail, and show the difference, where the files on disk are out of date.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	checkOnlyInAction: {
		...USUAL,
		name: "check-only",
		description: "Write no Dockerfile; fail, and show the difference, where those on disk are out of date.",
		faces: ["action"],
		of: ["dockerfile"]
	},
	bake: {
		...USUAL,
		name: "bake",
		description: "Write docker-bake.json too: a target for each environment, and one cache.",
		of: ["dockerfile"]
	},
	matrix: {
		...USUAL,
		name: "matrix",
		description: "Print the environments as JSON for strategy.matrix, and write no Dockerfile.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	file: {
		...USUAL,
		name: "file",
		description: "Build from this Dockerfile, instead of one that is written for an environment file.",
		value: "<dockerfile>",
		of: ["smoke"]
	},
	tag: {
		...USUAL,
		name: "tag",
		description: "Call the image so if it works, and keep it.",
		value: "<name>",
		of: ["smoke"]
	},
	buildArg: {
		...USUAL,
		name: "build-arg",
		description: "An ARG for the build; may be given several times.",
		value: "<name=value>",
		isList: true,
		of: ["smoke"]
	},
	builder: {
		...USUAL,
		name: "builder",
		description: "What builds: auto is buildkit where the engine has it, else classic; buildx is the command line of that name.",
		value: "<builder>",
		default: "auto",
		choices: [
			"auto",
			"buildkit",
			"classic",
			"buildx"
		],
		of: ["smoke"]
	},
	buildxOption: {
		...USUAL,
		name: "buildx-option",
		description: "A word for docker buildx build: --secret=…, --ssh=…, --cache-to=…, --builder=…; may be given several times.",
		value: "<word>",
		isList: true,
		of: ["smoke"]
	},
	noCache: {
		...USUAL,
		name: "no-cache",
		description: "Build every step anew.",
		of: ["smoke"]
	},
	pull: {
		...USUAL,
		name: "pull",
		description: "Look base images up anew.",
		of: ["smoke"]
	},
	run: {
		...USUAL,
		name: "run",
		description: "Run this command in the image as well; may be given several times. .conda-links.yml may list more.",
		value: "<command>",
		isList: true,
		of: ["smoke"]
	},
	log: {
		...USUAL,
		name: "log",
		description: "Keep all that the builder says in this file. Default: in a temporary one, which stays when the build fails.",
		value: "<file>",
		of: ["smoke"]
	},
	timeout: {
		...USUAL,
		name: "timeout",
		description: "How long each run may take, in seconds.",
		value: "<seconds>",
		default: "120",
		of: ["smoke"]
	},
	memory: {
		...USUAL,
		name: "memory",
		description: "How much memory each run may take, like 512m or 4g.",
		value: "<size>",
		default: "2g",
		of: ["smoke"]
	},
	network: {
		...USUAL,
		name: "network",
		description: "Let the runs reach the network.",
		of: ["smoke"]
	},
	keep: {
		...USUAL,
		name: "keep",
		description: "Keep the image, though it has no name.",
		of: ["smoke"]
	},
	index: {
		...USUAL,
		name: "index",
		description: "Where to remember what files were hashed to, so that those are not read again that did not change. Default: conda-links/digests in the user’s cache folder.",
		value: "<file>",
		faces: ["cli"],
		of: ["verify"]
	},
	noIndex: {
		...USUAL,
		name: "no-index",
		description: "Read every file, and remember nothing.",
		faces: ["cli"],
		of: ["verify"]
	},
	format: {
		...USUAL,
		name: "format",
		description: "How to tell.",
		value: "<format>",
		default: "text",
		choices: Object.keys(FORMATS),
		faces: ["cli"],
		of: [
			"verify",
			"lint",
			"smoke"
		]
	},
	output: {
		...USUAL,
		name: "output",
		description: "Write the report to this file instead of standard output.",
		value: "<file>",
		faces: ["cli"],
		of: [
			"verify",
			"lint",
			"smoke"
		]
	},
	color: {
		...USUAL,
		name: "color",
		description: "Colour: auto follows the terminal, NO_COLOR and FORCE_COLOR.",
		value: "<when>",
		default: "auto",
		choices: [
			"auto",
			"always",
			"never"
		],
		faces: ["cli"],
		of: COMMANDS
	},
	noProgress: {
		...USUAL,
		name: "no-progress",
		description: "Show no progress on a terminal.",
		faces: ["cli"],
		of: ["verify"]
	}
};
const SETTING_INPUTS = Object.values(INPUTS).filter(({ inFile }) => inFile);
const RULE_INPUTS = {
	check: {
		...INPUTS.check,
		choices: RULES.map(({ id }) => id)
	},
	skip: {
		...INPUTS.skip,
		choices: RULES.map(({ id }) => id)
	}
};
function parseInputs(raw) {
	return {
		environments: environmentList(raw["environments"]),
		failOn: choose(INPUTS.failOn, raw["failOn"]),
		level: choose(INPUTS.level, raw["level"]),
		prefix: text(raw["prefix"]),
		platform: text(raw["platform"]),
		asUser: text(raw["asUser"]),
		check: list(INPUTS.check, raw["check"]),
		skip: list(INPUTS.skip, raw["skip"]),
		isCacheWanted: isOn(INPUTS.cache, raw["cache"])
	};
}
function isOn({ name }, raw) {
	if (raw === void 0 || raw === false || raw === "" || raw === "false") return false;
	if (raw === true || raw === "true") return true;
	throw new BadInput(`${name}: there is no “${String(raw)}”.`, "It can be: true, false.");
}
function text(raw) {
	return typeof raw === "string" && raw !== "" ? raw : null;
}
function parseFormat(raw) {
	return choose(INPUTS.format, raw);
}
function choose(input, raw) {
	const value = typeof raw === "string" && raw !== "" ? raw : input.default;
	if (input.choices.length === 0 || input.choices.includes(value)) return value;
	throw new BadInput(`${input.name}: there is no “${value}”.`, advise(input.choices, value));
}
function list(input, raw) {
	const given = (typeof raw === "string" ? raw.split(/[\s,]+/) : typeof raw === "object" ? raw : []).filter((value) => value !== "");
	for (const value of given) choose(input, value);
	return given;
}
function environmentList(raw) {
	if (typeof raw !== "string") return typeof raw === "object" ? raw : [];
	const lines = raw.split("\n").map((line) => line.trim()).filter((line) => line !== "");
	return lines.length > 1 ? lines : lines[0]?.split(/\s+/) ?? [];
}
function advise(choices, value) {
	const close = closest(choices, value);
	return close ? `Did you mean ${close}?` : `It can be: ${choices.join(", ")}.`;
}

export { accessOf as $, isSecret as A, count as B, findForAction as C, RULES as D, isTooDeep as E, amount as F, wrapAnsi as G, eyesOf as H, wrap as I, baseOf as J, require_picocolors as K, listing as L, NAME$1 as M, RESERVED as N, selectRules as O, FORMATS as P, selectChecks as Q, table as R, findEnvironments as S, subfolders as T, overall as U, counting as V, placeOf as W, refuseImage as X, isAnacondas as Y, CHECKS as Z, findShared as _, choose as a, groupBy as at, environmentAt as b, parseFormat as c, placeOfBytes as ct, LEVELS as d, askedViewer as et, readSubject as f, NO_AFTERMATH as g, findDistributions as h, advise as i, rootOf as it, isUsable as j, carriesSecret as k, parseInputs as l, entryPointOf as lt, takeInventory as m, RULE_INPUTS as n, closest as nt, isOn as o, interpreterOf as ot, Inventory as p, toJson as q, SETTING_INPUTS as r, require_fastest_levenshtein as rt, list as s, prefixOfPython as st, INPUTS as t, refuseNoUser as tt, text as u, SEVERITIES as ut, inspectCache as v, isEnvironment as w, environmentsAt as x, distinct as y, acceptedBy as z };