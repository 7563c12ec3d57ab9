import { mkdtempSync, rmSync, renameSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { realEnvironment, type Dialect, type Links } from './support/environments.ts';
import { disasters, faults, faultsFor } from './support/faults.ts';
import { verifyPrefix } from './support/verifying.ts';
import { Snapshot, verifyReference, linesOf, tool, makeLayout } from './support/forms.ts';

test('explore', async () => {
  const combos = (process.env['COMBOS'] ?? 'conda:hard').split(',').map((x) => x.split(':')) as [Dialect, Links][];
  for (const [dialect, links] of combos) {
    let t0 = performance.now();
    await using env = await realEnvironment({ dialect, links });
    const sandbox = dirname(env.root);
    const work = mkdtempSync(join(tmpdir(), 'cl-forms-'));
    const base = join(work, 'base'); for (const x of ['usr/bin/env','bin/sh']) { mkdirSync(dirname(join(base,x)),{recursive:true}); writeFileSync(join(base,x),'',{mode:0o755}); }
    const times: Record<string, number> = {};
    const lap = (n: string) => { const t = performance.now(); times[n] = (times[n] ?? 0) + t - t0; t0 = t; };
    lap('install');
    const snapshot = new Snapshot(sandbox);
    lap('snapshot');
    const none = { name: 'sound', check: 'none', inject: () => undefined };
    let n = 0;
    for (const fault of [none, ...faultsFor([...faults, ...disasters], dialect, links), none]) {
      n++;
      t0 = performance.now();
      const place = (await fault.inject(env)) ?? env;
      lap('inject');
      const folder: any = await verifyPrefix(place.prefix);
      lap('folder');
      const whole = join(work, 'whole.tar');
      const alone = join(work, 'alone.tar');
      await tool('tar', ['-C', '/', '-cf', whole, sandbox.slice(1), '-C', base, 'usr', 'bin']);
      await tool('tar', ['-C', '/', '-cf', alone, place.prefix.slice(1)]);
      lap('tar');
      const placed = await verifyReference(`tar:${whole}`, place.root);
      lap('placed');
      const open = await verifyReference(`tar:${whole}`);
      lap('open');
      const aloneP = await verifyReference(`tar:${alone}`, place.prefix);
      const aloneO = await verifyReference(`tar:${alone}`);
      lap('alone');
      makeLayout(join(work, 'img'), whole);
      const image = await verifyReference(`oci-dir:${join(work, 'img')}`);
      rmSync(join(work, 'img'), { recursive: true });
      lap('image');
      if (place !== env) renameSync(place.root, env.root);
      snapshot.restore();
      lap('restore');
      const a = linesOf(folder);
      if (fault === none) console.log(dialect, links, a);
      for (const [name, report] of Object.entries((fault.inject.toString().includes('moveRoot') || !fault.name.includes(' ')) ? { placed, image, open, aloneP, aloneO } : { placed, image, aloneP })) {
        const b = linesOf(report as any);
        const lost = a.filter((x) => !b.includes(x)), more = b.filter((x) => !a.includes(x));
        const short = (x: string[]) => x.length > 8 ? [...x.slice(0, 8), `+${x.length - 8}`] : x;
        if (lost.length + more.length) console.log(`${dialect}/${links} ${fault.check}: ${fault.name} [${name}]`, 'LOST', short(lost), 'MORE', short(more));
      }
    }
    console.log(dialect, links, n, Object.entries(times).map(([a, b]) => `${a} ${Math.round(b)}`).join(' '));
    rmSync(work, { recursive: true });
  }
}, 600000);
