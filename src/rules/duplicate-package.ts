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
      const key = identity(wish);
      const other = first.get(key);
      if (other === undefined) first.set(key, wish);
      else if (!(wish.isConditional && other.isConditional)) {
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

/** The same for packages that bring the same files. */
function identity({ name, by }: Wish): string {
  const plain = name.toLowerCase().replace(/[-_.]+/g, '-');
  const ofPip = by === 'pip' ? plain : (IN_CONDA.get(plain) ?? plain);
  return ONE_FILES.get(ofPip) ?? ofPip;
}
