// What is made of what a container said and how it ended: no engine is needed for that.
import { describe, expect, test } from 'vitest';
import type { RunOrder, RunResult } from '../src/docker/container.ts';
import type { Engine } from '../src/docker.ts';
import { type Expected, judgeRun, lastLines } from '../src/smoke/judge.ts';
import { type ProbeFacts, probeCommand, readProbe } from '../src/smoke/probe.ts';
import type { Way } from '../src/smoke/ways.ts';
import { runOwn, type SmokeOrder, smoke } from '../src/smoke.ts';

const WAY: Way = {
  id: 'entrypoint',
  title: 'as it is',
  user: null,
  hasEntrypoint: true,
  isReadOnly: false,
  isWhole: true,
};

const EXPECTED: Expected = {
  prefix: '/opt/env',
  version: '3.12.4',
  dangling: new Map([
    ['lib/shipped', '/opt/env/lib/none'],
    ['var/log', '/dev/stdout'],
    ['var/fd', '/proc/self/fd/1'],
  ]),
  modules: new Map(),
};

const ENDED: RunResult = {
  code: 0,
  output: '',
  isCut: false,
  isOutOfMemory: false,
  problem: '',
  seconds: 1,
};

const FACTS: ProbeFacts = {
  prefix: '/opt/env',
  executable: '/opt/env/bin/python',
  version: '3.12.4',
  links: { count: 3, broken: [['lib/shipped', 'No such file or directory']], closed: [] },
  scripts: [],
  imports: [],
  skipped: 0,
  certificates: '',
  pip: '',
};

function judged(
  result: Partial<RunResult>,
  facts: Partial<ProbeFacts> | null = FACTS,
  { isTalking = true, hasEntrypoint = true } = {},
) {
  return judgeRun(
    { ...WAY, hasEntrypoint },
    { ...ENDED, ...result },
    facts && { ...FACTS, ...facts },
    EXPECTED,
    { limit: 120, isTalking },
  );
}

const linesOf = (findings: ReturnType<typeof judged>) =>
  findings.map(({ severity, check, message }) => `${severity} ${check}: ${message}`);

test('a sound run has nothing to be said of it', () => {
  expect(judged({})).toEqual([]);
  expect(judged({ isCut: true, output: 'much' })).toEqual([]);
});

describe('who is to blame, and for what', () => {
  const python = '/opt/env/bin/python';
  test.for<[string, Partial<RunResult>, string]>([
    ['told nothing', {}, 'error swallowed-command: The entrypoint does not run the command'],
    ['a code', { code: 2 }, 'error run-failed: The entrypoint ended with code 2'],
    ['a signal', { code: 139 }, 'error run-failed: The entrypoint was killed by SIGSEGV'],
    ['no signal', { code: 255 }, 'error run-failed: The entrypoint ended with code 255'],
    ['too hungry', { code: 137 }, 'error run-killed: The entrypoint was killed, as happens'],
    ['a hungry child', { code: 1, isOutOfMemory: true }, 'error run-killed: '],
    [
      'never',
      { code: null, seconds: 121.7 },
      'error run-hangs: The entrypoint did not end within 120 seconds',
    ],
    [
      'not found by a shell',
      { code: 127, output: `/start: line 2: ${python}: No such file or directory\n` },
      `error not-started: ${python}, or the loader`,
    ],
    [
      'not found by dash',
      { code: 127, output: `/start: 2: exec: ${python}: not found\n` },
      `error not-started: ${python}, or the loader`,
    ],
    [
      'not found by runc',
      {
        code: 1,
        output: 'standard_init_linux.go:228: exec user process caused: no such file or directory\n',
      },
      'error not-started: The program that the image starts with, or the loader',
    ],
    [
      'refused to a shell',
      { code: 126, output: `/start: line 2: ${python}: Permission denied\n` },
      `error not-started: ${python} may not be executed`,
    ],
    [
      'another processor',
      { code: 255, output: `exec ${python}: exec format error\n` },
      'error not-started: The image is for another processor',
    ],
    [
      'python’s own words',
      { code: 2, output: `${python}: can't open file '/x': [Errno 2] No such file or directory\n` },
      'error run-failed: ',
    ],
    [
      'the loader’s own words',
      {
        code: 127,
        output: `${python}: error while loading shared libraries: libx.so: cannot open shared object file: No such file or directory\n`,
      },
      'error run-failed: ',
    ],
    [
      'no such user',
      { problem: 'unable to find user me: no matching entries in passwd file' },
      'error not-started: The image has not the user',
    ],
    [
      'who knows',
      { problem: 'something else' },
      'error not-started: The container could not be started',
    ],
  ])('%s', ([, result, start]) => {
    const [line = '', ...others] = linesOf(judged(result, null));
    expect(line.slice(0, start.length)).toBe(start);
    expect(others).toEqual([]);
  });

  test('Python, where nothing comes before it', () => {
    const bare = { isTalking: true, hasEntrypoint: false };
    expect(linesOf(judged({}, null, bare))).toEqual([
      'error run-failed: Python ended with code 0 and did not say what it was asked',
    ]);
    // Nobody knows that it is the entrypoint's fault.
    const mute = { isTalking: false, hasEntrypoint: true };
    expect(linesOf(judged({ code: 3, isCut: true }, null, mute))).toEqual([
      'error run-failed: Python ended with code 3, after flooding its output',
    ]);
  });

  test('what crashes when all is said has crashed', () => {
    expect(linesOf(judged({ code: 139 }))).toEqual([
      'error run-failed: The entrypoint was killed by SIGSEGV',
    ]);
  });
});

test.for<[string, Partial<ProbeFacts>, string[]]>([
  [
    'another prefix',
    { prefix: '/usr', executable: '/usr/bin/python3', version: '3.9.2' },
    [
      'error wrong-prefix: Python takes /usr for its prefix, and not /opt/env',
      'error wrong-version: Python says that it is 3.9.2; recorded is 3.12.4',
    ],
  ],
  [
    'another program',
    { executable: '/opt/env-2/bin/python' },
    ['error wrong-prefix: Python takes /opt/env-2/bin/python for itself'],
  ],
  [
    'links: what is known is not said again, what is mounted is no wonder',
    { links: { count: 3, broken: [], closed: [] } },
    [
      'warning links-disagree: lib/shipped leads nowhere in the image, and somewhere in the container',
    ],
  ],
  [
    'a folder that cannot be seen says nothing of the links in it',
    { links: { count: 3, broken: [], closed: [['lib', 'Permission denied']] } },
    ['warning unreadable-folder: lib cannot be listed in the container: Permission denied'],
  ],
  [
    'names that speak to a terminal',
    {
      links: {
        count: 3,
        broken: [['lib/\x1b[2J', '##[error]x'], ...FACTS.links.broken],
        closed: [],
      },
    },
    ['error broken-link: lib/\\x1b[2J leads nowhere in the container: #\\x23[error]x'],
  ],
  [
    'a driver that only machines with a GPU have',
    {
      imports: [['torch', 'torch', 1, 'ImportError: libcuda.so.1: cannot open shared object file']],
    },
    ['note import-failed: import torch (torch) failed'],
  ],
  [
    'a library of the system',
    { imports: [['cv', 'cv2', 1, 'ImportError: libGL.so.1: cannot open shared object file']] },
    ['error import-failed: import cv2 (cv) failed'],
  ],
  [
    'too little time',
    { skipped: 2, pip: null },
    [
      'warning out-of-time: There was too little time: 2 of the modules were not imported, pip check did not end',
    ],
  ],
  ['a Python without ssl', { certificates: "No module named '_ssl'" }, []],
])('from inside: %s', ([, facts, lines]) => {
  expect(linesOf(judged({}, facts))).toEqual(lines);
});

describe('what a probe says', () => {
  const said = JSON.stringify(FACTS);

  test('is found behind its mark, whatever stands around it', () => {
    expect(readProbe(`noise\nmark:${said}\nnoise at exit\n`, 'mark:')).toEqual(FACTS);
    expect(readProbe(`\nmark:{"prefix":1}\n\nmark:${said}\n`, 'mark:')).toEqual(FACTS);
  });

  test.for([
    ['nothing', ''],
    ['another mark', `\nmark2:${said}\n`],
    ['a mark within a line', `echo mark:${said}\n`],
    ['half of it', `\nmark:${said.slice(0, 50)}`],
    ['no JSON', '\nmark:undefined\n'],
    ['another shape', '\nmark:{"prefix":"/opt/env"}\n'],
    ['null', '\nmark:null\n'],
  ] as const)('%s is nothing', ([, output]) => {
    expect(readProbe(output, 'mark:')).toBe(null);
  });

  test('is asked for by the environment’s own program', () => {
    const words = probeCommand({
      prefix: '/opt/env',
      mark: 'mark:',
      packages: [['tool', ['tool/__init__.py']]],
      limit: 5,
      isWhole: false,
    });
    expect(words.slice(0, 2)).toEqual(['/opt/env/bin/python', '-c']);
    expect(words.slice(3)).toEqual([
      ...['mark:', '/opt/env', '[["tool",["tool/__init__.py"]]]', '5', 'few'],
    ]);
  });
});

describe('an engine that loses the end of what a program wrote', () => {
  const order = {
    image: { id: 'sha256:0', entrypoint: [] },
    expected: EXPECTED,
    packages: [],
    limits: { seconds: 10, memory: 1, hasNetwork: false },
    label: {},
  } as unknown as SmokeOrder;
  const never = new AbortController().signal;

  /** Every answer is lost so many times before it is heard. */
  const losing = (times: number, said: (words: readonly string[]) => string) => {
    const asked = new Map<string, number>();
    const run = async ({ entrypoint, command }: RunOrder): Promise<RunResult> => {
      const words = [...(entrypoint ?? []), ...command];
      const before = asked.get(words.join()) ?? 0;
      asked.set(words.join(), before + 1);
      return { ...ENDED, output: before < times ? '' : said(words) };
    };
    return { run } as unknown as Engine;
  };
  const probed = (words: readonly string[]) => `\n${words[3]}${JSON.stringify(FACTS)}\n`;
  const echoed = (words: readonly string[]) => `${words[4]}\nhello\n`;
  const own = [{ run: 'echo hello', code: 0, output: 'hello' }];

  test('once is asked again', async () => {
    const { findings } = await smoke(losing(1, probed), order, () => {}, never);
    expect(findings).toEqual([]);
    expect((await runOwn(losing(1, echoed), order, own, never)).findings).toEqual([]);
  });

  test('for good is believed', async () => {
    const { findings } = await smoke(losing(2, probed), order, () => {}, never);
    expect(findings.map(({ check }) => check)).toEqual(['run-failed']);
    const { findings: ofOwn } = await runOwn(losing(2, echoed), order, own, never);
    expect(ofOwn.map(({ check }) => check)).toEqual(['own-command-failed']);
  });
});

describe('the last lines of a program', () => {
  test('hold no secret, not even half of one', () => {
    const url = 'https://me:hunter2@example.org/';
    expect(lastLines(`a ${url}`)).toEqual(['a https://***@example.org/']);
    expect(lastLines(`${'x'.repeat(285)} ${url}`).join()).not.toContain('hun');
    for (const length of [63_960, 63_970, 63_980, 63_990]) {
      expect(lastLines(`${url}${'-'.repeat(length)}\nlast`).join()).not.toMatch(/unter2|ter2/);
    }
  });

  test('are few, short, and safe to print', () => {
    const lines = lastLines(`${'line\n'.repeat(100)}\x1b[31m\tred\r\n\n\n`);
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('\\x1b[31m  red\\x0d');
    expect(lastLines('x'.repeat(1_000_000)).join().length).toBeLessThan(301);
  });
});
