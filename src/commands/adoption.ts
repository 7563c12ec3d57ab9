import { posix } from 'node:path';
import { Acceptances, type Candidate, hintOn } from '../accepted.ts';
import type { Baseline } from '../baseline.ts';
import type { Severity } from '../check.ts';
import { lines } from '../delivery.ts';
import { INPUTS, isOn, type RawInputs, text } from '../inputs.ts';
import type { Machine } from '../machine.ts';
import type { FailOn, Report } from '../report.ts';
import { readSettings, readText, SETTINGS_FILE, type Settings, UNSET } from '../settings.ts';
import type { Source } from '../sources.ts';
import { write } from '../terminal.ts';
import { refuseWithin } from './bounds.ts';

/**
 * The settings of the working folder, or those that `config` names; a baseline may be the first of its file.
 * @throws what `readSettings` throws
 */
export async function settingsFor(
  source: Source,
  { cwd }: Machine,
  raw: RawInputs,
): Promise<Settings> {
  const named = text(raw['config']);
  const isNew = named !== null && isOn(INPUTS.writeBaseline, raw['writeBaseline']);
  if (isNew && (await readText(source, cwd, named)) === null) return UNSET;
  return readSettings(source, cwd, named);
}

/** A report, and what is to be said beside it. */
export interface Told {
  readonly report: Report;
  /** For standard error; empty for nothing. */
  readonly aside: string;
}

/** What one run accepts: what the settings say, and all the rest where a baseline is written. */
export class Adoption {
  readonly #acceptances: Acceptances;
  readonly #baseline: Baseline | null;

  private constructor(acceptances: Acceptances, baseline: Baseline | null) {
    this.#acceptances = acceptances;
    this.#baseline = baseline;
  }

  /**
   * @param now the clock
   * @throws BadInput where no baseline can be written
   */
  static async of(
    { accept }: Settings,
    raw: RawInputs,
    failOn: FailOn,
    now: Date,
  ): Promise<Adoption> {
    const acceptances = new Acceptances(accept, now);
    if (!isOn(INPUTS.writeBaseline, raw['writeBaseline'])) return new Adoption(acceptances, null);
    const { Baseline } = await import('../baseline.ts');
    return new Adoption(acceptances, new Baseline(failOn, now));
  }

  readonly accept = (finding: Candidate, severity: Severity): string | null =>
    this.#acceptances.reasonFor(finding) ?? this.#baseline?.accept(finding, severity) ?? null;

  /**
   * Writes the baseline where one is wanted, and adds to the report what is to be said of accepted findings.
   * @param ran the checks or rules that could have found something
   * @throws CannotWrite
   */
  async end(
    report: Report,
    ran: readonly { readonly id: string }[],
    { source, machine, raw }: { source: Source; machine: Machine; raw: RawInputs },
  ): Promise<Told> {
    const remarks = this.#baseline ? [] : this.#acceptances.remarks();
    const environments = report.environments
      .filter(({ verdict }) => verdict !== 'unchecked')
      .map(({ name, prefix }) => [name, prefix]);
    const hint = hintOn(this.#acceptances.stale(ran, environments));
    const file = text(raw['config']) ?? SETTINGS_FILE;
    const written = this.#baseline ? await add(this.#baseline, file, report, source, machine) : '';
    return {
      report: remarks.length > 0 ? { ...report, remarks } : report,
      aside: lines([hint, written].filter(Boolean).map((text) => text.trim())),
    };
  }
}

/** Writes it, and says so. */
async function add(
  baseline: Baseline,
  file: string,
  report: Report,
  source: Source,
  { cwd }: Machine,
): Promise<string> {
  if (baseline.size === 0) return `conda-links: nothing has to be accepted; ${file} is as it was.`;
  const place = posix.resolve(cwd, file);
  refuseWithin(source, place, report, file);
  const names = report.environments.map(({ name }) => name);
  const doubles = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  const text = (await readText(source, cwd, file)) ?? '';
  await write(baseline.addTo(text, file, doubles), place);
  const findings = baseline.size === 1 ? '1 finding' : `${baseline.size} findings`;
  return `conda-links: ${findings} accepted in ${file} until ${baseline.until}; after that day they count again.`;
}
