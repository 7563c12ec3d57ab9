// How the cost grows: with files, with environments that share their inodes, with threads.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plot, type Series } from './plot.ts';
import { median, type Run, runOurs, shell } from './processes.ts';
import { install, makePackages } from './synthetic.ts';

/** One figure of the table. */
export interface Figure {
  readonly files: number;
  readonly environments: number;
  readonly level: string;
  readonly linking: string;
  /** 0 for `find`, which has one. */
  readonly threads: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

const SIZES = [1000, 10_000, 100_000, 1_000_000];
/** Their contents are hashed up to this size, and they are made ten times. */
const MODERATE = 100_000;
/** Mean bytes of a file: with more, a million would not fit on many disks. */
const MEAN = 2000;

/** @param most files that are made at most */
export async function scale(work: string, runs: number, most: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const files of SIZES.filter((size) => size <= most)) {
    const root = join(work, `scale${files}`);
    // A thousand records, as the largest installations have.
    const packages = await makePackages(root, files, files * MEAN, Math.max(500, files / 1000));
    const one = await install(packages, 'e0');
    figures.push(await peer(files, one, runs));
    for (const level of files <= MODERATE ? ['links', 'content'] : ['links']) {
      for (const threads of [1, 2]) {
        const found = await ours(work, [one], level, threads, runs);
        figures.push({ files, environments: 1, level, linking: 'hard', threads, ...found });
      }
    }
    if (files <= MODERATE) {
      const soft = await install(packages, 'soft', 'soft');
      const found = await ours(work, [soft], 'links', 2, runs);
      figures.push({
        files,
        environments: 1,
        level: 'links',
        linking: 'soft',
        threads: 2,
        ...found,
      });
      const ten = [one];
      while (ten.length < 10) ten.push(await install(packages, `e${ten.length}`));
      for (const level of ['links', 'content']) {
        const found = await ours(work, ten, level, 2, runs);
        figures.push({ files, environments: 10, level, linking: 'hard', threads: 2, ...found });
      }
    }
    for (const figure of figures.filter((figure) => figure.files === files)) show(figure);
    await rm(root, { recursive: true, force: true });
  }
  return figures;
}

async function ours(
  work: string,
  prefixes: readonly string[],
  level: string,
  threads: number,
  runs: number,
): Promise<Run> {
  const words = ['verify', ...prefixes, '--level', level, '--no-progress', '--no-index'];
  const before = threads === 1 ? ['taskset', '-c', '0'] : [];
  const all: Run[] = [];
  for (let at = 0; at <= runs; at += 1) all.push(await runOurs(work, words, before));
  // The first is for the cache of files.
  const warm = all.slice(1);
  return {
    seconds: median(warm.map(({ seconds }) => seconds)),
    cpu: median(warm.map(({ cpu }) => cpu)),
    megabytes: Math.max(...warm.map(({ megabytes }) => megabytes)),
  };
}

async function peer(files: number, prefix: string, runs: number): Promise<Figure> {
  const all: number[] = [];
  for (let at = 0; at <= runs; at += 1) all.push(await shell(`find ${prefix} -xtype l`));
  const seconds = median(all.slice(1));
  const nothing = { environments: 1, linking: 'hard', threads: 0, cpu: 0, megabytes: 0 };
  return { ...nothing, files, level: 'find -xtype l', seconds };
}

function show({
  files,
  environments,
  level,
  linking,
  threads,
  seconds,
  cpu,
  megabytes,
}: Figure): void {
  const what = `${files} files, ${environments} env, ${level}, ${linking}, ${threads || 1} threads`;
  const figures = `${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of processor, ${megabytes.toFixed(0)} MB`;
  process.stdout.write(`${what.padEnd(56)} ${figures}\n`);
}

/** Draws the figures of one environment. */
export async function draw(figures: readonly Figure[], file: string): Promise<void> {
  const series = [
    ['content, 1 thread', 'content', 'hard', 1],
    ['content, 2 threads', 'content', 'hard', 2],
    ['links, soft-linked', 'links', 'soft', 2],
    ['links, 1 thread', 'links', 'hard', 1],
    ['links, 2 threads', 'links', 'hard', 2],
    ['find -xtype l', 'find -xtype l', 'hard', 0],
  ] as const;
  const lines: Series[] = series.map(([name, level, linking, threads]) => ({
    name,
    points: figures
      .filter((one) => one.environments === 1 && one.level === level)
      .filter((one) => one.linking === linking && one.threads === threads)
      .map(({ files, seconds }) => ({ x: files, y: seconds })),
  }));
  const drawn = lines.filter(({ points }) => points.length > 0);
  await writeFile(file, plot('conda-links verify: time and number of files', drawn));
}
