import wrapAnsi from 'wrap-ansi';
import type { Check } from '../check.ts';
import { CHECKS } from '../checks.ts';
import { BadInput } from '../errors.ts';
import { advise } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import { table } from '../reports/listing.ts';
import type { Rule } from '../rule.ts';
import { RULES } from '../rules.ts';
import { viewOf } from '../terminal.ts';

/** `conda-links checks [ID]`: all checks and rules in tables, or what one of them means. */
export function runChecks(id: string | undefined): Outcome {
  return { text: id === undefined ? all() : explain(id), file: '', code: 0 };
}

function all(): string {
  const checks = CHECKS.map(({ id, severity, level, title }) => [id, severity, level, title]);
  const rules = RULES.map(({ id, severity, title }) => [id, severity, title]);
  return [
    table(['CHECK', 'SEVERITY', 'LEVEL', 'WHAT IT FINDS'], checks),
    'Rules for environment files (conda-links lint):\n',
    table(['RULE', 'SEVERITY', 'WHAT IT FINDS'], rules),
  ].join('\n');
}

/** @throws BadInput when there is neither a check nor a rule of that name */
function explain(id: string): string {
  const check = CHECKS.find((one) => one.id === id);
  const rule = RULES.find((one) => one.id === id);
  if (check) return paragraphs(aboutCheck(check));
  if (rule) return paragraphs(aboutRule(rule));
  const ids = [...CHECKS, ...RULES].map((one) => one.id);
  throw new BadInput(`There is no check “${id}”.`, advise(ids, id));
}

function aboutCheck({ id, title, severity, level, explain: words }: Check): string[] {
  return [
    `${id}: ${title}`,
    `Severity ${severity}, from level ${level} on.`,
    words.what,
    `Why it matters: ${words.why}`,
    `How it happens: ${words.how}`,
    `What to do: ${words.fix}`,
  ];
}

function aboutRule({ id, title, severity, explain: words }: Rule): string[] {
  return [
    `${id}: ${title}`,
    `Severity ${severity}, in environment files.`,
    words.what,
    `Why it matters: ${words.why}`,
    `What to do: ${words.fix}`,
  ];
}

function paragraphs(all: readonly string[]): string {
  const { width } = viewOf('never', false);
  return `${all.map((one) => wrapAnsi(one, width)).join('\n\n')}\n`;
}
