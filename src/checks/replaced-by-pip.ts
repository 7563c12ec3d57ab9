import { defineCheck } from '../check.ts';

export const replacedByPip = defineCheck({
  id: 'replaced-by-pip',
  severity: 'warning',
  level: 'links',
  extent: 'prefix',
  title: 'pip installed over a conda package',
  explain: {
    what: 'A Python project that a conda package brought was installed again by pip or uv. One finding a package, in place of its missing and altered files.',
    why: 'conda still believes that its own version is there: the next update mixes files of both.',
    how: '`pip install --upgrade` in the environment, or a `pip:` section that asks for what conda brings.',
    fix: 'Uninstall it with pip and reinstall the conda package, or leave it to pip alone and remove it from conda’s part of `environment.yml`.',
  },
  *find({ replacements }) {
    for (const { package: owner, by } of replacements.values()) {
      yield {
        path: by.path,
        package: owner,
        installer: by.installer,
        project: by.project,
        version: by.version,
      };
    }
  },
  say: ({ installer, project, version, package: owner }) =>
    `${installer} installed ${project} ${version} over ${owner.dist}`,
});
