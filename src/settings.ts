import { posix } from 'node:path';
import * as v from 'valibot';
import { printable } from './bytes.ts';
import { closest } from './closest.ts';
import { isTooDeep } from './conda/condarc.ts';
import { BadInput } from './errors.ts';
import type { Source } from './sources.ts';

/** What a program of the user's own has to do in an image. */
export interface OwnRun {
  /** For `/bin/sh`. */
  readonly run: string;
  /** The code that it has to end with. */
  readonly code: number;
  /** What has to be in its output; null for anything. */
  readonly output: string | null;
}

/** `.conda-links.yml`. */
export interface Settings {
  readonly smoke: readonly OwnRun[];
}

const FILE = '.conda-links.yml';

/** Of the file, in bytes. */
const LARGEST = 1 << 18;

const Run = v.strictObject({
  run: v.pipe(v.string(), v.nonEmpty()),
  code: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)), 0),
  output: v.optional(v.string()),
});

const File = v.strictObject({ smoke: v.optional(v.array(v.union([v.string(), Run])), []) });

/** The keys that there are, for whoever mistypes one. */
const KEYS = ['smoke', 'run', 'code', 'output'];

/**
 * Reads `.conda-links.yml` of a folder; where there is none, nothing is set.
 * @throws BadInput that names the place in it that makes no sense
 */
export async function readSettings(source: Source, folder: string): Promise<Settings> {
  const path = posix.join(folder, FILE);
  const content = (await source.read([path], LARGEST)).get(path);
  if (content?.kind !== 'ok') return { smoke: [] };
  const text = content.value.toString('utf8');
  const { parseDocument } = await import('yaml');
  const document = isTooDeep(text) ? null : parseDocument(text, { logLevel: 'silent' });
  const [trouble] = document?.errors ?? [];
  if (!document || trouble) {
    const why = printable((trouble?.message ?? 'it is nested too deeply').split('\n')[0] ?? '');
    throw new BadInput(`${path} is no YAML: ${why}`, 'It is written like: smoke: ["python -V"]');
  }
  const parsed = v.safeParse(File, document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) throw misfit(path, parsed.issues[0]);
  return {
    smoke: parsed.output.smoke.map((one) =>
      typeof one === 'string'
        ? { run: one, code: 0, output: null }
        : { run: one.run, code: one.code, output: one.output ?? null },
    ),
  };
}

function misfit(path: string, first: v.BaseIssue<unknown>): BadInput {
  // Of what may be one of two things: what is wrong with the second, which has more to it.
  const issue = first.issues?.at(-1) ?? first;
  const place = [v.getDotPath(first), first === issue ? null : v.getDotPath(issue)]
    .filter(Boolean)
    .join('.');
  const key = place.split('.').at(-1) ?? '';
  const meant = issue.expected === 'never' ? closest(KEYS, key) : null;
  return new BadInput(
    `${path}: ${place === '' ? 'it is no mapping' : `“${printable(place)}” makes no sense there`}.`,
    meant === null
      ? 'There are: smoke, a list of commands, or of run, code and output.'
      : `Did you mean ${meant}?`,
  );
}
