import { test } from 'vitest';
import { runSmoke } from '../src/commands/smoke.ts';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import { describeBuilds } from './support/bases.ts';
import { buildImage, runImage } from './support/builds.ts';
describeBuilds('x', { [BASES.micromamba.image]: 'micromamba', [RUNTIME]: 'runtime' }, () => {
  test('y', async () => {
    const t = Date.now();
    await using image = await buildImage({ context: {Dockerfile: `FROM ${BASES.micromamba.image} AS made
RUN micromamba create -y -p /opt/conda/envs/ml -c conda-forge python pip tool libdemo-dev activation dangling
FROM ${RUNTIME}
COPY --from=made /opt/conda/envs/ml /opt/conda/envs/ml
`}, buildkit: false});
    console.log(Date.now() - t);
    const t2 = Date.now();
    const r = await runSmoke([`docker:${image.name}`], {run: ['echo "a b"', 'exit 3', '/opt/conda/envs/ml/bin/tool']}, (l) => console.log(l), new AbortController().signal);
    console.log(r.text, r.code, Date.now()-t2);
    console.log((await runImage(image.name, {cmd:['bash','-c','cd /opt/conda/envs/ml; ls bin lib lib/python3.11/lib-dynload | head -150; ldd bin/python; cat lib/python3.11/sitecustomize.py; ls -la conda-meta']})).output);
  }, 200000);
});
