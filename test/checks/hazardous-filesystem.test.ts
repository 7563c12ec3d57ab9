import { describe, expect, test } from 'vitest';
import { mountOf, parseMounts } from '../../src/sources/file-systems.ts';
import { describeCheck, python } from '../support/tree.ts';

describeCheck('hazardous-filesystem', {
  sound: {
    'where nobody knows': (by) => python(by),
    'a local one': (by) => python(by).mounted({ '/': ['ext4', 'rw'], '/opt': ['xfs', 'rw'] }),
    'one in a container': (by) => python(by).mounted({ '/': ['overlay', 'rw'] }),
    'a hazard elsewhere': (by) =>
      python(by).mounted({
        '/': ['btrfs'],
        '/opt/condas': ['nfs4'],
        '/opt/conda/envs/m': ['vfat'],
      }),
    'an archive': (by) =>
      python(by)
        .mounted({ '/': ['vfat'] })
        .archived(),
  },
  loud: {
    'a home on a server': [
      python('conda').mounted({ '/': ['ext4'], '/opt': ['nfs4', 'rw'] }),
      ['note ', { type: 'nfs4', mounted: '/opt' }],
    ],
    'a memory stick': [
      python('conda').mounted({ '/opt/conda': ['vfat'] }),
      ['note ', { type: 'vfat' }],
    ],
    'a folder of Windows': [python('conda').mounted({ '/': ['9p'] }), ['note ', { type: '9p' }]],
    noexec: [
      python('conda').mounted({ '/': ['ext4', 'rw', 'noexec'] }),
      ['note ', { type: 'ext4' }],
    ],
    nosymfollow: [python('conda').mounted({ '/': ['tmpfs', 'nosymfollow'] }), 'note '],
    'the cache is what lies on one': [
      python('conda').mounted({ '/': ['ext4'], '/opt/conda/pkgs': ['cifs'] }),
      ['note ', { type: 'cifs', mounted: '/opt/conda/pkgs' }],
    ],
    'environment and cache apart': [
      python('conda').mounted({ '/': ['ext4'], '/opt/conda/envs': ['ext4'] }),
      ['note ', { type: 'ext4', cache: 'ext4', hazard: null }],
    ],
  },
});

describe('mountinfo', () => {
  const mounts = parseMounts(
    [
      '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
      '30 22 0:40 / /mnt/my\\040disk rw,noexec master:2 shared:3 - nfs4 server:/x rw,vers=4.2',
      '31 22 0:41 / /mnt rw - tmpfs tmpfs rw',
      '32 31 0:42 / /mnt rw - vfat /dev/sdb1 ro',
      'no line of it',
      '',
    ].join('\n'),
  );

  test.each([
    ['/', 'ext4'],
    ['/home/me', 'ext4'],
    ['/mnt/my disk/env', 'nfs4'],
    ['/mnt/my disk', 'nfs4'],
    ['/mnt/my', 'vfat'],
    ['/mnt', 'vfat'],
    ['/mntx', 'ext4'],
  ])('%s lies on %s', (path, type) => {
    expect(mountOf(mounts, path)?.type).toBe(type);
  });

  test('options are those of the place and of the file system', () => {
    expect(mountOf(mounts, '/mnt/my disk')).toEqual({
      type: 'nfs4',
      place: '/mnt/my disk',
      device: '0:40',
      options: ['rw', 'noexec', 'vers=4.2'],
    });
  });

  test('without a list nothing is known', () => {
    expect(mountOf(parseMounts(''), '/')).toBeNull();
  });
});
