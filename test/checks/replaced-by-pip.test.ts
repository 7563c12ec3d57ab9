import { type Contents, describeCheck, type Package, python, SITE, tree } from '../support/tree.ts';

const info = (name: string, installer: string): Contents => ({
  [`${SITE}/${name}.dist-info/INSTALLER`]: installer,
  [`${SITE}/${name}.dist-info/METADATA`]: `${name}\n`,
});
const six = (installer: string) => ({
  'six-1.16-0': { ...info('six-1.16', installer), [`${SITE}/six.py`]: 'six' },
});
const YAML: Package = {
  noarch: 'python',
  files: { 'site-packages/ruamel.yaml-0.17-py3.9.egg-info/PKG-INFO': 'ruamel.yaml\n' },
};

describeCheck('replaced-by-pip', {
  sound: {
    'installed by conda, and said so': (by) => python(by),
    'built with pip, and said so by the package itself': (by) =>
      tree({ by, packages: six('pip\n') }),
    'the same, soft-linked': (by) => tree({ by, packages: six('pip\n'), links: 'soft' }),
    'built with uv': (by) => tree({ by, packages: six('uv') }),
    'projects that pip alone has installed': (by) => python(by).with(info('requests-2.0', 'pip\n')),
    'of nobody, by another installer': (by) =>
      tree({ by, packages: six('conda') }).with(info('six-1.17', 'flit\n')),
  },
  quiet: {
    'what another conda package left behind': (by) =>
      tree({ by, packages: six('conda') }).with(info('six-1.15', 'conda')),
  },
  loud: {
    'a newer version by pip': [
      (by) =>
        tree({ by, packages: six('conda') })
          .without(`${SITE}/six-1.16.dist-info`)
          .with(info('six-1.17', 'pip\n')),
      [`warning ${SITE}/six-1.17.dist-info`, { installer: 'pip', project: 'six', version: '1.17' }],
    ],
    'a newer version by uv': [
      (by) => tree({ by, packages: six('conda') }).with(info('six-1.17', 'uv')),
      [`warning ${SITE}/six-1.17.dist-info`, { installer: 'uv' }],
    ],
    'a newer version by pixi, which works with uv': [
      (by) => tree({ by, packages: six('conda') }).with(info('six-1.17', 'uv-pixi')),
      [`warning ${SITE}/six-1.17.dist-info`, { installer: 'uv-pixi' }],
    ],
    'a newer version by Poetry': [
      (by) => tree({ by, packages: six('conda') }).with(info('six-1.17', 'Poetry 1.8.2')),
      `warning ${SITE}/six-1.17.dist-info`,
    ],
    'a newer version over one that was built with pip': [
      (by) =>
        tree({ by, packages: six('pip\n') })
          .without(`${SITE}/six-1.16.dist-info`)
          .with(info('six-1.17', 'pip\n')),
      `warning ${SITE}/six-1.17.dist-info`,
    ],
    'the same version once more': [
      (by) => python(by).with(info('pip-23.0', 'pip\n')),
      [`warning ${SITE}/pip-23.0.dist-info`, { project: 'pip', version: '23.0' }],
    ],
    'one finding for all files of a package': [
      (by) =>
        python(by)
          .without(`${SITE}/pip`, `${SITE}/pip-23.0.dist-info`)
          .with(info('pip-24.0', 'pip\n')),
      `warning ${SITE}/pip-24.0.dist-info`,
    ],
    'under another spelling of the name': [
      (by) =>
        python(by, { packages: { 'ruamel.yaml-0.17-0': YAML } }).with(
          info('ruamel_yaml-0.18', 'pip\n'),
        ),
      [`warning ${SITE}/ruamel_yaml-0.18.dist-info`, { project: 'ruamel-yaml' }],
    ],
    'in an archive': [
      (by) => python(by).with(info('pip-24.0', 'pip\n')).archived(),
      `warning ${SITE}/pip-24.0.dist-info`,
    ],
  },
});
