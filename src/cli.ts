import { deliver, runCommandLine } from './commands.ts';

// The first signal ends it in order, so that no container is left; the second one kills it.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const interrupted = new AbortController();
let ended: number | null = null;
const interrupt = (_: NodeJS.Signals, number: number) => {
  ended = 128 + number;
  interrupted.abort();
};
for (const name of SIGNALS) process.once(name, interrupt);

const outcome = await runCommandLine(process.argv.slice(2), interrupted.signal);
for (const name of SIGNALS) process.off(name, interrupt);
const code = await deliver(outcome);
process.exitCode = outcome.code === 130 ? (ended ?? code) : code;
