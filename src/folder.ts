import type { Entry } from './links.ts';
import {
  DENIED,
  type Failure,
  type Folder,
  type FolderTask,
  type Kind,
  type Source,
} from './sources.ts';

const LETTERS: Readonly<Record<Kind, string>> = {
  file: 'f',
  symlink: 'l',
  directory: 'd',
  fifo: 'p',
  socket: 's',
  device: 'b',
};

// One object for all of a kind: there may be a million of them.
const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  (['file', 'directory', 'fifo', 'socket', 'device'] as const).map((kind) => [
    LETTERS[kind],
    { kind },
  ]),
);

/** Reads one folder, and where the links in it lead; in this thread or in another. */
export function readFolder(
  source: Pick<Source, 'list' | 'readlink' | 'lstat'>,
  { path, isInside }: FolderTask,
): Folder {
  const obstacle = isInside ? null : obstacleTo(source, path);
  if (obstacle) return { names: '', kinds: '', targets: [], failure: obstacle };
  const items = source.list(path);
  if (items.kind !== 'ok') return { names: '', kinds: '', targets: [], failure: items };
  const names: string[] = [];
  const targets: string[] = [];
  let kinds = '';
  let failure: Failure | null = null;
  for (const { name, kind } of items.value) {
    if (kind === 'symlink') {
      const target = source.readlink(`${path}/${name}`);
      // A folder may be listed by who may not enter it. Else it is gone again: then it is not there.
      if (target.kind === 'denied') failure = target;
      if (target.kind !== 'ok') continue;
      targets.push(target.value);
    }
    names.push(name);
    kinds += LETTERS[kind];
  }
  return { names: names.join('/'), kinds, targets, failure };
}

/** A folder of which only some names are wanted is not listed when it is larger than this, in bytes. */
const LARGEST_BESIDE = 1 << 20;

/** Why a folder beside the prefix is not listed: what is at its names is known to those only who may enter it. */
function obstacleTo(source: Pick<Source, 'lstat'>, path: string): Failure | null {
  const self = source.lstat(`${path}/.`);
  if (self.kind !== 'ok') return self;
  return self.value.size > LARGEST_BESIDE ? DENIED : null;
}

/** The entries of a folder by name. */
export function entriesOf({ names, kinds, targets }: Folder): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  if (kinds === '') return entries;
  let links = 0;
  for (const [at, name] of names.split('/').entries()) {
    const entry = ENTRIES.get(kinds[at] ?? '');
    entries.set(name, entry ?? { kind: 'symlink', target: targets[links++] ?? '' });
  }
  return entries;
}
