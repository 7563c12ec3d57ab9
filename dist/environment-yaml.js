import { t as require_dist } from "./dist.js";
import { a as printable } from "./bytes.js";
import { t as BadInput } from "./errors.js";
import { t as redact } from "./redact.js";
import { n as NOTHING, t as EXAMPLE } from "./environment-file.js";
import { r as parseRequirement } from "./requirement.js";

// src/conda/match-spec.ts
var import_dist = require_dist();
function parseMatchSpec(text) {
	try {
		return read(text);
	} catch (error) {
		if (error instanceof Refused) return { reason: error.message };
		throw error;
	}
}
var Refused = class extends Error {};
function read(text) {
	const line = before(before(text, "\n"), "\r");
	if (text.slice(line.length).trim() !== "") throw new Refused("more than one line");
	if (line.trim() === "") throw new Refused("it is empty");
	if (line.endsWith("@")) return readFeature(line.slice(0, -1));
	const spec = before(before(line, "#"), " if ");
	return PACKAGE_FILE.test(spec) ? readFile(spec) : readSpec(spec);
}
const ANY = {
	channel: null,
	subdir: null,
	name: "*",
	version: null,
	build: null
};
const PACKAGE_FILE = /\.(?:conda|tar\.bz2)$/i;
function readFeature(text) {
	return {
		...ANY,
		brackets: /* @__PURE__ */ new Map([["track_features", text.trim()]])
	};
}
function before(text, mark) {
	const at = text.indexOf(mark);
	return at < 0 ? text : text.slice(0, at);
}
function readFile(text) {
	const folder = text.slice(0, text.lastIndexOf("/") + 1);
	const file = decoded(text.slice(folder.length));
	const brackets = /* @__PURE__ */ new Map([["fn", file], ["url", text]]);
	const { channel, subdir } = splitChannel(`/${folder}`);
	if (subdir === null) return {
		...ANY,
		brackets
	};
	const parts = /^(.+)-([^-]+)-([^-]+)$/.exec(file.replace(PACKAGE_FILE, ""));
	const [, name = "", version = "", build = ""] = parts ?? [];
	if (!parts) throw new Refused("the file is not called NAME-VERSION-BUILD");
	return {
		channel: channel?.slice(1) || (text.startsWith("/") ? "/" : "."),
		subdir,
		name: checkedName(name),
		version: readVersion(version),
		build,
		brackets
	};
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
function readSpec(text) {
	const square = takeOut(text, "[", "]");
	const round = takeOut(square.rest, "(", ")");
	const { name, rest, channel, subdir } = readPlace(round.rest);
	if (rest.includes("[")) throw new Refused("more than one pair of brackets");
	const { version, build } = splitBuild(rest.trim());
	const brackets = readBrackets(square.inner);
	const said = brackets.get("version");
	const asked = said === void 0 ? spelled(version, build !== null) : spelled(said, false);
	const own = splitChannel(brackets.get("channel") ?? "");
	const wanted = brackets.get("build") ?? build;
	const others = [...brackets].filter(([key]) => !OWN.includes(key));
	return {
		channel: own.channel ?? channel,
		subdir: brackets.get("subdir") ?? own.subdir ?? subdir,
		name: checkedName(name),
		version: asked === "" ? null : readVersion(asked),
		build: wanted === "*" ? null : wanted,
		brackets: new Map([...readParentheses(round.inner), ...others])
	};
}
function takeOut(text, open, close) {
	const end = text.lastIndexOf(close);
	const start = end < 0 ? -1 : text.lastIndexOf(open, end);
	if (start < 0) return {
		rest: text,
		inner: ""
	};
	return {
		rest: text.slice(0, start) + text.slice(end + 1),
		inner: text.slice(start + 1, end)
	};
}
function readPlace(text) {
	const colon = text.lastIndexOf(":");
	const second = colon < 1 ? -1 : text.lastIndexOf(":", colon - 1);
	const spec = text.slice(colon + 1);
	const end = spec.search(/[ =<>!~]/);
	return {
		name: end < 0 ? spec : spec.slice(0, end),
		rest: end < 0 || end === spec.length - 1 ? "" : spec.slice(end),
		...splitChannel(text.slice(0, Math.max(second, 0)))
	};
}
const SUBDIR = /\/(noarch|emscripten-wasm32|wasi-wasm32|freebsd-64|linux-(?:32|64|aarch64|armv6l|armv7l|ppc64|ppc64le|riscv64|s390x)|osx-(?:64|arm64)|win-(?:32|64|arm64)|zos-z)(?=\/|$)/i;
function splitChannel(text) {
	const match = SUBDIR.exec(text);
	const whole = match ? text.replace(match[0], "") : text;
	let end = whole.length;
	while (whole[end - 1] === "/") end -= 1;
	const channel = whole.slice(0, end);
	return {
		channel: channel === "*" || channel === "" ? null : channel,
		subdir: match?.[1] ?? null
	};
}
function checkedName(written) {
	const name = written.toLowerCase();
	if (name === "") throw new Refused("it names no package");
	if (name.includes("*") || NAME.test(name)) return name;
	const isStrange = /[^a-z0-9._-]/.test(name);
	throw new Refused(isStrange ? "characters that no package name has" : "no name of a package");
}
const NAME = /^(?:__[a-z0-9]|[a-z0-9]|_(?!_))[._-]?(?:[a-z0-9]+[._-])*[a-z0-9]*$/;
function splitBuild(text) {
	let at = Math.max(text.search(/[-=,|<>~][^-=,|<>~]*$/), 1);
	const isBetween = () => " =".includes(text.charAt(at)) && !"=!|,<>~".includes(text.charAt(at - 1));
	while (at < text.length - 1 && !isBetween()) at += 1;
	const isWhole = at >= text.length - 1;
	return {
		version: (isWhole ? text : text.slice(0, at)).replaceAll(" ", ""),
		build: isWhole ? null : text.slice(at + 1).trim()
	};
}
const FIELDS = new Set(`channel subdir name version build build_number track_features features url md5 sha256 license
  license_family fn when extras flags optional target`.split(/\s+/));
const OWN = [
	"channel",
	"subdir",
	"name",
	"version",
	"build"
];
function readBrackets(inner) {
	const pairs = /* @__PURE__ */ new Map();
	for (const [key, value] of keyValues(inner)) {
		if (value === "") throw new Refused("a key without a value in brackets");
		if (!FIELDS.has(key)) throw new Refused("a key in brackets that conda does not know");
		pairs.set(key, value);
	}
	const number = pairs.get("build_number")?.trim() ?? "";
	if (/^[=<>!]/.test(number)) readTerm(number);
	return pairs;
}
function readParentheses(inner) {
	const target = new Map(keyValues(inner)).get("target");
	const kept = new Map(target ? [["target", target]] : []);
	return inner.includes("optional") ? kept.set("optional", "true") : kept;
}
function* keyValues(text) {
	const nextQuote = forward(text, /['"]/g);
	const nextDivider = forward(text, /[, ]/g);
	let start = 0;
	for (let at = text.indexOf("="); at >= 0; at = text.indexOf("=", Math.max(at + 1, start))) {
		let key = at;
		while (key > start && /[A-Za-z0-9_-]/.test(text.charAt(key - 1))) key -= 1;
		const quote = /['"]/.exec(text.charAt(at + 1))?.[0] ?? "";
		const from = at + 1 + quote.length;
		const end = quote === "" ? nextDivider(from) : nextQuote(from);
		const isClosed = quote === "" ? nextQuote(from) >= end : text[end] === quote;
		const after = text.charAt(end + quote.length);
		if (key === at || !isClosed || ![
			"",
			",",
			" "
		].includes(after)) continue;
		yield [text.slice(key, at), text.slice(from, end)];
		start = end + quote.length + 1;
	}
}
function forward(text, pattern) {
	let next = -1;
	return (from) => {
		if (next >= from) return next;
		pattern.lastIndex = from;
		next = pattern.exec(text)?.index ?? text.length;
		return next;
	};
}
function spelled(written, hasBuild) {
	const version = written.trim();
	let at = 0;
	while (version[at] === "=") at += 1;
	const bare = version.slice(at);
	if (at === 0 || bare === "" || /^[<>!~]/.test(bare)) return version;
	if (at > 1 && !hasBuild) return bare;
	if (/[=,|]/.test(bare)) return version;
	return hasBuild || bare.endsWith("*") ? bare : `${bare}*`;
}
function readVersion(text) {
	const cursor = {
		tokens: [...tokensOf(text.trim())],
		at: 0
	};
	const version = readChoice(cursor, 0);
	if (cursor.at < cursor.tokens.length) throw new Refused("a , or a | is missing in the version");
	return version === "*" ? null : version;
}
function* tokensOf(text) {
	const regular = /\s*\^[^$]*\$/y;
	const other = /\s*[()|,]|[^()|,]+/y;
	const last = text.lastIndexOf("$");
	for (let at = 0; at < text.length;) {
		regular.lastIndex = at;
		other.lastIndex = at;
		const token = (at < last ? regular.exec(text) : null)?.[0] ?? other.exec(text)?.[0] ?? "";
		yield token.trim();
		at += token.length;
	}
}
function readChoice(cursor, depth) {
	const parts = [readAll(cursor, depth)];
	while (takes(cursor, "|")) parts.push(readAll(cursor, depth));
	return parts.join("|");
}
function readAll(cursor, depth) {
	const parts = [readPart(cursor, depth)];
	while (takes(cursor, ",")) parts.push(readPart(cursor, depth));
	const isAlone = parts.length === 1;
	return parts.map((part) => part.isChoice && !isAlone ? `(${part.text})` : part.text).join(",");
}
const DEEPEST = 50;
function readPart(cursor, depth) {
	if (!takes(cursor, "(")) {
		const token = cursor.tokens[cursor.at] ?? "";
		cursor.at += 1;
		return {
			text: readTerm(token),
			isChoice: false
		};
	}
	if (depth === DEEPEST) throw new Refused("too many parentheses");
	const text = readChoice(cursor, depth + 1);
	if (!takes(cursor, ")")) throw new Refused("a ) is missing in the version");
	return {
		text,
		isChoice: text.includes("|")
	};
}
function takes(cursor, token) {
	if (cursor.tokens[cursor.at] !== token) return false;
	cursor.at += 1;
	return true;
}
const MISWRITTEN = {
	"=>": ">=",
	"=<": "<=",
	"=!": "!=",
	"=~": "~=",
	"<>": "!=",
	"><": "!="
};
function readTerm(term) {
	if (term === "" || "()|,".includes(term)) throw new Refused("a version is missing");
	if (term.startsWith("^") || term.endsWith("$")) {
		if (term.length > 1 && term.startsWith("^") && term.endsWith("$")) return term;
		throw new Refused("^ without $ in the version, or $ without ^");
	}
	const operator = /^(?:==|!=|<=|>=|~=|=|<|>|!|~)/.exec(term)?.[0];
	return operator === void 0 ? readPlain(term) : readRelation(operator, term.slice(operator.length));
}
function readRelation(operator, written) {
	const better = MISWRITTEN[operator + written.charAt(0)];
	if (better) throw new Refused(`${operator}${written.charAt(0)} is no operator: write ${better}`);
	if (/^[=<>!~]/.test(written) || operator === "!" || operator === "~") throw new Refused("no operator of versions");
	if (written === "") throw new Refused(`${operator} without a version`);
	if (/^\s/.test(written)) throw new Refused(`a blank after ${operator} in the version`);
	const isOpen = written.endsWith(".*");
	const version = written.replace(/(?:\.\*)+$/, "");
	if (operator === "=") return readPlain(written.endsWith("*") ? written : `${written}.*`);
	if (isOpen && operator === "~=") throw new Refused("~= takes no .*: write =");
	checkVersion(version);
	return operator + (operator === "!=" ? written : version);
}
function readPlain(written) {
	const version = written.replace(/\*+/g, "*");
	if (version === "*") return version;
	if (version.slice(0, -1).includes("*")) {
		if (!/^[*.+!_0-9a-z-]+$/i.test(version)) throw new Refused(STRANGE);
		return version;
	}
	if (!version.endsWith("*")) {
		if (!version.includes("@")) checkVersion(version);
		return `==${version}`;
	}
	const stem = version.slice(0, version.endsWith(".*") ? -2 : -1);
	checkVersion(stem);
	return `${stem}.*`;
}
const STRANGE = "characters that no version has";
const VERSION = /^(?:\d+!)?(?:[*0-9a-z]+[._])*(?:[*0-9a-z]+_?|_)(?:\+[*0-9a-z]+(?:[._][*0-9a-z]+)*)?$/;
function checkVersion(text) {
	const lower = text.toLowerCase();
	const version = lower.includes("_") ? lower : lower.replaceAll("-", "_");
	if (/[^*.+!_0-9a-z]/.test(version)) throw new Refused(STRANGE);
	if (!VERSION.test(version)) throw new Refused("no version that can be compared");
}

// src/conda/environment-yaml.ts
function parseYaml(text, path) {
	try {
		return new Reader(text, path).read();
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw new BadInput(`${path} is nested too deeply to be an environment file.`, EXAMPLE, { cause });
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
		if (root === null) return new BadInput(`${this.#path} holds nothing but comments.`, EXAMPLE);
		const text = (0, import_dist.isScalar)(root) ? String(root.value) : "";
		if (/^[\w.-]+=[^=\s]+=[^=\s]+/.test(text)) return new BadInput(`${this.#path} is a list as conda list --export writes it, and no environment file.`, "Make one with: conda env export --file environment.yml");
		const what = (0, import_dist.isSeq)(root) ? "a list" : "a single text";
		return new BadInput(`${this.#path} is ${what}, and no environment file.`, EXAMPLE);
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