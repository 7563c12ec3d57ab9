import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { CannotRead, systemCode } from '../errors.ts';
import { excludedBy, ignoreLines } from './ignore.ts';

/** What a build gets to see. */
export interface Context {
  /** Absolute. */
  readonly folder: string;
  /** The Dockerfile's text, which may be on disk or not. */
  readonly dockerfile: string;
}

/** What the Dockerfile is called in the stream: nothing of the context has this name. */
export const DOCKERFILE = '.conda-links.Dockerfile';

/**
 * A folder as the tar stream that an engine builds from, without what its `.dockerignore` keeps from it. Links
 * stay links, owners are left out, and whatever is neither file, folder nor link is passed over.
 * @throws CannotRead (by the stream's end) when something of it cannot be read
 */
export function contextStream({ folder, dockerfile }: Context): AsyncIterable<Buffer> & {
  destroy(error?: Error): void;
} {
  const tar = pack();
  const send = async () => {
    tar.entry({ name: DOCKERFILE }, dockerfile);
    const rules = await rulesOf(folder);
    await addFolder(tar, folder, '', rules);
    tar.finalize();
  };
  send().catch((error: unknown) => tar.destroy(explained(error, folder)));
  return tar as unknown as AsyncIterable<Buffer> & { destroy(error?: Error): void };
}

interface Rules {
  readonly ignores: (path: string) => boolean;
  /** Whether something in an ignored folder may be wanted all the same. */
  readonly hasExceptions: boolean;
}

async function rulesOf(folder: string): Promise<Rules> {
  const text = await readFile(join(folder, '.dockerignore'), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  });
  const list = ignoreLines(text);
  return {
    ignores: (path) => excludedBy(list, [path]).length > 0,
    hasExceptions: list.some((line) => line.startsWith('!')),
  };
}

async function addFolder(
  tar: ReturnType<typeof pack>,
  root: string,
  folder: string,
  rules: Rules,
): Promise<void> {
  for (const child of (await readdir(join(root, folder))).sort()) {
    const name = folder === '' ? child : `${folder}/${child}`;
    const place = join(root, name);
    const stat = await lstat(place);
    const isIgnored = rules.ignores(name);
    const mode = stat.mode & 0o7777;
    if (stat.isDirectory()) {
      if (!isIgnored) tar.entry({ name, type: 'directory', mode, mtime: stat.mtime });
      if (!isIgnored || rules.hasExceptions) await addFolder(tar, root, name, rules);
    } else if (isIgnored) {
    } else if (stat.isSymbolicLink()) {
      tar.entry({ name, type: 'symlink', linkname: await readlink(place), mtime: stat.mtime });
    } else if (stat.isFile()) {
      await addFile(tar, place, { name, mode, mtime: stat.mtime, size: stat.size });
    }
  }
}

function addFile(
  tar: ReturnType<typeof pack>,
  place: string,
  header: { name: string; mode: number; mtime: Date; size: number },
): Promise<void> {
  return new Promise((done, failed) => {
    const entry = tar.entry(header, (error?: Error | null) => (error ? failed(error) : done()));
    if (header.size === 0) {
      (entry as unknown as NodeJS.WritableStream).end();
      return;
    }
    // No more than was promised, should it grow meanwhile.
    const bytes = createReadStream(place, { end: header.size - 1 });
    bytes.on('error', failed);
    bytes.pipe(entry as unknown as NodeJS.WritableStream);
  });
}

function explained(error: unknown, folder: string): Error {
  const code = systemCode(error);
  const path = error instanceof Error && 'path' in error ? String(error.path) : folder;
  return new CannotRead(
    `${path} cannot be read (${code || String(error)}), so it cannot be sent to the builder.`,
    'Name it in .dockerignore if the image does not need it.',
    { cause: error },
  );
}
