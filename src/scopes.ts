import { posix } from 'node:path';
import type { Environment } from './conda/environments.ts';
import { locateAll } from './conda/locate.ts';
import { BadInput } from './errors.ts';
import { advise } from './inputs.ts';
import type { Machine } from './machine.ts';
import { isImage, type OpenOptions, openReference, parseReference, SCHEMES } from './references.ts';
import type { Source } from './sources.ts';
import type { Level } from './subject.ts';
import { refuseNoUser } from './user.ts';
import type { OpenScope, Scope, Target } from './verify.ts';

/** The environments of this machine that somebody else found. */
export function scopeOf(source: Source, targets: readonly Target[]): Scope {
  return {
    reference: null,
    kind: source.kind,
    open: async () => ({ source, targets, close: async () => {} }),
  };
}

/**
 * What some words name: environments of this machine together, and each image and archive for itself.
 * @param machineSource where names and prefixes are looked for
 * @throws BadInput for options that none of them has a use for
 */
export async function scopesOf(
  words: readonly string[],
  machineSource: Source,
  options: OpenOptions,
): Promise<Scope[]> {
  refuseUseless(words, options);
  const names = words.filter((word) => parseReference(word) === null);
  const here = await locateNames(names, machineSource, options);
  return [
    ...(here.length > 0 ? [scopeOf(machineSource, here)] : []),
    ...words
      .flatMap((word) => parseReference(word) ?? [])
      .map(({ text, kind }) => ({
        reference: text,
        kind,
        open: () => openWord(text, machineSource, options),
      })),
  ];
}

/** What one word names, opened. */
export async function openWord(
  word: string,
  machineSource: Source,
  options: OpenOptions,
): Promise<OpenScope> {
  const reference = parseReference(word);
  if (reference) {
    const { source, environments, close } = await openReference(reference, options);
    return { source, targets: environments, close };
  }
  return scopeOf(machineSource, await locateNames([word], machineSource, options)).open();
}

function locateNames(
  names: readonly string[],
  source: Source,
  { machine }: OpenOptions,
): Promise<Environment[]> {
  for (const name of names) refuseUnknownKind(name, source, machine);
  return locateAll(source, machine, names);
}

/** @throws BadInput for a word that looks like a reference, and is none */
function refuseUnknownKind(word: string, source: Source, { cwd }: Machine): void {
  const kind = /^([a-z][a-z-]+):/.exec(word)?.[1];
  if (kind === undefined || source.exists(posix.resolve(cwd, word))) return;
  throw new BadInput(`“${kind}:” is no kind of image or archive.`, advise(SCHEMES, kind));
}

/**
 * @param asUser through whose eyes permissions are to be judged; null for nobody's in particular
 * @throws BadInput for one that is none, or of no use to any of some words
 */
export function refuseUselessUser(
  words: readonly string[],
  { asUser, level }: { readonly asUser: string | null; readonly level: Level },
): void {
  if (asUser === null) return;
  refuseNoUser(asUser);
  if (level === 'links') {
    throw new BadInput(
      'as-user: permissions are not looked at with level links.',
      'Take level metadata or content, or leave it out.',
    );
  }
  const isArchive = (word: string) => {
    const reference = parseReference(word);
    return reference !== null && !isImage(reference);
  };
  if (words.length === 0 || !words.every(isArchive)) return;
  throw new BadInput(
    'as-user: an archive does not tell who will own what is in it, and nothing else is named.',
    'Name an environment or an image, or leave it out.',
  );
}

/** @throws BadInput for options that are of no use to any of some words, and for words that cannot be read together */
export function refuseUseless(words: readonly string[], { prefix, platform }: OpenOptions): void {
  const references = words.flatMap((word) => parseReference(word) ?? []);
  const hasImage = references.some(isImage);
  const hasArchive = references.some((one) => !isImage(one));
  if (words.filter((word) => word === 'tar:-').length > 1) {
    throw new BadInput('Standard input is named twice.', 'It can be read once only.');
  }
  if (prefix !== null && !hasArchive) {
    throw new BadInput(
      'prefix: it says where an archive is unpacked, and none is named.',
      'Name one with tar: or zip:, or leave it out.',
    );
  }
  if (platform !== null && !hasImage) {
    throw new BadInput(
      'platform: it chooses among images, and none is named.',
      'Name one like docker:ml:latest, or leave it out.',
    );
  }
}
