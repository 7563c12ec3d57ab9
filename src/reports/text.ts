import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { printable, startOfLine } from '../bytes.ts';
import type { Severity } from '../check.ts';
import { groupBy } from '../grouping.ts';
import {
  acceptedBy,
  type Cause,
  type CheckedEnvironment,
  type CheckedFile,
  type CheckedImage,
  count,
  counting,
  type Diagnosis,
  type EnvironmentReport,
  eyesOf,
  type FileFinding,
  type FileReport,
  type Finding,
  type ImageFinding,
  type ImageReport,
  placeOf,
  type Report,
  type UncheckedEnvironment,
  type Verdict,
} from '../report.ts';
import { commandLine, quote } from '../shell.ts';
import { table } from './listing.ts';
import type { Reporter, View } from './reporter.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** So many findings of a package are shown; the rest is a number. */
const SHOWN_OF_PACKAGE = 5;
/** So many findings of a file are shown. */
const SHOWN_OF_FILE = 100;
/** So many packages with findings are shown. */
const SHOWN_PACKAGES = 12;
/** So many reasons are shown for which findings are accepted. */
const SHOWN_REASONS = 3;

const CAUSES: Readonly<Record<Cause, string>> = {
  'filesystem-migration': 'it was moved or copied from another place',
  'package-cache': 'the package cache was cleaned or damaged',
  permissions: 'permissions or owners were changed',
  'backup-restore': 'a backup, archive or copy lost its links',
  'interrupted-update': 'an installation, update or copy did not end',
  'modified-files': 'something other than the installer wrote into it',
  unknown: 'not known',
};

/** The report for a person: the verdict, why and what to do, then what was found, package by package. */
export const text: Reporter = (report, view) => {
  const colors = pc.createColors(view.color);
  const blocks = [
    // What was proved stands nearest to the end, where eyes and terminals are.
    ...report.files
      .filter(
        (file) =>
          report.images.length === 0 || file.verdict === 'unchecked' || file.findings.length > 0,
      )
      .map((file) => describeFile(file, colors, view)),
    ...report.environments.map((environment) => describe(environment, colors, view)),
    ...report.images.map((image) => describeImage(image, colors, view)),
    ...remarks(report, colors, view),
  ];
  return `${[...blocks, summary(report, colors)].join('\n\n')}\n`;
};

function describe(environment: EnvironmentReport, colors: Colors, view: View): string {
  return environment.verdict === 'unchecked'
    ? unchecked(environment, colors, view)
    : checked(environment, colors, view);
}

function unchecked(environment: UncheckedEnvironment, colors: Colors, view: View): string {
  const name = colors.bold(printable(environment.name));
  return [
    `${colors.yellow('?')} ${name} could not be checked`,
    ...wrap(printable(environment.error), view, 2),
    ...(environment.advice ? wrap(printable(environment.advice), view, 2) : []),
  ].join('\n');
}

function checked(environment: CheckedEnvironment, colors: Colors, view: View): string {
  const isWhole = environment.verdict === 'whole';
  const mark = isWhole ? colors.green('✓') : colors.red('✗');
  const verdict = isWhole ? colors.green('whole') : colors.red('broken');
  const name = colors.bold(printable(environment.name));
  return [
    `${mark} ${name} is ${verdict}${tally(environment)}`,
    ...wrap(printable(placeOf(environment)), view, 2, colors.dim),
    ...wrap(figures(environment), view, 2, colors.dim),
    ...eyes(environment, colors, view),
    ...outside(environment, colors, view),
    ...causes(environment, colors, view),
    ...findings(environment, colors, view),
    ...accepted(environment, colors, view),
  ].join('\n');
}

/** What has to be known beside it, all of it in one block. */
function remarks({ remarks: all = [] }: Report, colors: Colors, view: View): string[] {
  const lines = all.flatMap((remark) => wrap(`! ${remark}`, view, 0, colors.yellow, 2));
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** How many findings are accepted, and why; nothing else is told of them. */
function accepted(
  { findings }: CheckedEnvironment | CheckedFile,
  colors: Colors,
  view: View,
): string[] {
  const reasons = [...acceptedBy(findings)];
  if (reasons.length === 0) return [];
  const all = reasons.reduce((sum, [, number]) => sum + number, 0);
  const told = reasons.slice(0, SHOWN_REASONS).map(([reason]) => reason);
  const rest =
    reasons.length > SHOWN_REASONS ? `; and ${reasons.length - SHOWN_REASONS} more reasons` : '';
  const words = `${amount(all, 'finding')} accepted: ${told.join('; ')}${rest}`;
  return ['', ...wrap(words, view, 2, colors.dim)];
}

/** How many findings there are, by severity; empty where there are none. */
function tally(checked: CheckedEnvironment | CheckedFile | CheckedImage): string {
  const parts = (['error', 'warning', 'note'] as const)
    .map((severity) => amount(count(checked, severity), severity))
    .filter((part) => !part.startsWith('0 '));
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

function describeFile(report: FileReport, colors: Colors, view: View): string {
  const name = colors.bold(printable(report.file));
  if (report.verdict === 'unchecked') {
    return [
      `${colors.yellow('?')} ${name} could not be read`,
      ...wrap(printable(report.error), view, 2),
      ...(report.advice ? wrap(printable(report.advice), view, 2) : []),
    ].join('\n');
  }
  const mark = report.verdict === 'whole' ? colors.green('✓') : colors.red('✗');
  const words = tally(report) || `: ${colors.green('nothing to complain of')}`;
  return [
    `${mark} ${name}${words}`,
    ...fileFindings(report, colors, view),
    ...accepted(report, colors, view),
  ].join('\n');
}

/** One after another, each with its place; an advice that was told is not told again. */
function fileFindings({ file, findings: all }: CheckedFile, colors: Colors, view: View): string[] {
  const findings = counting<FileFinding>(all);
  const told = new Set<string>();
  const rest = findings.length - SHOWN_OF_FILE;
  const more = `… and ${amount(rest, 'more finding')}; all of them: --format json`;
  const shown = findings
    .slice(0, SHOWN_OF_FILE)
    .flatMap(({ path, line, column, severity, check, message, advice }) => {
      const place = `${path === file ? '' : `${printable(path)}:`}${line}:${column}`;
      const [first = '', ...further] = wrap(
        `${severity} ${check}: ${message}`,
        view,
        4,
        undefined,
        6,
      );
      const isTold = advice === '' || told.has(advice);
      told.add(advice);
      return [
        '',
        startOfLine(`  ${colors.bold(place)}`),
        first.replace(severity, colorOf(severity, colors)(severity)),
        ...further,
        ...(isTold ? [] : wrap(advice, view, 6, colors.dim)),
      ];
    });
  return rest > 0 ? [...shown, '', ...wrap(more, view, 2, colors.dim)] : shown;
}

function figures({ installer, counts, seconds }: CheckedEnvironment): string {
  return [
    installer,
    amount(counts.records, 'package'),
    amount(counts.files, 'file'),
    amount(counts.symlinks, 'link'),
    ...(counts.bytesHashed > 0 ? [`${bytes(counts.bytesHashed)} hashed`] : []),
    ...(counts.bytesRemembered > 0 ? [`${bytes(counts.bytesRemembered)} known by the index`] : []),
    `${seconds.toFixed(1)} s`,
  ].join(' · ');
}

/** Through whose eyes permissions were judged, where that is not simply who runs this, or somebody who may do everything. */
function eyes({ user }: CheckedEnvironment, colors: Colors, view: View): string[] {
  const line = user && eyesOf(user);
  return line ? wrap(`permissions judged as ${printable(line)}`, view, 2, colors.dim) : [];
}

/** What a verdict on an archive does not speak of: it would be taken for one on all of the environment. */
function outside({ counts }: CheckedEnvironment, colors: Colors, view: View): string[] {
  if (counts.outside === 0) return [];
  const files = amount(counts.outside, 'file');
  const words = `${files} of it ${counts.outside === 1 ? 'is a link' : 'are links'} to what is not in the archive: nothing is known of them.`;
  return wrap(words, view, 2, colors.yellow);
}

function causes(environment: CheckedEnvironment, colors: Colors, view: View): string[] {
  const told = new Set<string>();
  return environment.causes.flatMap((diagnosis) => {
    const commands = diagnosis.remedy.commands.filter((words) => !told.has(commandLine(words)));
    for (const words of commands) told.add(commandLine(words));
    const isTold = commands.length === 0 && diagnosis.remedy.commands.length > 0;
    return [
      '',
      ...why(diagnosis, colors, view),
      ...(isTold ? ['    (the command above)'] : []),
      ...commands.flatMap((words) => command(words, colors, view)),
    ];
  });
}

/** Why, and what to do; a command that was told before is not told again. */
function why(
  { cause, findings: explained, evidence, remedy }: Diagnosis,
  colors: Colors,
  view: View,
): string[] {
  return [
    ...wrap(
      `${colors.bold('Cause:')} ${CAUSES[cause]} (${cause}, ${amount(explained, 'finding')})`,
      view,
      2,
    ),
    ...wrap(evidence, view, 4),
    ...wrap(`${colors.bold('To mend it:')} ${remedy.summary}`, view, 2),
  ];
}

/** A command that can be copied: broken between words only, with a backslash. */
function command(words: readonly string[], colors: Colors, view: View): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.map(quote)) {
    if (line !== '' && line.length + word.length + 9 > view.width) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => `    ${colors.cyan(one)}`);
}

function findings({ findings: all }: CheckedEnvironment, colors: Colors, view: View): string[] {
  const groups = [...groupBy(counting<Finding>(all), (finding) => finding.package ?? '')];
  const shown = groups.slice(0, SHOWN_PACKAGES);
  const hidden = groups.slice(SHOWN_PACKAGES);
  const rest = hidden.reduce((sum, [, some]) => sum + some.length, 0);
  const more = `… and ${amount(rest, 'finding')} in ${amount(hidden.length, 'more package')}; all of them: --format json`;
  return [
    ...shown.flatMap(([owner, some]) => ['', ...group(owner, some, colors, view)]),
    ...(hidden.length > 0 ? ['', ...wrap(more, view, 2, colors.dim)] : []),
  ];
}

function group(owner: string, all: readonly Finding[], colors: Colors, view: View): string[] {
  const rest = all.length - SHOWN_OF_PACKAGE;
  return [
    startOfLine(`  ${owner === '' ? 'Of no package' : printable(owner)}`),
    ...all.slice(0, SHOWN_OF_PACKAGE).flatMap((finding) => oneFinding(finding, colors, view)),
    ...(rest > 0 ? [`    ${colors.dim(`… and ${rest} more`)}`] : []),
  ];
}

function oneFinding(finding: Finding, colors: Colors, view: View): string[] {
  const { severity, check, message, nested = [] } = finding;
  const [first = '', ...more] = wrap(`${severity} ${check}: ${message}`, view, 4, undefined, 6);
  return [
    first.replace(severity, colorOf(severity, colors)(severity)),
    ...more,
    ...nested.flatMap((one) => wrap(`${one.check}: ${one.message}`, view, 6, colors.dim, 8)),
  ];
}

function describeImage(report: ImageReport, colors: Colors, view: View): string {
  const name = colors.bold(printable(report.image));
  if (report.verdict === 'unchecked') {
    return [
      `${colors.yellow('?')} the image ${name} could not be proved`,
      ...wrap(printable(report.error), view, 2),
      ...(report.advice ? wrap(printable(report.advice), view, 2) : []),
    ].join('\n');
  }
  const isWhole = report.verdict === 'whole';
  const mark = isWhole ? colors.green('✓') : colors.red('✗');
  const runs = report.findings.every(({ severity }) => severity !== 'error');
  const verdict = isWhole
    ? colors.green('works')
    : colors.red(runs ? 'runs, and its environment is broken' : 'does not work');
  const figures = [
    ...(report.built
      ? [`built in ${report.built.seconds.toFixed(1)} s (${report.built.builder})`]
      : []),
    ...(report.size > 0 ? [bytes(report.size)] : []),
    ...(report.platform ? [printable(report.platform)] : []),
  ].join(' · ');
  return [
    `${mark} the image ${name} ${verdict}${tally(report)}`,
    ...(report.id ? wrap(printable(report.id), view, 2, colors.dim) : []),
    ...(figures ? wrap(figures, view, 2, colors.dim) : []),
    ...(report.runs.length > 0 ? ['', ...runsTable(report, colors)] : []),
    ...report.findings.flatMap((finding) => imageFinding(finding, colors, view)),
  ].join('\n');
}

function runsTable({ runs }: CheckedImage, colors: Colors): string[] {
  const rows = runs.map(({ title, isFine, code, seconds }) => [
    isFine ? '✓' : '✗',
    printable(title),
    code === null ? 'killed' : `code ${code}`,
    `${seconds.toFixed(1)} s`,
  ]);
  return table(['', 'RUN', 'END', 'TIME'], rows)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .map((line, at) => (at === 0 ? colors.dim(line) : line.replace('✗', colors.red('✗'))));
}

function imageFinding(
  { severity, check, message, advice, said }: ImageFinding,
  colors: Colors,
  view: View,
): string[] {
  const [first = '', ...more] = wrap(`${severity} ${check}: ${message}`, view, 2, undefined, 4);
  return [
    '',
    first.replace(severity, colorOf(severity, colors)(severity)),
    ...more,
    ...said.map((line) => startOfLine(`    ${colors.dim('│')} ${line}`)),
    ...(advice ? wrap(advice, view, 4) : []),
  ];
}

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, note: colors.dim }[severity];
}

function summary({ environments, files, images, verdict }: Report, colors: Colors): string {
  if (images.length > 0) return imageSummary(verdict, colors);
  const everything = [...environments, ...files];
  const of = (wanted: string) => everything.filter((one) => one.verdict === wanted).length;
  const all = amount(everything.length, files.length > 0 ? 'file' : 'environment');
  if (verdict === 'whole') {
    if (files.length > 0) return colors.green(`${all} without an error.`);
    const findings = environments.flatMap((one) => ('findings' in one ? one.findings : []));
    const accepted = findings.filter((one) => one.accepted !== undefined).length;
    const but = accepted > 0 ? `, but for ${amount(accepted, 'accepted finding')}` : '';
    const what = environments.length === 1 ? 'It is whole' : `All ${all} are whole`;
    return colors.green(`${what}${but}.`);
  }
  const parts = [
    of('broken') > 0 ? colors.red(`${of('broken')} of ${all} broken`) : '',
    of('unchecked') > 0 ? colors.yellow(`${of('unchecked')} of ${all} not checked`) : '',
  ].filter(Boolean);
  return `${parts.join(', ')}.`;
}

function imageSummary(verdict: Verdict, colors: Colors): string {
  if (verdict === 'whole') return colors.green('The image is proved.');
  return verdict === 'broken'
    ? colors.red('Do not ship this image.')
    : colors.yellow('The image is not proved.');
}

/** A text as lines of the terminal's width, none of which speaks to a runner. */
export function wrap(
  line: string,
  view: View,
  indent: number,
  paint: (text: string) => string = (same) => same,
  hanging = indent,
): string[] {
  const lines = wrapAnsi(line, view.width - hanging, { hard: false }).split('\n');
  return lines.map((one, at) => startOfLine(' '.repeat(at === 0 ? indent : hanging) + paint(one)));
}

/** `1 file`, `2,000 files`. */
export function amount(number: number, one: string): string {
  // By hand, for what Node knows of languages takes longer to load than a small environment to read.
  const digits = String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${one}${number === 1 ? '' : 's'}`;
}

/** Decimal units, as disks and downloads are told. */
function bytes(size: number): string {
  const units = ['', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
  if (power === 0) return amount(size, 'byte');
  return `${(size / 1000 ** power).toFixed(1)} ${units[power]}`;
}
