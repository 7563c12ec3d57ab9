import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { printable, startOfLine } from '../bytes.ts';
import { imageName } from '../dockerfile/bake.ts';
import type { Dockerfiles, IgnoreNews, Output } from '../dockerfiles.ts';
import { CannotWrite, systemCode } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { quote } from '../shell.ts';
import { DirectorySource } from '../sources/directory.ts';
import { HashingThreads } from '../sources/hashing-threads.ts';
import { write } from '../terminal.ts';

/** Exit code 1 and a difference where a file is not what it would be. */
export async function compare({ outputs }: Dockerfiles): Promise<Outcome> {
  const differences = await Promise.all(outputs.map(differenceOf));
  const text = differences.join('');
  const same = outputs.map(({ shown }) => `${printable(shown)} is up to date.\n`).join('');
  return { text: text || same, file: '', code: text === '' ? 0 : 1 };
}

async function differenceOf({ path, shown, text }: Output): Promise<string> {
  const there = await onDisk(path);
  if (there === text) return '';
  if (there === null) return `${startOfLine(printable(shown))} is not there.\n`;
  const patch = createTwoFilesPatch(shown, shown, there, text, 'on disk', 'as it would be');
  return patch
    .split('\n')
    .slice(1, -1)
    .map((line) => `${startOfLine(printable(line.replaceAll('\t', '  ')))}\n`)
    .join('');
}

/** The text of a file; null where there is none. */
async function onDisk(path: string): Promise<string | null> {
  const source = new DirectorySource(HashingThreads.ofThisMachine());
  const stat = source.lstat(path);
  if (stat.kind === 'ok' && stat.value.kind === 'symlink') {
    throw new CannotWrite(
      `${path} is a link, and what it leads to is not written over.`,
      'Take it away, or name what it leads to with --output.',
    );
  }
  if (stat.kind === 'ok' && !['file', 'directory'].includes(stat.value.kind)) {
    throw new CannotWrite(`${path} is no file.`, 'To print the Dockerfile, use --stdout.');
  }
  const content = (await source.read([path], 16 << 20)).get(path);
  if (content?.kind === 'missing' || content === undefined) return null;
  if (content.kind === 'ok') return content.value.toString('utf8');
  if (source.list(path).kind === 'ok') {
    throw new CannotWrite(`${path} is a folder.`, 'Name a file in it with --output.');
  }
  throw new CannotWrite(
    `${path} is there, and cannot be read.`,
    'Name another place with --output.',
  );
}

/**
 * Writes what is not there yet; with force also what says something else.
 * @throws CannotWrite before anything is written, when something is in the way
 */
export async function writeAll(
  { outputs, ignores, targets }: Dockerfiles,
  isForced: boolean,
): Promise<Outcome> {
  const states = await Promise.all(
    outputs.map(async (one) => ({ one, there: await onDisk(one.path) })),
  );
  const [other] = states.filter(({ one, there }) => there !== null && there !== one.text);
  if (other && !isForced) {
    throw new CannotWrite(
      `${other.one.shown} is there already, and says something else.`,
      '--force writes over it, --check shows the difference, --stdout prints the new one.',
    );
  }
  const changed = states.filter(({ one, there }) => there !== one.text).map(({ one }) => one.path);
  const completed = ignores
    .filter(({ isThere, added }) => added.length > 0 && (isForced || !isThere))
    .map(({ output }) => output.path);
  for (const path of [...changed, ...completed]) await refuseUnwritable(path);
  const lines: string[] = [];
  for (const { one, there } of states) {
    if (there !== one.text) await write(one.text, one.path);
    lines.push(`${there === one.text ? 'kept ' : 'wrote'} ${printable(one.shown)}`);
  }
  for (const news of ignores) lines.push(...(await tellIgnore(news, isForced)));
  const build = targets.map(({ name, context, dockerfile }) => {
    const file = dockerfile === 'Dockerfile' ? [] : ['--file', posix.join(context, dockerfile)];
    return ['docker', 'build', '--tag', imageName(name), ...file, context].map(quote).join(' ');
  });
  const isBaked = outputs.some(({ kind }) => kind === 'bake');
  lines.push(
    '',
    'Build it with:',
    ...(isBaked ? ['  docker buildx bake'] : build.map((one) => `  ${one}`)),
  );
  return { text: lines.map((line) => `${startOfLine(line)}\n`).join(''), file: '', code: 0 };
}

/**
 * A file is written beside its place and renamed: so its folder decides.
 * @throws CannotWrite when that is not there, or not to be written to
 */
async function refuseUnwritable(path: string): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const isSpecial = await stat(place).then(
    (one) => !one.isFile(),
    () => false,
  );
  if (isSpecial) return;
  const folder = posix.dirname(place);
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    const code = systemCode(cause);
    const isThere = code !== 'ENOENT' && code !== 'ENOTDIR';
    throw new CannotWrite(
      `${path} cannot be written: ${folder} is ${isThere ? 'not writable' : 'no folder'} (${code}).`,
      'Nothing was written. Choose a folder that is there, and that you may write to.',
      { cause },
    );
  }
}

/** A new one is written, one that is there completed when that is asked for; else it is told what it lacks. */
async function tellIgnore(
  { output, isThere, added, kept }: IgnoreNews,
  isForced: boolean,
): Promise<string[]> {
  const shown = printable(output.shown);
  const warning = kept.map(
    (path) =>
      `${shown} keeps ${printable(path)} from the build, which needs it: add !${printable(path)}`,
  );
  if (added.length === 0) return [`kept  ${shown}`, ...warning];
  if (isThere && !isForced) {
    return [
      `kept  ${shown}, which lacks:`,
      ...added.map((line) => `        ${printable(line)}`),
      '      --force puts these before what is there.',
      ...warning,
    ];
  }
  await write(output.text, output.path);
  return [
    `wrote ${shown}${isThere ? `: ${added.length} lines before what was there` : ''}`,
    ...warning,
  ];
}
