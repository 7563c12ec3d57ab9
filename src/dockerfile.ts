import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { article } from './dockerfile/article.ts';
import type { Base } from './dockerfile/bases.ts';
import { copiesOf } from './dockerfile/copies.ts';
import { cudaOf } from './dockerfile/cuda.ts';
import { type Plan, placeholders } from './dockerfile/recipe.ts';
import type { Style } from './dockerfile/style.ts';
import { fill } from './dockerfile/template.ts';
import { BadInput, CannotRead, systemCode } from './errors.ts';
import type { Wishes } from './rule.ts';
import { NAME, RESERVED } from './rules/invalid-name.ts';

/** How a Dockerfile is to be. */
export interface Recipe {
  readonly style: Style;
  readonly base: Base;
  /** The image that the environment is copied to; null where the builder itself becomes the image. */
  readonly runtime: string | null;
  readonly hasCacheMounts: boolean;
  /** Said by the user; null where the packages decide. */
  readonly cuda: string | null;
  /** The user's own template and what he calls it; null for the one that comes along. */
  readonly template: { readonly text: string; readonly named: string } | null;
}

/** The places of one Dockerfile, all relative to the build context. */
export interface Layout {
  readonly file: string;
  readonly dockerfile: string;
  /** The command that writes it anew. */
  readonly command: readonly string[];
}

export interface Written {
  readonly name: string;
  readonly text: string;
  /** What it copies out of the context, relative to it. */
  readonly copies: readonly string[];
}

/**
 * Writes the Dockerfile of one environment. The same wishes give the same bytes.
 * @throws BadInput for a name that no folder can have, a path that a Dockerfile would misread, a template
 *   with an unknown placeholder
 */
export function writeDockerfile(wishes: Wishes, recipe: Recipe, layout: Layout): Written {
  const name = nameFor(wishes);
  const copies = copiesOf(wishes, layout.file);
  const plan: Plan = {
    ...layout,
    wishes,
    name,
    copies,
    builder: recipe.base.image,
    tool: recipe.base.tool,
    runtime: recipe.runtime,
    hasCacheMounts: recipe.hasCacheMounts,
    cuda: recipe.cuda ?? cudaOf(wishes),
  };
  const text =
    recipe.style === 'article'
      ? article(plan)
      : fill(
          recipe.template?.text ?? ownTemplate(),
          placeholders(plan),
          recipe.template?.named ?? 'Dockerfile.template',
        );
  return { name, text, copies: copies.map(({ path }) => path) };
}

/** The name of the environment; where it has none, what the file is called, if that says anything. */
export function nameFor({ name, file }: Wishes): string {
  if (name === null) {
    const stem = posix.basename(file.path).replace(/\..*$/, '');
    return NAME.test(stem) && !/^(?:environment|env|conda|explicit|spec-file)$/.test(stem)
      ? stem
      : 'env';
  }
  if (NAME.test(name) && !RESERVED.includes(name)) return name;
  throw new BadInput(
    `“${name}” cannot be the name of an environment in an image.`,
    'Say another with --name: letters, digits, _, - and . are safe.',
  );
}

/** `Dockerfile.template`, which lies beside `src` and `dist`. */
function ownTemplate(): string {
  const path = fileURLToPath(new URL('../Dockerfile.template', import.meta.url));
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CannotRead(
      `${path} cannot be read (${systemCode(cause)}).`,
      'It belongs to this program, beside the folder dist: install it anew, or name your own with --template.',
      { cause },
    );
  }
}
