import { isUtf8 } from 'node:buffer';

/**
 * File names are bytes, JavaScript strings are not. Here a name is a string in which each byte that is
 * no UTF-8 stands as a lone surrogate U+DC80…U+DCFF, so that it can be turned back into the same bytes
 * (PEP 383; Python and conda hold names in the same way).
 */
export function fromBytes(bytes: Buffer): string {
  const quick = bytes.toString('utf8');
  if (!quick.includes('\uFFFD')) return quick;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => isUtf8(bytes.subarray(at, at + n)));
    if (length === undefined || at + length > bytes.length) {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
  return text;
}

/** The bytes of a name that `fromBytes` made, or of any text. */
export function toBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat(
    Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      const isByte = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
      return isByte ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );
}

/** What `node:fs` takes for a name: the string itself where that is lossless, else its bytes. */
export function forSystem(text: string): string | Buffer {
  return text.isWellFormed() ? text : toBytes(text);
}

// C0 and C1 controls, line and paragraph separators, bidirectional overrides, zero-width characters and
// the byte order mark: whatever could move a cursor, break a line or make text look like other text.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be rid of
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

/**
 * Text that cannot speak to a terminal or to a workflow runner, or break a line: bytes that are no UTF-8
 * and control characters stand as `\xNN`, other invisible characters as `\uNNNN`. The runner of GitHub
 * takes `##[` anywhere in a line for a command (ActionCommand.cs); lines that start with `::` are the
 * business of whoever breaks lines: `startOfLine`.
 */
export function printable(text: string): string {
  return text.replaceAll('##[', '#\\x23[').replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
    return byte < 0x100
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Whether nothing in a text would have to be escaped to be printed. */
export function isPrintable(text: string): boolean {
  return text === printable(text);
}

/** The same characters for text that is JSON already, where line breaks are its own. */
export function printableJson(json: string): string {
  const inUnicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json
    .replaceAll('##[', '\\u0023#[')
    .replace(UNSAFE, (one) => (one === '\n' ? one : one.split('').map(inUnicode).join('')));
}

/** A printable line that the runner does not take for a command: those start with `::`, after any blanks. */
export function startOfLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a');
}

/** Bytes that are no UTF-8 as `\xNN`; everything else, control characters too, as it is. */
export function legible(text: string): string {
  return text.isWellFormed() ? text : text.replace(/[\ud800-\udfff]/gu, printable);
}
