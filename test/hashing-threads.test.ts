import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Digest, DigestJob } from '../src/digest.ts';
import { packDigests, packJobs, unpackDigests, unpackJobs } from '../src/digest-batch.ts';
import { digestFile } from '../src/digest-worker.ts';
import { HashingThreads } from '../src/sources/hashing-threads.ts';

/** As it is built: worker threads cannot run TypeScript on Node 20. */
const SCRIPT = new URL('../dist/digest-worker.js', import.meta.url);
const never = new AbortController().signal;
const patch = { placeholder: '/_placehold', mode: 'text', prefixes: ['/opt/env'] } as const;

let folder = '';
let jobs: DigestJob[] = [];
let threads: HashingThreads;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cl-hashing-'));
  jobs = Array.from({ length: 1000 }, (_, at) => {
    const path = join(folder, at % 7 === 0 ? `é${at}\udcff` : `f${at}`);
    if (at % 10 < 9 && at % 7 > 0) writeFileSync(path, `${at} /opt/env`);
    return { path, inode: null, patch: at % 5 === 0 ? patch : null };
  });
  threads = new HashingThreads(SCRIPT, 2);
});

afterEach(async () => {
  await threads.close();
  rmSync(folder, { recursive: true });
});

async function all(some: Iterable<DigestJob>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const part of threads.run(some, never, () => {})) answers.push(...part);
  return answers;
}

const byPath = (answers: readonly Answer[]) =>
  Object.fromEntries(answers.map(([{ path }, digest]) => [path, plain(digest)]));

function plain(digest: Digest) {
  if (digest.kind !== 'read') return digest;
  const { kind, size, sha256, undone, elf, stat } = digest;
  if (!stat) throw new Error('Nothing is told of the file.');
  const { mode, uid, gid, links, device, inode, modified, changed, identity } = stat;
  const told = { mode, uid, gid, links, device, inode, modified, changed, identity };
  return { kind, size, sha256, undone, elf, told };
}

test('jobs and answers are the same when they come out of a message', () => {
  expect(unpackJobs(packJobs(jobs))).toEqual(
    jobs.map(({ path, patch: how }) => ({ path, patch: how })),
  );
  const digests = jobs.map(digestFile);
  expect(Array.from(unpackDigests(packDigests(digests)), plain)).toEqual(digests.map(plain));
});

test('threads answer what one thread answers, each job once', async () => {
  const answers = await all(jobs);
  expect(answers).toHaveLength(jobs.length);
  expect(byPath(answers)).toEqual(byPath(jobs.map((job) => [job, digestFile(job)] as const)));
  expect(await all([])).toEqual([]);
});

test('jobs are taken as they are needed', async () => {
  let taken = 0;
  function* counted() {
    for (const job of jobs) {
      taken += 1;
      yield job;
    }
  }
  for await (const _ of threads.run(counted(), never, () => {})) break;
  expect(taken).toBeLessThan(jobs.length);
});

describe('who gives up', () => {
  test('gets no answers of before later', async () => {
    for await (const _ of threads.run(jobs, never, () => {})) break;
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    writeFileSync(first, 'x');
    writeFileSync(second, 'y');
    const answers = await all([first, second].map((path) => ({ path, inode: null, patch: null })));
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(byPath(answers)).toMatchObject({
      [first]: { sha256: sha256('x') },
      [second]: { sha256: sha256('y') },
    });
  });

  test('by a signal, is told its reason', async () => {
    const controller = new AbortController();
    const drain = async () => {
      for await (const _ of threads.run(jobs, controller.signal, () => {})) {
        controller.abort(new Error('enough'));
      }
    };
    await expect(drain()).rejects.toThrow('enough');
  });
});

test('a thread that cannot start is an error, and nothing waits for it', async () => {
  const broken = new HashingThreads(new URL('./nowhere.js', SCRIPT), 1);
  const drain = async () => {
    for await (const _ of broken.run(jobs, never, () => {}));
  };
  await expect(drain()).rejects.toThrow('nowhere.js');
  await broken.close();
});
