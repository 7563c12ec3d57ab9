import { o as __toESM } from "./rolldown-runtime.js";
import { a as printable } from "./bytes.js";
import { c as systemCode, r as CannotWrite } from "./errors.js";
import { realpath, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

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
		const { SingleBar, Presets } = (await import("./cli-progress.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1))).default;
		if (isStopped || bar) return;
		bar = new SingleBar({
			format: "{bar} {percentage}% · {files}{bytes} · {eta_formatted} left",
			stream: process.stderr,
			clearOnComplete: true,
			hideCursor: false,
			barsize: 16
		}, Presets.shades_classic);
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

export { write as a, viewOf as i, progressLine as n, steps as r, noProgress as t };