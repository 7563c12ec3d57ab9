/** What a builder tells while it builds. */
export type BuildEvent =
  /** A step begins, or was there already. */
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly name: string;
      readonly isCached: boolean;
    }
  | { readonly kind: 'line'; readonly id: string; readonly text: string }
  | { readonly kind: 'end'; readonly id: string; readonly error: string | null }
  /** The classic builder's image of a step, by the first digits of its id; it made it, or it was there before. */
  | { readonly kind: 'layer'; readonly id: string; readonly isNew: boolean }
  /** The image that came of it. */
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'failure'; readonly message: string };

/** A line of a step may be as long as its program likes; so many characters of it are kept. */
const LONGEST = 4000;

/** What an engine sends as one event, in bytes; what is longer is passed over. */
const LARGEST = 32 << 20;

/** So many steps are told of. */
const MANY = 10_000;

/** So many lines that are no events are kept: the last ones. */
const STRAY = 20;

/**
 * Reads the stream of events of either builder, or of `docker buildx --progress rawjson`. A failed build ends
 * like any other: what failed is an event of its own, so every one is looked at.
 */
export class BuildEvents {
  /** The last lines that were no events: buildx complains in plain words. */
  readonly stray: string[] = [];
  readonly #steps = new Set<string>();
  readonly #lines = new Map<string, Lines>();
  readonly #classic = new ClassicWords();
  #pieces: Buffer[] = [];
  #size = 0;

  /** The events in a piece of the stream, which may end in the middle of one, or of a character. */
  *read(piece: Buffer): Generator<BuildEvent> {
    for (let from = 0; ; ) {
      const end = piece.indexOf(10, from);
      this.#keep(piece.subarray(from, end < 0 ? undefined : end));
      if (end < 0) return;
      yield* this.#parse(this.#take());
      from = end + 1;
    }
  }

  /** What stood behind the last end of a line. */
  *end(): Generator<BuildEvent> {
    yield* this.#parse(this.#take());
    for (const id of [...this.#lines.keys()]) yield* this.#rest(id);
    yield* this.#classic.end();
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > LARGEST) this.#pieces = [];
    else this.#pieces.push(part);
  }

  #take(): string {
    const line = this.#size > LARGEST ? '' : Buffer.concat(this.#pieces).toString('utf8');
    this.#pieces = [];
    this.#size = 0;
    return line;
  }

  *#parse(line: string): Generator<BuildEvent> {
    if (line.trim() === '') return;
    const event = objectOf(line);
    if (event === null) {
      this.stray.push(shortened(plain(line)));
      if (this.stray.length > STRAY) this.stray.shift();
      return;
    }
    const { id, aux, stream, status } = event;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
      yield* this.#told(tracedIn(Buffer.from(aux, 'base64')));
    } else if (Array.isArray(event['vertexes']) || Array.isArray(event['logs'])) {
      yield* this.#told(rawIn(event));
    } else if (isObject(aux) && typeof aux['ID'] === 'string') {
      yield { kind: 'image', id: aux['ID'] };
    } else if (typeof stream === 'string') {
      yield* this.#classic.read(stream);
    } else if (typeof status === 'string' && !event['progress']) {
      yield* this.#classic.read(`${status}\n`);
    }
    const detail = event['errorDetail'];
    const message = event['error'] ?? (isObject(detail) ? detail['message'] : undefined);
    if (typeof message !== 'string') return;
    yield* this.#classic.end();
    yield { kind: 'failure', message: plain(message) };
  }

  *#told({ vertexes, logs }: Told): Generator<BuildEvent> {
    for (const { id, name, isCached, isBegun, isDone, error } of vertexes) {
      // A vertex is told of when it is known, when it begins, and whenever something becomes of it.
      if (isBegun && !this.#steps.has(id) && this.#steps.size < MANY) {
        this.#steps.add(id);
        yield { kind: 'step', id, name: shortened(name), isCached };
      }
      if (!isDone) continue;
      yield* this.#rest(id);
      yield { kind: 'end', id, error: error === '' ? null : shortened(plain(error)) };
    }
    for (const { id, stream, bytes } of logs) {
      const key = `${id} ${stream}`;
      const lines = this.#lines.get(key) ?? new Lines();
      if (this.#lines.size < MANY) this.#lines.set(key, lines);
      for (const text of lines.read(bytes)) yield { kind: 'line', id, text };
    }
  }

  /** What a step wrote behind the last end of a line, of either stream of it or of one. */
  *#rest(key: string): Generator<BuildEvent> {
    for (const one of key.includes(' ') ? [key] : [`${key} 1`, `${key} 2`]) {
      const lines = this.#lines.get(one);
      this.#lines.delete(one);
      const [id = ''] = one.split(' ');
      for (const text of lines?.end() ?? []) yield { kind: 'line', id, text };
    }
  }
}

/** What the classic builder says of the containers of its steps, which it makes and removes. */
const OF_CONTAINERS =
  /^(?: ---> Running in| ---> Removed intermediate container|Removing intermediate container) [0-9a-f]{12}$/;

/** The classic builder says everything in words: `Step 3/9 : RUN …`. */
class ClassicWords {
  #step = 0;
  /** Whether the next image that is named was made by this build. */
  #isNew = false;
  readonly #lines = new Lines();

  *read(said: string): Generator<BuildEvent> {
    for (const line of this.#lines.read(Buffer.from(said))) yield* this.#say(line);
  }

  *end(): Generator<BuildEvent> {
    for (const line of this.#lines.end()) yield* this.#say(line);
  }

  *#say(line: string): Generator<BuildEvent> {
    const [, number, name = ''] = /^Step (\d{1,6})\/\d+ : (.*)$/.exec(line) ?? [];
    const [, image] = /^ ---> ([0-9a-f]{12})$/.exec(line) ?? [];
    if (number !== undefined) {
      this.#step = Number(number);
      // What a stage is FROM was there before.
      this.#isNew = !/^FROM\b/i.test(name);
      yield { kind: 'step', id: String(this.#step), name, isCached: false };
    } else if (image !== undefined) {
      yield { kind: 'layer', id: image, isNew: this.#isNew };
    } else if (line === ' ---> Using cache') {
      this.#isNew = false;
    } else if (!OF_CONTAINERS.test(line)) {
      yield { kind: 'line', id: String(this.#step), text: line };
    }
  }
}

/** Lines out of bytes that come as they like. Of each no more is held than is kept. */
class Lines {
  readonly #decoder = new TextDecoder();
  #rest = '';

  *read(bytes: Buffer): Generator<string> {
    const parts = this.#decoder.decode(bytes, { stream: true }).split('\n');
    for (const [at, part] of parts.entries()) {
      // A few more, for colours are not counted.
      this.#rest += part.slice(0, Math.max(0, 4 * LONGEST - this.#rest.length));
      if (at < parts.length - 1) yield* this.#take();
    }
  }

  *end(): Generator<string> {
    this.#rest += this.#decoder.decode();
    yield* this.#take();
  }

  *#take(): Generator<string> {
    // A progress bar writes over itself.
    const line = plain(this.#rest).replace(/\r+$/, '');
    this.#rest = '';
    const text = line.slice(line.lastIndexOf('\r') + 1);
    if (text.trim() !== '') yield shortened(text);
  }
}

/** Without colours and the like: the classic builder puts what comes from standard error in red. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how they begin
  return text.replace(/\u001b\[[0-9;:?]*[ -/]*[@-~]/g, '');
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) ? event : null;
  } catch {
    return null;
  }
}

/** BuildKit's `moby.buildkit.v1.StatusResponse`, as far as it matters. */
interface Told {
  readonly vertexes: readonly {
    readonly id: string;
    readonly name: string;
    readonly isCached: boolean;
    readonly isBegun: boolean;
    readonly isDone: boolean;
    readonly error: string;
  }[];
  readonly logs: readonly {
    readonly id: string;
    readonly stream: number;
    readonly bytes: Buffer;
  }[];
}

/**
 * As protobuf (`api/services/control/control.proto`): vertexes (1: digest 1, name 3, cached 4, started 5, completed
 * 6, error 7) and what their commands wrote (3: vertex 1, stream 3, msg 4).
 */
function tracedIn(message: Buffer): Told {
  const parts = fieldsOf(message);
  const of = (wanted: number) =>
    parts.filter(({ field }) => field === wanted).map(({ bytes }) => fieldsOf(bytes));
  const find = (fields: readonly Field[], wanted: number) =>
    fields.find(({ field }) => field === wanted);
  const textOf = (fields: readonly Field[], wanted: number) =>
    find(fields, wanted)?.bytes.toString('utf8') ?? '';
  return {
    vertexes: of(1).map((fields) => {
      const isDone = find(fields, 6) !== undefined;
      return {
        id: textOf(fields, 1),
        name: textOf(fields, 3),
        isCached: find(fields, 4)?.number === 1,
        isBegun: isDone || find(fields, 5) !== undefined,
        isDone,
        error: textOf(fields, 7),
      };
    }),
    logs: of(3).map((fields) => ({
      id: textOf(fields, 1),
      stream: find(fields, 3)?.number === 2 ? 2 : 1,
      bytes: find(fields, 4)?.bytes ?? NOTHING,
    })),
  };
}

/** As buildx writes it, a line of JSON at a time. */
function rawIn(event: Record<string, unknown>): Told {
  const of = (key: string) => (Array.isArray(event[key]) ? event[key] : []).filter(isObject);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    vertexes: of('vertexes').map((vertex) => ({
      id: text(vertex['digest']),
      name: text(vertex['name']),
      isCached: vertex['cached'] === true,
      isBegun: Boolean(vertex['started'] || vertex['completed']),
      isDone: Boolean(vertex['completed']),
      error: text(vertex['error']),
    })),
    logs: of('logs').map((log) => ({
      id: text(log['vertex']),
      stream: log['stream'] === 2 ? 2 : 1,
      bytes: Buffer.from(text(log['data']), 'base64'),
    })),
  };
}

interface Field {
  readonly field: number;
  /** Of a field that has a length; empty for a number. */
  readonly bytes: Buffer;
  readonly number: number;
}

const NOTHING = Buffer.alloc(0);

/** The fields of a protobuf message. dockerode reads them too, and gives the output of commands out as base64. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) {
      fields.push({ field, bytes: NOTHING, number: varint() });
    } else if (wire === 2) {
      const length = varint();
      fields.push({ field, bytes: message.subarray(at, at + length), number: 0 });
      at += length;
    } else {
      at += wire === 1 ? 8 : 4;
    }
  }
  return fields;
}
