import { isUtf8 } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { lstat, mkdir, rename, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INPUTS } from '../src/inputs.ts';
import {
  type Folder,
  install,
  isRoot,
  makeEnvironment,
  type RunOptions,
  record,
  recordedFile,
  run,
  temporaryFolder,
} from './support/cli.ts';

describe('what is named is no environment that can be looked at', () => {
  test('no such name: the nearest ones are offered', async () => {
    await using home = await temporaryFolder();
    const envs = join(home.path, 'miniconda3/envs');
    for (const name of ['production', 'web', 'web2']) await makeEnvironment(join(envs, name));
    const options = { env: { HOME: home.path } };
    await refused(['prodction'], /“prodction”.*Did you mean production\?/s, options);
    await refused(['wab'], /Did you mean web( or web2)?\?/, options);
    await refused(['PRODUCTION'], /Did you mean production\?/, options);
    await refused(['nothing-like-any-of-them'], /Known here: .*production/, options);
  });

  test('one of two names is wrong: the other one is verified all the same', async () => {
    await using home = await temporaryFolder();
    await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    const { code, stdout } = await run(['verify', 'mll', 'ml'], { env: { HOME: home.path } });
    expect(code).toBe(2);
    expect(stdout).toContain('? mll could not be checked');
    expect(stdout).toContain('✓ ml is whole');
    expect(stdout).toContain('1 of 2 environments not checked');
  });

  test('no such folder', async () => {
    await refused(['/nonexistent/environment'], /There is nothing at \/nonexistent\/environment/);
  });

  test('a link that leads nowhere, and one that leads to itself', async () => {
    await using box = await temporaryFolder();
    for (const target of ['nowhere', 'link']) {
      await symlink(target, join(box.path, 'link'));
      await refused([join(box.path, 'link')], /link/);
      await unlink(join(box.path, 'link'));
    }
  });

  test('an empty name', async () => {
    const { code, stdout, stderr } = await run(['verify', '']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'conda-links: The name of an environment is empty.\nName one, or a prefix.\n',
    );
  });

  test('a folder that is no environment, and an empty conda-meta', async () => {
    await using box = await temporaryFolder();
    await refused([box.path], /is not a conda environment/);
    await mkdir(join(box.path, 'conda-meta'));
    await refused([box.path], /is not a conda environment/);
  });

  test('a virtual environment, of python -m venv and of uv', async () => {
    await using box = await temporaryFolder();
    await mkdir(join(box.path, 'bin'));
    await symlink('/usr/bin/python3', join(box.path, 'bin/python'));
    await writeFile(join(box.path, 'pyvenv.cfg'), 'home = /usr/bin\nuv = 0.9.1\n');
    await refused([box.path], /is a virtual environment \(venv, virtualenv or uv\)/);
  });

  test('a virtual environment made by the python of this machine', async ({ skip }) => {
    await using box = await temporaryFolder();
    const words = ['-m', 'venv', '--without-pip', join(box.path, 'venv')];
    const { status } = spawnSync('python3', words, { stdio: 'ignore' });
    if (status !== 0) skip('no python3 with venv');
    await refused([join(box.path, 'venv')], /is a virtual environment/);
  });

  test('a file, a fifo, a device', async () => {
    await using box = await temporaryFolder();
    await writeFile(join(box.path, 'file'), '');
    fifo(join(box.path, 'fifo'));
    for (const path of [join(box.path, 'file'), join(box.path, 'fifo'), '/dev/null']) {
      await refused([path], /is no folder/);
    }
    await refused([join(box.path, 'file/below')], /There is nothing at|is no folder/);
  });

  test('an environment of Windows', async () => {
    await using box = await temporaryFolder();
    await writeFile(join(box.path, 'python.exe'), 'MZ');
    await record(box.path, 'python-3.11.9-0_win', { subdir: 'win-64' });
    await refused([box.path], /is an environment of Windows/);
  });

  test('an environment of Windows without a Python', async () => {
    await using box = await temporaryFolder();
    await mkdir(join(box.path, 'Library/bin'), { recursive: true });
    await writeFile(join(box.path, 'Library/bin/zlib.dll'), 'MZ');
    const paths = [recordedFile('Library/bin/zlib.dll', 'MZ')];
    await record(box.path, 'zlib-1.3-0_win', { subdir: 'win-64', paths_data: { paths } });
    await refused([box.path], /is an environment of Windows/);
  });

  test('a name of 255 bytes, one that is too long for the system, and a NUL-free maze of dots', async () => {
    await using box = await temporaryFolder();
    const longest = 'e'.repeat(255);
    await makeEnvironment(join(box.path, longest));
    const { code, stdout } = await run(['verify', join(box.path, longest)]);
    expect(code).toBe(0);
    expect(stdout).toContain(longest);
    await refused([`/${'e'.repeat(256)}`], /e{256}/);
    await refused([`/${'e/'.repeat(3000)}`], /e\/e/);
    await refused([`${box.path}/../../../../../../../nonexistent/./x`], /nonexistent\/x/);
  });
});

describe('a record that is none is a finding; the rest is verified all the same', () => {
  const RECORDS: Readonly<Record<string, string | Buffer>> = {
    'nothing at all': '',
    'no JSON': 'this is not JSON',
    'cut off': '{"name": "x", "version": "1", "bui',
    'NUL bytes, as after a crash': Buffer.alloc(4096),
    'bytes that are no UTF-8': Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
    'a number': '1',
    null: 'null',
    'a list': '[]',
    'an empty object': '{}',
    'a name that is a number': '{"name": 1, "version": "1"}',
    'no version': '{"name": "x"}',
    'a name that leads elsewhere': '{"name": "../../x", "version": "1", "build": "0"}',
    'an absolute path': claim('/etc/passwd'),
    'a path that leads out': claim('../../outside'),
    'a path that leads out in the middle': claim('lib/../../outside'),
    'a path of dots': claim('./lib'),
    'a path with a NUL': claim('lib/\0'),
    'an absolute path in a bare list of files': JSON.stringify({
      name: 'x',
      version: '1',
      build: '0',
      files: ['/etc/passwd'],
    }),
    'lists in lists, a thousand deep': '['.repeat(1000) + ']'.repeat(1000),
    'objects in objects, a hundred thousand deep': '{"a":'.repeat(1e5) + 1 + '}'.repeat(1e5),
  };
  test.for(Object.entries(RECORDS))('%s', async ([, content]) => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await writeFile(join(prefix, 'conda-meta/x-1-0.json'), content);
    await rm(join(prefix, 'lib/python3.11/os.py'));
    const { code, environment } = await verified(prefix);
    expect(code).toBe(1);
    expect(environment.findings.map(({ check, path }) => [check, path])).toEqual([
      ['unreadable-record', 'conda-meta/x-1-0.json'],
      ['missing-file', 'lib/python3.11/os.py'],
    ]);
  });

  test('deep nesting where a record may hold anything', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    await writeFile(
      join(prefix, 'conda-meta/x-1-0.json'),
      `{"name": "x", "version": "1", "build": "0", "link": ${deep}, "extra": ${deep},
        "depends": ${deep}, "paths_data": {"paths": ${deep}}}`,
    );
    const { code, environment } = await verified(prefix);
    expect([code, environment.findings]).toEqual([0, []]);
  });

  test('fields of a wrong shape are as good as none', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const paths = [
      null,
      7,
      'bin/python',
      [],
      {},
      { _path: 7 },
      { _path: '' },
      { _path: 'bin/pip', path_type: 7, sha256: 'no hash', size_in_bytes: -1 },
      { _path: 'bin/pip', sha256: null, size_in_bytes: 1e300, prefix_placeholder: {} },
      { _path: 'bin/pip', file_mode: [], sha256_in_prefix: 'x'.repeat(64) },
    ];
    const odd = { depends: 'numpy', link: 7, channel: [], files: {}, noarch: 5, subdir: null };
    await record(prefix, 'x-1-0', { ...odd, paths_data: { paths } });
    const { code, environment } = await verified(prefix);
    expect(code).toBe(0);
    expect(environment.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  test('200 MB: says that it is too large, and does not read it all', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const file = join(prefix, 'conda-meta/x-1-0.json');
    await writeFile(file, '{"name": "x", "version": "1", "build": "0", "padding": "');
    await truncate(file, 200e6);
    const { code, environment } = await verified(prefix);
    expect(code).toBe(1);
    expect(environment.findings).toMatchObject([
      { check: 'unreadable-record', message: expect.stringMatching(/is larger than \d+ MiB/) },
    ]);
  });

  test('many large ones: memory stays bounded', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    for (let at = 0; at < 20; at += 1) {
      const file = join(prefix, `conda-meta/x${at}-1-0.json`);
      await writeFile(file, '');
      await truncate(file, 200e6);
    }
    const preload = join(box.path, 'memory.cjs');
    await writeFile(
      preload,
      `process.on('exit', () => console.error(process.resourceUsage().maxRSS));`,
    );
    const options = { env: { NODE_OPTIONS: `--require ${preload}` } };
    const { code, stderr } = await run(['verify', prefix], options);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\d+\n$/);
    // In kilobytes: the records alone are 4 GB.
    expect(Number(stderr)).toBeLessThan(1e6);
  });

  test('a record that is a folder, a fifo, a link to nowhere, a link to a fifo', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const metadata = join(prefix, 'conda-meta');
    await mkdir(join(metadata, 'a-1-0.json'));
    fifo(join(metadata, 'b-1-0.json'));
    await symlink('nowhere', join(metadata, 'c-1-0.json'));
    await symlink('b-1-0.json', join(metadata, 'd-1-0.json'));
    const { code, environment } = await verified(prefix);
    expect(code).toBe(1);
    const records = environment.findings.filter(({ check }) => check === 'unreadable-record');
    expect(records.map(({ path }) => path.slice(-10))).toEqual([
      'a-1-0.json',
      'b-1-0.json',
      'c-1-0.json',
      'd-1-0.json',
    ]);
    const listed = await run(['list', '--json'], { env: { CONDA_PREFIX: prefix } });
    expect([listed.code, listed.stderr]).toEqual([0, '']);
  });
});

/** What a name may hold that could speak to a terminal, a workflow's runner or a reader. */
const NAMES: Readonly<Record<string, string | Buffer>> = {
  'a newline': 'new\nline',
  'a newline and a workflow command': 'x\n::error::hacked',
  'a workflow command': '::error file=a,line=1::hacked',
  'a workflow command behind blanks': '  ::set-output name=x::y',
  'a workflow command of the old kind': '##[error]hacked',
  'half of a workflow command': '##[',
  'carriage return': 'x\r::error::hacked',
  'an escape sequence': '\x1b[2J\x1b[31mred',
  'a title of the window': '\x1b]0;hacked\x07',
  'a hyperlink of the terminal': '\x1b]8;;mailto:evil\x1b\\text\x1b]8;;\x1b\\',
  'a control character of eight bits': '\u009b31mred\u0085',
  'backspaces and a tab': 'x\b\b\b\ty\x7f',
  'a text that runs backwards': '\u202egpj.exe\u2066x',
  'what cannot be seen': 'a\u200bb\ufeffc\u00ad',
  'a separator of lines': 'x\u2028::error::y\u2029z',
  'bytes that are no UTF-8': Buffer.from([0x61, 0xff, 0xfe, 0x80, 0x1b, 0x5b, 0x33, 0x31, 0x6d]),
  'half a character of UTF-8': Buffer.from([0x62, 0xe2, 0x82]),
  'a surrogate in UTF-8': Buffer.from([0xed, 0xa0, 0x80]),
  '255 bytes': 'x'.repeat(255),
  '255 bytes, each of them an escape': Buffer.alloc(255, 0x1b),
  Markdown: '`|<img src=x>|**b**[l](javascript:x)@all',
};

// Volumes of macOS take no names that are not UTF-8.
const isAllowed = (bytes: Buffer) => process.platform !== 'darwin' || isUtf8(bytes);

describe.for(
  Object.entries(NAMES)
    .map(([what, name]) => [what, Buffer.from(name)] as const)
    .filter(([, bytes]) => isAllowed(bytes)),
)('names: %s', ([, bytes]) => {
  const isText = isUtf8(bytes);
  const name = bytes.toString('utf8');

  test('wherever a name or a text may stand in an environment', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await symlink('nowhere', below(prefix, 'bin', bytes));
    await symlink(bytes, join(prefix, 'bin/to-it'));
    await symlink(Buffer.concat([Buffer.from('/gone/'), bytes]), join(prefix, 'lib/to-it'));
    await unlink(join(prefix, 'bin/python'));
    await symlink(bytes, join(prefix, 'bin/python'));
    const folder = below(prefix, 'lib', bytes);
    await mkdir(folder);
    await symlink('nowhere', Buffer.concat([folder, Buffer.from('/'), bytes]));
    if (isText) await recordAll(prefix, name);
    const isShort = bytes.length <= 250;
    const file = Buffer.concat([bytes, Buffer.from('.json')]);
    if (isShort) await writeFile(below(prefix, 'conda-meta', file), bytes);
    await writeFile(join(prefix, 'conda-meta/text-1-0.json'), bytes);

    const { findings } = await silent(prefix, 1);
    const place = Buffer.concat([Buffer.from('bin/'), bytes]);
    const isIt = ({ check, path, pathBytes }: Finding) =>
      check === 'dangling-link' &&
      (isText ? path === `bin/${name}` : pathBytes === place.toString('base64'));
    const [found, ...more] = findings.filter(isIt);
    expect([found?.severity, more]).toEqual(['error', []]);
    if (isText) expect(found).not.toHaveProperty('pathBytes');
    else expect(found?.path).toMatch(/^bin\/.*\\x[0-9a-f]{2}/);
    const links = findings.filter(({ check }) => check === 'dangling-link');
    expect(links).toHaveLength(5);
    const records = findings.filter(({ check }) => check === 'unreadable-record');
    expect(records.length).toBeGreaterThanOrEqual(isShort ? 2 : 1);
    if (!isText) return;
    const all = findings.map(({ check, path }) => [check, path]);
    expect(all).toContainEqual(['missing-file', `share/${name}`]);
    expect(all).toContainEqual(['altered-file', `include/${name}`]);
  });

  test('as the name of an environment, found in its root', async () => {
    await using box = await temporaryFolder();
    const root = join(box.path, 'root');
    await makeEnvironment(root);
    const made = await makeEnvironment(join(box.path, 'made'));
    await rm(join(made, 'bin/python3.11'));
    await mkdir(join(root, 'envs'));
    await rename(made, below(root, 'envs', bytes));
    await silent(root, 1);
    const { environments } = await jsonOf(['verify', root, '--format', 'json'], {});
    expect(environments.map(({ verdict }) => verdict)).toEqual(['whole', 'broken']);
  });

  test('as the name of an environment in the list', async () => {
    await using box = await temporaryFolder();
    const root = join(box.path, 'root');
    await makeEnvironment(root);
    await mkdir(join(root, 'envs'));
    const made = await makeEnvironment(join(box.path, 'made'));
    await rename(made, below(root, 'envs', bytes));
    for (const words of [['list'], ['list', '--json']]) {
      const { code, stderr, bytes: output } = await run(words, { env: { CONDA: root } });
      expect([code, stderr]).toEqual([0, '']);
      saysNothing(output);
    }
  });

  // What one types reaches a program as text.
  const onText = isText ? test : () => undefined;
  onText('as an environment that is not there', async () => {
    await using box = await temporaryFolder();
    const named = [name, `/nonexistent/${name}`, `./${name}`];
    const told = await Promise.all(
      named.map((word) =>
        run(['verify', '--format', 'check-symlinks', '--', word], { cwd: box.path }),
      ),
    );
    expect(told.map(({ code, stderr }) => [code, stderr])).toEqual(named.map(() => [1, '']));
    for (const { bytes: output } of told) saysNothing(output);
    for (const format of ['text', 'json']) {
      const {
        code,
        stderr,
        bytes: output,
      } = await run(['verify', '--format', format, '--', ...named]);
      expect([code, stderr]).toEqual([2, '']);
      saysNothing(output);
    }
  });
});

/** Records with a text in each place that may have one: as paths of files, and in the fields of the head. */
async function recordAll(prefix: string, text: string): Promise<void> {
  const own = ['share', 'include'].map((folder) => recordedFile(`${folder}/${text}`, 'text'));
  await record(prefix, 'paths-1.0-0', { paths_data: { paths: own } });
  await mkdir(join(prefix, 'include'));
  await writeFile(`${prefix}/include/${text}`, 'other');
  const paths_data = { paths: [recordedFile('share/gone', 'x')] };
  const fields = ['name', 'version', 'build', 'channel', 'subdir', 'noarch', 'url'];
  for (const field of [...fields, 'extracted_package_dir']) {
    await record(prefix, `${field}-1.0-0`, { paths_data, [field]: text });
  }
  await record(prefix, 'depends-1.0-0', { paths_data, depends: [text] });
  await record(prefix, 'link-1.0-0', { paths_data, link: { source: text, type: 1 } });
}

describe('folders that lead in circles', () => {
  test('links to a parent, to oneself and across: it ends, and reports none of them', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await symlink('..', join(prefix, 'lib/up'));
    await symlink('.', join(prefix, 'lib/here'));
    await symlink(prefix, join(prefix, 'share'));
    await symlink('/', join(prefix, 'machine'));
    await mkdir(join(prefix, 'a'));
    await mkdir(join(prefix, 'b'));
    await symlink('../b', join(prefix, 'a/b'));
    await symlink('../a', join(prefix, 'b/a'));
    const { code, environment } = await verified(prefix);
    expect(code).toBe(0);
    expect(environment.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(environment.counts.directories).toBeLessThan(10);
  });

  test('links through links that double at each step', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await mkdir(join(prefix, 'maze'));
    for (let at = 1; at <= 60; at += 1) {
      await symlink(`${at - 1}/../maze/${at - 1}`, join(prefix, `maze/${at}`));
    }
    await symlink('.', join(prefix, 'maze/0'));
    const { code, environment } = await verified(prefix);
    expect(code).toBe(1);
    expect(new Set(environment.findings.map(({ check }) => check))).toEqual(new Set(['link-loop']));
  });

  test('a tree deeper than a path may be long', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const script = `cd "$1" && for i in $(seq 40); do mkdir ${'d'.repeat(200)} && cd ${'d'.repeat(200)} || exit 1; done`;
    const { status } = spawnSync('bash', ['-c', script, 'bash', prefix], { stdio: 'ignore' });
    expect(status).toBe(0);
    try {
      const { code, bytes, stderr } = await run(['verify', prefix]);
      // Whatever it says of that folder: it ends, and with a verdict.
      expect([0, 1]).toContain(code);
      expect(stderr).toBe('');
      saysNothing(bytes);
    } finally {
      spawnSync('rm', ['-rf', prefix]);
    }
  });
});

describe('what is no file', () => {
  const KINDS = [
    'fifo',
    'socket',
    ...(isRoot() ? ['character device', 'block device'] : []),
  ] as const;
  if (!isRoot()) console.warn('skipped: devices in an environment: only root can make them');

  test.for(KINDS)('a %s in place of recorded things, and in bin/', async (kind, { skip }) => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await install(prefix, 'tool-1.0-0', {
      'bin/tool': '#!/bin/sh\n',
      'bin/alias': { link: 'tool' },
      'share/tool/data': 'data\n',
    });
    const recorded = ['bin/tool', 'bin/alias', 'share/tool/data'];
    for (const path of recorded) {
      await rm(join(prefix, path));
      if (!(await make(kind, box, join(prefix, path)))) skip(`this system makes no ${kind}`);
    }
    await make(kind, box, join(prefix, 'bin/unrecorded'));
    await make(kind, box, join(prefix, 'lib/unrecorded'));
    for (const level of INPUTS.level.choices) {
      const { code, environment } = await verified(prefix, '--level', level);
      expect(code).toBe(1);
      const found = environment.findings.filter(({ severity }) => severity === 'error');
      expect(found.map(({ check, path }) => [check, path])).toEqual(
        [...recorded].sort().map((path) => ['wrong-type', path]),
      );
    }
    expect((await run(['verify', prefix])).stdout).toContain('wrong-type');
  });

  test('a fifo in place of bin/python, at the end of links, and of a folder', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await rm(join(prefix, 'bin/python3.11'));
    fifo(join(prefix, 'bin/python3.11'));
    await rm(join(prefix, 'lib/python3.11'), { recursive: true });
    fifo(join(prefix, 'lib/python3.11'));
    const { code, environment } = await verified(prefix);
    expect(code).toBe(1);
    const found = environment.findings.map(({ check, path }) => [check, path]);
    expect(found).toContainEqual(['wrong-type', 'bin/python3.11']);
    expect(found).toContainEqual(['wrong-type', 'lib/python3.11']);
    const { stdout } = await run(['verify', prefix, '--format', 'check-symlinks']);
    expect(stdout).toContain(' -> python3.11 (OK)\n');
  });

  test('a fifo where configuration is read from', async () => {
    await using home = await temporaryFolder();
    await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    fifo(join(home.path, '.condarc'));
    await mkdir(join(home.path, '.conda'));
    fifo(join(home.path, '.conda/environments.txt'));
    const { code, stderr } = await run(['verify', 'ml'], { env: { HOME: home.path } });
    expect([code, stderr]).toEqual([0, '']);
  });

  test('configuration that is none', async () => {
    await using home = await temporaryFolder();
    await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    await mkdir(join(home.path, '.conda'));
    await writeFile(join(home.path, '.conda/environments.txt'), Buffer.alloc(100, 0xff));
    const options = { env: { HOME: home.path } };
    for (const text of ['{', '\0', 'envs_dirs: 7', '- a\n- b', '&a [*a]', 'envs_dirs: [[[7]]]']) {
      await writeFile(join(home.path, '.condarc'), text);
      const { code, stderr } = await run(['verify', 'ml'], options);
      expect([code, stderr]).toEqual([0, '']);
    }
  });
});

describe('a tree that changes while it is read', () => {
  // The change is made by the program's own calls, at the very moment that matters.
  async function changing(prefix: string, box: Folder, change: string): Promise<RunOptions> {
    const preload = join(box.path, 'change.cjs');
    await writeFile(
      preload,
      `const fs = require('node:fs');
       const { readdirSync, renameSync, truncateSync, appendFileSync, unlinkSync, rmSync } = { ...fs };
       const place = ${JSON.stringify(join(prefix, 'lib/python3.11'))};
       let isDone = false;
       fs.readdirSync = (path, ...rest) => {
         const names = readdirSync(path, ...rest);
         if (String(path) === place && !isDone) { isDone = true; ${change} }
         return names;
       };
       require('node:module').syncBuiltinESMExports();`,
    );
    return { env: { NODE_OPTIONS: `--require ${preload}` } };
  }

  test.for([
    ['vanishes', 'unlinkSync(place + "/os.py")'],
    ['shrinks', 'truncateSync(place + "/os.py", 2)'],
    ['grows', 'appendFileSync(place + "/os.py", "x".repeat(1e6))'],
    [
      'becomes a fifo',
      'unlinkSync(place + "/os.py"); renameSync(place + "/../fifo", place + "/os.py")',
    ],
    ['loses its folder', 'rmSync(place, { recursive: true })'],
  ] as const)('a file that %s: it ends, and says no more than it knows', async ([, change]) => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    fifo(join(prefix, 'lib/fifo'));
    const options = await changing(prefix, box, change);
    const { code, stdout, stderr } = await run(['verify', prefix, '--format', 'json'], options);
    expect(stderr).toBe('');
    expect([0, 1]).toContain(code);
    const { environments } = JSON.parse(stdout) as Report;
    for (const { path } of environments[0]?.findings ?? []) expect(path).toMatch(/^lib\/python/);
  });
});

// ---------------------------------------------------------------- tools

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly path: string;
  readonly pathBytes?: string;
  readonly message: string;
}

interface Report {
  readonly environments: readonly {
    readonly verdict: string;
    readonly error?: string;
    readonly advice?: string;
    readonly findings: readonly Finding[];
    readonly counts: { readonly directories: number };
  }[];
}

/** Verifies what must be refused: exit code 2, and a reason, in text and in JSON. */
async function refused(words: string[], reason: RegExp, options: RunOptions = {}): Promise<void> {
  const { code, stdout, stderr } = await run(['verify', ...words, '--format', 'json'], options);
  expect([code, stderr]).toEqual([2, '']);
  const [environment] = (JSON.parse(stdout) as Report).environments;
  expect(environment?.verdict).toBe('unchecked');
  expect(`${environment?.error} ${environment?.advice}`).toMatch(reason);
  expect(environment).not.toHaveProperty('findings');
  const told = await run(['verify', ...words], options);
  expect([told.code, told.stderr]).toEqual([2, '']);
  expect(told.stdout).toContain('could not be checked\n');
  expect(told.stdout).toContain('1 of 1 environment not checked.');
}

async function verified(prefix: string, ...words: string[]) {
  const { code, stdout, stderr } = await run(['verify', prefix, ...words, '--format', 'json']);
  expect(stderr).toBe('');
  const [environment] = (JSON.parse(stdout) as Report).environments;
  if (!environment) throw new Error('no environment in the report');
  return { code, environment };
}

async function jsonOf(words: readonly string[], options: RunOptions): Promise<Report> {
  return JSON.parse((await run(words, options)).stdout) as Report;
}

/** Verifies in every format, and holds that none of them lets a name speak. */
async function silent(prefix: string, expected: number) {
  const told = await Promise.all(
    INPUTS.format.choices.map((format) => run(['verify', prefix, '--format', format])),
  );
  expect(told.map(({ code, stderr }) => [code, stderr])).toEqual(told.map(() => [expected, '']));
  for (const { bytes } of told) saysNothing(bytes);
  const coloured = await run(['verify', prefix, '--color', 'always']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of our own colours
  saysNothing(Buffer.from(coloured.stdout.replaceAll(/\x1b\[\d+m/g, '')));
  const [environment] = (JSON.parse(told[1]?.stdout ?? '') as Report).environments;
  if (!environment) throw new Error('no environment in the report');
  for (const { message } of environment.findings) {
    expect(message).not.toMatch(SPEAKS);
    expect(message).not.toMatch(MISLEADS);
  }
  return environment;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
const SPEAKS = /[\0-\x09\x0b-\x1f\x7f-\x9f]/;
/** Marks of direction, separators of lines: in the JSON report only a parser of JSON has to bear them. */
const MISLEADS = /[\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\ufeff]/;
/** What many parsers of JSON refuse. */
const LONE_SURROGATE =
  /(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/i;

/** Holds that an output is UTF-8 in which nothing speaks to a terminal or to the runner of a workflow. */
function saysNothing(bytes: Buffer): void {
  expect(isUtf8(bytes)).toBe(true);
  const output = bytes.toString('utf8');
  expect(output).not.toMatch(SPEAKS);
  expect(output).not.toContain('##[');
  expect(output.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
  const isJson = /^[{[]/.test(output);
  expect(output).not.toMatch(isJson ? LONE_SURROGATE : MISLEADS);
}

/** A record with one path. */
function claim(path: string): string {
  const paths = [recordedFile(path, 'x')];
  return JSON.stringify({ name: 'x', version: '1', build: '0', paths_data: { paths } });
}

function below(prefix: string, folder: string, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${prefix}/${folder}/`), name]);
}

function fifo(path: string): void {
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error(`mkfifo ${path} failed`);
}

/** Makes something that is no file; tells whether this system can. */
async function make(kind: string, box: Folder, path: string): Promise<boolean> {
  if (kind === 'fifo') fifo(path);
  if (kind === 'socket') {
    // The path of a socket may have a hundred bytes only, and it goes when the server closes it by name.
    const short = join(box.path, 's');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(short, resolve));
    await rename(short, path);
    await new Promise((resolve) => server.close(resolve));
  }
  if (kind === 'character device') spawnSync('mknod', [path, 'c', '1', '5']);
  if (kind === 'block device') spawnSync('mknod', [path, 'b', '7', '99']);
  return lstat(path).then(
    () => true,
    () => false,
  );
}
