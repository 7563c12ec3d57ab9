import wrapAnsi from 'wrap-ansi';
import type { Check } from '../check.ts';
import { CHECKS } from '../checks.ts';
import { BadInput } from '../errors.ts';
import { advise } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import { table } from '../reports/listing.ts';
import { viewOf } from '../terminal.ts';

/** `conda-links checks [ID]`: all checks in a table, or what one of them means. */
export function runChecks(id: string | undefined): Outcome {
  return { text: id === undefined ? all() : explain(find(id)), file: '', code: 0 };
}

function all(): string {
  const rows = CHECKS.map(({ id, severity, level, title }) => [id, severity, level, title]);
  return table(['CHECK', 'SEVERITY', 'LEVEL', 'WHAT IT FINDS'], rows);
}

function find(id: string): Check {
  const check = CHECKS.find((one) => one.id === id);
  if (check) return check;
  const ids = CHECKS.map((one) => one.id);
  throw new BadInput(`There is no check “${id}”.`, advise(ids, id));
}

function explain({ id, title, severity, level, explain: words }: Check): string {
  const paragraphs = [
    `${id}: ${title}`,
    `Severity ${severity}, from level ${level} on.`,
    words.what,
    `Why it matters: ${words.why}`,
    `How it happens: ${words.how}`,
    `What to do: ${words.fix}`,
  ];
  const { width } = viewOf('never', false);
  return `${paragraphs.map((one) => wrapAnsi(one, width)).join('\n\n')}\n`;
}
