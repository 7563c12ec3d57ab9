import { normalize } from './distributions.ts';
/** A line of the `pip:` section, or of a requirements file. */
export type Requirement =
  | PackageRequirement
  | VcsRequirement
  | UrlRequirement
  | PathRequirement
  | { readonly kind: 'file'; readonly path: string; readonly isConstraint: boolean }
  | { readonly kind: 'option'; readonly options: readonly PipOption[] }
  | { readonly kind: 'blank' }
  | { readonly kind: 'bad'; readonly reason: string };

export interface PackageRequirement {
  readonly kind: 'package';
  /** Normalised as PEP 503 says, like every name here. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Without blanks and parentheses; empty where any version will do. */
  readonly specifier: string;
  readonly marker: string | null;
  readonly hasHash: boolean;
  /** Whatever stands behind it; pip itself passes over all but a few of them here, over `--index-url` too. */
  readonly options: readonly PipOption[];
}

export interface VcsRequirement {
  readonly kind: 'vcs';
  readonly name: string | null;
  /** With `git+` and fragment as written, without the ref. May hold credentials. */
  readonly url: string;
  readonly ref: string | null;
  readonly isEditable: boolean;
}

export interface UrlRequirement {
  readonly kind: 'url';
  /** As said before the `@`, by the wheel's name or by `#egg=`. */
  readonly name: string | null;
  /** As written. May hold credentials. */
  readonly url: string;
  readonly hasHash: boolean;
  readonly isEditable: boolean;
}

export interface PathRequirement {
  readonly kind: 'path';
  /** `file:` URLs are paths, too. */
  readonly path: string;
  readonly extras: readonly string[];
  readonly isEditable: boolean;
}

export interface PipOption {
  /** The long form: `--index-url`. */
  readonly name: string;
  /** Empty where it takes none. May hold credentials. */
  readonly value: string;
}

/**
 * As pip reads it (pip/_internal/req: req_file.py, constructors.py; PEP 508), but by its form alone: what has a
 * `/`, starts with a dot or ends like an archive is a path, as is whatever else `-e` names.
 */
export function parseRequirement(line: string): Requirement {
  const [first, second] = requirementLines(line);
  if (first === undefined) return { kind: 'blank' };
  if (second !== undefined) return { kind: 'bad', reason: 'more than one line' };
  try {
    return readLine(first.text);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'bad', reason: error.message };
    throw error;
  }
}

/** The logical lines, with their first lines counted from 1: comments and blank lines out, `\` at the end joined. */
export function requirementLines(text: string): { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let parts: string[] = [];
  let start = 1;
  const end = () => {
    const whole = withoutComment(parts.join('')).trim();
    if (whole !== '') found.push({ text: whole, line: start });
    parts = [];
  };
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(LINE_BREAK)
    .entries()) {
    if (parts.length === 0) start = index + 1;
    const isComment = line.trimStart().startsWith('#');
    if (line.endsWith('\\') && !isComment) {
      parts.push(withoutBackslashes(line));
      continue;
    }
    // So that a comment after a `\` is one.
    parts.push(isComment ? ` ${line}` : line);
    end();
  }
  end();
  return found;
}

/** The version of an index of its own: `1.11.0+cu113` of `torch==1.11.0+cu113`; null where it is none. */
export function localVersion(requirement: Requirement): string | null {
  if (requirement.kind !== 'package') return null;
  return exactVersions(requirement).find((version) => version.includes('+')) ?? null;
}

/** Whether one version at most satisfies it: `==1.2`, a URL with a hash, a repository at a full commit. */
export function isPinned(requirement: Requirement): boolean {
  if (requirement.kind === 'package') return exactVersions(requirement).length > 0;
  if (requirement.kind === 'url') return requirement.hasHash;
  return (
    requirement.kind === 'vcs' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(requirement.ref ?? '')
  );
}

function exactVersions({ specifier }: PackageRequirement): string[] {
  const terms = specifier.split(',').filter((term) => term.startsWith('=='));
  return terms
    .filter((term) => !term.includes('*'))
    .map((term) => term.slice(term.startsWith('===') ? 3 : 2));
}

class Refused extends Error {}

// str.splitlines of Python
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are line breaks there
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** A `#` at the start or after a blank begins a comment; another belongs to a URL. */
function withoutComment(text: string): string {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (at === 0 || /\s/.test(text.charAt(at - 1))) return text.slice(0, at);
  }
  return text;
}

function withoutBackslashes(line: string): string {
  let start = 0;
  let end = line.length;
  while (line[start] === '\\') start += 1;
  while (end > start && line[end - 1] === '\\') end -= 1;
  return line.slice(start, end);
}

function readLine(line: string): Requirement {
  const at = line.startsWith('-') ? 0 : line.indexOf(' -') + 1 || line.length;
  const wanted = line.slice(0, at);
  const options = [...readOptions(words(line.slice(at)))];
  if (wanted.trim() !== '') return readWanted(wanted, options);
  const value = (name: string) => options.find((option) => option.name === name)?.value;
  const [editable, file, constraint] = ['--editable', '--requirement', '--constraint'].map(value);
  if (editable !== undefined) return readEditable(editable);
  if (file !== undefined) return { kind: 'file', path: file, isConstraint: false };
  if (constraint !== undefined) return { kind: 'file', path: constraint, isConstraint: true };
  return { kind: 'option', options };
}

/** As a shell would divide them (shlex). */
function words(text: string): string[] {
  const found: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (quote === '' || (quote === '"' && /["\\]/.test(next)))) {
      if (next === '') throw new Refused('a \\ at the end');
      word = (word ?? '') + next;
      at += 1;
    } else if (quote !== '' || !/["'\s]/.test(character)) {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (/["']/.test(character)) {
      word ??= '';
      quote = character;
    } else if (word !== null) {
      found.push(word);
      word = null;
    }
  }
  if (quote !== '') throw new Refused('a quote that is not closed');
  return word === null ? found : [...found, word];
}

// What requirements files may hold (req_file.py, SUPPORTED_OPTIONS); the others make pip stop.
const VALUED =
  `--index-url --pypi-url --extra-index-url --constraint --requirement --editable --find-links
  --no-binary --only-binary --trusted-host --use-feature --global-option --hash --config-settings
  --config-setting`.split(/\s+/);
const FLAGS = ['--no-index', '--prefer-binary', '--require-hashes', '--pre'];
const LONG: Readonly<Record<string, string>> = {
  '-i': '--index-url',
  '-c': '--constraint',
  '-r': '--requirement',
  '-e': '--editable',
  '-f': '--find-links',
  '-C': '--config-settings',
  '--pypi-url': '--index-url',
  '--config-setting': '--config-settings',
};

/** As `optparse` takes them: names may be shortened, other words are passed over. */
function* readOptions(given: readonly string[]): Generator<PipOption> {
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (word === '--') return;
    if (!word.startsWith('-') || word === '-') continue;
    const [written = '', own] = divided(word);
    const name = longName(written);
    if (FLAGS.includes(name)) {
      if (own !== undefined) throw new Refused(`${name} takes no value`);
      yield { name, value: '' };
      continue;
    }
    const value = own ?? given[++at];
    if (value === undefined) throw new Refused(`${name} without a value`);
    if (name === '--hash' && !/^sha(?:256|384|512):/.test(value)) {
      throw new Refused('a --hash that is none of sha256, sha384 and sha512');
    }
    yield { name, value };
  }
}

/** `--name=value` and `-nvalue`. */
function divided(word: string): [string, string?] {
  if (!word.startsWith('--')) return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word];
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function longName(written: string): string {
  const all = [...VALUED, ...FLAGS];
  const exact = LONG[written] ?? all.find((name) => name === written);
  if (exact !== undefined) return exact;
  const begun = all.filter((name) => name.startsWith(written));
  const [name, other] = new Set(begun.map((one) => LONG[one] ?? one));
  if (name === undefined) throw new Refused('an option that no requirements file takes');
  if (other !== undefined) throw new Refused('an option that is cut too short');
  return name;
}

function readWanted(text: string, options: readonly PipOption[]): Requirement {
  // In a URL a `;` without a blank is its own.
  const at = text.indexOf(isUrl(text) ? '; ' : ';');
  const wanted = (at < 0 ? text : text.slice(0, at)).trim();
  const marker = at < 0 ? '' : text.slice(at + 1).trim();
  if (marker !== '') checkMarker(marker);
  const hasHash = options.some(({ name }) => name === '--hash');
  const other = readReference(wanted, hasHash, false) ?? readPath(wanted, false);
  if (other) return other;
  const { name, extras, rest } = readName(wanted);
  const specifier = readSpecifier(rest);
  return { kind: 'package', name, extras, specifier, marker: marker || null, hasHash, options };
}

/** What `-e` names: a repository, or a folder. */
function readEditable(text: string): Requirement {
  const [bare, extras] = splitExtras(text);
  if (/^file:/i.test(bare)) return { kind: 'path', path: pathOf(bare), extras, isEditable: true };
  // pip took `git://…` here before there was `git+git://…`.
  const url = /^(?:git|hg|svn|bzr):/i.test(text)
    ? `${text.slice(0, text.indexOf(':'))}+${text}`
    : text;
  const reference = readReference(url, false, true);
  if (reference?.kind === 'url') throw new Refused('-e takes a folder or a repository, no URL');
  if (reference) return reference;
  if (bare === '') throw new Refused('-e without a folder');
  return { kind: 'path', path: bare, extras, isEditable: true };
}

const VCS =
  /^(?:git\+(?:https?|ssh|git|file)|hg\+(?:file|https?|ssh|static-http)|svn\+(?:ssh|https?|svn|file)|bzr\+(?:https?|ssh|sftp|ftp|lp|file)):/i;
const WEB = /^(?:https?|ftp):/i;

function isUrl(text: string): boolean {
  return VCS.test(text) || WEB.test(text) || /^file:/i.test(text);
}

/** A URL, or `name @ URL`; null where it is neither. */
function readReference(text: string, hasHash: boolean, isEditable: boolean): Requirement | null {
  if (isUrl(text)) return readUrl(text, null, [], hasHash, isEditable);
  if (/^(?:git|hg|svn|bzr)\+/i.test(text)) {
    throw new Refused('an address that pip cannot take: write git+https:// or git+ssh://');
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    throw new Refused('a kind of URL that pip does not take');
  const at = text.indexOf('@');
  if (at < 0 || looksLikePath(text.slice(0, at))) return null;
  const { name, extras, rest } = readName(text);
  if (!rest.startsWith('@')) throw new Refused('no name, or no name alone, before the @');
  const url = rest.slice(1).trim();
  if (!isUrl(url) || /\s/.test(url)) throw new Refused('no URL after the @');
  return readUrl(url, name, extras, hasHash, isEditable);
}

function readUrl(
  url: string,
  given: string | null,
  extras: readonly string[],
  hasHash: boolean,
  isEditable: boolean,
): Requirement {
  if (/^file:/i.test(url)) return { kind: 'path', path: pathOf(url), extras, isEditable };
  const [base, fragment] = halves(url, '#');
  const name = given ?? wheelName(base) ?? eggName(fragment);
  if (VCS.test(url)) return { kind: 'vcs', name, ...splitRef(base, fragment), isEditable };
  const isHashed = hasHash || /(?:^|&)(?:sha(?:1|224|256|384|512)|md5)=[0-9a-f]/i.test(fragment);
  return { kind: 'url', name, url, hasHash: isHashed, isEditable };
}

/** A `@` in the path of a repository's address begins a ref; one before the path is an account's. */
function splitRef(base: string, fragment: string): { url: string; ref: string | null } {
  const suffix = fragment === '' ? '' : `#${fragment}`;
  const [address, query] = halves(base, '?');
  const path = address.indexOf('/', address.indexOf('://') + 3);
  const at = path < 0 ? -1 : address.lastIndexOf('@');
  if (at < path || at < 0) return { url: base + suffix, ref: null };
  if (at === address.length - 1) throw new Refused('an @ without a branch, tag or commit');
  const rest = query === '' ? suffix : `?${query}${suffix}`;
  return { url: address.slice(0, at) + rest, ref: address.slice(at + 1) };
}

function wheelName(base: string): string | null {
  const file = base.slice(base.lastIndexOf('/') + 1);
  const parts = file.split('-');
  return /\.whl$/i.test(file) && [5, 6].includes(parts.length) ? normalize(parts[0] ?? '') : null;
}

function eggName(fragment: string): string | null {
  const egg = fragment.split('&').find((part) => part.startsWith('egg='));
  const name = NAME.exec(egg?.slice(4) ?? '')?.[0];
  return name === undefined ? null : normalize(name);
}

/** The path of `file:` URLs of this machine; relative ones are no URLs, but pip takes them. */
function pathOf(url: string): string {
  const [text] = halves(url.slice('file:'.length), '#');
  const path = text.startsWith('//') ? text.slice(2) : text;
  const host = text.startsWith('//') ? halves(path, '/')[0] : '';
  if (!['', 'localhost', '.', '..'].includes(host)) throw new Refused('a file of another machine');
  return decoded(host === 'localhost' ? path.slice(host.length) : path);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/i;

function readPath(text: string, isEditable: boolean): PathRequirement | null {
  const [path, extras] = looksLikePath(text) || text.endsWith(']') ? splitExtras(text) : [text, []];
  if (!looksLikePath(path) && !ARCHIVE.test(path)) return null;
  return { kind: 'path', path, extras, isEditable };
}

function looksLikePath(text: string): boolean {
  return text.includes('/') || text.startsWith('.');
}

/** `[a,b]` at the end of a path. */
function splitExtras(text: string): [string, readonly string[]] {
  const at = text.endsWith(']') ? text.lastIndexOf('[') : -1;
  return at < 1 ? [text, []] : [text.slice(0, at), extrasIn(text.slice(at + 1, -1))];
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?/;

/** A name and its extras, and what comes after. */
function readName(text: string): { name: string; extras: readonly string[]; rest: string } {
  const written = NAME.exec(text)?.[0];
  if (written === undefined) throw new Refused('it begins with no name of a package');
  const name = normalize(written);
  const rest = text.slice(written.length).trim();
  if (!rest.startsWith('[')) return { name, extras: [], rest };
  const end = rest.indexOf(']');
  if (end < 0) throw new Refused('a ] is missing after the extras');
  return { name, extras: extrasIn(rest.slice(1, end)), rest: rest.slice(end + 1).trim() };
}

function extrasIn(text: string): readonly string[] {
  const extras = text.split(',').map((extra) => extra.trim());
  if (extras.length === 1 && extras[0] === '') return [];
  if (extras.some((extra) => NAME.exec(extra)?.[0] !== extra))
    throw new Refused('extras that are no names');
  return extras;
}

const MISWRITTEN: Readonly<Record<string, string>> = {
  '=': '==',
  '=>': '>=',
  '=<': '<=',
  '<>': '!=',
  '=~': '~=',
};

/** `>=1.2, <2`, in parentheses or not; a comma at the end is forgiven. */
function readSpecifier(text: string): string {
  const isEnclosed = text.startsWith('(') && text.endsWith(')');
  const inner = (isEnclosed ? text.slice(1, -1) : text).trim();
  const terms = (inner.endsWith(',') ? inner.slice(0, -1) : inner).split(',');
  return terms.length === 1 && inner === ''
    ? ''
    : terms.map((term) => readTerm(term.trim())).join(',');
}

function readTerm(term: string): string {
  const operator = /^[=<>!~]+/.exec(term)?.[0] ?? '';
  const version = term.slice(operator.length).trim();
  const better = MISWRITTEN[operator];
  if (better) throw new Refused(`${operator} is no operator of pip: write ${better}`);
  if (operator === '') throw new Refused('no operator after the name: write ==');
  if (version === '') throw new Refused('an operator without a version');
  const form = FORMS[operator];
  if (!form) throw new Refused('no operator of pip');
  if (!form.test(version)) throw new Refused(`no version that pip takes after ${operator}`);
  return operator + version;
}

// PEP 440, as `packaging` reads it
const RELEASE = String.raw`v?(?:\d+!)?\d+(?:\.\d+)`;
const SUFFIX = String.raw`(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?`;
const LOCAL = String.raw`(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?`;
const EQUAL = new RegExp(String.raw`^${RELEASE}*(?:\.\*|${SUFFIX}${LOCAL})$`, 'i');
const ORDERED = new RegExp(`^${RELEASE}*${SUFFIX}$`, 'i');
const FORMS: Readonly<Record<string, RegExp>> = {
  '==': EQUAL,
  '!=': EQUAL,
  '<': ORDERED,
  '>': ORDERED,
  '<=': ORDERED,
  '>=': ORDERED,
  '~=': new RegExp(`^${RELEASE}+${SUFFIX}$`, 'i'),
  '===': /^[^\s;)]+$/,
};

const MARKER =
  /[ \t]*(?:(?<value>'[^']*'|"[^"]*"|(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b)|(?<operator>===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b)|(?<join>(?:and|or)\b)|(?<open>\()|(?<close>\)))/y;

// What may come after what: `(` and values begin a comparison, `)` and `and` end one.
const AFTER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  start: { open: 'start', value: 'left' },
  left: { operator: 'compared' },
  compared: { value: 'end' },
  end: { join: 'start', close: 'end' },
};

/** `python_version < "3.9" and (…)`, PEP 508. */
function checkMarker(text: string): void {
  let state = 'start';
  let depth = 0;
  MARKER.lastIndex = 0;
  while (MARKER.lastIndex < text.length) {
    const groups = MARKER.exec(text)?.groups ?? {};
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? '';
    state = AFTER[state]?.[kind] ?? '';
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    if (state === '' || depth < 0) break;
  }
  if (state !== 'end' || depth !== 0) throw new Refused('the condition after the ; is none');
}
