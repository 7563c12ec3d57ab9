import { isUtf8 } from "node:buffer";

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

export { printable as a, toBytes as c, legible as i, fromBytes as n, printableJson as o, isPrintable as r, startOfLine as s, forSystem as t };