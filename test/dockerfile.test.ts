import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { orderDockerfiles } from '../src/commands/dockerfile.ts';
import type { RawInputs } from '../src/inputs.ts';

const GOLDEN = fileURLToPath(new URL('golden', import.meta.url));

const CASES: Readonly<Record<string, readonly [file: string, options: RawInputs]>> = {
  plain: ['environment.yml', {}],
  pip: ['environment.yml', {}],
  editable: ['environment.yml', {}],
  geo: ['environment.yml', {}],
  cuda: ['environment.yml', {}],
  r: ['environment.yml', {}],
  explicit: ['conda-linux-64.lock', { name: 'locked' }],
  micromamba: ['environment.yml', { base: 'micromamba' }],
  miniconda: ['environment.yml', { base: 'miniconda', acceptTos: true }],
  article: ['environment.yml', { style: 'article', acceptTos: true }],
  'article-lock': ['explicit.txt', { style: 'article', base: 'micromamba' }],
  same: ['environment.yml', { runtime: 'same' }],
  'cache-mounts': ['environment.yml', { base: 'micromamba', cacheMounts: true }],
  'own-base': [
    'environment.yml',
    {
      base: `registry.example.org:5000/house/mamba@sha256:${'0123456789abcdef'.repeat(4)}`,
      runtime: 'registry.example.org:5000/house/slim:2026.1',
    },
  ],
  variables: ['environment.yml', {}],
  'sub-folder': ['deploy/conda/gpu.yml', { context: '.' }],
  nameless: ['environment.yaml', {}],
  template: ['environment.yml', { template: 'house.Dockerfile' }],
};

for (const [name, [file, options]] of Object.entries(CASES)) test(name, async () => {
    process.chdir(posix.join(GOLDEN, name));
    const { made } = await orderDockerfiles([file], options, new AbortController().signal);
    await expect(made.outputs[0]?.text).toMatchFileSnapshot(posix.join(GOLDEN, name, 'Dockerfile'));
});
