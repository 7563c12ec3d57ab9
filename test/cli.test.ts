import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import { INPUTS, type Input } from '../src/inputs.ts';
import { noProgress, progressLine } from '../src/terminal.ts';
import {
  closed,
  DIST,
  type Folder,
  hasProcesses,
  install,
  makeEnvironment,
  type Outcome,
  type RunOptions,
  run,
  start,
  startAny,
  temporaryFolder,
  whyNoOtherUser,
  whyNoTerminal,
} from './support/cli.ts';
import { describeReal, realEnvironment } from './support/environments.ts';

const COMMANDS = [
  'verify',
  'lint',
  'dockerfile',
  'lock',
  'fingerprint',
  'diff',
  'list',
  'demo',
  'checks',
] as const;
const NODE24 = process.env['CONDA_LINKS_NODE24'] ?? '';
const noTerminal = whyNoTerminal();
const noOtherUser = whyNoOtherUser();
const noFullDisk = existsSync('/dev/full') ? null : 'no /dev/full';
for (const reason of [noTerminal, noOtherUser, noFullDisk]) {
  if (reason) console.warn(`skipped: some tests of the command line: ${reason}`);
}

describe('help', () => {
  test.for([[], ...COMMANDS.map((name) => [name])])('of: conda-links %s', async (words) => {
    const { code, stdout, stderr } = await run([...words, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: conda-links/);
    expect(stdout).toMatch(/\nExamples:\n {2}conda-links /);
    expect(tooLong(stdout)).toEqual([]);
    expect((await run([...words, '-h'])).stdout).toBe(stdout);
    if (words.length > 0) expect((await run(['help', ...words])).stdout).toBe(stdout);
  });

  test('of the program names every command, that of verify every option', async () => {
    const { stdout: all } = await run(['--help']);
    for (const name of COMMANDS) expect(all).toContain(`\n  ${name} `);
    const { stdout } = await run(['verify', '--help']);
    const ours = (Object.values(INPUTS) as Input[]).filter(
      ({ faces, of }) => faces.includes('cli') && of.includes('verify'),
    );
    for (const { name } of ours) expect(stdout).toContain(`  --${name}`);
  });

  test('comes without a command too, but as a mistake', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: conda-links');
  });
});

test('--version is that of package.json', async () => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  const nodes = [process.execPath, ...(NODE24 ? [NODE24] : [])];
  for (const node of nodes) {
    for (const flag of ['--version', '-V']) {
      const { code, stdout, stderr } = await run([flag], { node });
      expect([code, stdout, stderr]).toEqual([0, `${version}\n`, '']);
    }
  }
});

describe('what was mistyped is named, with what is allowed, and exit code 2', () => {
  test.for<{ words: string[]; says: string[] }>([
    { words: ['verfy'], says: ["unknown command 'verfy'", '(Did you mean verify?)'] },
    { words: ['help', 'verfy'], says: ['verfy'] },
    { words: ['--verson'], says: ["unknown option '--verson'", '(Did you mean --version?)'] },
    { words: ['verify', '--leve', 'links'], says: ["'--leve'", '(Did you mean --level?)'] },
    { words: ['verify', '--level', 'all'], says: ['level', '“all”', 'links, metadata, content'] },
    { words: ['verify', '--level', 'lnks'], says: ['“lnks”', 'links'] },
    { words: ['verify', '--format', 'xml'], says: ['“xml”', 'text, json, check-symlinks'] },
    {
      words: ['verify', '--fail-on', 'everything'],
      says: ['fail-on', 'error, warning, note, never'],
    },
    { words: ['verify', '--color', 'sometimes'], says: ['color', 'auto, always, never'] },
    { words: ['demo', '--color', 'sometimes'], says: ['color', 'auto, always, never'] },
    { words: ['verify', '--check', 'danglinglink'], says: ['“danglinglink”', 'dangling-link'] },
    { words: ['verify', '--skip', 'altered-files'], says: ['“altered-files”', 'altered-file'] },
    {
      words: ['verify', '--check', 'dangling-link,nothing like it'],
      says: ['“nothing like it”', 'altered-file, '],
    },
    { words: ['checks', 'dangling-lnk'], says: ['“dangling-lnk”', 'Did you mean dangling-link?'] },
    { words: ['checks', 'nothing like it'], says: CHECKS.map(({ id }) => id) },
    { words: ['verify', '--output'], says: ['--output <file>'] },
    { words: ['list', 'ml'], says: ["too many arguments for 'list'"] },
    { words: ['checks', 'dangling-link', 'link-loop'], says: ["'checks'"] },
  ])('conda-links $words', async ({ words, says }) => {
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^conda-links: /);
    for (const part of says) expect(stderr).toContain(part);
    expect(stderr).not.toContain('\\x0a');
    expect(stderr).not.toMatch(STACK);
  });

  test('and nothing that was typed reaches the terminal as it is', async () => {
    const hostile = '\x1b[2J\u202e##[error]x\n::error::y';
    const commands = [[hostile], ['checks', hostile], ['verify', '--level', hostile]];
    for (const words of [...commands, [`--${hostile}`], ['verify', '--check', hostile]]) {
      const { code, stderr } = await run(words);
      expect(code).toBe(2);
      expect(stderr).not.toMatch(SPEAKS);
      expect(stderr).not.toContain('##[');
      expect(stderr).not.toMatch(/^\s*::/m);
    }
  });
});

describe('checks', () => {
  test('lists all of them', async () => {
    const { code, stdout, stderr } = await run(['checks']);
    expect([code, stderr]).toEqual([0, '']);
    for (const { id, severity, level, title } of CHECKS) {
      const line = stdout.split('\n').find((one) => one.startsWith(`${id} `));
      expect(line).toMatch(new RegExp(`^${id} +${severity} +${level} +${escapeRegExp(title)}$`));
    }
    expect(tooLong(stdout)).toEqual([]);
  });

  test('explains each of them', async () => {
    const told = await Promise.all(CHECKS.map(({ id }) => run(['checks', id])));
    for (const [at, { id, title, severity }] of CHECKS.entries()) {
      const { code, stdout = '', stderr } = told[at] ?? {};
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.startsWith(`${id}: ${title}\n`)).toBe(true);
      expect(stdout).toContain(`Severity ${severity}`);
      expect(stdout).toContain('What to do: ');
      expect(tooLong(stdout)).toEqual([]);
    }
  });
});

describe('list', () => {
  test('shows the environments of a home, as a table and as JSON', async () => {
    await using home = await temporaryFolder();
    const ml = await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    const web = await makeEnvironment(join(home.path, 'elsewhere/web'));
    await mkdir(join(home.path, '.conda'));
    await writeFile(join(home.path, '.conda/environments.txt'), `${web}\n${ml}\n/gone\n`);
    const env = { HOME: home.path };

    const asJson = await run(['list', '--json'], { env });
    expect([asJson.code, asJson.stderr]).toEqual([0, '']);
    const all = JSON.parse(asJson.stdout) as Record<string, unknown>[];
    const ours = all.filter(({ prefix }) => String(prefix).startsWith(home.path));
    expect(ours.map(({ name }) => name).sort()).toEqual(['ml', 'web']);
    const records = ['python-3.11.9-0_test.json', 'pip-23.0-py311_0.json'];
    const sizes = await Promise.all(records.map((file) => stat(join(ml, 'conda-meta', file))));
    expect(ours.find(({ name }) => name === 'ml')).toEqual({
      name: 'ml',
      prefix: ml,
      installer: 'conda',
      packages: 2,
      recordBytes: sizes.reduce((sum, { size }) => sum + size, 0),
      lastChange: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect((await run(['list', '--json'], { env })).stdout).toBe(asJson.stdout);

    const { code, stdout, stderr } = await run(['list'], { env });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^NAME +INSTALLER +PACKAGES +RECORDS +CHANGED +PREFIX\n/);
    expect(stdout).toMatch(
      new RegExp(`^ml +conda +2 +0\\.0 MB +[\\d-]{10} +${escapeRegExp(ml)}$`, 'm'),
    );
  });

  test('of nothing says where it looked, and exits 2', async ({ skip }) => {
    await using home = await temporaryFolder();
    const env = { HOME: home.path };
    const { code: codeOfJson, stdout: none } = await run(['list', '--json'], { env });
    if (none !== '[]\n') skip('this machine has environments of its own');
    expect(codeOfJson).toBe(2);
    for (const words of [['list'], ['verify']]) {
      const { code, stdout, stderr } = await run(words, { env });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^conda-links: No conda environment was found\.\nLooked at CONDA_/);
    }
  });
});

describe('verify finds what was named', () => {
  test('by name, prefix, relative path, home and root; each place once', async () => {
    await using home = await temporaryFolder();
    const root = join(home.path, 'miniconda3');
    const ml = await makeEnvironment(join(root, 'envs/ml'));
    await makeEnvironment(join(root, 'envs/web'));
    await makeEnvironment(root);
    await symlink('miniconda3', join(home.path, 'alias'));
    const options = { env: { HOME: home.path }, cwd: join(root, 'envs') };
    const names = async (...words: string[]) => {
      const { code, report } = await verifyJson(words, options);
      expect(code).toBe(0);
      return report.environments.map(({ name }) => name);
    };
    expect(await names('ml')).toEqual(['ml']);
    expect(await names(ml)).toEqual(['ml']);
    expect(await names(`${ml}/`)).toEqual(['ml']);
    expect(await names('./ml')).toEqual(['ml']);
    expect(await names('~/miniconda3/envs/ml')).toEqual(['ml']);
    expect(await names('web', 'ml')).toEqual(['web', 'ml']);
    expect(await names('ml', ml, './ml')).toEqual(['ml']);
    expect(await names(root)).toEqual(['base', 'ml', 'web']);
    expect(await names('base')).toEqual(['base']);
    expect(await names(join(home.path, 'alias/envs/ml'))).toEqual(['ml']);
  });

  test('by two names that lead to one place: once', async () => {
    await using box = await environments();
    await symlink('sound', join(box.path, 'alias'));
    const words = [box.sound, join(box.path, 'alias')];
    const { report } = await verifyJson(words, {});
    expect(report.environments).toHaveLength(1);
  });

  test('all there are, when nothing is named', async () => {
    await using home = await temporaryFolder();
    const ml = await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    const { report } = await verifyJson(['--level', 'links'], { env: { HOME: home.path } });
    expect(report.environments.map(({ prefix }) => prefix)).toContain(ml);
  });
});

describe('the exit code', () => {
  const GONE = '/nonexistent/environment';
  const words: Readonly<Record<string, (box: Environments) => string[]>> = {
    sound: ({ sound }) => [sound],
    noted: ({ noted }) => [noted],
    warned: ({ warned }) => [warned],
    broken: ({ broken }) => [broken],
    unchecked: () => [GONE],
    'sound and warned': ({ sound, warned }) => [sound, warned],
    'warned and unchecked': ({ warned }) => [warned, GONE],
    'broken and unchecked': ({ broken }) => [GONE, broken],
  };
  test.for([
    // Environments, and the codes with --fail-on error, warning, note and never.
    ['sound', 0, 0, 0, 0],
    ['noted', 0, 0, 1, 0],
    ['warned', 0, 1, 1, 0],
    ['broken', 1, 1, 1, 0],
    ['unchecked', 2, 2, 2, 2],
    ['sound and warned', 0, 1, 1, 0],
    ['warned and unchecked', 2, 1, 1, 2],
    ['broken and unchecked', 1, 1, 1, 2],
  ] as const)('%s: %i on errors, %i on warnings, %i on notes, %i never', async (row) => {
    await using box = await environments();
    const [name, ...codes] = row;
    const named = words[name]?.(box) ?? [];
    const told = await Promise.all(
      INPUTS.failOn.choices.map((value) => run(['verify', ...named, '--fail-on', value])),
    );
    expect(told.map(({ code }) => code)).toEqual(codes);
    expect(told.map(({ stderr }) => stderr)).toEqual(['', '', '', '']);
    // The text is the same whatever makes it fail.
    expect(new Set(told.map(({ stdout }) => withoutSeconds(stdout))).size).toBe(1);
    // error is what it does when nothing is said.
    expect((await run(['verify', ...named])).code).toBe(codes[0]);
  });

  test.for(['text', 'json', 'check-symlinks'])('is the same in format %s', async (format) => {
    await using box = await environments();
    const told = await Promise.all(
      [box.sound, box.warned, box.broken].map((one) => run(['verify', one, '--format', format])),
    );
    expect(told.map(({ code }) => code)).toEqual([0, 0, 1]);
  });

  test('an environment that is not there is 1 in the format of the script alone', async () => {
    const told = await Promise.all(
      INPUTS.format.choices.map((format) => run(['verify', GONE, '--format', format])),
    );
    expect(told.map(({ code }) => code)).toEqual([2, 2, 1]);
  });
});

describe('what is looked at', () => {
  test('--level: links, sizes, bytes', async () => {
    await using box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    await rm(join(prefix, 'bin/python'));
    await truncate(join(prefix, 'lib/python3.11/os.py'), 3);
    await rewrite(join(prefix, 'lib/python3.11/re.py'), '"""er"""\n');
    const found = async (...level: string[]) => {
      const { report } = await verifyJson([prefix, ...level], {});
      const [environment] = report.environments;
      return {
        checks: environment?.findings.map(({ check }) => check).sort(),
        isHashed: (environment?.counts.bytesHashed ?? 0) > 0,
      };
    };
    const links = ['missing-entry-point'];
    const sizes = [...links, 'truncated-file'];
    const bytes = ['altered-file', ...sizes];
    expect(await found('--level', 'links')).toEqual({ checks: links, isHashed: false });
    expect(await found('--level', 'metadata')).toEqual({ checks: sizes, isHashed: false });
    expect(await found('--level', 'content')).toEqual({ checks: bytes, isHashed: true });
    expect(await found()).toEqual({ checks: bytes, isHashed: true });
  });

  test('--check and --skip: several times, and several at once', async () => {
    await using box = await environments();
    const found = async (...options: string[]) => {
      const { report } = await verifyJson([box.broken, ...options], {});
      const findings = report.environments[0]?.findings ?? [];
      return [...new Set(findings.map(({ check }) => check))].sort();
    };
    const all = ['altered-file', 'dangling-link', 'missing-file'];
    expect(await found()).toEqual(all);
    expect(await found('--check', 'missing-file')).toEqual(['missing-file']);
    const two = ['dangling-link', 'missing-file'];
    expect(await found('--check', 'missing-file', '--check', 'dangling-link')).toEqual(two);
    expect(await found('--check', 'missing-file,dangling-link,link-loop')).toEqual(two);
    expect(await found('--skip', 'altered-file')).toEqual(two);
    expect(await found('--skip', 'missing-file,dangling-link')).toEqual(['altered-file']);
    expect(await found('--skip', 'missing-file', '--skip', 'altered-file')).toEqual([
      'dangling-link',
    ]);
    expect(await found('--check', 'missing-file,altered-file', '--skip', 'altered-file')).toEqual([
      'missing-file',
    ]);
  });

  test('what is skipped does not break it', async () => {
    await using box = await environments();
    const skip = ['--skip', 'missing-file,dangling-link,altered-file'];
    const { code, report } = await verifyJson([box.broken, ...skip], {});
    expect([code, report.verdict]).toEqual([0, 'whole']);
  });
});

describe('--format json', () => {
  test('has every field of the contract, and the same order each time', async () => {
    await using box = await environments();
    const words = [box.broken, box.sound, '/nonexistent/environment'];
    const { code, report, stdout } = await verifyJson(words, {});
    expect(code).toBe(1);
    expect(Object.keys(report)).toEqual([
      'schema',
      'tool',
      'verdict',
      'environments',
      'files',
      'images',
    ]);
    const { version } = JSON.parse(
      await readFile(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect([report.schema, report.tool]).toEqual([1, { name: 'conda-links', version }]);
    expect(report.verdict).toBe('broken');
    expect(report.environments.map(({ verdict }) => verdict)).toEqual([
      'broken',
      'whole',
      'unchecked',
    ]);
    const [broken, sound, gone] = report.environments;
    expect(broken).toMatchObject({
      name: 'broken',
      prefix: box.broken,
      source: 'directory',
      installer: 'conda',
      counts: {
        records: 3,
        files: expect.any(Number),
        symlinks: expect.any(Number),
        directories: expect.any(Number),
        bytesHashed: expect.any(Number),
      },
      seconds: expect.any(Number),
    });
    for (const finding of broken?.findings ?? []) {
      expect(finding).toEqual({
        check: expect.stringMatching(/^[a-z-]+$/),
        severity: expect.stringMatching(/^(error|warning|note)$/),
        path: expect.stringMatching(/^[^/]/),
        package: expect.toBeOneOf([expect.any(String), null]),
        cause: expect.stringMatching(/^[a-z-]+$/),
        message: expect.any(String),
        facts: expect.any(Object),
      });
    }
    const byCause = broken?.causes.map((one) => one.findings) ?? [];
    expect(byCause.reduce((sum, one) => sum + one, 0)).toBe(broken?.findings.length);
    for (const cause of broken?.causes ?? []) {
      expect(cause.evidence).not.toBe('');
      expect(cause.remedy.summary).not.toBe('');
      expect(cause.remedy.commands.flat().every((word) => typeof word === 'string')).toBe(true);
      expect(JSON.stringify(cause.remedy.commands)).not.toContain('"ln"');
    }
    expect(sound).toMatchObject({ findings: [], causes: [] });
    expect(gone).toMatchObject({ error: expect.stringMatching(/./) });
    expect(gone).not.toHaveProperty('findings');
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(withoutSeconds((await verifyJson(words, {})).stdout)).toBe(withoutSeconds(stdout));
  });

  test('is sorted: errors first, then by package, path and check', async () => {
    await using box = await environments();
    const { report } = await verifyJson([box.broken], {});
    const findings = report.environments[0]?.findings ?? [];
    expect(new Set(findings.map(({ severity }) => severity)).size).toBeGreaterThan(1);
    expect(new Set(findings.map((one) => one.package)).size).toBeGreaterThan(1);
    const rank = ['error', 'warning', 'note'];
    const keys = findings.map((one) => [
      String(rank.indexOf(one.severity)),
      one.package ?? '',
      one.path,
      one.check,
    ]);
    expect(keys).toEqual([...keys].sort(compareKeys));
  });
});

describe('--output', () => {
  test('takes the report, whole, and leaves nothing beside it', async () => {
    await using box = await environments();
    await using place = await temporaryFolder();
    const file = join(place.path, 'report.json');
    const words = ['verify', box.broken, '--format', 'json'];
    const { code, stdout, stderr } = await run([...words, '--output', file]);
    expect([code, stdout, stderr]).toEqual([1, '', '']);
    const written = await readFile(file, 'utf8');
    expect(withoutSeconds(written)).toBe(withoutSeconds((await run(words)).stdout));
    await writeFile(file, 'of yesterday, and longer'.repeat(10_000));
    await run([...words, '--output', file]);
    expect(withoutSeconds(await readFile(file, 'utf8'))).toBe(withoutSeconds(written));
    expect(await readdir(place.path)).toEqual(['report.json']);
  });

  test('takes a name as long as names may be, relative to the working folder', async () => {
    await using box = await environments();
    const name = `${'r'.repeat(250)}.json`;
    const words = ['verify', box.sound, '--format', 'json', '--output', name];
    const { code, stderr } = await run(words, { cwd: box.path });
    expect([code, stderr]).toEqual([0, '']);
    JSON.parse(await readFile(join(box.path, name), 'utf8'));
  });

  test('- is standard output, and so is /dev/stdout', async () => {
    await using box = await environments();
    const plain = await run(['verify', box.sound]);
    const dash = await run(['verify', box.sound, '--output', '-']);
    // A pipe of the shell's: what Node makes is a socket, which cannot be opened by that name.
    const words = `'${process.execPath}' '${DIST}/cli.js' verify '${box.sound}' --output /dev/stdout`;
    const device = await startAny(['bash', '-c', `set -o pipefail; ${words} | cat`]).outcome;
    for (const { code, stdout, stderr } of [dash, device]) {
      expect([code, stderr]).toEqual([0, '']);
      expect(withoutSeconds(stdout)).toBe(withoutSeconds(plain.stdout));
    }
  });

  test('has colours only where they are asked for', async () => {
    await using box = await environments();
    const written = async (options: string[], env: Record<string, string>) => {
      const file = join(box.path, 'report.txt');
      await run(['verify', box.sound, '--output', file, ...options], { env });
      return COLOURED.test(await readFile(file, 'utf8'));
    };
    expect(await written([], {})).toBe(false);
    expect(await written([], { FORCE_COLOR: '1' })).toBe(false);
    expect(await written(['--color', 'always'], {})).toBe(true);
  });

  test('into a folder that is missing', async () => {
    await using box = await environments();
    const told = await run(['verify', box.sound, '--output', join(box.path, 'no/report')]);
    complains(told, /no\/report cannot be written \(ENOENT\)\.\nIts folder does not exist/);
  });

  test('onto a folder', async () => {
    await using box = await environments();
    const told = await run(['verify', box.sound, '--output', box.path]);
    complains(told, /cannot be written \(EISDIR\)\.\nIt is a folder/);
  });

  test('below a file', async () => {
    await using box = await environments();
    const file = '/etc/passwd/report';
    complains(await run(['verify', box.sound, '--output', file]), /\(ENOTDIR\)/);
  });

  test.skipIf(noFullDisk !== null)('onto a full disk', async () => {
    await using box = await environments();
    const told = await run(['verify', box.sound, '--output', '/dev/full']);
    complains(told, /\/dev\/full cannot be written \(ENOSPC\)\.\nThe disk is full/);
  });

  test('that cannot be finished leaves the old report as it was, and no half of a new one', async () => {
    await using box = await environments();
    await using place = await temporaryFolder();
    const file = join(place.path, 'report.json');
    await writeFile(file, 'of yesterday');
    for (let at = 0; at < 50; at += 1) {
      await symlink(`${'nowhere/'.repeat(20)}${at}`, join(box.broken, `lib/link-${at}`));
    }
    // A file may have 4096 bytes here.
    const words = `exec '${process.execPath}' '${DIST}/cli.js' verify '${box.broken}' --format json --output '${file}'`;
    const told = await startAny(['bash', '-c', `ulimit -f 4; ${words}`]).outcome;
    complains(told, /report\.json cannot be written \(EFBIG\)/);
    expect(await readFile(file, 'utf8')).toBe('of yesterday');
    expect(await readdir(place.path)).toEqual(['report.json']);
  });
});

describe('standard output', () => {
  /** An environment with a report that is longer than any pipe. */
  async function large(): Promise<Folder & { prefix: string }> {
    const box = await temporaryFolder();
    const prefix = await makeEnvironment(join(box.path, 'large'));
    const links = Array.from({ length: 1000 }, (_, at) => join(prefix, `bin/link-${at}`));
    for (const link of links) await symlink('nowhere/'.repeat(10), link);
    return { ...box, prefix };
  }

  test('that somebody closes early is no failure', async () => {
    await using box = await large();
    const words = `'${process.execPath}' '${DIST}/cli.js' verify '${box.prefix}' --format json`;
    const script = `${words} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await startAny(['bash', '-c', script]).outcome;
    expect([stdout, stderr]).toEqual(['{\n1\n', '']);
  });

  test.for([['--help'], ['--version'], ['checks'], ['checks', 'link-loop'], ['demo'], ['list']])(
    'that nobody reads at all is none either: %s',
    async (words) => {
      await using home = await temporaryFolder();
      await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
      const { child, outcome } = start(words, { env: { HOME: home.path } });
      child.stdout?.destroy();
      const { code, stderr } = await outcome;
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  test
    .skipIf(noFullDisk !== null)
    .for([
      ['--help'],
      ['verify', '--help'],
      ['--version'],
      ['checks'],
      ['demo'],
      ['list', '--json'],
      ['verify', 'ml'],
      ['verify', 'ml', '--format', 'json'],
    ])('on a full disk is a failure: %s', async (words) => {
    await using home = await temporaryFolder();
    await makeEnvironment(join(home.path, 'miniconda3/envs/ml'));
    const full = await open('/dev/full', 'w');
    try {
      const told = await run(words, { stdout: full.fd, env: { HOME: home.path } });
      complains(told, /Standard output cannot be written \(ENOSPC\)\.\nThe disk is full/);
    } finally {
      await full.close();
    }
  });

  test('that is stuck does not keep Ctrl-C from ending it', async () => {
    await using box = await large();
    const running = start(['verify', box.prefix, '--format', 'json']);
    running.child.stdout?.pause();
    // Once the pipe is full it waits for a reader, and for ever.
    await vi.waitFor(() => expect(running.child.stdout?.readableLength).toBeGreaterThan(0), LIMIT);
    process.kill(running.pid, 'SIGINT');
    const ended = new Promise((resolve) => running.child.once('exit', resolve));
    try {
      await Promise.race([
        ended,
        vi.waitFor(() => expect(running.child.exitCode).not.toBe(null), SHORT),
      ]);
      // Ended by the signal itself, of which a shell says 130.
      expect(running.child.exitCode ?? running.child.signalCode).toBe('SIGINT');
    } finally {
      running.child.stdout?.resume();
      if (running.child.exitCode === null && running.child.signalCode === null) {
        process.kill(-running.pid, 'SIGKILL');
      }
    }
  });
});

describe('colour', () => {
  async function isColoured(options: RunOptions, ...words: string[]): Promise<boolean> {
    await using box = await environments();
    const { stdout, code } = await run(['verify', box.broken, ...words], options);
    expect(code).toBe(1);
    expect(stripVTControlCharacters(stdout)).toContain('✗ broken is broken');
    return COLOURED.test(stdout);
  }

  test('none in a pipe, unless it is asked for', async () => {
    expect(await isColoured({})).toBe(false);
    expect(await isColoured({}, '--color', 'auto')).toBe(false);
    expect(await isColoured({}, '--color', 'never')).toBe(false);
    expect(await isColoured({}, '--color', 'always')).toBe(true);
    expect(await isColoured({ env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await isColoured({ env: { FORCE_COLOR: '0' } })).toBe(false);
    expect(await isColoured({ env: { FORCE_COLOR: '1' } }, '--color', 'never')).toBe(false);
    expect(await isColoured({ env: { NO_COLOR: '1' } }, '--color', 'always')).toBe(true);
    expect(await isColoured({ env: { TERM: 'xterm-256color' } })).toBe(false);
  });

  test.skipIf(noTerminal !== null)('on a terminal, unless it is unwanted', async () => {
    const terminal = (env: Record<string, string> = {}): RunOptions => ({
      tty: true,
      env: { TERM: 'xterm', ...env },
    });
    expect(await isColoured(terminal())).toBe(true);
    expect(await isColoured(terminal(), '--color', 'never')).toBe(false);
    expect(await isColoured(terminal({ NO_COLOR: '1' }))).toBe(false);
    expect(await isColoured(terminal({ NO_COLOR: '' }))).toBe(true);
    expect(await isColoured(terminal({ FORCE_COLOR: '0' }))).toBe(false);
    expect(await isColoured(terminal({ TERM: 'dumb' }))).toBe(false);
    expect(await isColoured(terminal({ TERM: 'dumb' }), '--color', 'always')).toBe(true);
  });

  test('changes nothing but the colours', async () => {
    await using box = await environments();
    const plain = await run(['verify', box.broken, box.sound]);
    const coloured = await run(['verify', box.broken, box.sound, '--color', 'always']);
    expect(withoutSeconds(stripVTControlCharacters(coloured.stdout))).toBe(
      withoutSeconds(plain.stdout),
    );
  });
});

describe('the width of the text report', () => {
  test('is 80 columns in a pipe, but for single long words', async () => {
    await using box = await environments();
    const words = ['verify', box.broken, box.warned, box.noted, box.sound, '/nonexistent'];
    expect(tooLong((await run(words)).stdout)).toEqual([]);
    expect(tooLong((await run(['demo'])).stdout)).toEqual([]);
  });

  test.skipIf(noTerminal !== null)('is that of the terminal', async () => {
    await using box = await environments();
    const words = ['verify', box.broken, box.warned, box.noted, box.sound, '--no-progress'];
    const pipe = await run(words);
    const at = async (columns: number) => {
      const { stdout } = await run(words, { tty: true, columns, env: { TERM: 'xterm' } });
      return stripVTControlCharacters(stdout).replaceAll('\r\n', '\n');
    };
    expect(withoutSeconds(await at(80))).toBe(withoutSeconds(pipe.stdout));
    expect(tooLong(await at(60), 60)).toEqual([]);
    expect(withoutSeconds(await at(60))).not.toBe(withoutSeconds(pipe.stdout));
    // As in a container that was started with -t before anybody attached to it.
    expect(withoutSeconds(await at(0))).toBe(withoutSeconds(pipe.stdout));
  });
});

describe('progress', () => {
  const { isTTY: wasTerminal } = process.stderr;

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
    vi.restoreAllMocks();
    onTerminal(wasTerminal);
  });

  function onTerminal(isTTY: boolean): void {
    Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
  }

  test('none in a pipe, none in CI, none that is unwanted', () => {
    vi.stubEnv('CI', '');
    onTerminal(false);
    expect(progressLine(true)).toBe(noProgress);
    onTerminal(true);
    expect(progressLine(false)).toBe(noProgress);
    vi.stubEnv('CI', 'true');
    expect(progressLine(true)).toBe(noProgress);
  });

  test('none within the first second', async () => {
    vi.stubEnv('CI', '');
    vi.useFakeTimers();
    onTerminal(true);
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const line = progressLine(true);
    expect(line).not.toBe(noProgress);
    line.plan(10, 1000);
    await vi.advanceTimersByTimeAsync(900);
    line.advance(5, 500);
    line.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(write).not.toHaveBeenCalled();
  });

  test.skipIf(noTerminal !== null)('a line on a terminal, that is gone in the end', async () => {
    await using box = await withLargeFile();
    const options = { tty: true, env: { TERM: 'xterm' } };
    const running = start(['verify', box.prefix], options);
    await vi.waitFor(() => expect(running.soFar()).toMatch(/\d% · .* left/), LIMIT);
    running.child.stdin?.write('\x03');
    const { code, stdout } = await running.outcome;
    expect(code).toBe(130);
    // What is hidden or left unwrapped for a while is put right again.
    expect(stdout.split('\x1b[?25l').length).toBe(stdout.split('\x1b[?25h').length);
    expect(stdout.lastIndexOf('\x1b[?7h')).toBeGreaterThan(stdout.lastIndexOf('\x1b[?7l'));
    await vi.waitFor(() => expect(hasProcesses(running)).toBe(false), LIMIT);
  });
});

describe('Ctrl-C', () => {
  const noProc = existsSync('/proc/self/fd') ? null : 'no /proc to see what is being read';
  if (noProc) console.warn(`skipped: interrupting while it hashes: ${noProc}`);

  /** Starts it on a file of many gigabytes, and waits until that file is being read. */
  async function hashing(box: Folder & { prefix: string; file: string }) {
    const running = start(['verify', box.prefix]);
    await vi.waitFor(async () => expect(await openFiles(running.pid)).toContain(box.file), LIMIT);
    return running;
  }

  async function openFiles(pid: number): Promise<string[]> {
    const names = await readdir(`/proc/${pid}/fd`);
    return Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  }

  test.skipIf(noProc !== null)('while it hashes: 130, nothing said, nothing left', async () => {
    await using box = await withLargeFile();
    const running = await hashing(box);
    process.kill(running.pid, 'SIGINT');
    const { code, signal, stdout, stderr } = await running.outcome;
    expect({ code, signal, stdout, stderr }).toEqual({
      code: 130,
      signal: null,
      stdout: '',
      stderr: '',
    });
    expect(hasProcesses(running)).toBe(false);
  });

  test.skipIf(noProc !== null)('twice: ends it at once', async () => {
    await using box = await withLargeFile();
    const running = await hashing(box);
    process.kill(running.pid, 'SIGINT');
    process.kill(running.pid, 'SIGINT');
    const { code, signal, stdout, stderr } = await running.outcome;
    expect(signal === 'SIGINT' || code === 130).toBe(true);
    expect([stdout, stderr]).toEqual(['', '']);
    expect(hasProcesses(running)).toBe(false);
  });

  // As `timeout`, a service manager and a closed session send them: what was made must be removed first.
  test.skipIf(noProc !== null).each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s while it waits for standard input: ends in order, with %i',
    async (name, code) => {
      const running = start(['verify', 'tar:-'], { input: null });
      await vi.waitFor(async () => expect(await isListening(running.pid)).toBe(true), LIMIT);
      process.kill(running.pid, name);
      const outcome = await running.outcome;
      expect([outcome.code, outcome.signal, outcome.stdout]).toEqual([code, null, '']);
    },
  );

  /** Whether it handles the signals by now: bits 0 (HUP) of what the kernel says are caught. */
  async function isListening(pid: number): Promise<boolean> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
    return (caught & 1n) === 1n;
  }

  test('standard input cannot be named twice', async () => {
    const { code, stderr } = await run(['diff', 'tar:-', 'tar:-']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('named twice')]);
  });

  test.skipIf(noProc !== null)('leaves the file of --output as it was', async () => {
    await using box = await withLargeFile();
    const output = join(box.path, 'report.json');
    await writeFile(output, 'of yesterday');
    const running = start(['verify', box.prefix, '--format', 'json', '--output', output]);
    await vi.waitFor(async () => expect(await openFiles(running.pid)).toContain(box.file), LIMIT);
    process.kill(running.pid, 'SIGINT');
    expect((await running.outcome).code).toBe(130);
    expect(await readFile(output, 'utf8')).toBe('of yesterday');
  });
});

describe.skipIf(noOtherUser !== null)('as a user who may not read everything', () => {
  /** An environment that another user is to verify, and the program where that one may read it. */
  async function shared() {
    const box = await temporaryFolder();
    const dist = join(box.path, 'program');
    await cp(DIST, dist, { recursive: true });
    const prefix = await makeEnvironment(join(box.path, 'ml'));
    const options: RunOptions = { other: true, dist };
    return {
      ...box,
      prefix,
      options,
      verify: (...words: string[]) => verifyJson([prefix, ...words], options),
    };
  }

  test('everything readable: whole', async () => {
    await using box = await shared();
    const { code, report } = await box.verify();
    expect([code, report.verdict]).toEqual([0, 'whole']);
  });

  test.for(['', 'conda-meta'])('the prefix, or its %s: unchecked', async (folder) => {
    await using box = await shared();
    await chmod(join(box.prefix, folder), closed());
    const { code, report } = await box.verify();
    expect([code, report.verdict]).toEqual([2, 'unchecked']);
    expect(report.environments[0]?.error).toMatch(/may not be (read|entered)\.$/);
    const { code: again, stdout, stderr } = await run(['verify', box.prefix], box.options);
    expect([again, stderr]).toEqual([2, '']);
    expect(stdout).toContain('? ml could not be checked\n');
    expect(stdout).toMatch(/Run it as a user who may/);
    expect(stdout).toContain('1 of 1 environment not checked.');
  });

  test('a folder on the way to the prefix: unchecked, and not taken for missing', async () => {
    await using box = await shared();
    const root = join(box.path, 'root');
    const prefix = await makeEnvironment(join(root, 'envs/inner'));
    await chmod(root, closed());
    const { code, report } = await verifyJson([prefix], box.options);
    expect(code).toBe(2);
    expect(report.environments[0]?.error).toMatch(/may not be (read|entered)/);
    const script = await run(['verify', prefix, '--format', 'check-symlinks'], box.options);
    expect(script.code).toBe(2);
    expect(script.stdout).not.toContain('does not exist');
  });

  test('records that only their owner may read, as rattler makes them: unchecked', async () => {
    await using box = await shared();
    const records = ['python-3.11.9-0_test.json', 'pip-23.0-py311_0.json'];
    const owners = closed() === 0 ? 0 : 0o600;
    await chmod(join(box.prefix, 'conda-meta', records[1] ?? ''), owners);
    const one = await box.verify();
    expect(one.code).toBe(2);
    expect(one.report.environments[0]?.error).toMatch(/^1 of 2 records .* may not be read/);
    await chmod(join(box.prefix, 'conda-meta', records[0] ?? ''), owners);
    const { code, report } = await box.verify();
    expect([code, report.verdict]).toEqual([2, 'unchecked']);
    expect(report.environments[0]?.error).toMatch(/^2 of 2 records .* may not be read/);
    expect(report.environments[0]).not.toHaveProperty('findings');
  });

  test.for(['metadata', 'content'])('a folder, at level %s: unreadable-folder', async (level) => {
    await using box = await shared();
    await chmod(join(box.prefix, 'lib/python3.11'), closed());
    expect(await causesOf(box.verify('--level', level))).toEqual([
      ['unreadable-folder', 'error', 'lib/python3.11', 'permissions'],
    ]);
  });

  test('a folder that may be listed but not entered: an error, but nothing is missing', async () => {
    await using box = await shared();
    await install(box.prefix, 'tool-1.0-0', {
      'share/tool/data': 'data\n',
      'share/tool/link': { link: 'data' },
    });
    await chmod(join(box.prefix, 'share/tool'), closed() === 0 ? 0o400 : 0o744);
    const found = await causesOf(box.verify());
    expect(found.length).toBeGreaterThan(0);
    for (const [check, severity, , cause] of found) {
      expect(check).toMatch(/^unreadable-(folder|target)$/);
      expect([severity, cause]).toEqual(['error', 'permissions']);
    }
  });

  test('a folder that may be entered but not listed: an error, but nothing is missing', async () => {
    await using box = await shared();
    await chmod(join(box.prefix, 'lib/python3.11'), closed() === 0 ? 0o100 : 0o711);
    expect(await causesOf(box.verify())).toEqual([
      ['unreadable-folder', 'error', 'lib/python3.11', 'permissions'],
    ]);
  });

  test.for(['metadata', 'content'])('a file, at level %s: unreadable-target', async (level) => {
    await using box = await shared();
    await chmod(join(box.prefix, 'lib/python3.11/os.py'), closed() === 0 ? 0 : 0o600);
    expect(await causesOf(box.verify('--level', level))).toEqual([
      ['unreadable-target', 'error', 'lib/python3.11/os.py', 'permissions'],
    ]);
  });

  test.for(['metadata', 'content'])(
    'a link into a folder, at level %s: unreadable-target',
    async (level) => {
      await using box = await shared();
      const secret = join(box.path, 'secret');
      await mkdir(secret);
      await writeFile(join(secret, 'ca.pem'), 'x');
      await symlink(join(secret, 'ca.pem'), join(box.prefix, 'lib/ca.pem'));
      await chmod(secret, closed());
      expect(await causesOf(box.verify('--level', level))).toEqual([
        ['unreadable-target', 'error', 'lib/ca.pem', 'permissions'],
      ]);
    },
  );

  test('a folder of the report: says so, and leaves nothing', async () => {
    await using box = await shared();
    const place = join(box.path, 'reports');
    await mkdir(place, { mode: 0o555 });
    const words = ['verify', box.prefix, '--output', join(place, 'report')];
    complains(await run(words, box.options), /cannot be written \(EACCES\)\.\nChoose a place/);
    expect(await readdir(place)).toEqual([]);
  });

  test("another user's environments.txt and home are passed over in silence", async () => {
    await using box = await shared();
    await mkdir(join(box.path, '.conda'));
    await writeFile(join(box.path, '.conda/environments.txt'), `${box.prefix}\n`);
    await chmod(join(box.path, '.conda'), closed());
    await mkdir(join(box.path, 'miniconda3/envs'), { recursive: true });
    await chmod(join(box.path, 'miniconda3'), closed());
    const options = { ...box.options, env: { HOME: box.path } };
    const { stdout, stderr } = await run(['list', '--json'], options);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).not.toContainEqual(expect.objectContaining({ prefix: box.prefix }));
  });
});

describeReal('nothing is ever written', () => {
  test.for(['hard', 'soft'] as const)('%s links: not a byte, a time or a name', async (links) => {
    await using env = await realEnvironment({ links });
    await rm(join(env.prefix, 'lib/libz.so'));
    const before = await traces(env.root);
    for (const format of INPUTS.format.choices) {
      const words = ['verify', env.prefix, env.root, '--format', format];
      expect((await run(words, { cwd: env.prefix })).code).toBe(1);
    }
    expect((await run(['list'], { env: { CONDA: env.root }, cwd: env.prefix })).code).toBe(0);
    expect(await traces(env.root)).toEqual(before);
  });

  test('and the report on a real environment is the same each time', async () => {
    await using env = await realEnvironment({ links: 'soft', dialect: 'conda' });
    await rename(env.cache, `${env.cache}-gone`);
    const words = ['verify', env.prefix, '--format', 'json'];
    const [one, two, three] = await Promise.all([run(words), run(words), run(words)]);
    expect(one.code).toBe(1);
    expect(withoutSeconds(two.stdout)).toBe(withoutSeconds(one.stdout));
    expect(withoutSeconds(three.stdout)).toBe(withoutSeconds(one.stdout));
    expect(tooLong((await run(['verify', env.prefix])).stdout)).toEqual([]);
  });
});

// ---------------------------------------------------------------- tools

/** For what has to happen some time; never for how fast. */
const LIMIT = { timeout: 50_000, interval: 20 };
const SHORT = { timeout: 10_000, interval: 20 };

const STACK = /^\s+at /m;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
const SPEAKS = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours
const COLOURED = /\x1b\[\d+m/;

interface JsonReport {
  readonly schema: number;
  readonly tool: object;
  readonly verdict: string;
  readonly environments: readonly {
    readonly name: string;
    readonly prefix: string;
    readonly verdict: string;
    readonly error?: string;
    readonly counts: { readonly bytesHashed: number };
    readonly findings: readonly {
      readonly check: string;
      readonly severity: string;
      readonly path: string;
      readonly package: string | null;
      readonly cause: string;
    }[];
    readonly causes: readonly {
      readonly findings: number;
      readonly evidence: string;
      readonly remedy: { readonly summary: string; readonly commands: string[][] };
    }[];
  }[];
}

async function verifyJson(words: readonly string[], options: RunOptions) {
  const { code, stdout, stderr } = await run(['verify', ...words, '--format', 'json'], options);
  expect(stderr).toBe('');
  return { code, stdout, report: JSON.parse(stdout) as JsonReport };
}

async function causesOf(told: Promise<{ report: JsonReport }>) {
  const { report } = await told;
  const findings = report.environments[0]?.findings ?? [];
  return findings.map(({ check, severity, path, cause }) => [check, severity, path, cause]);
}

function complains({ code, stdout, stderr }: Outcome, words: RegExp): void {
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^conda-links: /);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(STACK);
}

interface Environments extends Folder {
  readonly sound: string;
  /** With a link to its own prefix by an absolute path. */
  readonly noted: string;
  /** With a link of its user's that leads nowhere. */
  readonly warned: string;
  /** With all of these: a broken link, a file that is gone, a file that was changed, and a warning. */
  readonly broken: string;
}

async function environments(): Promise<Environments> {
  const box = await temporaryFolder();
  const names = ['sound', 'noted', 'warned', 'broken'];
  const prefixes = names.map((name) => join(box.path, name));
  for (const prefix of prefixes) await makeEnvironment(prefix);
  const [sound = '', noted = '', warned = '', broken = ''] = prefixes;
  await install(noted, 'tool-1.0-0', { 'lib/os.py': { link: `${noted}/lib/python3.11/os.py` } });
  await symlink('nowhere', join(warned, 'lib/mine'));
  await install(broken, 'tool-1.0-0', { 'share/tool': 'tool\n', 'lib/libtool.so': 'library\n' });
  await rm(join(broken, 'share/tool'));
  await rm(join(broken, 'bin/python3.11'));
  await rewrite(join(broken, 'lib/python3.11/re.py'), '"""er"""\n');
  await symlink('nowhere', join(broken, 'lib/mine'));
  return { ...box, sound, noted, warned, broken };
}

/** An environment with a recorded file that takes very long to read, and no room on the disk. */
async function withLargeFile(): Promise<Folder & { prefix: string; file: string }> {
  const box = await temporaryFolder();
  const prefix = await makeEnvironment(join(box.path, 'large'));
  await install(prefix, 'data-1.0-0', { 'share/data': '' });
  const file = join(prefix, 'share/data');
  await truncate(file, 200e9);
  return { ...box, prefix, file };
}

async function rewrite(path: string, text: string): Promise<void> {
  await rm(path);
  await writeFile(path, text);
}

/** Every name below a folder, with all that tells of a change. */
async function traces(folder: string): Promise<string[]> {
  const names = ['', ...(await namesBelow(folder))].sort();
  return Promise.all(
    names.map(async (name) => {
      const one = await lstat(join(folder, name), { bigint: true });
      return [name, one.ino, one.mode, one.nlink, one.size, one.mtimeNs, one.ctimeNs].join(' ');
    }),
  );
}

/** By hand: Node's own `recursive` follows links to folders, as far as the kernel lets it that time. */
async function namesBelow(folder: string, start = ''): Promise<string[]> {
  const items = await readdir(join(folder, start), { withFileTypes: true });
  const below = items.map(async (item) => {
    const name = join(start, item.name);
    return item.isDirectory() ? [name, ...(await namesBelow(folder, name))] : [name];
  });
  return (await Promise.all(below)).flat();
}

function withoutSeconds(text: string): string {
  return text.replace(/"seconds": [\d.]+/g, '"seconds": N').replace(/\d+\.\d s$/gm, 'N s');
}

/** Lines that are too long, though they could be broken at a blank. */
function tooLong(text: string, width = 80): string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => Array.from(line).length > width)
    .filter((line) => line.trim().replace(/ \\$/, '').includes(' '));
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, n) => part !== b[n]);
  return at < 0 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
