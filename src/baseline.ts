import { isSeq, parseDocument, YAMLSeq } from 'yaml';
import { type Candidate, dayOf } from './accepted.ts';
import { printable } from './bytes.ts';
import { SEVERITIES, type Severity } from './check.ts';
import { BadInput } from './errors.ts';
import { patternFor } from './path-pattern.ts';
import type { FailOn } from './report.ts';
import { LARGEST_SETTINGS } from './settings.ts';
import { parseSettings } from './settings-yaml.ts';

/** So long what a baseline accepts stays accepted: long enough to mend it, short enough to be remembered. */
export const BASELINE_DAYS = 90;

/** An entry as it is written; each finding has its own. */
interface Entry {
  readonly check: string;
  readonly path: string;
  readonly package?: string;
  readonly environment?: string;
}

/** Accepts what a run finds, and remembers it. */
export class Baseline {
  readonly #severities: readonly Severity[];
  readonly #reason: string;
  readonly until: string;
  readonly #found: Candidate[] = [];

  /**
   * @param failOn the least severity that is accepted
   * @param now the clock
   * @throws BadInput where nothing could be accepted
   */
  constructor(failOn: FailOn, now: Date) {
    if (failOn === 'never') {
      throw new BadInput(
        'write-baseline: with fail-on never there is nothing that has to be accepted.',
        'Choose the least severity with --fail-on: error, warning or note.',
      );
    }
    this.#severities = SEVERITIES.slice(SEVERITIES.indexOf(failOn));
    this.#reason = `baseline of ${dayOf(now)}`;
    this.until = dayOf(new Date(now.getTime() + BASELINE_DAYS * 24 * 60 * 60 * 1000));
  }

  /** Why a finding that nobody has accepted yet is accepted now; null where it is not severe enough. */
  accept(finding: Candidate, severity: Severity): string | null {
    if (!this.#severities.includes(severity)) return null;
    this.#found.push(finding);
    return this.#reason;
  }

  /** How many findings it has accepted. */
  get size(): number {
    return this.#found.length;
  }

  /**
   * The settings with an entry for each finding; all else in them stays, comments too.
   * @param text the file as it is; empty where there is none
   * @param doubles names that several environments have: these are told by their places
   * @throws BadInput where the file is no settings file, or would get too large for one
   */
  addTo(text: string, file: string, doubles: ReadonlySet<string>): string {
    const isBare = text.trim() === '';
    if (!isBare) parseSettings(text, file);
    const document = parseDocument(isBare ? '{}' : text, { logLevel: 'error', uniqueKeys: false });
    // What holds nothing but comments keeps them, too.
    if (document.contents === null || isBare) document.contents = document.createNode({}) as never;
    const before = document.get('accept');
    const list = isSeq(before) ? before : new YAMLSeq();
    list.flow = false;
    for (const entry of this.#entries(doubles)) {
      list.add(document.createNode({ ...entry, reason: this.#reason, until: this.until }));
    }
    if (!isSeq(before)) document.set('accept', list);
    if ('flow' in document.contents) document.contents.flow = false;
    const written = document.toString({ lineWidth: 0 });
    if (Buffer.byteLength(written) > LARGEST_SETTINGS) {
      throw new BadInput(
        `These are too many findings for ${file}: ${this.#found.length.toLocaleString('en-US')}.`,
        'Make the environment anew, or accept many with one pattern: path: "lib/old/**".',
      );
    }
    // What comes from an environment may be called anything: what cannot be read again is not written.
    parseSettings(written, file);
    return written;
  }

  #entries(doubles: ReadonlySet<string>): Entry[] {
    const entries = new Map<string, Entry>();
    for (const { check, path, package: owner, environments } of this.#found) {
      const [first = ''] = environments;
      const name = doubles.has(first) ? (environments.at(-1) ?? '') : first;
      const entry = {
        check,
        path: patternFor(printable(path)),
        ...(owner === null ? {} : { package: printable(owner) }),
        ...(name === '' ? {} : { environment: printable(name) }),
      };
      entries.set(JSON.stringify([entry.environment, check, entry.package, entry.path]), entry);
    }
    return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }
}
