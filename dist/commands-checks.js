import { N as CHECKS, T as wrapAnsi, o as advise, r as viewOf } from "./terminal.js";
import { t as BadInput } from "./errors.js";
import { n as table } from "./listing.js";

// src/commands/checks.ts
function runChecks(id) {
	return {
		text: id === void 0 ? all() : explain(find(id)),
		file: "",
		code: 0
	};
}
function all() {
	const rows = CHECKS.map(({ id, severity, level, title }) => [
		id,
		severity,
		level,
		title
	]);
	return table([
		"CHECK",
		"SEVERITY",
		"LEVEL",
		"WHAT IT FINDS"
	], rows);
}
function find(id) {
	const check = CHECKS.find((one) => one.id === id);
	if (check) return check;
	const ids = CHECKS.map((one) => one.id);
	throw new BadInput(`There is no check “${id}”.`, advise(ids, id));
}
function explain({ id, title, severity, level, explain: words }) {
	const paragraphs = [
		`${id}: ${title}`,
		`Severity ${severity}, from level ${level} on.`,
		words.what,
		`Why it matters: ${words.why}`,
		`How it happens: ${words.how}`,
		`What to do: ${words.fix}`
	];
	const { width } = viewOf("never", false);
	return `${paragraphs.map((one) => wrapAnsi(one, width)).join("\n\n")}\n`;
}

export { runChecks };