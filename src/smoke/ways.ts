import { randomInt } from 'node:crypto';
import type { ImageFacts } from '../docker.ts';

/** One of the ways in which people run an image. */
export interface Way {
  readonly id: 'entrypoint' | 'bare' | 'root' | 'random-user' | 'read-only';
  /** In words, for a table. */
  readonly title: string;
  /** As `docker run --user`; null for that of the image. */
  readonly user: string | null;
  /** Whether the image's entrypoint comes first. */
  readonly hasEntrypoint: boolean;
  readonly isReadOnly: boolean;
  /** Whether imports, scripts and certificates are looked at as well: once is enough. */
  readonly isWhole: boolean;
}

/** All of them; the user of no name is another one each time, as OpenShift has it. */
export function waysOf(image: ImageFacts): Way[] {
  const random = `${randomInt(1_000_000_000, 1_000_900_000)}:0`;
  const hasEntrypoint = image.entrypoint.length > 0;
  const common = { hasEntrypoint, isReadOnly: false, isWhole: false, user: null };
  const entrypoint = hasEntrypoint ? 'its entrypoint' : 'no entrypoint';
  return [
    // First: whether Python runs where nothing comes before it says who is to blame afterwards.
    { ...common, id: 'bare', title: 'bin/python itself', hasEntrypoint: false },
    { ...common, id: 'entrypoint', title: `as it is, ${entrypoint}`, isWhole: true },
    { ...common, id: 'root', title: 'as root', user: '0:0' },
    { ...common, id: 'random-user', title: 'as a random user of group 0', user: random },
    { ...common, id: 'read-only', title: 'nothing but /tmp can be written', isReadOnly: true },
  ];
}
