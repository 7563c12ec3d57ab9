import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { delimiter, join } from 'node:path';
import type { Duplex } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { BuildOrder } from '../src/docker/build.ts';
import { type BuildEvent, BuildEvents } from '../src/docker/build-events.ts';
import { BuildFailure, CannotBuild } from '../src/docker/build-failure.ts';
import { buildWithBuildx } from '../src/docker/buildx.ts';
import { isOver, newLease, WEEK } from '../src/docker/lease.ts';
import { Engine } from '../src/docker.ts';
import { CannotRead } from '../src/errors.ts';
import type { Machine } from '../src/machine.ts';
import { describeBuilds } from './support/bases.ts';
import { type Folder, temporaryFolder } from './support/cli.ts';
import {
  type Answer,
  describeEngine,
  engine,
  engineHost,
  importImage,
  standIn,
} from './support/engine.ts';
import { tarOf } from './support/layout.ts';

const never = new AbortController().signal;

let folder: Folder;
beforeEach(async () => {
  const made = await temporaryFolder();
  folder = made;
  return () => made[Symbol.asyncDispose]();
});

function machineAt(host: string): Machine {
  return { platform: 'linux', cwd: '/', home: '/nonexistent', env: { DOCKER_HOST: host } };
}

function orderOf(dockerfile: string, more: Partial<BuildOrder> = {}): BuildOrder {
  return {
    context: { folder: folder.path, dockerfile },
    ...{ tag: null, buildArgs: {}, platform: null, isNoCache: false, isPulled: false },
    ...{ isBuildKit: false, label: newLease(), ...more },
  };
}

/** What a build fails with. */
async function problemOf(build: Promise<unknown>): Promise<unknown> {
  return build.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
}

// ---------------------------------------------------------------- what builders tell

function told(pieces: readonly (Buffer | string)[]): BuildEvent[] {
  const events = new BuildEvents();
  return [...pieces.flatMap((piece) => [...events.read(Buffer.from(piece))]), ...events.end()];
}

const lines = (...events: object[]) => events.map((one) => `${JSON.stringify(one)}\r\n`).join('');

/** A field of a protobuf message. */
function field(number: number, value: string | Buffer | number): Buffer {
  const varint = (left: number): number[] =>
    left < 128 ? [left] : [(left % 128) + 128, ...varint(Math.floor(left / 128))];
  if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

const trace = (...parts: Buffer[]) => ({
  id: 'moby.buildkit.trace',
  aux: Buffer.concat(parts).toString('base64'),
});
const vertex = (...fields: Buffer[]) => field(1, Buffer.concat(fields));
const log = (id: string, text: string | Buffer, stream = 1) =>
  field(3, Buffer.concat([field(1, id), field(3, stream), field(4, text)]));

const CLASSIC = lines(
  { stream: 'Step 1/3 : FROM base' },
  { stream: '\n' },
  { stream: ' ---> 111111111111\n' },
  { stream: 'Step 2/3 : RUN echo ü' },
  { stream: '\n' },
  { stream: ' ---> Using cache\n' },
  { stream: ' ---> 222222222222\n' },
  { stream: 'Step 3/3 : RUN false\n ---> Running in aaaaaaaaaaaa\n' },
  { stream: '\u001b[91mnot ' },
  { stream: 'good\n\u001b[0m' },
  { stream: '10%\r100%\r\n' },
  { stream: 'Removing intermediate container aaaaaaaaaaaa\n' },
  { stream: ' ---> 333333333333\n' },
  { aux: { ID: 'sha256:3333' } },
);

const ONE = { kind: 'step', id: '1', name: 'FROM base', isCached: false };
const HEARD = [
  ONE,
  { kind: 'layer', id: '111111111111', isNew: false },
  { kind: 'step', id: '2', name: 'RUN echo ü', isCached: false },
  { kind: 'layer', id: '222222222222', isNew: false },
  { kind: 'step', id: '3', name: 'RUN false', isCached: false },
  { kind: 'line', id: '3', text: 'not good' },
  { kind: 'line', id: '3', text: '100%' },
  { kind: 'layer', id: '333333333333', isNew: true },
  { kind: 'image', id: 'sha256:3333' },
];

const UMLAUT = Buffer.from('ü\n');
const BUILDKIT = lines(
  trace(vertex(field(1, 'sha256:a'), field(3, 'later'))),
  trace(
    vertex(
      field(1, 'sha256:b'),
      field(3, '[1/2] FROM base'),
      field(4, 1),
      field(5, ''),
      field(6, ''),
    ),
    vertex(field(1, 'sha256:a'), field(3, '[2/2] RUN é'), field(5, '')),
  ),
  trace(log('sha256:a', Buffer.concat([Buffer.from('be'), UMLAUT.subarray(0, 1)]))),
  trace(log('sha256:a', 'other', 2), log('sha256:a', UMLAUT.subarray(1))),
  trace(vertex(field(1, 'sha256:a'), field(3, 'again'), field(6, ''), field(7, 'exit code: 1'))),
  { errorDetail: { message: 'it failed' }, error: 'it failed' },
);

const TRACED = [
  { kind: 'step', id: 'sha256:b', name: '[1/2] FROM base', isCached: true },
  { kind: 'end', id: 'sha256:b', error: null },
  { kind: 'step', id: 'sha256:a', name: '[2/2] RUN é', isCached: false },
  { kind: 'line', id: 'sha256:a', text: 'beü' },
  { kind: 'line', id: 'sha256:a', text: 'other' },
  { kind: 'end', id: 'sha256:a', error: 'exit code: 1' },
  { kind: 'failure', message: 'it failed' },
];

const RAW = [
  { vertexes: [{ digest: 'sha256:a', name: 'known' }] },
  { vertexes: [{ digest: 'sha256:a', name: 'RUN x', started: 'now' }] },
  { logs: [{ vertex: 'sha256:a', stream: 1, data: Buffer.from('one\ntwo').toString('base64') }] },
  { vertexes: [{ digest: 'sha256:a', name: 'RUN x', completed: 'now', error: 'why' }] },
];

describe('what a builder tells', () => {
  test.each<[string, string, object[]]>([
    ['the classic builder', CLASSIC, HEARD],
    ['BuildKit', BUILDKIT, TRACED],
    [
      'buildx',
      lines(...RAW),
      [
        { kind: 'step', id: 'sha256:a', name: 'RUN x', isCached: false },
        { kind: 'line', id: 'sha256:a', text: 'one' },
        { kind: 'line', id: 'sha256:a', text: 'two' },
        { kind: 'end', id: 'sha256:a', error: 'why' },
      ],
    ],
  ])('is understood from %s, in whatever pieces it comes', (_, stream, expected) => {
    const bytes = Buffer.from(stream);
    expect(told([bytes])).toEqual(expected);
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 20 });
    fc.assert(
      fc.property(cuts, (places) => {
        const sorted = [0, ...places.sort((left, right) => left - right), bytes.length];
        const pieces = sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end));
        expect(told(pieces)).toEqual(expected);
      }),
    );
  });

  test('is read on behind bytes that make no sense', () => {
    const aux = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'));
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      aux.map((text) => Buffer.from(lines({ id: 'moby.buildkit.trace', aux: text }))),
      aux.map((text) => Buffer.from(lines({ logs: [{ data: text }, null], vertexes: [1, {}] }))),
      fc.nat(BUILDKIT.length).map((end) => Buffer.from(BUILDKIT).subarray(0, end)),
    );
    fc.assert(
      fc.property(fc.array(junk), (pieces) => {
        const events = told([...pieces, `\n${lines({ aux: { ID: 'sha256:end' } })}`]);
        expect(events).toContainEqual({ kind: 'image', id: 'sha256:end' });
      }),
    );
  });

  test('has long lines cut, and what never ends is let go', () => {
    const long = told([lines({ stream: 'Step 1/1 : RUN x\n' }, { stream: 'y'.repeat(2 << 20) })]);
    expect(long).toHaveLength(2);
    expect(long[1]).toEqual({ kind: 'line', id: '1', text: `${'y'.repeat(4000)}…` });
    const before = process.memoryUsage().arrayBuffers;
    const events = new BuildEvents();
    for (let at = 0; at < 256; at += 1)
      expect([...events.read(Buffer.alloc(1 << 20, 97))]).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(192 << 20);
    expect([...events.read(Buffer.from(`\n${CLASSIC}`))]).toEqual(HEARD);
    expect(events.stray).toEqual([]);
  });

  test('in plain words is kept beside it', () => {
    const events = new BuildEvents();
    for (let at = 0; at < 100; at += 1) [...events.read(Buffer.from(`ERROR: ${at}\n`))];
    expect(events.stray).toHaveLength(20);
    expect(events.stray.at(-1)).toBe('ERROR: 99');
  });
});

// ---------------------------------------------------------------- why it failed

/** What a failure is taken for, where a step of these lines ends with that message. */
function judged(message: string, ...said: string[]): CannotBuild {
  const failure = new BuildFailure();
  failure.hear({ kind: 'step', id: 'sha256:a', name: '[2/2] RUN x', isCached: false });
  for (const text of said) failure.hear({ kind: 'line', id: 'sha256:a', text });
  failure.hear({ kind: 'end', id: 'sha256:a', error: message });
  failure.hear({ kind: 'failure', message: `failed to solve: ${message}` });
  const problem = failure.problem();
  if (!problem) throw new Error('there is no problem');
  return problem;
}

const ended = (code: number, command = 'x') =>
  `process "/bin/sh -c ${command}" did not complete successfully: exit code: ${code}`;

describe('a failure', () => {
  test.each<['image' | 'engine', string, string, ...string[]]>([
    ['image', 'ended with code 3', ended(3), 'whatever'],
    ['image', 'ended with code 3', ended(3, 'echo no space left on device; exit 3')],
    ['engine', 'disk is full', ended(1), 'OSError: [Errno 28] No space left on device'],
    ['engine', 'disk is full', 'write /var/lib/docker/tmp/x: no space left on device'],
    ['engine', 'killed', ended(137)],
    ['engine', 'killed', ended(1), 'Killed'],
    ['engine', 'killed', 'ResourceExhausted: process "x" did not complete: cannot allocate memory'],
    ['image', 'terms of service', ended(1), 'CondaToSNonInteractiveError: Terms of Service …'],
    ['image', 'no set of packages', ended(1), 'LibMambaUnsatisfiableError: Encountered problems'],
    ['image', 'no set of packages', ended(1), 'error    libmamba Could not solve for environment'],
    ['image', 'none of the channels', ended(1), 'PackagesNotFoundError: The following packages'],
    ['image', 'pip found no such version', ended(1), 'ERROR: No matching distribution found for x'],
    ['image', 'broken links', ended(1), 'broken link: bin/a -> b'],
    ['engine', 'network', ended(1), 'CondaHTTPError: HTTP 000 CONNECTION FAILED for url'],
    ['image', 'another processor', ended(1), 'exec /bin/sh: exec format error'],
    [
      'image',
      'login',
      'x: pull access denied, repository does not exist or may require docker login',
    ],
    [
      'image',
      'no such base image',
      'failed to resolve source metadata for docker.io/x:1: not found',
    ],
    ['image', 'no such base image', 'manifest for x:1 not found: manifest unknown'],
    [
      'engine',
      'network',
      'failed to resolve source metadata for x:1: dial tcp 1.2.3.4:443: refused',
    ],
    ['image', 'for this platform', 'x: no match for platform in manifest: not found'],
    ['image', 'not in the context', '"/nosuch" not found: not found'],
    ['image', 'cannot be read', 'dockerfile parse error on line 2: unknown instruction: RUM'],
  ])('is of the %s where %s', (fault, words, message, ...said) => {
    const problem = judged(message, ...said);
    expect(problem.fault).toBe(fault);
    expect(problem.message).toContain(words);
    expect(problem.step).toBe('[2/2] RUN x');
    expect(problem.lines.slice(0, said.length)).toEqual(said);
    expect(problem.advice).not.toBe('');
  });

  test('shows the last lines of its own step, without secrets and what moves a cursor', () => {
    const many = Array.from({ length: 50 }, (_, at) => `line ${at}`);
    const url = 'https://me:secret@example.org/t/abc-token/x';
    const problem = judged(ended(1), ...many, url, '\u001b]0;title\u0007');
    expect(problem.lines).toHaveLength(20);
    expect(problem.lines[0]).toBe('line 32');
    expect(problem.lines.join(' ')).not.toMatch(/secret|abc-token/);
    expect(problem.lines.at(-1)).toBe('\\x1b]0;title\\x07');
  });

  test('is that of the step that failed first, not of those that were cancelled', () => {
    const failure = new BuildFailure();
    for (const id of ['sha256:a', 'sha256:b', 'sha256:c']) {
      failure.hear({ kind: 'step', id, name: `RUN ${id}`, isCached: false });
      failure.hear({ kind: 'line', id, text: id });
    }
    failure.hear({ kind: 'end', id: 'sha256:a', error: `${ended(137)}: context canceled` });
    failure.hear({ kind: 'end', id: 'sha256:b', error: ended(4) });
    failure.hear({ kind: 'end', id: 'sha256:c', error: 'context canceled: context canceled' });
    failure.hear({ kind: 'failure', message: ended(4) });
    expect(failure.problem()).toMatchObject({ step: 'RUN sha256:b', lines: ['sha256:b'] });
  });
});

const BASE = 'conda-links-test/docker-build:1';
const BUILDERS = [
  ['the classic builder', false],
  ['BuildKit', true],
] as const;

describeBuilds('a build that fails on a real engine', { [BASE]: 'runtime' }, () => {
  const real = new Engine(machineAt(engineHost()));
  afterAll(() => real.close());

  type Row = readonly [text: string, fault: string, words: string, step: string, line: string];
  const rows: readonly Row[] = [
    [`FROM ${BASE}\nRUN echo one; echo two >&2; exit 3`, 'image', 'code 3', 'RUN echo one', 'two'],
    [`FROM ${BASE}\nRUN sh -c 'kill -9 $$'; exit $?`, 'engine', 'killed', 'RUN sh -c', 'Killed'],
    [`FROM ${BASE}\nCOPY nosuch /`, 'image', 'not in the context', 'COPY nosuch /', 'nosuch'],
    [`FROM ${BASE}\nRUN ["/nosuch"]`, 'image', 'not in the image', 'RUN ["/nosuch"]', '/nosuch'],
    [
      `FROM ${BASE}\nRUN echo 'broken link: a -> b' >&2; false`,
      'image',
      'broken',
      'RUN echo',
      'a -> b',
    ],
    ['FROM localhost:1/x:1\nRUN true', 'engine', 'network', 'localhost:1/x:1', 'refused'],
    [`FROM ${BASE}\nRUM true`, 'image', 'cannot be read', '', 'RUM'],
    ['RUN true', 'image', 'cannot be read', '', 'no build stage'],
    ['', 'image', 'cannot be read', '', 'empty'],
  ];
  for (const [name, isBuildKit] of BUILDERS) {
    test.each(rows)(
      `says why, on ${name}: %j`,
      async (text, fault, words, step, line) => {
        const problem = await problemOf(real.build(orderOf(text, { isBuildKit }), () => {}, never));
        expect(problem).toBeInstanceOf(CannotBuild);
        const failed = problem as CannotBuild;
        expect(failed.fault).toBe(fault);
        expect(failed.message).toContain(words);
        expect(failed.step).toContain(step);
        if (step === '') expect(failed.step).toBe('');
        expect(failed.lines.join('\n')).toContain(line);
      },
      60_000,
    );
  }

  /** All images that stand on the base, or have a label. */
  async function imagesOf(label: string): Promise<string[]> {
    const base = (await engine().getImage(BASE).inspect()).Id;
    const all = await engine().listImages({ all: true });
    const own = all.filter(({ Labels, ParentId }) =>
      [Labels?.['io.github.conda-links'] === label, ParentId === base].includes(true),
    );
    return own.map(({ Id }) => Id).sort();
  }

  const mark = () => `RUN echo ${randomUUID()} >/mark`;

  test.each(BUILDERS)(
    'leaves nothing, on %s',
    async (_, isBuildKit) => {
      const order = orderOf(`FROM ${BASE}\n${mark()}\nRUN true\nRUN false`, { isBuildKit });
      const made: string[] = [];
      const hear = (event: BuildEvent) =>
        event.kind === 'layer' && event.isNew && made.push(event.id);
      expect(await problemOf(real.build(order, hear, never))).toBeInstanceOf(CannotBuild);
      expect(made).toHaveLength(isBuildKit ? 0 : 2);
      const left = await imagesOf(order.label);
      for (const id of made) expect(left.filter((one) => one.includes(id))).toEqual([]);
    },
    60_000,
  );

  test.each(BUILDERS)(
    'or is given up in a step leaves nothing, on %s',
    async (_, isBuildKit) => {
      const controller = new AbortController();
      const text = `FROM ${BASE}\n${mark()}\nRUN echo now; sleep 600`;
      const order = orderOf(text, { isBuildKit });
      const made: string[] = [];
      const hear = (event: BuildEvent) => {
        if (event.kind === 'layer' && event.isNew) made.push(event.id);
        if (event.kind === 'line' && event.text === 'now') controller.abort(new Error('enough'));
      };
      const problem = await problemOf(real.build(order, hear, controller.signal));
      expect(String(problem)).toContain('enough');
      const left = await imagesOf(order.label);
      for (const id of made) expect(left.filter((one) => one.includes(id))).toEqual([]);
      const containers = await engine().listContainers({ all: true });
      expect(containers.filter(({ Command }) => Command.includes('sleep 600'))).toEqual([]);
    },
    60_000,
  );

  test.each(BUILDERS)(
    'and one that does not leaves nothing either, once it is removed, on %s',
    async (_, isBuildKit) => {
      const text = `FROM ${BASE} AS one\n${mark()}\nFROM ${BASE}\n${mark()}\nCOPY --from=one /mark /a`;
      const order = orderOf(text, { isBuildKit });
      const made: string[] = [];
      const hear = (event: BuildEvent) =>
        event.kind === 'layer' && event.isNew && made.push(event.id);
      const image = await real.build(order, hear, never);
      expect(await imagesOf(order.label)).toContain(image);
      await real.removeImage(image);
      const left = await imagesOf(order.label);
      for (const id of [image, ...made]) expect(left.filter((one) => one.includes(id))).toEqual([]);
    },
    60_000,
  );

  test('is given up while a large context is sent', async () => {
    const file = await open(join(folder.path, 'sparse'), 'w');
    await file.truncate(2 ** 34);
    await file.close();
    for (const [, isBuildKit] of BUILDERS) {
      const order = orderOf('FROM scratch\nCOPY . /', { isBuildKit });
      const signal = AbortSignal.timeout(500);
      const problem = await problemOf(real.build(order, () => {}, signal));
      expect(problem).toBe(signal.reason);
    }
  }, 60_000);
});

// ---------------------------------------------------------------- engines that fail

const PING = 'GET /_ping';
const BUILD = 'POST /build';

/** A stand-in that is there, and builds in its own way: it is no real engine. */
function building(build: Answer): Answer {
  return (request, response, asked) => {
    if (asked === PING) response.writeHead(200).end('OK');
    else if (asked === BUILD) build(request, response, asked);
    else if (asked === 'GET /images/json') response.end('[]');
    else response.writeHead(404).end('{"message": "page not found"}');
  };
}

/** What a build comes to on a stand-in, which is given up after so many milliseconds of silence. */
async function buildAt(
  host: string,
  more: Partial<BuildOrder> = {},
  { patience = 30_000, signal = never } = {},
): Promise<unknown> {
  const own = new Engine(machineAt(host), patience);
  try {
    return await own.build(orderOf('FROM scratch\n', more), () => {}, signal);
  } catch (error) {
    return error;
  } finally {
    own.close();
  }
}

const UPGRADED = 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';

/** What a stand-in does with the connection of a session. */
function onUpgrade(server: Server, act: (socket: Duplex) => void): void {
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => {}).once('end', () => socket.destroy());
    socket.resume();
    act(socket);
  });
}

/** Takes the whole context, and then answers. */
function afterContext(answer: Answer): Answer {
  return (request, response, asked) => {
    request.resume().once('end', () => answer(request, response, asked));
  };
}

describe('an engine (a stand-in for one)', () => {
  test('that is not there is said to be so', async () => {
    for (const isBuildKit of [false, true]) {
      const problem = await buildAt(`unix://${folder.path}/none.sock`, { isBuildKit });
      expect(problem).toBeInstanceOf(CannotRead);
      expect(String(problem)).toContain('does not answer (ENOENT)');
    }
  });

  test.for<[string, Answer, string]>([
    [
      'refuses',
      (_, response) => response.writeHead(500).end('{"message": "no builder today"}'),
      'refused: no builder today',
    ],
    ['has no such page', (_, response) => response.writeHead(404).end('{}'), 'refused'],
    ['ends without an image', (_, response) => response.end(), 'without an image'],
    ['sends a page', (_, response) => response.end('<html>sign in</html>'), 'without an image'],
    ['sends bytes', (_, response) => response.end(Buffer.alloc(5000, 0xff)), 'without an image'],
    ['stops in an event', (_, response) => response.end('{"stream": "Ste'), 'without an image'],
    [
      'dies in the middle',
      (_, response) =>
        response.write('{"stream": "Step 1/1 : FROM x"}\n', () => response.socket?.destroy()),
      'does not answer (ECONNRESET)',
    ],
  ])('that %s is not taken for an image that is wrong', async ([, answer, words]) => {
    await using engine = await standIn(building(afterContext(answer)));
    const problem = await buildAt(engine.host);
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain(words);
  });

  test.for<[string, 'image' | 'engine', string]>([
    ['write /var/lib/docker/x: no space left on device', 'engine', 'disk is full'],
    ['pull access denied for x', 'image', 'login'],
  ])('that says “%s” is understood', async ([error, fault, words]) => {
    const stream = lines({ stream: 'Step 1/1 : FROM x\n' }, { errorDetail: {}, error });
    await using engine = await standIn(
      building(afterContext((_, response) => response.end(stream))),
    );
    const problem = await buildAt(engine.host);
    expect(problem).toMatchObject({ fault, step: 'FROM x', lines: [error] });
    expect(String(problem)).toContain(words);
  });

  test('that never answers is given up', async () => {
    await using engine = await standIn(() => {});
    for (const isBuildKit of [false, true]) {
      const problem = await buildAt(engine.host, { isBuildKit }, { patience: 100 });
      expect(problem).toBeInstanceOf(CannotRead);
    }
  });

  test('that is silent in a build, and there when it is asked, is waited for', async () => {
    let pings = 0;
    let finish = () => {};
    await using engine = await standIn((request, response, asked) => {
      if (asked === PING) {
        pings += 1;
        response.end('OK');
        if (pings === 3) finish();
      } else {
        building((_, held) => {
          request.resume();
          finish = () => held.end(lines({ aux: { ID: 'sha256:made' } }));
        })(request, response, asked);
      }
    });
    expect(await buildAt(engine.host, {}, { patience: 100 })).toBe('sha256:made');
    expect(pings).toBe(3);
  });

  test('that is silent in a build, and gone when it is asked, is given up', async () => {
    await using engine = await standIn((request) => void request.resume());
    const problem = await buildAt(engine.host, {}, { patience: 100 });
    expect(problem).toBeInstanceOf(CannotRead);
    expect(engine.asked).toContain(PING);
  });

  test.for<[string, (server: Server) => void]>([
    ['refuses', () => {}],
    [
      'takes for a page',
      (server) => server.on('request', (_, response) => response.headersSent || response.end('{}')),
    ],
    ['does not answer', (server) => onUpgrade(server, () => {})],
    ['breaks off', (server) => onUpgrade(server, (socket) => socket.destroy())],
    ['ends at once', (server) => onUpgrade(server, (socket) => socket.end(UPGRADED))],
  ])('whose session %s ends the build', async ([, change]) => {
    await using engine = await standIn(
      building((_, response) => response.writeHead(500).end('{"message": "no session"}')),
    );
    change(engine.server);
    const problem = await buildAt(engine.host, { isBuildKit: true }, { patience: 200 });
    expect(problem).toBeInstanceOf(CannotRead);
  });

  test.each(BUILDERS)(
    'that does not read the context can be left, with %s',
    async (_, isBuildKit) => {
      await writeFile(join(folder.path, 'big'), Buffer.alloc(8 << 20));
      const controller = new AbortController();
      await using engine = await standIn(building(() => controller.abort(new Error('enough'))));
      onUpgrade(engine.server, (socket) => socket.write(UPGRADED));
      const { signal } = controller;
      expect(String(await buildAt(engine.host, { isBuildKit }, { signal }))).toContain('enough');
    },
  );

  test('is not blamed for a context that cannot be read', async () => {
    await mkdir(join(folder.path, '.dockerignore'));
    await using engine = await standIn(building((_, response) => response.end()));
    expect(String(await buildAt(engine.host))).toContain('.dockerignore cannot be read (EISDIR)');
  });

  test.for<[string, object, boolean]>([
    ['Docker 20.10', { ApiVersion: '1.41', Os: 'linux' }, true],
    ['Docker 19.03', { ApiVersion: '1.40', Os: 'linux' }, false],
    ['one to come', { ApiVersion: '2.0', Os: 'linux' }, true],
    ['one for Windows', { ApiVersion: '1.51', Os: 'windows' }, false],
    [
      'Podman',
      { ApiVersion: '1.41', Os: 'linux', Components: [{ Name: 'Podman Engine', Version: '5' }] },
      false,
    ],
    ['something else', [1], false],
  ])('is known by what it says: %s', async ([, version, expected]) => {
    await using engine = await standIn((_, response) => response.end(JSON.stringify(version)));
    const own = new Engine(machineAt(engine.host));
    expect(await own.hasBuildKit(never)).toBe(expected);
    own.close();
  });
});

// ---------------------------------------------------------------- what killed runs left

/** The same lease, of a process that has ended. */
const dead = (lease: string) => lease.replace(/^(\w+)\.(\d+)\.\d+/, '$1.$2.1');

describe('a lease', () => {
  test('is over when its process is, or after a week where that is not known', () => {
    const own = newLease();
    expect(newLease()).not.toBe(own);
    expect(isOver(own)).toBe(false);
    expect(isOver(own, Date.now() + 2 * WEEK)).toBe(false);
    expect(isOver(dead(own))).toBe(true);
    const other = dead(own).replace(/^\w+/, '0123456789abcdef');
    expect(isOver(other)).toBe(false);
    expect(isOver(other, Date.now() + 2 * WEEK)).toBe(true);
  });

  test.each(['', 'built', 'reading', 'a.b.c', '0123456789abcdef.1.1.1.x'])(
    'is none: %j',
    (label) => {
      expect(isOver(label)).toBeNull();
    },
  );
});

describeEngine('what killed runs left on an engine', () => {
  const real = new Engine(machineAt(engineHost()));
  afterAll(() => real.close());

  test('goes, and what is wanted stays', async () => {
    await using image = await importImage(tarOf({ x: 'text' }));
    const labels = { over: dead(newLease()), alive: newLease(), kept: 'built', read: 'reading' };
    const containers = new Map<string, string>();
    const images = new Map<string, string>();
    try {
      for (const [name, label] of Object.entries(labels)) {
        const Labels = { 'io.github.conda-links': label };
        const made = await engine().createContainer({ Image: image.name, Cmd: ['x'], Labels });
        containers.set(name, made.id);
        images.set(name, await real.build(orderOf('FROM scratch\n', { label }), () => {}, never));
      }
      await real.removeLeftovers(never);
      const left = await engine().listContainers({ all: true });
      const has = (id: string | undefined) => left.some(({ Id }) => Id === id);
      expect([...containers].filter(([, id]) => has(id)).map(([name]) => name)).toEqual([
        'alive',
        'kept',
        'read',
      ]);
      const stay = (await engine().listImages()).map(({ Id }) => Id);
      expect([...images].filter(([, id]) => stay.includes(id)).map(([name]) => name)).toEqual([
        'alive',
        'kept',
        'read',
      ]);
    } finally {
      for (const id of containers.values()) {
        await engine()
          .getContainer(id)
          .remove({ force: true })
          .catch(() => {});
      }
      for (const id of images.values()) await real.removeImage(id);
    }
  }, 60_000);

  test('is no reason to fail where an engine does not answer', async () => {
    await using silent = await standIn(() => {});
    const own = new Engine(machineAt(silent.host), 50);
    await own.removeLeftovers(never);
    await expect(own.removeLeftovers(AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
    own.close();
  });
});

// ---------------------------------------------------------------- docker buildx

/** A docker (a stand-in for it) that writes down its words, and does what a script says. */
async function dockerOf(script: string): Promise<Machine> {
  const bin = join(folder.path, 'bin');
  await mkdir(bin);
  const text = `#!/bin/sh\nprintf '%s\\n' "$@" >${folder.path}/words\n${script}\n`;
  await writeFile(join(bin, 'docker'), text, { mode: 0o755 });
  const env = { PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin`, RUNNER_TEMP: folder.path };
  return { ...machineAt(''), env };
}

const ID = `sha256:${'a'.repeat(64)}`;
/** Writes the id where it is wanted. */
const DONE = `while [ "$1" != --iidfile ]; do shift; done; echo ${ID} >"$2"`;
const STEP = JSON.stringify({ vertexes: [{ digest: 'sha256:a', name: 'RUN x', started: 'now' }] });

describe('docker buildx (a stand-in for it)', () => {
  const build = (machine: Machine, more: object = {}, signal = never) => {
    const { isBuildKit: _kit, ...rest } = orderOf('FROM scratch\n', more);
    return buildWithBuildx({ ...rest, words: ['--secret', 'id=a b'] }, machine, () => {}, signal);
  };

  test('is given words, which no shell reads', async () => {
    const machine = await dockerOf(DONE);
    const more = { tag: 'x:1', buildArgs: { A: '$(id); "b" \'c\'' }, platform: 'linux/amd64' };
    expect(await build(machine, { ...more, isNoCache: true, isPulled: true, label: 'l' })).toBe(ID);
    const words = (await readFile(join(folder.path, 'words'), 'utf8')).trimEnd().split('\n');
    const own = words.map((word) => word.replace(/.*\/conda-links-\w+/, 'OWN'));
    expect(own).toEqual([
      ...['buildx', 'build', '--load', '--progress', 'rawjson', '--secret', 'id=a b'],
      ...['--iidfile', 'OWN/id', '--file', 'OWN/Dockerfile', '--label', 'io.github.conda-links=l'],
      ...['--build-arg', 'A=$(id); "b" \'c\'', '--tag', 'x:1', '--platform', 'linux/amd64'],
      ...['--no-cache', '--pull', '--', folder.path],
    ]);
    expect((await readdir(folder.path)).sort()).toEqual(['bin', 'words']);
  });

  test.each<[string, string, string]>([
    [
      'there is none',
      'echo "unknown flag: --load\n\nRun \'docker --help\' for more" >&2; exit 125',
      'no buildx',
    ],
    [
      'there is no such builder',
      'echo "ERROR: no builder \\"x\\" found" >&2; exit 1',
      'no builder "x" found',
    ],
    ['a word is wrong', 'echo "unknown flag: --x\n\nSee it" >&2; exit 125', 'unknown flag: --x'],
    ['it names no image', 'exit 0', 'named no image'],
  ])('is not taken for an image that is wrong where %s', async (_, script, words) => {
    const problem = await problemOf(build(await dockerOf(script)));
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain(words);
  });

  test('is missed where there is no docker', async () => {
    const problem = await problemOf(build({ ...machineAt(''), env: { PATH: folder.path } }));
    expect(problem).toBeInstanceOf(CannotRead);
    expect(String(problem)).toContain('no docker on PATH');
  });

  test('tells which step failed', async () => {
    const error = ended(3);
    const end = { vertexes: [{ digest: 'sha256:a', name: 'RUN x', completed: 'now', error }] };
    const script = `cat >&2 <<'END'\n${STEP}\n${JSON.stringify(end)}\nERROR: failed to build: x\nEND\nexit 1`;
    const problem = await problemOf(build(await dockerOf(script)));
    expect(problem).toMatchObject({ fault: 'image', step: 'RUN x' });
    expect(String(problem)).toContain('code 3');
  });

  test('is ended when nobody waits for it any more', async () => {
    const controller = new AbortController();
    const machine = await dockerOf(
      `echo $$ >${folder.path}/pid; echo '${STEP}' >&2; exec sleep 600`,
    );
    const { isBuildKit: _kit, ...rest } = orderOf('FROM scratch\n');
    const hear = () => controller.abort(new Error('enough'));
    const building = buildWithBuildx({ ...rest, words: [] }, machine, hear, controller.signal);
    expect(String(await problemOf(building))).toContain('enough');
    const pid = Number(await readFile(join(folder.path, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

function whyNoBuildx(): string | null {
  const { status } = spawnSync('docker', ['buildx', 'version'], { stdio: 'ignore' });
  return status === 0 ? null : 'no docker buildx';
}

describeEngine('docker buildx on a real engine', () => {
  const build = (dockerfile: string, hear: (event: BuildEvent) => void) => {
    const { isBuildKit: _, ...rest } = orderOf(dockerfile);
    const machine = { ...machineAt(''), env: { ...process.env, DOCKER_HOST: engineHost() } };
    return buildWithBuildx({ ...rest, words: [] }, machine, hear, never);
  };

  test('builds what the engine then has, and says what failed', async ({ skip }) => {
    const reason = whyNoBuildx();
    if (reason) skip(reason);
    await writeFile(join(folder.path, 'a'), randomUUID());
    const steps: string[] = [];
    const id = await build('FROM scratch\nCOPY a /\n', (event) => {
      if (event.kind === 'step') steps.push(event.name);
    });
    const { Id, Config } = await engine().getImage(id).inspect();
    await engine().getImage(id).remove();
    expect(Id).toBe(id);
    expect(Config.Labels).toHaveProperty(['io.github.conda-links']);
    expect(steps).toContain('[1/1] COPY a /');
    const problem = await problemOf(build('FROM scratch\nCOPY nosuch /\n', () => {}));
    expect(problem).toMatchObject({ fault: 'image' });
    expect(String(problem)).toContain('not in the context');
  }, 60_000);
});
