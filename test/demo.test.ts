import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIST, type Folder, hasProcesses, run, start, temporaryFolder } from './support/cli.ts';

test('shows one whole and one broken environment, and exits 0', async () => {
  await using box = await boxWithTmp();
  const { code, stdout, stderr } = await run(['demo'], { env: box.env });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('✓ sound is whole');
  expect(stdout).toContain('✗ broken is broken');
  expect(stdout).toContain('To mend it:');
  expect(stdout).toContain('1 of 2 environments broken');
  expect(await readdir(box.tmp)).toEqual([]);
});

test('works in any folder', async () => {
  await using box = await boxWithTmp();
  const inRoot = await run(['demo'], { env: box.env, cwd: '/' });
  const inTmp = await run(['demo'], { env: box.env, cwd: box.tmp });
  expect(withoutNumbers(inTmp.stdout)).toBe(withoutNumbers(inRoot.stdout));
  expect([inRoot.code, inTmp.code]).toEqual([0, 0]);
});

test('needs no home, and no conda', async () => {
  await using box = await boxWithTmp();
  const { code, stderr } = await run(['demo'], { env: { ...box.env, HOME: '' } });
  expect([code, stderr]).toEqual([0, '']);
});

test('a copy of dist is the whole program: no node_modules, no package.json', async () => {
  await using box = await boxWithTmp();
  const dist = join(box.path, 'program');
  await cp(DIST, dist, { recursive: true });
  const { code, stdout, stderr } = await run(['demo'], { env: box.env, dist });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('✗ broken is broken');
});

test('a copy of dist in a project of CommonJS is still the whole program', async () => {
  await using box = await boxWithTmp();
  await writeFile(join(box.path, 'package.json'), '{ "name": "theirs", "type": "commonjs" }');
  const dist = join(box.path, 'program');
  await cp(DIST, dist, { recursive: true });
  const { code, stderr } = await run(['demo'], { env: box.env, dist });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('says so when there is no room for it', async () => {
  await using box = await boxWithTmp();
  const { code, stderr } = await run(['demo'], { env: { TMPDIR: join(box.path, 'gone') } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^conda-links: /);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('Ctrl-C removes what it made', async () => {
  await using box = await boxWithTmp();
  // The signal comes the moment that the temporary folder is there.
  const preload = join(box.path, 'interrupt.cjs');
  await writeFile(
    preload,
    `const fs = require('node:fs/promises');
     const { mkdtemp } = fs;
     fs.mkdtemp = async (...args) => {
       const folder = await mkdtemp(...args);
       process.kill(process.pid, 'SIGINT');
       return folder;
     };
     require('node:module').syncBuiltinESMExports();`,
  );
  const running = start(['demo'], { env: { ...box.env, NODE_OPTIONS: `--require ${preload}` } });
  const { code, stdout, stderr } = await running.outcome;
  expect(code).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toBe('');
  expect(await readdir(box.tmp)).toEqual([]);
  expect(hasProcesses(running)).toBe(false);
});

const NODE24 = process.env['CONDA_LINKS_NODE24'] ?? '';
if (NODE24 === '') console.warn('skipped: demo on Node 24: CONDA_LINKS_NODE24 names none');

test.skipIf(NODE24 === '')('runs on Node 24 as well', async () => {
  await using box = await boxWithTmp();
  const { code, stdout, stderr } = await run(['demo'], { env: box.env, node: NODE24 });
  expect([code, stderr]).toEqual([0, '']);
  expect(withoutNumbers(stdout)).toBe(
    withoutNumbers((await run(['demo'], { env: box.env })).stdout),
  );
  expect((await run(['--version'], { node: NODE24 })).stdout).toBe(
    (await run(['--version'])).stdout,
  );
});

interface Box extends Folder {
  readonly tmp: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder with an empty TMPDIR in it. */
async function boxWithTmp(): Promise<Box> {
  const folder = await temporaryFolder();
  const tmp = join(folder.path, 'tmp');
  await mkdir(tmp);
  return { ...folder, tmp, env: { TMPDIR: tmp } };
}

/** Without the name of the temporary folder and what depends on the time. */
function withoutNumbers(text: string): string {
  return text.replace(/conda-links-demo-\w+/g, 'DEMO').replace(/\d+\.\d s/g, 'N s');
}
