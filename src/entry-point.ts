/** What installers write between the interpreter and the call, line by line (pip, uv, conda, mamba, rattler). */
const BOILERPLATE = [
  /^import (?:re|sys)$/,
  /^if __name__ == (['"])__main__\1:$/,
  /^\s+sys\.argv\[0\] = re\.sub\(r(['"])[-\w\\.?|()$]*\1, (['"])\2, sys\.argv\[0\]\)$/,
  /^\s+(?:el)?if sys\.argv\[0\]\.endswith\((['"])[-\w.]+\1\):$/,
  /^\s+sys\.argv\[0\] = sys\.argv\[0\](?:\[:-\d+\]|\.removesuffix\((['"])[-\w.]+\1\))$/,
];
/** A prefix too long for a `#!` line: a shell that starts Python on the same file. */
const THROUGH_SHELL = [/^'''exec' (?:"[^"]*"|\S+) "\$0" "\$@"$/, /^' '''$/];

/**
 * The function that a console script calls, as `module:function`, where the script does that and nothing
 * else; null for any other script. Each installer words it differently.
 */
export function entryPointOf(script: string): string | null {
  const [first = '', ...rest] = script.split('\n');
  if (!first.startsWith('#!')) return null;
  const lines = THROUGH_SHELL.every((shape, at) => shape.test(rest[at] ?? ''))
    ? rest.slice(2)
    : rest;
  let imported: { module: string; name: string } | null = null;
  let called: string | null = null;
  for (const line of lines.map((one) => one.trimEnd())) {
    const from = /^from ([\w.]+) import (\w+)$/.exec(line);
    const call = /^\s+sys\.exit\(([\w.]+)\(\)\)$/.exec(line);
    if (from && !imported) imported = { module: from[1] ?? '', name: from[2] ?? '' };
    else if (call && imported && called === null) called = call[1] ?? '';
    else if (
      line !== '' &&
      !line.startsWith('#') &&
      !BOILERPLATE.some((shape) => shape.test(line))
    ) {
      return null;
    }
  }
  if (!imported || called === null || called.split('.')[0] !== imported.name) return null;
  return `${imported.module}:${called}`;
}
