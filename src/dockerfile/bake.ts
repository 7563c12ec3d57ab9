import { posix } from 'node:path';

/** One Dockerfile of several. */
export interface BakeTarget {
  /** Of the environment. */
  readonly name: string;
  /** The folder that it is built from and the Dockerfile in it, as seen from where `docker-bake.json` lies. */
  readonly context: string;
  readonly dockerfile: string;
  /** The environment file, as seen from there too. */
  readonly file: string;
}

/**
 * `docker-bake.json` (https://docs.docker.com/build/bake/reference/): a target for each image, a group of
 * all, one cache. Where images and cache go, variables say.
 */
export function bakeFile(targets: readonly BakeTarget[]): string {
  const bake = {
    variable: {
      REGISTRY: {
        default: '',
        description: 'What stands before the name of an image: ghcr.io/me/',
      },
      TAG: { default: 'latest' },
      CACHE: { default: '', description: 'Where layers are kept: ghcr.io/me/cache' },
    },
    group: { default: { targets: targets.map(({ name }) => targetName(name)) } },
    target: {
      // Each image reads what all of them have kept, and keeps its own: two that wrote to one place at a
      // time would take it from each other.
      shared: { 'cache-from': targets.map(({ name }) => kept(name, '')) },
      ...Object.fromEntries(
        targets.map(({ name, context, dockerfile }) => [
          targetName(name),
          {
            inherits: ['shared'],
            context: literal(context),
            dockerfile: literal(dockerfile),
            'cache-to': [kept(name, ',mode=max')],
            tags: [`\${REGISTRY}${imageName(name)}:\${TAG}`],
          },
        ]),
      ),
    },
  };
  return `${JSON.stringify(bake, null, 2)}\n`;
}

/** For `strategy.matrix` of a workflow: one line, so that it fits into an output. */
export function matrix(targets: readonly BakeTarget[]): string {
  const include = targets.map(({ name, context, dockerfile, file }) => ({
    name,
    image: imageName(name),
    target: targetName(name),
    file,
    context,
    dockerfile: posix.join(context, dockerfile),
  }));
  return JSON.stringify({ include });
}

/** Names of targets are letters, digits, `_` and `-`; `shared` is taken. */
export function targetName(name: string): string {
  const target = name.replace(/[^A-Za-z0-9_-]/g, '-');
  return target === 'shared' || target === 'default' ? `env-${target}` : target;
}

/** Names of images are lower case, and neither begin nor end with a mark. */
export function imageName(name: string): string {
  const image = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, (marks) => (/^(?:\.|_|__|-+)$/.test(marks) ? marks : '-'))
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return image === '' ? 'env' : image;
}

/** A cache in a registry; nothing, which bake leaves out, where none is named. */
function kept(name: string, options: string): string {
  const place = `"type=registry,ref=\${CACHE}:${targetName(name)}${options}"`;
  return `\${notequal("", CACHE) ? ${place} : ""}`;
}

/** Text in which bake is to see no variable. */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}
