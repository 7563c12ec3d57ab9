/** One step through a path: which characters it takes, whether more than one, and what may come without any. */
interface Step {
  readonly takes: (character: string) => boolean;
  readonly repeats: boolean;
  /** How many steps further on one may be without taking anything. */
  readonly skips: readonly number[];
}

const isAny = () => true;
const isSlash = (character: string) => character === '/';
const isNoSlash = (character: string) => character !== '/';

/**
 * What a pattern means for paths: `*` stands for anything but a slash, `**` for anything, a segment that is `**`
 * for any folders or none, and `[*]` for a star. Everything else is itself, `\` too, for paths have `\xNN` in them.
 * The cost is that of pattern times path, whatever they are.
 */
export function patternOf(pattern: string): (path: string) => boolean {
  if (!hasStars(pattern)) {
    const only = pattern.replaceAll('[*]', '*');
    return (path) => path === only;
  }
  const steps = stepsOf(pattern);
  const [start = ''] = pattern.split(/\*|\[\*\]/);
  return (path) => path.startsWith(start) && isLedTo(steps, path);
}

/** Whether a pattern is for more than one path. */
export function hasStars(pattern: string): boolean {
  return pattern.replaceAll('[*]', '').includes('*');
}

/** The pattern of one path and no other. */
export function patternFor(path: string): string {
  return path.replaceAll('*', '[*]');
}

function stepsOf(pattern: string): Step[] {
  const steps: Step[] = [];
  // Longest first; a star in brackets is none.
  for (const [part] of pattern.matchAll(/(?<![^/])\*\*\/|\*\*+|\*|\[\*\]|./gsu)) {
    if (part === '**/') {
      steps.push({ takes: () => false, repeats: false, skips: [1, 3] });
      steps.push({ takes: isAny, repeats: true, skips: [1] });
      steps.push({ takes: isSlash, repeats: false, skips: [] });
    } else if (part.startsWith('**')) steps.push({ takes: isAny, repeats: true, skips: [1] });
    else if (part === '*') steps.push({ takes: isNoSlash, repeats: true, skips: [1] });
    else {
      const literal = part === '[*]' ? '*' : part;
      steps.push({ takes: (character) => character === literal, repeats: false, skips: [] });
    }
  }
  return steps;
}

/** Follows all ways at once. */
function isLedTo(steps: readonly Step[], path: string): boolean {
  let at = new Set<number>();
  const enter = (places: Set<number>, place: number) => {
    if (places.has(place)) return;
    places.add(place);
    for (const far of steps[place]?.skips ?? []) enter(places, place + far);
  };
  enter(at, 0);
  for (const character of path) {
    const next = new Set<number>();
    for (const place of at) {
      const step = steps[place];
      if (step?.takes(character)) enter(next, place + (step.repeats ? 0 : 1));
    }
    if (next.size === 0) return false;
    at = next;
  }
  return at.has(steps.length);
}
