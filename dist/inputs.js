import { t as __commonJSMin } from "./rolldown-runtime.js";
import { t as BadInput } from "./errors.js";

// node_modules/fastest-levenshtein/mod.js
var require_fastest_levenshtein = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.__esModule = true;
	exports.distance = exports.closest = void 0;
	var peq = /* @__PURE__ */ new Uint32Array(65536);
	var myers_32 = function(a, b) {
		var n = a.length;
		var m = b.length;
		var lst = 1 << n - 1;
		var pv = -1;
		var mv = 0;
		var sc = n;
		var i = n;
		while (i--) peq[a.charCodeAt(i)] |= 1 << i;
		for (i = 0; i < m; i++) {
			var eq = peq[b.charCodeAt(i)];
			var xv = eq | mv;
			eq |= (eq & pv) + pv ^ pv;
			mv |= ~(eq | pv);
			pv &= eq;
			if (mv & lst) sc++;
			if (pv & lst) sc--;
			mv = mv << 1 | 1;
			pv = pv << 1 | ~(xv | mv);
			mv &= xv;
		}
		i = n;
		while (i--) peq[a.charCodeAt(i)] = 0;
		return sc;
	};
	var myers_x = function(b, a) {
		var n = a.length;
		var m = b.length;
		var mhc = [];
		var phc = [];
		var hsize = Math.ceil(n / 32);
		var vsize = Math.ceil(m / 32);
		for (var i = 0; i < hsize; i++) {
			phc[i] = -1;
			mhc[i] = 0;
		}
		var j = 0;
		for (; j < vsize - 1; j++) {
			var mv_1 = 0;
			var pv_1 = -1;
			var start_1 = j * 32;
			var vlen_1 = Math.min(32, m) + start_1;
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] |= 1 << k;
			for (var i = 0; i < n; i++) {
				var eq = peq[a.charCodeAt(i)];
				var pb = phc[i / 32 | 0] >>> i & 1;
				var mb = mhc[i / 32 | 0] >>> i & 1;
				var xv = eq | mv_1;
				var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
				var ph = mv_1 | ~(xh | pv_1);
				var mh = pv_1 & xh;
				if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
				if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
				ph = ph << 1 | pb;
				mh = mh << 1 | mb;
				pv_1 = mh | ~(xv | ph);
				mv_1 = ph & xv;
			}
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] = 0;
		}
		var mv = 0;
		var pv = -1;
		var start = j * 32;
		var vlen = Math.min(32, m - start) + start;
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] |= 1 << k;
		var score = m;
		for (var i = 0; i < n; i++) {
			var eq = peq[a.charCodeAt(i)];
			var pb = phc[i / 32 | 0] >>> i & 1;
			var mb = mhc[i / 32 | 0] >>> i & 1;
			var xv = eq | mv;
			var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
			var ph = mv | ~(xh | pv);
			var mh = pv & xh;
			score += ph >>> m - 1 & 1;
			score -= mh >>> m - 1 & 1;
			if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
			if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
			ph = ph << 1 | pb;
			mh = mh << 1 | mb;
			pv = mh | ~(xv | ph);
			mv = ph & xv;
		}
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] = 0;
		return score;
	};
	var distance = function(a, b) {
		if (a.length < b.length) {
			var tmp = b;
			b = a;
			a = tmp;
		}
		if (b.length === 0) return a.length;
		if (a.length <= 32) return myers_32(a, b);
		return myers_x(a, b);
	};
	exports.distance = distance;
	var closest = function(str, arr) {
		var min_distance = Infinity;
		var min_index = 0;
		for (var i = 0; i < arr.length; i++) {
			var dist = distance(str, arr[i]);
			if (dist < min_distance) {
				min_distance = dist;
				min_index = i;
			}
		}
		return arr[min_index];
	};
	exports.closest = closest;
}));

// src/closest.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
function closest(choices, value) {
	const [best] = choices.map((choice) => ({
		choice,
		far: (0, import_fastest_levenshtein.distance)(choice, value)
	})).filter(({ choice, far }) => far <= Math.max(2, choice.length / 3)).sort((a, b) => a.far - b.far);
	return best?.choice ?? null;
}

// src/choices.ts
const LEVELS = [
	"links",
	"metadata",
	"content"
];
const FORMAT_NAMES = [
	"text",
	"json",
	"check-symlinks"
];
const CHECK_IDS = [
	"dangling-link",
	"link-loop",
	"missing-link",
	"flattened-link",
	"link-became-file",
	"retargeted-link",
	"escaping-link",
	"cache-link",
	"absolute-link",
	"missing-file",
	"altered-file",
	"replaced-by-pip",
	"truncated-file",
	"wrong-type",
	"not-executable",
	"unreadable-target",
	"unreadable-folder",
	"foreign-owner",
	"hazardous-filesystem",
	"missing-entry-point",
	"stale-prefix",
	"broken-shebang",
	"missing-library",
	"missing-loader",
	"unreadable-record",
	"duplicate-record",
	"clobbered-file",
	"unmet-dependency",
	"leftover",
	"unowned-files",
	"damaged-cache",
	"shared-damage"
];
const RULE_IDS = [
	"invalid-entry",
	"invalid-spec",
	"invalid-requirement",
	"unknown-key",
	"duplicate-key",
	"missing-name",
	"invalid-name",
	"duplicate-package",
	"unpinned-python",
	"platform-build",
	"foreign-platform",
	"default-channel",
	"mixed-channels",
	"terms-of-service",
	"ignored-selector",
	"unlisted-pip",
	"unpinned-pip",
	"unindexed-version",
	"outside-context",
	"missing-local-file",
	"leaked-secret",
	"leaked-prefix",
	"invalid-variable",
	"unhashed-package",
	"mixed-platforms"
];

// src/dockerfile/bases.ts
const BASES = {
	miniforge: {
		image: "condaforge/miniforge3:26.7.2-0",
		tool: "conda"
	},
	micromamba: {
		image: "mambaorg/micromamba:2.9.0-debian13-slim",
		tool: "micromamba"
	},
	miniconda: {
		image: "continuumio/miniconda3:26.7.1-1",
		tool: "conda"
	}
};
const RUNTIME = "debian:trixie-slim";
const IMAGE = /^(?:[\w.-]{1,200}(?::\d{1,5})?\/)?[a-z0-9][a-z0-9._/-]{0,200}(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
function baseOf(word) {
	if (Object.hasOwn(BASES, word)) return BASES[word];
	refuseImage("base", word, Object.keys(BASES));
	return {
		image: word,
		tool: /micromamba/.test(word) ? "micromamba" : /mamba/.test(word) ? "mamba" : "conda"
	};
}
function isAnacondas(image) {
	return /miniconda|anaconda/.test(image);
}
function refuseImage(option, word, known) {
	const meant = closest(known, word);
	if (!/[/:@]/.test(word) && meant !== null) throw new BadInput(`${option}: there is no “${word}”.`, `Did you mean ${meant}?`);
	if (!IMAGE.test(word)) throw new BadInput(`${option}: “${word}” is no name of an image.`, words(known));
	if (!/[:@][^/]*$/.test(word)) throw new BadInput(`${option}: “${word}” has no tag, so it is another image every month.`, words(known));
}
function words(known) {
	return `It can be: ${known.join(", ")}, or an image with its tag.`;
}

// src/dockerfile/style.ts
const STYLES = ["standard", "article"];

// src/inputs.ts
const COMMANDS = [
	"verify",
	"lint",
	"dockerfile",
	"smoke"
];
const ALL_IDS = [...CHECK_IDS, ...RULE_IDS];
const USUAL = {
	value: "",
	default: "",
	choices: [],
	isList: false,
	inFile: false,
	faces: ["cli", "action"]
};
const INPUTS = {
	command: {
		...USUAL,
		name: "command",
		description: "What to do: verify environments, lint environment files, write a dockerfile for each, or smoke-test an image.",
		value: "<command>",
		default: "verify",
		choices: COMMANDS,
		faces: ["action"],
		of: COMMANDS
	},
	environments: {
		...USUAL,
		name: "environments",
		description: "Names, prefixes, roots, images (docker:NAME) or archives (tar:FILE) to verify, one a line; or separated by spaces, on one line. Default: CONDA_PREFIX, or else the environments below CONDA, MAMBA_ROOT_PREFIX and ./.pixi/envs.",
		value: "<name|path|reference>",
		isList: true,
		inFile: true,
		faces: ["action"],
		of: ["verify", "smoke"]
	},
	environmentFile: {
		...USUAL,
		name: "environment-file",
		description: "The environment.yml whose lines annotations point at; those to lint, or to write Dockerfiles for, one a line. Default: environment.yml or environment.yaml of the workspace, where there is one.",
		value: "<file>",
		isList: true,
		faces: ["action"],
		of: COMMANDS
	},
	failOn: {
		...USUAL,
		name: "fail-on",
		description: "The least severity that makes it fail.",
		value: "<severity>",
		default: "error",
		choices: [
			"error",
			"warning",
			"note",
			"never"
		],
		inFile: true,
		of: COMMANDS
	},
	level: {
		...USUAL,
		name: "level",
		description: "How deep to look: links and names; with metadata also sizes and modes; with content every byte.",
		value: "<level>",
		default: "content",
		choices: LEVELS,
		inFile: true,
		of: ["verify"]
	},
	prefix: {
		...USUAL,
		name: "prefix",
		description: "Judge the environment of an archive (tar:, zip:) as if it were unpacked to this prefix; else where it is unpacked to is taken for open.",
		value: "<path>",
		inFile: true,
		of: ["verify"]
	},
	platform: {
		...USUAL,
		name: "platform",
		description: "Which image, where there are several: os/architecture, like linux/arm64. Default: that of the engine, or of this machine.",
		value: "<platform>",
		inFile: true,
		of: ["verify", "smoke"]
	},
	asUser: {
		...USUAL,
		name: "as-user",
		description: "Judge permissions as this user: UID, UID:GID, a name, or openshift for a UID that nobody knows, of group 0. Default: who runs this, or for root the owner of the prefix; in an image its USER.",
		value: "<user>",
		inFile: true,
		of: ["verify"]
	},
	check: {
		...USUAL,
		name: "check",
		description: "Run this check (of lint: rule) only; may be given several times.",
		value: "<id>",
		choices: ALL_IDS,
		isList: true,
		inFile: true,
		of: ["verify", "lint"]
	},
	skip: {
		...USUAL,
		name: "skip",
		description: "Leave this check (of lint: rule) out; may be given several times.",
		value: "<id>",
		choices: ALL_IDS,
		isList: true,
		inFile: true,
		of: COMMANDS
	},
	config: {
		...USUAL,
		name: "config",
		description: "Read options and accepted findings from this file. Default: .conda-links.yml of the working folder, where there is one.",
		value: "<file>",
		of: ["verify", "lint"]
	},
	writeBaseline: {
		...USUAL,
		name: "write-baseline",
		description: "Accept all that is found now, at or above --fail-on, for 90 days: write it into .conda-links.yml, or the file of --config.",
		faces: ["cli"],
		of: ["verify", "lint"]
	},
	cache: {
		...USUAL,
		name: "cache",
		description: "Compare the package cache of every package too, and not only of those with findings.",
		inFile: true,
		of: ["verify"]
	},
	name: {
		...USUAL,
		name: "name",
		description: "Call the environment so, whatever its file says.",
		value: "<name>",
		of: [
			"lint",
			"dockerfile",
			"smoke"
		]
	},
	context: {
		...USUAL,
		name: "context",
		description: "The folder that an image is built from. Default: that of the environment file.",
		value: "<folder>",
		of: [
			"lint",
			"dockerfile",
			"smoke"
		]
	},
	fromEnv: {
		...USUAL,
		name: "from-env",
		description: "Write it for an installed environment instead: the very packages that it has, locked beside the Dockerfile. A name, a prefix, or docker:IMAGE.",
		value: "<name|path|reference>",
		of: ["dockerfile", "smoke"]
	},
	style: {
		...USUAL,
		name: "style",
		description: "Two stages and a slim runtime, or the five lines of the founding article.",
		value: "<style>",
		default: "standard",
		choices: STYLES,
		of: ["dockerfile", "smoke"]
	},
	base: {
		...USUAL,
		name: "base",
		description: "What makes the environment: miniforge, micromamba, miniconda, or an image with its tag. Default: miniforge; for the article miniconda.",
		value: "<name|image>",
		of: ["dockerfile", "smoke"]
	},
	runtime: {
		...USUAL,
		name: "runtime",
		description: "The image that the environment runs on; same keeps the base.",
		value: "<image|same>",
		default: RUNTIME,
		of: ["dockerfile", "smoke"]
	},
	cacheMounts: {
		...USUAL,
		name: "cache-mounts",
		description: "Keep packages between builds in a cache of BuildKit; the classic builder cannot.",
		of: ["dockerfile", "smoke"]
	},
	acceptTos: {
		...USUAL,
		name: "accept-tos",
		description: "Say that you accept the terms of service of Anaconda’s channels.",
		of: ["dockerfile", "smoke"]
	},
	cuda: {
		...USUAL,
		name: "cuda",
		description: "The version of CUDA to solve for, like 12.4. Default: what the packages ask for.",
		value: "<version>",
		of: ["dockerfile", "smoke"]
	},
	pin: {
		...USUAL,
		name: "pin",
		description: "Write the digests of the base images, which the engine knows or asks for.",
		of: ["dockerfile", "smoke"]
	},
	template: {
		...USUAL,
		name: "template",
		description: "Fill in this template instead of Dockerfile.template.",
		value: "<file>",
		of: ["dockerfile", "smoke"]
	},
	dockerfile: {
		...USUAL,
		name: "output",
		description: "Where the Dockerfile goes. Default: Dockerfile in the context; for several environments NAME.Dockerfile.",
		value: "<file>",
		of: ["dockerfile"]
	},
	force: {
		...USUAL,
		name: "force",
		description: "Write over a Dockerfile that says something else, and complete its .dockerignore.",
		of: ["dockerfile"]
	},
	stdout: {
		...USUAL,
		name: "stdout",
		description: "Print the Dockerfile, and write nothing.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	checkOnly: {
		...USUAL,
		name: "check",
		description: "Write nothing; fail, and show the difference, where the files on disk are out of date.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	checkOnlyInAction: {
		...USUAL,
		name: "check-only",
		description: "Write no Dockerfile; fail, and show the difference, where those on disk are out of date.",
		faces: ["action"],
		of: ["dockerfile"]
	},
	bake: {
		...USUAL,
		name: "bake",
		description: "Write docker-bake.json too: a target for each environment, and one cache.",
		of: ["dockerfile"]
	},
	matrix: {
		...USUAL,
		name: "matrix",
		description: "Print the environments as JSON for strategy.matrix, and write no Dockerfile.",
		faces: ["cli"],
		of: ["dockerfile"]
	},
	file: {
		...USUAL,
		name: "file",
		description: "Build from this Dockerfile, instead of one that is written for an environment file.",
		value: "<dockerfile>",
		of: ["smoke"]
	},
	tag: {
		...USUAL,
		name: "tag",
		description: "Call the image so if it works, and keep it.",
		value: "<name>",
		of: ["smoke"]
	},
	buildArg: {
		...USUAL,
		name: "build-arg",
		description: "An ARG for the build; may be given several times.",
		value: "<name=value>",
		isList: true,
		of: ["smoke"]
	},
	builder: {
		...USUAL,
		name: "builder",
		description: "What builds: auto is buildkit where the engine has it, else classic; buildx is the command line of that name.",
		value: "<builder>",
		default: "auto",
		choices: [
			"auto",
			"buildkit",
			"classic",
			"buildx"
		],
		of: ["smoke"]
	},
	buildxOption: {
		...USUAL,
		name: "buildx-option",
		description: "A word for docker buildx build: --secret=…, --ssh=…, --cache-to=…, --builder=…; may be given several times.",
		value: "<word>",
		isList: true,
		of: ["smoke"]
	},
	noCache: {
		...USUAL,
		name: "no-cache",
		description: "Build every step anew.",
		of: ["smoke"]
	},
	pull: {
		...USUAL,
		name: "pull",
		description: "Look base images up anew.",
		of: ["smoke"]
	},
	run: {
		...USUAL,
		name: "run",
		description: "Run this command in the image as well; may be given several times. .conda-links.yml may list more.",
		value: "<command>",
		isList: true,
		of: ["smoke"]
	},
	log: {
		...USUAL,
		name: "log",
		description: "Keep all that the builder says in this file. Default: in a temporary one, which stays when the build fails.",
		value: "<file>",
		of: ["smoke"]
	},
	timeout: {
		...USUAL,
		name: "timeout",
		description: "How long each run may take, in seconds.",
		value: "<seconds>",
		default: "120",
		of: ["smoke"]
	},
	memory: {
		...USUAL,
		name: "memory",
		description: "How much memory each run may take, like 512m or 4g.",
		value: "<size>",
		default: "2g",
		of: ["smoke"]
	},
	network: {
		...USUAL,
		name: "network",
		description: "Let the runs reach the network.",
		of: ["smoke"]
	},
	keep: {
		...USUAL,
		name: "keep",
		description: "Keep the image, though it has no name.",
		of: ["smoke"]
	},
	index: {
		...USUAL,
		name: "index",
		description: "Where to remember what files were hashed to, so that those are not read again that did not change. Default: conda-links/digests in the user’s cache folder.",
		value: "<file>",
		faces: ["cli"],
		of: ["verify"]
	},
	noIndex: {
		...USUAL,
		name: "no-index",
		description: "Read every file, and remember nothing.",
		faces: ["cli"],
		of: ["verify"]
	},
	format: {
		...USUAL,
		name: "format",
		description: "How to tell.",
		value: "<format>",
		default: "text",
		choices: FORMAT_NAMES,
		faces: ["cli"],
		of: [
			"verify",
			"lint",
			"smoke"
		]
	},
	output: {
		...USUAL,
		name: "output",
		description: "Write the report to this file instead of standard output.",
		value: "<file>",
		faces: ["cli"],
		of: [
			"verify",
			"lint",
			"smoke"
		]
	},
	color: {
		...USUAL,
		name: "color",
		description: "Colour: auto follows the terminal, NO_COLOR and FORCE_COLOR.",
		value: "<when>",
		default: "auto",
		choices: [
			"auto",
			"always",
			"never"
		],
		faces: ["cli"],
		of: COMMANDS
	},
	noProgress: {
		...USUAL,
		name: "no-progress",
		description: "Show no progress on a terminal.",
		faces: ["cli"],
		of: ["verify"]
	}
};
const SETTING_INPUTS = Object.values(INPUTS).filter(({ inFile }) => inFile);
const RULE_INPUTS = {
	check: {
		...INPUTS.check,
		choices: RULE_IDS
	},
	skip: {
		...INPUTS.skip,
		choices: RULE_IDS
	}
};
function parseInputs(raw) {
	return {
		environments: environmentList(raw["environments"]),
		failOn: choose(INPUTS.failOn, raw["failOn"]),
		level: choose(INPUTS.level, raw["level"]),
		prefix: text(raw["prefix"]),
		platform: text(raw["platform"]),
		asUser: text(raw["asUser"]),
		check: list(INPUTS.check, raw["check"]),
		skip: list(INPUTS.skip, raw["skip"]),
		isCacheWanted: isOn(INPUTS.cache, raw["cache"])
	};
}
function isOn({ name }, raw) {
	if (raw === void 0 || raw === false || raw === "" || raw === "false") return false;
	if (raw === true || raw === "true") return true;
	throw new BadInput(`${name}: there is no “${String(raw)}”.`, "It can be: true, false.");
}
function text(raw) {
	return typeof raw === "string" && raw !== "" ? raw : null;
}
function parseFormat(raw) {
	return choose(INPUTS.format, raw);
}
function choose(input, raw) {
	const value = typeof raw === "string" && raw !== "" ? raw : input.default;
	if (input.choices.length === 0 || input.choices.includes(value)) return value;
	throw new BadInput(`${input.name}: there is no “${value}”.`, advise(input.choices, value));
}
function list(input, raw) {
	const given = (typeof raw === "string" ? raw.split(/[\s,]+/) : typeof raw === "object" ? raw : []).filter((value) => value !== "");
	for (const value of given) choose(input, value);
	return given;
}
function environmentList(raw) {
	if (typeof raw !== "string") return typeof raw === "object" ? raw : [];
	const lines = raw.split("\n").map((line) => line.trim()).filter((line) => line !== "");
	return lines.length > 1 ? lines : lines[0]?.split(/\s+/) ?? [];
}
function advise(choices, value) {
	const close = closest(choices, value);
	return close ? `Did you mean ${close}?` : `It can be: ${choices.join(", ")}.`;
}

export { choose as a, parseFormat as c, baseOf as d, isAnacondas as f, require_fastest_levenshtein as g, closest as h, advise as i, parseInputs as l, LEVELS as m, RULE_INPUTS as n, isOn as o, refuseImage as p, SETTING_INPUTS as r, list as s, INPUTS as t, text as u };