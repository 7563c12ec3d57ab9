// Who is meant by `--as-user`, and by the `USER` of an image: by the files of the source itself.
import { describe, expect, test } from 'vitest';
import { BadInput } from '../src/errors.ts';
import { askedViewer, imageViewer, knownViewer, refuseNoUser } from '../src/user.ts';
import { file, MemorySource, type Node } from './support/memory.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/sh
ada:x:1000:1000:Ada,,,:/home/ada:/bin/bash
bob:x:1001:100::/home/bob:/bin/sh
1234:x:77:78::/:/bin/sh
# a remark
nobody with a hole:x::1:/:/bin/sh
+::::::
large:x:4294967295:1::/:/bin/sh
ada:x:2000:2000:again:/:/bin/sh`;
const GROUP = `root:x:0:
users:x:100:
ada:x:1000:
lab:x:500:bob,ada
docker:x:998:ada
broken:x:many:ada
gpu:x:44:adam,bob`;

function source(passwd = PASSWD, group = GROUP): MemorySource {
  const nodes: [string, Node][] = [
    ['/etc/passwd', file(passwd)],
    ['/etc/group', file(group)],
  ];
  return new MemorySource(nodes);
}

/** An image has the same words for other things. */
function image(): MemorySource {
  return Object.assign(source(), { kind: 'docker' as never });
}

const short = (viewer: Awaited<ReturnType<typeof imageViewer>>) =>
  viewer && [viewer.uid, viewer.gid, [...viewer.groups].sort((a, b) => a - b), viewer.name];

describe('whom --as-user means', () => {
  test.for<[text: string, who: [number, number, number[], string | null]]>([
    ['ada', [1000, 1000, [500, 998, 1000], 'ada']],
    ['1000', [1000, 1000, [500, 998, 1000], 'ada']],
    ['bob', [1001, 100, [44, 100, 500], 'bob']],
    // Who names a group has that one, as with docker run --user.
    ['1000:100', [1000, 100, [100], 'ada']],
    ['ada:lab', [1000, 500, [500], 'ada']],
    ['5000:6000', [5000, 6000, [6000], null]],
    ['0', [0, 0, [0], 'root']],
    ['root', [0, 0, [0], 'root']],
    // A name of digits is a name first.
    ['1234', [77, 78, [78], '1234']],
    ['4294967294', [4294967294, 4294967294, [4294967294], null]],
    ['openshift', [1000660000, 0, [0], null]],
  ])('%s', async ([text, who]) => {
    const viewer = await askedViewer(source(), text);
    expect(short(viewer)).toEqual(who);
    expect(viewer.why).toBe('asked');
  });

  test('a number that nobody has: of its own group here, of group 0 in a container', async () => {
    expect(short(await askedViewer(source(), '5000'))).toEqual([5000, 5000, [5000], null]);
    expect(short(await askedViewer(image(), '5000'))).toEqual([5000, 0, [0], null]);
  });

  test.for([
    '',
    ':',
    ':0',
    '1000:',
    '-1',
    '+1000',
    '1:2:3',
    'a b',
    '1000\n',
    '4294967295',
    '99999999999999999999999',
  ])('no user: %j', async (text) => {
    expect(() => refuseNoUser(text)).toThrow(BadInput);
    await expect(askedViewer(source(), text)).rejects.toThrow(BadInput);
  });

  test.for([
    ['adda', 'there is no “adda” in /etc/passwd', 'Did you mean ada?'],
    ['ada:labs', 'there is no “labs” in /etc/group', 'Did you mean lab?'],
    ['openshit', 'there is no “openshit”', 'Did you mean openshift?'],
    ['somebody', 'there is no “somebody”', 'known by number only'],
    ['large', 'there is no “large”', 'It can be a name'],
  ] as const)('nobody: %s', async ([text, message, advice]) => {
    const error = await askedViewer(source(), text).catch((caught: unknown) => caught);
    if (!(error instanceof BadInput)) throw error;
    expect(error.message).toContain(message);
    expect(error.advice).toContain(advice);
  });

  test('without the files: numbers only', async () => {
    const empty = new MemorySource([]);
    expect(short(await askedViewer(empty, '1000'))).toEqual([1000, 1000, [1000], null]);
    await expect(askedViewer(empty, 'root')).rejects.toThrow(BadInput);
  });

  test('files that are no such files', async () => {
    for (const bytes of ['\0'.repeat(1 << 16), ':'.repeat(1 << 20), 'a\n'.repeat(1 << 18)]) {
      const viewer = await askedViewer(source(bytes, bytes), '7');
      expect(short(viewer)).toEqual([7, 7, [7], null]);
    }
  });
});

describe('whom USER of an image means', () => {
  test.for<[text: string, who: [number, number, number[], string | null] | null]>([
    ['', [0, 0, [0], 'root']],
    ['0', [0, 0, [0], 'root']],
    ['0:0', [0, 0, [0], 'root']],
    [':100', [0, 0, [0], 'root']],
    ['ada', [1000, 1000, [500, 998, 1000], 'ada']],
    ['ada:users', [1000, 100, [100], 'ada']],
    ['1000', [1000, 1000, [500, 998, 1000], 'ada']],
    ['5000', [5000, 0, [0], null]],
    ['5000:5001', [5000, 5001, [5001], null]],
    ['nobody-there', null],
    ['ada:nogroup', null],
    ['$USER', null],
    ['-1', null],
  ])('%s', async ([text, who]) => {
    const viewer = await imageViewer(image(), text);
    expect(short(viewer)).toEqual(who);
    if (viewer) expect(viewer.why).toBe('image');
  });
});

test('who owns a prefix has the groups of an account, whatever the group of the prefix', async () => {
  const owner = await knownViewer(source(), { uid: 1000, gid: 0 }, 'owner');
  expect(short(owner)).toEqual([1000, 1000, [500, 998, 1000], 'ada']);
  const stranger = await knownViewer(source(), { uid: 4000, gid: 7 }, 'owner');
  expect(short(stranger)).toEqual([4000, 7, [7], null]);
});
