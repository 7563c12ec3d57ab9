/** A path that a shell takes as it is, in each way of quoting it: conda and pip, uv, pip. */
const PATH = /"[^"$`\\]+"|'[^']+'|[-\w.,:@%+=/]+/.source;
/** The Python that runs it, with no options; conda-pack leaves it to `env` to find. */
const INTERPRETER = /^#!(?:\/\S*\/|\/usr\/bin\/env )(?:python|pypy)[\d.]*$/;
/** A path that is too long for a `#!` line, or holds a space: a shell that starts Python on the same file. */
const THROUGH_SHELL = [
  // conda, mamba, rattler
  [/^#!\/bin\/sh$/, new RegExp(`^'''exec' (?:${PATH}) "\\$0" "\\$@" #'''$`)],
  // pip, uv
  [/^#!\/bin\/sh$/, new RegExp(`^'''exec' (?:${PATH}) "\\$0" "\\$@"$`), /^' '''$/],
];
const HEADS = [[INTERPRETER], ...THROUGH_SHELL];
/** What installers write between the interpreter and the call, line by line (pip, uv, conda, mamba, rattler). */
const BOILERPLATE = [
  /^$/,
  // Any other comment may name another encoding, in which comments are code.
  /^# -\*- coding: utf-8 -\*-$/,
  /^import (?:re|sys)$/,
  /^if __name__ == (['"])__main__\1:$/,
  /^\s+sys\.argv\[0\] = re\.sub\(r(['"])[-\w\\.?|()$]*\1, (['"])\2, sys\.argv\[0\]\)$/,
  /^\s+(?:el)?if sys\.argv\[0\]\.endswith\((['"])[-\w.]+\1\):$/,
  /^\s+sys\.argv\[0\] = sys\.argv\[0\](?:\[:-\d+\]|\.removesuffix\((['"])[-\w.]+\1\))$/,
];

/**
 * The function that a console script calls, as `module:function`, where the script does that and nothing
 * else; null for any other script. Each installer words it differently.
 */
export function entryPointOf(script: string): string | null {
  // Python takes a lone one for the end of a line, and the kernel for a part of the interpreter's name.
  if (script.includes('\r')) return null;
  const lines = script.split('\n');
  const head = HEADS.find((shapes) => shapes.every((shape, at) => shape.test(lines[at] ?? '')));
  if (!head) return null;
  let imported: { module: string; name: string } | null = null;
  let called: string | null = null;
  for (const line of lines.slice(head.length)) {
    const from = /^from ([\w.]+) import (\w+)$/.exec(line);
    const call = /^\s+sys\.exit\(([\w.]+)\(\)\)$/.exec(line);
    if (from && !imported) imported = { module: from[1] ?? '', name: from[2] ?? '' };
    else if (call && imported && called === null) called = call[1] ?? '';
    else if (!BOILERPLATE.some((shape) => shape.test(line))) return null;
  }
  if (!imported || called === null || called.split('.')[0] !== imported.name) return null;
  return `${imported.module}:${called}`;
}
