import { file, link, program } from '../support/memory.ts';
import { describeCheck, PYTHON, PYTHON_DIST, python, tree } from '../support/tree.ts';

const SSL = { 'ssl-1-0': { 'ssl/a.pem': 'a', 'ssl/cert.pem': link('/etc/cert.pem') } };

describeCheck('flattened-link', {
  sound: {
    'links as they are': (by) => python(by),
    'executables that conda copied for its soft links': tree({
      packages: { 'a-1-0': { 'bin/a': program('b'), 'bin/b': program('b') } },
      links: 'soft',
    }),
  },
  quiet: {
    'a copy of the target': (by) => python(by).with({ 'bin/2to3': program('#!/bin/sh\n') }),
    'a copy of a target that is the name of another file': (by) =>
      tree({ by, packages: { 'a-1-0': { a: 'b', b: 'b', c: link('a') } } }).with({ c: 'b' }),
    'an empty file': (by) => python(by).with({ 'bin/python': '' }),
    'text of several lines': (by) => python(by).with({ 'bin/python': 'python3.9\n\n' }),
    'a file that holds the name of a file': (by) =>
      python(by).with({ 'lib/python3.9/os.py': 'empty.py' }),
    'what cannot be proved: no hash, no cache, no target': tree({
      packages: SSL,
      cache: false,
    }).with({
      'ssl/cert.pem': '/etc/cert.pem',
    }),
    'what cannot be proved, in an archive': tree({ packages: SSL })
      .with({ 'ssl/cert.pem': '/etc/cert.pem' })
      .archived(),
  },
  loud: {
    'its text is the target': [
      (by) => python(by).with({ 'bin/python': 'python3.9' }),
      ['error bin/python', { text: 'python3.9' }],
    ],
    'its mode does not matter': [
      (by) => python(by).with({ 'bin/python': file('python3.9', 0o777) }),
      'error bin/python',
    ],
    'without a cache': [
      (by) =>
        tree({ by, packages: { [PYTHON_DIST]: PYTHON }, cache: false }).with({
          'bin/python': 'python3.9',
        }),
      'error bin/python',
    ],
    'a link to a folder': [
      (by) => python(by).with({ 'lib/terminfo': '../share/terminfo' }),
      'error lib/terminfo',
    ],
    'the cached link has the text, though nothing is there': [
      (by) => tree({ by, packages: SSL }).with({ 'ssl/cert.pem': '/etc/cert.pem' }),
      'error ssl/cert.pem',
    ],
    'rattler hashed the text, though nothing else is known': [
      tree({ by: 'rattler', packages: SSL }).with({ 'ssl/cert.pem': '/etc/cert.pem' }).archived(),
      'error ssl/cert.pem',
    ],
    'in an archive': [
      (by) => python(by).with({ 'bin/python': 'python3.9' }).archived(),
      'error bin/python',
    ],
  },
});
