import { printable } from '../bytes.ts';
import { ExpectedError } from '../errors.ts';
import type { BuildEvent } from './build-events.ts';

/** An image could not be built: the step, what it said last, and why in plain words where that is known. */
export class CannotBuild extends ExpectedError {
  /** The instruction that failed; empty where it was none. */
  readonly step: string;
  /** What it said last. */
  readonly lines: readonly string[];

  constructor(message: string, advice: string, step: string, lines: readonly string[]) {
    super(message, advice);
    this.step = step;
    this.lines = lines;
  }
}

/** So many lines of a failed step are shown. */
const LAST = 20;

/** What usually is behind the words of builders and installers. */
const REASONS: readonly (readonly [words: RegExp, why: string, advice: string])[] = [
  [
    /no space left on device/i,
    'the engine’s disk is full',
    'Free some: docker system prune, docker builder prune.',
  ],
  [
    /CondaToSNonInteractiveError/,
    'nobody has accepted Anaconda’s terms of service',
    'Use conda-forge, or read them and say --accept-tos.',
  ],
  [
    /PackagesNotFoundError|ResolvePackageNotFound|nothing provides|does not exist \(perhaps a typo/i,
    'a package is in none of the channels for this platform',
    'Look at the names and versions; conda-links lint names those of other platforms.',
  ],
  [
    /LibMambaUnsatisfiableError|UnsatisfiableError|could not solve for environment|Cannot solve the request|unsatisfiable/i,
    'no set of packages satisfies all that is asked for',
    'Loosen a version; the lines above name those that are in each other’s way.',
  ],
  [
    /No matching distribution found|Could not find a version that satisfies/i,
    'pip found no such version',
    'Name the index that has it with --extra-index-url, or another version.',
  ],
  [
    /exit code: 137|signal: killed|Killed\b|MemoryError/,
    'the step was killed, mostly for want of memory',
    'Give the engine more, or the solver less to do: pin versions.',
  ],
  [
    /CondaHTTPError|ConnectionError|Temporary failure in name resolution|Could not resolve host|no such host|network is unreachable|Connection timed out|i\/o timeout|TLS handshake timeout/i,
    'the network could not be reached',
    'See that the engine reaches it: a proxy is given with --build-arg HTTPS_PROXY=…',
  ],
  [
    /pull access denied|unauthorized|authentication required|denied: requested access/i,
    'the registry wants a login, or has no such image',
    'Log in with docker login, or correct the name of the base image.',
  ],
  [
    /manifest(?: for \S+)? (?:unknown|not found)|not found: manifest|failed to resolve source metadata|no such image|repository does not exist/i,
    'there is no such base image',
    'Correct its name and tag: --base, --runtime.',
  ],
  [
    /exec format error|does not match the specified platform|no match for platform/i,
    'the base image is for another processor',
    'Say which with --platform, and set up emulation for it.',
  ],
  [
    /^broken link: /m,
    'the environment has broken links',
    'The lines above name them: the package that should bring their targets is incomplete.',
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
      this.#current = event.id;
    } else if (event.kind === 'line') {
      const lines = this.#lines.get(event.id) ?? [];
      lines.push(event.text);
      if (lines.length > LAST) lines.shift();
      this.#lines.set(event.id, lines);
    } else if (event.kind === 'end' && event.error !== null) {
      // Others are cancelled because of the first.
      if (this.#failed === '' && !/context canceled/.test(event.error)) this.#failed = event.id;
      this.#message ??= event.error;
    } else if (event.kind === 'failure') {
      this.#message = event.message;
    }
  }

  /** What was refused before anything was built. */
  refuse(message: string): void {
    this.#message = message;
  }

  /**
   * @param isBuilt whether there is an image
   * @returns null when nothing failed
   */
  problem(isBuilt: boolean): CannotBuild | null {
    if (this.#message === null && isBuilt) return null;
    const id = this.#failed || this.#current;
    const step = printable(this.#names.get(id) ?? '');
    const lines = (this.#lines.get(id) ?? []).map(printable);
    const said = printable(this.#message ?? 'the builder ended without an image');
    const known = REASONS.find(([words]) => words.test([said, ...lines].join('\n')));
    const [, why, advice] = known ?? [null, said, 'What it said last is above.'];
    return new CannotBuild(`The image could not be built: ${why}.`, advice, step, lines);
  }
}
