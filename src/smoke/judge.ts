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
  /** Links that are known to lead nowhere, by their paths in the prefix, and where that is: packages ship some so. */
  readonly dangling: ReadonlyMap<string, string>;
  /** Package, in lower case → its files that can be imported, below `site-packages`. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
}

/** How it was run. */
export interface Circumstances {
  /** In seconds. */
  readonly limit: number;
  /** Whether Python says what it is asked where no entrypoint comes before it. */
  readonly isTalking: boolean;
}

type Finding = Omit<ImageFinding, 'severity'> & { readonly severity?: ImageFinding['severity'] };

/** What one run proves to be wrong. */
export function judgeRun(
  way: Way,
  result: RunResult,
  facts: ProbeFacts | null,
  expected: Expected,
  { limit, isTalking }: Circumstances,
): ImageFinding[] {
  const { code, output, isCut, isOutOfMemory, problem } = result;
  const said = lastLines(output);
  const who = way.hasEntrypoint && isTalking ? 'The entrypoint' : 'Python';
  const found = (): Finding[] => {
    if (problem !== '') return [notStarted(problem, expected)];
    if (facts !== null && code === 0) {
      const inside = insides(facts, isOutOfMemory);
      return [...wrongPlace(facts, expected), ...links(facts, expected), ...inside];
    }
    if (isOutOfMemory || code === KILLED) {
      const message = `${who} ${HUNGRY}`;
      return [{ check: 'run-killed', message, advice: 'Give it more with --memory.', said }];
    }
    if (code === null) {
      const message = `${who} did not end within ${limit} seconds${isCut ? ', and floods its output' : ''}`;
      const advice =
        'See what starts with it: sitecustomize, .pth files, the entrypoint; or give it longer with --timeout.';
      return [{ check: 'run-hangs', message, advice, said }];
    }
    const refusal = refusalIn(said.at(-1) ?? '', code, expected);
    return [refusal ?? silent(who, code, said, isCut)];
  };
  return found().map((one) => ({ severity: 'error', ...one }));
}

/** The code of what got SIGKILL. An engine may hear too late that it was for want of memory. */
export const KILLED = 137;

/** What is said of it. */
export const HUNGRY = 'was killed, as happens to what takes more memory than it is given';

function notStarted(problem: string, { prefix }: Expected): Finding {
  const check = 'not-started';
  const said = lastLines(problem);
  if (/exec format error/i.test(problem)) {
    const advice = 'Build it for this one with --platform, or run it where it belongs.';
    return {
      check,
      message: 'The image is for another processor than this engine’s',
      advice,
      said,
    };
  }
  if (/unable to find (?:user|group)|no matching entries in (?:passwd|group)/i.test(problem)) {
    const advice = 'Make it in the Dockerfile before USER, or name it by its number.';
    return { check, message: 'The image has not the user that it is run as', advice, said };
  }
  const isOfPython = problem.includes(`${prefix}/bin/python`);
  const what = isOfPython ? `${prefix}/bin/python` : 'The program that the image starts with';
  if (/no such file|not found/i.test(problem)) {
    const message = `${what}, or the loader that it asks for, is not in the image`;
    const advice = isOfPython
      ? 'Is python among the dependencies? Is the environment copied to the path at which it was made? Alpine has no glibc.'
      : 'See its ENTRYPOINT, and the first line of the script that it names.';
    return { check, message, advice, said };
  }
  if (/permission denied/i.test(problem)) {
    const advice = 'See the modes of the file and of all folders above it.';
    return { check, message: `${what} may not be executed`, advice, said };
  }
  return { check, message: 'The container could not be started', advice: '', said };
}

/** What a kernel or a shell says that was asked to start a program, and what they end with then. */
const REFUSAL = /exec format error|no such file|not found|permission denied|cannot execute/i;
/** The program's own loader is there, and says what it lacks. */
const LOADER = /: error while loading shared libraries: /;
const REFUSED = [1, 126, 127, 255];

/** A runtime hears of some only when the container runs already, and says so in the program's place. */
function refusalIn(line: string, code: number, expected: Expected): Finding | null {
  const isOfProgram =
    line.includes(`${expected.prefix}/bin/python: `) || /^(?:standard_init_linux|exec )/.test(line);
  const isRefusal = REFUSAL.test(line) && !LOADER.test(line);
  if (!REFUSED.includes(code) || !isOfProgram || !isRefusal) return null;
  return notStarted(line, expected);
}

/** It ran, and did not say what it was asked. */
function silent(who: string, code: number, said: readonly string[], isCut: boolean): Finding {
  const flood = isCut ? ', after flooding its output' : '';
  if (code === 0 && who !== 'Python') {
    const message = 'The entrypoint does not run the command that it is given';
    return { check: 'swallowed-command', message, advice: 'End it with exec "$@".', said };
  }
  const signal = signalOf(code);
  const how = signal === null ? `ended with code ${code}` : `was killed by ${signal}`;
  const quietly = code === 0 ? ' and did not say what it was asked' : '';
  const library = said
    .map((line) => /([^\s:]+): cannot open shared object file/.exec(line)?.[1])
    .find(Boolean);
  return {
    check: 'run-failed',
    message: `${who} ${how}${quietly}${flood}`,
    advice: library
      ? `${library} is missing: the image, or the environment, has to bring it.`
      : said.length > 0
        ? 'What it said last is above.'
        : '',
    said,
  };
}

function* wrongPlace(
  { prefix, executable, version }: ProbeFacts,
  expected: Expected,
): Generator<Finding> {
  const said = [printable(`sys.executable: ${executable}`)];
  const advice = 'PYTHONHOME may be set, or bin/python is that of another environment.';
  if (prefix !== expected.prefix) {
    const message = printable(`Python takes ${prefix} for its prefix, and not ${expected.prefix}`);
    yield { check: 'wrong-prefix', message, advice, said };
  } else if (!executable.startsWith(`${expected.prefix}/bin/`)) {
    const message = printable(`Python takes ${executable || 'nothing'} for itself`);
    yield { check: 'wrong-prefix', message, advice, said };
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
function* links(
  { links: { broken, closed } }: ProbeFacts,
  { dangling }: Expected,
): Generator<Finding> {
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
  if (closed.length > 0) {
    const [[folder, why] = ['', ''], ...more] = closed;
    const others = more.length > 0 ? `, nor ${more.length} more` : '';
    yield {
      check: 'unreadable-folder',
      severity: 'warning',
      message: printable(`${folder} cannot be listed in the container: ${why}${others}`),
      advice: 'What lies in it is not there for this user: chmod a+rX.',
      said: more.slice(0, LAST).map(([path]) => printable(path)),
    };
    // Nobody knows what it was that could not be seen.
    return;
  }
  const seen = new Set(broken.map(([path]) => path));
  const [gone, ...others] = Array.from(dangling)
    .filter(([path, end]) => !seen.has(path) && !MOUNTED.test(end))
    .map(([path]) => path);
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

/** What no image has, and every container. */
const MOUNTED = /^\/(?:dev|proc|sys)\//;

/** Libraries that come with a machine's driver, and never with an environment. */
const DRIVER = /lib(?:cuda|nvidia[\w-]*|nvcuvid)\.so[.\d]*: cannot open shared object file/;

/** What Python found in its own environment. */
function* insides(
  { scripts, imports, skipped, certificates, pip }: ProbeFacts,
  isOutOfMemory: boolean,
): Generator<Finding> {
  for (const [package_, module, code, output] of imports) {
    const signal = code === null ? null : signalOf(code < 0 ? 128 - code : code);
    const how =
      code === null
        ? 'did not end in time'
        : signal === null
          ? 'failed'
          : `was killed by ${signal}`;
    const memory = signal === 'SIGKILL' && isOutOfMemory ? ', for want of memory' : '';
    const isOfDriver = DRIVER.test(output);
    const said = lastLines(output).slice(-4);
    yield {
      check: 'import-failed',
      ...(isOfDriver ? { severity: 'note' } : {}),
      message: printable(`import ${module} (${package_}) ${how}${memory}`),
      advice: isOfDriver
        ? 'It wants the driver of a GPU, which the machine has to bring.'
        : memory
          ? 'Give it more with --memory.'
          : '',
      said,
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
  const late = [
    ...(skipped > 0 ? [`${skipped} of the modules were not imported`] : []),
    ...(pip === null ? ['pip check did not end'] : []),
  ];
  if (late.length > 0) {
    yield {
      check: 'out-of-time',
      severity: 'warning',
      message: `There was too little time: ${late.join(', ')}`,
      advice: 'Give it longer with --timeout.',
      said: [],
    };
  }
  if (pip) {
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
  // A word that is cut may be the rest of a secret, which nobody would know for one any more.
  const cut = output.length > LOOKED_AT ? output.slice(-LOOKED_AT).replace(/^\S*/, '') : output;
  return redact(cut)
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ').slice(0, 300)).trimEnd())
    .filter((line) => line !== '')
    .slice(-LAST);
}

/** In characters: more is not gone through for a few lines. */
const LOOKED_AT = 64_000;
