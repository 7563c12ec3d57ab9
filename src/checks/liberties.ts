import type { Severity } from '../check.ts';
import type { PackageRecord, RecordedPath } from '../conda/record.ts';
import { entryPointOf } from '../entry-point.ts';
import type { Inventory } from '../inventory.ts';
import type { Subject } from '../subject.ts';

/** Files that post-link scripts of several packages write together, and nobody hashes. */
const PRODUCTS =
  /(?:^|\/)(?:gschemas\.compiled|loaders\.cache|immodules\.cache|giomodule\.cache|mime\.cache|icon-theme\.cache|easy-install\.pth|fonts\.(?:dir|scale)|mimeinfo\.cache)$|^share\/info\/dir$|^share\/mime\//;

/** What `conda init` writes into its own package's files (`conda/core/initialize.py`). */
const INITIALIZED =
  /^(?:bin\/(?:conda|activate|deactivate|conda-env)|condabin\/.*|etc\/profile\.d\/.*|etc\/fish\/conf\.d\/conda\.fish|shell\/.*|.*\/xontrib\/conda\.xsh)$/;

/** Why a recorded file may differ on a sound environment; null where it may not. */
export function isLiberty(
  { manifest, heads, inventory }: Subject,
  { path, kind, package: owner }: RecordedPath,
): { severity: Severity; reason: string } | null {
  if (PRODUCTS.test(path)) return { severity: 'note', reason: 'a post-link script makes it anew' };
  if (owner.name === 'conda' && INITIALIZED.test(path)) {
    return { severity: 'note', reason: 'conda init rewrites it' };
  }
  const isRewritten = kind === 'entry-point' || (isPacked(inventory) && path.startsWith('bin/'));
  if (isRewritten && /^#!\/usr\/bin\/env python/.test(startOf(heads.get(path)))) {
    return { severity: 'note', reason: 'its first line names no prefix, as conda-pack makes it' };
  }
  if (kind === 'entry-point' && entryPointOf(textOf(heads.get(path))) !== null) {
    return {
      severity: 'note',
      reason: 'it is a whole console script, in other words than recorded',
    };
  }
  if (!hasPostLink(manifest.paths, owner)) return null;
  return {
    severity: 'warning',
    reason: 'its package has a post-link script, which may have done it',
  };
}

/** Whether conda-pack made it, and `conda-unpack` has not run yet: that removes itself at its end. */
export function isPacked(inventory: Inventory): boolean {
  return inventory.at('bin/conda-unpack') !== null;
}

/** `bin/.NAME-post-link.sh` is what conda runs after linking (`conda/core/link.py`, run_script). */
function hasPostLink(paths: ReadonlyMap<string, RecordedPath>, owner: PackageRecord): boolean {
  return paths.has(`bin/.${owner.name}-post-link.sh`);
}

function textOf(head: Buffer | undefined): string {
  return head?.toString('latin1') ?? '';
}

function startOf(head: Buffer | undefined): string {
  return head?.toString('latin1', 0, 64) ?? '';
}
