import { describeCheck, PIP_DIST, python, SITE } from '../support/tree.ts';

const INFO = `${SITE}/scipy-1.9.dist-info`;
const byConda = { [`${INFO}/INSTALLER`]: 'conda\n', [`${INFO}/METADATA`]: 'Name: scipy\n' };

describeCheck('unowned-files', {
  sound: {
    'what records own': (by) => python(by),
    'what pip, uv and poetry installed': (by) =>
      python(by).with({
        [`${INFO}/INSTALLER`]: 'pip\n',
        [`${SITE}/a-1.dist-info/INSTALLER`]: 'uv',
        [`${SITE}/b-1.dist-info/INSTALLER`]: 'poetry 1.8',
        [`${SITE}/c-1.dist-info/METADATA`]: 'Name: c',
      }),
    'an owned dist-info whose INSTALLER nobody recorded': (by) =>
      python(by, {
        packages: {
          'scipy-1.9-0': {
            noarch: 'python',
            files: { 'site-packages/scipy-1.9.dist-info/top_level.txt': 'scipy' },
          },
        },
      }).with(byConda),
  },
  quiet: {
    'of a package whose record cannot be read': (by) =>
      python(by).with({ ...byConda, 'conda-meta/scipy-1.9-0.json': '{' }),
  },
  loud: {
    'a record that somebody deleted': [
      (by) => python(by).without(`conda-meta/${PIP_DIST}.json`),
      [`warning ${SITE}/pip-23.0.dist-info`, { project: 'pip', version: '23.0' }],
    ],
    'a package that nobody recorded': [
      (by) => python(by).with(byConda),
      [`warning ${INFO}`, { project: 'scipy', version: '1.9' }],
    ],
    'in an archive': [(by) => python(by).with(byConda).archived(), `warning ${INFO}`],
  },
});
