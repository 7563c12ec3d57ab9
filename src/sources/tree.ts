import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Elf } from '../elf.ts';
import { CannotRead } from '../errors.ts';
import { type End, type Entry, LinkResolver } from '../links.ts';
import {
  type Failure,
  type Kind,
  MISSING,
  OUTSIDE,
  type Result,
  type Source,
  type Stat,
} from '../sources.ts';

/** What an archive says of one thing in it; names keep their bytes (`bytes.ts`). */
export interface Header {
  readonly name: string;
  readonly kind: Kind | 'hardlink';
  /** The text of a symbolic link, or the name of the entry that a hard link is another name of. */
  readonly target: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** In milliseconds since the epoch. */
  readonly modified: number;
}

/** Bytes that were kept; large ones packed, for there may be a thousand records. */
export class Kept {
  /** How many there are, unpacked. */
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #isPacked: boolean;

  constructor(bytes: Buffer) {
    this.length = bytes.length;
    this.#isPacked = bytes.length > WORTH_PACKING;
    this.#bytes = this.#isPacked ? deflateRawSync(bytes, { level: 1 }) : bytes;
  }

  get bytes(): Buffer {
    return this.#isPacked ? inflateRawSync(this.#bytes) : this.#bytes;
  }
}

/** In bytes. */
const WORTH_PACKING = 16 << 10;

/** Where in its stream an entry is. */
export interface Place {
  /** The how manieth it is. */
  readonly at: number;
  /** Where its bytes start, in bytes from the start of the stream; -1 where they are not stored as they are. */
  readonly offset: number;
}

/** One inode of an archive; it is all that `lstat` tells of it. */
export class Node implements Stat {
  readonly kind: Kind;
  readonly target: string;
  readonly size: number;
  readonly number: number;
  readonly children: Map<string, Node> | null;
  mode: number;
  uid: number;
  gid: number;
  modified: number;
  links = 0;
  /** The layer that it came with, the how manieth entry it was there, and where its bytes are in that stream. */
  layer: number;
  readonly at: number;
  readonly offset: number;
  /** A folder that the archive does not list, but needs for what is in it: there may have been more. */
  isImplied = false;
  /** SHA-256 as hex, where the bytes were hashed as they flowed by. */
  sha256: string | null = null;
  /** What it says of itself, where it is an ELF file and its bytes were hashed. */
  elf: Elf | null = null;
  /** The start of the bytes, as far as it was kept. */
  kept: Kept | null = null;

  constructor(number: number, header: Header, layer: number, place: Place) {
    this.number = number;
    this.kind = header.kind === 'hardlink' ? 'file' : header.kind;
    this.target = header.target;
    this.size = header.size;
    this.mode = header.mode;
    this.uid = header.uid;
    this.gid = header.gid;
    this.modified = header.modified;
    this.layer = layer;
    this.at = place.at;
    this.offset = place.offset;
    this.children = this.kind === 'directory' ? new Map() : null;
  }

  /** Archives keep no other time. */
  get changed(): number {
    return this.modified;
  }

  /** All of an archive is one device. */
  get device(): number {
    return 0;
  }

  get inode(): number {
    return this.number;
  }

  get identity(): string {
    return String(this.number);
  }
}

/** The longest path that a kernel takes (PATH_MAX), in characters: longer ones could never be unpacked. */
const LONGEST_PATH = 4096;
/** More entries than this are not held in memory: the largest images have some hundred thousand. */
const MOST_ENTRIES = 8_000_000;

const IMPLIED: Header = {
  name: '',
  kind: 'directory',
  target: '',
  size: 0,
  mode: 0o755,
  uid: 0,
  gid: 0,
  modified: 0,
};

/** From where to where a folder goes, with all that is in it; both absolute. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Whiteouts are names of this start (OCI image spec, layer.md). */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * The file system that an archive, or the layers of an image one upon the other, would unpack to. It is
 * built entry by entry as `tar -x` would do, and follows links within itself as its own kernel would.
 */
export class Tree {
  #root: Node;
  #count = 0;
  #layer = 0;
  #isLayered = false;
  /** Names that this layer made for files of lower ones: hard links. */
  readonly #linked = new Map<Node, Set<string>>();
  /** Forgotten whenever something is added, for it remembers what was not there. */
  #links: LinkResolver | null = null;
  /** What is not in a folder that is only implied: of a whole machine it is missing, of an archive unknown. */
  readonly #beyond: Failure;

  constructor(extent: Source['extent']) {
    this.#beyond = extent === 'machine' ? MISSING : OUTSIDE;
    this.#root = this.#implied();
  }

  /** From here on entries belong to the next layer of an image, whose whiteouts hide what is below. */
  nextLayer(): void {
    this.#isLayered = true;
    this.#layer += 1;
    this.#linked.clear();
  }

  /**
   * Adds what an archive has next; the node of a regular file is for its bytes.
   * @param place where its bytes are
   * @throws CannotRead for what no tool would unpack: names with `..`, entries below a file
   */
  add(header: Header, place: Place): Node | null {
    const parts = partsOf(header.name);
    const name = parts.pop();
    if (name === undefined) return this.#describeRoot(header);
    const folder = this.#folderFor(parts, header.name);
    if (this.#isLayered && name.startsWith(WHITEOUT)) {
      this.#whiteOut(folder, name);
      return null;
    }
    const before = folder.children?.get(name);
    if (header.kind === 'directory' && before?.kind === 'directory') {
      this.#describe(before, header);
      return null;
    }
    if (header.kind === 'hardlink') {
      this.#link(folder, name, this.#hardLinked(header));
      return null;
    }
    const node = this.#make(header, place);
    this.#put(folder, name, node);
    return node.kind === 'file' ? node : null;
  }

  /** What is at an absolute path, not following a link in the last place, but those on the way. */
  find(path: string): Result<Node> {
    const parts = path.split('/');
    let node = this.#root;
    for (let at = 0; at < parts.length; at += 1) {
      const name = parts[at];
      if (name === '' || name === undefined) continue;
      if (name === '.' || name === '..' || node.kind === 'symlink') return this.#findByLinks(path);
      if (!node.children) return MISSING;
      const child = node.children.get(name);
      if (!child) return node.isImplied ? this.#beyond : MISSING;
      node = child;
    }
    return { kind: 'ok', value: node };
  }

  /** What is at the end of a path, all links followed, and what it is called there. */
  follow(path: string): Result<{ path: string; node: Node }> {
    const end = this.#resolve(path);
    const found = end.kind === 'found' ? this.find(end.path) : end;
    return found.kind === 'ok'
      ? { kind: 'ok', value: { path: end.path, node: found.value } }
      : found;
  }

  /** The same for a resolver of links; the path must have no links but in its last place. */
  look(path: string): Result<Entry> {
    const found = this.find(path);
    if (found.kind !== 'ok') return found;
    const { kind, target } = found.value;
    return { kind: 'ok', value: kind === 'symlink' ? { kind, target } : { kind } };
  }

  /** The absolute paths of all folders of that name, in the order of their names. */
  foldersNamed(wanted: string): string[] {
    const found: string[] = [];
    const todo: { path: string; node: Node }[] = [{ path: '', node: this.#root }];
    for (let next = todo.pop(); next; next = todo.pop()) {
      for (const [name, node] of next.node.children ?? []) {
        if (node.kind !== 'directory') continue;
        const path = `${next.path}/${name}`;
        if (name === wanted) found.push(path);
        todo.push({ path, node });
      }
    }
    return found.sort();
  }

  /** Everything below a folder is in the archive, or was never there: it is that of an environment. */
  cover(path: string): void {
    const found = this.find(path);
    const folders = found.kind === 'ok' ? [found.value] : [];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      folder.isImplied = false;
      for (const child of folder.children?.values() ?? []) if (child.children) folders.push(child);
    }
  }

  /** The root is not that of a file system: what lies in none of its folders is unknown. */
  imply(): void {
    this.#root.isImplied = true;
  }

  /** Puts what is at some places to others, with all that is in it; else nothing is left. */
  mount(moves: readonly Move[]): void {
    // What is in its place already stays there, with all that lies beside it.
    if (moves.every(({ from, to }) => from === to)) return;
    const moved = moves.flatMap(({ from, to }) => {
      const found = this.find(from);
      return found.kind === 'ok' ? [{ node: found.value, to }] : [];
    });
    const [only] = moved;
    this.#root = moved.length === 1 && only?.to === '/' ? only.node : this.#implied();
    for (const { node, to } of moved) {
      const parts = partsOf(to);
      const name = parts.pop();
      if (name !== undefined) this.#put(this.#folderFor(parts, to), name, node);
    }
    this.#links = null;
  }

  #make(header: Header, place: Place): Node {
    this.#count += 1;
    if (this.#count > MOST_ENTRIES) {
      throw new CannotRead(
        `It has more than ${MOST_ENTRIES.toLocaleString('en-US')} entries, which is more than is held in memory.`,
        'No environment is like that: archive the environment alone.',
      );
    }
    return new Node(this.#count, header, this.#layer, place);
  }

  #implied(): Node {
    const node = this.#make(IMPLIED, { at: -1, offset: -1 });
    node.isImplied = true;
    return node;
  }

  #describeRoot(header: Header): null {
    if (header.kind === 'directory') this.#describe(this.#root, header);
    return null;
  }

  #describe(node: Node, { mode, uid, gid, modified }: Header): void {
    Object.assign(node, { mode, uid, gid, modified, layer: this.#layer, isImplied: false });
  }

  #put(folder: Node, name: string, node: Node): void {
    const before = folder.children?.get(name);
    if (before === node) return;
    if (before) before.links -= 1;
    this.#links = null;
    folder.children?.set(detached(name), node);
    node.links += 1;
  }

  /** The folder for an entry, made where it is only implied; links on the way are followed. */
  #folderFor(parts: readonly string[], name: string): Node {
    let node = this.#root;
    for (const [depth, part] of parts.entries()) {
      let child = node.children?.get(part);
      if (child?.kind === 'symlink') {
        const end = this.follow(`/${parts.slice(0, depth + 1).join('/')}`);
        child = end.kind === 'ok' ? end.value.node : child;
      }
      if (!child) {
        child = this.#implied();
        this.#put(node, part, child);
      }
      if (!child.children) {
        throw new CannotRead(
          `“${name}” in it lies below what is no folder there.`,
          'It could not be unpacked either: make it anew.',
        );
      }
      node = child;
    }
    return node;
  }

  /**
   * What a hard link is another name of.
   * @throws CannotRead where that is not there: it could not be unpacked, and perhaps it is what matters
   */
  #hardLinked(header: Header): Node {
    const parts = isClimbing(header.target) ? null : partsOf(header.target);
    const found = parts && this.find(`/${parts.join('/')}`);
    if (found?.kind === 'ok' && !found.value.children) return found.value;
    throw new CannotRead(
      `“${header.name}” in it is another name of “${header.target}”, which is not there.`,
      'It cannot be unpacked as it is: make or copy it again.',
    );
  }

  #link(folder: Node, name: string, node: Node): void {
    this.#put(folder, name, node);
    if (node.layer === this.#layer) return;
    this.#linked.set(folder, (this.#linked.get(folder) ?? new Set()).add(name));
  }

  #hide(folder: Node, name: string, node: Node): void {
    folder.children?.delete(name);
    node.links -= 1;
  }

  #isBelow(folder: Node, name: string, node: Node): boolean {
    return node.layer < this.#layer && this.#linked.get(folder)?.has(name) !== true;
  }

  #whiteOut(folder: Node, name: string): void {
    this.#links = null;
    if (name === OPAQUE) this.#prune(folder);
    // Others that start so are the bookkeeping of aufs.
    if (name.startsWith('.wh..wh.')) return;
    const hidden = name.slice(WHITEOUT.length);
    const node = folder.children?.get(hidden);
    if (node && this.#pruneBelow(folder, hidden, node)) this.#hide(folder, hidden, node);
  }

  /** Takes out what lower layers brought. */
  #prune(folder: Node): void {
    for (const [name, node] of folder.children ?? []) {
      if (this.#pruneBelow(folder, name, node)) this.#hide(folder, name, node);
    }
  }

  /** Takes out what lower layers brought below a thing; whether they brought itself as well, and nothing is left in it. */
  #pruneBelow(folder: Node, called: string, top: Node): boolean {
    // Without recursion: folders can be nested as deep as a path is long.
    const folders = [top];
    for (let at = 0; at < folders.length; at += 1) {
      for (const child of folders[at]?.children?.values() ?? []) {
        if (child.children) folders.push(child);
      }
    }
    for (const node of folders.reverse()) {
      for (const [name, child] of node.children ?? []) {
        const isEmpty = !child.children || child.children.size === 0;
        if (isEmpty && this.#isBelow(node, name, child)) this.#hide(node, name, child);
      }
    }
    return this.#isBelow(folder, called, top) && (!top.children || top.children.size === 0);
  }

  #findByLinks(path: string): Result<Node> {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const folder = this.#resolve(path.slice(0, slash) || '/');
    if (folder.kind !== 'found') return folder;
    if (name === '.' || name === '..' || name === '') {
      const end = this.follow(path);
      return end.kind === 'ok' ? { kind: 'ok', value: end.value.node } : end;
    }
    return this.find(`${folder.path === '/' ? '' : folder.path}/${name}`);
  }

  #resolve(path: string): End {
    this.#links ??= new LinkResolver((place) => this.look(place));
    return this.#links.resolve(path);
  }
}

/** The parts of a name as `tar -x` takes it: from the root of the archive, whatever it starts with. */
function partsOf(name: string): string[] {
  if (name.length > LONGEST_PATH || isClimbing(name)) {
    throw new CannotRead(
      name.length > LONGEST_PATH
        ? `It has a name of ${name.length} characters, longer than any file system takes.`
        : `“${name}” in it would lie outside of where it is unpacked.`,
      'No tool would unpack it so: make it anew.',
    );
  }
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** The same name on its own: as a part of a path it would keep all of the path in memory. */
function detached(name: string): string {
  // ASCII is one byte a character in any encoding.
  return /^[\0-\x7f]*$/.test(name) ? Buffer.from(name, 'latin1').toString('latin1') : name;
}

function isClimbing(name: string): boolean {
  return name.includes('..') && name.split('/').includes('..');
}
