import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { Source } from './sources.ts';

/** What is known of the machine before looking at its files. */
export interface Machine {
  readonly platform: string;
  /** The working folder, absolute. */
  readonly cwd: string;
  /** The home of the user who runs this, absolute. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** This machine, as this process sees it. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    cwd: process.cwd(),
    home: process.env['HOME'] || homedir(),
    env: process.env,
  };
}

/** So long V8's optimizing compiler is spared, in milliseconds: it pays where there is more to do. */
const SHORT = 1000;

/**
 * Spares V8's optimizing compiler at first, which for a second of work takes more than it gives: a seventh of the
 * time of `verify --level links` on a hundred thousand files. A million take a third longer without it.
 */
export function compileLittle(): void {
  setFlagsFromString('--no-opt');
  setTimeout(() => setFlagsFromString('--opt'), SHORT).unref();
}

/** Who runs this process. Where there are no such numbers, nothing is read either. */
export function thisUser(): { uid: number; gid: number } {
  return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}

/** The homes of all users that `/etc/passwd` names, one's own first; only those that are there. */
export async function homes(source: Source, machine: Machine): Promise<string[]> {
  const passwd = (await source.read(['/etc/passwd'], 1 << 20)).get('/etc/passwd');
  const lines = passwd?.kind === 'ok' ? passwd.value.toString('utf8').split('\n') : [];
  const named = lines.map((line) => line.split(':')[5] ?? '').filter((home) => /^\/./.test(home));
  return [...new Set([machine.home, ...named])].filter((home) => source.exists(home));
}
