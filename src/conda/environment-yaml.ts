import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
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
import { redact } from '../redact.ts';
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
    throw new BadInput(`${path} is nested too deeply to be an environment file.`, EXAMPLE, {
      cause,
    });
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
      // `silent` would pass over a second document.
      logLevel: 'error',
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
    const tab = tabIn(text);
    this.#syntax = [
      ...(tab === null ? [] : [{ ...place(tab), text: 'a tab, where only blanks may stand' }]),
      ...document.errors.map((error) => ({ ...place(error.pos[0]), text: inWords(error) })),
      ...this.#follow(),
    ];
  }

  /** Finds what each alias stands for, at once: the parser looks through the whole file for each of them. */
  #follow(): Placed[] {
    const anchors = new Map<string, Node>();
    const lost: Placed[] = [];
    visit(this.#document, {
      Node: (_, node) => {
        if (isMap(node)) this.#refuseDoubles(node);
        if (!isAlias(node)) {
          if (node.anchor) anchors.set(node.anchor, node);
          return;
        }
        const target = anchors.get(node.source);
        if (target) this.#targets.set(node, target);
        else
          lost.push({
            ...this.#placeOf(node),
            text: 'an alias (*) without an anchor (&) before it',
          });
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
      variables: this.#variables(of('variables'), value('variables')),
      platforms: this.#platforms(value('platforms')),
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

  /** Doubles at the top are a rule of their own; conda refuses them wherever they are, and `<<` too. */
  #refuseDoubles(map: YAMLMap): void {
    const seen = new Set<string>();
    for (const pair of map.items) {
      const key = this.#keyOf(pair);
      if (seen.has(key) && key !== '' && (map !== this.#document.contents || key === '<<')) {
        const what = `the key “${shortened(key)}” twice in one mapping`;
        this.#odd(pair.key as Node | null, what, 'Make them one; conda refuses the file.', pair);
      }
      seen.add(key);
    }
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
    if (!isText(node)) this.#odd(node, `a “${key}:” that is no text`, adviceOn(node), pair);
    return text === null ? null : { ...this.#placeOf(node), text };
  }

  #channels(pair: Pair | undefined, node: Node | null): Placed[] | null {
    if (!pair) return null;
    if (node) return this.#words(node, 'channels');
    this.#odd(null, 'a “channels:” with nothing below it', 'Name one, like conda-forge.', pair);
    return [];
  }

  /** The texts of a list. conda takes nothing else for it (`env/env.py`, get_schema_errors). */
  #words(node: Node | null, key: string): Placed[] {
    if (!isSeq(node)) {
      this.#odd(node, `a “${key}:” that is no list`, 'Write one entry a line, each after a dash.');
      return [];
    }
    return node.items.flatMap((item) => {
      const one = this.#resolve(item as Node | null);
      const text = this.#text(one);
      if (!isText(one)) {
        const place = (item as Node | null) ?? node;
        this.#odd(place, `an entry of “${key}:” that is no text`, adviceOn(one));
      }
      return text === null ? [] : { ...this.#placeOf(item as Node), text };
    });
  }

  /** conda passes over them, so nothing is wrong with any. */
  #platforms(node: Node | null): Placed[] {
    return (isSeq(node) ? node.items : [node]).flatMap((item) => {
      const text = this.#text(this.#resolve(item as Node | null));
      return text === null ? [] : { ...this.#placeOf(item as Node), text };
    });
  }

  #dependencies(
    pair: Pair | undefined,
    node: Node | null,
  ): { dependencies: Dependency[]; pip: PipLine[] | null } {
    const dependencies: Dependency[] = [];
    let pip: PipLine[] | null = null;
    if (!isSeq(node)) {
      const what = pair ? 'a “dependencies:” that is no list' : 'no “dependencies:”';
      this.#odd(node, what, 'List the packages below dependencies:, each after a dash.', pair);
      return { dependencies, pip };
    }
    for (const item of node.items as (Node | null)[]) {
      const one = this.#resolve(item);
      if (isText(one)) {
        const text = one.value;
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
        this.#odd(item ?? node, `${what} in “dependencies:”`, adviceOn(one));
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
        this.#oddSection(pair, key);
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

  /** Whatever is a mapping among the packages and not `pip:`; conda passes over all of it. */
  #oddSection(pair: Pair, key: string): void {
    const [what = '', advice = ''] = isMap(pair.key)
      ? ['a template that was not filled in', 'conda knows no {{ }}: write what it stands for.']
      : key.startsWith('sel(')
        ? ['a selector', 'Only micromamba reads sel(…); for conda keep a file for each platform.']
        : [
            `“${shortened(key)}:” among the packages`,
            'conda knows pip: only; versions stand behind a =.',
          ];
    const isPassedOver = key.startsWith('sel(');
    this.#oddities.push({ ...this.#at(pair), what, advice, isPassedOver });
  }

  #variables(pair: Pair | undefined, node: Node | null): Variable[] {
    if (!pair) return [];
    if (!isMap(node)) {
      this.#odd(node, 'a “variables:” that is no mapping', 'Write one NAME: value a line.', pair);
      return [];
    }
    const pairs = this.#pairs(node);
    const last = new Map(pairs.map((pair) => [this.#keyOf(pair), pair]));
    return [...last].map(([name, pair]) => {
      return { ...this.#at(pair), name, value: exported(this.#resolve(pair.value as Node | null)) };
    });
  }
}

/** Whether conda sees a text in it, which it does in nothing with a tag, not even `!!str` (ruamel's TaggedScalar). */
function isText(node: Node | null): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string' && !node.tag && !isTime(node);
}

function adviceOn(node: Node | null): string {
  if (node === null) return 'Take it out.';
  return isScalar(node) && node.tag ? 'Take the tag (!!…) out.' : 'Put it in quotes.';
}

/** What ruamel takes for a time. */
function isTime({ type, value }: Scalar): boolean {
  return (
    type === 'PLAIN' && typeof value === 'string' && /^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(value)
  );
}

/** What conda makes of a value when it activates: Python's `str` of what YAML says it is, and nothing of null. */
function exported(node: Node | null): string | null {
  if (node === null) return '';
  // A time makes conda end, after it has installed everything.
  if (!isScalar(node) || (isTime(node) && !node.tag)) return null;
  const { value, type } = node;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return asPython(value);
  if (typeof value !== 'string') return null;
  return type === 'PLAIN' && !node.tag ? (digits(value) ?? value) : value;
}

/** Numbers to ruamel, though not to the parser here: `1_000`, `0b11`. */
function digits(text: string): string | null {
  const bare = text.replaceAll('_', '');
  if (/^[-+]?\d[\d_]*$/.test(text)) return String(BigInt(bare));
  const [, sign = '', binary] = /^([-+]?)(0b[01_]+)$/.exec(text) ?? [];
  if (binary !== undefined) return String(BigInt(`${sign}1`) * BigInt(binary.replaceAll('_', '')));
  const isFloat = /^[-+]?(?:\d[\d_]*\.[\d_]*(?:e[-+]?\d+)?|\d[\d_]*e[-+]?\d+)$/i.test(text);
  return isFloat ? asPython(Number(bare)) : null;
}

/** Python's `repr` of a float. */
function asPython(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 16) return Number.isInteger(value) ? `${value}.0` : String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** What the lexer puts in, and the text does not hold: a document, an error, a scalar. */
const MARKS = ['\x02', '\x18', '\x1f'];

/** Where a tab stands that is no part of a text, a comment or a list in brackets: conda's parser takes none there. */
function tabIn(text: string): number | null {
  if (!text.includes('\t')) return null;
  let offset = 0;
  let depth = 0;
  let isInScalar = false;
  for (const token of new Lexer().lex(text)) {
    const isMark: boolean = !isInScalar && MARKS.includes(token);
    if (!isInScalar && !isMark) {
      if (/^[[{]$/.test(token)) depth += 1;
      if (/^[\]}]$/.test(token)) depth -= 1;
      const at = depth === 0 && /^[ \t]+$/.test(token) ? token.indexOf('\t') : -1;
      if (at >= 0) return offset + at;
    }
    isInScalar = token === '\x1f' && isMark;
    if (!isMark) offset += token.length;
  }
  return null;
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

function shortened(written: string): string {
  // First, for half a URL is not seen to be one.
  const text = redact(written);
  const short = [...text].slice(0, 40).join('');
  return printable(short === text ? text : `${short}…`);
}
