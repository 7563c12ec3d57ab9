import { t as CHECKS } from "./checks.js";
import { n as CannotRead, s as NotFound, t as BadInput } from "./errors.js";
import { r as SETTING_INPUTS } from "./inputs.js";
import { i as parseReference, n as isImage } from "./references.js";
import { t as RULES } from "./rules.js";
import { posix } from "node:path";

// src/settings.ts
const UNSET = {
	options: /* @__PURE__ */ new Map(),
	accept: [],
	smoke: []
};
const SETTINGS_FILE = ".conda-links.yml";
const LARGEST_SETTINGS = 524288;
async function readSettings(source, folder, named = null) {
	const file = named ?? ".conda-links.yml";
	const text = await readText(source, folder, file);
	if (text === null && named !== null) throw new NotFound(`There is no ${named}.`, "It is what the option config names.");
	if (text === null || text.trim() === "") return UNSET;
	const { parseSettings } = await import("./settings-yaml.js");
	return parseSettings(text, file);
}
async function readText(source, folder, file) {
	const path = posix.resolve(folder, file);
	const content = (await source.read([path], 524289)).get(path);
	if (content === void 0 || content.kind === "missing") return null;
	if (content.kind !== "ok") {
		const why = source.list(path).kind === "ok" ? " is a folder" : " cannot be read";
		const advice = content.kind === "denied" ? "See that this user may read it." : "It has to be a file, like docs/settings.md shows one.";
		throw new CannotRead(`${file}${why}.`, advice);
	}
	if (content.value.length > 524288) throw new BadInput(`${file} is larger than 512 KiB.`, "Accept many findings with one pattern: path: \"lib/old/**\".");
	return content.value.toString("utf8");
}
function settled(command, given, { options }) {
	const ids = (command === "lint" ? RULES : CHECKS).map(({ id }) => id);
	const fromFile = SETTING_INPUTS.filter((input) => input.of.includes(command)).flatMap(({ name, choices }) => {
		const setting = options.get(name);
		const key = keyOf(name);
		if (!setting || isGiven(given[key])) return [];
		return [[key, (name === "check" || name === "skip") && choices.length > 0 ? [setting.value].flat().filter((id) => ids.includes(id)) : setting.value]];
	});
	return {
		...given,
		...Object.fromEntries(fromFile)
	};
}
function withoutUseless(inputs, given) {
	const references = inputs.environments.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	const { length } = inputs.environments;
	const areArchives = length > 0 && length === references.length && !hasImage;
	const isUserOfUse = inputs.level !== "links" && !areArchives;
	return {
		...inputs,
		prefix: hasArchive || isGiven(given["prefix"]) ? inputs.prefix : null,
		platform: hasImage || isGiven(given["platform"]) ? inputs.platform : null,
		asUser: isUserOfUse || isGiven(given["asUser"]) ? inputs.asUser : null
	};
}
function blaming(error, given, { options }) {
	if (!(error instanceof BadInput)) return error;
	const [, name = ""] = /^([a-z][a-z-]*): /.exec(error.message) ?? [];
	const setting = options.get(name);
	if (!setting || isGiven(given[keyOf(name)])) return error;
	return new BadInput(`${setting.place}: ${error.message}`, error.advice, { cause: error });
}
function keyOf(name) {
	return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
function isGiven(raw) {
	return raw !== void 0 && raw !== "" && !(Array.isArray(raw) && raw.length === 0);
}

export { keyOf as a, settled as c, blaming as i, withoutUseless as l, SETTINGS_FILE as n, readSettings as o, UNSET as r, readText as s, LARGEST_SETTINGS as t };