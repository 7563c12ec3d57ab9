import { a as printable } from "./bytes.js";
import { a as json, n as text } from "./text.js";

// src/reports/check-symlinks.ts
const checkSymlinks = ({ environments }) => environments.flatMap(linesOf).map((line) => `${line}\n`).join("");
function linesOf(environment) {
	const name = printable(environment.name);
	if (environment.verdict === "unchecked" && environment.isMissing) return [`Error: Environment '${name}' does not exist.`];
	return [`Checking symbolic links in environment: ${name}`, ...environment.programs.map(lineOf)];
}
function lineOf({ name, kind, target, resolves }) {
	const column = name.padEnd(30);
	if (kind === "missing") return `${column} (Missing)`;
	if (kind === "file") return `${column} (Regular file, not a symlink)`;
	return `${column} -> ${printable(target ?? "")} (${resolves ? "OK" : "BROKEN"})`;
}

// src/reports.ts
const FORMATS = {
	text,
	json,
	"check-symlinks": checkSymlinks
};

export { FORMATS as t };