import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKS } from '../../src/checks.ts';
import { digestFile } from '../../src/digest-worker.ts';
import type { EnvironmentReport, Report } from '../../src/report.ts';
import { scopeOf } from '../../src/scopes.ts';
import { DirectorySource, type Hasher } from '../../src/sources/directory.ts';
import type { Level } from '../../src/subject.ts';
import { noProgress } from '../../src/terminal.ts';
import { verify } from '../../src/verify.ts';
import { validEnvironment } from './schema.ts';

/** Hashes in this thread: worker threads cannot run TypeScript on Node 20, and the bundle has tests of its own. */
export const hasher: Hasher = {
  async *run(jobs) {
    yield Array.from(jobs, (job) => [job, digestFile(job)] as const);
  },
};

/** The report on one prefix of this machine. */
export async function verifyPrefix(
  prefix: string,
  level: Level = 'content',
  asUser: string | null = null,
  source = new DirectorySource(hasher),
): Promise<EnvironmentReport> {
  const report: Report = await verify([scopeOf(source, [{ name: 'ml', prefix, problem: null }])], {
    level,
    checks: CHECKS,
    asUser,
    version: '0.0.0',
    signal: new AbortController().signal,
    progress: noProgress,
  });
  const [environment] = report.environments;
  if (!environment) throw new Error('verify reported on nothing');
  return validEnvironment(environment);
}

/** One package of files that all hold the same: `small`. */
export function installFiles(prefix: string, names: readonly string[], size = 5): void {
  const sha256 = createHash('sha256').update('small').digest('hex');
  const paths = names.map((name) => ({
    _path: name,
    path_type: 'hardlink',
    sha256,
    size_in_bytes: size,
  }));
  const record = { name: 'a', version: '1', build: '0', files: names, paths_data: { paths } };
  mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
  writeFileSync(join(prefix, 'conda-meta/a-1-0.json'), JSON.stringify(record));
  for (const name of names) {
    mkdirSync(dirname(join(prefix, name)), { recursive: true });
    writeFileSync(join(prefix, name), 'small');
  }
}
