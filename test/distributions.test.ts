import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { findDistributions, findReplacements } from '../src/conda/distributions.ts';
import { readManifest } from '../src/conda/records.ts';
import { takeInventory } from '../src/inventory.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { describeReal, realEnvironment } from './support/environments.ts';
import { faults } from './support/faults.ts';
import { hasher } from './support/verifying.ts';

const SITE = 'lib/python3.11/site-packages';

async function read(prefix: string) {
  const source = new DirectorySource(hasher);
  const inventory = await takeInventory(source, prefix, new AbortController().signal);
  const names = inventory.names('conda-meta').keys();
  const manifest = await readManifest(source, inventory.place, names);
  const distributions = await findDistributions(inventory, manifest);
  return { distributions, replacements: findReplacements(distributions, manifest) };
}

/** Files below site-packages, and what packages record of them: path → size. */
async function site(
  files: Record<string, string>,
  records: Record<string, Record<string, number>> = {},
) {
  const prefix = mkdtempSync(join(tmpdir(), 'cl-dist-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(prefix, path)), { recursive: true });
    writeFileSync(join(prefix, path), text);
  };
  try {
    for (const [path, text] of Object.entries(files)) write(`${SITE}/${path}`, text);
    for (const [name, sizes] of Object.entries(records)) {
      const paths = Object.entries(sizes).map(([path, size_in_bytes]) => ({
        _path: `${SITE}/${path}`,
        size_in_bytes,
      }));
      const record = { name, version: '1', build: '0', paths_data: { paths } };
      write(`conda-meta/${name}-1-0.json`, JSON.stringify(record));
    }
    return await read(prefix);
  } finally {
    rmSync(prefix, { recursive: true });
  }
}

describe('distributions', () => {
  it.each<[string, string, string]>([
    ['numpy-1.24.2.dist-info', 'numpy', '1.24.2'],
    ['ruamel.yaml-0.17.dist-info', 'ruamel-yaml', '0.17'],
    ['Jinja2-3.1.dist-info', 'jinja2', '3.1'],
    ['zope_-_interface-5.dist-info', 'zope-interface', '5'],
    ['foo_bar-1.0.post1+local.dist-info', 'foo-bar', '1.0.post1+local'],
    ['old-2.1-py3.9.egg-info', 'old', '2.1'],
    ['old-2.1.egg-info', 'old', '2.1'],
  ])('%s is %s %s', async (folder, project, version) => {
    const { distributions } = await site({ [`${folder}/METADATA`]: '' });
    expect(distributions).toEqual([
      { project, version, path: `${SITE}/${folder}`, installer: '', owner: null },
    ]);
  });

  test('are found in site-packages only, as folders only', async () => {
    const { distributions } = await site({
      'a-1.dist-info': 'a file',
      'sub/b-1.dist-info/METADATA': '',
      '../c-1.dist-info/METADATA': '',
      'd.dist-info/METADATA': '',
      'e-1.dist-infos/METADATA': '',
      '../dist-packages/f-1.dist-info/METADATA': '',
    });
    expect(distributions.map(({ project }) => project)).toEqual(['f']);
  });

  it.each<[string, string]>([
    ['pip\n', 'pip'],
    ['uv', 'uv'],
    ['conda\r\n', 'conda'],
    ['', ''],
    ['x'.repeat(1000), 'x'.repeat(64)],
  ])('by %j', async (text, installer) => {
    const { distributions } = await site({ 'a-1.dist-info/INSTALLER': text });
    expect(distributions[0]?.installer).toBe(installer);
  });

  test('have owners', async () => {
    const { distributions } = await site(
      { 'a-1.dist-info/METADATA': '', 'b-1.dist-info/METADATA': '', 'c-1.egg-info/PKG-INFO': '' },
      { pa: { 'a-1.dist-info/RECORD': 0 }, pc: { 'c-1.egg-info/PKG-INFO': 0, 'b.py': 0 } },
    );
    const owners = distributions.map(({ project, owner }) => [project, owner?.name ?? null]);
    expect(owners.sort()).toEqual([
      ['a', 'pa'],
      ['b', null],
      ['c', 'pc'],
    ]);
  });
});

describe('what pip installed over a package', () => {
  const numpy = { numpy: { 'numpy-1.dist-info/METADATA': 9, 'numpy-1.dist-info/INSTALLER': 5 } };
  it.each<[string, Record<string, string>, Record<string, Record<string, number>>, string[]]>([
    ['by pip', { 'numpy-2.dist-info/INSTALLER': 'pip\n' }, numpy, ['numpy → numpy 2']],
    ['by uv', { 'NumPy-2.dist-info/INSTALLER': 'uv' }, numpy, ['numpy → numpy 2']],
    ['of the same version', { 'numpy-1.dist-info/INSTALLER': 'pip\n' }, numpy, ['numpy → numpy 1']],
    ['not by conda', { 'numpy-2.dist-info/INSTALLER': 'conda' }, numpy, []],
    ['not by nobody', { 'numpy-2.dist-info/METADATA': '' }, numpy, []],
    ['not another project', { 'numpydoc-2.dist-info/INSTALLER': 'pip\n' }, numpy, []],
    ['not where nothing is recorded', { 'numpy-2.dist-info/INSTALLER': 'pip\n' }, {}, []],
    [
      'not where the package was built by pip and says so',
      { 'numpy-1.dist-info/INSTALLER': 'pip\n' },
      { numpy: { 'numpy-1.dist-info/METADATA': 9, 'numpy-1.dist-info/INSTALLER': 4 } },
      [],
    ],
    [
      'by the project’s name, not the package’s',
      { 'Foo_Bar-2.dist-info/INSTALLER': 'pip\n' },
      { 'python-foo': { 'foo.bar-1.egg-info/PKG-INFO': 9 } },
      ['python-foo → foo-bar 2'],
    ],
  ])('%s', async (_, files, records, expected) => {
    const { replacements } = await site(files, records);
    const told = replacements.map(
      ({ package: owner, by }) => `${owner.name} → ${by.project} ${by.version}`,
    );
    expect(told).toEqual(expected);
  });
});

describeReal('a real environment', () => {
  test('has distributions of conda, and pip replaces one', async () => {
    await using env = await realEnvironment({ dialect: 'conda' });
    const before = await read(env.prefix);
    const owners = before.distributions.map(({ owner }) => owner?.name).sort();
    expect(owners).toEqual(['numpy', 'pip', 'setuptools', 'wheel']);
    expect(new Set(before.distributions.map(({ installer }) => installer))).toEqual(
      new Set(['conda']),
    );
    expect(before.replacements).toEqual([]);
    await faults.find(({ check }) => check === 'replaced-by-pip')?.inject(env);
    const { replacements } = await read(env.prefix);
    expect(replacements).toMatchObject([
      { package: { name: 'numpy' }, by: { project: 'numpy', version: '9.9', installer: 'pip' } },
    ]);
  });
});
