import { expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { runChecks } from '../src/commands/checks.ts';
import { RULES } from '../src/rules.ts';
import { checksPage } from './support/checks-page.ts';

// `npx vitest run test/docs.test.ts -u` writes the page anew.
test('docs/checks.md says what checks and rules say of themselves', async () => {
  await expect(await checksPage(CHECKS, RULES)).toMatchFileSnapshot('../docs/checks.md');
});

test('ids are unique, and every check and every rule has its words', () => {
  const all = [...CHECKS, ...RULES];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, explain } of all) {
    for (const [part, words] of Object.entries(explain)) {
      expect(words, `${id}: ${part}`).toMatch(/[.)!]$/);
    }
  }
});

test('conda-links checks lists checks and rules, and explains each', () => {
  const ids = runChecks(undefined).text.matchAll(/^([a-z-]+) {2,}/gm);
  expect(Array.from(ids, ([, id]) => id)).toEqual([...CHECKS, ...RULES].map(({ id }) => id));
  const rule = runChecks('unlisted-pip').text.replaceAll(/\s+/g, ' ');
  expect(rule).toContain('unlisted-pip: pip is used and not asked for Severity warning');
  expect(rule).toContain('What to do: Add `- pip` before the section.');
  expect(() => runChecks('unlisted-pipp')).toThrow('There is no check “unlisted-pipp”.');
});
