import { defineCheck } from '../check.ts';

export const unownedFiles = defineCheck({
  id: 'unowned-files',
  severity: 'warning',
  level: 'links',
  extent: 'prefix',
  title: 'Files of a package that has no record',
  explain: {
    what: 'A `dist-info` says that conda installed the project (`INSTALLER`), and no record owns it.',
    why: 'Python imports it, but conda does not know that it is there: it is never updated or removed, and another version may be installed over it.',
    how: 'A record was deleted, a removal or an update was cut off, or folders were copied from another environment.',
    fix: 'Install the package again, so that it has a record; or remove its files if nothing needs them.',
  },
  *find({ distributions, manifest }) {
    const unreadable = manifest.unreadable.map(({ file }) => file.toLowerCase());
    for (const { path, project, version, installer, owner } of distributions) {
      if (installer !== 'conda' || owner !== null || manifest.folders.has(path)) continue;
      // That nobody can read its record is the finding.
      const names = [project, project.replaceAll('-', '_'), `python-${project}`];
      if (unreadable.some((file) => names.some((name) => file.startsWith(`${name}-`)))) continue;
      yield { path, package: null, project, version };
    }
  },
  say: ({ path, project, version }) =>
    `${path} was installed by conda, but no record has ${project} ${version}`,
});
