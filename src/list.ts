import type { Discovery, Environment } from './conda/environments.ts';
import { installerOf } from './conda/installer.ts';
import { readManifest } from './conda/records.ts';
import { Listed, readFolder } from './folder.ts';
import { Inventory } from './inventory.ts';
import { realPath } from './links.ts';
import type { Source } from './sources.ts';

/** What `conda-links list` says of one environment. */
export interface ListedEnvironment {
  readonly name: string;
  readonly prefix: string;
  readonly installer: string;
  readonly packages: number;
  /** Of all records together, in bytes. */
  readonly recordBytes: number;
  /** When records were last written, ISO 8601; null when there are none. */
  readonly lastChange: string | null;
}

/** Describes environments from their records alone; nothing else of them is read. */
export async function list(
  source: Source,
  { environments }: Discovery,
  signal: AbortSignal,
): Promise<ListedEnvironment[]> {
  const listed: ListedEnvironment[] = [];
  for (const environment of environments) {
    signal.throwIfAborted();
    listed.push(await describe(source, environment));
  }
  return listed;
}

async function describe(source: Source, { name, prefix }: Environment): Promise<ListedEnvironment> {
  const place = realPath(source, prefix);
  const folder = { path: `${place}/conda-meta`, isInside: true, isStated: false };
  const listed = new Listed(readFolder(source, folder));
  const names = [...listed.names.keys()];
  const manifest = await readManifest(source, place, names);
  const inventory = new Inventory(source, prefix, place, {
    folders: new Map([['conda-meta', listed]]),
    unlisted: new Map(),
    skipped: new Set(),
  });
  const times = names.flatMap((name) => {
    const stat = source.lstat(`${folder.path}/${name}`);
    return stat.kind === 'ok' ? stat.value.modified : [];
  });
  return {
    name,
    prefix,
    installer: installerOf(inventory, manifest),
    packages: manifest.records.length + manifest.unreadable.length,
    recordBytes: manifest.size,
    lastChange: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
  };
}
