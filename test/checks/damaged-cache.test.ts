// damaged-cache, and shared-damage below what it belongs to.
import { describe, expect, test } from 'vitest';
import { file, link } from '../support/memory.ts';
import { describeCheck, python, report, SITE, tree } from '../support/tree.ts';

const A = { 'a-1-0': { 'lib/a': 'the library', 'lib/b': 'b', 'lib/c': link('a') } };
const CACHED = '/opt/conda/pkgs/a-1-0';

describeCheck('damaged-cache', {
  sound: {
    'a cache that is as it should be': (by) => python(by),
    'of soft links': (by) => python(by, { links: 'soft' }),
    'a cache that is gone': (by) => python(by, { cache: false }),
    'links that dangle there': (by) =>
      tree({ by, packages: { 'a-1-0': { 'lib/l': link('/no/where') } } }),
    'what is in the cache besides': (by) =>
      tree({ by, packages: A }).with({ [`${CACHED}/info/index.json`]: '{}', [`${CACHED}/x`]: 'x' }),
    'an archive, which has no cache': (by) => tree({ by, packages: A }).archived(),
  },
  loud: {
    'a file that is gone': [
      (by) => tree({ by, packages: A, links: 'copy' }).without(`${CACHED}/lib/b`),
      [
        'error conda-meta/a-1-0.json',
        { folder: CACHED, first: 'lib/b', what: 'missing', count: 1 },
      ],
    ],
    'a file that is altered, under the same size': [
      (by) =>
        tree({ by, packages: A, links: 'copy' }).with({ [`${CACHED}/lib/a`]: file('the Library') }),
      ['error conda-meta/a-1-0.json', { first: 'lib/a', what: 'altered' }],
    ],
    'a link that is gone, and a file': [
      (by) =>
        tree({ by, packages: A, links: 'copy' })
          .without(`${CACHED}/lib/c`)
          .edit(`${CACHED}/lib/b`, () => ''),
      ['error conda-meta/a-1-0.json', { first: 'lib/b', count: 2 }],
    ],
    'one of a noarch package': [
      (by) =>
        python(by, { links: 'copy' }).without(
          '/opt/conda/pkgs/pip-23.0-0/site-packages/pip/__main__.py',
        ),
      ['error conda-meta/pip-23.0-0.json', { first: 'site-packages/pip/__main__.py' }],
    ],
  },
});

/** Writes into a file as `>>` does: all its names have it. */
const written = file('the Library');

describe('the aftermath of damage', () => {
  const shared = (by: 'conda' | 'rattler') =>
    tree({ by, packages: A }).with({
      'lib/a': written,
      [`${CACHED}/lib/a`]: written,
      '/opt/conda/envs/web/lib/a': written,
      '/opt/conda/envs/other/lib/a': 'the library',
      '/home/me/copy': written,
    });

  test.each(['conda', 'rattler'] as const)(
    'names everyone who has the same inode (%s)',
    async (by) => {
      const { findings } = await report(shared(by));
      const altered = findings.find(({ check }) => check === 'altered-file');
      expect(altered?.nested).toEqual([
        {
          check: 'shared-damage',
          message: `The same file is ${CACHED}/lib/a, /opt/conda/envs/web/lib/a, and 1 more`,
          facts: { places: [`${CACHED}/lib/a`, '/opt/conda/envs/web/lib/a'], others: 1 },
        },
      ]);
      expect(findings.map(({ check }) => check).sort()).toEqual(['altered-file', 'damaged-cache']);
    },
  );

  test('a noarch file is looked for below the Python of the other environment', async () => {
    const module = file('altered');
    const path = 'site-packages/pip/__init__.py';
    const one = python('conda').with({
      [`${SITE}/pip/__init__.py`]: module,
      [`/opt/conda/envs/new/lib/python3.12/${path}`]: module,
    });
    const { findings } = await report(one);
    const [nested] = findings.flatMap((finding) => finding.nested ?? []);
    expect(nested?.facts['places']).toEqual([`/opt/conda/envs/new/lib/python3.12/${path}`]);
  });

  test('nothing stands below a file of its own', async () => {
    const { findings } = await report(tree({ packages: A }).with({ 'lib/a': 'altered!!!!' }));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.nested).toBeUndefined();
  });

  test('of a package without a finding the cache is not looked at', async () => {
    const { findings } = await report(
      tree({ packages: A, links: 'copy' }).without(`${CACHED}/lib/b`),
    );
    expect(findings).toEqual([]);
  });

  test('of one with a finding it is', async () => {
    const one = tree({ packages: A, links: 'copy' }).without(`${CACHED}/lib/b`, 'lib/b');
    const { findings } = await report(one);
    expect(findings.map(({ check }) => check).sort()).toEqual(['damaged-cache', 'missing-file']);
  });
});
