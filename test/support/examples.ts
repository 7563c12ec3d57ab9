// One environment for each check of docs/checks.md: what happened to it, and what is then said. The page
// shows what the product really says of it, so that no example can be out of date.
import { CHECKS } from '../../src/checks.ts';
import { text } from '../../src/reports/text.ts';
import { elf } from './elf.ts';
import { link, program } from './memory.ts';
import { PIP_DIST, PREFIX, PYTHON_DIST, python, report, SITE, type Tree, tree } from './tree.ts';

/** What happened, in Markdown that goes on from “After”, and to what. */
type Example = readonly [what: string, tree: Tree];

const sound = python('conda');
const TWO = { 'a-1-0': { 'share/note': 'of a' }, 'b-1-0': { 'share/note': 'of b' } };
const LIBRARY = {
  'libz-1.3-0': { 'lib/libz.so': link('libz.so.1'), 'lib/libz.so.1': 'the library' },
};
const CERTIFICATES = {
  'ca-1-0': { 'ssl/cert.pem': link('cacert.pem'), 'ssl/cacert.pem': 'all of them' },
};
const LOADER = '/lib64/ld-linux-x86-64.so.2';
const USER = {
  'tool-2-0': {
    'bin/tool': program(elf({ type: 2, interpreter: LOADER, needed: ['libz.so.1'] })),
  },
};
/** As `>>` writes: into all names of the file. */
const appended = {
  kind: 'file',
  bytes: Buffer.from('the library, and more'),
  mode: 0o644,
} as const;

export const EXAMPLES: Readonly<Record<string, Example>> = {
  'dangling-link': ['`rm bin/python3.9`', sound.without('bin/python3.9')],
  'link-loop': ['`ln -sfn python bin/python`', sound.with({ 'bin/python': link('python') })],
  'missing-link': ['`rm lib/libpython3.9.so`', sound.without('lib/libpython3.9.so')],
  'flattened-link': [
    'unpacking a zip archive that holds no links',
    sound.with({ 'bin/python': 'python3.9', 'lib/libpython3.9.so': 'libpython3.9.so.1.0' }),
  ],
  'link-became-file': ['`cp -rL`', sound.with({ 'lib/libpython3.9.so': 'the library' })],
  'retargeted-link': [
    '`ln -sfn libz.so.2 lib/libz.so`',
    tree({ packages: LIBRARY }).with({
      'lib/libz.so': link('libz.so.2'),
      'lib/libz.so.2': 'another',
    }),
  ],
  'escaping-link': [
    '`ln -sfn /etc/corporate.pem ssl/cert.pem`',
    tree({ packages: CERTIFICATES }).with({
      'ssl/cert.pem': link('/etc/corporate.pem'),
      '/etc/corporate.pem': 'our own',
    }),
  ],
  'cache-link': [
    '`conda config --set always_softlink true`',
    tree({ packages: LIBRARY, links: 'soft' }),
  ],
  'absolute-link': [
    '`ln -s $CONDA_PREFIX/bin/python bin/py`',
    sound.with({ 'bin/py': link(`${PREFIX}/bin/python`) }),
  ],
  'missing-file': ['`rm lib/python3.9/os.py`', sound.without('lib/python3.9/os.py')],
  'altered-file': [
    'a line that was added in an editor',
    sound.edit('lib/python3.9/os.py', (words) => `${words}# a note\n`),
  ],
  'replaced-by-pip': [
    '`pip install --upgrade pip`',
    sound.without(`${SITE}/pip-23.0.dist-info`).with({
      [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n',
      [`${SITE}/pip-24.0.dist-info/METADATA`]: 'Name: pip\n',
    }),
  ],
  'truncated-file': ['a disk that was full', sound.edit('lib/python3.9/os.py', () => '')],
  'wrong-type': [
    'a script that made a folder of that name',
    sound.without('lib/python3.9/os.py').with({ 'lib/python3.9/os.py/x': '' }),
  ],
  'not-executable': ['`chmod -x bin/python3.9`', sound.chmod('bin/python3.9', 0o644)],
  'unreadable-target': ['`chmod 0 lib/python3.9/os.py`', sound.chmod('lib/python3.9/os.py', 0)],
  'unreadable-folder': [
    '`chmod 0 lib/python3.9`',
    sound.with({ 'lib/python3.9': { kind: 'directory', mode: 0 } }),
  ],
  'foreign-owner': ['`sudo conda install …`', sound.chown('lib/python3.9/os.py', 0x10000)],
  'hazardous-filesystem': [
    'putting the installation on a file server',
    sound.mounted({ '/': ['ext4'], '/opt': ['nfs4'] }),
  ],
  'missing-entry-point': ['`rm bin/pip`', sound.without('bin/pip')],
  'stale-prefix': [
    '`mv /opt/conda /srv/conda`',
    python('conda', { prefix: '/srv/conda/envs/ml', installedAs: PREFIX }),
  ],
  'broken-shebang': [
    'removing the environment whose Python a script names',
    sound.with({ 'bin/tool': '#!/opt/conda/envs/old/bin/python3.9\nimport tool\n' }),
  ],
  'missing-library': [
    '`rm lib/libz.so.1`',
    tree({ packages: { ...LIBRARY, ...USER } }).without('lib/libz.so.1'),
  ],
  'missing-loader': [
    'copying the environment to Alpine Linux',
    tree({ packages: { ...LIBRARY, ...USER } }),
  ],
  'unreadable-record': [
    '`kill -9` of an installer while it wrote',
    sound.edit(`conda-meta/${PIP_DIST}.json`, () => ''),
  ],
  'duplicate-record': [
    'an update that was cut off',
    tree({ packages: { ...LIBRARY, 'libz-1.2-0': { 'lib/libz.so.0': 'the old one' } } }),
  ],
  'unmet-dependency': [
    '`conda remove --force libz`',
    tree({ packages: USER }).record('tool-2-0', (record) => {
      record.depends = ['libz >=1.3,<2.0a0'];
    }),
  ],
  'clobbered-file': ['installing two packages that bring one path', tree({ packages: TWO })],
  leftover: [
    '`kill -9` of conda in mid transaction',
    sound.with({ 'lib/python3.9/os.py.c~': '', 'lib/python3.9/empty.py.c~': '' }),
  ],
  'unowned-files': [
    `\`rm conda-meta/${PIP_DIST}.json\``,
    sound.without(`conda-meta/${PIP_DIST}.json`),
  ],
  'damaged-cache': [
    'deleting a file in the environment and in the package cache',
    python('conda', { links: 'copy' }).without(
      'lib/python3.9/os.py',
      `/opt/conda/pkgs/${PYTHON_DIST}/lib/python3.9/os.py`,
    ),
  ],
  'shared-damage': [
    '`cat more >> lib/libz.so.1`',
    tree({ packages: LIBRARY }).with({
      'lib/libz.so.1': appended,
      '/opt/conda/pkgs/libz-1.3-0/lib/libz.so.1': appended,
      '/opt/conda/envs/web/lib/libz.so.1': appended,
    }),
  ],
};

/** What is said of the example of a check, as a terminal of 80 columns shows it. */
export async function exampleOf(id: string): Promise<string> {
  const example = EXAMPLES[id];
  if (!example) throw new Error(`${id} has no example`);
  const [what, one] = example;
  // As conda leaves it; else each remedy would begin by making one.
  const environment = await report(one.with({ 'conda-meta/history': '' }));
  const below = CHECKS.find((check) => check.id === id)?.below ?? [id];
  const findings = environment.findings.filter(({ check }) => below.includes(check));
  if (findings.length === 0) throw new Error(`the example of ${id} has no finding of it`);
  const causes = environment.causes.filter(({ cause }) =>
    findings.some((one) => one.cause === cause),
  );
  const shown = { ...environment, findings, causes, seconds: 0.1 };
  const said = text(
    {
      schema: 1,
      tool: { name: 'conda-links', version: '' },
      verdict: environment.verdict,
      environments: [shown],
      files: [],
      images: [],
    },
    { color: false, width: 80 },
  );
  // The head and the last line say nothing of this check.
  const lines = said.split('\n').slice(3, -3).join('\n').replace(/^\n+/, '');
  return `After ${what}:\n\n\`\`\`text\n${lines}\n\`\`\``;
}
