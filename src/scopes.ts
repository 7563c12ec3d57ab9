import { locateAll } from './conda/locate.ts';
import { BadInput } from './errors.ts';
import { isImage, type OpenOptions, openReference, parseReference } from './references.ts';
import type { Source } from './sources.ts';
import type { Scope, Target } from './verify.ts';

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
  const references = words.flatMap((word) => parseReference(word) ?? []);
  refuseUseless(options, {
    hasImage: references.some(isImage),
    hasArchive: references.some((one) => !isImage(one)),
  });
  const names = words.filter((word) => parseReference(word) === null);
  const here = await locateAll(machineSource, options.machine, names);
  return [
    ...(here.length > 0 ? [scopeOf(machineSource, here)] : []),
    ...references.map((reference) => ({
      reference: reference.text,
      kind: reference.kind,
      open: async () => {
        const { source, environments, close } = await openReference(reference, options);
        return { source, targets: environments, close };
      },
    })),
  ];
}

function refuseUseless(
  { prefix, platform }: OpenOptions,
  { hasImage, hasArchive }: { hasImage: boolean; hasArchive: boolean },
): void {
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
