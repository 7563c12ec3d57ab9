import type { Inventory } from '../inventory.ts';
import { redact } from '../redact.ts';
import { rootOf } from './package-cache.ts';
import type { PackageRecord } from './record.ts';
import type { Manifest } from './records.ts';

/** The program that made an environment, and that has to mend it. */
export type Installer = 'conda' | 'mamba' | 'micromamba' | 'pixi';

/** Who looks after a prefix: by its markers, by what the root has installed, by the hand of its records. */
export function installerOf(inventory: Inventory, manifest: Manifest): Installer {
  const { prefix, source } = inventory;
  if (/\/\.pixi\/envs\/[^/]+$/.test(prefix)) return 'pixi';
  if (inventory.names('conda-meta').has('pixi')) return 'pixi';
  const metadata = source.list(`${rootOf(inventory.place)}/conda-meta`);
  const names = metadata.kind === 'ok' ? metadata.value.map((item) => item.name) : [];
  const has = (name: string) => names.some((file) => new RegExp(`^${name}-\\d`).test(file));
  const isMambas = manifest.records.some((record) => record.writer === 'mamba');
  if (isMambas) return has('mamba') ? 'mamba' : 'micromamba';
  // A root without a conda of its own is one of micromamba's.
  return names.length > 0 && !has('conda') && has('micromamba') ? 'micromamba' : 'conda';
}

/** A command that installs packages again, exactly as they are recorded, and nothing else. */
export function reinstall(
  installer: Installer,
  prefix: string,
  packages: readonly PackageRecord[],
): string[] {
  if (installer === 'pixi') {
    const [, workspace = '', name = ''] = /^(.*)\/\.pixi\/envs\/([^/]+)$/.exec(prefix) ?? [];
    return [
      'pixi',
      'reinstall',
      ...(workspace ? ['--manifest-path', workspace] : []),
      ...(name ? ['--environment', name] : []),
      ...packages.map((one) => one.name),
    ];
  }
  return [
    installer,
    'install',
    '--yes',
    '--prefix',
    prefix,
    '--force-reinstall',
    '--no-deps',
    ...packages.map(specOf),
  ];
}

/**
 * `CHANNEL::NAME=VERSION=BUILD`: a match spec that only this very package satisfies. A channel that is
 * known with its credentials only is left out; the installer's own configuration has them.
 */
export function specOf(record: PackageRecord): string {
  const exact = `${record.name}=${record.version}${record.build ? `=${record.build}` : ''}`;
  const isSecret = redact(record.channel) !== record.channel;
  const channel = isSecret ? '' : channelOf(record.channel, record.subdir);
  // Whatever else a record says is no channel, and could be taken for an option.
  return /^[A-Za-z0-9][^\s[\]=,;'"`$\\]*$/.test(channel) ? `${channel}::${exact}` : exact;
}

/** What a channel is called: its name on the two public servers, else its URL, without credentials or platform. */
export function channelOf(channel: string, subdir: string): string {
  const url = redact(channel).replace(/\/+$/, '');
  const base = url.replace(new RegExp(`/(?:${escapeRegExp(subdir)}|noarch)$`), '');
  const known = /^https?:\/\/(?:\*\*\*@)?(?:conda\.anaconda\.org|repo\.anaconda\.com)\/(.+)$/.exec(
    base,
  );
  return known?.[1] ?? base;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') || 'noarch';
}
