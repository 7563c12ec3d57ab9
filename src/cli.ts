import { deliver, runCommandLine } from './commands.ts';

// The first Ctrl-C ends it in order; the second one kills it.
const interrupted = new AbortController();
const interrupt = () => interrupted.abort();
process.once('SIGINT', interrupt);

const outcome = await runCommandLine(process.argv.slice(2), interrupted.signal);
process.off('SIGINT', interrupt);
process.exitCode = await deliver(outcome);
