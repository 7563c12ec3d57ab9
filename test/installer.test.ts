import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  channelOf,
  type Installer,
  installerOf,
  reinstall,
  specOf,
} from '../src/conda/installer.ts';
import { type PackageRecord, parseRecord } from '../src/conda/record.ts';
import { readManifest } from '../src/conda/records.ts';
import { takeInventory } from '../src/inventory.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { hasher } from './support/verifying.ts';

function record(more: object = {}): PackageRecord {
  const json = {
    name: 'numpy',
    version: '1.24.2',
    build: 'py311h0_0',
    subdir: 'linux-64',
    ...more,
  };
  const made = parseRecord(
    'numpy-1.24.2-py311h0_0.json',
    Buffer.from(JSON.stringify(json)),
    null,
    null,
  );
  if ('reason' in made) throw new Error(made.reason);
  return made;
}

const EXACT = 'numpy=1.24.2=py311h0_0';

describe('a package is named so that nothing else fits', () => {
  it.each<[string, string, string]>([
    ['conda-forge', 'linux-64', `conda-forge::${EXACT}`],
    ['https://conda.anaconda.org/conda-forge/linux-64', 'linux-64', `conda-forge::${EXACT}`],
    ['https://conda.anaconda.org/conda-forge/noarch', 'noarch', `conda-forge::${EXACT}`],
    ['https://conda.anaconda.org/conda-forge/noarch', 'linux-64', `conda-forge::${EXACT}`],
    ['https://conda.anaconda.org/conda-forge/', '', `conda-forge::${EXACT}`],
    [
      'https://conda.anaconda.org/conda-forge/label/rc/linux-64',
      'linux-64',
      `conda-forge/label/rc::${EXACT}`,
    ],
    ['https://repo.anaconda.com/pkgs/main/linux-64', 'linux-64', `pkgs/main::${EXACT}`],
    ['pkgs/main', 'linux-64', `pkgs/main::${EXACT}`],
    ['defaults', 'linux-64', `defaults::${EXACT}`],
    ['file:///srv/channel/linux-64', 'linux-64', `file:///srv/channel::${EXACT}`],
    ['https://host/x/linux-64', 'linux-64', `https://host/x::${EXACT}`],
    ['https://host/linux-64/chan/linux-64/', 'linux-64', `https://host/linux-64/chan::${EXACT}`],
    ['https://host:8080/get/my-channel', 'linux-64', `https://host:8080/get/my-channel::${EXACT}`],
    // A channel that is known with its credentials only is for the configuration to name.
    ['https://me:SECRET@host/x/linux-64', 'linux-64', EXACT],
    ['https://host/t/SECRET/x/linux-64', 'linux-64', EXACT],
    ['https://conda.anaconda.org/t/SECRET/x/linux-64', 'linux-64', EXACT],
    ['https://host/x/linux-64?sig=SECRET', 'linux-64', EXACT],
    ['', 'linux-64', EXACT],
    // What conda writes when it does not know, and what could harm a command.
    ['<unknown>', 'linux-64', EXACT],
    ['-c evil', 'linux-64', EXACT],
    ['--yes', 'linux-64', EXACT],
    ['a b', 'linux-64', EXACT],
    ['a,b[c=d]', 'linux-64', EXACT],
    ['$(id)', 'linux-64', EXACT],
    ['a\nb', 'linux-64', EXACT],
  ])('from %j (%s)', (channel, subdir, spec) => {
    expect(specOf(record({ channel, subdir }))).toBe(spec);
    expect(channelOf(channel, subdir)).not.toContain('SECRET');
  });

  test('by its URL, where a record has no other channel', () => {
    const url = 'https://conda.anaconda.org/conda-forge/linux-64/numpy-1.24.2-py311h0_0.conda';
    expect(specOf(record({ url }))).toBe(`conda-forge::${EXACT}`);
  });

  test('without a build, where the record has none', () => {
    expect(specOf(record({ build: undefined }))).toBe('numpy=1.24.2');
  });

  test('of any platform', () => {
    for (const subdir of ['osx-arm64', 'linux-aarch64', 'a.b', '(', '']) {
      expect(channelOf(`https://host/x/${subdir || 'noarch'}`, subdir)).toBe('https://host/x');
    }
    expect(channelOf('https://host/x/aXb', 'a.b')).toBe('https://host/x/aXb');
  });
});

describe('the command that puts packages back', () => {
  const packages = [record({ channel: 'conda-forge' }), record({ name: 'zlib', build: 'h1' })];
  const specs = [`conda-forge::${EXACT}`, 'zlib=1.24.2=h1'];
  it.each<[Installer, string, string[]]>([
    [
      'conda',
      '/e',
      ['conda', 'install', '--yes', '--prefix', '/e', '--force-reinstall', '--no-deps', ...specs],
    ],
    [
      'mamba',
      '/e',
      ['mamba', 'install', '--yes', '--prefix', '/e', '--force-reinstall', '--no-deps', ...specs],
    ],
    [
      'micromamba',
      '/e',
      [
        'micromamba',
        'install',
        '--yes',
        '--prefix',
        '/e',
        '--force-reinstall',
        '--no-deps',
        ...specs,
      ],
    ],
    [
      'pixi',
      '/w s/.pixi/envs/dev',
      ['pixi', 'reinstall', '--manifest-path', '/w s', '--environment', 'dev', 'numpy', 'zlib'],
    ],
    ['pixi', '/detached', ['pixi', 'reinstall', 'numpy', 'zlib']],
  ])('of %s for %s', (installer, prefix, command) => {
    expect(reinstall(installer, prefix, packages)).toEqual(command);
    expect(command).not.toContain('ln');
  });
});

// ---------------------------------------------------------------- who made it

const file = {
  _path: 'a',
  path_type: 'hardlink',
  sha256: 'a'.repeat(64),
  sha256_in_prefix: 'a'.repeat(64),
};
const link = { _path: 'l', path_type: 'softlink', sha256: 'a'.repeat(64) };
const CONDAS = JSON.stringify({ name: 'x', version: '1', paths_data: { paths: [file, link] } });
const MAMBAS = JSON.stringify({
  name: 'x',
  version: '1',
  paths_data: { paths: [file, { ...link, sha256_in_prefix: 'a'.repeat(64) }] },
});

describe('an installer is told', () => {
  it.each<[Installer, string, string, Record<string, string>]>([
    ['conda', 'by nothing else', 'root/envs/ml', { 'root/envs/ml/conda-meta/history': '' }],
    [
      'conda',
      'by the conda of the root',
      'root/envs/ml',
      { 'root/envs/ml/conda-meta/x-1-0.json': CONDAS, 'root/conda-meta/conda-26.9.0-0.json': '{}' },
    ],
    ['conda', 'in the root itself', 'root', { 'root/conda-meta/conda-26.9.0-0.json': '{}' }],
    [
      'mamba',
      'by its hand, and mamba in the root',
      'root/envs/ml',
      {
        'root/envs/ml/conda-meta/x-1-0.json': MAMBAS,
        'root/conda-meta/mamba-2.0.0-0.json': '{}',
        'root/conda-meta/conda-26.9.0-0.json': '{}',
      },
    ],
    [
      'micromamba',
      'by mamba’s hand, and no mamba in the root',
      'root/envs/ml',
      { 'root/envs/ml/conda-meta/x-1-0.json': MAMBAS, 'root/conda-meta/mamba_x-1-0.json': '{}' },
    ],
    [
      'micromamba',
      'in a root without conda',
      'root/envs/ml',
      { 'root/envs/ml/conda-meta/history': '', 'root/conda-meta/micromamba-2.0.0-0.json': '{}' },
    ],
    ['pixi', 'by the place', 'w/.pixi/envs/dev', { 'w/.pixi/envs/dev/conda-meta/history': '' }],
    ['pixi', 'by its marker', 'cache/ml', { 'cache/ml/conda-meta/pixi': '{}' }],
  ])('%s %s', async (installer, _, prefix, files) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cl-installer-')));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const source = new DirectorySource(hasher);
      const signal = new AbortController().signal;
      const inventory = await takeInventory(source, join(folder, prefix), signal);
      const names = inventory.names('conda-meta').keys();
      const manifest = await readManifest(source, inventory.place, names);
      expect(installerOf(inventory, manifest)).toBe(installer);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
