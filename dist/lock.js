import { A as carriesSecret, N as CHECKS, _ as findDistributions, a as INPUTS, f as text, h as takeInventory, r as viewOf, s as choose, y as FORMATS } from "./terminal.js";
import { n as CannotRead } from "./errors.js";
import { S as string, _ as optional, c as readManifest, f as boolean, g as object, x as safeParse, y as record } from "./links.js";
import { a as printable } from "./bytes.js";
import { n as withoutCredentials } from "./redact.js";
import { t as verify } from "./verify.js";
import { t as VERSION } from "./version.js";
import { n as withTools, t as pick } from "./opening.js";

// src/lock.ts
const LARGEST = 65536;
async function lock(source, prefix, name, signal) {
	const inventory = await takeInventory(source, prefix, signal);
	const names = inventory.names("conda-meta").keys();
	const manifest = await readManifest(source, inventory.place, names);
	const records = inOrder(manifest.records);
	const urls = records.map(packageLine);
	const ofPip = (await findDistributions(inventory, manifest)).filter((one) => one.owner === null && ["pip", "uv"].includes(one.installer));
	const places = ofPip.map(({ path }) => inventory.absolute(`${path}/direct_url.json`));
	const origins = await source.read(places, LARGEST);
	const pinned = ofPip.map((one, at) => {
		const origin = origins.get(places[at] ?? "");
		return requirementOf(one, origin?.kind === "ok" ? origin.value : null);
	});
	const requirements = pinned.filter((one) => typeof one === "string").sort();
	const lost = pinned.filter((one) => typeof one !== "string");
	const platform = records.find(({ subdir }) => subdir !== "" && subdir !== "noarch")?.subdir;
	const hasSecrets = records.some(({ url }) => carriesSecret(url));
	return {
		text: `${[
			...[
				`The environment ${name}${platform ? ` for ${platform}` : ""}: ${records.length} packages.`,
				"conda create --name NAME --file THIS_FILE makes it again, but for what pip installed;",
				"conda-links dockerfile THIS_FILE makes an image of all of it.",
				...hasSecrets ? ["Some channels want credentials, which are not kept here."] : [],
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
	const pending = [...byName.values()].sort((a, b) => a.name < b.name ? 1 : -1);
	for (let next = pending.at(-1); next; next = pending.at(-1)) {
		const isReady = seen.has(next);
		seen.add(next);
		const needed = next.depends.flatMap((spec) => byName.get(/^[\w.-]+/.exec(spec)?.[0] ?? "") ?? []).filter((one) => !seen.has(one)).sort((a, b) => a.name < b.name ? 1 : -1);
		if (isReady || needed.length === 0) {
			done.add(next);
			pending.pop();
		} else pending.push(...needed);
	}
	return [...done];
}
function packageLine({ dist, url, sha256, md5 }) {
	const clean = withoutCredentials(url);
	if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s#]+\.(?:conda|tar\.bz2)$/i.test(clean)) throw new CannotRead(`The record of ${dist} does not say where the package came from.`, "Install that package anew from a channel, then lock again.");
	const hash = sha256 ?? md5;
	return hash === null ? clean : `${clean}#${hash}`;
}
const Origin = object({
	url: string(),
	subdirectory: optional(string()),
	vcs_info: optional(object({
		vcs: string(),
		commit_id: string()
	})),
	dir_info: optional(object({ editable: optional(boolean()) })),
	archive_info: optional(object({ hashes: optional(record(string(), string())) }))
});
function requirementOf({ project, version }, direct) {
	const origin = direct === null ? null : parseOrigin(direct);
	if (origin === void 0) return {
		name: project,
		why: "its direct_url.json is damaged"
	};
	if (origin === null) return /^[a-z0-9][a-z0-9.-]*$/.test(project) && /^[\w.!+-]+$/.test(version) ? `${project}==${version.replaceAll("_", "+")}` : {
		name: project,
		why: "its name or version is none"
	};
	const url = withoutCredentials(origin.url);
	if (/^file:/i.test(url)) return {
		name: project,
		why: `installed ${origin.dir_info?.editable === true ? "as editable " : ""}from a local path`
	};
	if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s#]+$/i.test(url)) return {
		name: project,
		why: "its direct_url.json is damaged"
	};
	const { vcs_info: vcs, archive_info: archive, subdirectory } = origin;
	const folder = subdirectory && /^[\w./-]+$/.test(subdirectory) ? `subdirectory=${subdirectory}` : "";
	if (vcs) {
		if (!(/^[a-z]+$/.test(vcs.vcs) && /^\w+$/.test(vcs.commit_id))) return {
			name: project,
			why: "its direct_url.json is damaged"
		};
		return `${project} @ ${vcs.vcs}+${url}@${vcs.commit_id}${folder && `#${folder}`}`;
	}
	const sha256 = archive?.hashes?.["sha256"];
	const fragment = [sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? `sha256=${sha256}` : "", folder].filter(Boolean).join("&");
	return `${project} @ ${url}${fragment && `#${fragment}`}`;
}
function parseOrigin(bytes) {
	try {
		const parsed = safeParse(Origin, JSON.parse(bytes.toString("utf8")));
		return parsed.success ? parsed.output : void 0;
	} catch {
		return;
	}
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
		const report = await verify([scopeOfOne(opened.source, target)], {
			level: "content",
			checks: CHECKS,
			version: VERSION,
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
function scopeOfOne(source, target) {
	const open = async () => ({
		source,
		targets: [target],
		close: async () => {}
	});
	return {
		reference: null,
		kind: source.kind,
		open
	};
}
function lossesOf({ lost }) {
	return lost.map(({ name, why }) => `conda-links: not in the lock: ${name}, ${why}\n`).join("");
}

export { lossesOf as n, runLock as r, lockVerified as t };