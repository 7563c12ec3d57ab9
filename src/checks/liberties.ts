import type { Severity } from '../check.ts';
import type { Claims } from '../conda/claims.ts';
import { NOTHING_SHA256, type PackageRecord, type RecordedPath } from '../conda/record.ts';
import type { Manifest } from '../conda/records.ts';
import { entryPointOf } from '../entry-point.ts';
import type { Inventory } from '../inventory.ts';
import type { Subject } from '../subject.ts';

/** Files that post-link scripts of several packages write together, and nobody hashes. */
const PRODUCTS =
  /(?:^|\/)(?:gschemas\.compiled|loaders\.cache|immodules\.cache|giomodule\.cache|mime\.cache|icon-theme\.cache|easy-install\.pth|fonts\.(?:dir|scale)|mimeinfo\.cache)$|^share\/info\/dir$|^share\/mime\//;

/** What `conda init` writes into its own package's files (`conda/core/initialize.py`). */
const INITIALIZED =
  /^(?:bin\/(?:conda|activate|deactivate|conda-env)|condabin\/.*|etc\/profile\.d\/.*|etc\/fish\/conf\.d\/conda\.fish|shell\/.*|.*\/xontrib\/conda\.xsh)$/;

/** Files that programs write anew while an environment is used, and nobody hashes. */
const REWRITTEN: readonly { owner: string | null; paths: RegExp; reason: string }[] = [
  {
    // Each activation runs it (conda-forge/r-base-feedstock#423).
    owner: 'r-base',
    paths: /^lib\/R\/etc\/(?:Makeconf|javaconf|ldpaths)$/,
    reason: 'R CMD javareconf rewrites it',
  },
  {
    owner: 'r-base',
    paths: /^lib\/R\/doc\/html\/packages\.html$/,
    reason: 'R makes its index of packages anew',
  },
  {
    owner: null,
    paths: /(?:^|\/)perllocal\.pod$/,
    reason: 'the installation of any Perl module adds to it',
  },
  {
    owner: null,
    paths: /^\.crates(?:\.toml|2\.json)$/,
    reason: 'cargo install keeps its list in it',
  },
];

/** Bundles of certificates that programs trust, as OpenSSL, certifi and Java have them. */
const CERTIFICATES = /(?:^|\/)(?:cacert\.pem|security\/cacerts)$/;

/** Whether scripts make it, and make it anew: then it may also be gone for a while. */
export function isProduct(path: string): boolean {
  return PRODUCTS.test(path);
}

/**
 * Whether it is a bundle of certificates that somebody put in the place of the recorded one, as a link to
 * that of a company or of the machine, or that somebody added to (ContinuumIO/anaconda-issues#11947).
 */
export function isOwnBundle({ inventory, cache }: Subject, recorded: RecordedPath): boolean {
  const { path, kind, size, package: owner } = recorded;
  // In a soft-linked environment files are recorded as links.
  const isLink = kind === 'symlink' && !(owner.isSoftLinked && cache.linkText(recorded) === null);
  if (isLink || !CERTIFICATES.test(path)) return false;
  const end = inventory.follow(path);
  if (end.kind !== 'found') return false;
  if (inventory.relative(end.path) === null && cache.folderOf(end.path) === null) return true;
  const stat = inventory.statAbsolute(end.path);
  return stat.kind === 'ok' && size !== null && stat.value.size > size;
}

/**
 * Whether a file stands where a link was recorded because conda made it so: it copies what an absolute link of
 * a package leads to on the machine where it installs it (`gateways/disk/create.py`, copy). Where the package
 * cannot be asked for its link any more: whether that may be, for it led to no file of this environment.
 */
export function isCopyByConda({ cache, manifest }: Subject, recorded: RecordedPath): boolean {
  const { kind, package: owner, sha256 } = recorded;
  if (kind !== 'symlink' || owner.writer !== 'conda') return false;
  if (cache.state(owner) === 'present') return cache.linkText(recorded)?.startsWith('/') ?? false;
  return !owner.isSoftLinked && sha256 !== NOTHING_SHA256 && !isFileOf(manifest, sha256);
}

const FILES = new WeakMap<Manifest, ReadonlySet<string | null>>();

/** Whether any package recorded a file of that hash. */
export function isFileOf(manifest: Manifest, sha256: string | null): boolean {
  let files = FILES.get(manifest);
  if (!files) {
    const hashes = Array.from(manifest.paths.values(), (one) =>
      one.kind === 'symlink' ? null : one.sha256,
    );
    files = new Set(hashes);
    FILES.set(manifest, files);
  }
  return sha256 !== null && files.has(sha256);
}

/** Why a recorded file may differ on a sound environment; null where it may not. */
export function isLiberty(
  subject: Subject,
  recorded: RecordedPath,
): { severity: Severity; reason: string } | null {
  const { manifest, heads, inventory } = subject;
  const { path, kind, package: owner } = recorded;
  if (isProduct(path)) return { severity: 'note', reason: 'a post-link script makes it anew' };
  const rewritten = REWRITTEN.find(
    (one) => one.paths.test(path) && (one.owner === null || one.owner === owner.name),
  );
  if (rewritten) return { severity: 'note', reason: rewritten.reason };
  if (isOwnBundle(subject, recorded)) {
    return { severity: 'note', reason: 'it holds certificates of somebody’s own' };
  }
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
function hasPostLink(paths: Claims, owner: PackageRecord): boolean {
  return paths.has(`bin/.${owner.name}-post-link.sh`);
}

function textOf(head: Buffer | undefined): string {
  return head?.toString('latin1') ?? '';
}

function startOf(head: Buffer | undefined): string {
  return head?.toString('latin1', 0, 64) ?? '';
}
