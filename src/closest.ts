import { distance } from 'fastest-levenshtein';

/** The choice that is most like what was typed; null where none is alike. */
export function closest(choices: readonly string[], value: string): string | null {
  const [best] = choices
    .map((choice) => ({ choice, far: distance(choice, value) }))
    .filter(({ choice, far }) => far <= Math.max(2, choice.length / 3))
    .sort((a, b) => a.far - b.far);
  return best?.choice ?? null;
}
