/** What an entry of `dependencies:` asks for. */
export interface MatchSpec {
  /** As written, and so perhaps with credentials: a URL, a path, `name`, `name/label/x`; null where any will do. */
  readonly channel: string | null;
  /** `linux-64`, `noarch`, … */
  readonly subdir: string | null;
  /** Lower case; with globs, and `*` where only a file, a hash or a feature is asked for. */
  readonly name: string;
  /**
   * The constraint without blanks: `>=1.2,<2`, `1.2.*` for `=1.2`, `==1.2` for exactly that one, `(…)` around
   * a choice that is part of an `,`; null where any will do.
   */
  readonly version: string | null;
  /** With globs; null where any will do. */
  readonly build: string | null;
  /** Whatever else stands in `[key=value]`: `md5`, `url`, `build_number`, …; `optional` and `target` of the old `(…)`. */
  readonly brackets: ReadonlyMap<string, string>;
}

/** Read as conda itself does (conda/models/match_spec.py and version.py); `reason` says what is wrong, in our words only. */
export function parseMatchSpec(text: string): MatchSpec | { readonly reason: string } {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Refused) return { reason: error.message };
    throw error;
  }
}

/** The one version that a spec pins exactly: of `name==1.2`, `name 1.2`, `name=1.2=build`; else null. */
export function exactVersion({ version }: MatchSpec): string | null {
  return version?.startsWith('==') && !/[,|*]/.test(version) ? version.slice(2) : null;
}

class Refused extends Error {}

function read(text: string): MatchSpec {
  const line = before(before(text, '\n'), '\r');
  if (text.slice(line.length).trim() !== '') throw new Refused('more than one line');
  if (line.trim() === '') throw new Refused('it is empty');
  if (line.endsWith('@')) return readFeature(line.slice(0, -1));
  const spec = before(before(line, '#'), ' if ');
  return PACKAGE_FILE.test(spec) ? readFile(spec) : readSpec(spec);
}

const ANY = { channel: null, subdir: null, name: '*', version: null, build: null };
const PACKAGE_FILE = /\.(?:conda|tar\.bz2)$/i;

/** `feature@`, from the days of features. */
function readFeature(text: string): MatchSpec {
  return { ...ANY, brackets: new Map([['track_features', text.trim()]]) };
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** A package file, by URL or by path: what it is shows only where a folder of its platform does. */
function readFile(text: string): MatchSpec {
  const folder = text.slice(0, text.lastIndexOf('/') + 1);
  const file = decoded(text.slice(folder.length));
  const brackets = new Map([
    ['fn', file],
    ['url', text],
  ]);
  // A relative path can begin with the platform.
  const { channel, subdir } = splitChannel(`/${folder}`);
  if (subdir === null) return { ...ANY, brackets };
  const parts = /^(.+)-([^-]+)-([^-]+)$/.exec(file.replace(PACKAGE_FILE, ''));
  const [, name = '', version = '', build = ''] = parts ?? [];
  if (!parts) throw new Refused('the file is not called NAME-VERSION-BUILD');
  return {
    channel: channel?.slice(1) || (text.startsWith('/') ? '/' : '.'),
    subdir,
    name: checkedName(name),
    version: readVersion(version),
    build,
    brackets,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readSpec(text: string): MatchSpec {
  const square = takeOut(text, '[', ']');
  const round = takeOut(square.rest, '(', ')');
  const { name, rest, channel, subdir } = readPlace(round.rest);
  if (rest.includes('[')) throw new Refused('more than one pair of brackets');
  const { version, build } = splitBuild(rest.trim());
  const brackets = readBrackets(square.inner);
  const said = brackets.get('version');
  const asked = said === undefined ? spelled(version, build !== null) : spelled(said, false);
  const own = splitChannel(brackets.get('channel') ?? '');
  const wanted = brackets.get('build') ?? build;
  const others = [...brackets].filter(([key]) => !OWN.includes(key));
  return {
    channel: own.channel ?? channel,
    subdir: brackets.get('subdir') ?? own.subdir ?? subdir,
    name: checkedName(name),
    version: asked === '' ? null : readVersion(asked),
    build: wanted === '*' ? null : wanted,
    brackets: new Map([...readParentheses(round.inner), ...others]),
  };
}

/** The last pair of brackets, taken out of a text. */
function takeOut(text: string, open: string, close: string): { rest: string; inner: string } {
  const end = text.lastIndexOf(close);
  const start = end < 0 ? -1 : text.lastIndexOf(open, end);
  if (start < 0) return { rest: text, inner: '' };
  return { rest: text.slice(0, start) + text.slice(end + 1), inner: text.slice(start + 1, end) };
}

/** `channel/subdir:namespace:name rest`; nothing ever came of namespaces. */
function readPlace(text: string) {
  const colon = text.lastIndexOf(':');
  const second = colon < 1 ? -1 : text.lastIndexOf(':', colon - 1);
  const spec = text.slice(colon + 1);
  const end = spec.search(/[ =<>!~]/);
  const name = end < 0 ? spec : spec.slice(0, end);
  // A single `=` at the end asks for nothing.
  const rest = end < 0 || end === spec.length - 1 ? '' : spec.slice(end);
  return { name, rest, ...splitChannel(text.slice(0, Math.max(second, 0))) };
}

// conda/base/constants.py, KNOWN_SUBDIRS
const SUBDIR =
  /\/(noarch|emscripten-wasm32|wasi-wasm32|freebsd-64|linux-(?:32|64|aarch64|armv6l|armv7l|ppc64|ppc64le|riscv64|s390x)|osx-(?:64|arm64)|win-(?:32|64|arm64)|zos-z)(?=\/|$)/i;

function splitChannel(text: string): { channel: string | null; subdir: string | null } {
  const match = SUBDIR.exec(text);
  const whole = match ? text.replace(match[0], '') : text;
  let end = whole.length;
  while (whole[end - 1] === '/') end -= 1;
  const channel = whole.slice(0, end);
  return {
    channel: channel === '*' || channel === '' ? null : channel,
    subdir: match?.[1] ?? null,
  };
}

/** Lower case, and such as CEP 26 allows; globs are anything. */
function checkedName(written: string): string {
  const name = written.toLowerCase();
  if (name === '') throw new Refused('it names no package');
  if (name.includes('*') || NAME.test(name)) return name;
  const isStrange = /[^a-z0-9._-]/.test(name);
  throw new Refused(isStrange ? 'characters that no package name has' : 'no name of a package');
}

const NAME = /^(?:__[a-z0-9]|[a-z0-9]|_(?!_))[._-]?(?:[a-z0-9]+[._-])*[a-z0-9]*$/;

/** `VERSION BUILD` and `VERSION=BUILD`: a build has no operators, and none stands before it. */
function splitBuild(text: string): { version: string; build: string | null } {
  // A `=` that is the last operator may be the separator; else it is a blank after the last operator.
  let at = Math.max(text.search(/[-=,|<>~][^-=,|<>~]*$/), 1);
  const isBetween = () =>
    ' ='.includes(text.charAt(at)) && !'=!|,<>~'.includes(text.charAt(at - 1));
  while (at < text.length - 1 && !isBetween()) at += 1;
  const isWhole = at >= text.length - 1;
  return {
    version: (isWhole ? text : text.slice(0, at)).replaceAll(' ', ''),
    build: isWhole ? null : text.slice(at + 1).trim(),
  };
}

// FIELD_NAMES of MatchSpec, and the two that its constructor takes.
const FIELDS = new Set(
  `channel subdir name version build build_number track_features features url md5 sha256 license
  license_family fn when extras flags optional target`.split(/\s+/),
);

// Said elsewhere in the result; and a name in brackets never counts, as there always is one before them.
const OWN = ['channel', 'subdir', 'name', 'version', 'build'];

function readBrackets(inner: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [key, value] of keyValues(inner)) {
    if (value === '') throw new Refused('a key without a value in brackets');
    if (!FIELDS.has(key)) throw new Refused('a key in brackets that conda does not know');
    pairs.set(key, value);
  }
  const number = pairs.get('build_number')?.trim() ?? '';
  if (/^[=<>!]/.test(number)) readTerm(number);
  return pairs;
}

/** conda reads these and forgets them; only the two that once had a meaning are kept. */
function readParentheses(inner: string): Map<string, string> {
  const target = new Map(keyValues(inner)).get('target');
  const kept = new Map(target ? [['target', target]] : []);
  return inner.includes('optional') ? kept.set('optional', 'true') : kept;
}

/** `key=value`, `key='a, b'`, divided by commas or blanks; what is neither is passed over. */
function* keyValues(text: string): Generator<[string, string]> {
  const nextQuote = forward(text, /['"]/g);
  const nextDivider = forward(text, /[, ]/g);
  let start = 0;
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', Math.max(at + 1, start))) {
    let key = at;
    while (key > start && /[A-Za-z0-9_-]/.test(text.charAt(key - 1))) key -= 1;
    const quote = /['"]/.exec(text.charAt(at + 1))?.[0] ?? '';
    const from = at + 1 + quote.length;
    const end = quote === '' ? nextDivider(from) : nextQuote(from);
    const isClosed = quote === '' ? nextQuote(from) >= end : text[end] === quote;
    const after = text.charAt(end + quote.length);
    if (key === at || !isClosed || !['', ',', ' '].includes(after)) continue;
    yield [text.slice(key, at), text.slice(from, end)];
    start = end + quote.length + 1;
  }
}

/** The next place of a pattern, for questions that only ever go forward; the end of the text where there is none. */
function forward(text: string, pattern: RegExp): (from: number) => number {
  let next = -1;
  return (from) => {
    if (next >= from) return next;
    pattern.lastIndex = from;
    next = pattern.exec(text)?.index ?? text.length;
    return next;
  };
}

/** `=1.2` is `1.2*` where no build follows, and exactly 1.2 where one does; `==1.2` is always that. */
function spelled(written: string, hasBuild: boolean): string {
  const version = written.trim();
  let at = 0;
  while (version[at] === '=') at += 1;
  const bare = version.slice(at);
  if (at === 0 || bare === '' || /^[<>!~]/.test(bare)) return version;
  if (at > 1 && !hasBuild) return bare;
  if (/[=,|]/.test(bare)) return version;
  return hasBuild || bare.endsWith('*') ? bare : `${bare}*`;
}

/** A constraint in its normal form; null where any version will do. */
function readVersion(text: string): string | null {
  const cursor = { tokens: [...tokensOf(text.trim())], at: 0 };
  const version = readChoice(cursor, 0);
  if (cursor.at < cursor.tokens.length) throw new Refused('a , or a | is missing in the version');
  return version === '*' ? null : version;
}

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

/** Regular expressions, parentheses, `,`, `|`, and terms. */
function* tokensOf(text: string): Generator<string> {
  const regular = /\s*\^[^$]*\$/y;
  const other = /\s*[()|,]|[^()|,]+/y;
  const last = text.lastIndexOf('$');
  for (let at = 0; at < text.length; ) {
    regular.lastIndex = at;
    other.lastIndex = at;
    const token = (at < last ? regular.exec(text) : null)?.[0] ?? other.exec(text)?.[0] ?? '';
    yield token.trim();
    at += token.length;
  }
}

/** `a|b`; a `,` binds closer. */
function readChoice(cursor: Cursor, depth: number): string {
  const parts = [readAll(cursor, depth)];
  while (takes(cursor, '|')) parts.push(readAll(cursor, depth));
  return parts.join('|');
}

function readAll(cursor: Cursor, depth: number): string {
  const parts = [readPart(cursor, depth)];
  while (takes(cursor, ',')) parts.push(readPart(cursor, depth));
  const isAlone = parts.length === 1;
  return parts.map((part) => (part.isChoice && !isAlone ? `(${part.text})` : part.text)).join(',');
}

/** Parentheses in parentheses, more than any constraint needs. */
const DEEPEST = 50;

function readPart(cursor: Cursor, depth: number): { text: string; isChoice: boolean } {
  if (!takes(cursor, '(')) {
    const token = cursor.tokens[cursor.at] ?? '';
    cursor.at += 1;
    return { text: readTerm(token), isChoice: false };
  }
  if (depth === DEEPEST) throw new Refused('too many parentheses');
  const text = readChoice(cursor, depth + 1);
  if (!takes(cursor, ')')) throw new Refused('a ) is missing in the version');
  return { text, isChoice: text.includes('|') };
}

function takes(cursor: Cursor, token: string): boolean {
  if (cursor.tokens[cursor.at] !== token) return false;
  cursor.at += 1;
  return true;
}

const MISWRITTEN: Readonly<Record<string, string>> = {
  '=>': '>=',
  '=<': '<=',
  '=!': '!=',
  '=~': '~=',
  '<>': '!=',
  '><': '!=',
};

/** One term: `>=1.2`, `1.2.*`, `^1\.2$`, … */
function readTerm(term: string): string {
  if (term === '' || '()|,'.includes(term)) throw new Refused('a version is missing');
  if (term.startsWith('^') || term.endsWith('$')) {
    if (term.length > 1 && term.startsWith('^') && term.endsWith('$')) return term;
    throw new Refused('^ without $ in the version, or $ without ^');
  }
  const operator = /^(?:==|!=|<=|>=|~=|=|<|>|!|~)/.exec(term)?.[0];
  return operator === undefined
    ? readPlain(term)
    : readRelation(operator, term.slice(operator.length));
}

function readRelation(operator: string, written: string): string {
  const better = MISWRITTEN[operator + written.charAt(0)];
  if (better) throw new Refused(`${operator}${written.charAt(0)} is no operator: write ${better}`);
  if (/^[=<>!~]/.test(written) || operator === '!' || operator === '~') {
    throw new Refused('no operator of versions');
  }
  if (written === '') throw new Refused(`${operator} without a version`);
  if (/^\s/.test(written)) throw new Refused(`a blank after ${operator} in the version`);
  const isOpen = written.endsWith('.*');
  const version = written.replace(/(?:\.\*)+$/, '');
  if (operator === '=') return readPlain(written.endsWith('*') ? written : `${written}.*`);
  if (isOpen && operator === '~=') throw new Refused('~= takes no .*: write =');
  checkVersion(version);
  return operator + (operator === '!=' ? written : version);
}

/** `1.2`, `1.2*`, `1.*.3`, `*`. */
function readPlain(written: string): string {
  const version = written.replace(/\*+/g, '*');
  if (version === '*') return version;
  if (version.slice(0, -1).includes('*')) {
    if (!/^[*.+!_0-9a-z-]+$/i.test(version)) throw new Refused(STRANGE);
    return version;
  }
  if (!version.endsWith('*')) {
    // What holds an @ is compared as text.
    if (!version.includes('@')) checkVersion(version);
    return `==${version}`;
  }
  const stem = version.slice(0, version.endsWith('.*') ? -2 : -1);
  checkVersion(stem);
  return `${stem}.*`;
}

const STRANGE = 'characters that no version has';
const VERSION =
  /^(?:\d+!)?(?:[*0-9a-z]+[._])*(?:[*0-9a-z]+_?|_)(?:\+[*0-9a-z]+(?:[._][*0-9a-z]+)*)?$/;

/** Epoch, components and local version, as `VersionOrder` takes them. */
function checkVersion(text: string): void {
  const lower = text.toLowerCase();
  const version = lower.includes('_') ? lower : lower.replaceAll('-', '_');
  if (/[^*.+!_0-9a-z]/.test(version)) throw new Refused(STRANGE);
  if (!VERSION.test(version)) throw new Refused('no version that can be compared');
}
