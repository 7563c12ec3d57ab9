import type { Check } from '../../src/check.ts';
import type { Rule } from '../../src/rule.ts';
import { exampleOf } from './examples.ts';

/** docs/checks.md, made from the words that stand beside each check and each rule. */
export async function checksPage(
  checks: readonly Check[],
  rules: readonly Rule[],
): Promise<string> {
  const examples = new Map<string, string>();
  for (const { id } of checks) examples.set(id, await exampleOf(id));
  const rows = checks.map(
    ({ id, severity, level, title }) =>
      `| [\`${id}\`](#${id}) | ${severity} | ${level} | ${title} |`,
  );
  const ruleRows = rules.map(
    ({ id, severity, title }) => `| [\`${id}\`](#${id}) | ${severity} | ${title} |`,
  );
  return `${[
    '# Checks',
    [
      'Every check of `conda-links verify`. The same words are shown by `conda-links checks ID`. Ids never change',
      'their meaning. *Severity* is what a finding has unless the text says otherwise: `error` is proved by records,',
      'the package cache or the kernel, `note` may well be meant so, `warning` lies between. *Level* is the least',
      '`--level` at which a check runs.',
    ].join('\n'),
    ['| check | severity | level | |', '|---|---|---|---|', ...rows].join('\n'),
    ...checks.map((check) => section(check, examples.get(check.id) ?? '')),
    '# Rules for environment files',
    [
      'Every rule of `conda-links lint` for `environment.yml` and `@EXPLICIT` files; `conda-links dockerfile` looks at',
      'them, too. *Severity* is what a finding has unless the text says otherwise: with an `error` the build fails,',
      'or gives away what it should not.',
    ].join('\n'),
    ['| rule | severity | |', '|---|---|---|', ...ruleRows].join('\n'),
    ...rules.map(ruleSection),
  ].join('\n\n')}\n`;
}

function section({ id, title, severity, level, extent, explain }: Check, example: string): string {
  const where = extent === 'machine' ? ' Only where the whole file system is known.' : '';
  return [
    `## ${id}`,
    `**${title}.** Severity ${severity}, from level ${level} on.${where}`,
    explain.what,
    `**Why it matters.** ${explain.why}`,
    `**How it happens.** ${explain.how}`,
    `**What to do.** ${explain.fix}`,
    example,
  ].join('\n\n');
}

function ruleSection({ id, title, severity, explain }: Rule): string {
  return [
    `## ${id}`,
    `**${title}.** Severity ${severity}.`,
    explain.what,
    `**Why it matters.** ${explain.why}`,
    `**What to do.** ${explain.fix}`,
  ].join('\n\n');
}
