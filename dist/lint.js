import { S as fromBytes, T as printable, _ as ExpectedError, d as viewOf, p as BadInput, r as thisMachine, y as NotFound } from "./start.js";
import { f as text, i as RULE_INPUTS, l as list, r as INPUTS, s as choose, u as parseFormat } from "./program.js";
import { r as readEnvironmentFile } from "./environment-reader.js";
import { B as Adoption, G as settled, H as blaming, M as counting, P as overall, V as settingsFor, k as exitCode, ot as realPath, p as HashingThreads, u as redact, y as FORMATS } from "./verifying.js";
import { i as requirementLines, r as parseRequirement } from "./requirement.js";
import { n as selectRules } from "./rules.js";
import { t as DirectorySource } from "./reading.js";
import { posix } from "node:path";

// src/conda/pip-files.ts
const LARGEST = 1 << 20;
const MOST$1 = 64;
const MOST_LINES = 1e5;
async function followPip(source, lines, folder, context) {
	const all = [];
	const paths = [];
	const seen = /* @__PURE__ */ new Set();
	const realContext = realPath(source, context);
	const kinds = /* @__PURE__ */ new Map();
	const follow = async (some, base) => {
		for (const line of some) {
			if (line.file !== lines[0]?.file && all.length >= MOST_LINES) return;
			all.push(line);
			const { requirement } = line;
			const isFile = requirement.kind === "file";
			const named = localIn(requirement);
			if (named === null) continue;
			const path = posix.resolve(isFile ? base : folder, named);
			const kind = kinds.get(path) ?? kindOf(source, path);
			kinds.set(path, kind);
			const isInside = inside(realContext, realPath(source, path)) !== null;
			paths.push({
				...placeOf(line),
				text: named,
				path: isInside ? inside(context, path) : null,
				kind,
				isEditable: requirement.kind === "path" && requirement.isEditable
			});
			if (!(isFile && isInside) || kind !== "file" || seen.has(path) || seen.size >= MOST$1) continue;
			seen.add(path);
			const shown = posix.join(posix.dirname(line.file), posix.relative(base, path));
			await follow(await linesOf(source, path, shown), posix.dirname(path));
		}
	};
	await follow(lines, folder);
	return {
		lines: all,
		paths
	};
}
function placeOf({ file, line, column }) {
	return {
		file,
		line,
		column
	};
}
function localIn(requirement) {
	if (requirement.kind === "file" || requirement.kind === "path") return isRemote(requirement.path) ? null : requirement.path;
	const links = ("options" in requirement ? requirement.options : []).find(({ name }) => name === "--find-links")?.value ?? "";
	return links === "" || isRemote(links) ? null : links;
}
function isRemote(path) {
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}
function inside(folder, path) {
	const relative = posix.relative(folder, path);
	return relative === ".." || relative.startsWith("../") ? null : relative || ".";
}
function kindOf(source, path) {
	if (path.includes("\0")) return "missing";
	if (source.list(path).kind === "ok") return "directory";
	return source.exists(path) ? "file" : "missing";
}
async function linesOf(source, path, named) {
	const content = (await source.read([path], LARGEST)).get(path);
	if (content?.kind !== "ok") return [];
	return requirementLines(fromBytes(content.value)).map(({ text, line }) => ({
		file: named,
		line,
		column: 1,
		text,
		requirement: parseRequirement(text)
	}));
}

// src/lint.ts
async function readWishes(source, path, named, { name, context, build }) {
	const file = await readEnvironmentFile(source, path, named);
	const [trouble] = file.syntax;
	if (trouble) throw new NoYaml(named, trouble);
	const folder = path.replace(/\/[^/]*$/, "") || "/";
	const pip = await followPip(source, file.pip ?? [], folder, context ?? folder);
	return {
		file,
		name: name ?? file.name?.text ?? null,
		pip,
		build
	};
}
var NoYaml = class extends BadInput {
	constructor(named, { line, column, text }) {
		super(`${named}:${line}:${column}: this is no YAML: ${text}.`, "Usual reasons: a dash without a blank behind it, entries of one list at different depths, tabs, the marks of a merge, a template that was not filled in.");
	}
};
async function lintFile(source, path, named, rules, options) {
	try {
		return lint(await readWishes(source, path, named, options), rules, options.accept);
	} catch (error) {
		if (!(error instanceof ExpectedError)) throw error;
		const { message, advice } = error;
		return {
			file: named,
			verdict: "unchecked",
			error: message,
			advice
		};
	}
}
function lint(wishes, rules, accept = () => null) {
	const findings = rules.flatMap((rule) => findingsOf(rule, wishes, accept));
	findings.sort((a, b) => byPlace(a, b, wishes.file.path));
	return {
		file: wishes.file.path,
		verdict: counting(findings).some(({ severity }) => severity === "error") ? "broken" : "whole",
		findings
	};
}
const LONGEST = 300;
const MOST = 20;
function findingsOf(rule, wishes, accept) {
	const { path } = wishes.file;
	const lists = {
		open: new Few(),
		accepted: new Few()
	};
	for (const fact of rule.find(wishes)) {
		const owner = fact.package === void 0 ? null : String(shownFact(fact.package));
		const accepted = accept({
			check: rule.id,
			path: fact.file ?? path,
			package: owner,
			environments: []
		}, fact.severity ?? rule.severity);
		if (accepted === null) lists.open.add(() => toFinding(rule, fact, path));
		else lists.accepted.add(() => ({
			...toFinding(rule, fact, path),
			accepted
		}));
	}
	return [...lists.open.end(), ...lists.accepted.end()];
}
var Few = class {
	#first = [];
	#rest = 0;
	add(make) {
		if (this.#first.length < MOST) this.#first.push(make());
		else this.#rest += 1;
	}
	end() {
		const last = this.#first.at(-1);
		if (last === void 0 || this.#rest === 0) return this.#first;
		const message = `${last.message}; and ${this.#rest} more of this kind`;
		return [...this.#first.slice(0, -1), {
			...last,
			message
		}];
	}
};
function toFinding(rule, fact, named) {
	const { line, column, file, ...rest } = fact;
	const safe = shownFields(rest);
	const { package: owner, severity, advice, ...facts } = safe;
	return {
		check: rule.id,
		severity: severity ?? rule.severity,
		path: file ?? named,
		line,
		column,
		package: owner ?? null,
		message: cut(printable(redact(rule.say({
			...fact,
			...safe
		}))), LONGEST),
		advice: cut(printable(redact(advice ?? rule.explain.fix)), LONGEST),
		facts
	};
}
function shownFields(fields) {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shownFact(value)]));
}
function shownFact(value) {
	if (typeof value === "string") return cut(redact(value), 120);
	return Array.isArray(value) ? value.map((one) => cut(redact(one), 120)) : value;
}
function cut(text, most) {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
function byPlace(a, b, named) {
	if (a.path !== b.path) return a.path === named || b.path !== named && a.path < b.path ? -1 : 1;
	return a.line - b.line || a.column - b.column;
}

// src/commands/lint.ts
async function runLint(words, raw) {
	const machine = thisMachine();
	const format = parseFormat(raw["format"]);
	if (format === "check-symlinks") throw new BadInput("format: a file has no links to list.", "It can be: text, json.");
	const output = text(raw["output"]) ?? "";
	const view = viewOf(choose(INPUTS.color, raw["color"]), output !== "" && output !== "-");
	const { report, aside, code } = await lintSettled(new DirectorySource(HashingThreads.ofThisMachine()), machine, words, raw);
	return {
		text: FORMATS[format](report, view),
		file: output === "-" ? "" : output,
		code,
		aside
	};
}
async function lintSettled(source, machine, words, raw) {
	const settings = await settingsFor(source, machine, raw);
	const all = settled("lint", raw, settings);
	try {
		const failOn = choose(INPUTS.failOn, all["failOn"]);
		const adoption = await Adoption.of(settings, raw, failOn, /* @__PURE__ */ new Date());
		const found = await lintFiles(source, machine, words, all, adoption.accept);
		const told = await adoption.end(found, rulesOf(all), {
			source,
			machine,
			raw
		});
		return {
			...told,
			code: exitCode(told.report, failOn)
		};
	} catch (error) {
		throw blaming(error, raw, settings);
	}
}
async function lintFiles(source, machine, words, raw, accept = () => null) {
	const rules = rulesOf(raw);
	const context = text(raw["context"]);
	const options = {
		name: text(raw["name"]),
		context: context === null ? null : posix.resolve(machine.cwd, context),
		build: null,
		accept
	};
	const files = [];
	for (const named of namedOrUsual(source, machine, words)) {
		const path = posix.resolve(machine.cwd, named);
		files.push(await lintFile(source, path, named, rules, options));
	}
	return reportOf(files);
}
function rulesOf(raw) {
	return selectRules(list(RULE_INPUTS.check, raw["check"]), list(RULE_INPUTS.skip, raw["skip"]));
}
function reportOf(files) {
	return {
		schema: 1,
		tool: {
			name: "conda-links",
			version: "0.1.0"
		},
		verdict: overall(files),
		environments: [],
		files,
		images: []
	};
}
function namedOrUsual(source, { cwd }, words) {
	if (words.length > 0) return words;
	const found = ["environment.yml", "environment.yaml"].find((name) => source.exists(posix.join(cwd, name)));
	if (found) return [found];
	throw new NotFound(`There is neither an environment.yml nor an environment.yaml in ${cwd}.`, "Name the file: conda-links lint path/to/environment.yml");
}

export { runLint as a, followPip as c, reportOf as i, inside as l, lintSettled as n, lint as o, namedOrUsual as r, readWishes as s, lintFiles as t };