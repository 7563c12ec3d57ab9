#!/usr/bin/env node
import { writeSync } from "node:fs";

// src/cli.ts
const words = process.argv.slice(2);
const [first = ""] = words;
if (!(words.length === 1 && ["--version", "-V"].includes(first)) || !isWritten(`${"0.1.0"}\n`)) {
	const { run } = await import("./run.js");
	process.exitCode = await run(words);
}
function isWritten(line) {
	try {
		writeSync(1, line);
		return true;
	} catch {
		return false;
	}
}

export {  };