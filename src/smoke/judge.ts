import { constants } from 'node:os';
import { printable } from '../bytes.ts';
import type { RunResult } from '../docker/container.ts';
import { redact } from '../redact.ts';
import type { ImageFinding } from '../report.ts';
import type { ProbeFacts } from './probe.ts';
import type { Way } from './ways.ts';

/** What is known of the environment from its records. */
export interface Expected {
  readonly prefix: string;
  /** Of the recorded python; null where there is none. */
  readonly version: string | null;
  /** Links that are known to lead nowhere, by their paths in the prefix: packages ship some so. */
  readonly dangling: ReadonlySet<string>;
}

type Finding = Omit<ImageFinding, 'severity'> & { readonly severity?: ImageFinding['severity'] };

/** What one run proves to be wrong. */
export function judgeRun(
  way: Way,
  { code, output, isCut, isOutOfMemory, problem, seconds }: RunResult,
  facts: ProbeFacts | null,
  expected: Expected,
): ImageFinding[] {
  const said = lastLines(output);
  const found = (): Finding[] => {
    if (problem !== '') return [notStarted(problem, expected)];
    if (isOutOfMemory) {
      const message = 'Python was killed: it took more memory than it was given';
      return [{ check: 'run-killed', message, advice: 'Give it more with --memory.', said }];
    }
    if (code === null) {
      const message = `Python did not end within ${Math.round(seconds)} seconds${isCut ? ', and floods its output' : ''}`;
      const advice =
        'See what starts with it: sitecustomize, .pth files, the entrypoint; or give it longer with --timeout.';
      return [{ check: 'run-hangs', message, advice, said }];
    }
    if (facts === null) return [silent(way, code, said, isCut)];
    return [...wrongPlace(facts, expected), ...links(facts, expected), ...insides(facts)];
  };
  return found().map((one) => ({ severity: 'error', ...one }));
}

function notStarted(problem: string, { prefix }: Expected): Finding {
  const check = 'not-started';
  const said = [printable(problem)];
  if (/exec format error/i.test(problem)) {
    const advice = 'Build it for this one with --platform, or run it where it belongs.';
    return {
      check,
      message: 'The image is for another processor than this engine’s',
      advice,
      said,
    };
  }
  if (/no such file|not found/i.test(problem)) {
    const message = `${prefix}/bin/python, or the loader that it asks for, is not in the image`;
    const advice =
      'Is python among the dependencies? Is the environment copied to the path at which it was made? Alpine has no glibc.';
    return { check, message, advice, said };
  }
  if (/permission denied/i.test(problem)) {
    const advice = 'See the modes of the file and of all folders above it.';
    return { check, message: `${prefix}/bin/python may not be executed`, advice, said };
  }
  return { check, message: 'The container could not be started', advice: '', said };
}

/** It ran, and did not say what it was asked. */
function silent(way: Way, code: number, said: readonly string[], isCut: boolean): Finding {
  if (code === 0 && way.hasEntrypoint) {
    const message = 'The entrypoint does not run the command that it is given';
    return { check: 'swallowed-command', message, advice: 'End it with exec "$@".', said };
  }
  const flood = isCut ? ', after flooding its output' : '';
  const signal = signalOf(code);
  const how = signal === null ? `ended with code ${code}` : `was killed by ${signal}`;
  const library = said
    .map((line) => /(\S+): cannot open shared object file/.exec(line)?.[1])
    .find(Boolean);
  return {
    check: 'run-failed',
    message: `Python ${how}${flood}`,
    advice: library
      ? `${library} is missing: the image, or the environment, has to bring it.`
      : 'What it said last is below.',
    said,
  };
}

function* wrongPlace(
  { prefix, executable, version }: ProbeFacts,
  expected: Expected,
): Generator<Finding> {
  if (prefix !== expected.prefix) {
    yield {
      check: 'wrong-prefix',
      message: printable(`Python takes ${prefix} for its prefix, and not ${expected.prefix}`),
      advice: 'PYTHONHOME may be set, or bin/python is that of another environment.',
      said: [printable(`sys.executable: ${executable}`)],
    };
  }
  if (expected.version !== null && version !== expected.version) {
    yield {
      check: 'wrong-version',
      message: printable(`Python says that it is ${version}; recorded is ${expected.version}`),
      advice: 'Another Python stands in its place: conda-links verify names the files.',
      said: [],
    };
  }
}

/** What a process sees of links in there, beside what was read of them from outside. */
function* links({ links: { broken } }: ProbeFacts, { dangling }: Expected): Generator<Finding> {
  const fresh = broken.filter(([path]) => !dangling.has(path));
  const [first] = fresh;
  if (first) {
    const more = fresh.length > 1 ? `, and ${fresh.length - 1} more` : '';
    yield {
      check: 'broken-link',
      message: printable(`${first[0]} leads nowhere in the container: ${first[1]}${more}`),
      advice: 'It resolves for whoever may read everything: see the modes of what it leads to.',
      said: fresh.slice(1, LAST).map(([path, why]) => printable(`${path}: ${why}`)),
    };
  }
  const seen = new Set(broken.map(([path]) => path));
  const [gone, ...others] = [...dangling].filter((path) => !seen.has(path));
  if (gone !== undefined && broken.length < 1000) {
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    yield {
      check: 'links-disagree',
      severity: 'warning',
      message: printable(
        `${gone} leads nowhere in the image, and somewhere in the container${more}`,
      ),
      advice: 'Something is mounted or written when the container starts.',
      said: [],
    };
  }
}

/** What Python found in its own environment. */
function* insides({ scripts, imports, certificates, pip }: ProbeFacts): Generator<Finding> {
  for (const [package_, module, code, output] of imports) {
    const signal = code === null ? null : signalOf(code < 0 ? 128 - code : code);
    const how =
      code === null
        ? 'did not end in time'
        : signal === null
          ? 'failed'
          : `was killed by ${signal}`;
    yield {
      check: 'import-failed',
      message: printable(`import ${module} (${package_}) ${how}`),
      advice: 'What it said last is below.',
      said: lastLines(output).slice(-4),
    };
  }
  for (const [name, interpreter] of scripts) {
    yield {
      check: 'dead-script',
      message: printable(`bin/${name} starts ${interpreter}, which cannot be executed`),
      advice: 'The environment was made at another path than it has here.',
      said: [],
    };
  }
  if (pip !== '') {
    const message = 'pip check finds requirements that are not met';
    yield { check: 'pip-conflict', severity: 'warning', message, advice: '', said: lastLines(pip) };
  }
  if (certificates !== '' && !/No module named/.test(certificates)) {
    yield {
      check: 'no-certificates',
      severity: 'warning',
      message: printable(`ssl trusts nobody: ${certificates}`),
      advice: 'Add ca-certificates to the dependencies.',
      said: [],
    };
  }
}

/** `SIGSEGV` for 139; null for a code of the program’s own. */
function signalOf(code: number): string | null {
  const number = code - 128;
  return (
    Object.entries(constants.signals).find(([, one]) => code > 128 && one === number)?.[0] ?? null
  );
}

/** So many of them are shown. */
const LAST = 12;

/** What a program wrote last: safe to print, without credentials. */
export function lastLines(output: string): string[] {
  return output
    .slice(-64_000)
    .split('\n')
    .map((line) => printable(redact(line.replaceAll('\t', '  ').slice(0, 300))).trimEnd())
    .filter((line) => line !== '')
    .slice(-LAST);
}
