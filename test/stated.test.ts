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
import { digestFile } from '../src/digest-worker.ts';
import { DirectorySource } from '../src/sources/directory.ts';
import { temporaryFolder } from './support/cli.ts';
import { type Dialect, describeReal, type Links, realEnvironment } from './support/environments.ts';
import { hasher, installFiles, verifyPrefix } from './support/verifying.ts';

const DIALECTS: readonly Dialect[] = ['conda', 'mamba', 'rattler'];
const LINKS: readonly Links[] = ['hard', 'soft', 'copy'];

/** What happens to one file of a folder, so that a check says something of it, or none. */
const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  'it is gone': (file) => rmSync(file),
  'it is cut': (file) => truncateSync(file, 1),
  'it was written anew'(file) {
    rmSync(file);
    writeFileSync(file, 'else');
  },
  'nobody may read it': (file) => chmodSync(file, 0),
  'only its owner may read it': (file) => chmodSync(file, 0o600),
  'everybody may execute it': (file) => chmodSync(file, 0o777),
  'it belongs to somebody else'(file) {
    if (process.getuid?.() === 0) chownSync(file, 65534, 0);
  },
  'a folder is in its place'(file) {
    rmSync(file);
    mkdirSync(file);
  },
  'a link is in its place'(file) {
    renameSync(file, `${file}~`);
    symlinkSync(`${file}~`, file);
  },
  'it has one more name': (file) => linkSync(file, `${file}.twin`),
  'there is one more file': (file) => writeFileSync(join(dirname(file), 'one-more'), ''),
};

describeReal('what is told of files', () => {
  for (const dialect of DIALECTS) {
    for (const links of LINKS) {
      test(`is the same before and while they are read: ${dialect}, ${links}`, async () => {
        await using env = await realEnvironment({ dialect, links });
        const files = filesIn(env.prefix);
        const damages = Object.values(DAMAGES);
        expect(files.length).toBeGreaterThan(damages.length);
        for (const [at, damage] of damages.entries()) damage(files[at] ?? '');
        const asked = new DirectorySource({ ...hasher, isRemembering: true });
        const before = await verifyPrefix(env.prefix, 'content', null, asked);
        const meanwhile = await verifyPrefix(env.prefix, 'content');
        expect({ ...meanwhile, seconds: 0 }).toEqual({ ...before, seconds: 0 });
        if (meanwhile.verdict === 'unchecked') throw new Error(meanwhile.error);
        expect(meanwhile.findings.length).toBeGreaterThan(2);
      });
    }
  }
});

test('a file that is not as large as it should be is read once', async () => {
  await using folder = await temporaryFolder();
  installFiles(folder.path, ['large'], 1 << 24);
  const source = new DirectorySource({
    async *run(jobs) {
      for (const job of jobs) yield [[job, digestFile(job)]];
    },
  });
  const told = await verifyPrefix(folder.path, 'content', null, source);
  expect(told).toMatchObject({ counts: { files: 2, bytesHashed: 5 } });
});

test.each([false, true])(
  'what goes away while it is read is told (asked before: %s)',
  async (isRemembering) => {
    await using folder = await temporaryFolder();
    const names = ['a', 'lib/b', 'lib/c'];
    installFiles(folder.path, names);
    const source = new DirectorySource({
      isRemembering,
      async *run(jobs) {
        const all = [...jobs];
        for (const { path } of all) if (!path.endsWith('/c')) rmSync(path);
        yield all.map((job) => [job, digestFile(job)] as const);
      },
    });
    for (const asUser of [null, '1000']) {
      const told = await verifyPrefix(folder.path, 'content', asUser, source);
      if (told.verdict === 'unchecked') throw new Error(told.error);
      expect(told.verdict).toBe('broken');
      const lines = told.findings.map(({ check, path }) => `${check} ${path}`);
      expect(lines.filter((line) => !line.endsWith('/c'))).toEqual(
        ['a', 'lib/b'].map((path) => `unreadable-target ${path}`),
      );
      for (const name of names) writeFileSync(join(folder.path, name), 'small');
    }
  },
);

/** One recorded file of each folder. */
function filesIn(prefix: string): string[] {
  return readdirSync(prefix, { recursive: true, withFileTypes: true })
    .filter((one) => one.isDirectory() && one.name !== 'conda-meta')
    .map((one) => join(one.parentPath, one.name))
    .sort()
    .flatMap((folder) => {
      const files = readdirSync(folder, { withFileTypes: true }).filter(
        (one) => !one.isDirectory(),
      );
      const [first] = files.map(({ name }) => name).sort();
      return first === undefined ? [] : [join(folder, first)];
    });
}
