import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type {
  CheckedEnvironment,
  EnvironmentReport,
  FileFinding,
  FileReport,
  Finding,
  Report,
  UncheckedEnvironment,
  UncheckedFile,
} from '../src/report.ts';
import { overall } from '../src/report.ts';
import { annotations, type Place } from '../src/reports/annotations.ts';
import { listing, table } from '../src/reports/listing.ts';
import { code, plain, summary } from '../src/reports/summary.ts';
import { FORMATS } from '../src/reports.ts';

const VIEW = { color: false, width: 80 };

const PROGRAMS: CheckedEnvironment['programs'] = [
  { name: 'python', kind: 'symlink', target: 'python3.11', resolves: true },
  { name: 'pip', kind: 'file', target: null, resolves: true },
];

function finding(fields: Partial<Finding> = {}): Finding {
  const path = fields.path ?? 'bin/pip';
  return {
    check: 'missing-file',
    severity: 'error',
    path,
    package: 'pip-23.0-py311_0',
    cause: 'unknown',
    message: `${path} is gone`,
    facts: {},
    ...fields,
  };
}

function environment(fields: Partial<CheckedEnvironment> = {}): CheckedEnvironment {
  const findings = fields.findings ?? [];
  return {
    name: 'ml',
    prefix: '/opt/conda/envs/ml',
    source: 'directory',
    reference: null,
    programs: PROGRAMS,
    seconds: 0.25,
    verdict: findings.some(({ severity }) => severity === 'error') ? 'broken' : 'whole',
    installer: 'conda',
    user: null,
    counts: {
      records: 2,
      files: 1234,
      symlinks: 12,
      directories: 3,
      bytesHashed: 126_999_999,
      bytesRemembered: 0,
      outside: 0,
    },
    findings,
    causes: [],
    ...fields,
  };
}

function unchecked(fields: Partial<UncheckedEnvironment> = {}): UncheckedEnvironment {
  return {
    name: 'gone',
    prefix: '/gone',
    source: 'directory',
    reference: null,
    programs: [],
    seconds: 0,
    verdict: 'unchecked',
    error: 'There is nothing at /gone.',
    advice: 'Look for it with: conda-links list',
    isMissing: true,
    ...fields,
  };
}

function report(...environments: EnvironmentReport[]): Report {
  return {
    schema: 1,
    tool: { name: 'conda-links', version: '1.2.3' },
    verdict: overall(environments),
    environments,
    files: [],
    images: [],
  };
}

function fileReport(...files: FileReport[]): Report {
  return { ...report(), verdict: overall(files), files };
}

function fileFinding(fields: Partial<FileFinding> = {}): FileFinding {
  return {
    check: 'invalid-spec',
    severity: 'error',
    path: 'environment.yml',
    line: 3,
    column: 5,
    package: 'a',
    message: '“a=>1” cannot be read',
    advice: 'Write >=.',
    facts: {},
    ...fields,
  };
}

function checkedFile(findings: readonly FileFinding[], file = 'environment.yml'): FileReport {
  const isBroken = findings.some(({ severity }) => severity === 'error');
  return { file, verdict: isBroken ? 'broken' : 'whole', findings };
}

function unreadFile(fields: Partial<UncheckedFile> = {}): FileReport {
  const words = { error: 'It is empty.', advice: 'Fill it.' };
  return { file: 'gone.yml', verdict: 'unchecked', ...words, ...fields };
}

function many(count: number, fields: (at: number) => Partial<Finding>): Finding[] {
  return Array.from({ length: count }, (_, at) => finding({ path: `lib/${at}`, ...fields(at) }));
}

/** What a name could hold to get out of where it is shown. */
const HOSTILE = [
  '`',
  '``',
  '` `` ```',
  '`|`',
  '|',
  '\\|',
  '\\',
  '||',
  'a|b|c',
  '<script>alert(1)</script>',
  '<img src=x onerror=x>',
  '</code>',
  '<!-- ',
  '-->',
  '&lt;',
  '[x](javascript:x)',
  '![x](https://evil.example/x.png)',
  '**bold** _it_ ~~gone~~',
  '# head',
  '> quote',
  '- list',
  '1. list',
  '    code',
  '```\ncode',
  'x\n\n# head',
  'x\r\n| a | b |',
  '@everyone #1 GH-1',
  'https://evil.example',
  '::error::hacked',
  '##[error]hacked',
  '\x1b[31mred',
  '\u202ebackwards',
  ' ',
  ' x ',
  '`a` | `b`',
];

describe('text', () => {
  const text = (...environments: EnvironmentReport[]) =>
    FORMATS.text(report(...environments), VIEW);

  test('a whole environment: the verdict first, the figures, one last line', () => {
    expect(text(environment())).toBe(
      [
        '✓ ml is whole',
        '  /opt/conda/envs/ml',
        '  conda · 2 packages · 1,234 files · 12 links · 127.0 MB hashed · 0.3 s',
        '',
        'It is whole.',
        '',
      ]
        .join('\n')
        .replace('0.3 s', `${(0.25).toFixed(1)} s`),
    );
  });

  test('what an archive does not have is told, for the verdict does not speak of it', () => {
    const { counts } = environment();
    const shown = text(environment({ counts: { ...counts, outside: 4276 } }));
    expect(shown.replace(/\s+/g, ' ')).toContain(
      '4,276 files of it are links to what is not in the archive: nothing is known of them.',
    );
    expect(text(environment())).not.toContain('not in the archive');
  });

  test('one of each is told as one', () => {
    const counts = {
      records: 1,
      files: 1,
      symlinks: 1,
      directories: 1,
      bytesHashed: 1,
      bytesRemembered: 0,
      outside: 0,
    };
    const shown = text(environment({ counts }));
    expect(shown).toContain('1 package ');
    expect(shown).toContain('1 file ');
    expect(shown).toContain('1 link ');
    expect(shown).toMatch(/ 1 byte hashed/);
  });

  test('several: each with its verdict, and all of them together', () => {
    expect(text(environment(), environment({ name: 'web' }))).toMatch(
      /\n\nAll 2 environments are whole\.\n$/,
    );
    const broken = environment({ findings: [finding()] });
    expect(text(broken, environment(), unchecked())).toMatch(
      /\n\n1 of 3 environments broken, 1 of 3 environments not checked\.\n$/,
    );
    expect(text(unchecked())).toBe(
      '? gone could not be checked\n  There is nothing at /gone.\n  Look for it with: conda-links list\n\n1 of 1 environment not checked.\n',
    );
  });

  test('the tally counts each severity', () => {
    const severities = ['error', 'error', 'warning', 'note', 'note', 'note'] as const;
    const findings = severities.map((severity) => finding({ severity }));
    expect(text(environment({ findings }))).toMatch(
      /^✗ ml is broken: 2 errors, 1 warning, 3 notes\n/,
    );
  });

  test('causes, evidence and commands come before findings, each command once', () => {
    const commands = [['conda', 'install', '--yes', '--prefix', '/opt/my envs/ml', 'pip=23.0']];
    const remedy = { summary: 'Reinstall pip.', commands };
    const shown = text(
      environment({
        findings: [finding({ check: 'dangling-link' })],
        causes: [
          { cause: 'package-cache', findings: 1, evidence: 'pkgs/ is empty.', remedy },
          { cause: 'modified-files', findings: 2, evidence: 'One was changed.', remedy },
        ],
      }),
    );
    expect(shown.split("conda install --yes --prefix '/opt/my envs/ml' pip=23.0")).toHaveLength(2);
    const oneLine = shown.replaceAll(/\s+/g, ' ');
    const order = ['is broken', 'package-cache, 1 finding', 'pkgs/ is empty.', 'Reinstall pip.'];
    const places = [...order, 'modified-files, 2 findings', 'error dangling-link: '].map((part) =>
      oneLine.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('the long tail is folded, with numbers that add up', () => {
    const findings = many(2000, (at) => ({ package: `p${String(at % 40).padStart(2, '0')}-1-0` }));
    const shown = text(environment({ findings }));
    const heads = shown.match(/^ {2}p\d\d-1-0$/gm) ?? [];
    const listed = shown.match(/^ {4}error missing-file: /gm) ?? [];
    const folded = [...shown.matchAll(/and (\d[\d,]*) more$/gm)].map(([, n]) => number(n));
    const [, rest, packages] = /and ([\d,]+) findings in ([\d,]+) more packages/.exec(shown) ?? [];
    expect(heads.length).toBeGreaterThan(3);
    expect(folded).toHaveLength(heads.length);
    expect(listed.length + sum(folded) + number(rest)).toBe(2000);
    expect(heads.length + number(packages)).toBe(40);
    expect(shown.split('\n').length).toBeLessThan(150);
    expect(shown).toContain('--format json');
  });

  test('what just fits is not folded', () => {
    const findings = many(5, () => ({}));
    expect(text(environment({ findings }))).not.toContain('more');
    expect(text(environment({ findings: [...findings, finding()] }))).toMatch(/and 1 more$/m);
  });

  test('a hundred thousand findings are no trouble', () => {
    const findings = many(100_000, (at) => ({ package: `p${at % 1000}-1-0` }));
    expect(text(environment({ findings })).length).toBeLessThan(20_000);
  });

  test('nothing in it is wider than it may be, but for single words', () => {
    const long = 'lib/python3.11/site-packages/a/rather/long/path/to/some/module/of/a/package.py';
    const evidence = `${long} is not what its package recorded, and 1,234 others are not either.`;
    const words = [
      'conda',
      'install',
      ...Array.from({ length: 30 }, (_, at) => `package${at}=1.0`),
    ];
    const remedy = { summary: 'Reinstall them, '.repeat(20), commands: [words] };
    const one = environment({
      findings: [finding({ path: long, message: `${long} is not what its package recorded` })],
      causes: [{ cause: 'modified-files', findings: 1, evidence, remedy }],
    });
    for (const width of [80, 100]) {
      const lines = FORMATS.text(report(one, unchecked({ error: evidence })), {
        color: true,
        width,
      });
      const wide = stripVTControlCharacters(lines)
        .split('\n')
        .filter((line) => Array.from(line).length > width)
        .filter((line) => line.trim().replace(/ \\$/, '').includes(' '));
      expect(wide).toEqual([]);
    }
  });

  test('a command that is broken into lines is still one command', () => {
    const words = ['conda', 'install', ...Array.from({ length: 40 }, (_, at) => `it's a #${at}`)];
    const remedy = { summary: 'x', commands: [words] };
    const causes = [{ cause: 'unknown', findings: 1, evidence: 'x', remedy } as const];
    const shown = text(environment({ findings: [finding()], causes }));
    const start = shown.indexOf('    conda install');
    const command = shown.slice(start, shown.indexOf('\n\n', start)).replaceAll(/ \\\n\s+/g, ' ');
    expect(command.trim()).toBe(
      words
        .map((word) => (word.includes(' ') ? `'${word.replaceAll("'", "'\\''")}'` : word))
        .join(' '),
    );
  });

  test('colours change nothing else', () => {
    const all = report(environment({ findings: [finding()] }), environment(), unchecked());
    const coloured = FORMATS.text(all, { color: true, width: 80 });
    const uncoloured = FORMATS.text(all, VIEW);
    expect(coloured).not.toBe(uncoloured);
    expect(stripVTControlCharacters(coloured)).toBe(uncoloured);
  });

  test.for(HOSTILE)('a name that holds %j', (name) => {
    const shown = text(
      environment({ name, prefix: `/envs/${name}`, findings: [finding({ package: name })] }),
      unchecked({ name, prefix: name, error: name, advice: name }),
    );
    saysNothing(shown);
  });
});

describe('json', () => {
  test('is the report itself', () => {
    const all = report(environment({ findings: [finding()] }), unchecked());
    const shown = FORMATS.json(all, VIEW);
    expect(JSON.parse(shown)).toEqual(all);
    expect(shown.endsWith('}\n')).toBe(true);
  });

  test.for(HOSTILE)('holds %j, and says nothing', (name) => {
    const facts = { target: name, list: [name, `##${name}`], [name]: 1 };
    const all = report(environment({ name, findings: [finding({ path: name, facts })] }));
    const shown = FORMATS.json(all, VIEW);
    expect(JSON.parse(shown)).toEqual(all);
    expect(shown).not.toContain('##[');
    expect(shown).not.toMatch(CONTROLS);
  });

  test('escapes every control character, those of eight bits and DEL too', () => {
    const name = String.fromCharCode(...Array.from({ length: 160 }, (_, at) => at));
    const all = report(environment({ name }));
    const shown = FORMATS.json(all, VIEW);
    expect(JSON.parse(shown)).toEqual(all);
    expect(shown).not.toMatch(CONTROLS);
  });
});

describe('check-symlinks', () => {
  const lines = (...environments: EnvironmentReport[]) =>
    FORMATS['check-symlinks'](report(...environments), VIEW);

  test('has the lines of the script', () => {
    expect(lines(environment())).toBe(
      'Checking symbolic links in environment: ml\n' +
        'python                         -> python3.11 (OK)\n' +
        'pip                            (Regular file, not a symlink)\n',
    );
    expect(lines(unchecked())).toBe("Error: Environment 'gone' does not exist.\n");
  });

  test.for(HOSTILE)('a name that holds %j', (name) => {
    const programs = PROGRAMS.map((one) => ({ ...one, kind: 'symlink' as const, target: name }));
    saysNothing(lines(environment({ name, programs }), unchecked({ name })));
  });
});

describe('listing', () => {
  const LISTED = { installer: 'conda', packages: 20, recordBytes: 1_234_567, lastChange: null };

  test('is a table in the order given', () => {
    const lastChange = '2026-01-02T03:04:05.678Z';
    expect(
      listing([
        { ...LISTED, name: 'web', prefix: '/envs/web', lastChange },
        { ...LISTED, name: 'a-long-name', prefix: '/envs/a-long-name', packages: 1 },
      ]),
    ).toBe(
      [
        'NAME         INSTALLER  PACKAGES  RECORDS  CHANGED     PREFIX',
        'web          conda            20   1.2 MB  2026-01-02  /envs/web',
        'a-long-name  conda             1   1.2 MB              /envs/a-long-name',
        '',
      ].join('\n'),
    );
  });

  test.for(HOSTILE)('a name that holds %j', (name) => {
    saysNothing(listing([{ ...LISTED, name, prefix: name }]));
  });

  test('a table has a line for each row, and no blanks at their ends', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['x', ''],
          ['', 'y'],
        ],
      ),
    ).toBe('A  B\nx\n   y\n');
  });
});

describe('summary', () => {
  test('has a row for each environment, and a section for what is wrong', () => {
    const remedy = { summary: 'Reinstall pip.', commands: [['conda', 'install', 'pip=23.0']] };
    const shown = summary(
      report(
        environment(),
        environment({
          name: 'web',
          findings: [finding(), finding({ severity: 'warning' }), finding({ severity: 'note' })],
          causes: [{ cause: 'package-cache', findings: 1, evidence: 'It is empty', remedy }],
        }),
        unchecked(),
      ),
    );
    const rows = shown.split('\n').map(cells);
    const [ml, web, gone] = ['ml', 'web', 'gone'].map(code);
    const prefix = code('/opt/conda/envs/ml');
    const [owner, message] = ['pip-23.0-py311_0', 'bin/pip is gone'].map(code);
    expect(rows).toContainEqual([ml, '✅ whole', '0', '0', '0', prefix]);
    expect(rows).toContainEqual([web, '❌ broken', '1', '1', '1', prefix]);
    expect(rows).toContainEqual([gone, '⚠️ not checked', '0', '0', '0', code('/gone')]);
    expect(rows).toContainEqual(['error', 'missing-file', owner, message]);
    expect(shown).toContain('**package-cache** (1 finding): It is empty');
    expect(shown).toContain('\n    conda install pip=23.0\n');
    expect(shown).not.toContain(`## ${ml}`);
    expect(shown).toContain(`## ${gone}`);
  });

  test('never has more than GitHub takes', () => {
    const message = 'x'.repeat(3000);
    const findings = many(100_000, (at) => ({ package: `p${at}-1-0`, message }));
    const huge = environment({ findings });
    for (const environments of [[huge], Array.from({ length: 100 }, () => huge)]) {
      const shown = summary(report(...environments));
      expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(1 << 20);
      expect(shown).toMatch(/more in the JSON report|does not fit into a summary/);
    }
    expect(summary(report(huge))).toContain('and 99950 more in the JSON report');
  });

  test('says that something is left out also where one section alone is too large', () => {
    const evidence = '☃'.repeat(1 << 20);
    const remedy = { summary: 'x', commands: [] };
    const causes = [{ cause: 'unknown', findings: 1, evidence, remedy } as const];
    const shown = summary(report(environment({ findings: [finding()], causes })));
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(1 << 20);
    expect(shown).toContain(`| ${code('ml')} | ❌ broken |`);
    expect(shown).toContain('does not fit into a summary');
  });

  test('stays small with ten thousand environments, whole or not', () => {
    const name = 'n'.repeat(255);
    const rows = Array.from({ length: 10_000 }, () => environment({ name }));
    const shown = summary(report(...rows));
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(1 << 20);
    expect(shown).toContain('does not fit into a summary');
  });

  test.for(HOSTILE)('a name that holds %j stays in its cell, its code and its line', (name) => {
    const usual = 'harmless';
    const shape = (text: string) => {
      const remedy = { summary: text, commands: [['conda', text]] };
      const one = environment({
        name: text,
        prefix: text,
        findings: [finding({ package: text, path: text, message: text })],
        causes: [{ cause: 'unknown', findings: 1, evidence: text, remedy }],
      });
      return summary(report(one, unchecked({ name: text, error: text, advice: text })));
    };
    const lines = shape(name).split('\n');
    const expected = shape(usual).split('\n');
    expect(lines).toHaveLength(expected.length);
    for (const [at, line] of lines.entries()) {
      // As many cells as there should be, and in each of them nothing but code or nothing at all.
      expect(cells(line)?.length).toBe(cells(expected[at] ?? '')?.length);
      for (const [n, cell] of (cells(line) ?? []).entries()) {
        const isName = cells(expected[at] ?? '')?.[n]?.includes(usual);
        if (isName) expect(isOneCode(cell), cell).toBe(true);
      }
      if (line.startsWith('## ')) expect(isOneCode(line.slice(3)), line).toBe(true);
    }
    saysNothing(lines.join('\n'));
    const prose = lines.filter((line) => !/^(\||## |# | {4})/.test(line)).join(' ');
    expect(withoutEntities(prose.replaceAll('**unknown**', ''))).not.toMatch(MARKS);
  });

  test.for(HOSTILE)('code(%j) is one piece of code, or nothing', (name) => {
    const span = code(name);
    expect(span === '' || isOneCode(span), span).toBe(true);
    // In a table it is the bar that counts first.
    expect(cells(`| ${span} |`)).toHaveLength(1);
    expect(span).not.toMatch(/\n|\r/);
  });

  test.for(HOSTILE)('plain(%j) has no mark in it', (name) => {
    expect(withoutEntities(plain(name))).not.toMatch(MARKS);
  });
});

describe('annotations', () => {
  const nowhere = () => null;

  test('one for each package, with the number of its findings', () => {
    const findings = [
      ...many(3, () => ({ package: 'numpy-1.0-0' })),
      ...many(1, () => ({ package: 'pip-23.0-py311_0' })),
      ...many(2, () => ({ package: null, severity: 'warning' })),
      ...many(9, () => ({ package: 'zlib-1.3-0', severity: 'note' })),
    ];
    const made = annotations(report(environment({ findings })), nowhere);
    expect(made.map(({ severity, title }) => [severity, title])).toEqual([
      ['error', 'ml: numpy-1.0-0'],
      ['error', 'ml: pip-23.0-py311_0'],
      ['warning', 'ml: files of no package'],
    ]);
    expect(made.map(({ message }) => message)).toEqual([
      'lib/0 is gone, and 2 more',
      'lib/0 is gone',
      'lib/0 is gone, and 1 more',
    ]);
  });

  test('each of them at the line that asks for its package', () => {
    const places = new Map<string, Place>([
      ['numpy', { file: 'environment.yml', line: 7 }],
      ['scikit-learn', { file: 'environment.yml', line: 9 }],
    ]);
    const owners = ['numpy-1.0-0', 'scikit-learn-1.5.0-py311_0', 'pip-23.0-py311_0', null];
    const findings = owners.map((owner) => finding({ package: owner }));
    const made = annotations(report(environment({ findings })), (name) => places.get(name) ?? null);
    expect(made.map(({ place }) => place?.line ?? null)).toEqual([7, 9, null, null]);
  });

  test('ten of a level at most; the last one says how many are left', () => {
    for (const [count, shown] of [
      [10, 10],
      [11, 10],
      [1000, 10],
    ] as const) {
      const errors = many(count, (at) => ({ package: `e${at}-1-0` }));
      const warnings = many(count, (at) => ({ package: `w${at}-1-0`, severity: 'warning' }));
      const made = annotations(
        report(environment({ findings: [...errors, ...warnings] })),
        nowhere,
      );
      for (const severity of ['error', 'warning'] as const) {
        const some = made.filter((one) => one.severity === severity);
        expect(some).toHaveLength(shown);
        const last = some.at(-1);
        if (count > shown) expect(last?.message).toMatch(new RegExp(`^${count - 9} more `));
        else expect(last?.title).toContain('ml: ');
      }
    }
  });

  test('none for a whole environment, one for each that was not checked', () => {
    expect(annotations(report(environment()), nowhere)).toEqual([]);
    expect(annotations(report(environment(), unchecked()), nowhere)).toEqual([
      {
        severity: 'error',
        title: 'gone could not be checked',
        message: 'There is nothing at /gone. Look for it with: conda-links list',
        place: null,
      },
    ]);
  });

  test('the worst finding of a package gives the level', () => {
    const findings = (['error', 'warning', 'note'] as const).map((severity) =>
      finding({ severity }),
    );
    const made = annotations(report(environment({ findings })), nowhere);
    expect(made.map(({ severity }) => severity)).toEqual(['error']);
    expect(made[0]?.message).toMatch(/and 1 more$/);
  });

  test.for(HOSTILE)('a name that holds %j', (name) => {
    const all = report(
      environment({ name, findings: [finding({ package: name })] }),
      unchecked({ name, error: name, advice: name }),
    );
    for (const { title, message } of annotations(all, nowhere)) {
      expect(`${title}${message}`).not.toMatch(CONTROLS);
      expect(`${title}${message}`).not.toContain('\n');
      expect(`${title} ${message}`).not.toContain('##[');
    }
  });
});

describe('environment files', () => {
  const text = (...files: FileReport[]) => FORMATS.text(fileReport(...files), VIEW);
  const nowhere = () => null;

  test('as text: each finding with its place, an advice once, what is in other files with their name', () => {
    const shown = text(
      checkedFile([
        fileFinding(),
        fileFinding({ line: 4, message: '“b=>1” cannot be read' }),
        fileFinding({ path: 'r.txt', line: 1, column: 1, severity: 'note', advice: '' }),
      ]),
      checkedFile([], 'other.yml'),
      unreadFile(),
    );
    expect(shown).toBe(
      [
        '✗ environment.yml: 2 errors, 1 note',
        '',
        '  3:5',
        '    error invalid-spec: “a=>1” cannot be read',
        '      Write >=.',
        '',
        '  4:5',
        '    error invalid-spec: “b=>1” cannot be read',
        '',
        '  r.txt:1:1',
        '    note invalid-spec: “a=>1” cannot be read',
        '',
        '✓ other.yml: nothing to complain of',
        '',
        '? gone.yml could not be read',
        '  It is empty.',
        '  Fill it.',
        '',
        '1 of 3 files broken, 1 of 3 files not checked.',
        '',
      ].join('\n'),
    );
    expect(text(checkedFile([]))).toMatch(/\n\n1 file without an error\.\n$/);
  });

  test('as text: no wider than 80 columns, and colours change nothing else', () => {
    const long = 'rather many words, '.repeat(20);
    const all = fileReport(
      checkedFile([
        fileFinding({ message: long, advice: long }),
        fileFinding({ severity: 'warning', message: long, advice: `x ${long}` }),
      ]),
      unreadFile({ error: long, advice: long }),
    );
    const plainly = FORMATS.text(all, VIEW);
    expect(plainly.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const coloured = FORMATS.text(all, { color: true, width: 80 });
    expect(coloured).not.toBe(plainly);
    expect(stripVTControlCharacters(coloured)).toBe(plainly);
  });

  test('as JSON: the report itself', () => {
    const all = fileReport(checkedFile([fileFinding({ facts: { a: ['b'], c: 1 } })]), unreadFile());
    expect(JSON.parse(FORMATS.json(all, VIEW))).toEqual(all);
  });

  test('in a summary: a row for each finding, fifty at most', () => {
    const shown = summary(
      fileReport(
        checkedFile(Array.from({ length: 60 }, (_, at) => fileFinding({ line: at + 1 }))),
        checkedFile([], 'other.yml'),
        unreadFile(),
      ),
    );
    const rows = shown
      .split('\n')
      .map(cells)
      .filter((row) => row?.[2] === 'invalid-spec');
    expect(rows).toHaveLength(50);
    expect(rows[0]).toEqual([code('1:5'), 'error', 'invalid-spec', plain('“a=>1” cannot be read')]);
    expect(shown).toContain('and 10 more in the JSON report');
    expect(shown).toContain(`## ${code('other.yml')}\n\n✅ nothing to complain of`);
    expect(shown).toContain(`## ${code('gone.yml')}\n\n⚠️ `);
  });

  test('as annotations: each where it stands, no notes, ten of a level at most', () => {
    const severities = ['error', 'warning', 'note'] as const;
    const few = severities.map((severity) => fileFinding({ severity }));
    expect(annotations(fileReport(checkedFile(few), unreadFile()), nowhere)).toEqual([
      {
        severity: 'error',
        title: 'invalid-spec',
        message: '“a=>1” cannot be read. Write >=.',
        place: { file: 'environment.yml', line: 3, column: 5 },
      },
      {
        severity: 'error',
        title: 'gone.yml could not be read',
        message: 'It is empty. Fill it.',
        place: null,
      },
      expect.objectContaining({ severity: 'warning' }),
    ]);
    const many = Array.from({ length: 25 }, () => fileFinding());
    const made = annotations(fileReport(checkedFile(many)), nowhere);
    expect(made).toHaveLength(10);
    expect(made.at(-1)).toMatchObject({ title: '16 more', place: null });
  });

  test.for(HOSTILE)('a name that holds %j', (name) => {
    const finding = fileFinding({ path: `x${name}` });
    const files = [
      checkedFile([finding, fileFinding({ path: name })], name),
      unreadFile({ file: name, error: name, advice: name }),
    ];
    const all = fileReport(...files);
    saysNothing(FORMATS.text(all, VIEW));
    saysNothing(FORMATS.json(all, VIEW));
    const shown = summary(all);
    saysNothing(shown);
    for (const line of shown.split('\n')) {
      if (line.startsWith('## ')) expect(isOneCode(line.slice(3)), line).toBe(true);
      if (line.startsWith('|')) expect(cells(line)).toHaveLength(4);
    }
    for (const { title, message } of annotations(all, nowhere)) {
      expect(`${title}${message}`).not.toMatch(CONTROLS);
      expect(`${title} ${message}`).not.toContain('##[');
    }
  });
});

// ---------------------------------------------------------------- tools

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
const CONTROLS = /[\0-\x09\x0b-\x1f\x7f-\x9f]/;

/** Holds that nothing in a text speaks to a terminal or to the runner of a workflow. */
function saysNothing(text: string): void {
  expect(text).not.toMatch(CONTROLS);
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
  expect(text).not.toContain('##[');
  expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
}

/** The cells of a row of a table, as GitHub splits them before it looks at anything else: at each bar that
 * has no backslash right before it; null for what is no row. */
function cells(line: string): string[] | null {
  if (!line.startsWith('|')) return null;
  const parts = line
    .slice(1)
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/);
  return parts.map((part) => part.trim());
}

/** Whether all of a text is one piece of code: the HTML element, with nothing in it that could be a mark. */
function isOneCode(text: string): boolean {
  const [, inner] = /^<code>(.*)<\/code>$/.exec(text) ?? [];
  return inner !== undefined && !MARKS.test(withoutEntities(inner));
}

/** What Markdown, HTML or GitHub might give a meaning to. */
const MARKS = /[\\`*_{}[\]<>|#@!&$~\n\r]|:\/\//;

function withoutEntities(text: string): string {
  return text.replaceAll(/&#\d+;/g, '');
}

function number(text: string | undefined): number {
  return Number(text?.replaceAll(',', ''));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
