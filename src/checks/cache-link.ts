import { defineCheck } from '../check.ts';
import { countIn } from '../folder.ts';
import type { Subject } from '../subject.ts';

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
  *find(subject) {
    let count = 0;
    let first: Found | null = null;
    for (const one of linksIntoCache(subject)) {
      count += one.count;
      if (first === null || one.path < first.path) first = one;
    }
    if (first) yield { ...first, package: null, count };
  },
  say: ({ count, folder }) =>
    `${count} ${count === 1 ? 'link leads' : 'links lead'} into the package cache (${folder}, …); conda clean would break ${count === 1 ? 'it' : 'them'}`,
});

/** Links that lead into one folder of the package cache: the first of them, and how many there are. */
interface Found {
  readonly path: string;
  /** Of the package. */
  readonly folder: string;
  readonly count: number;
}

function* linksIntoCache({ inventory, cache, cached, links }: Subject): Generator<Found> {
  for (const { folder, into, names } of cached) {
    const name = names.slice(0, `${names}/`.indexOf('/'));
    const path = folder === '' ? name : `${folder}/${name}`;
    yield { path, folder: cache.folderOf(into) ?? into, count: countIn(names) };
  }
  for (const { path } of links) {
    const end = inventory.follow(path);
    const folder = end.kind === 'found' ? cache.folderOf(end.path) : null;
    if (folder !== null) yield { path, folder, count: 1 };
  }
}
