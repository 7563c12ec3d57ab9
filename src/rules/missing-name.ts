import { defineRule } from '../rule.ts';

export const missingName = defineRule({
  id: 'missing-name',
  severity: 'warning',
  title: 'The environment has no name',
  explain: {
    what: 'There is no `name:` in the file.',
    why: '`conda env create` asks for one then, and everybody who makes it calls it something else.',
    fix: 'Add `name: ml`, or say it with `--name`.',
  },
  *find({ file, name }) {
    if (file.form === 'explicit' || name !== null) return;
    // A `name:` with nothing behind it is an entry that conda refuses, and told as such.
    if (file.keys.some(({ text }) => text === 'name')) return;
    yield { line: 1, column: 1 };
  },
  say: () => 'The environment has no name',
});
