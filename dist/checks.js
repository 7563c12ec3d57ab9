import { r as NOTHING_SHA256 } from "./record-file.js";
import { c as leadsSomewhere, i as nameOf, l as groupBy, m as entryPointOf, n as imageViewer, p as placeOfBytes, r as knownViewer, u as isOwned } from "./user.js";
import { a as prefixOfPython, i as interpreterOf, n as rootOf, r as foreignPrefix } from "./package-cache.js";
import { c as toBytes } from "./bytes.js";
import { r as realPath } from "./links.js";
import { t as isRemote } from "./file-systems.js";
import { i as normalize } from "./distributions.js";
import { n as parseMatchSpec, r as withoutUpperBounds, t as matches } from "./match-spec.js";
import { n as CannotRead } from "./errors.js";
import { r as statIn } from "./folder.js";
import { posix } from "node:path";
import { createHash } from "node:crypto";

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
			const claims = claimsOf(subject, path);
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
function claimsOf({ manifest }, path) {
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
const MARKS = /* @__PURE__ */ new Set([..."~hl0123456789"]);
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
		const paths = suspects(inventory).filter((path) => !isHabit(subject, path));
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
function suspects(inventory) {
	const paths = [];
	for (const folder of ["", ...inventory.folders()]) {
		const isOfTransactions = FOLDERS.some((one) => folder === one || folder.startsWith(`${one}/`));
		for (const [name, { kind }] of inventory.names(folder)) if ((isOfTransactions || MARKS.has(name.slice(-1)) && PUT_ASIDE.test(name)) && kind !== "directory") paths.push(folder === "" ? name : `${folder}/${name}`);
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
	*find({ inventory, manifest, notable }) {
		for (const recorded of notable) {
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
		const { inventory, manifest } = subject;
		const wanted = new Set(Array.from(libraries, nameIn));
		for (const [path, entry] of inventory.entries()) {
			const name = nameIn(path);
			if (!wanted.has(name) || isAside(path)) continue;
			if (!(entry.kind === "symlink") || leadsSomewhere(inventory, inventory.absolute(path))) this.#present.add(name);
		}
		for (const recorded of manifest.paths.values()) {
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
		if (library.includes("/")) return expand(library, origin).every((one) => !one.startsWith("/") || this.#isThere(one));
		let isOffered = this.#offered.get(library);
		if (isOffered === void 0) {
			isOffered = libraries.offer(library);
			this.#offered.set(library, isOffered);
		}
		if (isOffered || this.#lookups > MOST_LOOKUPS) return true;
		return [elf.rpath, elf.runpath].flatMap((list) => list?.split(":") ?? []).slice(0, MOST_FOLDERS).flatMap((folder) => expand(folder, origin)).some((folder) => folder.startsWith("/") && this.#isThere(`${folder}/${library}`));
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
function expand(text, origin) {
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
	*find({ manifest, contents, heads, inventory, replacements, scripts }) {
		const isOwn = (prefix) => inventory.isOwnPrefix(prefix);
		const isInArchive = inventory.source.extent === "prefix";
		const packed = [];
		for (const [path, recorded] of manifest.paths) {
			const owner = recorded.package;
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
		const distribution = (projects.get(normalize(spec.name)) ?? []).find((one) => one.installer !== "conda" && !isItsOwn(subject, one, candidates)) ?? null;
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
	const names = inventory.names(path);
	for (const entry of names.values()) if (statIn(entry) !== null) return true;
	return names.size === 0;
}
function* closed(subject, bits, viewer) {
	const { inventory, manifest } = subject;
	const user = nameOf(viewer);
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
	const user = nameOf(viewer);
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

export { SEVERITIES as i, selectChecks as n, accessOf as r, CHECKS as t };