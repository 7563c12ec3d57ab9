import { r as CannotWrite } from "./errors.js";
import { a as write } from "./terminal2.js";
import { r as lines } from "./delivery.js";
import { i as SEVERITIES } from "./checks.js";
import { r as realPath } from "./links.js";
import { n as rootOf } from "./package-cache.js";
import { o as isOn, t as INPUTS, u as text } from "./inputs.js";
import { r as hintOn, t as Acceptances } from "./accepted.js";
import { n as SETTINGS_FILE, o as readSettings, r as UNSET, s as readText } from "./settings.js";
import { l as counting } from "./text.js";
import { posix } from "node:path";

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
	const named = text(raw["config"]);
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
		const file = text(raw["config"]) ?? ".conda-links.yml";
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

export { whereIn as a, refuseWithin as i, Adoption as n, settingsFor as r, exitCode as t };