// The action as a workflow uses it: under act, which runs workflows on this machine. act is optional, in CI too.
import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeDemo } from '../src/demo.ts';
import { decoded, repository, runnersNode, temporaryFolder } from './support/runner.ts';

const run = promisify(execFile);
const hasAct = spawnSync('act', ['--version'], { stdio: 'ignore' }).status === 0;

interface WorkflowStep {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}

/** One line of `act --json`. */
interface Event {
  readonly level: string;
  readonly msg: string;
  readonly stepID?: readonly string[];
  readonly stage?: string;
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly raw_output?: boolean;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
}

interface Job {
  readonly result: string | undefined;
  /** What happened in a step. */
  of(id: string): {
    readonly conclusion: string | undefined;
    readonly annotations: readonly Pick<Event, 'command' | 'kvPairs' | 'arg'>[];
    readonly outputs: Readonly<Record<string, string>>;
    readonly log: string;
  };
  /** The summaries of all steps. */
  readonly summary: string;
}

/** Runs one job of these steps in a repository that holds the action and these files. */
async function runJob(
  steps: readonly WorkflowStep[],
  files: Readonly<Record<string, string>> = {},
): Promise<Job> {
  await using sandbox = await temporaryFolder();
  const folder = join(sandbox.path, 'repository');
  const job = { 'runs-on': 'ubuntu-latest', steps };
  const all = { ...files, '.github/workflows/job.yml': stringify({ on: 'push', jobs: { job } }) };
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  for (const part of ['action.yml', 'dist']) {
    await cp(join(repository, part), join(folder, part), { recursive: true });
  }
  await commit(folder);
  // It was seen that act told how a job ended, and nothing of what was said in it.
  let events = await act(folder, sandbox.path);
  for (let more = 2; more > 0 && !events.some(isSaid); more -= 1) {
    events = await act(folder, sandbox.path);
  }
  return jobIn(events);
}

/** Whether a step said it, and not act. */
function isSaid({ raw_output: isRaw, command }: Event): boolean {
  return isRaw === true || ANNOTATIONS.has(command ?? '');
}

async function commit(folder: string): Promise<void> {
  const git = (...words: string[]) => run('git', ['-C', folder, ...words]);
  await git('init', '--quiet');
  await git('add', '--all', '--force');
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
  await git(...identity, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'test');
}

/** act's own exit code says whether the job failed; what matters here is in its events. */
async function act(folder: string, home: string): Promise<Event[]> {
  const options = ['--json', '--no-cache-server', '-P', 'ubuntu-latest=-self-hosted'];
  const env = {
    PATH: [dirname(runnersNode), process.env['PATH']].join(delimiter),
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
  const ended = run('act', [...options, 'push'], {
    cwd: folder,
    env,
    maxBuffer: 64 << 20,
    timeout: 50_000,
  });
  const { stdout } = await ended.catch((error: { stdout: string }) => error);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line));
}

function jobIn(events: readonly Event[]): Job {
  return {
    result: events.find(({ jobResult }) => jobResult)?.jobResult,
    summary: events
      .flatMap(({ command, content }) => (command === 'summary' ? content : []))
      .join(),
    of(id) {
      const own = events.filter(({ stepID, stage }) => stage === 'Main' && stepID?.[0] === id);
      const set = own.filter(({ command }) => command === 'set-output');
      return {
        conclusion: own.find(({ stepResult }) => stepResult)?.stepResult,
        annotations: own
          .filter(({ command }) => ANNOTATIONS.has(command ?? ''))
          .map(({ command, kvPairs, arg }) => ({ command, kvPairs, arg }) as Event),
        outputs: Object.fromEntries(set.map(({ name, arg }) => [name, arg])),
        log: own.flatMap((one) => (one.raw_output ? one.msg : [])).join(''),
      };
    },
  };
}

const ANNOTATIONS = new Set(['error', 'warning', 'notice']);
const CHECKOUT: WorkflowStep = {
  // act answers this one itself, with the files of the repository.
  uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
};
/** A later step that is given the outputs, as a user's would be. */
const TELL: WorkflowStep = {
  id: 'tell',
  run: 'echo "$VERDICT, $FINDINGS"; grep -c \'"schema"\' "$REPORT"',
  env: {
    VERDICT: expression('steps.verify.outputs.verdict'),
    FINDINGS: expression('steps.verify.outputs.findings'),
    REPORT: expression('steps.verify.outputs.report'),
  },
};

function expression(words: string): string {
  return `\${{ ${words} }}`;
}

function verifying(environments: string, more: Partial<WorkflowStep> = {}): WorkflowStep {
  return { id: 'verify', uses: './', with: { environments }, ...more };
}

async function demo() {
  const { environments, remove } = await makeDemo();
  const [sound = '', broken = ''] = environments.map(({ prefix }) => prefix);
  return { sound, broken, [Symbol.asyncDispose]: remove };
}

describe('the action in a workflow', () => {
  beforeEach((context) => {
    context.skip(!hasAct, 'no act on PATH: go install github.com/nektos/act@v0.2.89');
  });

  test('passes on a sound environment, and hands its outputs on', async () => {
    await using environments = await demo();
    const job = await runJob([CHECKOUT, verifying(environments.sound), TELL]);
    const { conclusion, annotations, outputs } = job.of('verify');
    expect([conclusion, job.result]).toEqual(['success', 'success']);
    expect(annotations).toEqual([]);
    expect(outputs).toMatchObject({ verdict: 'whole', findings: '0' });
    expect(job.of('tell').log).toBe('whole, 0\n1\n');
    expect(job.summary).toContain('✅ whole');
  });

  test('fails on a broken one, and the job with it', async () => {
    await using environments = await demo();
    const files = { 'environment.yml': 'dependencies:\n  - python=3.11\n  - pip\n' };
    const job = await runJob([CHECKOUT, verifying(environments.broken), TELL], files);
    const { conclusion, annotations } = job.of('verify');
    expect([conclusion, job.result]).toEqual(['failure', 'failure']);
    expect(annotations.map(({ command, kvPairs }) => [command, kvPairs])).toEqual([
      ['error', { title: 'broken: pip-23.0-py311_0', file: 'environment.yml', line: '3' }],
      ['error', { title: 'broken: python-3.11.9-0_demo', file: 'environment.yml', line: '2' }],
    ]);
    expect(job.of('tell').conclusion).toBeUndefined();
    expect(job.summary).toContain('❌ broken');
  });

  test('fails a step that may fail, whose outputs a later one still reads', async () => {
    await using environments = await demo();
    const step = verifying(environments.broken, { 'continue-on-error': true });
    const job = await runJob([CHECKOUT, step, TELL]);
    expect([job.of('verify').conclusion, job.result]).toEqual(['failure', 'success']);
    expect(job.of('tell').log).toBe('broken, 4\n1\n');
  });

  test('finds what pixi made in the workspace', async () => {
    await using environments = await demo();
    const make: WorkflowStep = {
      run: 'mkdir -p .pixi/envs && cp -a "$SOUND" .pixi/envs/default',
      env: { SOUND: environments.sound },
    };
    const job = await runJob([CHECKOUT, make, { id: 'verify', uses: './' }]);
    expect(job.of('verify').outputs).toMatchObject({ verdict: 'whole' });
    expect(decoded(job.summary)).toMatch(
      /^\| <code>default<\/code> \| ✅ whole \| 0 \| 0 \| 0 \| <code>\/\S+\/\.pixi\/envs\/default<\/code> \|$/m,
    );
  });

  test('says what it cannot do', async () => {
    const failing: WorkflowStep = {
      id: 'verify',
      uses: './',
      with: { level: 'deep' },
      'continue-on-error': true,
    };
    const tell: WorkflowStep = {
      id: 'tell',
      run: 'echo "$VERDICT, $FINDINGS, ($REPORT)"',
      env: TELL.env ?? {},
    };
    const job = await runJob([CHECKOUT, failing, tell]);
    const { conclusion, annotations, outputs } = job.of('verify');
    expect(conclusion).toBe('failure');
    expect(annotations.map(({ command, arg }) => [command, arg])).toEqual([
      ['error', expect.stringContaining('deep')],
    ]);
    expect(outputs).toEqual({ verdict: 'unchecked', findings: '0', report: '' });
    expect(job.of('tell').log).toBe('unchecked, 0, ()\n');
  });

  test('the project’s own workflow holds, but for the making of its environment', async () => {
    await using environments = await demo();
    const source = await readFile(join(repository, '.github/workflows/self.yml'), 'utf8');
    const steps: WorkflowStep[] = parse(source).jobs.verify.steps;
    const made: WorkflowStep = {
      id: 'make',
      run: 'echo "environment-path=$SOUND" >> "$GITHUB_OUTPUT"',
      env: { SOUND: environments.sound },
    };
    const job = await runJob(steps.map((step) => (step.id === 'make' ? made : step)));
    expect(job.result).toBe('success');
    expect(job.of('sound').outputs).toMatchObject({ verdict: 'whole' });
    expect(job.of('broken').outputs).toMatchObject({ verdict: 'broken' });
  });
});
