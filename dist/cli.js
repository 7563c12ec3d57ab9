#!/usr/bin/env node
import { i as VERSION, o as deliver } from "./start.js";

// src/cli.ts
const words = process.argv.slice(2);
const [first = ""] = words;
if (words.length === 1 && ["--version", "-V"].includes(first)) process.exitCode = await deliver({
	text: `${VERSION}\n`,
	file: "",
	code: 0
});
else {
	const { runCommandLine } = await import("./commands.js");
	const SIGNALS = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	const interrupted = new AbortController();
	let ended = null;
	const interrupt = (_, number) => {
		ended = 128 + number;
		interrupted.abort();
	};
	for (const name of SIGNALS) process.once(name, interrupt);
	const outcome = await runCommandLine(words, interrupted.signal);
	for (const name of SIGNALS) process.off(name, interrupt);
	const code = await deliver(outcome);
	process.exitCode = outcome.code === 130 ? ended ?? code : code;
}

export {  };