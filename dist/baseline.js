import { t as require_dist } from "./dist.js";
import { J as dayOf, Y as patternFor, ut as SEVERITIES } from "./verifying.js";
import { T as printable, p as BadInput } from "./start.js";
import { t as parseSettings } from "./settings-yaml2.js";

// src/baseline.ts
var import_dist = require_dist();
var Baseline = class {
	#severities;
	#reason;
	until;
	#found = [];
	constructor(failOn, now) {
		if (failOn === "never") throw new BadInput("write-baseline: with fail-on never there is nothing that has to be accepted.", "Choose the least severity with --fail-on: error, warning or note.");
		this.#severities = SEVERITIES.slice(SEVERITIES.indexOf(failOn));
		this.#reason = `baseline of ${dayOf(now)}`;
		this.until = dayOf(new Date(now.getTime() + 7776e6));
	}
	accept(finding, severity) {
		if (!this.#severities.includes(severity)) return null;
		this.#found.push(finding);
		return this.#reason;
	}
	get size() {
		return this.#found.length;
	}
	addTo(text, file, doubles) {
		const isBare = text.trim() === "";
		if (!isBare) parseSettings(text, file);
		const document = (0, import_dist.parseDocument)(isBare ? "{}" : text, {
			logLevel: "error",
			uniqueKeys: false
		});
		if (document.contents === null || isBare) document.contents = document.createNode({});
		const before = document.get("accept");
		const list = (0, import_dist.isSeq)(before) ? before : new import_dist.YAMLSeq();
		list.flow = false;
		for (const entry of this.#entries(doubles)) list.add(document.createNode({
			...entry,
			reason: this.#reason,
			until: this.until
		}));
		if (!(0, import_dist.isSeq)(before)) document.set("accept", list);
		if ("flow" in document.contents) document.contents.flow = false;
		const written = document.toString({ lineWidth: 0 });
		if (Buffer.byteLength(written) > 524288) throw new BadInput(`These are too many findings for ${file}: ${this.#found.length.toLocaleString("en-US")}.`, "Make the environment anew, or accept many with one pattern: path: \"lib/old/**\".");
		parseSettings(written, file);
		return written;
	}
	#entries(doubles) {
		const entries = /* @__PURE__ */ new Map();
		for (const { check, path, package: owner, environments } of this.#found) {
			const [first = ""] = environments;
			const name = doubles.has(first) ? environments.at(-1) ?? "" : first;
			const entry = {
				check,
				path: patternFor(printable(path)),
				...owner === null ? {} : { package: printable(owner) },
				...name === "" ? {} : { environment: printable(name) }
			};
			entries.set(JSON.stringify([
				entry.environment,
				check,
				entry.package,
				entry.path
			]), entry);
		}
		return [...entries].sort(([a], [b]) => a < b ? -1 : 1).map(([, entry]) => entry);
	}
};

export { Baseline };