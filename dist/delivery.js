import { a as printable, s as startOfLine } from "./bytes.js";
import { a as ExpectedError } from "./errors.js";
import { a as write } from "./terminal2.js";

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

export { deliver as n, lines as r, complaint as t };