import { FilledStretches } from '../../../core/view/filled';
import type { Gaps } from '../../../core/view/gaps';
import type { ValueStats } from '../../../core/view/histogram';
import type { SeriesMarks } from '../../../core/view/marks';
import type { Histogram } from '../../../core/view/types';
import type { StageFacts } from '../../../core/rows/facts';
import type { CallContext } from '../../protocol';
import type { Stage, Stages } from '../series/stages';
import { SharedWork } from './shared';

/** Gaps of raw series; a run leaves them as they are, unless it puts the times into UTC in another way. */
class RawGaps {
  readonly work = new SharedWork<Gaps>();
  /** As far as they were looked for. */
  readonly soFar = new Map<number, Gaps>();
  private readonly facts = new Map<number, StageFacts>();

  /** Those of a series of which this is known. */
  of(sid: number, facts: StageFacts): this {
    if (this.facts.get(sid) !== facts) {
      this.forget(sid);
      this.facts.set(sid, facts);
    }
    return this;
  }

  forget(sid?: number): void {
    this.work.forget(sid);
    for (const kept of [this.soFar, this.facts]) {
      if (sid === undefined) kept.clear();
      else kept.delete(sid);
    }
  }
}

/** What was worked out of whole series. It lives as long as the session. */
export class ViewCache {
  /** By stage. */
  readonly stats = new SharedWork<ValueStats>();
  /** By rule. */
  readonly histograms = new SharedWork<Histogram>();
  readonly gaps: RawGaps;
  readonly marks = new SharedWork<SeriesMarks>();
  private readonly filled = new Map<number, { of: Float64Array; stretches: FilledStretches }>();

  /** `beside`: a cache of the same raw rows after other steps. */
  constructor(beside?: ViewCache) {
    this.gaps = beside?.gaps ?? new RawGaps();
  }

  /** Stretches of filled rows of a series. */
  filledOf(sid: number, { filled }: StageFacts): FilledStretches {
    let kept = this.filled.get(sid);
    if (kept?.of !== filled) {
      kept = { of: filled, stretches: new FilledStretches(filled) };
      this.filled.set(sid, kept);
    }
    return kept.stretches;
  }

  /** To be called whenever the rows of a stage of a series, or what steps did to them, are no longer what they were; without a number, of any series. */
  forget(sid?: number): void {
    this.gaps.forget(sid);
    this.forgetSteps(sid);
  }

  /** To be called where the steps left other rows, and the raw ones are what they were. */
  forgetSteps(sid?: number): void {
    for (const works of [this.stats, this.histograms, this.marks]) works.forget(sid);
    if (sid === undefined) this.filled.clear();
    else this.filled.delete(sid);
  }
}

/** What a call of the view is given beside its argument. A call that gives way to others is given stages that do. */
export interface ViewContext extends CallContext {
  stages: Stages;
  cache: ViewCache;
}

/** What is known of a stage that is there and has rows. */
export function factsWithRows({ stages }: ViewContext, sid: number, stage: Stage): StageFacts | null {
  const facts = stages.facts(sid, stage);
  return facts && facts.rows > 0 ? facts : null;
}

/** Whether the processed rows have the times and values of the raw ones: then the facts of both are one and the same. */
export function sameRows({ stages }: ViewContext, sid: number): boolean {
  const raw = stages.facts(sid, 'raw');
  return raw !== null && raw === stages.facts(sid, 'processed');
}
