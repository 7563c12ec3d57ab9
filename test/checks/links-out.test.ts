// escaping-link, cache-link and absolute-link: where links lead, when they lead somewhere.
import { link } from '../support/memory.ts';
import { describeCheck, PREFIX, type Tree, tree } from '../support/tree.ts';

const CERT = { 'ssl-1-0': { 'ssl/cacert.pem': 'ca', 'ssl/cert.pem': link('cacert.pem') } };
const CLOCK = { 'clock-1-0': { 'etc/localtime': link('/etc/localtime') } };
const corporate = { '/etc/corporate.pem': 'a certificate' };
const escaped = (one: Tree) =>
  one.with({ ...corporate, 'ssl/cert.pem': link('/etc/corporate.pem') });
const FILES = { 'a-1-0': { a: 'a', 'lib/b': 'b' } };

describeCheck('escaping-link', {
  sound: {
    'links as they are': (by) => tree({ by, packages: CERT }),
    'shipped so': (by) => tree({ by, packages: CLOCK }).with({ '/etc/localtime': 'UTC' }),
    'shipped so, the cache being gone': (by) =>
      tree({ by, packages: CLOCK, cache: false }).with({ '/etc/localtime': 'UTC' }),
    'soft links into the cache': (by) => tree({ by, packages: FILES, links: 'soft' }),
    'into a cache that lies elsewhere': (by) =>
      tree({ by, packages: FILES, links: 'soft' }).moveAndLink('/opt/conda/pkgs', '/scratch/pkgs'),
    'to the prefix by another name': tree({ packages: FILES }).with({
      '/home/me/conda': link('/opt/conda'),
      'lib/c': link('/home/me/conda/envs/ml/lib/b'),
    }),
    'owned by nobody': [
      tree({ packages: CERT }).with({ ...corporate, 'lib/develop': link('/etc') }),
      ['note lib/develop', { target: '/etc', end: '/etc' }],
    ],
    'a company’s certificates in the place of the recorded ones': [
      (by) =>
        tree({ by, packages: CERT }).with({
          ...corporate,
          'ssl/cacert.pem': link('/etc/corporate.pem'),
        }),
      // Not cert.pem, which leads on to it: that is as its package made it.
      'note ssl/cacert.pem',
    ],
    'the same, soft-linked': [
      (by) =>
        tree({ by, packages: CERT, links: 'soft' }).with({
          ...corporate,
          'ssl/cacert.pem': link('/etc/corporate.pem'),
        }),
      'note ssl/cacert.pem',
    ],
    'a recorded link of which nobody knows where it led, the cache being gone': [
      tree({ by: 'conda', packages: CLOCK, cache: false })
        .record('clock-1-0', ({ paths_data }) => {
          for (const path of paths_data.paths) path['sha256'] = 'a'.repeat(64);
        })
        .with({ '/etc/localtime': 'UTC' }),
      'note etc/localtime',
    ],
    'in an archive nobody knows': tree({ packages: CERT })
      .with({ 'lib/develop': link('/etc') })
      .archived(),
  },
  quiet: {
    'to nothing': tree({ packages: CERT }).with({ 'ssl/cert.pem': link('/etc/corporate.pem') }),
    'in an archive': (by) => escaped(tree({ by, packages: CERT })).archived(),
  },
  loud: {
    'a recorded link': [
      (by) => escaped(tree({ by, packages: CERT })),
      ['warning ssl/cert.pem', { target: '/etc/corporate.pem', end: '/etc/corporate.pem' }],
    ],
    'a recorded link, the cache being gone': [
      (by) => escaped(tree({ by, packages: CERT, cache: false })),
      'warning ssl/cert.pem',
    ],
    'a recorded file': [
      (by) => tree({ by, packages: FILES }).with({ ...corporate, a: link('/etc/corporate.pem') }),
      'warning a',
    ],
    'into another environment': [
      tree({ packages: CERT }).with({
        '/opt/conda/envs/other/ssl/cacert.pem': 'ca',
        'ssl/cert.pem': link('../../other/ssl/cacert.pem'),
      }),
      ['warning ssl/cert.pem', { end: '/opt/conda/envs/other/ssl/cacert.pem' }],
    ],
  },
});

describeCheck('cache-link', {
  sound: {
    'hard links': (by) => tree({ by, packages: FILES }),
    copies: (by) => tree({ by, packages: FILES, links: 'copy' }),
    'in an archive': (by) => tree({ by, packages: FILES, links: 'soft' }).archived(),
    'in an archive of a root': (by) =>
      tree({ by, packages: FILES, links: 'soft', prefix: '/opt/conda' }).archived(),
  },
  quiet: {
    'links into a cache that is gone': (by) =>
      tree({ by, packages: FILES, links: 'soft', cache: false }),
  },
  loud: {
    'soft links': [
      (by) => tree({ by, packages: FILES, links: 'soft' }),
      ['note a', { count: 2, folder: '/opt/conda/pkgs/a-1-0' }],
    ],
    'into a cache that lies elsewhere': [
      (by) =>
        tree({ by, packages: FILES, links: 'soft' }).moveAndLink(
          '/opt/conda/pkgs',
          '/scratch/pkgs',
        ),
      ['note a', { count: 2 }],
    ],
    'of a root into its own cache': [
      (by) => tree({ by, packages: FILES, links: 'soft', prefix: '/opt/conda' }),
      ['note a', { count: 2 }],
    ],
    'one of the user’s own': [
      tree({ packages: FILES }).with({ mine: link('../../pkgs/a-1-0/a') }),
      ['note mine', { count: 1 }],
    ],
  },
});

const data = tree({ packages: FILES, prefix: '/data/conda/envs/ml' }).with({
  '/opt/conda': link('/data/conda'),
});

describeCheck('absolute-link', {
  sound: {
    'relative links': (by) => tree({ by, packages: CERT }),
    'into the cache': (by) => tree({ by, packages: FILES, links: 'soft' }),
    'into a prefix whose name only starts alike': tree({ packages: FILES }).with({
      [`${PREFIX}2/a`]: 'a',
      'lib/c': link(`${PREFIX}2/a`),
    }),
  },
  loud: {
    'two of them': [
      tree({ packages: FILES }).with({ 'lib/c': link(`${PREFIX}/a`), d: link(`${PREFIX}/lib/b`) }),
      ['note d', { count: 2, target: `${PREFIX}/lib/b` }],
    ],
    'that lead nowhere': [tree({ packages: FILES }).with({ c: link(`${PREFIX}/b`) }), 'note c'],
    'by the name that it is asked for by': [
      data.with({ c: link(`${PREFIX}/a`) }).named(PREFIX),
      'note c',
    ],
    'by its real name, asked for by another': [
      data.with({ c: link('/data/conda/envs/ml/a') }).named(PREFIX),
      'note c',
    ],
    'by a name that it is not asked for by': [data.with({ c: link(`${PREFIX}/a`) }), 'note c'],
    'in an archive': [
      tree({ packages: FILES })
        .with({ c: link(`${PREFIX}/a`) })
        .archived(),
      'note c',
    ],
  },
});
