/** Memory of a browser's processes, from /proc: Linux alone. */
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
function family(root: string): string[] {
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
    return /chrom/i.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
};

/** Megabytes that the browsers which this process started hold, all their processes together. */
function browsersHold(): number {
  return (
    family(`${process.pid}`)
      .filter(isBrowser)
      .reduce((sum, pid) => sum + held(pid), 0) / 1024
  );
}

export interface Watch {
  /** The page is empty now: what is held from here on counts. */
  empty(): Promise<void>;
  /** The most that was held since, in MiB above the empty page. */
  stop(): number;
}

/** Watches the one browser that is open, ten times a second. */
export function watchMemory(): Watch {
  let base = 0;
  let most = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    async empty() {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      base = browsersHold();
      timer = setInterval(() => {
        most = Math.max(most, browsersHold());
      }, 100);
    },
    stop() {
      clearInterval(timer);
      return most - base;
    },
  };
}
