import { runCommandLine } from './commands.ts';

// The first Ctrl-C ends it in order; the second one kills it.
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

process.exitCode = await runCommandLine(process.argv.slice(2), interrupted.signal);
