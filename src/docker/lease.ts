import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/** A lease of another machine has ended for certain after so long, in milliseconds. */
export const WEEK = 7 * 86_400_000;

/**
 * Whose a container or an image is, as a label says it: this machine since it was started, this process and when that
 * was started, the time, and something that nobody else has. What was made under a lease is removed once it is over.
 */
export function newLease(): string {
  const { pid } = process;
  return [machine(), pid, startOf(pid) ?? 0, Date.now(), randomUUID()].join('.');
}

/** Whether nobody can want any more what has this label; null where it is no lease. */
export function isOver(label: string, now = Date.now()): boolean | null {
  const [, place, pid, start, time] =
    /^([0-9a-f]{16})\.(\d{1,9})\.(\d{1,18})\.(\d{1,15})\.[0-9a-f-]{36}$/.exec(label) ?? [];
  if (place === undefined) return null;
  if (place === machine()) return startOf(Number(pid)) !== start;
  return Number(time) < now - WEEK;
}

let known: string | undefined;

/** Where the numbers of processes mean the same: one kernel since it was started, one namespace of it. */
function machine(): string {
  if (known === undefined) {
    let named: string;
    try {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
      named = `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
    } catch {
      // Not to be told from others: only time tells then.
      named = randomUUID();
    }
    known = createHash('sha256').update(named).digest('hex').slice(0, 16);
  }
  return known;
}

/** When a process was started, in ticks since the kernel was (proc_pid_stat(5), field 22); null when it is gone. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets, which may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
