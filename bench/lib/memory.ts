/** Memory of processes, from /proc: Linux alone. */
import { readdirSync, readFileSync } from 'node:fs';

/** Kilobytes that a process holds by itself, and its part of what it shares; 0 of one that is gone. */
function held(pid: string): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const parentOf = (pid: string): string | undefined => {
  try {
    return /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};

/** The process and all that it started, and they. */
export function family(root: string): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  const mine = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (mine.has(pid) || parent === undefined || !mine.has(parent)) continue;
      mine.add(pid);
      grown = true;
    }
  }
  return [...mine];
}

const isBrowser = (pid: string): boolean => {
  try {
    return /chrom|firefox/i.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
};

/** All processes of the browsers which this process started. */
const browsers = (): string[] => family(`${process.pid}`).filter(isBrowser);

export interface Watch {
  /** The page is empty now: what is held from here on counts. */
  empty(): Promise<void>;
  /** The most that was held since, in MB (10^6 bytes) above what was held at `empty`; above nothing where that was not called. */
  stop(): number;
}

/** Watches processes (the one browser that is open, unless others are named) ten times a second. */
export function watchMemory(processes: () => string[] = browsers): Watch {
  const now = (): number => (processes().reduce((sum, pid) => sum + held(pid), 0) * 1024) / 1e6;
  let base = 0;
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, now());
  }, 100).unref();
  return {
    async empty() {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      base = now();
      most = base;
    },
    stop() {
      clearInterval(timer);
      return most - base;
    },
  };
}
