import { at, defineRule } from '../rule.ts';

/** pip freeze writes such paths in conda environments: where packages were built. */
const ABSOLUTE =
  'It is a path of one machine. Name the package and its version instead, or put the file beside this one.';

export const outsideContext = defineRule({
  id: 'outside-context',
  severity: 'error',
  title: 'A file that a build does not get to see',
  explain: {
    what: 'pip is referred to a path that lies outside of the folder from which the image is built; in general that of the environment file.',
    why: 'A build sees its context and nothing else, so the file cannot be copied.',
    fix: 'Build from a folder that holds both: `--context ..`.',
  },
  *find({ pip }) {
    for (const { path, text, file, ...place } of pip.paths) {
      if (path === null)
        yield {
          ...at(place),
          file,
          path: text,
          ...(text.startsWith('/') ? { advice: ABSOLUTE } : {}),
        };
    }
  },
  say: ({ path }) => `${path} lies outside of the build context`,
});
