import { r as __toESM } from "./rolldown-runtime.js";
import { i as CannotRead, r as BadInput, s as NotFound } from "./sources.js";
import { E as require_fastest_levenshtein, T as SEVERITIES, f as rootOf, m as realPath } from "./terminal.js";
import { t as homes } from "./machine.js";
import { posix } from "node:path";

// src/conda/condarc.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
const LARGEST = 1 << 20;
async function environmentFolders(source, machine, roots) {
	const { env } = machine;
	const fromVariables = [env["CONDA_ENVS_DIRS"], env["CONDA_ENVS_PATH"]].flatMap((value) => value?.split(/[:,]/) ?? []);
	const files = configurationFiles(source, machine, roots).filter((file) => source.exists(file));
	const contents = await source.read(files, LARGEST);
	const texts = files.flatMap((file) => {
		const content = contents.get(file);
		return content?.kind === "ok" ? content.value.toString("utf8") : [];
	});
	const parse = texts.length > 0 ? (await import("./yaml.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).parse : () => null;
	const fromFiles = texts.flatMap((text) => foldersIn(parse, text));
	return [.../* @__PURE__ */ new Set([...fromVariables, ...fromFiles])].map((folder) => expand(folder.trim(), machine)).filter((folder) => folder.startsWith("/"));
}
function configurationFiles(source, machine, roots) {
	const { env, home } = machine;
	const config = env["XDG_CONFIG_HOME"] ?? `${home}/.config`;
	const named = [
		"/etc/conda",
		"/var/lib/conda",
		...roots,
		`${config}/conda`,
		`${home}/.conda`,
		env["CONDA_PREFIX"] ?? ""
	].filter((place) => place.startsWith("/")).flatMap((place) => [
		`${place}/.condarc`,
		`${place}/condarc`,
		...pieces(source, `${place}/condarc.d`)
	]);
	const own = [
		`${home}/.condarc`,
		`${home}/.mambarc`,
		env["CONDARC"] ?? "",
		env["MAMBARC"] ?? ""
	];
	return [.../* @__PURE__ */ new Set([...named, ...own])].filter((file) => file.startsWith("/"));
}
function pieces(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.map((item) => item.name).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => `${folder}/${name}`);
}
function foldersIn(parse, text) {
	try {
		if (isTooDeep(text)) return [];
		const config = parse(text, {
			maxAliasCount: 100,
			logLevel: "silent"
		});
		if (typeof config !== "object" || config === null) return [];
		const { envs_dirs, envs_path } = config;
		return [envs_dirs, envs_path].flat().filter((folder) => typeof folder === "string");
	} catch {
		return [];
	}
}
function isTooDeep(text) {
	return /(?:[[{]\s*){64}|(?:[-?:] +){64}|^ {512}/m.test(text);
}
function expand(folder, { env, home, cwd }) {
	const path = folder.replace(/^~(?=\/|$)/, home).replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => env[braced ?? bare] ?? whole);
	return path === "" ? "" : posix.resolve(cwd, path);
}

// src/conda/environments.ts
const USUAL_ROOTS = [
	"miniconda3",
	"miniconda",
	"miniforge3",
	"mambaforge",
	"anaconda3",
	"anaconda",
	"micromamba",
	"conda",
	".local/share/mamba",
	".conda"
];
async function findEnvironments(source, machine) {
	const { env, cwd } = machine;
	const users = await homes(source, machine);
	const listed = await registered(source, users);
	const prefixes = [...[env["CONDA_PREFIX"], ...Array.from({ length: 9 }, (_, n) => env[`CONDA_PREFIX_${n + 1}`])], ...listed.prefixes].filter((path) => path !== void 0 && path !== "");
	const executable = env["CONDA_EXE"] ?? "";
	const roots = [
		executable.startsWith("/") ? posix.dirname(posix.dirname(executable)) : "",
		env["CONDA"] ?? "",
		env["MAMBA_ROOT_PREFIX"] ?? "",
		...prefixes.map((prefix) => rootOf(posix.normalize(prefix))),
		...[
			...users,
			"/opt",
			"/usr/local",
			"/usr/share"
		].flatMap((place) => USUAL_ROOTS.map((name) => `${place}/${name}`))
	].filter((root) => root.startsWith("/"));
	const folders = [
		...await environmentFolders(source, machine, roots),
		...users.map((home) => `${home}/.conda/envs`),
		...ancestors(cwd).map((folder) => `${folder}/.pixi/envs`)
	];
	return {
		environments: environmentsAt(source, [
			...prefixes,
			...roots.flatMap((root) => [root, ...subfolders(source, `${root}/envs`)]),
			...folders.flatMap((folder) => subfolders(source, folder))
		]),
		tried: [
			"CONDA_PREFIX, CONDA_EXE, CONDA and MAMBA_ROOT_PREFIX",
			...listed.files,
			...new Set([...roots, ...folders].filter((place) => source.exists(place)))
		]
	};
}
function findForAction(source, machine) {
	const { env, cwd } = machine;
	const active = env["CONDA_PREFIX"] ?? "";
	const folders = [...[env["CONDA"], env["MAMBA_ROOT_PREFIX"]].filter((root) => root?.startsWith("/")).map((root) => `${root}/envs`), `${cwd}/.pixi/envs`];
	if (active !== "") return {
		environments: [environmentAt(source, posix.resolve(cwd, active))],
		tried: []
	};
	return {
		environments: environmentsAt(source, folders.flatMap((folder) => subfolders(source, folder))),
		tried: ["CONDA_PREFIX", ...folders]
	};
}
function environmentAt(source, prefix) {
	return {
		name: nameOf(source, prefix),
		prefix,
		problem: problemOf(source, prefix)
	};
}
function problemOf(source, path) {
	const place = realPath(source, path);
	const stat = source.lstat(place);
	if (stat.kind === "missing") return new NotFound(`There is nothing at ${path}.`, "Look for it with: conda-links list");
	if (stat.kind === "denied") return new CannotRead(`${path} may not be read.`, "Run it as a user who may, or as its owner.");
	if (stat.kind === "ok" && stat.value.kind === "symlink") return new NotFound(`${path} is a link that leads nowhere.`, "Name the prefix itself.");
	if (stat.kind !== "ok" || stat.value.kind !== "directory") return new CannotRead(`${path} is no folder.`, "Name the prefix of an environment.");
	if (source.lstat(`${place}/conda-meta`).kind === "denied") return new CannotRead(`${path} may not be entered.`, "Run it as a user who may, or as its owner.");
	if (source.exists(`${place}/python.exe`) || source.exists(`${place}/Scripts/conda.exe`)) return new CannotRead(`${path} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
	if (isEnvironment(source, place)) return null;
	if (source.exists(`${place}/pyvenv.cfg`)) return new CannotRead(`${path} is a virtual environment (venv, virtualenv or uv), not one of conda.`, "It has no records to compare it with.");
	return new CannotRead(`${path} is not a conda environment: it has no conda-meta with records.`, "Name the prefix of an environment; conda-links list shows those that are known.");
}
function isEnvironment(source, path) {
	const metadata = source.list(`${path}/conda-meta`);
	if (metadata.kind === "denied") return true;
	if (metadata.kind !== "ok") return false;
	return metadata.value.some(({ name }) => name === "history" || name.endsWith(".json"));
}
function subfolders(source, folder) {
	const items = source.list(folder);
	if (items.kind !== "ok") return [];
	return items.value.filter(({ kind, name }) => (kind === "directory" || kind === "symlink") && !name.startsWith(".")).map(({ name }) => `${folder}/${name}`).sort();
}
function distinct(source, environments) {
	const seen = /* @__PURE__ */ new Map();
	for (const environment of environments) {
		const { name, prefix } = environment;
		const place = prefix === "" ? `name ${name}` : realPath(source, prefix);
		const stat = source.lstat(place);
		const key = stat.kind === "ok" ? stat.value.identity : place;
		if (!seen.has(key)) seen.set(key, environment);
	}
	return [...seen.values()];
}
function environmentsAt(source, prefixes) {
	return distinct(source, prefixes.filter((prefix) => isEnvironment(source, prefix)).map((prefix) => environmentAt(source, posix.resolve(prefix))));
}
function nameOf(source, prefix) {
	return (subfolders(source, `${prefix}/envs`).some((one) => isEnvironment(source, one)) || source.exists(`${prefix}/condabin`)) && isEnvironment(source, prefix) ? "base" : posix.basename(prefix) || prefix;
}
async function registered(source, users) {
	const files = users.map((home) => `${home}/.conda/environments.txt`);
	const contents = await source.read(files, 1 << 20);
	const readable = files.filter((file) => contents.get(file)?.kind === "ok");
	return {
		prefixes: readable.flatMap((file) => {
			const content = contents.get(file);
			return (content?.kind === "ok" ? content.value.toString("utf8").split("\n") : []).map((line) => line.trim()).filter((line) => line.startsWith("/"));
		}),
		files: readable
	};
}
function ancestors(folder) {
	return folder === "/" ? [""] : [folder, ...ancestors(posix.dirname(folder))];
}

// src/conda/locate.ts
async function locate(source, machine, word, discover = () => findEnvironments(source, machine)) {
	if (word === "") throw new BadInput("The name of an environment is empty.", "Name one, or a prefix.");
	const path = asPath(machine, word);
	if (path !== null) return locatePath(source, path);
	const { environments } = await discover();
	const named = environments.filter(({ name }) => name === word);
	if (named.length > 0) return named;
	const here = locatePath(source, posix.join(machine.cwd, word));
	if (here.some(({ problem }) => problem === null)) return here;
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

// src/outcome.ts
function exitCode({ environments }, failOn) {
	const failing = failOn === "never" ? [] : SEVERITIES.slice(SEVERITIES.indexOf(failOn));
	if (environments.some((one) => one.verdict !== "unchecked" && one.findings.some(({ severity }) => failing.includes(severity)))) return 1;
	return environments.some(({ verdict }) => verdict === "unchecked") || environments.length === 0 ? 2 : 0;
}

export { isTooDeep as a, findForAction as i, locateAll as n, findEnvironments as r, exitCode as t };