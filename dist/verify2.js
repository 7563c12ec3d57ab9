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
import { createHash } from "node:crypto";
import { dirname as dirname$1 } from "node:path/posix";
import { closeSync, fstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/sources/digest-index.ts
const RACY = 2e3;
const LONGEST_TRUST = 6048e5;
const LARGEST = 1 << 29;
const AT_ONCE = 1024;
var DigestIndex = class DigestIndex {
	#file;
	#version;
	#now;
	#entries;
	#added = 0;
	isOurs;
	constructor({ file, version, now }, entries, isOurs) {
		this.#file = file;
		this.#version = version;
		this.#now = now;
		this.#entries = entries;
		this.isOurs = isOurs;
	}
	static open(file, version, now) {
		const made = {
			file,
			version,
			now
		};
		const read = readIndex(file, version, now);
		const entries = read.kind === "ours" ? read.entries : /* @__PURE__ */ new Map();
		const problem = read.kind === "none" ? null : read.problem;
		return {
			index: new DigestIndex(made, entries, read.kind !== "foreign"),
			problem
		};
	}
	find(stamp, job) {
		const entry = this.#entries.get(keyOf(stamp, job));
		if (!entry || entry.size !== stamp.size) return null;
		if (entry.modified !== stamp.modified || entry.changed !== stamp.changed) return null;
		const { size, sha256, undone, elf } = entry;
		return {
			kind: "read",
			size,
			sha256,
			undone,
			elf,
			isRemembered: true
		};
	}
	add(stamp, job, digest, since) {
		if (digest.kind !== "read" || digest.size !== stamp.size) return;
		if (Math.max(stamp.modified, stamp.changed) > since - RACY) return;
		const { size, modified, changed } = stamp;
		const { sha256, undone, elf } = digest;
		this.#entries.set(keyOf(stamp, job), {
			size,
			modified,
			changed,
			at: since,
			sha256,
			undone,
			elf
		});
		this.#added += 1;
	}
	save() {
		if (this.#added === 0 || !this.isOurs) return null;
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
		const patches = /* @__PURE__ */ new Map();
		const elves = /* @__PURE__ */ new Map();
		const rows = [];
		for (const [key, entry] of this.#entries) {
			if (this.#now - entry.at >= LONGEST_TRUST) continue;
			const { size, modified, changed, at, sha256, undone } = entry;
			const blank = key.indexOf(" ");
			const identity = blank < 0 ? key : key.slice(0, blank);
			const patch = blank < 0 ? -1 : numberOf(patches, key.slice(blank + 1));
			const elf = entry.elf ? numberOfElf(elves, entry.elf) : -1;
			rows.push([
				identity,
				patch,
				size,
				modified,
				changed,
				at,
				sha256,
				undone,
				elf
			]);
		}
		const written = {
			patches: [...patches.keys()],
			elves: Array.from(elves.values(), ({ elf }) => elf),
			rows
		};
		const body = Buffer.from(JSON.stringify(written));
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
	#isOnLocal({ identity }, path) {
		const device = identity.slice(0, identity.indexOf(":"));
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
function keyOf({ identity }, { patch }) {
	return patch ? `${identity} ${JSON.stringify(patch)}` : identity;
}
function isTrusted(at, now) {
	return at <= now && now - at < LONGEST_TRUST;
}
const HEAD = "conda-links digests ";
function headOf(version, body) {
	return `${HEAD}1 ${version} ${createHash("sha256").update(body).digest("hex")}`;
}
function readIndex(file, version, now) {
	try {
		const { descriptor, size } = openFile(file);
		try {
			const { uid, mode } = fstatSync(descriptor);
			if (uid !== process.geteuid?.()) return foreign("it belongs to another user");
			if ((mode & OTHERS_WRITE) !== 0) return foreign("others may write it");
			if (size > LARGEST) return foreign("it is too large");
			return parse(readFileSync(descriptor), version, now);
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
function parse(bytes, version, now) {
	const end = bytes.indexOf(10);
	const head = bytes.toString("latin1", 0, Math.min(Math.max(end, 0), 200));
	if (!head.startsWith(HEAD)) return foreign("it is no index of conda-links");
	const body = bytes.subarray(end + 1);
	const damaged = (problem) => ({
		kind: "ours",
		entries: /* @__PURE__ */ new Map(),
		problem
	});
	if (head !== headOf(version, body)) return damaged(!head.startsWith(`${HEAD}1 ${version} `) ? "another version of conda-links wrote it" : "it is damaged");
	try {
		return {
			kind: "ours",
			entries: entriesIn(body, now),
			problem: null
		};
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof TypeError) return damaged("it is damaged");
		throw error;
	}
}
function entriesIn(body, now) {
	const { patches, elves, rows } = JSON.parse(body.toString("utf8"));
	const entries = /* @__PURE__ */ new Map();
	for (const [identity, patch, size, modified, changed, at, sha256, undone, elf] of rows) {
		const isUndone = undone === null || Array.isArray(undone.sha256);
		const isElf = elf < 0 || Array.isArray(elves[elf]?.needed);
		if (typeof sha256 !== "string" || !isUndone || !isElf) throw new TypeError("no row of ours");
		if (!isTrusted(at, now)) continue;
		const key = patch < 0 ? identity : `${identity} ${patches[patch]}`;
		const entry = {
			size,
			modified,
			changed,
			at,
			sha256,
			undone,
			elf: elves[elf] ?? null
		};
		entries.set(key, entry);
	}
	return entries;
}
function numberOf(numbers, text) {
	const known = numbers.get(text);
	if (known !== void 0) return known;
	numbers.set(text, numbers.size);
	return numbers.size - 1;
}
function numberOfElf(elves, elf) {
	const key = JSON.stringify(elf);
	const known = elves.get(key);
	if (known) return known.at;
	elves.set(key, {
		at: elves.size,
		elf
	});
	return elves.size - 1;
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