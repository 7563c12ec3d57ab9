import { defineCheck } from '../check.ts';

export const absoluteLink = defineCheck({
  id: 'absolute-link',
  severity: 'note',
  level: 'links',
  extent: 'prefix',
  title: 'Links hold the environment’s own path',
  explain: {
    what: 'Symbolic links with an absolute target inside of their own prefix. One finding an environment, with their number.',
    why: 'They break when the environment is moved, copied to another place, or seen under another mount point.',
    how: 'Post-link scripts and tools such as npm make absolute links.',
    fix: 'Nothing is broken. Do not move the environment; make it anew where it is needed.',
  },
  *find({ inventory, links }) {
    const starts = [`${inventory.prefix}/`, `${inventory.place}/`];
    let count = 0;
    let first: { path: string; target: string } | null = null;
    for (const link of links) {
      if (!link.target.startsWith('/')) continue;
      const end = inventory.follow(link.path);
      const isWithin = end.kind === 'found' && inventory.relative(end.path) !== null;
      if (!isWithin && !starts.some((start) => link.target.startsWith(start))) continue;
      count += 1;
      first ??= link;
    }
    if (first) yield { ...first, package: null, count };
  },
  say: ({ path, count }) =>
    count === 1
      ? `${path} has an absolute target in its own prefix`
      : `${count} links have an absolute target in their own prefix (${path}, …)`,
});
