import { S as fromBytes, T as printable, b as systemCode, i as thisUser, x as forSystem } from "./start.js";
import { accessSync, closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from "node:fs";
import { isAscii } from "node:buffer";
import { dirname } from "node:path/posix";

// node_modules/valibot/dist/index.mjs
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
let store$3;
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
let store$2;
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
let store$1;
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
		kind: context.kind,
		type: context.type,
		input,
		expected,
		received,
		message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
		requirement: context.requirement,
		path: other?.path,
		issues: other?.issues,
		lang: config$1.lang,
		abortEarly: config$1.abortEarly,
		abortPipeEarly: config$1.abortPipeEarly
	};
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

// src/conda/path-table.ts
function isRawPath(value) {
	if (typeof value !== "object" || value === null || !("_path" in value)) return false;
	return typeof value._path === "string" && value._path !== "";
}
function typeOf(path) {
	return textOf(path.path_type) ?? "hardlink";
}
function kindOf$1(path) {
	return KIND_OF_TYPE.get(typeOf(path)) ?? "any";
}
const KIND_OF_TYPE = /* @__PURE__ */ new Map([
	["hardlink", "file"],
	["softlink", "symlink"],
	["directory", "directory"],
	["unix_python_entry_point", "entry-point"],
	["pyc_file", "pyc"]
]);
function textOf(value) {
	return typeof value === "string" && value !== "" ? value : null;
}
function sha256Of(value) {
	if (typeof value !== "string" || !/^[0-9a-f]{64}$/i.test(value)) return null;
	return /[A-F]/.test(value) ? value.toLowerCase() : value;
}
function sizeOf(value) {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : NaN;
}
const KINDS = [
	"file",
	"symlink",
	"directory",
	"entry-point",
	"pyc",
	"any"
];
const LENGTH = 64;
const NO_HASH = " ".repeat(LENGTH);
const NAMED = 255;
function packPaths(described, places, named) {
	const count = places.length + named.length;
	const grouped = byFolder(named.length === 0 ? places : [...places, ...named]);
	if ("outside" in grouped) return grouped;
	const { order, ...folders } = grouped;
	const kinds = new Uint8Array(count).fill(NAMED);
	const sizes = new Float64Array(count).fill(NaN);
	const hashes = new Array(count).fill(void 0);
	const hashesInPrefix = new Array(count).fill(void 0);
	const placeholders = /* @__PURE__ */ new Map();
	const binary = /* @__PURE__ */ new Set();
	for (let at = 0; at < described.length; at += 1) {
		const one = described[at];
		const row = order ? order[at] ?? at : at;
		kinds[row] = KINDS.indexOf(kindOf$1(one));
		sizes[row] = sizeOf(one.size_in_bytes);
		hashes[row] = one.sha256;
		hashesInPrefix[row] = one.sha256_in_prefix;
		const placeholder = textOf(one.prefix_placeholder);
		if (placeholder !== null) placeholders.set(row, placeholder);
		if (one.file_mode === "binary") binary.add(row);
	}
	const areTheSame = hashes.every((hash, row) => hash === hashesInPrefix[row]);
	return {
		count,
		isDescribed: described.length > 0,
		...folders,
		order,
		kinds,
		sizes,
		hashes: joinHashes(hashes),
		hashesInPrefix: areTheSame ? null : joinHashes(hashesInPrefix),
		placeholders,
		binary
	};
}
function byFolder(paths) {
	const groups = groupsOf(paths);
	if ("outside" in groups) return groups;
	const starts = new Uint32Array(groups.length);
	const order = new Uint32Array(paths.length);
	let isInOrder = true;
	let row = 0;
	for (let place = 0; place < groups.length; place += 1) {
		starts[place] = row;
		for (const at of groups[place]?.rows ?? []) {
			if (at !== row) isInOrder = false;
			order[at] = row;
			row += 1;
		}
	}
	return {
		folders: groups.map(({ folder }) => folder).join("\0"),
		names: groups.map(({ names }) => names.join("/")).join("\0"),
		starts,
		order: isInOrder ? null : order
	};
}
function groupsOf(paths) {
	const groups = /* @__PURE__ */ new Map();
	let group = {
		folder: "",
		names: [],
		rows: []
	};
	for (let at = 0; at < paths.length; at += 1) {
		const path = paths[at] ?? "";
		const slash = path.lastIndexOf("/");
		if (slash <= 0 || slash !== group.folder.length || !path.startsWith(group.folder)) {
			const folder = path.slice(0, Math.max(slash, 0));
			if (slash === 0 || !isInside(folder)) return { outside: path };
			group = groups.get(folder) ?? {
				folder,
				names: [],
				rows: []
			};
			groups.set(folder, group);
		}
		const name = path.slice(slash + 1);
		if (isNoName(name) || name.includes("\0")) return { outside: path };
		group.names.push(name);
		group.rows.push(at);
	}
	return Array.from(groups.values(), inOrder);
}
function isInside(folder) {
	return folder === "" || !(folder.includes("\0") || folder.split("/").some(isNoName));
}
function isNoName(part) {
	return part === "" || part === "." || part === "..";
}
function inOrder(group) {
	const { folder, names, rows } = group;
	if (names.every((name, at) => at === 0 || name >= (names[at - 1] ?? ""))) return group;
	const places = rows.map((row, at) => ({
		row,
		name: names[at] ?? ""
	}));
	places.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.row - b.row);
	return {
		folder,
		names: places.map(({ name }) => name),
		rows: places.map(({ row }) => row)
	};
}
function joinHashes(all) {
	let known = 0;
	let whole = 0;
	for (let row = 0; row < all.length; row += 1) {
		const one = all[row];
		if (one !== void 0) known += 1;
		if (typeof one === "string" && one.length === LENGTH) whole += 1;
	}
	if (known === 0) return "";
	const joined = whole === all.length ? all.join("").toLowerCase() : "";
	return joined !== "" && Buffer.from(joined, "hex").length * 2 === joined.length ? joined : all.map((one) => sha256Of(one) ?? NO_HASH).join("");
}
function hashInPrefixAt({ hashes, hashesInPrefix }, at) {
	return hashAt(hashesInPrefix ?? hashes, at);
}
function hashAt(hashes, at) {
	const start = at * LENGTH;
	if (start >= hashes.length || hashes[start] === " ") return null;
	return hashes.slice(start, start + LENGTH);
}
var PackedPaths = class {
	owner;
	#table;
	folders;
	#names;
	#unpacked = [];
	#all = null;
	constructor(owner, table) {
		this.owner = owner;
		this.#table = table;
		this.folders = table.count === 0 ? [] : table.folders.split("\0");
		this.#names = table.count === 0 ? [] : table.names.split("\0");
	}
	get all() {
		if (!this.#all) {
			const rows = this.folders.flatMap((_, at) => this.in(at));
			const { order } = this.#table;
			this.#all = order ? Array.from(order, (row) => rows[row]) : rows;
		}
		return this.#all;
	}
	names(at) {
		return this.#names[at] ?? "";
	}
	in(at) {
		let rows = this.#unpacked[at];
		if (!rows) {
			const start = this.#table.starts[at] ?? 0;
			const folder = this.folders[at] ? `${this.folders[at]}/` : "";
			rows = this.names(at).split("/").map((name, row) => new PathInTable(folder + name, this.owner, this.#table, start + row));
			this.#unpacked[at] = rows;
		}
		return rows;
	}
	has(at, some) {
		const { kinds, starts, count } = this.#table;
		const end = starts[at + 1] ?? count;
		for (let row = starts[at] ?? 0; row < end; row += 1) if (some.has(KINDS[kinds[row] ?? NAMED] ?? "any")) return true;
		return false;
	}
};
var PathInTable = class {
	path;
	package;
	#table;
	#at;
	constructor(path, owner, table, at) {
		this.path = path;
		this.package = owner;
		this.#table = table;
		this.#at = at;
	}
	get kind() {
		return KINDS[this.#table.kinds[this.#at] ?? -1] ?? "any";
	}
	get cached() {
		const { kind } = this;
		return kind === "entry-point" || kind === "pyc" ? null : cachedPath(this.path, this.package);
	}
	get sha256() {
		return hashAt(this.#table.hashes, this.#at);
	}
	get sha256InPrefix() {
		return isFile(this) ? hashInPrefixAt(this.#table, this.#at) : null;
	}
	get linkSha256() {
		return this.kind === "symlink" && this.package.writer === "rattler" ? hashInPrefixAt(this.#table, this.#at) : null;
	}
	get size() {
		const { placeholder, mode } = this;
		if (placeholder !== null && mode === "text" && this.package.writer !== "rattler") return null;
		if (placeholder === null && isOtherInPrefix(this.#table, this.#at)) return null;
		const size = this.#table.sizes[this.#at] ?? NaN;
		return Number.isNaN(size) ? null : size;
	}
	get placeholder() {
		return this.#table.placeholders.get(this.#at) ?? null;
	}
	get mode() {
		return this.#table.binary.has(this.#at) ? "binary" : "text";
	}
	get isDropped() {
		return this.#table.isDescribed && this.#table.kinds[this.#at] === NAMED;
	}
	get isPatched() {
		return isFile(this) && (this.placeholder !== null || isOtherInPrefix(this.#table, this.#at));
	}
};
function isOtherInPrefix({ hashes, hashesInPrefix }, at) {
	const hash = hashesInPrefix === null ? null : hashAt(hashesInPrefix, at);
	return hash !== null && hash !== hashAt(hashes, at);
}
function isFile({ kind }) {
	return kind === "file" || kind === "entry-point" || kind === "pyc";
}
function cachedPath(real, record) {
	const path = real.replace(/^__clobbers__\/[^/]+\//, "");
	if (record.noarch !== "python") return path;
	if (path.startsWith("bin/")) return `python-scripts/${path.slice(4)}`;
	const at = path.indexOf("site-packages/");
	return at < 0 ? path : path.slice(at);
}
function completed(recorded, more) {
	const { path, package: owner, kind, cached, sha256, sha256InPrefix, linkSha256 } = recorded;
	const { size, placeholder, mode, isDropped, isPatched } = recorded;
	return {
		path,
		package: owner,
		kind,
		cached,
		sha256,
		sha256InPrefix,
		linkSha256,
		size,
		placeholder,
		mode,
		isDropped,
		isPatched,
		...more
	};
}

// src/conda/record.ts
const Head = object({
	name: pipe(string(), regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)),
	version: pipe(string(), regex(/^[A-Za-z0-9_.+!-]{1,128}$/)),
	build: optional(pipe(string(), regex(/^[A-Za-z0-9_.+-]{0,128}$/)), ""),
	build_number: fallback(nullable(pipe(number(), safeInteger())), null),
	channel: fallback(string(), ""),
	url: fallback(string(), ""),
	subdir: fallback(string(), ""),
	md5: fallback(pipe(string(), regex(/^[0-9a-f]{32}$/i)), ""),
	sha256: fallback(pipe(string(), regex(/^[0-9a-f]{64}$/i)), ""),
	noarch: fallback(string(), ""),
	depends: fallback(array(string()), []),
	requested_spec: fallback(string(), ""),
	extracted_package_dir: fallback(string(), ""),
	link: fallback(object({
		source: fallback(string(), ""),
		type: fallback(unknown(), null)
	}), {
		source: "",
		type: null
	})
});
function listsIn(json) {
	const { files, paths_data } = json;
	const { paths } = paths_data ?? {};
	return {
		files: Array.isArray(files) && files.every((file) => typeof file === "string") ? files : [],
		paths: Array.isArray(paths) ? paths : []
	};
}
function packRecord(file, bytes, sitePackages) {
	let json;
	try {
		json = JSON.parse(bytes.toString(isAscii(bytes) ? "latin1" : "utf8"));
	} catch (error) {
		const detail = error instanceof Error ? printable(error.message).slice(0, 120) : "";
		return { reason: bytes.includes(0) ? "is no JSON: it holds NUL bytes" : `is no JSON: ${detail}` };
	}
	const head = safeParse(Head, json);
	if (!head.success) {
		const where = getDotPath(head.issues[0]);
		return { reason: where ? `has no usable ${printable(where)}` : "is no record of a package" };
	}
	return pack(file, head.output, listsIn(json), sitePackages);
}
function unpackRecord({ fields, table }, likelyWriter) {
	const record = {
		...fields,
		writer: fields.writer ?? likelyWriter,
		get paths() {
			return packed.all;
		}
	};
	const packed = new PackedPaths(record, table);
	return {
		record,
		packed
	};
}
function pack(file, head, lists, sitePackages) {
	const raw = lists.paths.filter(isRawPath);
	const realPlace = realPlaces(head, lists.files, raw.length, sitePackages);
	const places = raw.map((path, at) => realPlace(path._path, at));
	const named = unknownAmong(lists.files, places);
	const table = packPaths(raw, places, named);
	if ("outside" in table) {
		const path = [...table.outside].slice(0, 100).join("");
		return { reason: `claims a path outside of the prefix: ${printable(path)}` };
	}
	return {
		fields: fieldsOf(file, head, writerOf(raw)),
		table
	};
}
function fieldsOf(file, head, writer) {
	return {
		file,
		name: head.name,
		version: head.version,
		build: head.build,
		buildNumber: head.build_number,
		dist: `${head.name}-${head.version}-${head.build}`,
		channel: head.channel || head.url.replace(/\/[^/]*$/, ""),
		subdir: head.subdir,
		url: head.url,
		md5: head.md5.toLowerCase() || null,
		sha256: head.sha256.toLowerCase() || null,
		depends: head.depends,
		requested: head.requested_spec,
		noarch: head.noarch,
		writer,
		isSoftLinked: head.link.type === 2 || head.link.type === "softlink",
		extracted: head.extracted_package_dir || head.link.source || null
	};
}
function unknownAmong(files, paths) {
	if (files.every((file, at) => file === paths[at])) return [];
	const known = new Set(paths);
	return files.filter((file) => !known.has(file));
}
const SITE_PACKAGES = /^lib\/python[^/]+\/site-packages(?=\/)/;
function realPlaces({ noarch }, files, count, likely) {
	if (noarch !== "python") return (path) => path;
	const own = files.find((file) => SITE_PACKAGES.test(file));
	const sitePackages = SITE_PACKAGES.exec(own ?? "")?.[0] ?? likely;
	return (path, at) => {
		if (path.startsWith("python-scripts/")) return `bin/${path.slice(15)}`;
		if (!path.startsWith("site-packages/")) return path;
		const real = files.length === count ? files[at] : void 0;
		if (real?.endsWith(`/${path}`)) return real;
		return sitePackages ? `${sitePackages}${path.slice(13)}` : path;
	};
}
function writerOf(paths) {
	const isInPrefix = (path) => sha256Of(path.sha256_in_prefix) !== null;
	const file = paths.find((path) => typeOf(path) === "hardlink" && !textOf(path.prefix_placeholder) && sha256Of(path.sha256));
	if (file) {
		if (!isInPrefix(file)) return "rattler";
		const link = paths.find((path) => typeOf(path) === "softlink");
		if (link) return isInPrefix(link) ? "mamba" : "conda";
		if (paths.some((path) => textOf(path.prefix_placeholder))) return "conda";
		return null;
	}
	let hasInPrefix = false;
	let hasOther = false;
	for (const path of paths) {
		if (typeOf(path) !== "softlink") continue;
		if (isInPrefix(path)) hasInPrefix ||= sha256Of(path.sha256) !== null;
		else hasOther ||= sha256Of(path.sha256) !== null;
	}
	if (!hasOther) return null;
	return hasInPrefix ? "rattler" : "conda";
}
function toPackagedPaths(bytes) {
	let json;
	try {
		json = JSON.parse(bytes.toString("utf8"));
	} catch {
		return /* @__PURE__ */ new Map();
	}
	const paths = safeParse(object({ paths: array(unknown()) }), json);
	const raw = paths.success ? paths.output.paths.filter(isRawPath) : [];
	return new Map(raw.map((one) => [one._path, {
		kind: kindOf$1(one),
		sha256: sha256Of(one.sha256),
		placeholder: textOf(one.prefix_placeholder),
		mode: one.file_mode === "binary" ? "binary" : "text"
	}]));
}

// src/conda/record-file.ts
const LARGEST_RECORD = 64 << 20;
async function readRecord(source, folder, file, sitePackages) {
	const path = `${folder}/${file}`;
	const bytes = (await source.read([path], 67108865)).get(path) ?? { kind: "missing" };
	if (bytes.kind !== "ok") return {
		kind: "unreadable",
		size: 0,
		reason: reasonOf(bytes),
		denied: bytes.kind === "denied"
	};
	const size = bytes.value.length;
	if (size > 67108864) return unreadable(0, `is larger than 64 MiB`);
	if (size === 0) return unreadable(0, "is empty");
	const record = packRecord(file, bytes.value, sitePackages);
	return "reason" in record ? unreadable(size, record.reason) : {
		kind: "record",
		size,
		record
	};
}
function unreadable(size, reason) {
	return {
		kind: "unreadable",
		size,
		reason,
		denied: false
	};
}
function reasonOf(failure) {
	if (failure.kind === "denied") return "may not be read by this user";
	if (failure.kind === "failed") return `cannot be read (${failure.code})`;
	return "cannot be read: it leads nowhere";
}

// src/sources.ts
const SOURCE_KINDS = [
	"directory",
	"docker",
	"docker-archive",
	"oci-dir",
	"oci-archive",
	"tar",
	"zip"
];
const MISSING = { kind: "missing" };
const DENIED = { kind: "denied" };
const LOOP$1 = { kind: "loop" };
const OUTSIDE = { kind: "outside" };
function failureOf(code) {
	if (code === "ENOENT" || code === "ENOTDIR") return MISSING;
	if (code === "EACCES" || code === "EPERM") return DENIED;
	if (code === "ELOOP") return LOOP$1;
	return {
		kind: "failed",
		code: code || "unknown error"
	};
}

// src/stat.ts
const NUMBERS = 9;
function roomForStats(count) {
	return new Float64Array(count * NUMBERS).fill(NaN);
}
function packStat(stats, at, stat) {
	const start = at * NUMBERS;
	stats[start] = stat.size;
	stats[start + 1] = stat.mode;
	stats[start + 2] = stat.uid;
	stats[start + 3] = stat.gid;
	stats[start + 4] = stat.links;
	stats[start + 5] = stat.modified;
	stats[start + 6] = stat.changed;
	stats[start + 7] = stat.device;
	stats[start + 8] = stat.inode;
}
function unpackStat(stats, at) {
	const start = at * NUMBERS;
	return Number.isNaN(stats[start] ?? NaN) ? null : new PackedStat(stats, start);
}
var PackedStat = class {
	kind = "file";
	#stats;
	#start;
	constructor(stats, start) {
		this.#stats = stats;
		this.#start = start;
	}
	get size() {
		return this.#number(0);
	}
	get mode() {
		return this.#number(1);
	}
	get uid() {
		return this.#number(2);
	}
	get gid() {
		return this.#number(3);
	}
	get links() {
		return this.#number(4);
	}
	get modified() {
		return this.#number(5);
	}
	get changed() {
		return this.#number(6);
	}
	get device() {
		return this.#number(7);
	}
	get inode() {
		return this.#number(8);
	}
	get identity() {
		return `${this.device}:${this.inode}`;
	}
	#number(which) {
		return this.#stats[this.#start + which] ?? NaN;
	}
};

// src/folder.ts
const LETTERS = {
	directory: "d",
	fifo: "p",
	socket: "s",
	device: "b"
};
const ENTRIES = new Map([
	"directory",
	"fifo",
	"socket",
	"device"
].map((kind) => [LETTERS[kind], { kind }]));
const FILE = { kind: "file" };
function readFolder(source, { path, isInside, isStated }) {
	const obstacle = isInside ? null : obstacleTo(source, path);
	if (obstacle) return {
		...NOTHING,
		failure: obstacle
	};
	const items = source.list(path);
	if (items.kind !== "ok") return {
		...NOTHING,
		failure: items
	};
	const files = [];
	const links = [];
	const targets = [];
	const others = [];
	let kinds = "";
	let failure = null;
	for (const { name, kind } of items.value.sort(byName)) if (kind === "file") files.push(name);
	else if (kind === "symlink") {
		const target = source.readlink(`${path}/${name}`);
		if (target.kind === "denied") failure = target;
		if (target.kind !== "ok") continue;
		links.push(name);
		targets.push(target.value);
	} else {
		others.push(name);
		kinds += LETTERS[kind];
	}
	const into = commonFolder(links, targets);
	return {
		files: files.join("/"),
		count: files.length,
		links: links.join("/"),
		into,
		targets: into === null ? targets : [],
		others: others.join("/"),
		kinds,
		stats: isStated ? statsOf(source, path, files) : NOTHING.stats,
		failure
	};
}
function commonFolder(links, targets) {
	const [first = ""] = targets;
	const folder = first.slice(0, first.lastIndexOf("/"));
	return folder.startsWith("/") && links.every((name, at) => targets[at] === `${folder}/${name}`) ? folder : null;
}
function byName(a, b) {
	return a.name < b.name ? -1 : 1;
}
const NOTHING = {
	files: "",
	count: 0,
	links: "",
	into: null,
	targets: [],
	others: "",
	kinds: "",
	stats: /* @__PURE__ */ new Float64Array(0)
};
function statsOf(source, folder, files) {
	const stats = roomForStats(files.length);
	for (const [at, name] of files.entries()) {
		const stat = source.lstat(`${folder}/${name}`);
		if (stat.kind === "ok" && stat.value.kind === "file") packStat(stats, at, stat.value);
	}
	return stats;
}
function statIn(entry) {
	if (entry?.kind !== "file" || !entry.stats || entry.at === void 0) return null;
	return unpackStat(entry.stats, entry.at);
}
const LARGEST_BESIDE = 1 << 20;
function obstacleTo(source, path) {
	const self = source.lstat(`${path}/.`);
	if (self.kind !== "ok") return self;
	return self.value.size > LARGEST_BESIDE ? DENIED : null;
}
var Listed = class {
	#folder;
	#stats;
	#names = null;
	#places = null;
	constructor(folder) {
		this.#folder = folder;
		this.#stats = folder.stats;
	}
	get files() {
		return this.#folder.files;
	}
	get linkNames() {
		return this.#folder.links;
	}
	get into() {
		return this.#folder.into;
	}
	get isEmpty() {
		const { files, links, others } = this.#folder;
		return files === "" && links === "" && others === "";
	}
	count(kind) {
		const { count, links, kinds } = this.#folder;
		if (kind === "file") return count;
		if (kind === "symlink") return countIn(links);
		let others = 0;
		for (const letter of kinds) if (letter === LETTERS[kind]) others += 1;
		return others;
	}
	get names() {
		this.#names ??= new Map(this.#entries());
		return this.#names;
	}
	get folders() {
		const { kinds, others } = this.#folder;
		if (!kinds.includes(LETTERS.directory)) return [];
		return others.split("/").filter((_, at) => kinds[at] === LETTERS.directory);
	}
	*links() {
		const { links, into, targets } = this.#folder;
		if (links === "") return;
		for (const [at, name] of links.split("/").entries()) yield [name, into === null ? targets[at] ?? "" : `${into}/${name}`];
	}
	get isPlain() {
		return /^d*$/.test(this.#folder.kinds);
	}
	placeOf(name) {
		this.#places ??= new Map(this.#folder.count === 0 ? [] : this.#folder.files.split("/").map((one, at) => [one, at]));
		return this.#places.get(name);
	}
	statOf(at) {
		return unpackStat(this.#stats, at);
	}
	keep(at, stat) {
		if (this.#stats.length === 0) {
			this.#stats = roomForStats(this.#folder.count);
			this.#names = null;
		}
		packStat(this.#stats, at, stat);
	}
	mayHold(texts) {
		const { files, links, others } = this.#folder;
		return texts.some((text) => [
			files,
			links,
			others
		].some((names) => names.includes(text)));
	}
	*named(wanted) {
		const { files, others, links } = this.#folder;
		if (![
			files,
			links,
			others
		].some((names) => names.split("/").some((name) => wanted.has(name)))) return;
		for (const one of this.names) if (wanted.has(one[0])) yield one;
	}
	*#entries() {
		const { files, count, others, kinds } = this.#folder;
		if (count > 0) for (const [at, name] of files.split("/").entries()) yield [name, this.#entryOf(at)];
		for (const [name, target] of this.links()) yield [name, {
			kind: "symlink",
			target
		}];
		if (kinds === "") return;
		for (const [at, name] of others.split("/").entries()) {
			const entry = ENTRIES.get(kinds[at] ?? "");
			if (entry) yield [name, entry];
		}
	}
	#entryOf(at) {
		return this.#stats.length > 0 ? {
			kind: "file",
			stats: this.#stats,
			at
		} : FILE;
	}
};
function countIn(names) {
	if (names === "") return 0;
	let count = 1;
	for (let at = names.indexOf("/"); at >= 0; at = names.indexOf("/", at + 1)) count += 1;
	return count;
}

// src/sources/file-systems.ts
function parseMounts(text) {
	const mounts = /* @__PURE__ */ new Map();
	for (const line of text.split("\n")) {
		const [head = "", tail = ""] = line.split(" - ", 2);
		const [, , device, , place, options = ""] = head.split(" ");
		const [type, , more = ""] = tail.split(" ");
		if (!device || !place?.startsWith("/") || !type) continue;
		mounts.set(unescaped(place), {
			type,
			place: unescaped(place),
			device,
			options: [.../* @__PURE__ */ new Set([...options.split(","), ...more.split(",")])]
		});
	}
	return mounts;
}
const REMOTE = /^(?:nfs\d?|cifs|smb\d?|smbfs|fuse\.sshfs|afs|ceph|lustre)$/;
function isRemote({ type }) {
	return REMOTE.test(type);
}
const LOCAL = /^(?:ext[234]|xfs|btrfs|f2fs|zfs|bcachefs|overlay|tmpfs|apfs|hfs)$/;
const LOOP = "7:";
function keepsChanges({ type, device }) {
	return LOCAL.test(type) && !device.startsWith(LOOP);
}
function mountOf(mounts, path) {
	for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
		const found = mounts.get(path.slice(0, end));
		if (found) return found;
	}
	return mounts.get("/") ?? null;
}
function unescaped(text) {
	return text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}

// src/sources/directory.ts
var DirectorySource = class {
	kind = "directory";
	extent = "machine";
	isPlaced = true;
	isInMemory = false;
	user = {
		of: "process",
		...thisUser()
	};
	readers;
	#hasher;
	#shared = new ByInode();
	#mounts = null;
	constructor(hasher, readers) {
		this.#hasher = hasher;
		if (readers) this.readers = readers;
	}
	get isRemembering() {
		return !this.#shared.isEmpty || this.#hasher.isRemembering === true;
	}
	nameOf(path) {
		return path;
	}
	list(folder) {
		return attempt(() => {
			const path = forSystem(folder);
			const items = [];
			let isKnown = true;
			for (const item of readdirSync(path, { withFileTypes: true })) {
				if (item.name.includes("�")) isKnown = false;
				items.push({
					name: item.name,
					kind: kindOf(item)
				});
			}
			if (isKnown) return items;
			return readdirSync(path, {
				encoding: "buffer",
				withFileTypes: true
			}).map((item) => ({
				name: fromBytes(item.name),
				kind: kindOf(item)
			}));
		});
	}
	lstat(path) {
		return attempt(() => {
			const stats = lstatSync(forSystem(path));
			return new KernelStat(stats);
		});
	}
	readlink(path) {
		return attempt(() => {
			const place = forSystem(path);
			const target = readlinkSync(place);
			return target.includes("�") ? fromBytes(readlinkSync(place, { encoding: "buffer" })) : target;
		});
	}
	exists(path) {
		return existsSync(forSystem(path));
	}
	mayRead(path) {
		return attempt(() => accessSync(forSystem(path), constants.R_OK)).kind !== "denied";
	}
	mayExecute(path) {
		return attempt(() => accessSync(forSystem(path), constants.X_OK)).kind !== "denied";
	}
	foldsCase(folder) {
		const name = folder.slice(dirname(folder).length);
		const swapped = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
		if (swapped === name) return false;
		const here = this.lstat(folder);
		const there = this.lstat(folder.slice(0, -name.length) + swapped);
		return here.kind === "ok" && there.kind === "ok" && here.value.identity === there.value.identity;
	}
	fileSystemOf(path) {
		this.#mounts ??= readMounts();
		return mountOf(this.#mounts, path);
	}
	hashOf() {
		return null;
	}
	async read(paths, limit) {
		return new Map(paths.map((path) => [path, attempt(() => readStart(path, limit))]));
	}
	async *digest(jobs, signal, progress) {
		const shared = this.#shared;
		const here = new ByInode();
		const twins = new ByInode();
		const known = [];
		const again = [];
		for await (const answers of this.#hasher.run(fresh(), signal, progress)) {
			for (const [job, digest] of answers) {
				const inode = job.inode ?? inodeIn(digest, job);
				if (inode === null) continue;
				here.set(inode, digest);
				const others = twins.get(inode);
				if (!others) continue;
				twins.delete(inode);
				if (digest.kind === "read") for (const other of others) known.push([other, digest]);
				else again.push(...others);
			}
			yield answers;
			if (known.length > 0) yield known.splice(0);
		}
		if (known.length > 0) yield known;
		yield* this.#hasher.run(again, signal, progress);
		shared.add(here);
		function* fresh() {
			for (const job of jobs) {
				const { inode } = job;
				const before = inode && (here.get(inode) ?? shared.get(inode));
				if (inode && before === "reading") {
					const others = twins.get(inode);
					if (others) others.push(job);
					else twins.set(inode, [job]);
				} else if (before && before !== "reading" && before.kind === "read") known.push([job, before]);
				else {
					if (inode) here.set(inode, "reading");
					yield job;
				}
			}
		}
	}
};
function inodeIn(digest, { patch, stamp }) {
	if (patch !== null || stamp !== null || digest.kind !== "read" || !digest.stat) return null;
	return digest.stat.links > 1 ? digest.stat : null;
}
var KernelStat = class {
	kind;
	size;
	mode;
	uid;
	gid;
	links;
	device;
	inode;
	modified;
	changed;
	constructor(stats) {
		this.kind = kindOf(stats);
		this.size = stats.size;
		this.mode = stats.mode;
		this.uid = stats.uid;
		this.gid = stats.gid;
		this.links = stats.nlink;
		this.device = stats.dev;
		this.inode = stats.ino;
		this.modified = stats.mtimeMs;
		this.changed = stats.ctimeMs;
	}
	get identity() {
		return `${this.device}:${this.inode}`;
	}
};
var ByInode = class {
	#devices = /* @__PURE__ */ new Map();
	get isEmpty() {
		return this.#devices.size === 0;
	}
	get({ device, inode }) {
		return this.#devices.get(device)?.get(inode);
	}
	set({ device, inode }, value) {
		const files = this.#devices.get(device);
		if (files) files.set(inode, value);
		else this.#devices.set(device, /* @__PURE__ */ new Map([[inode, value]]));
	}
	delete({ device, inode }) {
		this.#devices.get(device)?.delete(inode);
	}
	add(other) {
		for (const [device, files] of other.#devices) {
			const known = this.#devices.get(device);
			if (!known) this.#devices.set(device, files);
			else for (const [inode, value] of files) known.set(inode, value);
		}
	}
};
function kindOf(entry) {
	if (entry.isFile()) return "file";
	if (entry.isDirectory()) return "directory";
	if (entry.isSymbolicLink()) return "symlink";
	if (entry.isFIFO()) return "fifo";
	return entry.isSocket() ? "socket" : "device";
}
function attempt(call) {
	try {
		return {
			kind: "ok",
			value: call()
		};
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		return failureOf(code);
	}
}
function readMounts() {
	const text = attempt(() => readFileSync("/proc/self/mountinfo", "utf8"));
	return parseMounts(text.kind === "ok" ? text.value : "");
}
function readStart(path, limit) {
	const { descriptor, stat } = openFile(path);
	try {
		const buffer = Buffer.alloc(Math.min(limit, Math.max(stat.size, 1)));
		let filled = 0;
		while (filled < buffer.length) {
			const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
			if (read === 0) break;
			filled += read;
		}
		return buffer.subarray(0, filled);
	} finally {
		closeSync(descriptor);
	}
}
function openFile(path) {
	const descriptor = openSync(forSystem(path), constants.O_RDONLY | constants.O_NONBLOCK);
	const stats = fstatSync(descriptor);
	if (stats.isFile()) return {
		descriptor,
		stat: new KernelStat(stats)
	};
	closeSync(descriptor);
	throw Object.assign(/* @__PURE__ */ new Error(`${path} is not a regular file`), { code: "ENOTSUP" });
}

export { regex as A, getDotPath as C, optional as D, object as E, string as M, tuple as N, pipe as O, unknown as P, fallback as S, number as T, toPackagedPaths as _, Listed as a, array as b, statIn as c, unpackStat as d, MISSING as f, readRecord as g, failureOf as h, keepsChanges as i, safeParse as j, record as k, packStat as l, SOURCE_KINDS as m, openFile as n, countIn as o, OUTSIDE as p, isRemote as r, readFolder as s, DirectorySource as t, roomForStats as u, unpackRecord as v, nullable as w, boolean as x, completed as y };