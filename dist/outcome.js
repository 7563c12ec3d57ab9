import { t as SEVERITIES } from "./check.js";

// src/outcome.ts
function exitCode({ environments, files, images }, failOn) {
	const failing = failOn === "never" ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
	const all = [
		...environments,
		...files,
		...images
	];
	if (all.some((one) => one.verdict !== "unchecked" && one.findings.some(({ severity }) => failing.includes(severity)))) return 1;
	return all.some(({ verdict }) => verdict === "unchecked") || all.length === 0 ? 2 : 0;
}

export { exitCode as t };