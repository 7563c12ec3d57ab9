import { defineCheck } from '../check.ts';

export const foreignOwner = defineCheck({
  id: 'foreign-owner',
  severity: 'note',
  level: 'metadata',
  extent: 'prefix',
  title: 'Parts belong to another user',
  explain: {
    what: 'Recorded files belong to another user than the prefix. One finding an environment, with their number.',
    why: 'The owner of the environment can neither update nor remove them: the next `conda update` stops half way with `Permission denied`.',
    how: '`sudo conda install`, `sudo pip install`, a container that wrote into a mounted folder as root, a backup restored by another user. Hard links share their owner with the package cache.',
    fix: 'Nothing is broken for who only runs it. Give it back to one user: `sudo chown -R USER PREFIX`.',
  },
  *find({ inventory, files }) {
    const owner = files.length > 0 ? inventory.stat('') : null;
    if (owner?.kind !== 'ok') return;
    const { uid } = owner.value;
    let count = 0;
    let first: { path: string; other: number } | null = null;
    for (const { recorded, stat } of files) {
      if (stat.uid === uid) continue;
      count += 1;
      const { path } = recorded;
      if (first === null || path < first.path) first = { path, other: stat.uid };
    }
    if (first) yield { ...first, package: null, owner: uid, count };
  },
  say: ({ path, other, owner, count }) =>
    count === 1
      ? `${path} belongs to user ${other}, the prefix to ${owner}`
      : `${count} files do not belong to user ${owner}, as the prefix does (${path} to ${other}, …)`,
});
