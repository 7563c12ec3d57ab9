import { o as __toESM } from "./rolldown-runtime.js";
import { posix } from "node:path";

// src/conda/condarc.ts
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

export { isTooDeep as n, environmentFolders as t };