import { A as SEVERITIES } from "./terminal.js";

// src/outcome.ts
function exitCode({ environments }, failOn) {
	const failing = failOn === "never" ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
	if (environments.some((one) => one.verdict !== "unchecked" && one.findings.some(({ severity }) => failing.includes(severity)))) return 1;
	return environments.some(({ verdict }) => verdict === "unchecked") || environments.length === 0 ? 2 : 0;
}

export { exitCode as t };