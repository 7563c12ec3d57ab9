import { n as CannotRead, s as NotFound, t as BadInput } from "./errors.js";
import { i as toPackagedPaths, o as completed, r as NOTHING_SHA256, t as LARGEST_RECORD } from "./record-file.js";
import { a as refuseNoUser, f as readRecords, l as groupBy, o as Libraries, p as placeOfBytes, s as findLibraries } from "./user.js";
import { t as unlessAborted } from "./abort.js";
import { n as lookAt, r as realPath, t as LinkResolver } from "./links.js";
import { a as prefixOfPython, i as interpreterOf, n as rootOf, r as foreignPrefix, t as PackageCache } from "./package-cache.js";
import { n as findReplacements, r as findScripts, t as findDistributions } from "./distributions.js";
import { g as require_fastest_levenshtein, i as advise } from "./inputs.js";
import { n as MISSING } from "./sources.js";
import { n as readFolder, r as statIn, t as entriesOf } from "./folder.js";
import { i as parseReference, n as isImage, r as openReference, t as SCHEMES } from "./references.js";
import { i as findEnvironments, n as environmentAt, o as isEnvironment, s as subfolders, t as distinct } from "./environments.js";
import { t as ElfPool } from "./elf.js";
import { posix } from "node:path";
import { setImmediate } from "node:timers/promises";

// src/conda/locate.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
async function locate(source, machine, word, discover = () => findEnvironments(source, machine)) {
	if (word === "") throw new BadInput("The name of an environment is empty.", "Name one, or a prefix.");
	const path = asPath(machine, word);
	if (path !== null) return locatePath(source, path);
	const { environments } = await discover();
	const named = environments.filter(({ name }) => name === word);
	if (named.length > 0) return named;
	const beside = posix.join(machine.cwd, word);
	const here = locatePath(source, beside);
	const stat = source.lstat(beside);
	if (stat.kind === "ok" && stat.value.kind === "file" || here.some(({ problem }) => problem === null)) return here;
	return [{
		name: word,
		prefix: "",
		problem: new NotFound(`There is no environment “${word}”.`, nearest(word, environments))
	}];
}
async function locateAll(source, machine, words) {
	let discovery = null;
	const discover = () => {
		discovery ??= findEnvironments(source, machine);
		return discovery;
	};
	const found = [];
	for (const word of words) found.push(...await locate(source, machine, word, discover));
	return distinct(source, found);
}
function asPath({ cwd, home }, word) {
	if (word === "~" || word.startsWith("~/")) return posix.join(home, word.slice(1));
	return word.includes("/") || word === "." || word === ".." ? posix.resolve(cwd, word) : null;
}
function locatePath(source, path) {
	const within = subfolders(source, `${path}/envs`).filter((one) => isEnvironment(source, one));
	if (!(source.exists(`${path}/envs`) && (isEnvironment(source, path) || within.length > 0))) return [environmentAt(source, path)];
	return (isEnvironment(source, path) ? [path, ...within] : within).map((prefix) => environmentAt(source, prefix));
}
function nearest(word, environments) {
	const names = [...new Set(environments.map(({ name }) => name))];
	const close = names.map((name) => ({
		name,
		far: (0, import_fastest_levenshtein.distance)(word.toLowerCase(), name.toLowerCase())
	})).filter(({ name, far }) => far <= Math.max(2, name.length / 2)).sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1)).slice(0, 3).map(({ name }) => name);
	if (close.length > 0) return `Did you mean ${close.join(" or ")}?`;
	return names.length > 0 ? `Known here: ${names.slice(0, 8).join(", ")}. A prefix can be named too.` : "No environment is known on this machine; name its prefix.";
}

// src/scopes.ts
function scopeOf(source, targets) {
	return {
		reference: null,
		kind: source.kind,
		open: async () => ({
			source,
			targets,
			close: async () => {}
		})
	};
}
async function scopesOf(words, machineSource, options) {
	refuseUseless(words, options);
	const here = await locateNames(words.filter((word) => parseReference(word) === null), machineSource, options);
	return [...here.length > 0 ? [scopeOf(machineSource, here)] : [], ...words.flatMap((word) => parseReference(word) ?? []).map(({ text, kind }) => ({
		reference: text,
		kind,
		open: () => openWord(text, machineSource, options)
	}))];
}
async function openWord(word, machineSource, options) {
	const reference = parseReference(word);
	if (reference) {
		const { source, environments, close } = await openReference(reference, options);
		return {
			source,
			targets: environments,
			close
		};
	}
	return scopeOf(machineSource, await locateNames([word], machineSource, options)).open();
}
function locateNames(names, source, { machine }) {
	for (const name of names) refuseUnknownKind(name, source, machine);
	return locateAll(source, machine, names);
}
function refuseUnknownKind(word, source, { cwd }) {
	const kind = /^([a-z][a-z-]+):/.exec(word)?.[1];
	if (kind === void 0 || source.exists(posix.resolve(cwd, word))) return;
	throw new BadInput(`“${kind}:” is no kind of image or archive.`, advise(SCHEMES, kind));
}
function refuseUselessUser(words, { asUser, level }) {
	if (asUser === null) return;
	refuseNoUser(asUser);
	if (level === "links") throw new BadInput("as-user: permissions are not looked at with level links.", "Take level metadata or content, or leave it out.");
	const isArchive = (word) => {
		const reference = parseReference(word);
		return reference !== null && !isImage(reference);
	};
	if (words.length === 0 || !words.every(isArchive)) return;
	throw new BadInput("as-user: an archive does not tell who will own what is in it, and nothing else is named.", "Name an environment or an image, or leave it out.");
}
function refuseUseless(words, { prefix, platform }) {
	const references = words.flatMap((word) => parseReference(word) ?? []);
	const hasImage = references.some(isImage);
	const hasArchive = references.some((one) => !isImage(one));
	if (words.filter((word) => word === "tar:-").length > 1) throw new BadInput("Standard input is named twice.", "It can be read once only.");
	if (prefix !== null && !hasArchive) throw new BadInput("prefix: it says where an archive is unpacked, and none is named.", "Name one with tar: or zip:, or leave it out.");
	if (platform !== null && !hasImage) throw new BadInput("platform: it chooses among images, and none is named.", "Name one like docker:ml:latest, or leave it out.");
}

// src/conda/paths-json.ts
async function completePaths(source, folder, paths) {
	const file = `${folder}/info/paths.json`;
	const bytes = (await source.read([file], LARGEST_RECORD)).get(file);
	const packaged = toPackagedPaths(bytes?.kind === "ok" ? bytes.value : Buffer.alloc(0));
	const complete = /* @__PURE__ */ new Map();
	for (const recorded of paths) {
		const known = packaged.get(recorded.cached ?? "");
		if (!known) continue;
		const { sha256, placeholder, mode } = known;
		const kind = recorded.isDropped ? known.kind : recorded.kind;
		const isPatched = recorded.isPatched || recorded.isDropped && placeholder !== null;
		complete.set(recorded, completed(recorded, {
			kind,
			sha256,
			placeholder,
			mode,
			isPatched
		}));
	}
	return complete;
}

// src/aftermath.ts
const NO_AFTERMATH = {
	cached: [],
	shared: []
};
async function inspectCache(inventory, cache, records, signal) {
	const cached = [];
	for (const record of records) {
		signal.throwIfAborted();
		const folder = cache.folder(record);
		if (folder !== null) cached.push(await inspect(inventory, record, folder, signal));
	}
	return cached;
}
async function inspect({ source }, record, folder, signal) {
	const unknown = record.paths.filter(({ sha256, isDropped }) => sha256 === null && isDropped);
	const complete = unknown.length > 0 ? await completePaths(source, folder, unknown) : /* @__PURE__ */ new Map();
	const problems = [];
	const jobs = [];
	for (const one of record.paths) {
		if (one.cached === null || one.kind === "directory") continue;
		const place = `${folder}/${one.cached}`;
		const stat = source.lstat(place);
		if (stat.kind === "missing") problems.push({
			path: one.cached,
			kind: "missing"
		});
		const recorded = complete.get(one) ?? one;
		if (stat.kind !== "ok" || stat.value.kind !== "file" || recorded.sha256 === null) continue;
		jobs.push({
			path: place,
			inode: stat.value.links > 1 ? stat.value : null,
			patch: null,
			recorded
		});
	}
	for await (const answers of source.digest(jobs, signal, () => {})) for (const [{ recorded }, digest] of answers) {
		if (digest.kind !== "read" || digest.sha256 === recorded.sha256) continue;
		problems.push({
			path: recorded.cached ?? "",
			kind: "altered"
		});
	}
	problems.sort((a, b) => a.path < b.path ? -1 : 1);
	return {
		record,
		folder,
		problems
	};
}
const MOST_SHARED = 1e3;
function findShared(inventory, cache, damaged) {
	const { source } = inventory;
	const root = rootOf(inventory.place);
	const siblings = [root, ...subfolders(source, `${root}/envs`)].filter((prefix) => prefix !== inventory.place);
	return damaged.slice(0, MOST_SHARED).flatMap((recorded) => {
		const place = placeOfBytes(inventory, cache, recorded);
		const stat = place === null ? null : inventory.statAbsolute(place);
		if (stat?.kind !== "ok" || stat.value.links < 2) return [];
		const folder = cache.folder(recorded.package);
		const places = [...folder !== null && recorded.cached !== null ? [`${folder}/${recorded.cached}`] : [], ...siblings.flatMap((prefix) => placesIn(inventory, prefix, recorded))].filter((name) => {
			const other = name === place ? null : source.lstat(name);
			return other?.kind === "ok" && other.value.identity === stat.value.identity;
		});
		const others = stat.value.links - 1 - places.length;
		return [{
			path: recorded.path,
			places,
			others: Math.max(0, others)
		}];
	});
}
function placesIn({ source }, prefix, { path, package: owner }) {
	const match = owner.noarch === "python" ? /^lib\/python[^/]+\/(.*)$/.exec(path) : null;
	if (!match) return [`${prefix}/${path}`];
	return subfolders(source, `${prefix}/lib`).filter((one) => /\/python[^/]+$/.test(one)).map((one) => `${one}/${match[1]}`);
}

// src/absent.ts
const SLIMMABLE = [
	["*.a", (path) => path.endsWith(".a")],
	["*.la", (path) => path.endsWith(".la")],
	["*.js.map", (path) => /\.(?:js|css)\.map$/.test(path)],
	["*.js.map", (path) => path.endsWith(".js.map")],
	["*.pyx", (path) => /\.(?:pyx|pxd)$/.test(path)],
	["include", (path) => path.startsWith("include/")],
	["*.h", (path) => /\.(?:h|hh|hpp|hxx)$/.test(path)],
	["share/man", (path) => path.startsWith("share/man/") || path.startsWith("man/")],
	["share/doc", (path) => /^share\/(?:doc|gtk-doc|info)\//.test(path)],
	["share/locale", (path) => path.startsWith("share/locale/")],
	["tests", isTest]
];
function isTest(path) {
	const at = path.indexOf("/site-packages/");
	return at >= 0 && /\/tests?\//.test(path.slice(at));
}
const MANY_PACKAGES = 2;
function sortAbsent(inventory, manifest, notable) {
	const absent = notable.filter(({ path }) => inventory.at(path) === null && inventory.isKnown(path) && !isBelowFile(inventory, path));
	const slimmed = findSlimmed(inventory, manifest, absent);
	const isSlimmed = new Set([...slimmed.values()].flat());
	const sorted = {
		entryPoints: [],
		links: [],
		files: [],
		compiled: [],
		slimmed
	};
	for (const recorded of absent) {
		if (isSlimmed.has(recorded)) continue;
		if (isEntryPoint(recorded)) sorted.entryPoints.push(recorded);
		else if (isCompiled(recorded, manifest)) sorted.compiled.push(recorded);
		else if (recorded.kind === "symlink") sorted.links.push(recorded);
		else if (recorded.kind !== "directory") sorted.files.push(recorded);
	}
	return sorted;
}
function isEntryPoint({ kind, path, package: owner }) {
	if (kind === "entry-point") return true;
	return path === "bin/python" ? owner.name === "python" : path === "bin/pip" && owner.name === "pip";
}
function isBelowFile(inventory, path) {
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
		const entry = inventory.at(path.slice(0, end));
		if (entry) return entry.kind !== "directory" && entry.kind !== "symlink";
	}
	return false;
}
function findSlimmed(inventory, manifest, absent) {
	const found = /* @__PURE__ */ new Map();
	const isAbsent = new Set(absent.map(({ path }) => path));
	const isTold = /* @__PURE__ */ new Set();
	for (const [kind, isOne] of SLIMMABLE) {
		const gone = absent.filter((recorded) => isOne(recorded.path) && !isTold.has(recorded));
		if (new Set(gone.map((one) => one.package)).size < MANY_PACKAGES) continue;
		const isGone = (path) => isAbsent.has(path) || inventory.follow(path).kind === "missing";
		if (![...manifest.paths.keys()].filter(isOne).every(isGone)) continue;
		found.set(kind, gone);
		for (const one of gone) isTold.add(one);
	}
	return found;
}
function isCompiled({ path, kind }, manifest) {
	if (kind === "pyc") return true;
	const match = /^(.*\/)__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path);
	return match !== null && manifest.paths.has(`${match[1]}${match[2]}.py`);
}

// src/contents.ts
var Contents = class {
	#judged;
	unsound;
	elves;
	bytesHashed;
	bytesRemembered;
	formerPrefixes;
	constructor(judged, elves, bytesHashed, bytesRemembered) {
		this.#judged = judged;
		this.elves = elves;
		const unsound = /* @__PURE__ */ new Map();
		for (const [path, one] of judged) if (one.kind !== "same") unsound.set(path, one);
		this.unsound = unsound;
		this.formerPrefixes = new Set([...unsound.values()].flatMap((one) => one.kind === "other-prefix" ? one.prefix : []));
		this.bytesHashed = bytesHashed;
		this.bytesRemembered = bytesRemembered;
	}
	of(path) {
		return this.#judged.get(path) ?? UNKNOWN;
	}
};
var Sound = class {
	kind = "same";
	#claim;
	constructor(claim) {
		this.#claim = claim;
	}
	get original() {
		return originalOf(this.#claim);
	}
};
function originalOf({ sha256, sha256InPrefix }) {
	return sha256 ?? sha256InPrefix ?? "";
}
const UNKNOWN = { kind: "unknown" };
const LARGE = 1 << 23;
async function readContents(inventory, questions, names, signal, progress) {
	const { source } = inventory;
	const judged = /* @__PURE__ */ new Map();
	const elves = /* @__PURE__ */ new Map();
	const pool = new ElfPool();
	const patched = [];
	let bytesHashed = 0;
	let bytesRemembered = 0;
	const unread = source.isInMemory ? [...unsettled()] : questions;
	const installed = groupBy(patched, packageOf);
	const witnesses = new Set([...installed.values()].flatMap((some) => witnessAmong(some) ?? []));
	const large = [];
	let files = 0;
	let bytes = 0;
	for (const question of unread) {
		files += 1;
		bytes += question.size;
		if (question.size >= LARGE) large.push(question);
	}
	progress.plan(files, bytes);
	let strange = [];
	for await (const answers of read(inOrder(), names.own)) for (const [{ question }, digest] of answers) {
		const isWitness = witnesses.has(question);
		if (digest.kind === "read" && digest.isRemembered) bytesRemembered += digest.size;
		else if (digest.kind === "read" && !isWitness) bytesHashed += digest.size;
		judged.set(question.path, judge(question, digest, null));
		keepElf(question, digest);
		if (!holdsNoPrefix(question, digest)) continue;
		strange.push({
			question,
			others: othersIn(digest)
		});
		if (!isWitness) continue;
		for (const one of installed.get(packageOf(question)) ?? []) if (one !== question) strange.push({
			question: one,
			others: []
		});
	}
	for (const { prefix, isOwn } of candidates(strange, names)) {
		const other = isOwn ? null : {
			prefix,
			isKnown: names.former.includes(prefix)
		};
		const left = new Set(strange.map(({ question }) => question));
		for await (const answers of read([...left], [prefix])) for (const [{ question }, digest] of answers) {
			const content = judge(question, digest, other);
			if (!(digest.kind === "read" && (digest.undone?.found ?? 0) > 0) || content.kind !== "same" && content.kind !== "other-prefix") continue;
			judged.set(question.path, content);
			left.delete(question);
		}
		strange = strange.filter(({ question }) => left.has(question));
		if (strange.length === 0) break;
	}
	return new Contents(judged, elves, bytesHashed, bytesRemembered);
	function keepElf({ path }, digest) {
		const elf = digest.kind === "read" && digest.elf ? pool.share(digest.elf) : null;
		if (elf) elves.set(path, elf);
	}
	function* unsettled() {
		for (const question of questions) {
			const known = source.hashOf(question.place);
			const content = known && judge(question, known, null);
			if (known) keepElf(question, known);
			if (known?.kind === "read" && content && isSettled(question, known, content)) {
				judged.set(question.path, content);
				bytesHashed += known.size;
				if (question.placeholder !== null && content.kind === "same" && source.isPlaced) patched.push(question);
			} else yield question;
		}
	}
	function* inOrder() {
		yield* large;
		for (const question of unread) if (question.size < LARGE) yield question;
		yield* witnesses;
	}
	function read(some, prefixes) {
		return source.digest(jobsOf(some, prefixes), signal, progress.advance);
	}
}
function isSettled(question, digest, content) {
	if (question.placeholder === null || content.kind === "other-prefix") return true;
	return question.claims.some((claim) => claim.sha256InPrefix === digest.sha256);
}
function witnessAmong(questions) {
	const rank = ({ path, size }) => (path.startsWith("bin/") ? 0x38d7ea4c68000 : 0) + size;
	return questions.reduce((least, one) => rank(one) < rank(least) ? one : least);
}
function packageOf({ claims }) {
	return claims[0]?.package ?? null;
}
function othersIn(digest) {
	return digest.kind === "read" ? digest.undone?.others ?? [] : [];
}
function* jobsOf(questions, prefixes) {
	let last = {
		placeholder: "",
		mode: "text",
		prefixes
	};
	for (const question of questions) {
		const { place: path, inode, stamp, placeholder, claims } = question;
		if (placeholder === null) {
			yield {
				path,
				inode,
				patch: null,
				stamp,
				question
			};
			continue;
		}
		const mode = claims.find((claim) => claim.placeholder === placeholder)?.mode ?? "text";
		if (last.placeholder !== placeholder || last.mode !== mode) last = {
			placeholder,
			mode,
			prefixes
		};
		yield {
			path,
			inode: null,
			patch: last,
			stamp,
			question
		};
	}
}
function holdsNoPrefix(question, digest) {
	if (digest.kind !== "read" || digest.undone?.found !== 0) return false;
	const { sha256 } = digest.undone;
	return !question.claims.some((claim) => claim.sha256 !== null && sha256.includes(claim.sha256));
}
function candidates(strange, names) {
	const votes = new Map(names.former.map((prefix) => [prefix, 1]));
	for (const { others } of strange) for (const other of others) votes.set(other, (votes.get(other) ?? 0) + 1);
	return [...votes].filter(([prefix]) => !names.own.includes(prefix)).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 4).map(([prefix]) => ({
		prefix,
		isOwn: names.isOwn(prefix)
	}));
}
function judge(question, digest, other) {
	if (digest.kind === "unreadable") return {
		kind: "unreadable",
		code: digest.code
	};
	let verdict = UNKNOWN;
	for (const claim of question.claims) {
		verdict = compare(claim, digest, other);
		if (verdict.kind === "same" || verdict.kind === "other-prefix") break;
	}
	return verdict;
}
function compare(claim, digest, other) {
	const { sha256, sha256InPrefix, placeholder } = claim;
	const expected = sha256InPrefix ?? sha256;
	if (expected === null) return UNKNOWN;
	const found = digest.sha256;
	const isOriginal = found === sha256;
	if (isOriginal && placeholder !== null) return {
		kind: "other-prefix",
		prefix: placeholder,
		original: originalOf(claim)
	};
	const isAsInstalled = isOriginal || found === sha256InPrefix;
	const isUndone = sha256 !== null && (digest.undone?.sha256.includes(sha256) ?? false);
	if (other && (isUndone || isAsInstalled && other.isKnown)) return {
		kind: "other-prefix",
		prefix: other.prefix,
		original: originalOf(claim)
	};
	if (isAsInstalled || isUndone) return new Sound(claim);
	const original = digest.undone?.sha256[0] ?? found;
	if (!isProvable(claim)) return {
		kind: "unprovable",
		original
	};
	return {
		kind: "altered",
		sha256: found,
		expected,
		size: digest.size,
		original
	};
}
function isProvable({ isPatched, placeholder, sha256, package: owner, mode }) {
	if (!isPatched) return true;
	if (placeholder === null || sha256 === null) return false;
	return !(owner.subdir.startsWith("osx-") && mode === "binary");
}

// src/walk.ts
const TURN = 32;
const BATCH = 64;
const MANY = 256;
const FEW = 4;
async function walk(source, place, signal, { readers, isStated = false } = {}) {
	const found = new Finds(place, !source.isInMemory, isStated);
	const running = /* @__PURE__ */ new Set();
	let isLarge = false;
	while (found.todo.length > 0 || running.size > 0) {
		signal.throwIfAborted();
		isLarge ||= found.todo.length >= MANY;
		while (readers?.isFree && isLarge && found.todo.length >= BATCH) running.add(hand(readers, found.todo.splice(-64)));
		const mine = isLarge ? found.todo.splice(-32) : found.todo.splice(0, TURN);
		for (const task of mine) found.add(task, readFolder(source, task));
		if (found.todo.length === 0 && running.size > 0) await unlessAborted(Promise.race(running), signal);
		else await setImmediate();
	}
	return found;
	function hand(readers, folders) {
		const answered = readers.ask({
			kind: "folders",
			folders
		}).then((answers) => {
			running.delete(answered);
			for (const [at, folder] of folders.entries()) found.add(folder, answers[at]);
		});
		answered.catch(() => {});
		return answered;
	}
}
var Finds = class {
	folders = /* @__PURE__ */ new Map();
	unlisted = /* @__PURE__ */ new Map();
	skipped = /* @__PURE__ */ new Set();
	beside = /* @__PURE__ */ new Map();
	todo;
	#place;
	#looksBeside;
	#asked = /* @__PURE__ */ new Set();
	#isStated;
	constructor(place, looksBeside, isStated) {
		this.#place = place;
		this.#looksBeside = looksBeside;
		this.#isStated = isStated;
		this.todo = [{
			path: place,
			isInside: true,
			isStated
		}];
	}
	add({ path, isInside }, read) {
		const names = entriesOf(read);
		if (!isInside) {
			if (!read.failure) this.beside.set(path, names);
			return;
		}
		const folder = path.slice(this.#place.length + 1);
		if (folder !== "" && names.get("conda-meta")?.kind === "directory") {
			this.skipped.add(folder);
			return;
		}
		if (read.failure) this.unlisted.set(folder, read.failure);
		else this.folders.set(folder, names);
		if (read.kinds.includes("d")) this.#enter(path, folder, names);
		if (read.targets.length > 0 && this.#looksBeside) this.#lookBeside(names);
	}
	#enter(path, folder, names) {
		for (const [name, { kind }] of names) {
			if (kind !== "directory") continue;
			if (folder === "" && (name === "envs" || name === "pkgs")) this.skipped.add(name);
			else this.todo.push({
				path: `${path}/${name}`,
				isInside: true,
				isStated: this.#isStated
			});
		}
	}
	#lookBeside(names) {
		let last = "";
		let count = 0;
		for (const entry of names.values()) {
			if (entry.kind !== "symlink" || !entry.target.startsWith("/")) continue;
			const folder = entry.target.slice(0, entry.target.lastIndexOf("/"));
			count = folder === last ? count + 1 : 1;
			last = folder;
			if (count !== FEW || this.#asked.has(folder) || this.#isInside(folder)) continue;
			this.#asked.add(folder);
			this.todo.push({
				path: folder,
				isInside: false,
				isStated: this.#isStated
			});
		}
	}
	#isInside(folder) {
		return folder === this.#place || folder.startsWith(`${this.#place}/`);
	}
};

// src/inventory.ts
const FOLDER = { kind: "directory" };
var Inventory = class {
	source;
	prefix;
	place;
	#folders;
	unlisted;
	#skipped;
	#elsewhere;
	foldsCase;
	#stats = /* @__PURE__ */ new Map();
	#ends = /* @__PURE__ */ new Map();
	#links = new LinkResolver((path) => this.#look(path));
	#folderBeside = {
		path: "",
		end: null
	};
	#last;
	#foldedFolders = null;
	#folded = /* @__PURE__ */ new Map();
	constructor(source, prefix, place, listing) {
		this.source = source;
		this.prefix = prefix;
		this.place = place;
		this.#folders = listing.folders;
		this.#last = {
			folder: "",
			names: listing.folders.get("")
		};
		this.unlisted = listing.unlisted;
		this.#skipped = listing.skipped;
		this.#elsewhere = listing.beside ?? /* @__PURE__ */ new Map();
		this.foldsCase = source.foldsCase(place);
	}
	get shown() {
		return this.source.nameOf(this.prefix);
	}
	*folders() {
		for (const folder of this.#folders.keys()) if (folder !== "") yield folder;
	}
	*entries() {
		for (const [folder, names] of this.#folders) {
			const start = folder === "" ? "" : `${folder}/`;
			for (const [name, entry] of names) if (entry.kind !== "directory") yield [start + name, entry];
		}
	}
	*symlinks() {
		for (const [folder, names] of this.#folders) for (const [name, entry] of names) {
			if (entry.kind !== "symlink") continue;
			yield {
				path: folder === "" ? name : `${folder}/${name}`,
				target: entry.target
			};
		}
	}
	count() {
		const counts = {
			file: 0,
			symlink: 0,
			directory: 0,
			fifo: 0,
			socket: 0,
			device: 0
		};
		for (const names of this.#folders.values()) for (const { kind } of names.values()) counts[kind] += 1;
		return {
			...counts,
			directory: this.#folders.size - (this.#folders.has("") ? 1 : 0)
		};
	}
	names(folder) {
		return this.#folders.get(folder) ?? /* @__PURE__ */ new Map();
	}
	at(path) {
		const { folder, name } = split(path);
		const names = this.#namesIn(folder);
		return names ? this.#named(folder, name, names) : this.#beside(folder, name);
	}
	isListed(path) {
		return this.#folders.has(split(path).folder);
	}
	stat(path) {
		const known = statIn(this.#listed(path));
		return known ? {
			kind: "ok",
			value: known
		} : this.#ask(this.absolute(path));
	}
	statAbsolute(path) {
		const inside = this.relative(path);
		const known = statIn(inside === null ? this.seenBeside(path) : this.#listed(inside));
		return known ? {
			kind: "ok",
			value: known
		} : this.#ask(path);
	}
	#ask(path) {
		let stat = this.#stats.get(path);
		if (!stat) {
			stat = this.source.lstat(path);
			if (!this.source.isInMemory) this.#stats.set(path, stat);
		}
		return stat;
	}
	follow(path) {
		let end = this.#ends.get(path);
		if (!end) {
			end = this.#followBeside(path) ?? this.#links.resolve(this.absolute(path));
			this.#ends.set(path, end);
		}
		return end;
	}
	seenBeside(path) {
		const slash = path.lastIndexOf("/");
		return this.#elsewhere.get(path.slice(0, slash))?.get(path.slice(slash + 1)) ?? null;
	}
	#followBeside(path) {
		const entry = this.#elsewhere.size > 0 ? this.#listed(path) : null;
		if (entry?.kind !== "symlink" || this.seenBeside(entry.target)?.kind !== "file") return null;
		const folder = entry.target.slice(0, entry.target.lastIndexOf("/"));
		if (folder !== this.#folderBeside.path) this.#folderBeside = {
			path: folder,
			end: this.#links.resolve(folder)
		};
		const { end } = this.#folderBeside;
		return end?.kind === "found" && end.path === folder ? {
			kind: "found",
			path: entry.target,
			what: "file",
			hops: 1
		} : null;
	}
	isKnown(path) {
		if (this.unlisted.size === 0) return true;
		for (const folder of this.unlisted.keys()) if (folder === "" || path === folder || path.startsWith(`${folder}/`)) return false;
		return true;
	}
	absolute(path) {
		return path === "" ? this.place : `${this.place}/${path}`;
	}
	isOwnPrefix(path) {
		if (path === this.prefix || path === this.place || !this.source.isPlaced) return true;
		const end = path.startsWith("/") ? this.resolve(path) : null;
		if (end?.kind !== "found") return false;
		const there = this.statAbsolute(end.path);
		const here = this.stat("");
		return here.kind === "ok" && there.kind === "ok" && here.value.identity === there.value.identity;
	}
	relative(absolute) {
		if (absolute === this.place) return "";
		return absolute.startsWith(`${this.place}/`) ? absolute.slice(this.place.length + 1) : null;
	}
	resolve(path) {
		return this.#links.resolve(path);
	}
	#look(path) {
		const inside = this.relative(path);
		if (inside === "") return {
			kind: "ok",
			value: FOLDER
		};
		if (inside !== null && !this.#isSkipped(inside)) {
			const entry = this.#listed(inside);
			if (entry) return {
				kind: "ok",
				value: entry
			};
			if (!this.unlisted.has(posix.dirname(inside))) return MISSING;
		}
		const beside = this.seenBeside(path);
		if (beside) return {
			kind: "ok",
			value: beside
		};
		return lookAt(this.source, path);
	}
	#listed(path) {
		const { folder, name } = split(path);
		const names = this.#namesIn(folder);
		return names ? this.#named(folder, name, names) : null;
	}
	#beside(folder, name) {
		const end = this.follow(folder);
		if (end.kind !== "found") return null;
		const found = this.#look(`${end.path === "/" ? "" : end.path}/${name}`);
		return found.kind === "ok" ? found.value : null;
	}
	#isSkipped(path) {
		for (const folder of this.#skipped) if (path.startsWith(`${folder}/`)) return true;
		return false;
	}
	#namesIn(folder) {
		if (folder !== this.#last.folder) this.#last = {
			folder,
			names: this.#folders.get(folder)
		};
		const exact = this.#last.names;
		if (exact || !this.foldsCase) return exact;
		this.#foldedFolders ??= new Map([...this.#folders.keys()].map((one) => [one.toLowerCase(), one]));
		return this.#folders.get(this.#foldedFolders.get(folder.toLowerCase()) ?? folder);
	}
	#named(folder, name, names) {
		const exact = names.get(name);
		if (exact || !this.foldsCase) return exact ?? null;
		let folded = this.#folded.get(folder);
		if (!folded) {
			folded = new Map([...names.keys()].map((one) => [one.toLowerCase(), one]));
			this.#folded.set(folder, folded);
		}
		const other = folded.get(name.toLowerCase());
		return other === void 0 ? null : names.get(other) ?? null;
	}
};
function split(path) {
	const slash = path.lastIndexOf("/");
	return {
		folder: slash < 0 ? "" : path.slice(0, slash),
		name: path.slice(slash + 1)
	};
}
async function takeInventory(source, prefix, signal, options = {}) {
	const place = realPath(source, prefix);
	return new Inventory(source, prefix, place, await walk(source, place, signal, options));
}

// src/notable.ts
function findNotable(inventory, { paths }, isStated) {
	const notable = [];
	const files = [];
	for (const recorded of paths.values()) {
		const { kind, path } = recorded;
		const isFile = inventory.at(path)?.kind === "file";
		if (!isFile || kind === "symlink" || kind === "directory") notable.push(recorded);
		const stat = isFile && isStated ? inventory.stat(path) : null;
		if (stat?.kind === "ok") files.push({
			recorded,
			stat: stat.value
		});
	}
	return {
		notable,
		files
	};
}

// src/questions.ts
async function questionsOf(inventory, manifest, cache, seen) {
	const complete = await completeRecords(inventory, manifest, cache);
	return { [Symbol.iterator]: ask };
	function* ask() {
		for (const { recorded, place, stat, isLinked } of places(inventory, cache, seen)) {
			if (!isJudged(inventory, complete.get(recorded) ?? recorded)) continue;
			let claims = claimsOf(inventory, manifest, recorded);
			if (complete.size > 0) claims = claims.map((claim) => complete.get(claim) ?? claim);
			yield {
				path: recorded.path,
				place,
				inode: isLinked || stat.links > 1 ? stat : null,
				size: stat.size,
				stamp: stat,
				claims,
				placeholder: placeholderOf(claims)
			};
		}
	}
}
function* places(inventory, cache, { files, notable }) {
	for (const { recorded, stat } of files) {
		const place = inventory.absolute(recorded.path);
		if (recorded.kind !== "directory") yield {
			recorded,
			stat,
			place,
			isLinked: false
		};
	}
	for (const recorded of notable) {
		const isLinked = inventory.at(recorded.path)?.kind === "symlink";
		const place = isLinked ? placeOfBytes(inventory, cache, recorded) : null;
		const stat = place === null ? null : inventory.statAbsolute(place);
		if (place !== null && stat?.kind === "ok") yield {
			recorded,
			stat: stat.value,
			place,
			isLinked
		};
	}
}
async function completeRecords(inventory, manifest, cache) {
	const complete = /* @__PURE__ */ new Map();
	for (const record of manifest.records) {
		const wanted = record.paths.filter((one) => one.isDropped || one.isPatched && one.placeholder === null);
		const folder = wanted.length > 0 ? cache.folder(record) : null;
		if (folder === null) continue;
		for (const [before, after] of await completePaths(inventory.source, folder, wanted)) complete.set(before, after);
	}
	return complete;
}
function claimsOf(inventory, manifest, recorded) {
	let claims = manifest.clobbered.get(recorded.path) ?? [recorded];
	if (inventory.foldsCase) {
		const { path } = recorded;
		const twins = recorded.package.paths.filter((one) => one.path !== path && one.path.toLowerCase() === path.toLowerCase());
		claims = [...claims, ...twins];
	}
	if (recorded.kind !== "symlink" || inventory.at(recorded.path)?.kind !== "file") return claims;
	const targets = recorded.package.paths.filter(({ kind, sha256 }) => kind === "file" && sha256 === recorded.sha256);
	return [...claims, ...targets];
}
function isJudged(inventory, recorded) {
	if (recorded.sha256 === null && recorded.sha256InPrefix === null) return false;
	if (recorded.kind !== "symlink" || recorded.sha256 !== "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") return true;
	return recorded.package.isSoftLinked && inventory.at(recorded.path)?.kind === "symlink";
}
function placeholderOf(claims) {
	return claims.find((claim) => claim.placeholder !== null)?.placeholder ?? (claims.some((claim) => claim.isPatched) ? "" : null);
}
function namesOf(inventory, manifest, heads) {
	const own = [.../* @__PURE__ */ new Set([inventory.prefix, inventory.place])];
	const former = /* @__PURE__ */ new Set();
	for (const [path, head] of heads) {
		const prefix = prefixOfPython(interpreterOf(head));
		if (prefix !== null && manifest.paths.get(path)?.kind === "entry-point") former.add(prefix);
	}
	const cached = manifest.records.find(({ extracted }) => extracted?.includes("/pkgs/"))?.extracted;
	const placeInRoot = inventory.place.slice(rootOf(inventory.place).length);
	if (cached) former.add(cached.slice(0, cached.lastIndexOf("/pkgs/")) + placeInRoot);
	return {
		own,
		isOwn: (prefix) => inventory.isOwnPrefix(prefix),
		former: [...former].filter((prefix) => !own.includes(prefix))
	};
}

// src/refusals.ts
function refuseUnfit(inventory, manifest, tellsFolders) {
	const { prefix, unlisted } = inventory;
	const advice = `Run it as a user who may read ${prefix}, or as its owner.`;
	const [folder] = unlisted.keys();
	if (unlisted.has("")) throw new CannotRead(`${prefix} may not be read.`, advice);
	if (unlisted.has("conda-meta")) throw new CannotRead(`${prefix}/conda-meta may not be read.`, advice);
	if (folder !== void 0 && !tellsFolders) throw new CannotRead(`${prefix}/${folder} may not be listed.`, advice);
	const denied = manifest.unreadable.filter((record) => record.denied).length;
	if (denied > 0) {
		const all = denied + manifest.records.length;
		throw new CannotRead(`${denied} of ${all} records in ${prefix}/conda-meta may not be read by this user.`, `${advice} Some installers make records readable for their owner only.`);
	}
	if (manifest.records.some(({ subdir }) => subdir.startsWith("win-"))) throw new CannotRead(`${prefix} is an environment of Windows, whose junctions this program does not understand.`, "Linux and macOS environments can be verified.");
}

// src/subject.ts
const LONGEST_TARGET = 4096;
const HEAD = 1024;
async function readSubject(source, prefix, level, signal, progress) {
	const { inventory, manifest } = await readNames(source, prefix, level, signal);
	refuseUnfit(inventory, manifest, level !== "links");
	signal.throwIfAborted();
	const seen = findNotable(inventory, manifest, level !== "links");
	const { notable, files } = seen;
	const cache = new PackageCache(source, inventory.place, manifest, (path) => inventory.seenBeside(path));
	const distributions = await findDistributions(inventory, manifest);
	const replacements = findReplacements(distributions, manifest);
	const heads = level === "links" ? /* @__PURE__ */ new Map() : await readHeads(inventory);
	const contents = level === "content" ? await readAll({
		inventory,
		manifest,
		cache,
		heads,
		seen
	}, signal, progress) : new Contents(/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map(), 0, 0);
	return {
		inventory,
		manifest,
		cache,
		contents,
		libraries: await librariesFor(inventory, contents),
		heads,
		notable,
		files,
		absent: sortAbsent(inventory, manifest, notable),
		smallTexts: await readSmallTexts(inventory, notable),
		scripts: await findForeignScripts(inventory, manifest, heads, distributions),
		links: [...inventory.symlinks(), ...linksBehindLinks(inventory, notable)].sort((a, b) => a.path < b.path ? -1 : 1),
		distributions,
		replacements: new Map(replacements.map((one) => [one.package, one])),
		level,
		access: null,
		aftermath: NO_AFTERMATH
	};
}
async function readNames(source, prefix, level, signal) {
	const readers = source.readers?.();
	const isStated = level !== "links" && !source.isInMemory;
	try {
		const [inventory, manifest] = await Promise.all([takeInventory(source, prefix, signal, {
			readers,
			isStated
		}), readRecords(source, prefix, signal, readers)]);
		return {
			inventory,
			manifest
		};
	} finally {
		await readers?.close();
	}
}
function* linksBehindLinks(inventory, notable) {
	for (const { path } of notable) {
		if (inventory.isListed(path)) continue;
		const entry = inventory.at(path);
		if (entry?.kind === "symlink") yield {
			path,
			target: entry.target
		};
	}
}
async function findForeignScripts(inventory, manifest, heads, distributions) {
	const isOwn = (prefix) => inventory.isOwnPrefix(prefix);
	const foreign = [...heads].filter(([path, head]) => !manifest.paths.has(path) && foreignPrefix(head, isOwn) !== null);
	if (foreign.length === 0) return /* @__PURE__ */ new Map();
	const owners = await findScripts(inventory, distributions.filter(({ owner }) => owner === null));
	return new Map(foreign.flatMap(([path]) => {
		const owner = owners.get(path);
		return owner ? [[path, owner]] : [];
	}));
}
async function readHeads(inventory) {
	return readFiles(inventory, [...inventory.names("bin")].filter(([, entry]) => entry.kind === "file").map(([name]) => `bin/${name}`), HEAD);
}
async function readSmallTexts(inventory, notable) {
	const files = [];
	for (const recorded of notable) {
		if (recorded.kind !== "symlink" || inventory.at(recorded.path)?.kind !== "file") continue;
		const stat = inventory.stat(recorded.path);
		if (stat.kind === "ok" && stat.value.size <= LONGEST_TARGET) files.push(recorded.path);
	}
	const bytes = await readFiles(inventory, files, LONGEST_TARGET);
	return new Map([...bytes].map(([path, buffer]) => [path, buffer.toString("utf8")]));
}
async function readFiles(inventory, files, limit) {
	const places = files.map((path) => inventory.absolute(path));
	const read = await inventory.source.read(places, limit);
	return new Map(files.flatMap((path, at) => {
		const bytes = read.get(places[at] ?? "");
		return bytes?.kind === "ok" ? [[path, bytes.value]] : [];
	}));
}
async function librariesFor(inventory, { elves }) {
	return elves.size > 0 && inventory.source.extent === "machine" ? findLibraries(inventory) : new Libraries(inventory, []);
}
async function readAll({ inventory, manifest, cache, heads, seen }, signal, progress) {
	const questions = await questionsOf(inventory, manifest, cache, seen);
	const names = namesOf(inventory, manifest, heads);
	return readContents(inventory, questions, names, signal, progress);
}

export { findShared as a, refuseUseless as c, scopesOf as d, NO_AFTERMATH as i, refuseUselessUser as l, Inventory as n, inspectCache as o, takeInventory as r, openWord as s, readSubject as t, scopeOf as u };