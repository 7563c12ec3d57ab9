import { at, defineRule } from '../rule.ts';

export const leakedPrefix = defineRule({
  id: 'leaked-prefix',
  severity: 'warning',
  title: 'A path of somebody’s machine',
  explain: {
    what: '`conda env export` has written the `prefix:` that the environment had on the machine where it was made.',
    why: 'It tells the name of a user to everybody, and nobody else has that path. conda itself goes by the name.',
    fix: 'Take the line out; `conda env export | grep -v ^prefix:`.',
  },
  *find({ file }) {
    if (file.prefix) yield { ...at(file.prefix), prefix: file.prefix.text };
  },
  say: ({ prefix }) => `${prefix} is a path of the machine on which this was exported`,
});
