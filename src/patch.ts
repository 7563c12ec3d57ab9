import { createHash, type Hash } from 'node:crypto';

/** How the installer patched a file: the build-time prefix that it replaced, and in which manner. */
export interface Patch {
  readonly placeholder: string;
  readonly mode: 'text' | 'binary';
  /** The prefixes that may stand in its place now: the environment's own, under all of its names. */
  readonly prefixes: readonly string[];
}

/** What is left of a patched file when the patch is undone. */
export interface Undone {
  /** SHA-256 of what the file was before the patch; two where its first line can be undone in two ways. */
  readonly sha256: readonly string[];
  /** How often one of the prefixes stood in it. */
  readonly found: number;
  /** Absolute folders that look like prefixes, most frequent first; only looked for when `found` is 0. */
  readonly others: readonly string[];
}

/** A C string longer than this is left as it is; conda itself knows no limit, memory does. */
const LONGEST_STRING = 1 << 20;
/** So many prefixes in one string are tried as the first that was put in; the ones before came with it. */
const MOST_TRIES = 8;
/** A first line longer than this is no `#!` line, in bytes: it holds one path. */
const LONGEST_SHEBANG = 4096;
/** Where a prefix that is not the own one is looked for: in so many bytes from the start of a file. */
const SEARCHED = 4 << 20;

/**
 * Undoes the prefix replacement of an installer while a file streams by, and hashes what comes out: when
 * nothing else touched the file, that is the `sha256` which the package recorded.
 *
 * The rules are those of conda (`conda/core/portability.py`), rattler (`install/link.rs`) and libmamba
 * (`core/link.cpp`), which agree: in text every placeholder becomes the prefix; in a binary each C string
 * that holds one is shortened and filled up with NUL to its old length, whatever number of placeholders
 * stands in it; a `#!` line that would be too long or hold a space is turned into `/usr/bin/env` or, by
 * rattler, into a `/bin/sh` line that executes itself.
 */
export class PrefixUndo {
  readonly #mode: Patch['mode'];
  readonly #placeholder: Buffer;
  readonly #prefixes: readonly Buffer[];
  readonly #longest: number;
  readonly #hash: Hash = createHash('sha256');
  /** The other way to undo the first line, once it is known that there is one. */
  #otherHash: Hash | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #firstLine: boolean;
  #found = 0;
  readonly #start: Buffer[] = [];
  #startSize = 0;

  constructor(patch: Patch) {
    this.#mode = patch.mode;
    this.#placeholder = Buffer.from(patch.placeholder);
    this.#prefixes = patch.prefixes
      .map((prefix) => Buffer.from(prefix))
      .filter((prefix) => prefix.length > 0)
      .sort((a, b) => b.length - a.length);
    this.#longest = Math.max(0, ...this.#prefixes.map((prefix) => prefix.length));
    this.#firstLine = patch.mode === 'text';
  }

  update(chunk: Buffer): void {
    if (this.#found === 0 && this.#startSize < SEARCHED) {
      this.#start.push(Buffer.from(chunk));
      this.#startSize += chunk.length;
    }
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = Buffer.from(this.#take(data, false));
    if (this.#found > 0) this.#start.length = 0;
  }

  finish(): Undone {
    this.#take(this.#rest, true);
    const hashes = [this.#hash, this.#otherHash].filter((hash) => hash !== null);
    return {
      sha256: hashes.map((hash) => hash.digest('hex')),
      found: this.#found,
      others: this.#found > 0 ? [] : prefixesIn(Buffer.concat(this.#start)),
    };
  }

  /** Undoes what can be undone of `data` and returns what has to wait for more. */
  #take(data: Buffer, last: boolean): Buffer {
    let at = 0;
    if (this.#firstLine) {
      const newline = this.#endOfShebang(data);
      if (newline < 0 && !last && data.length < LONGEST_SHEBANG) return data;
      this.#firstLine = false;
      if (newline > 0 && newline < LONGEST_SHEBANG) at = this.#undoShebang(data, newline);
    }
    return this.#mode === 'text' ? this.#text(data, at, last) : this.#binary(data, at, last);
  }

  #text(data: Buffer, from: number, last: boolean): Buffer {
    let at = from;
    for (const match of this.#matches(data, from)) {
      if (match.start < at) continue;
      this.#emit(data.subarray(at, match.start));
      at = match.start;
      if (!last && this.#isCut(data, at)) return data.subarray(at);
      this.#emit(this.#placeholder);
      if (isWhole(data, match.end)) this.#found += 1;
      at = match.end;
    }
    return this.#keepTail(data, at, last);
  }

  #binary(data: Buffer, from: number, last: boolean): Buffer {
    let at = from;
    let end = -1;
    let tries = 0;
    for (const match of this.#matches(data, from)) {
      if (match.start < at) continue;
      this.#emit(data.subarray(at, match.start));
      at = match.start;
      if (!last && this.#isCut(data, at)) return data.subarray(at);
      // The end of a string is looked for once, whatever number of prefixes stands in it.
      if (end <= at) {
        const zero = data.indexOf(0, at);
        end = zero < 0 ? data.length : zero;
        tries = 0;
      }
      const restored = tries < MOST_TRIES ? this.#restore(data.subarray(at, end)) : null;
      const after = end + (restored?.padding ?? 0);
      const isCut = end === data.length || after >= data.length;
      if (isCut && !last && data.length - at <= LONGEST_STRING) return data.subarray(at);
      if (restored && after <= data.length && isZero(data.subarray(end, after + 1))) {
        this.#emit(restored.text);
        this.#found += restored.count;
        at = after;
      }
      // Else it is no string of the installer's making: that would have room behind it.
      tries += 1;
    }
    return this.#keepTail(data, at, last);
  }

  /** Whether a match so near to the end of a chunk could be longer, or end in the middle of a name. */
  #isCut(data: Buffer, start: number): boolean {
    return start + this.#longest >= data.length;
  }

  /** Hashes what is left but for so many bytes as could be the start of a prefix. */
  #keepTail(data: Buffer, at: number, last: boolean): Buffer {
    const keep = last ? 0 : Math.max(0, Math.min(data.length - at, this.#longest - 1));
    this.#emit(data.subarray(at, data.length - keep));
    return data.subarray(data.length - keep);
  }

  /** A C string with its placeholders back in place, and how much shorter the installer had made it. */
  #restore(text: Buffer): { text: Buffer; count: number; padding: number } | null {
    const parts: Buffer[] = [];
    let count = 0;
    let padding = 0;
    let at = 0;
    for (const match of this.#matches(text, 0)) {
      if (match.start < at) continue;
      parts.push(text.subarray(at, match.start), this.#placeholder);
      padding += this.#placeholder.length - (match.end - match.start);
      if (isWhole(text, match.end)) count += 1;
      at = match.end;
    }
    parts.push(text.subarray(at));
    // An installer refuses a prefix that is longer than the placeholder.
    return padding < 0 ? null : { text: Buffer.concat(parts), count, padding };
  }

  /** Where the prefixes stand, from left to right, the longest first; matches may overlap. */
  *#matches(data: Buffer, from: number): Generator<{ start: number; end: number }> {
    const next = this.#prefixes.map((prefix) => ({ prefix, start: data.indexOf(prefix, from) }));
    for (;;) {
      let first: (typeof next)[number] | null = null;
      for (const place of next) {
        if (place.start >= 0 && (!first || place.start < first.start)) first = place;
      }
      if (!first) return;
      yield { start: first.start, end: first.start + first.prefix.length };
      first.start = data.indexOf(first.prefix, first.start + 1);
    }
  }

  /** Where the `#!` part ends: behind the first line, or behind both lines of rattler's form. */
  #endOfShebang(data: Buffer): number {
    if (data.length >= 2 && data.toString('latin1', 0, 2) !== '#!') return 0;
    const first = data.indexOf(10);
    if (first < 0 || data.toString('latin1', 0, first) !== '#!/bin/sh') return first;
    const second = data.indexOf(10, first + 1);
    const exec = "'''exec' \"";
    const next = data.toString('latin1', first + 1, first + 1 + exec.length);
    if (next === exec) return second;
    return exec.startsWith(next) ? -1 : first;
  }

  /** Undoes a first line that is more than replaced text; returns how far it got. */
  #undoShebang(data: Buffer, end: number): number {
    const line = data.toString('latin1', 0, end);
    const placeholder = this.#placeholder.toString('latin1');
    const shell = /^#!\/bin\/sh\n'''exec' "(.*?)"(.*?) "\$0" "\$@" #'''$/s.exec(line);
    if (shell) {
      const path = this.#prefixes
        .map((prefix) => prefix.toString('latin1'))
        .find((prefix) => shell[1]?.startsWith(prefix));
      if (path === undefined) return 0;
      const rest = shell[1]?.slice(path.length) ?? '';
      this.#otherHash = createHash('sha256');
      this.#otherHash.update(`#!${placeholder}${rest}${shell[2] ?? ''}`, 'latin1');
      // A package may have such a line of its own, with the placeholder in it.
      this.#hash.update(line.replaceAll(path, placeholder), 'latin1');
      this.#found += 1;
      return end;
    }
    const env = /^#!\/usr\/bin\/env (\S+)(.*)$/s.exec(line);
    if (env) {
      this.#otherHash = createHash('sha256');
      this.#otherHash.update(`#!${placeholder}/bin/${env[1]}${env[2]}`, 'latin1');
      this.#hash.update(data.subarray(0, end));
      return end;
    }
    return 0;
  }

  #emit(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#otherHash?.update(bytes);
  }
}

/** Whether a prefix ends there: `/opt/miniconda` does not stand in `/opt/miniconda3/bin`. */
function isWhole(data: Buffer, end: number): boolean {
  return !/[A-Za-z0-9_.-]/.test(String.fromCharCode(data[end] ?? 0));
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * Folders that a file seems to have been installed for: what stands before `/bin`, `/lib` and the like in
 * its absolute paths, most frequent first, eight at most. Guesses, to be proved by a hash.
 */
export function prefixesIn(bytes: Buffer): string[] {
  const votes = new Map<string, number>();
  for (const [path] of bytes.toString('latin1').matchAll(/\/[^\0-\x20"'`:;,<>()|=]{2,1000}/g)) {
    for (const { index } of path.matchAll(/\/(?:bin|etc|include|lib|libexec|share|ssl)(?=\/|$)/g)) {
      if (index === 0) continue;
      const prefix = Buffer.from(path.slice(0, index), 'latin1').toString();
      votes.set(prefix, (votes.get(prefix) ?? 0) + 1);
      if (votes.size > 1000) return [];
    }
  }
  return [...votes]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 8)
    .map(([prefix]) => prefix);
}
