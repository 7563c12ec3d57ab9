import { describe, expect, test } from 'vitest';
import { link } from '../support/memory.ts';
import { DIALECTS, PREFIX, python, report, type Tree } from '../support/tree.ts';

const LONG = `/${'long/'.repeat(40)}envs/ml`;
const places: Readonly<Record<string, (tree: Tree) => Tree>> = {
  'as it is': (tree) => tree,
  'without its cache': (tree) => tree.without('/opt/conda/pkgs'),
  'in an archive': (tree) => tree.archived(),
  'on a volume that folds case': (tree) => tree.folding(),
};

/** What no check may take for damage, whoever made it: a note at most. */
describe('a sound environment', () => {
  for (const by of DIALECTS) {
    for (const links of ['hard', 'copy', 'soft'] as const) {
      for (const [place, put] of Object.entries(places)) {
        // A soft-linked environment without its cache is not sound.
        if (links === 'soft' && place === 'without its cache') continue;
        test(`${by}, ${links} links, ${place}`, () => expectSound(put(python(by, { links }))));
      }
    }
    test(`${by}, of a root`, () => expectSound(python(by, { prefix: '/opt/conda' })));
    test(`${by}, of a very short path`, () => expectSound(python(by, { prefix: '/env' })));
    test(`${by}, of a very long path`, () => expectSound(python(by, { prefix: LONG })));
    test(`${by}, known by a path that is a link`, () =>
      expectSound(
        python(by, { prefix: '/data/conda/envs/ml', installedAs: PREFIX }).with({
          '/opt/conda': link('/data/conda'),
        }),
      ));
  }
  // mamba writes a `#!` line that no kernel can read there.
  for (const by of ['conda', 'rattler'] as const) {
    test(`${by}, of a path with a space`, () =>
      expectSound(python(by, { prefix: '/Users/me/my conda/envs/ml' })));
  }
});

async function expectSound(tree: Tree): Promise<void> {
  const { findings, verdict, counts } = await report(tree);
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(findings.filter(({ check }) => !['absolute-link', 'cache-link'].includes(check))).toEqual(
    [],
  );
  expect(verdict).toBe('whole');
  expect(counts.bytesHashed).toBeGreaterThan(900);
}
