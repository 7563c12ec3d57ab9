import type { Source } from '../sources.ts';
import { completed } from './path-table.ts';
import { type RecordedPath, toPackagedPaths } from './record.ts';
import { LARGEST_RECORD } from './record-file.ts';

/**
 * What packages themselves say of paths that the record says too little of: libmamba leaves out
 * placeholders, conda leaves out files that were damaged when it linked them. It stands in `info/paths.json`
 * of the extracted package, where the package cache still has that.
 * @param folder the extracted package
 * @returns the paths with what was found out about them; those of which nothing was are left out
 */
export async function completePaths(
  source: Source,
  folder: string,
  paths: readonly RecordedPath[],
): Promise<Map<RecordedPath, RecordedPath>> {
  const file = `${folder}/info/paths.json`;
  const bytes = (await source.read([file], LARGEST_RECORD)).get(file);
  const packaged = toPackagedPaths(bytes?.kind === 'ok' ? bytes.value : Buffer.alloc(0));
  const complete = new Map<RecordedPath, RecordedPath>();
  for (const recorded of paths) {
    const known = packaged.get(recorded.cached ?? '');
    if (!known) continue;
    const { sha256, placeholder, mode } = known;
    const kind = recorded.isDropped ? known.kind : recorded.kind;
    const isPatched = recorded.isPatched || (recorded.isDropped && placeholder !== null);
    complete.set(recorded, completed(recorded, { kind, sha256, placeholder, mode, isPatched }));
  }
  return complete;
}
