import { T as printable, d as viewOf, m as CannotRead } from "./start.js";
import { $ as findDistributions, X as CHECKS, a as verify, c as takeInventory, d as withoutCredentials, it as readManifest, y as FORMATS } from "./verifying.js";
import { f as text, r as INPUTS, s as choose } from "./program.js";
import { D as optional, E as object, M as string, j as safeParse, k as record, x as boolean } from "./reading.js";
import { r as parseRequirement } from "./requirement.js";
import { t as carriesSecret } from "./secrets.js";
import { n as scopeOfOne, r as withTools, t as pick } from "./opening.js";

// src/lock.ts
const LARGEST = 65536;
async function lock(source, prefix, name, signal) {
	const inventory = await takeInventory(source, prefix, signal);
	const names = inventory.names("conda-meta").keys();
	const manifest = await readManifest(source, inventory.place, names);
	const records = inOrder(manifest.records);
	const urls = records.map(packageLine);
	const installed = (await findDistributions(inventory, manifest)).filter((one) => one.owner === null && !one.project.startsWith("~"));
	const places = installed.map(({ path }) => inventory.absolute(`${path}/direct_url.json`));
	const origins = await source.read(places, LARGEST);
	const python = pythonOf(records);
	const parts = installed.map((one, at) => partOf(one, originIn(origins.get(places[at] ?? "")), python));
	const { requirements, lost } = withoutDoubles(parts);
	const platform = records.find(({ subdir }) => subdir !== "" && subdir !== "noarch")?.subdir;
	const hasSecrets = records.some(({ url }) => carriesSecret(url)) || parts.some((one) => one.hasSecret);
	return {
		text: `${[
			...[
				`The environment ${name}${platform ? ` for ${platform}` : ""}: ${records.length} ${records.length === 1 ? "package" : "packages"}.`,
				"conda create --name NAME --file THIS_FILE makes it again, but for what pip installed;",
				"conda-links dockerfile THIS_FILE makes an image of all of it.",
				...hasSecrets ? ["Some URLs want credentials, which are not kept here."] : [],
				...urls.some((url) => /^file:/i.test(url)) ? ["Some packages came from a folder, and can be had only where that is."] : [],
				...lost.map(({ name: one, why }) => `Not in here: ${one}, ${why}.`),
				...platform ? [`platform: ${platform}`] : []
			].map((line) => `# ${printable(line)}`),
			"@EXPLICIT",
			...urls,
			...requirements.map((line) => `# pip ${line}`)
		].join("\n")}\n`,
		packages: records.length,
		requirements: requirements.length,
		lost
	};
}
function inOrder(records) {
	const byName = new Map(records.map((record) => [record.name, record]));
	const done = /* @__PURE__ */ new Set();
	const seen = /* @__PURE__ */ new Set();
	const pending = [...byName.values()].sort(lastFirst);
	for (let next = pending.at(-1); next; next = pending.at(-1)) {
		if (seen.has(next)) {
			done.add(next);
			pending.pop();
			continue;
		}
		seen.add(next);
		const names = new Set(next.depends.map((spec) => /^[\w.-]+/.exec(spec)?.[0] ?? ""));
		if (next.name === "python") names.delete("pip");
		const needed = [...names].flatMap((name) => byName.get(name) ?? []);
		for (const one of needed.sort(lastFirst)) if (!seen.has(one)) pending.push(one);
	}
	return [...done];
}
function lastFirst(a, b) {
	return a.name < b.name ? 1 : -1;
}
const URL_FORM = /^[a-z][a-z0-9+.-]*:\/\/[\w.~:/?[\]@!$&'()*+,;=%-]+$/i;
function packageLine({ dist, url, sha256, md5 }) {
	const clean = withoutCredentials(url);
	if (!URL_FORM.test(clean) || !/\.(?:conda|tar\.bz2)$/i.test(clean)) throw new CannotRead(`The record of ${dist} does not say where the package came from.`, "Install that package anew from a channel, then lock again.");
	const hash = sha256 ?? md5;
	return hash === null ? clean : `${clean}#${hash}`;
}
const Origin = object({
	url: string(),
	subdirectory: optional(string(), ""),
	vcs_info: optional(object({
		vcs: string(),
		commit_id: string()
	})),
	dir_info: optional(object({ editable: optional(boolean()) })),
	archive_info: optional(object({
		hashes: optional(record(string(), string())),
		hash: optional(string())
	}))
});
function originIn(content) {
	if (content?.kind === "missing") return null;
	if (content?.kind !== "ok") return void 0;
	try {
		const parsed = safeParse(Origin, JSON.parse(content.value.toString("utf8")));
		return parsed.success ? parsed.output : void 0;
	} catch {
		return;
	}
}
function partOf(one, origin, python) {
	const { project, installer, path } = one;
	const lostFor = (why) => ({
		project,
		line: null,
		why,
		hasSecret: false
	});
	if (python !== null && !isOf(python, path)) return lostFor("in a folder of another Python");
	if (!["pip", "uv"].includes(installer)) return lostFor(installer === "" ? "nothing says how it came" : `installed by ${installer}`);
	if (origin === void 0) return lostFor("its direct_url.json is damaged");
	if (origin && /^file:/i.test(origin.url)) return lostFor(`installed ${origin.dir_info?.editable === true ? "as editable " : ""}from a local path`);
	const line = origin === null ? versionLine(one) : originLine(project, origin);
	if (!(line !== null && [
		"package",
		"vcs",
		"url"
	].includes(parseRequirement(line).kind))) return lostFor(origin ? "its direct_url.json is damaged" : "its name or version is none");
	return {
		project,
		line,
		why: "",
		hasSecret: origin !== null && carriesSecret(origin.url)
	};
}
function versionLine({ project, version }) {
	return `${project}==${version.replaceAll("_", "+")}`;
}
function originLine(project, origin) {
	const { vcs_info: vcs, archive_info: archive, subdirectory } = origin;
	const url = withoutSecrets(origin.url);
	const folder = subdirectory === "" ? "" : `subdirectory=${subdirectory}`;
	if (!URL_FORM.test(url) || !/^[\w./=-]*$/.test(folder)) return null;
	if (vcs) {
		const isUsable = /^[a-z]+$/.test(vcs.vcs) && /^\w+$/.test(vcs.commit_id);
		const at = `${project} @ ${vcs.vcs}+${url}@${vcs.commit_id}`;
		return isUsable ? `${at}${folder && `#${folder}`}` : null;
	}
	const sha256 = archive?.hashes?.["sha256"] ?? /^sha256=(.*)$/.exec(archive?.hash ?? "")?.[1];
	const fragment = [sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? `sha256=${sha256}` : "", folder].filter(Boolean).join("&");
	return `${project} @ ${url}${fragment && `#${fragment}`}`;
}
function withoutSecrets(url) {
	const clean = withoutCredentials(url);
	const user = /^(?:[a-z]+\+)?ssh:\/\/([\w.-]+)(?::[^/@]*)?@/i.exec(url)?.[1];
	return user === void 0 ? clean : clean.replace("://", `://${user}@`);
}
function withoutDoubles(parts) {
	const lines = /* @__PURE__ */ new Map();
	const lost = [];
	for (const { project, line, why } of parts) if (line === null) lost.push({
		name: project,
		why
	});
	else lines.set(project, (lines.get(project) ?? /* @__PURE__ */ new Set()).add(line));
	const requirements = [];
	for (const [project, [line, ...others]] of [...lines].sort(([a], [b]) => a < b ? -1 : 1)) if (line !== void 0 && others.length === 0) requirements.push(line);
	else lost.push({
		name: project,
		why: "it is there in several versions"
	});
	lost.sort((a, b) => a.name < b.name ? -1 : 1);
	return {
		requirements,
		lost
	};
}
function pythonOf(records) {
	const python = records.find(({ name }) => name === "python");
	return /^\d+\.\d+/.exec(python?.version ?? "")?.[0] ?? null;
}
function isOf(python, path) {
	return /^lib\/(?:python|pypy)(\d+\.\d+)t?\/site-packages\//.exec(path)?.[1] === python;
}

// src/commands/lock.ts
async function runLock(word, options, signal) {
	const view = viewOf(choose(INPUTS.color, options.raw["color"]), false);
	const output = text(options.raw["output"]) ?? "";
	const file = output === "-" ? "" : output;
	return withTools([word], options, signal, async (tools) => {
		const locked = await lockVerified(tools, word, options.env, signal);
		if (locked.lock === null) return {
			text: "",
			aside: FORMATS.text(locked.report, view),
			file: "",
			code: 1
		};
		return {
			text: locked.lock.text,
			aside: lossesOf(locked.lock),
			file,
			code: 0
		};
	});
}
async function lockVerified({ open, progress }, word, asked, signal) {
	const opened = await open(word);
	try {
		const target = pick(opened, {
			asked,
			likely: ""
		}, word);
		const report = await verify([scopeOfOne(opened.source, target, null)], {
			level: "content",
			checks: CHECKS,
			version: "0.1.0",
			signal,
			progress
		});
		progress.stop();
		const [one] = report.environments;
		if (one?.verdict === "unchecked") throw new CannotRead(one.error, one.advice);
		const { name, prefix } = target;
		return {
			name,
			report,
			lock: report.verdict === "whole" ? await lock(opened.source, prefix, name, signal) : null
		};
	} finally {
		await opened.close();
	}
}
function lossesOf({ lost }) {
	return lost.map(({ name, why }) => `conda-links: not in the lock: ${printable(`${name}, ${why}`)}\n`).join("");
}

export { lossesOf as n, runLock as r, lockVerified as t };