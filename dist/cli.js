#!/usr/bin/env node
import { r as runCommandLine } from "./commands.js";

// src/cli.ts
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
process.exitCode = await runCommandLine(process.argv.slice(2), interrupted.signal);

export {  };