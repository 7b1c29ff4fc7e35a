import { useMemo } from 'react';
import { useNab } from '../../state/nab/nab';
import { useOpenProposals } from '../../state/detect/suggestions';
import type { LabelMarks } from '../charts';

const none: LabelMarks['falsePositives'] = { times: [], contributions: [] };

/** NAB's windows and false positives of the score on show, and proposals that wait for an answer; undefined where there are none. */
export function useLabelMarks(series: string): LabelMarks | undefined {
  const score = useNab((nab) => nab.marksBySeries[series]);
  const proposals = useOpenProposals(series);
  return useMemo(
    () =>
      score || proposals.length > 0
        ? { windows: score?.windows ?? [], falsePositives: score?.falsePositives ?? none, proposals }
        : undefined,
    [score, proposals],
  );
}
