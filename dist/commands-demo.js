import { X as CHECKS, _ as scopeOf, a as verify, p as HashingThreads, y as FORMATS } from "./verifying.js";
import { b as systemCode, c as noProgress, d as viewOf, h as CannotWrite } from "./start.js";
import { r as INPUTS, s as choose } from "./program.js";
import { t as DirectorySource } from "./reading.js";
import { mkdir, mkdtemp, realpath, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path/posix";

// src/demo.ts
const PYTHON = {
	"bin/python3.11": {
		file: "#!/bin/sh\necho \"Python 3.11.9\"\n",
		mode: 493
	},
	"bin/python": { link: "python3.11" },
	"bin/python3": { link: "python3.11" },
	"lib/libpython3.11.so.1.0": { file: "not a real library\n" },
	"lib/libpython3.11.so": { link: "libpython3.11.so.1.0" },
	"lib/python3.11/os.py": { file: "\"\"\"Stands for the standard library.\"\"\"\n" }
};
const PIP = {
	"bin/pip": {
		file: "#!/bin/sh\necho \"pip 23.0\"\n",
		mode: 493
	},
	"lib/python3.11/site-packages/pip/__init__.py": { file: "__version__ = \"23.0\"\n" }
};
async function makeDemo() {
	const root = await makeFolder();
	const remove = () => rm(root, {
		recursive: true,
		force: true
	});
	const prefixes = [join(root, "envs/sound"), join(root, "envs/broken")];
	try {
		for (const prefix of prefixes) {
			await install(root, prefix, "python-3.11.9-0_demo", PYTHON, false);
			await install(root, prefix, "pip-23.0-py311_0", PIP, basename(prefix) === "broken");
			await writeFile(join(prefix, "conda-meta/history"), "");
		}
		await breakIt(root, join(root, "envs/broken"));
	} catch (error) {
		await remove();
		throw cannotMake(error);
	}
	return {
		environments: prefixes.map((prefix) => ({
			name: basename(prefix),
			prefix,
			problem: null
		})),
		remove
	};
}
async function makeFolder() {
	try {
		return await realpath(await mkdtemp(join(tmpdir(), "conda-links-demo-")));
	} catch (error) {
		throw cannotMake(error);
	}
}
function cannotMake(error) {
	const code = systemCode(error);
	if (!code) return error;
	const message = `The demonstration cannot be made in ${tmpdir()} (${code}).`;
	return new CannotWrite(message, "Set TMPDIR to a folder that you may write to.", { cause: error });
}
async function breakIt(root, prefix) {
	await rm(join(root, "pkgs/pip-23.0-py311_0"), { recursive: true });
	await unlink(join(prefix, "lib/libpython3.11.so"));
	await writeFile(join(prefix, "lib/libpython3.11.so"), "libpython3.11.so.1.0");
	await unlink(join(prefix, "lib/python3.11/os.py"));
	await writeFile(join(prefix, "lib/python3.11/os.py"), "\"\"\"Stands for the standard library!\"\"\"\n");
}
async function install(root, prefix, dist, contents, isSoftLinked) {
	const cache = join(root, "pkgs", dist);
	const paths = [];
	for (const [path, content] of Object.entries(contents)) {
		await put(join(cache, path), content);
		await put(join(prefix, path), isSoftLinked ? { link: join(cache, path) } : content);
		const isLink = "link" in content || isSoftLinked;
		const sha256 = createHash("sha256").update(bytesOf(path, contents)).digest("hex");
		paths.push({
			_path: path,
			path_type: isLink ? "softlink" : "hardlink",
			sha256,
			...isLink ? {} : { sha256_in_prefix: sha256 },
			..."file" in content ? { size_in_bytes: Buffer.byteLength(content.file) } : {}
		});
	}
	const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)$/.exec(dist) ?? [];
	const record = {
		name,
		version,
		build,
		channel: "conda-forge",
		subdir: "noarch",
		depends: [],
		extracted_package_dir: cache,
		files: Object.keys(contents),
		link: {
			source: cache,
			type: isSoftLinked ? 2 : 1
		},
		paths_data: {
			paths,
			paths_version: 1
		}
	};
	await put(join(prefix, "conda-meta", `${dist}.json`), { file: JSON.stringify(record, null, 2) });
}
function bytesOf(path, contents) {
	const content = contents[path];
	if (!content) return "";
	return "file" in content ? content.file : bytesOf(join(dirname(path), content.link), contents);
}
async function put(path, content) {
	await mkdir(dirname(path), { recursive: true });
	if ("link" in content) await symlink(content.link, path).catch(ignoreExisting);
	else await writeFile(path, content.file, { mode: content.mode ?? 420 });
}
function ignoreExisting(error) {
	if (error.code !== "EEXIST") throw error;
}

// src/commands/demo.ts
async function runDemo(raw, signal) {
	const view = viewOf(choose(INPUTS.color, raw["color"]), false);
	const demo = await makeDemo();
	const threads = HashingThreads.ofThisMachine();
	try {
		const report = await verify([scopeOf(new DirectorySource(threads), demo.environments)], {
			level: "content",
			checks: CHECKS,
			version: "0.1.0",
			signal,
			progress: noProgress
		});
		return {
			text: `${FORMATS.text(report, view)}Both were made for this demonstration, and are removed again.\n`,
			file: "",
			code: 0
		};
	} finally {
		await threads.close();
		await demo.remove();
	}
}

export { runDemo };