import { n as defineCheck } from "./check.js";
import { a as entryPointOf, i as placeOfBytes, t as isOwned } from "./records.js";
import { n as interpreterOf, r as prefixOfPython, t as foreignPrefix } from "./shebang.js";
import { r as NOTHING_SHA256 } from "./record-file.js";
import { c as toBytes } from "./bytes.js";
import { i as groupBy } from "./listing.js";
import { posix } from "node:path";
import { createHash } from "node:crypto";

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
function isLiberty({ manifest, heads, inventory }, { path, kind, package: owner }) {
	if (PRODUCTS.test(path)) return {
		severity: "note",
		reason: "a post-link script makes it anew"
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
			const content = subject.contents.of(path);
			const owner = recorded.package;
			const grown = isGrown(subject, recorded);
			if (!(content.kind === "altered" || content.kind === "unprovable") && grown === null || subject.replacements.has(owner)) continue;
			if (isShortened(subject, recorded) !== null || isFlattened(subject, recorded)) continue;
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
	*find({ heads, inventory, manifest, contents, scripts }) {
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
			yield {
				path,
				package: owner,
				interpreter,
				isTooLong: false,
				severity: isOurs(interpreter) ? "error" : "note"
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
		const { inventory, manifest, links } = subject;
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
				...isShipped ? { severity: "note" } : {},
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
				if (provenance(subject, recorded, target) === "installed") continue;
				yield {
					path,
					package: recorded.package,
					target,
					end: end.path
				};
			} else yield {
				path,
				package: null,
				target,
				end: end.path,
				severity: "note"
			};
		}
	},
	say: ({ path, end }) => `${path} leads out of the environment, to ${end}`
});

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
		for (const { path, package: owner } of absent.files) if (!replacements.has(owner)) yield {
			path,
			package: owner,
			what: "file",
			count: 1
		};
		const kinds = [["*.pyc", absent.compiled.filter((one) => !replacements.has(one.package))], ...absent.slimmed];
		for (const [what, [first, ...more]] of kinds) if (first) yield {
			path: first.path,
			package: null,
			severity: "note",
			what,
			count: more.length + 1
		};
	},
	say: ({ path, what, count }) => what === "file" ? `${path} is gone` : `${count} of the kind ${what} ${count === 1 ? "is" : "are"} not there (${path}${count > 1 ? ", …" : ""}); nothing needs ${count === 1 ? "it" : "them"} to run`
});

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
		for (const { path, package: owner } of absent.links) if (!replacements.has(owner)) yield {
			path,
			package: owner
		};
	},
	say: ({ path }) => `${path} was installed as a symbolic link and is gone`
});

// src/checks/not-executable.ts
const EXECUTE = 73;
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
			if (stat.kind !== "ok" || (stat.value.mode & EXECUTE) !== 0) continue;
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
function isProgram(head) {
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
	if (cached?.kind === "file" && (cached.mode & EXECUTE) !== 0) return true;
	return isInBin && isProgram(subject.heads.get(recorded.path));
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

// src/checks/unreadable-folder.ts
const unreadableFolder = defineCheck({
	id: "unreadable-folder",
	severity: "error",
	level: "metadata",
	extent: "machine",
	title: "Folder may not be read",
	explain: {
		what: "The user who runs this may not list a folder of the environment. What is in it was not checked.",
		why: "Nothing in it can be imported or run by this user.",
		how: "An installation made by root with a strict umask, or `chmod -R`.",
		fix: "Give the permission back: `chmod -R a+rX` by the owner of the files."
	},
	*find({ level, inventory, manifest }) {
		if (level === "links") return;
		for (const [path, failure] of inventory.unlisted) {
			if (failure.kind === "missing") continue;
			yield {
				path,
				package: null,
				reason: failure.kind === "denied" ? "may not be read" : "cannot be read"
			};
		}
		for (const path of manifest.folders) {
			if (inventory.names(path).size === 0 || inventory.stat(`${path}/.`).kind !== "denied") continue;
			yield {
				path,
				package: null,
				reason: "may not be entered"
			};
		}
	},
	say: ({ path, reason }) => `${path}/ ${reason}`
});

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
		what: "The user who runs this gets `Permission denied` on a recorded file, or on what a link leads to.",
		why: "The environment is whole for its owner and broken for everybody else.",
		how: "An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter.",
		fix: "Give the permission back: `chmod -R a+rX` by the owner of the files."
	},
	*find({ level, inventory, manifest, contents, cache, links }) {
		if (level === "links") return;
		for (const { path, target } of links) {
			const end = inventory.follow(path);
			if (end.kind !== "denied") continue;
			yield {
				path,
				package: manifest.paths.get(path)?.package ?? null,
				target,
				place: end.path
			};
		}
		for (const recorded of manifest.paths.values()) {
			const { path, package: owner } = recorded;
			const place = placeOfBytes(inventory, cache, recorded);
			if (place === null) continue;
			const entry = inventory.at(path);
			const target = entry?.kind === "symlink" ? entry.target : null;
			if (contents.of(path).kind === "unreadable" || isForbidden(inventory, place)) yield {
				path,
				package: owner,
				target,
				place
			};
		}
	},
	say: ({ path, target, place }) => target === null ? `${path} may not be read` : `${path} → ${target}: ${place} may not be read or entered`
});
function isForbidden(inventory, place) {
	const stat = inventory.statAbsolute(place);
	if (stat.kind !== "ok" || (stat.value.mode & 292) === 292) return false;
	return !inventory.source.mayRead(place);
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
	missingEntryPoint,
	stalePrefix,
	brokenShebang,
	unreadableRecord,
	duplicateRecord,
	clobberedFile
];
function selectChecks(only, skip) {
	return CHECKS.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

export { selectChecks as n, CHECKS as t };