// What befalls whole environments in life: the report has to name the cause first, with its evidence, and what it
// says to type has to mend it, for it is typed here.
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../src/checks.ts';
import type { CheckedEnvironment, Report } from '../src/report.ts';
import { text } from '../src/reports/text.ts';
import { scopeOf } from '../src/scopes.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { noProgress } from '../src/terminal.ts';
import { verify } from '../src/verify.ts';
import { condaEnvironment, whyNoConda } from './support/conda.ts';
import {
  configured,
  type Disaster,
  disasters,
  mend,
  standIn,
  whyNot,
} from './support/disasters.ts';
import {
  type Dialect,
  describeReal,
  type Place,
  type RealEnvironment,
  realEnvironment,
} from './support/environments.ts';
import { hasher } from './support/verifying.ts';

const VIEW = { color: false, width: 80 };
const DIALECTS: readonly Dialect[] = ['conda', 'rattler', 'mamba'];

async function reportOn({ prefix }: Place, asUser: string | null): Promise<Report> {
  return verify([scopeOf(new DirectorySource(hasher), [{ name: 'ml', prefix, problem: null }])], {
    level: 'content',
    checks: CHECKS,
    asUser,
    version: '0.0.0',
    signal: new AbortController().signal,
    progress: noProgress,
  });
}

function only({ environments: [environment] }: Report): CheckedEnvironment {
  if (!environment || environment.verdict === 'unchecked') {
    throw new Error(environment?.error ?? 'verify reported on nothing');
  }
  return environment;
}

/** What has to hold of every report, whatever happened. */
function expectLegible(report: Report, place: Place): void {
  const { causes, findings } = only(report);
  const words = causes.flatMap(({ remedy }) => remedy.commands);
  const serious = findings.filter(({ severity }) => severity !== 'note');
  expect(causes.reduce((sum, one) => sum + one.findings, 0)).toBe(serious.length);
  expect(new Set(words.map((one) => one.join(' '))).size).toBe(words.length);
  const specs = words.flat().filter((word) => word.includes('::'));
  expect(new Set(specs).size, 'no package is installed twice').toBe(specs.length);
  expect(causes[0]?.remedy.commands.length).toBeGreaterThan(0);
  for (const [program, ...rest] of words) {
    if (program === 'rm' && rest.includes('-rf')) {
      expect(rest[2]).toMatch(new RegExp(`^${place.cache}/[a-z-]+-[^/]+-[^/]+$`));
    }
  }
  for (const { evidence } of causes) {
    // With paths as long as one finds them in life, it is two lines.
    const usual = evidence.replaceAll(dirname(place.root), '/opt');
    expect(usual.length, usual).toBeLessThan(2 * (VIEW.width - 4));
  }
  const lines = text(report, VIEW).split('\n');
  const commands = lines.filter((line) => line.startsWith('    ') && line.endsWith('\\'));
  expect(commands.length).toBeLessThan(lines.length);
  const long = lines.filter((line) => line.length > VIEW.width && line.trim().includes(' '));
  // A name is never broken; what can be is.
  expect(long.filter((line) => !/\S{50}/.test(line))).toEqual([]);
}

async function expectDisaster(
  disaster: Disaster,
  env: RealEnvironment,
  tools: NodeJS.ProcessEnv,
): Promise<void> {
  const place = await disaster.strike(env);
  const asUser = disaster.isSeenByOthers ? '65534:65534' : null;
  const report = await reportOn(place, asUser);
  const { causes, verdict } = only(report);
  const [first] = causes;
  expect(verdict).toBe('broken');
  expect(first?.cause, JSON.stringify(causes, null, 1)).toBe(disaster.cause);
  expect(first?.evidence).toMatch(disaster.evidence);
  const others = causes.slice(1).map(({ cause }) => cause);
  expect(others).toEqual(disaster.also ?? []);
  const commands = causes.flatMap(({ remedy }) => remedy.commands);
  const begins = commands.map((words) => words.slice(0, 2).join(' '));
  // What was in the way when the blow came, and what was gone, is chance.
  const some = [...new Set(begins)].filter((words) => words !== 'rm --');
  const typed = disaster.by === undefined ? begins : some;
  const { installer } = only(report);
  expect(typed.map((words) => words.replaceAll(place.prefix, 'PREFIX'))).toEqual([
    ...(disaster.hasFolders && installer !== 'conda' ? ['mv --'] : []),
    ...disaster.commands.map((words) => words.replace('conda', installer)),
  ]);
  expectLegible(report, place);
  mend(commands, tools);
  const after = only(await reportOn(place, asUser));
  const left = after.findings.filter(({ severity }) => severity !== 'note');
  expect(left.map(({ message }) => message)).toEqual([]);
  expect(after.verdict).toBe('whole');
}

describeReal('mended by py-rattler in the place of the installer', () => {
  const some = disasters.filter(({ by }) => by !== 'conda');
  const table = some.flatMap((disaster) =>
    (disaster.dialects ?? DIALECTS).map((dialect) => [disaster.name, dialect, disaster] as const),
  );
  test.for(table)('%s, records of %s', async ([, dialect, disaster], { skip }) => {
    const reason = whyNot(disaster);
    if (reason) skip(reason);
    await using env = await realEnvironment({ dialect, links: disaster.links ?? 'hard' });
    chmodSync(dirname(env.root), 0o755);
    await expectDisaster(disaster, env, await standIn(env));
  });
});

describe('mended by conda itself', () => {
  const some = disasters.filter(({ by }) => by !== 'rattler');
  test.for(some.map((one) => [one.name, one] as const))('%s', async ([, one], { skip }) => {
    const reason = whyNoConda() ?? whyNot(one);
    if (reason) skip(reason);
    await using env = await condaEnvironment(one.links ?? 'hard');
    chmodSync(dirname(env.root), 0o755);
    await expectDisaster(one, env, configured(env));
  });
});
