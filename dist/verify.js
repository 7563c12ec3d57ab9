import { i as nameOf } from "./accepted.js";
import { r as accessOf } from "./checks.js";
import { a as findShared, i as NO_AFTERMATH, o as inspectCache, t as readSubject } from "./subject.js";
import { a as printable, c as toBytes, i as legible } from "./bytes.js";
import { t as redact } from "./redact.js";
import { n as rootOf } from "./package-cache.js";
import { l as groupBy, p as placeOfBytes, t as askedViewer } from "./user.js";
import { a as parseVersion, i as compareVersions } from "./match-spec.js";
import { a as ExpectedError, s as NotFound, t as BadInput } from "./errors.js";
import { n as lookAt } from "./links.js";
import { d as overall, l as counting } from "./text.js";
import { posix } from "node:path";

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
const MANY = 3;
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
		names: namesOf$1(packages, concerned),
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
function namesOf$1(packages, concerned) {
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
		const owner = fact.package === null ? null : nameOf(fact.package.dist);
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

export { installerOf as n, verify as t };