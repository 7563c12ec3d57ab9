import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeEnvironment, type Outcome, run, startAny, temporaryFolder } from './support/cli.ts';

/** The founding article's script, as it stands there. */
const CHECK_SYMLINKS = String.raw`#!/bin/bash
# check_symlinks.sh
ENV_PATH="$HOME/miniconda3/envs/$1"

if [ ! -d "$ENV_PATH" ]; then
  echo "Error: Environment '$1' does not exist."
  exit 1
fi

echo "Checking symbolic links in environment: $1"

for link in "$ENV_PATH/bin/python" "$ENV_PATH/bin/pip"; do
  if [ -L "$link" ]; then
    target=$(readlink "$link")
    if [ -e "$link" ]; then
      printf "%-30s -> %s (OK)\n" "$(basename $link)" "$target"
    else
      printf "%-30s -> %s (BROKEN)\n" "$(basename $link)" "$target"
    fi
  elif [ -e "$link" ]; then
    printf "%-30s (Regular file, not a symlink)\n" "$(basename $link)"
  else
    printf "%-30s (Missing)\n" "$(basename $link)"
  fi
done
`;

/** What stands at a path below the prefix instead: a link, a file, a folder, or nothing. */
type Instead = { readonly link: string } | 'file' | 'folder' | 'nothing';

interface Case {
  readonly name: string;
  readonly damage: Readonly<Record<string, Instead>>;
  /** The script exits 0 whatever it finds; conda-links 1 where it is broken. */
  readonly code: 0 | 1;
}

const CASES: readonly Case[] = [
  { name: 'sound', damage: {}, code: 0 },
  { name: 'a broken python link', damage: { 'bin/python': { link: 'python3.10' } }, code: 1 },
  {
    name: 'a broken pip link, into a cache that was cleaned',
    damage: { 'bin/pip': { link: '../../../pkgs/pip-23.0-py39_0/bin/pip' } },
    code: 1,
  },
  {
    name: 'both broken, by absolute links',
    damage: {
      'bin/python': { link: '/mnt/d/old/path/python3.9' },
      'bin/pip': { link: '/mnt/d/old/path/pip' },
    },
    code: 1,
  },
  { name: 'a regular file where python was a link', damage: { 'bin/python': 'file' }, code: 1 },
  {
    name: 'missing both',
    damage: { 'bin/python': 'nothing', 'bin/pip': 'nothing' },
    code: 1,
  },
  { name: 'no bin at all', damage: { bin: 'nothing' }, code: 1 },
  { name: 'a link to itself', damage: { 'bin/python': { link: 'python' } }, code: 1 },
  {
    name: 'two links in a circle',
    damage: { 'bin/python': { link: 'pip' }, 'bin/pip': { link: 'python' } },
    code: 1,
  },
  { name: 'a link to a folder', damage: { 'bin/pip': { link: '../lib' } }, code: 1 },
  { name: 'a folder in place of pip', damage: { 'bin/pip': 'folder' }, code: 1 },
  {
    name: 'a target with blanks, a percent sign and letters that are not ASCII',
    damage: { 'bin/python': { link: '/old  place/100%s/Prüfung/python' } },
    code: 1,
  },
  {
    name: 'a broken link on the way',
    damage: { 'bin/python': { link: 'python3' }, 'bin/python3': { link: 'python3.10' } },
    code: 1,
  },
];

test.for(CASES)('the same lines as the script: $name', async ({ damage, code }) => {
  await using home = await temporaryFolder();
  const prefix = await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
  for (const [path, instead] of Object.entries(damage)) await put(join(prefix, path), instead);
  const [script, ours] = await both(home.path, 'ml');
  expect(ours.bytes.equals(script.bytes), `${ours.stdout} is not ${script.stdout}`).toBe(true);
  expect(ours.stderr).toBe('');
  expect(script.code).toBe(0);
  // Documented: the article's own cron line, `check_symlinks.sh ENV || notify_admin`, would never fire.
  expect(ours.code).toBe(code);
});

test('a retargeted link that still leads somewhere is OK to both', async () => {
  await using home = await temporaryFolder();
  const prefix = await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
  await put(join(prefix, 'bin/python'), { link: '/bin/sh' });
  const [script, ours] = await both(home.path, 'ml');
  expect(ours.stdout).toBe(script.stdout);
  expect(ours.stdout).toContain(' -> /bin/sh (OK)\n');
});

test('no such environment: the line on standard output, and exit code 1', async () => {
  await using home = await temporaryFolder();
  await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
  const [script, ours] = await both(home.path, 'production');
  expect(ours.stdout).toBe(script.stdout);
  expect(ours.stdout).toBe("Error: Environment 'production' does not exist.\n");
  expect([script.code, ours.code]).toEqual([1, 1]);
  expect(ours.stderr).toBe('');
});

test('no such environment, in a folder that happens to hold something of that name', async () => {
  await using home = await temporaryFolder();
  await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
  await mkdir(join(home.path, 'work/production'), { recursive: true });
  const [script, ours] = await both(home.path, 'production', join(home.path, 'work'));
  expect(ours.stdout).toBe(script.stdout);
  expect(ours.code).toBe(1);
});

test('two environments: the lines of both, one after the other', async () => {
  await using home = await temporaryFolder();
  const envs = join(home.path, 'miniconda3/envs');
  await makeEnvironment(join(envs, 'one'));
  await put(join(await makeEnvironment(join(envs, 'two')), 'bin/pip'), { link: 'nowhere' });
  const env = { HOME: home.path };
  const ours = await run(['verify', 'one', 'two', '--format', 'check-symlinks'], { env });
  const scripts = await Promise.all(['one', 'two'].map((name) => script(home.path, name)));
  expect(ours.stdout).toBe(scripts.map(({ stdout }) => stdout).join(''));
  expect(ours.code).toBe(1);
});

async function both(home: string, name: string, cwd = home): Promise<[Outcome, Outcome]> {
  const words = ['verify', name, '--format', 'check-symlinks'];
  return [await script(home, name), await run(words, { env: { HOME: home }, cwd })];
}

function script(home: string, name: string): Promise<Outcome> {
  const words = ['bash', '-c', CHECK_SYMLINKS, 'check_symlinks.sh', name];
  return startAny(words, { env: { HOME: home } }).outcome;
}

async function put(path: string, instead: Instead): Promise<void> {
  await rm(path, { recursive: true, force: true });
  if (instead === 'nothing') return;
  await mkdir(instead === 'folder' ? path : dirname(path), { recursive: true });
  if (instead === 'file') await writeFile(path, '#!/bin/sh\n', { mode: 0o755 });
  else if (instead !== 'folder') await symlink(instead.link, path);
}
