import { posix } from 'node:path';
import { type RawInputs, text } from '../inputs.ts';
import { realPath } from '../links.ts';
import type { Machine } from '../machine.ts';
import type { Report } from '../report.ts';
import { DigestIndex, IndexedHasher } from '../sources/digest-index.ts';
import { DirectorySource, type Hasher } from '../sources/directory.ts';
import { keepsChanges } from '../sources/file-systems.ts';
import type { Readers } from '../sources.ts';
import { VERSION } from '../version.ts';
import { whereIn } from './bounds.ts';

/** This machine's files, and what is remembered of them from run to run. */
export class Remembering {
  readonly source: DirectorySource;
  readonly #file: string | null;
  readonly #indexed: IndexedHasher | null;
  #index: DigestIndex | null = null;
  #problem: string | null = null;

  /**
   * @param raw `index` is the file, `noIndex` says that there is none
   * @param hasher reads what is not remembered
   * @param readers makes the threads that help with what is large
   */
  constructor(raw: RawInputs, machine: Machine, hasher: Hasher, readers: () => Readers) {
    const unindexed = new DirectorySource(hasher, readers);
    const named = text(raw['index']) ?? usualPlace(machine, unindexed);
    this.#file =
      raw['noIndex'] === true || named === null ? null : posix.resolve(machine.cwd, named);
    this.#indexed =
      this.#file === null
        ? null
        : new IndexedHasher(
            hasher,
            () => this.#open(),
            (path) => this.#isLocal(path),
          );
    this.source = this.#indexed ? new DirectorySource(this.#indexed, readers) : unindexed;
  }

  /** Keeps what was learnt for the next run; what is to be said of that, in lines. */
  end(report: Report): string[] {
    const file = this.#file;
    if (file === null || this.#index === null || !this.#indexed?.wasAsked) return [];
    const isKept = this.#index.isOurs ? '' : ', and left as it is';
    const unused = `The index ${file} is not used (${this.#problem})${isKept}: every file was read.`;
    return [...(this.#problem === null ? [] : [unused]), ...this.#save(file, report)];
  }

  #save(file: string, report: Report): string[] {
    const place = whereIn(this.source, file, report);
    const trouble = place === null ? this.#index?.save() : `it would lie in ${place}`;
    return trouble
      ? [`The index ${file} cannot be written (${trouble}): the next run reads every file again.`]
      : [];
  }

  /** Only when files may be read at all. */
  #open(): DigestIndex {
    if (this.#index) return this.#index;
    const { index, problem } = DigestIndex.open(this.#file ?? '', VERSION, Date.now());
    this.#index = index;
    this.#problem = problem;
    return index;
  }

  #isLocal(path: string): boolean {
    const found = this.source.fileSystemOf(path);
    return found === null || keepsChanges(found);
  }
}

/**
 * Below the cache folder of who runs this (XDG base directory specification); null for who has no home, or has that
 * of somebody else, as `sudo` may give it.
 */
function usualPlace({ home, env }: Machine, source: DirectorySource): string | null {
  const cache = env['XDG_CACHE_HOME']?.startsWith('/') ? env['XDG_CACHE_HOME'] : null;
  const stat = source.lstat(realPath(source, cache ?? home));
  const isOwn =
    stat.kind === 'ok' && source.user.of === 'process' && stat.value.uid === source.user.uid;
  if (!isOwn) return null;
  return `${cache ?? `${home}/.cache`}/conda-links/digests`;
}
