import type { Manifest } from './conda/records.ts';
import { CannotRead } from './errors.ts';
import type { Inventory } from './inventory.ts';

/**
 * Refuses what would be judged in part only: a verdict on part of an environment would be taken for one on
 * the whole. Before any file is hashed, which may take long.
 * @param tellsFolders whether folders that may not be read become findings, as from level metadata on
 * @throws CannotRead
 */
export function refuseUnfit(inventory: Inventory, manifest: Manifest, tellsFolders: boolean): void {
  const { prefix, unlisted } = inventory;
  const advice = `Run it as a user who may read ${prefix}, or as its owner.`;
  const [folder] = unlisted.keys();
  if (unlisted.has('')) throw new CannotRead(`${prefix} may not be read.`, advice);
  if (unlisted.has('conda-meta')) {
    throw new CannotRead(`${prefix}/conda-meta may not be read.`, advice);
  }
  if (folder !== undefined && !tellsFolders) {
    throw new CannotRead(`${prefix}/${folder} may not be listed.`, advice);
  }
  const denied = manifest.unreadable.filter((record) => record.denied).length;
  if (denied > 0) {
    const all = denied + manifest.records.length;
    throw new CannotRead(
      `${denied} of ${all} records in ${prefix}/conda-meta may not be read by this user.`,
      `${advice} Some installers make records readable for their owner only.`,
    );
  }
  // With or without a Python in it.
  if (manifest.records.some(({ subdir }) => subdir.startsWith('win-'))) {
    throw new CannotRead(
      `${prefix} is an environment of Windows, whose junctions this program does not understand.`,
      'Linux and macOS environments can be verified.',
    );
  }
}
