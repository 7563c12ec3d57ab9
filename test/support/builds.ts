// Images built by the engine at hand, on its classic builder or on BuildKit, and run; no network for either.
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { engine, uniqueName } from './engine.ts';

/** Path → a file's text or bytes, with a mode where it is not 0644, or where a link leads. */
export type ContextFiles = Readonly<
  Record<
    string,
    | string
    | Buffer
    | { readonly text: string | Buffer; readonly mode: number }
    | { readonly link: string }
  >
>;

export interface BuildOptions {
  /** A folder, all of which is sent whatever a .dockerignore says, or the files themselves. */
  readonly context: string | ContextFiles;
  /** Its text, in the place of the context's file of that name. */
  readonly dockerfile?: string;
  readonly buildkit: boolean;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  /** The stage to build, where it is not the last. */
  readonly target?: string;
  /** What the image is called; else a name that nobody else has. */
  readonly name?: string;
}

/** What came of a build. The image goes, with what the classic builder leaves of its stages. */
export interface Build extends AsyncDisposable {
  readonly name: string;
  /** The image's; null where there is none. */
  readonly id: string | null;
  /** All that the builder and its commands said. */
  readonly log: string;
  /** What the engine gave as the reason; null for a build that succeeded. */
  readonly error: string | null;
}

export async function buildImage(options: BuildOptions): Promise<Build> {
  const docker = ownEngine();
  const name = options.name ?? uniqueName();
  const said = new Said();
  try {
    const context = Readable.from([await contextOf(options)]);
    const stream = await docker.buildImage(context, queryOf(name, options));
    for (const line of (await text(stream)).split('\n')) said.add(line);
  } catch (error) {
    // A Dockerfile that cannot be read is refused before there is a stream.
    if (!(error instanceof Error) || !('statusCode' in error)) throw error;
    said.error = error.message;
  }
  const log = said.lines.join('\n');
  return {
    name,
    id: said.error === null ? (await docker.getImage(name).inspect()).Id : null,
    log,
    error: said.error,
    [Symbol.asyncDispose]: async () => {
      await docker
        .getImage(name)
        .remove({ force: true })
        .catch(() => {});
      await removeStages(docker, log);
    },
  };
}

/** A connection for each request: engines have mixed up what came on one that is used again (apocas/docker-modem#196). */
function ownEngine(): Docker {
  const docker = engine();
  Object.assign(docker.modem, { agent: new Agent({ keepAlive: false }) });
  return docker;
}

function queryOf(name: string, options: BuildOptions): Docker.ImageBuildOptions {
  return {
    t: name,
    version: options.buildkit ? '2' : '1',
    buildargs: { ...options.buildArgs },
    nocache: options.noCache ?? false,
    networkmode: 'none',
    rm: true,
    forcerm: true,
    ...(options.target === undefined ? {} : { target: options.target }),
  };
}

async function contextOf({ context, dockerfile }: BuildOptions): Promise<Buffer> {
  const tar = pack();
  if (typeof context === 'string') {
    await addFolder(tar, context, '');
  } else {
    for (const [name, what] of Object.entries(context)) {
      if (typeof what === 'object' && 'link' in what) {
        tar.entry({ name, type: 'symlink', linkname: what.link });
      } else if (typeof what === 'object' && 'mode' in what) {
        tar.entry({ name, mode: what.mode }, what.text);
      } else {
        tar.entry({ name, mode: 0o644 }, what);
      }
    }
  }
  // The last of a name is the one that counts.
  if (dockerfile !== undefined) tar.entry({ name: 'Dockerfile' }, dockerfile);
  tar.finalize();
  return buffer(tar);
}

async function addFolder(tar: ReturnType<typeof pack>, root: string, folder: string) {
  for (const child of (await readdir(join(root, folder))).sort()) {
    const name = join(folder, child);
    const place = join(root, name);
    const stat = await lstat(place);
    const mode = stat.mode & 0o7777;
    if (stat.isDirectory()) {
      tar.entry({ name, type: 'directory', mode });
      await addFolder(tar, root, name);
    } else if (stat.isSymbolicLink()) {
      tar.entry({ name, type: 'symlink', linkname: await readlink(place) });
    } else if (stat.isFile()) {
      tar.entry({ name, mode }, await readFile(place));
    }
  }
}

/** What an engine says while it builds, a line of JSON at a time. */
class Said {
  readonly lines: string[] = [];
  error: string | null = null;
  readonly #names = new Set<string>();

  add(line: string): void {
    if (line.trim() === '') return;
    const event = JSON.parse(line) as {
      stream?: string;
      status?: string;
      error?: string;
      errorDetail?: { message?: string };
      id?: string;
      aux?: unknown;
    };
    const { id, aux } = event;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
      for (const { isName, said } of traced(Buffer.from(aux, 'base64'))) {
        // A vertex is told of whenever something becomes of it.
        if (!isName || !this.#names.has(said)) this.lines.push(said);
        if (isName) this.#names.add(said);
      }
    } else {
      const said = (event.stream ?? event.status ?? '').trimEnd();
      if (said !== '') this.lines.push(said);
    }
    const error = event.error ?? event.errorDetail?.message;
    if (error !== undefined) this.error = error;
  }
}

/**
 * The lines of one `moby.buildkit.v1.StatusResponse`: the names and errors of vertexes (1: name 3, error 7)
 * and what their commands wrote (3: msg 4). By hand, for dockerode gives the latter out as base64.
 */
function traced(message: Buffer): { readonly isName: boolean; readonly said: string }[] {
  return fieldsOf(message).flatMap(([part, vertexOrLog]) => {
    const wanted = part === 1 ? [3, 7] : part === 3 ? [4] : [];
    return fieldsOf(vertexOrLog)
      .filter(([field]) => wanted.includes(field))
      .map(([field, bytes]) => ({ isName: field === 3, said: String(bytes).trimEnd() }))
      .filter(({ said }) => said !== '');
  });
}

/** The fields of a protobuf message that have a length; numbers are passed over. */
function fieldsOf(message: Buffer): [field: number, bytes: Buffer][] {
  const fields: [number, Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag % 8;
    if (wire === 2) {
      const length = varint();
      fields.push([Math.floor(tag / 8), message.subarray(at, at + length)]);
      at += length;
    } else if (wire === 0) {
      varint();
    } else {
      at += wire === 1 ? 8 : 4;
    }
  }
  return fields;
}

/** The classic builder keeps an image of each step; those of a last stage go with the image itself. */
async function removeStages(docker: Docker, log: string): Promise<void> {
  const ids = Array.from(log.matchAll(/^ ---> ([0-9a-f]{12})$/gm), ([, id = '']) => id);
  for (const id of ids.reverse()) {
    const image = docker.getImage(id);
    const tags = await image.inspect().then(
      ({ RepoTags }) => RepoTags ?? [],
      () => null,
    );
    // What a stage is FROM is shown as well, and has a name. What others are made of stays.
    if (tags?.length === 0) await image.remove().catch(() => {});
  }
}

export interface ImageRun {
  /** Null where the container was still running when the time was up. */
  readonly code: number | null;
  /** Standard output and error as they came. */
  readonly output: string;
}

export interface ImageRunOptions {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** As `docker run --user` takes it. */
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly readonly?: boolean;
  /** Folders → options of a tmpfs that is mounted there. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Sends the image's stop signal once the output holds this; what ignores it is killed, and its code is 137. */
  readonly stopOn?: string;
  /** Milliseconds that it may take. */
  readonly limit?: number;
}

/** Runs an image to its end: without network, capabilities and new privileges, with 512 MB and 256 processes. */
export async function runImage(name: string, options: ImageRunOptions = {}): Promise<ImageRun> {
  const docker = ownEngine();
  const { cmd, entrypoint, user, env = {}, tmpfs } = options;
  const container = await docker.createContainer({
    Image: name,
    ...(cmd ? { Cmd: [...cmd] } : {}),
    ...(entrypoint ? { Entrypoint: [...entrypoint] } : {}),
    ...(user === undefined ? {} : { User: user }),
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: options.readonly ?? false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: 512 * 2 ** 20,
      PidsLimit: 256,
      ...(tmpfs ? { Tmpfs: { ...tmpfs } } : {}),
    },
  });
  try {
    await container.start();
    return await outcomeOf(container, options);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function outcomeOf(container: Docker.Container, options: ImageRunOptions): Promise<ImageRun> {
  const { stopOn, limit = 60_000 } = options;
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  const out = joined(container, stream);
  const chunks: Buffer[] = [];
  let stopped: Promise<unknown> | null = null;
  let isLate = false;
  const clock = setTimeout(() => {
    isLate = true;
    container.kill().catch(() => {});
  }, limit);
  for await (const chunk of out) {
    chunks.push(chunk);
    const isDue =
      stopOn !== undefined && !stopped && String(Buffer.concat(chunks)).includes(stopOn);
    // The engine kills after this many seconds.
    if (isDue) stopped = container.stop({ t: 5 });
  }
  const { StatusCode: code } = await container.wait();
  clearTimeout(clock);
  await stopped;
  // Engine 20.10 leaves out the end for whoever follows while a container ends.
  const whole = new PassThrough();
  whole.end(await container.logs({ follow: false, stdout: true, stderr: true }));
  return { code: isLate ? null : code, output: await text(joined(container, whole)) };
}

/** Standard output and error as one. */
function joined(container: Docker.Container, stream: NodeJS.ReadableStream): PassThrough {
  const out = new PassThrough();
  container.modem.demuxStream(stream, out, out);
  stream.once('end', () => out.end());
  return out;
}
