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
      else oddities.push({ ...place, ...NO_URL });
      if (found && line !== found.url && !HASH.test(line.slice(found.url.length + 1))) {
        oddities.push({ ...place, ...NO_HASH });
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

const NO_URL = {
  what: 'a line that is no URL of a package',
  advice: 'An @EXPLICIT file holds nothing but URLs and paths that end in .conda or .tar.bz2.',
};

const NO_HASH = {
  what: 'a hash that conda cannot read',
  advice: 'It takes #MD5, #SHA256 and #sha256:SHA256, in small letters.',
};

const HASH = /^(?:[0-9a-f]{32}|(?:sha256:)?[0-9a-f]{64})$/;

/** `URL#md5`, `URL#sha256:hex`, `URL#hex`; paths, too (`conda/misc.py`, _get_url_pattern). */
function explicitPackage(line: string): Omit<ExplicitPackage, keyof Placed> | null {
  const at = line.indexOf('#');
  const url = at < 0 ? line : line.slice(0, at);
  if (!/[^/\\]\.(?:conda|tar\.bz2)$/.test(url)) return null;
  const [file = '', folder = ''] = url.split('/').reverse();
  const parts = /^(.+)-([^-]+)-[^-]+\.(?:conda|tar\.bz2)$/.exec(file);
  return {
    url,
    hash: at < 0 ? null : line.slice(at + 1).replace(/^sha256:/, ''),
    subdir: /^(?:noarch|[a-z]+-[a-z0-9]+)$/.test(folder) ? folder : null,
    name: parts?.[1] ?? '',
    version: parts?.[2] ?? '',
  };
}
