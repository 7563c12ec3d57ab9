import { defineCheck } from '../check.ts';

export const cacheLink = defineCheck({
  id: 'cache-link',
  severity: 'note',
  level: 'links',
  extent: 'machine',
  title: 'Links lead into the package cache',
  explain: {
    what: 'Files of the environment are symbolic links into the package cache (`always_softlink`). One finding an environment, with their number.',
    why: 'The next `conda clean --packages`, or `rm -rf pkgs`, breaks all of them at once (conda/conda#16614).',
    how: 'conda was told to soft-link, or could not hard-link because cache and environment lie on two file systems and `allow_softlinks` is on.',
    fix: 'Nothing is broken. To be safe, set `allow_softlinks: false` and `always_softlink: false`, and make the environment anew.',
  },
  *find({ inventory, cache, links }) {
    let count = 0;
    let first: { path: string; folder: string } | null = null;
    for (const { path } of links) {
      const end = inventory.follow(path);
      const folder = end.kind === 'found' ? cache.folderOf(end.path) : null;
      if (folder === null) continue;
      count += 1;
      first ??= { path, folder };
    }
    if (first) yield { ...first, package: null, count };
  },
  say: ({ count, folder }) =>
    `${count} ${count === 1 ? 'link leads' : 'links lead'} into the package cache (${folder}, …); conda clean would break ${count === 1 ? 'it' : 'them'}`,
});
