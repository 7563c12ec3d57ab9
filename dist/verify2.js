import { _ as selectChecks, a as parseInputs, d as FORMATS, i as parseFormat, r as choose, t as INPUTS } from "./inputs.js";
import { a as thisMachine, n as locate, r as findEnvironments, t as exitCode } from "./outcome.js";
import { s as NotFound } from "./sources.js";
import { t as DirectorySource } from "./directory.js";
import { r as HashingThreads, t as verify } from "./verify.js";
import { i as write, n as progressLine, r as viewOf } from "./terminal.js";
import { t as VERSION } from "./version.js";

// src/commands/verify.ts
async function runVerify(environments, raw, isProgressWanted, signal) {
	const { failOn, level, ...inputs } = parseInputs({
		...raw,
		environments
	});
	const format = parseFormat(raw["format"]);
	const output = String(raw["output"] ?? "");
	const view = viewOf(choose(INPUTS.color, raw["color"]), output !== "" && output !== "-");
	const threads = HashingThreads.ofThisMachine();
	const progress = progressLine(isProgressWanted);
	let report;
	try {
		const source = new DirectorySource(threads);
		const targets = await targetsOf(source, inputs.environments);
		const checks = selectChecks(inputs.check, inputs.skip);
		report = await verify(source, targets, {
			level,
			checks,
			version: VERSION,
			signal,
			progress
		});
	} finally {
		progress.stop();
		await threads.close();
	}
	await write(FORMATS[format](report, view), output);
	const isMissing = report.environments.some((one) => one.verdict === "unchecked" && one.isMissing);
	if (format === "check-symlinks" && isMissing) return 1;
	return exitCode(report, failOn);
}
async function targetsOf(source, words) {
	const machine = thisMachine();
	if (words.length === 0) {
		const { environments, tried } = await findEnvironments(source, machine);
		if (environments.length === 0) throw nothingFound(tried);
		return [...environments];
	}
	const targets = [];
	for (const word of words) targets.push(...await locate(source, machine, word));
	return [...new Map(targets.map((target) => [target.prefix, target])).values()];
}
function nothingFound(tried) {
	return new NotFound("No conda environment was found.", `Looked at ${tried.join(", ")}. Name an environment or its prefix: conda-links verify /path/to/env`);
}

export { runVerify as n, nothingFound as t };