import { defineCheck } from '../check.ts';

export const missingEntryPoint = defineCheck({
  id: 'missing-entry-point',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'A program of the environment is gone',
  explain: {
    what: 'There is no `bin/python` though a python record exists, no `bin/pip` though a pip record does, or a console script that an installer made is gone.',
    why: 'It is what people and scripts call: `bin/python: No such file or directory`.',
    how: 'Copies without links, updates that were cut off, clean-ups by hand.',
    fix: 'Reinstall the package that the program belongs to.',
  },
  *find({ absent, inventory, manifest, replacements }) {
    const gone = new Set<string>();
    for (const { path, package: owner } of absent.entryPoints) {
      gone.add(path);
      if (!replacements.has(owner)) yield { path, package: owner };
    }
    for (const [name, path] of [
      ['python', 'bin/python'],
      ['pip', 'bin/pip'],
    ] as const) {
      const owner = manifest.records.find((record) => record.name === name);
      if (!owner || gone.has(path) || inventory.at(path) || !inventory.isKnown(path)) continue;
      // Packages without any program of that kind exist: then nothing in `bin/` was ever recorded.
      if (!owner.paths.some((recorded) => recorded.path.startsWith(path))) continue;
      yield { path, package: owner };
    }
  },
  say: ({ path }) => `${path} is gone`,
});
