/** Progress for a person: one line that is written over on a terminal, else a line for each new stage. */
import { bytes, count, percent } from '../core/format';
import type { Progress } from '../engine/protocol';

/** What of a stream is used. */
export interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

const amount = ({ done, total, unit }: Progress): string => {
  if (total <= 0) return '';
  const of =
    unit === 'bytes' ? `${bytes(done)} of ${bytes(total)}` : `${count(done)} of ${count(total)} ${unit}`;
  return ` ${percent(Math.min(1, done / total))} (${of})`;
};

export class Teller {
  private shown = '';
  private stage = '';

  constructor(private readonly output: Output) {}

  progress(progress: Progress): void {
    if (this.output.isTTY === true) {
      this.shown = `${progress.stage}${amount(progress)}`.slice(0, 120);
      this.output.write(`\r\u001b[K${this.shown}`);
    } else if (progress.stage !== this.stage) this.output.write(`${progress.stage}\n`);
    this.stage = progress.stage;
  }

  /** A line that stays. */
  note(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  /** Takes the line of progress away. */
  clear(): void {
    if (this.shown !== '') this.output.write('\r\u001b[K');
    this.shown = '';
  }
}
