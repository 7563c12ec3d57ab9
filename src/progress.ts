import type { Progress } from './sources.ts';

/** What is told while an environment is read. */
export interface ReadingProgress {
  /** So many files and bytes more are to be read. */
  plan(files: number, bytes: number): void;
  /** So many of them are done. */
  readonly advance: Progress;
}
