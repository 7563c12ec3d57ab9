import { writeSync } from 'node:fs';
import { VERSION } from './version.ts';

const words = process.argv.slice(2);
const [first = ''] = words;
const asksVersion = words.length === 1 && ['--version', '-V'].includes(first);
// Asked by every script that looks for it: the rest need not be loaded for that.
if (!asksVersion || !isWritten(`${VERSION}\n`)) {
  const { run } = await import('./run.ts');
  process.exitCode = await run(words);
}

/** Whether a line could be written at once; where not, the rest waits, or knows what to say. */
function isWritten(line: string): boolean {
  try {
    writeSync(1, line);
    return true;
  } catch {
    return false;
  }
}
