import { link, program } from '../support/memory.ts';
import {
  describeCheck,
  PREFIX,
  PYTHON,
  PYTHON_DIST,
  patched,
  python,
  tree,
} from '../support/tree.ts';

const SCRIPT = PYTHON['bin/2to3-3.9'];
const TEXT = typeof SCRIPT === 'object' && SCRIPT.kind === 'file' ? SCRIPT.bytes : '';
const copyOfFolder = { 'lib/terminfo/x/xterm': 'xterm' };

describeCheck('link-became-file', {
  sound: {
    'links as they are': (by) => python(by),
    'executables that conda copied for its soft links': (by) => python(by, { links: 'soft' }),
    'what conda makes of an absolute link of a package': tree({
      by: 'conda',
      packages: { 'sh-1-0': { 'libexec/sh': link('/bin/sh'), a: 'a', b: link('a') } },
    })
      .without('libexec/sh')
      .with({ 'libexec/sh': program('a shell') }),
    'those of a cache that is gone': tree({
      packages: { 'a-1-0': { 'bin/a': program('a') } },
      links: 'soft',
      cache: false,
    }),
  },
  quiet: {
    'a text that holds the target': (by) => python(by).with({ 'bin/python': 'python3.9' }),
    'a file that is no copy': (by) =>
      python(by).with({ 'lib/libpython3.9.so': 'another library, of another length' }),
    'links that are gone': (by) => python(by).without('lib/libpython3.9.so'),
    'soft links that became files': (by) =>
      tree({ by, packages: { 'a-1-0': { a: 'a' } }, links: 'soft' }).with({ a: 'a' }),
  },
  loud: {
    'a copy of a file': [
      (by) => python(by).with({ 'lib/libpython3.9.so': 'the library' }),
      ['warning lib/libpython3.9.so', { copy: 'file' }],
    ],
    'a copy of a patched file': [
      (by) => python(by).with({ 'bin/2to3': program(patched(TEXT, PREFIX, by)) }),
      'warning bin/2to3',
    ],
    'a copy of a folder': [
      (by) => python(by).without('lib/terminfo').with(copyOfFolder),
      ['warning lib/terminfo', { copy: 'directory' }],
    ],
    'without a cache': [
      (by) =>
        tree({ by, packages: { [PYTHON_DIST]: PYTHON }, cache: false })
          .without('lib/terminfo')
          .with({ ...copyOfFolder, 'lib/libpython3.9.so': 'the library' }),
      'warning lib/libpython3.9.so',
      'warning lib/terminfo',
    ],
    'a shipped link of a soft-linked environment': [
      (by) => python(by, { links: 'soft' }).with({ 'lib/libpython3.9.so': 'the library' }),
      'warning lib/libpython3.9.so',
    ],
    'in an archive': [
      (by) => python(by).with({ 'lib/libpython3.9.so': 'the library' }).archived(),
      'warning lib/libpython3.9.so',
    ],
  },
});
