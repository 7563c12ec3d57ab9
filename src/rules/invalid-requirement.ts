import { at, defineRule } from '../rule.ts';

export const invalidRequirement = defineRule({
  id: 'invalid-requirement',
  severity: 'error',
  title: 'pip cannot read what is asked for',
  explain: {
    what: 'The line is neither a requirement (`name==1.2`, `name[extra]>=1; python_version < "3.12"`), nor an option, a path or a URL.',
    why: 'pip ends with `Invalid requirement`, after conda has installed everything else.',
    fix: 'Write it as in a requirements file; a single `=` is conda’s, pip wants `==`.',
  },
  *find({ pip }) {
    for (const { requirement, text, file, ...place } of pip.lines) {
      if (requirement.kind !== 'bad') continue;
      yield { ...at(place), file, package: text, reason: requirement.reason };
    }
  },
  say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`,
});
