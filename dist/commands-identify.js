import { o as __toESM } from "./rolldown-runtime.js";
import { n as compare, t as identify } from "./fingerprint.js";
import { r as INPUTS, s as choose } from "./program.js";
import { D as require_picocolors, O as toJson, b as amount, tt as groupBy, x as wrap } from "./verifying.js";
import { D as startOfLine, T as printable, d as viewOf, w as legible } from "./start.js";
import { r as withTools, t as pick } from "./opening.js";

// src/reports/difference.ts
var import_picocolors = /* @__PURE__ */ __toESM(require_picocolors(), 1);
function differenceAsJson({ left, right, isSame, packages, paths }, tool) {
	return toJson({
		schema: 1,
		tool,
		verdict: isSame ? "same" : "different",
		left,
		right,
		packages,
		paths: paths.map((one) => ({
			...one,
			path: legible(one.path)
		}))
	});
}
const SHOWN_PATHS = 8;
const SHOWN_PACKAGES = 20;
function differenceAsText(comparison, view) {
	const { left, right, isSame, packages, paths } = comparison;
	const colors = import_picocolors.default.createColors(view.color);
	const lined = (line, indent = 0) => wrap(line, view, indent);
	const names = `${called(left)} and ${called(right)}`;
	if (isSame) {
		const figures = `${amount(left.packages, "package")}, ${amount(left.paths, "path")}`;
		return `${[...lined(`${colors.green("=")} ${names} are ${colors.green("the same")}: ${figures}.`), `  ${left.fingerprint}`].join("\n")}\n`;
	}
	const what = [...packages.length > 0 ? [amount(packages.length, "package")] : [], ...paths.length > 0 ? [amount(paths.length, "path")] : []].join(" and ");
	const changed = packages.slice(0, SHOWN_PACKAGES).flatMap((one) => {
		const name = printable(one.name);
		if (one.left === null) return lined(`${colors.green("+")} ${name} ${printable(one.right ?? "")}`, 2);
		if (one.right === null) return lined(`${colors.red("-")} ${name} ${printable(one.left)}`, 2);
		return lined(`${colors.yellow("~")} ${name} ${printable(one.left)} → ${printable(one.right)}`, 2);
	});
	const groups = [...groupBy(paths, (one) => one.package ?? "")];
	return `${[
		...lined(`${colors.red("≠")} ${names} ${colors.red("differ")} in ${what}.`),
		...changed.length > 0 ? [
			"",
			...changed,
			...more(packages.length - SHOWN_PACKAGES, "package")
		] : [],
		...groups.slice(0, SHOWN_PACKAGES).flatMap(([owner, some]) => [
			"",
			startOfLine(`  ${owner === "" ? "Of no package" : printable(owner)}`),
			...some.slice(0, SHOWN_PATHS).flatMap((one) => lined(told(one, left, right), 4)),
			...more(some.length - SHOWN_PATHS, "path", "    ")
		]),
		...groups.length > SHOWN_PACKAGES ? ["", `  … and paths of ${amount(groups.length - SHOWN_PACKAGES, "more package")}; all of them: --json`] : []
	].join("\n")}\n`;
}
const MANNERS = {
	type: "is of another type",
	content: "has another content",
	target: "leads elsewhere",
	executable: "is executable in one of them only"
};
function told({ path, how }, left, right) {
	if (how === "only-left") return `${printable(path)} is only in ${called(left)}`;
	if (how === "only-right") return `${printable(path)} is only in ${called(right)}`;
	return `${printable(path)} ${MANNERS[how]}`;
}
function called({ source }) {
	return printable(source);
}
function more(count, what, indent = "  ") {
	return count > 0 ? [`${indent}… and ${amount(count, `more ${what}`)}`] : [];
}

// src/commands/identify.ts
async function runFingerprint(word, options, signal) {
	return withTools([word], options, signal, async (tools) => {
		const opened = await tools.open(word);
		try {
			const environment = pick(opened, {
				asked: options.env,
				likely: ""
			}, word);
			const identity = await identify(opened.source, environment.prefix, signal, tools.progress);
			const side = sideOf(word, opened, environment, identity);
			return {
				text: options.isJson ? toJson({
					schema: 1,
					tool: TOOL,
					...side
				}) : `${identity.fingerprint}\n`,
				file: "",
				code: 0
			};
		} finally {
			await opened.close();
		}
	});
}
async function runDiff(words, options, signal) {
	const view = viewOf(choose(INPUTS.color, options.raw["color"]), false);
	return withTools(words, options, signal, async (tools) => {
		const leftScope = await tools.open(words[0]);
		try {
			const rightScope = await tools.open(words[1]);
			try {
				const read = async (word, scope, other) => {
					const likely = nameIn(other.targets);
					const environment = pick(scope, {
						asked: options.env,
						likely
					}, word);
					const { source } = scope;
					const identity = await identify(source, environment.prefix, signal, tools.progress);
					return {
						identity,
						side: sideOf(word, scope, environment, identity)
					};
				};
				const left = await read(words[0], leftScope, rightScope);
				const right = await read(words[1], rightScope, leftScope);
				const isSame = left.identity.fingerprint === right.identity.fingerprint;
				const result = {
					left: left.side,
					right: right.side,
					isSame,
					...compare(left.identity, right.identity)
				};
				return {
					text: options.isJson ? differenceAsJson(result, TOOL) : differenceAsText(result, view),
					file: "",
					code: isSame ? 0 : 1
				};
			} finally {
				await rightScope.close();
			}
		} finally {
			await leftScope.close();
		}
	});
}
const TOOL = {
	name: "conda-links",
	version: "0.1.0"
};
function nameIn(environments) {
	const [only, ...others] = environments;
	return only && others.length === 0 ? only.name : "";
}
function sideOf(word, { source }, { name, prefix }, { fingerprint, packages, paths }) {
	return {
		source: word,
		name,
		prefix: source.nameOf(prefix),
		fingerprint,
		packages: packages.length,
		paths: paths.size
	};
}

export { runDiff, runFingerprint };