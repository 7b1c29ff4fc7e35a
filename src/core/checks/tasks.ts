/** What is measured of rows, in one pass or several over their pieces. */
import { labelledRuns } from '../label/flags';
import { conclude, firstLook, gather, type Gathered, type Look, type Question } from '../rows/measure';
import { rowsOf } from '../rows/piece';
import type { SeenRows } from './rows';
import { Counting, type RuleContext } from './tally';
import type { Answer, Need } from './types';

/** A measure under way. All rows are added once in each pass, those of a series in order. */
export interface Task {
  add(seen: SeenRows): void;
  /** The end of a pass: the answer, or undefined where another pass has to follow. */
  conclude(): Answer | undefined;
}

/** What is to be measured for a need. Throws RangeError for a need that asks for no rows. */
export function taskFor(need: Need, context: RuleContext): Task {
  switch (need.of) {
    case 'rows': {
      const counting = new Counting(need.column, need.rule, context);
      return { add: (seen) => counting.add(seen), conclude: () => counting.done() };
    }
    case 'share':
      return new LabelledShare();
    case 'moments':
      return new Asked({ kind: 'moments' }, need.column);
    case 'quantiles':
      return new Asked({ kind: 'quantiles', at: need.at ?? [] }, need.column);
    case 'labels':
    case 'count':
    case 'utc':
      throw new RangeError(`expected a need of rows, got ${need.of}`);
  }
}

/** The share of rows that lie in labels. */
class LabelledShare implements Task {
  private part = 0;
  private whole = 0;

  add({ rows: { times, length }, labels }: SeenRows): void {
    this.whole += length;
    const runs = labelledRuns(times, 0, length, labels);
    for (let run = 0; run < runs.length; run += 2)
      if ((runs[run] as number) >= 0) this.part += runs[run + 1] as number;
  }

  conclude(): Answer {
    return { of: 'share', part: this.part, whole: this.whole };
  }
}

/** A question about the numbers of a column. */
class Asked implements Task {
  private look: Look;
  private gathered: Gathered[] = [];

  constructor(
    private readonly question: Question,
    private readonly column: 'value' | 'observations',
  ) {
    this.look = firstLook(question);
  }

  add(seen: SeenRows): void {
    const { times, observations } = seen.rows;
    if (this.column === 'observations' && !observations) return;
    const rows =
      this.column === 'observations' && observations
        ? rowsOf(times, Float64Array.from(observations))
        : seen.rows;
    this.gathered.push(gather(this.look, rows, 0, seen.rows.length, null));
  }

  conclude(): Answer | undefined {
    const found = conclude(this.question, this.look, this.gathered);
    this.gathered = [];
    if ('look' in found) {
      this.look = found.look;
      return undefined;
    }
    const { answer } = found;
    if (answer.kind === 'moments')
      return { of: 'moments', count: answer.count, mean: answer.mean, sd: answer.sd };
    if (answer.kind === 'quantiles') return { of: 'quantiles', count: answer.count, values: answer.values };
    throw new RangeError(`expected moments or quantiles, got ${answer.kind}`);
  }
}
