import { printable } from '../bytes.ts';
import { closest } from '../closest.ts';
import { BadInput } from '../errors.ts';

/** No braces within: else a line of nothing but `{{` would be read from each of them to its end. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/**
 * Fills in `{{ name }}`. A line of nothing else becomes as many lines as there are, or goes away; what is
 * left of the empty lines around it is one.
 * @param named the file of the template, for messages
 * @throws BadInput for a placeholder that there is none of
 */
export function fill(
  template: string,
  values: Readonly<Record<string, string>>,
  named: string,
): string {
  const lines = template.split(/\r?\n/).flatMap((line, at) => {
    const text = line.replace(PLACEHOLDER, (_, inner: string) => {
      const name = inner.trim();
      if (Object.hasOwn(values, name)) return values[name] ?? '';
      throw unknown(name, Object.keys(values), `${named}:${at + 1}`);
    });
    return text.trim() === '' && line.trim() !== '' ? [] : text;
  });
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function unknown(name: string, known: readonly string[], place: string): BadInput {
  const shown = printable(name.slice(0, 40));
  const meant = closest(known, shown);
  return new BadInput(
    `${place}: there is no placeholder {{ ${shown} }}.`,
    meant === null ? `There are: ${known.join(', ')}.` : `Did you mean {{ ${meant} }}?`,
  );
}
