import type { RecordedPath } from '../conda/record.ts';
import { readManifest } from '../conda/records.ts';
import { takeInventory } from '../inventory.ts';
import type { Source } from '../sources.ts';
import type { Expected } from './judge.ts';

/** What is known of an environment in an image without running it. */
export interface Known extends Expected {
  /** `NAME-VERSION-BUILD` of every record. */
  readonly dists: ReadonlySet<string>;
}

/** Reads it from its records and links. */
export async function lookInto(
  source: Source,
  prefix: string,
  signal: AbortSignal,
): Promise<Known> {
  const inventory = await takeInventory(source, prefix, signal);
  const { records } = await readManifest(
    source,
    inventory.place,
    inventory.names('conda-meta').keys(),
  );
  const dangling = Array.from(inventory.symlinks()).flatMap(({ path }) => {
    const end = inventory.follow(path);
    return end.kind === 'found' ? [] : [[path, end.path] as const];
  });
  return {
    prefix: inventory.place,
    version: records.find(({ name }) => name === 'python')?.version ?? null,
    dists: new Set(records.map(({ dist }) => dist)),
    dangling: new Map(dangling),
    modules: new Map(records.map(({ name, paths }) => [name.toLowerCase(), modulesIn(paths)])),
  };
}

/** Of the files that can be imported by one name, so many at most. */
const MOST = 64;

/** Recorded here and not there: installers let nobody but the owner read their records. */
function modulesIn(paths: readonly RecordedPath[]): readonly string[] {
  return paths
    .flatMap(({ path }) => path.split('site-packages/')[1] ?? [])
    .filter((path) => /^[^/]+(?:\.py|\.so|\/__init__\.py)$/.test(path))
    .sort()
    .slice(0, MOST);
}
