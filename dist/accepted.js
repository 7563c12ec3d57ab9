import { a as printable } from "./bytes.js";

// src/path-pattern.ts
const isAny = () => true;
const isSlash = (character) => character === "/";
const isNoSlash = (character) => character !== "/";
function patternOf(pattern) {
	if (!hasStars(pattern)) {
		const only = pattern.replaceAll("[*]", "*");
		return (path) => path === only;
	}
	const steps = stepsOf(pattern);
	const [start = ""] = pattern.split(/\*|\[\*\]/);
	return (path) => path.startsWith(start) && isLedTo(steps, path);
}
function hasStars(pattern) {
	return pattern.replaceAll("[*]", "").includes("*");
}
function patternFor(path) {
	return path.replaceAll("*", "[*]");
}
function stepsOf(pattern) {
	const steps = [];
	for (const [part] of pattern.matchAll(/(?<![^/])\*\*\/|\*\*+|\*|\[\*\]|./gsu)) if (part === "**/") {
		steps.push({
			takes: () => false,
			repeats: false,
			skips: [1, 3]
		});
		steps.push({
			takes: isAny,
			repeats: true,
			skips: [1]
		});
		steps.push({
			takes: isSlash,
			repeats: false,
			skips: []
		});
	} else if (part.startsWith("**")) steps.push({
		takes: isAny,
		repeats: true,
		skips: [1]
	});
	else if (part === "*") steps.push({
		takes: isNoSlash,
		repeats: true,
		skips: [1]
	});
	else {
		const literal = part === "[*]" ? "*" : part;
		steps.push({
			takes: (character) => character === literal,
			repeats: false,
			skips: []
		});
	}
	return steps;
}
function isLedTo(steps, path) {
	let at = /* @__PURE__ */ new Set();
	const enter = (places, place) => {
		if (places.has(place)) return;
		places.add(place);
		for (const far of steps[place]?.skips ?? []) enter(places, place + far);
	};
	enter(at, 0);
	for (const character of path) {
		const next = /* @__PURE__ */ new Set();
		for (const place of at) {
			const step = steps[place];
			if (step?.takes(character)) enter(next, place + (step.repeats ? 0 : 1));
		}
		if (next.size === 0) return false;
		at = next;
	}
	return at.has(steps.length);
}

// src/accepted.ts
function nameOf(dist) {
	return dist.replace(/-[^-]*-[^-]*$/, "");
}
function dayOf(time) {
	return time.toISOString().slice(0, 10);
}
var Acceptances = class {
	#today;
	#all;
	#exact = /* @__PURE__ */ new Map();
	#others = /* @__PURE__ */ new Map();
	#used = /* @__PURE__ */ new Set();
	#again = /* @__PURE__ */ new Map();
	constructor(all, now) {
		this.#all = all;
		this.#today = dayOf(now);
		for (const entry of all) {
			const { check, path } = entry;
			if (path === null || hasStars(path)) {
				const isAt = path === null ? () => true : patternOf(path);
				push(this.#others, check, {
					entry,
					isAt
				});
			} else push(this.#exact, `${check} ${path.replaceAll("[*]", "*")}`, entry);
		}
	}
	reasonFor = (finding) => {
		let expired = null;
		for (const entry of this.#matching(finding)) {
			this.#used.add(entry);
			if (entry.until === null || entry.until >= this.#today) return entry.reason;
			expired ??= entry;
		}
		if (expired) this.#again.set(expired, (this.#again.get(expired) ?? 0) + 1);
		return null;
	};
	*#matching(finding) {
		const path = printable(finding.path);
		const names = finding.environments.map(printable);
		const owner = finding.package === null ? null : printable(finding.package);
		const isMeant = (entry) => (entry.package === null || entry.package === owner) && (entry.environment === null || names.includes(entry.environment));
		for (const entry of this.#exact.get(`${finding.check} ${path}`) ?? []) if (isMeant(entry)) yield entry;
		for (const { entry, isAt } of this.#others.get(finding.check) ?? []) if (isMeant(entry) && isAt(path)) yield entry;
	}
	remarks() {
		return this.#all.flatMap((entry) => {
			const again = this.#again.get(entry);
			if (again === void 0) return [];
			const what = again === 1 ? "1 finding counts" : `${again} findings count`;
			return `${entry.place}: accepted until ${entry.until}, which is over (${entry.reason}): ${what} again (${entry.check})`;
		});
	}
	stale(ran, environments) {
		const ids = new Set(ran.map(({ id }) => id));
		const names = new Set(environments.flat().map(printable));
		return this.#all.filter((entry) => !this.#used.has(entry) && ids.has(entry.check) && (entry.environment === null || names.has(entry.environment)));
	}
};
function push(map, key, value) {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
const TOLD = 5;
function hintOn(stale) {
	if (stale.length === 0) return "";
	const places = stale.slice(0, TOLD).map(({ place, check }) => `${place} (${check})`);
	const rest = stale.length > TOLD ? `, and ${stale.length - TOLD} more` : "";
	return `conda-links: accepted, and not found this time: ${places.join(", ")}${rest}. What is mended can be taken out.\n`;
}

export { patternFor as a, nameOf as i, dayOf as n, hintOn as r, Acceptances as t };