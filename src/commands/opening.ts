import { BadInput, NotFound } from '../errors.ts';
import { type RawInputs, text } from '../inputs.ts';
import { thisMachine } from '../machine.ts';
import type { OpenOptions } from '../references.ts';
import { openWord, refuseUseless } from '../scopes.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { ReadingThreads } from '../sources/reading-threads.ts';
import type { Source } from '../sources.ts';
import { type ProgressLine, progressLine } from '../terminal.ts';
import type { OpenScope, Scope, Target } from '../verify.ts';

/** What a command is told that reads single environments. */
export interface OneEnvironment {
  /** Which environment, where there are several; empty where it was not said. */
  readonly env: string;
  readonly isJson: boolean;
  readonly isProgressWanted: boolean;
  readonly raw: RawInputs;
}

/** How environments are opened, and what shows how far that is. */
export interface Tools {
  open(word: string): Promise<OpenScope>;
  readonly progress: ProgressLine;
}

/** Hands out what is needed to read environments, and takes it back. */
export async function withTools<T>(
  words: readonly string[],
  { isProgressWanted, raw }: OneEnvironment,
  signal: AbortSignal,
  act: (tools: Tools) => Promise<T>,
): Promise<T> {
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
  const source = new DirectorySource(threads, ReadingThreads.ofThisMachine);
  const open = (word: string) => openWord(word, source, options);
  try {
    return await act({ open, progress });
  } finally {
    progress.stop();
    await threads.close();
  }
}

/**
 * The one environment that is meant among those of a source.
 * @param asked the name that the user gave; empty for none
 * @param likely the name that chooses where there are several
 * @throws BadInput, NotFound, or why the chosen one cannot be looked at
 */
export function pick(
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

/**
 * One environment of a source that is open already, and stays so.
 * @param reference what it is in, as the user named it; null on this machine itself
 */
export function scopeOfOne(source: Source, target: Target, reference: string | null): Scope {
  const open = async () => ({ source, targets: [target], close: async () => {} });
  return { reference, kind: source.kind, open };
}
