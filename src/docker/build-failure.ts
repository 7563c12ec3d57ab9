import { printable } from '../bytes.ts';
import { ExpectedError } from '../errors.ts';
import { redact } from '../redact.ts';
import type { BuildEvent } from './build-events.ts';

/** Whose fault it is: what is to be built, or what builds it (its disk, its memory, its network). */
export type Fault = 'image' | 'engine';

/** An image could not be built: the step, what it said last, and why in plain words where that is known. */
export class CannotBuild extends ExpectedError {
  /** Nothing is proved of an image that an engine had no room for. */
  readonly fault: Fault;
  /** The instruction that failed; empty where it was none. */
  readonly step: string;
  /** What it said last. */
  readonly lines: readonly string[];
  /** The file that everything it said is in; empty where there is none. */
  log = '';

  constructor(reason: Reason, step: string, lines: readonly string[]) {
    super(`The image could not be built: ${reason.why}.`, reason.advice);
    this.fault = reason.fault;
    this.step = step;
    this.lines = lines;
  }
}

interface Reason {
  readonly fault: Fault;
  readonly why: string;
  readonly advice: string;
}

/** So many lines of a failed step are shown. */
const LAST = 20;

/** Of so many steps lines are kept, while any may fail yet. */
const MANY = 1000;

type Known = readonly [words: RegExp, fault: Fault, why: string, advice: string];

/** What is behind the words of a step and of whatever it runs, and of a builder as well. */
const ANYWHERE: readonly Known[] = [
  [
    /no space left on device|disk quota exceeded/i,
    'engine',
    'the engine’s disk is full',
    'Free some: docker system prune, docker builder prune.',
  ],
  [
    /signal: killed|cannot allocate memory|MemoryError|std::bad_alloc|^Killed$/m,
    'engine',
    'the step was killed, mostly for want of memory',
    'Give the engine more, or the solver less to do: pin versions.',
  ],
  [
    /exec format error/i,
    'image',
    'the base image is for another processor',
    'Say which with --platform, and set up emulation for it.',
  ],
];

/** What a step that runs programs says. */
const OF_PROGRAMS: readonly Known[] = [
  [
    /^broken link: /m,
    'image',
    'the environment has broken links',
    'The lines above name them: the package that should bring their targets is incomplete.',
  ],
  [
    /CondaToSNonInteractiveError|Terms of Service have not been accepted/i,
    'image',
    'nobody has accepted Anaconda’s terms of service',
    'Use conda-forge, or read them and say --accept-tos.',
  ],
  [
    /PackagesNotFoundError|ResolvePackageNotFound|nothing provides|does not exist \(perhaps a typo/i,
    'image',
    'a package is in none of the channels for this platform',
    'Look at the names and versions; conda-links lint names those of other platforms.',
  ],
  [
    /LibMambaUnsatisfiableError|UnsatisfiableError|could not solve for environment|Cannot solve the request|unsatisfiable/i,
    'image',
    'no set of packages satisfies all that is asked for',
    'Loosen a version; the lines above name those that are in each other’s way.',
  ],
  [
    /CondaHTTPError|CondaSSLError|NewConnectionError|ConnectionError|name resolution|Name or service not known|Could(?: not|n't) resolve host|Connection timed out|Download error|curl: \(\d+\)/i,
    'engine',
    'the network could not be reached',
    'See that the engine reaches it: a proxy is given with --build-arg HTTPS_PROXY=…',
  ],
  [
    /No matching distribution found|Could not find a version that satisfies/i,
    'image',
    'pip found no such version',
    'Name the index that has it with --extra-index-url, or another version.',
  ],
  [
    /unable to start container process: .*exec: /i,
    'image',
    'a program that is run is not in the image',
    'The words above name it. The shell form of RUN needs a /bin/sh.',
  ],
];

/** What a builder says before or between programs: its own words, never those of a program. */
const OF_BUILDERS: readonly Known[] = [
  [
    /dial tcp|no such host|network is unreachable|no route to host|connection refused|i\/o timeout|TLS handshake timeout|server misbehaving|x509: |tls: failed/i,
    'engine',
    'the network could not be reached',
    'See that the engine reaches it: a proxy is given with --build-arg HTTPS_PROXY=…',
  ],
  [
    /pull access denied|unauthorized|authentication required|denied: |insufficient_scope/i,
    'image',
    'the registry wants a login, or has no such image',
    'Log in with docker login, or correct the name of the base image.',
  ],
  [
    /does not match the specified platform|no match for platform|no matching manifest/i,
    'image',
    'the base image is not there for this platform',
    'Say another one with --platform, or take another base image.',
  ],
  [
    /manifest(?: for .*)? (?:unknown|not found)|not found: manifest|(?:metadata for|resolve reference) .*: not found|no such image|repository does not exist/is,
    'image',
    'there is no such base image',
    'Correct its name and tag: --base, --runtime.',
  ],
  [
    /dockerfile parse error|unknown instruction|no build stage|Dockerfile(?: \(.*\))? cannot be empty|no instructions|invalid reference format|unknown flag|requires (?:at least|exactly) \w+ argument/i,
    'image',
    'the Dockerfile cannot be read',
    'What the builder says of it is above.',
  ],
  [
    /(?:COPY|ADD) failed|^"\/.*" ?:? not found|checksum of ref .*not found|cache key: .*not found|excluded by \.dockerignore/is,
    'image',
    'a file that is copied is not in the context',
    'See that it is there, and that .dockerignore does not keep it from the build.',
  ],
];

/** Listens to a build, so that it can be said afterwards what failed. */
export class BuildFailure {
  #message: string | null = null;
  #failed = '';
  #current = '';
  readonly #names = new Map<string, string>();
  readonly #lines = new Map<string, string[]>();

  hear(event: BuildEvent): void {
    if (event.kind === 'step') {
      this.#names.set(event.id, event.name);
      // The classic builder numbers them, does one at a time, and does not say which one failed.
      if (/^\d+$/.test(event.id)) this.#current = event.id;
    } else if (event.kind === 'line') {
      const lines = this.#lines.get(event.id) ?? [];
      lines.push(event.text);
      if (lines.length > LAST) lines.shift();
      if (this.#lines.size < MANY) this.#lines.set(event.id, lines);
    } else if (event.kind === 'end' && event.error === null) {
      this.#lines.delete(event.id);
    } else if (event.kind === 'end' && event.error !== null) {
      // Others are cancelled because of the first.
      if (/context canceled/.test(event.error) || this.#failed !== '') return;
      this.#failed = event.id;
      this.#message ??= event.error;
    } else if (event.kind === 'failure') {
      this.#message = event.message;
    }
  }

  /** What was refused before anything was built. */
  refuse(message: string): void {
    this.#message = message;
  }

  /** Whether a step failed, or the builder said what did. */
  get isKnown(): boolean {
    return this.#message !== null;
  }

  /** What failed; null when nothing did. */
  problem(): CannotBuild | null {
    if (this.#message === null) return null;
    const id = this.#failed || this.#current;
    const step = shown(this.#names.get(id) ?? '');
    const lines = (this.#lines.get(id) ?? []).map(shown);
    const message = shown(withoutFrame(this.#message));
    const code = codeIn(message);
    if (code !== null) return new CannotBuild(reasonOfCode(code, lines), step, lines);
    const known =
      reasonIn(message, [...OF_BUILDERS, ...ANYWHERE, ...OF_PROGRAMS]) ??
      reasonIn(lines.join('\n'), ANYWHERE);
    if (known === null) return new CannotBuild(plainReason(message), step, lines);
    return new CannotBuild(known, step, [...lines, message]);
  }
}

function shown(text: string): string {
  return printable(redact(text));
}

const FRAMES =
  /^(?:rpc error: code = \w+ desc = |failed to build: |failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: )+/;

/** What a builder says around what it has to say. */
function withoutFrame(message: string): string {
  return message.replace(FRAMES, '').trim().replace(/\.$/, '');
}

/** The code that a program ended with: its own words are none of the builder's. */
function codeIn(message: string): number | null {
  const isRun =
    /^(?:ResourceExhausted: )?process "|^executor failed running \[|^The command '/.test(message);
  const [, code] = /(?:exit code|non-zero code): (\d{1,3})(?:: [\w ]+)*$/.exec(message) ?? [];
  return isRun && code !== undefined ? Number(code) : null;
}

function reasonOfCode(code: number, lines: readonly string[]): Reason {
  const known = reasonIn(lines.join('\n'), [...OF_PROGRAMS, ...ANYWHERE]);
  if (known) return known;
  if (code === 137) {
    return {
      fault: 'engine',
      why: 'the step was killed, mostly for want of memory',
      advice: 'Give the engine more, or the solver less to do: pin versions.',
    };
  }
  return plainReason(`a command ended with code ${code}`);
}

function plainReason(why: string): Reason {
  return { fault: 'image', why, advice: 'What it said last is above.' };
}

function reasonIn(text: string, known: readonly Known[]): Reason | null {
  const [, fault, why, advice] = known.find(([words]) => words.test(text)) ?? [];
  return fault && why && advice ? { fault, why, advice } : null;
}
