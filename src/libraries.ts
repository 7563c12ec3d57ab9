import { posix } from 'node:path';
import { fromBytes } from './bytes.ts';
import type { Inventory } from './inventory.ts';

/** Where glibc and musl look without being told; Debian puts `/usr/local/lib` into its configuration. */
const USUAL_FOLDERS = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'];
/** How deep configuration may include configuration, and how much of it is looked at. */
const DEEPEST_INCLUDE = 8;
const MOST_FILES = 256;
const MOST_FOLDERS = 256;
/** In bytes. */
const LARGEST_FILE = 1 << 16;

/** The libraries that the loaders of a machine find by their names alone, whoever asks. */
export class Libraries {
  readonly #inventory: Inventory;
  /** Name → where it is, in one folder or several. */
  readonly #places = new Map<string, string[]>();

  constructor(inventory: Inventory, folders: Iterable<string>) {
    this.#inventory = inventory;
    for (const folder of folders) {
      for (const name of namesIn(inventory, folder)) {
        if (!name.includes('.so')) continue;
        const path = `${folder}/${name}`;
        const others = this.#places.get(name);
        if (others) others.push(path);
        else this.#places.set(name, [path]);
      }
    }
  }

  /** Whether there is a library of that name; yes as well where that cannot be known. */
  offer(name: string): boolean {
    const places = this.#places.get(name) ?? [];
    return places.some((place) => leadsSomewhere(this.#inventory, place));
  }
}

/** Reads where the loaders look: ld.so(8), ldconfig(8), and musl's `/etc/ld-musl-ARCH.path`. */
export async function findLibraries(inventory: Inventory): Promise<Libraries> {
  const folders = new Set(USUAL_FOLDERS);
  // Debian has a folder of its own for each kind of machine.
  for (const folder of ['/lib', '/usr/lib', '/usr/local/lib']) {
    for (const name of namesIn(inventory, folder)) {
      if (/-linux-(?:gnu|musl)[a-z0-9_]*$/.test(name)) folders.add(`${folder}/${name}`);
    }
  }
  for (const folder of await configured(inventory)) {
    if (folders.size < MOST_FOLDERS) folders.add(folder);
  }
  return new Libraries(inventory, folders);
}

/** Whether something is at the end of an absolute path, or nobody knows. */
export function leadsSomewhere(inventory: Inventory, path: string): boolean {
  const { kind } = inventory.resolve(path);
  return kind !== 'missing' && kind !== 'loop';
}

/** The folders that configuration names, one level of files that include each other after the other. */
async function configured(inventory: Inventory): Promise<readonly string[]> {
  const folders: string[] = [];
  const seen = new Set<string>();
  const musl = namesIn(inventory, '/etc').filter((name) => /^ld-musl-.*\.path$/.test(name));
  let files = ['/etc/ld.so.conf', ...musl.map((name) => `/etc/${name}`)];
  for (let depth = 0; depth < DEEPEST_INCLUDE && files.length > 0; depth += 1) {
    const fresh = files.filter((file) => !seen.has(file)).slice(0, MOST_FILES - seen.size);
    for (const file of fresh) seen.add(file);
    const read = await inventory.source.read(fresh, LARGEST_FILE);
    const included = new Set<string>();
    for (const [file, bytes] of read) {
      const lines = bytes.kind === 'ok' ? fromBytes(bytes.value).split('\n') : [];
      for (const line of lines) {
        const said = parseLine(line);
        folders.push(...said.folders.slice(0, MOST_FOLDERS));
        for (const pattern of said.patterns) {
          for (const one of matching(inventory, posix.resolve(posix.dirname(file), pattern))) {
            if (included.size < MOST_FILES) included.add(one);
          }
        }
      }
      if (folders.length > MOST_FOLDERS) break;
    }
    files = [...included];
  }
  return folders;
}

/** One line: `include PATTERN…`, or folders with blanks, commas or colons between, and perhaps `=TYPE` behind. */
function parseLine(line: string): { folders: string[]; patterns: string[] } {
  const [text = ''] = line.split('#', 1);
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (first === 'include') return { folders: [], patterns: rest };
  const folders = text.split(/[\s,:]/).map((one) => one.split('=', 1)[0] ?? '');
  return {
    folders: folders.filter((one) => one.startsWith('/')).map((one) => posix.normalize(one)),
    patterns: [],
  };
}

/** The paths that a pattern with `*` and `?` stands for, in the order of their names (glob(7)). */
function matching(inventory: Inventory, pattern: string): string[] {
  let found = [''];
  for (const part of pattern.split('/').slice(1)) {
    const isPlain = !/[*?]/.test(part);
    found = found.flatMap((folder) =>
      isPlain
        ? [`${folder}/${part}`]
        : namesIn(inventory, folder || '/')
            .filter((name) => !name.startsWith('.') && matches(name, part))
            .sort()
            .map((name) => `${folder}/${name}`),
    );
    found = found.slice(0, MOST_FILES);
  }
  return found;
}

/** Goes back to the last `*` only, and so never takes longer than the one is long times the other. */
function matches(name: string, pattern: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  let from = 0;
  while (from < name.length) {
    if (pattern[at] === '*') {
      star = at;
      mark = from;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      mark += 1;
      from = mark;
      at = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function namesIn(inventory: Inventory, folder: string): string[] {
  const end = inventory.resolve(folder);
  const items = end.kind === 'found' ? inventory.source.list(end.path) : end;
  return items.kind === 'ok' ? items.value.map(({ name }) => name) : [];
}
