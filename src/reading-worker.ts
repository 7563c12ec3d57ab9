import { parentPort } from 'node:worker_threads';
import { readRecord } from './conda/record-file.ts';
import { readFolder } from './folder.ts';
import { DirectorySource, type Hasher } from './sources/directory.ts';
import type { ReadingTask } from './sources.ts';

const NOBODY: Hasher = {
  run: () => {
    throw new Error('Nothing is hashed here.');
  },
};
const source = new DirectorySource(NOBODY);

async function answer(task: ReadingTask): Promise<readonly unknown[]> {
  if (task.kind === 'folders') return task.folders.map((folder) => readFolder(source, folder));
  const { folder, files, sitePackages } = task;
  const answers = [];
  // One at a time: a hundred records of sixty megabytes do not fit into memory together.
  for (const file of files) answers.push(await readRecord(source, folder, file, sitePackages));
  return answers;
}

parentPort?.on('message', async (task: ReadingTask) => parentPort?.postMessage(await answer(task)));
