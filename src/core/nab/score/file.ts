import { probationRows } from '../windows/rows';
import { RunningSum } from '../../statistics';
import { stretches, worthInside, worthOutside, type Profile, type RowSpan, type ScoredRows } from './worth';

export interface WindowScore extends RowSpan {
  /** The earliest detection inside, which alone counts; -1 where the window was missed. */
  detectedRow: number;
  /** What the window adds to the score: up to `tp`, or `-fn` where it was missed; 0 where it lies within the probation. */
  contribution: number;
  /** Whether the window has a row after the probation. */
  scored: boolean;
}

export interface FileScore {
  score: number;
  /** Rows after the probation: detected inside windows, outside; not detected outside, inside. */
  tp: number;
  fp: number;
  tn: number;
  fn: number;
  /** First row that is scored. */
  probation: number;
  windows: WindowScore[];
  /** Detections outside windows and what each takes, in the order of rows. */
  falsePositives: { rows: Uint32Array; contributions: Float64Array };
}

/**
 * NAB's score of one file (`scoreDataSet` in nab/sweeper.py): a detection is a score of at least `threshold`; a window counts by its
 * best detection, at least `-fn`; every detection outside lowers the score.
 */
export function scoreFile(file: ScoredRows, profile: Profile, threshold: number): FileScore {
  const { scores } = file;
  const total = new RunningSum();
  const windows = file.windows.map(({ startRow, endRow }): WindowScore => ({
    startRow,
    endRow,
    detectedRow: -1,
    contribution: 0,
    scored: false,
  }));
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  const rows: number[] = [];
  const contributions: number[] = [];
  for (const { from, to, window: index, before } of stretches(file)) {
    const window = windows[index];
    let detected = 0;
    for (let row = from; row < to; row++) {
      if (!((scores[row] as number) >= threshold)) continue;
      detected++;
      if (!window) {
        const contribution = worthOutside(before, row, profile);
        rows.push(row);
        contributions.push(contribution);
        total.add(contribution);
      } else if (window.detectedRow < 0) window.detectedRow = row;
    }
    if (window) {
      window.scored = true;
      window.contribution = -profile.fn;
      // What a detection is worth falls from row to row: the first is the best.
      if (window.detectedRow >= 0)
        window.contribution = Math.max(-profile.fn, worthInside(window, window.detectedRow, profile));
      total.add(window.contribution);
      counts.tp += detected;
      counts.fn += to - from - detected;
    } else {
      counts.fp += detected;
      counts.tn += to - from - detected;
    }
  }
  return {
    score: total.value,
    ...counts,
    probation: probationRows(scores.length, file.probation),
    windows,
    falsePositives: { rows: Uint32Array.from(rows), contributions: Float64Array.from(contributions) },
  };
}
