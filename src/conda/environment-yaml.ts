import {
  type Alias,
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
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { printable } from '../bytes.ts';
import { BadInput } from '../errors.ts';
import {
  type Dependency,
  type EnvironmentFile,
  EXAMPLE,
  NOTHING,
  type Oddity,
  type PipLine,
  type Placed,
  type Position,
  type Variable,
} from './environment-file.ts';
import { parseMatchSpec } from './match-spec.ts';
import { parseRequirement } from './requirement.ts';

/**
 * Parses an `environment.yml`; a module of its own, for the parser of YAML takes a while to load.
 * @throws BadInput when it is something else altogether
 */
export function parseYaml(text: string, path: string): EnvironmentFile {
  try {
    return new Reader(text, path).read();
  } catch (cause) {
    // The stack is at its end: lists in lists, or mappings that merge each other.
    if (!(cause instanceof RangeError)) throw cause;
    throw new BadInput(`${path} is nested too deeply to be an environment file.`, EXAMPLE, { cause });
  }
}

/** So many pairs are merged with `<<`, all in all: nobody has as many, unless mappings merge each other for ever. */
const MOST_MERGED = 10_000;

/** One reading of a YAML file: nodes, not values, for every wish keeps its place. */
class Reader {
  readonly #path: string;
  readonly #document: Document.Parsed;
  readonly #syntax: readonly Placed[];
  readonly #placeOf: (node: Node | null | undefined) => Position;
  readonly #oddities: Oddity[] = [];
  readonly #targets = new Map<Alias, Node>();
  readonly #flat = new Map<YAMLMap, readonly Pair[]>();
  #merged = 0;

  constructor(text: string, path: string) {
    const lines = new LineCounter();
    this.#path = path;
    const document = parseDocument(text, {
      lineCounter: lines,
      logLevel: 'silent',
      // A double key is a finding, and not the end.
      uniqueKeys: false,
      // Python's numbers have no end.
      intAsBigInt: true,
      keepSourceTokens: false,
      prettyErrors: false,
    });
    this.#document = document;
    const place = (offset: number): Position => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    this.#placeOf = (node) => place(node?.range?.[0] ?? 0);
    const [tab] = text.matchAll(/^ *\t[ \t]*(?=[^\s#])/gm);
    const isTab = (at: number) => tab !== undefined && place(tab.index).line <= place(at).line;
    this.#syntax = [
      ...document.errors.map((error) => ({
        ...place(error.pos[0]),
        text: isTab(error.pos[0])
          ? 'it is indented with a tab; YAML wants blanks'
          : inWords(error),
      })),
      ...this.#follow(),
    ];
  }

  /** Finds what each alias stands for, at once: the parser looks through the whole file for each of them. */
  #follow(): Placed[] {
    const anchors = new Map<string, Node>();
    const lost: Placed[] = [];
    visit(this.#document, {
      Node: (_, node) => {
        if (!isAlias(node)) {
          if (node.anchor) anchors.set(node.anchor, node);
          return;
        }
        const target = anchors.get(node.source);
        if (target) this.#targets.set(node, target);
        else lost.push({ ...this.#placeOf(node), text: 'an alias (*) without an anchor (&) before it' });
      },
    });
    return lost;
  }

  read(): EnvironmentFile {
    const root = this.#resolve(this.#document.contents);
    if (!isMap(root)) {
      if (this.#syntax.length > 0)
        return { ...NOTHING, path: this.#path, form: 'environment', syntax: this.#syntax };
      throw this.#notOne(root);
    }
    const pairs = this.#pairs(root);
    const of = (name: string) => pairs.findLast((pair) => this.#keyOf(pair) === name);
    const value = (name: string) => this.#resolve(of(name)?.value as Node | null);
    const { dependencies, pip } = this.#dependencies(of('dependencies'), value('dependencies'));
    return {
      path: this.#path,
      form: 'environment',
      syntax: this.#syntax,
      keys: pairs.map((pair) => ({ ...this.#at(pair), text: this.#keyOf(pair) })),
      name: this.#word(of('name'), 'name'),
      prefix: this.#word(of('prefix'), 'prefix'),
      channels: this.#channels(of('channels'), value('channels')),
      dependencies,
      pip,
      variables: this.#variables(value('variables')),
      platforms: of('platforms') ? this.#words(value('platforms'), 'platforms') : [],
      packages: [],
      oddities: this.#oddities,
    };
  }

  /** Of something that is no mapping: the words for what it is. */
  #notOne(root: Node | null): BadInput {
    if (root === null) return new BadInput(`${this.#path} holds nothing but comments.`, EXAMPLE);
    const text = isScalar(root) ? String(root.value) : '';
    if (/^[\w.-]+=[^=\s]+=[^=\s]+/.test(text)) {
      return new BadInput(
        `${this.#path} is a list as conda list --export writes it, and no environment file.`,
        'Make one with: conda env export --file environment.yml',
      );
    }
    const what = isSeq(root) ? 'a list' : 'a single text';
    return new BadInput(`${this.#path} is ${what}, and no environment file.`, EXAMPLE);
  }

  /** What stands for a node: the target of an alias, itself; null for nothing. */
  #resolve(node: Node | null | undefined): Node | null {
    if (!node) return null;
    if (isAlias(node)) return this.#resolve(this.#targets.get(node));
    return isScalar(node) && node.value === null ? null : node;
  }

  /** The pairs of a mapping; those that it merges with `<<` first, so that its own are the last. */
  #pairs(map: YAMLMap): readonly Pair[] {
    const known = this.#flat.get(map);
    if (known) return known;
    // One that merges itself merges nothing.
    this.#flat.set(map, []);
    const own = map.items.filter((pair) => this.#keyOf(pair) !== '<<');
    const names = new Set(own.map((pair) => this.#keyOf(pair)));
    const merged: Pair[] = [];
    for (const pair of this.#mergedBy(map)) {
      this.#merged += 1;
      if (this.#merged > MOST_MERGED) break;
      if (!names.has(this.#keyOf(pair))) merged.push(pair);
      names.add(this.#keyOf(pair));
    }
    const all = [...merged, ...own];
    this.#flat.set(map, all);
    return all;
  }

  /** What `<<: *one` and `<<: [*one, *other]` bring; of one key the first counts. */
  *#mergedBy(map: YAMLMap): Generator<Pair> {
    for (const pair of map.items) {
      if (this.#keyOf(pair) !== '<<') continue;
      const value = this.#resolve(pair.value as Node | null);
      for (const one of isSeq(value) ? value.items : [value]) {
        const target = this.#resolve(one as Node | null);
        if (isMap(target)) yield* this.#pairs(target);
      }
    }
  }

  #keyOf(pair: Pair): string {
    return isScalar(pair.key) ? String(pair.key.value) : '';
  }

  #at(pair: Pair): Position {
    return this.#placeOf(pair.key as Node | null);
  }

  #odd(node: Node | null | undefined, what: string, advice: string, pair?: Pair): void {
    this.#oddities.push({
      ...(node ? this.#placeOf(node) : pair ? this.#at(pair) : { line: 1, column: 1 }),
      what,
      advice,
    });
  }

  /** The text of a scalar as it is written; null where it is none, or a list or mapping. */
  #text(node: Node | null): string | null {
    if (!isScalar(node)) return null;
    const { value, source } = node as Scalar & { source?: string };
    return typeof value === 'string' ? value : (source ?? String(value));
  }

  #word(pair: Pair | undefined, key: string): Placed | null {
    if (!pair) return null;
    const node = this.#resolve(pair.value as Node | null);
    const text = this.#text(node);
    if (!isScalar(node) || typeof node.value !== 'string') {
      this.#odd(node, `a “${key}” that is no text`, 'Put it in quotes.', pair);
    }
    return text === null ? null : { ...this.#placeOf(node), text };
  }

  #channels(pair: Pair | undefined, node: Node | null): Placed[] | null {
    if (!pair) return null;
    if (node) return this.#words(node, 'channels');
    this.#odd(null, '“channels” with nothing below it', 'Name one, like conda-forge.', pair);
    return [];
  }

  /** The texts of a list. conda takes nothing else for it (`env/env.py`, get_schema_errors). */
  #words(node: Node | null, key: string): Placed[] {
    if (node === null) return [];
    if (!isSeq(node)) {
      this.#odd(node, `“${key}” that is no list`, 'Write one entry a line, each after a dash.');
      return [];
    }
    this.#refuseTag(node);
    return node.items.flatMap((item) => {
      const one = this.#resolve(item as Node | null);
      const text = this.#text(one);
      if (text !== null) return { ...this.#placeOf(item as Node), text };
      this.#odd(item as Node, `an entry of “${key}” that is no text`, 'Take it out.');
      return [];
    });
  }

  /** conda reads plain YAML only: old ones wrote tags of Python, which it now refuses. */
  #refuseTag(node: Node): void {
    const tag = (node as { tag?: string }).tag ?? '';
    if (/python/.test(tag)) {
      this.#odd(node, 'a tag of Python (!!python/…)', 'Take the tag out; conda refuses it.');
    }
  }

  #dependencies(
    pair: Pair | undefined,
    node: Node | null,
  ): { dependencies: Dependency[]; pip: PipLine[] | null } {
    const dependencies: Dependency[] = [];
    let pip: PipLine[] | null = null;
    if (!isSeq(node)) {
      const what = pair ? '“dependencies” that is no list' : 'no “dependencies”';
      this.#odd(node, what, 'List the packages below dependencies:, each after a dash.', pair);
      return { dependencies, pip };
    }
    this.#refuseTag(node);
    for (const item of node.items as (Node | null)[]) {
      const one = this.#resolve(item);
      const text = isScalar(one) && typeof one.value === 'string' ? one.value : null;
      if (text !== null) {
        const comment = (item as { comment?: string | null }).comment ?? '';
        const place = this.#placeOf(item);
        dependencies.push({ ...place, text, spec: parseMatchSpec(text), comment: comment.trim() });
      } else if (isMap(one)) {
        const section = this.#pipSection(one);
        if (section && pip) {
          this.#odd(one, 'a second “pip:”, for which conda forgets the first', 'Make them one.');
        }
        pip = section ? [...(pip ?? []), ...section] : pip;
      } else {
        const what = one === null ? 'an empty entry' : 'an entry that is no text';
        this.#odd(item ?? node, `${what} in “dependencies”`, 'Take it out, or put it in quotes.');
      }
    }
    return { dependencies, pip };
  }

  #pipSection(map: YAMLMap): PipLine[] | null {
    let pip: PipLine[] | null = null;
    for (const pair of this.#pairs(map)) {
      const key = this.#keyOf(pair);
      const node = this.#resolve(pair.value as Node | null);
      if (key !== 'pip') {
        const isSelector = /^sel\(/.test(key);
        const what = `“${shortened(key)}:” among the packages`;
        const advice = isSelector
          ? 'Only micromamba reads selectors; for conda keep a file for each platform.'
          : 'conda knows pip: only.';
        this.#odd(pair.key as Node | null, what, advice, pair);
        continue;
      }
      pip ??= [];
      if (node === null) continue;
      for (const { text, ...place } of this.#words(node, 'pip')) {
        pip.push({ ...place, file: this.#path, text, requirement: parseRequirement(text) });
      }
    }
    return pip;
  }

  #variables(node: Node | null): Variable[] {
    if (node === null) return [];
    if (!isMap(node)) {
      this.#odd(node, '“variables” that is no mapping', 'Write one NAME: value a line.');
      return [];
    }
    const pairs = this.#pairs(node);
    const last = new Map(pairs.map((pair) => [this.#keyOf(pair), pair]));
    return [...last].map(([name, pair]) => {
      return { ...this.#at(pair), name, value: exported(this.#resolve(pair.value as Node | null)) };
    });
  }
}

/** What conda makes of a value when it activates: Python's `str` of what YAML says it is, and nothing of null. */
function exported(node: Node | null): string | null {
  if (node === null) return '';
  if (!isScalar(node)) return null;
  if (typeof node.value === 'boolean') return node.value ? 'True' : 'False';
  return ['string', 'number', 'bigint'].includes(typeof node.value) ? String(node.value) : null;
}

/** The parser's own words as a part of a sentence, without what they quote: that may be a secret. */
function inWords({ code, message }: YAMLError): string {
  if (code === 'RESOURCE_EXHAUSTION') return 'it is nested too deeply';
  const [line = ''] = message.split('\n');
  const isQuoting = ['UNEXPECTED_TOKEN', 'BAD_DIRECTIVE', 'TAG_RESOLVE_FAILED'].includes(code);
  const [own = ''] = isQuoting ? line.split(/: |"/) : [line];
  const text = printable(own)
    .slice(0, 200)
    .replace(/[.:]?$/, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function shortened(text: string): string {
  const short = [...text].slice(0, 40).join('');
  return printable(short === text ? text : `${short}…`);
}
