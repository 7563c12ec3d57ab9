import { S as findEnvironments, T as subfolders, b as environmentAt, i as advise, rt as require_fastest_levenshtein, tt as refuseNoUser, w as isEnvironment, y as distinct } from "./inputs.js";
import { s as NotFound, t as BadInput } from "./errors.js";
import { i as parseReference, n as isImage, r as openReference, t as SCHEMES } from "./references.js";
import { posix } from "node:path";

// src/conda/locate.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
async function locate(source, machine, word, discover = () => findEnvironments(source, machine)) {
	if (word === "") throw new BadInput("The name of an environment is empty.", "Name one, or a prefix.");
	const path = asPath(machine, word);
	if (path !== null) return locatePath(source, path);
	const { environments } = await discover();
	const named = environments.filter(({ name }) => name === word);
	if (named.length > 0) return named;
	const beside = posix.join(machine.cwd, word);
	const here = locatePath(source, beside);
	const stat = source.lstat(beside);
	if (stat.kind === "ok" && stat.value.kind === "file" || here.some(({ problem }) => problem === null)) return here;
	return [{
		name: word,
		prefix: "",
		problem: new NotFound(`There is no environment “${word}”.`, nearest(word, environments))
	}];
}
async function locateAll(source, machine, words) {
	let discovery = null;
	const discover = () => {
		discovery ??= findEnvironments(source, machine);
		return discovery;
	};
	const found = [];
	for (const word of words) found.push(...await locate(source, machine, word, discover));
	return distinct(source, found);
}
function asPath({ cwd, home }, word) {
	if (word === "~" || word.startsWith("~/")) return posix.join(home, word.slice(1));
	return word.includes("/") || word === "." || word === ".." ? posix.resolve(cwd, word) : null;
}
function locatePath(source, path) {
	const within = subfolders(source, `${path}/envs`).filter((one) => isEnvironment(source, one));
	if (!(source.exists(`${path}/envs`) && (isEnvironment(source, path) || within.length > 0))) return [environmentAt(source, path)];
	return (isEnvironment(source, path) ? [path, ...within] : within).map((prefix) => environmentAt(source, prefix));
}
function nearest(word, environments) {
	const names = [...new Set(environments.map(({ name }) => name))];
	const close = names.map((name) => ({
		name,
		far: (0, import_fastest_levenshtein.distance)(word.toLowerCase(), name.toLowerCase())
	})).filter(({ name, far }) => far <= Math.max(2, name.length / 2)).sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1)).slice(0, 3).map(({ name }) => name);
	if (close.length > 0) return `Did you mean ${close.join(" or ")}?`;
	return names.length > 0 ? `Known here: ${names.slice(0, 8).join(", ")}. A prefix can be named too.` : "No environment is known on this machine; name its prefix.";
}

// src/scopes.ts
function scopeOf(source, targets) {
	return {
		reference: null,
		kind: source.kind,
		open: async () => ({
			source,
			targets,
			close: async () => {}
		})
	};
}
async function scopesOf(words, machineSource, options) {
	refuseUseless(words, options);
	const here = await locateNames(words.filter((word) => parseReference(word) === null), machineSource, options);
	return [...here.length > 0 ? [scopeOf(machineSource, here)] : [], ...words.flatMap((word) => parseReference(word) ?? []).map(({ text, kind }) => ({
		reference: text,
		kind,
		open: () => openWord(text, machineSource, options)
	}))];
}
async function openWord(word, machineSource, options) {
	const reference = parseReference(word);
	if (reference) {
		const { source, environments, close } = await openReference(reference, options);
		return {
			source,
			targets: environments,
			close
		};
	}
	return scopeOf(machineSource, await locateNames([word], machineSource, options)).open();
}
function locateNames(names, source, { machine }) {
	for (const name of names) refuseUnknownKind(name, source, machine);
	return locateAll(source, machine, names);
}
function refuseUnknownKind(word, source, { cwd }) {
	const kind = /^([a-z][a-z-]+):/.exec(word)?.[1];
	if (kind === void 0 || source.exists(posix.resolve(cwd, word))) return;
	throw new BadInput(`“${kind}:” is no kind of image or archive.`, advise(SCHEMES, kind));
}
function refuseUselessUser(words, { asUser, level }) {
	if (asUser === null) return;
	refuseNoUser(asUser);
	if (level === "links") throw new BadInput("as-user: permissions are not looked at with level links.", "Take level metadata or content, or leave it out.");
	const isArchive = (word) => {
		const reference = parseReference(word);
		return reference !== null && !isImage(reference);
	};
	if (words.length === 0 || !words.every(isArchive)) return;
	throw new BadInput("as-user: an archive does not tell who will own what is in it, and nothing else is named.", "Name an environment or an image, or leave it out.");
}
function refuseUseless(words, { prefix, platform }) {
	const references = words.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	if (words.filter((word) => word === "tar:-").length > 1) throw new BadInput("Standard input is named twice.", "It can be read once only.");
	if (prefix !== null && !hasArchive) throw new BadInput("prefix: it says where an archive is unpacked, and none is named.", "Name one with tar: or zip:, or leave it out.");
	if (platform !== null && !hasImage) throw new BadInput("platform: it chooses among images, and none is named.", "Name one like docker:ml:latest, or leave it out.");
}

export { scopesOf as a, scopeOf as i, refuseUseless as n, refuseUselessUser as r, openWord as t };