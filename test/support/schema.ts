// The JSON schemas of docs/, made from the tables of the product, and what judges reports by them.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SEVERITIES } from '../../src/check.ts';
import { CHECKS } from '../../src/checks.ts';
import { INPUTS, type Input, SETTING_INPUTS } from '../../src/inputs.ts';
import {
  CAUSES,
  type CheckedEnvironment,
  type CheckedFile,
  type CheckedImage,
  type Counts,
  type Diagnosis,
  type FileFinding,
  type Finding,
  type ImageFinding,
  type ImageRun,
  type Nested,
  type Program,
  type Remedy,
  type Report,
  type UncheckedEnvironment,
  type UncheckedFile,
  type UncheckedImage,
  type User,
} from '../../src/report.ts';
import { RULES } from '../../src/rules.ts';
import { SOURCE_KINDS } from '../../src/sources.ts';

type Schema = Readonly<Record<string, unknown>>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const PLACE = 'https://raw.githubusercontent.com/conda-links/conda-links/main/docs';

const TEXT: Schema = { type: 'string' };
const LINE: Schema = { type: 'string', pattern: '^[^\\n\\r]*$' };
const FLAG: Schema = { type: 'boolean' };
const NATURAL: Schema = { type: 'integer', minimum: 0 };
const POSITIVE: Schema = { type: 'integer', minimum: 1 };
const SECONDS: Schema = { type: 'number', minimum: 0 };
const SEVERITY: Schema = { enum: SEVERITIES };
const CHECK: Schema = { enum: CHECKS.map(({ id }) => id) };
const RULE: Schema = { enum: RULES.map(({ id }) => id) };
const SOUND: Schema = { enum: ['whole', 'broken'] };
const CAUSE: Schema = { enum: CAUSES };

/** The ids of docs/smoke.md: what is said of images has no other table. */
const IMAGE_CHECKS = [
  ...(readFileSync(new URL('../../docs/smoke.md', import.meta.url), 'utf8')
    .split('## What can be found')[1]
    ?.matchAll(/^\| (`[a-z`, -]+`) \|/gm) ?? []),
].flatMap(([, cell = '']) => cell.split(', ').map((id) => id.replaceAll('`', '')));

const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** A schema for each field of a type, with a `?` behind the names of those that may be left out. */
type Fields<T> = {
  readonly [K in keyof T as object extends Pick<T, K> ? `${K & string}?` : K & string]-?: Schema;
};

/** An object of these fields and no others; the compiler misses those that the schema has not. */
function object<T>(fields: Fields<T>): Schema {
  const names = Object.keys(fields);
  return {
    type: 'object',
    additionalProperties: false,
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, schema]) => [name.replace('?', ''), schema]),
    ),
  };
}

const NAMED = {
  name: TEXT,
  prefix: TEXT,
  source: { enum: SOURCE_KINDS },
  reference: maybe(TEXT),
  programs: listOf(ref('program')),
  seconds: SECONDS,
};

const DEFINITIONS = {
  facts: {
    type: 'object',
    additionalProperties: {
      anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, listOf(TEXT)],
    },
  },
  program: object<Program>({
    name: { enum: ['python', 'pip'] },
    kind: { enum: ['symlink', 'file', 'missing'] },
    target: maybe(TEXT),
    resolves: FLAG,
  }),
  nested: object<Nested>({ check: CHECK, message: LINE, facts: ref('facts') }),
  finding: object<Finding>({
    check: CHECK,
    severity: SEVERITY,
    path: TEXT,
    'pathBytes?': { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' },
    package: maybe(TEXT),
    cause: CAUSE,
    message: LINE,
    facts: ref('facts'),
    'nested?': { type: 'array', minItems: 1, items: ref('nested') },
    'accepted?': LINE,
  }),
  diagnosis: object<Diagnosis>({
    cause: CAUSE,
    findings: POSITIVE,
    evidence: LINE,
    remedy: object<Remedy>({ summary: LINE, commands: listOf(listOf(TEXT)) }),
  }),
  user: object<User>({
    uid: NATURAL,
    gid: NATURAL,
    name: maybe(TEXT),
    why: { enum: ['asked', 'process', 'owner', 'image'] },
  }),
  checkedEnvironment: object<CheckedEnvironment>({
    ...NAMED,
    verdict: SOUND,
    installer: { enum: ['conda', 'mamba', 'micromamba', 'pixi'] },
    user: maybe(ref('user')),
    counts: object<Counts>({
      records: NATURAL,
      files: NATURAL,
      symlinks: NATURAL,
      directories: NATURAL,
      bytesHashed: NATURAL,
      bytesRemembered: NATURAL,
      outside: NATURAL,
    }),
    findings: listOf(ref('finding')),
    causes: listOf(ref('diagnosis')),
  }),
  uncheckedEnvironment: object<UncheckedEnvironment>({
    ...NAMED,
    verdict: { const: 'unchecked' },
    error: TEXT,
    advice: TEXT,
    isMissing: FLAG,
  }),
  environment: { anyOf: [ref('checkedEnvironment'), ref('uncheckedEnvironment')] },
  fileFinding: object<FileFinding>({
    check: RULE,
    severity: SEVERITY,
    path: TEXT,
    line: POSITIVE,
    column: POSITIVE,
    package: maybe(TEXT),
    message: LINE,
    advice: LINE,
    facts: ref('facts'),
    'accepted?': LINE,
  }),
  checkedFile: object<CheckedFile>({
    file: TEXT,
    verdict: SOUND,
    findings: listOf(ref('fileFinding')),
  }),
  uncheckedFile: object<UncheckedFile>({
    file: TEXT,
    verdict: { const: 'unchecked' },
    error: TEXT,
    advice: TEXT,
  }),
  file: { anyOf: [ref('checkedFile'), ref('uncheckedFile')] },
  imageFinding: object<ImageFinding>({
    check: { enum: IMAGE_CHECKS },
    severity: SEVERITY,
    message: LINE,
    advice: TEXT,
    said: listOf(LINE),
  }),
  imageRun: object<ImageRun>({
    way: { enum: ['entrypoint', 'bare', 'root', 'random-user', 'read-only', 'own'] },
    title: TEXT,
    isFine: FLAG,
    code: maybe({ type: 'integer' }),
    seconds: SECONDS,
  }),
  checkedImage: object<CheckedImage>({
    image: TEXT,
    id: TEXT,
    size: NATURAL,
    platform: TEXT,
    verdict: SOUND,
    built: maybe(
      object<NonNullable<CheckedImage['built']>>({
        seconds: SECONDS,
        builder: { enum: ['buildkit', 'classic', 'buildx'] },
      }),
    ),
    runs: listOf(ref('imageRun')),
    findings: listOf(ref('imageFinding')),
    fingerprint: maybe(TEXT),
  }),
  uncheckedImage: object<UncheckedImage>({
    image: TEXT,
    verdict: { const: 'unchecked' },
    error: TEXT,
    advice: TEXT,
  }),
  image: { anyOf: [ref('checkedImage'), ref('uncheckedImage')] },
} as const satisfies Record<string, Schema>;

/** docs/report.schema.json. */
export const REPORT_SCHEMA: Schema = {
  $schema: DIALECT,
  $id: `${PLACE}/report.schema.json`,
  title: 'What conda-links says with --format json',
  ...object<Report>({
    schema: { const: 1 },
    tool: object<Report['tool']>({ name: { const: 'conda-links' }, version: TEXT }),
    verdict: { enum: ['whole', 'broken', 'unchecked'] },
    environments: listOf(ref('environment')),
    files: listOf(ref('file')),
    images: listOf(ref('image')),
    'remarks?': { type: 'array', minItems: 1, items: LINE },
  }),
  $defs: DEFINITIONS,
};

/** docs/settings.schema.json. */
export const SETTINGS_SCHEMA: Schema = {
  $schema: DIALECT,
  $id: `${PLACE}/settings.schema.json`,
  title: '.conda-links.yml',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(SETTING_INPUTS.map((input) => [input.name, settingSchema(input)])),
    accept: {
      description: 'Findings that somebody has looked at and lives with: they count for nothing.',
      type: ['array', 'null'],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['check', 'reason'],
        properties: {
          check: { enum: INPUTS.check.choices, description: 'The id of the check or rule.' },
          path: {
            type: ['string', 'number'],
            maxLength: 4096,
            description:
              'The path as the report prints it. * is anything but a slash, ** anything, [*] a star.',
          },
          package: { type: ['string', 'number'], description: 'The name of the package.' },
          environment: {
            type: ['string', 'number'],
            description: 'The name or the prefix of the environment.',
          },
          reason: { type: 'string', minLength: 1, description: 'Why one can live with it.' },
          until: {
            type: 'string',
            pattern: '^\\d{4}-\\d\\d-\\d\\d$',
            description: 'The last day, in UTC, like 2027-01-31. Without it: for ever.',
          },
        },
      },
    },
    smoke: {
      description: 'What smoke runs in the image as well.',
      type: ['array', 'null'],
      items: {
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            additionalProperties: false,
            required: ['run'],
            properties: {
              run: { type: 'string', minLength: 1, description: 'A command for /bin/sh.' },
              code: {
                type: 'integer',
                minimum: 0,
                maximum: 255,
                description: 'The code that it has to end with. Default: 0.',
              },
              output: { type: 'string', description: 'What has to be in its output.' },
            },
          },
        ],
      },
    },
  },
};

function settingSchema({ description, value, choices, isList, default: fallback }: Input): Schema {
  const words = { description, ...(fallback === '' ? {} : { default: fallback }) };
  if (value === '') return { ...words, type: 'boolean' };
  const one: Schema =
    choices.length > 0 ? { enum: choices } : { type: ['string', 'number'], minLength: 1 };
  return isList ? { ...words, anyOf: [one, listOf(one)] } : { ...words, ...one };
}

const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
const isReport = ajv.compile(REPORT_SCHEMA);
const isEnvironment = ajv.compile({ $ref: `${PLACE}/report.schema.json#/$defs/environment` });
const isFile = ajv.compile({ $ref: `${PLACE}/report.schema.json#/$defs/file` });
const areSettings = ajv.compile(SETTINGS_SCHEMA);

/** What is wrong with something that has to be a report, by the schema; null for nothing. */
export function whyNoReport(report: unknown): string | null {
  return isReport(plain(report)) ? null : `no report: ${ajv.errorsText(isReport.errors)}`;
}

/** What is wrong with settings; null for nothing. */
export function whyNoSettings(settings: unknown): string | null {
  return areSettings(settings) ? null : ajv.errorsText(areSettings.errors);
}

/** The same report, which has to be one. */
export function valid<T>(report: T): T {
  const why = whyNoReport(report);
  if (why !== null) throw new Error(why);
  return report;
}

/** The same part of a report. */
export function validEnvironment<T>(environment: T): T {
  if (isEnvironment(plain(environment))) return environment;
  throw new Error(`no report on an environment: ${ajv.errorsText(isEnvironment.errors)}`);
}

export function validFile<T>(file: T): T {
  if (isFile(plain(file))) return file;
  throw new Error(`no report on a file: ${ajv.errorsText(isFile.errors)}`);
}

/** What is wrong with what a program printed that was asked for a report; null for nothing, and for other programs. */
export function whyNoOutput(args: readonly string[], stdout: string): string | null {
  const isAsked = args.some((word, at) => word === 'json' && args[at - 1] === '--format');
  if (!(isAsked || args.includes('--format=json')) || stdout === '') return null;
  try {
    return whyNoReport(JSON.parse(stdout));
  } catch {
    // Something that was cut off, which is for the test to judge.
    return null;
  }
}

/** As biome has it: a list of texts on one line where it fits, everything else line by line. */
export function inJson(value: unknown, indent = '', before = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const isFlat = value.every((one) => typeof one !== 'object' || one === null);
    const line = `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
    if (isFlat && before + line.length < 100) return line;
    return `[\n${value.map((one) => `${deeper}${inJson(one, deeper)}`).join(',\n')}\n${indent}]`;
  }
  const pairs = Object.entries(value).map(([name, inner]) => {
    const key = `${deeper}${JSON.stringify(name)}: `;
    return `${key}${inJson(inner, deeper, key.length)}`;
  });
  return pairs.length === 0 ? '{}' : `{\n${pairs.join(',\n')}\n${indent}}`;
}

/** As JSON has it: what is undefined is not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
