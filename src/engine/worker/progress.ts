/** How work tells of its progress. */
import type { Progress } from '../protocol';

type Report = (progress: Progress) => void;

/** The progress of work in several parts, told as one. */
export class Meter {
  private before = 0;

  constructor(
    private readonly report: Report,
    private readonly total: number,
    private readonly unit: Progress['unit'],
  ) {}

  /** `done`: of the part under way. `stage`: what is being done, for a person. */
  at(stage: string, done = 0): void {
    this.report({ stage, done: this.before + done, total: this.total, unit: this.unit });
  }

  /** A part of this size has ended. */
  next(size: number): void {
    this.before += size;
  }
}

/** Hands on at most one report in `ms`, and the last. */
export function throttled(report: Report, ms: number): Report {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < ms && progress.done < progress.total) return;
    last = now;
    report(progress);
  };
}
