import { compare } from '../difference.ts';
import { BadInput, NotFound } from '../errors.ts';
import { type Identity, identify } from '../fingerprint.ts';
import { choose, INPUTS, type RawInputs, text } from '../inputs.ts';
import { thisMachine } from '../machine.ts';
import type { Outcome } from '../outcome.ts';
import type { OpenOptions } from '../references.ts';
import {
  type Comparison,
  differenceAsJson,
  differenceAsText,
  type Side,
} from '../reports/difference.ts';
import { toJson } from '../reports/json.ts';
import { openWord, refuseUseless } from '../scopes.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { type ProgressLine, progressLine, viewOf } from '../terminal.ts';
import type { OpenScope, Target } from '../verify.ts';
import { VERSION } from '../version.ts';

/** What both commands are told. */
export interface IdentifyOptions {
  /** Which environment, where there are several; empty where it was not said. */
  readonly env: string;
  readonly isJson: boolean;
  readonly isProgressWanted: boolean;
  readonly raw: RawInputs;
}

/** `conda-links fingerprint SOURCE`: one line that is the same for the same environment. */
export async function runFingerprint(
  word: string,
  options: IdentifyOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  return withTools([word], options, signal, async (tools) => {
    const opened = await tools.open(word);
    try {
      const environment = pick(opened, { asked: options.env, likely: '' }, word);
      const identity = await identify(opened.source, environment.prefix, signal, tools.progress);
      const side = sideOf(word, opened, environment, identity);
      const told = options.isJson
        ? toJson({ schema: 1, tool: TOOL, ...side })
        : `${identity.fingerprint}\n`;
      return { text: told, file: '', code: 0 };
    } finally {
      await opened.close();
    }
  });
}

/** `conda-links diff A B`: what two environments do not have in common. */
export async function runDiff(
  words: readonly [string, string],
  options: IdentifyOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const view = viewOf(choose(INPUTS.color, options.raw['color']), false);
  return withTools(words, options, signal, async (tools) => {
    const leftScope = await tools.open(words[0]);
    try {
      const rightScope = await tools.open(words[1]);
      try {
        const read = async (word: string, scope: OpenScope, other: OpenScope) => {
          const likely = nameIn(other.targets);
          const environment = pick(scope, { asked: options.env, likely }, word);
          const { source } = scope;
          const identity = await identify(source, environment.prefix, signal, tools.progress);
          return { identity, side: sideOf(word, scope, environment, identity) };
        };
        const left = await read(words[0], leftScope, rightScope);
        const right = await read(words[1], rightScope, leftScope);
        const isSame = left.identity.fingerprint === right.identity.fingerprint;
        const result: Comparison = {
          left: left.side,
          right: right.side,
          isSame,
          ...compare(left.identity, right.identity),
        };
        const tell = options.isJson
          ? differenceAsJson(result, TOOL)
          : differenceAsText(result, view);
        return { text: tell, file: '', code: isSame ? 0 : 1 };
      } finally {
        await rightScope.close();
      }
    } finally {
      await leftScope.close();
    }
  });
}

const TOOL = { name: 'conda-links', version: VERSION };

interface Tools {
  open(word: string): Promise<OpenScope>;
  readonly progress: ProgressLine;
}

async function withTools(
  words: readonly string[],
  { isProgressWanted, raw }: IdentifyOptions,
  signal: AbortSignal,
  act: (tools: Tools) => Promise<Outcome>,
): Promise<Outcome> {
  const machine = thisMachine();
  const threads = HashingThreads.ofThisMachine();
  const progress = progressLine(isProgressWanted);
  const options: OpenOptions = {
    machine,
    isHashed: true,
    prefix: null,
    platform: text(raw['platform']),
    signal,
    progress,
  };
  refuseUseless(words, options);
  const source = new DirectorySource(threads);
  const open = (word: string) => openWord(word, source, options);
  try {
    return await act({ open, progress });
  } finally {
    progress.stop();
    await threads.close();
  }
}

/** The name of the only environment of the other side: it chooses among several. */
function nameIn(environments: readonly Target[]): string {
  const [only, ...others] = environments;
  return only && others.length === 0 ? only.name : '';
}

/**
 * @param asked the name that the user gave; empty for none
 * @param likely the name that chooses where there are several
 * @throws BadInput, NotFound, or why the chosen one cannot be looked at
 */
function pick(
  { source, targets }: OpenScope,
  { asked, likely }: { asked: string; likely: string },
  word: string,
): Target {
  const environments = targets.map((one) => ({ ...one, shown: source.nameOf(one.prefix) }));
  const [only, ...others] = environments;
  const wanted = asked || likely;
  const named = environments.filter((one) => one.name === wanted || one.shown === wanted);
  const [chosen, ...doubles] = only && others.length === 0 && asked === '' ? [only] : named;
  const names = environments.map(({ name, shown }) => `${name} (${shown})`).join(', ');
  if (!chosen && asked !== '') {
    throw new NotFound(`There is no environment “${asked}” in ${word}.`, `It has: ${names}.`);
  }
  if (!chosen || doubles.length > 0) {
    throw new BadInput(
      `${word} holds several environments: ${names}.`,
      'Choose one with --env, by its name or its prefix.',
    );
  }
  if (chosen.problem) throw chosen.problem;
  return chosen;
}

function sideOf(
  word: string,
  { source }: OpenScope,
  { name, prefix }: Target,
  { fingerprint, packages, paths }: Identity,
): Side {
  return {
    source: word,
    name,
    prefix: source.nameOf(prefix),
    fingerprint,
    packages: packages.length,
    paths: paths.size,
  };
}
