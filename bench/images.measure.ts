// How large images are, and how long it takes to build them anew. On the bases that the engine has, or on the
// stand-ins of the tests: then conda itself is smaller than it is, and nothing is downloaded.
import { expect, test } from 'vitest';
import { parseEnvironmentFile } from '../src/conda/environment-reader.ts';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import { type Recipe, writeDockerfile } from '../src/dockerfile.ts';
import { describeBuilds } from '../test/support/bases.ts';
import { type Build, buildImage } from '../test/support/builds.ts';
import { engine } from '../test/support/engine.ts';

const STANDARD: Recipe = {
  style: 'standard',
  base: BASES.miniforge,
  runtime: RUNTIME,
  hasCacheMounts: false,
  cuda: null,
  template: null,
};
const ARTICLE: Recipe = { ...STANDARD, style: 'article', base: BASES.miniconda };

const FEW = ['python', 'pip'];

/** @param salt makes layers that no build before has made */
async function build(recipe: Recipe, packages: readonly string[], salt = ''): Promise<Build> {
  const text = `# ${salt}\nname: ml\nchannels: [conda-forge]\ndependencies: [${packages.join(', ')}]\n`;
  const file = await parseEnvironmentFile(text, 'environment.yml');
  const wishes = {
    file,
    name: 'ml',
    pip: { lines: [], paths: [] },
    build: { isAnacondas: recipe.style === 'article', areTermsAccepted: true },
  };
  const layout = { file: 'environment.yml', dockerfile: 'Dockerfile', command: [] };
  const { text: dockerfile } = writeDockerfile(wishes, recipe, layout);
  const context = { Dockerfile: dockerfile, 'environment.yml': text };
  const built = await buildImage({ context, buildkit: true });
  expect(built.error).toBeNull();
  return built;
}

async function sizeOf({ name }: Build): Promise<number> {
  return (await engine().getImage(name).inspect()).Size / 1e6;
}

/** Seconds of a build after one package was added. */
async function again(recipe: Recipe, salt: string): Promise<number> {
  await using _ = await build(recipe, FEW, salt);
  const start = performance.now();
  await using __ = await build(recipe, [...FEW, 'tool'], salt);
  return (performance.now() - start) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const bases = {
  [BASES.miniforge.image]: 'conda',
  [BASES.miniconda.image]: 'miniconda',
  [RUNTIME]: 'runtime',
} as const;

describeBuilds('images', bases, () => {
  test('size: standard beside article', async () => {
    await using standard = await build(STANDARD, FEW);
    await using article = await build(ARTICLE, FEW);
    const [ours, theirs] = [await sizeOf(standard), await sizeOf(article)];
    const ratio = (ours / theirs).toFixed(2);
    say(
      `size of the image: ${ours.toFixed(0)} MB beside ${theirs.toFixed(0)} MB: ${ratio} (goal 0.6)`,
    );
  });

  test('rebuild after adding a package: with beside without cache mounts', async () => {
    const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
    for (const round of [1, 2, 3]) {
      const salt = `${process.pid}-${round}`;
      times.without.push(await again(STANDARD, salt));
      times.with.push(await again({ ...STANDARD, hasCacheMounts: true }, salt));
    }
    const [kept = 0, bare = 0] = [times.with, times.without].map(
      (some) => some.sort((a, b) => a - b)[1],
    );
    say(
      `rebuild with a package more: ${kept.toFixed(1)} s with cache mounts beside ${bare.toFixed(1)} s without: ${(kept / bare).toFixed(2)}`,
    );
  });
});
