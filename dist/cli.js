#!/usr/bin/env node
import { i as runCommandLine, n as deliver } from "./commands.js";

// src/cli.ts
const interrupted = new AbortController();
const interrupt = () => interrupted.abort();
process.once("SIGINT", interrupt);
const outcome = await runCommandLine(process.argv.slice(2), interrupted.signal);
process.off("SIGINT", interrupt);
process.exitCode = await deliver(outcome);

export {  };