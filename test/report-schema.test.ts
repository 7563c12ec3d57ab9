import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CAUSES } from '../src/report.ts';
import {
  inJson,
  REPORT_SCHEMA,
  SETTINGS_SCHEMA,
  valid,
  whyNoReport,
  whyNoSettings,
} from './support/schema.ts';

// `npx vitest run test/report-schema.test.ts -u` writes the files anew.
test.each([
  ['report', REPORT_SCHEMA],
  ['settings', SETTINGS_SCHEMA],
])('docs/%s.schema.json is what the tables make of it', async (name, schema) => {
  await expect(`${inJson(schema)}\n`).toMatchFileSnapshot(`../docs/${name}.schema.json`);
});

const FINDING = {
  check: 'altered-file',
  severity: 'error',
  path: 'lib/a\\xff',
  pathBytes: 'bGliL2H/',
  package: 'a-1.0-0',
  cause: 'modified-files',
  message: 'lib/a is not what it was',
  facts: { count: 1, names: ['x'], isPatched: false, hash: null },
  nested: [{ check: 'shared-damage', message: 'so is that of b', facts: {} }],
  accepted: 'known',
};
const NAMED = {
  name: 'ml',
  prefix: '/opt/ml',
  source: 'directory',
  reference: null,
  programs: [{ name: 'pip', kind: 'symlink', target: 'pip3', resolves: true }],
  seconds: 0.1,
};
const CHECKED = {
  ...NAMED,
  verdict: 'broken',
  installer: 'conda',
  user: { uid: 0, gid: 0, name: null, why: 'owner' },
  counts: {
    records: 1,
    files: 1,
    symlinks: 1,
    directories: 1,
    bytesHashed: 1,
    bytesRemembered: 0,
    outside: 0,
  },
  findings: [FINDING],
  causes: [
    {
      cause: 'modified-files',
      findings: 1,
      evidence: 'seen',
      remedy: { summary: 'Reinstall it.', commands: [['conda', 'install']] },
    },
  ],
};
const REPORT = {
  schema: 1,
  tool: { name: 'conda-links', version: '1.0.0' },
  verdict: 'broken',
  environments: [
    CHECKED,
    { ...NAMED, verdict: 'unchecked', error: 'It is gone.', advice: '', isMissing: true },
  ],
  files: [
    {
      file: 'environment.yml',
      verdict: 'whole',
      findings: [
        {
          check: 'unpinned-python',
          severity: 'note',
          path: 'environment.yml',
          line: 1,
          column: 1,
          package: null,
          message: 'python is not pinned',
          advice: '',
          facts: {},
        },
      ],
    },
    { file: 'b.yml', verdict: 'unchecked', error: 'It is gone.', advice: '' },
  ],
  images: [
    {
      image: 'ml',
      id: 'sha256:1',
      size: 1,
      platform: 'linux/amd64',
      verdict: 'broken',
      built: { seconds: 1, builder: 'buildkit' },
      runs: [{ way: 'bare', title: 'bin/python itself', isFine: false, code: null, seconds: 1 }],
      findings: [{ check: 'run-hangs', severity: 'error', message: 'm', advice: '', said: ['a'] }],
      fingerprint: null,
    },
    { image: 'x', verdict: 'unchecked', error: 'There is none.', advice: '' },
  ],
  remarks: ['one entry is over'],
};

/** Every place in a report, as the keys that lead there. */
function* places(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* places(inner, [...path, key]);
}

function changed(
  value: unknown,
  [key = '', ...rest]: readonly string[],
  change: (at: Record<string, unknown>, key: string) => void,
): unknown {
  const copy: Record<string, unknown> = structuredClone(value) as Record<string, unknown>;
  let at = copy;
  let last = key;
  for (const next of rest) {
    at = at[last] as Record<string, unknown>;
    last = next;
  }
  change(at, last);
  return copy;
}

/** What may be left out. */
const OPTIONAL = ['pathBytes', 'nested', 'accepted', 'remarks'];

describe('the schema of reports', () => {
  const all = [...places(REPORT)];
  const ofFacts = (path: readonly string[]) => path.includes('facts') && path.at(-1) !== 'facts';
  const fields = all.filter((path) => !ofFacts(path) && !/^\d+$/.test(path.at(-1) ?? ''));

  test('takes one that has everything', () => {
    expect(whyNoReport(REPORT)).toBeNull();
  });

  test('takes the example of docs/report.md', async () => {
    const page = await readFile(new URL('../docs/report.md', import.meta.url), 'utf8');
    const [, example = ''] = page.split(/```json\n|```/);
    expect(whyNoReport(JSON.parse(example))).toBeNull();
  });

  test.each(fields.map((path) => [path.join('.'), path] as const))('misses %s', (_, path) => {
    const without = changed(REPORT, path, (at, key) => delete at[key]);
    if (OPTIONAL.includes(path.at(-1) ?? '')) expect(whyNoReport(without)).toBeNull();
    else expect(whyNoReport(without)).toContain('no report');
  });

  test.each(all.map((path) => [path.join('.'), path] as const))('refuses a wrong %s', (_, path) => {
    const wrong = changed(REPORT, path, (at, key) => {
      at[key] = { wrong: {} };
    });
    expect(whyNoReport(wrong)).toContain('no report');
  });

  test.each(
    all
      .filter((path) => {
        const value = path.reduce<unknown>(
          (at, key) => (at as Record<string, unknown>)[key],
          REPORT,
        );
        return typeof value === 'object' && !Array.isArray(value) && value !== null;
      })
      .filter((path) => path.at(-1) !== 'facts')
      .map((path) => [path.join('.'), path] as const),
  )('refuses more in %s', (_, path) => {
    const more = changed(REPORT, path, (at, key) => {
      at[key] = { ...(at[key] as object), more: 1 };
    });
    expect(whyNoReport(more)).toContain('no report');
  });

  test.each([
    ['cause', 'gremlins'],
    ['check', 'no-such-check'],
    ['check', 'unpinned-python'],
    ['severity', 'fatal'],
    ['message', 'two\nlines'],
    ['pathBytes', 'no base64!'],
    ['nested', []],
  ])('refuses a finding whose %s is %j', (key, value) => {
    const wrong = changed(REPORT, ['environments', '0', 'findings', '0', key], (at, last) => {
      at[last] = value;
    });
    expect(whyNoReport(wrong)).toContain('no report');
    expect(() => valid(wrong)).toThrow('no report');
  });

  test('knows every cause', () => {
    for (const cause of CAUSES) {
      const one = changed(REPORT, ['environments', '0', 'causes', '0', 'cause'], (at, key) => {
        at[key] = cause;
      });
      expect(whyNoReport(one)).toBeNull();
    }
  });
});

describe('the schema of settings', () => {
  test.each([
    '',
    'fail-on: warning\nlevel: links\nskip: leftover\ncheck: [dangling-link]\n',
    'environments: ml\nas-user: 1000\ncache: true\n',
    'smoke:\n  - python -V\n  - run: x\n    code: 3\n    output: y\n',
    'accept:\n  - check: dangling-link\n    path: "lib/**"\n    reason: known\n    until: 2027-01-31\n',
  ])('takes %j', (text) => {
    expect(whyNoSettings(parse(text))).toBeNull();
  });

  test.each([
    'failon: warning',
    'fail-on: warn',
    'skip: [leftovers]',
    'cache: sometimes',
    'format: json',
    'accept: [{check: dangling-link}]',
    'accept: [{check: dangling-link, reason: x, until: tomorrow}]',
    'accept: [{check: dangling-link, reason: x, paths: y}]',
    'smoke: [{run: x, code: 256}]',
    '- a',
  ])('refuses %j', (text) => {
    expect(whyNoSettings(parse(text))).not.toBeNull();
  });
});
