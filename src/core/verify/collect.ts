import { MAX_FINDINGS, type Finding, type Verdict } from './types';

const order = { error: 0, warning: 1, note: 2 } as const;

/** Findings as they come. */
export class Findings {
  private readonly list: Finding[] = [];
  private left = 0;
  private readonly seen = { error: 0, warning: 0, note: 0 };

  add(finding: Finding): void {
    this.seen[finding.severity]++;
    if (this.list.length < MAX_FINDINGS) this.list.push(finding);
    else this.left++;
  }

  /** Whether an error was found, of one file where it is given. */
  failed(file?: string): boolean {
    if (file === undefined) return this.seen.error > 0;
    return this.list.some((one) => one.severity === 'error' && one.file === file);
  }

  /** `whole`: whether all was checked, with a replay. */
  verdict(whole: boolean): Verdict {
    if (this.seen.error > 0) return 'different';
    return whole && this.seen.warning === 0 ? 'same' : 'unproven';
  }

  sorted(): { findings: Finding[]; more: number } {
    return {
      findings: this.list.toSorted((a, b) => order[a.severity] - order[b.severity]),
      more: this.left,
    };
  }
}
