import type { Source } from '../sources.ts';
import { isTooDeep } from './condarc.ts';

/** A larger file is no `environment.yml`. */
const LARGEST = 1 << 20;

/**
 * Where an `environment.yml` asks for which conda package: name → line, counted from 1. Empty when there is
 * no such file, or it is none: it only serves to place remarks.
 */
export async function packageLines(source: Source, path: string): Promise<Map<string, number>> {
  const content = (await source.read([path], LARGEST)).get(path);
  if (content?.kind !== 'ok' || content.value.length === 0) return new Map();
  const text = content.value.toString('utf8');
  if (isTooDeep(text)) return new Map();
  const { isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'silent',
  });
  const dependencies = document.get('dependencies');
  const found = new Map<string, number>();
  if (!isSeq(dependencies)) return found;
  for (const item of dependencies.items) {
    if (!isScalar(item) || typeof item.value !== 'string' || !item.range) continue;
    const name = nameIn(item.value);
    if (name && !found.has(name)) found.set(name, lines.linePos(item.range[0]).line);
  }
  return found;
}

/** The name in a match spec: `channel/subdir::name=version=build`, `name >=1`, `name[version=…]`. */
function nameIn(spec: string): string | null {
  const start = spec.includes('::') ? spec.slice(spec.lastIndexOf('::') + 2) : spec;
  return /^\s*([A-Za-z0-9_][A-Za-z0-9._-]*)/.exec(start)?.[1]?.toLowerCase() ?? null;
}
