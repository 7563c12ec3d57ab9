import { at, defineRule } from '../rule.ts';

export const missingLocalFile = defineRule({
  id: 'missing-local-file',
  severity: 'error',
  title: 'A file that is not there',
  explain: {
    what: 'pip is referred to a file or folder (`-r requirements.txt`, `-e .`, `./wheels/x.whl`) that does not exist. Such paths count from the folder of the environment file.',
    why: 'pip ends with `No such file or directory`, after conda has installed everything else.',
    fix: 'Correct the path, or commit the file.',
  },
  *find({ pip }) {
    for (const { kind, path, text, file, ...place } of pip.paths) {
      if (kind === 'missing' && path !== null) yield { ...at(place), file, path: text };
    }
  },
  say: ({ path }) => `There is no ${path}`,
});
