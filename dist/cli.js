#!/usr/bin/env node
import { i as runCommandLine, n as deliver } from "./commands.js";

// src/cli.ts
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
const outcome = await runCommandLine(process.argv.slice(2), interrupted.signal);
for (const name of SIGNALS) process.off(name, interrupt);
const code = await deliver(outcome);
process.exitCode = outcome.code === 130 ? ended ?? code : code;

export {  };