import { at, defineRule } from '../rule.ts';

export const duplicateKey = defineRule({
  id: 'duplicate-key',
  severity: 'error',
  title: 'A key that stands there twice',
  explain: {
    what: 'Two sections of one name.',
    why: 'Some parsers refuse the file, others keep the last section and forget the first without a word.',
    fix: 'Make one section of them.',
  },
  *find({ file }) {
    const lines = new Map<string, number>();
    for (const { text: key, ...place } of file.keys) {
      const first = lines.get(key);
      if (first === undefined) lines.set(key, place.line);
      else yield { ...at(place), key, first };
    }
  },
  say: ({ key, first }) => `“${key}” stands in line ${first} already`,
});
