import { at, defineRule } from '../rule.ts';

export const invalidSpec = defineRule({
  id: 'invalid-spec',
  severity: 'error',
  title: 'conda cannot read what is asked for',
  explain: {
    what: 'The entry is no match spec: `name`, `name=1.2`, `name>=1.2,<2`, `channel::name=1.2=build`, `name[version=">=1.2"]`.',
    why: 'conda ends with `InvalidMatchSpec` before it has done anything.',
    fix: 'The operators are `=`, `==`, `>=`, `<=`, `>`, `<`, `!=` and `~=`, with a version behind each.',
  },
  *find({ file }) {
    for (const { spec, text, ...place } of file.dependencies) {
      if ('reason' in spec) yield { ...at(place), package: text, reason: spec.reason };
    }
  },
  say: ({ package: text, reason }) => `“${text}” cannot be read: ${reason}`,
});
