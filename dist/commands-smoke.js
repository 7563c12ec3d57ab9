import { r as __toESM } from "./rolldown-runtime.js";
import { F as CHECKS, N as closest, O as overall, S as FORMATS, a as isOn, f as takeInventory, i as choose, l as text, t as INPUTS } from "./inputs.js";
import { n as compare, t as identify } from "./fingerprint.js";
import { r as CannotBuild, t as Engine } from "./docker.js";
import { n as CannotRead, o as NotFound, t as BadInput } from "./errors.js";
import { r as thisMachine, t as VERSION } from "./version.js";
import { t as exitCode } from "./outcome.js";
import { a as parseReference } from "./scopes.js";
import { D as tuple, E as string, O as union, T as strictObject, _ as nullable, b as optional, f as getDotPath, g as nonEmpty, h as minValue, l as array, m as maxValue, o as readManifest, p as integer, v as number, w as safeParse, x as pipe, y as object } from "./links.js";
import { a as printable } from "./bytes.js";
import { n as isTooDeep } from "./condarc.js";
import { t as redact } from "./redact.js";
import { t as DirectorySource } from "./directory.js";
import { t as HashingThreads } from "./hashing-threads.js";
import { r as viewOf } from "./terminal.js";
import { t as verify } from "./verify.js";
import { t as orderDockerfiles } from "./dockerfile.js";
import { n as withTools, t as pick } from "./opening.js";
import { posix } from "node:path";
import { randomInt, randomUUID } from "node:crypto";
import { constants } from "node:os";

// src/settings.ts
const FILE = ".conda-links.yml";
const LARGEST$1 = 1 << 18;
const Run = strictObject({
	run: pipe(string(), nonEmpty()),
	code: optional(pipe(number(), integer(), minValue(0), maxValue(255)), 0),
	output: optional(string())
});
const File = strictObject({ smoke: optional(array(union([string(), Run])), []) });
const KEYS = [
	"smoke",
	"run",
	"code",
	"output"
];
async function readSettings(source, folder) {
	const path = posix.join(folder, FILE);
	const content = (await source.read([path], LARGEST$1)).get(path);
	if (content?.kind !== "ok") return { smoke: [] };
	const text = content.value.toString("utf8");
	const { parseDocument } = await import("./yaml.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const document = isTooDeep(text) ? null : parseDocument(text, { logLevel: "silent" });
	const [trouble] = document?.errors ?? [];
	if (!document || trouble) {
		const why = printable((trouble?.message ?? "it is nested too deeply").split("\n")[0] ?? "");
		throw new BadInput(`${path} is no YAML: ${why}`, "It is written like: smoke: [\"python -V\"]");
	}
	const parsed = safeParse(File, document.toJS({ maxAliasCount: 100 }) ?? {});
	if (!parsed.success) throw misfit(path, parsed.issues[0]);
	return { smoke: parsed.output.smoke.map((one) => typeof one === "string" ? {
		run: one,
		code: 0,
		output: null
	} : {
		run: one.run,
		code: one.code,
		output: one.output ?? null
	}) };
}
function misfit(path, issue) {
	const place = getDotPath(issue) ?? "";
	const key = place.split(".").at(-1) ?? "";
	const meant = issue.expected === "never" ? closest(KEYS, key) : null;
	return new BadInput(`${path}: ${place === "" ? "it is no mapping" : `“${printable(place)}” makes no sense there`}.`, meant === null ? "There are: smoke, a list of commands, or of run, code and output." : `Did you mean ${meant}?`);
}

// src/smoke/judge.ts
function judgeRun(way, { code, output, isCut, isOutOfMemory, problem, seconds }, facts, expected) {
	const said = lastLines(output);
	const found = () => {
		if (problem !== "") return [notStarted(problem, expected)];
		if (isOutOfMemory) return [{
			check: "run-killed",
			message: "Python was killed: it took more memory than it was given",
			advice: "Give it more with --memory.",
			said
		}];
		if (code === null) return [{
			check: "run-hangs",
			message: `Python did not end within ${Math.round(seconds)} seconds${isCut ? ", and floods its output" : ""}`,
			advice: "See what starts with it: sitecustomize, .pth files, the entrypoint; or give it longer with --timeout.",
			said
		}];
		if (facts === null) return [silent(way, code, said, isCut)];
		return [
			...wrongPlace(facts, expected),
			...links(facts, expected),
			...insides(facts)
		];
	};
	return found().map((one) => ({
		severity: "error",
		...one
	}));
}
function notStarted(problem, { prefix }) {
	const check = "not-started";
	const said = [printable(problem)];
	if (/exec format error/i.test(problem)) return {
		check,
		message: "The image is for another processor than this engine’s",
		advice: "Build it for this one with --platform, or run it where it belongs.",
		said
	};
	if (/no such file|not found/i.test(problem)) return {
		check,
		message: `${prefix}/bin/python, or the loader that it asks for, is not in the image`,
		advice: "Is python among the dependencies? Is the environment copied to the path at which it was made? Alpine has no glibc.",
		said
	};
	if (/permission denied/i.test(problem)) return {
		check,
		message: `${prefix}/bin/python may not be executed`,
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
function silent(way, code, said, isCut) {
	if (code === 0 && way.hasEntrypoint) return {
		check: "swallowed-command",
		message: "The entrypoint does not run the command that it is given",
		advice: "End it with exec \"$@\".",
		said
	};
	const flood = isCut ? ", after flooding its output" : "";
	const signal = signalOf(code);
	const how = signal === null ? `ended with code ${code}` : `was killed by ${signal}`;
	const library = said.map((line) => /(\S+): cannot open shared object file/.exec(line)?.[1]).find(Boolean);
	return {
		check: "run-failed",
		message: `Python ${how}${flood}`,
		advice: library ? `${library} is missing: the image, or the environment, has to bring it.` : "What it said last is below.",
		said
	};
}
function* wrongPlace({ prefix, executable, version }, expected) {
	if (prefix !== expected.prefix) yield {
		check: "wrong-prefix",
		message: printable(`Python takes ${prefix} for its prefix, and not ${expected.prefix}`),
		advice: "PYTHONHOME may be set, or bin/python is that of another environment.",
		said: [printable(`sys.executable: ${executable}`)]
	};
	if (expected.version !== null && version !== expected.version) yield {
		check: "wrong-version",
		message: printable(`Python says that it is ${version}; recorded is ${expected.version}`),
		advice: "Another Python stands in its place: conda-links verify names the files.",
		said: []
	};
}
function* links({ links: { broken } }, { dangling }) {
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
	const seen = new Set(broken.map(([path]) => path));
	const [gone, ...others] = [...dangling].filter((path) => !seen.has(path));
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
function* insides({ scripts, imports, certificates, pip }) {
	for (const [package_, module, code, output] of imports) {
		const signal = code === null ? null : signalOf(code < 0 ? 128 - code : code);
		const how = code === null ? "did not end in time" : signal === null ? "failed" : `was killed by ${signal}`;
		yield {
			check: "import-failed",
			message: printable(`import ${module} (${package_}) ${how}`),
			advice: "What it said last is below.",
			said: lastLines(output).slice(-4)
		};
	}
	for (const [name, interpreter] of scripts) yield {
		check: "dead-script",
		message: printable(`bin/${name} starts ${interpreter}, which cannot be executed`),
		advice: "The environment was made at another path than it has here.",
		said: []
	};
	if (pip !== "") yield {
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
	return Object.entries(constants.signals).find(([, one]) => code > 128 && one === number)?.[0] ?? null;
}
const LAST = 12;
function lastLines(output) {
	return output.slice(-64e3).split("\n").map((line) => printable(redact(line.replaceAll("	", "  ").slice(0, 300))).trimEnd()).filter((line) => line !== "").slice(-12);
}

// src/smoke/outside.ts
async function lookInto(source, prefix, signal) {
	const inventory = await takeInventory(source, prefix, signal);
	const { records } = await readManifest(source, inventory.place, inventory.names("conda-meta").keys());
	const dangling = Array.from(inventory.symlinks()).filter(({ path }) => inventory.follow(path).kind !== "found").map(({ path }) => path);
	return {
		prefix: inventory.place,
		version: records.find(({ name }) => name === "python")?.version ?? null,
		dangling: new Set(dangling)
	};
}

// src/smoke/probe.ts
const PROGRAM = String.raw`
import json, os, subprocess, sys, threading
mark, prefix, wanted, limit = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), float(sys.argv[4])

def links():
    count, broken = 0, []
    for folder, folders, files in os.walk(prefix):
        for name in folders + files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                continue
            count += 1
            try:
                os.stat(path)
            except OSError as error:
                if len(broken) < 1000:
                    broken.append([os.path.relpath(path, prefix), error.strerror or str(error)])
    return {"count": count, "broken": broken}

def scripts():
    dead = []
    place = os.path.join(prefix, "bin")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        try:
            with open(os.path.join(place, name), "rb") as file:
                first = file.readline(4096)
        except (IOError, OSError):
            continue
        if not first.startswith(b"#!"):
            continue
        words = first[2:].strip().split()
        interpreter = words[0].decode("utf-8", "replace") if words else ""
        if interpreter.startswith("/opt/") or interpreter.startswith(prefix):
            if not os.access(interpreter, os.X_OK):
                dead.append([name, interpreter])
    return dead[:100]

def recorded():
    found = {}
    place = os.path.join(prefix, "conda-meta")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        if not name.endswith(".json"):
            continue
        try:
            with open(os.path.join(place, name)) as file:
                record = json.load(file)
            found[record["name"].lower()] = record.get("files", [])
        except Exception:
            continue
    return found

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
        parts = path.split("site-packages/")
        rest = parts[1].split("/") if len(parts) == 2 else []
        if len(rest) == 2 and rest[1] == "__init__.py":
            found.add(rest[0])
        elif len(rest) == 1 and rest[0].endswith(".py"):
            found.add(rest[0][:-3])
    plain = [one for one in found if one.replace("_", "a").isalnum() and not one[0].isdigit()]
    return sorted(one for one in plain if one[0] != "_" and one not in ("test", "tests", "docs", "examples"))

def run(words):
    late = []
    process = subprocess.Popen(words, stdin=open(os.devnull), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    timer = threading.Timer(limit, lambda: (late.append(1), process.kill()))
    timer.start()
    out, _ = process.communicate()
    timer.cancel()
    return (None if late else process.returncode), out

def imports():
    packages, projects = recorded(), of_pip()
    results = []
    for package in wanted:
        files = packages.get(package) or projects.get(package.replace("_", "-").replace(".", "-")) or []
        for module in modules(files)[:8]:
            code, out = run([sys.executable, "-c", "import " + module])
            if code != 0:
                results.append([package, module, code, out[-2000:].decode("utf-8", "replace")])
    return results

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

facts = {"prefix": sys.prefix, "executable": sys.executable, "version": sys.version.split()[0], "links": links()}
if len(sys.argv) > 5 and sys.argv[5] == "all":
    code, out = run([sys.executable, "-m", "pip", "check"])
    missing = b"No module named" in out
    facts.update({"scripts": scripts(), "imports": imports(), "certificates": certificates()})
    facts["pip"] = "" if code == 0 or missing else out[-2000:].decode("utf-8", "replace")
sys.stdout.write("\n" + mark + json.dumps(facts) + "\n")
`;
const Broken = tuple([string(), string()]);
const Facts = object({
	prefix: string(),
	executable: string(),
	version: string(),
	links: object({
		count: number(),
		broken: array(Broken)
	}),
	scripts: optional(array(tuple([string(), string()])), []),
	imports: optional(array(tuple([
		string(),
		string(),
		nullable(number()),
		string()
	])), []),
	certificates: optional(string(), ""),
	pip: optional(string(), "")
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
	const common = {
		hasEntrypoint: true,
		isReadOnly: false,
		isWhole: false,
		user: null
	};
	const entrypoint = image.entrypoint.length > 0 ? "its entrypoint" : "no entrypoint";
	return [
		{
			...common,
			id: "entrypoint",
			title: `as it is, ${entrypoint}`,
			isWhole: true
		},
		{
			...common,
			id: "bare",
			title: "bin/python itself",
			hasEntrypoint: false
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
async function smoke(engine, { image, expected, packages, limits, label }, onRun, signal) {
	const runs = [];
	const found = [];
	let facts = null;
	for (const way of waysOf(image)) {
		onRun(way.title);
		const mark = `conda-links-${randomUUID()}:`;
		const { isWhole } = way;
		const words = probeCommand({
			prefix: expected.prefix,
			mark,
			packages,
			limit: limits.seconds / 4,
			isWhole
		});
		const [program = "", ...rest] = words;
		const result = await engine.run({
			image: image.id,
			entrypoint: way.hasEntrypoint ? null : [program],
			command: way.hasEntrypoint ? words : rest,
			user: way.user,
			env: [],
			isReadOnly: way.isReadOnly,
			tmpfs: way.isReadOnly ? ["/tmp"] : [],
			hasNetwork: limits.hasNetwork,
			limit: limits.seconds,
			memory: limits.memory,
			processes: 256,
			label
		}, signal);
		const said = readProbe(result.output, mark);
		facts ??= said;
		const findings = judgeRun(way, result, said, expected);
		const isFine = findings.every(({ severity }) => severity !== "error");
		runs.push({
			way: way.id,
			title: way.title,
			isFine,
			code: result.code,
			seconds: result.seconds
		});
		found.push(...findings.map((finding) => ({
			way: way.title,
			finding
		})));
	}
	return {
		runs,
		findings: merged(found, runs.length),
		facts
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
async function runOwn(engine, { image, limits, label }, commands, signal) {
	const runs = [];
	const findings = [];
	for (const own of commands) {
		const { run: command } = own;
		const { code, output, problem, seconds } = await engine.run({
			image: image.id,
			entrypoint: null,
			command: [
				"/bin/sh",
				"-c",
				command
			],
			user: null,
			env: [],
			isReadOnly: false,
			tmpfs: [],
			hasNetwork: limits.hasNetwork,
			limit: limits.seconds,
			memory: limits.memory,
			processes: 256,
			label
		}, signal);
		const isMissing = own.output !== null && !output.includes(own.output);
		const isFine = code === own.code && problem === "" && !isMissing;
		const title = printable(redact(command));
		runs.push({
			way: "own",
			title,
			isFine,
			code,
			seconds
		});
		if (isFine) continue;
		const how = code === null ? "did not end in time" : code !== own.code ? `ended with code ${code}` : `does not say “${printable(own.output ?? "")}”`;
		findings.push({
			check: "own-command-failed",
			severity: "error",
			message: `${title} ${how}`,
			advice: "",
			said: problem === "" ? lastLines(output) : [printable(problem)]
		});
	}
	return {
		runs,
		findings
	};
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
	const plan = await planOf(words, raw, machine, signal);
	const engine = new Engine(machine);
	const label = { [OURS]: randomUUID() };
	const environments = [];
	let image;
	let built = null;
	try {
		built = plan.context && await buildPlan(engine, plan, raw, tell, signal);
		const facts = await engine.inspect(built?.id ?? plan.named, signal);
		const proof = await proveImage(engine, facts, plan, {
			raw,
			limits,
			label,
			tell
		}, signal);
		environments.push(...proof.environments);
		const { runs, findings, fingerprint } = proof;
		image = {
			image: plan.named,
			id: facts.id,
			size: facts.size,
			platform: facts.platform,
			verdict: findings.some(({ severity }) => severity === "error") ? "broken" : "whole",
			built: built && {
				seconds: built.seconds,
				builder: built.builder
			},
			runs,
			findings,
			fingerprint
		};
	} catch (error) {
		if (!(error instanceof CannotBuild)) throw error;
		image = failedBuild(plan.named, error);
	} finally {
		const isWanted = isOn(INPUTS.keep, raw["keep"]) || text(raw["tag"]) !== null;
		if (built && !isWanted) await engine.removeImage(built.id);
		engine.close();
	}
	return {
		schema: 1,
		tool: {
			name: "conda-links",
			version: VERSION
		},
		verdict: overall([
			...environments,
			image,
			...plan.files
		]),
		environments,
		files: plan.files,
		images: [image]
	};
}
const OURS = "io.github.conda-links.run";
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
	const { smoke: own } = await readSettings(source, cwd);
	const none = {
		packages: [],
		files: [],
		like: null,
		own
	};
	if (reference) {
		if (reference.kind !== "docker" || dockerfile !== null) throw new BadInput(`smoke: ${word} cannot be run.`, "Name an image of the engine, like docker:ml:latest; docker load brings an archive there.");
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
	return {
		named: text(raw["tag"]) ?? target.name,
		context: {
			folder: posix.resolve(cwd, target.context),
			dockerfile: made.text
		},
		packages: ordered.made.packages,
		files: ordered.report.files,
		like: text(raw["fromEnv"]),
		own
	};
}
const LARGEST = 1 << 20;
async function readText(path, named) {
	const content = (await new DirectorySource(HashingThreads.ofThisMachine()).read([path], LARGEST)).get(path);
	if (content?.kind === "ok") return content.value.toString("utf8");
	throw new CannotRead(`There is no ${named} that can be read.`, "Name the Dockerfile with --file.");
}
async function buildPlan(engine, { context }, raw, tell, signal) {
	if (!context) return null;
	const wanted = choose(INPUTS.builder, raw["builder"]);
	const isBuildKit = wanted === "buildkit" || wanted === "auto" && await engine.hasBuildKit(signal);
	const start = performance.now();
	return {
		id: await engine.build({
			context,
			tag: text(raw["tag"]),
			buildArgs: buildArgsOf(raw["buildArg"]),
			platform: text(raw["platform"]),
			isNoCache: isOn(INPUTS.noCache, raw["noCache"]),
			isPulled: isOn(INPUTS.pull, raw["pull"]),
			isBuildKit,
			label: "built"
		}, (event) => tellEvent(event, tell), signal),
		seconds: (performance.now() - start) / 1e3,
		builder: isBuildKit ? "buildkit" : "classic"
	};
}
function tellEvent(event, tell) {
	if (event.kind === "step") tell(event.name);
	else if (event.kind === "line") tell(`  ${event.text}`);
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
async function proveImage(engine, image, plan, { raw, limits, label, tell }, signal) {
	const reading = {
		env: text(raw["name"]) ?? "",
		isJson: false,
		isProgressWanted: false,
		raw: {}
	};
	tell("Verifying the image from outside");
	const outside = await withTools([`docker:${image.id}`], reading, signal, (tools) => outsideOf(tools, image, plan, reading.env, signal));
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
	}, (title) => tell(`Running it ${title}`), signal);
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
		findings: [
			...smoked.findings,
			...own.findings,
			...like
		],
		fingerprint: outside.identity.fingerprint
	};
}
const NO_ENVIRONMENT = {
	check: "no-environment",
	severity: "error",
	message: "There is no conda environment in the image",
	advice: "It is found by its conda-meta: is the environment copied with all in it?",
	said: []
};
async function outsideOf({ open, progress }, image, plan, asked, signal) {
	const word = `docker:${image.id}`;
	const opened = await open(word);
	try {
		if (opened.targets.length === 0) return null;
		const target = pick(opened, {
			asked,
			likely: likelyIn(image, opened.targets)
		}, word);
		const { source } = opened;
		const scope = {
			reference: `docker:${plan.named}`,
			kind: source.kind
		};
		const report = await verify([{
			...scope,
			open: async () => ({
				source,
				targets: [target],
				close: async () => {}
			})
		}], {
			level: "content",
			checks: CHECKS,
			version: VERSION,
			signal,
			progress
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
function failedBuild(named, { message, advice, step, lines }) {
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
			advice,
			said: lines
		}],
		fingerprint: null
	};
}

export { runSmoke };