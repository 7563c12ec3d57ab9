import { isPrintable } from '../bytes.ts';
import { at, defineRule } from '../rule.ts';

export const invalidVariable = defineRule({
  id: 'invalid-variable',
  severity: 'error',
  title: 'A variable that no process can have',
  explain: {
    what: 'The name is none that shells know (letters, digits and `_`), or is `PATH`, which conda keeps for itself; or the value is a list, a mapping or a date, or holds a line break or another control character.',
    why: 'conda writes it down, and activation fails or sets something else.',
    fix: 'Write `NAME: "value"`.',
  },
  *find({ file }) {
    for (const { name, value, ...place } of file.variables) {
      if (!isUsable(name, value)) yield { ...at(place), name };
    }
  },
  say: ({ name }) => `“${name}” is no variable that can be set`,
});

/** Whether it can be said in one line of a Dockerfile. */
export function isUsable(name: string, value: string | null): value is string {
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.toUpperCase() !== 'PATH';
  return isName && value !== null && isPrintable(value.replaceAll('##[', ''));
}
