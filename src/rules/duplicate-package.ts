import type { Position } from '../conda/environment-file.ts';
import { at, defineRule, type Wishes } from '../rule.ts';
import { IN_CONDA, ONE_FILES } from './same-packages.ts';

/** A package that is asked for, by either installer. */
interface Wish extends Position {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly by: 'conda' | 'pip';
  /** Whether it counts on some machines only, so that another line may be for the others. */
  readonly isConditional: boolean;
}

export const duplicatePackage = defineRule({
  id: 'duplicate-package',
  severity: 'warning',
  title: 'One package, asked for twice',
  explain: {
    what: 'The same package twice among the dependencies; by conda and by pip; or two packages of pip that bring the same files, such as `opencv-python` and `opencv-python-headless`.',
    why: 'pip writes over what conda installed, through hard links even in the package cache, and the environment is no longer what its records say. Of two packages with the same files the last one wins, and removing either breaks the other.',
    fix: 'Keep one of them; best where most of what depends on it comes from.',
  },
  *find(wishes) {
    const first = new Map<string, Wish>();
    for (const wish of all(wishes)) {
      const { looked, kept } = identities(wish);
      const other = first.get(looked);
      for (const key of kept) if (!first.has(key)) first.set(key, wish);
      if (other === undefined || (wish.isConditional && other.isConditional)) continue;
      const isSame = wish.text === other.text && wish.by === other.by;
      yield {
        ...at(wish),
        file: wish.file,
        package: wish.name,
        by: wish.by,
        other: other.name,
        otherBy: other.by,
        first: other.line,
        firstFile: other.file,
        ...(isSame ? { severity: 'note' as const, advice: 'Take one of them out.' } : {}),
      };
    }
  },
  say: ({ package: name, by, other, otherBy, first, firstFile, file }) => {
    const where = `in line ${first}${firstFile === file ? '' : ` of ${firstFile}`}`;
    if (by !== otherBy) {
      const called = other === name ? '' : ` (there ${other})`;
      return `${name} is installed by ${by} here, and by ${otherBy} ${where}${called}`;
    }
    if (other !== name) return `${name} brings the same files as ${other} ${where}`;
    return `${name} is asked for ${where} already`;
  },
});

function* all({ file, pip }: Wishes): Generator<Wish> {
  for (const { spec, text, comment, ...place } of file.dependencies) {
    if (!('name' in spec) || spec.name === '*') continue;
    const isConditional = /^\[.+\]/.test(comment.replace(/^#\s*/, ''));
    yield { ...at(place), file: file.path, name: spec.name, text, by: 'conda', isConditional };
  }
  for (const { name, url, ...place } of file.packages) {
    if (name === '') continue;
    yield { ...at(place), file: file.path, name, text: url, by: 'conda', isConditional: false };
  }
  for (const { requirement, text, file: named, ...place } of pip.lines) {
    if (requirement.kind !== 'package') continue;
    const isConditional = requirement.marker !== null;
    const { name } = requirement;
    yield { ...at(place), file: named, name, text, by: 'pip', isConditional };
  }
}

/**
 * What two wishes have in common that are in each other's way. Packages of one channel are made to lie side
 * by side whatever they are called; what pip brings is in the way of everything with the same files.
 */
function identities({ name, by }: Wish): { looked: string; kept: readonly string[] } {
  const plain = name.replace(/[-_.]+/g, '-');
  const ofPip = by === 'pip' ? plain : (IN_CONDA.get(plain) ?? plain);
  const files = `files of ${ONE_FILES.get(ofPip) ?? ofPip}`;
  return by === 'pip'
    ? { looked: files, kept: [files] }
    : { looked: `conda ${name}`, kept: [`conda ${name}`, files] };
}
