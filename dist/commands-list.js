import { L as findEnvironments, O as toJson, S as listing, it as readManifest, l as installerOf, n as nothingFound, ot as realPath, p as HashingThreads, s as Inventory } from "./verifying.js";
import { a as Listed, s as readFolder, t as DirectorySource } from "./reading.js";
import { r as thisMachine } from "./start.js";

// src/list.ts
async function list(source, { environments }, signal) {
	const listed = [];
	for (const environment of environments) {
		signal.throwIfAborted();
		listed.push(await describe(source, environment));
	}
	return listed;
}
async function describe(source, { name, prefix }) {
	const place = realPath(source, prefix);
	const folder = {
		path: `${place}/conda-meta`,
		isInside: true,
		isStated: false
	};
	const listed = new Listed(readFolder(source, folder));
	const names = [...listed.names.keys()];
	const manifest = await readManifest(source, place, names);
	const inventory = new Inventory(source, prefix, place, {
		folders: /* @__PURE__ */ new Map([["conda-meta", listed]]),
		unlisted: /* @__PURE__ */ new Map(),
		skipped: /* @__PURE__ */ new Set()
	});
	const times = names.flatMap((name) => {
		const stat = source.lstat(`${folder.path}/${name}`);
		return stat.kind === "ok" ? stat.value.modified : [];
	});
	return {
		name,
		prefix,
		installer: installerOf(inventory, manifest),
		packages: manifest.records.length + manifest.unreadable.length,
		recordBytes: manifest.size,
		lastChange: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null
	};
}

// src/commands/list.ts
async function runList(isJson, signal) {
	const source = new DirectorySource(HashingThreads.ofThisMachine());
	const discovery = await findEnvironments(source, thisMachine());
	const listed = await list(source, discovery, signal);
	if (listed.length === 0 && !isJson) throw nothingFound(discovery.tried);
	return {
		text: isJson ? toJson(listed) : listing(listed),
		file: "",
		code: listed.length === 0 ? 2 : 0
	};
}

export { runList };