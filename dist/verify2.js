import { S as selectChecks, a as INPUTS, c as parseFormat, h as FORMATS, l as parseInputs, n as progressLine, r as viewOf, s as choose } from "./terminal.js";
import { n as locateAll, r as findEnvironments, t as exitCode } from "./outcome.js";
import { s as NotFound } from "./sources.js";
import { n as thisMachine } from "./machine.js";
import { t as DirectorySource } from "./directory.js";
import { r as HashingThreads, t as verify } from "./verify.js";
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
	const isMissing = report.environments.some((one) => one.verdict === "unchecked" && one.isMissing);
	const code = format === "check-symlinks" && isMissing ? 1 : exitCode(report, failOn);
	return {
		text: FORMATS[format](report, view),
		file: output === "-" ? "" : output,
		code
	};
}
async function targetsOf(source, words) {
	const machine = thisMachine();
	if (words.length === 0) {
		const { environments, tried } = await findEnvironments(source, machine);
		if (environments.length === 0) throw nothingFound(tried);
		return [...environments];
	}
	return locateAll(source, machine, words);
}
function nothingFound(tried) {
	return new NotFound("No conda environment was found.", `Looked at ${tried.join(", ")}. Name an environment or its prefix: conda-links verify /path/to/env`);
}

export { runVerify as n, nothingFound as t };