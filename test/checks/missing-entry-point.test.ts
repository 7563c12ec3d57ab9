import { folder } from '../support/memory.ts';
import { describeCheck, PIP, python, SITE, tree } from '../support/tree.ts';

const PYTHON_ABI = { 'python_abi-3.9-2': {}, 'a-1-0': { 'bin/a': 'a' } };
const BLACK = { 'black-23-0': { ...PIP, scripts: ['black', 'blackd'], files: {} } };

describeCheck('missing-entry-point', {
  sound: {
    'all of them': (by) => python(by),
    'neither python nor pip': (by) => tree({ by, packages: PYTHON_ABI }),
    'a pip that brings none': (by) =>
      tree({ by, packages: { 'pip-23-0': { ...PIP, scripts: [] } } }),
  },
  quiet: {
    'a python that leads nowhere': (by) => python(by).without('bin/python3.9'),
    'a python that is a text now': (by) => python(by).with({ 'bin/python': 'python3.9' }),
    'other programs': (by) => python(by).without('bin/python3', 'bin/2to3', 'bin/2to3-3.9'),
    'in a folder that may not be listed': (by) => python(by).with({ bin: folder(0o311) }),
    'in a folder that may not be entered': (by) => python(by).with({ bin: folder(0) }),
    'of a package that pip replaced': (by) =>
      python(by, { packages: BLACK })
        .without('bin/pip')
        .with({ [`${SITE}/pip-24.0.dist-info/INSTALLER`]: 'pip\n' }),
  },
  loud: {
    'no python': [(by) => python(by).without('bin/python'), 'error bin/python'],
    'no pip': [(by) => python(by).without('bin/pip'), 'error bin/pip'],
    'a pip that is a file of its package': [
      (by) => tree({ by, packages: { 'pip-23-0': { 'bin/pip': '#!' } } }).without('bin/pip'),
      'error bin/pip',
    ],
    'a console script': [
      (by) => python(by, { packages: BLACK }).without('bin/blackd'),
      'error bin/blackd',
    ],
    'all of bin, in an archive': [
      (by) => python(by, { packages: BLACK }).without('bin').archived(),
      'error bin/black',
      'error bin/blackd',
      'error bin/pip',
      'error bin/python',
    ],
  },
});
