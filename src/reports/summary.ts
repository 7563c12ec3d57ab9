import { printable } from '../bytes.ts';
import {
  acceptedBy,
  type CheckedEnvironment,
  type CheckedFile,
  count,
  counting,
  type EnvironmentReport,
  eyesOf,
  type FileFinding,
  type FileReport,
  type Finding,
  type ImageReport,
  placeOf,
  type Report,
} from '../report.ts';
import { commandLine } from '../shell.ts';

/** GitHub takes a job summary of 1 MiB; some room is left for what other steps write. */
const LARGEST = 900 << 10;
/** So many findings of one environment are listed. */
const SHOWN = 50;
/** So many reasons for which some are accepted. */
const SHOWN_REASONS = 5;

/** The report as a GitHub job summary, in Markdown. */
export function summary(report: Report): string {
  const blocks = [
    '# Conda environments',
    ...(report.remarks ?? []).map((remark) => `⚠️ ${plain(remark)}`),
    report.environments.length > 0 ? table(report) : '',
    ...report.environments.map(section),
    ...report.files.map(fileSection),
    ...report.images.map(imageSection),
  ];
  let text = '';
  for (const block of blocks.filter(Boolean)) {
    if (Buffer.byteLength(text) + Buffer.byteLength(block) > LARGEST) {
      return `${text}\n_The rest does not fit into a summary; it is in the JSON report._\n`;
    }
    text += `${block}\n\n`;
  }
  return text;
}

function table({ environments }: Report): string {
  const rows = environments.map((one) => {
    const findings = (['error', 'warning', 'note'] as const).map((severity) =>
      count(one, severity),
    );
    const mark = { whole: '✅ whole', broken: '❌ broken', unchecked: '⚠️ not checked' }[
      one.verdict
    ];
    return `| ${code(one.name)} | ${mark} | ${findings.join(' | ')} | ${code(placeOf(one))} |`;
  });
  const head =
    '| Environment | Verdict | Errors | Warnings | Notes | Prefix |\n|---|---|--:|--:|--:|---|';
  return [head, ...rows].join('\n');
}

function section(environment: EnvironmentReport): string {
  if (environment.verdict === 'unchecked') {
    return `## ${code(environment.name)}\n\n${plain(environment.error)} ${plain(environment.advice)}`;
  }
  if (environment.findings.length === 0) return '';
  const eyes = environment.user && eyesOf(environment.user);
  return [
    `## ${code(environment.name)}`,
    eyes ? `Permissions judged as ${plain(eyes)}.` : '',
    ...causes(environment),
    findings(environment),
    accepted(environment),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function fileSection(report: FileReport): string {
  const head = `## ${code(report.file)}`;
  if (report.verdict === 'unchecked') {
    return `${head}\n\n⚠️ ${plain(report.error)} ${plain(report.advice)}`;
  }
  if (report.findings.length === 0) return `${head}\n\n✅ nothing to complain of`;
  const all = counting<FileFinding>(report.findings);
  if (all.length === 0) return `${head}\n\n${accepted(report)}`;
  const rows = all.slice(0, SHOWN).map((one) => {
    const place = `${one.path === report.file ? '' : `${one.path}:`}${one.line}:${one.column}`;
    return `| ${code(place)} | ${one.severity} | ${one.check} | ${plain(one.message)} |`;
  });
  const rest = all.length - SHOWN;
  const last = accepted(report);
  return [
    `${head}\n\n| Place | Severity | Rule | Finding |\n|---|---|---|---|`,
    ...rows,
    ...(rest > 0 ? [`\n… and ${rest} more in the JSON report.`] : []),
    ...(last === '' ? [] : [`\n${last}`]),
  ].join('\n');
}

/** How many findings are accepted, and why; empty where none are. */
function accepted({ findings }: CheckedEnvironment | CheckedFile): string {
  const reasons = [...acceptedBy(findings)];
  if (reasons.length === 0) return '';
  const all = reasons.reduce((sum, [, number]) => sum + number, 0);
  const told = reasons
    .slice(0, SHOWN_REASONS)
    .map(([reason, number]) => `${number} × ${plain(reason)}`);
  const rest = reasons.length > SHOWN_REASONS ? ', …' : '';
  return `Accepted: ${all === 1 ? '1 finding' : `${all} findings`} (${told.join(', ')}${rest})`;
}

function imageSection(report: ImageReport): string {
  const head = `## Image ${code(report.image)}`;
  if (report.verdict === 'unchecked') {
    return `${head}\n\n⚠️ ${plain(report.error)} ${plain(report.advice)}`;
  }
  const { id, size, built, fingerprint } = report;
  const facts = [
    ['id', id],
    ['size', size > 0 ? `${(size / 1e6).toFixed(0)} MB` : ''],
    ['built', built ? `${built.seconds.toFixed(1)} s, ${built.builder}` : ''],
    ['fingerprint', fingerprint ?? ''],
  ].filter(([, value]) => value !== '');
  const runs = report.runs.map(
    ({ title, isFine, code: end, seconds }) =>
      `| ${isFine ? '✅' : '❌'} | ${code(title)} | ${end ?? 'killed'} | ${seconds.toFixed(1)} s |`,
  );
  const findings = report.findings.map(
    (one) =>
      `| ${one.severity} | ${one.check} | ${plain([one.message, one.advice].filter(Boolean).join('. '))} |`,
  );
  const said = report.findings.flatMap((one) =>
    one.said.length > 0
      ? [`**${one.check}** said last:`, one.said.map((line) => `    ${line}`).join('\n')]
      : [],
  );
  return [
    `${head}\n\n${report.verdict === 'whole' ? '✅ works' : '❌ do not ship it'}`,
    [
      '| | |',
      '|---|---|',
      ...facts.map(([name, value]) => `| ${name} | ${code(value ?? '')} |`),
    ].join('\n'),
    runs.length > 0 ? ['| | Run | Code | Time |', '|---|---|--:|--:|', ...runs].join('\n') : '',
    findings.length > 0
      ? ['| Severity | Check | Finding |', '|---|---|---|', ...findings].join('\n')
      : '',
    ...said,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function causes({ causes: all }: CheckedEnvironment): string[] {
  return all.map(({ cause, findings: explained, evidence, remedy }) => {
    const commands = remedy.commands.map((words) => `    ${commandLine(words)}`).join('\n');
    return [
      `**${cause}** (${explained} ${explained === 1 ? 'finding' : 'findings'}): ${plain(evidence)}`,
      plain(remedy.summary),
      commands,
    ]
      .filter(Boolean)
      .join('\n\n');
  });
}

function findings({ findings }: CheckedEnvironment): string {
  const all = counting<Finding>(findings);
  if (all.length === 0) return '';
  const rows = all
    .slice(0, SHOWN)
    .map(
      (one) =>
        `| ${one.severity} | ${one.check} | ${code(one.package ?? '')} | ${code(one.message)} |`,
    );
  const rest = all.length - SHOWN;
  return [
    '| Severity | Check | Package | Finding |\n|---|---|---|---|',
    ...rows,
    ...(rest > 0 ? [`\n… and ${rest} more in the JSON report.`] : []),
  ].join('\n');
}

/** Text as inline code. As HTML, for renderers differ in what ends a code span within a table. */
export function code(text: string): string {
  return text === '' ? '' : `<code>${plain(text)}</code>`;
}

/** Plain text in Markdown: nothing in it is a mark, a link, a mention or HTML. */
export function plain(text: string): string {
  return printable(text).replace(
    /[\\`*_{}[\]()#+.!|<>~@:&$-]/g,
    (mark) => `&#${mark.charCodeAt(0)};`,
  );
}
