import type { Digest, DigestJob } from './digest.ts';
import type { Patch } from './patch.ts';
import { packStat, roomForStats, type Stat, unpackStat } from './stat.ts';

/** Some jobs as a thread is told of them: texts and columns go there at little cost, objects do not. */
export interface PackedJobs {
  /** Divided by NUL, which is in no name. */
  readonly paths: string;
  /** By the place of the job. */
  readonly patches: ReadonlyMap<number, Patch>;
}

/** What a thread answers, in the order of the jobs. */
export interface PackedDigests {
  /** One hash after the other. */
  readonly hashes: string;
  readonly sizes: Float64Array;
  /** What is told of each file (`stat.ts`). */
  readonly stats: Float64Array;
  /** What more there is to say of some, or to say instead, as JSON: that goes faster from thread to thread than objects do. */
  readonly others: string;
}

/** By the place of the job. */
type Other = readonly [at: number, digest: Digest];

export function packJobs(jobs: readonly DigestJob[]): PackedJobs {
  const patches = new Map<number, Patch>();
  for (const [at, { patch }] of jobs.entries()) if (patch) patches.set(at, patch);
  return { paths: jobs.map(({ path }) => path).join('\0'), patches };
}

export function unpackJobs({ paths, patches }: PackedJobs): Pick<DigestJob, 'path' | 'patch'>[] {
  return paths.split('\0').map((path, at) => ({ path, patch: patches.get(at) ?? null }));
}

/** Characters of a hash. */
const LENGTH = 64;

export function packDigests(digests: readonly Digest[]): PackedDigests {
  const sizes = new Float64Array(digests.length);
  const stats = roomForStats(digests.length);
  const others: Other[] = [];
  let hashes = '';
  for (const [at, digest] of digests.entries()) {
    const isPlain = digest.kind === 'read' && !digest.undone && !digest.elf;
    hashes += isPlain ? digest.sha256 : NO_HASH;
    sizes[at] = isPlain ? digest.size : 0;
    if (digest.kind === 'read' && digest.stat) packStat(stats, at, digest.stat);
    if (!isPlain) others.push([at, withoutStat(digest)]);
  }
  return { hashes, sizes, stats, others: JSON.stringify(others) };
}

function withoutStat(digest: Digest): Digest {
  if (digest.kind !== 'read') return digest;
  const { stat: _told, ...rest } = digest;
  return rest;
}

const NO_HASH = ' '.repeat(LENGTH);

/** What was packed, in its order. */
export function* unpackDigests(packed: PackedDigests): Generator<Digest> {
  const others = new Map(JSON.parse(packed.others) as Other[]);
  for (let at = 0; at < packed.sizes.length; at += 1) {
    const other = others.get(at);
    const stat = other?.kind === 'read' ? unpackStat(packed.stats, at) : null;
    if (!other) yield new PackedDigest(packed, at);
    else yield stat && other.kind === 'read' ? { ...other, stat } : other;
  }
}

/** Of a file of which there is nothing to say but its hash. Most of those are compared once, and kept. */
class PackedDigest {
  readonly #packed: PackedDigests;
  readonly #at: number;

  constructor(packed: PackedDigests, at: number) {
    this.#packed = packed;
    this.#at = at;
  }

  get kind(): 'read' {
    return 'read';
  }

  get size(): number {
    return this.#packed.sizes[this.#at] ?? 0;
  }

  get sha256(): string {
    return this.#packed.hashes.slice(this.#at * LENGTH, (this.#at + 1) * LENGTH);
  }

  get stat(): Stat {
    return unpackStat(this.#packed.stats, this.#at) as Stat;
  }

  get undone(): null {
    return null;
  }

  get elf(): null {
    return null;
  }
}
