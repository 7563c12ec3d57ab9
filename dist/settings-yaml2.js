import { t as require_dist } from "./dist.js";
import { T as printable, p as BadInput } from "./start.js";
import { a as SETTING_INPUTS, o as advise, r as INPUTS, y as closest } from "./program.js";
import { u as redact, z as isTooDeep } from "./verifying.js";

// src/settings-yaml.ts
var import_dist = require_dist();
function parseSettings(text, file) {
	if (isTooDeep(text)) throw tooDeep(file);
	try {
		return new Reader(text, file).read();
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw tooDeep(file, cause);
	}
}
function tooDeep(file, cause) {
	return new BadInput(`${file} is nested too deeply.`, EXAMPLE, { cause });
}
const EXAMPLE = "It is written like: fail-on: warning";
const LISTS = ["accept", "smoke"];
const ACCEPT_KEYS = [
	"check",
	"path",
	"package",
	"environment",
	"reason",
	"until"
];
const RUN_KEYS = [
	"run",
	"code",
	"output"
];
const LONGEST_PATH = 4096;
const LONGEST_REASON = 500;
var Reader = class {
	#file;
	#lines = new import_dist.LineCounter();
	#document;
	constructor(text, file) {
		this.#file = file;
		this.#document = (0, import_dist.parseDocument)(text, {
			lineCounter: this.#lines,
			logLevel: "error",
			uniqueKeys: false,
			keepSourceTokens: false,
			prettyErrors: false
		});
	}
	read() {
		const [trouble] = this.#document.errors;
		if (trouble) {
			const { line } = this.#lines.linePos(trouble.pos[0]);
			const why = trouble.code === "MULTIPLE_DOCS" ? "it holds several documents" : printable(redact(trouble.message.split("\n")[0]?.slice(0, 200) ?? ""));
			throw new BadInput(`${this.#file}:${line}: this is no YAML: ${why}`, EXAMPLE);
		}
		const names = [...SETTING_INPUTS.map(({ name }) => name), ...LISTS];
		const root = this.#document.contents;
		if (root === null || (0, import_dist.isScalar)(root) && root.value === null) return {
			options: /* @__PURE__ */ new Map(),
			accept: [],
			smoke: []
		};
		const items = this.#items(root, names, "the settings");
		const options = /* @__PURE__ */ new Map();
		for (const input of SETTING_INPUTS) {
			const item = items.get(input.name);
			if (item) options.set(input.name, this.#option(input, item));
		}
		return {
			options,
			accept: this.#list(items.get("accept"), "accept", ACCEPT).map((one) => this.#accept(one)),
			smoke: this.#list(items.get("smoke"), "smoke", SMOKE).map((one) => this.#run(one))
		};
	}
	#option(input, { key, value }) {
		const texts = ((0, import_dist.isSeq)(value) && input.isList ? value.items : [value]).map((one) => {
			const text = this.#text(one, input.name, key);
			if (input.choices.length > 0 && !input.choices.includes(text)) throw this.#none(one ?? key, input.name, text, input.choices);
			return text;
		});
		const [first = ""] = texts;
		if (input.value === "" && first !== "true" && first !== "false") throw this.#none(value ?? key, input.name, first, ["true", "false"]);
		return {
			value: input.isList ? texts : first,
			place: this.#placeOf(key)
		};
	}
	#accept(node) {
		const items = this.#items(node, ACCEPT_KEYS, "an entry of accept");
		const text = (name) => {
			const item = items.get(name);
			return item ? this.#text(item.value, name, item.key, name === "path") : null;
		};
		const at = (name) => items.get(name)?.value ?? node;
		const [check, path, until] = [
			text("check"),
			text("path"),
			text("until")
		];
		const reason = printable(redact((text("reason") ?? "").replace(/\s+/g, " ").trim()));
		if (check === null) throw this.#bad(node, "an entry of accept has no check.", ACCEPT);
		if (reason === "") throw this.#bad(node, "an entry of accept has no reason.", "Say why you can live with it.");
		if (reason.length > LONGEST_REASON) throw this.#bad(at("reason"), "a reason is longer than 500 characters.", "Make it one line.");
		if (path !== null && path.length > LONGEST_PATH) throw this.#bad(at("path"), "a path is longer than any path.", ACCEPT);
		if (!INPUTS.check.choices.includes(check)) throw this.#none(at("check"), "check", check, INPUTS.check.choices);
		if (until !== null && !isDay(until)) {
			const message = `until: “${shortened(until)}” is no day.`;
			throw this.#bad(at("until"), message, "It is written like 2027-01-31.");
		}
		const place = this.#placeOf(node);
		const [owner, environment] = [text("package"), text("environment")];
		return {
			check,
			path,
			package: owner,
			environment,
			reason,
			until,
			place
		};
	}
	#run(node) {
		if (!(0, import_dist.isMap)(node)) return {
			run: this.#text(node, "smoke", node),
			code: 0,
			output: null
		};
		const items = this.#items(node, RUN_KEYS, "an entry of smoke");
		const text = (name) => {
			const item = items.get(name);
			return item ? this.#text(item.value, name, item.key, name === "output") : null;
		};
		const run = text("run");
		if (run === null) throw this.#bad(node, "an entry of smoke has no run.", SMOKE);
		const code = text("code") ?? "0";
		if (!/^\d{1,3}$/.test(code) || Number(code) > 255) throw this.#bad(node, `“${shortened(code)}” is no exit code. There are: 0 to 255.`, SMOKE);
		return {
			run,
			code: Number(code),
			output: text("output")
		};
	}
	#items(node, names, what) {
		if ((0, import_dist.isAlias)(node)) throw this.#alias(node);
		if (!(0, import_dist.isMap)(node)) {
			const advice = `It has keys: ${names.join(", ")}.`;
			throw this.#bad(node, `${what}: this has to be a mapping.`, advice);
		}
		const items = /* @__PURE__ */ new Map();
		for (const { key, value } of node.items) {
			const name = (0, import_dist.isScalar)(key) ? String(key.value) : "";
			if (!names.includes(name)) throw this.#unknownKey(key ?? node, name, names, what);
			if (items.has(name)) throw this.#bad(key, `“${name}” stands there twice.`, "Make them one.");
			items.set(name, {
				key,
				value: value ?? null
			});
		}
		return items;
	}
	#unknownKey(node, name, names, what) {
		const isOption = Object.values(INPUTS).some((input) => input.name === name);
		const message = /^[A-Za-z_][\w-]{0,39}$/.test(name) ? `there is no “${name}” in ${what}.` : `what stands here is no key of ${what}.`;
		const close = closest(names, name.slice(0, 100));
		const few = `There are: ${names.join(", ")}.`;
		if (close === null && isOption && what === "the settings") return this.#bad(node, message, `It is for the command line only. ${few}`);
		return this.#bad(node, message, close === null ? few : `Did you mean ${close}?`);
	}
	#list(item, name, advice) {
		if (!item || item.value === null) return [];
		const { key, value } = item;
		if ((0, import_dist.isAlias)(value)) throw this.#alias(value);
		if ((0, import_dist.isScalar)(value) && value.value === null) return [];
		if (!(0, import_dist.isSeq)(value)) throw this.#bad(key, `${name} is no list.`, advice);
		return value.items.map((one) => {
			if (one === null || (0, import_dist.isScalar)(one) && one.value === null) throw this.#bad(one ?? key, `${name} has an empty entry.`, advice);
			if ((0, import_dist.isAlias)(one)) throw this.#alias(one);
			return one;
		});
	}
	#text(node, name, key, mayBeEmpty = false) {
		if ((0, import_dist.isAlias)(node)) throw this.#alias(node);
		const { value, source } = (0, import_dist.isScalar)(node) ? node : {};
		const text = typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? source ?? String(value) : null;
		if (text === null || text === "" && !mayBeEmpty) throw this.#bad(node ?? key, `${name} has to be a text.`, name === "smoke" ? SMOKE : "");
		return text;
	}
	#none(node, name, value, choices) {
		const advice = advise(choices, value.slice(0, 100));
		return this.#bad(node, `${name}: there is no “${shortened(value)}”.`, advice);
	}
	#alias(node) {
		return this.#bad(node, "an alias (*) is not followed here.", "Write out what it stands for.");
	}
	#bad(node, message, advice) {
		return new BadInput(`${this.#placeOf(node)}: ${message}`, advice);
	}
	#placeOf(node) {
		return `${this.#file}:${Math.max(1, this.#lines.linePos(node.range?.[0] ?? 0).line)}`;
	}
};
const ACCEPT = "An entry has: check and reason, and if you like path, package, environment and until (2027-01-31).";
const SMOKE = "There are: smoke, a list of commands, or of run, code and output.";
function isDay(text) {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	const time = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
function shortened(text) {
	const safe = printable(redact(text.slice(0, 1e3)));
	return safe.length > 60 ? `${safe.slice(0, 59)}…` : safe;
}

export { parseSettings as t };