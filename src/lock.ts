import * as v from 'valibot';
import { printable } from './bytes.ts';
import { type Distribution, findDistributions } from './conda/distributions.ts';
import type { PackageRecord } from './conda/record.ts';
import { readManifest } from './conda/records.ts';
import { CannotRead } from './errors.ts';
import { takeInventory } from './inventory.ts';
import { withoutCredentials } from './redact.ts';
import { carriesSecret } from './secrets.ts';
import type { Source } from './sources.ts';

/** An environment as a file from which it can be made again. */
export interface Lock {
  /** `@EXPLICIT`, with what pip installed in lines `# pip …` behind it, as conda-lock writes them. */
  readonly text: string;
  readonly packages: number;
  readonly requirements: number;
  /** What pip installed and nobody else can get. */
  readonly lost: readonly Lost[];
}

interface Lost {
  readonly name: string;
  readonly why: string;
}

/** A `direct_url.json` of more than this is none, in bytes. */
const LARGEST = 1 << 16;

/**
 * Locks an installed environment: the very packages that it has, each with its hash.
 * @param name what the environment is called, for the words at the top
 * @throws CannotRead when a record does not tell where its package came from
 */
export async function lock(
  source: Source,
  prefix: string,
  name: string,
  signal: AbortSignal,
): Promise<Lock> {
  const inventory = await takeInventory(source, prefix, signal);
  const names = inventory.names('conda-meta').keys();
  const manifest = await readManifest(source, inventory.place, names);
  const records = inOrder(manifest.records);
  const urls = records.map(packageLine);
  const found = await findDistributions(inventory, manifest);
  const ofPip = found.filter((one) => one.owner === null && ['pip', 'uv'].includes(one.installer));
  const places = ofPip.map(({ path }) => inventory.absolute(`${path}/direct_url.json`));
  const origins = await source.read(places, LARGEST);
  const pinned = ofPip.map((one, at) => {
    const origin = origins.get(places[at] ?? '');
    return requirementOf(one, origin?.kind === 'ok' ? origin.value : null);
  });
  const requirements = pinned.filter((one) => typeof one === 'string').sort();
  const lost = pinned.filter((one) => typeof one !== 'string');
  const platform = records.find(({ subdir }) => subdir !== '' && subdir !== 'noarch')?.subdir;
  const hasSecrets = records.some(({ url }) => carriesSecret(url));
  const head = [
    `The environment ${name}${platform ? ` for ${platform}` : ''}: ${records.length} packages.`,
    'conda create --name NAME --file THIS_FILE makes it again, but for what pip installed;',
    'conda-links dockerfile THIS_FILE makes an image of all of it.',
    ...(hasSecrets ? ['Some channels want credentials, which are not kept here.'] : []),
    ...lost.map(({ name: one, why }) => `Not in here: ${one}, ${why}.`),
    ...(platform ? [`platform: ${platform}`] : []),
  ];
  const lines = [
    ...head.map((line) => `# ${printable(line)}`),
    '@EXPLICIT',
    ...urls,
    ...requirements.map((line) => `# pip ${line}`),
  ];
  return {
    text: `${lines.join('\n')}\n`,
    packages: records.length,
    requirements: requirements.length,
    lost,
  };
}

/** Packages after those that they depend on, as `conda list --explicit` has them; else by name. */
function inOrder(records: readonly PackageRecord[]): PackageRecord[] {
  const byName = new Map(records.map((record) => [record.name, record]));
  const done = new Set<PackageRecord>();
  const seen = new Set<PackageRecord>();
  // By hand, for a chain of dependencies may be longer than the stack is deep.
  const pending = [...byName.values()].sort((a, b) => (a.name < b.name ? 1 : -1));
  for (let next = pending.at(-1); next; next = pending.at(-1)) {
    const isReady = seen.has(next);
    seen.add(next);
    const needed = next.depends
      .flatMap((spec) => byName.get(/^[\w.-]+/.exec(spec)?.[0] ?? '') ?? [])
      .filter((one) => !seen.has(one))
      .sort((a, b) => (a.name < b.name ? 1 : -1));
    if (isReady || needed.length === 0) {
      done.add(next);
      pending.pop();
    } else {
      pending.push(...needed);
    }
  }
  return [...done];
}

/** `URL#hash`; SHA-256 where it is known, which conda reads since 24.9 and mamba since 2. */
function packageLine({ dist, url, sha256, md5 }: PackageRecord): string {
  const clean = withoutCredentials(url);
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s#]+\.(?:conda|tar\.bz2)$/i.test(clean)) {
    throw new CannotRead(
      `The record of ${dist} does not say where the package came from.`,
      'Install that package anew from a channel, then lock again.',
    );
  }
  const hash = sha256 ?? md5;
  return hash === null ? clean : `${clean}#${hash}`;
}

/** PEP 610: where pip got something from that is not of an index. */
const Origin = v.object({
  url: v.string(),
  subdirectory: v.optional(v.string()),
  vcs_info: v.optional(v.object({ vcs: v.string(), commit_id: v.string() })),
  dir_info: v.optional(v.object({ editable: v.optional(v.boolean()) })),
  archive_info: v.optional(v.object({ hashes: v.optional(v.record(v.string(), v.string())) })),
});

/** The line that has pip install the very same again; or why no line can. */
function requirementOf({ project, version }: Distribution, direct: Buffer | null): string | Lost {
  const origin = direct === null ? null : parseOrigin(direct);
  if (origin === undefined) return { name: project, why: 'its direct_url.json is damaged' };
  if (origin === null) {
    const isUsable = /^[a-z0-9][a-z0-9.-]*$/.test(project) && /^[\w.!+-]+$/.test(version);
    return isUsable
      ? `${project}==${version.replaceAll('_', '+')}`
      : { name: project, why: 'its name or version is none' };
  }
  const url = withoutCredentials(origin.url);
  if (/^file:/i.test(url)) {
    const isEditable = origin.dir_info?.editable === true;
    return { name: project, why: `installed ${isEditable ? 'as editable ' : ''}from a local path` };
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s#]+$/i.test(url)) {
    return { name: project, why: 'its direct_url.json is damaged' };
  }
  const { vcs_info: vcs, archive_info: archive, subdirectory } = origin;
  const folder =
    subdirectory && /^[\w./-]+$/.test(subdirectory) ? `subdirectory=${subdirectory}` : '';
  if (vcs) {
    const isUsable = /^[a-z]+$/.test(vcs.vcs) && /^\w+$/.test(vcs.commit_id);
    if (!isUsable) return { name: project, why: 'its direct_url.json is damaged' };
    return `${project} @ ${vcs.vcs}+${url}@${vcs.commit_id}${folder && `#${folder}`}`;
  }
  const sha256 = archive?.hashes?.['sha256'];
  const hash = sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? `sha256=${sha256}` : '';
  const fragment = [hash, folder].filter(Boolean).join('&');
  return `${project} @ ${url}${fragment && `#${fragment}`}`;
}

/** Undefined where there is something, and it makes no sense. */
function parseOrigin(bytes: Buffer): v.InferOutput<typeof Origin> | undefined {
  try {
    const parsed = v.safeParse(Origin, JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
