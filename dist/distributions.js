import { posix } from "node:path";

// src/conda/distributions.ts
const METADATA = /^(.+?)-([^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;
async function findDistributions(inventory, manifest) {
	const found = [...inventory.folders()].flatMap((path) => {
		if (!path.endsWith("-info")) return [];
		const name = path.slice(path.lastIndexOf("/") + 1);
		const match = /\/(?:site|dist)-packages\/[^/]+$/.test(path) ? METADATA.exec(name) : null;
		return match ? [{
			path,
			project: normalize(match[1] ?? ""),
			version: match[2] ?? ""
		}] : [];
	});
	found.sort((a, b) => a.path < b.path ? -1 : 1);
	const places = new Map(found.map(({ path }) => [path, inventory.absolute(`${path}/INSTALLER`)]));
	const contents = await inventory.source.read([...places.values()], 64);
	return found.map((one) => {
		const installer = contents.get(places.get(one.path) ?? "");
		const owned = OWNED.map((file) => manifest.paths.get(`${one.path}/${file}`)).find(Boolean);
		return {
			...one,
			installer: installer?.kind === "ok" ? installer.value.toString("utf8").trim() : "",
			owner: owned?.package ?? null
		};
	});
}
const INSTALLERS = /^(?:pip|uv|uv-pixi|poetry|pdm)(?: |$)/i;
const OWNED = [
	"METADATA",
	"PKG-INFO",
	"RECORD",
	"INSTALLER"
];
function findReplacements(distributions, manifest) {
	const owners = /* @__PURE__ */ new Map();
	for (const folder of manifest.paths.folders.keys()) {
		if (!folder.endsWith("-info")) continue;
		const match = /\/(?:site|dist)-packages\/([^/]+)$/.exec(folder);
		const name = METADATA.exec(match?.[1] ?? "")?.[1];
		const named = name ? manifest.paths.in(folder) : null;
		const owner = (named?.get("METADATA") ?? named?.get("PKG-INFO"))?.package;
		if (name && owner) owners.set(normalize(name), owner);
	}
	return distributions.flatMap((by) => {
		const owner = owners.get(by.project);
		if (!owner || !INSTALLERS.test(by.installer)) return [];
		if (by.owner === null) return [{
			package: owner,
			by
		}];
		const recorded = manifest.paths.get(`${by.path}/INSTALLER`);
		const texts = [`${by.installer}\n`, by.installer];
		return recorded && texts.some((text) => text.length === recorded.size) ? [] : [{
			package: owner,
			by
		}];
	});
}
const LARGEST_RECORD = 16 << 20;
async function findScripts(inventory, distributions) {
	const scripts = /* @__PURE__ */ new Map();
	for (const distribution of distributions) {
		const place = inventory.absolute(`${distribution.path}/RECORD`);
		const bytes = (await inventory.source.read([place], LARGEST_RECORD)).get(place);
		if (bytes?.kind !== "ok") continue;
		for (const line of bytes.value.toString("utf8").split("\n")) {
			const file = /^(?:\.\.\/)+bin\/[^/,]+/.exec(line)?.[0];
			if (file) scripts.set(posix.join(posix.dirname(distribution.path), file), distribution);
		}
	}
	return scripts;
}
function normalize(project) {
	return project.toLowerCase().replace(/[-_.]+/g, "-");
}

export { normalize as i, findReplacements as n, findScripts as r, findDistributions as t };