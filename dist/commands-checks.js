import { C as table, E as wrapAnsi, X as CHECKS } from "./verifying.js";
import { d as viewOf, p as BadInput } from "./start.js";
import { o as advise } from "./program.js";
import { t as RULES } from "./rules.js";

// src/commands/checks.ts
function runChecks(id) {
	return {
		text: id === void 0 ? all() : explain(id),
		file: "",
		code: 0
	};
}
function all() {
	const checks = CHECKS.map(({ id, severity, level, title }) => [
		id,
		severity,
		level,
		title
	]);
	const rules = RULES.map(({ id, severity, title }) => [
		id,
		severity,
		title
	]);
	return [
		table([
			"CHECK",
			"SEVERITY",
			"LEVEL",
			"WHAT IT FINDS"
		], checks),
		"Rules for environment files (conda-links lint):\n",
		table([
			"RULE",
			"SEVERITY",
			"WHAT IT FINDS"
		], rules)
	].join("\n");
}
function explain(id) {
	const check = CHECKS.find((one) => one.id === id);
	const rule = RULES.find((one) => one.id === id);
	if (check) return paragraphs(aboutCheck(check));
	if (rule) return paragraphs(aboutRule(rule));
	const ids = [...CHECKS, ...RULES].map((one) => one.id);
	throw new BadInput(`There is no check “${id}”.`, advise(ids, id));
}
function aboutCheck({ id, title, severity, level, explain: words }) {
	return [
		`${id}: ${title}`,
		`Severity ${severity}, from level ${level} on.`,
		words.what,
		`Why it matters: ${words.why}`,
		`How it happens: ${words.how}`,
		`What to do: ${words.fix}`
	];
}
function aboutRule({ id, title, severity, explain: words }) {
	return [
		`${id}: ${title}`,
		`Severity ${severity}, in environment files.`,
		words.what,
		`Why it matters: ${words.why}`,
		`What to do: ${words.fix}`
	];
}
function paragraphs(all) {
	const { width } = viewOf("never", false);
	return `${all.map((one) => wrapAnsi(one, width)).join("\n\n")}\n`;
}

export { runChecks };