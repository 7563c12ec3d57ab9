import { folder, link } from '../support/memory.ts';
import { describeCheck, PIP_DIST, python, SITE, tree } from '../support/tree.ts';

const LIBX = { 'libx-1-0': { 'lib64/x.so.1': 'x', 'lib64/x.so': link('x.so.1') } };
const MAN = {
  'a-1-0': { 'share/man/man1/a.1': 'a', 'share/man/man1/aa.1': link('a.1') },
  'b-1-0': { 'share/man/man1/b.1': link('a.1') },
};

describeCheck('missing-link', {
  sound: {
    'in a folder that is reached by a link': tree({ packages: LIBX })
      .without('lib64')
      .with({ lib64: link('lib'), 'lib/x.so.1': 'x', 'lib/x.so': link('x.so.1') }),
    'of another case, on a volume that folds it': tree({ packages: LIBX })
      .without('lib64/x.so')
      .with({ 'lib64/X.SO': link('x.so.1') })
      .folding(),
    'what a post-link script makes, soft-linked': [
      tree({
        by: 'conda',
        packages: { 'a-1-0': { 'share/info/dir': 'a' } },
        links: 'soft',
      }).without('share/info/dir'),
      'note share/info/dir',
    ],
    'man pages gone from all packages': (by) => tree({ by, packages: MAN }).without('share/man'),
  },
  quiet: {
    'links that dangle': (by) => tree({ by, packages: LIBX }).without('lib64/x.so.1'),
    'the programs that everybody calls': (by) => python(by).without('bin/python'),
    'below a folder that may not be listed': tree({ packages: LIBX }).with({
      lib64: folder(0o311),
    }),
    'below a folder that may not be entered': tree({ packages: LIBX }).with({
      lib64: folder(0o644),
    }),
    'below a file where a folder was': tree({ packages: LIBX })
      .without('lib64')
      .with({ lib64: '' }),
    'of a package that pip replaced': (by) =>
      python(by, {
        packages: {
          [PIP_DIST]: { [`${SITE}/pip-23.dist-info/METADATA`]: '', 'bin/pip3': link('pip') },
        },
      })
        .without('bin/pip3')
        .with({ [`${SITE}/pip-24.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'a link to a file': [
      (by) => tree({ by, packages: LIBX }).without('lib64/x.so'),
      'error lib64/x.so',
    ],
    'a link to a folder': [(by) => python(by).without('lib/terminfo'), 'error lib/terminfo'],
    'a soft link that stood for a file, as conda records it': [
      python('conda', { links: 'soft' }).without('lib/python3.9/os.py'),
      'error lib/python3.9/os.py',
    ],
    'with all that was there': [
      (by) => tree({ by, packages: LIBX }).without('lib64').archived(),
      'error lib64/x.so',
    ],
  },
});
