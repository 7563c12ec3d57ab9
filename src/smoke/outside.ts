import { readManifest } from '../conda/records.ts';
import { takeInventory } from '../inventory.ts';
import type { Source } from '../sources.ts';
import type { Expected } from './judge.ts';

/** What is known of an environment in an image without running it. */
export async function lookInto(
  source: Source,
  prefix: string,
  signal: AbortSignal,
): Promise<Expected> {
  const inventory = await takeInventory(source, prefix, signal);
  const { records } = await readManifest(
    source,
    inventory.place,
    inventory.names('conda-meta').keys(),
  );
  const dangling = Array.from(inventory.symlinks())
    .filter(({ path }) => inventory.follow(path).kind !== 'found')
    .map(({ path }) => path);
  return {
    prefix: inventory.place,
    version: records.find(({ name }) => name === 'python')?.version ?? null,
    dangling: new Set(dangling),
  };
}
