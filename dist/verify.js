import { a as printable, c as toBytes, i as legible } from "./bytes.js";
import { t as redact } from "./redact.js";
import { l as rootOf } from "./environments.js";
import { i as groupBy } from "./listing.js";
import { a as ExpectedError, s as NotFound, t as BadInput } from "./errors.js";
import { n as lookAt } from "./links.js";
import { c as overall } from "./text.js";
import { t as readSubject } from "./subject.js";

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

// src/diagnosis/causes.ts
const MANY = 3;
function causeOf(subject, signs, { check, fact }) {
	switch (check.id) {
		case "stale-prefix": return "filesystem-migration";
		case "broken-shebang": return !String(fact["interpreter"]).startsWith(`${subject.inventory.prefix}/`) || fact["isTooLong"] === true ? "filesystem-migration" : "modified-files";
		case "flattened-link":
		case "link-became-file": return "backup-restore";
		case "dangling-link": return causeOfDangling(subject, signs, fact);
		case "missing-link":
		case "missing-entry-point":
		case "missing-file": return causeOfMissing(subject, signs, fact);
		case "not-executable": return signs.lostLinks >= MANY ? "backup-restore" : "permissions";
		case "unreadable-target":
		case "unreadable-folder": return "permissions";
		case "truncated-file":
		case "unreadable-record":
		case "duplicate-record": return "interrupted-update";
		case "cache-link": return "package-cache";
		case "altered-file":
		case "replaced-by-pip":
		case "retargeted-link":
		case "escaping-link":
		case "wrong-type":
		case "link-loop": return "modified-files";
		default: return "unknown";
	}
}
function causeOfDangling({ cache, inventory }, signs, fact) {
	const missing = String(fact["missing"]);
	const target = String(fact["target"]);
	if ([...signs.formerPrefixes.keys()].some((prefix) => rootOf(prefix) !== rootOf(inventory.place) && `${missing}/`.startsWith(`${rootOf(prefix)}/`)) && inventory.relative(missing) === null) return "filesystem-migration";
	if ((cache.folderOf(missing) ?? cache.folderOf(target)) !== null) return "package-cache";
	for (const prefix of signs.formerPrefixes.keys()) if (target.startsWith(`${prefix}/`)) return "filesystem-migration";
	if (/\/pkgs\/[^/]+-[^/]+-[^/]+\//.test(target)) return "package-cache";
	if (typeof fact["follows"] === "string") {
		const owner = signs.absent.get(fact["follows"]);
		return owner ? causeOfLoss(signs, owner) : "modified-files";
	}
	if (fact.package !== null && target.startsWith("/") && inventory.relative(target) === null) return "filesystem-migration";
	return "modified-files";
}
function causeOfMissing({ manifest }, signs, fact) {
	const { lostLinks, recordedLinks } = signs;
	if (manifest.paths.get(fact.path)?.kind === "symlink" && lostLinks >= MANY && lostLinks * 2 >= recordedLinks) return "backup-restore";
	return fact.package ? causeOfLoss(signs, fact.package) : "modified-files";
}
function causeOfLoss(signs, owner) {
	const losses = signs.losses.get(owner) ?? 0;
	const isMuch = losses >= MANY && losses * 4 >= owner.paths.length;
	const isAll = signs.vanished.has(owner);
	if (signs.hasLeftovers && (isAll || isMuch)) return "interrupted-update";
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
	permissions: firstOfThem,
	"modified-files": firstOfThem,
	unknown: firstOfThem
};
function formerPlace({ subject, signs, explained }) {
	const { inventory } = subject;
	const [former] = [...signs.formerPrefixes].sort(([, a], [, b]) => b - a);
	if (!former) return firstOfThem({
		subject,
		signs,
		explained
	});
	const [prefix, files] = former;
	const state = inventory.resolve(prefix).kind === "found" ? "still exists" : "does not exist";
	return `${amount(files, "file names", "files name")} ${prefix}, which ${state}; the environment is at ${inventory.shown}.`;
}
function lostCache({ subject, signs, explained }) {
	const folders = new Set(explained.flatMap(({ fact }) => subject.cache.folderOf(String(fact["missing"] ?? "")) ?? subject.cache.folderOf(String(fact["target"] ?? "")) ?? []));
	const [folder] = folders;
	if (folder === void 0) return firstOfThem({
		subject,
		signs,
		explained
	});
	return `${folder}${folders.size > 1 ? ` and ${folders.size - 1} more do not exist` : " does not exist"}; ${amount(explained.length, "link leads", "links lead")} there.`;
}
function lostLinks({ signs, explained }) {
	const flat = signs.of("flattened-link").length;
	const copies = signs.of("link-became-file").length;
	const gone = signs.lostLinks - flat - copies;
	const bits = explained.filter(({ check }) => check.id === "not-executable").length;
	const parts = [
		flat > 0 ? amount(flat, "link is a text file", "links are text files") : "",
		copies > 0 ? amount(copies, "link is a copy of its target", "links are copies of their targets") : "",
		gone > 0 ? amount(gone, "link is gone", "links are gone") : "",
		bits > 0 ? amount(bits, "program cannot be executed", "programs cannot be executed") : ""
	].filter(Boolean);
	return `Of ${amount(signs.recordedLinks, "link", "links")} that were installed, ${parts.join(", ")}: the mark of an archive or copy that does not keep them.`;
}
function halfDone({ subject, signs, explained }) {
	const [whole] = signs.vanished;
	if (whole) return `${whole.paths.length === 1 ? "The only path" : `All ${whole.paths.length} paths`} of ${whole.dist} ${whole.paths.length === 1 ? "is" : "are"} gone, but its record is there.`;
	const record = explained.find(({ check }) => check.id.endsWith("-record"));
	return firstOfThem({
		subject,
		signs,
		explained: record ? [record, ...explained.slice(1)] : explained
	});
}
function firstOfThem({ explained: [first, ...more] }) {
	if (!first) return "";
	return `${first.check.say(first.fact)}${more.length > 0 ? `, and ${more.length} more` : ""}.`;
}
function amount(number, one, many) {
	return `${number} ${number === 1 ? one : many}`;
}

// src/diagnosis/remedies.ts
function remedyOf(cause, subject, installer, explained) {
	const packages = packagesOf(subject, explained);
	const isStray = packages.length === 0 && ["package-cache", "backup-restore"].includes(cause);
	const remedy = REMEDIES[isStray ? "unknown" : cause]({
		subject,
		installer,
		explained,
		packages,
		names: packages.length === 1 ? packages[0]?.dist ?? "" : `${packages.length} packages`,
		mend: packages.length > 0 ? [reinstall(installer, subject.inventory.shown, packages)] : []
	});
	return {
		summary: remedy.summary + WHERE[subject.inventory.source.kind],
		commands: [...becomeEnvironment(subject, installer, remedy), ...remedy.commands]
	};
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
	"package-cache": ({ names, mend }) => ({
		summary: `Reinstall ${names}: what the cache lost is downloaded again.`,
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
function undoMove({ subject, installer, explained, names, mend }) {
	const { inventory } = subject;
	const { shown: prefix } = inventory;
	if (explained.some(({ fact }) => fact["isPlaceholder"] === true) && inventory.at("bin/conda-unpack")) return {
		summary: "Finish the unpacking: conda-unpack writes the new prefix into the files.",
		commands: [[`${prefix}/bin/python`, `${prefix}/bin/conda-unpack`]]
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
	const former = String(explained.find(({ fact }) => fact["prefix"])?.fact["prefix"] ?? "");
	const isGone = former !== "" && inventory.resolve(former).kind !== "found";
	return {
		summary: `Reinstall ${mend.length > 0 ? names : "what pip had installed"} here, which writes the new prefix${isGone ? `; or move the environment back to ${former}` : ""}.`,
		commands: [...viaPython(subject, installer, mend), ...projects.length > 0 ? [[...pip, ...new Set(projects)]] : []]
	};
}
function viaPython({ inventory }, installer, commands) {
	const root = rootOf(inventory.prefix);
	if (installer !== "conda" || !inventory.source.exists(`${root}/bin/conda`)) return commands;
	return commands.map((words) => [
		`${root}/bin/python`,
		"-m",
		"conda",
		...words.slice(1)
	]);
}
function finishUpdate({ subject, installer, explained, packages }) {
	const { inventory, manifest } = subject;
	const unreadable = explained.filter(({ check }) => check.id === "unreadable-record");
	const surplus = explained.filter(({ check }) => check.id === "duplicate-record").flatMap(({ fact }) => {
		return manifest.records.filter(({ name }) => name === fact.package?.name).sort((a, b) => share(subject, b) - share(subject, a)).slice(1);
	});
	const files = [...unreadable.map(({ fact }) => fact.path), ...surplus.map(({ file }) => `conda-meta/${file}`)];
	const again = [
		...packages.filter(({ name }) => !surplus.some((record) => record.name === name)),
		...surplus.flatMap(({ name }) => {
			return manifest.records.find((record) => record.name === name && !surplus.includes(record)) ?? [];
		}),
		...unreadable.flatMap(({ fact }) => packageNamed(fact.path, manifest) ?? [])
	];
	return {
		summary: `Finish the update: ${files.length > 0 ? "remove the records that are in the way, and " : ""}reinstall what it left half done.`,
		commands: [
			...files.map((file) => [
				"rm",
				"--",
				`${inventory.shown}/${file}`
			]),
			...dropDamaged(subject, explained),
			...again.length > 0 ? [reinstall(installer, inventory.shown, again)] : []
		]
	};
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
	const outside = unreadable.map(({ fact }) => String(fact["place"] ?? "")).filter((place) => place !== "" && inventory.relative(place) === null);
	return {
		summary: "Give the permission back, as the owner of the files.",
		commands: [.../* @__PURE__ */ new Set([...outside.length < unreadable.length ? [inventory.shown] : [], ...outside])].slice(0, 3).map((place) => [
			"chmod",
			"-R",
			"a+rX",
			place
		])
	};
}
function putBack({ subject, installer, explained, packages, names, mend }) {
	const { inventory } = subject;
	if (mend.length === 0) return {
		summary: "No package owns it: remove it if nothing needs it.",
		commands: explained.slice(0, 3).map(({ fact }) => [
			"rm",
			"--",
			`${inventory.shown}/${fact.path}`
		])
	};
	const inTheWay = explained.filter(({ check }) => check.id === "wrong-type").map(({ fact }) => `${inventory.shown}/${fact.path}`);
	return {
		summary: `Reinstall ${names}, which puts the recorded files back.`,
		commands: [
			...removeReplaced(subject, installer, packages),
			...inTheWay.map((path) => [
				"mv",
				"--",
				path,
				`${path}.aside`
			]),
			...dropDamaged(subject, explained),
			...mend
		]
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
function dropDamaged({ inventory, cache, manifest }, explained) {
	const folders = /* @__PURE__ */ new Set();
	for (const { check, fact } of explained) {
		const recorded = manifest.paths.get(fact.path);
		if (!recorded || check.id !== "altered-file" && check.id !== "truncated-file") continue;
		const end = inventory.follow(fact.path);
		const stat = end.kind === "found" ? inventory.statAbsolute(end.path) : null;
		const folder = stat?.kind === "ok" && cache.stat(recorded)?.identity === stat.value.identity || recorded.isDropped ? cache.folder(recorded.package) : null;
		if (folder !== null) folders.add(folder);
	}
	return [...folders].map((folder) => [
		"rm",
		"-rf",
		"--",
		folder
	]);
}
function packagesOf({ manifest }, explained) {
	const packages = /* @__PURE__ */ new Set();
	for (const { fact } of explained) {
		const follows = fact["follows"];
		const owner = (typeof follows === "string" ? manifest.paths.get(follows)?.package : void 0) ?? fact.package;
		if (owner) packages.add(owner);
	}
	return [...packages].sort((a, b) => a.dist < b.dist ? -1 : 1);
}
function packageNamed(file, { records }) {
	const [, name, version, build] = /^conda-meta\/([A-Za-z0-9_.-]+)-([A-Za-z0-9_.+!]+)-([A-Za-z0-9_.]+)\.json(?:\.c~)?$/.exec(file) ?? [];
	if (!name || !version || !build) return null;
	const channels = new Set(records.map((record) => channelOf(record.channel, record.subdir)));
	const [channel = ""] = channels.size === 1 ? channels : [];
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
	dist: "",
	channel: "",
	subdir: "",
	url: "",
	md5: null,
	sha256: null,
	depends: [],
	noarch: "",
	writer: null,
	isSoftLinked: false,
	extracted: null,
	paths: []
};

// src/diagnosis/signs.ts
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
	return {
		of,
		formerPrefixes: new Map([...prefixes].map(([prefix, some]) => [prefix, some.length])),
		lostLinks: LINK_LOSSES.flatMap(of).length + lostPrograms.length,
		recordedLinks: [...manifest.paths.values()].filter((one) => one.kind === "symlink").length,
		absent: new Map(absences.map(({ path, owner }) => [path, owner])),
		losses: new Map([...losses].map(([owner, some]) => [owner, some.length])),
		vanished: new Set(losers.filter(({ paths }) => paths.every(({ path }) => isGone(path)))),
		uninstalled: new Set(losers.filter(({ paths }) => {
			const metadata = paths.filter(({ path }) => /\.dist-info\/(?:METADATA|RECORD)$/.test(path));
			return metadata.length > 0 && metadata.every(({ path }) => isGone(path));
		})),
		uncached: new Set(losers.filter((owner) => cache.state(owner) === "gone")),
		hasLeftovers: losers.length > 0 && hasLeftovers(subject)
	};
}
function hasLeftovers({ inventory }) {
	for (const [path] of inventory.entries()) if (/\.c~$|\.conda_trash/.test(path)) return true;
	return inventory.names("").has(".condatmp");
}

// src/diagnosis.ts
function diagnose(subject, installer, findings) {
	const signs = readSigns(subject, findings);
	const causes = new Map(findings.map((one) => [one, causeOf(subject, signs, one)]));
	const diagnoses = [];
	for (const cause of ORDER) {
		const explained = findings.filter((one) => causes.get(one) === cause && one.severity !== "note");
		if (explained.length === 0) continue;
		diagnoses.push({
			cause,
			findings: explained.length,
			evidence: evidenceOf(cause, subject, signs, explained),
			remedy: remedyOf(cause, subject, installer, explained)
		});
	}
	diagnoses.sort((a, b) => b.findings - a.findings);
	return {
		causes,
		diagnoses
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
		const environments = [];
		for (const target of opened.targets) {
			const since = environments.length === 0 ? start : performance.now();
			environments.push(await verifyOne(scope, opened.source, target, since, options));
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
		const judged = await judge(source, prefix, options);
		return {
			...named,
			...judged,
			seconds: secondsSince(start)
		};
	} catch (error) {
		return unchecked(named, error, start);
	}
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
async function judge(source, prefix, { level, checks, signal, progress }) {
	const subject = await readSubject(source, prefix, level, signal, progress);
	const facts = run(checks, subject);
	const installer = installerOf(subject.inventory, subject.manifest);
	const conclusion = diagnose(subject, installer, facts);
	const findings = facts.map((one) => toFinding(one, conclusion)).sort(byWeight);
	return {
		verdict: findings.some(({ severity }) => severity === "error") ? "broken" : "whole",
		installer,
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
	const { path, package: owner, severity: _, ...rest } = fact;
	return {
		check: check.id,
		severity,
		path: legible(path),
		...path.isWellFormed() ? {} : { pathBytes: toBytes(path).toString("base64") },
		package: owner?.dist ?? null,
		cause: causes.get(judged) ?? "unknown",
		message: printable(redact(check.say(fact))),
		facts: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, factOf(value)]))
	};
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
	const { file, symlink, directory } = inventory.count();
	return {
		records: manifest.records.length + manifest.unreadable.length,
		files: file,
		symlinks: symlink,
		directories: directory,
		bytesHashed: contents.bytesHashed,
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