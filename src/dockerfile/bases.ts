import { closest } from '../closest.ts';
import { BadInput } from '../errors.ts';

/** What makes the environment in the builder. */
export type Tool = 'conda' | 'mamba' | 'micromamba';

export interface Base {
  readonly image: string;
  readonly tool: Tool;
}

/** The bases that have a name of their own. */
export const BASES = {
  miniforge: { image: 'condaforge/miniforge3:26.7.2-0', tool: 'conda' },
  micromamba: { image: 'mambaorg/micromamba:2.9.0-debian13-slim', tool: 'micromamba' },
  miniconda: { image: 'continuumio/miniconda3:26.7.1-1', tool: 'conda' },
} as const satisfies Record<string, Base>;

/** What the environment runs on, unless another one is named. */
export const RUNTIME = 'debian:trixie-slim';

/** `registry:5000/name/space:tag@sha256:…`, of which tag or digest must be there. */
const IMAGE =
  /^(?:[\w.-]{1,200}(?::\d{1,5})?\/)?[a-z0-9][a-z0-9._/-]{0,200}(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * The base that somebody named: one of the table, or an image of his own, in which the tool is the one that
 * its name tells of, and conda where it tells of none.
 * @throws BadInput
 */
export function baseOf(word: string): Base {
  if (Object.hasOwn(BASES, word)) return BASES[word as keyof typeof BASES];
  refuseImage('base', word, Object.keys(BASES));
  const tool = /micromamba/.test(word) ? 'micromamba' : /mamba/.test(word) ? 'mamba' : 'conda';
  return { image: word, tool };
}

/** Whether an image is Anaconda's own: its conda installs from `defaults` unless it is told otherwise. */
export function isAnacondas(image: string): boolean {
  return /miniconda|anaconda/.test(image);
}

/** @throws BadInput when it is no name of an image, or one without a tag */
export function refuseImage(option: string, word: string, known: readonly string[]): void {
  const meant = closest(known, word);
  const isBare = !/[/:@]/.test(word);
  if (isBare && meant !== null) {
    throw new BadInput(`${option}: there is no “${word}”.`, `Did you mean ${meant}?`);
  }
  if (!IMAGE.test(word)) {
    throw new BadInput(`${option}: “${word}” is no name of an image.`, words(known));
  }
  if (!/[:@][^/]*$/.test(word)) {
    throw new BadInput(
      `${option}: “${word}” has no tag, so it is another image every month.`,
      words(known),
    );
  }
}

function words(known: readonly string[]): string {
  return `It can be: ${known.join(', ')}, or an image with its tag.`;
}
