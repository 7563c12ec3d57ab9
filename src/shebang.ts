/** The interpreter that a script's first line names; through `/bin/sh` in the form for long prefixes. */
export function interpreterOf(head: Buffer | undefined): string | null {
  const text = head?.toString('utf8') ?? '';
  if (!text.startsWith('#!')) return null;
  const shell = /^#!\/bin\/sh\n'''exec' "([^"\n]+)"/.exec(text)?.[1];
  return shell ?? /^#![ \t]*(\/[^ \t\n]*)/.exec(text)?.[1] ?? null;
}

/** The prefix whose Python that is; null when it is another program. */
export function prefixOfPython(interpreter: string | null): string | null {
  return /^(\/.+)\/bin\/python[\d.]*$/.exec(interpreter ?? '')?.[1] ?? null;
}

/** The prefix whose Python a script starts, where that is not the one it lies in; else null. */
export function foreignPrefix(
  head: Buffer | undefined,
  isOwn: (prefix: string) => boolean,
): string | null {
  const prefix = prefixOfPython(interpreterOf(head));
  return prefix !== null && !isOwn(prefix) ? prefix : null;
}
