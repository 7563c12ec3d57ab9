import type { PipLine } from '../conda/environment-file.ts';
import type { Wishes } from '../rule.ts';
import { isUsable } from '../rules/invalid-variable.ts';
import { isSecret } from '../secrets.ts';
import { quote } from '../shell.ts';
import { activationOf } from './activation.ts';
import { imageName } from './bake.ts';
import type { Tool } from './bases.ts';
import { type Copied, copyInstructions, editableOf, placedName } from './copies.ts';
import { comment, copy, execForm, quoted } from './quoting.ts';

/** Everything that decides what a Dockerfile says. */
export interface Plan {
  readonly wishes: Wishes;
  /** Of the environment. */
  readonly name: string;
  /** The environment file, relative to the context. */
  readonly file: string;
  /** As the command that writes it anew would name it. */
  readonly command: readonly string[];
  /** How the Dockerfile itself is called, relative to the context. */
  readonly dockerfile: string;
  readonly copies: readonly Copied[];
  readonly builder: string;
  readonly tool: Tool;
  /** Null where the builder itself becomes the image. */
  readonly runtime: string | null;
  readonly hasCacheMounts: boolean;
  /** Null where nothing wants CUDA. */
  readonly cuda: string | null;
}

/** Where the builder has what it gets of the context. */
const SOURCES = '/src';

/** Where the environment is, in the builder and in the image. */
export function prefixOf({ name }: Pick<Plan, 'name'>): string {
  return `/opt/conda/envs/${name}`;
}

/** What the placeholders of a template stand for. docs/dockerfile.md describes each. */
export function placeholders(plan: Plan): Record<string, string> {
  const prefix = prefixOf(plan);
  return {
    title: title(plan),
    name: plan.name,
    prefix,
    sources: SOURCES,
    builder: plan.builder,
    setup: setup(plan).join('\n'),
    copy: copying(plan).join('\n'),
    install: install(plan),
    check: linkCheck(prefix),
    entrypoint: entrypoint(prefix),
    runtime: plan.runtime ?? 'builder',
    copy_environment: copyEnvironment(plan).join('\n'),
    home: home(plan).join('\n'),
    environment: environment(plan),
    labels: labels(plan.name),
    command: execForm([shellOf(plan)]),
  };
}

/** What it is, how to build it, and how it came about. */
export function title({ name, file, command, dockerfile, hasCacheMounts }: Plan): string {
  const place = dockerfile === 'Dockerfile' ? '' : ` --file ${quote(dockerfile)}`;
  const build = hasCacheMounts ? 'DOCKER_BUILDKIT=1 docker build' : 'docker build';
  return [
    `The conda environment “${name}” as an image, from ${file}:`,
    `  ${build} --tag ${imageName(name)}${place} .`,
    'To write this file anew:',
    `  ${command.map(quote).join(' ')}`,
  ]
    .map(comment)
    .join('\n');
}

/** What has to be said to the builder before it can begin. */
function setup({ name, wishes, tool, builder, hasCacheMounts, cuda }: Plan): string[] {
  const always = tool === 'conda' ? 'CONDA_ALWAYS_COPY' : 'MAMBA_ALWAYS_COPY';
  return [
    ...(isRoots(builder) ? [] : ROOT),
    comment(
      'Copies: a file that shares its inode with the package cache can be changed from there.',
    ),
    `ENV ${[
      `${always}=true`,
      ...(hasCacheMounts ? [] : ['PIP_NO_CACHE_DIR=1']),
      ...(hasEditableClones(wishes) ? [`PIP_SRC=${prefixOf({ name })}/src`] : []),
      ...(cuda === null ? [] : [`CONDA_OVERRIDE_CUDA=${cuda}`]),
    ].join(NEXT_VARIABLE)}`,
    ...(needsGit(wishes) && /micromamba/.test(builder) ? GIT : []),
    ...acceptance(wishes),
  ];
}

/** For whoever runs it, and for his group. The prefix too: what `COPY` makes by itself is not for groups. */
function home(plan: Plan): string[] {
  if (plan.runtime === null) return ['RUN install -d -m 0770 -o 1000 -g 0 /home/conda'];
  return [
    ...(isDebians(plan.runtime) ? [] : ROOT),
    `RUN install -d -m 0775 -o 1000 -g 0 /home/conda ${prefixOf(plan)}`,
  ];
}

/** Whether the user of a base image is known to be root. */
function isRoots(image: string): boolean {
  return /^(?:condaforge\/miniforge3|continuumio\/miniconda3|anaconda\/miniconda)[:@]/.test(image);
}

function isDebians(image: string): boolean {
  return /^(?:debian|ubuntu)[:@]/.test(image);
}

/** Some images have a user of their own, who may not write where it is needed. */
export const ROOT = [
  comment('The base may have a user of its own, who may not write where it is needed.'),
  comment('hadolint ignore=DL3002'),
  'USER 0',
];

/** What accepts the terms of service, if the user has said that he does. */
export function acceptance({ build }: Wishes): string[] {
  return build?.areTermsAccepted ? ACCEPT_TERMS : [];
}

const ACCEPT_TERMS = [
  comment('Whoever wrote this file has accepted the terms: https://www.anaconda.com/legal'),
  comment('Images from 25.11 on have done so already, and no longer know the command.'),
  [
    'RUN if conda tos --help > /dev/null 2>&1; then',
    '      conda tos accept --override-channels --channel https://repo.anaconda.com/pkgs/main',
    '        && conda tos accept --override-channels --channel https://repo.anaconda.com/pkgs/r;',
    '    fi',
  ].join(' \\\n'),
];

const GIT = [
  comment('pip clones repositories with it; the image of micromamba has none.'),
  comment('hadolint ignore=DL3008'),
  [
    'RUN apt-get update',
    '    && apt-get install --yes --no-install-recommends git',
    '    && rm -rf /var/lib/apt/lists/*',
  ].join(' \\\n'),
];

/** What pip clones as editable must come along, so it is put into the environment. */
function hasEditableClones({ pip }: Wishes): boolean {
  return pip.lines.some(({ requirement }) => requirement.kind === 'vcs' && requirement.isEditable);
}

function needsGit({ pip, file }: Wishes): boolean {
  const hasGit = file.dependencies.some(({ spec }) => 'name' in spec && spec.name === 'git');
  const isGit = ({ requirement }: PipLine) =>
    requirement.kind === 'vcs' && /^git\+/i.test(requirement.url);
  return !hasGit && pip.lines.some(isGit);
}

export function copying({ wishes, copies, file }: Plan): string[] {
  return copyInstructions(copies, file, placedName(wishes, copies, file));
}

/**
 * The commands that make the environment.
 * @param where as the installer wants it: `--prefix …`
 */
export function creating({ wishes, tool, file, copies, name }: Plan, where: string): string[] {
  const placed = quote(placedName(wishes, copies, file));
  const isExplicit = wishes.file.form === 'explicit';
  const verb = isExplicit || tool === 'micromamba' ? 'create' : 'env create';
  return [
    `${tool} ${verb} --yes ${where} --file ${placed}`,
    ...(isExplicit && wishes.file.pip ? pinnedPip(prefixOf({ name }), placed) : []),
  ];
}

/** The commands of the one layer in which the environment comes to be, after `RUN`. */
function install(plan: Plan): string {
  const { tool, hasCacheMounts } = plan;
  const prefix = prefixOf(plan);
  const mounts = hasCacheMounts
    ? CACHES.map((path) => `--mount=type=cache,sharing=locked,target=${path}`)
    : [];
  const steps = [
    ...creating(plan, `--prefix ${prefix}`),
    ...(hasCacheMounts ? [] : [`${tool} clean --all --force-pkgs-dirs --yes`]),
    // What the user may do his group may: OpenShift gives a random user of group 0.
    `chmod -R g=u ${prefix}`,
  ];
  return [...mounts, steps.join(' \\\n    && ')].join(' \\\n    ');
}

/** Where the installers keep what they fetched. */
const CACHES = ['/opt/conda/pkgs', '/root/.cache/pip'];

/** The part of a lock that conda does not know: what pip had installed, and nothing that it would add. */
function pinnedPip(prefix: string, file: string): string[] {
  return [
    `sed -n 's/^[[:space:]]*# pip //p' ${file} > /tmp/requirements.txt`,
    `${prefix}/bin/python -m pip install --no-deps --requirement /tmp/requirements.txt`,
  ];
}

/**
 * Fails where a link of `bin/` is broken, or one at whose end a package claims to have a file. `find` itself
 * fails at a link that leads back to itself. A link to where no package has anything was shipped so.
 */
function linkCheck(prefix: string): string {
  return [
    `find ${prefix} -xtype l -print0 | while IFS= read -r -d '' link; do`,
    '      target=$(readlink -m "$link");',
    `      if [[ $link = ${prefix}/bin/* ]]`,
    `        || grep -qsF "\\"\${target#${prefix}/}\\"" ${prefix}/conda-meta/*.json; then`,
    '        echo "broken link: $link -> $target" >&2;',
    '        exit 1;',
    '      fi;',
    '    done',
  ].join(' \\\n');
}

function entrypoint(prefix: string): string {
  const script = [
    '#!/bin/bash',
    `for script in ${prefix}/etc/conda/activate.d/*.sh; do`,
    '  if [ -r "$script" ]; then . "$script"; fi',
    'done',
    'exec "$@"',
  ];
  return [
    comment('hadolint ignore=SC2016'),
    [
      `RUN printf '%s\\n'`,
      ...script.map((line) => `      '${line}'`),
      '      > /usr/local/bin/activated',
      '    && chmod 0755 /usr/local/bin/activated',
    ].join(' \\\n'),
  ].join('\n');
}

/** Nothing where the builder itself becomes the image: it has all of it. */
function copyEnvironment(plan: Plan): string[] {
  if (plan.runtime === null) return [];
  const from = (path: string, flags = '') => copy([path], path, `--from=builder ${flags}`);
  const sources = editableOf(plan.copies).map(({ path }) =>
    path === '.' ? SOURCES : `${SOURCES}/${path}`,
  );
  return [
    from(prefixOf(plan), '--chown=1000:0 '),
    ...(sources.length > 0
      ? [
          comment(
            'pip installed these as editable: the environment has nothing but a link to them.',
          ),
        ]
      : []),
    ...sources.map((path) => from(path, '--chown=1000:0 ')),
    from('/usr/local/bin/activated'),
  ];
}

/** `NAME=value` of everything that activation would set and that can be known, and of what the user wants. */
function environment(plan: Plan): string {
  const prefix = prefixOf(plan);
  const known = [
    `PATH=${prefix}/bin:$PATH`,
    `CONDA_PREFIX=${prefix}`,
    `CONDA_DEFAULT_ENV=${plan.name}`,
    'HOME=/home/conda',
    'USER=conda',
    ...(hasLanguage(plan.wishes) ? [] : ['LANG=C.UTF-8']),
    ...activationOf(plan.wishes, prefix).map(([name, value]) => `${name}=${quoted(value)}`),
  ];
  return withVariables(known, plan.wishes);
}

/**
 * What follows `ENV`: variables, and those of the file. Those at which linters cry out for nothing have
 * an instruction of their own, which tells them so.
 */
export function withVariables(known: readonly string[], wishes: Wishes): string {
  const own = ownVariables(wishes);
  const alarming = own.filter((one) => ALARMING.test(one));
  const plain = own.filter((one) => !ALARMING.test(one));
  return [
    [...known, ...plain].join(NEXT_VARIABLE),
    ...(alarming.length === 0
      ? []
      : [
          comment(
            'Linters take these for secrets, or for uses of other variables: they are neither.',
          ),
          comment('hadolint ignore=DL3044,DL3064'),
          `ENV ${alarming.join(NEXT_VARIABLE)}`,
        ]),
  ].join('\n');
}

/** `TOKENIZERS_PARALLELISM` and the like (hadolint's DL3064), and an escaped `$` (its DL3044). */
const ALARMING = /^[^=]*(?:API_KEY|CLIENT_KEY|PASSWORD|PRIVATE|SECRET|TOKEN|USERNAME)|\$/;

const NEXT_VARIABLE = ' \\\n    ';

/** What the image itself has to say. */
const OURS: ReadonlySet<string> = new Set(['HOME', 'USER', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV']);

/** `variables:` of the file, without secrets and what cannot be written: there are findings for those. */
function ownVariables({ file }: Wishes): string[] {
  return file.variables.flatMap(({ name, value }) =>
    // conda sets them in capitals, however they are written.
    isUsable(name, value) && !isSecret(name, value) && !OURS.has(name.toUpperCase())
      ? `${name.toUpperCase()}=${quoted(value)}`
      : [],
  );
}

function hasLanguage({ file }: Wishes): boolean {
  return file.variables.some(({ name }) => /^(?:LANG|LC_ALL)$/i.test(name));
}

/** Of https://github.com/opencontainers/image-spec/blob/main/annotations.md, what a build knows. */
function labels(name: string): string {
  const known = ['created', 'revision', 'source', 'version'];
  return [
    ...known.map((one) => `ARG IMAGE_${one.toUpperCase()}=""`),
    `LABEL ${[
      `org.opencontainers.image.title=${quoted(name)}`,
      ...known.map((one) => `org.opencontainers.image.${one}="$IMAGE_${one.toUpperCase()}"`),
    ].join(' \\\n      ')}`,
  ].join('\n');
}

/** What one wants to talk to in such an image. */
export function shellOf({ wishes: { file } }: Plan): string {
  const names = [
    ...file.dependencies.flatMap(({ spec }) => ('name' in spec ? spec.name : [])),
    ...file.packages.map(({ name }) => name),
  ];
  const hasPip = file.pip !== null;
  if (names.includes('python') || hasPip) return 'python';
  if (names.includes('r-base')) return 'R';
  return names.includes('nodejs') ? 'node' : 'bash';
}
