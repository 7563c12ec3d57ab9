import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
} from 'yaml';
import type { Acceptance } from './accepted.ts';
import { printable } from './bytes.ts';
import { closest } from './closest.ts';
import { isTooDeep } from './conda/condarc.ts';
import { BadInput } from './errors.ts';
import { advise, INPUTS, type Input, SETTING_INPUTS } from './inputs.ts';
import { redact } from './redact.ts';

/** What a program of the user's own has to do in an image. */
export interface OwnRun {
  /** For `/bin/sh`. */
  readonly run: string;
  /** The code that it has to end with. */
  readonly code: number;
  /** What has to be in its output; null for anything. */
  readonly output: string | null;
}

/** An option that the file gives. */
export interface Setting {
  readonly value: string | readonly string[];
  /** Where it stands: `FILE:LINE`. */
  readonly place: string;
}

/** `.conda-links.yml`. */
export interface Settings {
  /** By the option's name. */
  readonly options: ReadonlyMap<string, Setting>;
  readonly accept: readonly Acceptance[];
  readonly smoke: readonly OwnRun[];
}

/**
 * Parses the settings; a module of its own, for the parser of YAML takes a while to load.
 * @throws BadInput that names the line
 */
export function parseSettings(text: string, file: string): Settings {
  if (isTooDeep(text)) throw tooDeep(file);
  try {
    return new Reader(text, file).read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw tooDeep(file, cause);
  }
}

function tooDeep(file: string, cause?: unknown): BadInput {
  return new BadInput(`${file} is nested too deeply.`, EXAMPLE, { cause });
}

const EXAMPLE = 'It is written like: fail-on: warning';

/** What stands in the file beside options. */
const LISTS = ['accept', 'smoke'];
const ACCEPT_KEYS = ['check', 'path', 'package', 'environment', 'reason', 'until'];
const RUN_KEYS = ['run', 'code', 'output'];

/** Of a pattern and of a reason, in characters. */
const LONGEST_PATH = 4096;
const LONGEST_REASON = 500;

type Value = Node | null;

interface Item {
  readonly key: Node;
  readonly value: Value;
}

/** Nodes and not values: every complaint has its line, and nothing is unfolded. */
class Reader {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(text: string, file: string) {
    this.#file = file;
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      logLevel: 'error',
      // The parser compares each key with each other one.
      uniqueKeys: false,
      keepSourceTokens: false,
      prettyErrors: false,
    });
  }

  read(): Settings {
    const [trouble] = this.#document.errors;
    if (trouble) {
      const { line } = this.#lines.linePos(trouble.pos[0]);
      const isSeveral = trouble.code === 'MULTIPLE_DOCS';
      const why = isSeveral
        ? 'it holds several documents'
        : printable(redact(trouble.message.split('\n')[0]?.slice(0, 200) ?? ''));
      throw new BadInput(`${this.#file}:${line}: this is no YAML: ${why}`, EXAMPLE);
    }
    const names = [...SETTING_INPUTS.map(({ name }) => name), ...LISTS];
    const root = this.#document.contents;
    if (root === null || (isScalar(root) && root.value === null)) {
      return { options: new Map(), accept: [], smoke: [] };
    }
    const items = this.#items(root, names, 'the settings');
    const options = new Map<string, Setting>();
    for (const input of SETTING_INPUTS) {
      const item = items.get(input.name);
      if (item) options.set(input.name, this.#option(input, item));
    }
    return {
      options,
      accept: this.#list(items.get('accept'), 'accept', ACCEPT).map((one) => this.#accept(one)),
      smoke: this.#list(items.get('smoke'), 'smoke', SMOKE).map((one) => this.#run(one)),
    };
  }

  #option(input: Input, { key, value }: Item): Setting {
    const values = isSeq(value) && input.isList ? (value.items as Value[]) : [value];
    const texts = values.map((one) => {
      const text = this.#text(one, input.name, key);
      if (input.choices.length > 0 && !input.choices.includes(text)) {
        throw this.#none(one ?? key, input.name, text, input.choices);
      }
      return text;
    });
    const [first = ''] = texts;
    if (input.value === '' && first !== 'true' && first !== 'false') {
      throw this.#none(value ?? key, input.name, first, ['true', 'false']);
    }
    return { value: input.isList ? texts : first, place: this.#placeOf(key) };
  }

  #accept(node: Node): Acceptance {
    const items = this.#items(node, ACCEPT_KEYS, 'an entry of accept');
    const text = (name: string) => {
      const item = items.get(name);
      return item ? this.#text(item.value, name, item.key, name === 'path') : null;
    };
    const at = (name: string) => items.get(name)?.value ?? node;
    const [check, path, until] = [text('check'), text('path'), text('until')];
    const reason = printable(redact((text('reason') ?? '').replace(/\s+/g, ' ').trim()));
    if (check === null) throw this.#bad(node, 'an entry of accept has no check.', ACCEPT);
    if (reason === '') {
      throw this.#bad(node, 'an entry of accept has no reason.', 'Say why you can live with it.');
    }
    if (reason.length > LONGEST_REASON) {
      throw this.#bad(at('reason'), 'a reason is longer than 500 characters.', 'Make it one line.');
    }
    if (path !== null && path.length > LONGEST_PATH) {
      throw this.#bad(at('path'), 'a path is longer than any path.', ACCEPT);
    }
    if (!INPUTS.check.choices.includes(check)) {
      throw this.#none(at('check'), 'check', check, INPUTS.check.choices);
    }
    if (until !== null && !isDay(until)) {
      const message = `until: “${shortened(until)}” is no day.`;
      throw this.#bad(at('until'), message, 'It is written like 2027-01-31.');
    }
    const place = this.#placeOf(node);
    const [owner, environment] = [text('package'), text('environment')];
    return { check, path, package: owner, environment, reason, until, place };
  }

  #run(node: Node): OwnRun {
    if (!isMap(node)) return { run: this.#text(node, 'smoke', node), code: 0, output: null };
    const items = this.#items(node, RUN_KEYS, 'an entry of smoke');
    const text = (name: string) => {
      const item = items.get(name);
      return item ? this.#text(item.value, name, item.key, name === 'output') : null;
    };
    const run = text('run');
    if (run === null) throw this.#bad(node, 'an entry of smoke has no run.', SMOKE);
    const code = text('code') ?? '0';
    if (!/^\d{1,3}$/.test(code) || Number(code) > 255) {
      throw this.#bad(node, `“${shortened(code)}” is no exit code. There are: 0 to 255.`, SMOKE);
    }
    return { run, code: Number(code), output: text('output') };
  }

  /** The pairs of a mapping, by their keys, all of which there have to be. */
  #items(node: Node, names: readonly string[], what: string): Map<string, Item> {
    if (isAlias(node)) throw this.#alias(node);
    if (!isMap(node)) {
      const advice = `It has keys: ${names.join(', ')}.`;
      throw this.#bad(node, `${what}: this has to be a mapping.`, advice);
    }
    const items = new Map<string, Item>();
    for (const { key, value } of node.items as Pair<Node, Value>[]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!names.includes(name)) throw this.#unknownKey(key ?? node, name, names, what);
      if (items.has(name)) throw this.#bad(key, `“${name}” stands there twice.`, 'Make them one.');
      items.set(name, { key, value: value ?? null });
    }
    return items;
  }

  #unknownKey(node: Node, name: string, names: readonly string[], what: string): BadInput {
    const isOption = Object.values(INPUTS).some((input) => input.name === name);
    // What is no word may be the first line of some other file, which is nobody's to see.
    const isWord = /^[A-Za-z_][\w-]{0,39}$/.test(name);
    const message = isWord
      ? `there is no “${name}” in ${what}.`
      : `what stands here is no key of ${what}.`;
    const close = closest(names, name.slice(0, 100));
    const few = `There are: ${names.join(', ')}.`;
    if (close === null && isOption && what === 'the settings') {
      return this.#bad(node, message, `It is for the command line only. ${few}`);
    }
    return this.#bad(node, message, close === null ? few : `Did you mean ${close}?`);
  }

  #list(item: Item | undefined, name: string, advice: string): Node[] {
    if (!item || item.value === null) return [];
    const { key, value } = item;
    if (isAlias(value)) throw this.#alias(value);
    if (isScalar(value) && value.value === null) return [];
    if (!isSeq(value)) throw this.#bad(key, `${name} is no list.`, advice);
    return (value.items as Value[]).map((one) => {
      if (one === null || (isScalar(one) && one.value === null)) {
        throw this.#bad(one ?? key, `${name} has an empty entry.`, advice);
      }
      if (isAlias(one)) throw this.#alias(one);
      return one;
    });
  }

  /** A text, or a number as it is written: `3.10` is no 3.1. */
  #text(node: Value, name: string, key: Node, mayBeEmpty = false): string {
    if (isAlias(node)) throw this.#alias(node);
    const { value, source } = (isScalar(node) ? node : {}) as Partial<Scalar> & { source?: string };
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    const text = typeof value === 'string' ? value : isPlain ? (source ?? String(value)) : null;
    if (text === null || (text === '' && !mayBeEmpty)) {
      throw this.#bad(node ?? key, `${name} has to be a text.`, name === 'smoke' ? SMOKE : '');
    }
    return text;
  }

  #none(node: Node, name: string, value: string, choices: readonly string[]): BadInput {
    const advice = advise(choices, value.slice(0, 100));
    return this.#bad(node, `${name}: there is no “${shortened(value)}”.`, advice);
  }

  #alias(node: Node): BadInput {
    return this.#bad(node, 'an alias (*) is not followed here.', 'Write out what it stands for.');
  }

  #bad(node: Node, message: string, advice: string): BadInput {
    return new BadInput(`${this.#placeOf(node)}: ${message}`, advice);
  }

  #placeOf(node: Node): string {
    return `${this.#file}:${Math.max(1, this.#lines.linePos(node.range?.[0] ?? 0).line)}`;
  }
}

const ACCEPT =
  'An entry has: check and reason, and if you like path, package, environment and until (2027-01-31).';
const SMOKE = 'There are: smoke, a list of commands, or of run, code and output.';

/** Whether there is such a day. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

function shortened(text: string): string {
  const safe = printable(redact(text.slice(0, 1000)));
  return safe.length > 60 ? `${safe.slice(0, 59)}…` : safe;
}
