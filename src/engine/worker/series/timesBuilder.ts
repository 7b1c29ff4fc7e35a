import { Column, type TimeGrid } from './rowStore';
import type { RowKeeper } from './rowKeeper';

/** Times of a grid that are written at once where a series leaves it. */
const BLOCK = 65_536;

/** Takes the times of a series in the order of its file, and holds none of them while they are equidistant. */
export class TimesBuilder {
  private count = 0;
  private start = NaN;
  private step = NaN;
  private column: Column | undefined;

  /** `keeper`: of times that are not equidistant; absent: they lie in memory. */
  constructor(private readonly keeper?: RowKeeper) {}

  get rows(): number {
    return this.count;
  }

  /** Takes times, microseconds. Throws LabFailure `memory`, `storage-full`. */
  append(times: Float64Array): void {
    const on = this.column ? 0 : this.onGrid(times);
    if (on < times.length) {
      const column = (this.column ??= this.writeGrid(this.count + on));
      column.append(times.subarray(on));
    }
    this.count += times.length;
  }

  /** A grid where all times are at one distance, which is above zero, from the one before. */
  done(): TimeGrid | Column {
    if (this.column || !(this.step > 0)) {
      const column = this.column ?? this.writeGrid(this.count);
      column.trim();
      return column;
    }
    return { start: this.start, step: this.step };
  }

  /** Gives back what it took, where no series has it. */
  discard(): void {
    this.column?.discard();
  }

  /** How many of the times go on with the grid. */
  private onGrid(times: Float64Array): number {
    let row = 0;
    if (this.count === 0 && row < times.length) this.start = times[row++] as number;
    if (this.count + row === 1 && row < times.length) {
      const step = (times[row] as number) - this.start;
      if (step <= 0) return row;
      this.step = step;
      row++;
    }
    const { start, step, count } = this;
    while (row < times.length && times[row] === start + (count + row) * step) row++;
    return row;
  }

  private writeGrid(rows: number): Column {
    const column = new Column(this.keeper);
    const block = new Float64Array(Math.min(rows, BLOCK));
    // The first row alone has no step.
    const step = rows > 1 ? this.step : 0;
    for (let from = 0; from < rows; from += BLOCK) {
      const count = Math.min(BLOCK, rows - from);
      for (let i = 0; i < count; i++) block[i] = this.start + (from + i) * step;
      column.append(block.subarray(0, count));
    }
    return column;
  }
}
