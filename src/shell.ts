import { isPrintable, toBytes } from './bytes.ts';

/** What no shell gives a meaning to in any place of a word, and no runner of GitHub at its start. */
const PLAIN = /^(?!::|=)[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * A command as one types it into a POSIX shell: a word with anything special in it stands in single
 * quotes; control characters, which no quotes make harmless on a terminal, as `$'\xNN'` of bash and zsh.
 */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** One word, quoted where it needs to be. */
export function quote(word: string): string {
  if (PLAIN.test(word)) return word;
  if (isPrintable(word.replaceAll('##[', ''))) {
    // A runner of GitHub would take `##[` for a command.
    return `'${word.replaceAll("'", `'\\''`).replaceAll('##[', "#''#[")}'`;
  }
  const bytes = Array.from(toBytes(word), (byte) =>
    byte >= 0x20 && byte < 0x7f && !"'\\#".includes(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `$'${bytes.join('')}'`;
}
