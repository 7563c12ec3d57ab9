import {
  type EnvironmentFile,
  type ExplicitPackage,
  NOTHING,
  type Oddity,
  type PipLine,
  type Placed,
} from './environment-file.ts';
import { parseRequirement } from './requirement.ts';

/** `@EXPLICIT`, as `conda list --explicit` writes it, with the `# pip` lines that conda-lock adds. */
export function parseExplicit(text: string, path: string): EnvironmentFile {
  const packages: ExplicitPackage[] = [];
  const pip: PipLine[] = [];
  const oddities: Oddity[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const place = { line: at + 1, column: 1 + raw.length - raw.trimStart().length };
    const forPip = /^# pip (.+)$/.exec(line)?.[1];
    if (forPip !== undefined) {
      pip.push({ ...place, file: path, text: forPip, requirement: parseRequirement(forPip) });
    } else if (line !== '' && !line.startsWith('#') && line !== '@EXPLICIT') {
      const found = explicitPackage(line);
      if (found) packages.push({ ...place, text: line, ...found });
      else {
        oddities.push({
          ...place,
          what: 'a line that is no URL of a package',
          advice: 'An @EXPLICIT file holds nothing but URLs.',
        });
      }
    }
  }
  return {
    ...NOTHING,
    path,
    form: 'explicit',
    packages,
    pip: pip.length > 0 ? pip : null,
    oddities,
  };
}

/** `URL#md5`, `URL#sha256:hex`, `URL#hex` (`conda/misc.py`, url_pat). */
function explicitPackage(line: string): Omit<ExplicitPackage, keyof Placed> | null {
  const [url = '', fragment = ''] = line.split('#', 2);
  if (!/^(?:[a-z][a-z0-9+.-]*:\/\/|\/|~)\S+\.(?:conda|tar\.bz2)$/i.test(url)) return null;
  const [file = '', folder = ''] = url.split('/').reverse();
  const parts = /^(.+)-([^-]+)-[^-]+\.(?:conda|tar\.bz2)$/.exec(file);
  return {
    url,
    hash: /^(?:sha256:)?([0-9a-f]{64}|[0-9a-f]{32})$/i.exec(fragment)?.[1] ?? null,
    subdir: /^(?:noarch|[a-z]+-[a-z0-9]+)$/.test(folder) ? folder : null,
    name: parts?.[1] ?? '',
    version: parts?.[2] ?? '',
  };
}
