import { K as parseReference, P as overall, W as readSettings, X as CHECKS, a as verify, c as takeInventory, it as readManifest, k as exitCode, p as HashingThreads, q as Acceptances, u as redact, ut as SEVERITIES, y as FORMATS } from "./verifying.js";
import { a as CannotBuild, i as BuildFailure, o as BuildEvents, r as newLease, t as Engine } from "./docker.js";
import { T as printable, b as systemCode, d as viewOf, h as CannotWrite, m as CannotRead, p as BadInput, r as thisMachine, v as NoEnvironment, y as NotFound } from "./start.js";
import { c as isOn, f as text, r as INPUTS, s as choose } from "./program.js";
import { t as exec } from "./exec.js";
import { D as optional, E as object, M as string, N as tuple, T as number, b as array, j as safeParse, t as DirectorySource, w as nullable } from "./reading.js";
import { r as parsePlatform } from "./layout.js";
import { t as orderDockerfiles } from "./dockerfile.js";
import { n as compare, t as identify } from "./fingerprint.js";
import { n as scopeOfOne, r as withTools, t as pick } from "./opening.js";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { constants as constants$1, tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { randomInt, randomUUID } from "node:crypto";

// src/build-log.ts
var BuildLog = class BuildLog {
	path;
	#stream;
	#isOwn;
	#error = null;
	constructor(path, isOwn) {
		this.path = path;
		this.#isOwn = isOwn;
		this.#stream = createWriteStream(path);
		this.#stream.on("error", (error) => {
			this.#error = error;
		});
	}
	static async open(path) {
		if (path !== null) return new BuildLog(path, false);
		const place = process.env["RUNNER_TEMP"] || tmpdir();
		try {
			const folder = await mkdtemp(join(place, "conda-links-"));
			return new BuildLog(join(folder, "build.log"), true);
		} catch (cause) {
			const message = `The log of the build cannot be written in ${place} (${systemCode(cause)}).`;
			throw new CannotWrite(message, "Name a file with --log.", { cause });
		}
	}
	add(line) {
		if (!this.#error) this.#stream.write(`${printable(line)}\n`);
	}
	async close(isOfUse) {
		await new Promise((done) => {
			this.#stream.end(done);
			this.#stream.on("error", () => done());
		});
		if (this.#error && !this.#isOwn) {
			const message = `${this.path} cannot be written (${systemCode(this.#error)}).`;
			throw new CannotWrite(message, "Name another file with --log.", { cause: this.#error });
		}
		if (isOfUse || !this.#isOwn) return this.path;
		await rm(dirname(this.path), {
			recursive: true,
			force: true
		});
		return null;
	}
};

// src/docker/buildx.ts
async function buildWithBuildx(order, machine, onEvent, signal) {
	signal.throwIfAborted();
	const folder = await mkdtemp(join(machine.env["RUNNER_TEMP"] || tmpdir(), "conda-links-"));
	try {
		const files = {
			dockerfile: join(folder, "Dockerfile"),
			id: join(folder, "id")
		};
		await writeFile(files.dockerfile, order.context.dockerfile);
		const words = wordsOf(order, files);
		const failure = new BuildFailure();
		let hasSteps = false;
		const { code, stray } = await run(words, machine, signal, (event) => {
			failure.hear(event);
			hasSteps ||= event.kind === "step";
			onEvent(event);
		});
		if (code !== 0) throw problemOf(code, stray, hasSteps ? failure : null);
		const id = (await readFile(files.id, "utf8").catch(() => "")).trim();
		if (/^sha256:[0-9a-f]{64}$/.test(id)) return id;
		throw new CannotRead("docker buildx named no image.", "Does a word of yours send it elsewhere?");
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
function wordsOf(order, files) {
	const args = Object.entries(order.buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
	return [
		...[
			"docker",
			"buildx",
			"build",
			"--load",
			"--progress",
			"rawjson",
			...order.words
		],
		...[
			"--iidfile",
			files.id,
			"--file",
			files.dockerfile,
			"--label",
			`${"io.github.conda-links"}=${order.label}`
		],
		...args,
		...order.tag === null ? [] : ["--tag", order.tag],
		...order.platform === null ? [] : ["--platform", order.platform],
		...order.isNoCache ? ["--no-cache"] : [],
		...order.isPulled ? ["--pull"] : [],
		...["--", order.context.folder]
	];
}
const INTRODUCED = "echo $$; exec \"$@\"";
const GRACE = 1e4;
async function run(words, machine, signal, hear) {
	const events = new BuildEvents();
	let pid = 0;
	let problem = null;
	const kill = (how) => pid > 0 && send(pid, how);
	let clock;
	const stop = () => {
		kill("SIGTERM");
		clock = setTimeout(() => kill("SIGKILL"), GRACE);
	};
	const onStderr = (piece) => {
		try {
			for (const event of events.read(piece)) hear(event);
		} catch (error) {
			problem ??= error;
		}
	};
	const onStdout = (piece) => {
		if (pid !== 0) return;
		pid = Number.parseInt(piece.toString("latin1"), 10) || 0;
		if (signal.aborted) stop();
	};
	signal.addEventListener("abort", stop);
	try {
		const code = await exec("/bin/sh", [
			"-c",
			INTRODUCED,
			"sh",
			...words
		], {
			silent: true,
			ignoreReturnCode: true,
			env: variables(machine),
			listeners: {
				stdout: onStdout,
				stderr: onStderr
			}
		});
		for (const event of events.end()) hear(event);
		signal.throwIfAborted();
		if (problem !== null) throw problem;
		return {
			code,
			stray: events.stray
		};
	} finally {
		pid = 0;
		clearTimeout(clock);
		signal.removeEventListener("abort", stop);
	}
}
function send(pid, how) {
	try {
		process.kill(pid, how);
	} catch {}
}
function variables({ env }) {
	const set = Object.entries(env).filter((one) => one[1] !== void 0);
	return Object.fromEntries(set);
}
function problemOf(code, stray, failure) {
	const said = stray.find((line) => /^(?:error: |docker: )?.*(?:unknown (?:\w+ )?flag|is not a docker)/i.test(line)) ?? stray.findLast((line) => /^error: /i.test(line)) ?? stray.at(-1) ?? "";
	const message = printable(redact(said.replace(/^error: /i, "")));
	if (failure) {
		if (!failure.isKnown) failure.refuse(message);
		const problem = failure.problem();
		if (problem) return problem;
	}
	const get = "Install docker and its plugin buildx (0.13 or later), or leave --builder out.";
	if (code === 127) return new CannotRead("There is no docker on PATH that could be run.", get);
	if (stray.some((line) => /is not a docker command|^Run 'docker --help'/.test(line))) return new CannotRead("This docker has no buildx.", get);
	const isOld = /progress/.test(said);
	return new CannotRead(`docker buildx failed with code ${code}: ${message}.`, isOld ? get : "");
}

// src/commands/smoke-plan.ts
function isWanted(raw) {
	return isOn(INPUTS.keep, raw["keep"]) || text(raw["tag"]) !== null;
}
function refuseEarly(raw) {
	isWanted(raw);
	buildArgsOf(raw["buildArg"]);
	const [tag, platform] = [text(raw["tag"]), text(raw["platform"])];
	if (platform !== null) parsePlatform(platform);
	if (tag === null || TAG.test(tag)) return;
	throw new BadInput(`tag: “${tag}” is no name for an image.`, "It is written in small letters, like ml:1.0 or ghcr.io/me/ml:1.0.");
}
const TAG = /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;
function limitsOf(raw) {
	const seconds = Number(text(raw["timeout"]) ?? INPUTS.timeout.default);
	if (!(seconds >= 1 && seconds <= 86400)) throw new BadInput("timeout: that is no number of seconds.", "It is written like 120.");
	const size = text(raw["memory"]) ?? INPUTS.memory.default;
	const [, amount, unit = ""] = /^(\d{1,6})([kmg]?)b?$/i.exec(size) ?? [];
	const memory = Number(amount) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
	if (!(memory >= 16 * 1024 ** 2)) throw new BadInput(`memory: “${size}” is no size, or too small.`, "It is written like 512m or 4g.");
	return {
		seconds,
		memory,
		hasNetwork: isOn(INPUTS.network, raw["network"])
	};
}
async function planOf(words, raw, { cwd }, signal) {
	const [word, ...others] = words;
	if (others.length > 0) throw new BadInput("smoke: one image at a time.", "Run it once for each.");
	const reference = word === void 0 ? null : parseReference(word);
	const dockerfile = text(raw["file"]);
	const source = new DirectorySource(HashingThreads.ofThisMachine());
	const { smoke: own, accept } = await readSettings(source, cwd, text(raw["config"]));
	const like = text(raw["fromEnv"]);
	const none = {
		packages: [],
		locked: [],
		files: [],
		like,
		own,
		accept
	};
	if (reference) {
		if (reference.kind !== "docker" || dockerfile !== null) throw new BadInput(`smoke: ${word} cannot be run.`, "Name an image of the engine, like docker:ml:latest; docker load brings an archive there.");
		refuseForImage(raw);
		return {
			named: reference.value,
			context: null,
			...none
		};
	}
	if (dockerfile !== null) {
		if (word !== void 0) throw new BadInput("file: an environment file is named as well.", "Name one of the two.");
		const path = posix.resolve(cwd, dockerfile);
		const folder = posix.resolve(cwd, text(raw["context"]) ?? posix.dirname(path));
		const read = await readText(path, dockerfile);
		return {
			named: text(raw["tag"]) ?? dockerfile,
			context: {
				folder,
				dockerfile: read
			},
			...none
		};
	}
	const ordered = await orderDockerfiles(words, {
		...raw,
		output: ""
	}, signal);
	const [made] = ordered.made.outputs;
	const [target] = ordered.made.targets;
	if (!made || !target) throw new NotFound("There is nothing to build.", "");
	const folder = posix.resolve(cwd, target.context);
	const locks = ordered.made.outputs.filter(({ kind }) => kind === "lock");
	const beside = new Map(locks.map((one) => [posix.relative(folder, one.path), one.text]));
	return {
		named: text(raw["tag"]) ?? target.name,
		context: {
			folder,
			dockerfile: made.text,
			beside
		},
		packages: ordered.made.packages,
		locked: ordered.made.locked,
		files: ordered.report.files,
		like,
		own,
		accept
	};
}
function refuseForImage(raw) {
	const given = [
		"tag",
		"buildArg",
		"base",
		"template",
		"noCache",
		"pull",
		"context",
		"log"
	].find((key) => ![
		void 0,
		"",
		false,
		"false"
	].includes(raw[key]));
	if (given === void 0) return;
	const { name } = INPUTS[given];
	throw new BadInput(`${name}: the image is there already, nothing is built.`, "Leave it out.");
}
const LARGEST = 1 << 20;
async function readText(path, named) {
	const content = (await new DirectorySource(HashingThreads.ofThisMachine()).read([path], LARGEST)).get(path);
	if (content?.kind === "ok") return content.value.toString("utf8");
	throw new CannotRead(`There is no ${named} that can be read.`, "Name the Dockerfile with --file.");
}
function buildArgsOf(raw) {
	return Object.fromEntries(linesOf(raw).map((line) => {
		const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(line) ?? [];
		if (name !== void 0 && value !== void 0) return [name, value];
		throw new BadInput("build-arg: one of them is no NAME=value.", "It is written like VERSION=1.2.");
	}));
}
function linesOf(raw) {
	return (typeof raw === "string" ? raw.split("\n") : typeof raw === "object" ? raw : []).map((line) => line.trim()).filter((line) => line !== "");
}

// src/commands/smoke-build.ts
async function buildPlan(engine, { context }, raw, tell, signal) {
	if (!context) return null;
	const wanted = choose(INPUTS.builder, raw["builder"]);
	const words = linesOf(raw["buildxOption"]);
	const isBuildx = wanted === "buildx";
	if (!isBuildx && words.length > 0) throw new BadInput("buildx-option: only buildx has a use for it.", "Add --builder buildx.");
	if (isBuildx && context.beside && context.beside.size > 0) throw new BadInput("builder: buildx builds from files, and the lock of this environment is none yet.", "Write it first with conda-links dockerfile --from-env, then name --file Dockerfile.");
	const isBuildKit = wanted === "buildkit" || wanted === "auto" && await engine.hasBuildKit(signal);
	const start = performance.now();
	const log = await BuildLog.open(text(raw["log"]));
	const hear = (event) => {
		tellEvent(event, (line, kind) => {
			log.add(kind === "step" ? `==> ${line}` : line);
			tell(line, kind);
		});
	};
	let isBuilt = false;
	try {
		const order = {
			context,
			tag: null,
			buildArgs: buildArgsOf(raw["buildArg"]),
			platform: text(raw["platform"]),
			isNoCache: isOn(INPUTS.noCache, raw["noCache"]),
			isPulled: isOn(INPUTS.pull, raw["pull"]),
			label: isWanted(raw) ? "built" : newLease()
		};
		const id = isBuildx ? await buildWithBuildx({
			...order,
			words
		}, thisMachine(), hear, signal) : await engine.build({
			...order,
			isBuildKit
		}, hear, signal);
		isBuilt = true;
		return {
			id,
			seconds: (performance.now() - start) / 1e3,
			builder: isBuildx ? "buildx" : isBuildKit ? "buildkit" : "classic"
		};
	} catch (error) {
		if (error instanceof CannotBuild) error.log = log.path;
		throw error;
	} finally {
		await log.close(!isBuilt && !signal.aborted);
	}
}
function tellEvent(event, tell) {
	if (event.kind === "step") tell(redact(event.name), "step");
	else if (event.kind === "line") tell(redact(event.text), "line");
}
function notBuilt(named, { message, advice, step, lines, log }) {
	const last = lines.at(-1) ?? "";
	const where = log === "" ? "" : ` The whole log: ${printable(log)}`;
	return {
		image: named,
		verdict: "unchecked",
		error: [
			message,
			step === "" ? "" : `The step: ${step.slice(0, 200)}.`,
			last && `It said: ${last}`
		].filter(Boolean).join(" "),
		advice: `${advice}${where}`
	};
}
function failedBuild(named, { message, advice, step, lines, log }) {
	return {
		image: named,
		id: "",
		size: 0,
		platform: "",
		verdict: "broken",
		built: null,
		runs: [],
		findings: [{
			check: "build-failed",
			severity: "error",
			message: step === "" ? message : `${message} (${step.slice(0, 200)})`,
			advice: log === "" ? advice : `${advice} The whole log: ${printable(log)}`,
			said: lines
		}],
		fingerprint: null
	};
}

// src/smoke/judge.ts
function judgeRun(way, result, facts, expected, { limit, isTalking }) {
	const { code, output, isCut, isOutOfMemory, problem } = result;
	const said = lastLines(output);
	const who = way.hasEntrypoint && isTalking ? "The entrypoint" : "Python";
	const found = () => {
		if (problem !== "") return [notStarted(problem, expected)];
		if (facts !== null && code === 0) {
			const inside = insides(facts, isOutOfMemory);
			return [
				...wrongPlace(facts, expected),
				...links(facts, expected),
				...inside
			];
		}
		if (isOutOfMemory || code === 137) return [{
			check: "run-killed",
			message: `${who} ${"was killed, as happens to what takes more memory than it is given"}`,
			advice: "Give it more with --memory.",
			said
		}];
		if (code === null) return [{
			check: "run-hangs",
			message: `${who} did not end within ${limit} seconds${isCut ? ", and floods its output" : ""}`,
			advice: "See what starts with it: sitecustomize, .pth files, the entrypoint; or give it longer with --timeout.",
			said
		}];
		return [refusalIn(said.at(-1) ?? "", code, expected) ?? silent(who, code, said, isCut)];
	};
	return found().map((one) => ({
		severity: "error",
		...one
	}));
}
const KILLED = 137;
const HUNGRY = "was killed, as happens to what takes more memory than it is given";
function notStarted(problem, { prefix }) {
	const check = "not-started";
	const said = lastLines(problem);
	if (/exec format error/i.test(problem)) return {
		check,
		message: "The image is for another processor than this engine’s",
		advice: "Build it for this one with --platform, or run it where it belongs.",
		said
	};
	if (/unable to find (?:user|group)|no matching entries in (?:passwd|group)/i.test(problem)) return {
		check,
		message: "The image has not the user that it is run as",
		advice: "Make it in the Dockerfile before USER, or name it by its number.",
		said
	};
	const isOfPython = problem.includes(`${prefix}/bin/python`);
	const what = isOfPython ? `${prefix}/bin/python` : "The program that the image starts with";
	if (/no such file|not found/i.test(problem)) return {
		check,
		message: `${what}, or the loader that it asks for, is not in the image`,
		advice: isOfPython ? "Is python among the dependencies? Is the environment copied to the path at which it was made? Alpine has no glibc." : "See its ENTRYPOINT, and the first line of the script that it names.",
		said
	};
	if (/permission denied/i.test(problem)) return {
		check,
		message: `${what} may not be executed`,
		advice: "See the modes of the file and of all folders above it.",
		said
	};
	return {
		check,
		message: "The container could not be started",
		advice: "",
		said
	};
}
const REFUSAL = /exec format error|no such file|not found|permission denied|cannot execute/i;
const LOADER = /: error while loading shared libraries: /;
const REFUSED = [
	1,
	126,
	127,
	255
];
function refusalIn(line, code, expected) {
	const isOfProgram = line.includes(`${expected.prefix}/bin/python: `) || /^(?:standard_init_linux|exec )/.test(line);
	const isRefusal = REFUSAL.test(line) && !LOADER.test(line);
	if (!REFUSED.includes(code) || !isOfProgram || !isRefusal) return null;
	return notStarted(line, expected);
}
function silent(who, code, said, isCut) {
	const flood = isCut ? ", after flooding its output" : "";
	if (code === 0 && who !== "Python") return {
		check: "swallowed-command",
		message: "The entrypoint does not run the command that it is given",
		advice: "End it with exec \"$@\".",
		said
	};
	const signal = signalOf(code);
	const how = signal === null ? `ended with code ${code}` : `was killed by ${signal}`;
	const quietly = code === 0 ? " and did not say what it was asked" : "";
	const library = said.map((line) => /([^\s:]+): cannot open shared object file/.exec(line)?.[1]).find(Boolean);
	return {
		check: "run-failed",
		message: `${who} ${how}${quietly}${flood}`,
		advice: library ? `${library} is missing: the image, or the environment, has to bring it.` : said.length > 0 ? "What it said last is above." : "",
		said
	};
}
function* wrongPlace({ prefix, executable, version }, expected) {
	const said = [printable(`sys.executable: ${executable}`)];
	const advice = "PYTHONHOME may be set, or bin/python is that of another environment.";
	if (prefix !== expected.prefix) yield {
		check: "wrong-prefix",
		message: printable(`Python takes ${prefix} for its prefix, and not ${expected.prefix}`),
		advice,
		said
	};
	else if (!executable.startsWith(`${expected.prefix}/bin/`)) yield {
		check: "wrong-prefix",
		message: printable(`Python takes ${executable || "nothing"} for itself`),
		advice,
		said
	};
	if (expected.version !== null && version !== expected.version) yield {
		check: "wrong-version",
		message: printable(`Python says that it is ${version}; recorded is ${expected.version}`),
		advice: "Another Python stands in its place: conda-links verify names the files.",
		said: []
	};
}
function* links({ links: { broken, closed } }, { dangling }) {
	const fresh = broken.filter(([path]) => !dangling.has(path));
	const [first] = fresh;
	if (first) {
		const more = fresh.length > 1 ? `, and ${fresh.length - 1} more` : "";
		yield {
			check: "broken-link",
			message: printable(`${first[0]} leads nowhere in the container: ${first[1]}${more}`),
			advice: "It resolves for whoever may read everything: see the modes of what it leads to.",
			said: fresh.slice(1, LAST).map(([path, why]) => printable(`${path}: ${why}`))
		};
	}
	if (closed.length > 0) {
		const [[folder, why] = ["", ""], ...more] = closed;
		const others = more.length > 0 ? `, nor ${more.length} more` : "";
		yield {
			check: "unreadable-folder",
			severity: "warning",
			message: printable(`${folder} cannot be listed in the container: ${why}${others}`),
			advice: "What lies in it is not there for this user: chmod a+rX.",
			said: more.slice(0, LAST).map(([path]) => printable(path))
		};
		return;
	}
	const seen = new Set(broken.map(([path]) => path));
	const [gone, ...others] = Array.from(dangling).filter(([path, end]) => !seen.has(path) && !MOUNTED.test(end)).map(([path]) => path);
	if (gone !== void 0 && broken.length < 1e3) {
		const more = others.length > 0 ? `, and ${others.length} more` : "";
		yield {
			check: "links-disagree",
			severity: "warning",
			message: printable(`${gone} leads nowhere in the image, and somewhere in the container${more}`),
			advice: "Something is mounted or written when the container starts.",
			said: []
		};
	}
}
const MOUNTED = /^\/(?:dev|proc|sys)\//;
const DRIVER = /lib(?:cuda|nvidia[\w-]*|nvcuvid)\.so[.\d]*: cannot open shared object file/;
function* insides({ scripts, imports, skipped, certificates, pip }, isOutOfMemory) {
	for (const [package_, module, code, output] of imports) {
		const signal = code === null ? null : signalOf(code < 0 ? 128 - code : code);
		const how = code === null ? "did not end in time" : signal === null ? "failed" : `was killed by ${signal}`;
		const memory = signal === "SIGKILL" && isOutOfMemory ? ", for want of memory" : "";
		const isOfDriver = DRIVER.test(output);
		const said = lastLines(output).slice(-4);
		yield {
			check: "import-failed",
			...isOfDriver ? { severity: "note" } : {},
			message: printable(`import ${module} (${package_}) ${how}${memory}`),
			advice: isOfDriver ? "It wants the driver of a GPU, which the machine has to bring." : memory ? "Give it more with --memory." : "",
			said
		};
	}
	for (const [name, interpreter] of scripts) yield {
		check: "dead-script",
		message: printable(`bin/${name} starts ${interpreter}, which cannot be executed`),
		advice: "The environment was made at another path than it has here.",
		said: []
	};
	const late = [...skipped > 0 ? [`${skipped} of the modules were not imported`] : [], ...pip === null ? ["pip check did not end"] : []];
	if (late.length > 0) yield {
		check: "out-of-time",
		severity: "warning",
		message: `There was too little time: ${late.join(", ")}`,
		advice: "Give it longer with --timeout.",
		said: []
	};
	if (pip) yield {
		check: "pip-conflict",
		severity: "warning",
		message: "pip check finds requirements that are not met",
		advice: "",
		said: lastLines(pip)
	};
	if (certificates !== "" && !/No module named/.test(certificates)) yield {
		check: "no-certificates",
		severity: "warning",
		message: printable(`ssl trusts nobody: ${certificates}`),
		advice: "Add ca-certificates to the dependencies.",
		said: []
	};
}
function signalOf(code) {
	const number = code - 128;
	return Object.entries(constants$1.signals).find(([, one]) => code > 128 && one === number)?.[0] ?? null;
}
const LAST = 12;
function lastLines(output) {
	const cut = output.length > LOOKED_AT ? output.slice(-LOOKED_AT).replace(/^\S*/, "") : output;
	return redact(cut).split("\n").map((line) => printable(line.replaceAll("	", "  ").slice(0, 300)).trimEnd()).filter((line) => line !== "").slice(-12);
}
const LOOKED_AT = 64e3;

// src/smoke/outside.ts
async function lookInto(source, prefix, signal) {
	const inventory = await takeInventory(source, prefix, signal);
	const { records } = await readManifest(source, inventory.place, inventory.names("conda-meta").keys());
	const dangling = Array.from(inventory.symlinks()).flatMap(({ path }) => {
		const end = inventory.follow(path);
		return end.kind === "found" ? [] : [[path, end.path]];
	});
	return {
		prefix: inventory.place,
		version: records.find(({ name }) => name === "python")?.version ?? null,
		dists: new Set(records.map(({ dist }) => dist)),
		dangling: new Map(dangling),
		modules: new Map(records.map(({ name, paths }) => [name.toLowerCase(), modulesIn(paths)]))
	};
}
const MOST = 64;
function modulesIn(paths) {
	return paths.flatMap(({ path }) => path.split("site-packages/")[1] ?? []).filter((path) => /^[^/]+(?:\.py|\.so|\/__init__\.py)$/.test(path)).sort().slice(0, MOST);
}

// src/smoke/probe.ts
const PROGRAM = String.raw`
import json, os, signal, subprocess, sys, threading, time
mark, prefix, wanted, limit = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), float(sys.argv[4])
python = os.path.join(prefix, "bin", "python")

def links():
    count, broken, closed = 0, [], []
    def refused(error):
        path = os.path.relpath(error.filename or prefix, prefix)
        if len(closed) < 1000 and path.split("/")[0] != "conda-meta":
            closed.append([path, error.strerror or str(error)])
    for folder, folders, files in os.walk(prefix, onerror=refused):
        if folder != prefix and "conda-meta" in folders:
            del folders[:]
            continue
        folders.sort()
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                continue
            count += 1
            try:
                os.stat(path)
            except OSError as error:
                if len(broken) < 1000:
                    broken.append([os.path.relpath(path, prefix), error.strerror or str(error)])
        if folder == prefix:
            folders[:] = [name for name in folders if name not in ("envs", "pkgs")]
    return {"count": count, "broken": broken, "closed": closed}

def interpreter(lines):
    words = lines[0][2:].split() if lines[0].startswith(b"#!") else []
    found = words[0] if words else b""
    # What is too long for a kernel is started by a shell, which conda has for that.
    if found == b"/bin/sh" and lines[1].startswith(b"'''exec' "):
        found = lines[1][9:].split(b' "$0"')[0].strip().strip(b'"')
    return found.decode("utf-8", "replace")

def scripts():
    dead = []
    place = os.path.join(prefix, "bin")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        try:
            with open(os.path.join(place, name), "rb") as file:
                found = interpreter([file.readline(4096), file.readline(4096)])
        except (IOError, OSError):
            continue
        is_own = found.startswith(prefix + "/")
        is_other = os.path.basename(found).startswith("python") and not found.startswith(("/usr/", "/bin/"))
        if found.startswith("/") and (is_own or is_other) and not os.access(found, os.X_OK):
            dead.append([name, found])
    return dead[:100]

def of_pip():
    found = {}
    try:
        from importlib.metadata import distributions
    except ImportError:
        return found
    for one in distributions():
        try:
            name = one.metadata["Name"].lower().replace("_", "-").replace(".", "-")
            found[name] = ["site-packages/" + str(file) for file in one.files or []]
        except Exception:
            continue
    return found

def modules(files):
    found = set()
    for path in files:
        rest = path.split("site-packages/")[-1].split("/")
        if len(rest) == 2 and rest[1] == "__init__.py":
            found.add(rest[0])
        elif len(rest) == 1 and rest[0].endswith((".py", ".so")):
            found.add(rest[0].split(".")[0])
    plain = [one for one in found if one.replace("_", "a").isalnum() and not one[0].isdigit()]
    return sorted(one for one in plain if one[0] != "_" and one not in ("test", "tests", "docs", "examples"))

def tail(out):
    # A word that is cut may be the rest of a secret, which nobody would know for one any more.
    if len(out) > 2000:
        out = (out[-2000:].split(None, 1) + [b"", b""])[1]
    return out.decode("utf-8", "replace")

def run(words, limit):
    try:
        process = subprocess.Popen(
            words, stdin=open(os.devnull), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd="/", preexec_fn=os.setsid
        )
    except Exception as error:
        return 1, str(error)
    kept = [b""]
    def hear():
        for piece in iter(lambda: os.read(process.stdout.fileno(), 65536), b""):
            kept[0] = (kept[0] + piece)[-4000:]
    ear = threading.Thread(target=hear)
    ear.daemon = True
    ear.start()
    end = time.time() + limit
    while process.poll() is None and time.time() < end:
        time.sleep(0.01)
    late = process.poll() is None
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        pass
    process.wait()
    ear.join(1)
    return (None if late else process.returncode), tail(kept[0])

def imports():
    projects, results, skipped = of_pip(), [], 0
    end = time.time() + 2 * limit
    for package, files in wanted:
        for module in modules(files or projects.get(package.replace("_", "-").replace(".", "-")) or [])[:8]:
            left = end - time.time()
            if left <= 0:
                skipped += 1
                continue
            code, out = run([python, "-c", "import " + module], min(limit, left))
            if code != 0:
                results.append([package, module, code, out])
    return results, skipped

def certificates():
    try:
        import ssl
    except ImportError as error:
        return str(error)
    try:
        count = ssl.create_default_context().cert_store_stats()["x509_ca"]
    except Exception as error:
        return str(error)
    paths = ssl.get_default_verify_paths()
    folder = paths.capath and os.path.isdir(paths.capath) and os.listdir(paths.capath)
    return "" if count or folder else "no certificate of an authority is found"

def pip():
    code, out = run([python, "-m", "pip", "check"], limit)
    if code == 0 or out.strip().endswith("No module named pip"):
        return ""
    return None if code is None else out or "it said nothing"

facts = {"prefix": os.path.realpath(sys.prefix), "executable": sys.executable}
facts.update({"version": sys.version.split()[0], "links": links()})
if len(sys.argv) > 5 and sys.argv[5] == "all":
    failed, skipped = imports()
    facts.update({"scripts": scripts(), "imports": failed, "skipped": skipped})
    facts.update({"certificates": certificates(), "pip": pip()})
sys.stdout.write("\n" + mark + json.dumps(facts) + "\n")
`;
const Broken = tuple([string(), string()]);
const Facts = object({
	prefix: string(),
	executable: string(),
	version: string(),
	links: object({
		count: number(),
		broken: array(Broken),
		closed: array(Broken)
	}),
	scripts: optional(array(tuple([string(), string()])), []),
	imports: optional(array(tuple([
		string(),
		string(),
		nullable(number()),
		string()
	])), []),
	skipped: optional(number(), 0),
	certificates: optional(string(), ""),
	pip: optional(nullable(string()), "")
});
function probeCommand({ prefix, mark, packages, limit, isWhole }) {
	const words = [
		mark,
		prefix,
		JSON.stringify(packages),
		String(limit),
		isWhole ? "all" : "few"
	];
	return [
		`${prefix}/bin/python`,
		"-c",
		PROGRAM,
		...words
	];
}
function readProbe(output, mark) {
	const at = output.lastIndexOf(`\n${mark}`);
	if (at < 0) return null;
	const [line = ""] = output.slice(at + 1 + mark.length).split("\n");
	try {
		const parsed = safeParse(Facts, JSON.parse(line));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}

// src/smoke/ways.ts
function waysOf(image) {
	const random = `${randomInt(1e9, 10009e5)}:0`;
	const hasEntrypoint = image.entrypoint.length > 0;
	const common = {
		hasEntrypoint,
		isReadOnly: false,
		isWhole: false,
		user: null
	};
	const entrypoint = hasEntrypoint ? "its entrypoint" : "no entrypoint";
	return [
		{
			...common,
			id: "bare",
			title: "bin/python itself",
			hasEntrypoint: false
		},
		{
			...common,
			id: "entrypoint",
			title: `as it is, ${entrypoint}`,
			isWhole: true
		},
		{
			...common,
			id: "root",
			title: "as root",
			user: "0:0"
		},
		{
			...common,
			id: "random-user",
			title: "as a random user of group 0",
			user: random
		},
		{
			...common,
			id: "read-only",
			title: "nothing but /tmp can be written",
			isReadOnly: true
		}
	];
}

// src/smoke.ts
async function smoke(engine, order, onRun, signal) {
	const { image, expected, limits } = order;
	const runs = [];
	const found = [];
	let first = null;
	let isTalking = false;
	let isBlocked = false;
	let isWholeDue = false;
	for (const planned of waysOf(image)) {
		const way = isBlocked && planned.hasEntrypoint ? withoutEntrypoint(planned) : planned;
		isWholeDue ||= way.isWhole;
		onRun(way.title);
		const mark = `conda-links-${randomUUID()}:`;
		const words = wordsFor(way, order, mark, isWholeDue);
		const ask = () => engine.run(runOf(order, words, way), signal);
		const isLost = ({ code, output }) => code === 0 && readProbe(output, mark) === null;
		const result = await heardOut(ask, isLost);
		const facts = readProbe(result.output, mark);
		first ??= facts;
		isTalking ||= facts !== null && !way.hasEntrypoint;
		isBlocked ||= facts === null && way.hasEntrypoint && isTalking;
		isWholeDue &&= facts === null;
		const findings = judgeRun(way, result, facts, expected, {
			limit: limits.seconds,
			isTalking
		});
		const isFine = findings.every(({ severity }) => severity !== "error");
		const { code, seconds } = result;
		runs.push({
			way: way.id,
			title: way.title,
			isFine,
			code,
			seconds
		});
		found.push(...findings.map((finding) => ({
			way: way.title,
			finding
		})));
	}
	return {
		runs,
		findings: merged(found, runs.length),
		facts: first
	};
}
async function heardOut(run, isLost) {
	const result = await run();
	return isLost(result) ? await run() : result;
}
function withoutEntrypoint(way) {
	return {
		...way,
		hasEntrypoint: false,
		title: `${way.title}, without its entrypoint`
	};
}
function wordsFor({ hasEntrypoint }, { image, expected, packages, limits }, mark, isWhole) {
	const words = probeCommand({
		prefix: expected.prefix,
		mark,
		packages: packages.map((name) => [name, expected.modules.get(name) ?? []]),
		limit: limits.seconds / 4,
		isWhole
	});
	if (!hasEntrypoint) return words;
	return /(?:^|\/)python[\d.]*$/.test(image.entrypoint.at(-1) ?? "") ? words.slice(1) : wordsAfter(image.entrypoint, words);
}
function wordsAfter(entrypoint, words) {
	const [shell = "", ...options] = entrypoint;
	return /(?:^|\/)(?:ba|da|z)?sh$/.test(shell) && /^-[a-z]*c$/.test(options.at(-1) ?? "") ? [words.map(inQuotes).join(" ")] : words;
}
function inQuotes(word) {
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
function runOf({ image, limits, label }, words, { user, hasEntrypoint, isReadOnly }) {
	return {
		image: image.id,
		entrypoint: hasEntrypoint ? null : words.slice(0, 1),
		command: hasEntrypoint ? words : words.slice(1),
		user,
		env: [],
		isReadOnly,
		tmpfs: isReadOnly ? ["/tmp"] : [],
		hasNetwork: limits.hasNetwork,
		limit: limits.seconds,
		memory: limits.memory,
		processes: 256,
		label
	};
}
function merged(found, all) {
	const byFact = /* @__PURE__ */ new Map();
	for (const { way, finding } of found) {
		const key = `${finding.check} ${finding.message}`;
		const known = byFact.get(key);
		if (known) known.ways.push(way);
		else byFact.set(key, {
			ways: [way],
			finding
		});
	}
	return [...byFact.values()].map(({ ways, finding }) => {
		const where = ways.length === all ? "" : ` (${ways.join("; ")})`;
		return {
			...finding,
			message: `${finding.message}${where}`
		};
	});
}
async function runOwn(engine, order, commands, signal) {
	const runs = [];
	const findings = [];
	for (const own of commands) {
		const mark = `conda-links-${randomUUID()}`;
		const announced = [
			"/bin/sh",
			"-c",
			ANNOUNCED,
			"sh",
			mark,
			own.run
		];
		const words = wordsAfter(order.image.entrypoint, announced);
		const way = {
			user: null,
			hasEntrypoint: true,
			isReadOnly: false
		};
		const result = await heardOut(() => engine.run(runOf(order, words, way), signal), (one) => one.code === own.code && whatIsWrong(own, one, mark) !== "");
		const title = printable(redact(own.run));
		const how = whatIsWrong(own, result, mark);
		const { code, seconds } = result;
		runs.push({
			way: "own",
			title,
			isFine: how === "",
			code,
			seconds
		});
		if (how === "") continue;
		findings.push({
			check: "own-command-failed",
			severity: "error",
			message: `${title} ${how}`,
			advice: "",
			said: lastLines(result.problem || afterMark(result.output, mark).output)
		});
	}
	return {
		runs,
		findings
	};
}
const ANNOUNCED = "printf \"%s\\n\" \"$1\"; exec /bin/sh -c \"$2\"";
function afterMark(output, mark) {
	const at = output.indexOf(`${mark}\n`);
	if (at < 0) return {
		hasBegun: false,
		output
	};
	return {
		hasBegun: true,
		output: output.slice(at + mark.length + 1)
	};
}
function whatIsWrong(own, result, mark) {
	const { code, problem } = result;
	const { hasBegun, output } = afterMark(result.output, mark);
	if (problem !== "") return "could not be started";
	if (code === null) return "did not end in time";
	if (!hasBegun) return `was never begun: the entrypoint, or the image’s /bin/sh, ended with code ${code}`;
	if (code !== own.code) return code === 137 ? "was killed, as happens to what takes more memory than it is given" : `ended with code ${code}`;
	return own.output !== null && !output.includes(own.output) ? `does not say “${printable(own.output ?? "")}”` : "";
}

// src/commands/smoke-proof.ts
function isBroken({ environments, findings }) {
	return findings.some(({ severity }) => severity === "error") || environments.some(({ verdict }) => verdict === "broken");
}
async function proveImage(engine, image, plan, { raw, limits, label, acceptances, tell }, signal) {
	const reading = {
		env: text(raw["name"]) ?? "",
		isJson: false,
		isProgressWanted: false,
		raw: {}
	};
	tell("Verifying the image from outside", "step");
	const outside = await withTools([`docker:${image.id}`], reading, signal, (tools) => outsideOf(tools, image, plan, reading.env, acceptances, signal)).catch((error) => {
		if (error instanceof NoEnvironment) return null;
		throw error;
	});
	if (outside === null) return {
		environments: [],
		runs: [],
		findings: [NO_ENVIRONMENT],
		fingerprint: null
	};
	const smoked = await smoke(engine, {
		image,
		expected: outside.expected,
		packages: plan.packages,
		limits,
		label
	}, (title) => tell(`Running it: ${title}`, "step"), signal);
	const typed = linesOf(raw["run"]).map((run) => ({
		run,
		code: 0,
		output: null
	}));
	const own = await runOwn(engine, {
		image,
		limits,
		label
	}, [...plan.own, ...typed], signal);
	const like = plan.like === null ? [] : await differencesFrom(plan.like, outside.identity, signal);
	return {
		environments: outside.environments,
		runs: [...smoked.runs, ...own.runs],
		findings: worstFirst([
			...smoked.findings,
			...own.findings,
			...like,
			...differencesFromLock(plan.locked, outside.expected.dists)
		]),
		fingerprint: outside.identity.fingerprint
	};
}
function worstFirst(findings) {
	return [...SEVERITIES].reverse().flatMap((wanted) => findings.filter(({ severity }) => severity === wanted));
}
const NO_ENVIRONMENT = {
	check: "no-environment",
	severity: "error",
	message: "There is no conda environment in the image",
	advice: "It is found by its conda-meta: is the environment copied with all in it?",
	said: []
};
async function outsideOf({ open, progress }, image, plan, asked, { reasonFor }, signal) {
	const opened = await open(`docker:${image.id}`);
	try {
		const word = `docker:${plan.named}`;
		const target = pick(opened, {
			asked,
			likely: likelyIn(image, opened.targets)
		}, word);
		const { source } = opened;
		const report = await verify([scopeOfOne(source, target, `docker:${plan.named}`)], {
			level: "content",
			checks: CHECKS,
			version: "0.1.0",
			signal,
			progress,
			accept: reasonFor
		});
		const identity = await identify(source, target.prefix, signal, progress);
		const expected = await lookInto(source, target.prefix, signal);
		return {
			environments: report.environments,
			identity,
			expected
		};
	} finally {
		await opened.close();
	}
}
function likelyIn({ env }, targets) {
	return (env.find((one) => one.startsWith("PATH="))?.slice(5) ?? "").split(":").map((folder) => targets.find(({ prefix }) => folder === `${prefix}/bin`)).find(Boolean)?.name ?? "";
}
function differencesFromLock(locked, dists) {
	if (locked.length === 0) return [];
	const wanted = new Set(locked);
	const missing = locked.filter((dist) => !dists.has(dist)).map((dist) => `not there: ${dist}`);
	const added = [...dists].filter((dist) => !wanted.has(dist)).map((dist) => `not asked for: ${dist}`);
	const differing = [...missing, ...added].sort();
	if (differing.length === 0) return [];
	return [{
		check: "differs-from-source",
		severity: "error",
		message: `The image has not what the lock lists: ${differing.length} packages differ`,
		advice: "Something installs beside the lock, or the image was built from another one.",
		said: lastLines(differing.slice(0, 10).join("\n"))
	}];
}
async function differencesFrom(word, identity, signal) {
	const original = await withTools([word], {
		env: "",
		isJson: false,
		isProgressWanted: false,
		raw: {}
	}, signal, async ({ open, progress }) => {
		const opened = await open(word);
		try {
			const target = pick(opened, {
				asked: "",
				likely: ""
			}, word);
			return await identify(opened.source, target.prefix, signal, progress);
		} finally {
			await opened.close();
		}
	});
	if (original.fingerprint === identity.fingerprint) return [];
	const { packages, paths } = compare(original, identity);
	return [{
		check: "differs-from-source",
		severity: "error",
		message: `The image has not what ${word} has: ${packages.length} packages and ${paths.length} paths differ`,
		advice: `conda-links diff ${word} IMAGE names them.`,
		said: lastLines(paths.slice(0, 10).map(({ path, how }) => `${path}: ${how}`).join("\n"))
	}];
}

// src/commands/smoke.ts
async function runSmoke(words, raw, tell, signal) {
	const failOn = choose(INPUTS.failOn, raw["failOn"]);
	const format = choose(INPUTS.format, raw["format"]);
	if (format !== "text" && format !== "json") throw new BadInput("format: an image has no links to list.", "It can be: text, json.");
	const output = text(raw["output"]) ?? "";
	const view = viewOf(choose(INPUTS.color, raw["color"]), output !== "" && output !== "-");
	const report = await prove(words, raw, tell, signal);
	const code = exitCode(report, failOn);
	return {
		text: FORMATS[format](report, view),
		file: output === "-" ? "" : output,
		code,
		report
	};
}
async function prove(words, raw, tell, signal) {
	const machine = thisMachine();
	const limits = limitsOf(raw);
	refuseEarly(raw);
	const plan = await planOf(words, raw, machine, signal);
	const engine = new Engine(machine);
	const label = { ["io.github.conda-links"]: newLease() };
	const acceptances = new Acceptances(plan.accept, /* @__PURE__ */ new Date());
	const environments = [];
	let image;
	let built = null;
	try {
		await engine.removeLeftovers(signal);
		built = plan.context && await buildPlan(engine, plan, raw, tell, signal);
		const facts = await engine.inspect(built?.id ?? plan.named, signal);
		const proof = await proveImage(engine, facts, plan, {
			raw,
			limits,
			label,
			acceptances,
			tell
		}, signal);
		environments.push(...proof.environments);
		const { runs, findings, fingerprint } = proof;
		image = {
			image: plan.named,
			id: facts.id,
			size: facts.size,
			platform: facts.platform,
			verdict: isBroken(proof) ? "broken" : "whole",
			built: built && {
				seconds: built.seconds,
				builder: built.builder
			},
			runs,
			findings,
			fingerprint
		};
		const tag = text(raw["tag"]);
		if (built && tag !== null && image.verdict === "whole") await engine.tag(built.id, tag, signal);
	} catch (error) {
		if (!(error instanceof CannotBuild)) throw error;
		image = error.fault === "engine" ? notBuilt(plan.named, error) : failedBuild(plan.named, error);
	} finally {
		if (built && !isOn(INPUTS.keep, raw["keep"])) await engine.removeImage(built.id);
		engine.close();
	}
	const remarks = acceptances.remarks();
	return {
		schema: 1,
		tool: {
			name: "conda-links",
			version: "0.1.0"
		},
		verdict: overall([
			...environments,
			image,
			...plan.files
		]),
		environments,
		files: plan.files,
		images: [image],
		...remarks.length > 0 ? { remarks } : {}
	};
}

export { runSmoke };