// The zoo of sound oddities: environments that look strange and lack nothing. The packages are those of
// zoo.py; what befalls an environment later on is done here, to a real one.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type Dialect,
  keptFolder,
  type Links,
  type Place,
  type RealEnvironment,
} from './environments.ts';

const LIBRARY = 'lib/python3.11';
const SITE = `${LIBRARY}/site-packages`;
const SYSROOT = 'x86_64-conda-linux-gnu/sysroot';

/** What should not be a finding above a note. Several live in one environment and do not disturb each other. */
export interface Animal {
  readonly name: string;
  /** Where it lives: the paths that a finding about it would have. */
  readonly at: RegExp;
  /** Which environments can have it, if not all. */
  readonly isIn?: (dialect: Dialect, links: Links) => boolean;
  /** What must be there, or it has not been looked at; with a `!` in front: what must be gone. */
  readonly seen: readonly string[];
  /** What befalls the environment, where its package alone is not odd enough. */
  readonly act?: (place: Place) => void;
  /** The notes that are said of it: check ids, `|` between two of which one is. */
  readonly notes?: readonly string[];
}

// ---------------------------------------------------------------- what is done to a prefix

/** Writes as programs do that know of hard links: a new file takes the place of the old one. */
function put(prefix: string, path: string, text: string | Buffer, mode = 0o644): void {
  const place = join(prefix, path);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  writeFileSync(place, text, { mode });
}

/** Writes one anew, with more at its end or in other words. */
function rewrite(prefix: string, path: string, change: (text: string) => string): void {
  const place = join(prefix, path);
  const { mode } = lstatSync(realpathSync(place));
  put(prefix, path, Buffer.from(change(readFileSync(place, 'latin1')), 'latin1'), mode & 0o777);
}

function putLink(prefix: string, path: string, target: string): void {
  const place = join(prefix, path);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(target, place);
}

/** What pip and its like leave of a project that they installed. */
function putDistribution(prefix: string, project: string, version: string, installer: string) {
  const info = `${SITE}/${project}-${version}.dist-info`;
  put(prefix, `${info}/INSTALLER`, installer);
  put(prefix, `${info}/METADATA`, `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`);
  put(
    prefix,
    `${info}/RECORD`,
    `${project}/__init__.py,,\n${project}-${version}.dist-info/RECORD,,\n`,
  );
  put(prefix, `${SITE}/${project}/__init__.py`, `version = '${version}'\n`);
}

/** Removes what the `RECORD` of a project lists, as `pip uninstall` does. */
function removeDistribution(prefix: string, project: string, version: string): void {
  const info = `${project}-${version}.dist-info`;
  const lines = readFileSync(join(prefix, SITE, info, 'RECORD'), 'utf8').split('\n');
  for (const file of lines.map((line) => line.split(',')[0]).filter((name) => name)) {
    const place = join(prefix, SITE, file ?? '');
    rmSync(place, { force: true });
    rmSync(join(dirname(place), '__pycache__'), { recursive: true, force: true });
  }
  for (const folder of [info, project]) rmSync(join(prefix, SITE, folder), { recursive: true });
}

const PRODUCTS = [
  'share/glib-2.0/schemas/gschemas.compiled',
  'lib/gdk-pixbuf-2.0/2.10.0/loaders.cache',
  'lib/gtk-3.0/3.0.0/immodules.cache',
  'share/mime/mime.cache',
  'share/mime/text/x-zoo.xml',
  'share/icons/hicolor/icon-theme.cache',
  'share/applications/mimeinfo.cache',
  'share/fonts/zoo/fonts.dir',
  'share/info/dir',
  `${SITE}/easy-install.pth`,
];

/** A name of bytes that are no UTF-8, beside what node takes for one. */
function putBytes(prefix: string): void {
  mkdirSync(join(prefix, 'share/zoo-bytes'), { recursive: true });
  const folder = Buffer.from(join(prefix, 'share/zoo-bytes/'));
  writeFileSync(Buffer.concat([folder, Buffer.from([0xe9, 0xff, 0x41])]), 'latin');
  symlinkSync(
    Buffer.from([0xe9, 0xff, 0x41]),
    Buffer.concat([folder, Buffer.from('link-'), Buffer.from([0xfe])]),
  );
}

// ---------------------------------------------------------------- the animals

export const ANIMALS: readonly Animal[] = [
  {
    name: 'links shipped dangling: libhwasan, compiler_compat/ld, links to nowhere',
    at: /^(?:compiler_compat|share\/zoo-dangling)\/|^lib\/gcc\/|^lib\/libhwasan/,
    seen: ['compiler_compat/ld', 'share/zoo-dangling/outward'],
    notes: ['dangling-link'],
  },
  {
    name: 'a sysroot: a C library of its own',
    at: new RegExp(`^${SYSROOT}/(?:lib64|usr)/`),
    seen: [`${SYSROOT}/lib64/libnss_zoo.so.2`],
    notes: ['dangling-link'],
  },
  {
    name: 'absolute links into the machine, and to the builder’s (conda-forge/hdf5-feedstock#23)',
    isIn: (dialect) => dialect !== 'conda',
    at: new RegExp(`^${SYSROOT}/(?:lib$|etc/)|^bin/zoo-activate$`),
    seen: [`${SYSROOT}/lib`, `${SYSROOT}/etc/mtab`, 'bin/zoo-activate'],
    notes: ['dangling-link'],
  },
  {
    name: 'absolute links to files, which conda copies',
    // Soft-linked, nobody can tell it from a program that conda copied, once the package is gone.
    isIn: (dialect, links) => dialect !== 'conda' || links !== 'soft',
    at: /^share\/zoo-copied\//,
    seen: ['share/zoo-copied/sh', 'share/zoo-copied/env'],
  },
  {
    name: 'links across packages, in both directions (conda/constructor#311)',
    at: /^lib\/lib(?:left|right|z-alias)/,
    seen: ['lib/libleft-of-right.so', 'lib/libright-of-left.so', 'lib/libright-hashed.so'],
  },
  {
    name: 'links to folders and parents, cycles, lib64 → lib (conda-forge/gstreamer-feedstock#2)',
    at: /^lib64$|^share\/zoo-folders\/|^lib\/terminfo$|^share\/terminfo\//,
    seen: ['lib64', 'share/zoo-folders/self', 'share/zoo-folders/up', 'lib/terminfo'],
  },
  {
    name: 'npm: links in node_modules/.bin, programs installed with -g',
    at: /node_modules|^bin\/(?:zoo-npm|ncu|npm-cli)$/,
    seen: ['bin/zoo-npm', 'bin/ncu', 'lib/node_modules/zoo/node_modules/.bin/gone'],
    act({ prefix }) {
      put(prefix, 'lib/node_modules/ncu/cli.js', '#!/usr/bin/env node\n', 0o755);
      putLink(prefix, 'bin/ncu', '../lib/node_modules/ncu/cli.js');
      putLink(prefix, 'lib/node_modules/.bin/ncu', '../ncu/cli.js');
    },
    notes: ['dangling-link'],
  },
  {
    name: 'a package that is nothing but a link, one that is nothing at all',
    at: /^lib\/libzoo-blas|^conda-meta\/zoo-nothing/,
    seen: ['lib/libzoo-blas.so.3', 'conda-meta/zoo-nothing-1.0-h0_0.json'],
  },
  {
    name: 'libraries of the driver and of the display, stubs of them, a library without libc',
    at: /^lib\/(?:libzoo_(?:gpu|alone)|stubs\/)|^targets\//,
    seen: ['lib/libzoo_gpu.so', 'lib/stubs/libcuda.so'],
  },
  {
    name: 'programs of other machines and systems, and broken ones for tests',
    at: /^share\/zoo-foreign\/|zoo_distlib|^bin\/zoo-(?:32|windows\.exe)$/,
    seen: ['share/zoo-foreign/aarch64.so', 'share/zoo-foreign/wild.so', 'bin/zoo-32'],
  },
  {
    name: 'auditwheel’s folders of libraries',
    at: /zoo_wheel/,
    seen: [`${SITE}/zoo_wheel.libs/libgfortran-040039e1.so.5.0.0`, `${SITE}/zoo_wheel/_core.so`],
  },
  { name: 'bin/qt.conf', at: /^bin\/qt\.conf$/, seen: ['bin/qt.conf'] },
  {
    name: 'scripts for perl, tclsh and csh that are not there',
    at: /^bin\/(?:perl-tool|zoo-(?:perl|tcl|blank|env|template|relative|empty|usr-python))$/,
    seen: ['bin/zoo-perl', 'bin/zoo-tcl', 'bin/zoo-template'],
  },
  {
    name: 'scripts that their packages brought broken: paths of the builder, a perl nobody depends on',
    at: /^bin\/zoo-(?:builder|own-perl|anaconda)$/,
    seen: ['bin/zoo-builder', 'bin/zoo-own-perl', 'bin/zoo-anaconda'],
    notes: ['broken-shebang'],
  },
  {
    name: 'products of post-link scripts, made anew and longer',
    at: new RegExp(`^(?:${PRODUCTS.join('|').replace(/\./g, '\\.')})$|^bin/\\.zoo-gtk`),
    seen: PRODUCTS,
    act: ({ prefix }) => {
      for (const path of PRODUCTS) rewrite(prefix, path, (text) => `${text}and one more\n`);
      rewrite(prefix, 'share/icons/hicolor/icon-theme.cache', () => 'short\n');
    },
    notes: ['altered-file'],
  },
  {
    name: 'a product that the pre-unlink script of another package removed (conda/conda#7775)',
    at: /^lib\/gio\/modules\/giomodule\.cache$/,
    seen: ['!lib/gio/modules/giomodule.cache'],
    act: ({ prefix }) => rmSync(join(prefix, 'lib/gio/modules/giomodule.cache')),
    // The second where files are recorded as the links that they are.
    notes: ['missing-file|missing-link'],
  },
  {
    name: 'conda’s own files after conda init',
    at: /^(?:condabin|shell)\/|^etc\/(?:profile\.d|fish)\/|^bin\/(?:conda|conda-env|activate|deactivate)$|\/(?:conda|xontrib)\//,
    seen: ['condabin/conda', 'etc/profile.d/conda.sh', 'condabin/conda_hook.bat'],
    act({ prefix }) {
      for (const path of [
        ...['bin/conda', 'bin/conda-env', 'bin/activate', 'bin/deactivate', 'condabin/conda'],
        ...['etc/profile.d/conda.sh', 'etc/profile.d/conda.csh', 'etc/fish/conf.d/conda.fish'],
        ...['shell/condabin/conda-hook.ps1', `${SITE}/xontrib/conda.xsh`],
      ])
        rewrite(prefix, path, (text) => `${text}# written by conda init\n`);
      put(prefix, 'condabin/conda_hook.bat', '@rem\n');
    },
    notes: ['altered-file'],
  },
  {
    name: 'what all Perl modules write into, and man pages with colons',
    at: /perllocal\.pod$|^man\//,
    seen: ['man/man3/File::Spec::Win32.3'],
    act: ({ prefix }) =>
      rewrite(prefix, 'lib/perl5/5.32/core_perl/perllocal.pod', (text) => `${text}=head2 cpan\n`),
    notes: ['altered-file'],
  },
  {
    name: 'R: javareconf at each activation (conda-forge/r-base-feedstock#423), packages of one’s own',
    at: /^lib\/R\//,
    seen: ['lib/R/etc/Makeconf', 'lib/R/library/mine/DESCRIPTION'],
    act({ prefix }) {
      for (const path of ['etc/Makeconf', 'etc/javaconf', 'etc/ldpaths', 'doc/html/packages.html'])
        rewrite(prefix, `lib/R/${path}`, (text) => `${text}JAVA = /usr/bin/java\n`);
      put(prefix, 'lib/R/library/mine/DESCRIPTION', 'Package: mine\n');
      mkdirSync(join(prefix, 'lib/R/library/00LOCK-mine'));
    },
    notes: ['altered-file'],
  },
  {
    name: 'a company’s cacert.pem, as a link to the machine’s',
    at: /^ssl\//,
    seen: ['ssl/cacert.pem', 'ssl/cert.pem'],
    act({ prefix, root }) {
      const company = join(dirname(root), 'company.pem');
      writeFileSync(company, 'one certificate\n');
      putLink(prefix, 'ssl/cacert.pem', company);
    },
  },
  {
    name: 'a company’s certificate added to certifi’s (ContinuumIO/anaconda-issues#11947)',
    at: /certifi/,
    seen: [`${SITE}/certifi/cacert.pem`],
    act: ({ prefix }) =>
      rewrite(prefix, `${SITE}/certifi/cacert.pem`, (text) => `${text}# Company Root CA\n`),
    notes: ['altered-file'],
  },
  {
    name: 'paths that two packages bring (conda/conda#13574, xiph/rav1e#3406), one of them updated by cargo',
    at: /^\.crates|^include\/zoo-jpeglib|^share\/doc\/[ab]\/|site-packages\/tests\/|^__clobbers__/,
    seen: ['.crates.toml', 'include/zoo-jpeglib.h', `${SITE}/tests/__init__.py`],
    act: ({ prefix }) => rewrite(prefix, '.crates.toml', (text) => `${text}mine = []\n`),
    notes: ['altered-file'],
  },
  {
    name: 'noarch: entry points with dots, a script of its own, templates, files that never compile',
    at: /zoo[._-]noarch|^bin\/zoo-script$|^share\/jupyter\/kernels\/zoo\//,
    seen: ['bin/zoo-noarch', 'bin/zoo.noarch2', 'bin/zoo-script', `${SITE}/zoo_noarch/cli.py`],
  },
  {
    name: 'noarch: compiled by hand, or not at all',
    at: /site-packages\/(?:wheel|setuptools|pip)\//,
    seen: [
      `!${SITE}/wheel/__pycache__`,
      `${SITE}/setuptools/__pycache__/dist.cpython-311.opt-1.pyc`,
    ],
    act({ prefix }) {
      rmSync(join(prefix, SITE, 'wheel/__pycache__'), { recursive: true, force: true });
      put(prefix, `${SITE}/setuptools/__pycache__/dist.cpython-311.opt-1.pyc`, 'compiled');
      put(prefix, `${SITE}/setuptools/__pycache__/__init__.cpython-310.pyc`, 'of another Python');
    },
  },
  {
    name: 'compiled Python, older than its source or gone (conda/conda#14873, #13370)',
    at: /\.pyc$|zoo_compiled/,
    seen: [`!${SITE}/zoo_compiled/__pycache__/missing.cpython-311.pyc`],
    act({ prefix }) {
      const cached = `${SITE}/zoo_compiled/__pycache__`;
      rewrite(prefix, `${cached}/stale.cpython-311.pyc`, (text) => `${text}compiled anew`);
      rewrite(prefix, `${LIBRARY}/__pycache__/os.cpython-311.pyc`, () => 'short');
      rmSync(join(prefix, cached, 'missing.cpython-311.pyc'));
      put(prefix, `${cached}/mine.cpython-311.pyc`, '');
    },
    notes: ['altered-file', 'missing-file'],
  },
  {
    name: 'menuinst',
    at: /^Menu\/|\.desktop$/,
    seen: ['Menu/zoo.json', 'share/applications/zoo_zoo.desktop'],
    act: ({ prefix }) => put(prefix, 'share/applications/zoo_zoo.desktop', '[Desktop Entry]\n'),
  },
  {
    name: 'virtual packages, and every way to say what a package depends on',
    at: /^conda-meta\/zoo-depends/,
    seen: ['conda-meta/zoo-depends-1.0-h0_0.json'],
  },
  {
    name: 'names with blanks, quotes, line ends, dashes, in every writing; that differ in case only',
    at: /^share\/(?:zoo-names|données|licenses)\//,
    seen: [
      ...['a blank', 'new\nline', '-dash', 'é-NFC', 'e\u0301-NFD', 'README', 'readme', '*'].map(
        (name) => `share/zoo-names/${name}`,
      ),
      `share/zoo-names/long-${'x'.repeat(245)}`,
    ],
  },
  {
    name: 'names that are no UTF-8',
    at: /^share\/zoo-bytes/,
    seen: ['share/zoo-bytes'],
    act: ({ prefix }) => putBytes(prefix),
  },
  {
    name: 'hard links within a package, empty files, setuid and sticky bits, megabytes of nothing',
    at: /^libexec\/zoo-modes\//,
    seen: ['libexec/zoo-modes/git-2', 'libexec/zoo-modes/mode-4755', 'libexec/zoo-modes/zeros'],
    act: ({ prefix }) => chmodSync(join(prefix, 'libexec'), 0o1777),
  },
  {
    name: 'a sparse file of one’s own',
    at: /^var\/sparse$/,
    seen: ['var/sparse'],
    act({ prefix }) {
      put(prefix, 'var/sparse', 'start');
      truncateSync(join(prefix, 'var/sparse'), 8 << 20);
    },
  },
  {
    name: 'projects in development: an egg-link, an editable install, links to a working copy',
    at: /zoo[-_]dev|easy-install|__editable__|^share\/jupyter\/labextensions\//,
    seen: [`${SITE}/zoo-dev.egg-link`, `${SITE}/zoo_dev_linked`],
    act({ prefix, root }) {
      const work = join(dirname(root), 'work/zoo_dev');
      mkdirSync(work, { recursive: true });
      put(prefix, `${SITE}/zoo-dev.egg-link`, `${work}\n.`);
      put(prefix, `${SITE}/__editable__.zoo_dev-0.1.pth`, `${work}\n`);
      put(prefix, `${SITE}/__editable___zoo_dev_finder.py`, 'MAPPING = {}\n');
      putDistribution(prefix, 'zoo_dev', '0.1', 'pip\n');
      put(
        prefix,
        `${SITE}/zoo_dev-0.1.dist-info/direct_url.json`,
        '{"dir_info":{"editable":true}}',
      );
      putLink(prefix, `${SITE}/zoo_dev_linked`, work);
      putLink(prefix, 'share/jupyter/labextensions/zoo', work);
      put(prefix, 'bin/zoo-dev', `#!${prefix}/bin/python\nimport zoo_dev\n`, 0o755);
    },
  },
  {
    name: 'projects that pip, uv, pixi, Poetry, flit and setup.py have installed beside conda',
    at: /of_(?:pip|uv|pixi|poetry|flit|setup)|\.egg-info/,
    seen: [
      `${SITE}/of_pip-1.0.dist-info/INSTALLER`,
      `${SITE}/of_setup-1.0-py3.11.egg-info/PKG-INFO`,
    ],
    act({ prefix }) {
      const installers = { pip: 'pip\n', uv: 'uv', pixi: 'uv-pixi', poetry: 'Poetry 1.8.2' };
      for (const [name, text] of Object.entries({ ...installers, flit: 'flit' }))
        putDistribution(prefix, `of_${name}`, '1.0', text);
      put(prefix, `${SITE}/of_setup-1.0-py3.11.egg-info/PKG-INFO`, 'Name: of_setup\n');
      put(prefix, `${SITE}/of_old.egg-info`, 'Name: of_old\n');
      putDistribution(prefix, 'of_~ip', '1.0', 'pip\n');
    },
  },
  {
    name: 'activation scripts and variables of one’s own',
    at: /^etc\/conda\//,
    seen: ['etc/conda/activate.d/mine.sh', 'etc/conda/env_vars.d/mine.json'],
    act({ prefix }) {
      put(prefix, 'etc/conda/activate.d/mine.sh', 'export MINE=1\n');
      put(prefix, 'etc/conda/env_vars.d/mine.json', '{}');
    },
  },
  {
    name: 'what installers keep in conda-meta: pixi, pinned, state, frozen, constructor; records of mode 0600',
    at: /^conda-meta\/(?!zoo-)|^\.messages\.txt$|^\.nonadmin$|^CACHEDIR\.TAG$/,
    seen: ['conda-meta/pixi', 'conda-meta/frozen', '.messages.txt'],
    act({ prefix, root }) {
      for (const name of [
        ...[
          'pixi',
          'pixi_env_prefix',
          'pinned',
          'state',
          'frozen',
          'initial-selection',
          'created_at',
        ],
        ...['initial-state.explicit.txt', '.gitignore', 'conda-pypi-something.txt'],
      ])
        put(prefix, `conda-meta/${name}`, name === 'state' ? '{"env_vars":{}}' : '');
      put(prefix, '.messages.txt', 'A message of a post-link script.\n');
      put(prefix, '.nonadmin', '');
      put(prefix, 'CACHEDIR.TAG', 'Signature: 8a477f597d28d172789f06886806bc55\n');
      put(dirname(prefix), '.conda_envs_dir_test', '');
      put(root, '.nonadmin', '');
      for (const name of readdirSync(join(prefix, 'conda-meta')))
        chmodSync(join(prefix, 'conda-meta', name), 0o600);
    },
  },
  {
    name: 'a folder that a record lists, and that is empty',
    at: /^var\/(?:recorded|empty)/,
    seen: ['var/recorded', 'var/empty'],
    act({ prefix }) {
      const file = join(prefix, 'conda-meta/zoo-nothing-1.0-h0_0.json');
      const record = JSON.parse(readFileSync(file, 'utf8'));
      record.paths_data.paths.push({ _path: 'var/recorded', path_type: 'directory' });
      writeFileSync(file, JSON.stringify(record));
      mkdirSync(join(prefix, 'var/recorded'), { recursive: true });
      mkdirSync(join(prefix, 'var/empty'));
    },
  },
  {
    name: 'an environment within the environment, in ruins',
    at: /^(?:\.pixi|share\/nested)\//,
    seen: ['share/nested/bin/gone', '.pixi/envs/default/conda-meta/history'],
    act({ prefix }) {
      for (const nested of ['share/nested', '.pixi/envs/default']) {
        put(prefix, `${nested}/conda-meta/history`, '');
        put(prefix, `${nested}/conda-meta/broken-1-0.json`, '{');
        putLink(prefix, `${nested}/bin/gone`, 'nowhere');
      }
    },
  },
  {
    name: 'what programs write while they run: caches, fonts, .DS_Store, lost+found',
    at: /DS_Store|^lost\+found|^var\/cache|^share\/jupyter\/(?:runtime|lab)|__pycache__$|fontlist|^etc\/jupyter/,
    seen: ['lost+found', 'var/cache/fontconfig/x.cache-7', '.DS_Store'],
    act({ prefix }) {
      for (const path of [
        ...[
          '.DS_Store',
          'lib/.DS_Store',
          'var/cache/fontconfig/x.cache-7',
          'bin/__pycache__/a.pyc',
        ],
        ...['share/jupyter/lab/settings/build_config.json', 'share/jupyter/runtime/kernel-1.json'],
        ...['etc/jupyter/nbconfig/notebook.json', `${SITE}/matplotlib/mpl-data/fontlist-v330.json`],
        ...['lib/.nfs000000000123', 'share/mine/.goutputstream-X', 'share/mine/core.4711'],
      ])
        put(prefix, path, 'written at run time');
      mkdirSync(join(prefix, 'lost+found'), { mode: 0o700 });
    },
  },
  {
    name: 'files of one’s own that end as those of installers do',
    at: /^share\/mine\//,
    seen: ['share/mine/notes.trash', 'share/mine/a.partial'],
    act({ prefix }) {
      for (const name of [
        'notes.trash',
        'a.partial',
        'b.c~',
        'trash',
        'x.conda',
        '.trash-1000/info',
      ])
        put(prefix, `share/mine/${name}`, '');
    },
  },
];

/** Whether what an animal must show is to be seen: a path, or with a `!` in front that there is none. */
export function isThere({ prefix }: Place, path: string): boolean {
  const name = path.replace(/^!/, '');
  const isSeen = lstatSync(join(prefix, name), { throwIfNoEntry: false }) !== undefined;
  return isSeen === (name === path);
}

// ---------------------------------------------------------------- environments of their own

/** What fills a whole environment, or concerns all of it. */
export interface Habitat {
  readonly name: string;
  /** Whether it is the base environment of its installation. */
  readonly isBase?: boolean;
  /** Which kinds of links can have it, if not all. */
  readonly links?: readonly Links[];
  /** Tells where it is after that, where not in its old place. */
  readonly act: (place: Place) => Place | undefined;
  /** All that is said of it above a note: `severity check path`. */
  readonly says?: readonly string[];
  /** Notes that must be among those said: `check, fact what`. */
  readonly notes?: readonly string[];
}

export const HABITATS: readonly Habitat[] = [
  {
    name: 'after conda clean --all',
    links: ['hard', 'copy'],
    act({ cache }) {
      rmSync(cache, { recursive: true });
      return undefined;
    },
  },
  {
    name: 'an image made small: no *.a, no *.js.map, no headers, no manuals',
    // find -type f sees no soft-linked file.
    links: ['hard', 'copy'],
    act({ prefix }) {
      const isSlim = (path: string) =>
        /\.(?:a|js\.map)$/.test(path) || /^(?:include|share\/man|man)\//.test(path);
      // As find -type f: a link to what it has deleted stays.
      for (const path of filesIn(prefix)) {
        if (isSlim(path) && !lstatSync(join(prefix, path)).isSymbolicLink())
          rmSync(join(prefix, path));
      }
      rmSync(join(prefix, 'include'), { recursive: true });
      return undefined;
    },
    notes: ['missing-file *.a', 'missing-file *.js.map', 'missing-file include', 'dangling-link '],
  },
  {
    name: 'packages that pip and pixi have upgraded: one warning each, and nothing else',
    act({ prefix }) {
      for (const [project, from, to, installer] of [
        ['numpy', '1.24.2', '2.0.0', 'pip\n'],
        ['pip', '23.0.1', '25.0', 'pip\n'],
        ['zoo_noarch', '1.0', '2.0', 'uv-pixi'],
        ['wheel', '0.38.4', '0.45', 'Poetry 1.8.2'],
      ] as const) {
        removeDistribution(prefix, project, from);
        putDistribution(prefix, project, to, installer);
      }
      put(prefix, 'bin/pip', `#!${prefix}/bin/python3.11\nimport pip\n`, 0o755);
      return undefined;
    },
    says: [
      `warning replaced-by-pip ${SITE}/numpy-2.0.0.dist-info`,
      `warning replaced-by-pip ${SITE}/pip-25.0.dist-info`,
      `warning replaced-by-pip ${SITE}/wheel-0.45.dist-info`,
      `warning replaced-by-pip ${SITE}/zoo_noarch-2.0.dist-info`,
    ],
  },
  {
    name: 'a root: envs/ and pkgs/ within, and nothing in them is looked at',
    isBase: true,
    act({ root, cache }) {
      put(root, 'envs/ruin/conda-meta/broken-1-0.json', '{');
      put(root, 'envs/no-environment/text', '');
      putLink(root, 'envs/ruin/bin/python', 'nowhere');
      putLink(root, 'envs/dangling', '/nowhere');
      put(root, '.nonadmin', '');
      put(root, 'LICENSE.txt', 'of Miniforge\n');
      put(root, '_conda', 'the installer’s own conda', 0o755);
      put(cache, 'urls.txt', '');
      put(cache, 'cache/497deca9.json', '{}');
      putLink(cache, 'zoo-1.0-0/lib/liba.so', 'libb.so');
      put(cache, 'cut-1.0-0.tar.bz2.partial', '');
      return undefined;
    },
  },
  {
    name: 'a home that is a link',
    act({ root, prefix, cache }) {
      const home = join(dirname(root), 'home');
      symlinkSync(root, home);
      return { root: home, prefix: prefix.replace(root, home), cache: cache.replace(root, home) };
    },
  },
  {
    name: 'a cache that lies elsewhere, reached by a link',
    act({ cache, root }) {
      const scratch = join(dirname(root), 'scratch-pkgs');
      renameSync(cache, scratch);
      symlinkSync(scratch, cache);
      return undefined;
    },
  },
  {
    name: 'an environment without packages: its history only',
    act({ prefix }) {
      rmSync(prefix, { recursive: true });
      put(prefix, 'conda-meta/history', '');
      return undefined;
    },
  },
  {
    name: 'projects of pip, and no package of conda',
    act({ prefix }) {
      rmSync(prefix, { recursive: true });
      put(prefix, 'conda-meta/history', '');
      putDistribution(prefix, 'requests', '2.0', 'pip\n');
      put(prefix, 'bin/zoo', '#!/usr/bin/env python3\n', 0o755);
      return undefined;
    },
  },
];

function* filesIn(prefix: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(prefix, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(prefix, path);
    else yield path;
  }
}

/** What `pip uninstall` leaves of a package of conda: a record of what is no longer there. */
export function uninstall({ prefix }: Place): void {
  removeDistribution(prefix, 'certifi', '2023.7.22');
}

// ---------------------------------------------------------------- the rows of the catalogue

/**
 * What keeps a check quiet on sound environments, and who stands for it: an animal or a habitat by the start of
 * its name. Every check has rows, and everyone stands for a row.
 */
export const QUIET_ROWS: Readonly<
  Record<string, readonly (readonly [row: string, who: string])[]>
> = {
  'dangling-link': [
    ['shipped so', 'links shipped dangling'],
    ['shipped so, into the machine', 'absolute links into the machine'],
    ['shipped so, and the cache is gone', 'after conda clean'],
    ['inside of pkgs/', 'a root'],
    ['to what was deleted of all packages', 'an image made small'],
    ['of packages of node', 'npm'],
  ],
  'link-loop': [['cycles of folders', 'links to folders']],
  'missing-link': [['across packages', 'links across packages']],
  'flattened-link': [['small files', 'hard links within a package']],
  'link-became-file': [['copied by conda', 'absolute links to files']],
  'retargeted-link': [
    ['a package of links', 'a package that is nothing but a link'],
    ['across packages', 'links across packages'],
  ],
  'escaping-link': [
    ['develop links', 'projects in development'],
    ['a corporate cacert.pem', 'a company’s cacert.pem'],
    ['shipped so', 'absolute links into the machine'],
    ['shipped so, nobody knows by which text', 'absolute links to files'],
    ['a symlinked home', 'a home that is a link'],
  ],
  'cache-link': [['a cache that lies elsewhere', 'a cache that lies elsewhere']],
  'absolute-link': [['into the machine', 'absolute links into the machine']],
  'missing-file': [
    ['compiled Python', 'compiled Python'],
    ['of noarch packages', 'noarch: compiled by hand'],
    ['slimmed images', 'an image made small'],
    ['products of scripts', 'a product that the pre-unlink script'],
    ['no records', 'an environment without packages'],
  ],
  'altered-file': [
    ['compiled Python', 'compiled Python'],
    ['conda init', 'conda’s own files'],
    ['products of post-link scripts', 'products of post-link scripts'],
    ['added certificates', 'a company’s certificate'],
    ['R', 'R: javareconf'],
    ['Perl', 'what all Perl modules'],
    ['cargo', 'paths that two packages bring'],
  ],
  'replaced-by-pip': [
    ['one a package', 'packages that pip and pixi'],
    ['beside conda', 'projects that pip, uv, pixi'],
    ['pip alone', 'projects of pip'],
  ],
  'truncated-file': [
    ['products of post-link scripts', 'products of post-link scripts'],
    ['a link to a shorter file', 'a company’s cacert.pem'],
    ['sparse files', 'a sparse file'],
  ],
  'wrong-type': [
    ['recorded folders', 'a folder that a record lists'],
    ['lib64 → lib', 'links to folders'],
  ],
  'not-executable': [['modes of all kinds', 'hard links within a package']],
  'unreadable-target': [['records of mode 0600', 'what installers keep in conda-meta']],
  'unreadable-folder': [['lost+found', 'what programs write']],
  'foreign-owner': [['nobody else’s', 'what programs write']],
  'missing-entry-point': [
    ['odd names', 'noarch: entry points'],
    ['no Python', 'an environment without packages'],
  ],
  'stale-prefix': [
    ['bin/qt.conf', 'bin/qt.conf'],
    ['the prefix by another name', 'a home that is a link'],
  ],
  'broken-shebang': [
    ['perl and tclsh', 'scripts for perl'],
    ['shipped so', 'scripts that their packages brought broken'],
  ],
  'missing-library': [
    ['drivers and optional ones', 'libraries of the driver'],
    ['another class or machine', 'programs of other machines'],
    ['sysroot', 'a sysroot'],
    ['auditwheel', 'auditwheel'],
  ],
  'missing-loader': [['another class or machine', 'programs of other machines']],
  'hazardous-filesystem': [['a cache by another name', 'a cache that lies elsewhere']],
  'unreadable-record': [
    ['what is no record', 'what installers keep in conda-meta'],
    ['nested prefixes', 'an environment within'],
  ],
  'duplicate-record': [['a package of nothing', 'a package that is nothing but a link']],
  leftover: [['names of one’s own', 'files of one’s own']],
  'unowned-files': [
    ['of other installers', 'projects that pip, uv, pixi'],
    ['files of one’s own', 'activation scripts'],
    ['menus', 'menuinst'],
  ],
  'unmet-dependency': [['virtual packages, all specs', 'virtual packages']],
  'clobbered-file': [['judged by the one it matches', 'paths that two packages bring']],
  'damaged-cache': [['a cache that is gone', 'after conda clean']],
  'shared-damage': [['files of one inode', 'hard links within a package']],
  'odd names': [
    ['in every writing', 'names with blanks'],
    ['no UTF-8', 'names that are no UTF-8'],
  ],
};

// ---------------------------------------------------------------- making environments

const here = fileURLToPath(new URL('.', import.meta.url));
/** conda copies what absolute links lead to, and fails where that is no file. */
const NOT_FOR_CONDA = 'zoo-absolute';
const MODES: Readonly<Record<Links, readonly string[]>> = {
  hard: [],
  soft: ['--softlink'],
  copy: ['--copy'],
};

async function python(...words: string[]): Promise<void> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  await promisify(execFile)('python3', [join(here, 'zoo.py'), ...words], { env });
}

/** The channel of channel.py and zoo.py, kept between runs under the hash of what makes it. */
export async function zooChannel(): Promise<string> {
  const sources = await Promise.all(
    ['channel.py', 'zoo.py'].map((one) => readFile(join(here, one))),
  );
  const hash = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12);
  return keptFolder(`zoo-channel-${hash}`, (draft) => python('channel', draft));
}

/** The whole zoo in one environment, in an installation of its own; the animals have not acted yet. */
export async function zoo(
  dialect: Dialect,
  links: Links,
  isBase = false,
): Promise<RealEnvironment> {
  const sandbox = await mkdtemp(join(await realpath(tmpdir()), 'cl-zoo-'));
  const remove = () => rm(sandbox, { recursive: true, force: true });
  const root = join(sandbox, 'conda');
  const prefix = isBase ? root : join(root, 'envs/ml');
  const cache = join(root, 'pkgs');
  try {
    await mkdir(join(root, 'conda-meta'), { recursive: true });
    writeFileSync(join(root, 'conda-meta/history'), '');
    const words = [...MODES[links], '--dialect', dialect];
    if (dialect === 'conda') words.push('--without', NOT_FOR_CONDA);
    if (dialect === 'conda' && links === 'soft') words.push('zoo-copied');
    await python('install', await zooChannel(), prefix, cache, ...words);
  } catch (error) {
    await remove();
    throw error;
  }
  return { root, prefix, cache, dialect, links, [Symbol.asyncDispose]: remove };
}

/** All animals, one after the other. */
export function release(place: Place): void {
  for (const { act } of ANIMALS) act?.(place);
}

// ---------------------------------------------------------------- conda itself

const CONDA_MODES: Readonly<Record<Links, string>> = {
  hard: '',
  soft: 'always_softlink: true\n',
  copy: 'always_copy: true\n',
};

/** The zoo, by conda itself. */
export async function condaZoo(links: Links): Promise<RealEnvironment> {
  const sandbox = await mkdtemp(join(await realpath(tmpdir()), 'cl-zoo-conda-'));
  const remove = () => rm(sandbox, { recursive: true, force: true });
  const root = join(sandbox, 'conda');
  const prefix = join(root, 'envs/ml');
  const cache = join(root, 'pkgs');
  const channel = await zooChannel();
  const packages = ['linux-64', 'noarch'].flatMap((subdir) => {
    const repodata = JSON.parse(readFileSync(join(channel, subdir, 'repodata.json'), 'utf8'));
    return Object.values(repodata.packages as Record<string, { name: string }>);
  });
  const names = packages
    .map(({ name }) => name)
    .filter((name) => ![NOT_FOR_CONDA, 'zoo-depends'].includes(name));
  const condarc = join(sandbox, 'condarc');
  const config = [
    `pkgs_dirs: [${cache}]`,
    `envs_dirs: [${join(root, 'envs')}]`,
    'default_channels: []',
    'register_envs: false',
    'notify_outdated_conda: false',
    'solver: classic',
  ];
  writeFileSync(condarc, `${config.join('\n')}\n${CONDA_MODES[links]}`);
  const words = ['create', '--yes', '--quiet', '--prefix', prefix, '--override-channels'];
  try {
    await promisify(execFile)('conda', [...words, '--channel', `file://${channel}`, ...names], {
      env: { ...process.env, CONDARC: condarc, HOME: sandbox },
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return { root, prefix, cache, dialect: 'conda', links, [Symbol.asyncDispose]: remove };
}

// ---------------------------------------------------------------- what lies around an environment

/** What an image has beside an installation: what its programs are started by. Tells the top folders. */
export function putMachine(folder: string): string[] {
  for (const program of ['usr/bin/env', 'bin/sh']) put(folder, program, '', 0o755);
  for (const library of [
    ...['lib64/ld-linux-x86-64.so.2', 'lib/ld-linux-aarch64.so.1'],
    ...['lib/x86_64-linux-gnu/libc.so.6', 'lib/aarch64-linux-gnu/libc.so.6'],
  ]) {
    if (!existsSync(`/${library}`)) continue;
    mkdirSync(dirname(join(folder, library)), { recursive: true });
    copyFileSync(`/${library}`, join(folder, library));
  }
  return readdirSync(folder);
}
