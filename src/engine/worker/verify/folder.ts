/** A folder of Parquet files, of a replay and of a bundle, while the replay makes its own. */
import { compareRows, type RowsOutcome, type Scales } from './compareRows';
import { Handover } from './handover';
import { RowStream, type OpenParquet } from './rowStream';

/** One folder compared: all files of the bundle first, then those of the replay as they come. */
export class FolderComparison {
  private readonly files: Blob[] = [];
  private readonly parts = new Handover<Blob>();
  private readonly outcome: Promise<RowsOutcome>;
  private begin: () => void = () => undefined;

  constructor(scales: Scales, open: OpenParquet) {
    const begun = new Promise<void>((resolve) => (this.begin = resolve));
    this.outcome = begun
      .then(() =>
        compareRows(new RowStream(this.parts, open), new RowStream(inTurn(this.files), open), scales),
      )
      // What comes after a difference is not looked at.
      .finally(() => this.parts.close());
    this.outcome.catch(() => undefined);
  }

  /** The next file of the bundle. */
  add(file: Blob): void {
    this.files.push(file);
  }

  /** The next file of the replay. Resolves once it is looked at, or need not be. */
  async next(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.begin();
    await this.parts.give(new Blob([bytes]));
  }

  /** Rejects where a file cannot be read. */
  end(): Promise<RowsOutcome> {
    this.begin();
    this.parts.close();
    return this.outcome;
  }
}

async function* inTurn<T>(things: readonly T[]): AsyncGenerator<T, void> {
  for (const thing of things) yield await Promise.resolve(thing);
}
