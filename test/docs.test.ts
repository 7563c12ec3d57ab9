import { expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { checksPage } from './support/checks-page.ts';

// `npx vitest run test/docs.test.ts -u` writes the page anew.
test('docs/checks.md says what the checks say of themselves', async () => {
  await expect(checksPage(CHECKS)).toMatchFileSnapshot('../docs/checks.md');
});

test('ids are unique, and every check has its words', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  for (const { id, explain } of CHECKS) {
    for (const [part, words] of Object.entries(explain)) {
      expect(words, `${id}: ${part}`).toMatch(/[.)!]$/);
    }
  }
});
