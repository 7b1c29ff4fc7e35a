import { Reasons } from '../reasons';
import { Texts } from './texts';
import type { RejectedLine, UnreadableCell } from './types';

/** What is counted and kept of one chunk. */
export class Tally {
  readonly missing: number[];
  readonly unreadable: number[];
  readonly keys = new Texts();
  readonly labels = new Texts();
  readonly rejects: RejectedLine[] = [];
  readonly examples: UnreadableCell[] = [];
  rejected = 0;
  readonly reasons = new Reasons();
  short = 0;
  assumed = 0;
  records = 0;
  /** Records of one cell where several were expected. */
  undivided = 0;
  swapped: RejectedLine | undefined;

  constructor(valueColumns: number) {
    this.missing = Array.from({ length: valueColumns }, () => 0);
    this.unreadable = Array.from({ length: valueColumns }, () => 0);
  }
}
