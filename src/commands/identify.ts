import { compare } from '../difference.ts';
import { type Identity, identify } from '../fingerprint.ts';
import { choose, INPUTS } from '../inputs.ts';
import type { Outcome } from '../outcome.ts';
import {
  type Comparison,
  differenceAsJson,
  differenceAsText,
  type Side,
} from '../reports/difference.ts';
import { toJson } from '../reports/json.ts';
import { viewOf } from '../terminal.ts';
import type { OpenScope, Target } from '../verify.ts';
import { VERSION } from '../version.ts';
import { type OneEnvironment, pick, withTools } from './opening.ts';

/** `conda-links fingerprint SOURCE`: one line that is the same for the same environment. */
export async function runFingerprint(
  word: string,
  options: OneEnvironment,
  signal: AbortSignal,
): Promise<Outcome> {
  return withTools([word], options, signal, async (tools) => {
    const opened = await tools.open(word);
    try {
      const environment = pick(opened, { asked: options.env, likely: '' }, word);
      const identity = await identify(opened.source, environment.prefix, signal, tools.progress);
      const side = sideOf(word, opened, environment, identity);
      const told = options.isJson
        ? toJson({ schema: 1, tool: TOOL, ...side })
        : `${identity.fingerprint}\n`;
      return { text: told, file: '', code: 0 };
    } finally {
      await opened.close();
    }
  });
}

/** `conda-links diff A B`: what two environments do not have in common. */
export async function runDiff(
  words: readonly [string, string],
  options: OneEnvironment,
  signal: AbortSignal,
): Promise<Outcome> {
  const view = viewOf(choose(INPUTS.color, options.raw['color']), false);
  return withTools(words, options, signal, async (tools) => {
    const leftScope = await tools.open(words[0]);
    try {
      const rightScope = await tools.open(words[1]);
      try {
        const read = async (word: string, scope: OpenScope, other: OpenScope) => {
          const likely = nameIn(other.targets);
          const environment = pick(scope, { asked: options.env, likely }, word);
          const { source } = scope;
          const identity = await identify(source, environment.prefix, signal, tools.progress);
          return { identity, side: sideOf(word, scope, environment, identity) };
        };
        const left = await read(words[0], leftScope, rightScope);
        const right = await read(words[1], rightScope, leftScope);
        const isSame = left.identity.fingerprint === right.identity.fingerprint;
        const result: Comparison = {
          left: left.side,
          right: right.side,
          isSame,
          ...compare(left.identity, right.identity),
        };
        const tell = options.isJson
          ? differenceAsJson(result, TOOL)
          : differenceAsText(result, view);
        return { text: tell, file: '', code: isSame ? 0 : 1 };
      } finally {
        await rightScope.close();
      }
    } finally {
      await leftScope.close();
    }
  });
}

const TOOL = { name: 'conda-links', version: VERSION };

/** The name of the only environment of the other side: it chooses among several. */
function nameIn(environments: readonly Target[]): string {
  const [only, ...others] = environments;
  return only && others.length === 0 ? only.name : '';
}

function sideOf(
  word: string,
  { source }: OpenScope,
  { name, prefix }: Target,
  { fingerprint, packages, paths }: Identity,
): Side {
  return {
    source: word,
    name,
    prefix: source.nameOf(prefix),
    fingerprint,
    packages: packages.length,
    paths: paths.size,
  };
}
