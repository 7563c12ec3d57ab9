import { deliver } from './delivery.ts';
import { VERSION } from './version.ts';

const words = process.argv.slice(2);
const [first = ''] = words;
if (words.length === 1 && ['--version', '-V'].includes(first)) {
  // Asked by every script that looks for it: the rest need not be loaded for that.
  process.exitCode = await deliver({ text: `${VERSION}\n`, file: '', code: 0 });
} else {
  const { runCommandLine } = await import('./commands.ts');

  // The first signal ends it in order, so that no container is left; the second one kills it.
  const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
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
  process.exitCode = outcome.code === 130 ? (ended ?? code) : code;
}
