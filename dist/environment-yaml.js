import { t as require_dist } from "./dist.js";
import { T as printable, p as BadInput } from "./start.js";
import { Q as parseMatchSpec, u as redact } from "./verifying.js";
import { t as NOTHING } from "./environment-file.js";
import { r as parseRequirement } from "./requirement.js";

// src/conda/environment-yaml.ts
var import_dist = require_dist();
function parseYaml(text, path) {
	try {
		return new Reader(text, path).read();
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw new BadInput(`${path} is nested too deeply to be an environment file.`, "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]", { cause });
	}
}
const MOST_MERGED = 1e4;
var Reader = class {
	#path;
	#document;
	#syntax;
	#placeOf;
	#oddities = [];
	#targets = /* @__PURE__ */ new Map();
	#flat = /* @__PURE__ */ new Map();
	#merged = 0;
	constructor(text, path) {
		const lines = new import_dist.LineCounter();
		this.#path = path;
		const document = (0, import_dist.parseDocument)(text, {
			lineCounter: lines,
			logLevel: "error",
			uniqueKeys: false,
			intAsBigInt: true,
			keepSourceTokens: false,
			prettyErrors: false
		});
		this.#document = document;
		const place = (offset) => {
			const { line, col } = lines.linePos(offset);
			return {
				line: Math.max(1, line),
				column: Math.max(1, col)
			};
		};
		this.#placeOf = (node) => place(node?.range?.[0] ?? 0);
		const tab = tabIn(text);
		this.#syntax = [
			...tab === null ? [] : [{
				...place(tab),
				text: "a tab, where only blanks may stand"
			}],
			...document.errors.map((error) => ({
				...place(error.pos[0]),
				text: inWords(error)
			})),
			...this.#follow()
		];
	}
	#follow() {
		const anchors = /* @__PURE__ */ new Map();
		const lost = [];
		(0, import_dist.visit)(this.#document, { Node: (_, node) => {
			if ((0, import_dist.isMap)(node)) this.#refuseDoubles(node);
			if (!(0, import_dist.isAlias)(node)) {
				if (node.anchor) anchors.set(node.anchor, node);
				return;
			}
			const target = anchors.get(node.source);
			if (target) this.#targets.set(node, target);
			else lost.push({
				...this.#placeOf(node),
				text: "an alias (*) without an anchor (&) before it"
			});
		} });
		return lost;
	}
	read() {
		const root = this.#resolve(this.#document.contents);
		if (!(0, import_dist.isMap)(root)) {
			if (this.#syntax.length > 0) return {
				...NOTHING,
				path: this.#path,
				form: "environment",
				syntax: this.#syntax
			};
			throw this.#notOne(root);
		}
		const pairs = this.#pairs(root);
		const of = (name) => pairs.findLast((pair) => this.#keyOf(pair) === name);
		const value = (name) => this.#resolve(of(name)?.value);
		const { dependencies, pip } = this.#dependencies(of("dependencies"), value("dependencies"));
		return {
			path: this.#path,
			form: "environment",
			syntax: this.#syntax,
			keys: pairs.map((pair) => ({
				...this.#at(pair),
				text: this.#keyOf(pair)
			})),
			name: this.#word(of("name"), "name"),
			prefix: this.#word(of("prefix"), "prefix"),
			channels: this.#channels(of("channels"), value("channels")),
			dependencies,
			pip,
			variables: this.#variables(of("variables"), value("variables")),
			platforms: this.#platforms(value("platforms")),
			packages: [],
			oddities: this.#oddities
		};
	}
	#notOne(root) {
		if (root === null) return new BadInput(`${this.#path} holds nothing but comments.`, "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]");
		const text = (0, import_dist.isScalar)(root) ? String(root.value) : "";
		if (/^[\w.-]+=[^=\s]+=[^=\s]+/.test(text)) return new BadInput(`${this.#path} is a list as conda list --export writes it, and no environment file.`, "Make one with: conda env export --file environment.yml");
		const what = (0, import_dist.isSeq)(root) ? "a list" : "a single text";
		return new BadInput(`${this.#path} is ${what}, and no environment file.`, "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]");
	}
	#resolve(node) {
		if (!node) return null;
		if ((0, import_dist.isAlias)(node)) return this.#resolve(this.#targets.get(node));
		return (0, import_dist.isScalar)(node) && node.value === null ? null : node;
	}
	#refuseDoubles(map) {
		const seen = /* @__PURE__ */ new Set();
		for (const pair of map.items) {
			const key = this.#keyOf(pair);
			if (seen.has(key) && key !== "" && (map !== this.#document.contents || key === "<<")) {
				const what = `the key “${shortened(key)}” twice in one mapping`;
				this.#odd(pair.key, what, "Make them one; conda refuses the file.", pair);
			}
			seen.add(key);
		}
	}
	#pairs(map) {
		const known = this.#flat.get(map);
		if (known) return known;
		this.#flat.set(map, []);
		const own = map.items.filter((pair) => this.#keyOf(pair) !== "<<");
		const names = new Set(own.map((pair) => this.#keyOf(pair)));
		const merged = [];
		for (const pair of this.#mergedBy(map)) {
			this.#merged += 1;
			if (this.#merged > MOST_MERGED) break;
			if (!names.has(this.#keyOf(pair))) merged.push(pair);
			names.add(this.#keyOf(pair));
		}
		const all = [...merged, ...own];
		this.#flat.set(map, all);
		return all;
	}
	*#mergedBy(map) {
		for (const pair of map.items) {
			if (this.#keyOf(pair) !== "<<") continue;
			const value = this.#resolve(pair.value);
			for (const one of (0, import_dist.isSeq)(value) ? value.items : [value]) {
				const target = this.#resolve(one);
				if ((0, import_dist.isMap)(target)) yield* this.#pairs(target);
			}
		}
	}
	#keyOf(pair) {
		return (0, import_dist.isScalar)(pair.key) ? String(pair.key.value) : "";
	}
	#at(pair) {
		return this.#placeOf(pair.key);
	}
	#odd(node, what, advice, pair) {
		this.#oddities.push({
			...node ? this.#placeOf(node) : pair ? this.#at(pair) : {
				line: 1,
				column: 1
			},
			what,
			advice
		});
	}
	#text(node) {
		if (!(0, import_dist.isScalar)(node)) return null;
		const { value, source } = node;
		return typeof value === "string" ? value : source ?? String(value);
	}
	#word(pair, key) {
		if (!pair) return null;
		const node = this.#resolve(pair.value);
		const text = this.#text(node);
		if (!isText(node)) this.#odd(node, `a “${key}:” that is no text`, adviceOn(node), pair);
		return text === null ? null : {
			...this.#placeOf(node),
			text
		};
	}
	#channels(pair, node) {
		if (!pair) return null;
		if (node) return this.#words(node, "channels");
		this.#odd(null, "a “channels:” with nothing below it", "Name one, like conda-forge.", pair);
		return [];
	}
	#words(node, key) {
		if (!(0, import_dist.isSeq)(node)) {
			this.#odd(node, `a “${key}:” that is no list`, "Write one entry a line, each after a dash.");
			return [];
		}
		return node.items.flatMap((item) => {
			const one = this.#resolve(item);
			const text = this.#text(one);
			if (!isText(one)) {
				const place = item ?? node;
				this.#odd(place, `an entry of “${key}:” that is no text`, adviceOn(one));
			}
			return text === null ? [] : {
				...this.#placeOf(item),
				text
			};
		});
	}
	#platforms(node) {
		return ((0, import_dist.isSeq)(node) ? node.items : [node]).flatMap((item) => {
			const text = this.#text(this.#resolve(item));
			return text === null ? [] : {
				...this.#placeOf(item),
				text
			};
		});
	}
	#dependencies(pair, node) {
		const dependencies = [];
		let pip = null;
		if (!(0, import_dist.isSeq)(node)) {
			const what = pair ? "a “dependencies:” that is no list" : "no “dependencies:”";
			this.#odd(node, what, "List the packages below dependencies:, each after a dash.", pair);
			return {
				dependencies,
				pip
			};
		}
		for (const item of node.items) {
			const one = this.#resolve(item);
			if (isText(one)) {
				const text = one.value;
				const comment = item.comment ?? "";
				const place = this.#placeOf(item);
				dependencies.push({
					...place,
					text,
					spec: parseMatchSpec(text),
					comment: comment.trim()
				});
			} else if ((0, import_dist.isMap)(one)) {
				const section = this.#pipSection(one);
				if (section && pip) this.#odd(one, "a second “pip:”, for which conda forgets the first", "Make them one.");
				pip = section ? [...pip ?? [], ...section] : pip;
			} else {
				const what = one === null ? "an empty entry" : "an entry that is no text";
				this.#odd(item ?? node, `${what} in “dependencies:”`, adviceOn(one));
			}
		}
		return {
			dependencies,
			pip
		};
	}
	#pipSection(map) {
		let pip = null;
		for (const pair of this.#pairs(map)) {
			const key = this.#keyOf(pair);
			const node = this.#resolve(pair.value);
			if (key !== "pip") {
				this.#oddSection(pair, key);
				continue;
			}
			pip ??= [];
			if (node === null) continue;
			for (const { text, ...place } of this.#words(node, "pip")) pip.push({
				...place,
				file: this.#path,
				text,
				requirement: parseRequirement(text)
			});
		}
		return pip;
	}
	#oddSection(pair, key) {
		const [what = "", advice = ""] = (0, import_dist.isMap)(pair.key) ? ["a template that was not filled in", "conda knows no {{ }}: write what it stands for."] : key.startsWith("sel(") ? ["a selector", "Only micromamba reads sel(…); for conda keep a file for each platform."] : [`“${shortened(key)}:” among the packages`, "conda knows pip: only; versions stand behind a =."];
		const isPassedOver = key.startsWith("sel(");
		this.#oddities.push({
			...this.#at(pair),
			what,
			advice,
			isPassedOver
		});
	}
	#variables(pair, node) {
		if (!pair) return [];
		if (!(0, import_dist.isMap)(node)) {
			this.#odd(node, "a “variables:” that is no mapping", "Write one NAME: value a line.", pair);
			return [];
		}
		const pairs = this.#pairs(node);
		return [...new Map(pairs.map((pair) => [this.#keyOf(pair), pair]))].map(([name, pair]) => {
			return {
				...this.#at(pair),
				name,
				value: exported(this.#resolve(pair.value))
			};
		});
	}
};
function isText(node) {
	return (0, import_dist.isScalar)(node) && typeof node.value === "string" && !node.tag && !isTime(node);
}
function adviceOn(node) {
	if (node === null) return "Take it out.";
	return (0, import_dist.isScalar)(node) && node.tag ? "Take the tag (!!…) out." : "Put it in quotes.";
}
function isTime({ type, value }) {
	return type === "PLAIN" && typeof value === "string" && /^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(value);
}
function exported(node) {
	if (node === null) return "";
	if (!(0, import_dist.isScalar)(node) || isTime(node) && !node.tag) return null;
	const { value, type } = node;
	if (typeof value === "boolean") return value ? "True" : "False";
	if (typeof value === "bigint") return String(value);
	if (typeof value === "number") return asPython(value);
	if (typeof value !== "string") return null;
	return type === "PLAIN" && !node.tag ? digits(value) ?? value : value;
}
function digits(text) {
	const bare = text.replaceAll("_", "");
	if (/^[-+]?\d[\d_]*$/.test(text)) return String(BigInt(bare));
	const [, sign = "", binary] = /^([-+]?)(0b[01_]+)$/.exec(text) ?? [];
	if (binary !== void 0) return String(BigInt(`${sign}1`) * BigInt(binary.replaceAll("_", "")));
	return /^[-+]?(?:\d[\d_]*\.[\d_]*(?:e[-+]?\d+)?|\d[\d_]*e[-+]?\d+)$/i.test(text) ? asPython(Number(bare)) : null;
}
function asPython(value) {
	if (Number.isNaN(value)) return "nan";
	if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
	if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
	const [mantissa = "", exponent = ""] = value.toExponential().split("e");
	const power = Number(exponent);
	if (power >= -4 && power < 16) return Number.isInteger(value) ? `${value}.0` : String(value);
	return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
const MARKS = [
	"",
	"",
	""
];
function tabIn(text) {
	if (!text.includes("	")) return null;
	let offset = 0;
	let depth = 0;
	let isInScalar = false;
	for (const token of new import_dist.Lexer().lex(text)) {
		const isMark = !isInScalar && MARKS.includes(token);
		if (!isInScalar && !isMark) {
			if (/^[[{]$/.test(token)) depth += 1;
			if (/^[\]}]$/.test(token)) depth -= 1;
			const at = depth === 0 && /^[ \t]+$/.test(token) ? token.indexOf("	") : -1;
			if (at >= 0) return offset + at;
		}
		isInScalar = token === "" && isMark;
		if (!isMark) offset += token.length;
	}
	return null;
}
function inWords({ code, message }) {
	if (code === "RESOURCE_EXHAUSTION") return "it is nested too deeply";
	const [line = ""] = message.split("\n");
	const [own = ""] = [
		"UNEXPECTED_TOKEN",
		"BAD_DIRECTIVE",
		"TAG_RESOLVE_FAILED"
	].includes(code) ? line.split(/: |"/) : [line];
	const text = printable(own).slice(0, 200).replace(/[.:]?$/, "");
	return text.charAt(0).toLowerCase() + text.slice(1);
}
function shortened(written) {
	const text = redact(written);
	const short = [...text].slice(0, 40).join("");
	return printable(short === text ? text : `${short}…`);
}

export { parseYaml };