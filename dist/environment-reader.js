import { _ as ExpectedError, m as CannotRead, p as BadInput, y as NotFound } from "./start.js";
import { z as isTooDeep } from "./verifying.js";
import { t as NOTHING } from "./environment-file.js";
import { r as parseRequirement } from "./requirement.js";
import { isUtf8 } from "node:buffer";

// src/conda/explicit-file.ts
function parseExplicit(text, path) {
	const packages = [];
	const pip = [];
	const oddities = [];
	for (const [at, raw] of text.split(/\r?\n/).entries()) {
		const line = raw.trim();
		const place = {
			line: at + 1,
			column: 1 + raw.length - raw.trimStart().length
		};
		const forPip = /^# pip (.+)$/.exec(line)?.[1];
		if (forPip !== void 0) pip.push({
			...place,
			file: path,
			text: forPip,
			requirement: parseRequirement(forPip)
		});
		else if (line !== "" && !line.startsWith("#") && line !== "@EXPLICIT") {
			const found = explicitPackage(line);
			if (found) packages.push({
				...place,
				text: line,
				...found
			});
			else oddities.push({
				...place,
				...NO_URL
			});
			if (found && line !== found.url && !HASH.test(line.slice(found.url.length + 1))) oddities.push({
				...place,
				...NO_HASH
			});
		}
	}
	return {
		...NOTHING,
		path,
		form: "explicit",
		packages,
		pip: pip.length > 0 ? pip : null,
		oddities
	};
}
const NO_URL = {
	what: "a line that is no URL of a package",
	advice: "An @EXPLICIT file holds nothing but URLs and paths that end in .conda or .tar.bz2."
};
const NO_HASH = {
	what: "a hash that conda cannot read",
	advice: "It takes #MD5, #SHA256 and #sha256:SHA256, in small letters."
};
const HASH = /^(?:[0-9a-f]{32}|(?:sha256:)?[0-9a-f]{64})$/;
function explicitPackage(line) {
	const at = line.indexOf("#");
	const url = at < 0 ? line : line.slice(0, at);
	if (!/[^/\\]\.(?:conda|tar\.bz2)$/.test(url)) return null;
	const [file = "", folder = ""] = url.split("/").reverse();
	const parts = /^(.+)-([^-]+)-[^-]+\.(?:conda|tar\.bz2)$/.exec(file);
	return {
		url,
		hash: at < 0 ? null : line.slice(at + 1).replace(/^sha256:/, ""),
		subdir: /^(?:noarch|[a-z]+-[a-z0-9]+)$/.test(folder) ? folder : null,
		name: parts?.[1] ?? "",
		version: parts?.[2] ?? ""
	};
}

// src/conda/environment-reader.ts
const LARGEST = 1 << 20;
async function readEnvironmentFile(source, path, named) {
	const content = (await source.read([path], 1048577)).get(path);
	if (content === void 0 || content.kind === "missing") throw new NotFound(`There is no ${named}.`, othersNearby(source, path));
	if (content.kind !== "ok") throw unreadable(source, path, named, content.kind);
	if (content.value.length > LARGEST) throw new BadInput(`${named} is larger than 1 MiB: no environment file is.`, "Name the environment.yml, or an @EXPLICIT list of packages.");
	return parseEnvironmentFile(decode(content.value, named), named);
}
function unreadable(source, path, named, kind) {
	if (source.list(path).kind === "ok") return new BadInput(`${named} is a folder.`, othersNearby(source, `${path}/environment.yml`));
	const advice = kind === "denied" ? "See that this user may read it." : "";
	return new CannotRead(`${named} cannot be read.`, advice);
}
function othersNearby(source, path) {
	const folder = path.replace(/\/[^/]*$/, "") || "/";
	const items = source.list(folder);
	const names = items.kind === "ok" ? items.value.map(({ name }) => name) : [];
	const likely = names.filter((name) => /\.ya?ml$/i.test(name) && /env|conda/i.test(name)).concat(names.filter((name) => /(?:explicit|conda.*|spec-file.*)\.(?:txt|lock)$/i.test(name))).sort().slice(0, 5);
	return likely.length > 0 ? `In that folder there is: ${likely.join(", ")}.` : "Name the environment.yml: conda-links dockerfile path/to/environment.yml";
}
function decode(bytes, named) {
	const [first, second] = bytes;
	const isLittle = first === 255 && second === 254;
	const isBig = first === 254 && second === 255;
	if (isLittle) return bytes.subarray(2, bytes.length & -2).toString("utf16le");
	if (isBig) return Buffer.from(bytes.subarray(2, bytes.length & -2)).swap16().toString("utf16le");
	if (!isUtf8(bytes) || bytes.includes(0)) throw new BadInput(`${named} is no text in UTF-8.`, "Save it as UTF-8.");
	return bytes.toString("utf8").replace(/^\ufeff/, "");
}
async function parseEnvironmentFile(text, named) {
	if (text.trim() === "") throw new BadInput(`${named} is empty.`, "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]");
	if (/^[ \t]*@EXPLICIT[ \t\r]*$/m.test(text)) return parseExplicit(text, named);
	if (isTooDeep(text)) throw new BadInput(`${named} is nested too deeply to be an environment file.`, "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]");
	const { parseYaml } = await import("./environment-yaml.js");
	return parseYaml(text, named);
}
async function packageLines(source, path) {
	const found = /* @__PURE__ */ new Map();
	try {
		const file = await readEnvironmentFile(source, path, path);
		for (const { spec, line } of file.dependencies) if ("name" in spec && !found.has(spec.name)) found.set(spec.name, line);
	} catch (error) {
		if (!(error instanceof ExpectedError)) throw error;
	}
	return found;
}

export { parseEnvironmentFile as n, readEnvironmentFile as r, packageLines as t };