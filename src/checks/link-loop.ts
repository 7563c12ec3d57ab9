import { defineCheck } from '../check.ts';

export const linkLoop = defineCheck({
  id: 'link-loop',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Symbolic link leads back to itself',
  explain: {
    what: 'A symbolic link that leads back to itself, or through more than 40 links.',
    why: 'The kernel gives up with `Too many levels of symbolic links` (ELOOP). `find -xtype l` does not list such links.',
    how: 'A link was made by hand, or a script “repaired” links and pointed one at its own name.',
    fix: 'Reinstall the package that owns the link; remove links that no package owns.',
  },
  *find({ inventory, manifest, links }) {
    for (const { path, target } of links) {
      const end = inventory.follow(path);
      if (end.kind !== 'loop') continue;
      yield { path, package: manifest.paths.get(path)?.package ?? null, target };
    }
  },
  say: ({ path, target }) => `${path} → ${target}, which never arrives (a loop, or over 40 links)`,
});
