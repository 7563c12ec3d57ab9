import { posix } from 'node:path';
import type { Inventory } from '../inventory.ts';
import type { PackageRecord } from './record.ts';
import type { Manifest } from './records.ts';

/** A Python project as it stands in `site-packages`. */
export interface Distribution {
  /** Normalized as PEP 503 says: lower case, runs of `-_.` as one `-`. */
  readonly project: string;
  readonly version: string;
  /** The `dist-info` or `egg-info`, relative to the prefix. */
  readonly path: string;
  /** The first word of `INSTALLER`; empty where there is none. */
  readonly installer: string;
  /** The package that owns it; null where no record does. */
  readonly owner: PackageRecord | null;
}

/** A conda package whose Python project pip or uv has installed over. */
export interface Replacement {
  readonly package: PackageRecord;
  readonly by: Distribution;
}

const METADATA = /^(.+?)-([^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;

/** Every `dist-info` and `egg-info` of a prefix. Reads nothing but their `INSTALLER` files. */
export async function findDistributions(
  inventory: Inventory,
  manifest: Manifest,
): Promise<Distribution[]> {
  const found = [...inventory.folders()].flatMap((path) => {
    if (!path.endsWith('-info')) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    const match = /\/(?:site|dist)-packages\/[^/]+$/.test(path) ? METADATA.exec(name) : null;
    return match ? [{ path, project: normalize(match[1] ?? ''), version: match[2] ?? '' }] : [];
  });
  // In one order, whatever that of the walk was.
  found.sort((a, b) => (a.path < b.path ? -1 : 1));
  const places = new Map(found.map(({ path }) => [path, inventory.absolute(`${path}/INSTALLER`)]));
  const contents = await inventory.source.read([...places.values()], 64);
  return found.map((one) => {
    const installer = contents.get(places.get(one.path) ?? '');
    const owned = OWNED.map((file) => manifest.paths.get(`${one.path}/${file}`)).find(Boolean);
    return {
      ...one,
      installer: installer?.kind === 'ok' ? installer.value.toString('utf8').trim() : '',
      owner: owned?.package ?? null,
    };
  });
}

/** What pip, uv, pixi, Poetry and PDM write into `INSTALLER`, some with their version behind it. */
const INSTALLERS = /^(?:pip|uv|uv-pixi|poetry|pdm)(?: |$)/i;

const OWNED = ['METADATA', 'PKG-INFO', 'RECORD', 'INSTALLER'];

/**
 * The packages that pip, or what works as it does, installed over: a distribution that no record owns, of a project that a
 * record once brought, or one that is recorded but says that another installer wrote it.
 */
export function findReplacements(
  distributions: readonly Distribution[],
  manifest: Manifest,
): Replacement[] {
  const owners = new Map<string, PackageRecord>();
  for (const folder of manifest.paths.folders.keys()) {
    if (!folder.endsWith('-info')) continue;
    const match = /\/(?:site|dist)-packages\/([^/]+)$/.exec(folder);
    const name = METADATA.exec(match?.[1] ?? '')?.[1];
    const named = name ? manifest.paths.in(folder) : null;
    const owner = (named?.get('METADATA') ?? named?.get('PKG-INFO'))?.package;
    if (name && owner) owners.set(normalize(name), owner);
  }
  return distributions.flatMap((by) => {
    const owner = owners.get(by.project);
    if (!owner || !INSTALLERS.test(by.installer)) return [];
    if (by.owner === null) return [{ package: owner, by }];
    const recorded = manifest.paths.get(`${by.path}/INSTALLER`);
    // Some packages were built with pip and say so: then it is the record's own INSTALLER.
    const texts = [`${by.installer}\n`, by.installer];
    const isShipped = recorded && texts.some((text) => text.length === recorded.size);
    return isShipped ? [] : [{ package: owner, by }];
  });
}

/** A `RECORD` of more than this is not read, in bytes. */
const LARGEST_RECORD = 16 << 20;

/** The scripts in `bin/` that distributions call their own (`RECORD`, PEP 376), by path in the prefix. */
export async function findScripts(
  inventory: Inventory,
  distributions: readonly Distribution[],
): Promise<Map<string, Distribution>> {
  const scripts = new Map<string, Distribution>();
  for (const distribution of distributions) {
    const place = inventory.absolute(`${distribution.path}/RECORD`);
    const bytes = (await inventory.source.read([place], LARGEST_RECORD)).get(place);
    if (bytes?.kind !== 'ok') continue;
    for (const line of bytes.value.toString('utf8').split('\n')) {
      const file = /^(?:\.\.\/)+bin\/[^/,]+/.exec(line)?.[0];
      if (file) scripts.set(posix.join(posix.dirname(distribution.path), file), distribution);
    }
  }
  return scripts;
}

/** The name of a Python project in the one form that all its spellings have (PEP 503). */
export function normalize(project: string): string {
  return project.toLowerCase().replace(/[-_.]+/g, '-');
}
