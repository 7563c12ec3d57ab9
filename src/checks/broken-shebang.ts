import { posix } from 'node:path';
import { defineCheck, type Severity } from '../check.ts';
import type { RecordedPath } from '../conda/record.ts';
import { isOwned } from '../conda/records.ts';
import { foreignPrefix, interpreterOf, prefixOfPython } from '../shebang.ts';
import type { Subject } from '../subject.ts';

/** As much of a file as Linux reads to find the interpreter (BINPRM_BUF_SIZE since 5.1), in bytes. */
const KERNEL_READS = 256;

export const brokenShebang = defineCheck({
  id: 'broken-shebang',
  severity: 'error',
  level: 'content',
  extent: 'prefix',
  title: 'Script’s interpreter is gone',
  explain: {
    what: 'The first line of a script in `bin/` names an interpreter that lay in this prefix, or in the one the environment was installed for, and is gone; or it is longer than the kernel reads. A missing interpreter elsewhere (perl, tclsh) is a note.',
    why: 'The shell says `bad interpreter: No such file or directory` and names the script, not the interpreter.',
    how: 'The environment was moved: scripts that pip made keep the old path. Or Python itself is gone. Or the prefix is a very long path.',
    fix: 'Reinstall the package, or with pip `pip install --force-reinstall --no-deps NAME` for what pip had installed.',
  },
  *find(subject) {
    const { heads, inventory, manifest, contents, scripts } = subject;
    for (const [path, head] of heads) {
      const interpreter = interpreterOf(head);
      if (interpreter === null) continue;
      const recorded = manifest.paths.get(path);
      const owner = recorded?.package ?? null;
      // Those are findings of stale-prefix.
      const isStale = foreignPrefix(head, (prefix) => inventory.isOwnPrefix(prefix)) !== null;
      if (contents.unsound.get(path)?.kind === 'other-prefix') continue;
      if (isStale && (recorded?.kind === 'entry-point' || scripts.has(path))) continue;
      if (isTooLong(head)) {
        yield { path, package: owner, interpreter, isTooLong: true };
        continue;
      }
      if (inventory.resolve(interpreter).kind !== 'missing') continue;
      const isShipped = recorded !== undefined && isShippedBroken(subject, recorded, interpreter);
      const severity: Severity = isOurs(interpreter) && !isShipped ? 'error' : 'note';
      yield { path, package: owner, interpreter, isTooLong: false, severity };
    }
    function isOurs(interpreter: string): boolean {
      const prefixes = [inventory.prefix, inventory.place, ...contents.formerPrefixes];
      if (prefixes.some((prefix) => interpreter.startsWith(`${prefix}/`))) return true;
      // pip writes the interpreter of the environment that it runs in: another one is a former one.
      const prefix = prefixOfPython(interpreter);
      return prefix !== null && !/^\/(?:usr|opt\/homebrew)(?:\/|$)/.test(prefix);
    }
  },
  say: ({ path, interpreter, isTooLong }) =>
    isTooLong
      ? `${path}: its #! line is longer than the ${KERNEL_READS} bytes that the kernel reads`
      : `${path} starts ${interpreter}, which does not exist`,
});

/**
 * Whether a package brought the script so: its bytes are proved to be those of the package, and either the
 * line was not patched, or it names a program of the prefix that no record brings, and that the package does not
 * depend on either (Perl scripts in libraries, Python ones in environments without Python).
 */
function isShippedBroken(
  { inventory, manifest, contents }: Subject,
  recorded: RecordedPath,
  interpreter: string,
): boolean {
  const { kind, isPatched, package: owner } = recorded;
  // Soft-linked, it is recorded as a link and was copied, for it can be executed.
  const isPackaged = kind === 'file' || kind === 'symlink';
  if (!isPackaged || !contents.isSame(recorded)) return false;
  const start = [inventory.prefix, inventory.place].find((prefix) =>
    interpreter.startsWith(`${prefix}/`),
  );
  if (start === undefined) return !isPatched;
  if (isOwned(manifest, interpreter.slice(start.length + 1))) return false;
  const program = posix.basename(interpreter).replace(/[\d.]+$/, '');
  return ![owner.name, ...owner.depends.map((one) => one.split(/[ <>=!~[]/, 1)[0])].includes(
    program,
  );
}

/** Linux refuses (ENOEXEC) when not even the end of the interpreter's path is in what it reads. */
function isTooLong(head: Buffer): boolean {
  const end = head
    .subarray(2)
    .findIndex((byte, at) => at > 0 && (byte === 10 || byte === 32 || byte === 9));
  return (end < 0 ? head.length : end + 2) >= KERNEL_READS;
}
