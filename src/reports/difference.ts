import pc from 'picocolors';
import { legible, printable, startOfLine } from '../bytes.ts';
import type { Difference, Manner, PathDifference } from '../difference.ts';
import { groupBy } from '../grouping.ts';
import { toJson } from './json.ts';
import type { View } from './reporter.ts';
import { amount, wrap } from './text.ts';

/** One of two environments that were compared. */
export interface Side {
  /** As the user named it. */
  readonly source: string;
  readonly name: string;
  readonly prefix: string;
  readonly fingerprint: string;
  /** How many there are. */
  readonly packages: number;
  readonly paths: number;
}

export interface Comparison extends Difference {
  readonly left: Side;
  readonly right: Side;
  readonly isSame: boolean;
}

/** The comparison as data; docs/fingerprint.md describes it. */
export function differenceAsJson(
  { left, right, isSame, packages, paths }: Comparison,
  tool: object,
): string {
  return toJson({
    schema: 1,
    tool,
    verdict: isSame ? 'same' : 'different',
    left,
    right,
    packages,
    paths: paths.map((one) => ({ ...one, path: legible(one.path) })),
  });
}

/** So many paths of a package are shown. */
const SHOWN_PATHS = 8;
/** So many packages are shown. */
const SHOWN_PACKAGES = 20;

/** The comparison for a person. */
export function differenceAsText(comparison: Comparison, view: View): string {
  const { left, right, isSame, packages, paths } = comparison;
  const colors = pc.createColors(view.color);
  const lined = (line: string, indent = 0) => wrap(line, view, indent);
  const names = `${called(left)} and ${called(right)}`;
  if (isSame) {
    const figures = `${amount(left.packages, 'package')}, ${amount(left.paths, 'path')}`;
    const lines = [
      ...lined(`${colors.green('=')} ${names} are ${colors.green('the same')}: ${figures}.`),
      `  ${left.fingerprint}`,
    ];
    return `${lines.join('\n')}\n`;
  }
  const what = [
    ...(packages.length > 0 ? [amount(packages.length, 'package')] : []),
    ...(paths.length > 0 ? [amount(paths.length, 'path')] : []),
  ].join(' and ');
  const changed = packages.slice(0, SHOWN_PACKAGES).flatMap((one) => {
    const name = printable(one.name);
    if (one.left === null)
      return lined(`${colors.green('+')} ${name} ${printable(one.right ?? '')}`, 2);
    if (one.right === null) return lined(`${colors.red('-')} ${name} ${printable(one.left)}`, 2);
    return lined(
      `${colors.yellow('~')} ${name} ${printable(one.left)} → ${printable(one.right)}`,
      2,
    );
  });
  const groups = [...groupBy(paths, (one) => one.package ?? '')];
  const lines = [
    ...lined(`${colors.red('≠')} ${names} ${colors.red('differ')} in ${what}.`),
    ...(changed.length > 0
      ? ['', ...changed, ...more(packages.length - SHOWN_PACKAGES, 'package')]
      : []),
    ...groups
      .slice(0, SHOWN_PACKAGES)
      .flatMap(([owner, some]) => [
        '',
        startOfLine(`  ${owner === '' ? 'Of no package' : printable(owner)}`),
        ...some.slice(0, SHOWN_PATHS).flatMap((one) => lined(told(one, left, right), 4)),
        ...more(some.length - SHOWN_PATHS, 'path', '    '),
      ]),
    ...(groups.length > SHOWN_PACKAGES
      ? [
          '',
          `  … and paths of ${amount(groups.length - SHOWN_PACKAGES, 'more package')}; all of them: --json`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const MANNERS: Readonly<Record<Exclude<Manner, 'only-left' | 'only-right'>, string>> = {
  type: 'is of another type',
  content: 'has another content',
  target: 'leads elsewhere',
  executable: 'is executable in one of them only',
};

function told({ path, how }: PathDifference, left: Side, right: Side): string {
  if (how === 'only-left') return `${printable(path)} is only in ${called(left)}`;
  if (how === 'only-right') return `${printable(path)} is only in ${called(right)}`;
  return `${printable(path)} ${MANNERS[how]}`;
}

function called({ source }: Side): string {
  return printable(source);
}

function more(count: number, what: string, indent = '  '): string[] {
  return count > 0 ? [`${indent}… and ${amount(count, `more ${what}`)}`] : [];
}
