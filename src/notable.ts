import type { RecordedPath } from './conda/record.ts';
import type { Manifest } from './conda/records.ts';
import type { Inventory } from './inventory.ts';

/**
 * The recorded paths at which there is something else than a file where a file was recorded: nothing, a
 * link, a folder. Mostly few, and all that have to be looked at where names and kinds are judged.
 */
export function findNotable(inventory: Inventory, { paths }: Manifest): RecordedPath[] {
  const notable: RecordedPath[] = [];
  for (const recorded of paths.values()) {
    const { kind } = recorded;
    const isFile = inventory.at(recorded.path)?.kind === 'file';
    if (!isFile || kind === 'symlink' || kind === 'directory') notable.push(recorded);
  }
  return notable;
}
