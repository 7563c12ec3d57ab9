// src/conda/version.ts
const FORM = /^(?:(?<epoch>\d+)!)?(?<main>(?:[*0-9a-z]+[._])*(?:[*0-9a-z]+_?|_))(?:\+(?<local>[*0-9a-z]+(?:[._][*0-9a-z]+)*))?$/;
function parseVersion(written) {
	const lower = written.trim().toLowerCase();
	const text = lower.includes("_") ? lower : lower.replaceAll("-", "_");
	const groups = FORM.exec(text)?.groups;
	if (!groups) return null;
	const { epoch = "0", main = "", local } = groups;
	const parts = main.replace(/_$/, "").split(/[._]/);
	const last = main.endsWith("_") ? `${parts.pop()}_` : parts.pop();
	return {
		text,
		parts: [
			epoch,
			...parts,
			last ?? ""
		].map(piecesOf),
		local: local === void 0 ? [] : local.split(/[._]/).map(piecesOf)
	};
}
const LETTERS = 0;
const NUMBER = 1;
const POST = 2;
const ZERO = {
	rank: NUMBER,
	text: ""
};
function piecesOf(part) {
	const pieces = (part.match(/\d+|\*+|[^\d*]+/g) ?? []).map(toPiece);
	return pieces[0]?.rank === NUMBER ? pieces : [ZERO, ...pieces];
}
function toPiece(text) {
	if (/^\d/.test(text)) return {
		rank: NUMBER,
		text: text.replace(/^0+/, "")
	};
	if (text === "post") return {
		rank: POST,
		text
	};
	return {
		rank: LETTERS,
		text: text === "dev" ? "DEV" : text
	};
}
function compareVersions(a, b) {
	return compareParts(a.parts, b.parts) || compareParts(a.local, b.local);
}
function compareParts(a, b) {
	for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
		const order = comparePieces(a[at] ?? [], b[at] ?? []);
		if (order !== 0) return order;
	}
	return 0;
}
function comparePieces(a, b) {
	for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
		const order = comparePiece(a[at] ?? ZERO, b[at] ?? ZERO);
		if (order !== 0) return order;
	}
	return 0;
}
function comparePiece(a, b) {
	if (a.rank !== b.rank) return a.rank - b.rank;
	if (a.rank === NUMBER && a.text.length !== b.text.length) return a.text.length - b.text.length;
	return a.text === b.text ? 0 : a.text < b.text ? -1 : 1;
}
function startsWith(version, start) {
	const isLocal = start.local.length > 0;
	if (isLocal && compareParts(version.parts, start.parts) !== 0) return false;
	const [parts, begun] = isLocal ? [version.local, start.local] : [version.parts, start.parts];
	const last = begun.length - 1;
	if (compareParts(parts.slice(0, last), begun.slice(0, last)) !== 0) return false;
	return beginsWith(parts[last] ?? [], begun[last] ?? []);
}
function beginsWith(pieces, begun) {
	const last = begun.length - 1;
	if (comparePieces(pieces.slice(0, last), begun.slice(0, last)) !== 0) return false;
	const [piece = ZERO, start = ZERO] = [pieces[last], begun[last]];
	if (start.rank !== LETTERS) return comparePiece(piece, start) === 0;
	return piece.rank === LETTERS && piece.text.startsWith(start.text);
}

// src/conda/match-spec.ts
function parseMatchSpec(text) {
	try {
		return read(text);
	} catch (error) {
		if (error instanceof Refused) return { reason: error.message };
		throw error;
	}
}
function matches(spec, record) {
	return every([
		glob(spec.name, record.name.toLowerCase()),
		spec.version === null ? "yes" : fits(treeOf(spec.version), record.version),
		spec.build === null ? "yes" : matchesBuild(spec.build, record.build),
		spec.channel === null ? "yes" : "unknown",
		spec.subdir === null || spec.subdir === record.subdir ? "yes" : "unknown",
		...[...spec.brackets].map(([key, value]) => matchesField(key, value, record))
	]);
}
function withoutUpperBounds(spec) {
	const { version } = spec;
	return {
		...spec,
		version: version === null ? null : render(treeOf(version), raised)
	};
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
	const version = render(treeOf(text.trim()), readTerm);
	return version === "*" ? null : version;
}
function treeOf(text) {
	const cursor = {
		tokens: [...tokensOf(text)],
		at: 0
	};
	const tree = readChoice(cursor, 0);
	if (cursor.at < cursor.tokens.length) throw new Refused("a , or a | is missing in the version");
	return tree;
}
function render(tree, term) {
	if (typeof tree === "string") return term(tree);
	const isChoice = (part) => typeof part !== "string" && part.of === "any";
	return tree.parts.map((part) => {
		const text = render(part, term);
		return tree.of === "all" && isChoice(part) ? `(${text})` : text;
	}).join(tree.of === "all" ? "," : "|");
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
	return joined("any", parts);
}
function readAll(cursor, depth) {
	const parts = [readPart(cursor, depth)];
	while (takes(cursor, ",")) parts.push(readPart(cursor, depth));
	return joined("all", parts);
}
function joined(of, parts) {
	const [first] = parts;
	return parts.length === 1 && first !== void 0 ? first : {
		of,
		parts
	};
}
const DEEPEST = 50;
function readPart(cursor, depth) {
	if (!takes(cursor, "(")) {
		const token = cursor.tokens[cursor.at] ?? "";
		if ("()|,".includes(token)) throw new Refused("a version is missing");
		cursor.at += 1;
		return token;
	}
	if (depth === DEEPEST) throw new Refused("too many parentheses");
	const choice = readChoice(cursor, depth + 1);
	if (!takes(cursor, ")")) throw new Refused("a ) is missing in the version");
	return choice;
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
	const version = written.replace(/(?:\.\*)+$/, "").trimEnd();
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
function checkVersion(text) {
	if (parseVersion(text)) return;
	const isStrange = /[^*.+!_0-9a-z-]/i.test(text) || text.includes("-") && text.includes("_");
	throw new Refused(isStrange ? STRANGE : "no version that can be compared");
}
function every(answers) {
	if (answers.includes("no")) return "no";
	return answers.includes("unknown") ? "unknown" : "yes";
}
function some(answers) {
	if (answers.includes("yes")) return "yes";
	return answers.includes("unknown") ? "unknown" : "no";
}
function either(holds) {
	return holds ? "yes" : "no";
}
function fits(tree, version) {
	if (typeof tree === "string") return fitsTerm(tree, version);
	const answers = tree.parts.map((part) => fits(part, version));
	return tree.of === "all" ? every(answers) : some(answers);
}
function fitsTerm(term, written) {
	if (term.startsWith("^")) return matchesPattern(term, written);
	const { operator, limit: bare } = divided(term);
	if (operator === "" && bare.includes("*")) return glob(bare, written);
	const [version, limit] = [parseVersion(written), parseVersion(bare)];
	if (!version || !limit || limit.text.includes("*")) return "unknown";
	return HOLDS[operator]?.(version, limit) ?? "unknown";
}
function divided(term) {
	const operator = /^[=<>!~]+/.exec(term)?.[0] ?? "";
	const limit = term.slice(operator.length);
	const stem = limit.endsWith(".*") ? limit.slice(0, -2) : limit;
	if (stem === limit || operator === "" && stem.includes("*")) return {
		operator,
		limit
	};
	return {
		operator: operator === "" ? "=" : `${operator}*`,
		limit: stem
	};
}
const HOLDS = {
	"==": (version, limit) => either(compareVersions(version, limit) === 0),
	"!=": (version, limit) => either(compareVersions(version, limit) !== 0),
	"<": (version, limit) => either(compareVersions(version, limit) < 0),
	"<=": (version, limit) => either(compareVersions(version, limit) <= 0),
	">": (version, limit) => either(compareVersions(version, limit) > 0),
	">=": (version, limit) => either(compareVersions(version, limit) >= 0),
	"=": (version, limit) => either(startsWith(version, limit)),
	"!=*": (version, limit) => either(!startsWith(version, limit)),
	"~=": isCompatible
};
function isCompatible(version, limit) {
	const stem = parseVersion(limit.text.split(".").slice(0, -1).join("."));
	if (!stem) return "unknown";
	return either(compareVersions(version, limit) >= 0 && startsWith(version, stem));
}
function raised(term) {
	const { operator, limit } = divided(term);
	if ([
		"=",
		"==",
		"~="
	].includes(operator)) return `>=${limit}`;
	return operator.startsWith("<") ? "*" : term;
}
function matchesBuild(wanted, build) {
	return wanted.startsWith("^") && wanted.endsWith("$") ? matchesPattern(wanted, build) : glob(wanted, build);
}
function matchesField(key, value, { buildNumber }) {
	if (key !== "build_number") return "unknown";
	const parts = /^(==|!=|<=|>=|=|<|>)?(\d{1,15})$/.exec(value.trim());
	if (!parts || buildNumber === null) return "unknown";
	const [, operator = "==", limit = ""] = parts;
	return fitsTerm((operator === "=" ? "==" : operator) + limit, String(buildNumber));
}
const LONGEST = 1e3;
function glob(pattern, text) {
	if (text.length > LONGEST) return either(pattern === text);
	if (isLike(pattern, text)) return "yes";
	return isLike(pattern.toLowerCase(), text.toLowerCase()) ? "unknown" : "no";
}
function isLike(pattern, text) {
	const [first = "", ...pieces] = pattern.split("*");
	const last = pieces.pop();
	if (last === void 0) return pattern === text;
	let at = first.length;
	for (const piece of pieces) {
		const found = text.indexOf(piece, at);
		if (found < 0) return false;
		at = found + piece.length;
	}
	return text.startsWith(first) && text.endsWith(last) && at + last.length <= text.length;
}
const ATOM = String.raw`(?:\w|\.|\\[.+d])`;
const CHOICE = String.raw`\((?:\?:)?(?:\w|\\?\.|\|)+\)`;
const PLAIN = new RegExp(String.raw`^\^(?:${ATOM}[*+?]?|${CHOICE})*\$$`);
const MOST_CHOICES = 3;
function matchesPattern(pattern, text) {
	const choices = pattern.match(/[*+?|]/g) ?? [];
	if (!(pattern.length < LONGEST && text.length < LONGEST && PLAIN.test(pattern)) || choices.length > MOST_CHOICES) return "unknown";
	if (new RegExp(pattern).test(text)) return "yes";
	return new RegExp(pattern, "i").test(text) ? "unknown" : "no";
}

export { parseVersion as a, compareVersions as i, parseMatchSpec as n, withoutUpperBounds as r, matches as t };