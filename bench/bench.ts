// Whole processes side by side: ours and what people use without us, in turn, and the ratio of the medians.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeEnvironment } from './synthetic.ts';

const { values } = parseArgs({
  options: {
    env: { type: 'string' },
    files: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'string', default: '' },
    docker: { type: 'string', default: '' },
  },
});

/** What one run took. */
interface Run {
  readonly seconds: number;
  /** The largest that the process was, in megabytes; of ours only. */
  readonly megabytes: number;
}

/** Two ways to one end. */
interface Row {
  readonly name: string;
  /** The words of our command line. */
  readonly ours: readonly string[];
  /** What it stands beside, for a shell. */
  readonly peer: string;
  /** At most this many times as long as the peer. */
  readonly goal: number;
  /** Done before each run of the peer, and not counted. */
  readonly before?: string;
}

interface Result extends Row {
  readonly oursSeconds: number;
  readonly peerSeconds: number;
  readonly ratio: number;
  readonly megabytes: number;
}

const work = await mkdtemp(join(tmpdir(), 'conda-links-bench-'));
try {
  const results = await measure(await rows());
  print(results);
  if (values.json)
    await writeFile(values.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
  if (values.docker) await images();
} finally {
  if (values.docker)
    await shell('docker rm -f conda-links-bench; docker rmi conda-links-bench:env');
  await rm(work, { recursive: true, force: true });
}

async function rows(): Promise<Row[]> {
  const prefix = values.env ? resolve(values.env) : await synthetic();
  const tar = join(work, 'env.tar');
  await shell(`tar -C ${dirname(prefix)} -cf ${tar} ${basename(prefix)}`);
  const out = join(work, 'out');
  const all: Row[] = [
    {
      name: 'tar: plain, content',
      ours: ['verify', `tar:${tar}`],
      before: `rm -rf ${out}; mkdir ${out}`,
      peer: `tar -C ${out} -xf ${tar} && find ${out} -type f -print0 | xargs -0 -P2 -n200 sha256sum`,
      goal: 0.5,
    },
  ];
  if (values.docker) {
    await shell(`tar -C / -c ${prefix.slice(1)} | docker import - conda-links-bench:env`);
    await shell('docker create --name conda-links-bench conda-links-bench:env none');
    all.push({
      name: 'docker: content',
      ours: ['verify', 'docker:conda-links-bench:env'],
      peer: 'docker export conda-links-bench | cat',
      goal: 1.15,
    });
  }
  return all.filter(({ name }) => name.includes(values.only));
}

/** What has to be built is measured in the surroundings of the tests, which have bases for that. */
async function images(): Promise<void> {
  const words = ['vitest', 'run', '--config', 'bench/vitest.config.ts'];
  const child = spawn('npx', words, { stdio: 'inherit' });
  await new Promise((done) => child.on('exit', done));
}

async function synthetic(): Promise<string> {
  const prefix = join(work, 'envs', 'synthetic');
  const files = Number(values.files);
  await makeEnvironment(prefix, files, files * 33_000);
  return prefix;
}

async function measure(all: readonly Row[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const row of all) {
    const ours: Run[] = [];
    const peer: number[] = [];
    // The first of each is for the cache of files.
    for (let at = 0; at <= Number(values.runs); at += 1) {
      const one = await runOurs(row.ours);
      if (row.before) await shell(row.before);
      const other = await shell(row.peer);
      if (at > 0) ours.push(one);
      if (at > 0) peer.push(other);
    }
    const oursSeconds = median(ours.map(({ seconds }) => seconds));
    const peerSeconds = median(peer);
    const megabytes = Math.max(...ours.map((one) => one.megabytes));
    results.push({ ...row, oursSeconds, peerSeconds, ratio: oursSeconds / peerSeconds, megabytes });
  }
  return results;
}

async function runOurs(words: readonly string[]): Promise<Run> {
  const file = join(work, 'memory');
  const hook = join(work, 'hook.cjs');
  const code = `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`;
  if (!existsSync(hook)) await writeFile(hook, code);
  const cli = resolve('dist/cli.js');
  const seconds = await run(
    process.execPath,
    ['--require', hook, cli, ...words, '--no-progress'],
    [0],
  );
  return { seconds, megabytes: Number(readFileSync(file, 'utf8')) / 1024 };
}

/** How long a line for the shell takes, in seconds. */
function shell(line: string): Promise<number> {
  return run('bash', ['-c', `set -o pipefail; { ${line}; } >/dev/null`], null);
}

/** @param codes those that are right; null for any */
function run(
  file: string,
  words: readonly string[],
  codes: readonly number[] | null,
): Promise<number> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return new Promise((done, failed) => {
    const start = performance.now();
    const child = spawn(file, words, { stdio: ['ignore', 'ignore', 'inherit'], env });
    child.on('error', failed);
    child.on('exit', (code) => {
      if (codes && !codes.includes(code ?? -1))
        failed(new Error(`${file} ${words.join(' ')}: exit ${code}`));
      else done((performance.now() - start) / 1000);
    });
  });
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function machine(): object {
  return {
    processor: cpus()[0]?.model ?? '',
    threads: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
  };
}

function print(results: readonly Result[]): void {
  process.stdout.write(`${JSON.stringify(machine())}\n`);
  for (const { name, oursSeconds, peerSeconds, ratio, goal, megabytes } of results) {
    const figures = `${oursSeconds.toFixed(2)} s beside ${peerSeconds.toFixed(2)} s: ${ratio.toFixed(2)} (goal ${goal}), ${megabytes.toFixed(0)} MB`;
    process.stdout.write(`${name.padEnd(24)} ${figures}\n`);
  }
}
