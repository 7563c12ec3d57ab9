import { excludedBy, ignoreLines } from '../docker/ignore.ts';

/** What no build needs: histories, caches, environments of other tools, and files that hold secrets. */
const NEEDLESS = [
  '**/.git',
  '**/.github',
  '**/__pycache__',
  '**/*.pyc',
  '**/.ipynb_checkpoints',
  '**/.mypy_cache',
  '**/.pytest_cache',
  '**/.ruff_cache',
  '**/.pixi',
  '**/.venv',
  '**/node_modules',
  '**/.DS_Store',
  '**/.env',
  '**/.env.*',
  '**/.netrc',
  '**/.pypirc',
  '**/.condarc',
  '**/.ssh',
  '**/.aws',
  '**/Dockerfile',
  '**/*.Dockerfile',
  '**/docker-bake.json',
];

const HEAD = [
  '# What no build of a conda environment needs. Later lines have the last word: a project whose version comes',
  '# from git (setuptools_scm) may need !**/.git',
].join('\n');

/** A `.dockerignore` as it should be, and what that adds to the one that is there. */
export interface MergedIgnore {
  readonly text: string;
  readonly added: readonly string[];
  /** What the build needs and the file that is there keeps from it. */
  readonly kept: readonly string[];
}

/**
 * Adds what is missing before what is there: of a `.dockerignore` the last line that matches counts, so
 * whatever the user wrote stays in force.
 * @param existing null where there is none
 * @param copies the paths that the Dockerfile copies, relative to the context
 */
export function mergeIgnore(existing: string | null, copies: readonly string[]): MergedIgnore {
  const own = ignoreLines(existing ?? '');
  const missing = NEEDLESS.filter((line) => !own.includes(line));
  const needed = copies.filter((path) => path !== '.');
  const added = [...missing, ...excludedBy(missing, needed).map((path) => `!${path}`)];
  const block = added.length > 0 ? `${[HEAD, ...added].join('\n')}\n` : '';
  const rest = existing === null || existing.trim() === '' ? '' : existing;
  return {
    text: block === '' || rest === '' ? block + rest : `${block}\n${rest}`,
    added,
    kept: excludedBy(own, needed),
  };
}
