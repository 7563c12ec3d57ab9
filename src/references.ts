import type { Environment } from './conda/environments.ts';
import { BadInput } from './errors.ts';
import type { Machine } from './machine.ts';
import type { ReadOptions } from './sources/archive.ts';
import { SOURCE_KINDS, type Source, type SourceKind } from './sources.ts';

/** An image or archive, as the user names it: `docker:ml:latest`, `tar:backup.tar.gz`. */
export interface Reference {
  readonly kind: Exclude<SourceKind, 'directory'>;
  /** What stands behind the colon. */
  readonly value: string;
  /** All of it. */
  readonly text: string;
}

/** What was opened, and the environments in it. */
export interface Opened {
  readonly source: Source;
  readonly environments: readonly Environment[];
  /** Gives back what the reading took: containers, connections. */
  close(): Promise<void>;
}

export interface OpenOptions extends ReadOptions {
  readonly machine: Machine;
  /** Which one of the images for several platforms; null for that of the engine or of this machine. */
  readonly platform: string | null;
}

/** The kinds that a reference can start with. */
export const SCHEMES: readonly Reference['kind'][] = SOURCE_KINDS.filter(
  (kind) => kind !== 'directory',
);
const IMAGES: readonly SourceKind[] = ['docker', 'docker-archive', 'oci-dir', 'oci-archive'];

/** The reference that a word is; null when it is the name or the prefix of an environment. */
export function parseReference(word: string): Reference | null {
  const kind = SCHEMES.find((scheme) => word.startsWith(`${scheme}:`));
  return kind ? { kind, value: word.slice(kind.length + 1), text: word } : null;
}

/** Whether it holds a whole file system, of one platform. */
export function isImage({ kind }: Reference): boolean {
  return IMAGES.includes(kind);
}

/**
 * Reads what a reference names, in whole.
 * @throws BadInput, NotFound, CannotRead
 */
export async function openReference(reference: Reference, options: OpenOptions): Promise<Opened> {
  if (reference.value === '') {
    throw new BadInput(`${reference.text} names nothing.`, `Write ${EXAMPLES[reference.kind]}.`);
  }
  // What reads archives is not needed for a folder.
  const { openArchive } = await import('./archives.ts');
  return openArchive(reference, isImage(reference), options);
}

const EXAMPLES: Readonly<Record<Reference['kind'], string>> = {
  docker: 'docker:ml:latest',
  'docker-archive': 'docker-archive:ml.tar',
  'oci-dir': 'oci-dir:ml',
  'oci-archive': 'oci-archive:ml.tar',
  tar: 'tar:ml.tar.gz, or tar:- for standard input',
  zip: 'zip:ml.zip',
};
