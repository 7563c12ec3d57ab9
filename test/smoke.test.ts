// Images with one fault each, run on a real engine: what is said of it, and that nothing is left behind.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runSmoke } from '../src/commands/smoke.ts';
import type { RunOrder } from '../src/docker/container.ts';
import { Engine } from '../src/docker.ts';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import { NotFound } from '../src/errors.ts';
import { thisMachine } from '../src/machine.ts';
import type { CheckedImage, ImageFinding, Report } from '../src/report.ts';
import { runOwn, type SmokeOrder, smoke } from '../src/smoke.ts';
import { describeBuilds } from './support/bases.ts';
import { type Build, buildImage } from './support/builds.ts';
import { temporaryFolder } from './support/cli.ts';
import { engine, exportedImage, type Image, importImage, uniqueName } from './support/engine.ts';

// Each is half a dozen containers, on an engine that may be a slow one.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });

const PREFIX = '/opt/conda/envs/ml';
const MEGABYTE = 2 ** 20;
const never = new AbortController().signal;

/** With a Python that runs, records that only their owner may read, and a link that its package ships dangling. */
const SOUND = `FROM ${BASES.micromamba.image} AS made
RUN micromamba create -y -p ${PREFIX} -c conda-forge python pip tool libdemo-dev activation dangling
FROM ${RUNTIME}
COPY --from=made ${PREFIX} ${PREFIX}
RUN cp ${PREFIX}/lib/python3.*/site-packages/pip/_vendor/certifi/cacert.pem /etc/cert.pem
ENV SSL_CERT_FILE=/etc/cert.pem
`;

/** What is done to the sound one. */
interface Change {
  /** Commands of bash, in the prefix; `$SITE` is its site-packages. */
  readonly script?: string;
  /** Instructions, as in a Dockerfile. */
  readonly changes?: readonly string[];
}

interface Fault extends Change {
  readonly name: string;
  /** All that is found. */
  readonly findings: readonly (string | RegExp)[];
  /** What a program said, somewhere in them. */
  readonly said?: RegExp;
  /** In seconds, where it is to run out. */
  readonly limit?: number;
  /** In bytes. */
  readonly memory?: number;
}

/** The command that writes a file. */
function write(path: string, text: string): string {
  return `echo ${Buffer.from(text).toString('base64')} | base64 -d >${path}`;
}

/** Python that runs before anything else does. */
function asModule(python: string): string {
  return `${write('$SITE/fault.py', python)}; echo import fault >$SITE/fault.pth`;
}

/** An entrypoint, and more commands to make it with. */
function entrypoint(script: string, more = 'true'): Change {
  const start = write('/start', `#!/bin/bash\n${script}\n`);
  return { script: `${more}; ${start}; chmod +x /start`, changes: ['ENTRYPOINT ["/start"]'] };
}

/** In the header of the program: IBM S/390 (elf.h: EM_S390). */
const OF_ANOTHER_PROCESSOR = `printf '\\x16' | dd of=$(readlink -e bin/python) bs=1 seek=18 conv=notrunc`;

const BLOCKED = 'as it is, its entrypoint';

const FAULTS: readonly Fault[] = [
  {
    name: 'no Python, told by a shell and by the engine',
    ...entrypoint('exec "$@"', 'rm bin/python*'),
    findings: [
      `error not-started: ${PREFIX}/bin/python, or the loader that it asks for, is not in the image`,
    ],
    said: /bin\/python.*no such file or directory/i,
  },
  {
    name: 'no loader',
    script: 'rm -f $(readlink -e /lib64/ld-linux* /lib/ld-linux*)',
    findings: [
      `error not-started: ${PREFIX}/bin/python, or the loader that it asks for, is not in the image`,
    ],
  },
  {
    name: 'a program that may not be executed',
    script: 'chmod a-x bin/python3.*',
    findings: [`error not-started: ${PREFIX}/bin/python may not be executed`],
  },
  {
    name: 'a program for another processor',
    script: OF_ANOTHER_PROCESSOR,
    findings: ['error not-started: The image is for another processor than this engine’s'],
  },
  {
    name: 'a missing library',
    script: 'rm lib/libpython3*.so.*',
    findings: ['error run-failed: Python ended with code 127'],
    said: /libpython3\S+: cannot open shared object file/,
  },
  {
    name: 'a crash',
    script: asModule('import ctypes; ctypes.string_at(0)'),
    findings: ['error run-failed: Python was killed by SIGSEGV'],
  },
  {
    name: 'an end before anything is said',
    script: asModule('import os; os._exit(0)'),
    findings: ['error run-failed: Python ended with code 0 and did not say what it was asked'],
  },
  {
    name: 'a loop',
    script: asModule('while True: pass'),
    limit: 1,
    findings: ['error run-hangs: Python did not end within 1 seconds'],
  },
  {
    name: 'an appetite',
    script: asModule('x = []\nwhile True: x.append(bytearray(1 << 20))'),
    memory: 48 * MEGABYTE,
    findings: [
      'error run-killed: Python was killed, as happens to what takes more memory than it is given',
    ],
  },
  {
    name: 'PYTHONHOME of another',
    changes: ['ENV PYTHONHOME=/opt/another'],
    findings: ['error run-failed: Python ended with code 1'],
    said: /encodings/,
  },
  {
    name: 'another Python in its place',
    script: `mkdir -p /opt/two/bin; cp bin/python3.* /opt/two/bin/; ln -s ${PREFIX}/lib /opt/two/lib; rm bin/python
      echo '#!/bin/bash' >bin/python; echo "exec $(echo /opt/two/bin/*)"' "$@"' >>bin/python; chmod +x bin/python`,
    findings: [`error wrong-prefix: Python takes /opt/two for its prefix, and not ${PREFIX}`],
  },
  {
    name: 'links that lead nowhere, in a circle, and where only root may look',
    script: `mkdir -m 700 /opt/secret; echo >/opt/secret/file; ln -s /opt/secret/file lib/secret
      ln -s nothing lib/nothing; ln -s circle lib/circle; rm lib/libhwasan.so; echo >lib/libhwasan.so`,
    findings: [
      'error broken-link: lib/circle leads nowhere in the container: Too many levels of symbolic links, and 1 more (bin/python itself; as it is, no entrypoint; as root; nothing but /tmp can be written)',
      'warning links-disagree: lib/libhwasan.so leads nowhere in the image, and somewhere in the container',
      'error broken-link: lib/circle leads nowhere in the container: Too many levels of symbolic links, and 2 more (as a random user of group 0)',
    ],
  },
  {
    name: 'a folder that only root may list',
    script: 'mkdir -m 700 share/closed; ln -s nothing share/closed/link',
    findings: [
      /^error broken-link: share\/closed\/link leads nowhere/,
      'warning unreadable-folder: share/closed cannot be listed in the container: Permission denied (as a random user of group 0)',
    ],
  },
  {
    name: 'an entrypoint that swallows its arguments',
    ...entrypoint('echo hello'),
    findings: [
      `error swallowed-command: The entrypoint does not run the command that it is given (${BLOCKED})`,
    ],
    said: /^hello$/,
  },
  {
    name: 'an entrypoint that is not there',
    changes: ['ENTRYPOINT ["/none"]'],
    findings: [
      `error not-started: The program that the image starts with, or the loader that it asks for, is not in the image (${BLOCKED})`,
    ],
  },
  {
    name: 'an entrypoint that never ends, whatever signal it gets',
    ...entrypoint('trap "" TERM INT HUP; while :; do sleep 1; done'),
    limit: 20,
    findings: [`error run-hangs: The entrypoint did not end within 20 seconds (${BLOCKED})`],
  },
  {
    name: 'activation that fails',
    ...entrypoint(
      `set -e; for one in ${PREFIX}/etc/conda/activate.d/*.sh; do . $one; done; exec "$@"`,
      'echo "echo no licence; return 3" >>etc/conda/activate.d/activation.sh',
    ),
    findings: [`error run-failed: The entrypoint ended with code 3 (${BLOCKED})`],
    said: /no licence/,
  },
  {
    name: 'an entrypoint that writes where it may not always',
    ...entrypoint('set -e; date >/root/started; exec "$@"'),
    findings: ['error run-failed: The entrypoint ended with code 1 (as a random user of group 0)'],
    said: /Permission denied/,
  },
  {
    name: 'a program that writes, and may not',
    script: asModule(`import sys
try:
    open("/var/tmp/state", "w").close()
except OSError as error:
    sys.exit("no state: " + error.strerror)
`),
    findings: ['error run-failed: Python ended with code 1 (nothing but /tmp can be written)'],
    said: /no state: Read-only file system$/,
  },
  {
    name: 'a user that is not there',
    changes: ['USER nobody-knows'],
    findings: [
      'error not-started: The image has not the user that it is run as (bin/python itself; as it is, no entrypoint; nothing but /tmp can be written)',
    ],
  },
  {
    name: 'no certificates',
    changes: ['ENV SSL_CERT_FILE=/none'],
    findings: [
      'warning no-certificates: ssl trusts nobody: no certificate of an authority is found (as it is, no entrypoint)',
    ],
  },
];

/** Distributions as pip leaves them, of one module each. */
const MODULES: Readonly<Record<string, string>> = {
  fine: 'ANSWER = 42',
  unfinished: 'import nothing_of_this_name',
  crashing: 'import ctypes; ctypes.string_at(0)',
  hanging: 'while True: pass',
  flooding:
    'import os\nfor _ in range(20000): os.write(1, b"x " * 5000)\nraise SystemExit("enough")',
  forking: 'import os, time\nif os.fork() == 0: time.sleep(3600)',
  driven:
    'raise ImportError("libcuda.so.1: cannot open shared object file: No such file or directory")',
  hungry: 'x = []\nwhile True: x.append(bytearray(1 << 20))',
};

const INSTALLED = Object.entries(MODULES)
  .map(([name, python]) => {
    const info = `$SITE/${name}-1.0.dist-info`;
    const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nRequires-Dist: nothing-has-it\n`;
    return [
      `mkdir ${info}`,
      write(`$SITE/${name}.py`, python),
      write(`${info}/METADATA`, metadata),
      write(`${info}/RECORD`, `${name}.py,,\n`),
    ].join('\n');
  })
  .join('\n');

describeBuilds('smoke', { [BASES.micromamba.image]: 'micromamba', [RUNTIME]: 'runtime' }, () => {
  let sound: Build;
  const docker = new Engine(thisMachine());
  const labels: string[] = [];

  beforeAll(async () => {
    sound = await buildImage({ context: { Dockerfile: SOUND }, buildkit: false });
    expect(sound.error, sound.log).toBe(null);
  });

  afterAll(async () => {
    for (const label of labels) expect(await containersWith({ label: [label] })).toEqual([]);
    await sound?.[Symbol.asyncDispose]();
    docker.close();
  });

  async function orderOf(image: string, limits: Partial<SmokeOrder['limits']> = {}) {
    const label = `conda-links-test.smoke=${randomUUID()}`;
    labels.push(label);
    const order: SmokeOrder = {
      image: await docker.inspect(image, never),
      expected: {
        prefix: PREFIX,
        version: null,
        dangling: new Map([['lib/libhwasan.so', `${PREFIX}/lib/libhwasan.so.0.0.0`]]),
        modules: new Map(),
      },
      packages: [],
      limits: { seconds: 60, memory: 256 * MEGABYTE, hasNetwork: false, ...limits },
      label: Object.fromEntries([label.split('=')]),
    };
    return order;
  }

  describe.concurrent('at the same time', () => {
    test.for(FAULTS)('$name', async (fault, { expect }) => {
      await using image = await changed(sound.name, fault);
      const { limit = 60, memory = 256 * MEGABYTE } = fault;
      const order = await orderOf(image.name, { seconds: limit, memory });
      const { findings, runs } = await smoke(docker, order, () => {}, never);
      const wanted = fault.findings.map((one) =>
        typeof one === 'string' ? one : expect.stringMatching(one),
      );
      // Where time is to run out, it may do so for more than one reason.
      const isTimely = ({ check }: ImageFinding) => !fault.limit || check !== 'out-of-time';
      expect(findings.filter(isTimely).map(lineOf)).toEqual(wanted);
      const said = findings.flatMap((finding) => finding.said);
      if (fault.said) expect(said).toContainEqual(expect.stringMatching(fault.said));
      const isBroken = findings.some(({ severity }) => severity === 'error');
      expect(runs.some(({ isFine }) => !isFine)).toBe(isBroken);
    });

    test('a flood', async ({ expect }) => {
      const script = asModule('import os\nwhile True: os.write(1, b"flood\\n" * 10000)');
      await using image = await changed(sound.name, { script });
      const order = await orderOf(image.name, { seconds: 3 });
      const { findings, runs } = await smoke(docker, order, () => {}, never);
      expect(runs.map(({ code }) => code)).toEqual(Array(5).fill(null));
      // On a busy machine one of them may not come to it in time.
      expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(['run-hangs']));
      expect(findings.map(lineOf).join()).toContain('within 3 seconds, and floods its output');
    });

    test('endless forks', async ({ expect }) => {
      const script = asModule('import os\nwhile True: os.fork()');
      await using image = await changed(sound.name, { script });
      const order = await orderOf(image.name, { seconds: 2 });
      const { findings, runs } = await smoke(docker, order, () => {}, never);
      expect(runs.map(({ isFine }) => isFine)).toEqual(Array(5).fill(false));
      expect(findings.map(({ check }) => check).join()).toMatch(/^(?:run-\w+,?)+$/);
    });

    test('modules that fail, crash, hang, flood, eat, and leave processes behind', async ({
      expect,
    }) => {
      const script = [
        INSTALLED,
        write('bin/dead', '#!/opt/gone/bin/python\n'),
        write('bin/far', `#!/bin/sh\n'''exec' "/opt/far away/bin/python" "$0" "$@"\n' '''\n`),
        write('bin/theirs', '#!/usr/bin/python-of-nobody\n'),
      ].join('\n');
      await using image = await changed(sound.name, { script });
      const order = await orderOf(image.name, { seconds: 32, memory: 200 * MEGABYTE });
      const modules = new Map([['tool', ['tool/__init__.py', 'no_such_module.py']]]);
      const packages = ['tool', 'no-such-package', ...Object.keys(MODULES)];
      const asked = { ...order, packages, expected: { ...order.expected, modules } };
      const { findings } = await smoke(docker, asked, () => {}, never);
      expect(findings.map((finding) => lineOf(finding).replace(WHOLE, ''))).toEqual([
        'error import-failed: import no_such_module (tool) failed',
        'error import-failed: import unfinished (unfinished) failed',
        'error import-failed: import crashing (crashing) was killed by SIGSEGV',
        'error import-failed: import hanging (hanging) did not end in time',
        'error import-failed: import flooding (flooding) failed',
        'note import-failed: import driven (driven) failed',
        'error import-failed: import hungry (hungry) was killed by SIGKILL, for want of memory',
        'error dead-script: bin/dead starts /opt/gone/bin/python, which cannot be executed',
        'error dead-script: bin/far starts /opt/far away/bin/python, which cannot be executed',
        'warning pip-conflict: pip check finds requirements that are not met',
      ]);
      const said = findings.map((finding) => finding.said.join('\n'));
      expect(said[1]).toMatch(/No module named 'nothing_of_this_name'$/);
      expect(said.at(-1)).toMatch(/fine 1.0 requires nothing-has-it, which is not installed/);
    });
  });

  test.concurrent('an image of another platform', async () => {
    const other = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64';
    await using altered = await changed(sound.name, { script: OF_ANOTHER_PROCESSOR });
    await using image = await importImage(await exportedImage(altered.name), other);
    const { findings } = await smoke(docker, await orderOf(image.name), () => {}, never);
    expect(findings.map(lineOf)).toEqual([
      'error not-started: The image is for another processor than this engine’s',
    ]);
  });

  test.concurrent('what a program may use', async () => {
    const order = await orderOf(sound.name);
    const run = async (script: string, more: Partial<RunOrder> = {}) => {
      const { code, output } = await docker.run(
        {
          ...{ image: order.image.id, entrypoint: null, command: ['/bin/bash', '-c', script] },
          ...{ user: null, env: [], isReadOnly: false, tmpfs: [], hasNetwork: false, limit: 60 },
          ...{ memory: 64 * MEGABYTE, processes: 17, label: order.label, ...more },
        },
        never,
      );
      return { code, output };
    };
    const status = await run('cat /proc/self/status; ulimit -c; ls /sys/class/net');
    expect(status.output).toMatch(/^NoNewPrivs:\t1$/m);
    for (const name of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
      expect(status.output).toMatch(new RegExp(`^Cap${name}:\\t0+$`, 'm'));
    }
    expect(status.output).toMatch(/\n0\nlo\n$/);
    const network = await run('ls /sys/class/net', { hasNetwork: true });
    expect(network.output).toMatch(/^eth0$/m);
    const limits = await run(
      'cd /sys/fs/cgroup; cat pids.max pids/pids.max; cat memory.max memory/memory.limit_in_bytes',
    );
    expect(limits.output).toMatch(/^17$/m);
    expect(limits.output).toMatch(new RegExp(`^${64 * MEGABYTE}$`, 'm'));
    const closed = await run('echo >/tmp/x && echo >/opt/x', { isReadOnly: true, tmpfs: ['/tmp'] });
    expect(closed).toEqual({ code: 1, output: expect.stringMatching(/\/opt\/x: Read-only/) });
    const late = await run('trap "" TERM INT; echo begun; while :; do sleep 1; done', { limit: 3 });
    expect(late).toEqual({ code: null, output: 'begun\n' });
  });

  test.concurrent('commands of one’s own', async () => {
    const order = await orderOf(sound.name, { seconds: 5 });
    const own = [
      { run: `printf '%s|' "a  b" 'c"d' "$HOME"`, code: 0, output: 'a  b|c"d|/' },
      { run: 'exit 3', code: 3, output: null },
      { run: 'exit 3', code: 0, output: null },
      { run: 'echo one\necho two >&2; false', code: 0, output: null },
      { run: 'curl https://me:hunter2@example.org/', code: 127, output: 'nothing of it' },
      { run: 'sleep 3600', code: 0, output: null },
      { run: 'exec tail /dev/zero', code: 0, output: null },
    ];
    const { runs, findings } = await runOwn(docker, order, own, never);
    expect(runs.map(({ isFine }) => isFine)).toEqual([true, true, ...Array(5).fill(false)]);
    expect(findings.map(lineOf)).toEqual([
      'error own-command-failed: exit 3 ended with code 3',
      'error own-command-failed: echo one\\x0aecho two >&2; false ended with code 1',
      'error own-command-failed: curl https://***@example.org/ does not say “nothing of it”',
      'error own-command-failed: sleep 3600 did not end in time',
      'error own-command-failed: exec tail /dev/zero was killed, as happens to what takes more memory than it is given',
    ]);
    // Two streams come in no order.
    expect(findings[1]?.said.slice(0, 2).toSorted()).toEqual(['one', 'two']);
  });

  test.concurrent('commands that never come to be run', async () => {
    const own = [{ run: 'true', code: 0, output: null }];
    await using swallowing = await changed(sound.name, entrypoint('echo hello'));
    const swallowed = await runOwn(docker, await orderOf(swallowing.name), own, never);
    expect(swallowed.runs.map(({ isFine }) => isFine)).toEqual([false]);
    expect(swallowed.findings.map(lineOf)).toEqual([
      'error own-command-failed: true was never begun: the entrypoint, or the image’s /bin/sh, ended with code 0',
    ]);
    await using shellless = await changed(sound.name, { script: 'rm /bin/sh' });
    const { findings } = await runOwn(docker, await orderOf(shellless.name), own, never);
    expect(findings.map(lineOf)).toEqual(['error own-command-failed: true could not be started']);
    expect(findings[0]?.said.join()).toMatch(/\/bin\/sh.*no such file/);
  });

  test.concurrent.for([
    ['["/opt/conda/envs/ml/bin/python"]', false],
    ['["/usr/bin/env", "PYTHONUNBUFFERED=1", "/opt/conda/envs/ml/bin/python3"]', false],
    ['["/bin/bash", "-c"]', true],
  ] as const)('the entrypoint %s', async ([words, isShell]) => {
    await using image = await changed(sound.name, { changes: [`ENTRYPOINT ${words}`] });
    const order = await orderOf(image.name);
    const { findings } = await smoke(docker, order, () => {}, never);
    expect(findings.map(lineOf)).toEqual([]);
    const own = [{ run: `echo "it's said"`, code: 0, output: "it's said" }];
    const { runs } = await runOwn(docker, order, own, never);
    expect(runs.map(({ isFine }) => isFine)).toEqual([isShell]);
  });

  test.concurrent('an image that is gone', async () => {
    const image = await changed(sound.name, {});
    const order = await orderOf(image.name);
    await image[Symbol.asyncDispose]();
    await expect(smoke(docker, order, () => {}, never)).rejects.toThrow(NotFound);
  });

  test.concurrent('whoever is stopped leaves nothing, and others are not touched', async () => {
    const script = asModule('import time; time.sleep(1)');
    await using image = await changed(sound.name, { script });
    const [stopped, other] = [await orderOf(image.name), await orderOf(image.name)];
    const abort = new AbortController();
    const one = smoke(docker, stopped, () => {}, abort.signal);
    const another = smoke(docker, other, () => {}, never);
    const label = Object.entries(stopped.label).map((pair) => pair.join('='));
    await vi.waitFor(
      async () => expect(await containersWith({ label, status: ['running'] })).toHaveLength(1),
      { timeout: 60_000, interval: 100 },
    );
    abort.abort(new Error('enough'));
    await expect(one).rejects.toThrow('enough');
    expect(await containersWith({ label })).toEqual([]);
    const { findings } = await another;
    expect(findings).toEqual([]);
  });

  describe.concurrent('from outside as well', () => {
    async function prove(image: string, raw: Parameters<typeof runSmoke>[1] = {}) {
      const outcome = await runSmoke([`docker:${image}`], raw, () => {}, never);
      const [found] = outcome.report.images;
      expect(await containersWith({ ancestor: [image] })).toEqual([]);
      return { ...outcome, image: found as CheckedImage };
    }

    test('an image that is sound in unusual ways', async () => {
      const start = entrypoint('echo starting up >&2; exec "$@"');
      const volume = `/opt/volume-${randomUUID()}`;
      await using plain = await changed(sound.name, {
        script: `${start.script}
          mkdir -p pkgs/gone-1.0/lib; ln -s nothing pkgs/gone-1.0/lib/link
          mkdir /work; echo 'raise SystemExit(1)' >/work/tool.py
          echo worker:x:4711:4711::/nonexistent:/bin/sh >>/etc/passwd`,
        changes: start.changes ?? [],
      });
      const lines = [
        ...[`FROM ${plain.name}`, 'USER worker', 'WORKDIR /work', `VOLUME ${volume}`],
        ...['STOPSIGNAL SIGWINCH', 'HEALTHCHECK --interval=1s CMD exit 1', ''],
      ];
      const context = { Dockerfile: lines.join('\n') };
      await using image = await buildImage({ context, buildkit: false });
      const since = Math.floor(Date.now() / 1000) - 1;
      const { code, report, image: proved } = await prove(image.name, { run: ['id -u'] });
      expect(proved.findings).toEqual([]);
      expect(aboveNote(report)).toEqual([]);
      expect(proved.runs.map(({ isFine }) => isFine)).toEqual(Array(6).fill(true));
      expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'whole' });
      expect(proved.fingerprint).toMatch(/\w{16}/);
      expect(await volumesSince(since, volume)).toEqual([]);
    });

    test('a user without an entry in passwd', async () => {
      await using image = await changed(sound.name, { changes: ['USER 4711:4711'] });
      expect(await prove(image.name)).toMatchObject({ code: 0, image: { findings: [] } });
    });

    test('a liar: what is proved from outside does not depend on what is said inside', async () => {
      // It reads the mark that it is asked with, and says what a sound environment would.
      const lie = `import json, os, sys
words = open("/proc/self/cmdline").read().split("\\0")
mark = [word for word in words if word.startswith("conda-links-")]
if mark:
    links = {"count": 9, "broken": [], "closed": []}
    for name in ("libdemo.so", "libdemo.so.1", "libhwasan.so"):
        links["broken"].append(["lib/" + name, "none"])
    facts = {"prefix": "${PREFIX}", "executable": "${PREFIX}/bin/python", "version": sys.version.split()[0], "links": links}
    os.write(1, ("\\n" + mark[0] + json.dumps(facts) + "\\n").encode())
    os._exit(0)
`;
      const script = `${asModule(lie)}; rm lib/libdemo.so.1.0.0; echo '#' >>$SITE/tool/__init__.py`;
      await using image = await changed(sound.name, { script });
      const { code, report, image: proved } = await prove(image.name);
      expect(proved.findings).toEqual([]);
      expect(proved.runs.every(({ isFine }) => isFine)).toBe(true);
      const errors = ['missing-file', 'altered-file', 'dangling-link'];
      expect(aboveNote(report)).toEqual(expect.arrayContaining(errors));
      expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: 'broken' });
    });

    test('what was found of it is accepted by the settings, until its day is over', async () => {
      const script = "echo '#' >>$SITE/tool/__init__.py";
      await using image = await changed(sound.name, { script });
      await using folder = await temporaryFolder();
      const config = join(folder.path, 'settings.yml');
      const accept = (until: string) => {
        const lines = ['accept:', '  - check: altered-file', '    path: "**/tool/__init__.py"'];
        writeFileSync(config, [...lines, '    reason: patched', `    until: ${until}`].join('\n'));
      };
      expect(await prove(image.name)).toMatchObject({ code: 1, report: { verdict: 'broken' } });
      accept('2999-01-31');
      const accepted = await prove(image.name, { config });
      expect(accepted).toMatchObject({ code: 0, report: { verdict: 'whole' } });
      expect(accepted.report.remarks).toBeUndefined();
      accept('2020-01-31');
      const over = await prove(image.name, { config });
      expect(over).toMatchObject({ code: 1, report: { verdict: 'broken' } });
      expect(over.report.remarks).toEqual([expect.stringContaining('patched')]);
    });

    test('a mark that was guessed', async () => {
      const forged = `import os
os.write(1, b'\\nconda-links-00000000-0000-0000-0000-000000000000:{"prefix": "${PREFIX}"}\\n')
os._exit(0)`;
      await using image = await changed(sound.name, { script: asModule(forged) });
      const { code, image: proved } = await prove(image.name);
      expect(proved.findings.map(({ check }) => check)).toEqual(['run-failed']);
      expect(code).toBe(1);
    });

    test('output that speaks to terminals and runners, and tells secrets', async () => {
      const hostile = `import os
os.write(1, b"\\x1b]0;title\\x07\\x1b[2J\\xff\\xfe\\n")
os.write(2, b"::error::forged\\n  ::set-output name=x::y\\n##[error]forged\\nx ##[group]y\\n")
os.write(2, b"https://me:hunter2@example.org/t/tk-1234/channel?token=hunter2\\n")
os.write(2, b"x" * 280 + b" https://me:hunter2hunter2@example.org/\\n")
os._exit(9)`;
      await using image = await changed(sound.name, { script: asModule(hostile) });
      const { text: shown, code } = await prove(image.name);
      expect(shown).toContain('run-failed');
      expect(shown).toContain('https://***@example.org/');
      expect(shown).not.toMatch(/hunter2|tk-1234|##\[|^\s*::/m);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
      expect(code).toBe(1);
      const json = await prove(image.name, { format: 'json' });
      expect(JSON.parse(json.text)).toMatchObject({ verdict: 'broken' });
      expect(json.text).not.toMatch(/hunter2|##\[/);
    });

    test('several environments, and none', async () => {
      const script = 'mkdir -p ../second; cp -r conda-meta ../second/';
      await using image = await changed(sound.name, { script });
      await expect(prove(image.name)).rejects.toThrow(/holds several environments: ml .*, second /);
      const chosen = await prove(image.name, { name: 'ml' });
      expect(chosen).toMatchObject({ code: 0, image: { findings: [] } });
      await using likely = await changed(image.name, { changes: [`ENV PATH=${PREFIX}/bin:/bin`] });
      expect((await prove(likely.name)).report.environments).toMatchObject([{ name: 'ml' }]);
      await using bare = await changed(sound.name, { script: 'rm -r conda-meta' });
      const none = await prove(bare.name);
      expect(none.image.findings.map(({ check }) => check)).toEqual(['no-environment']);
      expect(none.code).toBe(1);
    });

    test('what was built for a proof that fails is removed', async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, 'Dockerfile');
      const label = `conda-links-test.built=${randomUUID()}`;
      const lines = [`FROM ${sound.name}`, `LABEL ${label}`, 'ENTRYPOINT ["/bin/true"]', ''];
      await writeFile(file, lines.join('\n'));
      const { code, report } = await runSmoke([], { file }, () => {}, never);
      const [image] = report.images as CheckedImage[];
      expect(image?.findings.map(({ check }) => check)).toEqual(['swallowed-command']);
      expect(code).toBe(1);
      expect(await engine().listImages({ all: true, filters: { label: [label] } })).toEqual([]);
      expect(await containersWith({ label: [label] })).toEqual([]);
    });
  });

  test('what is kept of much that is written', async () => {
    const order = await orderOf(sound.name);
    const script = 'echo first; yes "a line that is said again" | head -c 300000000; echo last';
    const before = process.memoryUsage().rss;
    const { output, isCut, code } = await docker.run(
      {
        ...{ image: order.image.id, entrypoint: null, command: ['/bin/bash', '-c', script] },
        ...{ user: null, env: [], isReadOnly: false, tmpfs: [], hasNetwork: false, limit: 100 },
        ...{ memory: 64 * MEGABYTE, processes: 17, label: order.label },
      },
      never,
    );
    expect({ code, isCut }).toEqual({ code: 0, isCut: true });
    expect([output.slice(0, 6), output.slice(-5)]).toEqual(['first\n', 'last\n']);
    expect(output.includes('\n…\n')).toBe(true);
    expect(output.length).toBeLessThan(5 * MEGABYTE);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MEGABYTE);
  });
});

const lineOf = ({ severity, check, message }: ImageFinding) => `${severity} ${check}: ${message}`;

/** Where modules, scripts and certificates are looked at. */
const WHOLE = / \(as it is, no entrypoint\)$/;

/** The checks that found something in its environments. */
function aboveNote({ environments }: Report): string[] {
  return environments
    .flatMap((one) => (one.verdict === 'unchecked' ? [] : one.findings))
    .filter(({ severity }) => severity !== 'note')
    .map(({ check }) => check);
}

async function containersWith(filters: Record<string, string[]>): Promise<string[]> {
  return (await engine().listContainers({ all: true, filters })).map(({ Id }) => Id);
}

/** The volumes that are left of those that were mounted there. */
async function volumesSince(since: number, place: string): Promise<string[]> {
  const filters = { type: ['volume'], event: ['mount'] };
  const until = Math.ceil(Date.now() / 1000);
  const events = await text(
    (await engine().getEvents({ since, until, filters: JSON.stringify(filters) })) as Readable,
  );
  const names = events
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as VolumeEvent).Actor)
    .filter(({ Attributes }) => Attributes['destination'] === place)
    .map(({ ID }) => ID);
  expect(names.length).toBeGreaterThan(0);
  const { Volumes: left } = await engine().listVolumes();
  return names.filter((name) => left?.some(({ Name }) => Name === name));
}

interface VolumeEvent {
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** An image with one layer more: quicker than a build. */
async function changed(from: string, { script = 'true', changes = [] }: Change): Promise<Image> {
  const prelude = `set -e; cd ${PREFIX}; SITE=$(echo lib/python3.*/site-packages)`;
  const container = await engine().createContainer({
    Image: from,
    Cmd: ['/bin/bash', '-c', `${prelude}\n${script}`],
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    await container.start();
    const { StatusCode: code } = await container.wait();
    if (code !== 0) throw new Error(`the change failed: ${script}`);
    const name = uniqueName();
    const [repo, tag] = name.split(':');
    await container.commit({ repo, tag, changes: ['CMD []', ...changes] });
    return {
      name,
      [Symbol.asyncDispose]: () => engine().getImage(name).remove({ force: true }),
    };
  } finally {
    await container.remove({ force: true });
  }
}
