import { test } from 'vitest';
import { BASES, RUNTIME } from '../src/dockerfile/bases.ts';
import { describeBuilds } from './support/bases.ts';
import { buildImage } from './support/builds.ts';
import { engine, uniqueName } from './support/engine.ts';
describeBuilds('x', { [BASES.micromamba.image]: 'micromamba', [RUNTIME]: 'runtime' }, () => {
  test('y', async () => {
    const t = Date.now();
    await using image = await buildImage({ context: {Dockerfile: `FROM ${BASES.micromamba.image} AS made
RUN micromamba create -y -p /opt/conda/envs/ml -c conda-forge python pip tool libdemo-dev activation dangling
FROM ${RUNTIME}
COPY --from=made /opt/conda/envs/ml /opt/conda/envs/ml
`}, buildkit: false});
    console.log(image.error, image.log.slice(-800), Date.now() - t);
    const t2 = Date.now();
    const c = await engine().createContainer({Image: image.name, Cmd: ['bash','-c','mv /opt/conda/envs/ml/bin/python /opt/p; ls -la /opt/conda/envs/ml/bin; du -sh /opt/conda']});
    await c.start(); await c.wait();
    const [repo, tag] = uniqueName().split(':');
    const {Id} = await c.commit({repo, tag, changes: ['ENV X=1','ENTRYPOINT ["/bin/sh"]', 'USER 1000'], abortSignal: undefined} as any) as any;
    await c.remove({force:true});
    console.log(Id, Date.now()-t2, (await engine().getImage(Id).inspect()).Config);
    await engine().getImage(Id).remove({force:true});
  }, 200000);
});
