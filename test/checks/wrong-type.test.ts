import { DEVICE, FIFO, folder, link, SOCKET } from '../support/memory.ts';
import { describeCheck, python, tree } from '../support/tree.ts';

const A = {
  'a-1-0': { 'lib/a': 'a', 'lib/b': link('a'), 'share/a/deep/file': 'a', var: folder() },
};

describeCheck('wrong-type', {
  sound: {
    'files, links and folders': (by) => tree({ by, packages: A }),
    'soft links in place of files': (by) => tree({ by, packages: A, links: 'soft' }),
    'a folder that is a link now': tree({ packages: A }).moveAndLink(
      '/opt/conda/envs/ml/share',
      '/data/share',
    ),
    'records of conda before 4.3, with names only': tree({ packages: A }).record(
      'a-1-0',
      (record) => {
        record.files = [...record.files, 'share/a'];
        delete record.paths_data;
      },
    ),
    'fifos and sockets of nobody': tree({ packages: A }).with({
      'var/run/a': FIFO,
      'var/run/b': SOCKET,
    }),
  },
  quiet: {
    'files in place of links, and links in place of files': (by) =>
      tree({ by, packages: A }).with({ 'lib/b': 'a', 'lib/a': link('/etc') }),
    'a folder in place of a link': (by) =>
      python(by).without('lib/terminfo').with({ 'lib/terminfo/x': '' }),
    'what is gone': (by) => tree({ by, packages: A }).without('share'),
  },
  loud: {
    'a folder in place of a file': [
      (by) => tree({ by, packages: A }).with({ 'lib/a': folder() }),
      ['error lib/a', { is: 'directory', was: 'file' }],
    ],
    'a folder in place of a script': [
      (by) => python(by).without('bin/pip').with({ 'bin/pip': folder() }),
      'error bin/pip',
    ],
    'a file in place of a recorded folder': [
      (by) => tree({ by, packages: A }).without('var').with({ var: 'a file' }),
      ['error var', { is: 'file', was: 'folder' }],
    ],
    'a file in place of a folder that holds others': [
      (by) => tree({ by, packages: A }).without('share/a').with({ 'share/a': '' }).archived(),
      ['error share/a', { is: 'file', was: 'folder' }],
    ],
    'a fifo, a socket, a device': [
      (by) =>
        tree({ by, packages: A }).with({
          'lib/a': FIFO,
          'lib/b': SOCKET,
          'share/a/deep/file': DEVICE,
        }),
      ['error lib/a', { is: 'fifo', was: 'file' }],
      ['error lib/b', { is: 'socket', was: 'symbolic link' }],
      'error share/a/deep/file',
    ],
    'a device in place of a recorded folder': [
      tree({ packages: A }).with({ var: DEVICE }),
      ['error var', { is: 'device', was: 'folder' }],
    ],
    'a fifo in place of a folder': [
      tree({ packages: A }).without('share').with({ share: FIFO }),
      ['error share', { is: 'fifo', was: 'folder' }],
    ],
  },
});
