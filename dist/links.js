import { a as printable } from "./bytes.js";
import { posix } from "node:path";

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

// src/conda/record.ts
const NOTHING_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
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
	}),
	files: fallback(array(string()), []),
	paths_data: fallback(object({ paths: array(unknown()) }), { paths: [] })
});
function parseRecord(file, bytes, sitePackages, likelyWriter) {
	let json;
	try {
		json = JSON.parse(bytes.toString("utf8"));
	} catch (error) {
		const detail = error instanceof Error ? printable(error.message).slice(0, 120) : "";
		return { reason: bytes.includes(0) ? "is no JSON: it holds NUL bytes" : `is no JSON: ${detail}` };
	}
	const head = safeParse(Head, json);
	if (!head.success) {
		const where = getDotPath(head.issues[0]);
		return { reason: where ? `has no usable ${printable(where)}` : "is no record of a package" };
	}
	return toRecord(file, head.output, sitePackages, likelyWriter);
}
function toRecord(file, head, sitePackages, likelyWriter) {
	const raw = head.paths_data.paths.map(toRawPath).filter((path) => path !== null);
	const writer = writerOf(raw) ?? likelyWriter;
	const paths = [];
	const record = {
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
		extracted: head.extracted_package_dir || head.link.source || null,
		paths
	};
	const realPlace = realPlaces(head, raw.length, sitePackages);
	for (const [at, path] of raw.entries()) paths.push(toRecordedPath(path, realPlace(path._path, at), record));
	const known = new Set(paths.map(({ path }) => path));
	for (const path of head.files) {
		if (known.has(path)) continue;
		const isDropped = raw.length > 0;
		paths.push({
			...toRecordedPath({
				...NO_PATH,
				_path: path
			}, path, record),
			kind: "any",
			isDropped
		});
	}
	const outside = paths.find(({ path }) => !isInside(path));
	if (!outside) return record;
	return { reason: `claims a path outside of the prefix: ${printable([...outside.path].slice(0, 100).join(""))}` };
}
function realPlaces(head, count, likely) {
	const sitePackages = head.files.map((file) => /^lib\/python[^/]+\/site-packages(?=\/)/.exec(file)?.[0]).find(Boolean) ?? likely;
	return (path, at) => {
		if (head.noarch !== "python") return path;
		if (path.startsWith("python-scripts/")) return `bin/${path.slice(15)}`;
		if (!path.startsWith("site-packages/")) return path;
		const real = head.files.length === count ? head.files[at] : void 0;
		if (real?.endsWith(`/${path}`)) return real;
		return sitePackages ? `${sitePackages}${path.slice(13)}` : path;
	};
}
const NO_PATH = {
	_path: "",
	path_type: "",
	sha256: null,
	sha256_in_prefix: null,
	size_in_bytes: null,
	prefix_placeholder: null,
	file_mode: "text"
};
function toRawPath(value) {
	if (typeof value !== "object" || value === null || !("_path" in value)) return null;
	const path = value;
	if (typeof path["_path"] !== "string" || path["_path"] === "") return null;
	const size = path["size_in_bytes"];
	return {
		_path: path["_path"],
		path_type: text(path["path_type"]) ?? "hardlink",
		sha256: sha256(path["sha256"]),
		sha256_in_prefix: sha256(path["sha256_in_prefix"]),
		size_in_bytes: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null,
		prefix_placeholder: text(path["prefix_placeholder"]),
		file_mode: text(path["file_mode"]) ?? "text"
	};
}
function text(value) {
	return typeof value === "string" && value !== "" ? value : null;
}
function sha256(value) {
	return typeof value === "string" && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null;
}
function writerOf(paths) {
	const file = paths.find((path) => path.path_type === "hardlink" && !path.prefix_placeholder && path.sha256);
	if (file) {
		if (!file.sha256_in_prefix) return "rattler";
		const link = paths.find((path) => path.path_type === "softlink");
		if (link) return link.sha256_in_prefix ? "mamba" : "conda";
		if (paths.some((path) => path.prefix_placeholder)) return "conda";
		return null;
	}
	const links = paths.filter((path) => path.path_type === "softlink" && path.sha256);
	if (links.every((link) => link.sha256_in_prefix)) return null;
	return links.some((link) => link.sha256_in_prefix) ? "rattler" : "conda";
}
const KINDS = /* @__PURE__ */ new Map([
	["hardlink", "file"],
	["softlink", "symlink"],
	["directory", "directory"],
	["unix_python_entry_point", "entry-point"],
	["pyc_file", "pyc"]
]);
function toRecordedPath(raw, real, record) {
	const kind = KINDS.get(raw.path_type) ?? "any";
	const patched = raw.sha256_in_prefix !== null && raw.sha256_in_prefix !== raw.sha256;
	const isFile = kind === "file" || kind === "entry-point" || kind === "pyc";
	const sizeIsOfPackage = raw.prefix_placeholder !== null && raw.file_mode !== "binary" && record.writer !== "rattler";
	return {
		path: real,
		package: record,
		kind,
		cached: kind === "entry-point" || kind === "pyc" ? null : cachedPath(raw._path, record),
		sha256: raw.sha256,
		sha256InPrefix: isFile ? raw.sha256_in_prefix : null,
		linkSha256: kind === "symlink" && record.writer === "rattler" ? raw.sha256_in_prefix : null,
		size: sizeIsOfPackage || patched && raw.prefix_placeholder === null ? null : raw.size_in_bytes,
		placeholder: raw.prefix_placeholder,
		mode: raw.file_mode === "binary" ? "binary" : "text",
		isDropped: false,
		isPatched: isFile && (raw.prefix_placeholder !== null || patched)
	};
}
function cachedPath(real, record) {
	const path = real.replace(/^__clobbers__\/[^/]+\//, "");
	if (record.noarch !== "python") return path;
	if (path.startsWith("bin/")) return `python-scripts/${path.slice(4)}`;
	const at = path.indexOf("site-packages/");
	return at < 0 ? path : path.slice(at);
}
function isInside(path) {
	if (path.startsWith("/") || path.includes("\0")) return false;
	return !path.split("/").some((part) => part === ".." || part === "." || part === "");
}
function toPackagedPaths(bytes) {
	let json;
	try {
		json = JSON.parse(bytes.toString("utf8"));
	} catch {
		return /* @__PURE__ */ new Map();
	}
	const paths = safeParse(object({ paths: array(unknown()) }), json);
	const raw = paths.success ? paths.output.paths.map(toRawPath).filter((one) => one !== null) : [];
	return new Map(raw.map((one) => [one._path, {
		kind: KINDS.get(one.path_type) ?? "any",
		sha256: one.sha256,
		placeholder: one.prefix_placeholder,
		mode: one.file_mode === "binary" ? "binary" : "text"
	}]));
}

// src/conda/records.ts
const LARGEST_UNSIGNED = 1 << 20;
const LARGEST_RECORD = 64 << 20;
async function readManifest(source, prefix, names) {
	const all = [...names].sort();
	const files = all.filter((name) => name.endsWith(".json") && !name.startsWith("."));
	const sitePackages = sitePackagesOf(files);
	const records = [];
	const unreadable = [];
	const unsigned = [];
	let size = 0;
	for (const file of files) {
		const path = `${prefix}/conda-meta/${file}`;
		const bytes = (await source.read([path], 67108865)).get(path);
		const problem = bytes ? cannotRead(bytes) : null;
		if (problem) unreadable.push({
			file,
			...problem
		});
		if (problem || bytes?.kind !== "ok") continue;
		size += bytes.value.length;
		const record = parseRecord(file, bytes.value, sitePackages, null);
		if ("reason" in record) {
			unreadable.push({
				file,
				reason: record.reason,
				denied: false
			});
			continue;
		}
		const isSmall = bytes.value.length < LARGEST_UNSIGNED;
		if (record.writer === null && record.paths.length > 0 && isSmall) unsigned.push({
			at: records.length,
			file,
			bytes: bytes.value
		});
		records.push(record);
	}
	const writers = new Set(records.flatMap(({ writer }) => writer ?? []));
	const [writer = null] = writers.size === 1 ? writers : [];
	for (const { at, file, bytes } of unsigned) {
		const record = parseRecord(file, bytes, sitePackages, writer);
		if (!("reason" in record)) records[at] = record;
	}
	return {
		...index(records),
		unreadable: [...unreadable, ...putAside(all, records)],
		size
	};
}
function putAside(names, records) {
	const recorded = new Set(records.map(({ name }) => name));
	return names.filter((file) => {
		const name = /^(.+)-[^-]+-[^-]+\.json\.c~$/.exec(file)?.[1];
		return name !== void 0 && !recorded.has(name);
	}).map((file) => ({
		file,
		reason: "was put aside by an update that did not end, and nothing took its place",
		denied: false
	}));
}
function cannotRead(bytes) {
	if (bytes.kind === "denied") return {
		reason: "may not be read by this user",
		denied: true
	};
	if (bytes.kind === "failed") return {
		reason: `cannot be read (${bytes.code})`,
		denied: false
	};
	if (bytes.kind !== "ok") return {
		reason: "cannot be read: it leads nowhere",
		denied: false
	};
	if (bytes.value.length > 67108864) return {
		reason: `is larger than 64 MiB`,
		denied: false
	};
	return bytes.value.length === 0 ? {
		reason: "is empty",
		denied: false
	} : null;
}
function index(records) {
	const paths = /* @__PURE__ */ new Map();
	const clobbered = /* @__PURE__ */ new Map();
	const folders = /* @__PURE__ */ new Set();
	for (const record of records) for (const recorded of record.paths) {
		const other = paths.get(recorded.path);
		if (other && other.package.name !== record.name) clobbered.set(recorded.path, [...clobbered.get(recorded.path) ?? [other], recorded]);
		paths.set(recorded.path, recorded);
		addFolders(recorded.path, folders);
	}
	return {
		records,
		paths,
		clobbered,
		folders
	};
}
function addFolders(path, folders) {
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
		const folder = path.slice(0, end);
		if (folders.has(folder)) return;
		folders.add(folder);
	}
}
function isOwned(manifest, path) {
	return manifest.paths.has(path) || manifest.folders.has(path);
}
function sitePackagesOf(files) {
	const version = files.map((file) => /^python-(\d+\.\d+)\./.exec(file)?.[1]).find(Boolean);
	return version ? `lib/python${version}/site-packages` : null;
}

// src/links.ts
const MOST_HOPS = 40;
var LinkResolver = class {
	#look;
	#known = /* @__PURE__ */ new Map();
	constructor(look) {
		this.#look = look;
	}
	resolve(path, hops = 0) {
		let done = path.length;
		let end = null;
		while (end === null) if (done <= 0) end = {
			kind: "found",
			path: "/",
			what: "directory",
			hops
		};
		else {
			const known = this.#known.get(path.slice(0, done));
			if (known) end = withHops(known, hops, path);
			else done = path.lastIndexOf("/", done - 1);
		}
		while (end.kind === "found" && done < path.length) {
			const slash = path.indexOf("/", done + 1);
			const next = slash < 0 ? path.length : slash;
			end = this.#step(end, path.slice(Math.max(done, 0) + 1, next));
			done = next;
			this.#remember(path.slice(0, done), end, hops);
		}
		return end;
	}
	#remember(path, end, hops) {
		if (end.kind !== "missing" && (end.kind !== "found" || end.what !== "directory")) return;
		this.#known.set(path, {
			...end,
			hops: end.hops - hops
		});
	}
	#step(from, name) {
		const { path: folder, hops } = from;
		if (from.what !== "directory") return {
			kind: "missing",
			path: `${folder}/${name}`,
			hops
		};
		if (name === "" || name === ".") return from;
		if (name === "..") return {
			...from,
			path: posix.dirname(folder)
		};
		const path = folder === "/" ? `/${name}` : `${folder}/${name}`;
		const found = this.#look(path);
		if (found.kind === "missing") return {
			...found,
			path,
			hops
		};
		if (found.kind !== "ok") return {
			...found,
			path
		};
		if (found.value.kind !== "symlink") return {
			kind: "found",
			path,
			what: found.value.kind,
			hops
		};
		if (hops >= MOST_HOPS) return {
			kind: "loop",
			path
		};
		const { target } = found.value;
		if (target === "") return {
			kind: "missing",
			path,
			hops
		};
		return this.resolve(target.startsWith("/") ? target : `${folder}/${target}`, hops + 1);
	}
};
function withHops(end, hops, path) {
	const total = end.hops + hops;
	return total > MOST_HOPS ? {
		kind: "loop",
		path
	} : {
		...end,
		hops: total
	};
}
function lookAt(source, path) {
	const stat = source.lstat(path);
	if (stat.kind !== "ok") return stat;
	if (stat.value.kind !== "symlink") return {
		kind: "ok",
		value: { kind: stat.value.kind }
	};
	const target = source.readlink(path);
	return target.kind === "ok" ? {
		kind: "ok",
		value: {
			kind: "symlink",
			target: target.value
		}
	} : target;
}
function realPath(source, path) {
	const end = new LinkResolver((place) => lookAt(source, place)).resolve(path);
	return end.kind === "found" ? end.path : path;
}

export { unknown as C, tuple as S, pipe as _, isOwned as a, safeParse as b, toPackagedPaths as c, fallback as d, getDotPath as f, optional as g, object as h, LARGEST_RECORD as i, array as l, number as m, lookAt as n, readManifest as o, nullable as p, realPath as r, NOTHING_SHA256 as s, LinkResolver as t, boolean as u, record as v, string as x, regex as y };