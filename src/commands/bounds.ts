import { posix } from 'node:path';
import { rootOf } from '../conda/package-cache.ts';
import { CannotWrite } from '../errors.ts';
import { realPath } from '../links.ts';
import type { Report } from '../report.ts';
import type { Source } from '../sources.ts';

/** The environment or package cache in which a file lies, or would lie, by whatever links it is named; null for none. */
export function whereIn(
  source: Source,
  file: string,
  { environments }: Pick<Report, 'environments'>,
): string | null {
  const folder = `${realPath(source, posix.dirname(file))}/`;
  for (const { reference, prefix } of environments) {
    if (reference !== null || prefix === '') continue;
    const place = realPath(source, prefix);
    const cache = realPath(source, `${rootOf(place)}/pkgs`);
    const found = [place, cache].find((one) => folder.startsWith(`${one}/`));
    if (found !== undefined) return found;
  }
  return null;
}

/** @throws CannotWrite for a file in an environment that was looked at, or in its package cache */
export function refuseWithin(source: Source, file: string, report: Report, shown: string): void {
  const place = whereIn(source, file, report);
  if (place === null) return;
  throw new CannotWrite(
    `${shown} would be written into ${place}.`,
    'Nothing is written into environments and package caches: name a file elsewhere.',
  );
}
