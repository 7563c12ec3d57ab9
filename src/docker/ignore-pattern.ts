/** One step through a path: which characters it takes, how often, and which further steps may come instead. */
interface Step {
  readonly accepts: (character: string) => boolean;
  readonly repeats: boolean;
  /** How many steps further on one may be without taking anything. */
  readonly skips: readonly number[];
}

const isAny = () => true;
const isNone = () => false;
const isNoSlash = (character: string) => character !== '/';
const once = (accepts: Step['accepts']): Step => ({ accepts, repeats: false, skips: [] });
const often = (accepts: Step['accepts']): Step => ({ accepts, repeats: true, skips: [1] });

/**
 * What a pattern of a `.dockerignore` means: a path, or a folder that it lies in, as the engine reads it
 * (github.com/moby/patternmatcher). The cost is that of pattern times path, whatever they are.
 * @param pattern without the `!` before it
 * @returns null where it is no pattern: the engine refuses to build with it
 */
export function meaningOf(pattern: string): ((path: string) => boolean) | null {
  const clean = cleaned(pattern);
  const [, anywhere, plain] = /^(\*\*\/)?([^*?[\\]+)$/.exec(clean) ?? [];
  // Most are of these two kinds, which need no steps.
  if (plain !== undefined && anywhere) return (path) => `/${path}/`.includes(`/${plain}/`);
  if (plain !== undefined) return (path) => `${path}/`.startsWith(`${plain}/`);
  const steps = stepsOf(clean);
  if (steps === null) return null;
  return steps.length === 0 ? () => false : (path) => isLedTo(steps, path);
}

function isLedTo(steps: readonly Step[], path: string): boolean {
  const nowhere = () => new Array<boolean>(steps.length + 1).fill(false);
  let on = nowhere();
  on[0] = true;
  for (const character of `${path}/`) {
    skip(on, steps);
    if (character === '/' && on[steps.length]) return true;
    const next = nowhere();
    for (const [at, { accepts, repeats }] of steps.entries()) {
      if (on[at] && accepts(character)) next[at + (repeats ? 0 : 1)] = true;
    }
    on = next;
  }
  return false;
}

/** Marks the steps that one may be at without taking anything: they all lie further on. */
function skip(on: boolean[], steps: readonly Step[]): void {
  for (const [at, { skips }] of steps.entries()) {
    if (on[at]) for (const far of skips) on[at + far] = true;
  }
}

/** As Go's `filepath.Clean` has it: no `.`, no doubled slash, none before or behind. */
function cleaned(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.trim().split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Null where it is no pattern. */
function stepsOf(pattern: string): Step[] | null {
  const steps: Step[] = [];
  const all = [...pattern];
  for (let at = 0; at < all.length; at += 1) {
    const one = all[at] ?? '';
    if (one === '*' && all[at + 1] === '*') {
      at += all[at + 2] === '/' ? 2 : 1;
      if (at + 1 >= all.length) steps.push(often(isAny));
      else {
        // Any folders, each with its slash, or none.
        steps.push({ accepts: isNone, repeats: false, skips: [1, 3] });
        steps.push(
          often(isAny),
          once((character) => character === '/'),
        );
      }
    } else if (one === '*') steps.push(often(isNoSlash));
    else if (one === '?') steps.push(once(isNoSlash));
    else if (one === '[') {
      const end = all.indexOf(']', at + 2);
      if (end < 0) return null;
      steps.push(once(classOf(all.slice(at + 1, end))));
      at = end;
    } else {
      if (one === '\\') at += 1;
      const literal = all[at];
      if (literal === undefined) return null;
      steps.push(once((character) => character === literal));
    }
  }
  return steps;
}

/** `a-z_`, `^a`. */
function classOf(inner: readonly string[]): Step['accepts'] {
  const isNegated = inner[0] === '^';
  const members = isNegated ? inner.slice(1) : inner;
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const first = members[at] ?? '';
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    ranges.push([first, isRange ? (members[at + 2] ?? '') : first]);
    if (isRange) at += 2;
  }
  return (character) =>
    ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}
