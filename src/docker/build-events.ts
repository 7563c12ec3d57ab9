/** What a builder tells while it builds. */
export type BuildEvent =
  /** A step begins, or is told of again with what became of it. */
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly name: string;
      readonly isCached: boolean;
    }
  | { readonly kind: 'line'; readonly id: string; readonly text: string }
  | { readonly kind: 'end'; readonly id: string; readonly error: string | null }
  /** The image that came of it. */
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'failure'; readonly message: string };

/** A line of a step may be as long as its program likes; so many characters of it are kept. */
const LONGEST = 4000;

/**
 * Reads the stream of events of either builder. A failed build ends like any other: what failed is an event
 * of its own, so every one is looked at.
 */
export class BuildEvents {
  #step = 0;
  #rest = '';
  readonly #names = new Map<string, string>();

  /** The events in a piece of the stream. */
  *read(piece: string): Generator<BuildEvent> {
    const lines = `${this.#rest}${piece}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield* this.#parse(line);
  }

  /** What stood behind the last end of a line. */
  *end(): Generator<BuildEvent> {
    if (this.#rest.trim() !== '') yield* this.#parse(this.#rest);
    this.#rest = '';
  }

  *#parse(line: string): Generator<BuildEvent> {
    let event: Record<string, unknown>;
    try {
      event = JSON.parse(line) as Record<string, unknown>;
    } catch {
      return;
    }
    if (typeof event !== 'object' || event === null) return;
    const { id, aux, stream, status } = event;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
      yield* this.#traced(Buffer.from(aux, 'base64'));
    } else if (typeof aux === 'object' && aux !== null && 'ID' in aux) {
      yield { kind: 'image', id: String(aux.ID) };
    } else {
      const said = typeof stream === 'string' ? stream : typeof status === 'string' ? status : '';
      yield* this.#classic(said);
    }
    const detail = event['errorDetail'] as { message?: unknown } | undefined;
    const message = event['error'] ?? detail?.message;
    if (typeof message === 'string') yield { kind: 'failure', message };
  }

  /** The classic builder says everything in words: `Step 3/9 : RUN …`. */
  *#classic(said: string): Generator<BuildEvent> {
    for (const line of said.split('\n')) {
      const step = /^Step (\d+)\/\d+ : (.*)$/.exec(line);
      if (step) {
        this.#step = Number(step[1]);
        yield {
          kind: 'step',
          id: String(this.#step),
          name: shortened(step[2] ?? ''),
          isCached: false,
        };
      } else if (line.trim() !== '') {
        yield { kind: 'line', id: String(this.#step), text: shortened(line) };
      }
    }
  }

  /**
   * A `moby.buildkit.v1.StatusResponse` (BuildKit's `api/services/control/control.proto`): vertexes (1: digest 1,
   * name 3, cached 4, completed 6, error 7) and what their commands wrote (3: vertex 1, msg 4).
   */
  *#traced(message: Buffer): Generator<BuildEvent> {
    for (const part of fieldsOf(message)) {
      const fields = fieldsOf(part.bytes);
      const textOf = (field: number) =>
        fields.find((one) => one.field === field)?.bytes.toString('utf8') ?? '';
      if (part.field === 1) {
        const [id, name, error] = [textOf(1), shortened(textOf(3)), textOf(7)];
        const isCached = fields.some(({ field, number }) => field === 4 && number === 1);
        if (!this.#names.has(id)) yield { kind: 'step', id, name, isCached };
        this.#names.set(id, name);
        const isDone = fields.some(({ field }) => field === 6);
        if (isDone) yield { kind: 'end', id, error: error === '' ? null : shortened(error) };
      } else if (part.field === 3) {
        const id = textOf(1);
        for (const text of textOf(4).split('\n')) {
          if (text.trim() !== '') yield { kind: 'line', id, text: shortened(text) };
        }
      }
    }
  }
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
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
