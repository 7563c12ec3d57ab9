import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Acceptances, type Candidate } from '../src/accepted.ts';
import { Baseline } from '../src/baseline.ts';
import { printable } from '../src/bytes.ts';
import type { CheckedEnvironment, CheckedFile, Report } from '../src/report.ts';
import { parseSettings } from '../src/settings-yaml.ts';
import {
  closed,
  install,
  makeEnvironment,
  type RunOptions,
  run,
  temporaryFolder,
  whyNoOtherUser,
} from './support/cli.ts';
import { runStep } from './support/runner.ts';
import { whyNoSettings } from './support/schema.ts';

const NOW = new Date('2026-11-23T23:00:00Z');
const FILE = '.conda-links.yml';
const NO_DOUBLES: ReadonlySet<string> = new Set();

const ONE: Candidate = {
  check: 'missing-file',
  path: 'lib/x',
  package: 'a',
  environments: ['ml', '/opt/ml'],
};

function baselineOf(...found: Partial<Candidate>[]): Baseline {
  const baseline = new Baseline('error', NOW);
  for (const fields of found) baseline.accept({ ...ONE, ...fields }, 'error');
  return baseline;
}

describe('a baseline', () => {
  test('of nothing that is there yet', () => {
    expect(baselineOf({}).addTo('', FILE, NO_DOUBLES)).toBe(
      [
        'accept:',
        '  - check: missing-file',
        '    path: lib/x',
        '    package: a',
        '    environment: ml',
        '    reason: baseline of 2026-11-23',
        '    until: 2027-02-21',
        '',
      ].join('\n'),
    );
  });

  test('is sorted, and says the same thing once', () => {
    const [a, b, c] = [{ path: 'a' }, { path: 'b' }, { check: 'dangling-link', path: 'z' }];
    const one = baselineOf(a, b, c, a).addTo('', FILE, NO_DOUBLES);
    const other = baselineOf(c, b, a).addTo('', FILE, NO_DOUBLES);
    expect(one).toBe(other);
    expect(parseSettings(one, FILE).accept.map(({ path }) => path)).toEqual(['z', 'a', 'b']);
  });

  test('keeps what is in the file, comments too', () => {
    const before = [
      '# yaml-language-server: $schema=https://example.org/x.json',
      'fail-on: warning # since May',
      '',
      'accept:',
      '  # upstream, #12',
      '  - check: leftover',
      '    reason: "a very long reason that goes on and on and on and on and on and on and on and on and on and on"',
      '# the image',
      'smoke: [python -V]',
    ].join('\n');
    const after = baselineOf({}).addTo(before, FILE, NO_DOUBLES);
    for (const line of before.split('\n')) {
      // The formatter of the parser puts blanks into brackets.
      if (!line.startsWith('smoke')) expect(after).toContain(line);
    }
    expect(parseSettings(after, FILE)).toMatchObject({
      accept: [{ check: 'leftover' }, { check: 'missing-file', path: 'lib/x' }],
      smoke: [{ run: 'python -V' }],
    });
  });

  test.each([
    ['{}\n'],
    ['accept:\n'],
    ['accept: []\n'],
    ['# only this\n'],
    ['{fail-on: error}\n'],
    ['accept: [{check: leftover, reason: x}]\n'],
    ['\ufefffail-on: error\r\n'],
  ])('goes into %j', (before) => {
    const after = baselineOf({}).addTo(before, FILE, NO_DOUBLES);
    expect(parseSettings(after, FILE).accept.at(-1)).toMatchObject({ path: 'lib/x' });
    expect(after.includes('# only this')).toBe(before.includes('# only this'));
  });

  test('does not go into what is no settings file', () => {
    expect(() => baselineOf({}).addTo('failon: x\n', FILE, NO_DOUBLES)).toThrow(
      '.conda-links.yml:1: there is no “failon”',
    );
  });

  test('accepts what is severe enough only, and nothing for never', () => {
    const baseline = new Baseline('warning', NOW);
    expect(baseline.accept(ONE, 'note')).toBeNull();
    expect(baseline.accept(ONE, 'warning')).toBe('baseline of 2026-11-23');
    expect(baseline.accept(ONE, 'error')).toBe('baseline of 2026-11-23');
    expect(baseline.size).toBe(2);
    expect(() => new Baseline('never', NOW)).toThrow('with fail-on never');
  });

  test('names environments of one name by their places', () => {
    const baseline = baselineOf({}, { environments: ['ml', '/srv/ml'] }, { environments: ['web'] });
    const { accept } = parseSettings(baseline.addTo('', FILE, new Set(['ml'])), FILE);
    expect(accept.map(({ environment }) => environment)).toEqual(['/opt/ml', '/srv/ml', 'web']);
  });

  test('of too many findings is not written', () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({ path: `lib/${at}` }));
    expect(() => baselineOf(...many).addTo('', FILE, NO_DOUBLES)).toThrow(
      'These are too many findings for .conda-links.yml: 5,000.',
    );
  });

  // Whatever a package calls its files, the baseline is of them and of nothing else.
  test('accepts what it was made of, and nothing else', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('*', '**', '[*]', '# x', '- a', 'a: b', '~', 'null', '2026-01-01', '"', "'"),
      fc.constantFrom('&a', '*a', '!!js x', '\n::error::', '\\xff', '\udcff', '---', '<<', '1e3'),
    );
    const candidate = fc.record({
      check: fc.constantFrom('missing-file', 'leftover'),
      path: hostile,
      package: fc.option(hostile.filter((text) => text !== '')),
      environments: fc.array(
        hostile.filter((text) => text !== ''),
        { minLength: 1, maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(candidate, candidate, (one, other) => {
        const written = baselineOf(one).addTo('', FILE, NO_DOUBLES);
        const { accept } = parseSettings(written, FILE);
        expect(whyNoSettings(parse(written))).toBeNull();
        const all = new Acceptances(accept, NOW);
        expect(all.reasonFor(one)).toBe('baseline of 2026-11-23');
        const isSame =
          one.check === other.check &&
          printable(one.path) === printable(other.path) &&
          (one.package === null || printable(one.package) === printable(other.package ?? '')) &&
          other.environments.map(printable).includes(printable(one.environments[0] ?? ''));
        expect(all.reasonFor(other) !== null).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });
});

/** A folder to work in with a broken environment in another. */
async function broken() {
  const folder = await temporaryFolder();
  const prefix = await makeEnvironment(join(folder.path, 'envs/ml'));
  rmSync(join(prefix, 'lib/python3.11/os.py'));
  rmSync(join(prefix, 'bin/pip'));
  const cwd = join(folder.path, 'work');
  await mkdir(cwd);
  const verify = (words: readonly string[] = [], options: RunOptions = {}) =>
    run(['verify', prefix, ...words], { cwd, ...options });
  const reportOf = async (words: readonly string[] = []) => {
    const { code, stdout, stderr } = await verify([...words, '--format', 'json']);
    const report = JSON.parse(stdout) as Report;
    return { code, stderr, report, environment: report.environments[0] as CheckedEnvironment };
  };
  const file = join(cwd, FILE);
  const dispose = () => folder[Symbol.asyncDispose]();
  return { prefix, cwd, file, verify, reportOf, [Symbol.asyncDispose]: dispose };
}

async function everything(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const all = await Promise.all(
    names.map(async (name) => `${name} ${(await stat(join(folder, name))).mtimeMs}`),
  );
  return all.sort();
}

describe('verify --write-baseline', () => {
  test('accepts what is there; new damage fails all the same', async () => {
    await using box = await broken();
    expect((await box.verify()).code).toBe(1);
    const before = await everything(box.prefix);
    const written = await box.verify(['--write-baseline']);
    expect(written).toMatchObject({ code: 0 });
    expect(written.stderr).toMatch(
      /^conda-links: \d+ findings accepted in \.conda-links\.yml until \d{4}-\d\d-\d\d; after that day they count again\.\n$/,
    );
    expect(written.stdout).toContain('ml is whole');
    expect(await everything(box.prefix)).toEqual(before);

    const { code, report, environment, stderr } = await box.reportOf();
    expect({ code, verdict: report.verdict, stderr }).toEqual({
      code: 0,
      verdict: 'whole',
      stderr: '',
    });
    const reason = expect.stringMatching(/^baseline of \d{4}-\d\d-\d\d$/);
    const loud = environment.findings.filter(({ severity }) => severity === 'error');
    expect(loud.map(({ path }) => path)).toContain('lib/python3.11/os.py');
    for (const { accepted } of loud) expect(accepted).toEqual(reason);
    expect(environment.causes).toEqual([]);

    const content = readFileSync(box.file, 'utf8');
    const again = await box.verify(['--write-baseline']);
    expect(again.stderr).toBe(
      'conda-links: nothing has to be accepted; .conda-links.yml is as it was.\n',
    );
    expect(readFileSync(box.file, 'utf8')).toBe(content);

    rmSync(join(box.prefix, 'lib/python3.11/re.py'));
    const worse = await box.reportOf();
    expect(worse.code).toBe(1);
    const fresh = worse.environment.findings.filter((one) => one.accepted === undefined);
    expect(fresh.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([
      'lib/python3.11/re.py',
    ]);
    expect(worse.environment.causes.map(({ findings }) => findings)).toEqual([1]);
    const shown = await box.verify();
    expect(shown.stdout).toMatch(/ml is broken: 1 error/);
    expect(shown.stdout).toMatch(/\n {2}\d findings accepted: baseline of \d{4}-\d\d-\d\d\n/);
    expect(shown.stdout).not.toContain('os.py');
  });

  test('goes where --config says, which may be new', async () => {
    await using box = await broken();
    await box.verify(['--write-baseline', '--config', 'accepted.yml']);
    expect(await readdir(box.cwd)).toEqual(['accepted.yml']);
    expect((await box.verify()).code).toBe(1);
    expect((await box.verify(['--config', 'accepted.yml'])).code).toBe(0);
    const gone = await box.verify(['--config', 'gone.yml']);
    expect(gone).toMatchObject({ code: 2, stdout: '' });
    expect(gone.stderr).toContain('There is no gone.yml.');
  });

  test('is written through a link, and leaves nothing beside it', async () => {
    await using box = await broken();
    await writeFile(join(box.cwd, 'real.yml'), '# mine\nlevel: links\n');
    symlinkSync('real.yml', box.file);
    expect((await box.verify(['--write-baseline'])).code).toBe(0);
    expect(await readFile(join(box.cwd, 'real.yml'), 'utf8')).toContain(
      '# mine\nlevel: links\naccept:',
    );
    expect((await readdir(box.cwd)).sort()).toEqual([FILE, 'real.yml']);
  });

  test.each([
    ['a folder', (path: string) => mkdir(path), ' is a folder.'],
    ['a pipe', async (path: string) => spawnSync('mkfifo', [path]), ' cannot be read.'],
    ['no settings', (path: string) => writeFile(path, 'failon: x\n'), ':1: there is no “failon”'],
  ])('is refused where %s stands', async (_, make, words) => {
    await using box = await broken();
    await make(box.file);
    const { code, stderr, stdout } = await box.verify(['--write-baseline']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`conda-links: .conda-links.yml${words}`);
  });

  test('is refused where nobody may write', async ({ skip }) => {
    const why = whyNoOtherUser();
    if (why) skip(why);
    await using box = await broken();
    await chmod(box.cwd, closed() | 0o055);
    const { code, stderr } = await box.verify(['--write-baseline'], { other: true });
    expect(code).toBe(2);
    expect(stderr).toContain('.conda-links.yml cannot be written (EACCES).');
    expect(existsSync(box.file)).toBe(false);
  });

  test('is never written into an environment', async () => {
    await using box = await broken();
    const { code, stderr } = await box.verify(['--write-baseline'], { cwd: box.prefix });
    expect(code).toBe(2);
    expect(stderr).toContain('would be written into');
    expect(existsSync(join(box.prefix, FILE))).toBe(false);
  });

  test('with --fail-on never there is nothing to write', async () => {
    await using box = await broken();
    const { code, stderr } = await box.verify(['--write-baseline', '--fail-on', 'never']);
    expect(code).toBe(2);
    expect(stderr).toContain('write-baseline: with fail-on never');
  });

  test('of lint', async () => {
    await using box = await broken();
    await writeFile(join(box.cwd, 'environment.yml'), 'name: a b\ndependencies: [python]\n');
    const lint = (...words: string[]) => run(['lint', ...words], { cwd: box.cwd });
    expect((await lint()).code).toBe(1);
    expect((await lint('--write-baseline')).code).toBe(0);
    const { code, stdout } = await lint('--format', 'json');
    expect(code).toBe(0);
    const [file] = (JSON.parse(stdout) as Report).files as CheckedFile[];
    expect(file?.findings.find(({ severity }) => severity === 'error')).toMatchObject({
      check: 'invalid-name',
      accepted: expect.stringContaining('baseline of'),
    });
    expect(file?.verdict).toBe('whole');
  });

  test('of lint, of more findings than are told; one more fails all the same', async () => {
    await using box = await broken();
    const packages = Array.from({ length: 30 }, (_, at) => `  - a${at}=>1\n`).join('');
    const write = (more: string) =>
      writeFile(join(box.cwd, 'environment.yml'), `name: a\ndependencies:\n${packages}${more}`);
    const lint = (...words: string[]) => run(['lint', ...words], { cwd: box.cwd });
    await write('');
    expect((await lint('--write-baseline')).code).toBe(0);
    expect((await lint()).code).toBe(0);
    await write('  - b=>1\n');
    const { code, stdout } = await lint();
    expect(code).toBe(1);
    expect(stdout).toContain('1 error');
    expect(stdout).toContain('b=>1');
  });
});

describe('accepted findings that are over', () => {
  const entry = (until: string, reason = 'a known thing') =>
    `accept:\n- check: missing-file\n  path: "**"\n  reason: ${JSON.stringify(reason)}\n  until: ${until}\n`;

  test('count again, and the report says so', async () => {
    await using box = await broken();
    await writeFile(box.file, entry('2999-12-31'));
    const good = await box.reportOf();
    expect(good.environment.findings).toContainEqual(
      expect.objectContaining({ path: 'lib/python3.11/os.py', accepted: 'a known thing' }),
    );
    expect(good.report.remarks).toBeUndefined();
    await writeFile(box.file, entry('2020-01-31'));
    const { code, report, environment } = await box.reportOf();
    expect(code).toBe(1);
    expect(environment.findings.filter(({ accepted }) => accepted !== undefined)).toEqual([]);
    expect(report.remarks).toEqual([
      expect.stringMatching(
        /^\.conda-links\.yml:2: accepted until 2020-01-31, which is over \(a known thing\): \d findings? counts? again \(missing-file\)$/,
      ),
    ]);
    expect((await box.verify()).stdout.replaceAll(/\s+/g, ' ')).toContain(
      '! .conda-links.yml:2: accepted until 2020-01-31, which is over (a known thing)',
    );
  });

  test('that match nothing are a hint on standard error, and no failure', async () => {
    await using box = await broken();
    await writeFile(
      box.file,
      'accept:\n- {check: missing-file, path: gone, reason: x}\nlevel: links\n',
    );
    const { stderr, report } = await box.reportOf();
    expect(stderr).toContain('not found this time: .conda-links.yml:2 (missing-file).');
    expect(report.remarks).toBeUndefined();
  });

  test('in the action: in the log, the summary and an annotation; settings are those of the workspace', async () => {
    await using box = await broken();
    const inputs = { environments: box.prefix };
    await using over = await runStep({ inputs, files: { [FILE]: entry('2020-01-31') } });
    expect(over.code).toBe(1);
    expect(over.commands).toContainEqual(
      expect.objectContaining({
        name: 'warning',
        message: expect.stringContaining('accepted until 2020-01-31, which is over'),
      }),
    );
    expect(over.summary).toContain('which is over');
    await using accepted = await runStep({
      inputs,
      files: {
        [FILE]:
          'accept:\n- {check: missing-file, reason: known}\n- {check: missing-entry-point, reason: known}\n',
      },
    });
    expect(accepted.code).toBe(0);
    expect(accepted.outputs).toMatchObject({ verdict: 'whole', findings: '0' });
    expect(accepted.commands.filter(({ name }) => name === 'error')).toEqual([]);
    expect(accepted.summary).toMatch(/Accepted: \d findings \(\d × known\)/);
  });

  test('in the action the file stands below the inputs, and above their defaults', async () => {
    await using box = await broken();
    const files = { [FILE]: `fail-on: never\nenvironments: [${JSON.stringify(box.prefix)}]\n` };
    await using quiet = await runStep({ files });
    expect(quiet).toMatchObject({ code: 0, outputs: { verdict: 'broken' } });
    await using loud = await runStep({ files, inputs: { 'fail-on': 'error' } });
    expect(loud.code).toBe(1);
    await using wrong = await runStep({ files: { [FILE]: 'fail-on: errors\n' } });
    expect(wrong.code).toBe(2);
    expect(wrong.stdout).toContain('.conda-links.yml:1: fail-on: there is no “errors”.');
  });

  test('whatever a reason says, nobody obeys it', async () => {
    await using box = await broken();
    const reason = '\u001b[31m\n::error::x ##[group] | <b>x</b> `y` @z [l](http://u:p@h)';
    await writeFile(box.file, entry('2999-12-31', reason));
    const { stdout } = await box.verify(['--color', 'never']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/^\s*::/m);
    await using step = await runStep({
      inputs: { environments: box.prefix },
      files: { [FILE]: entry('2020-01-31', reason) },
    });
    expect(step.commands.filter(({ name }) => name === 'group')).toEqual([]);
    expect(step.summary).not.toContain('<b>');
    expect(step.summary).not.toContain('u:p@');
  });
});

describe('options in .conda-links.yml', () => {
  test('are obeyed, and the command line wins', async () => {
    await using box = await broken();
    await writeFile(box.file, 'fail-on: never\nlevel: links\n');
    expect((await box.verify()).code).toBe(0);
    expect((await box.verify(['--fail-on', 'error'])).code).toBe(1);
    const { environment } = await box.reportOf();
    expect(environment.counts.bytesHashed).toBe(0);
  });

  test('environments that are to be verified when none is named', async () => {
    await using box = await broken();
    await writeFile(box.file, 'environments: ../envs/ml\n');
    const { stdout } = await run(['verify', '--format', 'json'], { cwd: box.cwd });
    const report = JSON.parse(stdout) as Report;
    expect(report.environments.map(({ prefix }) => prefix)).toEqual([box.prefix]);
  });

  test('that make no sense are refused with their line', async () => {
    await using box = await broken();
    await writeFile(box.file, '# mine\nfailon: never\n');
    expect(await box.verify()).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'conda-links: .conda-links.yml:2: there is no “failon” in the settings.\nDid you mean fail-on?\n',
    });
    await writeFile(box.file, 'as-user: no such user\n');
    const { stderr } = await box.verify();
    expect(stderr).toContain('conda-links: .conda-links.yml:1: as-user: ');
  });
});

describe('docs/settings.md', async () => {
  const page = await readFile(new URL('../docs/settings.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n([^`]*?)```/g)].map(([, text = '']) => text);
  const files = examples.filter((text) => !text.includes('uses:'));

  test.each(files.map((text) => [text]))('the example is obeyed:\n%s', async (text) => {
    expect(whyNoSettings(parse(text))).toBeNull();
    await using folder = await temporaryFolder();
    const prefix = await makeEnvironment(join(folder.path, 'envs/ml'));
    await install(prefix, 'tests-1.0-0', { 'lib/python3.11/test/deep/a.py': 'a = 1\n' });
    rmSync(join(prefix, 'lib/python3.11/test'), { recursive: true });
    const cwd = join(folder.path, 'work');
    await mkdir(cwd);
    const verify = () => run(['verify', prefix], { cwd });
    expect((await verify()).code).toBe(1);
    await writeFile(join(cwd, FILE), text);
    const { code, stdout, stderr } = await verify();
    expect(code).toBe(0);
    expect(stdout).toContain('1 finding accepted: the tests of Python are deleted to save room');
    // The other entry is for something that this environment does not have.
    expect(stderr).toContain('.conda-links.yml:9 (dangling-link)');
  });

  test('has examples, and a row for each option', async () => {
    expect(files.length).toBeGreaterThan(0);
    const { SETTING_INPUTS } = await import('../src/inputs.ts');
    for (const { name } of SETTING_INPUTS) expect(page).toContain(`\`${name}\``);
  });
});
