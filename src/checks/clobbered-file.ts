import { defineCheck } from '../check.ts';

export const clobberedFile = defineCheck({
  id: 'clobbered-file',
  severity: 'note',
  level: 'links',
  extent: 'prefix',
  title: 'Two packages brought the same path',
  explain: {
    what: 'One path stands in the records of two packages; the last one that was installed owns what is there. Its content is judged by the record that it matches.',
    why: 'Removing one of the packages takes the file from the other.',
    how: 'Two packages that should not be installed together, or that were built with each other’s files.',
    fix: 'Nothing is broken now. Report it to the packages’ maintainers.',
  },
  *find({ manifest }) {
    for (const [path, claims] of manifest.clobbered) {
      yield {
        path,
        package: manifest.paths.get(path)?.package ?? null,
        packages: claims.map((claim) => claim.package.dist),
      };
    }
  },
  say: ({ path, packages }) => `${path} belongs to ${packages.join(' and ')}`,
});
