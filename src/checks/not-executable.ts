import { defineCheck } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import type { Subject } from '../subject.ts';

/** The bits that let anybody execute a file. */
const EXECUTE = 0o111;

export const notExecutable = defineCheck({
  id: 'not-executable',
  severity: 'error',
  level: 'metadata',
  extent: 'prefix',
  title: 'Program lost its executable bit',
  explain: {
    what: 'A file is executable in the package cache and not in the environment. Without a cache: a program (ELF or Mach-O) or an installed console script in `bin/` that nobody may execute; records hold no mode.',
    why: '`Permission denied`, though the file is whole.',
    how: 'Artifact stores and zip archives drop the bit; `chmod -R` takes it away.',
    fix: 'Reinstall the package. Carry environments as a `tar` in an artifact, not file by file.',
  },
  *find(subject) {
    for (const { recorded, stat } of subject.files) {
      if ((stat.mode & EXECUTE) !== 0 || subject.replacements.has(recorded.package)) continue;
      if (!wasExecutable(subject, recorded, stat.links)) continue;
      const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
      yield { path: recorded.path, package: recorded.package, mode };
    }
  },
  say: ({ path, mode }) => `${path} cannot be executed (mode ${mode})`,
});

/** ELF, or Mach-O of 64 bits or of several architectures. */
function isProgram(head: Buffer | undefined): boolean {
  return ['7f454c46', 'cffaedfe', 'cafebabe'].includes(head?.toString('hex', 0, 4) ?? '');
}

/** A file with several names most likely shares its inode, and so its mode, with the cache. */
function wasExecutable(subject: Subject, recorded: RecordedPath, links: number): boolean {
  const isInBin = recorded.path.startsWith('bin/');
  if (recorded.kind === 'entry-point') return true;
  const cached = isInBin || links === 1 ? subject.cache.stat(recorded) : null;
  if (cached?.kind === 'file' && (cached.mode & EXECUTE) !== 0) return true;
  return isInBin && isProgram(subject.heads.get(recorded.path));
}
