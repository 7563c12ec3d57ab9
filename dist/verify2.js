import { n as selectChecks } from "./checks.js";
import { i as findEnvironments } from "./environments.js";
import { s as NotFound } from "./errors.js";
import { c as parseInputs, i as choose, s as parseFormat, t as INPUTS } from "./inputs.js";
import { n as thisMachine } from "./machine.js";
import { t as exitCode } from "./outcome.js";
import { t as FORMATS } from "./reports.js";
import { c as scopesOf, s as scopeOf } from "./subject.js";
import { t as DirectorySource } from "./directory.js";
import { t as HashingThreads } from "./hashing-threads.js";
import { t as ReadingThreads } from "./reading-threads.js";
import { i as viewOf, n as progressLine } from "./terminal2.js";
import { t as verify } from "./verify.js";
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
		const source = new DirectorySource(threads, ReadingThreads.ofThisMachine);
		const checks = selectChecks(inputs.check, inputs.skip);
		const scopes = await scopesToVerify(source, inputs.environments, {
			machine: thisMachine(),
			isHashed: level === "content",
			prefix: inputs.prefix,
			platform: inputs.platform,
			signal,
			progress
		});
		report = await verify(scopes, {
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
async function scopesToVerify(source, words, options) {
	if (words.length > 0) return scopesOf(words, source, options);
	const { environments, tried } = await findEnvironments(source, options.machine);
	if (environments.length === 0) throw nothingFound(tried);
	return [scopeOf(source, environments)];
}
function nothingFound(tried) {
	return new NotFound("No conda environment was found.", `Looked at ${tried.join(", ")}. Name an environment or its prefix: conda-links verify /path/to/env`);
}

export { runVerify as n, nothingFound as t };