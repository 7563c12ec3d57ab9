import { n as selectChecks } from "./checks.js";
import { a as choose, c as parseFormat, l as parseInputs, m as LEVELS, t as INPUTS, u as text } from "./inputs.js";
import { i as findEnvironments } from "./environments.js";
import { r as lines } from "./delivery.js";
import { c as systemCode, s as NotFound, t as BadInput } from "./errors.js";
import { n as thisMachine } from "./machine.js";
import { a as whereIn, i as refuseWithin, n as Adoption, r as settingsFor, t as exitCode } from "./outcome.js";
import { t as FORMATS } from "./reports.js";
import { d as scopesOf, l as refuseUselessUser, u as scopeOf } from "./subject.js";
import { c as settled, i as blaming, l as withoutUseless, r as UNSET } from "./settings.js";
import { t as HashingThreads } from "./hashing-threads.js";
import { t as ReadingThreads } from "./reading-threads.js";
import { i as viewOf, n as progressLine } from "./terminal2.js";
import { t as verify } from "./verify.js";
import { t as VERSION } from "./version.js";
import { r as realPath } from "./links.js";
import { n as openFile, t as DirectorySource } from "./directory.js";
import { n as keepsChanges } from "./file-systems.js";
import { posix } from "node:path";
import { endianness } from "node:os";
import { createHash } from "node:crypto";
import { dirname as dirname$1 } from "node:path/posix";
import { closeSync, fstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/sources/digest-table.ts
const WIDTH = 8;
const HASH = 32;
var DigestTable = class DigestTable {
	patches;
	count;
	#numbers;
	#hashes;
	#elves;
	#undone;
	#last = /* @__PURE__ */ new Map();
	#before;
	constructor({ count, patches, elves, undone }, columns) {
		this.count = count;
		this.patches = patches;
		this.#elves = elves;
		this.#undone = new Map(undone);
		this.#numbers = new Float64Array(count * WIDTH);
		const size = this.#numbers.byteLength;
		Buffer.from(this.#numbers.buffer).set(columns.subarray(0, size));
		this.#hashes = columns.toString("hex", size);
		this.#before = new Int32Array(count).fill(-1);
		for (let row = 0; row < count; row += 1) {
			const inode = this.#number(row, 1);
			this.#before[row] = this.#last.get(inode) ?? -1;
			this.#last.set(inode, row);
		}
	}
	static empty() {
		return new DigestTable({
			count: 0,
			patches: [],
			elves: [],
			undone: []
		}, Buffer.alloc(0));
	}
	static parse(body) {
		const end = body.indexOf(10);
		const extras = JSON.parse(body.toString("utf8", 0, Math.max(end, 0)));
		const columns = body.subarray(end + 1);
		const { count, patches, elves, undone } = extras;
		const isWhole = Number.isSafeInteger(count) && columns.length === count * 96;
		const isKnown = elves.every(({ needed }) => Array.isArray(needed));
		const isUndone = undone.every(([, { sha256 }]) => Array.isArray(sha256));
		if (!isWhole || !isKnown || !isUndone || !Array.isArray(patches)) throw new TypeError("no table of ours");
		return new DigestTable(extras, columns);
	}
	find({ device, inode }, patch) {
		let row = this.#last.get(inode) ?? -1;
		while (row >= 0 && (this.#number(row, 0) !== device || this.#number(row, 6) !== patch)) row = this.#before[row] ?? -1;
		return row;
	}
	isOf(row, { size, modified, changed }) {
		return this.#number(row, 2) === size && this.#number(row, 3) === modified && this.#number(row, 4) === changed;
	}
	at(row) {
		return this.#number(row, 5);
	}
	facts(row) {
		return {
			sha256: this.#hashes.slice(row * HASH * 2, (row + 1) * HASH * 2),
			undone: this.#undone.get(row) ?? null,
			elf: this.#elves[this.#number(row, 7)] ?? null
		};
	}
	row(row) {
		const [device = 0, inode = 0, size = 0, modified = 0, changed = 0, at = 0, patch = -1] = this.#numbers.subarray(row * WIDTH);
		return {
			stamp: {
				device,
				inode,
				size,
				modified,
				changed
			},
			at,
			patch,
			...this.facts(row)
		};
	}
	#number(row, which) {
		return this.#numbers[row * WIDTH + which] ?? NaN;
	}
};
function bytesOf(rows, patches) {
	const numbers = new Float64Array(rows.length * WIDTH);
	const hashes = Buffer.alloc(rows.length * HASH);
	const elves = /* @__PURE__ */ new Map();
	const used = /* @__PURE__ */ new Map();
	const allUndone = [];
	for (const [row, { stamp, patch, at, sha256, undone, elf }] of rows.entries()) {
		const { device, inode, size, modified, changed } = stamp;
		const facts = elf ? numberOf(elf, elves) : -1;
		const way = patch < 0 ? -1 : numberOfText(patches[patch] ?? "", used);
		numbers.set([
			device,
			inode,
			size,
			modified,
			changed,
			at,
			way,
			facts
		], row * WIDTH);
		hashes.write(sha256, row * HASH, "hex");
		if (undone) allUndone.push([row, undone]);
	}
	const extras = {
		count: rows.length,
		patches: [...used.keys()],
		elves: Array.from(elves.values(), ({ elf }) => elf),
		undone: allUndone
	};
	const head = Buffer.from(`${JSON.stringify(extras)}\n`);
	return Buffer.concat([
		head,
		Buffer.from(numbers.buffer),
		hashes
	]);
}
function numberOf(elf, elves) {
	const key = JSON.stringify(elf);
	const known = elves.get(key);
	if (known) return known.number;
	elves.set(key, {
		number: elves.size,
		elf
	});
	return elves.size - 1;
}
function numberOfText(text, used) {
	const number = used.get(text) ?? used.size;
	used.set(text, number);
	return number;
}

// src/sources/digest-index.ts
const RACY = 2e3;
const LONGEST_TRUST = 6048e5;
const LARGEST = 1 << 29;
const AT_ONCE = 1024;
var DigestIndex = class DigestIndex {
	#file;
	#version;
	#now;
	#table;
	#added = [];
	#replaced = /* @__PURE__ */ new Set();
	#patches;
	#lastPatch = null;
	isOurs;
	constructor({ file, version, now }, table, isOurs) {
		this.#file = file;
		this.#version = version;
		this.#now = now;
		this.#table = table;
		this.#patches = new Map(table.patches.map((text, number) => [text, number]));
		this.isOurs = isOurs;
	}
	static open(file, version, now) {
		const made = {
			file,
			version,
			now
		};
		const read = readIndex(file, version);
		const table = read.kind === "ours" ? read.table : DigestTable.empty();
		const problem = read.kind === "none" ? null : read.problem;
		return {
			index: new DigestIndex(made, table, read.kind !== "foreign"),
			problem
		};
	}
	find(stamp, { patch }) {
		const table = this.#table;
		const row = table.find(stamp, this.#numberOf(patch));
		if (row < 0 || !table.isOf(row, stamp) || !isTrusted(table.at(row), this.#now)) return null;
		return {
			kind: "read",
			size: stamp.size,
			...table.facts(row),
			isRemembered: true
		};
	}
	add(stamp, job, digest, since) {
		if (digest.kind !== "read" || digest.size !== stamp.size) return;
		if (Math.max(stamp.modified, stamp.changed) > since - RACY) return;
		const patch = this.#numberOf(job.patch);
		const { sha256, undone, elf } = digest;
		this.#replaced.add(this.#table.find(stamp, patch));
		this.#added.push({
			stamp,
			patch,
			at: since,
			sha256,
			undone,
			elf
		});
	}
	#numberOf(patch) {
		if (patch === null) return -1;
		if (this.#lastPatch?.patch !== patch) {
			const text = JSON.stringify(patch);
			const number = this.#patches.get(text) ?? this.#patches.size;
			this.#patches.set(text, number);
			this.#lastPatch = {
				patch,
				number
			};
		}
		return this.#lastPatch.number;
	}
	save() {
		if (this.#added.length === 0 || !this.isOurs) return null;
		const draft = `${this.#file}.${process.pid}`;
		try {
			makeFolder(dirname$1(dirname$1(this.#file)));
			makeFolder(dirname$1(this.#file));
			writeFileSync(draft, this.#bytes(), {
				flag: "wx",
				mode: 384
			});
			renameSync(draft, this.#file);
			return null;
		} catch (error) {
			const code = systemCode(error);
			if (!code) throw error;
			rmSync(draft, { force: true });
			return code;
		}
	}
	#bytes() {
		const rows = [];
		for (let row = 0; row < this.#table.count; row += 1) if (!this.#replaced.has(row) && isTrusted(this.#table.at(row), this.#now)) rows.push(this.#table.row(row));
		const body = bytesOf([...rows, ...this.#added], [...this.#patches.keys()]);
		return Buffer.concat([Buffer.from(`${headOf(this.#version, body)}\n`), body]);
	}
};
var IndexedHasher = class {
	#hasher;
	#open;
	#isLocal;
	#local = /* @__PURE__ */ new Map();
	constructor(hasher, open, isLocal) {
		this.#hasher = hasher;
		this.#open = open;
		this.#isLocal = isLocal;
	}
	async *run(jobs, signal, progress) {
		let index = null;
		const unread = [];
		let known = [];
		for (const job of jobs) {
			index ??= this.#open();
			const digest = job.stamp ? index.find(job.stamp, job) : null;
			if (!digest) unread.push(job);
			else if (known.push([job, digest]) === AT_ONCE) {
				yield known;
				known = [];
			}
		}
		if (known.length > 0) yield known;
		const since = Date.now();
		for await (const answers of this.#hasher.run(unread, signal, progress)) {
			for (const [job, digest] of answers) if (job.stamp && this.#isOnLocal(job.stamp, job.path)) index?.add(job.stamp, job, digest, since);
			yield answers;
		}
	}
	#isOnLocal({ device }, path) {
		let isLocal = this.#local.get(device);
		if (isLocal === void 0) {
			isLocal = this.#isLocal(path);
			this.#local.set(device, isLocal);
		}
		return isLocal;
	}
};
function makeFolder(path) {
	try {
		mkdirSync(path, { mode: 448 });
	} catch (error) {
		if (!systemCode(error)) throw error;
	}
}
function isTrusted(at, now) {
	return at <= now && now - at < LONGEST_TRUST;
}
const HEAD = "conda-links digests ";
const FORMAT = `2${endianness()}`;
function headOf(version, body) {
	return `${HEAD}${FORMAT} ${version} ${createHash("sha256").update(body).digest("hex")}`;
}
function readIndex(file, version) {
	try {
		const { descriptor, size } = openFile(file);
		try {
			const { uid, mode } = fstatSync(descriptor);
			if (uid !== process.geteuid?.()) return foreign("it belongs to another user");
			if ((mode & OTHERS_WRITE) !== 0) return foreign("others may write it");
			if (size > LARGEST) return foreign("it is too large");
			return parse(readFileSync(descriptor), version);
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		if (code === "ENOENT") return { kind: "none" };
		return foreign(code === "ENOTSUP" ? "it is no regular file" : code);
	}
}
const OTHERS_WRITE = 18;
function foreign(problem) {
	return {
		kind: "foreign",
		problem
	};
}
function parse(bytes, version) {
	const end = bytes.indexOf(10);
	const head = bytes.toString("latin1", 0, Math.min(Math.max(end, 0), 200));
	if (!head.startsWith(HEAD)) return foreign("it is no index of conda-links");
	const body = bytes.subarray(end + 1);
	const damaged = (problem) => ({
		kind: "ours",
		table: DigestTable.empty(),
		problem
	});
	if (head !== headOf(version, body)) return damaged(!head.startsWith(`${HEAD}${FORMAT} ${version} `) ? "another version of conda-links wrote it" : "it is damaged");
	try {
		return {
			kind: "ours",
			table: DigestTable.parse(body),
			problem: null
		};
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) return damaged("it is damaged");
		throw error;
	}
}

// src/commands/remembering.ts
var Remembering = class {
	source;
	#file;
	#index = null;
	#problem = null;
	constructor(raw, machine, hasher, readers) {
		const unindexed = new DirectorySource(hasher, readers);
		const named = text(raw["index"]) ?? usualPlace(machine, unindexed);
		this.#file = raw["noIndex"] === true || named === null ? null : posix.resolve(machine.cwd, named);
		const indexed = this.#file && new IndexedHasher(hasher, () => this.#open(), (path) => this.#isLocal(path));
		this.source = indexed ? new DirectorySource(indexed, readers) : unindexed;
	}
	end(report) {
		const file = this.#file;
		if (file === null || this.#index === null) return [];
		const isKept = this.#index.isOurs ? "" : ", and left as it is";
		const unused = `The index ${file} is not used (${this.#problem})${isKept}: every file was read.`;
		return [...this.#problem === null ? [] : [unused], ...this.#save(file, report)];
	}
	#save(file, report) {
		const place = whereIn(this.source, file, report);
		const trouble = place === null ? this.#index?.save() : `it would lie in ${place}`;
		return trouble ? [`The index ${file} cannot be written (${trouble}): the next run reads every file again.`] : [];
	}
	#open() {
		if (this.#index) return this.#index;
		const { index, problem } = DigestIndex.open(this.#file ?? "", VERSION, Date.now());
		this.#index = index;
		this.#problem = problem;
		return index;
	}
	#isLocal(path) {
		const found = this.source.fileSystemOf(path);
		return found === null || keepsChanges(found);
	}
};
function usualPlace({ home, env }, source) {
	const cache = env["XDG_CACHE_HOME"]?.startsWith("/") ? env["XDG_CACHE_HOME"] : null;
	const stat = source.lstat(realPath(source, cache ?? home));
	if (!(stat.kind === "ok" && source.user.of === "process" && stat.value.uid === source.user.uid)) return null;
	return `${cache ?? `${home}/.cache`}/conda-links/digests`;
}

// src/commands/verify.ts
async function runVerify(environments, raw, isProgressWanted, signal) {
	if (raw["asUser"] === "") throw new BadInput("as-user: it names nobody.", "Write a name, 1000, 1000:100 or openshift, or leave it out.");
	const format = parseFormat(raw["format"]);
	const output = String(raw["output"] ?? "");
	const view = viewOf(choose(INPUTS.color, raw["color"]), output !== "" && output !== "-");
	const threads = HashingThreads.ofThisMachine();
	const progress = progressLine(isProgressWanted);
	const machine = thisMachine();
	const remembering = new Remembering(raw, machine, threads, ReadingThreads.ofThisMachine);
	const { source } = remembering;
	const given = {
		...raw,
		environments
	};
	let settings = UNSET;
	let told;
	let failOn;
	let remarks;
	try {
		settings = await settingsFor(source, machine, raw);
		const { level, asUser, ...inputs } = verifyInputs(given, settings);
		refuseUselessUser(inputs.environments, {
			asUser,
			level
		});
		failOn = inputs.failOn;
		const adoption = await Adoption.of(settings, raw, failOn, /* @__PURE__ */ new Date());
		const checks = selectChecks(inputs.check, inputs.skip);
		const scopes = await scopesToVerify(source, inputs.environments, {
			machine,
			isHashed: level === "content",
			prefix: inputs.prefix,
			platform: inputs.platform,
			signal,
			progress
		});
		const found = await verify(scopes, {
			level,
			checks,
			isCacheWanted: inputs.isCacheWanted,
			asUser,
			version: VERSION,
			signal,
			progress,
			accept: adoption.accept
		});
		if (output !== "" && output !== "-") refuseWithin(source, posix.resolve(machine.cwd, output), found, output);
		remarks = remembering.end(found);
		told = await adoption.end(found, checksAt(level, checks), {
			source,
			machine,
			raw
		});
	} catch (error) {
		throw blaming(error, given, settings);
	} finally {
		progress.stop();
		await threads.close();
	}
	const { report } = told;
	const aside = told.aside + lines(remarks.map((remark) => `conda-links: ${remark}`));
	const isMissing = report.environments.some((one) => one.verdict === "unchecked" && one.isMissing);
	const code = format === "check-symlinks" && isMissing ? 1 : exitCode(report, failOn);
	return {
		text: FORMATS[format](report, view),
		file: output === "-" ? "" : output,
		code,
		aside
	};
}
function verifyInputs(given, settings) {
	return withoutUseless(parseInputs(settled("verify", given, settings)), given);
}
function checksAt(level, checks) {
	return checks.filter((check) => LEVELS.indexOf(check.level) <= LEVELS.indexOf(level));
}
async function scopesToVerify(source, words, options) {
	if (words.length > 0) return scopesOf(words, source, options);
	const { environments, tried } = await findEnvironments(source, options.machine);
	if (environments.length === 0) throw nothingFound(tried);
	return [scopeOf(source, environments)];
}
function nothingFound(tried) {
	return new NotFound("No conda environment was found.", `Looked at ${tried.join(", ")}. Name an environment or its prefix: conda-links verify /path/to/env`);
}

export { verifyInputs as i, nothingFound as n, runVerify as r, checksAt as t };