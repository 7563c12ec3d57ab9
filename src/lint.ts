import type { Candidate } from './accepted.ts';
import { printable } from './bytes.ts';
import type { Severity } from './check.ts';
import type { Placed, Position } from './conda/environment-file.ts';
import { readEnvironmentFile } from './conda/environment-reader.ts';
import { followPip } from './conda/pip-files.ts';
import { BadInput, ExpectedError } from './errors.ts';
import { redact } from './redact.ts';
import {
  type CheckedFile,
  counting,
  type Fact,
  type FileFinding,
  type FileReport,
} from './report.ts';
import type { Rule, RuleFact, Wishes } from './rule.ts';
import type { Source } from './sources.ts';

export interface ReadOptions {
  /** What the user calls the environment; null for what the file calls it. */
  readonly name: string | null;
  /** The folder that a build gets to see, absolute; null for that of the file. */
  readonly context: string | null;
  readonly build: Wishes['build'];
  /** Why a finding is accepted, null where it is not; absent where nothing is. */
  readonly accept?: Accept;
}

type Accept = (finding: Candidate, severity: Severity) => string | null;

/**
 * Reads an environment file, and what it leads pip to.
 * @param path absolute
 * @param named as the user named it
 * @throws what `readEnvironmentFile` throws, and BadInput when it is no YAML
 */
export async function readWishes(
  source: Source,
  path: string,
  named: string,
  { name, context, build }: ReadOptions,
): Promise<Wishes> {
  const file = await readEnvironmentFile(source, path, named);
  const [trouble] = file.syntax;
  if (trouble) throw new NoYaml(named, trouble);
  const folder = path.replace(/\/[^/]*$/, '') || '/';
  const pip = await followPip(source, file.pip ?? [], folder, context ?? folder);
  return { file, name: name ?? file.name?.text ?? null, pip, build };
}

/** Nothing is said of a file whose form is a guess. */
class NoYaml extends BadInput {
  constructor(named: string, { line, column, text }: Placed) {
    super(
      `${named}:${line}:${column}: this is no YAML: ${text}.`,
      'Usual reasons: a dash without a blank behind it, entries of one list at different depths, tabs, the marks of a merge, a template that was not filled in.',
    );
  }
}

/** Reads one, and lets every rule look at it; what cannot be read has no verdict. */
export async function lintFile(
  source: Source,
  path: string,
  named: string,
  rules: readonly Rule[],
  options: ReadOptions,
): Promise<FileReport> {
  try {
    return lint(await readWishes(source, path, named, options), rules, options.accept);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const { message, advice } = error;
    return { file: named, verdict: 'unchecked', error: message, advice };
  }
}

/** Lets every rule look at it. */
export function lint(
  wishes: Wishes,
  rules: readonly Rule[],
  accept: Accept = () => null,
): CheckedFile {
  const findings = rules.flatMap((rule) => findingsOf(rule, wishes, accept));
  findings.sort((a, b) => byPlace(a, b, wishes.file.path));
  return {
    file: wishes.file.path,
    verdict: counting<FileFinding>(findings).some(({ severity }) => severity === 'error')
      ? 'broken'
      : 'whole',
    findings,
  };
}

/** The longest message, in characters. */
const LONGEST = 300;

/** So many findings of one rule are told of one file. */
const MOST = 20;

/** Those that count, and those that are accepted; of each the last one tells how many there would be more. */
function findingsOf(rule: Rule, wishes: Wishes, accept: Accept): FileFinding[] {
  const { path } = wishes.file;
  const lists = { open: new Few(), accepted: new Few() };
  for (const fact of rule.find(wishes)) {
    const owner = fact.package === undefined ? null : String(shownFact(fact.package));
    const about = { check: rule.id, path: fact.file ?? path, package: owner, environments: [] };
    const accepted = accept(about, fact.severity ?? rule.severity);
    if (accepted === null) lists.open.add(() => toFinding(rule, fact, path));
    else lists.accepted.add(() => ({ ...toFinding(rule, fact, path), accepted }));
  }
  return [...lists.open.end(), ...lists.accepted.end()];
}

/** The first findings of many, and the number of the rest. */
class Few {
  readonly #first: FileFinding[] = [];
  #rest = 0;

  add(make: () => FileFinding): void {
    if (this.#first.length < MOST) this.#first.push(make());
    else this.#rest += 1;
  }

  end(): FileFinding[] {
    const last = this.#first.at(-1);
    if (last === undefined || this.#rest === 0) return this.#first;
    const message = `${last.message}; and ${this.#rest} more of this kind`;
    return [...this.#first.slice(0, -1), { ...last, message }];
  }
}

function toFinding(rule: Rule, fact: RuleFact, named: string): FileFinding {
  const { line, column, file, ...rest } = fact;
  // Before anything is said: what is said is shorter, and secrets are not to be found in pieces.
  const safe = shownFields(rest) as Omit<RuleFact, keyof Position>;
  const { package: owner, severity, advice, ...facts } = safe;
  return {
    check: rule.id,
    severity: severity ?? rule.severity,
    path: file ?? named,
    line,
    column,
    package: owner ?? null,
    message: cut(printable(redact(rule.say({ ...fact, ...safe }))), LONGEST),
    advice: cut(printable(redact(advice ?? rule.explain.fix)), LONGEST),
    facts: facts as Readonly<Record<string, Fact>>,
  };
}

function shownFields(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, shownFact(value as Fact)]),
  );
}

function shownFact(value: Fact): Fact {
  if (typeof value === 'string') return cut(redact(value), 120);
  return Array.isArray(value) ? value.map((one) => cut(redact(one), 120)) : value;
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The file itself first, then those that it names; by line. */
function byPlace(a: FileFinding, b: FileFinding, named: string): number {
  if (a.path !== b.path) return a.path === named || (b.path !== named && a.path < b.path) ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
