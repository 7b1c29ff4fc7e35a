import { formatInstant } from '../recipe/instant';
import type { LabelRow } from '../label/types';
import type { StageFacts } from '../rows/facts';
import { MOST_EXAMPLES } from './tally';
import type { FailingRow, LabelRule, Tally } from './types';

/** The rows that a label covers in a stage. */
export const rowsOfLabel = (label: LabelRow, final: boolean): number =>
  final ? label.processedRows : label.cleanRows;

/** How many labels of a series are not as a rule says. `final`: whether these are the last rows of the run. */
export function tallyLabels(
  labels: readonly LabelRow[],
  rule: LabelRule,
  facts: Pick<StageFacts, 'rows' | 'first' | 'last' | 'step'> | null,
  final: boolean,
): Tally {
  let looked = 0;
  let unexpected = 0;
  let extreme: number | null = null;
  const examples: FailingRow[] = [];
  for (const label of labels) {
    if (rule.rule === 'effect') {
      const effect = effectOf(label);
      if (effect === null) continue;
      if (extreme === null || effect < extreme) extreme = effect;
    }
    looked++;
    if (holds(label, rule, facts, final)) continue;
    unexpected++;
    if (examples.length < MOST_EXAMPLES)
      examples.push({ timestamp: formatInstant(label.start), value: label.id });
  }
  return { of: 'tally', looked, unexpected, examples, extreme: extreme === Infinity ? null : extreme };
}

/**
 * The effect of an injected anomaly in deviations of the values around it: Infinity where these are all equal and it changed one. Null of other labels, and of anomalies
 * that take values or move times.
 */
function effectOf({ origin, severitySigma, realised }: LabelRow): number | null {
  if (origin !== 'injected') return null;
  if (severitySigma !== undefined && severitySigma !== null) return severitySigma;
  const effect = realised?.['effect'];
  if (typeof effect !== 'number') return null;
  return effect > 0 ? Infinity : 0;
}

function holds(
  label: LabelRow,
  rule: LabelRule,
  facts: Pick<StageFacts, 'rows' | 'first' | 'last' | 'step'> | null,
  final: boolean,
): boolean {
  switch (rule.rule) {
    case 'covers':
      return rowsOfLabel(label, final) > 0;
    case 'effect':
      return (effectOf(label) ?? 0) >= rule.least;
    case 'inside': {
      if (!facts || facts.rows === 0) return false;
      const { first, last, step } = facts;
      return label.start >= first && label.start <= last && label.end <= last + (step ?? 1);
    }
  }
}
