import { et as normalize } from "./verifying.js";

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
	return /\.whl$/i.test(file) && [5, 6].includes(parts.length) ? normalize(parts[0] ?? "") : null;
}
function eggName(fragment) {
	const egg = fragment.split("&").find((part) => part.startsWith("egg="));
	const name = NAME.exec(egg?.slice(4) ?? "")?.[0];
	return name === void 0 ? null : normalize(name);
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
	const name = normalize(written);
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

export { requirementLines as i, localVersion as n, parseRequirement as r, isPinned as t };