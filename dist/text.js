import { o as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as printable, i as legible, o as printableJson, s as startOfLine } from "./bytes.js";
import { l as groupBy } from "./user.js";
import { n as table, r as wrapAnsi } from "./listing.js";
import { n as quote, t as commandLine } from "./shell.js";

// src/report.ts
function eyesOf({ uid, gid, name, why }) {
	if (why === "process" || why === "image" && uid === 0) return null;
	const who = `${name === null ? "" : `${name}, `}${uid}:${gid}`;
	return {
		asked: who,
		owner: `the owner of the prefix (${who})`,
		image: `the image’s USER (${who})`
	}[why];
}
function placeOf({ reference, prefix }) {
	return reference === null || prefix === "" ? prefix : `${prefix} in ${reference}`;
}
function overall(all) {
	if (all.some(({ verdict }) => verdict === "broken")) return "broken";
	return all.some(({ verdict }) => verdict === "unchecked") || all.length === 0 ? "unchecked" : "whole";
}
function counting(findings) {
	return findings.filter((one) => !("accepted" in one) || one.accepted === void 0);
}
function acceptedBy(findings) {
	const reasons = /* @__PURE__ */ new Map();
	for (const { accepted } of findings) if (accepted !== void 0) reasons.set(accepted, (reasons.get(accepted) ?? 0) + 1);
	return reasons;
}
function count(checked, severity) {
	if (checked.verdict === "unchecked") return 0;
	const findings = checked.findings;
	return counting(findings).filter((finding) => finding.severity === severity).length;
}

// src/reports/json.ts
const json = (report) => toJson(report);
function toJson(value) {
	const text = JSON.stringify(value, (_, one) => typeof one === "string" ? legible(one) : one, 2);
	return `${printableJson(text)}\n`;
}

// node_modules/picocolors/picocolors.js
var require_picocolors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let p = process || {};
	let argv = p.argv || [];
	let env = p.env || {};
	let isColorSupported = !(!!env.NO_COLOR || argv.includes("--no-color")) && (!!env.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env.TERM !== "dumb" || !!env.CI);
	let formatter = (open, close, replace = open) => (input) => {
		let string = "" + input, index = string.indexOf(close, open.length);
		return ~index ? open + replaceClose(string, close, replace, index) + close : open + string + close;
	};
	let replaceClose = (string, close, replace, index) => {
		let result = "", cursor = 0;
		do {
			result += string.substring(cursor, index) + replace;
			cursor = index + close.length;
			index = string.indexOf(close, cursor);
		} while (~index);
		return result + string.substring(cursor);
	};
	let createColors = (enabled = isColorSupported) => {
		let f = enabled ? formatter : () => String;
		return {
			isColorSupported: enabled,
			reset: f("\x1B[0m", "\x1B[0m"),
			bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
			dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
			italic: f("\x1B[3m", "\x1B[23m"),
			underline: f("\x1B[4m", "\x1B[24m"),
			inverse: f("\x1B[7m", "\x1B[27m"),
			hidden: f("\x1B[8m", "\x1B[28m"),
			strikethrough: f("\x1B[9m", "\x1B[29m"),
			black: f("\x1B[30m", "\x1B[39m"),
			red: f("\x1B[31m", "\x1B[39m"),
			green: f("\x1B[32m", "\x1B[39m"),
			yellow: f("\x1B[33m", "\x1B[39m"),
			blue: f("\x1B[34m", "\x1B[39m"),
			magenta: f("\x1B[35m", "\x1B[39m"),
			cyan: f("\x1B[36m", "\x1B[39m"),
			white: f("\x1B[37m", "\x1B[39m"),
			gray: f("\x1B[90m", "\x1B[39m"),
			bgBlack: f("\x1B[40m", "\x1B[49m"),
			bgRed: f("\x1B[41m", "\x1B[49m"),
			bgGreen: f("\x1B[42m", "\x1B[49m"),
			bgYellow: f("\x1B[43m", "\x1B[49m"),
			bgBlue: f("\x1B[44m", "\x1B[49m"),
			bgMagenta: f("\x1B[45m", "\x1B[49m"),
			bgCyan: f("\x1B[46m", "\x1B[49m"),
			bgWhite: f("\x1B[47m", "\x1B[49m"),
			blackBright: f("\x1B[90m", "\x1B[39m"),
			redBright: f("\x1B[91m", "\x1B[39m"),
			greenBright: f("\x1B[92m", "\x1B[39m"),
			yellowBright: f("\x1B[93m", "\x1B[39m"),
			blueBright: f("\x1B[94m", "\x1B[39m"),
			magentaBright: f("\x1B[95m", "\x1B[39m"),
			cyanBright: f("\x1B[96m", "\x1B[39m"),
			whiteBright: f("\x1B[97m", "\x1B[39m"),
			bgBlackBright: f("\x1B[100m", "\x1B[49m"),
			bgRedBright: f("\x1B[101m", "\x1B[49m"),
			bgGreenBright: f("\x1B[102m", "\x1B[49m"),
			bgYellowBright: f("\x1B[103m", "\x1B[49m"),
			bgBlueBright: f("\x1B[104m", "\x1B[49m"),
			bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
			bgCyanBright: f("\x1B[106m", "\x1B[49m"),
			bgWhiteBright: f("\x1B[107m", "\x1B[49m")
		};
	};
	module.exports = createColors();
	module.exports.createColors = createColors;
}));

// src/reports/text.ts
var import_picocolors = /* @__PURE__ */ __toESM(require_picocolors(), 1);
const SHOWN_OF_PACKAGE = 5;
const SHOWN_OF_FILE = 100;
const SHOWN_PACKAGES = 12;
const SHOWN_REASONS = 3;
const CAUSES = {
	"filesystem-migration": "it was moved or copied from another place",
	"package-cache": "the package cache was cleaned or damaged",
	permissions: "permissions or owners were changed",
	"backup-restore": "a backup, archive or copy lost its links",
	"interrupted-update": "an installation, update or copy did not end",
	"modified-files": "something other than the installer wrote into it",
	unknown: "not known"
};
const text = (report, view) => {
	const colors = import_picocolors.default.createColors(view.color);
	return `${[...[
		...report.files.filter((file) => report.images.length === 0 || file.verdict === "unchecked" || file.findings.length > 0).map((file) => describeFile(file, colors, view)),
		...report.environments.map((environment) => describe(environment, colors, view)),
		...report.images.map((image) => describeImage(image, colors, view)),
		...remarks(report, colors, view)
	], summary(report, colors)].join("\n\n")}\n`;
};
function describe(environment, colors, view) {
	return environment.verdict === "unchecked" ? unchecked(environment, colors, view) : checked(environment, colors, view);
}
function unchecked(environment, colors, view) {
	const name = colors.bold(printable(environment.name));
	return [
		`${colors.yellow("?")} ${name} could not be checked`,
		...wrap(printable(environment.error), view, 2),
		...environment.advice ? wrap(printable(environment.advice), view, 2) : []
	].join("\n");
}
function checked(environment, colors, view) {
	const isWhole = environment.verdict === "whole";
	const mark = isWhole ? colors.green("✓") : colors.red("✗");
	const verdict = isWhole ? colors.green("whole") : colors.red("broken");
	return [
		`${mark} ${colors.bold(printable(environment.name))} is ${verdict}${tally(environment)}`,
		...wrap(printable(placeOf(environment)), view, 2, colors.dim),
		...wrap(figures(environment), view, 2, colors.dim),
		...eyes(environment, colors, view),
		...outside(environment, colors, view),
		...causes(environment, colors, view),
		...findings(environment, colors, view),
		...accepted(environment, colors, view)
	].join("\n");
}
function remarks({ remarks: all = [] }, colors, view) {
	const lines = all.flatMap((remark) => wrap(`! ${remark}`, view, 0, colors.yellow, 2));
	return lines.length > 0 ? [lines.join("\n")] : [];
}
function accepted({ findings }, colors, view) {
	const reasons = [...acceptedBy(findings)];
	if (reasons.length === 0) return [];
	const all = reasons.reduce((sum, [, number]) => sum + number, 0);
	const told = reasons.slice(0, SHOWN_REASONS).map(([reason]) => reason);
	const rest = reasons.length > SHOWN_REASONS ? `; and ${reasons.length - SHOWN_REASONS} more reasons` : "";
	return ["", ...wrap(`${amount(all, "finding")} accepted: ${told.join("; ")}${rest}`, view, 2, colors.dim)];
}
function tally(checked) {
	const parts = [
		"error",
		"warning",
		"note"
	].map((severity) => amount(count(checked, severity), severity)).filter((part) => !part.startsWith("0 "));
	return parts.length > 0 ? `: ${parts.join(", ")}` : "";
}
function describeFile(report, colors, view) {
	const name = colors.bold(printable(report.file));
	if (report.verdict === "unchecked") return [
		`${colors.yellow("?")} ${name} could not be read`,
		...wrap(printable(report.error), view, 2),
		...report.advice ? wrap(printable(report.advice), view, 2) : []
	].join("\n");
	return [
		`${report.verdict === "whole" ? colors.green("✓") : colors.red("✗")} ${name}${tally(report) || `: ${colors.green("nothing to complain of")}`}`,
		...fileFindings(report, colors, view),
		...accepted(report, colors, view)
	].join("\n");
}
function fileFindings({ file, findings: all }, colors, view) {
	const findings = counting(all);
	const told = /* @__PURE__ */ new Set();
	const rest = findings.length - SHOWN_OF_FILE;
	const more = `… and ${amount(rest, "more finding")}; all of them: --format json`;
	const shown = findings.slice(0, SHOWN_OF_FILE).flatMap(({ path, line, column, severity, check, message, advice }) => {
		const place = `${path === file ? "" : `${printable(path)}:`}${line}:${column}`;
		const [first = "", ...further] = wrap(`${severity} ${check}: ${message}`, view, 4, void 0, 6);
		const isTold = advice === "" || told.has(advice);
		told.add(advice);
		return [
			"",
			startOfLine(`  ${colors.bold(place)}`),
			first.replace(severity, colorOf(severity, colors)(severity)),
			...further,
			...isTold ? [] : wrap(advice, view, 6, colors.dim)
		];
	});
	return rest > 0 ? [
		...shown,
		"",
		...wrap(more, view, 2, colors.dim)
	] : shown;
}
function figures({ installer, counts, seconds }) {
	return [
		installer,
		amount(counts.records, "package"),
		amount(counts.files, "file"),
		amount(counts.symlinks, "link"),
		...counts.bytesHashed > 0 ? [`${bytes(counts.bytesHashed)} hashed`] : [],
		...counts.bytesRemembered > 0 ? [`${bytes(counts.bytesRemembered)} known by the index`] : [],
		`${seconds.toFixed(1)} s`
	].join(" · ");
}
function eyes({ user }, colors, view) {
	const line = user && eyesOf(user);
	return line ? wrap(`permissions judged as ${printable(line)}`, view, 2, colors.dim) : [];
}
function outside({ counts }, colors, view) {
	if (counts.outside === 0) return [];
	return wrap(`${amount(counts.outside, "file")} of it ${counts.outside === 1 ? "is a link" : "are links"} to what is not in the archive: nothing is known of them.`, view, 2, colors.yellow);
}
function causes(environment, colors, view) {
	const told = /* @__PURE__ */ new Set();
	return environment.causes.flatMap((diagnosis) => {
		const commands = diagnosis.remedy.commands.filter((words) => !told.has(commandLine(words)));
		for (const words of commands) told.add(commandLine(words));
		const isTold = commands.length === 0 && diagnosis.remedy.commands.length > 0;
		return [
			"",
			...why(diagnosis, colors, view),
			...isTold ? ["    (the command above)"] : [],
			...commands.flatMap((words) => command(words, colors, view))
		];
	});
}
function why({ cause, findings: explained, evidence, remedy }, colors, view) {
	return [
		...wrap(`${colors.bold("Cause:")} ${CAUSES[cause]} (${cause}, ${amount(explained, "finding")})`, view, 2),
		...wrap(evidence, view, 4),
		...wrap(`${colors.bold("To mend it:")} ${remedy.summary}`, view, 2)
	];
}
function command(words, colors, view) {
	const lines = [];
	let line = "";
	for (const word of words.map(quote)) if (line !== "" && line.length + word.length + 9 > view.width) {
		lines.push(`${line} \\`);
		line = `  ${word}`;
	} else line = line === "" ? word : `${line} ${word}`;
	return [...lines, line].map((one) => `    ${colors.cyan(one)}`);
}
function findings({ findings: all }, colors, view) {
	const groups = [...groupBy(counting(all), (finding) => finding.package ?? "")];
	const shown = groups.slice(0, SHOWN_PACKAGES);
	const hidden = groups.slice(SHOWN_PACKAGES);
	const more = `… and ${amount(hidden.reduce((sum, [, some]) => sum + some.length, 0), "finding")} in ${amount(hidden.length, "more package")}; all of them: --format json`;
	return [...shown.flatMap(([owner, some]) => ["", ...group(owner, some, colors, view)]), ...hidden.length > 0 ? ["", ...wrap(more, view, 2, colors.dim)] : []];
}
function group(owner, all, colors, view) {
	const rest = all.length - SHOWN_OF_PACKAGE;
	return [
		startOfLine(`  ${owner === "" ? "Of no package" : printable(owner)}`),
		...all.slice(0, SHOWN_OF_PACKAGE).flatMap((finding) => oneFinding(finding, colors, view)),
		...rest > 0 ? [`    ${colors.dim(`… and ${rest} more`)}`] : []
	];
}
function oneFinding(finding, colors, view) {
	const { severity, check, message, nested = [] } = finding;
	const [first = "", ...more] = wrap(`${severity} ${check}: ${message}`, view, 4, void 0, 6);
	return [
		first.replace(severity, colorOf(severity, colors)(severity)),
		...more,
		...nested.flatMap((one) => wrap(`${one.check}: ${one.message}`, view, 6, colors.dim, 8))
	];
}
function describeImage(report, colors, view) {
	const name = colors.bold(printable(report.image));
	if (report.verdict === "unchecked") return [
		`${colors.yellow("?")} the image ${name} could not be proved`,
		...wrap(printable(report.error), view, 2),
		...report.advice ? wrap(printable(report.advice), view, 2) : []
	].join("\n");
	const isWhole = report.verdict === "whole";
	const mark = isWhole ? colors.green("✓") : colors.red("✗");
	const runs = report.findings.every(({ severity }) => severity !== "error");
	const verdict = isWhole ? colors.green("works") : colors.red(runs ? "runs, and its environment is broken" : "does not work");
	const figures = [
		...report.built ? [`built in ${report.built.seconds.toFixed(1)} s (${report.built.builder})`] : [],
		...report.size > 0 ? [bytes(report.size)] : [],
		...report.platform ? [printable(report.platform)] : []
	].join(" · ");
	return [
		`${mark} the image ${name} ${verdict}${tally(report)}`,
		...report.id ? wrap(printable(report.id), view, 2, colors.dim) : [],
		...figures ? wrap(figures, view, 2, colors.dim) : [],
		...report.runs.length > 0 ? ["", ...runsTable(report, colors)] : [],
		...report.findings.flatMap((finding) => imageFinding(finding, colors, view))
	].join("\n");
}
function runsTable({ runs }, colors) {
	const rows = runs.map(({ title, isFine, code, seconds }) => [
		isFine ? "✓" : "✗",
		printable(title),
		code === null ? "killed" : `code ${code}`,
		`${seconds.toFixed(1)} s`
	]);
	return table([
		"",
		"RUN",
		"END",
		"TIME"
	], rows).trimEnd().split("\n").map((line) => `  ${line}`).map((line, at) => at === 0 ? colors.dim(line) : line.replace("✗", colors.red("✗")));
}
function imageFinding({ severity, check, message, advice, said }, colors, view) {
	const [first = "", ...more] = wrap(`${severity} ${check}: ${message}`, view, 2, void 0, 4);
	return [
		"",
		first.replace(severity, colorOf(severity, colors)(severity)),
		...more,
		...said.map((line) => startOfLine(`    ${colors.dim("│")} ${line}`)),
		...advice ? wrap(advice, view, 4) : []
	];
}
function colorOf(severity, colors) {
	return {
		error: colors.red,
		warning: colors.yellow,
		note: colors.dim
	}[severity];
}
function summary({ environments, files, images, verdict }, colors) {
	if (images.length > 0) return imageSummary(verdict, colors);
	const everything = [...environments, ...files];
	const of = (wanted) => everything.filter((one) => one.verdict === wanted).length;
	const all = amount(everything.length, files.length > 0 ? "file" : "environment");
	if (verdict === "whole") {
		if (files.length > 0) return colors.green(`${all} without an error.`);
		const accepted = environments.flatMap((one) => "findings" in one ? one.findings : []).filter((one) => one.accepted !== void 0).length;
		const but = accepted > 0 ? `, but for ${amount(accepted, "accepted finding")}` : "";
		const what = environments.length === 1 ? "It is whole" : `All ${all} are whole`;
		return colors.green(`${what}${but}.`);
	}
	return `${[of("broken") > 0 ? colors.red(`${of("broken")} of ${all} broken`) : "", of("unchecked") > 0 ? colors.yellow(`${of("unchecked")} of ${all} not checked`) : ""].filter(Boolean).join(", ")}.`;
}
function imageSummary(verdict, colors) {
	if (verdict === "whole") return colors.green("The image is proved.");
	return verdict === "broken" ? colors.red("Do not ship this image.") : colors.yellow("The image is not proved.");
}
function wrap(line, view, indent, paint = (same) => same, hanging = indent) {
	return wrapAnsi(line, view.width - hanging, { hard: false }).split("\n").map((one, at) => startOfLine(" ".repeat(at === 0 ? indent : hanging) + paint(one)));
}
function amount(number, one) {
	return `${number.toLocaleString("en-US")} ${one}${number === 1 ? "" : "s"}`;
}
function bytes(size) {
	const units = [
		"",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	const power = size < 1e3 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
	if (power === 0) return amount(size, "byte");
	return `${(size / 1e3 ** power).toFixed(1)} ${units[power]}`;
}

export { json as a, count as c, overall as d, placeOf as f, require_picocolors as i, counting as l, text as n, toJson as o, wrap as r, acceptedBy as s, amount as t, eyesOf as u };