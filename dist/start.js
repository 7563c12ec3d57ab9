import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isUtf8 } from "node:buffer";
import { setFlagsFromString } from "node:v8";

// src/bytes.ts
function fromBytes(bytes) {
	const quick = bytes.toString("utf8");
	if (!quick.includes("�")) return quick;
	let text = "";
	for (let at = 0; at < bytes.length;) {
		const length = [
			1,
			2,
			3,
			4
		].find((n) => isUtf8(bytes.subarray(at, at + n)));
		if (length === void 0 || at + length > bytes.length) {
			text += String.fromCharCode(56320 + (bytes[at] ?? 0));
			at += 1;
		} else {
			text += bytes.toString("utf8", at, at + length);
			at += length;
		}
	}
	return text;
}
function toBytes(text) {
	if (text.isWellFormed()) return Buffer.from(text);
	return Buffer.concat(Array.from(text, (character) => {
		const code = character.charCodeAt(0);
		return character.length === 1 && code >= 56448 && code <= 56575 ? Buffer.from([code - 56320]) : Buffer.from(character);
	}));
}
function forSystem(text) {
	return text.isWellFormed() ? text : toBytes(text);
}
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
function printable(text) {
	return text.replaceAll("##[", "#\\x23[").replace(UNSAFE, (character) => {
		const code = character.codePointAt(0) ?? 0;
		const byte = code >= 56448 && code <= 56575 ? code - 56320 : code;
		return byte < 256 ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
	});
}
function isPrintable(text) {
	return text === printable(text);
}
function printableJson(json) {
	const inUnicode = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
	return json.replaceAll("##[", "\\u0023#[").replace(UNSAFE, (one) => one === "\n" ? one : one.split("").map(inUnicode).join(""));
}
function startOfLine(line) {
	return line.replace(/^(\s*):(?=:)/, "$1\\x3a");
}
function legible(text) {
	return text.isWellFormed() ? text : text.replace(/[\ud800-\udfff]/gu, printable);
}

// src/errors.ts
var ExpectedError = class extends Error {
	advice;
	constructor(message, advice, options) {
		super(message, options);
		this.name = new.target.name;
		this.advice = advice;
	}
};
var BadInput = class extends ExpectedError {};
var NotFound = class extends ExpectedError {};
var NoEnvironment = class extends NotFound {};
var CannotRead = class extends ExpectedError {};
var Damaged = class extends CannotRead {};
var CannotWrite = class extends ExpectedError {};
function systemCode(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

// src/terminal.ts
const WIDEST = 100;
function viewOf(when, isFile) {
	return {
		width: Math.max(40, Math.min(process.stdout.columns || 80, WIDEST)),
		color: when === "always" || when === "auto" && !isFile && wantsColor()
	};
}
function wantsColor() {
	const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
	if (NO_COLOR) return false;
	if (FORCE_COLOR !== void 0) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
	return process.stdout.isTTY === true && TERM !== "dumb";
}
async function write(text, file) {
	try {
		if (file === "") await writeOut(text);
		else await writeFileWhole(text, file);
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		throw new CannotWrite(`${file === "" ? "Standard output" : file} cannot be written (${code}).`, ADVICE[code] ?? "", { cause: error });
	}
}
async function writeFileWhole(text, file) {
	const { randomUUID } = await import("node:crypto");
	const { realpath, rename, stat, unlink, writeFile } = await import("node:fs/promises");
	const place = await realpath(file).catch(() => file);
	if (await stat(place).then((one) => !one.isFile(), () => false)) return writeFile(place, text);
	const temporary = join(dirname(place), `.conda-links-${randomUUID()}`);
	try {
		await writeFile(temporary, text, { flag: "wx" });
		await rename(temporary, place);
	} catch (error) {
		await unlink(temporary).catch(() => {});
		throw error;
	}
}
const ADVICE = {
	ENOENT: "Its folder does not exist; make it first.",
	ENOTDIR: "A part of the path is no folder.",
	EISDIR: "It is a folder; name a file.",
	EACCES: "Choose a place that you may write to.",
	EROFS: "Choose a place that is not read-only.",
	ENOSPC: "The disk is full; free some space."
};
function writeOut(text) {
	return new Promise((resolve, reject) => {
		const end = (error) => {
			if (!error || systemCode(error) === "EPIPE") resolve();
			else reject(error);
		};
		process.stdout.on("error", end);
		process.stdout.write(text, end);
	});
}
function steps(line, kind) {
	if (kind === "line") return;
	const width = (process.stderr.columns || 80) - 3;
	const [first = ""] = line.split("\n");
	const shown = printable(first.replace(/\s+/g, " "));
	const cut = [...shown].length > width ? `${[...shown].slice(0, width - 1).join("")}…` : shown;
	process.stderr.write(`→ ${cut}\n`);
}
const PATIENCE = 1e3;
const noProgress = {
	plan() {},
	advance() {},
	stop() {}
};
function progressLine(isWanted) {
	if (!isWanted || process.stderr.isTTY !== true || process.env["CI"]) return noProgress;
	let bar = null;
	let isDue = false;
	let isStopped = false;
	const done = {
		files: 0,
		bytes: 0
	};
	const all = {
		files: 0,
		bytes: 0
	};
	const figures = () => ({
		files: all.files > 0 ? `${done.files.toLocaleString("en-US")} of ${all.files.toLocaleString("en-US")} files · ` : "",
		bytes: `${(done.bytes / 1e9).toFixed(1)}/${(all.bytes / 1e9).toFixed(1)} GB`
	});
	const start = async () => {
		isDue = true;
		if (all.bytes === 0 || bar) return;
		const { progressBar } = await import("./progress-bar.js");
		if (isStopped || bar) return;
		bar = progressBar();
		bar.start(all.bytes, done.bytes, figures());
	};
	const timer = setTimeout(start, PATIENCE);
	return {
		plan(files, bytes) {
			all.files += files;
			all.bytes += bytes;
			bar?.setTotal(all.bytes);
			if (isDue) start();
		},
		advance(files, bytes) {
			done.files += files;
			done.bytes += bytes;
			bar?.update(done.bytes, figures());
		},
		stop() {
			isStopped = true;
			clearTimeout(timer);
			bar?.stop();
			bar = null;
		}
	};
}

// src/delivery.ts
async function deliver({ text, file, code, aside }) {
	try {
		if (aside) process.stderr.write(aside);
		if (text !== "") await write(text, file);
		return code;
	} catch (error) {
		if (!(error instanceof ExpectedError)) throw error;
		process.stderr.write(complaint(error));
		return 2;
	}
}
function complaint({ message, advice }) {
	return lines([`conda-links: ${message}`, advice].filter(Boolean));
}
function lines(texts) {
	return texts.map((text) => `${startOfLine(printable(text))}\n`).join("");
}

// src/machine.ts
function thisMachine() {
	return {
		platform: process.platform,
		cwd: process.cwd(),
		home: process.env["HOME"] || homedir(),
		env: process.env
	};
}
const SHORT = 1e3;
function compileLittle() {
	setFlagsFromString("--no-opt");
	setTimeout(() => setFlagsFromString("--opt"), SHORT).unref();
}
function thisUser() {
	return {
		uid: process.geteuid?.() ?? 0,
		gid: process.getegid?.() ?? 0
	};
}
async function homes(source, machine) {
	const passwd = (await source.read(["/etc/passwd"], 1 << 20)).get("/etc/passwd");
	const named = (passwd?.kind === "ok" ? passwd.value.toString("utf8").split("\n") : []).map((line) => line.split(":")[5] ?? "").filter((home) => /^\/./.test(home));
	return [.../* @__PURE__ */ new Set([machine.home, ...named])].filter((home) => source.exists(home));
}

export { isPrintable as C, startOfLine as D, printableJson as E, toBytes as O, fromBytes as S, printable as T, ExpectedError as _, complaint as a, systemCode as b, noProgress as c, viewOf as d, write as f, Damaged as g, CannotWrite as h, thisUser as i, progressLine as l, CannotRead as m, homes as n, deliver as o, BadInput as p, thisMachine as r, lines as s, compileLittle as t, steps as u, NoEnvironment as v, legible as w, forSystem as x, NotFound as y };