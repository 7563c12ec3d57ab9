// Whole processes: how long they take, and how large they become.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

/** What one run took. */
export interface Run {
  /** From start to end. */
  readonly seconds: number;
  /** Of the processor, on all threads; of ours only. */
  readonly cpu: number;
  /** The largest that the process was, in megabytes; of ours only. */
  readonly megabytes: number;
}

/** Runs our command line. @param before words that stand before it, as `taskset -c 0` */
export async function runOurs(
  work: string,
  words: readonly string[],
  before: readonly string[] = [],
): Promise<Run> {
  const file = join(work, 'usage');
  const hook = join(work, 'hook.cjs');
  // Not `maxRSS`: a process that was forked is said to have been as large as who forked it (`setmax_mm_hiwater_rss`).
  const code = `if (require('worker_threads').isMainThread) process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const { readFileSync, writeFileSync } = require('fs');
    const [, largest] = /^VmHWM:\\s*(\\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    writeFileSync(${JSON.stringify(file)}, JSON.stringify([largest / 1024, (userCPUTime + systemCPUTime) / 1e6]));
  });`;
  if (!existsSync(hook)) await writeFile(hook, code);
  const line = [...before, process.execPath, '--require', hook, resolve('dist/cli.js'), ...words];
  const [program = '', ...rest] = line;
  const seconds = await run(program, rest, [0, 1]);
  const [megabytes = 0, cpu = 0] = JSON.parse(readFileSync(file, 'utf8')) as number[];
  return { seconds, cpu, megabytes };
}

/** How long a line for the shell takes, in seconds. */
export function shell(line: string): Promise<number> {
  return run('bash', ['-c', `set -o pipefail; { ${line}; } >/dev/null`], null);
}

/** What a line for the shell prints; empty where it fails. */
export async function textOf(line: string): Promise<string> {
  const child = spawn('bash', ['-c', line], { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8').trim();
}

/** @param codes those that are right; null for any */
function run(
  file: string,
  words: readonly string[],
  codes: readonly number[] | null,
): Promise<number> {
  // It makes Node read certificates at its start.
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

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What was measured with. The build of coreutils matters: with libcrypto its `sha256sum` is several times as fast. */
export async function machine(): Promise<object> {
  const library = await textOf(
    'ldd "$(command -v sha256sum)" | grep -o "libcrypto[^ ]*" | head -1',
  );
  return {
    processor: cpus()[0]?.model ?? '',
    threads: availableParallelism(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    find: await textOf('find --version | head -1'),
    sha256sum: `${await textOf('sha256sum --version | head -1')}, ${library || 'without libcrypto'}`,
    openssl: await textOf('openssl version'),
  };
}
