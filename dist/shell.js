import { c as toBytes, r as isPrintable } from "./bytes.js";

// src/shell.ts
const PLAIN = /^(?!::|=)[A-Za-z0-9_@%+=:,./-]+$/;
function commandLine(words) {
	return words.map(quote).join(" ");
}
function quote(word) {
	if (PLAIN.test(word)) return word;
	if (isPrintable(word.replaceAll("##[", ""))) return `'${word.replaceAll("'", `'\\''`).replaceAll("##[", "#''#[")}'`;
	return `$'${Array.from(toBytes(word), (byte) => byte >= 32 && byte < 127 && !"'\\#".includes(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`).join("")}'`;
}

export { quote as n, commandLine as t };