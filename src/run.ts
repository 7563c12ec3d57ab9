import { runCommandLine } from './commands.ts';
import { deliver } from './delivery.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command to its end, prints what it says, and returns the exit code. */
export async function run(words: readonly string[]): Promise<number> {
  // The first signal ends it in order, so that no container is left; the second one kills it.
  const interrupted = new AbortController();
  let ended: number | null = null;
  const interrupt = (_: NodeJS.Signals, number: number) => {
    ended = 128 + number;
    interrupted.abort();
  };
  for (const name of SIGNALS) process.once(name, interrupt);

  const outcome = await runCommandLine(words, interrupted.signal);
  for (const name of SIGNALS) process.off(name, interrupt);
  const code = await deliver(outcome);
  return outcome.code === 130 ? (ended ?? code) : code;
}
