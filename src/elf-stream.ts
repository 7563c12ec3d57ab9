import { type Ask, type Elf, elfFacts, isElf, type Range } from './elf.ts';

/** As much of one file as is held while it flows by, in bytes. */
const MOST_KEPT = 32 << 20;
const NOTHING: Buffer = Buffer.alloc(0);

/** A buffer that one file after the other uses; more than one only where several flow by at once. */
export class Desk {
  #free: Buffer | null = null;

  take(): Buffer {
    const buffer = this.#free ?? Buffer.allocUnsafe(1 << 16);
    this.#free = null;
    return buffer;
  }

  giveBack(buffer: Buffer): void {
    this.#free = buffer;
  }
}

/** Reads an ELF file whose bytes come once, in their order. What is gone when it turns out to matter is unknown. */
export class ElfStream {
  readonly #desk: Desk;
  #facts: Generator<Ask, Elf | null, Buffer> | null = null;
  #ask: Ask | null = null;
  #windows: Window[] = [];
  /** Where the chunk at hand starts in the file. */
  #at = 0;
  #chunk: Buffer = NOTHING;
  #elf: Elf | null = null;
  #isDone = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Takes the next bytes; the chunk may be reused by the caller afterwards. */
  update(chunk: Buffer): void {
    if (this.#isDone || chunk.length === 0) return;
    if (!this.#facts && !this.#start(chunk)) return;
    this.#chunk = chunk;
    for (const window of this.#windows) window.take(this.#at, chunk, this.#roomOf(window));
    this.#proceed(false);
    this.#at += chunk.length;
  }

  /** What it was; null when it is no ELF file, or too little of it was kept. */
  finish(): Elf | null {
    if (this.#facts && !this.#isDone) {
      this.#chunk = NOTHING;
      this.#proceed(true);
    }
    return this.#elf;
  }

  #start(chunk: Buffer): boolean {
    if (chunk.length >= 4 && !isElf(chunk)) {
      this.#isDone = true;
      return false;
    }
    this.#facts = elfFacts();
    this.#windows = [new Window(0, MOST_KEPT, this.#desk.take(), false)];
    this.#listen(this.#facts.next());
    return true;
  }

  /** Answers as long as the bytes that are asked for are at hand. */
  #proceed(isEnd: boolean): void {
    while (this.#ask && this.#facts) {
      const answer = this.#answer(this.#ask, isEnd);
      if (!answer) return;
      this.#listen(this.#facts.next(answer));
    }
  }

  #listen(step: IteratorResult<Ask, Elf | null>): void {
    this.#ask = step.done ? null : step.value;
    if (step.done) {
      this.#isDone = true;
      this.#elf = step.value;
      const [first] = this.#windows.splice(0);
      if (first) this.#desk.giveBack(first.bytes);
      return;
    }
    const { keep } = step.value;
    this.#windows[0]?.narrow(keep);
    for (const range of keep) this.#open(range, false);
  }

  /** The bytes that are asked for; null where they are still to come. */
  #answer(ask: Ask, isEnd: boolean): Buffer | null {
    if (ask.start >= ask.end) return NOTHING;
    const window = this.#windowFor(ask.start) ?? this.#open(ask, true);
    return window ? window.read(ask, isEnd) : NOTHING;
  }

  #windowFor(start: number): Window | undefined {
    return this.#windows.find((window) => window.start <= start && start < window.end);
  }

  /** Keeps a range from now on, unless its start is gone, or kept already. */
  #open({ start, end }: Range, isAsked: boolean): Window | null {
    if (start < this.#at || this.#windowFor(start)) return null;
    const window = new Window(start, end, NOTHING, isAsked);
    window.take(this.#at, this.#chunk, this.#roomOf(window));
    this.#windows.push(window);
    return window;
  }

  /** What is asked for is small, and there is always room for it; not for all that may be asked for. */
  #roomOf({ isAsked }: Window): number {
    if (isAsked) return MOST_KEPT;
    return MOST_KEPT - this.#windows.reduce((sum, { filled }) => sum + filled, 0);
  }
}

/** A range of a file, kept as it flows by. */
class Window {
  readonly start: number;
  end: number;
  bytes: Buffer;
  filled = 0;
  readonly isAsked: boolean;

  constructor(start: number, end: number, bytes: Buffer, isAsked: boolean) {
    this.isAsked = isAsked;
    this.start = start;
    this.end = end;
    this.bytes = bytes;
  }

  /** Takes what a chunk that starts at `at` has of it, as far as there is room. */
  take(at: number, chunk: Buffer, room: number): void {
    const from = this.start + this.filled - at;
    if (from < 0 || from >= chunk.length) return;
    const wanted = Math.min(chunk.length - from, this.end - at - from);
    const length = Math.min(wanted, room);
    if (length > 0) {
      this.#grow(this.filled + length);
      this.filled += chunk.copy(this.bytes, this.filled, from, from + length);
    }
    // With a gap it would be of no use.
    if (length < wanted) this.end = this.start + this.filled;
  }

  /** Keeps no more than what lies in these ranges from now on; what is kept already stays. */
  narrow(keep: readonly Range[]): void {
    const reached = this.start + this.filled;
    const ends = keep.flatMap(({ start, end }) => (start <= reached ? end : []));
    this.end = Math.min(this.end, Math.max(reached, ...ends));
  }

  /** A range that starts in it, as far as it is kept; null where more of it is still to come. */
  read({ start, end }: Range, isEnd: boolean): Buffer | null {
    const last = Math.min(end, this.end) - this.start;
    if (this.filled < last && !isEnd) return null;
    return this.bytes.subarray(start - this.start, Math.min(last, this.filled));
  }

  /** By what came, never by what a file claims. */
  #grow(size: number): void {
    if (size <= this.bytes.length) return;
    const bytes = Buffer.allocUnsafe(Math.max(size, Math.min(2 * this.bytes.length, MOST_KEPT)));
    this.bytes.copy(bytes, 0, 0, this.filled);
    this.bytes = bytes;
  }
}
