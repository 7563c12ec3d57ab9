// Whole processes side by side: ours and what people use without us, in turn, and the ratio of the medians.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, median, type Run, runOurs, shell, textOf } from './processes.ts';
import { draw, scale } from './scale.ts';
import { compareRoads, provokeFinding } from './slow-road.ts';
import { install, makePackages } from './synthetic.ts';

const { values } = parseArgs({
  options: {
    /** An environment of one's own, and the same packages soft-linked; synthetic ones where none is named. */
    env: { type: 'string' },
    soft: { type: 'string' },
    files: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'string', default: '' },
    docker: { type: 'string', default: '' },
    /** Beside `conda doctor` too, which takes long. */
    conda: { type: 'boolean', default: false },
    /** With the cache of files emptied before each run, as root, too. */
    cold: { type: 'boolean', default: false },
    /** Figures from a thousand files to so many, in place of the table. */
    scale: { type: 'string' },
    plot: { type: 'string', default: 'docs/performance.svg' },
    /** The longest part: all levels once more in one thread, and compared. */
    'no-proof': { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const DROP_CACHES = 'sync; echo 3 > /proc/sys/vm/drop_caches';

/** Two ways to one end. */
interface Row {
  readonly name: string;
  /** The words of our command line. */
  readonly ours: readonly string[];
  /** What it stands beside, for a shell; or once more our own command line. */
  readonly peer: string | readonly string[];
  /** At most this many times as long as the peer; null where it is only told. */
  readonly goal: number | null;
  /** Done before each run of the peer, and not counted. */
  readonly before?: string;
  /** Both with nothing in the cache of files; only root can empty it. */
  readonly isCold?: boolean;
}

interface Result extends Row {
  readonly oursSeconds: number;
  readonly oursCpu: number;
  readonly peerSeconds: number;
  readonly ratio: number;
  readonly megabytes: number;
}

/** Where the environments are that are measured. */
interface Places {
  readonly hard: string;
  readonly soft: string;
  /** The first one, and nine that share its inodes; none where only one is known. */
  readonly ten: readonly string[];
}

const work = await mkdtemp(join(tmpdir(), 'conda-links-bench-'));
try {
  await (values.scale === undefined ? compare() : grow(Number(values.scale)));
  if (values.docker) await images();
} finally {
  if (values.docker)
    await shell('docker rm -f conda-links-bench; docker rmi conda-links-bench:env');
  await rm(work, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const places = await placesToMeasure();
  if (!values['no-proof']) await compareRoads([places.hard, places.soft]);
  const results = await measure(await rows(places));
  await report({ machine: await machine(), results });
  for (const one of results) show(one);
  const [, ...copies] = places.ten;
  const last = copies.at(-1);
  if (!values['no-proof'] && last) await provokeFinding(last, 'lib/pkg0/part0/module0.py');
}

async function grow(most: number): Promise<void> {
  const figures = await scale(work, runs, most);
  await report({ machine: await machine(), figures });
  await draw(figures, values.plot);
}

async function report(all: object): Promise<void> {
  if (values.json) await writeFile(values.json, `${JSON.stringify(all, null, 2)}\n`);
}

async function placesToMeasure(): Promise<Places> {
  const files = Number(values.files);
  const packages = await makePackages(join(work, 'root'), files, files * 33_000);
  const hard = await install(packages, 'hard');
  const soft = await install(packages, 'soft', 'soft');
  const ten = [hard];
  while (ten.length < 10) ten.push(await install(packages, `copy${ten.length}`));
  return { hard: resolve(values.env ?? hard), soft: resolve(values.soft ?? soft), ten };
}

async function rows({ hard, soft, ten }: Places): Promise<Row[]> {
  const verify = (level: string, ...prefixes: readonly string[]) => [
    'verify',
    ...prefixes,
    '--level',
    level,
    '--no-progress',
    // What one run learns must not help the next.
    '--no-index',
  ];
  const hash = (program: string) => `find ${hard} -type f -print0 | xargs -0 -P2 -n200 ${program}`;
  const links = verify('links', hard);
  const content = verify('content', hard);
  const all: Row[] = [
    { name: 'start', ours: ['--version'], peer: `${process.execPath} -e 0`, goal: 1.35 },
    { name: 'links | find -xtype l', ours: links, peer: `find ${hard} -xtype l`, goal: 0.75 },
    {
      name: 'links, soft-linked | find -xtype l',
      ours: verify('links', soft),
      peer: `find ${soft} -xtype l`,
      goal: 1.1,
    },
    { name: 'content | sha256sum', ours: content, peer: hash('sha256sum'), goal: 0.4 },
    { name: 'content | openssl', ours: content, peer: hash('openssl dgst -sha256'), goal: 1 },
    {
      name: 'content, ten that share inodes | one',
      ours: verify('content', ...ten),
      peer: verify('content', ten[0] as string),
      goal: 1.6,
    },
    {
      name: 'content by the index | links',
      ours: [...content.filter((word) => word !== '--no-index'), '--index', join(work, 'index')],
      peer: links,
      goal: 2,
    },
    ...(values.cold
      ? [
          {
            name: 'links, cold | find -xtype l, cold',
            ours: links,
            peer: `find ${hard} -xtype l`,
            goal: null,
            isCold: true,
          },
        ]
      : []),
    ...((await isThere('symlinks'))
      ? [{ name: 'links | symlinks -r', ours: links, peer: `symlinks -r ${hard}`, goal: null }]
      : []),
    ...(values.conda && (await isThere('conda'))
      ? [
          {
            name: 'content | conda doctor',
            ours: content,
            peer: `conda doctor -p ${hard}`,
            goal: null,
          },
        ]
      : []),
  ];
  const wanted = all.filter(({ name }) => name.includes(values.only));
  return [...wanted, ...(await rowsOfArchives(hard))];
}

async function isThere(program: string): Promise<boolean> {
  return (await textOf(`command -v ${program}`)) !== '';
}

async function rowsOfArchives(prefix: string): Promise<Row[]> {
  const all: Row[] = [];
  if ('tar: plain, content'.includes(values.only)) {
    const tar = join(work, 'env.tar');
    const out = join(work, 'out');
    await shell(`tar -C ${dirname(prefix)} -cf ${tar} ${basename(prefix)}`);
    all.push({
      name: 'tar: plain, content',
      ours: ['verify', `tar:${tar}`, '--no-progress'],
      before: `rm -rf ${out}; mkdir ${out}`,
      peer: `tar -C ${out} -xf ${tar} && find ${out} -type f -print0 | xargs -0 -P2 -n200 sha256sum`,
      goal: 0.5,
    });
  }
  if (values.docker && 'docker: content'.includes(values.only)) {
    await shell(`tar -C / -c ${prefix.slice(1)} | docker import - conda-links-bench:env`);
    await shell('docker create --name conda-links-bench conda-links-bench:env none');
    all.push({
      name: 'docker: content',
      ours: ['verify', 'docker:conda-links-bench:env', '--no-progress'],
      peer: 'docker export conda-links-bench | cat',
      goal: 1.15,
    });
  }
  return all;
}

/** What has to be built is measured in the surroundings of the tests, which have bases for that. */
async function images(): Promise<void> {
  const words = ['vitest', 'run', '--config', 'bench/vitest.config.ts'];
  const child = spawn('npx', words, { stdio: 'inherit' });
  await new Promise((done) => child.on('exit', done));
}

async function measure(all: readonly Row[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const row of all) {
    const ours: Run[] = [];
    const peer: number[] = [];
    // The first of each is for the cache of files.
    for (let at = 0; at <= runs; at += 1) {
      if (row.isCold) await shell(DROP_CACHES);
      const one = await runOurs(work, row.ours);
      if (row.before) await shell(row.before);
      if (row.isCold) await shell(DROP_CACHES);
      const { peer: other } = row;
      const seconds =
        typeof other === 'string' ? await shell(other) : (await runOurs(work, other)).seconds;
      if (at > 0) ours.push(one);
      if (at > 0) peer.push(seconds);
    }
    const oursSeconds = median(ours.map(({ seconds }) => seconds));
    const oursCpu = median(ours.map(({ cpu }) => cpu));
    const peerSeconds = median(peer);
    const megabytes = Math.max(...ours.map((one) => one.megabytes));
    const ratio = oursSeconds / peerSeconds;
    results.push({ ...row, oursSeconds, oursCpu, peerSeconds, ratio, megabytes });
  }
  return results;
}

function show({ name, oursSeconds, peerSeconds, ratio, goal, megabytes }: Result): void {
  const aim = goal === null ? '' : ` (goal ${goal})`;
  const figures = `${oursSeconds.toFixed(2)} s beside ${peerSeconds.toFixed(2)} s: ${ratio.toFixed(2)}${aim}, ${megabytes.toFixed(0)} MB`;
  process.stdout.write(`${name.padEnd(38)} ${figures}\n`);
}
