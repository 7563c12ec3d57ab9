import { findEnvironments } from '../conda/environments.ts';
import { list } from '../list.ts';
import { thisMachine } from '../machine.ts';
import type { Outcome } from '../outcome.ts';
import { toJson } from '../reports/json.ts';
import { listing } from '../reports/listing.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { nothingFound } from './verify.ts';

/** `conda-links list`: the environments of this machine, from their records alone. */
export async function runList(isJson: boolean, signal: AbortSignal): Promise<Outcome> {
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const discovery = await findEnvironments(source, thisMachine());
  const listed = await list(source, discovery, signal);
  if (listed.length === 0 && !isJson) throw nothingFound(discovery.tried);
  const text = isJson ? toJson(listed) : listing(listed);
  return { text, file: '', code: listed.length === 0 ? 2 : 0 };
}
