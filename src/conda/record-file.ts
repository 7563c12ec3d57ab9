import type { Result, Source } from '../sources.ts';
import { type PackedRecord, packRecord } from './record.ts';

/** A record of more than this is not read, in bytes: the largest real ones have some megabytes. */
export const LARGEST_RECORD = 64 << 20;

/** What reading one `conda-meta/*.json` told, as plain data. */
export type RecordFile =
  | { readonly kind: 'record'; readonly size: number; readonly record: PackedRecord }
  | {
      readonly kind: 'unreadable';
      readonly size: number;
      readonly reason: string;
      /** Whether it is only the permission to read it that is missing. */
      readonly denied: boolean;
    };

/**
 * Reads one record; whatever is there, this returns.
 * @param folder the absolute path of `conda-meta`
 */
export async function readRecord(
  source: Pick<Source, 'read'>,
  folder: string,
  file: string,
  sitePackages: string | null,
): Promise<RecordFile> {
  const path = `${folder}/${file}`;
  const bytes = (await source.read([path], LARGEST_RECORD + 1)).get(path) ?? { kind: 'missing' };
  if (bytes.kind !== 'ok') {
    return {
      kind: 'unreadable',
      size: 0,
      reason: reasonOf(bytes),
      denied: bytes.kind === 'denied',
    };
  }
  const size = bytes.value.length;
  if (size > LARGEST_RECORD) return unreadable(0, `is larger than ${LARGEST_RECORD >> 20} MiB`);
  if (size === 0) return unreadable(0, 'is empty');
  const record = packRecord(file, bytes.value, sitePackages);
  return 'reason' in record ? unreadable(size, record.reason) : { kind: 'record', size, record };
}

function unreadable(size: number, reason: string): RecordFile {
  return { kind: 'unreadable', size, reason, denied: false };
}

function reasonOf(failure: Exclude<Result<Buffer>, { kind: 'ok' }>): string {
  if (failure.kind === 'denied') return 'may not be read by this user';
  if (failure.kind === 'failed') return `cannot be read (${failure.code})`;
  return 'cannot be read: it leads nowhere';
}
