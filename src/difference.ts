import type { Identity, Item, Package } from './fingerprint.ts';

/** A package that is in one environment only, or in both as different builds. */
export interface PackageDifference {
  readonly name: string;
  /** `VERSION-BUILD`; null where there is none. */
  readonly left: string | null;
  readonly right: string | null;
}

/** How one path differs. */
export type Manner = 'only-left' | 'only-right' | 'type' | 'content' | 'target' | 'executable';

export interface PathDifference {
  readonly path: string;
  /** Its package in the left environment, or else in the right one; null for what no record owns. */
  readonly package: string | null;
  readonly how: Manner;
}

export interface Difference {
  readonly packages: readonly PackageDifference[];
  readonly paths: readonly PathDifference[];
}

/** What two environments do not have in common, each list in the order of names. */
export function compare(left: Identity, right: Identity): Difference {
  const paths = [...new Set([...left.paths.keys(), ...right.paths.keys()])].sort();
  return {
    packages: comparePackages(left.packages, right.packages),
    paths: paths.flatMap((path) => {
      const how = mannerOf(left.paths.get(path), right.paths.get(path));
      if (how === null) return [];
      return [{ path, package: left.owners.get(path) ?? right.owners.get(path) ?? null, how }];
    }),
  };
}

/** Two records of one name count as two. */
function comparePackages(left: readonly Package[], right: readonly Package[]): PackageDifference[] {
  const names = [...new Set([...left, ...right].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const [before, after] = [buildsOf(left, name), buildsOf(right, name)];
    return before === after ? [] : [{ name, left: shown(before), right: shown(after) }];
  });
}

/** All of one name, told apart by what no version can hold. */
function buildsOf(packages: readonly Package[], name: string): string {
  return packages
    .filter((one) => one.name === name)
    .map(({ version, build }) => `${version}\0${build}`)
    .sort()
    .join(', ');
}

function shown(builds: string): string | null {
  return builds === '' ? null : builds.replaceAll('\0', '-');
}

function mannerOf(left: Item | undefined, right: Item | undefined): Manner | null {
  if (!left || !right) return left ? 'only-left' : right ? 'only-right' : null;
  if (left.kind === 'link' && right.kind === 'link') {
    return left.target === right.target ? null : 'target';
  }
  if (left.kind === 'special' && right.kind === 'special') {
    return left.what === right.what ? null : 'type';
  }
  const isFile = (item: Item) => item.kind === 'file' || item.kind === 'script';
  if (!isFile(left) || !isFile(right)) return 'type';
  if (bytesOf(left) !== bytesOf(right)) return 'content';
  return isExecutable(left) === isExecutable(right) ? null : 'executable';
}

function bytesOf(item: Item): string {
  return item.kind === 'file' ? item.sha256 : item.kind === 'script' ? item.entryPoint : '';
}

function isExecutable(item: Item): boolean {
  return 'isExecutable' in item && item.isExecutable;
}
