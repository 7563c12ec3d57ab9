import { defineCheck } from '../check.ts';

export const unreadableFolder = defineCheck({
  id: 'unreadable-folder',
  severity: 'error',
  level: 'metadata',
  extent: 'machine',
  title: 'Folder may not be read',
  explain: {
    what: 'The user who runs this may not list a folder of the environment. What is in it was not checked.',
    why: 'Nothing in it can be imported or run by this user.',
    how: 'An installation made by root with a strict umask, or `chmod -R`.',
    fix: 'Give the permission back: `chmod -R a+rX` by the owner of the files.',
  },
  *find({ level, inventory, manifest }) {
    if (level === 'links') return;
    for (const [path, failure] of inventory.unlisted) {
      if (failure.kind === 'missing') continue;
      const reason = failure.kind === 'denied' ? 'may not be read' : 'cannot be read';
      yield { path, package: null, reason };
    }
    for (const path of manifest.folders) {
      // May be listed, but not entered: nothing that is in it can be used.
      if (inventory.names(path).size === 0 || inventory.stat(`${path}/.`).kind !== 'denied')
        continue;
      yield { path, package: null, reason: 'may not be entered' };
    }
  },
  say: ({ path, reason }) => `${path}/ ${reason}`,
});
