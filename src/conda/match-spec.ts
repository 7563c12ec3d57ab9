import type { PackageRecord } from './record.ts';
import { compareVersions, parseVersion, startsWith, type Version } from './version.ts';

/** What an entry of `dependencies:` or of a record's `depends` asks for. */
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

/** Whether something fits; `unknown` where conda and rattler differ, or more is asked for than is known. */
export type Answer = 'yes' | 'no' | 'unknown';

/** What of a package a spec is compared with. */
export type Matchable = Pick<
  PackageRecord,
  'name' | 'version' | 'build' | 'buildNumber' | 'subdir'
>;

/** Whether a package is what a spec asks for, as conda sees it (`MatchSpec.match`). */
export function matches(spec: MatchSpec, record: Matchable): Answer {
  return every([
    glob(spec.name, record.name.toLowerCase()),
    spec.version === null ? 'yes' : fits(treeOf(spec.version), record.version),
    spec.build === null ? 'yes' : matchesBuild(spec.build, record.build),
    // A channel has many names, and mirrors.
    spec.channel === null ? 'yes' : 'unknown',
    spec.subdir === null || spec.subdir === record.subdir ? 'yes' : 'unknown',
    ...[...spec.brackets].map(([key, value]) => matchesField(key, value, record)),
  ]);
}

/** The same without upper bounds: `>=1.2` for `>=1.2,<2`, and for `==1.2`, `1.2.*` and `~=1.2`. */
export function withoutUpperBounds(spec: MatchSpec): MatchSpec {
  const { version } = spec;
  return { ...spec, version: version === null ? null : render(treeOf(version), raised) };
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
  const version = render(treeOf(text.trim()), readTerm);
  return version === '*' ? null : version;
}

/** A constraint: one term as it is written, or several of which any or all must hold. */
type Constraint = string | { readonly of: 'any' | 'all'; readonly parts: readonly Constraint[] };

function treeOf(text: string): Constraint {
  const cursor = { tokens: [...tokensOf(text)], at: 0 };
  const tree = readChoice(cursor, 0);
  if (cursor.at < cursor.tokens.length) throw new Refused('a , or a | is missing in the version');
  return tree;
}

/** As text, with parentheses around a choice that is part of an `,`. */
function render(tree: Constraint, term: (text: string) => string): string {
  if (typeof tree === 'string') return term(tree);
  const isChoice = (part: Constraint) => typeof part !== 'string' && part.of === 'any';
  const texts = tree.parts.map((part) => {
    const text = render(part, term);
    return tree.of === 'all' && isChoice(part) ? `(${text})` : text;
  });
  return texts.join(tree.of === 'all' ? ',' : '|');
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
function readChoice(cursor: Cursor, depth: number): Constraint {
  const parts = [readAll(cursor, depth)];
  while (takes(cursor, '|')) parts.push(readAll(cursor, depth));
  return joined('any', parts);
}

function readAll(cursor: Cursor, depth: number): Constraint {
  const parts = [readPart(cursor, depth)];
  while (takes(cursor, ',')) parts.push(readPart(cursor, depth));
  return joined('all', parts);
}

function joined(of: 'any' | 'all', parts: readonly Constraint[]): Constraint {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { of, parts };
}

/** Parentheses in parentheses, more than any constraint needs. */
const DEEPEST = 50;

function readPart(cursor: Cursor, depth: number): Constraint {
  if (!takes(cursor, '(')) {
    const token = cursor.tokens[cursor.at] ?? '';
    if ('()|,'.includes(token)) throw new Refused('a version is missing');
    cursor.at += 1;
    return token;
  }
  if (depth === DEEPEST) throw new Refused('too many parentheses');
  const choice = readChoice(cursor, depth + 1);
  if (!takes(cursor, ')')) throw new Refused('a ) is missing in the version');
  return choice;
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
  const version = written.replace(/(?:\.\*)+$/, '').trimEnd();
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

function checkVersion(text: string): void {
  if (parseVersion(text)) return;
  // A dash is an underscore, but not beside one.
  const isStrange = /[^*.+!_0-9a-z-]/i.test(text) || (text.includes('-') && text.includes('_'));
  throw new Refused(isStrange ? STRANGE : 'no version that can be compared');
}

/** All must hold. */
function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function some(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function either(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}

function fits(tree: Constraint, version: string): Answer {
  if (typeof tree === 'string') return fitsTerm(tree, version);
  const answers = tree.parts.map((part) => fits(part, version));
  return tree.of === 'all' ? every(answers) : some(answers);
}

/** One term in its normal form: `>=1.2`, `1.2.*`, `1.*.2`, `^1\.2$`, `*`. */
function fitsTerm(term: string, written: string): Answer {
  if (term.startsWith('^')) return matchesPattern(term, written);
  const { operator, limit: bare } = divided(term);
  if (operator === '' && bare.includes('*')) return glob(bare, written);
  const [version, limit] = [parseVersion(written), parseVersion(bare)];
  // conda takes a star in the middle for a letter.
  if (!version || !limit || limit.text.includes('*')) return 'unknown';
  return HOLDS[operator]?.(version, limit) ?? 'unknown';
}

/** `1.2.*` has the operator `=`, and `!=1.2.*` one of its own; a glob has none. */
function divided(term: string): { operator: string; limit: string } {
  const operator = /^[=<>!~]+/.exec(term)?.[0] ?? '';
  const limit = term.slice(operator.length);
  const stem = limit.endsWith('.*') ? limit.slice(0, -2) : limit;
  if (stem === limit || (operator === '' && stem.includes('*'))) return { operator, limit };
  return { operator: operator === '' ? '=' : `${operator}*`, limit: stem };
}

const HOLDS: Readonly<Record<string, (version: Version, limit: Version) => Answer>> = {
  '==': (version, limit) => either(compareVersions(version, limit) === 0),
  '!=': (version, limit) => either(compareVersions(version, limit) !== 0),
  '<': (version, limit) => either(compareVersions(version, limit) < 0),
  '<=': (version, limit) => either(compareVersions(version, limit) <= 0),
  '>': (version, limit) => either(compareVersions(version, limit) > 0),
  '>=': (version, limit) => either(compareVersions(version, limit) >= 0),
  '=': (version, limit) => either(startsWith(version, limit)),
  '!=*': (version, limit) => either(!startsWith(version, limit)),
  '~=': isCompatible,
};

/** At least this, and the same but for the last number. */
function isCompatible(version: Version, limit: Version): Answer {
  const stem = parseVersion(limit.text.split('.').slice(0, -1).join('.'));
  if (!stem) return 'unknown';
  return either(compareVersions(version, limit) >= 0 && startsWith(version, stem));
}

/** A term without its upper bound. */
function raised(term: string): string {
  const { operator, limit } = divided(term);
  if (['=', '==', '~='].includes(operator)) return `>=${limit}`;
  return operator.startsWith('<') ? '*' : term;
}

/** A build is a name, a glob or a regular expression. */
function matchesBuild(wanted: string, build: string): Answer {
  return wanted.startsWith('^') && wanted.endsWith('$')
    ? matchesPattern(wanted, build)
    : glob(wanted, build);
}

function matchesField(key: string, value: string, { buildNumber }: Matchable): Answer {
  if (key !== 'build_number') return 'unknown';
  const parts = /^(==|!=|<=|>=|=|<|>)?(\d{1,15})$/.exec(value.trim());
  if (!parts || buildNumber === null) return 'unknown';
  const [, operator = '==', limit = ''] = parts;
  return fitsTerm((operator === '=' ? '==' : operator) + limit, String(buildNumber));
}

/** Longer than any name, version or build. */
const LONGEST = 1000;

/** `*` stands for anything. Capitals count for conda, and not for rattler. */
function glob(pattern: string, text: string): Answer {
  if (text.length > LONGEST) return either(pattern === text);
  if (isLike(pattern, text)) return 'yes';
  return isLike(pattern.toLowerCase(), text.toLowerCase()) ? 'unknown' : 'no';
}

/** Each piece at the first place after the one before, and the last one at the end. */
function isLike(pattern: string, text: string): boolean {
  const [first = '', ...pieces] = pattern.split('*');
  const last = pieces.pop();
  if (last === undefined) return pattern === text;
  let at = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.startsWith(first) && text.endsWith(last) && at + last.length <= text.length;
}

const ATOM = String.raw`(?:\w|\.|\\[.+d])`;
const CHOICE = String.raw`\((?:\?:)?(?:\w|\\?\.|\|)+\)`;
/** Regular expressions that mean the same to all, and whose cost shows: no repetition of a repetition. */
const PLAIN = new RegExp(String.raw`^\^(?:${ATOM}[*+?]?|${CHOICE})*\$$`);
/** Each of these multiplies the cost by the length of the text. */
const MOST_CHOICES = 3;

/** `^…$`. Whatever could take long is not tried. */
function matchesPattern(pattern: string, text: string): Answer {
  const choices = pattern.match(/[*+?|]/g) ?? [];
  const isTried = pattern.length < LONGEST && text.length < LONGEST && PLAIN.test(pattern);
  if (!isTried || choices.length > MOST_CHOICES) return 'unknown';
  if (new RegExp(pattern).test(text)) return 'yes';
  return new RegExp(pattern, 'i').test(text) ? 'unknown' : 'no';
}
