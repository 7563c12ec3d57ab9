import * as v from 'valibot';
import { printable } from './bytes.ts';
import { type Distribution, findDistributions } from './conda/distributions.ts';
import type { PackageRecord } from './conda/record.ts';
import { readManifest } from './conda/records.ts';
import { parseRequirement } from './conda/requirement.ts';
import { CannotRead } from './errors.ts';
import { takeInventory } from './inventory.ts';
import { withoutCredentials } from './redact.ts';
import { carriesSecret } from './secrets.ts';
import type { Result, Source } from './sources.ts';

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
  const installed = found.filter((one) => one.owner === null && !one.project.startsWith('~'));
  const places = installed.map(({ path }) => inventory.absolute(`${path}/direct_url.json`));
  const origins = await source.read(places, LARGEST);
  const python = pythonOf(records);
  const parts = installed.map((one, at) =>
    partOf(one, originIn(origins.get(places[at] ?? '')), python),
  );
  const { requirements, lost } = withoutDoubles(parts);
  const platform = records.find(({ subdir }) => subdir !== '' && subdir !== 'noarch')?.subdir;
  const hasSecrets =
    records.some(({ url }) => carriesSecret(url)) || parts.some((one) => one.hasSecret);
  const head = [
    `The environment ${name}${platform ? ` for ${platform}` : ''}: ${records.length} ${records.length === 1 ? 'package' : 'packages'}.`,
    'conda create --name NAME --file THIS_FILE makes it again, but for what pip installed;',
    'conda-links dockerfile THIS_FILE makes an image of all of it.',
    ...(hasSecrets ? ['Some URLs want credentials, which are not kept here.'] : []),
    ...(urls.some((url) => /^file:/i.test(url))
      ? ['Some packages came from a folder, and can be had only where that is.']
      : []),
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
  const pending = [...byName.values()].sort(lastFirst);
  for (let next = pending.at(-1); next; next = pending.at(-1)) {
    if (seen.has(next)) {
      done.add(next);
      pending.pop();
      continue;
    }
    seen.add(next);
    const names = new Set(next.depends.map((spec) => /^[\w.-]+/.exec(spec)?.[0] ?? ''));
    // conda makes Python depend on pip, which depends on Python (`core/subdir_data.py`).
    if (next.name === 'python') names.delete('pip');
    const needed = [...names].flatMap((name) => byName.get(name) ?? []);
    for (const one of needed.sort(lastFirst)) if (!seen.has(one)) pending.push(one);
  }
  return [...done];
}

function lastFirst(a: PackageRecord, b: PackageRecord): number {
  return a.name < b.name ? 1 : -1;
}

/** What RFC 3986 lets stand in a URL, but for the fragment: so it is one word, and stays one line. */
const URL_FORM = /^[a-z][a-z0-9+.-]*:\/\/[\w.~:/?[\]@!$&'()*+,;=%-]+$/i;

/** `URL#hash`; SHA-256 where it is known, which conda reads since 24.9 and mamba since 2. */
function packageLine({ dist, url, sha256, md5 }: PackageRecord): string {
  const clean = withoutCredentials(url);
  if (!URL_FORM.test(clean) || !/\.(?:conda|tar\.bz2)$/i.test(clean)) {
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
  subdirectory: v.optional(v.string(), ''),
  vcs_info: v.optional(v.object({ vcs: v.string(), commit_id: v.string() })),
  dir_info: v.optional(v.object({ editable: v.optional(v.boolean()) })),
  archive_info: v.optional(
    v.object({
      hashes: v.optional(v.record(v.string(), v.string())),
      // Before pip 23.1: `sha256=…`.
      hash: v.optional(v.string()),
    }),
  ),
});

type Origin = v.InferOutput<typeof Origin>;

/** Null where pip got it from an index; undefined where there is something, and it makes no sense. */
function originIn(content: Result<Buffer> | undefined): Origin | null | undefined {
  if (content?.kind === 'missing') return null;
  if (content?.kind !== 'ok') return undefined;
  try {
    const parsed = v.safeParse(Origin, JSON.parse(content.value.toString('utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** What becomes of one distribution that no package brought: the line for pip, or why there is none. */
interface Part {
  readonly project: string;
  readonly line: string | null;
  readonly why: string;
  /** Whether something was left out of the line that nobody else should see. */
  readonly hasSecret: boolean;
}

/** @param python the version of the environment's Python; null where it has none */
function partOf(one: Distribution, origin: Origin | null | undefined, python: string | null): Part {
  const { project, installer, path } = one;
  const lostFor = (why: string) => ({ project, line: null, why, hasSecret: false });
  if (python !== null && !isOf(python, path)) {
    return lostFor('in a folder of another Python');
  }
  if (!['pip', 'uv'].includes(installer)) {
    return lostFor(installer === '' ? 'nothing says how it came' : `installed by ${installer}`);
  }
  if (origin === undefined) return lostFor('its direct_url.json is damaged');
  if (origin && /^file:/i.test(origin.url)) {
    const isEditable = origin.dir_info?.editable === true;
    return lostFor(`installed ${isEditable ? 'as editable ' : ''}from a local path`);
  }
  const line = origin === null ? versionLine(one) : originLine(project, origin);
  // What this program would not read back, pip would not either.
  const isUsable = line !== null && ['package', 'vcs', 'url'].includes(parseRequirement(line).kind);
  if (!isUsable) {
    return lostFor(origin ? 'its direct_url.json is damaged' : 'its name or version is none');
  }
  return { project, line, why: '', hasSecret: origin !== null && carriesSecret(origin.url) };
}

/** A wheel has `_` for `-` and `+` in the name of its folder (PEP 427), of which a version has the latter. */
function versionLine({ project, version }: Distribution): string {
  return `${project}==${version.replaceAll('_', '+')}`;
}

/** `NAME @ URL` with the very commit or hash; null where what is recorded cannot be said so. */
function originLine(project: string, origin: Origin): string | null {
  const { vcs_info: vcs, archive_info: archive, subdirectory } = origin;
  const url = withoutSecrets(origin.url);
  const folder = subdirectory === '' ? '' : `subdirectory=${subdirectory}`;
  if (!URL_FORM.test(url) || !/^[\w./=-]*$/.test(folder)) return null;
  if (vcs) {
    const isUsable = /^[a-z]+$/.test(vcs.vcs) && /^\w+$/.test(vcs.commit_id);
    const at = `${project} @ ${vcs.vcs}+${url}@${vcs.commit_id}`;
    return isUsable ? `${at}${folder && `#${folder}`}` : null;
  }
  const sha256 = archive?.hashes?.['sha256'] ?? /^sha256=(.*)$/.exec(archive?.hash ?? '')?.[1];
  const hash = sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? `sha256=${sha256}` : '';
  const fragment = [hash, folder].filter(Boolean).join('&');
  return `${project} @ ${url}${fragment && `#${fragment}`}`;
}

/** The user of `ssh://git@…` is no secret, and without it nobody gets in. */
function withoutSecrets(url: string): string {
  const clean = withoutCredentials(url);
  const user = /^(?:[a-z]+\+)?ssh:\/\/([\w.-]+)(?::[^/@]*)?@/i.exec(url)?.[1];
  return user === undefined ? clean : clean.replace('://', `://${user}@`);
}

/** pip refuses a project that is asked for twice; of two that are there nobody knows which counts. */
function withoutDoubles(parts: readonly Part[]): { requirements: string[]; lost: Lost[] } {
  const lines = new Map<string, Set<string>>();
  const lost: Lost[] = [];
  for (const { project, line, why } of parts) {
    if (line === null) lost.push({ name: project, why });
    else lines.set(project, (lines.get(project) ?? new Set()).add(line));
  }
  const requirements: string[] = [];
  for (const [project, [line, ...others]] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (line !== undefined && others.length === 0) requirements.push(line);
    else lost.push({ name: project, why: 'it is there in several versions' });
  }
  lost.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { requirements, lost };
}

/** `3.11`, of which the folder is named where Python looks; null where no package brought one. */
function pythonOf(records: readonly PackageRecord[]): string | null {
  const python = records.find(({ name }) => name === 'python');
  return /^\d+\.\d+/.exec(python?.version ?? '')?.[0] ?? null;
}

/** Whether a path is where that Python looks; `t` is the one without the global lock. */
function isOf(python: string, path: string): boolean {
  return /^lib\/(?:python|pypy)(\d+\.\d+)t?\/site-packages\//.exec(path)?.[1] === python;
}
