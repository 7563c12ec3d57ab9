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
		if (error instanceof Refused$1) return { reason: error.message };
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
var Refused$1 = class extends Error {};
function read(text) {
	const line = before(before(text, "\n"), "\r");
	if (text.slice(line.length).trim() !== "") throw new Refused$1("more than one line");
	if (line.trim() === "") throw new Refused$1("it is empty");
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
	const file = decoded$1(text.slice(folder.length));
	const brackets = /* @__PURE__ */ new Map([["fn", file], ["url", text]]);
	const { channel, subdir } = splitChannel(`/${folder}`);
	if (subdir === null) return {
		...ANY,
		brackets
	};
	const parts = /^(.+)-([^-]+)-([^-]+)$/.exec(file.replace(PACKAGE_FILE, ""));
	const [, name = "", version = "", build = ""] = parts ?? [];
	if (!parts) throw new Refused$1("the file is not called NAME-VERSION-BUILD");
	return {
		channel: channel?.slice(1) || (text.startsWith("/") ? "/" : "."),
		subdir,
		name: checkedName(name),
		version: readVersion(version),
		build,
		brackets
	};
}
function decoded$1(text) {
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
	if (rest.includes("[")) throw new Refused$1("more than one pair of brackets");
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
	if (name === "") throw new Refused$1("it names no package");
	if (name.includes("*") || NAME$1.test(name)) return name;
	const isStrange = /[^a-z0-9._-]/.test(name);
	throw new Refused$1(isStrange ? "characters that no package name has" : "no name of a package");
}
const NAME$1 = /^(?:__[a-z0-9]|[a-z0-9]|_(?!_))[._-]?(?:[a-z0-9]+[._-])*[a-z0-9]*$/;
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
		if (value === "") throw new Refused$1("a key without a value in brackets");
		if (!FIELDS.has(key)) throw new Refused$1("a key in brackets that conda does not know");
		pairs.set(key, value);
	}
	const number = pairs.get("build_number")?.trim() ?? "";
	if (/^[=<>!]/.test(number)) readTerm$1(number);
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
	const version = render(treeOf(text.trim()), readTerm$1);
	return version === "*" ? null : version;
}
function treeOf(text) {
	const cursor = {
		tokens: [...tokensOf(text)],
		at: 0
	};
	const tree = readChoice(cursor, 0);
	if (cursor.at < cursor.tokens.length) throw new Refused$1("a , or a | is missing in the version");
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
		if ("()|,".includes(token)) throw new Refused$1("a version is missing");
		cursor.at += 1;
		return token;
	}
	if (depth === DEEPEST) throw new Refused$1("too many parentheses");
	const choice = readChoice(cursor, depth + 1);
	if (!takes(cursor, ")")) throw new Refused$1("a ) is missing in the version");
	return choice;
}
function takes(cursor, token) {
	if (cursor.tokens[cursor.at] !== token) return false;
	cursor.at += 1;
	return true;
}
const MISWRITTEN$1 = {
	"=>": ">=",
	"=<": "<=",
	"=!": "!=",
	"=~": "~=",
	"<>": "!=",
	"><": "!="
};
function readTerm$1(term) {
	if (term.startsWith("^") || term.endsWith("$")) {
		if (term.length > 1 && term.startsWith("^") && term.endsWith("$")) return term;
		throw new Refused$1("^ without $ in the version, or $ without ^");
	}
	const operator = /^(?:==|!=|<=|>=|~=|=|<|>|!|~)/.exec(term)?.[0];
	return operator === void 0 ? readPlain(term) : readRelation(operator, term.slice(operator.length));
}
function readRelation(operator, written) {
	const better = MISWRITTEN$1[operator + written.charAt(0)];
	if (better) throw new Refused$1(`${operator}${written.charAt(0)} is no operator: write ${better}`);
	if (/^[=<>!~]/.test(written) || operator === "!" || operator === "~") throw new Refused$1("no operator of versions");
	if (written === "") throw new Refused$1(`${operator} without a version`);
	if (/^\s/.test(written)) throw new Refused$1(`a blank after ${operator} in the version`);
	const isOpen = written.endsWith(".*");
	const version = written.replace(/(?:\.\*)+$/, "");
	if (operator === "=") return readPlain(written.endsWith("*") ? written : `${written}.*`);
	if (isOpen && operator === "~=") throw new Refused$1("~= takes no .*: write =");
	checkVersion(version);
	return operator + (operator === "!=" ? written : version);
}
function readPlain(written) {
	const version = written.replace(/\*+/g, "*");
	if (version === "*") return version;
	if (version.slice(0, -1).includes("*")) {
		if (!/^[*.+!_0-9a-z-]+$/i.test(version)) throw new Refused$1(STRANGE);
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
	throw new Refused$1(isStrange ? STRANGE : "no version that can be compared");
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
	const { operator, limit: bare } = divided$1(term);
	if (operator === "" && bare.includes("*")) return glob(bare, written);
	const [version, limit] = [parseVersion(written), parseVersion(bare)];
	if (!version || !limit || limit.text.includes("*")) return "unknown";
	return HOLDS[operator]?.(version, limit) ?? "unknown";
}
function divided$1(term) {
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
	const { operator, limit } = divided$1(term);
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

// src/conda/requirement.ts
function parseRequirement(line) {
	const [first, second] = requirementLines(line);
	if (first === void 0) return { kind: "blank" };
	if (second !== void 0) return {
		kind: "bad",
		reason: "more than one line"
	};
	try {
		return readLine(first.text);
	} catch (error) {
		if (error instanceof Refused) return {
			kind: "bad",
			reason: error.message
		};
		throw error;
	}
}
function requirementLines(text) {
	const found = [];
	let parts = [];
	let start = 1;
	const end = () => {
		const whole = withoutComment(parts.join("")).trim();
		if (whole !== "") found.push({
			text: whole,
			line: start
		});
		parts = [];
	};
	for (const [index, line] of text.replace(/^\ufeff/, "").split(LINE_BREAK).entries()) {
		if (parts.length === 0) start = index + 1;
		const isComment = line.trimStart().startsWith("#");
		if (line.endsWith("\\") && !isComment) {
			parts.push(withoutBackslashes(line));
			continue;
		}
		parts.push(isComment ? ` ${line}` : line);
		end();
	}
	end();
	return found;
}
function localVersion(requirement) {
	if (requirement.kind !== "package") return null;
	return exactVersions(requirement).find((version) => version.includes("+")) ?? null;
}
function isPinned(requirement) {
	if (requirement.kind === "package") return exactVersions(requirement).length > 0;
	if (requirement.kind === "url") return requirement.hasHash;
	return requirement.kind === "vcs" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(requirement.ref ?? "");
}
function exactVersions({ specifier }) {
	return specifier.split(",").filter((term) => term.startsWith("==")).filter((term) => !term.includes("*")).map((term) => term.slice(term.startsWith("===") ? 3 : 2));
}
var Refused = class extends Error {};
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
function withoutComment(text) {
	for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) if (at === 0 || /\s/.test(text.charAt(at - 1))) return text.slice(0, at);
	return text;
}
function withoutBackslashes(line) {
	let start = 0;
	let end = line.length;
	while (line[start] === "\\") start += 1;
	while (end > start && line[end - 1] === "\\") end -= 1;
	return line.slice(start, end);
}
function readLine(line) {
	const at = line.startsWith("-") ? 0 : line.indexOf(" -") + 1 || line.length;
	const wanted = line.slice(0, at);
	const options = [...readOptions(words(line.slice(at)))];
	if (wanted.trim() !== "") return readWanted(wanted, options);
	const value = (name) => options.find((option) => option.name === name)?.value;
	const [editable, file, constraint] = [
		"--editable",
		"--requirement",
		"--constraint"
	].map(value);
	if (editable !== void 0) return readEditable(editable);
	if (file !== void 0) return {
		kind: "file",
		path: file,
		isConstraint: false
	};
	if (constraint !== void 0) return {
		kind: "file",
		path: constraint,
		isConstraint: true
	};
	return {
		kind: "option",
		options
	};
}
function words(text) {
	const found = [];
	let word = null;
	let quote = "";
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charAt(at);
		const next = text.charAt(at + 1);
		if (character === "\\" && (quote === "" || quote === "\"" && /["\\]/.test(next))) {
			if (next === "") throw new Refused("a \\ at the end");
			word = (word ?? "") + next;
			at += 1;
		} else if (quote !== "" || !/["'\s]/.test(character)) {
			if (character === quote) quote = "";
			else word = (word ?? "") + character;
		} else if (/["']/.test(character)) {
			word ??= "";
			quote = character;
		} else if (word !== null) {
			found.push(word);
			word = null;
		}
	}
	if (quote !== "") throw new Refused("a quote that is not closed");
	return word === null ? found : [...found, word];
}
const VALUED = `--index-url --pypi-url --extra-index-url --constraint --requirement --editable --find-links
  --no-binary --only-binary --trusted-host --use-feature --global-option --hash --config-settings
  --config-setting`.split(/\s+/);
const FLAGS = [
	"--no-index",
	"--prefer-binary",
	"--require-hashes",
	"--pre"
];
const LONG = {
	"-i": "--index-url",
	"-c": "--constraint",
	"-r": "--requirement",
	"-e": "--editable",
	"-f": "--find-links",
	"-C": "--config-settings",
	"--pypi-url": "--index-url",
	"--config-setting": "--config-settings"
};
function* readOptions(given) {
	for (let at = 0; at < given.length; at += 1) {
		const word = given[at] ?? "";
		if (word === "--") return;
		if (!word.startsWith("-") || word === "-") continue;
		const [written = "", own] = divided(word);
		const name = longName(written);
		if (FLAGS.includes(name)) {
			if (own !== void 0) throw new Refused(`${name} takes no value`);
			yield {
				name,
				value: ""
			};
			continue;
		}
		const value = own ?? given[++at];
		if (value === void 0) throw new Refused(`${name} without a value`);
		if (name === "--hash" && !/^sha(?:256|384|512):/.test(value)) throw new Refused("a --hash that is none of sha256, sha384 and sha512");
		yield {
			name,
			value
		};
	}
}
function divided(word) {
	if (!word.startsWith("--")) return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word];
	const at = word.indexOf("=");
	return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}
function longName(written) {
	const all = [...VALUED, ...FLAGS];
	const exact = LONG[written] ?? all.find((name) => name === written);
	if (exact !== void 0) return exact;
	const begun = all.filter((name) => name.startsWith(written));
	const [name, other] = new Set(begun.map((one) => LONG[one] ?? one));
	if (name === void 0) throw new Refused("an option that no requirements file takes");
	if (other !== void 0) throw new Refused("an option that is cut too short");
	return name;
}
function readWanted(text, options) {
	const at = text.indexOf(isUrl(text) ? "; " : ";");
	const wanted = (at < 0 ? text : text.slice(0, at)).trim();
	const marker = at < 0 ? "" : text.slice(at + 1).trim();
	if (marker !== "") checkMarker(marker);
	const hasHash = options.some(({ name }) => name === "--hash");
	const other = readReference(wanted, hasHash, false) ?? readPath(wanted, false);
	if (other) return other;
	const { name, extras, rest } = readName(wanted);
	return {
		kind: "package",
		name,
		extras,
		specifier: readSpecifier(rest),
		marker: marker || null,
		hasHash,
		options
	};
}
function readEditable(text) {
	const [bare, extras] = splitExtras(text);
	if (/^file:/i.test(bare)) return {
		kind: "path",
		path: pathOf(bare),
		extras,
		isEditable: true
	};
	const reference = readReference(/^(?:git|hg|svn|bzr):/i.test(text) ? `${text.slice(0, text.indexOf(":"))}+${text}` : text, false, true);
	if (reference?.kind === "url") throw new Refused("-e takes a folder or a repository, no URL");
	if (reference) return reference;
	if (bare === "") throw new Refused("-e without a folder");
	return {
		kind: "path",
		path: bare,
		extras,
		isEditable: true
	};
}
const VCS = /^(?:git\+(?:https?|ssh|git|file)|hg\+(?:file|https?|ssh|static-http)|svn\+(?:ssh|https?|svn|file)|bzr\+(?:https?|ssh|sftp|ftp|lp|file)):/i;
const WEB = /^(?:https?|ftp):/i;
function isUrl(text) {
	return VCS.test(text) || WEB.test(text) || /^file:/i.test(text);
}
function readReference(text, hasHash, isEditable) {
	if (isUrl(text)) return readUrl(text, null, [], hasHash, isEditable);
	if (/^(?:git|hg|svn|bzr)\+/i.test(text)) throw new Refused("an address that pip cannot take: write git+https:// or git+ssh://");
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new Refused("a kind of URL that pip does not take");
	const at = text.indexOf("@");
	if (at < 0 || looksLikePath(text.slice(0, at))) return null;
	const { name, extras, rest } = readName(text);
	if (!rest.startsWith("@")) throw new Refused("no name, or no name alone, before the @");
	const url = rest.slice(1).trim();
	if (!isUrl(url) || /\s/.test(url)) throw new Refused("no URL after the @");
	return readUrl(url, name, extras, hasHash, isEditable);
}
function readUrl(url, given, extras, hasHash, isEditable) {
	if (/^file:/i.test(url)) return {
		kind: "path",
		path: pathOf(url),
		extras,
		isEditable
	};
	const [base, fragment] = halves(url, "#");
	const name = given ?? wheelName(base) ?? eggName(fragment);
	if (VCS.test(url)) return {
		kind: "vcs",
		name,
		...splitRef(base, fragment),
		isEditable
	};
	return {
		kind: "url",
		name,
		url,
		hasHash: hasHash || /(?:^|&)(?:sha(?:1|224|256|384|512)|md5)=[0-9a-f]/i.test(fragment),
		isEditable
	};
}
function splitRef(base, fragment) {
	const suffix = fragment === "" ? "" : `#${fragment}`;
	const [address, query] = halves(base, "?");
	const path = address.indexOf("/", address.indexOf("://") + 3);
	const at = path < 0 ? -1 : address.lastIndexOf("@");
	if (at < path || at < 0) return {
		url: base + suffix,
		ref: null
	};
	if (at === address.length - 1) throw new Refused("an @ without a branch, tag or commit");
	const rest = query === "" ? suffix : `?${query}${suffix}`;
	return {
		url: address.slice(0, at) + rest,
		ref: address.slice(at + 1)
	};
}
function wheelName(base) {
	const file = base.slice(base.lastIndexOf("/") + 1);
	const parts = file.split("-");
	return /\.whl$/i.test(file) && [5, 6].includes(parts.length) ? normalized(parts[0] ?? "") : null;
}
function eggName(fragment) {
	const egg = fragment.split("&").find((part) => part.startsWith("egg="));
	const name = NAME.exec(egg?.slice(4) ?? "")?.[0];
	return name === void 0 ? null : normalized(name);
}
function pathOf(url) {
	const [text] = halves(url.slice(5), "#");
	const path = text.startsWith("//") ? text.slice(2) : text;
	const host = text.startsWith("//") ? halves(path, "/")[0] : "";
	if (![
		"",
		"localhost",
		".",
		".."
	].includes(host)) throw new Refused("a file of another machine");
	return decoded(host === "localhost" ? path.slice(host.length) : path);
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
function halves(text, mark) {
	const at = text.indexOf(mark);
	return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/i;
function readPath(text, isEditable) {
	const [path, extras] = looksLikePath(text) || text.endsWith("]") ? splitExtras(text) : [text, []];
	if (!looksLikePath(path) && !ARCHIVE.test(path)) return null;
	return {
		kind: "path",
		path,
		extras,
		isEditable
	};
}
function looksLikePath(text) {
	return text.includes("/") || text.startsWith(".");
}
function splitExtras(text) {
	const at = text.endsWith("]") ? text.lastIndexOf("[") : -1;
	return at < 1 ? [text, []] : [text.slice(0, at), extrasIn(text.slice(at + 1, -1))];
}
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?/;
function readName(text) {
	const written = NAME.exec(text)?.[0];
	if (written === void 0) throw new Refused("it begins with no name of a package");
	const name = normalized(written);
	const rest = text.slice(written.length).trim();
	if (!rest.startsWith("[")) return {
		name,
		extras: [],
		rest
	};
	const end = rest.indexOf("]");
	if (end < 0) throw new Refused("a ] is missing after the extras");
	return {
		name,
		extras: extrasIn(rest.slice(1, end)),
		rest: rest.slice(end + 1).trim()
	};
}
function extrasIn(text) {
	const extras = text.split(",").map((extra) => extra.trim());
	if (extras.length === 1 && extras[0] === "") return [];
	if (extras.some((extra) => NAME.exec(extra)?.[0] !== extra)) throw new Refused("extras that are no names");
	return extras;
}
function normalized(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
const MISWRITTEN = {
	"=": "==",
	"=>": ">=",
	"=<": "<=",
	"<>": "!=",
	"=~": "~="
};
function readSpecifier(text) {
	const inner = (text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text).trim();
	const terms = (inner.endsWith(",") ? inner.slice(0, -1) : inner).split(",");
	return terms.length === 1 && inner === "" ? "" : terms.map((term) => readTerm(term.trim())).join(",");
}
function readTerm(term) {
	const operator = /^[=<>!~]+/.exec(term)?.[0] ?? "";
	const version = term.slice(operator.length).trim();
	const better = MISWRITTEN[operator];
	if (better) throw new Refused(`${operator} is no operator of pip: write ${better}`);
	if (operator === "") throw new Refused("no operator after the name: write ==");
	if (version === "") throw new Refused("an operator without a version");
	const form = FORMS[operator];
	if (!form) throw new Refused("no operator of pip");
	if (!form.test(version)) throw new Refused(`no version that pip takes after ${operator}`);
	return operator + version;
}
const RELEASE = String.raw`v?(?:\d+!)?\d+(?:\.\d+)`;
const SUFFIX = String.raw`(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?`;
const LOCAL = String.raw`(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?`;
const EQUAL = new RegExp(String.raw`^${RELEASE}*(?:\.\*|${SUFFIX}${LOCAL})$`, "i");
const ORDERED = new RegExp(`^${RELEASE}*${SUFFIX}$`, "i");
const FORMS = {
	"==": EQUAL,
	"!=": EQUAL,
	"<": ORDERED,
	">": ORDERED,
	"<=": ORDERED,
	">=": ORDERED,
	"~=": new RegExp(`^${RELEASE}+${SUFFIX}$`, "i"),
	"===": /^[^\s;)]+$/
};
const MARKER = /[ \t]*(?:(?<value>'[^']*'|"[^"]*"|(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b)|(?<operator>===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b)|(?<join>(?:and|or)\b)|(?<open>\()|(?<close>\)))/y;
const AFTER = {
	start: {
		open: "start",
		value: "left"
	},
	left: { operator: "compared" },
	compared: { value: "end" },
	end: {
		join: "start",
		close: "end"
	}
};
function checkMarker(text) {
	let state = "start";
	let depth = 0;
	MARKER.lastIndex = 0;
	while (MARKER.lastIndex < text.length) {
		const groups = MARKER.exec(text)?.groups ?? {};
		const kind = Object.keys(groups).find((name) => groups[name] !== void 0) ?? "";
		state = AFTER[state]?.[kind] ?? "";
		depth += kind === "open" ? 1 : kind === "close" ? -1 : 0;
		if (state === "" || depth < 0) break;
	}
	if (state !== "end" || depth !== 0) throw new Refused("the condition after the ; is none");
}

export { matches as a, compareVersions as c, requirementLines as i, parseVersion as l, localVersion as n, parseMatchSpec as o, parseRequirement as r, withoutUpperBounds as s, isPinned as t };