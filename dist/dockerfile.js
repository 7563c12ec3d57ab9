import { i as targetName, n as imageName, r as matrix, t as bakeFile } from "./bake2.js";
import { c as isOn, f as text, h as refuseImage, i as RULE_INPUTS, l as list, m as isAnacondas, p as baseOf, r as INPUTS, s as choose, y as closest } from "./program.js";
import { n as parseEnvironmentFile } from "./environment-reader.js";
import { c as followPip, i as reportOf, l as inside, o as lint, r as namedOrUsual, s as readWishes } from "./lint.js";
import { n as ignoreLines, t as excludedBy } from "./ignore.js";
import { T as printable, b as systemCode, d as viewOf, h as CannotWrite, m as CannotRead, p as BadInput, r as thisMachine } from "./start.js";
import { a as RESERVED, i as NAME, n as selectRules, r as isUsable } from "./rules.js";
import { n as isSecret } from "./secrets.js";
import { T as quote, k as exitCode, ot as realPath, p as HashingThreads, y as FORMATS } from "./verifying.js";
import { t as DirectorySource } from "./reading.js";
import { n as writeAll, t as compare } from "./dockerfile-output.js";
import { n as lossesOf, t as lockVerified } from "./lock.js";
import { r as withTools } from "./opening.js";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { isUtf8 } from "node:buffer";
import { fileURLToPath } from "node:url";

// src/dockerfile/ignore.ts
const NEEDLESS = [
	"**/.git",
	"**/.github",
	"**/__pycache__",
	"**/*.pyc",
	"**/.ipynb_checkpoints",
	"**/.mypy_cache",
	"**/.pytest_cache",
	"**/.ruff_cache",
	"**/.pixi",
	"**/.venv",
	"**/node_modules",
	"**/.DS_Store",
	"**/.env",
	"**/.env.*",
	"**/.netrc",
	"**/.pypirc",
	"**/.condarc",
	"**/.ssh",
	"**/.aws",
	"**/Dockerfile",
	"**/*.Dockerfile",
	"**/docker-bake.json"
];
const HEAD = ["# What no build of a conda environment needs. Later lines have the last word: a project whose version comes", "# from git (setuptools_scm) may need !**/.git"].join("\n");
function mergeIgnore(existing, copies) {
	const own = ignoreLines(existing ?? "");
	const missing = NEEDLESS.filter((line) => !own.includes(line));
	const needed = copies.filter((path) => path !== ".");
	const added = [...missing, ...excludedBy(missing, needed).map((path) => `!${path}`)];
	const block = added.length > 0 ? `${[HEAD, ...added].join("\n")}\n` : "";
	const rest = existing === null || existing.trim() === "" ? "" : existing;
	return {
		text: block === "" || rest === "" ? block + rest : `${block}\n${rest}`,
		added,
		kept: excludedBy(own, needed)
	};
}

// src/dockerfile/quoting.ts
const MEANINGFUL = /((?<!\\)\\+(?="|$))|[\\"$]/g;
function quoted(text) {
	return `"${text.replace(MEANINGFUL, (one, backslashes) => backslashes === void 0 ? `\\${one}` : `"${backslashes}${backslashes}"`)}"`;
}
function comment(text) {
	return `# ${printable(text)}`;
}
const PATH = /^(?!-)[\p{L}\p{N}_.@+=,~/ -]+$/u;
function refuseOddPath(path) {
	if (PATH.test(path) && path === path.trim()) return;
	throw new BadInput(`“${path}” has a character in its name that means something in a Dockerfile.`, "Rename it: letters, digits, blanks and . _ - + = , @ ~ are safe.");
}
function copy(paths, folder, flags = "") {
	const words = [...paths, folder];
	return `COPY ${flags}${words.every((word) => !/\s/.test(word)) ? words.join(" ") : JSON.stringify(words)}`;
}
function execForm(words) {
	return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

// src/dockerfile/activation.ts
const SET_BY = [
	[
		[
			"gdal",
			"libgdal",
			"libgdal-core",
			"geopandas",
			"fiona",
			"rasterio",
			"rioxarray",
			"pyogrio"
		],
		"GDAL_DATA",
		"$/share/gdal"
	],
	[
		[
			"proj",
			"pyproj",
			"cartopy",
			"gdal",
			"libgdal",
			"libgdal-core",
			"geopandas",
			"rasterio"
		],
		"PROJ_DATA",
		"$/share/proj"
	],
	[
		["openjdk"],
		"JAVA_HOME",
		"$/lib/jvm"
	],
	[
		["openjdk"],
		"JAVA_LD_LIBRARY_PATH",
		"$/lib/jvm/lib/server"
	],
	[
		["libxml2", "libxml2-16"],
		"XML_CATALOG_FILES",
		"file://$/etc/xml/catalog file:///etc/xml/catalog"
	],
	[
		[
			"glib",
			"libglib",
			"gtk3",
			"gtk4"
		],
		"GSETTINGS_SCHEMA_DIR",
		"$/share/glib-2.0/schemas"
	],
	[
		["root", "root_base"],
		"ROOTSYS",
		"$"
	],
	[
		[
			"udunits2",
			"cf-units",
			"iris"
		],
		"UDUNITS2_XML_PATH",
		"$/share/udunits/udunits2.xml"
	],
	[
		[
			"esmf",
			"esmpy",
			"xesmf"
		],
		"ESMFMKFILE",
		"$/lib/esmf.mk"
	]
];
function activationOf({ file }, prefix) {
	const names = /* @__PURE__ */ new Set([...file.dependencies.flatMap(({ spec }) => "name" in spec ? spec.name : []), ...file.packages.map(({ name }) => name)]);
	return SET_BY.filter(([some]) => some.some((name) => names.has(name))).map(([, variable, value]) => [variable, value.replace("$", prefix)]);
}

// src/dockerfile/copies.ts
function copiesOf({ pip }, file) {
	const named = pip.paths.flatMap(({ path, kind, isEditable }) => path === null || kind === "missing" ? [] : {
		path,
		isFolder: kind === "directory",
		isEditable
	});
	const all = /* @__PURE__ */ new Map();
	for (const one of [{
		path: file,
		isFolder: false,
		isEditable: false
	}, ...named]) {
		refuseOddPath(one.path);
		const isEditable = one.isEditable || all.get(one.path)?.isEditable === true;
		all.set(one.path, {
			...one,
			isEditable
		});
	}
	return outermost([...all.values()].sort((a, b) => a.path < b.path ? -1 : 1));
}
function editableOf(copies) {
	return copies.filter(({ isEditable }) => isEditable);
}
function outermost(all) {
	const isIn = (path, folder) => path !== folder && (folder === "." || path.startsWith(`${folder}/`));
	return all.filter(({ path }) => !all.some((other) => isIn(path, other.path))).map((one) => ({
		...one,
		isEditable: one.isEditable || all.some(({ path, isEditable }) => isEditable && isIn(path, one.path))
	}));
}
function copyInstructions(copies, file, placed) {
	const files = /* @__PURE__ */ new Map();
	for (const { path, isFolder } of copies) {
		const folder = isFolder ? `${path}/` : path.includes("/") ? path.replace(/[^/]*$/, "") : "./";
		const target = path === file && placed !== file ? placed : folder;
		files.set(target, [...files.get(target) ?? [], path]);
	}
	if (copies.every(({ path }) => path !== file) && placed !== file) files.set(placed, [file]);
	return [...files].map(([target, paths]) => copy(paths, target));
}
function placedName({ file }, copies, path) {
	const isMisleading = /(?:-lock\.ya?ml|\.json)$/.test(path) || file.form === "explicit" && /\.ya?ml$/.test(path);
	if (!(copies.some((one) => one.path === path) || isMisleading)) return path;
	const name = file.form === "explicit" ? "explicit.txt" : "environment.yml";
	return posix.join(posix.dirname(path), name);
}

// src/dockerfile/recipe.ts
const SOURCES = "/src";
function prefixOf({ name }) {
	return `/opt/conda/envs/${name}`;
}
function placeholders(plan) {
	const prefix = prefixOf(plan);
	return {
		title: title(plan),
		name: plan.name,
		prefix,
		sources: SOURCES,
		builder: plan.builder,
		setup: setup(plan).join("\n"),
		copy: copying(plan).join("\n"),
		install: install(plan),
		check: linkCheck(prefix),
		entrypoint: entrypoint(prefix),
		runtime: plan.runtime ?? "builder",
		copy_environment: copyEnvironment(plan).join("\n"),
		home: home(plan).join("\n"),
		environment: environment(plan),
		labels: labels(plan.name),
		command: execForm([shellOf(plan)])
	};
}
function title({ name, file, command, dockerfile, hasCacheMounts }) {
	const place = dockerfile === "Dockerfile" ? "" : ` --file ${quote(dockerfile)}`;
	const build = hasCacheMounts ? "DOCKER_BUILDKIT=1 docker build" : "docker build";
	return [
		`The conda environment “${name}” as an image, from ${file}:`,
		`  ${build} --tag ${imageName(name)}${place} .`,
		"To write this file anew:",
		`  ${command.map(quote).join(" ")}`
	].map(comment).join("\n");
}
function setup({ name, wishes, tool, builder, hasCacheMounts, cuda }) {
	const always = tool === "conda" ? "CONDA_ALWAYS_COPY" : "MAMBA_ALWAYS_COPY";
	return [
		...isRoots(builder) ? [] : ROOT,
		comment("Copies: a file that shares its inode with the package cache can be changed from there."),
		`ENV ${[
			`${always}=true`,
			...hasCacheMounts ? [] : ["PIP_NO_CACHE_DIR=1"],
			...hasEditableClones(wishes) ? [`PIP_SRC=${prefixOf({ name })}/src`] : [],
			...cuda === null ? [] : [`CONDA_OVERRIDE_CUDA=${cuda}`]
		].join(NEXT_VARIABLE)}`,
		...needsGit(wishes) && /micromamba/.test(builder) ? GIT : [],
		...acceptance(wishes)
	];
}
function home(plan) {
	if (plan.runtime === null) return ["RUN install -d -m 0770 -o 1000 -g 0 /home/conda"];
	return [...isDebians(plan.runtime) ? [] : ROOT, `RUN install -d -m 0775 -o 1000 -g 0 /home/conda ${prefixOf(plan)}`];
}
function isRoots(image) {
	return /^(?:condaforge\/miniforge3|continuumio\/miniconda3|anaconda\/miniconda)[:@]/.test(image);
}
function isDebians(image) {
	return /^(?:debian|ubuntu)[:@]/.test(image);
}
const ROOT = [
	comment("The base may have a user of its own, who may not write where it is needed."),
	comment("hadolint ignore=DL3002"),
	"USER 0"
];
function acceptance({ build }) {
	return build?.areTermsAccepted ? ACCEPT_TERMS : [];
}
const ACCEPT_TERMS = [
	comment("Whoever wrote this file has accepted the terms: https://www.anaconda.com/legal"),
	comment("Images from 25.11 on have done so already, and no longer know the command."),
	[
		"RUN if conda tos --help > /dev/null 2>&1; then",
		"      conda tos accept --override-channels --channel https://repo.anaconda.com/pkgs/main",
		"        && conda tos accept --override-channels --channel https://repo.anaconda.com/pkgs/r;",
		"    fi"
	].join(" \\\n")
];
const GIT = [
	comment("pip clones repositories with it; the image of micromamba has none."),
	comment("hadolint ignore=DL3008"),
	[
		"RUN apt-get update",
		"    && apt-get install --yes --no-install-recommends git",
		"    && rm -rf /var/lib/apt/lists/*"
	].join(" \\\n")
];
function hasEditableClones({ pip }) {
	return pip.lines.some(({ requirement }) => requirement.kind === "vcs" && requirement.isEditable);
}
function needsGit({ pip, file }) {
	const hasGit = file.dependencies.some(({ spec }) => "name" in spec && spec.name === "git");
	const isGit = ({ requirement }) => requirement.kind === "vcs" && /^git\+/i.test(requirement.url);
	return !hasGit && pip.lines.some(isGit);
}
function copying({ wishes, copies, file }) {
	return copyInstructions(copies, file, placedName(wishes, copies, file));
}
function creating({ wishes, tool, file, copies, name }, where) {
	const placed = quote(placedName(wishes, copies, file));
	const isExplicit = wishes.file.form === "explicit";
	return [`${tool} ${isExplicit || tool === "micromamba" ? "create" : "env create"} --yes ${where} --file ${placed}`, ...isExplicit && wishes.file.pip ? pinnedPip(prefixOf({ name }), placed) : []];
}
function install(plan) {
	const { tool, hasCacheMounts } = plan;
	const prefix = prefixOf(plan);
	const mounts = hasCacheMounts ? CACHES.map((path) => `--mount=type=cache,sharing=locked,target=${path}`) : [];
	const steps = [
		...creating(plan, `--prefix ${prefix}`),
		...hasCacheMounts ? [] : [`${tool} clean --all --force-pkgs-dirs --yes`],
		`chmod -R g=u ${prefix}`
	];
	return [...mounts, steps.join(" \\\n    && ")].join(" \\\n    ");
}
const CACHES = ["/opt/conda/pkgs", "/root/.cache/pip"];
function pinnedPip(prefix, file) {
	return [`sed -n 's/^[[:space:]]*# pip //p' ${file} > /tmp/requirements.txt`, `${prefix}/bin/python -m pip install --no-deps --requirement /tmp/requirements.txt`];
}
function linkCheck(prefix) {
	return [
		`find ${prefix} -xtype l -print0 | while IFS= read -r -d '' link; do`,
		"      target=$(readlink -m \"$link\");",
		`      if [[ $link = ${prefix}/bin/* ]]`,
		`        || grep -qsF "\\"\${target#${prefix}/}\\"" ${prefix}/conda-meta/*.json; then`,
		"        echo \"broken link: $link -> $target\" >&2;",
		"        exit 1;",
		"      fi;",
		"    done"
	].join(" \\\n");
}
function entrypoint(prefix) {
	const script = [
		"#!/bin/bash",
		`for script in ${prefix}/etc/conda/activate.d/*.sh; do`,
		"  if [ -r \"$script\" ]; then . \"$script\"; fi",
		"done",
		"exec \"$@\""
	];
	return [comment("hadolint ignore=SC2016"), [
		`RUN printf '%s\\n'`,
		...script.map((line) => `      '${line}'`),
		"      > /usr/local/bin/activated",
		"    && chmod 0755 /usr/local/bin/activated"
	].join(" \\\n")].join("\n");
}
function copyEnvironment(plan) {
	if (plan.runtime === null) return [];
	const from = (path, flags = "") => copy([path], path, `--from=builder ${flags}`);
	const sources = editableOf(plan.copies).map(({ path }) => path === "." ? SOURCES : `${SOURCES}/${path}`);
	return [
		from(prefixOf(plan), "--chown=1000:0 "),
		...sources.length > 0 ? [comment("pip installed these as editable: the environment has nothing but a link to them.")] : [],
		...sources.map((path) => from(path, "--chown=1000:0 ")),
		from("/usr/local/bin/activated")
	];
}
function environment(plan) {
	const prefix = prefixOf(plan);
	return withVariables([
		`PATH=${prefix}/bin:$PATH`,
		`CONDA_PREFIX=${prefix}`,
		`CONDA_DEFAULT_ENV=${plan.name}`,
		"HOME=/home/conda",
		"USER=conda",
		...hasLanguage(plan.wishes) ? [] : ["LANG=C.UTF-8"],
		...activationOf(plan.wishes, prefix).map(([name, value]) => `${name}=${quoted(value)}`)
	], plan.wishes);
}
function withVariables(known, wishes) {
	const own = ownVariables(wishes);
	const alarming = own.filter((one) => ALARMING.test(one));
	const plain = own.filter((one) => !ALARMING.test(one));
	return [[...known, ...plain].join(NEXT_VARIABLE), ...alarming.length === 0 ? [] : [
		comment("Linters take these for secrets, or for uses of other variables: they are neither."),
		comment("hadolint ignore=DL3044,DL3064"),
		`ENV ${alarming.join(NEXT_VARIABLE)}`
	]].join("\n");
}
const ALARMING = /^[^=]*(?:API_KEY|CLIENT_KEY|PASSWORD|PRIVATE|SECRET|TOKEN|USERNAME)|\$/;
const NEXT_VARIABLE = " \\\n    ";
const OURS = /* @__PURE__ */ new Set([
	"HOME",
	"USER",
	"CONDA_PREFIX",
	"CONDA_DEFAULT_ENV"
]);
function ownVariables({ file }) {
	return file.variables.flatMap(({ name, value }) => isUsable(name, value) && !isSecret(name, value) && !OURS.has(name.toUpperCase()) ? `${name.toUpperCase()}=${quoted(value)}` : []);
}
function hasLanguage({ file }) {
	return file.variables.some(({ name }) => /^(?:LANG|LC_ALL)$/i.test(name));
}
function labels(name) {
	const known = [
		"created",
		"revision",
		"source",
		"version"
	];
	return [...known.map((one) => `ARG IMAGE_${one.toUpperCase()}=""`), `LABEL ${[`org.opencontainers.image.title=${quoted(name)}`, ...known.map((one) => `org.opencontainers.image.${one}="$IMAGE_${one.toUpperCase()}"`)].join(" \\\n      ")}`].join("\n");
}
function shellOf({ wishes: { file } }) {
	const names = [...file.dependencies.flatMap(({ spec }) => "name" in spec ? spec.name : []), ...file.packages.map(({ name }) => name)];
	const hasPip = file.pip !== null;
	if (names.includes("python") || hasPip) return "python";
	if (names.includes("r-base")) return "R";
	return names.includes("nodejs") ? "node" : "bash";
}

// src/dockerfile/article.ts
function article(plan) {
	const path = `PATH=${prefixOf(plan)}/bin:$PATH`;
	const [create = "", ...further] = creating(plan, `--name ${plan.name}`);
	return `${[
		title(plan),
		"",
		`FROM ${plan.builder}`,
		...plan.tool === "micromamba" ? ROOT : [],
		...plan.cuda === null ? [] : [`ENV CONDA_OVERRIDE_CUDA=${plan.cuda}`],
		...acceptance(plan.wishes),
		"WORKDIR /src",
		...copying(plan),
		[`RUN ${create}`, ...further].join(" \\\n    && "),
		`ENV ${withVariables([path], plan.wishes)}`,
		`CMD ${execForm([shellOf(plan)])}`
	].join("\n")}\n`;
}

// src/dockerfile/cuda.ts
const CUDAS = [
	"cuda-version",
	"cudatoolkit",
	"pytorch-cuda",
	"cuda",
	"cuda-toolkit",
	"cuda-runtime"
];
const NEEDY = [
	"__cuda",
	"pytorch-gpu",
	"tensorflow-gpu",
	"cupy",
	"rapids",
	"cudf",
	"cuml",
	"cugraph"
];
const USUAL = "12.9";
function cudaOf({ file }) {
	const specs = file.dependencies.flatMap(({ spec }) => "name" in spec ? spec : []);
	const versions = specs.flatMap(({ name, version, build }) => {
		return (CUDAS.includes(name) || name === "__cuda" ? versionIn(version ?? "") : null) ?? buildVersion(build ?? "") ?? [];
	});
	const isWanted = specs.some(({ name, build }) => NEEDY.includes(name) || CUDAS.includes(name) || /cuda|gpu/i.test(build ?? ""));
	return versions[0] ?? (isWanted ? USUAL : null);
}
function versionIn(version) {
	const term = version.split(/[,|]/).find((one) => !/^\s*(?:<|!=)/.test(one)) ?? "";
	const [, major, minor = "0"] = /(\d{1,3})(?:\.(\d{1,3}))?/.exec(term) ?? [];
	return major === void 0 ? null : `${major}.${minor}`;
}
function buildVersion(build) {
	const [, dotted, digits] = /cuda_?(?:(\d{1,2}\.\d{1,2})|(\d{3}))(?!\d)/.exec(build) ?? [];
	if (dotted !== void 0) return dotted;
	return digits === void 0 ? null : `${digits.slice(0, 2)}.${digits.slice(2)}`;
}

// src/dockerfile/template.ts
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
function fill(template, values, named) {
	return `${template.split(/\r?\n/).flatMap((line, at) => {
		const text = line.replace(PLACEHOLDER, (_, inner) => {
			const name = inner.trim();
			if (Object.hasOwn(values, name)) return values[name] ?? "";
			throw unknown(name, Object.keys(values), `${named}:${at + 1}`);
		});
		return text.trim() === "" && line.trim() !== "" ? [] : text;
	}).join("\n").replace(/\n{3,}/g, "\n\n").trim()}\n`;
}
function unknown(name, known, place) {
	const shown = printable(name.slice(0, 40));
	const meant = closest(known, shown);
	return new BadInput(`${place}: there is no placeholder {{ ${shown} }}.`, meant === null ? `There are: ${known.join(", ")}.` : `Did you mean {{ ${meant} }}?`);
}

// src/dockerfile.ts
function writeDockerfile(wishes, recipe, layout) {
	const name = nameFor(wishes);
	const copies = copiesOf(wishes, layout.file);
	const plan = {
		...layout,
		wishes,
		name,
		copies,
		builder: recipe.base.image,
		tool: recipe.base.tool,
		runtime: recipe.runtime,
		hasCacheMounts: recipe.hasCacheMounts,
		cuda: recipe.cuda ?? cudaOf(wishes)
	};
	return {
		name,
		text: recipe.style === "article" ? article(plan) : fill(recipe.template?.text ?? ownTemplate(), placeholders(plan), recipe.template?.named ?? "Dockerfile.template"),
		copies: copies.map(({ path }) => path)
	};
}
function nameFor({ name, file }) {
	if (name === null) {
		const stem = posix.basename(file.path).replace(/\..*$/, "");
		return NAME.test(stem) && !/^(?:environment|env|conda|explicit|spec-file)$/.test(stem) ? stem : "env";
	}
	if (NAME.test(name) && !RESERVED.includes(name)) return name;
	throw new BadInput(`“${name}” cannot be the name of an environment in an image.`, "Say another with --name: letters, digits, _, - and . are safe.");
}
function ownTemplate() {
	const path = fileURLToPath(new URL("../Dockerfile.template", import.meta.url));
	try {
		return readFileSync(path, "utf8");
	} catch (cause) {
		throw new CannotRead(`${path} cannot be read (${systemCode(cause)}).`, "It belongs to this program, beside the folder dist: install it anew, or name your own with --template.", { cause });
	}
}

// src/dockerfiles.ts
const LARGEST$1 = 1 << 20;
async function makeDockerfiles(source, cwd, order) {
	const made = [];
	for (const named of order.files) made.push(await makeOne(source, cwd, order, named));
	refuseDoubles(made);
	const bake = posix.resolve(cwd, "docker-bake.json");
	const targets = made.map(({ target }) => target);
	return {
		outputs: [...made.flatMap(({ outputs }) => outputs), ...order.isBaked ? [outputOf("bake", cwd, bake, bakeFile(targets))] : []],
		ignores: await ignoresFor(source, cwd, made),
		targets,
		packages: [...new Set(made.flatMap(({ packages }) => packages))],
		locked: made.flatMap(({ locked }) => locked),
		files: made.map(({ report }) => report)
	};
}
async function makeOne(source, cwd, order, named) {
	const path = posix.resolve(cwd, named);
	const context = order.context === null ? posix.dirname(path) : posix.resolve(cwd, order.context);
	const file = inside(context, path);
	if (file === null) throw new BadInput(`${named} does not lie in the build context ${order.context}.`, "Name a folder with --context that holds it.");
	if (inside(realPath(source, context), realPath(source, path)) === null) throw new BadInput(`${named} is a link that leads out of the build context.`, "A build does not get to see what lies there: put a copy in its place.");
	const wishes = await wishesOf(source, path, named, order, context);
	const name = nameFor(wishes);
	const usual = order.files.length > 1 ? `${name}.Dockerfile` : "Dockerfile";
	const place = order.dockerfile === null || order.dockerfile === "-" ? posix.join(context, usual) : posix.resolve(cwd, order.dockerfile);
	if (place === path) throw new BadInput(`${named} is where the Dockerfile would go.`, "Name another place for it.");
	const dockerfile = posix.relative(context, place);
	const command = order.command(order.files.map((one) => posix.relative(cwd, posix.resolve(cwd, one))));
	const { text, copies } = writeDockerfile(wishes, order.recipe, {
		file,
		dockerfile,
		command
	});
	return {
		outputs: [outputOf("dockerfile", cwd, place, text), ...order.lock === null ? [] : [outputOf("lock", cwd, path, order.lock)]],
		target: {
			name,
			context: posix.relative(cwd, context) || ".",
			dockerfile,
			file: posix.relative(cwd, path)
		},
		report: lint(wishes, order.rules),
		packages: packagesIn(wishes),
		locked: wishes.file.packages.map(({ url }) => posix.basename(url).replace(PACKAGE, "")),
		context,
		copies
	};
}
const PACKAGE = /\.(?:conda|tar\.bz2)$/;
function packagesIn({ file, pip }) {
	return [...file.dependencies.flatMap(({ spec }) => "name" in spec ? spec.name : []), ...pip.lines.flatMap(({ requirement }) => "name" in requirement && requirement.name !== null ? requirement.name : [])];
}
async function wishesOf(source, path, named, { name, lock, areTermsAccepted, recipe }, context) {
	const build = {
		isAnacondas: isAnacondas(recipe.base.image),
		areTermsAccepted
	};
	if (lock === null) return readWishes(source, path, named, {
		name,
		context,
		build
	});
	const file = await parseEnvironmentFile(lock, named);
	return {
		file,
		name,
		pip: await followPip(source, file.pip ?? [], posix.dirname(path), context),
		build
	};
}
function outputOf(kind, cwd, path, text) {
	return {
		kind,
		path,
		shown: inside(cwd, path) ?? path,
		text
	};
}
function refuseDoubles(made) {
	const seen = /* @__PURE__ */ new Map();
	for (const { target, outputs } of made) {
		const keys = [
			targetName(target.name),
			`image ${imageName(target.name)}`,
			outputs[0]?.path ?? ""
		];
		for (const key of keys) {
			const other = seen.get(key);
			if (other !== void 0) throw new BadInput(`${other} and ${target.file} would both become the image ${imageName(target.name)}.`, "Give each a name of its own in its file.");
		}
		for (const key of keys) seen.set(key, target.file);
	}
}
function existingIgnore(path, content) {
	if (content === void 0 || content.kind === "missing") return null;
	const isWhole = content.kind === "ok" && content.value.length <= LARGEST$1;
	if (isWhole && isUtf8(content.value)) return content.value.toString("utf8");
	const why = content.kind !== "ok" ? "cannot be read" : isWhole ? "is no UTF-8" : "is too large";
	throw new CannotWrite(`${path} ${why}.`, "Mend it or take it away; nothing was written.");
}
async function ignoresFor(source, cwd, made) {
	const copies = /* @__PURE__ */ new Map();
	for (const { context, copies: some, outputs } of made) {
		const own = `${outputs[0]?.path}.dockerignore`;
		const path = source.exists(own) ? own : posix.join(context, ".dockerignore");
		copies.set(path, [...copies.get(path) ?? [], ...some]);
	}
	const paths = [...copies.keys()];
	const contents = await source.read(paths, 1048577);
	return [...copies].map(([path, needed]) => {
		const existing = existingIgnore(path, contents.get(path));
		const { text, added, kept } = mergeIgnore(existing, needed);
		return {
			output: outputOf("ignore", cwd, path, text),
			isThere: existing !== null,
			added,
			kept
		};
	});
}

// src/commands/dockerfile.ts
async function runDockerfile(words, raw, signal) {
	const view = viewOf(choose(INPUTS.color, raw["color"]), false);
	const { made, report, failOn, aside } = await orderDockerfiles(words, raw, signal);
	const told = report.files.some((one) => one.verdict === "unchecked" || one.findings.length > 0) ? FORMATS.text(report, view) : "";
	const lintCode = exitCode(report, failOn);
	const outcome = await finish(made, raw);
	const warning = report.verdict === "broken" ? "conda-links: the errors above will stop the build, or go into the image.\n" : "";
	return {
		...outcome,
		aside: aside + told + warning,
		code: Math.max(outcome.code, lintCode)
	};
}
async function orderDockerfiles(words, raw, signal) {
	const machine = thisMachine();
	refuseMixture(words, raw);
	const failOn = choose(INPUTS.failOn, raw["failOn"]);
	const source = new DirectorySource(HashingThreads.ofThisMachine());
	const recipe = await recipeOf(source, machine, raw, signal);
	const fromEnv = text(raw["fromEnv"]);
	const locked = fromEnv === null ? null : await lockOf(fromEnv, raw, signal);
	const order = {
		files: locked ? [lockPlace(raw, locked.name)] : namedOrUsual(source, machine, words),
		lock: locked?.text ?? null,
		name: text(raw["name"]) ?? locked?.name ?? null,
		context: text(raw["context"]),
		dockerfile: text(raw["output"]),
		areTermsAccepted: isOn(INPUTS.acceptTos, raw["acceptTos"]),
		isBaked: isOn(INPUTS.bake, raw["bake"]),
		recipe,
		command: (files) => commandOf(fromEnv === null ? files : ["--from-env", fromEnv], raw),
		rules: selectRules([], list(RULE_INPUTS.skip, raw["skip"]))
	};
	const made = await makeDockerfiles(source, machine.cwd, order);
	refuseTemplate(made, machine, recipe);
	return {
		made,
		report: reportOf(made.files),
		failOn,
		aside: locked?.aside ?? ""
	};
}
function refuseTemplate({ outputs }, { cwd }, { template }) {
	if (template === null || outputs.every(({ path }) => path !== posix.resolve(cwd, template.named))) return;
	throw new BadInput(`template: ${template.named} is where the Dockerfile goes.`, "Call the template otherwise, or name another place with --output.");
}
function refuseMixture(words, raw) {
	const given = (key) => ![
		"",
		"false",
		false,
		void 0
	].includes(raw[key]);
	const refuse = (what, advice) => {
		throw new BadInput(what, advice);
	};
	if (given("fromEnv") && words.length > 0) refuse("from-env: an environment file is named as well.", "Name one of the two.");
	if (words.length > 1) for (const key of [
		"name",
		"output",
		"stdout"
	].filter(given)) refuse(`${key}: several files are named.`, "It is of use for one of them only.");
	const modes = [
		"stdout",
		"checkOnly",
		"matrix"
	].filter(given);
	if (modes.length > 1) refuse(`${modes.map((key) => `--${INPUTS[key].name}`).join(" and ")} exclude each other.`, "Choose one of them.");
}
async function recipeOf(source, machine, raw, signal) {
	const style = choose(INPUTS.style, raw["style"]);
	const base = baseOf(text(raw["base"]) ?? (style === "article" ? "miniconda" : "miniforge"));
	if (isOn(INPUTS.acceptTos, raw["acceptTos"]) && ["miniforge", "micromamba"].includes(text(raw["base"]) ?? "miniforge") && style === "standard") throw new BadInput("accept-tos: only Miniconda asks for it.", "Leave it out, or take --base miniconda.");
	const named = text(raw["runtime"]) ?? INPUTS.runtime.default;
	if (named !== "same") refuseImage("runtime", named, ["same"]);
	const runtime = named === "same" ? null : named;
	refuseForArticle(style, raw);
	return {
		style,
		...isOn(INPUTS.pin, raw["pin"]) ? await pin(machine, {
			base,
			runtime: style === "article" ? null : runtime
		}, signal) : {
			base,
			runtime
		},
		hasCacheMounts: isOn(INPUTS.cacheMounts, raw["cacheMounts"]),
		cuda: cudaIn(text(raw["cuda"])),
		template: await templateOf(source, machine, text(raw["template"]))
	};
}
function refuseForArticle(style, raw) {
	if (style !== "article") return;
	for (const key of [
		"runtime",
		"cacheMounts",
		"template"
	]) {
		const value = raw[key];
		if (value === void 0 || value === "" || value === false || value === "false") continue;
		if (value === INPUTS[key].default) continue;
		throw new BadInput(`${INPUTS[key].name}: the article’s form has no place for it.`, "Leave it out, or take --style standard.");
	}
}
function cudaIn(version) {
	if (version === null || /^\d{1,3}(?:\.\d{1,3}){0,2}$/.test(version)) return version;
	throw new BadInput(`cuda: “${version}” is no version.`, "It is written like 12.4.");
}
async function pin(machine, { base, runtime }, signal) {
	const { Engine } = await import("./docker2.js");
	const engine = new Engine(machine);
	const withDigest = async (image) => image.includes("@") ? image : `${image}@${await engine.digestOf(image, signal)}`;
	try {
		return {
			base: {
				...base,
				image: await withDigest(base.image)
			},
			runtime: runtime === null ? null : await withDigest(runtime)
		};
	} finally {
		engine.close();
	}
}
const LARGEST = 1 << 20;
async function templateOf(source, { cwd }, named) {
	if (named === null) return null;
	const path = posix.resolve(cwd, named);
	const content = (await source.read([path], 1048577)).get(path);
	const another = "Name another file with --template.";
	if (content?.kind !== "ok") {
		const why = content?.kind === "missing" ? "is not there" : "cannot be read";
		throw new CannotRead(`The template ${named} ${why}.`, another);
	}
	if (content.value.length > LARGEST) throw new BadInput(`The template ${named} is larger than 1 MiB: no Dockerfile is.`, another);
	if (!isUtf8(content.value) || content.value.includes(0)) throw new BadInput(`The template ${named} is no text in UTF-8.`, another);
	return {
		text: content.value.toString("utf8"),
		named
	};
}
async function lockOf(word, raw, signal) {
	const { name, lock, report } = await withTools([word], {
		env: "",
		isJson: false,
		isProgressWanted: true,
		raw: {}
	}, signal, (tools) => lockVerified(tools, word, "", signal));
	if (lock) return {
		name,
		text: lock.text,
		aside: lossesOf(lock)
	};
	const view = viewOf(choose(INPUTS.color, raw["color"]), false);
	process.stderr.write(FORMATS.text(report, view));
	throw new CannotRead(`${name} is broken: no image is made of it.`, `Mend it first; conda-links verify ${quote(word)} says how.`);
}
function lockPlace(raw, name) {
	return posix.join(text(raw["context"]) ?? ".", `${text(raw["name"]) ?? name}.lock`);
}
function commandOf(what, raw) {
	const options = [
		"name",
		"context",
		"style",
		"base",
		"runtime",
		"cacheMounts",
		"acceptTos",
		"cuda",
		"pin",
		"template",
		"bake"
	].flatMap((key) => {
		const { name, value, default: fallback } = INPUTS[key];
		if (value === "") return isOn(INPUTS[key], raw[key]) ? [`--${name}`] : [];
		const given = text(raw[key]);
		if (given === null || given === fallback) return [];
		return [`--${name}`, key === "context" || key === "template" ? posix.normalize(given) : given];
	});
	const output = text(raw["output"]);
	const place = output === null ? [] : ["--output", posix.normalize(output)];
	return [
		"conda-links",
		"dockerfile",
		...what,
		...options,
		...place,
		"--force"
	];
}
async function finish(made, raw) {
	if (isOn(INPUTS.stdout, raw["stdout"]) || raw["output"] === "-") {
		const [first] = made.outputs;
		return {
			text: first?.text ?? "",
			file: "",
			code: 0
		};
	}
	if (isOn(INPUTS.matrix, raw["matrix"])) return {
		text: `${matrix(made.targets)}\n`,
		file: "",
		code: 0
	};
	if (isOn(INPUTS.checkOnly, raw["checkOnly"])) return compare(made);
	return writeAll(made, isOn(INPUTS.force, raw["force"]));
}

export { runDockerfile as n, orderDockerfiles as t };