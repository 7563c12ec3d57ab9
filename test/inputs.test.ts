import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHECKS } from '../src/checks.ts';
import { CHECK_IDS, FORMAT_NAMES, RULE_IDS } from '../src/choices.ts';
import { COMMANDS, INPUTS, type Input } from '../src/inputs.ts';
import { FORMATS } from '../src/reports.ts';
import { RULES } from '../src/rules.ts';
import { readMetadata, repository } from './support/runner.ts';

const metadata = await readMetadata();
const inputs: readonly Input[] = Object.values(INPUTS);
const ofAction = inputs.filter(({ faces }) => faces.includes('action'));
const ofCli = inputs.filter(({ faces }) => faces.includes('cli'));
const outputs = [
  'verdict',
  'findings',
  'report',
  'dockerfile',
  'matrix',
  'image',
  'image-id',
  'size',
  'fingerprint',
];

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

test('what options can be is what there is, in its order', () => {
  expect(CHECK_IDS).toEqual(CHECKS.map(({ id }) => id));
  expect(RULE_IDS).toEqual(RULES.map(({ id }) => id));
  expect(FORMAT_NAMES).toEqual(Object.keys(FORMATS));
});

describe('action.yml', () => {
  test('has the inputs of the table, in its order, and no other', () => {
    expect(Object.keys(metadata.inputs)).toEqual(ofAction.map(({ name }) => name));
  });

  test.each(ofAction)('describes $name as the table does, with its default', (input) => {
    const { description, default: fallback } = metadata.inputs[input.name] ?? {};
    // The runner gives every default as if it were meant: it would stand above what a file says.
    const isSaid = input.inFile && input.default !== '';
    const words = isSaid ? `${input.description} Default: ${input.default}.` : input.description;
    expect(fold(description ?? '')).toBe(words);
    expect(fallback).toBe(input.inFile ? '' : input.default);
  });

  test('asks for no input that has to be given', () => {
    const required = Object.entries(metadata.inputs).filter(([, input]) => 'required' in input);
    expect(required).toEqual([]);
  });

  test('has the outputs that the action sets, each with a description', () => {
    expect(Object.keys(metadata.outputs)).toEqual(outputs);
    for (const { description } of Object.values(metadata.outputs))
      expect(description).toMatch(/\S/);
  });

  test('runs the committed bundle on Node 24', () => {
    expect(metadata.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
    expect(existsSync(join(repository, metadata.runs.main))).toBe(true);
  });

  test('has what the marketplace asks for', () => {
    expect(metadata.name).toMatch(/\S/);
    expect(metadata.description.length).toBeLessThanOrEqual(125);
    expect(metadata.author).toMatch(/\S/);
    expect(metadata.branding).toEqual({ icon: expect.any(String), color: expect.any(String) });
    expect(COLORS).toContain(metadata.branding['color']);
  });
});

// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#branding
const COLORS = [
  'white',
  'black',
  'yellow',
  'blue',
  'green',
  'orange',
  'red',
  'purple',
  'gray-dark',
];

describe.each(COMMANDS)('conda-links %s --help', async (command) => {
  const ours = ofCli.filter(({ of }) => of.includes(command));
  const cli = join(repository, 'dist/cli.js');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, command, '--help']);
  const help = fold(stdout);

  test.each(ours)('shows --$name as the table describes it', ({ name, value, description }) => {
    expect(help).toContain(fold(`--${name} ${value} ${description}`));
  });

  test.each(ours.filter((input) => input.default !== ''))(
    'says that --$name is “$default” by default',
    ({ name, default: fallback }) => {
      const [, options = ''] = help.split(' Options: ');
      const [, about = ''] = options.split(`--${name} `);
      expect(about.split(' --')[0]).toContain(`Default: ${fallback}.`);
    },
  );

  test('has no option that is not in the table', () => {
    const shown = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name);
    expect(shown.toSorted()).toEqual([...ours.map(({ name }) => name), 'help'].toSorted());
  });
});

describe('the docs', async () => {
  const readme = await readIfThere('README.md');
  const pages = [readme, ...(await pagesOf('docs'))].join('\n');
  const rows = readme.split('\n').map((line) => line.match(/^\| *(.*?) *\| *(.*?) *\|/)?.slice(1));

  test.each(ofAction)('README.md has a row for the input $name, with its default', (input) => {
    const row = rows.find((cells) => cells?.[0] === `\`${input.name}\``);
    expect(row, `no row of a table in README.md starts with | \`${input.name}\` |`).toBeDefined();
    if (input.default !== '') expect(row?.[1]).toBe(`\`${input.default}\``);
    else expect(row?.[1]).not.toMatch(/^`.+`$/);
  });

  test.each(outputs)('README.md names the output %s', (name) => {
    expect(readme).toContain(`\`${name}\``);
  });

  test.each(ofCli)('README.md or docs/ mentions --$name', ({ name }) => {
    expect(pages).toMatch(new RegExp(`--${name}\\b`));
  });
});

async function readIfThere(file: string): Promise<string> {
  return existsSync(join(repository, file)) ? readFile(join(repository, file), 'utf8') : '';
}

async function pagesOf(folder: string): Promise<string[]> {
  if (!existsSync(join(repository, folder))) return [];
  const files = await readdir(join(repository, folder), { recursive: true });
  return Promise.all(
    files.filter((file) => file.endsWith('.md')).map((file) => readIfThere(join(folder, file))),
  );
}

interface WorkflowStep {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

describe('.github/workflows/self.yml', async () => {
  const source = await readFile(join(repository, '.github/workflows/self.yml'), 'utf8');
  const jobs: { steps: WorkflowStep[] }[] = Object.values(parse(source).jobs);
  const own = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses === './');

  test('runs the action', () => {
    expect(own.length).toBeGreaterThan(0);
  });

  test('gives inputs that there are', () => {
    for (const step of own) {
      for (const name of Object.keys(step.with ?? {})) expect(metadata.inputs).toHaveProperty(name);
    }
  });

  test('reads outputs that there are', () => {
    const ids = new Set(own.flatMap(({ id }) => id ?? []));
    const read = [...source.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)];
    const names = read.flatMap(([, id = '', output = '']) => (ids.has(id) ? [output] : []));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(outputs).toContain(name);
  });
});
