import { C as isPrintable } from "./start.js";
import { n as isSecret, t as carriesSecret } from "./secrets.js";
import { n as localVersion, t as isPinned } from "./requirement.js";
import { y as closest } from "./program.js";

// src/rule.ts
function defineRule(rule) {
	return rule;
}
function at({ line, column }) {
	return {
		line,
		column
	};
}

// src/rules/default-channel.ts
const defaultChannel = defineRule({
	id: "default-channel",
	severity: "warning",
	title: "Packages of Anaconda’s own channels",
	explain: {
		what: "`defaults` (`pkgs/main`, `pkgs/r`, `repo.anaconda.com`) is among the channels; or no channel is named, so that the installer takes its own, which for Miniconda is `defaults`.",
		why: "Its terms of service ask organisations of more than 200 people for a licence, and since 2025 Miniconda asks everybody to accept them before it installs anything.",
		fix: "Use `conda-forge` alone, with `nodefaults` behind it; or read the terms, and say `conda-links dockerfile --accept-tos`."
	},
	*find({ file }) {
		const [first] = anacondas(file);
		if (first) yield {
			...at(first),
			channel: first.text
		};
		else if (file.form === "environment" && isOpen(file)) {
			const place = file.keys.find(({ text }) => text === "channels") ?? {
				line: 1,
				column: 1
			};
			yield {
				...at(place),
				channel: "",
				severity: "note",
				advice: "Name them: “channels: [conda-forge, nodefaults]”."
			};
		}
	},
	say: ({ channel }) => channel === "" ? "No channel is named: which packages come depends on the installer" : `“${channel}” is a channel of Anaconda, with terms of service of its own`
});
const ANACONDAS = /^(?:defaults|pkgs\/(?:main|r|free|msys2|pro)|main|free|(?:https?:\/\/)?(?:repo\.anaconda\.com|repo\.continuum\.io)(?:\/.*)?)(?:\/(?:linux|osx|win)-[\w]+|\/noarch)?$/;
function anacondas({ channels, dependencies, packages }) {
	return [
		...channels ?? [],
		...dependencies.flatMap(({ spec, line, column }) => "name" in spec && spec.channel !== null ? [{
			line,
			column,
			text: spec.channel
		}] : []),
		...packages.flatMap(({ url, line, column }) => {
			const channel = /^https?:\/\/(?:repo\.anaconda\.com|repo\.continuum\.io)\/pkgs\/\w+/.exec(url);
			return channel ? [{
				line,
				column,
				text: channel[0]
			}] : [];
		})
	].filter(({ text }) => ANACONDAS.test(text));
}
function isOpen({ channels }) {
	return channels === null || channels.length === 0;
}

// src/rules/duplicate-key.ts
const duplicateKey = defineRule({
	id: "duplicate-key",
	severity: "error",
	title: "A key that stands there twice",
	explain: {
		what: "Two sections of one name.",
		why: "Some parsers refuse the file, others keep the last section and forget the first without a word.",
		fix: "Make one section of them."
	},
	*find({ file }) {
		const lines = /* @__PURE__ */ new Map();
		for (const { text: key, ...place } of file.keys) {
			const first = lines.get(key);
			if (first === void 0) lines.set(key, place.line);
			else yield {
				...at(place),
				key,
				first
			};
		}
	},
	say: ({ key, first }) => `“${key}” stands in line ${first} already`
});

// src/rules/same-packages.ts
const IN_CONDA = /* @__PURE__ */ new Map([
	["pytorch", "torch"],
	["py-opencv", "opencv-python"],
	["opencv", "opencv-python"],
	["matplotlib-base", "matplotlib"],
	["pytables", "tables"],
	["msgpack-python", "msgpack"],
	["libopencv", "opencv-python"],
	["tensorflow-base", "tensorflow"],
	["py-xgboost", "xgboost"],
	["brotli-python", "brotli"],
	["python-graphviz", "graphviz"],
	["graphviz", "graphviz (the program)"]
]);
const ONE_FILES = new Map([
	[
		"opencv-python",
		"opencv-python-headless",
		"opencv-contrib-python",
		"opencv-contrib-python-headless"
	],
	[
		"tensorflow",
		"tensorflow-cpu",
		"tensorflow-gpu",
		"tf-nightly"
	],
	[
		"onnxruntime",
		"onnxruntime-gpu",
		"onnxruntime-directml",
		"onnxruntime-openvino"
	],
	["psycopg2", "psycopg2-binary"],
	["pillow", "pillow-simd"],
	["pycrypto", "pycryptodome"],
	["jwt", "pyjwt"],
	[
		"python-magic",
		"filemagic",
		"file-magic",
		"python-magic-bin"
	],
	["dotenv", "python-dotenv"],
	["docx", "python-docx"],
	[
		"slugify",
		"python-slugify",
		"unicode-slugify"
	],
	["serial", "pyserial"],
	["fitz", "pymupdf"],
	["bson", "pymongo"],
	["websocket", "websocket-client"],
	["faiss-cpu", "faiss-gpu"],
	["tensorboard", "tb-nightly"]
].flatMap(([first = "", ...others]) => others.map((name) => [name, first])));

// src/rules/duplicate-package.ts
const duplicatePackage = defineRule({
	id: "duplicate-package",
	severity: "warning",
	title: "One package, asked for twice",
	explain: {
		what: "The same package twice among the dependencies; by conda and by pip; or two packages of pip that bring the same files, such as `opencv-python` and `opencv-python-headless`.",
		why: "pip writes over what conda installed, through hard links even in the package cache, and the environment is no longer what its records say. Of two packages with the same files the last one wins, and removing either breaks the other.",
		fix: "Keep one of them; best where most of what depends on it comes from."
	},
	*find(wishes) {
		const first = /* @__PURE__ */ new Map();
		for (const wish of all(wishes)) {
			const { looked, kept } = identities(wish);
			const other = first.get(looked);
			for (const key of kept) if (!first.has(key)) first.set(key, wish);
			if (other === void 0 || wish.isConditional && other.isConditional) continue;
			const isSame = wish.text === other.text && wish.by === other.by;
			yield {
				...at(wish),
				file: wish.file,
				package: wish.name,
				by: wish.by,
				other: other.name,
				otherBy: other.by,
				first: other.line,
				firstFile: other.file,
				...isSame ? {
					severity: "note",
					advice: "Take one of them out."
				} : {}
			};
		}
	},
	say: ({ package: name, by, other, otherBy, first, firstFile, file }) => {
		const where = `in line ${first}${firstFile === file ? "" : ` of ${firstFile}`}`;
		if (by !== otherBy) return `${name} is installed by ${by} here, and by ${otherBy} ${where}${other === name ? "" : ` (there ${other})`}`;
		if (other !== name) return `${name} brings the same files as ${other} ${where}`;
		return `${name} is asked for ${where} already`;
	}
});
function* all({ file, pip }) {
	for (const { spec, text, comment, ...place } of file.dependencies) {
		if (!("name" in spec) || spec.name === "*") continue;
		const isConditional = /^\[.+\]/.test(comment.replace(/^#\s*/, ""));
		yield {
			...at(place),
			file: file.path,
			name: spec.name,
			text,
			by: "conda",
			isConditional
		};
	}
	for (const { name, url, ...place } of file.packages) {
		if (name === "") continue;
		yield {
			...at(place),
			file: file.path,
			name,
			text: url,
			by: "conda",
			isConditional: false
		};
	}
	for (const { requirement, text, file: named, ...place } of pip.lines) {
		if (requirement.kind !== "package") continue;
		const isConditional = requirement.marker !== null;
		const { name } = requirement;
		yield {
			...at(place),
			file: named,
			name,
			text,
			by: "pip",
			isConditional
		};
	}
}
function identities({ name, by }) {
	const plain = name.replace(/[-_.]+/g, "-");
	const ofPip = by === "pip" ? plain : IN_CONDA.get(plain) ?? plain;
	const files = `files of ${ONE_FILES.get(ofPip) ?? ofPip}`;
	return by === "pip" ? {
		looked: files,
		kept: [files]
	} : {
		looked: `conda ${name}`,
		kept: [`conda ${name}`, files]
	};
}

// src/rules/foreign-packages.ts
const WINDOWS = [
	"console_shortcut",
	"msys2-conda-epoch",
	"pywinpty",
	"ucrt",
	"vc",
	"vc14_runtime",
	"vcomp14",
	"vs2013_runtime",
	"vs2015_runtime",
	"win_inet_pton",
	"wincertstore",
	"winpty"
];
function systemOf(name) {
	if (WINDOWS.includes(name) || name.startsWith("m2w64-") || name.startsWith("m2-")) return "Windows";
	return name.startsWith("pyobjc-framework-") || name === "pyobjc-core" ? "macOS" : null;
}
const ELSEWHERE_IN_PIP = /* @__PURE__ */ new Map([
	["pywin32", "Windows"],
	["pypiwin32", "Windows"],
	["pywinpty", "Windows"],
	["windows-curses", "Windows"],
	["tensorflow-intel", "Windows"],
	["tensorflow-macos", "macOS"],
	["tensorflow-metal", "macOS"],
	["pyobjc", "macOS"],
	["pyobjc-core", "macOS"]
]);

// src/rules/foreign-platform.ts
const foreignPlatform = defineRule({
	id: "foreign-platform",
	severity: "warning",
	title: "A package that Linux does not have",
	explain: {
		what: "A package, or a build, of Windows or macOS: `vs2015_runtime`, `pywin32`, `defaults/win-64::…`. The file was exported there.",
		why: "In a Linux image there is no such package, and the build fails with `PackagesNotFoundError`: an error where a Dockerfile is made.",
		fix: "Export what was asked for, and not all that came with it: `conda env export --from-history`."
	},
	*find(wishes) {
		const certain = wishes.build === null ? {} : { severity: "error" };
		const found = [...foreign(wishes)];
		for (const platform of ["Windows", "macOS"]) {
			const [first, ...others] = found.filter((one) => one.platform === platform);
			if (first) yield {
				...first,
				...certain,
				others: others.map((one) => one.package)
			};
		}
	},
	say: ({ package: name, platform, others }) => others.length === 0 ? `${name} is for ${platform} only` : `${name} and ${others.length} more are for ${platform} only`
});
function* foreign({ file, pip }) {
	for (const { spec, comment, ...place } of file.dependencies) {
		if (!("name" in spec) || /^#?\s*\[(?:win|osx)/.test(comment)) continue;
		const platform = platformOf(spec.subdir ?? spec.brackets.get("subdir") ?? "") ?? systemOf(spec.name) ?? builtFor(spec.build ?? "");
		if (platform !== null) yield {
			...at(place),
			package: spec.name,
			platform
		};
	}
	for (const { name, subdir, ...place } of file.packages) {
		const platform = platformOf(subdir ?? "");
		if (platform !== null) yield {
			...at(place),
			package: name,
			platform
		};
	}
	for (const { requirement, file: named, ...place } of pip.lines) {
		if (requirement.kind !== "package" || requirement.marker !== null) continue;
		const platform = ELSEWHERE_IN_PIP.get(requirement.name);
		if (platform) yield {
			...at(place),
			file: named,
			package: requirement.name,
			platform
		};
	}
}
function builtFor(build) {
	if (/(?:haa95532|h2bbff1b)_\d+$/.test(build)) return "Windows";
	return /(?:hecd8cb5|hca03da5)_\d+$/.test(build) ? "macOS" : null;
}
function platformOf(subdir) {
	if (subdir.startsWith("win-")) return "Windows";
	return subdir.startsWith("osx-") ? "macOS" : null;
}

// src/rules/ignored-selector.ts
const ignoredSelector = defineRule({
	id: "ignored-selector",
	severity: "warning",
	title: "A selector that is nothing but a comment",
	explain: {
		what: "A line ends with `# [linux]` or the like, as in the recipes of conda-build.",
		why: "In an environment file that is a comment: the line counts on every platform.",
		fix: "Keep a file for each platform."
	},
	*find({ file }) {
		for (const { comment, spec, text, ...place } of file.dependencies) {
			const selector = /^#?\s*(\[[^\]]{1,60}\])/.exec(comment)?.[1];
			if (selector === void 0 || !SELECTOR.test(selector)) continue;
			yield {
				...at(place),
				package: "name" in spec ? spec.name : text,
				selector
			};
		}
	},
	say: ({ package: name, selector }) => `${name} is installed everywhere: conda does not read ${selector}`
});
const SELECTOR = /\b(?:win(?:32|64)?|osx|linux(?:32|64)?|unix|py(?:[23]k|\d+)?|x86(?:_64)?|arm64|aarch64|ppc64le|s390x)\b/;

// src/rules/invalid-entry.ts
const invalidEntry = defineRule({
	id: "invalid-entry",
	severity: "error",
	title: "An entry that no installer can make sense of",
	explain: {
		what: "An empty entry, a number, a date, a list or a mapping where a text should be; `dependencies` or `channels` that is no list; a text with a tag (`!!python/unicode`); a selector or a template; a second `pip:`; in an `@EXPLICIT` file a line that is no URL, or a hash that conda cannot read.",
		why: "conda refuses the file (`EnvironmentFileInvalid`), or passes over what you meant; of a selector, which micromamba reads, it is a warning.",
		fix: "Write it as a text in its own line, after a dash."
	},
	*find({ file }) {
		const told = /* @__PURE__ */ new Set();
		for (const { what, advice, isPassedOver = false, ...place } of file.oddities) {
			const mild = isPassedOver ? { severity: "warning" } : {};
			if (!told.has(what)) yield {
				...at(place),
				what,
				advice,
				...mild
			};
			told.add(what);
		}
	},
	say: ({ what }) => `There is ${what}`
});

// src/rules/invalid-name.ts
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$/;
const RESERVED = ["base", "root"];
const invalidName = defineRule({
	id: "invalid-name",
	severity: "error",
	title: "A name that cannot be the name of a folder",
	explain: {
		what: "The name is the folder of the environment. Here it holds a slash, a blank, or another character that paths, image tags or shells give a meaning to; or it is `base` or `root`, which every installation has already.",
		why: "conda refuses `/`, blanks, `:` and `#`; other characters break scripts later: a warning, and an error where a Dockerfile is made.",
		fix: "Letters, digits, `_`, `-` and `.`, or say another with `--name`."
	},
	*find({ file, name, build }) {
		const own = file.name?.text ?? null;
		if (own === null || name !== own || NAME.test(own) && !RESERVED.includes(own)) return;
		const isRefused = RESERVED.includes(own) || /[/ :#\\]|^-|^\.{0,2}$/.test(own);
		const mild = build === null && !isRefused ? { severity: "warning" } : {};
		yield {
			...at(file.name ?? {
				line: 1,
				column: 1
			}),
			name: own,
			...mild
		};
	},
	say: ({ name }) => RESERVED.includes(name) ? `“${name}” is the name of the installation itself` : `“${name}” cannot be the name of an environment`
});

// src/rules/invalid-requirement.ts
const invalidRequirement = defineRule({
	id: "invalid-requirement",
	severity: "error",
	title: "pip cannot read what is asked for",
	explain: {
		what: "The line is neither a requirement (`name==1.2`, `name[extra]>=1; python_version < \"3.12\"`), nor an option, a path or a URL.",
		why: "pip ends with `Invalid requirement`, after conda has installed everything else.",
		fix: "Write it as in a requirements file; a single `=` is conda’s, pip wants `==`."
	},
	*find({ pip }) {
		for (const { requirement, text, file, ...place } of pip.lines) {
			if (requirement.kind !== "bad") continue;
			yield {
				...at(place),
				file,
				package: text,
				reason: requirement.reason
			};
		}
	},
	say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`
});

// src/rules/invalid-spec.ts
const invalidSpec = defineRule({
	id: "invalid-spec",
	severity: "error",
	title: "conda cannot read what is asked for",
	explain: {
		what: "The entry is no match spec: `name`, `name=1.2`, `name>=1.2,<2`, `channel::name=1.2=build`, `name[version=\">=1.2\"]`.",
		why: "conda ends with `InvalidMatchSpec` before it has done anything.",
		fix: "The operators are `=`, `==`, `>=`, `<=`, `>`, `<`, `!=` and `~=`, with a version behind each."
	},
	*find({ file }) {
		for (const { spec, text, ...place } of file.dependencies) if ("reason" in spec) yield {
			...at(place),
			package: text,
			reason: spec.reason
		};
	},
	say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`
});

// src/rules/invalid-variable.ts
const invalidVariable = defineRule({
	id: "invalid-variable",
	severity: "error",
	title: "A variable that no process can have",
	explain: {
		what: "The name is none that shells know (letters, digits and `_`), or is `PATH`, which conda keeps for itself; or the value is a list, a mapping or a date, or holds a line break or another control character.",
		why: "conda writes it down, and activation fails or sets something else.",
		fix: "Write `NAME: \"value\"`."
	},
	*find({ file }) {
		for (const { name, value, ...place } of file.variables) if (!isUsable(name, value)) yield {
			...at(place),
			name
		};
	},
	say: ({ name }) => `“${name}” is no variable that can be set`
});
function isUsable(name, value) {
	return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.toUpperCase() !== "PATH" && value !== null && isPrintable(value.replaceAll("##[", ""));
}

// src/rules/leaked-prefix.ts
const leakedPrefix = defineRule({
	id: "leaked-prefix",
	severity: "warning",
	title: "A path of somebody’s machine",
	explain: {
		what: "`conda env export` has written the `prefix:` that the environment had on the machine where it was made.",
		why: "It tells the name of a user to everybody, and nobody else has that path. conda itself goes by the name.",
		fix: "Take the line out; `conda env export | grep -v ^prefix:`."
	},
	*find({ file }) {
		if (file.prefix) yield {
			...at(file.prefix),
			prefix: file.prefix.text
		};
	},
	say: ({ prefix }) => `${prefix} is a path of the machine on which this was exported`
});

// src/rules/leaked-secret.ts
const leakedSecret = defineRule({
	id: "leaked-secret",
	severity: "error",
	title: "A password or a token in the file",
	explain: {
		what: "Credentials in a URL (`https://user:password@…`, `/t/TOKEN/`, `?token=…`), or a variable that by its name or its value is a secret. It is shown as `***` here, and left out of what is generated.",
		why: "Whoever sees the repository has it; and everybody who has the image too: conda keeps variables in `conda-meta/state`, and URLs in its records.",
		fix: "Revoke it. Channels: `conda token`, `.netrc` or a build secret; pip: a variable in braces; variables: `docker run --env`."
	},
	*find(wishes) {
		for (const { name, value, ...place } of wishes.file.variables) if (value !== null && isSecret(name, value)) yield {
			...at(place),
			where: `the variable ${name}`
		};
		for (const { text, what, file, line, column } of urls(wishes)) if (carriesSecret(text)) yield {
			line,
			column,
			file,
			where: what
		};
	},
	say: ({ where }) => `There is a secret in ${where}`
});
function* urls({ file, pip }) {
	for (const one of file.channels ?? []) yield {
		...one,
		file: file.path,
		what: "the URL of a channel"
	};
	for (const { spec, ...place } of file.dependencies) {
		const text = "name" in spec ? [spec.channel ?? "", ...spec.brackets.values()].join(" ") : "";
		yield {
			...at(place),
			text,
			file: file.path,
			what: "the URL of a channel"
		};
	}
	for (const one of file.packages) yield {
		...one,
		text: one.url,
		file: file.path,
		what: "the URL of a package"
	};
	for (const one of pip.lines) yield {
		...one,
		what: "a line for pip"
	};
}

// src/rules/missing-local-file.ts
const missingLocalFile = defineRule({
	id: "missing-local-file",
	severity: "error",
	title: "A file that is not there",
	explain: {
		what: "pip is referred to a file or folder (`-r requirements.txt`, `-e .`, `./wheels/x.whl`) that does not exist. Such paths count from the folder of the environment file.",
		why: "pip ends with `No such file or directory`, after conda has installed everything else.",
		fix: "Correct the path, or commit the file."
	},
	*find({ pip }) {
		for (const { kind, path, text, file, ...place } of pip.paths) if (kind === "missing" && path !== null) yield {
			...at(place),
			file,
			path: text
		};
	},
	say: ({ path }) => `There is no ${path}`
});

// src/rules/missing-name.ts
const missingName = defineRule({
	id: "missing-name",
	severity: "warning",
	title: "The environment has no name",
	explain: {
		what: "There is no `name:` in the file.",
		why: "`conda env create` asks for one then, and everybody who makes it calls it something else.",
		fix: "Add `name: ml`, or say it with `--name`."
	},
	*find({ file, name }) {
		if (file.form === "explicit" || name !== null) return;
		if (file.keys.some(({ text }) => text === "name")) return;
		yield {
			line: 1,
			column: 1
		};
	},
	say: () => "The environment has no name"
});

// src/rules/mixed-channels.ts
const mixedChannels = defineRule({
	id: "mixed-channels",
	severity: "warning",
	title: "Channels that do not fit together",
	explain: {
		what: "`defaults` and `conda-forge` stand side by side.",
		why: "Both have most packages, built with other compilers against other libraries. What of which is installed changes with the day and with the priority of channels, and some combinations crash.",
		fix: "Keep one of them; `nodefaults` keeps the other from coming back."
	},
	*find({ file }) {
		const channels = file.channels ?? [];
		const forge = channels.find(({ text }) => /(?:^|\/)conda-forge(?:\/|$)/.test(text));
		const other = channels.find(({ text }) => /^defaults$|(?:^|\/)pkgs\/(?:main|free|r)(?:\/|$)|\/\/repo\.anaconda\.com/.test(text));
		if (forge && other) yield at(channels.indexOf(forge) > channels.indexOf(other) ? forge : other);
	},
	say: () => "defaults and conda-forge are mixed"
});

// src/rules/mixed-platforms.ts
const mixedPlatforms = defineRule({
	id: "mixed-platforms",
	severity: "error",
	title: "Packages of several platforms",
	explain: {
		what: "An `@EXPLICIT` file with packages of more than one platform besides `noarch`.",
		why: "They are installed without a question, and half of them cannot run.",
		fix: "Make a file for each platform."
	},
	*find({ file }) {
		const [first, ...others] = file.packages.filter(({ subdir }) => subdir !== null && subdir !== "noarch");
		const other = others.find(({ subdir }) => subdir !== first?.subdir);
		if (first && other) yield {
			...at(other),
			package: other.name,
			platforms: [first.subdir ?? "", other.subdir ?? ""]
		};
	},
	say: ({ package: name, platforms: [one, two] }) => `${name} is for ${two}, and those before it for ${one}`
});

// src/rules/outside-context.ts
const ABSOLUTE = "It is a path of one machine. Name the package and its version instead, or put the file beside this one.";
const outsideContext = defineRule({
	id: "outside-context",
	severity: "error",
	title: "A file that a build does not get to see",
	explain: {
		what: "pip is referred to a path that lies outside of the folder from which the image is built; in general that of the environment file.",
		why: "A build sees its context and nothing else, so the file cannot be copied.",
		fix: "Build from a folder that holds both: `--context ..`."
	},
	*find({ pip }) {
		for (const { path, text, file, ...place } of pip.paths) if (path === null) yield {
			...at(place),
			file,
			path: text,
			...text.startsWith("/") ? { advice: ABSOLUTE } : {}
		};
	},
	say: ({ path }) => `${path} lies outside of the build context`
});

// src/rules/platform-build.ts
const platformBuild = defineRule({
	id: "platform-build",
	severity: "warning",
	title: "Builds that other platforms do not have",
	explain: {
		what: "Packages are pinned to one build (`numpy=1.26.4=py312heda63a1_0`), as `conda env export` writes them.",
		why: "A build is of one platform: on another one, and after its channel has taken it away, the file fails with `ResolvePackageNotFound`.",
		fix: "Export with `--no-builds` for people and platforms; for the very same packages again use an `@EXPLICIT` file (`conda-links lock`)."
	},
	*find({ file }) {
		if (file.platforms.length === 1) return;
		const pinned = file.dependencies.filter(({ spec }) => "name" in spec && isOneBuild(spec.build ?? ""));
		const [first] = pinned;
		if (first) yield {
			...at(first),
			package: nameIn(first.spec),
			count: pinned.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} is pinned to a build of one platform` : `${name} and ${count - 1} more are pinned to builds of one platform`
});
function isOneBuild(build) {
	return !/[*^$]/.test(build) && !/^(?:\d*|py_?\d*|pyhd?[0-9a-f]+_\d+|hd8ed1ab_\d+)$/.test(build);
}
function nameIn(spec) {
	return "name" in spec ? String(spec.name) : "";
}

// src/rules/terms-of-service.ts
const termsOfService = defineRule({
	id: "terms-of-service",
	severity: "warning",
	title: "A build that stops at Anaconda’s terms of service",
	explain: {
		what: "The image is to be made with Miniconda, and nobody has accepted the terms. Only where a Dockerfile is made.",
		why: "Miniconda since July 2025 refuses to install anything without that, from whatever channel the file names (`CondaToSNonInteractiveError`). Its images since 25.11.1 accept them in the name of whoever uses them, and say nothing.",
		fix: "Read them at https://www.anaconda.com/legal, then say `conda-links dockerfile --accept-tos`; or use conda-forge and `--base miniforge`."
	},
	*find({ build, file }) {
		if (!build?.isAnacondas || build.areTermsAccepted) return;
		yield at(file.keys.find(({ text }) => text === "channels") ?? {
			line: 1,
			column: 1
		});
	},
	say: () => "Nobody has accepted Anaconda’s terms of service: Miniconda may end with CondaToSNonInteractiveError"
});

// src/rules/unhashed-package.ts
const unhashedPackage = defineRule({
	id: "unhashed-package",
	severity: "warning",
	title: "Packages without a hash",
	explain: {
		what: "URLs of an `@EXPLICIT` file without `#` and a hash behind them.",
		why: "What comes from there is installed, whatever it is.",
		fix: "Make it with `conda-links lock`, or `conda list --explicit --sha256`."
	},
	*find({ file }) {
		const bare = file.packages.filter(({ hash }) => hash === null);
		const [first] = bare;
		if (first) yield {
			...at(first),
			package: first.name,
			count: bare.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} has no hash` : `${name} and ${count - 1} more have no hash`
});

// src/rules/unindexed-version.ts
const INDEXES = [
	"--index-url",
	"--extra-index-url",
	"--find-links"
];
const unindexedVersion = defineRule({
	id: "unindexed-version",
	severity: "error",
	title: "A version that PyPI does not have",
	explain: {
		what: "A version with a local part (`torch==1.11.0+cu113`), and no `--extra-index-url`, `--index-url` or `--find-links` that leads to where it is.",
		why: "PyPI takes no such versions, so pip ends with `No matching distribution found`.",
		fix: "Add the index as a line of its own: `--extra-index-url https://download.pytorch.org/whl/cu113`."
	},
	*find({ pip }) {
		if (pip.lines.flatMap(({ requirement }) => requirement.kind === "option" ? requirement.options : []).some(({ name }) => INDEXES.includes(name))) return;
		const isOpen = pip.lines.some(({ requirement }) => requirement.kind === "file" && /:\/\//.test(requirement.path));
		const [first, ...others] = pip.lines.flatMap((line) => {
			const version = localVersion(line.requirement);
			return version !== null && line.requirement.kind === "package" ? {
				line,
				name: line.requirement.name,
				version
			} : [];
		});
		if (!first) return;
		yield {
			...at(first.line),
			file: first.line.file,
			package: first.name,
			version: first.version,
			others: others.map(({ name }) => name),
			...isOpen ? { severity: "warning" } : {}
		};
	},
	say: ({ package: name, version, others }) => {
		return `PyPI has no ${name} ${version}${others.length === 0 ? "" : ` (nor ${others.length} more of this kind)`}, and no other index is named`;
	}
});

// src/rules/unknown-key.ts
const KNOWN = [
	"name",
	"channels",
	"dependencies",
	"variables",
	"prefix",
	"platforms"
];
const OTHERS = [
	"category",
	"platform",
	"pip-repositories",
	"allow-pypi-requests",
	"extras"
];
const unknownKey = defineRule({
	id: "unknown-key",
	severity: "warning",
	title: "A key that conda passes over",
	explain: {
		what: "conda knows `name`, `channels`, `dependencies`, `variables` and `prefix`; `platforms` is read by other tools. Everything else is ignored with one line of warning (`EnvironmentSectionNotValid`).",
		why: "What stands below it is not installed. A `pip:` at the top, beside `dependencies:` instead of in it, is the usual case.",
		fix: "Correct the spelling, or take the section out."
	},
	*find({ file }) {
		for (const { text: key, ...place } of file.keys) {
			if (KNOWN.includes(key)) continue;
			const meant = closest(KNOWN, key.toLowerCase());
			yield {
				...at(place),
				key,
				...OTHERS.includes(key) ? { severity: "note" } : {},
				advice: key === "pip" ? "Put it into dependencies, as an entry of its own: “- pip:”." : meant === null || OTHERS.includes(key) ? "Take it out, or read it with the tool that it is for." : `Did you mean ${meant}?`
			};
		}
	},
	say: ({ key }) => `conda does not know “${key}” and passes over it`
});

// src/rules/unlisted-pip.ts
const unlistedPip = defineRule({
	id: "unlisted-pip",
	severity: "warning",
	title: "pip is used and not asked for",
	explain: {
		what: "There is a `pip:` section, but no `pip` among the dependencies.",
		why: "conda adds it and nags; other installers fail, or take a pip that installs elsewhere.",
		fix: "Add `- pip` before the section."
	},
	*find({ file }) {
		const isListed = file.dependencies.some(({ spec }) => "name" in spec && spec.name === "pip") || file.packages.some(({ name }) => name === "pip");
		const [first] = file.pip ?? [];
		if (first && !isListed) yield {
			...at(first),
			package: "pip"
		};
	},
	say: () => "pip installs packages here, and is not among the dependencies"
});

// src/rules/unpinned-pip.ts
const unpinnedPip = defineRule({
	id: "unpinned-pip",
	severity: "warning",
	title: "Requirements of pip without a version",
	explain: {
		what: "Packages that pip takes in whatever version is the newest, or from whatever the branch of a repository holds.",
		why: "Two builds of one file differ, and a release of today breaks the image of tomorrow.",
		fix: "Write `name==1.2.3`, a commit behind the `@` of a repository; or pin an installed environment with `conda-links lock`."
	},
	*find({ pip }) {
		const open = pip.lines.filter(({ requirement }) => (requirement.kind === "package" || requirement.kind === "vcs") && !isPinned(requirement));
		const [first] = open;
		if (first) yield {
			...at(first),
			file: first.file,
			package: called(first),
			count: open.length
		};
	},
	say: ({ package: name, count }) => count === 1 ? `${name} has no exact version` : `${name} and ${count - 1} more requirements of pip have no exact version`
});
function called({ requirement, text }) {
	return "name" in requirement && typeof requirement.name === "string" ? requirement.name : text;
}

// src/rules/unpinned-python.ts
const unpinnedPython = defineRule({
	id: "unpinned-python",
	severity: "warning",
	title: "The version of Python is left open",
	explain: {
		what: "`python` stands there without a version, or not at all while pip is to install packages.",
		why: "The next build takes the newest Python, for which some package has no build yet.",
		fix: "Write the minor version: `python=3.12`."
	},
	*find({ file, pip }) {
		if (file.form === "explicit") return;
		const python = file.dependencies.find(({ spec }) => "name" in spec && spec.name === "python");
		if (python) {
			if ("name" in python.spec && python.spec.version === null) yield {
				...at(python),
				package: "python",
				isListed: true
			};
			return;
		}
		const [first] = pip.lines;
		if (first) yield {
			...at(first),
			file: first.file,
			package: "python",
			isListed: false
		};
	},
	say: ({ isListed }) => isListed ? "python has no version" : "pip installs packages, and no version of python is asked for"
});

// src/rules.ts
const RULES = [
	invalidEntry,
	invalidSpec,
	invalidRequirement,
	unknownKey,
	duplicateKey,
	missingName,
	invalidName,
	duplicatePackage,
	unpinnedPython,
	platformBuild,
	foreignPlatform,
	defaultChannel,
	mixedChannels,
	termsOfService,
	ignoredSelector,
	unlistedPip,
	unpinnedPip,
	unindexedVersion,
	outsideContext,
	missingLocalFile,
	leakedSecret,
	leakedPrefix,
	invalidVariable,
	unhashedPackage,
	mixedPlatforms
];
function selectRules(only, skip) {
	return RULES.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

export { RESERVED as a, NAME as i, selectRules as n, isUsable as r, RULES as t };