import { posix } from 'node:path';
import type { Acceptance } from '../accepted.ts';
import type { Context } from '../docker/context.ts';
import { BadInput, CannotRead, NotFound } from '../errors.ts';
import { INPUTS, isOn, type RawInputs, text } from '../inputs.ts';
import type { Machine } from '../machine.ts';
import { parseReference } from '../references.ts';
import type { FileReport } from '../report.ts';
import { type OwnRun, readSettings } from '../settings.ts';
import type { Limits } from '../smoke.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { parsePlatform } from '../sources/layout.ts';
import { orderDockerfiles } from './dockerfile.ts';

/** What is to be built, or is there already. */
export interface Plan {
  readonly named: string;
  /** Null where the image is there. */
  readonly context: Context | null;
  /** What the user asked for, in lower case: its modules are imported. */
  readonly packages: readonly string[];
  readonly files: readonly FileReport[];
  /** The environment that the image has to be the same as; null where there is none. */
  readonly like: string | null;
  /** The packages that it must have, and no others; empty where that is open. */
  readonly locked: readonly string[];
  /** What the user has run in it. */
  readonly own: readonly OwnRun[];
  /** What may be found of it. */
  readonly accept: readonly Acceptance[];
}

/** Whether the image stays when all is done. */
export function isWanted(raw: RawInputs): boolean {
  return isOn(INPUTS.keep, raw['keep']) || text(raw['tag']) !== null;
}

/** @throws BadInput for what would else be found out when the image is built, or not at all */
export function refuseEarly(raw: RawInputs): void {
  isWanted(raw);
  buildArgsOf(raw['buildArg']);
  const [tag, platform] = [text(raw['tag']), text(raw['platform'])];
  if (platform !== null) parsePlatform(platform);
  if (tag === null || TAG.test(tag)) return;
  throw new BadInput(
    `tag: “${tag}” is no name for an image.`,
    'It is written in small letters, like ml:1.0 or ghcr.io/me/ml:1.0.',
  );
}

/** As github.com/distribution/reference has it, without a digest. */
const TAG =
  /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;

/** @throws BadInput */
export function limitsOf(raw: RawInputs): Limits {
  const seconds = Number(text(raw['timeout']) ?? INPUTS.timeout.default);
  if (!(seconds >= 1 && seconds <= 86_400)) {
    throw new BadInput('timeout: that is no number of seconds.', 'It is written like 120.');
  }
  const size = text(raw['memory']) ?? INPUTS.memory.default;
  const [, amount, unit = ''] = /^(\d{1,6})([kmg]?)b?$/i.exec(size) ?? [];
  const memory = Number(amount) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
  if (!(memory >= 16 * 1024 ** 2)) {
    throw new BadInput(
      `memory: “${size}” is no size, or too small.`,
      'It is written like 512m or 4g.',
    );
  }
  return { seconds, memory, hasNetwork: isOn(INPUTS.network, raw['network']) };
}

export async function planOf(
  words: readonly string[],
  raw: RawInputs,
  { cwd }: Machine,
  signal: AbortSignal,
): Promise<Plan> {
  const [word, ...others] = words;
  if (others.length > 0) {
    throw new BadInput('smoke: one image at a time.', 'Run it once for each.');
  }
  const reference = word === undefined ? null : parseReference(word);
  const dockerfile = text(raw['file']);
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const { smoke: own, accept } = await readSettings(source, cwd, text(raw['config']));
  const like = text(raw['fromEnv']);
  const none = { packages: [], locked: [], files: [], like, own, accept };
  if (reference) {
    if (reference.kind !== 'docker' || dockerfile !== null) {
      throw new BadInput(
        `smoke: ${word} cannot be run.`,
        'Name an image of the engine, like docker:ml:latest; docker load brings an archive there.',
      );
    }
    refuseForImage(raw);
    return { named: reference.value, context: null, ...none };
  }
  if (dockerfile !== null) {
    if (word !== undefined) {
      throw new BadInput('file: an environment file is named as well.', 'Name one of the two.');
    }
    const path = posix.resolve(cwd, dockerfile);
    const folder = posix.resolve(cwd, text(raw['context']) ?? posix.dirname(path));
    const read = await readText(path, dockerfile);
    return {
      named: text(raw['tag']) ?? dockerfile,
      context: { folder, dockerfile: read },
      ...none,
    };
  }
  const ordered = await orderDockerfiles(words, { ...raw, output: '' }, signal);
  const [made] = ordered.made.outputs;
  const [target] = ordered.made.targets;
  if (!made || !target) throw new NotFound('There is nothing to build.', '');
  const folder = posix.resolve(cwd, target.context);
  // A lock is not written: it goes with the context all the same.
  const locks = ordered.made.outputs.filter(({ kind }) => kind === 'lock');
  const beside = new Map(locks.map((one) => [posix.relative(folder, one.path), one.text]));
  return {
    named: text(raw['tag']) ?? target.name,
    context: { folder, dockerfile: made.text, beside },
    packages: ordered.made.packages,
    locked: ordered.made.locked,
    files: ordered.report.files,
    like,
    own,
    accept,
  };
}

/** @throws BadInput for options of a build, where nothing is built */
function refuseForImage(raw: RawInputs): void {
  const keys = [
    'tag',
    'buildArg',
    'base',
    'template',
    'noCache',
    'pull',
    'context',
    'log',
  ] as const;
  const given = keys.find((key) => ![undefined, '', false, 'false'].includes(raw[key] as string));
  if (given === undefined) return;
  const { name } = INPUTS[given];
  throw new BadInput(`${name}: the image is there already, nothing is built.`, 'Leave it out.');
}

const LARGEST = 1 << 20;

async function readText(path: string, named: string): Promise<string> {
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const content = (await source.read([path], LARGEST)).get(path);
  if (content?.kind === 'ok') return content.value.toString('utf8');
  throw new CannotRead(
    `There is no ${named} that can be read.`,
    'Name the Dockerfile with --file.',
  );
}

/** @throws BadInput */
export function buildArgsOf(raw: RawInputs[string]): Record<string, string> {
  return Object.fromEntries(
    linesOf(raw).map((line) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(line) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new BadInput(
        'build-arg: one of them is no NAME=value.',
        'It is written like VERSION=1.2.',
      );
    }),
  );
}

/** One a line, or each given by itself. */
export function linesOf(raw: RawInputs[string]): readonly string[] {
  const all = typeof raw === 'string' ? raw.split('\n') : typeof raw === 'object' ? raw : [];
  return all.map((line) => line.trim()).filter((line) => line !== '');
}
