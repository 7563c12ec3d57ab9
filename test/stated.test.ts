// At level content most files are looked at when they are read, and not before; where their hashes may be known, `lstat`
// is asked first. Both ways have to say the same.
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DirectorySource } from '../src/sources/directory.ts';
import { type Dialect, describeReal, type Links, realEnvironment } from './support/environments.ts';
import { hasher, verifyPrefix } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['conda', 'mamba', 'rattler'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];

/** What happens to a file of a folder that holds nothing but files of one package. */
const CASES: readonly (readonly [name: string, damage: (file: string) => void])[] = [
  ['nothing', () => {}],
  ['it is gone', (file) => rmSync(file)],
  ['it is cut', (file) => truncateSync(file, 1)],
  ['it was written anew', (file) => anew(file, 'else')],
  ['nobody may read it', (file) => chmodSync(file, 0)],
  ['only its owner may read it', (file) => chmodSync(file, 0o600)],
  ['everybody may execute it', (file) => chmodSync(file, 0o777)],
  ['it belongs to somebody else', (file) => process.getuid?.() === 0 && chownSync(file, 65534, 0)],
  ['a folder is in its place', (file) => (rmSync(file), mkdirSync(file))],
  [
    'a link is in its place',
    (file) => (renameSync(file, `${file}~`), symlinkSync(`${file}~`, file)),
  ],
  ['it has one more name', (file) => linkSync(file, `${file}.twin`)],
  ['there is one more file', (file) => writeFileSync(join(dirname(file), 'one-more'), '')],
];

describeReal('what is told of files', () => {
  for (const dialect of DIALECTS) {
    for (const links of LINKS) {
      test(`is the same before and while they are read: ${dialect}, ${links}`, async () => {
        for (const [name, damage] of CASES) {
          await using env = await realEnvironment({ dialect, links });
          damage(oneOf(env.prefix));
          const asked = new DirectorySource({ ...hasher, isRemembering: true });
          const before = await verifyPrefix(env.prefix, 'content', null, asked);
          const meanwhile = await verifyPrefix(env.prefix, 'content');
          expect({ ...meanwhile, seconds: 0 }, name).toEqual({ ...before, seconds: 0 });
        }
      });
    }
  }
});

function anew(file: string, text: string): void {
  rmSync(file);
  writeFileSync(file, text);
}

/** A file with some neighbours. */
function oneOf(prefix: string): string {
  const folders = readdirSync(prefix, { recursive: true, withFileTypes: true })
    .filter((one) => one.isDirectory() && one.name !== 'conda-meta')
    .map((one) => join(one.parentPath, one.name))
    .sort();
  for (const folder of folders) {
    const entries = readdirSync(folder, { withFileTypes: true });
    const [first] = entries
      .filter((one) => !one.isDirectory())
      .map(({ name }) => name)
      .sort();
    if (first !== undefined && entries.length > 2) return join(folder, first);
  }
  throw new Error('No folder holds several files.');
}
