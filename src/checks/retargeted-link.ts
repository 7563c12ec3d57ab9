import { createHash } from 'node:crypto';
import { toBytes } from '../bytes.ts';
import { defineCheck } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import type { Subject } from '../subject.ts';

export const retargetedLink = defineCheck({
  id: 'retargeted-link',
  severity: 'error',
  level: 'links',
  extent: 'prefix',
  title: 'Symbolic link is not the installed one',
  explain: {
    what: 'A recorded symbolic link has another text than the one that rattler hashed, or than the link in the package cache. conda records no text: without the cache this check is silent there.',
    why: 'Programs get another library or interpreter than the one they were built for.',
    how: 'A link was “repaired” by hand with `ln -sf`, or a script swapped versions.',
    fix: 'Reinstall the package that owns the link.',
  },
  *find(subject) {
    const { inventory, manifest, links } = subject;
    for (const { path, target } of links) {
      const claims = claimsOf(subject, path);
      if (
        claims.length === 0 ||
        claims.some((claim) => provenance(subject, claim, target) !== 'changed')
      )
        continue;
      // A link that leads nowhere is already a finding.
      if (inventory.follow(path).kind !== 'found') continue;
      const recorded = manifest.paths.get(path);
      const installed = recorded ? subject.cache.linkText(recorded) : null;
      yield { path, package: recorded?.package ?? null, target, installed };
    }
  },
  say: ({ path, target, installed }) =>
    `${path} → ${target}, but was installed ${installed === null ? 'with another target' : `as → ${installed}`}`,
});

function claimsOf({ manifest }: Subject, path: string): readonly RecordedPath[] {
  const recorded = manifest.paths.get(path);
  return manifest.clobbered.get(path) ?? (recorded ? [recorded] : []);
}

/** Whether a link has the text it was installed with, as far as records and cache can tell. */
export function provenance(
  { cache }: Subject,
  recorded: RecordedPath,
  target: string,
): 'installed' | 'changed' | 'unknown' {
  if (recorded.linkSha256 !== null) {
    // rattler hashes the text after replacing what is no UTF-8 (`to_string_lossy`).
    const text = toBytes(target).toString('utf8');
    return createHash('sha256').update(text).digest('hex') === recorded.linkSha256
      ? 'installed'
      : 'changed';
  }
  const cached = recorded.kind === 'symlink' ? cache.linkText(recorded) : null;
  if (cached === null) return 'unknown';
  return cached === target ? 'installed' : 'changed';
}
