import { defineCheck } from '../check.ts';

export const unreadableTarget = defineCheck({
  id: 'unreadable-target',
  severity: 'error',
  level: 'metadata',
  extent: 'machine',
  title: 'File or target of a link may not be read',
  explain: {
    what: 'The user who runs this gets `Permission denied` on a recorded file, or on what a link leads to.',
    why: 'The environment is whole for its owner and broken for everybody else.',
    how: 'An installation made by root with a strict umask, `chmod -R`, a home folder that others may not enter.',
    fix: 'Give the permission back: `chmod -R a+rX` by the owner of the files.',
  },
  *find({ level, inventory, manifest, contents }) {
    if (level === 'links') return;
    for (const { path, target } of inventory.symlinks()) {
      const end = inventory.follow(path);
      if (end.kind !== 'denied') continue;
      yield { path, package: manifest.paths.get(path)?.package ?? null, target, place: end.path };
    }
    for (const [path, { package: owner }] of manifest.paths) {
      const content = contents.of(path);
      if (content.kind !== 'unreadable' || inventory.at(path)?.kind !== 'file') continue;
      yield { path, package: owner, target: null, place: inventory.absolute(path) };
    }
  },
  say: ({ path, target, place }) =>
    target === null
      ? `${path} may not be read`
      : `${path} → ${target}: ${place} may not be entered`,
});
