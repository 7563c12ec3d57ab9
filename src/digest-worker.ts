import { hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { type MessagePort, parentPort } from 'node:worker_threads';
import { type Digest, Digester, type DigestJob } from './digest.ts';
import { type PackedJobs, packDigests, unpackJobs } from './digest-batch.ts';
import { type Elf, isElf, readElf, readElfBy } from './elf.ts';
import { systemCode } from './errors.ts';
import { openFile } from './sources/directory.ts';

/** One buffer for all files: reading is then free of allocation. */
const buffer = Buffer.allocUnsafe(1 << 17);
/** One for the few parts of an ELF file; none of them is larger. */
const part = Buffer.allocUnsafe(1 << 16);

/** Reads and hashes one file. A file that grows is read to the length that it had when it was opened. */
export function digestFile(job: Pick<DigestJob, 'path' | 'patch'>): Digest {
  try {
    const { descriptor, stat } = openFile(job.path);
    try {
      if (!job.patch && stat.size < buffer.length) {
        const size = fill(descriptor, stat.size);
        const bytes = buffer.subarray(0, size);
        const sha256 = hash('sha256', bytes);
        return { kind: 'read', size, sha256, undone: null, elf: readElf(bytes), stat };
      }
      const digester = new Digester(job);
      let mayBeElf = false;
      for (let left = stat.size; left > 0; ) {
        const size = fill(descriptor, Math.min(left, buffer.length));
        if (size === 0) break;
        if (left === stat.size) mayBeElf = isElf(buffer);
        digester.update(buffer.subarray(0, size));
        left -= size;
      }
      const elf = mayBeElf ? readParts(descriptor, stat.size) : null;
      return { ...digester.finish(elf), stat };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    return { kind: 'unreadable', code };
  }
}

/** Reads of an ELF file what it says of itself, wherever in the file that is. */
function readParts(descriptor: number, length: number): Elf | null {
  return readElfBy(({ start, end }) => {
    const wanted = Math.min(part.length, Math.min(end, length) - start);
    return part.subarray(0, wanted > 0 ? readSync(descriptor, part, 0, wanted, start) : 0);
  });
}

/** Reads up to `wanted` bytes into the buffer; less only at the end of the file. */
function fill(descriptor: number, wanted: number): number {
  let filled = 0;
  while (filled < wanted) {
    const read = readSync(descriptor, buffer, filled, wanted - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

function serve(port: MessagePort): void {
  port.on('message', (jobs: PackedJobs) => {
    port.postMessage(packDigests(unpackJobs(jobs).map(digestFile)));
  });
}

if (parentPort) serve(parentPort);
