import { findEnvironments } from '../conda/environments.ts';
import { list } from '../list.ts';
import { thisMachine } from '../machine.ts';
import { listing } from '../reports/listing.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { write } from '../terminal.ts';
import { nothingFound } from './verify.ts';

/** `conda-links list`: the environments of this machine, from their records alone. */
export async function runList(isJson: boolean): Promise<number> {
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const discovery = await findEnvironments(source, thisMachine());
  const listed = await list(source, discovery);
  if (listed.length === 0 && !isJson) throw nothingFound(discovery.tried);
  await write(isJson ? `${JSON.stringify(listed, null, 2)}\n` : listing(listed), '');
  return listed.length === 0 ? 2 : 0;
}
