import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import { parseEnvironmentFile } from './conda/environment-reader.ts';
import { followPip, inside } from './conda/pip-files.ts';
import { type BakeTarget, bakeFile, imageName, targetName } from './dockerfile/bake.ts';
import { isAnacondas } from './dockerfile/bases.ts';
import { mergeIgnore } from './dockerfile/ignore.ts';
import { nameFor, type Recipe, writeDockerfile } from './dockerfile.ts';
import { BadInput, CannotWrite } from './errors.ts';
import { realPath } from './links.ts';
import { lint, readWishes } from './lint.ts';
import type { FileReport } from './report.ts';
import type { Rule, Wishes } from './rule.ts';
import type { Result, Source } from './sources.ts';

/** What is asked for: some environment files, or one environment that was locked. */
export interface Order {
  /** As the user named them; of a lock, where it is going to be. */
  readonly files: readonly string[];
  /** The text of the lock; null where the files are on disk. */
  readonly lock: string | null;
  readonly name: string | null;
  /** As the user named it; null for the folder of each file. */
  readonly context: string | null;
  /** Where the Dockerfile goes, as the user named it; null for the usual place. */
  readonly dockerfile: string | null;
  readonly areTermsAccepted: boolean;
  readonly isBaked: boolean;
  readonly recipe: Recipe;
  /** The command that makes it anew: it stands in the Dockerfile. */
  readonly command: (files: readonly string[]) => readonly string[];
  readonly rules: readonly Rule[];
}

/** A file that is to be written. */
export interface Output {
  /** `ignore` is never replaced, only completed. */
  readonly kind: 'dockerfile' | 'bake' | 'lock' | 'ignore';
  /** Absolute. */
  readonly path: string;
  /** As seen from the working folder. */
  readonly shown: string;
  readonly text: string;
}

/** The `.dockerignore` of one context. */
export interface IgnoreNews {
  readonly output: Output;
  readonly isThere: boolean;
  /** What it lacks. */
  readonly added: readonly string[];
  /** What it keeps from the build, which needs it. */
  readonly kept: readonly string[];
}

export interface Dockerfiles {
  /** All but the `.dockerignore`s. */
  readonly outputs: readonly Output[];
  readonly ignores: readonly IgnoreNews[];
  readonly targets: readonly BakeTarget[];
  /** What the files ask for by name, of conda and of pip. */
  readonly packages: readonly string[];
  /** `NAME-VERSION-BUILD` of all that @EXPLICIT files list. */
  readonly locked: readonly string[];
  readonly files: readonly FileReport[];
}

interface Made {
  readonly packages: readonly string[];
  readonly locked: readonly string[];
  readonly outputs: readonly Output[];
  readonly target: BakeTarget;
  readonly report: FileReport;
  /** Absolute. */
  readonly context: string;
  /** Relative to it. */
  readonly copies: readonly string[];
}

/** Of a `.dockerignore`, in bytes. */
const LARGEST = 1 << 20;

/**
 * Works out everything that is to be written, and writes nothing.
 * @param cwd the working folder, absolute
 * @throws what reading the files and writing the Dockerfiles throws
 */
export async function makeDockerfiles(
  source: Source,
  cwd: string,
  order: Order,
): Promise<Dockerfiles> {
  const made: Made[] = [];
  for (const named of order.files) made.push(await makeOne(source, cwd, order, named));
  refuseDoubles(made);
  const bake = posix.resolve(cwd, 'docker-bake.json');
  const targets = made.map(({ target }) => target);
  return {
    outputs: [
      ...made.flatMap(({ outputs }) => outputs),
      ...(order.isBaked ? [outputOf('bake', cwd, bake, bakeFile(targets))] : []),
    ],
    ignores: await ignoresFor(source, cwd, made),
    targets,
    packages: [...new Set(made.flatMap(({ packages }) => packages))],
    locked: made.flatMap(({ locked }) => locked),
    files: made.map(({ report }) => report),
  };
}

async function makeOne(source: Source, cwd: string, order: Order, named: string): Promise<Made> {
  const path = posix.resolve(cwd, named);
  const context = order.context === null ? posix.dirname(path) : posix.resolve(cwd, order.context);
  const file = inside(context, path);
  if (file === null) {
    throw new BadInput(
      `${named} does not lie in the build context ${order.context}.`,
      'Name a folder with --context that holds it.',
    );
  }
  if (inside(realPath(source, context), realPath(source, path)) === null) {
    throw new BadInput(
      `${named} is a link that leads out of the build context.`,
      'A build does not get to see what lies there: put a copy in its place.',
    );
  }
  const wishes = await wishesOf(source, path, named, order, context);
  const name = nameFor(wishes);
  const usual = order.files.length > 1 ? `${name}.Dockerfile` : 'Dockerfile';
  const place =
    order.dockerfile === null || order.dockerfile === '-'
      ? posix.join(context, usual)
      : posix.resolve(cwd, order.dockerfile);
  if (place === path) {
    throw new BadInput(`${named} is where the Dockerfile would go.`, 'Name another place for it.');
  }
  const dockerfile = posix.relative(context, place);
  const command = order.command(
    order.files.map((one) => posix.relative(cwd, posix.resolve(cwd, one))),
  );
  const { text, copies } = writeDockerfile(wishes, order.recipe, { file, dockerfile, command });
  return {
    outputs: [
      outputOf('dockerfile', cwd, place, text),
      ...(order.lock === null ? [] : [outputOf('lock', cwd, path, order.lock)]),
    ],
    target: {
      name,
      context: posix.relative(cwd, context) || '.',
      dockerfile,
      file: posix.relative(cwd, path),
    },
    report: lint(wishes, order.rules),
    packages: packagesIn(wishes),
    locked: wishes.file.packages.map(({ url }) => posix.basename(url).replace(PACKAGE, '')),
    context,
    copies,
  };
}

const PACKAGE = /\.(?:conda|tar\.bz2)$/;

function packagesIn({ file, pip }: Wishes): string[] {
  return [
    ...file.dependencies.flatMap(({ spec }) => ('name' in spec ? spec.name : [])),
    ...pip.lines.flatMap(({ requirement }) =>
      'name' in requirement && requirement.name !== null ? requirement.name : [],
    ),
  ];
}

/** What the file asks for; a lock is not on disk yet. */
async function wishesOf(
  source: Source,
  path: string,
  named: string,
  { name, lock, areTermsAccepted, recipe }: Order,
  context: string,
): Promise<Wishes> {
  const build = { isAnacondas: isAnacondas(recipe.base.image), areTermsAccepted };
  if (lock === null) return readWishes(source, path, named, { name, context, build });
  const file = await parseEnvironmentFile(lock, named);
  const pip = await followPip(source, file.pip ?? [], posix.dirname(path), context);
  return { file, name, pip, build };
}

function outputOf(kind: Output['kind'], cwd: string, path: string, text: string): Output {
  return { kind, path, shown: inside(cwd, path) ?? path, text };
}

/** @throws BadInput when two environments would have one name, or one Dockerfile */
function refuseDoubles(made: readonly Made[]): void {
  const seen = new Map<string, string>();
  for (const { target, outputs } of made) {
    const keys = [
      targetName(target.name),
      `image ${imageName(target.name)}`,
      outputs[0]?.path ?? '',
    ];
    for (const key of keys) {
      const other = seen.get(key);
      if (other !== undefined) {
        throw new BadInput(
          `${other} and ${target.file} would both become the image ${imageName(target.name)}.`,
          'Give each a name of its own in its file.',
        );
      }
    }
    for (const key of keys) seen.set(key, target.file);
  }
}

/**
 * What a `.dockerignore` says that is there; null where there is none.
 * @throws CannotWrite for one that could not be kept as it is
 */
function existingIgnore(path: string, content: Result<Buffer> | undefined): string | null {
  if (content === undefined || content.kind === 'missing') return null;
  const isWhole = content.kind === 'ok' && content.value.length <= LARGEST;
  if (isWhole && isUtf8(content.value)) return content.value.toString('utf8');
  const why = content.kind !== 'ok' ? 'cannot be read' : isWhole ? 'is no UTF-8' : 'is too large';
  throw new CannotWrite(`${path} ${why}.`, 'Mend it or take it away; nothing was written.');
}

/** One `.dockerignore` for each context. */
async function ignoresFor(
  source: Source,
  cwd: string,
  made: readonly Made[],
): Promise<IgnoreNews[]> {
  const copies = new Map<string, string[]>();
  for (const { context, copies: some, outputs } of made) {
    // BuildKit reads this one in the place of the other, where it is there.
    const own = `${outputs[0]?.path}.dockerignore`;
    const path = source.exists(own) ? own : posix.join(context, '.dockerignore');
    copies.set(path, [...(copies.get(path) ?? []), ...some]);
  }
  const paths = [...copies.keys()];
  const contents = await source.read(paths, LARGEST + 1);
  return [...copies].map(([path, needed]) => {
    const existing = existingIgnore(path, contents.get(path));
    const { text, added, kept } = mergeIgnore(existing, needed);
    return {
      output: outputOf('ignore', cwd, path, text),
      isThere: existing !== null,
      added,
      kept,
    };
  });
}
