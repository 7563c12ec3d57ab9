import { n as CannotRead, s as NotFound } from "./errors.js";
import { r as realPath } from "./links.js";
import { t as homes } from "./machine.js";
import { t as environmentFolders } from "./condarc.js";
import { n as rootOf } from "./package-cache.js";
import { posix } from "node:path";

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
	if (stat.kind !== "ok" || stat.value.kind !== "directory") return new CannotRead(`${path} is no folder.`, adviceForFile(path));
	if (source.lstat(`${place}/conda-meta`).kind === "denied") return new CannotRead(`${path} may not be entered.`, "Run it as a user who may, or as its owner.");
	if (source.exists(`${place}/python.exe`) || source.exists(`${place}/Scripts/conda.exe`)) return new CannotRead(`${path} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
	if (isEnvironment(source, place)) return null;
	if (source.exists(`${place}/pyvenv.cfg`)) return new CannotRead(`${path} is a virtual environment (venv, virtualenv or uv), not one of conda.`, "It has no records to compare it with.");
	return new CannotRead(`${path} is not a conda environment: it has no conda-meta with records.`, "Name the prefix of an environment; conda-links list shows those that are known.");
}
function adviceForFile(path) {
	if (/\.zip$/i.test(path)) return `An archive is named with its kind: zip:${path}`;
	if (/\.(?:tar(?:\.\w+)?|tgz|tbz2?|tzst)$/i.test(path)) return `An archive is named with its kind: tar:${path}`;
	return "Name the prefix of an environment.";
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

export { findForAction as a, findEnvironments as i, environmentAt as n, isEnvironment as o, environmentsAt as r, subfolders as s, distinct as t };