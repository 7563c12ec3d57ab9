import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { environmentFolders } from '../src/conda/condarc.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { hasher } from './support/verifying.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'cl-condarc-')));
});
afterEach(() => rmSync(home, { recursive: true }));

const HERE = '/somewhere/here';

/** The folders of a machine with these files in its home and these variables; `HOME` stands for the home. */
async function folders(
  files: Record<string, string | Buffer>,
  env: Record<string, string> = {},
): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const variables = Object.entries(env).map(([name, value]) => [name, value.replace('HOME', home)]);
  const machine = { platform: 'linux', cwd: HERE, home, env: Object.fromEntries(variables) };
  const roots = [join(home, 'root')];
  const found = await environmentFolders(new DirectorySource(hasher), machine, roots);
  return found.map((folder) => folder.replace(home, 'HOME'));
}

describe('environments are kept where the configuration says', () => {
  it.each<[string, string, string[]]>([
    ['a list', 'envs_dirs:\n  - /a\n  - /b\n', ['/a', '/b']],
    ['the older name', 'envs_path: [/a]\n', ['/a']],
    ['both', 'envs_path: [/a]\nenvs_dirs: [/b, /a]\n', ['/a', '/b']],
    ['one word', 'envs_dirs: /a\n', ['/a']],
    ['the home', 'envs_dirs: [~/a, "~"]\n', ['HOME/a', 'HOME']],
    ['not the home of another', 'envs_dirs: [~you/a]\n', [`${HERE}/~you/a`]],
    ['variables', `envs_dirs: [$W/a, '\${W}/b', /c$W]\n`, ['/srv/a', '/srv/b', '/c/srv']],
    ['variables that are not set', 'envs_dirs: [/a/$NONE]\n', ['/a/$NONE']],
    ['relative ones', 'envs_dirs: [a, ../b]\n', [`${HERE}/a`, '/somewhere/b']],
    ['more than needed', 'channels: [x]\nenvs_dirs: [/a//b/./c/]\n', ['/a/b/c']],
    ['what conda marks', 'envs_dirs:\n  - /a  #!final\n', ['/a']],
  ])('%s', async (_, text, expected) => {
    const found = await folders({ '.condarc': text }, { W: '/srv' });
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    '.condarc',
    '.mambarc',
    '.conda/.condarc',
    '.conda/condarc',
    '.conda/condarc.d/a.yml',
    '.conda/condarc.d/b.yaml',
    '.config/conda/.condarc',
    'root/.condarc',
    'root/condarc.d/x.yml',
  ])('read from %s', async (file) => {
    expect(await folders({ [file]: 'envs_dirs: [/a]' })).toContain('/a');
  });

  it.each<[string, Record<string, string>]>([
    ['x/mine.yml', { CONDARC: 'HOME/x/mine.yml' }],
    ['x/mine', { MAMBARC: 'HOME/x/mine' }],
    ['xdg/conda/condarc', { XDG_CONFIG_HOME: 'HOME/xdg' }],
    ['active/.condarc', { CONDA_PREFIX: 'HOME/active' }],
  ])('read from %s with %j', async (file, env) => {
    expect(await folders({ [file]: 'envs_dirs: [/a]' }, env)).toContain('/a');
    expect(await folders({ [file]: 'envs_dirs: [/a]' })).not.toContain('/a');
  });

  it.each(['.conda/condarc.d/a.txt', '.conda/condarc.d/a.yml.bak', 'condarc'])(
    'not read from %s',
    async (file) => {
      expect(await folders({ [file]: 'envs_dirs: [/a]' })).not.toContain('/a');
    },
  );

  it.each<[Record<string, string>, string[]]>([
    [{ CONDA_ENVS_PATH: '/a:/b' }, ['/a', '/b']],
    [{ CONDA_ENVS_DIRS: '/a,/b' }, ['/a', '/b']],
    [{ CONDA_ENVS_DIRS: ' /a , ', CONDA_ENVS_PATH: '~/c' }, ['/a', 'HOME/c']],
  ])('by %j', async (env, expected) => {
    expect(await folders({}, env)).toEqual(expect.arrayContaining(expected));
    expect(await folders({}, env)).not.toContain('/');
  });
});

describe('what is no configuration does no harm', () => {
  const bomb = Array.from({ length: 12 }, (_, n) =>
    n === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]' : `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}]`,
  ).join('\n');
  it.each<[string, string | Buffer]>([
    ['empty', ''],
    ['a list', '- /a\n'],
    ['a word', '/a'],
    ['null', 'null'],
    ['not a list', 'envs_dirs: {a: /a}\nenvs_path: 7\n'],
    ['a list of other things', 'envs_dirs: [7, null, {a: /a}, [/a], true, "", "  "]\n'],
    ['a tab', 'envs_dirs:\n\t- /b\n'],
    ['two documents', 'envs_dirs: [/b]\n---\nenvs_dirs: [/a]\n'],
    ['one key twice', 'envs_dirs: [/b]\nenvs_dirs: [/b]\n'],
    ['open brackets', 'envs_dirs: [/b'],
    ['bytes', Buffer.from([0, 1, 2, 0xff, 0xfe, 10, 0x3a, 0x20])],
    ['a bomb of aliases', `${bomb}\nenvs_dirs: *a11\n`],
    ['an alias of itself', 'envs_dirs: &a [*a]\n'],
    ['a merge of itself', 'envs_dirs: &a\n  <<: *a\n'],
    ['a tag', 'envs_dirs: !!js/function "x"\n'],
    ['many brackets', '['.repeat(300)],
    ['many dashes', `envs_dirs:\n  ${'- '.repeat(300)}/a\n`],
  ])('%s', async (_, text) => {
    const found = await folders({ '.condarc': text, '.conda/.condarc': 'envs_dirs: [/other]' });
    expect(found).toContain('/other');
    expect(found).not.toContain('/a');
    expect(found.every((folder) => folder.startsWith('/') || folder.startsWith('HOME'))).toBe(true);
  });

  test('a folder, and one that is too large to be one', async () => {
    mkdirSync(join(home, '.condarc'));
    writeFileSync(join(home, '.mambarc'), 'envs_dirs: [/a]\n');
    truncateSync(join(home, '.mambarc'), 300 << 20);
    expect(await folders({ '.conda/.condarc': 'envs_dirs: [/other]' })).toContain('/other');
  });
});
