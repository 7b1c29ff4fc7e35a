/** Counts rows that are not as a rule says, over the pieces of a series in order. */
import { formatInstant } from '../recipe/instant';
import type { SplitSpan } from '../recipe/splits';
import type { CheckColumn } from '../recipe/types';
import { cellsOf, type SeenRows } from './rows';
import type { FailingRow, RowRule, Tally } from './types';
import { inLimits } from './verdicts';

/** So many failing rows are kept. */
export const MOST_EXAMPLES = 20;

/** What a rule may need to know of the series. */
export interface RuleContext {
  /** Median distance of its rows, microseconds; null where it has none. */
  step: number | null;
  /** Its splits. */
  splits: readonly SplitSpan[];
}

/** A tally under way. */
export class Counting {
  private looked = 0;
  private unexpected = 0;
  private readonly examples: FailingRow[] = [];
  private extreme: number | null = null;
  private readonly take: (seen: SeenRows) => void;

  constructor(column: CheckColumn, rule: RowRule, context: RuleContext) {
    this.take = this.taker(column, rule, context);
  }

  /** Rows that follow those before. */
  add(seen: SeenRows): void {
    this.take(seen);
  }

  done(): Tally {
    const { looked, unexpected, examples, extreme } = this;
    return { of: 'tally', looked, unexpected, examples, extreme };
  }

  private fails(time: number, value: FailingRow['value']): void {
    this.unexpected++;
    if (this.examples.length < MOST_EXAMPLES) this.examples.push({ timestamp: formatInstant(time), value });
  }

  private taker(column: CheckColumn, rule: RowRule, context: RuleContext): (seen: SeenRows) => void {
    switch (rule.rule) {
      case 'step':
        return this.distances(
          (distance) => distance === context.step,
          () => undefined,
        );
      case 'gap':
        return this.distances(
          (distance) => distance <= rule.longest,
          (distance) => {
            if (this.extreme === null || distance > this.extreme) this.extreme = distance;
          },
        );
      case 'unique':
        return this.repeated();
      case 'unlabelled':
        return this.unlabelled(context.splits.find(({ name }) => name === rule.split));
      case 'present':
        return column === 'timestamp'
          ? (seen) => void (this.looked += seen.rows.length)
          : this.cells(column, (cell) => cell !== null, true);
      case 'between': {
        const { limits } = rule;
        return this.numbers(column, (number) => inLimits(number, limits));
      }
      case 'in': {
        const values = new Set<FailingRow['value']>(rule.values);
        if (column === 'timestamp') throw new RangeError('expected a column other than timestamp');
        return this.cells(column, (cell) => values.has(cell), false);
      }
      case 'increasing': {
        let before = -Infinity;
        const { strictly } = rule;
        return this.numbers(column, (number) => {
          const rises = strictly ? number > before : number >= before;
          before = number;
          return rises;
        });
      }
    }
  }

  /** A rule for each cell. */
  private cells(
    column: Exclude<CheckColumn, 'timestamp'>,
    holds: (cell: FailingRow['value']) => boolean,
    withNull: boolean,
  ): (seen: SeenRows) => void {
    return (seen) => {
      const cell = cellsOf(seen, column);
      const { length, times } = seen.rows;
      for (let row = 0; row < length; row++) {
        const value = cell(row);
        if (value === null && !withNull) continue;
        this.looked++;
        if (!holds(value)) this.fails(times[row] as number, value);
      }
    };
  }

  /** A rule for each number; rows without one are left out. */
  private numbers(column: CheckColumn, holds: (number: number) => boolean): (seen: SeenRows) => void {
    return ({ rows: { length, times, values, observations } }) => {
      const numbers = column === 'timestamp' ? times : column === 'value' ? values : observations;
      if (!numbers) return;
      for (let row = 0; row < length; row++) {
        const number = numbers[row] as number;
        if (number - number !== 0) continue;
        this.looked++;
        if (holds(number)) continue;
        const time = times[row] as number;
        this.fails(time, column === 'timestamp' ? formatInstant(time) : number);
      }
    };
  }

  /** A rule for the distance of each row from the row before it. */
  private distances(
    holds: (distance: number) => boolean,
    each: (distance: number) => void,
  ): (seen: SeenRows) => void {
    let before = NaN;
    return ({ rows: { length, times } }) => {
      for (let row = 0; row < length; row++) {
        const time = times[row] as number;
        const distance = time - before;
        before = time;
        if (Number.isNaN(distance)) continue;
        this.looked++;
        each(distance);
        if (!holds(distance)) this.fails(time, distance / 1e6);
      }
    };
  }

  /** Rows at the time of another row: each of them, in order of time. */
  private repeated(): (seen: SeenRows) => void {
    let before = NaN;
    let told = false;
    return ({ rows: { length, times } }) => {
      for (let row = 0; row < length; row++) {
        const time = times[row] as number;
        this.looked++;
        if (time === before) {
          if (!told) this.fails(time, formatInstant(time));
          this.fails(time, formatInstant(time));
        }
        told = time === before;
        before = time;
      }
    };
  }

  /** Rows of a split that lie in a label. */
  private unlabelled(split: SplitSpan | undefined): (seen: SeenRows) => void {
    return (seen) => {
      if (!split) return;
      const { length, times } = seen.rows;
      if (length === 0 || (times[0] as number) >= split.to || (times[length - 1] as number) < split.from)
        return;
      const id = cellsOf(seen, 'anomaly_id');
      for (let row = 0; row < length; row++) {
        const time = times[row] as number;
        if (time < split.from || time >= split.to) continue;
        this.looked++;
        const label = id(row);
        if (label !== null) this.fails(time, label);
      }
    };
  }
}
