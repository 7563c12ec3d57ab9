import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { takeInventory } from '../src/inventory.ts';
import { findLibraries, type Libraries } from '../src/libraries.ts';
import { type ElfPlan, elf, LOADER } from './support/elf.ts';
import { makeLayout, needTool, tool, verifyReference } from './support/forms.ts';
import { file, folder, link, MemorySource, type Node } from './support/memory.ts';
import { verifyPrefix } from './support/verifying.ts';

const { signal } = new AbortController();

/** What a machine of these files offers. */
async function offers(nodes: Readonly<Record<string, Node | string>>): Promise<Libraries> {
  const source = new MemorySource(
    Object.entries({ '/ml/conda-meta/history': '', ...nodes }).map(
      ([path, node]) => [path, typeof node === 'string' ? file(node) : node] as const,
    ),
  );
  return findLibraries(await takeInventory(source, '/ml', signal));
}

describe('where loaders look', () => {
  test('usual folders, through links to them', async () => {
    const libraries = await offers({
      '/lib': link('usr/lib'),
      '/usr/lib/liba.so.1': '',
      '/usr/lib/riscv64-linux-gnu/libb.so.1': '',
      '/usr/lib/dangling.so': link('nowhere.so'),
      '/usr/lib/loop.so': link('loop.so'),
      '/usr/lib/locked.so': link('/secret/x.so'),
      '/secret': folder(0),
      '/opt/libd.so.1': '',
    });
    expect(libraries.offer('liba.so.1')).toBe(true);
    expect(libraries.offer('libb.so.1')).toBe(true);
    expect(libraries.offer('locked.so')).toBe(true);
    for (const name of ['libd.so.1', 'dangling.so', 'loop.so', '', '..', 'liba.so']) {
      expect(libraries.offer(name), name).toBe(false);
    }
  });

  test('a name that leads nowhere in one folder does not hide the next', async () => {
    const libraries = await offers({
      '/lib/liba.so': link('nowhere.so'),
      '/usr/lib64/liba.so': '',
    });
    expect(libraries.offer('liba.so')).toBe(true);
  });

  test.each<[string, string, boolean]>([
    ['a folder', '/opt/a\n', true],
    ['without an end of line', '/opt/a', true],
    ['several', '/none, /x:/opt/a', true],
    ['with a type', '/opt/a=libc6', true],
    ['with blanks and a comment', '  /opt/a  # ours', true],
    ['of Windows', '/opt/a\r\n', true],
    ['not a whole name', '/opt', false],
    ['in a comment', '#/opt/a', false],
    ['in a comment behind a folder', '/none # /opt/a', false],
    ['relative', 'opt/a', false],
    ['hwcap', 'hwcap 0 nosegneg', false],
    ['include without a pattern', 'include', false],
    ['include', 'include /etc/more/one.conf', true],
    ['include, several', 'include /none /etc/more/one.conf', true],
    ['include by pattern', 'include /etc/*/o*e.c?nf', true],
    ['include, relative', 'include more/*', true],
    ['include by a pattern that fits nothing', 'include more/*x', false],
    ['include of a folder', 'include /etc/more', false],
    ['include of what is hidden', 'include /etc/more/*hidden', false],
    ['bytes', '\0\x01\xff\n/opt/a', true],
  ])('configuration: %s', async (_, text, isFound) => {
    const libraries = await offers({
      '/etc/ld.so.conf': text,
      '/etc/more/one.conf': '/opt/a',
      '/etc/more/.hidden': '/opt/a',
      '/opt/a/liba.so': '',
    });
    expect(libraries.offer('liba.so')).toBe(isFound);
  });

  test('whatever configuration says, it ends', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [
        `/etc/d/${n}.conf`,
        `include /etc/d/*\n/opt/${n}\n`.repeat(20),
      ]),
    );
    const libraries = await offers({
      ...many,
      '/etc/ld.so.conf': `include /etc/d/*\ninclude ${'*'.repeat(2000)}x\n/opt/a\n`,
      [`/etc/${'x'.repeat(200)}`]: '',
      '/opt/a/liba.so': '',
    });
    expect(libraries.offer('liba.so')).toBe(true);
    const endless = await offers({ '/etc/ld.so.conf': '/opt/b '.repeat(1 << 17) });
    expect(endless.offer('libb.so')).toBe(false);
  });
});

// ---------------------------------------------------------------- in each kind of source

interface Files {
  readonly [path: string]: Buffer | string | { readonly target: string };
}

const shared = (plan: ElfPlan) => elf({ needed: ['libc.so.6'], ...plan });

/** What the package has; a large library, for that is read in another way. */
const FILES: Files = {
  'bin/python3.9': elf({ type: 2, interpreter: LOADER, needed: ['libc.so.6', 'libfar.so.1'] }),
  'bin/python': { target: 'python3.9' },
  'lib/libours.so.1.2': shared({ soname: 'libours.so.1' }),
  'lib/libours.so.1': { target: 'libours.so.1.2' },
  'lib/libbig.so': shared({ needed: ['libours.so.1', 'libdrv.so.1'], padding: 3 << 20 }),
  'lib/libend.so': shared({ needed: ['libours.so.1'], padding: 2 << 20, areStringsLast: true }),
  'lib/libsmall.so': shared({ needed: ['libours.so.1', 'libcuda.so.1'] }),
};

/** What else is on the machine: configuration that is small, and some that is large. */
const MACHINE: Files = {
  [LOADER]: 'the loader',
  '/usr/lib/x86_64-linux-gnu/libc.so.6': 'the library',
  '/etc/ld.so.conf': 'include /etc/ld.so.conf.d/*.conf\n',
  '/etc/ld.so.conf.d/a.conf': `${'# a long comment\n'.repeat(1000)}/opt/drivers\n`,
  '/etc/ld.so.conf.d/b.conf': '/opt/far\n',
  '/opt/drivers/libdrv.so.1': 'a driver',
  '/opt/far/libfar.so.1': 'far',
};

function write(top: string, files: Files): void {
  for (const [path, what] of Object.entries(files)) {
    const place = join(top, path);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof what === 'string' || Buffer.isBuffer(what)) writeFileSync(place, what);
    else symlinkSync(what.target, place);
    if (path.startsWith('bin/') && Buffer.isBuffer(what)) chmodSync(place, 0o755);
  }
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** As rattler records it. */
function record(files: Files): string {
  const paths = Object.entries(files).map(([path, what]) =>
    typeof what === 'string' || Buffer.isBuffer(what)
      ? { _path: path, path_type: 'hardlink', sha256: hash(Buffer.from(what)) }
      : {
          _path: path,
          path_type: 'softlink',
          sha256: hash(Buffer.from('')),
          sha256_in_prefix: hash(Buffer.from(what.target)),
        },
  );
  const name = { name: 'python', version: '3.9.16', build: '0', subdir: 'linux-64', depends: [] };
  return JSON.stringify({ ...name, files: Object.keys(files), paths_data: { paths } });
}

describe('the same in a folder, an image and an archive', () => {
  let top = '';
  let root = '';
  let prefix = '';
  beforeAll(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'cl-libraries-')));
    root = join(top, 'root');
    // In the image where it is on this machine: a folder is looked at with all of its machine.
    prefix = join(top, 'ml');
    write(root, MACHINE);
    write(join(root, prefix), FILES);
    write(join(root, prefix), { 'conda-meta/python-3.9.16-0.json': record(FILES) });
  });
  afterAll(() => rmSync(top, { recursive: true }));

  const LOST = {
    'lib/libours.so.1': 'the link',
    'lib/libours.so.1.2': 'the file behind it',
  };

  async function image(without: string | null, from = root): Promise<string> {
    const layout = mkdtempSync(join(top, 'image-'));
    const layer = join(layout, 'layer.tar');
    const left = without === null ? [] : [`--exclude=.${prefix}/${without}`];
    await tool('tar', ['-C', from, ...left, '-cf', layer, '.']);
    return makeLayout(layout, layer);
  }

  it('nothing is amiss in the image, but a driver', async ({ skip }) => {
    needTool(['tar'], skip);
    const { findings, verdict } = await verifyReference(`oci-dir:${await image(null)}`);
    expect(
      findings.map(({ check, severity, facts }) => [check, severity, facts['library']]),
    ).toEqual([['missing-library', 'note', 'libcuda.so.1']]);
    expect(verdict).toBe('whole');
  });

  for (const [path, what] of Object.entries(LOST)) {
    it(`a lost library: ${what}`, async ({ skip }) => {
      needTool(['tar', 'cp'], skip);
      const lost = {
        library: 'libours.so.1',
        follows: path,
        neededBy: 3,
        owner: 'python-3.9.16-0',
      };
      const inImage = await verifyReference(`oci-dir:${await image(path)}`);
      const [error, note, ...more] = inImage.findings.filter(
        ({ check }) => check === 'missing-library',
      );
      expect(error).toMatchObject({ severity: 'error', path: 'lib/libbig.so', facts: lost });
      expect(error?.message).toBe(
        `lib/libbig.so and 2 more need libours.so.1, which is gone (${path} of python-3.9.16-0)`,
      );
      expect(note).toMatchObject({ severity: 'note', facts: { library: 'libcuda.so.1' } });
      expect(more).toEqual([]);
      // It is no other fact than that the library is gone.
      const absence = inImage.findings.find((one) => one.path === path);
      expect(error?.cause).toBe(absence?.cause);
      expect(inImage.causes).toHaveLength(1);

      await tool('cp', ['-a', `${root}${prefix}`, prefix]);
      rmSync(join(prefix, path));
      const inFolder = await verifyPrefix(prefix);
      rmSync(prefix, { recursive: true });
      const [same] = 'findings' in inFolder ? inFolder.findings.filter(isLibrary) : [];
      expect(same?.facts).toEqual(error?.facts);

      const archive = join(top, 'ml.tar');
      await tool('tar', ['-C', root, `--exclude=.${prefix}/${path}`, '-cf', archive, `.${prefix}`]);
      const inTar = await verifyReference(`tar:${archive}`, prefix);
      expect(inTar.findings.map(({ check }) => check)).not.toContain('missing-library');
      expect(inTar.verdict).toBe('broken');
    });
  }

  it('an image without a C library', async ({ skip }) => {
    needTool(['tar', 'cp'], skip);
    const bare = join(top, 'bare');
    mkdirSync(dirname(join(bare, prefix)), { recursive: true });
    await tool('cp', ['-a', `${root}${prefix}`, join(bare, prefix)]);
    const carrier = await verifyReference(`oci-dir:${await image(null, bare)}`);
    expect(carrier.findings.map(({ severity }) => severity)).not.toContain('error');
    mkdirSync(join(bare, 'lib'));
    const { findings } = await verifyReference(`oci-dir:${await image(null, bare)}`);
    const [error, ...notes] = findings;
    expect(error).toMatchObject({
      check: 'missing-loader',
      severity: 'error',
      path: 'bin/python3.9',
      facts: { loader: LOADER, count: 1 },
    });
    expect(new Set(notes.map(({ check, severity }) => `${severity} ${check}`))).toEqual(
      new Set(['note missing-library']),
    );
  });
});

function isLibrary({ check, severity }: { check: string; severity: string }): boolean {
  return check === 'missing-library' && severity === 'error';
}
