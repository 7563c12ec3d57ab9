import { p as BadInput } from "./start.js";

// src/docker/ignore-pattern.ts
const isAny = () => true;
const isNone = () => false;
const isNoSlash = (character) => character !== "/";
const once = (accepts) => ({
	accepts,
	repeats: false,
	skips: []
});
const often = (accepts) => ({
	accepts,
	repeats: true,
	skips: [1]
});
function meaningOf(pattern) {
	const clean = cleaned(pattern);
	const [, anywhere, plain] = /^(\*\*\/)?([^*?[\\]+)$/.exec(clean) ?? [];
	if (plain !== void 0 && anywhere) return (path) => `/${path}/`.includes(`/${plain}/`);
	if (plain !== void 0) return (path) => `${path}/`.startsWith(`${plain}/`);
	const steps = stepsOf(clean);
	if (steps === null) return null;
	return steps.length === 0 ? () => false : (path) => isLedTo(steps, path);
}
function isLedTo(steps, path) {
	const nowhere = () => new Array(steps.length + 1).fill(false);
	let on = nowhere();
	on[0] = true;
	for (const character of `${path}/`) {
		skip(on, steps);
		if (character === "/" && on[steps.length]) return true;
		const next = nowhere();
		for (const [at, { accepts, repeats }] of steps.entries()) if (on[at] && accepts(character)) next[at + (repeats ? 0 : 1)] = true;
		on = next;
	}
	return false;
}
function skip(on, steps) {
	for (const [at, { skips }] of steps.entries()) if (on[at]) for (const far of skips) on[at + far] = true;
}
function cleaned(pattern) {
	const parts = [];
	for (const part of pattern.trim().split("/")) if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return parts.join("/");
}
function stepsOf(pattern) {
	const steps = [];
	const all = [...pattern];
	for (let at = 0; at < all.length; at += 1) {
		const one = all[at] ?? "";
		if (one === "*" && all[at + 1] === "*") {
			at += all[at + 2] === "/" ? 2 : 1;
			if (at + 1 >= all.length) steps.push(often(isAny));
			else {
				steps.push({
					accepts: isNone,
					repeats: false,
					skips: [1, 3]
				});
				steps.push(often(isAny), once((character) => character === "/"));
			}
		} else if (one === "*") steps.push(often(isNoSlash));
		else if (one === "?") steps.push(once(isNoSlash));
		else if (one === "[") {
			const end = all.indexOf("]", at + 2);
			if (end < 0) return null;
			steps.push(once(classOf(all.slice(at + 1, end))));
			at = end;
		} else {
			if (one === "\\") at += 1;
			const literal = all[at];
			if (literal === void 0) return null;
			steps.push(once((character) => character === literal));
		}
	}
	return steps;
}
function classOf(inner) {
	const isNegated = inner[0] === "^";
	const members = isNegated ? inner.slice(1) : inner;
	const ranges = [];
	for (let at = 0; at < members.length; at += 1) {
		const first = members[at] ?? "";
		const isRange = members[at + 1] === "-" && at + 2 < members.length;
		ranges.push([first, isRange ? members[at + 2] ?? "" : first]);
		if (isRange) at += 2;
	}
	return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}

// src/docker/ignore.ts
function ignoreLines(text) {
	return text.replace(/^\ufeff/, "").split("\n").filter((line) => !line.startsWith("#")).map((line) => line.trim()).filter((line) => line !== "");
}
function excludedBy(list, paths) {
	const meanings = list.map(lineOf);
	return paths.filter((path) => isExcluded(meanings, path));
}
function ignoreRules(text) {
	const lines = ignoreLines(text).map(lineOf);
	for (const { means, isException, pattern } of lines) {
		if (means !== null && !(isException && pattern === "")) continue;
		throw new BadInput(`.dockerignore: “${isException ? "!" : ""}${pattern}” is no pattern.`, "A [ wants its ], and a ! something behind it.");
	}
	const wanted = lines.filter(({ isException }) => isException).map(({ pattern }) => whole(pattern));
	const isPlain = wanted.every((pattern) => !/[*?[\]^\\]/.test(pattern));
	return {
		ignores: (path) => isExcluded(lines, path),
		mayWantOf: (folder) => wanted.some((pattern) => !isPlain || `${pattern}/`.startsWith(`${folder}/`))
	};
}
function lineOf(line) {
	const isException = line.startsWith("!");
	const pattern = isException ? line.slice(1).trim() : line;
	return {
		isException,
		pattern,
		means: meaningOf(pattern)
	};
}
function isExcluded(lines, path) {
	const last = lines.findLast(({ means }) => means?.(path));
	return last !== void 0 && !last.isException;
}
function whole(pattern) {
	return pattern.replace(/\/\*\*?$/, "").split("/").filter((part) => part !== "" && part !== ".").join("/");
}

export { ignoreLines as n, ignoreRules as r, excludedBy as t };