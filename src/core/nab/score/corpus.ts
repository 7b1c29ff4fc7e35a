import { bestThreshold } from './best';
import { scoreFile, type FileScore } from './file';
import { RunningSum } from '../../statistics';
import type { Profile, ScoredRows } from './worth';

export interface CorpusFile extends ScoredRows {
  /** Such as `realTraffic/speed_6005.csv`. */
  name: string;
}

export interface CorpusScore {
  threshold: number;
  files: Map<string, FileScore>;
  /** Sum over the files. */
  raw: number;
  /** What a detector gets that detects nothing: `-fn` for each window with a scored row. */
  nullScore: number;
  /** `tp` for each window. */
  perfect: number;
  /** `100 · (raw − nullScore) / (perfect − nullScore)`; null where there is no window to find. */
  normalised: number | null;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

/**
 * Scores files together as nab/runner.py does, at a threshold or at the best one for all of them (`bestThreshold`). Times and rows are
 * the caller's affair: scores and windows are by row of each file.
 */
export function scoreCorpus(
  files: readonly CorpusFile[],
  profile: Profile,
  threshold: number | 'best',
): CorpusScore {
  const used = threshold === 'best' ? bestThreshold(files, profile).threshold : threshold;
  const raw = new RunningSum();
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  const scored = new Map<string, FileScore>();
  let windows = 0;
  let scoredWindows = 0;
  for (const file of files) {
    const score = scoreFile(file, profile, used);
    scored.set(file.name, score);
    raw.add(score.score);
    for (const count of ['tp', 'fp', 'tn', 'fn'] as const) counts[count] += score[count];
    windows += score.windows.length;
    scoredWindows += score.windows.filter((window) => window.scored).length;
  }
  const nullScore = 0 - profile.fn * scoredWindows;
  const perfect = profile.tp * windows;
  const span = perfect - nullScore;
  return {
    threshold: used,
    files: scored,
    raw: raw.value,
    nullScore,
    perfect,
    normalised: span === 0 ? null : (100 * (raw.value - nullScore)) / span,
    ...counts,
  };
}
